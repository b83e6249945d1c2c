"""A paragraph, or a sentence of one, that is still in the source language.

Function words tell the language: four of the source's commonest words and fewer of the target's. A paragraph that equals its source is untranslated
too, unless it has nothing to translate: names, numbers, code, an address, terms that both languages share.

Good: *Kami tidak mengganti wartawan.* We are not replacing journalists.
Bad:  *Kami tidak mengganti wartawan.* Kami tidak mengganti wartawan.  (C401)
"""

from __future__ import annotations

import functools
import re
from typing import Iterator

from translator_aid.bitext import Pair, Rule
from translator_aid.checks import Context, prose
from translator_aid.forms import data
from translator_aid.i18n import _
from translator_aid.model import Finding, Language, Span
from translator_aid.text import fold, sentences

RULES = {"C401": Rule("error", "left in the source language")}
ENOUGH = 3
WORD = re.compile(r"[^\W\d_]+")


def check(pair: Pair, context: Context) -> Iterator[Finding]:
    """The target if it is the source again, else its sentences in the source's language."""
    if pair.source is None or pair.target is None:
        return
    source, target = prose(pair.source), prose(pair.target)
    language = context.bitext.language("source")
    if " ".join(source.split()) == " ".join(target.split()) and _has_words(source, pair, context, language):
        yield context.finding("C401", pair, Span(0, len(target.rstrip())), _("the paragraph is untranslated: it equals the source"))
        return
    for span in sentences(target):
        own, other = tally(target[span.start:span.end], language), tally(target[span.start:span.end], context.bitext.language("target"))
        if own >= ENOUGH and own > 2 * other:
            yield context.finding("C401", pair, span, _("this is still in the source language"))


def tally(text: str, language: Language) -> int:
    """How many of a language's function words stand in a text.

    >>> tally("Kami tidak mengganti wartawan.", "id"), tally("Kami tidak mengganti wartawan.", "en")
    (2, 0)
    """
    known = _function_words(language)
    return sum(fold(word) in known for word in WORD.findall(text))


@functools.lru_cache(maxsize=2)
def _function_words(language: Language) -> frozenset[str]:
    return frozenset(data("checks")["function_words"][language])


def _has_words(text: str, pair: Pair, context: Context, language: Language) -> bool:
    """Whether a text has something to translate: a function word, or lower-case words that are no shared terms."""
    if tally(text, language):
        return True
    shared = [match.span for match in context.matches(pair, "target")]
    plain = [match for match in WORD.finditer(text) if match[0].islower() and len(match[0]) > 2]
    return sum(not any(span.start <= match.start() < span.end for span in shared) for match in plain) > 2
