"""Where each constraint stands in a translation, what wording stands there, and how a wrong one is made right.

A wording is looked for in four ranks: the preferred term in any form, an admitted one, a deprecated one, the source's own words. The last two are wrong
and can be replaced where they stand, with number, voice, capitals, clitics and the article agreed. What is nowhere has no place: it failed.
"""

from __future__ import annotations

import functools
import re
from typing import Iterator, NamedTuple, Sequence

from translator_aid import agreement, locales
from translator_aid.english import english_plural
from translator_aid.forms import Base
from translator_aid.model import Constraint, Draft, Expression, Language, Outcome, Span, Term
from translator_aid.morphology import bases
from translator_aid.numerals import DECIMAL, decimal_mark

_CLITICS = r"(?P<clitic>(?:-?(?:nya|ku|mu))?(?:-?(?:lah|kah|pun))?)"
_POSSESSIVE = r"(?P<clitic>(?:['’]s?(?!\w))?)"
_JOIN = r"(?:\s+|\s*[-\u2010-\u2013]\s*)"


class Place(NamedTuple):
    """A wording of a constraint at a place of the translation."""

    rank: int
    """0 for the best kind of wording."""
    span: Span
    """Where it stands."""
    outcome: Outcome
    """kept, inflected, admitted or repaired."""
    fix: str = ""
    """What to write there instead, for `repaired`."""


def places(constraint: Constraint, text: str, source: Language) -> Iterator[Place]:
    """Everything in a translation that may stand for a constraint.

    >>> constraint = Constraint(Span(0, 13), "number", "Rp2,5 miliar", "Rp 2.5 billion")
    >>> list(places(constraint, "It cost Rp2,5 miliar.", "id"))
    [Place(rank=3, span=Span(start=8, end=20), outcome='repaired', fix='Rp 2.5 billion')]
    """
    if constraint.kind == "term":
        yield from _terms(constraint, text, source)
    elif constraint.kind == "number":
        yield from _numbers(constraint, text, source)
    else:
        yield from _copies(constraint, text)


def chosen(constraints: Sequence[Constraint], draft: Draft, source: Language) -> list[Place | None]:
    """For each constraint its place, no two of which overlap: where the engine put it, else the best wording, the longest, the nearest by position."""
    found: list[Place | None] = [None] * len(constraints)
    taken: list[Span] = []
    for number, constraint in enumerate(constraints):
        at = draft.placed[number] if draft.placed else None
        if at is not None:
            found[number] = _at(constraint, draft.text, at, source)
            taken += [found[number].span] if found[number] else []  # type: ignore[union-attr]
    length, size = max((constraint.span.end for constraint in constraints), default=1), max(1, len(draft.text))
    offers = [(place.rank, place.span.start - place.span.end, abs(constraint.span.start / length - place.span.start / size), number, place)
              for number, constraint in enumerate(constraints) if found[number] is None for place in places(constraint, draft.text, source)]
    for _rank, _size, _far, number, place in sorted(offers):
        if found[number] is None and not any(place.span.overlaps(other) for other in taken):
            found[number] = place
            taken.append(place.span)
    return found


def _at(constraint: Constraint, text: str, at: Span, source: Language) -> Place | None:
    """What stands where the engine says that it put a constraint; a clitic or an affix around it is no part of it."""
    written = text[at.start:at.end]
    if written == constraint.target and constraint.kind != "term":
        return Place(0, at, "kept")
    if written.lower() in [form.lower() for form in constraint.forms]:
        return Place(0, at, "kept" if written.lower() == constraint.lemma.lower() else "inflected")
    if written == constraint.target:
        return Place(0, at, "kept")
    inside = [place for place in places(constraint, text, source) if place.span.overlaps(at)]
    return min(inside, key=lambda place: (place.rank, place.span.start), default=None)


# --- terms ------------------------------------------------------------------------------------------------------------


def _terms(constraint: Constraint, text: str, source: Language) -> Iterator[Place]:
    target: Language = "en" if source == "id" else "id"
    concept = constraint.match.concept if constraint.match else None
    known = concept.terms(target) if concept else (Term(constraint.target, target), *(Term(variant, target) for variant in constraint.variants))
    lemma = constraint.lemma or constraint.target
    for form in constraint.forms or (constraint.target,):
        for found in re.finditer(rf"(?<!\w){re.escape(form)}(?!\w)", text, 0 if form.isupper() else re.IGNORECASE):
            yield Place(0, Span(*found.span()), "kept" if form.lower() == lemma.lower() else "inflected")
    for term in known:
        for pattern, base in _patterns(term, target):
            for found in pattern.finditer(text):
                yield _judged(constraint, term, base, found, target)
    surface = constraint.match.analysis.surface if constraint.match else constraint.surface
    if len(surface) > 3 and surface.lower() not in {term.text.lower() for term in known}:
        for found in re.finditer(rf"(?<![\w-]){re.escape(surface)}(?![\w-])", text):
            yield Place(3, Span(*found.span()), "repaired", _agreed(constraint.target, found[0], text, found.start(), target))


def _judged(constraint: Constraint, term: Term, base: Base, found: re.Match[str], target: Language) -> Place:
    """A wording with its rank: preferred, admitted, or one to be replaced."""
    span = Span(*found.span())
    lemma = constraint.lemma or constraint.target
    if term.text == lemma:
        exact = not base.steps and base.how == "exact" and not found["clitic"] and not found["double"]
        return Place(0 if base.how != "variant" else 1, span, "kept" if exact else "inflected" if base.how != "variant" else "admitted")
    if term.status != "deprecated":
        return Place(1, span, "admitted")
    right = _in_form(constraint, term, base, found, target)
    return Place(2, span, "repaired", _agreed(right, found[0], found.string, found.start(), target) + found["clitic"])


@functools.lru_cache(maxsize=4096)
def _patterns(term: Term, language: Language) -> tuple[tuple[re.Pattern[str], Base], ...]:
    """A pattern for each base of a term, clitics, possessives and the doubling of an Indonesian head included."""
    found = []
    flags = 0 if term.text.isupper() or term.case == "exact" else re.IGNORECASE
    tail = _CLITICS if language == "id" else _POSSESSIVE
    for base in bases(term, language):
        if base.requires or not base.edges:
            continue
        words = [re.escape(_as_written(base.edges[0], term, flags))]
        for edge in base.edges[1:]:
            words.append(("" if not edge[0].isalnum() and edge[0] != "-" else _JOIN) + re.escape(_as_written(edge.removeprefix("-"), term, flags)))
        doubles = language == "id" and base.part == "noun" and not base.steps and words[0].isalpha()
        double = rf"(?P<double>(?:{words[0]}-)?)" if doubles else "(?P<double>)"
        affix = "(?:di-|me[mn]?g?-|ter-|ber-|nge-)?" if language == "id" and base.head_last else ""
        found.append((re.compile(rf"(?<![\w-]){affix}{double}{''.join(words)}{tail}(?!\w)", flags), base))
    return tuple(found)


def _as_written(edge: str, term: Term, flags: int) -> str:
    """An edge, which is folded, with the capitals of a term that must have them."""
    if flags:
        return edge
    at = term.text.lower().find(edge)
    if at >= 0:
        return term.text[at:at + len(edge)]
    return term.text[:len(edge) - 1] + edge[-1] if term.text.lower() + "s" == edge else edge


def _in_form(constraint: Constraint, term: Term, base: Base, found: re.Match[str], target: Language) -> str:
    """The preferred term in the form that a deprecated one has."""
    lemma, forms = constraint.lemma or constraint.target, constraint.forms or (constraint.target,)
    if target == "id":
        passive = any(step.affix in ("di-", "ter-") for step in base.steps)
        doubled = next((form for form in forms if "-" in form and form.partition("-")[0] in form.partition("-")[2]), "") if found["double"] else ""
        return doubled or next((form for form in forms if passive == form.lower().startswith("di") and form.lower() != lemma.lower()), lemma) if passive or doubled else lemma
    part = constraint.match.concept.part_of_speech if constraint.match else ""
    if part == "verb":
        written = found[0].lower()
        inflected = [form.lower() for form in agreement.verb_phrases(term.text)]
        return agreement.verb_phrases(lemma)[min(inflected.index(written), len(agreement.verb_phrases(lemma)) - 1)] if written in inflected else lemma
    many = any(step.reading == "plural" for step in base.steps)
    return english_plural(lemma) if many else lemma


def _agreed(right: str, written: str, text: str, at: int, target: Language) -> str:
    """The right wording with the capitals of the wrong one."""
    words = re.findall(r"[^\W\d_]+", written)
    if written.isupper() and len(written) > 4 and " " in right:
        return right.upper()
    if len(words) > 1 and all(word[0].isupper() for word in words):
        return agreement.titled(right, target)
    if written[:1].isupper() and right[:1].islower() and agreement.begins(text, at):
        return right[0].upper() + right[1:]
    return right if written[:1].isupper() or not right[:1].isupper() or right[1:2].isupper() or right[1:] != right[1:].lower() else right[0].lower() + right[1:]


# --- numbers ----------------------------------------------------------------------------------------------------------


def _numbers(constraint: Constraint, text: str, source: Language) -> Iterator[Place]:
    target: Language = "en" if source == "id" else "id"
    for found in re.finditer(rf"(?<![\w.,])(?<![-–]){re.escape(constraint.target)}(?!\w|[.,]\d)", text, re.IGNORECASE):
        yield Place(0, Span(*found.span()), "kept")
    wanted = {constraint.value} if constraint.value else {one.value for one in _values(constraint.surface, source, target)[:1]}
    for one in _values(text, target, source):
        if one.value and any(locales.same(one.value, value) for value in wanted):
            if _foreign_marks(one.surface, target):
                yield Place(2, one.span, "repaired", constraint.target)
            else:
                yield Place(1, one.span, "admitted")
    if constraint.surface != constraint.target:
        for found in re.finditer(rf"(?<![\w.,]){re.escape(constraint.surface)}(?!\w|[.,]\d)", text, re.IGNORECASE):
            yield Place(3, Span(*found.span()), "repaired", constraint.target)
    if re.search(r"\d[.,]\d", constraint.surface):
        yield from _half_converted(constraint, text, source, target)


@functools.lru_cache(maxsize=256)
def _values(text: str, language: Language, other: Language) -> tuple[Expression, ...]:
    return locales.find(text, language, other)


def _foreign_marks(surface: str, target: Language) -> bool:
    """True where a number's marks are those of the other language: 2,5 in English."""
    return any(decimal_mark(number, target) not in (DECIMAL[target], None) for number in re.findall(r"\d+(?:[.,]\d+)+", surface))


def _half_converted(constraint: Constraint, text: str, source: Language, target: Language) -> Iterator[Place]:
    """The target with the source's marks: "Rp 2,5 billion", which English reads as something else or not at all."""
    numbers = re.findall(r"\d+(?:[.,]\d+)+", constraint.surface)
    for number in numbers:
        swapped = number.translate(str.maketrans(".,", ",."))
        if swapped in constraint.target:
            mixed = constraint.target.replace(swapped, number)
            for found in re.finditer(rf"(?<![\w.,]){re.escape(mixed)}(?!\w|[.,]\d)", text, re.IGNORECASE):
                yield Place(2, Span(*found.span()), "repaired", constraint.target)


# --- what is copied ---------------------------------------------------------------------------------------------------


def _copies(constraint: Constraint, text: str) -> Iterator[Place]:
    """A name, code, placeholder or address as it is, or mangled: blanks within, other quotes, other case, a lost backtick."""
    target = constraint.target
    edge = r"(?<!\w)" if target[:1].isalnum() else ""
    end = r"(?!\w)" if target[-1:].isalnum() else ""
    exact = [Span(*found.span()) for found in re.finditer(edge + re.escape(target) + end, text)]
    yield from (Place(0, span, "kept") for span in exact)
    pattern = _mangled(target)
    if not exact and pattern:
        for found in pattern.finditer(text):
            yield Place(2, Span(*found.span()), "repaired", target)


@functools.lru_cache(maxsize=1024)
def _mangled(target: str) -> re.Pattern[str] | None:
    """What an engine may make of a text that it should have copied; None for one too short to be told from others."""
    core = target.strip("`*_ ")
    pieces = re.findall(r"\w+|[^\w\s]", core)
    letters = sum(char.isalnum() for char in core)
    if letters < 3 and not (letters and re.match(r"[{%$<]", core)) or not pieces:
        return None
    loose = [re.escape(piece) if piece[0].isalnum() or piece[0] == "_" else f"[{re.escape(piece)}{re.escape(_ALIKE.get(piece, ''))}]" for piece in pieces]
    # a hyphen or a point inside a name may be lost (GPT 4o), the signs of a placeholder may not
    gaps = "".join(rf"\s?{piece}?\s?" if pieces[at] in "-_" and at else (r"\s?" if at else "") + piece for at, piece in enumerate(loose))
    ticks = r"[`'‘’“”\"]?" if target.startswith("`") else ""
    before, after = (r"(?<!\w)" if core[0].isalnum() else ""), (r"(?!\w)" if core[-1].isalnum() else "")
    return re.compile(ticks + before + gaps + after + ticks, re.IGNORECASE)


_ALIKE = {"'": "’‘`", '"': "“”", "-": "‐‑–—", "{": "｛", "}": "｝", "%": "％", "<": "‹", ">": "›", "(": "（", ")": "）", ":": "："}


# --- edits ------------------------------------------------------------------------------------------------------------


class Edits(NamedTuple):
    """Changes of a text and what they do to its offsets."""

    changes: tuple[tuple[Span, str], ...]
    """In order, not overlapping."""

    def apply(self, text: str) -> str:
        """The text with the changes made.

        >>> Edits(((Span(0, 1), "an"), (Span(2, 4), "LLM"))).apply("a XX!")
        'an LLM!'
        """
        pieces, at = [], 0
        for span, new in self.changes:
            pieces += text[at:span.start], new
            at = span.end
        return "".join(pieces) + text[at:]

    def moved(self, span: Span) -> Span:
        """A span of the old text in the new one: the whole of what a change within it wrote.

        >>> Edits(((Span(0, 1), "an"), (Span(2, 4), "LLM"))).moved(Span(2, 4))
        Span(start=3, end=6)
        """
        grown = [(change, len(new) - (change.end - change.start)) for change, new in self.changes]
        start = span.start + sum(more for change, more in grown if change.end <= span.start and change.start < span.start)
        return Span(start, span.end + sum(more for change, more in grown if change.start < span.end))

    def rest(self, spans: Sequence[Span]) -> Iterator[Span]:
        """What the changes left of some spans, in the new text.

        >>> list(Edits(((Span(3, 5), "x"),)).rest([Span(0, 9)]))
        [Span(start=0, end=3), Span(start=4, end=8)]
        """
        for span in spans:
            at = span.start
            for change, _new in self.changes:
                if at <= change.start < span.end:
                    if at < change.start:
                        yield self.moved(Span(at, change.start))
                    at = change.end
            if at < span.end:
                yield self.moved(Span(at, span.end))


def edits(draft: Draft, constraints: Sequence[Constraint], found: Sequence[Place | None], target: Language) -> Edits:
    """The changes that put wrong wordings right: the wording itself, a capital that moved with its term, the article before it."""
    changes: dict[Span, str] = {}
    for number, (constraint, place) in enumerate(zip(constraints, found)):
        if place is None:
            continue
        written = draft.text[place.span.start:place.span.end]
        ours = bool(draft.placed and draft.placed[number])
        right = place.fix or (_recased(constraint, written, draft.text, place.span.start) if constraint.kind == "term" and ours else written)
        if right != written:
            changes[place.span] = right
        if target == "en" and constraint.kind == "term" and (place.fix or ours):
            before = re.search(r"(?<![\w'’.-])(an?)[ \u00a0]$", draft.text[:place.span.start], re.IGNORECASE)
            wanted = agreement.article(right)
            if before and before[1].lower() != wanted and (ours or right != written):
                changes[Span(*before.span(1))] = wanted if before[1].islower() else wanted.capitalize()
    return Edits(tuple(sorted(changes.items())))


def _recased(constraint: Constraint, written: str, text: str, at: int) -> str:
    """A term that an engine moved: small where the capital was only that of the source's sentence, capital where a sentence now begins."""
    if not constraint.lemma[:1].islower() or written[1:] != written[1:].lower():
        return written
    if written[:1].isupper() and not agreement.begins(text, at):
        return written[0].lower() + written[1:]
    starts = re.search(r"[.!?…][\"'”’)]*\s+[\"'“‘(*_]*$", text[:at]) or not text[:at].strip("\"'“‘(*_# ") and text.rstrip("\"'”’*_ ")[-1:] in tuple(".!?")
    return written[0].upper() + written[1:] if starts and written[:1].islower() else written
