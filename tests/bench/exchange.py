"""Size, time and memory of 100,000 concepts through each exchange format.

`python tests/bench/exchange.py [FORMAT...] [--concepts N]`: for each format the size of the file, the seconds of writing and of reading it back, each
also as a ratio to JSON-LD in the same run, and the peak memory of either process above that of one that only imports the program.
Each step runs in a process of its own. Concepts are made one by one from the shipped ones; a writer that needs them all at once shows it.
"""

from __future__ import annotations

import argparse
import dataclasses
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Iterator

from translator_aid import exchange, glossary
from translator_aid.exchange import FORMATS, Options, Remark, Source
from translator_aid.model import Concept

BASELINE = "jsonld"


def concepts(number: int) -> Iterator[Concept]:
    """So many concepts, each with terms of its own."""
    shipped = glossary.load().concepts
    for at in range(number):
        concept, turn = shipped[at % len(shipped)], at // len(shipped)
        if not turn:
            yield concept
            continue
        sides = {side: tuple(dataclasses.replace(term, text=f"{term.text} {turn}") for term in getattr(concept, side)) for side in ("indonesian", "english")}
        yield dataclasses.replace(concept, key=f"{concept.key}-{turn}", see=(), **sides)


def step(task: str, format: str, path: str, number: int) -> None:
    """One step; prints its seconds, the peak memory in KiB and how many concepts it saw."""
    list(concepts(1))
    seen = 0
    start = time.perf_counter()
    if task == "write":
        with open(path, "wb") as stream:
            for piece in exchange.get(format).write(concepts(number), Options(format)):
                if isinstance(piece, bytes):
                    stream.write(piece)
    elif task == "read":
        remarks: list[Remark] = []
        seen = sum(1 for _concept in exchange.stream(Source(path), Options(format), remarks))
    print(time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, seen)


def measured(task: str, format: str, path: Path, number: int) -> tuple[float, float, int]:
    """Seconds, MiB and concepts of a step in a process of its own."""
    command = [sys.executable, __file__, "--step", task, format, str(path), "--concepts", str(number)]
    seconds, memory, seen = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    return float(seconds), int(memory) / 1024, int(seen)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("formats", nargs="*", default=list(FORMATS))
    parser.add_argument("--concepts", type=int, default=100_000)
    parser.add_argument("--step", choices=["write", "read", "nothing"])
    options = parser.parse_args()
    if options.step:
        step(options.step, *options.formats, options.concepts)
        return
    with tempfile.TemporaryDirectory() as folder:
        idle = measured("nothing", BASELINE, Path(folder) / "nothing", 0)[1]
        base: dict[str, float] = {}
        print(f"{options.concepts} concepts; a process that does nothing takes {idle:.0f} MiB")
        print(f"{'format':10} {'MB':>7} {'write s':>8} {'ratio':>6} {'+MiB':>6} {'read s':>8} {'ratio':>6} {'+MiB':>6} {'read':>8}")
        for format in [BASELINE, *(name for name in options.formats if name != BASELINE)]:
            path = Path(folder) / f"x.{format}"
            row = {task: measured(task, format, path, options.concepts) for task in ("write", "read")}
            base = base or {task: row[task][0] for task in row}
            figures = " ".join(f"{row[task][0]:8.1f} {row[task][0] / base[task]:6.2f} {row[task][1] - idle:6.0f}" for task in row)
            print(f"{format:10} {path.stat().st_size / 1e6:7.1f} {figures} {row['read'][2]:8}")
            path.unlink()


if __name__ == "__main__":
    main()
