"""SubRip subtitles: the lines under each timing; numbers, timings and positions stay."""

from __future__ import annotations

import re
from typing import Sequence

from translator_aid import cues
from translator_aid.errors import UnreadableError
from translator_aid.escapes import Escaped
from translator_aid.i18n import _
from translator_aid.model import Document, Gloss, Origin, Segment, Span
from translator_aid.readers import Options, Piece

SUFFIXES = (".srt",)

_TIMING = re.compile(r"[ \t]*\d{1,3}:\d\d:\d\d[,.]\d{1,3}[ \t]*-->[ \t]*\d{1,3}:\d\d:\d\d[,.]\d{1,3}")
_TAG = re.compile(r"</?(?:[ibus]|font)\b[^<>\r\n]*>|\{\\[^{}\r\n]*\}", re.IGNORECASE)
_NOTHING = re.compile(r"(?!)")


def read(text: str, path: str, options: Options = Options()) -> Document:
    """The document of a SubRip file; a sentence that runs over two cues stays cue by cue.

    >>> read("1\\n00:00:01,000 --> 00:00:02,500\\n{\\\\an8}<i>Lab superintelijen</i>\\nitu baru.\\n", "a.srt").segments[0].text
    '<i>Lab superintelijen</i>\\nitu baru.'

    :raises UnreadableError: for a text without a single timing.
    """
    found = tuple(cues.segments(text, _TIMING, _TAG))
    if text.strip("\ufeff \t\r\n") and not re.search(_TIMING.pattern, text):
        raise UnreadableError(_("no SubRip subtitles: there is no line like 00:00:01,000 --> 00:00:02,500"), Origin(path, 1, 1))
    return Document(path, "srt", text, found)


def write(document: Document, segment: Segment, pieces: Sequence[Piece]) -> str:
    """The lines for a segment's new text; a gloss stands in brackets."""
    plain: list[Span | str] = [str(piece) if isinstance(piece, Gloss) else piece for piece in pieces]
    return cues.lines(segment, plain, Escaped(segment, _NOTHING, str, str))
