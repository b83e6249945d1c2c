"""JSON Lines: a JSON value on each line, of each the strings under the keys that are named."""

from __future__ import annotations

import re
from typing import Sequence

from translator_aid import jsontext
from translator_aid.model import Document, Gloss, Segment
from translator_aid.readers import Options, Piece

SUFFIXES = (".jsonl", ".ndjson")


def read(text: str, path: str, options: Options = Options()) -> Document:
    """The document of a JSON Lines file.

    >>> [segment.text for segment in read('{"teks": "Satu"}\\n{"teks": "Dua"}\\n', "a.jsonl", Options(("teks",))).segments]
    ['Satu', 'Dua']

    :raises UnreadableError: at the line that is no JSON.
    :raises UsageError: where the key is not named or does not exist.
    """
    for number, line in enumerate(re.split(r"\r?\n", text)):
        if line.strip("\ufeff \t\r"):
            jsontext.check(line, path, number)
    return Document(path, "jsonl", text, tuple(jsontext.segments(text, path, options.fields)), fields=options.fields)


def write(document: Document, segment: Segment, pieces: Sequence[Piece]) -> str:
    """The string for a segment's new text; in a file of nothing but ASCII what is new is escaped to ASCII as well."""
    return jsontext.written(segment, [str(piece) if isinstance(piece, Gloss) else piece for piece in pieces], document.text.isascii())
