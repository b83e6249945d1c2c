"""Writes translator_aid/data/lexicon.yaml: pairs of everyday words by which paragraphs are aligned, counted in the shared parallel corpus.

    python tests/bench/lexicon.py SHARED/parallel

Two words are a pair where they stand in each other's translations far more than elsewhere (Dice's coefficient of 0.3 and more, the word's best partner), each in
fifty sentence pairs or more. Words that both languages write alike are left out: the alignment sees those anyway. Only word pairs come out of the
corpus, and only from sources under a permissive licence.
"""

from __future__ import annotations

import collections
import re
import sys
import textwrap
from pathlib import Path

from permissive import PARTS, pairs

WORD = re.compile(r"[^\W\d_]{3,}")
OFTEN, NEAR = 50, 0.3


def main(folder: Path) -> None:
    """Counts words and pairs of words, then writes the best pairs."""
    rows = []
    for part in PARTS:
        rows += [[set(WORD.findall(cell.lower())) for cell in both] for both in pairs(folder, part)]
    counts = [collections.Counter(word for row in rows for word in row[side]) for side in (0, 1)]
    known = [{word for word, count in side.items() if OFTEN <= count < len(rows) // 12} for side in counts]
    together: collections.Counter[tuple[str, str]] = collections.Counter()
    for source, target in rows:
        together.update((a, b) for a in source & known[0] for b in target & known[1])
    best: dict[str, tuple[float, str]] = {}
    for (a, b), count in together.items():
        dice = 2 * count / (counts[0][a] + counts[1][b])
        if dice >= NEAR and a[:4] != b[:4]:
            best[a] = max(best.get(a, (0.0, "")), (dice, b))
    text = ", ".join(f'"{a}": "{b}"' for a, (_dice, b) in sorted(best.items()))
    head = ["# Indonesian words and the English ones that stand for them most, counted in training texts under permissive licences (see tests/bench/lexicon.py, which writes this file).",
            "# Paragraphs are aligned by them; nothing is translated with them."]
    wrapped = textwrap.wrap(text, 150, initial_indent="{", break_on_hyphens=False)
    place = Path(__file__).parent.parent.parent / "translator_aid" / "data" / "lexicon.yaml"
    place.write_text("\n".join([*head, *wrapped]) + "}\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
