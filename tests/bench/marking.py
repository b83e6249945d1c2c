"""The sentences of tests/cases/rivals.yaml, marked by hand, and how what is found in them is counted."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Iterable

import yaml

from translator_aid.model import Glossary

GOLD = Path(__file__).resolve().parents[1] / "cases" / "rivals.yaml"
MARK = re.compile(r"\[([^\]|]+)(?:\|([^\]]+))?\]|\{([^}]+)\}")
WORD = re.compile(r"\w+(?:-\w+)*")

Keys = frozenset[str]
Found = tuple[int, int, Keys]
"""Start and end in code points, and the keys of the concepts that it may stand for."""
Terms = dict[str, Keys]
"""Everything looked for, in small letters, with the concepts that have it as a term."""
Finder = Callable[[str], Iterable[Found]]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the gold, without its marks."""

    kind: str
    text: str
    mentions: dict[tuple[int, int], str]
    """The dictionary form by the place of the mention."""
    doubtful: tuple[tuple[int, int], ...]
    """Places that count for nobody."""


@dataclass(frozen=True, slots=True)
class Score:
    """What a contestant found in the gold."""

    right: int
    wrong: int
    missed: int
    inflected: float
    """Share of the mentions in another form than the dictionary's that were found."""
    alike: int
    """Finds in the sentences that have nothing to find, or only in another sense."""

    @property
    def precision(self) -> float:
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        return self.right / max(1, self.right + self.missed)


def gold() -> list[Sentence]:
    """The sentences of tests/cases/rivals.yaml."""
    return [marked(kind, text) for kind, texts in yaml.safe_load(GOLD.read_text(encoding="utf-8")).items() for text in texts]


def marked(kind: str, text: str) -> Sentence:
    """A sentence from its notation."""
    plain, mentions, doubtful, end = "", {}, [], 0
    for mark in MARK.finditer(text):
        plain += text[end:mark.start()]
        surface = mark[1] or mark[3]
        place = (len(plain), len(plain) + len(surface))
        if mark[1]:
            mentions[place] = mark[2] or surface
        else:
            doubtful.append(place)
        plain, end = plain + surface, mark.end()
    return Sentence(kind, plain + text[end:], mentions, tuple(doubtful))


def concepts(loaded: Glossary) -> dict[str, Keys]:
    """The keys of the concepts that have a term, by the term in small letters."""
    found: dict[str, set[str]] = defaultdict(set)
    for concept in loaded.concepts:
        for term in (*concept.indonesian, *concept.english):
            found[lowered(term.text)].add(concept.key)
    return {text: frozenset(keys) for text, keys in found.items()}


def scored(sentences: Iterable[Sentence], find: Finder, known: Terms) -> Score:
    """How a contestant does on the gold."""
    right = wrong = missed = alike = forms = kept = 0
    for sentence in sentences:
        got = {widened(sentence.text, start, end): keys for start, end, keys in find(sentence.text)}
        hits = {place for place, keys in got.items() if place in sentence.mentions and not keys.isdisjoint(known.get(lowered(sentence.mentions[place]), ()))}
        others = [place for place in got if place not in hits and not any(start < place[1] and place[0] < end for start, end in sentence.doubtful)]
        other_forms = {place for place, form in sentence.mentions.items() if form.lower() != sentence.text[slice(*place)].lower()}
        right, wrong, missed = right + len(hits), wrong + len(others), missed + len(sentence.mentions) - len(hits)
        forms, kept = forms + len(other_forms), kept + len(other_forms & hits)
        alike += len(others) if sentence.kind in ("alike", "none") else 0
    return Score(right, wrong, missed, kept / max(1, forms), alike)


def widened(text: str, start: int, end: int) -> tuple[int, int]:
    """A place made to end where words end, hyphens being parts of words."""
    for word in WORD.finditer(text):
        if word.start() < start < word.end():
            start = word.start()
        if word.start() < end < word.end():
            end = word.end()
    return start, end


def lowered(text: str) -> str:
    """Small letters, each where it was: that of İ is two code points."""
    small = text.lower()
    return small if len(small) == len(text) else "".join(one.lower()[0] for one in text)
