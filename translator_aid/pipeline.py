"""The main jobs: each is a generator of finished Units over a document."""

from __future__ import annotations

import dataclasses
from collections import deque
from typing import Callable, Iterator

from translator_aid import checks, markup, terms, verbatim
from translator_aid.annotating import annotate
from translator_aid.bitext import Checked
from translator_aid.engines import Engine
from translator_aid.matching import Matcher
from translator_aid.model import Document, Draft, Form, Request, Unit
from translator_aid.terms import PLAIN, Wishes

__all__ = ["annotate", "check", "translate"]


def translate(
    document: Document, matcher: Matcher, engine: Engine, wishes: Wishes = PLAIN, review: Callable[[Unit], Unit] | None = None,
) -> Iterator[Unit]:
    """The document's segments with their translation, a receipt for each constraint, a finding for each that failed, and what `review` finds.

    The engine is given one stream of requests and may read ahead in it, so that it can have several on the way. A segment that lost a constraint is
    asked for once more, in another form, where the engine has one.
    """
    source, target = matcher.source, matcher.target
    names = verbatim.capitalised([segment.text for segment in document.segments])
    waiting: deque[tuple[Unit, Request]] = deque()

    def requests() -> Iterator[Request]:
        for unit in annotate(document, matcher):
            constraints = terms.prepare(unit.segment, unit.matches, source, target, wishes)
            request = Request(unit.segment.text, constraints, source, target, terms.markup(unit.segment), names=names)
            waiting.append((unit, request))
            yield request

    signature = f"{engine.signature()} glossary={matcher.glossary.signature}"
    for draft in engine.translate(requests()):
        unit, request = waiting.popleft()
        settled = _settled(unit, request, draft, engine, signature)
        other = _other_form(settled, request, draft, engine)
        if other:
            again = [_settled(unit, other, draft, engine, signature) for draft in engine.translate([other])]
            settled = min(settled, *again, key=_failed)
        yield review(settled) if review else settled


def _settled(unit: Unit, request: Request, draft: Draft, engine: Engine, signature: str) -> Unit:
    translation, findings = terms.settle(draft, request.constraints, draft.engine or engine.NAME, signature, request.target)
    return unit.replace(translation=markup.restored(unit.segment, translation), findings=findings)


def _failed(unit: Unit) -> int:
    return sum(receipt.outcome == "failed" for receipt in unit.translation.receipts) if unit.translation else 0


def _other_form(unit: Unit, request: Request, draft: Draft, engine: Engine) -> Request | None:
    """The request in the next form that the engine knows, if that can help; a text that a person accepted or that could not be had stays."""
    forms: tuple[Form, ...] = getattr(engine, "FORMS", ())
    if not _failed(unit) or draft.failure or draft.engine == "memory":
        return None
    following = forms[(forms.index(request.form) if request.form in forms else 0) + 1:]
    return dataclasses.replace(request, form=following[0]) if following else None


def check(context: checks.Context, codes: frozenset[str]) -> Iterator[Checked]:
    """What the checks of these codes have to say about each pair of a bitext, in order."""
    for pair in context.bitext.pairs:
        for finding in checks.run(pair, context, codes):
            yield Checked(pair, finding)
