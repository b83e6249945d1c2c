"""Matching in running text: MB/s of UTF-8 by paragraphs, first and second reading, beside plain tokenising with one regular expression in the same run.

    python tests/bench/matching.py [TEXT] [MEGABYTES]

TEXT has paragraphs with an empty line between; without it the examples are repeated, which says little of cold caches.
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

from translator_aid import glossary
from translator_aid.matching import Matcher
from translator_aid.model import Glossary

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


def measured(name: str, loaded: Glossary, texts: list[str]) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    matcher = Matcher(loaded, "id")
    built = time.process_time() - start
    gc.freeze()
    plain = rate(re.compile(r"\w+").findall, texts)
    first, second = rate(matcher.find, texts), rate(matcher.find, texts)
    found = sum(len(matcher.find(text)) for text in texts[:2000])
    grew = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(f"| {name} | {built:.1f} s | {plain:.0f} | {first:.1f} ({plain / first:.0f}x) | {second:.1f} ({plain / second:.0f}x) | {found} | {grew:.0f} MB |")


def main() -> None:
    texts = paragraphs(sys.argv)
    print("| terms | compiled in | `\\w+`, MB/s | first reading | second reading | matches in 2000 paragraphs | memory |\n| --- | --- | --- | --- | --- | --- | --- |")
    measured("the shipped glossary", glossary.load(), texts)
    measured("30,000 Indonesian terms", grown(30_000, random.Random(7)), texts)


if __name__ == "__main__":
    main()
