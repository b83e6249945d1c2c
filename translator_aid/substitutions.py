"""Which wording a style checker should warn of, and what to write instead: the deprecated and rare terms of a concept with their inflected forms."""

from __future__ import annotations

from typing import Iterator, NamedTuple

from translator_aid.i18n import _
from translator_aid.inflecting import written
from translator_aid.interchange import Remark
from translator_aid.model import Concept, Language, Term
from translator_aid.patterns import pattern


class Rule(NamedTuple):
    """A pattern and what stands for it."""

    file: str
    """Where it belongs: Avoid, Forms (inflected), Case (the letters' case counts), Context (wrong only in some contexts), Rare, each with `Signs`
    behind it for patterns that begin or end with a sign; or the vocabularies: accept, reject."""
    pattern: str
    """A regular expression."""
    instead: str = ""
    """The preferred term; empty in a vocabulary."""


def substitutions(concept: Concept, side: Language, right: set[str]) -> Iterator[Rule | Remark]:
    """The rules of a concept in one language; a remark for a term that cannot have one.

    `right` are the terms, folded, that are right in the sense of another concept.

    >>> terms = (Term("pengenalan wajah", "id"), Term("pengakuan wajah", "id", "deprecated"))
    >>> [(rule.file, rule.pattern, rule.instead) for rule in substitutions(Concept("face", "", terms), "id", set())][:2]
    [('accept', '(?i)pengenalan wajah', ''), ('Avoid', 'pengakuan wajah', 'pengenalan wajah')]
    """
    allowed = [term for term in concept.terms(side) if term.status in ("preferred", "admitted")]
    instead = concept.preferred(side) if allowed else None
    for term in concept.terms(side):
        if term in allowed:
            yield Rule("accept", f"{'' if term.case or term.text != term.text.lower() else '(?i)'}{pattern(term.text)}")
        elif instead is None:
            yield Rule("reject" if term.status == "deprecated" else "accept", pattern(term.text))
        elif term.text.casefold() in right and term.text.casefold() != instead.text.casefold():
            yield Remark(_("'{term}' is right in another sense and makes no rule").format(term=term.text), key=concept.key)
        elif "|" in instead.text or "$" in instead.text or instead.text == term.text:
            yield Remark(_("'{term}' cannot stand in a rule of Vale").format(term=instead.text), key=concept.key)
        else:
            yield from _ruled(term, instead, side)


def _ruled(term: Term, instead: Term, side: Language) -> Iterator[Rule]:
    file = "Rare" if term.status == "rare" else "Context" if term.guard else "Avoid"
    if term.text.casefold() == instead.text.casefold() or term.case:
        file = "Case" if file == "Avoid" else file
    if not (term.text[0].isalnum() and term.text[-1].isalnum()):
        yield Rule(f"{file}Signs", rf"(?<!\w){pattern(term.text)}(?!\w)", instead.text)
        return
    yield Rule(file, pattern(term.text), instead.text)
    if file == "Avoid":
        forms = {tuple(step.affix for step in form.steps): form.surface for form in reversed(list(written(instead, side)))}
        for form in written(term, side):
            other = forms.get(tuple(step.affix for step in form.steps), "") if form.steps else instead.text
            if other and "|" not in other:
                yield Rule("Forms", pattern(form.surface), other)
