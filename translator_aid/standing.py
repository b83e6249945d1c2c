"""Where numbers, names, code and addresses stand in a translation, right or mangled.

A number counts by its meaning: another wording of it is admitted, the source's marks and a scale word that is a thousand times off are put right.
What is copied must be the same letter by letter; what an engine made of it (blanks within, other quotes, a lost backtick) is put right.
"""

from __future__ import annotations

import functools
import re
from decimal import Decimal
from typing import Iterator, NamedTuple

from translator_aid import locales
from translator_aid.meanings import Item, agree, items, thousands
from translator_aid.model import Constraint, Expression, Language, Outcome, Span
from translator_aid.numerals import DECIMAL, GROUPING, decimal_mark, plain, write_ordinal, write_words


class Place(NamedTuple):
    """A wording of a constraint at a place of the translation."""

    rank: int
    """0 for the best kind of wording."""
    span: Span
    """Where it stands."""
    outcome: Outcome
    """kept, inflected, admitted or repaired."""
    fix: str = ""
    """What to write there instead, for `repaired`."""


# --- numbers ----------------------------------------------------------------------------------------------------------


def numbers(constraint: Constraint, text: str, source: Language) -> Iterator[Place]:
    """Every number, date, time or amount in a translation that may stand for the source's.

    >>> constraint = Constraint(Span(0, 13), "number", "Rp2,5 miliar", "Rp 2.5 billion")
    >>> [place.outcome for place in numbers(constraint, "It cost 2.5 billion rupiah.", "id")]
    ['admitted']
    >>> [(place.outcome, place.fix) for place in numbers(constraint, "It cost Rp 2.5 million.", "id")]
    [('repaired', 'Rp 2.5 billion')]
    """
    target: Language = "en" if source == "id" else "id"
    wanted = _wanted(constraint, source, target)
    written = _values(text, target, source)
    for span in _found(constraint.target, text):
        if wanted is None or not any(_says_otherwise(one, span, wanted) for one in written):
            yield Place(0, span, "kept")
    if wanted is not None:
        yield from _of_value(wanted, constraint, text, source)
    if constraint.surface != constraint.target:
        yield from (Place(3, span, "repaired", constraint.target) for span in _found(constraint.surface, text))
        yield from _half_converted(constraint, text)


def _of_value(wanted: Expression, constraint: Constraint, text: str, source: Language) -> Iterator[Place]:
    """Whatever means the same as the source's number, in either language, and what is a thousand times off."""
    target: Language = "en" if source == "id" else "id"
    for one in _values(text, target, source):
        if locales.same(one.value, wanted.value):
            # 1.500 in English is 1.5 or 1,500: whoever reads it must not have to guess
            doubtful = bool(one.readings) and not constraint.readings or _foreign_marks(one.surface, target)
            yield Place(2, one.span, "repaired", constraint.target) if doubtful else Place(1, one.span, "admitted")
        elif not constraint.readings and _is_thousandfold(one, wanted):
            yield Place(4, one.span, "repaired", constraint.target)
    for word in _spelled(wanted, target):
        yield from (Place(1, span, "admitted") for span in _found(word, text))
    for one in _values(text, source, target) if constraint.surface != constraint.target else ():
        # left in the source's words, if not in its spelling: Rp7 miliar
        if re.search(r"[^\W\d_]{3}", one.surface) and locales.same(one.value, wanted.value):
            yield Place(3, one.span, "repaired", constraint.target)


def _found(wording: str, text: str) -> Iterator[Span]:
    """Where a number's wording stands for itself, no part of a longer number."""
    for found in re.finditer(rf"(?<![\w.,])(?<![-–]){re.escape(wording)}(?!\w|[.,]\d)", text, re.IGNORECASE):
        yield Span(*found.span())


@functools.lru_cache(maxsize=256)
def _values(text: str, language: Language, other: Language) -> tuple[Expression, ...]:
    return locales.find(text, language, other)


def _wanted(constraint: Constraint, source: Language, target: Language) -> Expression | None:
    """What the source's number means; None where that is not known."""
    if not constraint.value:
        return next(iter(_values(constraint.surface, source, target)), None)
    return Expression(constraint.span, constraint.surface, "number", constraint.value, constraint.target, constraint.readings)


def _says_otherwise(one: Expression, span: Span, wanted: Expression) -> bool:
    """True for a longer expression around a place that means something else: the 5 of "5 million", the 22 of "22 July"."""
    if not one.span.overlaps(span) or one.span == span:
        return False
    if one.value.startswith("date") and wanted.value.startswith("number"):
        return wanted.value.removeprefix("number ") not in re.findall(r"\d{4}", one.value)
    return not any(agree(a, b) for a in items(one) for b in items(wanted))


def _is_thousandfold(one: Expression, wanted: Expression) -> bool:
    """True for the same digits in the same currency or unit, a thousand times or more off: *miliar* taken for million."""
    mine, theirs = list(items(one)), list(items(wanted))
    alike = len(mine) == len(theirs) == 1 and mine[0].meanings[0][:2] == theirs[0].meanings[0][:2]
    return alike and _has_scale(one) and thousands(*theirs, *mine) != 0


def _has_scale(one: Expression) -> bool:
    return re.search(r"\d.*[^\W\d_]{3}|[$€£¥][\d.,]+[A-Za-z]", one.surface) is not None


def _spelled(wanted: Expression, target: Language) -> Iterator[str]:
    """A small number in words: five, fifth."""
    item: Item | None = next(items(wanted), None)
    if item is None or item.number is None or len(item.meanings) > 1 or item.meanings[0].label:
        return
    number = item.number
    if number != number.to_integral_value() or not 0 < number <= 100:
        return
    if item.meanings[0].kind == "ordinal":
        yield write_ordinal(int(number), target, words=True)
    elif item.meanings[0].kind == "number":
        yield write_words(Decimal(plain(number)), target)


def _foreign_marks(surface: str, target: Language) -> bool:
    """True where a number's marks are those of the other language: 2,5 in English. 9,050 has English marks, though it looks like a decimal."""
    grouped = re.compile(rf"[1-9]\d{{0,2}}\{GROUPING[target]}\d{{3}}")
    numbers = [number for number in re.findall(r"\d+(?:[.,]\d+)+", surface) if not grouped.fullmatch(number)]
    return any(decimal_mark(number, target) not in (DECIMAL[target], None) for number in numbers)


def _half_converted(constraint: Constraint, text: str) -> Iterator[Place]:
    """The target with the source's marks: "Rp 2,5 billion", which English reads as something else or not at all."""
    for number in re.findall(r"\d+(?:[.,]\d+)+", constraint.surface):
        swapped = number.translate(str.maketrans(".,", ",."))
        if swapped in constraint.target:
            for span in _found(constraint.target.replace(swapped, number), text):
                yield Place(2, span, "repaired", constraint.target)


# --- what is copied ---------------------------------------------------------------------------------------------------


def copies(constraint: Constraint, text: str) -> Iterator[Place]:
    """A name, code, placeholder or address as it is, or mangled.

    >>> [place.fix for place in copies(Constraint(Span(0, 6), "code", "{nama}", "{nama}"), "Halo { nama }!")]
    ['{nama}']
    """
    target, end = constraint.target, _end(constraint)
    edge = r"(?<!\w)" if target[:1].isalnum() else ""
    exact = [Span(*found.span()) for found in re.finditer(edge + re.escape(target) + end, text)]
    yield from (Place(0, span, "kept") for span in exact)
    pattern = _mangled(target, end)
    if not exact and pattern:
        for found in pattern.finditer(text):
            yield Place(2, Span(*found.span()), "repaired", target)


def _end(constraint: Constraint) -> str:
    """What may not follow: the rest of a longer name (GPT-4.5), of a longer address."""
    if constraint.kind == "link":
        return r"(?![\w/]|[?#&=%.:~+-]\w)"
    if constraint.target[-1:].isdigit():
        return r"(?!\w|[.,-]\d)"
    return r"(?!\w)" if constraint.target[-1:].isalnum() else ""


@functools.lru_cache(maxsize=1024)
def _mangled(target: str, end: str) -> re.Pattern[str] | None:
    """What an engine may make of a text that it should have copied; None for one too short to be told from others."""
    core = target.strip("`*_ ")
    pieces = re.findall(r"\w+|[^\w\s]", core)
    letters = sum(char.isalnum() for char in core)
    if letters < 3 and not (letters and re.match(r"[{%$<]", core)) or not pieces:
        return None
    loose = [re.escape(piece) if re.match(r"\w", piece) else f"[{re.escape(piece)}{re.escape(_ALIKE.get(piece, ''))}]" for piece in pieces]
    # a hyphen or a point inside a name may be lost (GPT 4o), the signs of a placeholder may not
    gaps = "".join(rf"\s?{piece}?\s?" if pieces[at] in "-_" and at else (r"\s?" if at else "") + piece for at, piece in enumerate(loose))
    ticks = r"[`'‘’“”\"]?" if target.startswith("`") else ""
    before, after = (r"(?<!\w)" if core[0].isalnum() else ""), (end or r"(?!\w)" if core[-1].isalnum() else "")
    return re.compile(ticks + before + gaps + after + ticks, re.IGNORECASE)


_ALIKE = {"'": "’‘`", '"': "“”", "-": "‐‑–—", "{": "｛", "}": "｝", "%": "％", "<": "‹", ">": "›", "(": "（", ")": "）", ":": "："}
