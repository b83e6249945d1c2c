"""Dictionaries and styles of many files: a ZIP archive or the folder in which they lie, read with care; and archives written.

Nothing is ever unpacked to disk. A file that claims to be larger than `MAX_FILE`, or that swells more than a dictionary does, is refused.
"""

from __future__ import annotations

import io
import posixpath
import tempfile
import zipfile
import zlib
from pathlib import Path
from typing import IO, BinaryIO, Iterator

from translator_aid.errors import UnreadableError
from translator_aid.i18n import _
from translator_aid.interchange import Source, moment
from translator_aid.model import Origin

MAX_FILE = 1 << 29
"""Bytes that one file of an archive may have when unpacked."""
MAX_RATIO = 200
"""How much smaller than a file its packed form may be; text shrinks to a tenth, a file made to fill the memory to a thousandth."""
MAX_NAMES = 100_000
_SPOOLED = 1 << 22
_CHUNK = 1 << 18


class Files:
    """The files of an archive, or of the folder in which the named file lies."""

    def __init__(self, source: Source) -> None:
        self.path = source.path
        self.stream: BinaryIO | None = None
        self.archive: zipfile.ZipFile | None = None
        self.folder = (source.file or Path(source.path)).parent
        stream = source.open()
        if stream.read(4)[:2] != b"PK":
            stream.close()
            self.own = None if source.data is None else (posixpath.basename(source.path.replace("\\", "/")), source.data)
            return
        self.own = None
        self.stream = stream
        try:
            self.archive = zipfile.ZipFile(stream)
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
            stream.close()
            raise UnreadableError(_("not a whole ZIP archive: {problem}").format(problem=error), self.at("")) from error

    def __enter__(self) -> Files:
        return self

    def __exit__(self, *_error: object) -> None:
        if self.archive:
            self.archive.close()
        if self.stream:
            self.stream.close()

    def at(self, name: str, line: int = 1, column: int = 1) -> Origin:
        """The place in one of the files."""
        path = self.path
        if name and not self.own:
            path = f"{self.path}/{name}" if self.archive else str(self.folder / name)
        return Origin(path, line, column)

    def names(self) -> list[str]:
        """The names of the files, in the archive's order or sorted."""
        if self.archive:
            return [name for name in self.archive.namelist()[:MAX_NAMES] if not name.endswith("/")]
        if self.own:
            return [self.own[0]]
        return sorted(path.relative_to(self.folder).as_posix() for path in self._below())

    def _below(self) -> Iterator[Path]:
        for number, path in enumerate(self.folder.rglob("*")):
            if number > MAX_NAMES:
                return
            if path.is_file():
                yield path

    def data(self, name: str) -> bytes:
        """The content of a file.

        :raises UnreadableError: where it is too large, damaged, or locked with a password.
        """
        if self.own:
            return self.own[1]
        try:
            if self.archive is None:
                size, packed = (self.folder / name).stat().st_size, 0
            else:
                info = self.archive.getinfo(name)
                size, packed = info.file_size, info.compress_size
            if size > MAX_FILE or packed and size > MAX_RATIO * packed + _CHUNK:
                raise UnreadableError(_("the file is refused: unpacked it is {n} MiB").format(n=size >> 20), self.at(name))
            with self.archive.open(name) if self.archive else (self.folder / name).open("rb") as stream:
                return stream.read(MAX_FILE)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError, KeyError) as error:
            raise UnreadableError(_("the file cannot be unpacked: {problem}").format(problem=error), self.at(name)) from error


class Packed:
    """An archive that is being written, in memory or, where it is large, on disk."""

    def __init__(self) -> None:
        self.stream: IO[bytes] = tempfile.SpooledTemporaryFile(_SPOOLED)  # pylint: disable=consider-using-with
        self.archive = zipfile.ZipFile(self.stream, "w", zipfile.ZIP_DEFLATED)
        self.time = moment().timetuple()[:6]

    def __enter__(self) -> Packed:
        return self

    def __exit__(self, *_error: object) -> None:
        self.stream.close()

    def open(self, name: str) -> IO[bytes]:
        """A file of the archive, to be written to; one at a time."""
        info = zipfile.ZipInfo(name, max(self.time, (1980, 1, 1, 0, 0, 0)))
        info.compress_type = zipfile.ZIP_DEFLATED
        info.external_attr = 0o644 << 16
        return io.BufferedWriter(self.archive.open(info, "w"), _CHUNK)  # many small pieces cost more than packing them

    def add(self, name: str, text: str | bytes) -> None:
        """A whole file."""
        with self.open(name) as stream:
            stream.write(text if isinstance(text, bytes) else text.encode("utf-8", "replace"))

    def pieces(self) -> Iterator[bytes]:
        """The finished archive."""
        self.archive.close()
        self.stream.seek(0)
        while chunk := self.stream.read(_CHUNK):
            yield chunk


def first_name(head: bytes) -> str:
    """The name of the first file of an archive, by the archive's first bytes; empty for what is no archive.

    >>> with Packed() as archive:
    ...     archive.add("index.json", "{}")
    ...     first_name(b"".join(archive.pieces()))
    'index.json'
    """
    if head[:4] != b"PK\x03\x04" or len(head) < 30:
        return ""
    return head[30:30 + int.from_bytes(head[26:28], "little")].decode("utf-8", "replace")
