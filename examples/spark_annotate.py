"""Annotates Parquet with Spark's `mapInArrow`: each task gives its record batches to `annotate_batch`, and Spark writes a folder of Parquet files.

    pip install 'translator-aid[spark]'          (and Java 17 or newer)
    python examples/spark_annotate.py berita.parquet hasil --column teks [--master spark://10.0.0.1:7077]

Without --master two processes on this machine do the work. A task whose process dies is done again by another one: `annotate_batch` gives the
same result wherever and however often it runs. Spark promises no order of rows: keep a column of your own to sort by.
"""

from __future__ import annotations

import argparse
import os
import sys
from typing import Iterable, Iterator

import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.pandas.types import from_arrow_schema, to_arrow_schema

from translator_aid.batch import annotate_batch

ROWS = 1000
PIECE = "16m"
"""Bytes of Parquet in a task at most: finding terms takes longer than reading them, and Spark's own 128 MB would leave workers idle at the end."""


def annotated(rows: DataFrame, column: str) -> DataFrame:
    """The rows with their matches."""

    def task(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            yield annotate_batch(batch, column)

    # what a batch without rows becomes is the schema that Spark asks for beforehand
    empty = pa.RecordBatch.from_pylist([], to_arrow_schema(rows.schema))
    return rows.mapInArrow(task, from_arrow_schema(annotate_batch(empty, column).schema))


def main() -> None:
    """Reads, annotates and writes."""
    parser = argparse.ArgumentParser(description="Annotate Parquet with Spark.")
    parser.add_argument("source")
    parser.add_argument("output")
    parser.add_argument("--column", default="text")
    parser.add_argument("--master", default="local[2,4]")
    chosen = parser.parse_args()
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    settings = {"spark.ui.enabled": False, "spark.sql.execution.arrow.maxRecordsPerBatch": ROWS, "spark.sql.files.maxPartitionBytes": PIECE}
    spark = SparkSession.builder.master(chosen.master).appName("translator-aid").config(map=settings).getOrCreate()
    try:
        annotated(spark.read.parquet(chosen.source), chosen.column).write.mode("errorifexists").parquet(chosen.output)
    finally:
        spark.stop()


if __name__ == "__main__":
    main()
