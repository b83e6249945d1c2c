"""XLIFF 2.1: a group for each concept with a unit for each pair of terms and each example, and its terms in the glossary module."""

from __future__ import annotations

import re
from typing import Iterable, Iterator, Sequence

from translator_aid import xliffglossary
from translator_aid.exchange import Options, Remark, Source
from translator_aid.i18n import _
from translator_aid.model import Concept, Language, Term
from translator_aid.termunits import Field, TermUnit, units
from translator_aid.xliffunits import OWN
from translator_aid.xmlstream import attribute, declared_encoding, escaped

SUFFIXES = (".xlf", ".xliff", ".xml")
HOLDS = "Each pair of terms and each example as a unit, with the glossary module; all else but guards as notes and metadata; a source term is needed."
NOTED = ("note", "definition.id", "definition.en")
"""Fields that people are to see: notes; the others are metadata."""


def sniff(head: bytes) -> int:
    """How sure it is XLIFF 2: by its root element."""
    try:
        text = head.decode(declared_encoding(head), "ignore")
    except LookupError:
        text = head.decode("latin-1")
    found = re.search(r"<(?:\w+:)?xliff\b[^>]*", text)
    return 3 if found and re.search(r"""version\s*=\s*["']2|xliff:document:2""", found[0]) else 0


def read(source: Source, options: Options) -> Iterator[Concept | Remark]:
    """The concepts of a file.

    >>> data = '''<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.1" srcLang="id" trgLang="en"><file id="f"><unit id="u">
    ... <segment><source>agen</source><target>agent</target></segment></unit></file></xliff>'''
    >>> [item.english[0].text for item in read(Source("a.xlf", data.encode()), Options()) if isinstance(item, Concept)]
    ['agent']
    """
    return xliffglossary.read(source)


def write(concepts: Iterable[Concept], options: Options) -> Iterator[bytes | Remark]:
    """An XLIFF file from the source to the target language of the options.

    >>> concept = Concept("ml", "dasar", (Term("pembelajaran mesin", "id"),), (Term("machine learning", "en"),))
    >>> text = b"".join(write([concept], Options())).decode()
    >>> '<source><mrk id="t" type="term" ref="#gls=g1">pembelajaran mesin</mrk></source>' in text
    True
    """
    source, target = options.direction
    yield ('<?xml version="1.0" encoding="UTF-8"?>\n<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" '
           'xmlns:gls="urn:oasis:names:tc:xliff:glossary:2.0" '
           f'xmlns:mda="urn:oasis:names:tc:xliff:metadata:2.0" version="2.1" srcLang="{source}" trgLang="{target}" xml:space="preserve">\n'
           f'<file id="glossary" original={attribute(options.title)}>\n').encode()
    empty = True
    for concept in concepts:
        listed = [unit for unit in units(concept, options.direction) if unit.side(source)]
        if not any(not unit.example for unit in listed):
            yield Remark(_("a concept without a term in the source language cannot stand in {format}").format(format="XLIFF"), key=concept.key)
            continue
        empty = False
        yield f"<group id={attribute(_token(concept.key))} name={attribute(concept.key)} type=\"{OWN}:concept\">\n".encode()
        for unit in listed:
            yield "".join(_unit(unit, concept, source, target)).encode("utf-8", "replace")
        yield b"</group>\n"
    # A file must hold a unit or a group.
    yield f'<group id="none" name="" type="{OWN}:none"/>\n'.encode() if empty else b""
    yield b"</file>\n</xliff>\n"


def _unit(unit: TermUnit, concept: Concept, source: Language, target: Language) -> Iterator[str]:
    kind = "example" if unit.example else "term"
    yield f'<unit id={attribute(_token(unit.name))} type="{OWN}:{kind}">\n'
    marked = not unit.example and bool(unit.side(target))
    if marked:
        yield from _glossary(unit, concept, source, target)
    yield from _said(unit.fields)
    term = escaped(unit.side(source))
    term = f'<mrk id="t" type="term" ref="#gls=g1">{term}</mrk>' if marked else term
    translation = f"<target>{escaped(unit.side(target))}</target>" if unit.side(target) else ""
    state = ' state="final"' if translation else ""
    yield f"<segment{state}><source>{term}</source>{translation}</segment>\n</unit>\n"


def _glossary(unit: TermUnit, concept: Concept, source: Language, target: Language) -> Iterator[str]:
    """The entry for the unit's term; with the first unit of a concept all translations and the definition."""
    first = unit.name == unit.key
    translations = [unit.side(target)]
    translations += [term.text for term in _offered(concept.terms(target)) if first and term.text != unit.side(target)]
    definition = concept.definition.side(source) if first and concept.definition else ""
    yield f'<gls:glossary><gls:glossEntry id="g1" ref="#t"><gls:term>{escaped(unit.side(source))}</gls:term>'
    yield "".join(f"<gls:translation>{escaped(text)}</gls:translation>" for text in translations)
    yield f"<gls:definition>{escaped(definition)}</gls:definition>" if definition else ""
    yield "</gls:glossEntry></gls:glossary>\n"


def _offered(terms: Sequence[Term]) -> list[Term]:
    return [term for term in terms if term.status != "deprecated"]


def _said(fields: Sequence[Field]) -> Iterator[str]:
    values = "".join(f"<mda:meta type={attribute(name)}>{escaped(value)}</mda:meta>" for name, value in fields if name not in NOTED)
    if values:
        yield f'<mda:metadata><mda:metaGroup category="{OWN}">{values}</mda:metaGroup></mda:metadata>\n'
    notes = "".join(f"<note category={attribute(name)}>{escaped(value)}</note>" for name, value in fields if name in NOTED)
    if notes:
        yield f"<notes>{notes}</notes>\n"


def _token(key: str) -> str:
    """A key as an identifier, which may hold only characters of names."""
    return re.sub(r"[^A-Za-z0-9._-]", lambda found: f"_{ord(found[0]):x}_", key) or "_"
