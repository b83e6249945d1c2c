"""WebVTT subtitles: the text of the cues; header, settings, notes, styles, timings and tags stay."""

from __future__ import annotations

import html
import re
from typing import Sequence

from translator_aid import cues
from translator_aid.errors import UnreadableError
from translator_aid.escapes import Escaped
from translator_aid.i18n import _
from translator_aid.model import Document, Gloss, Origin, Segment, Span
from translator_aid.readers import Options, Piece

SUFFIXES = (".vtt",)

_TIMING = re.compile(r"[ \t]*(?:\d{2,}:)?\d\d:\d\d\.\d{3}[ \t]*-->[ \t]*(?:\d{2,}:)?\d\d:\d\d\.\d{3}")
_TAG = re.compile(r"<[^<>\r\n]*>")
_REFERENCE = re.compile(r"&(?:amp|lt|gt|nbsp|lrm|rlm|#[0-9]+|#[xX][0-9a-fA-F]+);")


def read(text: str, path: str, options: Options = Options()) -> Document:
    """The document of a WebVTT file.

    >>> read("WEBVTT\\n\\n00:01.000 --> 00:02.000 line:0\\n<v Laras>AI &amp; kita", "a.vtt").segments[0].text
    'AI & kita'

    :raises UnreadableError: for a text that does not begin as the format demands.
    """
    if not re.match(r"\ufeff?WEBVTT(?:[ \t\r\n]|$)", text) and text:
        raise UnreadableError(_("no WebVTT subtitles: the file must begin with WEBVTT"), Origin(path, 1, 1))
    return Document(path, "vtt", text, tuple(cues.segments(text, _TIMING, _TAG, _REFERENCE, html.unescape)))


def write(document: Document, segment: Segment, pieces: Sequence[Piece]) -> str:
    """The lines for a segment's new text, `&`, `<` and `>` escaped; a gloss stands in brackets."""
    marks = [segment.text[item.span.start:item.span.end] for item in segment.protected]
    plain: list[Span | str] = [str(piece) if isinstance(piece, Gloss) else piece for piece in pieces]
    return cues.lines(segment, plain, Escaped(segment, _REFERENCE, html.unescape, lambda char: html.escape(char, quote=False), marks))
