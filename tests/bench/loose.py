"""Writes translator_aid/data/loose.yaml: how often translators render each concept in other words than the glossary's, and in which, counted in the shared corpus.

    python tests/bench/loose.py SHARED/parallel

For each concept that ten or more paragraphs of one kind of text name: paragraphs that lack every term the glossary has for it / paragraphs that name it, in
whichever kind of text is freest / how many of the former lack the other words as well, and then these words: those that are far commoner where the
terms are missing than elsewhere, chosen one after the other by how many paragraphs each explains. For the words the guards are spared, so that the
everyday senses of ambiguous terms are among them. Only counts and single words come out of the corpus, none of its text, and only from sources
under a permissive licence. Run it again when the glossary has grown; it takes minutes.
"""

from __future__ import annotations

import collections
import concurrent.futures
import sys
from pathlib import Path
from typing import NamedTuple

from permissive import PARTS, pairs

from translator_aid import glossary
from translator_aid.bitext import Bitext, Pair, Side
from translator_aid.checks import Context, terms
from translator_aid.model import Document, Language, Segment
from translator_aid.wording import Words, words_of

SHARDS = 8
LIFT, FEWEST, SHARE, MOST, COMMON = 8.0, 4, 0.04, 8, 0.05
"""How much commoner a word must be where a concept's terms are missing, in how many such paragraphs it must stand, in what share of them, how many words are taken, and the
share of all paragraphs above which a word says nothing."""


class Missing(NamedTuple):
    """A paragraph that names a concept and whose translation has none of its terms."""

    words: Words
    guarded: bool
    part: str


class Counts:
    """What was counted in a share of the corpus."""

    def __init__(self) -> None:
        self.named: collections.Counter[tuple[str, Language, str]] = collections.Counter()
        self.missing: dict[tuple[Language, str], list[Missing]] = collections.defaultdict(list)
        self.words: dict[Language, collections.Counter[str]] = {"id": collections.Counter(), "en": collections.Counter()}
        self.pairs = 0

    def add(self, other: Counts) -> None:
        """Adds another share."""
        self.named.update(other.named)
        for key, found in other.missing.items():
            self.missing[key] += found
        for language, words in other.words.items():
            self.words[language].update(words)
        self.pairs += other.pairs


def count(folder: Path, shard: int) -> Counts:
    """How often each concept is named, and where it is unrendered, in every eighth pair."""
    loaded = glossary.load()
    seed = Document("", "plain", "", ())
    matchers = {language: Context(Bitext((seed, seed), (language, language), ()), loaded).matcher("source") for language in ("id", "en")}
    found = Counts()
    for part in PARTS:
        for number, (indonesian, english) in enumerate(pairs(folder, part)):
            if number % SHARDS == shard:
                pair = Pair(0, Segment("paragraph", indonesian, 0), Segment("paragraph", english, 0))
                context = Context(Bitext((seed, seed), ("id", "en"), (pair,)), loaded, matchers=matchers)  # type: ignore[arg-type]
                found.pairs += 1
                for side, other, language in (("source", "target", "id"), ("target", "source", "en")):
                    tally(found, part, pair, context, side, language, words_of(pair.text(other)))  # type: ignore[arg-type]
    return found


def tally(found: Counts, part: str, pair: Pair, context: Context, side: Side, language: Language, words: Words) -> None:
    """Adds one side of a pair to the counts."""
    found.words["en" if language == "id" else "id"].update(words)
    guarded = [match for match in context.matches(pair, side) if not match.gloss and match.term.status != "deprecated"]
    found.named.update((part, language, key) for key in {match.concept.key for match in guarded})
    known = {match.concept.key for match in terms.unrendered(pair, context, side)}
    free = {match.concept.key for match in context.guesses(pair, side) if not match.gloss and match.term.status != "deprecated"
            and not terms.renders(match, pair, context, side)}
    for key in known | free:
        found.missing[language, key].append(Missing(words, key in known, part))


def instead(total: Counts, language: Language, key: str) -> list[str]:
    """The words that stand for a concept where its terms are missing."""
    left = [missing.words for missing in total.missing[language, key]]
    common = total.words["en" if language == "id" else "id"]
    size = len(left)
    chosen: list[str] = []
    while left and len(chosen) < MOST:
        counted = collections.Counter(word for words in left for word in words if len(word) > 2)
        good = [(number, word) for word, number in counted.items() if number >= max(FEWEST, SHARE * size) and common[word] < COMMON * total.pairs
                and number / size > LIFT * common[word] / total.pairs]
        if not good:
            break
        word = max(good)[1]
        chosen.append(word)
        left = [words for words in left if word not in words]
    return chosen


def worst(total: Counts, language: Language, key: str, words: list[str]) -> tuple[int, int, int]:
    """How many paragraphs name a concept, how many of them do not render it, and how many not even in other words, where it is rendered least."""
    rows = []
    for part in PARTS:
        here = [missing for missing in total.missing[language, key] if missing.guarded and missing.part == part]
        rows.append((total.named[part, language, key], len(here), sum(missing.words.isdisjoint(words) for missing in here)))
    enough = [row for row in rows if row[0] >= 10]
    return max(enough, key=lambda row: row[1] / row[0]) if enough else (sum(row[0] for row in rows), sum(row[1] for row in rows), sum(row[2] for row in rows))


def main(folder: Path) -> None:
    """Counts in parallel and writes the file."""
    total = Counts()
    with concurrent.futures.ProcessPoolExecutor() as pool:
        for found in pool.map(count, [folder] * SHARDS, range(SHARDS)):
            total.add(found)
    concepts = glossary.load().by_key
    lines = ["# How freely translators render each concept, by the language translated from: paragraphs without any of the glossary's terms for it / paragraphs that",
             "# name it / those without the words behind it either, which stand for it often; in training texts under permissive licences (see tests/bench/loose.py,",
             "# which writes this file). Concepts named in fewer than ten paragraphs have words only. The check of terms is strict where next to none are missing."]
    for language in ("id", "en"):
        lines.append(f"{language}:")
        for key in sorted(concepts):
            words = instead(total, language, key)
            named, missing, left = worst(total, language, key, words)
            if named >= 10 or missing > 1 or words:
                lines.append(f'  {key}: "{" ".join([f"{missing}/{named}/{left}", *words])}"')
    (Path(terms.__file__).parent.parent / "data" / "loose.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
