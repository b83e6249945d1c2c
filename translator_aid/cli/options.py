"""The options that commands share, each defined once."""

from __future__ import annotations

import functools
from typing import Any, Callable, Mapping, TypeVar

import click

from translator_aid.cli import streams
from translator_aid.i18n import _
from translator_aid.model import STYLES
from translator_aid.parameters import File, Momentary, Named, Personal, Shared

F = TypeVar("F", bound=Callable[..., Any])


def glossary_options(function: F) -> F:
    """The options that choose the glossary."""
    for option in (
        click.option("--domain", "domains", cls=Shared, multiple=True, type=Named(domains), metavar=_("DOMAIN"),
                     help=_("Only this domain of the shipped glossary; may be repeated.")),
        click.option("--no-shipped", cls=Shared, is_flag=True, help=_("Leave out the glossary that comes with the program.")),
        click.option("--glossary", "own", cls=Shared, multiple=True, type=File(), metavar=_("PATH"),
                     help=_("A glossary file of your own, or a folder of them; a later one overrides by key.")),
    ):
        function = option(function)
    return function


def domains() -> Mapping[str, str]:
    """The domains of the shipped glossary."""
    from translator_aid.glossary import shipped_paths

    return {path.stem: "" for path in shipped_paths()}


def output_option(help: str) -> Callable[[F], F]:
    """The option that names the file to write."""
    return click.option("-o", "--output", cls=Momentary, type=File(), default="-", metavar=_("OUT"), help=help)


def dry_run_option(function: F) -> F:
    """The option with which nothing is written; `streams.replacing` heeds it."""
    return click.option("--dry-run", cls=Momentary, is_flag=True, expose_value=False, callback=streams.dry, is_eager=True,
                        help=_("Write nothing; say what would be written."))(function)


def color_option(function: F) -> F:
    """The option that says when to use colours."""
    return click.option("--color", cls=Shared, type=click.Choice(["auto", "always", "never"]), default="auto", show_default=True,
                        help=_("When to use colours."))(function)


def pager_option(function: F) -> F:
    """The option that keeps long output from going through a pager; `streams.show` heeds it."""
    return click.option("--pager/--no-pager", cls=Shared, default=True, expose_value=False, callback=streams.paging,
                        help=_("Show what is longer than the screen with the program that PAGER names (default: yes)."))(function)


def style_option(help: str) -> Callable[[F], F]:
    """The option that says whose preferred terms count."""
    return click.option("--style", cls=Shared, type=click.Choice(STYLES), default="news", show_default=True, help=help)


def american_option(help: str) -> Callable[[F], F]:
    """The option for American dates."""
    return click.option("--american-dates", cls=Shared, is_flag=True, help=help)


def memory_option(help: str, name: str = "memory") -> Callable[[Any], Any]:
    """The option that names the translation memory's file."""
    return click.option("--memory", name, cls=Shared, type=File(), metavar=_("PATH"), help=help)


def code_options(select: str, ignore: str) -> Callable[[F], F]:
    """The options that choose checks by their codes; the arguments are their helps."""
    def both(function: F) -> F:
        for name, help in (("--ignore", ignore), ("--select", select)):
            function = click.option(name, multiple=True, type=Named(_codes, _is_code), metavar=_("CODE"), help=help)(function)
        return function
    return both


def _codes() -> Mapping[str, str]:
    from translator_aid.checks import rules

    return {code: _(rule.title) for code, rule in rules().items()}


def _is_code(value: str) -> bool:
    return any(code.startswith(value.upper()) for code in _codes())


def engines() -> Mapping[str, str]:
    """The names of the engines."""
    from translator_aid.engines import ENGINES

    return dict.fromkeys(ENGINES, "")


def exchange_formats() -> Mapping[str, str]:
    """The names of the exchange formats and what each holds."""
    from translator_aid import exchange

    return {name: _(exchange.get(name).HOLDS) for name in exchange.FORMATS}


def engine_options(function: F) -> F:
    """The options of engines; the command gets them as one mapping, `asked`."""
    names = ("url", "model", "timeout", "rate", "workers", "allow_network", "no_resume", "memory", "no_memory", "fuzzy")

    @functools.wraps(function)
    def command(**named: Any) -> Any:
        return function(asked={name: named.pop(name) for name in names}, **named)

    # An address or a model is one engine's: a variable for all would send one service's key to another. Each engine has its own variable.
    for option in (
        click.option("--fuzzy", type=click.FloatRange(0.5, 1), metavar=_("SHARE"),
                     help=_("Take the memory's translation of a text that is like this one to this share, 0.5 to 1 "
                            "(default: 1; engine memory: 0.75).")),
        click.option("--no-memory", is_flag=True, help=_("Do not use the translation memory.")),
        memory_option(_("The translation memory's file (default: your own, if there is one).")),
        click.option("--no-resume", cls=Momentary, is_flag=True,
                     help=_("Translate all of it again, even what an interrupted run has done; keep nothing for a resumption.")),
        click.option("--allow-network", cls=Personal, is_flag=True, help=_("Send the text to the engine's service without asking.")),
        click.option("--workers", type=click.IntRange(1, 64), default=4, show_default=True, help=_("Paragraphs on their way to a service at once.")),
        click.option("--rate", type=click.FloatRange(min=0), default=0, metavar="N",
                     help=_("At most N requests to a service a second (default: no bound).")),
        click.option("--timeout", type=click.FloatRange(min=0.1), metavar=_("SECONDS"), help=_("How long to wait for one answer of a service.")),
        click.option("--model", metavar=_("NAME|FOLDER"), allow_from_autoenv=False,
                     help=_("The engine's model: a name, or a folder on this machine.")),
        click.option("--url", metavar="URL", allow_from_autoenv=False, help=_("Where the engine's service is.")),
    ):
        command = option(command)
    return command  # type: ignore[return-value]


def direction_option(function: F) -> F:
    """The option that names source and target language."""
    return click.option("--direction", type=click.Choice(["id-en", "en-id"]), default="id-en", show_default=True,
                        help=_("Source and target language, for formats that have them."))(function)


def account_options(function: F) -> F:
    """The options that say how what was lost is told, and whether it counts."""
    for option in (
        click.option("--report", type=click.Choice(["text", "full", "json"]), default="text", show_default=True,
                     help=_("How to say on standard error what was lost: a summary, every line, or JSON.")),
        click.option("--strict", is_flag=True, help=_("Exit with 1 where anything is lost.")),
    ):
        function = option(function)
    return function


def input_options(function: F) -> F:
    """The options that say what kind of file the input is and where its text stands."""
    from translator_aid.readers import FORMATS

    for option in (
        click.option("--field", "fields", multiple=True, metavar=_("NAME"),
                     help=_("Key or column that holds the text, for JSON, JSONL and CSV; * for all; may be repeated.")),
        click.option("--input-format", type=click.Choice(list(FORMATS)), help=_("Format of the input (default: by its suffix, or its content).")),
    ):
        function = option(function)
    return function


def corpus_options(target: bool = False) -> Callable[[F], F]:
    """The options for corpora: where the text of a record stands, with `target` also that of its translation; processes; resumption."""
    def all_of(function: F) -> F:
        if target:
            function = click.option("--target-field", "--target-column", "target_field", metavar=_("NAME"),
                                    help=_("Key or column of the translation in each record."))(function)
        for option in (
            click.option("--resume", cls=Momentary, is_flag=True,
                         help=_("Go on behind the last complete record of an interrupted run with the same input, options and glossary.")),
            click.option("--jobs", cls=Shared, type=click.IntRange(0, 256), metavar="N", default=1, show_default=True,
                         help=_("Work in N processes; 0: one for each core.")),
            click.option("--text-field", "--text-column", "text_field", metavar=_("NAME"),
                         help=_("Key (JSONL) or column (Parquet) of a record's text; each comes out with its own fields and what was found.")),
        ):
            function = option(function)
        return function
    return all_of


def from_option(help: str) -> Callable[[F], F]:
    """The option that names the language of the text."""
    return click.option("--from", "source", type=click.Choice(["id", "en"]), help=help)
