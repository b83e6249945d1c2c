"""Inline marks of a segment, tags above all: which one ends which, and putting back what a translation lost of them.

A mark belongs around the words that it was around. Those words can be found again where they are a constraint, which says where its target stands,
where they came out unchanged, and where they are the whole segment; any other loss stays one, and the check of markup reports it (C601).
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Iterator, Literal, Sequence

from translator_aid.model import Protected, Segment, Span, Translation
from translator_aid.records import Row, replace

_VOID = r"(?i)<(?:[!?]|(?:area|br|col|embed|hr|img|input|link|meta|source|track|wbr)\b|[^>]*/>)|\{\\|<\d"
_NAME = r"</?([^\s/>]+)"


class _Pair(Row):
    """Two marks and what stands between them."""

    opening: Span
    closing: Span


def role(mark: str) -> Literal["open", "close", "whole", "either"]:
    """What a mark does: `either` for one that opens and closes, such as `**`.

    >>> role("<b>"), role("</b>"), role("<br>"), role("**"), role("](a.html)")
    ('open', 'close', 'whole', 'either', 'close')
    """
    if mark.startswith("</") or mark.startswith(("](", "][")):
        return "close"
    if re.match(_VOID, mark):
        return "whole"
    return "open" if mark.startswith("<") or mark == "[" else "either"


def closes(opening: str, closing: str) -> bool:
    """Whether a mark ends what another began.

    >>> closes("<a href=x>", "</a>"), closes("<b>", "</i>"), closes("**", "**"), closes("[", "](x)")
    (True, False, True, True)
    """
    first, last = re.match(_NAME, opening), re.match(_NAME, closing)
    if first and last and closing.startswith("</"):
        return first[1].casefold().split(".")[0] == last[1].casefold()
    return opening == closing and role(opening) == "either" or opening == "[" and closing.startswith("]")


def stripped(text: str, protected: Sequence[Protected]) -> str:
    """A text without its marks; of code in a tag the code stays, of a break a space.

    >>> stripped("pembelajaran <b>penguatan</b>", (Protected(Span(13, 16), "markup"), Protected(Span(25, 29), "markup")))
    'pembelajaran penguatan'
    """
    return bared(text, protected, ())[0]


def bared(text: str, protected: Sequence[Protected], spans: Sequence[Span]) -> tuple[str, list[Span]]:
    """The same, and where stretches of the text stand in it.

    >>> bared("<b>Agen</b> AI", (Protected(Span(0, 3), "markup"), Protected(Span(7, 11), "markup")), [Span(3, 14)])
    ('Agen AI', [Span(start=0, end=7)])
    """
    cuts: list[tuple[int, int, str]] = []
    for item in protected:
        mark = text[item.span.start:item.span.end]
        if item.kind == "markup" or re.match(r"<[/\w]", mark):
            cuts.append((item.span.start, item.span.end, re.sub("<[^<>]*>", "", mark) or " " if item.kind == "code" else ""))
    pieces: list[str] = []
    at = 0
    for start, end, instead in cuts:
        pieces += text[at:start], instead
        at = end

    def moved(place: int) -> int:
        return place + sum(len(instead) - (end - start) for start, end, instead in cuts if end <= place)

    return "".join(pieces) + text[at:], [Span(moved(span.start), moved(span.end)) for span in spans]


def blanked(text: str, protected: Sequence[Protected]) -> str:
    """A text of the same length with word joiners in place of its tags, for those who look for words.

    >>> blanked("AI <b>x</b>", (Protected(Span(3, 6), "markup"),)) == "AI " + 3 * "\\u2060" + "x</b>"
    True
    """
    pieces: list[str] = []
    at = 0
    for item in protected:
        if text[item.span.start] == "<":
            tags = re.sub("<[^<>]*>", lambda tag: "\u2060" * len(tag[0]), text[item.span.start:item.span.end])
            pieces += text[at:item.span.start], tags
            at = item.span.end
    return "".join(pieces) + text[at:]


def behind(segment: Segment, at: int) -> int:
    """Where a gloss for a term that ends at a place belongs: behind the tags that close there."""
    for item in segment.protected:
        if item.span.start == at and item.kind == "markup" and segment.text.startswith("</", at):
            at = item.span.end
    return at


def placed(segment: Segment, text: str) -> tuple[Protected, ...]:
    """A segment's own marks, code and addresses where they stand in another text, such as its translation.

    >>> segment = Segment("paragraph", "<b>Agen</b>", 0, (Protected(Span(0, 3), "markup"), Protected(Span(7, 11), "markup")))
    >>> [item.span.start for item in placed(segment, "The <b>agent</b>")]
    [4, 12]
    """
    kinds = {segment.text[item.span.start:item.span.end]: item.kind for item in segment.protected}
    pattern = "|".join(re.escape(mark) for mark in sorted(kinds, key=len, reverse=True) if mark)
    return tuple(Protected(Span(*found.span()), kinds[found[0]]) for found in re.finditer(pattern, text)) if pattern else ()


def restored(segment: Segment, translation: Translation) -> Translation:
    """The translation with the tags that it lost put back where that is certain, and without one that lost its other half.

    >>> from translator_aid.model import Constraint, Receipt
    >>> segment = Segment("paragraph", "Ini <b>agen</b>", 0, (Protected(Span(4, 7), "markup"), Protected(Span(11, 15), "markup")))
    >>> receipt = Receipt(Constraint(Span(7, 11), "term", "agen", "agent"), "kept", Span(11, 16), "agent")
    >>> back = restored(segment, Translation("This is an agent", "x", "x/1", (receipt,)))
    >>> back.text, back.receipts[0].at
    ('This is an <b>agent</b>', Span(start=14, end=19))
    """
    marks = [item.span for item in segment.protected if item.kind == "markup" and segment.text[item.span.start] in "<{"]
    texts = [segment.text[span.start:span.end] for span in marks]
    if not marks or all(translation.text.count(mark) >= texts.count(mark) for mark in texts):
        return translation
    edits: list[tuple[int, int, str]] = []
    pairs = _pairs(segment, marks)
    swallowed = [receipt.constraint.span for receipt in translation.receipts]
    for pair in pairs:
        if not any(span.start <= pair.opening.start and pair.closing.end <= span.end for span in swallowed):
            edits += _pair_edits(segment, pair, translation, texts)
    paired = {span for pair in pairs for span in pair}
    for span in marks:
        mark = segment.text[span.start:span.end]
        if span not in paired and translation.text.count(mark) < texts.count(mark) and not any(span.overlaps(one) for one in swallowed):
            edits.append(_whole_edit(segment, span, translation, mark))
    return _edited(translation, sorted(edits, key=lambda edit: edit[:2]))


def _pairs(segment: Segment, marks: Sequence[Span]) -> list[_Pair]:
    opened: list[Span] = []
    pairs: list[_Pair] = []
    for span in marks:
        mark = segment.text[span.start:span.end]
        if role(mark) == "open":
            opened.append(span)
        elif role(mark) == "close":
            begin = next((n for n in range(len(opened) - 1, -1, -1) if closes(segment.text[opened[n].start:opened[n].end], mark)), -1)
            if begin >= 0:
                pairs.append(_Pair(opened[begin], span))
                del opened[begin:]
    return pairs


def _pair_edits(segment: Segment, pair: _Pair, translation: Translation, texts: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    first, last = (segment.text[span.start:span.end] for span in pair)
    counts = Counter(texts)
    has = [translation.text.count(mark) >= counts[mark] for mark in (first, last)]
    if all(has):
        return
    if any(has) and counts[first] == counts[last] == 1:
        mark = first if has[0] else last
        at = translation.text.index(mark)
        yield at, at + len(mark), ""
    place = _place(segment, pair, translation)
    if place:
        yield place.start, place.start, first
        yield place.end, place.end, last


def _place(segment: Segment, pair: _Pair, translation: Translation) -> Span | None:
    """Where in the translation the words stand that were between two marks."""
    start, end = pair.opening.end, pair.closing.start
    inner = segment.text[start:end].strip()
    outside = segment.text[:pair.opening.start] + segment.text[pair.closing.end:]
    if not re.search(r"\w", outside):
        return Span(0, len(translation.text))
    within = [receipt for receipt in translation.receipts if start <= receipt.constraint.span.start and receipt.constraint.span.end <= end]
    rest = segment.text[start:end]
    for receipt in reversed(within):
        rest = rest[:receipt.constraint.span.start - start] + rest[receipt.constraint.span.end - start:]
    spans = [receipt.at for receipt in within if receipt.at]
    if within and not re.search(r"\w", rest) and len(spans) == len(within):
        place = Span(min(span.start for span in spans), max(span.end for span in spans))
        covered = sum(span.end - span.start for span in spans)
        return place if place.end - place.start <= covered + 2 * len(spans) else None
    found = [match.start() for match in re.finditer(rf"(?<!\w){re.escape(inner)}(?!\w)", translation.text)] if inner else []
    return Span(found[0], found[0] + len(inner)) if len(found) == 1 else None


def _whole_edit(segment: Segment, span: Span, translation: Translation, mark: str) -> tuple[int, int, str]:
    """A lone mark: behind the constraint that it stood behind, at the beginning if it stood there, else at the end."""
    for receipt in translation.receipts:
        if receipt.at and receipt.constraint.span.end == span.start:
            return receipt.at.end, receipt.at.end, mark
    at = 0 if not re.search(r"\w", segment.text[:span.start]) else len(translation.text.rstrip())
    return at, at, mark


def _edited(translation: Translation, edits: Sequence[tuple[int, int, str]]) -> Translation:
    """The translation with stretches replaced, and all that is known of its places moved along."""
    pieces: list[str] = []
    at = 0
    for start, end, mark in edits:
        if start >= at:
            pieces += translation.text[at:start], mark
            at = end

    def moved(span: Span) -> Span:
        before = sum(len(mark) - (end - start) for start, end, mark in edits if end <= span.start)
        within = sum(len(mark) - (end - start) for start, end, mark in edits if span.start < start and end < span.end)
        return Span(span.start + before, span.end + before + within)

    receipts = tuple(replace(receipt, at=moved(receipt.at)) if receipt.at else receipt for receipt in translation.receipts)
    text = "".join(pieces) + translation.text[at:]
    return replace(translation, text=text, receipts=receipts, untranslated=tuple(map(moved, translation.untranslated)))
