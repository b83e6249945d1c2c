"""A term of the source that the translation does not render, or renders with another concept's term.

Any term that the glossary admits will do, inflected or not, and so will the source's own word (a loan, an abbreviation), the same words in another
order ("small, efficient language models") or another part of speech ("classify" for *klasifikasi*). The longest term counts: nothing is asked for the
*model* in *model bahasa besar*. A concept mentioned twice need be named only once in a paragraph.

Translators render some words freely (*penerapan*, *laba*, *mengatur*): verbs, adjectives and what `data/loose.yaml` lists, counted in 260,000 translated
sentences; and a single word that runs through a document becomes "it". For these C101 speaks only where another concept's term stands in their place;
for the rest there is C103, which must be selected by name.
A glossary of your own is taken at its word: its terms are always required.

Good: *Mereka memakai pembelajaran penguatan.* They use reinforcement learning.
Bad:  *Mereka memakai pembelajaran penguatan.* They use strengthening lessons.  (C101: reinforcement learning)
Bad:  *Mereka memakai pembelajaran penguatan.* They use supervised learning.    (C101: that is something else)
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from typing import Iterator
from weakref import WeakKeyDictionary

from translator_aid.bitext import Pair, Rule, Side
from translator_aid.checks import Context, data
from translator_aid.glossary import shipped_paths
from translator_aid.i18n import _
from translator_aid.model import Concept, Finding, Language, Match, Term
from translator_aid.text import fold, tokens

RULES = {
    "C101": Rule("error", "term not rendered"),
    "C102": Rule("warning", "term that the source does not have"),
    "C103": Rule("warning", "freely rendered term not found", optional=True),
}
SIDES: tuple[Side, Side] = ("source", "target")
SHORTEST = 4
"""Letters of a stem that says something."""
OFTEN = 3
STRICT = 0.02
FREE = 0.1
"""Below this looseness a term is missed where it is missing; the second for a noun of several words, whose absence is seldom a matter of style."""
CHANCE = 0.07
"""Two loosely rendered terms, one missing and one too many, are a coincidence above this product."""
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
    foreign = unrendered(pair, context, "target")
    for match in missing:
        instead = _instead(match, foreign, pair, context)
        if instead is not None:
            foreign.remove(instead)
        yield _missing(match, instead, pair, context)
    scarce = _scarce(pair, context) if foreign else []
    for match in foreign:
        if not _is_half_source(match, pair) and looseness(match.concept, context.bitext.language("target")) < STRICT and any(_apart(other, match, pair) < NEAR for other in (*missing, *scarce)):
            yield context.finding("C102", pair, match.span, _("nothing in the source stands for '{surface}'").format(surface=match.analysis.surface))


def _missing(match: Match, instead: Match | None, pair: Pair, context: Context) -> Finding:
    target = context.bitext.language("target")
    wanted = match.concept.preferred(target, context.style).text
    surface = match.analysis.surface
    if instead is not None:
        return context.finding("C101", pair, instead.span, _("'{surface}' is '{target}'; '{instead}' is something else").format(
            surface=surface, target=wanted, instead=instead.analysis.surface), "target", wanted)
    return context.finding("C101" if _is_required(match, pair, context) else "C103", pair, match.span, _("'{surface}' is '{target}', which the translation does not contain").format(
        surface=surface, target=wanted), "source", wanted)


def _is_half_source(match: Match, pair: Pair) -> bool:
    """True for a longer term of the target of which the source has a word as it is: *hacker etis*, ethical hackers."""
    found = frozenset(fold(token.surface) for token in tokens(pair.text("source")))
    parts = [token.surface for token in tokens(match.analysis.surface)]
    return len(parts) > 1 and any(_same_word(part, found) or _same_word(part.rstrip("s"), found) for part in parts)


def _scarce(pair: Pair, context: Context) -> list[Match]:
    """The terms of the source that the target names less often."""
    often = {side: Counter(match.concept.key for match in context.matches(pair, side)) for side in SIDES}
    return [match for match in context.matches(pair, "source") if often["target"][match.concept.key] < often["source"][match.concept.key]]


def unrendered(pair: Pair, context: Context, side: Side) -> list[Match]:
    """The terms of one side for which the other side has nothing."""
    return [match for match in context.matches(pair, side) if not match.gloss and match.term.status != "deprecated" and not renders(match, pair, context, side)]


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
    found = frozenset(fold(token.surface) for token in tokens(text))
    if _same_word(match.analysis.surface, found) or _same_word(match.term.text, found):
        return True
    return any(_in_parts(term, found, language) for concept in concepts for term in concept.terms(language)) or _by_words(match, pair, context, side, found)


def _same_word(surface: str, found: frozenset[str]) -> bool:
    """True where the other text leaves the word as it is, an English plural aside."""
    return all(found.intersection((fold(token.surface), fold(token.surface) + "s")) for token in tokens(surface))


def _in_parts(term: Term, found: frozenset[str], language: Language) -> bool:
    """True where every word of a term stands in the text in some form; of three or more one may be missing, though not the head (warning systems)."""
    parts = [fold(token.surface) for token in tokens(term.text)]
    if not parts or term.status == "deprecated":
        return False
    head = parts[-1] if language == "en" else parts[0]
    lost = [part for part in parts if not _akin_in(part, found, language)]
    return not lost or len(parts) > 2 and len(lost) == 1 and head not in lost


def _akin_in(word: str, found: frozenset[str], language: Language) -> bool:
    if word in found:
        return True
    root = stem(word, language)
    return len(root) >= SHORTEST and any(_akin(root, stem(other, language)) for other in found)


def _akin(a: str, b: str) -> bool:
    """True for stems that begin alike: predict, predictive."""
    shared = max(SHORTEST, min(len(a), len(b)) - 2)
    return len(b) >= SHORTEST and a[:shared] == b[:shared]


_AFFIXES: dict[Language, re.Pattern[str]] = {
    "id": re.compile(r"^(?:me(?:ng?|m|ny)?|pe(?:mber|ng?|m|ny|r)?|di(?:per)?|ter|ber|ke|se)?(?P<root>\w{4,}?)(?:kan|an|i)?(?:nya|lah|kah)?$"),
    "en": re.compile(r"^(?:re|un|pre|multi|over)?-?(?P<root>\w{4,}?)(?:i?zation|ations?|ions?|ing|ments?|ness|ally|ly|able|ed|ers?|ors?|ive|al|e?s|e|y)?$"),
}


@functools.lru_cache(maxsize=65536)
def stem(word: str, language: Language) -> str:
    """What a word may share with its relatives: rough, only ever used to hold a finding back.

    >>> stem("pelatihan", "id") == stem("dilatih", "id"), stem("classification", "en"), stem("classifiers", "en")
    (True, 'classific', 'classifi')
    """
    found = _AFFIXES[language].match(word)
    return found["root"] if found else word


def _by_words(match: Match, pair: Pair, context: Context, side: Side, found: frozenset[str]) -> bool:
    """True where each word of a longer term is rendered on its own: *penerapan AI*, AI deployment."""
    other: Side = "target" if side == "source" else "source"
    parts = [token.surface for token in tokens(match.analysis.surface)]
    if len(parts) < 2:
        return False
    for part in parts:
        known = context.matcher(side).analyse(part)
        terms = [term for concept, *_rest in known for term in concept.terms(context.bitext.language(other))]
        if fold(part) not in found and not any(_in_parts(term, found, context.bitext.language(other)) for term in terms):
            return False
    return True


def _instead(match: Match, foreign: list[Match], pair: Pair, context: Context) -> Match | None:
    """The other concept's term that most likely stands for this one: of the same part of speech, at about the same place, and not both loosely rendered."""
    loose = looseness(match.concept, context.bitext.language("source"))
    alike = [found for found in foreign if found.concept.part_of_speech == match.concept.part_of_speech and _apart(match, found, pair) < NEAR
             and loose * looseness(found.concept, context.bitext.language("target")) < CHANCE]
    return min(alike, key=lambda found: _apart(match, found, pair), default=None)


def _apart(match: Match, found: Match, pair: Pair) -> float:
    """How far apart a term of the source and one of the target are, as a share of their texts, forty characters free."""
    source, target = len(pair.text("source")), len(pair.text("target"))
    return max(0.0, abs(match.span.start / source - found.span.start / target) - WORD_ORDER / target)


def _is_required(match: Match, pair: Pair, context: Context) -> bool:
    """Whether a term is missed although nothing stands in its place: seldom rendered in other words, no pronoun's word, not half there."""
    loose = looseness(match.concept, context.bitext.language("source"))
    if loose == 0 and not is_shipped(match.concept):
        return True
    found = frozenset(fold(token.surface) for token in tokens(pair.text("target")))
    half = " " in match.analysis.surface and _in_half(match.concept, found, context.bitext.language("target"))
    if half or match.concept.part_of_speech != "noun":
        return loose < STRICT and match.concept.key in data("loose")[context.bitext.language("source")]
    return loose < (FREE if " " in match.analysis.surface else STRICT) and not _is_taken_up(match, context)


def _in_half(concept: Concept, found: frozenset[str], language: Language) -> bool:
    """True where one word of a longer term is there: "training sets" for training data."""
    return any(_akin_in(fold(token.surface), found, language) for term in concept.terms(language) if " " in term.text for token in tokens(term.text))


def _is_taken_up(match: Match, context: Context) -> bool:
    """True for a single word that the document renders again and again: it is the kind that becomes "it" or "this"."""
    if " " in match.analysis.surface or not is_shipped(match.concept):
        return False
    rendered = _rendered.get(context)
    if rendered is None:
        rendered = _rendered[context] = Counter()
        for pair in context.bitext.pairs:
            rendered.update({found.concept.key for found in context.matches(pair, "source")} & {found.concept.key for found in context.matches(pair, "target")})
    return rendered[match.concept.key] >= OFTEN


def looseness(concept: Concept, language: Language) -> float:
    """How often translators from that language render a concept in words that the glossary does not have; 0 for a concept of the user's own."""
    if not is_shipped(concept):
        return 0.0
    missing, _slash, named = data("loose")[language].get(concept.key, "").partition("/")
    if missing:
        return int(missing) / int(named)
    return 0.01 if concept.part_of_speech == "noun" else 0.06


def is_shipped(concept: Concept) -> bool:
    """Whether a concept comes from the shipped glossary, as far as its domain tells."""
    return concept.domain in _shipped_domains()


@functools.lru_cache(maxsize=1)
def _shipped_domains() -> frozenset[str]:
    return frozenset(path.stem for path in shipped_paths())
