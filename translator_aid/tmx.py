"""TMX 1.4b, the exchange format of translation memories: read and written in pieces, so that a file may have any size.

https://www.gala-global.org/tmx-14b. Of a segment the text remains: native codes of other programs (`bpt`, `ept`, `it`, `ph`, `ut`) are left out,
what `hi` surrounds stays, and a text that lies within a code (`sub`) is told apart. Versions 1.1 to 1.4 are read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import BinaryIO, Iterable, Iterator

from translator_aid import tmxrules
from translator_aid.errors import UnreadableError
from translator_aid.i18n import _
from translator_aid.interchange import Remark
from translator_aid.model import NOWHERE, Language, Origin
from translator_aid.vocabulary import language
from translator_aid.xmlstream import Element, attribute, escaped, records

CODES = ("bpt", "ept", "it", "ph", "ut")
TOOL = "translator-aid"
END = b"</body>\n</tmx>\n"
_TIME = re.compile(r"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z")
_WHO = ("usagecount", "lastusagedate", "creationtool", "creationtoolversion", "creationdate", "creationid", "changedate", "changeid")


@dataclass(frozen=True, slots=True)
class Variant:
    """A unit's text in one language."""

    tag: str
    """The language as the file names it."""
    text: str
    """The text without codes."""
    fields: tuple[tuple[str, str], ...] = ()
    """Its properties: type and value."""
    notes: tuple[str, ...] = ()
    """Its notes."""
    codes: bool = False
    """True: there were codes in the text."""
    flows: tuple[str, ...] = ()
    """Texts that lay within codes, such as that which stands for a picture."""
    origin: Origin = NOWHERE
    """Where it stands in the file."""


@dataclass(frozen=True, slots=True)
class TranslationUnit:
    """A text in several languages."""

    variants: tuple[Variant, ...]
    """In the file's order; of one language there may be several."""
    name: str = ""
    """Its identifier, if it has one."""
    fields: tuple[tuple[str, str], ...] = ()
    """Its properties: type and value."""
    notes: tuple[str, ...] = ()
    """Its notes."""
    changed: str = ""
    """When it was last changed, as ISO 8601 in UTC; empty where the unit does not say."""
    dated: bool = False
    """True: the file says who made or used it, or when."""
    origin: Origin = NOWHERE
    """Where it stands in the file."""


@dataclass(frozen=True, slots=True)
class Exchanged:
    """A translation unit with an Indonesian and an English side; a side that the unit lacks is empty."""

    indonesian: str
    """The Indonesian text."""
    english: str
    """The English one."""
    changed: str = ""
    """When it was last changed, as ISO 8601 in UTC; empty where the unit does not say."""
    note: str = ""
    """Its first note."""
    origin: Origin = NOWHERE
    """Where it stands in the file."""


def read(stream: BinaryIO, path: str) -> Iterator[Exchanged]:
    """The units in order, also those that lack a side; of several texts in one language the first.

    >>> import io
    >>> tmx = '''<tmx version="1.4"><header srclang="id"/><body>
    ... <tu changedate="20260102T030405Z"><tuv xml:lang="id-ID"><seg>Model <ph>1</ph><hi>besar</hi>.</seg>
    ... </tuv><tuv xml:lang="EN-us"><seg>Large model.</seg></tuv></tu></body></tmx>'''
    >>> unit, = read(io.BytesIO(tmx.encode()), "a.tmx")
    >>> unit.indonesian, unit.english, unit.changed, str(unit.origin)
    ('Model besar.', 'Large model.', '2026-01-02T03:04:05Z', 'a.tmx:2:1')

    :raises UnreadableError: for what is no XML, no TMX, or declares entities.
    """
    for unit in entries(stream, path):
        if isinstance(unit, TranslationUnit):
            sides: dict[Language | None, str] = {}
            for variant in unit.variants:
                sides.setdefault(language(variant.tag), variant.text.strip())
            yield Exchanged(sides.get("id", ""), sides.get("en", ""), unit.changed, unit.notes[0] if unit.notes else "", unit.origin)


def entries(stream: BinaryIO, path: str) -> Iterator[TranslationUnit | Element | Remark]:
    """The header as it stands, then the units in order; a remark of the kind `fault` for each rule of TMX that is broken.

    :raises UnreadableError: for what is no XML, no TMX, or declares entities.
    """
    seen: set[str] = set()
    first = None
    for parents, element, whole in records(stream, path, {"header", "tu"}):
        first = first or (parents[0] if parents else element)
        if first.name != "tmx":
            raise UnreadableError(_("no TMX file: its first element is <{name}>").format(name=first.name), first.origin)
        yield from tmxrules.remarks(parents, element) if whole else tmxrules.outside(parents, element)
        if element.name == "body" and "header" not in seen:
            yield Remark(_("<{parent}> lacks its <{name}>").format(name="header", parent="tmx"), element.origin, "fault")
        seen.add(element.name)
        if whole:
            yield _unit(element) if element.name == "tu" else element
    if first is not None and "body" not in seen:
        yield Remark(_("<{parent}> lacks its <{name}>").format(name="body", parent="tmx"), first.origin, "fault")


def write(units: Iterable[Exchanged], version: str = "") -> Iterator[bytes]:
    """A TMX file in pieces; sides that are empty are left out.

    >>> text = b"".join(write([Exchanged("R&D", "R&D", "2026-01-02T03:04:05Z")])).decode()
    >>> '<tuv xml:lang="id"><seg>R&amp;D</seg></tuv>' in text, 'changedate="20260102T030405Z"' in text
    (True, True)
    """
    yield beginning("paragraph", version)
    for unit in units:
        sides = (("id", unit.indonesian), ("en", unit.english))
        yield written(TranslationUnit(tuple(Variant(tag, text) for tag, text in sides if text), notes=(unit.note,) if unit.note else (),
                                      changed=unit.changed))
    yield END


def beginning(kind: str, version: str = "") -> bytes:
    """A file's beginning: the header, and where the units begin. `kind` is what a unit is: `paragraph`, `sentence` or `phrase`.

    >>> b'srclang="*all*"' in beginning("phrase")
    True
    """
    return ('<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n<tmx version="1.4">\n'
            f'<header creationtool="{TOOL}" creationtoolversion={attribute(version or "0")} segtype="{kind}" o-tmf="{TOOL}" '
            'adminlang="en" srclang="*all*" datatype="plaintext"/>\n<body>\n').encode()


def written(unit: TranslationUnit) -> bytes:
    """A unit as it stands in a file.

    >>> print(written(TranslationUnit((Variant("id", "model"),), "ml")).decode(), end="")
    <tu tuid="ml">
    <tuv xml:lang="id"><seg>model</seg></tuv>
    </tu>
    """
    when = re.sub("[-:]", "", unit.changed)
    changed = f' changedate="{when}"' if _TIME.fullmatch(when) else ""
    name = f" tuid={attribute(unit.name)}" if unit.name else ""
    sides = "".join(f"\n<tuv xml:lang={attribute(one.tag)}>{_said(one.notes, one.fields)}<seg>{escaped(one.text)}</seg></tuv>"
                    for one in unit.variants)
    return f"<tu{name}{changed}>{_said(unit.notes, unit.fields)}{sides}\n</tu>\n".encode("utf-8", "replace")


def _said(notes: Iterable[str], fields: Iterable[tuple[str, str]]) -> str:
    values = "".join(f"<prop type={attribute(kind)}>{escaped(value)}</prop>" for kind, value in fields)
    return "".join(f"<note>{escaped(note)}</note>" for note in notes) + values


def _unit(element: Element) -> TranslationUnit:
    when = element.attributes.get("changedate") or element.attributes.get("creationdate") or ""
    variants = []
    for variant in element.elements:
        segment = variant.find("seg") if variant.name == "tuv" else None
        if segment is not None:
            when = max(when, variant.attributes.get("changedate", ""))
            named = variant.attributes.get("xml:lang") or variant.attributes.get("lang") or ""
            flows = tuple(text for text in _flows(segment) if text.strip())
            variants.append(Variant(named, _text(segment), _fields(variant), _notes(variant), _coded(segment), flows, variant.origin))
    changed = _TIME.fullmatch(when)
    dated = any(name in one.attributes for name in _WHO for one in (element, *element.elements))
    return TranslationUnit(tuple(variants), element.attributes.get("tuid", ""), _fields(element), _notes(element),
                           "{}-{}-{}T{}:{}:{}Z".format(*changed.groups()) if changed else "", dated, element.origin)


def _fields(element: Element) -> tuple[tuple[str, str], ...]:
    return tuple((one.attributes.get("type", ""), one.all_text()) for one in element.elements if one.name == "prop")


def _notes(element: Element) -> tuple[str, ...]:
    return tuple(one.all_text() for one in element.elements if one.name == "note")


def _text(element: Element) -> str:
    return "".join(child if isinstance(child, str) else "" if child.name in CODES else _text(child) for child in element.children)


def _coded(element: Element) -> bool:
    return any(child.name in CODES or _coded(child) for child in element.elements)


def _flows(element: Element) -> Iterator[str]:
    for child in element.elements:
        if child.name == "sub":
            yield _text(child)
        yield from _flows(child)
