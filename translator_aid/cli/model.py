"""`translator-aid model`: bigger translation models for those who want them."""

from __future__ import annotations

import json
import sys
from typing import Any

import click

from translator_aid import i18n
from translator_aid.commands import Commands
from translator_aid.i18n import _
from translator_aid.parameters import Momentary


@click.group("model", cls=Commands, subcommand_metavar=_("COMMAND [ARGS]..."),
             help=_("Get bigger translation models than the built-in one, and look after them."))
def command() -> None:
    pass


@command.command("list", help=_("Show the models that can be had and those that are installed."))
@click.option("--installed", "only", is_flag=True, help=_("Only those that are installed."))
@click.option("--format", "format", type=click.Choice(["text", "json"]), default="text", show_default=True, help=_("How to show the models."))
def list_(only: bool, format: str) -> None:
    from translator_aid import models

    there = {model.name: model for model in models.installed()}
    rows: list[dict[str, Any]] = []
    for name, model in there.items():
        rows.append({"name": name, "installed": True, "engine": model.kind, "direction": model.direction, "licence": model.licence or None,
                     "size": model.size, "folder": str(model.folder), "page": None, "about": None})
    for name, entry in models.catalogue().items():
        engine = "ctranslate2" if entry.kind == "opus-mt" else entry.kind
        more = {"page": entry.page, "about": entry.about[i18n.language()]}
        if name in there:
            next(row for row in rows if row["name"] == name).update(more)
        elif not only:
            rows.append({"name": name, "installed": False, "engine": engine, "direction": entry.direction, "licence": entry.licence,
                         "size": entry.size, "folder": None, **more})
    if format == "json":
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for row in rows:
        state = _("installed") if row["installed"] else _("can be had")
        end = f"--engine {row['engine']:<12} {row['licence'] or '–':<11} {state}"
        click.echo(f"{row['name']:<16} {row['direction']}  {megabytes(row['size']):>7}  {end}")
        if row["about"]:
            click.echo(f"{'':<16} {row['about']} {row['page']}")


@command.command("install", help=_("Install a model: a NAME of the list, the address of a ZIP file, or a file or folder on this machine."))
@click.argument("wanted", metavar=_("NAME|URL|FILE"))
@click.option("--name", cls=Momentary, default="", metavar=_("NAME"), help=_("The name to give it (default: its own)."))
@click.option("--direction", cls=Momentary, type=click.Choice(["id-en", "en-id"]),
              help=_("Source and target language, where the name does not tell them."))
@click.option("--sha256", cls=Momentary, default="", metavar="HEX", help=_("The checksum that the file must have."))
@click.option("--yes", cls=Momentary, is_flag=True, help=_("Fetch it without asking."))
def install(wanted: str, name: str, direction: str | None, sha256: str, yes: bool) -> None:
    from translator_aid import installing, models

    job = installing.plan(wanted, name, direction or "", sha256)
    if job.local is None:
        _agree(job, yes)
    known = [installing.recorded(file.url) or file.sha256 or file.unpacked for file in job.entry.files]
    model = _with_bar(job)
    for file, before in zip(model.files, known):
        if job.local is None and not before:
            click.echo(_("Nobody publishes a checksum for {url}; from now on it must be {sum}.").format(
                url=file["url"], sum=file["sha256"]), err=True)
    click.echo(_("{name} is installed in {folder} ({size}). Use it with: --engine {engine} --model {name}").format(
        name=model.name, folder=model.folder, size=megabytes(model.size), engine=model.kind), err=True)
    if model.licence:
        page = models.catalogue()[wanted].page if wanted in models.catalogue() else ""
        click.echo(_("Its licence: {licence}; see {page}").format(licence=model.licence, page=page), err=True)


@command.command("path", help=_("Show the folder of the models, or of the one named."))
@click.argument("name", metavar=_("[NAME]"), required=False)
def path(name: str | None) -> None:
    from translator_aid import models

    click.echo(str(models.find(name).folder if name else models.home()))


@command.command("remove", help=_("Remove an installed model."))
@click.argument("name", metavar=_("NAME"))
def remove(name: str) -> None:
    from translator_aid import models

    size = megabytes(models.find(name).size)
    click.echo(_("{name} is removed; {size} are free again").format(name=models.remove(name).name, size=size), err=True)


def megabytes(size: int) -> str:
    """A size for people.

    >>> megabytes(68_700_000), megabytes(1200), megabytes(0)
    ('69 MB', '1 kB', '?')
    """
    return "?" if not size else f"{round(size / 1_000_000)} MB" if size >= 950_000 else f"{max(1, round(size / 1000))} kB"


def _agree(job: Any, yes: bool) -> None:
    """Says what will be fetched from whom, and stops unless that is allowed."""
    from translator_aid import models
    from translator_aid.errors import UsageError

    click.echo(_("{name}: {size} will be fetched from {hosts} and kept in {folder}.").format(
        name=job.entry.name, size=megabytes(job.size), hosts=", ".join(job.hosts), folder=models.home()), err=True)
    if yes:
        return
    if not (sys.stdin.isatty() and sys.stderr.isatty()) or not click.confirm(_("Fetch it?"), err=True):
        raise UsageError(_("Nothing was fetched. To allow it, say --yes."))


def _with_bar(job: Any) -> Any:
    """The installed model; a bar on standard error while it is a terminal."""
    from translator_aid import installing

    if job.local is not None or not sys.stderr.isatty():
        return installing.install(job)
    with click.progressbar(length=job.size or 1, label=_("Fetching"), file=sys.stderr) as bar:
        seen = 0

        def progress(there: int, total: int) -> None:
            nonlocal seen
            bar.length = max(bar.length or 1, total)
            bar.update(there - seen if there >= seen else there)
            seen = there

        return installing.install(job, progress)
