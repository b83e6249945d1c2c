"""Bytes that are held while they are few and stand in a file once they are many, so that processes can hand them on without holding them."""

from __future__ import annotations

import contextlib
import os
from typing import BinaryIO, Iterator

from translator_aid.rawfiles import writing

HELD = 1 << 20
"""Bytes that are held."""


class Spill:
    """Takes bytes, piece by piece. In a folder that is named they are put into a file as soon as they are more than HELD.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     spill = Spill(folder, 8)
    ...     for piece in (b"satu\\n", b"dua\\n", b"tiga\\n"):
    ...         spill.add(piece)
    ...     data, path = spill.finish()
    ...     data, b"".join(emptied(path)), os.listdir(folder)
    (b'', b'satu\\ndua\\ntiga\\n', [])
    """

    def __init__(self, folder: str, held: int = HELD) -> None:
        """With an empty name for the folder all is held."""
        self._folder, self._held = folder, held
        self._waiting: list[bytes] = []
        self._size = 0
        self._stream: BinaryIO | None = None
        self._path = ""

    def add(self, data: bytes) -> None:
        """Takes a piece.

        :raises WriteError: where the file cannot be written.
        """
        self._waiting.append(data)
        self._size += len(data)
        if self._folder and self._size > self._held:
            self._write()

    def finish(self) -> tuple[bytes, str]:
        """All of it, or nothing and the file in which it stands; the file is the caller's.

        :raises WriteError: where the file cannot be written.
        """
        if not self._path:
            return b"".join(self._waiting), ""
        self._write()
        self.close()
        return b"", self._path

    def drop(self) -> None:
        """Forgets all of it."""
        self.close()
        self._waiting.clear()
        if self._path:
            with contextlib.suppress(OSError):
                os.unlink(self._path)
            self._path = ""

    def close(self) -> None:
        """Takes no more."""
        if self._stream:
            self._stream.close()
            self._stream = None

    def _write(self) -> None:
        import tempfile

        if self._stream is None:
            with writing(self._folder):
                handle, self._path = tempfile.mkstemp(dir=self._folder)
                self._stream = os.fdopen(handle, "wb")
        with writing(self._path):
            self._stream.write(b"".join(self._waiting))
        self._waiting.clear()
        self._size = 0


def emptied(path: str) -> Iterator[bytes]:
    """What stands in a file, piece by piece; then the file is gone. Nothing for an empty name."""
    if not path:
        return
    with open(path, "rb") as stream:
        while data := stream.read(HELD):
            yield data
    os.unlink(path)
