"""A text that is too long to be held: it stays in its file, and what is asked for is read there.

Offsets are code points of the whole text, as everywhere. What is remembered of a file is where each of its stretches begins, in bytes and in code
points; a file of a gigabyte has four thousand of them.
"""

from __future__ import annotations

import bisect
import codecs
from typing import BinaryIO, Iterator, NoReturn

from translator_aid import rawfiles
from translator_aid.errors import UnreadableError
from translator_aid.i18n import _
from translator_aid.model import Origin

STRETCH = 1 << 18
"""Bytes that are read in one go."""
_KEPT = 4
"""Stretches whose text is kept; whoever goes through the text comes back to the last ones."""


class LongText:
    """The text from a place in a file on to its end. The file has to stay open, and as it is, for as long as this is used.

    >>> import io
    >>> text = LongText(io.BytesIO("Jaringan saraf tiruan “dilatih”.".encode()), "a.txt", stretch=7)
    >>> len(text), text.between(9, 14), "|".join(text.pieces(22, 32))
    (32, 'saraf', '“dil|atih”|.')
    """

    def __init__(self, stream: BinaryIO, path: str, stretch: int = STRETCH) -> None:
        """Goes once through all of it.

        :raises UnreadableError: as `rawfiles.decode`, where it is no text in UTF-8.
        """
        self.path = path
        self._stream, self._stretch = stream, max(stretch, 4)  # no character takes more
        self._base = stream.tell()
        self._bytes, self._places = [0], [0]
        self._known: dict[int, str] = {}
        self._measure()

    def __len__(self) -> int:
        """Code points."""
        return self._places[-1]

    def between(self, start: int, end: int) -> str:
        """The text from one place to another; less where it ends before that.

        :raises UnreadableError: where the file has been changed since it was measured, or cannot be read any more.
        """
        return "".join(self.pieces(start, end))

    def pieces(self, start: int, end: int | None = None) -> Iterator[str]:
        """The text from one place to another, or to its end, in pieces of a bounded length."""
        stop = len(self) if end is None else min(end, len(self))
        number = bisect.bisect_right(self._places, start) - 1
        while start < stop:
            at, behind = self._places[number], min(stop, self._places[number + 1])
            yield self._text(number)[start - at:behind - at]
            start, number = behind, number + 1

    def _text(self, number: int) -> str:
        """A stretch."""
        if number in self._known:
            return self._known[number]
        first, behind = self._bytes[number], self._bytes[number + 1]
        try:
            text = self._read(first, behind - first).decode("utf-8")
        except UnicodeDecodeError:
            text = ""
        if len(text) != self._places[number + 1] - self._places[number]:
            raise UnreadableError(_("{path}: was changed while it was being read").format(path=self.path))
        while len(self._known) >= _KEPT:
            del self._known[next(iter(self._known))]
        self._known[number] = text
        return text

    def _read(self, at: int, size: int) -> bytes:
        try:
            self._stream.seek(self._base + at)
            return self._stream.read(size)
        except OSError as error:
            raise rawfiles.unreadable(self.path, error) from error

    def _measure(self) -> None:
        """Finds where the stretches begin, each between two characters."""
        at = place = 0
        while data := self._read(at, self._stretch):
            if b"\0" in data:
                self._refuse(at + data.index(b"\0"), None)
            try:
                # what is cut off at the end of a stretch is looked at with the next one
                text, used = codecs.utf_8_decode(data, "strict", len(data) < self._stretch)
            except UnicodeDecodeError as error:
                self._refuse(self._zero(at), at + error.start)
            at, place = at + used, place + len(text)
            self._bytes.append(at)
            self._places.append(place)

    def _zero(self, at: int) -> int | None:
        """The first zero byte from a place on."""
        while data := self._read(at, self._stretch):
            if b"\0" in data:
                return at + data.index(b"\0")
            at += len(data)
        return None

    def _refuse(self, zero: int | None, wrong: int | None) -> NoReturn:
        """Says what is wrong: a zero byte, wherever it stands, before a byte that is not UTF-8."""
        at = zero if zero is not None else wrong or 0
        lines = before = 0
        last = -1
        while before < at:
            data = self._read(before, min(self._stretch, at - before))
            lines += data.count(b"\n")
            last = before + data.rfind(b"\n") if b"\n" in data else last
            before += len(data)
        if zero is not None:
            raise rawfiles.no_text(self.path, self._read(0, 2), zero, lines + 1)
        raise rawfiles.not_utf8(Origin(self.path, lines + 1, at - last), self._read(at, 1)[0])
