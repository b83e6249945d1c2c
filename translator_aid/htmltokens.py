"""The tags and texts of an HTML page, each with its place in the file.

The parser of the standard library finds them, because it alone says where each begins and takes any soup.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Iterator, Literal, NamedTuple

VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
"""Elements without an end."""


class Token(NamedTuple):
    """A stretch of the file that is one thing to a browser."""

    kind: Literal["open", "close", "text", "other"]
    start: int
    end: int
    tag: str = ""
    attributes: tuple[tuple[str, str | None], ...] = ()


def tokenised(text: str) -> Iterator[Token]:
    """The tags, texts and other things of a page, in order; text that the parser passes over in silence is in none.

    >>> [(token.kind, token.tag) for token in tokenised("<p class=a>AI &amp; kita<br/>")]
    [('open', 'p'), ('text', ''), ('open', 'br')]
    """
    parser = _Parser(text)
    parser.feed(text)
    parser.close()
    found = parser.found
    for number, token in enumerate(found):
        if token.kind == "text":
            yield token
        else:
            following = found[number + 1].start if number + 1 < len(found) else len(text)
            yield token._replace(end=following if token.end < 0 else token.end)


class _Parser(HTMLParser):
    """Notes each thing that the parser reports, with its place; texts that touch become one."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=False)
        self.text = text
        self.found: list[Token] = []
        self._lines = [0, *(match.end() for match in re.finditer("\n", text))]

    def _at(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        start = self._at()
        self.found.append(Token("open", start, start + len(self.get_starttag_text() or ""), tag, tuple(attrs)))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.found.append(Token("close", self.found[-1].end, self.found[-1].end, tag))

    def handle_endtag(self, tag: str) -> None:
        start = self._at()
        close = self.text.find(">", start)
        self.found.append(Token("close", start, close + 1 if close >= 0 else len(self.text), tag))

    def handle_data(self, data: str) -> None:
        start = self._at()
        if self.text.startswith(data, start):
            self._text(start, start + len(data))

    def handle_entityref(self, name: str) -> None:
        self._reference(len(name) + 1)

    def handle_charref(self, name: str) -> None:
        self._reference(len(name) + 2)

    def _reference(self, length: int) -> None:
        start = self._at()
        self._text(start, start + length + self.text.startswith(";", start + length))

    def _text(self, start: int, end: int) -> None:
        if self.found and self.found[-1].kind == "text" and self.found[-1].end == start:
            self.found[-1] = self.found[-1]._replace(end=end)
        else:
            self.found.append(Token("text", start, end))

    def _other(self, data: str) -> None:
        self.found.append(Token("other", self._at(), -1))

    handle_comment = handle_decl = handle_pi = unknown_decl = _other  # type: ignore[assignment]


def language_of(token: Token) -> str:
    """The primary language that a tag declares, empty for none."""
    values = dict(token.attributes)
    return re.split("[-_]", (values.get("lang") or values.get("xml:lang") or "").strip().lower())[0]
