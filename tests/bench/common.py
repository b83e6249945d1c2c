"""Writes translator_aid/data/common.yaml: the common words of Indonesian, counted in the shared parallel corpus.

    python tests/bench/common.py SHARED/parallel

A word is listed that stands 60 times or more in sources under a permissive licence. Validation warns where a form made for a term is one of them.
"""

from __future__ import annotations

import collections
import re
import sys
import textwrap
from pathlib import Path

from permissive import PARTS, pairs

WORD = re.compile(r"[a-z]{3,}(?:-[a-z]+)*")
OFTEN = 60


def main(folder: Path) -> None:
    """Counts words and writes the common ones."""
    counts = collections.Counter(word for part in PARTS for indonesian, _english in pairs(folder, part) for word in WORD.findall(indonesian.lower()))
    listed = sorted(word for word, count in counts.items() if count >= OFTEN)
    quoted = [f'"{word}"' if word in ("yes", "no", "off", "true", "false", "null") else word for word in listed]
    head = ["# Common words of Indonesian, counted in texts under permissive licences (tests/bench/common.py writes this file). Validation compares the forms",
            "# that are made for a term with them."]
    place = Path(__file__).parent.parent.parent / "translator_aid" / "data" / "common.yaml"
    place.write_text("\n".join([*head, "words: [", *textwrap.wrap(", ".join(quoted), 146, initial_indent="  ", subsequent_indent="  "), "]"]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
