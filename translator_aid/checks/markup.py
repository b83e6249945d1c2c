"""Code, a placeholder, a link or emphasis that the translation lost or changed.

Inline code, placeholders (`%s`, `%(name)s`, `{name}`, `{{name}}`, `${name}`, `<b>`) and addresses must come out as they went in, and as often.
A link may lead to the other language's edition of the same page (/id/ for /en/, id.wikipedia.org for en.wikipedia.org). Emphasis is counted only.

Good: *Jalankan `pip install {nama}`.* Run `pip install {nama}`.
Bad:  *Jalankan `pip install {nama}`.* Run `pip install {name}`.  (C601)
Bad:  *Lihat https://contoh.id/a.* See https://contoh.id/b.       (C602)
Bad:  *Ini **penting**.* This is important.                       (C603)
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Iterable, Iterator

from translator_aid.bitext import Pair, Rule
from translator_aid.checks import Context
from translator_aid.i18n import _
from translator_aid.model import Finding, Segment, Span
from translator_aid.placeholders import PLACEHOLDER

RULES = {
    "C601": Rule("error", "code or placeholder lost or changed"),
    "C602": Rule("error", "link lost or changed"),
    "C603": Rule("warning", "emphasis lost or added"),
}
_LINK = re.compile(r"\]\(\s*<?(?P<inline>[^\s()<>]+(?:\([^\s()]*\)[^\s()<>]*)*)"
                   r"|(?P<bare>(?:https?://|www\.)[^\s<>()\[\]\"“”]*[^\s<>()\[\]\"“”.,;:!?'’*_])|(?P<mail>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)")
_LOCALE = re.compile(r"(?<=/)(?:id|en)(?:[-_](?:id|us|gb))?(?=/|$)|(?<=//)(?:id|en)\.", re.IGNORECASE)
Placed = tuple[str, Span]


def check(pair: Pair, context: Context) -> Iterator[Finding]:
    """What of the source's markup is not in the target, and which emphasis is off."""
    if pair.source is None or pair.target is None:
        return
    yield from _compare("C601", pair, context, list(codes(pair.source)), list(codes(pair.target)))
    yield from _compare("C602", pair, context, list(links(pair.source.text)), list(links(pair.target.text)))
    for sign in ("**", "~~"):
        if context.bitext.document("source").format == "markdown" or sign in pair.source.text:
            had, has = pair.source.text.count(sign), pair.target.text.count(sign)
            if had and has != had and had % 2 == 0:
                at = pair.source.text.index(sign)
                message = _("the source has {had} of {sign}, the translation {has}").format(had=had, sign=sign, has=has)
                yield context.finding("C603", pair, Span(at, at + len(sign)), message, "source")


def codes(segment: Segment) -> Iterator[Placed]:
    """Inline code and placeholders with their places.

    >>> [text for text, _span in codes(Segment("paragraph", "Halo {nama}, %d berkas di <b>sini</b>, 5% saja", 0))]
    ['{nama}', '%d', '<b>', '</b>']
    """
    taken = []
    for item in segment.protected:
        text = segment.text[item.span.start:item.span.end]
        if item.kind == "code" and not re.match(r"&\w+;|&#", text):
            taken.append(item.span)
            yield text.strip("` "), item.span
    for match in PLACEHOLDER.finditer(segment.text):
        span = Span(*match.span())
        if not any(span.overlaps(other) for other in taken):
            yield match[0], span


def links(text: str) -> Iterator[Placed]:
    """Addresses with their places, Markdown's and bare ones.

    >>> [link for link, _span in links("[data](https://contoh.id/a_(b) 'judul') atau www.contoh.id.")]
    ['https://contoh.id/a_(b)', 'www.contoh.id']
    """
    for match in _LINK.finditer(text):
        group = match.lastgroup or ""
        yield match[group], Span(*match.span(group))


def _compare(code: str, pair: Pair, context: Context, source: list[Placed], target: list[Placed]) -> Iterator[Finding]:
    missing, extra = _rest(source, target), _rest(target, source)
    for text, span in missing:
        if extra:
            other, place = extra.pop(0)
            yield context.finding(code, pair, place, _("'{surface}' became '{instead}'").format(surface=text, instead=other), "target", text)
        else:
            yield context.finding(code, pair, span, _("'{surface}' is missing from the translation").format(surface=text), "source", text)
    for text, span in extra:
        yield context.finding(code, pair, span, _("'{surface}' is not in the source").format(surface=text))


def _rest(placed: Iterable[Placed], others: Iterable[Placed]) -> list[Placed]:
    """What of the first the others do not have, each counted once."""
    left = Counter(_key(text) for text, _span in others)
    rest = []
    for text, span in placed:
        if left[_key(text)]:
            left[_key(text)] -= 1
        else:
            rest.append((text, span))
    return rest


def _key(text: str) -> str:
    return _LOCALE.sub("", text).rstrip("/") if "/" in text else text
