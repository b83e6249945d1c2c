"""TMX, XLIFF and PO: exports held to the schemas of their formats, the official suites, hostile files, and what other programs' files hold."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from conftest import shared

from translator_aid import accounting, exchange, tmx
from translator_aid.errors import Error, GlossaryError, UnreadableError
from translator_aid.exchange import Options, Source
from translator_aid.model import Bilingual, Concept, Glossary, Term

ROOT = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">{}</xs:schema>"""
IMPORT = '<xs:import namespace="{}" schemaLocation="{}"/>'
XLIFF2 = {"urn:oasis:names:tc:xliff:document:2.0": "xliff_core_2.0.xsd", "urn:oasis:names:tc:xliff:glossary:2.0": "glossary.xsd",
          "urn:oasis:names:tc:xliff:metadata:2.0": "metadata.xsd"}
EMPTY: tuple = ()


@pytest.fixture(scope="module")
def etree() -> Any:
    return pytest.importorskip("lxml.etree", reason="lxml is not installed")


def written(concepts: Any, format: str, **options: Any) -> bytes:
    return b"".join(piece for piece in exchange.get(format).write(concepts, Options(format, **options)) if isinstance(piece, bytes))


def read(data: bytes, format: str = "", path: str = "saya.x", **options: Any) -> exchange.Imported:
    return exchange.read(Source(path, data), Options(format, **options))


def xliff2_schema(etree: Any) -> Any:
    folder = shared("interchange/xliff-2.1/schemas")
    text = ROOT.format("".join(IMPORT.format(space, (folder / name).as_uri()) for space, name in XLIFF2.items()))
    return etree.XMLSchema(etree.fromstring(text))


def xliff12_schema(etree: Any) -> Any:
    return etree.XMLSchema(etree.parse(str(shared("interchange/xliff-1.2-okapi/xliff-core-1.2-strict.xsd"))))


# --- exports of the whole glossary ------------------------------------------------------------------------------------


@pytest.mark.parametrize("direction", [("id", "en"), ("en", "id")], ids="-".join)
def test_tmx_keeps_its_document_type(shipped: Glossary, direction: tuple, etree: Any) -> None:
    tree = etree.fromstring(written(shipped.concepts, "tmx", direction=direction), etree.XMLParser(huge_tree=True))
    dtd = etree.DTD(str(shared("interchange/tmx-misc/tmx14.dtd")))
    assert dtd.validate(tree), list(dtd.error_log)[:3]
    units = tree.findall(".//tu")
    assert tree.find("header").get("srclang") == "*all*" and len(units) > shipped.size
    assert len({unit.get("tuid") for unit in units}) == len(units)
    examples = sum(len(concept.examples) for concept in shipped.concepts)
    assert sum(any(prop.get("type") == "x-role" for prop in unit.findall("prop")) for unit in units) == examples


@pytest.mark.parametrize("direction", [("id", "en"), ("en", "id")], ids="-".join)
def test_xliff_1_keeps_its_strict_schema(shipped: Glossary, direction: tuple, etree: Any) -> None:
    schema = xliff12_schema(etree)
    tree = etree.fromstring(written(shipped.concepts, "xliff12", direction=direction), etree.XMLParser(huge_tree=True))
    assert schema.validate(tree), list(schema.error_log)[:3]


@pytest.mark.parametrize("concepts", ["all", "none"])
def test_xliff_2_keeps_its_schemas_and_rules(shipped: Glossary, etree: Any, concepts: str) -> None:
    data = written(shipped.concepts if concepts == "all" else EMPTY, "xliff21")
    schema = xliff2_schema(etree)
    assert schema.validate(etree.fromstring(data, etree.XMLParser(huge_tree=True))), list(schema.error_log)[:3]
    imported = read(data, "xliff21")
    assert not imported.remarks and len(imported.concepts) == (shipped.size if concepts == "all" else 0)


def test_no_deprecated_term_is_ever_offered(shipped: Glossary) -> None:
    """A memory or a catalogue is there to be taken from; what must not be written must not stand there as a translation."""
    deprecated = {(term.language, term.text) for concept in shipped.concepts for term in (*concept.indonesian, *concept.english) if term.status == "deprecated"}
    kept = {(term.language, term.text) for concept in shipped.concepts for term in (*concept.indonesian, *concept.english) if term.status != "deprecated"}
    wrong = deprecated - kept
    assert len(wrong) > 50
    offered = [unit for unit in tmx.read(io.BytesIO(written(shipped.concepts, "tmx")), "x.tmx")]
    assert not wrong & {("id", unit.indonesian) for unit in offered} and not wrong & {("en", unit.english) for unit in offered}


# --- files of other programs ------------------------------------------------------------------------------------------


SUITE = "interchange/xliff-2.1/test-suite"
NOT_REFUSED = {
    "Bad-ctr-property-not-legit-category", "Bad-ctr_appliesTo-not-using-ref-to-resolvableID", "Bad-ctr_property-not-content-or-valid-attribute-ref",
    "Bad-ctr_ref-not-pointed-to-resolvableID", "Bad-ctr_revisions-not-using-ref-to-resolvableID", "Bad-mtc_wrong-ref-syntax",
    "Bad-slr_equivStorage-not-integer", "Bad-slr_sizeInfo-not-integer", "Bad-slr_sizeInfoRef-has-no-data-sib",
}
"""Of the official suite: references of change tracking, values whose form a size profile decides, and a form that a good file of the suite uses too."""


@pytest.mark.parametrize("kind", ["core", "modules"])
def test_the_official_suite_of_xliff_2(kind: str) -> None:
    for path in sorted(shared(f"{SUITE}/{kind}").glob("*valid/*.xlf")):
        try:
            read(path.read_bytes(), "xliff21", path.name)
            refused = False
        except Error as error:
            refused = True
            assert error.exit_code == 3 and f"{path.name}:" in str(error), path.name
        assert refused == (path.parent.name == "invalid" and path.stem not in NOT_REFUSED), path.name
    for path in sorted(shared(SUITE).glob("core/in-out/*.xlf")):
        read(path.read_bytes(), "xliff21", path.name)


FAULTS = {
    "core/invalid/bad_EcBeforeSc": "<ec startRef=\"1\"/> ends what has not begun", "core/invalid/bad_OrderNotUnique2": "another <target> stands in place 2",
    "core/invalid/bad_UnitWithoutSegment": "<unit> lacks its <segment>", "core/invalid/bad_MissingNonRemovable2": "lacks the code \"1\"",
    "core/invalid/bad_InvalidExtensionElementInFile": "<other:badElem> stands too late in <file>", "core/invalid/bad_InvalidHexRangeOnCp": "<cp hex=\"00a0\"/>",
    "core/invalid/bad_SubFlowWithInvalidReference": "subFlows=\"badRef\"", "core/invalid/bad_TrgLangNotWellFormed": "'f r' is no value for the attribute trgLang",
    "core/invalid/bad_WrongSourceLang": "xml:lang=\"ja\" of <source> is not srcLang=\"en\"", "core/invalid/bad_SubStateWithoutState": "must have the attribute state",
    "core/invalid/bad_InvalidFragIdBadOrder": "is no fragment identifier", "core/invalid/bad_InvalidExtensionAttributeOnPc": "may not have the attribute {myNS}badAttr",
    "modules/invalid/Bad-gls_glossEntry-w-o-translation-or-definition": "<gls:glossEntry> must hold a translation or a definition",
    "modules/invalid/Bad-gls_glossEntry-and-translation-not-unique-in-glossary": "stands twice in <gls:glossary>",
    "modules/invalid/Bad-gls_invalid-extension": "gls:", "modules/invalid/Bad-mda_meta-missing-type": "<mda:meta> must have the attribute type",
}


@pytest.mark.parametrize("name", FAULTS)
def test_the_message_names_the_fault(name: str) -> None:
    path = shared(f"{SUITE}/{name}.xlf")
    with pytest.raises(GlossaryError) as caught:
        exchange.read(Source(str(path)))
    assert FAULTS[name] in str(caught.value)


def test_every_segment_of_the_tmx_kit_comes_whole() -> None:
    """The texts of the kit beside its files: source and target segments in order, as bilingual text."""
    number = 0
    for path in sorted(shared("interchange/tmx-compliance-kit").glob("Import*.tmx")):
        with path.open("rb") as stream:
            units = [item for item in tmx.entries(stream, path.name) if isinstance(item, tmx.TranslationUnit)]
        number += len(units)
        beside = path.with_suffix(".txt")
        if beside.exists() and units:
            data = beside.read_bytes()
            text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig" if data[:3] == b"\xef\xbb\xbf" else "windows-1252")
            for unit in units:
                [source] = [one.text for one in unit.variants if one.tag.lower() == "en-us"]
                assert source.strip() in text, (path.name, source)
    assert number == 30


def test_inline_codes_of_tmx_cost_no_text() -> None:
    imported = read(b"""<tmx version="1.4"><header creationtool="x" creationtoolversion="1" segtype="phrase" o-tmf="x" adminlang="en" srclang="en" datatype="xml"/>
        <body><tu tuid="a-1"><note>catatan</note><prop type="client">x</prop><tuv xml:lang="en"><seg><bpt i="1">&lt;b></bpt>large <hi>language</hi> model<ept i="1">&lt;/b></ept><ph>&lt;img
        alt="<sub>a picture</sub>"></ph></seg></tuv><tuv xml:lang="id-ID"><seg>model bahasa <it pos="begin">&lt;i></it>besar</seg></tuv><tuv xml:lang="fr"><seg>x</seg></tuv></tu></body></tmx>""", "tmx")
    [concept] = imported.concepts
    assert (concept.english[0].text, concept.indonesian[0].text, concept.note) == ("large language model", "model bahasa besar", "catatan; a picture")
    assert Counter(remark.message for remark in imported.remarks if remark.kind != "unstated") == Counter({
        "codes within a text were left out; the text is whole": 2, "a text within a code stands in the note": 1, "'id-ID' is read as 'id'": 1,
        "terms in 'fr' are neither Indonesian nor English and were left out": 1, '<prop type="client"> has no place in a glossary': 1})


@pytest.mark.parametrize("unit, message", [
    ("<tu/>", "<tu> lacks its <tuv>"), ("<tu><tuv><seg>a</seg></tuv></tu>", "<tuv> must have the attribute xml:lang"),
    ("<tu><tuv xml:lang='en'/></tu>", "<tuv> lacks its <seg>"), ("<tu><tuv xml:lang='en'><seg>a<b>c</b></seg></tuv></tu>", "<b> may not stand in <seg>"),
    ("<tu><tuv xml:lang='en'><seg><ept i='1'/>a</seg></tuv></tu>", "<ept i=\"1\"> ends what no <bpt> has begun"),
    ("<tu><tuv xml:lang='en'><seg><bpt i='1'/>a</seg></tuv></tu>", "<bpt i=\"1\"> is never ended"),
    ("<tu><tuv xml:lang='e n'><seg>a</seg></tuv></tu>", "'e n' is no value for the attribute xml:lang of <tuv>"),
    ("<tuv xml:lang='en'><seg>a</seg></tuv>", "<tuv> may not stand in <body>"), ("<tu>a<tuv xml:lang='en'><seg>a</seg></tuv></tu>", "text may not stand directly in <tu>"),
])
def test_a_tmx_file_against_the_rules_is_refused_with_the_fault(unit: str, message: str) -> None:
    data = f"<tmx version='1.4'><header srclang='en'/><body>{unit}</body></tmx>".encode()
    with pytest.raises(GlossaryError) as caught:
        read(data, "tmx", "salah.tmx")
    assert message in str(caught.value) and "salah.tmx:1:" in str(caught.value)
    read(data, "tmx", lenient=True)


@pytest.mark.parametrize("data, message", [
    ("<tmx version='1.4'><body/></tmx>", "<tmx> lacks its <header>"), ("<tmx version='1.4'><header srclang='en'/></tmx>", "<tmx> lacks its <body>"),
    ("<tmx version='1.4'><header/><body/></tmx>", "<header> must have the attribute srclang"), ("<tmx version='3'><header srclang='en'/><body/></tmx>", "'3' is no value"),
])
def test_a_tmx_file_without_its_parts_is_refused(data: str, message: str) -> None:
    with pytest.raises(GlossaryError, match=message):
        read(data.encode(), "tmx")


def test_entries_marked_terms_and_units_of_xliff() -> None:
    """An entry is a concept; so is a marked term that has none; a unit is one only where a file marks no terms at all."""
    head = '<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" xmlns:g="urn:oasis:names:tc:xliff:glossary:2.0" version="2.1" srcLang="en" trgLang="id"><file id="f">'
    entry = ('<g:glossary><g:glossEntry id="agent" ref="#m1"><g:term source="KBBI">agent</g:term><g:translation>agen</g:translation><g:translation>agen AI</g:translation>'
             '<g:definition>One that acts.</g:definition></g:glossEntry></g:glossary>')
    marked = ('<unit id="1">{}<segment><source>The <mrk id="m1" type="term" ref="#gls=agent">agent</mrk> and <pc id="c"><mrk id="m2" type="term" value="What is learnt.">weight</mrk></pc>.'
              '</source><target>Agen dan <pc id="c"><mrk id="m2" type="term">bobot</mrk></pc>.</target></segment></unit>').format(entry)
    plain = '<unit id="2"><segment><source>loss function</source><target>fungsi kerugian</target></segment></unit>'
    both = read(f"{head}{marked}{plain}</file></xliff>".encode()).concepts
    assert [(c.key, [t.text for t in c.english], [t.text for t in c.indonesian], c.definition and c.definition.english, c.source) for c in both] == [
        ("agent", ["agent"], ["agen", "agen AI"], "One that acts.", "KBBI"), ("weight", ["weight"], ["bobot"], "What is learnt.", "")]
    [sole] = read(f"{head}{plain}</file></xliff>".encode()).concepts
    assert (sole.english[0].text, sole.indonesian[0].text) == ("loss function", "fungsi kerugian")
    old = ('<xliff version="1.2"><file source-language="id-ID" target-language="en-US"><body><trans-unit id="a"><source>Sebuah <mrk mtype="term" mid="1">agen</mrk> <g id="1">AI</g></source>'
           '<target>An AI <mrk mtype="term" mid="1">agent</mrk></target></trans-unit></body></file></xliff>')
    [concept] = read(old.encode()).concepts
    assert (concept.indonesian[0].text, concept.english[0].text) == ("agen", "agent")


def test_xliff_of_another_root_version_or_namespace() -> None:
    with pytest.raises(UnreadableError, match="no XLIFF file: its first element is <tmx>"):
        read(b"<tmx/>", "xliff21")
    with pytest.raises(UnreadableError, match="XLIFF of version '7' is not known"):
        read(b'<xliff version="7"/>', "xliff12")
    with pytest.raises(GlossaryError, match="<xliff> must be in the namespace"):
        read(b'<xliff version="2.0" srcLang="id"><file id="f"/></xliff>', "xliff21")


# --- hostile and broken files -----------------------------------------------------------------------------------------

UNIT = {
    "tmx": ("tmx", "<tmx version='1.4'><header srclang='en'/><body>", "<tu><tuv xml:lang='en'><seg>{}</seg></tuv></tu>", "</body></tmx>"),
    "xliff12": ("xliff", "<xliff version='1.2'><file source-language='en'><body>", "<trans-unit id='1'><source>{}</source></trans-unit>", "</body></file></xliff>"),
    "xliff21": ("xliff", "<xliff xmlns='urn:oasis:names:tc:xliff:document:2.0' version='2.1' srcLang='en'><file id='f'>", "<unit id='1'><segment><source>{}</source></segment></unit>", "</file></xliff>"),
}
ATTACKS = {
    "billion laughs": ("<!DOCTYPE {root} [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]>{head}{b}{tail}", "declares the entity 'a'"),
    "external entity": ("<!DOCTYPE {root} [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>{head}{x}{tail}", "declares the entity 'x'"),
    "parameter entity": ("<!DOCTYPE {root} [<!ENTITY % x SYSTEM 'http://127.0.0.1:9/x.dtd'> %x;]>{head}{tail}", "declares the entity 'x'"),
    "unknown entity": ("<!DOCTYPE {root} SYSTEM 'http://127.0.0.1:9/x.dtd'>{head}{nbsp}{tail}", "'&nbsp;' is not defined"),
    "deep nesting": ("{head}{deep}{tail}", "nested more than 100 deep"),
    "truncated": ("{head}{cut}", "the file ends too early"),
    "unknown encoding": ("<?xml version='1.0' encoding='x-none'?>{head}{tail}", "'x-none', which is not known"),
    "null byte": ("{head}\0{tail}", "not well-formed"),
}


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("format", UNIT)
def test_hostile_xml_is_refused(format: str, attack: str) -> None:
    root, head, unit, tail = UNIT[format]
    template, message = ATTACKS[attack]
    deep = {"tmx": "hi", "xliff12": "g", "xliff21": "pc"}[format]
    parts = {"b": unit.format("&b;"), "x": unit.format("&x;"), "nbsp": unit.format("a&nbsp;b"), "deep": unit.format(f"<{deep} id='1'>" * 10_000 + f"</{deep}>" * 10_000),
             "cut": unit.format("model")[:30]}
    with pytest.raises(UnreadableError) as caught:
        read(template.format(root=root, head=head, tail=tail, **parts).encode(), format, "jahat.xml")
    assert message in str(caught.value) and "jahat.xml:1:" in str(caught.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "iso-8859-1", "windows-1252", "shift_jis", "gb18030"])
@pytest.mark.parametrize("format", UNIT)
def test_every_declared_encoding_is_read(format: str, encoding: str) -> None:
    term = {"shift_jis": "人工知能", "gb18030": "人工智能"}.get(encoding, "résumé")
    _root, head, unit, tail = UNIT[format]
    text = f"<?xml version='1.0' encoding='{encoding.removesuffix('-sig')}'?>{head}{unit.format(term)}{tail}"
    assert read(text.encode(encoding), format).concepts[0].english[0].text == term


@pytest.mark.parametrize("format", UNIT)
def test_bytes_that_are_not_in_the_declared_encoding_are_named(format: str) -> None:
    _root, head, unit, tail = UNIT[format]
    with pytest.raises(UnreadableError, match=r"a.x:2:\d+: byte 0xe9 is not utf-8"):
        read(f"{head}\n{unit.format('r@')}{tail}".encode().replace(b"@", b"\xe9"), format, "a.x")


# --- catalogues -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("direction", [("id", "en"), ("en", "id")], ids="-".join)
def test_po_passes_msgfmt(shipped: Glossary, direction: tuple, tmp_path: Path) -> None:
    if shutil.which("msgfmt") is None:
        pytest.skip("msgfmt (gettext) is not installed")
    (tmp_path / "g.po").write_bytes(written(shipped.concepts, "po", direction=direction))
    done = subprocess.run(["msgfmt", "--check", "-o", "/dev/null", "g.po"], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0 and not done.stderr, done.stderr


def test_po_of_other_programs() -> None:
    imported = read(b'''msgid ""
msgstr ""
"Language: id\\n"
"Content-Type: text/plain; charset=iso-8859-1\\n"

# r\xe9sum\xe9
#. explanation
#: a.c:3
#, fuzzy, read-only
#| msgid "agents"
msgctxt "Menu|AI"
msgid ""
"AI "
"agent"
msgstr "agen \\"AI\\""

#, forbidden
msgid "weight"
msgstr "berat"

msgid "file"
msgid_plural "files"
msgstr[0] "berkas"

msgid "untranslated"
msgstr ""

#~ msgid "old"
#~ msgstr "lama"
''', "po")
    assert [([t.text for t in c.english], [(t.text, t.status) for t in c.indonesian], c.note, c.origin.line) for c in imported.concepts] == [
        (["AI agent"], [('agen "AI"', "admitted")], "r\u00e9sum\u00e9; explanation", 12), (["weight"], [("berat", "deprecated")], "", 18),
        (["file"], [("berkas", "preferred")], "", 21), (["untranslated"], [], "", 25)]
    assert {remark.message for remark in imported.remarks if remark.kind != "unstated"} == {"the forms of a message for several were left out"}


@pytest.mark.parametrize("data, message", [
    (b'msgid "a\nmsgstr "b"\n', r'a.po:1:1: no PO: msgid "a'), (b'msgid "a"\n', "a.po:1:1: no PO: "), (b'msgid "a"\nmsgstr "b"\n\nfoo\n', "a.po:4:1: no PO: foo"),
    (b'msgid "a"\nmsgstr "b"\n\nmsgid "a"\nmsgstr "c"\n', "a.po:4:1: a message stands twice: 'a'"), (b"m\0s\n", "a.po:1:2: not a text file"),
    (b'msgid ""\nmsgstr "Content-Type: text/plain; charset=x-none\\n"\n', "a.po:1:1: the encoding 'x-none' is not known"),
    (b'msgid "a"\nmsgstr "\xe9"\n', "a.po:2:9: byte 0xe9 is not utf-8; .* with --encoding"), (b'"a"\nmsgid "a"\nmsgstr "b"\n', "a.po:1:1: no PO"),
])
def test_a_broken_catalogue_is_refused_with_its_place(data: bytes, message: str) -> None:
    with pytest.raises((UnreadableError, GlossaryError), match=message):
        read(data, "po", "a.po")


def test_a_catalogue_says_its_direction_and_doubts_its_status() -> None:
    concept = Concept("ml", "dasar", (Term("pembelajaran mesin", "id"),), (Term("machine learning", "en"),), "noun", note=", begins oddly\nand has two lines")
    data = written([concept], "po", direction=("en", "id"))
    [back] = read(data, "po").concepts
    assert list(accounting.compared([concept], [back])) == []
    [doubted] = read(data.replace(b"#. concept", b"#, fuzzy\n#. concept"), "po").concepts
    assert (doubted.indonesian[0].status, doubted.english[0].status) == ("admitted", "preferred")


def test_a_concept_without_a_source_term_is_reported() -> None:
    lone = Concept("weight", "", (), (Term("weight", "en"),), examples=(Bilingual("", "A weight.",),))
    for format in ("xliff12", "xliff21", "po"):
        account = accounting.export([lone], Options(format), io.BytesIO())
        assert [remark.key for remark in account.remarks] == ["weight"] and account.losses
        assert not accounting.export([lone], Options(format, ("en", "id")), io.BytesIO()).losses
    assert not accounting.export([lone], Options("tmx"), io.BytesIO()).losses
    only = Concept("x", "", (Term("salah", "id", "deprecated"),), (Term("wrong", "en", "deprecated"),))
    account = accounting.export([only], Options("tmx"), io.BytesIO())
    assert [remark.message for remark in account.remarks] == ["a concept without a term to offer cannot stand in TMX"]
