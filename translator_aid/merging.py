"""Imported concepts put into glossary files that exist already: nothing is overwritten unless asked for, and every conflict is told.

A concept is the same as one that is there if both share an Indonesian and an English term, or have the same key and share a term of either language.
An entry of one language that only says what to write instead of what belongs to the one concept that has that preferred term.
What the one lacks the other fills in; where both say something different, the one that is there stays, or with `replace` the imported one.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from dataclasses import dataclass
from typing import Any, Iterable, Iterator, Sequence

from translator_aid import exchange
from translator_aid.exchange import Options
from translator_aid.glossary import slug
from translator_aid.layout import canonical
from translator_aid.model import Bilingual, Concept, Origin, Term

SIDES = ("indonesian", "english")


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two things said of one concept."""

    key: str
    """The concept."""
    field: str
    """What of it: `definition.english`, `indonesian.status`, ..."""
    term: str
    """The term it is about, or empty."""
    present: str
    """What stood there."""
    offered: str
    """What the import says."""
    origin: Origin
    """Where the import says it."""


@dataclass(frozen=True, slots=True)
class Merged:
    """What became of both."""

    concepts: tuple[Concept, ...]
    """Those that were there, in their order, and then the new ones."""
    added: tuple[str, ...]
    """The keys of the new ones."""
    changed: tuple[str, ...]
    """The keys of those that the import filled in or, with `replace`, changed."""
    conflicts: tuple[Conflict, ...]
    """Where the two differ."""
    incomplete: tuple[Concept, ...]
    """Imported concepts that are new and have no term in one of the languages: they cannot stand in a glossary."""


def merge(present: Sequence[Concept], imported: Iterable[Concept], replace: bool = False, statuses: bool = True) -> Merged:
    """The concepts of both. Without `statuses` the import states none: those that are there stay, and a further term is an admitted one.

    >>> old = Concept("ml", "dasar", (Term("pembelajaran mesin", "id"),), (Term("machine learning", "en"),), "noun")
    >>> new = Concept("machine-learning", "", (Term("pembelajaran mesin", "id"),), (Term("machine learning", "en"),), "verb", note="inti")
    >>> merged = merge([old], [new])
    >>> merged.concepts[0].note, merged.changed, [(conflict.field, conflict.present, conflict.offered) for conflict in merged.conflicts]
    ('inti', ('ml',), [('part_of_speech', 'noun', 'verb')])
    """
    concepts = {concept.key: concept for concept in present}
    index = _Index(present)
    added: dict[str, None] = {}
    changed: dict[str, None] = {}
    conflicts: list[Conflict] = []
    incomplete: list[Concept] = []
    for concept in imported:
        key = index.find(concept)
        if key is None and not (concept.indonesian and concept.english):
            incomplete.append(concept)
            continue
        if key is None:
            key = _free(concept, concepts)
            concepts[key] = concept if key == concept.key else dataclasses.replace(concept, key=key)
            added[key] = None
            continue
        before = concepts[key]
        after = _Pair(before, concept, replace, statuses, conflicts).merged()
        if after != before:
            concepts[key] = after
            changed[key] = None
    return Merged(tuple(concepts.values()), tuple(added), tuple(key for key in changed if key not in added), tuple(conflicts), tuple(incomplete))


def together(parts: Sequence[Merged]) -> Merged:
    """Several merges, each onto the one before, as one.

    >>> whole = together([Merged((), ("kutu",), (), (), ()), Merged((), ("model",), ("kutu",), (), ())])
    >>> whole.added, whole.changed
    (('kutu', 'model'), ())
    """
    added = tuple(key for part in parts for key in part.added)
    changed = dict.fromkeys(key for part in parts for key in part.changed if key not in added)
    return Merged(parts[-1].concepts if parts else (), added, tuple(changed), tuple(one for part in parts for one in part.conflicts),
                  tuple(one for part in parts for one in part.incomplete))


def rewritten(text: str, path: str, present: Sequence[Concept], merged: Sequence[Concept]) -> str:
    """The text of a glossary file with its changed concepts rewritten and its new ones appended; comments and the rest stay.

    `present` are the concepts as parsed from the text, `merged` those that are to stand in it.
    """
    listed = text.lstrip("\ufeff").splitlines(keepends=True)
    whole = not present or not any(line.startswith("- ") for line in listed)
    if whole:
        kept = "".join(line for line in listed if line.startswith("#"))
        return canonical(kept + _written(merged), path)
    after = {concept.key: concept for concept in merged}
    starts = [concept.origin.line for concept in present] + [len(listed) + 1]
    pieces = ["".join(listed[:starts[0] - 1])]
    for number, concept in enumerate(present):
        lines = listed[starts[number] - 1:starts[number + 1] - 1]
        now = after.pop(concept.key, concept)
        if now == concept:
            pieces.append("".join(lines) if not lines or lines[-1].endswith("\n") else "".join(lines) + "\n")
            continue
        tail = len(lines)
        while tail and lines[tail - 1].startswith("#"):
            tail -= 1
        inner = [line.strip() + "\n" for line in lines[:tail] if line.strip().startswith("#")]
        pieces += [*inner, _written([now]), *lines[tail:]]
    return canonical("".join(pieces) + _written(after.values()), path)


def _written(concepts: Iterable[Concept]) -> str:
    pieces = exchange.get("yaml").write(concepts, Options("yaml"))
    return b"".join(piece for piece in pieces if isinstance(piece, bytes)).decode("utf-8")


def _free(concept: Concept, taken: dict[str, Concept]) -> str:
    """The concept's own key, or where another concept has it one that is free."""
    if concept.key not in taken:
        return concept.key
    first = next((term.text for term in (*concept.english, *concept.indonesian)), concept.key)
    base = slug(first)
    number, key = 1, base
    while key in taken:
        number += 1
        key = f"{base}-{number}"
    return key


class _Index:
    """The concepts that are there, by key and by term."""

    def __init__(self, concepts: Iterable[Concept]) -> None:
        self.keys: dict[str, Concept] = {}
        self.terms: dict[tuple[str, str], set[str]] = defaultdict(set)
        for concept in concepts:
            self.keys[concept.key] = concept
            for term in (*concept.indonesian, *concept.english):
                self.terms[term.language, term.text.casefold()].add(concept.key)

    def find(self, concept: Concept) -> str | None:
        """The key of the concept that this one is; None where it is new."""
        first, second = (set().union(*(self.terms.get((term.language, term.text.casefold()), ()) for term in terms)) if terms else set()
                         for terms in (concept.indonesian, concept.english))
        if concept.key in self.keys and (concept.key in first or concept.key in second):
            return concept.key
        if not concept.indonesian or not concept.english:
            return self.warned(concept)
        both = sorted(first & second)
        same_part = [key for key in both if self.keys[key].part_of_speech == concept.part_of_speech]
        return next(iter(same_part or both), None)

    def warned(self, concept: Concept) -> str | None:
        """The concept whose preferred term a list of words to avoid names; None where several have it, or where the entry says more."""
        terms = concept.indonesian + concept.english
        if concept.definition or concept.examples or not any(term.status in ("deprecated", "rare") for term in terms):
            return None
        found = {key for term in terms if term.status == "preferred" for key in self.terms.get((term.language, term.text.casefold()), ())}
        return next(iter(found)) if len(found) == 1 else None


class _Pair:
    """The concept that is there and the imported one."""

    def __init__(self, old: Concept, new: Concept, replace: bool, statuses: bool, conflicts: list[Conflict]) -> None:
        self.old, self.new, self.replace, self.statuses, self.conflicts = old, new, replace, statuses, conflicts

    def merged(self) -> Concept:
        old, new = self.old, self.new
        fields: dict[str, Any] = {name: self.chosen(name, "", getattr(old, name), getattr(new, name), new.origin)
                                  for name in ("part_of_speech", "source", "review", "note")}
        fields["definition"] = self.definition()
        known = {(example.indonesian, example.english) for example in old.examples}
        fields["examples"] = old.examples + tuple(example for example in new.examples if (example.indonesian, example.english) not in known)
        fields["see"] = tuple(dict.fromkeys(old.see + tuple(key for key in new.see if key != old.key)))
        for side in SIDES:
            fields[side] = tuple(self.terms(side))
        return dataclasses.replace(old, **fields)

    def chosen(self, field: str, term: str, old: str, new: str, origin: Origin) -> str:
        if not new or new == old:
            return old
        if not old:
            return new
        self.conflicts.append(Conflict(self.old.key, field, term, old, new, origin))
        return new if self.replace else old

    def definition(self) -> Bilingual | None:
        old, new = self.old.definition, self.new.definition
        if new is None or old is None:
            return old or new
        first, second = (self.chosen(f"definition.{side}", "", getattr(old, side), getattr(new, side), new.origin) for side in SIDES)
        return Bilingual(first, second, old.origin)

    def terms(self, side: str) -> Iterator[Term]:
        old: Sequence[Term] = getattr(self.old, side)
        offered = {term.text.casefold(): term for term in getattr(self.new, side)}
        result = [self.term(side, term, offered.pop(term.text.casefold(), None)) for term in old]
        for term in offered.values():
            if not self.statuses and result:
                term = dataclasses.replace(term, status="admitted")
            rival = next((other for other in result if other.status == term.status == "preferred" and other.style == term.style), None)
            if rival is not None:
                self.conflicts.append(Conflict(self.old.key, f"{side}.preferred", "", rival.text, term.text, term.origin))
                if self.replace:
                    result[result.index(rival)] = dataclasses.replace(rival, status="admitted")
                else:
                    term = dataclasses.replace(term, status="admitted")
            result.append(term)
        texts = {known.text.casefold() for known in getattr(self.new, side)} if self.statuses else set()
        newly = [term for term in result if term.status == "preferred" and term.text.casefold() in texts]
        for term in result:
            demoted = any(other.style == term.style and other is not term for other in newly) and term not in newly
            yield dataclasses.replace(term, status="admitted") if term.status == "preferred" and demoted else term

    def term(self, side: str, old: Term, new: Term | None) -> Term:
        if new is None:
            return old
        fields: dict[str, Any] = {
            name: self.chosen(f"{side}.{name}", old.text, getattr(old, name), getattr(new, name), new.origin)
            for name in ("status", "kind", "style", "case", "note", "source") if self.statuses or name != "status"}
        if new.part_of_speech and new.part_of_speech != self.new.part_of_speech:
            fields["part_of_speech"] = self.chosen(f"{side}.part_of_speech", old.text, old.part_of_speech, new.part_of_speech, new.origin)
        fields["labels"] = tuple(dict.fromkeys(old.labels + new.labels))
        if old.guard is None or new.guard and self.replace:
            fields["guard"] = new.guard or old.guard
        return dataclasses.replace(old, **fields)
