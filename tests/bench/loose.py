"""Writes translator_aid/data/loose.yaml: how often translators render each concept in other words than the glossary's, counted in the shared corpus.

    python tests/bench/loose.py SHARED/parallel

For each concept that ten or more paragraphs of one kind of text name: paragraphs that lack every term the glossary has for it / paragraphs that name it, in
whichever kind of text is freest. Only counts come out of the corpus, none of its text, and only from sources
under a permissive licence. Run it again when the glossary has grown; it takes minutes.
"""

from __future__ import annotations

import collections
import concurrent.futures
import sys
from pathlib import Path

from permissive import PARTS, pairs

from translator_aid import glossary
from translator_aid.bitext import Bitext, Pair, Side
from translator_aid.checks import Context, terms
from translator_aid.model import Document, Language, Segment

SHARDS = 8
Counts = collections.Counter[tuple[str, Language, str, bool]]


def count(folder: Path, shard: int) -> Counts:
    """How often each concept is named, and how often unrendered, in every eighth pair."""
    loaded = glossary.load()
    seed = Document("", "plain", "", ())
    matchers = {language: Context(Bitext((seed, seed), (language, language), ()), loaded).matcher("source") for language in ("id", "en")}
    found: Counts = collections.Counter()
    for part in PARTS:
        for number, (indonesian, english) in enumerate(pairs(folder, part)):
            if number % SHARDS == shard:
                pair = Pair(0, Segment("paragraph", indonesian, 0), Segment("paragraph", english, 0))
                context = Context(Bitext((seed, seed), ("id", "en"), (pair,)), loaded, matchers=matchers)  # type: ignore[arg-type]
                for side, language in (("source", "id"), ("target", "en")):
                    tally(found, part, pair, context, side, language)  # type: ignore[arg-type]
    return found


def tally(found: Counts, part: str, pair: Pair, context: Context, side: Side, language: Language) -> None:
    """Adds one side of a pair to the counts."""
    named = {match.concept.key for match in context.matches(pair, side) if not match.gloss and match.term.status != "deprecated"}
    found.update((part, language, key, True) for key in named)
    found.update((part, language, key, False) for key in {match.concept.key for match in terms.unrendered(pair, context, side)})


def worst(total: Counts, language: Language, key: str) -> tuple[int, int]:
    """How many paragraphs name a concept, and how many of them do not render it, in the kind of text that renders it least."""
    counts = [(total[part, language, key, True], total[part, language, key, False]) for part in PARTS]
    enough = [(named, missing) for named, missing in counts if named >= 10]
    return max(enough, key=lambda both: both[1] / both[0]) if enough else (sum(named for named, _missing in counts), sum(missing for _named, missing in counts))


def main(folder: Path) -> None:
    """Counts in parallel and writes the file."""
    total: Counts = collections.Counter()
    with concurrent.futures.ProcessPoolExecutor() as pool:
        for found in pool.map(count, [folder] * SHARDS, range(SHARDS)):
            total.update(found)
    concepts = glossary.load().by_key
    lines = ["# How freely translators render each concept, by the language translated from: paragraphs without any of the glossary's terms for it / paragraphs that",
             "# name it, in training texts under permissive licences (see tests/bench/loose.py, which writes this file). Concepts named in fewer than ten paragraphs are left out. The check",
             "# of terms is strict where next to none are missing."]
    for language in ("id", "en"):
        lines.append(f"{language}:")
        for key in sorted(concepts):
            named, missing = worst(total, language, key)
            if named >= 10 or missing > 1:
                lines.append(f"  {key}: {missing}/{named}")
    (Path(terms.__file__).parent.parent / "data" / "loose.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
