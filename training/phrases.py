"""Phrase pairs and their statistics from aligned text.

Symmetrisation is grow-diag-final-and and extraction that of Koehn, Och and Marcu (2003); phrase probabilities are smoothed by Kneser-Ney discounts
(Foster, Kuhn and Johnson 2006); orientations are those of the lexicalised reordering model of Koehn et al. (2005), by words, in both directions.
Everything runs over flat arrays: a phrase is known by the 64-bit hash of its word numbers.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numba import njit

LONGEST = 5
PRIME = np.uint64(0x9E3779B97F4A7C15)
Array = Any


class Text(NamedTuple):
    """One side of the training text as numbers."""

    words: list[str]
    """The vocabulary; a word's number is its place."""
    flat: Array
    """All tokens, int32."""
    starts: Array
    """Where each sentence begins, and the end, int64."""


def read(path: Path) -> Text:
    """A side of the training text, its vocabulary in order of frequency, then of the alphabet."""
    lines = path.read_text(encoding="utf-8").split("\n")[:-1]
    counts: dict[str, int] = {}
    for line in lines:
        for word in line.split(" "):
            counts[word] = counts.get(word, 0) + 1
    words = sorted(counts, key=lambda word: (-counts[word], word))
    number = {word: at for at, word in enumerate(words)}
    lengths = [line.count(" ") + 1 for line in lines]
    flat = np.fromiter((number[word] for line in lines for word in line.split(" ")), dtype=np.int32, count=sum(lengths))
    return Text(words, flat, np.concatenate(([0], np.cumsum(lengths))).astype(np.int64))


def links(path: Path, sentences: int) -> tuple[Array, Array]:
    """The links of a file as (source place << 8 | target place) and where each sentence's begin."""
    starts = np.zeros(sentences + 1, dtype=np.int64)
    flat: list[int] = []
    with path.open(encoding="ascii") as file:
        for number, line in enumerate(file):
            for pair in line.split():
                source, _, target = pair.partition("-")
                flat.append(int(source) << 8 | int(target))
            starts[number + 1] = len(flat)
    return np.array(flat, dtype=np.int32), starts


@njit(cache=True)
def grow(forward, reverse, lengths, how):  # type: ignore[no-untyped-def]
    """The symmetrised links of a sentence as a matrix; how: 0 intersection, 1 grow-diag, 2 grow-diag-final-and, 3 union."""
    n, m = lengths
    a = np.zeros((n, m), dtype=np.uint8)
    for link in forward:
        a[link >> 8, link & 255] |= 1
    for link in reverse:
        a[link >> 8, link & 255] |= 2
    taken = np.zeros((n, m), dtype=np.bool_)
    rows, columns = np.zeros(n, dtype=np.bool_), np.zeros(m, dtype=np.bool_)
    for i in range(n):
        for j in range(m):
            if a[i, j] == 3 or (how == 3 and a[i, j]):
                taken[i, j] = rows[i] = columns[j] = True
    if how in (0, 3):
        return taken
    added = True
    while added:
        added = False
        for i in range(n):
            for j in range(m):
                if not taken[i, j]:
                    continue
                for di in range(-1, 2):
                    for dj in range(-1, 2):
                        x, y = i + di, j + dj
                        if 0 <= x < n and 0 <= y < m and a[x, y] and not taken[x, y] and not (rows[x] and columns[y]):
                            taken[x, y] = rows[x] = columns[y] = True
                            added = True
    if how == 2:
        for bit in (1, 2):
            for i in range(n):
                for j in range(m):
                    if a[i, j] & bit and not rows[i] and not columns[j]:
                        taken[i, j] = rows[i] = columns[j] = True
    return taken


@njit(cache=True)
def matrices(f_starts, e_starts, f_links, f_at, r_links, r_at, how):  # type: ignore[no-untyped-def]
    """All symmetrised links, flat, with the starts of the sentences."""
    total = len(f_links) + len(r_links)
    out = np.empty(total, dtype=np.int32)
    starts = np.zeros(len(f_starts), dtype=np.int64)
    size = 0
    for s in range(len(f_starts) - 1):
        n, m = f_starts[s + 1] - f_starts[s], e_starts[s + 1] - e_starts[s]
        taken = grow(f_links[f_at[s]:f_at[s + 1]], r_links[r_at[s]:r_at[s + 1]], (n, m), how)
        for i in range(n):
            for j in range(m):
                if taken[i, j]:
                    out[size] = i << 8 | j
                    size += 1
        starts[s + 1] = size
    return out[:size], starts


@njit(cache=True)
def extract(f_flat, f_starts, e_flat, e_starts, l_flat, l_at, longest, out_f, out_e, out_ref, out_orient):  # type: ignore[no-untyped-def]
    """Fills the arrays with every phrase pair's hashes, place and orientations; returns how many there are (more than fit: nothing written beyond)."""
    prime = np.uint64(0x9E3779B97F4A7C15)
    count = 0
    room = len(out_f)
    for s in range(len(f_starts) - 1):
        n, m = f_starts[s + 1] - f_starts[s], e_starts[s + 1] - e_starts[s]
        fw, ew = f_flat[f_starts[s]:f_starts[s + 1]], e_flat[e_starts[s]:e_starts[s + 1]]
        a = np.zeros((n + 2, m + 2), dtype=np.bool_)      # shifted by one, so that the edges need no test
        e_low, e_high = np.full(n, m), np.full(n, -1)
        f_low, f_high = np.full(m, n), np.full(m, -1)
        for link in l_flat[l_at[s]:l_at[s + 1]]:
            i, j = link >> 8, link & 255
            a[i + 1, j + 1] = True
            e_low[i], e_high[i] = min(e_low[i], j), max(e_high[i], j)
            f_low[j], f_high[j] = min(f_low[j], i), max(f_high[j], i)
        a[0, 0] = a[n + 1, m + 1] = True
        for i in range(n):
            low, high = m, -1
            f_hash = np.uint64(0)
            for k in range(i, min(n, i + longest)):
                f_hash = (f_hash ^ np.uint64(fw[k] + 1)) * prime
                f_hash ^= f_hash >> np.uint64(29)
                low, high = min(low, e_low[k]), max(high, e_high[k])
                if high < 0 or high - low >= longest:
                    continue
                good = True
                for j in range(low, high + 1):
                    if f_high[j] >= 0 and (f_low[j] < i or f_high[j] > k):
                        good = False
                        break
                if not good:
                    continue
                start = low
                while start >= 0:
                    end = high
                    while end < m and end - start < longest:
                        if count < room:
                            e_hash = np.uint64(0)
                            for j in range(start, end + 1):
                                e_hash = (e_hash ^ np.uint64(ew[j] + 1)) * prime
                                e_hash ^= e_hash >> np.uint64(29)
                            before = 0 if a[i, start] else 1 if a[k + 2, start] else 2
                            after = 0 if a[k + 2, end + 2] else 1 if a[i, end + 2] else 2
                            out_f[count], out_e[count] = f_hash, e_hash
                            out_ref[count] = np.uint64(s) << np.uint64(32) | np.uint64(i << 24 | (k + 1 - i) << 16 | start << 8 | (end + 1 - start))
                            out_orient[count] = before * 3 + after
                        count += 1
                        end += 1
                        if end < m and f_high[end] >= 0:
                            break
                    start -= 1
                    if start < 0 or f_high[start] >= 0:
                        break
    return count


@njit(cache=True)
def word_pairs(f_flat, f_starts, e_flat, e_starts, l_flat, l_at, weights):  # type: ignore[no-untyped-def]
    """For every link the pair of words (source << 32 | target; 0 is nothing, words are counted from 1) and its weight, unaligned words included."""
    total = len(l_flat) + len(f_flat) + len(e_flat)
    out, value = np.empty(total, dtype=np.uint64), np.empty(total, dtype=np.float32)
    size = 0
    for s in range(len(f_starts) - 1):
        n, m = f_starts[s + 1] - f_starts[s], e_starts[s + 1] - e_starts[s]
        rows, columns = np.zeros(n, dtype=np.bool_), np.zeros(m, dtype=np.bool_)
        for link in l_flat[l_at[s]:l_at[s + 1]]:
            i, j = link >> 8, link & 255
            rows[i] = columns[j] = True
            out[size] = np.uint64(f_flat[f_starts[s] + i] + 1) << np.uint64(32) | np.uint64(e_flat[e_starts[s] + j] + 1)
            value[size] = weights[s]
            size += 1
        for i in range(n):
            if not rows[i]:
                out[size], value[size] = np.uint64(f_flat[f_starts[s] + i] + 1) << np.uint64(32), weights[s]
                size += 1
        for j in range(m):
            if not columns[j]:
                out[size], value[size] = np.uint64(e_flat[e_starts[s] + j] + 1), weights[s]
                size += 1
    return out[:size], value[:size]


@njit(cache=True)
def _find(keys, values, key):  # type: ignore[no-untyped-def]
    at = np.searchsorted(keys, key)
    return values[at] if at < len(keys) and keys[at] == key else 1e-7


@njit(cache=True)
def lexical(refs, f_flat, f_starts, e_flat, e_starts, l_flat, l_at, keys, e_given_f, f_given_e):  # type: ignore[no-untyped-def]
    """The lexical weights of phrase pairs by the links of their place: log p(e|f) and log p(f|e)."""
    out = np.empty((len(refs), 2), dtype=np.float32)
    for number in range(len(refs)):
        ref = refs[number]
        s, packed = np.int64(ref >> np.uint64(32)), np.int64(ref & np.uint64(0xFFFFFFFF))
        i, n, j, m = packed >> 24, packed >> 16 & 255, packed >> 8 & 255, packed & 255
        e_sum, e_count = np.zeros(m), np.zeros(m)
        f_sum, f_count = np.zeros(n), np.zeros(n)
        for link in l_flat[l_at[s]:l_at[s + 1]]:
            x, y = (link >> 8) - i, (link & 255) - j
            if 0 <= x < n and 0 <= y < m:
                key = np.uint64(f_flat[f_starts[s] + i + x] + 1) << np.uint64(32) | np.uint64(e_flat[e_starts[s] + j + y] + 1)
                e_sum[y] += _find(keys, e_given_f, key)
                e_count[y] += 1
                f_sum[x] += _find(keys, f_given_e, key)
                f_count[x] += 1
        total = 0.0
        for y in range(m):
            total += np.log(e_sum[y] / e_count[y] if e_count[y] else _find(keys, e_given_f, np.uint64(e_flat[e_starts[s] + j + y] + 1)))
        out[number, 0] = total
        total = 0.0
        for x in range(n):
            total += np.log(f_sum[x] / f_count[x] if f_count[x] else _find(keys, f_given_e, np.uint64(f_flat[f_starts[s] + i + x] + 1) << np.uint64(32)))
        out[number, 1] = total
    return out


def index(f: Array, e: Array, values: Array) -> tuple[Array, Array]:
    """An open hash table of pairs of phrases: keys (0: empty) and values."""
    slots = 1 << int(np.ceil(np.log2(len(f) * 1.6)))
    keys, out = np.zeros(slots, np.uint64), np.zeros(slots, np.float32)
    _fill(f * np.uint64(3) ^ e * PRIME, values.astype(np.float32), keys, out)
    return keys, out


@njit(cache=True)
def _fill(pairs, values, keys, out):  # type: ignore[no-untyped-def]
    mask = np.uint64(len(keys) - 1)
    for number in range(len(pairs)):
        slot = (pairs[number] ^ pairs[number] >> np.uint64(32)) & mask
        while keys[slot]:
            slot = (slot + np.uint64(1)) & mask
        keys[slot], out[slot] = pairs[number], values[number]


@njit(cache=True)
def _value(keys, values, pair):  # type: ignore[no-untyped-def]
    mask = np.uint64(len(keys) - 1)
    slot = (pair ^ pair >> np.uint64(32)) & mask
    while keys[slot]:
        if keys[slot] == pair:
            return values[slot]
        slot = (slot + np.uint64(1)) & mask
    return np.float32(-99.0)


@njit(cache=True)
def _hashes(words):  # type: ignore[no-untyped-def]
    """The hash of every run of words, by start and end."""
    n = len(words)
    out = np.zeros((n + 1, n + 1), np.uint64)
    for i in range(n):
        value = np.uint64(0)
        for k in range(i, n):
            value = (value ^ np.uint64(words[k] + 1)) * np.uint64(0x9E3779B97F4A7C15)
            value ^= value >> np.uint64(29)
            out[i, k + 1] = value
    return out


@njit(cache=True)
def composed(refs, f_flat, f_starts, e_flat, e_starts, keys, values):  # type: ignore[no-untyped-def]
    """For each phrase pair the highest log p that two smaller pairs, in either order, make of it; -99 where none do."""
    prime = np.uint64(0x9E3779B97F4A7C15)
    out = np.full(len(refs), -99.0, dtype=np.float32)
    for number in range(len(refs)):
        s, packed = np.int64(refs[number] >> np.uint64(32)), np.int64(refs[number] & np.uint64(0xFFFFFFFF))
        i, n, j, m = packed >> 24, packed >> 16 & 255, packed >> 8 & 255, packed & 255
        if n < 2 or m < 2:
            continue
        f = _hashes(f_flat[f_starts[s] + i:f_starts[s] + i + n])
        e = _hashes(e_flat[e_starts[s] + j:e_starts[s] + j + m])
        best = np.float32(-99.0)
        for x in range(1, n):
            for y in range(1, m):
                for left, right in ((f[0, x] * np.uint64(3) ^ e[0, y] * prime, f[x, n] * np.uint64(3) ^ e[y, m] * prime),
                                    (f[0, x] * np.uint64(3) ^ e[y, m] * prime, f[x, n] * np.uint64(3) ^ e[0, y] * prime)):
                    first = _value(keys, values, left)
                    if first > -50:
                        best = max(best, first + _value(keys, values, right))
        out[number] = best
    return out


def words_of(refs: Array, flat: Array, starts: Array, side: int) -> list[tuple[int, ...]]:
    """The word numbers of the phrases at these places; side 0 is the source, 1 the target."""
    sentence = (refs >> np.uint64(32)).astype(np.int64)
    packed = (refs & np.uint64(0xFFFFFFFF)).astype(np.int64)
    first = starts[sentence] + (packed >> (24 if side == 0 else 8) & 255)
    length = packed >> (16 if side == 0 else 0) & 255
    return [tuple(flat[at:at + count].tolist()) for at, count in zip(first.tolist(), length.tolist())]


class Table(NamedTuple):
    """The phrase pairs, one row each."""

    refs: Array
    f: Array
    """Hash of the Indonesian phrase."""
    e: Array
    """Hash of the English phrase."""
    count: Array
    """Occurrences, unweighted."""
    scores: Array
    """log p(e|f), log p(f|e), lexical log p(e|f), lexical log p(f|e)."""
    turns: Array
    """log p of monotone, swap, discontinuous with what comes before on the English side, then with what comes after."""
    turns_reverse: Array
    """The same in the order of the Indonesian side."""
    general: Array
    """Share of its weight that comes from general prose (news, reports, our own)."""


def _discounted(weight: Array, count: Array, group: Array, other: Array) -> Array:
    """log p within each group, with Kneser-Ney discounts by count and the lower order by how many groups the other side goes with."""
    n1, n2, n3, n4 = (float((count == n).sum()) + 1 for n in (1, 2, 3, 4))
    y = n1 / (n1 + 2 * n2)
    discounts = np.array([0, 1 - 2 * y * n2 / n1, 2 - 3 * y * n3 / n2, 3 - 4 * y * n4 / n3])[np.minimum(count, 3)]
    scale = weight / count
    total = np.bincount(group, weights=weight)
    left = np.bincount(group, weights=discounts * scale)
    kinds = np.bincount(other)
    lower = kinds[other] / kinds.sum()
    return np.log(np.maximum((weight - discounts * scale + left[group] * lower) / total[group], 1e-9)).astype(np.float32)


def _orientations(kinds: Array, starts: Array, weights: Array) -> Array:
    counts = np.stack([np.add.reduceat((kinds == kind) * weights, starts) for kind in range(3)], axis=1)
    prior = counts.sum(axis=0) / counts.sum()
    return np.log((counts + 3 * prior) / (counts.sum(axis=1, keepdims=True) + 3)).astype(np.float32)


def table(f: Text, e: Text, l_flat: Array, l_at: Array, weights: Array, general: Array, longest: int = LONGEST) -> Table:
    """All phrase pairs of the aligned text, with their statistics; `weights` and `general` (is it general prose?) are by sentence."""
    room = int(len(f.flat) * 11)
    out = np.empty(room, np.uint64), np.empty(room, np.uint64), np.empty(room, np.uint64), np.empty(room, np.uint8)
    size = extract(f.flat, f.starts, e.flat, e.starts, l_flat, l_at, longest, *out)
    assert size <= room, f"{size} phrase pairs; room for {room}"
    hash_f, hash_e, refs, orient = (array[:size] for array in out)
    order = np.argsort(hash_f * np.uint64(3) ^ hash_e * PRIME, kind="stable")
    key = (hash_f * np.uint64(3) ^ hash_e * PRIME)[order]
    starts = np.concatenate(([0], np.flatnonzero(key[1:] != key[:-1]) + 1))
    sentence = (refs >> np.uint64(32)).astype(np.int32)[order]
    weight = weights[sentence]
    rows = order[starts]
    count = np.diff(np.append(starts, size)).astype(np.int32)
    sums = np.add.reduceat(weight, starts)
    share = np.add.reduceat(weight * general[sentence], starts) / sums
    kinds = orient[order]
    before, after = kinds // 3, kinds % 3
    # in the other direction a swap with what comes before is one with what comes after
    crossed = np.where(before == 0, 0, np.where(after == 1, 1, 2)), np.where(after == 0, 0, np.where(before == 1, 1, 2))
    turns, reverse = (np.concatenate([_orientations(side, starts, weight) for side in pair], axis=1) for pair in ((before, after), crossed))
    f_ids, e_ids = (np.unique(side[rows], return_inverse=True)[1] for side in (hash_f, hash_e))
    pairs, values = word_pairs(f.flat, f.starts, e.flat, e.starts, l_flat, l_at, weights)
    keys, inverse = np.unique(pairs, return_inverse=True)
    mass = np.bincount(inverse, weights=values)
    by_f, by_e = (keys >> np.uint64(32)).astype(np.int64), (keys & np.uint64(0xFFFFFFFF)).astype(np.int64)
    lex = lexical(refs[rows], f.flat, f.starts, e.flat, e.starts, l_flat, l_at, keys,
                  mass / np.bincount(by_f, weights=mass)[by_f], mass / np.bincount(by_e, weights=mass)[by_e])
    scores = np.stack([_discounted(sums, count, f_ids, e_ids), _discounted(sums, count, e_ids, f_ids), lex[:, 0], lex[:, 1]], axis=1)
    return Table(refs[rows], hash_f[rows], hash_e[rows], count, scores, turns, reverse, share.astype(np.float32))
