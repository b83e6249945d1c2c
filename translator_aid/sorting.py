"""More records than the memory should hold, in order: sorted in runs on disk that are merged as they are read."""

from __future__ import annotations

import heapq
import tempfile
from typing import IO, Iterator

RUN = 100_000
"""Records of a run."""
_BUFFER = 1 << 16


class Sorted:
    """Records of bytes that are handed in in any order and come out in theirs.

    >>> with Sorted() as records:
    ...     records.add(b"token"), records.add(b"bobot")
    ...     list(records)
    (None, None)
    [b'bobot', b'token']
    """

    def __init__(self, run: int = RUN) -> None:
        self.run = run
        self.held: list[bytes] = []
        self.runs: list[IO[bytes]] = []

    def __enter__(self) -> Sorted:
        return self

    def __exit__(self, *_error: object) -> None:
        for stream in self.runs:
            stream.close()

    def add(self, record: bytes) -> None:
        """Takes a record."""
        self.held.append(record)
        if len(self.held) >= self.run:
            self._spill()

    def __iter__(self) -> Iterator[bytes]:
        """All records, sorted as bytes are; equal ones as often as they were handed in."""
        self.held.sort()
        if not self.runs:
            return iter(self.held)
        self._spill()
        return heapq.merge(*map(_read, self.runs))

    def _spill(self) -> None:
        self.held.sort()
        stream = tempfile.TemporaryFile(buffering=_BUFFER)  # pylint: disable=consider-using-with
        stream.writelines(len(record).to_bytes(4, "big") + record for record in self.held)
        self.runs.append(stream)
        self.held = []


def _read(stream: IO[bytes]) -> Iterator[bytes]:
    stream.seek(0)
    while size := stream.read(4):
        yield stream.read(int.from_bytes(size, "big"))
