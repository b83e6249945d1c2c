"""A table for editors who work in Word: a row for each paragraph, the source on the left, what there is to it on the right.

Of a translation the right side is the draft, in which each term shows by its look what became of it, and below it the receipts that need a person;
of an annotation it is the paragraph's terms with their names in the other language.
"""

from __future__ import annotations

import io
import re
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Iterable, Iterator, Sequence

from translator_aid import markup
from translator_aid.errors import UsageError
from translator_aid.i18n import _
from translator_aid.model import Outcome, Run, Span, Translation, Unit
from translator_aid.renderers import disclaimer, is_remembered, tallied

if TYPE_CHECKING:
    from docx.document import Document as Word
    from docx.text.paragraph import Paragraph

TASKS = ("annotate", "translate")
COLORS: dict[Outcome, str] = {"kept": "1B5E20", "inflected": "1B5E20", "admitted": "8A4B00", "repaired": "0B4F8A", "failed": "B00020"}
"""Of a term's letters by its outcome; all of them can be read on white (WCAG 2.2, 4.5 to 1), and a word below says the same without colour."""
GREY = "5F6368"
_WIDTHS = (0.4, 4.6, 4.6)
"""Inches."""
_FORBIDDEN = re.compile("[^\\t\\n\\r\\u0020-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")


def render(run: Run, units: Iterable[Unit]) -> Iterator[bytes]:
    """The DOCX file, in one piece.

    >>> from translator_aid.model import *
    >>> segment = Segment("paragraph", "Halo.", 0)
    >>> unit = Unit(0, segment, translation=Translation("Hello.", "builtin", ""))
    >>> run = Run("translate", Document("a", "plain", "Halo.", (segment,)), "id", "en", Glossary(()))
    >>> b"".join(render(run, [unit]))[:2]
    b'PK'

    :raises UsageError: where python-docx is not installed.
    """
    try:
        import docx
    except ImportError as error:
        raise UsageError(_("--format docx needs python-docx; install it with: pip install python-docx")) from error
    word = docx.Document()
    table = _page(word, run)
    for unit in units:
        cells = table.add_row().cells
        for cell, width in zip(cells, _WIDTHS):
            cell.width = docx.shared.Inches(width)
        _write(cells[0].paragraphs[0], str(unit.index + 1), color=GREY)
        _source(cells[1].paragraphs[0], run, unit)
        _target(cells[2], run, unit)
    stream = io.BytesIO()
    word.save(stream)
    yield stream.getvalue()


def _page(word: Word, run: Run) -> Any:
    """A landscape page with a title and the table's head, which every page repeats."""
    from docx.enum.section import WD_ORIENT
    from docx.shared import Cm, Inches, Pt

    section = word.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(1.8)
    word.styles["Normal"].font.size = Pt(10.5)
    name = PurePath(run.document.path).name
    word.core_properties.title, word.core_properties.author, word.core_properties.comments = _clean(name), "translator-aid", ""
    word.add_heading(_clean(name), 1)
    names = {"id": _("Indonesian"), "en": _("English")}
    if run.task == "translate":
        word.add_paragraph(disclaimer(run))
    table = word.add_table(rows=1, cols=3, style="Table Grid")
    table.autofit = False
    right = _("{language}, draft").format(language=names[run.target]) if run.task == "translate" else _("Terms in this text")
    for cell, column, text, width in zip(table.rows[0].cells, table.columns, ("", names[run.source], right), _WIDTHS):
        cell.width = column.width = Inches(width)
        _write(cell.paragraphs[0], text, bold=True)
    _element(table.rows[0]._tr.get_or_add_trPr(), "w:tblHeader")
    return table


def _source(paragraph: Paragraph, run: Run, unit: Unit) -> None:
    receipts = unit.translation.receipts if unit.translation else ()
    marks = [(receipt.constraint.span, receipt.outcome) for receipt in receipts if receipt.constraint.kind in ("term", "number", "name")]
    if run.task == "annotate":
        marks = [(match.span, "kept") for match in unit.matches if run.every or match.first]
    text, spans = markup.bared(unit.segment.text, unit.segment.protected, [span for span, _outcome in marks])
    _marked(paragraph, text, [(span, outcome) for span, (_old, outcome) in zip(spans, marks)], (), run.source)
    if unit.segment.kind in ("heading", "title"):
        for piece in paragraph.runs:
            piece.bold = True


def _target(cell: Any, run: Run, unit: Unit) -> None:
    first = cell.paragraphs[0]
    if unit.translation is None:
        glosses = [(match.analysis.surface, run.target_of(match)) for match in unit.matches if run.every or match.first]
        for number, (surface, target) in enumerate(dict.fromkeys(glosses)):
            paragraph = cell.add_paragraph() if number else first
            _write(paragraph, surface, language=run.source)
            _write(paragraph, f" → {target or '–'}", bold=True, language=run.target)
        return
    translation = unit.translation
    marks = [(receipt.at, receipt.outcome) for receipt in translation.receipts if receipt.at]
    text, spans = markup.bared(translation.text, markup.placed(unit.segment, translation.text),
                               [*(span for span, _outcome in marks), *translation.untranslated])
    placed = [(span, outcome) for span, (_old, outcome) in zip(spans, marks)]
    _marked(first, text, placed, spans[len(marks):], run.target, run.source)
    _notes(cell, translation, unit)


def _notes(cell: Any, translation: Translation, unit: Unit) -> None:
    """Whether it is a draft at all, what a person has to look at, and in one line how the rest went."""
    if is_remembered(unit):
        _write(cell.add_paragraph(), _("from the translation memory"), 8.5, GREY)
    words = {"admitted": _("admitted"), "repaired": _("repaired"), "failed": _("FAILED")}
    for receipt in translation.receipts:
        if receipt.outcome in words:
            _write(cell.add_paragraph(), f"{receipt.constraint.surface} → {receipt.target} ({words[receipt.outcome]})", 8.5, COLORS[receipt.outcome])
    for finding in unit.findings:
        _write(cell.add_paragraph(), f"! {finding.code} {finding.message}", 8.5, COLORS["failed" if finding.severity == "error" else "admitted"])
    counts: dict[str, int] = {}
    for receipt in translation.receipts:
        counts[receipt.outcome] = counts.get(receipt.outcome, 0) + 1
    if counts:
        _write(cell.add_paragraph(), tallied(counts), 8.5, GREY)


def _marked(paragraph: Paragraph, text: str, marks: Sequence[tuple[Span, Outcome]], left: Sequence[Span], language: str, other: str = "") -> None:
    """The text in runs: underlined and coloured where it is marked, grey and in double brackets where the engine left it."""
    spans = [*(span for span, _outcome in marks), *left]
    cuts = sorted({0, len(text), *(at for span in spans for at in (span.start, span.end))})
    for here in map(Span, cuts, cuts[1:]):
        outcome = next((outcome for span, outcome in marks if span.overlaps(here)), None)
        foreign = any(span.overlaps(here) for span in left)
        piece = f"\u27e6{text[here.start:here.end]}\u27e7" if foreign else text[here.start:here.end]
        color = COLORS[outcome] if outcome else GREY if foreign else ""
        _write(paragraph, piece, color=color, underline=outcome is not None, language=other if foreign else language)


def _write(
    paragraph: Paragraph, text: str, size: float = 0, color: str = "", bold: bool = False, underline: bool = False, language: str = "",
) -> None:
    """Adds a run to a paragraph; `size` in points, `color` as six hexadecimal digits."""
    from docx.shared import Pt, RGBColor

    run = paragraph.add_run(_clean(text))
    run.bold, run.underline = bold or None, underline or None
    run.font.size = Pt(size) if size else None
    if color:
        run.font.color.rgb = RGBColor.from_string(color)
    if language:
        _element(run._r.get_or_add_rPr(), "w:lang").set(_qualified("w:val"), {"id": "id-ID", "en": "en-US"}[language])


def _element(parent: Any, name: str) -> Any:
    from docx.oxml import OxmlElement

    element = OxmlElement(name)
    parent.append(element)
    return element


def _qualified(name: str) -> str:
    from docx.oxml.ns import qn

    return str(qn(name))


def _clean(text: str) -> str:
    """A text that XML can hold."""
    return _FORBIDDEN.sub("\ufffd", text)
