"""The reader's page: one self-contained HTML file in which each term explains itself; a translation stands beside its source.

The template is `data/templates/page.html`. Everything that comes from an article or a glossary is escaped, and a Content-Security-Policy lets
nothing load or run but the page's own style and script.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, Iterable, Iterator, NamedTuple

from translator_aid.entry import explained
from translator_aid import markup
from translator_aid.i18n import _, language, ngettext
from translator_aid.model import Concept, Match, Receipt, Run, Span, Unit
from translator_aid.renderers import disclaimer, is_remembered
from translator_aid.typesetting import Layout, Text, signs

if TYPE_CHECKING:
    from markupsafe import Markup

TASKS = ("annotate", "translate")
SIGNS = {"inflected": "~", "admitted": "≈", "repaired": "+", "failed": "×"}
"""What stands beside a receipt that is not simply kept, so that its look does not hang on colour."""
_TEMPLATES = Path(__file__).parent.parent / "data" / "templates"


class Piece(NamedTuple):
    """A stretch of a segment, ready for the template; with `mark` it is a term or carries a receipt."""

    html: Markup
    mark: bool = False
    entry: int = 0
    id: str = ""
    classes: str = ""
    how: str = ""
    note: str = ""
    flag: str = ""
    gloss: str = ""
    footnote: int = 0
    receipt: str = ""
    outcome: str = ""
    pair: str = ""


def render(run: Run, units: Iterable[Unit]) -> Iterator[str]:
    """The page, written while the Units arrive; the list of terms comes last.

    >>> from translator_aid.model import *
    >>> concept = Concept("rl", "ai", (Term("pembelajaran penguatan", "id"),), (Term("reinforcement learning", "en"),))
    >>> segment = Segment("paragraph", "Pembelajaran penguatan <baru>.", 0)
    >>> match = Match(Span(0, 22), concept, concept.indonesian[0], Analysis("Pembelajaran penguatan", "pembelajaran penguatan"))
    >>> run = Run("annotate", Document("a.txt", "plain", segment.text, (segment,)), "id", "en", Glossary((concept,)))
    >>> page = "".join(render(run, [Unit(0, segment, (match,))]))
    >>> '<span lang="en">(reinforcement learning)</span>' in page, "&lt;baru&gt;." in page
    (True, True)
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(loader=FileSystemLoader(_TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined)
    script = (_TEMPLATES / "page.js").read_text(encoding="utf-8")
    layout, index = Layout(run.document, run.task == "translate"), _Index(run)
    document = run.document
    first = document.segments[0] if document.segments else None
    headed = first is not None and layout.level(first) > 0
    title = Markup("").join(piece for _n, piece in Text(first.text, first.protected).pieces([])).striptags() if first and headed else ""
    yield from environment.get_template("page.html").generate(
        run=run, w=_words(run), title=title or PurePath(document.path).name, headed=headed, layout=layout, index=index, signs=SIGNS,
        blocks=(_block(run, unit, layout, index) for unit in units),
        style=Markup((_TEMPLATES / "page.css").read_text(encoding="utf-8")), script=Markup(script),
        digest=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode())


def _block(run: Run, unit: Unit, layout: Layout, index: _Index) -> dict[str, Any]:
    """A segment as the template wants it: its tag and what stands before it, its pieces, those of its translation, its findings."""
    before, tag, classes = layout.enter(unit.segment)
    block: dict[str, Any] = {"before": before, "tag": tag, "classes": classes, "findings": unit.findings, "translated": unit.translation is not None,
                             "remembered": is_remembered(unit)}
    text = Text(unit.segment.text, unit.segment.protected)
    translation = unit.translation
    index.tally.update(receipt.outcome for receipt in (translation.receipts if translation else ()))
    shown = [(n, receipt) for n, receipt in enumerate(translation.receipts if translation else ())
             if receipt.constraint.kind not in ("code", "link") or receipt.outcome == "failed"]
    marks: list[tuple[Span, Match | None, Receipt | None, str]] = [
        (receipt.constraint.span, receipt.constraint.match, receipt, f"{unit.index}-{n}") for n, receipt in shown]
    marks += [(match.span, match, None, "") for match in unit.matches if not any(match.span.overlaps(mark[0]) for mark in marks)]
    marks = _apart(marks, len(text.text))
    spans = [mark[0] for mark in marks]
    block["source"] = [_source(run, index, piece, *marks[n][1:]) if n >= 0 else Piece(piece) for n, piece in text.pieces(spans)]
    if translation:
        placed = _apart([(receipt.at, receipt.outcome, f"{unit.index}-{n}") for n, receipt in shown if receipt.at], len(translation.text))
        guessed = tuple(signs(translation.text)) if run.document.format == "markdown" else markup.placed(unit.segment, translation.text)
        result = Text(translation.text, guessed, translation.untranslated, run.source)
        block["target"] = [Piece(piece, n >= 0, outcome=placed[n][1], pair=placed[n][2]) if n >= 0 else Piece(piece)
                           for n, piece in result.pieces([mark[0] for mark in placed])]
    return block


def _apart(marks: list[Any], length: int) -> list[Any]:
    """Marks in order, without those that run into the one before or beyond the text."""
    kept: list[Any] = []
    for mark in sorted(marks, key=lambda mark: mark[0]):
        if (kept[-1][0].end if kept else 0) <= mark[0].start < mark[0].end <= length:
            kept.append(mark)
    return kept


def _source(run: Run, index: _Index, text: Markup, match: Match | None, receipt: Receipt | None, pair: str) -> Piece:
    """A term or another constraint in the source, with all that its card says."""
    outcome = receipt.outcome if receipt else ""
    said = _("Receipt: {outcome} – {target}").format(outcome=_outcomes()[outcome], target=receipt.target) if receipt else ""
    if match is None:
        return Piece(text, True, classes=f"again {outcome}", receipt=said, outcome=outcome, pair=pair)
    entry, id = index.add(match)
    term, usual = match.term, match.concept.preferred(run.source, run.style).text
    flag = _labels()["misrendering"] if "misrendering" in term.labels else _statuses()["deprecated"] if term.status == "deprecated" else ""
    words = [_statuses().get(term.status, ""), *(_labels()[label] for label in term.labels if label in _labels())]
    notes = [", ".join(filter(None, words)), _("better: {term}").format(term=usual) if flag and usual != term.text else "", term.note]
    if match.also:
        notes.append(_("may also mean: {terms}").format(terms=", ".join(_name(concept, run) for concept in match.also)))
    made = f"= {term.text}" if match.how == "variant" else ""
    how = explained(match.analysis).removeprefix(match.analysis.surface).strip() if match.analysis.steps else made
    gloss = run.gloss(match) if run.task == "annotate" else ""
    classes = ("" if match.first else "again", "bad" if flag else "", outcome)
    return Piece(text, True, entry, id, " ".join(filter(None, classes)), how, " · ".join(filter(None, notes)), flag, gloss,
                 entry if match.first or gloss else 0, said, outcome, pair)


def _name(concept: Concept, run: Run) -> str:
    language = run.target if concept.terms(run.target) else run.source
    return concept.preferred(language, run.style).text if concept.terms(language) else concept.key


class _Index:
    """The concepts met so far, numbered in the order of their first mention."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.tally: Counter[str] = Counter()
        self._concepts: dict[str, tuple[int, Concept]] = {}
        self._counts: Counter[str] = Counter()

    def add(self, match: Match) -> tuple[int, str]:
        """The number of a match's concept, and the mention's own anchor where it is the first."""
        key = match.concept.key
        number, _concept = self._concepts.setdefault(key, (len(self._concepts) + 1, match.concept))
        self._counts[key] += 1
        return number, f"m{number}" if self._counts[key] == 1 else ""

    def entries(self) -> list[dict[str, Any]]:
        """The concepts by the alphabet of the source language."""
        entries = [self._entry(key, *found) for key, found in self._concepts.items()]
        return sorted(entries, key=lambda entry: str(entry["term"]).casefold())

    def _entry(self, key: str, number: int, concept: Concept) -> dict[str, Any]:
        run, count = self.run, self._counts[key]
        order = (run.target, run.source)
        usual = concept.preferred(run.target, run.style) if concept.terms(run.target) else None
        others = [term.text + (f" ({_statuses()['rare']})" if term.status == "rare" else "")
                  for term in concept.terms(run.target) if term is not usual and term.status != "deprecated"]
        pairs = [[(side, pair.side(side)) for side in sides if pair and pair.side(side)]
                 for pair, sides in ((concept.definition, order), (next(iter(concept.examples), None), order[::-1]))]
        return {
            "number": number, "term": concept.preferred(run.source, run.style).text, "gloss": usual.text if usual else "",
            "also": ", ".join(others), "definition": pairs[0], "example": pairs[1],
            "count": ngettext("{n} mention", "{n} mentions", count).format(n=count), "first": f"m{number}",
        }


def _outcomes() -> dict[str, str]:
    return {"kept": _("kept"), "inflected": _("inflected"), "admitted": _("admitted"), "repaired": _("repaired"), "failed": _("failed")}


def _statuses() -> dict[str, str]:
    return {"admitted": _("admitted"), "rare": _("rare"), "deprecated": _("deprecated")}


def _labels() -> dict[str, str]:
    return {"official": _("official"), "colloquial": _("colloquial"), "misrendering": _("misrendering")}


def _words(run: Run) -> dict[str, Any]:
    """The page's own texts, in the language of the interface."""
    names = {"id": _("Indonesian"), "en": _("English")}
    languages = {"source": names[run.source], "target": names[run.target]}
    size = len(run.glossary.concepts)
    what = _("{source} text with {target} terms") if run.task == "annotate" else _("{source} text with a draft in {target}")
    return {
        "lang": language(), "what": what.format(**languages), "nav": _("On this page"), "terms": _("Terms in this text"),
        "switch": _("Glosses in the text"), "draft": _("Draft"),
        "engine": disclaimer(run), "remembered": _("from the translation memory"),
        "legend": _("What the marks mean"), "untranslated": _("not translated"),
        "source": languages["source"], "target": _("{language}, draft").format(language=languages["target"]),
        "findings": _("Findings"), "severities": {"error": _("Error"), "warning": _("Warning")},
        "outcomes": _outcomes(), "receipts": _("Receipts"), "also": _("also"), "none": _("no term yet"), "first": _("first mention"),
        "list": _("In the list of terms"), "close": _("Close"), "empty": _("No term of the glossary was found in this text."),
        "made": _("Made with translator-aid; glossary {signature}, {concepts}.").format(
            signature=run.glossary.signature[:12] or "–", concepts=ngettext("{n} concept", "{n} concepts", size).format(n=size)),
    }
