"""Lines of JSONL with one field more: each keeps all that stands in it, to the letter.

A record without text keeps its place, with null for the result; a line that is no JSON object is left out. Both are reported with their place, and
the rest goes on.
"""

from __future__ import annotations

import json
import re
from typing import Any, Callable, Mapping, Sequence

from translator_aid.chunks import Chunk
from translator_aid.i18n import _
from translator_aid.model import Origin

BLANK = "\ufeff \t\r"
"""What may stand around a record."""
_parse = json.JSONDecoder().raw_decode


class Bad(Exception):
    """A record has no text to work on."""


class Lines:
    """Works on lines, stretch by stretch.

    >>> from translator_aid.chunks import Place
    >>> lines = Lines(("teks",), "kata", lambda texts: (str(len(texts[0].split())), 1))
    >>> lines.done(Chunk("a.jsonl", "jsonl", 1, b'{"n": 1.50, "teks": "Jaringan saraf"}\\n{}', Place(), 0))
    (b'{"n": 1.50, "teks": "Jaringan saraf", "kata": 2}\\n{"kata": null}\\n', 2, 1, ["a.jsonl:2: no text under 'teks'"])
    """

    def __init__(self, fields: Sequence[str], name: str, written: Callable[[Sequence[str]], tuple[str, int]]) -> None:
        """Texts stand under the keys `fields`; what `written` makes of them, in JSON and with a count, is put under `name`."""
        self.fields = fields
        self.name = name
        self._written = written

    def done(self, chunk: Chunk) -> tuple[bytes, int, int, list[str]]:
        """The lines, how many they are, the sum of the counts, and what was bad, each with its place."""
        made: list[bytes] = []
        bad: list[str] = []
        total = 0
        fields, write = self.fields, self._written
        field = fields[0] if len(fields) == 1 else ""
        for number, line in enumerate(_lines(chunk.data), chunk.first):
            try:
                text = (line if isinstance(line, str) else line.decode("utf-8")).strip(BLANK)
                if not text:
                    continue
                record, end = _parse(text)
                if end != len(text) or not isinstance(record, dict):
                    raise _wrong(text)
            except (Bad, ValueError, RecursionError) as error:
                bad.append(_placed(chunk.path, number, error))
                continue
            value = record.get(field) if field else None
            try:
                written, count = write((value,) if isinstance(value, str) else [_text(record, name) for name in fields])
            except Bad as error:
                bad.append(f"{chunk.path}:{number}: {error}")
                written, count = "null", 0
            made.append(encoded(_with(text, record, self.name, written)))
            total += count
        return b"".join(made), len(made), total, bad


def encoded(text: str) -> bytes:
    """JSON in UTF-8; half a surrogate pair, which JSON may hold and UTF-8 may not, is escaped.

    >>> encoded('{"teks": "Bobot \\ud83d"}')
    b'{"teks": "Bobot \\\\ud83d"}'
    """
    try:
        return text.encode()
    except UnicodeEncodeError:
        return re.sub("[\ud800-\udfff]", lambda half: f"\\u{ord(half[0]):04x}", text).encode()


def _lines(data: bytes) -> Sequence[str | bytes]:
    """The lines as text or, where not all of it is UTF-8, as they are."""
    try:
        return data.decode("utf-8").split("\n")
    except UnicodeDecodeError:
        return data.split(b"\n")


def _wrong(text: str) -> Exception:
    """What is wrong with JSON that is followed by something, or is no object."""
    try:
        json.loads(text)
    except ValueError as error:
        return error
    return Bad(_("not a JSON object"))


def _text(record: Mapping[str, Any], field: str) -> str:
    """The text under a key, or at the end of a path of keys with dots between."""
    value: Any = record.get(field)
    if value is None and field not in record:
        value = record
        for name in field.split("."):
            value = value.get(name) if isinstance(value, dict) else None
    if value is None:
        raise Bad(_("no text under '{name}'").format(name=field))
    if not isinstance(value, str):
        raise Bad(_("what stands under '{name}' is no text").format(name=field))
    return value


def _with(text: str, record: dict[str, Any], name: str, written: str) -> str:
    """A record's line with one field more, given in JSON; only where it has one of that name already is it written anew."""
    if name in record:
        return json.dumps({**record, name: json.loads(written)}, ensure_ascii=False) + "\n"
    return f'{text[:-1].rstrip()}{", " if record else ""}"{name}": {written}}}\n'


def _placed(path: str, number: int, error: Exception) -> str:
    """What is wrong with a line, with its place."""
    if isinstance(error, json.JSONDecodeError):
        return f"{Origin(path, number, error.colno)}: " + _("not JSON: {reason}").format(reason=error.msg)
    if isinstance(error, UnicodeDecodeError):
        byte = error.object[error.start]
        return f"{path}:{number}: " + _("byte 0x{byte:02x} is not UTF-8; convert the file to UTF-8 and try again").format(byte=byte)
    if isinstance(error, RecursionError):
        return f"{path}:{number}: " + _("not JSON: {reason}").format(reason=_("nested too deep"))
    return f"{path}:{number}: {error}"
