"""An output that grows piece by piece and outlives an interruption: `OUT.part`, and beside it `OUT.part.log`, which says how far it is complete.

The log's first line says what the output is made from; each further line is written after a piece, and says how far input and output have come.
Whoever goes on cuts the output back to the last piece that the log knows, so nothing is lost and nothing doubled, whenever the program was killed.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import os
from typing import Iterable, Mapping, NamedTuple

from translator_aid.errors import UsageError
from translator_aid.i18n import _
from translator_aid.rawfiles import writing

VERSION = 1


class State(NamedTuple):
    """How far a run has come."""

    place: tuple[int, int, int] = (0, 0, 0)
    """In the input, as `chunks.Place`."""
    size: int = 0
    """Bytes of the output."""
    records: int = 0
    """Records that are in it."""
    bad: int = 0
    """Records that could not be read."""
    found: int = 0
    """Findings in it."""


class Partial:
    """The growing output. `state` is how far it has come."""

    def __init__(self, output: str, made_from: Mapping[str, str], resume: bool = False) -> None:
        """Begins an output, or with `resume` goes on with one where an interrupted run left it.

        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     output = os.path.join(folder, "hasil.jsonl")
        ...     first = Partial(output, {"input": "a"})
        ...     first.add(b"1\\n", State((0, 9, 1), records=1)); _ = first.stream.write(b"setengah"); first.close()
        ...     second = Partial(output, {"input": "a"}, resume=True)
        ...     resumed = second.state
        ...     second.add(b"2\\n", State((0, 18, 2), records=2)); second.finish()
        ...     resumed.place, resumed.records, open(output).read(), os.listdir(folder)
        ((0, 9, 1), 1, '1\\n2\\n', ['hasil.jsonl'])

        :raises UsageError: where an interrupted run's output lies there and is not to be resumed, or was made from something else.
        :raises WriteError: where nothing can be written.
        """
        self.output = os.path.realpath(output) if os.path.islink(output) else output
        self.part, self._log = f"{self.output}.part", f"{self.output}.part.log"
        self.state = State()
        if os.path.exists(self.part) and os.path.exists(self._log):
            if not resume:
                raise UsageError(_("{path} is from an interrupted run: go on with it with --resume, or delete it to begin anew").format(
                    path=self.part))
            self.state = self._found(made_from)
        with writing(output):
            self.stream = open(self.part, "r+b" if self.state.size else "wb")
            self.stream.truncate(self.state.size)
            self.stream.seek(self.state.size)
            self._lines = open(self._log, "ab" if self.state.size else "wb")
        # whatever stands there unfinished must not swallow the first new line
        self._write(b"\n" if self.state.size else json.dumps({"version": VERSION, **made_from}).encode() + b"\n")

    def add(self, data: bytes, state: State, more: Iterable[bytes] = ()) -> None:
        """Adds a piece, and what belongs to it in further pieces; `state` is how far input and counts have come with it, its size is found here.

        :raises WriteError: where it cannot be written.
        """
        size = self.state.size
        with writing(self.part):
            for piece in itertools.chain((data,), more):
                self.stream.write(piece)
                size += len(piece)
            self.stream.flush()
        self.state = state._replace(size=size)
        self._write(json.dumps(self.state).encode() + b"\n")

    def close(self) -> None:
        """Leaves it as it is, for a later run to go on with; what holds nothing goes."""
        self.stream.close()
        self._lines.close()
        if not self.state.size:
            self._remove(self.part)

    def finish(self, path: str | None = None) -> None:
        """Puts what is finished in the output's place; `path` is what the output was made into, if it is not the part itself.

        :raises WriteError: where it cannot be moved there.
        """
        self.stream.close()
        self._lines.close()
        with writing(self.output):
            if os.path.exists(self.output):
                os.chmod(path or self.part, os.stat(self.output).st_mode & 0o777)
            os.replace(path or self.part, self.output)
        self._remove(self.part)

    def _remove(self, part: str) -> None:
        for path in (part, self._log):
            with contextlib.suppress(OSError):
                os.unlink(path)

    def _write(self, line: bytes) -> None:
        with writing(self._log):
            self._lines.write(line)
            self._lines.flush()

    def _found(self, made_from: Mapping[str, str]) -> State:
        """The last state of an interrupted run that its output has reached."""
        size = os.path.getsize(self.part)
        with open(self._log, "rb") as stream:
            head = _read(stream.readline())
            different = [name for name, value in {"version": VERSION, **made_from}.items() if not isinstance(head, dict) or head.get(name) != value]
            if different:
                raise UsageError(_("{path} cannot be resumed, since these have changed: {names}; delete it to begin anew").format(
                    path=self.part, names=", ".join(different)))
            state = State()
            for line in stream:
                read = _read(line)
                if isinstance(read, list) and len(read) == len(State._fields) and read[1] <= size:
                    state = State(tuple(read[0]), *read[1:])
        return state


def _read(line: bytes) -> object:
    """What a line of the log says; None for one that was cut short."""
    with contextlib.suppress(ValueError):
        found: object = json.loads(line)
        return found
    return None
