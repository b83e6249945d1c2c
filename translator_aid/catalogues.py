"""Gettext catalogues (PO) of any size as messages, read by Babel in pieces of some hundred messages; and messages as PO.

A piece ends at an empty line before the beginning of a message, so that no message is cut.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import BinaryIO, Iterator

from translator_aid import tabular
from translator_aid.errors import UnreadableError
from translator_aid.i18n import _
from translator_aid.interchange import Remark
from translator_aid.model import NOWHERE, Origin

PIECE = 500
"""Messages that Babel gets at once."""
_CHARSET = re.compile(rb"charset=([A-Za-z0-9._-]+)")
_LINE = re.compile(r'\s*(?:#.*|(?:(?:#~\s*)?(?:msgctxt|msgid|msgid_plural|msgstr(?:\[\d+\])?)\s*)?"(?:[^"\\]|\\.)*"\s*)?', re.DOTALL)
"""Babel does not mind a string without its last quotation mark."""
_BEGINNING = re.compile(r"#|msgctxt\b|msgid\b")


@dataclass(frozen=True, slots=True)
class Message:
    """A message and its translation."""

    source: str
    """The text."""
    target: str
    """Its translation; empty where there is none."""
    context: str = ""
    """What tells it from others with the same text."""
    said: tuple[str, ...] = ()
    """Comments for translators, from the program: `#.`."""
    notes: tuple[str, ...] = ()
    """Comments of translators: `#`."""
    flags: tuple[str, ...] = ()
    """`fuzzy` and others."""
    plural: bool = False
    """True: it has forms for different numbers; `source` and `target` are the first."""
    origin: Origin = NOWHERE
    """Where it stands in the file."""


def read(stream: BinaryIO, path: str, encoding: str = "") -> Iterator[dict[str, str] | Message | Remark]:
    """The fields of the header, in lower case, then the messages; a remark of the kind `fault` for a message that stands there twice.

    >>> import io
    >>> list(read(io.BytesIO('msgid ""\\nmsgstr "Language: en\\\\n"\\n\\n# c\\nmsgid "agen"\\nmsgstr "agent"\\n'.encode()), "a.po"))[1].notes
    ('c',)

    :raises UnreadableError: at the line that is no PO, or is not in the encoding that the header names.
    """
    seen: set[int] = set()
    header: dict[str, str] | None = None
    for first, lines in _pieces(_lines(stream, path, encoding), path):
        for message in _messages(lines, first, path):
            if not message.source and not message.context:
                if header is None:
                    header = dict(_field(line) for line in message.target.splitlines() if ":" in line)
                    yield header
                continue
            if header is None:
                header = {}
                yield header
            key = hash((message.context, message.source))
            if key in seen:
                yield Remark(_("a message stands twice: '{text}'").format(text=message.source[:60]), message.origin, "fault")
            seen.add(key)
            yield message
    if header is None:
        yield {}


def written(message: Message) -> bytes:
    """A message as it stands in a file, with an empty line after it.

    >>> print(written(Message("agen", "agent", "agent", ("domain: dasar",))).decode(), end="")
    #. domain: dasar
    msgctxt "agent"
    msgid "agen"
    msgstr "agent"
    <BLANKLINE>
    """
    lines = [f"# {note}".rstrip() for text in message.notes for note in text.splitlines() or [""]]
    lines += [f"#. {said}".rstrip() for said in message.said]
    lines += [f"#, {', '.join(message.flags)}"] if message.flags else []
    lines += [f"msgctxt {_quoted(message.context)}"] if message.context else []
    return "\n".join([*lines, f"msgid {_quoted(message.source)}", f"msgstr {_quoted(message.target)}", "", ""]).encode("utf-8", "replace")


def _field(line: str) -> tuple[str, str]:
    name, _colon, value = line.partition(":")
    return name.strip().lower(), value.strip()


def _quoted(text: str) -> str:
    escaped = re.sub(r'[\\"]', r"\\\g<0>", text).replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r")
    return f'"{escaped}"'


def _lines(stream: BinaryIO, path: str, encoding: str) -> Iterator[str]:
    """The lines in the encoding told, or the one that the header names."""
    found = _CHARSET.search(stream.read(1 << 16))
    stream.seek(0)
    declared = found[1].decode() if found and found[1] != b"CHARSET" else ""
    return tabular.lines(stream, path, encoding or declared)


def _pieces(lines: Iterator[str], path: str) -> Iterator[tuple[int, list[str]]]:
    """Runs of whole messages, each with the number of its first line."""
    piece: list[str] = []
    first = 1
    messages = 0
    for number, line in enumerate(lines, 1):
        if not _LINE.fullmatch(line):
            raise UnreadableError(_("no PO: {text}").format(text=line.strip()[:60]), Origin(path, number, 1))
        if messages >= PIECE and not piece[-1].strip() and _BEGINNING.match(line):
            yield first, piece
            piece, first, messages = [], number, 0
        messages += line.startswith("msgid")
        piece.append(line)
    yield first, piece


def _messages(lines: list[str], first: int, path: str) -> Iterator[Message]:
    from babel.messages.catalog import Catalog
    from babel.messages.pofile import PoFileError, PoFileParser

    found: list[Message] = []

    class Kept(Catalog):
        """A catalogue that keeps its messages in order, those that stand there twice too, and takes any number of plural forms."""

        num_plurals = 10

        def __setitem__(self, key: object, message: object) -> None:
            found.append(_message(message, first, path))

    try:
        PoFileParser(Kept(), ignore_obsolete=True, abort_invalid=True).parse(lines)
    except (PoFileError, ValueError, AttributeError, IndexError, TypeError) as error:
        line = getattr(error, "lineno", None)
        text = str(getattr(error, "line", "")).strip()[:60]
        at = Origin(path, first + (line or 0), 1)
        raise UnreadableError(_("no PO: {text}").format(text=text or str(error)), at) from error
    yield from found


def _message(message: object, first: int, path: str) -> Message:
    """Babel's message as ours."""
    identity, string = message.id, message.string  # type: ignore[attr-defined]
    plural = isinstance(identity, (list, tuple))
    source = identity[0] if plural else identity
    target = string[0] if isinstance(string, (list, tuple)) and string else string if isinstance(string, str) else ""
    said, notes = message.auto_comments, message.user_comments  # type: ignore[attr-defined]
    return Message(source, target, message.context or "", tuple(said), tuple(note for note in notes if note[:1] != "|"),  # type: ignore[attr-defined]
                   tuple(sorted(message.flags)), plural, Origin(path, first - 1 + (message.lineno or 1), 1))  # type: ignore[attr-defined]
