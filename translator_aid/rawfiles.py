"""The bytes of a file and the text in them, or an error that names the file and the place."""

from __future__ import annotations

import contextlib
import os
from typing import BinaryIO, Iterator

from translator_aid.errors import UnreadableError, WriteError
from translator_aid.i18n import _
from translator_aid.model import Origin


def read_bytes(path: str | os.PathLike[str]) -> bytes:
    """A file's content.

    >>> read_bytes("tidak-ada.yaml")
    Traceback (most recent call last):
    ...
    translator_aid.errors.UnreadableError: tidak-ada.yaml: cannot be read: No such file or directory

    :raises UnreadableError: naming the file and what is wrong with it.
    """
    try:
        with open(path, "rb") as stream:
            return stream.read()
    except OSError as error:
        raise unreadable(path, error) from error


def opened(path: str | os.PathLike[str]) -> BinaryIO:
    """A file, open for reading its bytes.

    :raises UnreadableError: naming the file and what is wrong with it.
    """
    try:
        return open(path, "rb")
    except OSError as error:
        raise unreadable(path, error) from error


def beginning(stream: BinaryIO, path: str, size: int) -> bytes:
    """What an open file gives next, at most so many bytes; it stays where it stands.

    :raises UnreadableError: as `read_bytes`.
    """
    try:
        start = stream.tell()
        data = stream.read(size)
        stream.seek(start)
    except OSError as error:
        raise unreadable(path, error) from error
    return data


def unreadable(path: str | os.PathLike[str], error: OSError) -> UnreadableError:
    """What is said of a file that the system does not let us read."""
    return UnreadableError(_("{path}: cannot be read: {reason}").format(path=path, reason=error.strerror or error))


def unwritable(path: str | os.PathLike[str], error: OSError) -> WriteError:
    """What is said of a file that the system does not let us write."""
    return WriteError(_("{path}: cannot be written: {reason}").format(path=path, reason=error.strerror or error))


@contextlib.contextmanager
def writing(path: str | os.PathLike[str]) -> Iterator[None]:
    """A stretch of work in which a file is written.

    >>> with writing("hasil.txt"), open("tidak-ada/hasil.txt", "w"):
    ...     pass
    Traceback (most recent call last):
    ...
    translator_aid.errors.WriteError: hasil.txt: cannot be written: No such file or directory

    :raises WriteError: naming the file, for whatever the system refuses.
    """
    try:
        yield
    except OSError as error:
        raise unwritable(path, error) from error


def decode(data: bytes, path: str) -> str:
    """The text in UTF-8 bytes; a byte order mark stays, as a character of the text that no segment holds.

    >>> decode(b"Bobot\\nmodel\\xff", "a.txt")
    Traceback (most recent call last):
    ...
    translator_aid.errors.UnreadableError: a.txt:2:6: byte 0xff is not UTF-8; convert the file to UTF-8 and try again

    :raises UnreadableError: naming the first wrong byte and its line.
    """
    zero = data.find(b"\0")
    if zero >= 0:
        raise no_text(path, data[:2], zero, data.count(b"\n", 0, zero) + 1)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        place = Origin(path, data.count(b"\n", 0, error.start) + 1, error.start - data.rfind(b"\n", 0, error.start))
        raise not_utf8(place, data[error.start]) from error


def no_text(path: str, head: bytes, offset: int, line: int) -> UnreadableError:
    """What is said of a file with a zero byte, whose first two bytes are `head`."""
    if head in (b"\xff\xfe", b"\xfe\xff"):
        return UnreadableError(_("the file is UTF-16; save it as UTF-8"), Origin(path, 1, 1))
    return UnreadableError(_("not a text file (byte 0 at offset {offset})").format(offset=offset), Origin(path, line, 1))


def not_utf8(place: Origin, byte: int) -> UnreadableError:
    """What is said of a byte that is not UTF-8."""
    return UnreadableError(_("byte 0x{byte:02x} is not UTF-8; convert the file to UTF-8 and try again").format(byte=byte), place)
