"""The loader and the shipped glossary."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
import yaml
from conftest import ROOT, cases

from translator_aid import statistics
from translator_aid.errors import GlossaryError, UsageError
from translator_aid.glossary import CONCEPT_FIELDS, GUARD_FIELDS, TERM_FIELDS, load, parse, shipped_paths
from translator_aid.layout import canonical
from translator_aid.model import Glossary
from translator_aid.validation import CHECKS, Report, codes, validate

SCHEMA = json.loads((ROOT / "translator_aid" / "data" / "schema" / "glossary.json").read_text(encoding="utf-8"))
FILES = shipped_paths()


class Words(yaml.SafeLoader):
    """Every scalar a string, as the program reads it."""


Words.yaml_implicit_resolvers = {}


@pytest.fixture(scope="module")
def report() -> Report:
    return validate(FILES)


def test_the_shipped_glossary_has_no_findings(report: Report) -> None:
    assert [f"{finding.origin}: {finding.code} {finding.message}" for finding in report.findings] == []


def test_the_shipped_glossary_is_as_large_as_promised(shipped: Glossary) -> None:
    figures = statistics.stats(shipped)
    assert figures["concepts"] >= 1500
    assert figures["terms"]["id"]["all"] >= 4000
    assert figures["examples"] >= 3000
    assert figures["coverage"]["definition in both languages"] == 1
    assert figures["coverage"]["an example in both languages"] == 1


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_schema_accepts_the_shipped_files(path: Path) -> None:
    jsonschema.Draft202012Validator(SCHEMA).validate(yaml.load(path.read_text(encoding="utf-8"), Words))


@pytest.mark.parametrize("case", cases("glossary_faults"), ids=lambda case: case["name"])
def test_fault_is_found_at_its_place(case: dict) -> None:
    _concepts, findings = parse(case["yaml"].encode(), "g.yaml")
    assert [f"{finding.origin}: {finding.code} {finding.message}" for finding in findings] == case["findings"]


@pytest.mark.parametrize("case", cases("glossary_faults"), ids=lambda case: case["name"])
def test_schema_and_loader_agree(case: dict) -> None:
    """What the loader refuses for its form, the schema refuses, unless the row says that a schema cannot."""
    try:
        data = yaml.load(case["yaml"], Words)
    except yaml.YAMLError:
        return
    valid = jsonschema.Draft202012Validator(SCHEMA).is_valid(data)
    assert valid == bool(case.get("schema_accepts") or not case["findings"])


def test_schema_knows_the_loaders_fields() -> None:
    definitions = SCHEMA["$defs"]
    assert set(definitions["concept"]["properties"]) == set(CONCEPT_FIELDS)
    assert set(definitions["term"]["anyOf"][1]["properties"]) == set(TERM_FIELDS)
    assert set(definitions["guard"]["properties"]) == set(GUARD_FIELDS)


@pytest.mark.parametrize("case", cases("validation"), ids=lambda case: case["name"])
def test_check(case: dict, tmp_path: Path) -> None:
    """Each check fires on the bad glossary of its row and not on the good one."""
    for name in ("bad", "good"):
        path = tmp_path / f"{name}.yaml"
        path.write_text(case[name], encoding="utf-8")
        found = [finding for finding in validate([path]).findings if finding.code == case["code"]]
        assert bool(found) == (name == "bad"), [str(finding) for finding in validate([path]).findings]
        if name == "bad":
            assert found[0].origin.line == case["line"], found[0]


def test_every_check_has_its_case() -> None:
    # E201 needs two files and has a test of its own
    assert {case["code"] for case in cases("validation")} | {"E201"} == set(CHECKS)
    assert all(message for message in codes().values())


def test_a_key_in_two_files(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.yaml").write_text("- {key: llm, indonesian: [model bahasa besar], english: [LLM]}\n", encoding="utf-8")
    found = [finding for finding in validate(sorted(tmp_path.glob("*.yaml"))).findings if finding.code == "E201"]
    assert len(found) == 1 and found[0].origin.path.endswith("b.yaml")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_canonical_layout_is_a_fixed_point_and_loses_nothing(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    again = canonical(text)
    assert canonical(again) == again
    assert yaml.load(again, Words) == yaml.load(text, Words)


def test_layout_keeps_comments() -> None:
    text = "# atas\n- english: [b] # catatan\n  # dalam\n  key: a\n  indonesian: [\"x # y\"]\n# sebelum b\n- key: b\n  indonesian: [c]\n  english: [d]\n# akhir\n"
    fixed = canonical(text)
    for comment in ("# atas", "# catatan", "# dalam", "# sebelum b", "# akhir"):
        assert fixed.count(comment) == 1, fixed
    assert fixed.index("# sebelum b") > fixed.index("key: a") and '"x # y"' in fixed


def test_layers(tmp_path: Path) -> None:
    mine = tmp_path / "saya.yaml"
    mine.write_text("pembelajaran penguatan: strengthening learning\nkata saya: [my word, my term]\n", encoding="utf-8")
    both = load([mine])
    assert both.by_key["my-word"].english[1].text == "my term"
    assert both.concepts[0].domain == "saya" and len(both.concepts) > 1000
    assert len(load([mine], shipped=False).concepts) == 2
    override = tmp_path / "lain.yaml"
    override.write_text("- {key: my-word, indonesian: [kataku], english: [my word]}\n", encoding="utf-8")
    assert load([mine, override], shipped=False).by_key["my-word"].indonesian[0].text == "kataku"


def test_domains() -> None:
    assert {concept.domain for concept in load(domains=["evaluation"]).concepts} == {"evaluation"}
    with pytest.raises(UsageError, match="Did you mean 'evaluation'"):
        load(domains=["evalution"])


def test_all_problems_are_reported_at_once(tmp_path: Path) -> None:
    path = tmp_path / "g.yaml"
    path.write_text("- {key: A, indonesian: [x], english: [y]}\n- {indonesian: [x], english: [y]}\n", encoding="utf-8")
    with pytest.raises(GlossaryError) as error:
        load([path], shipped=False)
    assert len(str(error.value).splitlines()) == 2
