"""Batches of pairs of like length, in an order that seed and epoch decide, so that an interrupted run goes on where it stopped."""

from __future__ import annotations

import random
from typing import Iterator, Sequence

POOL = 20_000
"""Pairs that are sorted by length together: enough for little padding, few enough for a good shuffle."""
Encoded = Sequence[Sequence[int]]


def epoch(sources: Encoded, targets: Encoded, tokens: int, seed: int, number: int) -> list[list[int]]:
    """The pairs' places, in batches of at most so many tokens on either side, padding included; a pair with an empty side is left out.

    >>> epoch([[5, 0], [5, 6, 7, 0], [5, 6, 0], []], [[8, 0], [8, 0], [8, 9, 0], [8, 0]], 8, 1, 0)
    [[2], [0, 1]]
    """
    chance = random.Random(f"{seed} {number}")
    places = [at for at in range(len(sources)) if sources[at] and targets[at]]
    chance.shuffle(places)
    found = [batch for start in range(0, len(places), POOL) for batch in _cut(places[start:start + POOL], sources, targets, tokens)]
    chance.shuffle(found)
    return found


def _cut(places: Sequence[int], sources: Encoded, targets: Encoded, tokens: int) -> Iterator[list[int]]:
    batch: list[int] = []
    left = right = 0
    for at in sorted(places, key=lambda at: (len(targets[at]), len(sources[at]), at)):
        left, right = max(left, len(sources[at])), max(right, len(targets[at]))
        if batch and max(left, right) * (len(batch) + 1) > tokens:
            yield batch
            batch, left, right = [], len(sources[at]), len(targets[at])
        batch.append(at)
    if batch:
        yield batch


def padded(rows: Sequence[Sequence[int]], filler: int) -> list[list[int]]:
    """The rows made equally long.

    >>> padded([[1, 2], [3]], 9)
    [[1, 2], [3, 9]]
    """
    longest = max(map(len, rows))
    return [[*row, *[filler] * (longest - len(row))] for row in rows]
