"""What the morphology costs, and how it compares with stemming: figures for the note on morphology, not a test.

    python tests/bench/morphology.py [--rounds 5]

Speeds are ratios to a plain dict look-up of the same tokens in the same run, so that figures from different machines can be compared. The
stemmers (development extras: PySastrawi, simplemma, snowballstemmer) are measured where they are installed, on the gold data of
`../shared/morphology/measure.py` and counted as it counts: a stemmer matches a token with a headword where it gives both the same stem.
"""

from __future__ import annotations

import argparse
import collections
import gc
import importlib
import os
import platform
import sys
import time
import tracemalloc
from pathlib import Path
from typing import Any, Callable, Iterable, Iterator

from translator_aid import glossary, morphology, text
from translator_aid.matching import Matcher
from translator_aid.model import Concept, Glossary, Term

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("TRANSLATOR_AID_SHARED", ROOT.parent / "shared"))
TERMS = 3000
"""Indonesian terms in the glossary whose compilation is measured."""
UNSEEN = 120_000
"""Distinct tokens for the unseen case; fewer than the matcher's cache holds."""


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rounds", type=int, default=5, help="the best of this many rounds counts")
    rounds = arguments.parse_args().rounds
    print(f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} processors\n")
    small = first_terms(glossary.load(), TERMS)
    compilation(small, rounds)
    speed(Matcher(small, "id"), rounds)
    if (SHARED / "morphology" / "measure.py").exists():
        against_stemmers()
    else:
        print("no treebanks here: the comparison with stemmers is left out")


# --- Compilation ------------------------------------------------------------------------------------------------------


def first_terms(whole: Glossary, number: int) -> Glossary:
    """The first concepts that hold so many Indonesian terms together."""
    concepts, terms = [], 0
    for concept in whole.concepts:
        if terms >= number:
            break
        concepts.append(concept)
        terms += len(concept.indonesian)
    return Glossary(tuple(concepts))


def compilation(small: Glossary, rounds: int) -> None:
    cold = timed(lambda: Matcher(small, "id"), 1)
    warm = timed(lambda: Matcher(small, "id"), rounds)
    forms = {" ".join(base.edges): base for concept in small.concepts for term in concept.indonesian for base in morphology.bases(term, "id")}
    keys = list(forms)
    plain = timed(lambda: {key: key for key in keys}, rounds)
    gc.collect()
    tracemalloc.start()
    matcher = Matcher(small, "id")
    memory, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    terms = sum(len(concept.indonesian) for concept in small.concepts)
    loans = sum(len(term.text.split()) > 1 for concept in small.concepts for term in concept.english)
    print(f"compilation of {terms} Indonesian terms (and {loans} English phrases as loans):")
    print(f"  {len(forms)} distinct forms of the Indonesian terms, {len(matcher.vocabulary)} distinct words in the tree")
    print(f"  first time {cold * 1000:.0f} ms (rules read as well), then {warm * 1000:.0f} ms ({warm / plain:.0f} x a plain dict of these forms)")
    print(f"  memory {memory / 1e6:.1f} MB kept, {peak / 1e6:.1f} MB at most\n")


def timed(action: Callable[[], Any], rounds: int) -> float:
    """Processor seconds of the quickest round, which a busy machine hardly changes."""
    best = float("inf")
    for _round in range(rounds):
        gc.collect()
        start = time.process_time()
        action()
        best = min(best, time.process_time() - start)
    return best


# --- Speed ------------------------------------------------------------------------------------------------------------


def speed(matcher: Matcher, rounds: int) -> None:
    running = list(running_tokens())
    table = dict.fromkeys(running, ())
    matcher_forms = matcher.forms

    def plain(tokens: list[str], known: dict[str, tuple[()]]) -> None:
        get = known.get
        for token in tokens:
            get(token)

    def ours(tokens: list[str]) -> None:
        for token in tokens:
            matcher_forms(token)

    ours(running)
    base = timed(lambda: plain(running, table), rounds)
    seen = timed(lambda: ours(running), rounds)
    unseen = []
    for tokens in (list(dict.fromkeys(running)), list(unseen_tokens(UNSEEN))):
        best, known = float("inf"), dict.fromkeys(tokens, ())
        for _round in range(rounds):
            matcher._forms.clear()
            text.fold.cache_clear()
            best = min(best, timed(lambda: ours(tokens), 1))
        unseen.append((len(tokens), best, timed(lambda: plain(tokens, known), rounds)))
    article = ". ".join(" ".join(running[at:at + 20]) for at in range(0, len(running), 20))
    paragraphs = [article[at:at + 1000] for at in range(0, len(article), 1000)]
    find = timed(lambda: [matcher.find(paragraph) for paragraph in paragraphs], max(1, rounds // 2))
    print(f"{'':46}{'tokens/s':>14}{'x dict':>8}")
    row("dict look-up, running text", len(running), base, base)
    row("Matcher.forms, already seen", len(running), seen, base)
    for name, (number, seconds, plainly) in zip(("word types of the text", "words with affixes"), unseen):
        row(f"dict look-up, {name}", number, plainly, plainly)
        row(f"Matcher.forms unseen, {name}", number, seconds, plainly)
    row("Matcher.find, paragraphs", len(running), find, base)
    print()


def row(name: str, number: int, seconds: float, base: float) -> None:
    print(f"{name:46}{number / seconds:>14,.0f}{seconds / base:>8.1f}")


def running_tokens() -> Iterator[str]:
    """The tokens of real text: a treebank where there is one, otherwise the glossary's own examples."""
    path = SHARED / "morphology" / "id_csui-ud-train.conllu"
    if path.exists():
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("# text = "):
                yield from (token.surface for token in text.tokens(line[9:]))
        return
    for concept in glossary.load().concepts:
        for example in concept.examples:
            yield from (token.surface for token in text.tokens(example.indonesian))


def unseen_tokens(number: int) -> Iterator[str]:
    """Distinct tokens that look like Indonesian: real words, each with prefixes and clitics in turn."""
    words = sorted({token for token in running_tokens() if token.isalpha()})
    made: set[str] = set()
    for prefix in ("", "di", "me", "ber", "ke"):
        for tail in ("", "nya", "lah", "ku", "nyalah"):
            for word in words:
                token = prefix + word.lower() + tail if prefix else word + tail
                if token not in made:
                    made.add(token)
                    yield token
                    if len(made) >= number:
                        return


# --- Against stemmers -------------------------------------------------------------------------------------------------

Predict = Callable[[list[Any], Iterable[str]], dict[str, set[int]]]


def against_stemmers() -> None:
    sys.path.insert(0, str(SHARED / "morphology"))
    sys.dont_write_bytecode = True
    measure, gold = importlib.import_module("measure"), importlib.import_module("gold")
    headwords = measure.glossary()
    methods: list[tuple[str, Predict]] = [("translator-aid", by_matching), ("lower case only", by_key(str.lower))]
    methods += [(name, by_key(stem)) for name, stem in stemmers()]
    print(f"{len(headwords)} headwords on GSD dev and CSUI train, counted as in measure.py")
    print(f"{'':22}{'precision':>10}{'recall':>9}{'clitic':>9}{'redup.':>9}{'voice':>9}{'seconds':>9}")
    for name, predict in methods:
        start = time.perf_counter()
        precision, recall, kinds = counted(gold, headwords, predict)
        seconds = time.perf_counter() - start
        parts = [kinds[kind][1] / max(1, kinds[kind][0]) for kind in ("clitic", "reduplication", "voice")]
        print(f"{name:22}{precision:>10.1%}{recall:>9.1%}" + "".join(f"{part:>9.1%}" for part in parts) + f"{seconds:>9.1f}")


def stemmers() -> Iterator[tuple[str, Callable[[str], str]]]:
    """The stemmers that are installed, each as a function of one word in lower case."""
    try:
        factory = importlib.import_module("Sastrawi.Stemmer.StemmerFactory").StemmerFactory()
        yield "PySastrawi", factory.create_stemmer().stem
    except ImportError:
        print("PySastrawi is not installed")
    try:
        lemmatize = importlib.import_module("simplemma").lemmatize
        yield "simplemma", lambda word: str(lemmatize(word, lang="id")).lower()
    except ImportError:
        print("simplemma is not installed")
    try:
        yield "snowballstemmer", importlib.import_module("snowballstemmer").stemmer("indonesian").stemWord
    except ImportError:
        print("snowballstemmer is not installed")


def by_matching(headwords: list[Any], types: Iterable[str]) -> dict[str, set[int]]:
    """What our matcher says: matches that cover the whole token, and the other concepts that fit equally well."""
    parts = {"NOUN": "noun", "VERB": "verb", "ADJ": "adjective"}
    concepts = [Concept(f"h{number}", "ud", (Term(row[0], "id", part_of_speech=parts[row[1]]),), (Term(f"word {number}", "en"),), parts[row[1]])
                for number, row in enumerate(headwords)]
    matcher = Matcher(Glossary(tuple(concepts)), "id")
    found: dict[str, set[int]] = {}
    for token in types:
        matches = [match for match in matcher.find(token) if match.span.end - match.span.start >= len(token)]
        found[token] = {int(concept.key[1:]) for match in matches for concept in (match.concept, *match.also)}
    return found


def by_key(stem: Callable[[str], str]) -> Predict:
    """Equality of stems: every headword with the token's stem matches it."""
    def predict(headwords: list[Any], types: Iterable[str]) -> dict[str, set[int]]:
        remembered: dict[str, str] = {}

        def key(word: str) -> str:
            # A plural by reduplication has the stem of its halves where these agree; stemmers other than PySastrawi know no hyphen.
            if word not in remembered:
                halves = [stem(half) for half in word.split("-") if half]
                remembered[word] = halves[0] if len(set(halves)) == 1 else stem(word)
            return remembered[word]

        stems = collections.defaultdict(set)
        for number, headword in enumerate(headwords):
            stems[key(headword[0].lower())].add(number)
        return {token: stems.get(key(token.lower()), set()) for token in types}
    return predict


def counted(gold: Any, headwords: list[Any], predict: Predict) -> tuple[float, float, dict[str, list[int]]]:
    """Precision, recall, and recall by kind as [gold, found]: the counting of measure.py on another prediction."""
    data = {name: gold.surface_tokens(name) for name in ("gsd-dev", "csui-train")}
    of_lexeme = collections.defaultdict(set)
    for number, headword in enumerate(headwords):
        for key in headword[2]:
            of_lexeme[key].add(number)
    voiced = [is_voiced(gold, headword) for headword in headwords]
    found = predict(headwords, sorted({token[0] for tokens in data.values() for token in tokens}))
    right = wrong = missed = 0
    kinds: dict[str, list[int]] = collections.defaultdict(lambda: [0, 0])
    for tokens in data.values():
        for surface, form, lemma, tag, clitics, _misc in tokens:
            lower = surface.lower()
            if tag == "PROPN" or len(surface) < 3 or gold.dontcare(surface, tag, clitics):
                continue
            keys = gold.lexkeys(form, lemma, tag)
            wanted = {one for key in keys for one in of_lexeme.get(key, ()) if headwords[one][0] != lower}
            given = {one for one in found[surface] if headwords[one][0] != lower}
            has_voice = len(keys) == 1 and all(key.startswith("V:") for key in keys)
            cores = {key.replace("V:", "") for key in keys}
            neither = {one for one in wanted | given if cores & {key.replace("V:", "") for key in headwords[one][2]} and voiced[one] != has_voice}
            wanted, given = wanted - neither, given - neither
            hit = bool(wanted & given)
            right, missed, wrong = right + hit, missed + (bool(wanted) and not hit), wrong + len(given - wanted)
            if wanted:
                segments = gold.segment(form, lemma)
                kind = kinds["clitic" if clitics else "reduplication" if segments and segments[3] else "voice"]
                kind[0] += 1
                kind[1] += hit
    return right / max(1, right + wrong), right / max(1, right + missed), kinds


def is_voiced(gold: Any, headword: Any) -> bool:
    """True for a headword that is a verb in one voice."""
    segments = gold.segment(headword[0], headword[3])
    return all(key.startswith("V:") for key in headword[2]) or bool(segments and segments[0] and segments[0][0] in gold.VOICE)


if __name__ == "__main__":
    main()
