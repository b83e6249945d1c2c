"""Where the evidence of guards stands in a text, told from the characters of its pieces: most questions of a guard need no token at all.

Each list of items that guards ask for has a bit. What all words and pairs of words of a text say together tells for most guards that there is nothing
that they forbid, and whether there is what they want. Only where that may be the term itself are the pieces looked through, and what they cannot say
for certain, as with evidence of three words, is left to `guards.Surroundings`, which looks at the tokens.
"""

from __future__ import annotations

from itertools import zip_longest
from typing import Mapping, NamedTuple, Sequence

from translator_aid.codes import CLOSING, OPENING, Codes, Evidence, Piece
from translator_aid.guards import Clues, readings
from translator_aid.model import Guard
from translator_aid.scanning import AROUND, Word

Items = tuple[str, ...]
LIMIT = 100_000
"""Pairs of pieces, and words, that are remembered."""


class Asked(NamedTuple):
    """What the guard of a term asks for: a bit for each of its lists, without the term itself, which never proves itself; 0 for an empty list."""

    guard: Guard
    forbidden: int
    """All that it forbids."""
    wants: bool
    """Whether it asks for anything."""
    near: int
    before: int
    after: int
    not_near: int
    not_before: int
    not_after: int


UNKNOWN = Evidence(frozenset(), frozenset())
"""What a piece and the one behind it say where that takes their tokens, or more pieces."""


class Sightings:
    """The evidence in the pieces that were seen so far."""

    def __init__(self, clues: Clues, codes: Codes) -> None:
        self.clues = clues
        self.evidence = codes.evidence
        self._codes = codes
        self._size = -1
        self._words: dict[str, Evidence | None] = {}
        self._holders: dict[int, list[Evidence]] = {}
        self._bits: dict[int, int] = {}
        self._pairs: dict[tuple[str, str], Evidence | None] = {}
        self.longest = 1
        """How many tokens any evidence has at most."""
        self.size = 0
        """How many lists of items are watched for: with each, there is more that a text may say."""
        self._lists: dict[tuple[Items, Items], int] = {}
        self._guards: dict[tuple[int, Items], Asked] = {}
        self.refresh()

    def refresh(self) -> bool:
        """Takes up the evidence that guards have brought since; whether there was any, with which all characters are given anew."""
        if self._size == len(self.clues.clues):
            return False
        self._size = len(self.clues.clues)
        self.forget()
        self._codes.watch(self.clues.first, self.said)
        return True

    def forget(self) -> None:
        """Begins anew, as the pieces do."""
        for known in (self._words, self._holders, self._bits, self._pairs, self._lists, self._guards):
            known.clear()
        self.size = 0

    def said(self, words: Sequence[Word]) -> Evidence | None:
        """What the words of a piece say; None for nothing."""
        if len(words) == 1:
            surface = words[0].surface
            if surface not in self._words:
                if len(self._words) >= LIMIT:
                    self._words.clear()
                self._words[surface] = self._made(words)
            return self._words[surface]
        return self._made(words)

    def _made(self, words: Sequence[Word]) -> Evidence | None:
        of = self.clues.of
        single: set[int] = set()
        begun: set[int] = set()
        seconds: set[str] = set()
        unclear = False
        for word, following in zip_longest(words, words[1:]):
            hits = of(word.surface)
            if not hits:
                continue
            single.update(hits[0])
            if following is None:
                seconds.update(hits[1])
                begun.update(number for numbers in hits[1].values() for number in numbers)
                continue
            for number in [number for form in readings(following.surface) for number in hits[1].get(form, ())]:
                sequence = self.clues.clues[number][0]
                unclear = unclear or len(sequence) > 2 or not sequence[1][0].isalnum() or following.before != "-"
                (begun if unclear else single).add(number)
        if not single and not begun:
            return None
        self.longest = max([self.longest, *(len(self.clues.clues[number][0]) for number in begun)])
        return self._told(Evidence(frozenset(single), frozenset(begun), frozenset(seconds), unclear))

    def _told(self, found: Evidence) -> Evidence:
        """Evidence with the bits of the lists that are watched for, now and later."""
        for number in found.single | found.begun:
            self._holders.setdefault(number, []).append(found)
            bits = self._bits.get(number, 0)
            found.mask |= bits if number in found.single else 0
            found.begins |= bits if number in found.begun else 0
        return found

    def pair(self, code: str, following: str) -> Evidence | None:
        """What a piece says together with the one behind it, if that is evidence of two words; `UNKNOWN` where it may be of more."""
        key = code, following
        if key not in self._pairs:
            if len(self._pairs) >= LIMIT:
                self._pairs.clear()
            self._pairs[key] = self._paired(self._codes.about[code], following)
        return self._pairs[key]

    def leads(self, following: str) -> frozenset[str]:
        """What the first word of a piece may stand for."""
        core = following.strip(AROUND)
        if core.isalnum() and core.isascii():
            return readings(core)
        words = self._codes.words[following] if following else ()
        return readings(words[0].surface) if words else frozenset()

    def _paired(self, piece: Piece, following: str) -> Evidence | None:
        assert piece.evidence is not None
        if piece.evidence.unclear:
            return UNKNOWN
        begun = self.clues.of(piece.words[-1].surface)[1:]
        numbers = frozenset([number for known in begun for form in self.leads(following) if form in known for number in known[form]])
        if not numbers:
            return None
        words = self._codes.words[following]
        joined = piece.words[-1].closes and len(words) == 1 and not words[0].start
        clues = [self.clues.clues[number][0] for number in numbers]
        if not joined or any(len(clue) != 2 or not clue[1][0].isalnum() for clue in clues):
            return UNKNOWN
        return self._told(Evidence(numbers, frozenset()))

    def look(self, pieces: Sequence[str], codes: str) -> Sighted:
        """What the pieces of a text say."""
        return Sighted(pieces, codes, self, self._codes.about)

    def asked(self, guard: Guard, own: Items) -> Asked:
        """What to watch for from now on, for the guard of a term; `own` are the term's words."""
        asked = self._guards.get((id(guard), own))
        if asked is None:
            wanted = [self._of(items, own) for items in (guard.near, guard.before, guard.after)]
            vetoes = [self._of(items, ()) for items in (guard.not_near, guard.not_before, guard.not_after)]
            forbidden = vetoes[0] | vetoes[1] | vetoes[2]
            asked = self._guards[id(guard), own] = Asked(guard, forbidden, bool(guard.near or guard.before or guard.after), *wanted, *vetoes)
        return asked

    def _of(self, items: Items, own: Items) -> int:
        found = self._lists.get((items, own))
        if found is None:
            clues = self.clues.clues
            wanted = self.clues.wanted(items) if items else frozenset()
            rest = frozenset([number for number in wanted if clues[number][0] != own])
            if not rest:
                found = 0
            elif own and len(rest) == len(wanted):
                found = self._of(items, ())
            else:
                found = self._watch(rest)
            self._lists[items, own] = found
        return found

    def _watch(self, wanted: frozenset[int]) -> int:
        """The bit of a list of items from now on; what is known already is told of it."""
        bit = 1 << self.size
        self.size += 1
        for number in wanted:
            self._bits[number] = self._bits.get(number, 0) | bit
            for said in self._holders.get(number, ()):
                said.mask |= bit if number in said.single else 0
                said.begins |= bit if number in said.begun else 0
        return bit


class Sighted:
    """What the pieces of one text say, for all lists that were watched for when it was made."""

    __slots__ = ("pieces", "codes", "size", "said", "pairs", "unknown", "together", "doubt", "_sightings", "_about")

    def __init__(self, pieces: Sequence[str], codes: str, sightings: Sightings, about: Mapping[str, Piece]) -> None:
        self.pieces = pieces
        self.codes = codes
        self.size = sightings.size
        self.said: list[int] = []
        """By each piece."""
        self.pairs = [0] * len(codes)
        """By each with the one behind it."""
        self.unknown = [0] * len(codes)
        """What each may begin; the tokens know."""
        self.together = 0
        """By any."""
        self.doubt = 0
        """What any may begin."""
        self._sightings = sightings
        self._about = about
        for at, evidence in enumerate(map(sightings.evidence.get, codes)):
            if evidence is None:
                self.said.append(0)
                continue
            self.said.append(evidence.mask)
            self.together |= evidence.mask
            if evidence.begins:
                self._look(at, evidence)

    def _look(self, at: int, evidence: Evidence) -> None:
        pair = self._sightings.pair(self.codes[at], self.pieces[at + 1] if at + 1 < len(self.pieces) else "")
        if pair is UNKNOWN:
            self.unknown[at] = evidence.begins
            self.doubt |= evidence.begins
        elif pair is not None:
            self.pairs[at] = pair.mask
            self.together |= pair.mask

    def allows(self, asked: Asked, first: int, last: int, edges: tuple[bool, bool], known: bool) -> bool | None:
        """As `Surroundings.allows` for a term from a piece to another in which no other token stands, `edges` saying whether the first begins with it
        and the last ends with it; None where the tokens must be asked."""
        if (self.together | self.doubt) & asked.forbidden:
            veto = self._near(asked.not_near, first, last)
            if veto is False:
                veto = self._beside(asked.not_before, asked.not_after, first, last, edges)
            if veto is not False:
                return None if veto is None else False
        if known or not asked.wants:
            return True
        found = self._near(asked.near, first, last)
        return self._beside(asked.before, asked.after, first, last, edges) if found is False else found

    def _near(self, bit: int, first: int, last: int) -> bool | None:
        """Whether one of a list stands anywhere but in the term itself."""
        if self.together & bit:
            said, pairs = self.said, self.pairs
            for at in range(len(said)):
                if said[at] & bit and not first <= at <= last or pairs[at] & bit and (at > last or at < first - 1):
                    return True
        return None if self.doubt & bit else False

    def _beside(self, before: int, after: int, first: int, last: int, edges: tuple[bool, bool]) -> bool | None:
        """Whether there is one directly before the term or directly behind it."""
        if not (self.together | self.doubt) & (before | after):
            return False
        pieces, (opens, closes) = self.pieces, edges
        found: bool | None = False
        at = last + 1
        if (self.said[at] | self.pairs[at] | self.unknown[at]) & after and (closes or pieces[last][-1] not in CLOSING) and (
                pieces[at][0] not in OPENING):
            if closes and pieces[at][0].isalnum() and (self.said[at] & after and self._is_one(at) or self.pairs[at] & after):
                return True
            found = None
        at = first - 1
        if first and (opens or pieces[first][0] not in OPENING) and pieces[at][-1] not in CLOSING:
            pair = at and self.pairs[at - 1] & before
            if self.said[at] & before or pair:
                if opens and pieces[at][-1].isalnum() and (pair or self._is_one(at)):
                    return True
                found = None
        if found is False and self.doubt & before and any(bits & before for bits in self.unknown[max(0, first - self._sightings.longest):first]):
            return None
        return found

    def _is_one(self, at: int) -> bool:
        """Whether a piece is one word."""
        return len(self._about[self.codes[at]].words) == 1
