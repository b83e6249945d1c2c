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

VARIANCE = 6.8
"""Of the target's characters for each of the source's: Gale and Church's figure."""
STRANGE = 6.0
"""Cost of two paragraphs that share none of what each has."""
COSTS = {(1, 1): -math.log(0.89), (1, 0): -math.log(0.0099), (0, 1): -math.log(0.0099), (2, 1): -math.log(0.005), (1, 2): -math.log(0.005)}
MARGIN = 30
"""How far off the diagonal paragraphs may be, over the difference in number."""
SOUNDS = (("ph", "f"), ("ch", "k"), ("th", "t"), ("c(?=[eiy])", "s"), ("c|q", "k"), ("x", "ks"), ("y", "i"), ("v", "f"), ("z", "s"))
"""How English letters may be written in Indonesian."""
_ANCHOR = re.compile(r"https?://\S+|\d+(?:[.,]\d+)*|[^\W\d_][\w'’.-]*[^\W_]")


class Paragraph(NamedTuple):
    """What the alignment knows of a paragraph."""

    length: int
    kind: str
    anchors: frozenset[str]


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
    """A paragraph's length, kind and anchors: numbers without their marks, words, addresses, `~` and the beginning of a word, `=` and an
    everyday word's English, `#key` for each concept."""
    anchors = {re.sub(r"[.,]", "", found) if found[0].isdigit() else found.lower() for found in _ANCHOR.findall(segment.text)}
    cognates = {f"~{cognate(word)}" for word in re.findall(r"[^\W\d_]{5,}", segment.text)}
    words = set(re.findall(r"[^\W\d_]{3,}", segment.text.lower()))
    lexicon = data("lexicon")
    everyday = {f"={lexicon[word]}" for word in words & lexicon.keys()} if matcher.source == "id" else {f"={word}" for word in words}
    concepts = {f"#{match.concept.key}" for match in matcher.find(segment.text, segment.protected)}
    return Paragraph(len(segment.text), segment.kind, frozenset(anchors | cognates | everyday | concepts))


@functools.lru_cache(maxsize=65536)
def cognate(word: str) -> str:
    """The first four letters of a word as both languages might spell it, after Simard, Foster and Isabelle (1992) on cognates.

    >>> cognate("efisiensi") == cognate("efficiency"), cognate("Oktober") == cognate("October")
    (True, True)
    """
    plain = re.sub(r"(.)\1", r"\1", word.lower())
    for letters, letter in SOUNDS:
        plain = re.sub(letters, letter, plain)
    return plain[:4]


def joined(document: Document, start: int, stop: int) -> Segment | None:
    """Some segments as one, with all that lies between them; None for none."""
    segments = document.segments[start:stop]
    if len(segments) < 2:
        return segments[0] if segments else None
    first, last = segments[0], segments[-1]
    protected = tuple(Protected(Span(item.span.start + segment.start - first.start, item.span.end + segment.start - first.start), item.kind)
                      for segment in segments for item in segment.protected)
    return Segment(first.kind, document.text[first.start:last.end], first.start, protected)


def path(left: Sequence[Paragraph], right: Sequence[Paragraph]) -> list[tuple[int, int]]:
    """The cheapest steps through both: how many paragraphs of each side every pair takes."""
    weights = _weights(left, right)
    best: dict[tuple[int, int], tuple[float, tuple[int, int]]] = {(0, 0): (0.0, (0, 0))}
    for i in range(len(left) + 1):
        for j in _band(i, len(left), len(right)):
            choices = []
            for taken, given in COSTS:
                known = best.get((i - taken, j - given))
                if known and i >= taken and j >= given:
                    cost = known[0] + COSTS[taken, given] + _cost(left[i - taken:i], right[j - given:j], weights)
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


def _weights(left: Sequence[Paragraph], right: Sequence[Paragraph]) -> dict[str, float]:
    """What sharing an anchor is worth: the rarer the more, and nothing for what only one side has anywhere."""
    counts = [Counter(anchor for paragraph in side for anchor in paragraph.anchors) for side in (left, right)]
    return {anchor: 1 / math.sqrt(count * counts[1][anchor]) for anchor, count in counts[0].items() if anchor in counts[1]}


def _cost(sources: Sequence[Paragraph], targets: Sequence[Paragraph], weights: dict[str, float]) -> float:
    if not sources or not targets:
        return 0.0
    if len(sources) + len(targets) > 2 and any(paragraph.kind != "paragraph" for paragraph in (*sources, *targets)):
        return math.inf
    a, b = sum(paragraph.length for paragraph in sources), sum(paragraph.length for paragraph in targets)
    kinds = 0.0 if sources[0].kind == targets[0].kind else 3.0
    mine, theirs = (frozenset().union(*(paragraph.anchors for paragraph in side)) & weights.keys() for side in (sources, targets))
    total = sum(weights[anchor] for anchor in mine) + sum(weights[anchor] for anchor in theirs)
    shared = 2 * sum(weights[anchor] for anchor in mine & theirs) / total if total else 0.7
    return _length_cost(a, b) + kinds + STRANGE * (1 - shared)


def _length_cost(a: int, b: int) -> float:
    """How unlikely two lengths are for one text: minus the logarithm of twice the tail of the normal distribution."""
    delta = abs(b - a) / math.sqrt((a + b) / 2 * VARIANCE or 1)
    return min(-math.log(max(math.erfc(delta / math.sqrt(2)), 1e-12)), 12.0)
