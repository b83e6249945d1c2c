"""Plain text. A paragraph is a line, or a block of hard-wrapped lines between blank ones."""

from __future__ import annotations

import re

from translator_aid.model import Document, Segment
from translator_aid.readers import Options
from translator_aid.text import WINDOW, windows

SUFFIXES = (".txt", ".text")
WRAP_MIN, WRAP_MAX = 45, 100
"""Lines of a wrapped paragraph, the last one aside, are about this long."""

LINE = re.compile(r"[^\r\n]+")
"""A line that is not empty."""


def read(text: str, path: str, options: Options = Options()) -> Document:
    """The document of a plain text.

    >>> [segment.text for segment in read("Judul\\n\\nSatu.\\nDua.\\n", "a.txt").segments]
    ['Judul', 'Satu.', 'Dua.']
    """
    return Document(path, "plain", text, tuple([Segment("paragraph", text[start:end], start) for start, end in places(text)]))


def places(text: str) -> list[tuple[int, int]]:
    """Where the paragraphs of a text begin and end, in order.

    >>> places("Judul\\n\\nSatu.\\n"), places("Halo.")
    ([(0, 5), (7, 12)], [(0, 5)])
    """
    found: list[tuple[int, int]] = []
    if "\n" not in text and "\r" not in text:  # what most records of a corpus hold
        _add(text, [(0, len(text))], found)
        return found
    block: list[tuple[int, int]] = []
    for line in LINE.finditer(text):
        start, end = line.span()
        if block and _blank_between(text[block[-1][1]:start]):
            _add(text, block, found)
            block = []
        if text[start:start + 1] not in "\ufeff \t" or line[0].strip("\ufeff \t"):
            block.append((start, end))
        else:
            _add(text, block, found)
            block = []
    _add(text, block, found)
    return found


def runs_on(line: str) -> bool:
    """Whether a line looks like one that an editor broke off.

    >>> runs_on("Perusahaan itu merilis model bahasa besar yang dapat"), runs_on("Judul")
    (True, False)
    """
    return len(line) >= WRAP_MIN and line.rstrip()[-1:] not in ".!?:;”\""


def _blank_between(gap: str) -> bool:
    return gap != "\n" and gap.replace("\r\n", "\n").count("\n") + gap.replace("\r\n", "").count("\r") > 1


def _add(text: str, block: list[tuple[int, int]], found: list[tuple[int, int]]) -> None:
    """Adds the paragraphs of lines that no blank one parts."""
    if len(block) > 1 and _is_wrapped([text[start:end] for start, end in block]):
        block = [(block[0][0], block[-1][1])]
    for start, end in block:
        while start < end and (text[start].isspace() or text[start] == "\ufeff"):
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if end - start > WINDOW:
            # A file without line ends would be one paragraph of any size; in pieces it takes no more memory than any other.
            found += [(start + window.start, start + window.end) for window in windows(text[start:end])]
        elif end > start:
            found.append((start, end))


def _is_wrapped(lines: list[str]) -> bool:
    """True for a block that an editor broke into lines: several, none too long, most ending in mid-sentence."""
    if max(map(len, lines)) > WRAP_MAX:
        return False
    body = lines[:-1]
    return 2 * sum(map(runs_on, body)) >= len(body)
