"""`translator-aid annotate`: a text with the other language's term beside each term."""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING, Any, Mapping, Sequence

import click

from translator_aid.cli import files, options, streams
from translator_aid.errors import Error
from translator_aid.i18n import _
from translator_aid.outputs import Job, planned
from translator_aid.parameters import File
from translator_aid.records import Row
from translator_aid.renderers import ANNOTATE, EVERY_BY_DEFAULT

if TYPE_CHECKING:
    from translator_aid.matching import Matcher
    from translator_aid.model import Document, Glossary, Language


@click.command("annotate", help=_(
    "Annotate the terms of FILE, or of standard input (-), paragraph by paragraph; of several files, of folders and of patterns such as "
    "'korpus/**/*.txt' into a folder, or as records into one .jsonl file."))
@click.argument("sources", nargs=-1, required=True, type=File(), metavar=_("FILE...|FOLDER|-"))
@options.from_option(_("Language of the text (default: what the file says, else id)."))
@click.option("--format", "format", type=click.Choice(ANNOTATE),
              help=_("Output format (default: terminal on a terminal, else the input's own)."))
@options.input_options
@click.option("--every/--first", "every", default=None, help=_("Gloss every mention, or only the first of each concept."))
@options.color_option
@options.pager_option
@options.output_option(_("Write to this file or folder instead of standard output."))
@options.dry_run_option
@options.corpus_options()
@options.glossary_options
def command(
    sources: tuple[str, ...], source: Language | None, format: str | None, input_format: str | None, fields: tuple[str, ...], every: bool | None,
    color: str, output: str, text_field: str | None, jobs: int, resume: bool, own: tuple[str, ...], no_shipped: bool, domains: tuple[str, ...],
) -> int:
    from translator_aid import compiled

    sources, named, many = _expanded(sources, output, text_field, bool(fields))
    if text_field or many and _is_one(output, format) or any(name.endswith((".parquet", ".pq")) for name in sources):
        return _records(sources, output, format, jobs, resume, {
            "languages": (source, None), "fields": (text_field,) if text_field else (), "own": own, "domains": domains, "shipped": not no_shipped,
            "every": every is not False, "input_format": input_format})
    if resume:
        raise click.UsageError(_("--resume is for records: with --text-field, or several files into one .jsonl file"))
    # whatever a folder or pattern stands for goes into a folder, be it one file or a hundred
    planned_jobs = planned(sources, output if named or output == "-" else os.path.join(output, ""), format)
    loaded, matchers = compiled.opened(own, domains, not no_shipped)
    gc.freeze()  # the glossary is no garbage: a collector that walks it while a corpus is read takes a third of the time
    wishes = _Wishes(loaded, matchers, source, format, input_format, fields, every, color)
    if jobs == 1 or len(planned_jobs) == 1 or streams.is_dry():
        return files.each(planned_jobs, lambda job: _annotated(job, wishes))
    return _spread(planned_jobs, jobs, wishes, (own, domains, not no_shipped))


def _expanded(sources: tuple[str, ...], output: str, text_field: str | None, tables: bool) -> tuple[tuple[str, ...], bool, bool]:
    """The files that the arguments stand for, whether each was named itself, and whether they may be more than one."""
    if not any(os.path.isdir(name) or set(name) & set("*?[") for name in sources):
        return sources, True, len(sources) > 1
    from translator_aid import corpora

    suffixes = (*corpora.RECORDS, *corpora.TABLES) if text_field else (*corpora.TEXTS, *((*corpora.TABLES, ".jsonl", ".ndjson") if tables else ()))
    found = corpora.expanded(sources, suffixes, output)
    named = not any(map(corpora.is_many, sources))
    return found, named, not named or len(found) > 1


def _is_one(output: str, format: str | None) -> bool:
    """Whether several files are to become one file of records."""
    return output.endswith((".jsonl", ".ndjson")) and not os.path.isdir(output) or output == "-" and format == "jsonl"


def _records(sources: tuple[str, ...], output: str, format: str | None, jobs: int, resume: bool, values: dict[str, Any]) -> int:
    """Records in, records out."""
    from translator_aid import compiled, i18n
    from translator_aid.cli import corpus
    from translator_aid.corpusrecords import Task

    if format not in (None, "jsonl"):
        raise click.UsageError(_("records come out as JSONL, or Parquet as Parquet; leave out --format {format}").format(format=format))
    loaded, _matchers = compiled.opened(values["own"], values["domains"], values["shipped"])
    task = Task(**values, lang=i18n.language())
    return corpus.run(sources, output, task, corpus.Manner(jobs, resume, values["input_format"]), loaded.signature)


def _spread(jobs: Sequence[Job], number: int, wishes: _Wishes, glossary: tuple[Any, ...]) -> int:
    """Several documents over several processes; what is told and in which order is as with one."""
    from translator_aid import i18n
    from translator_aid.processes import Processes, counted

    about = (wishes._replace(glossary=None, matchers=None), glossary, i18n.language())  # type: ignore[arg-type]  # each process opens its own
    with Processes(counted(number), _there, _ready, about) as processes:
        results = processes.map(jobs)

        def done(_job: Job) -> files.Done:
            result = next(results)
            if isinstance(result, Error):
                raise result
            return result

        return files.each(jobs, done)


_wishes: list[_Wishes] = []


def _ready(about: tuple[_Wishes, tuple[Any, ...], str]) -> None:
    """In a process of its own: opens the glossary."""
    from translator_aid import compiled, i18n

    i18n.use(about[2])
    loaded, matchers = compiled.opened(*about[1])
    _wishes[:] = [about[0]._replace(glossary=loaded, matchers=matchers)]
    gc.freeze()


def _there(job: Job) -> files.Done | Error:
    """In a process of its own: one document; an error comes back as what it is."""
    try:
        return files.done(job, lambda one: _annotated(one, _wishes[0]))
    except Error as error:
        return error


class _Wishes(Row):
    """What holds for all the files."""

    glossary: Glossary
    matchers: Mapping[Language, Matcher]
    source: Language | None
    format: str | None
    input_format: str | None
    fields: tuple[str, ...]
    every: bool | None
    color: str


def _annotated(job: Job, wishes: _Wishes) -> files.Done:
    from translator_aid import annotating, readers

    with streams.opened(job.source) as (stream, name):
        return _rendered(job, wishes, annotating.opened(stream, name, wishes.input_format, readers.Options(wishes.fields, wishes.source)))


def _rendered(job: Job, wishes: _Wishes, document: Document) -> files.Done:
    from translator_aid import annotating, renderers
    from translator_aid.model import Run

    chosen = wishes.format or ("terminal" if job.output == "-" and sys.stdout.isatty() else renderers.own(document.format))
    streams.not_for_terminals(chosen, document, job.output)
    if streams.is_dry():
        return files.shown(job, len(document.segments))
    matcher = wishes.matchers[wishes.source or document.language or "id"]
    run = Run(
        "annotate", document, matcher.source, matcher.target, wishes.glossary,
        every=chosen in EVERY_BY_DEFAULT if wishes.every is None else wishes.every,
        color=job.output == "-" and streams.wants_color(wishes.color), width=streams.width(),
    )
    pieces = renderers.get(chosen).render(run, annotating.annotate(document, matcher))
    if chosen == "terminal" and job.output == "-":
        streams.show(pieces)  # type: ignore[arg-type]  # it makes text
    else:
        streams.write(pieces, job.output)
    return files.Done()
