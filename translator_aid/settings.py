"""From settings files to the options of commands.

What a key means is read from the commands themselves: a key is an option's long name without dashes. At the top of a file stand the options that are
`Shared` by commands; under a command's name, `annotate` or `glossary export`, stand that command's options. The order is: command line, environment,
the project's file, the user's file, the default; within a file a command's section goes before the top.
"""

from __future__ import annotations

import os
from typing import Any, Iterator, Mapping

import click

from translator_aid import configuration, folders
from translator_aid.configuration import Settings, Value
from translator_aid.i18n import _
from translator_aid.parameters import File, Momentary, Named, Personal, Shared, hint, key, listed

ENGINES_OWN = ("url", "model")
"""Options that belong to one engine: said for all, one service's key would be sent to another."""


class Store:
    """The settings files of one run, read when first needed and checked before they are used."""

    def __init__(self, chosen: str | None = None) -> None:
        self.chosen = chosen
        self._read: tuple[Settings, ...] | None = None

    def files(self) -> tuple[Settings, ...]:
        """What the files say, the most particular first.

        :raises UnreadableError: for one that cannot be read.
        :raises UsageError: for a chosen file that is not there.
        """
        if self._read is None:
            self._read = tuple(map(configuration.read, configuration.places(self.chosen)))
        return self._read

    def first(self, section: str, name: str) -> tuple[Settings, Value] | None:
        """Which file says most particularly what a key is for a section, and what it says."""
        for settings in self.files():
            for where in dict.fromkeys((section, "")):
                if (where, name) in settings.values:
                    return settings, settings.values[where, name]
        return None

    def checked(self, group: click.Group, ctx: click.Context) -> None:
        """Sees that every key and value of the files is right.

        :raises UnreadableError: with every one that is not, its place and what was probably meant.
        """
        from translator_aid.errors import UnreadableError

        faults: list[str] = []
        for settings in self.files():
            if not settings.known:
                found = list(wrong(settings, group, ctx))
                faults += found
                if not found:
                    configuration.keep(settings)
        if faults:
            raise UnreadableError("\n".join(faults))

    def defaults(self, path: str, command: click.Command) -> dict[str, Any]:
        """What the files say for a command's options, by the names that click knows them by."""
        found: dict[str, Any] = {}
        for option in allowed(command):
            said = self.first(path, key(option)) if isinstance(option, Shared) else self.section(path, key(option))
            if said and option.name:
                found[option.name] = meant(option, *said)
        return found

    def section(self, path: str, name: str) -> tuple[Settings, Value] | None:
        """Which file says most particularly what a key is in a section itself, whatever stands at the top, and what it says."""
        return next(((settings, settings.values[path, name]) for settings in self.files() if (path, name) in settings.values), None)


def allowed(command: click.Command) -> Iterator[click.Option]:
    """The options of a command that may stand in a settings file."""
    for option in command.params:
        if isinstance(option, click.Option) and not isinstance(option, Momentary) and not option.is_eager and key(option) not in ENGINES_OWN:
            yield option


def commands(group: click.Group, ctx: click.Context, above: str = "") -> Iterator[tuple[str, click.Command]]:
    """Every command that does something, by what one types behind the program's name."""
    for name in group.list_commands(ctx):
        command = group.get_command(ctx, name)
        path = f"{above} {name}".strip()
        if isinstance(command, click.Group):
            yield from commands(command, click.Context(command, ctx, name), path)
        elif command and not command.hidden:
            yield path, command


def table(group: click.Group, ctx: click.Context) -> dict[str, dict[str, click.Option]]:
    """Every key by section, the top first: what `config show`, `config init` and the check of a file go by."""
    found: dict[str, dict[str, click.Option]] = {"": {}}
    for option in allowed(group):
        found[""][key(option)] = option
    for path, command in commands(group, ctx):
        options = {key(option): option for option in allowed(command)}
        found[""].update({name: option for name, option in options.items() if isinstance(option, Shared) and name not in found[""]})
        if options:
            found[path] = options
    return found


def meant(option: click.Option, settings: Settings, value: Value) -> Any:
    """A value as its option takes it: a switch as true or false, paths seen from the file, a single text as a list where a list is wanted."""
    if option.is_flag:
        return click.BOOL.convert(value.said, option, None)
    if option.multiple:
        said = [text for text in listed(value.said) if text]
        return tuple(_seen_from(settings.place.path, text) for text in said) if isinstance(option.type, File) else tuple(said)
    return _seen_from(settings.place.path, str(value.said)) if isinstance(option.type, File) else value.said


def _seen_from(file: str, path: str) -> str:
    """A path of a settings file as one reads it from the current folder."""
    path = os.path.expanduser(path)
    return path if path == "-" or os.path.isabs(path) else os.path.normpath(os.path.join(os.path.dirname(file), path))


# --- What is wrong ----------------------------------------------------------------------------------------------------


def wrong(settings: Settings, group: click.Group, ctx: click.Context) -> Iterator[str]:
    """A message for each key and value of a file that is not right, in the order of the file."""
    known = table(group, ctx)
    yield from (f"{settings.place.path}:{one.line}:{one.column}: {one.message}" for one in settings.faults if one.section in known)
    for (section, name), (line, column) in sorted(settings.keys.items(), key=lambda item: item[1]):
        place = f"{settings.place.path}:{line}:{column}"
        if section not in known:
            if not name:
                yield f"{place}: {_unknown_section(section, known)}"
        elif not name or not section and name in known and not settings.values[section, name].said:
            continue  # a command, or one whose lines are all comments
        elif name not in known[section]:
            yield f"{place}: {_unknown(section, name, known)}"
        elif isinstance(known[section][name], Personal) and settings.place.kind == "project":
            yield f"{place}: " + _("'{key}' is for you alone to decide; it may stand only in your own file: {path}").format(
                key=name, path=folders.user_path())
        else:
            value = settings.values[section, name]
            fault = _fault(known[section][name], settings, value, ctx)
            if fault:
                yield f"{settings.origin(value)}: " + _("wrong value for '{key}': {fault}").format(key=name, fault=fault)


def _unknown_section(section: str, known: Mapping[str, Mapping[str, object]]) -> str:
    if section in known[""]:
        return _("'{key}' is no command, but an option; expected a text, or a list of texts").format(key=section)
    return _("there is no command '{name}' with settings{hint}").format(name=_shown(section), hint=_meaning(hint(section, known)))


def _unknown(section: str, name: str, known: Mapping[str, Mapping[str, object]]) -> str:
    if name in ENGINES_OWN:
        return _("'{key}' belongs to one engine; set TRANSLATOR_AID_<ENGINE>_{variable} in the environment").format(key=name, variable=name.upper())
    if name in known:
        return _("'{key}' is a command; its settings stand under it, a line each").format(key=name)
    holders = [path for path, keys in known.items() if path and name in keys]
    if holders and not section:
        return _("'{key}' belongs to single commands and stands under one of them: {commands}").format(key=name, commands=", ".join(holders))
    near = hint(name, [*known[section], *(path for path in known if path and not section)])
    if section:
        return _("'{command}' has no setting '{key}'{hint}").format(command=section, key=_shown(name), hint=_meaning(near))
    return _("there is no setting '{key}'{hint}").format(key=_shown(name), hint=_meaning(near))


def _shown(text: str) -> str:
    """A text of the file as it can be shown: what would move a terminal's cursor is spelled out."""
    return text if text.isprintable() else text.encode("unicode_escape").decode("ascii")


def _meaning(near: str) -> str:
    return "; " + _("did you mean '{near}'?").format(near=near) if near else ""


def _fault(option: click.Option, settings: Settings, value: Value, ctx: click.Context) -> str:
    """What is wrong with a value; empty where it is right."""
    if isinstance(value.said, tuple) and not option.multiple:
        return _("expected one value, not a list")
    if not value.said and not option.multiple:
        return _("nothing stands there")
    try:
        option.type_cast_value(ctx, meant(option, settings, value))
    except click.BadParameter as error:
        if option.is_flag:
            return _("'{value}' is neither true nor false").format(value=_shown(str(value.said)))
        choices = option.type.choices if isinstance(option.type, click.Choice) else ()
        return error.message.rstrip(".") + _meaning(hint(str(value.said), map(str, choices)))
    if isinstance(option.type, Named):
        for text in (part.strip() for said in listed(value.said) for part in said.split(",")):
            if text and not option.type.fits(text):
                names = list(option.type.names())
                near = _meaning(hint(text, names)) or "; " + _("expected one of {names}").format(names=", ".join(names))
                return _("'{name}' is unknown").format(name=_shown(text)) + near
    return ""
