"""Word classes by the exchange algorithm (Kneser and Ney 1993), in its predictive form (Uszkoreit and Brants 2008), looking to both sides.

A word goes to the class under which its neighbours, the word before and the word after, are predicted best: the sum over neighbours v and classes c of
N(v, c) log N(v, c), less N(c) log N(c) of each class. The first classes are by frequency, so that the same text gives the same classes.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

Array = Any
CLASSES = 120
ROUNDS = 12


def neighbours(flat: Array, size: int) -> tuple[Array, Array, Array]:
    """For each word the words before it and (their number plus `size`) after it: where a word's begin, which, how often."""
    left = flat[1:].astype(np.int64) * (2 * size) + flat[:-1]
    right = flat[:-1].astype(np.int64) * (2 * size) + flat[1:] + size
    pairs, counts = np.unique(np.concatenate([left, right]), return_counts=True)
    starts = np.searchsorted(pairs, np.arange(size + 1, dtype=np.int64) * (2 * size))
    return starts.astype(np.int64), (pairs % (2 * size)).astype(np.int32), counts.astype(np.float64)


@njit(cache=True)
def _log(value):  # type: ignore[no-untyped-def]
    return value * np.log(value) if value > 0.5 else 0.0


@njit(cache=True)
def _exchange(starts, other, count, own, order, classes, table, sums):  # type: ignore[no-untyped-def]
    """One round: each word to its best class; how many moved."""
    moved = 0
    size = table.shape[1]
    gain = np.zeros(size)
    for word in order:
        here = classes[word]
        for at in range(starts[word], starts[word + 1]):
            table[other[at], here] -= count[at]
        sums[here] -= own[word]
        for c in range(size):
            gain[c] = 2 * (_log(sums[c]) - _log(sums[c] + own[word]))
        for at in range(starts[word], starts[word + 1]):
            row, n = table[other[at]], count[at]
            empty = _log(n)
            for c in range(size):
                gain[c] += _log(row[c] + n) - _log(row[c]) if row[c] > 0.5 else empty
        best = here
        for c in range(size):
            if gain[c] > gain[best] + 1e-9:
                best = c
        for at in range(starts[word], starts[word + 1]):
            table[other[at], best] += count[at]
        sums[best] += own[word]
        if best != here:
            classes[word] = best
            moved += 1
    return moved


def clusters(flat: Array, size: int, marks: int) -> Array:
    """The class of each word below `size`; the first `marks` words are classes of their own, the others' classes come behind them."""
    starts, other, count = neighbours(flat, size)
    own = np.bincount(flat, minlength=size).astype(np.float64)
    order = np.argsort(-own[marks:], kind="stable") + marks
    classes = np.zeros(size, np.int64)
    classes[order] = np.minimum(np.arange(len(order)), CLASSES - 1)
    classes[order[CLASSES:]] = np.arange(len(order) - CLASSES) % CLASSES
    table = np.zeros((2 * size, CLASSES))
    np.add.at(table, (other[starts[marks]:], np.repeat(classes, np.diff(starts))[starts[marks]:]), count[starts[marks]:])
    sums = np.bincount(classes[marks:], weights=own[marks:], minlength=CLASSES)
    for number in range(ROUNDS):
        moved = _exchange(starts, other, count, own, order, classes, table, sums)
        print("classes, round", number + 1, "moved", moved, flush=True)
        if moved < size // 500:
            break
    classes += marks
    classes[:marks] = np.arange(marks)
    return classes.astype(np.int32)
