"""The rules of TBX version 3 (ISO 30042:2019): what may stand where, and what the dialects TBX-Basic and TBX-Min allow.

The structure is that of the core schema, the data categories are those of the TBX-Basic 1.2.1 and TBX-Min rules. Two things that older versions of
the dialects had are let pass, because published sample files have them: `usageStatus`, and `creation` as a kind of transaction.
"""

from __future__ import annotations

import re
from typing import Iterator, NamedTuple, Sequence

from translator_aid.i18n import _
from translator_aid.model import Origin
from translator_aid.vocabulary import status
from translator_aid.xmlstream import Element

CORE = "urn:iso:std:iso:30042:ed-2"
MODULES = "http://www.tbxinfo.net/ns/"

_AUX = "admin adminGrp descrip descripGrp note ref transacGrp xref"
_LINK = "admin adminGrp note ref transacGrp xref"
_INLINE = "ec foreign hi ph sc"
_P = (("p", 1, None),)
MODELS: dict[str, tuple[tuple[str, int, int | None], ...]] = {
    "tbxHeader": (("fileDesc", 1, 1), ("encodingDesc", 0, 1), ("revisionDesc", 0, 1)),
    "fileDesc": (("publicationStmt", 0, 1), ("titleStmt", 0, 1), ("sourceDesc", 1, 1)),
    "titleStmt": (("title", 1, 1), ("note", 0, None)),
    "encodingDesc": _P, "publicationStmt": _P, "sourceDesc": _P, "change": _P,
    "revisionDesc": (("change", 1, None),),
    "refObjectSec": (("refObject", 1, None),),
    "refObject": (("itemSet itemGrp item", 1, None),),
    "itemSet": (("itemGrp item", 1, None),),
    "itemGrp": (("item", 1, 1), (_LINK, 0, None)),
    "conceptEntry": ((_AUX, 0, None), ("langSec", 1, None)),
    "langSec": ((_AUX, 0, None), ("termSec", 1, None)),
    "termSec": (("term", 1, 1), ("termNote termNoteGrp", 0, None), (_AUX, 0, None)),
    "termNoteGrp": (("termNote", 1, 1), (_LINK, 0, None)),
    "descripGrp": (("descrip", 1, 1), ("admin adminGrp descripNote note ref transacGrp xref", 0, None)),
    "adminGrp": (("admin", 1, 1), ("adminNote note ref xref", 0, None)),
    "transacGrp": (("transac", 1, 1), ("date note ref transacNote xref", 0, None)),
}
"""Element: its children in order, each slot with the names that it takes and how many."""
_MIXED = {"term": "hi", "date": "", "title": "", "hi": "", "ec": "", "ph": "", "sc": "", "ref": "", "xref": "", "transac": "", "transacNote": "",
          "adminNote": "", "descripNote": "",
          **dict.fromkeys(("admin", "descrip", "foreign", "item", "note", "p", "termNote"), _INLINE)}
"""Elements with text, and the inline elements in it."""
_REQUIRED = {"conceptEntry": "id", "langSec": "xml:lang", "sc": "id", **dict.fromkeys((
    "admin", "adminNote", "descrip", "descripNote", "ref", "termNote", "transac", "transacNote", "xref", "refObjectSec"), "type")}

METAS = {
    "admin": "customerSubset projectSubset source", "descrip": "subjectField context definition", "ref": "crossReference",
    "termNote": "administrativeStatus partOfSpeech geographicalUsage grammaticalGender termLocation termType usageStatus",
    "transac": "transactionType", "transacNote": "responsibility", "xref": "externalCrossReference xGraphic",
}
"""The data categories of TBX-Basic by the element that carries them."""
_META_OF = {category: meta for meta, categories in METAS.items() for category in categories.split()}
_MIN = frozenset("customerSubset subjectField administrativeStatus partOfSpeech usageStatus externalCrossReference".split())
_LEVELS = {
    "customerSubset": "conceptEntry termSec", "projectSubset": "conceptEntry termSec", "source": "conceptEntry langSec termSec",
    "subjectField": "conceptEntry", "context": "termSec", "definition": "conceptEntry langSec", "crossReference": "conceptEntry termSec",
    "externalCrossReference": "conceptEntry langSec termSec", "xGraphic": "conceptEntry langSec",
}
_VALUES = {
    "administrativeStatus": "admittedTerm-admn-sts deprecatedTerm-admn-sts supersededTerm-admn-sts preferredTerm-admn-sts",
    "partOfSpeech": "adjective noun other verb adverb",
    "grammaticalGender": "masculine feminine neuter other",
    "termLocation": "checkBox comboBox comboBoxElement dialogBox groupBox informativeMessage interactiveMessage menuItem progressBar pushButton "
                    "radioButton slider spinBox tab tableText textBox toolTip user-definedType",
    "termType": "fullForm acronym abbreviation shortForm variant phrase",
    "transactionType": "origination modification creation",
}
_LANGUAGE_TAG = re.compile("[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
_NAME = re.compile(r"[^\W\d][\w.\-\u00b7]*")
_DATE = re.compile(r"-?\d{4,}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?")


class Fault(NamedTuple):
    """A rule that a file breaks."""

    message: str
    origin: Origin


def category(element: Element) -> tuple[str, str]:
    """The kind of element and the data category that it carries, in either style (as attribute or as element).

    >>> category(Element("partOfSpeech", MODULES + "min", {}, Origin("a.tbx", 1, 1)))
    ('termNote', 'partOfSpeech')
    """
    if not element.space.startswith(MODULES) and (element.space in ("", CORE) or element.name in MODELS or element.name in _MIXED):
        return element.name, element.attributes.get("type", "")
    return element.attributes.get("metatype") or _META_OF.get(element.name, "extension"), element.name


class Rules:
    """The rules for one file; it is told of the elements in their order, and says at the end what only then can be said."""

    def __init__(self, root: Element) -> None:
        self.root = root
        self.dialect = root.attributes.get("type", "")
        self.style = root.attributes.get("style", "")
        self.ids: set[str] = set()
        self.targets: list[tuple[str, Origin]] = []
        self.entries = 0

    def beginning(self) -> Iterator[Fault]:
        """What is wrong with the root element."""
        at = self.root.origin
        if self.root.space != CORE:
            yield Fault(_("<tbx> must be in the namespace {space}").format(space=CORE), at)
        if not re.fullmatch("TBX-.+", self.dialect):
            yield Fault(_("<tbx> must name its dialect, such as type=\"TBX-Basic\", not '{value}'").format(value=self.dialect), at)
        if self.style not in ("dca", "dct"):
            yield Fault(_("<tbx> must have style=\"dca\" or style=\"dct\", not '{value}'").format(value=self.style), at)
        if not _LANGUAGE_TAG.fullmatch(self.root.attributes.get("xml:lang", "")):
            yield Fault(_("<tbx> must have xml:lang"), at)

    def outside(self, parents: Sequence[Element], element: Element) -> Iterator[Fault]:
        """What is wrong with an element that encloses entries."""
        allowed = {"": ("tbx",), "tbx": ("tbxHeader", "text"), "text": ("body", "back")}.get(parents[-1].name if parents else "", ())
        if element.name not in allowed:
            yield Fault(_("<{name}> may not stand in <{parent}>").format(name=element.name, parent=parents[-1].name), element.origin)

    def record(self, parents: Sequence[Element], element: Element) -> Iterator[Fault]:
        """What is wrong with a header, an entry or a part of the back matter, with all that is in it."""
        places = {"tbxHeader": ["tbx"], "conceptEntry": ["tbx", "text", "body"], "refObjectSec": ["tbx", "text", "back"]}
        if [parent.name for parent in parents] != places.get(element.name):
            parent = parents[-1].name if parents else "-"
            yield Fault(_("<{name}> may not stand in <{parent}>").format(name=element.name, parent=parent), element.origin)
        self.entries += element.name == "conceptEntry"
        yield from self._element(element, (), element.name != "conceptEntry")

    def end(self) -> Iterator[Fault]:
        """What can be said only when all has been seen: references that lead nowhere."""
        for target, origin in self.targets:
            if target not in self.ids and not re.match("https?://.", target):
                yield Fault(_("target \"{target}\" is neither an id in this file nor a web address").format(target=target), origin)

    def _element(self, element: Element, parents: tuple[Element, ...], outside: bool) -> Iterator[Fault]:
        meta, kind = category(element)
        if element.space in (CORE, self.root.space):
            yield from self._attributes(element, outside)
            yield from _structure(element)
        elif self.style == "dca":
            yield Fault(_("<{name}> is of another namespace, which the style dca does not permit").format(name=element.name), element.origin)
        elif self.dialect in ("TBX-Basic", "TBX-Min") and element.space not in (f"{MODULES}min", f"{MODULES}basic"):
            yield Fault(_("<{name}> is of the namespace {space}, which {dialect} does not have").format(
                name=element.name, space=element.space or "-", dialect=self.dialect), element.origin)
        if not outside:
            yield from self._category(element, meta, kind, parents)
        for child in element.elements:
            yield from self._element(child, (*parents, element), outside)

    def _attributes(self, element: Element, outside: bool) -> Iterator[Fault]:
        name, values = element.name, element.attributes
        if required := _REQUIRED.get(name):
            if not values.get(required):
                yield Fault(_("<{name}> must have the attribute {attribute}").format(name=name, attribute=required), element.origin)
        identity = values.get("id")
        if identity is not None:
            if not _NAME.fullmatch(identity):
                yield Fault(_("id=\"{value}\" is no XML name").format(value=identity), element.origin)
            if identity in self.ids:
                yield Fault(_("id=\"{value}\" stands twice in the file").format(value=identity), element.origin)
            self.ids.add(identity)
        if "xml:lang" in values and not _LANGUAGE_TAG.fullmatch(values["xml:lang"]):
            yield Fault(_("xml:lang=\"{value}\" is no language").format(value=values["xml:lang"]), element.origin)
        if "target" in values:
            self.targets.append((values["target"], element.origin))
        if name == "date" and not _DATE.fullmatch(element.all_text().strip()):
            yield Fault(_("'{value}' is no date such as 2026-01-31").format(value=element.all_text()), element.origin)
        if self.style == "dct" and not outside and name in METAS and values.get("type"):
            message = _("<{name} type=\"{kind}\"> is of the style dca, but the file declares dct")
            yield Fault(message.format(name=name, kind=values["type"]), element.origin)

    def _category(self, element: Element, meta: str, kind: str, parents: tuple[Element, ...]) -> Iterator[Fault]:
        if self.dialect not in ("TBX-Basic", "TBX-Min") or meta not in METAS or not kind:
            return
        allowed = METAS[meta].split() if self.dialect == "TBX-Basic" else [one for one in METAS[meta].split() if one in _MIN]
        if kind not in allowed:
            yield Fault(_("{dialect} does not have <{name} type=\"{kind}\">; it has {choices}").format(
                dialect=self.dialect, name=meta, kind=kind, choices=", ".join(allowed) or _("none of them")), element.origin)
            return
        level = next((parent.name for parent in reversed(parents) if not parent.name.endswith("Grp")), "")
        if level not in _LEVELS.get(kind, level).split():
            yield Fault(_("'{kind}' may not stand at the level of <{level}>, only of {choices}").format(
                kind=kind, level=level, choices=", ".join(f"<{one}>" for one in _LEVELS[kind].split())), element.origin)
        value = element.text()
        if kind in _VALUES and value not in _VALUES[kind].split():
            yield Fault(_("'{value}' is no {kind}; expected one of {choices}").format(
                value=value, kind=kind, choices=", ".join(_VALUES[kind].split())), element.origin)
        if kind == "usageStatus" and status(value) is None:
            yield Fault(_("'{value}' is no {kind}; expected one of {choices}").format(
                value=value, kind=kind, choices="preferred, admitted, notRecommended, deprecated, obsolete"), element.origin)


def _structure(element: Element) -> Iterator[Fault]:
    """What is wrong with an element's children."""
    name = element.name
    if name in _MIXED:
        for child in element.elements:
            if child.name not in _MIXED[name].split():
                yield Fault(_("<{name}> may not stand in <{parent}>").format(name=child.name, parent=name), child.origin)
        return
    if name not in MODELS:
        yield Fault(_("TBX has no element <{name}>").format(name=name), element.origin)
        return
    if element.own_text.strip():
        text = " ".join(element.own_text.split())[:60]
        yield Fault(_("text may not stand directly in <{name}>: '{text}'").format(name=name, text=text), element.origin)
    yield from _ordered(element, MODELS[name])


def _ordered(element: Element, slots: Sequence[tuple[str, int, int | None]]) -> Iterator[Fault]:
    counts = [0] * len(slots)
    at = 0
    for child in element.elements:
        meta = category(child)[0] if child.space != CORE else child.name
        found = next((number for number, (names, _least, _most) in enumerate(slots) if meta in names.split()), None)
        if meta == "extension":
            continue
        if found is None:
            yield Fault(_("<{name}> may not stand in <{parent}>").format(name=child.name, parent=element.name), child.origin)
        elif found < at:
            yield Fault(_("<{name}> stands too late in <{parent}>").format(name=child.name, parent=element.name), child.origin)
        else:
            # A slot that was passed over empty though it must not be is missing where this child begins.
            at = found
            counts[found] += 1
            most = slots[found][2]
            if most is not None and counts[found] > most:
                yield Fault(_("<{parent}> may hold only one <{name}>").format(name=child.name, parent=element.name), child.origin)
    for (names, least, _most), count in zip(slots, counts):
        if count < least:
            yield Fault(_("<{parent}> lacks its <{name}>").format(name=names.split()[0], parent=element.name), element.origin)
