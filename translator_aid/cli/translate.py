"""`translator-aid translate`: a text in the other language, with a receipt for every term and number."""

from __future__ import annotations

import contextlib
import sys
from collections import Counter
from typing import TYPE_CHECKING, Any, Iterable, Iterator, Mapping

import click

from translator_aid.bitext import Bitext
from translator_aid.cli import streams
from translator_aid.errors import UsageError
from translator_aid.i18n import _
from translator_aid.model import STYLES, Document, Language, Unit
from translator_aid.renderers import TRANSLATE, tallied

if TYPE_CHECKING:
    from translator_aid.journal import Journal
    from translator_aid.leverage import Prepared


@click.command("translate", help=_("Translate FILE, or standard input (-), paragraph by paragraph; what becomes of each term is reported."))
@click.argument("file", metavar=_("FILE|-"))
@streams.from_option(_("Language of the text (default: what the file says, else id)."))
@click.option("--to", "target", type=click.Choice(["id", "en"]), help=_("Language wanted (default: the other one)."))
@click.option("--engine", "engine_name", metavar=_("NAME"), default="glossary", show_default=True, help=_("Who translates."))
@click.option("--format", "format", type=click.Choice(TRANSLATE), help=_("Output format (default: the input's own)."))
@streams.input_options
@click.option("--style", type=click.Choice(STYLES), default="news", show_default=True, help=_("Whose preferred terms to write."))
@click.option("--keep", multiple=True, metavar=_("NAME"), help=_("A name that stays as it is, in exactly these letters; may be repeated."))
@click.option("--keep-file", metavar=_("FILE"), help=_("A text file of such names, one a line; what follows # is a remark."))
@click.option("--12-hour", "hour12", is_flag=True, help=_("Write English times as 2:30 p.m."))
@click.option("--american-dates", is_flag=True, help=_("Write English dates as July 22, 2025, and read 7/8/2025 as July 8."))
@click.option("--select", multiple=True, metavar=_("CODE"), help=_("Check the translation for these codes only (see check --list)."))
@click.option("--ignore", multiple=True, metavar=_("CODE"), help=_("Check it for all but these codes; C leaves out all checks."))
@click.option("--strict", is_flag=True, help=_("Exit with 1 if a term, number or name failed."))
@click.option("-o", "--output", default="-", metavar=_("OUT"), help=_("Write to this file instead of standard output."))
@streams.engine_options
@streams.glossary_options
def command(
    file: str, source: Language | None, target: Language | None, engine_name: str, format: str | None, input_format: str | None,
    fields: tuple[str, ...], style: str, keep: tuple[str, ...], keep_file: str | None, hour12: bool, american_dates: bool, select: tuple[str, ...], ignore: tuple[str, ...],
    strict: bool, output: str, own: tuple[str, ...], no_shipped: bool, domains: tuple[str, ...], asked: dict[str, Any],
) -> int:
    from translator_aid import checks, compiled, pipeline, readers, renderers
    from translator_aid.model import Run
    from translator_aid.reviewing import Reviewer
    from translator_aid.terms import Wishes

    source = source or ("en" if target == "id" else "id" if target else None)
    if target and target == source:
        raise click.UsageError(_("--from and --to name the same language"))
    codes = checks.chosen(streams.codes(select), streams.codes(ignore))
    wishes = Wishes(style, (*keep, *_listed(keep_file)), hour12, american_dates)
    data, name = streams.source(file)
    document = readers.read(data, name, input_format, readers.Options(fields, source))
    source = source or document.language or "id"
    chosen = format or renderers.own(document.format)
    streams.not_for_terminals(chosen, document, output)
    loaded, matchers = compiled.opened(own, domains, not no_shipped)
    matcher = matchers[source]
    engine, journal = _engine(engine_name, document, f"{source}-{matcher.target}", asked)
    run = Run("translate", document, source, matcher.target, loaded, every=True, style=style, engine=engine_name)
    tally: Counter[str] = Counter()
    notes: list[str] = []
    reviewer = Reviewer(loaded, matchers, source, codes, wishes)
    units = _counted(_progress(pipeline.translate(document, matcher, engine, wishes, reviewer), len(document.segments)), tally, document, notes)
    with _journaled(journal, tally):
        streams.write(renderers.get(chosen).render(run, units), output)
    if chosen in ("text", "markdown", "same"):
        click.echo("".join(notes), err=True, nl=False)
    _report(tally, engine_name)
    return 1 if tally["unreached"] or strict and tally["failed"] else 0


def _engine(name: str, document: Document, direction: str, asked: Mapping[str, Any]) -> Prepared:
    """The engine with memory and journal before it; whatever will leave this machine has been said and allowed."""
    from translator_aid import engines, leverage
    from translator_aid.memory import Memory, default_path, is_there

    settings = engines.Settings(asked["url"] or "", asked["model"] or "", asked["timeout"] or 0.0, asked["rate"], asked["workers"])
    path = asked["memory"] or default_path()
    use = not asked["no_memory"] and is_there(path)
    if not use and (name == "memory" or asked["memory"]):
        raise UsageError(_("{path}: there is no translation memory yet; fill one with: translator-aid memory add, or memory import").format(path=path))
    prepared = leverage.prepared(name, settings, document.text, direction, Memory(path) if use else None, asked["fuzzy"], not asked["no_resume"])
    if getattr(prepared.engine, "address", ""):
        _announce(prepared.engine.address, document, asked["allow_network"])  # type: ignore[attr-defined]
    if prepared.journal and prepared.journal.resumed:
        click.echo(_("Going on where an earlier run was interrupted: {n} answers are there already.").format(n=prepared.journal.resumed), err=True)
    return prepared


def _announce(address: str, document: Document, allowed: bool) -> None:
    """Says what will go where, and stops unless that is allowed: by the option, or by the person at the terminal."""
    click.echo(_("Up to {n} paragraphs ({m} characters) of {path}, and the terms for them, will be sent to {address}.").format(
        n=len(document.segments), m=sum(len(segment.text) for segment in document.segments), path=document.path, address=address), err=True)
    if allowed:
        return
    asking = sys.stdin.isatty() and sys.stderr.isatty()
    if not asking or not click.confirm(_("Send them?"), err=True):
        raise UsageError(_("Nothing was sent. To allow it, say --allow-network, or set TRANSLATOR_AID_TRANSLATE_ALLOW_NETWORK=1."))


@contextlib.contextmanager
def _journaled(journal: Journal | None, tally: Counter[str]) -> Iterator[None]:
    """Removes the journal at the end, unless something remains to be done."""
    finished = False
    try:
        yield
        finished = not tally["unreached"]
    finally:
        if journal:
            journal.close(finished)
            if not finished and journal.known:
                click.echo(_("What was translated is kept: the same command goes on from there."), err=True)


def _progress(units: Iterator[Unit], total: int) -> Iterable[Unit]:
    """The units, with a bar on standard error while it is a terminal and standard output is not."""
    if not sys.stderr.isatty() or sys.stdout.isatty():
        yield from units
        return
    with click.progressbar(units, length=total, label=_("Translating"), file=sys.stderr) as bar:
        yield from bar


def _listed(path: str | None) -> list[str]:
    """The names of a do-not-translate file."""
    from translator_aid.readers import decode

    lines = decode(*streams.source(path)).splitlines() if path else []
    return [name for line in lines if (name := line.partition("#")[0].strip())]


def _counted(units: Iterable[Unit], tally: Counter[str], document: Document, notes: list[str]) -> Iterator[Unit]:
    """The units, counted by what became of their constraints; their findings as lines, each with its place in the source."""
    places = Bitext((document, document), ("id", "en"), ())
    for unit in units:
        if unit.translation:
            tally.update(receipt.outcome for receipt in unit.translation.receipts)
            tally["untranslated"] += len(unit.translation.untranslated)
            tally["remembered"] += unit.translation.engine == "memory"
        tally["unreached"] += any(finding.code == "T301" for finding in unit.findings)
        tally["fuzzy"] += any(finding.code == "T302" for finding in unit.findings)
        tally["doubtful"] += sum(finding.code == "T201" for finding in unit.findings)
        for finding in unit.findings:
            at = finding.span.start if finding.span and finding.side == "source" else 0
            notes.append(f"{places.origin('source', unit.segment.start + at)}: {finding.code} {finding.message}\n")
        yield unit


def _report(tally: Counter[str], engine: str) -> None:
    """Says on standard error what became of the terms, numbers and names, and what the engine left."""
    click.echo(_("Terms, numbers and names: {counts}.").format(counts=tallied(tally)), err=True)
    if tally["doubtful"]:
        click.echo(_("Numbers left as they are because they can be read in two ways: {n}.").format(n=tally["doubtful"]), err=True)
    if tally["remembered"]:
        click.echo(_("From the translation memory: {n} paragraphs, {fuzzy} of them only like these and to be edited.").format(
            n=tally["remembered"], fuzzy=tally["fuzzy"]), err=True)
    if tally["unreached"]:
        click.echo(_("Paragraphs that the engine could not translate, left as they are: {n}.").format(n=tally["unreached"]), err=True)
    if engine in ("glossary", "memory") and tally["untranslated"]:
        click.echo(_("The engine 'glossary' renders only terms, numbers, dates and amounts; the rest is untranslated and marked as such."), err=True)
