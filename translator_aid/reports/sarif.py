"""SARIF 2.1.0 (OASIS), which code hosts and editors read: rules with their help, results with regions and fixes, a baseline's suppressions."""

from __future__ import annotations

import hashlib
import json
from importlib.metadata import version
from pathlib import PurePath
from typing import Any, Iterator
from urllib.parse import quote

from translator_aid.bitext import Checked, Report
from translator_aid.i18n import _
from translator_aid.model import Finding

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def render(report: Report) -> Iterator[str]:
    """The check as one SARIF run; columns count code points.

    >>> from translator_aid.bitext import Bitext
    >>> from translator_aid.model import Document
    >>> document = Document("b.txt", "plain", "", ())
    >>> json.loads("".join(render(Report(Bitext((document, document), ("id", "en"), ()), (), {}))))["version"]
    '2.1.0'
    """
    codes = [*report.rules, "C901"]
    results = [_result(checked, codes) for checked in report.findings]
    results += [{**_result(item.checked, codes), "suppressions": [{"kind": "external", "justification": item.reason}]} for item in report.suppressed]
    results += [_bare(finding, codes) for finding in report.unused]
    run = {
        "tool": {"driver": {"name": "translator-aid", "version": version("translator-aid"), "rules": _rules(report)}},
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    yield json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1) + "\n"


def _rules(report: Report) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for code, rule in report.rules.items():
        described: dict[str, Any] = {"id": code, "shortDescription": {"text": _(rule.title)}, "defaultConfiguration": {
            "level": rule.severity, "enabled": not rule.optional}}
        if rule.help:
            described["help"] = {"text": rule.help.strip()}
        found.append(described)
    found.append({"id": "C901", "shortDescription": {"text": _("unused suppression")}, "defaultConfiguration": {"level": "warning"}})
    return found


def _bare(finding: Finding, codes: list[str]) -> dict[str, Any]:
    region = {"startLine": finding.origin.line, "startColumn": finding.origin.column}
    return {
        "ruleId": finding.code, "ruleIndex": codes.index(finding.code), "level": finding.severity, "message": {"text": finding.message},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": _uri(finding.origin.path)}, "region": region}}],
    }


def _result(checked: Checked, codes: list[str]) -> dict[str, Any]:
    finding, surface = checked.finding, checked.surface
    result = _bare(finding, codes)
    region = result["locations"][0]["physicalLocation"]["region"]
    if surface:
        lines = surface.splitlines()
        region["endLine"] = finding.origin.line + len(lines) - 1
        region["endColumn"] = len(lines[-1]) + (finding.origin.column if len(lines) == 1 else 1)
    source = " ".join(checked.pair.text("source").split())
    result["partialFingerprints"] = {"translatorAid/v1": hashlib.sha256(f"{finding.code}\n{surface}\n{source}".encode()).hexdigest()[:32]}
    if finding.fix and finding.side == "target" and surface:
        location = result["locations"][0]["physicalLocation"]["artifactLocation"]
        change = {"artifactLocation": location, "replacements": [{"deletedRegion": region, "insertedContent": {"text": finding.fix}}]}
        result["fixes"] = [{"description": {"text": _("write '{fix}'").format(fix=finding.fix)}, "artifactChanges": [change]}]
    return result


def _uri(path: str) -> str:
    """A path as a URI: relative ones stay relative.

    >>> _uri("terjemahan/bab 1.md"), _uri("<stdin>")
    ('terjemahan/bab%201.md', '%3Cstdin%3E')
    """
    pure = PurePath(path)
    return pure.as_uri() if pure.is_absolute() else quote(pure.as_posix())
