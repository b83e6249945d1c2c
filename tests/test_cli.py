"""The command line as a person uses it: arguments, files, standard streams and exit codes, as a table."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
from conftest import ROOT, cases, run

from translator_aid.cli import COMMANDS

SCHEMAS = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in (ROOT / "translator_aid" / "data" / "schema").glob("*.json")}
ROWS = cases("cli")


@pytest.mark.parametrize("case", ROWS, ids=lambda case: case["name"])
def test_case(case: dict, tmp_path: Path) -> None:
    for name, content in case.get("files", {}).items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8")
    for args in case.get("first", []):
        assert run(*args, cwd=tmp_path, env=case.get("env")).returncode == 0
    result = run(*case["args"], stdin=case.get("stdin", "").encode(), cwd=tmp_path, env=case.get("env"))
    stdout, stderr = result.stdout.decode(), result.stderr.decode()
    assert result.returncode == case.get("exit", 0), stdout + stderr
    if "stdout" in case:
        assert stdout == case["stdout"]
    for part in case.get("stdout_has", []):
        assert part in stdout
    for part in case.get("stdout_lacks", []):
        assert part not in stdout
    if "stderr" in case:
        assert stderr == case["stderr"]
    for part in case.get("stderr_has", []):
        assert part in stderr
    assert "Traceback" not in stderr
    for name, content in case.get("writes", {}).items():
        assert (tmp_path / name).read_text(encoding="utf-8") == content


def test_every_command_has_a_case() -> None:
    assert {case["args"][0] for case in ROWS if case["args"]} >= set(COMMANDS)


@pytest.mark.parametrize("name, args", [
    ("annotate", ["annotate", "examples/berita.id.txt", "--format", "json"]),
    ("annotate", ["annotate", "examples/artikel.id.md", "--format", "json", "--first"]),
    ("annotate", ["annotate", "-", "--format", "json", "--from", "en"]),
    ("translate", ["translate", "examples/berita.id.txt", "--format", "json"]),
    ("translate", ["translate", "-", "--format", "json", "--to", "id"]),
    ("lookup", ["lookup", "superintelijennya", "--format", "json"]),
    ("lookup", ["lookup", "pembelajran pengutan", "--format", "json"]),
    ("lookup", ["lookup", "agen", "superintelijen", "--format", "json"]),
])
def test_json_keeps_its_schema(name: str, args: list[str]) -> None:
    result = run(*args, stdin=b"The lab trained 3 large language models for $2.5 million.\n")
    data = json.loads(result.stdout)
    jsonschema.Draft202012Validator(SCHEMAS[name]).validate(data)
    for paragraph in data["paragraphs"] if isinstance(data, dict) and "paragraphs" in data else []:
        for match in paragraph["matches"]:
            assert paragraph["text"][match["start"]:match["end"]].replace("*", "")
        for receipt in paragraph.get("translation", {}).get("receipts", []):
            at = receipt["at"]
            assert at is None or paragraph["translation"]["text"][at[0]:at[1]] == receipt["target"]


def test_document_start_places_the_paragraph_in_the_file() -> None:
    text = (ROOT / "examples" / "artikel.id.md").read_text(encoding="utf-8")
    data = json.loads(run("annotate", "examples/artikel.id.md", "--format", "json").stdout)
    assert all(text[one["start"]:one["start"] + len(one["text"])] == one["text"] for one in data["paragraphs"])


def test_what_is_no_term_comes_out_byte_for_byte(tmp_path: Path) -> None:
    raw = "\ufeffSatu  dua\t\r\n\r\n  Tiga —\u00a0empat.\r\nLima\u2028enam  \n\n\n".encode()
    (tmp_path / "a.txt").write_bytes(raw)
    (tmp_path / "a.md").write_bytes(raw)
    empty = tmp_path / "kosong.yaml"
    empty.write_text("", encoding="utf-8")
    for name in ("a.txt", "a.md"):
        assert run("annotate", str(tmp_path / name), "--no-shipped", "--glossary", str(empty)).stdout == raw


def test_binary_and_wrong_encoding(tmp_path: Path) -> None:
    for name, data, message in (("gambar.png", b"\x89PNG\r\n\x1a\n\x00\x00", "not a text file"), ("latin.txt", "caf\xe9".encode("latin-1"), "is not UTF-8")):
        (tmp_path / name).write_bytes(data)
        result = run("annotate", name, cwd=tmp_path)
        assert (result.returncode, result.stdout) == (3, b"") and f"{name}:" in result.stderr.decode() and message in result.stderr.decode()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write and read everything")
def test_unwritable_and_unreadable(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("model AI", encoding="utf-8")
    tmp_path.chmod(stat.S_IRUSR | stat.S_IXUSR)
    assert run("annotate", "a.txt", "-o", "b.txt", cwd=tmp_path).returncode == 2
    tmp_path.chmod(0o700)
    (tmp_path / "a.txt").chmod(0)
    assert run("annotate", "a.txt", cwd=tmp_path).returncode == 3


def test_a_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    out = tmp_path / "hasil.txt"
    out.write_text("lama", encoding="utf-8")
    (tmp_path / "rusak.txt").write_bytes(b"\xff")
    assert run("annotate", "rusak.txt", "-o", "hasil.txt", cwd=tmp_path).returncode == 3
    assert out.read_text(encoding="utf-8") == "lama" and sorted(path.name for path in tmp_path.iterdir()) == ["hasil.txt", "rusak.txt"]


def test_a_closed_pipe_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "panjang.txt").write_text("Mereka melatih model bahasa besar.\n" * 20000, encoding="utf-8")
    command = f"{sys.executable} -m translator_aid annotate panjang.txt --every | head -1; exit ${{PIPESTATUS[0]}}"
    result = subprocess.run(["bash", "-c", command], cwd=tmp_path, capture_output=True, timeout=120, env={**os.environ, "TRANSLATOR_AID_LANG": "en"})
    assert result.returncode == 0 and result.stderr == b"" and result.stdout.count(b"\n") == 1


def test_output_may_be_the_input(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Lab superintelijen itu baru.\n", encoding="utf-8")
    path.chmod(0o640)
    assert run("annotate", "a.txt", "-o", "a.txt", cwd=tmp_path).returncode == 0
    assert "superintelijen (superintelligence)" in path.read_text(encoding="utf-8") and path.stat().st_mode & 0o777 == 0o640


def test_jsonl_is_written_as_it_is_found() -> None:
    lines = run("annotate", "-", "--format", "jsonl", stdin="Model AI.\n\nAgen AI.\n".encode()).stdout.decode().splitlines()
    assert [json.loads(line)["index"] for line in lines] == [0, 1]


def test_a_file_without_line_ends_is_read_in_flat_pieces(tmp_path: Path) -> None:
    sentence = "Peneliti melatih model bahasa besar dengan banyak data. "
    path = tmp_path / "satu.txt"
    path.write_text(sentence * 40_000, encoding="utf-8")
    result = run("annotate", "satu.txt", "--every", "-o", "hasil.txt", cwd=tmp_path)
    assert result.returncode == 0, result.stderr.decode()
    assert (tmp_path / "hasil.txt").read_text(encoding="utf-8").count("model bahasa besar (large language model)") == 40_000
