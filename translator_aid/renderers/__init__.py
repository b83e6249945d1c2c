"""From finished Units to what a person or a program reads: one module an output format.

A renderer is a module with `TASKS` (which of annotate and translate it can show) and `render(run, units) -> Iterator[str]`, which yields its output
piece by piece while the Units arrive.
"""

from __future__ import annotations

import importlib
from typing import Callable, Iterable, Iterator, Protocol, cast

from translator_aid.model import Run, Translation, Unit

FORMATS = {
    "terminal": "translator_aid.renderers.terminal",
    "text": "translator_aid.renderers.text",
    "markdown": "translator_aid.renderers.markdown",
    "html": "translator_aid.renderers.html",
    "json": "translator_aid.renderers.json",
    "jsonl": "translator_aid.renderers.jsonl",
    "bilingual": "translator_aid.renderers.bilingual",
}
ANNOTATE = ("terminal", "text", "markdown", "html", "json", "jsonl")
TRANSLATE = ("text", "markdown", "html", "json", "jsonl", "bilingual")
EVERY_BY_DEFAULT = ("terminal", "json", "jsonl")
"""Formats that show each mention unless told; the others gloss a concept's first mention only."""
LEFT, RIGHT = "\u27e6", "\u27e7"
"""Around what an engine left untranslated, where there is no better mark."""


class Renderer(Protocol):
    """What a renderer module offers."""

    TASKS: tuple[str, ...]

    def render(self, run: Run, units: Iterable[Unit]) -> Iterator[str]:
        """The output in pieces."""


def get(name: str) -> Renderer:
    """The renderer of that format.

    >>> get("jsonl").TASKS
    ('annotate', 'translate')
    """
    return cast(Renderer, importlib.import_module(FORMATS[name]))


def woven(run: Run, units: Iterable[Unit], escape: Callable[[str], str]) -> Iterator[str]:
    """The document's gaps and its rendered segments in turn; `escape` readies what the program itself writes."""
    at = 0
    for unit in units:
        yield run.document.text[at:unit.segment.start]
        if run.task == "annotate":
            yield from _glossed(run, unit, escape)
        elif unit.translation:
            yield marked(unit.translation)
        at = unit.segment.end
    yield run.document.text[at:]


def _glossed(run: Run, unit: Unit, escape: Callable[[str], str]) -> Iterator[str]:
    text = unit.segment.text
    at = depth = 0
    for match in unit.matches:
        gloss = run.gloss(match)
        if not gloss:
            continue
        piece = text[at:match.span.end]
        depth += piece.count("(") - piece.count(")")
        yield piece
        yield f" [{escape(gloss)}]" if depth > 0 else f" ({escape(gloss)})"
        at = match.span.end
    yield text[at:]


def marked(translation: Translation) -> str:
    """A translation with what the engine left untranslated between \u27e6 and \u27e7.

    >>> from translator_aid.model import Span
    >>> marked(Translation("melatih AI model", "glossary", "", (), (Span(0, 7),)))
    '\u27e6melatih\u27e7 AI model'
    """
    pieces: list[str] = []
    at = 0
    for span in translation.untranslated:
        pieces += translation.text[at:span.start], LEFT, translation.text[span.start:span.end], RIGHT
        at = span.end
    return "".join(pieces) + translation.text[at:]
