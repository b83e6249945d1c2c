"""The article as it was, each term followed by its gloss in brackets; or its translation in place of each paragraph."""

from __future__ import annotations

from typing import Iterable, Iterator

from translator_aid.model import Run, Unit
from translator_aid.renderers import woven

TASKS = ("annotate", "translate")


def render(run: Run, units: Iterable[Unit]) -> Iterator[str]:
    """The document's text; what is not a term or a translated paragraph comes out as it went in.

    >>> from translator_aid.model import *
    >>> concept = Concept("rl", "ai", (Term("pembelajaran penguatan", "id"),), (Term("reinforcement learning", "en"),))
    >>> segment = Segment("paragraph", "Pembelajaran penguatan.", 0)
    >>> match = Match(Span(0, 22), concept, concept.indonesian[0], Analysis("Pembelajaran penguatan", "pembelajaran penguatan"))
    >>> run = Run("annotate", Document("a.txt", "plain", segment.text, (segment,)), "id", "en", Glossary((concept,)))
    >>> "".join(render(run, [Unit(0, segment, (match,))]))
    'Pembelajaran penguatan (reinforcement learning).'
    """
    yield from woven(run, units, lambda text: text)
