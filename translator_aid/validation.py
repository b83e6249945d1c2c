"""Coded checks of a glossary. Each check is a function whose docstring is the message of its finding.

E is an error, W a warning; the hundreds are topics: 1 the file and its form (found by the loader), 2 keys and terms, 3 references,
4 definitions and examples, 5 guards, 6 layout.
"""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from pathlib import Path
from typing import Any, Callable, Iterable, Iterator, NamedTuple, Sequence

from translator_aid.errors import GlossaryError
from translator_aid.forms import data, edges, rules
from translator_aid.glossary import parse, read_bytes, uncollected
from translator_aid.guards import evidence_list
from translator_aid.i18n import _
from translator_aid.layout import canonical
from translator_aid.matching import Matcher, is_acronym
from translator_aid.model import SIDES, STYLES, Bilingual, Concept, Finding, Glossary, Guard, Language, Origin, Term
from translator_aid.morphology import peel, stems
from translator_aid.text import tokens

Found = Iterator[tuple[Origin, dict[str, Any]]]
CHECKS: dict[str, Callable[[Subject], Found]] = {}


class Subject:
    """What is validated: concepts of one or more files, and matchers over all of them."""

    def __init__(self, concepts: Sequence[Concept], texts: dict[str, str]) -> None:
        self.concepts = concepts
        self.texts = texts
        """Each file's content by its path."""
        self.glossary = Glossary(tuple({concept.key: concept for concept in concepts}.values()))

    @functools.cached_property
    def matchers(self) -> dict[Language, Matcher]:
        """A matcher for each language."""
        return {language: Matcher(self.glossary, language) for language in SIDES}

    @functools.cached_property
    def edges(self) -> dict[str, tuple[str, ...]]:
        """What each term is looked for by."""
        return {term.text: edges(term.text) for _concept, term in self.terms()}

    def terms(self) -> Iterator[tuple[Concept, Term]]:
        """Every term with its concept."""
        for concept in self.concepts:
            for term in (*concept.indonesian, *concept.english):
                yield concept, term


class Report(NamedTuple):
    """The outcome of a validation."""

    findings: tuple[Finding, ...]
    """By file, line and column."""
    concepts: int
    """How many concepts were read."""


def validate(paths: Iterable[str | Path]) -> Report:
    """Everything wrong with these glossary files, taken together.

    :raises UnreadableError: for a file that cannot be read.
    """
    with uncollected():
        return _validated(paths)


def _validated(paths: Iterable[str | Path]) -> Report:
    findings: list[Finding] = []
    concepts: list[Concept] = []
    texts: dict[str, str] = {}
    for path in paths:
        content = read_bytes(path)
        read, found = parse(content, str(path))
        concepts += read
        findings += found
        texts[str(path)] = content.decode("utf-8", "replace")
    subject = Subject(concepts, texts)
    for code, check in CHECKS.items():
        severity = "error" if code[0] == "E" else "warning"
        for origin, values in check(subject):
            message = _(check.__doc__ or code).format(**values)
            findings.append(Finding(code, severity, message, origin))  # type: ignore[arg-type]
    findings.sort(key=lambda finding: (finding.origin.path, finding.origin.line, finding.origin.column, finding.code))
    return Report(tuple(findings), len(concepts))


def check(code: str) -> Callable[[Callable[[Subject], Found]], Callable[[Subject], Found]]:
    """Enters a check under its code."""
    def enter(function: Callable[[Subject], Found]) -> Callable[[Subject], Found]:
        CHECKS[code] = function
        return function
    return enter


# --- 2: keys and terms ------------------------------------------------------------------------------------------------


@check("E201")
def key_twice(subject: Subject) -> Found:
    """the key '{key}' stands already at {first}"""
    seen: dict[str, Origin] = {}
    for concept in subject.concepts:
        if concept.key in seen and seen[concept.key].path != concept.origin.path:
            yield concept.origin, {"key": concept.key, "first": seen[concept.key]}
        seen.setdefault(concept.key, concept.origin)


@check("E202")
def term_twice(subject: Subject) -> Found:
    """'{key}' has the term '{term}' twice"""
    for concept in subject.concepts:
        for language in SIDES:
            seen = set()
            for term in concept.terms(language):
                if term.text.casefold() in seen:
                    yield term.origin, {"key": concept.key, "term": term.text}
                seen.add(term.text.casefold())


@check("E203")
def term_claimed(subject: Subject) -> Found:
    """'{term}' is claimed without a guard by '{other}' as well ({place}); guard one of them"""
    claims: dict[tuple[str, tuple[str, ...]], list[tuple[Concept, Term]]] = defaultdict(list)
    for concept, term in subject.terms():
        if term.guard is None and term.status != "deprecated":
            claims[term.language, subject.edges[term.text]].append((concept, term))
    for claimants in claims.values():
        first, *others = claimants
        for concept, term in others:
            if concept.key != first[0].key and _same_case(term, first[1]):
                yield term.origin, {"term": term.text, "other": first[0].key, "place": first[1].origin}


def _same_case(term: Term, other: Term) -> bool:
    return term.text == other.text or not (term.text.isupper() or other.text.isupper())


@check("E204")
def side_missing(subject: Subject) -> Found:
    """'{key}' has no {language} term that may be written"""
    for concept in subject.concepts:
        for language, name in (("id", "Indonesian"), ("en", "English")):
            if all(term.status == "deprecated" for term in concept.terms(language)):  # type: ignore[arg-type]
                yield concept.origin, {"key": concept.key, "language": _(name)}


@check("E205")
def several_preferred(subject: Subject) -> Found:
    """'{key}' has more than one preferred {language} term of one style: {terms}"""
    for concept in subject.concepts:
        for language, name in (("id", "Indonesian"), ("en", "English")):
            preferred = [term for term in concept.terms(language) if term.status == "preferred"]  # type: ignore[arg-type]
            for style in ("", *STYLES):
                same = [term for term in preferred if term.style == style]
                if len(same) > 1:
                    yield same[1].origin, {"key": concept.key, "language": _(name), "terms": ", ".join(term.text for term in same)}


@check("W206")
def term_inflected(subject: Subject) -> Found:
    """'{term}' looks inflected already ({form} + {affix}); list the plain form, inflected ones are found by themselves"""
    known = {subject.edges[term.text] for _concept, term in subject.terms() if term.language == "id"}
    for _concept, term in subject.terms():
        words = subject.edges[term.text]
        if term.language != "id" or not words or term.kind == "loan":
            continue
        for peeled in peel(words[-1], 3) if words[-1] not in rules("id")["lexicalised"] else ():
            if peeled.steps[-1][0] == "-nya" or words[:-1] + (peeled.form,) in known:
                yield term.origin, {"term": term.text, "form": peeled.form, "affix": peeled.steps[0][0]}
                break


@check("E207")
def misrendering_recommended(subject: Subject) -> Found:
    """the misrendering '{term}' must have the status deprecated"""
    for _concept, term in subject.terms():
        if "misrendering" in term.labels and term.status != "deprecated":
            yield term.origin, {"term": term.text}


@check("E208")
def authority_missing(subject: Subject) -> Found:
    """'{term}' is labelled official; name the authority in `note` or `source`"""
    for _concept, term in subject.terms():
        if "official" in term.labels and not (term.note or term.source):
            yield term.origin, {"term": term.text}


@check("W209")
def part_of_speech_missing(subject: Subject) -> Found:
    """'{key}' has no part_of_speech; verbs then inflect as nouns"""
    for concept in subject.concepts:
        if not concept.part_of_speech:
            yield concept.origin, {"key": concept.key}


@check("W210")
def form_collides(subject: Subject) -> Found:
    """'{term}' would also be found as the common word '{form}' ({how}); list it in look_alikes or irregular_verbs, or guard the term"""
    common = _common()
    known = {subject.edges[term.text] for _concept, term in subject.terms() if term.language == "id"}
    by_term: dict[tuple[str, ...], Term] = {}
    for _concept, term in subject.terms():
        if term.language == "id" and term.guard is None and term.status != "deprecated" and not is_acronym(term):
            by_term.setdefault(subject.edges[term.text], term)
    for word in sorted(common):
        for peeled in peel(word):
            found = by_term.get((peeled.form,))
            if found is not None and (word,) not in known and peeled.steps[-1][0] not in ("-nya", "-pun"):
                yield found.origin, {"term": found.text, "form": word, "how": f"{peeled.form} + {peeled.steps[0][0]}"}
    for words, term in by_term.items():
        # Of the stems that a meN- form may have one is right; where two make common words, the other is another word by chance.
        candidates = stems(words[0]) if len(words) == 1 and term.part_of_speech == "verb" else ()
        for stem in [stem for stem, _rule in candidates if f"di{stem}" in common and (f"di{stem}",) not in known][1:]:
            yield term.origin, {"term": term.text, "form": f"di{stem}", "how": f"di- + {stem}"}


@functools.lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    """The common words of Indonesian."""
    return frozenset(data("common")["words"])


# --- 3: references ----------------------------------------------------------------------------------------------------


@check("E301")
def see_dangling(subject: Subject) -> Found:
    """'{key}' refers to '{see}', which no file holds"""
    for concept in subject.concepts:
        for see in concept.see:
            if see not in subject.glossary.by_key:
                yield concept.origin, {"key": concept.key, "see": see}


@check("E302")
def see_itself(subject: Subject) -> Found:
    """'{key}' refers to itself"""
    for concept in subject.concepts:
        if concept.key in concept.see:
            yield concept.origin, {"key": concept.key}


# --- 4: definitions and examples --------------------------------------------------------------------------------------


@check("W401")
def definition_missing(subject: Subject) -> Found:
    """'{key}' lacks its {language} definition"""
    for concept in subject.concepts:
        for language, name in (("id", "Indonesian"), ("en", "English")):
            if not (concept.definition and concept.definition.side(language)):  # type: ignore[arg-type]
                yield concept.origin, {"key": concept.key, "language": _(name)}


@check("E402")
def definition_repeats(subject: Subject) -> Found:
    """the definition of '{key}' says no more than the term '{term}'"""
    for concept in subject.concepts:
        for language in SIDES:
            text = concept.definition.side(language) if concept.definition else ""
            words = {token.surface.casefold() for token in tokens(text)}
            for term in concept.terms(language):
                rest = words - {token.surface.casefold() for token in tokens(term.text)}
                if text and len(rest) < 3:
                    yield concept.origin, {"key": concept.key, "term": term.text}


@check("W403")
def example_missing(subject: Subject) -> Found:
    """'{key}' has no example in both languages"""
    for concept in subject.concepts:
        if not any(example.indonesian and example.english for example in concept.examples):
            yield concept.origin, {"key": concept.key}


@check("E404")
def example_without_term(subject: Subject) -> Found:
    """the {language} example of '{key}' contains none of its terms: {text}"""
    for concept in subject.concepts:
        for example in concept.examples:
            for language, name in (("id", "Indonesian"), ("en", "English")):
                text = example.side(language)  # type: ignore[arg-type]
                if text and not subject.matchers[language].mentions(text, concept.key):  # type: ignore[index]
                    yield example.origin, {"language": _(name), "key": concept.key, "text": text}


@check("E405")
def example_with_deprecated(subject: Subject) -> Found:
    """the example of '{key}' uses its deprecated term '{term}'"""
    for concept in subject.concepts:
        for term in (*concept.indonesian, *concept.english):
            if term.status == "deprecated":
                for example in concept.examples:
                    if subject.matchers[term.language].mentions(example.side(term.language), concept.key, term.text):
                        yield example.origin, {"key": concept.key, "term": term.text}


@check("W406")
def example_shared(subject: Subject) -> Found:
    """the example stands already in '{other}': {text}"""
    seen: dict[str, str] = {}
    for concept in subject.concepts:
        for example in concept.examples:
            if example.indonesian and seen.setdefault(example.indonesian, concept.key) != concept.key:
                yield example.origin, {"other": seen[example.indonesian], "text": example.indonesian}


@check("W407")
def definition_open(subject: Subject) -> Found:
    """the definition of '{key}' does not end with a full stop"""
    for concept in subject.concepts:
        pair: Bilingual | None = concept.definition
        if pair and any(side and side[-1] != "." for side in (pair.indonesian, pair.english)):
            yield pair.origin, {"key": concept.key}


# --- 5: guards --------------------------------------------------------------------------------------------------------


@check("E501")
def guard_untested(subject: Subject) -> Found:
    """the guard of '{term}' needs at least three sentences that it accepts and three that it rejects; it has {accepts} and {rejects}"""
    for _concept, term, guard in _guards(subject):
        if len(guard.accepts) < 3 or len(guard.rejects) < 3:
            yield guard.origin, {"term": term.text, "accepts": len(guard.accepts), "rejects": len(guard.rejects)}


@check("E502")
def guard_deaf(subject: Subject) -> Found:
    """the guard of '{term}' should accept, but does not: {text}"""
    for concept, term, guard in _guards(subject):
        for text in guard.accepts:
            if not subject.matchers[term.language].fires(text, concept.key, term.text):
                yield guard.origin, {"term": term.text, "text": text}


@check("E503")
def guard_open(subject: Subject) -> Found:
    """the guard of '{term}' should reject, but does not: {text}"""
    for concept, term, guard in _guards(subject):
        for text in guard.rejects:
            matches = subject.matchers[term.language].find(text)
            if any(match.concept.key == concept.key and match.term.text == term.text for match in matches):
                yield guard.origin, {"term": term.text, "text": text}


@check("E504")
def evidence_unknown(subject: Subject) -> Found:
    """the guard of '{term}' names the evidence list '{name}', which does not exist"""
    for _concept, term, guard in _guards(subject):
        for item in (*guard.near, *guard.before, *guard.after, *guard.not_near, *guard.not_before, *guard.not_after):
            if item[:1] == "@" and not evidence_list(item[1:]):
                yield guard.origin, {"term": term.text, "name": item}


@check("E505")
def guard_missing(subject: Subject) -> Found:
    """'{term}' is an ordinary word as well ({sense}); it needs a guard"""
    ambiguous = _ambiguous()
    for _concept, term in subject.terms():
        sense = ambiguous.get((term.language, term.text.casefold()))
        if sense and term.guard is None and term.status != "deprecated":
            yield term.origin, {"term": term.text, "sense": sense}


@check("E506")
def guard_silent(subject: Subject) -> Found:
    """a sentence of the guard of '{term}' does not contain it: {text}"""
    for concept, term, guard in _guards(subject):
        word = min(subject.edges[term.text], key=lambda edge: -len(edge))[:4]
        for text in (*guard.accepts, *guard.rejects):
            if word not in text.casefold() and not subject.matchers[term.language].mentions(text, concept.key, term.text):
                yield guard.origin, {"term": term.text, "text": text}


def _guards(subject: Subject) -> Iterator[tuple[Concept, Term, Guard]]:
    for concept, term in subject.terms():
        if term.guard is not None:
            yield concept, term, term.guard


@functools.lru_cache(maxsize=1)
def _ambiguous() -> dict[tuple[str, str], str]:
    """Words that need a guard, by language and word, each with its other sense."""
    return {(language, str(word).casefold()): sense for language, words in data("ambiguous").items() for word, sense in words.items()}


# --- 6: layout --------------------------------------------------------------------------------------------------------


@check("W601")
def layout_loose(subject: Subject) -> Found:
    """the layout is not canonical from here on; `translator-aid glossary validate --fix` rewrites it"""
    for path, text in subject.texts.items():
        try:
            wanted = canonical(text, path)
        except GlossaryError:
            continue
        if text != wanted:
            lines = zip(text.splitlines(keepends=True), wanted.splitlines(keepends=True))
            line = next((number for number, (have, want) in enumerate(lines, 1) if have != want), len(text.splitlines()))
            yield Origin(path, max(line, 1), 1), {}


def codes() -> dict[str, str]:
    """Every check's code with its message.

    >>> codes()["E302"]
    "'{key}' refers to itself"
    """
    return {code: re.sub(r"\s+", " ", function.__doc__ or "").strip() for code, function in sorted(CHECKS.items())}
