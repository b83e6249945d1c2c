"""A compiled glossary as it is asked: concepts, trees, forms and evidence stay in their file until somebody wants just them."""

from __future__ import annotations

import marshal
from typing import TYPE_CHECKING, Any

from translator_aid.model import Concept, Glossary, Language
from translator_aid.packing import StoredConcept, entry_from
from translator_aid.paths import END, Entry
from translator_aid.tables import File, Table

if TYPE_CHECKING:
    from translator_aid.guards import Clues

BLOCK = 64
"""Names for a shell's completion that lie together."""
NO_NODE = marshal.dumps(False)
"""What stands in a language's table for a form with which no term begins."""


class StoredGlossary(Glossary):
    """A glossary whose concepts stay in their file until one is asked for."""

    def __init__(self, file: File) -> None:
        state = self.__dict__
        state["file"] = file
        state.update(file.about)
        state["_known"] = {}
        state["_data"] = file.table("data")

    file: File
    state: str
    concepts_at: int
    names_at: int
    forms_at: dict[str, int]
    spanning: dict[str, tuple[str, ...]]

    def __hash__(self) -> int:
        return id(self)

    def __eq__(self, other: object) -> bool:
        return self is other

    def __getattr__(self, name: str) -> Any:
        if name == "concepts":
            self.__dict__[name] = tuple(map(self.concept, range(self.size)))
        elif name == "_places":
            self.__dict__[name] = self.file.blob(self.concepts_at)
        else:
            raise AttributeError(name)
        return self.__dict__[name]

    def concept(self, number: int) -> Concept:
        """The concept of that number in the glossary's order."""
        return self.lying(*self._places[number])

    def lying(self, place: int, key: str) -> Concept:
        """The concept of that key, which lies there; always the same object."""
        known: dict[int, Concept] = self.__dict__["_known"]
        found = known.get(place)
        if found is None:
            found = known[place] = StoredConcept.lying((self.file.blob, place), key)
        return found

    def kin_of(self, concept: Concept) -> tuple[Concept, ...]:
        """The concepts with a term from the same root, as `explaining.relatives` finds them."""
        return tuple(map(self.concept, self.file.table("kin").get(concept.key, ())))

    def beginning(self, start: str, keys: bool, limit: int) -> list[tuple[str, str]]:
        """The terms, and keys, that begin so when folded, each with the concept's first Indonesian term, without loading a concept."""
        from bisect import bisect_left

        heads, places = self.file.blob(self.names_at)
        found: list[tuple[str, str]] = []
        for place in places[max(0, bisect_left(heads, start) - 1):]:
            for folded, text, about, key in self.file.blob(place):
                if folded.startswith(start) and key <= keys:
                    found.append((text, about))
                if len(found) == limit or folded > start and not folded.startswith(start):
                    return found
        return found

    def data(self, name: str) -> Any:
        """What a data file of the program, or what was worked out from the glossary, holds; None for what is not stored."""
        table: Table = self.__dict__["_data"]
        return table.get(name)

    def words(self, language: Language) -> Words:
        """The forms of that language that a term may hold."""
        return Words(self.file.table(language), self.file, self.forms_at[language])

    def root(self, words: Words) -> Root:
        """The tree of that language's bases."""
        return Root(self, words)

    def clues(self, language: Language) -> Clues:
        """The evidence that its guards ask for in texts of that language."""
        from translator_aid.evidence import StoredClues

        return StoredClues(self.file, language)


class Words:
    """The forms of a vocabulary; all of them are loaded once so many were asked for that a corpus is being read."""

    PATIENCE = 4000

    def __init__(self, table: Table, file: File, at: int) -> None:
        self.table = table
        self.file = file
        self.at = at
        self.asked = 0
        self.all: frozenset[str] | None = None
        self.found: dict[str, bytes | int] = {}
        """The forms that were found, each as the table has found it."""

    def __contains__(self, form: str) -> bool:
        if self.all is not None:
            return form in self.all
        return self.find(form) is not None

    def find(self, form: str) -> bytes | int | None:
        """What the table finds for a form: `NO_NODE` where no term begins with it, None where it is no form."""
        found = self.found.get(form)
        if found is None:
            self.asked += 1
            if self.asked == self.PATIENCE:
                self.all = frozenset(self.file.blob(self.at).split("\n"))
            found = self.table.find(form)
            if found is not None:
                self.found[form] = found
        return found


class Node:
    """A node of a stored tree; it offers what the matcher asks of a dict."""

    __slots__ = ("stored", "table", "entries", "edges", "wide", "known")

    def __init__(self, stored: StoredGlossary, table: Table, data: tuple[bytes, Any, int]) -> None:
        self.stored = stored
        self.table = table
        self.entries, self.edges, self.wide = data
        self.known: dict[str, Any] = {}

    def get(self, name: str, default: Any = None) -> Any:
        """A child by the name of its edge, or the entries that end here by `END`."""
        found = self.known.get(name)
        if found is None:
            found = self._entries() if name == END else self._child(name)
            if found is None:
                return default
            self.known[name] = found
        return found

    def _child(self, name: str) -> Node | None:
        found = self.table.find(f"{self.wide}\t{name}") if self.wide else self.edges.get(name)
        return None if found is None else Node(self.stored, self.table, self.table.value(found))

    def _entries(self) -> list[Entry] | None:
        lying = self.stored.lying
        return [entry_from(data, lying) for data in marshal.loads(self.entries)] if self.entries else None

    def __contains__(self, name: str) -> bool:
        if name == END:
            return bool(self.entries)
        return name in self.known or (self.table.find(f"{self.wide}\t{name}") is not None if self.wide else name in self.edges)

    def __len__(self) -> int:
        return (self.edges if self.wide else len(self.edges)) + bool(self.entries)


class Root(Node):
    """The root of a stored tree: what it leads to is asked of the vocabulary."""

    __slots__ = ("words",)

    def __init__(self, stored: StoredGlossary, words: Words) -> None:
        super().__init__(stored, words.table, (b"", 1, -1))
        self.words = words

    def _child(self, name: str) -> Node | None:
        found = self.words.find(name)
        return Node(self.stored, self.table, self.table.value(found)) if found and found != NO_NODE else None

    def __contains__(self, name: str) -> bool:
        return self.words.find(name) not in (None, NO_NODE)
