"""Plain text. A paragraph is a line, or a block of hard-wrapped lines between blank ones."""

from __future__ import annotations

import re
from typing import Iterator

from translator_aid.model import Document, Segment, Span
from translator_aid.readers import Options
from translator_aid.text import WINDOW, windows

SUFFIXES = (".txt", ".text")

_LINE = re.compile(r"[^\r\n]+")
_WRAP_MIN, _WRAP_MAX = 45, 100
"""Lines of a wrapped paragraph, the last one aside, are about this long."""


def read(text: str, path: str, options: Options = Options()) -> Document:
    """The document of a plain text.

    >>> [segment.text for segment in read("Judul\\n\\nSatu.\\nDua.\\n", "a.txt").segments]
    ['Judul', 'Satu.', 'Dua.']
    """
    return Document(path, "plain", text, tuple(_segments(text)))


def _segments(text: str) -> Iterator[Segment]:
    block: list[re.Match[str]] = []
    for line in _LINE.finditer(text):
        if block and _blank_between(text[block[-1].end():line.start()]):
            yield from _block(text, block)
            block = []
        block.append(line)
        if not line.group().strip("\ufeff \t"):
            yield from _block(text, block[:-1])
            block = []
    yield from _block(text, block)


def _blank_between(gap: str) -> bool:
    return gap.replace("\r\n", "\n").count("\n") + gap.replace("\r\n", "").count("\r") > 1


def _block(text: str, lines: list[re.Match[str]]) -> Iterator[Segment]:
    if not lines:
        return
    if _is_wrapped([line.group() for line in lines]):
        yield from _segment(text, lines[0].start(), lines[-1].end())
        return
    for line in lines:
        yield from _segment(text, line.start(), line.end())


def _is_wrapped(lines: list[str]) -> bool:
    """True for a block that an editor broke into lines: several, none too long, most ending in mid-sentence."""
    body = lines[:-1]
    if not body or max(map(len, lines)) > _WRAP_MAX:
        return False
    running = [line for line in body if len(line) >= _WRAP_MIN and line.rstrip()[-1:] not in ".!?:;”\""]
    return 2 * len(running) >= len(body)


def _segment(text: str, start: int, end: int) -> Iterator[Segment]:
    while start < end and (text[start].isspace() or text[start] == "\ufeff"):
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    # A file without line ends would be one paragraph of any size; in pieces it takes no more memory than any other.
    for window in windows(text[start:end]) if end - start > WINDOW else (Span(0, end - start),) if end > start else ():
        yield Segment("paragraph", text[start + window.start:start + window.end], start + window.start)
