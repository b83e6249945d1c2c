"""The rules of XLIFF 2.0 and 2.1 that go beyond which element stands where: identities, references, codes in pairs, languages, order.

After the constraints of XLIFF Version 2.1, sections 4 and 5, which the specification also gives as Schematron rules.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Iterable, Iterator, Sequence

from translator_aid import xliffcodes, xliffmodel
from translator_aid.i18n import _
from translator_aid.xliffmodel import CODES, CORE, FS, HTML, MODULES, RULES, SCHEMA, SIZES, SLR, name
from translator_aid.xmlrules import Fault
from translator_aid.xmlstream import Element


_HELD = ("gls", "mda", "mtc", "res", "val")
"""The modules whose elements are all in the tables."""


@dataclass(slots=True)
class _Open:
    """An element that encloses units and has not ended."""

    element: Element
    stage: int = 0
    """The slot of its children that has been reached."""
    children: int = 0
    """How many files, groups and units it has had."""
    own: set[tuple[str, str]] = field(default_factory=set)
    """The identities in another program's elements."""


class Rules:
    """The rules for one file; it is told of the elements in their order, and says at the end what only then can be said."""

    def __init__(self) -> None:
        self.languages: tuple[str, str] = ("", "")
        self.files: set[str] = set()
        self.units: set[str] = set()
        self.groups: set[str] = set()
        self.flows: list[tuple[str, Element]] = []
        self.open: list[_Open] = []

    def outside(self, parents: Sequence[Element], element: Element) -> Iterator[Fault]:
        """What is wrong with an element that encloses units, as far as its beginning shows."""
        yield from self._placed(parents, element)
        self.open.append(_Open(element))
        own = name(element)
        yield from SCHEMA.attributes(element)
        if own == "xliff":
            self.languages = (element.attributes.get("srcLang", ""), element.attributes.get("trgLang", ""))
        elif own == "file":
            yield from self._end_of_file()
            self.units, self.groups = set(), set()
            yield from _once(element, self.files, "xliff")
        elif own == "group":
            yield from _once(element, self.groups, "file")
        elif element.space != CORE:
            yield from self._extension(element)
        yield from _styled(element)

    def record(self, parents: Sequence[Element], element: Element) -> Iterator[Fault]:
        """What is wrong with a unit or another element that comes whole, with all that is in it."""
        yield from self._placed(parents, element)
        yield from SCHEMA.faults(element)
        flat = _all(element)
        yield from _texts(flat)
        for own, one in flat:
            if any(key[0] == "{" for key in one.attributes):
                yield from _styled(one)
                yield from _foreign(own, one)
            if one.space != CORE and (own not in RULES or own == "res:source"):
                yield from self._module(own, one)
        if name(element) == "unit":
            yield from _once(element, self.units, "file")
            yield from self._languages((*parents, element), element)
            yield from _spaces((*parents, element))
            self.flows += [(key, one) for own, one in flat if own in CODES for attribute in ("subFlows", "subFlowsStart", "subFlowsEnd")
                           if attribute in one.attributes for key in one.attributes[attribute].split()]
            yield from _of_unit(element)

    def _module(self, own: str, element: Element) -> Iterator[Fault]:
        """An element that its module does not have, or a resource in another language than the source's."""
        if own.split(":")[0] in _HELD and own not in RULES:
            yield Fault(_("XLIFF has no element <{name}>").format(name=own), element.origin)
        said, wanted = element.attributes.get("xml:lang", "").lower(), self.languages[0].lower()
        if own == "res:source" and said and said != wanted and not said.startswith(f"{wanted}-"):
            yield Fault(_("xml:lang=\"{value}\" of <{name}> is not {attribute}=\"{wanted}\"").format(
                value=said, name=own, attribute="srcLang", wanted=wanted), element.origin)

    def end(self) -> Iterator[Fault]:
        """What can be said only when all has been seen."""
        yield from self._left(0)
        yield from self._end_of_file()

    def _left(self, depth: int) -> Iterator[Fault]:
        """What is wrong with the enclosing elements that have ended."""
        while len(self.open) > depth:
            ended = self.open.pop()
            own = name(ended.element)
            if own in ("file", "xliff") and not ended.children:
                child = "file" if own == "xliff" else "unit"
                yield Fault(_("<{parent}> lacks its <{name}>").format(name=child, parent=own), ended.element.origin)

    def _end_of_file(self) -> Iterator[Fault]:
        for key, element in self.flows:
            if key not in self.units:
                yield _leads_nowhere(element, "subFlows", key)
        self.flows = []

    def _placed(self, parents: Sequence[Element], element: Element) -> Iterator[Fault]:
        """What is wrong with the place of an element that does not lie in a unit."""
        yield from self._left(len(parents))
        own = name(element)
        parent = name(parents[-1]) if parents else ""
        if parent not in ("xliff", "file", "group"):
            return
        around = self.open[-1]
        slots = RULES[parent].children
        stage = next((number for number, (taken, _least, _most) in enumerate(slots) if own in taken.split()), None)
        if stage is None and element.space != CORE:
            stage = next((number for number, (taken, _least, _most) in enumerate(slots) if taken == "*"), None)
        if stage is None:
            yield Fault(_("<{name}> may not stand in <{parent}>").format(name=own, parent=parent), element.origin)
        elif stage < around.stage:
            yield Fault(_("<{name}> stands too late in <{parent}>").format(name=own, parent=parent), element.origin)
        else:
            around.stage = stage
        around.children += own in ("file", "unit", "group")

    def _extension(self, element: Element) -> Iterator[Fault]:
        """An identity that stands twice in another program's part of one file or group."""
        identity = element.attributes.get("id") or element.attributes.get("xml:id")
        around = next((one for one in reversed(self.open[:-1]) if one.element.space == CORE), None)
        if identity and around is not None:
            if (element.space, identity) in around.own:
                yield Fault(_("id=\"{value}\" stands twice in <{name}>").format(value=identity, name=name(around.element)), element.origin)
            around.own.add((element.space, identity))

    def _languages(self, parents: Sequence[Element], unit: Element) -> Iterator[Fault]:
        """Texts in another language than the file declares."""
        inherited = next((one.attributes["xml:lang"] for one in reversed(parents) if "xml:lang" in one.attributes), "")
        for part in unit.elements:
            for text in part.elements if name(part) in ("segment", "ignorable") else ():
                wanted, attribute = (self.languages[0], "srcLang") if text.name == "source" else (self.languages[1], "trgLang")
                if text.name == "target" and not wanted:
                    yield Fault(_("there is a <target>, but <xliff> has no trgLang"), text.origin)
                    continue
                said = text.attributes.get("xml:lang", inherited)
                if said and not (said.lower() == wanted.lower() or said.lower().startswith(f"{wanted.lower()}-")):
                    yield Fault(_("xml:lang=\"{value}\" of <{name}> is not {attribute}=\"{wanted}\"").format(
                        value=said, name=text.name, attribute=attribute, wanted=wanted), text.origin)


def _once(element: Element, seen: set[str], within: str) -> Iterator[Fault]:
    identity = element.attributes.get("id")
    if identity in seen:
        yield Fault(_("id=\"{value}\" stands twice in <{name}>").format(value=identity, name=within), element.origin)
    if identity is not None:
        seen.add(identity)


def _all(element: Element) -> list[tuple[str, Element]]:
    """An element and all that is in it, in order, each with its name."""
    found = [(name(element), element)]
    for child in element.children:
        if isinstance(child, Element):
            found += _all(child)
    return found


def _foreign(own: str, element: Element) -> Iterator[Fault]:
    """Another program's attributes where there may be none."""
    for key in element.attributes if own in CODES else ():
        if key[0] == "{" and key[1:].partition("}")[0] not in MODULES:
            yield Fault(_("<{name}> may not have the attribute {attribute}").format(name=own, attribute=key), element.origin)


def _leads_nowhere(element: Element, attribute: str, value: str) -> Fault:
    return Fault(_("{attribute}=\"{value}\" of <{name}> leads nowhere").format(attribute=attribute, value=value, name=name(element)), element.origin)


def _doubled(elements: Iterable[Element], within: Element) -> Iterator[Fault]:
    seen: set[str] = set()
    for element in elements:
        yield from _once(element, seen, name(within))


def _styled(element: Element) -> Iterator[Fault]:
    """What is wrong with the attributes of the modules for previews and for sizes."""
    style = element.attributes.get(f"{FS}fs")
    for key in element.attributes:
        if key.startswith(FS) and key not in (f"{FS}fs", f"{FS}subFs"):
            message = _("<{name}> may not have the attribute {attribute}")
            yield Fault(message.format(name=name(element), attribute=f"fs:{key[len(FS):]}"), element.origin)
    if style is not None and style not in HTML:
        yield Fault(_("'{value}' is no value for the attribute {attribute} of <{name}>").format(value=style, attribute="fs:fs", name=name(element)),
                    element.origin)
    if style is not None and name(element) == "ec" and element.attributes.get("isolated") != "yes":
        yield Fault(_("<{name}> may not have the attribute {attribute}").format(name="ec", attribute="fs:fs"), element.origin)
    sizes = {key.removeprefix(SLR): value for key, value in element.attributes.items() if key.startswith(SLR)}
    for key, value in sizes.items():
        if not re.fullmatch(SIZES.get(key, ".*"), value):
            yield Fault(_("'{value}' is no value for the attribute {attribute} of <{name}>").format(
                value=value, attribute=f"slr:{key}", name=name(element)), element.origin)
    if {"sizeInfo", "sizeInfoRef"} <= sizes.keys() or sizes and name(element) == "ec" and element.attributes.get("isolated") != "yes":
        attribute = "slr:sizeInfoRef" if "sizeInfoRef" in sizes else f"slr:{next(iter(sizes))}"
        yield Fault(_("<{name}> may not have the attribute {attribute}").format(name=name(element), attribute=attribute), element.origin)
    if f"{FS}subFs" in element.attributes and style is None:
        yield Fault(_("<{name}> must have the attribute {attribute}").format(name=name(element), attribute="fs:fs"), element.origin)


def _texts(flat: Sequence[tuple[str, Element]]) -> Iterator[Fault]:
    """Rules of single elements wherever they stand."""
    for own, one in flat:
        values = one.attributes
        if own == "skeleton" and bool(values.get("href")) == bool(one.children):
            yield Fault(_("<{name}> must either have href or hold something, not both").format(name=own), one.origin)
        elif own == "notes":
            yield from _doubled(one.elements, one)
        elif own == "originalData":
            yield from _doubled(one.elements, one)
        elif own == "mda:metadata":
            yield from _doubled((part for _own, part in _all(one) if part.name in ("metadata", "metaGroup")), one)
        elif own == "res:resourceData":
            yield from _doubled(one.elements, one)
        elif own in ("res:source", "res:target") and ("href" in values) == bool(one.elements or one.own_text.strip()):
            yield Fault(_("<{name}> must either have href or hold something, not both").format(name=own), one.origin)
        elif own == "val:rule":
            yield from _rule(one)
        elif own == "cp" and not xliffcodes.needs_escape(values.get("hex", "")):
            yield Fault(_("<cp hex=\"{value}\"/> is for characters that XML cannot hold").format(value=values.get("hex", "")), one.origin)
        if "subType" in values and "type" not in values:
            yield Fault(_("<{name}> must have the attribute {attribute}").format(name=own, attribute="type"), one.origin)
        elif values.get("subType", "") in xliffmodel.SUB_TYPES and values["type"] != xliffmodel.SUB_TYPES[values["subType"]]:
            yield Fault(_("subType=\"{value}\" needs type=\"{wanted}\"").format(
                value=values["subType"], wanted=xliffmodel.SUB_TYPES[values["subType"]]), one.origin)


def _rule(rule: Element) -> Iterator[Fault]:
    kinds = [key for key in ("isPresent", "isNotPresent", "startsWith", "endsWith") if key in rule.attributes]
    custom = any(key.startswith("{") for key in rule.attributes)
    if len(kinds) + custom != 1:
        yield Fault(_("<val:rule> must have exactly one of isPresent, isNotPresent, startsWith, endsWith or an attribute of its own"), rule.origin)
    elif "existsInSource" in rule.attributes and kinds == ["isNotPresent"]:
        yield Fault(_("<{name}> may not have the attribute {attribute}").format(name="val:rule", attribute="existsInSource"), rule.origin)


def _of_unit(unit: Element) -> Iterator[Fault]:
    """Rules that hold within a unit."""
    parts = [part for part in unit.elements if part.space == CORE and part.name in ("segment", "ignorable")]
    if not any(part.name == "segment" for part in parts):
        yield Fault(_("<{parent}> lacks its <{name}>").format(name="segment", parent="unit"), unit.origin)
    for part in parts:
        yield from _part(part)
    yield from _order(parts)
    yield from xliffcodes.of_unit(unit, parts)
    yield from _modules(unit, parts)
    own: set[tuple[str, str]] = set()
    for child in (one for top in unit.elements if top.space != CORE and top.space not in xliffmodel.MODULES for _own, one in _all(top)):
        identity = child.attributes.get("id") or child.attributes.get("xml:id") or ""
        if identity and (child.space, identity) in own:
            yield Fault(_("id=\"{value}\" stands twice in <{name}>").format(value=identity, name="unit"), child.origin)
        own.add((child.space, identity))


def _part(part: Element) -> Iterator[Fault]:
    target = part.find("target")
    if "subState" in part.attributes and "state" not in part.attributes:
        yield Fault(_("<{name}> must have the attribute {attribute}").format(name=part.name, attribute="state"), part.origin)
    if part.attributes.get("state", "initial") != "initial" and target is None:
        yield Fault(_("a segment with state=\"{value}\" must have a <target>").format(value=part.attributes["state"]), part.origin)


def _spaces(parents: Sequence[Element]) -> Iterator[Fault]:
    """Sources and targets of which one alone keeps its white space."""
    inherited = next((one.attributes["xml:space"] for one in reversed(parents) if "xml:space" in one.attributes), "default")
    for part in parents[-1].elements:
        source, target = part.find("source"), part.find("target")
        if part.name in ("segment", "ignorable") and source is not None and target is not None:
            if source.attributes.get("xml:space", inherited) != target.attributes.get("xml:space", inherited):
                yield Fault(_("xml:space of <source> and <target> differ"), target.origin)


def _order(parts: Sequence[Element]) -> Iterator[Fault]:
    """Targets that are to stand in one place."""
    taken: set[int] = set()
    for number, part in enumerate(parts, 1):
        target = part.find("target")
        value = target.attributes.get("order", "") if target is not None else ""
        place = int(value) if value.isdecimal() else number
        if target is not None and (place in taken or place > len(parts)):
            yield Fault(_("order: another <target> stands in place {n}, or there are not so many").format(n=place), target.origin)
        taken.add(place)


def _modules(unit: Element, parts: Sequence[Element]) -> Iterator[Fault]:
    """Rules of the glossary and of the matches."""
    spans = {one.attributes["id"] for part in parts for _own, one in _all(part) if "id" in one.attributes}
    for module in unit.elements:
        if name(module) == "gls:glossary":
            yield from _doubled((one for _own, one in _all(module) if one.name in ("glossEntry", "translation")), module)
        elif name(module) == "mtc:matches":
            yield from _doubled(module.elements, module)
        for own, one in _all(module) if name(module) in ("gls:glossary", "mtc:matches") else ():
            if own == "gls:glossEntry" and not (one.find("translation") or one.find("definition")):
                yield Fault(_("<gls:glossEntry> must hold a translation or a definition"), one.origin)
            if own == "mtc:match" and "xml:lang" in one.attributes:
                yield Fault(_("<{name}> may not have the attribute {attribute}").format(name="mtc:match", attribute="xml:lang"), one.origin)
            value = one.attributes.get("ref")
            if value is not None and own in ("gls:glossEntry", "gls:translation", "mtc:match"):
                if re.sub("#|t=", "", value) not in spans:
                    yield _leads_nowhere(one, "ref", value)
