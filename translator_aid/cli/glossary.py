"""`translator-aid glossary`: look after glossary files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Iterable

import click

from translator_aid.cli import options, streams
from translator_aid.commands import Commands
from translator_aid.i18n import _, ngettext
from translator_aid.parameters import File, Momentary


ELSEWHERE = {"import": "translator_aid.cli.importing", "export": "translator_aid.cli.exporting"}


@click.group("glossary", cls=Commands, elsewhere=ELSEWHERE, subcommand_metavar=_("COMMAND [ARGS]..."),
             help=_("Look after glossary files: validate, count, compare, add to them."))
def command() -> None:
    pass


def _files(paths: Iterable[str]) -> list[Path]:
    """The files named, those of folders included; the shipped ones where none is named."""
    from translator_aid import folders
    from translator_aid.errors import UsageError
    from translator_aid.glossary import shipped_paths

    found: list[Path] = []
    for name in paths:
        path = Path(name)
        if not path.exists():
            raise UsageError(_("{path}: there is no such file").format(path=name))
        found += map(Path, folders.glossaries([path]))
    return found or list(shipped_paths())


@command.command("validate", help=_("Check glossary files or folders (default: the shipped glossary). Exits with 1 on errors."))
@click.argument("paths", nargs=-1, type=File(), metavar=_("[PATH...]"))
@click.option("--fix", cls=Momentary, is_flag=True, help=_("Rewrite the files in canonical order and layout; comments are kept."))
@options.dry_run_option
@click.option("--format", "format", type=click.Choice(["text", "json", "github"]), default="text", show_default=True,
              help=_("How to show the findings."))
def validate(paths: tuple[str, ...], fix: bool, format: str) -> int:
    from translator_aid.validation import validate as run

    files = _files(paths)
    if fix:
        _fix(files)
    report = run(files)
    if format == "json":
        click.echo(json.dumps([{
            "code": finding.code, "severity": finding.severity, "message": finding.message,
            "path": finding.origin.path, "line": finding.origin.line, "column": finding.origin.column,
        } for finding in report.findings], ensure_ascii=False, indent=1))
    elif format == "github":
        from translator_aid.reports.github import annotation

        for finding in report.findings:
            click.echo(annotation(finding, ""))
    else:
        for finding in report.findings:
            click.echo(f"{finding.origin}: {finding.code} {finding.message}")
    errors = sum(finding.severity == "error" for finding in report.findings)
    warnings = len(report.findings) - errors
    click.echo(_("{concepts}, {errors}, {warnings}").format(
        concepts=ngettext("{n} concept", "{n} concepts", report.concepts).format(n=report.concepts),
        errors=ngettext("{n} error", "{n} errors", errors).format(n=errors),
        warnings=ngettext("{n} warning", "{n} warnings", warnings).format(n=warnings)), err=True)
    return 1 if errors else 0


def _fix(files: Iterable[Path]) -> None:
    from translator_aid.glossary import read_bytes
    from translator_aid.layout import canonical

    for path in files:
        text = read_bytes(path).decode("utf-8")
        wanted = canonical(text, str(path))
        if wanted != text:
            with streams.replacing(path) as stream:
                stream.write(wanted.encode("utf-8"))
            if not streams.is_dry():
                click.echo(_("{path}: rewritten").format(path=path), err=True)


@command.command("stats", help=_("Count concepts, terms and what the entries carry."))
@click.option("--format", "format", type=click.Choice(["text", "json"]), default="text", show_default=True, help=_("How to show the figures."))
@options.glossary_options
def stats(format: str, own: tuple[str, ...], no_shipped: bool, domains: tuple[str, ...]) -> None:
    from translator_aid import glossary, statistics

    figures = statistics.stats(glossary.load(own, domains, shipped=not no_shipped))
    if format == "json":
        click.echo(json.dumps(figures, ensure_ascii=False, indent=1))
    else:
        for line in statistics.as_text(figures):
            click.echo(line)


@command.command("path", help=_("Show the folder of the shipped glossary."))
def path() -> None:
    from translator_aid.glossary import shipped_folder

    click.echo(str(shipped_folder()))


@command.command("diff", help=_("Compare two glossaries (files or folders): concepts added, removed, preferred terms changed."))
@click.argument("old", type=File(), metavar=_("OLD"))
@click.argument("new", type=File(), metavar=_("NEW"))
def diff(old: str, new: str) -> int:
    from translator_aid.glossary import load
    from translator_aid.statistics import difference

    lines = list(difference(load(_files([old]), shipped=False), load(_files([new]), shipped=False)))
    for line in lines:
        click.echo(line)
    return 1 if lines else 0


@command.command("add", help=_("Add an entry to the glossary file PATH, asked for field by field; it is validated before it is written."))
@click.argument("path", type=File(), metavar=_("PATH"))
@click.option("--indonesian", cls=Momentary, metavar=_("TEXT"), help=_("Indonesian terms, separated by semicolons, the preferred one first."))
@click.option("--english", cls=Momentary, metavar=_("TEXT"), help=_("English terms, separated by semicolons, the preferred one first."))
@click.option("--part-of-speech", cls=Momentary, type=click.Choice(["noun", "verb", "adjective", "adverb"]), help=_("Part of speech."))
@click.option("--definition", cls=Momentary, nargs=2, metavar="ID EN", help=_("One sentence in Indonesian and one in English."))
@click.option("--example", cls=Momentary, nargs=2, metavar="ID EN", help=_("An example sentence in Indonesian and in English."))
@click.option("--see", cls=Momentary, metavar=_("TEXT"), help=_("Keys of related concepts, separated by semicolons."))
@click.option("--key", cls=Momentary, metavar=_("TEXT"), help=_("The entry's key (default: made from the English term)."))
@click.option("--dry-run", cls=Momentary, is_flag=True, help=_("Show the entry's file instead of writing it."))
def add(
    path: str, indonesian: str | None, english: str | None, part_of_speech: str | None, definition: tuple[str, str] | None,
    example: tuple[str, str] | None, see: str | None, key: str | None, dry_run: bool,
) -> None:
    from translator_aid.adding import with_entry
    from translator_aid.glossary import slug

    asked = indonesian is None or english is None
    id_terms = _listed(indonesian if indonesian is not None else click.prompt(_("Indonesian terms (preferred first; separate with ;)"), err=True))
    en_terms = _listed(english if english is not None else click.prompt(_("English terms (preferred first; separate with ;)"), err=True))
    choice = click.Choice(["noun", "verb", "adjective", "adverb"])
    own_key = slug(en_terms[0] if en_terms else "")
    entry = {
        "indonesian": id_terms, "english": en_terms,
        "part_of_speech": part_of_speech or (click.prompt(_("Part of speech"), type=choice, default="noun", err=True) if asked else "noun"),
        "definition": _pair(definition or (_asked_pair(_("Definition")) if asked else None)),
        "examples": [pair] if (pair := _pair(example or (_asked_pair(_("Example")) if asked else None))) else [],
        "see": _listed(see or ""),
        "key": key or (click.prompt(_("Key"), default=own_key, err=True) if asked else own_key),
    }
    text = with_entry(Path(path), entry)
    if dry_run:
        click.echo(text, nl=False)
        return
    with streams.replacing(Path(path)) as stream:
        stream.write(text.encode("utf-8"))
    click.echo(_("{path}: added '{key}'").format(path=path, key=entry["key"]), err=True)


def _listed(text: str) -> list[str]:
    return [item.strip() for item in text.split(";") if item.strip()]


def _asked_pair(label: str) -> tuple[str, str]:
    indonesian, english = _("Indonesian"), _("English")
    return (click.prompt(f"{label} ({indonesian})", default="", show_default=False, err=True),
            click.prompt(f"{label} ({english})", default="", show_default=False, err=True))


def _pair(sides: tuple[str, str] | None) -> dict[str, str]:
    return {"indonesian": sides[0], "english": sides[1]} if sides and any(sides) else {}
