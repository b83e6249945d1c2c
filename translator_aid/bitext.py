"""A text beside its translation: the pairs of their paragraphs, and what the checks have to say about each."""

from __future__ import annotations

import bisect
import functools
import re
from dataclasses import dataclass
from typing import Literal, Mapping, NamedTuple

from translator_aid.model import Document, Finding, Language, Origin, Segment, Severity

Side = Literal["source", "target"]


@dataclass(frozen=True, slots=True)
class Pair:
    """A paragraph and its translation; one of the two is missing where the other stands alone."""

    index: int
    """The pair's number, from 0."""
    source: Segment | None
    """None for a paragraph that only the translation has."""
    target: Segment | None
    """None for a paragraph that was not translated at all."""

    def text(self, side: Side) -> str:
        """The text of one side, empty where it is missing.

        >>> Pair(0, Segment("paragraph", "Halo.", 0), None).text("source")
        'Halo.'
        """
        segment = self.source if side == "source" else self.target
        return segment.text if segment else ""


@dataclass(frozen=True)
class Bitext:
    """Two documents, paragraph by paragraph; of a bilingual file both sides are the same document's."""

    documents: tuple[Document, Document]
    """Source and target."""
    languages: tuple[Language, Language]
    """Theirs."""
    pairs: tuple[Pair, ...]
    """In the order of the source; a paragraph that only the target has stands where the target has it."""

    def document(self, side: Side) -> Document:
        """The document of that side."""
        return self.documents[side == "target"]

    def language(self, side: Side) -> Language:
        """The language of that side."""
        return self.languages[side == "target"]

    def origin(self, side: Side, offset: int) -> Origin:
        """Path, line and column of a place in one side's file.

        >>> text = "Satu.\\n\\nDua.\\n"
        >>> document = Document("a.txt", "plain", text, ())
        >>> str(Bitext((document, document), ("id", "en"), ()).origin("source", 9))
        'a.txt:3:3'
        """
        starts = self._lines[side == "target"]
        line = bisect.bisect_right(starts, offset)
        return Origin(self.document(side).path, line, offset - starts[line - 1] + 1)

    @functools.cached_property
    def _lines(self) -> tuple[list[int], list[int]]:
        return _line_starts(self.documents[0].text), _line_starts(self.documents[1].text)


def _line_starts(text: str) -> list[int]:
    return [0, *(match.end() for match in re.finditer(r"\r\n|\n|\r", text))]


class Rule(NamedTuple):
    """What a code of a check stands for."""

    severity: Severity
    """error or warning."""
    title: str
    """In a few words, English; shown through gettext."""
    optional: bool = False
    """True where it speaks only when it is selected by name."""
    help: str = ""
    """The check's page: what it looks at, with a good and a bad example."""


class Checked(NamedTuple):
    """A finding and the pair that it is about."""

    pair: Pair
    finding: Finding

    @property
    def surface(self) -> str:
        """What stands at the finding's place."""
        span = self.finding.span
        return self.pair.text(self.finding.side)[span.start:span.end] if span else ""


class Suppressed(NamedTuple):
    """A finding that a baseline silences, and why."""

    checked: Checked
    reason: str


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of a check, as the formats show it."""

    bitext: Bitext
    """What was checked."""
    findings: tuple[Checked, ...]
    """In the order of the pairs."""
    rules: Mapping[str, Rule]
    """All rules by their code."""
    suppressed: tuple[Suppressed, ...] = ()
    """What a baseline silenced."""
    unused: tuple[Finding, ...] = ()
    """Suppressions of the baseline that silence nothing."""
