"""The program's data as JSON objects: a contract, described by the schemas in `data/schema` and held to them by tests."""

from __future__ import annotations

from collections import Counter
from typing import Any, Iterable

from translator_aid.model import Bilingual, Concept, Finding, Guard, Hit, Match, Receipt, Run, Term, Translation, Unit


def paragraph(run: Run, unit: Unit) -> dict[str, Any]:
    """A Unit as JSON's objects: offsets are code points of its text, half-open."""
    segment = unit.segment
    shown = [one for one in unit.matches if run.every or one.first]
    data: dict[str, Any] = {
        "index": unit.index, "kind": segment.kind, "start": segment.start, "text": segment.text,
        "matches": [match(run, one) for one in shown],
    }
    if unit.translation:
        data["translation"] = _translation(unit.translation)
    if run.task == "translate":
        data["findings"] = [finding(one) for one in unit.findings]
    return data


def match(run: Run, found: Match) -> dict[str, Any]:
    """A match as JSON's objects."""
    terms = [term for term in found.concept.terms(run.target) if term.status != "deprecated"]
    preferred = run.target_of(found)
    return {
        "start": found.span.start, "end": found.span.end, "surface": found.analysis.surface, "key": found.concept.key,
        "term": found.term.text, "status": found.term.status, "how": found.how,
        "translations": sorted((term.text for term in terms), key=lambda text: text != preferred),
        "analysis": list(found.analysis.parts), "first": found.first,
        "gloss": [found.gloss.start, found.gloss.end] if found.gloss else None,
        "also": [concept.key for concept in found.also],
    }


def _translation(translation: Translation) -> dict[str, Any]:
    return {
        "text": translation.text, "engine": translation.engine, "signature": translation.signature,
        "receipts": [_receipt(receipt) for receipt in translation.receipts],
        "outcomes": dict(Counter(receipt.outcome for receipt in translation.receipts)),
        "untranslated": [[span.start, span.end] for span in translation.untranslated],
    }


def _receipt(receipt: Receipt) -> dict[str, Any]:
    constraint = receipt.constraint
    return {
        "start": constraint.span.start, "end": constraint.span.end, "surface": constraint.surface, "kind": constraint.kind,
        "key": constraint.key or None, "target": receipt.target, "outcome": receipt.outcome,
        "at": [receipt.at.start, receipt.at.end] if receipt.at else None,
    }


def finding(found: Finding) -> dict[str, Any]:
    """A finding as JSON's objects."""
    return {
        "code": found.code, "severity": found.severity, "message": found.message,
        "side": found.side, "start": found.span.start if found.span else None, "end": found.span.end if found.span else None,
        "fix": found.fix or None,
    }


def answer(query: str, hits: Iterable[Hit]) -> dict[str, Any]:
    """All answers to one query of a look-up as JSON's objects.

    >>> answer("agn", ())
    {'schema': 'translator-aid/lookup/1', 'query': 'agn', 'results': []}
    """
    return {"schema": "translator-aid/lookup/1", "query": query, "results": [hit(found) for found in hits]}


def hit(found: Hit) -> dict[str, Any]:
    """An answer of a look-up as JSON's objects; `score` is 1 for a certain answer."""
    return {
        "key": found.concept.key, "how": found.how, "score": found.score, "term": found.term.text,
        "analysis": list(found.analysis.parts), "concept": concept(found.concept),
    }


def concept(entry: Concept) -> dict[str, Any]:
    """A concept as JSON's objects; fields that it lacks are left out."""
    data: dict[str, Any] = {
        "key": entry.key, "domain": entry.domain,
        "indonesian": [term(item) for item in entry.indonesian], "english": [term(item) for item in entry.english],
        "part_of_speech": entry.part_of_speech, "definition": _bilingual(entry.definition) if entry.definition else None,
        "examples": [_bilingual(example) for example in entry.examples], "see": list(entry.see),
        "source": entry.source, "review": entry.review, "note": entry.note,
    }
    return {name: value for name, value in data.items() if value or name in ("indonesian", "english")}


def term(item: Term) -> dict[str, Any]:
    """A term as JSON's objects; fields that it lacks are left out."""
    data: dict[str, Any] = {
        "term": item.text, "status": item.status, "kind": item.kind, "labels": list(item.labels), "style": item.style, "case": item.case,
        "part_of_speech": item.part_of_speech, "note": item.note, "source": item.source, "guard": _guard(item.guard) if item.guard else None,
    }
    return {name: value for name, value in data.items() if value}


def _bilingual(pair: Bilingual) -> dict[str, str]:
    return {"indonesian": pair.indonesian, "english": pair.english}


def _guard(guard: Guard) -> dict[str, list[str]]:
    names = ("near", "before", "after", "not_near", "not_before", "not_after")
    return {name: list(getattr(guard, name)) for name in names if getattr(guard, name)}
