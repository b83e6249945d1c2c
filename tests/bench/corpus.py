"""A corpus of records by two processes beside one, and by Dask where it is installed: wall time as a ratio, memory, and whether the output is the same.

    python tests/bench/corpus.py [MEGABYTES] [TEXT]

TEXT has paragraphs with an empty line between; without it the examples are repeated. Two processes can only be faster where two cores are free.
Memory is the largest that any one of a run's processes held, as the kernel counts it (ru_maxrss).
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
LAUNCHER = ("import resource, subprocess, sys; code = subprocess.call(sys.argv[1:]); "
            "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss); sys.exit(code)")
"""A small process between: the kernel counts for a program also what the process that began it held at that moment."""


def written(path: Path, megabytes: float, text: str) -> int:
    """Writes records up to a size; how many bytes they are."""
    paragraphs = [one for one in text.split("\n\n") if one.strip()]
    size = number = 0
    with open(path, "w", encoding="utf-8") as stream:
        while size < megabytes * 1e6:
            line = json.dumps({"nomor": number, "teks": paragraphs[number % len(paragraphs)]}, ensure_ascii=False) + "\n"
            stream.write(line)
            size += len(line.encode())
            number += 1
    return size


def measured(command: list[str], output: Path) -> tuple[float, int, str]:
    """Seconds, peak memory in kB of the process or one that it began, and the output's checksum."""
    start = time.perf_counter()
    launched = [sys.executable, "-c", LAUNCHER, *command]
    process = subprocess.run(launched, cwd=output.parent, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    seconds = time.perf_counter() - start
    if process.returncode:
        raise SystemExit(f"{' '.join(command)}: exit code {process.returncode}")
    return seconds, int(process.stdout.split()[-1]), checksum(output)


def checksum(path: Path) -> str:
    """Of a JSONL file its bytes', of a Parquet file its rows', so that row groups do not count."""
    digest = hashlib.sha256()
    if path.suffix == ".jsonl":
        with open(path, "rb") as stream:
            while data := stream.read(1 << 20):
                digest.update(data)
    else:
        import pyarrow.parquet as pq

        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(batch_size=1000):
                for row in batch.to_pylist():
                    digest.update(json.dumps(row, sort_keys=True).encode())
    return digest.hexdigest()[:16]


def main() -> None:
    megabytes = float(sys.argv[1]) if len(sys.argv) > 1 else 4
    text = Path(sys.argv[2] if len(sys.argv) > 2 else ROOT / "examples" / "berita.id.txt").read_text(encoding="utf-8")
    program = [sys.executable, "-m", "translator_aid", "annotate"]
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        size = written(folder / "korpus.jsonl", megabytes, text)
        commands = {f"JSONL, --jobs {jobs}": ([*program, "korpus.jsonl", "--text-field", "teks", "-o", f"{jobs}.jsonl", "--jobs", str(jobs)], folder / f"{jobs}.jsonl")
                    for jobs in (1, 2)}
        if importlib.util.find_spec("pyarrow"):
            import pyarrow.json as pj
            import pyarrow.parquet as pq

            pq.write_table(pj.read_json(folder / "korpus.jsonl"), folder / "korpus.parquet", row_group_size=5000)
            commands |= {f"Parquet, --jobs {jobs}": ([*program, "korpus.parquet", "--text-column", "teks", "-o", f"{jobs}.parquet", "--jobs", str(jobs)],
                                                     folder / f"{jobs}.parquet") for jobs in (1, 2)}
            if importlib.util.find_spec("distributed"):
                example = str(ROOT / "examples" / "dask_annotate.py")
                commands["Parquet, Dask, two workers"] = ([sys.executable, example, "korpus.parquet", "dask.parquet", "--column", "teks"], folder / "dask.parquet")
        print(f"{size / 1e6:.1f} MB\n\n| | seconds | MB/s | beside JSONL, --jobs 1 | peak memory of a process | output |\n| --- | --- | --- | --- | --- | --- |")
        # the compiled glossary is in the cache before the first run is measured
        subprocess.run([sys.executable, "-m", "translator_aid", "lookup", "AI"], cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.DEVNULL)
        first = 0.0
        for name, (command, output) in commands.items():
            seconds, memory, output_sum = measured(command, output)
            first = first or seconds
            print(f"| {name} | {seconds:.1f} | {size / seconds / 1e6:.1f} | {first / seconds:.2f}x | {memory / 1024:.0f} MB | {output_sum} |", flush=True)


if __name__ == "__main__":
    main()
