"""A glossary compiled once and then asked without being loaded: an SQLite file in the user's cache folder.

The file is named by the program's version and by path, size and time of every file it was made from, so a change makes a new one. It is
written beside its place and moved there, never changed afterwards, and made again where it is damaged. Without a writable cache folder all
happens in memory.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import sys
import tempfile
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, Iterator, Mapping, Sequence

from translator_aid import glossary as loader
from translator_aid import forms
from translator_aid.explaining import kin
from translator_aid.forms import Base
from translator_aid.matching import END, Entry, Matcher
from translator_aid.model import Bilingual, Concept, Glossary, Guard, Language, Step, Term

VERSION = 3
"""Raised whenever what the file holds changes."""
KEPT = 8
"""Cache files that are left when a new one is made."""
SIDES: tuple[Language, ...] = ("id", "en")
_HERE = Path(__file__).parent
_SOURCES = (
    "matching.py", "morphology.py", "english.py", "forms.py", "guards.py", "text.py", "glossary.py", "compiled.py",
    "explaining.py", "family.py", "data/indonesian.yaml", "data/english.yaml", "data/evidence.yaml", "data/names.yaml",
)
_SCHEMA = """
CREATE TABLE meta(name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE concept(number INTEGER PRIMARY KEY, key TEXT UNIQUE, data TEXT);
CREATE TABLE word(language TEXT, form TEXT, PRIMARY KEY(language, form)) WITHOUT ROWID;
CREATE TABLE edge(node INTEGER, name TEXT, child INTEGER, PRIMARY KEY(node, name)) WITHOUT ROWID;
CREATE TABLE kin(key TEXT, other INTEGER, PRIMARY KEY(key, other)) WITHOUT ROWID;
CREATE TABLE entry(node INTEGER, number INTEGER, data TEXT, PRIMARY KEY(node, number)) WITHOUT ROWID;
"""


def opened(own: Sequence[str] = (), domains: Sequence[str] = (), shipped: bool = True) -> tuple[Glossary, Mapping[Language, Matcher]]:
    """The glossary and its matchers, by language, as `glossary.load` and `Matcher` would give them, from the cache where it can be used.

    :raises GlossaryError: and the other errors of `glossary.load`, where the cache does not know the files.
    """
    folder = cache_folder()
    paths = [*(loader.shipped_paths(domains) if shipped else ()), *map(Path, own)]
    if folder is None or not all(path.is_file() for path in paths):
        return _in_memory(loader.load(own, domains, shipped))
    path = folder / f"{_name(paths, len(own))}.sqlite"
    stored = _open(path)
    if stored is None:
        loaded = loader.load(own, domains, shipped)
        matchers: dict[Language, Matcher] = {language: Matcher(loaded, language) for language in SIDES}
        with suppress(OSError, sqlite3.Error):
            _write(path, loaded, matchers)
            _prune(folder)
        return loaded, matchers
    return stored, _Matchers(stored)


def cache_folder() -> Path | None:
    """The folder for compiled glossaries, made if need be; None where TRANSLATOR_AID_CACHE is `off` or nothing can be written."""
    chosen = os.environ.get("TRANSLATOR_AID_CACHE")
    if chosen == "off":
        return None
    if chosen:
        folder = Path(chosen)
    elif sys.platform == "win32":
        folder = Path(os.environ.get("LOCALAPPDATA", Path.home())) / "translator-aid" / "cache"
    elif sys.platform == "darwin":
        folder = Path.home() / "Library" / "Caches" / "translator-aid"
    else:
        folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "translator-aid"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return folder if os.access(folder, os.W_OK) else None


def _name(paths: Sequence[Path], own: int) -> str:
    digest = hashlib.sha256(f"{VERSION} {own} {sys.version_info[:2]}".encode())
    for path in (*paths, *(_HERE / name for name in _SOURCES)):
        state = path.stat()
        digest.update(f"{path.absolute()}\0{state.st_size}\0{state.st_mtime_ns}\0".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()[:32]


class _Matchers(Mapping[Language, Matcher]):
    """Matchers over a stored glossary, made when asked for."""

    def __init__(self, stored: StoredGlossary) -> None:
        self.stored = stored
        self.made: dict[Language, Matcher] = {}

    def __getitem__(self, language: Language) -> Matcher:
        if language not in self.made:
            self.made[language] = Matcher(self.stored, language, tree=self.stored.root(language), vocabulary=_Words(self.stored.connection, language))
        return self.made[language]

    def __iter__(self) -> Iterator[Language]:
        return iter(SIDES)

    def __len__(self) -> int:
        return 2


def _in_memory(loaded: Glossary) -> tuple[Glossary, Mapping[Language, Matcher]]:
    return loaded, _Lazy(loaded)


class _Lazy(dict[Language, Matcher]):
    """Matchers over a glossary in memory, compiled when asked for."""

    def __init__(self, loaded: Glossary) -> None:
        self.loaded = loaded

    def __missing__(self, language: Language) -> Matcher:
        self[language] = Matcher(self.loaded, language)
        return self[language]


# --- Reading ----------------------------------------------------------------------------------------------------------


class StoredGlossary(Glossary):
    """A glossary whose concepts stay in their file until one is asked for."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        meta = dict(connection.execute("SELECT name, value FROM meta"))
        state = self.__dict__
        state["connection"] = connection
        state["paths"] = tuple(json.loads(meta["paths"]))
        state["signature"] = meta["signature"]
        state["domains"] = tuple(json.loads(meta["domains"]))
        state["size"] = int(meta["size"])
        state["roots"] = json.loads(meta["roots"])
        state["known"] = {}

    connection: sqlite3.Connection
    roots: dict[str, int]

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
            known[number] = concept_from(json.loads(data))
        return known[number]

    def kin_of(self, concept: Concept) -> tuple[Concept, ...]:
        """The concepts with a term from the same root, as `explaining.relatives` finds them."""
        rows = self.connection.execute("SELECT other FROM kin WHERE key = ? ORDER BY other", (concept.key,)).fetchall()
        return tuple(self.concept(number) for number, in rows)

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
        return [_entry_from(self.stored, json.loads(data)) for data, in rows] or None

    def __contains__(self, name: str) -> bool:
        return self.get(name) is not None

    def __len__(self) -> int:
        if self.size < 0:
            (edges,) = self.stored.connection.execute("SELECT count(*) FROM edge WHERE node = ?", (self.number,)).fetchone()
            self.size = int(edges) + (END in self)
        return self.size


class _Words:
    """The forms of a stored vocabulary."""

    def __init__(self, connection: sqlite3.Connection, language: Language) -> None:
        self.connection = connection
        self.language = language

    def __contains__(self, form: str) -> bool:
        return self.connection.execute("SELECT 1 FROM word WHERE language = ? AND form = ?", (self.language, form)).fetchone() is not None


def _open(path: Path) -> StoredGlossary | None:
    """The stored glossary in a file; None where there is none or it is damaged, which removes it."""
    try:
        with open(path, "rb") as stream:
            header = stream.read(100)
        pages = int.from_bytes(header[28:32], "big") * (int.from_bytes(header[16:18], "big") or 1)
        if header[:15] != b"SQLite format 3" or pages != path.stat().st_size:
            raise sqlite3.DatabaseError("truncated")
        connection = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)
        stored = StoredGlossary(connection)
        for name, data in connection.execute("SELECT substr(name, 6), value FROM meta WHERE name LIKE 'data:%'"):
            forms.preload(name, json.loads(data))
        os.utime(path)
        return stored
    except FileNotFoundError:
        return None
    except (OSError, sqlite3.Error, ValueError, KeyError, TypeError):
        with suppress(OSError):
            path.unlink()
        return None


# --- Writing ----------------------------------------------------------------------------------------------------------


def _write(path: Path, loaded: Glossary, matchers: Mapping[Language, Matcher]) -> None:
    handle, temporary = tempfile.mkstemp(suffix=".tmp", dir=path.parent)
    os.close(handle)
    try:
        with closing(sqlite3.connect(temporary)) as connection:
            connection.execute("PRAGMA journal_mode = OFF")
            connection.execute("PRAGMA synchronous = OFF")
            connection.executescript(_SCHEMA)
            _fill(connection, loaded, matchers)
            connection.commit()
        os.replace(temporary, path)
    finally:
        with suppress(OSError):
            os.unlink(temporary)


def _fill(connection: sqlite3.Connection, loaded: Glossary, matchers: Mapping[Language, Matcher]) -> None:
    numbers = {concept.key: number for number, concept in enumerate(loaded.concepts)}
    connection.executemany("INSERT INTO concept VALUES(?, ?, ?)", (
        (number, concept.key, _dumped(concept_to(concept))) for number, concept in enumerate(loaded.concepts)))
    edges: list[tuple[int, str, int]] = []
    entries: list[tuple[int, int, str]] = []
    roots = {language: _flatten(matchers[language].tree, numbers, edges, entries) for language in SIDES}
    connection.executemany("INSERT INTO edge VALUES(?, ?, ?)", edges)
    connection.executemany("INSERT INTO entry VALUES(?, ?, ?)", entries)
    pairs = {(one.key, numbers[other.key]) for concepts in kin(loaded).values() for one in concepts for other in concepts if one.key != other.key}
    connection.executemany("INSERT INTO kin VALUES(?, ?)", sorted(pairs))
    for language in roots:
        vocabulary = matchers[language].vocabulary
        connection.executemany("INSERT INTO word VALUES(?, ?)", ((language, form) for form in sorted(vocabulary)))
    meta = {
        "paths": loaded.paths, "domains": loaded.domains, "roots": roots, "size": len(loaded.concepts),
        **{f"data:{name}": forms.data(name) for name in ("indonesian", "english", "evidence", "names")},
    }
    connection.executemany("INSERT INTO meta VALUES(?, ?)", ((name, _dumped(value)) for name, value in meta.items()))
    connection.execute("INSERT INTO meta VALUES('signature', ?)", (loaded.signature,))


def _flatten(tree: Any, numbers: dict[str, int], edges: list[tuple[int, str, int]], entries: list[tuple[int, int, str]]) -> int:
    """Adds a tree's edges and entries to the lists; the number of its root."""
    root = (edges[-1][2] if edges else 0) + 1
    last = root
    queue = [(root, tree)]
    while queue:
        number, node = queue.pop()
        for name, child in node.items():
            if name == END:
                entries += ((number, at, _dumped(_entry_to(entry, numbers))) for at, entry in enumerate(child))
            else:
                last += 1
                edges.append((number, name, last))
                queue.append((last, child))
    edges.sort(key=lambda edge: edge[2])
    return root


def _prune(folder: Path) -> None:
    files = sorted(folder.glob("*.sqlite"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in files[KEPT:]:
        path.unlink()


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


# --- Concepts and entries as JSON -------------------------------------------------------------------------------------

_TERM = ("text", "language", "status", "kind", "labels", "style", "case", "part_of_speech", "note", "source")
_GUARD = ("near", "before", "after", "not_near", "not_before", "not_after")


def concept_to(concept: Concept) -> list[Any]:
    """A concept as plain lists; origins and the sentences of guards are left out.

    >>> concept = Concept("llm", "bahasa", (Term("model bahasa besar", "id"),), (Term("LLM", "en"),), "noun")
    >>> concept_from(concept_to(concept)) == concept
    True
    """
    return [
        concept.key, concept.domain, [_term_to(term) for term in concept.indonesian], [_term_to(term) for term in concept.english],
        concept.part_of_speech,
        [concept.definition.indonesian, concept.definition.english] if concept.definition else None,
        [[example.indonesian, example.english] for example in concept.examples], concept.see, concept.source, concept.review, concept.note,
    ]


def concept_from(data: list[Any]) -> Concept:
    """The concept that `concept_to` took apart."""
    key, domain, indonesian, english, part, definition, examples, see, *rest = data
    return Concept(
        key, domain, tuple(map(_term_from, indonesian)), tuple(map(_term_from, english)), part, Bilingual(*definition) if definition else None,
        tuple(Bilingual(*pair) for pair in examples), tuple(see), *rest,
    )


def _term_to(term: Term) -> list[Any]:
    return [*(getattr(term, name) for name in _TERM), [getattr(term.guard, name) for name in _GUARD] if term.guard else None]


def _term_from(data: list[Any]) -> Term:
    values = dict(zip(_TERM, data))
    values["labels"] = tuple(values["labels"])
    guard = Guard(**{name: tuple(items) for name, items in zip(_GUARD, data[-1])}) if data[-1] else None  # type: ignore[arg-type]
    return Term(**values, guard=guard)


def _entry_to(entry: Entry, numbers: dict[str, int]) -> list[Any]:
    concept, term, base, order, exact = entry
    where = None
    if concept is not None and term is not None:
        terms = concept.terms(term.language)
        where = [numbers[concept.key], term.language, next(at for at, other in enumerate(terms) if other.text == term.text), term.status]
    return [where, [*base[:2], [[step.affix, step.rule, step.reading] for step in base.steps], *base[3:]], order, exact]


def _entry_from(stored: StoredGlossary, data: list[Any]) -> Entry:
    where, (edges, lemma, steps, *rest), order, exact = data
    base = Base(tuple(edges), lemma, tuple(Step(*step) for step in steps), *rest)
    if where is None:
        return Entry(None, None, base, order, exact)
    number, language, at, status = where
    concept = stored.concept(number)
    term = concept.terms(language)[at]
    if term.status != status:
        term = replace(term, status=status)
    return Entry(concept, term, base, order, exact)
