"""A baseline: findings that are known and accepted, each with the reason why.

    - code: C301
      text: Yerusalem
      reason: Jerusalem is the English name

`text` is what stands at the finding's place, `paragraph` a piece of either side's paragraph; what is left out fits all. Lines may move. A suppression
that silences nothing is reported, so that the file does not outlive its reasons.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Collection, Iterable, Sequence

from translator_aid.bitext import Checked, Suppressed
from translator_aid.errors import GlossaryError
from translator_aid.yamlnodes import Node, read_nodes
from translator_aid.i18n import _
from translator_aid.model import Finding, Origin

FIELDS = ("code", "text", "paragraph", "reason")
UNUSED = "C901"


@dataclass(frozen=True, slots=True)
class Suppression:
    """One known finding."""

    code: str
    """The finding's code, whole or its beginning."""
    text: str
    """What stands at its place; empty for any."""
    paragraph: str
    """A piece of its paragraph; empty for any."""
    reason: str
    """Why it is accepted."""
    origin: Origin
    """Where it stands in the baseline."""

    def fits(self, checked: Checked) -> bool:
        """Whether it silences a finding."""
        pair, finding = checked
        return finding.code.startswith(self.code) and (not self.text or self.text == checked.surface) and (
            self.paragraph in pair.text("source") or self.paragraph in pair.text("target"))


def read(text: str, path: str) -> tuple[Suppression, ...]:
    """The suppressions of a baseline file.

    >>> read("- {code: C301, text: Yerusalem, reason: nama Inggrisnya Jerusalem}", "b.yaml")[0].reason
    'nama Inggrisnya Jerusalem'

    :raises GlossaryError: with every mistake in the file.
    """
    root = read_nodes(text, path)
    found: list[Finding] = []
    if root is None or root.value == "":
        return ()
    if not isinstance(root.value, list):
        raise GlossaryError((_error(path, root, _("expected a list of suppressions, each with {fields}").format(fields=", ".join(FIELDS))),))
    suppressions = [suppression for node in root.value if (suppression := _suppression(node, path, found))]
    if found:
        raise GlossaryError(tuple(found))
    return tuple(suppressions)


def _suppression(node: Node, path: str, found: list[Finding]) -> Suppression | None:
    if not isinstance(node.value, dict):
        found.append(_error(path, node, _("expected a suppression with {fields}").format(fields=", ".join(FIELDS))))
        return None
    before = len(found)
    values = dict.fromkeys(FIELDS, "")
    for name, (key, value) in node.value.items():
        if name not in FIELDS:
            found.append(_error(path, key, _("unknown field '{name}'; expected {fields}").format(name=name, fields=", ".join(FIELDS))))
        elif not isinstance(value.value, str):
            found.append(_error(path, value, _("expected a text here")))
        else:
            values[name] = value.value.strip()
    for name in ("code", "reason"):
        if not values[name] and len(found) == before:
            found.append(_error(path, node, _("the suppression needs a {name}").format(name=name)))
    return Suppression(**values, origin=Origin(path, node.line, node.column)) if len(found) == before else None


def _error(path: str, node: Node, message: str) -> Finding:
    return Finding("E101", "error", message, Origin(path, node.line, node.column))


def sift(
    findings: Iterable[Checked], suppressions: Sequence[Suppression], codes: Collection[str],
) -> tuple[tuple[Checked, ...], tuple[Suppressed, ...], tuple[Finding, ...]]:
    """The findings that remain, those silenced, and a finding for each suppression of a chosen code that silenced none."""
    kept: list[Checked] = []
    silenced: list[Suppressed] = []
    used: set[int] = set()
    for checked in findings:
        number = next((number for number, suppression in enumerate(suppressions) if suppression.fits(checked)), None)
        if number is None:
            kept.append(checked)
        else:
            used.add(number)
            silenced.append(Suppressed(checked, suppressions[number].reason))
    idle = [suppression for number, suppression in enumerate(suppressions) if number not in used]
    idle = [suppression for suppression in idle if any(code.startswith(suppression.code) for code in codes)]
    return tuple(kept), tuple(silenced), tuple(map(_unused, idle))


def _unused(suppression: Suppression) -> Finding:
    message = _("the suppression of {code} silences nothing any more; remove it").format(code=suppression.code)
    return Finding(UNUSED, "warning", message, suppression.origin)
