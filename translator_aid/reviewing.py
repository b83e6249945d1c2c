"""The checks of `checks/` on the program's own output, paragraph by paragraph, beside what the receipts say already.

A finding that only repeats a failed receipt is left out, one that says more about it (a number a thousand times too small, and where it stands) takes
its place. What an engine left untranslated by its own account is not checked.
"""

from __future__ import annotations

import dataclasses
from typing import Mapping

from translator_aid import checks
from translator_aid.bitext import Bitext, Pair
from translator_aid.i18n import _
from translator_aid.matching import Matcher
from translator_aid.model import NOWHERE, Document, Finding, Glossary, Language, Segment, Unit
from translator_aid.terms import FAILED, PLAIN, UNTRANSLATED, Wishes

WHOLE = ("C121", "C501", "C502")
"""Codes that ask about a whole document: `Reviewer` answers the first itself, the paragraphs of its own output are never in doubt."""


class Reviewer:
    """Adds to each Unit what the checks of some codes find in its translation; one a document, since it remembers which wordings came before."""

    def __init__(
        self, glossary: Glossary, matchers: Mapping[Language, Matcher], source: Language, codes: frozenset[str], wishes: Wishes = PLAIN,
    ) -> None:
        self.glossary = glossary
        self.matchers = matchers
        self.languages: tuple[Language, Language] = (source, "en" if source == "id" else "id")
        self.codes = codes.difference(WHOLE)
        self.consistent = "C121" in codes
        self.wishes = wishes
        self._written: dict[tuple[str, str], str] = {}

    def __call__(self, unit: Unit) -> Unit:
        """The Unit with the findings of its translation.

        >>> from translator_aid.model import Receipt, Translation
        >>> reviewer = Reviewer(Glossary(()), {}, "id", frozenset({"C701"}))
        >>> unit = Unit(0, Segment("paragraph", "Model itu besar.", 0), translation=Translation("The the model is big.", "x", "x/1"))
        >>> [(finding.code, finding.fix) for finding in reviewer(unit).findings]
        [('C701', 'The')]
        """
        if unit.translation is None or any(finding.code == UNTRANSLATED for finding in unit.findings):
            return unit
        found = [finding for finding in self._checked(unit) if not _is_left(finding, unit) and not _is_told(finding, unit)]
        better = {finding.fix for finding in found if finding.side == "target" and finding.fix}
        kept = tuple(finding for finding in unit.findings if finding.code != FAILED or finding.fix not in better)
        return unit.replace(findings=(*kept, *found, *self._inconsistent(unit)))

    def _checked(self, unit: Unit) -> list[Finding]:
        """What the checks say of the paragraph and its translation, as a bitext of one pair."""
        if not self.codes or unit.translation is None:
            return []
        segment = unit.segment
        sides = (dataclasses.replace(segment, start=0), Segment(segment.kind, unit.translation.text, 0))
        documents = tuple(Document("", "", side.text, (side,)) for side in sides)
        pair = Pair(0, *sides)
        bitext = Bitext((documents[0], documents[1]), self.languages, (pair,))
        context = checks.Context(bitext, self.glossary, self.wishes.style, self.matchers or None, self.wishes.american_dates)
        return [dataclasses.replace(finding, origin=NOWHERE) for finding in checks.run(pair, context, self.codes)]

    def _inconsistent(self, unit: Unit) -> list[Finding]:
        """A finding for each admitted wording of a term that the document has had otherwise."""
        found = []
        for receipt in unit.translation.receipts if unit.translation and self.consistent else ():
            constraint = receipt.constraint
            if constraint.kind != "term" or receipt.at is None:
                continue
            chosen = receipt.target if receipt.outcome == "admitted" else constraint.lemma
            first = self._written.setdefault((constraint.key, constraint.lemma), chosen)
            # an abbreviation after its long form is no other choice, nor a shorter form of the same words
            same = receipt.target.isupper() or set(receipt.target.lower().split()) <= set(first.lower().split())
            if receipt.outcome == "admitted" and first == constraint.lemma and not same:
                message = _("'{surface}' here, but '{chosen}' before").format(surface=receipt.target, chosen=first)
                found.append(Finding("C121", "warning", message, span=receipt.at, fix=constraint.target))
        return found


def _is_left(finding: Finding, unit: Unit) -> bool:
    """True for a finding about words that the engine says it left in the source language."""
    left = unit.translation.untranslated if unit.translation else ()
    if finding.code.startswith(("C4", "C8")) and left:
        return True
    return finding.side == "target" and finding.span is not None and any(finding.span.overlaps(span) for span in left)


def _is_told(finding: Finding, unit: Unit) -> bool:
    """True for a finding that a receipt answers: what is missing there failed here, and what a receipt placed is neither missing nor foreign."""
    receipts = unit.translation.receipts if unit.translation else ()
    if finding.span is None:
        return False
    if finding.side == "source":
        return any(receipt.constraint.span.overlaps(finding.span) for receipt in receipts)
    told = finding.code.startswith(("C1", "C2", "C3", "C6"))
    return told and any(receipt.at is not None and receipt.at.overlaps(finding.span) for receipt in receipts)
