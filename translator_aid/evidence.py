"""The evidence that guards ask for, read from a compiled glossary where a text or a guard asks for it."""

from __future__ import annotations

from typing import Any, Iterable, Iterator

from translator_aid.guards import Clue, Clues
from translator_aid.model import Guard, Language
from translator_aid.tables import File, Table, Writer

SEPARATOR = "\n"
"""Between the items of a guard in the name under which their clues are kept."""


class StoredClues(Clues):
    """Clues of which each is read when a text has its first word, and those of a guard when that guard is tried."""

    def __init__(self, file: File, language: Language) -> None:
        numbers = _Numbers(file.table(f"items-{language}"))
        known = _Known(file.table(f"clues-{language}"), file.about["clue_sizes"][language])
        super().__init__(language, (), (known, _First(known), numbers))  # type: ignore[arg-type]  # they do what is asked of a list and of dicts
        self._stored = file.table(f"wanted-{language}")

    def wanted(self, items: tuple[str, ...]) -> frozenset[int]:
        """The clues that count as one of these items."""
        found = self._wanted.get(items)
        if found is None:
            found = self._stored.get(SEPARATOR.join(items)) if items else None
            if found is None:
                return super().wanted(items)
            self._wanted[items] = found
        return found


def store(writer: Writer, clues: Clues, guards: Iterable[Guard]) -> None:
    """Writes the clues of a language, and which of them each of the guards asks for."""
    language = clues.language
    known = clues.clues
    firsts = ((word, tuple((number, *known[number]) for number in numbers)) for word, numbers in clues.first.items())
    writer.table(f"clues-{language}", firsts)
    writer.table(f"items-{language}", ((item, tuple(numbers)) for item, numbers in clues.items.items()))
    asked: dict[tuple[str, ...], frozenset[int]] = {}
    for guard in guards:
        before, after, near = guard.not_before, guard.not_after, guard.not_near
        for items in (guard.near, guard.before, guard.after, near, before, after, before + after + near):
            asked[items] = clues.wanted(items)
    writer.table(f"wanted-{language}", ((SEPARATOR.join(items), numbers) for items, numbers in asked.items() if items))


class _Known:
    """The clues by their numbers: a list of which only what was read is there, and all once anybody walks through it."""

    def __init__(self, table: Table, size: int) -> None:
        self.table = table
        self.size = size
        self.read: dict[int, Clue] = {}

    def numbers(self, word: str) -> list[int] | None:
        """The numbers of the clues that begin with a word."""
        found = self.table.get(word)
        return None if found is None else self._note(found)

    def _note(self, found: Iterable[tuple[int, tuple[str, ...], str]]) -> list[int]:
        self.read.update((number, (sequence, capitals)) for number, sequence, capitals in found)
        return [number for number, _sequence, _capitals in found]

    def __len__(self) -> int:
        return self.size

    def __getitem__(self, number: int) -> Clue:
        if number not in self.read:
            for _word, found in self.table.items():
                self._note(found)
        return self.read[number]

    def __iter__(self) -> Iterator[Clue]:
        return map(self.__getitem__, range(self.size))

    def append(self, clue: Clue) -> None:
        """One more clue."""
        self.read[self.size] = clue
        self.size += 1


class _First(dict[str, list[int]]):
    """The numbers of the clues by the word that they begin with; what no clue begins with is not remembered."""

    def __init__(self, known: _Known) -> None:
        super().__init__()
        self.known = known

    def __contains__(self, word: object) -> bool:
        return dict.__contains__(self, word) or self._found(word)

    def _found(self, word: Any) -> bool:
        found = self.known.numbers(word)
        if found is None:
            return False
        self[word] = found
        return True

    def __missing__(self, word: str) -> list[int]:
        if word not in self:
            raise KeyError(word)
        return self[word]

    def setdefault(self, word: str, default: Any = None) -> Any:
        """The numbers of a word, which are the default from now on if there are none."""
        if word not in self:
            self[word] = default
        return self[word]

    def get(self, word: str, default: Any = None) -> Any:
        """The numbers of a word, or the default."""
        return self[word] if word in self else default


class _Numbers(dict[str, Any]):
    """The numbers of the clues that count as an item."""

    def __init__(self, table: Table) -> None:
        super().__init__()
        self.table = table

    def __contains__(self, item: object) -> bool:
        if super().__contains__(item):
            return True
        found = self.table.get(str(item))
        if found is not None:
            self[str(item)] = list(found)
        return found is not None
