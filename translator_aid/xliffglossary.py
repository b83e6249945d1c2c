"""Concepts in XLIFF of any version: our own glossaries whole; of other files the entries of the glossary module and the annotated terms.

Only where a file has neither is each of its units read as a pair of terms: in a file that marks its terms the units are sentences.
"""

from __future__ import annotations

import re
from typing import Iterator

from translator_aid.i18n import _
from translator_aid.gathering import assembled
from translator_aid.interchange import Remark, Source
from translator_aid.model import Bilingual, Concept, Language, Origin, Term
from translator_aid.termunits import TermUnit
from translator_aid.vocabulary import language, plain_tag
from translator_aid.xlifftexts import Code, Mark, terms, text
from translator_aid.xliffunits import OWN, XliffUnit, entries

_MARKED = re.compile(rb"""<(?:[\w.\-]+:)?glossEntry\b|\bm?type\s*=\s*["']term["']""")
_OURS = re.compile(rb"""["']translator-aid:concept["']|["']x-concept["']""")
Sides = tuple[Language | None, Language | None]


def read(source: Source) -> Iterator[Concept | Remark]:
    """The concepts of an XLIFF file.

    >>> data = '''<xliff version="1.2"><file source-language="id" target-language="en"><body><trans-unit id="1"><source>agen</source>
    ... <target>agent</target></trans-unit></body></file></xliff>'''
    >>> [item.english[0].text for item in read(Source("a.xlf", data.encode())) if isinstance(item, Concept)]
    ['agent']

    :raises UnreadableError: for what is no XML, no XLIFF, or declares entities.
    """
    yield from assembled(_items(source, _marks_terms(source)), source.path)


def _items(source: Source, marked: bool) -> Iterator[TermUnit | Remark | Iterator[Concept | Remark]]:
    with source.open() as stream:
        for item in entries(stream, source.path):
            if isinstance(item, Remark):
                yield item
            elif isinstance(item, XliffUnit):
                yield _own(item) if item.group else _foreign(item, marked)


def _marks_terms(source: Source) -> bool:
    """Whether the file has a glossary or annotated terms, and is not one of our glossaries."""
    rest = b""
    found = False
    with source.open() as stream:
        while chunk := stream.read(1 << 20):
            here = rest + chunk.replace(b"\0", b"")
            if _OURS.search(here):
                return False
            found = found or _MARKED.search(here) is not None
            rest = here[-200:]
    return found


def _own(unit: XliffUnit) -> TermUnit:
    sides = language(unit.languages[0]), language(unit.languages[1])
    texts = {side: text(pieces) for side, pieces in zip(sides, (unit.source, unit.target or ())) if side}
    return TermUnit(unit.group, unit.name, texts.get("id", ""), texts.get("en", ""), unit.role == "example", unit.fields, unit.origin)


def _foreign(unit: XliffUnit, marked: bool) -> Iterator[Concept | Remark]:
    sides = language(unit.languages[0]), language(unit.languages[1])
    for tag, side in zip(unit.languages, sides):
        if tag and side is None:
            yield Remark(_("terms in '{language}' are neither Indonesian nor English and were left out").format(language=tag), unit.origin)
        elif side and not plain_tag(tag):
            yield Remark(_("'{tag}' is read as '{language}'").format(tag=tag, language=side), unit.origin, "adapted")
    yield from (Remark(message, unit.origin) for message in unit.lost)
    found = list(_marked(unit, sides) if marked else _whole(unit, sides))
    there = any(isinstance(item, Concept) for item in found)
    if not there and not marked:
        yield Remark(_("an entry has neither Indonesian nor English terms and was left out"), unit.origin)
    elif not there:
        yield Remark(_("a unit in which no term is marked was left out"), unit.origin)
    for item in found:
        if isinstance(item, Concept) and not (item.indonesian or item.english):
            yield Remark(_("an entry has neither Indonesian nor English terms and was left out"), item.origin)
        else:
            yield item


def _whole(unit: XliffUnit, sides: Sides) -> Iterator[Concept | Remark]:
    """A unit as a pair of terms."""
    words = [re.sub(r"\s*\n\s*", " ", text(pieces)).strip() for pieces in (unit.source, unit.target or ())]
    if any(isinstance(piece, Code) for piece in (*unit.source, *(unit.target or ()))):
        yield Remark(_("codes within a text were left out; the text is whole"), unit.origin)
    if any(word and side for word, side in zip(words, sides)):
        yield _concept((words[0],), (words[1],), sides, f"#{unit.name}", "", "; ".join(unit.notes), unit.origin)


def _marked(unit: XliffUnit, sides: Sides) -> Iterator[Concept | Remark]:
    """The entries of a unit's glossary, and the terms that are marked and stand in none."""
    known = {entry.term.casefold() for entry in unit.entries}
    translations = {translation.casefold() for entry in unit.entries for translation in entry.translations}
    for entry in unit.entries:
        sources = "; ".join(dict.fromkeys(entry.sources))
        yield _concept((entry.term,), entry.translations, sides, f"#{entry.name}", entry.definition, "", entry.origin, sources)
    targets = {mark.name: words for mark, words in terms(unit.target or ())}
    for mark, words in terms(unit.source):
        term = " ".join(words.split())
        if term.casefold() not in known:
            known.add(term.casefold())
            target = " ".join(targets.pop(mark.name, "").split())
            yield _concept((term,), (target,), sides, "", mark.value if _defines(mark) else "", "", unit.origin)
    alone = {" ".join(words.split()) for words in targets.values()} if not unit.entries and not known else set()
    for term in sorted(alone - translations):
        yield _concept((), (term,), sides, "", "", "", unit.origin)


def _defines(mark: Mark) -> bool:
    return bool(mark.value) and mark.value != OWN


def _concept(source: tuple[str, ...], target: tuple[str, ...], sides: Sides, key: str, definition: str, note: str, origin: Origin,
             seen: str = "") -> Concept:
    terms_: dict[Language, list[Term]] = {"id": [], "en": []}
    for texts, side in zip((source, target), sides):
        for word in texts:
            if side and word and word.casefold() not in {term.text.casefold() for term in terms_[side]}:
                terms_[side].append(Term(word, side, "admitted" if terms_[side] else "preferred", origin=origin))
    said = {sides[0]: definition} if definition and sides[0] else {}
    both = Bilingual(said.get("id", ""), said.get("en", ""), origin) if said else None
    return Concept(key, "", tuple(terms_["id"]), tuple(terms_["en"]), "", both, source=seen, note=note, origin=origin)
