"""Text as a file escapes it: which characters of the file stand for which of the text, and the way back.

A reader gives a segment's text as it is meant, `AI & kita`, and keeps what the file has for it, `AI &amp; kita`. What a new text takes over from the
old one comes out in the file's own characters; only what is new is escaped, and in the way that the segment itself does it.
"""

from __future__ import annotations

import re
from typing import Callable, Iterator, Sequence

from translator_aid import placeholders
from translator_aid.model import Segment, Span


class Raw(str):
    """Text that is already as the file writes it."""


class Escaped:
    """A segment's text beside its characters in the file.

    >>> import html
    >>> segment = Segment("paragraph", "AI & <b>kita</b> – “ya”", 0, raw="AI &amp; <b>kita</b> &ndash; “ya”")
    >>> escaped = Escaped(segment, re.compile("&[a-z]+;"), html.unescape, html.escape, ("<b>", "</b>"))
    >>> escaped.written([Span(0, 9), " (we & they) – ", Span(9, 23)])
    'AI &amp; <b>k (we &amp; they) &ndash; ita</b> &ndash; “ya”'
    """

    def __init__(self, segment: Segment, escape: re.Pattern[str], decode: Callable[[str], str], encode: Callable[[str], str],
                 marks: Sequence[str] = ()) -> None:
        self.raw = segment.text if segment.raw is None else segment.raw
        self._encode = encode
        self._marks = re.compile("|".join(map(re.escape, sorted(set(marks), key=len, reverse=True)))) if marks else None
        spans = [item.span for item in segment.protected if segment.text[item.span.start:item.span.end] in set(marks)]
        self._starts: list[int] = []
        self._habits: dict[str, str] = {}
        self._align(segment.text, spans, escape, decode)

    def _align(self, text: str, verbatim: Sequence[Span], escape: re.Pattern[str], decode: Callable[[str], str]) -> None:
        """For each character of the text, where its own begin in the file; and which characters are always escaped here, and how."""
        at = 0
        literal = set()
        whole = {span.start: span.end for span in verbatim}
        while len(self._starts) < len(text):
            here = len(self._starts)
            if here in whole:
                self._starts += range(at, at + whole[here] - here)
                at += whole[here] - here
                continue
            found = escape.match(self.raw, at)
            meant = decode(found[0]) if found else self.raw[at]
            if found and meant != found[0]:
                self._habits.setdefault(meant, found[0])
            else:
                literal.add(meant)
            self._starts += [at] * len(meant)
            at = found.end() if found else at + 1
        self._starts.append(at)
        for char in literal:
            self._habits.pop(char, None)

    def written(self, pieces: Sequence[Span | str]) -> str:
        """What the file shall have: for a span of the text its own characters, for a new text these escaped, for a `Raw` itself."""
        return "".join(self._written(pieces))

    def _written(self, pieces: Sequence[Span | str]) -> Iterator[str]:
        for piece in pieces:
            if isinstance(piece, Span):
                yield self.raw[self._starts[piece.start]:self._starts[piece.end]]
            elif isinstance(piece, Raw):
                yield piece
            else:
                yield from self._new(piece)

    def _new(self, text: str) -> Iterator[str]:
        at = 0
        for mark in self._marks.finditer(text) if self._marks else ():
            yield from self._plain(text[at:mark.start()])
            yield mark[0]
            at = mark.end()
        yield from self._plain(text[at:])

    def _plain(self, text: str) -> Iterator[str]:
        for char in text:
            yield self._habits.get(char) or self._encode(char)


def decoded(raw: str, escape: re.Pattern[str], decode: Callable[[str], str]) -> str:
    """What an escaped text stands for.

    >>> decoded("AI &amp; kita", re.compile("&[a-z]+;"), lambda found: {"&amp;": "&"}[found])
    'AI & kita'
    """
    return escape.sub(lambda found: decode(found[0]), raw)


def paragraphs(raw: str, start: int, escape: re.Pattern[str], decode: Callable[[str], str]) -> Iterator[Segment]:
    """The segments in a string that a file holds escaped, a line of it each; `start` is where it begins in the file.

    >>> import json
    >>> found = paragraphs("Satu.\\\\n\\\\n\\\\u201cDua\\\\u201d {nama}", 10, re.compile(r"\\\\(?:u....|.)"), lambda raw: json.loads(f'"{raw}"'))
    >>> [(segment.start, segment.text, segment.protected[:1]) for segment in found]
    [(10, 'Satu.', ()), (19, '“Dua” {nama}', (Protected(span=Span(start=6, end=12), kind='code'),))]
    """
    begin = 0
    for found in re.finditer(f"{escape.pattern}|[\r\n]", raw):
        if decode(found[0]) in ("\n", "\r"):
            yield from _paragraph(raw, begin, found.start(), start, escape, decode)
            begin = found.end()
    yield from _paragraph(raw, begin, len(raw), start, escape, decode)


def _paragraph(raw: str, begin: int, end: int, start: int, escape: re.Pattern[str], decode: Callable[[str], str]) -> Iterator[Segment]:
    while begin < end:
        found = escape.match(raw, begin, end)
        if not (decode(found[0]) if found else raw[begin]).strip("\ufeff").isspace():
            break
        begin = found.end() if found else begin + 1
    slice = raw[begin:end].rstrip()
    text = decoded(slice, escape, decode)
    if text.strip():
        yield Segment("paragraph", text, start + begin, tuple(placeholders.protected(text)), slice)


def on_one_line(text: str) -> str:
    """A text whose line ends have become spaces.

    >>> on_one_line("Satu\\n  dua")
    'Satu dua'
    """
    return re.sub(r"\s*[\r\n]+\s*", " ", text)
