"""From the public corpora and our own pairs to clean tokenised training text.

    python training/corpus.py --out training/build [--permissive] [--shared ../shared]

Writes `train.id`, `train.en` (tokens, one sentence a line), `train.tag` (the source of each line) and `corpus.json` (what was kept and
dropped of each source, with its licence), which the model card prints.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import re
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path
from typing import Iterable, Iterator, NamedTuple

import own
from translator_aid import phrasing, tokens, verbatim

LEFT_OUT = ("train.msref", "train.religious")
"""Formulaic raw machine translation of reference pages, and archaic verse: both teach the wrong words."""
LONGEST = 80
KEEP_WHOLE = {"hyphen": 3, "clitic": 40}
"""How often a word with a hyphen or an enclitic must occur to stay in one piece."""
RARE = 60
"""A name that occurs less often than this is only known as a name."""
_OTHER_SCRIPT = re.compile(r"[^\W\d_]")
_DIGITS = re.compile(r"\d+")


class Line(NamedTuple):
    """One pair of the corpus."""

    id: str
    en: str
    tag: str


def sources(shared: Path) -> dict[str, dict[str, str]]:
    """The rows of sources.tsv by tag; a tag of several parts has its first row."""
    with (shared / "parallel" / "sources.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    found: dict[str, dict[str, str]] = {}
    for row in rows:
        found.setdefault(row["tag"], row)
    return found


def lines(shared: Path, permissive: bool) -> Iterator[Line]:
    """The pairs that may be used, our own and the glossary's examples first."""
    for pair in own.pairs():
        yield Line(pair.id, pair.en, "own")
    yield from _examples()
    licences = sources(shared)
    for path in sorted((shared / "parallel").glob("train.*.tsv.gz")):
        if path.name.startswith(LEFT_OUT):
            continue
        with gzip.open(path, "rt", encoding="utf-8") as file:
            for row in file:
                id, en, tag = row.rstrip("\n").split("\t")
                licence = licences[tag]["licence_class"]
                if licence == "permissive" or (not permissive and licence != "non-commercial"):
                    yield Line(id, en, tag)


def _examples() -> Iterator[Line]:
    """The glossary's examples, and its preferred and admitted terms as pairs."""
    from translator_aid import glossary
    loaded = glossary.load(sorted((Path(__file__).parent.parent / "glossary").glob("*.yaml")))
    for concept in loaded.concepts:
        for example in concept.examples:
            yield Line(example.indonesian, example.english, "glossary")


def _latin(text: str) -> bool:
    letters = _OTHER_SCRIPT.findall(text)
    return all(unicodedata.name(letter, "").startswith(("LATIN", "MODIFIER", "MICRO", "MASCULINE", "FEMININE", "GREEK")) for letter in set(letters))


def _numbers(text: str) -> Counter[str]:
    return Counter(digit.lstrip("0") or "0" for digit in _DIGITS.findall(text))


def fault(line: Line) -> str:
    """Why a pair is no use, or nothing."""
    id, en = line.id.strip(), line.en.strip()
    if not id or not en or id.lower() == en.lower():
        return "untranslated"
    if not _latin(id) or not _latin(en):
        return "script"
    ratio = len(id) / len(en)
    if max(len(id), len(en)) > 25 and not 0.45 < ratio < 2.3:
        return "length"
    left, right = _numbers(id), _numbers(en)
    if sum(((left - right) + (right - left)).values()) > 1 + (sum(left.values()) // 4):
        return "numbers"
    a, b = set(id.lower().split()), set(en.lower().split())
    if len(a) >= 4 and len(a & b) > 0.7 * min(len(a), len(b)):
        return "untranslated"
    return ""


def clean(found: Iterable[Line], report: dict[str, Counter[str]]) -> Iterator[Line]:
    """The pairs without fault; of near-duplicates (letters alone compared) the first, of one sentence at most three translations."""
    seen: set[int] = set()
    often: Counter[int] = Counter()
    for line in found:
        report[line.tag]["read"] += 1
        why = fault(line)
        if not why:
            bare = [re.sub(r"[\W\d_]+", " ", side.lower()).strip() for side in (line.id, line.en)]
            key = hash(tuple(bare))
            often[hash(bare[0])] += 1
            often[hash((bare[1], 1))] += 1
            why = "duplicate" if key in seen else "repeated" if max(often[hash(bare[0])], often[hash((bare[1], 1))]) > 4 else ""
            seen.add(key)
        if why:
            report[line.tag][why] += 1
        else:
            yield Line(" ".join(line.id.split()), " ".join(line.en.split()), line.tag)


def cased(words: list[str], counts: dict[str, int]) -> list[str]:
    """The tokens with the first word in the case that it has inside sentences."""
    for at, word in enumerate(words[:3]):
        if word[0].isalpha():
            small = word.lower()
            if word[0].isupper() and counts.get(small, 0) >= counts.get(word, 0) and (small in counts or len(words) > 3 and word not in counts):
                return [*words[:at], small if small in counts else word, *words[at + 1:]]
            return words
    return words


def tokenised(found: list[Line], language: tokens.Language) -> list[list[str]]:
    """The tokens of one side of all pairs: rare hyphenated and enclitic words taken apart, first words in their usual case."""
    at = 0 if language == "id" else 1
    whole = [[token.text for token in tokens.tokens(line[at], language)] for line in found]
    counts: Counter[str] = Counter()
    for words in whole:
        counts.update(words)
    known = {word for word, count in counts.items() if count >= _needed(word, language)}
    pieces = [[token.text for token in tokens.tokens(line[at], language, known)] for line in found]
    inside: Counter[str] = Counter()
    for words in pieces:
        title = sum(word[0].isupper() for word in words) > 0.6 * len(words)
        if not title:
            inside.update(words[1:])
    return [[tokens.shape(word) for word in cased(words, inside)] for words in pieces]


def named(ids: list[list[str]], ens: list[list[str]]) -> None:
    """Puts `<name>` or `<brand>` for each run of rare capitalised words that stands alike on both sides."""
    counts: list[Counter[str]] = [Counter(), Counter()]
    for side, count in zip((ids, ens), counts):
        for words in side:
            count.update(words)
    rare = {word for word in counts[0].keys() & counts[1].keys() if _is_rare_name(word, counts)}
    for left, right in zip(ids, ens):
        at = 0
        while at < len(left):
            size = 0
            while at + size < len(left) and left[at + size] in rare and size < 5:
                size += 1
            places: list[int] = []
            while size and not places:
                run = left[at:at + size]
                places = [place for place in range(len(right) - size + 1) if right[place:place + size] == run]
                size -= not places
            if places:
                left[at:at + size] = right[places[0]:places[0] + size] = [phrasing.name_class(" ".join(run))]
            at += 1


def _is_rare_name(word: str, counts: list[Counter[str]]) -> bool:
    if not word[0].isupper() or len(word) < 2 or any(2 * count[word.lower()] > count[word] for count in counts):
        return False
    return max(count[word] for count in counts) < RARE or verbatim.is_unmistakable(word)


def _needed(word: str, language: str) -> int:
    if "-" in word:
        return KEEP_WHOLE["hyphen"]
    if language == "id" and word.endswith(tokens.CLITICS):
        return KEEP_WHOLE["clitic"] if word.endswith("nya") else 3
    return 1


def main() -> None:
    """Reads, cleans, writes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("training/build"))
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--permissive", action="store_true", help="only sources of a permissive licence")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    report: dict[str, Counter[str]] = defaultdict(Counter)
    found = list(clean(lines(options.shared, options.permissive), report))
    sides = [tokenised(found, "id"), tokenised(found, "en")]
    named(*sides)
    kept = [at for at in range(len(found)) if 1 <= len(sides[0][at]) <= LONGEST and 1 <= len(sides[1][at]) <= LONGEST]
    for name, rows in (("train.id", sides[0]), ("train.en", sides[1])):
        (options.out / name).write_text("".join(" ".join(rows[at]) + "\n" for at in kept), encoding="utf-8")
    (options.out / "train.tag").write_text("".join(found[at].tag + "\n" for at in kept), encoding="utf-8")
    for at in kept:
        report[found[at].tag]["kept"] += 1
        report[found[at].tag]["id_words"] += len(sides[0][at])
        report[found[at].tag]["en_words"] += len(sides[1][at])
    (options.out / "corpus.json").write_text(json.dumps({tag: dict(count) for tag, count in sorted(report.items())}, indent=1), encoding="utf-8")
    print(f"{len(kept)} pairs kept of {sum(count['read'] for count in report.values())}")


if __name__ == "__main__":
    main()
