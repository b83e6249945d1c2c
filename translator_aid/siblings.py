"""Texts whose names say that one is the other's translation: `artikel.id.md` and `artikel.en.md`, or `id/artikel.md` and `en/artikel.md`."""

from __future__ import annotations

import os
import re
from typing import Iterable, NamedTuple

_SUFFIX = re.compile(r"(?<=[._-])(id|en)(?=(\.\w+)+$)", re.IGNORECASE)


class Found(NamedTuple):
    """The pairs among some files."""

    pairs: tuple[tuple[str, str], ...]
    """Source and translation, in the order in which the first of the two was named."""
    alone: tuple[str, ...]
    """Files beside which there is none in the other language."""


def paired(paths: Iterable[str], source: str = "id") -> Found:
    """The pairs that files belong to; the other file of a pair need not be named, but must be there.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     for name in ("berita.id.txt", "berita.en.txt", "catatan.txt"):
    ...         _ = open(os.path.join(folder, name), "w").close()
    ...     found = paired([os.path.join(folder, "berita.en.txt"), os.path.join(folder, "catatan.txt")])
    ...     [[os.path.basename(path) for path in pair] for pair in found.pairs], len(found.alone)
    ([['berita.id.txt', 'berita.en.txt']], 1)
    """
    pairs: dict[tuple[str, str], None] = {}
    alone: list[str] = []
    for path in paths:
        other = next(filter(os.path.isfile, others(path)), None)
        if other is None:
            alone.append(path)
        else:
            pairs[(path, other) if language(path, other) == source else (other, path)] = None
    return Found(tuple(pairs), tuple(alone))


def others(path: str) -> list[str]:
    """What the same text in the other language may be called.

    >>> others("bab/1_id.md"), others("docs/en/mulai.md"), others("model.md")
    (['bab/1_en.md'], ['docs/id/mulai.md'], [])
    """
    folder, name = os.path.split(path)
    found = _SUFFIX.search(name)
    if found:
        return [os.path.join(folder, name[:found.start()] + _other(found[1]) + name[found.end():])]
    parts = path.split(os.sep)
    places = [at for at in reversed(range(len(parts) - 1)) if parts[at].lower() in ("id", "en")]
    return [os.sep.join([*parts[:at], _other(parts[at]), *parts[at + 1:]]) for at in places]


def language(path: str, other: str) -> str:
    """The language that a path names where it differs from the other's.

    >>> language("id/en/a.md", "en/en/a.md")
    'id'
    """
    start = len(os.path.commonprefix([path.lower(), other.lower()]))
    return path[start:start + 2].lower()


def _other(word: str) -> str:
    swapped = "en" if word.lower() == "id" else "id"
    return swapped.upper() if word.isupper() else swapped
