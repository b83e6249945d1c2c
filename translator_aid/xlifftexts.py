"""A text of XLIFF, of version 1 or 2, as pieces: words, codes of the original format, and where annotations begin and end."""

from __future__ import annotations

import re
from typing import Iterator, Literal, NamedTuple, Sequence, Union

from translator_aid.xmlstream import Element


class Code(NamedTuple):
    """A code of the original format within a text."""

    kind: Literal["open", "close", "whole"]
    """Which half of a pair, or one without another half."""
    name: str
    """Its identifier, the same for both halves."""


class Mark(NamedTuple):
    """Where an annotation begins or ends."""

    kind: Literal["begin", "end"]
    name: str
    """Its identifier."""
    type: str = ""
    """`term`, or what else it says."""
    ref: str = ""
    """What it refers to."""
    value: str = ""
    """What it says."""


Piece = Union[str, Code, Mark]


def text(pieces: Sequence[Piece]) -> str:
    """The text of pieces, without codes.

    >>> text(("Agen ", Code("whole", "1"), "AI"))
    'Agen AI'
    """
    return "".join(piece for piece in pieces if isinstance(piece, str))


def terms(pieces: Sequence[Piece]) -> Iterator[tuple[Mark, str]]:
    """The annotated terms of a text: the mark and the words.

    >>> [words for _mark, words in terms(("a ", Mark("begin", "m", "term"), "AI", Mark("end", "m")))]
    ['AI']
    """
    opened: dict[str, tuple[Mark, list[str]]] = {}
    for piece in pieces:
        if isinstance(piece, str):
            for _mark, words in opened.values():
                words.append(piece)
        elif isinstance(piece, Mark) and piece.kind == "begin" and piece.type == "term":
            opened[piece.name] = (piece, [])
        elif isinstance(piece, Mark) and piece.name in opened:
            mark, words = opened.pop(piece.name)
            yield mark, "".join(words)


def of_version_2(element: Element) -> Iterator[Piece]:
    """The pieces of a text of version 2.

    >>> from translator_aid.model import Origin
    >>> source = Element("source", "", {}, Origin("a.xlf", 1, 1))
    >>> source.children += ["Agen ", Element("ph", "", {"id": "1"}, source.origin)]
    >>> list(of_version_2(source))
    ['Agen ', Code(kind='whole', name='1')]
    """
    for child in element.children:
        if isinstance(child, str):
            yield child
            continue
        values, identity = child.attributes, child.attributes.get("id", "")
        if child.name == "cp":
            number = int(values["hex"], 16) if re.fullmatch("[0-9A-Fa-f]{1,6}", values.get("hex", "")) else 0xFFFD
            yield chr(number) if number < 0x110000 else "\ufffd"
        elif child.name in ("pc", "mrk"):
            pair = ((Code("open", identity), Code("close", identity)) if child.name == "pc"
                    else (Mark("begin", identity, values.get("type", ""), values.get("ref", ""), values.get("value", "")), Mark("end", identity)))
            yield pair[0]
            yield from of_version_2(child)
            yield pair[1]
        elif child.name == "ph":
            yield Code("whole", identity)
        elif child.name in ("sc", "ec"):
            yield Code("open" if child.name == "sc" else "close", values.get("startRef") or identity)
        elif child.name == "sm":
            yield Mark("begin", identity, values.get("type", ""), values.get("ref", ""), values.get("value", ""))
        elif child.name == "em":
            yield Mark("end", values.get("startRef", ""))


def of_version_1(element: Element) -> Iterator[Piece]:
    """The pieces of a text of version 1; annotations that only say where segments are do not count."""
    for child in element.children:
        if isinstance(child, str):
            yield child
            continue
        values = child.attributes
        identity = values.get("rid") or values.get("id") or values.get("mid", "")
        if child.name == "mrk" and values.get("mtype") == "seg":
            yield from of_version_1(child)
        elif child.name in ("g", "mrk"):
            pair = ((Code("open", identity), Code("close", identity)) if child.name == "g"
                    else (Mark("begin", values.get("mid", "") or str(id(child)), values.get("mtype", ""), "", values.get("comment", "")),
                          Mark("end", values.get("mid", "") or str(id(child)))))
            yield pair[0]
            yield from of_version_1(child)
            yield pair[1]
        elif child.name in ("x", "ph"):
            yield Code("whole", identity)
        elif child.name in ("bx", "bpt", "ex", "ept"):
            yield Code("open" if child.name in ("bx", "bpt") else "close", identity)
        elif child.name == "it":
            yield Code("open" if values.get("pos") == "open" else "close", identity)


def has_flow(element: Element) -> bool:
    """Whether a text lies within a code."""
    return any(child.name == "sub" or has_flow(child) for child in element.elements)
