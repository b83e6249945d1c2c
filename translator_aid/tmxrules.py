"""The rules of TMX 1.4b: the content model of its document type, and that inline codes come in pairs.

Attributes of the header that say nothing about the texts are remarked upon where they are missing, but the file is read: many leave some out.
Older versions (1.1 to 1.3) differ in what they allow in a segment, not in what a segment is.
"""

from __future__ import annotations

from typing import Iterator, Sequence

from translator_aid.i18n import _
from translator_aid.interchange import Remark
from translator_aid.xmlrules import LANGUAGE_TAG, Fault, Rule, Schema
from translator_aid.xmlstream import Element

_NOTES = ("note prop", 0, None)
_INLINE = (("bpt ept it ph hi ut", 0, None),)
_CODE = (("sub", 0, None),)
RULES = {
    "header": Rule((("note prop ude", 0, None),), False, "srclang", "*"),
    "ude": Rule((("map", 1, None),), False, "name", "*"), "map": Rule((), False, "unicode", "*"),
    "tu": Rule((_NOTES, ("tuv", 1, None))), "tuv": Rule((_NOTES, ("seg", 1, 1)), False, "", "*"),
    "note": Rule((), True), "prop": Rule((), True, "type", "*"),
    "seg": Rule(_INLINE, True), "hi": Rule(_INLINE, True), "sub": Rule(_INLINE, True),
    "bpt": Rule(_CODE, True, "i", "*"), "ept": Rule(_CODE, True, "i", "*"), "it": Rule(_CODE, True, "pos", "*"),
    "ph": Rule(_CODE, True), "ut": Rule(_CODE, True),
}
_VALUES = {"pos": "begin|end", "xml:lang": LANGUAGE_TAG}
_SCHEMA = Schema(RULES, _VALUES)
_SAID = ("creationtool", "creationtoolversion", "segtype", "o-tmf", "adminlang", "datatype")
_PLACES = {"header": ["tmx"], "tu": ["tmx", "body"]}


def remarks(parents: Sequence[Element], element: Element) -> Iterator[Remark]:
    """What is wrong with a header or a unit.

    >>> from translator_aid.model import Origin
    >>> at = Origin("a.tmx", 1, 1)
    >>> [remark.message for remark in remarks((Element("tmx", "", {}, at), Element("body", "", {}, at)), Element("tu", "", {}, at))]
    ['<tu> lacks its <tuv>']
    """
    if [parent.name for parent in parents] != _PLACES[element.name]:
        around = parents[-1].name if parents else "-"
        yield _fault(Fault(_("<{name}> may not stand in <{parent}>").format(name=element.name, parent=around), element.origin))
    yield from map(_fault, _SCHEMA.faults(element))
    if element.name == "header":
        missing = [name for name in _SAID if name not in element.attributes]
        if missing:
            yield Remark(_("the header does not say its {names}").format(names=", ".join(missing)), element.origin, "adapted")
        return
    for variant in element.elements:
        if variant.name == "tuv":
            if not (variant.attributes.get("xml:lang") or variant.attributes.get("lang")):
                yield _fault(Fault(_("<{name}> must have the attribute {attribute}").format(name="tuv", attribute="xml:lang"), variant.origin))
            segment = variant.find("seg")
            yield from map(_fault, _paired(segment) if segment is not None else ())


def outside(parents: Sequence[Element], element: Element) -> Iterator[Remark]:
    """What is wrong with an element that encloses the units."""
    allowed = {"": ("tmx",), "tmx": ("body",)}.get(parents[-1].name if parents else "", ())
    if element.name not in allowed:
        yield _fault(Fault(_("<{name}> may not stand in <{parent}>").format(name=element.name, parent=parents[-1].name), element.origin))
    if element.name == "tmx" and element.attributes.get("version") not in ("1.1", "1.2", "1.3", "1.4", "1.4a", "1.4b"):
        message = _("'{value}' is no value for the attribute {attribute} of <{name}>")
        yield _fault(Fault(message.format(value=element.attributes.get("version", ""), attribute="version", name="tmx"), element.origin))


def _paired(segment: Element) -> Iterator[Fault]:
    """Codes that begin and end nothing."""
    opened: dict[str, Element] = {}
    for code in _codes(segment):
        number = code.attributes.get("i", "")
        if code.name == "bpt" and number in opened:
            yield Fault(_("<bpt i=\"{number}\"> begins a second time before it has ended").format(number=number), code.origin)
        elif code.name == "bpt":
            opened[number] = code
        elif opened.pop(number, None) is None:
            yield Fault(_("<ept i=\"{number}\"> ends what no <bpt> has begun").format(number=number), code.origin)
    for number, code in opened.items():
        yield Fault(_("<bpt i=\"{number}\"> is never ended; a code without its other half is an <it>").format(number=number), code.origin)


def _codes(element: Element) -> Iterator[Element]:
    for child in element.elements:
        if child.name in ("bpt", "ept"):
            yield child
        if child.name != "sub":
            yield from _codes(child) if child.name == "hi" else ()


def _fault(fault: Fault) -> Remark:
    return Remark(fault.message, fault.origin, "fault")
