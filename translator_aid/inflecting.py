"""The forms of a term as they are written in a text, for programs that look words up but know no Indonesian.

They are the forms that the matcher recognises, written out: voices, doubled words, spellings, plurals, and one clitic or particle on any of these.
What is rare (two clitics at once, -tah, affixes joined to a foreign word by a hyphen) is left out, since a list of everything that could be
written has no end.
"""

from __future__ import annotations

import functools
import re
from typing import Iterator

from translator_aid.forms import PRONOUN, Base, edges, rules
from translator_aid.model import Analysis, Language, Step, Term
from translator_aid.morphology import FULL, HEAD, REDUPLICATION, bases, clitic_step, lexical_doubles, look_alikes

_FULL = frozenset(("ku-", "kau-"))
"""Prefixes that name the agent already: *kulatihku* is nothing that anybody writes."""


def written(term: Term, language: Language) -> Iterator[Analysis]:
    """Every form but the term itself, each once, with the steps that made it; the forms are lower case where the term's own letters are changed.

    >>> forms = {form.surface: str(form) for form in written(Term("melatih", "id", part_of_speech="verb"), "id")}
    >>> forms["dilatih"], forms["dilatihnya"], forms["melatihnya"]
    ('dilatih = di- + latih', 'dilatihnya = di- + latih + -nya', 'melatihnya = melatih + -nya')
    >>> [form.surface for form in written(Term("model", "id", part_of_speech="noun"), "id")][:5]
    ['model-model', 'model-modelnya', 'modelnya', 'modelku', 'modelmu']
    >>> [form.surface for form in written(Term("neural network", "en", part_of_speech="noun"), "en")]
    ['neural networks']
    """
    seen = {term.text}
    for base in bases(term, language):
        text = _text(base, term)
        if not text:
            continue
        found = [(text, base.steps)]
        if language == "id" and base.requires != PRONOUN:
            found += _doubled(base, text)
            found += _with_clitics(base, text)
        for surface, steps in found:
            if surface not in seen and surface not in look_alikes():
                seen.add(surface)
                yield Analysis(surface, base.lemma, steps)


def _text(base: Base, term: Term) -> str:
    """A base as it is written; empty where it is not known how: its edges hold less than the term, or it ends in a number."""
    own = edges(term.text)
    if base.edges == own:
        return term.text
    if own[-1][-1].isdigit():
        return ""  # nobody writes the plural of "Industry 4.0"
    return _joined(base.edges) if _joined(own) == term.text.lower() else ""


def _joined(words: tuple[str, ...]) -> str:
    return words[0] + "".join(f" {word}" if word[0].isalnum() else word for word in words[1:])


def _doubled(base: Base, text: str) -> Iterator[tuple[str, tuple[Step, ...]]]:
    """A doubled noun, alone and with -nya: of several Indonesian words the first is doubled."""
    head, space, rest = text.partition(" ")
    if base.part in ("verb", "passive") or base.steps or not head.isalpha() or head.isupper() or head.lower() in lexical_doubles():
        return
    if space and base.head_last:
        return
    step = clitic_step(*(HEAD if space else FULL), base.part)
    yield f"{head}-{head}{space}{rest}", (*base.steps, step)
    if text[-1].isalpha():
        yield f"{head}-{head}{space}{rest}{_hyphen(text)}nya", (*base.steps, step, clitic_step("-nya", "clitic-nya", base.part))


def _with_clitics(base: Base, text: str) -> Iterator[tuple[str, tuple[Step, ...]]]:
    """Each clitic and particle that its part of speech can have: on its last word, and on an acronym after a hyphen."""
    if not text[-1].isalnum():
        return
    made = {step.affix for step in base.steps}
    for affix, rule, parts in _affixes():
        if parts and base.part not in parts or len(text.split()) > 1 and base.part in ("verb", "passive"):
            continue
        if made & _FULL or made and affix == "-pun" or REDUPLICATION in made and affix != "-nya":
            continue
        yield f"{text}{_hyphen(text)}{affix[1:]}", (*base.steps, clitic_step(affix, rule, base.part))


def _hyphen(text: str) -> str:
    """What stands before a clitic: a hyphen behind an acronym, a number or a letter (EYD V I.D.5)."""
    last = re.split(r"\W", text)[-1]
    return "-" if len(last) == 1 or any(mark.isupper() or mark.isdigit() for mark in last[1:]) else ""


@functools.lru_cache(maxsize=1)
def _affixes() -> tuple[tuple[str, str, frozenset[str]], ...]:
    """The clitics and particles of the data file: affix, rule, and the parts of speech that take it; none named where all do."""
    data = rules("id")
    return tuple((item["affix"], item["rule"], frozenset(item["reading"]) if isinstance(item["reading"], dict) else frozenset())
                 for item in (*data["clitics"], *data["particles"]) if item["affix"] != "-tah")
