"""Guards: the evidence in the text that an ambiguous term needs, and the lists that guards share."""

from __future__ import annotations

import bisect
import functools
import re
from typing import Callable

from translator_aid.english import english_bases, peel_english
from translator_aid.forms import data, edges
from translator_aid.model import Guard, Language, Term
from translator_aid.morphology import indonesian_bases, peel
from translator_aid.text import Token, fold, tidy

Test = Callable[[int, list[int], int, int], bool]


class Surroundings:
    """The tokens of a text, and what guards have asked about them so far."""

    def __init__(self, text: str, stream: list[Token], language: Language) -> None:
        self.text = text
        self.stream = stream
        self.language = language
        self._index: dict[str, list[int]] | None = None
        self._found: dict[tuple[str, ...], list[tuple[tuple[str, ...], list[int]]]] = {}

    def surface(self, at: int, stop: int) -> str:
        """The words from one token to another, markup left out."""
        words = [self.stream[at].surface]
        for token in self.stream[at + 1:stop]:
            words += token.before, token.surface
        return "".join(words)

    def allows(self, guard: Guard, at: int, stop: int, known: bool = False, own: tuple[str, ...] = ()) -> bool:
        """Whether the text gives the evidence that a guard wants for the tokens from `at` to `stop`.

        `known` spares all but the vetoes; `own` are the term's words, which never prove themselves by standing in the text twice.
        """
        if self._any(guard.not_before, self._before, at, stop) or self._any(guard.not_after, self._after, at, stop):
            return False
        if self._any(guard.not_near, self._near, at, stop):
            return False
        if known:
            return True
        wanted = ((guard.before, self._before), (guard.after, self._after), (guard.near, self._near))
        if not any(items for items, _test in wanted):
            return True
        return any(self._any(items, test, at, stop, own) for items, test in wanted)

    def _any(self, items: tuple[str, ...], test: Test, at: int, stop: int, own: tuple[str, ...] = ()) -> bool:
        return any(sequence != own and test(len(sequence), places, at, stop) for sequence, places in self._standing(items))

    def _standing(self, items: tuple[str, ...]) -> list[tuple[tuple[str, ...], list[int]]]:
        """Where the sequences of a guard's evidence stand in the text; looked for once."""
        known = self._found.get(items)
        if known is None:
            known = self._found[items] = []
            index, table = self.index(), _by_first_word(items, self.language)
            for form in index.keys() & table.keys():
                for sequence, capitals in table[form]:
                    places = [here for here in index.get(form, ()) if self._stands(sequence, capitals, here)]
                    if places:
                        known.append((sequence, places))
        return known

    def _near(self, length: int, places: list[int], at: int, stop: int) -> bool:
        return places[0] + length <= at or places[-1] >= stop

    def _before(self, length: int, places: list[int], at: int, stop: int) -> bool:
        return self.stream[at].before in (" ", "-") and _holds(places, at - length)

    def _after(self, length: int, places: list[int], at: int, stop: int) -> bool:
        return stop < len(self.stream) and self.stream[stop].before in (" ", "-") and _holds(places, stop)

    def _stands(self, sequence: tuple[str, ...], capitals: str, here: int) -> bool:
        """True where the sequence stands at a token: each word as it is or with a clitic."""
        if here + len(sequence) > len(self.stream):
            return False
        if capitals and not tidy(self.stream[here].surface).startswith(re.split(r"\W", capitals)[0]):
            return False
        for offset, edge in enumerate(sequence):
            token = self.stream[here + offset]
            mark = "" if edge[0].isalnum() else edge[0]
            if offset and token.before not in ((" ", "-") if mark in ("", "-") else (mark,)):
                return False
            if edge[len(mark):] not in _readings(token.surface):
                return False
        return True

    def index(self) -> dict[str, list[int]]:
        """Where each form stands, clitics aside; made when the first guard asks."""
        if self._index is None:
            self._index = {}
            for here, token in enumerate(self.stream):
                for form in _readings(token.surface):
                    self._index.setdefault(form, []).append(here)
        return self._index


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


@functools.lru_cache(maxsize=16384)
def _by_first_word(items: tuple[str, ...], language: Language) -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """The sequences of evidence items, shared lists among them, by their first word, each with the capitals that it must have."""
    table: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for item in items:
        for word in evidence_list(item[1:]) if item[0] == "@" else (item,):
            found, capitals = sequences(word, language)
            for sequence in found:
                table.setdefault(sequence[0], []).append((sequence, word if capitals else ""))
    return table


@functools.lru_cache(maxsize=65536)
def _readings(surface: str) -> frozenset[str]:
    """A token folded, as it is and without clitics of either language."""
    folded = fold(surface)
    return frozenset((folded, *(item.form for item in peel(folded)), *(item.form for item in peel_english(folded))))


@functools.lru_cache(maxsize=1)
def shipped_names() -> tuple[str, ...]:
    """The proper names that no term may enter."""
    return tuple(name for names in data("names").values() for name in names)


@functools.lru_cache(maxsize=8)
def evidence_list(name: str) -> tuple[str, ...]:
    """The items of a shared evidence list; none for an unknown name, which validation reports."""
    return tuple(data("evidence").get(name, ()))
