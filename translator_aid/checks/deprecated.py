"""A term that the glossary advises against: deprecated, or a known misrendering.

The fix is the concept's preferred term. Where the deprecated word is also a good term of another concept that the source names, it is left alone.

Good: *artificial intelligence*: kecerdasan buatan.
Bad:  *artificial intelligence*: intelijen buatan.  (C111: intelijen is a secret service)
"""

from __future__ import annotations

from typing import Iterator

from translator_aid.bitext import Pair, Rule
from translator_aid.checks import Context
from translator_aid.i18n import _
from translator_aid.model import Finding

RULES = {"C111": Rule("warning", "deprecated term")}


def check(pair: Pair, context: Context) -> Iterator[Finding]:
    """Each deprecated term in the target."""
    if pair.target is None:
        return
    named = {match.concept.key for match in context.matches(pair, "source")}
    language = context.bitext.language("target")
    for match in context.matches(pair, "target"):
        if match.term.status != "deprecated" or named.intersection(concept.key for concept in match.also):
            continue
        if match.analysis.surface in pair.text("source"):
            continue
        if " " not in match.term.text and pair.source is not None and match.concept.key not in named:
            continue
        target = match.concept.preferred(language, context.style).text
        reason = f" ({match.term.note})" if match.term.note else ""
        wrong = "misrendering" in match.term.labels
        message = _("misrendering '{surface}'; write '{target}'") if wrong else _("deprecated term '{surface}'; write '{target}'")
        yield context.finding("C111", pair, match.span, message.format(surface=match.analysis.surface, target=target) + reason, "target", target)
