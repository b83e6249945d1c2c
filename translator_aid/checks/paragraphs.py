"""A paragraph that was not translated at all, or one that the translation adds.

What belongs to what is decided before, by the alignment: one paragraph lost does not make all that follow wrong.

Good: as many paragraphs as the source, or two of them joined into one.
Bad:  the source's third paragraph has no counterpart.  (C501)
Bad:  the translation has a paragraph that nothing in the source stands for.  (C502)
"""

from __future__ import annotations

import re
from typing import Iterator

from translator_aid.bitext import Pair, Rule
from translator_aid.checks import Context
from translator_aid.i18n import _
from translator_aid.model import Finding, Span

RULES = {
    "C501": Rule("error", "paragraph missing from the translation"),
    "C502": Rule("warning", "paragraph that the source does not have"),
}


def check(pair: Pair, context: Context) -> Iterator[Finding]:
    """One finding where a side is missing."""
    if pair.target is None and pair.source is not None:
        text = pair.source.text
        yield context.finding("C501", pair, Span(0, len(text)), _("the translation lacks this paragraph: {text}").format(text=shown(text)), "source")
    elif pair.source is None and pair.target is not None:
        text = pair.target.text
        yield context.finding("C502", pair, Span(0, len(text)), _("nothing in the source stands for this paragraph: {text}").format(text=shown(text)))


def shown(text: str, width: int = 60) -> str:
    """The beginning of a text in quotation marks, on one line, cut between words.

    >>> shown("Model bahasa besar dilatih dengan data yang banyak.", 20)
    '“Model bahasa besar …”'
    """
    line = re.sub(r"\s+", " ", text).strip()
    if len(line) > width:
        line = line[:width].rpartition(" ")[0] + " …"
    return f"“{line}”"
