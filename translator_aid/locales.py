"""Numbers, dates, times and amounts between Indonesian and English: found in running text, understood, reworded.

Conventions are CLDR's (through Babel) and EYD V's for Indonesian; what neither holds stands in `data/locales.yaml` with its
reason. Precision first: versions, model names, sections, addresses, telephone numbers and ISO dates are left alone, and
what can be read in two ways is returned with its readings, never guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, Callable, Iterable, Literal

from translator_aid.model import Expression, Language, Span
from translator_aid.numerals import (
    DECIMAL, GAP, SCALES, Mark, Words, decimal_mark, numeral_word, plain, read_digits, read_words, rewrite_digits, scale_word,
    write_digits, write_ordinal, write_words,
)

Kind = Literal["number", "ordinal", "percent", "amount", "unit", "date", "time", "decade", "century", "range"]
RANGE_WORDS = {"hingga": "to", "sampai": "to", "sampai dengan": "to", "s.d.": "to", "s/d": "to", "to": "hingga", "through": "hingga"}
DASH = r"(?:[ ]?[-–—][ ]?)"


def find(text: str, source: Language, target: Language, *, hour12: bool = False, american_dates: bool = False) -> tuple[Expression, ...]:
    """All numbers, dates, times and amounts in the text, in order, not overlapping, with their wording in the target language.

    `hour12` writes English times as 2:30 p.m.; `american_dates` writes English dates as July 22, 2025 and reads English
    7/8/2025 as July 8. An expression with `readings` is ambiguous and keeps its surface as its target.

    >>> for one in find("Dana Rp2,5 miliar cair Selasa, 22 Juli 2025 pukul 14.30 WIB.", "id", "en"):
    ...     print(f"{one.surface} = {one.target} ({one.value})")
    Rp2,5 miliar = Rp 2.5 billion (amount IDR 2500000000)
    Selasa, 22 Juli 2025 = Tuesday, 22 July 2025 (date 2025-07-22)
    pukul 14.30 WIB = 14:30 WIB (time 14:30 WIB)
    """
    if not _prescan(source).search(text):
        return ()
    job = _Job(text, source, target, hour12, american_dates, _marks_seen(text, source))
    taken = [match.span() for match in _LEFT_ALONE.finditer(text)]
    found: list[Expression] = []
    for start in _starts(source).finditer(text):
        at = start.start()
        if (found and at < found[-1].span.end) or any(begin <= at < end for begin, end in taken):
            continue
        drafts = [draft for draft in (rule(job, at) for rule in _RULES) if draft]
        best = max(drafts, key=lambda draft: draft.end, default=None)
        if best and not any(begin < best.end and at < end for begin, end in taken):
            found.append(_expression(job, at, best))
    return tuple(found)


def same(a: str, b: str) -> bool:
    """True where two canonical values can mean the same; an ambiguous one agrees with each of its readings.

    >>> same("amount USD 2.50", "amount USD 2.5"), same("number 1500", "ambiguous number 1.5 | number 1500")
    (True, True)
    >>> same("amount IDR 2500000000", "amount IDR 2500000000000")
    False
    """
    return not _meanings(a).isdisjoint(_meanings(b))


def left_alone(text: str) -> tuple[Span, ...]:
    """What holds digits and is never read as a number: dates and times by ISO 8601, telephone numbers; addresses aside.

    >>> text = "Rapat 2025-07-22 (021) 555-0123 di https://contoh.id/1"
    >>> [text[span.start:span.end] for span in left_alone(text)]
    ['2025-07-22', '(021) 555-0123']
    """
    return tuple(Span(*found.span()) for found in _LEFT_ALONE.finditer(text) if re.match(r"[\d+(]", found[0]) and "@" not in found[0])


def _meanings(value: str) -> set[str]:
    readings = value.removeprefix("ambiguous ").split(" | ")
    readings = [re.sub(r"(?<![\w.-])\d+\.\d+(?![\w-])", lambda number: plain(Decimal(number[0])), reading) for reading in readings]
    # "¥" is yen or yuan: the sign alone contradicts neither
    return {reading.replace("¥", code) for reading in readings for code in ("JPY", "CNY")}


@dataclass(frozen=True, slots=True)
class _Job:
    text: str
    source: Language
    target: Language
    hour12: bool
    american: bool
    seen: frozenset[Mark]


@dataclass(frozen=True, slots=True)
class _Draft:
    end: int
    kind: Kind
    values: tuple[str, ...]
    target: str


def _expression(job: _Job, at: int, draft: _Draft) -> Expression:
    surface = job.text[at:draft.end]
    if len(draft.values) > 1:
        return Expression(Span(at, draft.end), surface, draft.kind, f"ambiguous {' | '.join(draft.values)}", surface, draft.values)
    target = draft.target if job.source != job.target else surface
    if surface[0].isupper() and not surface.isupper() and target[0].islower():
        target = target[0].upper() + target[1:]
    return Expression(Span(at, draft.end), surface, draft.kind, draft.values[0], target)


# --- what the rules know -------------------------------------------------------------------------------------------

_LEFT_ALONE = re.compile(r"""
    (?:https?://|www\.)\S+ | \S+@\S+\.\w+ | (?<!\w)[@\#]\w+
  | (?<![\w-])\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?(?![\w-])   # ISO 8601
  | \+\d{1,3}[ -]?\(?\d[\d ().-]{5,}\d | \(0\d{2,3}\)[ ]?\d[\d -]{4,}\d | (?<![\w.,])0\d{2,3}[ -]\d[\d -]{4,}\d              # telephone
""", re.VERBOSE)
_RATE = re.compile(r"(?<![\d.,])\d{1,3}([.,])\d{3}/\d{1,3}\1\d{3}(?![\d.,]?\d)")
_IPV4 = re.compile(r"(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}")


@lru_cache(maxsize=None)
def _data() -> dict[str, Any]:
    import yaml  # late, like Babel: a text without numbers needs neither
    with (Path(__file__).parent / "data" / "locales.yaml").open(encoding="utf-8") as file:
        data: dict[str, Any] = yaml.safe_load(file)
    return data


@lru_cache(maxsize=None)
def _names(what: Literal["months", "days"], width: Literal["wide", "abbreviated"], language: Language) -> dict[int, str]:
    from babel import Locale
    return dict(getattr(Locale.parse(language), what)["format"][width])


@lru_cache(maxsize=None)
def _calendar(what: Literal["months", "days"], language: Language) -> dict[str, int]:
    """Every spelling of a month (1 to 12) or weekday (0 is Monday), in small letters."""
    extra = _data()["months" if what == "months" else "weekdays"][language]
    names = [*_names(what, "wide", language).items(), *_names(what, "abbreviated", language).items()]
    return {name.lower(): number for number, name in names} | {name.lower(): number for name, number in extra.items()}


@lru_cache(maxsize=None)
def _currency_names() -> tuple[dict[str, Any], ...]:
    from babel.numbers import get_currency_name
    rows: list[dict[str, Any]] = list(_data()["names"])
    for code in _data()["codes"]:
        english = [get_currency_name(code, count, "en") for count in (1, 2)]
        indonesian = get_currency_name(code, 2, "id")
        rows.append({"code": code, "id": [indonesian[0].lower() + indonesian[1:]], "en": english})
    return tuple(rows)


@lru_cache(maxsize=None)
def _symbols() -> dict[str, str]:
    """Currency signs and ISO codes that stand before a number."""
    from babel.numbers import get_currency_symbol
    signs = {code: code for code in _data()["codes"]}
    for code in _data()["codes"]:
        signs |= {get_currency_symbol(code, language): code for language in ("id", "en")}
    signs.update(_data()["symbols"])
    return signs


def _either(words: Iterable[str]) -> str:
    return "|".join(re.escape(word).replace(r"\ ", GAP) for word in sorted(words, key=len, reverse=True))


@lru_cache(maxsize=None)
def _prescan(language: Language) -> re.Pattern[str]:
    more = {"id": "(?:puluh|ratus|ribu|juta|mil[iy]ar|triliun)an|setengah|abad|triwulan|kuartal|semester",
            "en": "(?:ten|dozen|hundred|thousand|million|billion|trillion)s|half"}
    words = "|".join([numeral_word(language), *_ordinals(language), more[language]])
    return re.compile(rf"\d|\b(?:{words})\b", re.IGNORECASE)


@lru_cache(maxsize=None)
def _starts(language: Language) -> re.Pattern[str]:
    """Where an expression may begin, as a pattern that matches nothing but the place."""
    lead = {"id": "abad|tahun|pukul|jam|pkl|pertama|ke|setengah|puluhan|ratusan|(?:ribu|juta|mil[iy]ar|tril[iy]un)an",
            "en": "the|a|half|tens|dozens"}
    calendar = _either([*_calendar("days", language), *_calendar("months", language)])
    words = "|".join([numeral_word(language), lead[language], calendar])
    if language == "id":
        words += r"|(?<=wulan )[IV]|(?<=artal )[IV]|(?<=ester )[IV]"
    else:
        words += "|" + "|".join([*(f"{word}s" for word in ("hundred", *SCALES["en"])), *_ordinals("en")])
    signs = "|".join(re.escape(sign) for sign in sorted(_symbols(), key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?=[-−+]?\d|[-−+]?(?i:{signs})[. \u00a0]{{0,2}}[-−]?\d|(?i:{words}))")


def _marks_seen(text: str, language: Language) -> frozenset[Mark]:
    """The decimal marks that the text's unmistakable numbers use."""
    seen: set[Mark] = set()
    for token in re.finditer(r"(?<![\w.,])\d+(?:[.,]\d+)+(?![\w])", text):
        mark = decimal_mark(token[0], language)
        if not mark or re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", token[0]):
            continue
        simple = re.fullmatch(r"[1-9]\d*[.,]\d+", token[0])
        # 3.5 in an Indonesian text may be a version or a time, with "juta" or "%" after it it is a number
        company = re.match(rf"[ ]?%|{GAP}(?:{'|'.join(SCALES[language])}|persen|percent)\b", text[token.end():][:12], re.IGNORECASE)
        if not simple or mark == DECIMAL[language] and not _is_label(text, token.start(), token.end()) or company:
            seen.add(mark)
    return frozenset(seen)


def _is_label(text: str, start: int, end: int) -> bool:
    """True where a number with a point names a version, a model or a section: "Llama 3.1", "Figure 2.1", "3.5 Sonnet"."""
    before = re.search(r"(\w+)\.?[ \u00a0-]$", text[max(0, start - 30):start])
    if before and before[1].lower() in _data()["numbered"]:
        return True
    if before and before[1][0].isupper() and before[1].lower() not in _data()["openers"]:
        return True
    return bool(re.match(r"[ \u00a0][A-Z]", text[end:end + 2]))


def _glued(text: str, at: int) -> bool:
    """True where a number is a part of something longer: `GPT-4`, `o3`, `1/2`, `v.1`, `10:30`."""
    before = text[max(0, at - 2):at]
    if before.endswith("/") and _RATE.search(text[max(0, at - 16):at + 12]):  # 9.142/9.145, bid and ask
        return False
    return bool(re.search(r"[\w$€£¥₩@#\\]$|[\w][-./:_+=@\\&'’]$|\d[,–—]$|[/\\]$|'$", before))


# --- numbers, amounts, percentages, units --------------------------------------------------------------------------

@dataclass(frozen=True, slots=True)
class _Quantity:
    end: int
    digits: str
    mark: Mark
    words: Words | None
    values: tuple[Decimal, ...]
    powers: tuple[int, ...] = ()
    title: bool = False
    label: str = ""
    sign: str = ""
    prefix: str = ""
    suffix: str = ""

    @property
    def kind(self) -> Kind:
        """Where it belongs by its label."""
        kinds: dict[str, Kind] = {"": "number", "amount": "amount", "percent": "percent", "points": "percent"}
        return kinds.get(self.label.partition(" ")[0], "unit")


@lru_cache(maxsize=None)
def _pattern(language: Language) -> dict[str, re.Pattern[str]]:
    data = _data()
    signs = "|".join(re.escape(sign) for sign in sorted(_symbols(), key=len, reverse=True))
    scales = "|".join(SCALES[language])
    hundred, plural = ("ratus", "") if language == "id" else ("hundred", "s?")
    names = _either(name for row in _currency_names() for name in row[language])
    percent = _either(name for name in data["percent"][language] if name != "%")
    units = _either([*data["units"], *(pair for both in data["unit_pairs"].items() for pair in both)])
    words = "hingga|sampai(?: dengan)?|s\\.d\\.|s/d" if language == "id" else "to|through"
    return {
        "prefix": re.compile(rf"(?P<minus>[-−+]?)(?P<sign>(?i:rp)\.?|{signs}|US \$)[ \u00a0]?(?P<inner>[-−]?)(?=\d)"),
        "digits": re.compile(r"(?P<minus>[-−+]?)(?P<digits>\d+(?:[.,]\d+)*)(?![.,]?\d)"),
        "scale": re.compile(rf"(?:{GAP}|-)(?P<words>(?:(?:{hundred}|{scales}){GAP})?(?:{hundred}|{scales})){plural}(?!\w)", re.IGNORECASE),
        "letter": re.compile(rf"[ \u00a0]?(?P<letter>{_either(data['letters'][language])})(?!\w)"),
        "suffix": re.compile(rf"[ \u00a0]?(?P<percent>%)|{GAP}(?P<word>(?i:{percent}))(?!\w)|{GAP}(?P<name>(?i:{names}))(?![\w])"
                             rf"|{GAP}(?P<code>{'|'.join(data['codes'])})(?!\w)|[ \u00a0]?(?P<symbol>€)"
                             rf"|(?:{GAP})?(?P<unit>{units})(?!\w)|{GAP}(?P<spaced>{'|'.join(data['spaced_units'])})(?![\w'’])"),
        "between": re.compile(rf"(?P<dash>{DASH})|{GAP}(?P<word>{words}){GAP}", re.IGNORECASE),
        "leading": re.compile(r"\b(?:dari|antara|sebesar|from|between|by)\s*$", re.IGNORECASE),
    }


def _quantity(job: _Job, at: int) -> _Quantity | None:
    """The number at that place with all that belongs to it: currency, scale word, percent, unit."""
    patterns = _pattern(job.source)
    prefix = patterns["prefix"].match(job.text, at)
    begin = prefix.end() if prefix else at
    digits = patterns["digits"].match(job.text, begin)
    if digits:
        return _in_digits(job, at, prefix, digits)
    words = None if prefix or _follows_point(job.text, at) else read_words(job.text, at, job.source)
    if not words or re.match(rf"[-\w]*(?:{'|'.join(_ordinals(job.source))})\b", job.text[words.end:words.end + 14].lstrip(" -")):
        return None
    quantity = _Quantity(words.end, "", DECIMAL[job.source], words, (words.value,))
    return _with_suffix(job, quantity)


def _follows_point(text: str, at: int) -> bool:
    """True after "koma" or "point", and for a proper name: "Pulau Seribu"."""
    return bool(re.search(r"\b(?:koma|point|pulau|kepulauan)\s+$", text[max(0, at - 14):at], re.IGNORECASE))


def _in_digits(job: _Job, at: int, prefix: re.Match[str] | None, digits: re.Match[str]) -> _Quantity | None:
    if not prefix and _glued(job.text, at + len(digits["minus"])) and not digits["minus"]:
        return None
    if digits["minus"] and re.search(r"[\w)\]]$", job.text[max(0, at - 1):at]):
        return None
    symbol = re.sub(r"^(?i:rp)\.?$", "Rp", prefix["sign"].replace("US $", "US$")) if prefix else ""
    quantity = _Quantity(digits.end(), digits["digits"], DECIMAL[job.source], None, (), sign=digits["minus"], prefix=symbol)
    if prefix:
        quantity = replace(quantity, label=f"amount {_symbols()[symbol]}", sign=prefix["minus"] or prefix["inner"])
    quantity, choices = _with_scale(job, quantity)
    if re.match(r"[ \u00a0](?:crore|lakh)s?\b", job.text[quantity.end:quantity.end + 8]):
        return None  # India's ten million and hundred thousand, which Indonesian does not count in
    quantity = _with_suffix(job, quantity)
    certain = bool(choices[0] and choices[0][-1] > 3) or quantity.kind == "percent"
    readings = read_digits(quantity.digits, job.source, certain, job.seen)
    if not readings or not _welcome(job, at, quantity, readings[0].mark):
        return None
    factor = -1 if quantity.sign in ("-", "−") else 1
    values = dict.fromkeys(reading.value * factor * Decimal(10) ** sum(powers) for reading in readings for powers in choices)
    return replace(quantity, values=tuple(values), mark=readings[0].mark, powers=choices[0])


def _welcome(job: _Job, at: int, quantity: _Quantity, mark: Mark) -> bool:
    """False for what only looks like a number here: versions, sections, lists, codes."""
    if quantity.label or quantity.powers:
        return True
    if re.match(r"\w|-an\b|an\b|[ ](?:ribu|juta|miliar|triliun)an\b|%", job.text[quantity.end:quantity.end + 12]):
        return False
    if not re.search("[.,]", quantity.digits):
        return True
    if _IPV4.fullmatch(quantity.digits):
        return False
    line = job.text[job.text.rfind("\n", 0, at) + 1:at]
    if "." in quantity.digits and not line.strip("#* ") and re.match(r"\.?[ ][A-Z]", job.text[quantity.end:quantity.end + 3]):
        return False
    simple = re.fullmatch(r"[1-9]\d*[.,]\d+", quantity.digits)
    if simple and mark != DECIMAL[job.source] and not re.fullmatch(r"\d{1,3}[.,]\d{3}", quantity.digits):
        return False
    before = re.search(r"(\w+)\.?[ \u00a0]$", job.text[max(0, at - 20):at])
    if "." in quantity.digits and before and before[1].lower() in _data()["numbered"]:
        return False
    return not (job.source == "en" and re.fullmatch(r"\d+\.\d+", quantity.digits) and _is_label(job.text, at, quantity.end))


def _with_scale(job: _Job, quantity: _Quantity) -> tuple[_Quantity, list[tuple[int, ...]]]:
    """The quantity up to its scale word, and the powers of ten which that can mean."""
    patterns = _pattern(job.source)
    scale = patterns["scale"].match(job.text, quantity.end)
    if scale:
        words = scale["words"].lower().split()
        powers = tuple(2 if word in ("ratus", "hundred") else SCALES[job.source][word] for word in words)
        return replace(quantity, end=scale.end(), powers=powers, title=scale["words"].istitle()), [powers]
    letter = patterns["letter"].match(job.text, quantity.end) if quantity.prefix else None
    if not letter:
        return quantity, [()]
    quantity = replace(quantity, end=letter.end())
    if letter["letter"] in ("M", "m"):
        rupiah = quantity.prefix in ("Rp", "IDR")
        # M is miliar after rupiah in Indonesian, million after any currency in English; the rest is anybody's guess
        choices: list[tuple[int, ...]] = [(6,), (9,)] if rupiah == (job.source == "en") else [(9,)] if rupiah else [(6,)]
    else:
        choices = [(int(_data()["letters"][job.source][letter["letter"]]),)]
    return replace(quantity, powers=choices[0]), choices


def _with_suffix(job: _Job, quantity: _Quantity) -> _Quantity:
    suffix = _pattern(job.source)["suffix"].match(job.text, quantity.end)
    if suffix and suffix["spaced"] and quantity.words:  # "the two s"
        return quantity
    if quantity.prefix:
        tail = re.match(r",-+(?![\w])", job.text[quantity.end:])
        return replace(quantity, end=quantity.end + tail.end()) if tail else quantity
    if not suffix:
        return quantity
    kind, surface = suffix.lastgroup or "", suffix[suffix.lastgroup or 0]
    if kind in ("percent", "word"):
        label = "percent" if kind == "percent" else _data()["percent"][job.source][re.sub(r"\s+", " ", surface.lower())]
    elif kind == "name":
        row = _currency_row(job.source, surface)
        # "the team that played 5 won": English won is money only beside large numbers
        large = bool(quantity.powers) or len(quantity.digits) > 3
        if surface.lower() == "won" and not large:
            return quantity
        label = f"amount {_currency_names()[row]['code']}"
    elif kind in ("code", "symbol"):
        label = f"amount {_symbols()[surface]}"
    else:
        label = f"unit {_data()['unit_pairs'].get(surface, surface)}"
    gap = job.text[quantity.end:suffix.start(kind)]
    return replace(quantity, end=suffix.end(), label=label, suffix=("" if gap == "" else " ") + surface)


def _currency_row(language: Language, surface: str) -> int:
    name = re.sub(r"\s+", " ", surface.lower())
    return next(number for number, row in enumerate(_currency_names()) if name in (known.lower() for known in row[language]))


def _worded(job: _Job, quantity: _Quantity, inherited: tuple[int, ...] = ()) -> str:
    """The quantity in the target language; `inherited` is the scale that the other end of its range carries."""
    body = _body(job, quantity, inherited)
    gap = " " if quantity.prefix.isalpha() and quantity.prefix != "RM" and (quantity.prefix != "Rp" or job.target == "en") else ""
    suffix = quantity.suffix.strip()
    if not suffix:
        return f"{quantity.sign}{quantity.prefix}{gap}{body}"
    if suffix == "€":
        return f"{quantity.sign}€{body}"
    if quantity.kind == "percent":
        word = {"percent": {"id": "persen", "en": "percent"}, "points": {"id": "poin persentase", "en": "percentage points"}}
        ending = "%" if suffix == "%" else " " + word[quantity.label][job.target]
        return quantity.sign + body + ending
    if quantity.kind == "amount" and suffix not in _data()["codes"]:
        names = _currency_names()[_currency_row(job.source, suffix)][job.target]
        return f"{quantity.sign}{body} {names[0] if job.target == 'id' or abs(quantity.values[0]) == 1 else names[1]}"
    pairs = _data()["unit_pairs"]
    pairs = pairs if job.target == "en" else {english: indonesian for indonesian, english in pairs.items()}
    return quantity.sign + body + quantity.suffix.replace(suffix, pairs.get(suffix, suffix))


def _body(job: _Job, quantity: _Quantity, inherited: tuple[int, ...]) -> str:
    if quantity.words:
        return write_words(quantity.words.value, job.target, quantity.words.style)
    powers = quantity.powers
    total = abs(quantity.values[0])
    if not powers and (inherited != (3,) or job.target == "id"):
        return rewrite_digits(quantity.digits, quantity.mark, job.target)
    if not powers:
        return write_digits(total * 1000, job.target)
    word = scale_word(powers[-1], job.target)
    # English writes 300,000 for "300 ribu"; Indonesian has no word for a quadrillion
    if powers[-1] == 2 or (powers[-1] == 3 and job.target == "en"):
        return write_digits(total, job.target)
    if not word:
        return f"{write_digits(total / 10 ** 12, job.target)} {scale_word(12, job.target)}"
    word = word.title() if quantity.title else word
    if len(powers) == 1:
        return f"{rewrite_digits(quantity.digits, quantity.mark, job.target)} {word}"
    return f"{write_digits(total / 10 ** powers[-1], job.target)} {word}"


def _number(job: _Job, at: int) -> _Draft | None:
    quantity = _quantity(job, at)
    if not quantity or (quantity.words and quantity.words.weak and not quantity.label):
        return None
    rate = quantity.digits and _RATE.search(job.text[max(at, quantity.end - len(quantity.digits)):quantity.end + 12])
    if not quantity.words and not rate and re.match(r"[-–—/:+=_][\w]*\d|[-–—]an\b", job.text[quantity.end:quantity.end + 8]):
        return None
    if re.match(r"\w", job.text[quantity.end:quantity.end + 1]):
        return None
    name = quantity.words and job.text[at].isupper() and re.search(r"[^.!?:\n*\"“(\s][ ]*$", job.text[max(0, at - 3):at])
    if name and " " not in job.text[at:quantity.end] and not quantity.label:
        return None
    label = quantity.label or "number"
    return _Draft(quantity.end, quantity.kind, tuple(f"{label} {plain(value)}" for value in quantity.values), _worded(job, quantity))


def _range(job: _Job, at: int) -> _Draft | None:
    first = _quantity(job, at)
    if not first:
        return None
    between = _pattern(job.source)["between"].match(job.text, first.end)
    second = _quantity(job, between.end()) if between and not (between["word"] and _is_led(job, at)) else None
    second = second or (_second(job, between.end()) if between and between["dash"] else None)
    if not between or not second or bool(first.words) != bool(second.words) or (first.words and between["dash"]):
        return None
    if re.match(r"[-–—/:][\w]*\d|\w|-an\b", job.text[second.end:second.end + 6]):
        return None
    # "(2.1-2.4)" in English are sections
    sections = between["dash"] and all(re.fullmatch(r"[1-9]\d*\.\d+", one.digits) for one in (first, second)) and job.source == "en"
    joined = None if sections and not (first.label or second.label or second.powers) else _joined(first, second)
    if not joined:
        return None
    label, inherited, ends = joined
    head = label.removeprefix("amount ").removeprefix("unit ") + " " if label else ""
    values = tuple(f"range {head}{plain(low)}..{plain(high)}" for low, high in ends)
    word = f" {RANGE_WORDS[' '.join(between['word'].lower().split())]} " if between["word"] else between["dash"]
    return _Draft(second.end, "range", values, _worded(job, first, inherited) + word + _worded(job, second))


def _is_led(job: _Job, at: int) -> bool:
    """True after "dari", "from" or "by": "naik dari 10 hingga 15 persen" may be a change, so its ends stand alone."""
    return bool(_pattern(job.source)["leading"].search(job.text[max(0, at - 10):at]))


def _second(job: _Job, at: int) -> _Quantity | None:
    """The range's other end, which stands right after a dash."""
    rest = _quantity(replace(job, text=job.text[at:]), 0)
    return replace(rest, end=rest.end + at) if rest else None


def _joined(first: _Quantity, second: _Quantity) -> tuple[str, tuple[int, ...], tuple[tuple[Decimal, Decimal], ...]] | None:
    """The label, the scale that the first end takes from the second, and the ends; None where they are no range."""
    if first.label and second.label and first.label != second.label or first.label and not first.prefix and not second.label:
        return None
    lows, inherited = first.values, ()
    if second.powers and not first.powers and not first.words:
        if abs(lows[0]) < 1000:
            inherited = second.powers  # type: ignore[assignment]
            lows = tuple(low * Decimal(10) ** sum(second.powers) for low in lows)
    if first.words and second.values[0] / max(first.values[0], Decimal(1)) >= 100:
        return None
    if first.words and first.words.weak and (second.words and (second.words.value >= 1000 or not second.label)):
        return None
    highs = second.values if len(second.values) >= len(lows) else second.values * len(lows)
    lows = lows if len(lows) >= len(highs) else lows * len(highs)
    ends = tuple(dict.fromkeys((low, high) for low, high in zip(lows, highs) if low < high))
    return (first.label or second.label, inherited, ends) if ends else None


@lru_cache(maxsize=None)
def _many_pattern(language: Language) -> re.Pattern[str]:
    scales = "|".join(SCALES[language])
    if language == "id":
        pattern = rf"(?:(?P<n>puluhan|ratusan)(?:{GAP}(?P<s>{scales}))?|(?P<m>{scales})an)(?![\w-])"
    else:
        pattern = rf"(?:(?P<n>tens|dozens|hundreds)(?:{GAP}of{GAP}(?P<s>{scales})s)?|(?P<m>{scales})s)(?!\w)"
    return re.compile(pattern, re.IGNORECASE)


def _many(job: _Job, at: int) -> _Draft | None:
    """Round plurals: jutaan, puluhan ribu, hundreds of thousands."""
    match = _many_pattern(job.source).match(job.text, at)
    before = job.text[max(0, at - 14):at]
    # "lima puluhan" is about fifty, "2,5 jutaan" about 2.5 million
    if not match or re.search(rf"[\w]-?$|\d\s+$|\b(?:{numeral_word(job.source)})\s+$", before, re.IGNORECASE):
        return None
    few = (match["n"] or "").lower()
    # "puluhan tahun" is "decades"; bare "tens" is seldom a number
    if few == "tens" and not match["s"] or few == "puluhan" and re.match(rf"{GAP}tahun\b", job.text[match.end():]):
        return None
    power = SCALES[job.source][(match["m"] or match["s"]).lower()] if match["m"] or match["s"] else 0
    tens = {"": 0, "puluhan": 1, "tens": 1, "dozens": 1, "ratusan": 2, "hundreds": 2}[few]
    word = scale_word(power, job.target) if power else ""
    if job.target == "en":
        target = f"{'hundreds' if tens == 2 else 'tens' if word else 'dozens'}{f' of {word}s' if word else ''}" if tens else f"{word}s"
    else:
        target = f"{'ratusan' if tens == 2 else 'puluhan'} {word}".rstrip() if tens else f"{word}an"
    return _Draft(match.end(), "number", (f"number many {10 ** (power + tens)}",), target)


# --- ordinals, decades, centuries ----------------------------------------------------------------------------------

@lru_cache(maxsize=None)
def _ordinals(language: Language) -> dict[str, int]:
    return {write_ordinal(number, language, words=True): number for number in range(99, 0, -1)}


@lru_cache(maxsize=None)
def _ordinal_pattern(language: Language) -> re.Pattern[str]:
    words = _either(sorted(_ordinals(language))).replace("\\-", "[- ]")
    digits = r"ke-(?P<digits>\d{1,3}(?:\.\d{3})*)(?![-.,]?\d)" if language == "id" else r"(?P<digits>\d+(?:,\d{3})*)(?P<end>st|nd|rd|th)"
    roman = r"(?-i:(?<=wulan )|(?<=artal )|(?<=ester ))(?-i:(?P<roman>I{1,3}|IV))" if language == "id" else "(?P<roman>(?!))"
    return re.compile(rf"(?:{digits}|{roman}|(?P<word>{words}))(?![\w])(?!-[^\W\d])", re.IGNORECASE)


def _ordinal(job: _Job, at: int) -> _Draft | None:
    match = _ordinal_pattern(job.source).match(job.text, at)
    if not match or re.search(r"\w[-/.]$", job.text[max(0, at - 2):at]):
        return None
    if match["digits"]:
        number = int(re.sub(r"\D", "", match["digits"]))
        if not number or job.source == "en" and write_ordinal(number, "en", False) != f"{number}{match['end'].lower()}":
            return None
    elif match["roman"]:
        number = _ROMAN.index(match["roman"])
    else:
        key = re.sub(r"\s+", " ", match["word"].lower())
        number = _ordinals(job.source).get(key) or _ordinals(job.source)[key.replace(" ", "-")]
        safe = _ordinal_safe_id if job.source == "id" else _ordinal_safe_en
        if not safe(job.text, at, match.end(), number):
            return None
    return _Draft(match.end(), "ordinal", (f"ordinal {number}",), write_ordinal(number, job.target, words=not match["digits"]))


def _ordinal_safe_id(text: str, at: int, end: int, number: int) -> bool:
    """False where the word may mean "both" or "all three": only after a noun, see the data file."""
    data, before = _data(), text[max(0, at - 40):at].lower()
    noun = re.search(r"(\w+)[ \u00a0]$", before)
    if re.match(r"[ \u00a0]kali(?:nya)?\b", text[end:]):
        return True
    if number == 1:
        return bool(noun) and not re.match(r"(?:,|-)", text[end:])
    if not noun:
        return False
    if any(re.search(rf"\b{known}[ \u00a0]$", before) for known in data["ordinal_nouns"]):
        return True
    if noun[1] in data["not_nouns"] or re.match(r"(?:mem|men|di|ber|ter)\w{4,}", noun[1]) or noun[1].isdigit():
        return False
    follows = re.match(r"[ \u00a0](\w+)", text[end:])
    return not follows or follows[1] in data["ordinal_followers"]


def _ordinal_safe_en(text: str, at: int, end: int, number: int) -> bool:
    """False for fractions, seconds and adverbs: small ordinals only between a determiner and a noun."""
    if number > 12:
        return True
    leads = re.search(r"\b(?:the|its|his|her|their|our|my|your)\s+$", text[max(0, at - 12):at], re.IGNORECASE)
    return bool(leads) and not re.match(r"\s+(?:of|and|or|part(?:y|ies))\b|-", text[end:])


@lru_cache(maxsize=None)
def _decade_pattern(language: Language) -> re.Pattern[str]:
    if language == "id":
        return re.compile(rf"(?P<lead>tahun{GAP})?(?P<year>1\d\d0|2[01]\d0|['’]?\d0)-?an(?!\w)", re.IGNORECASE)
    return re.compile(rf"(?P<lead>the{GAP})?(?P<year>1\d\d0|2[01]\d0|['’]?\d0)['’]?s(?!\w)", re.IGNORECASE)


def _decade(job: _Job, at: int) -> _Draft | None:
    match = _decade_pattern(job.source).match(job.text, at)
    before = job.text[max(0, at - 14):at].lower()
    if not match or re.search(r"\d[-.,/]$", before):
        return None
    year = match["year"].strip("'’")
    part = re.search(r"\b(?:awal|akhir|pertengahan|penghujung|era|dekade|early|late|mid)[ -]$", before)
    # "usia 30-an" and "in his 30s" are ages: two digits need a lead
    if len(year) == 2 and not match["lead"] and not (part and part[0].startswith(("era", "dekade"))):
        return None
    century = ("19",) if len(year) == 2 and year >= "30" else ("19", "20") if len(year) == 2 else ("",)
    if job.target == "en":
        target = f"{year}s" if part and not part[0].startswith(("era", "dekade")) else f"the {year}s"
    else:
        target = f"tahun {year}-an" if match["lead"] else f"{year}-an"
    return _Draft(match.end(), "decade", tuple(f"decade {head}{year}" for head in century), target)


_ROMAN = [tens + ones for tens in ("", "X", "XX") for ones in ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")]


@lru_cache(maxsize=None)
def _century_pattern(language: Language) -> re.Pattern[str]:
    word = "(?P<word>{})".format(_either(word for word, number in _ordinals(language).items() if number < 31).replace("\\-", "[- ]"))
    if language == "id":
        return re.compile(rf"(?i:abad){GAP}(?:(?i:ke-?[ ]?)?(?P<digits>\d{{1,2}})|(?P<roman>[XVI]+)|(?i:{word}))(?![\w])(?!-\w)")
    number = rf"(?P<digits>\d{{1,2}})(?:st|nd|rd|th)|(?P<roman>(?!))|{word}"
    return re.compile(rf"(?:the{GAP})?(?:{number})(?:{GAP}|-)century(?!\w)", re.IGNORECASE)


def _century(job: _Job, at: int) -> _Draft | None:
    match = _century_pattern(job.source).match(job.text, at)
    if not match:
        return None
    if match["roman"]:
        number = _ROMAN.index(match["roman"]) if match["roman"] in _ROMAN else 0
    else:
        word = re.sub(r"\s+", " ", (match["word"] or "").lower())
        number = int(match["digits"] or 0) or _ordinals(job.source).get(word) or _ordinals(job.source).get(word.replace(" ", "-"), 0)
    if not 0 < number < 31:
        return None
    target = f"abad ke-{number}" if job.target == "id" else f"the {write_ordinal(number, 'en', False)} century"
    return _Draft(match.end(), "century", (f"century {number}",), target)


# --- dates ---------------------------------------------------------------------------------------------------------

@lru_cache(maxsize=None)
def _date_patterns(language: Language) -> tuple[re.Pattern[str], ...]:
    weekday = rf"(?P<weekday>{_either(_calendar('days', language))})\.?"
    month = rf"(?P<month>{_either(_calendar('months', language))})\.?(?!\w)"
    if language == "en":
        weekday, month = weekday.title().replace("P<Weekday>", "P<weekday>"), month.title().replace("P<Month>", "P<month>")
        weekday, month = (re.sub(r"\\[A-Z]", lambda escape: escape[0].lower(), part) for part in (weekday, month))
    lead = rf"(?:{weekday}(?:,?{GAP}|{GAP}?(?P<open>\()))?"
    to = rf"(?P<to>{DASH}|{GAP}(?:hingga|sampai(?: dengan)?|s\.d\.|to|through){GAP})(?P<last>\d{{1,2}})"
    nth = "(?:st|nd|rd|th)?" if language == "en" else ""
    year, close = rf"(?:,?{GAP}(?P<year>\d{{4}}))?(?!\w)(?![.,:/-]\d)", r"(?P<close>\))?"
    day_month = rf"{lead}(?P<day>\d{{1,2}}){nth}(?:{to}{nth})?{GAP}(?:of{GAP})?{month}{year}{close}"
    month_year = rf"{month}{GAP}(?P<year>\d{{4}})(?![\w])(?![.,]?\d)"
    numeric = rf"{lead}(?P<a>\d{{1,2}})(?P<mark>[/.-])(?P<b>\d{{1,2}})(?:(?P=mark)(?P<year>\d{{4}}|\d\d))?(?![\w/.-]*\d)(?!\w){close}"
    month_day = rf"{lead}{month}{GAP}(?P<day>\d{{1,2}}){nth}(?:{to}{nth})?{year}{close}"
    patterns = [day_month, month_year, numeric] + ([month_day] if language == "en" else [])
    return tuple(re.compile(pattern, re.IGNORECASE if language == "id" else 0) for pattern in patterns)


def _date(job: _Job, at: int) -> _Draft | None:
    before = job.text[max(0, at - 2):at]
    if re.search(r"[\w.,/:$]$" if job.text[at].isdigit() else r"\w[-]$", before) or re.search(r"\w-$", before) and job.text[at].isdigit():
        return None
    for pattern in _date_patterns(job.source):
        match = pattern.match(job.text, at)
        parts = match.groupdict() if match else {}
        if match and bool(parts.get("open")) == bool(parts.get("close")) or match and parts.get("close"):
            end = match.end() - (1 if parts.get("close") and not parts.get("open") else 0)
            draft = _numeric_date(job, parts, end) if "a" in parts else _named_date(job, parts, end)
            if draft:
                return draft
    return None


def _named_date(job: _Job, parts: dict[str, str | None], end: int) -> _Draft | None:
    spelling = (parts["month"] or "").lower()
    month = _calendar("months", job.source)[spelling]
    short = spelling not in (name.lower() for name in _names("months", "wide", job.source).values()) and len(spelling) < 5
    days = tuple(int(parts[name] or 0) for name in ("day", "last") if parts.get(name))
    year = parts.get("year")
    if not all(_valid(day, month, year) for day in days) or len(days) == 2 and days[0] >= days[1]:
        return None
    values = tuple(_iso(day, month, year) for day in days) or (f"{year}-{month:02}",)
    value = f"range {values[0]}..{values[1]}" if len(values) == 2 else f"date {values[0]}"
    return _Draft(end, "range" if len(days) == 2 else "date", (value,), _write_date(job, parts, days, month, short))


def _numeric_date(job: _Job, parts: dict[str, str | None], end: int) -> _Draft | None:
    a, b, year, mark = int(parts["a"] or 0), int(parts["b"] or 0), parts.get("year"), parts["mark"]
    if not year and not parts["open"] or year and len(year) == 2 and mark != "/":
        return None
    if year and len(year) == 2:
        year = ("20" if year < "69" else "19") + year  # POSIX, as CLDR and strptime read it
    orders = [(a, b)] if job.source == "id" or (a > 12 and not job.american) else [(b, a)] if job.american or b > 12 else [(a, b), (b, a)]
    dates = tuple(dict.fromkeys((day, month) for day, month in orders if 0 < month < 13 and _valid(day, month, year)))
    if not dates and job.american and _valid(a, b, year):
        dates = ((a, b),)
    if not dates:
        return None
    day, month = dates[0]
    named = {**parts, "year": year}
    target = _write_date(job, named, (day,), month, False) if job.target == "en" else _slashed(parts, day, month)
    return _Draft(end, "date", tuple(f"date {_iso(day, month, year)}" for day, month in dates), target)


def _slashed(parts: dict[str, str | None], day: int, month: int) -> str:
    """The numeric date as Indonesian writes it, day first."""
    width = len(parts["a"] or "") if len(parts["a"] or "") == len(parts["b"] or "") else 1
    year = parts.get("year")
    text = (parts["mark"] or "/").join([f"{day:0{width}}", f"{month:0{width}}"] + ([year] if year else []))
    return _with_weekday(parts, "en", "id", text)


def _write_date(job: _Job, parts: dict[str, str | None], days: tuple[int, ...], month: int, short: bool) -> str:
    name = _names("months", "abbreviated" if short else "wide", job.target)[month]
    to = parts.get("to") or ""
    to = f" {RANGE_WORDS[' '.join(to.lower().split())]} " if to.strip().isalpha() or to.strip() in RANGE_WORDS or " dengan" in to else to
    span, year = to.join(str(day) for day in days), parts.get("year")
    if job.target == "en" and job.american and days:
        text = f"{name} {span}" + (f", {year}" if year else "")
    else:
        text = " ".join(part for part in (span, name, year) if part)
    return _with_weekday(parts, job.source, job.target, text)


def _with_weekday(parts: dict[str, str | None], source: Language, target: Language, text: str) -> str:
    weekday = parts.get("weekday")
    if not weekday:
        return text
    name = _names("days", "wide", target)[_calendar("days", source)[weekday.lower()]]
    return f"{name} ({text})" if parts.get("open") else f"{name}, {text}"


def _valid(day: int, month: int, year: str | None) -> bool:
    leap = not year or (int(year) % 4 == 0 and (int(year) % 100 != 0 or int(year) % 400 == 0))
    return 0 < month < 13 and 0 < day <= (31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]


def _iso(day: int, month: int, year: str | None) -> str:
    return f"{year or '-'}-{month:02}-{day:02}"


# --- times ---------------------------------------------------------------------------------------------------------

@lru_cache(maxsize=None)
def _time_pattern(language: Language) -> re.Pattern[str]:
    zone = rf"(?:{GAP}(?P<zone>(?:{'|'.join(_data()['zones'])})(?:[+-]\d{{1,2}})?)(?!\w))?"
    if language == "id":
        clock = r"(?P<hour{0}>\d{{1,2}})(?:[.:](?P<minute{0}>\d{{2}})(?:[.:](?P<second{0}>\d{{2}}))?)?"
        part = rf"(?:{GAP}(?i:(?P<part>pagi|siang|sore|petang|malam))(?!\w))?"
        lead, to = rf"(?:(?i:(?P<lead>pukul|jam|pkl\.?)){GAP})?", rf"(?P<to>{DASH}|{GAP}(?:hingga|sampai|s\.d\.){GAP})"
    else:
        clock = r"(?P<hour{0}>\d{{1,2}})(?:[:.](?P<minute{0}>\d{{2}})(?:[:.](?P<second{0}>\d{{2}}))?)?"
        part, lead = rf"(?:{GAP}?(?P<part>[ap]\.m\.?|[AP]\.M\.?|[ap]m|[AP]M)(?!\w))?", "(?P<lead>(?!))?"
        to = rf"(?P<to>{DASH}|{GAP}(?:to){GAP})"
    return re.compile(rf"{lead}{clock.format('')}(?:{to}{clock.format('2')})?{part}{zone}(?!\w)(?![.,:/-]?\d)(?![ ]?%)")


def _time(job: _Job, at: int) -> _Draft | None:
    match = _time_pattern(job.source).match(job.text, at)
    if not match or re.search(r"[\w.,:/$-]$", job.text[max(0, at - 1):at]) or not _is_time(job, match):
        return None
    first = _clock(match["hour"], match["minute"], match["second"], match["part"])
    second = _clock(match["hour2"], match["minute2"], match["second2"], match["part"]) if match["hour2"] else None
    if not first or match["hour2"] and (not second or first >= second or match["part"]):
        return None
    end = match.end()
    # the point of "p.m." may be the sentence's as well: then it stays outside
    if match["part"] and not match["zone"] and job.text[end - 1] == "." and re.match(r"\s*$|[\"”)]|\s+[A-Z]", job.text[end:]):
        weekday = re.match(rf"\s+(?i:{_either(_calendar('days', 'en'))})\b", job.text[end:])
        end -= 0 if weekday else 1
    zone = f" {match['zone']}" if match["zone"] else ""
    to = match["to"] or ""
    to = f" {RANGE_WORDS[to.strip()]} " if to.strip() in RANGE_WORDS else to
    target = to.join(_write_clock(job, clock) for clock in (first, second) if clock) + zone
    target = f"pukul {target}" if job.target == "id" else target
    if second:
        return _Draft(end, "range", (f"range time {first}..{second}{zone}",), target)
    return _Draft(end, "time", (f"time {first}{zone}",), target)


def _is_time(job: _Job, match: re.Match[str]) -> bool:
    """Decimals and counts look alike: a time needs its word, its zone, or in English its colon."""
    if job.source == "id":
        if match["minute"]:
            return bool(match["lead"] or match["zone"])
        return bool(match["lead"] and (match["part"] or match["zone"]))
    if match["part"]:
        return True
    colon = bool(match["minute"]) and job.text[match.end("hour")] == ":" and len(match["hour"]) == 2
    return colon or bool(match["minute"] and match["zone"])


def _clock(hour: str, minute: str | None, second: str | None, part: str | None) -> str | None:
    """The time as 14:30 or 14:30:15 on the 24-hour clock; None where there is no such time."""
    number, part = int(hour), (part or "").lower().replace(".", "")
    if part in ("am", "pm"):
        if not 0 < number < 13:
            return None
        number = number % 12 + (12 if part == "pm" else 0)
    elif part in ("siang", "sore", "petang") and number < (10 if part == "siang" else 12):
        number += 12
    elif part == "malam" and 5 < number <= 12:
        number = (number + 12) % 24
    if number > 23 or int(minute or 0) > 59 or int(second or 0) > 59:
        return None
    return f"{number:02}:{minute or '00'}" + (f":{second}" if second else "")


def _write_clock(job: _Job, clock: str) -> str:
    if job.target == "id":
        return clock.replace(":", ".")
    if not job.hour12:
        return clock
    hour = int(clock[:2])
    return f"{hour % 12 or 12}{clock[2:]} {'a.m.' if hour < 12 else 'p.m.'}"


_RULES: tuple[Callable[[_Job, int], _Draft | None], ...] = (_date, _time, _decade, _century, _ordinal, _many, _range, _number)
"""In the order that decides between readings of equal length."""
