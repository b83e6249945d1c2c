"""Paragraphs of a Word document: their runs as text with inline marks, and new text with such marks as runs again.

What differs from the formatting that most of the paragraph has stands between marks, `<b>` and `</b>` where it is bold only; links, insertions
and fields do too; what is no text (a footnote's number, a picture, a bookmark) is one mark, `<x1/>`. Adjacent runs of one formatting are one text,
however the word processor has cut them. After ECMA-376, part 1, chapter 17.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from typing import Iterator, Literal, NamedTuple, Sequence

from translator_aid.model import Protected, Segment, Span
from translator_aid.wordruns import Item, Node, is_code, items, kind_of, paragraphs, parsed, trimmed

_BOUND = re.compile(r"<w:(?:fldChar|instrText|(?:bookmark|commentRange|perm|moveToRange|moveFromRange)(?:Start|End))\b")
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML cannot hold."""


class Mark(NamedTuple):
    """What a mark in the text stands for."""

    kind: Literal["format", "open", "close", "whole", "end"]
    raw: str


class Marked(NamedTuple):
    """A stretch of a paragraph as text with marks."""

    text: str
    marks: dict[str, Mark]
    placed: tuple[Protected, ...]
    base: str
    """The formatting of what stands between no marks."""


def segments(text: str, root: Node) -> Iterator[Segment]:
    """The segments of all paragraphs under an element, those in text boxes too."""
    for node in paragraphs(root):
        kind = kind_of(text, node[1], node[0])
        run: list[Item] = []
        for item in [*items(text, node[0].children), Item("stop", 0, 0)] if not is_code(text, node[0]) else ():
            if item.kind != "stop":
                run.append(item)
                continue
            pieces = trimmed(run)
            run = []
            if pieces:
                raw = text[pieces[0].start:pieces[-1].end]
                marked = _marked(pieces)
                lead = len(marked.text) - len(marked.text.lstrip())
                placed = tuple(Protected(Span(one.span.start - lead, one.span.end - lead), one.kind) for one in marked.placed)
                yield Segment(kind, marked.text.strip(), pieces[0].start, placed, raw)


def written(raw: str, text: str) -> str:
    """The runs for a new text that carries the marks of the old one; what a mark stood for and is no text comes out in any case.

    >>> raw = '<w:r><w:t>pembelajaran </w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>penguatan</w:t></w:r>'
    >>> written(raw, "<b>reinforcement</b> learning").replace(' xml:space="preserve"', "")
    '<w:r><w:rPr><w:b/></w:rPr><w:t>reinforcement</w:t></w:r><w:r><w:t> learning</w:t></w:r>'
    """
    marked = _marked(list(items(raw, parsed(raw).children)))
    lead = marked.text[:len(marked.text) - len(marked.text.lstrip())]
    trail = marked.text[len(marked.text.rstrip()):]
    pieces: list[str] = []
    base = [marked.base]
    form: str | None = None
    opened: list[str] = []
    left = Counter(mark for mark, what in marked.marks.items() if what.kind == "whole")
    for part in _in_order(_split(lead + text.strip() + trail, marked.marks), marked.marks):
        what = marked.marks.get(part)
        if what is None:
            pieces += _run(base[-1] if form is None else form, part)
        elif what.kind == "format":
            form = what.raw
        elif what.kind == "end":
            form = None
        elif what.kind == "whole":
            pieces += [what.raw] if left[part] else []
            left[part] = 0
        elif what.kind == "open":
            inner, _bar, raw_open = what.raw.partition("\0")
            base.append(inner)
            opened.append(part)
            pieces.append(raw_open)
        elif opened and _closing(opened[-1]) == part:
            pieces.append(what.raw)
            opened.pop()
            base.pop()
    pieces += [marked.marks[_closing(mark)].raw for mark in reversed(opened)]
    return "".join(pieces) + "".join(marked.marks[mark].raw for mark in left.elements())


def _run(form: str, text: str) -> list[str]:
    text = _FORBIDDEN.sub("", text)
    return [f'<w:r>{form}<w:t xml:space="preserve">{html.escape(text, quote=False)}</w:t></w:r>'] if text else []


def _split(text: str, marks: Sequence[str] | dict[str, Mark]) -> list[str]:
    pattern = "|".join(re.escape(mark) for mark in sorted(marks, key=len, reverse=True))
    return [part for part in re.split(f"({pattern})", text) if part] if pattern else [text]


def _in_order(parts: list[str], marks: dict[str, Mark]) -> list[str]:
    """The parts, with the beginnings and ends of fields, bookmarks and comments in the order in which they were."""
    bound = [part for part in parts if part in marks and _BOUND.search(marks[part].raw)]
    places = iter(sorted(bound, key=list(marks).index))
    return [next(places) if part in bound else part for part in parts]


def _marked(found: Sequence[Item]) -> Marked:
    plain = "".join(item.text for item in found if item.kind == "text")
    base = _most(found)
    names = _Names(plain)
    pieces: list[str] = []
    placed: list[Protected] = []
    marks: dict[str, Mark] = {}
    bases, length = [base], 0
    form: str | None = None
    opened: list[str] = []

    def add(text: str, mark: Mark | None = None, kind: Literal["markup", "code"] = "markup") -> None:
        nonlocal length
        if mark:
            placed.append(Protected(Span(length, length + len(text)), kind))
            marks[text] = mark
        pieces.append(text)
        length += len(text)

    for number, item in enumerate(found):
        wanted = item.raw if item.kind == "text" and item.raw != bases[-1] else None
        if item.kind == "text" and not item.text:
            continue
        if form is not None and wanted != form:
            add(_closing(opened.pop()), Mark("end", ""))
            form = None
        if item.kind == "text":
            if wanted is not None and wanted != form:
                opened.append(names.format(wanted, bases[-1]))
                add(opened[-1], Mark("format", wanted))
                form = wanted
            add(item.text)
        elif item.kind == "open":
            inner = next((other.raw for other in found[number:] if other.kind == "text"), base)
            opened.append(names.pair())
            add(opened[-1], Mark("open", f"{inner}\0{item.raw}"))
            bases.append(inner)
        elif item.kind == "close":
            add(_closing(opened.pop()), Mark("close", item.raw))
            bases.pop()
        elif placed and pieces and marks.get(pieces[-1], Mark("end", "")).kind == "whole" and not item.barrier and placed[-1].kind == "markup":
            marks[pieces[-1]] = Mark("whole", marks[pieces[-1]].raw + item.raw)
        else:
            add(names.whole(), Mark("whole", item.raw), "code" if item.barrier else "markup")
    if form is not None:
        add(_closing(opened.pop()), Mark("end", ""))
    return Marked("".join(pieces), marks, tuple(placed), base)


def _most(found: Sequence[Item]) -> str:
    """The formatting that most of the text has, that in links and insertions aside."""
    sizes: Counter[str] = Counter()
    depth = 0
    for item in found:
        depth += (item.kind == "open") - (item.kind == "close")
        if item.kind == "text" and not depth:
            sizes[item.raw] += len(item.text)
    return sizes.most_common(1)[0][0] if sizes else ""


def _closing(mark: str) -> str:
    return "</" + mark[1:]


class _Names:
    """Names for marks that do not occur in the text."""

    def __init__(self, plain: str) -> None:
        self._suffix = ""
        while re.search(rf"</?(?:[biux]|a|span)\d*{self._suffix}/?>", plain):
            self._suffix += "x"
        self._count: Counter[str] = Counter()
        self._forms: dict[str, str] = {}

    def format(self, wanted: str, base: str) -> str:
        """The opening mark for a formatting: `<b>`, `<i>` or `<u>` where that is all there is to it."""
        if wanted not in self._forms:
            own = set(re.findall(r"<w:[^>]*>", wanted)) - set(re.findall(r"<w:[^>]*>", base)) - {"<w:rPr>"}
            kinds = {found[1] for one in own if (found := re.match(r"<w:([biu])(?:Cs)?(?: w:val=\"(?:single|1|true)\")?/>", one))}
            self._forms[wanted] = self._next(kinds.pop() if len(kinds) == 1 else "span", first=True)
        return self._forms[wanted]

    def pair(self) -> str:
        """The opening mark for a link or another element around text."""
        return self._next("a", first=True)

    def whole(self) -> str:
        """The mark for what is no text."""
        return self._next("x")[:-1] + "/>"

    def _next(self, name: str, first: bool = False) -> str:
        self._count[name] += 1
        number = "" if first and self._count[name] == 1 else str(self._count[name])
        return f"<{name}{number}{self._suffix}>"
