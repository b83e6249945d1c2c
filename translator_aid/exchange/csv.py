"""Tables with a header, comma- or tab-separated: one concept a row, a column a field, several terms of a language in one cell with `|` between them.

Read are tables of any program: a column is recognised by its header in Indonesian or English, or named by the user; without a header the first
column is the source term, the second the target term, the third a note.
"""

from __future__ import annotations

import itertools
import re
from typing import Iterable, Iterator, Sequence

from translator_aid import tabular
from translator_aid.columns import TERM_FIELDS, Column, recognised, sided
from translator_aid.exchange import Options, Remark, Source, unstated
from translator_aid.gathering import gathered
from translator_aid.i18n import _
from translator_aid.model import KINDS, LABELS, PARTS_OF_SPEECH, STYLES, Bilingual, Concept, Language, Status, Term
from translator_aid.repeating import Repeated
from translator_aid.vocabulary import kind, language, part_of_speech, status

SUFFIXES = (".csv", ".tsv")
HOLDS = "Every field but guards, in columns named for them."
SIDES: tuple[tuple[str, Language], ...] = (("indonesian", "id"), ("english", "en"))
SIDE_OF = {code: side for side, code in SIDES}
_CHOICES = {"kind": KINDS, "style": STYLES, "case": ("exact",), "part_of_speech": PARTS_OF_SPEECH}


def sniff(head: bytes) -> int:
    """How sure it is: a header with a column for each language, or at least a delimiter in most lines."""
    text = tabular.head_text(head)
    lines = [line for line in text.splitlines()[:30] if line.strip()]
    if not lines or text.lstrip().startswith(("<", "{", "[")) or lines[0].startswith("#"):
        return 0
    delimiter = tabular.delimiter_of(lines[0])
    columns, _unknown = recognised(tuple(cell.strip(' "') for cell in lines[0].split(delimiter)), ("id", "en"), ())
    if {column.side for column in columns.values() if column.field == "term"} >= {"indonesian", "english"}:
        return 3 if lines[0].lower().startswith(f"key{delimiter}domain") else 2
    return 1 if 2 * sum(delimiter in line for line in lines) >= len(lines) else 0


def read(source: Source, options: Options) -> Iterator[Concept | Remark]:
    """The rows of a table.

    >>> _remark, concept = read(Source("a.csv", "Istilah,Padanan,Definisi\\nlatih-ulang,retrain,Melatih lagi.\\n".encode()), Options("csv"))
    >>> concept.english[0].text, concept.definition.indonesian
    ('retrain', 'Melatih lagi.')
    """
    with source.open() as stream:
        rows = tabular.table(stream, source.path, options.encoding)
        first = next(rows, None)
        if first is None:
            return
        table = _Table(first, options)
        yield from table.remarks
        entries = (item for row in (rows if table.has_header else itertools.chain([first], rows)) for item in table.entry(row))
        yield from gathered(entries, table.states_status) if table.is_long or table.gathers else entries


class _Table:
    """What the first row of a table says of the others."""

    def __init__(self, first: tabular.Row, options: Options) -> None:
        self.columns, unknown = recognised(first.fields, options.direction, options.columns)
        self.has_header = bool(self.columns)
        self.source = SIDE_OF[options.direction[0]]
        self.states_status = any(column.field == "status" for column in self.columns.values())
        self.keys: set[str] = set()
        entry = any(re.fullmatch(r"(?i)(?:entry|concept)[\W_]*(?:id|no|number)", name) for name in first.fields)
        self.gathers = entry and Column("key", "") in self.columns.values()
        self.is_long = Column("language", "") in self.columns.values() and sum(column.field == "term" for column in self.columns.values()) == 1
        self.remarks = [] if self.states_status else [unstated(first.origin.path)]
        self.between = "" if not self.has_header else "|" if first.fields[:2] == ("key", "domain") else "|;"
        self.width = len(first.fields) if self.has_header else 3
        for name in unknown:
            self.remarks.append(Remark(_("the column '{name}' was left out").format(name=name), first.origin))
        if not self.has_header:
            self.columns = _plain(options.direction)
            message = _("there is no header: the first column is read as {source}, the second as {target}, the third as a note")
            self.remarks.append(Remark(message.format(source=options.direction[0], target=options.direction[1]), first.origin, "adapted"))

    def entry(self, row: tabular.Row) -> Iterator[Concept | Remark]:
        """The concept of a row."""
        if any(row.fields[self.width:]):
            yield Remark(_("the row has more cells than the header; the rest was left out"), row.origin)
        columns = self.columns
        for number, column in self.columns.items():
            if column.field != "language" or not row.get(number) or not column.side and not self.is_long:
                continue
            code = language(row.get(number))
            if code is None:
                message = _("terms in '{language}' are neither Indonesian nor English and were left out")
                yield Remark(message.format(language=row.get(number)), row.origin)
                return
            columns = self._turned(column, SIDE_OF[code])
        for item in _concept(row, columns, self.between):
            if isinstance(item, Concept) and item.key and not self.gathers and not self.is_long:
                if item.key in self.keys:
                    yield Remark(_("id=\"{value}\" stands twice in the file").format(value=item.key), row.origin)
                self.keys.add(item.key)
            yield item

    def _turned(self, column: Column, side: str) -> dict[int, Column]:
        """The columns where one of them names the language of the row, of its source term or of its target term."""
        if self.is_long:
            return sided(self.columns, dict.fromkeys(SIDE_OF.values(), side))
        other = {"indonesian": "english", "english": "indonesian"}
        source = side if column.side == "source" else other[side]
        return self.columns if source == self.source else sided(self.columns, other)


def _plain(direction: tuple[Language, Language]) -> dict[int, Column]:
    return {0: Column("term", SIDE_OF[direction[0]]), 1: Column("term", SIDE_OF[direction[1]]), 2: Column("note", "")}


def _concept(row: tabular.Row, columns: dict[int, Column], between: str) -> Iterator[Concept | Remark]:
    cells: dict[Column, list[str]] = {}
    for at, column in columns.items():
        if row.get(at):
            cells.setdefault(column, []).append(row.get(at))
    part, remark = _known("part_of_speech", " ".join(cells.get(Column("part_of_speech", ""), [])), row)
    yield from remark
    sides: dict[str, tuple[Term, ...]] = {}
    for side, code in SIDES:
        texts = [" ".join(text.split()) for cell in cells.get(Column("term", side), []) for text in split(cell, between)]
        attributes = {name: [split(cell, "|", True) for cell in cells.get(Column(name, side), [])] for name in TERM_FIELDS}
        found = list(_terms(texts, code, {name: values[0] for name, values in attributes.items() if values}, part, row))
        yield from (item for item in found if isinstance(item, Remark))
        sides[side] = tuple(item for item in found if isinstance(item, Term))
    if not sides["indonesian"] and not sides["english"]:
        yield Remark(_("a row without a term was left out"), row.origin)
        return
    yield _filled(cells, sides, part, row, "|" if between == "|" else "")


def _filled(cells: dict[Column, list[str]], sides: dict[str, tuple[Term, ...]], part: str, row: tabular.Row, between: str) -> Concept:
    def text(field: str, side: str = "") -> str:
        return "; ".join(cells.get(Column(field, side), []))

    definition = Bilingual(text("definition", "indonesian"), text("definition", "english"), row.origin)
    first, second = (split(text("example", side), between, True) for side, _code in SIDES)
    examples = (Bilingual(*sides, row.origin) for sides in itertools.zip_longest(first, second, fillvalue=""))
    return Concept(
        text("key"), text("domain"), sides["indonesian"], sides["english"], part, definition if definition.indonesian or definition.english else None,
        tuple(example for example in examples if example.indonesian or example.english), tuple(split(text("see"))),
        text("source"), text("review"), text("note"), row.origin)


def _terms(texts: Sequence[str], code: Language, attributes: dict[str, list[str]], part: str, row: tabular.Row) -> Iterator[Term | Remark]:
    seen: set[str] = set()
    for number, text in enumerate(texts):
        if text.casefold() in seen:
            yield Remark(_("a term stands twice in one entry and language, and was read once"), row.origin, "adapted")
            continue
        state: Status = "admitted" if seen else "preferred"
        seen.add(text.casefold())
        values = {name: given[number] if number < len(given) else "" for name, given in attributes.items()}
        if values.get("status"):
            known = status(values["status"])
            if known is None:
                yield Remark(_("'{value}' is no {kind} that is known").format(value=values["status"], kind="status"), row.origin)
            state = known or state
        fields: dict[str, str] = {}
        for name in _CHOICES:
            fields[name], remark = _known(name, values.get(name, ""), row)
            yield from remark
        labels = tuple(label for label in values.get("labels", "").split(",") if label in LABELS)
        yield Term(text, code, state, fields["kind"], labels, fields["style"], fields["case"], fields["part_of_speech"] or part,
                   values.get("note", ""), values.get("source", ""), origin=row.origin)


def _known(name: str, value: str, row: tabular.Row) -> tuple[str, list[Remark]]:
    """A value as one of our choices; a remark where it is none."""
    found: str | None = value
    if value not in _CHOICES[name]:
        found = kind(value) if name == "kind" else part_of_speech(value) if name == "part_of_speech" else value
    if not value or found is not None and (found in _CHOICES[name] or not found):
        return found or "", []
    return "", [Remark(_("'{value}' is no {kind} that is known").format(value=value, kind=name), row.origin)]


def split(cell: str, between: str = "|", empty: bool = False) -> list[str]:
    """The items of a cell, which stand between these marks; a backslash before a mark makes it part of the item.

    >>> split("model AI | a\\\\|b"), split("model AI; model kecerdasan buatan", "|;"), split("a; b", "")
    (['model AI', 'a|b'], ['model AI', 'model kecerdasan buatan'], ['a; b'])
    """
    if not between:
        return [cell]
    found = re.findall(rf"((?:\\.|[^\\{between}]|\\$)*)(?:[{between}]|$)", cell)[:-1] or [cell]
    items = [re.sub(r"\\([|\\])", r"\1", item).strip() for item in found]
    return items if empty else [item for item in items if item]


def joined(items: Iterable[str]) -> str:
    """Items as one cell.

    >>> joined(["model AI", "a|b"])
    'model AI | a\\\\|b'
    """
    return " | ".join(item.replace("\\", "\\\\").replace("|", "\\|") for item in items)


def write(concepts: Iterable[Concept], options: Options) -> Iterator[bytes | Remark]:
    """A table with a header; CSV begins with a byte order mark, without which Excel takes it for another encoding.

    >>> concept = Concept("ml", "", (Term("pembelajaran mesin", "id"), Term("ML", "id", "admitted")), (Term("machine learning", "en"),))
    >>> print(b"".join(write([concept], Options("tsv"))).decode().splitlines()[1].split("\\t")[3:5])
    ['pembelajaran mesin | ML', 'preferred | admitted']
    """
    with Repeated(concepts) as listed:
        used = {name for concept in listed for term in concept.indonesian + concept.english for name in TERM_FIELDS if _value(term, name, concept)}
        yield from _table(listed, [name for name in TERM_FIELDS if name in used or name == "status"], options)


def _table(listed: Iterable[Concept], used: Sequence[str], options: Options) -> Iterator[bytes]:
    delimiter = "\t" if options.format == "tsv" else ","
    header = ["key", "domain", "part_of_speech"]
    for side, _code in SIDES:
        header += [side, *(f"{side}_{name}" for name in used)]
    header += [f"{field}_{side}" for field in ("definition", "example") for side, _code in SIDES] + ["see", "source", "review", "note"]
    if delimiter == ",":
        yield "\ufeff".encode()
    yield tabular.written(header, delimiter)
    for concept in listed:
        yield tabular.written([_one_line(cell) if delimiter == "\t" else cell for cell in _row(concept, used)], delimiter)


def _row(concept: Concept, used: Sequence[str]) -> Iterator[str]:
    yield from (concept.key, concept.domain, concept.part_of_speech)
    for side, code in SIDES:
        terms = concept.terms(code)
        yield joined(term.text for term in terms)
        for name in used:
            values = [_value(term, name, concept) for term in terms]
            yield joined(values) if any(values) else ""
    for _side, code in SIDES:
        yield concept.definition.side(code) if concept.definition else ""
    for _side, code in SIDES:
        yield joined(example.side(code) for example in concept.examples) if any(example.side(code) for example in concept.examples) else ""
    yield from (joined(concept.see), concept.source, concept.review, concept.note)


def _value(term: Term, name: str, concept: Concept) -> str:
    if name == "part_of_speech":
        return term.part_of_speech if term.part_of_speech != concept.part_of_speech else ""
    value = getattr(term, name)
    return ",".join(value) if isinstance(value, tuple) else str(value)


def _one_line(text: str) -> str:
    return " ".join(text.split())
