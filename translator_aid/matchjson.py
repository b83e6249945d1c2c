"""Matches as JSON text, letter for letter what `json.dumps` makes of `contract.match`.

Of a match only the places and whether it is the first differ from one mention to the next; all else is written once for each reading of a term.
"""

from __future__ import annotations

import json
from json.encoder import encode_basestring
from typing import Any, Callable, Iterable, Sequence

from translator_aid.model import Match, Run, Unit

LIMIT = 50_000
"""Readings that are remembered."""
_Known = tuple[Match, tuple[str, ...]]
_CHANGING = ("start", "end", "first", "gloss")


class Writer:
    """Writes the matches of one run.

    >>> from translator_aid.model import *
    >>> match = Match(Span(4, 7), Concept("agi", "ai", (), ()), Term("AGI", "id"), Analysis("AGI", "AGI"))
    >>> Writer(lambda match: {"start": 4, "end": 7, "key": "agi", "first": True, "gloss": None}).match(match)
    '{"start": 4, "end": 7, "key": "agi", "first": true, "gloss": null}'
    """

    def __init__(self, described: Callable[[Match], dict[str, Any]]) -> None:
        """`described` gives a match as JSON's objects: `start`, `end`, `first`, `gloss`, in this order, and what does not depend on the mention."""
        self._described = described
        self._known: dict[int, _Known] = {}

    def matches(self, found: Iterable[Match]) -> str:
        """A list of matches."""
        return f"[{', '.join([self.match(one) for one in found])}]"

    def match(self, found: Match) -> str:
        """One match."""
        analysis = found.analysis
        known = self._known.get(id(analysis))
        if known is None or not _is_alike(known[0], found):
            if len(self._known) >= LIMIT:
                self._known.clear()
            known = self._known[id(analysis)] = found, around(self._described(found))
        span, gloss = found.span, found.gloss
        return filled(known[1], span.start, span.end, found.first, (gloss.start, gloss.end) if gloss else None)


def paragraph(run: Run, unit: Unit, writer: Writer) -> str:
    """An annotated Unit, letter for letter what `json.dumps` makes of `contract.paragraph`.

    >>> from translator_aid.model import *
    >>> run = Run("annotate", Document("a.txt", "plain", "Halo.", ()), "id", "en", Glossary(()))
    >>> paragraph(run, Unit(0, Segment("paragraph", "Halo.", 0)), Writer(lambda match: {}))
    '{"index": 0, "kind": "paragraph", "start": 0, "text": "Halo.", "matches": []}'
    """
    segment = unit.segment
    shown = unit.matches if run.every else [one for one in unit.matches if one.first]
    return (f'{{"index": {unit.index}, "kind": "{segment.kind}", "start": {segment.start}, "text": {encode_basestring(segment.text)}, '
            f'"matches": {writer.matches(shown)}}}')


def filled(around: Sequence[str], start: int, end: int, is_first: bool, gloss: tuple[int, int] | None) -> str:
    """A match in JSON: what `around` gave, with the values of one mention between.

    >>> filled(('{"start": ', ', "end": ', ', "first": ', ', "gloss": ', '}'), 4, 7, True, None)
    '{"start": 4, "end": 7, "first": true, "gloss": null}'
    """
    before, between, behind, first, last = around
    place = f"[{gloss[0]}, {gloss[1]}]" if gloss else "null"
    return f"{before}{start}{between}{end}{behind}{'true' if is_first else 'false'}{first}{place}{last}"


def around(data: dict[str, Any]) -> tuple[str, ...]:
    """What stands before, between and behind the values that differ from one mention to the next, in JSON.

    >>> around({"start": 4, "end": 7, "key": "agi", "first": True, "gloss": None})
    ('{"start": ', ', "end": ', ', "key": "agi", "first": ', ', "gloss": ', '}')
    """
    parts, text = [], ""
    for number, (name, value) in enumerate(data.items()):
        text += f"{', ' if number else '{'}{json.dumps(name)}: "
        if name in _CHANGING:
            parts.append(text)
            text = ""
        else:
            text += json.dumps(value, ensure_ascii=False)
    return (*parts, text + "}")


def _is_alike(known: Match, found: Match) -> bool:
    """Whether two matches are the same reading of the same words."""
    return (known.analysis is found.analysis and known.concept is found.concept and known.term is found.term and known.also is found.also
            and known.how == found.how)
