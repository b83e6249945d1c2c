"""Terms that are written much like a query, found without comparing it with every term.

Each letter and each pair of neighbouring letters has a row of bits, one bit a term; the terms stand in order of length. A query adds up the rows
of its own letters and pairs, all terms at once in the bits of whole numbers (carry-save adders), and only terms that share enough are compared.
Enough is what no spelling within that distance can undercut: an error costs a text at most one of its letters, none where two are swapped, and at
most three of its pairs (Ukkonen 1992, "Approximate string-matching with q-grams and maximal matches"; a swap of neighbours breaks three). So
nothing near is missed. The distance is optimal string alignment, Damerau-Levenshtein's where no stretch is edited twice, by rapidfuzz (Hyyrö 2003).
"""

from __future__ import annotations

import functools
from array import array
from itertools import accumulate
from typing import Any, Callable, Iterator, NamedTuple, Sequence

from translator_aid.model import Concept, Language
from translator_aid.text import fold, tokens

BLOCK = 64
"""Terms that are kept together."""
ERRORS = 2
"""With so many errors a term is found however short it is."""
PLENTY = 200
"""Among so many terms that share the most pairs of letters a far one is looked for."""
AT_MOST = 500
"""So many are compared where fewer than PLENTY share more."""
CARE = 1e-5
"""What the computer's fractions may lack."""


class Near(NamedTuple):
    """A term that is like the query."""

    similarity: float
    """One minus the share of letters to change, 0 to 1."""
    unlikely: int
    """Of equally similar terms those with less of it come first: 4 for a letter that only one of them has, 2 where letters are not just
    swapped, 1 for another first letter."""
    concept: int
    """The concept's number in the glossary."""
    term: int
    """The term's number in the concept's language."""


def folded(text: str) -> str:
    """A text as it is compared: folded words, a space between them.

    >>> folded("Chain-of-Thought")
    'chain of thought'
    """
    return " ".join([fold(token.surface) for token in tokens(text)])


def features(text: str) -> list[str]:
    """The letters and the pairs of letters of a text, each with its number where it comes again.

    >>> features("data")
    ['d', 'a', 't', 'a\\t2', '-d', 'da', 'at', 'ta', 'a-']
    """
    return _numbered(text) + _numbered(_pairs(text))


def _pairs(text: str) -> list[str]:
    edged = f"-{text}-"
    return [edged[at:at + 2] for at in range(len(edged) - 1)]


def _numbered(items: Sequence[str]) -> list[str]:
    met: dict[str, int] = {}
    found = []
    for item in items:
        met[item] = number = met.get(item, 0) + 1
        found.append(item if number == 1 else f"{item}\t{number}")
    return found


def pieces(concepts: Sequence[Concept], language: Language) -> Iterator[tuple[str, Any]]:
    """What an `Index` asks for by name, as plain values: rows of bits, blocks of terms, and where each length begins.

    >>> from translator_aid.model import Term
    >>> made = dict(pieces([Concept("data", "ai", (Term("data", "id"), Term("Mahadata", "id", "admitted")), ())], "id"))
    >>> made["near-id"], made["near-id-0"], made["near-id:a"]
    ([2, [0, 0, 0, 0, 0, 1, 1, 1, 1, 2]], [('data', 0, 0), ('mahadata', 0, 1)], 3)
    """
    terms = [(folded(term.text), number, at) for number, concept in enumerate(concepts) for at, term in enumerate(concept.terms(language))
             if term.status != "deprecated"]
    terms = sorted(filter(lambda term: term[0], terms), key=lambda term: len(term[0]))
    longest = len(terms[-1][0]) if terms else 0
    lengths = [0] * (longest + 1)
    for text, _number, _at in terms:
        lengths[len(text)] += 1
    yield f"near-{language}", [len(terms), [0, *accumulate(lengths)]]
    for start in range(0, len(terms), BLOCK):
        yield f"near-{language}-{start // BLOCK}", terms[start:start + BLOCK]
    rows: dict[str, array[int]] = {}
    for place, (text, _number, _at) in enumerate(terms):
        for name in features(text):
            if name not in rows:
                rows[name] = array("I")
            rows[name].append(place)
    for name, places in rows.items():
        yield f"near-{language}:{name}", _row(places) if len(places) * 32 > len(terms) else places.tolist()


def _row(places: Sequence[int]) -> int:
    """A whole number with those bits set."""
    bits = bytearray(places[-1] // 8 + 1)
    for place in places:
        bits[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(bits, "little")


class Index:
    """The terms of one language, asked for what is like a query; `data` gives the pieces by name, None for one that there is not.

    >>> from translator_aid.model import Term
    >>> concepts = [Concept("ml", "ai", (Term("pembelajaran mesin", "id"),), ()), Concept("llm", "ai", (Term("model bahasa besar", "id"),), ())]
    >>> Index(dict(pieces(concepts, "id")).get, "id").near("pemblajaran mseni", 0.8, 0.8, 0)
    [Near(similarity=0.8333333333333334, unlikely=2, concept=0, term=0)]
    """

    def __init__(self, data: Callable[[str], Any], language: Language) -> None:
        self._data = data
        self._language = language
        self.size, self._starts = data(f"near-{language}")
        self._rows: dict[str, int] = {}
        self._blocks: dict[int, list[tuple[str, int, int]]] = {}

    def near(self, wanted: str, least: float, sure: float, limit: int) -> list[Near]:
        """Terms of at least that similarity to a folded text, the most similar first.

        All from the `sure` similarity on, and all with no more than `ERRORS`; where these are fewer than the limit, also farther ones.
        """
        near = self.close(wanted, least, sure)
        if len(near) >= limit:
            return near
        known = {found[2:] for found in near}
        return near + [found for found in self.far(wanted, least) if found[2:] not in known]

    def close(self, wanted: str, least: float, sure: float) -> list[Near]:
        """All terms of at least that similarity to a folded text that also have the `sure` one, or no more than `ERRORS`."""
        size, last = len(wanted), len(self._starts) - 2
        letters, pairs = _added(self._of(_numbered(wanted))), self._pairs_shared(wanted)
        chosen = 0
        for longer in range(size, max(size, min(int(size / least + CARE), last)) + 1):
            errors = min(int(longer * (1 - least) + CARE), max(ERRORS, int(longer * (1 - sure) + CARE)))
            lane = self._lane(size - errors if longer == size else longer, longer) if longer <= size + errors else 0
            lane = lane and _reaching(letters, longer - errors, lane)
            chosen |= lane and _reaching(pairs, longer + 1 - 3 * errors, lane)
        return self._compared(wanted, chosen, least)

    def far(self, wanted: str, least: float) -> list[Near]:
        """Terms of at least that similarity among those that share the most pairs of letters with a folded text, the most similar first."""
        size = len(wanted)
        pairs = self._pairs_shared(wanted)
        lane = self._lane(int(size * least), int(size / least))
        chosen = 0
        for shared in range(size + 1, 0, -1):
            more = _reaching(pairs, shared, lane)
            if more.bit_count() > AT_MOST:
                break
            chosen = more
            if chosen.bit_count() >= PLENTY:
                break
        return self._compared(wanted, chosen, least)

    def _compared(self, wanted: str, chosen: int, least: float) -> list[Near]:
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        terms = [self._term(place) for place in _places(chosen)]
        texts = [text for text, _number, _at in terms]
        scored = process.extract(wanted, texts, scorer=OSA.normalized_similarity, score_cutoff=least - CARE, limit=None)
        near = [Near(score, _unlikely(wanted, text), *terms[at][1:]) for text, score, at in scored]
        return sorted(near, key=lambda found: (-found.similarity, *found[1:]))

    @functools.lru_cache(maxsize=8)  # noqa: B019 - lives as long as the program
    def _pairs_shared(self, wanted: str) -> list[int]:
        return _added(self._of(_numbered(_pairs(wanted))))

    def _lane(self, shortest: int, longest: int) -> int:
        """The bits of all terms of those lengths."""
        last = len(self._starts) - 2
        start, stop = self._starts[max(0, min(shortest, last + 1))], self._starts[max(0, min(longest, last)) + 1]
        return (1 << stop) - (1 << start) if start < stop else 0

    def _of(self, names: Sequence[str]) -> list[int]:
        """The rows of such letters or pairs, as far as any term has them."""
        for name in names:
            if name not in self._rows:
                row = self._data(f"near-{self._language}:{name}") or 0
                self._rows[name] = _row(row) if isinstance(row, list) else row
        return [row for row in map(self._rows.__getitem__, names) if row]

    def _term(self, place: int) -> tuple[str, int, int]:
        block = place // BLOCK
        if block not in self._blocks:
            self._blocks[block] = self._data(f"near-{self._language}-{block}")
        return self._blocks[block][place % BLOCK]


def _added(rows: list[int]) -> list[int]:
    """How often each bit is set in the rows: the ones of all sums, then their twos, fours and so on."""
    sums = []
    while rows:
        carried = []
        while len(rows) > 2:
            one, two, three = rows.pop(), rows.pop(), rows.pop()
            either = one ^ two
            rows.append(either ^ three)
            carried.append(one & two | either & three)
        if len(rows) == 2:
            one, two = rows
            rows = [one ^ two]
            carried.append(one & two)
        sums.append(rows[0])
        rows = carried
    return sums


def _reaching(sums: Sequence[int], least: int, lane: int) -> int:
    """The bits of a lane whose sum is at least so much."""
    if least <= 0:
        return lane
    if least >> len(sums):
        return 0
    more, equal = 0, lane
    for at in range(len(sums) - 1, -1, -1):
        if least >> at & 1:
            equal &= sums[at]
        else:
            more |= equal & sums[at]
            equal &= ~sums[at]
    return more | equal


def _places(bits: int) -> Iterator[int]:
    written = bin(bits)[:1:-1]
    place = written.find("1")
    while place >= 0:
        yield place
        place = written.find("1", place + 1)


def _unlikely(wanted: str, text: str) -> int:
    return 4 * (set(wanted) != set(text)) + 2 * (sorted(wanted) != sorted(text)) + (wanted[:1] != text[:1])
