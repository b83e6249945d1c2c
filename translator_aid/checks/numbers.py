"""A number, date, time or amount whose meaning changed on the way, got lost, or came from nowhere.

Meanings are compared, never digits: *Rp 2,5 miliar* is Rp 2.5 billion and Rp 2,500,000,000; *dua ratus lima puluh* is 250; *pukul 14.30* is 2:30 p.m.; *22/7/2025* is
22 July 2025; a number that can be read in two ways agrees with either. A date may lose its year, a decimal may be rounded to fewer places, a small
number may turn from a figure into a word. What is not read as a number at all (versions, model names, sections) must keep its digits.

Good: *Laba naik menjadi Rp 2,5 miliar.* Profit rose to Rp 2.5 billion.
Bad:  *Laba naik menjadi Rp 2,5 miliar.* Profit rose to Rp 2.5 million.  (C202: a thousand times too small)
Bad:  *Rapat 22 Juli dihadiri 250 orang.* 205 people attended the meeting on 22 July.  (C201)
Bad:  *Model itu dirilis tahun lalu.* The model was released in 2019.  (C203)
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from typing import Iterator, NamedTuple

from translator_aid.bitext import Pair, Rule, Side
from translator_aid.checks import Context, data, prose
from translator_aid.i18n import _
from translator_aid.locales import same
from translator_aid.model import Expression, Finding, Language, Span
from translator_aid.numerals import write_ordinal, write_words

RULES = {
    "C201": Rule("error", "number, date or amount changed or lost"),
    "C202": Rule("error", "number a thousand times too large or too small"),
    "C203": Rule("warning", "number that the source does not have"),
}


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


def check(pair: Pair, context: Context) -> Iterator[Finding]:
    """Numbers of the source that the target lacks, beside numbers of the target that the source lacks."""
    if pair.source is None or pair.target is None:
        return
    source = [item for expression in context.expressions(pair, "source") for item in items(expression)]
    target = [item for expression in context.expressions(pair, "target") for item in items(expression)]
    missing = [item for item in source if not any(agree(item, other) for other in target) and not _elsewhere(item, pair, context, "target")]
    extra = [item for item in target if not any(agree(item, other) for other in source) and not _elsewhere(item, pair, context, "source")]
    for item in _distinct(missing):
        twin = _twin(item, extra)
        if twin:
            extra.remove(twin)
            yield _changed(item, twin, pair, context)
        elif not _is_light(item) and not _is_relative(item, pair, context, "target"):
            yield context.finding("C201", pair, item.expression.span, _("'{surface}' ({target}) is missing from the translation").format(
                surface=item.expression.surface, target=item.expression.target), "source", item.expression.target)
    for item in _distinct(extra):
        if not _is_light(item) and not _is_relative(item, pair, context, "source"):
            yield context.finding("C203", pair, item.expression.span, _("'{surface}' is not in the source").format(surface=item.expression.surface))
    yield from _labels(pair, context)


def _distinct(found: list[Item]) -> list[Item]:
    """The items without repetitions."""
    return list({item.meanings: item for item in reversed(found)}.values())[::-1]


# --- what an expression means ----------------------------------------------------------------------------------------


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
        parts = [part.lstrip("0") for part in re.findall(r"\d+", date.value)]
        return other.value in (parts[0], parts[-1])
    left, right = _parts(a.value), _parts(b.value)
    return all(one == other or not one or not other for one, other in zip(left, right))


def _parts(value: str) -> tuple[str, str, str]:
    """Year, month, day of a date, empty where it has none."""
    found = re.fullmatch(r"(\d{4}|-)-(\d\d)(?:-(\d\d))?", value)
    return (found[1].strip("-"), found[2], found[3] or "") if found else (value, "", "")


# --- what stands there in another form -------------------------------------------------------------------------------


def _elsewhere(item: Item, pair: Pair, context: Context, side: Side) -> bool:
    """Whether the other text has the number where it is not read as one, or in words."""
    segment = pair.source if side == "source" else pair.target
    assert segment is not None
    text = list(segment.text)
    for expression in context.expressions(pair, side):
        text[expression.span.start:expression.span.end] = " " * (expression.span.end - expression.span.start)
    rest = "".join(text)
    for digits in (re.findall(r"\d+(?:[.,]\d+)*", item.expression.surface), re.findall(r"\d+(?:[.,]\d+)*", item.expression.target)):
        if digits and all(re.search(rf"(?<![\d])(?<!\d[.,]){re.escape(one)}(?![.,]?\d)", rest) for one in digits):
            return True
    wordings = list(_words(item, context.bitext.language(side)))
    return bool(wordings) and re.search(rf"(?<!\w)(?:{'|'.join(wordings)})(?!\w)", segment.text, re.IGNORECASE) is not None


def _words(item: Item, language: Language) -> Iterator[str]:
    """Patterns of words that can stand for a number: five, fifth, double."""
    for meaning in item.meanings:
        number = amount(meaning)
        if number is None or number != number.to_integral_value() or not 0 <= number < 10 ** 15:
            continue
        spoken = write_words(number, language)
        # Indonesian puts -an, ke- and se- on numbers: lima puluhan, keduanya
        yield rf"{spoken.replace(' ', '[ -]')}(?:nya|an|s)?"
        if 0 < number < 100:
            yield write_ordinal(int(number), language, True) + "(?:nya|s|ly)?"
            yield write_ordinal(int(number), language, False)
        yield from data("checks")["quantities"][language].get(int(number), [])


_RELATIVE: dict[Language, re.Pattern[str]] = {
    "id": re.compile(r"\b(?:tahun|bulan)(?:nya)? (?:ini|itu|lalu|depan|mendatang|berikutnya|sebelumnya|silam|kemarin|yang (?:sama|lalu))|setahun|tahunan|kini|saat (?:ini|itu)"),
    "en": re.compile(r"\b(?:this|last|next|that|same|previous|following|coming|current|earlier) (?:\w+ )?(?:year|month|period)|\b(?:year|month)s? (?:earlier|before|later|ago|ahead)"
                     r"|(?:year|month)[- ]o[nf][- ]|annual|previous|earlier|\bnow\b", re.IGNORECASE),
}


def _is_relative(item: Item, pair: Pair, context: Context, side: Side) -> bool:
    """Whether the other text can do without a year or month: it says "last year", names the month alone, or the year stands elsewhere in its document."""
    meaning = item.meanings[0]
    year, month, day = _parts(meaning.value) if meaning.kind == "date" else (meaning.value, "", "")
    if day or meaning.kind not in ("date", "number") or meaning.label or not re.fullmatch(r"(?:19|20)\d\d", year):
        return False
    text, language = pair.text(side), context.bitext.language(side)
    if _RELATIVE[language].search(text) or side == "source" and year in context.bitext.document("source").text and not month:
        return True
    return bool(month) and any(re.search(rf"\b{re.escape(name)}\b", text, re.IGNORECASE) for name in months(int(month), language))


@functools.lru_cache(maxsize=None)
def months(number: int, language: Language) -> tuple[str, ...]:
    """The names of a month.

    >>> months(8, "id")
    ('Agustus', 'Agu')
    """
    from babel import Locale

    formats = Locale.parse(language).months["format"]
    return str(formats["wide"][number]), str(formats["abbreviated"][number])


def _is_light(item: Item) -> bool:
    """True for what a translator may leave out or word otherwise: small numbers in words, ordinals, round plurals."""
    if any(char.isdigit() for char in item.expression.surface):
        return False
    number = item.number
    return item.meanings[0].kind in ("many", "ordinal") or number is not None and (number <= 12 or number in (100, 1000))


# --- what became of it -----------------------------------------------------------------------------------------------


def _twin(item: Item, extra: list[Item]) -> Item | None:
    """The number of the target that most likely stands for a missing one of the source."""
    def likeness(other: Item) -> tuple[bool, bool, bool, int]:
        a, b = item.expression, other.expression
        shared = len(set(re.findall(r"\d", a.surface)) & set(re.findall(r"\d", b.surface)))
        return thousands(item, other) != 0, a.kind == b.kind, item.meanings[0].label == other.meanings[0].label, shared

    alike = [other for other in extra if (other.number is None) == (item.number is None) and (item.expression.kind == other.expression.kind or thousands(item, other))]
    return max(alike, key=likeness) if alike else None


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


def _changed(item: Item, twin: Item, pair: Pair, context: Context) -> Finding:
    a, b = item.expression, twin.expression
    power = thousands(item, twin)
    fix = a.target if not a.readings and item.expression.kind == twin.expression.kind else ""
    if not power:
        message = _("'{surface}' ({target}) became '{instead}'").format(surface=a.surface, target=a.target, instead=b.surface)
        return context.finding("C201", pair, b.span, message, "target", fix)
    factor = f"{1000 ** abs(power):,}".replace(",", " ")
    much = _("{factor} times too large") if power > 0 else _("{factor} times too small")
    message = _("'{surface}' ({target}) became '{instead}', {much}").format(
        surface=a.surface, target=a.target, instead=b.surface, much=much.format(factor=factor))
    return context.finding("C202", pair, b.span, message, "target", fix)


_LABEL = re.compile(r"(?<![\w@])(?=[\w.+/-]*\d)(?:\w(?:[\w.+/-]*\w)?)")
Label = tuple[str, Span]


def _labels(pair: Pair, context: Context) -> Iterator[Finding]:
    """Versions, model names, sections: what holds digits and is no number must keep them."""
    source, target = _labelled(pair, context, "source"), _labelled(pair, context, "target")
    missing, extra = _unpaired(source, target, pair.text("target")), _unpaired(target, source, pair.text("source"))
    for surface, _span in missing:
        alike = [(other, place) for other, place in extra if re.sub(r"\d", "", other) == re.sub(r"\d", "", surface)] or [
            (other, place) for other, place in extra if re.sub(r"\D", "", other) != re.sub(r"\D", "", surface)]
        if alike:
            extra.remove(alike[0])
            other, place = alike[0]
            yield context.finding("C201", pair, place, _("'{surface}' became '{instead}'").format(surface=surface, instead=other), "target", surface)


def _unpaired(labels: list[Label], others: list[Label], text: str) -> list[Label]:
    """The labels that the other side has less often, unless all their digits stand there in another form."""
    left = Counter(surface.lower() for surface, _span in others)
    known = set(re.findall(r"\d+", text))
    found = []
    for surface, span in labels:
        left[surface.lower()] -= 1
        shape = re.sub(r"\d+", "#", surface.lower())
        rival = any(re.sub(r"\d+", "#", other.lower()) == shape for other, _span in others)
        if left[surface.lower()] < 0 and (rival and "#" != shape or not set(re.findall(r"\d+", surface)) <= known):
            found.append((surface, span))
    return found


def _labelled(pair: Pair, context: Context, side: Side) -> list[Label]:
    segment = pair.source if side == "source" else pair.target
    assert segment is not None
    spans = [(match[0], Span(*match.span())) for match in _LABEL.finditer(prose(segment))]
    return [(surface, span) for surface, span in spans if not any(span.overlaps(expression.span) for expression in context.expressions(pair, side))]
