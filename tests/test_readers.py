"""Readers: gaps and segments rebuild any document exactly, what is not text stays byte for byte, and new text is read back as it was meant."""

from __future__ import annotations

import io
import json
import re
import zipfile
from typing import Any
from xml.sax.saxutils import escape

import pytest
from conftest import ROOT, cases
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from translator_aid import markup, pipeline, renderers
from translator_aid.errors import Error, UnreadableError, UsageError, WriteError
from translator_aid.matching import Matcher
from translator_aid.model import Concept, Document, Glossary, Run, Segment, Span, Term, Translation, Unit
from translator_aid.readers import FORMATS, Options, read, written

FREE = ("plain", "markdown", "html")
"""Formats of which any text is a document."""
WRITTEN = tuple(name for name in FORMATS if name not in ("plain", "markdown"))
"""Formats that their own module writes."""
TABLE = cases("readers")

LINES = st.sampled_from([
    "", "# Model", "Model bahasa **besar** itu.", "- agen `AI`", "  - bersarang", "> kutipan *rantai*", "> pemikiran*", "| a | b |", "|---|---|",
    "| agen | `x|y` |", "```", "    kode", "[tautan](https://x.id \"agen\")", "[^1]: catatan", "---", "judul: x", "<div>agen</div>", "\tTab",
    "Baris keras  ", "1. satu", "***", "===", "\ufeffawal", "a\\|b &amp; c", "<p lang=en>b", "</p></div>", "<b>tebal <i>miring</b></i>", "<!-- agen -->",
    "<script>if (a<b) model</script>", "<style>", "</style>", "<pre>", "</pre>", "&nbsp;&lt;b&gt; &bogus; &#x1F600;", "<![CDATA[x]]>", "<?php agen ?>",
    "<p translate=no>agen</p>", "<td>sel<td>sel", "<textarea>", "<title>Judul", "<a href='x>y'>tautan</a>", "< b", "<b", "&", "<!DOCTYPE html>",
])
ENDS = st.sampled_from(["\n", "\r\n", "\n\n", "\r", "\u2028", ""])
BITS = st.sampled_from([
    "model", " ", " bahasa ", "“besar”", "\"", "''", "&", "&amp;", "<", ">", "<b>", "</b>", "<x1/>", "\\", "\\n", "\\\"", "%s", "{nama}", ",", ";", "\t", "|",
    "\u00a0", "\u2028", "é", "e\u0301", "😀", "\u202e", "-", "1", "\ufeff", "\u200b", "`", "*", "#", "-->", "{\\an8}", "ｗ",
])
PHRASE = st.lists(BITS, min_size=1, max_size=7).map(lambda bits: "kata " + "".join(bits) + " akhir")
"""A text that no format's own signs can spoil, or else it is found out."""


def _json(value: Any) -> Any:
    return st.tuples(st.just(value), st.booleans(), st.sampled_from([None, 2])).map(
        lambda drawn: json.dumps(drawn[0], ensure_ascii=drawn[1], indent=drawn[2]))


VALUES = st.recursive(PHRASE | st.integers() | st.floats(allow_nan=False) | st.none() | st.booleans(), lambda inner: st.lists(inner, max_size=3)
                      | st.dictionaries(st.sampled_from(["teks", "id", "a.b", "\u201cx"]), inner, max_size=3), max_leaves=8)
OBJECTS = st.dictionaries(st.sampled_from(["teks", "id"]), VALUES, max_size=2)
RUNS = st.lists(st.tuples(st.sampled_from(["", "<w:b/>", "<w:i/><w:color w:val=\"FF0000\"/>"]), PHRASE | BITS), max_size=4)
CUE = st.lists(st.one_of(PHRASE, st.sampled_from(["- Siapa?", "<i>agen</i>", "{\\an8}Model", "<v Laras>ya</v>", "12", "&amp;"])), max_size=3)


def _word(paragraphs: list[list[tuple[str, str]]]) -> bytes:
    """A DOCX file of runs, each with its formatting, every other paragraph in a hyperlink."""
    body = ""
    for number, runs in enumerate(paragraphs):
        inner = "".join(f'<w:r><w:rPr>{form}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>' for form, text in runs)
        body += f'<w:p><w:pPr><w:jc w:val="left"/></w:pPr>{f"<w:hyperlink>{inner}</w:hyperlink>" if number % 2 else inner}</w:p>'
    return packed({"word/document.xml": f'<w:document xmlns:w="urn:w"><w:body>{body}</w:body></w:document>', "word/styles.xml": "<styles/>"})


def packed(parts: dict[str, str]) -> bytes:
    """A ZIP file of these parts, with a date of its own."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2025, 7, 22, 8, 0, 0)), content)
    return target.getvalue()


def _csv(drawn: tuple[list[list[str]], str, str, bool]) -> bytes:
    import csv

    rows, delimiter, end, mark = drawn
    target = io.StringIO()
    csv.writer(target, delimiter=delimiter, lineterminator=end).writerows([["id", "teks"], *rows])
    return (("\ufeff" if mark else "") + target.getvalue()).encode()


def _po(drawn: list[tuple[str, str, bool]]) -> bytes:
    entries = ['msgid ""\nmsgstr ""\n"Language: en\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n']
    for number, (text, comment, plural) in enumerate(drawn):
        quoted = json.dumps(f"{number} {text}", ensure_ascii=False)
        tail = f"msgid_plural {quoted}\nmsgstr[0] \"\"\nmsgstr[1] \"\"\n" if plural else 'msgstr ""\n'
        entries.append(f"{comment}msgid {quoted}\n{tail}")
    return "\n".join(entries).encode()


def _cues(head: str, comma: str, cues: list[list[str]], end: str) -> bytes:
    blocks = [f"{n}\n00:00:0{n}{comma}000 --> 00:00:0{n}{comma}900\n" + "".join(f"{line}\n" for line in lines) for n, lines in enumerate(cues)]
    return (head + "\n".join(blocks) + "\n").replace("\n", end).encode()


SOUP = st.lists(st.tuples(LINES, ENDS), max_size=14).map(lambda pieces: "".join(line + end for line, end in pieces).encode())
PO_TEXT = PHRASE.map(lambda text: text.replace("\\", "").replace("\u2028", ""))
ANY: dict[str, Any] = {
    **dict.fromkeys(FREE, SOUP),
    "docx": st.lists(RUNS, max_size=4).map(_word),
    "srt": st.builds(_cues, st.sampled_from(["", "\ufeff"]), st.just(","), st.lists(CUE, min_size=1, max_size=4), st.sampled_from(["\n", "\r\n"])),
    "vtt": st.builds(_cues, st.sampled_from(["WEBVTT\n\n", "\ufeffWEBVTT - judul\nKind: captions\n\nNOTE catatan model\n\n"]), st.just("."),
                     st.lists(CUE, min_size=1, max_size=4), st.sampled_from(["\n", "\r\n"])),
    "po": st.lists(st.tuples(PO_TEXT, st.sampled_from(["", "# catatan\n", "#: a.py:1\n#, python-format\n", "#, fuzzy\n#| msgid \"x\"\n"]), st.booleans()),
                   max_size=4).map(_po),
    "json": VALUES.flatmap(_json).map(str.encode),
    "jsonl": st.lists(OBJECTS.map(lambda value: json.dumps(value, ensure_ascii=False)), max_size=4).map(lambda lines: "\n".join(lines).encode()),
    "csv": st.tuples(st.lists(st.lists(PHRASE | BITS, min_size=2, max_size=2), max_size=4), st.sampled_from(",;\t"), st.sampled_from(["\n", "\r\n"]),
                     st.booleans()).map(_csv),
}
"""For each format documents of all kinds, valid ones."""


def document_of(data: bytes, format: str, path: str = "a") -> Document:
    return read(data, path, format, Options(("*",) if format in ("json", "jsonl", "csv") else ()))


def raw(segment: Segment) -> str:
    return segment.text if segment.raw is None else segment.raw


def rebuilt(document: Document) -> str:
    gaps = list(document.gaps())
    assert len(gaps) == len(document.segments) + 1
    return gaps[0] + "".join(raw(segment) + gap for segment, gap in zip(document.segments, gaps[1:]))


def check(document: Document) -> None:
    """Holds a document to what all readers promise."""
    assert rebuilt(document) == document.text
    last = 0
    for segment in document.segments:
        assert last <= segment.start and document.text[segment.start:segment.end] == raw(segment) and segment.text.strip()
        last = segment.end
        edge = 0
        for item in segment.protected:
            assert edge <= item.span.start < item.span.end <= len(segment.text)
            edge = item.span.end


@pytest.mark.parametrize("format", FORMATS)
@settings(max_examples=250, deadline=None)
@given(data=st.data())
def test_gaps_and_segments_rebuild_any_document(format: str, data: st.DataObject) -> None:
    content = data.draw(ANY[format])
    document = document_of(content, format)
    check(document)
    assert format == "docx" or document.text.encode() == content


@pytest.mark.parametrize("format", FORMATS)
@settings(max_examples=250, deadline=None)
@given(text=st.text(max_size=200).filter(lambda text: "\0" not in text))
def test_any_text_is_rebuilt_or_refused(format: str, text: str) -> None:
    content = {"vtt": "WEBVTT\n\n00:01.000 --> 00:02.000\n", "srt": "00:00:01,000 --> 00:00:02,000\n"}.get(format, "") + text
    try:
        document = document_of(content.encode("utf-8", "replace"), format)
    except (UnreadableError, UsageError):
        assert format not in (*FREE, "srt", "vtt")
        return
    check(document)


@pytest.mark.parametrize("format", WRITTEN)
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_what_is_taken_over_is_as_it_was(format: str, data: st.DataObject) -> None:
    document = document_of(data.draw(ANY[format]), format)
    news = []
    for segment in document.segments:
        inside = {at for item in segment.protected for at in range(item.span.start + 1, item.span.end)}
        cut = data.draw(st.sampled_from([at for at in range(len(segment.text) + 1) if at not in inside]))
        news.append([Span(0, cut), Span(cut, len(segment.text))])
    content = written(document, news)
    if format == "docx":
        assert [segment.text for segment in document_of(content, format).segments] == [segment.text for segment in document.segments]
    else:
        assert content.decode() == document.text


def changed(segment: Segment, draw: Any) -> str:
    """The segment with other words around its marks."""
    pieces: list[str] = []
    at = 0
    for item in [*segment.protected, None]:
        text = segment.text[at:item.span.start if item else len(segment.text)]
        pieces += [draw(PHRASE) if text.strip() else text]
        if item:
            pieces.append(segment.text[item.span.start:item.span.end])
            at = item.span.end
    return "".join(pieces)


@pytest.mark.parametrize("format", WRITTEN)
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_new_text_is_read_back_as_it_was_meant(format: str, data: st.DataObject) -> None:
    document = document_of(data.draw(ANY[format]), format)
    news = [changed(segment, data.draw) for segment in document.segments]
    marks = {segment.text[item.span.start:item.span.end] for segment in document.segments for item in segment.protected}
    assume(not any(mark in phrase for mark in marks if format != "po" for phrase in ("<b>", "</b>", "<x1/>", "%s", "{nama}", "{\\an8}")))
    content = written(document, [[text] for text in news])
    if format == "po":
        from babel.messages.pofile import read_po

        strings = [string for message in read_po(io.BytesIO(content)) if message.id
                   for string in (message.string if isinstance(message.string, tuple) else [message.string])]
        assert [string.strip() for string in strings] == news
    else:
        again = document_of(content, format)
        if format == "docx":
            # which formatting has no mark is that of most of the text, and may be another now
            assert [bare(segment) for segment in again.segments] == [bare(one, text) for one, text in zip(document.segments, news)]
            return
        assert [segment.text.split() for segment in again.segments] == [text.split() for text in news]
        assert [gap.strip('"') for gap in again.gaps()] == [gap.strip('"') for gap in document.gaps()], "a cell may need quotation marks now"


def bare(segment: Segment, text: str | None = None) -> str:
    """A segment's text, or another with its marks, without marks."""
    marks = segment.protected if text is None else markup.placed(segment, text)
    return markup.stripped(segment.text if text is None else text, marks).strip()


GLOSSARY = Glossary(tuple(
    Concept(key, "uji", (Term(indonesian, "id"),), (Term(english, "en"),))
    for key, indonesian, english in (("rl", "pembelajaran penguatan", "reinforcement learning"), ("lm", "model bahasa", "language model"),
                                     ("agent", "agen", "agent"), ("llm", "model bahasa besar", "large language model"))))
MATCHERS = {language: Matcher(GLOSSARY, language) for language in ("id", "en")}  # type: ignore[arg-type]


def case_document(row: dict[str, Any]) -> Document:
    """The document of a row of the table."""
    content = row["text"].encode()
    if row["format"] == "docx":
        body = f'<w:document xmlns:w="urn:w" xmlns:r="urn:r"><w:body>{row["text"]}</w:body></w:document>'
        content = packed({"[Content_Types].xml": "<Types/>", "word/document.xml": body, **row.get("parts", {})})
    return read(content, "a", row["format"], Options(tuple(row.get("fields", ()))))


def shown(document: Document, content: bytes) -> Any:
    """A file as the table has it: a DOCX file's parts that differ from those of the document."""
    if document.format != "docx":
        return content.decode()
    with zipfile.ZipFile(io.BytesIO(document.data)) as old, zipfile.ZipFile(io.BytesIO(content)) as new:
        assert new.namelist() == old.namelist() and new.testzip() is None
        assert [info.date_time for info in new.infolist()] == [info.date_time for info in old.infolist()]
        parts = {name: new.read(name).decode() for name in new.namelist() if new.read(name) != old.read(name)}
    return {name: re.sub(r"^.*<w:body>|</w:body>.*$", "", text) for name, text in parts.items()}


def glossed(document: Document) -> Any:
    """A document annotated in its own format, with the small glossary above."""
    matcher = MATCHERS[document.language or "id"]
    run = Run("annotate", document, matcher.source, matcher.target, GLOSSARY, every=True)
    name = renderers.own(document.format)
    pieces: list[Any] = list(renderers.get(name).render(run, pipeline.annotate(document, matcher)))
    return shown(document, b"".join(pieces) if name == "same" else "".join(pieces).encode())


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row['format']}: {row['name']}")
def test_table(row: dict[str, Any]) -> None:
    if "error" in row:
        with pytest.raises(Error) as caught:
            case_document(row)
        assert str(caught.value) == row["error"]
        return
    document = case_document(row)
    check(document)
    assert document.language == row.get("language")
    found: list[Any] = []
    for segment in document.segments:
        marks = [segment.text[item.span.start:item.span.end] + (f" ({item.kind})" if item.kind != "markup" else "") for item in segment.protected]
        kind = {"kind": segment.kind} if segment.kind != "paragraph" else {}
        found.append({"text": segment.text, **kind, **({"marks": marks} if marks else {})} if kind or marks else segment.text)
    assert found == row["segments"]
    if "glossed" in row:
        assert glossed(document) == row["glossed"]
    if "refused" in row:
        with pytest.raises(WriteError) as refused:
            written(document, [[text] for text in row["news"]])
        assert str(refused.value) == row["refused"]
    elif "news" in row:
        assert shown(document, written(document, [[text] for text in row["news"]])) == row["written"]


def test_table_has_cases_for_every_reader() -> None:
    assert {row["format"] for row in TABLE} == set(FORMATS)
    assert len({(row["format"], row["name"]) for row in TABLE}) == len(TABLE)


SAMPLE = "# Judul\n\nSatu.\n\n- butir\n  - dalam\n\n> kutip\n\n1. satu\n\n| a | b |\n|---|---|\n| c | d |\n\nAkhir.\n"
STARTS = st.lists(st.sampled_from(["# ", "- ", "* ", "1. ", "2) ", "> ", "===", "---", "```", "~~~", "|", "teks", " ", "\n", "\n\n", "    ", "+ x"]), min_size=1, max_size=5)


@settings(max_examples=300, deadline=None)
@given(texts=st.lists(STARTS.map(lambda pieces: "".join(pieces).strip() + "kata"), min_size=11, max_size=11))
def test_a_translation_of_markdown_keeps_its_blocks(texts: list[str]) -> None:
    document = read(SAMPLE.encode(), "a.md")
    assert len(document.segments) == len(texts)
    texts = [" ".join(text.split()) if segment.kind in ("cell", "heading") else text for segment, text in zip(document.segments, texts)]
    units = [Unit(n, segment, translation=Translation(text, "uji", "")) for n, (segment, text) in enumerate(zip(document.segments, texts))]
    run = Run("translate", document, "id", "en", GLOSSARY)
    output = "".join(renderers.get("markdown").render(run, units))  # type: ignore[arg-type]
    assert [segment.kind for segment in read(output.encode(), "a.md").segments] == [segment.kind for segment in document.segments]


def test_a_translation_that_breaks_the_blocks_is_refused() -> None:
    document = read(b"Satu\n\nDua\n", "a.md")
    units = [Unit(n, segment, translation=Translation("<div>", "uji", "")) for n, segment in enumerate(document.segments)]
    with pytest.raises(WriteError, match="a.md: the translation read again has 0 blocks instead of 2"):
        list(renderers.get("markdown").render(Run("translate", document, "id", "en", GLOSSARY), units))


def test_markdown_example() -> None:
    text = (ROOT / "examples" / "artikel.id.md").read_bytes()
    document = read(text, "artikel.id.md")
    kinds = [segment.kind for segment in document.segments]
    assert kinds.count("heading") == 3 and kinds.count("cell") == 9 and kinds.count("item") == 3
    assert not any("ruang redaksi\npenulis" in segment.text or "suhu:" in segment.text for segment in document.segments)
    quote = next(segment for segment in document.segments if segment.text.startswith("“Kami"))
    assert quote.text.endswith("mengetik.”") and any(quote.text[item.span.start:item.span.end] == "> " for item in quote.protected)


def test_wrapped_lines_are_one_paragraph_and_long_ones_their_own() -> None:
    wrapped = "Model bahasa besar dilatih dengan data yang sangat banyak dan\nmahal sekali.\n"
    assert [segment.text for segment in read(wrapped.encode(), "a.txt").segments] == [wrapped.strip()]
    lines = "Judul berita\nParagraf pertama.\nParagraf kedua.\n"
    assert len(read(lines.encode(), "a.txt").segments) == 3


@pytest.mark.parametrize("data, place", [(b"baik\nbaris \xff dua", "f.txt:2:7: byte 0xff"), (b"\x89PNG\r\n\x00", "f.txt:2:1: not a text file"), ("é".encode("utf-16"), "UTF-16")])
def test_what_is_no_text_is_refused_with_its_place(data: bytes, place: str) -> None:
    with pytest.raises(UnreadableError, match=place.replace(".", r"\.")):
        read(data, "f.txt")


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", packed({"word/a.xml": "<a/>"}), packed({"word/document.xml": "<!DOCTYPE a><a/>"}),
                                  packed({"word/document.xml": "<a><![CDATA[x]]></a>"}), packed({"word/document.xml": "<w:p><w:p>"})])
def test_what_is_no_docx_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableError, match="^a.docx"):
        read(data, "a.docx")


def test_fields_are_for_formats_that_have_some() -> None:
    with pytest.raises(UsageError, match="--field is for json, jsonl, csv; this is srt"):
        read(b"", "a.srt", options=Options(("teks",)))
    with pytest.raises(UsageError, match="There is no input format 'odt'"):
        read(b"", "a.odt", "odt")
