"""JSON: the strings under the keys that are named, a paragraph for each line of theirs; all other characters stay, layout and escapes too."""

from __future__ import annotations

from typing import Sequence

from translator_aid import jsontext
from translator_aid.model import Document, Gloss, Segment
from translator_aid.readers import Options, Piece

SUFFIXES = (".json",)


def read(text: str, path: str, options: Options = Options()) -> Document:
    """The document of a JSON file.

    >>> [segment.text for segment in read('{"id": 1, "teks": "Lab superintelijen\\\\nitu"}', "a.json", Options(("teks",))).segments]
    ['Lab superintelijen', 'itu']

    :raises UnreadableError: where it is no JSON.
    :raises UsageError: where the key is not named or does not exist.
    """
    jsontext.check(text, path)
    return Document(path, "json", text, tuple(jsontext.segments(text, path, options.fields)), fields=options.fields)


def write(document: Document, segment: Segment, pieces: Sequence[Piece]) -> str:
    """The string for a segment's new text; in a file of nothing but ASCII what is new is escaped to ASCII as well."""
    return jsontext.written(segment, [str(piece) if isinstance(piece, Gloss) else piece for piece in pieces], document.text.isascii())
