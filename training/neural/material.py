"""From the cleaned pairs to what a neural model is trained on: pairs translated back, terms written in, one sentence a line.

The pairs are those of the phrase model (`training/corpus.py`), and no other. What is translated back is text of the target language: files that are
given, else the target sides of pairs, those first whose other side a machine wrote.
"""

from __future__ import annotations

import functools
import json
import multiprocessing
import random
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any, Iterable, Iterator, NamedTuple, Sequence

import annotation
import corpus
from translator_aid import compiled, engines
from translator_aid.engines import builtin
from translator_aid.model import Language, Request

REPEATED = {"own": 3, "glossary": 3}
"""Times that the pairs of a source are seen in an epoch: our own are the best written and the nearest to what the product is for."""
_CHUNK = 500


class Wanted(NamedTuple):
    """What to make training text of."""

    shared: Path
    source: Language
    pairs: int = 0
    """A sample of that many pairs; 0: all."""
    permissive: bool = False
    back: int = 0
    """Sentences to translate back."""
    mono: tuple[Path, ...] = ()
    """Files of sentences in the target language, one a line."""
    back_model: str = ""
    """The folder of a neural model of the other direction; empty: the built-in phrase model."""
    models: str = ""
    """The folder of the phrase models; empty: the shipped ones."""
    seed: int = 1
    workers: int = 2

    @property
    def target(self) -> Language:
        """The language translated into."""
        return "en" if self.source == "id" else "id"


def sampled(found: Sequence[corpus.Line], count: int, seed: int) -> list[corpus.Line]:
    """That many of the pairs, the same for the same seed, in their order; all for 0.

    >>> [line.id for line in sampled([corpus.Line(str(n), "", "") for n in range(9)], 3, 1)]
    ['1', '2', '8']
    """
    if not 0 < count < len(found):
        return list(found)
    return [found[at] for at in sorted(random.Random(seed).sample(range(len(found)), count))]


def one_sided(found: Sequence[corpus.Line], wanted: Wanted, origins: dict[str, str]) -> list[str]:
    """The sentences to translate back: those of the files, else target sides, first of pairs whose other side is a machine's."""
    if wanted.mono:
        texts = [line.strip() for path in wanted.mono for line in read(path) if 3 <= len(line.split()) <= corpus.LONGEST]
    else:
        # Indonesian by a machine is no model to learn to write from; English that a machine has read is
        made = [line for line in found if origins.get(line.tag) == "mt"]
        by_hand = [line for line in found if origins.get(line.tag) != "mt"]
        lines = [*made, *by_hand] if wanted.target == "en" else by_hand
        texts = [getattr(line, wanted.target) for line in lines]
        texts = [text for text in texts if len(text.split()) > 5]
    texts = list(dict.fromkeys(texts))
    random.Random(wanted.seed).shuffle(texts)
    return texts[:wanted.back]


def prepared(wanted: Wanted, out: Path) -> dict[str, Any]:
    """Writes `train.source` and `train.target`, and what they were made of to `material.json`, which it gives back; what is there already is kept."""
    asked = {name: str(value) for name, value in wanted._asdict().items() if name not in ("shared", "workers")}
    record = out / "material.json"
    if record.is_file() and (before := json.loads(record.read_text(encoding="utf-8")))["asked"] == asked:
        return dict(before)
    report: dict[str, Counter[str]] = defaultdict(Counter)
    lines = sampled(list(corpus.lines(wanted.shared, wanted.permissive)), wanted.pairs, wanted.seed)
    found = list(corpus.clean(lines, report))
    origins = {tag: row["origin"] for tag, row in corpus.sources(wanted.shared).items()}
    rows = [(getattr(line, wanted.source), getattr(line, wanted.target), False) for line in found for _ in range(REPEATED.get(line.tag, 1))]
    texts = one_sided(found, wanted, origins) if wanted.back else []
    rows += [(text, original, True) for original, text in zip(texts, backwards(texts, wanted, out)) if text != original]
    marked, counts = 0, Counter({"pairs": len(found), "translated back": len(texts)})
    with (out / "train.source").open("w", encoding="utf-8") as left, (out / "train.target").open("w", encoding="utf-8") as right:
        for (source, target, _back), pair in zip(rows, _spread(_annotated, rows, wanted)):
            marked += pair.source.removeprefix(annotation.BACK).strip() != source
            left.write(pair.source + "\n")
            right.write(pair.target + "\n")
    counts.update({"lines": len(rows), "with something written in": marked})
    made = {"asked": asked, "counts": dict(counts), "sources": {tag: dict(count) for tag, count in sorted(report.items())}}
    record.write_text(json.dumps(made, indent=1), encoding="utf-8")
    return made


def backwards(texts: Sequence[str], wanted: Wanted, out: Path) -> Iterator[str]:
    """The sentences in the source language, as a model of the other direction has them; what an earlier run translated is taken from its file."""
    path = out / "back.jsonl"
    known: dict[str, str] = {}
    if path.is_file():
        known = dict(json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.endswith("]"))
    missing = [text for text in texts if text not in known]
    with path.open("a", encoding="utf-8") as stream:
        for text, made in zip(missing, _spread(_translated, missing, wanted)):
            known[text] = made
            stream.write(json.dumps([text, made], ensure_ascii=False) + "\n")
    return (known[text] for text in texts)


def _spread(job: Any, items: Sequence[Any], wanted: Wanted) -> Iterator[Any]:
    """What a job makes of the items, in their order, by several processes; the outcome does not depend on how many."""
    numbered = list(enumerate(items))
    if wanted.workers < 2 or len(numbered) < _CHUNK:
        yield from (job(wanted, one) for one in numbered)
        return
    with multiprocessing.get_context("spawn").Pool(wanted.workers) as pool:
        yield from pool.imap(functools.partial(job, wanted), numbered, chunksize=_CHUNK // 10)


def _annotated(wanted: Wanted, item: tuple[int, tuple[str, str, bool]]) -> annotation.Pair:
    number, (source, target, back) = item
    matchers, lexicon = _tools(wanted.source, wanted.target, wanted.models)
    pair = annotation.annotated(source, target, matchers[wanted.source], lexicon, random.Random(f"{wanted.seed} {number}"))
    return annotation.Pair(f"{annotation.BACK} {pair.source}", pair.target) if back else pair


@functools.lru_cache(maxsize=1)
def _tools(source: Language, target: Language, models: str) -> tuple[Any, annotation.Lexicon]:
    return compiled.opened((), (), True)[1], annotation.phrase_lexicon(Path(models or builtin.FOLDER), source, target)


def _translated(wanted: Wanted, item: tuple[int, str]) -> str:
    engine = _back_engine(wanted.back_model, wanted.models)
    return str(next(iter(engine.translate([Request(item[1], (), wanted.target, wanted.source)]))).text)


@functools.lru_cache(maxsize=1)
def _back_engine(neural: str, phrase: str) -> Any:
    return engines.get("ctranslate2", engines.Settings(model=neural)) if neural else engines.get("builtin", engines.Settings(model=phrase))


def read(path: Path) -> Iterable[str]:
    """The lines of a file."""
    return path.read_text(encoding="utf-8").split("\n")[:-1]
