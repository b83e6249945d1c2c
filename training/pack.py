"""Writing a model file in the form that `translator_aid/phrasemodel.py` reads."""

from __future__ import annotations

import hashlib
import json
import struct
from pathlib import Path
from typing import Any, Sequence

import lm
import numpy as np
from numba import njit
from translator_aid import ngrams, phrasemodel

Array = Any
LOAD = 0.8
"""How full a hash table is: fuller ones take long to say that something is not there."""


@njit(cache=True)
def _place(slots, hashes, entries, table, wide):  # type: ignore[no-untyped-def]
    for number in range(len(hashes)):
        slot = np.int64(hashes[number] % np.uint64(slots))
        while table[slot * wide + wide - 1] != 0:
            slot = (slot + 1) % slots
        for part in range(wide):
            table[slot * wide + part] = entries[number, part]


def open_table(hashes: Array, entries: Array) -> Array:
    """An open hash table of rows of numbers, the last of which is never 0."""
    wide = entries.shape[1]
    slots = int(len(hashes) / LOAD) + 1
    table = np.zeros(slots * wide, entries.dtype)
    _place(slots, hashes, entries, table, wide)
    return table


def grams(model: lm.Model) -> tuple[Array, Array]:
    """The sections of the n-grams and the unigrams."""
    hashes, entries = [], []
    for n in range(2, len(model.keys)):
        log, back = _log(model.logs[n]), _back(model.backoffs[n])
        entry = (model.keys[n] >> np.uint64(48)) << np.uint64(16) | log << np.uint64(8) | back
        entry[entry == 0] = np.uint64(1)
        hashes.append(model.keys[n])
        entries.append(entry)
    unigrams = np.stack([_log(model.unigrams[0]), _back(model.unigrams[1])], axis=1).astype(np.uint8)
    return open_table(np.concatenate(hashes), np.concatenate(entries).astype(np.uint32)[:, None]), unigrams


def _log(values: Array) -> Array:
    return np.clip(np.round(-values / ngrams.LOG_STEP), 0, 255).astype(np.uint64)


def _back(values: Array) -> Array:
    return np.clip(np.round(-values / ngrams.BACK_STEP), 0, 255).astype(np.uint64)


def phrase_hash(words: Sequence[int]) -> int:
    """The hash under which the phrase table keeps a source phrase."""
    value = 0
    for word in words:
        value = ngrams.step(value, word)
    return value


def phrases(rows: dict[tuple[int, ...], list[tuple[tuple[int, ...], float, int]]]) -> tuple[Array, Array]:
    """The sections of the phrase table from each source phrase's renderings: target words, score, class of reordering."""
    data: list[int] = [0]
    hashes, entries = [], []
    for source, options in rows.items():
        value = phrase_hash(source)
        hashes.append(value)
        if len(data) & 0xFFFF == 0:
            data.append(0)  # so that the last of an entry is never 0
        place = len(data)
        entries.append((value >> 48, value >> 40 & 0xFF | (place >> 16) << 8, place & 0xFFFF))
        for number, (words, score, turn) in enumerate(options, 1):
            units = min(127, max(0, round((phrasemodel.HIGHEST - score) / phrasemodel.SCORE_STEP)))
            data += (number == len(options)) << 15 | len(words) << 12 | turn << 7 | units, *words
    return open_table(np.array(hashes, np.uint64), np.array(entries, np.uint16)), np.array(data, np.uint16)


def write(path: Path, sections: dict[str, bytes], header: dict[str, Any]) -> None:
    """The file; its signature is the hash of its sections and weights."""
    places: dict[str, list[int]] = {}
    at = 0
    digest = hashlib.sha256(json.dumps(header, sort_keys=True).encode())
    for name, data in sections.items():
        places[name] = [at, len(data)]
        at += -(-len(data) // 8) * 8
        digest.update(data)
    full = json.dumps({**header, "sections": places, "signature": digest.hexdigest()[:12]}, sort_keys=True).encode()
    head = phrasemodel.MAGIC + struct.pack("<I", len(full)) + full
    with path.open("wb") as file:
        file.write(head + b"\0" * (-len(head) % 8))
        for data in sections.values():
            file.write(data + b"\0" * (-len(data) % 8))
