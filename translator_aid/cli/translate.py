"""`translator-aid translate`: a text in the other language, with a receipt for every term and number."""

from __future__ import annotations

import sys
from collections import Counter
from typing import Iterable, Iterator

import click

from translator_aid.cli import streams
from translator_aid.i18n import _
from translator_aid.model import STYLES, Language, Unit
from translator_aid.renderers import TRANSLATE


@click.command("translate", help=_("Translate FILE, or standard input (-), paragraph by paragraph; what becomes of each term is reported."))
@click.argument("file", metavar=_("FILE|-"))
@streams.from_option(_("Language of the text (default: id)."))
@click.option("--to", "target", type=click.Choice(["id", "en"]), help=_("Language wanted (default: the other one)."))
@click.option("--engine", "engine_name", metavar=_("NAME"), default="glossary", show_default=True, help=_("Who translates."))
@click.option("--format", "format", type=click.Choice(TRANSLATE), help=_("Output format (default: the input's own)."))
@click.option("--input-format", type=click.Choice(["plain", "markdown"]), help=_("Format of the input (default: by its suffix)."))
@click.option("--style", type=click.Choice(STYLES), default="news", show_default=True, help=_("Whose preferred terms to write."))
@click.option("--strict", is_flag=True, help=_("Exit with 1 if a term or number failed."))
@click.option("-o", "--output", default="-", metavar=_("OUT"), help=_("Write to this file instead of standard output."))
@streams.glossary_options
def command(
    file: str, source: Language | None, target: Language | None, engine_name: str, format: str | None, input_format: str | None,
    style: str, strict: bool, output: str, own: tuple[str, ...], no_shipped: bool, domains: tuple[str, ...],
) -> int:
    from translator_aid import compiled, engines, pipeline, readers, renderers
    from translator_aid.model import Run

    source = source or ("en" if target == "id" else "id")
    if target == source:
        raise click.UsageError(_("--from and --to name the same language"))
    engine = engines.get(engine_name)
    data, name = streams.source(file)
    document = readers.read(data, name, input_format)
    chosen = format or ("markdown" if document.format == "markdown" else "text")
    loaded, matchers = compiled.opened(own, domains, not no_shipped)
    matcher = matchers[source]
    run = Run("translate", document, source, matcher.target, loaded, every=True, style=style, engine=engine_name)
    tally: Counter[str] = Counter()
    units = _counted(_progress(pipeline.translate(document, matcher, engine, style), len(document.segments)), tally)
    streams.write(renderers.get(chosen).render(run, units), output)
    _report(tally, engine_name)
    return 1 if strict and tally["failed"] else 0


def _progress(units: Iterator[Unit], total: int) -> Iterable[Unit]:
    """The units, with a bar on standard error while it is a terminal and standard output is not."""
    if not sys.stderr.isatty() or sys.stdout.isatty():
        yield from units
        return
    with click.progressbar(units, length=total, label=_("Translating"), file=sys.stderr) as bar:
        yield from bar


def _counted(units: Iterable[Unit], tally: Counter[str]) -> Iterator[Unit]:
    for unit in units:
        if unit.translation:
            tally.update(receipt.outcome for receipt in unit.translation.receipts)
            tally["untranslated"] += len(unit.translation.untranslated)
        tally["doubtful"] += sum(finding.code == "T201" for finding in unit.findings)
        yield unit


def _report(tally: Counter[str], engine: str) -> None:
    """Says on standard error what became of the terms and numbers, and what the engine left."""
    outcomes = (("kept", _("kept")), ("inflected", _("inflected")), ("admitted", _("admitted")), ("repaired", _("repaired")), ("failed", _("failed")))
    counts = ", ".join(f"{word} {tally[code]}" for code, word in outcomes if tally[code] or code in ("kept", "failed"))
    click.echo(_("Terms and numbers: {counts}.").format(counts=counts), err=True)
    if tally["doubtful"]:
        click.echo(_("Numbers left as they are because they can be read in two ways: {n}.").format(n=tally["doubtful"]), err=True)
    if engine == "glossary" and tally["untranslated"]:
        click.echo(_("The engine 'glossary' renders only terms, numbers, dates and amounts; the rest is untranslated and marked as such."), err=True)
