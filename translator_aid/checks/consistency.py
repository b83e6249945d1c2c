"""One term of the source rendered in two ways in one document: *kecerdasan buatan* here, *kecerdasan artifisial* there.

The rendering met most often counts as the choice, the first one in a tie, and each other one is a finding. An abbreviation beside its long form is
no other choice, nor a loan in brackets, nor what mirrors the source, which may itself say the thing in two ways.

Good: artificial intelligence: *kecerdasan buatan*, *kecerdasan buatan (AI)*, then *AI*.
Bad:  artificial intelligence: *kecerdasan buatan*, later *kecerdasan artifisial*.  (C121)
"""

from __future__ import annotations

from collections import Counter
from typing import Iterator
from weakref import WeakKeyDictionary

from translator_aid.bitext import Pair, Rule
from translator_aid.checks import Context
from translator_aid.i18n import _
from translator_aid.model import Finding, Match, Term

RULES = {"C121": Rule("warning", "term rendered in two ways")}
Choices = dict[tuple[str, str, str], Counter[str]]
_known: WeakKeyDictionary[Context, Choices] = WeakKeyDictionary()


def check(pair: Pair, context: Context) -> Iterator[Finding]:
    """Each rendering in the target that is not the document's choice."""
    choices = _known.get(context)
    if choices is None:
        choices = _known[context] = _count(context)
    for key, match in renderings(pair, context):
        counted = choices[key]
        chosen = counted.most_common(1)[0][0]
        # "memory" for "agent memory" is the same term, shortened
        if not set(wording(match.term).split()) <= set(chosen.split()) and not set(chosen.split()) <= set(wording(match.term).split()):
            message = _("'{surface}' here, but '{chosen}' {times} in this document").format(
                surface=match.analysis.surface, chosen=chosen, times=_("{n} times").format(n=counted[chosen]) if counted[chosen] > 1 else _("once"))
            yield context.finding("C121", pair, match.span, message, "target", chosen)


def _count(context: Context) -> Choices:
    choices: Choices = {}
    for pair in context.bitext.pairs:
        for key, match in renderings(pair, context):
            choices.setdefault(key, Counter())[wording(match.term)] += 1
    return choices


def renderings(pair: Pair, context: Context) -> Iterator[tuple[tuple[str, str, str], Match]]:
    """The terms of the target that are somebody's choice, each with what it was chosen for: concept, term of the source, part of speech."""
    source, target = context.matches(pair, "source"), context.matches(pair, "target")
    for match in target:
        key = match.concept.key
        named = [wording(found.term) for found in source if found.concept.key == key]
        often = sum(found.concept.key == key for found in target)
        if len(set(named)) != 1 or often > len(named) or match.term.part_of_speech == "verb" or not all(
                _is_long(found.term) for found in source if found.concept.key == key):
            continue
        if _is_long(match.term) and not _is_bracketed(match, pair.text("target")) and match.term.status != "deprecated":
            yield (key, named[0], match.term.part_of_speech), match


def _is_bracketed(match: Match, text: str) -> bool:
    return text[:match.span.start].rstrip("\"'“‘*_ ")[-1:] == "(" and text[match.span.end:].lstrip("\"'”’*_ ")[:1] in (")", ",", "/")


def wording(term: Term) -> str:
    """A term without the differences that are none: hyphens, capitals.

    >>> wording(Term("Set-Data", "id"))
    'set data'
    """
    return term.text.replace("-", " ").lower() if not term.text.isupper() else term.text


def _is_long(term: Term) -> bool:
    return term.kind != "abbreviation" and not term.text.isupper()
