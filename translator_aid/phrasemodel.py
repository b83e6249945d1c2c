"""The file of the built-in translation model, read in place: vocabularies, phrase table, language model.

A file is a header (JSON: weights, sections, provenance) and sections of little-endian numbers that are mapped into memory, so that opening one takes
no longer for a larger model. Both hash tables are open: a slot holds part of the hash, and the next slots are looked at until an empty one; an
n-gram that is not in the table is taken for one that is about once in 20,000 look-ups (a randomised language model, Talbot and Osborne 2007).
"""

from __future__ import annotations

import json
import mmap
import struct
import sys
from pathlib import Path
from typing import Any, Iterator, Sequence

from translator_aid.decoding import Language, Option, State, Weights
from translator_aid.errors import UnreadableError
from translator_aid.i18n import _
from translator_aid.model import Origin

MAGIC = b"TAPHRASE1\n"
PRIME = 0x9E3779B97F4A7C15
MASK = 0xFFFFFFFFFFFFFFFF
BEGIN, END, UNKNOWN = 0, 1, 2
"""Numbers of the sentence marks and of every word outside the vocabulary."""
LOG_STEP, BACK_STEP = 1 / 14, 1 / 28
"""What one unit of a stored log p and of a stored back-off stands for."""
SCORE_STEP, HIGHEST = 1 / 8, 2.0
"""What one unit of a stored phrase's score stands for, and the score of no units."""
LONGEST = 5
WEIGHTS = frozenset(("language", "jump", "unknown", "name", "word", "phrase", "fixed_swap"))
"""The weights that a model's header must hold."""
_KEPT = 100_000


def step(value: int, word: int) -> int:
    """The hash of a run of words one word longer."""
    value = ((value ^ (word + 1)) * PRIME) & MASK
    return value ^ value >> 29


class PhraseModel:
    """A model file that is open."""

    def __init__(self, path: Path) -> None:
        """:raises UnreadableError: where the file is no model, cut short, or of another version."""
        with path.open("rb") as file:
            try:
                data = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
            except ValueError:
                data = memoryview(b"")
        broken = UnreadableError(
            _("this is not a complete translation model; install translator-aid again, or make the model with training/run"),
            Origin(str(path), 1, 1))
        if bytes(data[:len(MAGIC)]) != MAGIC or sys.byteorder != "little":
            raise broken
        size = struct.unpack_from("<I", data, len(MAGIC))[0]
        try:
            self.header: dict[str, Any] = json.loads(bytes(data[len(MAGIC) + 4:len(MAGIC) + 4 + size]))
            self._data = data
            self._base = -(-(len(MAGIC) + 4 + size) // 8) * 8
            self.words = self._text("target")
            self.number = dict(zip(self.words, range(len(self.words))))
            source = self._text("source")
            self.source = dict(zip(source, range(len(source))))
            self._index, self._rows = self._section("index").cast("H"), self._section("options").cast("H")
            self._turns = self._section("turns").cast("f")
            self.grams = NGrams(self._section("grams").cast("I"), self._section("unigrams").cast("B"), self.header["order"])
        except (ValueError, KeyError, TypeError) as error:
            raise broken from error
        self._slots = len(self._index) // 3
        self.weights: dict[str, float] = self.header["weights"]
        if not self.weights.keys() >= WEIGHTS:
            raise UnreadableError(
                _("this translation model was made for another version of the program; "
                  "install translator-aid again, or make the model with training/run"),
                Origin(str(path), 1, 1))

    def _section(self, name: str) -> memoryview:
        start, length = self.header["sections"][name]
        part = self._data[self._base + start:self._base + start + length]
        if len(part) != length:
            raise ValueError(name)
        return part

    def _text(self, name: str) -> list[str]:
        return str(self._section(name), "utf-8").split("\n")

    @property
    def signature(self) -> str:
        """Tells this model from every other one."""
        return str(self.header["signature"])

    def language(self) -> Language:
        """The language model as the search asks for it."""
        return self.grams.language()

    def search_weights(self) -> Weights:
        """What the search itself weighs."""
        return Weights(self.weights["language"], self.weights["jump"])

    def options(self, words: Sequence[int]) -> Iterator[Option]:
        """The renderings of a run of source words, by their numbers."""
        value = 0
        for word in words:
            value = step(value, word)
        first, second, slot, index = value >> 48, value >> 40 & 0xFF, value % self._slots, self._index
        while index[3 * slot + 2]:
            if index[3 * slot] == first and index[3 * slot + 1] & 0xFF == second:
                return self._read((index[3 * slot + 1] >> 8) << 16 | index[3 * slot + 2])
            slot = (slot + 1) % self._slots
        return iter(())

    def _read(self, at: int) -> Iterator[Option]:
        """The renderings at a place: each a number (last one? 1 bit, words 3, pattern of reordering 5, score 7) and its words."""
        rows, turns = self._rows, self._turns
        last = 0
        while not last:
            head = rows[at]
            last, size, turn = head >> 15, head >> 12 & 7, (head >> 7 & 31) * 6
            score = HIGHEST - (head & 127) * SCORE_STEP
            same, swap, jump, then_same, then_swap, then_jump = turns[turn:turn + 6]
            yield Option(tuple(rows[at + 1:at + 1 + size]), score, (same, swap, jump), (then_same, then_swap, then_jump), -2)
            at += 1 + size


class NGrams:
    """A language model in one hash table: an n-gram's slot holds 16 bits of its hash, its log p and its back-off."""

    def __init__(self, table: memoryview, unigrams: memoryview, order: int) -> None:
        self._table = table
        self._unigrams = unigrams
        self._order = order
        self._logs: dict[tuple[State, int], float] = {}
        self._backs: dict[State, tuple[float, ...]] = {}
        self._runs: dict[tuple[State, tuple[int, ...]], tuple[float, State]] = {}

    def language(self) -> Language:
        """The model as the search asks for it."""
        return Language(self.extend, (BEGIN,), lambda state: self.log(state, END))

    def extend(self, state: State, words: tuple[int, ...]) -> tuple[float, State]:
        """Log p of the words after a state, and the state after them."""
        found = self._runs.get((state, words))
        if found is None:
            if len(self._runs) > _KEPT:
                self._runs.clear()
                self._logs.clear()
                self._backs.clear()
            total, at = 0.0, state
            for word in words:
                total += self.log(at, word)
                at = (*at, word)[1 - self._order:]
            found = self._runs[state, words] = total, at
        return found

    def log(self, state: State, word: int) -> float:
        """Log p of a word after a state: that of the longest n-gram known, with the back-offs of the longer contexts."""
        key = state, word
        total = self._logs.get(key)
        if total is not None:
            return total
        value = step(0, word)
        total = self._unigrams[2 * word] * -LOG_STEP
        length = 0
        for context in reversed(state):
            value = step(value, context)
            entry = self._find(value)
            if not entry:
                break
            total = (entry >> 8 & 255) * -LOG_STEP
            length += 1
        backs = self._backs.get(state)
        if backs is None:
            backs = self._backs[state] = self._backoffs(state)
        total += backs[length]
        self._logs[key] = total
        return total

    def _find(self, value: int) -> int:
        table, check = self._table, value >> 48
        slot = value % len(table)
        entry: int = table[slot]
        while entry:
            if entry >> 16 == check:
                return entry
            slot = slot + 1 if slot + 1 < len(table) else 0
            entry = table[slot]
        return 0

    def _backoffs(self, state: State) -> tuple[float, ...]:
        """The sum of the back-offs of all contexts longer than n, for each n up to the state's length."""
        each: list[float] = []
        value = 0
        for at, word in enumerate(reversed(state)):
            value = step(value, word)
            if at == 0:
                each.append(self._unigrams[2 * word + 1] * -BACK_STEP)
            else:
                entry = self._find(value)
                each.append((entry & 255) * -BACK_STEP if entry else 0.0)
        return tuple(sum(each[length:]) for length in range(len(each) + 1))
