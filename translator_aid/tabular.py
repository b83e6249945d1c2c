"""Tables in text files: their encoding, their delimiter and their rows, each with its line."""

from __future__ import annotations

import codecs
import csv
import io
import itertools
import re
from dataclasses import dataclass
from typing import BinaryIO, Iterable, Iterator, Sequence

from translator_aid.errors import UnreadableError
from translator_aid.i18n import _
from translator_aid.model import Origin

MAX_FIELD = 1 << 20
_MAGIC = re.compile(rb"-\*-.*?coding:\s*([A-Za-z0-9._-]+).*?-\*-")
_BOMS = ((codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"), (codecs.BOM_UTF8, "utf-8-sig"),
         (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table."""

    fields: tuple[str, ...]
    """Its cells, spaces around them removed."""
    origin: Origin
    """Where it begins."""

    def get(self, at: int) -> str:
        """The cell of that number from 0; empty where the row is too short."""
        return self.fields[at] if 0 <= at < len(self.fields) else ""


def encoding_of(head: bytes) -> str:
    """The encoding of a text file: by its byte order mark, its zero bytes, or a comment like Emacs's in the first line; else UTF-8.

    >>> encoding_of(b"# -*- coding: windows-1252 -*-\\nmodel"), encoding_of("istilah".encode("utf-16-le")), encoding_of(b"istilah")
    ('windows-1252', 'utf-16-le', 'utf-8')
    """
    for mark, name in _BOMS:
        if head.startswith(mark):
            return name
    even, odd = head[0:400:2], head[1:400:2]
    if len(head) > 3 and odd.count(0) > len(odd) // 2 > even.count(0):
        return "utf-16-le"
    if len(head) > 3 and even.count(0) > len(even) // 2 > odd.count(0):
        return "utf-16-be"
    found = _MAGIC.search(head.split(b"\n", 1)[0])
    return found.group(1).decode().lower() if found else "utf-8"


def head_text(head: bytes) -> str:
    """The first lines of a file as text, for recognising a format; empty for what is no text.

    >>> head_text("istilah\\tterm".encode("utf-16"))
    'istilah\\tterm'
    """
    try:
        text = head.decode(encoding_of(head), "ignore")
    except LookupError:
        return ""
    return "" if "\0" in text else text.lstrip("\ufeff")


def lines(stream: BinaryIO, path: str, encoding: str = "") -> Iterator[str]:
    """The lines of a text file with their ends, in the encoding told or found.

    :raises UnreadableError: naming the first byte that is not in that encoding, or an encoding that does not exist.
    """
    head = stream.read(4096)
    stream.seek(0)
    name = encoding or encoding_of(head)
    try:
        if not codecs.lookup(name)._is_text_encoding:
            raise LookupError(name)
    except LookupError as error:
        raise UnreadableError(_("the encoding '{name}' is not known").format(name=name), Origin(path, 1, 1)) from error
    text = io.TextIOWrapper(stream, name, newline="")
    number = 0
    try:
        for line in text:
            number += 1
            if "\0" in line:
                raise UnreadableError(_("not a text file (byte 0 in line {line})").format(line=number), Origin(path, number, line.index("\0") + 1))
            yield line[1:] if number == 1 and line.startswith("\ufeff") else line
    except UnicodeDecodeError as error:
        raise UnreadableError(
            _("byte 0x{byte:02x} is not {encoding}; save the file as UTF-8, or name its encoding with --encoding").format(
                byte=error.object[error.start], encoding=name.removesuffix("-sig")), _place(stream, path, name)) from error
    finally:
        if not stream.closed:
            text.detach()


def _place(stream: BinaryIO, path: str, encoding: str) -> Origin:
    """Where the first wrong byte of a file stands."""
    stream.seek(0)
    try:
        stream.read().decode(encoding)
    except UnicodeDecodeError as error:
        good = error.object[:error.start].decode(encoding, "replace")
        return Origin(path, good.count("\n") + 1, len(good) - good.rfind("\n"))
    return Origin(path, 1, 1)


def rows(pieces: Iterable[str], path: str, delimiter: str, quotes: bool = True, first: int = 1) -> Iterator[Row]:
    """The rows of a table that are not blank; `first` is the line of the file at which the pieces begin.

    >>> [row.fields for row in rows(['"data, latih", training data\\n', "\\n"], "saya.csv", ",")]
    [('data, latih', 'training data')]

    :raises UnreadableError: for a quotation mark that is never closed and the like.
    """
    csv.field_size_limit(MAX_FIELD)
    if quotes:
        reader = csv.reader(pieces, delimiter=delimiter, strict=True, skipinitialspace=True)
    else:
        reader = csv.reader(pieces, delimiter=delimiter, quoting=csv.QUOTE_NONE)
    line = first
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise UnreadableError(_("not a table: {problem}").format(problem=error), Origin(path, line, 1)) from error
        if any(cell.strip() for cell in cells):
            yield Row(tuple(cell.strip() for cell in cells), Origin(path, line, 1))
        line = reader.line_num + first


def table(stream: BinaryIO, path: str, encoding: str = "", choices: str = "\t,;|") -> Iterator[Row]:
    """The rows of a table whose delimiter is the one of the choices that its first line holds most of.

    >>> [row.fields for row in table(io.BytesIO(b"istilah;term\\nmodel;model\\n"), "a.csv")]
    [('istilah', 'term'), ('model', 'model')]

    :raises UnreadableError: as `lines` and `rows` do.
    """
    found = lines(stream, path, encoding)
    first = next(found, "")
    told = re.fullmatch(r"sep=(.)\s*", first)  # Excel's way to name the delimiter
    if told:
        yield from rows(found, path, told.group(1), first=2)
    else:
        yield from rows(itertools.chain([first], found), path, delimiter_of(first, choices))


def delimiter_of(line: str, choices: str = "\t,;|") -> str:
    """The delimiter of a table, by its first line: the choice that stands there most often outside of quotation marks.

    >>> delimiter_of("Istilah;Padanan;Catatan, lain-lain")
    ';'
    """
    bare = re.sub('"[^"]*"', "", line)
    return max(choices, key=lambda choice: (bare.count(choice), -choices.index(choice)))


def written(cells: Sequence[str], delimiter: str = ",") -> bytes:
    """One row of a table in UTF-8, a cell quoted where it must be (RFC 4180), a line end within a cell kept.

    >>> written(["data, latih", "training data"])
    b'"data, latih",training data\\r\\n'
    """
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n" if delimiter == "," else "\n").writerow(cells)
    return out.getvalue().encode("utf-8", "replace")
