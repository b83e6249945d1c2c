"""The main jobs: each is a generator of finished Units over a document."""

from __future__ import annotations

from typing import Iterator

from translator_aid import checks, terms
from translator_aid.bitext import Checked
from translator_aid.engines import Engine
from translator_aid.matching import Matcher, mark_first
from translator_aid.model import Document, Request, Unit


def annotate(document: Document, matcher: Matcher) -> Iterator[Unit]:
    """The document's segments with the terms found in them; `first` is marked over the whole document."""
    seen: set[str] = set()
    for index, segment in enumerate(document.segments):
        matches = matcher.find(segment.text, segment.protected, seen)
        yield Unit(index, segment, mark_first(matches, seen))


def translate(document: Document, matcher: Matcher, engine: Engine, style: str = "news") -> Iterator[Unit]:
    """The document's segments with their translation, a receipt for each constraint and a finding for each that failed."""
    source, target = matcher.source, matcher.target
    for unit in annotate(document, matcher):
        constraints = terms.prepare(unit.segment, unit.matches, source, target, style)
        request = Request(unit.segment.text, constraints, source, target, terms.markup(unit.segment))
        for draft in engine.translate([request]):
            signature = f"{engine.signature()} glossary={matcher.glossary.signature}"
            translation, findings = terms.settle(draft, constraints, engine.NAME, signature, target)
            yield unit.replace(translation=translation, findings=findings)


def check(context: checks.Context, codes: frozenset[str]) -> Iterator[Checked]:
    """What the checks of these codes have to say about each pair of a bitext, in order."""
    for pair in context.bitext.pairs:
        for finding in checks.run(pair, context, codes):
            yield Checked(pair, finding)
