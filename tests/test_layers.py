"""The imports keep to the layers of the house."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "translator_aid"
LAYERS = {
    "model": 0, "errors": 0, "i18n": 0, "text": 1, "bitext": 1, "numerals": 1, "morphology": 2, "locales": 2, "glossary": 2, "matching": 3, "family": 3, "layout": 3,
    "exchange": 3, "contract": 3, "typesetting": 3, "validation": 4, "statistics": 4, "terms": 4, "lookup": 4, "explaining": 4, "entry": 3, "compiled": 5, "adding": 5, "readers": 4, "engines": 4,
    "checks": 4, "baseline": 3, "reports": 4, "alignment": 5, "bilingual": 5, "renderers": 4, "pipeline": 5, "__init__": 6, "cli": 7, "__main__": 8,
}
FAMILIES = ("exchange", "readers", "engines", "checks", "renderers", "reports", "cli")
MODULES = sorted(path for path in PACKAGE.rglob("*.py"))


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path: Path) -> list[str]:
    """The modules of the package that a file imports, dotted, without the package's name."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "translator_aid" and node.level == 0:
            base = node.module.split(".")[1:]
            names = [".".join([*base, alias.name]) for alias in node.names]
            found += [name for name in names if (PACKAGE / (name.replace(".", "/") + ".py")).exists() or (PACKAGE / name.replace(".", "/")).is_dir()] or [
                ".".join(base) or "__init__"]
        elif isinstance(node, ast.Import):
            found += [alias.name.partition(".")[2] for alias in node.names if alias.name.split(".")[0] == "translator_aid"]
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_point_down(path: Path) -> None:
    own = room(path)
    if own == "data":
        return
    assert own in LAYERS, f"{own} has no layer; give it one here and in CONTRIBUTING.md"
    for name in imported(path):
        other = name.split(".")[0]
        if other == own and own in FAMILIES:
            stem = path.stem
            siblings = name.split(".")[1:]
            assert stem == "__init__" or not siblings or own == "cli" and siblings == ["streams"], f"{path.name} imports its sibling {name}"
        else:
            assert LAYERS[other] < LAYERS[own] or {own, other} <= {"model", "errors", "i18n"}, f"{own} (layer {LAYERS[own]}) imports {other} (layer {LAYERS[other]})"


def test_every_room_has_a_layer() -> None:
    rooms = {room(path) for path in MODULES if room(path) != "data"}
    assert rooms == set(LAYERS) & rooms and rooms >= set(LAYERS) - {"__main__"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_every_module_and_public_function_says_what_it_is(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    if path.name == "__init__.py" and not tree.body:
        return
    assert ast.get_docstring(tree), f"{path} has no docstring"
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_") and path.parent.name != "cli":
            assert ast.get_docstring(node), f"{path.name}: {node.name} has no docstring"
