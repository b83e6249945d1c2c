"""Which place of a translation stands for which constraint, and the changes that put wrong wordings right where they stand.

`standing` and `termplaces` say what may stand for a constraint; no two constraints share a place. What is nowhere has no place: it failed.
"""

from __future__ import annotations

import re
from typing import Iterator, NamedTuple, Sequence

from translator_aid import agreement, standing, termplaces
from translator_aid.model import Constraint, Draft, Language, Span
from translator_aid.standing import Place

_OPENING = "\"'“‘(*_# "
_STARTS = re.compile(r"[.!?…][\"'”’)]*\s+[\"'“‘(*_]*$")


def chosen(constraints: Sequence[Constraint], draft: Draft, source: Language) -> list[Place | None]:
    """For each constraint its place, no two of which overlap: where the engine put it, else the best wording, the longest, the nearest by position.

    >>> one = Constraint(Span(0, 13), "number", "Rp2,5 miliar", "Rp 2.5 billion")
    >>> chosen([one, one], Draft("It cost Rp 2.5 billion."), "id")
    [Place(rank=0, span=Span(start=8, end=22), outcome='kept', fix=''), None]
    """
    found: list[Place | None] = [None] * len(constraints)
    taken: list[Span] = []
    for number, constraint in enumerate(constraints):
        at = draft.placed[number] if draft.placed and number < len(draft.placed) else None
        place = _at(constraint, draft.text, at, source) if at is not None and 0 <= at.start < at.end <= len(draft.text) else None
        if place and not any(place.span.overlaps(other) for other in taken):
            found[number] = place
            taken.append(place.span)
    length, size = max((constraint.span.end for constraint in constraints), default=1), max(1, len(draft.text))
    offers = [(place.rank, place.span.start - place.span.end, abs(constraint.span.start / length - place.span.start / size), number, place)
              for number, constraint in enumerate(constraints) if found[number] is None for place in _places(constraint, draft.text, source)]
    for _rank, _size, _far, number, place in sorted(offers):
        if found[number] is None and not any(place.span.overlaps(other) for other in taken):
            found[number] = place
            taken.append(place.span)
    return [_once(constraint, place, draft.text, taken, source) if place else None for constraint, place in zip(constraints, found)]


def _places(constraint: Constraint, text: str, source: Language) -> Iterator[Place]:
    """Everything in a translation that may stand for a constraint."""
    if constraint.kind == "term":
        yield from termplaces.terms(constraint, text, source)
    elif constraint.kind == "number":
        yield from standing.numbers(constraint, text, source)
    else:
        yield from standing.copies(constraint, text)


def _at(constraint: Constraint, text: str, at: Span, source: Language) -> Place | None:
    """What stands where the engine says that it put a constraint; a clitic or an affix around it is no part of it."""
    written = text[at.start:at.end]
    if constraint.kind == "term" and written.lower() in [form.lower() for form in constraint.forms]:
        return Place(0, at, "kept" if written.lower() == constraint.lemma.lower() else "inflected")
    if written == constraint.target:
        return Place(0, at, "kept")
    inside = [place for place in _places(constraint, text, source) if place.span.overlaps(at)]
    return min(inside, key=lambda place: (place.rank, place.span.start), default=None)


def _once(constraint: Constraint, place: Place, text: str, taken: Sequence[Span], source: Language) -> Place:
    """The place with a gloss that only says it again, unless another constraint stands in there."""
    longer = termplaces.once(constraint, place, text, source) if constraint.kind == "term" else place
    behind = Span(place.span.end, longer.span.end)
    return place if any(behind.overlaps(other) for other in taken) else longer


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
        pieces: list[str] = []
        at = 0
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
        start = span.start + sum(more for change, more in grown if change.end <= span.start)
        return Span(start, span.end + sum(more for change, more in grown if change.start < span.end))

    def rest(self, spans: Sequence[Span]) -> Iterator[Span]:
        """What the changes left of some spans, in the new text.

        >>> list(Edits(((Span(3, 5), "x"),)).rest([Span(0, 9)]))
        [Span(start=0, end=3), Span(start=4, end=8)]
        """
        for span in spans:
            at = span.start
            for change, _new in self.changes:
                if change.start < span.end and at < change.end:
                    if at < change.start:
                        yield self.moved(Span(at, change.start))
                    at = change.end
            if at < span.end:
                yield self.moved(Span(at, span.end))


def edits(draft: Draft, constraints: Sequence[Constraint], found: Sequence[Place | None], target: Language) -> Edits:
    """The changes that put wrong wordings right: the wording itself, a capital that moved with its term, the article before it.

    >>> constraint = Constraint(Span(0, 2), "term", "LLM", "LLM", forms=("LLM",), lemma="LLM")
    >>> edits(Draft("A XX grew"), [constraint], [Place(2, Span(2, 4), "repaired", "LLM")], "en").apply("A XX grew")
    'An LLM grew'
    """
    changes: dict[Span, str] = {}
    taken = [place.span for place in found if place]
    for number, (constraint, place) in enumerate(zip(constraints, found)):
        if place is None:
            continue
        written = draft.text[place.span.start:place.span.end]
        ours = bool(draft.placed and number < len(draft.placed) and draft.placed[number])
        right = place.fix or (_recased(constraint, written, draft.text, place.span.start) if constraint.kind == "term" and ours else written)
        if right != written:
            changes[place.span] = right
        if target == "en" and constraint.kind == "term" and (place.fix or ours):
            before = re.search(r"(?<![\w'’.-])(an?)[ \u00a0]$", draft.text[:place.span.start], re.IGNORECASE)
            at = Span(*before.span(1)) if before else None
            wanted = agreement.article(right)
            if before and at and before[1].lower() != wanted and not any(at.overlaps(other) for other in taken):
                changes[at] = wanted if before[1].islower() else wanted.capitalize()
    return Edits(tuple(sorted(changes.items())))


def _recased(constraint: Constraint, written: str, text: str, at: int) -> str:
    """A term that an engine moved: small where the capital was only that of the source's sentence, capital where a sentence now begins."""
    if not constraint.lemma[:1].islower() or written[1:] != written[1:].lower():
        return written
    if written[:1].isupper() and not agreement.begins(text, at):
        return written[0].lower() + written[1:]
    first = not text[:at].strip(_OPENING) and text.rstrip("\"'”’*_ ")[-1:] in tuple(".!?")
    return written[0].upper() + written[1:] if (first or _STARTS.search(text[:at])) and written[:1].islower() else written
