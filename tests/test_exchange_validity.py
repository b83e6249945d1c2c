"""Exports of the whole glossary held to the schemas and rules of their formats."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import pytest
from conftest import shared

from translator_aid import exchange
from translator_aid.errors import UnreadableError
from translator_aid.exchange import Options
from translator_aid.model import Glossary

TBX = "{urn:iso:std:iso:30042:ed-2}"
CATEGORIES = {
    "admin": {"customerSubset", "projectSubset", "source"}, "descrip": {"subjectField", "context", "definition"}, "ref": {"crossReference"},
    "termNote": {"administrativeStatus", "partOfSpeech", "geographicalUsage", "grammaticalGender", "termLocation", "termType"},
    "transac": {"transactionType"}, "transacNote": {"responsibility"}, "xref": {"externalCrossReference", "xGraphic"},
}
PICKLISTS = {
    "administrativeStatus": {"admittedTerm-admn-sts", "deprecatedTerm-admn-sts", "supersededTerm-admn-sts", "preferredTerm-admn-sts"},
    "partOfSpeech": {"adjective", "noun", "other", "verb", "adverb"},
    "termType": {"fullForm", "acronym", "abbreviation", "shortForm", "variant", "phrase"},
}
LEVELS = {"subjectField": {"conceptEntry"}, "context": {"termSec"}, "definition": {"conceptEntry", "langSec"}, "crossReference": {"conceptEntry", "termSec"},
          "source": {"conceptEntry", "langSec", "termSec"}}


def export(shipped: Glossary, format: str, **options: Any) -> bytes:
    return b"".join(piece for piece in exchange.get(format).write(shipped.concepts, Options(format, **options)) if isinstance(piece, bytes))


@pytest.fixture(scope="module")
def etree() -> Any:
    return pytest.importorskip("lxml.etree", reason="lxml is not installed")


@pytest.fixture(scope="module")
def tree(shipped: Glossary, etree: Any) -> Any:
    return etree.fromstring(export(shipped, "tbx"), etree.XMLParser(huge_tree=True))


def test_tbx_keeps_the_core_schema(tree: Any, etree: Any, shipped: Glossary) -> None:
    schema = etree.RelaxNG(etree.parse(str(shared("interchange/tbx-v3-ltac/TBXcoreStructV03.rng"))))
    assert schema.validate(tree), list(schema.error_log)[:3]
    assert len(tree.findall(f".//{TBX}conceptEntry")) == shipped.size


def test_tbx_keeps_the_rules_of_the_basic_dialect(tree: Any) -> None:
    """The Schematron of TBX-Basic 1.2.1, style DCA, said again."""
    assert (tree.get("type"), tree.get("style")) == ("TBX-Basic", "dca")
    ids = {element.get("id") for element in tree.iter() if element.get("id")}
    for element in tree.iter():
        name, kind = element.tag.removeprefix(TBX), element.get("type")
        assert element.tag.startswith(TBX)
        assert name not in CATEGORIES or kind in CATEGORIES[name], (name, kind)
        if name in CATEGORIES:
            parents = [parent.tag.removeprefix(TBX) for parent in element.iterancestors()]
            level = next(parent for parent in parents if not parent.endswith("Grp"))
            assert level in LEVELS.get(kind, {level}), (kind, level)
        if kind in PICKLISTS:
            assert element.text in PICKLISTS[kind]
        if name == "termNote":
            assert element.getparent().tag == f"{TBX}termSec"
        if element.get("target"):
            assert element.get("target") in ids or re.match("https?://", element.get("target"))
        if name == "descripGrp":
            assert len(element.findall(f"{TBX}descrip")) == 1


@pytest.mark.parametrize("name", ["basic_good", "core_structure_good", "min_good", "Example_Astronomy_DCT_VALID", "basic_bad", "core_structure_bad", "min_bad"])
def test_our_rules_and_the_core_schema_agree_on_structure(name: str, etree: Any) -> None:
    path = shared(f"interchange/tbx-v3-ltac/{name}.tbx")
    schema = etree.RelaxNG(etree.parse(str(shared("interchange/tbx-v3-ltac/TBXcoreStructV03.rng"))))
    valid = schema.validate(etree.parse(str(path)))
    imported = exchange.read(exchange.Source(str(path)), Options("tbx", lenient=True))
    faults = [remark for remark in imported.remarks if remark.kind == "fault"]
    assert valid or faults
    assert name.endswith("_bad") == bool(faults)


def test_skos_keeps_its_integrity_rules(shipped: Glossary) -> None:
    """S13 (labels disjoint), S14 (one preferred label a language) and that everything related is there and related by no hierarchy (S27)."""
    rdflib = pytest.importorskip("rdflib", reason="rdflib is not installed")
    skos = rdflib.Namespace("http://www.w3.org/2004/02/skos/core#")
    graph = rdflib.Graph()
    graph.parse(data=export(shipped, "skos"), format="turtle")
    concepts = set(graph.subjects(rdflib.RDF.type, skos.Concept))
    assert len(concepts) == shipped.size
    for concept in concepts:
        labels = {role: list(graph.objects(concept, skos[role])) for role in ("prefLabel", "altLabel", "hiddenLabel")}
        languages = [label.language for label in labels["prefLabel"]]
        assert len(languages) == len(set(languages))
        assert all(label.language in ("id", "en") for group in labels.values() for label in group)
        assert not set(labels["prefLabel"]) & set(labels["altLabel"]) and not set(labels["hiddenLabel"]) & (set(labels["prefLabel"]) | set(labels["altLabel"]))
    assert set(graph.objects(None, skos.related)) <= concepts
    assert not list(graph.subject_objects(skos.broader))


def test_skos_of_other_programs_is_read_by_rdflib(shipped: Glossary) -> None:
    pytest.importorskip("rdflib", reason="rdflib is not installed")
    text = export(shipped, "skos").decode().removeprefix("# translator-aid\n")
    imported = exchange.read(exchange.Source("lain.ttl", text.encode()), Options("skos"))
    assert len(imported.concepts) == shipped.size
    assert {term.text for concept in imported.concepts for term in concept.indonesian} == {term.text for concept in shipped.concepts for term in concept.indonesian}


@pytest.mark.parametrize("data, message", [
    (b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "b">]><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>', "declares the entity"),
    (b'{"@context": "http://127.0.0.1:9/c.jsonld", "@id": "x"}', "which is not fetched"),
    (b"@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n<x> a skos:Concept ; skos:prefLabel \"a", "not valid RDF"),
])
def test_hostile_rdf_is_refused(data: bytes, message: str) -> None:
    pytest.importorskip("rdflib", reason="rdflib is not installed")
    with pytest.raises(UnreadableError, match=message):
        exchange.read(exchange.Source("jahat.rdf", data), Options("skos"))


def test_jsonld_is_linked_data(shipped: Glossary) -> None:
    rdflib = pytest.importorskip("rdflib", reason="rdflib is not installed")
    skos = rdflib.Namespace("http://www.w3.org/2004/02/skos/core#")
    for line in export(shipped, "jsonld").splitlines()[:40]:
        graph = rdflib.Graph().parse(data=line, format="json-ld")
        assert len(list(graph.subject_objects(skos.prefLabel))) == 2 and list(graph.subject_objects(skos.notation))


@pytest.mark.parametrize("direction", [("id", "en"), ("en", "id")], ids="-".join)
def test_deepl_and_google_keep_their_limits(shipped: Glossary, direction: tuple) -> None:
    deepl = [line.split("\t") for line in export(shipped, "deepl", direction=direction).decode().splitlines()]
    assert all(len(cells) == 2 and all(cell and cell == cell.strip() and len(cell.encode()) <= 1024 for cell in cells) for cells in deepl)
    assert len({cells[0] for cells in deepl}) == len(deepl) > 3000
    google = list(csv.reader(io.StringIO(export(shipped, "google", direction=direction).decode())))
    assert google[0] == [*direction, "pos", "description"] and all(len(row) == 4 for row in google)
    for column in (0, 1):
        assert len({row[column].casefold() for row in google}) == len(google)


def test_limits_are_reported() -> None:
    from translator_aid.model import Concept, Term

    def concept(key: str, indonesian: str, english: str) -> Concept:
        return Concept(key, "", (Term(indonesian, "id"),), (Term(english, "en"),))

    listed = [concept("a", "agen", "agent"), concept("b", "agen", "broker"), concept("c", "x" * 1025, "long"), concept("d", "a\u0007b\u2028c", "control")]
    pieces = list(exchange.get("deepl").write(listed, Options("deepl")))
    assert b"".join(piece for piece in pieces if isinstance(piece, bytes)) == b"agen\tagent\na b c\tcontrol\n"
    assert [piece.key for piece in pieces if isinstance(piece, exchange.Remark)] == ["b", "c"]
    pieces = list(exchange.get("google").write(listed, Options("google")))
    assert [piece.key for piece in pieces if isinstance(piece, exchange.Remark)] == ["b", "c"]


def test_weblate_has_one_unit_a_source_term_and_context(shipped: Glossary) -> None:
    rows = list(csv.DictReader(io.StringIO(export(shipped, "weblate").decode())))
    assert len({(row["source"], row["context"]) for row in rows}) == len(rows) > shipped.size


def test_utx_has_its_two_lines_of_header(shipped: Glossary) -> None:
    lines = export(shipped, "utx").decode().split("\r\n")
    assert re.fullmatch(r"#UTX 1\.11; id/en; \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00; copyright: .*", lines[0])
    assert lines[1].split("\t")[:3] == ["#src", "tgt", "src:pos"] and lines[-1] == ""
    assert {line.split("\t")[3] for line in lines[2:-1]} == {"approved", "provisional", "non-standard", "forbidden"}
