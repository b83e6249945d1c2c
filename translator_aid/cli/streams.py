"""Files, standard input and output as the commands use them, and the options they share."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from pathlib import Path
from typing import Any, Callable, Iterable, Iterator, TypeVar

import click

from translator_aid.errors import UsageError, WriteError
from translator_aid.glossary import read_bytes
from translator_aid.i18n import _

F = TypeVar("F", bound=Callable[..., Any])
STDIN = "<stdin>"


def source(path: str) -> tuple[bytes, str]:
    """The bytes of a file or of standard input (`-`), and the name to call it by in messages.

    :raises UsageError: for a path that is no file.
    :raises UnreadableError: for one that cannot be read.
    """
    if path == "-":
        return sys.stdin.buffer.read(), STDIN
    if not os.path.exists(path):
        raise UsageError(_("{path}: there is no such file").format(path=path))
    if os.path.isdir(path):
        raise UsageError(_("{path}: is a folder; name a file").format(path=path))
    return read_bytes(path), path


def write(pieces: Iterable[str], output: str) -> None:
    """Writes text in UTF-8 to standard output (`-`) or to a file, which is replaced only once all is there."""
    if output == "-":
        stream = sys.stdout.buffer
        for piece in pieces:
            stream.write(piece.encode("utf-8", "surrogatepass"))
        stream.flush()
        return
    with replacing(Path(output)) as stream:
        for piece in pieces:
            stream.write(piece.encode("utf-8", "surrogatepass"))


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[Any]:
    """A binary stream whose content takes the file's place at the end, and vanishes if anything goes wrong before.

    :raises WriteError: where the file cannot be written.
    """
    temporary = None
    try:
        if path.is_dir():
            raise WriteError(_("{path}: is a folder; name a file to write").format(path=path))
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


def from_option(help: str) -> Callable[[F], F]:
    """The option that names the language of the text."""
    return click.option("--from", "source", type=click.Choice(["id", "en"]), help=help)


def wants_color(color: str) -> bool:
    """Whether standard output gets colours: told, or a terminal and NO_COLOR unset."""
    if color != "auto":
        return color == "always"
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
