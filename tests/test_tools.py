"""In the writer's tools: the pre-commit hooks and the GitHub action do what they say, as they stand in their files."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from configparser import ConfigParser
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import HERE, ROOT, run

HOOKS = {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))}
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
STEPS = {step["name"]: step for step in ACTION["runs"]["steps"]}
SOURCE, WRONG, RIGHT = "Laba naik menjadi Rp 2,5 miliar.\n", "Profit rose to Rp 2.5 million.\n", "Profit rose to Rp 2.5 billion.\n"
FAULTY = "- {key: a, indonesian: [x], english: [{term: y, status: prefered}]}\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A writer's project: a translation with a fault, one without, and a glossary with a fault."""
    for name, text in (("berita.id.md", SOURCE), ("berita.en.md", WRONG), ("id/baik.md", SOURCE), ("en/baik.md", RIGHT), ("catatan.md", "Catatan.\n"),
                       ("glossary/kata.yaml", FAULTY), ("a b.id.md", SOURCE), ("a b.en.md", RIGHT)):
        path = tmp_path / "proyek" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path / "proyek"


# --- pre-commit -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("hook, files, code, said", [
    ("translator-aid-check", ["berita.en.md", "id/baik.md"], 1, "berita.en.md:1:16: C202"),
    ("translator-aid-check", ["id/baik.md", "en/baik.md", "a b.id.md"], 0, ""),
    ("translator-aid-glossary", ["glossary/kata.yaml"], 1, "glossary/kata.yaml:1:57: E111"),
])
def test_a_hook_does_its_work(project: Path, hook: str, files: list[str], code: int, said: str) -> None:
    program, *arguments = shlex.split(HOOKS[hook]["entry"])
    assert program == "translator-aid"
    assert all(re.search(HOOKS[hook]["files"], name) for name in files), "pre-commit would not pass the file"
    done = run(*arguments, *files, cwd=project)
    assert done.returncode == code and said in done.stdout.decode(), done.stdout.decode() + done.stderr.decode()


@pytest.mark.parametrize("hook, name, wanted", [
    ("translator-aid-check", "docs/id/mulai.md", True), ("translator-aid-check", "artikel_en.txt", True), ("translator-aid-check", "kidul.md", False),
    ("translator-aid-check", "README.md", False), ("translator-aid-glossary", "glossary/a.yml", True), ("translator-aid-glossary", "config.yaml", False),
])
def test_a_hook_is_given_the_files_that_concern_it(hook: str, name: str, wanted: bool) -> None:
    assert bool(re.search(HOOKS[hook]["files"], name)) == wanted


def test_the_hooks_in_pre_commit_itself(project: Path, tmp_path: Path) -> None:
    """Installed by pre-commit from a clone of this repository, as anybody's project would."""
    if not shutil.which("pre-commit") or not shutil.which("git"):
        pytest.skip("pre-commit is not installed")
    environment = {**os.environ, "PRE_COMMIT_HOME": str(tmp_path / "rumah"), "TRANSLATOR_AID_LANG": "en", "XDG_CONFIG_HOME": str(HERE / "nowhere"),
                   "GIT_CONFIG_GLOBAL": os.devnull, "GIT_AUTHOR_NAME": "x", "GIT_AUTHOR_EMAIL": "x@example.org", "GIT_COMMITTER_NAME": "x",
                   "GIT_COMMITTER_EMAIL": "x@example.org"}
    shutil.copytree(ROOT, tmp_path / "repo", ignore=IGNORED)

    def called(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=900)

    for folder in (tmp_path / "repo", project):
        for command in (["git", "init", "-q"], ["git", "add", "-A"], ["git", "commit", "-qm", "x"]):
            assert called(folder, *command).returncode == 0
    revision = called(tmp_path / "repo", "git", "rev-parse", "HEAD").stdout.strip()
    config = {"repos": [{"repo": str(tmp_path / "repo"), "rev": revision, "hooks": [{"id": name} for name in HOOKS]}]}
    (project / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
    called(project, "git", "add", "-A")
    if called(project, "pre-commit", "install-hooks").returncode:
        pytest.skip("pip cannot install here")
    done = called(project, "pre-commit", "run", "--all-files")
    assert done.returncode == 1 and "check translations" in done.stdout and "berita.en.md:1:16: C202" in done.stdout and "kata.yaml:1:57: E111" in done.stdout
    (project / "berita.en.md").write_text(RIGHT, encoding="utf-8")
    (project / "glossary" / "kata.yaml").write_text("- {key: bug, indonesian: [kutu], english: [bug], part_of_speech: noun}\n", encoding="utf-8")
    called(project, "git", "add", "-A")
    done = called(project, "pre-commit", "run", "--all-files")
    assert done.returncode == 0, done.stdout


# --- the action ---------------------------------------------------------------------------------------------------------------


IGNORED = shutil.ignore_patterns(".git", "build", "dist", "*.egg-info", "__pycache__", ".venv", ".hypothesis", ".pytest_cache", ".mypy_cache", "training")
"""What a copy of the working tree does without; it is copied because building leaves something behind."""


def step(name: str, folder: Path, runner: Path, inputs: dict[str, str], action: Path = ROOT) -> tuple[int, str, str]:
    """Runs a step as the runner does: its inputs in its environment, its script in a file, bash told to stop at errors."""
    values = {key: str(value.get("default", "")) for key, value in ACTION["inputs"].items()} | inputs
    found = {f"inputs.{key}": value for key, value in values.items()} | {"github.action_path": str(action)}
    environment = {key: re.sub(r"\$\{\{\s*([\w.-]+)\s*\}\}", lambda match: found[match[1]], value) for key, value in STEPS[name].get("env", {}).items()}
    runner.mkdir(exist_ok=True)
    (runner / "script.sh").write_text(STEPS[name]["run"], encoding="utf-8")
    done = subprocess.run(["bash", "--noprofile", "--norc", "-eo", "pipefail", str(runner / "script.sh")], cwd=folder, capture_output=True, text=True, timeout=600, env={
        **os.environ, "RUNNER_TEMP": str(runner), "GITHUB_OUTPUT": str(runner / "output"), "XDG_CONFIG_HOME": str(HERE / "nowhere"), "NO_COLOR": "1", **environment})
    output = (runner / "output").read_text(encoding="utf-8") if (runner / "output").exists() else ""
    return done.returncode, done.stdout, output if done.returncode < 2 else done.stderr


@pytest.fixture
def runner(tmp_path: Path) -> Path:
    """The runner's folder, with this program where the step before has installed it."""
    program = tmp_path / "runner" / "translator-aid" / "bin" / "translator-aid"
    program.parent.mkdir(parents=True)
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m translator_aid "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    return tmp_path / "runner"


@pytest.mark.parametrize("inputs, code, annotations", [
    ({"texts": "**/*.id.md"}, 1, ["::error file=berita.en.md,line=1,endLine=1,col=16,endColumn=30,title=C202"]),
    ({"texts": "en/*.md\na*.id.md"}, 0, []),
    ({"texts": "*.id.md", "arguments": "--ignore C2"}, 0, []),
    ({"glossary": "glossary/*.yaml"}, 1, ["::error file=glossary/kata.yaml,line=1,col=57,title=E111"]),
    ({"glossary": "glossary", "texts": "*.id.md"}, 1, ["::error file=glossary/kata.yaml", "::error file=berita.en.md"]),
    ({"texts": "*.id.md", "language": "id"}, 1, ["::error file=berita.en.md,line=1,endLine=1,col=16,endColumn=30,title=C202 angka seribu kali"]),
    ({}, 0, []),
])
def test_the_action_annotates(project: Path, runner: Path, inputs: dict[str, str], code: int, annotations: list[str]) -> None:
    returned, shown, output = step("Check", project, runner, inputs)
    lines = [line for line in shown.splitlines() if line.startswith("::error")]
    assert returned == code, shown + output
    assert len(lines) == len(annotations) and all(any(line.startswith(start) for line in lines) for start in annotations), shown
    assert f"findings={len([line for line in shown.splitlines() if line.startswith('::')])}\n" == output


def test_the_action_says_where_no_file_matches(project: Path, runner: Path) -> None:
    returned, shown, _said = step("Check", project, runner, {"texts": "*.tidak-ada"})
    assert returned == 2 and shown == "::error title=translator-aid::no file matches: *.tidak-ada\n"


@pytest.mark.parametrize("text", ["$(touch dibobol).id.md", "`touch dibobol`", "x; touch dibobol", "--output=dibobol berita.id.md", "-o dibobol *.id.md"])
def test_what_stands_in_an_input_is_not_run(project: Path, runner: Path, text: str) -> None:
    step("Check", project, runner, {"texts": text, "glossary": text})
    assert not (project / "dibobol").exists()


def test_the_action_installs_the_program(project: Path, tmp_path: Path) -> None:
    shutil.copytree(ROOT, tmp_path / "repo", ignore=IGNORED)
    code, shown, said = step("Install translator-aid", project, tmp_path / "runner", {}, tmp_path / "repo")
    if code:
        pytest.skip(f"pip cannot install here: {said[-200:]}")
    code, shown, _output = step("Check", project, tmp_path / "runner", {"texts": "*.id.md"})
    assert code == 1 and "title=C202" in shown


def test_the_action_is_whole() -> None:
    assert ACTION["runs"]["using"] == "composite" and all("shell" in one for one in STEPS.values() if "run" in one)
    assert {*re.findall(r"inputs\.([\w-]+)", (ROOT / "action.yml").read_text(encoding="utf-8"))} == set(ACTION["inputs"])
    assert not any("${{" in one.get("run", "") for one in STEPS.values()), "an input inside a script can be anything, also a command"


# --- what the repository says of itself ------------------------------------------------------------------------------------------


def test_the_citation_is_true() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    metadata = ConfigParser()
    metadata.read(ROOT / "setup.cfg", encoding="utf-8")
    ours = metadata["metadata"]
    assert (citation["title"], str(citation["version"]), citation["license"]) == (ours["name"], ours["version"], ours["license"])
    assert citation["keywords"] == [word.strip() for word in ours["keywords"].split(",")]
    assert citation["authors"] and citation["cff-version"] == "1.2.0" and citation["type"] == "software"


def test_security_is_named_and_true() -> None:
    """Each promise about sending is one that a test elsewhere holds; here the words are held to the options there are."""
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    shown = run("translate", "--help").stdout.decode()
    assert all(option in shown for option in re.findall(r"`(--[\w-]+)`", text))
    assert all(re.search(rf"\b{name}\b", text) for name in ("deepl", "openai", "libretranslate"))
