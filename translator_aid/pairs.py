"""Concepts as pairs of one source term and one target term, for formats that know nothing else, and back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterable, Iterator

from translator_aid.model import NOWHERE, Bilingual, Concept, Language, Origin, Status, Term

Direction = tuple[Language, Language]


@dataclass(frozen=True, slots=True)
class Pair:
    """A line of such a format."""

    source: str
    """The source term."""
    target: str
    """Its translation; empty where the format has an entry without one."""
    note: str = ""
    """A remark."""
    status: Status | None = None
    """The status of the pair, where the format states one."""
    part_of_speech: str = ""
    """The part of speech, where the format states one."""
    domain: str = ""
    """The domain, where the format states one."""
    key: str = ""
    """The concept's key, where the format states one."""
    case: str = ""
    """`exact` where the format states it."""
    definition: str = ""
    """The definition in the source language."""
    origin: Origin = NOWHERE
    """Where it stands."""


def pairs(concept: Concept, direction: Direction, deprecated: bool = False) -> Iterator[tuple[Term, Term]]:
    """Every source term with the preferred target, then the preferred source term with every other target.

    Deprecated terms are left out unless wanted; then they come last, so that a program that takes the first is served well.

    >>> terms = (Term("pembelajaran mesin", "id"), Term("ML", "id", "admitted"))
    >>> concept = Concept("ml", "", terms, (Term("machine learning", "en"), Term("ML", "en", "admitted")))
    >>> [(source.text, target.text) for source, target in pairs(concept, ("id", "en"))]
    [('pembelajaran mesin', 'machine learning'), ('ML', 'machine learning'), ('pembelajaran mesin', 'ML')]
    """
    sources = [term for term in _ordered(concept, direction[0]) if deprecated or term.status != "deprecated"]
    targets = [term for term in _ordered(concept, direction[1]) if deprecated or term.status != "deprecated"]
    if not sources or not targets:
        return
    yield from ((source, targets[0]) for source in sources)
    yield from ((sources[0], target) for target in targets[1:])


def concepts(found: Iterable[Pair], direction: Direction) -> Iterator[Concept]:
    """A concept for each run of neighbouring pairs that share a source or a target term: the first term on each side is preferred.

    Pairs that state different keys are never put together.

    >>> [concept] = concepts([Pair("pembelajaran mesin", "machine learning"), Pair("ML", "machine learning")], ("id", "en"))
    >>> [(term.text, term.status) for term in concept.indonesian]
    [('pembelajaran mesin', 'preferred'), ('ML', 'admitted')]
    """
    run: list[Pair] = []
    for pair in found:
        if run and not _together(run, pair):
            yield _concept(run, direction)
            run = []
        run.append(pair)
    if run:
        yield _concept(run, direction)


def _ordered(concept: Concept, language: Language) -> list[Term]:
    order = {"preferred": 0, "admitted": 1, "rare": 2, "deprecated": 3}
    return sorted(concept.terms(language), key=lambda term: order[term.status])


def _together(run: list[Pair], pair: Pair) -> bool:
    if pair.key or run[-1].key:
        return pair.key == run[-1].key
    if pair.domain != run[-1].domain or pair.part_of_speech != run[-1].part_of_speech:
        return False
    return any(pair.source == other.source or pair.target == other.target and pair.target for other in run)


def _concept(run: list[Pair], direction: Direction) -> Concept:
    first = run[0]
    sources, targets = _terms(run, "source", direction[0]), _terms(run, "target", direction[1])
    indonesian, english = (sources, targets) if direction[0] == "id" else (targets, sources)
    text = next((pair.definition for pair in run if pair.definition), "")
    definition = (Bilingual(text, "", first.origin) if direction[0] == "id" else Bilingual("", text, first.origin)) if text else None
    notes = dict.fromkeys(pair.note for pair in run if pair.note)
    return Concept(first.key, first.domain, indonesian, english, first.part_of_speech, definition, note="; ".join(notes), origin=first.origin)


def _terms(run: list[Pair], side: str, language: Language) -> tuple[Term, ...]:
    found: dict[str, Term] = {}
    for pair in run:
        text = " ".join(getattr(pair, side).split())
        if text and text.casefold() not in {known.casefold() for known in found}:
            status: Status = "admitted" if found else "preferred"
            if pair.status and (side == "source" or pair.status != "preferred" and not found):
                status = pair.status
            case = pair.case if side == "source" else ""
            found[text] = Term(text, language, status, case=case, part_of_speech=pair.part_of_speech, origin=pair.origin)
    return tuple(found.values())
