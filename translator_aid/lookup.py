"""Looking a term up, in either language: as typed, inflected, in another spelling, abbreviated, or misspelled."""

from __future__ import annotations

import functools
from typing import Mapping, Sequence

from translator_aid.matching import Matcher
from translator_aid.model import Analysis, Concept, Glossary, Hit, Language, Term
from translator_aid.text import fold, tokens

SIDES: tuple[Language, ...] = ("id", "en")
CLOSE = 0.80
"""From this similarity on a near term counts as an answer; below it is only a suggestion."""


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
        self._matchers = matchers or {language: Matcher(glossary, language) for language in SIDES}

    def find(self, query: str, source: Language | None = None, limit: int = 5) -> tuple[Hit, ...]:
        """What the query names, best first: certain answers, or else near terms, marked `fuzzy`; nothing if none is close."""
        certain = self.certain(query, source)
        if certain:
            return certain[:limit]
        return tuple(hit for hit in self.near(query, source, limit) if hit.score >= CLOSE)

    def certain(self, query: str, source: Language | None = None) -> tuple[Hit, ...]:
        """The concepts that the query names exactly, in an inflected form or in another spelling."""
        found: dict[str, Hit] = {}
        for language in _languages(source):
            for concept, term, analysis, how in self._matchers[language].analyse(query):
                hit = Hit(concept, term, how, 1.0, analysis)
                if concept.key not in found or _order(hit) < _order(found[concept.key]):
                    found[concept.key] = hit
        hits = sorted(found.values(), key=_order)
        return tuple(hit for hit in hits if hit.how != "inflected" or not _exact(hits))

    def near(self, query: str, source: Language | None = None, limit: int = 5) -> tuple[Hit, ...]:
        """The most similar terms, whatever their similarity (Damerau-Levenshtein, normalised), one a concept."""
        from rapidfuzz import process
        from rapidfuzz.distance import DamerauLevenshtein

        wanted = " ".join(fold(token.surface) for token in tokens(query))
        if not wanted:
            return ()
        choices = self._choices(source)
        scored = process.extract(wanted, [text for text, _c, _t in choices], scorer=DamerauLevenshtein.normalized_similarity, limit=limit * 4)
        found: dict[str, Hit] = {}
        for _text, score, index in scored:
            _folded, concept, term = choices[index]
            if score > 0.4:
                found.setdefault(concept.key, Hit(concept, term, "fuzzy", round(float(score), 4), Analysis(query, term.text)))
        return tuple(found.values())[:limit]

    @functools.lru_cache(maxsize=3)  # noqa: B019 - lives as long as the program
    def _choices(self, source: Language | None) -> list[tuple[str, Concept, Term]]:
        return [
            (" ".join(fold(token.surface) for token in tokens(term.text)), concept, term)
            for concept in self.glossary.concepts for language in _languages(source) for term in concept.terms(language)
            if term.status != "deprecated"
        ]


def _languages(source: Language | None) -> Sequence[Language]:
    return (source,) if source else SIDES


def _exact(hits: Sequence[Hit]) -> bool:
    return any(hit.how == "exact" and fold(hit.analysis.surface) == fold(hit.term.text) for hit in hits)


def _order(hit: Hit) -> tuple[int, bool, bool, int]:
    how = ("exact", "variant", "inflected", "fuzzy").index(hit.how)
    return how, hit.analysis.surface != hit.term.text, hit.term.status != "preferred", len(hit.analysis.steps)
