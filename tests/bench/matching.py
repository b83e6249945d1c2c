"""Matching in running text: MB/s of UTF-8 by paragraphs, at the first reading and at the best of three more, beside plain tokenising with one
regular expression in the same run; by the compiled search, and in Python alone.

    python tests/bench/matching.py [TEXT] [MEGABYTES]

TEXT has paragraphs with an empty line between; without it the examples are repeated, which says little of cold caches. How many terms stand in a
text decides the rate: matches are counted in each kB. Of the two large glossaries one has 30,000 terms more of two or three words beside the shipped
ones, as glossaries of a field have them; of the other every fourth is a single common word, so that half the words of any text are a match.
Memory is what the process has grown by while it read.
"""

from __future__ import annotations

import gc
import os
import random
import re
import resource
import sys
import time
from pathlib import Path
from typing import Any, Callable

from fuzzy import grown

from translator_aid import forms, glossary
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


def measured(name: str, loaded: Glossary, texts: list[str], compiled: bool) -> None:
    os.environ["TRANSLATOR_AID_COMPILED"] = "on" if compiled else "off"
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    matcher = Matcher(loaded, "id")
    built = time.process_time() - start
    gc.freeze()
    plain = max(rate(re.compile(r"\w+").findall, texts) for _round in range(3))
    first = rate(matcher.find, texts)
    again = max(rate(matcher.find, texts) for _round in range(3))
    found = sum(len(matcher.find(text)) for text in texts) / sum(len(text.encode()) for text in texts) * 1000
    grew = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    assert (matcher._memory.compiled is not None) == compiled, "the compiled search was not built"
    way = "compiled" if compiled else "in Python"
    print(f"| {name}, {way} | {found:.1f} | {built:.1f} s | {plain:.0f} | {first:.1f} ({plain / first:.0f}x) | {again:.1f} ({plain / again:.0f}x) "
          f"| {grew:.0f} MB |", flush=True)


def main() -> None:
    texts = paragraphs(sys.argv)
    print("| terms | matches in a kB | compiled in | `\\w+`, MB/s | first reading | later ones | memory |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    makers: list[tuple[str, Callable[[], Glossary]]] = [
        ("the shipped glossary", glossary.load),
        ("30,000 terms, phrases", lambda: phrases(30_000, random.Random(7))),
        ("30,000 terms, common words too", lambda: grown(30_000, random.Random(7))),
    ]
    for name, make in makers:
        loaded = make()
        for compiled in (True, False):
            # each in a process of its own, so that the memory is its own
            process = os.fork()
            if not process:
                measured(name, loaded, texts, compiled)
                os._exit(0)
            os.waitpid(process, 0)


if __name__ == "__main__":
    main()
