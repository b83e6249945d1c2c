"""A term of the source that the translation does not render, or renders with another concept's term.

Any term that the glossary admits will do, inflected or not, and so will the source's own word (a loan, an abbreviation), the same words in another
order ("small, efficient language models") or another part of speech ("classify" for *klasifikasi*). The longest term counts: nothing is asked for the
*model* in *model bahasa besar*. A concept mentioned twice need be named only once in a paragraph.

Translators render some words freely (*penerapan*, *laba*, *mengatur*): verbs, adjectives and what `data/loose.yaml` says, counted in 260,000
translated sentences; and a single word that runs through a document becomes "it". For these C101 speaks only where another concept's term stands in
their place; for the rest there is C103, which must be selected by name.
A glossary of your own is taken at its word: its terms are always required.

Good: *Mereka memakai pembelajaran penguatan.* They use reinforcement learning.
Bad:  *Mereka memakai pembelajaran penguatan.* They use strengthening lessons.  (C101: reinforcement learning)
Bad:  *Mereka memakai pembelajaran penguatan.* They use supervised learning.    (C101: that is something else)
Bad:  *Mereka memakai dua GPU dan satu GPU cadangan.* They use two GPUs and one benchmark.  (C102: where a term of the source comes too seldom)
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Iterator
from weakref import WeakKeyDictionary

from translator_aid.bitext import Pair, Rule, Side
from translator_aid.checks import Context
from translator_aid.i18n import _
from translator_aid.model import Finding, Match
from translator_aid.text import fold, tokens
from translator_aid.wording import (
    Words, freedom, has_pronoun, in_everyday_words, in_half, in_parts, is_counted, is_explained, is_shipped, looseness, often, same_word, words_of,
)

RULES = {
    "C101": Rule("error", "term not rendered"),
    "C102": Rule("warning", "term that the source does not have"),
    "C103": Rule("warning", "freely rendered term not found", optional=True),
}
SIDES: tuple[Side, Side] = ("source", "target")
OFTEN = 3
STRICT = 0.02
FREE = 0.1
"""Below this looseness a term is missed where it is missing; the second for a noun of several words, whose absence is seldom a matter of style."""
SELDOM = 0.2
"""Below this looseness a word that would be a term elsewhere counts as standing in a missing one's place."""
CHANCE = 0.07
"""Two loosely rendered terms, one missing and one too many, are a coincidence above this product."""
NEAR, CLOSE = 0.4, 0.2
"""How far apart, as a share of the text, a term and what stands for it may be; the second where that is none for certain."""
WORD_ORDER = 40
"""Characters that word order may cost beside that."""
_rendered: WeakKeyDictionary[Context, Counter[str]] = WeakKeyDictionary()


def check(pair: Pair, context: Context) -> Iterator[Finding]:
    """Terms of the source without a counterpart, and terms of the target that come from nowhere."""
    if pair.source is None or pair.target is None:
        return
    missing = list({match.concept.key: match for match in reversed(unrendered(pair, context, "source"))}.values())[::-1]
    scarce = [match for match in _scarce(pair, context) if not any(match.span.overlaps(other.span) for other in missing)]
    strange = [match for match in unrendered(pair, context, "target") if _unexplained(match, pair, context)]
    for match in (*missing, *scarce):
        others = strange if match in missing else [found for found in strange if _unexplained(found, pair, context) == 1]
        instead = _instead(match, others, pair, context)
        if instead is None and match in missing and freedom(match.concept, context.bitext.language("source"), words_of(pair.text("target"))) < SELDOM:
            instead = _instead(match, _doubtful(pair, context), pair, context, CLOSE)
        if instead is not None:
            strange = [found for found in strange if not found.span.overlaps(instead.span)]
        if instead is not None or match in missing:
            yield _missing(match, instead, pair, context)
    for match in strange:
        if looseness(match.concept, context.bitext.language("target")) >= STRICT or _is_half_source(match, pair):
            continue
        alone = " " in match.term.text and match.analysis.surface.islower() and _unexplained(match, pair, context) == 1
        if alone or any(_apart(other, match, pair) < NEAR for other in (*missing, *scarce)):
            yield context.finding("C102", pair, match.span, _("nothing in the source stands for '{surface}'").format(surface=match.analysis.surface))


def _unexplained(match: Match, pair: Pair, context: Context) -> float:
    """The share of a term's words in the target for which no word of the source may stand."""
    source, words = words_of(pair.text("source")), words_of(match.analysis.surface)
    return sum(not is_explained(word, source, context.bitext.language("target")) for word in words) / max(1, len(words))


def _missing(match: Match, instead: Match | None, pair: Pair, context: Context) -> Finding:
    target = context.bitext.language("target")
    wanted = match.concept.preferred(target, context.style).text
    surface = match.analysis.surface
    if instead is not None:
        return context.finding("C101", pair, instead.span, _("'{surface}' is '{target}'; '{instead}' is something else").format(
            surface=surface, target=wanted, instead=instead.analysis.surface), "target", wanted)
    code = "C101" if _is_required(match, pair, context) else "C103"
    message = _("'{surface}' is '{target}', which the translation does not contain").format(surface=surface, target=wanted)
    return context.finding(code, pair, match.span, message, "source", wanted)


def _is_half_source(match: Match, pair: Pair) -> bool:
    """True for a longer term of the target of which the source has a word as it is: *hacker etis*, ethical hackers."""
    found = words_of(pair.text("source"))
    parts = [token.surface for token in tokens(match.analysis.surface)]
    return len(parts) > 1 and any(same_word(part, found) or same_word(part.rstrip("s"), found) for part in parts)


def _doubtful(pair: Pair, context: Context) -> list[Match]:
    """Words of the target that would be a term of another concept had their guards the evidence, and for which no word of the source stands."""
    guesses = [match for match in context.guesses(pair, "target") if not match.gloss and not renders(match, pair, context, "target")]
    return [match for match in guesses if _unexplained(match, pair, context) == 1]


def _scarce(pair: Pair, context: Context) -> list[Match]:
    """The terms of the source that the target names less often, relatives of their words counted too (*mendeteksi*, detector); each once."""
    named = {side: Counter(match.concept.key for match in context.matches(pair, side)) for side in SIDES}
    source, target = context.bitext.languages
    found = {}
    for match in context.matches(pair, "source"):
        concept = match.concept
        if match.gloss or match.term.status == "deprecated" or named["target"][concept.key] >= named["source"][concept.key]:
            continue
        if " " in match.term.text and not named["target"][concept.key]:
            continue  # said in parts, if at all
        if often(concept, pair.text("target"), target) < max(often(concept, pair.text("source"), source), named["source"][concept.key]):
            found[concept.key] = match
    return list(found.values())


def unrendered(pair: Pair, context: Context, side: Side) -> list[Match]:
    """The terms of one side for which the other side has nothing."""
    matches = [match for match in context.matches(pair, side) if not match.gloss and match.term.status != "deprecated"]
    return [match for match in matches if not renders(match, pair, context, side)]


def renders(match: Match, pair: Pair, context: Context, side: Side) -> bool:
    """Whether the other side of the pair says what a term of this side says."""
    other: Side = "target" if side == "source" else "source"
    concepts = (match.concept, *match.also)
    keys = {concept.key for concept in concepts}
    if any(keys.intersection([found.concept.key, *(concept.key for concept in found.also)]) for found in context.matches(pair, other)):
        return True
    text, language, matcher = pair.text(other), context.bitext.language(other), context.matcher(other)
    if any(not concept.terms(language) or matcher.mentions(text, concept.key) for concept in concepts):
        return True
    found = words_of(text)
    if same_word(match.analysis.surface, found) or same_word(match.term.text, found):
        return True
    joined = re.sub(r"[\s-]", "", fold(text))
    if any(len(term.text) > 7 and re.sub(r"[\s-]", "", fold(term.text)) in joined for concept in concepts for term in concept.terms(language)):
        return True  # share holders
    if any(in_parts(term, found, language) for concept in concepts for term in concept.terms(language)):
        return True
    return _by_words(match, pair, context, side, found)


def _by_words(match: Match, pair: Pair, context: Context, side: Side, found: Words) -> bool:
    """True where each word of a longer term is rendered on its own: *penerapan AI*, AI deployment."""
    other: Side = "target" if side == "source" else "source"
    parts = [token.surface for token in tokens(match.analysis.surface)]
    if len(parts) < 2:
        return False
    for part in parts:
        known = context.matcher(side).analyse(part)
        terms = [term for concept, *_rest in known for term in concept.terms(context.bitext.language(other))]
        if fold(part) not in found and not any(in_parts(term, found, context.bitext.language(other)) for term in terms):
            return False
    return True


def _instead(match: Match, foreign: list[Match], pair: Pair, context: Context, near: float = NEAR) -> Match | None:
    """The other concept's term that most likely stands for this one: the same part of speech, about the same place, not both rendered freely."""
    source, target = words_of(pair.text("source")), words_of(pair.text("target"))
    loose = freedom(match.concept, context.bitext.language("source"), target)
    alike = [found for found in foreign if found.concept.part_of_speech == match.concept.part_of_speech and _apart(match, found, pair) < near
             and loose * freedom(found.concept, context.bitext.language("target"), source) < CHANCE]
    return min(alike, key=lambda found: _apart(match, found, pair), default=None)


def _apart(match: Match, found: Match, pair: Pair) -> float:
    """How far apart a term of the source and one of the target are, as a share of their texts, forty characters free."""
    source, target = len(pair.text("source")), len(pair.text("target"))
    return max(0.0, abs(match.span.start / source - found.span.start / target) - WORD_ORDER / target)


def _is_required(match: Match, pair: Pair, context: Context) -> bool:
    """Whether a term is missed although nothing stands in its place: seldom rendered in other words, no pronoun's word, not half there."""
    source = context.bitext.language("source")
    if looseness(match.concept, source) == 0 and not is_shipped(match.concept):
        return True
    found = words_of(pair.text("target"))
    if " " not in match.analysis.surface and is_shipped(match.concept) and in_everyday_words(match.analysis.lemma.lower(), found, source):
        return False
    # where none of the words is there that often stand for a term, it counts how often it goes without those too
    loose = freedom(match.concept, source, found)
    half = " " in match.analysis.surface and in_half(match.concept, found, context.bitext.language("target"))
    if half or match.concept.part_of_speech != "noun":
        return loose < STRICT and is_counted(match.concept, source)
    return loose < (FREE if " " in match.analysis.surface else STRICT) and not (
        _is_taken_up(match, context) and has_pronoun(pair.text("target"), context.bitext.language("target")))


def _is_taken_up(match: Match, context: Context) -> bool:
    """True for a single word, no abbreviation, that the document renders again and again: it is the kind that becomes "it" or "this"."""
    if " " in match.analysis.surface or match.analysis.surface.isupper() or not is_shipped(match.concept):
        return False
    rendered = _rendered.get(context)
    if rendered is None:
        rendered = _rendered[context] = Counter()
        for pair in context.bitext.pairs:
            both = [{found.concept.key for found in context.matches(pair, side)} for side in SIDES]
            rendered.update(both[0] & both[1])
    return rendered[match.concept.key] >= OFTEN
