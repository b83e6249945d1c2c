"""`translator-aid translate`: a text in the other language, with a receipt for every term and number."""

from __future__ import annotations

import contextlib
import sys
from collections import Counter
from typing import TYPE_CHECKING, Any, Iterable, Iterator, Mapping, NamedTuple

import click

from translator_aid.bitext import Bitext
from translator_aid.cli import files, options, streams
from translator_aid.engines import DEFAULT
from translator_aid.errors import UsageError
from translator_aid.i18n import _, ngettext
from translator_aid.model import Document, Language, Unit
from translator_aid.outputs import Job, planned
from translator_aid.parameters import File, Named, Shared, Words
from translator_aid.renderers import TRANSLATE, tallied

if TYPE_CHECKING:
    from translator_aid.engines import Settings
    from translator_aid.journal import Journal
    from translator_aid.leverage import Prepared
    from translator_aid.matching import Matcher
    from translator_aid.model import Glossary
    from translator_aid.terms import Wishes


@click.command("translate", help=_(
    "Translate FILE, or standard input (-), paragraph by paragraph; what becomes of each term is reported. Several files go into a folder."))
@click.argument("sources", nargs=-1, required=True, type=File(), metavar=_("FILE...|-"))
@options.from_option(_("Language of the text (default: what the file says, else id)."))
@click.option("--to", "target", type=click.Choice(["id", "en"]), help=_("Language wanted (default: the other one)."))
@click.option("--engine", "engine_name", cls=Shared, type=Named(options.engines), metavar=_("NAME"), default=DEFAULT, show_default=True,
              help=_("Who translates."))
@click.option("--format", "format", type=click.Choice(TRANSLATE), help=_("Output format (default: the input's own)."))
@options.input_options
@options.style_option(_("Whose preferred terms to write."))
@click.option("--keep", cls=Shared, multiple=True, type=Words(), metavar=_("NAME"),
              help=_("A name that stays as it is, in exactly these letters; may be repeated."))
@click.option("--keep-file", cls=Shared, type=File(), metavar=_("FILE"), help=_("A text file of such names, one a line; what follows # is a remark."))
@click.option("--12-hour", "hour12", cls=Shared, is_flag=True, help=_("Write English times as 2:30 p.m."))
@options.american_option(_("Write English dates as July 22, 2025, and read 7/8/2025 as July 8."))
@options.code_options(_("Check the translation for these codes only (see check --list)."),
                      _("Check it for all but these codes; C leaves out all checks."))
@click.option("--strict", is_flag=True, help=_("Exit with 1 if a term, number or name failed."))
@options.output_option(_("Write to this file or folder instead of standard output."))
@options.dry_run_option
@options.engine_options
@options.glossary_options
def command(
    sources: tuple[str, ...], source: Language | None, target: Language | None, engine_name: str, format: str | None, input_format: str | None,
    fields: tuple[str, ...], style: str, keep: tuple[str, ...], keep_file: str | None, hour12: bool, american_dates: bool,
    select: tuple[str, ...], ignore: tuple[str, ...], strict: bool, output: str, own: tuple[str, ...], no_shipped: bool, domains: tuple[str, ...],
    asked: dict[str, Any],
) -> int:
    from translator_aid import checks, compiled, engines
    from translator_aid.terms import Wishes

    jobs = planned(sources, output, format)
    source = source or ("en" if target == "id" else "id" if target else None)
    if target and target == source:
        raise click.UsageError(_("--from and --to name the same language"))
    codes = checks.chosen(streams.codes(select), streams.codes(ignore))
    wishes = Wishes(style, (*keep, *_listed(keep_file)), hour12, american_dates)
    if len(jobs) > 1 or streams.is_dry():
        engines.get(engine_name, _settings(asked))  # what is wrong with the engine is said once, before any file
    loaded, matchers = compiled.opened(own, domains, not no_shipped)
    task = _Task(loaded, matchers, source, format, input_format, fields, wishes, codes, engine_name, asked, strict, len(jobs))
    return files.each(jobs, lambda job: _translated(job, task))


class _Task(NamedTuple):
    """What holds for all the files."""

    glossary: Glossary
    matchers: Mapping[Language, Matcher]
    source: Language | None
    format: str | None
    input_format: str | None
    fields: tuple[str, ...]
    wishes: Wishes
    codes: frozenset[str]
    engine: str
    asked: dict[str, Any]
    strict: bool
    files: int


def _translated(job: Job, task: _Task) -> files.Done:
    """One file's translation, written; what is to be said about it."""
    from translator_aid import pipeline, readers, renderers
    from translator_aid.model import Run
    from translator_aid.reviewing import Reviewer

    data, name = streams.source(job.source)
    document = readers.read(data, name, task.input_format, readers.Options(task.fields, task.source))
    source = task.source or document.language or "id"
    chosen = task.format or renderers.own(document.format)
    streams.not_for_terminals(chosen, document, job.output)
    if streams.is_dry():
        return files.shown(job, len(document.segments), f" ({task.engine})")
    matcher = task.matchers[source]
    engine, journal = _engine(task, document, f"{source}-{matcher.target}")
    run = Run("translate", document, source, matcher.target, task.glossary, every=True, style=task.wishes.style, engine=task.engine)
    tally: Counter[str] = Counter()
    notes: list[str] = []
    reviewer = Reviewer(task.glossary, task.matchers, source, task.codes, task.wishes)
    units = pipeline.translate(document, matcher, engine, task.wishes, reviewer)
    units = _counted(_progress(units, len(document.segments)) if task.files == 1 else units, tally, document, notes)
    with _journaled(journal, tally):
        streams.write(renderers.get(chosen).render(run, units), job.output)
    said = (notes if chosen in ("text", "markdown", "same") else []) + [f"{line}\n" for line in _report(tally, task.engine)]
    return files.Done(1 if tally["unreached"] or task.strict and tally["failed"] else 0, "".join(said))


def _settings(asked: Mapping[str, Any]) -> Settings:
    from translator_aid.engines import Settings

    return Settings(asked["url"] or "", asked["model"] or "", asked["timeout"] or 0.0, asked["rate"], asked["workers"])


def _engine(task: _Task, document: Document, direction: str) -> Prepared:
    """The engine with memory and journal before it; whatever will leave this machine has been said and allowed."""
    from translator_aid import leverage
    from translator_aid.memory import Memory, default_path, is_there

    asked = task.asked
    path = asked["memory"] or default_path()
    use = not asked["no_memory"] and is_there(path)
    if not use and (task.engine == "memory" or _typed("memory")):
        raise UsageError(_("{path}: there is no translation memory yet; fill one with: translator-aid memory add, or memory import").format(
            path=path))
    prepared = leverage.prepared(
        task.engine, _settings(asked), document.text, direction, Memory(path) if use else None, asked["fuzzy"], not asked["no_resume"])
    if getattr(prepared.engine, "address", ""):
        _announce(prepared.engine.address, document, task)  # type: ignore[attr-defined]
    if prepared.journal and prepared.journal.resumed:
        message = ngettext("Going on where an earlier run was interrupted: {n} answer is there already.",
                           "Going on where an earlier run was interrupted: {n} answers are there already.", prepared.journal.resumed)
        click.echo(message.format(n=prepared.journal.resumed), err=True)
    return prepared


def _typed(name: str) -> bool:
    """Whether an option stands on the command line itself; a file or a variable may well name what is still to be made."""
    return click.get_current_context().get_parameter_source(name) is click.core.ParameterSource.COMMANDLINE


def _announce(address: str, document: Document, task: _Task) -> None:
    """Says what will go where, and stops unless that is allowed: by the option, or by the person at the terminal, asked once for all files."""
    paragraphs, characters = len(document.segments), sum(len(segment.text) for segment in document.segments)
    click.echo(_("Up to {paragraphs} ({characters}) of {path}, and the terms for them, will be sent to {address}.").format(
        paragraphs=ngettext("{n} paragraph", "{n} paragraphs", paragraphs).format(n=paragraphs),
        characters=ngettext("{n} character", "{n} characters", characters).format(n=characters), path=document.path, address=address), err=True)
    if task.asked["allow_network"]:
        return
    asking = sys.stdin.isatty() and sys.stderr.isatty()
    question = _("Send them?") if task.files == 1 else _("Send them, and those of all {n} files?").format(n=task.files)
    if not asking or not click.confirm(question, err=True):
        raise files.Refusal(_("Nothing was sent. To allow it, say --allow-network, or set TRANSLATOR_AID_TRANSLATE_ALLOW_NETWORK=1."))
    task.asked["allow_network"] = True


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


def _report(tally: Counter[str], engine: str) -> Iterator[str]:
    """What became of the terms, numbers and names, and what the engine left."""
    yield _("Terms, numbers and names: {counts}.").format(counts=tallied(tally))
    if tally["doubtful"]:
        yield _("Numbers left as they are because they can be read in two ways: {n}.").format(n=tally["doubtful"])
    if tally["remembered"]:
        paragraphs = ngettext("{n} paragraph", "{n} paragraphs", tally["remembered"]).format(n=tally["remembered"])
        yield (_("From the translation memory: {paragraphs}, {fuzzy} of them only like these and to be edited.") if tally["fuzzy"]
               else _("From the translation memory: {paragraphs}.")).format(paragraphs=paragraphs, fuzzy=tally["fuzzy"])
    if tally["unreached"]:
        yield _("Paragraphs that the engine could not translate, left as they are: {n}.").format(n=tally["unreached"])
    if engine == "builtin":
        yield _("This is a draft by the built-in translator; edit it before anybody else reads it. Words in ⟦ ⟧ it did not know.")
    if engine in ("glossary", "memory") and tally["untranslated"]:
        yield _("The engine 'glossary' renders only terms, numbers, dates and amounts; the rest is untranslated and marked as such.")
