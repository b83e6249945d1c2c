"""One direction's model before its weights: vocabulary, pruned phrase table with its features, language model."""

from __future__ import annotations

import pickle
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

import clusters
import lm
import numpy as np
import pack
import phrases
from translator_aid.tokens import CLASSES

Array = Any
FEATURES = ("given_source", "given_target", "lexical_target", "lexical_source", "phrase", "word", "once", "rare", "general", "lowered", "raised", "unknown", "name")
TURNS = ("before_same", "before_swap", "before_jump", "after_same", "after_swap", "after_jump")
MARKS = ("<s>", "</s>", "<unk>")
WORDS = 60_000
"""Target words known; 16 bits number them."""
ROWS = 800_000
"""Phrase pairs kept."""
BEST = 14
"""Renderings kept of one source phrase."""
OURS = 3.0
"""How much more a pair counts that general prose has."""
CLASS_ORDER = 7
CLASS_LEAST, CLASS_WORTH = (0, 1, 1, 1, 2, 3, 3, 3), (0.0, 0.0, 0.5, 2.0, 4.0, 5.0, 5.0, 5.0)
"""Order of the language model of word classes, and what keeps an n-gram of it (see `lm`)."""
FOREIGN = ("catalog", "manual")
"""Parts whose sentences are not what the language model should know: strings of user interfaces, help texts."""
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
    """(rows, 11), float32: the first eleven of FEATURES."""
    turns: Array
    """(rows, 6), log p, float32."""
    grams: Array
    unigrams: Array
    classes: Array
    """The class of each target word, uint8."""
    class_grams: Array
    class_unigrams: Array


def build(ids: phrases.Text, ens: phrases.Text, table: phrases.Table, language: str, prose: Array, limit: int = ROWS) -> Direction:
    """The direction whose source is that language; `prose` says which sentences the language model learns from."""
    reverse = language == "en"
    source, target = (ens, ids) if reverse else (ids, ens)
    scores = table.scores[:, [1, 0, 3, 2]] if reverse else table.scores
    rows = _kept(table, scores, ids, ens, reverse, limit)
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
    features = np.column_stack([scores[rows], np.ones(len(rows)), length, count == 1, (count == 2) | (count == 3), table.general[rows], *_capitals(source, target, from_words, to_words)]).astype(np.float32)
    turns = (table.turns_reverse if reverse else table.turns)[rows]
    flat, sentence = running(target, renumber, prose)
    model = lm.estimate(flat, sentence, np.ones(len(flat)), len(renumber) + len(MARKS))
    classes = clusters.clusters(flat, len(renumber) + len(MARKS), len(MARKS))
    class_model = lm.estimate(classes[flat], sentence, np.ones(len(flat)), int(classes.max()) + 1, CLASS_ORDER, CLASS_LEAST, CLASS_WORTH)
    print(language, "source words", len(used), "target words", len(kept_words), "phrases", len(found), "rows", len(rows), "n-grams", [len(keys) for keys in model.keys],
          "of classes", [len(keys) for keys in class_model.keys])
    return Direction([source.words[number] for number in used], [*MARKS, *(target.words[number] for number in kept_words)], found, features, turns,
                     *pack.grams(model), classes.astype(np.uint8), *pack.grams(class_model))


def _kept(table: phrases.Table, scores: Array, ids: phrases.Text, ens: phrases.Text, reverse: bool, limit: int) -> Array:
    """The rows worth keeping, by the relative entropy that their loss would cost (Zens, Stanton and Xu 2012; Ling et al. 2012).

    That is how often a pair was seen, times how much likelier it is than the best that two smaller pairs make of it.
    """
    group = table.e if reverse else table.f
    packed = (table.refs & np.uint64(0xFFFFFFFF)).astype(np.int64)
    size_f, size_e = packed >> 16 & 255, packed & 255
    per_word = table.scores[:, 2] / size_e + table.scores[:, 3] / size_f
    total = 0.3 * scores[:, 0] + 0.2 * scores[:, 1] + 0.25 * (scores[:, 2] + scores[:, 3]) / 2
    once = table.count == 1
    few = np.where(once, per_word > -3.5, per_word > -7.0) & (scores[:, 0] > np.log(0.0015)) & _alike(table, ids, ens)
    rows = np.flatnonzero(few)
    order = rows[np.lexsort((-total[rows], group[rows]))]
    first = np.concatenate(([True], group[order][1:] != group[order][:-1]))
    place = np.arange(len(order)) - np.maximum.accumulate(np.where(first, np.arange(len(order)), 0))
    order, place = order[place < BEST], place[place < BEST]
    made = phrases.composed(table.refs[order], ids.flat, ids.starts, ens.flat, ens.starts, *phrases.index(table.f, table.e, scores[:, 0]))
    gain = np.minimum(scores[order, 0] - made, 12.0)
    length = np.where(reverse, size_e, size_f)[order]
    worth = table.count[order] * np.maximum(gain, 0.02) * np.where(table.general[order] > 0, OURS, 1.0) * np.exp(0.25 * per_word[order])
    worth[(length == 1) & (place < 4)] += 1e6
    chosen = np.argsort(-worth, kind="stable")[:limit]
    print(len(rows), "likely phrase pairs,", len(order), "of them among the best of their source phrase")
    return np.sort(order[chosen])


def _alike(table: phrases.Table, ids: phrases.Text, ens: phrases.Text) -> Array:
    """Which pairs have words on both sides or on neither, and at most one of each class of words, the same on both."""
    counts = []
    for text, shift in ((ids, 24), (ens, 8)):
        letters = np.array([word[0].isalpha() for word in text.words])
        kinds = letters, *(np.array([word == mark for word in text.words]) for mark in CLASSES)
        sums = [np.concatenate(([0], np.cumsum(kind[text.flat], dtype=np.int64))) for kind in kinds]
        packed = (table.refs & np.uint64(0xFFFFFFFF)).astype(np.int64)
        start = text.starts[(table.refs >> np.uint64(32)).astype(np.int64)] + (packed >> shift & 255)
        end = start + (packed >> (shift - 8) & 255)
        counts.append([side[end] - side[start] for side in sums])
    (id_letters, *id_marks), (en_letters, *en_marks) = counts
    same = [(one == other) & (one < 2) for one, other in zip(id_marks, en_marks)]
    return np.logical_and.reduce(same) & ((id_letters > 0) == (en_letters > 0))


def _capitals(source: phrases.Text, target: phrases.Text, from_words: list[tuple[int, ...]], to_words: list[tuple[int, ...]]) -> tuple[Array, Array]:
    """For each pair how many capitals the target has less than the source, and how many more."""
    left, right = ([word[0].isupper() for word in text.words] for text in (source, target))
    gap = np.array([sum(left[one] for one in a) - sum(right[one] for one in b) for a, b in zip(from_words, to_words)])
    return np.maximum(gap, 0), np.maximum(-gap, 0)


def running(target: phrases.Text, renumber: dict[int, int], prose: Array) -> tuple[Array, Array]:
    """The target side of those sentences, with their marks, by the numbers of the model, and each token's sentence."""
    lengths = np.diff(target.starts)[prose]
    mapping = np.full(len(target.words), 2, np.int32)
    mapping[list(renumber)] = list(renumber.values())
    words = target.flat[np.repeat(prose, np.diff(target.starts))]
    flat = np.zeros(len(words) + 2 * len(lengths), np.int32)
    begin = np.concatenate(([0], np.cumsum(lengths + 2)))[:-1]
    inside = np.ones(len(flat), bool)
    inside[begin] = inside[begin + lengths + 1] = False
    flat[begin + lengths + 1] = 1
    flat[inside] = mapping[words]
    return flat, np.repeat(np.arange(len(lengths)), lengths + 2)


def save(direction: Direction, path: Path) -> None:
    """Keeps the direction for tuning and packing."""
    with path.open("wb") as file:
        pickle.dump(tuple(direction), file, protocol=5)


def load(path: Path) -> Direction:
    """The direction kept there."""
    with path.open("rb") as file:
        return Direction(*pickle.load(file))
