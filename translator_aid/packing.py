"""Concepts as plain values, and plain values as bytes with a checksum: what a compiled glossary is made of."""

from __future__ import annotations

import marshal
from binascii import crc32
from typing import Any

from translator_aid.model import Bilingual, Concept, Guard, Term

TERM = ("text", "language", "status", "kind", "labels", "style", "case", "part_of_speech", "note", "source")
GUARD = ("near", "before", "after", "not_near", "not_before", "not_after")


def packed(value: Any) -> bytes:
    """A value of plain types as bytes, a checksum first; Python keeps its own compiled modules so.

    >>> unpacked(packed({"model": ["bahasa", 2]}))
    {'model': ['bahasa', 2]}
    """
    data = marshal.dumps(value)
    return crc32(data).to_bytes(4, "little") + data


def unpacked(data: bytes) -> Any:
    """What `packed` made bytes of: plain values only, and only where no byte has changed since.

    :raises UnreadableError: for damaged bytes.
    """
    if int.from_bytes(data[:4], "little") != crc32(data[4:]):
        from translator_aid.errors import UnreadableError
        from translator_aid.i18n import _

        raise UnreadableError(_("a compiled glossary in the cache folder is damaged; delete that folder and try again"))
    return marshal.loads(data[4:])


def concept_to(concept: Concept) -> list[Any]:
    """A concept as plain lists; origins and the sentences of guards are left out.

    >>> concept = Concept("llm", "bahasa", (Term("model bahasa besar", "id"),), (Term("LLM", "en"),), "noun")
    >>> concept_from(concept_to(concept)) == concept
    True
    """
    return [
        concept.key, concept.domain, [_term_to(term) for term in concept.indonesian], [_term_to(term) for term in concept.english],
        concept.part_of_speech,
        [concept.definition.indonesian, concept.definition.english] if concept.definition else None,
        [[example.indonesian, example.english] for example in concept.examples], concept.see, concept.source, concept.review, concept.note,
    ]


def _term_to(term: Term) -> list[Any]:
    return [*(getattr(term, name) for name in TERM), [getattr(term.guard, name) for name in GUARD] if term.guard else None]


def concept_from(data: list[Any]) -> Concept:
    """The concept that `concept_to` took apart."""
    key, domain, indonesian, english, part, definition, examples, see, *rest = data
    return Concept(
        key, domain, tuple(map(_term_from, indonesian)), tuple(map(_term_from, english)), part, Bilingual(*definition) if definition else None,
        tuple(Bilingual(*pair) for pair in examples), tuple(see), *rest,
    )


def _term_from(data: list[Any]) -> Term:
    values = dict(zip(TERM, data))
    values["labels"] = tuple(values["labels"])
    guard = Guard(**{name: tuple(items) for name, items in zip(GUARD, data[-1])}) if data[-1] else None  # type: ignore[arg-type]
    return Term(**values, guard=guard)
