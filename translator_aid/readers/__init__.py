"""From a file's text to a `Document`, exact to the character: one module a format.

A reader is a module with `SUFFIXES` and `read(text, path) -> Document`. What it does not hand out as a segment stays as it is.
"""

from __future__ import annotations

import importlib
from pathlib import PurePath

from translator_aid.errors import UnreadableError, UsageError
from translator_aid.i18n import _
from translator_aid.model import Document, Origin

FORMATS = {"plain": "translator_aid.readers.plain", "markdown": "translator_aid.readers.markdown"}
_BY_SUFFIX = {".txt": "plain", ".text": "plain", ".md": "markdown", ".markdown": "markdown", ".mdown": "markdown"}


def read(data: bytes, path: str, format: str | None = None) -> Document:
    """The document in a file's bytes; the format comes from the suffix unless told.

    >>> read("Model bahasa besar.\\n".encode(), "berita.txt").segments[0].text
    'Model bahasa besar.'

    :raises UnreadableError: where the bytes are no text in UTF-8.
    :raises UsageError: for a format that does not exist.
    """
    name = format or _BY_SUFFIX.get(PurePath(path).suffix.lower(), "plain")
    if name not in FORMATS:
        raise UsageError(_("There is no input format '{name}'; the formats are {names}.").format(name=name, names=", ".join(FORMATS)))
    document: Document = importlib.import_module(FORMATS[name]).read(decode(data, path), path)
    return document


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
