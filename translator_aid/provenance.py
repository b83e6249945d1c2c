"""Which settings hold in this run and who says so, and a settings file to begin with."""

from __future__ import annotations

import os
from typing import Any, Iterator, NamedTuple, Sequence

import click

from translator_aid.i18n import _
from translator_aid.parameters import Personal, Shared
from translator_aid.settings import Store, meant, table


class Setting(NamedTuple):
    """A key that a settings file may have."""

    section: str
    """The command, or empty for the top."""
    key: str
    """The key."""
    option: click.Option
    """The option that it stands for."""


class Standing(NamedTuple):
    """A setting's value in this run, and who says so."""

    setting: Setting
    """Which key of which section."""
    value: Any
    """What a command gets unless its command line says otherwise; None where nothing is said."""
    source: str
    """`environment`, `project`, `user`, `chosen` or `default`."""
    place: str
    """The variable, or the file with line and column; empty for a default."""


def standings(store: Store, group: click.Group, ctx: click.Context, sections: Sequence[str] = ()) -> Iterator[Standing]:
    """Each key of the top and of these sections, all sections unless told, with its value and where that comes from."""
    for section, options in table(group, ctx).items():
        if section and sections and section not in sections:
            continue
        for name, option in options.items():
            yield _standing(store, Setting(section, name, option), ctx)


def _standing(store: Store, setting: Setting, ctx: click.Context) -> Standing:
    section, name, option = setting
    for variable in variables(setting):
        if os.environ.get(variable):
            value = option.type_cast_value(ctx, option.value_from_envvar(ctx))
            return Standing(setting, value, "environment", variable)
    said = store.first(section, name) if isinstance(option, Shared) or not section else store.section(section, name)
    if said:
        settings, value = said
        return Standing(setting, meant(option, settings, value), settings.place.kind, str(settings.origin(value)))
    return Standing(setting, default(option), "default", "")


def variables(setting: Setting) -> Sequence[str]:
    """The variables of the environment that give a setting its value; at the top only the one for all commands, which is the last."""
    named = setting.option.envvar
    found = [named] if isinstance(named, str) else list(named or ())
    return found if setting.section else found[-1:]


def default(option: click.Option) -> Any:
    """An option's own default; None where it has none (a mark of click's own, from 8.3 on)."""
    value = option.get_default(click.Context(click.Command("")))
    return value if isinstance(value, (str, int, float, tuple, list)) else () if option.multiple else None


# --- A file to begin with -----------------------------------------------------------------------------------------------


def template(group: click.Group, ctx: click.Context, user: bool) -> Iterator[str]:
    """The lines of a settings file in which every setting stands in a comment with its meaning and its default."""
    yield "# " + _("Settings of translator-aid. Take away the # before a line to make it hold.")
    yield "# " + _("Order: command line, environment, the project's file, your own file, the default. Paths are relative to this file.")
    for section, keys in table(group, ctx).items():
        shown = {name: option for name, option in keys.items()
                 if not (section and isinstance(option, Shared)) and (user or not isinstance(option, Personal))}
        if not shown:
            continue
        yield ""
        if section:
            yield f"# {section}:"
        for name, option in shown.items():
            indent = "  " if section else ""
            help = " ".join((option.help or "").split())
            choices = f" [{' | '.join(map(str, option.type.choices))}]" if isinstance(option.type, click.Choice) else ""
            yield f"#{indent} {name}: {_example(option)}  # {help}{choices}".rstrip()


def _example(option: click.Option) -> str:
    """The default as it is written in a file; a list where several may stand."""
    value = default(option)
    return "" if value in (None, "") else written(value)


def written(value: Any) -> str:
    """A value as it stands in a settings file.

    >>> written(("GoTo", "Google Search", True, None))
    '[GoTo, "Google Search", true, ~]'
    """
    if value is None:
        return "~"
    if isinstance(value, (tuple, list)):
        return "[" + ", ".join(map(written, value)) + "]"
    text = str(value).lower() if isinstance(value, bool) else f"{value:g}" if isinstance(value, float) else str(value)
    plain = text.replace("-", "").replace("_", "").replace("/", "").replace(".", "").isalnum() and not text.startswith("-")
    if plain:
        return text
    import json

    return json.dumps(text, ensure_ascii=False)
