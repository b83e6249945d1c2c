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


def often(concept: Concept, text: str, language: Language) -> int:
    """How many words of a text are akin to a concept's terms of one word.

    >>> concept = Concept("detect", "cv", (), (Term("detect", "en"),))
    >>> often(concept, "The detector only detects seven cans.", "en")
    2
    """
    terms = [fold(term.text) for term in concept.terms(language) if " " not in term.text and term.status != "deprecated"]
    roots = [root for term in terms if len(root := stem(term, language)) >= SHORTEST]
    words = [fold(token.surface) for token in tokens(text)]
    return sum(word in terms or any(_akin(root, stem(word, language)) for root in roots) for word in words)


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
    plain = re.sub(r"(.)\1", r"\1", word.lower())
    for letters, letter in SOUNDS:
        plain = re.sub(letters, letter, plain)
    return plain[:4]


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


@functools.lru_cache(maxsize=2)
def _counts(language: Language) -> dict[str, tuple[tuple[int, int, int], Words]]:
    """For each concept how often it was named, not rendered, and not even in other words; and these words."""
    found = {}
    for key, row in data("loose")[language].items():
        counts, *words = row.split()
        missing, named, left = map(int, counts.split("/"))
        found[str(key)] = (named, missing, left), frozenset(words)
    return found
