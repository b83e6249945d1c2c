"""How good a converted model is, by the program's own path, beside the phrase model; and whether it may become the default.

    python training/neural/judging.py FOLDER [--source id] [--lines N] [--shared ../shared]     prints a table, and the figures as JSON behind it

Scores are those of `training/evaluate.py`. Even lines of the development sets serve to end the training in time, as they serve to weigh the phrase
model, so odd lines alone judge.
"""

from __future__ import annotations

import argparse
import csv
import json
from pathlib import Path
from typing import Any, Mapping, Sequence

from translator_aid import engines
from translator_aid.model import Language

SETS = ("ai", "news")
LEAST_GAIN = 2.0
"""What a neural model must be better by, in chrF, on both sets."""
KINDS = ("term", "number", "name")
Figures = Mapping[str, Any]


def share(figures: Figures, kind: str = "term") -> float:
    """The share of the terms, numbers or names that were placed; 1 where there are none.

    >>> share({"term placed": 9, "term failed": 1}), share({})
    (0.9, 1.0)
    """
    placed, failed = figures.get(f"{kind} placed", 0), figures.get(f"{kind} failed", 0)
    return placed / (placed + failed) if placed + failed else 1.0


def verdict(neural: Mapping[str, Figures], phrase: Mapping[str, Figures]) -> tuple[str, ...]:
    """Why the neural model may not become the default, a reason each; none where it may. Both by the set's name.

    >>> verdict({"ai": {"chrF2": 63.0}, "news": {"chrF2": 55.0}}, {"ai": {"chrF2": 60.0}, "news": {"chrF2": 54.0}})
    ('dev.news: chrF 55.0 is 1.0 above 54.0, not 2.0 above',)
    """
    reasons: list[str] = []
    for name in phrase:
        new, old = neural[name], phrase[name]
        gain = new["chrF2"] - old["chrF2"]
        if gain < LEAST_GAIN:
            side = "above" if gain >= 0 else "below"
            reasons.append(f"dev.{name}: chrF {new['chrF2']} is {abs(gain):.1f} {side} {old['chrF2']}, not {LEAST_GAIN} above")
        if share(new) < share(old):
            reasons.append(f"dev.{name}: {share(new):.1%} of the terms are placed, not {share(old):.1%}")
    return tuple(reasons)


def rows(shared: Path, name: str, odd: bool, limit: int) -> list[list[str]]:
    """The odd or the even lines of a development set, the first so many of them; 0: all."""
    with (shared / "parallel" / f"dev.{name}.tsv").open(encoding="utf-8", newline="") as file:
        found = [row[:2] for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]
    return found[odd::2][:limit or None]


def judged(engine: str, model: str, source: Language, lines: Sequence[Sequence[str]]) -> dict[str, Any]:
    """BLEU and chrF, and what was counted, of one engine on these lines."""
    side = 0 if source == "id" else 1
    import evaluate

    opened = engines.get(engine, engines.Settings(model=model))
    made, counts = evaluate.translated([row[side] for row in lines], opened, source)
    return {**evaluate.scores(made, [row[1 - side] for row in lines]), **counts, "lines": len(lines), "examples": made[:5]}


def compared(folder: Path, source: Language, shared: Path, limit: int, phrase: str = "") -> dict[str, dict[str, Any]]:
    """The figures of both engines on the odd lines of both sets, by engine and set; `phrase` may name a folder of phrase models."""
    found = {name: rows(shared, name, True, limit) for name in SETS}
    return {engine: {name: judged(engine, model, source, lines) for name, lines in found.items()}
            for engine, model in (("ctranslate2", str(folder)), ("builtin", phrase))}


def table(figures: Mapping[str, Mapping[str, Figures]]) -> str:
    """The figures as a table in Markdown."""
    out = ["| set | engine | chrF | BLEU | terms placed | numbers placed | names placed | CPU seconds |", "|---|---|---|---|---|---|---|---|"]
    for engine, sets in figures.items():
        for name, one in sets.items():
            placed = [one.get(f"{kind} placed", 0) for kind in KINDS]
            counts = [f"{count} of {count + one.get(f'{kind} failed', 0)}" for kind, count in zip(KINDS, placed)]
            cells = [f"dev.{name}, {one['lines']} odd lines", engine, one["chrF2"], one["BLEU"], *counts, one["seconds"]]
            out.append(f"| {' | '.join(map(str, cells))} |")
    return "\n".join(out)


def main() -> None:
    """Prints the table, the verdict and the figures; with --quick only the mean chrF of some even lines."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--source", choices=("id", "en"), default="id")
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--lines", type=int, default=0)
    parser.add_argument("--models", default="", help="a folder of phrase models instead of the shipped ones")
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    if options.quick:
        found = [rows(options.shared, name, False, options.lines) for name in SETS]
        print(sum(judged("ctranslate2", str(options.folder), options.source, lines)["chrF2"] for lines in found) / len(found))
        return
    figures = compared(options.folder, options.source, options.shared, options.lines, options.models)
    reasons = verdict(figures["ctranslate2"], figures["builtin"])
    print(table(figures))
    print("It may become the default." if not reasons else "It may not become the default:\n" + "\n".join(f"- {reason}" for reason in reasons))
    print(json.dumps({"figures": figures, "reasons": reasons}, ensure_ascii=False))


if __name__ == "__main__":
    main()
