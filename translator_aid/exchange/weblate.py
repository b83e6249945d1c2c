"""Weblate's CSV for glossary components: one unit a source term; the concept's key is its context.

The columns are those that Weblate and the Translate Toolkit expect (docs.weblate.org, "CSV files").
"""

from __future__ import annotations

from typing import Iterable, Iterator

from translator_aid import pairs, tabular
from translator_aid.exchange import Options, Remark, Source, unstated
from translator_aid.i18n import _
from translator_aid.model import Concept

SUFFIXES = (".csv",)
HOLDS = "Each source term with its preferred translation, the key as context, note and definition as comments."
COLUMNS = ("location", "source", "target", "ID", "fuzzy", "context", "translator_comments", "developer_comments")


def sniff(head: bytes) -> int:
    """How sure it is: by the header."""
    cells = [cell.strip(' "').lower() for cell in tabular.head_text(head).split("\n")[0].replace(";", ",").split(",")]
    return 3 if {"source", "target"} <= set(cells) and len({"location", "context", "fuzzy", "developer_comments"} & set(cells)) > 1 else 0


def read(source: Source, options: Options) -> Iterator[Concept | Remark]:
    """The units of a file; those with one context are one concept.

    >>> _remark, concept = read(Source("id.csv", b"source,target,context\\npembelajaran mesin,machine learning,ml\\n"), Options())
    >>> concept.key, concept.english[0].text
    ('ml', 'machine learning')
    """
    remarks = [unstated(source.path)]
    with source.open() as stream:
        rows = tabular.table(stream, source.path, options.encoding)
        for concept in pairs.concepts(_pairs(rows, remarks), options.direction):
            yield from remarks
            remarks.clear()
            yield concept
    yield from remarks


def _pairs(rows: Iterator[tabular.Row], remarks: list[Remark]) -> Iterator[pairs.Pair]:
    names: dict[str, int] = {}
    for number, row in enumerate(rows):
        if number == 0:
            cells = [cell.lower() for cell in row.fields]
            found = "source" in cells and "target" in cells
            names = {name: at for at, name in enumerate(cells)} if found else {name.lower(): at for at, name in enumerate(COLUMNS)}
            for name in names if found else ():
                if name not in [known.lower() for known in COLUMNS]:
                    remarks.append(Remark(_("the column '{name}' was left out").format(name=name), row.origin))
            if found:
                continue
        cell = {name: row.get(at) for name, at in names.items()}
        if not cell.get("source"):
            remarks.append(Remark(_("a line without a source or without a target term was left out"), row.origin))
            continue
        for name in ("location", "id"):
            if cell.get(name):
                remarks.append(Remark(_("the column '{name}' was left out").format(name=name), row.origin))
        doubtful = cell.get("fuzzy", "").lower() in ("true", "1", "yes", "fuzzy")
        yield pairs.Pair(
            cell["source"], cell.get("target", ""), cell.get("translator_comments", ""), "admitted" if doubtful else None,
            key=cell.get("context", ""), definition=cell.get("developer_comments", ""), origin=row.origin)


def write(concepts: Iterable[Concept], options: Options) -> Iterator[bytes | Remark]:
    """A CSV file with a unit for each source term.

    >>> from translator_aid.model import Term
    >>> concept = Concept("ml", "", (Term("pembelajaran mesin", "id"),), (Term("machine learning", "en"),))
    >>> print(b"".join(write([concept], Options())).decode().splitlines()[1])
    ,pembelajaran mesin,machine learning,,,ml,,
    """
    yield tabular.written(COLUMNS)
    for concept in concepts:
        seen: set[str] = set()
        text = concept.definition.side(options.direction[0]) if concept.definition else ""
        for source, target in pairs.pairs(concept, options.direction):
            if source.text in seen:
                yield Remark(_("Weblate has one translation a term; '{term}' was left out").format(term=target.text), key=concept.key)
                continue
            seen.add(source.text)
            yield tabular.written(["", source.text, target.text, "", "", concept.key, concept.note, text])
