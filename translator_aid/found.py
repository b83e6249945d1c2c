"""What a search finds, and how it becomes matches, of which a corpus has millions."""

from __future__ import annotations

from typing import Any, Iterable, Optional

from translator_aid.automaton import Answer
from translator_aid.model import Match, Span

Found = tuple[int, int, Answer, Optional[Span]]
"""Where a match begins and ends, what it is, and where the text itself says it in the other language."""


class _Open:
    """A match while it is filled: a record refuses that field by field, which takes it three times as long."""

    __slots__ = Match.__match_args__


class _OpenSpan:
    """A span while it is filled."""

    __slots__ = Span.__match_args__


def matches(found: Iterable[Found], seen: set[str] | None = None) -> tuple[Match, ...]:
    """What was found as matches; all are first mentions, or, if `seen` is given, those whose concept's key is not in it, which then takes it up.

    >>> from translator_aid.model import Analysis, Concept, Term
    >>> answer = Answer(Concept("agi", "ai"), Term("AGI", "id"), Analysis("AGI", "AGI"), "exact", ())
    >>> matches([(3, 6, answer, None)]) == (Match(Span(3, 6), *answer),), [match.first for match in matches([(3, 6, answer, None)] * 2, set())]
    (True, [True, False])
    """
    made: list[Any] = []
    match: Any
    span: Any
    for start, end, answer, gloss in found:
        span = _OpenSpan()
        span.start = start
        span.end = end
        span.__class__ = Span
        match = _Open()
        match.span = span
        match.concept, match.term, match.analysis, match.how, match.also = answer
        match.gloss = gloss
        match.first = True
        if seen is not None:
            key = match.concept.key
            if key in seen:
                match.first = False
            else:
                seen.add(key)
        match.__class__ = Match
        made.append(match)
    return tuple(made)
