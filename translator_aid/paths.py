"""Ways from a token of a text to a term: the walk through the tree of all bases, with what was taken off on the way.

At each token the forms are tried that it may stand for: as it is, and without its clitics. A clitic may stand on a term's last word, or on its
first; doubling, a hyphened -nya and the affixes that a hyphen joins to a foreign word are taken off here as well. Whether a way is a match is
asked in `matching`; a look-up needs no more than this.
"""

from __future__ import annotations

import re
from typing import Any, Iterable, Iterator

from translator_aid.english import peel_english
from translator_aid.forms import Base, Peeled
from translator_aid.model import Analysis, Concept, How, Language, Step, Term
from translator_aid.morphology import (
    FULL, HEAD, TWO, clitic_endings, clitic_step, clitic_steps, foreign_affixes, lexical_doubles, peel, stems,
)
from translator_aid.records import Row
from translator_aid.text import fold, is_opaque, tokens

END = ""
"""The name under which a node of the tree holds what ends there."""
CACHE_LIMIT = 200_000
"""Distinct tokens whose forms are remembered; a corpus of any size then takes the same memory."""


Affixes = tuple[tuple[str, str], ...]
"""Clitics and reduplication taken off a word, as (affix, rule), innermost first."""
Form = tuple[str, Affixes]


class Entry(Row):
    """What a path through the tree stands for; a proper name has no concept."""

    concept: Concept | None
    term: Term | None
    base: Base
    order: int
    exact_case: bool


class Path(Row):
    """A way from a token to an entry."""

    stop: int
    """Index one past the last token."""
    entry: Entry
    head: Affixes
    """What was taken off the first word of several."""
    tail: Affixes
    """What was taken off the last word."""
    prefix: Affixes = ()
    """A prefix that a hyphen joins to a foreign word."""


Tree = dict[str, Any]
Stream = Any
"""Tokens by their number: a list of them, or a `scanning.Scan`."""


class Paths:
    """The ways through a tree of bases in texts of one language."""

    def __init__(self, source: Language, tree: Any, vocabulary: Any) -> None:
        self.source = source
        self.tree: Tree = tree
        self.vocabulary: Any = vocabulary
        self._forms: dict[str, tuple[Form, ...]] = {}

    def forms(self, surface: str) -> tuple[Form, ...]:
        """The forms of the glossary that a token may stand for, each with the clitics taken off; remembered by token."""
        found = self._forms.get(surface)
        if found is None:
            found = self._find_forms(surface)
            if len(self._forms) >= CACHE_LIMIT:
                self._forms.clear()
            self._forms[surface] = found
        return found

    def _find_forms(self, surface: str) -> tuple[Form, ...]:
        if is_opaque(surface):
            return ()
        folded = fold(surface)
        if self.source == "id" and folded[-1:] != "2" and not folded.endswith(clitic_endings()):
            return ((folded, ()),) if folded in self.vocabulary else ()
        known = self.vocabulary
        found: list[Form] = [(folded, ())] if folded in known else []
        peeled: Iterable[Peeled] = peel(folded) if self.source == "id" else peel_english(folded)
        found += [(form, steps) for form, steps in peeled if form in known]
        if "2" in folded and self.source == "id":
            for form, steps in ((folded, ()), *peeled):
                if form[-1:] == "2" and form[:-1] in known and len(form) > 3:
                    found.append((form[:-1], (TWO, *steps)))
        return tuple(found)

    def paths(self, stream: Stream, at: int) -> Iterator[Path]:
        """All ways from a token to an entry; whether what was taken off suits the entry is asked later."""
        yield from self._walk(stream, at)
        if self.source == "id" and at + 1 < len(stream) and stream[at + 1].before == "-":
            prefix = foreign_affixes()[0].get(fold(stream[at].surface))
            if prefix:
                for path in self._walk(stream, at + 1):
                    yield path._replace(prefix=(prefix,))
                    if path.stop < len(stream) and stream[path.stop].before == "-":
                        suffix = foreign_affixes()[1].get(fold(stream[path.stop].surface))
                        if suffix:
                            yield path._replace(stop=path.stop + 1, prefix=(prefix,), tail=(*path.tail, suffix))

    def _walk(self, stream: Stream, at: int) -> Iterator[Path]:
        stack: list[tuple[Tree, int, Affixes]] = [(self.tree, at, ())]
        while stack:
            node, here, head = stack.pop()
            for form, steps, following in self._consumed(stream, here):
                for edge in edge_names(form, stream[here].before) if here > at else (form,):
                    child = node.get(edge)
                    if child is None:
                        continue
                    for entry in child.get(END, ()):
                        yield Path(following, entry, head, steps)
                        if self.source == "id":
                            yield from _with_hyphened_clitic(stream, following, entry, head, steps)
                    if following < len(stream) and len(child) > (END in child) and (not steps or here == at):
                        stack.append((child, following, steps or head))

    def _consumed(self, stream: Stream, here: int) -> Iterator[tuple[str, Affixes, int]]:
        """The forms that a token may stand for, each with the index behind it; a doubled word counts as one."""
        token = stream[here]
        for form, steps in self.forms(token.surface):
            yield form, steps, here + 1
        following = here + 1
        if self.source == "id" and following < len(stream) and stream[following].before in ("-", "\u2013"):
            first = fold(token.surface)
            if first in lexical_doubles() and not token.surface.isupper():
                return
            for form, steps in self.forms(stream[following].surface):
                if form == first and TWO not in steps:
                    yield form, (FULL, *steps), here + 2

    def analysis(self, path: Path, surface: str) -> Analysis:
        """How the surface is made: an active verb is taken apart down to its stem once it carries anything else."""
        steps = self._steps(path)
        base = path.entry.base
        if not steps:
            return Analysis(surface, surface)
        if self.source == "id" and base.part == "verb" and not base.steps and not base.head_last and path.head[:1] + path.tail[:1]:
            for stem, rule in stems(base.edges[0])[:1]:
                return Analysis(surface, " ".join((stem, *base.edges[1:])), (Step("meN-", rule), *steps))
        return Analysis(surface, base.lemma, steps)

    def _steps(self, path: Path) -> tuple[Step, ...]:
        base = path.entry.base
        passive = any(affix in ("di-", "ter-") for affix, _rule in path.prefix)
        part = "passive" if passive else "verb" if path.prefix else base.part
        if part == "verb" and self.source == "id" and base.edges[0].startswith(("ber", "bel")):
            part = "intransitive"
        affixes = [(HEAD if item == FULL and len(base.edges) > 1 else item) for item in (*path.prefix, *path.head, *path.tail)]
        return base.steps + tuple(clitic_step(affix, rule, part) for affix, rule in affixes)

    def analyse(self, word: str) -> tuple[tuple[Concept, Term, Analysis, How], ...]:
        """Every reading of a whole word or phrase, guards aside, best first: what a look-up asks.

        >>> Paths("id", {}, set()).analyse("superintelijennya")
        ()
        """
        stream = list(tokens(word))
        if not stream:
            return ()
        whole = [path for path in self.paths(stream, 0) if path.stop == len(stream) and path.entry.concept is not None]
        surface = surface_of(stream, 0, len(stream))
        found: dict[str, tuple[Concept, Term, Analysis, How]] = {}
        for path in sorted(whole, key=lambda path: rank(path, surface)):
            concept, term = path.entry.concept, path.entry.term
            if concept is None or term is None or concept.key in found or not clitics_fit(path):
                continue
            analysis = self.analysis(path, surface)
            how: How = "inflected" if analysis.steps else path.entry.base.how  # type: ignore[assignment]
            found[concept.key] = concept, term, analysis, how
        return tuple(found.values())


def edge_names(form: str, before: str) -> tuple[str, ...]:
    """The names of the edges that a token may take, by what stands before it.

    >>> edge_names("bahasa", " "), edge_names("model", "-"), edge_names("b", "/")
    (('bahasa',), ('model', '-model'), ('/b',))
    """
    if before == " ":
        return (form,)
    if before == "-":
        return (form, "-" + form)
    if before == "\u2013":
        return ("-" + form,)
    return (before + form,) if before else ()


def _with_hyphened_clitic(stream: Stream, here: int, entry: Entry, head: Affixes, tail: Affixes) -> Iterator[Path]:
    """The path prolonged by -nya and the like after a hyphen: GPU-nya, AI-nya-lah."""
    steps = tail
    stop = here
    while stop < len(stream) and stop < here + 2 and stream[stop].before in ("-", "\u2013"):
        more = clitic_steps(fold(stream[stop].surface))
        if not more:
            return
        steps += more
        stop += 1
        yield Path(stop, entry, head, steps)


def steps_of(path: Path) -> int:
    """How many steps lead from the term to the words in the text."""
    return len(path.entry.base.steps) + len(path.head) + len(path.tail) + len(path.prefix)


def respells(path: Path) -> bool:
    """True for a reading that only spells another term differently or puts it in the active voice: weaker than the term that stands there."""
    base = path.entry.base
    return not (path.head or path.tail or path.prefix) and (base.how == "variant" or [step.affix for step in base.steps] == ["meN-"])


def clitics_fit(path: Path) -> bool:
    """Whether an entry can have lost what was taken off: clitics on its last word or its head, reduplication on its head."""
    base = path.entry.base
    if path.prefix and not (base.head_last and base.part != "passive" and not base.steps):
        return False
    if path.entry.exact_case and TWO in (*path.head, *path.tail):
        return False
    if path.head:
        doubled = path.head[0] in (FULL, TWO)
        verb = base.part in ("verb", "passive")
        if base.head_last or doubled == verb or doubled and base.steps:
            return False
        # A clitic on a noun ends its phrase: "modelnya besar" is no "model besar".
        if len(path.head) > 1 and doubled or verb and path.tail:
            return False
    if path.tail and path.tail[0] in (FULL, TWO):
        alone = len(base.edges) == 1
        if base.part in ("verb", "passive") and (path.tail[0] != FULL or base.head_last or not _bare(base)):
            return False
        return not base.steps and (alone or base.head_last)
    return True


def _bare(base: Base) -> bool:
    """True for a verb without a prefix, which doubles whole: duduk-duduk."""
    return base.part == "verb" and not re.match("(?:me|di|ber|ter)", base.edges[0])


def rank(path: Path, surface: str) -> tuple[Any, ...]:
    """What orders the readings of one stretch, the best one first."""
    entry = path.entry
    text = entry.term.text if entry.term else ""
    status = entry.term.status if entry.term else ""
    how = ("exact", "variant", "inflected").index(entry.base.how)
    key = entry.concept.key if entry.concept else ""
    return (steps_of(path), surface != text, surface.lower() != text.lower(), how, status == "deprecated", entry.order, key)


def surface_of(stream: Stream, at: int, stop: int) -> str:
    """The words from one token to another, markup left out.

    >>> surface_of(list(tokens("itu model-model besar")), 1, 3)
    'model-model'
    """
    words = [stream[at].surface]
    for token in stream[at + 1:stop]:
        words += token.before, token.surface
    return "".join(words)
