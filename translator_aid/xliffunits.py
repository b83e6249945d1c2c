"""XLIFF of any version, 1.0 to 2.1, unit by unit: texts with their codes and annotations, glossary entries, notes and values; streaming.

https://docs.oasis-open.org/xliff/v1.2/os/xliff-core.html and http://docs.oasis-open.org/xliff/xliff-core/v2.1/. Version 2 is held to its rules
(`xliffrules`); version 1, of which every program wrote its own, is read for what it holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO, Iterator, NamedTuple, Sequence

from translator_aid.errors import UnreadableError
from translator_aid.i18n import _
from translator_aid.interchange import Remark
from translator_aid.model import NOWHERE, Origin
from translator_aid.xliffmodel import CORE, RECORDS, name
from translator_aid.xliffrules import Rules
from translator_aid.xlifftexts import Piece, has_flow, of_version_1, of_version_2
from translator_aid.xmlstream import Element, records

OWN = "translator-aid"
OLD = "urn:oasis:names:tc:xliff:document:1.2"
_TAKEN = RECORDS | {"trans-unit", "bin-unit", "header"}
_RANKS = ("initial", "translated", "reviewed", "final")
_UNDONE = ("new", "needs-translation", "needs-adaptation", "needs-l10n")


class Entry(NamedTuple):
    """An entry of the glossary module."""

    term: str
    """In the source language."""
    translations: tuple[str, ...]
    """In the target language."""
    definition: str
    """One, or empty."""
    sources: tuple[str, ...]
    """Where term, translations and definition are said to come from."""
    name: str
    """Its identifier, or empty."""
    ref: str
    """The annotation it belongs to, or empty."""
    origin: Origin


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a file says of the document that its units come from."""

    original: str
    """The document's name."""
    languages: tuple[str, str]
    """Source and target as the file names them; the target may be empty."""
    said: tuple[tuple[str, str], ...]
    """What the file's notes, its skeleton (`href`, `crc`) say, each with its kind."""
    origin: Origin


@dataclass(frozen=True, slots=True)
class XliffUnit:
    """A text and its translation."""

    name: str
    """Its identifier."""
    languages: tuple[str, str]
    """Source and target as the file names them; the target may be empty."""
    source: tuple[Piece, ...]
    """The source, all segments."""
    target: tuple[Piece, ...] | None
    """The target; None where a segment lacks it."""
    state: str = "initial"
    """initial, translated, reviewed or final: that of the segment which is least far."""
    group: str = ""
    """The concept's key, in a glossary of ours."""
    role: str = ""
    """What else its type says: `example`, `heading`."""
    fields: tuple[tuple[str, str], ...] = ()
    """Our named values."""
    entries: tuple[Entry, ...] = ()
    """Its glossary."""
    notes: tuple[str, ...] = ()
    """Notes of others."""
    lost: tuple[str, ...] = ()
    """What else it holds and a glossary cannot: matches, alternative translations, texts within codes."""
    origin: Origin = NOWHERE
    """Where it stands in the file."""


def entries(stream: BinaryIO, path: str) -> Iterator[Beginning | XliffUnit | Remark]:
    """For each file within the file its beginning, then its units; a remark of the kind `fault` for each rule of the format that is broken.

    >>> import io
    >>> data = '''<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.1" srcLang="id" trgLang="en"><file id="f"><unit id="u">
    ... <segment><source>Agen <mrk id="m" type="term">AI</mrk></source><target>AI agent</target></segment></unit></file></xliff>'''
    >>> from translator_aid.xlifftexts import text
    >>> begin, unit = entries(io.BytesIO(data.encode()), "a.xlf")
    >>> unit.languages, text(unit.source), unit.source[1].type
    (('id', 'en'), 'Agen AI', 'term')

    :raises UnreadableError: for what is no XML, no XLIFF, or declares entities.
    """
    rules: Rules | None = None
    first: Element | None = None
    pending: list[Element] = []
    for parents, element, whole in records(stream, path, _TAKEN):
        if first is None:
            first = element
            rules = Rules() if _version(element) == 2 and element.space == CORE else None
        if rules is not None:
            for fault in rules.record(parents, element) if whole else rules.outside(parents, element):
                yield Remark(fault.message, fault.origin, "fault")
        yield from _said(parents, element, first, rules is None and not whole)
        is_unit = whole and element.name in ("unit", "trans-unit")
        if pending and (is_unit or element.name == "file"):
            yield _beginning(first, pending)
            pending = []
        if is_unit:
            yield from _unit(first, parents, element)
        elif element.name == "file" or whole and pending:
            pending.append(element)
    if pending and first is not None:
        yield _beginning(first, pending)
    for fault in rules.end() if rules is not None else ():
        yield Remark(fault.message, fault.origin, "fault")


def _said(parents: Sequence[Element], element: Element, root: Element, old: bool) -> Iterator[Remark]:
    """What there is to say about an element outside of units."""
    if old:
        yield from _old_outside(element, root)
    around = parents[-1] if parents and parents[-1].name in ("file", "group") else None
    if around and (element.space != around.space or element.name in RECORDS - {"unit", "skeleton"}):
        yield Remark(_("what the file says in <{name}> has no place in a glossary").format(name=element.name), element.origin)
    if element.name == "bin-unit":
        yield Remark(_("a binary unit has no text and was left out"), element.origin)


def _version(root: Element) -> int:
    if root.name != "xliff":
        raise UnreadableError(_("no XLIFF file: its first element is <{name}>").format(name=root.name), root.origin)
    version = root.attributes.get("version", "")
    if root.space == CORE or version.startswith("2"):
        return 2
    if not version.startswith("1."):
        raise UnreadableError(_("XLIFF of version '{version}' is not known").format(version=version), root.origin)
    return 1


def _old_outside(element: Element, root: Element) -> Iterator[Remark]:
    """What is wrong with an element of version 1 that encloses units, or of version 2 outside of its namespace."""
    if root.attributes.get("version", "").startswith("2"):
        if element is root:
            yield Remark(_("<xliff> must be in the namespace {space}").format(space=CORE), element.origin, "fault")
        return
    if element is root and element.space != OLD and not element.space.startswith("urn:oasis:names:tc:xliff:document:1"):
        yield Remark(_("<xliff> is not in the namespace {space}; it is read as if it were").format(space=OLD), element.origin, "adapted")
    for attribute in ("source-language",) if element.name == "file" else ():
        if attribute not in element.attributes and root.space != CORE:
            yield Remark(_("<{name}> must have the attribute {attribute}").format(name="file", attribute=attribute), element.origin, "fault")


def _beginning(root: Element, found: Sequence[Element]) -> Beginning:
    file = found[0]
    said: list[tuple[str, str]] = []
    for part in (inner for one in found[1:] for inner in ([one] if one.name == "skeleton" else one.elements)):
        if part.name == "note":
            said.append((part.attributes.get("category") or part.attributes.get("from") or "", part.all_text()))
        elif part.name in ("skeleton", "skl"):
            for one in (part, *part.elements):
                said += [(key, one.attributes[key]) for key in ("href", "crc") if key in one.attributes]
    return Beginning(file.attributes.get("original", ""), _languages(root, file), tuple(said), file.origin)


def _languages(root: Element, file: Element | None) -> tuple[str, str]:
    if root.attributes.get("srcLang"):
        return root.attributes["srcLang"], root.attributes.get("trgLang", "")
    values = file.attributes if file is not None else {}
    return values.get("source-language", ""), values.get("target-language", "")


def _unit(root: Element, parents: Sequence[Element], element: Element) -> Iterator[XliffUnit | Remark]:
    file = next((one for one in parents if one.name == "file"), None)
    group = next((one.attributes.get("name") or one.attributes.get("resname") or "" for one in reversed(parents)
                  if one.attributes.get("type") == f"{OWN}:concept" or one.attributes.get("restype") == "x-concept"), "")
    role = (element.attributes.get("type") or "").removeprefix(f"{OWN}:") or element.attributes.get("restype", "").removeprefix("x-")
    languages = _languages(root, file)
    if element.name == "unit":
        yield _new_unit(element, languages, group, role)
        return
    source = element.find("source")
    if source is None:
        yield Remark(_("<{parent}> lacks its <{name}>").format(name="source", parent="trans-unit"), element.origin, "fault")
        return
    target = element.find("target")
    state = target.attributes.get("state", "translated") if target is not None else "new"
    lost = [_("the alternative translations of a unit were left out")] if element.find("alt-trans") else []
    lost += [_("a text within a code was left out")] if any(has_flow(part) for part in (source, target) if part is not None) else []
    fields = [(one.attributes.get("context-type", "").removeprefix("x-"), one.all_text()) for part in element.elements
              if part.name == "context-group" and group for one in part.elements]
    own = [(one.attributes.get("from", ""), one.all_text()) for one in element.elements if one.name == "note" and group]
    notes = () if group else tuple(one.all_text().strip() for one in element.elements if one.name == "note")
    languages = (languages[0] or source.attributes.get("xml:lang", ""),
                 languages[1] or (target.attributes.get("xml:lang", "") if target is not None else ""))
    translation = tuple(of_version_1(target)) if target is not None else None
    yield XliffUnit(element.attributes.get("id", ""), languages, tuple(of_version_1(source)), translation,
                    "initial" if state in _UNDONE else "translated", group, role, (*fields, *own), (), notes, tuple(lost), element.origin)


def _new_unit(element: Element, languages: tuple[str, str], group: str, role: str) -> XliffUnit:
    source: list[Piece] = []
    target: list[tuple[int, list[Piece]]] = []
    states, whole, lost = [], True, []
    for number, part in enumerate((one for one in element.elements if one.name in ("segment", "ignorable") and one.space == CORE), 1):
        here, there = part.find("source"), part.find("target")
        pieces = list(of_version_2(here)) if here is not None else []
        source += pieces
        if part.name == "segment":
            states.append(part.attributes.get("state", "initial"))
            whole = whole and there is not None
        order = there.attributes.get("order", "") if there is not None else ""
        target.append((int(order) if order.isdecimal() else number, list(of_version_2(there)) if there is not None else pieces))
    fields: list[tuple[str, str]] = []
    found: list[Entry] = []
    notes: list[str] = []
    for part in element.elements:
        kind = name(part)
        if kind == "gls:glossary":
            found += [_entry(one) for one in part.elements if one.name == "glossEntry"]
        elif kind == "notes":
            fields += [(one.attributes.get("category", ""), one.all_text()) for one in part.elements if group]
            notes += [one.all_text().strip() for one in part.elements if not group]
        elif kind == "mda:metadata":
            fields += [(one.attributes.get("type", ""), one.all_text()) for inner in part.elements if inner.attributes.get("category") == OWN
                       for one in inner.elements]
        elif kind not in ("originalData", "segment", "ignorable"):
            lost.append(_("<{name}> has no place in a glossary").format(name=kind.replace("other:", "")))
    pieces = [piece for _order, one in sorted(target, key=lambda one: one[0]) for piece in one]
    state = min(states, key=lambda one: _RANKS.index(one) if one in _RANKS else 0, default="initial")
    return XliffUnit(element.attributes.get("id", ""), languages, tuple(source), tuple(pieces) if whole else None, state, group, role,
                     tuple(fields), tuple(found), tuple(notes), tuple(lost), element.origin)


def _entry(element: Element) -> Entry:
    term, definition = element.find("term"), element.find("definition")
    parts = [one for one in element.elements if one.name in ("term", "translation", "definition")]
    sources = tuple(one.attributes["source"] for one in parts if one.attributes.get("source"))
    return Entry(term.text() if term is not None else "", tuple(one.text() for one in parts if one.name == "translation"),
                 definition.text() if definition is not None else "", sources, element.attributes.get("id", ""),
                 element.attributes.get("ref", ""), element.origin)
