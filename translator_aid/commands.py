"""A group of commands that are found by name and imported when asked for, with their settings and a word for what was mistyped."""

from __future__ import annotations

import importlib
import os
import sys
from typing import Any, Mapping

import click

from translator_aid.i18n import _
from translator_aid.parameters import hint, with_variables

ALWAYS = ("config", "doctor", "completion", "man")
"""Commands that must work where a settings file is wrong."""


class Commands(click.Group):
    """A group with commands of its own, and commands that are modules with a `command`."""

    def __init__(self, *args: Any, elsewhere: Mapping[str, str] | None = None, **named: Any) -> None:
        super().__init__(*args, **named)
        self.elsewhere = dict(elsewhere or {})

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, those of the group's own commands first."""
        return [*self.commands, *self.elsewhere]

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """The command of that name, its options with their variables of the environment."""
        command: click.Command | None = importlib.import_module(self.elsewhere[name]).command if name in self.elsewhere else self.commands.get(name)
        if command is None:
            return None
        command.options_metavar = _("[OPTIONS]")
        with_variables(command, path(ctx, name))
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Lists the commands with the whole first sentence of what each does."""
        found = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        rows = [(name, command.get_short_help_str(400)) for name, command in found if command and not command.hidden]
        with formatter.section(_("Commands")):
            formatter.write_dl(rows)

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the words name, with what settings files say for its options; one that is mistyped is met with the name that was meant."""
        name = args[0]
        if name not in self.list_commands(ctx) and not name.startswith("-") and not ctx.resilient_parsing:
            near = hint(name, self.list_commands(ctx))
            meaning = " " + _("Did you mean '{near}'?").format(near=near) if near else ""
            raise click.UsageError(_("There is no command '{name}'.").format(name=name) + meaning, ctx)
        found, command, rest = super().resolve_command(ctx, args)
        if found and command:
            _settle(ctx, found, command, rest)
        return found, command, rest

    def invoke(self, ctx: click.Context) -> object:
        """The command's result; what is still to be written is written, unless nobody reads it any more."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
            return result
        except BrokenPipeError:
            # Whoever read the output has seen enough; Python must not complain when it flushes at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0


def path(ctx: click.Context, name: str) -> str:
    """What one types behind the program's name for a command of a context's group.

    >>> above = click.Context(click.Group("translator-aid"), info_name="translator-aid")
    >>> path(click.Context(click.Group("glossary"), above, "glossary"), "export")
    'glossary export'
    """
    return f"{ctx.command_path} {name}".partition(" ")[2]


def _settle(ctx: click.Context, name: str, command: click.Command, rest: list[str]) -> None:
    """Puts what the settings files say where click looks for it when neither the command line nor the environment says anything."""
    store: Any = ctx.find_root().obj
    if store is None or isinstance(command, click.Group) or path(ctx, name).split()[0] in ALWAYS or {"-h", "--help"} & set(rest):
        return
    from translator_aid.errors import Error

    try:
        root = ctx.find_root()
        assert isinstance(root.command, click.Group)
        store.checked(root.command, root)
        ctx.default_map = {**(ctx.default_map or {}), name: store.defaults(path(ctx, name), command)}
    except Error:
        if not ctx.resilient_parsing:
            raise
