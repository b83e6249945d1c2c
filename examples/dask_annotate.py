"""Annotates a Parquet file on a Dask cluster: pieces go to the workers, results come back in order, a bounded number is on its way at once.

    pip install 'translator-aid[dask]'
    python examples/dask_annotate.py berita.parquet hasil.parquet --column teks [--scheduler tcp://10.0.0.1:8786]

Without --scheduler a cluster of two processes is started on this machine. A piece whose worker dies is done again by another one: Dask sees to
that, and `annotate_batch` gives the same result wherever and however often it runs.
"""

from __future__ import annotations

import argparse
from collections import deque
from typing import Any, Iterable, Iterator

import pyarrow as pa
import pyarrow.parquet as pq
from distributed import Client, LocalCluster

from translator_aid.batch import annotate_batch

ROWS = 1000
AHEAD = 4


def annotated(client: Client, batches: Iterable[pa.RecordBatch], column: str) -> Iterator[pa.RecordBatch]:
    """The batches with their matches, in order."""
    waiting: deque[Any] = deque()
    for batch in batches:
        # not pure: two batches that are alike are two pieces of work
        waiting.append(client.submit(annotate_batch, batch, column, pure=False, retries=2))
        if len(waiting) >= AHEAD * max(1, len(client.scheduler_info()["workers"])):
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def main() -> None:
    """Reads, annotates and writes."""
    parser = argparse.ArgumentParser(description="Annotate a Parquet file on a Dask cluster.")
    parser.add_argument("source")
    parser.add_argument("output")
    parser.add_argument("--column", default="text")
    parser.add_argument("--scheduler")
    chosen = parser.parse_args()
    cluster = chosen.scheduler or LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None)
    with Client(cluster) as client, pq.ParquetFile(chosen.source) as file:
        writer = None
        for batch in annotated(client, file.iter_batches(batch_size=ROWS), chosen.column):
            writer = writer or pq.ParquetWriter(chosen.output, batch.schema)
            writer.write_batch(batch)
        if writer:
            writer.close()
    if not chosen.scheduler:
        cluster.close()


if __name__ == "__main__":
    main()
