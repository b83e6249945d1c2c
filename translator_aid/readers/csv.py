"""CSV and TSV: the columns that are named; quotes, separators and all other columns stay.

The standard library says what the rows are, and a tokeniser of a few lines where they stand; where the two disagree the file is not read.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from typing import Iterator, NamedTuple, Sequence

from translator_aid import placeholders
from translator_aid.errors import UnreadableError, UsageError
from translator_aid.escapes import Escaped, on_one_line, paragraphs
from translator_aid.i18n import _
from translator_aid.model import Document, Origin, Segment, Span
from translator_aid.readers import Options, Piece

SUFFIXES = (".csv", ".tsv")

_QUOTE = re.compile('""')


class _Cell(NamedTuple):
    """A field: its content's place, without quotation marks."""

    start: int
    end: int
    quoted: bool


def read(text: str, path: str, options: Options = Options()) -> Document:
    """The document of a table; a column has the name that stands in the first row, or a number from 1 in a table without such a row.

    >>> document = read('id,teks\\n1,"Lab ""superintelijen"", besar"\\n', "a.csv", Options(("teks",)))
    >>> [segment.text for segment in document.segments]
    ['Lab "superintelijen", besar']

    :raises UnreadableError: for a table that cannot be taken apart for certain.
    :raises UsageError: where no column is named, or one that does not exist.
    """
    delimiter = _delimiter(text)
    rows = list(_rows(text, delimiter))
    _check(text, path, rows, delimiter)
    segments: list[Segment] = []
    if rows:
        header = [_content(text, cell) for cell in rows[0]]
        columns = _columns(path, header, options.fields)
        named = any(field == "*" or field in header for field in options.fields)
        for row in rows[1:] if named else rows:
            for cell in (row[column] for column in columns if column < len(row)):
                segments += _segments(text, cell)
    return Document(path, "csv", text, tuple(segments), fields=options.fields)


def write(document: Document, segment: Segment, pieces: Sequence[Piece]) -> str:
    """The field for a segment's new text, in quotation marks where it was so or has to be."""
    news = [piece if isinstance(piece, Span) else on_one_line(str(piece)) for piece in pieces]
    if segment.raw is not None:
        return Escaped(segment, _QUOTE, lambda found: '"', lambda char: '""' if char == '"' else char).written(news)
    text = "".join(segment.text[piece.start:piece.end] if isinstance(piece, Span) else piece for piece in news)
    return '"' + text.replace('"', '""') + '"' if re.search(rf'[\r\n"{re.escape(_delimiter(document.text))}]', text) else text


def _delimiter(text: str) -> str:
    """What separates the first row's fields: the most frequent candidate outside quotation marks."""
    line = re.match(r'(?:"(?:[^"]|"")*"|[^"\r\n])*', text.removeprefix("\ufeff"))
    counts = Counter(char for char in re.sub(r'"(?:[^"]|"")*"', "", line[0] if line else "") if char in ",;\t|")
    return counts.most_common(1)[0][0] if counts else ","


def _rows(text: str, delimiter: str) -> Iterator[list[_Cell]]:
    mark = re.escape(delimiter)
    field = re.compile(rf'(?:"((?:[^"]|"")*)"(?=[\r\n{mark}]|\Z)|([^\r\n{mark}]*))({mark}|\r\n|\r|\n|\Z)')
    at = 1 if text.startswith("\ufeff") else 0
    row: list[_Cell] = []
    while at < len(text) or row:
        found = field.match(text, at)
        if found is None:
            return
        group = 1 if found[1] is not None else 2
        row.append(_Cell(*found.span(group), group == 1))
        at = found.end()
        if found[3] != delimiter:
            yield row
            row = []


def _content(text: str, cell: _Cell) -> str:
    raw = text[cell.start:cell.end]
    return raw.replace('""', '"') if cell.quoted else raw


def _check(text: str, path: str, rows: Sequence[Sequence[_Cell]], delimiter: str) -> None:
    """Holds the rows found here to those of the standard library."""
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    known = iter(rows)
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=delimiter)
    try:
        for row in reader:
            mine = [_content(text, cell) for cell in next(known, ())]
            if mine != row and not (row == [] and mine == [""]):
                raise UnreadableError(_("no clean CSV: a quotation mark within a field, or one that is not closed"), Origin(path, reader.line_num, 1))
    except csv.Error as error:
        raise UnreadableError(_("no clean CSV: {reason}").format(reason=error), Origin(path, reader.line_num, 1)) from error


def _columns(path: str, header: Sequence[str], fields: Sequence[str]) -> list[int]:
    if not fields:
        raise UsageError(_("{path}: say with --field which column holds the text: {names}").format(path=path, names=", ".join(header)))
    columns: list[int] = []
    for field in fields:
        if field == "*":
            columns += range(len(header))
        elif field in header:
            columns.append(header.index(field))
        elif field.isdecimal() and 0 < int(field) <= len(header):
            columns.append(int(field) - 1)
        else:
            raise UsageError(_("{path}: there is no column '{name}'; there are {names}").format(path=path, name=field, names=", ".join(header)))
    return sorted(set(columns))


def _segments(text: str, cell: _Cell) -> Iterator[Segment]:
    raw = text[cell.start:cell.end]
    if cell.quoted:
        yield from paragraphs(raw, cell.start, _QUOTE, lambda found: '"' if found == '""' else found)
    elif raw.strip():
        yield Segment("paragraph", raw, cell.start, tuple(placeholders.protected(raw)))
