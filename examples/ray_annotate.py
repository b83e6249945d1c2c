"""Annotates Parquet with Ray Data: blocks go to the workers as Arrow tables, and Ray writes a folder of Parquet files.

    pip install 'translator-aid[ray]'
    python examples/ray_annotate.py berita.parquet hasil --column teks [--address ray://10.0.0.1:10001]

Without --address two processes on this machine do the work. A block whose process dies is done again by another one: `annotate_batch` gives the
same result wherever and however often it runs. Files need not come out in the order of the rows: keep a column of your own to sort by.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

import ray

from translator_aid.batch import annotate_batch

ROWS = 1000


def annotated(rows: ray.data.Dataset, column: str) -> ray.data.Dataset:
    """The rows with their matches."""
    return rows.map_batches(annotate_batch, batch_format="pyarrow", batch_size=ROWS, fn_kwargs={"column": column})


def main() -> None:
    """Reads, annotates and writes."""
    parser = argparse.ArgumentParser(description="Annotate Parquet with Ray Data.")
    parser.add_argument("source")
    parser.add_argument("output")
    parser.add_argument("--column", default="text")
    parser.add_argument("--address")
    chosen = parser.parse_args()
    if Path(chosen.output).exists():
        parser.error(f"{chosen.output} exists already")
    # nothing is sent anywhere about the run
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    ray.init(**({"address": chosen.address} if chosen.address else {"num_cpus": 2, "include_dashboard": False}))
    try:
        annotated(ray.data.read_parquet(chosen.source), chosen.column).write_parquet(chosen.output)
    finally:
        ray.shutdown()


if __name__ == "__main__":
    main()
