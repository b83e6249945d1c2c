"""N-gram language models over hash tables: one of the words, one of their classes, and both as one.

An n-gram is known by the hash of its words from the last to the first. One that is not in the table is taken for one that is about once in
20,000 look-ups (a randomised language model, Talbot and Osborne 2007). A state keeps only as many words as the table has an n-gram of, since no
longer one can come of them (Heafield 2011), so that the search sees more hypotheses as alike. The model of the classes looks further back than
that of the words, and knows what kind of word stands where even if it has not seen these words together (Brown et al. 1992; Wuebker et al. 2013).
"""

from __future__ import annotations

from typing import Sequence

from translator_aid.decoding import Language

PRIME = 0x9E3779B97F4A7C15
MASK = 0xFFFFFFFFFFFFFFFF
BEGIN, END, UNKNOWN = 0, 1, 2
"""Numbers of the sentence marks and of every word outside the vocabulary; each is its own class."""
LOG_STEP, BACK_STEP = 1 / 14, 1 / 28
"""What one unit of a stored log p and of a stored back-off stands for."""
_KEPT = 100_000
Words = tuple[int, ...]


def step(value: int, word: int) -> int:
    """The hash of a run of words one word longer."""
    value = ((value ^ (word + 1)) * PRIME) & MASK
    return value ^ value >> 29


class NGrams:
    """A language model in one hash table: an n-gram's slot holds 16 bits of its hash, its log p and its back-off."""

    def __init__(self, table: memoryview, unigrams: memoryview, order: int) -> None:
        self._table = table
        self._unigrams = unigrams
        self._order = order
        self._known: dict[tuple[Words, int], tuple[float, Words]] = {}
        self._backs: dict[Words, tuple[float, ...]] = {}

    def after(self, state: Words, word: int) -> tuple[float, Words]:
        """Log p of a word after a state (that of the longest n-gram known, with the back-offs of the longer contexts), and the state after it."""
        key = state, word
        found = self._known.get(key)
        if found is None:
            if len(self._known) > _KEPT:
                self._known.clear()
                self._backs.clear()
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
            kept = min(length, self._order - 2)
            found = self._known[key] = total + backs[length], (*state[len(state) - kept:], word)
        return found

    def _find(self, value: int) -> int:
        table, check = self._table, value >> 48
        slots = len(table)
        slot = value % slots
        entry: int = table[slot]
        while entry:
            if entry >> 16 == check:
                return entry
            slot = slot + 1 if slot + 1 < slots else 0
            entry = table[slot]
        return 0

    def _backoffs(self, state: Words) -> tuple[float, ...]:
        """The sum of the back-offs of all contexts longer than n, for each n up to the state's length."""
        each: list[float] = []
        value = 0
        for at, word in enumerate(reversed(state)):
            value = step(value, word)
            each.append((self._unigrams[2 * word + 1] if at == 0 else self._find(value) & 255) * -BACK_STEP)
        sums = [0.0]
        for back in reversed(each):
            sums.append(sums[-1] + back)
        return tuple(reversed(sums))


class Both:
    """The model of the words and that of their classes as one language model: log p of the one, and of the other times a weight."""

    def __init__(self, words: NGrams, classes: NGrams, classes_of: Sequence[int], weight: float) -> None:
        self._words = words
        self._classes = classes
        self._of = classes_of
        self._weight = weight
        self._runs: dict[tuple[tuple[Words, Words], Words], tuple[float, tuple[Words, Words]]] = {}

    def language(self) -> Language:
        """The models as the search asks for them."""
        return Language(self.extend, ((BEGIN,), (BEGIN,)), lambda state: self.extend(state, (END,))[0], ((), ()))

    def extend(self, state: tuple[Words, Words], words: Words) -> tuple[float, tuple[Words, Words]]:
        """Log p of the words after a state, and the state after them."""
        key = state, words
        found = self._runs.get(key)
        if found is None:
            if len(self._runs) > _KEPT:
                self._runs.clear()
            total = 0.0
            words_state, classes_state = state
            for word in words:
                log, words_state = self._words.after(words_state, word)
                class_log, classes_state = self._classes.after(classes_state, self._of[word])
                total += log + self._weight * class_log
            found = self._runs[key] = total, (words_state, classes_state)
        return found
