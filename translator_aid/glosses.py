"""Glosses that stand in the text itself: "pembelajaran penguatan (reinforcement learning)"."""

from __future__ import annotations

import functools
import re

from translator_aid.forms import edges
from translator_aid.model import Concept, Language, Span
from translator_aid.morphology import bases

_OPENING = r"(?:[\"'”’*_`]|\u2060+){0,6}\s{0,2}\u2060*\(((?:\u2060*[^()\u2060]){2,120}\u2060*)\)"
_LEAD = (
    r"(?i)^(?:bahasa inggris(?:nya)?|inggris|dalam bahasa inggris|english|indonesian|bahasa indonesia|disebut|dikenal sebagai|yakni|yaitu|atau"
    r"|singkatan dari|disingkat|alias|also known as|or|in indonesian)\b[:,]?\s*"
)
LIMIT = 4096
"""Concepts whose forms are remembered."""
SPLIT = re.compile(r"[,;/]|\batau\b|\bor\b|\balias\b|\bdisingkat\b")


def may_open(text: str, at: int) -> bool:
    """Whether a bracket may open behind a place, at the distance at which `find_gloss` looks for it.

    >>> may_open("penguatan (RL)", 9), may_open("penguatan, lalu lagi (RL)", 9)
    (True, False)
    """
    return "(" in text[at:at + 9] or "\u2060" in text[at:at + 9]


def find_gloss(text: str, span: Span, concept: Concept, target: Language) -> Span | None:
    """Where the text itself says the concept in the other language, in brackets after the term; None where it does not.

    >>> from translator_aid.model import Term
    >>> concept = Concept("rl", "ai", (Term("pembelajaran penguatan", "id"),), (Term("reinforcement learning", "en"),))
    >>> text = "memakai pembelajaran penguatan (*reinforcement learning*/RL)"
    >>> span = find_gloss(text, Span(8, 30), concept, "en")
    >>> text[span.start:span.end]
    '*reinforcement learning*/RL'
    """
    opening = _pattern().match(text, span.end)
    if opening is None:
        return None
    inside = opening.group(1)
    known = _gloss_forms(concept, target)
    for part in SPLIT.split(inside):
        if edges(re.sub(_LEAD, "", part.replace("\u2060", "").strip().strip("\"'“”‘’*_`"))) in known:
            return Span(*opening.span(1))
    return None


@functools.lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    return re.compile(_OPENING)


_forms: dict[tuple[int, Language], tuple[Concept, frozenset[tuple[str, ...]]]] = {}
"""By the concept's identity: to hash or compare a concept is to go through all that it holds."""


def _gloss_forms(concept: Concept, target: Language) -> frozenset[tuple[str, ...]]:
    known = _forms.get((id(concept), target))
    if known is None:
        if len(_forms) >= LIMIT:
            _forms.clear()
        known = _forms[id(concept), target] = concept, frozenset(base.edges for term in concept.terms(target) for base in bases(term, target))
    return known[1]
