"""The project's own sentence pairs (`training/data/*.tsv`, CC0): reading and mechanical checks.

    python training/own.py [FILE...]     checks the files (all by default): one line a fault, exit code 1 if there is any
"""

from __future__ import annotations

import re
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import Iterable, Iterator, NamedTuple

DATA = Path(__file__).parent / "data"
WORD = re.compile(r"[^\W_]+(?:[-'’.,][^\W_]+)*")
MOST_IN_ONE_PHRASE = 10
"""No run of five words stands in more sentences than this: what does is a template."""
LEAST, MOST = 3, 60
# what is a name in one language and a common word in the other, or is spelt in two ways
TRANSLATED = frozenset("""
    January February March April May June July August September October November December Januari Februari Maret Mei Juni Juli Agustus Oktober Desember
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday Senin Selasa Rabu Kamis Jumat Sabtu Minggu I English Indonesian
""".split())


class Pair(NamedTuple):
    """One line of a file."""

    path: Path
    line: int
    id: str
    en: str


def pairs(paths: Iterable[Path] = ()) -> Iterator[Pair]:
    """The pairs of the files, in the order of their names; a line without exactly one tab has an empty English side."""
    for path in sorted(paths) or sorted(DATA.glob("*.tsv")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            id, _, en = line.partition("\t")
            yield Pair(path, number, id, "" if "\t" in en else en)


def words(text: str) -> list[str]:
    """The words of a sentence in small letters."""
    return [word.lower() for word in WORD.findall(text)]


def faults(found: list[Pair]) -> Iterator[tuple[Pair, str]]:
    """Each fault of each pair: form, length, repetition, numbers, names, quotes, templates."""
    seen: dict[tuple[str, str], Pair] = {}
    runs: dict[tuple[str, ...], list[Pair]] = defaultdict(list)
    for pair in found:
        yield from ((pair, fault) for fault in _form(pair))
        for side, text in (("id", pair.id), ("en", pair.en)):
            key = (side, " ".join(words(text)))
            if key in seen:
                yield pair, f"the {side} side repeats {seen[key].path.name}:{seen[key].line}"
            seen.setdefault(key, pair)
            tokens = words(text)
            for run in {(side, *tokens[at:at + 5]) for at in range(len(tokens) - 4)}:
                runs[run].append(pair)
    for run, where in runs.items():
        if len(where) > MOST_IN_ONE_PHRASE:
            yield where[-1], f"template: {' '.join(run[1:])!r} stands in {len(where)} sentences"


def _form(pair: Pair) -> Iterator[str]:
    if not pair.id or not pair.en:
        yield "not two columns"
        return
    for text in (pair.id, pair.en):
        if text != text.strip() or "  " in text:
            yield "space at an edge or doubled"
        if not LEAST <= len(words(text)) <= MOST:
            yield f"{len(words(text))} words"
        if "—" in text and re.search(r"\w—\w", text) is None and " — " not in text:
            yield "dash with a space on one side"
        if text.count("“") != text.count("”") or text.count('"') % 2 or text.count("(") != text.count(")"):
            yield "quotes or brackets do not pair"
    if pair.id[-1] in ".?!" and pair.en.rstrip("”\"')")[-1:] not in ".?!" and pair.en[-1] not in ".?!":
        yield "only one side ends a sentence"
    ratio = len(pair.id) / len(pair.en)
    if not 0.5 < ratio < 2.2 and len(pair.id) > 30:
        yield f"lengths differ: {ratio:.1f}"
    if bool(re.search("[“”]", pair.id)) != bool(re.search("[“”]", pair.en)):
        yield "only one side quotes"
    yield from _numbers(pair)
    missing = _names(pair.id) ^ _names(pair.en)
    if len(missing) > 2:
        yield f"names on one side only: {', '.join(sorted(missing))}"


def _numbers(pair: Pair) -> Iterator[str]:
    from translator_aid import locales
    left = [one for one in locales.find(pair.id, "id", "en") if re.search(r"\d", one.surface)]
    right = [one for one in locales.find(pair.en, "en", "id")]
    for one in left:
        if not any(locales.same(one.value, other.value) for other in right) and one.surface not in pair.en:
            yield f"number {one.surface!r} ({one.value}) has no counterpart"


def _names(text: str) -> set[str]:
    """Words with a capital inside a sentence that both languages should share: at least four letters, none of them a translated name."""
    found = set()
    for match in re.finditer(r"(?<=[a-z,] )[A-Z][a-zA-Z]{3,}", text):
        if match[0] not in TRANSLATED:
            found.add(match[0])
    return {name for name in found}


def main(arguments: list[str]) -> int:
    """Prints the faults, of the whole set only how many there are of each kind, and the counts; 1 where files were named and have faults."""
    found = list(pairs([Path(one) for one in arguments]))
    kinds: Counter[str] = Counter()
    for pair, fault in faults(found):
        kinds[fault.partition(":")[0]] += 1
        if arguments:
            print(f"{pair.path.name}:{pair.line}: {fault}\n    {pair.id}\n    {pair.en}")
    for kind, count in kinds.most_common():
        print(f"{count:6} {kind}")
    print(f"{len(found)} pairs, {sum(len(words(pair.id)) for pair in found)} Indonesian and {sum(len(words(pair.en)) for pair in found)} English words")
    return 1 if kinds and arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
