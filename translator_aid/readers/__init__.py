"""From a file's text to a `Document`, exact to the character, and back: one module a format.

A reader is a module with `SUFFIXES` and `read(text, path, options) -> Document`. What it does not hand out as a segment stays as it is.
Where the format has no renderer of its own, the module also has `write(document, segment, pieces) -> str`, which says what shall stand in the
file for a segment, and may have `verify(document, text)`, which refuses what could not be read again.
"""

from __future__ import annotations

import importlib
import os.path
from typing import Any, BinaryIO, Sequence, Union

from translator_aid.errors import Error, UnreadableError, UsageError, WriteError
from translator_aid.i18n import _, ngettext
from translator_aid.model import Document, Gloss, Language, Segment, Span
from translator_aid.rawfiles import decode as decode
from translator_aid.records import Row

_NAMES = ("plain", "markdown", "html", "docx", "srt", "vtt", "po", "json", "jsonl", "csv")
FORMATS = {name: f"translator_aid.readers.{name}" for name in _NAMES}
WITH_FIELDS = ("json", "jsonl", "csv")
"""Formats whose text stands in keys or columns that have to be named."""
_BY_SUFFIX = {
    ".txt": "plain", ".text": "plain", ".md": "markdown", ".markdown": "markdown", ".mdown": "markdown",
    ".html": "html", ".htm": "html", ".xhtml": "html", ".docx": "docx", ".srt": "srt", ".vtt": "vtt", ".po": "po", ".pot": "po",
    ".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".tsv": "csv",
}
LONG = 1 << 20
"""Bytes from which on a plain text is better left in its file: see `longdocuments`."""


class Options(Row):
    """What a reader may be told."""

    fields: tuple[str, ...] = ()
    """Keys or columns that hold the text."""
    language: Language | None = None
    """The language of the text, where a person has said it."""


Piece = Union[Span, str, Gloss]
"""Of a segment's new text: a stretch of the old one, new words, or a gloss."""


def read(data: bytes, path: str, format: str | None = None, options: Options = Options()) -> Document:
    """The document in a file's bytes; unless told, the format comes from the suffix or, where that says nothing, from the content.

    >>> read("Model bahasa besar.\\n".encode(), "berita.txt").segments[0].text
    'Model bahasa besar.'

    :raises UnreadableError: where the bytes are no text in UTF-8, or not what the format says.
    :raises UsageError: for a format that does not exist, and for fields that are missing or not wanted.
    """
    name = named(data, path, format, options)
    module = importlib.import_module(FORMATS[name])
    document: Document = module.unpacked(data, path, options) if name == "docx" else module.read(decode(data, path), path, options)
    return document


def named(data: bytes | BinaryIO, path: str, format: str | None = None, options: Options = Options()) -> str:
    """The format of a file, given in bytes or open: the one that is told, else what the suffix or, where that says nothing, the content says.

    >>> named(b"<p>Halo.</p>", "halaman"), named(b"", "a.ndjson")
    ('html', 'jsonl')

    :raises UsageError: as `read`.
    """
    name = format or _BY_SUFFIX.get(os.path.splitext(path)[1].lower()) or _sniffed(data)
    if name not in FORMATS:
        raise UsageError(_("There is no input format '{name}'; the formats are {names}.").format(name=name, names=", ".join(FORMATS)))
    if options.fields and name not in WITH_FIELDS:
        raise UsageError(_("{path}: --field is for {names}; this is {format}").format(path=path, names=", ".join(WITH_FIELDS), format=name))
    return name


def _sniffed(data: bytes | BinaryIO) -> str:
    from translator_aid import sniffing

    return sniffing.sniff(data) if isinstance(data, bytes) else sniffing.sniff_stream(data)


def written(document: Document, news: Sequence[Sequence[Piece]]) -> bytes:
    """The file with new texts for all its segments, each as pieces; all else is as it was. It has been read again before it comes back.

    >>> document = read("<p>AI &amp; <b>kita</b></p>".encode(), "a.html")
    >>> written(document, [[Span(0, 2), Gloss("AI", "en", "AI"), Span(2, 16)]]).decode()
    '<p>AI <span lang="en">(AI)</span> &amp; <b>kita</b></p>'

    :raises WriteError: where the result could not be read back.
    """
    module: Any = importlib.import_module(FORMATS[document.format])
    raws = [_raw(module, document, segment, pieces) for segment, pieces in zip(document.segments, news)]
    gaps = list(document.gaps())
    text = gaps[0] + "".join(raw + gap for raw, gap in zip(raws, gaps[1:]))
    try:
        data: bytes = module.packed(document, text) if document.format == "docx" else text.encode("utf-8", "surrogatepass")
        if hasattr(module, "verify"):
            module.verify(document, text)
        else:
            _verify(document, read(data, document.path, document.format, Options(document.fields, document.language)), raws)
    except Error as error:
        raise WriteError(_("{path}: the result could not be read back as {format}, so nothing was written: {reason}").format(
            path=document.path, format=document.format, reason=error)) from error
    return data


def _raw(module: Any, document: Document, segment: Segment, pieces: Sequence[Piece]) -> str:
    if list(pieces) == [Span(0, len(segment.text))]:
        return segment.text if segment.raw is None else segment.raw
    raw: str = module.write(document, segment, pieces)
    return raw


def _verify(document: Document, again: Document, raws: Sequence[str]) -> None:
    """Holds what was read again to what was written: the same paragraphs, each within its place."""
    wanted = [raw for raw in raws if raw.strip()]
    found = [segment.text if segment.raw is None else segment.raw for segment in again.segments]
    if len(found) != len(wanted):
        message = ngettext("it has {found} paragraph instead of {wanted}", "it has {found} paragraphs instead of {wanted}", len(found))
        raise UnreadableError(message.format(found=len(found), wanted=len(wanted)))
    for number, (raw, there) in enumerate(zip(wanted, found), 1):
        if there not in raw:
            raise UnreadableError(_("paragraph {number} reads differently: {text}").format(number=number, text=there[:60]))
