"""Inflection of English: plurals, possessives, verb forms, and British beside American spelling.

The rules are `data/english.yaml`.
"""

from __future__ import annotations

import functools
import re
from typing import Any, Iterator

from translator_aid.forms import Base, Peeled, edges, rules
from translator_aid.model import Step, Term

PLURAL = (Step("-s", "english-plural", "plural"),)
"""The step of an English plural, which loans take in Indonesian too."""
VERB_FORM = (Step("-ing/-ed/-s", "english-verb"),)
"""The step of an English verb form, likewise."""


@functools.lru_cache(maxsize=1)
def _english() -> tuple[Any, ...]:
    data = rules("en")
    plural = tuple((re.compile(item["pattern"]), item["ending"]) for item in data["plural"])
    endings = tuple((a, b) for pair in data["spellings"] for a, b in (pair, pair[::-1]))
    return plural, data["irregular_plurals"], frozenset(data["uncountable"]), data["irregular_verbs"], frozenset(data["doubling"]), endings


def plural_phrases(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """A noun phrase in the plural: its last word, or the one before "of" (degrees of freedom)."""
    at = words.index("of") - 1 if "of" in words[1:] else len(words) - 1
    for plural in _noun_plurals(words[at]):
        yield words[:at] + (plural,) + words[at + 1:]


def _noun_plurals(noun: str) -> tuple[str, ...]:
    plural, irregular, *_ = _english()
    bare = noun.lstrip("-")
    if bare in irregular:
        return tuple(noun[:len(noun) - len(bare)] + form for form in irregular[bare])
    for pattern, ending in plural:
        match = pattern.search(noun)
        if match:
            return (noun[:match.start(1)] + ending,)
    return ()


def english_plural(term: str) -> str:
    """An English noun phrase in the plural; what has no plural comes back as it is.

    >>> english_plural("large language model"), english_plural("policy"), english_plural("chain of thought"), english_plural("LLM")
    ('large language models', 'policies', 'chains of thought', 'LLMs')
    """
    phrase, of, rest = term.partition(" of ")
    if of:
        return english_plural(phrase) + of + rest
    head, space, last = term.rpartition(" ")
    if last.lower() in _english()[2]:
        return term
    if last.isupper() and len(last) > 1:
        return f"{term}s"
    return head + space + (_noun_plurals(last) or (last,))[0]


def english_verb_forms(verb: str) -> tuple[str, ...]:
    """The -s, -ing and -ed forms of an English verb.

    >>> english_verb_forms("train"), english_verb_forms("map"), english_verb_forms("tune"), english_verb_forms("build")
    (('trains', 'training', 'trained'), ('maps', 'mapping', 'mapped'), ('tunes', 'tuning', 'tuned'), ('builds', 'building', 'built'))
    """
    _, _, _, irregular, doubling, _ = _english()
    third = (_noun_plurals(verb) or (verb + "s",))[0]
    stem = verb
    bare = verb.lstrip("-")
    if bare in doubling or re.fullmatch("[^aeiou]*[aeiou][bdgmnprt]", bare):
        stem = verb + verb[-1]
    elif verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")):
        stem = verb[:-1]
    past = re.sub("(?<=[^aeiou])y$", "i", stem) + "ed"
    forms = (third, stem + "ing", *irregular.get(bare, (past,)))
    if bare in ("model", "label", "cancel", "travel"):
        forms += (verb + "ing", verb + "ed")
    return forms


def english_bases(term: Term) -> Iterator[Base]:
    """The bases of an English term; the term itself comes first.

    >>> [" ".join(base.edges) for base in english_bases(Term("tokenise", "en", part_of_speech="verb"))]
    ['tokenise', 'tokenises', 'tokenising', 'tokenised', 'tokenize', 'tokenizes', 'tokenizing', 'tokenized']
    """
    own = edges(term.text)
    if not own:
        return
    part = term.part_of_speech or "noun"
    seen: set[tuple[str, ...]] = set()
    for number, words in enumerate((own, *_respelled(own))):
        lemma = " ".join(words)
        forms: list[Base] = [Base(words, lemma, how="exact" if number == 0 else "variant", part=part, head_last=True)]
        if part == "noun":
            forms += [Base(plural, lemma, PLURAL, "inflected", part=part, head_last=True) for plural in plural_phrases(words)]
        elif part == "verb":
            for at in dict.fromkeys((0, len(words) - 1)):
                forms += [Base(words[:at] + (form,) + words[at + 1:], lemma, VERB_FORM, "inflected", part=part, head_last=True)
                          for form in english_verb_forms(words[at])]
        for base in forms:
            if base.edges not in seen:
                seen.add(base.edges)
                yield base._replace(lemma=term.text) if number == 0 else base


def _respelled(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The words with a British ending made American, or the reverse."""
    for at, word in enumerate(words):
        if len(word) < 5:
            continue
        for ending, other in _english()[5]:
            if word.endswith(ending):
                yield words[:at] + (word[:-len(ending)] + other,) + words[at + 1:]


def peel_english(form: str) -> Iterator[Peeled]:
    """A token without the possessive.

    >>> [peeled.form for peeled in peel_english("model's")], [peeled.form for peeled in peel_english("models")]
    (['model'], [])
    """
    if form.endswith("'s"):
        yield Peeled(form[:-2], (("-'s", "possessive"),))
