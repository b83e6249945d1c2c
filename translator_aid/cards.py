"""Text files that Anki imports as notes: their header and their lines, for the glossary as for an article's terms.

The header is that of "Text files" in Anki's manual. A note has an identifier, so that a later import renews it and keeps its dates.
"""

from __future__ import annotations

from typing import Sequence

COLUMNS = ("guid", "Front", "Back", "Tags")


def header(deck: str) -> str:
    """What tells Anki the separator, the kind of note, the deck and the columns.

    >>> header("artikel").splitlines()[3]
    '#deck:translator-aid::artikel'
    """
    columns = "\t".join(COLUMNS)
    return (f"#separator:tab\n#html:true\n#notetype:Basic\n#deck:translator-aid::{cell(deck)}\n#guid column:1\n#tags column:{len(COLUMNS)}\n"
            f"#columns:{columns}\n")


def line(cells: Sequence[str]) -> str:
    """A note: identifier, front, back and tags.

    >>> line(("ml/id-en", "pembelajaran mesin", "<b>machine learning</b>", "dasar"))
    'ml/id-en\\tpembelajaran mesin\\t<b>machine learning</b>\\tdasar\\n'
    """
    return "\t".join(map(cell, cells)) + "\n"


def cell(text: str) -> str:
    """A text on one line, without what would end a column."""
    return " ".join(text.replace('"', "&quot;").split())
