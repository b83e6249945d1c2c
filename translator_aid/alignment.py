"""Two documents paired paragraph by paragraph, so that one paragraph lost does not make all that follow wrong.

The cheapest path through both documents, after Gale and Church (1993), "A Program for Aligning Sentences in Bilingual Corpora": a paragraph stands
for one, for two joined, or for none, and each step costs what its lengths make unlikely. Added to that: shared numbers, names, addresses and glossary
concepts, cognates and everyday words, the rarer the better, and the kind of block.
"""

from __future__ import annotations

import functools
import math
import re
from collections import Counter
from typing import Iterator, Mapping, NamedTuple, Sequence

from translator_aid.bitext import Bitext, Pair
from translator_aid.forms import data
from translator_aid.matching import Matcher
from translator_aid.model import Document, Language, Protected, Segment, Span
from translator_aid.wording import cognate

VARIANCE = 6.8
"""Of the target's characters for each of the source's: Gale and Church's figure."""
STRANGE = 12.0
"""Cost of two paragraphs that share none of what each has."""
COSTS = {(1, 1): -math.log(0.89), (1, 0): -math.log(0.0099), (0, 1): -math.log(0.0099), (2, 1): -math.log(0.0005), (1, 2): -math.log(0.0005)}
"""Of the steps, by how often they are taken; joined paragraphs are far rarer than joined sentences, which Gale and Church counted."""
MARGIN = 30
"""How far off the diagonal paragraphs may be, over the difference in number."""
_ANCHOR = re.compile(r"https?://\S+|\d+(?:[.,]\d+)*|[^\W\d_][\w'’.-]*[^\W_]")


Anchor = frozenset[str]
"""The ways in which one thing may be written on the other side."""


class Paragraph(NamedTuple):
    """What the alignment knows of a paragraph."""

    length: int
    kind: str
    anchors: tuple[Anchor, ...]


def align(source: Document, target: Document, matchers: Mapping[Language, Matcher], languages: tuple[Language, Language] = ("id", "en")) -> Bitext:
    """The pairs of two documents; where one has nothing for the other's paragraph the pair has one side.

    >>> from translator_aid.model import Glossary
    >>> from translator_aid.readers import read
    >>> source = read("Satu model.\\n\\nPada 2021 Jakarta banjir lagi.\\n\\nTiga GPU.\\n".encode(), "a.txt")
    >>> target = read("One model.\\n\\nThree GPUs.\\n".encode(), "b.txt")
    >>> matchers = {"id": Matcher(Glossary(()), "id"), "en": Matcher(Glossary(()), "en")}
    >>> [(pair.text("source"), pair.text("target")) for pair in align(source, target, matchers).pairs]
    [('Satu model.', 'One model.'), ('Pada 2021 Jakarta banjir lagi.', ''), ('Tiga GPU.', 'Three GPUs.')]
    """
    left = [described(segment, matchers[languages[0]]) for segment in source.segments]
    right = [described(segment, matchers[languages[1]]) for segment in target.segments]
    pairs: list[Pair] = []
    i = j = 0
    for taken, given in path(left, right):
        pairs.append(Pair(len(pairs), joined(source, i, i + taken), joined(target, j, j + given)))
        i, j = i + taken, j + given
    return Bitext((source, target), languages, tuple(pairs))


def described(segment: Segment, matcher: Matcher) -> Paragraph:
    """A paragraph's length and kind, and its anchors: what the other language may have for each of its words, numbers, addresses and concepts."""
    language = matcher.source
    found = [frozenset([f"#{match.concept.key}"]) for match in matcher.find(segment.text, segment.protected)]
    found += [_alternatives(word, language) for word in _ANCHOR.findall(segment.text)]
    return Paragraph(len(segment.text), segment.kind, tuple(dict.fromkeys(found)))


@functools.lru_cache(maxsize=65536)
def _alternatives(word: str, language: Language) -> Anchor:
    """How a word may look on the other side: `~` and the beginning of a cognate, `=` and the everyday English; a number without its marks."""
    if word[0].isdigit():
        return frozenset([re.sub(r"[.,]", "", word)])
    plain = word.lower()
    found = {plain}
    if len(word) > 4 and word.isalpha():
        found.add(f"~{cognate(word)}")
    if language == "id":
        found.update(f"={other}" for other in data("lexicon").get(plain, "").split())
    else:
        found.add(f"={plain}")
    return frozenset(found)


def joined(document: Document, start: int, stop: int) -> Segment | None:
    """Some segments as one, with all that lies between them; None for none."""
    segments = document.segments[start:stop]
    if len(segments) < 2:
        return segments[0] if segments else None
    first, last = segments[0], segments[-1]
    if any(segment.raw is not None for segment in segments) or document.format not in ("plain", "markdown"):
        return _strung(segments)
    protected = tuple(Protected(Span(item.span.start + segment.start - first.start, item.span.end + segment.start - first.start), item.kind)
                      for segment in segments for item in segment.protected)
    return Segment(first.kind, document.text[first.start:last.end], first.start, protected)


def _strung(segments: Sequence[Segment]) -> Segment:
    """Segments of a format with text of its own as one, an empty line between each two."""
    text, protected = "", list[Protected]()
    for segment in segments:
        text += "\n\n" if text else ""
        protected += [Protected(Span(item.span.start + len(text), item.span.end + len(text)), item.kind) for item in segment.protected]
        text += segment.text
    return Segment(segments[0].kind, text, segments[0].start, tuple(protected), segments[0].raw)


def path(left: Sequence[Paragraph], right: Sequence[Paragraph]) -> list[tuple[int, int]]:
    """The cheapest steps through both: how many paragraphs of each side every pair takes."""
    shared = _Shared(left, right)
    best: dict[tuple[int, int], tuple[float, tuple[int, int]]] = {(0, 0): (0.0, (0, 0))}
    for i in range(len(left) + 1):
        for j in _band(i, len(left), len(right)):
            choices = []
            for taken, given in COSTS:
                known = best.get((i - taken, j - given))
                if known and i >= taken and j >= given:
                    cost = known[0] + COSTS[taken, given] + _cost(left, right, (i - taken, i), (j - given, j), shared)
                    choices.append((cost, (taken, given)))
            if choices:
                best[i, j] = min(choices)
    steps = []
    at = (len(left), len(right))
    while at != (0, 0):
        step = best[at][1]
        steps.append(step)
        at = (at[0] - step[0], at[1] - step[1])
    return steps[::-1]


def _band(i: int, rows: int, columns: int) -> Iterator[int]:
    """The columns near enough to the diagonal."""
    middle = i * columns // max(rows, 1)
    width = MARGIN + abs(rows - columns)
    return iter(range(max(0, middle - width), min(columns, middle + width) + 1))


class _Shared:
    """How much of what paragraphs of both sides have they share: the rarer an anchor the more it weighs, nothing where one side never has it."""

    def __init__(self, left: Sequence[Paragraph], right: Sequence[Paragraph]) -> None:
        self.sides = _weighed(left, right), _weighed(right, left)

    def share(self, rows: tuple[int, int], columns: tuple[int, int]) -> float:
        """From 0 for nothing to 1 for all, of the paragraphs in two ranges; a middling figure where neither has anything to share."""
        shared = total = 0.0
        for side, own, other in ((self.sides[0], rows, columns), (self.sides[1], columns, rows)):
            for number in range(*own):
                for weight, places in side[number]:
                    total += weight
                    if any(place in places for place in range(*other)):
                        shared += weight
        return shared / total if total else 0.7


def _weighed(side: Sequence[Paragraph], other: Sequence[Paragraph]) -> list[list[tuple[float, frozenset[int]]]]:
    """For each paragraph of a side its anchors' weights and the paragraphs of the other side that have them."""
    places: dict[str, set[int]] = {}
    for number, paragraph in enumerate(other):
        for written in frozenset[str]().union(*paragraph.anchors):
            places.setdefault(written, set()).add(number)
    often = Counter(anchor for paragraph in side for anchor in paragraph.anchors)
    found: dict[Anchor, tuple[float, frozenset[int]]] = {}
    for anchor, count in often.items():
        here = frozenset[int]().union(*(places.get(written, ()) for written in anchor))
        if here:
            found[anchor] = 1 / math.sqrt(count * len(here)), here
    return [[found[anchor] for anchor in paragraph.anchors if anchor in found] for paragraph in side]


def _cost(left: Sequence[Paragraph], right: Sequence[Paragraph], rows: tuple[int, int], columns: tuple[int, int], shared: _Shared) -> float:
    sources, targets = left[slice(*rows)], right[slice(*columns)]
    if not sources or not targets:
        return 0.0
    if len(sources) + len(targets) > 2 and any(paragraph.kind != "paragraph" for paragraph in (*sources, *targets)):
        return math.inf
    a, b = sum(paragraph.length for paragraph in sources), sum(paragraph.length for paragraph in targets)
    kinds = 0.0 if sources[0].kind == targets[0].kind else 3.0
    return _length_cost(a, b) + kinds + STRANGE * (1 - shared.share(rows, columns))


def _length_cost(a: int, b: int) -> float:
    """How unlikely two lengths are for one text: minus the logarithm of twice the tail of the normal distribution."""
    delta = abs(b - a) / math.sqrt((a + b) / 2 * VARIANCE or 1)
    return min(-math.log(max(math.erfc(delta / math.sqrt(2)), 1e-12)), 12.0)
