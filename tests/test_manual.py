"""The manual page is whole and well formed, and the doctor says what is wrong and what helps."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from importlib import metadata
from pathlib import Path

import click
import pytest
from conftest import run

from translator_aid import diagnosis, extras, settings
from translator_aid.cli import program
from translator_aid.manual import escaped


@pytest.mark.parametrize("language", ["en", "id"])
@pytest.mark.parametrize("checker", [["mandoc", "-Tlint", "-Wwarning"], ["groff", "-ww", "-man", "-Kutf8", "-Tutf8", "-z"]], ids=lambda command: command[0])
def test_the_page_is_well_formed(language: str, checker: list[str]) -> None:
    if not shutil.which(checker[0]):
        pytest.skip(f"{checker[0]} is not installed")
    page = run("--lang", language, "man", env={"SOURCE_DATE_EPOCH": "1"}).stdout
    done = subprocess.run(checker, input=page, capture_output=True, timeout=60)
    assert done.stdout.decode() + done.stderr.decode() == ""


def test_the_page_holds_every_command_and_option() -> None:
    page = run("man").stdout.decode()
    group = program()
    for path, command in settings.commands(group, click.Context(group, info_name="translator-aid")):
        section = page.partition(f".SS {escaped(path)}\n")[2].partition("\n.SS ")[0]
        assert section, f"{path} is not in the page"
        for option in command.params:
            if isinstance(option, click.Option):
                assert escaped(option.opts[-1]) in section, f"{path} {option.opts[-1]}"


def test_the_doctor_finds_a_library_that_is_missing_too_old_or_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = ["tidak-ada>=2", "click>=999", "babel>=2.12", 'rusak>=1; extra == "mewah"']
    monkeypatch.setattr(metadata, "requires", lambda name: asked)
    found = {item.name: item for item in diagnosis.examined() if item.area in ("libraries", "extras")}
    assert found["tidak-ada"].state == "broken" and found["tidak-ada"].remedy == "python -m pip install 'tidak-ada>=2'"
    assert found["click"].state == "broken" and "at least 999" in found["click"].detail
    assert found["babel"].state == "ok" and found["babel"].detail == metadata.version("babel")
    assert found["mewah"].state == "absent" and found["mewah"].remedy == extras.command("mewah")


@pytest.mark.skipif(os.name == "nt", reason="quoted otherwise there")
@pytest.mark.parametrize("told, wanted", [
    (None, "'translator-aid[mewah]'"),
    ("{", "'translator-aid[mewah]'"),
    ('{"url": "file:///tidak/ada", "dir_info": {}}', "'translator-aid[mewah]'"),
    ('{"url": "file://{root}", "dir_info": {}}', "'{root}[mewah]'"),
    ('{"url": "file://{root}", "dir_info": {"editable": true}}', "-e '{root}[mewah]'"),
    ('{"url": "file://{root}/a.whl", "archive_info": {}}', "'translator-aid[mewah] @ file://{root}/a.whl'"),
    ('{"url": "https://contoh.id/alat", "vcs_info": {"vcs": "git"}}', "'translator-aid[mewah] @ git+https://contoh.id/alat'"),
])
def test_an_extra_is_installed_from_where_the_program_came(told: str | None, wanted: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.whl").touch()
    said = told.replace("{root}", tmp_path.as_posix()) if told else None
    monkeypatch.setattr(metadata, "distribution", lambda name: type("Found", (), {"read_text": lambda self, file: said if file == "direct_url.json" else None})())
    assert extras.command("mewah") == "python -m pip install " + wanted.replace("{root}", tmp_path.as_posix())


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_the_doctor_finds_a_cache_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "cache").mkdir(mode=0o500)
    done = run("doctor", "--format", "json", env={"TRANSLATOR_AID_CACHE": str(tmp_path / "cache")})
    assert done.returncode == 1 and {"folders"} == {item["area"] for item in json.loads(done.stdout)["items"] if item["state"] == "broken"}


def test_the_doctor_finds_a_damaged_memory(tmp_path: Path) -> None:
    (tmp_path / "m.sqlite").write_text("bukan basis data " * 100, encoding="utf-8")
    done = run("doctor", env={"TRANSLATOR_AID_MEMORY": str(tmp_path / "m.sqlite")})
    assert done.returncode == 1 and "m.sqlite" in done.stdout.decode().partition("BROKEN")[2].partition("\n")[0]


def test_looking_makes_nothing(tmp_path: Path) -> None:
    """The doctor and a translation without a memory leave no file of theirs behind."""
    env = {"TRANSLATOR_AID_MEMORY": str(tmp_path / "m.sqlite")}
    assert run("doctor", env=env).returncode == 0 and run("translate", "-", "--engine", "glossary", stdin=b"AI\n", env=env).returncode == 0
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("language, title", [("en", "Libraries:"), ("id", "Program:")])
def test_the_doctor_speaks_both_languages(language: str, title: str) -> None:
    assert title in run("--lang", language, "doctor").stdout.decode()
