"""A Parquet file that grows while a corpus is worked on, in row groups of a usual size, so that nothing is left to convert at the end."""

from __future__ import annotations

import contextlib
import os
from typing import Any, BinaryIO

from translator_aid import batch
from translator_aid.errors import UnreadableError
from translator_aid.i18n import _
from translator_aid.rawfiles import writing

ROWS = 20_000
"""Rows of one row group."""
SIZE = 1 << 26
"""Bytes of rows after which a row group ends with fewer: they are held until then."""


class RowGroups:
    """The growing file.

    >>> import pytest, tempfile; pa = pytest.importorskip("pyarrow")
    >>> rows = pa.RecordBatch.from_pylist([{"teks": "Bobot model."}] * 3)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     growing = RowGroups(os.path.join(folder, "hasil.parquet"), rows.schema)
    ...     growing.add(batch.packed([rows])); growing.add(batch.packed([rows])); growing.finish()
    ...     batch.pyarrow().parquet.read_table(growing.path).num_rows
    6
    """

    def __init__(self, path: str, schema: Any) -> None:
        """`schema` is that of all the rows; None where nothing says so.

        :raises WriteError: where nothing can be written.
        """
        self.path = path
        self._waiting: list[Any] = []
        self._rows = self._size = 0
        self._writer = None
        if schema is not None:
            with writing(self.path):
                self._writer = batch.pyarrow().parquet.ParquetWriter(path, schema)

    def add(self, stream: bytes | BinaryIO) -> None:
        """Adds the rows of Arrow streams.

        :raises WriteError: where they cannot be written.
        """
        for rows in batch.unpacked(stream):
            self._waiting.append(rows)
            self._rows += rows.num_rows
            self._size += rows.nbytes
            if self._rows >= ROWS or self._size >= SIZE:
                self._flush()

    def finish(self) -> None:
        """Ends the file.

        :raises UnreadableError: where there was nothing to read.
        :raises WriteError: where the rest cannot be written.
        """
        if self._writer is None:
            raise UnreadableError(_("none of the files is Parquet; nothing was written"))
        self._flush()
        with writing(self.path):
            self._writer.close()

    def drop(self) -> None:
        """Removes it, wherever it stands."""
        with contextlib.suppress(OSError):
            if self._writer is not None:
                self._writer.close()
        with contextlib.suppress(OSError):
            os.unlink(self.path)

    def _flush(self) -> None:
        if self._waiting and self._writer is not None:
            with writing(self.path):
                self._writer.write_table(batch.pyarrow().Table.from_batches(self._waiting))
        self._waiting, self._rows, self._size = [], 0, 0
