"""The translation memory: paragraphs that people have accepted in both languages, in one SQLite file of the user's own.

Likeness is 1 minus the edit distance (Levenshtein 1965) over the longer text's length, counted in characters without regard to case: Indonesian and
English inflect within the word, so that counting whole words would call *model* and *modelnya* as different as any two. Candidates share one of
the rarest words of the text and have a length that could be like enough; only they are compared.
"""

from __future__ import annotations

import contextlib
import os
import re
import sqlite3
import time
import unicodedata
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Iterable, Iterator

from translator_aid.errors import Error, UnreadableError, WriteError
from translator_aid.folders import folder
from translator_aid.i18n import _
from translator_aid.model import Language
from translator_aid.rawfiles import unwritable

RARE = 12
"""Words of a text by which candidates are found: its rarest."""
CASE_ONLY = 0.99
"""Likeness of two texts that differ only in case: not certain."""
_SCHEMA = """
CREATE TABLE pair(number INTEGER PRIMARY KEY, id TEXT NOT NULL, en TEXT NOT NULL, id_key TEXT NOT NULL, en_key TEXT NOT NULL,
                  changed TEXT NOT NULL, origin TEXT NOT NULL, UNIQUE(id_key, en_key));
CREATE INDEX pair_en ON pair(en_key);
CREATE VIRTUAL TABLE words USING fts5(id_key, en_key, content='pair', content_rowid='number', tokenize='unicode61 remove_diacritics 0',
                                      detail=column);
CREATE VIRTUAL TABLE vocabulary USING fts5vocab(words, col);
CREATE TRIGGER pair_added AFTER INSERT ON pair BEGIN
  INSERT INTO words(rowid, id_key, en_key) VALUES(new.number, new.id_key, new.en_key); END;
CREATE TRIGGER pair_removed AFTER DELETE ON pair BEGIN
  INSERT INTO words(words, rowid, id_key, en_key) VALUES('delete', old.number, old.id_key, old.en_key); END;
PRAGMA application_id = 1952542061;
PRAGMA user_version = 1;
"""


@dataclass(frozen=True, slots=True)
class Remembered:
    """One pair of the memory."""

    number: int
    """By which it can be removed."""
    indonesian: str
    """The Indonesian paragraph."""
    english: str
    """The English one."""
    changed: str
    """When it was added or confirmed, as ISO 8601 in UTC."""
    origin: str
    """The file it came from."""
    score: float = 1.0
    """How like the text asked for it is, 0 to 1."""

    def side(self, language: Language) -> str:
        """The side in that language."""
        return self.indonesian if language == "id" else self.english


def default_path() -> Path:
    """Where the user's memory is: TRANSLATOR_AID_MEMORY, or a file in the user's data folder; it need not exist."""
    chosen = os.environ.get("TRANSLATOR_AID_MEMORY")
    if chosen:
        return Path(chosen)
    return Path(folder("data")) / "memory.sqlite"


def key(text: str) -> str:
    """A text as it is compared for sameness: composed characters, white space as single spaces.

    >>> key("Model  itu\\nbaik. ")
    'Model itu baik.'
    """
    return unicodedata.normalize("NFC", " ".join(text.split()))


class Memory:
    """An open memory.

    >>> memory = Memory(":memory:")
    >>> memory.add([("Model itu dilatih ulang.", "The model was retrained.", "", "")])
    1
    >>> memory.exact("Model itu  dilatih ulang.", "id").english
    'The model was retrained.'
    >>> [(round(found.score, 2), found.english) for found in memory.search("Model itu dilatih ulang lagi.", "id", 0.7)]
    [(0.83, 'The model was retrained.')]

    :raises UnreadableError: for a file that is no memory.
    :raises WriteError: where one cannot be made.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = str(path)
        try:
            if self.path != ":memory:" and not os.path.exists(self.path):
                Path(self.path).parent.mkdir(parents=True, exist_ok=True)
                os.close(os.open(self.path, os.O_CREAT | os.O_WRONLY, 0o600))
        except OSError as error:
            raise unwritable(self.path, error) from error
        with self._speaking():
            self.connection = sqlite3.connect(self.path, timeout=20, isolation_level=None)
            if not self.connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                self.connection.executescript(f"BEGIN IMMEDIATE; {_SCHEMA} COMMIT;")
            if self.connection.execute("PRAGMA application_id").fetchone()[0] != 1952542061:
                raise UnreadableError(_("{path}: is no translation memory of this program").format(path=self.path))

    def __enter__(self) -> Memory:
        return self

    def __exit__(self, *_args: object) -> None:
        self.connection.close()

    def add(self, pairs: Iterable[tuple[str, str, str, str]]) -> int:
        """Adds pairs (Indonesian, English, when, from where) all or none, and counts those that are new; one that is there is confirmed."""
        now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        with self._speaking(), self._changing():
            before = len(self)
            self.connection.executemany(
                "INSERT INTO pair(id, en, id_key, en_key, changed, origin) VALUES(?, ?, ?, ?, ?, ?) "
                "ON CONFLICT(id_key, en_key) DO UPDATE SET changed = max(changed, excluded.changed)",
                ((indonesian, english, key(indonesian), key(english), changed or now, origin)
                 for indonesian, english, changed, origin in pairs if key(indonesian) and key(english)))
            return len(self) - before

    def remove(self, numbers: Iterable[int]) -> int:
        """Removes pairs by their numbers, and counts those that were there."""
        with self._speaking(), self._changing():
            before = len(self)
            self.connection.executemany("DELETE FROM pair WHERE number = ?", ((number,) for number in numbers))
            return before - len(self)

    def exact(self, text: str, language: Language) -> Remembered | None:
        """The pair whose side in that language is this text, white space aside; of several the one confirmed last."""
        with self._speaking():
            rows = self.connection.execute(
                f"SELECT number, id, en, changed, origin FROM pair WHERE {language}_key = ? ORDER BY changed DESC, number DESC LIMIT 1", (key(text),))
            row = rows.fetchone()
        return Remembered(*row) if row else None

    def search(self, text: str, language: Language, minimum: float = 0.75, limit: int = 5) -> tuple[Remembered, ...]:
        """The pairs whose side in that language is like this text to at least `minimum`, the likest first, of equals the latest."""
        from rapidfuzz.distance import Levenshtein

        wanted = key(text)
        folded = wanted.casefold()
        found = []
        with self._speaking():
            for number, indonesian, english, changed, origin, stored in self._candidates(wanted, language, minimum):
                like = Levenshtein.normalized_similarity(folded, stored.casefold(), score_cutoff=minimum)
                score = 1.0 if stored == wanted else min(like, CASE_ONLY)
                if score >= minimum:
                    found.append(Remembered(number, indonesian, english, changed, origin, score))
        return tuple(sorted(found, key=lambda pair: (pair.score, pair.changed, pair.number), reverse=True)[:limit])

    def all(self) -> Iterator[Remembered]:
        """All pairs in the order in which they came."""
        with self._speaking():
            for row in self.connection.execute("SELECT number, id, en, changed, origin FROM pair ORDER BY number"):
                yield Remembered(*row)

    def __len__(self) -> int:
        (count,) = self.connection.execute("SELECT count(*) FROM pair").fetchone()
        return int(count)

    def state(self) -> str:
        """A short text that changes whenever the pairs do."""
        return "{}.{}.{}".format(*self.connection.execute("SELECT count(*), ifnull(max(number), 0), ifnull(max(changed), '') FROM pair").fetchone())

    def _candidates(self, wanted: str, language: Language, minimum: float) -> Iterator[tuple[int, str, str, str, str, str]]:
        words = list(dict.fromkeys(re.findall(r"[^\W_]+", wanted.lower())))[:400]
        if not words:
            return
        marks = ", ".join("?" * len(words))
        rare = [word for word, in self.connection.execute(
            f"SELECT term FROM vocabulary WHERE col = '{language}_key' AND term IN ({marks}) ORDER BY doc LIMIT {RARE}", words)]
        if rare:
            query = f"{language}_key : (" + " OR ".join(f'"{word}"' for word in rare) + ")"
            yield from self.connection.execute(
                f"SELECT number, id, en, changed, origin, {language}_key FROM pair WHERE number IN (SELECT rowid FROM words WHERE words MATCH ?) "
                f"AND length({language}_key) BETWEEN ? AND ?", (query, int(len(wanted) * minimum), int(len(wanted) / max(minimum, 0.01)) + 1))

    @contextlib.contextmanager
    def _changing(self) -> Iterator[None]:
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.connection.execute("ROLLBACK")
            raise
        self.connection.execute("COMMIT")

    @contextlib.contextmanager
    def _speaking(self) -> Iterator[None]:
        """SQLite's errors in words."""
        try:
            yield
        except sqlite3.Error as error:
            what = _("{path}: the translation memory cannot be used: {reason}").format(path=self.path, reason=error)
            raise (WriteError if isinstance(error, sqlite3.OperationalError) else UnreadableError)(what) from error


def statistics(memory: Memory) -> dict[str, int | str]:
    """Pairs, distinct texts on each side, characters on each side, and the first and the last change."""
    names = ("pairs", "indonesian_texts", "english_texts", "indonesian_characters", "english_characters", "first_changed", "last_changed")
    with closing(memory.connection.execute(
            "SELECT count(*), count(DISTINCT id_key), count(DISTINCT en_key), ifnull(sum(length(id)), 0), ifnull(sum(length(en)), 0), "
            "ifnull(min(changed), ''), ifnull(max(changed), '') FROM pair")) as rows:
        return dict(zip(names, rows.fetchone()))


def is_there(path: str | Path) -> bool:
    """Whether a memory with something in it stands there; none is made."""
    if not os.path.isfile(path):
        return False
    try:
        with Memory(path) as memory:
            return len(memory) > 0
    except Error:
        return False
