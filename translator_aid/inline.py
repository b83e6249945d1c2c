"""The codes of a paragraph, tags above all, as formats for translators have them: numbered, in pairs where one ends what another began.

The codes of a translation are those of its source, found again; what is none of them is text. A character that XML cannot hold is a code too.
"""

from __future__ import annotations

import re
from collections import defaultdict, deque
from typing import Iterator, Literal, NamedTuple, Sequence

from translator_aid import markup
from translator_aid.model import Protected, Segment

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_EITHER = re.compile(r"[*_~]+")
"""Marks of Markdown that begin and end; a backslash and the like stand alone."""


class Placed(NamedTuple):
    """A code where it stands in a text."""

    start: int
    end: int
    kind: Literal["open", "close", "whole"]
    name: str
    """Its number, the same for both halves of a pair."""
    whole: bool = True
    """False for a half whose other half is missing in this text."""


class Note(NamedTuple):
    """An annotation of a stretch of a text."""

    start: int
    end: int
    type: str
    """`term` or `untranslated`."""
    name: str = ""
    ref: str = ""
    """The glossary entry it belongs to."""
    value: str = ""
    """What it says."""


class Token(NamedTuple):
    """A piece of a text in order: words, a code, or where an annotation begins or ends."""

    kind: Literal["text", "open", "close", "whole", "begin", "end"]
    text: str
    """The words, or what the code is in the document."""
    name: str = ""
    nested: bool = False
    """For a half of a pair: whether both halves are there and nothing crosses them, so that an element can hold what is between them."""
    note: Note | None = None


def codes(segment: Segment) -> tuple[Placed, ...]:
    """A segment's codes in order.

    >>> from translator_aid.model import Span
    >>> segment = Segment("paragraph", "Ini <b>agen</b>", 0, (Protected(Span(4, 7), "markup"), Protected(Span(11, 15), "markup")))
    >>> [(code.kind, code.name) for code in codes(segment)]
    [('open', '1'), ('close', '1')]
    """
    numbers: dict[int, str] = {}
    found = []
    for start, end, kind, pair in _paired(segment.text, segment.protected):
        name = numbers.setdefault(pair, str(len(numbers) + 1))
        found.append(Placed(start, end, kind, name))
    return tuple(found)


def again(segment: Segment, text: str) -> tuple[Placed, ...]:
    """The segment's codes where they stand in its translation.

    >>> from translator_aid.model import Span
    >>> segment = Segment("paragraph", "Ini <b>agen</b>", 0, (Protected(Span(4, 7), "markup"), Protected(Span(11, 15), "markup")))
    >>> [(code.start, code.kind, code.name, code.whole) for code in again(segment, "This <b>agent")]
    [(5, 'open', '1', False)]
    """
    pairs: dict[tuple[str, str], deque[str]] = defaultdict(deque)
    wholes: dict[str, deque[str]] = defaultdict(deque)
    for own in _by_name(codes(segment)):
        if len(own) == 2:
            pairs[segment.text[own[0].start:own[0].end], segment.text[own[1].start:own[1].end]].append(own[0].name)
        else:
            wholes[segment.text[own[0].start:own[0].end]].append(own[0].name)
    found: list[Placed] = []
    left: list[Placed] = []
    raw = [Placed(start, end, kind, str(pair)) for start, end, kind, pair in _paired(text, tuple(_meant(text, markup.placed(segment, text))))]
    for group in _by_name(raw):
        marks = [text[one.start:one.end] for one in group]
        if len(group) == 2 and pairs[marks[0], marks[1]]:
            name = pairs[marks[0], marks[1]].popleft()
            found += [one._replace(name=name) for one in group]
        else:
            left += group
    for one in left:
        mark = text[one.start:one.end]
        half = next((key for key, names in pairs.items() if mark in key and names), None)
        if wholes[mark]:
            found.append(one._replace(kind="whole", name=wholes[mark].popleft()))
        elif half:
            found.append(one._replace(kind="open" if mark == half[0] else "close", name=pairs[half].popleft(), whole=False))
    return tuple(sorted(found))


def tokens(text: str, placed: Sequence[Placed], notes: Sequence[Note]) -> list[Token]:
    """A text in pieces, with its codes and with annotations that do not overlap each other.

    >>> [token.kind for token in tokens("a *b*", (Placed(2, 3, "open", "1"), Placed(4, 5, "close", "1")), (Note(0, 4, "term"),))]
    ['begin', 'text', 'open', 'text', 'end', 'close']
    """
    notes = _clear(notes, placed)
    cuts = sorted({0, len(text), *(at for one in placed for at in one[:2]), *(at for note in notes for at in note[:2])})
    by_start = {one.start: one for one in placed}
    found: list[Token] = []
    for at, end in zip(cuts, [*cuts[1:], len(text)]):
        found += [Token("end", "", note.name, note=note) for note in notes if note.end == at]
        found += [Token("begin", "", note.name, note=note) for note in notes if note.start == at]
        code = by_start.get(at)
        if code:
            found.append(Token(code.kind, text[code.start:code.end], code.name, code.whole and code.kind != "whole"))
        elif end > at:
            found.append(Token("text", text[at:end]))
    return _nested(found)


def _paired(text: str, protected: Sequence[Protected]) -> Iterator[tuple[int, int, Literal["open", "close", "whole"], int]]:
    """The codes of a text in order: place, kind, and a number that both halves of a pair share."""
    spans = [(item.span.start, item.span.end, item.kind == "markup") for item in protected]
    spans += [(found.start(), found.end(), False) for found in _FORBIDDEN.finditer(text)
              if not any(item.span.start <= found.start() < item.span.end for item in protected)]
    spans.sort()
    opened: list[int] = []
    partner: dict[int, int] = {}
    for number, (start, end, is_markup) in enumerate(spans):
        mark = text[start:end]
        role = markup.role(mark) if is_markup else "whole"
        if role == "either" and not _EITHER.fullmatch(mark):
            continue
        begin = next((one for one in reversed(opened) if markup.closes(text[spans[one][0]:spans[one][1]], mark)), None) if role != "whole" else None
        if begin is not None and role != "open":
            partner[begin], partner[number] = number, begin
            del opened[opened.index(begin):]
        elif role in ("open", "either"):
            opened.append(number)
    for number, (start, end, _is_markup) in enumerate(spans):
        other = partner.get(number)
        yield start, end, "whole" if other is None else "open" if other > number else "close", number if other is None else min(number, other)


def _meant(text: str, protected: Sequence[Protected]) -> Iterator[Protected]:
    """The marks without those that stand behind a backslash, which makes a mark a letter."""
    before = -1
    for item in protected:
        if item.span.start != before:
            yield item
        before = item.span.end if text[item.span.start:item.span.end] == "\\" else -1


def _by_name(placed: Sequence[Placed]) -> list[list[Placed]]:
    groups: dict[str, list[Placed]] = {}
    for one in placed:
        groups.setdefault(one.name, []).append(one)
    return list(groups.values())


def _clear(notes: Sequence[Note], placed: Sequence[Placed]) -> list[Note]:
    """Annotations in order that begin and end outside of codes and do not overlap."""
    found: list[Note] = []
    for note in sorted(notes):
        start = next((code.end for code in placed if code.start < note.start < code.end), note.start)
        end = next((code.start for code in placed if code.start < note.end < code.end), note.end)
        if start < end and (not found or found[-1].end <= start):
            found.append(note._replace(start=start, end=end))
    return found


def _nested(found: list[Token]) -> list[Token]:
    """The tokens; a pair of codes that an annotation crosses is no longer said to be nested."""
    ends: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, token in enumerate(found):
        if token.kind in ("open", "close"):
            ends["code", token.name].append(number)
        elif token.kind in ("begin", "end"):
            ends["note", token.name].append(number)
    notes = [places for (kind, _name), places in ends.items() if kind == "note" and len(places) == 2]
    for (kind, _name), places in ends.items():
        crossed = len(places) != 2 or any(
            first < places[0] < last < places[1] or places[0] < first < places[1] < last for first, last in notes)
        if kind == "code" and crossed:
            for place in places:
                found[place] = found[place]._replace(nested=False)
    return found
