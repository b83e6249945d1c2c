"""What the checks find in human translations, and how many planted faults they find.

    python tests/bench/checks.py SHARED/parallel [--pairs 400] [--read 100] [--codes C1,C2] [--seed 1] [--reverse]

Prints findings per 100 pairs by code for dev.ai and dev.news, a random sample of findings to be read, and for each kind of fault how many of those planted
were found: a fault counts as found where its pair, which has no finding of the topic without it, has one then.
"""

from __future__ import annotations

import argparse
import random
import re
import time
from collections import Counter
from pathlib import Path
from typing import Callable, Iterator

from translator_aid import alignment, checks, compiled, pipeline
from translator_aid.bitext import Bitext, Checked, Pair
from translator_aid.checks.terms import unrendered
from translator_aid.model import Document, Language, Segment
from translator_aid.wording import words_of

BLOCK = 20
"""Paragraphs of the texts from which one is dropped."""
Faulty = tuple[str, str] | None
SCALES = {"en": ("thousand", "million", "billion", "trillion"), "id": ("ribu", "juta", "miliar", "triliun")}


def document(texts: list[str], name: str) -> Document:
    """A plain document of paragraphs."""
    segments, at = [], 0
    for text in texts:
        segments.append(Segment("paragraph", text, at))
        at += len(text) + 2
    return Document(name, "plain", "\n\n".join(texts), tuple(segments))


def bitext(rows: list[tuple[str, str]], languages: tuple[Language, Language]) -> Bitext:
    """The rows as pairs."""
    documents = document([row[0] for row in rows], "source"), document([row[1] for row in rows], "target")
    pairs = tuple(Pair(number, *both) for number, both in enumerate(zip(documents[0].segments, documents[1].segments)))
    return Bitext(documents, languages, pairs)


# --- faults: each takes a sound pair and gives both texts with the fault, or None where it cannot be planted ------------


def number(pair: Pair, context: checks.Context, chance: random.Random) -> Faulty:
    """One digit of a number that both sides have is another one."""
    source, target = pair.text("source"), pair.text("target")
    runs = [run for run in re.finditer(r"\d+", target) if run[0] in source]
    if not runs:
        return None
    run = chance.choice(runs)
    at = chance.randrange(run.start(), run.end())
    digit = chance.choice([char for char in "123456789" if char != target[at]])
    return source, target[:at] + digit + target[at + 1:]


def thousandfold(pair: Pair, context: checks.Context, chance: random.Random) -> Faulty:
    """A million is a billion, or the other way round."""
    scales = SCALES[context.bitext.language("target")]
    found = [match for match in re.finditer(rf"(?<=\d )(?:{'|'.join(scales)})\b", pair.text("target"))]
    if not found:
        return None
    match = chance.choice(found)
    near = [scales[at] for at in (scales.index(match[0]) - 1, scales.index(match[0]) + 1) if 0 <= at < len(scales)]
    return pair.text("source"), pair.text("target")[:match.start()] + chance.choice(near) + pair.text("target")[match.end():]


def term(pair: Pair, context: checks.Context, chance: random.Random) -> Faulty:
    """A term that was right is another concept's, none of whose words the sound sentences have."""
    language = context.bitext.language("target")
    named = {match.concept.key for match in context.matches(pair, "source")}
    right = [match for match in context.matches(pair, "target") if match.concept.key in named and not match.also]
    once = [match for match in right if sum(other.concept.key == match.concept.key for other in right) == 1]
    if not once or unrendered(pair, context, "source"):
        return None
    match = chance.choice(once)
    here = words_of(pair.text("source")) | words_of(pair.text("target"))
    others = [wrong for concept in context.glossary.concepts if concept.part_of_speech == match.concept.part_of_speech and concept.key not in named
              and here.isdisjoint(words_of(wrong := concept.preferred(language).text))]
    if not others:
        return None
    wrong = chance.choice(others)
    return pair.text("source"), pair.text("target")[:match.span.start] + wrong + pair.text("target")[match.span.end:]


def link(pair: Pair, context: checks.Context, chance: random.Random) -> Faulty:
    """An address has lost a letter."""
    address = "https://contoh.id/laporan/terbaru"
    at = chance.randrange(8, len(address))
    return f"{pair.text('source')} ({address})", f"{pair.text('target')} ({address[:at] + address[at + 1:]})"


def placeholder(pair: Pair, context: checks.Context, chance: random.Random) -> Faulty:
    """A placeholder is gone."""
    name = chance.choice(["{nama}", "%s", "%(jumlah)d", "{{judul}}", "${harga}", "<b>"])
    return f"{pair.text('source')} {name}", pair.text("target")


FAULTS: dict[str, tuple[Callable[[Pair, checks.Context, random.Random], Faulty], str]] = {
    "number changed": (number, "C2"), "x1000": (thousandfold, "C2"), "term swapped": (term, "C1"), "link broken": (link, "C6"), "placeholder lost": (placeholder, "C6"),
}


def planted(context: checks.Context, codes: frozenset[str], chance: random.Random, show: int) -> Iterator[str]:
    """For each kind of fault how many were planted and found."""
    pairs = context.bitext.pairs
    sound = {pair.index: {(one.code, one.message) for one in checks.run(pair, context, codes)} for pair in pairs}
    for name, (fault, topic) in FAULTS.items():
        tried, missed = 0, []
        for pair in pairs:
            texts = fault(pair, context, chance)
            # what is faulty already may become right
            if texts is None or any(code.startswith(topic) for code, _message in sound[pair.index]):
                continue
            tried += 1
            faulty = Pair(pair.index, Segment("paragraph", texts[0], pair.source.start), Segment("paragraph", texts[1], pair.target.start))  # type: ignore[union-attr]
            other = checks.Context(Bitext(context.bitext.documents, context.bitext.languages, (*pairs[:pair.index], faulty, *pairs[pair.index + 1:])),
                                   context.glossary, matchers=context._matchers)
            other._matches = {key: value for key, value in context._matches.items() if key[0] != pair.index}
            found = [one for one in checks.run(faulty, other, codes) if one.code.startswith(topic) and (one.code, one.message) not in sound[pair.index]]
            if not found:
                missed.append(texts)
        yield f"  {name}: {tried - len(missed)} of {tried} found" + (f" ({1 - len(missed) / tried:.1%})" if tried else "")
        for texts in missed[:show]:
            yield f"      missed: {texts[0]}\n              {texts[1]}"


def dropped(rows: list[tuple[str, str]], context: checks.Context, chance: random.Random) -> str:
    """How many dropped paragraphs the alignment finds, and how many pairs it gets wrong beside."""
    found = tried = wrong = false = 0
    for start in range(0, len(rows) - BLOCK + 1, BLOCK):
        block = rows[start:start + BLOCK]
        lost = chance.randrange(BLOCK)
        targets = [row[1] for number, row in enumerate(block) if number != lost]
        assert context._matchers is not None
        aligned = alignment.align(document([row[0] for row in block], "s"), document(targets, "t"), context._matchers, context.bitext.languages)
        right = dict(block)
        missing = [pair.text("source") for pair in aligned.pairs if pair.target is None]
        tried += 1
        found += block[lost][0] in missing
        false += sum(text != block[lost][0] for text in missing)
        wrong += sum(pair.target is not None and right.get(pair.text("source")) != pair.text("target") for pair in aligned.pairs)
    if not tried:
        return f"  paragraph dropped: fewer than {BLOCK} pairs"
    return f"  paragraph dropped: {found} of {tried} found ({found / tried:.1%}); {false} others called missing, {wrong} of {tried * (BLOCK - 1)} pairs wrong"


def main() -> None:
    """Runs it all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pairs", type=int, default=400)
    parser.add_argument("--read", type=int, default=100)
    parser.add_argument("--codes", default="C1,C2")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=0, help="missed faults to show of each kind")
    parser.add_argument("--all", action="store_true", help="the optional codes as well")
    parser.add_argument("--reverse", action="store_true", help="English as the source")
    options = parser.parse_args()
    loaded, matchers = compiled.opened()
    codes = frozenset(checks.rules()) if options.all else checks.chosen()
    sample: list[Checked] = []
    for name in ("dev.ai", "dev.news"):
        lines = (options.folder / f"{name}.tsv").read_text(encoding="utf-8").splitlines()[:options.pairs]
        rows = [(line.split("\t")[options.reverse], line.split("\t")[not options.reverse]) for line in lines]
        languages: tuple[Language, Language] = ("en", "id") if options.reverse else ("id", "en")
        context = checks.Context(bitext(rows, languages), loaded, matchers=matchers)
        begin = time.perf_counter()
        findings = list(pipeline.check(context, codes))
        seconds = time.perf_counter() - begin
        sample += findings
        print(f"{name}: {len(rows)} pairs in {seconds:.1f} s; findings per 100 pairs")
        for code, count in sorted(Counter(checked.finding.code for checked in findings).items()):
            print(f"  {code} {checks.rules()[code].title}: {100 * count / len(rows):.2f} ({count})")
        chance = random.Random(options.seed)
        print(*planted(context, codes, chance, options.show), dropped(rows, context, chance), sep="\n")
    chosen = [checked for checked in sample if checked.finding.code.startswith(tuple(options.codes.split(",")))]
    for checked in random.Random(options.seed).sample(chosen, min(options.read, len(chosen))):
        print(f"\n{checked.finding.code} ({checked.finding.side}) {checked.finding.message}\n    {checked.pair.text('source')}\n    {checked.pair.text('target')}")


if __name__ == "__main__":
    main()
