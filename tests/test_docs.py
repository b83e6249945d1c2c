"""The documents: what their commands print, what is generated, that both languages say the same, and that Sphinx builds them without a warning.

A page of docs/en or docs/id is one session in a folder of its own, which holds `examples/`. Code blocks with a caption are files that are put there;
`console` blocks are commands and what they print. `--rewrite-golden` writes what they print into the page.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Iterator

import click
import pytest
from conftest import ROOT

from translator_aid import cli, folders

DOCS = ROOT / "docs"
PAIRS = {"index": "index", "tutorial": "tutorial", "annotate": "anotasi", "translate": "terjemahkan", "terminology": "terminologi", "check": "periksa",
         "corpora": "korpora", "interchange": "pertukaran", "explanation-matching": "penjelasan-pencocokan", "explanation-model": "penjelasan-model",
         "explanation-speed": "penjelasan-kecepatan"}
PAGES = [*(DOCS / "en" / f"{name}.md" for name in PAIRS), *(DOCS / "id" / f"{name}.md" for name in PAIRS.values())]
BLOCK = re.compile(r"^(```(?P<kind>\{code-block\} \w+|\w+)\n(?::caption: (?P<caption>[^\n]*)\n\n?)?)(?P<body>.*?)^```\n", re.MULTILINE | re.DOTALL)


class Session:
    """A shell in a folder of its own, in which `translator-aid` is the program under test and nothing of this user's is seen or changed."""

    def __init__(self, folder: Path, language: str) -> None:
        self.folder = folder / "kerja"
        shutil.copytree(ROOT / "examples", self.folder / "examples")
        programs = folder / "bin"
        programs.mkdir()
        (programs / "translator-aid").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m translator_aid "$@"\n', encoding="utf-8")
        (programs / "translator-aid").chmod(0o755)
        own = {f"XDG_{kind}_HOME": str(folder / kind.lower()) for kind in ("CONFIG", "DATA", "STATE")}
        self.environment = {key: value for key, value in os.environ.items() if not key.startswith("TRANSLATOR_AID")}
        self.environment |= {**own, "HOME": str(folder), "XDG_CACHE_HOME": os.path.dirname(folders.folder("cache")), "PYTHONPATH": str(ROOT),
                             "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}", "TRANSLATOR_AID_LANG": language, "COLUMNS": "80", "NO_COLOR": "1"}

    def printed(self, command: str) -> str:
        """What a command prints, standard output before standard error; a page shows no command that was not understood."""
        result = subprocess.run(["bash", "-c", command], cwd=self.folder, capture_output=True, text=True, timeout=300, env=self.environment)
        assert result.returncode in (0, 1), (command, result.stderr)
        return result.stdout + result.stderr

    def replayed(self, body: str) -> str:
        """A console block with what its commands print now."""
        return "".join(f"$ {line[2:]}\n{self.printed(line[2:])}" for line in body.splitlines() if line.startswith("$ "))

    def page(self, text: str) -> Iterator[tuple[str, str]]:
        """Each console block of a page as it stands and as it is now; the files of the page are put where it says."""
        for block in BLOCK.finditer(text):
            if block["caption"]:
                path = self.folder / block["caption"]
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(block["body"], encoding="utf-8")
            elif block["kind"] == "console":
                yield block["body"], self.replayed(block["body"])


@pytest.mark.parametrize("path", PAGES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_commands_print_what_the_page_shows(path: Path, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    text = path.read_text(encoding="utf-8")
    blocks = list(Session(tmp_path, path.parent.name).page(text))
    if request.config.getoption("--rewrite-golden"):
        fresh = iter(blocks)
        text = BLOCK.sub(lambda block: f"{block[1]}{next(fresh)[1]}```\n" if block["kind"] == "console" else block[0], text)
        path.write_text(text, encoding="utf-8")
        return
    for shown, printed in blocks:
        assert printed == shown


@pytest.mark.parametrize("path", PAGES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_commands_and_options_exist(path: Path) -> None:
    group = cli.program()
    for block in BLOCK.finditer(path.read_text(encoding="utf-8")):
        if block["kind"] not in ("console", "sh"):
            continue
        for line in block["body"].splitlines():
            if line.startswith("$ ") or block["kind"] == "sh":
                for words in re.findall(r"(?:^|[$|;&]) ?translator-aid ([^|;&>]*)", line):
                    _understood(group, shlex.split(words))


def _understood(group: click.Group, words: list[str]) -> None:
    """Fails where a command or an option of the line does not exist."""
    command: click.Command = group
    ctx = click.Context(group, info_name="translator-aid")
    for word in words:
        if isinstance(command, click.Group) and not word.startswith("-") and word in command.list_commands(ctx):
            found = command.get_command(ctx, word)
            assert found, words
            command, ctx = found, click.Context(found, ctx, info_name=word)
        elif word.startswith("-") and word != "-":
            known = {name for option in command.get_params(ctx) for name in (*option.opts, *option.secondary_opts)}
            assert word.partition("=")[0] in known, words
    assert command is not group, words


def test_both_languages_have_the_same_pages_and_the_same_commands() -> None:
    assert {path.stem for path in (DOCS / "en").glob("*.md")} == set(PAIRS)
    assert {path.stem for path in (DOCS / "id").glob("*.md")} == set(PAIRS.values())
    for english, indonesian in PAIRS.items():
        texts = [(DOCS / folder / f"{name}.md").read_text(encoding="utf-8") for folder, name in (("en", english), ("id", indonesian))]
        shapes = [[block["kind"] for block in BLOCK.finditer(text)] for text in texts]
        assert shapes[0] == shapes[1], english
        headings = [re.findall(r"^#+(?= )", re.sub(r"^```.*?^```\n", "", text, flags=re.MULTILINE | re.DOTALL), re.MULTILINE) for text in texts]
        assert headings[0] == headings[1], english


def test_the_reference_is_up_to_date() -> None:
    for name, text in _generator().pages().items():
        path = DOCS / "reference" / name
        assert path.read_text(encoding="utf-8") == text, f"{name} is out of date; run: python docs/generate.py"


def test_no_code_is_left_out_of_the_reference() -> None:
    page = (DOCS / "reference" / "codes.md").read_text(encoding="utf-8")
    used = {code for path in (ROOT / "translator_aid").rglob("*.py") for code in re.findall(r'"([A-Z][1-9]0[1-9]|C901)"', path.read_text(encoding="utf-8"))}
    assert used and not {code for code in used if not re.search(rf"^(#+ |\| ){code}\b", page, re.MULTILINE)}


def _generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", DOCS / "generate.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_sphinx_builds_without_a_warning(tmp_path: Path) -> None:
    for name in ("sphinx", "myst_parser", "furo"):
        pytest.importorskip(name, reason=f"{name} is not installed: pip install translator-aid[docs]")
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-b", "html", "-d", str(tmp_path / "doctrees"), str(DOCS), str(tmp_path / "html")]
    result = subprocess.run(command, capture_output=True, text=True, timeout=600)
    assert result.returncode == 0, result.stderr
    page = (tmp_path / "html" / "id" / "tutorial.html").read_text(encoding="utf-8")
    assert '<html class="no-js" lang="id"' in page
