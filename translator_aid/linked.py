"""A concept as the objects of linked data: labels as SKOS divides them, and all fields as plain objects, there and back."""

from __future__ import annotations

from typing import Any, Iterator, Sequence

from translator_aid.glossary import GUARD_FIELDS
from translator_aid.i18n import _
from translator_aid.interchange import Remark
from translator_aid.model import (
    KINDS, LABELS, PARTS_OF_SPEECH, STATUSES, STYLES, Bilingual, Concept, Guard, Language, Origin, Term,
)

SIDES: tuple[tuple[str, Language], ...] = (("indonesian", "id"), ("english", "en"))
_TERM_TEXTS = ("status", "kind", "style", "case", "part_of_speech", "note", "source")
_CHOICES: dict[str, Sequence[str]] = {"status": STATUSES, "kind": ("", *KINDS), "style": ("", *STYLES), "case": ("", "exact"),
                                      "part_of_speech": ("", *PARTS_OF_SPEECH)}


def labels(concept: Concept) -> dict[str, Any]:
    """The labels by their role in SKOS and the definition: one preferred label a language, deprecated terms hidden, no text in two roles.

    >>> labels(Concept("ml", "", (Term("pembelajaran mesin", "id"), Term("ML", "id", "admitted")), ()))
    {'prefLabel': {'id': 'pembelajaran mesin'}, 'altLabel': {'id': ['ML']}}
    """
    found: dict[str, dict[str, Any]] = {"prefLabel": {}, "altLabel": {}, "hiddenLabel": {}, "definition": {}}
    for _name, code in SIDES:
        seen: set[str] = set()
        for term in sorted(concept.terms(code), key=lambda term: STATUSES.index(term.status)):
            if term.text in seen:
                continue
            seen.add(term.text)
            if term.status == "deprecated":
                found["hiddenLabel"].setdefault(code, []).append(term.text)
            elif code in found["prefLabel"]:
                found["altLabel"].setdefault(code, []).append(term.text)
            elif term.status == "preferred":
                found["prefLabel"][code] = term.text
            else:
                found["altLabel"].setdefault(code, []).append(term.text)
        if concept.definition and concept.definition.side(code):
            found["definition"][code] = concept.definition.side(code)
    return {name: values for name, values in found.items() if values}


def own_fields(concept: Concept) -> dict[str, Any]:
    """All fields of a concept as plain objects; those that it lacks are left out.

    >>> own_fields(Concept("ml", "dasar", (Term("pembelajaran mesin", "id"),), (), "noun"))
    {'key': 'ml', 'domain': 'dasar', 'indonesian': [{'term': 'pembelajaran mesin', 'status': 'preferred'}], 'part_of_speech': 'noun'}
    """
    fields: dict[str, Any] = {
        "key": concept.key, "domain": concept.domain, "indonesian": [_term(term) for term in concept.indonesian],
        "english": [_term(term) for term in concept.english], "part_of_speech": concept.part_of_speech,
        "definition": _pair(concept.definition) if concept.definition else None, "examples": [_pair(example) for example in concept.examples],
        "see": list(concept.see), "source": concept.source, "review": concept.review, "note": concept.note,
    }
    return {name: value for name, value in fields.items() if value}


def concept_of(fields: dict[str, Any], origin: Origin) -> Iterator[Concept | Remark]:
    """The concept of such objects, and a remark for what is of the wrong kind or not known.

    >>> [concept] = concept_of({"key": "ml", "indonesian": [{"term": "pembelajaran mesin"}]}, Origin("a.jsonld", 1, 1))
    >>> concept.indonesian[0].text
    'pembelajaran mesin'
    """
    remarks: list[Remark] = []
    for name in fields:
        if name not in ("key", "domain", "indonesian", "english", "part_of_speech", "definition", "examples", "see", "source", "review", "note"):
            remarks.append(Remark(_("the field '{name}' is not known").format(name=name), origin))
    part = _choice("part_of_speech", _text(fields, "part_of_speech"), origin, remarks)
    sides = {code: tuple(_terms(_list(fields.get(name)), code, part, origin, remarks)) for name, code in SIDES}
    definition = _bilingual(fields.get("definition"), origin)
    examples = tuple(pair for item in _list(fields.get("examples")) if (pair := _bilingual(item, origin)))
    see = tuple(item for item in _list(fields.get("see")) if isinstance(item, str))
    yield from remarks
    yield Concept(_text(fields, "key"), _text(fields, "domain"), sides["id"], sides["en"], part, definition, examples, see,
                  _text(fields, "source"), _text(fields, "review"), _text(fields, "note"), origin)


def _term(term: Term) -> dict[str, Any]:
    fields: dict[str, Any] = {"term": term.text, **{name: getattr(term, name) for name in _TERM_TEXTS}, "labels": list(term.labels)}
    if term.guard:
        fields["guard"] = {name: list(getattr(term.guard, name)) for name in GUARD_FIELDS if getattr(term.guard, name)}
    return {name: value for name, value in fields.items() if value}


def _pair(pair: Bilingual) -> dict[str, str]:
    return {name: text for name, text in (("indonesian", pair.indonesian), ("english", pair.english)) if text}


def _terms(items: list[Any], code: Language, part: str, origin: Origin, remarks: list[Remark]) -> Iterator[Term]:
    for number, item in enumerate(items):
        data = item if isinstance(item, dict) else {"term": item}
        if not _text(data, "term"):
            remarks.append(Remark(_("an entry without a term was left out"), origin))
            continue
        values = {name: _choice(name, _text(data, name), origin, remarks) for name in _TERM_TEXTS}
        values["status"] = values["status"] or ("admitted" if number else "preferred")
        values["part_of_speech"] = values["part_of_speech"] or part
        guard = data.get("guard")
        kept = Guard(**{name: tuple(map(str, _list(guard.get(name)))) for name in GUARD_FIELDS}, origin=origin) if isinstance(guard, dict) else None
        marks = tuple(label for label in _list(data.get("labels")) if label in LABELS)
        yield Term(_text(data, "term"), code, labels=marks, guard=kept, origin=origin, **values)  # type: ignore[arg-type]


def _choice(name: str, value: str, origin: Origin, remarks: list[Remark]) -> str:
    if name in _CHOICES and value and value not in _CHOICES[name]:
        remarks.append(Remark(_("'{value}' is no {kind} that is known").format(value=value, kind=name), origin))
        return ""
    return value


def _bilingual(data: Any, origin: Origin) -> Bilingual | None:
    if not isinstance(data, dict):
        return None
    pair = Bilingual(_text(data, "indonesian"), _text(data, "english"), origin)
    return pair if pair.indonesian or pair.english else None


def _list(data: Any) -> list[Any]:
    return data if isinstance(data, list) else []


def _text(data: dict[str, Any], name: str) -> str:
    value = data.get(name)
    return value.strip() if isinstance(value, str) else ""
