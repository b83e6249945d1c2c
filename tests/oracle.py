"""The matcher's semantics tried out by brute force: every form of every term at every token, all evidence at every place.

It knows no tree, no automaton, no memory and no lazy tokens; what it shares with the program is the inflection of words and the tokens of a text.
"""

from __future__ import annotations

import re
from typing import Any, Iterator, NamedTuple

from translator_aid.automaton import case_fits
from translator_aid.context import Context
from translator_aid.forms import edges
from translator_aid.guards import evidence_list, sequences, shipped_names
from translator_aid.matching import is_acronym
from translator_aid.model import Glossary, Guard, Term
from translator_aid.morphology import FULL, TWO, bases, clitic_steps, foreign_affixes, lexical_doubles, peel
from translator_aid.english import peel_english
from translator_aid.paths import Entry, Path, clitics_fit, rank, respells, steps_of
from translator_aid.records import replace
from translator_aid.scanning import Listed, Word, Words
from translator_aid.text import fold, is_opaque, tidy, tokens, windows


class Found(NamedTuple):
    """One match, as far as the two are compared."""

    start: int
    end: int
    key: str
    how: str
    steps: int
    also: tuple[str, ...]


class Oracle:
    """Finds what `Matcher` should find."""

    def __init__(self, glossary: Glossary, language: str) -> None:
        self.language: Any = language
        self.entries: dict[str, list[tuple[tuple[str, ...], Entry]]] = {}
        for order, concept in enumerate(glossary.concepts):
            known = {edges(term.text) for term in concept.indonesian}
            loans = [replace(term, status="admitted" if term.status == "preferred" else term.status) for term in concept.english
                     if language == "id" and len(edges(term.text)) > 1 and edges(term.text) not in known and not term.guard]
            for term in (*concept.terms(self.language), *loans):
                for base in bases(term, self.language):
                    self.add(base.edges, Entry(concept, term, base, order, term.case == "exact" or is_acronym(term)))
        for name in shipped_names():
            base = next(iter(bases(Term(name, "id"), "id")))._replace(lemma=name, edges=edges(name), part="noun", head_last=False)
            self.add(base.edges, Entry(None, None, base, 0, True))

    def add(self, words: tuple[str, ...], entry: Entry) -> None:
        if words:
            self.entries.setdefault(words[0], []).append((words, entry))

    def find(self, text: str) -> list[Found]:
        found: list[Found] = []
        for window in windows(text):
            stream = list(tokens(text, (), window.start, window.end))
            surroundings = Plain(self.language, text, stream)
            at = 0
            while at < len(stream):
                at = self.match(surroundings, stream, at, found) or at + 1
        return found

    def match(self, around: Plain, stream: list[Any], at: int, found: list[Found]) -> int:
        for stop, passed in self.passing(around, stream, at):
            if any(path.entry.concept is None for path in passed):
                return stop
            if not any(self.longer(around, stream, inner, at, stop) for inner in range(at + 1, stop)):
                surface = around.surface(at, stop)
                best, *rest = sorted(passed, key=lambda path: rank(path, surface))
                others = [path.entry.concept.key for path in rest if path.entry.concept and path.entry.concept.key != best.entry.concept.key  # type: ignore
                          and not (steps_of(best) == 0 and respells(path))]
                found.append(Found(stream[at].start, stream[stop - 1].end, best.entry.concept.key, best.entry.base.how,  # type: ignore
                                   steps_of(best), tuple(dict.fromkeys(others))))
                return stop
        return 0

    def longer(self, around: Plain, stream: list[Any], inner: int, at: int, stop: int) -> bool:
        if not any(form in self.entries for form, _steps in self.forms(stream[inner].surface)):
            return False
        end = next((end for end, _passed in self.passing(around, stream, inner)), 0)
        return end > stop and (end - inner > stop - at or end - inner == stop - at and self.language == "id")

    def passing(self, around: Plain, stream: list[Any], at: int) -> Iterator[tuple[int, list[Path]]]:
        by_end: dict[int, list[Path]] = {}
        for path in self.paths(stream, at):
            if around.passes(path, at):
                by_end.setdefault(path.stop, []).append(path)
        yield from sorted(by_end.items(), reverse=True)

    def paths(self, stream: list[Any], at: int) -> Iterator[Path]:
        if not is_joined(stream, at) or any(form in self.entries for form, _steps in self.forms(stream[at].surface)):
            yield from self.plain(stream, at)
        prefix = foreign_affixes()[0].get(fold(stream[at].surface)) if self.language == "id" and is_joined(stream, at) else None
        if prefix:
            for path in self.plain(stream, at + 1):
                yield path._replace(prefix=(prefix,))
                suffix = foreign_affixes()[1].get(fold(stream[path.stop].surface)) if is_joined(stream, path.stop - 1) else None
                if suffix:
                    yield path._replace(stop=path.stop + 1, prefix=(prefix,), tail=(*path.tail, suffix))

    def plain(self, stream: list[Any], at: int) -> Iterator[Path]:
        firsts = {form for form, _steps, _stop in self.consumed(stream, at)}
        for first in firsts:
            for words, entry in self.entries.get(first, ()):
                for stop, head, tail in self.spelled(stream, at, words, ()):
                    yield Path(stop, entry, head, tail)
                    here, steps = stop, tail
                    while self.language == "id" and here < len(stream) and here < stop + 2 and stream[here].before in ("-", "\u2013"):
                        more = clitic_steps(fold(stream[here].surface))
                        if not more:
                            break
                        here, steps = here + 1, steps + more
                        yield Path(here, entry, head, steps)

    def spelled(self, stream: list[Any], here: int, words: tuple[str, ...], head: Any, first: bool = True) -> Iterator[tuple[int, Any, Any]]:
        if here >= len(stream):
            return
        before = stream[here].before
        for form, steps, stop in self.consumed(stream, here):
            joints = {" ": (form,), "-": (form, "-" + form), "\u2013": ("-" + form,)}.get(before, (before + form,) if before else ())
            if words[0] not in ((form,) if first else joints):
                continue
            if len(words) == 1:
                yield stop, head, steps
            elif first or not steps:
                yield from self.spelled(stream, stop, words[1:], steps or head, False)

    def consumed(self, stream: list[Any], here: int) -> Iterator[tuple[str, Any, int]]:
        for form, steps in self.forms(stream[here].surface):
            yield form, steps, here + 1
        if self.language == "id" and here + 1 < len(stream) and stream[here + 1].before in ("-", "\u2013"):
            first = fold(stream[here].surface)
            if first not in lexical_doubles() or stream[here].surface.isupper():
                yield from ((form, (FULL, *steps), here + 2) for form, steps in self.forms(stream[here + 1].surface) if form == first and TWO not in steps)

    def forms(self, surface: str) -> list[tuple[str, Any]]:
        if is_opaque(surface):
            return []
        folded = fold(surface)
        peeled = [(item.form, item.steps) for item in (peel(folded) if self.language == "id" else peel_english(folded))]
        found = [(folded, ()), *peeled]
        if self.language == "id":
            found += [(form[:-1], (TWO, *steps)) for form, steps in found if form[-1:] == "2" and len(form) > 3]
        return found


def is_joined(stream: list[Any], at: int) -> bool:
    return at + 1 < len(stream) and stream[at + 1].before == "-"


class Plain(Context):
    """The program's own questions about the text around, with the evidence of guards looked for anew each time."""

    def __init__(self, language: Any, text: str, stream: list[Any]) -> None:
        super().__init__(language, text, Listed(stream, Words(9, lambda token, first, closes: Word(token, first, closes, (), False, False))))

    def passes(self, path: Path, at: int) -> bool:
        if path.entry.exact_case and not case_fits(path.entry, self.surface(at, path.stop)):
            return False
        return clitics_fit(path) and super().passes(path, at)

    def allows(self, guard: Guard, at: int, stop: int, known: bool = False, own: tuple[str, ...] = ()) -> bool:
        stream = self.stream

        def stand(items: tuple[str, ...], where: str, own: tuple[str, ...] = ()) -> bool:
            for sequence, capitals in {found for item in items for found in evidence(item, self.language)}:
                size = len(sequence)
                places = {"before": [at - size], "after": [stop]}.get(where, [*range(at - size + 1), *range(stop, len(stream))])
                joint = {"before": at, "after": stop}.get(where)
                if joint is not None and not (joint < len(stream) and stream.before(joint) in (" ", "-")):
                    continue
                if sequence != own and any(0 <= here and self.stands(sequence, capitals, here) for here in places):
                    return True
            return False

        if stand(guard.not_before, "before") or stand(guard.not_after, "after") or stand(guard.not_near, "near"):
            return False
        wanted = (guard.before, "before"), (guard.after, "after"), (guard.near, "near")
        return known or not any(items for items, _where in wanted) or any(stand(items, where, own) for items, where in wanted)

    def stands(self, sequence: tuple[str, ...], capitals: str, here: int) -> bool:
        if here + len(sequence) > len(self.stream):
            return False
        if capitals and not tidy(self.stream.words[here].surface).startswith(re.split(r"\W", capitals)[0]):
            return False
        for place, edge in enumerate(sequence, here):
            mark = "" if edge[0].isalnum() else edge[0]
            folded = fold(self.stream.words[place].surface)
            if edge[len(mark):] not in {folded, *(item.form for item in (*peel(folded), *peel_english(folded)))}:
                return False
            if place > here and self.stream.before(place) not in ((" ", "-") if mark in ("", "-") else (mark,)):
                return False
        return True


def evidence(item: str, language: Any) -> list[tuple[tuple[str, ...], str]]:
    found = []
    for word in evidence_list(item[1:]) if item[0] == "@" else (item,):
        several, capitals = sequences(word, language)
        found += [(sequence, word if capitals else "") for sequence in several]
    return found
