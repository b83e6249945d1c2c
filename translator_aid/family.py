"""Words that share a root: for explaining a word and showing its relatives, never for matching.

Derivation is undone only as far as a word of the glossary: *pelatihan* leads to *latih* because *melatih* is there, and nothing leads
from *berita* to a root that nobody listed. All ways are tried up to four steps deep; the shortest chain to a known root counts.
"""

from __future__ import annotations

import functools
import re
from typing import Container, Iterator, NamedTuple

from translator_aid.model import Analysis, Step
from translator_aid.forms import rules
from translator_aid.morphology import peel, stems
from translator_aid.text import fold

DEPTH = 4


class _Rule(NamedTuple):
    rule: str
    affix: str
    pattern: re.Pattern[str] | None


@functools.lru_cache(maxsize=1)
def _rules() -> tuple[_Rule, ...]:
    return tuple(_Rule(item["rule"], item["affix"], re.compile(item["pattern"]) if "pattern" in item else None) for item in rules("id")["derivation"])


def undone(form: str) -> Iterator[tuple[str, Step]]:
    """What a form may be made of, one step back, by derivation, voice or a clitic.

    >>> [(base, step.affix) for base, step in undone("pelatih")][:1], ("pukul", "meN-") in [(base, step.affix) for base, step in undone("memukul")]
    ([('latih', 'peN-')], True)
    """
    for stem, rule in stems(form):
        yield stem, Step("meN-", rule)
    for peeled in peel(form):
        if len(peeled.steps) == 1:
            yield peeled.form, Step(*peeled.steps[0])
    for item in _rules():
        if item.pattern is None:
            if form.startswith("pe"):
                for stem, rule in stems("me" + form[2:]):
                    yield stem, Step(item.affix, rule.replace("meN", "peN"))
            continue
        match = item.pattern.fullmatch(form)
        if match:
            yield match.groupdict().get("base") or match.group(1), Step(item.affix, item.rule)
    first, hyphen, second = form.partition("-")
    if hyphen and first and second:
        yield first, Step("(reduplication)", "full")
        yield second, Step("(reduplication)", "full")


def roots(word: str, known: Container[str], depth: int = DEPTH) -> tuple[Analysis, ...]:
    """How a word leads back to known roots, the shortest ways first; a known word is its own root and nothing else is tried.

    >>> [str(way) for way in roots("pelatihannya", {"latih"})]
    ['pelatihannya = peN- + latih + -an + -nya']
    >>> roots("berita", {"ita", "rita"}, depth=0), roots("latih", {"latih"})[0].steps
    ((), ())
    """
    folded = fold(word)
    if folded in known:
        return (Analysis(word, folded),)
    layer: dict[str, tuple[Step, ...]] = {folded: ()}
    seen = {folded}
    for _number in range(depth):
        following: dict[str, tuple[Step, ...]] = {}
        for form, steps in layer.items():
            for base, step in undone(form):
                if base not in seen:
                    seen.add(base)
                    following[base] = (step, *steps)
        found = tuple(Analysis(word, base, steps) for base, steps in following.items() if base in known)
        if found:
            return tuple(sorted(found, key=lambda way: -len(way.lemma)))
        layer = following
    return ()
