"""The training itself: gradients gathered over batches, a checkpoint from which a killed run goes on, an end when chrF no longer rises.

Adam with an inverse square root schedule (Vaswani et al. 2017); what is judged and kept is the running mean of the weights (Polyak averaging, as
Marian's exponential smoothing).
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Callable, Iterator, NamedTuple

import batches
import network

SMOOTHING = 0.1
CLIP = 1.0


class Course(NamedTuple):
    """How long and how fast to learn."""

    steps: int
    tokens: int
    """Target tokens of a batch, padding included."""
    gather: int
    """Batches of a step."""
    peak: float
    """The highest rate of learning."""
    warmup: int
    """Steps until then."""
    every: int
    """Steps from one judgement, and checkpoint, to the next."""
    patience: int
    """Judgements without a better one before the end."""
    seed: int


class Data(NamedTuple):
    """The pairs as numbers."""

    sources: batches.Encoded
    targets: batches.Encoded


@dataclass
class State:
    """Where a run is."""

    step: int = 0
    epoch: int = 0
    batch: int = 0
    """The next batch of the epoch."""
    best: float = -1.0
    worse: int = 0
    """Judgements since the best."""
    seconds: float = 0.0
    history: list[dict[str, float]] = field(default_factory=list)


def rate(step: int, peak: float, warmup: int) -> float:
    """The rate of learning at a step, from 1: up in a line, then down by the inverse square root.

    >>> [round(rate(step, 1.0, 4), 2) for step in (1, 4, 16)]
    [0.25, 1.0, 0.5]
    """
    return float(peak * min(step / warmup, (warmup / step) ** 0.5))


def chosen_device(name: str) -> str:
    """The device of that name; `auto` is a GPU where there is one."""
    import torch

    return ("cuda" if torch.cuda.is_available() else "cpu") if name == "auto" else name


def trained(model: Any, data: Data, course: Course, folder: Path, device: str, judge: Callable[[Any], float]) -> State:
    """Trains from the last checkpoint in the folder, if there is one, to the end; `folder/best.pt` then holds the weights that `judge` liked best."""
    import torch

    torch.manual_seed(course.seed)
    model.to(device).train()
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.0, betas=(0.9, 0.98), eps=1e-9, weight_decay=0.0)
    mean = {name: value.detach().clone() for name, value in model.state_dict().items()}
    state = _resumed(model, optimizer, mean, folder, device)
    began, lost, words = time.monotonic() - state.seconds, 0.0, 0
    for group in _groups(data, course, state):
        if state.step >= course.steps or state.worse >= course.patience:
            break
        state.step += 1
        for settings in optimizer.param_groups:
            settings["lr"] = rate(state.step, course.peak, course.warmup)
        total, count = _step(model, optimizer, data, group, device)
        lost, words = lost + total, words + count
        _average(mean, model, state.step)
        if state.step % course.every == 0 or state.step == course.steps:
            state.seconds = time.monotonic() - began
            _judged(model, mean, state, folder, judge, lost / words)
            _saved(model, optimizer, mean, state, folder)
            lost, words = 0.0, 0
    return state


def _groups(data: Data, course: Course, state: State) -> Iterator[list[list[int]]]:
    """The batches of each step, from where the state says."""
    group: list[list[int]] = []
    while True:
        found = batches.epoch(data.sources, data.targets, course.tokens, course.seed, state.epoch)
        if not found:
            raise SystemExit("no pair is short enough to train on")
        for state.batch in range(state.batch, len(found)):
            group.append(found[state.batch])
            if len(group) == course.gather:
                # where to go on, should the run end after this step
                state.batch += 1
                yield group
                group = []
        state.epoch, state.batch = state.epoch + 1, 0


def _step(model: Any, optimizer: Any, data: Data, group: list[list[int]], device: str) -> tuple[float, int]:
    """One step of learning; the loss in nats and the words that it is the sum over."""
    import torch

    pad = model.config.pad_token_id
    words = sum(len(data.targets[at]) for batch in group for at in batch)
    total = 0.0
    for batch in group:
        sources, targets = (torch.tensor(batches.padded([side[at] for at in batch], pad), device=device) for side in data)
        with torch.autocast(device, torch.bfloat16, enabled=_halved(device)):
            lost = network.loss(model, sources, targets, SMOOTHING)
        (lost / words).backward()
        total += lost.item()
    torch.nn.utils.clip_grad_norm_(model.parameters(), CLIP)
    optimizer.step()
    optimizer.zero_grad(set_to_none=True)
    return total, words


def _halved(device: str) -> bool:
    """True where numbers of 16 bits are quicker: on a GPU, and on a processor with tiles for them."""
    import torch

    return device != "cpu" or bool(getattr(torch.cpu, "_is_amx_tile_supported", lambda: False)())


def _average(mean: dict[str, Any], model: Any, step: int) -> None:
    keep = min(0.999, (1 + step) / (10 + step))
    for name, value in model.state_dict().items():
        if value.is_floating_point():
            mean[name].lerp_(value, 1 - keep)


def _judged(model: Any, mean: dict[str, Any], state: State, folder: Path, judge: Callable[[Any], float], lost: float) -> None:
    """Judges the mean weights and keeps them where they are the best so far."""
    import torch

    own = {name: value.clone() for name, value in model.state_dict().items()}
    model.load_state_dict(mean)
    score = judge(model.eval())
    if score > state.best:
        state.best, state.worse = score, 0
        _written(lambda path: torch.save(mean, path), folder / "best.pt")
    else:
        state.worse += 1
    model.load_state_dict(own)
    model.train()
    state.history.append({"step": state.step, "loss": round(lost, 3), "chrF": round(score, 2), "seconds": round(state.seconds)})
    print(json.dumps(state.history[-1]), flush=True)


def _saved(model: Any, optimizer: Any, mean: dict[str, Any], state: State, folder: Path) -> None:
    import torch

    whole = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "mean": mean, "state": vars(state), "random": torch.get_rng_state(),
             "random_gpu": torch.cuda.get_rng_state_all()}
    _written(lambda path: torch.save(whole, path), folder / "checkpoint.pt")


def _resumed(model: Any, optimizer: Any, mean: dict[str, Any], folder: Path, device: str) -> State:
    import torch

    path = folder / "checkpoint.pt"
    if not path.is_file():
        return State()
    whole = torch.load(path, map_location=device, weights_only=True)
    model.load_state_dict(whole["model"])
    optimizer.load_state_dict(whole["optimizer"])
    mean.update(whole["mean"])
    torch.set_rng_state(whole["random"].cpu())
    torch.cuda.set_rng_state_all([one.cpu() for one in whole["random_gpu"]])
    print(f"going on from step {whole['state']['step']}", flush=True)
    return State(**whole["state"])


def _written(write: Callable[[Path], None], path: Path) -> None:
    """Writes a file whole or not at all."""
    part = path.with_name(path.name + ".part")
    write(part)
    part.replace(path)
