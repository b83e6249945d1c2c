"""From a prepared direction and its tuned weights to the file that the program reads.

    python training/finish.py --out training/build --models translator_aid/data/models

All features become one score; the weighted reordering scores become one of CLASSES patterns (k-means from a fixed start).
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import direction as built
import lm
import numpy as np
import pack

Array = Any
CLASSES = 32
ROUNDS = 30


def classes(values: Array) -> tuple[Array, Array]:
    """The CLASSES patterns that stand for the rows of a table, and each row's pattern (Lloyd's k-means, from quantiles of the rows' sums)."""
    order = np.argsort(values.sum(axis=1), kind="stable")
    centres = values[order[np.linspace(0, len(order) - 1, CLASSES).astype(int)]].astype(np.float64)
    nearest = np.zeros(len(values), np.int64)
    for _round in range(ROUNDS):
        nearest = np.argmin((centres ** 2).sum(axis=1) - 2 * values @ centres.T, axis=1)
        for number in range(CLASSES):
            inside = values[nearest == number]
            if len(inside):
                centres[number] = inside.mean(axis=0)
    return centres.astype(np.float32), nearest


def finish(direction: built.Direction, weights: dict[str, float], header: dict[str, Any], path: Path) -> int:
    """Writes the file; its size in bytes."""
    count = direction.features.shape[1]
    scores = direction.features @ np.array([weights[name] for name in built.FEATURES[:count]], np.float32)
    patterns, nearest = classes(direction.turns * np.array([weights[name] for name in built.TURNS], np.float32))
    rows = {source: sorted(((words, float(scores[row]), int(nearest[row])) for words, row in found), key=lambda one: (-one[1], one[0]))
            for source, found in direction.rows.items()}
    index, options = pack.phrases(rows)
    sections = {
        "target": "\n".join(direction.target).encode(), "source": "\n".join(direction.source).encode(), "index": index.tobytes(), "options": options.tobytes(),
        "turns": patterns.tobytes(), "grams": direction.grams.tobytes(), "unigrams": direction.unigrams.tobytes(),
        "classes": direction.classes.tobytes(), "class_grams": direction.class_grams.tobytes(), "class_unigrams": direction.class_unigrams.tobytes(),
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    pack.write(path, sections, {**header, "order": lm.ORDER, "class_order": built.CLASS_ORDER, "weights": {name: round(value, 6) for name, value in weights.items()}})
    print({name: len(data) for name, data in sections.items()})
    return path.stat().st_size


def main() -> None:
    """Writes both directions."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("training/build"))
    parser.add_argument("--models", type=Path, default=Path("translator_aid/data/models"))
    options = parser.parse_args()
    corpus = json.loads((options.out / "corpus.json").read_text(encoding="utf-8"))
    pairs = sum(count.get("kept", 0) for count in corpus.values())
    for source, target in (("id", "en"), ("en", "id")):
        weights = json.loads((options.out / f"{source}.weights.json").read_text(encoding="utf-8"))
        path = options.models / f"{source}-{target}.model"
        size = finish(built.load(options.out / f"{source}.direction"), weights, {"source": source, "target": target, "pairs": pairs}, path)
        print(f"{path.name}: {size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
