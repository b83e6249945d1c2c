"""Terms in Indonesian text beside other ways to find them: speed, precision and recall in one run.

    python tests/bench/rivals.py [TEXT] [MEGABYTES]

Everyone gets the same terms: the shipped glossary's Indonesian ones and its English ones of two words or more. Speed is CPU time by paragraphs of TEXT (empty lines
between; without it the Indonesian side of training/data), as times what `re.findall(r"\\w+")` takes on it in the same run: 1 is as fast. Precision and recall are
on the sentences marked by hand in tests/cases/rivals.yaml. A find is right where it stands for a marked mention and one of the term's concepts is the mention's; it is first
widened to whole words, so that a rival that finds `model` in *modelnya* is given it. Contestants whose library is missing are left out: pip install 'translator-aid[bench]'.
"""

from __future__ import annotations

import re
import sys
import time
from bisect import bisect_right
from collections import defaultdict
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Callable, Iterator

from marking import WORD, Finder, Found, Keys, Score, Terms, concepts, gold, lowered, scored

from translator_aid import glossary
from translator_aid.matching import Matcher
from translator_aid.model import Glossary

ROOT = Path(__file__).resolve().parents[2]

# --- The contestants ----------------------------------------------------------------------------------------------------


def own(loaded: Glossary, _terms: Terms) -> Finder:
    matcher = Matcher(loaded, "id")
    return lambda text: [(match.span.start, match.span.end, frozenset((match.concept.key,))) for match in matcher.find(text)]


def aho_raw(_loaded: Glossary, terms: Terms) -> Finder:
    """Leftmost-longest strings, inside words too."""
    import ahocorasick_rs as aho

    automaton, keys = aho.AhoCorasick(terms, matchkind=aho.MatchKind.LeftmostLongest, implementation=aho.Implementation.DFA), list(terms.values())
    return lambda text: [(start, end, keys[number]) for number, start, end in automaton.find_matches_as_indexes(lowered(text))]


def aho_words(_loaded: Glossary, terms: Terms) -> Finder:
    """All strings that begin and end where words do, of them the leftmost and longest."""
    import ahocorasick_rs as aho

    automaton, keys = aho.AhoCorasick(terms, implementation=aho.Implementation.DFA), list(terms.values())

    def find(text: str) -> Iterator[Found]:
        text = lowered(text)
        whole = [(start, -end, number) for number, start, end in automaton.find_matches_as_indexes(text, overlapping=True)
                 if not (start and text[start - 1].isalnum()) and not (end < len(text) and text[end].isalnum())]
        behind = 0
        for start, end, number in sorted(whole):
            if start >= behind:
                behind = -end
                yield start, -end, keys[number]

    return find


def flashtext(_loaded: Glossary, terms: Terms) -> Finder:
    from flashtext2 import KeywordProcessor

    processor = KeywordProcessor(case_sensitive=False)
    processor.add_keywords_from_iter(terms)
    return lambda text: [(start, end, terms[term]) for term, start, end in processor.extract_keywords_with_span(text)]


def spacy_phrases(_loaded: Glossary, terms: Terms) -> Finder:
    """The tokeniser for Indonesian and nothing else, small letters, longest of what overlaps."""
    import spacy
    from spacy.matcher import PhraseMatcher
    from spacy.util import filter_spans

    language = spacy.blank("id")
    matcher = PhraseMatcher(language.vocab, attr="LOWER")
    for term in terms:
        matcher.add(term, [language.make_doc(term)])
    return lambda text: [(span.start_char, span.end_char, terms[span.label_]) for span in filter_spans(matcher(language.make_doc(text), as_spans=True))]


def stems(_loaded: Glossary, terms: Terms) -> Finder:
    """PySastrawi's stems of the terms and of the text, each word stemmed once; runs of stems, leftmost and longest."""
    from Sastrawi.Stemmer.StemmerFactory import StemmerFactory

    stem, cache = StemmerFactory().create_stemmer(isDev=False).stem, dict[str, str]()
    known: dict[tuple[str, ...], Keys] = {}

    def stemmed(word: str) -> str:
        found = cache.get(word)
        if found is None:
            found = cache[word] = stem(word) or word
        return found

    for term, keys in terms.items():
        run = tuple(stemmed(word) for word in WORD.findall(term))
        known[run] = known.get(run, frozenset()) | keys
    longest: dict[tuple[str, ...], int] = defaultdict(int)
    for run in known:
        longest[run[:1]] = max(longest[run[:1]], len(run))

    def find(text: str) -> Iterator[Found]:
        words = list(WORD.finditer(text))
        run = [stemmed(word[0].lower()) for word in words]
        at = 0
        while at < len(run):
            sizes = range(min(longest.get((run[at],), 0), len(run) - at), 0, -1)
            size = next((size for size in sizes if tuple(run[at:at + size]) in known), 0)
            if size:
                yield words[at].start(), words[at + size - 1].end(), known[tuple(run[at:at + size])]
            at += size or 1

    return find


CONTESTANTS: dict[str, tuple[str, Callable[[Glossary, Terms], Finder]]] = {
    "translator-aid": ("", own),
    "ahocorasick_rs": ("ahocorasick_rs", aho_raw),
    "ahocorasick_rs, whole words": ("ahocorasick_rs", aho_words),
    "flashtext2": ("flashtext2", flashtext),
    "spaCy PhraseMatcher": ("spacy", spacy_phrases),
    "PySastrawi's stems": ("PySastrawi", stems),
}
"""The package each needs, and what makes its finder of a glossary and of terms."""


# --- The run ------------------------------------------------------------------------------------------------------------


def terms_of(loaded: Glossary) -> Terms:
    """What everyone looks for: Indonesian terms, and English ones of two words or more that need no guard, as the program has them."""
    loans = {term.text for concept in loaded.concepts for term in concept.english if len(term.text.split()) > 1 and not term.guard}
    known = concepts(loaded)
    return {text: known[text] for text in sorted({lowered(text) for text in {term.text for concept in loaded.concepts for term in concept.indonesian} | loans})}


def paragraphs(argv: list[str]) -> list[str]:
    """What is read for the speed."""
    if argv:
        found = Path(argv[0]).read_text(encoding="utf-8").split("\n\n")
    else:
        found = [line.split("\t")[0] for path in sorted((ROOT / "training" / "data").glob("*.tsv")) for line in path.read_text(encoding="utf-8").splitlines()]
    sizes, limit = [0], float(argv[1]) * 1e6 if len(argv) > 1 else 4e6
    for one in found:
        sizes.append(sizes[-1] + len(one.encode()))
    return found[:bisect_right(sizes, limit)]


def installed(library: str) -> str:
    """The version of a package, or nothing; what needs none is installed."""
    try:
        return version(library) if library else "yes"
    except PackageNotFoundError:
        return ""


def seconds(what: Callable[[str], Any], texts: list[str]) -> float:
    """CPU time of a reading; what comes lazily is drawn."""
    start = time.process_time()
    for text in texts:
        for _one in what(text):
            pass
    return time.process_time() - start


def rows(texts: list[str]) -> Iterator[tuple[str, float, float, float, Score] | str]:
    """For each contestant its name, seconds to build, the first and the second reading as times the baseline's, and its score; or why it is left out."""
    loaded, sentences = glossary.load(), gold()
    terms, known = terms_of(loaded), concepts(loaded)
    words = re.compile(r"\w+").findall
    for name, (library, make) in CONTESTANTS.items():
        if not installed(library):
            yield f"{name}: left out, {library} is not installed"
            continue
        start = time.process_time()
        find = make(loaded, terms)
        built = time.process_time() - start
        base = min(seconds(words, texts) for _round in range(3))
        first, second = seconds(find, texts), seconds(find, texts)
        yield name, built, first / base, second / base, scored(sentences, find, known)


def main() -> None:
    texts, sentences = paragraphs(sys.argv[1:]), gold()
    size = sum(len(text.encode()) for text in texts) / 1e6
    versions = {library: installed(library) for library, _make in CONTESTANTS.values() if library and installed(library)}
    print(f"{size:.1f} MB in {len(texts)} paragraphs; {sum(len(one.mentions) for one in sentences)} mentions in {len(sentences)} sentences\n")
    print(", ".join(f"{library} {number}" for library, number in versions.items()) + "\n")
    print("| | precision | recall | recall of inflected forms | finds in sentences without a term | built in | first reading | second reading |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for row in rows(texts):
        if isinstance(row, str):
            print(row, file=sys.stderr)
            continue
        name, built, first, second, score = row
        print(f"| {name} | {score.precision:.1%} | {score.recall:.1%} | {score.inflected:.1%} | {score.alike} | {built:.1f} s | {first:.1f}x | {second:.1f}x |", flush=True)


if __name__ == "__main__":
    main()
