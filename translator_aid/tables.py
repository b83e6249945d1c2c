"""A file of named tables, each asked for one name at a time, so that what a short run costs does not grow with the tables.

A table is a hash table on disk: a filter of bits, which answers most questions for what is not there; the places of its buckets; the buckets, each
a few names with their values. A value that is long lies by itself. Nothing needs a module that a bare Python has not loaded already: values are
what `marshal` writes, hash and checksum are remainders by a prime of the bytes read as one number (Karp and Rabin 1987).

Layout: `MAGIC`, the length of the whole file and the place of the list of tables as numbers of eight bytes each, then blobs. A blob is its length
and its checksum in four bytes each and that many bytes. Numbers are little-endian, but places of buckets are the machine's own: a cache stays where
it was made.
"""

from __future__ import annotations

import marshal
import os
import sys
from functools import partial
from typing import IO, Any, Callable, Iterable, Iterator

MAGIC = b"\x93translator-aid\n" if sys.byteorder == "little" else b"\x94translator-aid\n"
"""With which such a file begins; it also tells the machine's order of bytes."""
HEAD = len(MAGIC) + 16
_PRIME = (1 << 30) - 35
_GUESS = 1500
"""Bytes that are read at once where it is not known how many a blob has."""
_LONG = 400
"""A value from this many bytes on lies by itself."""
_BITS = 16
"""Bits of the filter for each name: of the names that a table does not hold one in sixteen needs a closer look."""
_NAMES = 1
"""Names in a bucket, about."""
_LARGEST = 1 << 32


def checksum(data: bytes) -> int:
    """A number that changes with any of the bytes.

    >>> checksum(b"model") == checksum(b"modal")
    False
    """
    return int.from_bytes(data, "little") % _PRIME


class File:
    """A file of tables that lies open; it may be asked by several threads at once.

    :raises UnreadableError: where it is not a whole file of tables.
    :raises OSError: where it cannot be read.
    """

    def __init__(self, path: str) -> None:
        self._stream = open(path, "rb", buffering=0)
        self.read = _reader(self._stream)
        head = self.read(HEAD, 0)
        if head[:len(MAGIC)] != MAGIC or int.from_bytes(head[len(MAGIC):-8], "little") != os.fstat(self._stream.fileno()).st_size:
            raise _damaged()
        self.about: dict[str, Any]
        """What the writer says of the file."""
        self.tables: dict[str, tuple[int, int, int]]
        """By their names: how many bits the filter has, how many buckets there are, where the filter begins."""
        self.about, self.tables = self.blob(int.from_bytes(head[-8:], "little"))

    def __del__(self) -> None:
        if hasattr(self, "_stream"):
            self._stream.close()

    def blob(self, at: int) -> Any:
        """The value that lies at a place.

        :raises UnreadableError: where its bytes have changed.
        """
        data = self.read(_GUESS, at)
        end = int.from_bytes(data[:4], "little") + 8
        if end > len(data):
            data = self.read(end, at)
        body = data[8:end]
        if len(data) < end or int.from_bytes(body, "little") % _PRIME != int.from_bytes(data[4:8], "little"):
            raise _damaged()
        return marshal.loads(body)

    def table(self, name: str) -> Table:
        """The table of that name."""
        return Table(self, *self.tables[name])


def _number(name: str) -> int:
    """What a name's bit and bucket are worked out from."""
    try:
        return int.from_bytes(name.encode(), "little") % _PRIME
    except UnicodeEncodeError:
        # half of a surrogate pair, which broken texts hold; what takes it in stride is three times as slow
        return int.from_bytes(name.encode("utf-8", "surrogatepass"), "little") % _PRIME


def _damaged() -> Exception:
    from translator_aid.errors import UnreadableError
    from translator_aid.i18n import _

    return UnreadableError(_("a compiled glossary in the cache folder is damaged; delete that folder and try again"))


def _reader(stream: IO[bytes]) -> Callable[[int, int], bytes]:
    """What reads some bytes at a place."""
    if hasattr(os, "pread"):
        return partial(os.pread, stream.fileno())
    from threading import Lock

    lock = Lock()

    def read(size: int, at: int) -> bytes:
        with lock:
            stream.seek(at)
            return stream.read(size)

    return read


class Table:
    """A table of a file."""

    __slots__ = ("file", "bits", "buckets", "at", "filter", "places")

    def __init__(self, file: File, bits: int, buckets: int, at: int) -> None:
        self.file = file
        self.bits = bits
        self.buckets = buckets
        self.at = at
        self.filter = b""
        self.places: memoryview[int] = memoryview(b"")

    def get(self, name: str, default: Any = None) -> Any:
        """The value of a name, or the default."""
        found = self.find(name)
        return default if found is None else self.value(found)

    def find(self, name: str) -> bytes | int | None:
        """What `value` makes a name's value of, which takes longer than to find it; None for a name that is not there."""
        number = _number(name)
        if not self.filter:
            self._open()
        bit = number % self.bits
        return self._bucket(number % self.buckets).get(name) if self.filter[bit >> 3] >> (bit & 7) & 1 else None

    def value(self, found: bytes | int) -> Any:
        """The value of which `find` has found the bytes or the place."""
        return marshal.loads(found) if isinstance(found, bytes) else self.file.blob(found)

    def _bucket(self, number: int) -> dict[str, bytes | int]:
        start, end = self.places[number], self.places[number + 1]
        if start == end:
            return {}
        data = self.file.read(end - start, start)
        body = data[8:]
        if len(data) < end - start or int.from_bytes(body, "little") % _PRIME != int.from_bytes(data[4:8], "little"):
            raise _damaged()
        found: dict[str, bytes | int] = marshal.loads(body)
        return found

    def items(self) -> Iterator[tuple[str, Any]]:
        """All names with their values."""
        if not self.filter:
            self._open()
        for number in range(self.buckets):
            for name, found in self._bucket(number).items():
                yield name, self.value(found)

    def _open(self) -> None:
        size = -(-self.bits // 32) * 4
        data = self.file.read(size + 4 * (self.buckets + 1), self.at)
        self.places = memoryview(data)[size:].cast("I")
        self.filter = data[:size]


class Writer:
    """Writes a file of tables, from the beginning to the end.

    >>> import tempfile
    >>> with tempfile.NamedTemporaryFile() as stream:
    ...     writer = Writer(stream.file)
    ...     writer.table("kata", [("model", 1), ("bahasa", "b" * 9999)])
    ...     writer.close()
    ...     table = File(stream.name).table("kata")
    ...     table.get("model"), len(table.get("bahasa")), table.get("besar"), [name for name, _value in table.items()]
    (1, 9999, None, ['model', 'bahasa'])
    """

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._end = HEAD
        self._tables: dict[str, tuple[int, int, int]] = {}
        stream.write(bytes(HEAD))

    def blob(self, value: Any) -> int:
        """Writes a value of plain types; its place."""
        return self._written(_blob(value))

    def table(self, name: str, items: Iterable[tuple[str, Any]]) -> None:
        """Writes a table; no name may come twice."""
        packed = [(key, _number(key), self._short(value)) for key, value in items]
        bits, buckets = _BITS * len(packed) + 1, len(packed) // _NAMES + 1
        mask = bytearray(-(-bits // 32) * 4)
        inside: list[dict[str, bytes | int]] = [{} for _number in range(buckets)]
        for key, number, value in packed:
            mask[number % bits >> 3] |= 1 << (number % bits & 7)
            inside[number % buckets][key] = value
        places = [self._written(_blob(bucket)) if bucket else self._end for bucket in inside]
        places.append(self._end)
        self._tables[name] = bits, buckets, self._written(bytes(mask) + b"".join(place.to_bytes(4, sys.byteorder) for place in places))

    def close(self, about: dict[str, Any] | None = None) -> None:
        """Writes what is to be said of the file and, last of all, its head."""
        at = self.blob((about or {}, self._tables))
        self._stream.seek(0)
        self._stream.write(MAGIC + self._end.to_bytes(8, "little") + at.to_bytes(8, "little"))
        self._stream.flush()

    def _short(self, value: Any) -> bytes | int:
        """A value as it stands in a bucket: its bytes, or its place."""
        data = marshal.dumps(value)
        return self._written(_blob(value)) if len(data) >= _LONG else data

    def _written(self, data: bytes) -> int:
        at = self._end
        self._end += len(data)
        if self._end >= _LARGEST:
            raise OverflowError
        self._stream.write(data)
        return at


def _blob(value: Any) -> bytes:
    data = marshal.dumps(value)
    return len(data).to_bytes(4, "little") + checksum(data).to_bytes(4, "little") + data
