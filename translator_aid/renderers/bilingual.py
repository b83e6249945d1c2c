"""Source and translation paragraph under paragraph, with receipts: what a person edits from."""

from __future__ import annotations

from collections import Counter
from typing import Iterable, Iterator

from translator_aid.i18n import _
from translator_aid.model import Receipt, Run, Unit
from translator_aid.renderers import marked, tallied

TASKS = ("translate",)


def render(run: Run, units: Iterable[Unit]) -> Iterator[str]:
    """A block for each paragraph: the source, the draft, and what became of each constraint.

    >>> from translator_aid.model import *
    >>> segment = Segment("paragraph", "Halo.", 0)
    >>> unit = Unit(0, segment, translation=Translation("Hello.", "builtin", ""))
    >>> print("".join(render(Run("translate", Document("a", "plain", "Halo.", (segment,)), "id", "en", Glossary(())), [unit])), end="")
    [1] id: Halo.
        en: Hello.
    <BLANKLINE>
    """
    for unit in units:
        label = f"[{unit.index + 1}]"
        pad = " " * len(label)
        yield f"{label} {run.source}: {_one_line(unit.segment.text)}\n"
        if unit.translation:
            yield f"{pad} {run.target}: {_one_line(marked(unit.translation))}\n"
            if unit.translation.engine == "memory" != run.engine:
                yield f"{pad}   * " + _("from the translation memory") + "\n"
            for receipt in unit.translation.receipts:
                yield f"{pad}     {_wording(receipt)}\n"
            if unit.translation.receipts:
                yield f"{pad}     = {tallied(Counter(receipt.outcome for receipt in unit.translation.receipts))}\n"
        for finding in unit.findings:
            yield f"{pad}   ! {finding.code} {finding.message}\n"
        yield "\n"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _wording(receipt: Receipt) -> str:
    outcomes = {"kept": _("kept"), "inflected": _("inflected"), "admitted": _("admitted"), "repaired": _("repaired"), "failed": _("FAILED")}
    return f"{receipt.constraint.surface} → {receipt.target} ({outcomes[receipt.outcome]})"
