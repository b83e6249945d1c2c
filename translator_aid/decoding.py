"""The search of the built-in translation model: which phrases, in which order, read best.

Phrase-based beam search with cube pruning (Koehn, Och and Marcu 2003; Huang and Chiang 2007): hypotheses that cover equally many source words
compete in a stack. A constraint's span is exclusive: only its own wordings may cover it, whole, so that it cannot be lost. Scores are natural
logarithms times their weights.
"""

from __future__ import annotations

import heapq
from typing import Any, Callable, Iterator, Mapping, NamedTuple, Sequence

from translator_aid.model import Span

State = Any
"""What a language model must know of the words before: nothing but its equality counts here."""
BEAM = 40
POPS = 150
LIMIT = 5
"""How many hypotheses a stack keeps, how many it looks at, and how many words a phrase may jump."""
CHOICES = 14
"""How many wordings of a source phrase are tried."""
_FAR = -1e9


class Option(NamedTuple):
    """One way to render a span of source words."""

    words: tuple[int, ...]
    """The target words by number."""
    score: float
    """Weighted, without the language model."""
    before: tuple[float, float, float] = (0.0, 0.0, 0.0)
    """Weighted scores for following the phrase written before it monotonely, swapped, or with a jump."""
    after: tuple[float, float, float] = (0.0, 0.0, 0.0)
    """The same for the phrase that comes next."""
    row: int = -1
    """The number of the constraint that it stands for; -1 for what is copied; lower for a phrase of the table, in training -2 minus its row."""
    texts: tuple[str, ...] = ()
    """The words as they are to be written, where the vocabulary has not got them."""


class Hypothesis:
    """A partial translation; `others` are those that it replaced because they can only go on in the same way."""

    __slots__ = ("score", "covered", "end", "state", "option", "span", "back", "others", "total")

    def __init__(self, score: float, covered: int, end: int, state: State, option: Option | None, span: Span, back: Hypothesis | None) -> None:
        self.score = score
        self.covered = covered
        self.end = end
        self.state = state
        self.option = option
        self.span = span
        self.back = back
        self.others: list[Hypothesis] = []
        self.total = score


class Language(NamedTuple):
    """What the search asks of a language model."""

    extend: Callable[[State, tuple[int, ...]], tuple[float, State]]
    """Log p of the words after a state, and the state after them."""
    start: State
    """At the beginning of a sentence."""
    finish: Callable[[State], float]
    """Log p of the sentence's end."""
    nowhere: State = ()
    """Where nothing is known of the words before."""


class Weights(NamedTuple):
    """The weights of what the options do not hold."""

    language: float
    jump: float


def search(
    length: int, options: Mapping[Span, Sequence[Option]], language: Language, weights: Weights, walls: frozenset[int] = frozenset(), *,
    beam: int = BEAM, pops: int = POPS, limit: int = LIMIT,
) -> list[Hypothesis]:
    """The finished hypotheses for a source of that many words, best first; never empty if the options cover every word.

    `walls` are source places that nothing may jump over (a quotation mark, a colon).
    """
    job = _Search(length, options, language, weights, walls, limit)
    stacks: list[dict[tuple[int, int, State], Hypothesis]] = [{} for _ in range(length + 1)]
    cubes: list[list[_Cube]] = [[] for _ in range(length + 1)]
    stacks[0][0, 0, language.start] = Hypothesis(0.0, 0, 0, language.start, None, Span(0, 0), None)
    for size in range(length + 1):
        if size:
            job.fill(stacks[size], cubes[size], pops)
            cubes[size] = []
        if size < length:
            for group in _groups(stacks[size].values(), beam):
                for cube in job.cubes(group):
                    cubes[cube.size].append(cube)
    done = list(stacks[length].values())
    for one in done:
        mono = one.option.after[0] if one.option else 0.0
        one.total = one.score + weights.language * language.finish(one.state) + mono
        for other in one.others:
            other.total = one.total + other.score - one.score
    return sorted(done, key=lambda one: -one.total)


def _groups(stack: object, beam: int) -> Iterator[list[Hypothesis]]:
    """The best hypotheses of a stack, those that cover the same words and ended at the same place together."""
    kept = sorted(stack, key=lambda one: -one.total)[:beam]  # type: ignore[call-overload]
    found: dict[tuple[int, int], list[Hypothesis]] = {}
    for one in kept:
        found.setdefault((one.covered, one.end), []).append(one)
    for group in found.values():
        group.sort(key=lambda one: -one.score)
        yield group


class _Cube:
    __slots__ = ("group", "options", "estimates", "span", "covered", "orientation", "cost", "size")

    def __init__(
        self, group: list[Hypothesis], options: Sequence[Option], estimates: Sequence[float], span: Span, covered: int, orientation: int,
        cost: float, size: int,
    ) -> None:
        self.group = group
        self.options = options
        self.estimates = estimates
        self.span = span
        self.covered = covered
        self.orientation = orientation
        self.cost = cost
        self.size = size


class _Search:
    def __init__(
        self, length: int, options: Mapping[Span, Sequence[Option]], language: Language, weights: Weights, walls: frozenset[int], limit: int,
    ) -> None:
        self.length = length
        self.language = language
        self.weights = weights
        self.walls = walls
        self.limit = limit
        self.options: dict[Span, tuple[Sequence[Option], Sequence[float]]] = {}
        self.at: list[list[tuple[int, int]]] = [[] for _ in range(length)]
        self.futures: dict[int, float] = {}
        for span, found in options.items():
            reads = [language.extend(language.nowhere, one.words)[0] for one in found]
            estimated = sorted(((one.score + weights.language * log, one) for log, one in zip(reads, found)), key=lambda pair: -pair[0])
            self.options[span] = tuple(one for _, one in estimated), tuple(estimate for estimate, _ in estimated)
            self.at[span.start].append((span.end, (1 << span.end) - (1 << span.start)))
        self.best = self._best()

    def _best(self) -> list[list[float]]:
        """The best that each span can come to, without order and context."""
        best = [[_FAR] * (self.length + 1) for _ in range(self.length + 1)]
        for span, (_, estimates) in self.options.items():
            if estimates:
                best[span.start][span.end] = estimates[0]
        for width in range(2, self.length + 1):
            for start in range(self.length - width + 1):
                row, end = best[start], start + width
                value = row[end]
                for middle in range(start + 1, end):
                    other = row[middle] + best[middle][end]
                    if other > value:
                        value = other
                row[end] = value
        return best

    def future(self, covered: int) -> float:
        """What the words not yet covered can still bring, at best."""
        if covered in self.futures:
            return self.futures[covered]
        total, at = 0.0, 0
        while at < self.length:
            if covered >> at & 1:
                at += 1
                continue
            end = at
            while end < self.length and not covered >> end & 1:
                end += 1
            total += self.best[at][end]
            at = end
        self.futures[covered] = total
        return total

    def cubes(self, group: list[Hypothesis]) -> Iterator[_Cube]:
        """Every span that the hypotheses of a group may go on with."""
        covered, end = group[0].covered, group[0].end
        first = (~covered & (covered + 1)).bit_length() - 1
        behind = group[0].span.start
        jump = self.weights.jump
        size = covered.bit_count() if hasattr(covered, "bit_count") else bin(covered).count("1")
        for start in range(first, min(first + self.limit + 1, self.length)):
            if start > first and (start - 1) in self.walls and not covered >> (start - 1) & 1:
                return
            if covered >> start & 1:
                continue
            away = abs(start - end)
            if away > self.limit and start != first:
                continue
            for stop, mask in self.at[start]:
                if covered & mask or (start > first and stop - first > self.limit + 1):
                    continue
                options, estimates = self.options[Span(start, stop)]
                orientation = 0 if start == end else 1 if stop == behind else 2
                after = covered | mask
                yield _Cube(group, options, estimates, Span(start, stop), after, orientation, jump * away + self.future(after), size + stop - start)

    def fill(self, stack: dict[tuple[int, int, State], Hypothesis], cubes: list[_Cube], pops: int) -> None:
        """The best combinations of hypotheses and options, looked at in the order that their estimates give."""
        heap = [(-(cube.group[0].score + cube.estimates[0] + cube.cost), number, 0, 0) for number, cube in enumerate(cubes) if cube.options]
        heapq.heapify(heap)
        extend, weight = self.language.extend, self.weights.language
        while heap and pops:
            pops -= 1
            _, number, h, o = heapq.heappop(heap)
            cube = cubes[number]
            group, options = cube.group, cube.options
            back, option = group[h], options[o]
            logs, state = extend(back.state, option.words)
            turn = cube.orientation
            future = self.future(cube.covered)
            score = back.score + option.score + weight * logs + cube.cost - future + option.before[turn]
            if back.option:
                score += back.option.after[turn]
            new = Hypothesis(score, cube.covered, cube.span.end, state, option, cube.span, back)
            new.total = score + future
            _keep(stack, new)
            if o + 1 < len(options):
                heapq.heappush(heap, (-(back.score + cube.estimates[o + 1] + cube.cost), number, h, o + 1))
            if o == 0 and h + 1 < len(group):
                heapq.heappush(heap, (-(group[h + 1].score + cube.estimates[0] + cube.cost), number, h + 1, 0))


def _keep(stack: dict[tuple[int, int, State], Hypothesis], new: Hypothesis) -> None:
    key = new.covered, new.end, new.state
    old = stack.get(key)
    if old is None:
        stack[key] = new
    elif new.score > old.score:
        new.others = [*old.others, old]
        old.others = []
        stack[key] = new
    else:
        old.others.append(new)


def path(last: Hypothesis) -> list[Hypothesis]:
    """The steps of a translation in the order in which they are written."""
    steps: list[Hypothesis] = []
    at: Hypothesis | None = last
    while at is not None and at.option is not None:
        steps.append(at)
        at = at.back
    return steps[::-1]


def best(finished: Sequence[Hypothesis], count: int) -> Iterator[tuple[float, list[Hypothesis]]]:
    """The `count` best translations with their scores, each as its steps; recombined hypotheses are taken apart again."""
    heap: list[tuple[float, int, tuple[Hypothesis, ...]]] = []
    serial = 0
    for one in finished[:count]:
        for alternative in (one, *one.others):
            heapq.heappush(heap, (-alternative.total, serial, (alternative,)))
            serial += 1
    while heap and count:
        minus, _, tail = heapq.heappop(heap)
        count -= 1
        yield -minus, [*path(tail[0]), *tail[1:]]
        # every deviation before the fixed tail
        at: Hypothesis | None = tail[0]
        fixed = tail
        while at is not None and at.back is not None and at.back.option is not None:
            back = at.back
            for other in back.others:
                heapq.heappush(heap, (minus + back.score - other.score, serial, (other, *fixed)))
                serial += 1
            fixed = (back, *fixed)
            at = back
