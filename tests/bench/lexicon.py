"""Writes translator_aid/data/lexicon.yaml: pairs of everyday words by which paragraphs are aligned and renderings judged, counted in the shared parallel corpus.

    python tests/bench/lexicon.py SHARED/parallel

Two words are a pair where they stand in each other's translations far more than elsewhere (Dice's coefficient of 0.1 and more), each in ten sentence pairs or
more, the pair in five; a word keeps its three best partners that are at least a third as good as the best. Words that both languages write alike are left out:
the alignment sees those anyway. Only word pairs come out of the corpus, and only from sources under a permissive licence.
"""

from __future__ import annotations

import collections
import re
import sys
import textwrap
import zlib
from pathlib import Path

from permissive import PARTS, pairs

WORD = re.compile(r"[^\W\d_]{3,}")
OFTEN, TOGETHER, NEAR, PARTNERS, ROUNDS = 10, 5, 0.1, 3, 8
"""The last is in how many goes the pairs are counted, so that they fit into memory."""


def main(folder: Path) -> None:
    """Counts words and pairs of words, then writes the best pairs."""
    rows = []
    for part in PARTS:
        rows += [[set(WORD.findall(cell.lower())) for cell in both] for both in pairs(folder, part)]
    counts = [collections.Counter(word for row in rows for word in row[side]) for side in (0, 1)]
    known = [{word for word, count in side.items() if OFTEN <= count < len(rows) // 12} for side in counts]
    rows = [[row[0] & known[0], row[1] & known[1]] for row in rows]
    best: dict[str, list[tuple[float, str]]] = {}
    for turn in range(ROUNDS):
        together: collections.Counter[tuple[str, str]] = collections.Counter()
        for source, target in rows:
            together.update((a, b) for a in source if zlib.crc32(a.encode()) % ROUNDS == turn for b in target)
        for (a, b), count in together.items():
            dice = 2 * count / (counts[0][a] + counts[1][b])
            if count >= TOGETHER and dice >= NEAR and a[:4] != b[:4]:
                best.setdefault(a, []).append((dice, b))
    chosen = {a: [b for dice, b in sorted(found, reverse=True)[:PARTNERS] if dice > max(found)[0] / 3] for a, found in best.items()}
    text = ", ".join(f'"{a}": "{" ".join(found)}"' for a, found in sorted(chosen.items()))
    head = ["# Indonesian words and the English ones that stand for them most, counted in training texts under permissive licences (see tests/bench/lexicon.py, which writes this file).",
            "# Paragraphs are aligned by them, and renderings judged; nothing is translated with them."]
    wrapped = textwrap.wrap(text, 150, initial_indent="{", break_on_hyphens=False)
    place = Path(__file__).parent.parent.parent / "translator_aid" / "data" / "lexicon.yaml"
    place.write_text("\n".join([*head, *wrapped]) + "}\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
