"""A name of the source that the translation lacks or spells otherwise.

Names are what is capitalised in mid-sentence. Many capitals translate: months, weekdays, countries and languages (CLDR, through Babel), titles and
offices (*Menteri Keuangan*), terms of the glossary, words the translator wrote in lower case; `data/capitals.yaml` lists those of everyday prose. So
C301 speaks where the target has a name that looks almost like it, and of a name without any likeness only where it cannot be a word: OpenAI,
DeepSeek, GPT-4o. A plain name that is simply gone is C302, which must be selected by name.

Good: *Menteri Keuangan Sri Mulyani bertemu Sam Altman dari OpenAI.* Finance Minister Sri Mulyani met Sam Altman of OpenAI.
Bad:  *... bertemu Sam Altman dari OpenAI.* ... met Sam Altmann of OpenAl.  (C301, twice)
"""

from __future__ import annotations

import functools
import re
from typing import Iterator

from rapidfuzz.distance import DamerauLevenshtein

from translator_aid.bitext import Pair, Rule, Side
from translator_aid.checks import Context, prose
from translator_aid.forms import data
from translator_aid.i18n import _
from translator_aid.model import Finding, Language, Span
from translator_aid.text import fold
from translator_aid.verbatim import bare, is_unmistakable

RULES = {
    "C301": Rule("error", "name changed or lost"),
    "C302": Rule("warning", "plain name not found", optional=True),
}
NEAR = 0.75
_WORD = re.compile(r"(?<![\w/@#.-])[^\W_](?:[\w&]|[.'’-](?=\w))*")
_OPENS = re.compile(r"(?:^|[.!?:…•\n][\"'”’»)\]]*|[\"'“‘«(\[*–—-])\s*[\"'“‘«(\[*_]*$")
_SOUNDS = ((r"tion|sion|si\b", "s"), (r"ist?\b", "is"), (r"c(?=[eiy])", "s"), (r"\by", "j"), ("v", "w"), ("ph", "f"), ("ch|c|q", "k"), ("x", "ks"),
           ("y|ie|ia", "i"), ("oo|ou", "u"), ("th", "t"), ("sh", "s"), (r"[aeiou]+$", ""))


def check(pair: Pair, context: Context) -> Iterator[Finding]:
    """Each name of the source that the target lacks."""
    if pair.source is None or pair.target is None or pair.source.kind in ("heading", "cell"):
        return
    text = pair.text("target")
    present = {bare(match[0]).lower() for match in _WORD.finditer(text)}
    flat = re.sub(r"[^\w]", "", fold(text))
    others = [(name, span) for name, span in names(pair, context, "target") if not _stands(name, pair.text("source"))]
    seen: set[str] = set()
    for name, span in names(pair, context, "source"):
        if name in seen or name.lower() in present or is_unmistakable(name) and re.sub(r"\W", "", fold(name)) in flat:
            continue
        seen.add(name)
        near = _nearest(name, others)
        if near:
            other, place = near
            yield context.finding("C301", pair, place, _("the name '{name}' became '{other}'").format(name=name, other=other), "target", name)
        elif is_unmistakable(name) and not _has_kin(name, text):
            yield context.finding("C301", pair, span, _("the name '{name}' is missing from the translation").format(name=name), "source", name)
        elif not is_unmistakable(name) and not name.isupper():
            yield context.finding("C302", pair, span, _("the name '{name}' is missing from the translation").format(name=name), "source", name)


def names(pair: Pair, context: Context, side: Side) -> Iterator[tuple[str, Span]]:
    """The names of one side with their places, glossary terms, dates and capitals that translate left out."""
    segment = pair.source if side == "source" else pair.target
    assert segment is not None
    language = context.bitext.language(side)
    text = prose(segment)
    taken = [match.span for match in context.matches(pair, side)] + [item.span for item in context.expressions(pair, side)]
    if _is_title(text):
        return
    for match in _WORD.finditer(text):
        name, span = bare(match[0]), Span(*match.span())
        if not name[:1].isupper() and not is_unmistakable(name) or len(name) < 3 or any(span.overlaps(other) for other in taken):
            continue
        first = _OPENS.search(text[:span.start]) is not None
        if is_unmistakable(name) or not first and name.lower() not in translatable(language):
            yield name, Span(span.start, span.start + len(name))


@functools.lru_cache(maxsize=2)
def translatable(language: Language) -> frozenset[str]:
    """Capitalised words of a language that are no names or have another form elsewhere: CLDR's territories, languages, months, days, and our list."""
    from babel import Locale

    locale = Locale.parse(language)
    calendar = [names["format"][width] for names in (locale.months, locale.days) for width in ("wide", "abbreviated")]
    phrases = [phrase for names in (locale.territories, locale.languages, *calendar) for phrase in names.values()]
    return frozenset(word.lower() for phrase in phrases for word in re.findall(r"\w+", phrase)) | frozenset(data("capitals")[language])


def _stands(name: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}", text, re.IGNORECASE) is not None


def _is_title(text: str) -> bool:
    """True where most words have capitals, so that capitals say nothing."""
    words = [word for word in re.findall(r"[^\W\d_]{4,}", text)]
    return not words or sum(word[0].isupper() for word in words) > 0.6 * len(words)


def _nearest(name: str, others: list[tuple[str, Span]]) -> tuple[str, Span] | None:
    """The name of the target that looks most like it, if it is near enough to be the same one misspelled."""
    scored = [(DamerauLevenshtein.normalized_similarity(name.lower(), other.lower()), number) for number, (other, _span) in enumerate(others)]
    best, number = max(scored, default=(0.0, 0))
    if best < NEAR or len(name) < 4:
        return None
    other = others[number][0]
    # a letter doubled or not is a slip; otherwise what sounds alike is a cognate
    doubled = re.sub(r"(.)\1", r"\1", name.lower()) == re.sub(r"(.)\1", r"\1", other.lower())
    return others[number] if doubled or _skeleton(name) != _skeleton(other) else None


def _has_kin(name: str, text: str) -> bool:
    """True where the target has the name's letters apart, or with another ending: YouTuber, You Tube."""
    root = re.sub(r"\W", "", fold(name))
    return len(root) > 5 and root[:-2] in re.sub(r"\W", "", fold(text))


def _skeleton(word: str) -> str:
    """A word as it sounds in either language, so that cognates (Cabinet, Kabinet) are no misspellings.

    >>> _skeleton("Palestina") == _skeleton("Palestine"), _skeleton("Teknologi") == _skeleton("Technology")
    (True, True)
    """
    word = re.sub(r"(.)\1", r"\1", word.lower())
    for pattern, plain in _SOUNDS:
        word = re.sub(pattern, plain, word)
    return re.sub("[aeiou]", "", word)
