"""Where the evidence of guards stands in a text, told from the characters of its pieces: most questions of a guard need no token at all.

For each list of items that guards ask for there are two sets of characters, kept up as new pieces come: those of pieces with a word that is one of
the items, and those with a word that begins one of several words. What they cannot say for certain is left to `guards.Surroundings`, which looks at
the tokens.
"""

from __future__ import annotations

from typing import AbstractSet, NamedTuple, Sequence

from translator_aid.codes import CLOSING, OPENING, Codes, Piece
from translator_aid.guards import Clues, readings
from translator_aid.model import Guard

Items = tuple[str, ...]
LIMIT = 100_000
"""Pairs of pieces that are remembered."""


class _Sets(NamedTuple):
    """Characters of pieces."""

    single: set[str]
    """Those with evidence of one word."""
    begun: set[str]
    """Those with the beginning of longer evidence."""
    either: set[str]


class _Watched(NamedTuple):
    """What a guard asks for, and what it forbids."""

    guard: Guard
    forbidden: set[str]
    """Every piece that has to do with what it forbids."""
    wants: bool
    """Whether it asks for anything."""
    near: _Sets
    beside: bool
    """Whether it asks for anything directly before or behind."""
    lists: tuple[_Sets, ...]
    """Before, after, not near, not before, not after."""


Place = tuple[Sequence[str], str, AbstractSet[str], int, int, bool, bool]
"""Where a term stands that is in question, with no other token in its pieces: the text's pieces, their characters, those of evidence among these;
the term's first piece and its last; whether the first begins with it, and the last ends with it."""


class Sightings:
    """The evidence in the pieces that were seen so far."""

    def __init__(self, clues: Clues, codes: Codes) -> None:
        self.clues = clues
        self._codes = codes
        self._size = -1
        self._numbers: dict[str, set[int]] = {}
        self._places: dict[int, _Sets] = {}
        self._pairs: dict[tuple[str, str], frozenset[int] | None] = {}
        self._longest = 1
        self._sets: dict[Items, _Sets] = {}
        self._asked: dict[int, list[_Sets]] = {}
        self._guards: dict[int, _Watched] = {}
        self.refresh()

    def refresh(self) -> bool:
        """Takes up the evidence that guards have brought since; whether there was any, with which all characters are given anew."""
        if self._size == len(self.clues.clues):
            return False
        self._size = len(self.clues.clues)
        self.forget()
        self._codes.watch(self.clues.first, self.note)
        return True

    def forget(self) -> None:
        """Begins anew, as the pieces do."""
        for known in (self._numbers, self._places, self._pairs, self._sets, self._asked, self._guards):
            known.clear()

    def note(self, piece: Piece) -> bool:
        """Whether a new piece is evidence."""
        of = self.clues.of
        single: set[int] = set()
        begun: set[int] = set()
        for word in piece.words:
            hits = of(word.surface)
            if hits:
                single.update(hits[0])
                for numbers in hits[1].values():
                    begun.update(numbers)
        if not single and not begun:
            return False
        self._numbers[piece.code] = single
        self._longest = max([self._longest, *(len(self.clues.clues[number][0]) for number in begun)])
        for which, found in enumerate((single, begun)):
            for number in found:
                for sets in (*self._asked.get(number, ()), self._places.setdefault(number, _Sets(set(), set(), set()))):
                    sets[which].add(piece.code)
                    sets.either.add(piece.code)
        return True

    def present(self, codes: str) -> frozenset[str]:
        """The characters of evidence among those of a text."""
        return frozenset(self._numbers.keys() & codes)

    def allows(self, guard: Guard, place: Place, known: bool, own: Items) -> bool | None:
        """As `Surroundings.allows`; None where the tokens must be asked."""
        _guard, forbidden, wants, near, beside, lists = self._guards.get(id(guard)) or self._watched(guard)
        _pieces, codes, present, first, last, _opens, _closes = place
        if not forbidden.isdisjoint(present):
            veto = self._near(lists[2], place)
            if veto is False:
                veto = self._beside(lists[3], lists[4], place)
            if veto is not False:
                return None if veto is None else False
        if known or not wants:
            return True
        found = self._near(near, place, guard.near, own) if not near.either.isdisjoint(present) else False
        return self._beside(lists[0], lists[1], place, own) if beside and found is False else found

    def _near(self, sets: _Sets, place: Place, items: Items = (), own: Items = ()) -> bool | None:
        """Whether one stands anywhere but in the term itself."""
        _pieces, codes, present, first, last, _opens, _closes = place
        for code in sets.single & present:
            if (codes.find(code, 0, first) >= 0 or codes.find(code, last + 1) >= 0) and (len(own) != 1 or self._is_other(code, items, own)):
                return True
        found: bool | None = False
        for code in sets.begun & present if sets.begun else ():
            stands = self._runs(code, place, items, own)
            if stands:
                return True
            found = found if stands is False else None
        return found

    def _beside(self, before: _Sets, after: _Sets, place: Place, own: Items = ()) -> bool | None:
        """Whether there is one directly before the term or directly behind it."""
        pieces, codes, present, first, last, opens, closes = place
        found: bool | None = False
        following = codes[last + 1]
        if following in after.either and (closes or pieces[last][-1] not in CLOSING) and pieces[last + 1][0] not in OPENING:
            if closes and following in after.single and pieces[last + 1][0].isalnum() and self._is_one(following, own):
                return True
            found = None
        if first and codes[first - 1] in before.single and (opens or pieces[first][0] not in OPENING) and pieces[first - 1][-1] not in CLOSING:
            if opens and pieces[first - 1][-1].isalnum() and self._is_one(codes[first - 1], own):
                return True
            found = None
        if found is False and not before.begun.isdisjoint(present):
            start = max(0, first - self._longest)
            return None if any(code in before.begun and self._goes_on(code, place, start) for code in codes[start:first]) else False
        return found

    def _runs(self, code: str, place: Place, items: Items, own: Items) -> bool | None:
        """Whether one of several words that a piece begins stands whole anywhere but in the term itself; `items` as in `_near`, none for vetoes."""
        pieces, codes, _present, first, last, _opens, _closes = place
        found: bool | None = False
        at = codes.find(code)
        while at >= 0:
            stands = self._pair(code, pieces[at + 1] if at + 1 < len(pieces) else "")
            if stands and (at + 1 < first or at > last) and stands & (self.clues.wanted(items) if items else stands) and len(own) != 2 and items:
                return True
            if stands is None or stands:
                found = None
            at = codes.find(code, at + 1)
        return found

    def _goes_on(self, code: str, place: Place, start: int) -> bool:
        """Whether one of several words that a piece begins may stand somewhere from a piece on."""
        pieces, codes = place[:2]
        at = codes.find(code, start)
        while at >= 0:
            stands = self._pair(code, pieces[at + 1] if at + 1 < len(pieces) else "")
            if stands is None or stands:
                return True
            at = codes.find(code, at + 1)
        return False

    def _pair(self, code: str, following: str) -> frozenset[int] | None:
        """The clues of two words that a piece is with the one behind it; None where it may begin others."""
        key = code, following
        if key not in self._pairs:
            if len(self._pairs) >= LIMIT:
                self._pairs.clear()
            self._pairs[key] = self._paired(self._codes.about[code], following)
        return self._pairs[key]

    def _paired(self, piece: Piece, following: str) -> frozenset[int] | None:
        if len(piece.words) > 1:
            return None
        words = self._codes.words[following] if following else ()
        begun = self.clues.of(piece.words[0].surface)[1:]
        forms = readings(words[0].surface) if words else ()
        numbers = [number for known in begun for form in forms for number in known.get(form, ())]
        if not numbers:
            return frozenset()
        plain = len(words) == 1 and not words[0].start and piece.words[0].closes
        clues = [self.clues.clues[number][0] for number in numbers]
        return frozenset(numbers) if plain and all(len(clue) == 2 and clue[1][0].isalnum() for clue in clues) else None

    def _is_one(self, code: str, own: Items) -> bool:
        """Whether a piece is one word, which cannot be the term itself."""
        return len(own) != 1 and len(self._codes.about[code].words) == 1

    def _is_other(self, code: str, items: Items, own: Items) -> bool:
        """Whether a piece is evidence otherwise than as the term's own word."""
        wanted = self.clues.wanted(items)
        return any(number in wanted and self.clues.clues[number][0] != own for number in self._numbers[code])

    def _watched(self, guard: Guard) -> _Watched:
        near, *lists = map(self._of, (guard.near, guard.before, guard.after, guard.not_near, guard.not_before, guard.not_after))
        beside = bool(guard.before or guard.after)
        forbidden = self._of(guard.not_near + guard.not_before + guard.not_after)
        watched = self._guards[id(guard)] = _Watched(guard, forbidden.either, bool(guard.near) or beside, near, beside, tuple(lists))
        return watched

    def _of(self, items: Items) -> _Sets:
        found = self._sets.get(items)
        if found is None:
            wanted = self.clues.wanted(items) if items else frozenset()
            found = self._sets[items] = _Sets(set(), set(), set())
            for number in wanted:
                self._asked.setdefault(number, []).append(found)
                for mine, places in zip(found, self._places.get(number, ())):
                    mine.update(places)
        return found
