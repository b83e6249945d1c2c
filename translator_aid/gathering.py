"""Entries put together into concepts: tables with a row a term, which name its language in a column; files with units of ours and of others."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Callable, Iterable, Iterator

from translator_aid.interchange import Remark, unstated
from translator_aid.model import Bilingual, Concept, Term
from translator_aid.termunits import TermUnit, grouped


def gathered(items: Iterable[Concept | Remark], states_status: bool) -> Iterator[Concept | Remark]:
    """A concept for each run of neighbours with one key; what has no key stays alone. Remarks come through.

    Without a stated status the first term of each language is preferred.

    >>> found = [Concept("c1", "", (Term("bobot", "id"),)), Concept("c1", "", (), (Term("weight", "en"),)), Concept("c2", "")]
    >>> [(concept.key, len(concept.indonesian + concept.english)) for concept in gathered(found, False)]
    [('c1', 2), ('c2', 0)]
    """
    run: list[Concept] = []
    for item in items:
        if isinstance(item, Remark):
            yield item
            continue
        if run and (not item.key or item.key != run[0].key):
            yield _joined(run, states_status)
            run = []
        run.append(item)
    if run:
        yield _joined(run, states_status)


def assembled(items: Iterable[TermUnit | Remark | Iterator[Concept | Remark]], path: str) -> Iterator[Concept | Remark]:
    """The concepts of units of ours, those of one concept being neighbours, and of others' units, of which each is what it was read as.

    Remarks come through. Before the first unit that is not ours it is said that such units state no status.

    >>> other = iter([Concept("c2", "")])
    >>> [getattr(item, "key", "") or str(item.origin) for item in assembled([TermUnit("c1", "c1", "bobot", "weight"), other], "saya.po")]
    ['c1', 'saya.po:1:1', 'c2']
    """
    run: list[TermUnit] = []
    told = False
    for item in items:
        if isinstance(item, Remark):
            yield item
            continue
        own = item if isinstance(item, TermUnit) else None
        if run and not (own and own.key == run[-1].key):
            yield from grouped(run)
            run = []
        if isinstance(item, TermUnit):
            run.append(item)
            continue
        if not told:
            yield unstated(path)
            told = True
        yield from item
    yield from grouped(run)


def _joined(run: list[Concept], states_status: bool) -> Concept:
    first = run[0]
    definitions = [concept.definition for concept in run if concept.definition]
    definition = None
    if definitions:
        definition = Bilingual(_first(definitions, lambda one: one.indonesian), _first(definitions, lambda one: one.english), definitions[0].origin)
    fields: dict[str, Any] = {name: next((getattr(concept, name) for concept in run if getattr(concept, name)), "")
                              for name in ("domain", "part_of_speech", "source", "review")}
    notes = dict.fromkeys(concept.note for concept in run if concept.note)
    return replace(
        first, indonesian=_terms((term for concept in run for term in concept.indonesian), states_status),
        english=_terms((term for concept in run for term in concept.english), states_status), definition=definition,
        examples=tuple(example for concept in run for example in concept.examples),
        see=tuple(dict.fromkeys(see for concept in run for see in concept.see)), note="; ".join(notes), **fields)


def _first(pairs: Iterable[Bilingual], side: Callable[[Bilingual], str]) -> str:
    return next((text for text in map(side, pairs) if text), "")


def _terms(terms: Iterable[Term], states_status: bool) -> tuple[Term, ...]:
    found: dict[str, Term] = {}
    for term in terms:
        if term.text.casefold() not in found:
            status = "admitted" if found and not states_status else term.status
            found[term.text.casefold()] = replace(term, status=status)
    return tuple(found.values())
