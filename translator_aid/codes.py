"""A text as its pieces between white space, each stood for by one character: what matters in it is then found without looking at every word.

No token holds white space, so what a piece can do for a match depends on the piece alone. It is worked out once and put into the range that the
piece's character is taken from: one regular expression finds the places where a match may begin, `find` those where the evidence of a guard stands.
Most pieces are words that no term and no guard has; they are told by a look into two sets, and all of them are a space.
"""

from __future__ import annotations

import functools
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
_INSIDE = frozenset(".,'@+#")
"""Signs that may stand inside a word or a number, or begin an address."""
ENDING = ".!?:"
"""Signs behind which a sentence may begin."""
LIMIT = 160_000
"""Distinct pieces that are remembered; fewer than a range has characters, by more than a window of text can bring."""


class Evidence:
    """What a word, or a piece of several words, says for the guards of terms."""

    __slots__ = ("mask", "begins", "single", "begun", "seconds", "unclear")

    def __init__(self, single: frozenset[int], begun: frozenset[int], seconds: frozenset[str] = frozenset(), unclear: bool = False) -> None:
        self.mask = 0
        """A bit for each list of items that a guard has asked for of which it is one."""
        self.begins = 0
        """The same for those of which it begins one."""
        self.single = single
        """The numbers of the clues that it is."""
        self.begun = begun
        """The numbers of those that its last word begins."""
        self.seconds = seconds
        """The words with which these go on."""
        self.unclear = unclear
        """Whether some of them go on in ways that only the tokens tell."""


class Piece:
    """What is known of a piece that is not cold."""

    __slots__ = ("text", "code", "kind", "words", "evidence", "alone")

    def __init__(self, text: str, kind: str, words: tuple[Word, ...], evidence: Evidence | None) -> None:
        self.text = text
        self.code = ""
        """Its character."""
        self.kind = kind
        """The first character of the range that this is taken from."""
        self.words = words
        """Its tokens, which may be none."""
        self.evidence = evidence
        self.alone: Any = None
        """The plan for it where nothing behind it belongs to it."""


class Codes(dict[str, str]):
    """The character for each piece that was seen so far."""

    def __init__(self, words: Words, vocabulary: Collection[str], is_term: Callable[[str], bool], affixes: Collection[str] = (),
                 spanning: Collection[str] = ()) -> None:
        super().__init__()
        self.affixes = affixes
        """What a hyphen may join to a term."""
        self.words = words
        self.vocabulary = vocabulary
        self.is_term = is_term
        """Whether a word may be a term by itself."""
        self.spanning = spanning
        """The words behind which a term may go on with a comma and the like."""
        self.about: dict[str, Piece] = {}
        self.evidence: dict[str, Evidence] = {}
        """By the characters of the pieces that have any."""
        self.limit = LIMIT
        self._next = dict.fromkeys((SINGLE, BEGINS, MANY, CONTINUES, CLUE), 0)
        self._clues: Collection[str] = ()
        self._says: Callable[[tuple[Word, ...]], Evidence | None] | None = None
        sizes = {len(ending) for ending in clitic_endings()}
        self._sizes = sorted(sizes | {one + other for one in sizes for other in sizes})

    def watch(self, clues: Collection[str], says: Callable[[tuple[Word, ...]], Evidence | None]) -> None:
        """From now on `says` is asked for the evidence in the words of a piece, of which one is in `clues`; begins anew."""
        self._clues, self._says = clues, says
        self.forget()

    def forget(self) -> None:
        """Begins anew."""
        self.clear()
        self.about.clear()
        self.evidence.clear()
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
        piece: Piece | None
        if not core.isascii():
            piece = self._made(text)
        elif not core.isalnum():
            piece = None if self._are_cold(core.lower()) else self._made(text)
        elif len(core) == len(text) or self._says is None:
            piece = None if self._is_cold(core.lower()) else self._made(text)
        else:
            bare = self[core]
            piece = None if bare == COLD else self._dressed(text, core, self.about[bare])
        code = self[text] = COLD if piece is None else self._coded(piece)
        return code

    def _coded(self, piece: Piece) -> str:
        number = self._next[piece.kind]
        self._next[piece.kind] = number + 1
        code = piece.code = chr(ord(piece.kind) + number)
        self.about[code] = piece
        if piece.evidence is not None:
            self.evidence[code] = piece.evidence
        return code

    def _made(self, text: str) -> Piece | None:
        """What is known of a piece; None where that is nothing."""
        words = self.words[text]
        kind = self._kind(words)
        evidence = self._says(words) if self._says and words else None
        if kind == COLD:
            if evidence is None:
                return None
            kind = CLUE
        return Piece(text, kind, words, evidence)

    def _dressed(self, text: str, core: str, bare: Piece) -> Piece:
        """What is known of a word with punctuation around it, by the word."""
        start = text.index(core)
        closes = start + len(core) == len(text)
        word = bare.words[0].moved(start, closes)
        kind = CONTINUES if bare.kind == BEGINS and not closes and not self.may_span(word) else bare.kind
        return Piece(text, kind, (word,), bare.evidence)

    def may_span(self, word: Word) -> bool:
        """Whether a term may go on behind a word and a comma or the like."""
        return any(form in self.spanning for form, _steps in word.forms)

    def _is_cold(self, folded: str) -> bool:
        """Whether a plain word can stand for nothing, neither as it is nor without clitics; what is in doubt is looked at closely."""
        known, clues = getattr(self.vocabulary, "all", None) or self.vocabulary, self._clues
        if folded in known or folded in clues:
            return False
        if "2" in folded:
            return folded.isdigit()
        if folded.endswith(clitic_endings()):
            for size in self._sizes:
                stem = folded[:-size]
                if stem in known or stem in clues:
                    return False
        return True

    def _are_cold(self, folded: str) -> bool:
        """The same of several words with signs between them that are part of none, and none of which is an affix."""
        if not _INSIDE.isdisjoint(folded):
            return False
        words = _words()(folded)
        return bool(words) and all(self._is_cold(word) and word not in self.affixes for word in words)

    def _kind(self, words: tuple[Word, ...]) -> str:
        if len(words) > 1:
            return MANY if any(word.hot for word in words) else CONTINUES if any(word.forms for word in words) else COLD
        if not words:
            return CONTINUES
        word = words[0]
        if word.nodes:
            return SINGLE if self.is_term(word.surface) else BEGINS
        return CONTINUES if word.forms else COLD


@functools.lru_cache(maxsize=1)
def _words() -> Callable[[str], list[str]]:
    return re.compile(r"\w+").findall
