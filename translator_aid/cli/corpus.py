"""A corpus of records in one run: read in pieces, worked on by several processes, written in order, and resumed where it was interrupted."""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import json
import os
import sys
import time
from typing import TYPE_CHECKING, Any, Iterable, Iterator, NamedTuple, Sequence

import click

from translator_aid import chunks, outputs
from translator_aid.chunks import Place
from translator_aid.cli import files, streams
from translator_aid.corpora import RECORDS
from translator_aid.corpusrecords import FINDINGS, MATCHES, Outcome, Task, prepare, work
from translator_aid.errors import UsageError
from translator_aid.i18n import _, ngettext
from translator_aid.partial import Partial, State
from translator_aid.processes import Processes, counted
from translator_aid.spills import emptied

if TYPE_CHECKING:
    from translator_aid.rowgroups import RowGroups


class Manner(NamedTuple):
    """How the work is to be done."""

    jobs: int = 1
    """Processes; 0 for one a core."""
    resume: bool = False
    """Go on where an earlier run was interrupted."""
    input_format: str | None = None
    """What the files are, if it is said."""


def run(sources: Sequence[str], output: str, task: Task, manner: Manner, signature: str) -> int:
    """Does the task for all records of the files, into one file or, file by file, into a folder; the exit code."""
    kinds = {chunks.kind(source, manner.input_format) for source in sources}
    _refuse(kinds, sources, output, task, manner)
    folder = output.endswith(("/", os.sep)) or output != "-" and os.path.isdir(output)
    jobs = outputs.planned(sources, output, None if kinds <= {"jsonl", "parquet"} else "jsonl") if folder else ()
    if streams.is_dry():
        for source, size in zip(sources, chunks.sizes(sources)):
            target = next((job.output for job in jobs if job.source == source), output)
            click.echo(ngettext("{source} → {output}: {n} byte", "{source} → {output}: {n} bytes", size).format(source=source, output=target, n=size))
        return 0
    with _room("document" in kinds) as room, Processes(counted(manner.jobs), work, prepare, task._replace(room=room)) as processes:
        if not folder:
            return _one(sources, output, task, manner, signature, processes)
        return files.each(jobs, lambda job: files.Done(_one([job.source], job.output, task, manner, signature, processes)))


@contextlib.contextmanager
def _room(wanted: bool) -> Iterator[str]:
    """A folder for what large documents give, until it is written; empty where none is wanted or there is no room."""
    folder = None
    if wanted:
        import tempfile

        with contextlib.suppress(OSError):
            folder = tempfile.TemporaryDirectory(prefix="translator-aid-", dir=streams.room())
    if folder is None:
        yield ""
        return
    with folder:
        yield folder.name


def _refuse(kinds: set[chunks.Kind], sources: Sequence[str], output: str, task: Task, manner: Manner) -> None:
    """Nothing, unless what is asked for cannot be combined."""
    for source in sources:
        if source == "-":
            continue
        if os.path.realpath(streams.existing(source)) == os.path.realpath(output):
            raise UsageError(_("{path}: is read here and would be overwritten; choose another output").format(path=source))
    suffix = RECORDS.get(os.path.splitext(output)[1].lower())
    if "parquet" in kinds and (len(kinds) > 1 or output == "-" or suffix == "jsonl"):
        raise UsageError(_("Parquet comes out as Parquet: name no other files beside it, and a .parquet file or a folder with -o"))
    if suffix == "parquet" and "parquet" not in kinds:
        raise UsageError(_("only Parquet comes out as Parquet; name a .jsonl file with -o"))
    if not task.fields and kinds & {"jsonl", "parquet"}:
        raise UsageError(_("say with --text-field or --text-column where the text stands"))
    if manner.resume and (output == "-" or "-" in sources):
        raise UsageError(_("--resume needs files: standard input and output cannot be gone back to"))
    if "parquet" in kinds:
        _same_columns(sources, task)


def _same_columns(sources: Sequence[str], task: Task) -> None:
    """Nothing, unless Parquet files lack a column or have different ones: that must not turn up after hours."""
    from translator_aid import batch

    first = None
    for source in sources:
        schema = _schema(source)
        if schema is None:
            continue
        for name in task.fields:
            batch.text_type(schema, name)
        first = first or schema
        if not schema.equals(first):
            raise UsageError(_("{path}: its columns are not those of {first}; give each a run of its own").format(path=source, first=sources[0]))


def _one(sources: Sequence[str], output: str, task: Task, manner: Manner, signature: str, processes: Processes[Any, Outcome]) -> int:
    """One output made from one or more files."""
    total = sum(chunks.sizes(sources))
    partial = Partial(output, _made_from(sources, task, signature), manner.resume) if output != "-" else _Stdout()
    parquet = None
    start = partial.state
    if start.records or start.bad:
        click.echo(_("Going on behind record {n}.").format(n=start.records), err=True)
    try:
        parquet = _parquet(partial, sources, task)
        with streams.ended_in_order(), _progress(total, start.records) as tell:
            for outcome in processes.map(chunks.of(sources, manner.input_format, Place(*start.place))):
                before = partial.state
                place = outcome.chunk.after if outcome.chunk else Place(*before.place)
                state = State(place, 0, before.records + outcome.records, before.bad + len(outcome.bad), before.found + outcome.found)
                partial.add(outcome.data, state, emptied(outcome.spilled))
                if parquet:
                    parquet.add(outcome.data)
                tell(outcome, partial.state)
        if parquet:
            parquet.finish()
        partial.finish(parquet.path if parquet else None)
    except BaseException:
        partial.close()
        if parquet:
            parquet.drop()
        if isinstance(partial, Partial) and partial.state.size:
            records = ngettext("{n} record", "{n} records", partial.state.records).format(n=partial.state.records)
            click.echo(_("{path} holds what is done, {records}; the same command with --resume goes on from there.").format(
                path=partial.part, records=records), err=True)
        raise
    _summarise(partial.state, task)
    return int(bool(partial.state.bad or task.codes is not None and partial.state.found))


def _made_from(sources: Sequence[str], task: Task, signature: str) -> dict[str, str]:
    """What an output depends on, each in a few letters."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        program = version("translator-aid")
    except PackageNotFoundError:
        program = ""
    found = [(source, os.stat(source).st_size, os.stat(source).st_mtime_ns) for source in sources if os.path.isfile(source)]
    options = task._replace(own=(), domains=(), lang="", codes=None), sorted(task.codes or ())
    return {"input": _digest(found), "options": _digest(options), "glossary": signature, "program": program}


def _digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value).encode("utf-8", "surrogateescape")).hexdigest()[:16]


class _Stdout:
    """Standard output in place of a growing file."""

    def __init__(self) -> None:
        self.state = State()

    def add(self, data: bytes, state: State, more: Iterable[bytes] = ()) -> None:
        for piece in itertools.chain((data,), more):
            sys.stdout.buffer.write(piece)
        sys.stdout.buffer.flush()
        self.state = state

    def close(self) -> None:
        """Nothing is left to do."""

    def finish(self, _path: str | None = None) -> None:
        """Nothing is left to do."""


@contextlib.contextmanager
def _progress(total: int, resumed: int) -> Iterator[Any]:
    """A function that shows on standard error what became of each piece: what was bad and, on a terminal, a bar with rate and time left."""
    begun = time.monotonic()
    shown = sys.stderr.isatty()

    def rate(state: State | None) -> str | None:
        n = (state.records - resumed) / max(time.monotonic() - begun, 0.001) if state else 0
        return ngettext("{n} record a second", "{n} records a second", round(n)).format(n=f"{n:,.0f}") if state else None

    with click.progressbar(length=max(total, 1), label=_("Records"), file=sys.stderr, item_show_func=rate, hidden=not shown) as bar:
        def tell(outcome: Outcome, state: State) -> None:
            for line in outcome.bad:
                # over the bar, which is drawn anew below
                click.echo(f"\r\x1b[K{line}" if shown else line, err=True)
            bar.update(max((outcome.chunk.done if outcome.chunk else 0) - bar.pos, 0), state)
        yield tell


def _parquet(partial: Partial | _Stdout, sources: Sequence[str], task: Task) -> RowGroups | None:
    """Where Parquet comes out, the file that it grows in, beside the Arrow streams that a resumed run goes on with; what they hold is in it."""
    if not isinstance(partial, Partial) or chunks.kind(sources[0]) != "parquet":
        return None
    from translator_aid import batch
    from translator_aid.rowgroups import RowGroups

    name, kind = (MATCHES, batch.matches_type()) if task.codes is None else (FINDINGS, batch.findings_type())
    schema = next((schema for schema in map(_schema, sources) if schema is not None), None)
    growing = RowGroups(f"{partial.part}.parquet", None if schema is None else batch.with_field(schema, name, kind))
    if partial.state.size:
        with open(partial.part, "rb") as stream:
            growing.add(stream)
    return growing


def _schema(source: str) -> Any:
    """The columns of a Parquet file; None where it is none, which is reported in its turn."""
    from translator_aid import batch

    pa = batch.pyarrow()
    try:
        return pa.parquet.read_schema(source)
    except (OSError, pa.ArrowInvalid):
        return None


def _summarise(state: State, task: Task) -> None:
    """What became of all, on standard error."""
    found = (ngettext("{n} match", "{n} matches", state.found) if task.codes is None else ngettext("{n} finding", "{n} findings", state.found))
    records = ngettext("{n} record", "{n} records", state.records).format(n=state.records)
    click.echo(_("{records}, {found}, {bad} with an error").format(records=records, found=found.format(n=state.found), bad=state.bad), err=True)
