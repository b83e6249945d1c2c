"""Punctuation that went wrong: brackets and quotation marks without their partner, a lost full stop, the other language's decimal mark, stray spaces.

Only what the source does right is asked of the translation. Indonesian writes 1.234,56, English 1,234.56; the fix is the number as the target has it.

Good: *“Ya,” katanya (2,5 juta).* “Yes,” he said (2.5 million).
Bad:  “Yes, he said (2.5 million).  (C801)
Bad:  “Yes,” he said (2.5 million)  (C802)
Bad:  “Yes,” he said (2,5 million). (C803)
Bad:  “Yes,”  he said (2.5 million) . (C804)
"""

from __future__ import annotations

import re
from typing import Iterator

from translator_aid.bitext import Pair, Rule
from translator_aid.checks import Context, prose
from translator_aid.i18n import _
from translator_aid.model import Finding, Span

RULES = {
    "C801": Rule("warning", "bracket or quotation mark without its partner"),
    "C802": Rule("warning", "final punctuation lost or changed"),
    "C803": Rule("error", "decimal or thousands mark of the other language"),
    "C804": Rule("warning", "stray space"),
}
PAIRS = {"(": ")", "[": "]", "{": "}", "“": "”", "«": "»"}
_LIST_MARK = re.compile(r"(?m)(?:^|(?<=[\s;,:]))(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4})\)|[:;]-?\)")
_END = re.compile(r"(?P<mark>[.!?:…]+)[\"'”’»)\]*_`]*\s*$")
_STRAY = re.compile(r"(?<=\S)(?P<double>[ \u00a0]{2,})(?=\S)|(?<=[\w)\]”’])(?P<before>[ \t]+)(?=[,;.!?](?:\s|$))")


def check(pair: Pair, context: Context) -> Iterator[Finding]:
    """What is wrong with the target's punctuation where the source's is right."""
    if pair.target is None:
        return
    target, source = prose(pair.target), prose(pair.source) if pair.source else ""
    for at in unbalanced(target) if not unbalanced(source) else ():
        yield context.finding("C801", pair, Span(at, at + 1), _("'{sign}' has no partner").format(sign=target[at]))
    if pair.source and pair.source.kind in ("paragraph", "item"):
        yield from _final(pair, context)
    yield from _marks(pair, context)
    for match in _STRAY.finditer(target):
        text = pair.target.text[match.start():match.end()]
        if text.strip() or _STRAY.search(source):
            continue
        message = _("two spaces or more") if match["double"] else _("a space before punctuation")
        yield context.finding("C804", pair, Span(*match.span()), message, "target", " " if match["double"] else "")


def unbalanced(text: str) -> list[int]:
    """Where brackets and quotation marks stand that have no partner; a list's "a)" needs none.

    >>> unbalanced("“Ya,” katanya (2,5 juta"), unbalanced("Syaratnya: a) murah b) cepat"), unbalanced('Ia berkata: "ya.')
    ([14], [], [12])
    """
    marks = {match.end() - 1 for match in _LIST_MARK.finditer(text)}
    opened: list[int] = []
    alone: list[int] = []
    closing = {close: open for open, close in PAIRS.items()}
    for at, char in enumerate(text):
        if char in PAIRS:
            opened.append(at)
        elif char in closing:
            if opened and text[opened[-1]] == closing[char]:
                opened.pop()
            elif at not in marks:
                alone.append(at)
    # 27" is a size, unless that mark closes a quotation
    straight = [match.start() for match in re.finditer(r'(?<!\d)"', text)]
    odd = len(straight) % 2 and text.count('"') % 2
    return sorted(opened + alone + (straight[-1:] if odd else []))


def _final(pair: Pair, context: Context) -> Iterator[Finding]:
    source, target = pair.text("source").rstrip(), pair.text("target").rstrip()
    had, has = _END.search(source), _END.search(target)
    if not had or not target or had["mark"][-1] == (has["mark"][-1] if has else ""):
        return
    if has and {had["mark"][-1], has["mark"][-1]} != {".", "?"}:
        return
    span = Span(has.start("mark"), has.end("mark")) if has else Span(len(target) - 1, len(target))
    if not has and not (target[-1].isalnum() or target[-1] in "”\"')]"):
        return
    mark = had["mark"]
    message = _("the source ends with '{mark}', the translation with '{other}'").format(mark=mark, other=has["mark"]) if has else _(
        "the translation lacks the final '{mark}'").format(mark=mark)
    yield context.finding("C802", pair, span, message, "target", mark if has else target[-1] + mark)


def _marks(pair: Pair, context: Context) -> Iterator[Finding]:
    """Numbers with a mark that the target still writes as the source's language does."""
    text = pair.text("target")
    for digits, fix in dict(misread(pair, context)).items():
        for match in re.finditer(rf"(?<!\w)(?<!\d[.,]){re.escape(digits)}(?![.,]?\w)", text):
            message = _("'{digits}' is written with the other language's marks; here it is {fix}").format(digits=digits, fix=fix)
            yield context.finding("C803", pair, Span(*match.span()), message, "target", fix)


def misread(pair: Pair, context: Context) -> Iterator[tuple[str, str]]:
    """Digits of the source that the target repeats as they are although it writes that number otherwise, with the right ones."""
    right = {digits for expression in context.expressions(pair, "source") for digits in re.findall(r"\d[\d.,]*\d|\d", expression.target)}
    for expression in context.expressions(pair, "source"):
        if expression.readings or expression.kind in ("date", "time"):
            continue
        had, has = re.findall(r"\d+(?:[.,]\d+)+", expression.surface), re.findall(r"\d+(?:[.,]\d+)*", expression.target)
        for before, after in zip(had, has):
            if before != after and before not in right and re.sub(r"\D", "", before) == re.sub(r"\D", "", after):
                yield before, after
