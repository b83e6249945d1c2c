"""A text as the tokens that `text.tokens` finds in it, made only where somebody looks.

No token holds white space, so a text is cut at white space, which costs next to nothing, and what a piece holds is remembered: most pieces of a
corpus have been seen before. Places and separators are worked out for the few tokens that are asked for.
"""

from __future__ import annotations

import re
from itertools import accumulate, chain
from typing import Any, Callable, Iterator, Sequence

from translator_aid.text import Token, separator, tokens


AROUND = ".,;:!?()[]\"'“”‘’«»…"
"""Punctuation around a plain word that can be no part of an address (`www.`) or of a word (`C++`), whatever else stands there."""


class Word:
    """A token of a piece, with what is known of it in any text."""

    __slots__ = ("surface", "start", "end", "before", "closes", "forms", "nodes", "hot", "hits")

    def __init__(self, token: Token, first: bool, closes: bool, forms: tuple[Any, ...], nodes: bool, hot: bool) -> None:
        self.surface = token.surface
        self.start = token.start
        """Where it begins in its piece."""
        self.end = token.end
        self.before = None if first else token.before
        """What separates it from the token before, where that stands in the same piece."""
        self.closes = closes
        """Whether nothing of its piece stands behind it."""
        self.forms = forms
        """What it may stand for in the glossary."""
        self.nodes = nodes
        """Whether a term begins with one of these."""
        self.hot = hot
        """Whether a match may begin here."""
        self.hits: Any = None

    def moved(self, start: int, closes: bool) -> Word:
        """The same word by itself elsewhere in a piece."""
        token = Token(start, start + len(self.surface), self.surface, "")
        return Word(token, True, closes, self.forms, self.nodes, self.hot)


class Words(dict[str, tuple[Word, ...]]):
    """The tokens of each piece that was seen so far."""

    def __init__(self, limit: int, made: Callable[[Token, bool, bool], Word]) -> None:
        super().__init__()
        self.limit = limit
        self.made = made

    def __missing__(self, piece: str) -> tuple[Word, ...]:
        if len(self) >= self.limit:
            self.clear()
        core = piece.strip(AROUND)
        if core.isalnum() and core.isascii():
            start = piece.index(core)
            end = start + len(core)
            word = self.made(Token(start, end, core, ""), True, end == len(piece))
            self[piece] = (word,)
            return (word,)
        found = list(tokens(piece))
        self[piece] = words = tuple(self.made(token, not number, token.end == len(piece)) for number, token in enumerate(found))
        return words


class Scan:
    """The tokens of a text, or of a window in one that begins at `offset`.

    >>> words = Words(9, lambda token, first, closes: Word(token, first, closes, (), False, False))
    >>> [tuple(token) for token in Scan("Model-model  AI.", 0, words)] == [tuple(token) for token in tokens("Model-model  AI.")]
    True
    """

    def __init__(self, text: str, offset: int, known: Words, pieces: list[str] | None = None) -> None:
        """Reads a text; `pieces` are what `text.split()` gives, where that is known."""
        self.text = text
        self.offset = offset
        pieces = text.split() if pieces is None else pieces
        found = list(map(known.__getitem__, pieces))
        self.words = list(chain.from_iterable(found))
        self._single = len(text) == sum(map(len, pieces)) + len(pieces) - 1
        self._pieces = pieces
        self._found = found
        self._owners: Sequence[int] | None = None
        self._starts: list[int] = []
        self._firsts: list[int] | None = None
        self._made: dict[int, Token] = {}

    def __len__(self) -> int:
        return len(self.words)

    def __iter__(self) -> Iterator[Token]:
        return map(self.__getitem__, range(len(self.words)))

    def __getitem__(self, at: Any) -> Any:
        if isinstance(at, slice):
            return [self[number] for number in range(*at.indices(len(self.words)))]
        token = self._made.get(at)
        if token is None:
            word = self.words[at]
            start = self.start(at)
            token = self._made[at] = Token(start, start - word.start + word.end, word.surface, self.before(at))
        return token

    def first(self, piece: int) -> int:
        """The number of a piece's first token, if it has any."""
        if self._firsts is None:
            self._firsts = list(accumulate(map(len, self._found), initial=0))
        return self._firsts[piece]

    def start(self, at: int) -> int:
        """Where a token begins in the whole text."""
        owner = self._placed()[at]
        return self.offset + self._starts[owner] + self.words[at].start + (owner if self._single else 0)

    def end(self, at: int) -> int:
        """One past its last code point."""
        word = self.words[at]
        return self.start(at) + word.end - word.start

    def before(self, at: int) -> str:
        """What separates a token from the one before."""
        word = self.words[at]
        if word.before is not None:
            return word.before
        if self._single and at and not word.start and self.words[at - 1].closes:
            owners = self._placed()
            if owners[at] == owners[at - 1] + 1:
                return " "
        begin = self.start(at)
        last = self.end(at - 1) if at else self.offset
        return separator(self.text[last - self.offset:begin - self.offset]) if begin != last else ""

    def _placed(self) -> Sequence[int]:
        """The number of the piece that each token lies in; where the pieces begin is known from then on."""
        if self._owners is None:
            if len(self._found) == len(self.words) and all(self._found):
                self._owners = range(len(self.words))
            else:
                self._owners = [number for number, words in enumerate(self._found) for _word in words]
            if self._single:
                # without the white space, of which one stands before each piece but the first
                self._starts = list(accumulate(map(len, self._pieces), initial=0))
            else:
                self._starts = [found.start() for found in re.finditer(r"\S+", self.text)]
        return self._owners


class Listed(Scan):
    """The same for tokens that are all there already, as those of a text with markup in it."""

    def __init__(self, found: list[Token], known: Words) -> None:
        self._tokens = found
        self.words = [known.made(token, False, False) for token in found]

    def __getitem__(self, at: Any) -> Any:
        return self._tokens[at]

    def __iter__(self) -> Iterator[Token]:
        return iter(self._tokens)

    def start(self, at: int) -> int:
        """Where a token begins in the whole text."""
        return self._tokens[at].start

    def end(self, at: int) -> int:
        """One past its last code point."""
        return self._tokens[at].end

    def before(self, at: int) -> str:
        """What separates a token from the one before."""
        return self._tokens[at].before
