"""The files that folders and patterns stand for, in a fixed order."""

from __future__ import annotations

import os
from typing import Iterable, Iterator, Sequence

from translator_aid.errors import UsageError
from translator_aid.i18n import _

RECORDS = {".jsonl": "jsonl", ".ndjson": "jsonl", ".parquet": "parquet", ".pq": "parquet"}
"""Suffixes of files that hold a record beside the other."""
TABLES = (".json", ".csv", ".tsv")
"""Suffixes of documents whose text stands in keys or columns that have to be named."""
TEXTS = (".txt", ".text", ".md", ".markdown", ".mdown", ".html", ".htm", ".xhtml", ".docx", ".srt", ".vtt", ".po", ".pot")
"""Suffixes of documents that can be read without further ado."""


def is_many(name: str) -> bool:
    """Whether a name on the command line is a folder, or a pattern that is no file's own name.

    >>> is_many("korpus/**/*.txt"), is_many("berita.txt"), is_many("-")
    (True, False, False)
    """
    return os.path.isdir(name) or any(sign in name for sign in "*?[") and not os.path.lexists(name)


def expanded(names: Iterable[str], suffixes: Sequence[str], output: str = "-") -> tuple[str, ...]:
    """The files that names stand for, each once: of a folder those below it with one of the suffixes, of a pattern those that it fits (`**` is
    any number of folders), sorted; hidden files and what lies in the output folder are left out. Other names come back as they are.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     os.mkdir(os.path.join(folder, "berita"))
    ...     for name in ("berita/2.txt", "berita/1.txt", "catatan.log", ".draf.txt"):
    ...         _ = open(os.path.join(folder, name), "w").close()
    ...     [os.path.relpath(path, folder) for path in expanded([folder], TEXTS)]
    ...     [os.path.relpath(path, folder) for path in expanded([folder + "/**/*.log"], TEXTS)]
    ['berita/1.txt', 'berita/2.txt']
    ['catatan.log']

    :raises UsageError: for a folder or pattern that stands for nothing.
    """
    found: dict[str, None] = {}
    written = "" if output == "-" else os.path.realpath(output)
    for name in names:
        if not is_many(name):
            found[name] = None
            continue
        paths = _below(name, tuple(suffixes)) if os.path.isdir(name) else _fitting(name)
        size = len(found)
        found.update(dict.fromkeys(path for path in paths if not _is_within(path, written)))
        if len(found) == size and os.path.isdir(name):
            raise UsageError(_("{path}: the folder holds no file with a suffix of {suffixes}").format(path=name, suffixes=" ".join(suffixes)))
        if len(found) == size:
            raise UsageError(_("{path}: no file fits this pattern").format(path=name))
    return tuple(found)


def _below(folder: str, suffixes: tuple[str, ...]) -> Iterator[str]:
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith(".") and name.lower().endswith(suffixes):
                yield os.path.normpath(os.path.join(place, name))


def _fitting(pattern: str) -> Iterator[str]:
    import glob

    return filter(os.path.isfile, sorted(glob.glob(pattern, recursive=True)))


def _is_within(path: str, folder: str) -> bool:
    """Whether a path is the output, or lies in it."""
    real = os.path.realpath(path)
    return bool(folder) and (real == folder or real.startswith(folder + os.sep))
