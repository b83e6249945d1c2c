"""Where a term stands in a translation and in which wording; a wrong wording with what should stand there, in the same form.

A wording is looked for in four ranks: the preferred term in any form, an admitted one, a deprecated one, the source's own words. The last two are
wrong and can be replaced where they stand, with number, voice, capitals, clitics agreed.
"""

from __future__ import annotations

import functools
import re
from typing import Iterator

from translator_aid import agreement
from translator_aid.english import english_plural
from translator_aid.forms import Base
from translator_aid.glosses import SPLIT
from translator_aid.model import Constraint, Language, Span, Term
from translator_aid.morphology import bases, is_foreign
from translator_aid.standing import Place

_CLITICS = r"(?P<clitic>(?:-?(?:nya|ku|mu))?(?:-?(?:lah|kah|pun))?)"
_POSSESSIVE = r"(?P<clitic>(?:['’]s?(?!\w))?)"
_JOIN = r"(?:\s+|\s*[-\u2010-\u2013]\s*)"
_BRACKETS = re.compile(r"[\"'”’*_`]*\s?\((?P<inside>[^()]{2,120})\)")


def terms(constraint: Constraint, text: str, source: Language) -> Iterator[Place]:
    """Everything in a translation that may stand for a term of the source.

    >>> constraint = Constraint(Span(0, 12), "term", "model bahasa", "language models", forms=("language models",), lemma="language model")
    >>> [(place.outcome, place.fix) for place in terms(constraint, "Now model bahasa are better.", "id")]
    [('repaired', 'language models')]
    """
    target: Language = "en" if source == "id" else "id"
    known = _known(constraint, target)
    lemma = constraint.lemma or constraint.target
    for form in constraint.forms or (constraint.target,):
        for found in re.finditer(rf"(?<!\w){re.escape(form)}(?!\w)", text, 0 if form.isupper() and " " not in form else re.IGNORECASE):
            yield Place(0, Span(*found.span()), "kept" if form.lower() == lemma.lower() else "inflected")
    for term in known:
        for pattern, base in _patterns(term, target):
            for found in pattern.finditer(text):
                yield _judged(constraint, term, base, found, target)
    surface = constraint.match.analysis.surface if constraint.match else constraint.surface
    # "testing" may be a verb or a noun: what should stand for it is not known
    gerund = source == "en" and constraint.match is not None and constraint.match.concept.part_of_speech == "verb" and surface.endswith("ing")
    if len(surface) > 3 and surface.lower() not in {term.text.lower() for term in known} and not gerund:
        for found in re.finditer(rf"(?<![\w-]){re.escape(surface)}(?![\w-])", text, re.IGNORECASE if " " in surface else 0):
            yield Place(3, Span(*found.span()), "repaired", _agreed(constraint.target, found[0], text, found.start(), target))


def _known(constraint: Constraint, target: Language) -> tuple[Term, ...]:
    if constraint.match:
        return constraint.match.concept.terms(target)
    return (Term(constraint.target, target), *(Term(variant, target) for variant in constraint.variants))


def _lemma(constraint: Constraint) -> tuple[str, str]:
    """The preferred term, and what the place asks for in brackets behind it: " (AI)"."""
    lemma, bracket, rest = (constraint.lemma or constraint.target).partition(" (")
    return lemma, bracket + rest


def _judged(constraint: Constraint, term: Term, base: Base, found: re.Match[str], target: Language) -> Place:
    """A wording with its rank: preferred, admitted, or one to be replaced."""
    span = Span(*found.span())
    lemma, beside = _lemma(constraint)
    if term.text == lemma:
        exact = not base.steps and base.how == "exact" and not found["clitic"] and not found["double"]
        if beside and base.how != "variant":
            return Place(1, span, "admitted")
        return Place(0 if base.how != "variant" else 1, span, "kept" if exact else "inflected" if base.how != "variant" else "admitted")
    if term.status != "deprecated":
        return Place(1, span, "admitted")
    right = found["affix"] + _in_form(constraint, term, base, found, target)
    clitic = _clitic(found["clitic"], right, target, constraint)
    return Place(2, span, "repaired", _agreed(right, found[0], found.string, found.start(), target) + clitic + beside)


@functools.lru_cache(maxsize=4096)
def _patterns(term: Term, language: Language) -> tuple[tuple[re.Pattern[str], Base], ...]:
    """A pattern for each base of a term, clitics, possessives and the doubling of an Indonesian head included."""
    found = []
    flags = 0 if term.text.isupper() or term.case == "exact" else re.IGNORECASE
    tail = _CLITICS if language == "id" else _POSSESSIVE
    for base in bases(term, language):
        if base.requires or not base.edges:
            continue
        words = [re.escape(_as_written(base.edges[0], term, flags))]
        for edge in base.edges[1:]:
            words.append(("" if not edge[0].isalnum() and edge[0] != "-" else _JOIN) + re.escape(_as_written(edge.removeprefix("-"), term, flags)))
        doubles = language == "id" and base.part == "noun" and not base.steps and words[0].isalpha()
        double = rf"(?P<double>(?:{words[0]}-)?)" if doubles else "(?P<double>)"
        affix = "(?P<affix>(?:di-|me[mn]?g?-|ter-|ber-|nge-)?)" if language == "id" and base.head_last else "(?P<affix>)"
        found.append((re.compile(rf"(?<![\w-]){affix}{double}{''.join(words)}{tail}(?!\w)", flags), base))
    return tuple(found)


def _as_written(edge: str, term: Term, flags: int) -> str:
    """An edge, which is folded, with the capitals of a term that must have them."""
    if flags:
        return edge
    at = term.text.lower().find(edge)
    if at >= 0:
        return term.text[at:at + len(edge)]
    return term.text[:len(edge) - 1] + edge[-1] if term.text.lower() + "s" == edge else edge


# --- the right wording in the form of the wrong one ---------------------------------------------------------------------


def _in_form(constraint: Constraint, term: Term, base: Base, found: re.Match[str], target: Language) -> str:
    """The preferred term in the form that a deprecated one has."""
    lemma, _beside = _lemma(constraint)
    if target == "id":
        return _indonesian(constraint, base, found, lemma)
    part = constraint.match.concept.part_of_speech if constraint.match else ""
    if part == "verb":
        written = found[0].lower()
        inflected = [form.lower() for form in agreement.verb_phrases(term.text)]
        right = agreement.verb_phrases(lemma)
        return right[min(inflected.index(written), len(right) - 1)] if written in inflected else lemma
    many = any(step.reading == "plural" for step in base.steps)
    return english_plural(lemma) if many else lemma


def _indonesian(constraint: Constraint, base: Base, found: re.Match[str], lemma: str) -> str:
    """Passive for passive, a doubled head for a doubled head where the preferred term doubles at all."""
    if found["double"]:
        preferred = next((term for term in _known(constraint, "id") if term.text == lemma), Term(lemma, "id"))
        return agreement.reduplicated(preferred) or lemma
    passive = any(step.affix in ("di-", "ter-") for step in base.steps)
    others = (form for form in constraint.forms if form.lower().startswith("di") and form.lower() != lemma.lower())
    return next(others, lemma) if passive else lemma


def _clitic(clitic: str, right: str, target: Language, constraint: Constraint) -> str:
    """A clitic as it is joined to the new word: with a hyphen to an abbreviation or a loan (AI-nya, prompt-nya), else without."""
    if target == "en" or not clitic:
        return clitic
    lemma, _beside = _lemma(constraint)
    preferred = next((term for term in _known(constraint, "id") if term.text == lemma), Term(lemma, "id"))
    loan = right.rpartition(" ")[2].isupper() or is_foreign(preferred)
    return ("-" if loan else "") + clitic.lstrip("-")


def _agreed(right: str, written: str, text: str, at: int, target: Language) -> str:
    """The right wording with the capitals of the wrong one."""
    words = re.findall(r"[^\W\d_]+", written)
    if written.isupper() and (len(words) > 1 or len(written) > 4):
        return right.upper()
    if len(words) > 1 and all(word[0].isupper() or word.lower() in agreement.SMALL["id"] | agreement.SMALL["en"] for word in words):
        return agreement.titled(right, target)
    if written[:1].isupper() and right[:1].islower() and agreement.begins(text, at):
        return right[0].upper() + right[1:]
    if written[:1].isupper() or not right[:1].isupper() or right[1:2].isupper() or right[1:] != right[1:].lower():
        return right
    return right[0].lower() + right[1:]


# --- a gloss of the source ---------------------------------------------------------------------------------------------


def once(constraint: Constraint, place: Place, text: str, source: Language) -> Place:
    """The place with the brackets behind it where they only say it again: "reinforcement learning (reinforcement learning)".

    >>> from translator_aid.model import Analysis, Concept, Match
    >>> term = Term("reinforcement learning", "en")
    >>> match = Match(Span(0, 2), Concept("rl", "d", (), (term,)), Term("pembelajaran penguatan", "id"), Analysis("x", "x"), gloss=Span(4, 6))
    >>> constraint = Constraint(Span(0, 7), "term", "x", term.text, match=match, lemma=term.text)
    >>> once(constraint, Place(0, Span(0, 22), "kept"), "reinforcement learning (reinforcement learning) is", "id")
    Place(rank=0, span=Span(start=0, end=47), outcome='repaired', fix='reinforcement learning')
    """
    match = constraint.match
    if match is None or match.gloss is None or constraint.span.end <= match.span.end:
        return place
    brackets = _BRACKETS.match(text, place.span.end)
    if not brackets:
        return place
    target: Language = "en" if source == "id" else "id"
    written = place.fix or text[place.span.start:place.span.end]
    mine = [term for term in _known(constraint, target) if any(pattern.fullmatch(written) for pattern, _base in _patterns(term, target))]
    again = [pattern for term in mine for pattern, _base in _patterns(term, target)]
    again += [pattern for pattern, _base in _patterns(match.term, source)]
    parts = [part.strip(" \"'“”‘’*_`") for part in SPLIT.split(brackets["inside"])]
    new = [part for part in parts if not any(pattern.fullmatch(part) for pattern in again)]
    if len(new) == len(parts):
        return place
    marks = text[place.span.end:brackets.start("inside") - 1].strip()
    return Place(place.rank, Span(place.span.start, brackets.end()), "repaired", written + marks + (f" ({', '.join(new)})" if new else ""))
