"""A word that stands twice: "the the", *yang yang*.

Words that may double are left alone ("the fact that that model ...", "had had"), so is what the source doubles too (Duran Duran), and in Indonesian
anything with a hyphen. *anak anak* with a space is a reduplication that lost its hyphen, and the fix restores it.

Good: *model-model yang dilatih*, that that, had had.
Bad:  *model yang yang dilatih*, the the model.  (C701)
"""

from __future__ import annotations

import re
from typing import Iterator

from translator_aid.bitext import Pair, Rule
from translator_aid.checks import Context, prose
from translator_aid.forms import data
from translator_aid.i18n import _
from translator_aid.model import Finding, Span

RULES = {"C701": Rule("error", "doubled word")}
_TWICE = re.compile(r"(?<![\w'’-])(?P<word>[^\W\d_]{2,}|[aA])(?P<gap>[ \t\r\n\u00a0]+)(?P<again>(?P=word))(?![\w'’-])", re.IGNORECASE)


def check(pair: Pair, context: Context) -> Iterator[Finding]:
    """Each word that stands twice in the target."""
    if pair.target is None:
        return
    language = context.bitext.language("target")
    source = pair.text("source").lower()
    for match in _TWICE.finditer(prose(pair.target)):
        word = match["word"]
        known = data("checks")["may_double"][language]
        if word.lower() in known or word.isupper() and len(word) > 1 or re.search(rf"\b{word.lower()}\s+{word.lower()}\b", source):
            continue
        joined = language == "id" and len(word) > 3 and word.lower() not in data("checks")["function_words"]["id"]
        fix = f"{word}-{match['again']}" if joined else word
        message = _("'{surface}': a hyphen is missing, or the word is doubled") if joined else _("'{surface}': the word is doubled")
        yield context.finding("C701", pair, Span(*match.span()), message.format(surface=" ".join(match[0].split())), "target", fix)
