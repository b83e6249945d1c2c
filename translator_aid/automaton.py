"""The walk through the tree of bases as an automaton over whole tokens, made while texts are read.

`paths` walks the tree anew at each place. What it finds depends on nothing but the tokens that it passes, and texts repeat themselves: so each
sequence of tokens is walked once and remembered, with all that can be said about it without looking at the text around: which entries end there,
whether clitics and letter case suit them, and how the best of them is to be read. Where a hyphen joins words, `paths` itself is asked.
"""

from __future__ import annotations

from typing import Any, Sequence

from translator_aid.forms import PRONOUN
from translator_aid.model import Analysis, Concept, How, Term
from translator_aid.paths import END, Affixes, Entry, Path, Paths, Tree, clitics_fit, edge_names, rank, respells, steps_of
from translator_aid.records import Row
from translator_aid.text import tidy

HYPHENS = ("-", "\u2013")


class Answer(Row):
    """How a stretch of text is to be read."""

    concept: Concept
    """What it names."""
    term: Term
    """The term that was recognised."""
    analysis: Analysis
    """How the surface comes from the term."""
    how: How
    """exact, inflected or variant."""
    also: tuple[Concept, ...]
    """Other concepts that fit as well."""


class Doubt:
    """A way that depends on the text around."""

    __slots__ = ("bit", "path", "guard", "capital", "pronoun")

    def __init__(self, bit: int, path: Path, capital: bool) -> None:
        self.bit = bit
        """Its place among the ways that end in a state."""
        self.path = path
        term = path.entry.term
        self.guard = None if term is None else term.guard
        """The evidence that it asks for."""
        self.capital = capital
        """Whether it may be a part of a name, as one capitalised word of which the glossary has another letter case."""
        self.pronoun = path.entry.base.requires == PRONOUN
        """Whether it stands only behind an agent."""


class State:
    """What is known after some tokens from the beginning of a term."""

    __slots__ = ("length", "surface", "ends", "certain", "doubtful", "live", "next", "answers")

    def __init__(self, length: int, surface: str, ends: tuple[Path, ...], live: tuple[tuple[Tree, Affixes], ...]) -> None:
        self.length = length
        """How many tokens."""
        self.surface = surface
        """The words so far."""
        self.ends = ends
        """The ways that end here and suit the surface, as if the text began with it."""
        self.doubtful = tuple([doubt for number, path in enumerate(ends) for doubt in _doubts(1 << number, path, surface, length)])
        """Those that depend on the text around."""
        self.certain = (1 << len(ends)) - 1 - sum([doubt.bit for doubt in self.doubtful])
        """The bits of the others."""
        self.live = live
        """Where in the tree one may go on, with what was taken off the first word."""
        self.next: dict[Any, State | None] = {}
        self.answers: dict[int, Answer | None] = {}
        """By the ways that pass, a bit each."""


class Automaton:
    """The states that texts have led to so far."""

    def __init__(self, paths: Paths, limit: int) -> None:
        self.paths = paths
        self.limit = limit
        self.size = 0
        self.roots: dict[str, State] = {}

    def root(self, surface: str) -> State:
        """The state after one token."""
        state = self.roots.get(surface)
        if state is None:
            state = self.roots[surface] = self._entered([(self.paths.tree, ())], surface, "", 1, surface) or State(1, surface, (), ())
        return state

    def step(self, state: State, surface: str, before: str) -> State | None:
        """The state after one token more; None where no term goes on so."""
        key = surface if before == " " else (before, surface)
        try:
            return state.next[key]
        except KeyError:
            self.size += 1
            found = state.next[key] = self._entered(state.live, surface, before, state.length + 1, state.surface + before + surface)
            return found

    def is_full(self) -> bool:
        """Whether it is time to forget; never between two tokens of one walk."""
        return self.size + len(self.roots) > self.limit

    def forget(self) -> None:
        """Begins anew, so that a corpus of any size takes the same memory."""
        self.roots.clear()
        self.size = 0

    def _entered(self, live: Any, surface: str, before: str, length: int, whole: str) -> State | None:
        """As `Paths` walks, and in its order, which decides where readings tie."""
        ends: list[Path] = []
        further: list[tuple[Tree, Affixes]] = []
        for node, head in live:
            pushed: list[tuple[Tree, Affixes]] = []
            for form, steps in self.paths.forms(surface):
                for edge in edge_names(form, before) if length > 1 else (form,):
                    child = node.get(edge)
                    if child is None:
                        continue
                    ends += [Path(length, entry, head, steps) for entry in child.get(END, ())]
                    if len(child) > (END in child) and (not steps or length == 1):
                        pushed.append((child, steps or head))
            further += reversed(pushed)
        if not ends and not further:
            return None
        return State(length, whole, tuple(path for path in ends if _suits(path, whole)), tuple(further))

    def answer(self, state: State, mask: int) -> Answer | None:
        """How the words of a state are read where the ways of these bits pass; None where one of them is a proper name."""
        if mask not in state.answers:
            state.answers[mask] = self.chosen([path for number, path in enumerate(state.ends) if mask >> number & 1], state.surface)
        return state.answers[mask]

    def chosen(self, passed: Sequence[Path], surface: str) -> Answer | None:
        """The same of any ways that pass."""
        if any(path.entry.concept is None for path in passed):
            return None
        ranked = sorted(passed, key=lambda path: rank(path, surface))
        best = ranked[0]
        concept, term = best.entry.concept, best.entry.term
        assert concept is not None and term is not None
        also: dict[str, Concept] = {}
        for path in ranked[1:]:
            other = path.entry.concept
            if other is not None and other.key != concept.key and not (steps_of(best) == 0 and respells(path)):
                also[other.key] = other
        analysis = self.paths.analysis(best, surface)
        how: How = "inflected" if analysis.steps else best.entry.base.how  # type: ignore[assignment]
        return Answer(concept, term, analysis, how, tuple(also.values()))


def _suits(path: Path, surface: str) -> bool:
    return clitics_fit(path) and (not path.entry.exact_case or case_fits(path.entry, surface))


def _doubts(bit: int, path: Path, surface: str, length: int) -> list[Doubt]:
    entry = path.entry
    if entry.concept is None or entry.term is None:
        return []
    capital = length == 1 and not entry.exact_case and surface[0].isupper() and not surface.isupper() and not entry.term.text[0].isupper()
    doubt = Doubt(bit, path, capital)
    return [doubt] if doubt.guard is not None or doubt.pronoun or capital else []


def case_fits(entry: Entry, surface: str) -> bool:
    """Whether a surface has the letter case that an entry insists on.

    >>> from translator_aid.forms import Base
    >>> gpu = Entry(None, Term("GPU", "id"), Base(("gpu",), "GPU"), 0, True)
    >>> case_fits(gpu, "GPU-nya"), case_fits(gpu, "Gpu")
    (True, False)
    """
    from translator_aid.forms import edges

    written = entry.term.text if entry.term else entry.base.lemma
    if any(step.affix == "-s" for step in entry.base.steps):
        written += entry.base.edges[-1][len(edges(written)[-1]):]
    surface = tidy(surface)
    return written in surface or written.replace("-", " ") in surface.replace("-", " ")
