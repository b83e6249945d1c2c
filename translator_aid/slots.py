"""Which words of a pair stand for each other, and so whether one of the target stands just where one of the source should be rendered.

A word is linked to the nearest of those that may stand for it: itself, a number, a term of the same concept, a cognate, what it is in everyday
texts. Competitive linking (Melamed 2000, Models of translational equivalence among words): the surest and nearest pair first, each word once.
What is not linked has no counterpart; of two such words, one a side, whose neighbours are linked to each other's, the second fills the first
one's slot.
"""

from __future__ import annotations

import functools
from typing import Iterator, NamedTuple, Sequence

from translator_aid.forms import data
from translator_aid.freedom import is_everyday
from translator_aid.model import Concept, Language, Match, Span
from translator_aid.text import fold, tokens
from translator_aid.wording import Words, in_everyday_words, is_kin, spelled_alike

NEIGHBOURS = 3
"""Linked words to either side that tell where a place of the one text is in the other."""
REACH = 4
"""How many words further on, within a text, a neighbour may stand and still be one."""
SAME, TERM, SPELLING, EVERYDAY, KIN, OTHER = range(1, 7)
"""Ranks of two words: the same, words of the same concept's terms, spelled alike, what one is in everyday texts, a relative of a term's word, nothing
in common."""
BESIDE = 0.2
"""How far apart, as shares of their texts, a term's word and a mere relative of its rendering may be."""
Links = dict[int, int]


class Word(NamedTuple):
    """A word of a text that carries meaning."""

    span: Span
    text: str
    """Folded."""


class Meaning(NamedTuple):
    """What a word is part of."""

    keys: frozenset[str] = frozenset()
    """The concepts whose term it belongs to, if any."""
    others: tuple[str, ...] = ()
    """The words of their terms in the other language."""
    technical: bool = False
    """Whether one of them is no word of everyday news."""
    longer: bool = False
    """Whether the term has several words."""


class Slots:
    """The words of a pair and their links."""

    def __init__(self, texts: tuple[str, str], languages: tuple[Language, Language], matches: tuple[Sequence[Match], Sequence[Match]]) -> None:
        self.words = words(texts[0], languages[0]), words(texts[1], languages[1])
        self.links: tuple[Links, Links] = {}, {}
        self._languages = languages
        self._as_terms: tuple[set[int], set[int]] = set(), set()
        for rank, _apart, left, right in sorted(self._offers(matches)):
            if left not in self.links[0] and right not in self.links[1]:
                self.links[0][left] = right
                self.links[1][right] = left
                if rank == TERM:
                    self._as_terms[0].add(left)
                    self._as_terms[1].add(right)

    def _offers(self, matches: tuple[Sequence[Match], Sequence[Match]]) -> Iterator[tuple[int, float, int, int]]:
        """Pairs of words that may be linked: how sure, how far apart, and the two."""
        left_meanings = _meanings(self.words[0], matches[0], self._languages[1])
        right_meanings = _meanings(self.words[1], matches[1], self._languages[0])
        sizes = max(1, len(self.words[0])), max(1, len(self.words[1]))
        for left, source in enumerate(self.words[0]):
            for right, target in enumerate(self.words[1]):
                rank = _rank(source.text, target.text, left_meanings[left], right_meanings[right], self._languages)
                apart = abs(left / sizes[0] - right / sizes[1])
                if rank < KIN or rank == KIN and apart < BESIDE:
                    yield rank, apart, left, right

    def within(self, side: int, span: Span) -> range:
        """The words of one side within a span."""
        inside = [number for number, word in enumerate(self.words[side]) if word.span.overlaps(span)]
        return range(inside[0], inside[-1] + 1) if inside else range(0)

    def unlinked(self, side: int, span: Span) -> float:
        """The share of the words within a span that have no counterpart; 0 where one of them stands for the same concept, or there are no words."""
        inside = self.within(side, span)
        if not inside or not self._as_terms[side].isdisjoint(inside):
            return 0.0
        return sum(number not in self.links[side] for number in inside) / len(inside)

    def fits(self, source: Span, target: Span) -> tuple[int, int]:
        """How many words around a place of the source are linked to words around one of the target, and of how many.

        >>> slots = Slots(("Tanpa server baru itu, laporan terlambat.", "Without the new banana, the report is late."), ("id", "en"), ((), ()))
        >>> slots.fits(Span(6, 12), Span(16, 22))
        (8, 8)
        """
        here, there = self.within(0, source), self.within(1, target)
        if not here or not there:
            return 0, 0
        both = [self._around(0, here, there), self._around(1, there, here)]
        return both[0][0] + both[1][0], both[0][1] + both[1][1]

    def _around(self, side: int, here: range, there: range) -> tuple[int, int]:
        near = [number for number in (*range(here.start - 1, here.start - 1 - REACH, -1),) if number in self.links[side]][:NEIGHBOURS]
        near += [number for number in range(here.stop, here.stop + REACH) if number in self.links[side]][:NEIGHBOURS]
        good = 0
        for number in near:
            image = self.links[side][number]
            good += there.start - REACH <= image < there.stop + REACH
        return good, len(near)


def share(fit: tuple[int, int]) -> float:
    """The share of the neighbours that say that one word fills another's slot; 0 where fewer than two say so.

    >>> share((3, 4)), share((1, 1))
    (0.75, 0.0)
    """
    good, all_ = fit
    return good / all_ if good >= 2 else 0.0


def words(text: str, language: Language) -> tuple[Word, ...]:
    """The words of a text that carry meaning, and its numbers.

    >>> [word.text for word in words("Model itu tidak akan mahal.", "id")]
    ['model', 'mahal']
    """
    idle = _idle(language)
    return tuple(Word(Span(token.start, token.end), folded) for token in tokens(text)
                 if (folded := fold(token.surface)) not in idle and (len(folded) > 1 or folded.isdigit()))


@functools.lru_cache(maxsize=2)
def _idle(language: Language) -> Words:
    return frozenset(data("checks")["function_words"][language])


def _meanings(side: Sequence[Word], matches: Sequence[Match], other: Language) -> list[Meaning]:
    """What each word of a text is part of."""
    found = [Meaning()] * len(side)
    for match in matches:
        concepts = (match.concept, *match.also)
        inside = [number for number, word in enumerate(side) if match.span.overlaps(word.span)]
        meaning = Meaning(frozenset(concept.key for concept in concepts), tuple(sorted(set(_parts(concepts, other, len(inside) > 1)))),
                          not all(map(is_everyday, concepts)), len(inside) > 1)
        for number in inside:
            found[number] = meaning
    return found


def _parts(concepts: Sequence[Concept], language: Language, all_: bool) -> Iterator[str]:
    """The words of some concepts' terms in one language; of terms of one word only, unless all are wanted."""
    for concept in concepts:
        for term in concept.terms(language):
            parts = words(term.text, language) if term.status != "deprecated" else ()
            if all_ or len(parts) == 1:
                yield from (part.text for part in parts)


def _rank(source: str, target: str, left: Meaning, right: Meaning, languages: tuple[Language, Language]) -> int:
    """How sure it is that two words stand for each other, 1 is surest. A technical term's word is not what it often stands beside."""
    rank = _likeness(source, target, languages[0])
    if left.keys & right.keys:
        return TERM
    if rank <= SPELLING or rank == EVERYDAY and not left.technical:
        return rank
    if left.longer and right.longer:
        return OTHER  # supervised learning, reinforcement learning
    kin = any(is_kin(part, target, languages[1]) for part in left.others) or any(is_kin(part, source, languages[0]) for part in right.others)
    return KIN if kin else OTHER


@functools.lru_cache(maxsize=65536)
def _likeness(source: str, target: str, language: Language) -> int:
    if source == target or source + "s" == target or target + "s" == source:
        return SAME
    if source[0].isdigit() or target[0].isdigit():
        return SAME if [char for char in source if char.isdigit()] == [char for char in target if char.isdigit()] else OTHER
    if spelled_alike(source, target):
        return SPELLING
    return EVERYDAY if in_everyday_words(source, frozenset((target,)), language) else OTHER
