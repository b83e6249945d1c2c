"""Matching in running text: MB/s of UTF-8 by paragraphs, at the first reading and at the best of three more, beside plain tokenising with one
regular expression in the same run, and what part of the time goes where.

    python tests/bench/matching.py [TEXT] [MEGABYTES]

TEXT has paragraphs with an empty line between; without it the examples are repeated, which says little of cold caches. How many terms stand in a
text decides the rate: matches are counted in each kB. Of the two large glossaries one has 30,000 terms more of two or three words beside the shipped
ones, as glossaries of a field have them; of the other every fourth is a single common word, so that half the words of any text are a match.
Memory is what the process has grown by while it read.
"""

from __future__ import annotations

import gc
import random
import re
import resource
import sys
import time
from pathlib import Path
from typing import Any, Callable

from fuzzy import grown

from translator_aid import forms, glossary
from translator_aid.codes import COLD, STARTS
from translator_aid.matching import Matcher
from translator_aid.model import Concept, Glossary, Term

ROOT = Path(__file__).parent.parent.parent


def paragraphs(argv: list[str]) -> list[str]:
    limit = float(argv[2]) * 1e6 if len(argv) > 2 else 4e6
    text = Path(argv[1]).read_text(encoding="utf-8") if len(argv) > 1 else (ROOT / "examples" / "berita.id.txt").read_text(encoding="utf-8") * 1500
    found, size = [], 0.0
    for paragraph in text.split("\n\n"):
        found.append(paragraph)
        size += len(paragraph.encode())
        if size > limit:
            break
    return found


def rate(what: Callable[[str], Any], texts: list[str]) -> float:
    size = sum(len(text.encode()) for text in texts) / 1e6
    start = time.process_time()
    for text in texts:
        what(text)
    return size / (time.process_time() - start)


def phrases(size: int, chance: random.Random) -> Glossary:
    """The shipped glossary and as many made-up terms of two or three words as are lacking to that size."""
    shipped = glossary.load()
    words = [word for word in forms.data("common")["words"] if len(word) > 3]
    lacking = size - sum(len(concept.indonesian) for concept in shipped.concepts)
    texts = dict.fromkeys(" ".join(chance.sample(words, chance.choice((2, 2, 3)))) for _number in range(lacking))
    more = [Concept(f"k{number}", "uji", (Term(text, "id"),), (Term(f"w{number}", "en"),)) for number, text in enumerate(texts)]
    return Glossary((*shipped.concepts, *more))


def parts(matcher: Matcher, texts: list[str]) -> str:
    """What each step takes for a text that was read before, in ms for a MB: cutting, coding, finding the places and plans, and all the rest."""
    known, plans = matcher._memory.codes, matcher._memory.plans

    def coded(text: str) -> str:
        return "".join(map(known.__getitem__, text.split())) + COLD

    def planned(text: str) -> None:
        codes = coded(text)
        for place in STARTS.finditer(codes):
            plans.at(codes, place.start())

    steps = (str.split, coded, planned, matcher.find)
    times = [1000 / max(rate(step, texts) for _round in range(3)) for step in steps]
    own = [now - before for now, before in zip(times, [0.0, *times])]
    return " + ".join(f"{one:.0f}" for one in own) + f" = {times[-1]:.0f}"


def measured(name: str, loaded: Glossary, texts: list[str]) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    matcher = Matcher(loaded, "id")
    built = time.process_time() - start
    gc.freeze()
    plain = rate(re.compile(r"\w+").findall, texts)
    first = rate(matcher.find, texts)
    again = max(rate(matcher.find, texts) for _round in range(3))
    found = sum(len(matcher.find(text)) for text in texts) / sum(len(text.encode()) for text in texts) * 1000
    grew = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(f"| {name} | {found:.1f} | {built:.1f} s | {plain:.0f} | {first:.1f} ({plain / first:.0f}x) | {again:.1f} ({plain / again:.0f}x) "
          f"| {parts(matcher, texts)} | {grew:.0f} MB |", flush=True)


def main() -> None:
    texts = paragraphs(sys.argv)
    print("| terms | matches in a kB | compiled in | `\\w+`, MB/s | first reading | later ones | cut + code + plan + the rest, ms/MB | memory |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    measured("the shipped glossary", glossary.load(), texts)
    measured("30,000 terms, phrases", phrases(30_000, random.Random(7)), texts)
    measured("30,000 terms, common words too", grown(30_000, random.Random(7)), texts)


if __name__ == "__main__":
    main()
