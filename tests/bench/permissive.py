"""Which pairs of the shared parallel corpus the shipped word counts may come from: sources under a permissive licence only."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path
from typing import Iterator

PARTS = {"tech": "train.tech.tsv.gz", "general": "train.general.tsv.gz", "manual": "train.manual.tsv.gz"}


def tags(folder: Path) -> frozenset[str]:
    """The tags of the sources whose licence class is permissive, by the corpus's own table."""
    with open(folder / "sources.tsv", encoding="utf-8", newline="") as stream:
        return frozenset(row["tag"] for row in csv.DictReader(stream, delimiter="\t") if row["licence_class"] == "permissive")


def pairs(folder: Path, part: str) -> Iterator[tuple[str, str]]:
    """The Indonesian and English sides of a part's pairs."""
    allowed = tags(folder)
    with gzip.open(folder / PARTS[part], "rt", encoding="utf-8") as lines:
        for line in lines:
            cells = line.rstrip("\n").split("\t")
            if len(cells) == 3 and cells[2] in allowed:
                yield cells[0], cells[1]
