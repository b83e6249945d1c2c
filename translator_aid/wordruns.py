"""The elements of a Word document's XML with their places, and the pieces that a paragraph is made of. After ECMA-376, part 1, chapter 17."""

from __future__ import annotations

import html
import re
from typing import Iterator, Literal, NamedTuple, Sequence

_TOKEN = re.compile(r"<!--.*?-->|<\?.*?\?>|<(?P<close>/?)(?P<name>[^\s/>!?]+)(?:[^>\"']|\"[^\"]*\"|'[^']*')*?(?P<empty>/?)>", re.DOTALL)
_PAIRED = frozenset({"w:hyperlink", "w:ins", "w:moveTo", "w:smartTag", "w:fldSimple", "w:customXml", "w:dir", "w:bdo", "w:sdt"})
_DROPPED = frozenset({"w:proofErr", "w:lastRenderedPageBreak", "w:rPr", "w:pPr"})
_CHARACTERS = {"w:noBreakHyphen": "\u2011", "w:softHyphen": "\u00ad"}
_BARRIERS = ("w:br", "w:cr", "w:tab", "w:sym", "w:ptab")
_PARAGRAPH = re.compile(r"<w:p[\s>]")


class Node(NamedTuple):
    """An element of XML with its place in the text."""

    name: str
    start: int
    inner: int
    """Where its content begins."""
    close: int
    """Where its closing tag begins."""
    end: int
    children: list[Node]


class Item(NamedTuple):
    """A piece of a paragraph, with the stretch of the file that goes if it goes: its whole run."""

    kind: Literal["text", "open", "close", "whole", "stop"]
    start: int
    end: int
    raw: str = ""
    """For a text its run's formatting, else what stands in the file."""
    text: str = ""
    barrier: bool = False


def parsed(text: str, start: int = 0) -> Node:
    """The elements of well-formed XML, or of a piece of it, under a root without a name.

    >>> root = parsed("<w:p><w:r><w:t>Halo</w:t></w:r></w:p>")
    >>> root.children[0].name, root.children[0].children[0].inner
    ('w:p', 10)
    """
    root = Node("", start, start, len(text), len(text), [])
    stack: list[tuple[str, int, int, list[Node]]] = [("", start, start, root.children)]
    for found in _TOKEN.finditer(text, start):
        name = found["name"]
        if not name:
            continue
        if found["close"]:
            opened, begin, inner, children = stack.pop()
            stack[-1][3].append(Node(opened, begin, inner, found.start(), found.end(), children))
        elif found["empty"]:
            stack[-1][3].append(Node(name, found.start(), found.end(), found.end(), found.end(), []))
        else:
            stack.append((name, found.start(), found.end(), []))
    return root


def paragraphs(node: Node, around: tuple[str, ...] = ()) -> Iterator[tuple[Node, tuple[str, ...]]]:
    """The paragraphs under an element, each before those within it, and the names of what they stand in."""
    for child in node.children:
        if child.name == "w:p":
            yield child, around
        if child.name not in ("w:del", "w:moveFrom", "w:pPr", "w:sdtPr"):
            yield from paragraphs(child, (*around, child.name))


def kind_of(text: str, around: tuple[str, ...], node: Node) -> Literal["heading", "cell", "item", "paragraph"]:
    """What a paragraph is, by its style, its numbering and what it stands in.

    >>> text = '<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>Model bahasa</w:t></w:r></w:p>'
    >>> kind_of(text, ("w:body",), parsed(text).children[0])
    'heading'
    """
    properties = _properties(text, node)
    if re.search(r'<w:outlineLvl |<w:pStyle w:val="(?:Heading|Title|Judul)', properties):
        return "heading"
    return "cell" if "w:tc" in around else "item" if "<w:numPr>" in properties else "paragraph"


def is_code(text: str, node: Node) -> bool:
    """Whether a paragraph has a style for program text: that of HTML's `pre`, or pandoc's.

    >>> text = '<w:p><w:pPr><w:pStyle w:val="HTMLPreformatted"/></w:pPr></w:p>'
    >>> is_code(text, parsed(text).children[0])
    True
    """
    return re.search(r'<w:pStyle w:val="[^"]*(?:Preformatted|SourceCode)', _properties(text, node)) is not None


def _properties(text: str, node: Node) -> str:
    return next((text[child.start:child.end] for child in node.children if child.name == "w:pPr"), "")


def items(text: str, children: Sequence[Node]) -> Iterator[Item]:
    """The pieces of a paragraph in order; a stop where another paragraph stands within it."""
    for child in children:
        raw = text[child.start:child.end]
        if child.name in _DROPPED:
            continue
        if _PARAGRAPH.search(raw) and child.name not in ("w:del", "w:moveFrom"):
            yield Item("stop", child.start, child.end)
        elif child.name == "w:r":
            yield from _run_items(text, child)
        elif child.name in _PAIRED and child.children:
            body = next((one for one in child.children if one.name == "w:sdtContent"), None) if child.name == "w:sdt" else child
            if body is None:
                continue
            yield Item("open", child.start, body.inner, text[child.start:body.inner])
            yield from items(text, body.children)
            yield Item("close", body.close, child.end, text[body.close:child.end])
        else:
            yield Item("whole", child.start, child.end, raw)


def _run_items(text: str, run: Node) -> Iterator[Item]:
    form = next((text[child.start:child.end] for child in run.children if child.name == "w:rPr"), "")
    for child in run.children:
        raw = text[child.start:child.end]
        if child.name == "w:t":
            inner = html.unescape(text[child.inner:child.close])
            yield Item("text", run.start, run.end, form, inner if "preserve" in text[child.start:child.inner] else inner.strip(" \t\r\n"))
        elif child.name in _CHARACTERS:
            yield Item("text", run.start, run.end, form, _CHARACTERS[child.name])
        elif child.name not in _DROPPED:
            yield Item("whole", run.start, run.end, f"<w:r>{form}{raw}</w:r>", barrier=child.name in _BARRIERS)


def trimmed(found: list[Item]) -> list[Item]:
    """A paragraph's pieces from its first run with text to its last, with the tags whose other half is among them."""
    speaking = {item.start for item in found if item.kind == "text" and item.text.strip()}
    if not speaking:
        return []
    partner: dict[int, int] = {}
    opened: list[int] = []
    for number, item in enumerate(found):
        if item.kind == "open":
            opened.append(number)
        elif item.kind == "close":
            partner[number] = opened.pop()
            partner[partner[number]] = number
    numbers = [number for number, item in enumerate(found) if item.start in speaking]
    first, last = numbers[0], numbers[-1]
    changed = True
    while changed:
        inside = [partner[number] for number in range(first, last + 1) if number in partner]
        wider = min([first, *inside]), max([last, *inside])
        changed = wider != (first, last)
        first, last = wider
    return found[first:last + 1]
