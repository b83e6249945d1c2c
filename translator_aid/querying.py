"""Looking a term up, in either language: as typed, inflected, in another spelling, abbreviated, or misspelled."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Callable, Mapping, Sequence

from translator_aid.model import Analysis, Concept, Glossary, Hit, Language, Term
from translator_aid.text import fold, tokens

if TYPE_CHECKING:
    from translator_aid.matching import Matcher
    from translator_aid.paths import Paths

SIDES: tuple[Language, ...] = ("id", "en")
CLOSE = 0.80
"""From this similarity on a near term counts as an answer; below it is only a suggestion."""
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
        """The most similar terms from that similarity on, one a concept.

        The measure is the optimal string alignment distance, which is Damerau-Levenshtein's where no stretch is edited twice, normalised: it can be
        computed 64 letters at a time (Hyyrö 2003), and whatever cannot reach `least` is given up at once.
        """
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        wanted = " ".join(fold(token.surface) for token in tokens(query))
        if not wanted:
            return ()
        texts, meant = self._choices(source)
        scored = process.extract(wanted, texts, scorer=OSA.normalized_similarity, limit=limit * 4, score_cutoff=least)
        found: dict[str, Hit] = {}
        for _text, score, index in scored:
            concept, term = meant[index]
            found.setdefault(concept.key, Hit(concept, term, "fuzzy", round(float(score), 4), Analysis(query, term.text)))
        return tuple(found.values())[:limit]

    @functools.lru_cache(maxsize=3)  # noqa: B019 - lives as long as the program
    def _choices(self, source: Language | None) -> tuple[list[str], list[tuple[Concept, Term]]]:
        meant = [(concept, term) for concept in self.glossary.concepts for language in _languages(source) for term in concept.terms(language)
                 if term.status != "deprecated"]
        return [" ".join(fold(token.surface) for token in tokens(term.text)) for _concept, term in meant], meant


def _languages(source: Language | None) -> Sequence[Language]:
    return (source,) if source else SIDES


def _exact(hits: Sequence[Hit]) -> bool:
    return any(hit.how == "exact" and fold(hit.analysis.surface) == fold(hit.term.text) for hit in hits)


def _order(hit: Hit) -> tuple[int, bool, bool, int]:
    how = ("exact", "variant", "inflected", "fuzzy").index(hit.how)
    return how, hit.analysis.surface != hit.term.text, hit.term.status != "preferred", len(hit.analysis.steps)
