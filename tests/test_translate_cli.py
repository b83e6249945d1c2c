"""`translator-aid translate` by a service that loses terms: exit codes, receipts by paragraph and in all, and the findings wherever they are shown."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import loopback
import pytest
from conftest import run

TEXT = """Pertama, mereka memakai pembelajaran penguatan.

Kedua, OpenAI melatih model bahasa besar seharga Rp 2,5 miliar.

Ketiga, harganya Rp 7 miliar.

Keempat, model fondasi itu baru.
"""
ANSWERS = {
    "Pertama": "First, they use that.",
    "Kedua": "Second, OpenAI trained the the large language models for Rp 2.5 billion.",
    "Ketiga": "Third, it costs Rp7 miliar.",
    "Keempat": "Fourth, a model fondasi is new.",
}


class Forgetful(loopback.LibreTranslate):
    """A service that loses one term, doubles a word and leaves an amount and a term as they were."""

    def answer(self, asked: loopback.Asked) -> loopback.Reply:
        return loopback.Reply({"translatedText": [next(answer for word, answer in ANSWERS.items() if word[:5] in text or answer[:5] in text)
                                                  for text in asked.body["q"]]})


def translated(tmp_path: Path, *words: str) -> subprocess.CompletedProcess[bytes]:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    with Forgetful() as server:
        return run("translate", "a.txt", "--engine", "libretranslate", "--url", server.url, "--no-memory", "--no-resume", *words, cwd=tmp_path,
                   env={"TRANSLATOR_AID_STATE": str(tmp_path / "state")})


@pytest.mark.parametrize("options, code", [([], 0), (["--strict"], 1), (["--strict", "--ignore", "C"], 1)])
def test_strict_decides_the_exit_code(tmp_path: Path, options: list[str], code: int) -> None:
    result = translated(tmp_path, *options)
    assert result.returncode == code, result.stderr.decode()
    assert result.stdout.decode().split("\n\n") == [
        "First, they use that.", "Second, OpenAI trained the the large language models for Rp 2.5 billion.", "Third, it costs Rp 7 billion.",
        "Fourth, a foundation model is new.\n"]


def test_findings_and_counts_on_standard_error(tmp_path: Path) -> None:
    lines = translated(tmp_path).stderr.decode().splitlines()
    assert "a.txt:1:25: T101 'pembelajaran penguatan' should have become 'reinforcement learning', which the translation does not contain" in lines
    assert "a.txt:3:1: C701 'the the': the word is doubled" in lines
    assert sum("T101" in line for line in lines) == 1
    assert "Terms, numbers and names: kept 2, inflected 2, repaired 2, failed 1." in lines


def test_which_checks_speak_can_be_chosen(tmp_path: Path) -> None:
    assert "C701" not in translated(tmp_path, "--ignore", "C7").stderr.decode()
    assert "C701" in translated(tmp_path, "--select", "C701").stderr.decode()
    said = translated(tmp_path, "--ignore", "C").stderr.decode()
    assert "T101" in said and "C701" not in said


def test_json_has_receipts_and_findings_by_paragraph(tmp_path: Path) -> None:
    data: dict[str, Any] = json.loads(translated(tmp_path, "--format", "json").stdout)
    outcomes = [paragraph["translation"]["outcomes"] for paragraph in data["paragraphs"]]
    assert outcomes == [{"failed": 1}, {"kept": 2, "inflected": 2}, {"repaired": 1}, {"repaired": 1}]
    codes = [[finding["code"] for finding in paragraph["findings"]] for paragraph in data["paragraphs"]]
    assert codes == [["T101"], ["C701"], [], []]


@pytest.mark.parametrize("format", ["html", "bilingual"])
def test_findings_are_shown_beside_their_paragraph(tmp_path: Path, format: str) -> None:
    shown = translated(tmp_path, "--format", format).stdout.decode()
    for said in ("T101", "C701", "which the translation does not contain", "Rp 7 billion", "foundation model"):
        assert said in shown, said
