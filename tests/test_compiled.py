"""The compiled glossary gives what the loaded one gives, and survives damage and company."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from conftest import ROOT, cases, run

from translator_aid import compiled
from translator_aid.querying import Lookup
from translator_aid.matching import Matcher
from translator_aid.model import Glossary


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv("TRANSLATOR_AID_CACHE", str(folder))
    return folder


@pytest.fixture
def small(tmp_path: Path) -> str:
    path = tmp_path / "kecil.yaml"
    path.write_text((ROOT / "tests" / "golden" / "glosarium.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    return str(path)


def stored(own: list[str], shipped: bool) -> tuple[Glossary, object]:
    compiled.opened(own, shipped=shipped)
    again = compiled.opened(own, shipped=shipped)
    assert isinstance(again[0], compiled.StoredGlossary)
    return again


def test_stored_matches_are_the_same(cache: Path, matchers: dict[str, Matcher]) -> None:
    _glossary, again = stored([], True)
    texts = [(case["text"], case.get("language", "id")) for case in cases("matching")]
    texts += [((ROOT / "examples" / "berita.id.txt").read_text(encoding="utf-8"), "id")]
    for text, language in texts:
        have = [(m.span, m.concept.key, m.term.text, m.analysis, m.how, [c.key for c in m.also], m.gloss) for m in again[language].find(text)]
        want = [(m.span, m.concept.key, m.term.text, m.analysis, m.how, [c.key for c in m.also], m.gloss) for m in matchers[language].find(text)]
        assert have == want


def test_stored_look_up_is_the_same(cache: Path, small: str) -> None:
    loaded, made = compiled.opened([small], shipped=False)
    again, matchers = stored([small], False)
    for query in ("agen-agen AI", "pembelajran pengutan", "large language models", "dilatihnya", "nihil"):
        first, second = Lookup(loaded, made).find(query), Lookup(again, matchers).find(query)
        assert [(hit.concept.key, hit.how, hit.score, hit.analysis) for hit in first] == [(hit.concept.key, hit.how, hit.score, hit.analysis) for hit in second]


def test_a_change_is_seen(cache: Path, small: str) -> None:
    stored([small], False)
    Path(small).write_text("kucing: cat\n", encoding="utf-8")
    assert compiled.opened([small], shipped=False)[0].size == 1


@pytest.mark.parametrize("damage", [lambda data: data[:1000], lambda data: b"", lambda data: b"x" * len(data), lambda data: data + b"x"])
def test_a_damaged_file_is_made_again(cache: Path, small: str, damage: object) -> None:
    stored([small], False)
    path = next(cache.glob("*.tables"))
    path.write_bytes(damage(path.read_bytes()))  # type: ignore[operator]
    assert compiled.opened([small], shipped=False)[0].size == 12
    assert isinstance(compiled.opened([small], shipped=False)[0], compiled.StoredGlossary)


def test_no_cache_no_file(tmp_path: Path, small: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRANSLATOR_AID_CACHE", "off")
    assert not isinstance(compiled.opened([small], shipped=False)[0], compiled.StoredGlossary)
    monkeypatch.setenv("TRANSLATOR_AID_CACHE", "/proc/nirgends")
    assert compiled.opened([small], shipped=False)[1]["id"].find("agen AI")


def test_runs_side_by_side_agree(cache: Path, small: str) -> None:
    def one(_number: int) -> bytes:
        return run("annotate", "-", "--no-shipped", "--glossary", small, stdin="Agen-agen AI itu.".encode()).stdout

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(one, range(8))) == {"Agen-agen AI (AI agent) itu.".encode()}
    assert len(list(cache.iterdir())) == 1


def test_a_look_up_does_not_import_what_it_does_not_need(cache: Path, small: str) -> None:
    stored([small], False)
    code = ("import sys; sys.argv = ['x', 'lookup', 'agen AI', '--no-shipped', '--glossary', sys.argv[1]]\n"
            "from translator_aid.cli import main\n"
            "try: main()\n"
            "except SystemExit: pass\n"
            "print([name for name in ('yaml', 'babel', 'jinja2', 'markdown_it', 'rapidfuzz', 'logging', 'importlib.metadata') if name in sys.modules])")
    result = subprocess.run([sys.executable, "-c", code, small], capture_output=True, text=True, timeout=60)
    assert result.stdout.splitlines()[-1] == "[]", result.stdout + result.stderr
