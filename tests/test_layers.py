"""The imports keep to the layers of the house."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "translator_aid"
LAYERS = {
    "records": -1, "later": -1, "rawfiles": 1, "model": 0, "errors": 0, "i18n": 0,
    "text": 10, "tokens": 10, "tables": 10, "decoding": 11, "ngrams": 12, "phrasemodel": 13, "relatives": 25, "phrasing": 32, "realisation": 33, "numerals": 10, "placeholders": 10, "screen": 10, "sniffing": 10, "markup": 10, "wordruns": 10, "htmltokens": 10, "wordml": 11, "escapes": 11, "htmlblocks": 12, "cues": 12, "jsontext": 12, "xmlstream": 10, "tabular": 10, "vocabulary": 10, "pairs": 10, "xmlrules": 11, "termunits": 11, "tmxrules": 12, "xliffmodel": 12, "xlifftexts": 12, "catalogues": 12, "inline": 11, "xliffdocument": 12, "xliffcodes": 13, "xliffrules": 14, "xliffunits": 15, "xliffglossary": 16, "keys": 10, "remote": 10, "fetching": 11, "unpacking": 10, "subwords": 10, "interchange": 11, "gathering": 12, "closed": 12, "yamllines": 10, "yamlnodes": 11, "patterns": 10, "sorting": 10, "dictzip": 10, "cards": 10, "pieces": 10, "repeating": 10, "archives": 12, "stardict": 13, "columns": 11, "tbxrules": 11, "tbxentries": 12,
    "forms": 20, "glossary": 20, "locales": 20, "english": 21, "morphology": 22, "paths": 23, "scanning": 23, "automaton": 24,
    "glosses": 30, "guards": 30, "carrying": 30, "workers": 30, "journal": 30, "memory": 30, "tmx": 30, "neural": 31, "models": 30, "registry": 31, "recasting": 32, "agreement": 30, "context": 31, "codes": 25, "plans": 32, "sightings": 33, "found": 33, "_search": 33, "reading": 34, "walking": 35, "matching": 36, "matchjson": 31, "verbatim": 31, "standing": 31, "termplaces": 32, "settling": 33, "family": 30, "layout": 30, "entry": 30, "contract": 30, "typesetting": 30, "bitext": 30, "meanings": 30, "wording": 30, "slots": 32, "freedom": 31, "linked": 30, "similar": 30, "inflecting": 30, "substitutions": 31, "articles": 31, "thesaurus": 30, "exchange": 35,
    "validation": 40, "statistics": 40, "terms": 40, "reviewing": 45, "querying": 40, "explaining": 40, "readers": 30, "engines": 40, "checks": 40, "renderers": 40, "reports": 40, "baseline": 40, "accounting": 40, "merging": 40, "remarks": 40,
    "packing": 48, "evidence": 48, "stored": 49, "compiling": 50, "compiled": 51, "annotating": 45, "leverage": 50, "installing": 50, "adding": 50, "importing": 50, "alignment": 50, "bilingual": 50, "accepting": 50, "pipeline": 50,
    "folders": 5, "extras": 5, "processes": 10, "partial": 10, "corpora": 10, "mentions": 50, "batch": 55, "longtexts": 10, "spills": 10, "longdocuments": 31, "chunks": 56, "corpuslines": 57, "corpusrecords": 58, "rowgroups": 58, "outputs": 10, "siblings": 10, "configuration": 25, "completing": 55, "diagnosis": 55, "parameters": 62, "settings": 65, "provenance": 66, "commands": 66, "manual": 68,
    "__init__": 60, "cli": 70, "__main__": 80,
}
FAMILIES = ("exchange", "readers", "engines", "checks", "renderers", "reports", "cli")
GROUND = (["streams"], ["options"], ["files"], ["corpus"])
"""What the commands stand on together."""
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
            assert stem == "__init__" or not siblings or own == "cli" and siblings in GROUND, f"{path.name} imports its sibling {name}"
        else:
            assert LAYERS[other] < LAYERS[own] or {own, other} <= {"model", "errors", "i18n"}, f"{own} (layer {LAYERS[own]}) imports {other} (layer {LAYERS[other]})"


def test_every_room_has_a_layer() -> None:
    rooms = {room(path) for path in MODULES if room(path) != "data"}
    assert rooms == set(LAYERS) & rooms and rooms >= set(LAYERS) - {"__main__", "_search"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_every_module_and_public_function_says_what_it_is(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    if path.name == "__init__.py" and not tree.body:
        return
    assert ast.get_docstring(tree), f"{path} has no docstring"
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_") and path.parent.name != "cli":
            assert ast.get_docstring(node), f"{path.name}: {node.name} has no docstring"
