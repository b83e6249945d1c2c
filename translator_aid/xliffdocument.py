"""A document and its translation as XLIFF of any version has it: what the file says of the document, and each paragraph with codes and terms."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from translator_aid import inline
from translator_aid.inline import Note, Token
from translator_aid.model import Concept, Document, Run, Translation, Unit

UNTRANSLATED = "untranslated"
"""What an annotation says of words that the engine left in the source language."""
UNFINISHED = ("T301", "T302")
"""Findings of paragraphs that the engine could not translate, or for which it only knew one like them."""


@dataclass(frozen=True, slots=True)
class Explained:
    """A term of a paragraph and what the glossary says of it."""

    name: str
    """Unique within the paragraph."""
    term: str
    """In the document's language."""
    translations: tuple[str, ...]
    """In the other one, the preferred first."""
    definition: str
    """In the document's language; may be empty."""
    ref: str
    """The annotation of its first mention."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph for a translator."""

    name: str
    """Its number in the document, from 1."""
    kind: str
    """paragraph, heading, item, cell, title."""
    source: list[Token]
    """The text in pieces."""
    target: list[Token] | None
    """The draft in pieces; None where there is none."""
    words: bool
    """False: there is nothing to translate but codes."""
    finished: bool
    """True: the engine translated all of it, and every term, number and name is there."""
    terms: tuple[Explained, ...]
    """The glossary for it."""
    notes: tuple[str, ...]
    """What the checks say about the draft."""


def said(document: Document) -> tuple[tuple[str, str], ...]:
    """What a file must say of its document for a translation to find the way back: the digest of its bytes, the format, the fields.

    >>> dict(said(Document("a.txt", "plain", "AI", ())))["format"]
    'plain'
    """
    return (("sha256", digest(document)), ("format", document.format), *(("field", field) for field in document.fields))


def digest(document: Document) -> str:
    """The SHA-256 of the document's bytes, hexadecimal.

    >>> digest(Document("a.txt", "plain", "AI", ()))[:8]
    '11fb682b'
    """
    return hashlib.sha256(document.data or document.text.encode("utf-8", "surrogatepass")).hexdigest()


def paragraph(run: Run, unit: Unit) -> Paragraph:
    """A finished Unit as a paragraph for a translator.

    >>> from translator_aid.model import Glossary, Segment
    >>> segment = Segment("paragraph", "Halo.", 0)
    >>> run = Run("translate", Document("a", "plain", "Halo.", (segment,)), "id", "en", Glossary(()))
    >>> paragraph(run, Unit(0, segment, translation=Translation("Hello.", "x", "x"))).target[0].text
    'Hello.'
    """
    marks = _source_notes(run, unit)
    draft = unit.translation
    codes = {finding.code for finding in unit.findings}
    blank = draft is None or "T301" in codes or _nothing(draft)
    failed = any(receipt.outcome == "failed" for receipt in draft.receipts) if draft else False
    source = inline.tokens(unit.segment.text, inline.codes(unit.segment), marks)
    target = None if blank or draft is None else inline.tokens(draft.text, inline.again(unit.segment, draft.text), _target_notes(unit, draft))
    finished = not (blank or failed or codes.intersection(UNFINISHED) or draft is not None and draft.untranslated)
    return Paragraph(str(unit.index + 1), unit.segment.kind, source, target, wordy(source), finished, _explained(run, unit, marks),
                     tuple(f"{finding.code}: {finding.message}" for finding in unit.findings))


def wordy(tokens: list[Token]) -> bool:
    """Whether there are letters or digits outside of the codes.

    >>> wordy([Token("whole", "`kode`", "1"), Token("text", ".")])
    False
    """
    return any(token.kind == "text" and re.search(r"\w", token.text) for token in tokens)


def _nothing(draft: Translation) -> bool:
    """Whether nothing of a draft is translated."""
    rest = draft.text
    for span in reversed(draft.untranslated):
        rest = rest[:span.start] + rest[span.end:]
    return bool(draft.untranslated) and not re.search(r"\w", rest)


def _source_notes(run: Run, unit: Unit) -> list[Note]:
    """An annotation for each term found; mentions of one concept share its entry."""
    entries: dict[str, str] = {}
    found = []
    for number, match in enumerate(unit.matches, 1):
        entry = entries.setdefault(match.concept.key, f"g{len(entries) + 1}") if _offered(run, match.concept) else ""
        found.append(Note(match.span.start, match.span.end, "term", f"m{number}", entry, "; ".join(_offered(run, match.concept)[:3])))
    return found


def _target_notes(unit: Unit, draft: Translation) -> list[Note]:
    """An annotation for each term that is there, and for each stretch that is still in the source language."""
    names = {match.span: f"m{number}" for number, match in enumerate(unit.matches, 1)}
    found = [Note(span.start, span.end, UNTRANSLATED, f"u{number}") for number, span in enumerate(draft.untranslated, 1)]
    for receipt in draft.receipts:
        name = names.pop(receipt.constraint.span, "")
        if receipt.constraint.kind == "term" and receipt.at and receipt.outcome != "failed" and name:
            found.append(Note(receipt.at.start, receipt.at.end, "term", name))
    return found


def _explained(run: Run, unit: Unit, marks: list[Note]) -> tuple[Explained, ...]:
    found: dict[str, Explained] = {}
    for match, mark in zip(unit.matches, marks):
        if mark.ref and mark.ref not in found:
            concept = match.concept
            definition = concept.definition.side(run.source) if concept.definition else ""
            found[mark.ref] = Explained(mark.ref, match.term.text, _offered(run, concept), definition, mark.name)
    return tuple(found.values())


def _offered(run: Run, concept: Concept) -> tuple[str, ...]:
    """The terms to write for a concept, the one for this style first."""
    terms = [term.text for term in concept.terms(run.target) if term.status != "deprecated"]
    if not terms:
        return ()
    return tuple(dict.fromkeys((concept.preferred(run.target, run.style).text, *terms)))
