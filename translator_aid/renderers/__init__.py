"""From finished Units to what a person or a program reads: one module an output format.

A renderer is a module with `TASKS` (which of annotate and translate it can show) and `render(run, units) -> Iterator[str]`, which yields its output
piece by piece while the Units arrive; one that makes no text yields bytes.
"""

from __future__ import annotations

import importlib
from typing import Callable, Iterable, Iterator, Mapping, Protocol, cast

from translator_aid import markup
from translator_aid.i18n import _
from translator_aid.model import Gloss, Protected, Run, Segment, Span, Translation, Unit
from translator_aid.records import replace

FORMATS = {
    "terminal": "translator_aid.renderers.terminal",
    "text": "translator_aid.renderers.text",
    "markdown": "translator_aid.renderers.markdown",
    "html": "translator_aid.renderers.html",
    "json": "translator_aid.renderers.json",
    "jsonl": "translator_aid.renderers.jsonl",
    "bilingual": "translator_aid.renderers.bilingual",
    "same": "translator_aid.renderers.same",
    "docx": "translator_aid.renderers.docx",
    "anki": "translator_aid.renderers.anki",
    "xliff": "translator_aid.renderers.xliff",
    "xliff12": "translator_aid.renderers.xliff12",
}
ANNOTATE = ("terminal", "text", "markdown", "html", "json", "jsonl", "same", "docx", "anki")
TRANSLATE = ("text", "markdown", "html", "json", "jsonl", "bilingual", "same", "docx", "anki", "xliff", "xliff12")
PROSE = {"plain": "text", "markdown": "markdown"}
"""Input formats that have a renderer of their own; the text of all others is shown without the file that it lies in."""
EVERY_BY_DEFAULT = ("terminal", "json", "jsonl")
"""Formats that show each mention unless told; the others gloss a concept's first mention only."""
LEFT, RIGHT = "\u27e6", "\u27e7"
"""Around what an engine left untranslated, where there is no better mark."""


class Renderer(Protocol):
    """What a renderer module offers."""

    TASKS: tuple[str, ...]

    def render(self, run: Run, units: Iterable[Unit]) -> Iterator[str] | Iterator[bytes]:
        """The output in pieces."""


def get(name: str) -> Renderer:
    """The renderer of that format.

    >>> get("jsonl").TASKS
    ('annotate', 'translate')
    """
    return cast(Renderer, importlib.import_module(FORMATS[name]))


def own(format: str) -> str:
    """The output format that is an input format's own.

    >>> own("markdown"), own("docx")
    ('markdown', 'same')
    """
    return PROSE.get(format, "same")


def woven(
    run: Run, units: Iterable[Unit], escape: Callable[[str], str], fitted: Callable[[Segment, str], str] = lambda _segment, text: text,
) -> Iterator[str]:
    """The document's gaps and its rendered segments in turn; `escape` readies what the program itself writes, `fitted` a segment's translation.

    Of a document that is neither plain text nor Markdown it is the paragraphs, without markup, an empty line after each.
    """
    if run.document.format not in PROSE:
        for unit in units:
            text = escape("".join(_plain(run, unit)))
            yield f"{text}\n\n" if text.strip() else ""
        return
    at = 0
    for unit in units:
        yield from run.document.between(at, unit.segment.start)
        if run.task == "annotate":
            for piece in glossed(run, unit):
                if isinstance(piece, Gloss):
                    yield str(replace(piece, text=escape(piece.text)))
                else:
                    yield unit.segment.text[piece.start:piece.end]
        elif unit.translation:
            yield fitted(unit.segment, marked(unit.translation))
        at = unit.segment.end
    yield from run.document.between(at)


def glossed(run: Run, unit: Unit) -> Iterator[Span | Gloss]:
    """A segment's text in stretches, each gloss behind its term and behind the tags that close there."""
    text = unit.segment.text
    at = depth = 0
    for match in unit.matches:
        gloss = run.gloss(match)
        if not gloss:
            continue
        end = markup.behind(unit.segment, match.span.end)
        piece = text[at:end]
        depth += piece.count("(") - piece.count(")")
        yield Span(at, end)
        yield Gloss(gloss, run.target, match.analysis.surface, depth > 0)
        at = end
    yield Span(at, len(text))


def _plain(run: Run, unit: Unit) -> Iterator[str]:
    """A segment's glossed text or its translation without tags."""
    segment = unit.segment
    if run.task == "translate":
        text = marked(unit.translation) if unit.translation else ""
        yield markup.stripped(text, markup.placed(segment, text))
        return
    for piece in glossed(run, unit):
        if isinstance(piece, Gloss):
            yield str(piece)
        else:
            inside = tuple(Protected(Span(item.span.start - piece.start, item.span.end - piece.start), item.kind) for item in segment.protected
                           if piece.start <= item.span.start and item.span.end <= piece.end)
            yield markup.stripped(segment.text[piece.start:piece.end], inside)


def tallied(outcomes: Mapping[str, int]) -> str:
    """How many constraints had each outcome, in words; kept and failed always.

    >>> tallied({"kept": 3, "repaired": 1})
    'kept 3, repaired 1, failed 0'
    """
    words = (("kept", _("kept")), ("inflected", _("inflected")), ("admitted", _("admitted")), ("repaired", _("repaired")), ("failed", _("failed")))
    return ", ".join(f"{word} {outcomes.get(code, 0)}" for code, word in words if outcomes.get(code) or code in ("kept", "failed"))


def disclaimer(run: Run) -> str:
    """What a page says of its drafts; what comes from the translation memory is none.

    >>> from translator_aid.model import Document, Glossary
    >>> disclaimer(Run("translate", Document("a", "plain", "", ()), "id", "en", Glossary(()), engine="memory"))
    'No person has checked what the engine “glossary” made.'
    """
    name = "glossary" if run.engine == "memory" else run.engine
    return _("No person has checked what the engine “{name}” made.").format(name=name)


def is_remembered(unit: Unit) -> bool:
    """Whether the translation is, as it stands, one of the translation memory: a person accepted it, or brought it in.

    >>> from translator_aid.model import Segment
    >>> is_remembered(Unit(0, Segment("paragraph", "Halo.", 0), translation=Translation("Hello.", "memory", "")))
    True
    """
    return unit.translation is not None and unit.translation.engine == "memory" and all(finding.code != "T302" for finding in unit.findings)


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
