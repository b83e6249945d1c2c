"""An n-gram language model with modified Kneser-Ney smoothing (Chen and Goodman 1998), over flat arrays.

An n-gram is known by the hash that the decoder uses, from its last word to its first: `h = (h ^ (word + 1)) * P; h ^= h >> 29`. Pruned n-grams leave
their mass to the back-off.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

Array = Any
PRIME = np.uint64(0x9E3779B97F4A7C15)
SHIFT = np.uint64(29)
ORDER = 5
LEAST = (0, 1, 1, 1, 2, 2)
"""How often an n-gram of each order must occur to be kept."""
WORTH = (0.0, 0.0, 1.0, 2.0, 3.0, 3.0)
"""How much an n-gram must gain over its back-off, times its count, to be kept (Seymore and Rosenfeld 1996)."""


def step(hashes: Array, words: Array) -> Array:
    """The hashes of the n-grams one word longer to the left."""
    longer = (hashes ^ (words + 1).astype(np.uint64)) * PRIME
    return longer ^ longer >> SHIFT


class Grams(NamedTuple):
    """The distinct n-grams of one order."""

    key: Array
    """Hash, sorted."""
    context: Array
    """Hash of all words but the last."""
    suffix: Array
    """Hash of all words but the first."""
    last: Array
    """Number of the last word."""
    count: Array
    initial: Array
    """Does it begin a sentence?"""


class Model(NamedTuple):
    """Natural logarithms; entry 0 of each tuple is empty, entry n holds order n."""

    keys: tuple[Array, ...]
    logs: tuple[Array, ...]
    backoffs: tuple[Array, ...]
    unigrams: tuple[Array, Array]
    """log p and back-off by word number."""


def grams(flat: Array, sentence: Array, weight: Array, order: int) -> list[Grams]:
    """The n-grams of orders 1 to `order`; `flat` holds the sentences with their marks, `sentence` each token's sentence, `weight` its weight."""
    found: list[Grams] = [None]  # type: ignore[list-item]
    hashes = step(np.zeros(len(flat), np.uint64), flat)
    previous = np.zeros(len(flat), np.uint64)
    shorter = np.zeros(len(flat) + 1, np.uint64)
    first = np.concatenate(([True], sentence[1:] != sentence[:-1]))
    for n in range(1, order + 1):
        if n > 1:
            previous, shorter = hashes[:-1], hashes[1:]
            hashes = step(shorter, flat[:len(flat) - n + 1])
        whole = sentence[n - 1:] == sentence[:len(sentence) - n + 1]
        key, rows = hashes[whole], np.flatnonzero(whole)
        unique, index, inverse = np.unique(key, return_index=True, return_inverse=True)
        rows = rows[index]
        count = np.bincount(inverse, weights=weight[np.flatnonzero(whole)])
        found.append(Grams(unique, previous[rows], shorter[rows], flat[rows + n - 1], count, first[rows]))
    return found


def _lookup(keys: Array, wanted: Array) -> tuple[Array, Array]:
    at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return at, keys[at] == wanted


def estimate(flat: Array, sentence: Array, weight: Array, size: int, order: int = ORDER, least: tuple[int, ...] = LEAST,
             worth: tuple[float, ...] = WORTH) -> Model:
    """The model of a text of word numbers below `size`."""
    found = grams(flat, sentence, weight, order)
    logs: list[Array] = [np.empty(0)]
    backoffs: list[Array] = [np.empty(0)]
    keys: list[Array] = [np.empty(0, np.uint64)]
    lower_p: Array = np.empty(0)
    masks: list[Array] = [np.empty(0, bool)]
    for n in range(1, order + 1):
        here = found[n]
        if n < order:
            longer = found[n + 1]
            at, there = _lookup(here.key, longer.suffix)
            kinds = np.bincount(at[there], minlength=len(here.key)).astype(float)
            count = np.where(here.initial | (kinds == 0), here.count, kinds)
        else:
            count = here.count
        bins = np.minimum(np.ceil(count), 4).astype(int)
        n1, n2, n3, n4 = (float((bins == k).sum() if k < 4 else (np.ceil(count) == 4).sum()) + 1 for k in (1, 2, 3, 4))
        y = n1 / (n1 + 2 * n2)
        discount = np.clip(np.array([0, 1 - 2 * y * n2 / n1, 2 - 3 * y * n3 / n2, 3 - 4 * y * n4 / n3, 0]), 0.1, 2.9)
        discount[4] = discount[3]
        taken = np.minimum(discount[bins], count * 0.9)
        if n == 1:
            context, groups = np.zeros(len(count), int), 1
        else:
            context, there = _lookup(found[n - 1].key, here.context)
            assert there.all()
            groups = len(found[n - 1].key)
        total = np.bincount(context, weights=count, minlength=groups)

        def shared(kept: Array) -> Array:
            free = np.bincount(context, weights=np.where(kept, taken, count), minlength=groups)
            return np.divide(free, total, out=np.ones_like(free), where=total > 0)

        if n == 1:
            masks.append(np.ones(len(count), bool))
            p = (count - taken) / total + shared(masks[n])[0] / size
            logs.append(np.log(p))
        else:
            at, there = _lookup(found[n - 1].key, here.suffix)
            assert there.all()
            backed = shared(np.ones(len(count), bool))[context] * lower_p[at]
            gain = here.count * np.log1p((count - taken) / total[context] / backed)
            masks.append((here.count >= least[n]) & (gain >= worth[n]))
            gamma = shared(masks[n])
            p = (count - taken) / total[context] + gamma[context] * lower_p[at]
            logs.append(np.log(np.maximum(p, 1e-9)))
            backoffs.append(np.log(np.maximum(gamma, 1e-4)))
        keys.append(here.key)
        lower_p = p
    backoffs.append(np.zeros(len(found[order].key)))
    # a context that has a longer n-gram must itself be there
    for n in range(order, 2, -1):
        at, _ = _lookup(found[n - 1].key, found[n].context[masks[n]])
        masks[n - 1][at] = True
    unigram, backoff = np.full(size, np.log(1e-7)), np.zeros(size)
    unigram[found[1].last], backoff[found[1].last] = logs[1], backoffs[1]
    return Model(*(tuple(side[n] if n == 0 else side[n][masks[n]] for n in range(order + 1)) for side in (keys, logs, backoffs)), (unigram, backoff))
