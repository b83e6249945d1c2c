"""A segment set in HTML: its block's tags, its inline markup, its links, with everything else escaped.

A Document keeps its file's own signs, Markdown's for one: in the gaps those of blocks, in `Segment.protected` those within a block. This is where
they become tags. A sign that means nothing here, an asterisk without its partner or a `<script>`, stays text.
"""

from __future__ import annotations

import html
import re
from typing import Iterator, Literal, Sequence

from markupsafe import Markup, escape

from translator_aid.model import Document, Protected, Segment, Span

_TAGS = ("b", "strong", "i", "em", "s", "del", "sub", "sup", "mark", "u")
_MARK = re.compile(r"(?:[abiux]|span)\d*x*|c|v")
"""The marks of Word documents and of subtitles."""
_SILENT = (
    "a", "abbr", "acronym", "bdi", "bdo", "big", "br", "cite", "code", "data", "dfn", "div", "font", "img", "ins", "kbd", "nobr", "output", "p", "q",
    "rb", "rp", "rt", "ruby", "samp", "small", "span", "strike", "time", "tt", "var", "wbr")
_ADDRESS = re.compile(r"\]\(\s*<?((?:https?://|mailto:)[^\s>)]*)", re.IGNORECASE)
_IMAGE = re.compile(r"!\[([^\]]*)\].*", re.DOTALL)
_FENCE = re.compile(r"^[ \t>]*(`{3,}|~{3,})[^\n]*\n(.*?)^[ \t>]*\1", re.MULTILINE | re.DOTALL)
_MARKER = re.compile(r"(?:[-*+]|(\d{1,9})[.)])[ \t]+(?:\[[ xX]\][ \t]+)?$")
_INLINE = re.compile(
    r"(?P<code>(`+)(?!`).+?(?<!`)\2(?!`)|\[\^[^\]\s]+\])|(?P<link>!\[[^\]]*\]\([^)]*\)|<https?://[^>\s]+>)"
    r"|(?P<markup>\\(?=[!-/:-@\[-`{-~])|\*+|_+|~~|\[(?=[^\]]*\]\()|\]\([^)\s]*(?:\s[^)]*)?\)|</?\w+>)", re.DOTALL)


def signs(text: str) -> Iterator[Protected]:
    """Markdown's inline signs in a text that no reader has seen, such as a translation.

    >>> [(item.kind, "**a** `b`"[item.span.start:item.span.end]) for item in signs("**a** `b`")]
    [('markup', '**'), ('markup', '**'), ('code', '`b`')]
    """
    for found in _INLINE.finditer(text):
        kind: Literal["code", "link", "markup"] = "code" if found["code"] else "link" if found["link"] else "markup"
        yield Protected(Span(*found.span()), kind)


class Text:
    """A text with its inline signs understood; `pieces` gives it as HTML, cut where the caller wants.

    >>> text = "Ini *agen* <AI>"
    >>> [(number, str(piece)) for number, piece in Text(text, tuple(signs(text))).pieces([Span(4, 10)])]
    [(-1, 'Ini '), (0, '<em>agen</em>'), (-1, ' &lt;AI&gt;')]
    """

    def __init__(self, text: str, protected: Sequence[Protected] = (), foreign: Sequence[Span] = (), language: str = "") -> None:
        self.text = text
        self.language = language
        self._hidden: list[Span] = []
        self._wraps: list[tuple[Span, str]] = [(span, "") for span in foreign]
        self._links: list[tuple[Span, str]] = []
        self._entities: list[Span] = []
        opened: list[tuple[str, Span]] = []
        for item in protected:
            if item.kind == "markup":
                self._markup(item.span, opened)
            else:
                self._whole(item.span, item.kind)

    def pieces(self, marks: Sequence[Span]) -> Iterator[tuple[int, Markup]]:
        """HTML before, in and after the marks: -1 or the mark's number, and the piece. A link with a mark in it moves behind its text."""
        sign = '<span aria-hidden="true">↗</span><span class="vh">{0}</span>'
        arrow = Markup(' <a class="out" href="{0}" rel="noopener nofollow">' + sign + "</a>")
        behind = [link for link in self._links if any(link[0].overlaps(mark) for mark in marks)]
        self._links = [link for link in self._links if link not in behind]
        at = 0
        for number, mark in [*enumerate(marks), (-1, Span(len(self.text), len(self.text)))]:
            if at < mark.start:
                yield -1, self._html(at, mark.start)
            if number >= 0:
                yield number, self._html(mark.start, mark.end)
            at = mark.end
            for link in [link for link in behind if link[0].end <= at + 1 or number < 0]:
                behind.remove(link)
                yield -1, arrow.format(link[1])

    def _markup(self, span: Span, opened: list[tuple[str, Span]]) -> None:
        raw = self.text[span.start:span.end]
        tag = re.fullmatch(r"<(/?)([\w:-]+)[^>]*>", raw)
        if re.fullmatch(r"\*+|_+|~+", raw):
            self._delimiter(raw, span, opened)
        elif raw.startswith("]"):
            self._hidden.append(span)
            address = _ADDRESS.match(raw)
            begin = next((item for item in reversed(opened) if item[0] == "["), None)
            if begin:
                opened.remove(begin)
                self._links += [(Span(begin[1].end, span.start), address[1])] if address else []
        elif tag and tag[2].lower() in _TAGS:
            if tag[1]:
                self._close(tag[2].lower(), span, tag[2].lower(), opened)
            else:
                opened.append((tag[2].lower(), span))
        elif not tag or tag[2].lower() in _SILENT or _MARK.fullmatch(tag[2]) or re.search("[:-]", tag[2]):
            self._hidden.append(span)
            opened += [(raw, span)] if raw == "[" else []

    def _delimiter(self, raw: str, span: Span, opened: list[tuple[str, Span]]) -> None:
        """A run of `*`, `_` or `~`: it closes what stands open, else opens, else is text."""
        text, sign, at, end = self.text, raw[0], span.start, span.end
        before, after = text[at - 1:at], text[end:end + 1]
        inside = sign == "_" and before.isalnum() and after.isalnum()
        while at < end and before.strip() and not inside and any(item[0][0] == sign for item in opened):
            width = len(next(item[0] for item in reversed(opened) if item[0][0] == sign))
            width = min(width, end - at, 2)
            tag = "s" if sign == "~" else "strong" if width == 2 else "em"
            self._close(sign * width, Span(at, at + width), tag, opened)
            at += width
        if at < end and after.strip() and not inside:
            opened += [(sign * min(2, end - n), Span(n, min(end, n + 2))) for n in range(at, end, 2)]

    def _close(self, name: str, span: Span, tag: str, opened: list[tuple[str, Span]]) -> None:
        begin = next((item for item in reversed(opened) if item[0] == name), None)
        if begin:
            opened.remove(begin)
            self._hidden += begin[1], span
            self._wraps.append((Span(begin[1].end, span.start), tag))

    def _whole(self, span: Span, kind: str) -> None:
        """Code, an entity, a footnote's number, an image or an address: one thing, whatever stands in it."""
        raw = self.text[span.start:span.end]
        image = _IMAGE.fullmatch(raw)
        edges = (0, 0)
        if image:
            edges = (2, len(raw) - 2 - len(image[1]))
            self._wraps.append((span, "image"))
        elif re.match(r"<[a-zA-Z][\w-]*[\s/>]", raw):
            self._hidden += [Span(span.start + found.start(), span.start + found.end()) for found in re.finditer("<[^<>]*>", raw)]
            return
        elif kind == "link":
            edges = (1, 1) if raw.startswith("<") else edges
            address = raw[edges[0]:len(raw) - edges[1]]
            self._links += [(span, address)] if re.match(r"(?:https?://|mailto:)", address, re.IGNORECASE) else []
        elif raw.startswith("[^"):
            edges = (2, 1)
            self._wraps.append((span, "sup"))
        elif raw.startswith("&"):
            self._entities.append(span)
        else:
            ticks = len(raw) - len(raw.lstrip("`"))
            edges = (ticks, ticks)
            self._wraps.append((span, "code"))
        self._hidden += Span(span.start, span.start + edges[0]), Span(span.end - edges[1], span.end)

    def _html(self, start: int, end: int) -> Markup:
        spans = [*self._hidden, *self._entities, *(span for span, _tag in self._wraps), *(span for span, _address in self._links)]
        cuts = sorted({start, end, *(at for span in spans for at in (span.start, span.end) if start < at < end)})
        pieces = []
        for run in map(Span, cuts, cuts[1:]):
            if any(span.overlaps(run) for span in self._hidden):
                continue
            raw = self.text[run.start:run.end]
            piece = escape(html.unescape(raw) if any(span.overlaps(run) for span in self._entities) else raw)
            for tag in dict.fromkeys(tag for span, tag in reversed(self._wraps) if span.overlaps(run)):
                piece = self._wrapped(tag, piece)
            for span, address in self._links:
                if span.overlaps(run):
                    piece = Markup('<a href="{}" rel="noopener nofollow">{}</a>').format(address, piece)
            pieces.append(piece)
        return Markup("").join(pieces)

    def _wrapped(self, tag: str, piece: Markup) -> Markup:
        if tag == "":
            return Markup('<span class="left" lang="{}">{}</span>').format(self.language, piece)
        opening = {"image": '<span class="img">', "code": '<code translate="no">'}.get(tag, f"<{tag}>")
        return Markup(opening) + piece + Markup("</span>" if tag == "image" else f"</{tag}>")


class Layout:
    """The tags of a document's blocks, in order; `flat` leaves lists and tables out, for a page that pairs paragraphs."""

    def __init__(self, document: Document, flat: bool = False) -> None:
        self.document = document
        self.flat = flat
        self._first = document.segments[0].start if document.segments else 0
        self._at = 0
        self._group = ""
        self._body = False

    def level(self, segment: Segment) -> int:
        """The level of a heading, 1 to 6; 0 for what is none. The document's first heading, if nothing precedes it, is its title.

        >>> text = "Chatbot baru\\n\\nPerusahaan itu merilisnya kemarin.\\n"
        >>> segments = (Segment("paragraph", text[:12], 0), Segment("paragraph", text[14:48], 14))
        >>> [Layout(Document("a.txt", "plain", text, segments)).level(segment) for segment in segments]
        [1, 0]
        """
        document, text = self.document, self.document.text
        title = segment.start == self._first
        if segment.kind != "heading":
            short = document.format == "plain" and len(segment.text) <= 120 and not re.search(r"[.!?…:;”\"\n]$|\n", segment.text)
            return 1 if title and short and document.segments[1:2] else 0
        if title or document.format != "markdown":
            return 1 if title else 2
        hashes = re.search(r"(#{1,6})[ \t]+$", text[:segment.start])
        return len(hashes[1]) if hashes else 1 if re.match(r"[^\n]*\n[ \t>]*=", text[segment.end:]) else 2

    def enter(self, segment: Segment) -> tuple[Markup, str, str]:
        """What comes before a block (tags to close and open, code that stood in the gap), the block's tag and its classes."""
        gap = self.document.text[self._at:segment.start] if self.document.format == "markdown" else "\n"
        self._at = segment.end
        line = gap.rpartition("\n")[2]
        before = self._code(gap)
        level = self.level(segment)
        if level:
            return self._switch(before, ""), f"h{level}", ""
        quote = "quote" if ">" in line else ""
        if self.flat:
            return before, "p", quote or segment.kind if segment.kind != "paragraph" else quote
        if segment.kind == "item":
            return self._item(before, line)
        if segment.kind == "cell" and self.document.format == "markdown":
            return self._cell(before, gap, line)
        return self._switch(before, ""), "p", quote

    def close(self) -> Markup:
        """What is still open at the end."""
        gap = self.document.text[self._at:] if self.document.format == "markdown" else ""
        return self._switch(self._code(gap), "")

    def _switch(self, before: Markup, group: str, opening: str = "") -> Markup:
        """Closes the group that stands open, unless it goes on."""
        if self._group == group:
            return before
        end = {"": "", "table": "</tr></table>"}.get(self._group, f"</{self._group}>")
        self._group, self._body = group, False
        return Markup(end) + before + Markup(opening or (f"<{group}>" if group else ""))

    def _code(self, gap: str) -> Markup:
        code = Markup("").join(Markup('<pre translate="no">{}</pre>').format(found[2]) for found in _FENCE.finditer(gap))
        return self._switch(Markup(""), "") + code if code else code

    def _item(self, before: Markup, line: str) -> tuple[Markup, str, str]:
        marker = _MARKER.search(line)
        if not marker:
            return self._switch(before, self._group if self._group in ("ul", "ol") else "ul"), "li", "more"
        depth = min(len(line[:marker.start()].expandtabs(4).strip("\n")) // 2, 3)
        number = int(marker[1]) if marker[1] else 0
        group = "ol" if marker[1] else "ul"
        return self._switch(before, group, f'<ol start="{number}">' if marker[1] else ""), "li", f"deep{depth}" if depth else ""

    def _cell(self, before: Markup, gap: str, line: str) -> tuple[Markup, str, str]:
        """A table's cell; one without text is no segment, so the bars before this one are counted."""
        new = "\n" in gap or self._group != "table"
        continues = self._group == "table" and "\n\n" not in gap
        bars = line.replace("\\|", "").count("|")
        empty = Markup("<td></td>") * max(0, bars - 1 if not new or line.lstrip().startswith("|") else bars)
        if not continues:
            if self._group == "table":
                before = self._switch(before, "")
            return self._switch(before, "table", "<table><tr>") + empty, "th", ""
        self._body = self._body or new
        return before + Markup("</tr><tr>" if new else "") + empty, "td" if self._body else "th", ""
