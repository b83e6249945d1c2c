"""Documents of any size: a plain text that is too long to be held stays in its file, and its paragraphs are found while they are asked for.

The text is read in pieces that end where a block ends, so that each piece gives what it gives within the whole. The few blocks that are longer
than that are looked through first and then cut line by line, or window by window, into the same segments.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import BinaryIO, Generator, Iterator, Sequence, overload

from translator_aid import readers
from translator_aid.longtexts import LongText
from translator_aid.model import Document, Segment
from translator_aid.rawfiles import unreadable
from translator_aid.readers import plain
from translator_aid.text import WINDOW, windows

AHEAD = 1 << 18
"""Code points of such a text that are held at once."""

_BLANK = re.compile(r"(?:\r\n|\r(?!\n)|\n)[\ufeff \t]*(?:\r\n|\r|\n)")
"""What ends a block: an empty line, or one of blanks."""
_BEFORE = re.compile(r"(?:[\ufeff \t]*[\r\n])*")
"""Empty lines before a block."""
_END, _VISIBLE, _INK = re.compile(r"[\r\n]"), re.compile(r"[^\ufeff \t]"), re.compile(r"[^\ufeff\s]")


def opened(stream: BinaryIO, path: str, format: str | None = None, options: readers.Options = readers.Options()) -> Document:
    """The document in an open file, from where it stands to its end, as `readers.read` gives it; but a plain text is not held.

    The file, which must be one that can be gone back in, has to stay open for as long as the document is used.

    >>> import io
    >>> document = opened(io.BytesIO("Bobot model.\\n\\n".encode() * 1000), "a.txt")
    >>> document.text, document.segments[1].start, len(document.segments)
    ('', 14, 1000)

    :raises UnreadableError: and UsageError, as `readers.read`.
    """
    try:
        start = stream.tell()
        name = readers.named(stream, path, format, options)
        stream.seek(start)
        data = b"" if name == "plain" else stream.read()
    except OSError as error:
        raise unreadable(path, error) from error
    return document(LongText(stream, path), AHEAD) if name == "plain" else readers.read(data, path, name, options)


def document(text: LongText, ahead: int = AHEAD) -> Document:
    """The document of a plain text that stays in its file; `ahead` is how many code points are held at once.

    >>> import io
    >>> found = document(LongText(io.BytesIO(b"Judul\\n\\nSatu.\\nDua.\\n"), "a.txt"))
    >>> [segment.start for segment in found.segments], "".join(found.between(5, 8))
    ([0, 7, 13], '\\n\\nS')
    """
    return Document(text.path, "plain", "", LongSegments(text, ahead), pieces=text.pieces)


class LongSegments(Sequence[Segment]):
    """The segments of a text that is not held, numbered from its beginning only. To count them means to go through them, as does any number."""

    def __init__(self, text: LongText, ahead: int = AHEAD) -> None:
        self._text, self._ahead = text, ahead
        self._count: int | None = None

    def __iter__(self) -> Iterator[Segment]:
        return _Cutter(self._text, self._ahead).segments()

    def __len__(self) -> int:
        if self._count is None:
            self._count = sum(1 for _segment in self)
        return self._count

    def __bool__(self) -> bool:
        return any(True for _segment in self)

    @overload
    def __getitem__(self, place: int) -> Segment: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Segment]: ...

    def __getitem__(self, place: int | slice) -> Segment | Sequence[Segment]:
        if isinstance(place, slice):
            return tuple(islice(self, place.start, place.stop, place.step))
        for segment in islice(self, place, None):
            return segment
        raise IndexError(place)


class _Cutter:
    """Cuts a long text into segments, with a bounded part of it in hand."""

    def __init__(self, text: LongText, ahead: int) -> None:
        self.text, self.ahead = text, max(ahead, 2 * plain.WRAP_MAX)

    def segments(self) -> Iterator[Segment]:
        """All of them."""
        at = 0
        while at < len(self.text):
            piece = self.text.between(at, at + self.ahead)
            is_last = at + len(piece) == len(self.text)
            cut = len(piece) if is_last else _cut(piece)
            if cut:
                yield from _moved(piece[:cut], at)
                at += cut
            else:
                at = yield from self._block(at)

    def _block(self, at: int) -> Generator[Segment, None, int]:
        """The segments of the block that begins here, however long it is; then the place where it ends."""
        end = self._wrapped(at)
        if end is None:
            end = yield from self._lines(at)
        else:
            yield from self._stretch(at, end)
        return end

    def _wrapped(self, at: int) -> int | None:
        """Where the block that begins here ends, if it is one of wrapped lines: what `plain` asks of a block, without holding it."""
        body = running = 0
        before, end = None, at
        while True:
            piece, blank, stop = self._piece(at)
            for line in plain.LINE.finditer(piece, 0, stop):
                if len(line[0]) > plain.WRAP_MAX:
                    return None
                if before is not None:
                    body, running = body + 1, running + plain.runs_on(before)
                before, end = line[0], at + line.end()
            if not blank and not stop:
                # more than is held without a line's end: blanks, which end the block, or text
                begin = at + len(piece) - len(piece.lstrip("\r\n"))
                if self._first(_VISIBLE, begin) < self._first(_END, begin):
                    return None
            if blank or not stop:
                return end if body and 2 * running >= body else None
            at += stop

    def _lines(self, at: int) -> Generator[Segment, None, int]:
        """The lines from here to the end of a block, each on its own; then the place where it ends."""
        while True:
            piece, blank, stop = self._piece(at)
            for line in plain.LINE.finditer(piece, 0, stop):
                yield from _moved(line[0], at + line.start())
            if blank:
                return min(at + blank.end(), len(self.text))
            if not stop:
                begin = at + len(piece) - len(piece.lstrip("\r\n"))
                stop = self._first(_END, begin) - at
                yield from self._stretch(begin, at + stop)
                if self._first(_VISIBLE, begin) >= at + stop:
                    return at + stop
            at += stop

    def _piece(self, at: int) -> tuple[str, re.Match[str] | None, int]:
        """The text from here on, as much as is held; the first empty line in it; where its last whole line ends before that, 0 for none.

        Behind the text's end stands an empty line.
        """
        piece = self.text.between(at, at + self.ahead)
        if at + len(piece) == len(self.text):
            piece += "\n\n"
        blank = _BLANK.search(piece)
        return piece, blank, blank.start() if blank else max(piece.rfind("\n"), piece.rfind("\r"), 0)

    def _stretch(self, start: int, end: int) -> Iterator[Segment]:
        """The segments of a line or of a wrapped block: as `plain` cuts them, without holding it."""
        start = self._first(_INK, start, end)
        while start < end:
            last = self.text.between(max(start, end - self.ahead), end)
            end -= len(last) - len(last.rstrip())
            if last.rstrip():
                break
        while end - start > WINDOW:
            piece = self.text.between(start, start + WINDOW + 1)
            cut = next(windows(piece)).end
            yield Segment("paragraph", piece[:cut], start)
            start += cut
        if start < end:
            yield Segment("paragraph", self.text.between(start, end), start)

    def _first(self, sign: re.Pattern[str], at: int, end: int | None = None) -> int:
        """The place of the first character of a kind from here on; the end where there is none before it."""
        for piece in self.text.pieces(at, end):
            found = sign.search(piece)
            if found:
                return at + found.start()
            at += len(piece)
        return at


def _moved(text: str, at: int) -> Iterator[Segment]:
    """The segments of a part of the text that begins at a place of the whole."""
    for segment in plain.read(text, "").segments:
        yield Segment(segment.kind, segment.text, at + segment.start)


def _cut(piece: str) -> int:
    """Where a piece can be cut: behind its last block, or behind the empty lines that it begins with; 0 where there is no such place."""
    for sign in ("\n\n", "\r\n\r\n"):
        if sign in piece:
            return piece.rindex(sign) + len(sign)
    last = 0
    for blank in _BLANK.finditer(piece):
        last = blank.end()
    return last or len(_BEFORE.match(piece)[0])  # type: ignore[index]  # it fits anything
