"""The search for terms token by token, for texts whose pieces do not say it all: with markup in them, or with empty lines.

`reading` does the same for all other texts, and faster.
"""

from __future__ import annotations

from typing import Iterator

from translator_aid.automaton import HYPHENS, Answer, Automaton, State
from translator_aid.context import Context
from translator_aid.found import Found
from translator_aid.glosses import find_gloss
from translator_aid.model import Span
from translator_aid.paths import Path


class Walk:
    """A way through the tokens of a text."""

    def __init__(self, context: Context, automaton: Automaton) -> None:
        self.context = context
        self.automaton = automaton
        self.scan = context.stream

    def search(self, found: list[Found]) -> None:
        """Adds the matches in the text."""
        words = self.scan.words
        behind = 0
        for at, word in enumerate(words):
            if word.hot and at >= behind and (self.automaton.root(word.surface).ends or at + 1 < len(words)):
                behind = self._match_at(at, found)

    def _match_at(self, at: int, found: list[Found]) -> int:
        """Adds the match that begins at a token, if one passes; index behind it, or behind a name, or 0."""
        context, scan = self.context, self.scan
        for stop, answer in self._passing(at):
            if answer is None:
                return stop
            if stop - at == 1 or not self._is_overrun(at, stop):
                span = Span(scan.start(at), scan.end(stop - 1))
                gloss = find_gloss(context.text, span, answer.concept, context.target) if context.bracketed else None
                found.append((span.start, span.end, answer, gloss))
                return stop
        return 0

    def _passing(self, at: int) -> Iterator[tuple[int, Answer | None]]:
        """Where the ways that pass from a token on stop, the longest first, each with how the words are to be read; None for a name."""
        reached = self._reached(at)
        if reached is None:
            yield from self._passing_hyphens(at)
            return
        for stop, state in reversed(reached):
            mask = state.certain
            for doubt in state.doubtful:
                if self.context.supports(doubt.path, at, stop):
                    mask |= doubt.bit
            if mask:
                yield stop, self.automaton.answer(state, mask)

    def _passing_hyphens(self, at: int) -> Iterator[tuple[int, Answer | None]]:
        """The same where a hyphen joins the words."""
        by_end: dict[int, list[Path]] = {}
        for path in self.automaton.paths.paths(self.scan, at):
            by_end.setdefault(path.stop, []).append(path)
        for stop in sorted(by_end, reverse=True):
            passed = [path for path in by_end[stop] if self.context.passes(path, at)]
            if passed:
                yield stop, self.automaton.chosen(passed, self.context.surface(at, stop))

    def _reached(self, at: int) -> list[tuple[int, State]] | None:
        """The states in which a way from a token may end, with the index behind each; None where a hyphen stands on the way."""
        words = self.scan.words
        word = words[at]
        if word.before in HYPHENS:
            return None
        state = self.automaton.root(word.surface)
        reached = [(at + 1, state)] if state.ends else []
        for here in range(at + 1, len(words)):
            word = words[here]
            if word.before is None:
                if not state.live or not word.forms:
                    break
                before = self.scan.before(here)
            else:
                before = word.before
                if before in HYPHENS:
                    return None
            following = self.automaton.step(state, word.surface, before)
            if following is None:
                break
            state = following
            if state.ends:
                reached.append((here + 1, state))
        return reached

    def _is_overrun(self, at: int, stop: int) -> bool:
        """True where a longer term begins inside a match and runs past its end: "ukuran [model bahasa besar]", not "[ukuran model] bahasa besar"."""
        for inner in range(at + 1, stop):
            if self.scan.words[inner].nodes:
                end = next((end for end, _answer in self._passing(inner)), 0)
                if end > stop and (end - inner > stop - at or end - inner == stop - at and self.context.language == "id"):
                    return True
        return False
