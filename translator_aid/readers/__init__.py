"""From a file's text to a `Document`, exact to the character, and back: one module a format.

A reader is a module with `SUFFIXES` and `read(text, path, options) -> Document`. What it does not hand out as a segment stays as it is.
Where the format has no renderer of its own, the module also has `write(document, segment, pieces) -> str`, which says what shall stand in the
file for a segment, and may have `verify(document, text)`, which refuses what could not be read again.
"""

from __future__ import annotations

import importlib
import os.path
from typing import Any, NamedTuple, Sequence, Union

from translator_aid.errors import Error, UnreadableError, UsageError, WriteError
from translator_aid.i18n import _, ngettext
from translator_aid.model import Document, Gloss, Language, Origin, Segment, Span

_NAMES = ("plain", "markdown", "html", "docx", "srt", "vtt", "po", "json", "jsonl", "csv")
FORMATS = {name: f"translator_aid.readers.{name}" for name in _NAMES}
WITH_FIELDS = ("json", "jsonl", "csv")
"""Formats whose text stands in keys or columns that have to be named."""
_BY_SUFFIX = {
    ".txt": "plain", ".text": "plain", ".md": "markdown", ".markdown": "markdown", ".mdown": "markdown",
    ".html": "html", ".htm": "html", ".xhtml": "html", ".docx": "docx", ".srt": "srt", ".vtt": "vtt", ".po": "po", ".pot": "po",
    ".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".tsv": "csv",
}


class Options(NamedTuple):
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
    name = format or _BY_SUFFIX.get(os.path.splitext(path)[1].lower()) or _sniffed(data)
    if name not in FORMATS:
        raise UsageError(_("There is no input format '{name}'; the formats are {names}.").format(name=name, names=", ".join(FORMATS)))
    if options.fields and name not in WITH_FIELDS:
        raise UsageError(_("{path}: --field is for {names}; this is {format}").format(path=path, names=", ".join(WITH_FIELDS), format=name))
    module = importlib.import_module(FORMATS[name])
    document: Document = module.unpacked(data, path, options) if name == "docx" else module.read(decode(data, path), path, options)
    return document


def _sniffed(data: bytes) -> str:
    from translator_aid.sniffing import sniff

    return sniff(data)


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


def decode(data: bytes, path: str) -> str:
    """The text in UTF-8 bytes; a byte order mark stays, as a character of the text that no segment holds.

    :raises UnreadableError: naming the first wrong byte and its line.
    """
    zero = data.find(b"\0")
    if zero >= 0:
        if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            raise UnreadableError(_("the file is UTF-16; save it as UTF-8"), Origin(path, 1, 1))
        raise UnreadableError(_("not a text file (byte 0 at offset {offset})").format(offset=zero), Origin(path, data.count(b"\n", 0, zero) + 1, 1))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        raise UnreadableError(_("byte 0x{byte:02x} is not UTF-8; convert the file to UTF-8 and try again").format(
            byte=data[error.start]), Origin(path, line, column)) from error
