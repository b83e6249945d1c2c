"""What becomes of a corpus, piece by piece, in one process or in many: each record comes out as it was, with its matches or findings beside it.

A line of JSONL keeps all that stands in it, to the letter; only the new field is put behind the others. A record without text keeps its place, with
null for the result; a line that is no JSON object is left out. Both are reported with their place, and the rest goes on.
"""

from __future__ import annotations

import gc
import json
import re
from typing import Any, Iterator, Mapping, NamedTuple, Sequence

from translator_aid import batch, i18n
from translator_aid.chunks import Chunk
from translator_aid.errors import Error
from translator_aid.i18n import _
from translator_aid.model import Document, Language, Origin, Run, Segment

MATCHES, FINDINGS = "matches", "findings"
"""The new field, as `annotate` and `check` call it."""


class Task(NamedTuple):
    """What is to be done, in values that can be sent to other processes."""

    languages: tuple[Language | None, Language | None] = (None, None)
    """Of the text and, for a check, of its translation; None: what a document says, else id."""
    fields: tuple[str, ...] = ()
    """Keys or columns of the text and, for a check, of its translation; a key with dots is the end of a path."""
    own: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    shipped: bool = True
    """Which glossary, as `compiled.opened` takes it."""
    every: bool = True
    """All mentions, or only the first of each concept in a text."""
    input_format: str | None = None
    """What documents are, if it is said."""
    codes: frozenset[str] | None = None
    """For a check, its codes; None: annotate."""
    style: str = "news"
    american_dates: bool = False
    """For a check, how its findings are worded."""
    lang: str = "en"
    """The language of messages."""


class Outcome(NamedTuple):
    """What became of a piece."""

    chunk: Chunk | None
    """The piece, without its data; None where there was only an error."""
    data: bytes
    """Lines of JSONL, or an Arrow stream."""
    records: int
    """How many are in it."""
    bad: tuple[str, ...]
    """What could not be read, each with its place."""
    found: int = 0
    """Matches or findings."""


class Bad(Exception):
    """A record has no text to work on."""


_workers: dict[str, Worker] = {}


def prepare(task: Task) -> None:
    """Makes this process ready for `work`."""
    i18n.use(task.lang)
    _workers["here"] = Worker(task)
    gc.freeze()  # the glossary is no garbage: a collector that walks it again and again takes a third of the time


def work(item: Chunk | Error) -> Outcome:
    """What becomes of a piece; `prepare` goes before."""
    if isinstance(item, Error):
        return Outcome(None, b"", 0, (str(item),))
    return _workers["here"].done(item)


class Worker:
    """Does a task for one piece after the other."""

    def __init__(self, task: Task) -> None:
        self.task = task
        self.glossary, self.matchers = batch.opened(task.own, task.domains, task.shipped)
        self.name = MATCHES if task.codes is None else FINDINGS
        self._annotator = batch.Annotator(task.languages[0] or "id", task.every, self.glossary, self.matchers)

    def done(self, chunk: Chunk) -> Outcome:
        """What becomes of a piece.

        >>> from translator_aid.chunks import Chunk, Place
        >>> chunk = Chunk("berita.jsonl", "jsonl", 1, b'{"id": 1, "teks": "AGI."}\\n{"id": 2}\\n', Place(), 0)
        >>> outcome = Worker(Task(fields=("teks",))).done(chunk)
        >>> [[found["key"] for found in json.loads(line)["matches"] or ()] for line in outcome.data.splitlines()], outcome.bad
        ([['artificial-general-intelligence'], []], ("berita.jsonl:2: no text under 'teks'",))
        """
        bad: list[str] = []
        kept = chunk._replace(data=b"")
        if chunk.kind == "parquet":
            data, records, found = self._rows(chunk, bad)
            return Outcome(kept, data, records, tuple(bad), found)
        lines = list(self._lines(chunk, bad) if chunk.kind == "jsonl" else self._paragraphs(chunk, bad))
        return Outcome(kept, b"".join(line for line, _number in lines), len(lines), tuple(bad), sum(number for _line, number in lines))

    def result(self, values: Sequence[str]) -> list[dict[str, Any]]:
        """The matches in a text, or the findings about a text and its translation."""
        if self.task.codes is None:
            return list(self._annotator.matches(values[0]))
        return list(self._findings(values))

    def _lines(self, chunk: Chunk, bad: list[str]) -> Iterator[tuple[bytes, int]]:
        for number, raw in enumerate(chunk.data.split(b"\n"), chunk.first):
            if not raw.strip(b"\xef\xbb\xbf \t\r"):
                continue
            try:
                text = raw.decode("utf-8").strip("\ufeff \t\r")
                record = _object(text)
            except (Bad, ValueError, RecursionError) as error:
                bad.append(_placed(chunk.path, number, error))
                continue
            written, found = "null", 0
            try:
                written, found = self._written([_text(record, field) for field in self.task.fields])
            except Bad as error:
                bad.append(f"{chunk.path}:{number}: {error}")
            yield _with(text, record, self.name, written), found

    def _written(self, values: Sequence[str]) -> tuple[str, int]:
        """The same in JSON, and how many they are."""
        if self.task.codes is None:
            return self._annotator.written(values[0])
        found = list(self._findings(values))
        return json.dumps(found, ensure_ascii=False), len(found)

    def _rows(self, chunk: Chunk, bad: list[str]) -> tuple[bytes, int, int]:
        made, records, total = [], 0, 0
        for rows in batch.unpacked(chunk.data):
            columns = [batch.texts(rows, name) for name in self.task.fields]
            results: list[list[dict[str, Any]] | None] = []
            for number, values in enumerate(zip(*columns), chunk.first + records):
                missing = next((name for name, value in zip(self.task.fields, values) if value is None), None)
                if missing is not None:
                    bad.append(_("{path}: row {number}: no text under '{name}'").format(path=chunk.path, number=number, name=missing))
                results.append(None if missing is not None else self.result(values))
            total += sum(len(found or ()) for found in results)
            records += rows.num_rows
            kind = batch.matches_type() if self.task.codes is None else batch.findings_type()
            made.append(batch.with_column(rows, self.name, results, kind))
        return batch.packed(made), records, total

    def _paragraphs(self, chunk: Chunk, bad: list[str]) -> Iterator[tuple[bytes, int]]:
        """The paragraphs of a document, as `annotate --format jsonl` writes them, each with the document's path."""
        from translator_aid import annotating, contract, matchjson, readers
        from translator_aid.rawfiles import read_bytes

        try:
            fields = self.task.fields if chunk.path.lower().endswith((".json", ".csv", ".tsv")) else ()
            document = readers.read(read_bytes(chunk.path), chunk.path, self.task.input_format, readers.Options(fields, self.task.languages[0]))
        except Error as error:
            bad.append(str(error))
            return
        matcher = self.matchers[self.task.languages[0] or document.language or "id"]
        run = Run("annotate", document, matcher.source, matcher.target, self.glossary, every=self.task.every)
        writer = matchjson.Writer(lambda found: contract.match(run, found))
        place = json.dumps(chunk.path, ensure_ascii=False)
        for unit in annotating.annotate(document, matcher):
            shown = len(unit.matches) if run.every else sum(one.first for one in unit.matches)
            yield _encoded(f'{{"path": {place}, {matchjson.paragraph(run, unit, writer)[1:]}\n'), shown

    def _findings(self, values: Sequence[str]) -> Iterator[dict[str, Any]]:
        """What the checks say of a text and its translation, each as one paragraph."""
        from translator_aid import checks, contract
        from translator_aid.bitext import Bitext, Pair

        codes, languages = self.task.codes or frozenset(), (self.task.languages[0] or "id", self.task.languages[1] or "en")
        segments = [Segment("paragraph", value, 0) if value.strip() else None for value in values]
        documents = [Document("", "plain", value, (segment,) if segment else ()) for value, segment in zip(values, segments)]
        pair = Pair(0, segments[0], segments[1])
        bitext = Bitext((documents[0], documents[1]), languages, (pair,) if any(segments) else ())
        context = checks.Context(bitext, self.glossary, self.task.style, self.matchers, self.task.american_dates)
        for one in bitext.pairs:
            yield from map(contract.finding, checks.run(one, context, codes))


def _object(text: str) -> dict[str, Any]:
    record = json.loads(text)
    if not isinstance(record, dict):
        raise Bad(_("not a JSON object"))
    return record


def _text(record: Mapping[str, Any], field: str) -> str:
    """The text under a key, or at the end of a path of keys with dots between."""
    value: Any = record
    for name in [field] if field in record else field.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    if value is None:
        raise Bad(_("no text under '{name}'").format(name=field))
    if not isinstance(value, str):
        raise Bad(_("what stands under '{name}' is no text").format(name=field))
    return value


def _with(text: str, record: dict[str, Any], name: str, written: str) -> bytes:
    """A record's line with one field more, given in JSON; only where it has one of that name already is it written anew."""
    if name in record:
        return _encoded(json.dumps({**record, name: json.loads(written)}, ensure_ascii=False)) + b"\n"
    rest = text[:-1].rstrip()
    return _encoded(f'{rest}{"" if rest.endswith("{") else ", "}"{name}": {written}}}\n')


def _encoded(text: str) -> bytes:
    """JSON in UTF-8; half a surrogate pair, which JSON may hold and UTF-8 may not, is escaped."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        return re.sub("[\ud800-\udfff]", lambda half: f"\\u{ord(half[0]):04x}", text).encode()


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
