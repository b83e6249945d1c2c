"""The manual page, in the roff of man(7), made from the commands and their options so that it cannot fall out of step with them."""

from __future__ import annotations

import os
import re
import textwrap
import time
from typing import Iterator

import click

from translator_aid import folders
from translator_aid.i18n import _
from translator_aid.settings import commands

_EXAMPLES = (
    "translator-aid lookup superintelijennya",
    "translator-aid annotate berita.txt --format html -o berita.html",
    "translator-aid translate bab-1.md bab-2.md -o english/",
    "translator-aid check berita.id.txt berita.en.txt",
    "translator-aid glossary validate istilah.yaml",
)


def page(group: click.Group, ctx: click.Context) -> Iterator[str]:
    """The lines of the page, in the language in use."""
    from importlib.metadata import version

    made = time.gmtime(int(os.environ.get("SOURCE_DATE_EPOCH") or time.time()))
    yield f'.TH TRANSLATOR\\-AID 1 "{time.strftime("%Y-%m-%d", made)}" "translator\\-aid {version("translator-aid")}"'
    yield _heading(_("Name"))
    yield "translator\\-aid \\- " + escaped(_("AI terms in Indonesian and English: look up, annotate"))
    yield _heading(_("Synopsis"))
    yield ".B translator\\-aid"
    yield escaped(" ".join((_("[OPTIONS]"), _("COMMAND [ARGS]..."))))
    yield _heading(_("Description"))
    yield _prose(group.help or "")
    yield _heading(_("Options"))
    yield from _options(group, ctx)
    yield _heading(_("Commands"))
    for path, command in commands(group, ctx):
        yield from _command(path, command, ctx)
    yield from _ending()


def _command(path: str, command: click.Command, ctx: click.Context) -> Iterator[str]:
    own = click.Context(command, ctx, path)
    pieces = " ".join(escaped(piece) for piece in command.collect_usage_pieces(own))
    yield f".SS {escaped(path)}"
    yield f".B translator\\-aid {escaped(path)}\n{pieces}"
    yield ".PP"
    yield _prose(command.help or "")
    yield from _options(command, own)


def _options(command: click.Command, ctx: click.Context) -> Iterator[str]:
    for option in command.get_params(ctx):
        record = option.get_help_record(ctx) if isinstance(option, click.Option) else None
        if record is None or "--help" in option.opts:
            continue
        yield _entry(record[0], record[1])
        variables = [option.envvar] if isinstance(option.envvar, str) else list(option.envvar or ())
        if variables:
            yield ".br\n" + escaped(",\n".join(variables))


def _ending() -> Iterator[str]:
    """What holds for all commands."""
    yield _heading(_("Settings"))
    yield _prose(_(
        "An option's value is what the command line says, else the environment, else translator-aid.yaml of the project, else your own file, "
        "else the default. The project's file is looked for from the current folder upwards, as far as a folder with .git, your home folder "
        "or the root. "
        "A key is an option's long name without dashes; options that commands share stand at the top of the file, the others under their command:"))
    yield ".PP\n.nf\n.RS 4"
    yield from map(escaped, ("style: formal", "glossary: [istilah.yaml]", "keep: [GoTo, Tokopedia]", "annotate:", "  format: html"))
    yield ".RE\n.fi"
    yield _heading(_("Environment"))
    for name, meaning in _environment():
        yield _entry(name, meaning)
    yield _heading(_("Files"))
    yield _entry(folders.NAME, _("settings of a project"))
    yield _entry("~/.config/translator-aid/" + folders.NAME, _("your own settings"))
    yield _heading(_("Exit status"))
    for code, meaning in (("0", _("all is well")), ("1", _("findings, or nothing found")), ("2", _("the command was not understood")),
                          ("3", _("a file cannot be read as what it should be")), ("130", _("interrupted"))):
        yield _entry(code, meaning)
    yield _heading(_("Examples"))
    yield ".nf"
    yield from map(escaped, _EXAMPLES)
    yield ".fi"


def _environment() -> Iterator[tuple[str, str]]:
    yield "TRANSLATOR_AID_LANG", _("language of messages: id or en")
    yield "TRANSLATOR_AID_CONFIG", _("the settings file to use, or off")
    yield "TRANSLATOR_AID_CACHE", _("the folder for what can be made again, or off")
    yield "TRANSLATOR_AID_COMPILED", _("off: terms are searched for without the compiled part of the program, which finds the same faster")
    yield "TRANSLATOR_AID_STATE", _("the folder for interrupted translations, or off")
    yield "TRANSLATOR_AID_MEMORY", _("the translation memory's file")
    yield "TRANSLATOR_AID_<ENGINE>_URL, TRANSLATOR_AID_<ENGINE>_MODEL", _("address and model of one engine")
    yield "DEEPL_AUTH_KEY, OPENAI_API_KEY, LIBRETRANSLATE_API_KEY", _("keys of services")
    yield "NO_COLOR", _("no colours")


def _heading(text: str) -> str:
    return f".SH {escaped(text).upper()}"


def _entry(tag: str, text: str) -> str:
    """A tagged paragraph."""
    return f".TP\n.B {escaped(tag)}\n{_prose(text)}"


def escaped(text: str) -> str:
    """A text as roff shows it unchanged: backslashes, hyphens that one may copy, and a full stop or an apostrophe at the start of a line.

    >>> print(escaped("--format html: \\\\ .md\\n.txt"))
    \\-\\-format html: \\e .md
    \\&.txt
    """
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return re.sub(r"(?m)^(?=[.'])", r"\\&", text)


def _prose(text: str) -> str:
    """A text in lines of a length that people can edit, one after the other, as roff fills them again."""
    return escaped("\n".join(textwrap.wrap(text, 72, break_long_words=False, break_on_hyphens=False)))
