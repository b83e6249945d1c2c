"""One JSON object for the whole check; its schema is `data/schema/check.json`."""

from __future__ import annotations

import json
from typing import Any, Iterator

from translator_aid.bitext import Checked, Report

VERSION = 1


def render(report: Report) -> Iterator[str]:
    """The findings as JSON; offsets are code points of the paragraph, half-open, in the text that `side` names.

    >>> from translator_aid.bitext import Bitext
    >>> from translator_aid.model import Document
    >>> document = Document("b.txt", "plain", "", ())
    >>> json.loads("".join(render(Report(Bitext((document, document), ("id", "en"), ()), (), {}))))["schema"]
    'translator-aid/check/1'
    """
    bitext = report.bitext
    data: dict[str, Any] = {"schema": f"translator-aid/check/{VERSION}"}
    for side, document, language in zip(("source", "target"), bitext.documents, bitext.languages):
        data[side] = {"path": document.path, "language": language, "format": document.format}
    data["pairs"] = len(bitext.pairs)
    data["findings"] = [_finding(checked) for checked in report.findings]
    data["suppressed"] = [{**_finding(item.checked), "reason": item.reason} for item in report.suppressed]
    data["unused_suppressions"] = [
        {"message": finding.message, "path": finding.origin.path, "line": finding.origin.line, "column": finding.origin.column}
        for finding in report.unused]
    yield json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _finding(checked: Checked) -> dict[str, Any]:
    finding = checked.finding
    return {
        "code": finding.code, "severity": finding.severity, "message": finding.message, "side": finding.side, "pair": checked.pair.index,
        "path": finding.origin.path, "line": finding.origin.line, "column": finding.origin.column,
        "start": finding.span.start if finding.span else None, "end": finding.span.end if finding.span else None,
        "surface": checked.surface, "fix": finding.fix or None,
    }
