"""How good the built-in translator is: BLEU and chrF with their signatures, terms placed, numbers kept, beside the engine that renders only the glossary.

    python training/evaluate.py [--models FOLDER] [--shared ../shared] [--json OUT]

The development sets are those of the parallel corpus; its weights were tuned on the even lines, so that the odd lines are the fairer figure. The article has no
reference: of it, terms, numbers and names are counted.
"""

from __future__ import annotations

import argparse
import csv
import json
import resource
import time
from collections import Counter
from pathlib import Path
from typing import Any, Sequence

from sacrebleu.metrics import BLEU, CHRF
from translator_aid import compiled, engines, pipeline
from translator_aid.engines import Engine, Settings
from translator_aid.model import Document, Language, Segment

SETS = ("ai", "news")


def document(lines: Sequence[str]) -> Document:
    """A document of these lines, a paragraph each."""
    text = "\n".join(lines)
    starts = [0]
    for line in lines[:-1]:
        starts.append(starts[-1] + len(line) + 1)
    return Document("dev", "plain", text, tuple(Segment("paragraph", line, start) for line, start in zip(lines, starts)))


def translated(lines: Sequence[str], engine: Engine, source: Language) -> tuple[list[str], dict[str, Any]]:
    """The translations, and what was counted on the way."""
    _loaded, matchers = compiled.opened((), (), True)
    counts: Counter[str] = Counter()
    texts: list[str] = []
    began = time.process_time()
    for unit in pipeline.translate(document(lines), matchers[source], engine):
        assert unit.translation
        texts.append(" ".join(unit.translation.text.split()))
        for receipt in unit.translation.receipts:
            counts[f"{receipt.constraint.kind} {'failed' if receipt.outcome == 'failed' else 'placed'}"] += 1
            counts[f"{receipt.constraint.kind} {receipt.outcome}"] += receipt.outcome != "failed"
        counts["words left"] += len(unit.translation.untranslated)
    return texts, {**dict(sorted(counts.items())), "seconds": round(time.process_time() - began, 1)}


def scores(texts: Sequence[str], references: Sequence[str]) -> dict[str, Any]:
    """BLEU and chrF, with signatures."""
    out: dict[str, Any] = {}
    for metric in (CHRF(), BLEU()):
        result = metric.corpus_score(list(texts), [list(references)])
        out[result.name] = round(result.score, 2)
        out[f"{result.name} signature"] = str(metric.get_signature())
    return out


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--models", default="", help="a folder of models instead of the shipped ones")
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    report: dict[str, Any] = {}
    for name in SETS:
        with (options.shared / "parallel" / f"dev.{name}.tsv").open(encoding="utf-8", newline="") as file:
            rows = [row[:2] for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]
        directions: tuple[Language, Language] = ("id", "en")
        for source in directions:
            side = 0 if source == "id" else 1
            for engine_name in ("builtin", "glossary"):
                engine = engines.get(engine_name, Settings(model=options.models if engine_name == "builtin" else ""))
                texts, counts = translated([row[side] for row in rows], engine, source)
                references = [row[1 - side] for row in rows]
                key = f"dev.{name} {source}-{'en' if side == 0 else 'id'} {engine_name}"
                report[key] = {"all": scores(texts, references), "odd lines": scores(texts[1::2], references[1::2]), **counts}
                print(key, f"chrF {report[key]['all']['chrF2']} (odd lines {report[key]['odd lines']['chrF2']})",
                      f"BLEU {report[key]['all']['BLEU']} ({report[key]['odd lines']['BLEU']})", counts, flush=True)
    article = (options.shared / "article.id.txt").read_text(encoding="utf-8").split("\n\n")
    for engine_name in ("builtin", "glossary"):
        _texts, counts = translated([" ".join(part.split()) for part in article if part.strip()], engines.get(engine_name), "id")
        report[f"article {engine_name}"] = counts
        print("article", engine_name, counts)
    report["peak MiB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print("signatures:", *(value for name, value in report["dev.ai id-en builtin"]["all"].items() if name.endswith("signature")))
    print("peak", report["peak MiB"], "MiB, this program and the metrics included")
    if options.json:
        options.json.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
