"""What may begin at a piece of a text, by the pieces that stand there: worked out once for each sequence of pieces, as far as it matters.

A plan is keyed by the characters of pieces (see `codes`): of the one that a match may begin at, and of as many behind it as decide. It says nothing
of the text around, which only guards, names and agents depend on; those are asked when the plan is carried out.
"""

from __future__ import annotations

from typing import Any, Iterator, Optional, Sequence

from translator_aid.automaton import HYPHENS, Automaton, State
from translator_aid.context import Context
from translator_aid.guards import Clues
from translator_aid.morphology import clitic_steps
from translator_aid.paths import Path, clitics_fit, edge_names
from translator_aid.codes import CLUE, COLD, Codes, Piece
from translator_aid.scanning import Scan, Word
from translator_aid.text import INVISIBLE, fold, separator

LIMIT = 200_000
"""Sequences that are remembered."""
_HIDDEN = frozenset(INVISIBLE)


Option = tuple[int, int, tuple[int, int], int, int, bool, State]
"""One way in which a match may end: how many tokens it has; how many pieces behind the first the last one is; where the search goes on (pieces ahead,
and the token in that piece); where it begins in its first piece, and ends in its last; whether no other token stands in these; what ends there."""
Plan = tuple[tuple[int, tuple[Option, ...]], ...]
"""For each token of the first piece at which a match may begin, its number and the ways to end, the longest first."""
_Laid = tuple[Word, str, int, int]
"""A token, what stands before it, the number of its piece, and its number there."""


class Plans(dict[str, Optional[Plan]]):
    """The plans that were made so far; None where it takes more pieces to say. A sequence ends with a piece that no match can run into, or before."""

    def __init__(self, codes: Codes, automaton: Automaton) -> None:
        super().__init__()
        self.codes = codes
        self.automaton = automaton
        self._no_clues = Clues(automaton.paths.source)

    def at(self, codes: str, here: int) -> Plan:
        """The plan for a place of a text, behind which at least one cold piece stands."""
        plan = self[codes[here:here + 2]]
        if plan is None:
            plan = self[codes[here:here + 3]]
        if plan is None:
            end = here + 3
            while COLD < codes[end] < CLUE:
                end += 1
            plan = self[codes[here:end + 1]]
        assert plan is not None
        return plan

    def __missing__(self, key: str) -> Plan | None:
        about = self.codes.about
        closed = key[-1] == COLD or key[-1] >= CLUE
        first = about[key[0]]
        if len(key) == 2 and len(first.words) == 1 and (closed or not self._may_follow(first, about[key[1]])):
            plan: Plan | None = first.alone
            if plan is None:
                plan = first.alone = self._planned([first], True)
        else:
            plan = self._planned([about[code] for code in (key[:-1] if closed else key)], closed)
        self[key] = plan
        return plan

    def _may_follow(self, first: Piece, second: Piece) -> bool:
        """Whether a term that begins with a word may go on with the piece behind it; False for most."""
        nodes, forms = self.nodes(first), leads(second)
        if nodes is None or forms is None:
            return True
        for form in forms:
            for node in nodes:
                if form in node:
                    return True
        return False

    def nodes(self, piece: Piece) -> tuple[Any, ...] | None:
        """Where in the tree a term that begins with a piece of one word may go on in the next piece; None where that is not all."""
        if len(piece.words) != 1 or self.codes.may_span(piece.words[0]) or not _HIDDEN.isdisjoint(piece.text):
            return None
        word = piece.words[0]
        return tuple([node for node, _head in self.automaton.root(word.surface).live]) if word.closes else ()

    def _planned(self, pieces: list[Piece], closed: bool) -> Plan | None:
        laid = tuple(_laid(pieces))
        found = []
        for number, word in enumerate(pieces[0].words):
            if not word.hot:
                continue
            reached = self._reached(laid, number, closed)
            if reached is None and not closed:
                return None
            if reached is None:
                reached = [] if self._is_tied(laid, number) else self._hyphened(pieces, number)
            if reached:
                found.append((number, tuple(_option(laid, number, stop, state) for stop, state in reversed(reached))))
        return tuple(found)

    def _reached(self, laid: Sequence[_Laid], at: int, closed: bool) -> list[tuple[int, State]] | None:
        """The states in which a way from a token may end, with the index behind each; None where more pieces or hyphens have a say."""
        word, before, _piece, _number = laid[at]
        if at and before in HYPHENS:
            return None
        state = self.automaton.root(word.surface)
        reached = [(at + 1, state)] if state.ends else []
        for here in range(at + 1, len(laid)):
            word, before, _piece, number = laid[here]
            if not number:
                if not state.live or not word.forms:
                    return reached
            elif before in HYPHENS:
                return None
            following = self.automaton.step(state, word.surface, before)
            if following is None:
                return reached
            state = following
            if state.ends:
                reached.append((here + 1, state))
        return reached if closed or not state.live else None

    def _is_tied(self, laid: Sequence[_Laid], at: int) -> bool:
        """Whether a hyphen ties a token to a word with which no term begins or goes on, which most hyphens do."""
        word, before, _piece, _number = laid[at]
        state = self.automaton.root(word.surface)
        following, joint = laid[at + 1][:2] if at + 1 < len(laid) else (None, "")
        tied = before == "-" and at and not laid[at - 1][0].surface.isdigit() or following and joint == "-" and not following.surface.isdigit()
        if not tied or any(path.entry.exact_case for path in state.ends):
            return False
        if following is None:
            return True
        edges = [edge for form, _steps in following.forms for edge in edge_names(form, joint)]
        if any(edge in node for edge in edges for node, _head in state.live):
            return False
        if joint not in HYPHENS:
            return True
        first = fold(word.surface)
        doubled = any(form == first for form, _steps in following.forms)
        return not (doubled or first in self.codes.affixes or clitic_steps(fold(following.surface)))

    def _hyphened(self, pieces: Sequence[Piece], at: int) -> list[tuple[int, State]]:
        """The same where hyphens join words: no piece behind these can be reached."""
        text = " ".join(piece.text for piece in pieces)
        scan = Scan(text, 0, self.codes.words)
        paths = self.automaton.paths
        around = Context(paths.source, text, scan, (), self._no_clues)
        by_end: dict[int, list[Path]] = {}
        for path in paths.paths(scan, at):
            if clitics_fit(path) and around.fits(path, at):
                by_end.setdefault(path.stop, []).append(path)
        return [(stop, State(stop - at, around.surface(at, stop), tuple(by_end[stop]), ())) for stop in sorted(by_end)]


def leads(piece: Piece) -> tuple[str, ...] | None:
    """The forms by which a term may go on with a piece from the one before; None where that is not all."""
    if not piece.words or not _HIDDEN.isdisjoint(piece.text):
        return None
    word = piece.words[0]
    return () if word.start else tuple([form for form, _steps in word.forms])


def _laid(pieces: Sequence[Piece]) -> Iterator[_Laid]:
    gap = ""
    for number, piece in enumerate(pieces):
        last = 0
        for place, word in enumerate(piece.words):
            before = word.before
            yield word, separator(gap + piece.text[:word.start]) if before is None else before, number, place
            gap, last = "", word.end
        gap += piece.text[last:] + " "


def _option(laid: Sequence[_Laid], at: int, stop: int, state: State) -> Option:
    first, last = laid[at], laid[stop - 1]
    ahead = last[2]
    ends = stop == len(laid) or laid[stop][2] != ahead
    resume = (ahead + 1, 0) if ends else (ahead, last[3] + 1)
    return stop - at, ahead, resume, first[0].start, last[0].end, not at and ends, state
