"""Numbers, dates and amounts: the table of cases, and round trips over generated ones."""

from __future__ import annotations

import random
import subprocess
import sys
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from translator_aid.locales import find, same
from translator_aid.model import Expression, Language
from translator_aid.numerals import plain, read_words, write_digits, write_ordinal, write_words

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "locales.yaml").read_text(encoding="utf-8"))
OTHER: dict[Language, Language] = {"id": "en", "en": "id"}
MONTHS = "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember".split()
WEEKDAYS = "Senin Selasa Rabu Kamis Jumat Sabtu Minggu".split()
SCALES = ("", " ribu", " juta", " miliar", " triliun")
PREFIXES = ("Rp", "Rp ", "$", "US$", "S$", "€", "USD ", "RM")
SUFFIXES = (" dolar AS", " rupiah", " euro", " yuan", " ringgit", " persen", "%", " GB", " km")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_case(case: dict[str, Any]) -> None:
    found = find(case["text"], case["from"], OTHER[case["from"]], **case.get("options", {}))
    expected = [[surface, surface if target == "?" else target, value] for surface, target, value in case["finds"]]
    assert [[one.surface, one.target, one.value] for one in found] == expected
    assert_exact(case["text"], found)


def test_cases_are_named_once_and_enough() -> None:
    names = [case["name"] for case in CASES]
    assert len(set(names)) == len(names) >= 150
    assert {case["from"] for case in CASES} == {"id", "en"}


def assert_exact(text: str, found: tuple[Expression, ...]) -> None:
    end = 0
    for one in found:
        assert one.span.start >= end and one.surface == text[one.span.start:one.span.end]
        end = one.span.end
        assert not one.readings or (one.target == one.surface and one.value == "ambiguous " + " | ".join(one.readings))


def assert_round_trip(surface: str) -> str:
    """The value of an Indonesian expression, the same in Indonesian, in English and in Indonesian again."""
    (first,) = find(f"sebanyak {surface} lagi", "id", "en")
    assert first.surface == surface and not first.readings, first
    (second,) = find(f"with {first.target} more", "en", "id")
    assert (second.surface, second.value) == (first.target, first.value), (first, second)
    (third,) = find(f"sebanyak {second.target} lagi", "id", "en")
    assert (third.value, third.target) == (first.value, first.target), (first, third)
    return first.value


# --- generated expressions -----------------------------------------------------------------------------------------

def number(chance: random.Random) -> tuple[str, Decimal]:
    """An Indonesian number in digits that reads in one way only, and its value."""
    places = chance.choice([0, 0, 0, 1, 2])
    value = Decimal(chance.randrange(10 ** chance.randrange(1, 13))) / 10 ** places
    # 9.227.217.145 may be an address: left alone, see the cases
    return number(chance) if is_address(value) else (write_digits(value, "id"), value)


def is_address(value: Decimal) -> bool:
    groups = write_digits(value, "id").split(".")
    return len(groups) == 4 and all("," not in group and int(group) < 256 and str(int(group)) == group for group in groups)


def amount(chance: random.Random) -> tuple[str, str]:
    digits, value = number(chance)
    scale = chance.choice(SCALES) if value < 10000 else ""
    worth = value * 1000 ** SCALES.index(scale)
    if chance.random() < 0.5:
        prefix = chance.choice(PREFIXES)
        codes = {"Rp": "IDR", "$": "USD", "US$": "USD", "S$": "SGD", "€": "EUR", "USD": "USD", "RM": "MYR"}
        return f"{prefix}{digits}{scale}", f"amount {codes[prefix.strip()]} {plain(worth)}"
    suffix = chance.choice(SUFFIXES)
    labels = ("amount USD", "amount IDR", "amount EUR", "amount CNY", "amount MYR", "percent", "percent", "unit GB", "unit km")
    return f"{digits}{scale}{suffix}", f"{labels[SUFFIXES.index(suffix)]} {plain(worth)}"


def day(chance: random.Random) -> tuple[str, str]:
    one = date(1900, 1, 1) + timedelta(days=chance.randrange(72000))
    named = f"{one.day} {MONTHS[one.month - 1]} {one.year}"
    slashed = f"{one.day}/{one.month}/{one.year}"
    weekday = WEEKDAYS[one.weekday()]
    return chance.choice([named, f"{weekday}, {named}", slashed, f"{weekday} ({slashed})"]), f"date {one.isoformat()}"


def words(chance: random.Random) -> tuple[str, str]:
    value = Decimal(chance.randrange(10, 10 ** chance.randrange(2, 16)))
    return write_words(value, "id"), f"number {value}"


def clock(chance: random.Random) -> tuple[str, str]:
    hour, minute, zone = chance.randrange(24), chance.randrange(60), chance.choice(["", " WIB", " WITA", " UTC"])
    return f"pukul {hour:02}.{minute:02}{zone}", f"time {hour:02}:{minute:02}{zone}"


def span(chance: random.Random) -> tuple[str, str]:
    low = chance.randrange(1, 500)
    high = low + chance.randrange(1, 400)
    scale = chance.choice(SCALES)
    ends = [plain(Decimal(end) * 1000 ** SCALES.index(scale)) for end in (low, high)]
    return f"{low}{chance.choice(['-', '–', ' hingga '])}{high}{scale}", f"range {ends[0]}..{ends[1]}"


def test_ten_thousand_expressions_keep_their_value_both_ways() -> None:
    chance = random.Random(20250722)
    for turn in range(10000):
        make = (number, amount, day, words, clock, span, amount, day)[turn % 8]
        surface, value = make(chance)
        meant = value if isinstance(value, str) else f"number {plain(value)}"
        assert assert_round_trip(surface) == meant


# --- properties ----------------------------------------------------------------------------------------------------

@given(st.integers(0, 10 ** 15 - 1))
def test_words_say_the_number(value: int) -> None:
    for language in OTHER:
        text = write_words(Decimal(value), language)
        words = read_words(text, 0, language)
        assert words and words.value == value and words.end == len(text)


@given(st.decimals(min_value=0, max_value=10 ** 13, places=2).filter(lambda value: not is_address(value)))
def test_digits_round_trip(value: Decimal) -> None:
    assert assert_round_trip(write_digits(value, "id")) == f"number {plain(value)}"


@given(st.dates(min_value=date(1000, 1, 1), max_value=date(2999, 12, 31)))
def test_dates_round_trip(one: date) -> None:
    text = f"{WEEKDAYS[one.weekday()]}, {one.day} {MONTHS[one.month - 1]} {one.year}"
    assert assert_round_trip(text) == f"date {one.isoformat()}"


@given(st.sampled_from(PREFIXES), st.decimals(min_value=0, max_value=999, places=1), st.sampled_from(SCALES[1:]))
def test_amounts_round_trip(prefix: str, value: Decimal, scale: str) -> None:
    assert assert_round_trip(f"{prefix}{write_digits(value, 'id')}{scale}").endswith(plain(value * 1000 ** SCALES.index(scale)))


@given(st.integers(1, 99))
def test_ordinals_round_trip(value: int) -> None:
    (one,) = find(f"peringkat {write_ordinal(value, 'id', words=True)}", "id", "en")
    assert one.value == f"ordinal {value}"
    (back,) = find(f"the {one.target} place", "en", "id")
    assert (back.value, back.target) == (one.value, one.surface)


PIECES = st.sampled_from([
    *"Rp $ US$ 1 2,5 1.500 1,500 22/7/2025 juta miliar persen % - – hingga to dua ratus ke-3 ketiga tahun 1990-an".split(),
    *"abad XXI pukul 14.30 WIB 22 Juli 2025 Selasa ( ) . , a half million and two hundred the 1990s 21st century".split(),
    *"July M GB km first".split(), " ", "\n",
])


@settings(max_examples=400)
@given(st.one_of(st.lists(PIECES, max_size=14).map("".join), st.lists(PIECES, max_size=14).map(" ".join), st.text(max_size=60)))
def test_spans_are_exact_whatever_the_text(text: str) -> None:
    for language, other in OTHER.items():
        for options in ({}, {"hour12": True, "american_dates": True}):
            assert_exact(text, find(text, language, other, **options))


# --- the rest ------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("a", "b", "expected"), [
    ("amount USD 300000000", "amount USD 300000000", True),
    ("amount IDR 2500000000", "amount IDR 2500000000000", False),
    ("amount USD 5", "amount SGD 5", False),
    ("amount ¥ 5", "amount CNY 5", True),
    ("amount ¥ 5", "amount USD 5", False),
    ("range 3..5", "range 3.0..5", True),
    ("range 3..5", "range 3..6", False),
    ("ambiguous number 1.5 | number 1500", "number 1500", True),
    ("ambiguous number 1.5 | number 1500", "number 15", False),
    ("percent 2.50", "percent 2.5", True),
    ("percent 2", "points 2", False),
    ("date 2025-07-22", "date --07-22", False),
])
def test_same(a: str, b: str, expected: bool) -> None:
    assert same(a, b) is same(b, a) is expected


def test_words_and_digits_mean_the_same() -> None:
    for text in ("250", "dua ratus lima puluh"):
        assert find(text, "id", "en")[0].value == "number 250"
    for text in ("$300 juta", "300 juta dolar AS", "USD 300.000.000", "tiga ratus juta dolar"):
        assert find(text, "id", "en")[0].value == "amount USD 300000000"


def test_import_and_plain_text_load_neither_babel_nor_yaml() -> None:
    code = ("import sys; from translator_aid.locales import find; find('Model bahasa besar belajar dari data.', 'id', 'en');"
            "sys.exit(any(name in sys.modules for name in ('babel', 'yaml')))")
    assert subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parent.parent, check=False).returncode == 0
