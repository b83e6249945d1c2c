"""The real LibreTranslate server, where it is installed, behind the engine of that name.

`TRANSLATOR_AID_LIBRETRANSLATE` names a Python interpreter that has the package (589 MB with what it needs, so it is no dependency of the tests). Its language
models and its splitter of sentences must be downloaded; here it gets tiny models with random weights and a splitter of one line, and all else is its own.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import time
import urllib.request
import zipfile
from pathlib import Path
from typing import Iterator

import pytest
import tinymodels
from conftest import run

PYTHON = os.environ.get("TRANSLATOR_AID_LIBRETRANSLATE", "")
LAUNCH = r"""
import importlib, re, sys
import argostranslate.sbd as sbd
sbd.MiniSBDSentencizer.split_sentences = lambda self, text: re.split(r"(?<=[.!?])\s+", text)
main = importlib.import_module("libretranslate.main").main
sys.argv = ["libretranslate", "--host", "127.0.0.1", "--load-only", "id,en", "--disable-web-ui", *sys.argv[1:]]
main()
"""

pytestmark = pytest.mark.skipif(not PYTHON, reason="TRANSLATOR_AID_LIBRETRANSLATE names no Python interpreter that has libretranslate")


@pytest.fixture(params=[(), ("--api-keys", "--require-api-key-origin", "https://contoh.example")], ids=["open", "keys"])
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a running server, open to all or only to those who have a key."""
    folder = tmp_path / "data" / "argos-translate" / "packages"
    model = tinymodels.ctranslate2(tmp_path)
    for source, target in (("id", "en"), ("en", "id")):
        with zipfile.ZipFile(tinymodels.argos(tmp_path, model, source, target)) as packed:
            packed.extractall(folder)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    environment = {**os.environ, "HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data")}
    running = subprocess.Popen([PYTHON, "-c", LAUNCH, "--port", port, *request.param], cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    url = f"http://127.0.0.1:{port}"
    for _number in range(120):
        try:
            urllib.request.urlopen(f"{url}/languages", timeout=2).read()
            break
        except OSError:
            assert running.poll() is None, running.stdout.read().decode()  # type: ignore[union-attr]
            time.sleep(0.5)
    yield url
    running.terminate()
    running.communicate(timeout=30)


def test_the_real_server(server: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    (tmp_path / "a.txt").write_text("Perusahaan itu membuka kantor.\n\nModel bahasa besar dengan `pip`.\n\n$2,5 juta\n", encoding="utf-8")
    environment = {"TRANSLATOR_AID_STATE": str(tmp_path / "state"), "LIBRETRANSLATE_API_KEY": ""}
    words = ("translate", "a.txt", "--engine", "libretranslate", "--url", server, "--format", "json")
    result = run(*words, cwd=tmp_path, env=environment)
    if "keys" in request.node.name:
        assert result.returncode == 3 and b"did not accept the key (400): Please contact the server operator to get an API key" in result.stderr, result.stderr
        wrong = run(*words, cwd=tmp_path, env={**environment, "LIBRETRANSLATE_API_KEY": "rahasia-rahasia"})
        assert wrong.returncode == 3 and b"did not accept the key (403)" in wrong.stderr and b"rahasia" not in wrong.stderr, wrong.stderr
        return
    units = json.loads(result.stdout)["paragraphs"]
    assert result.returncode == 0 and [unit["translation"]["engine"] for unit in units] == ["libretranslate"] * 3, result.stderr
    assert units[0]["translation"]["text"] != units[0]["text"] and units[2]["translation"]["text"] == "$2.5 million"
    assert all(not [one for one in unit["findings"] if one["code"] == "T301"] for unit in units)
