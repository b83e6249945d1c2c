"""Concepts and what leads to them as plain tuples, which a compiled glossary holds; a concept is unpacked only as far as it is asked for."""

from __future__ import annotations

import marshal
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Callable, Iterable

from translator_aid.forms import Base
from translator_aid.model import NOWHERE, Bilingual, Concept, Guard, Step, Term
from translator_aid.paths import Entry

TERM = ("text", "language", "status", "kind", "labels", "style", "case", "part_of_speech", "note", "source")
GUARD = ("near", "before", "after", "not_near", "not_before", "not_after")
Place = tuple[Callable[[int], Any], int]
"""What reads a value and where it lies."""


def concept_to(concept: Concept) -> tuple[Any, ...]:
    """A concept as plain tuples; origins and the sentences of guards are left out.

    >>> concept = Concept("llm", "bahasa", (Term("model bahasa besar", "id"),), (Term("LLM", "en"),), "noun")
    >>> lazy = StoredConcept.lying((lambda at: concept_to(concept), 0), "llm")
    >>> lazy.english[0].text, lazy == concept
    ('LLM', True)
    """
    definition = concept.definition
    rest = (
        (definition.indonesian, definition.english) if definition else None,
        tuple((example.indonesian, example.english) for example in concept.examples), concept.see, concept.source, concept.review, concept.note,
    )
    terms = tuple(marshal.dumps(tuple(map(term_to, side))) for side in (concept.indonesian, concept.english))
    return concept.key, concept.domain, concept.part_of_speech, *terms, marshal.dumps(rest)


def term_to(term: Term) -> tuple[Any, ...]:
    """A term as a plain tuple, without its origin."""
    return *(getattr(term, name) for name in TERM), tuple(getattr(term.guard, name) for name in GUARD) if term.guard else None


def term_from(data: tuple[Any, ...]) -> Term:
    """The term that `term_to` took apart.

    >>> term = Term("bias", "id", labels=("official",), guard=Guard(near=("@ai",)))
    >>> term_from(term_to(term)) == term
    True
    """
    return Term(*(*data[:-1], Guard(*data[-1]))) if data[-1] else Term(*data[:-1])


def _terms(data: bytes) -> tuple[Term, ...]:
    return tuple(map(term_from, marshal.loads(data)))


def _pairs(data: Iterable[tuple[str, str]]) -> tuple[Bilingual, ...]:
    return tuple(Bilingual(*pair) for pair in data)


def _definition(data: tuple[str, str] | None) -> Bilingual | None:
    return Bilingual(*data) if data else None


def _rest(at: int, made: Callable[[Any], Any] = lambda value: value) -> Callable[[tuple[Any, ...]], Any]:
    return lambda data: made(marshal.loads(data[5])[at])


_FIELDS: dict[str, Callable[[Any], Any]] = {
    "key": itemgetter(0), "domain": itemgetter(1), "indonesian": lambda data: _terms(data[3]), "english": lambda data: _terms(data[4]),
    "part_of_speech": itemgetter(2), "definition": _rest(0, _definition), "examples": _rest(1, _pairs), "see": _rest(2), "source": _rest(3),
    "review": _rest(4), "note": _rest(5), "origin": lambda _data: NOWHERE,
}


class StoredConcept(Concept):
    """A concept of which only the key is known until somebody asks for more; in all else it is as any other."""

    __slots__ = ("_place", "_data")
    __annotations__ = Concept.__annotations__
    if TYPE_CHECKING:
        _place: Place
        _data: tuple[Any, ...] | None

    @classmethod
    def lying(cls, place: Place, key: str) -> StoredConcept:
        """The concept of that key that lies there."""
        made = cls.__new__(cls)
        object.__setattr__(made, "key", key)
        object.__setattr__(made, "_place", place)
        object.__setattr__(made, "_data", None)
        return made

    def __getattr__(self, name: str) -> Any:
        """A field that has not been unpacked yet."""
        made = _FIELDS.get(name)
        if made is None or name == "key":
            raise AttributeError(f"a concept has no {name!r}")
        data = self._data
        if data is None:
            read, at = self._place
            data = read(at)
            object.__setattr__(self, "_data", data)
        value = made(data)
        object.__setattr__(self, name, value)
        return value

    def __eq__(self, other: object) -> bool:
        return self is other or isinstance(other, Concept) and _values(self) == _values(other)

    def __hash__(self) -> int:
        return hash(_values(self))

    def __reduce__(self) -> tuple[Any, ...]:
        return Concept, _values(self)


def _values(concept: Concept) -> tuple[Any, ...]:
    return tuple(getattr(concept, name) for name in _FIELDS)


def entry_to(entry: Entry, place: int) -> tuple[Any, ...]:
    """What stands in a tree as plain tuples; `place` is where its concept lies."""
    concept, term, base, order, exact = entry
    steps = tuple((step.affix, step.rule, step.reading) for step in base.steps)
    data = base[0], base[1], steps, *base[3:]
    return (place, concept.key, term_to(term), data, order, exact) if concept and term else (0, "", None, data, order, exact)


def entry_from(data: tuple[Any, ...], concept: Callable[[int, str], Concept]) -> Entry:
    """What `entry_to` took apart; the function gives the concept of a place and key."""
    place, key, term, base, order, exact = data
    if base[2]:
        base = base[0], base[1], tuple([Step(*step) for step in base[2]]), *base[3:]
    made = Base._make(base)
    return Entry(concept(place, key), term_from(term), made, order, exact) if key else Entry(None, None, made, order, exact)
