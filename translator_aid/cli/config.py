"""`translator-aid config`: which settings hold and who says so."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import click

from translator_aid.cli import options, streams
from translator_aid.commands import Commands
from translator_aid.i18n import _
from translator_aid.parameters import Momentary


@click.group("config", cls=Commands, subcommand_metavar=_("COMMAND [ARGS]..."),
             help=_("Settings files: show what holds and who says so, where they are, and make one."))
def command() -> None:
    pass


@command.command("show", help=_("Show each setting, its value and who says so: the environment, a file with line and column, or the default."))
@click.argument("sections", nargs=-1, metavar=_("[COMMAND...]"))
@click.option("--all", "everything", is_flag=True, help=_("Show the settings of single commands, too, where nobody has said anything."))
@click.option("--format", "format", type=click.Choice(["text", "json"]), default="text", show_default=True, help=_("How to show the settings."))
@click.pass_context
def show(ctx: click.Context, sections: tuple[str, ...], everything: bool, format: str) -> None:
    from translator_aid import provenance, settings

    root = ctx.find_root()
    assert isinstance(root.command, click.Group)
    store = root.obj or settings.Store("off")
    asked = _asked(sections, [path for path, _command in settings.commands(root.command, root)])
    store.checked(root.command, root)
    found = list(provenance.standings(store, root.command, root, asked))
    if format == "json":
        click.echo(json.dumps([{
            "command": one.setting.section or None, "key": one.setting.key, "value": one.value, "source": one.source, "place": one.place or None,
            "variables": list(provenance.variables(one.setting)),
        } for one in found], ensure_ascii=False, indent=1, default=str))
        return
    section, above = "", {one.setting.key: one.place for one in found if not one.setting.section}
    for one in found:
        if one.setting.section and (above.get(one.setting.key) == one.place or not (everything or asked or one.place)):
            continue
        if one.setting.section != section:
            section = one.setting.section
            click.echo(f"{section}:")
        indent = "  " if section else ""
        click.echo(f"{indent}{one.setting.key}: {provenance.written(one.value)}  # {_source(one)}")


def _asked(words: tuple[str, ...], known: list[str]) -> list[str]:
    """The commands that were named, one of several words with or without quotes."""
    from translator_aid.errors import UsageError
    from translator_aid.parameters import hint

    whole = " ".join(words)
    asked = [whole] if whole in known else list(words)
    for name in asked:
        if name not in known and not any(path.startswith(f"{name} ") for path in known):
            near = hint(name, known)
            meaning = " " + _("Did you mean '{near}'?").format(near=near) if near else ""
            raise UsageError(_("There is no command '{name}'.").format(name=name) + meaning)
    return [path for path in known if any(path == name or path.startswith(f"{name} ") for name in asked)]


def _source(one: Any) -> str:
    if one.source == "default":
        return _("default")
    if one.source == "environment":
        return _("environment: {variable}").format(variable=one.place)
    return str(one.place)


@command.command("path", help=_("Show the settings files that hold here, the most particular first."))
@click.option("--user", is_flag=True, help=_("Show where your own file is, or would be."))
@click.pass_context
def path(ctx: click.Context, user: bool) -> None:
    from translator_aid import configuration, folders

    if user:
        click.echo(folders.user_path())
        return
    store = ctx.find_root().obj
    for place in configuration.places(store.chosen) if store else ():
        click.echo(os.path.abspath(place.path))
    if not store:
        click.echo(_("No settings file holds here. Make one with: translator-aid config init"), err=True)


@command.command("init", help=_("Write a settings file that shows every setting in a comment; one that is there stays as it is."))
@click.option("--user", cls=Momentary, is_flag=True, help=_("Your own file, which holds everywhere, instead of one in this folder."))
@options.dry_run_option
@click.pass_context
def init(ctx: click.Context, user: bool) -> None:
    from translator_aid import folders, provenance
    from translator_aid.errors import UsageError

    root = ctx.find_root()
    assert isinstance(root.command, click.Group)
    target = Path(folders.user_path() if user else folders.NAME)
    if os.path.lexists(target):
        raise UsageError(_("{path}: is there already; it stays as it is").format(path=target))
    text = "\n".join(provenance.template(root.command, root, user)) + "\n"
    if streams.is_dry():
        click.echo(text, nl=False)
    else:
        target.parent.mkdir(parents=True, exist_ok=True)
    with streams.replacing(target) as stream:
        stream.write(text.encode("utf-8"))
    if not streams.is_dry():
        click.echo(_("{path}: written").format(path=target), err=True)
