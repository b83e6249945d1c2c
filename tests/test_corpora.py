"""Corpora: the same result by one process, by several, and after any interruption; what cannot be read is told and nothing else is lost."""

from __future__ import annotations

import gc
import importlib.util
import json
import multiprocessing
import os
import signal
import time
import tracemalloc
from pathlib import Path
from typing import Any, Iterator

import jsonschema
import pytest
from conftest import ROOT, run
from hypothesis import HealthCheck, example, given, settings, strategies as st
from test_interrupt import started

from translator_aid import annotating, chunks, compiled, contract, corpusrecords, mentions, rowgroups
from translator_aid.cli import corpus
from translator_aid.cli.corpus import Manner
from translator_aid.corpusrecords import Task, Worker
from translator_aid.errors import Error, UsageError, WriteError
from translator_aid.mentions import Annotator
from translator_aid.model import Run
from translator_aid.processes import AHEAD, Processes
from translator_aid.readers import plain

TEXTS = ["Peneliti melatih model bahasa besar.", "Lab superintelijennya baru.\n\nAGI dan superintelijen.", "", "Tidak ada.", "İ\u00a0AGI \U0001f600 agen AI",
         "pembelajaran penguatan (reinforcement learning)"]
TASK = Task(fields=("teks",))
needs_pyarrow = pytest.mark.skipif(importlib.util.find_spec("pyarrow") is None, reason="pyarrow is not installed")


def written(path: Path, records: list[Any]) -> Path:
    path.write_text("".join(record if isinstance(record, str) else json.dumps(record, ensure_ascii=False) + "\n" for record in records), encoding="utf-8")
    return path


def corpus_of(folder: Path, records: int) -> Path:
    return written(folder / "korpus.jsonl", [{"nomor": number, "teks": f"{TEXTS[number % len(TEXTS)]} Ke-{number}."} for number in range(records)])


def went(sources: list[Path], output: Path, task: Task = TASK, **manner: Any) -> int:
    return corpus.run(list(map(str, sources)), str(output), task, Manner(**manner), compiled.opened()[0].signature)


def test_a_record_keeps_what_it_has_and_its_matches_name_places_in_its_text(tmp_path: Path) -> None:
    lines = ['{"id" : 1.50, "id":2,  "teks": "' + json.dumps(text)[1:-1] + '", "lain": {"b": [1e400]}}\n' for text in TEXTS]
    source = written(tmp_path / "a.jsonl", lines)
    assert went([source], tmp_path / "b.jsonl") == 0
    out = (tmp_path / "b.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(out) == len(lines)
    for text, before, after in zip(TEXTS, lines, out):
        assert after.startswith(before.rstrip("}\n"))
        for match in json.loads(after)["matches"]:
            assert text[match["start"]:match["end"]] == match["surface"]
            if match["gloss"]:
                assert text[slice(*match["gloss"])] == "reinforcement learning"
    assert sum(len(json.loads(line)["matches"]) for line in out) >= 8


def test_the_matches_are_those_of_the_text_alone(tmp_path: Path) -> None:
    source = written(tmp_path / "a.jsonl", [{"teks": text} for text in TEXTS])
    went([source], tmp_path / "b.jsonl")
    for text, line in zip(TEXTS, (tmp_path / "b.jsonl").read_text(encoding="utf-8").splitlines()):
        alone = [json.loads(one) for one in run("annotate", "-", "--input-format", "plain", "--format", "jsonl", stdin=text.encode()).stdout.splitlines()]
        wanted = [(match["start"] + one["start"], match["key"], match["first"]) for one in alone for match in one["matches"]]
        assert [(match["start"], match["key"], match["first"]) for match in json.loads(line)["matches"]] == wanted


BAD = [
    ("rusak\n", "1:1: not JSON: Expecting value", 0), ('{"teks": "a"\n', "1:13: not JSON", 0), ("[1]\n", "1: not a JSON object", 0),
    ('{"a": 1}\n', "1: no text under 'teks'", 1), ('{"teks": null}\n', "1: no text under 'teks'", 1), ('{"teks": 5}\n', "1: what stands under 'teks' is no text", 1),
    ("[" * 100_000 + "\n", "1: not JSON: nested too deep", 0), ('{"teks": "a"} x\n', "1:15: not JSON: Extra data", 0), ('"teks"\n', "1: not a JSON object", 0),
    ("\ufefb\n", "1:1: not JSON: Expecting value", 0), ('{"teks": ' + "9" * 5000 + "}\n", "1: Exceeds the limit", 0),
]


@pytest.mark.parametrize("line, message, kept", BAD, ids=[row[1] for row in BAD])
def test_a_bad_record_is_told_and_the_rest_goes_on(tmp_path: Path, capfd: pytest.CaptureFixture[str], line: str, message: str, kept: int) -> None:
    source = written(tmp_path / "a.jsonl", [line, {"teks": "AGI"}])
    assert went([source], tmp_path / "b.jsonl") == 1
    out = [json.loads(one) for one in (tmp_path / "b.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [one["matches"] and len(one["matches"]) for one in out] == [None] * kept + [1]
    stderr = capfd.readouterr().err
    assert f"{source}:{message}" in stderr and "1 with an error" in stderr


def test_bytes_that_are_no_utf8_are_one_bad_record(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.jsonl").write_bytes(b'\xef\xbb\xbf{"teks": "AGI"}\r\n{"teks": "\xff"}\n\n{"teks": "AGI"}')
    assert went([tmp_path / "a.jsonl"], tmp_path / "b.jsonl") == 1
    assert (tmp_path / "b.jsonl").read_bytes().count(b"artificial-general") == 2 and "a.jsonl:2: byte 0xff is not UTF-8" in capfd.readouterr().err


def test_half_a_surrogate_pair_comes_out_as_valid_utf8(tmp_path: Path) -> None:
    source = written(tmp_path / "a.jsonl", ['{"teks": "\\ud800 AGI é", "matches": 1}\n'])
    assert went([source], tmp_path / "b.jsonl") == 0
    record = json.loads((tmp_path / "b.jsonl").read_bytes().decode())
    assert record["teks"] == "\ud800 AGI é" and [match["start"] for match in record["matches"]] == [2]


def test_a_match_is_what_the_schema_says_and_two_things_more() -> None:
    schema = json.loads((ROOT / "translator_aid" / "data" / "schema" / "annotate.json").read_text(encoding="utf-8"))["$defs"]["match"]
    found = [match for text in TEXTS for match in Worker(TASK).result([text])]
    assert len(found) >= 8
    for match in found:
        assert match.pop("lemma") and match.pop("target") == match["translations"][0]
        jsonschema.validate(match, schema)


SEPARATORS = ["\n", "\n\n", "\r\n", "\r", " ", "\ufeff", "\u2028", "\n \ufeff\t\n", "\x0b", ""]


@settings(max_examples=60, deadline=None)
@given(parts=st.lists(st.tuples(st.sampled_from(TEXTS) | st.text(max_size=9), st.sampled_from(SEPARATORS)), max_size=8), every=st.booleans())
@example(parts=[("AGI dan AI.", "\n\n"), ("AGI, AGI", "")], every=False)
@example(parts=[("pembelajaran penguatan (reinforcement learning)", "\n")] * 3, every=True)
def test_what_is_written_is_what_the_contract_says_of_each_match(parts: list[tuple[str, str]], every: bool) -> None:
    text = "".join(part + separator for part, separator in parts)
    document = plain.read(text, "")
    glossary, matchers = compiled.opened()
    about = Run("annotate", document, "id", "en", glossary, every=every)
    wanted = []
    for unit in annotating.annotate(document, matchers["id"]):
        at = unit.segment.start
        for match in unit.matches:
            if every or match.first:
                said = contract.match(about, match)
                gloss = match.gloss and [match.gloss.start + at, match.gloss.end + at]
                wanted.append({**said, "start": match.span.start + at, "end": match.span.end + at, "gloss": gloss, "lemma": match.analysis.lemma,
                               "target": (said["translations"] or [None])[0]})
    assert Annotator("id", every, glossary, matchers).written(text) == (json.dumps(wanted, ensure_ascii=False), len(wanted))


def test_readings_that_are_forgotten_are_learned_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "\n".join(TEXTS * 3)
    glossary, matchers = compiled.opened()
    whole = Annotator("id", True, glossary, matchers).written(text)
    monkeypatch.setattr(mentions, "LIMIT", 2)
    assert Annotator("id", True, glossary, matchers).written(text) == whole and whole[1] >= 24


class Stop(KeyboardInterrupt):
    """An interruption that a test makes."""


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(records=st.lists(st.one_of(st.fixed_dictionaries({"n": st.integers(), "teks": st.sampled_from(TEXTS) | st.text()}), st.sampled_from(["rusak\n", "{}\n", "\n"])), min_size=1, max_size=12),
       size=st.integers(1, 80), stops=st.lists(st.integers(0, 5), min_size=1, max_size=3), garbage=st.binary(min_size=1, max_size=9))
@example(records=[{"teks": "AGI"}, "rusak\n", {"teks": "x"}], size=1, stops=[1, 1], garbage=b'{"teks":')
@example(records=[{"teks": "AGI"}, {"teks": "x"}], size=1, stops=[1], garbage=b"[[0, 99, 9], 3")
def test_interrupted_and_resumed_is_as_in_one_go(tmp_path: Path, records: list[Any], size: int, stops: list[int], garbage: bytes) -> None:
    source = written(tmp_path / "a.jsonl", records)
    whole, output = tmp_path / "whole.jsonl", tmp_path / "out.jsonl"
    code = went([source], whole)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(chunks, "SIZE", size)
        for stop in stops:
            done = iter(range(stop))

            def work(item: Any) -> Any:
                if next(done, None) is None:
                    raise Stop
                return corpusrecords.work(item)

            patch.setattr(corpus, "work", work)
            try:
                went([source], output, resume=True)
                break
            except Stop:
                # a program that is killed may leave half a record and half a line of its log
                for name in ("out.jsonl.part", "out.jsonl.part.log"):
                    if (tmp_path / name).exists():
                        with open(tmp_path / name, "ab") as stream:
                            stream.write(garbage)
        patch.setattr(corpus, "work", corpusrecords.work)
        assert went([source], output, resume=True) == code
    assert output.read_bytes() == whole.read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.jsonl", "out.jsonl", "whole.jsonl"]


def half_done(folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """A corpus and an output that was interrupted after the first piece."""
    source, output = corpus_of(folder, 40), folder / "out.jsonl"
    done = iter([1])

    def work(item: Any) -> Any:
        if not next(done, None):
            raise Stop
        return corpusrecords.work(item)

    with monkeypatch.context() as patch:
        patch.setattr(chunks, "SIZE", 500)
        patch.setattr(corpus, "work", work)
        with pytest.raises(Stop):
            went([source], output)
    return source, output


def test_what_an_interruption_leaves_is_not_overwritten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    source, output = half_done(tmp_path, monkeypatch)
    assert "the same command with --resume goes on" in capfd.readouterr().err
    with pytest.raises(UsageError, match="from an interrupted run"):
        went([source], output)


@pytest.mark.parametrize("change", ["input", "options", "glossary"])
def test_what_was_made_from_something_else_is_not_resumed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str) -> None:
    source, output = half_done(tmp_path, monkeypatch)
    task, own = TASK, tmp_path / "saya.yaml"
    if change == "input":
        source.write_bytes(source.read_bytes() + b"\n")
    elif change == "options":
        task = task._replace(every=False)
    own.write_text("kucing: cat\n", encoding="utf-8")
    signature = compiled.opened((str(own),) if change == "glossary" else ())[0].signature
    with pytest.raises(UsageError, match=f"these have changed: {change};"):
        corpus.run([str(source)], str(output), task, Manner(resume=True), signature)


@pytest.mark.parametrize("kind", ["annotate", "check", "documents"])
def test_two_processes_give_what_one_gives(tmp_path: Path, kind: str) -> None:
    records = [{"teks": f"Harganya {n} juta. {TEXTS[n % 6]}", "en": f"It costs {n + n % 2} million."} for n in range(1500)]
    written(tmp_path / "a.jsonl", [*records[:700], "rusak\n", *records[700:]])
    for number in range(12):
        (tmp_path / f"{number:02}.txt").write_text(TEXTS[number % 6] * 3, encoding="utf-8")
    args = {"annotate": ["annotate", "a.jsonl", "--text-field", "teks"], "documents": ["annotate", "*.txt"],
            "check": ["check", "a.jsonl", "--text-field", "teks", "--target-field", "en"]}[kind]
    results = []
    for jobs in ("1", "2"):
        output = tmp_path / f"hasil{jobs}.jsonl"
        result = run(*args, "-o", output.name, "--jobs", jobs, cwd=tmp_path)
        results.append((result.returncode, result.stderr, output.read_bytes()))
    assert results[0] == results[1] and results[0][0] == (kind != "documents") and len(results[0][2]) > 2000


def test_documents_into_a_folder_by_two_processes(tmp_path: Path) -> None:
    for number in range(5):
        (tmp_path / f"{number}.txt").write_text(TEXTS[0], encoding="utf-8")
    (tmp_path / "5.txt").write_bytes(b"\xff")
    results = [run("annotate", "*.txt", "-o", folder, "--jobs", jobs, cwd=tmp_path) for folder, jobs in (("satu", "1"), ("dua", "2"))]
    assert results[0].returncode == results[1].returncode == 3 and results[0].stderr == results[1].stderr
    found = [{path.name: path.read_bytes() for path in (tmp_path / folder).iterdir()} for folder in ("satu", "dua")]
    assert found[0] == found[1] and sorted(found[0]) == [f"{number}.txt" for number in range(5)]


@pytest.mark.parametrize("number, jobs", [(signal.SIGINT, "1"), (signal.SIGINT, "2"), (signal.SIGTERM, "2"), (signal.SIGKILL, "2")])
def test_a_killed_run_is_resumed(tmp_path: Path, number: signal.Signals, jobs: str) -> None:
    corpus_of(tmp_path, 30_000)
    run("lookup", "RLHF")
    args = ("annotate", "korpus.jsonl", "--text-field", "teks", "-o", "hasil.jsonl")
    process = started(*args, "--jobs", jobs, cwd=tmp_path)
    log, end = tmp_path / "hasil.jsonl.part.log", time.monotonic() + 120
    while not log.exists() or log.read_bytes().count(b"\n") < 3:
        assert process.poll() is None and time.monotonic() < end, "the program ended before it could be interrupted"
        time.sleep(0.005)
    process.send_signal(number)
    stderr = process.communicate(timeout=120)[1].decode()
    assert process.returncode in (128 + number, -number) and "Traceback" not in stderr and not (tmp_path / "hasil.jsonl").exists()
    assert number == signal.SIGKILL or "--resume goes on from there" in stderr
    result = run(*args, "--resume", "--jobs", "2", cwd=tmp_path)
    assert result.returncode == 0 and "Going on behind record" in result.stderr.decode()
    run("annotate", "korpus.jsonl", "--text-field", "teks", "-o", "utuh.jsonl", cwd=tmp_path)
    assert (tmp_path / "hasil.jsonl").read_bytes() == (tmp_path / "utuh.jsonl").read_bytes()


def dying(path: str) -> str:
    """Ends its process the first time."""
    if not os.path.exists(path):
        open(path, "w").close()
        os.kill(os.getpid(), signal.SIGKILL)
    return path


def test_a_process_that_dies_is_replaced(tmp_path: Path) -> None:
    paths = [str(tmp_path / str(number)) for number in range(9)]
    for path in paths[:3] + paths[4:]:
        open(path, "w").close()
    with Processes(2, dying, str, "") as processes:
        assert list(processes.map(paths)) == paths


def collecting(_item: str) -> tuple[int, int, int]:
    """When this process looks for garbage."""
    return gc.get_threshold()


def test_processes_look_for_garbage_as_the_first_one_and_are_gone_at_the_end() -> None:
    before = gc.get_threshold()
    gc.set_threshold(12_345, 7, 9)
    try:
        with Processes(2, collecting, str, "") as processes:
            assert set(processes.map(["a"] * 9)) == {(12_345, 7, 9)} and multiprocessing.active_children()
        assert not multiprocessing.active_children()
    finally:
        gc.set_threshold(*before)


def always_dying(_item: str) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_processes_that_die_again_and_again_end_the_run() -> None:
    with Processes(2, always_dying, str, "") as processes, pytest.raises(Error, match="ended 3 times in a row"):
        list(processes.map(["a"]))


def test_only_a_window_of_the_work_is_on_its_way() -> None:
    taken = 0

    def items() -> Iterator[str]:
        nonlocal taken
        for _number in range(200):
            taken += 1
            yield "a"

    with Processes(2, len, str, "") as processes:
        for number, _result in enumerate(processes.map(items())):
            assert taken <= number + 2 * AHEAD


def test_memory_holds_one_piece_of_the_input(tmp_path: Path) -> None:
    line = json.dumps({"teks": TEXTS[0] * 20}) + "\n"
    (tmp_path / "a.jsonl").write_text(line * (8_000_000 // len(line)))
    tracemalloc.start()
    count = sum(1 for _chunk in chunks.of([str(tmp_path / "a.jsonl")]))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count > 25 and peak < 8 * chunks.SIZE


def test_every_line_is_in_one_piece(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = corpus_of(tmp_path, 50)
    for size in (1, 7, 60, 61, 10_000):
        monkeypatch.setattr(chunks, "SIZE", size)
        found = [one for one in chunks.of([str(source)]) if isinstance(one, chunks.Chunk)]
        assert b"".join(one.data for one in found) == source.read_bytes()
        assert all(one.data.endswith(b"\n") for one in found)
        assert [one.first for one in found] == [1, *(one.after.record + 1 for one in found[:-1])]


def test_a_check_of_a_record_is_that_of_a_pair_of_texts() -> None:
    task = Task(("id", "en"), ("a", "b"), codes=frozenset({"C201", "C101"}))
    found = Worker(task).result(["Model bahasa besar itu seharga 5 juta.", "The model costs 6 million."])
    assert {one["code"] for one in found} == {"C201", "C101"}


@needs_pyarrow
def test_parquet_resumed_is_as_in_one_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    records = [{"nomor": number, "teks": TEXTS[number % 6] if number % 7 else None} for number in range(40)]
    source, output = tmp_path / "a.parquet", tmp_path / "b.parquet"
    pq.write_table(pa.Table.from_pylist(records), source, row_group_size=16)
    monkeypatch.setattr(chunks, "ROWS", 5)
    for stop in (3, 0, 4):
        done = iter(range(stop))

        def work(item: Any) -> Any:
            if next(done, None) is None:
                raise Stop
            return corpusrecords.work(item)

        with monkeypatch.context() as patch, pytest.raises(Stop):
            patch.setattr(corpus, "work", work)
            went([source], output, resume=True)
    assert went([source], output, resume=True) == 1
    rows = pq.read_table(output).to_pylist()
    worker = Worker(TASK)
    assert [row["nomor"] for row in rows] == list(range(40))
    for row, record in zip(rows, records):
        wanted = None if record["teks"] is None else [(one["start"], one["key"], one["lemma"]) for one in worker.result([str(record["teks"])])]
        assert (row["matches"] and [(one["start"], one["key"], one["lemma"]) for one in row["matches"]]) == (wanted and list(wanted))
        assert (row["matches"] is None) == (record["teks"] is None)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.parquet", "b.parquet"]


@needs_pyarrow
@pytest.mark.parametrize("kind", ["annotate", "check"])
def test_parquet_without_rows_and_with_several_row_groups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    monkeypatch.setattr(rowgroups, "ROWS", 7)
    monkeypatch.setattr(chunks, "ROWS", 3)
    task = TASK if kind == "annotate" else Task(("id", "en"), ("teks", "en"), codes=frozenset({"C201"}))
    schema = pa.schema([("teks", pa.string()), ("en", pa.string())], {"asal": "uji"})
    records = [{"teks": f"Ada {number} juta.", "en": f"There are {number + number % 2} million."} for number in range(20)]
    for rows in ([], records):
        pq.write_table(pa.Table.from_pylist(rows, schema), tmp_path / "a.parquet")
        assert went([tmp_path / "a.parquet"], tmp_path / "b.parquet", task) == int(bool(rows) and kind == "check")
        found = pq.read_table(tmp_path / "b.parquet")
        assert found.schema.names == ["teks", "en", "matches" if kind == "annotate" else "findings"] and found.schema.metadata[b"asal"] == b"uji"
        assert [(row["teks"], row["en"]) for row in found.to_pylist()] == [(row["teks"], row["en"]) for row in rows]
    assert pq.ParquetFile(tmp_path / "b.parquet").num_row_groups == 3
    if kind == "check":
        assert [len(row["findings"]) for row in found.to_pylist()] == [0, 1] * 10


@needs_pyarrow
def test_pieces_and_row_groups_of_parquet_are_small_where_rows_are_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    texts = [f"{number} {'AGI. ' * 1000}" for number in range(60)]
    pq.write_table(pa.table({"teks": texts}), tmp_path / "a.parquet", use_dictionary=False, compression="none")
    monkeypatch.setattr(chunks, "SIZE", 20_000)
    monkeypatch.setattr(rowgroups, "SIZE", 400_000)
    pq.write_table(pa.table({"teks": [texts[0]] * 60}), tmp_path / "sama.parquet")
    for name in ("a", "sama"):
        pieces = [one for one in chunks.of([str(tmp_path / f"{name}.parquet")], start=chunks.Place(0, 7, 7)) if isinstance(one, chunks.Chunk)]
        assert [one.first for one in pieces] == [8, *(one.after.record + 1 for one in pieces[:-1])] and pieces[-1].after.record == 60
        assert max(len(one.data) for one in pieces) < 30_000
    assert went([tmp_path / "a.parquet"], tmp_path / "b.parquet", TASK._replace(every=False)) == 0
    file = pq.ParquetFile(tmp_path / "b.parquet")
    assert file.read()["teks"].to_pylist() == texts
    assert file.num_row_groups == 1
    assert went([tmp_path / "a.parquet"], tmp_path / "c.parquet") == 0
    assert pq.ParquetFile(tmp_path / "c.parquet").num_row_groups > 5


@needs_pyarrow
def test_a_disk_that_is_full_is_told() -> None:
    import pyarrow as pa

    if not os.path.exists("/dev/full"):
        pytest.skip("there is no /dev/full here")
    with pytest.raises(WriteError, match="/dev/full: cannot be written: .*No space left"):
        rowgroups.RowGroups("/dev/full", pa.schema([("teks", pa.string())]))


@needs_pyarrow
def test_nothing_but_a_broken_parquet_file_leaves_nothing(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "c.parquet").write_bytes(b"PAR1 bukan")
    with pytest.raises(Error, match="none of the files is Parquet"):
        went([tmp_path / "c.parquet"], tmp_path / "d.parquet")
    assert "c.parquet: not a Parquet file" in capfd.readouterr().err and [path.name for path in tmp_path.iterdir()] == ["c.parquet"]


@needs_pyarrow
def test_parquet_that_cannot_be_read_or_combined(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(pa.Table.from_pylist([{"teks": "AGI"}]), tmp_path / "a.parquet")
    pq.write_table(pa.Table.from_pylist([{"teks": "AGI", "b": 1}]), tmp_path / "b.parquet")
    (tmp_path / "c.parquet").write_bytes(b"PAR1 bukan")
    with pytest.raises(UsageError, match="its columns are not those of"):
        went([tmp_path / "a.parquet", tmp_path / "b.parquet"], tmp_path / "d.parquet")
    with pytest.raises(UsageError, match="holds no text"):
        went([tmp_path / "b.parquet"], tmp_path / "d.parquet", Task(fields=("b",)))
    assert went([tmp_path / "c.parquet", tmp_path / "a.parquet"], tmp_path / "d.parquet") == 1
    assert "c.parquet: not a Parquet file" in capfd.readouterr().err and pq.read_table(tmp_path / "d.parquet").num_rows == 1
