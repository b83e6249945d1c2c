"""Paragraphs with their terms coloured, and under each the list of its terms: for reading in a terminal."""

from __future__ import annotations

from typing import Iterable, Iterator, Sequence

import click

from translator_aid import markup, screen
from translator_aid.i18n import _
from translator_aid.model import Match, Run, Span, Unit
from translator_aid.renderers import PROSE

TASKS = ("annotate",)
_OPEN, _CLOSE = "\x1b[36m", "\x1b[39m"
_DIM = "\x1b[2m"
_RESET = "\x1b[0m"


def render(run: Run, units: Iterable[Unit]) -> Iterator[str]:
    """A wrapped paragraph, then `surface (how it is made) — English` for each of its terms.

    >>> from translator_aid.model import *
    >>> concept = Concept("agi", "ai", (Term("superintelijen", "id"),), (Term("superintelligence", "en"),))
    >>> segment = Segment("paragraph", "Lab superintelijennya.", 0)
    >>> match = Match(Span(4, 21), concept, concept.indonesian[0], Analysis("superintelijennya", "superintelijen", (Step("-nya", "clitic-nya"),)))
    >>> run = Run("annotate", Document("a", "plain", segment.text, (segment,)), "id", "en", Glossary((concept,)), every=True)
    >>> print("".join(render(run, [Unit(0, segment, (match,))])), end="")
    Lab superintelijennya.
      superintelijennya = superintelijen + -nya → superintelligence
    <BLANKLINE>
    """
    for unit in units:
        matches = [match for match in unit.matches if run.every or match.first]
        yield _wrapped(run, unit, matches) + "\n"
        known: set[tuple[str, str]] = set()
        for match in matches:
            line = (match.analysis.surface.casefold(), match.concept.key)
            if line not in known:
                known.add(line)
                yield _term_line(run, match)
        yield "\n"


def _wrapped(run: Run, unit: Unit, matches: list[Match]) -> str:
    """The paragraph wrapped to the width, its terms coloured word by word so that no colour runs over a line's end."""
    text, spans = unit.segment.text, [match.span for match in matches]
    if run.document.format not in PROSE:
        text, spans = markup.bared(text, unit.segment.protected, spans)
    text = screen.harmless(text)
    return "\n".join(" ".join(_coloured(text, word, spans if run.color else ()) for word in line) for line in screen.lines(text, run.width))


def _coloured(text: str, word: Span, spans: Sequence[Span]) -> str:
    pieces: list[str] = []
    at = word.start
    for span in spans:
        start, end = max(span.start, word.start), min(span.end, word.end)
        if start < end:
            pieces += text[at:start], _OPEN, text[start:end], _CLOSE
            at = end
    return "".join(pieces) + text[at:word.end]


def _term_line(run: Run, match: Match) -> str:
    target = screen.harmless(run.target_of(match) or "–")
    analysis = screen.harmless(" ".join(str(match.analysis).split())).replace("(reduplication)", f"({_('reduplication')})")
    definition = match.concept.definition.side(run.target) if match.concept.definition else ""
    if not run.color:
        return f"  {analysis} → {target}\n"
    head = f"  {_OPEN}{analysis}{_CLOSE} → {click.style(target, bold=True)}"
    if not definition:
        return head + "\n"
    body = screen.filled(definition, run.width, "    ", "    ")
    return f"{head}\n{_DIM}{body}{_RESET}\n"
