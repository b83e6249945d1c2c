"""The model card, from what training and evaluation wrote down.

    python training/card.py --out training/build [--permissive FOLDER] > training/MODEL.md
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import corpus

INTRODUCTION = """\
# Model card: the built-in translator

Two phrase-based statistical models, Indonesian to English and English to Indonesian, of at most 25 MB each (`translator_aid/data/models`), for drafts of
texts about AI, technology and general news that a person then edits. They run offline in plain Python, place every glossary term, number, name and link
(a constraint's words can be covered by its own wordings only), and copy what they do not know.

Not for: publication without an editor, legal, medical or safety-critical texts, chat and slang, literary prose, other languages. Word order within long sentences
is often English words in Indonesian order, or the other way round; pronouns (*dia*, *ia*) have to guess a gender, tenses a time, nouns a number.

Method: eflomal word alignment in both directions, grow-diag-final-and, phrases of up to five words with Kneser-Ney smoothed probabilities, pruned by relative
entropy; lexical weights, lexicalised reordering, capitals; a 5-gram modified Kneser-Ney language model of the prose (no user-interface strings, no help texts)
and one of order 7 over 120 word classes, found by exchange; weights by minimum risk over n-best lists. Numbers and rare names are classes. A word that the table does
not have is rendered as its nearest inflected relative, if it has that. `training/run` makes the models again from the corpora.
"""


def figures(report: dict[str, Any]) -> list[str]:
    """The table of scores."""
    rows = ["| set, direction | engine | chrF, all lines | chrF, odd lines | BLEU, all | BLEU, odd | terms placed | numbers placed | names placed |", "|---|---|---|---|---|---|---|---|---|"]
    for key, one in report.items():
        if key.startswith("dev."):
            name, way, engine = key.split()
            rows.append(f"| {name} {way} | {engine} | {one['all']['chrF2']} | {one['odd lines']['chrF2']} | {one['all']['BLEU']} | {one['odd lines']['BLEU']} | "
                        + " | ".join(_share(one, kind) for kind in ("term", "number", "name")) + " |")
    for engine in ("builtin", "glossary"):
        one = report[f"article {engine}"]
        rows.append(f"| the article | {engine} | | | | | " + " | ".join(_share(one, kind) for kind in ("term", "number", "name")) + " |")
    signatures = {value for one in report.values() if isinstance(one, dict) and "all" in one for name, value in one["all"].items() if name.endswith("signature")}
    return [*rows, "", "Signatures: " + ", ".join(f"`{one}`" for one in sorted(signatures)) + "."]


def _share(counts: dict[str, Any], kind: str) -> str:
    placed, failed = counts.get(f"{kind} placed", 0), counts.get(f"{kind} failed", 0)
    return f"{placed} of {placed + failed}"


def sources(kept: dict[str, Any], shared: Path) -> list[str]:
    """The table of sources, the largest first."""
    known = corpus.sources(shared)
    rows = ["| source | part | pairs used | licence | class |", "|---|---|---|---|---|"]
    for tag, count in sorted(kept.items(), key=lambda pair: -pair[1].get("kept", 0)):
        row = known.get(tag, {"repository_or_package": {"own": "our own pairs (training/data)", "glossary": "the glossary's examples"}.get(tag, tag),
                              "part": "own", "licence": "CC0-1.0" if tag == "own" else "as the glossary", "licence_class": "permissive"})
        if count.get("kept"):
            rows.append(f"| {row['repository_or_package']} ({tag}) | {row['part']} | {count['kept']} | {row['licence']} | {row['licence_class']} |")
    return rows


def classes(kept: dict[str, Any], shared: Path) -> str:
    """How many pairs of each class of licence there are, as a sentence."""
    known = corpus.sources(shared)
    totals: dict[str, int] = defaultdict(int)
    for tag, count in kept.items():
        totals[known[tag]["licence_class"] if tag in known else "our own"] += count.get("kept", 0)
    return f"{sum(totals.values())} pairs after cleaning: " + ", ".join(f"{name} {number}" for name, number in sorted(totals.items(), key=lambda pair: -pair[1])) + "."


def main() -> None:
    """Prints the card."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("training/build"))
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--permissive", type=Path, help="the folder of a build from the permissive class alone")
    options = parser.parse_args()
    kept = json.loads((options.out / "corpus.json").read_text(encoding="utf-8"))
    print(INTRODUCTION)
    print("## Figures\n\nWeights were tuned on even lines of the development sets; the odd lines took no part. dev.ai is mostly machine-translated course pages and flatters.\n")
    print("\n".join(figures(json.loads((options.out / "figures.json").read_text(encoding="utf-8")))))
    if options.permissive:
        only = json.loads((options.permissive / "corpus.json").read_text(encoding="utf-8"))
        print("\n### The same, from the permissive class alone\n\nMade with the recipe as it was before the word classes, and with the weights of the main build. " + classes(only, options.shared) + "\n")
        print("\n".join(figures(json.loads((options.permissive / "figures.json").read_text(encoding="utf-8")))))
    print("\n## Sources\n\n" + classes(kept, options.shared) + " Non-commercial sources, machine-translated reference pages (msref) and scripture are left out.\n")
    print("\n".join(sources(kept, options.shared)))


if __name__ == "__main__":
    main()
