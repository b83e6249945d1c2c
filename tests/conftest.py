"""What the tests share: the folder of test data beside the repository, the shipped glossary, and a way to run the program."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from translator_aid import glossary
from translator_aid.matching import Matcher
from translator_aid.model import Glossary

HERE = Path(__file__).parent
ROOT = HERE.parent
SHARED = Path(os.environ.get("TRANSLATOR_AID_SHARED", ROOT.parent / "shared"))


def cases(name: str) -> list[Any]:
    """The rows of a table in tests/cases."""
    data: list[Any] = yaml.safe_load((HERE / "cases" / f"{name}.yaml").read_text(encoding="utf-8"))
    return data


def shared(name: str) -> Path:
    """A file of the shared test data; the test is skipped where it is absent."""
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"shared test data is absent: {name}")
    return path


def run(*args: str, stdin: bytes | None = None, cwd: Path | None = None, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[bytes]:
    """Runs the program as a person would, without colours, in English unless told, and without the settings file of whoever runs the tests."""
    environment = {**os.environ, "TRANSLATOR_AID_LANG": "en", "COLUMNS": "80", "NO_COLOR": "1", "XDG_CONFIG_HOME": str(HERE / "nowhere"), **(env or {})}
    return subprocess.run([sys.executable, "-m", "translator_aid", *args], input=stdin or b"", capture_output=True, cwd=cwd or ROOT, env=environment, timeout=300)


@pytest.fixture(scope="session")
def shipped() -> Glossary:
    """The glossary that comes with the program."""
    return glossary.load()


@pytest.fixture(scope="session")
def matchers(shipped: Glossary) -> dict[str, Matcher]:
    """Matchers of the shipped glossary for texts in either language."""
    return {"id": Matcher(shipped, "id"), "en": Matcher(shipped, "en")}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite-golden", action="store_true", help="rewrite the golden files from what the program gives; review the diff")
