"""TBX, the standard for term bases (ISO 30042): version 3 in both styles (DCA, DCT) and version 2 (`martif`) are read, TBX-Basic DCA is written.

Version 3 is held to its rules (`tbxrules`); version 2, of which every program wrote its own, is read for what it holds.
"""

from __future__ import annotations

import re
from typing import Iterable, Iterator

from translator_aid.errors import UnreadableError
from translator_aid.exchange import Options, Remark, Source, unstated
from translator_aid.i18n import _
from translator_aid.model import SIDES, Bilingual, Concept, Language, Origin, Term
from translator_aid.repeating import Repeated
from translator_aid.tbxentries import LABELLED, common_part, concept
from translator_aid.tbxrules import CORE, Rules
from translator_aid.xmlstream import Element, attribute, declared_encoding, escaped, records

SUFFIXES = (".tbx", ".xml", ".tbxm")
HOLDS = "Terms with status, kind and part of speech, definitions, examples as contexts, references, sources and notes; no guards."

_OWN = "translator-aid"
_RECORDS = frozenset(("tbxHeader", "martifHeader", "conceptEntry", "termEntry", "refObjectSec", "refObjectList"))
_STATUS = {"preferred": "preferredTerm-admn-sts", "admitted": "admittedTerm-admn-sts", "rare": "admittedTerm-admn-sts",
           "deprecated": "deprecatedTerm-admn-sts"}
_TYPES = {"abbreviation": "abbreviation", "variant": "variant"}


def sniff(head: bytes) -> int:
    """How sure it is TBX: by its root element; other XML is possible, for what the reader then has to say."""
    try:
        text = head.decode(declared_encoding(head), "ignore")
    except LookupError:
        text = head.decode("latin-1")
    if re.search(r"<(?:\w+:)?(?:martif|tbx)[\s>]|<!DOCTYPE\s+(?:martif|tbx)\b", text):
        return 3
    return 1 if text.lstrip("\ufeff \r\n\t").startswith("<") else 0


def read(source: Source, options: Options) -> Iterator[Concept | Remark]:
    """The entries of a TBX file."""
    own, stated, language, rules, entries = False, False, "", None, 0
    root: Element | None = None
    ids: set[str] = set()
    with source.open() as stream:
        for parents, element, whole in records(stream, source.path, _RECORDS):
            if root is None:
                root = _root(element)
                rules = Rules(root) if root.name == "tbx" else None
                language = root.attributes.get("xml:lang", "")
                yield from _faults(rules.beginning() if rules else ())
                continue
            if rules is not None:
                yield from _faults(rules.record(parents, element) if whole else rules.outside(parents, element))
            if element.name in ("tbxHeader", "martifHeader"):
                own = any(part.text() == _OWN for part in (element.find("fileDesc") or element).elements)
            elif whole and element.name in ("conceptEntry", "termEntry"):
                entries += 1
                identity = element.attributes.get("id", "")
                if rules is None and identity in ids:
                    yield Remark(_("id=\"{value}\" stands twice in the file").format(value=identity), element.origin)
                if rules is None and identity:
                    ids.add(identity)
                found, remarks, states = concept(element, own, language)
                stated = stated or states
                yield from remarks
                if found.indonesian or found.english:
                    yield found
                else:
                    yield Remark(_("an entry has neither Indonesian nor English terms and was left out"), element.origin)
            elif whole:
                yield Remark(_("the back matter (persons, bibliography) has no place in a glossary"), element.origin)
    if rules is not None:
        yield from _faults(rules.end())
    if entries and not stated:
        yield unstated(source.path)
    if not entries and not own:
        yield Remark(_("the file has no entries"), Origin(source.path, 1, 1))


def _root(element: Element) -> Element:
    if element.name not in ("tbx", "martif"):
        raise UnreadableError(_("the root element is <{name}>; TBX begins with <tbx> or <martif>").format(name=element.name), element.origin)
    return element


def _faults(faults: Iterable[tuple[str, Origin]]) -> Iterator[Remark]:
    for message, origin in faults:
        yield Remark(message, origin, "fault")


# --- writing ----------------------------------------------------------------------------------------------------------


def write(concepts: Iterable[Concept], options: Options) -> Iterator[bytes | Remark]:
    """A TBX-Basic file, style DCA.

    >>> concept = Concept("ml", "dasar", (Term("pembelajaran mesin", "id"),), (Term("ML", "en", kind="abbreviation"),), "noun")
    >>> text = b"".join(write([concept], Options())).decode()
    >>> '<conceptEntry id="ml">' in text, '<termNote type="termType">abbreviation</termNote>' in text
    (True, True)
    """
    with Repeated(concepts) as listed:
        yield from _document(listed, listed.keys(), options)


def _document(listed: Iterable[Concept], keys: set[str], options: Options) -> Iterator[bytes | Remark]:
    """The file; `keys` are those that a reference may lead to."""
    yield (f'<?xml version="1.0" encoding="UTF-8"?>\n<tbx type="TBX-Basic" style="dca" xml:lang="{options.direction[0]}" xmlns="{CORE}">\n'
           f"<tbxHeader><fileDesc><titleStmt><title>{escaped(options.title)}</title></titleStmt>"
           f"<sourceDesc><p>{_OWN}</p></sourceDesc></fileDesc></tbxHeader>\n<text>\n").encode()
    opened = False
    for item in listed:
        if not item.indonesian and not item.english:
            yield Remark(_("a concept without terms cannot stand in TBX"), key=item.key)
            continue
        if not opened:
            yield b"<body>\n"
            opened = True
        yield "".join(_entry(item, keys)).encode("utf-8", "replace")
    yield b"</body>\n</text>\n</tbx>\n" if opened else b"</text>\n</tbx>\n"


def _entry(item: Concept, keys: set[str]) -> Iterator[str]:
    yield f"<conceptEntry id={attribute(_identity(item.key))}>\n"
    if item.domain:
        yield _element("descrip", "subjectField", item.domain)
    if item.definition:
        for language in SIDES:
            if not item.terms(language) and item.definition.side(language):
                yield _definition(item, language, f' xml:lang="{language}"')
    if item.source and not item.definition:
        yield _element("admin", "source", item.source)
    if item.note:
        yield _note(item.note)
    if item.review:
        yield f"<note>review: {escaped(item.review)}</note>\n"
    if item.part_of_speech != common_part(item.indonesian + item.english):
        yield f"<note>part of speech: {escaped(item.part_of_speech)}</note>\n"
    for see in item.see:
        target = f" target={attribute(_identity(see))}" if see in keys else ""
        yield f'<ref type="crossReference"{target}>{escaped(see)}</ref>\n'
    for language in SIDES:
        if item.terms(language):
            yield from _language(item, language)
    yield "</conceptEntry>\n"


def _language(item: Concept, language: Language) -> Iterator[str]:
    yield f'<langSec xml:lang="{language}">\n'
    if item.definition and item.definition.side(language):
        yield _definition(item, language)
    for number, term in enumerate(item.terms(language)):
        yield f"<termSec><term>{escaped(term.text)}</term>\n"
        yield from _term(term)
        for at, example in enumerate(item.examples if not number else ()):
            yield _context(item, example, at, language)
        yield "</termSec>\n"
    yield "</langSec>\n"


def _definition(item: Concept, language: Language, attributes: str = "") -> str:
    """A definition, with the entry's source, which TBX-Basic wants beside what it is the source of."""
    text = f'<descrip type="definition"{attributes}>{escaped(item.definition.side(language) if item.definition else "")}</descrip>'
    source = f'<admin type="source">{escaped(item.source)}</admin>' if item.source else ""
    return f"<descripGrp>{text}{source}</descripGrp>\n"


def _term(term: Term) -> Iterator[str]:
    yield _element("termNote", "administrativeStatus", _STATUS[term.status])
    if term.part_of_speech:
        yield _element("termNote", "partOfSpeech", term.part_of_speech)
    if term.kind in _TYPES:
        yield _element("termNote", "termType", _TYPES[term.kind])
    if term.source:
        yield _element("admin", "source", term.source)
    labelled = [("status", term.status if term.status == "rare" else ""), ("kind", "" if term.kind in _TYPES else term.kind),
                ("style", term.style), ("case", term.case), *(("label", label) for label in term.labels)]
    for name, value in labelled:
        if value:
            yield f"<note>{name}: {escaped(value)}</note>\n"
    if term.note:
        yield _note(term.note)


def _context(item: Concept, example: Bilingual, at: int, language: Language) -> str:
    """An example's side in one language; the English one points to the Indonesian one, because TBX does not know that they belong together."""
    text = example.side(language)
    if not text:
        return ""
    name = f"{_identity(item.key)}.example{at + 1}"
    link = ""
    if example.indonesian and example.english and item.indonesian and item.english:
        link = f" id={attribute(name)}" if language == "id" else f" target={attribute(name)}"
    return f'<descrip type="context"{link}>{escaped(text)}</descrip>\n'


def _note(text: str) -> str:
    return f"<note>{'note: ' if LABELLED.fullmatch(text) else ''}{escaped(text)}</note>\n"


def _element(name: str, kind: str, text: str) -> str:
    return f'<{name} type="{kind}">{escaped(text)}</{name}>\n'


def _identity(key: str) -> str:
    """A key as an XML name, which may not begin with a digit."""
    return f"_{key}" if key[:1].isdigit() else key
