"""One pure function from Arrow batch to Arrow batch: its schema, that it is pure, and that nothing is lost or doubled where a worker of Dask, Spark or Ray dies."""

from __future__ import annotations

import importlib.util
import os
import pickle
import re
import shutil
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from hypothesis import given, settings, strategies as st

pa = pytest.importorskip("pyarrow", reason="pyarrow is not installed")
batch = pytest.importorskip("translator_aid.batch")

from translator_aid.corpusrecords import Task, Worker  # noqa: E402
from translator_aid.errors import UsageError  # noqa: E402

needs_dask = pytest.mark.skipif(importlib.util.find_spec("distributed") is None, reason="dask.distributed is not installed")
TEXTS = ["Peneliti melatih model bahasa besar.", "Lab superintelijennya baru.\n\nAGI.", "", None, "pembelajaran penguatan (reinforcement learning)"]


def rows_of(numbers: range) -> Any:
    return pa.RecordBatch.from_pylist([{"nomor": number, "teks": TEXTS[number % 5]} for number in numbers],
                                      pa.schema([("nomor", pa.int64()), ("teks", pa.string())], {"asal": "uji"}))


def test_the_documented_schema_is_that_of_the_result() -> None:
    schema = batch.annotate_batch(rows_of(range(5)), "teks").schema
    fields = {field.name: str(field.type) for field in schema.field("matches").type.value_type}
    documented = {}
    for line in batch.__doc__.splitlines():
        if line.startswith("| `"):
            names, kind, _about = (cell.strip() for cell in line.strip("|").split("|"))
            documented.update(dict.fromkeys([name.strip("` ") for name in names.split(",")], kind))
    assert list(fields) == list(documented) and schema.metadata == {b"asal": b"uji"} and schema.names == ["nomor", "teks", "matches"]
    for name, kind in documented.items():
        wanted = {"list<string>": "list<element: string>", "struct<start, end: int32>": "struct<start: int32, end: int32>"}.get(kind, kind)
        assert fields[name].replace("item:", "element:") == wanted, name


@pytest.mark.parametrize("page", ["en/corpora.md", "id/korpora.md"])
def test_the_pages_on_corpora_name_every_field(page: str) -> None:
    rows = re.findall(r"^\| ((?:`\w+`(?:, )?)+) \|[^|\n]+\|[^|\n]+\|$", (ROOT / "docs" / page).read_text(encoding="utf-8"), re.MULTILINE)
    assert [name for row in rows for name in re.findall(r"\w+", row)] == [field.name for field in batch.matches_type().value_type]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.none() | st.text() | st.sampled_from(TEXTS), max_size=8), st.integers(0, 8))
def test_a_batch_in_parts_is_the_batch(texts: list[str | None], cut: int) -> None:
    texts = [text if text is None else text.encode("utf-8", "replace").decode() for text in texts]
    whole = pa.RecordBatch.from_pydict({"teks": texts}, pa.schema([("teks", pa.string())]))
    parts = [batch.annotate_batch(whole.slice(0, cut), "teks"), batch.annotate_batch(whole.slice(min(cut, len(texts))), "teks")]
    together = batch.annotate_batch(whole, "teks")
    assert together.to_pylist() == [row for part in parts for row in part.to_pylist()] and together.schema == parts[0].schema
    worker = Worker(Task(fields=("teks",)))
    for row in together.to_pylist():
        wanted = None if row["teks"] is None else worker.result([row["teks"]])
        for found in wanted or ():
            found["gloss"] = found["gloss"] and {"start": found["gloss"][0], "end": found["gloss"][1]}
        assert row["matches"] == wanted


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.dictionary(pa.int32(), pa.string())], ids=str)
def test_kinds_of_text(kind: Any) -> None:
    one = pa.RecordBatch.from_arrays([pa.array(["AGI", None, "AGI"]).cast(kind)], ["text"])
    assert [row["matches"] and len(row["matches"]) for row in batch.annotate_batch(one).to_pylist()] == [1, None, 1]


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(UsageError, match="there is no column 'text'; there are nomor, teks"):
        batch.annotate_batch(rows_of(range(2)))
    with pytest.raises(UsageError, match="holds no text"):
        batch.annotate_batch(rows_of(range(2)), "nomor")


def test_a_column_of_that_name_is_replaced_and_options_count(tmp_path: Path) -> None:
    own = tmp_path / "saya.yaml"
    own.write_text("kucing oren: ginger cat\n", encoding="utf-8")
    one = pa.RecordBatch.from_pylist([{"teks": "Kucing oren dan kucing oren. AGI"}])
    found = batch.annotate_batch(batch.annotate_batch(one, "teks", into="teks2"), "teks", into="teks2", glossary=[str(own)], shipped=False, every=False)
    assert [match["target"] for match in found.to_pylist()[0]["teks2"]] == ["ginger cat"] and found.schema.names == ["teks", "teks2"]


def test_threads_of_one_process_do_not_disturb_each_other() -> None:
    texts = [f"{text} {number}{letter}" for number in range(40) for letter in "abcdefgh" for text in TEXTS if text]
    pieces = [pa.RecordBatch.from_pydict({"teks": texts[at:at + 80]}) for at in range(0, len(texts), 80)]
    batch.opened.cache_clear()
    batch._annotator.cache_clear()
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        with ThreadPoolExecutor(4) as pool:
            found = list(pool.map(batch.annotate_batch, pieces, ["teks"] * len(pieces)))
    finally:
        sys.setswitchinterval(before)
    assert [one.to_pylist() for one in found] == [batch.annotate_batch(one, "teks").to_pylist() for one in pieces]


def test_the_function_can_be_sent() -> None:
    assert pickle.loads(pickle.dumps(batch.annotate_batch)) is batch.annotate_batch


def dying(one: Any, path: str) -> Any:
    """Annotates; the first worker that meets the piece with row 60 is killed while it has others to do."""
    if one.column(0)[0].as_py() == 60 and not os.path.exists(path):
        open(path, "w").close()
        os.kill(os.getpid(), signal.SIGKILL)
    return batch.annotate_batch(one, "teks")


@needs_dask
@pytest.mark.filterwarnings("ignore")
def test_nothing_is_lost_or_doubled_where_a_worker_is_killed(tmp_path: Path) -> None:
    from distributed import Client, LocalCluster

    pieces = [rows_of(range(start, start + 10)) for start in range(0, 200, 10)]
    path = str(tmp_path / "killed")
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=60) as cluster, Client(cluster) as client:
        before = {worker["pid"] if "pid" in worker else worker["id"] for worker in client.scheduler_info()["workers"].values()}
        futures = client.map(dying, pieces, [path] * len(pieces), pure=False)
        found = [row for one in client.gather(futures) for row in one.to_pylist()]
        after = {worker["pid"] if "pid" in worker else worker["id"] for worker in client.scheduler_info()["workers"].values()}
    assert os.path.exists(path) and len(before) == 2 and after
    assert found == [row for one in pieces for row in batch.annotate_batch(one, "teks").to_pylist()]


@needs_dask
def test_the_example_runs(tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    table = pa.Table.from_batches([rows_of(range(2500))])
    pq.write_table(table, tmp_path / "a.parquet")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])}
    result = subprocess.run([sys.executable, str(ROOT / "examples" / "dask_annotate.py"), "a.parquet", "b.parquet", "--column", "teks"],
                            cwd=tmp_path, env=environment, capture_output=True, timeout=300)
    assert result.returncode == 0, result.stderr.decode()
    found = pq.read_table(tmp_path / "b.parquet").to_pylist()
    assert found == [row for one in table.to_batches() for row in batch.annotate_batch(one, "teks").to_pylist()]


KILLED = """
import os, signal, sys
sys.path.insert(0, {examples!r})
import {engine}_annotate as example
from translator_aid.batch import annotate_batch

def dying(batch, column):
    if 60 in batch.column("nomor").to_pylist() and not os.path.exists({mark!r}):
        open({mark!r}, "w").close()
        os.kill(os.getpid(), signal.SIGKILL)
    return annotate_batch(batch, column)

if __name__ == "__main__":
    example.annotate_batch, example.ROWS = dying, 50
    sys.argv[1:] = ["texts", "found", "--column", "teks"]
    example.main()
"""


@pytest.mark.parametrize("engine, library, program", [("spark", "pyspark", "java"), ("ray", "ray", None)])
def test_the_other_examples_survive_a_killed_worker(engine: str, library: str, program: str | None, tmp_path: Path) -> None:
    if importlib.util.find_spec(library) is None or program and shutil.which(program) is None:
        pytest.skip(f"{library} is not installed" if importlib.util.find_spec(library) is None else f"{library} needs {program}")
    import pyarrow.parquet as pq

    (tmp_path / "texts").mkdir()
    pieces = [rows_of(range(start, start + 100)) for start in (0, 100)]
    for number, piece in enumerate(pieces):
        pq.write_table(pa.Table.from_batches([piece]), tmp_path / "texts" / f"{number}.parquet")
    mark = tmp_path / "killed"
    (tmp_path / "run.py").write_text(KILLED.format(examples=str(ROOT / "examples"), engine=engine, mark=str(mark)), encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])}
    result = subprocess.run([sys.executable, "run.py"], cwd=tmp_path, env=environment, capture_output=True, timeout=300)
    assert result.returncode == 0, result.stderr.decode()
    found = [row for path in (tmp_path / "found").glob("*.parquet") for row in pq.ParquetFile(path).read().to_pylist()]
    assert mark.exists()
    assert sorted(found, key=lambda row: row["nomor"]) == [row for one in pieces for row in batch.annotate_batch(one, "teks").to_pylist()]


def test_a_table_becomes_a_table() -> None:
    table = pa.Table.from_batches([rows_of(range(3)), rows_of(range(3, 7))])
    found = batch.annotate_batch(table, "teks")
    assert isinstance(found, pa.Table) and found.to_pylist() == batch.annotate_batch(table.combine_chunks().to_batches()[0], "teks").to_pylist()
