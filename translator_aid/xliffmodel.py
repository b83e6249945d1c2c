"""The elements of XLIFF 2.0 and 2.1 and of its modules: what each holds, which attributes it has, and their values.

After XLIFF Version 2.1, OASIS Standard, 13 February 2018 (http://docs.oasis-open.org/xliff/xliff-core/v2.1/), section 4.2 and 5.
"""

from __future__ import annotations

from translator_aid.xmlrules import LANGUAGE_TAG, NMTOKEN, Rule, Schema
from translator_aid.xmlstream import Element

CORE = "urn:oasis:names:tc:xliff:document:2.0"
MODULES = {
    "urn:oasis:names:tc:xliff:glossary:2.0": "gls", "urn:oasis:names:tc:xliff:metadata:2.0": "mda", "urn:oasis:names:tc:xliff:matches:2.0": "mtc",
    "urn:oasis:names:tc:xliff:resourcedata:2.0": "res", "urn:oasis:names:tc:xliff:validation:2.0": "val", "urn:oasis:names:tc:xliff:fs:2.0": "fs",
    "urn:oasis:names:tc:xliff:changetracking:2.0": "ctr", "urn:oasis:names:tc:xliff:changetracking:2.1": "ctr",
    "urn:oasis:names:tc:xliff:sizerestriction:2.0": "slr", "http://www.w3.org/2005/11/its": "its", "urn:oasis:names:tc:xliff:itsm:2.1": "itsm",
}
FS = "{urn:oasis:names:tc:xliff:fs:2.0}"
SLR = "{urn:oasis:names:tc:xliff:sizerestriction:2.0}"
CODES = ("ph", "pc", "sc", "ec")
RECORDS = frozenset(("unit", "notes", "skeleton", "metadata", "glossary", "matches", "resourceData", "validation", "changeTrack", "profiles"))
"""Elements that are taken whole; the others (xliff, file, group) enclose them."""

_INLINE = (("cp ph pc sc ec mrk sm em", 0, None),)
_SEGMENT = (("source", 1, 1), ("target", 0, 1))
_HINTS = "canCopy canDelete canReorder copyOf subType type"
_HALF = f"{_HINTS} canOverlap dataRef dir disp equiv isolated subFlows"
_MARK = "translate type ref value"
_PARTS = "canResegment translate srcDir trgDir xml:space"
BEFORE = (("skeleton", 0, 1), ("*", 0, None), ("notes", 0, 1))
"""What stands in a file or a group before its units."""
RULES = {
    "xliff": Rule((("file", 1, None),), False, "version srcLang", "trgLang xml:space", True),
    "file": Rule((*BEFORE, ("unit group", 1, None)), False, "id", f"original {_PARTS}", True),
    "group": Rule((*BEFORE[1:], ("unit group", 0, None)), False, "id", f"name type {_PARTS}", True),
    "unit": Rule((("*", 0, None), ("notes", 0, 1), ("originalData", 0, 1), ("segment ignorable", 1, None)), False, "id", f"name type {_PARTS}", True),
    "segment": Rule(_SEGMENT, False, "", "id canResegment state subState"), "ignorable": Rule(_SEGMENT, False, "", "id"),
    "notes": Rule((("note", 1, None),)), "note": Rule((), True, "", "id appliesTo category priority", True),
    "originalData": Rule((("data", 1, None),)), "data": Rule((("cp", 0, None),), True, "id", "dir xml:space"),
    "skeleton": Rule((("*", 0, None),), True, "", "href"),
    "source": Rule(_INLINE, True, "", "xml:lang xml:space"), "target": Rule(_INLINE, True, "", "xml:lang xml:space order"),
    "cp": Rule((), False, "hex"), "em": Rule((), False, "startRef"),
    "ph": Rule((), False, "id", f"{_HINTS} disp equiv dataRef subFlows", True),
    "pc": Rule(_INLINE, True, "id", f"{_HINTS} canOverlap dispStart dispEnd equivStart equivEnd "
               "dataRefStart dataRefEnd subFlowsStart subFlowsEnd dir", True),
    "sc": Rule((), False, "id", _HALF, True), "ec": Rule((), False, "", f"id startRef {_HALF}", True),
    "mrk": Rule(_INLINE, True, "id", _MARK, True), "sm": Rule((), False, "id", _MARK, True),
    "gls:glossary": Rule((("gls:glossEntry", 1, None),)),
    "gls:glossEntry": Rule((("gls:term", 1, 1), ("gls:translation", 0, None), ("gls:definition", 0, 1), ("*", 0, None)), False, "", "id ref", True),
    "gls:term": Rule((), True, "", "source", True), "gls:definition": Rule((), True, "", "source", True),
    "gls:translation": Rule((), True, "", "id ref source", True),
    "mda:metadata": Rule((("mda:metaGroup", 1, None),), False, "", "id"),
    "mda:metaGroup": Rule((("mda:metaGroup mda:meta", 1, None),), False, "", "id category appliesTo"), "mda:meta": Rule((), True, "type"),
    "mtc:matches": Rule((("mtc:match", 1, None),)),
    "mtc:match": Rule((("mda:metadata", 0, 1), ("originalData", 0, 1), ("source", 1, 1), ("target", 1, 1), ("*", 0, None)), False, "ref",
                      "id matchQuality matchSuitability origin reference similarity subType type *"),
    "res:resourceData": Rule((("res:resourceItemRef", 0, None), ("res:resourceItem", 0, None))),
    "res:resourceItemRef": Rule((), False, "ref", "id", True),
    "res:resourceItem": Rule((("res:source", 0, 1), ("res:target", 0, 1), ("res:reference", 0, None)), False, "", "mimeType id context", True),
    "res:source": Rule((("*", 0, None),), True, "", "href xml:lang", True), "res:target": Rule((("*", 0, None),), True, "", "href xml:lang", True),
    "res:reference": Rule((), False, "href", "xml:lang", True),
    "val:validation": Rule((("val:rule", 1, None),), False, "", "", True),
    "val:rule": Rule((), False, "", "isPresent occurs isNotPresent startsWith endsWith existsInSource caseSensitive normalization disabled", True),
    "ctr:changeTrack": Rule((("ctr:revisions", 1, None),)),
    "ctr:revisions": Rule((("ctr:revision", 1, None),), False, "appliesTo", "ref currentVersion", True),
    "ctr:revision": Rule((("ctr:item", 1, None),), False, "", "author datetime version", True), "ctr:item": Rule((), True, "property", "", True),
}
_YES, _OWN = "yes|no", r"[^\s:]+:[^\s:]+"
_PERCENT = r"(100(\.0+)?|\d{1,2}(\.\d+)?)"
VALUES = {
    "id": NMTOKEN, "srcLang": LANGUAGE_TAG, "trgLang": LANGUAGE_TAG, "xml:lang": LANGUAGE_TAG, "xliff version": r"2\.\d",
    "xml:space": "default|preserve",
    "canResegment": _YES, "file translate": _YES, "translate": _YES, "srcDir": "ltr|rtl|auto", "trgDir": "ltr|rtl|auto", "dir": "ltr|rtl|auto",
    "group type": _OWN, "unit type": _OWN, "mrk type": f"generic|comment|term|{_OWN}", "sm type": f"generic|comment|term|{_OWN}",
    "mtc:match type": "am|mt|icm|idm|tb|tm|other", "type": "fmt|ui|quote|link|image|other", "mda:meta type": ".*", "subType": _OWN,
    "state": "initial|translated|reviewed|final", "order": "0*[1-9][0-9]*", "priority": "0*([1-9]|10)", "note appliesTo": "source|target",
    "mda:metaGroup appliesTo": "source|target|ignorable", "canCopy": _YES, "canDelete": _YES, "canOverlap": _YES, "canReorder": f"{_YES}|firstNo",
    "copyOf": NMTOKEN, "dataRef": NMTOKEN, "dataRefStart": NMTOKEN, "dataRefEnd": NMTOKEN, "startRef": NMTOKEN, "isolated": _YES,
    "hex": "(10|[0-9A-Fa-f])?[0-9A-Fa-f]{4}|0[0-9A-Fa-f]{5}", "matchQuality": _PERCENT, "matchSuitability": _PERCENT, "similarity": _PERCENT,
    "reference": _YES, "context": _YES, "occurs": "0*[1-9][0-9]*", "existsInSource": _YES, "caseSensitive": _YES, "disabled": _YES,
    "normalization": "none|nfc|nfd", "ctr:revisions appliesTo": NMTOKEN, "ctr:revisions ref": NMTOKEN, "data xml:space": "preserve",
}
"""The pattern of an attribute's values, for one element or for all."""
_SIZE = r"\*|\d+(,(\d+|\*))?"
SIZES = {"sizeRestriction": _SIZE, "storageRestriction": _SIZE}
"""What the attributes of the module for size restrictions may be in the profiles that XLIFF defines."""
SUB_TYPES = {"xlf:lb": "fmt", "xlf:pb": "fmt", "xlf:b": "fmt", "xlf:i": "fmt", "xlf:u": "fmt", "xlf:var": "ui"}
"""The subtypes that XLIFF itself defines, and the type that each needs."""
HTML = frozenset((
    "a b bdo big blockquote body br button caption center cite code col colgroup dd del div dl dt em h1 h2 h3 h4 h5 h6 head hr html i img label "
    "legend li ol p pre q s samp select small span strike strong sub sup table tbody td tfoot th thead title tr tt u ul").split())
"""What fs:fs may be."""


def name(element: Element) -> str:
    """An element's name as the tables have it: with the module's prefix, whatever prefix the file uses.

    >>> from translator_aid.model import Origin
    >>> name(Element("term", "urn:oasis:names:tc:xliff:glossary:2.0", {}, Origin("a", 1, 1))), name(Element("unit", CORE, {}, Origin("a", 1, 1)))
    ('gls:term', 'unit')
    """
    if element.space == CORE:
        return element.name
    return f"{MODULES.get(element.space, 'other')}:{element.name}"


SCHEMA = Schema(RULES, VALUES, name)
"""The rules, ready to be asked."""
