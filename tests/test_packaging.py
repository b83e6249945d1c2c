"""The glossary is found however the program is installed: from a wheel, from an sdist, and editable."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest
from conftest import ROOT

pytest.importorskip("build", reason="the package 'build' is not installed")


def installed(folder: Path, *args: str) -> str:
    """What a fresh environment with the program installed says of its glossary."""
    venv.create(folder, with_pip=True, system_site_packages=False)
    python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    environment = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "TRANSLATOR_AID_LANG": "en", "TRANSLATOR_AID_CACHE": "off"}
    done = subprocess.run([str(python), "-m", "pip", "install", "--quiet", *args], capture_output=True, text=True, env=environment, timeout=600)
    if done.returncode:
        pytest.skip(f"pip cannot install here: {done.stderr[-200:]}")
    text = "Meta membangun lab superintelijennya."
    shown = subprocess.run([str(python), "-m", "translator_aid", "annotate", "-"], input=text, capture_output=True, text=True, cwd=folder, env=environment, timeout=120)
    where = subprocess.run([str(python), "-m", "translator_aid", "glossary", "path"], capture_output=True, text=True, cwd=folder, env=environment, timeout=60)
    assert shown.stdout == "Meta membangun lab (laboratory) superintelijennya (superintelligence).", shown.stderr
    return where.stdout.strip()


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the working tree, so that building leaves nothing behind in it."""
    copy = tmp_path_factory.mktemp("checkout") / "translator-aid"
    ignored = shutil.ignore_patterns(".git", "build", "dist", "*.egg-info", "*.so", "__pycache__", ".venv", ".hypothesis", ".pytest_cache", ".mypy_cache", "node_modules")
    shutil.copytree(ROOT, copy, ignore=ignored)
    return copy


def test_wheel_from_sdist(checkout: Path, tmp_path: Path) -> None:
    """`build` makes the sdist and then the wheel from it, so the wheel shows that the sdist is whole."""
    done = subprocess.run([sys.executable, "-m", "build", "--outdir", str(tmp_path / "dist"), str(checkout)], capture_output=True, text=True, timeout=600)
    if done.returncode and "Could not find" in done.stdout + done.stderr:
        pytest.skip("the build backend cannot be fetched here")
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    wheel = next((tmp_path / "dist").glob("*.whl"))
    where = installed(tmp_path / "wheel", str(wheel))
    assert where.startswith(str(tmp_path / "wheel")) and len(list(Path(where).glob("*.yaml"))) == len(list((ROOT / "glossary").glob("*.yaml")))


def test_editable(checkout: Path, tmp_path: Path) -> None:
    """An editable install reads the translators' room itself."""
    assert installed(tmp_path / "editable", "-e", str(checkout)) == str(checkout / "glossary")
