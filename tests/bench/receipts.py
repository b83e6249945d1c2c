"""What becomes of terms, numbers and names in a translation, with constraints and without.

    python tests/bench/receipts.py SHARED/parallel [--engine builtin] [--pairs 400] [--read 100] [--seed 1] [--reverse] [--human]

Prints for dev.ai and dev.news how many constraints the sources hold and the receipts by outcome and kind: once as `translate` settles them, and once for
the engine left alone, which is asked for a translation without constraints and only then settled: what it happened to write counts, what can be put
right is. `sound` is the share that is kept, inflected or admitted, `there` that with the repaired ones. `--human` settles the human translations in place
of an engine's. `--read` prints a random sample of receipts that are kept, inflected or admitted, for a person to verify.
"""

from __future__ import annotations

import argparse
import dataclasses
import random
import time
from collections import Counter
from pathlib import Path
from typing import Iterable, Iterator

from translator_aid import compiled, engines, pipeline, terms
from translator_aid.model import Document, Draft, Receipt, Request, Segment, Unit

SOUND = ("kept", "inflected", "admitted")
OUTCOMES = (*SOUND, "repaired", "failed")


class Alone:
    """An engine that is not told of the constraints."""

    def __init__(self, engine: engines.Engine) -> None:
        self.engine = engine
        self.NAME = engine.NAME

    def signature(self) -> str:
        """The engine's own."""
        return self.engine.signature()

    def translate(self, requests: Iterable[Request]) -> Iterator[Draft]:
        """Drafts of the bare texts."""
        for request in requests:
            for draft in self.engine.translate([dataclasses.replace(request, constraints=())]):
                yield dataclasses.replace(draft, placed=None, repaired=())


class Human:
    """The human translations, in their order."""

    NAME = "human"

    def __init__(self, texts: list[str]) -> None:
        self.texts = texts

    def signature(self) -> str:
        """No version: a person."""
        return "human"

    def translate(self, requests: Iterable[Request]) -> Iterator[Draft]:
        """One after the other."""
        for text, _request in zip(self.texts, requests):
            yield Draft(text)


def document(texts: list[str]) -> Document:
    """A plain document of paragraphs."""
    segments, at = [], 0
    for text in texts:
        segments.append(Segment("paragraph", text, at))
        at += len(text) + 2
    return Document("dev", "plain", "\n\n".join(texts), tuple(segments))


def table(title: str, units: list[Unit], seconds: float, show_failed: int) -> Iterator[str]:
    """Receipts by outcome, for each kind and in all."""
    receipts = [receipt for unit in units if unit.translation for receipt in unit.translation.receipts]
    counted = Counter((receipt.constraint.kind, receipt.outcome) for receipt in receipts)
    yield f"  {title} ({seconds:.1f} s)"
    yield "    " + "".join(f"{head:>10}" for head in ("", "all", *OUTCOMES, "sound", "there"))
    for kind in ("term", "number", "name", "code", "link", ""):
        row = [sum(count for (one, outcome), count in counted.items() if kind in ("", one) and outcome == wanted) for wanted in OUTCOMES]
        if sum(row):
            yield "    " + "".join(f"{cell:>10}" for cell in (kind or "in all", sum(row), *row)) + f"{sum(row[:3]) / sum(row):>10.1%}{sum(row[:4]) / sum(row):>10.1%}"
    for receipt in [receipt for receipt in receipts if receipt.outcome == "failed"][:show_failed]:
        yield f"      failed: {receipt.constraint.surface} -> {receipt.constraint.target}"


def sample(units: list[Unit]) -> list[tuple[Unit, Receipt]]:
    """The receipts that say that all is well, each with its unit."""
    return [(unit, receipt) for unit in units if unit.translation for receipt in unit.translation.receipts if receipt.outcome in SOUND]


def main() -> None:
    """Runs it all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--engine", default=engines.DEFAULT)
    parser.add_argument("--url", default="", help="where the engine's service is")
    parser.add_argument("--model", default="", help="its model")
    parser.add_argument("--pairs", type=int, default=400)
    parser.add_argument("--read", type=int, default=0)
    parser.add_argument("--failed", type=int, default=0, help="failed receipts to show of each table")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--reverse", action="store_true", help="English as the source")
    parser.add_argument("--human", action="store_true", help="settle the human translations")
    options = parser.parse_args()
    _loaded, matchers = compiled.opened()
    matcher = matchers["en" if options.reverse else "id"]
    read: list[tuple[Unit, Receipt]] = []
    for name in ("dev.ai", "dev.news"):
        lines = [line.split("\t") for line in (options.folder / f"{name}.tsv").read_text(encoding="utf-8").splitlines()[:options.pairs]]
        text = document([line[options.reverse] for line in lines])
        engine: engines.Engine = Human([line[not options.reverse] for line in lines]) if options.human else engines.get(options.engine, engines.Settings(options.url, options.model))
        print(f"{name}: {len(lines)} paragraphs, engine {engine.NAME}")
        for title, one in (("with constraints", engine), ("without", Alone(engine)))[:1 if options.human else 2]:
            begin = time.perf_counter()
            units = list(pipeline.translate(text, matcher, one, terms.PLAIN))
            print(*table(title, units, time.perf_counter() - begin, options.failed), sep="\n")
            read += sample(units) if one is engine else []
    for unit, receipt in random.Random(options.seed).sample(read, min(options.read, len(read))):
        translation = unit.translation
        assert translation is not None and receipt.at is not None
        around = translation.text[max(0, receipt.at.start - 40):receipt.at.end + 40]
        print(f"\n{receipt.outcome}: {receipt.constraint.surface} -> {receipt.target}\n    {unit.segment.text}\n    ... {around} ...")


if __name__ == "__main__":
    main()
