"""A text under search as the characters of its pieces, and what the text around says of a place in it; tokens are made only where they decide."""

from __future__ import annotations

import os
import re
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Callable, Collection, Iterable, Sequence

from translator_aid.automaton import Automaton, Doubt
from translator_aid.codes import CLOSING, COLD, CONTINUES, ENDING, OPENING, STARTS, Codes
from translator_aid.context import Context, agents, is_sentence, is_title
from translator_aid.found import Found, matches
from translator_aid.glosses import find_gloss, may_open
from translator_aid.guards import Clues
from translator_aid.model import Language, Match, Span
from translator_aid.paths import Path
from translator_aid.plans import LIMIT, Option, Plans
from translator_aid.scanning import AROUND, Scan, Words

if TYPE_CHECKING:
    from translator_aid.sightings import Sighted, Sightings

VERSION = 1
"""Of what the compiled search asks of these modules; raised here and there whenever that changes."""
PATIENCE = 64
"""Texts whose guards are asked at their tokens before the evidence in pieces is watched for: an article never repays it."""


def search(text: str, window: str, offset: int, known: Collection[str], memory: Remembered, found: list[Found]) -> None:
    """Adds the matches in a window of a text, which begins at `offset`, cuts no word and has no empty line."""
    if memory.compiled is not None:
        memory.compiled.search(text, window, offset, known, found)
        return
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
        if not plan:
            if plan is not None:
                continue
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
        self.target: Language = "en" if source == "id" else "id"
        self.codes = codes
        self.automaton = automaton
        self.words = words
        self.clues = clues
        self.plans = Plans(codes, automaton)
        self.sightings: Sightings | None = None
        self.asked = 0
        """How many texts were asked at their tokens."""
        self.texts = 0
        """How many were read, up to those after which the compiled search is worth its loading."""
        self.compiled: Any = None
        self.matches: Callable[[Iterable[Found], set[str] | None], tuple[Match, ...]] = matches

    def tidy(self) -> None:
        """Takes up what is to be watched for, and forgets what has become too much; never while a text is searched."""
        if self.texts <= PATIENCE:
            self.texts += 1
            if self.texts > PATIENCE:
                self._compile()
        if self.asked > PATIENCE:
            self.asked = PATIENCE
            if self._takes_up():
                self._forget_plans()
        if len(self.codes) > self.codes.limit:
            self.codes.shrink()
            if not self.codes and self.sightings:
                self.sightings.forget()
            self._forget_plans()
        if self.automaton.is_full():
            self.automaton.forget()
            self.words.clear()
            self._forget_plans()
        elif len(self.plans) > LIMIT:
            self._forget_plans()
        if self.compiled is not None:
            self.compiled.learned = False

    def _forget_plans(self) -> None:
        self.plans.clear()
        if self.compiled is not None:
            self.compiled.forget()

    def _compile(self) -> None:
        """Takes the compiled search, unless it was not built, is of another version, or TRANSLATOR_AID_COMPILED is `off`."""
        if os.environ.get("TRANSLATOR_AID_COMPILED") == "off":
            return
        try:
            from translator_aid._search import VERSION as BUILT, Search, matches as compiled_matches
        except ImportError:
            return
        if BUILT == VERSION:
            self.compiled, self.matches = Search(self, Reading), compiled_matches

    def _takes_up(self) -> bool:
        """Whether there was evidence to watch for from now on; the characters of pieces are given anew then."""
        if self.sightings is None:
            from translator_aid.sightings import Sightings

            self.sightings = Sightings(self.clues(), self.codes)
            return True
        return self.sightings.refresh()


class Reading:
    """A text, or a window in one that begins at `offset`."""

    __slots__ = ("text", "window", "offset", "pieces", "codes", "known", "bracketed", "_memory", "_sighted", "_around", "_title",
                 "_starts")

    def __init__(self, text: str, window: str, offset: int, pieces: list[str], codes: str, known: Collection[str], memory: Remembered) -> None:
        self.text = text
        self.window = window
        self.offset = offset
        self.pieces = pieces
        self.codes = codes
        self.known = known
        self.bracketed = "(" in text
        self._memory = memory
        self._sighted: Sighted | None = None
        self._around: Context | None = None
        self._title: bool | None = None
        self._starts: list[int] | None = None

    def place(self, piece: int) -> int:
        """Where a piece begins in the whole text."""
        starts = self._starts
        if starts is None:
            pieces = self.pieces
            sizes = list(map(len, pieces))
            if len(self.window) == sum(sizes) + len(pieces) - 1:
                starts = [at + number for number, at in enumerate(accumulate(sizes, initial=self.offset))]
            else:
                starts = [self.offset + found.start() for found in re.finditer(r"\S+", self.window)]
            self._starts = starts
        return starts[piece]

    def match(self, here: int, token: int, options: Sequence[Option], found: list[Found]) -> tuple[int, int] | None:
        """Adds the match that begins at a token of a piece, if one passes; where to go on behind it or a name: pieces ahead, and the token there."""
        for option in options:
            size, ahead, resume, start, end, _whole, state = option
            mask = state.certain
            if state.doubtful:
                for doubt in state.doubtful:
                    if self.supports(doubt, here, token, option):
                        mask |= doubt.bit
                if not mask:
                    continue
            answers = state.answers
            answer = answers[mask] if mask in answers else self._memory.automaton.answer(state, mask)
            if answer is None:
                return resume
            if size == 1 or not self.is_overrun(here, token, size):
                place = self.place(here)
                start += place
                end += self.place(here + ahead) if ahead else place
                gloss = None
                if self.bracketed and may_open(self.text, end):
                    gloss = find_gloss(self.text, Span(start, end), answer.concept, self._memory.target)
                found.append((start, end, answer, gloss))
                return resume
        return None

    def is_overrun(self, here: int, token: int, size: int) -> bool:
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
                if state.certain or any(self.supports(doubt, here, token, option) for doubt in state.doubtful):
                    return option[0]
        return 0

    def supports(self, doubt: Doubt, here: int, token: int, option: Option) -> bool:
        """As `Context.supports`, for a match that begins at a token of a piece."""
        said = self.says(doubt, here, option) if option[5] else None
        return self.ask(doubt.path, here, token, option[0]) if said is None else said

    def ask(self, path: Path, here: int, token: int, size: int) -> bool:
        """The same, as the tokens say it."""
        if self._around is None:
            memory = self._memory
            memory.asked += 1
            scan = Scan(self.window, self.offset, memory.words, self.pieces)
            self._around = Context(memory.source, self.text, scan, self.known, memory.clues())
        at = self._around.stream.first(here) + token
        return self._around.supports(path, at, at + size)

    def says(self, doubt: Doubt, here: int, option: Option) -> bool | None:
        """The same, as the pieces say it; None where they cannot."""
        if doubt.pronoun:
            before = self.pieces[here - 1]
            if here and not (before[-1] in CLOSING or before.isalnum() and before.isascii() and before.lower() not in agents()):
                return None
            return False
        if doubt.guard is not None:
            if self._memory.sightings is None:
                return None
            if self.bracketed and self.is_glossed(doubt, here, option):
                return True
            allowed = self.allows(doubt, here, option, self._memory.sightings)
            if not allowed:
                return allowed
        if not here or not doubt.capital:
            return True
        name = self.is_name(here, option)
        return None if name is None else not name

    def is_glossed(self, doubt: Doubt, here: int, option: Option) -> bool:
        """Whether the text itself says the concept in the other language behind a match."""
        _size, ahead, _resume, start, end, _whole, _state = option
        stop = self.place(here + ahead) + end
        concept = doubt.path.entry.concept
        return concept is not None and may_open(self.text, stop) and bool(
            find_gloss(self.text, Span(self.place(here) + start, stop), concept, self._memory.target))

    def allows(self, doubt: Doubt, here: int, option: Option, sightings: Sightings) -> bool | None:
        """Whether a guard has its evidence; None where the pieces cannot say."""
        _size, ahead, _resume, start, end, _whole, _state = option
        entry, last = doubt.path.entry, here + ahead
        assert doubt.guard is not None and entry.concept is not None
        asked = sightings.asked(doubt.guard, entry.base.edges)
        if self._sighted is None or self._sighted.size != sightings.size:
            self._sighted = sightings.look(self.pieces, self.codes)
        return self._sighted.allows(asked, here, last, (not start, end == len(self.pieces[last])), entry.concept.key in self.known)

    def is_name(self, here: int, option: Option) -> bool | None:
        """Whether a capitalised word stands in a row of such words that is no title, as `Context` says it; None where it takes tokens to say that."""
        begins, preceding = self._before(here, option)
        following = begins is not True and self.is_followed(here, option)
        if preceding is False and following is False:
            return False
        if not preceding and (begins is not False or not following):
            return None
        return not self.is_titled()

    def is_titled(self) -> bool:
        """Whether the text is a title, of which every word may be capitalised."""
        if self._title is None:
            self._title = not is_sentence(self.text) and is_title(surface for piece in self.pieces for surface in self._surfaces(piece))
        return self._title

    def _surfaces(self, piece: str) -> Sequence[str]:
        core = piece.strip(AROUND)
        return (core,) if core.isascii() and core.isalnum() else [word.surface for word in self._memory.words[piece]]

    def _before(self, here: int, option: Option) -> tuple[bool | None, bool | None]:
        """Whether a sentence may begin with a word, and whether a capitalised word stands directly before it."""
        before = self.pieces[here - 1]
        if option[3]:
            return None, False if self.pieces[here][0] in OPENING else None
        if before[-1].isalnum():
            return False, before[0].isupper() and len(before) > 1 if before.isalnum() else None if before != before.lower() else False
        return before[-1] in ENDING or None, False if before[-1] in CLOSING else None

    def is_followed(self, here: int, option: Option) -> bool | None:
        """Whether a capitalised word stands directly behind a word."""
        own = self.pieces[here]
        end = option[4]
        if end < len(own):
            return False if own[end] in CLOSING else None
        after = self.pieces[here + 1] if here + 1 < len(self.pieces) else ""
        if not after or after[0] in OPENING or after[0].isalnum() and (not after[0].isupper() or len(after) == 1):
            return False
        return True if after[0].isupper() and after[1].isalnum() else None
