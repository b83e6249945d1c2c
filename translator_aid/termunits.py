"""Concepts as units of one source and one target text, for formats made of such: translation memories, XLIFF, catalogues; and back.

A concept is a run of units: one a pair of terms (every source term with the preferred target, then the preferred source term with every other
target), one an example. What the format has no field for stands with them as named values, so that nothing need be lost: those of the concept with
its first unit, those of a term with the first unit that has it. A deprecated term is only ever a named value, because whoever uses such a file would
be offered it as a translation.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any, Iterable, Iterator, Sequence

from translator_aid.model import (
    KINDS, LABELS, NOWHERE, PARTS_OF_SPEECH, SIDES, STATUSES, STYLES, Bilingual, Concept, Language, Origin, Term,
)
from translator_aid.pairs import Direction, pairs

Field = tuple[str, str]
"""A name and its value. `definition.id` is one of the concept, `id.status` one of the unit's term on that side, `id.deprecated` begins another term
of that side, to which the following ones with `id.` belong."""
OF_CONCEPT = ("domain", "part_of_speech", "source", "review", "note")
OF_TERM = ("status", "kind", "style", "case", "part_of_speech", "note", "source")
_CHOICES = {"status": STATUSES, "kind": KINDS, "style": STYLES, "case": ("exact",), "part_of_speech": PARTS_OF_SPEECH, "labels": LABELS}


@dataclass(frozen=True, slots=True)
class TermUnit:
    """A pair of terms or of sentences."""

    key: str
    """The concept's key."""
    name: str
    """Its own name, unique in the file: the key, the key and a number, or the key and `example` with a number."""
    indonesian: str = ""
    """The Indonesian text; may be empty."""
    english: str = ""
    """The English text; may be empty."""
    example: bool = False
    """True: sentences that use the terms."""
    fields: tuple[Field, ...] = ()
    """Named values."""
    origin: Origin = NOWHERE
    """Where it stands in the file."""

    def side(self, language: Language) -> str:
        """The text in that language."""
        return self.indonesian if language == "id" else self.english


def units(concept: Concept, direction: Direction = ("id", "en"), examples: bool = True) -> Iterator[TermUnit]:
    """A concept's units. Without `examples` these are named values too; so are sides that lack the source language.

    >>> terms = (Term("pembelajaran mesin", "id"), Term("ML", "id", "admitted")), (Term("machine learning", "en"),)
    >>> [(unit.name, unit.indonesian, unit.english) for unit in units(Concept("ml", "", *terms))]
    [('ml', 'pembelajaran mesin', 'machine learning'), ('ml.2', 'ML', 'machine learning')]
    """
    listed = [(source, target) if direction[0] == "id" else (target, source) for source, target in pairs(concept, direction)]
    if not listed:
        sole = [(term, None) if side == "id" else (None, term) for side in SIDES for term in concept.terms(side) if term.status != "deprecated"]
        listed = sole or [(None, None)]  # type: ignore[assignment]
    told: set[tuple[Language, str]] = set()
    for number, both in enumerate(listed, 1):
        fields = list(_of_concept(concept, direction[0], examples)) if number == 1 else []
        for language, term in zip(SIDES, both):
            if term is not None and (language, term.text) not in told:
                told.add((language, term.text))
                fields += _of_term(term, language, concept)
        fields += _deprecated(concept) if number == 1 else ()
        indonesian, english = (term.text if term else "" for term in both)
        yield TermUnit(concept.key, concept.key if number == 1 else f"{concept.key}.{number}", indonesian, english, False, tuple(fields))
    for number, example in enumerate(_standing(concept, direction[0]) if examples else (), 1):
        yield TermUnit(concept.key, f"{concept.key}.example{number}", example.indonesian, example.english, True)


def grouped(found: Iterable[TermUnit]) -> Iterator[Concept]:
    """The concepts of units of which those of one concept follow each other.

    >>> concept = Concept("ml", "dasar", (Term("ML", "id"), Term("mesin", "id", "deprecated", note="x")), (Term("ML", "en", kind="loan"),), "noun")
    >>> list(grouped(units(concept)))[0].indonesian[1].note, list(grouped(units(concept)))[0].english[0].kind
    ('x', 'loan')
    """
    run: list[TermUnit] = []
    for unit in found:
        if run and unit.key != run[-1].key:
            yield joined(run)
            run = []
        run.append(unit)
    if run:
        yield joined(run)


def joined(run: Sequence[TermUnit]) -> Concept:
    """The concept of a run of units; values that are none of the glossary's are passed over.

    >>> joined([TermUnit("model", "model", "model", "model", fields=(("domain", "dasar"), ("en.kind", "loan"), ("en.kind", "?")))]).domain
    'dasar'
    """
    terms: dict[str, dict[str, dict[str, Any]]] = {"id": {}, "en": {}}
    values: dict[str, str] = {}
    examples: list[Bilingual] = []
    see: list[str] = []
    for unit in run:
        if unit.example:
            examples.append(Bilingual(unit.indonesian, unit.english, unit.origin))
            continue
        current: dict[str, dict[str, Any]] = {language: _begun(terms[language], unit.side(language), language, unit.origin) for language in SIDES}
        for name, value in unit.fields:
            side, _dot, field = name.partition(".")
            if name == "example.id":
                examples.append(Bilingual(value, "", unit.origin))
            elif name == "example.en" and examples:
                examples[-1] = dataclasses.replace(examples[-1], english=value)
            elif field == "deprecated" and side in terms:
                current[side] = {**_begun(terms[side], value, side, unit.origin), "status": "deprecated"}  # type: ignore[arg-type]
                terms[side][value] = current[side]
            elif side in terms:
                _assign(current[side], field, value)
            elif name == "see":
                see.append(value)
            else:
                values[name] = value
    return _concept(run[0], terms, values, tuple(examples), tuple(see))


def _concept(first: TermUnit, terms: dict[str, dict[str, dict[str, Any]]], values: dict[str, str], examples: tuple[Bilingual, ...],
             see: tuple[str, ...]) -> Concept:
    definition = Bilingual(values.get("definition.id", ""), values.get("definition.en", ""), first.origin)
    part = values.get("part_of_speech", "")
    part = part if part in PARTS_OF_SPEECH else ""
    sides = [tuple(Term(**{**term, "part_of_speech": term.get("part_of_speech") or part}) for term in terms[language].values())
             for language in SIDES]
    return Concept(first.key, values.get("domain", ""), sides[0], sides[1], part, definition if definition.indonesian or definition.english else None,
                   examples, see, values.get("source", ""), values.get("review", ""), values.get("note", ""), first.origin)


def _begun(terms: dict[str, dict[str, Any]], text: str, language: Language, origin: Origin) -> dict[str, Any]:
    """The values of a term, which is a new one if it has not been met."""
    if not text:
        return {}
    known = next((term for term in terms if term.casefold() == text.casefold()), text)
    return terms.setdefault(known, {"text": text, "language": language, "origin": origin, "status": "admitted" if terms else "preferred"})


def _assign(term: dict[str, Any], field: str, value: str) -> None:
    if value not in _CHOICES.get(field, (value,)):
        return
    if field == "labels":
        term[field] = (*term.get(field, ()), value)
    elif field in OF_TERM:
        term[field] = value


def _of_concept(concept: Concept, source: Language, examples: bool) -> Iterator[Field]:
    for field in OF_CONCEPT:
        if value := getattr(concept, field):
            yield field, value
    for language in SIDES:
        if concept.definition and concept.definition.side(language):
            yield f"definition.{language}", concept.definition.side(language)
    yield from (("see", key) for key in concept.see)
    standing = list(_standing(concept, source)) if examples else []
    for example in concept.examples:
        if example not in standing:
            yield "example.id", example.indonesian
            yield "example.en", example.english


def _deprecated(concept: Concept) -> Iterator[Field]:
    """The deprecated terms; these come last, because what follows one belongs to it."""
    for language in SIDES:
        for term in concept.terms(language):
            if term.status == "deprecated":
                yield f"{language}.deprecated", term.text
                yield from (field for field in _of_term(term, language, concept) if not field[0].endswith(".status"))


def _of_term(term: Term, language: Language, concept: Concept) -> Iterator[Field]:
    for name in OF_TERM:
        value = getattr(term, name)
        if value and not (name == "part_of_speech" and value == concept.part_of_speech):
            yield f"{language}.{name}", value
    for label in term.labels:
        yield f"{language}.labels", label


def _standing(concept: Concept, source: Language) -> Iterator[Bilingual]:
    """The examples that can be units: those with a text in the source language."""
    return (example for example in concept.examples if example.side(source).strip())
