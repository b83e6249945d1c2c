"""Plain lines read without a parser: exactly what libyaml makes of them, or nothing."""

from __future__ import annotations

import gc
import io
import re
from contextlib import suppress
from pathlib import Path
from typing import Any, Callable, Iterator

import pytest
from conftest import cases
from hypothesis import given, settings, strategies as st

from translator_aid import glossary, yamllines, yamlnodes
from translator_aid.errors import GlossaryError
from translator_aid.model import Finding

FILES = glossary.shipped_paths()
CONCEPTS = [concept for path in FILES[:4] for concept in re.split("(?m)^(?=- )", path.read_text(encoding="utf-8"))[1:60]]
SIGNS = (
    "\n", "\n  ", "\n    ", "\n- ", "- ", ": ", ":", " #", "#", "\"", "'", "[", "]", "{", "}", ", ", ",", "?", "&a ", "*a", "!x ", " ", "  ", "\t", "\r",
    "\r\n", "|\n", ">\n", "%", "@", "---\n", "...\n", "a: ", "\\", "\u00a0", "\u2028", "\x85", "\ufeff", "é", "🙂", "~", "<<: ", "? ", "[]", "{}", "\"\"",
)


def plain(node: Any) -> Any:
    """A node with all places in it, as something that can be compared."""
    value = node.value
    if isinstance(value, dict):
        value = [(name, plain(key), plain(below)) for name, (key, below) in value.items()]
    elif isinstance(value, list):
        value = [plain(item) for item in value]
    return value, node.line, node.column


def clearly(text: str) -> list[Any] | None:
    """What the lines give; None where they are unclear."""
    try:
        return [plain(node) for node in yamllines.items(text.encode())]
    except yamllines.Unclear:
        return None


def parsed(text: str) -> list[Any]:
    """What libyaml gives of the same text; what it has to say against it is among it."""
    return _read(lambda findings: yamlnodes.items(io.BytesIO(text.encode()), "g.yaml", findings))


def either(text: str) -> list[Any]:
    """What the lines give as far as they are clear, and libyaml of the rest."""
    return _read(lambda findings: yamlnodes.items_of(text.encode(), "g.yaml", findings))


def _read(items: Callable[[list[Finding]], Iterator[Any]]) -> list[Any]:
    findings: list[Finding] = []
    found: list[Any] = []
    with suppress(yamlnodes.Stop):
        found += (plain(node) if item else ("no item", plain(node)) for node, item in items(findings))
    return found + findings


@st.composite
def edited(draw: st.DrawFn) -> str:
    """Concepts of the shipped glossary, with a few things put in, taken out, indented or moved."""
    text = "".join(draw(st.lists(st.sampled_from(CONCEPTS), min_size=1, max_size=2)))
    for _edit in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(text)))
        lines = text.split("\n")
        row = draw(st.integers(0, len(lines) - 1))
        kind = draw(st.sampled_from(["put", "put", "take", "indent", "move"]))
        if kind == "put":
            text = text[:at] + draw(st.sampled_from(SIGNS)) + text[at:]
        elif kind == "take":
            text = text[:at] + text[at + draw(st.integers(1, 3)):]
        else:
            lines.insert(draw(st.integers(0, len(lines) - 1)) if kind == "move" else row, " " * draw(st.integers(0, 9)) + lines.pop(row).lstrip(" "))
            text = "\n".join(lines)
    return text


pieces = st.lists(st.sampled_from([*SIGNS, "key", "satu dua", "term", "12:30"]), max_size=12).map("".join)


@pytest.mark.parametrize("case", cases("yamllines"), ids=lambda case: case["name"])
def test_what_is_clear(case: dict) -> None:
    found = clearly(case["yaml"])
    assert (found is not None) == case["clear"]
    assert found is None or found == parsed(case["yaml"])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_shipped_files_are_clear(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert clearly(text) == parsed(text)


@settings(max_examples=400, deadline=None)
@given(edited())
def test_edited_glossaries_are_read_as_libyaml_reads_them(text: str) -> None:
    found = clearly(text)
    assert found is None or found == parsed(text)


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(["- ", "- a: ", "- a: [", "- a: {b: ", "- a:\n    - ", "- a:\n    b: "]), pieces)
def test_signs_are_read_as_libyaml_reads_them(start: str, rest: str) -> None:
    found = clearly(start + rest)
    assert found is None or found == parsed(start + rest)


@settings(max_examples=150, deadline=None)
@given(edited())
def test_concepts_and_findings_are_the_same_either_way(text: str) -> None:
    concepts, findings = glossary.parse(text.encode(), "g.yaml")
    streamed = list(glossary.stream(io.BytesIO(text.encode()), "g.yaml"))
    assert findings == tuple(item for item in streamed if isinstance(item, Finding))
    assert {concept.key: concept for concept in concepts} == {item.key: item for item in streamed if not isinstance(item, Finding)}


@settings(max_examples=150, deadline=None)
@given(edited())
def test_whole_files_are_the_same_either_way(text: str) -> None:
    def read(given: str) -> Any:
        try:
            root = yamlnodes.read_nodes(given, "g.yaml")
        except GlossaryError as error:
            return str(error)
        return plain(root) if root is not None else None

    # a byte order mark sends it to libyaml and is otherwise nothing
    assert read(text) == read("\ufeff" + text)


def test_items_come_one_by_one() -> None:
    """A concept of a long file is not kept until its end: what is wrong behind it is met later."""
    items = yamllines.items(b"# x\n- a\n- b: c\n\n- d: e\n  f: 'g'\n")
    assert next(items).value == "a"
    assert next(items).value["b"][1].value == "c"
    with pytest.raises(yamllines.Unclear) as unclear:
        next(items)
    assert unclear.value.line == 5


@settings(max_examples=400, deadline=None)
@given(edited(), edited())
def test_libyaml_goes_on_where_it_becomes_unclear(text: str, more: str) -> None:
    assert either(text + more) == parsed(text + more)


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(["- a\n", "- b: c\n", "- d:\n    - e\n", "# f\n", "\n"]), max_size=4).map("".join), pieces)
def test_libyaml_goes_on_behind_small_items(text: str, rest: str) -> None:
    assert either(text + "- " + rest) == parsed(text + "- " + rest)


@pytest.mark.parametrize("lasting", [True, False])
@pytest.mark.parametrize("collecting", [True, False])
def test_the_collector_is_left_as_it_was(collecting: bool, lasting: bool) -> None:
    before, frozen = gc.isenabled(), gc.get_freeze_count()
    try:
        (gc.enable if collecting else gc.disable)()
        with pytest.raises(ValueError), glossary.uncollected(lasting), glossary.uncollected(lasting):
            assert not gc.isenabled()
            raise ValueError
        assert gc.isenabled() == collecting and gc.get_freeze_count() <= frozen
    finally:
        (gc.enable if before else gc.disable)()
