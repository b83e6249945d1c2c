"""What is said when terminology files are read and written: the file, the user's choices, the remarks and the result."""

from __future__ import annotations

import datetime
import io
import os
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal

from translator_aid.errors import UnreadableError
from translator_aid.i18n import _
from translator_aid.model import NOWHERE, Concept, Language, Origin

HEAD = 4096


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing that a reader or a writer has to say about a file."""

    message: str
    """A sentence; the same sentence for the same matter, so that many can be counted as one."""
    origin: Origin = NOWHERE
    """Where in the file; `NOWHERE` for a writer."""
    kind: Literal["fault", "lost", "adapted", "unstated"] = "lost"
    """`fault`: the file breaks its format's rules and is refused; `lost`: something is not understood or cannot be held;
    `adapted`: it is held in another form, and nothing is lost; `unstated`: the file states no status, the order of the terms stands for it."""
    key: str = ""
    """The concept concerned, if the writer speaks of one."""


@dataclass(frozen=True, slots=True)
class Options:
    """What a user may choose about reading or writing."""

    format: str = ""
    """The name under which the format was asked for: a module may serve several."""
    direction: tuple[Language, Language] = ("id", "en")
    """Source and target language, for formats that have them or state none."""
    columns: tuple[tuple[str, str], ...] = ()
    """Which column of a table is which field: pairs of header and field."""
    encoding: str = ""
    """The encoding to read in; empty: found from the file."""
    lenient: bool = False
    """True: a fault is remarked upon, and what can be read is read."""
    title: str = "translator-aid"
    """What the written file is called inside."""
    licence: str = ""
    """The licence stated in the written file, where the format has room for it."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file to be read: under the name that messages use, from disk or from memory."""

    path: str
    """As the user named it."""
    data: bytes | None = None
    """Its content, where it is in memory."""
    file: Path | None = None
    """Where it truly lies, if not at `path`."""

    def open(self) -> BinaryIO:
        """A binary stream from its beginning.

        >>> Source("saya.csv", "pembelajaran mesin,machine learning".encode()).open().read(12)
        b'pembelajaran'

        :raises UnreadableError: where it cannot be opened.
        """
        if self.data is not None:
            return io.BytesIO(self.data)
        try:
            return (self.file or Path(self.path)).open("rb")
        except OSError as error:
            raise UnreadableError(_("{path}: cannot be read: {reason}").format(path=self.path, reason=error.strerror or error)) from error

    def content(self) -> bytes:
        """All of it, for formats that cannot be read in pieces."""
        if self.data is not None:
            return self.data
        with self.open() as stream:
            return stream.read()

    def head(self) -> bytes:
        """The first bytes, for recognising a format."""
        with self.open() as stream:
            return stream.read(HEAD)


@dataclass(frozen=True, slots=True)
class Imported:
    """What was read from a file."""

    format: str
    """The name of the format."""
    concepts: tuple[Concept, ...]
    """In the file's order, each with a key of its own and its place in the file."""
    remarks: tuple[Remark, ...]
    """What was not understood, in the file's order."""

    @property
    def states_status(self) -> bool:
        """False where the statuses were only read from the order of the terms."""
        return not any(remark.kind == "unstated" for remark in self.remarks)


def unstated(path: str) -> Remark:
    """The remark of a reader whose file states no status.

    >>> str(unstated("saya.tab").origin)
    'saya.tab:1:1'
    """
    return Remark(_("the file states no status: the first term of an entry is read as preferred"), Origin(path, 1, 1), "unstated")


def moment() -> datetime.datetime:
    """When a file is written, for formats that state it: now, or what SOURCE_DATE_EPOCH says, so that equal files can be made.

    >>> moment().tzinfo is datetime.timezone.utc
    True
    """
    if "SOURCE_DATE_EPOCH" in os.environ:
        return datetime.datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), datetime.timezone.utc)
    return datetime.datetime.now(datetime.timezone.utc)
