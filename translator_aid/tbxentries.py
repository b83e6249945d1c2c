"""One entry of a TBX file of any version as a concept: what is known goes into its fields, what is not is remarked upon."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Iterator

from translator_aid.i18n import _
from translator_aid.interchange import Remark
from translator_aid.model import LABELS, NOWHERE, STYLES, Bilingual, Concept, Language, Origin, Status, Term
from translator_aid.tbxrules import category
from translator_aid.vocabulary import category_of, kind, language, part_of_speech, plain_tag, status
from translator_aid.xmlstream import Element

LABELLED = re.compile(r"(status|kind|style|case|label|review|part of speech|note): (.*)", re.DOTALL)
_GROUPS = ("descripGrp", "adminGrp", "transacGrp", "termNoteGrp")
_TERM_SECTIONS = ("termSec", "tig", "ntig")
_LANGUAGE_SECTIONS = ("langSec", "langSet")


@dataclass
class _Draft:
    """A concept while its entry is being read."""

    own: bool
    language: str
    """The file's language, for texts that state none."""
    terms: dict[Language, list[Term]] = field(default_factory=lambda: {"id": [], "en": []})
    stated: set[str] = field(default_factory=set)
    """Terms whose status the file states."""
    definitions: dict[Language, list[str]] = field(default_factory=lambda: {"id": [], "en": []})
    contexts: list[tuple[Language, str, str, str, Origin]] = field(default_factory=list)
    """Language, text, id, the id that it is the translation of, place."""
    notes: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    see: list[str] = field(default_factory=list)
    domain: str = ""
    review: str = ""
    part: str = ""
    remarks: list[Remark] = field(default_factory=list)

    def lost(self, message: str, origin: Origin) -> None:
        self.remarks.append(Remark(message, origin))

    def adapted(self, message: str, origin: Origin) -> None:
        self.remarks.append(Remark(message, origin, "adapted"))


def concept(entry: Element, own: bool, file_language: str = "") -> tuple[Concept, list[Remark], bool]:
    """The concept of an entry, what of the entry it does not hold, and whether the entry states the status of a term.

    `own` says that the file was written by this program, whose notes may hold fields that TBX has no place for.

    >>> import io
    >>> from translator_aid.xmlstream import records
    >>> text = '<termEntry id="c1"><langSet xml:lang="id"><tig><term>pembelajaran mesin</term></tig></langSet></termEntry>'
    >>> [(_parents, element, _whole)] = records(io.BytesIO(text.encode()), "a.tbx", {"termEntry"})
    >>> concept(element, False)[0].indonesian[0].text
    'pembelajaran mesin'
    """
    draft = _Draft(own, file_language)
    for child in entry.elements:
        if child.name in _LANGUAGE_SECTIONS:
            _language_section(child, draft)
        else:
            _item(child, draft, None)
    identity = entry.attributes.get("id", "")
    key = identity.lstrip("_") if own else f"#{identity}" if identity else ""
    indonesian, english = (_settled(draft, draft.terms[side]) for side in ("id", "en"))
    part = draft.part or common_part(indonesian + english)
    if not own or not draft.part:
        indonesian, english = (tuple(replace(term, part_of_speech=term.part_of_speech or part) for term in terms) for terms in (indonesian, english))
    sides = {side: " ".join(dict.fromkeys(texts)) for side, texts in draft.definitions.items()}
    definition = Bilingual(sides["id"], sides["en"], entry.origin) if any(sides.values()) else None
    found = Concept(
        key, draft.domain, indonesian, english, part, definition, tuple(_examples(draft)), tuple(dict.fromkeys(draft.see)),
        "; ".join(dict.fromkeys(draft.sources)), draft.review, "; ".join(dict.fromkeys(draft.notes)), entry.origin)
    return found, draft.remarks, bool(draft.stated)


def _language_section(section: Element, draft: _Draft) -> None:
    tag = section.attributes.get("xml:lang") or section.attributes.get("lang", "")
    side = language(tag)
    if not tag.strip():
        draft.lost(_("a language section that does not name its language was left out"), section.origin)
        return
    if side is None:
        draft.lost(_("terms in '{language}' are neither Indonesian nor English and were left out").format(language=tag), section.origin)
        return
    if not plain_tag(tag):
        draft.adapted(_("'{tag}' is read as '{language}'").format(tag=tag, language=side), section.origin)
    for child in section.elements:
        if child.name in _TERM_SECTIONS:
            _term_section(child, draft, side)
        else:
            _item(child, draft, side)


def _term_section(section: Element, draft: _Draft, side: Language) -> None:
    group = section.find("termGrp") or section
    term = group.find("term")
    text = term.text() if term is not None else ""
    if term is None or not text:
        draft.lost(_("an entry without a term was left out"), section.origin)
        return
    at = len(draft.terms[side])
    if any(known.text.casefold() == text.casefold() for known in draft.terms[side]):
        at = next(number for number, known in enumerate(draft.terms[side]) if known.text.casefold() == text.casefold())
        draft.adapted(_("a term stands twice in one entry and language, and was read once"), section.origin)
    else:
        draft.terms[side].append(Term(text, side, "admitted", origin=term.origin))
    for child in [*(group.elements if group is not section else []), *section.elements]:
        if child.name not in ("term", "termGrp"):
            _item(child, draft, side, at)
        elif child is not term and child is not group:
            draft.lost(_("<{parent}> may hold only one <{name}>").format(name=child.name, parent=section.name), child.origin)


def _item(item: Element, draft: _Draft, side: Language | None, at: int | None = None) -> None:
    """A piece of information at the level of the entry, of a language or (with `at`) of a term."""
    if item.name in _GROUPS and item.elements:
        first, *rest = item.elements
        _item(first, draft, side, at)
        about = category_of(category(first)[1]) if first.name != "note" else "note"
        for child in rest if item.name != "transacGrp" else ():
            meta, what = category(child)
            if about == "context" and category_of(what) == "source":
                draft.lost(_("the source of a context has no place in a glossary"), child.origin)
            elif about in ("definition", "") or meta == "note" or at is not None:
                _item(child, draft, side, None if about == "definition" else at)
            else:
                draft.lost(_("<{name} type=\"{kind}\"> has no place in a glossary").format(name=meta, kind=what), child.origin)
        return
    meta, what = category(item)
    text = item.text()
    if not text and meta != "ref":
        return
    if meta == "note" or category_of(what) == "note" and meta in ("termNote", "descrip", "admin"):
        _note(item, draft, side, at)
    elif meta == "termNote":
        _term_note(item, draft, side, at)
    elif not _described(item, what, text, draft, side, at):
        if meta == "transac":
            draft.lost(_("who made or changed an entry, and when, has no place in a glossary"), item.origin)
        else:
            draft.lost(_("<{name} type=\"{kind}\"> has no place in a glossary").format(name=meta, kind=what), item.origin)


def _described(item: Element, what: str, text: str, draft: _Draft, side: Language | None, at: int | None) -> bool:
    """Takes what is no note; False for what has no place."""
    meta, what = category(item)[0], category_of(what)
    if what == "definition" and meta == "descrip":
        own = side or language(item.attributes.get("xml:lang", "") or draft.language)
        if own is None:
            return False
        draft.definitions[own].append(text)
    elif what == "context" and side and meta == "descrip":
        draft.contexts.append((side, text, item.attributes.get("id", ""), item.attributes.get("target", ""), item.origin))
    elif what == "subjectField" and not draft.domain:
        draft.domain = text
    elif what == "source" and meta == "admin":
        if side and at is not None:
            _set(draft, side, at, source=_joined(draft.terms[side][at].source, text))
        else:
            draft.sources.append(text)
    elif what == "crossReference" and meta in ("ref", "descrip"):
        target = item.attributes.get("target", "")
        draft.see.append(target.lstrip("_") if draft.own and target else text if draft.own else f"#{target or text}")
    else:
        return False
    return True


def _note(item: Element, draft: _Draft, side: Language | None, at: int | None) -> None:
    text = item.text()
    labelled = LABELLED.fullmatch(text) if draft.own else None
    if labelled is None:
        if side and at is not None:
            _set(draft, side, at, note=_joined(draft.terms[side][at].note, text))
        else:
            draft.notes.append(text)
        return
    name, value = labelled.groups()
    if name == "note":
        if side and at is not None:
            _set(draft, side, at, note=value)
        else:
            draft.notes.append(value)
    elif side and at is not None:
        _labelled(name, value, draft, side, at)
    elif name == "review":
        draft.review = value
    elif name == "part of speech":
        draft.part = value


def _labelled(name: str, value: str, draft: _Draft, side: Language, at: int) -> None:
    """A field that this program wrote as a note of a term."""
    if name == "status" and value == "rare":
        _set(draft, side, at, status="rare")
    elif name == "label" and value in LABELS:
        _set(draft, side, at, labels=(*draft.terms[side][at].labels, value))
    elif name == "style" and value in STYLES or name == "case" or name == "kind":
        _set(draft, side, at, **{name: value})


def _term_note(item: Element, draft: _Draft, side: Language | None, at: int | None) -> None:
    what, text = category(item)[1], item.text()
    if side is None or at is None:
        draft.lost(_("<{name} type=\"{kind}\"> has no place in a glossary").format(name="termNote", kind=what), item.origin)
        return
    known: str | None = None
    name = category_of(what)
    if name == "status":
        known = status(text)
        if known:
            _set(draft, side, at, status=known)
            draft.stated.add(f"{side} {draft.terms[side][at].text}")
    elif name == "partOfSpeech":
        known = part_of_speech(text)
        if known:
            _set(draft, side, at, part_of_speech=known)
    elif name == "termType":
        known = kind(text)
        if known and not draft.terms[side][at].kind:
            _set(draft, side, at, kind=known)
    else:
        draft.lost(_("<{name} type=\"{kind}\"> has no place in a glossary").format(name="termNote", kind=what), item.origin)
        return
    if known is None:
        draft.lost(_("'{value}' is no {kind} that is known").format(value=text, kind=what), item.origin)


def _set(draft: _Draft, side: Language, at: int, **values: object) -> None:
    draft.terms[side][at] = replace(draft.terms[side][at], **values)  # type: ignore[arg-type]


def _joined(before: str, text: str) -> str:
    return f"{before}; {text}" if before and before != text else text


def _settled(draft: _Draft, terms: list[Term]) -> tuple[Term, ...]:
    """The terms with a status each: the first is preferred where the file states none, and of several preferred ones of a foreign file the first."""
    result: list[Term] = []
    preferred = any(term.status == "preferred" for term in terms)
    for term in terms:
        state: Status = term.status
        if f"{term.language} {term.text}" not in draft.stated and state == "admitted" and not preferred:
            state, preferred = "preferred", True
        elif state == "preferred" and not draft.own and any(other.status == "preferred" for other in result):
            state = "admitted"
            draft.adapted(_("of several preferred terms in one language the first was kept as preferred"), term.origin)
        result.append(term if state == term.status else replace(term, status=state))
    return tuple(result)


def common_part(terms: tuple[Term, ...]) -> str:
    """The part of speech that most terms have, of equals the first."""
    counts = Counter(term.part_of_speech for term in terms if term.part_of_speech)
    return counts.most_common(1)[0][0] if counts else ""


def _examples(draft: _Draft) -> Iterator[Bilingual]:
    """Contexts as examples: one that points to another is its translation."""
    translations = {target: text for _side, text, _identity, target, _at in draft.contexts if target}
    identities = {identity for _side, _text, identity, _target, _at in draft.contexts if identity}
    for side, text, identity, target, at in draft.contexts:
        if target in identities and target:
            continue
        other = translations.get(identity, "") if identity else ""
        yield Bilingual(text, other, at or NOWHERE) if side == "id" else Bilingual(other, text, at or NOWHERE)
