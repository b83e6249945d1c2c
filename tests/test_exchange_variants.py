"""Files of other programs in every shape that such files have: tables of difficult ones, and every file of the shared test data."""

from __future__ import annotations

import pytest
from conftest import SHARED, cases, shared

from translator_aid import exchange
from translator_aid.errors import Error
from translator_aid.exchange import Options, Source
from translator_aid.model import Term

VARIANTS = cases("exchange_variants")
ROWS = cases("exchange")
ELSEWHERE = ("tmx-", "xliff-")
"""Folders whose files are held by tables of their own."""


def told(term: Term) -> str:
    return term.text if term.status == "preferred" else f"{term.text} ({term.status})"


@pytest.mark.parametrize("case", VARIANTS, ids=lambda case: case["name"])
def test_variant(case: dict) -> None:
    text = case["text"].replace("\n", "\r\n") if case.get("crlf") else case["text"]
    source = Source(case["file"], text.encode(case.get("encoding", "utf-8")))
    options = Options(case.get("as", ""), tuple(case.get("direction", ("id", "en"))))
    if "fault" in case:
        with pytest.raises(Error) as caught:
            exchange.read(source, options)
        assert caught.value.exit_code == 3
        for part in case["fault"]:
            assert part in str(caught.value)
        assert len(str(caught.value).splitlines()) == case["faults"] + 1 if "faults" in case else True
        return
    imported = exchange.read(source, options)
    assert imported.format == case.get("format", imported.format)
    assert len(imported.concepts) == case["concepts"]
    if "first" in case:
        first = imported.concepts[0]
        assert {code: [told(term) for term in first.terms(code)] for code in ("id", "en")} == case["first"]
        assert {name: getattr(first, name) for name in case.get("has", {})} == case.get("has", {})
    for part in case.get("remarks", []):
        assert any(part in remark.message for remark in imported.remarks), part


def test_every_shared_file_has_its_row() -> None:
    """What is read from it, or why it is refused; schemas and instructions for people have none."""
    folder = shared("interchange")
    files = {path.relative_to(SHARED).as_posix() for path in folder.rglob("*") if path.is_file()}
    files = {name for name in files if not name.split("/")[1].startswith(ELSEWHERE) and not name.endswith((".md", ".xsd", ".rng", ".sch", ".nvdl", "schema.json"))}
    parts = {name for name in files if "/yomitan-dictionary/" in name and not name.endswith("index.json")}
    assert files - parts <= {row["file"] for row in ROWS}
