"""Makes a neural model of each direction and judges it beside the phrase model: training/neural/run calls this.

Every stage keeps what it made in the folder `--out`, so that the same command goes on after an interruption. Whoever has changed the glossary or the
corpora removes the folder first.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, Sequence

import learning
import material
import network
import pieces
from translator_aid.model import Language

HERE = Path(__file__).parent
LONGEST = 200
"""Pieces of a sentence; pairs with more are left out."""


def arguments(given: Sequence[str]) -> argparse.Namespace:
    """The options."""
    parser = argparse.ArgumentParser(prog="training/neural/run", description=__doc__)
    add = parser.add_argument
    add("--source", choices=("id", "en", "both"), default="both", help="the language translated from")
    add("--size", choices=tuple(network.SIZES), default="small")
    add("--pairs", type=int, default=0, help="a sample of so many pairs; 0: all")
    add("--permissive", action="store_true", help="only sources of a permissive licence")
    add("--back", type=int, default=-1, help="sentences to translate back; by default 200,000, or a tenth of --pairs")
    add("--mono", type=Path, nargs="*", default=(), help="what to translate back, a sentence a line, in the language translated into")
    add("--back-model", default="", help="a CTranslate2 folder of the other direction that does it; by default the built-in phrase model")
    add("--models", default="", help="a folder of phrase models instead of the shipped ones")
    add("--steps", type=int, default=60_000)
    add("--device", default="auto", help="cuda, cpu; auto: a GPU where there is one")
    add("--tokens", type=int, default=0, help="tokens of a batch; by default 16,384 on a GPU, 2,048 elsewhere")
    add("--gather", type=int, default=0, help="batches of a step; by default 1 on a GPU, 2 elsewhere")
    add("--rate", type=float, default=0.001, help="the highest rate of learning")
    add("--warmup", type=int, default=0, help="steps until then; by default 4,000, or a fifth of --steps")
    add("--every", type=int, default=0, help="steps between judgements; by default 2,000, or a fifth of --steps")
    add("--patience", type=int, default=6, help="judgements without a better one before the end")
    add("--dropout", type=float, default=0.1)
    add("--vocabulary", type=int, default=0, help="pieces; by default as the size has it")
    add("--lines", type=int, default=0, help="lines of each development set to judge by; 0: all")
    add("--workers", type=int, default=os.cpu_count() or 1, help="processes that prepare data")
    add("--seed", type=int, default=1)
    add("--out", type=Path, default=Path("training/build/neural"))
    add("--shared", type=Path, default=Path("../shared"))
    return parser.parse_args(given)


def wanted(options: argparse.Namespace, source: Language) -> material.Wanted:
    """What to train on."""
    back = options.back if options.back >= 0 else min(200_000, options.pairs // 10 or 200_000)
    return material.Wanted(options.shared, source, options.pairs, options.permissive, back, tuple(options.mono), options.back_model, options.models,
                           options.seed, options.workers)


def course(options: argparse.Namespace, device: str) -> learning.Course:
    """How to learn on that device."""
    fast = device != "cpu"
    fifth = max(1, options.steps // 5)
    return learning.Course(options.steps, options.tokens or (16384 if fast else 2048), options.gather or (1 if fast else 2), options.rate,
                           options.warmup or min(4000, fifth), options.every or min(2000, fifth), options.patience, options.seed)


def kept(folder: Path, plan: dict[str, Any]) -> None:
    """Removes from the folder what an earlier run of another plan learnt; of the same one it is gone on from."""
    path = folder / "plan.json"
    text = json.dumps(plan, indent=1)
    if path.is_file() and path.read_text(encoding="utf-8") != text:
        print("the plan has changed: learning starts anew", flush=True)
        shutil.rmtree(folder / "pieces", ignore_errors=True)
        for name in ("checkpoint.pt", "best.pt"):
            (folder / name).unlink(missing_ok=True)
    path.write_text(text, encoding="utf-8")


def encoded(folder: Path, found: Any) -> learning.Data:
    """The training text as numbers."""
    left, right = (list(pieces.encoded(found, material.read(folder / f"train.{side}"), LONGEST)) for side in ("source", "target"))
    return learning.Data(left, right)


def judge(options: argparse.Namespace, source: Language, folder: Path) -> float:
    """The mean chrF of a converted model on even lines of the development sets."""
    return float(_judging(folder, options, source, min(options.lines or 200, 200), "--quick").splitlines()[-1])


def _judging(folder: Path, options: argparse.Namespace, source: Language, lines: int, *more: str) -> str:
    """What `judging.py` prints: a process of its own and without a GPU, since people will use the model without one."""
    command = [sys.executable, str(HERE / "judging.py"), str(folder), "--source", source, "--shared", str(options.shared), "--lines", str(lines),
               "--models", options.models]
    return subprocess.run([*command, *more], env={**os.environ, "CUDA_VISIBLE_DEVICES": ""}, stdout=subprocess.PIPE, text=True, check=True).stdout


def made(options: argparse.Namespace, source: Language) -> Path:
    """The folder of the model of one direction, made, converted and judged."""
    import torch

    goal = wanted(options, source)
    folder = options.out / f"{source}-{goal.target}"
    folder.mkdir(parents=True, exist_ok=True)
    print(f"{source}-{goal.target}: the data", flush=True)
    data = material.prepared(goal, folder)
    print(json.dumps(data["counts"]), flush=True)
    size = network.SIZES[options.size]
    kept(folder, {"data": data["asked"], "size": size, "vocabulary": options.vocabulary})
    vocabulary = folder / "pieces"
    texts = (text for side in ("source", "target") for text in material.read(folder / f"train.{side}"))
    found = pieces.learnt(texts, vocabulary, options.vocabulary or size.vocabulary, options.seed)
    device = learning.chosen_device(options.device)
    torch.manual_seed(options.seed)
    model = network.made(size, found.get_piece_size() + 1, options.dropout)
    print(f"{sum(value.numel() for value in model.parameters()):,} weights, {found.get_piece_size()} pieces, on {device}", flush=True)
    plan = course(options, device)
    state = learning.trained(model, encoded(folder, found), plan, folder, device,
                             lambda model: judge(options, source, network.converted(model, vocabulary, folder / "judged")))
    model.load_state_dict(torch.load(folder / "best.pt", map_location=device, weights_only=True))
    done = network.converted(model.eval(), vocabulary, options.out / f"neural-{source}-{goal.target}")
    text = _judging(done, options, source, options.lines)
    (done / "recipe.json").write_text(json.dumps(
        {"options": {name: str(value) for name, value in vars(options).items()}, "course": plan._asdict(), "history": state.history, "data": data,
         "judged": json.loads(text.splitlines()[-1])}, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(*text.splitlines()[:-1], f"{done}: translator-aid translate --engine ctranslate2 --model {done}", sep="\n", flush=True)
    return done


def main() -> None:
    """Makes what was asked for."""
    options = arguments(sys.argv[1:])
    directions: tuple[Language, ...] = ("id", "en")
    for source in directions:
        if options.source in (source, "both"):
            made(options, source)


if __name__ == "__main__":
    main()
