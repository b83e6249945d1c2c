"""What a shell may offer while a term is being typed: the next word of terms that begin so, and keys of concepts."""

from __future__ import annotations

from typing import Iterable, Sequence

from translator_aid.compiled import StoredGlossary
from translator_aid.model import Glossary
from translator_aid.text import fold

LIMIT = 200
"""Offers at the most: more than that no shell shows."""


def completions(glossary: Glossary, before: Sequence[str], incomplete: str, keys: bool = True) -> tuple[tuple[str, str], ...]:
    """Offers for the word that is being typed behind other words, each with what it leads to; one word each, so that no shell must quote it.

    >>> from translator_aid.model import Concept, Term
    >>> concept = Concept("large-language-model", "bahasa", (Term("model bahasa besar", "id"),), (Term("large language model", "en"),))
    >>> completions(Glossary((concept,)), (), "mod")
    (('model', 'model bahasa besar'),)
    >>> completions(Glossary((concept,)), ("model", "bahasa"), "b")
    (('besar', 'model bahasa besar'),)
    >>> completions(Glossary((concept,)), (), "large-")
    (('large-language-model', 'model bahasa besar'),)
    """
    found: dict[str, str] = {}
    for at in range(len(before) + 1):
        # what stands before may be other terms already: the words nearest to the cursor are tried alone, too
        words = [*before[at:], incomplete]
        start = fold(" ".join(words))
        for text, about in beginning(glossary, start, keys and len(words) == 1):
            rest = text.split(" ")[len(words) - 1:]
            if rest and rest[0] not in before[at:]:
                found.setdefault(rest[0], about)
        if found:
            break
    return tuple(sorted(found.items(), key=lambda item: (item[0].casefold(), item[0])))[:LIMIT]


def beginning(glossary: Glossary, start: str, keys: bool) -> Iterable[tuple[str, str]]:
    """The terms, and keys, that begin so, each with the concept's first Indonesian and English term."""
    if isinstance(glossary, StoredGlossary):
        return glossary.beginning(start, keys, LIMIT)
    return _in_memory(glossary, start, keys)


def _in_memory(glossary: Glossary, start: str, keys: bool) -> Iterable[tuple[str, str]]:
    for concept in glossary.concepts:
        for term in (*concept.indonesian, *concept.english):
            if fold(term.text).startswith(start):
                yield term.text, concept.indonesian[0].text
        if keys and concept.key.startswith(start):
            yield concept.key, concept.indonesian[0].text
