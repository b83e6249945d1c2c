"""A number, date, time or amount whose meaning changed on the way, got lost, or came from nowhere.

Meanings are compared, never digits: *Rp 2,5 miliar* is Rp 2.5 billion, Rp 2,500,000,000; *dua ratus lima puluh* is 250; *pukul 14.30* is 2:30 p.m.;
*22/7/2025* is 22 July 2025; a number that can be read in two ways agrees with either. A date may lose its year, a decimal may be rounded, a small
number may turn from a figure into a word.

Good: *Laba naik menjadi Rp 2,5 miliar.* Profit rose to Rp 2.5 billion.
Bad:  *Laba naik menjadi Rp 2,5 miliar.* Profit rose to Rp 2.5 million.  (C202: a thousand times too small)
Bad:  *Rapat 22 Juli dihadiri 250 orang.* 205 people attended the meeting on 22 July.  (C201)
Bad:  *Model itu dirilis tahun lalu.* The model was released in 2019.  (C203)
"""

from __future__ import annotations

import functools
import re
from typing import Iterator

from translator_aid.bitext import Pair, Rule, Side
from translator_aid.checks import Context
from translator_aid.forms import data
from translator_aid.i18n import _
from translator_aid.meanings import Item, agree, amount, date_parts, items, thousands
from translator_aid.model import Finding, Language
from translator_aid.numerals import write_ordinal, write_words

RULES = {
    "C201": Rule("error", "number, date or amount changed or lost"),
    "C202": Rule("error", "number a thousand times too large or too small"),
    "C203": Rule("warning", "number that the source does not have"),
}


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
    for item in _scarce(source, target) if extra else ():
        long = len(item.expression.target)
        twin = _twin(item, [other for other in extra if other.meanings[0][:2] == item.meanings[0][:2] and len(other.expression.surface) == long])
        if twin:
            extra.remove(twin)
            yield _changed(item, twin, pair, context)
    for item in _distinct(extra):
        if not _is_light(item) and not _is_relative(item, pair, context, "source"):
            yield context.finding("C203", pair, item.expression.span, _("'{surface}' is not in the source").format(surface=item.expression.surface))


def _scarce(source: list[Item], target: list[Item]) -> list[Item]:
    """Numbers that the target has, but less often than the source: one of two "2007" may have become 2009."""
    often = [(item, sum(agree(item, other) for other in source), sum(agree(item, other) for other in target)) for item in _distinct(source)]
    return [item for item, wanted, found in often if 0 < found < wanted and not _is_light(item)]


def _distinct(found: list[Item]) -> list[Item]:
    """The items without repetitions."""
    return list({item.meanings: item for item in reversed(found)}.values())[::-1]


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
    "id": re.compile(r"\b(?:tahun|bulan)(?:nya)? (?:ini|itu|lalu|depan|mendatang|berikutnya|sebelumnya|silam|kemarin|yang (?:sama|lalu))"
                     r"|setahun|tahunan|kini|saat (?:ini|itu)"),
    "en": re.compile(r"\b(?:this|last|next|that|same|previous|following|coming|current|earlier) (?:\w+ )?(?:year|month|period)"
                     r"|\b(?:year|month)s? (?:earlier|before|later|ago|ahead)"
                     r"|(?:year|month)[- ]o[nf][- ]|annual|previous|earlier|\bnow\b", re.IGNORECASE),
}


def _is_relative(item: Item, pair: Pair, context: Context, side: Side) -> bool:
    """Whether the other text can do without a year: it says "last year", or names the month alone."""
    meaning = item.meanings[0]
    year, month, day = date_parts(meaning.value) if meaning.kind == "date" else (meaning.value, "", "")
    if day or meaning.kind not in ("date", "number") or meaning.label or not re.fullmatch(r"(?:19|20)\d\d", year):
        return False
    text, language = pair.text(side), context.bitext.language(side)
    if side == "source" and month and year not in text and re.search(r"\b(?:19|20)\d\d\b", text):
        return False  # "Januari dan Juli 2004": the year of both is said
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


def _twin(item: Item, extra: list[Item]) -> Item | None:
    """The number of the target that most likely stands for a missing one of the source."""
    def likeness(other: Item) -> tuple[bool, bool, bool, int]:
        a, b = item.expression, other.expression
        shared = len(set(re.findall(r"\d", a.surface)) & set(re.findall(r"\d", b.surface)))
        return thousands(item, other) != 0, a.kind == b.kind, item.meanings[0].label == other.meanings[0].label, shared

    alike = [other for other in extra if (other.number is None) == (item.number is None) and not _is_light(other)]
    alike = [other for other in alike if item.expression.kind == other.expression.kind or thousands(item, other)]
    return max(alike, key=likeness) if alike else None


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
