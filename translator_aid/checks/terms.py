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
from translator_aid.freedom import are_interchangeable, freedom, is_counted, is_everyday, is_shipped, looseness, names_a_source
from translator_aid.i18n import _
from translator_aid.model import Finding, Language, Match
from translator_aid.slots import share
from translator_aid.text import fold, tokens
from translator_aid.wording import Words, has_pronoun, in_everyday_words, in_half, in_parts, is_explained, is_kin, same_word, words_of

RULES = {
    "C101": Rule("error", "term not rendered"),
    "C102": Rule("warning", "term that the source does not have"),
    "C103": Rule("warning", "freely rendered term not found", optional=True),
}
SIDES: tuple[Side, Side] = ("source", "target")
OFTEN = 3
"""Pairs in which a document renders a word, from which on it is one that becomes "it"."""
STRICT = 0.02
FREE = 0.1
"""Below this looseness a term is missed where it is missing; the second for a noun of several words, whose absence is seldom a matter of style."""
HALF = 0.5
"""The share of a term's words without a counterpart above which it has none."""
FIT, FIT_OF_GUESSES, MORE_IN_NEWS, FIT_OF_SOURCES, FIT_OF_HALVES = 0.4, 0.5, 0.2, 0.81, 0.75
"""The share of the neighbours that a term of the target must have in common with the one it stands for: one for certain, a word that is a term
elsewhere, how much more for everyday words; what news names its sources by, and where half the words of the source's term have a counterpart."""
NEAR = 0.4
"""How far apart, as a share of the text, a term and what stands for it may be."""
WORD_ORDER = 40
"""Characters that word order may cost beside that."""
_rendered: WeakKeyDictionary[Context, Counter[str]] = WeakKeyDictionary()


def check(pair: Pair, context: Context) -> Iterator[Finding]:
    """Terms of the source without a counterpart, and terms of the target that come from nowhere."""
    if pair.source is None or pair.target is None:
        return
    missing = list({match.concept.key: match for match in reversed(unrendered(pair, context, "source"))}.values())[::-1]
    foreign = list(_foreign(pair, context))
    taken: list[Match] = []
    for match in (*missing, *_leftover(pair, context, missing)):
        instead = _instead(match, match in missing, [found for found in foreign if found[0] not in taken], pair, context)
        if instead is not None:
            taken.append(instead)
        if instead is not None or match in missing and not _has_equal(match, pair, context, "target"):
            yield _missing(match, instead, _is_suspicious(match, foreign, pair, context), pair, context)
    for match in unrendered(pair, context, "target"):
        if not any(match.span.overlaps(one.span) for one in taken) and _comes_from_nowhere(match, missing, pair, context):
            yield context.finding("C102", pair, match.span, _("nothing in the source stands for '{surface}'").format(surface=match.analysis.surface))


def _comes_from_nowhere(match: Match, missing: list[Match], pair: Pair, context: Context) -> bool:
    """Whether a term of the target for which the source has nothing is worth a word: no everyday one, which translators may add."""
    unexplained = _unexplained(match, pair, context)
    if not unexplained or is_everyday(match.concept) or looseness(match.concept, context.bitext.language("target")) >= STRICT:
        return False
    if _is_half_source(match, pair) or _has_equal(match, pair, context, "source"):
        return False
    alone = " " in match.term.text and match.analysis.surface.islower() and unexplained == 1
    return alone or any(_apart(other, match, pair) < NEAR for other in missing)


def _has_equal(match: Match, pair: Pair, context: Context, side: Side) -> bool:
    """Whether a side has a term of a concept that translators use for this one."""
    return any(are_interchangeable(match.concept, found.concept) for found in (*context.matches(pair, side), *context.guesses(pair, side)))


def _leftover(pair: Pair, context: Context, missing: list[Match]) -> Iterator[Match]:
    """Terms of the source that the target does name, but not here: mentions too many, and terms whose words stand elsewhere."""
    known = {match.concept.key for match in missing}
    for match in context.matches(pair, "source"):
        if match.concept.key not in known and context.slots(pair).unlinked(0, match.span) >= HALF:
            yield match


def _foreign(pair: Pair, context: Context) -> Iterator[tuple[Match, bool]]:
    """The terms of the target that nothing in the source stands for, and what would be one elsewhere; whether it certainly is one."""
    certain = context.matches(pair, "target")
    here = (*context.matches(pair, "source"), *context.guesses(pair, "source"))
    named = {concept.key for match in here for concept in (match.concept, *match.also)}
    for match in (*certain, *context.guesses(pair, "target")):
        sure = match in certain
        if match.gloss or not sure and any(match.span.overlaps(other.span) for other in certain):
            continue
        lone = context.slots(pair).unlinked(1, match.span)
        enough = lone > HALF or sure and lone == HALF and not is_everyday(match.concept)
        if enough and named.isdisjoint(concept.key for concept in (match.concept, *match.also)):
            yield match, sure


def _unexplained(match: Match, pair: Pair, context: Context) -> float:
    """The share of a term's words in the target for which no word of the source may stand."""
    source, words = words_of(pair.text("source")), words_of(match.analysis.surface)
    return sum(not is_explained(word, source, context.bitext.language("target")) for word in words) / max(1, len(words))


def _is_suspicious(match: Match, foreign: list[tuple[Match, bool]], pair: Pair, context: Context) -> bool:
    """Whether something in the target that comes from nowhere may stand for a term that is missing there, though not for certain."""
    if names_a_source(match.concept) or freedom(match.concept, context.bitext.language("source"), words_of(pair.text("target"))) > FREE:
        return False
    return any(_unexplained(found, pair, context) == 1 and _apart(match, found, pair) < NEAR and not names_a_source(found.concept) and _could_be(
        match, found, context) for found, _sure in foreign)


def _missing(match: Match, instead: Match | None, suspicious: bool, pair: Pair, context: Context) -> Finding:
    target = context.bitext.language("target")
    wanted = match.concept.preferred(target, context.style).text
    surface = match.analysis.surface
    if instead is not None:
        return context.finding("C101", pair, instead.span, _("'{surface}' is '{target}'; '{instead}' is something else").format(
            surface=surface, target=wanted, instead=instead.analysis.surface), "target", wanted)
    code = "C101" if suspicious or _is_required(match, pair, context) else "C103"
    message = _("'{surface}' is '{target}', which the translation does not contain").format(surface=surface, target=wanted)
    return context.finding(code, pair, match.span, message, "source", wanted)


def _is_half_source(match: Match, pair: Pair) -> bool:
    """True for a longer term of the target of which the source has a word as it is: *hacker etis*, ethical hackers."""
    found = words_of(pair.text("source"))
    parts = [token.surface for token in tokens(match.analysis.surface)]
    return len(parts) > 1 and any(same_word(part, found) or same_word(part.rstrip("s"), found) for part in parts)


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


def _instead(match: Match, missing: bool, foreign: list[tuple[Match, bool]], pair: Pair, context: Context) -> Match | None:
    """The other concept's term that stands where this one should: the same part of speech, no relative of it, among the same neighbours."""
    slots = context.slots(pair)
    lone = slots.unlinked(0, match.span)
    if lone < HALF:
        return None
    good = []
    for found, sure in foreign:
        fit = share(slots.fits(match.span, found.span))
        stray = missing and sure and not names_a_source(match.concept) and _is_stray(found, fit, pair, context)
        half = FIT_OF_HALVES if lone == HALF and not missing else 0
        needed = max(_fit_needed(found, sure), FIT_OF_SOURCES if names_a_source(match.concept) else 0, half)
        if (fit >= needed or stray) and (sure or lone > HALF) and _could_be(match, found, context):
            good.append((fit, sure, -_apart(match, found, pair), found))
    return max(good, key=lambda offer: offer[:3])[3] if good else None


def _is_stray(found: Match, fit: float, pair: Pair, context: Context) -> bool:
    """Whether nobody writes a term of the target by himself, so that it needs few neighbours: a technical one, or one of several words."""
    if names_a_source(found.concept):
        return False
    longer = " " in found.term.text
    if is_everyday(found.concept):
        return longer and fit >= FIT and _unexplained(found, pair, context) == 1
    return _unexplained(found, pair, context) >= (HALF if longer else 1)


def _fit_needed(found: Match, sure: bool) -> float:
    """The share of neighbours in common from which on a term of the target stands for one of the source."""
    if names_a_source(found.concept):
        return FIT_OF_SOURCES
    return (FIT if sure else FIT_OF_GUESSES) + (MORE_IN_NEWS if is_everyday(found.concept) else 0)


def _could_be(match: Match, found: Match, context: Context) -> bool:
    """Whether a term of the target may be a wrong rendering of one of the source."""
    language = context.bitext.language("target")
    parts = {found.concept.part_of_speech, *(concept.part_of_speech for concept, *_rest in context.matcher("target").analyse(found.analysis.surface))}
    if match.concept.part_of_speech not in parts or are_interchangeable(match.concept, found.concept):
        return False
    words = words_of(found.analysis.surface)
    terms = [words_of(term.text) for term in match.concept.terms(language)]
    if any(_is_within(term, words, language) or _is_within(words, term, language) for term in terms):
        return False
    return not all(in_everyday_words(word, words, context.bitext.language("source")) for word in words_of(match.analysis.surface))


def _is_within(words: Words, others: Words, language: Language) -> bool:
    """Whether each word has a relative among the others: share, shareholder; but not supervised learning, reinforcement learning."""
    return all(any(is_kin(word, other, language) for other in others) for word in words)


def _apart(match: Match, found: Match, pair: Pair) -> float:
    """How far apart a term of the source and one of the target are, as a share of their texts, forty characters free."""
    source, target = len(pair.text("source")), len(pair.text("target"))
    return max(0.0, abs(match.span.start / source - found.span.start / target) - WORD_ORDER / target)


def _is_required(match: Match, pair: Pair, context: Context) -> bool:
    """Whether a term is missed although nothing stands in its place: seldom rendered in other words, no pronoun's word, not half there."""
    source = context.bitext.language("source")
    if looseness(match.concept, source) == 0 and not is_shipped(match.concept):
        return True
    if names_a_source(match.concept) or is_everyday(match.concept) or match.concept.part_of_speech != "noun":
        return False
    found = words_of(pair.text("target"))
    if " " not in match.analysis.surface and is_shipped(match.concept) and in_everyday_words(match.analysis.lemma.lower(), found, source):
        return False
    # where none of the words is there that often stand for a term, it counts how often it goes without those too
    loose = freedom(match.concept, source, found)
    if " " in match.analysis.surface and in_half(match.concept, found, context.bitext.language("target")):
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
