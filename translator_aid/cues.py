"""Subtitles: the lines of each cue as segments, one for each speaker, and new lines of a length that can be read."""

from __future__ import annotations

import re
from typing import Callable, Iterator, Literal, Sequence

from translator_aid.escapes import Escaped, decoded
from translator_aid.model import Protected, Segment, Span

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r|$)")
_SPEAKER = re.compile(r"(?:<[^<>]*>|\{\\[^{}]*\})*[ \t]*[-\u2010-\u2015](?!\d)[ \t]*(?=\S)")
_WHOLE = re.compile(r"<(\w+)\b[^<>]*>(.*)</\1>", re.DOTALL)
_LEAD = re.compile(r"\{\\[^{}\r\n]*\}|<v\b[^<>]*>")
_NUMBER = re.compile(r"(?:\A|(?<=[\r\n]))\d+[ \t]*(?:\r\n|\n|\r)\Z")
_EMPTY = re.compile(r"(\r\n|\n|\r(?!\n))[ \t]*(?:\r\n|\n|\r(?!\n))\s*")
"""Empty lines, which would end the cue."""
WIDTH = 42
"""Characters in a line of a subtitle: the measure of most broadcasters' style guides."""


def segments(text: str, timing: re.Pattern[str], tag: re.Pattern[str], escape: re.Pattern[str] | None = None,
             decode: Callable[[str], str] = str) -> Iterator[Segment]:
    """The segments of a subtitle file: what follows a line that `timing` matches, up to an empty one. Each speaker's dash begins one of its own.

    >>> text = "1\\n00:00:01,000 --> 00:00:02,000\\n- Siapa itu?\\n- <i>Agen</i> AI.\\n\\n"
    >>> [segment.text for segment in segments(text, re.compile(".* --> "), re.compile("</?i>"))]
    ['Siapa itu?', '<i>Agen</i> AI.']
    """
    begin = -1
    for line in _LINE.finditer(text):
        empty = not line[0].strip()
        if timing.match(line[0]) or empty:
            if begin >= 0:
                number = None if empty else _NUMBER.search(text[begin:line.start()])
                yield from _cue(text, begin, begin + number.start() if number else line.start(), tag, escape, decode)
            begin = -1 if empty else line.end()
        elif begin >= 0 and _SPEAKER.match(line[0]):
            yield from _cue(text, begin, line.start(), tag, escape, decode)
            begin = line.start()
    if begin >= 0:
        yield from _cue(text, begin, len(text), tag, escape, decode)


def _cue(text: str, start: int, end: int, tag: re.Pattern[str], escape: re.Pattern[str] | None, decode: Callable[[str], str]) -> Iterator[Segment]:
    """The segment in a stretch of a cue, without a speaker's dash, white space and the tags that wrap it whole."""
    dash = _SPEAKER.match(text, start, end)
    start = dash.end() if dash else start
    before = None
    while before != (start, end):
        before = (start, end)
        raw = text[start:end]
        start += len(raw) - len(raw.lstrip())
        end = max(start, end - len(raw) + len(raw.rstrip()))
        whole = _WHOLE.fullmatch(text, start, end)
        if whole and f"<{whole[1]}" not in whole[2]:
            start, end = whole.span(2)
        elif lead := _LEAD.match(text, start, end):
            start = lead.end()
    if start < end and tag.sub("", text[start:end]).strip():
        tags = [Span(found.start() - start, found.end() - start) for found in tag.finditer(text, start, end)]
        yield _segment(text[start:end], start, tags, escape, decode)


def _segment(raw: str, start: int, tags: Sequence[Span], escape: re.Pattern[str] | None, decode: Callable[[str], str]) -> Segment:
    if escape is None:
        return Segment("paragraph", raw, start, tuple(Protected(span, "markup") for span in tags))
    inside: list[tuple[Span, Literal["markup", "code"]]] = [(span, "markup") for span in tags]
    cuts = [0, *(at for span in tags for at in (span.start, span.end)), len(raw)]
    plain = "".join(decoded(raw[begin:end], escape, decode) for begin, end in zip(cuts[::2], cuts[1::2]))
    if any(raw[span.start:span.end] in plain for span in tags):
        # A text that says "<b>" beside a tag <b> keeps its references, or nobody could tell the two apart.
        inside = sorted([*inside, *((Span(*found.span()), "code") for found in re.finditer("&[lg]t;", raw))], key=lambda item: item[0])
    text, at = "", 0
    spans: list[Protected] = []
    for span, kind in inside:
        text += decoded(raw[at:span.start], escape, decode)
        spans.append(Protected(Span(len(text), len(text) + span.end - span.start), kind))
        text += raw[span.start:span.end]
        at = span.end
    return Segment("paragraph", text + decoded(raw[at:], escape, decode), start, tuple(spans), raw)


def lines(segment: Segment, pieces: Sequence[Span | str], escaped: Escaped) -> str:
    """What a cue shall have: as many lines as before if the new text came back as a single long one, and never an empty one.

    >>> segment = Segment("paragraph", "Mereka melatih\\nmodel bahasa besar", 0)
    >>> print(lines(segment, ["They trained a large language model for news"], Escaped(segment, re.compile("(?!)"), str, str)))
    They trained a large
    language model for news
    """
    text = _EMPTY.sub(r"\1", escaped.written(pieces))
    end = re.search(r"\r\n|\n|\r", segment.text)
    if end is None or re.search(r"[\r\n]", text) or len(text) <= WIDTH:
        return text
    # a dash at a line's beginning would be another speaker's
    spaces = [found.start() for found in re.finditer(r" (?![^<]*>)", text) if not _SPEAKER.match(text, found.end())]
    middle = min(spaces, key=lambda at: abs(at - len(text) / 2), default=-1)
    return text if middle < 0 else text[:middle] + end[0] + text[middle + 1:]
