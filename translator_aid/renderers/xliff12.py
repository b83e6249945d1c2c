"""XLIFF 1.2 for translators' programs that do not know version 2: a unit for each paragraph, terms marked, markup as codes.

`translator-aid accept` puts the finished translation back into the document.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import Iterable, Iterator, Sequence

from translator_aid import xliffdocument
from translator_aid.inline import Token
from translator_aid.model import Run, Unit
from translator_aid.xliffdocument import Paragraph
from translator_aid.xmlstream import attribute, escaped

TASKS = ("translate",)
OWN = "translator-aid"
_TYPES = {"plain": "plaintext", "html": "html", "po": "po", "markdown": "x-markdown", "docx": "x-docx", "csv": "x-csv"}
_FORMAT = {"[": "link", **dict.fromkeys(("*", "_", "<i>", "<em>"), "italic"), **dict.fromkeys(("**", "__", "<b>", "<strong>"), "bold")}


def render(run: Run, units: Iterable[Unit]) -> Iterator[str]:
    """The XLIFF file, paragraph by paragraph.

    >>> from translator_aid.model import *
    >>> segment = Segment("paragraph", "Halo *dunia*.", 0, (Protected(Span(5, 6), "markup"), Protected(Span(11, 12), "markup")))
    >>> unit = Unit(0, segment, translation=Translation("Hello *world*.", "builtin", ""))
    >>> run = Run("translate", Document("a.md", "markdown", "Halo *dunia*.", (segment,)), "id", "en", Glossary(()))
    >>> '<target state="translated">Hello <g id="1" ctype="italic">world</g>.</target>' in "".join(render(run, [unit]))
    True
    """
    document = run.document
    name = PurePath(document.path).name
    values = dict(xliffdocument.said(document))
    yield ('<?xml version="1.0" encoding="UTF-8"?>\n<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2">\n'
           f'<file original={attribute(name)} source-language="{run.source}" target-language="{run.target}" '
           f'datatype="{_TYPES.get(document.format, f"x-{document.format}")}" xml:space="preserve">\n<header>\n'
           f'<skl><external-file href={attribute(name)} crc="{values["sha256"]}"/></skl>\n')
    for kind, value in xliffdocument.said(document):
        yield f'<note from="{OWN}:{kind}">{escaped(value)}</note>\n'
    yield "</header>\n<body>\n"
    for unit in units:
        yield from _unit(xliffdocument.paragraph(run, unit))
    yield "</body>\n</file>\n</xliff>\n"


def _unit(paragraph: Paragraph) -> Iterator[str]:
    fixed = "" if paragraph.words else ' translate="no"'
    yield f'<trans-unit id="{paragraph.name}" restype="x-{paragraph.kind}"{fixed}>\n<source>{_text(paragraph.source)}</source>\n'
    if paragraph.target is not None:
        state = "translated" if paragraph.finished else "needs-translation"
        yield f'<target state="{state}">{_text(paragraph.target)}</target>\n'
    for note in paragraph.notes:
        yield f'<note annotates="target">{escaped(note)}</note>\n'
    for term in paragraph.terms:
        if term.definition:
            yield f'<note annotates="source">{escaped(f"{term.term}: {term.definition}")}</note>\n'
    yield "</trans-unit>\n"


def _text(tokens: Sequence[Token]) -> str:
    names = [{token.name for token in tokens if token.kind == kind} for kind in ("open", "close")]
    return "".join(_piece(token, names[0] & names[1]) for token in tokens)


def _piece(token: Token, both: set[str]) -> str:
    if token.kind == "text":
        return escaped(token.text)
    if token.kind == "begin" and token.note:
        kind = token.note.type if token.note.type == "term" else f"x-{token.note.type}"
        comment = f" comment={attribute(token.note.value)}" if token.note.value else ""
        return f'<mrk mtype="{kind}"{comment}>'
    if token.kind == "end":
        return "</mrk>"
    kind = f' ctype="{_FORMAT[token.text]}"' if token.text in _FORMAT else ""
    if token.nested:
        return f'<g id="{token.name}"{kind}>' if token.kind == "open" else "</g>"
    original = f" equiv-text={attribute(token.text)}"
    if token.kind == "whole" or token.name not in both:
        return f'<x id="{token.name}"{kind}{original}/>'
    if token.kind == "open":
        return f'<bx id="{token.name}" rid="{token.name}"{kind}{original}/>'
    return f'<ex id="{token.name}e" rid="{token.name}"{original}/>'
