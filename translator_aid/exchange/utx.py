"""UTX 1.11, the simple glossary format of the Asia-Pacific Association for Machine Translation: tabs, two lines of header, a status for each term."""

from __future__ import annotations

import re
from typing import Iterable, Iterator

from translator_aid import pairs, tabular
from translator_aid.exchange import Options, Remark, Source
from translator_aid.i18n import _
from translator_aid.interchange import moment
from translator_aid.model import Concept, Status, Term
from translator_aid.vocabulary import language, part_of_speech

SUFFIXES = (".utx", ".utxs", ".tsv")
HOLDS = "Terms in pairs with part of speech, status and note; the key as concept ID."
_STATUSES: dict[Status, str] = {"preferred": "approved", "admitted": "provisional", "rare": "non-standard", "deprecated": "forbidden"}
_READ: dict[str, Status] = {**{word: status for status, word in _STATUSES.items()}, "rejected": "deprecated", "registered": "preferred"}
COLUMNS = ("src", "tgt", "src:pos", "term status", "comment", "concept ID")


def sniff(head: bytes) -> int:
    """How sure it is: by the first line."""
    return 3 if re.match(r"#UTX(-S)?\s", tabular.head_text(head)) else 0


def read(source: Source, options: Options) -> Iterator[Concept | Remark]:
    """The entries of a glossary; those with one concept ID are one concept."""
    remarks: list[Remark] = []
    header = _Header(options.direction, remarks)
    with source.open() as stream:
        rows = tabular.rows(tabular.lines(stream, source.path, options.encoding), source.path, "\t", quotes=False)
        first = next(rows, None)
        if first is None or not first.fields[0].startswith("#UTX"):
            yield Remark(_("the first line must begin with #UTX"), pairs.Pair("", "").origin if first is None else first.origin, "fault")
            return
        header.first(first)
        for concept in pairs.concepts(header.entries(rows), header.direction):
            yield from remarks
            remarks.clear()
            yield concept
    yield from remarks


class _Header:
    """What the lines at the top say: the languages and the columns."""

    def __init__(self, direction: pairs.Direction, remarks: list[Remark]) -> None:
        self.direction = direction
        self.remarks = remarks
        self.columns: dict[str, int] = {"src": 0, "tgt": 1, "src:pos": 2}

    def first(self, row: tabular.Row) -> None:
        tags = re.search(r"[;\s]\s*([A-Za-z]{2,3}(?:-\w+)*)/([A-Za-z]{2,3}(?:-\w+)*)", " ".join(row.fields))
        codes = (language(tags.group(1)), language(tags.group(2))) if tags else None
        if codes and codes[0] and codes[1] and codes[0] != codes[1]:
            self.direction = (codes[0], codes[1])
        elif codes:
            message = _("the languages '{tag}' are not Indonesian and English")
            self.remarks.append(Remark(message.format(tag="/".join(tags.groups() if tags else ())), row.origin, "fault"))

    def entries(self, rows: Iterable[tabular.Row]) -> Iterator[pairs.Pair]:
        titled = False
        for row in rows:
            if row.fields[0].startswith("#"):
                cells = [cell.lstrip("#").strip().lower() for cell in row.fields]
                if not titled and "src" in cells:
                    titled = True
                    self.columns = {name: at for at, name in enumerate(cells)}
                    for name in cells:
                        if name and name not in [known.lower() for known in COLUMNS]:
                            self.remarks.append(Remark(_("the column '{name}' was left out").format(name=name), row.origin))
                continue
            yield from self.pair(row)

    def pair(self, row: tabular.Row) -> Iterator[pairs.Pair]:
        def cell(name: str) -> str:
            return row.get(self.columns.get(name, -1))

        if not cell("src") or not cell("tgt"):
            self.remarks.append(Remark(_("a line without a source or without a target term was left out"), row.origin))
            return
        part = part_of_speech(cell("src:pos").strip("-"))
        if part is None:
            self.remarks.append(Remark(_("'{value}' is no {kind} that is known").format(value=cell("src:pos"), kind="partOfSpeech"), row.origin))
        state = _READ.get(cell("term status").lower())
        if state is None and cell("term status"):
            self.remarks.append(Remark(_("'{value}' is no {kind} that is known").format(value=cell("term status"), kind="term status"), row.origin))
        yield pairs.Pair(cell("src"), cell("tgt"), cell("comment"), state, part or "", key=cell("concept id"), origin=row.origin)


def write(concepts: Iterable[Concept], options: Options) -> Iterator[bytes | Remark]:
    """A glossary; the status is that of the source term."""
    now = moment()
    rights = f"; license: {_plain(options.licence)}" if options.licence else ""
    yield f"#UTX 1.11; {'/'.join(options.direction)}; {now.isoformat(timespec='seconds')}; copyright: {_plain(options.title)}{rights}\r\n".encode()
    yield ("#" + "\t".join(COLUMNS) + "\r\n").encode()
    for concept in concepts:
        for source, target in pairs.pairs(concept, options.direction, deprecated=True):
            if source.text.startswith("#"):
                yield Remark(_("a term that begins with '#' would be a comment and was left out"), key=concept.key)
                continue
            yield _line(concept, source, target)


def _line(concept: Concept, source: Term, target: Term) -> bytes:
    # Only a pair with the preferred target speaks of its source term; the others are there for the target's sake.
    status: Status = source.status if source.status == "deprecated" or target.status in ("preferred", source.status) else target.status
    cells = [source.text, target.text, source.part_of_speech or "-", _STATUSES[status], concept.note, concept.key]
    return ("\t".join(_plain(cell) for cell in cells) + "\r\n").encode("utf-8", "replace")


def _plain(text: str) -> str:
    return " ".join(text.split())
