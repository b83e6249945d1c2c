"""Pieces of text with data for programs, as HTML and back: what articles of dictionaries and the sides of cards are made of.

A `Piece` is an element with its data, which the formats write each in its own way (HTML with `data-` attributes, the structured content of Yomitan).
"""

from __future__ import annotations

from html import escape
from html.parser import HTMLParser
from typing import Iterable, Iterator, NamedTuple, Sequence, TypeAlias, Union
from urllib.parse import quote

_VOID = frozenset(("br", "hr", "img", "input", "meta", "link", "wbr"))
_BLOCKS = frozenset(("div", "p", "ul", "ol", "li", "br", "tr", "table", "h1", "h2", "h3", "h4", "dd", "dt", "dl", "hr", "blockquote"))


class Piece(NamedTuple):
    """An element of an article."""

    tag: str
    """As in HTML: div, ul, li, span, a."""
    data: dict[str, str]
    """What programs read; `ta` says what the piece is."""
    content: tuple[Content, ...] = ()
    """Texts and further pieces."""
    lang: str = ""
    """The language of its texts, where it is stated."""


Content: TypeAlias = Union[Piece, str]
"""What stands in a piece."""


def html(content: Content, link: str = "") -> str:
    """A piece as HTML on one line; a line end within a text becomes `<br>`, and an `a` leads to its text behind `link`, or nowhere without one.

    >>> html(Piece("div", {"ta": "note"}, ("baris 1\\nbaris <2>",), "id"))
    '<div lang="id" data-ta="note">baris 1<br>baris &lt;2&gt;</div>'
    >>> html(Piece("a", {}, ("bobot model",)), "bword://")
    '<a href="bword://bobot%20model">bobot model</a>'
    """
    if isinstance(content, str):
        return escape(content.replace("\r\n", "\n")).replace("\n", "<br>").replace("\r", "&#13;").replace("\t", "&#9;")
    inner = "".join(html(item, link) for item in content.content)
    if content.tag == "a":
        return f'<a href="{escape(link + quote("".join(lines(content.content))))}">{inner}</a>' if link else inner
    names = "".join(f' data-{name}="{escape(value)}"' for name, value in content.data.items())
    lang = f' lang="{content.lang}"' if content.lang else ""
    return f"<{content.tag}{lang}{names}>{inner}</{content.tag}>"


def parsed(text: str) -> tuple[Content, ...]:
    """The pieces of an HTML text; what is not closed ends with the text.

    >>> [piece] = parsed('<div data-ta="note" lang="id">baris 1<br>baris &lt;2&gt;</div>')
    >>> piece.data, piece.lang, piece.content
    ({'ta': 'note'}, 'id', ('baris 1\\nbaris <2>',))
    """
    reader = _Reader()
    reader.feed(text)
    reader.close()
    while len(reader.open) > 1:
        reader.up()
    return _merged(reader.open[0].content)


def within(content: Iterable[Content]) -> Iterator[Piece]:
    """Every piece, before those that are in it.

    >>> [piece.tag for piece in within(parsed("<p>model <b>bahasa</b></p>"))]
    ['p', 'b']
    """
    for item in content:
        if isinstance(item, Piece):
            yield item
            yield from within(item.content)


def lines(content: Iterable[Content]) -> list[str]:
    """The texts of foreign pieces as a person sees them, a line each, runs of spaces as one.

    >>> lines(parsed("<b>model</b> bahasa<ul><li>satu</li><li>dua</li></ul>"))
    ['model bahasa', 'satu', 'dua']
    """
    def flat(items: Iterable[Content]) -> Iterator[str]:
        for item in items:
            if isinstance(item, str):
                yield item
            elif item.tag not in ("script", "style", "rt", "rp"):
                around = "\n" if item.tag in _BLOCKS else ""
                yield around
                yield from flat(item.content)
                yield around

    return [line for line in (" ".join(line.split()) for line in "".join(flat(content)).split("\n")) if line]


class _Draft:
    def __init__(self, tag: str, data: dict[str, str], lang: str) -> None:
        self.tag, self.data, self.lang = tag, data, lang
        self.content: list[Content] = []


class _Reader(HTMLParser):
    """A tree of pieces, for a parser that only tells of tags."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [_Draft("", {}, "")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.open[-1].content.append("\n")
        elif tag not in _VOID and len(self.open) < 100:
            values = {name: value or "" for name, value in attrs}
            data = {name.removeprefix("data-"): value for name, value in values.items() if name.startswith("data-")}
            self.open.append(_Draft(tag, data, values.get("lang", "")))

    def handle_endtag(self, tag: str) -> None:
        if any(draft.tag == tag for draft in self.open[1:]):
            while self.open[-1].tag != tag:
                self.up()
            self.up()

    def handle_data(self, data: str) -> None:
        self.open[-1].content.append(data)

    def up(self) -> None:
        """Closes the innermost element."""
        draft = self.open.pop()
        self.open[-1].content.append(Piece(draft.tag, draft.data, _merged(draft.content), draft.lang))


def _merged(content: Sequence[Content]) -> tuple[Content, ...]:
    """The content with neighbouring texts joined."""
    found: list[Content] = []
    for item in content:
        if isinstance(item, str) and found and isinstance(found[-1], str):
            found[-1] += item
        else:
            found.append(item)
    return tuple(found)
