"""Looking a term up, in either language: as typed, inflected, in another spelling, abbreviated, or misspelled."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Callable, Mapping, Sequence

from translator_aid.model import SIDES, Analysis, Concept, Glossary, Hit, Language
from translator_aid.text import fold

if TYPE_CHECKING:
    from translator_aid.matching import Matcher
    from translator_aid.paths import Paths
    from translator_aid.similar import Index

CLOSE = 0.80
"""From this similarity on a near term counts as an answer; below it is only a suggestion."""
NEARLY, BEHIND = 0.65, 0.17
"""From this similarity on, and no farther behind a closer term, another may be meant as well: two errors in six letters beside one."""
FAR = 0.4
"""Below this similarity a term is not even a suggestion."""


class Lookup:
    """Answers queries from a glossary.

    >>> from translator_aid.model import Concept, Glossary, Term
    >>> concept = Concept("reinforcement-learning", "ai", (Term("pembelajaran penguatan", "id"),), (Term("reinforcement learning", "en"),))
    >>> find = Lookup(Glossary((concept,))).find
    >>> [(hit.concept.key, hit.how) for hit in find("pembelajaran penguatannya")]
    [('reinforcement-learning', 'inflected')]
    >>> [(hit.how, round(hit.score, 2)) for hit in find("pembelajran pengutan")]
    [('fuzzy', 0.91)]
    """

    def __init__(self, glossary: Glossary, matchers: Mapping[Language, Matcher] | None = None) -> None:
        self.glossary = glossary
        self._matchers = matchers

    def find(self, query: str, source: Language | None = None, limit: int = 5) -> tuple[Hit, ...]:
        """What the query names, best first: certain answers, or else near terms, marked `fuzzy`; nothing if none is close."""
        certain = self.certain(query, source)
        if certain:
            return certain[:limit]
        return self.near(query, source, limit, CLOSE)

    def certain(self, query: str, source: Language | None = None) -> tuple[Hit, ...]:
        """The concepts that the query names exactly, in an inflected form or in another spelling."""
        found: dict[str, Hit] = {}
        for language in _languages(source):
            for concept, term, analysis, how in self._paths(language).analyse(query):
                hit = Hit(concept, term, how, 1.0, analysis)
                if concept.key not in found or _order(hit) < _order(found[concept.key]):
                    found[concept.key] = hit
        hits = sorted(found.values(), key=_order)
        return tuple(hit for hit in hits if hit.how != "inflected" or not _exact(hits))

    @functools.lru_cache(maxsize=2)  # noqa: B019 - lives as long as the program
    def _paths(self, language: Language) -> Paths:
        lean: Callable[[Language], Paths] | None = getattr(self._matchers, "paths", None)
        if lean:
            return lean(language)
        if self._matchers:
            return self._matchers[language]
        from translator_aid.matching import Matcher

        return Matcher(self.glossary, language)

    def near(self, query: str, source: Language | None = None, limit: int = 5, least: float = FAR) -> tuple[Hit, ...]:
        """The most similar terms from that similarity on, one a concept; `similar` says how they are found.

        From `CLOSE` on none is missed, nor with two errors; others, asked for below `NEARLY`, are sought among those that share the most pairs of
        letters.
        """
        from translator_aid.similar import folded

        wanted = folded(query)
        if not wanted:
            return ()
        enough = limit if least < NEARLY else 0
        near = [(*found, language) for language in _languages(source) for found in self._index(language).near(wanted, least, CLOSE, enough)]
        found: dict[str, Hit] = {}
        for similarity, _unlikely, number, at, language in sorted(near, key=lambda item: (-item[0], *item[1:])):
            concept = self._concept(number)
            term = concept.terms(language)[at]
            found.setdefault(concept.key, Hit(concept, term, "fuzzy", round(similarity, 4), Analysis(query, term.text)))
            if len(found) == limit:
                break
        return tuple(found.values())

    def beside(self, query: str, hits: Sequence[Hit], source: Language | None = None, limit: int = 5) -> tuple[Hit, ...]:
        """Near terms that may be meant, beside the answers that `find` gave: with these no more than the limit, and none beside a certain one."""
        if hits and hits[0].how != "fuzzy":
            return ()
        near = self.near(query, source, limit, max(NEARLY, hits[0].score - BEHIND) if hits else FAR)
        keys = {hit.concept.key for hit in hits}
        return tuple(hit for hit in near if hit.concept.key not in keys)

    @functools.lru_cache(maxsize=2)  # noqa: B019 - lives as long as the program
    def _index(self, language: Language) -> Index:
        from translator_aid.similar import Index, pieces

        stored = getattr(self.glossary, "data", None)
        if stored and stored(f"near-{language}"):
            return Index(stored, language)
        return Index(dict(pieces(self.glossary.concepts, language)).get, language)

    def _concept(self, number: int) -> Concept:
        stored: Callable[[int], Concept] | None = getattr(self.glossary, "concept", None)
        return stored(number) if stored else self.glossary.concepts[number]


def _languages(source: Language | None) -> Sequence[Language]:
    return (source,) if source else SIDES


def _exact(hits: Sequence[Hit]) -> bool:
    return any(hit.how == "exact" and fold(hit.analysis.surface) == fold(hit.term.text) for hit in hits)


def _order(hit: Hit) -> tuple[int, bool, bool, int]:
    how = ("exact", "variant", "inflected", "fuzzy").index(hit.how)
    return how, hit.analysis.surface != hit.term.text, hit.term.status != "preferred", len(hit.analysis.steps)
