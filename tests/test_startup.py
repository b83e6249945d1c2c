"""What a look-up and an annotation import when the glossary has been compiled: a list, so that nothing slips in unseen."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ALLOWED = {
    "lookup": {
        "translator_aid", "cli", "cli.lookup", "cli.options", "cli.streams", "commands", "compiled", "configuration", "english", "entry", "errors", "folders", "forms",
        "i18n", "lookup", "model", "morphology", "packing", "parameters", "paths", "querying", "records", "screen", "text",
    },
    "annotate": {
        "translator_aid", "annotating", "automaton", "cli", "cli.annotate", "cli.files", "cli.options", "cli.streams", "commands", "compiled", "configuration", "context",
        "english", "errors", "folders", "forms", "glosses", "guards", "i18n", "markup", "matching", "model", "morphology", "outputs", "packing", "parameters", "paths", "rawfiles",
        "readers", "readers.plain", "records", "renderers", "renderers.text", "scanning", "screen", "text",
    },
}
"""The program's own modules that a command may import in a run that finds the glossary compiled."""
LIBRARY = {"binascii", "marshal", "sqlite3", "sqlite3.dbapi2", "_sqlite3", "bisect", "_bisect", "unicodedata", "gc", "locale", "_locale"}
"""What of the standard library it may import beyond what click imports itself; locale is what click asks gettext for."""
CODE = """import sys, click
before = set(sys.modules)
from translator_aid.cli import main
try: main(sys.argv[1:])
except SystemExit: pass
print("modules:", *sorted(set(sys.modules) - before))
"""


@pytest.mark.parametrize("command, word", [("lookup", "pembelajaran penguatannya"), ("annotate", "berita.txt")])
def test_the_modules_of_a_warm_run(command: str, word: str, tmp_path: Path) -> None:
    (tmp_path / "berita.txt").write_text("Lab itu melatih model bahasa besar dengan GPU-nya.\n", encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("TRANSLATOR_AID", "COVERAGE", "COV_"))}
    environment.update(TRANSLATOR_AID_CACHE=str(tmp_path / "cache"), TRANSLATOR_AID_LANG="en", XDG_CONFIG_HOME=str(tmp_path), HOME=str(tmp_path))
    for _time in range(2):
        result = subprocess.run([sys.executable, "-c", CODE, command, word], capture_output=True, text=True, timeout=300, cwd=tmp_path, env=environment)
        assert result.returncode == 0, result.stderr
    assert "reinforcement learning" in result.stdout or "large language model" in result.stdout
    imported = set(result.stdout.rpartition("modules:")[2].split())
    own = {name.removeprefix("translator_aid.") for name in imported if name.startswith("translator_aid")}
    assert own <= ALLOWED[command], f"{command} imports more than it did: {sorted(own - ALLOWED[command])}"
    other = {name for name in imported if not name.startswith("translator_aid")}
    assert other <= LIBRARY, f"{command} imports more than it did: {sorted(other - LIBRARY)}"
