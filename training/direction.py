"""One direction's model before its weights: vocabulary, pruned phrase table with its features, language model."""

from __future__ import annotations

import pickle
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

import lm
import numpy as np
import pack
import phrases

Array = Any
FEATURES = ("given_source", "given_target", "lexical_target", "lexical_source", "phrase", "word", "once", "rare", "general", "unknown")
TURNS = ("before_same", "before_swap", "before_jump", "after_same", "after_swap", "after_jump")
MARKS = ("<s>", "</s>", "<unk>")
WORDS = 60_000
"""Target words known; 16 bits number them."""
ROWS = 1_150_000
"""Phrase pairs kept."""
BEST = 14
"""Renderings kept of one source phrase."""
GENERAL = frozenset("own glossary panl-eco panl-int panl-sci panl-spo smeru ausaid talpco nusax tatoeba tatoeba-manythings mlbeg-human".split())
WEIGHTS = {"own": 3.0, "glossary": 3.0}
"""How often a pair of a source counts; others by kind, below."""
CATALOGUE, MACHINE = 0.5, 0.8


def weight(tag: str, row: dict[str, str] | None) -> float:
    """How often a pair of that source counts."""
    if tag in WEIGHTS or row is None:
        return WEIGHTS.get(tag, 1.0)
    return CATALOGUE if row["part"].startswith("catalog") else MACHINE if row["origin"] == "mt" else 1.0


class Direction(NamedTuple):
    """What tuning and packing need."""

    source: list[str]
    target: list[str]
    """Words by number, the marks first."""
    rows: dict[tuple[int, ...], list[tuple[tuple[int, ...], int]]]
    """For each source phrase its renderings: target words, and the row of their features."""
    features: Array
    """(rows, 9), float32: the first nine of FEATURES."""
    turns: Array
    """(rows, 6), log p, float32."""
    grams: Array
    unigrams: Array


def build(ids: phrases.Text, ens: phrases.Text, table: phrases.Table, language: str, tags: list[str], limit: int = ROWS) -> Direction:
    """The direction whose source is that language."""
    reverse = language == "en"
    source, target = (ens, ids) if reverse else (ids, ens)
    scores = table.scores[:, [1, 0, 3, 2]] if reverse else table.scores
    rows = _kept(table, scores, reverse, limit)
    words = (phrases.words_of(table.refs[rows], ids.flat, ids.starts, 0), phrases.words_of(table.refs[rows], ens.flat, ens.starts, 1))
    from_words, to_words = words[::-1] if reverse else words
    known = target.words[:WORDS]
    common = len(known)
    counts = Counter(number for words_ in to_words for number in set(words_) if number < common)
    # words that neither the table nor the language model would miss
    kept_words = [number for number in range(common) if number in counts]
    renumber = {number: at + len(MARKS) for at, number in enumerate(kept_words)}
    used = sorted({number for words_ in from_words for number in words_})
    source_number = {number: at for at, number in enumerate(used)}
    found: dict[tuple[int, ...], list[tuple[tuple[int, ...], int]]] = {}
    for row, (left, right) in enumerate(zip(from_words, to_words)):
        if all(number in renumber for number in right):
            found.setdefault(tuple(source_number[number] for number in left), []).append((tuple(renumber[number] for number in right), row))
    length = np.array([len(one) for one in to_words], np.float32)
    count = table.count[rows]
    features = np.column_stack([scores[rows], np.ones(len(rows)), length, count == 1, (count == 2) | (count == 3), table.general[rows]]).astype(np.float32)
    turns = (table.turns_reverse if reverse else table.turns)[rows]
    model = language_model(target, renumber, tags)
    grams, unigrams = pack.grams(model)
    print(language, "source words", len(used), "target words", len(kept_words), "phrases", len(found), "rows", len(rows), "n-grams", [len(keys) for keys in model.keys])
    return Direction([source.words[number] for number in used], [*MARKS, *(target.words[number] for number in kept_words)], found, features, turns, grams, unigrams)


def _kept(table: phrases.Table, scores: Array, reverse: bool, limit: int) -> Array:
    """The rows worth keeping: the best of each source phrase, and of those seen once only the likeliest."""
    group = table.e if reverse else table.f
    packed = (table.refs & np.uint64(0xFFFFFFFF)).astype(np.int64)
    size_f, size_e = packed >> 16 & 255, packed & 255
    per_word = table.scores[:, 2] / size_e + table.scores[:, 3] / size_f
    total = 0.3 * scores[:, 0] + 0.2 * scores[:, 1] + 0.25 * (scores[:, 2] + scores[:, 3]) / 2
    once = table.count == 1
    few = np.where(once, per_word > -3.0, per_word > -9.0) & (scores[:, 0] > np.log(0.0015))
    rows = np.flatnonzero(few)
    order = rows[np.lexsort((-total[rows], group[rows]))]
    first = np.concatenate(([True], group[order][1:] != group[order][:-1]))
    place = np.arange(len(order)) - np.maximum.accumulate(np.where(first, np.arange(len(order)), 0))
    order, place = order[place < BEST], place[place < BEST]
    # what is worth a place: seen often, short, likely, general prose
    length = np.where(reverse, size_e, size_f)[order]
    worth = np.log(table.count[order]) * 1.5 - 0.9 * (length - 1) + 0.35 * per_word[order] - 0.25 * place + 1.2 * table.general[order] + np.where(length == 1, 2.0, 0.0)
    chosen = np.argsort(-worth, kind="stable")[:limit]
    return np.sort(order[chosen])


def language_model(target: phrases.Text, renumber: dict[int, int], tags: list[str]) -> lm.Model:
    """The language model of the target side."""
    sentences = len(target.starts) - 1
    mapping = np.full(len(target.words), 2, np.int32)
    mapping[list(renumber)] = list(renumber.values())
    lengths = np.diff(target.starts)
    flat = np.zeros(len(target.flat) + 2 * sentences, np.int32)
    number = np.repeat(np.arange(sentences), lengths + 2)
    begin = target.starts[:-1] + 2 * np.arange(sentences)
    inside = np.ones(len(flat), bool)
    inside[begin] = inside[begin + lengths + 1] = False
    flat[begin + lengths + 1] = 1
    flat[inside] = mapping[target.flat]
    return lm.estimate(flat, number, np.ones(len(flat)), len(renumber) + len(MARKS))


def save(direction: Direction, path: Path) -> None:
    """Keeps the direction for tuning and packing."""
    with path.open("wb") as file:
        pickle.dump(tuple(direction), file, protocol=5)


def load(path: Path) -> Direction:
    """The direction kept there."""
    with path.open("rb") as file:
        return Direction(*pickle.load(file))
