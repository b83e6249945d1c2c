"""The text of an HTML page block by block, with inline elements as markup: which elements hold text, and where a block begins and ends.

Elements that are code, `translate="no"` or in another language are no text. Tags that wrap a block whole stay outside its segment.
"""

from __future__ import annotations

import html
import re
from typing import Literal, NamedTuple, Sequence

from translator_aid import placeholders
from translator_aid.escapes import decoded
from translator_aid.htmltokens import VOID, Token, language_of
from translator_aid.model import Language, Protected, Segment, Span

REFERENCE = re.compile(r"&(?:#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[A-Za-z][A-Za-z0-9]{1,31};?)")
"""A character reference; what names no character stays as it is."""
Kind = Literal["heading", "item", "cell", "title", "paragraph"]
_BLOCKS = frozenset(
    "address article aside base basefont bgsound blockquote body br button caption center col colgroup datalist dd details dialog dir div dl dt"
    " fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html input label legend li link listing main"
    " marquee menu meta nav noembed noframes ol optgroup option p param plaintext pre progress search section select source summary table tbody td"
    " template textarea tfoot th thead title tr track ul xmp".split())
"""Elements that end a paragraph where they begin and end; all others, unknown ones too, stand within one, as browsers have it."""
_SILENT = frozenset("svg script style iframe object audio video canvas noscript map".split())
_FOREIGN = ("svg", "math")
_CODE = frozenset("code kbd samp var tt math".split()) | _SILENT
_IN_HEAD = frozenset("base basefont bgsound link meta noframes noscript script style template title".split())
_SKIP = frozenset("head pre textarea template xmp listing plaintext noembed noframes select datalist".split()) | _CODE
_ENDS: dict[str, frozenset[str]] = {
    "li": frozenset({"li"}), "dt": frozenset({"dt", "dd"}), "dd": frozenset({"dt", "dd"}), "tr": frozenset({"tr", "td", "th"}),
    "td": frozenset({"td", "th"}), "th": frozenset({"td", "th"}), "option": frozenset({"option"}), "body": frozenset({"head"}),
}
_LIMITS = frozenset("ul ol dl table div section article main aside blockquote body html select".split())
_KINDS: dict[str, Kind] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"), **dict.fromkeys(("li", "dt", "dd"), "item"), "td": "cell", "th": "cell",
    "title": "title",
}
_SIMPLE = re.compile(r"(<(?:code|kbd|samp|var|tt)\b[^<>]*>)([^<>]+)(</[^<>]*>)", re.IGNORECASE)
_LEAD = re.compile(r"(?:[\s\ufeff]|&nbsp;|&#160;|&#[xX][aA]0;)+")
_TRAIL = re.compile(rf"(?:{_LEAD.pattern})\Z")


class Blocks:
    """Gathers the stretches of one block after the other, and cuts segments from them."""

    def __init__(self, text: str, language: Language) -> None:
        self.text = text
        self.language = language
        self.segments: list[Segment] = []
        self._open: list[tuple[str, bool]] = [("", False)]
        self._run: list[_Item] = []
        self._kept = -1
        """Where an inline element that is no text begins; -1 outside such."""

    def take(self, token: Token) -> None:
        """One more thing of the page."""
        if token.kind == "open":
            self._enter(token)
        elif token.kind == "close":
            self._leave(token)
        elif not self._open[-1][1]:
            self._run.append(_Item("text" if token.kind == "text" else "whole", token.start, token.end))

    def _enter(self, token: Token) -> None:
        tag, inline = token.tag, self._inline(token.tag)
        if self._open[-1][0] == "head" and tag not in _IN_HEAD:
            self._open.pop()
        if not inline:
            self.flush()
            self._imply(tag)
        skipped = self._open[-1][1]
        now = self._skips(token, skipped)
        if inline and not skipped and not now:
            self._run.append(_Item("link" if tag == "img" else "whole" if tag in VOID else "open", token.start, token.end))
        elif inline and not skipped:
            self._kept = token.start
        if tag in VOID:
            self._kept = self._kept if skipped else -1
        else:
            self._open.append((tag, now))

    def _inline(self, tag: str) -> bool:
        """Whether an element stands within a paragraph; all that a picture or a formula is made of does."""
        return tag not in _BLOCKS or any(one in _FOREIGN for one, _skip in self._open)

    def _skips(self, token: Token, skipped: bool) -> bool:
        """Whether what an element holds is no text to be read."""
        values = dict(token.attributes)
        wish = (values.get("translate", "") or "").strip().lower() if "translate" in values else None
        said = language_of(token) if token.tag not in ("html", "body") else ""
        if token.tag == "title" and not any(tag in ("svg", "body") for tag, _skip in self._open):
            return False
        if token.tag in _SKIP or wish == "no" or said and said != self.language or "notranslate" in (values.get("class") or "").split():
            return True
        return skipped and not (wish in ("yes", "") or said == self.language) or skipped and any(tag in _SKIP for tag, _skip in self._open)

    def _leave(self, token: Token) -> None:
        tag, inline = token.tag, self._inline(token.tag)
        if not inline:
            self.flush()
        depth = next((n for n in range(len(self._open) - 1, 0, -1) if self._open[n][0] == tag), 0)
        if not depth:
            if inline and not self._open[-1][1]:
                self._run.append(_Item("close", token.start, token.end))
            return
        was = self._open[-1][1]
        del self._open[depth:]
        now = self._open[-1][1]
        if inline and not now:
            if was and self._kept >= 0:
                self._run.append(_Item("whole" if tag in _SILENT else "code", self._kept, token.end))
            elif not was:
                self._run.append(_Item("close", token.start, token.end))
        if not now:
            self._kept = -1

    def _imply(self, tag: str) -> None:
        """Closes what a new block closes by its mere beginning."""
        ends = _ENDS.get(tag, frozenset()) | {"p"}
        for n in range(len(self._open) - 1, 0, -1):
            if self._open[n][0] in ends:
                del self._open[n:]
            elif self._open[n][0] in _LIMITS and tag != "body":
                return

    def flush(self) -> None:
        """Ends the block: what it has of text becomes a segment, without the tags that wrap it whole."""
        items = _trimmed(self.text, self._run)
        self._run = []
        if items:
            kind: Kind = next((_KINDS[tag] for tag, _skip in reversed(self._open) if tag in _KINDS), "paragraph")
            self.segments.append(_segment(self.text, items, kind))


class _Item(NamedTuple):
    """A stretch of a block: text, a tag, or something whole that is kept (`code`, or an image as `link`)."""

    kind: Literal["text", "open", "close", "whole", "code", "link"]
    start: int
    end: int


def _trimmed(text: str, items: list[_Item]) -> list[_Item]:
    """A block's stretches from its first text to its last, with the tags whose other half is among them."""
    partner = _partners(text, items)
    first, last = 0, len(items) - 1
    while first <= last:
        item = items[first]
        end = partner.get(first, first)
        if _says(text, item):
            break
        if item.kind == "open" and first < end < last and any(_says(text, inner) for inner in items[first:end]):
            break
        last -= end == last and end > first
        first += 1
    while last > first:
        item = items[last]
        begin = partner.get(last, last)
        if _says(text, item) or item.kind == "close" and first <= begin < last and any(_says(text, inner) for inner in items[begin:last]):
            break
        last -= 1
    kept = items[first:last + 1]
    if not any(item.kind == "text" and _says(text, item) for item in kept):
        return []
    return [_stripped(text, item, number == 0, number == len(kept) - 1) for number, item in enumerate(kept)]


def _says(text: str, item: _Item) -> bool:
    return item.kind == "code" or item.kind == "text" and bool(html.unescape(text[item.start:item.end]).strip().strip("\ufeff"))


def _stripped(text: str, item: _Item, first: bool, last: bool) -> _Item:
    """A text at the edge of its block without the white space there."""
    if item.kind != "text":
        return item
    lead = _LEAD.match(text, item.start, item.end) if first else None
    start = lead.end() if lead else item.start
    end = item.end
    while last and start < end and (trail := _TRAIL.search(text, max(start, end - 400), end)) and trail.start() < end:
        end = trail.start()
    return item._replace(start=start, end=end)


def _partners(text: str, items: Sequence[_Item]) -> dict[int, int]:
    """For each tag that has its other half in the block, the other's number."""
    opened: list[tuple[str, int]] = []
    found: dict[int, int] = {}
    for number, item in enumerate(items):
        name = re.match(r"</?([^\s/>]*)", text[item.start:item.end])
        if item.kind == "open" and name:
            opened.append((name[1].lower(), number))
        elif item.kind == "close" and name:
            begin = next((n for n in range(len(opened) - 1, -1, -1) if opened[n][0] == name[1].lower()), -1)
            if begin >= 0:
                found[number] = opened[begin][1]
                found[opened[begin][1]] = number
                del opened[begin:]
    return found


def _segment(text: str, items: list[_Item], kind: Kind) -> Segment:
    raw = text[items[0].start:items[-1].end]
    tags = {text[item.start:item.end] for item in items if item.kind != "text"}
    plain = "".join(html.unescape(text[item.start:item.end]) for item in items if item.kind == "text")
    # A text that says "<b>" beside a tag <b> keeps its references, or nobody could tell the two apart.
    kept = any(tag in plain for tag in tags)
    pieces: list[str] = []
    spans: list[Protected] = []
    length = 0

    def add(piece: str, what: Literal["code", "link", "markup"] | None) -> None:
        nonlocal length
        if what and piece:
            spans.append(Protected(Span(length, length + len(piece)), what))
        elif not what:
            spans.extend(Protected(Span(length + item.span.start, length + item.span.end), item.kind) for item in placeholders.protected(piece)
                         if item.kind == "code")
        pieces.append(piece)
        length += len(piece)

    at = items[0].start
    for item in items:
        add(text[at:item.start], "markup")
        at = item.end
        piece = text[item.start:item.end]
        simple = _SIMPLE.fullmatch(piece) if item.kind == "code" else None
        if item.kind == "text":
            for part in re.split("(&[lg]t;)", piece) if kept else (piece,):
                whole = kept and part in ("&lt;", "&gt;")
                add(part if whole else decoded(part, REFERENCE, html.unescape), "code" if whole else None)
        elif simple:
            add(simple[1], "markup")
            add(decoded(simple[2], REFERENCE, html.unescape), "code")
            add(simple[3], "markup")
        else:
            add(piece, item.kind if item.kind in ("code", "link") else "markup")
    return Segment(kind, "".join(pieces), items[0].start, tuple(spans), raw)
