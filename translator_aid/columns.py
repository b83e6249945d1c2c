"""Which column of a table holds what, by its header: in Indonesian or English, as terminology programs and people write it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Sequence

from translator_aid.errors import UsageError
from translator_aid.i18n import _
from translator_aid.model import Language
from translator_aid.vocabulary import language

SIDES: dict[Language, str] = {"id": "indonesian", "en": "english"}
TERM_FIELDS = ("status", "kind", "labels", "style", "case", "part_of_speech", "note", "source")
"""What a term may have in a column of its own."""
_NAMES = {
    "term": ("term", "terms", "istilah", "lema", "entri", "word", "kata", "sinonim", "synonym", "synonyms", "string", "text"),
    "key": ("key", "kunci", "identifier", "entryid", "conceptid", "entry_id", "uuid", "guid"),
    "domain": ("domain", "subject", "subjectfield", "field", "bidang", "topik", "topic", "category", "kategori", "ranah"),
    "definition": ("definition", "def", "definisi", "batasan", "penjelasan", "explanation", "description", "deskripsi", "arti", "meaning", "takrif"),
    "example": ("example", "examples", "contoh", "context", "konteks", "usage", "kalimat", "sentence"),
    "note": ("note", "notes", "catatan", "comment", "comments", "komentar", "keterangan", "remark", "remarks"),
    "status": ("status",), "kind": ("kind", "type", "termtype", "jenis", "tipe"), "labels": ("labels", "label"), "style": ("style", "gaya"),
    "case": ("case",), "part_of_speech": ("pos", "partofspeech", "wordclass", "kelaskata", "kelas"), "see": ("see", "related", "lihat", "terkait"),
    "source": ("reference", "referensi", "rujukan"), "review": ("review",),
    "language": ("language", "lang", "locale", "bahasa", "kodebahasa", "languagecode"),
}
FIELDS = {name: field for field, names in _NAMES.items() for name in names}
_INDONESIAN = ("definisi", "batasan", "penjelasan", "deskripsi", "arti", "takrif", "contoh", "konteks", "kalimat")
_SOURCE = ("source", "src", "sumber", "sourceterm", "istilahsumber", "istilah", "lema", "msgid")
_TARGET = ("target", "tgt", "translation", "terjemahan", "padanan", "targetterm", "sasaran", "alihbahasa", "msgstr")


@dataclass(frozen=True, slots=True)
class Column:
    """What a column holds."""

    field: str
    """`term`, `definition`, `status`, ..."""
    side: str
    """`indonesian`, `english`, or empty for what belongs to the whole concept."""


def recognised(header: Sequence[str], direction: tuple[Language, Language], told: Sequence[tuple[str, str]]) -> tuple[dict[int, Column], list[str]]:
    """The columns by number, and the headers of those that are not known; no columns at all where the row is no header.

    `told` are pairs of header and field that the user gives, such as ("Kata", "indonesian") or ("Arti", "definition_indonesian").

    >>> columns, unknown = recognised(("Istilah", "Padanan", "Definisi", "Harga"), ("id", "en"), ())
    >>> [(column.field, column.side) for column in columns.values()], unknown
    ([('term', 'indonesian'), ('term', 'english'), ('definition', 'indonesian')], ['Harga'])

    :raises UsageError: where the user names a header or a field that there is not.
    """
    columns: dict[int, Column] = {}
    unknown: list[str] = []
    given = _told(header, told)
    bare = [re.sub(r"[\W_]+", "", cell.casefold()) for cell in header]
    sides = {"source": SIDES[direction[0]], "target": SIDES[direction[1]]}
    both = any(name in _TARGET for name in bare)
    identifier = bare.index("id") if "id" in bare and any(
        language(name) == "id" and name != "id" or both and name in _SOURCE or FIELDS.get(name) == "language" for name in bare) else -1
    last = sides["source"]
    for number, name in enumerate(header):
        if number in given:
            column: Column | None = given[number]
        elif number == identifier:
            column = Column("key", "")
        else:
            column = _column(name, bare[number], sides, both, last, bare.count(bare[number]) > 1)
        if column is None:
            unknown.append(name)
            continue
        if column.field == "term":
            last = column.side
        columns[number] = column
    if not any(column.field == "term" for column in columns.values()) or len(header) > 1 and len(columns) == 1 and not given:
        return {}, []
    return columns, [name for name in unknown if name]


def sided(columns: dict[int, Column], sides: dict[str, str]) -> dict[int, Column]:
    """The columns with other sides, for a row that names its languages itself.

    >>> sided({0: Column("term", "indonesian"), 1: Column("key", "")}, {"indonesian": "english"})
    {0: Column(field='term', side='english'), 1: Column(field='key', side='')}
    """
    return {number: Column(column.field, sides.get(column.side, column.side)) for number, column in columns.items()}


def _column(name: str, bare: str, sides: dict[str, str], both: bool, last: str, repeated: bool) -> Column | None:
    if bare in ("sourcelanguage", "sourcelang", "srclang", "bahasasumber", "targetlanguage", "targetlang", "tgtlang", "bahasasasaran"):
        return Column("language", "target" if bare.startswith("t") or bare.endswith("sasaran") else "source")
    if FIELDS.get(bare) in ("key", "language"):
        return Column(FIELDS[bare], "")
    if bare in _TARGET:
        return Column("term", sides["target"])
    if bare in _SOURCE and (both or bare not in ("source", "sumber")):
        return Column("term", sides["source"])
    if bare in ("asing", "istilahasing", "kataasing"):
        return Column("term", "english")
    if (code := language(name)) and bare[2:] not in FIELDS and bare[3:] not in FIELDS:
        return Column("term", SIDES[code])
    words = [word for word in re.split(r"[\W_]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).casefold()) if word]
    codes = [code for word in words if word != "in" and (code := language(word))]
    rest = "".join(word for word in words if word == "in" or not language(word))
    if rest in ("source", "sumber"):
        return Column("source", SIDES[codes[0]] if codes else "")
    field = FIELDS.get(rest) or FIELDS.get(words[-1] if words else "")
    if field is None:
        return None
    side = SIDES[codes[0]] if codes else ""
    if field == "term":
        return Column("term", side or sides["source"])
    if field in ("definition", "example"):
        # A table with one such column speaks its source language, one with several (memoQ's) puts each behind its term.
        return Column(field, side or ("indonesian" if rest in _INDONESIAN else last if repeated else sides["source"]))
    if field in ("key", "domain", "see", "review"):
        return Column(field, "")
    if not side and field in ("status", "kind", "labels", "style", "case"):
        side = last
    return Column(field, side)


def _told(header: Sequence[str], told: Sequence[tuple[str, str]]) -> dict[int, Column]:
    """The columns that the user named, by number."""
    found: dict[int, Column] = {}
    lowered = [cell.casefold() for cell in header]
    for name, field in told:
        if name.casefold() not in lowered:
            raise UsageError(_("the table has no column '{name}'; it has {names}").format(name=name, names=", ".join(header)))
        side = next((side for side in SIDES.values() if side in field.split("_")), "")
        bare = "_".join(word for word in field.split("_") if word != side) or "term"
        plain = ("key", "domain", "part_of_speech", "see", "source", "review", "note")
        if bare not in (plain if not side else ("term", "definition", "example", *TERM_FIELDS)):
            raise UsageError(_("'{field}' is no field of a table; the fields are {names}").format(field=field, names=", ".join(
                (*SIDES.values(), *plain, "definition_indonesian", "example_english", "indonesian_status"))))
        found[lowered.index(name.casefold())] = Column(bare, side)
    return found
