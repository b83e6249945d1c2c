"""Workflow commands of GitHub Actions, which shows them as annotations beside the lines they name.

The escapes are those of the runner (actions/toolkit, core/src/command.ts): %, line ends, and in properties also : and the comma.
"""

from __future__ import annotations

from typing import Iterator

from translator_aid.bitext import Report
from translator_aid.i18n import _
from translator_aid.model import Finding


def render(report: Report) -> Iterator[str]:
    """An annotation line for each finding.

    >>> from translator_aid.model import Origin, Span
    >>> print(annotation(Finding("C804", "warning", "100% salah:\\ndua spasi", Origin("docs/b,1.txt", 3, 7), Span(6, 8)), "stray space"))
    ::warning file=docs/b%2C1.txt,line=3,endLine=3,col=7,endColumn=9,title=C804 stray space::100%25 salah:%0Adua spasi
    """
    for checked in report.findings:
        rule = report.rules.get(checked.finding.code)
        within = "\n" not in checked.surface
        yield annotation(checked.finding, _(rule.title) if rule else "", within) + "\n"
    for finding in report.unused:
        yield annotation(finding, _("unused suppression"), False) + "\n"


def annotation(finding: Finding, title: str, within: bool = True) -> str:
    """The workflow command of a finding; with its end where it ends in the line in which it begins."""
    origin = finding.origin
    properties = {"file": origin.path, "line": str(origin.line)}
    if finding.span and within:
        properties["endLine"] = str(origin.line)
    properties["col"] = str(origin.column)
    if finding.span and within:
        properties["endColumn"] = str(origin.column + finding.span.end - finding.span.start)
    properties["title"] = f"{finding.code} {title}".strip()
    listed = ",".join(f"{name}={_escaped(value).replace(':', '%3A').replace(',', '%2C')}" for name, value in properties.items())
    return f"::{finding.severity} {listed}::{_escaped(finding.message)}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
