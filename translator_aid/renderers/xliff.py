"""XLIFF 2.1 for translators' programs: a unit for each paragraph, terms marked and explained by the glossary module, markup as codes.

`translator-aid accept` puts the finished translation back into the document.
"""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Iterable, Iterator, Sequence

from translator_aid import xliffdocument
from translator_aid.inline import Token
from translator_aid.model import Run, Unit
from translator_aid.xliffdocument import Explained, Paragraph
from translator_aid.xmlstream import attribute, escaped

TASKS = ("translate",)
OWN = "translator-aid"
_FORMAT = {"*": "xlf:i", "_": "xlf:i", "<i>": "xlf:i", "<em>": "xlf:i", "<u>": "xlf:u",
           **dict.fromkeys(("**", "__", "<b>", "<strong>"), "xlf:b")}
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(run: Run, units: Iterable[Unit]) -> Iterator[str]:
    """The XLIFF file, paragraph by paragraph.

    >>> from translator_aid.model import *
    >>> segment = Segment("paragraph", "Halo *dunia*.", 0, (Protected(Span(5, 6), "markup"), Protected(Span(11, 12), "markup")))
    >>> unit = Unit(0, segment, translation=Translation("Hello *world*.", "builtin", ""))
    >>> run = Run("translate", Document("a.md", "markdown", "Halo *dunia*.", (segment,)), "id", "en", Glossary(()))
    >>> '<target>Hello <pc id="1" type="fmt" subType="xlf:i" dataRefStart="d1" dataRefEnd="d1">world</pc>.</target>' in "".join(render(run, [unit]))
    True
    """
    document = run.document
    name = PurePath(document.path).name
    yield ('<?xml version="1.0" encoding="UTF-8"?>\n<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" '
           'xmlns:gls="urn:oasis:names:tc:xliff:glossary:2.0" '
           f'version="2.1" srcLang="{run.source}" trgLang="{run.target}" xml:space="preserve">\n<file id="f1" original={attribute(name)}>\n'
           f"<skeleton href={attribute(name)}/>\n<notes>\n")
    for number, (kind, value) in enumerate(xliffdocument.said(document), 1):
        yield f'<note id="n{number}" category="{OWN}:{kind}">{escaped(value)}</note>\n'
    yield "</notes>\n"
    empty = True
    for unit in units:
        empty = False
        yield from _unit(xliffdocument.paragraph(run, unit))
    # A file must hold a unit or a group.
    yield f'<group id="none" type="{OWN}:none"/>\n' if empty else ""
    yield "</file>\n</xliff>\n"


def _unit(paragraph: Paragraph) -> Iterator[str]:
    data: dict[str, str] = {}
    source, target = _text(paragraph.source, data), _text(paragraph.target, data) if paragraph.target is not None else None
    fixed = "" if paragraph.words else ' translate="no"'
    yield f'<unit id="{paragraph.name}" type="{OWN}:{paragraph.kind}"{fixed}>\n'
    if paragraph.terms:
        yield f"<gls:glossary>\n{''.join(map(_entry, paragraph.terms))}</gls:glossary>\n"
    if paragraph.notes:
        yield "<notes>\n" + "".join(f'<note appliesTo="target">{escaped(note)}</note>\n' for note in paragraph.notes) + "</notes>\n"
    if data:
        yield "<originalData>\n" + "".join(f'<data id="{name}">{_held(mark)}</data>\n' for mark, name in data.items()) + "</originalData>\n"
    state = "translated" if paragraph.finished else "initial"
    yield f'<segment state="{state}">\n<source>{source}</source>\n' + (f"<target>{target}</target>\n" if target is not None else "")
    yield "</segment>\n</unit>\n"


def _entry(term: Explained) -> str:
    translations = "".join(f"<gls:translation>{escaped(text)}</gls:translation>" for text in term.translations)
    definition = f"<gls:definition>{escaped(term.definition)}</gls:definition>" if term.definition else ""
    own = f"<gls:term>{escaped(term.term)}</gls:term>"
    return f'<gls:glossEntry id="{term.name}" ref="#{term.ref}">{own}{translations}{definition}</gls:glossEntry>\n'


def _text(tokens: Sequence[Token], data: dict[str, str]) -> str:
    """A text with its codes, whose original is put among the data."""
    ends = {token.name: token.text for token in tokens if token.kind == "close"}
    both = {token.name for token in tokens if token.kind == "open"} & ends.keys()
    return "".join(_piece(token, data, ends, both) for token in tokens)


def _piece(token: Token, data: dict[str, str], ends: dict[str, str], both: set[str]) -> str:
    if token.kind == "text":
        return escaped(token.text)
    if token.kind == "begin" and token.note:
        kind = token.note.type if token.note.type == "term" else f"{OWN}:{token.note.type}"
        ref = f' ref="#gls={token.note.ref}"' if token.note.ref else ""
        return f'<mrk id="{token.name}" type="{kind}"{ref}>'
    if token.kind == "end":
        return "</mrk>"
    if token.nested and token.kind == "close":
        return "</pc>"
    here = data.setdefault(token.text, f"d{len(data) + 1}")
    kind = _kind(token.text)
    if token.nested:
        there = data.setdefault(ends[token.name], f"d{len(data) + 1}")
        return f'<pc id="{token.name}"{kind} dataRefStart="{here}" dataRefEnd="{there}">'
    if token.kind == "whole":
        return f'<ph id="{token.name}"{kind} dataRef="{here}"/>'
    if token.kind == "open":
        isolated = "" if token.name in both else ' isolated="yes"'
        return f'<sc id="{token.name}"{kind}{isolated} dataRef="{here}"/>'
    return f'<ec startRef="{token.name}" dataRef="{here}"/>' if token.name in both else f'<ec id="{token.name}" isolated="yes" dataRef="{here}"/>'


def _kind(mark: str) -> str:
    if mark in _FORMAT:
        return f' type="fmt" subType="{_FORMAT[mark]}"'
    if mark.startswith(("![", "<img")):
        return ' type="image"'
    return ' type="link"' if mark == "[" or re.match(r"<a\s|https?:", mark) else ""


def _held(mark: str) -> str:
    """A code's original; what XML cannot hold by its number."""
    return "".join(f'<cp hex="{ord(piece):04X}"/>' if _FORBIDDEN.fullmatch(piece) else escaped(piece)
                   for piece in re.split(f"({_FORBIDDEN.pattern})", mark))
