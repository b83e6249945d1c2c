"""The terms of a document, segment by segment: the one job of the program that must start at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO, Iterator

from translator_aid.model import Unit
from translator_aid.records import replace

if TYPE_CHECKING:
    from translator_aid.matching import Matcher
    from translator_aid.model import Document
    from translator_aid.readers import Options


def opened(stream: BinaryIO, path: str, format: str | None, options: Options) -> Document:
    """The document in an open file that can be gone back in; one long plain text is not held (see `longdocuments`).

    :raises UnreadableError: and UsageError, as `readers.read`.
    """
    from translator_aid import readers
    from translator_aid.rawfiles import beginning

    data = beginning(stream, path, readers.LONG + 1)
    if len(data) <= readers.LONG:
        return readers.read(data, path, format, options)
    from translator_aid import longdocuments

    return longdocuments.opened(stream, path, format, options)


def annotate(document: Document, matcher: Matcher) -> Iterator[Unit]:
    """The document's segments with the terms found in them; `first` is marked over the whole document.

    >>> from translator_aid.matching import Matcher
    >>> from translator_aid.model import Concept, Document, Glossary, Segment, Term
    >>> concept = Concept("reasoning", "ai", (Term("penalaran", "id"),), (Term("reasoning", "en"),))
    >>> segment = Segment("paragraph", "Penalaran dan penalarannya.", 0)
    >>> unit = next(annotate(Document("a.txt", "plain", segment.text, (segment,)), Matcher(Glossary((concept,)), "id")))
    >>> [(match.analysis.surface, match.first) for match in unit.matches]
    [('Penalaran', True), ('penalarannya', False)]
    """
    seen: set[str] = set()
    for index, segment in enumerate(document.segments):
        if segment.kind == "title":
            # a title stands in the window's frame: the first mention that a reader sees is in the text
            yield Unit(index, segment, tuple([replace(match, first=False) for match in matcher.find(segment.text, segment.protected, seen)]))
        else:
            yield Unit(index, segment, matcher.marked(segment.text, segment.protected, seen))
