"""What a translation must contain, and the receipt for each occurrence.

`prepare` turns a segment's matches, its numbers and what it must copy into constraints; `settle` finds each of them in what an engine gave back,
puts right what can be put right, and says what became of it. A constraint that is not there gets a `failed` receipt and a finding: nothing is lost
in silence.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Sequence

from translator_aid import agreement, locales, settling
from translator_aid.english import english_plural
from translator_aid.glosses import SPLIT
from translator_aid.i18n import _, language
from translator_aid.markup import behind, closes, role
from translator_aid.model import Constraint, Draft, Finding, Language, Match, Outcome, Receipt, Segment, Span, Term, Translation
from translator_aid.verbatim import copied

FAILED, DOUBTFUL, UNTRANSLATED, FUZZY = "T101", "T201", "T301", "T302"
"""The codes of `settle`'s findings."""


def markup(segment: Segment) -> tuple[Span, ...]:
    """The spans of a segment that are markup."""
    return tuple(item.span for item in segment.protected if item.kind == "markup")


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a user may wish of a translation."""

    style: str = "news"
    """Whose preferred terms."""
    keep: tuple[str, ...] = ()
    """Names that stay as they are, in exactly these letters."""
    hour12: bool = False
    """Whether English times are 2:30 p.m."""
    american_dates: bool = False
    """Whether English dates are July 22, 2025, and are read so."""


PLAIN = Wishes()


def prepare(segment: Segment, matches: Sequence[Match], source: Language, target: Language, wishes: Wishes = PLAIN) -> tuple[Constraint, ...]:
    """The constraints of a segment, in order, not overlapping; names to keep go before terms, these before code, links, names and numbers.

    >>> [(one.kind, one.target) for one in prepare(Segment("paragraph", "OpenAI meraih $300 juta", 0), (), "id", "en")]
    [('name', 'OpenAI'), ('number', '$300 million')]
    """
    text = segment.text
    found = locales.find(text, source, target, hour12=wishes.hour12, american_dates=wishes.american_dates)
    copies = [Constraint(span, kind, text[span.start:span.end], text[span.start:span.end]) for kind, span in copied(text, wishes.keep)]
    own = [one for one in copies if one.surface in wishes.keep]
    # Rp2,5 miliar is money, though Rp2 looks like a name
    copies = [one for one in copies if not any(_within(one.span, number.span) for number in found)]
    # a term within a longer name is none: GPT-4o
    terms = [constraint for match in matches if (constraint := _term(segment, match, target, wishes.style))
             and not any(one.span != match.span and _within(match.span, one.span) for one in copies)]
    code = [Constraint(item.span, "code" if item.kind == "code" else "link", surface, surface) for item in segment.protected
            if item.kind != "markup" and (surface := text[item.span.start:item.span.end])]
    numbers = [Constraint(one.span, "number", one.surface, _before_point(one.target, text[one.span.end:one.span.end + 1]),
                          readings=one.readings, value=one.value) for one in found]
    marks = markup(segment)
    taken: list[Constraint] = []
    for constraint in (*own, *terms, *code, *(one for one in copies if not any(one.span.overlaps(mark) for mark in marks)), *numbers):
        if not any(constraint.span.overlaps(other.span) for other in taken):
            taken.append(constraint)
    return tuple(sorted(taken, key=lambda constraint: constraint.span))


def _within(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _before_point(target: str, following: str) -> str:
    """A target that ends in a full stop (2:30 p.m.) without it where the sentence has one there."""
    return target[:-1] if following == "." and target.endswith(".") else target


def _term(segment: Segment, match: Match, target: Language, style: str) -> Constraint | None:
    """The constraint of a match; a gloss that the text gives itself is swallowed, so that the term comes out once."""
    terms = [term for term in match.concept.terms(target) if term.status != "deprecated"]
    if not terms:
        return None
    preferred = _abbreviation(match, terms) or match.concept.preferred(target, style, match.term.part_of_speech)
    variants = tuple(term.text for term in terms if term.text != preferred.text)
    span, beside = _with_gloss(segment.text, match, preferred, terms)
    source: Language = "id" if target == "en" else "en"
    forms = agreement.cased(agreement.forms_of(preferred, match, segment.text, source), match, segment, target)
    forms = tuple(form + _inflected(beside, form, preferred) for form in forms)
    surface = segment.text[match.span.start:match.span.end]
    return Constraint(span, "term", surface, forms[0], variants, match.concept.key, match, around=_around_term(segment, match, span),
                      forms=forms, lemma=preferred.text + beside)


def _inflected(beside: str, form: str, preferred: Term) -> str:
    """An abbreviation in brackets as its term's form asks: large language models (LLMs)."""
    plural = preferred.language == "en" and form.lower() == english_plural(preferred.text).lower() != preferred.text.lower()
    return f"{beside[:-1]}s)" if plural and beside[2:-1].isupper() else beside


def _abbreviation(match: Match, terms: Sequence[Term]) -> Term | None:
    """The same abbreviation in the other language: who writes *LLM* means "LLM", not "large language model"."""
    if match.term.kind != "abbreviation" and not match.term.text.isupper():
        return None
    return next((term for term in terms if term.text == match.term.text), None)


def _with_gloss(text: str, match: Match, preferred: Term, terms: Sequence[Term]) -> tuple[Span, str]:
    """The match and, where the text glosses it in brackets, the brackets too; with what of these the target needs: an abbreviation or long form."""
    if match.gloss is None or match.gloss.start < match.span.end or text[match.gloss.end:match.gloss.end + 1] != ")":
        return match.span, ""
    span = Span(match.span.start, match.gloss.end + 1)
    parts = [part.strip().strip("\"'“”‘’*_`") for part in SPLIT.split(text[match.gloss.start:match.gloss.end])]
    if preferred.text == match.term.text and preferred.kind == "abbreviation":
        long = next((term.text for term in terms if term.kind != "abbreviation" and not term.text.isupper()), "")
        return span, f" ({long})" if long else ""
    short = [part for part in parts if part.isupper() and any(part == term.text for term in terms) and part != preferred.text]
    return span, f" ({short[0]})" if short else ""


def _around_term(segment: Segment, match: Match, span: Span) -> tuple[str, str]:
    """The markup around a term's target; tags that close between the term and its gloss in brackets close behind the target."""
    end = behind(segment, match.span.end)
    if not match.span.end < end <= span.end:
        return _around(segment, span)
    before, after = _around(segment, match.span)
    return before, after + segment.text[match.span.end:end]


def _around(segment: Segment, span: Span) -> tuple[str, str]:
    """Markup inside a span whose other half stands outside: what opens there goes before the target, what closes there behind it."""
    before, after = "", ""
    open_marks: list[str] = []
    for item in segment.protected:
        mark = segment.text[item.span.start:item.span.end]
        if item.kind != "markup" or not mark.strip(" \t>\\") or item.span.start >= span.end:
            continue
        inside = item.span.start >= span.start
        if open_marks and closes(open_marks[-1], mark):
            opened = open_marks.pop()
            if inside and before.endswith(opened):
                before = before[:-len(opened)]
            elif inside:
                after += mark
        elif role(mark) == "close":
            after += mark if inside else ""
        else:
            open_marks += [mark] if role(mark) != "whole" else []
            before += mark if inside else ""
    return before, after


# --- settling ---------------------------------------------------------------------------------------------------------


def settle(draft: Draft, constraints: Sequence[Constraint], engine: str, signature: str, target: Language) -> tuple[Translation, tuple[Finding, ...]]:
    """The translation with a receipt for each constraint, and a finding for each that failed or is in doubt.

    >>> model = Term("large language model", "en", part_of_speech="noun")
    >>> wrong = Constraint(Span(0, 13), "number", "Rp2,5 miliar", "Rp 2.5 billion")
    >>> translation, findings = settle(Draft("It cost Rp2,5 miliar."), [wrong], "x", "x/1", "en")
    >>> translation.text, translation.receipts[0].outcome, findings
    ('It cost Rp 2.5 billion.', 'repaired', ())
    """
    if draft.failure:
        receipts = tuple(Receipt(constraint, "failed", None, constraint.target) for constraint in constraints)
        finding = Finding(UNTRANSLATED, "error", draft.failure, span=Span(0, len(draft.text)), side="source")
        return Translation(draft.text, engine, signature, receipts, draft.untranslated), (finding,)
    found = settling.chosen(constraints, draft, "id" if target == "en" else "en")
    edits = settling.edits(draft, constraints, found, target)
    text = edits.apply(draft.text)
    written: list[Receipt] = []
    for number, (constraint, place) in enumerate(zip(constraints, found)):
        if place is None:
            written.append(Receipt(constraint, "failed", None, constraint.target))
        else:
            at = edits.moved(place.span)
            outcome: Outcome = "repaired" if number in draft.repaired and place.outcome == "kept" else place.outcome
            written.append(Receipt(constraint, outcome, at, text[at.start:at.end]))
    findings = tuple(_failure(receipt) for receipt in written if receipt.outcome == "failed")
    findings += tuple(_doubt(constraint) for constraint in constraints if constraint.readings)
    if draft.score < 1:
        findings += (_fuzzy(draft),)
    return Translation(text, engine, signature, tuple(written), tuple(edits.rest(draft.untranslated))), findings


def _failure(receipt: Receipt) -> Finding:
    constraint = receipt.constraint
    return Finding(FAILED, "error", _("'{surface}' should have become '{target}', which the translation does not contain").format(
        surface=constraint.surface, target=constraint.target), span=constraint.span, fix=constraint.target, side="source")


def _doubt(constraint: Constraint) -> Finding:
    from translator_aid.meanings import told

    own: Language = "id" if language() == "id" else "en"
    readings = _(" or ").join(told(reading, own) for reading in constraint.readings)
    return Finding(DOUBTFUL, "warning", _("'{surface}' can be read in more than one way ({readings}); it was left as it is").format(
        surface=constraint.surface, readings=readings), span=constraint.span, side="source")


def _fuzzy(draft: Draft) -> Finding:
    message = _("taken from the translation memory, whose source is like this one to {percent}%: '{original}'; edit it")
    return Finding(FUZZY, "warning", message.format(percent=int(100 * draft.score), original=draft.original), span=Span(0, len(draft.text)))
