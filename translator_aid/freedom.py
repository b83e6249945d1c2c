"""How freely translators render a concept: counted in training texts (`data/loose.yaml`), and said of some (`data/checks.yaml`)."""

from __future__ import annotations

import functools

from translator_aid.forms import data
from translator_aid.glossary import shipped_paths
from translator_aid.model import Concept, Language
from translator_aid.wording import Words


def looseness(concept: Concept, language: Language) -> float:
    """How often translators from that language render a concept in words that the glossary does not have; 0 for a concept of the user's own."""
    return _share(concept, language, 1)


def strangeness(concept: Concept, language: Language) -> float:
    """How often neither the glossary's words nor those that often stand for them (`stand_ins`) are there; 0 for a concept of the user's own."""
    return _share(concept, language, 2)


def _share(concept: Concept, language: Language, which: int) -> float:
    if not is_shipped(concept):
        return 0.0
    named, *missing = _counts(language).get(concept.key, ((0, 0, 0), frozenset()))[0]
    if named:
        return missing[which - 1] / named
    return 0.01 if concept.part_of_speech == "noun" else 0.06


def freedom(concept: Concept, language: Language, found: Words) -> float:
    """How often a concept is rendered as the other text may have done: in other words, or, where none of those is there, not even in these."""
    return (looseness if stand_ins(concept, language) & found else strangeness)(concept, language)


def stand_ins(concept: Concept, language: Language) -> Words:
    """Words by which translators from that language render a concept where they do not use its terms, everyday senses of the word included.

    >>> "negara" in stand_ins(Concept("state", "agents"), "en")
    True
    """
    return _counts(language).get(concept.key, ((0, 0, 0), frozenset()))[1]


def is_shipped(concept: Concept) -> bool:
    """Whether a concept comes from the shipped glossary, as far as its domain tells."""
    return concept.domain in _shipped_domains()


@functools.lru_cache(maxsize=1)
def _shipped_domains() -> frozenset[str]:
    return frozenset(path.stem for path in shipped_paths())


def is_counted(concept: Concept, language: Language) -> bool:
    """Whether the training texts name a concept often enough to say how freely it is rendered."""
    return concept.key in _counts(language) and _counts(language)[concept.key][0][0] > 0


def is_everyday(concept: Concept) -> bool:
    """Whether a concept's terms are words of everyday news, by its domain.

    >>> is_everyday(Concept("revenue", "business")), is_everyday(Concept("token", "language-models"))
    (True, False)
    """
    return concept.domain in _lists()["everyday_domains"]


def names_a_source(concept: Concept) -> bool:
    """Whether news says by a concept who said it, which translations of news leave out or add."""
    return is_shipped(concept) and concept.key in _lists()["attribution"]


def are_interchangeable(a: Concept, b: Concept) -> bool:
    """Whether translators use one concept's terms for the other's: employee, worker.

    >>> employee, worker, profit = (Concept(key, "business") for key in ("employee", "worker", "profit"))
    >>> are_interchangeable(employee, worker), are_interchangeable(employee, profit)
    (True, False)
    """
    return any(a.key in group and b.key in group for group in _lists()["interchangeable"])


@functools.lru_cache(maxsize=1)
def _lists() -> dict[str, tuple[str, ...]]:
    lists = data("checks")
    return {name: tuple(lists[name]) for name in ("everyday_domains", "attribution", "interchangeable")}


@functools.lru_cache(maxsize=2)
def _counts(language: Language) -> dict[str, tuple[tuple[int, int, int], Words]]:
    """For each concept how often it was named, not rendered, and not even in other words; and these words."""
    found = {}
    for key, row in data("loose")[language].items():
        counts, *words = row.split()
        missing, named, left = map(int, counts.split("/"))
        found[str(key)] = (named, missing, left), frozenset(words)
    return found
