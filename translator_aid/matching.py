"""Terms in running text: leftmost, longest, never inside a word or a name, each with the evidence its guard asks for.

Semantics, in order:

1. The text is a sequence of tokens; space and hyphen between them count alike, other punctuation ends a term unless
   the term itself has it.
2. At each token the forms are tried that the token may stand for: as it is, and without its clitics. A tree of all bases
   (see `morphology`) is walked from there; a clitic may stand on a term's last word, or on its first.
3. Of all that begins at a token the longest that passes wins (letter case of abbreviations, hyphen rule, guard), then an exact
   surface before an inflected one, fewest steps, the order of domains, the key. The search goes on behind it. A match gives way to a
   longer one that begins inside it and runs past its end, since Indonesian phrases have their head first.
4. A proper name is an entry like any other, and a match on it gives nothing.
"""

from __future__ import annotations

import functools
import re
from dataclasses import replace
from typing import Any, Collection, Iterable, Iterator, NamedTuple, Sequence

from translator_aid.english import peel_english
from translator_aid.forms import PRONOUN, Base, Peeled, edges, rules
from translator_aid.glosses import find_gloss
from translator_aid.guards import Surroundings, shipped_names
from translator_aid.markup import blanked
from translator_aid.model import Analysis, Concept, Glossary, How, Language, Match, Protected, Span, Step, Term
from translator_aid.morphology import (
    FULL, HEAD, TWO, bases, clitic_endings, clitic_step, clitic_steps, foreign_affixes, lexical_doubles, peel, stems,
)
from translator_aid.text import Token, fold, is_opaque, tidy, tokens, windows

END = ""
SHORTEST_ACRONYM = 2
CACHE_LIMIT = 200_000
"""Distinct tokens whose forms are remembered; a corpus of any size then takes the same memory."""


Affixes = tuple[tuple[str, str], ...]
"""Clitics and reduplication taken off a word, as (affix, rule), innermost first."""
Form = tuple[str, Affixes]


class Entry(NamedTuple):
    """What a path through the tree stands for; a proper name has no concept."""

    concept: Concept | None
    term: Term | None
    base: Base
    order: int
    exact_case: bool


class _Path(NamedTuple):
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


class Matcher:
    """Finds the terms of a glossary in texts of one language.

    >>> from translator_aid.model import Concept, Glossary, Term
    >>> concept = Concept("superintelligence", "ai", (Term("superintelijen", "id"),), (Term("superintelligence", "en"),))
    >>> matcher = Matcher(Glossary((concept,)), "id")
    >>> [print(match.analysis) for match in matcher.find("Meta membangun lab superintelijennya.")]
    superintelijennya = superintelijen + -nya
    [None]
    """

    def __init__(self, glossary: Glossary, source: Language, names: Sequence[str] = (), *, tree: Any = None, vocabulary: Any = None) -> None:
        """Compiles the glossary's terms of a language, or takes a `tree` and a `vocabulary` that were compiled before."""
        self.glossary = glossary
        self.source = source
        self.target: Language = "en" if source == "id" else "id"
        self.tree: Tree = {} if tree is None else tree
        self.vocabulary: Any = set() if vocabulary is None else vocabulary
        self._forms: dict[str, tuple[Form, ...]] = {}
        if tree is None:
            self._build(names)

    # --- building ---

    def _build(self, names: Sequence[str]) -> None:
        for order, concept in enumerate(self.glossary.concepts):
            for term in concept.terms(self.source):
                self._add(concept, term, order)
            if self.source == "id":
                self._add_loans(concept, order)
        for name in (*shipped_names(), *names):
            base = Base(edges(name), name)
            self._insert(base, Entry(None, None, base, 0, True))

    def _add(self, concept: Concept, term: Term, order: int) -> None:
        exact = term.case == "exact" or is_acronym(term)
        for base in bases(term, self.source):
            self._insert(base, Entry(concept, term, base, order, exact))

    def _add_loans(self, concept: Concept, order: int) -> None:
        """English terms of two words or more need not be listed as loans: in Indonesian text they can only be that."""
        known = {edges(term.text) for term in concept.indonesian}
        for term in concept.english:
            words = edges(term.text)
            if len(words) > 1 and words not in known and not term.guard:
                self._add(concept, replace(term, status="admitted" if term.status == "preferred" else term.status), order)

    def _insert(self, base: Base, entry: Entry) -> None:
        node = self.tree
        if not base.edges:
            return
        for edge in base.edges:
            child = node.get(edge)
            if child is None:
                child = node[edge] = {}
                self.vocabulary.add(edge if edge[0].isalnum() else re.sub(r"^\W+", "", edge) or edge)
            node = child
        ends = node.get(END)
        if ends is None:
            node[END] = [entry]
        else:
            ends.append(entry)

    # --- finding ---

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

    def find(self, text: str, protected: Sequence[Protected] = (), known: Collection[str] = ()) -> tuple[Match, ...]:
        """The matches in a text, in order, not overlapping; spans are code points of `text`.

        `known` holds the keys of concepts that the document has mentioned before: their guarded terms need no more evidence here (one sense per
        discourse: Gale, Church and Yarowsky 1992), though a veto still holds.
        """
        found: list[Match] = []
        for window in windows(text):
            self._find(text, protected, window, known, found)
        return tuple(found)

    def _find(self, text: str, protected: Sequence[Protected], window: Span, known: Collection[str], found: list[Match]) -> None:
        stream = list(tokens(text, protected, window.start, window.end))
        context = _Context(self, blanked(text, protected) if protected else text, stream, known)
        tree, forms = self.tree, self.forms
        prefixes = foreign_affixes()[0] if self.source == "id" else {}
        at, count = 0, len(stream)
        while at < count:
            following = at + 1
            token = stream[at]
            starts = following < count and stream[following].before == "-" and fold(token.surface) in prefixes
            if not starts:
                for form, _steps in forms(token.surface):
                    if form in tree:
                        starts = True
                        break
            if starts:
                following = self._match_at(context, at, found) or following
            at = following

    def _match_at(self, context: _Context, at: int, found: list[Match]) -> int:
        """Adds the match that begins at a token, if one passes; index behind it, or behind a name, or 0."""
        for stop, passed in self._passing(context, at):
            if any(path.entry.concept is None for path in passed):
                return stop
            if not self._is_overrun(context, at, stop):
                found.append(self._resolve(context, at, stop, passed))
                return stop
        return 0

    def _passing(self, context: _Context, at: int) -> Iterator[tuple[int, list[_Path]]]:
        """The paths that pass from a token on, by where they stop, the longest first."""
        by_end: dict[int, list[_Path]] = {}
        for path in self._paths(context.stream, at):
            by_end.setdefault(path.stop, []).append(path)
        for stop in sorted(by_end, reverse=True):
            passed = [path for path in by_end[stop] if context.passes(path, at)]
            if passed:
                yield stop, passed

    def _is_overrun(self, context: _Context, at: int, stop: int) -> bool:
        """True where a longer term begins inside a match and runs past its end: "ukuran [model bahasa besar]", not "[ukuran model] bahasa besar"."""
        for inner in range(at + 1, stop):
            if any(form in self.tree for form, _steps in self.forms(context.stream[inner].surface)):
                end = next((end for end, _passed in self._passing(context, inner)), 0)
                if end > stop and (end - inner > stop - at or end - inner == stop - at and self.source == "id"):
                    return True
        return False

    def _paths(self, stream: list[Token], at: int) -> Iterator[_Path]:
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

    def _walk(self, stream: list[Token], at: int) -> Iterator[_Path]:
        stack: list[tuple[Tree, int, Affixes]] = [(self.tree, at, ())]
        while stack:
            node, here, head = stack.pop()
            for form, steps, following in self._consumed(stream, here):
                for edge in _edge_names(form, stream[here].before) if here > at else (form,):
                    child = node.get(edge)
                    if child is None:
                        continue
                    for entry in child.get(END, ()):
                        yield _Path(following, entry, head, steps)
                        if self.source == "id":
                            yield from _with_hyphened_clitic(stream, following, entry, head, steps)
                    if following < len(stream) and len(child) > (END in child) and (not steps or here == at):
                        stack.append((child, following, steps or head))

    def _consumed(self, stream: list[Token], here: int) -> Iterator[tuple[str, Affixes, int]]:
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

    def _resolve(self, context: _Context, at: int, stop: int, passed: list[_Path]) -> Match:
        span = Span(context.stream[at].start, context.stream[stop - 1].end)
        surface = context.surface(at, stop)
        ranked = sorted(passed, key=lambda path: _rank(path, surface))
        best = ranked[0]
        concept, term = best.entry.concept, best.entry.term
        assert concept is not None and term is not None
        also: dict[str, Concept] = {}
        for path in ranked[1:]:
            other = path.entry.concept
            if other is not None and other.key != concept.key and not (_steps_of(best) == 0 and _respells(path)):
                also[other.key] = other
        analysis = self._analysis(best, surface)
        how: How = "inflected" if analysis.steps else best.entry.base.how  # type: ignore[assignment]
        gloss = find_gloss(context.text, span, concept, self.target)
        return Match(span, concept, term, analysis, how, tuple(also.values()), gloss)

    def _analysis(self, path: _Path, surface: str) -> Analysis:
        """How the surface is made: an active verb is taken apart down to its stem once it carries anything else."""
        steps = self._steps(path)
        base = path.entry.base
        if not steps:
            return Analysis(surface, surface)
        if self.source == "id" and base.part == "verb" and not base.steps and not base.head_last and path.head[:1] + path.tail[:1]:
            for stem, rule in stems(base.edges[0])[:1]:
                return Analysis(surface, " ".join((stem, *base.edges[1:])), (Step("meN-", rule), *steps))
        return Analysis(surface, base.lemma, steps)

    def _steps(self, path: _Path) -> tuple[Step, ...]:
        base = path.entry.base
        passive = any(affix in ("di-", "ter-") for affix, _rule in path.prefix)
        part = "passive" if passive else "verb" if path.prefix else base.part
        if part == "verb" and self.source == "id" and base.edges[0].startswith(("ber", "bel")):
            part = "intransitive"
        affixes = [(HEAD if item == FULL and len(base.edges) > 1 else item) for item in (*path.prefix, *path.head, *path.tail)]
        return base.steps + tuple(clitic_step(affix, rule, part) for affix, rule in affixes)

    def analyse(self, word: str) -> tuple[tuple[Concept, Term, Analysis, How], ...]:
        """Every reading of a whole word or phrase, guards aside, best first: what a look-up asks.

        >>> Matcher(Glossary(()), "id").analyse("superintelijennya")
        ()
        """
        stream = list(tokens(word))
        if not stream:
            return ()
        context = _Context(self, word, stream)
        whole = [path for path in self._paths(stream, 0) if path.stop == len(stream) and path.entry.concept is not None]
        surface = context.surface(0, len(stream))
        found: dict[str, tuple[Concept, Term, Analysis, How]] = {}
        for path in sorted(whole, key=lambda path: _rank(path, surface)):
            concept, term = path.entry.concept, path.entry.term
            if concept is None or term is None or concept.key in found or not _clitics_fit(path):
                continue
            analysis = self._analysis(path, surface)
            how: How = "inflected" if analysis.steps else path.entry.base.how  # type: ignore[assignment]
            found[concept.key] = concept, term, analysis, how
        return tuple(found.values())

    def mentions(self, text: str, key: str, term: str = "") -> bool:
        """Whether a text contains a form of a concept's term (of that one term, if named), guards aside."""
        return any(_clitics_fit(path) and context.fits(path, at) for context, path, at in self._of(text, key, term))

    def fires(self, text: str, key: str, term: str) -> bool:
        """Whether that term of that concept would be matched in a text, longer terms aside."""
        return any(context.passes(path, at) for context, path, at in self._of(text, key, term))

    def _of(self, text: str, key: str, term: str) -> Iterator[tuple[_Context, _Path, int]]:
        stream = list(tokens(text))
        context = _Context(self, text, stream)
        for at in range(len(stream)):
            for path in self._paths(stream, at):
                entry = path.entry
                if entry.concept is not None and entry.concept.key == key and entry.term and (not term or entry.term.text == term):
                    yield context, path, at


def _edge_names(form: str, before: str) -> tuple[str, ...]:
    """The names of the edges that a token may take, by what stands before it."""
    if before == " ":
        return (form,)
    if before == "-":
        return (form, "-" + form)
    if before == "\u2013":
        return ("-" + form,)
    return (before + form,) if before else ()


def _with_hyphened_clitic(stream: list[Token], here: int, entry: Entry, head: Affixes, tail: Affixes) -> Iterator[_Path]:
    """The path prolonged by -nya and the like after a hyphen: GPU-nya, AI-nya-lah."""
    steps = tail
    stop = here
    while stop < len(stream) and stop < here + 2 and stream[stop].before in ("-", "\u2013"):
        more = clitic_steps(fold(stream[stop].surface))
        if not more:
            return
        steps += more
        stop += 1
        yield _Path(stop, entry, head, steps)


def _steps_of(path: _Path) -> int:
    return len(path.entry.base.steps) + len(path.head) + len(path.tail) + len(path.prefix)


def _respells(path: _Path) -> bool:
    """True for a reading that only spells another term differently or puts it in the active voice: weaker than the term that stands there."""
    base = path.entry.base
    return not (path.head or path.tail or path.prefix) and (base.how == "variant" or [step.affix for step in base.steps] == ["meN-"])


def _clitics_fit(path: _Path) -> bool:
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


def _rank(path: _Path, surface: str) -> tuple[Any, ...]:
    entry = path.entry
    text = entry.term.text if entry.term else ""
    status = entry.term.status if entry.term else ""
    how = ("exact", "variant", "inflected").index(entry.base.how)
    key = entry.concept.key if entry.concept else ""
    return (_steps_of(path), surface != text, surface.lower() != text.lower(), how, status == "deprecated", entry.order, key)


def is_acronym(term: Term) -> bool:
    """True for a short term written in capitals, which must be in capitals in the text as well (RAG is no rag).

    >>> is_acronym(Term("RAG", "id")), is_acronym(Term("model AI", "id"))
    (True, False)
    """
    letters = [char for char in term.text if char.isalpha()]
    return len(letters) >= SHORTEST_ACRONYM and term.text.isupper() and " " not in term.text or (
        term.kind == "abbreviation" and sum(char.isupper() for char in letters) >= 2 and " " not in term.text)


# --- Does a path pass? ------------------------------------------------------------------------------------------------


class _Context(Surroundings):
    """One text under search: its tokens, what its guards have asked about it, and what the document has mentioned before."""

    def __init__(self, matcher: Matcher, text: str, stream: list[Token], known: Collection[str] = ()) -> None:
        super().__init__(text, stream, matcher.source)
        self.target = matcher.target
        self.known = known
        self._title: bool | None = None

    def fits(self, path: _Path, at: int) -> bool:
        """Whether letter case and hyphens allow the path, whatever its guard says."""
        entry = path.entry
        if entry.exact_case and not self._case_fits(entry, at, path.stop):
            return False
        return entry.concept is None or self._stands_free(entry, at, path.stop)

    def passes(self, path: _Path, at: int) -> bool:
        """Whether the path is a match: it fits, it is part of no name, and its guard has its evidence."""
        entry = path.entry
        if not _clitics_fit(path) or not self.fits(path, at):
            return False
        term = entry.term
        if entry.concept is None or term is None:
            return True
        if entry.base.requires == PRONOUN and not self._has_agent(at):
            return False
        if term.guard is None:
            return not self._is_name(path, at)
        span = Span(self.stream[at].start, self.stream[path.stop - 1].end)
        if find_gloss(self.text, span, entry.concept, self.target):
            return True
        return self.allows(term.guard, at, path.stop, entry.concept.key in self.known, entry.base.edges) and not self._is_name(path, at)

    def _has_agent(self, at: int) -> bool:
        """True after the agent of a passive type two: a pronoun, and before it a word that can open such a clause."""
        if at < 2 or self.stream[at].before != " " or self.stream[at - 1].before != " ":
            return False
        return fold(self.stream[at - 1].surface) in agents() and fold(self.stream[at - 2].surface) in rules("id")["agents"]["before"]

    def _case_fits(self, entry: Entry, at: int, stop: int) -> bool:
        written = entry.term.text if entry.term else entry.base.lemma
        if any(step.affix == "-s" for step in entry.base.steps):
            written += entry.base.edges[-1][len(edges(written)[-1]):]
        surface = tidy(self.surface(at, stop))
        return written in surface or written.replace("-", " ") in surface.replace("-", " ")

    def _stands_free(self, entry: Entry, at: int, stop: int) -> bool:
        """False where a hyphen ties the match to a word that the match does not explain; capitals and numbers may be (GPT-4, 2-nanometre)."""
        if entry.exact_case:
            return True
        if at and self.stream[at].before == "-" and not self.stream[at - 1].surface.isdigit():
            return False
        return not (stop < len(self.stream) and self.stream[stop].before == "-" and not self.stream[stop].surface.isdigit())

    def _is_name(self, path: _Path, at: int) -> bool:
        """True where one capitalised common word stands in a row of capitalised words that is no title: part of a proper name."""
        term = path.entry.term
        if term is None or path.stop - at > 1 or path.entry.exact_case:
            return False
        word = self.stream[at].surface
        if not word[0].isupper() or word.isupper() or term.text[0].isupper() or self._is_title():
            return False
        following = path.stop < len(self.stream) and self.stream[path.stop].before == " " and _capitalised(self.stream[path.stop].surface)
        begins = at == 0 or any(mark in self.stream[at].before for mark in ".!?:\n“\"")
        preceding = not begins and self.stream[at].before == " " and _capitalised(self.stream[at - 1].surface)
        return preceding or following and not begins

    def _is_title(self) -> bool:
        if self._title is None:
            words = [token.surface for token in self.stream if len(token.surface) > 3 and token.surface[0].isalpha()]
            sentence = self.text.rstrip(" \"'”’)*_\u2060")[-1:] in (".", "!", "?", ",")
            self._title = not sentence and (not words or sum(word[0].isupper() for word in words) > 0.7 * len(words))
        return self._title


def _capitalised(word: str) -> bool:
    return len(word) > 1 and word[0].isupper()


@functools.lru_cache(maxsize=1)
def agents() -> frozenset[str]:
    """The pronouns before a passive type two: "model yang kami latih"."""
    return frozenset(rules("id")["agents"]["words"])


def mark_first(matches: Sequence[Match], seen: set[str]) -> tuple[Match, ...]:
    """The matches with `first` set, `seen` holding the keys that the document has mentioned so far."""
    marked = []
    for match in matches:
        marked.append(replace(match, first=match.concept.key not in seen))
        seen.add(match.concept.key)
    return tuple(marked)
