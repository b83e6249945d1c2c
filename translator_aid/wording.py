"""Whether a text says a term in some form: as it is, in parts, by a relative of its words. Rough, and only ever used to hold a finding back.
"""

from __future__ import annotations

import functools
import re

from translator_aid.forms import data
from translator_aid.model import Concept, Language, Term
from translator_aid.text import fold, tokens

SHORTEST = 4
"""Letters of a stem that says something."""
Words = frozenset[str]
"""The folded words of a text."""
SOUNDS = (("ph", "f"), ("ch", "k"), ("th", "t"), ("c(?=[eiy])", "s"), ("c|q", "k"), ("x", "ks"), ("y", "i"), ("v", "f"), ("z", "s"))
"""How English letters may be written in Indonesian."""


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
    """True for stems that begin alike: predict, predictive; of a short one next to nothing may be left over (data is no dataset)."""
    short, long = sorted((len(a), len(b)))
    shared = max(SHORTEST, short - 2)
    return len(b) >= SHORTEST and a[:shared] == b[:shared] and (short > SHORTEST or long - short < 3)


@functools.lru_cache(maxsize=65536)
def is_kin(word: str, other: str, language: Language) -> bool:
    """True for two words of a language that are of one family, by their stems: cooperate, cooperation; share, shareholder.

    >>> is_kin("cooperate", "cooperation", "en"), is_kin("correlation", "correction", "en")
    (True, False)
    """
    if word == other:
        return True
    left, right = stem(word, language), stem(other, language)
    short = min(len(left), len(right))
    return short >= SHORTEST and left[:min(short, 7)] == right[:min(short, 7)]


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


@functools.lru_cache(maxsize=65536)
def cognate(word: str) -> str:
    """The first four letters of a word as both languages might spell it, after Simard, Foster and Isabelle (1992) on cognates.

    >>> cognate("efisiensi") == cognate("efficiency"), cognate("Oktober") == cognate("October")
    (True, True)
    """
    return _respelled(word)[:4]


@functools.lru_cache(maxsize=65536)
def spelled_alike(a: str, b: str) -> bool:
    """True for two words, one of each language, that are likely the same word, after the spelling of most of their letters.

    >>> spelled_alike("komputasi", "computing"), spelled_alike("konfigurasi", "converge")
    (True, False)
    """
    left, right = _respelled(a), _respelled(b)
    short = min(len(left), len(right))
    shared = next((at for at in range(short) if left[at] != right[at]), short)
    return short > 3 and shared >= max(4, 0.6 * short) and (shared > 4 or max(len(left), len(right)) < 8)


def _respelled(word: str) -> str:
    """A word as both languages might spell it."""
    plain = re.sub(r"(.)\1", r"\1", word.lower())
    for letters, letter in SOUNDS:
        plain = re.sub(letters, letter, plain)
    return plain


def has_pronoun(text: str, language: Language) -> bool:
    """True where a word of a text may stand for a noun named before.

    >>> has_pronoun("Mereka memakainya.", "id"), has_pronoun("They use browsers.", "en"), has_pronoun("Researchers use browsers.", "en")
    (True, True, False)
    """
    return _PRONOUN[language].search(text) is not None


_PRONOUN: dict[Language, re.Pattern[str]] = {
    "en": re.compile(r"\b(?:it|its|this|that|these|those|they|them|their|ones?|such|which|both|each|another|former|latter)\b", re.IGNORECASE),
    "id": re.compile(r"nya\b|\b(?:ini|itu|tersebut|mereka|hal|ia|dia|keduanya|masing-masing|demikian)\b", re.IGNORECASE),
}


def is_explained(word: str, others: Words, language: Language) -> bool:
    """True where some word of the other text may stand for a word: the same, a cognate, or what it or a relative is in everyday texts.

    >>> is_explained("staff", frozenset({"karyawan"}), "en"), is_explained("water", frozenset({"air"}), "en")
    (False, True)
    """
    if word in others or len(word) > 4 and any(len(other) > 4 and cognate(other) == cognate(word) for other in others):
        return True
    return in_everyday_words(word, others, language)


def in_everyday_words(word: str, others: Words, language: Language) -> bool:
    """True where the other text has what a word of this language, or a relative of it, is in everyday texts.

    >>> in_everyday_words("berencana", frozenset({"planning"}), "id"), in_everyday_words("planning", frozenset({"berencana"}), "en")
    (True, True)
    """
    if language == "id":
        partners = _families().get(stem(word, "id"), frozenset())
        return any(stem(other, "en") in partners for other in others)
    root = stem(word, "en")
    return any(root in _families().get(stem(other, "id"), ()) for other in others)


@functools.lru_cache(maxsize=1)
def _families() -> dict[str, frozenset[str]]:
    """The stems of English words that stand for the words of an Indonesian stem."""
    found: dict[str, set[str]] = {}
    for word, partners in data("lexicon").items():
        found.setdefault(stem(word, "id"), set()).update(stem(partner, "en") for partner in partners.split())
    return {root: frozenset(partners) for root, partners in found.items()}
