"""Kinds of options and arguments: where an option may stand beside the command line, what may be its value, how a shell completes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable, Iterable, Mapping, Sequence

import click

from translator_aid.i18n import _

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

PREFIX = "TRANSLATOR_AID"
"""With which every variable of the environment begins."""
_NO_LETTERS = {code: "_" for code in range(128) if not chr(code).isalnum()}


class Shared(click.Option):
    """An option that means the same in every command that has it: a settings file may give it once for all of them."""


class Momentary(click.Option):
    """An option that belongs to one run, such as where its output goes: it has no place in a settings file."""


class Personal(click.Option):
    """An option that only the user decides, never a project's file, which may come from somebody else."""


class File(click.Path):
    """A file's or folder's name, completed by the shell; in a settings file it is relative to that file.

    Whether it can be read is not asked here: who opens it has the better message.
    """

    def __init__(self) -> None:
        super().__init__(allow_dash=True)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path as it stands."""
        if "\0" in value:
            self.fail(_("no path holds the character 0"), param, ctx)
        return value


class Named(click.types.StringParamType):
    """One of some names that only the program's tables know, so that they are looked up only when needed; the command checks it."""

    name = "text"

    def __init__(self, names: Callable[[], Mapping[str, str]], check: Callable[[str], bool] | None = None) -> None:
        self.names = names
        """The names, each with what it stands for or an empty text."""
        self._check = check

    def fits(self, value: str) -> bool:
        """Whether it is one of the names."""
        return self._check(value) if self._check else value in self.names()

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        return [CompletionItem(name, help=about or None) for name, about in self.names().items() if name.startswith(incomplete)]


class Words(click.types.StringParamType):
    """Free text; several in a variable of the environment are separated by semicolons, because a name may hold blanks."""

    name = "text"
    envvar_list_splitter = ";"


class Term(click.types.StringParamType):
    """A word of a term or a concept's key, completed from the glossary that the command would use."""

    name = "text"

    def __init__(self, keys: bool = True) -> None:
        self.keys = keys

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        from translator_aid import compiled
        from translator_aid.completing import completions
        from translator_aid.errors import Error

        values = ctx.params
        try:
            loaded, _matchers = compiled.opened(values.get("own") or (), values.get("domains") or (), not values.get("no_shipped"))
        except Error:
            return []
        before = values.get(param.name or "") or ()
        return [CompletionItem(word, help=about or None) for word, about in completions(loaded, before, incomplete, self.keys)]


def key(option: click.Parameter) -> str:
    """An option's name in a settings file: its long form, the first if it has several, without the dashes.

    >>> key(click.Option(["--american-dates/--european-dates"]))
    'american-dates'
    """
    return max(option.opts, key=lambda name: name.startswith("--")).lstrip("-")


def variable(*words: str) -> str:
    """The variable of the environment for a command's option, or for an option of all commands.

    >>> variable("glossary export", "format"), variable("12-hour")
    ('TRANSLATOR_AID_GLOSSARY_EXPORT_FORMAT', 'TRANSLATOR_AID_12_HOUR')
    """
    return " ".join((PREFIX, *words)).upper().translate(_NO_LETTERS)


def with_variables(command: click.Command, path: str) -> None:
    """Gives each option of a command its variables: the command's own first, then, for a shared one, that of all commands."""
    for option in command.params:
        if isinstance(option, click.Option) and not option.is_eager and option.allow_from_autoenv and not option.envvar:
            names = [variable(path, key(option))] if path else []
            option.envvar = names + ([variable(key(option))] if isinstance(option, Shared) or not path else [])


def hint(word: str, choices: Iterable[str]) -> str:
    """The choice that was probably meant; empty where none is near.

    >>> hint("evalution", ["evaluation", "data"]), hint("x", ["evaluation"])
    ('evaluation', '')
    """
    import difflib

    near = difflib.get_close_matches(word, list(choices), 1)
    return near[0] if near else ""


def listed(value: Any) -> Sequence[str]:
    """A setting's value as a list of texts.

    >>> listed("a"), listed(("a", "b"))
    (['a'], ['a', 'b'])
    """
    return [value] if isinstance(value, str) else list(value)
