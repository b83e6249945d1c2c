"""What a translation must contain, and the receipt for each occurrence.

`prepare` turns a segment's matches and its numbers into constraints; `settle` finds each of them in what an engine gave back and says what became
of it. A constraint that is not there gets a `failed` receipt and a finding: nothing is lost in silence.
"""

from __future__ import annotations

import re
from typing import Sequence

from translator_aid import locales
from translator_aid.english import english_bases, english_plural
from translator_aid.i18n import _
from translator_aid.model import Constraint, Draft, Finding, Language, Match, Outcome, Receipt, Segment, Span, Term, Translation


def markup(segment: Segment) -> tuple[Span, ...]:
    """The spans of a segment that are markup."""
    return tuple(item.span for item in segment.protected if item.kind == "markup")


def prepare(segment: Segment, matches: Sequence[Match], source: Language, target: Language, style: str = "news") -> tuple[Constraint, ...]:
    """The constraints of a segment, in order, not overlapping: terms first, then code and links, then numbers, dates and amounts."""
    found = [constraint for match in matches if (constraint := _term(segment, match, target, style))]
    for item in segment.protected:
        surface = segment.text[item.span.start:item.span.end]
        if item.kind != "markup":
            found.append(Constraint(item.span, "code" if item.kind == "code" else "link", surface, surface))
    for expression in locales.find(segment.text, source, target):
        found.append(Constraint(expression.span, "number", expression.surface, expression.target, readings=expression.readings))
    taken: list[Constraint] = []
    for constraint in found:
        if not any(constraint.span.overlaps(other.span) for other in taken):
            taken.append(constraint)
    return tuple(sorted(taken, key=lambda constraint: constraint.span))


def _term(segment: Segment, match: Match, target: Language, style: str) -> Constraint | None:
    """The constraint of a match; a gloss that the text gives itself is swallowed, so that the term comes out once."""
    terms = [term for term in match.concept.terms(target) if term.status != "deprecated"]
    if not terms:
        return None
    preferred = match.concept.preferred(target, style, match.term.part_of_speech).text
    variants = tuple(term.text for term in terms if term.text != preferred)
    if target == "en" and any(step.reading == "plural" for step in match.analysis.steps):
        variants = (preferred, *variants)
        preferred = english_plural(preferred)
    span = _with_gloss(segment.text, match)
    surface = segment.text[match.span.start:match.span.end]
    target_text = _cased(preferred, match, segment.text)
    return Constraint(span, "term", surface, target_text, variants, match.concept.key, match, around=_around(segment, span))


def _around(segment: Segment, span: Span) -> tuple[str, str]:
    """Markup inside a span whose other half stands outside: what opens there goes before the target, what closes there behind it."""
    before, after = "", ""
    open_marks: list[str] = []
    for item in segment.protected:
        mark = segment.text[item.span.start:item.span.end]
        if item.kind != "markup" or not mark.strip(" \t>\\") or item.span.start >= span.end:
            continue
        inside = item.span.start >= span.start
        if open_marks and (open_marks[-1] == mark or mark.startswith("](") or mark.startswith("][")):
            opened = open_marks.pop()
            if inside and before.endswith(opened):
                before = before[:-len(opened)]
            elif inside:
                after += mark
        else:
            open_marks.append(mark)
            before += mark if inside else ""
    return before, after


def _with_gloss(text: str, match: Match) -> Span:
    """The match and, where the text glosses it in brackets, the brackets too."""
    if match.gloss is None or match.gloss.start < match.span.end:
        return match.span
    end = text.find(")", match.gloss.end)
    return Span(match.span.start, end + 1) if end == match.gloss.end else match.span


def _cased(target: str, match: Match, text: str) -> str:
    """The target with a capital where a sentence begins."""
    before = text[:match.span.start].rstrip(" \t\n\"'“‘([*_#>")
    begins = not before or before[-1] in ".!?:…"
    if begins and match.analysis.surface[:1].isupper() and target[:1].islower():
        return target[0].upper() + target[1:]
    return target


def settle(draft: Draft, constraints: Sequence[Constraint], engine: str, signature: str, target: Language) -> tuple[Translation, tuple[Finding, ...]]:
    """The translation with a receipt for each constraint, and a finding for each that failed or is in doubt."""
    receipts: list[Receipt] = []
    taken: list[Span] = []
    for number, constraint in enumerate(constraints):
        placed = draft.placed[number] if draft.placed else None
        receipt = _placed(draft.text, constraint, placed) if placed else _searched(draft.text, constraint, taken, target)
        if receipt.at:
            taken.append(receipt.at)
        receipts.append(receipt)
    findings = tuple(_failure(receipt) for receipt in receipts if receipt.outcome == "failed")
    findings += tuple(_doubt(constraint) for constraint in constraints if constraint.readings)
    return Translation(draft.text, engine, signature, tuple(receipts), draft.untranslated), findings


def _placed(text: str, constraint: Constraint, at: Span) -> Receipt:
    written = text[at.start:at.end]
    outcome: Outcome = "kept"
    if written != constraint.target:
        return Receipt(constraint, "failed", None, constraint.target)
    if constraint.match and any(step.reading == "plural" for step in constraint.match.analysis.steps) and written not in constraint.variants[:1]:
        outcome = "inflected"
    return Receipt(constraint, outcome, at, written)


def _searched(text: str, constraint: Constraint, taken: Sequence[Span], target: Language) -> Receipt:
    """The first place, not yet taken, of the target, else of an inflected form, else of an admitted variant."""
    for outcome, forms in _wordings(constraint, target):
        for form in forms:
            for found in re.finditer(rf"(?<!\w){re.escape(form)}(?!\w)", text, 0 if form.isupper() else re.IGNORECASE):
                at = Span(*found.span())
                if not any(at.overlaps(other) for other in taken):
                    return Receipt(constraint, outcome, at, found.group())
    return Receipt(constraint, "failed", None, constraint.target)


def _wordings(constraint: Constraint, target: Language) -> list[tuple[Outcome, list[str]]]:
    exact = [constraint.target]
    if constraint.kind != "term" or target != "en":
        return [("kept", exact), ("admitted", list(constraint.variants))]
    part = constraint.match.concept.part_of_speech if constraint.match else ""
    inflected = [" ".join(base.edges) for base in english_bases(Term(constraint.target, "en", part_of_speech=part)) if base.how != "exact"]
    return [("kept", exact), ("inflected", inflected), ("admitted", list(constraint.variants))]


def _failure(receipt: Receipt) -> Finding:
    constraint = receipt.constraint
    return Finding("T101", "error", _("'{surface}' should have become '{target}', which the translation does not contain").format(
        surface=constraint.surface, target=constraint.target), span=constraint.span, fix=constraint.target)


def _doubt(constraint: Constraint) -> Finding:
    return Finding("T201", "warning", _("'{surface}' can be read in more than one way ({readings}); it was left as it is").format(
        surface=constraint.surface, readings=_(" or ").join(constraint.readings)), span=constraint.span)
