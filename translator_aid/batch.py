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

from translator_aid import mentions
from translator_aid.errors import Error, UsageError
from translator_aid.i18n import _
from translator_aid.model import Glossary, Language

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
    from translator_aid.glossary import uncollected

    # an engine's workers run with the usual thresholds, and would look through all that was learned some hundred times
    with _alone, uncollected():
        made, _number = matches_column(_annotator(language, every, tuple(glossary), tuple(domains), shipped), texts(batch, column))
    return with_column(batch, into, made)


@functools.lru_cache(maxsize=4)
def _annotator(language: Language, every: bool, own: tuple[str, ...], domains: tuple[str, ...], shipped: bool) -> mentions.Annotator:
    return mentions.Annotator(language, every, *opened(own, domains, shipped))


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


def text_type(schema: Any, column: str) -> Any:
    """The type of a column of texts.

    :raises UsageError: where there is no such column, or it holds no text.
    """
    pa = pyarrow()
    if column not in schema.names:
        raise UsageError(_("there is no column '{name}'; there are {names}").format(name=column, names=", ".join(schema.names)))
    found = schema.field(column).type
    kind = found.value_type if pa.types.is_dictionary(found) else found
    if not (pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_null(kind)):
        raise UsageError(_("the column '{name}' holds no text ({type})").format(name=column, type=kind))
    return found


def texts(batch: Any, column: str) -> list[str | None]:
    """The texts of a column.

    :raises UsageError: where there is no such column, or it holds no text.
    """
    text_type(batch.schema, column)
    values: list[str | None] = batch.column(column).to_pylist()
    return values


def matches_column(annotator: mentions.Annotator, texts: Iterable[str | None]) -> tuple[Any, int]:
    """The column of matches for texts, null where a text is, and how many matches it holds."""
    pa = pyarrow()
    kind = matches_type()
    ends: list[int | None] = []
    found: list[mentions.Mention] = []
    for text in texts:
        ends.append(None if text is None else len(found))
        if text is not None:
            found += annotator.mentions(text)
    own = {
        "start": [one[0] for one in found], "end": [one[1] for one in found], "first": [one[3] for one in found],
        "gloss": [one[4] and {"start": one[4][0], "end": one[4][1]} for one in found],
    }
    # what is said of a reading is laid down once and then copied by its number: rows made one by one take ten times as long
    readings = {id(one[2]): one[2].described for one in found}
    numbers = {reading: number for number, reading in enumerate(readings)}
    said = pa.array(list(readings.values()), pa.struct([field for field in kind.value_type if field.name not in own]))
    copied = said.take(pa.array([numbers[id(one[2])] for one in found], pa.int32()))
    arrays = [pa.array(own[field.name], field.type) if field.name in own else copied.field(field.name) for field in kind.value_type]
    rows = pa.StructArray.from_arrays(arrays, fields=list(kind.value_type))
    return pa.ListArray.from_arrays(pa.array([*ends, len(found)], pa.int32()), rows).cast(kind), len(found)


def findings_column(rows: Sequence[list[dict[str, Any]] | None]) -> tuple[Any, int]:
    """The column of findings that `check` adds, and how many it holds."""
    return pyarrow().array(rows, findings_type()), sum(len(found or ()) for found in rows)


def with_field(schema: Any, name: str, type: Any) -> Any:
    """The schema of rows with a column more, behind all others, in place of one of that name."""
    pa = pyarrow()
    return pa.schema([*(field for field in schema if field.name != name), pa.field(name, type)], schema.metadata)


def with_column(batch: Any, name: str, column: Any) -> Any:
    """The rows with that column."""
    arrays = [batch.column(at) for at, other in enumerate(batch.schema.names) if other != name]
    return batch.__class__.from_arrays([*arrays, column], schema=with_field(batch.schema, name, column.type))


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
