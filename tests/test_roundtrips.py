"""Real files through the readers and back: documentation that lies on this machine, documents that LibreOffice makes, catalogues that msgfmt reads.

Nothing of them is stored here. Each test is skipped, with its reason, where it finds too few files or no such program.
"""

from __future__ import annotations

import shutil
import subprocess
import sysconfig
from pathlib import Path
from typing import Iterator

import pytest
from conftest import run

from translator_aid import pipeline, renderers
from translator_aid.errors import UnreadableError
from translator_aid.matching import Matcher
from translator_aid.model import Glossary, Run
from translator_aid.readers import read

WANTED = 200
FOLDERS = (Path(sysconfig.get_path("purelib")), Path("/usr/share/doc"))
LARGEST = 300_000
"""Bytes; a file of more adds time and nothing else."""
EMPTY = Matcher(Glossary(()), "id")
CATALOGUE = r'''# Katalog
msgid ""
msgstr ""
"Project-Id-Version: uji 1\n"
"Report-Msgid-Bugs-To: \n"
"PO-Revision-Date: 2025-07-22 08:00+0700\n"
"Last-Translator: A <a@contoh.id>\n"
"Language-Team: Indonesian\n"
"Language: id\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=1; plural=0;\n"

#: a.c:1
#, c-format
msgid "The language model has read %d files in %s."
msgstr ""

#. a remark
msgctxt "menu"
msgid "One agent"
msgid_plural "%d agents"
msgstr[0] ""

msgid ""
"A \"chatbot\" is a program that talks:\n"
"\treinforcement learning made it polite, and a very long line has to be wrapped somewhere.\n"
msgstr ""

#, fuzzy
msgid "neural network"
msgstr "jaringan"

#~ msgid "obsolete agent"
#~ msgstr "agen usang"
'''
PAGES = (
    "<h1>Model bahasa besar</h1><p>Mereka memakai pembelajaran <b>penguatan</b> dan <i>data latih</i>.</p>",
    "<p>Lihat <a href='https://contoh.example/a?b=1&amp;c=2'>model <b>bahasa</b> besar</a> ini.</p>",
    "<ul><li>agen AI</li><li>umpan balik <ol><li>model bahasa</li></ol></li></ul>",
    "<table border=1><tr><th>Istilah</th><th>Arti</th></tr><tr><td>halusinasi</td><td>&nbsp;</td></tr></table>",
    "<p>Baris satu<br>baris dua &ndash; Rp&nbsp;2,5 miliar &amp; &lt;b&gt; 😀 &#x202E;x&#x202C;</p>",
    "<p style='font-weight:bold'>Tebal semua kecuali <span style='font-weight:normal'>jaringan saraf tiruan</span>.</p>",
    "<p>H<sub>2</sub>O, x<sup>2</sup>, <u>garis</u>, <s>coret</s>, <span style='color:#ff0000'>merah</span></p>",
    "<blockquote><p>“Model itu belajar dari umpan balik,” katanya.</p></blockquote><hr><pre>kode = agen()</pre>",
    "<h2>Bab 1</h2><h3>Sub <em>bab</em></h3><p></p><p>Kecerdasan buatan</p>",
    "<p lang=en>An English quotation</p><p>dan kalimat Indonesia dengan <i lang=en>machine learning</i>.</p>",
)
FLAT = (
    "<text:p>Catatan kaki<text:note text:id='n1' text:note-class='footnote'><text:note-citation>1</text:note-citation><text:note-body>"
    "<text:p>Isi catatan tentang model bahasa besar.</text:p></text:note-body></text:note> di tengah kalimat.</text:p>",
    "<text:p>satu<text:tab/>dua<text:line-break/>tiga<text:s text:c='3'/>empat</text:p>",
    "<text:p>Halaman <text:page-number text:select-page='current'>1</text:page-number> dari <text:page-count>1</text:page-count></text:p>",
    "<text:p><text:bookmark text:name='b'/>Umpan balik <text:bookmark-ref text:ref-name='b' text:reference-format='page'>1</text:bookmark-ref></text:p>",
    "<text:p>Halus<text:soft-hyphen/>inasi dan non\u2011breaking</text:p>",
    "<text:list><text:list-item><text:p>butir agen AI</text:p></text:list-item></text:list>",
    "<text:h text:outline-level='1'>Judul: superintelijen</text:h><text:p/><text:p>Isi.</text:p>",
    "<text:p><office:annotation><text:p>Komentar tentang chatbot</text:p></office:annotation>Teks berkomentar.</text:p>",
    "<text:section text:name='s'><text:p>Bagian tentang pembelajaran mesin.</text:p></text:section>",
    "<text:p>&lt;x1/&gt; {nama} %s &amp;amp; “petik”</text:p>",
)
OPEN = "".join(f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text", "style"))


def candidates() -> Iterator[Path]:
    """Markdown and HTML files of this machine."""
    for folder in FOLDERS:
        for suffix in ("*.md", "*.html"):
            for path in sorted(folder.rglob(suffix)) if folder.is_dir() else ():
                if path.is_file() and path.stat().st_size <= LARGEST:
                    yield path


def annotated(data: bytes, path: Path) -> bytes:
    document = read(data, str(path))
    name = renderers.own(document.format)
    pieces = renderers.get(name).render(Run("annotate", document, "id", "en", EMPTY.glossary), pipeline.annotate(document, EMPTY))
    return b"".join(piece if isinstance(piece, bytes) else piece.encode("utf-8", "surrogatepass") for piece in pieces)


def test_real_pages_come_out_as_they_went_in(capsys: pytest.CaptureFixture[str]) -> None:
    tally = {".md": 0, ".html": 0, "not UTF-8": 0}
    for path in candidates():
        data = path.read_bytes()
        try:
            assert annotated(data, path) == data, path
            tally[path.suffix] += 1
        except UnreadableError:
            tally["not UTF-8"] += 1
        if tally[".md"] >= WANTED and tally[".html"] >= WANTED:
            break
    if tally[".md"] + tally[".html"] < WANTED:
        pytest.skip(f"only {tally} files of documentation are on this machine; {WANTED} are wanted")
    with capsys.disabled():
        print(f"\nround trips, byte for byte: {tally}")


def office(folder: Path, *args: str) -> None:
    """Runs LibreOffice, with a profile of its own; the test is skipped where there is none."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if not program:
        pytest.skip("no LibreOffice is installed")
    subprocess.run([program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", *args], cwd=folder, capture_output=True,
                   check=True, timeout=400)


def test_libreoffice_opens_its_documents_again(tmp_path: Path) -> None:
    for number, body in enumerate(PAGES):
        (tmp_path / f"h{number}.html").write_text(f"<!DOCTYPE html><meta charset=utf-8><title>x</title><body>{body}</body>", encoding="utf-8")
    for number, body in enumerate(FLAT):
        (tmp_path / f"o{number}.fodt").write_text(
            f'<?xml version="1.0"?><office:document{OPEN} office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text">'
            f"<office:body><office:text>{body}</office:text></office:body></office:document>", encoding="utf-8")
    office(tmp_path, "--infilter=HTML (StarWriter)", "--convert-to", "docx:MS Word 2007 XML", *(path.name for path in sorted(tmp_path.glob("*.html"))))
    office(tmp_path, "--convert-to", "docx:MS Word 2007 XML", *(path.name for path in sorted(tmp_path.glob("*.fodt"))))
    made = sorted(tmp_path.glob("*.docx"))
    assert len(made) == len(PAGES) + len(FLAT)
    (tmp_path / "out").mkdir()
    for path in made:
        assert annotated(path.read_bytes(), path) == path.read_bytes(), "nothing to gloss, nothing changed"
        result = run("translate", str(path), "--format", "same", "-o", str(tmp_path / "out" / path.name))
        assert result.returncode == 0, result.stderr.decode()
    office(tmp_path / "out", "--convert-to", "txt:Text (encoded):UTF8", *(path.name for path in made))
    texts = {path.stem: path.read_text(encoding="utf-8-sig") for path in (tmp_path / "out").glob("*.txt")}
    assert set(texts) == {path.stem for path in made}
    everything = "\n".join(texts.values())
    for words in ("large language model", "reinforcement learning", "AI agent", "Rp 2.5 billion", "kode = agen()", "superintelligence", "{nama} %s"):
        assert words in everything, words


def test_msgfmt_takes_the_catalogue(tmp_path: Path) -> None:
    program = shutil.which("msgfmt")
    if not program:
        pytest.skip("msgfmt of GNU gettext is not installed")
    for ends in ("\n", "\r\n"):
        path, result = tmp_path / "a.po", tmp_path / "b.po"
        path.write_bytes(CATALOGUE.replace("\n", ends).encode())
        assert subprocess.run([program, "-c", "-o", "/dev/null", path], capture_output=True).returncode == 0, "the test's own catalogue is one"
        for command in ("annotate", "translate"):
            assert run(command, str(path), *(["--engine", "glossary"] if command == "translate" else []), "--format", "same", "-o", str(result)).returncode == 0
            checked = subprocess.run([program, "-c", "--use-fuzzy", "-o", str(tmp_path / "b.mo"), str(result)], capture_output=True)
            assert checked.returncode == 0, checked.stderr.decode()
        assert "model bahasa" in result.read_text(encoding="utf-8").replace('"\n"', "")
        assert result.read_bytes().count(b"\r\n") == (result.read_bytes().count(b"\n") if ends == "\r\n" else 0)
