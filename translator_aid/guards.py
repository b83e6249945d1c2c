"""Guards: the evidence in the text that an ambiguous term needs, and the lists that guards share."""

from __future__ import annotations

import bisect
import functools
import re
from typing import Callable, Iterable, Union

from translator_aid.english import english_bases, peel_english
from translator_aid.forms import data, edges
from translator_aid.model import Guard, Language, Term
from translator_aid.morphology import clitic_endings, indonesian_bases, peel
from translator_aid.paths import surface_of
from translator_aid.scanning import Scan
from translator_aid.text import fold, tidy

Test = Callable[[int, list[int], int, int], bool]
Clue = tuple[tuple[str, ...], str]
"""A sequence of tokens that is evidence, and the word whose capitals must stand there, if they count."""
Made = tuple[list[Clue], dict[str, list[int]], dict[str, list[int]]]
"""All clues, their numbers by first word, and by item."""
Hits = Union[tuple[()], tuple[list[int], dict[str, list[int]]]]
CACHE_LIMIT = 200_000
"""Distinct tokens whose clues are remembered."""


class Clues:
    """The evidence that guards ask for in texts of one language. Each clue has a number."""

    def __init__(self, language: Language, items: Iterable[str] = (), made: Made | None = None) -> None:
        """Takes the items of guards, or what was `made` of them before."""
        self.language = language
        self.clues: list[Clue]
        self.first: dict[str, list[int]]
        self.items: dict[str, list[int]]
        self.clues, self.first, self.items = made or ([], {}, {})
        self._wanted: dict[tuple[str, ...], frozenset[int]] = {}
        self._sets: dict[str, frozenset[int]] = {}
        self._vetoes: dict[int, tuple[Guard, frozenset[int]]] = {}
        self._hits: dict[str, Hits] = {}
        self._numbers = {clue: number for number, clue in enumerate(self.clues)} if not made else None
        for item in items:
            self._add(item)

    def wanted(self, items: tuple[str, ...]) -> frozenset[int]:
        """The clues that count as one of these items."""
        found = self._wanted.get(items)
        if found is None:
            found = self._wanted[items] = frozenset().union(*map(self._numbered, items))
        return found

    def vetoes(self, guard: Guard) -> frozenset[int]:
        """The clues of which none may stand in some place; remembered by guard, of which a glossary has only so many."""
        found = self._vetoes.get(id(guard))
        if found is None:
            items = guard.not_before + guard.not_after + guard.not_near
            found = self._vetoes[id(guard)] = guard, self.wanted(items)
        return found[1]

    def _numbered(self, item: str) -> frozenset[int]:
        found = self._sets.get(item)
        if found is None:
            self._add(item)
            found = self._sets[item] = frozenset(self.items[item])
        return found

    def _add(self, item: str) -> None:
        if item in self.items:
            return
        if self._numbers is None:
            self._numbers = {clue: number for number, clue in enumerate(self.clues)}
        mine = self.items[item] = []
        for word in evidence_list(item[1:]) if item[0] == "@" else (item,):
            found, capitals = sequences(word, self.language)
            for sequence in found:
                clue = (sequence, word if capitals else "")
                number = self._numbers.setdefault(clue, len(self.clues))
                if number == len(self.clues):
                    self.clues.append(clue)
                    self.first.setdefault(sequence[0], []).append(number)
                mine.append(number)
        self._hits.clear()

    def of(self, surface: str) -> Hits:
        """The clues that a token is, and those that it may begin by their second word, clitics aside; empty for most. Remembered by token."""
        found = self._hits.get(surface)
        if found is None:
            first = self.first
            numbers = [number for form in readings(surface) if form in first for number in first[form] if self._capitals_fit(number, surface)]
            found = ()
            begun: dict[str, list[int]] = {}
            for number in numbers:
                for second in self.clues[number][0][1:2]:
                    begun.setdefault(second if second[0].isalnum() else second[1:], []).append(number)
            if numbers:
                found = [number for number in numbers if len(self.clues[number][0]) == 1], begun
            if len(self._hits) >= CACHE_LIMIT:
                self._hits.clear()
            self._hits[surface] = found
        return found

    def _capitals_fit(self, number: int, surface: str) -> bool:
        capitals = self.clues[number][1]
        return not capitals or tidy(surface).startswith(re.split(r"\W", capitals)[0])


class Surroundings:
    """The tokens of a text, and the evidence for guards that stands in it."""

    def __init__(self, text: str, stream: Scan, language: Language, clues: Clues | None = None) -> None:
        self.text = text
        self.stream = stream
        self.language = language
        self._clues = clues or Clues(language)
        self._found: dict[int, list[int]] | None = None
        self._searched = -1

    def surface(self, at: int, stop: int) -> str:
        """The words from one token to another, markup left out."""
        return surface_of(self.stream, at, stop)

    def allows(self, guard: Guard, at: int, stop: int, known: bool = False, own: tuple[str, ...] = ()) -> bool:
        """Whether the text gives the evidence that a guard wants for the tokens from `at` to `stop`.

        `known` spares all but the vetoes; `own` are the term's words, which never prove themselves by standing in the text twice.
        """
        vetoes = self._clues.vetoes(guard)
        if not self._standing().keys().isdisjoint(vetoes):
            if self._any(guard.not_before, self._before, at, stop) or self._any(guard.not_after, self._after, at, stop):
                return False
            if self._any(guard.not_near, self._near, at, stop):
                return False
        if known or not (guard.before or guard.after or guard.near):
            return True
        return self._any(guard.near, self._near, at, stop, own) or self._any(guard.before, self._before, at, stop, own) or self._any(
            guard.after, self._after, at, stop, own)

    def _any(self, items: tuple[str, ...], test: Test, at: int, stop: int, own: tuple[str, ...] = ()) -> bool:
        if not items:
            return False
        wanted = self._clues.wanted(items)
        found = self._standing()
        for number in found.keys() & wanted:
            sequence = self._clues.clues[number][0]
            if sequence != own and test(len(sequence), found[number], at, stop):
                return True
        return False

    def _standing(self) -> dict[int, list[int]]:
        """Where each clue stands in the text, which is looked through once; again only where a guard brought new ones."""
        size = len(self._clues.clues)
        if self._found is None or self._searched != size:
            if self._searched >= 0:
                for word in self.stream.words:
                    word.hits = None
            self._searched = size
            self._found = {}
            self._look()
        return self._found

    def _look(self) -> None:
        of, words = self._clues.of, self.stream.words
        last = len(words) - 1
        spots: dict[int, tuple[Hits, list[int]]] = {}
        for here, word in enumerate(words):
            hits = word.hits
            if hits is None:
                hits = word.hits = of(word.surface)
            if hits:
                spot = spots.get(id(hits))
                if spot is None:
                    spots[id(hits)] = hits, [here]
                else:
                    spot[1].append(here)
        for hits, places in spots.values():
            if not hits:
                continue
            for number in hits[0]:
                self._note(number, places)
            begun = hits[1]
            for here in places if begun else ():
                for form in readings(words[here + 1].surface) if here < last else ():
                    for number in begun.get(form, ()):
                        if self._goes_on(self._clues.clues[number][0], here):
                            self._note(number, [here])

    def _note(self, number: int, places: list[int]) -> None:
        assert self._found is not None
        before = self._found.get(number)
        self._found[number] = sorted(before + places) if before else places

    def _near(self, length: int, places: list[int], at: int, stop: int) -> bool:
        return places[0] + length <= at or places[-1] >= stop

    def _before(self, length: int, places: list[int], at: int, stop: int) -> bool:
        return self.stream.before(at) in (" ", "-") and _holds(places, at - length)

    def _after(self, length: int, places: list[int], at: int, stop: int) -> bool:
        return stop < len(self.stream) and self.stream.before(stop) in (" ", "-") and _holds(places, stop)

    def _goes_on(self, sequence: tuple[str, ...], here: int) -> bool:
        """True where a sequence whose first word stands at a token stands there whole: each word as it is or with a clitic."""
        if here + len(sequence) > len(self.stream):
            return False
        for place, edge in enumerate(sequence[1:], here + 1):
            mark = "" if edge[0].isalnum() else edge[0]
            if edge[len(mark):] not in readings(self.stream.words[place].surface):
                return False
            if self.stream.before(place) not in ((" ", "-") if mark in ("", "-") else (mark,)):
                return False
        return True


def _holds(places: list[int], place: int) -> bool:
    at = bisect.bisect_left(places, place)
    return at < len(places) and places[at] == place


@functools.lru_cache(maxsize=16384)
def sequences(item: str, language: Language) -> tuple[tuple[tuple[str, ...], ...], bool]:
    """The token sequences that count as an evidence item in a text of that language, and whether its capitals count.

    >>> sequences("melatih", "id")[0][:2], sequences("OpenAI", "id")
    ((('melatih',), ('dilatih',)), ((('openai',),), True))
    """
    capitals = any(char.isupper() for char in item)
    words = edges(item)
    found = [words]
    if item.isupper() and len(item) > 1:
        found.append((*words[:-1], words[-1] + "s"))
    if not capitals and language == "id" and re.match("me[mnlrwy]", words[0]):
        found += [base.edges for base in indonesian_bases(Term(item, "id", part_of_speech="verb")) if not base.requires]
    elif not capitals and language == "en":
        for part in ("noun", "verb"):
            found += [base.edges for base in english_bases(Term(item, "en", part_of_speech=part))]
    return tuple(dict.fromkeys(found)), capitals


@functools.lru_cache(maxsize=65536)
def readings(surface: str) -> frozenset[str]:
    """A token folded, as it is and without clitics of either language.

    >>> sorted(readings("Modelnya")), sorted(readings("agent's"))
    (['model', 'modelnya'], ['agent', "agent's"])
    """
    folded = fold(surface)
    if folded[-1:] != "s" and not folded.endswith(clitic_endings()):
        return frozenset((folded,))
    forms = [folded]
    forms += [item.form for item in peel(folded)]
    if folded.endswith("s"):
        forms += [item.form for item in peel_english(folded)]
    return frozenset(forms)


def items_of(guard: Guard) -> tuple[str, ...]:
    """All evidence that a guard asks for or forbids.

    >>> items_of(Guard(near=("@ai",), not_after=("rahasia",)))
    ('@ai', 'rahasia')
    """
    return guard.near + guard.before + guard.after + guard.not_near + guard.not_before + guard.not_after


@functools.lru_cache(maxsize=1)
def shipped_names() -> tuple[str, ...]:
    """The proper names that no term may enter."""
    return tuple(name for names in data("names").values() for name in names)


@functools.lru_cache(maxsize=8)
def evidence_list(name: str) -> tuple[str, ...]:
    """The items of a shared evidence list; none for an unknown name, which validation reports."""
    return tuple(data("evidence").get(name, ()))
