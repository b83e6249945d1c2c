"""XLIFF 1.2: a group for each concept with a unit for each pair of terms and each example."""

from __future__ import annotations

import re
from typing import Iterable, Iterator, Sequence

from translator_aid import xliffglossary
from translator_aid.exchange import Options, Remark, Source
from translator_aid.i18n import _
from translator_aid.model import Concept
from translator_aid.termunits import Field, TermUnit, units
from translator_aid.xliffunits import OLD
from translator_aid.xmlstream import attribute, declared_encoding, escaped

SUFFIXES = (".xlf", ".xliff", ".xml")
HOLDS = "Each pair of terms and each example as a unit, all else but guards as notes and contexts; a source term is needed."
NOTED = ("note", "definition.id", "definition.en")
"""Fields that people are to see: notes; the others are contexts."""


def sniff(head: bytes) -> int:
    """How sure it is XLIFF 1: by its root element."""
    try:
        text = head.decode(declared_encoding(head), "ignore")
    except LookupError:
        text = head.decode("latin-1")
    found = re.search(r"<(?:\w+:)?xliff\b[^>]*", text)
    return 3 if found and not re.search(r"""\sversion\s*=\s*["']2|xliff:document:2""", found[0]) else 0


def read(source: Source, options: Options) -> Iterator[Concept | Remark]:
    """The concepts of a file.

    >>> data = '''<xliff version="1.2"><file source-language="id" target-language="en"><body><trans-unit id="1"><source>agen</source>
    ... <target>agent</target></trans-unit></body></file></xliff>'''
    >>> [item.english[0].text for item in read(Source("a.xlf", data.encode()), Options()) if isinstance(item, Concept)]
    ['agent']
    """
    return xliffglossary.read(source)


def write(concepts: Iterable[Concept], options: Options) -> Iterator[bytes | Remark]:
    """An XLIFF file from the source to the target language of the options.

    >>> from translator_aid.model import Term
    >>> concept = Concept("ml", "dasar", (Term("pembelajaran mesin", "id"),), (Term("machine learning", "en"),))
    >>> text = b"".join(write([concept], Options())).decode()
    >>> '<source><mrk mtype="term">pembelajaran mesin</mrk></source><target state="final">machine learning</target>' in text
    True
    """
    source, target = options.direction
    yield (f'<?xml version="1.0" encoding="UTF-8"?>\n<xliff xmlns="{OLD}" version="1.2">\n<file original={attribute(options.title)} '
           f'source-language="{source}" target-language="{target}" datatype="plaintext" xml:space="preserve">\n<body>\n').encode()
    for concept in concepts:
        listed = [unit for unit in units(concept, options.direction) if unit.side(source)]
        if not any(not unit.example for unit in listed):
            yield Remark(_("a concept without a term in the source language cannot stand in {format}").format(format="XLIFF"), key=concept.key)
            continue
        yield f"<group id={attribute(concept.key)} resname={attribute(concept.key)} restype=\"x-concept\">\n".encode()
        for unit in listed:
            yield "".join(_unit(unit, unit.side(source), unit.side(target))).encode("utf-8", "replace")
        yield b"</group>\n"
    yield b"</body>\n</file>\n</xliff>\n"


def _unit(unit: TermUnit, source: str, target: str) -> Iterator[str]:
    kind = "example" if unit.example else "term"
    yield f'<trans-unit id={attribute(unit.name)} restype="x-{kind}">\n'
    term = escaped(source) if unit.example else f'<mrk mtype="term">{escaped(source)}</mrk>'
    translation = f'<target state="final">{escaped(target)}</target>' if target else ""
    yield f"<source>{term}</source>{translation}\n"
    yield from _said(unit.fields)
    yield "</trans-unit>\n"


def _said(fields: Sequence[Field]) -> Iterator[str]:
    values = "".join(f"<context context-type={attribute(f'x-{name}')}>{escaped(value)}</context>" for name, value in fields if name not in NOTED)
    if values:
        yield f'<context-group purpose="information">{values}</context-group>\n'
    yield "".join(f"<note from={attribute(name)}>{escaped(value)}</note>\n" for name, value in fields if name in NOTED)
