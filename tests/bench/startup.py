"""What a person waits for: CPU time of whole runs with a warm cache, as ratios to a bare Click program in the same run.

    python tests/bench/startup.py [RUNS]

Runs take turns and medians are compared, so that other work on the machine weighs on all alike.
"""

from __future__ import annotations

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
BARE = "import click\n@click.command()\n@click.argument('terms', nargs=-1)\n@click.option('--limit', type=click.IntRange(1))\ndef main(terms, limit):\n    click.echo(' '.join(terms))\nmain()\n"


def cpu(command: list[str], environment: dict[str, str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    with tempfile.TemporaryDirectory() as folder:
        article = Path(folder, "artikel.txt")
        text = (ROOT / "examples" / "berita.id.txt").read_text(encoding="utf-8")
        article.write_text((text * (5000 // len(text) + 1))[:5000], encoding="utf-8")
        Path(folder, "bare.py").write_text(BARE, encoding="utf-8")
        environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX")}
        environment.update(TRANSLATOR_AID_CACHE=f"{folder}/cache", PYTHONPYCACHEPREFIX=f"{folder}/pyc")
        own = [sys.executable, "-m", "translator_aid"]
        commands = {
            "bare Click program": [sys.executable, f"{folder}/bare.py", "agen AI"], "Python alone": [sys.executable, "-c", "pass"],
            "lookup": [*own, "lookup", "pembelajaran penguatannya"], "lookup --format json": [*own, "lookup", "agen AI", "--format", "json"],
            "annotate, 5 kB of plain text": [*own, "annotate", str(article)], "annotate --format jsonl": [*own, "annotate", str(article), "--format", "jsonl"],
        }
        if shutil.which("sdcv"):
            commands["sdcv (C++)"] = ["sdcv", "-v"]
        taken: dict[str, list[float]] = {name: [] for name in commands}
        for number in range(runs + 2):
            for name, command in commands.items():
                seconds = cpu(command, environment)
                if number > 1:
                    taken[name].append(seconds)
    bare = statistics.median(taken["bare Click program"])
    print(f"| run | CPU, of a bare Click program ({1000 * bare:.0f} ms here) |\n| --- | --- |")
    for name, seconds in taken.items():
        print(f"| {name} | {statistics.median(seconds) / bare:.2f} |")


if __name__ == "__main__":
    main()
