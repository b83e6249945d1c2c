"""DeepL's glossaries: source and target term, tabs between them; a source term once only.

The limits are those of DeepL's documentation (developers.deepl.com, managing glossaries): 1,024 bytes of UTF-8 a term, 10 MiB a glossary, no empty
term, no control characters, no spaces at the ends.
"""

from __future__ import annotations

import unicodedata
from typing import Iterable, Iterator

from translator_aid import pairs, tabular
from translator_aid.exchange import Options, Remark, Source, unstated
from translator_aid.i18n import _
from translator_aid.model import Concept
from translator_aid.vocabulary import language

SUFFIXES = (".tsv", ".csv")
HOLDS = "Each source term with its one preferred translation; nothing else."
MAX_TERM = 1024
MAX_FILE = 10 * 1024 * 1024


def sniff(head: bytes) -> int:
    """It cannot be told from other tables of two columns; name it."""
    return 0


def read(source: Source, options: Options) -> Iterator[Concept | Remark]:
    """The entries of a glossary; a CSV file may carry language codes in its third and fourth column, and is turned round where they say so."""
    remarks = [unstated(source.path)]
    with source.open() as stream:
        rows = tabular.table(stream, source.path, options.encoding, "\t,")
        for concept in pairs.concepts(_pairs(rows, options.direction, remarks), options.direction):
            yield from remarks
            remarks.clear()
            yield concept
    yield from remarks


def _pairs(rows: Iterable[tabular.Row], direction: pairs.Direction, remarks: list[Remark]) -> Iterator[pairs.Pair]:
    seen: dict[str, tuple[str, int]] = {}
    for row in rows:
        if not row.get(0) or not row.get(1):
            remarks.append(Remark(_("an entry needs a source and a target term"), row.origin, "fault"))
        elif seen.setdefault(row.get(0), (row.get(1), row.origin.line))[0] != row.get(1):
            remarks.append(Remark(_("the source term stands in line {line} already, with another translation").format(
                line=seen[row.get(0)][1]), row.origin, "fault"))
        else:
            if any(row.fields[4:]):
                remarks.append(Remark(_("more than four columns: the rest was left out"), row.origin))
            codes = (language(row.get(2)), language(row.get(3)))
            if (row.get(2) or row.get(3)) and set(codes) != set(direction):
                message = _("the languages '{tag}' are not Indonesian and English")
                remarks.append(Remark(message.format(tag="/".join(row.fields[2:4])), row.origin, "fault"))
                continue
            turned = codes[0] is not None and codes[0] != direction[0]
            yield pairs.Pair(row.get(1), row.get(0), origin=row.origin) if turned else pairs.Pair(row.get(0), row.get(1), origin=row.origin)


def write(concepts: Iterable[Concept], options: Options) -> Iterator[bytes | Remark]:
    """A glossary with one entry a source term, as tab-separated text.

    >>> from translator_aid.model import Term
    >>> concept = Concept("ml", "", (Term("pembelajaran mesin", "id"),), (Term("machine learning", "en"),))
    >>> b"".join(write([concept], Options()))
    b'pembelajaran mesin\\tmachine learning\\n'
    """
    seen: dict[str, str] = {}
    size = 0
    for concept in concepts:
        preferred: str | None = None
        for source, target in pairs.pairs(concept, options.direction):
            first, second = _plain(source.text), _plain(target.text)
            preferred = preferred or second
            if second != preferred or not first:
                continue
            line = tabular.written([first, second], "\t")
            if first in seen:
                if seen[first] != second:
                    yield Remark(_("'{term}' has the translation '{other}' already; DeepL allows one, and '{left}' was left out").format(
                        term=first, other=seen[first], left=second), key=concept.key)
            elif max(len(first.encode("utf-8", "replace")), len(second.encode("utf-8", "replace"))) > MAX_TERM:
                yield Remark(_("a term of more than 1,024 bytes was left out"), key=concept.key)
            elif size + len(line) > MAX_FILE:
                yield Remark(_("the glossary is full (10 MiB); the rest was left out"), key=concept.key)
            else:
                seen[first] = second
                size += len(line)
                yield line


def _plain(text: str) -> str:
    """The text without control characters and without spaces at its ends."""
    return " ".join("".join(" " if unicodedata.category(mark) in ("Cc", "Zl", "Zp") else mark for mark in text).split())
