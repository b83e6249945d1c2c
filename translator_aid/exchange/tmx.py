"""TMX 1.4b: each pair of terms and each example a translation unit; files of other programs, whose units are often sentences, unit by unit.

What a unit has no field for stands in properties: those of a term with its language's text, the others with the unit.
"""

from __future__ import annotations

import re
from typing import Iterable, Iterator

from translator_aid import tmx
from translator_aid.exchange import Options, Remark, Source, unstated
from translator_aid.i18n import _
from translator_aid.model import SIDES, Concept, Language, Term
from translator_aid.termunits import Field, TermUnit, grouped, units
from translator_aid.tmx import TranslationUnit, Variant
from translator_aid.vocabulary import language, plain_tag
from translator_aid.xmlstream import Element, declared_encoding

SUFFIXES = (".tmx",)
HOLDS = "Each pair of terms and each example as a translation unit, all else but guards as properties; deprecated terms as properties too."


def sniff(head: bytes) -> int:
    """How sure it is TMX: by its root element."""
    try:
        text = head.decode(declared_encoding(head), "ignore")
    except LookupError:
        text = head.decode("latin-1")
    return 3 if re.search(r"<tmx[\s>]|<!DOCTYPE\s+tmx\b", text) else 0


def read(source: Source, options: Options) -> Iterator[Concept | Remark]:
    """The units of a file; those of one concept of ours together.

    >>> data = '<tmx version="1.4"><header srclang="en"/><body><tu><tuv xml:lang="en"><seg>agent</seg></tuv></tu></body></tmx>'
    >>> [item.english[0].text for item in read(Source("a.tmx", data.encode()), Options()) if isinstance(item, Concept)]
    ['agent']
    """
    remarks: list[Remark] = []
    run: list[TermUnit] = []
    stated = False
    with source.open() as stream:
        for item in tmx.entries(stream, source.path):
            own = _own(item) if isinstance(item, TranslationUnit) else None
            if run and not (own and own.key == run[-1].key):
                yield from grouped(run)
                run = []
            if own:
                stated = True
                run.append(own)
            elif isinstance(item, TranslationUnit):
                if not stated:
                    yield unstated(source.path)
                stated = True
                yield from _foreign(item)
            elif isinstance(item, Element):
                remarks += _header(item)
            else:
                yield item
            yield from remarks
            remarks.clear()
    yield from grouped(run)


def write(concepts: Iterable[Concept], options: Options) -> Iterator[bytes | Remark]:
    """A TMX file whose units have no source language: it serves both directions.

    >>> concept = Concept("ml", "dasar", (Term("pembelajaran mesin", "id"),), (Term("machine learning", "en"),))
    >>> text = b"".join(write([concept], Options())).decode()
    >>> '<tu tuid="ml">' in text, '<tuv xml:lang="id"><prop type="x-status">preferred</prop><seg>pembelajaran mesin</seg></tuv>' in text
    (True, True)
    """
    yield tmx.beginning("phrase")
    for concept in concepts:
        for unit in units(concept, options.direction):
            if not unit.indonesian and not unit.english:
                yield Remark(_("a concept without a term to offer cannot stand in TMX"), key=concept.key)
                break
            yield tmx.written(_written(unit))
    yield tmx.END


def _written(unit: TermUnit) -> TranslationUnit:
    rest: list[Field] = [("x-concept", unit.key)] + ([("x-role", "example")] if unit.example else [])
    notes: list[str] = []
    sides: dict[Language, list[Field]] = {"id": [], "en": []}
    apart: set[str] = set()
    for name, value in unit.fields:
        side, _dot, field = name.partition(".")
        if name == "note":
            notes.append(value)
            continue
        # What follows a deprecated term belongs to it, and stands with it.
        apart |= {side} if field == "deprecated" else set()
        if side in sides and side not in apart and unit.side(side):
            sides[side].append((f"x-{field}", value))
        else:
            rest.append((f"x-{name}", value))
    variants = [Variant(side, unit.side(side), tuple(sides[side])) for side in SIDES if unit.side(side)]
    return TranslationUnit(tuple(variants), unit.name, tuple(rest), tuple(notes))


def _own(unit: TranslationUnit) -> TermUnit | None:
    """A unit that we wrote; None for another program's."""
    values = dict(unit.fields)
    if "x-concept" not in values:
        return None
    texts: dict[str, str] = {}
    fields = [(kind.removeprefix("x-"), value) for kind, value in unit.fields if kind not in ("x-concept", "x-role")]
    for variant in unit.variants:
        side = language(variant.tag)
        if side:
            texts.setdefault(side, variant.text)
            fields = [(f"{side}.{kind.removeprefix('x-')}", value) for kind, value in variant.fields] + fields
    fields += [("note", note) for note in unit.notes[:1]]
    return TermUnit(values["x-concept"], unit.name, texts.get("id", ""), texts.get("en", ""), values.get("x-role") == "example", tuple(fields),
                    unit.origin)


def _header(header: Element) -> Iterator[Remark]:
    for child in header.elements:
        yield Remark(_("what the header says in <{name}> has no place in a glossary").format(name=child.name), child.origin)
    if header.attributes.get("segtype") in ("sentence", "paragraph", "block"):
        message = _("the units are {kind}s, not terms; `translator-aid memory import` takes them into the translation memory")
        yield Remark(message.format(kind=header.attributes["segtype"]), header.origin, "adapted")


def _foreign(unit: TranslationUnit) -> Iterator[Concept | Remark]:
    sides: dict[Language, list[Term]] = {"id": [], "en": []}
    notes = list(unit.notes)
    for variant in unit.variants:
        side = language(variant.tag)
        if side is None:
            message = _("terms in '{language}' are neither Indonesian nor English and were left out")
            yield Remark(message.format(language=variant.tag), variant.origin)
            continue
        text = variant.text.strip()
        yield from _about(variant, side)
        notes += [*variant.notes, *variant.flows]
        if any(term.text.casefold() == text.casefold() for term in sides[side]):
            yield Remark(_("a term stands twice in one entry and language, and was read once"), variant.origin, "adapted")
        elif text:
            sides[side].append(Term(text, side, "admitted" if sides[side] else "preferred", origin=variant.origin))
    for kind, _value in (*unit.fields, *(field for variant in unit.variants for field in variant.fields)):
        yield Remark(_("<{name} type=\"{kind}\"> has no place in a glossary").format(name="prop", kind=kind), unit.origin)
    if unit.dated:
        yield Remark(_("who made or changed an entry, and when, has no place in a glossary"), unit.origin)
    if sides["id"] or sides["en"]:
        key = f"#{unit.name}" if unit.name else ""
        yield Concept(key, "", tuple(sides["id"]), tuple(sides["en"]), note="; ".join(dict.fromkeys(notes)), origin=unit.origin)
    else:
        yield Remark(_("an entry has neither Indonesian nor English terms and was left out"), unit.origin)


def _about(variant: Variant, side: Language) -> Iterator[Remark]:
    if not plain_tag(variant.tag):
        yield Remark(_("'{tag}' is read as '{language}'").format(tag=variant.tag, language=side), variant.origin, "adapted")
    if variant.codes:
        yield Remark(_("codes within a text were left out; the text is whole"), variant.origin)
    if variant.flows:
        yield Remark(_("a text within a code stands in the note"), variant.origin, "adapted")
