"""Text on the columns of a terminal: how wide it is, and lines no wider than the screen.

Chinese, Japanese and Korean signs and most emoji take two columns, combining signs none. The wcwidth library knows which, from Unicode's tables; it
is imported only for text that has such signs.
"""

from __future__ import annotations

import re
from typing import Iterator

from translator_aid.model import Span

_NARROW = "[ -~\u00a0-\u00ac\u00ae-\u02ff\u2010-\u2027\u2030-\u205e\u2190-\u2193\u27e6\u27e7]*"
"""Signs that take one column each; compiled when a text has any but the printable ones of ASCII."""
_CONTROLS = {code: "\ufffd" for code in (*range(9), *range(11, 32), *range(127, 160))}
_WORD = re.compile("[^ \t\n\r\f\v\u2028\u2029]+")
_JOINER = "\u200d"


def harmless(text: str) -> str:
    """A text without the control characters that could move a terminal's cursor or change its settings.

    >>> harmless("agen\\x1b[2J AI") == "agen\\ufffd[2J AI"
    True
    """
    return text if text.isascii() and text.isprintable() else text.translate(_CONTROLS)


def columns(text: str) -> int:
    """How many columns a text takes; control characters count nothing.

    >>> columns("model bahasa"), columns("模型 AI"), columns("e\\u0301"), columns("😀")
    (12, 7, 1, 2)
    """
    if text.isascii() and text.isprintable() or re.fullmatch(_NARROW, text):
        return len(text)
    import wcwidth

    return sum(max(wcwidth.wcswidth(part), 0) for part in re.split("[\0-\x1f\x7f-\x9f]", text))


def lines(text: str, width: int) -> Iterator[list[Span]]:
    """A text's words line by line, each line at most `width` columns wide; a word that is wider than that is cut.

    >>> text = "Model bahasa besar itu"
    >>> [[text[word.start:word.end] for word in line] for line in lines(text, 12)]
    [['Model', 'bahasa'], ['besar', 'itu']]
    """
    line: list[Span] = []
    used = 0
    for word in _WORD.finditer(text):
        for span, size in _cut(text, Span(*word.span()), width):
            if line and used + 1 + size > width:
                yield line
                line, used = [], 0
            line.append(span)
            used += size + (1 if used else 0)
    if line:
        yield line


def _cut(text: str, word: Span, width: int) -> Iterator[tuple[Span, int]]:
    """A word with its width; one that is too wide in pieces, none of which begins with a combining sign."""
    size = columns(text[word.start:word.end])
    if size <= width:
        yield word, size
        return
    start, used = word.start, 0
    for at in range(word.start, word.end):
        own = columns(text[at])
        if own and used + own > width and text[at - 1] != _JOINER:
            yield Span(start, at), used
            start, used = at, 0
        used += own
    yield Span(start, word.end), used


def filled(text: str, width: int, first: str = "", rest: str = "") -> str:
    """A text in lines of at most `width` columns, with what stands before the first and before the others, which is equally wide.

    >>> print(filled("model bahasa besar; LLM (singkatan)", 32, "  Indonesia  ", "             "))
      Indonesia  model bahasa besar;
                 LLM (singkatan)
    """
    found = [" ".join(text[word.start:word.end] for word in line) for line in lines(harmless(text), max(width - columns(first), 8))]
    return "\n".join(f"{rest if number else first}{line}" for number, line in enumerate(found or [""]))
