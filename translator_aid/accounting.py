"""What an export lost: it is read back, and every fact about every concept is looked for.

A fact is a field with its value, and the term that it belongs to if it belongs to one. A format that splits a concept into several entries loses
nothing by that: the facts of all entries that lead back to one concept count together.
"""

from __future__ import annotations

import tempfile
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Iterable, Iterator, Sequence

from translator_aid import exchange
from translator_aid.exchange import Options, Remark, Source
from translator_aid.glossary import GUARD_FIELDS
from translator_aid.model import Concept, Term

Fact = tuple[str, str, str]
"""Field, term (or empty), value."""


@dataclass(frozen=True, slots=True)
class Loss:
    """One fact that the format did not hold."""

    key: str
    """The concept."""
    field: str
    """What: `definition.english`, `term.status`, ..."""
    term: str
    """The term it belongs to, or empty."""
    value: str
    """What was to be held."""
    became: str = ""
    """What stands there instead, if anything does."""


@dataclass(frozen=True, slots=True)
class Account:
    """What became of an export."""

    format: str
    """The format's name."""
    concepts: int
    """How many were to be written."""
    losses: tuple[Loss, ...]
    """What the format did not hold, concept by concept."""
    remarks: tuple[Remark, ...]
    """What the writer, and the reader that read it back, had to say."""

    def by_field(self) -> dict[str, int]:
        """How many facts of each field were lost, the most frequent first."""
        return dict(Counter(loss.field for loss in self.losses).most_common())


def facts(concept: Concept) -> Iterator[Fact]:
    """Everything that a concept says, fact by fact.

    >>> concept = Concept("model", "dasar", (Term("model", "id"),), (), "noun")
    >>> list(facts(concept))[:3]
    [('key', '', 'model'), ('domain', '', 'dasar'), ('part_of_speech', '', 'noun')]
    """
    for field in ("key", "domain", "part_of_speech", "source", "review", "note"):
        if value := getattr(concept, field):
            yield field, "", value
    if concept.definition:
        for side, text in (("indonesian", concept.definition.indonesian), ("english", concept.definition.english)):
            if text:
                yield f"definition.{side}", "", text
    for example in concept.examples:
        yield "example", "", f"{example.indonesian} | {example.english}"
    for see in concept.see:
        yield "see", "", see
    for side, terms in (("indonesian", concept.indonesian), ("english", concept.english)):
        for term in terms:
            yield side, term.text, term.text
            yield from _of_term(side, term, concept)


def _of_term(side: str, term: Term, concept: Concept) -> Iterator[Fact]:
    yield f"{side}.status", term.text, term.status
    for field in ("kind", "style", "case", "note", "source"):
        if value := getattr(term, field):
            yield f"{side}.{field}", term.text, value
    for label in term.labels:
        yield f"{side}.labels", term.text, label
    if term.part_of_speech and term.part_of_speech != concept.part_of_speech:
        yield f"{side}.part_of_speech", term.text, term.part_of_speech
    for field in GUARD_FIELDS if term.guard else ():
        for item in getattr(term.guard, field):
            yield f"{side}.guard.{field}", term.text, item


def compared(wanted: Sequence[Concept], got: Iterable[Concept]) -> Iterator[Loss]:
    """What of the first concepts does not stand in the second; these may be in another order, split, and without their keys."""
    index = _Index(wanted)
    held: dict[int, list[Concept]] = defaultdict(list)
    for concept in got:
        for number in index.find(concept):
            held[number].append(concept)
    for number, concept in enumerate(wanted):
        yield from _missing(concept, held.get(number, ()))


def _missing(concept: Concept, entries: Sequence[Concept]) -> Iterator[Loss]:
    there = {fact for entry in entries for fact in facts(entry)}
    instead = {(field, term): value for field, term, value in there}
    for field, term, value in facts(concept):
        if (field, term, value) not in there:
            yield Loss(concept.key, field, term, value, instead.get((field, term), ""))
    # A value where there was none, such as a default that the format imposes, is told as well.
    own = {(field, term) for field, term, _value in facts(concept)}
    for field, term in sorted(instead.keys() - own):
        if not term or any(term == known.text for known in (*concept.indonesian, *concept.english)):
            yield Loss(concept.key, field, term, "", instead[field, term])


class _Index:
    """Concepts by key, by pair of terms and by single term, so that what a format gives back finds its way home."""

    def __init__(self, concepts: Sequence[Concept]) -> None:
        self.concepts = concepts
        self.keys = {concept.key: number for number, concept in enumerate(concepts)}
        self.pairs: dict[tuple[str, str], list[int]] = defaultdict(list)
        self.singles: dict[str, list[int]] = defaultdict(list)
        for number, concept in enumerate(concepts):
            for text in {term.text for term in (*concept.indonesian, *concept.english)}:
                self.singles[text].append(number)
            for first in concept.indonesian:
                for second in concept.english:
                    self.pairs[first.text, second.text].append(number)

    def find(self, concept: Concept) -> Sequence[int]:
        number = self.keys.get(concept.key)
        texts = [term.text for term in (*concept.indonesian, *concept.english)]
        if number is not None and (not texts or any(number in self.singles.get(text, ()) for text in texts)):
            return (number,)
        for first in concept.indonesian:
            for second in concept.english:
                if found := self.pairs.get((first.text, second.text)):
                    return found
        if concept.indonesian and concept.english:
            return ()
        return next((found for text in texts if (found := self.singles.get(text))), ())


def export(concepts: Sequence[Concept], options: Options, stream: BinaryIO, path: str = "") -> Account:
    """Writes the concepts to a binary stream in the format of the options, reads them back, and says what was lost.

    >>> import io
    >>> concept = Concept("model", "dasar", (Term("model", "id"),), (Term("model", "en"),), "noun")
    >>> account = export([concept], Options("deepl"), io.BytesIO())
    >>> account.by_field()
    {'domain': 1, 'part_of_speech': 1}
    """
    remarks: list[Remark] = []
    read: list[Remark] = []
    with tempfile.TemporaryDirectory(prefix="translator-aid-") as folder:
        copy = Path(folder) / "copy"
        with copy.open("wb") as kept:
            for piece in exchange.get(options.format).write(concepts, options):
                if isinstance(piece, Remark):
                    remarks.append(piece)
                else:
                    kept.write(piece)
                    stream.write(piece)
        back = exchange.keyed(exchange.stream(Source(path or f"<{options.format}>", file=copy), options, read))
        losses = tuple(compared(concepts, back))
    remarks += [remark for remark in read if remark.kind == "fault"]
    return Account(options.format, len(concepts), losses, tuple(remarks))
