"""Files, standard input and output as the commands use them."""

from __future__ import annotations

import contextlib
import itertools
import os
import sys
from typing import TYPE_CHECKING, Any, BinaryIO, Iterable, Iterator, Sequence

import click

from translator_aid.errors import UsageError, WriteError
from translator_aid.i18n import _, ngettext

if TYPE_CHECKING:
    from pathlib import Path

    from translator_aid.model import Document

STDIN = "<stdin>"


def source(path: str) -> tuple[bytes, str]:
    """The bytes of a file or of standard input (`-`), and the name to call it by in messages.

    :raises UsageError: for a path that is no file.
    :raises UnreadableError: for one that cannot be read.
    """
    if path == "-":
        return sys.stdin.buffer.read(), STDIN
    from translator_aid.rawfiles import read_bytes

    return read_bytes(existing(path)), path


@contextlib.contextmanager
def opened(path: str) -> Iterator[tuple[BinaryIO, str]]:
    """A file or standard input (`-`), open for reading its bytes and such that it can be gone back in, and the name to call it by in messages.

    What comes through a pipe is held or, where it is long, put into a temporary file until it has been worked on.

    :raises UsageError: for a path that is no file.
    :raises UnreadableError: for one that cannot be read.
    """
    from translator_aid.rawfiles import opened as opened_file

    with contextlib.ExitStack() as stack:
        name = STDIN if path == "-" else path
        stream = sys.stdin.buffer if path == "-" else stack.enter_context(opened_file(existing(path)))
        if not stream.seekable():
            stream = stack.enter_context(_rewindable(stream, name))
        elif path == "-":
            stack.callback(stream.seek, 0, os.SEEK_END)  # whoever reads on after us finds it read
        yield stream, name


_HELD = 1 << 20
"""Bytes of a pipe that are held."""
_ROOM = "/var/tmp"
"""Where temporary files may be large: `/tmp` lies in memory on many systems."""


def room() -> str | None:
    """The folder for large temporary files; None: Python's own choice, which is what the environment says."""
    own = any(os.environ.get(variable) for variable in ("TMPDIR", "TEMP", "TMP"))
    return _ROOM if not own and os.access(_ROOM, os.W_OK) else None


def _rewindable(stream: BinaryIO, name: str) -> BinaryIO:
    """All that a pipe has to give, as a file."""
    import io

    from translator_aid.rawfiles import unreadable

    try:
        head = stream.read(_HELD)
        if len(head) < _HELD:
            return io.BytesIO(head)
        import shutil
        import tempfile

        copy = tempfile.TemporaryFile(prefix="translator-aid-", dir=room())
        copy.write(head)
        shutil.copyfileobj(stream, copy, _HELD)
        copy.seek(0)
        return copy
    except OSError as error:
        raise unreadable(name, error) from error


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
    from pathlib import Path

    with replacing(Path(output)) as stream:
        for piece in pieces:
            stream.write(piece if isinstance(piece, bytes) else piece.encode("utf-8", "surrogatepass"))


def paging(ctx: click.Context, _param: click.Parameter, wanted: bool) -> None:
    """Notes for this run whether long output may go through a pager."""
    ctx.find_root().meta["translator_aid.pager"] = wanted


def show(pieces: Iterable[str]) -> None:
    """Writes text for a person to standard output; what is longer than the screen of a terminal goes through a pager, as git does it.

    `PAGER` names the pager; an empty one or `cat` means none.
    """
    ctx = click.get_current_context(silent=True)
    wanted = bool(ctx and ctx.find_root().meta.get("translator_aid.pager"))
    if not wanted or not sys.stdin.isatty() or not sys.stdout.isatty() or os.environ.get("TERM") == "dumb":
        write(pieces, "-")
        return
    rest = iter(pieces)
    head: list[str] = []
    room = _rows() - 1
    while room > 0 and (piece := next(rest, None)) is not None:
        head.append(piece)
        room -= piece.count("\n")
    if room > 0 or os.environ.get("PAGER", "more").strip() in ("", "cat"):
        write(itertools.chain(head, rest), "-")
    else:
        # what fits on one screen has been shown without it; -R lets colours through
        os.environ.setdefault("LESS", "-R")
        click.echo_via_pager(itertools.chain(head, rest), color=True)


def _rows() -> int:
    """Rows of the terminal that standard output is."""
    with contextlib.suppress(ValueError, OSError):
        return int(os.environ.get("LINES") or os.get_terminal_size(sys.stdout.fileno()).lines)
    return 24


def not_for_terminals(format: str, document: Document, output: str) -> None:
    """Nothing, unless a DOCX file would go to a terminal.

    :raises UsageError: then.
    """
    if (format == "docx" or format == "same" and document.format == "docx") and output == "-" and sys.stdout.isatty():
        raise UsageError(_("a DOCX file is nothing for a terminal; name a file with -o"))


def dry(ctx: click.Context, _param: click.Parameter, wanted: bool) -> None:
    """Notes for this run that nothing is to be written."""
    ctx.find_root().meta["translator_aid.dry"] = wanted


def is_dry() -> bool:
    """Whether this run is to write nothing."""
    ctx = click.get_current_context(silent=True)
    return bool(ctx and ctx.find_root().meta.get("translator_aid.dry"))


@contextlib.contextmanager
def _unwritten(path: Path) -> Iterator[Any]:
    """A stream to nowhere; at the end it is said what would have become of the file."""
    import tempfile

    with tempfile.SpooledTemporaryFile(1 << 20) as stream:
        yield stream
        size = stream.tell()
        stream.seek(0)
        if not path.is_file():
            message = ngettext("{path}: would be written ({n} byte)", "{path}: would be written ({n} bytes)", size)
        elif path.stat().st_size == size and path.read_bytes() == stream.read():
            message = _("{path}: would stay as it is")
        else:
            message = ngettext("{path}: would be replaced ({n} byte)", "{path}: would be replaced ({n} bytes)", size)
        click.echo(message.format(path=path, n=size), err=True)


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[Any]:
    """A binary stream whose content takes the file's place at the end, and vanishes if anything goes wrong before.

    A link stays one: the file that it leads to is replaced. A device or a pipe, `/dev/stdout` say, is written to as it is.

    :raises WriteError: where the file cannot be written.
    """
    import tempfile
    from pathlib import Path

    temporary = None
    try:
        if path.is_dir():
            raise WriteError(_("{path}: is a folder; name a file to write").format(path=path))
        if is_dry():
            with _unwritten(path) as stream:
                yield stream
            return
        if path.exists() and not path.is_file() or path.is_relative_to("/dev") or path.is_relative_to("/proc"):
            with open(path, "wb") as stream:
                yield stream
            return
        path = Path(os.path.realpath(path))
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
        with ended_in_order():
            handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
            with os.fdopen(handle, "wb") as stream:
                yield stream
            os.chmod(temporary, mode)
            os.replace(temporary, path)
            temporary = None
    except OSError as error:
        from translator_aid.rawfiles import unwritable

        raise unwritable(path, error) from error
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                os.unlink(temporary)


@contextlib.contextmanager
def ended_in_order() -> Iterator[None]:
    """Lets whoever ends the program, with SIGTERM or by closing the terminal, end it so that nothing half-done stays behind."""
    import signal
    import threading

    def end(number: int, _frame: object) -> None:
        raise SystemExit(128 + number)

    names = [name for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)] if threading.current_thread() is threading.main_thread() else []
    before = [(getattr(signal, name), signal.getsignal(getattr(signal, name))) for name in names]
    for number, handler in before:
        if handler == signal.SIG_DFL:
            signal.signal(number, end)
    try:
        yield
    finally:
        for number, handler in before:
            signal.signal(number, handler)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


SHOWN = 20
"""Lines of a kind that a report for people shows before it only counts."""


def shortened(lines: Sequence[str], report: str) -> None:
    """Shows lines on standard error: all in a full report, otherwise the first ones and how many more there are."""
    shown = lines if report == "full" else lines[:SHOWN]
    for line in shown:
        click.echo(line, err=True)
    if len(lines) > len(shown):
        click.echo(_("  … and {n} more; --report full or --report json shows all").format(n=len(lines) - len(shown)), err=True)


def codes(values: Iterable[str]) -> list[str]:
    """The codes of an option that may be repeated and may hold several with commas between.

    >>> codes(["c2,C7", "C101"])
    ['C2', 'C7', 'C101']
    """
    return [code.strip().upper() for value in values for code in value.split(",") if code.strip()]


def width() -> int:
    """Columns to fill: those of the terminal within reason, 80 where there is none (as `shutil` finds them, which costs more to import)."""
    with contextlib.suppress(ValueError):
        if int(os.environ.get("COLUMNS", "")) > 0:
            return max(40, min(int(os.environ["COLUMNS"]), 100))
    try:
        columns = os.get_terminal_size(sys.__stdout__.fileno()).columns if sys.__stdout__ else 0
    except (AttributeError, ValueError, OSError):
        columns = 0
    return max(40, min(columns or 80, 100))


def wants_color(color: str) -> bool:
    """Whether standard output gets colours: told, or a terminal and NO_COLOR unset."""
    if color != "auto":
        return color == "always"
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
