"""A corpus in pieces of a bounded size, each with its place: stretches of lines of JSONL, of rows of Parquet, or one document.

What is read is not yet looked into: that is the work of the processes that the pieces go to. Memory holds one piece, however large the corpus.
"""

from __future__ import annotations

import os
import sys
from typing import Any, BinaryIO, Iterator, Literal, NamedTuple, Sequence

from translator_aid.corpora import RECORDS
from translator_aid.errors import Error, UnreadableError
from translator_aid.i18n import _

Kind = Literal["jsonl", "parquet", "document"]
SIZE = 1 << 18
"""Bytes of JSONL that go into one piece; a longer line is a piece of its own."""
ROWS = 2000
"""Rows of Parquet that go into one piece at most; fewer where they are long."""


class Place(NamedTuple):
    """How far a corpus has been read."""

    file: int = 0
    """The file's number, from 0."""
    position: int = 0
    """Bytes of JSONL, or rows of Parquet, that have been read of it."""
    record: int = 0
    """Lines of JSONL, or rows, that have been read of it."""


class Chunk(NamedTuple):
    """A piece of a corpus."""

    path: str
    """The file, as it was named."""
    kind: Kind
    """What it is."""
    first: int
    """The number of its first line or row in the file, from 1."""
    data: bytes
    """Lines of JSONL; rows as an Arrow stream; of a document nothing: whoever works on it reads it."""
    after: Place
    """The place behind it."""
    done: int
    """Bytes of the whole corpus up to its end, about."""


def kind(path: str, format: str | None = None) -> Kind:
    """What a file is, by what a person says or by its suffix; standard input is JSONL.

    >>> kind("berita.jsonl"), kind("berita.parquet"), kind("berita.md"), kind("-"), kind("berita.log", "jsonl")
    ('jsonl', 'parquet', 'document', 'jsonl', 'jsonl')
    """
    if format == "jsonl" or path == "-" and not format:
        return "jsonl"
    return "document" if format else RECORDS.get(os.path.splitext(path)[1].lower(), "document")  # type: ignore[return-value]


def sizes(paths: Sequence[str]) -> list[int]:
    """The files' sizes in bytes; 0 for what has none."""
    return [os.path.getsize(path) if os.path.isfile(path) else 0 for path in paths]


def of(paths: Sequence[str], format: str | None = None, start: Place = Place()) -> Iterator[Chunk | Error]:
    """The pieces of all the files in order, from a place on; in place of what cannot be read, the error that says so.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = os.path.join(folder, "berita.jsonl")
    ...     with open(path, "w") as stream:
    ...         _ = stream.write('{"teks": "Superintelijen."}\\n' * 2)
    ...     [(chunk.first, len(chunk.data), chunk.after) for chunk in of([path])]
    [(1, 56, Place(file=0, position=56, record=2))]
    """
    known = sizes(paths)
    for number in range(start.file, len(paths)):
        path, before = paths[number], sum(known[:number])
        at = start if number == start.file else Place(number)
        try:
            if kind(path, format) == "jsonl":
                yield from _lines(path, at, before)
            elif kind(path, format) == "parquet":
                yield from _rows(path, at, before, known[number])
            elif not at.position:
                yield Chunk(path, "document", 1, b"", Place(number, 1, 1), before + known[number])
        except OSError as error:
            yield UnreadableError(_("{path}: cannot be read: {reason}").format(path=path, reason=error.strerror or error))
        except Error as error:
            yield error


def _lines(path: str, at: Place, before: int) -> Iterator[Chunk]:
    stream: BinaryIO = sys.stdin.buffer if path == "-" else open(path, "rb")
    with stream:
        if at.position:
            stream.seek(at.position)
        while data := stream.read(SIZE):
            data += stream.readline() if not data.endswith(b"\n") else b""
            count = data.count(b"\n") + (not data.endswith(b"\n"))
            after = Place(at.file, at.position + len(data), at.record + count)
            yield Chunk("<stdin>" if path == "-" else path, "jsonl", at.record + 1, data, after, before + after.position)
            at = after


def _rows(path: str, at: Place, before: int, size: int) -> Iterator[Chunk]:
    from translator_aid import batch

    pa = batch.pyarrow()
    try:
        with pa.parquet.ParquetFile(path) as file:
            total, begun = max(file.metadata.num_rows, 1), 0
            for group in range(file.num_row_groups):
                rows, bytes = file.metadata.row_group(group).num_rows, file.metadata.row_group(group).total_byte_size
                if begun + rows > at.position:
                    for piece in _pieces(file, group, at.position - begun, max(1, min(ROWS, SIZE * rows // max(bytes, 1)))):
                        after = Place(at.file, at.position + piece.num_rows, at.position + piece.num_rows)
                        yield Chunk(path, "parquet", at.position + 1, batch.packed([piece]), after, before + size * after.position // total)
                        at = after
                begun += rows
    except pa.ArrowInvalid as error:
        raise UnreadableError(_("{path}: not a Parquet file: {reason}").format(path=path, reason=str(error).splitlines()[0])) from error


def _pieces(file: Any, group: int, skip: int, rows: int) -> Iterator[Any]:
    """The rows of a group in record batches of about so many, without the first `skip`."""
    for piece in file.iter_batches(batch_size=rows, row_groups=[group]):
        if skip >= piece.num_rows:
            skip -= piece.num_rows
            continue
        # texts that repeat themselves are short in the file and long here
        step = piece.num_rows if piece.nbytes < 4 * SIZE else max(1, SIZE * piece.num_rows // piece.nbytes)
        for at in range(skip, piece.num_rows, step):
            yield piece.slice(at, step)
        skip = 0
