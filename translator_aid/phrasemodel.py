"""The file of the built-in translation model, read in place: vocabularies, phrase table, language model.

A file is a header (JSON: weights, sections, provenance) and sections of little-endian numbers that are mapped into memory, so that opening one takes
no longer for a larger model. The hash tables are open: a slot holds part of the hash, and the next slots are looked at until an empty one.
"""

from __future__ import annotations

import json
import mmap
import struct
import sys
from pathlib import Path
from typing import Any, Iterator, Sequence

from translator_aid.decoding import Language, Option, Weights
from translator_aid.errors import UnreadableError
from translator_aid.i18n import _
from translator_aid.model import Origin
from translator_aid.ngrams import Both, NGrams, step

MAGIC = b"TAPHRASE2\n"
SCORE_STEP, HIGHEST = 1 / 8, 2.0
"""What one unit of a stored phrase's score stands for, and the score of no units."""
LONGEST = 5
WEIGHTS = frozenset(("language", "jump", "unknown", "name", "word", "phrase", "fixed_swap", "classes"))
"""The weights that a model's header must hold."""


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
            self.word_grams = NGrams(self._section("grams").cast("I"), self._section("unigrams").cast("B"), self.header["order"])
            self.class_grams = NGrams(self._section("class_grams").cast("I"), self._section("class_unigrams").cast("B"), self.header["class_order"])
            self.classes = bytes(self._section("classes"))
        except (ValueError, KeyError, TypeError) as error:
            raise broken from error
        self._slots = len(self._index) // 3
        self.weights: dict[str, float] = self.header["weights"]
        if not self.weights.keys() >= WEIGHTS:
            raise UnreadableError(
                _("this translation model was made for another version of the program; "
                  "install translator-aid again, or make the model with training/run"),
                Origin(str(path), 1, 1))
        self._language = Both(self.word_grams, self.class_grams, self.classes, self.weights["classes"] / self.weights["language"]).language()

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
        return self._language

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
