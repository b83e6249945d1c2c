"""A version, a model's name, a section: what holds digits and is no number must keep them.

A label may change its form (*Q2_K*, Q2-K) but not its digits, and a label of the source is only missed where the target has another one in its place.

Good: *GPT-4o lebih murah daripada versi 3.5.* GPT-4o is cheaper than version 3.5.
Bad:  *Tingkatnya dari Q2_K hingga Q8_0.* Levels range from Q4_K to Q8_0.  (C204)
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Iterator

from translator_aid.bitext import Pair, Rule, Side
from translator_aid.checks import Context, prose
from translator_aid.i18n import _
from translator_aid.model import Finding, Span

RULES = {"C204": Rule("error", "version, model name or section changed")}
_LABEL = re.compile(r"(?<![\w@])(?=[\w.+/-]*\d)(?:\w(?:[\w.+/-]*\w)?)")
Label = tuple[str, Span]


def check(pair: Pair, context: Context) -> Iterator[Finding]:
    """Each label of the source for which the target has another."""
    if pair.source is None or pair.target is None:
        return
    source, target = _labelled(pair, context, "source"), _labelled(pair, context, "target")
    missing, extra = _unpaired(source, target, pair.text("target")), _unpaired(target, source, pair.text("source"))
    for surface, _span in missing:
        alike = [(other, place) for other, place in extra if re.sub(r"\d", "", other) == re.sub(r"\d", "", surface)] or [
            (other, place) for other, place in extra if re.sub(r"\D", "", other) != re.sub(r"\D", "", surface)]
        if alike:
            extra.remove(alike[0])
            other, place = alike[0]
            yield context.finding("C204", pair, place, _("'{surface}' became '{instead}'").format(surface=surface, instead=other), "target", surface)


def _unpaired(labels: list[Label], others: list[Label], text: str) -> list[Label]:
    """The labels that the other side has less often, unless all their digits stand there in another form."""
    left = Counter(surface.lower() for surface, _span in others)
    known = set(re.findall(r"\d+", text))
    found = []
    for surface, span in labels:
        left[surface.lower()] -= 1
        shape = re.sub(r"\d+", "#", surface.lower())
        rival = any(re.sub(r"\d+", "#", other.lower()) == shape for other, _span in others)
        if left[surface.lower()] < 0 and (rival and "#" != shape or not set(re.findall(r"\d+", surface)) <= known):
            found.append((surface, span))
    return found


def _labelled(pair: Pair, context: Context, side: Side) -> list[Label]:
    segment = pair.source if side == "source" else pair.target
    assert segment is not None
    spans = [(match[0], Span(*match.span())) for match in _LABEL.finditer(prose(segment))]
    return [(surface, span) for surface, span in spans if not any(span.overlaps(expression.span) for expression in context.expressions(pair, side))]
