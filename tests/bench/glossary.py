"""Loading, compiling and validating the shipped glossary: CPU seconds and memory, beside PyYAML's own loading in the same run.

    python tests/bench/glossary.py [ROUNDS]

What is compared takes turns, so that other work on the machine weighs on all alike; of each the least time counts. Reading libyaml's events is what no
reader built on PyYAML can do without.
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Callable

import yaml

from translator_aid import compiled, glossary
from translator_aid.matching import Matcher
from translator_aid.validation import validate


def timed(what: Callable[[], Any]) -> tuple[float, Any]:
    start = time.process_time()
    result = what()
    return time.process_time() - start, result


def events(text: str) -> None:
    """Reads a file's events and nothing more."""
    loader = yaml.CSafeLoader(text)
    while loader.get_event() is not None:
        pass


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    files = glossary.shipped_paths()
    size = sum(path.stat().st_size for path in files) / 1e6
    ways: dict[str, Callable[[], Any]] = {
        "plain": lambda: [yaml.load(Path(path).read_bytes(), yaml.CSafeLoader) for path in files],
        "events": lambda: [events(Path(path).read_text(encoding="utf-8")) for path in files], "load": glossary.load,
    }
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for _round in range(rounds):
        for name, way in ways.items():
            taken[name].append(timed(way)[0])
    plain, bare, load = (min(seconds) for seconds in taken.values())
    loaded = glossary.load()
    built, _matchers = timed(lambda: [Matcher(loaded, "id"), Matcher(loaded, "en")])
    with tempfile.TemporaryDirectory() as folder:
        os.environ["TRANSLATOR_AID_CACHE"] = folder
        cold, _opened = timed(compiled.opened)
        warm, _opened = timed(compiled.opened)
    checked, report = timed(lambda: validate(files))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(loaded.concepts)} concepts, {size:.1f} MB of YAML, {len(report.findings)} findings")
    print(f"PyYAML CSafeLoader {plain:.2f} s; load with lines and columns {load:.2f} s ({load / plain:.2f} x), libyaml's events alone {bare / plain:.2f} x")
    print(f"build both trees {built:.2f} s; load, build and store {cold:.2f} s ({cold / plain:.2f} x); open what is stored {1000 * warm:.1f} ms")
    print(f"validate everything {checked:.2f} s ({checked / plain:.2f} x); peak memory {peak:.0f} MB")


if __name__ == "__main__":
    main()
