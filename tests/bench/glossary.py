"""Loading, compiling and validating the shipped glossary: CPU seconds and memory, beside PyYAML's own loading in the same run.

    python tests/bench/glossary.py
"""

from __future__ import annotations

import resource
import time
from pathlib import Path
from typing import Any, Callable

import yaml

from translator_aid import glossary
from translator_aid.matching import Matcher
from translator_aid.validation import validate


def timed(what: Callable[[], Any]) -> tuple[float, Any]:
    start = time.process_time()
    result = what()
    return time.process_time() - start, result


def main() -> None:
    files = glossary.shipped_paths()
    size = sum(path.stat().st_size for path in files) / 1e6
    plain, _data = timed(lambda: [yaml.load(Path(path).read_bytes(), yaml.CSafeLoader) for path in files])
    load, loaded = timed(glossary.load)
    compiled, _matchers = timed(lambda: [Matcher(loaded, "id"), Matcher(loaded, "en")])
    checked, report = timed(lambda: validate(files))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(loaded.concepts)} concepts, {size:.1f} MB of YAML, {len(report.findings)} findings")
    print(f"PyYAML CSafeLoader {plain:.2f} s; load with lines and columns {load:.2f} s ({load / plain:.2f} x)")
    print(f"compile both directions {compiled:.2f} s; validate everything {checked:.2f} s ({checked / plain:.2f} x); peak memory {peak:.0f} MB")


if __name__ == "__main__":
    main()
