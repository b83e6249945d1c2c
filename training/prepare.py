"""From aligned text to both directions' models before their weights.

    python training/prepare.py --out training/build
"""

from __future__ import annotations

import argparse
from pathlib import Path

import corpus
import direction
import numpy as np
import phrases

SYMMETRY = 2
"""grow-diag-final-and. On the odd lines of dev.news, Indonesian to English, chrF/BLEU: grow-diag 53.13/20.00, grow-diag-final-and 53.42/20.14, union 53.38/20.38;
of dev.ai 72.83/43.62, 72.88/43.48, 72.93/43.70. The last two are alike, and the union has more phrases to keep."""


def main() -> None:
    """Extracts phrases, prunes, estimates the language models."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("training/build"))
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    options = parser.parse_args()
    ids, ens = phrases.read(options.out / "train.id"), phrases.read(options.out / "train.en")
    size = len(ids.starts) - 1
    tags = (options.out / "train.tag").read_text(encoding="utf-8").split()
    sources = corpus.sources(options.shared)
    weights = np.array([direction.weight(tag, sources.get(tag)) for tag in tags], np.float32)
    general = np.array([tag in direction.GENERAL for tag in tags], np.float32)
    prose = np.array([not sources.get(tag, {}).get("part", "").startswith(direction.FOREIGN) for tag in tags])
    links = phrases.matrices(ids.starts, ens.starts, *phrases.links(options.out / "forward.links", size), *phrases.links(options.out / "reverse.links", size), SYMMETRY)
    table = phrases.table(ids, ens, *links, weights, general)
    print(len(table.refs), "phrase pairs")
    for language in ("id", "en"):
        direction.save(direction.build(ids, ens, table, language, prose), options.out / f"{language}.direction")


if __name__ == "__main__":
    main()
