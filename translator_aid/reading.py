"""A text under search as the characters of its pieces, and what the text around says of a place in it; tokens are made only where they decide."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Callable, Collection, Sequence

from translator_aid.automaton import Automaton
from translator_aid.codes import CLOSING, COLD, CONTINUES, OPENING, STARTS, Codes
from translator_aid.context import Context, agents, is_sentence, is_title
from translator_aid.forms import PRONOUN
from translator_aid.found import Found
from translator_aid.glosses import find_gloss, may_open
from translator_aid.guards import Clues
from translator_aid.model import Language, Span
from translator_aid.paths import Path
from translator_aid.plans import LIMIT, Option, Plans
from translator_aid.scanning import Scan, Words

if TYPE_CHECKING:
    from translator_aid.sightings import Sightings

_ENDING = ".!?:"
PATIENCE = 64
"""Texts whose guards are asked at their tokens before the evidence in pieces is watched for: an article never repays it."""


def search(text: str, window: str, offset: int, known: Collection[str], memory: Remembered, found: list[Found]) -> None:
    """Adds the matches in a window of a text, which begins at `offset`, cuts no word and has no empty line."""
    pieces = window.split()
    codes = "".join(map(memory.codes.__getitem__, pieces)) + COLD
    plans = memory.plans
    reading: Reading | None = None
    behind, inside = 0, 0
    for place in STARTS.finditer(codes):
        here = place.start()
        if here < behind:
            continue
        plan = plans[codes[here:here + 2]]
        if plan is None:
            plan = plans.at(codes, here)
        for token, options in plan:
            if here < behind or here == behind and token < inside:
                continue
            if reading is None:
                reading = Reading(text, window, offset, pieces, codes, known, memory)
            resume = reading.match(here, token, options, found)
            if resume:
                behind, inside = here + resume[0], resume[1]


class Remembered:
    """What texts of one language have taught so far; a corpus of any size takes the same memory."""

    def __init__(self, source: Language, codes: Codes, automaton: Automaton, words: Words, clues: Callable[[], Clues]) -> None:
        self.source = source
        self.codes = codes
        self.automaton = automaton
        self.words = words
        self.clues = clues
        self.plans = Plans(codes, automaton)
        self.sightings: Sightings | None = None
        self.asked = 0
        """How many texts were asked at their tokens."""

    def tidy(self) -> None:
        """Takes up what is to be watched for, and forgets what has become too much; never while a text is searched."""
        if self.asked > PATIENCE:
            self.asked = PATIENCE
            if self._takes_up():
                self.plans.clear()
        if len(self.codes) > self.codes.limit:
            self.codes.shrink()
            if not self.codes:
                self.plans.clear()
                if self.sightings:
                    self.sightings.forget()
        if self.automaton.is_full() or len(self.plans) > LIMIT:
            self.automaton.forget()
            self.words.clear()
            self.plans.clear()

    def _takes_up(self) -> bool:
        """Whether there was evidence to watch for from now on; the characters of pieces are given anew then."""
        if self.sightings is None:
            from translator_aid.sightings import Sightings

            self.sightings = Sightings(self.clues(), self.codes)
            return True
        return self.sightings.refresh()


class Reading:
    """A text, or a window in one that begins at `offset`."""

    __slots__ = ("text", "window", "offset", "pieces", "codes", "known", "bracketed", "_memory", "_target", "_present", "_around", "_title",
                 "_starts", "_at", "_place")

    def __init__(self, text: str, window: str, offset: int, pieces: list[str], codes: str, known: Collection[str], memory: Remembered) -> None:
        self.text = text
        self.window = window
        self.offset = offset
        self.pieces = pieces
        self.codes = codes
        self.known = known
        self.bracketed = "(" in text
        self._memory = memory
        self._target: Language = "en" if memory.source == "id" else "id"
        self._present: frozenset[str] | None = None
        self._around: Context | None = None
        self._title: bool | None = None
        self._starts: list[int] | None = None
        if len(window) != sum(map(len, pieces)) + len(pieces) - 1:
            self._starts = [found.start() for found in re.finditer(r"\S+", window)]
        self._at, self._place = 0, offset

    def place(self, piece: int) -> int:
        """Where a piece begins in the whole text."""
        if self._starts is not None:
            return self.offset + self._starts[piece]
        at = self._at
        if piece < at:
            return self._place - sum(map(len, self.pieces[piece:at])) - at + piece
        self._place += sum(map(len, self.pieces[at:piece])) + piece - at
        self._at = piece
        return self._place

    def match(self, here: int, token: int, options: Sequence[Option], found: list[Found]) -> tuple[int, int] | None:
        """Adds the match that begins at a token of a piece, if one passes; where to go on behind it or a name: pieces ahead, and the token there."""
        for option in options:
            size, ahead, resume, start, end, _whole, state = option
            mask = state.certain
            if state.doubtful:
                for bit, path in state.doubtful:
                    if self.supports(path, here, token, option):
                        mask |= bit
                if not mask:
                    continue
            answers = state.answers
            answer = answers[mask] if mask in answers else self._memory.automaton.answer(state, mask)
            if answer is None:
                return resume
            if size == 1 or not self._is_overrun(here, token, size):
                place = self.place(here)
                start += place
                end += self.place(here + ahead) if ahead else place
                gloss = None
                if self.bracketed and may_open(self.text, end):
                    gloss = find_gloss(self.text, Span(start, end), answer.concept, self._target)
                found.append((start, end, answer, gloss))
                return resume
        return None

    def _is_overrun(self, here: int, token: int, size: int) -> bool:
        """True where a longer term begins inside a match and runs past its end: "ukuran [model bahasa besar]", not "[ukuran model] bahasa besar"."""
        about = self._memory.codes.about
        inner, at = 1, token + 1
        while inner < size:
            code = self.codes[here]
            if code >= CONTINUES and at == 0:
                inner += len(about[code].words)
            else:
                words = about[code].words
                for number in range(at, len(words)):
                    if inner < size and words[number].nodes:
                        own = self._longest(here, number)
                        if inner + own > size and (own > size or own == size and self._memory.source == "id"):
                            return True
                    inner += 1
            here, at = here + 1, 0
        return False

    def _longest(self, here: int, token: int) -> int:
        """How many tokens the longest term has that passes from a token of a piece on; 0 where none does."""
        for number, options in self._memory.plans.at(self.codes, here):
            for option in options if number == token else ():
                state = option[-1]
                if state.certain or any(self.supports(path, here, token, option) for _bit, path in state.doubtful):
                    return option[0]
        return 0

    def supports(self, path: Path, here: int, token: int, option: Option) -> bool:
        """As `Context.supports`, for a match that begins at a token of a piece."""
        said = self._says(path, here, option) if option[5] else None
        return self._asked(path, here, token, option[0]) if said is None else said

    def _asked(self, path: Path, here: int, token: int, size: int) -> bool:
        """The same, as the tokens say it."""
        if self._around is None:
            memory = self._memory
            memory.asked += 1
            scan = Scan(self.window, self.offset, memory.words, self.pieces)
            self._around = Context(memory.source, self.text, scan, self.known, memory.clues())
        at = self._around.stream.first(here) + token
        return self._around.supports(path, at, at + size)

    def _says(self, path: Path, here: int, option: Option) -> bool | None:
        """The same, as the pieces say it; None where they cannot."""
        entry = path.entry
        concept, term = entry.concept, entry.term
        if concept is None or term is None:
            return True
        if entry.base.requires == PRONOUN:
            before = self.pieces[here - 1]
            if here and not (before[-1] in CLOSING or before.isalnum() and before.isascii() and before.lower() not in agents()):
                return None
            return False
        if term.guard is not None:
            sightings = self._memory.sightings
            if sightings is None:
                return None
            _size, ahead, _resume, start, end, _whole, _state = option
            last = here + ahead
            if self.bracketed:
                stop = self.place(last) + end
                if may_open(self.text, stop) and find_gloss(self.text, Span(self.place(here) + start, stop), concept, self._target):
                    return True
            if self._present is None:
                self._present = sightings.present(self.codes)
            place = self.pieces, self.codes, self._present, here, last, not start, end == len(self.pieces[last])
            allowed = sightings.allows(term.guard, place, concept.key in self.known, entry.base.edges)
            if not allowed:
                return allowed
        if not here or option[0] > 1 or entry.exact_case or term.text[0].isupper():
            return True
        word = option[-1].surface
        if not word[0].isupper() or word.isupper():
            return True
        name = self._is_name(here, option)
        return None if name is None else not name

    def _is_name(self, here: int, option: Option) -> bool | None:
        """Whether a capitalised word stands in a row of such words that is no title, as `Context` says it; None where it takes tokens to say that."""
        begins, preceding = self._before(here, option)
        following = begins is not True and self._after(here, option)
        if preceding is False and following is False:
            return False
        if not preceding and (begins is not False or not following):
            return None
        if self._title is None:
            self._title = not is_sentence(self.text) and is_title([word for piece in self.pieces for word in self._memory.words[piece]])
        return not self._title

    def _before(self, here: int, option: Option) -> tuple[bool | None, bool | None]:
        """Whether a sentence may begin with a word, and whether a capitalised word stands directly before it."""
        before = self.pieces[here - 1]
        if option[3]:
            return None, False if self.pieces[here][0] in OPENING else None
        if before[-1].isalnum():
            return False, before[0].isupper() and len(before) > 1 if before.isalnum() else None if before != before.lower() else False
        return before[-1] in _ENDING or None, False if before[-1] in CLOSING else None

    def _after(self, here: int, option: Option) -> bool | None:
        """Whether a capitalised word stands directly behind a word."""
        own = self.pieces[here]
        end = option[4]
        if end < len(own):
            return False if own[end] in CLOSING else None
        after = self.pieces[here + 1] if here + 1 < len(self.pieces) else ""
        if not after or after[0] in OPENING or after[0].isalnum() and (not after[0].isupper() or len(after) == 1):
            return False
        return True if after[0].isupper() and after[1].isalnum() else None
