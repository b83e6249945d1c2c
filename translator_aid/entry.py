"""A concept as a person reads it in a terminal: its terms, definitions, examples and relatives."""

from __future__ import annotations

from typing import Callable, Iterator, Sequence

from translator_aid import screen
from translator_aid.i18n import _
from translator_aid.model import Analysis, Concept, Hit, Step, Term

Style = Callable[..., str]


def plain(text: str, **_style: object) -> str:
    """The text without any style; the counterpart of `click.style`."""
    return text


def render(hit: Hit, width: int = 80, style: Style = plain, related: Sequence[Concept] = ()) -> Iterator[str]:
    """The lines of one answer; `style(text, bold=..., dim=..., fg=...)` colours them.

    >>> concept = Concept("llm", "bahasa", (Term("model bahasa besar", "id"),), (Term("large language model", "en"),), "noun")
    >>> print("\\n".join(render(Hit(concept, concept.indonesian[0], "exact", 1.0, Analysis("model bahasa besar", "model bahasa besar")))))
    llm · noun · bahasa
      Indonesian  model bahasa besar
      English     large language model
    """
    concept = hit.concept
    head = [style(concept.key, bold=True), part_of_speech(concept.part_of_speech), concept.domain]
    yield " · ".join(filter(None, head))
    if hit.analysis.steps:
        yield style(f"  {explained(hit.analysis)}", fg="cyan")
    elif hit.how == "fuzzy":
        yield style(_("  near term: {term} (similarity {score:.0%})").format(term=hit.term.text, score=hit.score), fg="yellow")
    labels = [_("Indonesian"), _("English"), _("Definition"), _("Example"), _("See also"), _("Same root"), _("Source"), _("Note")]
    indent = max(map(screen.columns, labels)) + 4

    def row(label: str, text: str) -> str:
        head = f"  {label}"
        return screen.filled(text, width, head + " " * (indent - screen.columns(head)), " " * indent)

    yield row(labels[0], "; ".join(map(_term, concept.indonesian)))
    yield row(labels[1], "; ".join(map(_term, concept.english)))
    if concept.definition:
        yield from _pair(row, labels[2], concept.definition.indonesian, concept.definition.english)
    for example in concept.examples[:1]:
        yield from _pair(row, labels[3], example.indonesian, example.english)
    if concept.see:
        yield row(labels[4], ", ".join(concept.see))
    if related:
        yield row(labels[5], ", ".join(title(other) for other in related))
    if concept.source:
        yield row(labels[6], concept.source)
    if concept.note:
        yield row(labels[7], concept.note)


def _pair(row: Callable[[str, str], str], label: str, *sides: str) -> Iterator[str]:
    for side in filter(None, sides):
        yield row(label, side)
        label = ""


def remarks(term: Term) -> list[str]:
    """What sets a term apart from an ordinary preferred one, in words.

    >>> remarks(Term("ML", "id", "admitted", "abbreviation"))
    ['admitted', 'abbreviation']
    """
    found = [] if term.status == "preferred" else [_status(term.status)]
    found += [_kind(term.kind)] if term.kind in ("loan", "abbreviation") else []
    found += [_label(label) for label in term.labels]
    found += [_style(term.style)] if term.style else []
    return found


def _term(term: Term) -> str:
    said = remarks(term)
    return f"{term.text} ({', '.join(said)})" if said else term.text


def explained(analysis: Analysis) -> str:
    """How a form is made, with the reading of each clitic.

    >>> explained(Analysis("melatihnya", "melatih", (Step("-nya", "clitic-nya", "object"),)))
    'melatihnya = melatih + -nya (object)'
    """
    if not analysis.steps:
        return analysis.surface
    before = [step for step in reversed(analysis.steps) if step.affix.endswith("-")]
    after = [step for step in analysis.steps if not step.affix.endswith("-")]
    parts = [*map(_affix, before), analysis.lemma, *map(_affix, after)]
    return f"{analysis.surface} = {' + '.join(parts)}"


def _affix(step: Step) -> str:
    name = _("reduplication") if step.affix == "(reduplication)" else step.affix
    return f"{name} ({reading(step.reading)})" if step.reading else name


def reading(code: str) -> str:
    """What a step means, in words."""
    return {
        "possessor": _("possessor"), "object": _("object"), "agent": _("agent"), "nominaliser": _("makes a noun"), "definite": _("definite"),
        "emphasis": _("emphasis"), "question": _("question"), "nonstandard": _("non-standard spelling"), "plural": _("plural"),
        "repeated": _("repeated"), "mutual": _("mutual"),
    }.get(code, code)


def part_of_speech(code: str) -> str:
    """The part of speech in words."""
    return {"noun": _("noun"), "verb": _("verb"), "adjective": _("adjective"), "adverb": _("adverb")}.get(code, code)


def _status(code: str) -> str:
    return {"admitted": _("admitted"), "rare": _("rare"), "deprecated": _("deprecated")}.get(code, code)


def _kind(code: str) -> str:
    return {"loan": _("loan"), "abbreviation": _("abbreviation")}.get(code, code)


def _label(code: str) -> str:
    return {"official": _("official"), "colloquial": _("colloquial"), "misrendering": _("misrendering")}.get(code, code)


def _style(code: str) -> str:
    return {"news": _("news"), "formal": _("formal")}.get(code, code)


def title(concept: Concept) -> str:
    """A concept in one line: its preferred terms.

    >>> title(Concept("llm", "bahasa", (Term("model bahasa besar", "id"),), (Term("large language model", "en"),)))
    'model bahasa besar = large language model'
    """
    return " = ".join(terms[0].text for terms in (concept.indonesian, concept.english) if terms)
