"""The rules of XLIFF 2.0 and 2.1 for codes and annotations within texts: identities, halves that belong together, references, what may be moved.

After the constraints of XLIFF Version 2.1, sections 4.3 and 4.7.
"""

from __future__ import annotations

import re
from typing import Iterator, NamedTuple, Sequence

from translator_aid.i18n import _
from translator_aid.xliffmodel import CODES, CORE, name
from translator_aid.xmlrules import Fault
from translator_aid.xmlstream import Element

_SAME = ("canCopy", "canDelete", "canReorder", "canOverlap")
_DATA = ("dataRef", "dataRefStart", "dataRefEnd")
_LEAF = re.compile(r"(?:(?P<prefix>[^=/]+)=)?(?P<id>[^=/]+)")
_REGISTERED = frozenset("gls mda mtc res val fs ctr slr its itsm tbx".split())
"""Prefixes of modules, and that of TBX, in fragment identifiers."""


class _Text(NamedTuple):
    """A source or a target and the elements in it, in order."""

    part: Element
    element: Element
    inside: tuple[Element, ...]


def needs_escape(hexadecimal: str) -> bool:
    """True for the number of a character that XML cannot hold, which is what `<cp>` is for.

    >>> needs_escape("0001"), needs_escape("00a0"), needs_escape("x")
    (True, False, True)
    """
    try:
        number = int(hexadecimal, 16)
    except ValueError:
        return True
    return not (number in (9, 10, 13) or 0x20 <= number <= 0xD7FF or 0xE000 <= number <= 0xFFFD or 0x10000 <= number <= 0x10FFFF)


def of_unit(unit: Element, parts: Sequence[Element]) -> Iterator[Fault]:
    """What is wrong with the codes and annotations of a unit; `parts` are its segments and what lies between them."""
    texts = [_Text(part, text, tuple(_inside(text))) for part in parts for text in part.elements if text.name in ("source", "target")]
    data = {one.attributes.get("id") for one in unit.elements if one.name == "originalData" for one in one.elements}
    notes = {one.attributes.get("id") for one in unit.elements if one.name == "notes" for one in one.elements}
    sides = [[text for text in texts if text.element.name == side] for side in ("source", "target")]
    yield from _identities(parts, sides)
    for side in sides:
        elements = [one for text in side for one in text.inside]
        yield from _halves(elements)
        yield from _copies(elements)
        for text in side:
            yield from _reordered(text.inside)
    for one in (one for text in texts for one in text.inside):
        yield from _references(one, data)
        yield from _annotated(one, notes, f"u={re.escape(unit.attributes.get('id', ''))}/")
    yield from _kept(parts, sides)


def _inside(element: Element) -> Iterator[Element]:
    for child in element.elements:
        yield child
        yield from _inside(child)


def _twice(value: str, element: Element) -> Fault:
    return Fault(_("id=\"{value}\" stands twice in <{name}>").format(value=value, name="unit"), element.origin)


def _identities(parts: Sequence[Element], sides: Sequence[Sequence[_Text]]) -> Iterator[Fault]:
    sources: dict[str, Element] = {}
    for one in (*parts, *(one for text in sides[0] for one in text.inside)):
        identity = one.attributes.get("id")
        if identity in sources:
            yield _twice(identity, one)
        elif identity is not None:
            sources[identity] = one
    seen: set[str] = set()
    for one in (one for text in sides[1] for one in text.inside):
        identity = one.attributes.get("id", "")
        same = sources.get(identity)
        if identity and (identity in seen or same is not None and (same.name in CODES) != (one.name in CODES)):
            yield _twice(identity, one)
        seen.add(identity)


def _halves(elements: Sequence[Element]) -> Iterator[Fault]:
    """Beginnings and ends of codes and annotations that do not belong together."""
    began: dict[str, Element] = {}
    ended: set[str] = set()
    for one in elements:
        values = one.attributes
        if one.name in ("sc", "sm"):
            began[values.get("id", "")] = one
        elif one.name in ("ec", "em"):
            isolated = values.get("isolated") == "yes"
            reference = values.get("startRef", "")
            if one.name == "ec" and (isolated == bool(reference) or isolated != ("id" in values)):
                yield Fault(_("<ec> must have startRef alone or, with isolated=\"yes\", id alone"), one.origin)
                continue
            if isolated:
                continue
            start = began.get(reference)
            if start is None or start.name[1] != one.name[1]:
                yield Fault(_("<{name} startRef=\"{value}\"/> ends what has not begun").format(name=one.name, value=reference), one.origin)
                continue
            ended.add(reference)
            yield from _agree(start, one)
    for identity, one in began.items():
        isolated = one.attributes.get("isolated") == "yes"
        if not isolated and identity not in ended:
            yield Fault(_("<{name} id=\"{value}\"/> is never ended").format(name=one.name, value=identity), one.origin)
        elif isolated and identity in ended:
            yield Fault(_("<sc id=\"{value}\"/> is ended, so it cannot have isolated=\"yes\"").format(value=identity), one.origin)


def _agree(start: Element, end: Element) -> Iterator[Fault]:
    for attribute in _SAME if start.name == "sc" else ():
        first, last = (one.attributes.get(attribute, "yes") for one in (start, end))
        if first != last and not (first == "firstNo" and last == "no"):
            yield Fault(_("{attribute} of <sc id=\"{value}\"/> and of its <ec> differ").format(
                attribute=attribute, value=start.attributes.get("id", "")), end.origin)


def _copies(elements: Sequence[Element]) -> Iterator[Fault]:
    by_id = {one.attributes.get("id"): one for one in elements}
    for one in elements:
        copied = one.attributes.get("copyOf")
        if copied is None:
            continue
        base = by_id.get(copied)
        if any(attribute in one.attributes for attribute in _DATA):
            yield Fault(_("<{name}> may not have both copyOf and a reference to original data").format(name=one.name), one.origin)
        elif base is None:
            yield Fault(_("{attribute}=\"{value}\" of <{name}> leads nowhere").format(attribute="copyOf", value=copied, name=one.name), one.origin)
        elif base.attributes.get("canCopy") == "no":
            yield Fault(_("copyOf=\"{value}\": that code has canCopy=\"no\"").format(value=copied), one.origin)


def _reordered(elements: Sequence[Element]) -> Iterator[Fault]:
    """Sequences of codes that must keep their order: each begins with `firstNo`, and `no` follows nothing else."""
    before = ""
    for one in elements:
        if one.name not in CODES:
            continue
        now = one.attributes.get("canReorder", "yes")
        if now != "yes" and (one.attributes.get("canCopy") != "no" or one.attributes.get("canDelete") != "no"):
            message = _("<{name}> with canReorder=\"{value}\" must have canCopy=\"no\" and canDelete=\"no\"")
            yield Fault(message.format(name=one.name, value=now), one.origin)
        if now == "no" and before not in ("firstNo", "no") and not (one.name == "ec" and "startRef" in one.attributes):
            yield Fault(_("a code with canReorder=\"no\" must follow one with \"firstNo\" or \"no\""), one.origin)
        before = now


def _references(one: Element, data: set[str | None]) -> Iterator[Fault]:
    values = one.attributes
    for attribute in _DATA:
        if attribute in values and values[attribute] not in data:
            message = _("{attribute}=\"{value}\" of <{name}> leads nowhere")
            yield Fault(message.format(attribute=attribute, value=values[attribute], name=one.name), one.origin)
    for first, second in (("dataRefStart", "dataRefEnd"), ("subFlowsStart", "subFlowsEnd"), ("equivStart", "equivEnd")):
        if (first in values) != (second in values) and first != "equivStart":
            missing = second if first in values else first
            yield Fault(_("<{name}> must have the attribute {attribute}").format(name=one.name, attribute=missing), one.origin)
    if one.name in ("mrk", "sm") and "#" in values.get("ref", "") and values["ref"].startswith("#") and not _fragment(values["ref"][1:]):
        yield Fault(_("ref=\"{value}\" is no fragment identifier of XLIFF").format(value=values["ref"]), one.origin)


def _fragment(text: str) -> bool:
    """Whether a fragment identifier is well formed: from file to unit, then one thing that is named."""
    parts = [_LEAF.fullmatch(part) for part in text.removeprefix("/").split("/")]
    ranks = {"f": 0, "g": 1, "u": 2}
    before = -1
    for number, part in enumerate(parts):
        if part is None:
            return False
        prefix = part["prefix"]
        if prefix in ranks:
            if ranks[prefix] < before or ranks[prefix] == before and prefix != "g":
                return False
            before = ranks[prefix]
        elif number < len(parts) - 1 or prefix is not None and prefix not in ("n", "d", "t") and prefix not in _REGISTERED:
            return False
    return True


def _annotated(one: Element, notes: set[str | None], unit: str) -> Iterator[Fault]:
    if one.name not in ("mrk", "sm"):
        return
    kind, values = one.attributes.get("type", "generic"), one.attributes
    if kind == "generic" and "translate" not in values and not any(key.startswith("{") for key in values):
        yield Fault(_("a generic annotation must have the attribute translate"), one.origin)
    if kind == "comment":
        if ("value" in values) == ("ref" in values):
            yield Fault(_("a comment must have either value or ref"), one.origin)
        elif "ref" in values and not (values["ref"].rpartition("n=")[2] in notes and re.fullmatch(f"#(.*/)?{unit}n=[^/]+|#n=[^/]+", values["ref"])):
            yield Fault(_("ref=\"{value}\" of a comment leads to no note of its unit").format(value=values["ref"]), one.origin)
    if kind == "mtc:match" and "ref" in values:
        yield Fault(_("<{name}> may not have the attribute {attribute}").format(name=one.name, attribute="ref"), one.origin)


def _kept(parts: Sequence[Element], sides: Sequence[Sequence[_Text]]) -> Iterator[Fault]:
    """Codes that may not be deleted and are, and sequences whose order is not the source's."""
    there = {one.attributes.get("id") or one.attributes.get("startRef") for text in sides[1] for one in text.inside}
    for text in sides[0]:
        target = next((other for other in sides[1] if other.part is text.part), None)
        if target is None or text.part.name != "segment":
            continue
        for one in text.inside:
            identity = one.attributes.get("id") or one.attributes.get("startRef")
            if one.attributes.get("canDelete") == "no" and identity not in there:
                yield Fault(_("the target lacks the code \"{value}\", which has canDelete=\"no\"").format(value=identity), target.element.origin)
        before, after = (_fixed(one.element) for one in (text, target))
        if before and after and before != after:
            yield Fault(_("codes with canReorder=\"no\" stand in another order or place in the target"), target.element.origin)


def _fixed(element: Element) -> list[tuple[str | None, str | None, int]]:
    """The codes that keep their order: each with the one before it and how deep it lies."""
    found: list[tuple[str | None, str | None, int]] = []
    before: str | None = None

    def walk(one: Element, depth: int) -> None:
        nonlocal before
        for child in one.elements:
            if child.space != CORE or name(child) not in CODES:
                walk(child, depth)
                continue
            identity = child.attributes.get("id") or child.attributes.get("startRef")
            if child.attributes.get("canReorder") == "no":
                found.append((identity, before, depth))
            before = identity
            walk(child, depth + 1)

    walk(element, 0)
    return found
