"""Whether a text says a term in some form: as it is, in parts, by a relative of its words. Rough, and only ever used to hold a finding back.

How freely a concept is rendered at all is counted in `data/loose.yaml`.
"""

from __future__ import annotations

import functools
import re

from translator_aid.forms import data
from translator_aid.glossary import shipped_paths
from translator_aid.model import Concept, Language, Term
from translator_aid.text import fold, tokens

SHORTEST = 4
"""Letters of a stem that says something."""
Words = frozenset[str]
"""The folded words of a text."""


def words_of(text: str) -> Words:
    """The folded words of a text.

    >>> sorted(words_of("Model-model AI"))
    ['ai', 'model']
    """
    return frozenset(fold(token.surface) for token in tokens(text))


def same_word(surface: str, found: Words) -> bool:
    """True where the other text leaves the word as it is, an English plural aside."""
    return all(found.intersection((fold(token.surface), fold(token.surface) + "s")) for token in tokens(surface))


def in_parts(term: Term, found: Words, language: Language) -> bool:
    """True where every word of a term stands in the text in some form; of three or more one may be missing, though not the head (warning systems)."""
    parts = [fold(token.surface) for token in tokens(term.text)]
    if not parts or term.status == "deprecated":
        return False
    head = parts[-1] if language == "en" else parts[0]
    lost = [part for part in parts if not _akin_in(part, found, language)]
    return not lost or len(parts) > 2 and len(lost) == 1 and head not in lost


def _akin_in(word: str, found: Words, language: Language) -> bool:
    if word in found:
        return True
    root = stem(word, language)
    return len(root) >= SHORTEST and any(_akin(root, stem(other, language)) for other in found)


def _akin(a: str, b: str) -> bool:
    """True for stems that begin alike: predict, predictive."""
    shared = max(SHORTEST, min(len(a), len(b)) - 2)
    return len(b) >= SHORTEST and a[:shared] == b[:shared]


_AFFIXES: dict[Language, re.Pattern[str]] = {
    "id": re.compile(r"^(?:me(?:ng?|m|ny)?|pe(?:mber|ng?|m|ny|r)?|di(?:per)?|ter|ber|ke|se)?(?P<root>\w{4,}?)(?:kan|an|i)?(?:nya|lah|kah)?$"),
    "en": re.compile(r"^(?:re|un|pre|multi|over)?-?(?P<root>\w{4,}?)"
                     r"(?:i?zation|ations?|ions?|ing|ments?|ness|ally|ly|able|ed|ers?|ors?|ive|al|e?s|e|y)?$"),
}


@functools.lru_cache(maxsize=65536)
def stem(word: str, language: Language) -> str:
    """What a word may share with its relatives: rough, only ever used to hold a finding back.

    >>> stem("pelatihan", "id") == stem("dilatih", "id"), stem("classification", "en"), stem("classifiers", "en")
    (True, 'classific', 'classifi')
    """
    found = _AFFIXES[language].match(word)
    return found["root"] if found else word


def in_half(concept: Concept, found: Words, language: Language) -> bool:
    """True where one word of a longer term is there: "training sets" for training data."""
    return any(_akin_in(fold(token.surface), found, language) for term in concept.terms(language) if " " in term.text for token in tokens(term.text))


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


@functools.lru_cache(maxsize=2)
def _counts(language: Language) -> dict[str, tuple[tuple[int, int, int], Words]]:
    """For each concept how often it was named, not rendered, and not even in other words; and these words."""
    found = {}
    for key, row in data("loose")[language].items():
        counts, *words = row.split()
        missing, named, left = map(int, counts.split("/"))
        found[str(key)] = (named, missing, left), frozenset(words)
    return found
