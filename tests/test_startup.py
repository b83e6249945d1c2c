"""What a look-up and an annotation import when the glossary has been compiled: a list, so that nothing slips in unseen."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

ALLOWED = {
    "lookup": {
        "translator_aid", "__main__", "cli", "cli.lookup", "cli.options", "cli.streams", "commands", "compiled", "english", "entry", "errors", "folders",
        "forms", "i18n", "later", "model", "morphology", "packing", "parameters", "paths", "querying", "records", "screen", "stored", "tables", "text",
    },
    "annotate": {
        "translator_aid", "__main__", "annotating", "automaton", "cli", "cli.annotate", "cli.files", "cli.options", "cli.streams", "codes", "commands", "compiled",
        "context", "english", "errors", "evidence", "folders", "forms", "found", "glosses", "guards", "i18n", "later", "markup", "matching", "model", "morphology", "outputs",
        "packing", "parameters", "paths", "plans", "rawfiles", "readers", "readers.plain", "reading", "records", "renderers", "renderers.text", "scanning", "stored",
        "tables", "text",
    },
}
"""The program's own modules that a command may import in a run that finds the glossary compiled."""
LIBRARY = {"marshal", "bisect", "_bisect", "gc", "locale", "_locale"}
"""What of the standard library it may import beyond what click imports itself; locale is what click asks gettext for."""
POSTPONED = {"ast", "dis", "tokenize", "linecache"}
"""What click imports through `inspect`, and the program does not (`later` says how)."""
CODE = """import sys
before = set(sys.modules)
from translator_aid.__main__ import main
try: main()
except SystemExit: pass
print("modules:", *sorted(set(sys.modules) - before))
"""
CLICK = """import sys
before = set(sys.modules)
import click
print(*sorted(set(sys.modules) - before))
"""


def printed(code: str, *words: str, folder: Path) -> str:
    """What a fresh Python prints, without the modules that an editable install or a coverage tool brings at each start."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("TRANSLATOR_AID", "COVERAGE", "COV_"))}
    environment.update(TRANSLATOR_AID_CACHE=str(folder / "cache"), TRANSLATOR_AID_LANG="en", XDG_CONFIG_HOME=str(folder), HOME=str(folder))
    root = Path(__file__).parent.parent
    environment["PYTHONPATH"] = os.pathsep.join([str(root), str(Path(click.__file__).parent.parent)])
    result = subprocess.run([sys.executable, "-S", "-c", code, *words], capture_output=True, text=True, timeout=300, cwd=folder, env=environment)
    assert result.returncode == 0, result.stderr
    return result.stdout


@pytest.mark.parametrize("command, word", [("lookup", "pembelajaran penguatannya"), ("annotate", "berita.txt")])
def test_the_modules_of_a_warm_run(command: str, word: str, tmp_path: Path) -> None:
    (tmp_path / "berita.txt").write_text("Lab itu melatih model bahasa besar dengan GPU-nya. Agen AI memakai alat.\n", encoding="utf-8")
    for _time in range(2):
        said = printed(CODE, command, word, folder=tmp_path)
    assert "reinforcement learning" in said or "large language model" in said
    imported = set(said.rpartition("modules:")[2].split())
    own = {name.removeprefix("translator_aid.") for name in imported if name.startswith("translator_aid")}
    assert own <= ALLOWED[command], f"{command} imports more than it did: {sorted(own - ALLOWED[command])}"
    other = {name for name in imported if not name.startswith("translator_aid")} - set(printed(CLICK, folder=tmp_path).split())
    assert other <= LIBRARY, f"{command} imports more than it did: {sorted(other - LIBRARY)}"
    assert not imported & POSTPONED, f"{command} imports what is postponed: {sorted(imported & POSTPONED)}"
