"""Whoever interrupts the program finds nothing half-done, and the exit code says that it was interrupted."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import HERE, run

TEXT = "Peneliti melatih model bahasa besar.\n\n" * 60_000


def started(*args: str, cwd: Path) -> subprocess.Popen[bytes]:
    """The program, deaf to nothing: whoever runs the tests in the background may ignore an interrupt."""
    environment = {**os.environ, "TRANSLATOR_AID_LANG": "en", "NO_COLOR": "1", "XDG_CONFIG_HOME": str(HERE / "nowhere")}
    return subprocess.Popen([sys.executable, "-m", "translator_aid", *args], cwd=cwd, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE, preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))


def stopped(process: subprocess.Popen[bytes], folder: Path, number: signal.Signals) -> str:
    """Sends the signal once something is being written; what the program said."""
    end = time.monotonic() + 120
    while not list(folder.glob(".hasil.*")):
        assert process.poll() is None and time.monotonic() < end, "the program ended before it could be interrupted"
        time.sleep(0.01)
    process.send_signal(number)
    _stdout, stderr = process.communicate(timeout=120)
    return stderr.decode()


@pytest.fixture
def long(tmp_path: Path) -> Path:
    (tmp_path / "panjang.txt").write_text(TEXT, encoding="utf-8")
    run("lookup", "RLHF")  # the glossary is compiled before, so that the writing is what is interrupted
    return tmp_path


@pytest.mark.parametrize("number, code, said", [(signal.SIGINT, 130, "Interrupted."), (signal.SIGTERM, 143, "")])
def test_annotate(long: Path, number: signal.Signals, code: int, said: str) -> None:
    (long / "hasil.txt").write_text("lama", encoding="utf-8")
    process = started("annotate", "panjang.txt", "-o", "hasil.txt", cwd=long)
    stderr = stopped(process, long, number)
    assert process.returncode == code and said in stderr and "Traceback" not in stderr
    assert (long / "hasil.txt").read_text(encoding="utf-8") == "lama" and sorted(path.name for path in long.iterdir()) == ["hasil.txt", "panjang.txt"]


def test_several_files_keep_what_is_done(long: Path) -> None:
    (long / "pendek.txt").write_text("Superintelijen.\n", encoding="utf-8")
    (long / "panjang.txt").rename(long / "hasil.txt")
    process = started("annotate", "pendek.txt", "hasil.txt", "-o", "keluar", cwd=long)
    stderr = stopped(process, long / "keluar", signal.SIGINT)
    assert process.returncode == 130 and "2 files: 1 written, 0 failed, 1 left" in stderr and "Traceback" not in stderr
    assert [path.name for path in (long / "keluar").iterdir()] == ["pendek.txt"]


def test_an_interrupt_while_it_is_read(tmp_path: Path) -> None:
    process = subprocess.Popen([sys.executable, "-m", "translator_aid", "annotate", "-"], cwd=tmp_path, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE, preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
                               env={**os.environ, "TRANSLATOR_AID_LANG": "id"})
    assert process.stdin
    size = 1 << 20
    # the pipe is larger than what fits into it, so when all is written the program is reading
    process.stdin.write(b"x" * size)
    process.stdin.flush()
    process.send_signal(signal.SIGINT)
    _stdout, stderr = process.communicate(timeout=60)
    assert process.returncode == 130 and b"Traceback" not in stderr
