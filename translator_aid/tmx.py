"""TMX 1.4b, the exchange format of translation memories, as pairs of texts: read and written in pieces, so that a file may have any size.

https://www.gala-global.org/tmx-14b. Of a segment the text remains: native codes of other programs (`bpt`, `ept`, `it`, `ph`, `ut`) are left out, and
what `hi` surrounds stays. Versions 1.1 to 1.4 are read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import BinaryIO, Iterable, Iterator

from translator_aid.errors import UnreadableError
from translator_aid.i18n import _
from translator_aid.model import NOWHERE, Language, Origin
from translator_aid.xmlstream import Element, attribute, escaped, records

CODES = ("bpt", "ept", "it", "ph", "ut")
_LANGUAGES: dict[str, Language] = {"id": "id", "in": "id", "ind": "id", "en": "en", "eng": "en"}
_TIME = re.compile(r"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z")


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
    >>> tmx = '''<tmx version="1.4"><header srclang="id"/><body><tu changedate="20260102T030405Z"><tuv xml:lang="id-ID"><seg>Model <ph>1</ph><hi>besar</hi>.</seg>
    ... </tuv><tuv xml:lang="EN-us"><seg>Large model.</seg></tuv></tu></body></tmx>'''
    >>> unit, = read(io.BytesIO(tmx.encode()), "a.tmx")
    >>> unit.indonesian, unit.english, unit.changed, str(unit.origin)
    ('Model besar.', 'Large model.', '2026-01-02T03:04:05Z', 'a.tmx:1:48')

    :raises UnreadableError: for what is no XML, no TMX, or declares entities.
    """
    rooted = False
    for parents, element, whole in records(stream, path, {"tu"}):
        if not rooted:
            root = parents[0] if parents else element
            if root.name != "tmx":
                raise UnreadableError(_("no TMX file: its first element is <{name}>").format(name=root.name), root.origin)
            rooted = True
        if whole:
            yield _unit(element)


def write(units: Iterable[Exchanged], version: str = "") -> Iterator[bytes]:
    """A TMX file in pieces; sides that are empty are left out.

    >>> text = b"".join(write([Exchanged("R&D", "R&D", "2026-01-02T03:04:05Z")])).decode()
    >>> '<tuv xml:lang="id"><seg>R&amp;D</seg></tuv>' in text, 'changedate="20260102T030405Z"' in text
    (True, True)
    """
    yield ('<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n<tmx version="1.4">\n'
           f'<header creationtool="translator-aid" creationtoolversion={attribute(version or "0")} segtype="paragraph" o-tmf="translator-aid" '
           'adminlang="en" srclang="*all*" datatype="plaintext"/>\n<body>\n').encode()
    for unit in units:
        when = re.sub("[-:]", "", unit.changed)
        changed = f' changedate="{when}"' if _TIME.fullmatch(when) else ""
        note = f"<note>{escaped(unit.note)}</note>" if unit.note else ""
        sides = "".join(f'\n<tuv xml:lang="{language}"><seg>{escaped(text)}</seg></tuv>'
                        for language, text in (("id", unit.indonesian), ("en", unit.english)) if text)
        yield f"<tu{changed}>{note}{sides}\n</tu>\n".encode()
    yield b"</body>\n</tmx>\n"


def _unit(element: Element) -> Exchanged:
    sides: dict[Language, str] = {}
    when = element.attributes.get("changedate") or element.attributes.get("creationdate") or ""
    for variant in element.elements:
        if variant.name == "tuv":
            named = variant.attributes.get("xml:lang") or variant.attributes.get("lang") or ""
            language = _LANGUAGES.get(re.split("[-_]", named.lower())[0])
            segment = variant.find("seg")
            if language and segment is not None:
                sides.setdefault(language, _text(segment).strip())
            when = max(when, variant.attributes.get("changedate", ""))
    note = element.find("note")
    changed = _TIME.fullmatch(when)
    return Exchanged(sides.get("id", ""), sides.get("en", ""), "{}-{}-{}T{}:{}:{}Z".format(*changed.groups()) if changed else "",
                     note.text() if note is not None else "", element.origin)


def _text(element: Element) -> str:
    return "".join(child if isinstance(child, str) else "" if child.name in CODES else _text(child) for child in element.children)
