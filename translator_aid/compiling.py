"""Writing a compiled glossary: concepts, the trees of both languages, relatives and the program's own data into one SQLite file."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, Iterator, Mapping

from translator_aid import forms
from translator_aid.explaining import kin
from translator_aid.matching import Matcher
from translator_aid.model import Glossary, Language
from translator_aid.packing import concept_to, packed
from translator_aid.paths import END, Entry
from translator_aid.text import fold

SIDES: tuple[Language, ...] = ("id", "en")
KEPT = 8
"""Cache files that are left when a new one is made."""
_SCHEMA = """
CREATE TABLE meta(name TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID;
CREATE TABLE concept(number INTEGER PRIMARY KEY, key TEXT UNIQUE, data BLOB);
CREATE TABLE word(language TEXT, form TEXT, PRIMARY KEY(language, form)) WITHOUT ROWID;
CREATE TABLE edge(node INTEGER, name TEXT, child INTEGER, PRIMARY KEY(node, name)) WITHOUT ROWID;
CREATE TABLE kin(key TEXT, other INTEGER, PRIMARY KEY(key, other)) WITHOUT ROWID;
CREATE TABLE name(folded TEXT, text TEXT, about TEXT, key INTEGER, PRIMARY KEY(folded, text)) WITHOUT ROWID;
CREATE TABLE entry(node INTEGER, number INTEGER, data BLOB, PRIMARY KEY(node, number)) WITHOUT ROWID;
"""


def store(path: str, state: str, loaded: Glossary, matchers: Mapping[Language, Matcher]) -> None:
    """Writes a glossary and its matchers to a file, or nothing where that cannot be done; `state` says what they were made from."""
    with suppress(OSError, sqlite3.Error):
        _write(Path(path), state, loaded, matchers)
        _prune(Path(path).parent)


def _write(path: Path, state: str, loaded: Glossary, matchers: Mapping[Language, Matcher]) -> None:
    handle, temporary = tempfile.mkstemp(suffix=".tmp", dir=path.parent)
    os.close(handle)
    try:
        with closing(sqlite3.connect(temporary)) as connection:
            connection.execute("PRAGMA journal_mode = OFF")
            connection.execute("PRAGMA synchronous = OFF")
            connection.executescript(_SCHEMA)
            _fill(connection, state, loaded, matchers)
            connection.commit()
        os.replace(temporary, path)
    finally:
        with suppress(OSError):
            os.unlink(temporary)


def _fill(connection: sqlite3.Connection, state: str, loaded: Glossary, matchers: Mapping[Language, Matcher]) -> None:
    numbers = {concept.key: number for number, concept in enumerate(loaded.concepts)}
    connection.executemany("INSERT INTO concept VALUES(?, ?, ?)", (
        (number, concept.key, packed(concept_to(concept))) for number, concept in enumerate(loaded.concepts)))
    connection.executemany("INSERT OR IGNORE INTO name VALUES(?, ?, ?, ?)", _names(loaded))
    edges: list[tuple[int, str, int]] = []
    entries: list[tuple[int, int, bytes]] = []
    roots = {language: _flatten(matchers[language].tree, numbers, edges, entries) for language in SIDES}
    connection.executemany("INSERT INTO edge VALUES(?, ?, ?)", edges)
    connection.executemany("INSERT INTO entry VALUES(?, ?, ?)", entries)
    pairs = {(one.key, numbers[other.key]) for concepts in kin(loaded).values() for one in concepts for other in concepts if one.key != other.key}
    connection.executemany("INSERT INTO kin VALUES(?, ?)", sorted(pairs))
    for language in roots:
        vocabulary = matchers[language].vocabulary
        connection.executemany("INSERT INTO word VALUES(?, ?)", ((language, form) for form in sorted(vocabulary)))
    meta = {
        "glossary": {"paths": loaded.paths, "domains": loaded.domains, "signature": loaded.signature, "roots": roots, "size": len(loaded.concepts),
                     "state": state, "known": {}},
        **{f"data:{name}": forms.data(name) for name in ("indonesian", "english", "evidence", "names")},
        **{f"data:clues-{language}": _clues(matchers[language]) for language in SIDES},
    }
    connection.executemany("INSERT INTO meta VALUES(?, ?)", ((name, packed(value)) for name, value in meta.items()))


def _clues(matcher: Matcher) -> tuple[object, ...]:
    return matcher.clues.clues, matcher.clues.first, matcher.clues.items


def _names(loaded: Glossary) -> Iterator[tuple[str, str, str, int]]:
    """What a shell may complete: every term and key, folded and as written, with what it leads to."""
    for concept in loaded.concepts:
        about = concept.indonesian[0].text
        yield from ((fold(term.text), term.text, about, 0) for term in (*concept.indonesian, *concept.english))
        yield concept.key, concept.key, about, 1


def _flatten(tree: Any, numbers: dict[str, int], edges: list[tuple[int, str, int]], entries: list[tuple[int, int, bytes]]) -> int:
    """Adds a tree's edges and entries to the lists; the number of its root."""
    root = (edges[-1][2] if edges else 0) + 1
    last = root
    queue = [(root, tree)]
    while queue:
        number, node = queue.pop()
        for name, child in node.items():
            if name == END:
                entries += ((number, at, packed(_entry_to(entry, numbers))) for at, entry in enumerate(child))
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


def _entry_to(entry: Entry, numbers: dict[str, int]) -> list[Any]:
    concept, term, base, order, exact = entry
    where = None
    if concept is not None and term is not None:
        terms = concept.terms(term.language)
        where = [numbers[concept.key], term.language, next(at for at, other in enumerate(terms) if other.text == term.text), term.status]
    return [where, [*base[:2], [[step.affix, step.rule, step.reading] for step in base.steps], *base[3:]], order, exact]
