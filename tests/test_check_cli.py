"""`translator-aid check` as a person runs it: files of all kinds, formats, baselines, exit codes."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from conftest import HERE, ROOT, run
from jsonschema import Draft7Validator, Draft202012Validator

SOURCE = "# Judul\n\nLaba naik menjadi Rp 2,5 miliar.\n\nHilang tanpa jejak pada 1998.\n\nMenurut Sam Altman, model itu belum siap.\n"
TARGET = "# Heading\n\nProfit rose to Rp 2.5 million.\n\nAccording to Sam Altman, the the model is not ready.\n"


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "a.md").write_text(SOURCE, encoding="utf-8")
    (tmp_path / "b.md").write_text(TARGET, encoding="utf-8")
    return tmp_path


def codes(output: bytes) -> list[str]:
    return [line.split(": ")[1].split()[0] for line in output.decode().splitlines()]


def test_two_files(files: Path) -> None:
    result = run("check", "a.md", "b.md", cwd=files)
    assert result.returncode == 1
    assert result.stdout.decode().splitlines() == [
        "b.md:3:16: C202 'Rp 2,5 miliar' (Rp 2.5 billion) became 'Rp 2.5 million', 1 000 times too small [write: Rp 2.5 billion]",
        "a.md:5:1: C501 the translation lacks this paragraph: “Hilang tanpa jejak pada 1998.”",
        "b.md:5:26: C701 'the the': the word is doubled [write: the]",
    ]
    assert result.stderr.decode().strip() == "4 paragraphs, 3 errors, 0 warnings"


def test_select_and_ignore(files: Path) -> None:
    assert codes(run("check", "a.md", "b.md", "--select", "c2,C7", cwd=files).stdout) == ["C202", "C701"]
    assert codes(run("check", "a.md", "b.md", "--ignore", "C5", "--ignore", "C7", cwd=files).stdout) == ["C202"]
    result = run("check", "a.md", "b.md", "--select", "X1", cwd=files)
    assert result.returncode == 2 and "C101" in result.stderr.decode()


def test_clean(files: Path) -> None:
    (files / "c.md").write_text("# Judul\n\nLaba naik 5 persen.\n", encoding="utf-8")
    (files / "d.md").write_text("# Heading\n\nProfit rose 5 percent.\n", encoding="utf-8")
    result = run("check", "c.md", "d.md", cwd=files)
    assert (result.returncode, result.stdout) == (0, b"")


@pytest.mark.parametrize("name, content", [
    ("a.tsv", "Laba naik Rp 2,5 miliar.\tProfit rose Rp 2.5 million.\tnews\n"),
    ("a.csv", '"Laba naik Rp 2,5 miliar.","Profit rose Rp 2.5 million."\r\n'),
    ("b.csv", 'English;Indonesian\r\nProfit rose Rp 2.5 million.;"Laba naik Rp 2,5 miliar."\r\n'),
    ("a.txt", "[1] id: Laba naik Rp 2,5 miliar.\n    en: Profit rose Rp 2.5 million.\n        Rp 2,5 miliar → Rp 2.5 million (kept)\n\n"),
    ("a.json", json.dumps({"schema": "translator-aid/translate/1", "source": "id", "target": "en", "paragraphs": [
        {"text": "Laba naik Rp 2,5 miliar.", "translation": {"text": "Profit rose Rp 2.5 million."}}]})),
])
def test_bilingual_files(tmp_path: Path, name: str, content: str) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8", newline="")
    result = run("check", "--bilingual", name, "--format", "json", cwd=tmp_path)
    finding, = json.loads(result.stdout)["findings"]
    assert finding["code"] == "C202" and finding["surface"] == "Rp 2.5 million"
    line = content.splitlines()[finding["line"] - 1]
    assert line[finding["column"] - 1:].startswith("Rp 2.5 million")


def test_what_the_program_wrote_can_be_checked(tmp_path: Path) -> None:
    for format in ("bilingual", "json"):
        written = run("translate", str(ROOT / "examples" / "artikel.id.md"), "--format", format, "-o", str(tmp_path / "out.txt"))
        assert written.returncode == 0
        result = run("check", "--bilingual", str(tmp_path / "out.txt"), "--select", "C2")
        assert result.returncode in (0, 1) and "paragraph" in result.stderr.decode(), result.stderr


def test_baseline(files: Path) -> None:
    (files / "known.yaml").write_text(
        "- {code: C202, text: Rp 2.5 million, reason: angka dari penulis}\n- {code: C501, paragraph: tanpa jejak, reason: dihapus redaksi}\n"
        "- code: C701\n  text: yang yang\n  reason: kutipan\n", encoding="utf-8")
    result = run("check", "a.md", "b.md", "--baseline", "known.yaml", cwd=files)
    assert result.returncode == 1 and codes(result.stdout) == ["C701", "C901"]
    assert "known.yaml:3:3: C901" in result.stdout.decode()
    report = json.loads(run("check", "a.md", "b.md", "--baseline", "known.yaml", "--format", "json", cwd=files).stdout)
    assert [item["reason"] for item in report["suppressed"]] == ["angka dari penulis", "dihapus redaksi"]
    assert run("check", "a.md", "b.md", "--baseline", "known.yaml", "--select", "C2", cwd=files).returncode == 0


@pytest.mark.parametrize("content, message", [
    ("- {code: C202}", "known.yaml:1:3: the suppression needs a reason"),
    ("- {code: C202, why: x, reason: y}", "unknown field 'why'"),
    ("code: C202", "expected a list"),
    ("- [", "not valid YAML"),
])
def test_bad_baseline(files: Path, content: str, message: str) -> None:
    (files / "known.yaml").write_text(content, encoding="utf-8")
    result = run("check", "a.md", "b.md", "--baseline", "known.yaml", cwd=files)
    assert result.returncode == 3 and message in result.stderr.decode()


def test_usage(files: Path) -> None:
    for words, message in ((["a.md"], "--bilingual"), (["a.md", "b.md", "--bilingual"], "one file"), (["a.md", "b.md", "--from", "id", "--to", "id"], "same language"),
                           (["a.md", "nothing.md"], "no such file")):
        result = run("check", *words, cwd=files)
        assert result.returncode == 2 and message in result.stderr.decode()
    (files / "one.tsv").write_text("hanya satu kolom\n", encoding="utf-8")
    result = run("check", "--bilingual", "one.tsv", cwd=files)
    assert result.returncode == 3 and "second column" in result.stderr.decode()


def test_swapped_languages_are_noticed(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The model that we have trained is not yet ready for the newsroom, and it is not known when it will be.\n", encoding="utf-8")
    (tmp_path / "b.txt").write_text("Model yang kami latih belum siap untuk ruang redaksi, dan tidak diketahui kapan itu akan siap dipakai.\n", encoding="utf-8")
    assert "--from en" in run("check", "a.txt", "b.txt", cwd=tmp_path).stderr.decode()
    assert "--from en" not in run("check", "a.txt", "b.txt", "--from", "en", cwd=tmp_path).stderr.decode()


def test_list_names_every_code() -> None:
    lines = run("check", "--list").stdout.decode().splitlines()
    assert lines[0].startswith("C101 error: ") and len(lines) > 15


def known(files: Path) -> str:
    (files / "known.yaml").write_text("- {code: C7, reason: kutipan}\n- {code: C1, text: x, reason: lama}\n", encoding="utf-8")
    return "known.yaml"


def official() -> dict[str, Any]:
    """The official schema of SARIF 2.1.0, as the npm package @microsoft/jest-sarif (MIT) carries it; the test is skipped where it is absent."""
    folder = HERE / "node_modules" / "@microsoft" / "jest-sarif"
    path = Path(os.environ.get("SARIF_SCHEMA", folder / "lib" / "schemas" / "sarif-2.1.0-rtm.5.json"))
    if not path.exists():
        pytest.skip("the official schema is not there: npm pack @microsoft/jest-sarif, and SARIF_SCHEMA names its lib/schemas/sarif-2.1.0-rtm.5.json")
    schema: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return schema


@pytest.mark.parametrize("source, target, options", [
    ("a.md", "b.md", []),
    ("a.md", "b.md", ["--baseline", "known.yaml"]),
    ("a.md", "a.md", []),
    ("b.md", "b.md", ["--from", "en", "--select", "C6"]),
    ("b.md", "a.md", ["--from", "en"]),
])
def test_sarif_is_valid_by_its_official_schema(files: Path, source: str, target: str, options: list[str]) -> None:
    schema = official()
    known(files)
    log = json.loads(run("check", source, target, "--format", "sarif", *options, cwd=files).stdout)
    validator = Draft7Validator(schema)
    assert [error.message for error in validator.iter_errors(log)] == []
    log["runs"][0]["tool"]["driver"].pop("name")
    assert not validator.is_valid(log), "the schema rejects a tool without a name"


def test_sarif(files: Path) -> None:
    result = run("check", "a.md", "b.md", "--format", "sarif", "--baseline", known(files), cwd=files)
    log: dict[str, Any] = json.loads(result.stdout)
    Draft7Validator(json.loads((HERE / "cases" / "checks" / "sarif.json").read_text(encoding="utf-8"))).validate(log)
    results = log["runs"][0]["results"]
    rules = log["runs"][0]["tool"]["driver"]["rules"]
    assert [item["ruleId"] for item in results] == ["C202", "C501", "C701", "C901"]
    assert all(rules[item["ruleIndex"]]["id"] == item["ruleId"] for item in results)
    region = results[0]["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 3, "startColumn": 16, "endLine": 3, "endColumn": 30}
    assert results[0]["fixes"][0]["artifactChanges"][0]["replacements"][0]["insertedContent"]["text"] == "Rp 2.5 billion"
    assert results[2]["suppressions"] == [{"kind": "external", "justification": "kutipan"}]


def test_github(files: Path) -> None:
    lines = run("check", "a.md", "b.md", "--format", "github", cwd=files).stdout.decode().splitlines()
    assert lines[2] == "::error file=b.md,line=5,endLine=5,col=26,endColumn=33,title=C701 doubled word::'the the': the word is doubled"


def test_json_keeps_its_schema(files: Path) -> None:
    schema = json.loads((ROOT / "translator_aid" / "data" / "schema" / "check.json").read_text(encoding="utf-8"))
    result = run("check", "a.md", "b.md", "--format", "json", "--baseline", known(files), cwd=files)
    Draft202012Validator(schema).validate(json.loads(result.stdout))
