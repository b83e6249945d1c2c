"""Documents as XLIFF for translators' programs and back: schemas, codes, and the document that comes out."""

from __future__ import annotations

import copy
import functools
import io
import re
from typing import Any, Callable

import pytest
from conftest import ROOT
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from test_exchange_units import xliff2_schema, xliff12_schema
from translator_aid import accepting, engines, exchange, glossary, pipeline, readers, renderers, xliffrules
from translator_aid.errors import UnreadableError, WriteError
from translator_aid.exchange import Options, Source
from translator_aid.inline import again, codes, tokens
from translator_aid.matching import Matcher
from translator_aid.model import Document, Protected, Run, Segment, Span
from translator_aid.xliffmodel import RECORDS
from translator_aid.xmlstream import records

etree = pytest.importorskip("lxml.etree", reason="lxml is not installed")
FORMATS = ("xliff", "xliff12")
MARKDOWN = """---
judul: tetap
---
# Judul *model bahasa* besar

Ini **pembelajaran `kode` penguatan** dan [tautan **model AI**](http://x.id "t") &amp; \\*bintang\\* <b>x</b>.  Peneliti memakai *pembelajaran mesin* \u0007.

> kutip baris satu agen
> baris **dua** pada 22 Juli 2025

- butir ![g](a.png) superintelijen
- $300 juta

| a | b |
|---|---|
| agen AI | `kode` |
"""
HTML = """<!DOCTYPE html><html lang="id"><head><title>Agen AI</title></head><body><h1 class="x">Model <em>bahasa</em> besar</h1>
<p>Superintelijen &amp; <a href="a.html">pembelajaran <b>mesin</b></a>.<br>Baris baru<img src="x.png" alt="gambar">.</p><pre>kode</pre><ul><li>token</li></ul></body></html>
"""
CASES = {
    "artikel.md": MARKDOWN.encode(), "artikel.html": HTML.encode(), "berita.txt": "Meta membangun lab superintelijen.\n\nAgen AI itu memakai R&D <mahal>.\n".encode(),
    "film.srt": "1\n00:00:01,000 --> 00:00:02,000\n<i>Model bahasa</i> besar\nbicara.\n".encode(),
    "pesan.po": b'msgid ""\nmsgstr "Language: en\\n"\n\nmsgid "Agen %s memakai <b>token</b>."\nmsgstr ""\n',
    "data.json": b'{"judul": "Model bahasa", "isi": "Agen \\"AI\\" itu."}\n',
}


@functools.lru_cache(maxsize=1)
def word() -> bytes:
    """A DOCX file with formatting, a table and a heading."""
    docx = pytest.importorskip("docx", reason="python-docx is not installed")
    document = docx.Document()
    document.add_heading("Model bahasa besar", 1)
    paragraph = document.add_paragraph("Peneliti memakai ")
    paragraph.add_run("pembelajaran penguatan").bold = True
    paragraph.add_run(" dan ")
    paragraph.add_run("token").italic = True
    paragraph.add_run(".")
    document.add_table(1, 2).rows[0].cells[0].text = "agen AI"
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def content(name: str) -> bytes:
    return word() if name.endswith(".docx") else CASES[name]


def opened(name: str) -> Document:
    return readers.read(content(name), name, None, readers.Options(("*",) if name.endswith(".json") else ()))


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher(glossary.load(), "id")


def exported(document: Document, format: str, matcher: Matcher) -> str:
    run = Run("translate", document, "id", "en", matcher.glossary, engine="glossary")
    units = pipeline.translate(document, matcher, engines.get("glossary"))
    return "".join(renderers.get(format).render(run, units))  # type: ignore[arg-type]


def filled(text: str, change: Callable[[str], str], state: str = "final") -> bytes:
    """The XLIFF as a translator leaves it: every target is its source with the words changed, codes in place and annotations gone."""
    tree = etree.fromstring(text.encode())
    for source in tree.iter("{*}source"):
        parent = source.getparent()
        for old in parent.findall("{*}target"):
            parent.remove(old)
        target = copy.deepcopy(source)
        target.tag = source.tag.replace("source", "target")
        for part in target.iter():
            part.text = change(part.text) if part.text else part.text
            part.tail = change(part.tail) if part.tail and part is not target else None if part is target else part.tail
        etree.strip_tags(target, "{*}mrk")
        source.addnext(target)
        (parent if parent.tag.endswith("segment") else target).set("state", state)
    return bytes(etree.tostring(tree, xml_declaration=True, encoding="utf-8"))


def back(document: Document, data: bytes, **options: Any) -> accepting.Returned:
    return accepting.returned(accepting.opened(io.BytesIO(data), "a.xlf"), document, **options)


@pytest.mark.parametrize("name", [*CASES, "laporan.docx"])
@pytest.mark.parametrize("format", FORMATS)
def test_a_document_goes_out_valid_and_comes_back_translated(name: str, format: str, matcher: Matcher) -> None:
    document = opened(name)
    text = exported(document, format, matcher)
    schema = xliff2_schema(etree) if format == "xliff" else xliff12_schema(etree)
    for state in (text, filled(text, str.swapcase).decode()):
        assert schema.validate(etree.fromstring(state.encode())), list(schema.error_log)[:3]
        if format == "xliff":
            rules = xliffrules.Rules()
            parts = records(io.BytesIO(state.encode()), name, RECORDS)
            faults = [fault for parents, element, whole in parts for fault in (rules.record(parents, element) if whole else rules.outside(parents, element))]
            assert not [*faults, *rules.end()]
    same = back(document, filled(text, lambda words: words))
    assert not same.problems and accepting.written(document, same.texts) == content(name)
    changed = back(document, filled(text, str.swapcase))
    assert not changed.problems
    again = readers.read(accepting.written(document, changed.texts), name, document.format, readers.Options(document.fields))
    wanted = [swapped(segment) for segment in document.segments] if name != "pesan.po" else []
    assert [segment.text for segment in again.segments] == wanted


def swapped(segment: Segment) -> str:
    """A segment's text with the case of its words changed and its codes as they are."""
    pieces, at = [], 0
    for code in codes(segment):
        pieces += segment.text[at:code.start].swapcase(), segment.text[code.start:code.end]
        at = code.end
    return "".join(pieces) + segment.text[at:].swapcase()


SNIPPETS = st.lists(st.sampled_from(["agen", "AI ", "*", "**", "`", "kode", "[", "](u)", "<b>", "</b>", "\\", "&amp;", " ", "\n", "![x](y)", "_", "~~", "\u0001", "> ", "- ", "| ", "1. "]),
                    min_size=1, max_size=14).map("".join)


@given(text=SNIPPETS, format=st.sampled_from(FORMATS))
@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_any_markdown_comes_back_as_it_went(matcher: Matcher, text: str, format: str) -> None:
    document = readers.read(text.encode(), "a.md")
    xml = exported(document, format, matcher)
    same = back(document, filled(xml, lambda words: words))
    assert not same.problems and accepting.written(document, same.texts) == text.encode()


@given(text=SNIPPETS)
@settings(max_examples=250, deadline=None)
def test_codes_nest_and_are_found_again_in_the_text_itself(text: str) -> None:
    for segment in readers.read(text.encode(), "a.md").segments:
        placed = codes(segment)
        opened: list[str] = []
        for code in placed:
            if code.kind == "open":
                opened.append(code.name)
            elif code.kind == "close":
                assert opened.pop() == code.name
        assert not opened and "".join(token.text for token in tokens(segment.text, placed, ())) == segment.text
        found = again(segment, segment.text)
        names = {(code.kind, code.name) for code in placed}
        assert {(code.kind, code.name) for code in found} <= names and len({(code.kind, code.name) for code in found}) == len(found)


@pytest.mark.parametrize("format", FORMATS)
def test_terms_are_marked_and_explained(format: str, matcher: Matcher) -> None:
    document = readers.read("Agen AI dan agen AI memakai **pembelajaran** penguatan.".encode(), "a.md")
    text = exported(document, format, matcher)
    tree = etree.fromstring(text.encode())
    marks = tree.findall(".//{*}source//{*}mrk")
    assert ["".join(mark.itertext()) for mark in marks] == ["Agen AI", "agen AI", "pembelajaran penguatan"]
    imported = exchange.read(Source("a.xlf", text.encode()), Options())
    keys = [[term.text for term in concept.english][:1] for concept in imported.concepts]
    if format == "xliff":
        entries = tree.findall(".//{*}glossEntry")
        assert [mark.get("ref") for mark in marks] == ["#gls=g1", "#gls=g1", "#gls=g2"] and [entry.get("ref") for entry in entries] == ["#m1", "#m3"]
        assert keys == [["AI agent"], ["reinforcement learning"]]
    else:
        assert marks[0].get("comment").startswith("AI agent; ") and [concept.indonesian[0].text for concept in imported.concepts] == ["Agen AI", "pembelajaran penguatan"]


def test_states_say_what_a_person_has_to_do(matcher: Matcher) -> None:
    document = readers.read("$300 juta\n\nIni $300 juta.\n\nIni itu.\n\n`kode`\n".encode(), "a.md")
    tree = etree.fromstring(exported(document, "xliff", matcher).encode())
    found = [(unit.find(".//{*}segment").get("state"), unit.find(".//{*}target") is not None, unit.get("translate")) for unit in tree.iter("{*}unit")]
    assert found == [("translated", True, None), ("initial", True, None), ("initial", False, None), ("translated", True, "no")]
    old = etree.fromstring(exported(document, "xliff12", matcher).encode())
    assert [target.get("state") for target in old.iter("{*}target")] == ["translated", "needs-translation", "translated"]


# --- what cannot be put back ------------------------------------------------------------------------------------------


def edited(document: Document, matcher: Matcher, change: Callable[[str], str], format: str = "xliff") -> accepting.Returned:
    return back(document, change(filled(exported(document, format, matcher), str.swapcase).decode()).encode())


SIMPLE = "Agen **AI** itu.\n\nDua `kode` di sini.\n"
HARMS = {
    "code lost": (lambda text: re.sub(r"(<target[^>]*>aGEN )<sc[^>]*>(.*?)<ec[^>]*>", r"\1\2", text), "paragraph 1 (Agen **AI** itu.): codes are missing: ** **"),
    "code doubled": (lambda text: re.sub(r"(<target[^>]*>.*?)(<ph[^>]*/>)", r"\1\2\2", text), "paragraph 2 (Dua `kode` di sini.): codes are too many or in the wrong place: `kode`"),
    "code of another unit": (lambda text: re.sub(r'(<target[^>]*>.*?<ph id=)"1"', r'\1"7"', text), "codes are missing: `kode`; codes are too many or in the wrong place: 7"),
    "target lost": (lambda text: re.sub(r"<target[^>]*>dUA.*?</target>", "", text, flags=re.DOTALL), "paragraph 2 (Dua `kode` di sini.): the target is missing"),
    "target empty": (lambda text: re.sub(r"(<target[^>]*>)dUA.*?</target>", r"\1 </target>", text, flags=re.DOTALL), "the target is missing"),
    "unit lost": (lambda text: re.sub(r'<unit id="2".*?</unit>', "", text, flags=re.DOTALL), "paragraph 2 (Dua `kode` di sini.): there is no unit for it"),
    "draft": (lambda text: text.replace('state="final"', 'state="initial"', 1), "paragraph 1 (Agen **AI** itu.): the target is not finished"),
}


@pytest.mark.parametrize("harm", HARMS)
def test_a_unit_that_cannot_be_put_back_is_named_and_the_others_are_put_back(harm: str, matcher: Matcher) -> None:
    change, message = HARMS[harm]
    document = readers.read(SIMPLE.encode(), "a.md")
    result = edited(document, matcher, change)
    [problem] = result.problems
    assert message in problem.message and problem.origin.line > 1
    assert [text for text in result.texts if text] in (["aGEN **ai** ITU."], ["dUA `kode` DI SINI."])


def test_codes_may_be_halves_and_stand_in_another_order(matcher: Matcher) -> None:
    """Programs for translators write pairs as halves, cut units into segments and reorder codes."""
    document = readers.read(b"Agen **AI** dan *token*. Ini itu.\n", "a.md")
    head, _unit, tail = re.split(r"(<unit.*</unit>)", exported(document, "xliff", matcher), flags=re.DOTALL)
    unit = ('<unit id="1"><segment state="final"><source>Agen <pc id="1">AI</pc> dan <pc id="2">token</pc>.</source>'
            '<target><sc id="2"/>Tokens<ec startRef="2"/> and <pc id="1">AI</pc> agents.</target></segment><ignorable><source> </source></ignorable>'
            '<segment state="reviewed"><source>Ini itu.</source><target>This is it.</target></segment></unit>')
    result = back(document, f"{head}{unit}{tail}".encode())
    assert (result.texts, result.problems) == (("*Tokens* and **AI** agents. This is it.",), ())
    old = exported(document, "xliff12", matcher)
    old = re.sub(r"<trans-unit.*</trans-unit>", '<trans-unit id="1"><source>Agen <g id="1">AI</g> dan <g id="2">token</g>. Ini itu.</source><target>'
                 '<mrk mtype="seg" mid="0"><bpt id="2">*</bpt>Tokens<ept id="2">*</ept> and <bx id="1"/>AI<ex id="1"/> agents.</mrk> <mrk mtype="seg" mid="1">This is it.</mrk></target></trans-unit>',
                 old, flags=re.DOTALL)
    assert back(document, old.encode()).texts == ("*Tokens* and **AI** agents. This is it.",)


def test_drafts_are_taken_when_asked_for_but_never_untranslated_words(matcher: Matcher) -> None:
    document = readers.read(b"Ini $300 juta.\n", "a.md")
    text = exported(document, "xliff", matcher)
    assert "marked as untranslated" in back(document, text.encode(), drafts=True).problems[0].message
    draft = filled(text, str.upper, "initial")
    assert back(document, draft).problems and back(document, draft, drafts=True).texts == ("INI $300 JUTA.",)


@pytest.mark.parametrize("format", FORMATS)
def test_a_document_that_has_changed_is_refused(format: str, matcher: Matcher) -> None:
    data = filled(exported(readers.read(MARKDOWN.encode(), "a.md"), format, matcher), str.upper)
    bare = re.sub(rb"<note [^>]*sha256.*?</note>|<skl>.*?</skl>", b"", data)
    for other, message in ((MARKDOWN.replace("superintelijen", "agen"), r"a.xlf:\d+:\d+: a.md is not the file .* paragraph 4 is"), (MARKDOWN.replace("tetap", "lain"), "has changed since$")):
        with pytest.raises(UnreadableError, match=message):
            back(readers.read(other.encode(), "a.md"), data)
    with pytest.raises(UnreadableError, match="paragraph 4 is 'butir"):
        back(readers.read(MARKDOWN.replace("superintelijen", "agen").encode(), "a.md"), bare)
    with pytest.raises(UnreadableError, match="it has 5 paragraphs, and here is a unit 9"):
        back(readers.read(MARKDOWN.partition("| a")[0].encode(), "a.md"), bare)


def test_a_file_of_several_documents_or_none_is_refused() -> None:
    part = '<file source-language="id" original="a"><body><trans-unit id="1"><source>a</source></trans-unit></body></file>'
    for text, number in ((part + part, 2), ("", 0)):
        with pytest.raises(UnreadableError, match=f"holds {number} documents instead of one"):
            accepting.opened(io.BytesIO(f'<xliff version="1.2">{text}</xliff>'.encode()), "a.xlf")


def test_a_translation_that_would_break_the_document_is_not_written() -> None:
    for name, text in (("a.txt", "Satu.\n\nDua."), ("a.md", "Satu.\n\nDua.")):
        with pytest.raises(WriteError, match="it has 2 paragraphs instead of 1"):
            accepting.written(readers.read(b"Halo.\n", name), [text])


def test_an_annotation_across_a_code_makes_halves_of_the_code() -> None:
    segment = Segment("paragraph", "a <b>c d</b>", 0, (Protected(Span(2, 5), "markup"), Protected(Span(8, 12), "markup")))
    from translator_aid.inline import Note

    crossed = [(token.kind, token.nested) for token in tokens(segment.text, codes(segment), (Note(0, 6, "term", "m1"),))]
    assert ("open", False) in crossed and ("close", False) in crossed
    within = [token.nested for token in tokens(segment.text, codes(segment), (Note(5, 8, "term", "m1"),)) if token.kind in ("open", "close")]
    assert within == [True, True]


def test_examples_of_the_repository_come_back(matcher: Matcher) -> None:
    for path in sorted((ROOT / "examples").glob("*.id.*")):
        if path.suffix in (".md", ".txt", ".html"):
            document = readers.read(path.read_bytes(), path.name)
            same = back(document, filled(exported(document, "xliff", matcher), lambda words: words))
            assert not same.problems and accepting.written(document, same.texts) == path.read_bytes()
