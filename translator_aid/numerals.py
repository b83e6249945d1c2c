"""Numbers in digits and in words, read and written in Indonesian and in English.

Nothing here knows of dates or currencies; `locales` builds them on this. Rules: CLDR number symbols (id `1.234,5`, en
`1,234.5`), EYD V (Ejaan Bahasa Indonesia yang Disempurnakan, 2022) for numerals in words, short scale in both languages
(miliar = billion, triliun = trillion).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from translator_aid.model import Language

Mark = Literal[".", ","]
Style = Literal["plain", "half", "point"]

GROUPING: dict[Language, Mark] = {"id": ".", "en": ","}
DECIMAL: dict[Language, Mark] = {"id": ",", "en": "."}

SCALES: dict[Language, dict[str, int]] = {
    "id": {"ribu": 3, "juta": 6, "miliar": 9, "milyar": 9, "triliun": 12, "trilyun": 12, "kuadriliun": 15},
    "en": {"thousand": 3, "million": 6, "billion": 9, "trillion": 12, "quadrillion": 15},
}
"""Scale words by their power of ten; the first of equals is the one written (KBBI: miliar, triliun)."""

UNITS: dict[Language, tuple[str, ...]] = {
    "id": ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan"),
    "en": ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
}
TEENS = ("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
ORDINALS = {"one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth", "twelve": "twelfth"}
GAP = r"(?:[ \t\u00a0\u202f]+|[ ]?\n[ ]?)"
"""What may stand between the words of one expression: spaces or a line's end."""


@dataclass(frozen=True, slots=True)
class Digits:
    """One reading of a number in digits."""

    value: Decimal
    """What it is worth."""
    mark: Mark
    """The decimal mark of the convention it is read in, present or not."""


@dataclass(frozen=True, slots=True)
class Words:
    """A number in words."""

    end: int
    """One past its last code point in the text."""
    value: Decimal
    """What it is worth."""
    style: Style
    """plain, half (`setengah juta`) or point (`dua koma lima`)."""
    weak: bool
    """True for a bare digit word (`satu`, `one`), which alone may be no number."""


def plain(value: Decimal) -> str:
    """The number in the one spelling that canonical values use: no exponent, no needless zeros.

    >>> plain(Decimal("2.50")), plain(Decimal("3E+9"))
    ('2.5', '3000000000')
    """
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def read_digits(text: str, language: Language, certain: bool = False, seen: frozenset[Mark] = frozenset()) -> tuple[Digits, ...]:
    """The readings of a number in digits: none if it is no number, two if it can be read in two ways.

    `certain` says that a scale or percent word follows, which makes three decimals likely; `seen` holds the decimal
    marks of the surrounding text. The home convention is CLDR's for the language.

    >>> [str(reading.value) for reading in read_digits("1.234.567,89", "id")]
    ['1234567.89']
    >>> [str(reading.value) for reading in read_digits("1,500", "id")]
    ['1.500', '1500']
    """
    weak = re.fullmatch(r"[1-9]\d{0,2}([.,])\d{3}", text)
    home = DECIMAL[language]
    other = GROUPING[language]
    if not weak:
        mark = decimal_mark(text, language)
        return (_reading(text, mark),) if mark else ()
    if weak[1] == home:
        decided = seen if len(seen) == 1 else frozenset({home}) if certain and not text.endswith("00") else frozenset()
    else:
        decided = frozenset() if seen == {other} else frozenset({home})
    marks = tuple(decided) or (home, other)
    return tuple(_reading(text, mark) for mark in marks)


def decimal_mark(text: str, language: Language) -> Mark | None:
    """The decimal mark that the number's own shape shows; None where it is no number (`1.2.3`, `007`).

    >>> decimal_mark("2,5", "en"), decimal_mark("1,234,567", "id"), decimal_mark("1.2.3", "id")
    (',', '.', None)
    """
    if re.fullmatch(r"0|[1-9]\d*", text):
        return DECIMAL[language]
    marks: tuple[Mark, Mark] = (",", ".")
    for mark, group in zip(marks, (r"\.", ",")):
        grouped = rf"[1-9]\d{{0,2}}(?:{group}\d{{3}})"
        if re.fullmatch(rf"{grouped}{{2,}}|{grouped}+\{mark}\d+|(?:0|[1-9]\d*)\{mark}\d+", text):
            return mark
    return None


def _reading(text: str, mark: Mark) -> Digits:
    group = "." if mark == "," else ","
    return Digits(Decimal(text.replace(group, "").replace(mark, ".")), mark)


def rewrite_digits(text: str, mark: Mark, language: Language) -> str:
    """The same digits with the language's marks; decimals and grouping stay as they were written.

    >>> rewrite_digits("1.234.567,80", ",", "en"), rewrite_digits("2023", ",", "en")
    ('1,234,567.80', '2023')
    """
    group = "." if mark == "," else ","
    return text.translate(str.maketrans(group + mark, GROUPING[language] + DECIMAL[language]))


def write_digits(value: Decimal, language: Language) -> str:
    """The number in digits, grouped by thousands.

    >>> write_digits(Decimal("1500.5"), "id")
    '1.500,5'
    """
    whole, _, fraction = plain(value).partition(".")
    return f"{int(whole):,}".replace(",", GROUPING[language]) + (DECIMAL[language] + fraction if fraction else "")


def scale_word(power: int, language: Language) -> str:
    """The word for a power of ten, empty where the language has none.

    >>> scale_word(9, "id"), scale_word(9, "en"), scale_word(15, "id")
    ('miliar', 'billion', '')
    """
    if language == "id" and power > 12:  # kuadriliun is read, but hardly anybody would understand it
        return ""
    return next((word for word, exponent in SCALES[language].items() if exponent == power), "")


# --- words ---------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=None)
def _atoms(language: Language) -> dict[str, tuple[int, ...]]:
    """Each numeral word as what it does: a number below 100 adds, 100 and above multiply, 10 and -10 are puluh and belas."""
    atoms: dict[str, tuple[int, ...]] = {word: (number,) for number, word in enumerate(UNITS[language])}
    atoms |= {word: (10 ** power,) for word, power in SCALES[language].items() if power <= 12}
    if language == "en":
        atoms |= {word: (number,) for number, word in enumerate(TEENS, 10)}
        atoms |= {word: (number * 10,) for number, word in enumerate(TENS) if word}
        return atoms | {"hundred": (100,), "a": (1,)}
    atoms |= {"belas": (-10,), "puluh": (-1,), "ratus": (100,), "sepuluh": (10,), "sebelas": (11,), "seratus": (1, 100)}
    return atoms | {f"se{word}": (1, 10 ** power) for word, power in SCALES["id"].items()}


@lru_cache(maxsize=None)
def numeral_word(language: Language) -> str:
    """A pattern for one numeral word, without its borders, for a prescan."""
    words = (word for word in _atoms(language) if word != "a")
    return "|".join(sorted(words, key=len, reverse=True))


@lru_cache(maxsize=None)
def _patterns(language: Language) -> dict[str, re.Pattern[str]]:
    word = rf"(?:{numeral_word(language)})(?!\w)"
    scale = rf"(?P<scale>{'|'.join(SCALES[language])})(?!\w)"
    if language == "id":
        run, half, point = rf"{word}(?:{GAP}{word})*", rf"(?P<n>{word}(?:{GAP}{word})*{GAP})?setengah{GAP}{scale}", "koma"
    else:
        run = rf"(?:a{GAP}(?=(?:hundred|{'|'.join(SCALES['en'])})\b))?{word}(?:(?:{GAP}and{GAP}|{GAP}|-){word})*"
        half = rf"(?:half{GAP}a|(?P<n>(?:{run})){GAP}and{GAP}a{GAP}half|(?P<a>a){GAP}and{GAP}a{GAP}half){GAP}{scale}"
        point = "point"
    digit = f"(?:{'|'.join(UNITS[language])})"
    decimals = rf"{GAP}{point}(?P<tail>(?:{GAP}{digit}\b)+)(?:{GAP}{scale})?"
    everything = {"run": run, "half": half, "decimals": decimals, "token": r"[a-z]+"}
    return {name: re.compile(pattern, re.IGNORECASE) for name, pattern in everything.items()}


def read_words(text: str, at: int, language: Language) -> Words | None:
    """The longest number in words that begins at that place, None if there is none.

    >>> read_words("dua ratus lima puluh ribu orang", 0, "id").value
    Decimal('250000')
    >>> plain(read_words("setengah juta", 0, "id").value), read_words("dua tiga hari", 0, "id")
    ('500000', None)
    """
    patterns = _patterns(language)
    half = patterns["half"].match(text, at)
    if half:
        count = _evaluate(half["n"], language) if half["n"] else int(language == "en" and half["a"] is not None)
        if count is not None:
            return Words(half.end(), (Decimal(count) + Decimal("0.5")) * 10 ** SCALES[language][half["scale"].lower()], "half", False)
    run = patterns["run"].match(text, at)
    if not run:
        return None
    tokens = [token for token in patterns["token"].finditer(text, at, run.end())]
    for count in range(len(tokens), 0, -1):
        value = _evaluate(text[at:tokens[count - 1].end()], language)
        rest = [token[0].lower() for token in tokens[count:]]
        if value is not None and not _continues(rest, language):
            weak = count == 1 and value < 10
            # "dua tiga hari" is "two or three days": two small numbers side by side are neither
            if weak and rest and rest[0] != "and":
                return None
            return _with_half(text, _with_point(text, Words(tokens[count - 1].end(), Decimal(value), "plain", weak), language), language)
    return None


def _with_point(text: str, words: Words, language: Language) -> Words | None:
    """The number with what follows `koma` or `point`; None where `koma` leads nowhere."""
    decimals = _patterns(language)["decimals"].match(text, words.end)
    if not decimals or words.value >= 1000:
        return words
    digits = "".join(str(UNITS[language].index(word.lower())) for word in decimals["tail"].split())
    power = SCALES[language][decimals["scale"].lower()] if decimals["scale"] else 0
    return Words(decimals.end(), Decimal(f"{words.value}.{digits}") * 10 ** power, "point", False)


def _with_half(text: str, words: Words | None, language: Language) -> Words | None:
    """The number with the half that English may put behind its scale word: a million and a half."""
    half = re.compile(rf"{GAP}and{GAP}a{GAP}half(?!\w)", re.IGNORECASE).match(text, words.end) if words and language == "en" else None
    power = Decimal(10) ** max((power for power in SCALES["en"].values() if words and words.value >= 10 ** power), default=0)
    if not words or not half or power == 1 or words.value % power:
        return words
    return Words(half.end(), words.value + power / 2, "half", False)


def _continues(rest: list[str], language: Language) -> bool:
    """True where the next word would multiply the number: "seratus dua | ratus" must not be cut there."""
    return bool(rest) and _atoms(language).get(rest[0], (0,))[0] not in range(0, 100)


def _evaluate(text: str, language: Language) -> int | None:
    """The value of a well-formed numeral, None for any other row of numeral words."""
    total, group, room, last = 0, 0, 1000, 10 ** 16
    atoms = _merged(re.findall(r"[a-z]+", text.lower()), language)
    if atoms is None or atoms == [0]:
        return None if atoms is None else 0
    joined = False
    for atom in atoms:
        if atom == 0:
            if joined or group % 100 or not (total or group):
                return None
            joined = True
        elif atom < 100:
            if atom >= room:
                return None
            group, room = group + atom, 10 if atom >= 20 else 1
        elif atom == 100:
            if not 0 < group < (20 if language == "en" else 10) or joined:
                return None
            group, room = group * 100, 100
        else:
            if not group or atom >= last:
                return None
            # "and" may only join what is below a hundred: "one million and two thousand" is two numbers
            if joined and total and group < 100:
                return None
            total, group, room, last, joined = total + group * atom, 0, 1000, atom, False
    return total + group if atoms[-1] else None


def _merged(words: list[str], language: Language) -> list[int] | None:
    """The words as atoms, `dua belas` and `dua puluh` as one; 0 stands for "and", or alone for zero."""
    atoms: list[int] = []
    for word in words:
        if word == "and":
            atoms.append(0)
            continue
        for atom in _atoms(language)[word]:
            if atom < 0:
                if not atoms or not 1 < atoms[-1] < 10:
                    return None
                atoms[-1] = atoms[-1] + 10 if atom == -10 else atoms[-1] * 10
            elif atom == 0 and len(words) > 1:
                return None
            else:
                atoms.append(atom)
    return atoms


def write_words(value: Decimal, language: Language, style: Style = "plain") -> str:
    """The number in words, up to 999 trillion.

    >>> write_words(Decimal(250), "en"), write_words(Decimal(1111), "id")
    ('two hundred and fifty', 'seribu seratus sebelas')
    >>> write_words(Decimal(500000), "en", "half"), write_words(Decimal("2.5"), "en", "point")
    ('half a million', 'two point five')
    """
    if style == "plain":
        return _whole(int(value), language)
    power = max([power for power in SCALES[language].values() if power <= 12 and value / 10 ** power * 2 >= 1], default=0)
    if style == "point" and value < 1000:
        power = 0
    count, scale = value / Decimal(10) ** power, scale_word(power, language)
    whole = int(count)
    if style == "point":
        digits = plain(count).partition(".")[2]
        mark = "koma" if language == "id" else "point"
        decimals = [mark, *(UNITS[language][int(digit)] for digit in digits)] if digits else []
        return " ".join(part for part in (_whole(whole, language), *decimals, scale) if part)
    if language == "id":
        return " ".join(part for part in (_whole(whole, language) if whole else "", "setengah", scale) if part)
    return f"{_whole(whole, language)} and a half {scale}" if whole else f"half a {scale}"


def _whole(value: int, language: Language) -> str:
    parts: list[str] = []
    for power in (12, 9, 6, 3):
        count, value = divmod(value, 10 ** power)
        if count and language == "id" and power == 3 and count == 1:
            parts.append("seribu")
        elif count:
            parts.append(f"{_hundreds(count, language)} {scale_word(power, language)}")
    if value or not parts:
        # "one thousand and five", but "one thousand two hundred"
        parts.append(("and " if language == "en" and parts and value < 100 else "") + _hundreds(value, language))
    return " ".join(parts)


def _hundreds(value: int, language: Language) -> str:
    hundreds, rest = divmod(value, 100)
    tens, units = divmod(rest, 10)
    unit = UNITS[language]
    if language == "en":
        small = unit[rest] if rest < 10 else TEENS[units] if rest < 20 else TENS[tens] + (f"-{unit[units]}" if units else "")
        return small if not hundreds else f"{unit[hundreds]} hundred" + (f" and {small}" if rest else "")
    parts = [] if not hundreds else ["seratus"] if hundreds == 1 else [unit[hundreds], "ratus"]
    if rest in (10, 11):
        parts.append("sepuluh" if rest == 10 else "sebelas")
    elif tens == 1:
        parts += [unit[units], "belas"]
    else:
        parts += ([unit[tens], "puluh"] if tens else []) + ([unit[units]] if units or not (tens or hundreds) else [])
    return " ".join(parts)


def write_ordinal(value: int, language: Language, words: bool) -> str:
    """The ordinal in words or in digits.

    >>> write_ordinal(21, "en", words=False), write_ordinal(3, "id", words=True), write_ordinal(21, "en", words=True)
    ('21st', 'ketiga', 'twenty-first')
    """
    if language == "id":
        return f"ke-{value}" if not words else "pertama" if value == 1 else f"ke{_whole(value, 'id')}"
    if not words:
        ending = "th" if 10 < value % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
        return f"{value}{ending}"
    stem, last = re.fullmatch(r"(.*?)(\w+)", _whole(value, "en"), re.DOTALL).groups()  # type: ignore[union-attr]
    return stem + (ORDINALS.get(last) or (f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th"))
