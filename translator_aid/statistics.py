"""Figures about a glossary, and the difference between two."""

from __future__ import annotations

from collections import Counter
from typing import Any, Iterator

from translator_aid.i18n import _
from translator_aid.model import SIDES, Concept, Glossary, Language


def stats(glossary: Glossary) -> dict[str, Any]:
    """Counts of concepts and terms, and the share of concepts that have each field (0 to 1).

    >>> from translator_aid.model import Term
    >>> stats(Glossary((Concept("llm", "bahasa", (Term("model bahasa besar", "id"),), (Term("LLM", "en"),)),)))["terms"]["id"]["preferred"]
    1
    """
    concepts = glossary.concepts
    terms: dict[str, dict[str, int]] = {}
    for language in SIDES:
        found = [term for concept in concepts for term in concept.terms(language)]
        count = Counter[str](term.status for term in found)
        count.update(term.kind for term in found if term.kind)
        count.update(label for term in found for label in term.labels)
        terms[language] = {"all": len(found), **dict(count), "guarded": sum(term.guard is not None for term in found)}
    total = len(concepts) or 1
    return {
        "concepts": len(concepts),
        "domains": dict(Counter(concept.domain for concept in concepts)),
        "terms": terms,
        "examples": sum(len(concept.examples) for concept in concepts),
        "coverage": {
            "definition in both languages": sum(bool(c.definition and c.definition.indonesian and c.definition.english) for c in concepts) / total,
            "an example in both languages": sum(any(e.indonesian and e.english for e in c.examples) for c in concepts) / total,
            "part of speech": sum(bool(c.part_of_speech) for c in concepts) / total,
            "related concepts": sum(bool(c.see) for c in concepts) / total,
            "source": sum(bool(c.source) or any(t.source for t in (*c.indonesian, *c.english)) for c in concepts) / total,
        },
    }


def as_text(figures: dict[str, Any]) -> Iterator[str]:
    """The lines of a table of `stats`."""
    yield _("Concepts: {n}").format(n=figures["concepts"])
    yield _("Example pairs: {n}").format(n=figures["examples"])
    for language, name in (("id", _("Indonesian terms")), ("en", _("English terms"))):
        counts = dict(figures["terms"][language])
        yield f"{name}: {counts.pop('all')} ({', '.join(f'{_(word)} {n}' for word, n in sorted(counts.items()))})"
    yield _("Share of concepts that have:")
    for field, share in figures["coverage"].items():
        whole, tenth = f"{100 * share:.1f}".split(".")
        yield f"  {_(field)}: " + _("{whole}.{tenth}%").format(whole=whole, tenth=tenth)
    yield _("Concepts by domain:")
    for domain, number in sorted(figures["domains"].items()):
        yield f"  {domain}: {number}"


def difference(old: Glossary, new: Glossary) -> Iterator[str]:
    """What changed from one glossary to another: concepts added (+), removed (-), and preferred terms changed (~).

    >>> from translator_aid.model import Term
    >>> a = Glossary((Concept("llm", "d", (Term("model bahasa besar", "id"),), (Term("large language model", "en"),)),))
    >>> b = Glossary((Concept("llm", "d", (Term("LLM", "id"),), (Term("large language model", "en"),)),))
    >>> list(difference(a, b))
    ['~ llm: id model bahasa besar -> LLM']
    """
    for key, concept in new.by_key.items():
        if key not in old.by_key:
            yield f"+ {key}: {_first(concept, 'id')} = {_first(concept, 'en')}"
    for key, concept in old.by_key.items():
        if key not in new.by_key:
            yield f"- {key}: {_first(concept, 'id')} = {_first(concept, 'en')}"
            continue
        for language in SIDES:
            before, after = _first(concept, language), _first(new.by_key[key], language)
            if before != after:
                yield f"~ {key}: {language} {before} -> {after}"


def _first(concept: Concept, language: Language) -> str:
    return concept.preferred(language).text if concept.terms(language) else "–"
