"""DOCX: the paragraphs of the body, tables, text boxes, headers, footers, notes and comments; styles, runs and all other parts stay.

The text of the document is that of its XML parts one after the other, so that a place in it is one of the file. Text that is deleted in tracked
changes is no text; what is inserted is.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import Sequence
from xml.parsers import expat

from translator_aid import wordml
from translator_aid.errors import UnreadableError
from translator_aid.i18n import _
from translator_aid.model import Document, Origin, Segment, Span
from translator_aid.readers import Options, Piece
from translator_aid.wordruns import parsed

SUFFIXES = (".docx",)

_PART = re.compile(r"word/(document|footnotes|endnotes|comments|header|footer)\d*\.xml")
_ORDER = ("document", "footnotes", "endnotes", "comments", "header", "footer")
_HEAD = "\0"
"""Before each part stands this and its name, on a line of their own; XML cannot contain it."""
LIMIT = 1 << 29
"""Bytes that the parts may have unpacked."""


def unpacked(data: bytes, path: str, options: Options = Options()) -> Document:
    """The document of a DOCX file's bytes.

    :raises UnreadableError: where they are no DOCX file, or one whose XML is broken.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = [(found[1], name) for name in archive.namelist() if (found := _PART.fullmatch(name))]
            if not any(kind == "document" for kind, _name in names):
                raise UnreadableError(_("no DOCX file: it has no word/document.xml"), Origin(path, 1, 1))
            if sum(archive.getinfo(name).file_size for _kind, name in names) > LIMIT:
                raise UnreadableError(_("unpacked, its text is larger than {n} MB").format(n=LIMIT >> 20), Origin(path, 1, 1))
            names.sort(key=lambda item: (_ORDER.index(item[0]), item[1]))
            text = "".join(f"{_HEAD}{name}\n{_xml(archive.read(name), f'{path}/{name}')}" for _kind, name in names)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        reason = _("no DOCX file; an old .doc or one with a password has to be saved as .docx first")
        raise UnreadableError(reason, Origin(path, 1, 1)) from error
    return read(text, path, options, data)


def read(text: str, path: str, options: Options = Options(), data: bytes = b"") -> Document:
    """The document of the parts' XML, each behind a line with its name.

    >>> read("\\0word/document.xml\\n<w:p><w:r><w:t>Halo</w:t></w:r></w:p>", "a.docx").segments[0].text
    'Halo'
    """
    segments: list[Segment] = []
    for found in re.finditer(f"{_HEAD}[^\n]*\n([^{_HEAD}]*)", text):
        segments += sorted(wordml.segments(text[:found.end()], parsed(text[:found.end()], found.start(1))), key=lambda segment: segment.start)
    return Document(path, "docx", text, tuple(segments), data=data)


def write(document: Document, segment: Segment, pieces: Sequence[Piece]) -> str:
    """The runs for a segment's new text; a gloss stands in brackets."""
    text = "".join(segment.text[piece.start:piece.end] if isinstance(piece, Span) else str(piece) for piece in pieces)
    return wordml.written(segment.raw or "", text)


def packed(document: Document, text: str) -> bytes:
    """The file with its parts from a new text; where nothing is new it is the old one.

    :raises UnreadableError: where a part would be no XML any more.
    """
    if text == document.text:
        return document.data
    parts = dict(part.split("\n", 1) for part in text.split(_HEAD)[1:])
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document.data)) as old, zipfile.ZipFile(target, "w") as new:
        for info in old.infolist():
            part = parts.get(info.filename)
            content = old.read(info) if part is None else part.encode("utf-8", "replace")
            if part is not None:
                _xml(content, f"{document.path}/{info.filename}")
            new.writestr(info, content, info.compress_type)
    return target.getvalue()


def _xml(data: bytes, path: str) -> str:
    """The text of a part that is well-formed and declares nothing of its own."""
    parser = expat.ParserCreate()

    def refuse(*_arguments: object) -> None:
        raise UnreadableError(_("its XML has a document type, which no word processor writes"), Origin(path, parser.CurrentLineNumber, 1))

    parser.StartDoctypeDeclHandler = refuse
    parser.StartCdataSectionHandler = refuse
    try:
        parser.Parse(data, True)
        return data.decode("utf-8-sig")
    except expat.ExpatError as error:
        raise UnreadableError(_("its XML is broken: {reason}").format(reason=expat.errors.messages[error.code]),
                              Origin(path, error.lineno, error.offset + 1)) from error
    except UnicodeDecodeError as error:
        raise UnreadableError(_("its XML is not in UTF-8"), Origin(path, 1, 1)) from error
