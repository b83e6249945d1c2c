"""The command line: one module a command, imported only when it is asked for.

Exit codes: 0 clean, 1 findings (or nothing found), 2 usage, 3 unreadable data, 130 interrupted.
"""

from __future__ import annotations

import importlib
import os
import sys
from typing import Sequence

import click

from translator_aid import i18n
from translator_aid.i18n import _

COMMANDS = {
    "lookup": "translator_aid.cli.lookup",
    "annotate": "translator_aid.cli.annotate",
    "translate": "translator_aid.cli.translate",
    "check": "translator_aid.cli.check",
    "explain": "translator_aid.cli.explain",
    "glossary": "translator_aid.cli.glossary",
    "memory": "translator_aid.cli.memory",
}


class Commands(click.Group):
    """A group whose commands are modules with a `command`, found by name."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(COMMANDS[name]).command
        for one in (command, *getattr(command, "commands", {}).values()):
            one.options_metavar = _("[OPTIONS]")
        return command

    def invoke(self, ctx: click.Context) -> object:
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
            return result
        except BrokenPipeError:
            # Whoever read the output has seen enough; Python must not complain when it flushes at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            import difflib

            near = difflib.get_close_matches(args[0], COMMANDS, 1)
            if not near:
                raise
            raise click.UsageError(f"{error.format_message()} " + _("Did you mean '{near}'?").format(near=near[0]), ctx) from error


def _version(ctx: click.Context, _param: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        from importlib.metadata import version

        click.echo(f"translator-aid {version('translator-aid')}")
        ctx.exit()


def program() -> click.Group:
    """The whole command, its help in the language in use."""
    group = Commands(
        "translator-aid", context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "TRANSLATOR_AID"},
        options_metavar=_("[OPTIONS]"), subcommand_metavar=_("COMMAND [ARGS]..."),
        help=_("Indonesian and English terms of AI: look them up, annotate a text with them, translate with them."),
    )
    group.params += [
        click.Option(["--lang"], type=click.Choice(i18n.LANGUAGES), help=_("Language of messages (default: from the locale)."), expose_value=False),
        click.Option(["--version"], is_flag=True, is_eager=True, expose_value=False, callback=_version, help=_("Show the version and exit.")),
    ]
    return group


def main(args: Sequence[str] | None = None) -> None:
    """Runs the program and ends it with its exit code."""
    words = list(sys.argv[1:] if args is None else args)
    i18n.use(_language_of(words))
    with i18n.lent("click"):
        sys.exit(run(words))


def run(words: list[str]) -> int:
    """Runs the program; its exit code."""
    from translator_aid.errors import Error

    try:
        result = program().main(words, "translator-aid", standalone_mode=False)
        return result if isinstance(result, int) else 0
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except Error as error:
        click.echo(f"translator-aid: {error}", err=True)
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return 130


def _language_of(words: list[str]) -> str | None:
    """The value of --lang, needed before the help texts are made."""
    for at, word in enumerate(words):
        if word == "--lang" and at + 1 < len(words):
            value = words[at + 1]
        elif word.startswith("--lang="):
            value = word[7:]
        else:
            continue
        return value if value in i18n.LANGUAGES else None
    return None
