"""The commands that the README shows print what it shows; `--rewrite-golden` writes their output into it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

README = ROOT / "README.md"
BLOCK = re.compile(r"```console\n(.*?)```\n", re.DOTALL)


def output_of(command: str, errors: bool = True) -> str:
    """Standard output, then standard error unless unwanted, of a command as the README shows it."""
    environment = {**os.environ, "TRANSLATOR_AID_LANG": "en", "COLUMNS": "80", "NO_COLOR": "1"}
    command = command.replace("translator-aid ", f"{sys.executable} -m translator_aid ").replace("-o berita.html", f"-o {os.devnull}")
    if os.devnull in command:
        return ""
    result = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, timeout=120, env=environment)
    return result.stdout + (result.stderr if errors else "")


def replayed(block: str) -> str:
    commands = [line[2:] for line in block.splitlines() if line.startswith("$ ")]
    return "".join(f"$ {command}\n{output_of(command)}" for command in commands)


def test_commands_print_what_the_readme_shows(request: pytest.FixtureRequest) -> None:
    text = README.read_text(encoding="utf-8")
    if request.config.getoption("--rewrite-golden"):
        text = BLOCK.sub(lambda match: f"```console\n{replayed(match.group(1))}```\n", text)
        README.write_text(text, encoding="utf-8")
    blocks = BLOCK.findall(text)
    assert len(blocks) >= 6
    for block in blocks:
        assert replayed(block) == block


EXAMPLES = {
    "berita.annotated.txt": "translator-aid annotate examples/berita.id.txt --format text",
    "berita.draft.txt": "translator-aid translate examples/berita.id.txt --format bilingual",
    "artikel.annotated.md": "translator-aid annotate examples/artikel.id.md",
}


@pytest.mark.parametrize("name, command", EXAMPLES.items())
def test_examples_are_what_the_program_gives(name: str, command: str, request: pytest.FixtureRequest) -> None:
    path = ROOT / "examples" / name
    output = output_of(command, errors=False)
    if request.config.getoption("--rewrite-golden"):
        path.write_text(output, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == output


def test_readme_counts_the_known_failures() -> None:
    import yaml

    probes = yaml.safe_load((Path(__file__).parent / "cases" / "probes.yaml").read_text(encoding="utf-8"))["probes"]
    known = sum("xfail" in probe for probe in probes)
    assert f"{known} known failure" in README.read_text(encoding="utf-8")
