"""`translator-aid annotate`: a text with the other language's term beside each term."""

from __future__ import annotations

import gc
import sys
from typing import TYPE_CHECKING, Mapping, NamedTuple

import click

from translator_aid.cli import files, options, streams
from translator_aid.i18n import _
from translator_aid.outputs import Job, planned
from translator_aid.parameters import File
from translator_aid.renderers import ANNOTATE, EVERY_BY_DEFAULT

if TYPE_CHECKING:
    from translator_aid.matching import Matcher
    from translator_aid.model import Glossary, Language


@click.command("annotate", help=_("Annotate the terms of FILE, or of standard input (-), paragraph by paragraph; of several files into a folder."))
@click.argument("sources", nargs=-1, required=True, type=File(), metavar=_("FILE...|-"))
@options.from_option(_("Language of the text (default: what the file says, else id)."))
@click.option("--format", "format", type=click.Choice(ANNOTATE),
              help=_("Output format (default: terminal on a terminal, else the input's own)."))
@options.input_options
@click.option("--every/--first", "every", default=None, help=_("Gloss every mention, or only the first of each concept."))
@options.color_option
@options.pager_option
@options.output_option(_("Write to this file or folder instead of standard output."))
@options.dry_run_option
@options.glossary_options
def command(
    sources: tuple[str, ...], source: Language | None, format: str | None, input_format: str | None, fields: tuple[str, ...], every: bool | None,
    color: str, output: str, own: tuple[str, ...], no_shipped: bool, domains: tuple[str, ...],
) -> int:
    from translator_aid import compiled

    jobs = planned(sources, output, format)
    loaded, matchers = compiled.opened(own, domains, not no_shipped)
    gc.freeze()  # the glossary is no garbage: a collector that walks it while a corpus is read takes a third of the time
    wishes = _Wishes(loaded, matchers, source, format, input_format, fields, every, color)
    return files.each(jobs, lambda job: _annotated(job, wishes))


class _Wishes(NamedTuple):
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
    from translator_aid import annotating, readers, renderers
    from translator_aid.model import Run

    data, name = streams.source(job.source)
    document = readers.read(data, name, wishes.input_format, readers.Options(wishes.fields, wishes.source))
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
