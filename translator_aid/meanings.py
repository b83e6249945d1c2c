"""What a number, date or time in a text means, and whether two of them can mean the same.

`locales.find` gives each expression one canonical value; here it is taken apart, so that 2.5 billion in any wording is one number, a range two,
and a date without its year agrees with the same day of any year.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from typing import Iterator, NamedTuple

from translator_aid.locales import same
from translator_aid.model import Expression, Language
from translator_aid.numerals import write_digits


class Meaning(NamedTuple):
    """One reading of an expression: what kind of thing, in which currency or unit, how much."""

    kind: str
    label: str
    value: str


class Item(NamedTuple):
    """An expression, or one end of a range, with its readings."""

    expression: Expression
    meanings: tuple[Meaning, ...]

    @property
    def number(self) -> Decimal | None:
        """Its amount; None for a date or a time."""
        return amount(self.meanings[0])


def items(expression: Expression) -> Iterator[Item]:
    """The expression itself, or both ends of a range.

    >>> from translator_aid.locales import find
    >>> [item.meanings[0] for item in items(find("3–5 miliar rupiah", "id", "en")[0])]
    [Meaning(kind='number', label='IDR', value='3000000000'), Meaning(kind='number', label='IDR', value='5000000000')]
    """
    readings = expression.readings or (expression.value,)
    ends = [_ends(reading) for reading in readings]
    for number in range(len(ends[0])):
        yield Item(expression, tuple(dict.fromkeys(reading[number] for reading in ends if number < len(reading))))


def _ends(reading: str) -> list[Meaning]:
    kind, _space, rest = reading.partition(" ")
    if kind != "range":
        return [_meaning(kind, rest)]
    head, _space, body = rest.rpartition(" ") if ":" not in rest else ("time", "", rest.removeprefix("time "))
    low, _dots, high = body.partition("..")
    if re.match(r"[\d-]+-\d\d(?:-\d\d)?$", low):
        return [Meaning("date", "", low), Meaning("date", "", high)]
    if head == "time":
        return [_meaning("time", low), _meaning("time", high.partition(" ")[0])]
    return [Meaning("number", head, low), Meaning("number", head, high)]


def _meaning(kind: str, rest: str) -> Meaning:
    if kind in ("amount", "unit"):
        label, _space, value = rest.rpartition(" ")
        return Meaning("number", label, value)
    if kind in ("percent", "points"):
        return Meaning("number", "percent", rest)
    if kind == "number":
        many, _space, value = rest.rpartition(" ")
        return Meaning("many" if many else "number", "", value)
    if kind == "time":
        return Meaning("time", "", rest.partition(" ")[0])
    return Meaning(kind, "", rest)


def amount(meaning: Meaning) -> Decimal | None:
    """How much a meaning is; None for a date or a time."""
    if meaning.kind in ("date", "time"):
        return None
    try:
        return Decimal(meaning.value)
    except InvalidOperation:
        return None


def told(value: str, language: Language) -> str:
    """A canonical value as a message may show it to a person.

    >>> told("amount IDR 1500", "en"), told("amount IDR 1.5", "id"), told("date 2025-04-03", "id"), told("range USD 1500..2500", "en")
    ('Rp 1500', 'Rp1,5', '3 April 2025', '$1500–2500')
    """
    kind, _space, rest = value.partition(" ")
    label, _space, figures = rest.rpartition(" ")
    try:
        if kind == "date":
            return _day(rest, language)
        written = "–".join(_written(Decimal(one), language) for one in figures.split(".."))
    except (InvalidOperation, ValueError, KeyError):
        return value
    if kind in ("amount", "range") and re.fullmatch("[A-Z]{3}|[¥$]", label):
        return _priced(label, written, language)
    return written + {"percent": "%"}.get(kind, f" {label}" if kind in ("unit", "range") and label else "")


def _written(number: Decimal, language: Language) -> str:
    # one mark alone, as in 1.234, is what left the doubt
    return write_digits(number, language) if abs(number) >= 10 ** 6 or number % 1 else str(int(number))


def _day(iso: str, language: Language) -> str:
    from babel import Locale

    year, month, day = date_parts(iso)
    return " ".join(filter(None, (str(int(day)) if day else "", Locale.parse(language).months["format"]["wide"][int(month)], year)))


def _priced(code: str, written: str, language: Language) -> str:
    from babel.numbers import get_currency_symbol

    sign = get_currency_symbol(code, language) if len(code) == 3 else code
    sign = get_currency_symbol(code, "id") if sign == code else sign
    return f"{sign}{' ' if sign.isalpha() and (sign != 'Rp' or language == 'en') else ''}{written}"


def agree(a: Item, b: Item) -> bool:
    """Whether two items can mean the same.

    >>> from translator_aid.locales import find
    >>> id, en = find("Rp 1.500 miliar", "id", "en")[0], find("Rp 1.5 trillion", "en", "id")[0]
    >>> agree(next(items(id)), next(items(en)))
    True
    """
    return same(a.expression.value, b.expression.value) or any(_agree(one, other) for one in a.meanings for other in b.meanings)


def _agree(a: Meaning, b: Meaning) -> bool:
    if "date" in (a.kind, b.kind):
        return _dates_agree(a, b)
    if "time" in (a.kind, b.kind):
        return a.value[:5] == b.value[:5] or a.kind != b.kind and a.value.lstrip("0").split(":")[0] == b.value.lstrip("0").split(":")[0]
    left, right = amount(a), amount(b)
    if left is None or right is None or a.label and b.label and a.label != b.label:
        return False
    if "decade" in (a.kind, b.kind) and left % 100 == right % 100 and min(left, right) < 100:
        return True
    return left == right or _rounded(left, right) or _rounded(right, left)


def _rounded(exact: Decimal, rough: Decimal) -> bool:
    """True where one is the other with fewer decimals (70.72 and 70.7), two digits at the least."""
    places, kept = -int(exact.as_tuple().exponent), -int(rough.as_tuple().exponent)
    if not 0 < places or not 0 <= kept < places or abs(rough) < 10 and kept < 1:
        return False
    return abs(exact.quantize(Decimal(1).scaleb(-kept), ROUND_HALF_EVEN) - rough) <= 0


def _dates_agree(a: Meaning, b: Meaning) -> bool:
    if a.kind != b.kind:
        date, other = (a, b) if a.kind == "date" else (b, a)
        year, _month, day = date_parts(date.value)
        return other.value in (year, day.lstrip("0")) and other.value != ""
    left, right = date_parts(a.value), date_parts(b.value)
    return all(one == other or not one or not other for one, other in zip(left, right))


def date_parts(value: str) -> tuple[str, str, str]:
    """Year, month, day of a date, empty where it has none."""
    found = re.fullmatch(r"(\d{4}|-)-(\d\d)(?:-(\d\d))?", value)
    return (found[1].strip("-"), found[2], found[3] or "") if found else (value, "", "")


def thousands(a: Item, b: Item) -> int:
    """By how many powers of a thousand the second exceeds the first; 0 where they differ otherwise.

    >>> from translator_aid.locales import find
    >>> id, en = find("Rp 2,5 miliar", "id", "en")[0], find("Rp 2.5 million", "en", "id")[0]
    >>> thousands(next(items(id)), next(items(en)))
    -1
    """
    left, right = a.number, b.number
    if not left or not right:
        return 0
    for power in (-3, -2, -1, 1, 2, 3):
        if left * Decimal(1000) ** power == right:
            return power
    return 0
