"""A glossary compiled once and then asked without being loaded: a file of tables in the user's cache folder.

The file is named by the program's version and by path, size and time of every file it was made from, so a change makes a new one. It is
written beside its place and moved there, never changed afterwards, and made again where it is damaged. Without a writable cache folder all
happens in memory. This module only opens; `stored` reads, and `compiling` writes and is imported when there is something to write.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Iterator, Mapping, Sequence

from translator_aid import folders, forms
from translator_aid.model import SIDES, Concept, Glossary, Language
from translator_aid.paths import Paths
from translator_aid.stored import StoredGlossary as StoredGlossary
from translator_aid.tables import File, checksum

if TYPE_CHECKING:
    from translator_aid.matching import Matcher

VERSION = 9
"""Raised whenever what the file holds changes."""
_HERE = os.path.dirname(os.path.abspath(__file__))
_SOURCES = (
    "matching.py", "automaton.py", "context.py", "scanning.py", "paths.py", "morphology.py", "english.py", "forms.py",
    "guards.py", "text.py", "glossary.py", "yamlnodes.py", "yamllines.py", "compiled.py", "compiling.py", "packing.py", "explaining.py", "family.py",
    "tables.py", "stored.py", "evidence.py", "similar.py",
    "data/indonesian.yaml", "data/english.yaml", "data/evidence.yaml", "data/names.yaml", "records.py", "model.py",
)


def opened(own: Sequence[str] = (), domains: Sequence[str] = (), shipped: bool = True) -> tuple[Glossary, Mapping[Language, Matcher]]:
    """The glossary and its matchers, by language, as `glossary.load` and `Matcher` would give them, from the cache where it can be used.

    :raises GlossaryError: and the other errors of `glossary.load`, where the cache does not know the files.
    """
    own = folders.glossaries(own)
    folder = cache_folder()
    paths = [*(_shipped_paths(domains) if shipped else ()), *map(os.fspath, own)]
    state = _state(paths, len(own)) if folder else None
    if folder is None or state is None:
        return _loaded(own, domains, shipped)
    path = os.path.join(folder, f"{checksum(state.encode('utf-8', 'surrogateescape')):08x}-{len(state)}.tables")
    stored = _open(path, state)
    if stored is None:
        from translator_aid.compiling import store
        from translator_aid.glossary import uncollected

        with uncollected():
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
            if isinstance(stored, StoredGlossary):
                words = stored.words(language)
                self.made[language] = Matcher(stored, language, tree=stored.root(words), vocabulary=words,
                                              spanning=stored.spanning[language], clues=lambda: stored.clues(language))
            else:
                self.made[language] = Matcher(stored, language)
        return self.made[language]

    def paths(self, language: Language) -> Paths:
        """What a look-up needs of a matcher."""
        stored = self.glossary
        if language in self.made or not isinstance(stored, StoredGlossary):
            return self[language]
        words = stored.words(language)
        return Paths(language, stored.root(words), words)

    def __iter__(self) -> Iterator[Language]:
        return iter(SIDES)

    def __len__(self) -> int:
        return 2


def _open(path: str, state: str) -> StoredGlossary | None:
    """The stored glossary in a file; None where there is none or it is damaged, which removes it."""
    from translator_aid.errors import Error

    try:
        stored = StoredGlossary(File(path))
        if stored.state != state:
            return None
        forms.draw_from(stored.data)
        os.utime(path)
        return stored
    except FileNotFoundError:
        return None
    except (OSError, Error, ValueError, KeyError, TypeError):
        try:
            os.unlink(path)
        except OSError:
            pass
        return None
