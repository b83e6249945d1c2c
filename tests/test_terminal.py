"""The program in a real pseudo-terminal: colours, widths, the pager, the bar of progress."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from conftest import ROOT, run
from hypothesis import given, settings
from hypothesis import strategies as st

from translator_aid import screen

pty = pytest.importorskip("pty", reason="this system has no pseudo-terminals")
COLOR = "\x1b[36m"
ARTICLE = "examples/berita.id.txt"
WIDE = "Model bahasa besar 大型语言模型 dan 생성형 인공지능 memakai 😀👩‍💻 agen AI e\u0301e\u0301 ｆｕｌｌ untuk melatih " * 3
SIGNS = st.text(st.sampled_from("abc  \n\t“–é\u0301\u200d大型語言モデル인공😀👩💻ｆ\u00a0\u00ad\x1b"), max_size=120)


class Terminal:
    """What a run in a terminal of some size showed."""

    def __init__(self, *args: str, columns: int = 80, rows: int = 24, out: Path | None = None, **environment: str) -> None:
        import fcntl
        import struct
        import termios

        master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        kept = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "COLUMNS", "LINES", "PAGER", "LESS")}
        settled = {**kept, "TERM": "xterm-256color", "TRANSLATOR_AID_LANG": "en", **environment}
        stdout = open(out, "wb") if out else slave
        process = subprocess.Popen([sys.executable, "-m", "translator_aid", *args], stdin=slave, stdout=stdout, stderr=slave, cwd=ROOT, env=settled,
                                   start_new_session=True)
        os.close(slave)
        timer = threading.Timer(120, process.kill)
        timer.start()
        shown = b""
        try:
            while piece := os.read(master, 65536):
                shown += piece
        except OSError:
            pass  # Linux says so when the last process has closed the other side
        self.code = process.wait()
        timer.cancel()
        os.close(master)
        if out:
            stdout.close()  # type: ignore[union-attr]
        self.text = shown.decode().replace("\r\n", "\n")
        self.plain = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", self.text)


def test_colours_are_for_terminals() -> None:
    args = ("annotate", ARTICLE, "--format", "terminal", "--no-pager")
    assert COLOR in Terminal(*args).text
    for environment in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        assert "\x1b" not in Terminal(*args, **environment).text
    assert "\x1b" not in Terminal(*args, "--color", "never").text
    assert COLOR in Terminal(*args, "--color", "always", NO_COLOR="1").text
    assert b"\x1b" not in run(*args, env={"NO_COLOR": ""}).stdout
    assert COLOR.encode() in run(*args, "--color", "always").stdout
    assert "\x1b[1m" in Terminal("lookup", "superintelijen").text and "\x1b" not in Terminal("lookup", "superintelijen", NO_COLOR="1").text


def test_on_a_terminal_the_terminal_format_is_the_default() -> None:
    shown = Terminal("annotate", ARTICLE, "--no-pager")
    assert shown.code == 0 and "  model bahasa besar → large language model\n" in shown.plain


@pytest.mark.parametrize("columns", [44, 80])
def test_lines_fit_the_width(columns: int, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(WIDE + "\n" + "大型语言模型" * 20 + "\n", encoding="utf-8")
    for args in (("annotate", str(path), "--no-pager"), ("annotate", ARTICLE, "--no-pager"), ("lookup", "model bahasa besar", "--no-pager"),
                 ("--lang", "id", "lookup", "pembelajaran penguatan")):
        shown = Terminal(*args, columns=columns, rows=200)
        lines = [line for line in shown.plain.split("\n") if " → " not in line and " · " not in line]
        assert shown.code == 0 and max(map(screen.columns, lines)) <= columns, [line for line in lines if screen.columns(line) > columns]
        assert max(map(screen.columns, lines)) > columns * 3 // 4, "the width is used"


@settings(max_examples=300, deadline=None)
@given(text=SIGNS, width=st.integers(8, 40))
def test_any_text_is_cut_to_the_width_and_nothing_is_lost(text: str, width: int) -> None:
    plain = screen.harmless(text)
    found = list(screen.lines(plain, width))
    spans = [word for line in found for word in line]
    assert "".join(plain[word.start:word.end] for word in spans) == re.sub("[ \t\n]", "", plain)
    for line in found:
        assert line and screen.columns(" ".join(plain[word.start:word.end] for word in line)) <= width
    assert "\x1b" not in plain


def test_control_characters_of_an_article_or_a_glossary_do_nothing(tmp_path: Path) -> None:
    article, own = tmp_path / "a.txt", tmp_path / "g.yaml"
    article.write_text("Agen \x1b]0;judul\x07 AI \x1b[2J melatih \x9b31m model zorblat\x1b[8m.\n", encoding="utf-8")
    own.write_text('zorblat: "blat\\e[2J\\x07"\n', encoding="utf-8")
    shown = Terminal("annotate", str(article), "--glossary", str(own), "--no-pager", "--color", "never")
    assert shown.code == 0 and "zorblat" in shown.text
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", shown.text), shown.text


def test_long_output_goes_through_the_pager(tmp_path: Path) -> None:
    pager = tmp_path / "pager"
    pager.write_text(f"#!/bin/sh\necho PAGED\ncat\nls > {tmp_path}/ran\n")
    pager.chmod(0o755)
    long, short = ("annotate", ARTICLE), ("lookup", "superintelijen")
    shown = Terminal(*long, PAGER=str(pager))
    assert shown.text.startswith("PAGED\n") and COLOR in shown.text and "large language model" in shown.plain
    (tmp_path / "ran").unlink()
    for args, rows, environment in (((*long, "--no-pager"), 24, {}), (long, 400, {}), (short, 60, {}), (long, 24, {"TERM": "dumb"}),
                                    (long, 24, {"TRANSLATOR_AID_ANNOTATE_PAGER": "0"})):
        shown = Terminal(*args, rows=rows, PAGER=str(pager), **environment)
        assert shown.code == 0 and "PAGED" not in shown.text and not (tmp_path / "ran").exists(), (args, rows)
    for none in ("", "cat"):
        assert Terminal(*long, PAGER=none).code == 0
    assert b"PAGED" not in run(*long, "--format", "terminal", env={"PAGER": str(pager)}).stdout


def test_a_pager_that_is_left_early_is_no_error() -> None:
    shown = Terminal("annotate", ARTICLE, PAGER="head -n 1")
    assert shown.code == 0 and "Traceback" not in shown.text


def test_progress_is_for_terminals(tmp_path: Path) -> None:
    article = tmp_path / "a.txt"
    article.write_text((ROOT / ARTICLE).read_text(encoding="utf-8") * 20, encoding="utf-8")
    args = ("translate", str(article), "--engine", "glossary", "--no-memory", "--no-resume")
    shown = Terminal(*args, out=tmp_path / "out.txt")
    assert shown.code == 0 and re.search(r"Translating +\[#*-*\] +\d+%", shown.plain), "a bar; it has the time left once a second is over"
    assert "Translating" not in (tmp_path / "out.txt").read_text(encoding="utf-8")
    piped = run(*args)
    assert b"Translating" not in piped.stderr + piped.stdout
    assert "Translating" not in Terminal(*args).text, "the text itself is on the terminal"
