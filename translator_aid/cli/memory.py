"""`translator-aid memory`: look after the translation memory."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Callable, Iterable, Iterator, TypeVar

import click

from translator_aid.cli import options, streams
from translator_aid.commands import Commands
from translator_aid.i18n import _, ngettext
from translator_aid.model import Language
from translator_aid.parameters import File, Momentary

if TYPE_CHECKING:
    from translator_aid.memory import Memory

F = TypeVar("F", bound=Callable[..., Any])


@click.group("memory", cls=Commands, subcommand_metavar=_("COMMAND [ARGS]..."),
             help=_("Look after the translation memory: accepted translations, which translate uses before any engine."))
def command() -> None:
    pass


def _options(function: F) -> F:
    decorated: F = options.memory_option(_("The memory's file (default: your own)."), "path")(function)
    return decorated


def _existing(path: str | None) -> Path:
    from translator_aid.errors import UsageError
    from translator_aid.memory import default_path

    found = Path(path) if path else default_path()
    if not found.is_file():
        raise UsageError(_("{path}: there is no translation memory yet; fill one with: translator-aid memory add, or memory import").format(
            path=found))
    return found


@contextlib.contextmanager
def _changing(path: str | None) -> Iterator[Memory]:
    """The memory, made where there is none; in a dry run a copy that is thrown away."""
    from translator_aid.memory import Memory, default_path

    found = Path(path) if path else default_path()
    if not streams.is_dry():
        with Memory(found) as memory:
            yield memory
        return
    with Memory(":memory:") as memory:
        if found.is_file():
            with Memory(found) as there:
                there.connection.backup(memory.connection)
        yield memory
    click.echo(_("{path}: stays as it is").format(path=found), err=True)


@command.command("add", help=_("Add a finished translation: SOURCE and TARGET paired by paragraph, or one bilingual file."))
@click.argument("source_file", type=File(), metavar=_("SOURCE|-"))
@click.argument("target_file", type=File(), metavar=_("[TARGET]"), required=False)
@options.from_option(_("Language of the source (default: id)."))
@click.option("--bilingual", is_flag=True,
              help=_("SOURCE holds both sides: TSV or CSV with two columns, or the output of translate --format bilingual or json."))
@click.option("--text", cls=Momentary, is_flag=True, help=_("SOURCE and TARGET are the texts themselves."))
@options.dry_run_option
@_options
def add(source_file: str, target_file: str | None, source: Language | None, bilingual: bool, text: bool, path: str | None) -> None:
    languages: tuple[Language, Language] = ("en", "id") if source == "en" else ("id", "en")
    if bool(target_file) == bilingual or text and bilingual:
        raise click.UsageError(_("name the source and its translation, or one file with --bilingual"))
    pairs = [(source_file, target_file or "")] if text else list(_paired(source_file, target_file, languages))
    marks = "\u27e6\u27e7"
    whole = [pair for pair in pairs if all(pair) and not any(mark in pair[1] for mark in marks)]
    origin = "" if text or source_file == "-" else Path(source_file).name
    with _changing(path) as memory:
        added = memory.add((*(pair if languages[0] == "id" else pair[::-1]), "", origin) for pair in whole)
    click.echo(_("{n} new, {known} known already, {left} left out because a side is missing or marked as untranslated").format(
        n=added, known=len(whole) - added, left=len(pairs) - len(whole)), err=True)


def _paired(source_file: str, target_file: str | None, languages: tuple[Language, Language]) -> Iterator[tuple[str, str]]:
    from translator_aid import alignment, bilingual, compiled, readers

    data, name = streams.source(source_file)
    if target_file:
        _loaded, matchers = compiled.opened()
        bitext = alignment.align(readers.read(data, name), readers.read(*streams.source(target_file)), matchers, languages)
    else:
        bitext = bilingual.read(readers.decode(data, name), name, languages)
    swapped = bitext.languages != languages
    for pair in bitext.pairs:
        sides = pair.text("source"), pair.text("target")
        yield sides[::-1] if swapped else sides


@command.command("import", help=_("Add the Indonesian-English units of TMX files."))
@click.argument("files", nargs=-1, type=File(), required=True, metavar=_("FILE..."))
@options.dry_run_option
@_options
def import_(files: tuple[str, ...], path: str | None) -> None:
    from translator_aid import tmx

    with _changing(path) as memory:
        for name in files:
            read: list[int] = [0, 0]
            with open(streams.existing(name), "rb") as stream:
                added = memory.add(_whole(tmx.read(stream, name), Path(name).name, read))
            click.echo(_("{path}: {n} new, {known} known already, {left} left out because they lack Indonesian or English").format(
                path=name, n=added, known=read[0] - added, left=read[1]), err=True)


def _whole(units: Iterable[Any], origin: str, read: list[int]) -> Iterator[tuple[str, str, str, str]]:
    """The units that have both sides; `read` counts them and the others."""
    for unit in units:
        complete = bool(unit.indonesian.strip() and unit.english.strip())
        read[not complete] += 1
        if complete:
            yield unit.indonesian, unit.english, unit.changed, origin


@command.command("export", help=_("Write the memory as TMX."))
@options.output_option(_("Write to this file instead of standard output."))
@_options
def export(output: str, path: str | None) -> None:
    from importlib.metadata import version

    from translator_aid import tmx
    from translator_aid.memory import Memory

    with Memory(_existing(path)) as memory:
        units = (tmx.Exchanged(pair.indonesian, pair.english, pair.changed) for pair in memory.all())
        streams.write((piece.decode() for piece in tmx.write(units, version("translator-aid"))), output)


@command.command("stats", help=_("Count what the memory holds."))
@click.option("--format", "format", type=click.Choice(["text", "json"]), default="text", show_default=True, help=_("How to show the figures."))
@_options
def stats(format: str, path: str | None) -> None:
    from translator_aid.memory import Memory, statistics

    found = _existing(path)
    with Memory(found) as memory:
        figures = statistics(memory)
    if format == "json":
        click.echo(json.dumps({"path": str(found), **figures}, ensure_ascii=False, indent=1))
        return
    click.echo(str(found))
    for label, name in ((_("Pairs: {n}"), "pairs"), (_("Indonesian texts: {n}"), "indonesian_texts"), (_("English texts: {n}"), "english_texts"),
                        (_("First change: {n}"), "first_changed"), (_("Last change: {n}"), "last_changed")):
        click.echo(label.format(n=figures[name] if figures[name] != "" else "–"))


@command.command("search", help=_("Show the pairs most like TEXT, with their likeness. Exits with 1 if there is none."))
@click.argument("text", nargs=-1, required=True, metavar=_("TEXT"))
@options.from_option(_("Language of the text (default: id)."))
@click.option("--minimum", type=click.FloatRange(0.3, 1), default=0.5, show_default=True, help=_("Least likeness, 0.3 to 1."))
@click.option("--limit", type=click.IntRange(1, 1000), default=5, show_default=True, help=_("How many at most."))
@click.option("--format", "format", type=click.Choice(["text", "json"]), default="text", show_default=True, help=_("How to show the pairs."))
@_options
def search(text: tuple[str, ...], source: Language | None, minimum: float, limit: int, format: str, path: str | None) -> int:
    from translator_aid.memory import Memory

    language: Language = source or "id"
    other: Language = "en" if language == "id" else "id"
    with Memory(_existing(path)) as memory:
        found = memory.search(" ".join(text), language, minimum, limit)
    if format == "json":
        click.echo(json.dumps([{
            "number": pair.number, "score": round(pair.score, 4), "id": pair.indonesian, "en": pair.english,
            "changed": pair.changed, "origin": pair.origin or None} for pair in found], ensure_ascii=False, indent=1))
    for pair in found if format == "text" else ():
        label = f"{int(100 * pair.score)}%"
        click.echo(f"{label:>4}  {language}: {' '.join(pair.side(language).split())}\n      {other}: {' '.join(pair.side(other).split())}\n"
                   + " " * 6 + _("number {n}, {when}").format(n=pair.number, when=", ".join(filter(None, (pair.changed[:10], pair.origin)))))
    return 0 if found else 1


@command.command("remove", help=_("Remove pairs by the numbers that search shows."))
@click.argument("numbers", nargs=-1, required=True, type=int, metavar=_("NUMBER..."))
@options.dry_run_option
@_options
def remove(numbers: tuple[int, ...], path: str | None) -> int:
    with _changing(str(_existing(path))) as memory:
        removed = memory.remove(numbers)
    click.echo(ngettext("{n} pair removed", "{n} pairs removed", removed).format(n=removed), err=True)
    return 0 if removed == len(set(numbers)) else 1
