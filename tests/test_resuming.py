"""A translation that is interrupted goes on where it was, and what is sent out of this machine is said before it leaves."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import loopback
import pytest
from conftest import ROOT, run

from translator_aid import engines
from translator_aid.errors import UsageError
from translator_aid.journal import Journal, digest, opened
from translator_aid.model import Draft, Request, Span

WORKERS = 4


def paragraphs(count: int) -> str:
    return "\n\n".join(f"Perusahaan itu membuka kantor nomor kode{number:03d} di Bandung." for number in range(count)) + "\n"


def environment(tmp_path: Path, **more: str) -> dict[str, str]:
    return {**os.environ, "TRANSLATOR_AID_LANG": "en", "NO_COLOR": "1", "TRANSLATOR_AID_STATE": str(tmp_path / "state"), "XDG_DATA_HOME": str(tmp_path / "data"), **more}


def journals(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "state" / "journal").glob("*"))


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no kill -9")
def test_killed_in_the_middle_of_300_paragraphs(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(paragraphs(300), encoding="utf-8")
    with loopback.LibreTranslate(delay=0.02) as server:
        words = [sys.executable, "-m", "translator_aid", "translate", "a.txt", "--engine", "libretranslate", "--url", server.url, "--workers", str(WORKERS), "-o", "b.txt"]
        killed = subprocess.Popen(words, cwd=tmp_path, env=environment(tmp_path, PYTHONPATH=str(ROOT)), stderr=subprocess.PIPE)
        until = time.monotonic() + 60
        while len(server.asked) < 120 and time.monotonic() < until:
            time.sleep(0.01)
        os.kill(killed.pid, signal.SIGKILL)
        assert killed.wait(30) == -signal.SIGKILL
        killed.stderr.close()  # type: ignore[union-attr]
        time.sleep(0.3)
        first = server.texts()
        assert 120 <= len(first) < 300 and not (tmp_path / "b.txt").exists(), "an output that is not whole is none"
        journal, = journals(tmp_path)
        lines = journal.read_bytes().splitlines()
        kept = [json.loads(line)[1]["text"] for line in lines if line.strip()]
        assert len(first) - WORKERS <= len(kept) <= len(first), "what had arrived is written down"
        assert journal.stat().st_mode & 0o077 == 0
        server.delay = 0.0
        again = subprocess.run(words, cwd=tmp_path, env=environment(tmp_path, PYTHONPATH=str(ROOT)), capture_output=True, text=True, timeout=120)
        assert again.returncode == 0 and f"Going on where an earlier run was interrupted: {len(kept)} answers are there already." in again.stderr, again.stderr
        second = server.texts()[len(first):]
        assert len(second) == 300 - len(kept) and len(set(first) | set(second)) == 300
        translated = set(map(loopback.translated, second))
        assert not translated & set(kept), "nothing is translated twice"
        assert len(set(first) & set(second)) <= WORKERS, "but what was still on its way"
    wanted = "".join(f"The company opened an office nomor kode{number:03d} in Bandung.\n\n" for number in range(300))
    assert (tmp_path / "b.txt").read_text(encoding="utf-8") == wanted[:-1], "nothing is lost, and all is in order"
    assert not journals(tmp_path), "a run that ends well leaves no journal"


def test_no_resume_keeps_and_uses_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Perusahaan itu tolak400.\n\nPerusahaan itu dua.\n", encoding="utf-8")
    with loopback.LibreTranslate() as server:
        words = ("translate", "a.txt", "--engine", "libretranslate", "--url", server.url)
        assert run(*words, "--no-resume", cwd=tmp_path, env=environment(tmp_path)).returncode == 1 and not journals(tmp_path)
        assert run(*words, cwd=tmp_path, env=environment(tmp_path)).returncode == 1 and len(journals(tmp_path)) == 1
        before = len(server.asked)
        assert run(*words, "--no-resume", cwd=tmp_path, env=environment(tmp_path)).returncode == 1 and len(server.asked) == before + 2
        off = environment(tmp_path, TRANSLATOR_AID_STATE="off")
        assert run(*words, cwd=tmp_path, env=off).returncode == 1 and len(server.asked) == before + 4


def test_another_text_engine_or_direction_has_another_journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRANSLATOR_AID_STATE", str(tmp_path))
    paths = {journal.path for journal in (opened("a", "x", "id-en"), opened("b", "x", "id-en"), opened("a", "y", "id-en"), opened("a", "x", "en-id")) if journal}
    assert len(paths) == 4


def test_a_journal_that_nobody_came_back_for_goes_after_a_month(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRANSLATOR_AID_STATE", str(tmp_path))
    for text, days in (("lama", 31), ("baru", 29)):
        journal = opened(text, "x", "id-en")
        assert journal
        journal.keep(Request(text, (), "id", "en"), Draft(text))
        journal.close(False)
        os.utime(journal.path, (time.time() - days * 24 * 3600,) * 2)
    opened("lain", "x", "id-en")
    assert len(list((tmp_path / "journal").glob("*"))) == 1


def test_a_journal_reads_what_it_wrote_and_passes_over_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "j.jsonl"
    draft = Draft('A “naïve” model\n', (Span(2, 3), None), (Span(0, 1),), (0,), score=1.0)
    journal = Journal(path)
    asked = [Request(f"teks {number}", (), "id", "en") for number in range(3)]
    journal.keep(asked[0], draft)
    journal.keep(asked[0], Draft("twice"))
    journal.keep(asked[1], Draft("", failure="down"))
    journal.close(False)
    with path.open("ab") as stream:
        stream.write(b'["abc", {"text": "cut sho')
    journal = Journal(path)
    assert journal.known == {digest(asked[0]): draft} and journal.resumed == 1
    journal.keep(asked[2], Draft("after the cut"))
    journal.close(False)
    assert Journal(path).known == {digest(asked[0]): draft, digest(asked[2]): Draft("after the cut")}
    for spoilt in (b"\xff\xfe\n", b"[]\n", b"5\n", b'["a", {"unknown": 1}]\n', b'["a", {"text": "x", "placed": [{"start": 1}]}]\n', b'{"a": 1}\n'):
        path.write_bytes(spoilt)
        assert Journal(path).known == {}
    journal = Journal(path)
    journal.close(True)
    assert not path.exists()


class TestLeaving:
    """What would be sent elsewhere. `contoh.invalid` can never be reached (RFC 2606), so that a test that fails sends nothing either."""

    WORDS = ("translate", "a.txt", "--engine", "libretranslate", "--url", "https://contoh.invalid")

    @pytest.fixture(autouse=True)
    def _text(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text("Perusahaan itu satu.\n\nPerusahaan itu dua.\n", encoding="utf-8")

    def test_without_a_terminal_nothing_is_sent(self, tmp_path: Path) -> None:
        result = run(*self.WORDS, cwd=tmp_path, env=environment(tmp_path))
        assert result.returncode == 2 and result.stdout == b""
        told, refused = result.stderr.decode().splitlines()
        assert told == "Up to 2 paragraphs (39 characters) of a.txt, and the terms for them, will be sent to https://contoh.invalid."
        assert "Nothing was sent. To allow it, say --allow-network" in refused

    @pytest.mark.parametrize("more, variable", [(("--allow-network",), {}), ((), {"TRANSLATOR_AID_TRANSLATE_ALLOW_NETWORK": "1"})])
    def test_it_may_be_allowed_beforehand_and_is_said_all_the_same(self, more: tuple[str, ...], variable: dict[str, str], tmp_path: Path) -> None:
        result = run(*self.WORDS, *more, "--timeout", "1", cwd=tmp_path, env=environment(tmp_path, **variable))
        stderr = result.stderr.decode()
        assert result.returncode == 3 and stderr.startswith("Up to 2 paragraphs") and "https://contoh.invalid cannot be reached" in stderr, stderr

    @pytest.mark.parametrize("answer, code, said", [("n\n", 2, "Nothing was sent"), ("\n", 2, "Nothing was sent"), ("y\n", 3, "cannot be reached")])
    def test_at_a_terminal_it_is_asked(self, answer: str, code: int, said: str, tmp_path: Path) -> None:
        pty = pytest.importorskip("pty", reason="this system has no pseudo-terminals")
        pid, terminal = pty.fork()
        if not pid:
            os.chdir(tmp_path)
            os.execve(sys.executable, [sys.executable, "-m", "translator_aid", *self.WORDS, "--timeout", "1"], environment(tmp_path, PYTHONPATH=str(ROOT)))
        shown = self._until(terminal, b"[y/N]")
        assert b"will be sent to https://contoh.invalid." in shown, shown
        os.write(terminal, answer.encode())
        shown += self._until(terminal, None)
        _pid, status = os.waitpid(pid, 0)
        assert os.waitstatus_to_exitcode(status) == code and said in shown.decode(), shown.decode()

    @staticmethod
    def _until(terminal: int, mark: bytes | None) -> bytes:
        shown = b""
        while mark is None or mark not in shown:
            try:
                piece = os.read(terminal, 4096)
            except OSError:
                break
            if not piece:
                break
            shown += piece
        return shown

    def test_a_service_on_this_machine_needs_no_leave(self, tmp_path: Path) -> None:
        with loopback.LibreTranslate() as server:
            result = run("translate", "a.txt", "--engine", "libretranslate", "--url", server.url, cwd=tmp_path, env=environment(tmp_path))
        assert result.returncode == 0 and b"will be sent" not in result.stderr and result.stdout.decode().startswith("The company satu.")

    def test_by_default_nothing_leaves(self, tmp_path: Path) -> None:
        """With every door shut: no socket can be made."""
        (tmp_path / "sitecustomize.py").write_text("import socket\ndef shut(*_args, **_named):\n    raise AssertionError('a socket was made')\nsocket.socket = shut\n")
        result = run("translate", "a.txt", cwd=tmp_path, env=environment(tmp_path, PYTHONPATH=f"{tmp_path}:{ROOT}"))
        assert result.returncode == 0 and b"socket" not in result.stderr

    @pytest.mark.parametrize("name, variable", [("deepl", "DEEPL_AUTH_KEY"), ("openai", "OPENAI_API_KEY")])
    def test_every_remote_engine_says_its_address(self, name: str, variable: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv(variable, "sk-contoh")
        monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
        assert getattr(engines.get(name, engines.Settings(model="m")), "address").startswith("https://api.")
        monkeypatch.delenv(variable)
        monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
        with pytest.raises(UsageError, match=variable):
            engines.get(name, engines.Settings(model="m"))


@pytest.mark.skipif(sys.platform == "win32", reason="this system sends no SIGINT to another program")
def test_interrupted_at_the_keyboard(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(paragraphs(60), encoding="utf-8")
    with loopback.LibreTranslate(delay=0.25) as server:
        words = [sys.executable, "-m", "translator_aid", "translate", "a.txt", "--engine", "libretranslate", "--url", server.url, "-o", "b.txt"]
        stopped = subprocess.Popen(words, cwd=tmp_path, env=environment(tmp_path, PYTHONPATH=str(ROOT)), stderr=subprocess.PIPE,
                                   preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
        until = time.monotonic() + 60
        while len(server.asked) < 12 and time.monotonic() < until:
            time.sleep(0.01)
        stopped.send_signal(signal.SIGINT)
        _none, said = stopped.communicate(timeout=30)
        assert stopped.returncode == 130 and b"Traceback" not in said and b"What was translated is kept" in said, said
        assert not (tmp_path / "b.txt").exists() and len(server.asked) < 60
        assert subprocess.run(words, cwd=tmp_path, env=environment(tmp_path, PYTHONPATH=str(ROOT)), capture_output=True, timeout=60).returncode == 0
        assert len(server.asked) <= 60 + WORKERS
