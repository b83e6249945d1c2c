"""Writes translator_aid/data/capitals.yaml: capitalised words that seldom survive translation, counted in the shared parallel corpus.

    python tests/bench/capitals.py SHARED/parallel

A word is listed that stands capitalised in mid-sentence six or more times and has itself on the other side in fewer than 35 of 100 of these.
Only words come out of the corpus, and only from sources under a permissive licence.
"""

from __future__ import annotations

import collections
import re
import sys
import textwrap
from pathlib import Path

from permissive import PARTS, pairs

INSIDE = re.compile(r"(?<=[\w,;] )[A-Z][a-z]{2,}(?![\w-])")
WORD = re.compile(r"\w+")
OFTEN, SURVIVES = 6, 0.35


def main(folder: Path) -> None:
    """Counts each side's capitalised words and writes those that translation changes."""
    counts = (collections.Counter[str](), collections.Counter[str]())
    kept = (collections.Counter[str](), collections.Counter[str]())
    for part in PARTS:
        for both in pairs(folder, part):
            words = [set(WORD.findall(side.lower())) for side in both]
            for side in (0, 1):
                for word in {found.lower() for found in INSIDE.findall(both[side])}:
                    counts[side][word] += 1
                    kept[side][word] += word in words[1 - side]
    head = ["# Capitalised words that seldom survive translation: offices, institutions, headings, places with another form in the other language. Counted in",
            "# training texts under permissive licences (tests/bench/capitals.py writes this file). The check of names does not take them for names.",
            "# Months, days, countries and languages come from CLDR and need not stand here."]
    lines = []
    for side, language in enumerate(("id", "en")):
        listed = sorted(word for word, count in counts[side].items() if count >= OFTEN and kept[side][word] < SURVIVES * count)
        quoted = [f'"{word}"' if word in ("yes", "no", "on", "off", "true", "false", "null") else word for word in listed]
        lines += [f"{language}: [", *textwrap.wrap(", ".join(quoted), 146, initial_indent="  ", subsequent_indent="  "), "]"]
    place = Path(__file__).parent.parent.parent / "translator_aid" / "data" / "capitals.yaml"
    place.write_text("\n".join([*head, *lines]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
