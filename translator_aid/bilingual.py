"""A bilingual file as a Bitext: a table with two columns (TSV, CSV), or the program's own `translate --format bilingual` or `json`.

Places are those of the file. A cell whose text the format escapes (a doubled quotation mark, JSON's backslash) begins at its place, and columns
behind an escape in it count the text's characters.
"""

from __future__ import annotations

import json
import re
from json import decoder, scanner
from pathlib import PurePath
from typing import Any, Iterator, NamedTuple

from translator_aid.bitext import Bitext, Pair
from translator_aid.errors import UnreadableError
from translator_aid.i18n import _
from translator_aid.model import Document, Language, Origin, Segment

HEADERS = {
    "id": ("id", "ind", "in", "indonesian", "indonesia", "bahasa indonesia", "id-id"),
    "en": ("en", "eng", "english", "inggris", "bahasa inggris", "en-us", "en-gb"),
    "source": ("source", "src", "sumber"), "target": ("target", "trg", "tgt", "translation", "sasaran", "terjemahan"),
}
_BLOCK = re.compile(r"^\[\d+\] (?P<from>id|en): (?P<source>.*)\r?\n +(?P<to>id|en): (?P<target>.*)$", re.MULTILINE)
_CELL = '(?P<quoted>"(?:[^"]|"")*")|(?P<plain>[^{mark}\r\n]*)'


class Cell(NamedTuple):
    """A text and where it begins in the file."""

    text: str
    start: int


Row = tuple[Cell, Cell]


def read(text: str, path: str, languages: tuple[Language, Language]) -> Bitext:
    """The pairs of a bilingual file; its kind comes from its suffix and its beginning.

    >>> bitext = read("id\\ten\\nModel bahasa besar.\\tA large language model.\\n", "a.tsv", ("id", "en"))
    >>> [(pair.text("source"), pair.text("target")) for pair in bitext.pairs]
    [('Model bahasa besar.', 'A large language model.')]

    :raises UnreadableError: where the file is none of these.
    """
    suffix = PurePath(path).suffix.lower()
    if text.lstrip("\ufeff \t\r\n").startswith("{") and suffix not in (".tsv", ".csv"):
        rows, languages = _json(text, path, languages)
    elif _BLOCK.search(text) and suffix not in (".tsv", ".csv"):
        rows, languages = _blocks(text, languages)
    else:
        rows = _table(text, path, languages)
    pairs = [(_segment(source), _segment(target)) for source, target in rows]
    sides = [tuple(segment for segment in side if segment) for side in zip(*pairs)] or [(), ()]
    source, target = (Document(path, "bilingual", text, side) for side in sides)
    return Bitext((source, target), languages, tuple(Pair(number, *pair) for number, pair in enumerate(pair for pair in pairs if any(pair))))


def _segment(cell: Cell) -> Segment | None:
    lead = len(cell.text) - len(cell.text.lstrip())
    return Segment("paragraph", cell.text.strip(), cell.start + lead) if cell.text.strip() else None


def _table(text: str, path: str, languages: tuple[Language, Language]) -> list[Row]:
    first = next((line for line in text.lstrip("\ufeff").splitlines() if line.strip()), "")
    mark = "\t" if "\t" in first else ";" if first.count(";") > first.count(",") else ","
    lines = list(_tabbed(text) if mark == "\t" else _separated(text, mark))
    if not lines or len(lines[0]) < 2:
        message = _("no second column; a bilingual file has the source and the translation side by side (TSV, CSV, or translator-aid's own)")
        raise UnreadableError(message, Origin(path, 1, 1))
    names = [cell.text.strip("\ufeff \"").lower() for cell in lines[0]]
    columns = _columns(names, languages)
    if columns:
        lines = lines[1:]
    a, b = columns or (0, 1)
    return [(line[a] if a < len(line) else Cell("", 0), line[b] if b < len(line) else Cell("", 0)) for line in lines]


def _columns(names: list[str], languages: tuple[Language, Language]) -> tuple[int, int] | None:
    """Which columns hold the two languages, by the names in the first row; None where it has none."""
    found = []
    for language, side in zip(languages, ("source", "target")):
        found.append(next((number for number, name in enumerate(names) if name in HEADERS[language] or name in HEADERS[side]), -1))
    return (found[0], found[1]) if min(found) >= 0 and found[0] != found[1] else None


def _tabbed(text: str) -> Iterator[list[Cell]]:
    for line in re.finditer(r"[^\r\n]+", text):
        if line[0].strip("\ufeff \t"):
            cells, at = [], line.start()
            for part in line[0].split("\t"):
                cells.append(Cell(part.lstrip("\ufeff"), at + len(part) - len(part.lstrip("\ufeff"))))
                at += len(part) + 1
            yield cells


def _separated(text: str, mark: str) -> Iterator[list[Cell]]:
    """The rows of a CSV text (RFC 4180)."""
    cell = re.compile(_CELL.replace("{mark}", mark))
    at = 1 if text.startswith("\ufeff") else 0
    row: list[Cell] = []
    while at < len(text):
        found = cell.match(text, at)
        assert found is not None
        quoted = found["quoted"]
        row.append(Cell(quoted[1:-1].replace('""', '"'), at + 1) if quoted is not None else Cell(found["plain"], at))
        at = found.end()
        if text[at:at + 1] == mark:
            at += 1
            continue
        at += len(re.compile(r"[^\r\n]*(?:\r\n|\r|\n)?").match(text, at)[0])  # type: ignore[index]
        if any(cell.text.strip() for cell in row):
            yield row
        row = []


def _blocks(text: str, languages: tuple[Language, Language]) -> tuple[list[Row], tuple[Language, Language]]:
    rows = []
    for block in _BLOCK.finditer(text):
        rows.append((Cell(block["source"], block.start("source")), Cell(block["target"], block.start("target"))))
        languages = (block["from"], block["to"])  # type: ignore[assignment]
    return rows, languages


class _Placed(str):
    """A string of a JSON text that knows where it begins."""

    start: int = 0


def _json(text: str, path: str, languages: tuple[Language, Language]) -> tuple[list[Row], tuple[Language, Language]]:
    """The paragraphs of a `translate --format json`."""
    reader = json.JSONDecoder()

    def string(whole: str, begin: int, strict: bool = True) -> tuple[str, int]:
        value, end = decoder.scanstring(whole, begin, strict)  # type: ignore[attr-defined]
        placed = _Placed(value)
        placed.start = begin
        return placed, end

    reader.parse_string = string  # type: ignore[attr-defined]
    reader.scan_once = scanner.py_make_scanner(reader)  # type: ignore[attr-defined]
    try:
        data: Any = reader.decode(text.lstrip("\ufeff"))
        shift = len(text) - len(text.lstrip("\ufeff"))
        rows = [(_cell(item["text"], shift), _cell(item["translation"]["text"], shift)) for item in data["paragraphs"]]
        return rows, (data.get("source", languages[0]), data.get("target", languages[1]))
    except json.JSONDecodeError as error:
        raise UnreadableError(_("no valid JSON: {problem}").format(problem=error.msg), Origin(path, error.lineno, error.colno)) from error
    except (KeyError, TypeError) as error:
        message = _("not the JSON of `translator-aid translate --format json`: a paragraph's text or translation is missing")
        raise UnreadableError(message, Origin(path, 1, 1)) from error


def _cell(value: Any, shift: int) -> Cell:
    return Cell(str(value), getattr(value, "start", 0) + shift)
