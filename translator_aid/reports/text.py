"""A line for each finding, as compilers write it, with what to write instead."""

from __future__ import annotations

from typing import Iterator

from translator_aid.bitext import Report
from translator_aid.i18n import _
from translator_aid.model import Finding


def render(report: Report) -> Iterator[str]:
    """The findings as lines: place, code, sentence, fix.

    >>> from translator_aid.bitext import Bitext, Checked, Pair
    >>> from translator_aid.model import Document, Origin, Span
    >>> document = Document("b.txt", "plain", "", ())
    >>> finding = Finding("C701", "error", "'yang yang': the word is doubled", Origin("b.txt", 3, 7), Span(6, 15), "yang")
    >>> print(*render(Report(Bitext((document, document), ("en", "id"), ()), (Checked(Pair(0, None, None), finding),), {})), end="")
    b.txt:3:7: C701 'yang yang': the word is doubled [write: yang]
    """
    for checked in report.findings:
        yield f"{_line(checked.finding)}\n"
    for finding in report.unused:
        yield f"{_line(finding)}\n"


def _line(finding: Finding) -> str:
    fix = _(" [write: {fix}]").format(fix=finding.fix) if finding.fix and finding.side == "target" else ""
    return f"{finding.origin}: {finding.code} {' '.join(finding.message.split())}{fix}"
