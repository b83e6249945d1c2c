"""What becomes of a corpus, piece by piece, in one process or in many: each record comes out as it was, with its matches or findings beside it."""

from __future__ import annotations

import gc
import json
from typing import Any, Iterator, NamedTuple, Sequence

from translator_aid import batch, i18n
from translator_aid.chunks import Chunk
from translator_aid.corpuslines import Lines, encoded
from translator_aid.errors import Error, WriteError
from translator_aid.i18n import _
from translator_aid.mentions import Annotator
from translator_aid.model import Document, Language, Run, Segment
from translator_aid.spills import Spill

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
    room: str = ""
    """A folder for what a document gives, where that is much."""


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
    spilled: str = ""
    """The file in which the lines stand, where they are many; it belongs to whoever has this."""


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
        self._annotator = Annotator(task.languages[0] or "id", task.every, self.glossary, self.matchers)
        self._lines = Lines(task.fields, self.name, self._written)

    def done(self, chunk: Chunk) -> Outcome:
        """What becomes of a piece.

        >>> from translator_aid.chunks import Chunk, Place
        >>> chunk = Chunk("berita.jsonl", "jsonl", 1, b'{"id": 1, "teks": "AGI."}\\n{"id": 2}\\n', Place(), 0)
        >>> outcome = Worker(Task(fields=("teks",))).done(chunk)
        >>> [[found["key"] for found in json.loads(line)["matches"] or ()] for line in outcome.data.splitlines()], outcome.bad
        ([['artificial-general-intelligence'], []], ("berita.jsonl:2: no text under 'teks'",))
        """
        kept = chunk._replace(data=b"")
        if chunk.kind == "jsonl":
            data, records, found, bad = self._lines.done(chunk)
        elif chunk.kind == "parquet":
            data, records, found, bad = self._rows(chunk)
        else:
            return self._document(chunk)
        return Outcome(kept, data, records, tuple(bad), found)

    def result(self, values: Sequence[str]) -> list[dict[str, Any]]:
        """The matches in a text, or the findings about a text and its translation."""
        found: list[dict[str, Any]] = json.loads(self._written(values)[0])
        return found

    def _written(self, values: Sequence[str]) -> tuple[str, int]:
        """The matches in a text, or the findings about a text and its translation, in JSON, and how many they are."""
        if self.task.codes is None:
            return self._annotator.written(values[0])
        found = list(self._findings(values))
        return json.dumps(found, ensure_ascii=False), len(found)

    def _rows(self, chunk: Chunk) -> tuple[bytes, int, int, list[str]]:
        made: list[Any] = []
        bad: list[str] = []
        records = total = 0
        for rows in batch.unpacked(chunk.data):
            texts = [batch.texts(rows, name) for name in self.task.fields]
            for number, values in enumerate(zip(*texts), chunk.first + records) if any(None in column for column in texts) else ():
                if None in values:
                    name = self.task.fields[values.index(None)]
                    bad.append(_("{path}: row {number}: no text under '{name}'").format(path=chunk.path, number=number, name=name))
            if self.task.codes is None:
                column, found = batch.matches_column(self._annotator, texts[0])
            else:
                column, found = batch.findings_column([None if None in values else list(self._findings(values)) for values in zip(*texts)])
            total += found
            records += rows.num_rows
            made.append(batch.with_column(rows, self.name, column))
        return batch.packed(made), records, total, bad

    def _document(self, chunk: Chunk) -> Outcome:
        """The paragraphs of a document, or why it cannot be read."""
        from translator_aid import annotating, readers
        from translator_aid.rawfiles import opened

        records = total = 0
        spill = Spill(self.task.room)
        try:
            fields = self.task.fields if chunk.path.lower().endswith((".json", ".csv", ".tsv")) else ()
            options = readers.Options(fields, self.task.languages[0])
            with opened(chunk.path) as stream:
                document = annotating.opened(stream, chunk.path, self.task.input_format, options) if stream.seekable() else readers.read(
                    stream.read(), chunk.path, self.task.input_format, options)
                for line, found in self._paragraphs(chunk, document):
                    spill.add(line)
                    records, total = records + 1, total + found
        except WriteError:
            spill.drop()
            raise
        except Error as error:
            spill.drop()
            return Outcome(chunk, b"", 0, (str(error),))
        data, path = spill.finish()
        return Outcome(chunk, data, records, (), total, path)

    def _paragraphs(self, chunk: Chunk, document: Document) -> Iterator[tuple[bytes, int]]:
        """The paragraphs of a document, as `annotate --format jsonl` writes them, each with the document's path."""
        from translator_aid import annotating, contract, matchjson

        matcher = self.matchers[self.task.languages[0] or document.language or "id"]
        run = Run("annotate", document, matcher.source, matcher.target, self.glossary, every=self.task.every)
        writer = matchjson.Writer(lambda found: contract.match(run, found))
        place = json.dumps(chunk.path, ensure_ascii=False)
        for unit in annotating.annotate(document, matcher):
            shown = len(unit.matches) if run.every else sum(one.first for one in unit.matches)
            yield encoded(f'{{"path": {place}, {matchjson.paragraph(run, unit, writer)[1:]}\n'), shown

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
