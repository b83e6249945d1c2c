"""The command line: one module a command, imported only when it is asked for.

Exit codes: 0 clean, 1 findings (or nothing found), 2 usage, 3 unreadable data, 130 interrupted.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Sequence

import click

from translator_aid import folders, i18n
from translator_aid.commands import Commands
from translator_aid.i18n import _
from translator_aid.parameters import File, Momentary, Shared, with_variables

if TYPE_CHECKING:
    from translator_aid.settings import Store

COMMANDS = {
    "lookup": "translator_aid.cli.lookup",
    "annotate": "translator_aid.cli.annotate",
    "translate": "translator_aid.cli.translate",
    "accept": "translator_aid.cli.accept",
    "check": "translator_aid.cli.check",
    "explain": "translator_aid.cli.explain",
    "glossary": "translator_aid.cli.glossary",
    "memory": "translator_aid.cli.memory",
    "model": "translator_aid.cli.model",
    "config": "translator_aid.cli.config",
    "doctor": "translator_aid.cli.doctor",
    "completion": "translator_aid.cli.completion",
    "man": "translator_aid.cli.man",
}


def _version(ctx: click.Context, _param: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        from translator_aid import diagnosis

        for line in diagnosis.versions():
            click.echo(line)
        ctx.exit()


def program() -> click.Group:
    """The whole command, its help in the language in use."""
    group = Commands(
        "translator-aid", context_settings={"help_option_names": ["-h", "--help"]}, elsewhere=COMMANDS,
        options_metavar=_("[OPTIONS]"), subcommand_metavar=_("COMMAND [ARGS]..."),
        help=_("Indonesian and English terms of AI: look them up, annotate a text with them, translate with them."),
        epilog=_("Every option is also a variable of the environment (TRANSLATOR_AID_ANNOTATE_FORMAT) and a line in a settings file; see: "
                 "translator-aid config show."),
    )
    group.params += [
        Shared(["--lang"], type=click.Choice(i18n.LANGUAGES), help=_("Language of messages (default: from the locale)."), expose_value=False),
        Momentary(["--config"], type=File(), metavar=_("FILE|off"), expose_value=False,
                  help=_("This settings file alone, or none (default: translator-aid.yaml of the project, then your own).")),
        click.Option(["--version"], is_flag=True, is_eager=True, expose_value=False, callback=_version,
                     help=_("Show the versions of program, glossary, model and language data, and exit.")),
    ]
    with_variables(group, "")
    return group


def main(args: Sequence[str] | None = None) -> None:
    """Runs the program and ends it with its exit code."""
    try:
        words = list(sys.argv[1:] if args is None else args)
        store = _store(_said("--config", words) or os.environ.get("TRANSLATOR_AID_CONFIG"))
        i18n.use(_language(words, store) or i18n.language())
        with i18n.lent("click"):
            code = run(words, store)
    except KeyboardInterrupt:
        code = 130
    sys.exit(code)


def run(words: list[str], store: Store | None = None) -> int:
    """Runs the program; its exit code."""
    from translator_aid.errors import Error

    try:
        result = program().main(words, "translator-aid", standalone_mode=False, obj=store)
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
        click.echo(_("Interrupted."), err=True)
        return 130


def _store(chosen: str | None) -> Store | None:
    """The settings of this run; None where there is no file, which costs a look into each folder and no import."""
    if chosen == folders.OFF or not chosen and not folders.project_path() and not os.path.isfile(folders.user_path()):
        return None
    from translator_aid.settings import Store

    return Store(chosen)


def _language(words: list[str], store: Store | None) -> str | None:
    """The language of messages, needed before the help texts are made: what --lang, the environment or a settings file says."""
    said = _said("--lang", words)
    if said in i18n.LANGUAGES:
        return said
    if store is None or os.environ.get("TRANSLATOR_AID_LANG"):
        return None
    from translator_aid.errors import Error

    try:
        found = store.first("", "lang")
    except Error:
        # it is reported when the command begins, in the language of the locale
        return None
    return str(found[1].said) if found and found[1].said in i18n.LANGUAGES else None


def _said(option: str, words: list[str]) -> str | None:
    """What an option of the program itself says, before click reads the words."""
    for at, word in enumerate(words):
        if word == option and at + 1 < len(words):
            return words[at + 1]
        if word.startswith(f"{option}="):
            return word[len(option) + 1:]
    return None
