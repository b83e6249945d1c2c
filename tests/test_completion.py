"""Completion in the shells themselves: the script is loaded into a real bash, zsh or fish, a line is typed, Tab is pressed, and what appears is read."""

from __future__ import annotations

import os
import pty
import re
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Iterator

import pytest
from conftest import run

from translator_aid import compiled
from translator_aid.completing import completions

PROMPT = "siap> "


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment in which `translator-aid` is this program and the home folder is empty."""
    folder = tmp_path_factory.mktemp("rumah")
    script = folder / "translator-aid"
    script.write_text(f'#!/bin/sh\nexec {sys.executable} -m translator_aid "$@"\n', encoding="utf-8")
    script.chmod(0o755)
    run("lookup", "RLHF")  # the glossary is compiled once, not at the first Tab
    return {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}", "HOME": str(folder), "XDG_CACHE_HOME": os.environ.get(
        "XDG_CACHE_HOME", os.path.expanduser("~/.cache")), "TRANSLATOR_AID_LANG": "en", "TERM": "dumb", "NO_COLOR": "1", "INPUTRC": "/dev/null"}


def script(shell: str) -> str:
    return run("completion", shell).stdout.decode()


def needed(shell: str) -> str:
    path = shutil.which(shell)
    if path is None:
        pytest.skip(f"{shell} is not installed")
    return path


class Terminal:
    """A shell at a terminal."""

    def __init__(self, command: list[str], environment: dict[str, str]) -> None:
        self.child, self.handle = pty.fork()
        if self.child == 0:
            os.execvpe(command[0], command, environment)
        self.text = ""

    def until(self, pattern: str, seconds: float = 60) -> str:
        """What appeared, up to the pattern."""
        end = time.monotonic() + seconds
        while not re.search(pattern, self.text):
            if not select.select([self.handle], [], [], max(0, end - time.monotonic()))[0]:
                pytest.fail(f"{pattern!r} did not appear in {self.text!r}")
            self.text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", self.text + os.read(self.handle, 65536).decode("utf-8", "replace"))
        found, self.text = self.text, ""
        return found

    def type(self, text: str) -> None:
        os.write(self.handle, text.encode())

    def close(self) -> None:
        os.close(self.handle)
        os.waitpid(self.child, 0)


@pytest.fixture
def bash(environment: dict[str, str], tmp_path: Path) -> Iterator[Terminal]:
    path = tmp_path / "rc"
    path.write_text(f"PS1='{PROMPT}'\nbind 'set show-all-if-ambiguous on'\nbind 'set enable-bracketed-paste off'\n" + script("bash"), encoding="utf-8")
    terminal = Terminal([needed("bash"), "--rcfile", str(path), "--noprofile", "-i"], environment)
    terminal.until(PROMPT)
    yield terminal
    terminal.close()


@pytest.fixture
def zsh(environment: dict[str, str], tmp_path: Path) -> Iterator[Terminal]:
    (tmp_path / "_translator-aid").write_text(script("zsh"), encoding="utf-8")
    (tmp_path / ".zshrc").write_text(f"PS1='{PROMPT}'\nunsetopt zle_bracketed_paste prompt_cr\nunset zle_bracketed_paste\nfpath+={tmp_path}\nautoload -U compinit\n"
                                     "compinit -u -D\nsetopt no_list_ambiguous\n", encoding="utf-8")
    terminal = Terminal([needed("zsh"), "-i"], {**environment, "ZDOTDIR": str(tmp_path), "TERM": "xterm"})
    terminal.until(PROMPT)
    yield terminal
    terminal.close()


LINES = [
    ("translator-aid loo", "lookup "), ("translator-aid glossary val", "validate "), ("translator-aid lookup superintelligen", "superintelligen(t|ce)"),
    ("translator-aid lookup chain of th", "chain of thought"), ("translator-aid translate --engine libre", "--engine libretranslate"),
    ("translator-aid annotate --domain evalu", "evaluation"), ("translator-aid explain memprediksik", "memprediksikan"), ("translator-aid check --select C70", "C701"),
]


@pytest.mark.parametrize("typed, appears", LINES)
def test_bash(bash: Terminal, typed: str, appears: str) -> None:
    bash.type(f"{typed}\t")
    bash.until(appears)


def test_bash_offers_all_that_begin_so(bash: Terminal) -> None:
    bash.type("translator-aid lookup rlhf chain-of-thought\t")
    assert "chain-of-thought-monitoring" in bash.until("chain-of-thought-monitoring")


def test_bash_offers_files(bash: Terminal, tmp_path: Path) -> None:
    (tmp_path / "istilahku.yaml").write_text("kutu: bug\n", encoding="utf-8")
    bash.type(f"translator-aid glossary validate {tmp_path}/istil\t")
    bash.until("istilahku.yaml ")


@pytest.mark.parametrize("typed, appears", LINES)
def test_zsh(zsh: Terminal, typed: str, appears: str) -> None:
    zsh.type(f"{typed}\t")
    zsh.until(appears)


def test_zsh_says_what_a_word_leads_to(zsh: Terminal) -> None:
    zsh.type("translator-aid lookup superint\t")
    zsh.until("superintelligent +-- supercerdas")


@pytest.mark.parametrize("typed, offered", [
    ("translator-aid loo", "lookup"), ("translator-aid lookup superintelligenc", "superintelligence"), ("translator-aid lookup chain of th", "thought"),
    ("translator-aid translate --engine libre", "libretranslate"), ("translator-aid glossary export --format sk", "skos"),
])
def test_fish(environment: dict[str, str], tmp_path: Path, typed: str, offered: str) -> None:
    path = tmp_path / "translator-aid.fish"
    path.write_text(script("fish"), encoding="utf-8")
    done = subprocess.run([needed("fish"), "--no-config", "-c", f"source {path}; complete -C '{typed}'"], env=environment, capture_output=True, text=True, timeout=120)
    assert offered in [line.partition("\t")[0] for line in done.stdout.splitlines()], done.stdout + done.stderr


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_says_how_to_install_it(shell: str) -> None:
    text = script(shell)
    assert f"translator-aid completion {shell} > ~/" in text and "open a new shell" in text
    if shell == "zsh":
        assert text.startswith("#compdef translator-aid\n")


def test_stored_and_loaded_glossary_offer_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRANSLATOR_AID_CACHE", str(tmp_path))
    path = tmp_path / "a.yaml"
    path.write_text("model bahasa besar: large language model\nmodél: model\n'Model Élan': Elan\n", encoding="utf-8")
    loaded = compiled.opened([str(path)], shipped=False)[0]
    stored = compiled.opened([str(path)], shipped=False)[0]
    assert isinstance(stored, compiled.StoredGlossary) and not isinstance(loaded, compiled.StoredGlossary)
    for before, word in (((), "m"), ((), ""), (("model",), ""), (("Model",), "é"), ((), "large-"), (("lain", "model"), "ba"), ((), "\U0010ffff")):
        assert dict(completions(stored, before, word)).keys() == dict(completions(loaded, before, word)).keys(), (before, word)
    assert dict(completions(stored, ("lain", "model"), "ba")) == {"bahasa": "model bahasa besar"}


def test_a_wrong_settings_file_does_not_break_completion(tmp_path: Path) -> None:
    (tmp_path / "translator-aid.yaml").write_text("stile: formal\n", encoding="utf-8")
    env = {"COMP_WORDS": "translator-aid lookup superintelligenc", "COMP_CWORD": "2", "_TRANSLATOR_AID_COMPLETE": "bash_complete"}
    done = run(env=env, cwd=tmp_path)
    assert done.stdout.decode().split() == ["plain,superintelligence"] and done.stderr == b""
