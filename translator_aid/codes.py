"""A text as its pieces between white space, each stood for by one character: what matters in it is then found without looking at every word.

No token holds white space, so what a piece can do for a match depends on the piece alone. It is worked out once and put into the range that the
piece's character is taken from: one regular expression finds the places where a match may begin, `find` those where the evidence of a guard stands.
Most pieces are words that no term and no guard has; they are told by a look into two sets, and all of them are a space.
"""

from __future__ import annotations

import re
from typing import Any, Callable, Collection

from translator_aid.morphology import clitic_endings
from translator_aid.scanning import AROUND, Word, Words

COLD = " "
"""What stands for a piece that can be no part of a match and no evidence."""
_SIZE = 0x33000
SINGLE, BEGINS, MANY, CONTINUES, CLUE = (chr(0x10000 + number * _SIZE) for number in range(5))  # below that, `re` spells ranges out to compile them
"""The first character for: a word that is a term, one that only begins terms, several tokens of which one may begin a match, a piece that may only
go on, and one that is nothing but evidence."""
_LAST = {first: chr(ord(first) + _SIZE - 1) for first in (SINGLE, BEGINS, MANY, CONTINUES)}
STARTS = re.compile(f"[{SINGLE}-{_LAST[SINGLE]}{MANY}-{_LAST[MANY]}]|[{BEGINS}-{_LAST[BEGINS]}](?=[{SINGLE}-{_LAST[CONTINUES]}])")
"""Where a match may begin."""
CLOSING = ".,;:!?)]\"'”’»"
OPENING = "([\"'“‘«"
"""Signs that are no part of a token at the end of a piece, and at its beginning: what stands beyond them is joined to nothing."""
LIMIT = 160_000
"""Distinct pieces that are remembered; fewer than a range has characters, by more than a window of text can bring."""


class Piece:
    """What is known of a piece that is not cold."""

    __slots__ = ("text", "code", "words", "alone")

    def __init__(self, text: str, code: str, words: tuple[Word, ...]) -> None:
        self.text = text
        self.code = code
        self.words = words
        """Its tokens, which may be none."""
        self.alone: Any = None
        """The plan for it where nothing behind it belongs to it."""


class Codes(dict[str, str]):
    """The character for each piece that was seen so far."""

    def __init__(self, words: Words, vocabulary: Collection[str], is_term: Callable[[str], bool], affixes: Collection[str] = ()) -> None:
        super().__init__()
        self.affixes = affixes
        """What a hyphen may join to a term."""
        self.words = words
        self.vocabulary = vocabulary
        self.is_term = is_term
        """Whether a word may be a term by itself."""
        self.about: dict[str, Piece] = {}
        self.limit = LIMIT
        self._next = dict.fromkeys((SINGLE, BEGINS, MANY, CONTINUES, CLUE), 0)
        self._evidence: Collection[str] = ()
        self._note: Callable[[Piece], bool] | None = None
        sizes = {len(ending) for ending in clitic_endings()}
        self._sizes = sorted(sizes | {one + other for one in sizes for other in sizes})

    def watch(self, evidence: Collection[str], note: Callable[[Piece], bool]) -> None:
        """From now on pieces with a word of `evidence` are told to `note`, which says whether they are evidence; begins anew."""
        self._evidence, self._note = evidence, note
        self.forget()

    def forget(self) -> None:
        """Begins anew."""
        self.clear()
        self.about.clear()
        self._next = dict.fromkeys(self._next, 0)

    def shrink(self) -> None:
        """Forgets the cold pieces, which are most and cost least to know again; all of them where that is not enough."""
        if 2 * len(self.about) > self.limit:
            self.forget()
        else:
            kept = {piece: code for piece, code in self.items() if code != COLD}
            self.clear()
            self.update(kept)

    def __missing__(self, text: str) -> str:
        core = text.strip(AROUND)
        if core.isascii():
            folded = core.lower()
            if self._is_cold(folded) if folded.isalnum() else self._are_cold(folded):
                self[text] = COLD
                return COLD
        piece = Piece(text, COLD, self.words[text])
        kind = self._kind(piece.words)
        piece.code = kind if kind == COLD else self._new(kind)
        if self._note is not None and piece.words:
            if kind == COLD:
                piece.code = self._new(CLUE)
            if not self._note(piece) and kind == COLD:
                self._next[CLUE] -= 1
                piece.code = COLD
        if piece.code != COLD:
            self.about[piece.code] = piece
        self[text] = piece.code
        return piece.code

    def _is_cold(self, folded: str) -> bool:
        """Whether a plain word can stand for nothing, neither as it is nor without clitics; what is in doubt is looked at closely."""
        known, evidence = getattr(self.vocabulary, "all", None) or self.vocabulary, self._evidence
        if folded in known or folded in evidence:
            return False
        if "2" in folded:
            return folded.isdigit()
        if folded.endswith(clitic_endings()):
            for size in self._sizes:
                stem = folded[:-size]
                if stem in known or stem in evidence:
                    return False
        return True

    def _are_cold(self, folded: str) -> bool:
        """The same of words with hyphens between them, none of which is an affix."""
        words = folded.split("-")
        if len(words) == 1 or not "".join(words).isalnum():
            return False
        return all(not word or self._is_cold(word) and word not in self.affixes for word in words)

    def _kind(self, words: tuple[Word, ...]) -> str:
        if len(words) > 1:
            return MANY if any(word.hot for word in words) else CONTINUES if any(word.forms for word in words) else COLD
        if not words:
            return CONTINUES
        word = words[0]
        if word.nodes:
            return SINGLE if self.is_term(word.surface) else BEGINS
        return CONTINUES if word.forms else COLD

    def _new(self, kind: str) -> str:
        number = self._next[kind]
        self._next[kind] = number + 1
        return chr(ord(kind) + number)
