"""How a text carries its constraints to an engine, and how the answer is read back.

Which form an engine understands best was measured on neural models: a target written into the source survives nearly always and reads well, a word
like `T01X` survives too, anything with brackets or tags does not. Code and addresses always travel as such a word, since a model would translate
them. What an engine sees is one line: models take a line end for the end of a sentence.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import Callable, Iterator, NamedTuple

from translator_aid.model import Constraint, Draft, Request, Span

MASKED = ("code", "link")
_BREAK = re.compile(r"(?: {2,}|\\)\r?\n[ \t>]*")
_LINE_END = re.compile(r"\s*[\r\n]\s*")
_TAG = re.compile(r'<(/?)([xm])(?:\s+id="(\d+)")?\s*(/?)>')


class Mark(NamedTuple):
    """A word or a tag in what the engine sees that stands for something else."""

    text: str
    """What it stands for."""
    constraint: int | None
    """The constraint's number; None for markup."""
    opens: bool
    """True where it clings to what follows it, False where it clings to what goes before; told by the source."""
    around: tuple[str, str] = ("", "")
    """What is written before and behind, but is not part of the constraint."""


@dataclass(frozen=True, slots=True)
class Carried:
    """A request as an engine sees it."""

    text: str
    """One line."""
    marks: tuple[Mark, ...]
    """What the words or tags in it stand for, in order of their numbers, from 0."""
    letter: str
    """The first letter of the words; empty where tags are used."""
    request: Request
    """What was asked."""

    @property
    def wordless(self) -> bool:
        """True where nothing is left to translate: no letter stands outside constraints and markup."""
        at, rest = 0, ""
        for span in sorted([*(constraint.span for constraint in self.request.constraints), *self.request.markup]):
            rest += self.request.text[at:span.start]
            at = max(at, span.end)
        return not any(char.isalpha() for char in rest + self.request.text[at:])

    def read(self, answer: str) -> Draft:
        """The draft that an answer amounts to: words and tags are what they stand for again, each with its place.

        >>> request = Request("Pakai `pip`, ya.", (Constraint(Span(6, 11), "code", "`pip`", "`pip`"),), "id", "en")
        >>> carried = inline(request)
        >>> carried.text, carried.read("Use T01X, please."), carried.read("Use t1 x, please.").repaired
        ('Pakai T01X, ya.', Draft(text='Use `pip`, please.', placed=(Span(start=4, end=9),), untranslated=(), repaired=(), failure='', \
engine='', score=1.0, original=''), (0,))
        """
        found = _words(self, answer) if self.letter else _tags(answer)
        return _restored(self, found)


class _Found(NamedTuple):
    """A piece of the answer: plain text, or a mark by its number."""

    text: str
    mark: int = -1
    damaged: bool = False


def inline(request: Request) -> Carried:
    """The text with each target written in its place.

    >>> inline(Request("Melatih model-model bahasa.", (Constraint(Span(8, 26), "term", "model-model bahasa", "language models"),), "id", "en")).text
    'Melatih language models.'
    """
    return _carried(request, lambda constraint: "mask" if constraint.kind in MASKED else "target")


def placeholder(request: Request) -> Carried:
    """The text with a word like `T01X` for each constraint.

    >>> placeholder(Request("Melatih model AI.", (Constraint(Span(8, 16), "term", "model AI", "AI model"),), "id", "en")).text
    'Melatih T01X.'
    """
    return _carried(request, lambda constraint: "mask")


def plain(request: Request) -> Carried:
    """The text in its own words, on one line; a hard line break is a word like `T01X`."""
    return _carried(request, lambda constraint: "source", keep_markup=True)


def tagged(request: Request, terms: bool) -> Carried:
    """The text as XML: constraints are `<x>` with the target inside, not to be translated, and markup is `<m/>`; terms stay words unless told.

    >>> request = Request("**AI** <baru>", (Constraint(Span(2, 4), "name", "AI", "AI"),), "id", "en", (Span(0, 2), Span(4, 6)))
    >>> carried = tagged(request, True)
    >>> carried.text, carried.read('New <m id="0"/><x id="1">AI</x><m id="2"/>').text
    ('<m id="0"/><x id="1">AI</x><m id="2"/> &lt;baru&gt;', 'New **AI**')
    """
    return _carried(request, lambda constraint: "mask" if terms or constraint.kind != "term" else "source", tags=True)


def pairs(request: Request) -> tuple[tuple[str, str], ...]:
    """What must become what, each pair once, in the order of the text; what stays as it is is left out.

    >>> pairs(Request("model AI, model AI", (Constraint(Span(0, 8), "term", "model AI", "AI model"),), "id", "en"))
    (('model AI', 'AI model'),)
    """
    return tuple(dict.fromkeys((" ".join(one.surface.split()), one.target) for one in request.constraints if one.surface != one.target))


def _carried(request: Request, how: Callable[[Constraint], str], keep_markup: bool = False, tags: bool = False) -> Carried:
    text, pieces = request.text, list[str]()
    marks: list[Mark] = []
    known = " ".join([text, *(constraint.target for constraint in request.constraints)])
    letter = "" if tags else next((one for one in "TQZKVWUY" if not re.search(rf"{one}\s?\d+\s?X", known, re.IGNORECASE)), "TX")
    at = 0
    for span, number in _stops(request):
        if span.start < at:
            continue
        pieces.append(html.escape(text[at:span.start], quote=False) if tags else text[at:span.start])
        at = span.end
        constraint = request.constraints[number] if number is not None else None
        written = text[span.start:span.end]
        if constraint and how(constraint) != "mask":
            wanted = written if how(constraint) == "source" else f"{constraint.around[0]}{constraint.target}{constraint.around[1]}"
            pieces.append(html.escape(wanted, quote=False) if tags else wanted)
        elif constraint is None and not tags and "\n" not in written and (keep_markup or not any(map(str.isalnum, written))):
            pieces.append(written)
        elif constraint is None and "\n" not in written and not written.strip(" \t>"):
            pieces.append(" ")
        else:
            mark = _mark(request, span, number)
            word = _tag(mark, len(marks)) if tags else f"{letter}{len(marks) + 1:02d}X"
            pieces.append(f" {word} " if "\n" in written and constraint is None and not tags else word)
            marks.append(mark)
    pieces.append(html.escape(text[at:], quote=False) if tags else text[at:])
    return Carried(_LINE_END.sub(" ", "".join(pieces)).strip(), tuple(marks), letter, request)


def _stops(request: Request) -> list[tuple[Span, int | None]]:
    """Constraints, markup and hard line breaks in order; a constraint goes before the markup within it."""
    stops: list[tuple[Span, int | None]] = [(constraint.span, number) for number, constraint in enumerate(request.constraints)]
    breaks = [Span(*found.span()) for found in _BREAK.finditer(request.text)]
    stops += [(span, None) for span in breaks]
    stops += [(span, None) for span in request.markup if not any(span.overlaps(one) for one in breaks)]
    return sorted(stops, key=lambda stop: (stop[0].start, stop[1] is None, -stop[0].end))


def _mark(request: Request, span: Span, number: int | None) -> Mark:
    text = request.text
    before, after = text[span.start - 1:span.start], text[span.end:span.end + 1]
    opens = bool(not before or before.isspace() or before in "([“\"'*_") and bool(after) and not after.isspace()
    if number is None:
        return Mark(text[span.start:span.end], None, opens)
    constraint = request.constraints[number]
    return Mark(constraint.target, number, opens, constraint.around)


def _tag(mark: Mark, number: int) -> str:
    return f'<m id="{number}"/>' if mark.constraint is None else f'<x id="{number}">{html.escape(mark.text, quote=False)}</x>'


def _words(carried: Carried, answer: str) -> Iterator[_Found]:
    """The answer cut at its words for constraints, damaged ones too: another case, a zero or a space more or less."""
    at = 0
    letter = carried.letter
    # as it was written anywhere; damaged only where a word begins, lest "isn't 2x" be taken for one
    pattern = re.compile(rf"(?-i:{letter}(\d{{2,4}})X)|(?<![^\W_])(?<!['’]){letter}\s?0*(\d{{1,4}})\s?X(?!\d)", re.IGNORECASE)
    for found in pattern.finditer(answer):
        number = int(found.group(1) or found.group(2)) - 1
        if 0 <= number < len(carried.marks):
            yield _Found(answer[at:found.start()])
            yield _Found("", number, found.group() != f"{letter}{number + 1:02d}X")
            at = found.end()
    yield _Found(answer[at:])


def _tags(answer: str) -> Iterator[_Found]:
    """The answer cut at its tags; what stands inside an `<x>` is the mark's, whatever was made of it."""
    at, inside = 0, False
    for found in _TAG.finditer(answer):
        if not inside:
            yield _Found(html.unescape(answer[at:found.start()]))
        closing, name, number, empty = found.groups()
        if number is not None and not inside:
            yield _Found("", int(number))
        inside = name == "x" and not closing and not empty if not inside else not (name == "x" and closing)
        at = found.end()
    yield _Found(html.unescape(answer[at:]))


def _restored(carried: Carried, found: Iterator[_Found]) -> Draft:
    request = carried.request
    placed: list[Span | None] = [None] * len(request.constraints)
    repaired: list[int] = []
    text, clings = "", False
    for piece in found:
        if piece.mark < 0 or piece.mark >= len(carried.marks):
            plain_text = _LINE_END.sub(" ", piece.text)
            text += plain_text.lstrip() if clings else plain_text
            clings = clings and not plain_text.strip()
            continue
        mark = carried.marks[piece.mark]
        if mark.constraint is None:
            text = text if mark.opens else text.rstrip(" ")
            text, clings = text + mark.text, mark.opens or mark.text.endswith("\n")
            continue
        text += mark.around[0]
        if placed[mark.constraint] is None:
            placed[mark.constraint] = Span(len(text), len(text) + len(mark.text))
            repaired += [mark.constraint] if piece.damaged else []
        text, clings = text + mark.text + mark.around[1], False
    lead = request.text[:len(request.text) - len(request.text.lstrip())]
    trail = request.text[len(request.text.rstrip()):]
    shift = len(lead) - (len(text) - len(text.lstrip()))
    spans = tuple(Span(span.start + shift, span.end + shift) if span else None for span in placed)
    return Draft(lead + text.strip() + trail, spans, repaired=tuple(repaired))
