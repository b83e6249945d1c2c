"""Dictzip: gzip of which any part can be read alone, because it is packed in pieces whose sizes stand in its header.

The format is that of the program of the same name (RFC 1952 with the extra field `RA`); everything that reads gzip reads it.
"""

from __future__ import annotations

import struct
import tempfile
import zlib
from typing import IO, Iterator

CHUNK = 58315
"""Bytes of a piece before packing, as the dictzip program has them."""
MAX_CHUNKS = 32_000
"""As many sizes as the header has room for: 1.8 GB."""
_SPOOLED = 1 << 22


class Dictzip:
    """A file that is being packed.

    >>> with Dictzip() as packed:
    ...     packed.write(b"model" * 30_000)
    ...     data = b"".join(packed.pieces())
    >>> import gzip
    >>> len(gzip.decompress(data)), data[12:14]
    (150000, b'RA')
    """

    def __init__(self) -> None:
        self.stream: IO[bytes] = tempfile.SpooledTemporaryFile(_SPOOLED)  # pylint: disable=consider-using-with
        self.packer = zlib.compressobj(9, zlib.DEFLATED, -15)
        self.held = bytearray()
        self.sizes: list[int] = []
        self.size = 0
        self.sum = 0

    def __enter__(self) -> Dictzip:
        return self

    def __exit__(self, *_error: object) -> None:
        self.stream.close()

    def write(self, data: bytes) -> None:
        """Takes what is next in the file."""
        self.held += data
        self.size += len(data)
        self.sum = zlib.crc32(data, self.sum)
        while len(self.held) >= CHUNK:
            self._pack(bytes(self.held[:CHUNK]))
            del self.held[:CHUNK]

    def _pack(self, chunk: bytes) -> None:
        packed = self.packer.compress(chunk) + self.packer.flush(zlib.Z_FULL_FLUSH)
        self.sizes.append(len(packed))
        self.stream.write(packed)

    def pieces(self) -> Iterator[bytes]:
        """The finished file."""
        if self.held:
            self._pack(bytes(self.held))
        self.stream.write(self.packer.flush(zlib.Z_FINISH))
        # A file too large for the table is plain gzip; readers then unpack it from the start.
        table = struct.pack(f"<HHH{len(self.sizes)}H", 1, CHUNK, len(self.sizes), *self.sizes) if len(self.sizes) <= MAX_CHUNKS else b""
        extra = struct.pack("<H2sH", len(table) + 4, b"RA", len(table)) + table if table else b""
        yield b"\x1f\x8b\x08" + (b"\x04" if table else b"\0") + b"\0\0\0\0\x02\x03" + extra
        self.stream.seek(0)
        while chunk := self.stream.read(1 << 18):
            yield chunk
        yield struct.pack("<II", self.sum, self.size & 0xffffffff)
