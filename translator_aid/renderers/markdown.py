"""The same as text, with Markdown's own signs escaped in what the program writes.

A translation stays the block that its source was: what would begin a list, a heading or another cell is escaped, and in the end the whole is read
again and held to the original's blocks.
"""

from __future__ import annotations

import re
from typing import Iterable, Iterator

from translator_aid.errors import WriteError
from translator_aid.i18n import ngettext
from translator_aid.model import Run, Segment, Unit
from translator_aid.renderers import woven

TASKS = ("annotate", "translate")
_BLOCK = re.compile(r"(?m)^([ \t]*)(?:(?=#{1,6}(?:[ \t]|$)|[-+*](?:[ \t]|$)|>|=+[ \t]*$|-+[ \t]*$|`{3}|~{3})|(\d{1,9})(?=[.)](?:[ \t]|$)))")
"""What begins a block of its own where a line begins."""


def render(run: Run, units: Iterable[Unit]) -> Iterator[str]:
    """The document's Markdown with glosses or translations.

    >>> from translator_aid.model import *
    >>> segment = Segment("cell", "algoritma A*", 2)
    >>> concept = Concept("a-star", "ai", (Term("algoritma A*", "id"),), (Term("A* search", "en"),))
    >>> match = Match(Span(0, 12), concept, concept.indonesian[0], Analysis(segment.text, segment.text))
    >>> run = Run("annotate", Document("a.md", "markdown", "| algoritma A* |", (segment,)), "id", "en", Glossary((concept,)))
    >>> print("".join(render(run, [Unit(0, segment, (match,))])))
    | algoritma A* (A\\* search) |
    """
    pieces = woven(run, units, escaped, fitted)
    if run.task != "translate" or run.document.format != "markdown":
        yield from pieces
        return
    written: list[str] = []
    for piece in pieces:
        written.append(piece)
        yield piece
    _verify(run, "".join(written))


def fitted(segment: Segment, text: str) -> str:
    """A translation that stays one block of the kind that its source is.

    >>> print(fitted(Segment("paragraph", "Tahun lalu", 0), "1. A year ago"))
    1\\. A year ago
    >>> print(fitted(Segment("cell", "atau", 0), "a | b"))
    a \\| b
    """
    text = re.sub(r"(\r?\n)[ \t]*(?:\r?\n[ \t]*)+", r"\1", text)
    if segment.kind == "cell":
        return re.sub(r"(?<!\\)\|", r"\|", text) if "|" not in segment.text else text
    if segment.kind == "heading" or _BLOCK.search(segment.text):
        return text
    return _BLOCK.sub(lambda found: f"{found[1]}{found[2] or ''}\\", text)


def _verify(run: Run, text: str) -> None:
    """Nothing, if the translated text has the blocks of the original.

    :raises WriteError: otherwise.
    """
    from translator_aid import readers

    document = run.document
    again = readers.read(text.encode("utf-8", "surrogatepass"), document.path, "markdown")
    found, wanted = ([segment.kind for segment in one.segments] for one in (again, document))
    if found != wanted:
        message = ngettext("{path}: the translation read again has {found} block instead of {wanted}; nothing was replaced",
                           "{path}: the translation read again has {found} blocks instead of {wanted}; nothing was replaced", len(found))
        raise WriteError(message.format(path=document.path, found=len(found), wanted=len(wanted)))


def escaped(text: str) -> str:
    """A text that Markdown shows as it is.

    >>> print(escaped("A* | <b>"))
    A\\* \\| \\<b\\>
    """
    return re.sub(r"([\\`*_\[\]<>|])", r"\\\1", text)
