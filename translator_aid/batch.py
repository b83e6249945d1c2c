"""Annotation of Arrow record batches, for engines that spread work over machines: Dask, Spark's `mapInArrow`, Ray Data.

One function without state of its own, from batch to batch: it is sent to where the data lies, opens the glossary there once in each process, and
gives the same result wherever and however often it runs. The column that it adds is a list of structs:

| field | type | what it holds |
| --- | --- | --- |
| `start`, `end` | int32 | code points of the text, half-open |
| `surface` | string | what stands there |
| `key` | string | the concept |
| `lemma` | string | the surface without clitics and affixes |
| `term`, `status` | string | the glossary's term, and preferred, admitted, rare or deprecated |
| `how` | string | exact, inflected or variant |
| `target` | string | the first of the translations; null where the glossary has none |
| `translations` | list<string> | the concept's terms in the other language that are not deprecated, the preferred one first |
| `analysis` | list<string> | prefixes, lemma, suffixes |
| `first` | bool | whether it is the concept's first mention in this text |
| `gloss` | struct<start, end: int32> | where the text itself gives the other language's term, or null |
| `also` | list<string> | other concepts that fit the place |

A text that is null has null for its matches. Needs pyarrow: `pip install 'translator-aid[corpus]'`.
"""

from __future__ import annotations

import functools
import threading
from typing import TYPE_CHECKING, Any, Iterable, Iterator, Mapping, Sequence

from translator_aid import annotating, contract, matchjson
from translator_aid.errors import Error, UsageError
from translator_aid.i18n import _
from translator_aid.model import Document, Glossary, Language, Match, Run

if TYPE_CHECKING:
    from translator_aid.matching import Matcher

_alone = threading.Lock()
"""Workers of some engines have several threads, while a matcher learns the words that it meets and serves one reader at a time."""


def annotate_batch(
    batch: Any, column: str = "text", *, language: Language = "id", into: str = "matches", every: bool = True,
    glossary: Sequence[str] = (), domains: Sequence[str] = (), shipped: bool = True,
) -> Any:
    """The batch with one column more, `into`: the terms in each text of `column`, as the module says; one of that name is replaced.

    A table becomes a table. `glossary` are files of your own, which must lie on every machine; with `every` false only a concept's first mention in a
    text is listed.

    >>> import pytest; pa = pytest.importorskip("pyarrow")
    >>> batch = pa.RecordBatch.from_pylist([{"id": 7, "text": "Lab superintelijennya besar."}, {"id": 8, "text": None}])
    >>> [[(found["start"], found["lemma"], found["target"]) for found in row["matches"] or ()] for row in annotate_batch(batch).to_pylist()]
    [[(0, 'Lab', 'laboratory'), (4, 'superintelijen', 'superintelligence')], []]

    :raises UsageError: where there is no such column, or it holds no text.
    :raises GlossaryError: where a glossary has errors.
    """
    with _alone:
        annotator = Annotator(language, every, *opened(tuple(glossary), tuple(domains), shipped))
        rows = [None if text is None else list(annotator.matches(text)) for text in texts(batch, column)]
    return with_column(batch, into, rows, matches_type())


class Annotator:
    """Finds the terms of one text after the other, as the commands find them in plain text."""

    def __init__(self, language: Language, every: bool, loaded: Glossary, matchers: Mapping[Language, Matcher]) -> None:
        self._matcher = matchers[language]
        self._run = Run("annotate", Document("", "plain", "", ()), language, self._matcher.target, loaded, every=every)
        self._writer = matchjson.Writer(self._described)

    def matches(self, text: str) -> Iterator[dict[str, Any]]:
        """The terms in a text, as `contract` describes them; their offsets are those of the whole text."""
        for at, match in self._found(text):
            found = self._described(match)
            gloss = [place + at for place in found["gloss"]] if found["gloss"] else None
            yield {**found, "start": found["start"] + at, "end": found["end"] + at, "gloss": gloss}

    def written(self, text: str) -> tuple[str, int]:
        """The same as a list in JSON, and how many they are."""
        found = [self._writer.match(match, at) for at, match in self._found(text)]
        return f"[{', '.join(found)}]", len(found)

    def _found(self, text: str) -> Iterator[tuple[int, Match]]:
        """The matches to be shown, each with the place that its offsets are counted from."""
        from translator_aid.readers import plain

        for unit in annotating.annotate(plain.read(text, ""), self._matcher):
            at = unit.segment.start
            for match in unit.matches:
                if self._run.every or match.first:
                    yield at, match

    def _described(self, match: Match) -> dict[str, Any]:
        found = contract.match(self._run, match)
        return {**found, "lemma": match.analysis.lemma, "target": next(iter(found["translations"]), None)}


@functools.lru_cache(maxsize=4)
def opened(own: tuple[str, ...], domains: tuple[str, ...], shipped: bool) -> tuple[Glossary, Mapping[Language, Matcher]]:
    """The glossary and its matchers, opened once in each process."""
    from translator_aid import compiled

    return compiled.opened(own, domains, shipped)


def pyarrow() -> Any:
    """The library, with its Parquet part.

    :raises Error: saying how to install it where it is missing.
    """
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        from translator_aid import extras

        raise Error(_("Parquet needs the library pyarrow; install it with: {command}").format(command=extras.command("corpus"))) from error
    return pyarrow


def matches_type() -> Any:
    """The Arrow type of the column of matches."""
    pa = pyarrow()
    text, offset = pa.string(), pa.int32()
    names = ("surface", "key", "lemma", "term", "status", "how", "target")
    return pa.list_(pa.struct([
        ("start", offset), ("end", offset), *((name, text) for name in names), ("translations", pa.list_(text)), ("analysis", pa.list_(text)),
        ("first", pa.bool_()), ("gloss", pa.struct([("start", offset), ("end", offset)])), ("also", pa.list_(text)),
    ]))


def findings_type() -> Any:
    """The Arrow type of the column of findings that `check` adds."""
    pa = pyarrow()
    names = ("code", "severity", "message", "side")
    return pa.list_(pa.struct([*((name, pa.string()) for name in names), ("start", pa.int32()), ("end", pa.int32()), ("fix", pa.string())]))


def texts(batch: Any, column: str) -> list[str | None]:
    """The texts of a column.

    :raises UsageError: where there is no such column, or it holds no text.
    """
    pa = pyarrow()
    if column not in batch.schema.names:
        raise UsageError(_("there is no column '{name}'; there are {names}").format(name=column, names=", ".join(batch.schema.names)))
    found = batch.column(column)
    kind = found.type.value_type if pa.types.is_dictionary(found.type) else found.type
    if not (pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_null(kind)):
        raise UsageError(_("the column '{name}' holds no text ({type})").format(name=column, type=kind))
    values: list[str | None] = found.to_pylist()
    return values


def with_column(batch: Any, name: str, rows: Sequence[list[dict[str, Any]] | None], type: Any) -> Any:
    """The batch with a column of matches or findings more, behind all others, in place of one of that name."""
    pa = pyarrow()
    kept = [other for other in batch.schema.names if other != name]
    fields = [batch.schema.field(other) for other in kept] + [pa.field(name, type)]
    arrays = [batch.column(other) for other in kept] + [pa.array([row and list(map(_row, row)) for row in rows], type)]
    return batch.__class__.from_arrays(arrays, schema=pa.schema(fields, batch.schema.metadata))


def packed(batches: Iterable[Any]) -> bytes:
    """Record batches of one schema as an Arrow stream."""
    pa = pyarrow()
    sink = pa.BufferOutputStream()
    writer = None
    for one in batches:
        writer = writer or pa.ipc.new_stream(sink, one.schema)
        writer.write_batch(one)
    if writer:
        writer.close()
    return bytes(sink.getvalue())


def unpacked(stream: Any) -> Iterator[Any]:
    """The record batches of Arrow streams that stand one behind the other, in bytes or an open file."""
    pa = pyarrow()
    source = pa.BufferReader(stream) if isinstance(stream, bytes) else pa.PythonFile(stream, mode="r")
    while True:
        try:
            reader = pa.ipc.open_stream(source)
        except (pa.ArrowInvalid, EOFError):
            return
        yield from reader


def _row(found: dict[str, Any]) -> dict[str, Any]:
    gloss = found.get("gloss")
    return {**found, "gloss": {"start": gloss[0], "end": gloss[1]}} if gloss else found
