"""`translator-aid annotate`: a text with the other language's term beside each term."""

from __future__ import annotations

import shutil
import sys

import click

from translator_aid.cli import streams
from translator_aid.i18n import _
from translator_aid.model import Language
from translator_aid.renderers import ANNOTATE, EVERY_BY_DEFAULT


@click.command("annotate", help=_("Annotate the terms of FILE, or of standard input (-), paragraph by paragraph."))
@click.argument("file", metavar=_("FILE|-"))
@streams.from_option(_("Language of the text (default: what the file says, else id)."))
@click.option("--format", "format", type=click.Choice(ANNOTATE),
              help=_("Output format (default: terminal on a terminal, else the input's own)."))
@streams.input_options
@click.option("--every/--first", "every", default=None, help=_("Gloss every mention, or only the first of each concept."))
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", show_default=True, help=_("When to use colours."))
@click.option("-o", "--output", default="-", metavar=_("OUT"), help=_("Write to this file instead of standard output."))
@streams.glossary_options
def command(
    file: str, source: Language | None, format: str | None, input_format: str | None, fields: tuple[str, ...], every: bool | None,
    color: str, output: str, own: tuple[str, ...], no_shipped: bool, domains: tuple[str, ...],
) -> None:
    from translator_aid import compiled, pipeline, readers, renderers
    from translator_aid.model import Run

    data, name = streams.source(file)
    document = readers.read(data, name, input_format, readers.Options(fields, source))
    chosen = format or ("terminal" if output == "-" and sys.stdout.isatty() else renderers.own(document.format))
    streams.not_for_terminals(chosen, document, output)
    loaded, matchers = compiled.opened(own, domains, not no_shipped)
    matcher = matchers[source or document.language or "id"]
    run = Run(
        "annotate", document, matcher.source, matcher.target, loaded,
        every=chosen in EVERY_BY_DEFAULT if every is None else every,
        color=output == "-" and streams.wants_color(color), width=max(40, min(shutil.get_terminal_size((80, 24)).columns, 100)),
    )
    streams.write(renderers.get(chosen).render(run, pipeline.annotate(document, matcher)), output)
