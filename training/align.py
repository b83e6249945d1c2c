"""Word alignment of the training text, both ways, by eflomal (GPL-3.0: a tool of the workshop, neither shipped nor imported by the program).

    python training/align.py --out training/build

Writes `forward.links` (id to en) and `reverse.links`. eflomal draws its seed from /dev/urandom; `training/run` builds it with a fixed one, and
each direction runs in one thread, so that the same text gives the same links on the same kind of processor.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

ITERATIONS = 1.0
"""Relative to eflomal's own choice for the size of the text."""


def one_way(folder: Path, reverse: bool) -> None:
    """The links of one direction, written to the folder."""
    import eflomal
    with (folder / "train.id").open(encoding="utf-8") as source, (folder / "train.en").open(encoding="utf-8") as target:
        lowered = [[line.lower() for line in side] for side in (source, target)]
    name = str(folder / ("reverse.links" if reverse else "forward.links"))
    eflomal.Aligner(rel_iterations=ITERATIONS).align(
        lowered[0], lowered[1], links_filename_fwd=None if reverse else name, links_filename_rev=name if reverse else None)


def main() -> None:
    """Runs both directions side by side."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("training/build"))
    parser.add_argument("--reverse", choices=["0", "1"])
    options = parser.parse_args()
    if options.reverse:
        one_way(options.out, options.reverse == "1")
        return
    jobs = [subprocess.Popen([sys.executable, __file__, "--out", str(options.out), "--reverse", way], env={**os.environ, "OMP_NUM_THREADS": "1"}) for way in "01"]
    if any([job.wait() for job in jobs]):
        sys.exit("eflomal failed")


if __name__ == "__main__":
    main()
