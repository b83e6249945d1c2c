"""Other forms of a word, for a translator that does not know the word itself: the back-off of factored translation (Koehn and Haddow 2012).

A form counts only if the rules of `morphology` and `english` make the word of it, or both of one stem, and if the translator knows it. Prefixes
that change the sense (se-, un-, re-) are never undone.
"""

from __future__ import annotations

import re
from typing import Container, Iterator

from translator_aid.english import english_plural, english_verb_forms
from translator_aid.model import Language
from translator_aid.morphology import actives, stems

SHORTEST, BARE = 4, 6
"""Letters of a stem, and of one that has lost both prefix and suffix, below which chance likeness is more common than kinship: *utarakan* is not
of *utara*."""
_ENGLISH = (("ies", "y"), ("es", ""), ("s", ""), ("ied", "y"), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"), ("ily", "y"), ("ly", ""),
            ("er", ""), ("r", ""))
"""Endings of English inflection, and what stands in their place in the base."""
_SUFFIXES = ("", "kan", "i", "an", "nya")
_NOMINAL = re.compile(r"(?:ke|pe|per)(.+)an")


def relatives(word: str, language: Language, known: Container[str]) -> Iterator[str]:
    """The known forms of the same word, in small letters, the nearest first; the word itself is not among them.

    >>> list(relatives("dituntaskan", "id", {"menuntaskan", "tuntas"})), list(relatives("pledges", "en", {"pledge", "pled"}))
    (['menuntaskan', 'tuntas'], ['pledge'])
    >>> list(relatives("situ", "id", {"itu"})), list(relatives("selaku", "id", {"laku"}))
    ([], [])
    """
    lowered = word.lower()
    seen = {lowered}
    for one in _indonesian(lowered) if language == "id" else _english(lowered):
        if one not in seen and one in known:
            seen.add(one)
            yield one


def _indonesian(word: str) -> Iterator[str]:
    whole = list(_stems(word))
    for stem in whole:
        yield from _voices(stem)
    for stem in (*whole, word):
        for suffix in _SUFFIXES[1:]:
            if stem.endswith(suffix) and len(stem) - len(suffix) >= SHORTEST:
                shorter = stem[:-len(suffix)]
                if stem is word or len(shorter) >= BARE:
                    yield from _voices(shorter)
                    yield shorter
    nominal = _NOMINAL.fullmatch(word)
    for stem in (*whole, *((nominal[1],) if nominal and len(nominal[1]) >= BARE else ())):
        yield stem
        for suffix in ("kan", "i"):
            yield from _voices(stem + suffix)


def _stems(word: str) -> Iterator[str]:
    """What is left without the prefix of a voice: di-, ter-, ber-, meN-, peN-."""
    for prefix in ("di", "ter", "ber"):
        if word.startswith(prefix) and len(word) - len(prefix) >= SHORTEST:
            yield word[len(prefix):]
    active = "me" + word[2:] if word.startswith("pe") else word
    for stem, _rule in stems(active):
        if len(stem) >= SHORTEST:
            yield stem


def _voices(stem: str) -> Iterator[str]:
    for active, _rule in actives(stem):
        yield active
    yield from (prefix + stem for prefix in ("di", "ter", "ber"))


def _english(word: str) -> Iterator[str]:
    for base in _bases(word):
        if word == english_plural(base) or word in english_verb_forms(base) or word in (base + "ly", base[:-1] + "ily", base + "er", base + "r"):
            yield base
            yield from english_verb_forms(base)
            yield english_plural(base)
    yield from english_verb_forms(word)
    yield english_plural(word)


def _bases(word: str) -> Iterator[str]:
    for ending, instead in _ENGLISH:
        if word.endswith(ending) and len(word) - len(ending) + len(instead) >= SHORTEST - 1:
            base = word[:-len(ending)] + instead
            yield base
            if ending in ("ed", "ing", "er") and not instead and base[-1:] == base[-2:-1]:
                yield base[:-1]
