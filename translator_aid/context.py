"""Whether a way through the tree is a match: letter case, hyphens, names, agents, and the evidence that its guard asks for."""

from __future__ import annotations

import functools
from typing import Collection, Iterable

from translator_aid.automaton import case_fits
from translator_aid.forms import PRONOUN, rules
from translator_aid.glosses import find_gloss
from translator_aid.guards import Clues, Surroundings
from translator_aid.model import Language, Span
from translator_aid.paths import Entry, Path, clitics_fit
from translator_aid.scanning import Scan
from translator_aid.text import fold


class Context(Surroundings):
    """One text under search: its tokens, what its guards have asked about it, and what the document has mentioned before."""

    def __init__(self, source: Language, text: str, stream: Scan, known: Collection[str] = (), clues: Clues | None = None) -> None:
        super().__init__(text, stream, source, clues)
        self.target: Language = "en" if source == "id" else "id"
        self.known = known
        self.bracketed = "(" in text
        """Whether there can be a gloss in the text at all."""
        self._title: bool | None = None

    def fits(self, path: Path, at: int) -> bool:
        """Whether letter case and hyphens allow the path, whatever its guard says."""
        entry = path.entry
        if entry.exact_case and not case_fits(entry, self.surface(at, path.stop)):
            return False
        return entry.concept is None or self._stands_free(entry, at, path.stop)

    def passes(self, path: Path, at: int) -> bool:
        """Whether the path is a match: it fits, it is part of no name, and its guard has its evidence."""
        return clitics_fit(path) and self.fits(path, at) and self.supports(path, at, path.stop)

    def supports(self, path: Path, at: int, stop: int) -> bool:
        """The same for a path that fits: what only the text around can say."""
        entry = path.entry
        term = entry.term
        if entry.concept is None or term is None:
            return True
        if entry.base.requires == PRONOUN and not self._has_agent(at):
            return False
        if term.guard is None:
            return not self._is_name(entry, at, stop)
        if self.bracketed and find_gloss(self.text, Span(self.stream.start(at), self.stream.end(stop - 1)), entry.concept, self.target):
            return True
        return self.allows(term.guard, at, stop, entry.concept.key in self.known, entry.base.edges) and not self._is_name(entry, at, stop)

    def _has_agent(self, at: int) -> bool:
        """True after the agent of a passive type two: a pronoun, and before it a word that can open such a clause."""
        if at < 2 or self.stream.before(at) != " " or self.stream.before(at - 1) != " ":
            return False
        return fold(self.stream.words[at - 1].surface) in agents() and fold(self.stream.words[at - 2].surface) in rules("id")["agents"]["before"]

    def _stands_free(self, entry: Entry, at: int, stop: int) -> bool:
        """False where a hyphen ties the match to a word that the match does not explain; capitals and numbers may be (GPT-4, 2-nanometre)."""
        if entry.exact_case:
            return True
        if at and self.stream.before(at) == "-" and not self.stream.words[at - 1].surface.isdigit():
            return False
        return not (stop < len(self.stream) and self.stream.before(stop) == "-" and not self.stream.words[stop].surface.isdigit())

    def _is_name(self, entry: Entry, at: int, stop: int) -> bool:
        """True where one capitalised common word stands in a row of capitalised words that is no title: part of a proper name."""
        term = entry.term
        if term is None or stop - at > 1 or entry.exact_case:
            return False
        word = self.stream.words[at].surface
        if not word[0].isupper() or word.isupper() or term.text[0].isupper():
            return False
        following = stop < len(self.stream) and self.stream.before(stop) == " " and _capitalised(self.stream.words[stop].surface)
        begins = at == 0 or any(mark in self.stream.before(at) for mark in ".!?:\n“\"")
        preceding = not begins and self.stream.before(at) == " " and _capitalised(self.stream.words[at - 1].surface)
        return (preceding or following and not begins) and not self._is_title()

    def _is_title(self) -> bool:
        if self._title is None:
            self._title = not is_sentence(self.text) and is_title(word.surface for word in self.stream.words)
        return self._title


def is_title(words: Iterable[str]) -> bool:
    """Whether the words of a text that is no sentence are capitalised as in a title.

    >>> is_title(["Model", "Bahasa", "dan", "Masa", "Depan"]), is_title(["Model", "bahasa", "baru"])
    (True, False)
    """
    long = [word for word in words if len(word) > 3 and word[0].isalpha()]
    return not long or sum(word[0].isupper() for word in long) > 0.7 * len(long)


def is_sentence(text: str) -> bool:
    """Whether a text ends as a sentence does, and is no title.

    >>> is_sentence('“Kami berhenti.”'), is_sentence("Berita Terbaru")
    (True, False)
    """
    return text.rstrip(" \"'”’)*_\u2060")[-1:] in (".", "!", "?", ",")


def _capitalised(word: str) -> bool:
    return len(word) > 1 and word[0].isupper()


@functools.lru_cache(maxsize=1)
def agents() -> frozenset[str]:
    """The pronouns before a passive type two: "model yang kami latih"."""
    return frozenset(rules("id")["agents"]["words"])
