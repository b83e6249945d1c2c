"""Every reading of a word against a glossary, the refused ones with the reason why."""

from __future__ import annotations

from typing import Container, Iterator, NamedTuple

from translator_aid.family import roots
from translator_aid.forms import rules
from translator_aid.i18n import _
from translator_aid.matching import Matcher
from translator_aid.model import Analysis, Concept, Glossary, Guard, Language, Step
from translator_aid.morphology import look_alikes, stems
from translator_aid.text import fold


class Reading(NamedTuple):
    """One way to read a word."""

    analysis: Analysis
    """The chain from the term to the word."""
    concept: Concept | None
    """What it would name; None where it names nothing."""
    accepted: bool
    """Whether a text with this word gives a match."""
    reason: str
    """Why it is refused, or what it still depends on."""


def readings(word: str, matcher: Matcher) -> Iterator[Reading]:
    """The readings of a word or phrase: accepted ones first, then those refused.

    >>> from translator_aid.model import Term
    >>> time = Concept("time", "umum", (Term("masa", "id", part_of_speech="noun"),), (Term("time", "en"),))
    >>> [(str(one.analysis), one.accepted) for one in readings("masanya", Matcher(Glossary((time,)), "id"))]
    [('masanya = masa + -nya', True)]
    >>> [(str(one.analysis), one.accepted, one.reason) for one in readings("masalah", Matcher(Glossary((time,)), "id"))]
    [('masalah = masa + -lah', False, 'looks alike, but is another word: kata dasar, bukan masa + -lah')]
    """
    found = set()
    for concept, term, analysis, _how in matcher.analyse(word):
        found.add(concept.key)
        pronoun = _needs_pronoun(analysis, term.text, matcher.source)
        yield Reading(analysis, concept, not pronoun, pronoun or guard_reason(term.guard))
    if matcher.source == "id":
        yield from _look_alike(fold(word), matcher)
        yield from _relatives(fold(word), matcher, found)


def guard_reason(guard: Guard | None) -> str:
    """What a guard asks of the text, in words; empty without one."""
    if guard is None:
        return ""
    parts = [(_("near"), guard.near), (_("after"), guard.before), (_("before"), guard.after), (_("not near"), guard.not_near),
             (_("not after"), guard.not_before), (_("not before"), guard.not_after)]
    return _("only with evidence in the text: {conditions}").format(
        conditions="; ".join(f"{name} {', '.join(items[:6])}{' …' if len(items) > 6 else ''}" for name, items in parts if items))


def _needs_pronoun(analysis: Analysis, term: str, language: Language) -> str:
    if language != "id" or analysis.steps:
        return ""
    if fold(analysis.surface) != fold(term) and fold(analysis.surface) in [stem for stem, _rule in stems(fold(term))]:
        return _("a bare stem counts only after its agent, as in 'yang kami {stem}'").format(stem=analysis.surface)
    return ""


def _look_alike(word: str, matcher: Matcher) -> Iterator[Reading]:
    reasons = rules("id")["look_alikes"]
    if word not in look_alikes():
        return
    for ending in ("nya", "ku", "mu", "lah", "kah", "tah", "pun"):
        rest = word[:-len(ending)]
        if word.endswith(ending) and rest in matcher.vocabulary:
            step = Step(f"-{ending}", "look-alike")
            yield Reading(Analysis(word, rest, (step,)), None, False, _("looks alike, but is another word: {reason}").format(reason=reasons[word]))


def _relatives(word: str, matcher: Matcher, found: set[str]) -> Iterator[Reading]:
    """Words of the glossary that share a root with this one: relatives, not matches."""
    known = known_roots(matcher.glossary)
    ways = [way for way in roots(word, known) if len(way.lemma) > 2]
    for way in ways[:2]:
        for concept in known[way.lemma]:
            if concept.key not in found:
                found.add(concept.key)
                yield Reading(way, concept, False, _("shares a root, but is another word"))


def relatives(concept: Concept, glossary: Glossary) -> tuple[Concept, ...]:
    """Concepts with a term from the same root as one of this concept's Indonesian terms of one word.

    >>> from translator_aid.model import Term
    >>> train = Concept("train", "ai", (Term("melatih", "id", part_of_speech="verb"),), (Term("train", "en"),))
    >>> training = Concept("training", "ai", (Term("pelatihan", "id", part_of_speech="noun"),), (Term("training", "en"),))
    >>> [other.key for other in relatives(training, Glossary((train, training)))]
    ['train']
    """
    stored = getattr(glossary, "kin_of", None)
    if stored is not None:
        return tuple(stored(concept))
    by_root = kin(glossary)
    found: dict[str, Concept] = {}
    for concepts in by_root.values():
        if any(other.key == concept.key for other in concepts):
            found.update((other.key, other) for other in concepts if other.key != concept.key)
    return tuple(found.values())


def kin(glossary: Glossary) -> dict[str, list[Concept]]:
    """Each root that two or more Indonesian terms of one word share, with their concepts."""
    known = known_roots(glossary)
    by_root: dict[str, dict[str, Concept]] = {}
    for concept in glossary.concepts:
        for word in _single_words(concept):
            for root in {word, *(way.lemma for way in roots(word, _Others(known, word)))}:
                by_root.setdefault(root, {})[concept.key] = concept
    return {root: list(concepts.values()) for root, concepts in by_root.items() if len(concepts) > 1}


class _Others:
    """The known roots but one word, so that the word itself is taken apart."""

    def __init__(self, known: Container[str], word: str) -> None:
        self.known = known
        self.word = word

    def __contains__(self, form: object) -> bool:
        return form != self.word and form in self.known


def _single_words(concept: Concept) -> Iterator[str]:
    for term in concept.indonesian:
        word = fold(term.text)
        if " " not in word and len(word) > 2 and term.kind not in ("loan", "abbreviation") and term.status != "deprecated":
            yield word


def known_roots(glossary: Glossary) -> dict[str, list[Concept]]:
    """The one-word Indonesian terms and the stems of verbs, each with its concepts."""
    known: dict[str, list[Concept]] = {}
    for concept in glossary.concepts:
        verbs = {fold(term.text) for term in concept.indonesian if term.part_of_speech == "verb"}
        for word in _single_words(concept):
            for root in {word, *(stem for stem, _rule in stems(word)[:1] if word in verbs)}:
                known.setdefault(root, []).append(concept)
    return known
