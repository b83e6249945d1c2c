"""Misspelled look-ups in a glossary of 30,000 terms a language: time for one, and how often the right term is among the first five.

    python tests/bench/fuzzy.py [TERMS]

The glossary is the shipped one and made-up terms of one to three words. Terms of both are asked for in both languages at once, as from the command
line, which shows the answers and names the near terms beside them, each after one or two typing errors: a letter left out, put in, replaced, or swapped with the next, at any place, always so that the text changes.
Two errors are made only in terms of six letters or more (the rule of thumb of Elasticsearch's AUTO fuzziness: one error from three letters on, two
from six); fewer are shown for comparison. A text that has become another term of the glossary is drawn again, for then it is no misspelling.
The baseline is rapidfuzz's own `process.extract` with the same measure and cutoff over the same strings, in the same run.
"""

from __future__ import annotations

import random
import sys
import time
from typing import Any, Callable, Iterator

from rapidfuzz import process
from rapidfuzz.distance import OSA

from translator_aid import forms, glossary
from translator_aid.model import Concept, Glossary, Term
from translator_aid.querying import CLOSE, Lookup
from translator_aid.similar import folded

LETTERS = "abcdefghijklmnopqrstuvwxyz"
QUERIES = 1000
CLASSES = ((8, 99, 1), (8, 99, 2), (6, 7, 1), (6, 7, 2), (4, 5, 1), (4, 5, 2))
"""Letters from and to, and errors."""


def grown(size: int, chance: random.Random) -> Glossary:
    """The shipped glossary and as many made-up concepts as are lacking to so many terms in each language."""
    shipped = glossary.load()
    indonesian = [word for word in forms.data("common")["words"] if len(word) > 3]
    english = sorted({word for concept in shipped.concepts for term in concept.english for word in term.text.lower().split() if len(word) > 3})
    lacking = size - sum(len(concept.indonesian) for concept in shipped.concepts)
    known = {folded(term.text) for concept in shipped.concepts for term in (*concept.indonesian, *concept.english)}
    pairs = zip(_made(indonesian, lacking, known, chance), _made(english, lacking, known, chance))
    more = [Concept(f"k{number}", "uji", (Term(one, "id"),), (Term(other, "en"),)) for number, (one, other) in enumerate(pairs)]
    return Glossary((*shipped.concepts, *more))


def _made(words: list[str], size: int, known: set[str], chance: random.Random) -> Iterator[str]:
    while size:
        text = " ".join(chance.choices(words, k=chance.choice((1, 2, 2, 3))))
        if text not in known:
            known.add(text)
            size -= 1
            yield text


def mistyped(text: str, errors: int, chance: random.Random) -> str:
    """A text with letters left out, put in, replaced or swapped."""
    before = text
    for _number in range(errors):
        at, letter = chance.randrange(len(text)), chance.choice(LETTERS)
        text = chance.choice((text[:at] + text[at + 1:], text[:at] + letter + text[at:], text[:at] + letter + text[at + 1:],
                              text[:at] + text[at + 1:at + 2] + text[at] + text[at + 2:]))
    return text if text != before and OSA.distance(text, before) == errors else mistyped(before, errors, chance)


def timed(what: Callable[[], Any]) -> tuple[float, Any]:
    start = time.process_time()
    result = what()
    return time.process_time() - start, result


def asked(some: list[tuple[str, str]], terms: list[tuple[str, str]], errors: int, chance: random.Random) -> Iterator[tuple[str, str]]:
    """Some terms, each misspelled, and its concept's key."""
    known = {text for text, _key in terms}
    for text, key in chance.sample(some, min(QUERIES, len(some))):
        query = mistyped(text, errors, chance)
        while folded(query) in known:
            query = mistyped(text, errors, chance)
        yield query, key


def main() -> None:
    chance = random.Random(7)
    lookup = Lookup(grown(int(sys.argv[1]) if len(sys.argv) > 1 else 30_000, chance))
    terms = [(folded(term.text), concept.key) for concept in lookup.glossary.concepts for term in (*concept.indonesian, *concept.english) if term.status != "deprecated"]
    made = {concept.key for concept in lookup.glossary.concepts if concept.domain == "uji"}
    plain = [text for text, _key in terms]
    lookup.find("pemanasan")
    print(f"{len(terms)} terms in two languages\n| letters | errors | ms, median | p99 | of rapidfuzz alone | right term first | among the first five |\n| --- | --- | --- | --- | --- | --- | --- |")
    for least, most, errors in CLASSES:
        times, base, right, first = [], [], 0, 0
        groups = [[(text, key) for text, key in terms if least <= len(text) <= most and (key in made) == own] for own in (False, True)]
        for number, (query, key) in enumerate((*asked(groups[0], terms, errors, chance), *asked(groups[1], terms, errors, chance))):
            took, hits = timed(lambda: (*(found := lookup.find(query)), *lookup.beside(query, found)))
            times.append(took)
            right += key in [hit.concept.key for hit in hits]
            first += bool(hits) and hits[0].concept.key == key
            if not number % 50:
                base.append(timed(lambda: process.extract(query, plain, scorer=OSA.normalized_similarity, limit=20, score_cutoff=CLOSE))[0])
        times.sort()
        print(f"| {least} to {most} | {errors} | {1000 * times[len(times) // 2]:.2f} | {1000 * times[len(times) * 99 // 100]:.2f} | "
              f"{times[len(times) // 2] / sorted(base)[len(base) // 2]:.3f} | {first / len(times):.1%} | {right / len(times):.1%} |")


if __name__ == "__main__":
    main()
