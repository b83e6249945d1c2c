"""Google Cloud Translation's glossaries of equivalent terms: a CSV with a column for each language, part of speech and description.

The limits are those of Google's documentation (Cloud Translation, "Create and use glossaries" and its quotas): 1,024 bytes of UTF-8 a term,
10 million code points a glossary, one term a language in a row. A term in two rows would leave it to chance which is taken, so it stands in one.
"""

from __future__ import annotations

from typing import Iterable, Iterator

from translator_aid import tabular
from translator_aid.exchange import Options, Remark, Source, unstated
from translator_aid.i18n import _
from translator_aid.model import Bilingual, Concept, Language, Term
from translator_aid.vocabulary import language, part_of_speech

SUFFIXES = (".csv",)
HOLDS = "The preferred term of each language, the part of speech and the definition in the source language."
MAX_TERM = 1024
MAX_FILE = 10_000_000
_OTHER = ("pos", "description")


def sniff(head: bytes) -> int:
    """How sure it is: a header of language codes with `pos` or `description`."""
    cells = [cell.strip().lower() for cell in tabular.head_text(head).split("\n")[0].split(",")]
    codes = [cell for cell in cells if language(cell) and len(cell) < 12]
    return 3 if len(codes) > 1 and any(name in cells for name in _OTHER) and all(cell in _OTHER or cell in codes for cell in cells) else 0


def read(source: Source, options: Options) -> Iterator[Concept | Remark]:
    """The rows of a glossary; without a header they are source and target."""
    yield unstated(source.path)
    with source.open() as stream:
        rows = tabular.table(stream, source.path, options.encoding, "\t,")
        columns: dict[Language, int] = {options.direction[0]: 0, options.direction[1]: 1}
        names: dict[str, int] = {}
        for number, row in enumerate(rows):
            if number == 0 and (found := _header(row.fields)):
                columns, names, unknown = found
                for name in unknown:
                    yield Remark(_("the column '{name}' was left out").format(name=name), row.origin)
                continue
            yield from _entry(row, columns, names, options.direction[0])


def _header(cells: tuple[str, ...]) -> tuple[dict[Language, int], dict[str, int], list[str]] | None:
    """Which column is which language, which is which of the others, and those that are neither; None where the row is no header."""
    codes: dict[Language, int] = {}
    for number, cell in enumerate(cells):
        code = language(cell)
        if code and code not in codes and len(cell) < 12:
            codes[code] = number
    others = {cell.lower(): number for number, cell in enumerate(cells) if cell.lower() in _OTHER}
    if not codes or len(codes) < 2 and not others:
        return None
    known = {*codes.values(), *others.values()}
    return codes, others, [cell for number, cell in enumerate(cells) if number not in known]


def _entry(row: tabular.Row, columns: dict[Language, int], names: dict[str, int], source: Language) -> Iterator[Concept | Remark]:
    part = part_of_speech(row.get(names.get("pos", -1)))
    if part is None:
        yield Remark(_("'{value}' is no {kind} that is known").format(value=row.get(names["pos"]), kind="partOfSpeech"), row.origin)
    sides = {code: (Term(row.get(at), code, part_of_speech=part or "", origin=row.origin),) for code, at in columns.items() if row.get(at)}
    text = row.get(names.get("description", -1))
    definition = (Bilingual(text, "", row.origin) if source == "id" else Bilingual("", text, row.origin)) if text else None
    if any(sides.values()):
        yield Concept("", "", sides.get("id", ()), sides.get("en", ()), part or "", definition, origin=row.origin)


def write(concepts: Iterable[Concept], options: Options) -> Iterator[bytes | Remark]:
    """A glossary of equivalent terms.

    >>> concept = Concept("ml", "", (Term("pembelajaran mesin", "id"),), (Term("machine learning", "en"),), "noun")
    >>> b"".join(write([concept], Options()))
    b'id,en,pos,description\\r\\npembelajaran mesin,machine learning,noun,\\r\\n'
    """
    first, second = options.direction
    yield tabular.written([first, second, *_OTHER])
    seen: set[tuple[str, str]] = set()
    size = 0
    for concept in concepts:
        if any(all(term.status == "deprecated" for term in concept.terms(code)) for code in (first, second)):
            yield Remark(_("a concept without a term that may be written in both languages was left out"), key=concept.key)
            continue
        terms = [" ".join(concept.preferred(code).text.split()) for code in (first, second)]
        marks = {(code, text.casefold()) for code, text in zip((first, second), terms)}
        if marks & seen:
            message = _("a term stands in another row already; which is taken would be left to chance, and this row was left out")
            yield Remark(message, key=concept.key)
            continue
        text = concept.definition.side(first) if concept.definition else ""
        line = tabular.written([*terms, concept.part_of_speech, text])
        if any(len(term.encode("utf-8", "replace")) > MAX_TERM for term in terms):
            yield Remark(_("a term of more than 1,024 bytes was left out"), key=concept.key)
        elif size + len(line) > MAX_FILE:
            yield Remark(_("the glossary is full (10 million bytes); the rest was left out"), key=concept.key)
        else:
            seen |= marks
            size += len(line)
            yield line
