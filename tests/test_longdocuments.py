"""Texts too long to be held: what is found in them and what is said of them is what it is for a text that is held, and memory stays level."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tracemalloc
from pathlib import Path
from typing import Any, Iterator

import pytest
from conftest import ROOT, run
from hypothesis import example, given, settings
from hypothesis import strategies as st

from translator_aid import cli, longdocuments, longtexts, readers, sniffing, text as texts
from translator_aid.cli import streams
from translator_aid.errors import Error, UnreadableError
from translator_aid.longdocuments import LongSegments, document
from translator_aid.longtexts import LongText
from translator_aid.model import Segment
from translator_aid.rawfiles import decode
from translator_aid.readers import plain

CHARACTERS = st.text(st.sampled_from("ab. \té大😀\ufeff\u00a0\n\r"), max_size=60)
BITS = st.sampled_from(["kata", "panjang ", ". ", " ", "  ", "\t", "\u00a0", "\u2028", "\x0c", "\ufeff", "\n", "\n", "\r\n", "\r", "\n\n", "\r\n\r\n", "\n \n", "é😀", "x" * 30,
                        "baris yang dipatah\n", "selesai.\n", " " * 25, "\u00a0" * 25, "satu\ndua\ntiga\n"])
SOUP = st.lists(BITS, max_size=60).map("".join)
LINES = st.sampled_from([
    "", " ", "\ufeff", "Judul", "Perusahaan itu merilis model bahasa besar yang dapat", "dan dijalankan di komputer biasa tanpa jaringan apa pun.",
    "Satu kalimat yang cukup panjang, tetapi berakhir dengan titik.", "\u00a0\u00a0", "Baris ini lebih panjang daripada baris yang dipatah oleh penyunting teks, " * 2, "x" * 100, "x" * 101,
])
ENDS = st.sampled_from(["\n", "\n", "\n", "\r\n", "\r", "\n\n", "\r\n\r\n", ""])
PAGES = st.lists(st.tuples(LINES, ENDS), max_size=40).map(lambda drawn: "".join(line + end for line, end in drawn))
STRETCHES = st.integers(4, 40)


def long(text: str, stretch: int = longtexts.STRETCH) -> LongText:
    return LongText(io.BytesIO(text.encode()), "a.txt", stretch)


@settings(max_examples=300, deadline=None)
@given(text=CHARACTERS, stretch=STRETCHES, data=st.data())
def test_any_part_of_a_text_is_read_where_it_stands(text: str, stretch: int, data: st.DataObject) -> None:
    found = long(text, stretch)
    assert len(found) == len(text)
    for _time in range(4):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, len(text) + 5))
        assert found.between(start, end) == text[start:end]
        assert all(len(piece) <= stretch for piece in found.pieces(start))
        assert "".join(found.pieces(start)) == text[start:]


@settings(max_examples=500, deadline=None)
@given(data=st.lists(st.sampled_from([b"a", b"\n", "é".encode(), "😀".encode(), b"\xff\xfe", b"\xfe\xff", b"\xf0\x9f", b"\xc3", b"\x80", b"\0", b"\xed\xa0\x80", b"\xc0\xaf"]),
                     max_size=30).map(b"".join), stretch=STRETCHES)
@example(b"a\nb\xff\nc\0", 4)
@example(b"\xff\xfea\0", 4)
@example(b"satu\ndua\ntiga\nempat\xff", 4)
@example("kata 😀".encode()[:-1], 8)
def test_what_is_no_text_is_refused_in_the_same_words(data: bytes, stretch: int) -> None:
    def told(made: Any) -> str:
        try:
            return str(made())
        except UnreadableError as error:
            return f"refused: {error}"

    assert told(lambda: LongText(io.BytesIO(data), "a.txt", stretch).between(0, 1000)) == told(lambda: decode(data, "a.txt"))


def test_a_file_that_changes_meanwhile_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    for changed in ("", "sa", "é" * 20, "\xff" * 40):
        path.write_text("satu dua tiga empat lima enam tujuh delapan")
        with open(path, "rb") as stream:
            found = LongText(stream, "a.txt", 8)
            path.write_bytes(changed.encode("latin-1"))
            with pytest.raises(UnreadableError, match="a.txt: was changed while it was being read"):
                found.between(0, 100)


def held(text: str) -> tuple[Segment, ...]:
    return tuple(plain.read(text, "a.txt").segments)


@settings(max_examples=600, deadline=None)
@given(text=PAGES, ahead=st.integers(1, 400), stretch=STRETCHES)
def test_a_long_text_has_the_segments_of_a_text_that_is_held(text: str, ahead: int, stretch: int) -> None:
    assert tuple(LongSegments(long(text, stretch), ahead)) == held(text)


@pytest.fixture(scope="module")
def tight() -> Iterator[None]:
    """Lines, windows and what is held are a few characters long, so that short texts have all that long ones can have."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plain, "WRAP_MIN", 4)
        patch.setattr(plain, "WRAP_MAX", 12)
        for module in (plain, longdocuments):
            patch.setattr(module, "WINDOW", 20)
            patch.setattr(module, "windows", lambda text: texts.windows(text, 20))
        yield


@settings(max_examples=1500, deadline=None)
@given(text=SOUP, ahead=st.integers(1, 60), stretch=STRETCHES)
@example(text="satu\n" * 30 + " " * 70 + "\n" + "baris lain\n" * 30, ahead=1, stretch=4)
@example(text="baris\n" * 30 + "\u00a0\n" * 90, ahead=1, stretch=4)
@example(text="\n\n \n" + "baris\nx\n" * 20 + "akhir", ahead=1, stretch=4)
@example(text="x" + " " * 200 + "\n\n" + " " * 200, ahead=1, stretch=4)
def test_nor_does_it_matter_how_long_its_blocks_and_lines_are(tight: None, text: str, ahead: int, stretch: int) -> None:
    found = document(long(text, stretch), ahead)
    assert tuple(found.segments) == held(text)
    gaps = list(found.gaps())
    assert gaps[0] + "".join(segment.text + gap for segment, gap in zip(found.segments, gaps[1:])) == text


def test_segments_are_a_sequence_that_can_be_gone_through_again() -> None:
    found = LongSegments(long("Satu.\n\nDua.\n\nTiga.\n"))
    assert [segment.text for segment in found] == [segment.text for segment in found] == ["Satu.", "Dua.", "Tiga."]
    assert len(found) == 3 and found and not LongSegments(long("\n \n"))
    assert found[1].start == 7 and [segment.text for segment in found[1:2]] == ["Dua."]
    with pytest.raises(IndexError):
        found[3]


SHAPES = {
    "paragraphs": "Perusahaan itu merilis model bahasa besar yang dapat dijalankan di mana pun.\n\n",
    "lines without an empty one": "Perusahaan itu merilis model bahasa besar yang dapat dijalankan di mana pun, juga tanpa jaringan, oleh siapa saja.\n",
    "short lines": "satu kata\n",
    "one wrapped paragraph": "Perusahaan itu merilis model bahasa besar yang dapat\n",
    "one line": "Perusahaan itu merilis model bahasa besar. ",
    "blanks": "      ",
    "empty lines": "\n",
    "letters of four bytes": "😀 ",
}


@pytest.mark.parametrize("shape", SHAPES)
def test_memory_stays_level(shape: str, tmp_path: Path) -> None:
    peaks = []
    for size in (500_000, 1_500_000):
        path = tmp_path / f"{size}.txt"
        path.write_text(SHAPES[shape] * (size // len(SHAPES[shape].encode())), encoding="utf-8")
        with open(path, "rb") as stream:
            found = document(LongText(stream, "a.txt", 1 << 13), 1 << 13)
            tracemalloc.start()
            at = 0
            for segment in found.segments:
                assert sum(map(len, found.between(at, segment.start))) == segment.start - at
                at = segment.end
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
    assert peaks[1] < peaks[0] + 150_000 and peaks[1] < 1_300_000, "of a megabyte more, nothing is held"


def _whole(data: bytes) -> str:
    """What data that begins with a bracket is, seen whole."""
    try:
        json.loads(data)
        return "json"
    except ValueError:
        pass
    try:
        for line in data.splitlines():
            if line.strip():
                json.loads(line)
        return "jsonl"
    except ValueError:
        return ""


VALUES = st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8), lambda inner: st.lists(inner, max_size=4)
                      | st.dictionaries(st.text(max_size=4), inner, max_size=4), max_leaves=20)
OBJECTS = st.one_of(st.lists(VALUES, min_size=1), st.dictionaries(st.text(max_size=4), VALUES, min_size=1))
JSONS = st.tuples(OBJECTS, st.booleans(), st.sampled_from([None, 2])).map(lambda drawn: json.dumps(drawn[0], ensure_ascii=drawn[1], indent=drawn[2]))


@settings(max_examples=200, deadline=None)
@given(pieces=st.lists(JSONS | st.sampled_from(["[Foto] Bandung", "{", "[1,", " ", "{\"a\": \"b", "]", "\\u12", "tru", "[-"]), min_size=1, max_size=4),
       ends=st.lists(st.sampled_from(["\n", "\r\n", "\r", "", " "]), min_size=4, max_size=4), head=st.integers(24, 200))
def test_json_is_told_by_its_beginning_as_it_is_by_all_of_it(pieces: list[str], ends: list[str], head: int) -> None:
    data = "".join(piece + end for piece, end in zip(pieces, ends)).encode("utf-8", "replace")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sniffing, "_HEAD", head)
        found = sniffing.sniff(b"[" + data), sniffing.sniff(data)
    for name, one in zip(found, (b"[" + data, data)):
        if one.lstrip()[:1] in (b"{", b"["):
            assert name == (_whole(one) or "plain") or name == "markdown"


def test_a_long_text_that_begins_like_json_is_not_read_to_its_end() -> None:
    class Stream(io.BytesIO):
        furthest = 0

        def read(self, size: int | None = -1) -> bytes:
            data = super().read(size)
            self.furthest = max(self.furthest, self.tell())
            return data

    for head in ("[Bandung] Model.\n", "{\"a\": 1} {\"b\": 2}\n", "[1, 2] dan seterusnya\n", "[" * 100_000):
        stream = Stream((head + "Model bahasa besar. " * 100_000).encode())
        assert sniffing.sniff_stream(stream) == "plain"
        assert stream.furthest <= 65536
    assert sniffing.sniff(b"[" * 100_000) == "plain"


ARTICLE = (ROOT / "examples" / "berita.id.txt").read_text(encoding="utf-8")
BIG = "\ufeff" + ARTICLE * 3 + ARTICLE.replace("\n", "\r\n") * 2 + ARTICLE.replace("\n", " ") * 2 + ARTICLE.replace(". ", ".\n") + " \n\n"


def went(*args: str, code: int = 0) -> None:
    group = cli.program()
    try:
        group.main(list(args), prog_name="translator-aid", standalone_mode=False)
    except SystemExit as end:
        assert end.code == code


@pytest.mark.parametrize("format", ["jsonl", "json", "text", "markdown", "same", "terminal", "anki", "html"])
@pytest.mark.parametrize("every", ["--every", "--first"])
def test_every_output_is_what_it_is_for_a_text_that_is_held(format: str, every: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "besar.txt"
    source.write_bytes(BIG.encode())
    went("annotate", str(source), "--format", format, every, "-o", str(tmp_path / "utuh"))
    monkeypatch.setattr(readers, "LONG", 100)
    monkeypatch.setattr(longdocuments, "AHEAD", 1000)
    monkeypatch.setattr(longdocuments.plain, "places", _counted(plain.places))
    went("annotate", str(source), "--format", format, every, "-o", str(tmp_path / "mengalir"))
    assert (tmp_path / "mengalir").read_bytes() == (tmp_path / "utuh").read_bytes() != b""
    assert 0 < longdocuments.plain.places.longest < 2000, "it was held"  # type: ignore[attr-defined]


def _counted(function: Any) -> Any:
    def places(text: str) -> Any:
        places.longest = max(places.longest, len(text))  # type: ignore[attr-defined]
        return function(text)

    places.longest = 0  # type: ignore[attr-defined]
    return places


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A text of more than is held, of any program's own accord; little in it is a term, so that reading it is all that takes time."""
    path = tmp_path_factory.mktemp("besar") / "besar.txt"
    path.write_text("Perusahaan itu merilis model bahasa besar.\n\n" + ("Kucing itu tidur di atas meja. " * 30 + "\n\n") * 1300 + "AGI.\n", encoding="utf-8")
    assert path.stat().st_size > max(readers.LONG, streams._HELD)
    return path


ARGS = ("annotate", "-", "--input-format", "plain", "--format", "jsonl")


def test_standard_input_gives_what_the_file_gives(large: Path, tmp_path: Path) -> None:
    named = run("annotate", str(large), "--format", "jsonl")
    assert named.returncode == 0 and json.loads(named.stdout.splitlines()[-1])["matches"][0]["surface"] == "AGI"
    assert run(*ARGS, stdin=large.read_bytes()).stdout == named.stdout
    room = tmp_path / "sementara"
    room.mkdir()
    assert run("annotate", "-", "--format", "jsonl", stdin=large.read_bytes(), env={"TMPDIR": str(room)}).stdout == named.stdout
    assert not list(room.iterdir())
    fifo = tmp_path / "pipa"
    os.mkfifo(fifo)
    with subprocess.Popen(["cp", str(large), str(fifo)]):
        assert run("annotate", str(fifo), "--format", "jsonl").stdout == named.stdout


def test_standard_input_is_read_from_where_it_stands_to_its_end(large: Path) -> None:
    command = f"{{ read -r first; read -r second; {sys.executable} -m translator_aid {' '.join(ARGS)}; cat; }} < {large}"
    env = {**os.environ, "TRANSLATOR_AID_LANG": "en"}
    out = subprocess.run(["bash", "-c", command], capture_output=True, cwd=ROOT, env=env, timeout=300, check=True).stdout.splitlines()
    first, last = json.loads(out[0]), json.loads(out[-1])
    assert first["text"].startswith("Kucing") and (first["index"], first["start"]) == (0, 0)
    assert last["text"] == "AGI." and last["index"] == 1300


def test_of_a_short_standard_input_nothing_is_left_either(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Kucing itu tidur.\n")
    command = f"{{ {sys.executable} -m translator_aid annotate - ; cat; }} < {tmp_path / 'a.txt'}"
    assert subprocess.run(["bash", "-c", command], capture_output=True, cwd=ROOT, timeout=300, check=True).stdout == b"Kucing itu tidur.\n"


@pytest.mark.parametrize("bad", [b"\n\nModel \xff rusak.\n", b"\n\nModel \0 rusak.\n"])
def test_of_a_long_text_with_a_wrong_byte_nothing_is_written(bad: bytes, large: Path, tmp_path: Path) -> None:
    content = large.read_bytes()
    middle = content.index(b"\n\n", len(content) // 2)
    content = content[:middle] + bad + content[middle:]
    source, output = tmp_path / "rusak.txt", tmp_path / "hasil.jsonl"
    source.write_bytes(content)
    output.write_text("lama")
    with pytest.raises(Error) as told:
        decode(content, str(source))
    for args, stdin, path in (((str(source),), None, str(source)), ((str(source), "-o", str(output)), None, str(source)), (("-",), content, "<stdin>")):
        result = run("annotate", *args, "--format", "jsonl", stdin=stdin)
        assert result.returncode == 3 and result.stdout == b""
        assert result.stderr.decode() == f"translator-aid: {told.value}\n".replace(str(source), path)
    assert output.read_text() == "lama" and sorted(path.name for path in tmp_path.iterdir()) == ["hasil.jsonl", "rusak.txt"]


def test_a_pipe_that_finds_no_room_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    class Full(io.BytesIO):
        def write(self, _data: Any) -> int:
            raise OSError(28, "No space left on device")

    import tempfile

    monkeypatch.setattr(tempfile, "TemporaryFile", lambda **_options: Full())
    assert streams._rewindable(Pipe(b"sedikit"), "<stdin>").read() == b"sedikit"
    with pytest.raises(UnreadableError, match="<stdin>: cannot be read: No space left on device"):
        streams._rewindable(Pipe(b"x" * (streams._HELD + 1)), "<stdin>")


def test_a_dry_run_counts_the_paragraphs(large: Path) -> None:
    assert run("annotate", str(large), "--dry-run", "--format", "jsonl").stdout.decode() == f"{large} → -: 1302 paragraphs\n"


def test_large_files_of_other_formats_are_read_as_ever(tmp_path: Path) -> None:
    page = tmp_path / "halaman"
    page.write_text("<!DOCTYPE html><p>AGI.</p>\n" + "<p>Kucing itu tidur.</p>\n" * 60_000, encoding="utf-8")
    assert page.stat().st_size > readers.LONG
    for args, stdin in (((str(page),), None), (("-",), page.read_bytes())):
        lines = run("annotate", *args, "--format", "jsonl", stdin=stdin).stdout.splitlines()
        assert len(lines) == 60_001 and json.loads(lines[0])["matches"][0]["surface"] == "AGI"


def test_a_long_text_can_be_annotated_in_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "LONG", 100)
    source, beside = tmp_path / "besar.txt", tmp_path / "hasil.txt"
    source.write_bytes(BIG.encode())
    went("annotate", str(source), "--format", "text", "-o", str(beside))
    went("annotate", str(source), "--format", "text", "-o", str(source))
    assert source.read_bytes() == beside.read_bytes() != BIG.encode()


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_large_documents_become_records_as_small_ones_do(jobs: str, tmp_path: Path) -> None:
    folder, room = tmp_path / "teks", tmp_path / "sementara"
    folder.mkdir()
    room.mkdir()
    for name, text in (("a.txt", BIG * 16), ("b.txt", "AGI.\n"), ("c.txt", BIG * 17), ("d.md", "# AGI\n\n" + "Kucing itu tidur.\n\n" * 60_000)):
        (folder / name).write_bytes(text.encode())
    (folder / "rusak.txt").write_bytes(BIG.encode() * 20 + b"\xff")
    result = run("annotate", str(folder), "-o", str(tmp_path / "hasil.jsonl"), "--jobs", jobs, env={"TMPDIR": str(room)})
    assert result.returncode == 1 and b"rusak.txt:" in result.stderr and b"byte 0xff is not UTF-8" in result.stderr and not list(room.iterdir())
    records: dict[str, list[dict[str, Any]]] = {}
    for line in (tmp_path / "hasil.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        records.setdefault(Path(record.pop("path")).name, []).append(record)
    assert list(records) == ["a.txt", "b.txt", "c.txt", "d.md"]
    for name, found in records.items():
        alone = run("annotate", str(folder / name), "--format", "jsonl").stdout.decode()
        assert found == [json.loads(line) for line in alone.splitlines()]


def test_what_is_much_goes_into_a_file(tmp_path: Path) -> None:
    from translator_aid.spills import Spill, emptied

    for pieces, folder in (([], str(tmp_path)), ([b"ab"], str(tmp_path)), ([b"abc"] * 9, str(tmp_path)), ([b"abc"] * 9, "")):
        spill = Spill(folder, 4)
        for piece in pieces:
            spill.add(piece)
        data, path = spill.finish()
        assert bool(path) == (len(pieces) > 1 and bool(folder)) and not (data and path)
        assert data + b"".join(emptied(path)) == b"".join(pieces) and not list(tmp_path.iterdir())
    spill = Spill(str(tmp_path), 4)
    spill.add(b"abcde")
    assert list(tmp_path.iterdir())
    spill.drop()
    assert not list(tmp_path.iterdir()) and spill.finish() == (b"", "")
    with pytest.raises(Error, match="tidak-ada: cannot be written: No such file or directory"):
        Spill(str(tmp_path / "tidak-ada"), 4).add(b"abcde")


def test_the_records_of_a_large_document_are_not_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from translator_aid import corpusrecords, spills
    from translator_aid.chunks import Chunk, Place

    monkeypatch.setattr(readers, "LONG", 100)
    monkeypatch.setattr(longdocuments, "AHEAD", 1000)
    monkeypatch.setattr(longdocuments.plain, "places", _counted(plain.places))
    (tmp_path / "a.txt").write_bytes(BIG.encode() * 16)
    chunk = Chunk(str(tmp_path / "a.txt"), "document", 1, b"", Place(0, 1, 1), 0)
    held = corpusrecords.Worker(corpusrecords.Task()).done(chunk)
    room = tmp_path / "sementara"
    room.mkdir()
    spilled = corpusrecords.Worker(corpusrecords.Task(room=str(room))).done(chunk)
    assert spilled.data == b"" and Path(spilled.spilled).parent == room and len(held.data) > spills.HELD
    assert b"".join(spills.emptied(spilled.spilled)) == held.data and spilled[2:5] == held[2:5]
    assert 0 < longdocuments.plain.places.longest < 2000, "it was held"  # type: ignore[attr-defined]
