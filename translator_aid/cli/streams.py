"""Files, standard input and output as the commands use them, and the options they share."""

from __future__ import annotations

import contextlib
import functools
import os
import sys
import tempfile
from pathlib import Path
from typing import Any, Callable, Iterable, Iterator, Sequence, TypeVar

import click

from translator_aid.errors import UsageError, WriteError
from translator_aid.glossary import read_bytes
from translator_aid.i18n import _
from translator_aid.model import Document

F = TypeVar("F", bound=Callable[..., Any])
STDIN = "<stdin>"


def source(path: str) -> tuple[bytes, str]:
    """The bytes of a file or of standard input (`-`), and the name to call it by in messages.

    :raises UsageError: for a path that is no file.
    :raises UnreadableError: for one that cannot be read.
    """
    if path == "-":
        return sys.stdin.buffer.read(), STDIN
    return read_bytes(existing(path)), path


def existing(path: str) -> str:
    """The path itself, if a file stands there.

    :raises UsageError: for a path that is no file.
    """
    if not os.path.exists(path):
        raise UsageError(_("{path}: there is no such file").format(path=path))
    if os.path.isdir(path):
        raise UsageError(_("{path}: is a folder; name a file").format(path=path))
    return path


def write(pieces: Iterable[str] | Iterable[bytes], output: str) -> None:
    """Writes text, in UTF-8, or bytes to standard output (`-`) or to a file, which is replaced only once all is there."""
    if output == "-":
        stream = sys.stdout.buffer
        for piece in pieces:
            stream.write(piece if isinstance(piece, bytes) else piece.encode("utf-8", "surrogatepass"))
        stream.flush()
        return
    with replacing(Path(output)) as stream:
        for piece in pieces:
            stream.write(piece if isinstance(piece, bytes) else piece.encode("utf-8", "surrogatepass"))


def not_for_terminals(format: str, document: Document, output: str) -> None:
    """Nothing, unless a DOCX file would go to a terminal.

    :raises UsageError: then.
    """
    if (format == "docx" or format == "same" and document.format == "docx") and output == "-" and sys.stdout.isatty():
        raise UsageError(_("a DOCX file is nothing for a terminal; name a file with -o"))


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[Any]:
    """A binary stream whose content takes the file's place at the end, and vanishes if anything goes wrong before.

    A link stays one: the file that it leads to is replaced. A device or a pipe, `/dev/stdout` say, is written to as it is.

    :raises WriteError: where the file cannot be written.
    """
    temporary = None
    try:
        if path.is_dir():
            raise WriteError(_("{path}: is a folder; name a file to write").format(path=path))
        if path.exists() and not path.is_file() or path.is_relative_to("/dev") or path.is_relative_to("/proc"):
            with open(path, "wb") as stream:
                yield stream
            return
        path = Path(os.path.realpath(path))
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        with os.fdopen(handle, "wb") as stream:
            yield stream
        os.chmod(temporary, mode)
        os.replace(temporary, path)
        temporary = None
    except OSError as error:
        raise WriteError(_("{path}: cannot be written: {reason}").format(path=path, reason=error.strerror or error)) from error
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                os.unlink(temporary)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def glossary_options(function: F) -> F:
    """The options that choose the glossary."""
    for option in (
        click.option("--domain", "domains", multiple=True, metavar=_("DOMAIN"), help=_("Only this domain of the shipped glossary; may be repeated.")),
        click.option("--no-shipped", is_flag=True, help=_("Leave out the glossary that comes with the program.")),
        click.option("--glossary", "own", multiple=True, metavar=_("PATH"), help=_("A glossary file of your own; a later one overrides by key.")),
    ):
        function = option(function)
    return function


def engine_options(function: F) -> F:
    """The options of engines; the command gets them as one mapping, `asked`."""
    names = ("url", "model", "timeout", "rate", "workers", "allow_network", "no_resume", "memory", "no_memory", "fuzzy")

    @functools.wraps(function)
    def command(**named: Any) -> Any:
        return function(asked={name: named.pop(name) for name in names}, **named)

    # An address or a model is one engine's: a variable for all would send one service's key to another. Each engine has its own variable.
    for option in (
        click.option("--fuzzy", type=click.FloatRange(0.5, 1), metavar=_("SHARE"),
                     help=_("Take the memory's translation of a text that is like this one to this share, 0.5 to 1 (default: 1; engine memory: 0.75).")),
        click.option("--no-memory", is_flag=True, help=_("Do not use the translation memory.")),
        click.option("--memory", metavar=_("PATH"), help=_("The translation memory's file (default: your own, if there is one).")),
        click.option("--no-resume", is_flag=True, help=_("Translate all of it again, even what an interrupted run has done; keep nothing for a resumption.")),
        click.option("--allow-network", is_flag=True, help=_("Send the text to the engine's service without asking.")),
        click.option("--workers", type=click.IntRange(1, 64), default=4, show_default=True, help=_("Paragraphs on their way to a service at once.")),
        click.option("--rate", type=click.FloatRange(min=0), default=0, metavar="N", help=_("At most N requests to a service a second (default: no bound).")),
        click.option("--timeout", type=click.FloatRange(min=0.1), metavar=_("SECONDS"), help=_("How long to wait for one answer of a service.")),
        click.option("--model", metavar=_("NAME|FOLDER"), allow_from_autoenv=False, help=_("The engine's model: a name, or a folder on this machine.")),
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


SHOWN = 20
"""Lines of a kind that a report for people shows before it only counts."""


def shortened(lines: Sequence[str], report: str) -> None:
    """Shows lines on standard error: all in a full report, otherwise the first ones and how many more there are."""
    shown = lines if report == "full" else lines[:SHOWN]
    for line in shown:
        click.echo(line, err=True)
    if len(lines) > len(shown):
        click.echo(_("  … and {n} more; --report full or --report json shows all").format(n=len(lines) - len(shown)), err=True)


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


def from_option(help: str) -> Callable[[F], F]:
    """The option that names the language of the text."""
    return click.option("--from", "source", type=click.Choice(["id", "en"]), help=help)


def codes(values: Iterable[str]) -> list[str]:
    """The codes of an option that may be repeated and may hold several with commas between.

    >>> codes(["c2,C7", "C101"])
    ['C2', 'C7', 'C101']
    """
    return [code.strip().upper() for value in values for code in value.split(",") if code.strip()]


def wants_color(color: str) -> bool:
    """Whether standard output gets colours: told, or a terminal and NO_COLOR unset."""
    if color != "auto":
        return color == "always"
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
