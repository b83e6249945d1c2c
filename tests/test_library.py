"""The library as its users see it: the names that stay, what they are, and that they work twice, with one's own terms, and in threads."""

from __future__ import annotations

import ast
import inspect
import subprocess
import sys
import types
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from conftest import ROOT

import translator_aid

STABLE = {
    "analyse": "(word: 'str', language: 'Language' = 'id', *, glossary: 'Glossary | None' = None) -> 'list[Analysis]'",
    "annotate": "(text: 'str', language: 'Language' = 'id', *, format: 'str' = 'plain', glossary: 'Glossary | None' = None) -> 'list[Unit]'",
    "check": "(source: 'str', target: 'str', language: 'Language' = 'id', *, format: 'str' = 'plain', style: 'str' = 'news', select: 'Iterable[str]' = (), "
             "ignore: 'Iterable[str]' = (), glossary: 'Glossary | None' = None) -> 'list[Finding]'",
    "load": "(*paths: 'str | Path', domains: 'Sequence[str]' = (), shipped: 'bool' = True) -> 'Glossary'",
    "lookup": "(query: 'str', language: 'Language | None' = None, *, limit: 'int' = 5, glossary: 'Glossary | None' = None) -> 'tuple[Hit, ...]'",
    "render": "(text: 'str', output: 'str' = 'html', language: 'Language' = 'id', *, every: 'bool | None' = None, format: 'str' = 'plain', "
              "glossary: 'Glossary | None' = None) -> 'str'",
    "translate": "(text: 'str', language: 'Language' = 'id', *, engine: 'str' = 'builtin', format: 'str' = 'plain', style: 'str' = 'news', "
                 "keep: 'Iterable[str]' = (), glossary: 'Glossary | None' = None) -> 'list[Unit]'",
}
TYPES = {
    "Analysis": ("surface", "lemma", "steps"), "Concept": ("key", "domain", "indonesian", "english", "definition", "see"),
    "Finding": ("code", "severity", "message", "span", "origin", "fix"), "Glossary": ("concepts", "by_key", "domains", "signature"),
    "Hit": ("concept", "term", "how", "score", "analysis"), "Match": ("span", "concept", "term", "analysis"), "Receipt": ("constraint", "outcome", "at", "target"),
    "Span": ("start", "end"), "Term": ("text", "language", "status", "kind"), "Translation": ("text", "engine", "signature", "receipts"),
    "Unit": ("segment", "matches", "translation", "findings"),
}
ERRORS = {"EngineError", "Error", "GlossaryError", "UnreadableError", "UsageError", "WriteError"}


def test_the_stable_names_are_all_and_no_more() -> None:
    assert set(translator_aid.__all__) == {*STABLE, *TYPES, *ERRORS, "Language", "__version__"}
    assert len(translator_aid.__all__) == len(set(translator_aid.__all__))


@pytest.mark.parametrize("name", STABLE)
def test_a_function_keeps_its_signature_and_has_an_example(name: str) -> None:
    function = getattr(translator_aid, name)
    assert str(inspect.signature(function)) == STABLE[name]
    assert ">>> " in (function.__doc__ or "")


@pytest.mark.parametrize("name", TYPES)
def test_a_type_keeps_its_fields(name: str) -> None:
    kind = getattr(translator_aid, name)
    fields = {*getattr(kind, "__annotations__", {}), *dir(kind)}
    assert fields >= set(TYPES[name])


def test_every_error_is_caught_as_one() -> None:
    assert all(issubclass(getattr(translator_aid, name), translator_aid.Error) for name in ERRORS)


def test_the_version_is_that_of_the_package() -> None:
    assert f"version = {translator_aid.__version__}\n" in (ROOT / "setup.cfg").read_text(encoding="utf-8")


def test_no_module_stands_in_the_way_of_a_public_name() -> None:
    package = ROOT / "translator_aid"
    assert not [name for name in translator_aid.__all__ if (package / f"{name}.py").exists() or (package / name).exists()]


def test_every_function_works_twice() -> None:
    for _time in range(2):
        assert translator_aid.lookup("RLHF")[0].concept.key == "rlhf"
        assert translator_aid.annotate("AGI itu jauh.")[0].matches
        assert translator_aid.translate("AGI itu jauh.", engine="glossary")[0].translation
        assert translator_aid.check("AGI itu jauh.", "AGI is far away.") == []
        assert "AGI (" in translator_aid.render("AGI itu jauh.", "text")
    assert isinstance(translator_aid.lookup, types.FunctionType)


def test_ones_own_glossary_serves_all_functions(tmp_path: Path) -> None:
    path = tmp_path / "saya.yaml"
    path.write_text("kucing oren: ginger cat\n", encoding="utf-8")
    own = translator_aid.load(path, shipped=False)
    assert [concept.key for concept in own.concepts] == ["ginger-cat"]
    assert translator_aid.lookup("kucing orennya", glossary=own)[0].concept.key == "ginger-cat" and not translator_aid.lookup("RLHF", glossary=own)
    assert translator_aid.render("Kucing oren tidur.", "text", glossary=own) == "Kucing oren (ginger cat) tidur."
    assert translator_aid.translate("Kucing oren", glossary=own, engine="glossary")[0].translation.text == "Ginger cat"  # type: ignore[union-attr]
    assert [finding.code for finding in translator_aid.check("Kucing oren tidur.", "The dog sleeps.", glossary=own)] == ["C101"]
    assert translator_aid.lookup("RLHF")


def test_a_glossary_made_in_memory(tmp_path: Path) -> None:
    from translator_aid import Concept, Glossary, Term

    made = Glossary((Concept("cat", "hewan", (Term("kucing", "id"),), (Term("cat", "en"),)),))
    assert translator_aid.render("Kucing tidur.", "text", glossary=made) == "Kucing (cat) tidur."


def test_threads_may_share_it() -> None:
    words = ["superintelijennya", "RLHF", "model-model bahasa besar", "chain of thought", "dilatihnya"] * 8
    alone = [translator_aid.lookup(word) for word in words]
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(translator_aid.lookup, words)) == alone


@pytest.mark.parametrize("call", [
    lambda: translator_aid.load(domains=["tidak-ada"]), lambda: translator_aid.translate("AI", engine="ajaib"), lambda: translator_aid.render("AI", "docx"),
    lambda: translator_aid.check("AI", "AI", select=["X1"]), lambda: translator_aid.annotate("AI", format="ajaib"), lambda: translator_aid.load("tidak-ada.yaml"),
])
def test_what_goes_wrong_is_an_error_of_the_program(call: object) -> None:
    with pytest.raises(translator_aid.Error):
        call()  # type: ignore[operator]


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'lookupp'"):
        translator_aid.lookupp  # type: ignore[attr-defined]  # noqa: B018


def test_importing_it_costs_next_to_nothing() -> None:
    done = subprocess.run([sys.executable, "-c", "import sys; before = set(sys.modules); import translator_aid; print(*sorted(set(sys.modules) - before))"],
                          capture_output=True, text=True, cwd=ROOT, timeout=60)
    assert not {name for name in done.stdout.split() if name.startswith("translator_aid.") or name in ("click", "yaml", "sqlite3", "re", "json")}


def test_it_is_typed(tmp_path: Path) -> None:
    """A user's type checker sees the types; the marker is there and the names are re-exported."""
    assert (ROOT / "translator_aid" / "py.typed").exists()
    tree = ast.parse((ROOT / "translator_aid" / "__init__.py").read_text(encoding="utf-8"))
    exported = {alias.asname for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names if alias.asname}
    assert exported == {*TYPES, *ERRORS, "Language"}
