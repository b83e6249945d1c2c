"""A glossary compiled once and then asked without being loaded: an SQLite file in the user's cache folder.

The file is named by the program's version and by path, size and time of every file it was made from, so a change makes a new one. It is
written beside its place and moved there, never changed afterwards, and made again where it is damaged. Without a writable cache folder all
happens in memory. This module only reads; `compiling` writes, and is imported when there is something to write.
"""

from __future__ import annotations

import os
import sys
from binascii import crc32
from typing import TYPE_CHECKING, Any, Iterator, Mapping, Sequence

from translator_aid import folders, forms
from translator_aid.forms import Base
from translator_aid.model import Concept, Glossary, Language, Step
from translator_aid.packing import concept_from, unpacked
from translator_aid.paths import END, Entry, Paths

if TYPE_CHECKING:
    import sqlite3

    from translator_aid.guards import Clues
    from translator_aid.matching import Matcher

VERSION = 7
"""Raised whenever what the file holds changes."""
SIDES: tuple[Language, ...] = ("id", "en")
_HERE = os.path.dirname(os.path.abspath(__file__))
_SOURCES = (
    "matching.py", "automaton.py", "context.py", "scanning.py", "paths.py", "morphology.py", "english.py", "forms.py",
    "guards.py", "text.py", "glossary.py", "yamlnodes.py", "compiled.py", "compiling.py", "packing.py", "explaining.py", "family.py",
    "data/indonesian.yaml", "data/english.yaml", "data/evidence.yaml", "data/names.yaml", "records.py", "model.py",
)


def opened(own: Sequence[str] = (), domains: Sequence[str] = (), shipped: bool = True) -> tuple[Glossary, Mapping[Language, Matcher]]:
    """The glossary and its matchers, by language, as `glossary.load` and `Matcher` would give them, from the cache where it can be used.

    :raises GlossaryError: and the other errors of `glossary.load`, where the cache does not know the files.
    """
    folder = cache_folder()
    paths = [*(_shipped_paths(domains) if shipped else ()), *map(os.fspath, own)]
    state = _state(paths, len(own)) if folder else None
    if folder is None or state is None:
        return _loaded(own, domains, shipped)
    path = os.path.join(folder, f"{crc32(state.encode('utf-8', 'surrogateescape')):08x}-{len(state)}.sqlite")
    stored = _open(path, state)
    if stored is None:
        from translator_aid.compiling import store

        loaded, matchers = _loaded(own, domains, shipped)
        store(path, state, loaded, matchers)
        return loaded, matchers
    return stored, _Matchers(stored)


def _loaded(own: Sequence[str], domains: Sequence[str], shipped: bool) -> tuple[Glossary, Mapping[Language, Matcher]]:
    from translator_aid import glossary

    loaded = glossary.load(own, domains, shipped)
    return loaded, _Matchers(loaded)


def _shipped_paths(domains: Sequence[str]) -> Sequence[str]:
    """What `glossary.shipped_paths` gives, without the modules that it needs."""
    if domains:
        from translator_aid import glossary

        return [str(path) for path in glossary.shipped_paths(domains)]
    folder = os.path.join(_HERE, "data", "glossary")
    if not os.path.isdir(folder):
        folder = os.path.join(os.path.dirname(_HERE), "glossary")
    return [os.path.join(folder, name) for name in sorted(os.listdir(folder)) if name.endswith(".yaml")]


def relatives(concept: Concept, glossary: Glossary) -> tuple[Concept, ...]:
    """Concepts with a term from the same root, as `explaining.relatives` finds them."""
    if isinstance(glossary, StoredGlossary):
        return glossary.kin_of(concept)
    from translator_aid import explaining

    return explaining.relatives(concept, glossary)


def cache_folder() -> str | None:
    """The folder for compiled glossaries, made if need be; None where TRANSLATOR_AID_CACHE is `off` or nothing can be written."""
    chosen = os.environ.get("TRANSLATOR_AID_CACHE")
    if chosen == "off":
        return None
    folder = chosen or folders.folder("cache")
    try:
        os.makedirs(folder, exist_ok=True)
    except OSError:
        return None
    return folder if os.access(folder, os.W_OK) else None


def _state(paths: Sequence[str], own: int) -> str | None:
    """All that a compiled file depends on, in words; None where a file is not there."""
    lines = [f"{VERSION} {own} {sys.version_info[:2]}"]
    try:
        for path in (*paths, *(os.path.join(_HERE, name) for name in _SOURCES)):
            found = os.stat(path)
            lines.append(f"{os.path.abspath(path)} {found.st_size} {found.st_mtime_ns} {found.st_mode >> 12}")
    except OSError:
        return None
    return "\n".join(lines)


class _Matchers(Mapping[Language, "Matcher"]):
    """Matchers over a glossary, made when asked for."""

    def __init__(self, glossary: Glossary) -> None:
        self.glossary = glossary
        self.made: dict[Language, Matcher] = {}

    def __getitem__(self, language: Language) -> Matcher:
        if language not in self.made:
            from translator_aid.matching import Matcher

            stored = self.glossary
            self.made[language] = Matcher(stored, language) if not isinstance(stored, StoredGlossary) else Matcher(
                stored, language, tree=stored.root(language), vocabulary=_Words(stored.connection, language), clues=lambda: stored.clues(language))
        return self.made[language]

    def paths(self, language: Language) -> Paths:
        """What a look-up needs of a matcher."""
        stored = self.glossary
        if language in self.made or not isinstance(stored, StoredGlossary):
            return self[language]
        return Paths(language, stored.root(language), _Words(stored.connection, language))

    def __iter__(self) -> Iterator[Language]:
        return iter(SIDES)

    def __len__(self) -> int:
        return 2


# --- Reading ----------------------------------------------------------------------------------------------------------


class StoredGlossary(Glossary):
    """A glossary whose concepts stay in their file until one is asked for."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        (meta,) = connection.execute("SELECT value FROM meta WHERE name = 'glossary'").fetchone()
        state = self.__dict__
        state["connection"] = connection
        state.update(unpacked(meta))
        state["known"] = {}

    connection: sqlite3.Connection
    roots: dict[str, int]
    state: str

    def __hash__(self) -> int:
        return id(self)

    def __eq__(self, other: object) -> bool:
        return self is other

    def __getattr__(self, name: str) -> Any:
        if name == "concepts":
            rows = self.connection.execute("SELECT number FROM concept ORDER BY number").fetchall()
            self.__dict__["concepts"] = tuple(self.concept(number) for number, in rows)
            return self.__dict__["concepts"]
        raise AttributeError(name)

    def concept(self, number: int) -> Concept:
        """The concept of that number in the glossary's order."""
        known: dict[int, Concept] = self.__dict__["known"]
        if number not in known:
            (data,) = self.connection.execute("SELECT data FROM concept WHERE number = ?", (number,)).fetchone()
            known[number] = concept_from(unpacked(data))
        return known[number]

    def kin_of(self, concept: Concept) -> tuple[Concept, ...]:
        """The concepts with a term from the same root, as `explaining.relatives` finds them."""
        rows = self.connection.execute("SELECT other FROM kin WHERE key = ? ORDER BY other", (concept.key,)).fetchall()
        return tuple(self.concept(number) for number, in rows)

    def beginning(self, start: str, keys: bool, limit: int) -> list[tuple[str, str]]:
        """The terms, and keys, that begin so when folded, each with the concept's first Indonesian term, without loading a concept."""
        rows = self.connection.execute(
            "SELECT text, about FROM name WHERE folded >= ? AND folded < ? AND key <= ? LIMIT ?", (start, start + "\U0010ffff", keys, limit))
        return rows.fetchall()

    def data(self, name: str) -> Any:
        """What a data file of the program holds; None for one that is not stored."""
        row = self.connection.execute("SELECT value FROM meta WHERE name = ?", (f"data:{name}",)).fetchone()
        return unpacked(row[0]) if row else None

    def clues(self, language: Language) -> Clues:
        """The evidence that its guards ask for in texts of that language."""
        from translator_aid.guards import Clues

        return Clues(language, (), self.data(f"clues-{language}"))

    def root(self, language: Language) -> Any:
        """The tree of that language's bases."""
        return _Node(self, self.roots[language])


class _Node:
    """A node of a stored tree; it offers what the matcher asks of a dict."""

    __slots__ = ("stored", "number", "known", "size")

    def __init__(self, stored: StoredGlossary, number: int) -> None:
        self.stored = stored
        self.number = number
        self.known: dict[str, Any] = {}
        self.size = -1

    def get(self, name: str, default: Any = None) -> Any:
        """A child by the name of its edge, or the entries that end here by `END`."""
        if name not in self.known:
            self.known[name] = self._entries() if name == END else self._child(name)
        found = self.known[name]
        return default if found is None else found

    def _child(self, name: str) -> _Node | None:
        row = self.stored.connection.execute("SELECT child FROM edge WHERE node = ? AND name = ?", (self.number, name)).fetchone()
        return _Node(self.stored, row[0]) if row else None

    def _entries(self) -> list[Entry] | None:
        rows = self.stored.connection.execute("SELECT data FROM entry WHERE node = ? ORDER BY number", (self.number,)).fetchall()
        return [_entry_from(self.stored, unpacked(data)) for data, in rows] or None

    def __contains__(self, name: str) -> bool:
        return self.get(name) is not None

    def __len__(self) -> int:
        if self.size < 0:
            (edges,) = self.stored.connection.execute("SELECT count(*) FROM edge WHERE node = ?", (self.number,)).fetchone()
            self.size = int(edges) + (END in self)
        return self.size


class _Words:
    """The forms of a stored vocabulary; all of them are loaded once so many were asked for that a corpus is being read."""

    PATIENCE = 4000

    def __init__(self, connection: sqlite3.Connection, language: Language) -> None:
        self.connection = connection
        self.language = language
        self.asked = 0
        self.all: frozenset[str] | None = None

    def __contains__(self, form: str) -> bool:
        if self.all is not None:
            return form in self.all
        self.asked += 1
        if self.asked > self.PATIENCE:
            self.all = frozenset(word for word, in self.connection.execute("SELECT form FROM word WHERE language = ?", (self.language,)))
        return self.connection.execute("SELECT 1 FROM word WHERE language = ? AND form = ?", (self.language, form)).fetchone() is not None


def _open(path: str, state: str) -> StoredGlossary | None:
    """The stored glossary in a file; None where there is none or it is damaged, which removes it."""
    try:
        with open(path, "rb") as stream:
            header = stream.read(100)
            size = os.fstat(stream.fileno()).st_size
    except OSError:
        return None
    import sqlite3

    from translator_aid.errors import Error

    try:
        pages = int.from_bytes(header[28:32], "big") * (int.from_bytes(header[16:18], "big") or 1)
        if header[:15] != b"SQLite format 3" or pages != size:
            raise sqlite3.DatabaseError("truncated")
        connection = sqlite3.connect(f"file:{_quoted(os.path.abspath(path))}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        stored = StoredGlossary(connection)
        if stored.state != state:
            return None
        forms.draw_from(stored.data)
        os.utime(path)
        return stored
    except (OSError, sqlite3.Error, Error, ValueError, KeyError, TypeError):
        try:
            os.unlink(path)
        except OSError:
            pass
        return None


def _quoted(path: str) -> str:
    """A path as SQLite's addresses want it."""
    path = path.replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    return "/" + path.replace("\\", "/") if sys.platform == "win32" else path


# --- Entries ----------------------------------------------------------------------------------------------------------


def _entry_from(stored: StoredGlossary, data: list[Any]) -> Entry:
    where, (edges, lemma, steps, *rest), order, exact = data
    base = Base(tuple(edges), lemma, tuple(Step(*step) for step in steps), *rest)
    if where is None:
        return Entry(None, None, base, order, exact)
    number, language, at, status = where
    concept = stored.concept(number)
    term = concept.terms(language)[at]
    if term.status != status:
        from translator_aid.records import replace

        term = replace(term, status=status)
    return Entry(concept, term, base, order, exact)
