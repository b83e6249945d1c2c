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
        untranslated += _left(rest, length)
        length += len(rest)
        placed.append(Span(length, length + len(constraint.target)))
        pieces += rest, constraint.target
        length += len(constraint.target)
        at = constraint.span.end
    rest = request.text[at:]
    untranslated += _left(rest, length)
    return Draft("".join(pieces) + rest, tuple(placed), tuple(untranslated))


def _left(rest: str, offset: int) -> Iterator[Span]:
    """The stretch of source words in a rest, without white space and punctuation at its edges."""
    letters = [at for at, char in enumerate(rest) if char.isalnum()]
    if any(rest[at].isalpha() for at in letters):
        yield Span(offset + letters[0], offset + letters[-1] + 1)
