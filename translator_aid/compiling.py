"""Writing a compiled glossary: concepts, the trees of both languages, evidence, relatives and the program's own data into one file of tables."""

from __future__ import annotations

import marshal
import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any, Iterable, Iterator, Mapping

from translator_aid import evidence, forms, similar
from translator_aid.explaining import kin
from translator_aid.matching import Matcher
from translator_aid.model import SIDES, Glossary, Language
from translator_aid.packing import concept_to, entry_to
from translator_aid.paths import END
from translator_aid.stored import BLOCK
from translator_aid.tables import Writer
from translator_aid.text import fold

SUFFIX = ".tables"
KEPT = 8
"""Cache files that are left when a new one is made."""
_NEAR = 400
"""A node of up to this many bytes, with all below it, lies with the node above it."""
_WIDE = 12
"""The edges of a node with more than these are names in the language's table."""


def store(path: str, state: str, loaded: Glossary, matchers: Mapping[Language, Matcher]) -> None:
    """Writes a glossary and its matchers to a file, or nothing where that cannot be done; `state` says what they were made from."""
    with suppress(OSError, OverflowError):
        _write(Path(path), state, loaded, matchers)
        _prune(Path(path).parent)


def _write(path: Path, state: str, loaded: Glossary, matchers: Mapping[Language, Matcher]) -> None:
    handle, temporary = tempfile.mkstemp(suffix=".tmp", dir=path.parent)
    try:
        with os.fdopen(handle, "wb", 1 << 20) as stream:
            writer = Writer(stream)
            writer.close({"state": state, **_filled(writer, loaded, matchers)})
        os.replace(temporary, path)
    finally:
        with suppress(OSError):
            os.unlink(temporary)


def _filled(writer: Writer, loaded: Glossary, matchers: Mapping[Language, Matcher]) -> dict[str, Any]:
    """Writes all that there is; what is to be known as soon as the file is opened."""
    places = {concept.key: writer.blob(concept_to(concept)) for concept in loaded.concepts}
    numbers = {concept.key: number for number, concept in enumerate(loaded.concepts)}
    related: dict[str, set[int]] = {}
    for concepts in kin(loaded).values():
        for one in concepts:
            related.setdefault(one.key, set()).update(numbers[other.key] for other in concepts if other.key != one.key)
    writer.table("kin", ((key, tuple(sorted(others))) for key, others in related.items() if others))
    for language in SIDES:
        _Trees(writer, places, language).write(matchers[language].tree, matchers[language].vocabulary)
        guards = (term.guard for concept in loaded.concepts for term in concept.terms(language) if term.guard)
        evidence.store(writer, matchers[language].clues, guards)
    writer.table("data", _data(loaded))
    return {
        "paths": loaded.paths, "domains": loaded.domains, "signature": loaded.signature, "size": len(loaded.concepts),
        "concepts_at": writer.blob([(place, key) for key, place in places.items()]), "names_at": _names(writer, loaded),
        "forms_at": {language: writer.blob("\n".join(sorted(matchers[language].vocabulary))) for language in SIDES},
        "spanning": {language: tuple(sorted(matchers[language].spanning)) for language in SIDES},
        "clue_sizes": {language: len(matchers[language].clues.clues) for language in SIDES},
    }


def _data(loaded: Glossary) -> Iterator[tuple[str, Any]]:
    """What `StoredGlossary.data` gives by name: the program's own data, and what finds terms that are like a misspelled one."""
    for name in ("indonesian", "english", "evidence", "names"):
        yield name, forms.data(name)
    for language in SIDES:
        yield from similar.pieces(loaded.concepts, language)


def _names(writer: Writer, loaded: Glossary) -> int:
    """Writes what a shell may complete, every term and key, folded and as written, with what it leads to; the place of its list."""
    found: dict[tuple[str, str], tuple[str, int]] = {}
    for concept in loaded.concepts:
        about = concept.indonesian[0].text
        for term in (*concept.indonesian, *concept.english):
            found.setdefault((fold(term.text), term.text), (about, 0))
        found.setdefault((concept.key, concept.key), (about, 1))
    rows = [(*names, *rest) for names, rest in sorted(found.items())]
    blocks = [rows[at:at + BLOCK] for at in range(0, len(rows), BLOCK)]
    return writer.blob(([block[0][0] for block in blocks], [writer.blob(block) for block in blocks]))


class _Trees:
    """Writes the tree of a language, from the leaves up."""

    def __init__(self, writer: Writer, places: Mapping[str, int], language: Language) -> None:
        self.writer = writer
        self.places = places
        self.language = language
        self.wide: list[tuple[str, Any]] = []

    def write(self, tree: dict[str, Any], vocabulary: Iterable[str]) -> None:
        """The table of a language: its forms, each with the node that the root leads to by it, and the edges of wide nodes."""
        order: list[dict[str, Any]] = []
        left = [tree]
        while left:
            node = left.pop()
            order.append(node)
            left += [child for name, child in node.items() if name != END]
        made: dict[int, Any] = {}
        for node in reversed(order[1:]):
            made[id(node)] = self._node(node, made)
        roots = {name: made[id(child)] for name, child in tree.items()}
        rest = ((form, False) for form in vocabulary if form not in roots)
        self.writer.table(self.language, (*roots.items(), *rest, *self.wide))

    def _node(self, node: dict[str, Any], made: dict[int, Any]) -> tuple[Any, ...]:
        """A node as its entries, its edges and 0, or as its entries, how many edges it has and the number by which the table knows them."""
        found = tuple(entry_to(entry, self.places[entry.concept.key] if entry.concept else 0) for entry in node.get(END, ()))
        entries = marshal.dumps(found) if found else b""
        edges = {name: made.pop(id(child)) for name, child in node.items() if name != END}
        if len(edges) <= _WIDE:
            return entries, {name: self._near(child) for name, child in edges.items()}, 0
        number = len(self.wide) + 1
        self.wide += ((f"{number}\t{name}", child) for name, child in edges.items())
        return entries, len(edges), number

    def _near(self, node: tuple[Any, ...]) -> bytes | int:
        """A node as it stands in the one above: its bytes, or its place."""
        data = marshal.dumps(node)
        return data if len(data) <= _NEAR else self.writer.blob(node)


def _prune(folder: Path) -> None:
    files = sorted([*folder.glob(f"*{SUFFIX}"), *folder.glob("*.sqlite")], key=lambda path: path.stat().st_mtime, reverse=True)
    for path in files[KEPT:]:
        path.unlink()
