"""The terms in the texts of a corpus, each as a plain row: no document, unit or match is made for any of the millions that there may be.

Of a mention only its place, whether it is the first, and the place of a gloss differ from the next one; all else is the reading of its words, which
is described once.
"""

from __future__ import annotations

from typing import Any, Iterator, Mapping, Optional

from translator_aid import contract, matchjson
from translator_aid.automaton import Answer
from translator_aid.found import matches
from translator_aid.matching import Matcher
from translator_aid.model import Document, Glossary, Language, Run
from translator_aid.readers import plain
from translator_aid.records import Row
from translator_aid.text import WINDOW

LIMIT = 50_000
"""Readings that are remembered."""


class Reading(Row):
    """What is said of words wherever they are read so."""

    answer: Answer
    """How they are read."""
    described: dict[str, Any]
    """As `contract` describes it, with `lemma` and `target`; the values that differ from mention to mention mean nothing here."""
    around: tuple[str, ...]
    """The same in JSON, as `matchjson.around` cuts it."""


Mention = tuple[int, int, Reading, bool, Optional[tuple[int, int]]]
"""Where it begins and ends, what is said of it, whether it is its concept's first, and where the text glosses it."""


class Annotator:
    """Finds the terms of one text after the other, as the commands find them in plain text; all offsets are those of the whole text.

    >>> from translator_aid.model import Concept, Term
    >>> concept = Concept("token", "nlp", (Term("token", "id"),), (Term("token", "en"),))
    >>> annotator = Annotator("id", True, Glossary((concept,)), {"id": Matcher(Glossary((concept,)), "id")})
    >>> [(start, end, first) for start, end, _reading, first, _gloss in annotator.mentions("Token.\\n\\nDua tokennya.")]
    [(0, 5, True), (12, 20, False)]
    """

    def __init__(self, language: Language, every: bool, loaded: Glossary, matchers: Mapping[Language, Matcher]) -> None:
        """With `every` false only a concept's first mention in a text is given."""
        matcher = matchers[language]
        self._find = matcher.found
        self._every = every
        self._run = Run("annotate", Document("", "plain", "", ()), language, matcher.target, loaded, every=every)
        self._known: dict[int, Reading] = {}

    def mentions(self, text: str) -> list[Mention]:
        """The terms in a text."""
        seen: set[str] = set()
        made: list[Mention] = []
        for at, paragraph in _paragraphs(text):
            for start, end, answer, gloss in self._find(paragraph, seen):
                # whose number is known is the same: what is known stays alive
                reading = self._known.get(id(answer)) or self._learned(answer)
                key = answer.concept.key
                first = key not in seen
                if first:
                    seen.add(key)
                elif not self._every:
                    continue
                made.append((start + at, end + at, reading, first, (gloss.start + at, gloss.end + at) if gloss else None))
        return made

    def written(self, text: str) -> tuple[str, int]:
        """The same as a list in JSON, and how many they are."""
        made = self.mentions(text)
        return (f"[{', '.join(list(map(_written, made)))}]", len(made)) if made else ("[]", 0)

    def _learned(self, answer: Answer) -> Reading:
        if len(self._known) >= LIMIT:
            self._known.clear()
        match, = matches([(0, 0, answer, None)])
        found = contract.match(self._run, match)
        described = {**found, "lemma": match.analysis.lemma, "target": next(iter(found["translations"]), None)}
        reading = self._known[id(answer)] = Reading(answer, described, matchjson.around(described))
        return reading


def _paragraphs(text: str) -> Iterator[tuple[int, str]] | tuple[tuple[int, str]]:
    """The paragraphs of a plain text, each with its place."""
    if "\n" not in text and "\r" not in text and 0 < len(text) <= WINDOW and text[0] != "\ufeff" and not (text[0].isspace() or text[-1].isspace()):
        return (0, text),  # most records hold a single one, which need not be looked for
    return ((start, text[start:end]) for start, end in plain.places(text))


def _written(mention: Mention) -> str:
    start, end, reading, is_first, place = mention
    return matchjson.filled(reading.around, start, end, is_first, place)
