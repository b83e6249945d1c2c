"""The engine that needs no model: it writes the constraints' targets in place and leaves every other word as it is.

What it leaves is marked as untranslated, so that nobody takes the result for a translation.
"""

from __future__ import annotations

from typing import Iterable, Iterator

from translator_aid.model import Draft, Request, Span

NAME = "glossary"


def signature() -> str:
    """Name and version of the engine."""
    return "glossary/1"


def translate(requests: Iterable[Request]) -> Iterator[Draft]:
    """The drafts, each with every constraint placed.

    >>> from translator_aid.model import Constraint
    >>> request = Request("melatih model AI", (Constraint(Span(8, 16), "term", "model AI", "AI model"),), "id", "en")
    >>> draft = next(translate([request]))
    >>> draft.text, draft.text[draft.placed[0].start:draft.placed[0].end], [draft.text[s.start:s.end] for s in draft.untranslated]
    ('melatih AI model', 'AI model', ['melatih'])
    """
    for request in requests:
        yield _draft(request)


def _draft(request: Request) -> Draft:
    pieces: list[str] = []
    placed: list[Span | None] = []
    untranslated: list[Span] = []
    at = length = 0
    for constraint in request.constraints:
        rest = request.text[at:constraint.span.start]
        untranslated += _left(request, at, constraint.span.start, length)
        before, after = constraint.around
        length += len(rest) + len(before)
        placed.append(Span(length, length + len(constraint.target)))
        pieces += rest, before, constraint.target, after
        length += len(constraint.target) + len(after)
        at = constraint.span.end
    untranslated += _left(request, at, len(request.text), length)
    return Draft("".join(pieces) + request.text[at:], tuple(placed), tuple(untranslated))


def _left(request: Request, start: int, end: int, offset: int) -> Iterator[Span]:
    """The stretches of source words between two constraints, without markup, white space and punctuation at their edges."""
    edges = [span for span in request.markup if span.start < end and span.end > start and request.text[span.start:span.end].strip(" \t>")]
    at = start
    for stop, following in [(max(span.start, at), span.end) for span in edges] + [(end, end)]:
        letters = [here for here in range(at, min(stop, end)) if request.text[here].isalnum()]
        if any(request.text[here].isalpha() for here in letters):
            yield Span(offset + letters[0] - start, offset + letters[-1] + 1 - start)
        at = max(at, following)
