"""The same as text, with Markdown's own signs escaped in what the program writes."""

from __future__ import annotations

import re
from typing import Iterable, Iterator

from translator_aid.model import Run, Unit
from translator_aid.renderers import woven

TASKS = ("annotate", "translate")


def render(run: Run, units: Iterable[Unit]) -> Iterator[str]:
    """The document's Markdown with glosses or translations.

    >>> from translator_aid.model import *
    >>> segment = Segment("cell", "algoritma A*", 2)
    >>> concept = Concept("a-star", "ai", (Term("algoritma A*", "id"),), (Term("A* search", "en"),))
    >>> match = Match(Span(0, 12), concept, concept.indonesian[0], Analysis(segment.text, segment.text))
    >>> run = Run("annotate", Document("a.md", "markdown", "| algoritma A* |", (segment,)), "id", "en", Glossary((concept,)))
    >>> print("".join(render(run, [Unit(0, segment, (match,))])))
    | algoritma A* (A\\* search) |
    """
    yield from woven(run, units, escaped)


def escaped(text: str) -> str:
    """A text that Markdown shows as it is.

    >>> print(escaped("A* | <b>"))
    A\\* \\| \\<b\\>
    """
    return re.sub(r"([\\`*_\[\]<>|])", r"\\\1", text)
