"""The structure of an XML format as a table, and what of an element breaks it: which children in which order, which attributes with which values.

The values are patterns by `attribute` or `element attribute`.
"""

from __future__ import annotations

import re
from typing import Callable, Mapping, NamedTuple

from translator_aid.i18n import _
from translator_aid.model import Origin
from translator_aid.xmlstream import Element


class Fault(NamedTuple):
    """A rule that a file breaks."""

    message: str
    origin: Origin


class Rule(NamedTuple):
    """What an element may hold."""

    children: tuple[tuple[str, int, int | None], ...] = ()
    """Slots in order: the names that a slot takes, how many at least and at most; `*` stands for any element of another namespace."""
    text: bool = False
    """True: text may stand among the children."""
    required: str = ""
    """Attributes that must be there."""
    optional: str = ""
    """Attributes that may be there; `*` is any. Where both are empty, attributes are not looked at."""
    foreign: bool = False
    """True: attributes of other namespaces may be there."""


NMTOKEN = r"[\w.\-:\u00b7]+"
LANGUAGE_TAG = "([A-Za-z]{2,8}|[xi])(-[A-Za-z0-9]{1,8})*"
"""BCP 47, as far as its form goes."""


class _Prepared(NamedTuple):
    """A rule made ready to be asked often."""

    rule: Rule
    slots: dict[str, int]
    """Name of a child: its slot."""
    other: int | None
    """The slot for elements of another namespace."""
    looks: bool
    """True: attributes are looked at."""
    required: tuple[str, ...]
    known: frozenset[str]
    patterns: dict[str, re.Pattern[str]]


class Schema:
    """The rules of a format. `name` says what the rules call an element; elements that they do not name are passed over.

    >>> schema = Schema({"seg": Rule((("ph", 0, None),), True), "ph": Rule((), True, "x")}, {"x": "[0-9]+"})
    >>> at = Origin("a.tmx", 1, 1)
    >>> seg, ph = Element("seg", "", {}, at), Element("ph", "", {"x": "a"}, at)
    >>> seg.children += [ph, Element("b", "", {}, at)]
    >>> [fault.message for fault in schema.faults(seg)]
    ['<b> may not stand in <seg>', "'a' is no value for the attribute x of <ph>"]
    """

    def __init__(self, rules: Mapping[str, Rule], values: Mapping[str, str], name: Callable[[Element], str] = lambda one: one.name) -> None:
        self.name = name
        self._rules = {own: _prepared(own, rule, values) for own, rule in rules.items()}

    def faults(self, element: Element) -> list[Fault]:
        """What is wrong with an element and all that is in it."""
        found: list[Fault] = []
        self._check(element, self.name(element), found)
        return found

    def attributes(self, element: Element) -> list[Fault]:
        """What is wrong with an element's attributes alone."""
        found: list[Fault] = []
        own = self.name(element)
        if own in self._rules:
            _attributes(element, own, self._rules[own], found)
        return found

    def _check(self, element: Element, own: str, found: list[Fault]) -> None:
        prepared = self._rules.get(own)
        if prepared is None:
            return
        if prepared.looks:
            _attributes(element, own, prepared, found)
        children = [child for child in element.children if isinstance(child, Element)]
        if not prepared.rule.text and len(children) < len(element.children) and (text := " ".join(element.own_text.split())[:60]):
            found.append(Fault(_("text may not stand directly in <{name}>: '{text}'").format(name=own, text=text), element.origin))
        names = [self.name(child) for child in children]
        if children or prepared.rule.children:
            _in_order(element, own, list(zip(children, names)), prepared, found)
        for child, called in zip(children, names):
            self._check(child, called, found)


def _prepared(own: str, rule: Rule, values: Mapping[str, str]) -> _Prepared:
    known = (rule.required + " " + rule.optional).split()
    patterns = {key: values.get(f"{own} {key}", values.get(key)) for key in {*known, *(key.split()[-1] for key in values)}}
    slots = {taken: number for number, (names, _least, _most) in reversed(list(enumerate(rule.children))) for taken in names.split()}
    return _Prepared(rule, slots, slots.get("*"), bool(known or rule.foreign), tuple(rule.required.split()), frozenset(known),
                     {key: re.compile(pattern) for key, pattern in patterns.items() if pattern is not None})


def _attributes(element: Element, own: str, prepared: _Prepared, found: list[Fault]) -> None:
    for key in prepared.required:
        if key not in element.attributes:
            found.append(Fault(_("<{name}> must have the attribute {attribute}").format(name=own, attribute=key), element.origin))
    for key, value in element.attributes.items():
        if key not in prepared.known and "*" not in prepared.known and not (prepared.rule.foreign and (key[0] == "{" or key.startswith("xml:"))):
            found.append(Fault(_("<{name}> may not have the attribute {attribute}").format(name=own, attribute=key), element.origin))
            continue
        pattern = prepared.patterns.get(key)
        if pattern is not None and not pattern.fullmatch(value):
            message = _("'{value}' is no value for the attribute {attribute} of <{name}>")
            found.append(Fault(message.format(value=value, attribute=key, name=own), element.origin))


def _in_order(element: Element, own: str, children: list[tuple[Element, str]], prepared: _Prepared, found: list[Fault]) -> None:
    """What is wrong with the order and number of an element's children."""
    slots = prepared.rule.children
    counts = [0] * len(slots)
    at = 0
    for child, called in children:
        slot = prepared.slots.get(called)
        if slot is None and child.space != element.space:
            slot = prepared.other
        if slot is None:
            found.append(Fault(_("<{name}> may not stand in <{parent}>").format(name=called, parent=own), child.origin))
            continue
        counts[slot] += 1
        most = slots[slot][2]
        if slot < at:
            found.append(Fault(_("<{name}> stands too late in <{parent}>").format(name=called, parent=own), child.origin))
        elif most is not None and counts[slot] > most:
            found.append(Fault(_("<{parent}> may hold only one <{name}>").format(name=called, parent=own), child.origin))
        at = max(at, slot)
    for (taken, least, _most), count in zip(slots, counts):
        if count < least:
            found.append(Fault(_("<{parent}> lacks its <{name}>").format(name=taken.split()[0], parent=own), element.origin))
