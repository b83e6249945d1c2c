"""Misspelled look-ups in a glossary of 30,000 terms: time for one, and how often the right term is among the first five, with 1 or 2 typos.

    python tests/bench/fuzzy.py [TERMS]

The baseline is rapidfuzz's own `process.extract` with Damerau-Levenshtein over the same strings, in the same run.
"""

from __future__ import annotations

import random
import sys
import time
from typing import Any, Callable

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from translator_aid import forms, glossary
from translator_aid.model import Concept, Glossary, Term
from translator_aid.querying import Lookup

LETTERS = "abcdefghijklmnoprstuwy"
QUERIES = 300


def grown(size: int, chance: random.Random) -> Glossary:
    """The shipped glossary and as many made-up terms of common words as are lacking to that size."""
    shipped = glossary.load()
    words = [word for word in forms.data("common")["words"] if len(word) > 3]
    texts = {" ".join(chance.choices(words, k=chance.choice((1, 2, 2, 3)))) for _number in range(size * 2)}
    known = {term.text.lower() for concept in shipped.concepts for term in (*concept.indonesian, *concept.english)}
    lacking = size - sum(len(concept.indonesian) for concept in shipped.concepts)
    more = [Concept(f"k{number}", "uji", (Term(text, "id"),), (Term(f"w{number}", "en"),)) for number, text in enumerate(sorted(texts - known)[:max(0, lacking)])]
    return Glossary((*shipped.concepts, *more))


def mistyped(text: str, typos: int, chance: random.Random) -> str:
    """A text with letters left out, doubled, changed or swapped."""
    for _number in range(typos):
        at = chance.randrange(len(text) - 1)
        kind = chance.choice(("out", "in", "other", "swap"))
        text = {"out": text[:at] + text[at + 1:], "in": text[:at] + chance.choice(LETTERS) + text[at:], "other": text[:at] + chance.choice(LETTERS) + text[at + 1:],
                "swap": text[:at] + text[at + 1] + text[at] + text[at + 2:]}[kind]
    return text


def timed(what: Callable[[], Any]) -> tuple[float, Any]:
    start = time.process_time()
    result = what()
    return time.process_time() - start, result


def main() -> None:
    chance = random.Random(7)
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 30_000
    lookup = Lookup(grown(size, chance))
    terms = [(term.text, concept.key) for concept in lookup.glossary.concepts for term in concept.indonesian if len(term.text) > 7 and term.status != "deprecated"]
    plain = [text for text, _key in terms]
    lookup.find("pemanasan", "id")
    for typos in (1, 2):
        asked = [(mistyped(text.lower(), typos, chance), key) for text, key in chance.sample(terms, QUERIES)]
        base = sorted(timed(lambda: process.extract(query, plain, scorer=DamerauLevenshtein.normalized_similarity, limit=20))[0] for query, _key in asked[:30])
        times, right, first = [], 0, 0
        for query, key in asked:
            took, hits = timed(lambda: lookup.find(query, "id", 5) or lookup.near(query, "id", 5))
            times.append(took)
            right += key in [hit.concept.key for hit in hits]
            first += bool(hits) and hits[0].concept.key == key
        times.sort()
        print(f"{len(terms)} terms, {typos} typo(s): median {1000 * times[len(times) // 2]:.2f} ms, p99 {1000 * times[len(times) * 99 // 100]:.2f} ms "
              f"({times[len(times) // 2] / base[len(base) // 2]:.2f} of rapidfuzz alone); right term first {first / QUERIES:.1%}, among the first five {right / QUERIES:.1%}")


if __name__ == "__main__":
    main()
