"""The file in its own format again: an HTML page as an HTML page, a DOCX file as a DOCX file, with all that is no text as it was.

What comes out has been read again before a byte of it is written. Glosses stand where the users of a format look for them: in brackets, marked with
their language in HTML, as translator's comments in PO.
"""

from __future__ import annotations

from typing import Iterable, Iterator

from translator_aid import readers
from translator_aid.model import Run, Span, Unit
from translator_aid.readers import Piece
from translator_aid.renderers import get, glossed, marked, own

TASKS = ("annotate", "translate")


def render(run: Run, units: Iterable[Unit]) -> Iterator[bytes]:
    """The file, in one piece; of plain text and Markdown paragraph by paragraph.

    >>> from translator_aid.model import *
    >>> document = readers.read(b"<p>Pembelajaran <b>penguatan</b> &amp; lain</p>", "a.html")
    >>> concept = Concept("rl", "ai", (Term("pembelajaran penguatan", "id"),), (Term("reinforcement learning", "en"),))
    >>> match = Match(Span(0, 25), concept, concept.indonesian[0], Analysis("Pembelajaran penguatan", "pembelajaran penguatan"))
    >>> run = Run("annotate", document, "id", "en", Glossary((concept,)))
    >>> b"".join(render(run, [Unit(0, document.segments[0], (match,))])).decode()
    '<p>Pembelajaran <b>penguatan</b> <span lang="en">(reinforcement learning)</span> &amp; lain</p>'
    """
    if own(run.document.format) != "same":
        yield from (str(piece).encode("utf-8", "surrogatepass") for piece in get(own(run.document.format)).render(run, units))
        return
    yield readers.written(run.document, [list(_pieces(run, unit)) for unit in units])


def _pieces(run: Run, unit: Unit) -> Iterator[Piece]:
    whole = Span(0, len(unit.segment.text))
    if run.task == "annotate":
        yield from (piece for piece in glossed(run, unit) if piece != Span(whole.end, whole.end))
    elif unit.translation is None or marked(unit.translation) == unit.segment.text:
        yield whole
    else:
        yield marked(unit.translation)
