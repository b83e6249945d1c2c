"""The checks of a translation: a table of pairs for each, and what the family owes its users."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml
from conftest import HERE
from hypothesis import given, settings
from hypothesis import strategies as st

from translator_aid import alignment, checks, pipeline
from translator_aid.bitext import Bitext, Checked, Pair
from translator_aid.matching import Matcher
from translator_aid.model import Concept, Document, Glossary, Language, Term
from translator_aid.readers import read

TABLES = {name: yaml.safe_load((HERE / "cases" / "checks" / f"{name}.yaml").read_text(encoding="utf-8")) for name in checks.CHECKS}
ROWS = [pytest.param(name, row, id=f"{name}: {row['name']}") for name, table in TABLES.items() for row in table]


def bitext(pairs: list[list[str | None]], source: Language, format: str = "plain") -> Bitext:
    """Rows of two texts as a Bitext; null is a missing side."""
    documents, found = [], []
    for side, path in ((0, "source.txt"), (1, "target.txt")):
        document = read("\n\n".join(row[side] or "" for row in pairs if row[side]).encode(), path, format)
        documents.append(document)
    rest = [list(document.segments) for document in documents]
    for number, row in enumerate(pairs):
        found.append(Pair(number, *(rest[side].pop(0) if row[side] else None for side in (0, 1))))
    assert not any(rest), "a row is one paragraph"
    return Bitext((documents[0], documents[1]), (source, "en" if source == "id" else "id"), tuple(found))


def findings(text: Bitext, glossary: Glossary, matchers: dict[Language, Matcher] | None, select: list[str]) -> list[Checked]:
    return list(pipeline.check(checks.Context(text, glossary, matchers=matchers), checks.chosen(select)))


@pytest.mark.parametrize("name, row", ROWS)
def test_table(name: str, row: dict[str, Any], shipped: Glossary, matchers: dict[Language, Matcher]) -> None:
    text = bitext(row.get("pairs") or [[row["source"], row["target"]]], row.get("from", "id"), row.get("format", "plain"))
    own = [code for code in checks.get(name).RULES if not checks.rules()[code].optional]
    found = findings(text, shipped, matchers, row.get("select", own))
    assert [[checked.finding.code, checked.surface] for checked in found] == row["finds"], [checked.finding.message for checked in found]
    if "fix" in row:
        assert found[0].finding.fix == row["fix"]
    for checked in found:
        document = text.document(checked.finding.side)
        lines = document.text.split("\n")
        place = checked.finding.origin
        assert lines[place.line - 1][place.column - 1:].startswith(checked.surface.split("\n")[0]) and place.path == document.path


@pytest.mark.parametrize("name", checks.CHECKS)
def test_every_check_has_its_page_and_its_cases(name: str) -> None:
    module = checks.get(name)
    page = module.__doc__ or ""
    assert "Good:" in page and "Bad:" in page
    told = {code for row in TABLES[name] for code, _surface in row["finds"]}
    for code in module.RULES:
        assert re.search(rf"\b{code}\b", page), f"{code} is not on the page of {name}"
        assert code in told or code == "C102", f"{code} has no case that finds it"
    assert any(not row["finds"] for row in TABLES[name])


def test_codes_are_unique_and_choosable() -> None:
    assert len(checks.rules()) == sum(len(checks.get(name).RULES) for name in checks.CHECKS)
    assert "C103" not in checks.chosen() and "C103" in checks.chosen(["C103"]) and checks.chosen(["C2"], ["C203", "C204"]) == {"C201", "C202"}
    assert "C103" not in checks.chosen(["C1"])


def test_terms_of_ones_own_glossary_are_always_required() -> None:
    own = Glossary((Concept("laporan", "own", (Term("laporan berkala", "id"),), (Term("periodic report", "en"),), "noun"),))
    found = findings(bitext([["Laporan berkala terbit.", "The regular statement is out."]], "id"), own, None, ["C101"])
    assert [checked.surface for checked in found] == ["Laporan berkala"]


def test_a_sound_translation_is_clean(shipped: Glossary, matchers: dict[Language, Matcher]) -> None:
    source = (HERE.parent / "examples" / "artikel.id.md").read_bytes()
    document = read(source, "artikel.id.md")
    text = alignment.align(document, document, matchers)
    assert all(pair.source and pair.target for pair in text.pairs)
    assert {checked.finding.code for checked in findings(text, shipped, matchers, [])} <= {"C401", "C803"}


# --- alignment ------------------------------------------------------------------------------------------------------

PARAGRAPHS = [
    ["Harga GPU naik 12 persen pada 2024.", "GPU prices rose 12 percent in 2024."],
    ["Menurut Sam Altman, model bahasa besar masih mahal.", "According to Sam Altman, large language models are still expensive."],
    ["Pemerintah menyiapkan aturan tentang kecerdasan buatan.", "The government is preparing rules on artificial intelligence."],
    ["Di Surabaya, surat kabar itu memakai agen AI untuk merangkum sidang.", "In Surabaya the newspaper uses AI agents to summarise sessions."],
    ["“Kami tidak mengganti wartawan,” katanya pada 22 Juli 2025.", "“We are not replacing journalists,” he said on 22 July 2025."],
    ["Pusat data itu menghabiskan Rp 2,5 miliar.", "The data centre cost Rp 2.5 billion."],
]


def aligned(rows: list[list[str]], lost: int, side: int, matchers: dict[Language, Matcher]) -> list[tuple[str, str]]:
    sides = [[row[at] for number, row in enumerate(rows) if (number, at) != (lost, side)] for at in (0, 1)]
    documents = [read("\n\n".join(texts).encode(), "a.txt") for texts in sides]
    return [(pair.text("source"), pair.text("target")) for pair in alignment.align(documents[0], documents[1], matchers).pairs]


@pytest.mark.parametrize("side", [0, 1])
@pytest.mark.parametrize("lost", range(len(PARAGRAPHS)))
def test_a_lost_paragraph_is_the_only_one_alone(lost: int, side: int, matchers: dict[Language, Matcher]) -> None:
    expected = [(row[0] if (number, 0) != (lost, side) else "", row[1] if (number, 1) != (lost, side) else "") for number, row in enumerate(PARAGRAPHS)]
    assert aligned(PARAGRAPHS, lost, side, matchers) == expected


def test_two_paragraphs_joined_into_one(matchers: dict[Language, Matcher]) -> None:
    source = read("\n\n".join(row[0] for row in PARAGRAPHS).encode(), "a.txt")
    english = [row[1] for row in PARAGRAPHS]
    target = read("\n\n".join([*english[:2], f"{english[2]} {english[3]}", *english[4:]]).encode(), "b.txt")
    pairs = alignment.align(source, target, matchers).pairs
    assert len(pairs) == 5 and pairs[2].text("source") == f"{PARAGRAPHS[2][0]}\n\n{PARAGRAPHS[3][0]}"


@settings(max_examples=60, deadline=None)
@given(left=st.lists(st.integers(1, 400), max_size=12), right=st.lists(st.integers(1, 400), max_size=12))
def test_every_paragraph_is_in_one_pair(left: list[int], right: list[int]) -> None:
    sides = [[alignment.Paragraph(length, "paragraph", frozenset({str(length)})) for length in lengths] for lengths in (left, right)]
    steps = alignment.path(*sides)
    assert (sum(taken for taken, _given in steps), sum(given for _taken, given in steps)) == (len(left), len(right))


def test_lines_are_counted_as_editors_do() -> None:
    document = Document("a", "plain", "a\r\nb\u2028c\rd\n", ())
    text = Bitext((document, document), ("id", "en"), ())
    assert [text.origin("source", at).line for at in (0, 3, 5, 7)] == [1, 2, 2, 3]
