"""Readers: gaps and segments rebuild any document exactly."""

from __future__ import annotations

import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from translator_aid.errors import UnreadableError
from translator_aid.model import Document
from translator_aid.readers import FORMATS, read

LINES = st.sampled_from([
    "", "# Model", "Model bahasa **besar** itu.", "- agen `AI`", "  - bersarang", "> kutipan *rantai*", "> pemikiran*", "| a | b |", "|---|---|", "| agen | `x|y` |",
    "```", "    kode", "[tautan](https://x.id \"agen\")", "[^1]: catatan", "---", "judul: x", "<div>agen</div>", "\tTab", "Baris keras  ", "1. satu", "***", "===", "\ufeffawal", "a\\|b &amp; c",
])
ENDS = st.sampled_from(["\n", "\r\n", "\n\n", "\r", "\u2028"])


def rebuilt(document: Document) -> str:
    gaps = list(document.gaps())
    assert len(gaps) == len(document.segments) + 1
    return gaps[0] + "".join(segment.text + gap for segment, gap in zip(document.segments, gaps[1:]))


@pytest.mark.parametrize("format", FORMATS)
@settings(max_examples=400, deadline=None)
@given(pieces=st.lists(st.tuples(LINES, ENDS), max_size=14))
def test_gaps_and_segments_rebuild_any_document(format: str, pieces: list[tuple[str, str]]) -> None:
    text = "".join(line + end for line, end in pieces)
    document = read(text.encode(), "a.md", format)
    assert rebuilt(document) == text
    last = 0
    for segment in document.segments:
        assert last <= segment.start and text[segment.start:segment.end] == segment.text and segment.text.strip()
        last = segment.end
        edge = 0
        for item in segment.protected:
            assert edge <= item.span.start < item.span.end <= len(segment.text)
            edge = item.span.end


@pytest.mark.parametrize("format", FORMATS)
@settings(max_examples=300, deadline=None)
@given(text=st.text(max_size=200).filter(lambda text: "\0" not in text and text.isprintable() or "\n" in text and "\0" not in text))
def test_gaps_and_segments_rebuild_any_text(format: str, text: str) -> None:
    document = read(text.encode("utf-8", "replace"), "a", format)
    assert rebuilt(document) == text.encode("utf-8", "replace").decode()


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
