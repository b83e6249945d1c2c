"""Exchange formats: files of other programs, the whole glossary through every format, fixed points, attacks and broken files."""

from __future__ import annotations

import io

import pytest
from conftest import cases, shared
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from translator_aid import accounting, exchange
from translator_aid.errors import Error, GlossaryError, UnreadableError
from translator_aid.exchange import FORMATS, Options, Source
from translator_aid.model import KINDS, LABELS, PARTS_OF_SPEECH, STATUSES, Bilingual, Concept, Glossary, Guard, Term

ROWS = cases("exchange")
PAIRS = ("domain", "part_of_speech", "definition.", "example", "see", "source", "review", "indonesian", "english", "key")
LOSES = {
    "yaml": ("domain",),
    "tbx": ("indonesian.guard", "english.guard"),
    "csv": ("indonesian.guard", "english.guard"),
    "tsv": ("indonesian.guard", "english.guard"),
    "omegat": PAIRS,
    "deepl": PAIRS + ("note",),
    "google": PAIRS + ("note",),
    "weblate": tuple(field for field in PAIRS if field != "key"),
    "utx": tuple(field for field in PAIRS if field != "key"),
    "forbidden": PAIRS + ("note",),
    "skos": ("indonesian.", "english.", "example"),
    "jsonld": (),
    "yomitan": ("indonesian.guard", "english.guard"),
    "stardict": ("indonesian.guard", "english.guard"),
    "anki": ("indonesian.guard", "english.guard"),
    "vale": PAIRS + ("note",),
    "tmx": ("indonesian.guard", "english.guard"),
    "xliff12": ("indonesian.guard", "english.guard"),
    "xliff21": ("indonesian.guard", "english.guard"),
    "po": ("indonesian.guard", "english.guard"),
}
"""The fields that each format may lose of the shipped glossary; losing any other is a defect."""


def written(concepts: object, format: str, **options: object) -> bytes:
    pieces = exchange.get(format).write(concepts, Options(format, **options))  # type: ignore[arg-type]
    return b"".join(piece for piece in pieces if isinstance(piece, bytes))


def read(data: bytes, format: str, path: str = "saya.x", **options: object) -> exchange.Imported:
    return exchange.read(Source(path, data), Options(format, **options))  # type: ignore[arg-type]


# --- files of other programs ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", ROWS, ids=lambda case: case["name"])
def test_file(case: dict) -> None:
    path = shared(case["file"])
    options = Options(case.get("as", ""))
    if "fault" in case:
        with pytest.raises(Error) as caught:
            exchange.read(Source(str(path)), options)
        assert caught.value.exit_code == 3
        for part in case["fault"]:
            assert part in str(caught.value)
        return
    imported = exchange.read(Source(str(path)), options)
    assert imported.format == case["format"]
    assert len(imported.concepts) == case["concepts"]
    if "terms" in case:
        assert [sum(len(concept.terms(code)) for concept in imported.concepts) for code in ("id", "en")] == case["terms"]
    if "first" in case:
        first = imported.concepts[0]
        assert [terms[0].text if terms else "" for terms in (first.indonesian, first.english)] == case["first"]
    for part in case.get("remarks", []):
        assert any(part in remark.message for remark in imported.remarks), part
    assert all(remark.origin.line for remark in imported.remarks)
    assert len({concept.key for concept in imported.concepts}) == len(imported.concepts)


@pytest.mark.parametrize("name", ["basic_bad", "min_bad", "core_structure_bad"])
def test_a_file_against_the_rules_is_read_when_asked_to(name: str) -> None:
    imported = exchange.read(Source(str(shared(f"interchange/tbx-v3-ltac/{name}.tbx"))), Options(lenient=True))
    assert len(imported.concepts) == 39 and any(remark.kind == "fault" for remark in imported.remarks)


def test_every_format_says_what_it_is() -> None:
    assert set(LOSES) >= set(FORMATS), "a new format needs its row in LOSES"
    for name in FORMATS:
        member = exchange.get(name)
        assert member.SUFFIXES and all(suffix.startswith(".") for suffix in member.SUFFIXES) and member.HOLDS.endswith(".") and member.__doc__


# --- the whole glossary -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("direction", [("id", "en"), ("en", "id")], ids="-".join)
def test_the_shipped_glossary_loses_only_what_the_format_cannot_hold(shipped: Glossary, format: str, direction: tuple) -> None:
    stream = io.BytesIO()
    account = accounting.export(shipped.concepts, Options(format, direction), stream)
    assert stream.tell() > 1000 or format == "forbidden" and direction == ("id", "en")
    assert not [remark for remark in account.remarks if remark.kind == "fault"]
    unexpected = [loss for loss in account.losses if not loss.field.startswith(LOSES[format])] if LOSES[format] else list(account.losses)
    assert not unexpected, unexpected[:5]


# --- fixed points -----------------------------------------------------------------------------------------------------

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cn", "Co", "Zl", "Zp")), min_size=1, max_size=12).map(
    lambda text: " ".join(text.split())).filter(bool)
TEXT = st.one_of(st.just(""), WORDS, st.sampled_from(["kind: loan", "note: x", "a|b; c", '"kutip"', "#pagar", "=1+1", "<b>&amp;</b>", "\\", "- key: x", "@id", "no"]))
KEYS = st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,4})?", fullmatch=True)


@st.composite
def terms(draw: st.DrawFn, language: str, part: str) -> tuple:
    texts = draw(st.lists(WORDS, min_size=1, max_size=4, unique_by=str.casefold))
    found = []
    for number, text in enumerate(texts):
        guard = draw(st.one_of(st.none(), st.builds(Guard, near=st.lists(WORDS, min_size=1, max_size=2).map(tuple))))
        found.append(Term(
            text, language, draw(st.sampled_from(STATUSES)) if number else "preferred", draw(st.sampled_from(("", *KINDS))),
            tuple(draw(st.lists(st.sampled_from(LABELS), unique=True, max_size=2))), draw(st.sampled_from(("", "formal", "news"))),
            draw(st.sampled_from(("", "exact"))), draw(st.sampled_from((part or "noun", part or "noun", *PARTS_OF_SPEECH))) if part else "",
            draw(TEXT), draw(TEXT), guard))
    return tuple(found)


@st.composite
def concepts(draw: st.DrawFn) -> list:
    keys = draw(st.lists(KEYS, min_size=1, max_size=4, unique=True))
    found = []
    for key in keys:
        part = draw(st.sampled_from(("", *PARTS_OF_SPEECH)))
        pair = st.builds(Bilingual, WORDS, WORDS)
        found.append(Concept(
            key, draw(st.sampled_from(("", "dasar", "machine-learning"))), draw(terms("id", part)), draw(terms("en", part)), part,
            draw(st.one_of(st.none(), pair)), tuple(draw(st.lists(pair, max_size=2))), tuple(draw(st.lists(st.sampled_from(keys), unique=True, max_size=2))),
            draw(TEXT), draw(TEXT), draw(TEXT)))
    return found


def bare(concept: Concept) -> set:
    return set(accounting.facts(concept))


@pytest.mark.parametrize("format", FORMATS)
@given(found=concepts())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_is_read_from_an_export_is_a_fixed_point(format: str, found: list) -> None:
    once = read(written(found, format), format).concepts
    twice = read(written(once, format), format).concepts
    thrice = read(written(twice, format), format).concepts
    assert [bare(concept) for concept in twice] == [bare(concept) for concept in thrice]
    if format in ("yaml", "jsonld", "tbx", "csv", "tsv"):
        assert [bare(concept) for concept in once] == [bare(concept) for concept in twice]


@pytest.mark.parametrize("format", ["yaml", "jsonld"])
@given(found=concepts())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_own_formats_lose_nothing(format: str, found: list) -> None:
    losses = list(accounting.compared(found, read(written(found, format), format).concepts))
    assert not [loss for loss in losses if loss.field != "domain"]


@given(found=concepts())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_tbx_loses_guards_alone(found: list) -> None:
    losses = list(accounting.compared(found, read(written(found, "tbx"), "tbx").concepts))
    assert not [loss for loss in losses if ".guard." not in loss.field]


def test_an_account_names_each_loss_and_what_became_of_it() -> None:
    concept = Concept("rl", "ml", (Term("pembelajaran penguatan", "id"), Term("RL", "id", "rare", "abbreviation")), (Term("reinforcement learning", "en"),), "noun")
    account = accounting.export([concept], Options("omegat"), io.BytesIO())
    assert [(loss.field, loss.term, loss.value, loss.became) for loss in account.losses] == [
        ("key", "", "rl", "reinforcement-learning"), ("domain", "", "ml", ""), ("part_of_speech", "", "noun", ""),
        ("indonesian.status", "RL", "rare", "admitted"), ("indonesian.kind", "RL", "abbreviation", "")]


# --- broken and hostile files -----------------------------------------------------------------------------------------

ENTRY = '<termEntry id="c1"><langSet xml:lang="en"><tig><term>{}</term></tig></langSet></termEntry>'
LAUGHS = '<!DOCTYPE martif [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
ATTACKS = {
    "billion laughs": (f"<?xml version='1.0'?>{LAUGHS}<martif><text><body>{ENTRY.format('&b;')}</body></text></martif>", "declares the entity 'a'"),
    "external entity": ("<!DOCTYPE martif [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><martif><text><body>" + ENTRY.format("&x;") + "</body></text></martif>", "declares the entity 'x'"),
    "parameter entity": ("<!DOCTYPE martif [<!ENTITY % x SYSTEM 'http://127.0.0.1:9/x.dtd'> %x;]><martif/>", "declares the entity 'x'"),
    "unknown entity": ("<!DOCTYPE martif SYSTEM 'http://127.0.0.1:9/x.dtd'><martif><text><body>" + ENTRY.format("a&nbsp;b") + "</body></text></martif>", "'&nbsp;' is not defined"),
    "deep nesting": ("<martif><text><body>" + "<a>" * 10_000 + "</a>" * 10_000 + "</body></text></martif>", "nested more than 100 deep"),
    "deep nesting in an entry": ("<martif><text><body><termEntry>" + "<descrip>" * 10_000 + "x", "nested more than 100 deep"),
    "truncated": ("<martif><text><body>" + ENTRY.format("model")[:40], "the file ends too early"),
    "unknown encoding": ("<?xml version='1.0' encoding='x-none'?><martif/>", "'x-none', which is not known"),
    "other root": ("<html><body/></html>", "the root element is <html>"),
    "null byte": ("<martif>\0</martif>", "not well-formed"),
}


@pytest.mark.parametrize("name", ATTACKS)
def test_hostile_xml_is_refused(name: str) -> None:
    text, message = ATTACKS[name]
    with pytest.raises(UnreadableError) as caught:
        read(text.encode(), "tbx", "jahat.tbx")
    assert message in str(caught.value) and "jahat.tbx:1:" in str(caught.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "iso-8859-1", "windows-1252", "shift_jis", "gb18030"])
def test_every_declared_encoding_is_read(encoding: str) -> None:
    term = {"shift_jis": "人工知能", "gb18030": "人工智能"}.get(encoding, "résumé")
    text = f"<?xml version='1.0' encoding='{encoding.removesuffix('-sig')}'?><martif><text><body>{ENTRY.format(term)}</body></text></martif>"
    assert read(text.encode(encoding), "tbx").concepts[0].english[0].text == term


def test_bytes_that_are_not_in_the_declared_encoding_are_named_with_their_place() -> None:
    with pytest.raises(UnreadableError, match=r"a.tbx:2:\d+: byte 0xe9 is not utf-8"):
        read(b"<martif><text><body>\n" + ENTRY.format("r\xe9").encode("latin-1") + b"</body></text></martif>", "tbx", "a.tbx")


@pytest.mark.parametrize("format, data, message", [
    ("csv", b"istilah,term\n\xe9,b\n", r"a.x:2:1: byte 0xe9 is not utf-8.*--encoding"),
    ("omegat", b"a\tb\nr\xe9\tb\n", r"a.x:2:2: byte 0xe9"),
    ("csv", b'istilah,term\n"a,b\n', r"a.x:2:1: not a table: unexpected end of data"),
    ("csv", b"\x89PNG\0\0", r"byte 0"),
    ("jsonld", b'{"@context": {}, "entry"', r"a.x:1:1: not valid JSON"),
    ("utx", b"model\tmodel\n", r"must begin with #UTX"),
    ("deepl", b"a\tb\na\tc\n", r"a.x:2:1: the source term stands in line 1 already"),
    ("deepl", b"a\t\n", r"a.x:1:1: an entry needs"),
    ("yaml", b"- key: [", r"not valid YAML"),
    ("skos", b"# translator-aid\n<urn:x>\n    a skos:Concept ;\n", r"ends too early"),
])
def test_a_broken_file_is_refused_with_its_place(format: str, data: bytes, message: str) -> None:
    with pytest.raises((UnreadableError, GlossaryError), match=f"(?s){message}"):
        read(data, format, "a.x")


def test_another_encoding_can_be_named() -> None:
    assert read("istilah;term\nrésumé;summary\n".encode("windows-1252"), "csv", encoding="windows-1252").concepts[0].indonesian[0].text == "résumé"


@pytest.mark.parametrize("format", FORMATS)
def test_a_truncated_export_never_breaks_the_reader(shipped: Glossary, format: str) -> None:
    data = written(shipped.concepts[:60], format)
    for cut in range(len(data) // 23, len(data), max(len(data) // 23, 1)):
        try:
            read(data[:cut], format, "potong.x")
        except (UnreadableError, GlossaryError) as error:
            assert "potong.x:" in str(error)


@pytest.mark.parametrize("format", FORMATS)
@given(data=st.binary(max_size=200))
@settings(max_examples=40, deadline=None)
def test_any_bytes_are_read_or_refused(format: str, data: bytes) -> None:
    try:
        read(data, format, lenient=True)
    except Error:
        pass


# --- recognising ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("format", [name for name in FORMATS if name not in ("deepl", "forbidden")])
def test_an_export_is_recognised(shipped: Glossary, format: str) -> None:
    for suffix in exchange.get(format).SUFFIXES[:1]:
        name = f"saya.{format}" if format in ("csv", "tsv") else f"saya{suffix}"
        assert exchange.recognised(Source(name, written(shipped.concepts[:40], format))) == format


# --- what TBX files of other programs hold ----------------------------------------------------------------------------


def tbx2(entry: str, head: str = "") -> exchange.Imported:
    text = f"<?xml version='1.0'?><martif type='TBX' xml:lang='en'><martifHeader>{head}</martifHeader><text><body>{entry}</body></text></martif>"
    return read(text.encode(), "tbx", "lain.tbx")


def test_statuses_kinds_and_parts_of_other_programs() -> None:
    imported = tbx2("""<termEntry id='27766_1436468'><descripGrp><descrip type='subjectField'>AI</descrip></descripGrp>
        <langSet xml:lang='en-US'><descripGrp><descrip type='definition'>A model.</descrip><admin type='source'>Web</admin></descripGrp>
          <ntig><termGrp><term id='t1'>language model</term><termNote type='partOfSpeech'>Noun</termNote><termNote type='administrativeStatus'>preferredTerm-admn-sts</termNote></termGrp></ntig>
          <ntig><termGrp><term>LM</term><termNote type='termType'>acronym</termNote><termNote type='usageStatus'>notRecommended</termNote></termGrp></ntig></langSet>
        <langSet lang='id-ID'><tig><term>model bahasa</term><termNote type='administrativeStatus'>obsolete</termNote><termNote type='Translation needed'>No</termNote></tig>
          <tig><term>model <hi type='italics'>language</hi></term></tig></langSet></termEntry>""")
    [concept] = imported.concepts
    assert (concept.key, concept.domain, concept.source) == ("language-model", "AI", "Web")
    assert [(term.text, term.status, term.kind, term.part_of_speech) for term in concept.english] == [
        ("language model", "preferred", "", "noun"), ("LM", "rare", "abbreviation", "noun")]
    assert [(term.text, term.status) for term in concept.indonesian] == [("model bahasa", "deprecated"), ("model language", "preferred")]
    assert concept.definition and concept.definition.english == "A model."
    assert [remark.message for remark in imported.remarks if remark.kind == "lost"] == ['<termNote type="Translation needed"> has no place in a glossary']


def test_a_namespace_of_version_3_on_a_file_of_version_2() -> None:
    text = ("<?xml version='1.0'?><!DOCTYPE martif SYSTEM 'TBXcoreStructV02.dtd'><martif type='TBX-Default' xml:lang='en' xmlns='urn:iso:std:iso:30042:ed-2'>"
            "<text><body><termEntry id='x'><langSet xml:lang='en'><tig><term>cell</term><termNote type='Usage note'>Not <b>cellule</b>.</termNote>"
            "<termNote type='partOfSpeech'>properNoun</termNote></tig></langSet></termEntry></body></text></martif>")
    [concept] = read(text.encode(), "tbx").concepts
    assert (concept.english[0].note, concept.english[0].part_of_speech) == ("Not cellule.", "noun")


def test_prefixes_and_long_comments_before_the_root() -> None:
    text = ("<?xml version='1.0'?><!--" + "x" * 9000 + "--><t:tbx xmlns:t='urn:iso:std:iso:30042:ed-2' type='TBX-Core' style='dca' xml:lang='en'>"
            "<t:tbxHeader><t:fileDesc><t:sourceDesc><t:p>x</t:p></t:sourceDesc></t:fileDesc></t:tbxHeader><t:text><t:body><t:conceptEntry id='c1'>"
            "<t:langSec xml:lang='id'><t:termSec><t:term>sel</t:term></t:termSec></t:langSec></t:conceptEntry></t:body></t:text></t:tbx>")
    imported = exchange.read(Source("a.tbx", text.encode()))
    assert (imported.format, imported.concepts[0].key) == ("tbx", "sel")


def test_ids_that_are_no_words_are_no_keys_and_references_follow_them() -> None:
    entry = "<termEntry id='c{}'><ref type='crossReference' target='c{}'/><langSet xml:lang='en'><tig><term>{}</term></tig></langSet></termEntry>"
    imported = tbx2(entry.format(1, 2, "neural network") + entry.format(2, 9, "layer"))
    assert [(concept.key, concept.see) for concept in imported.concepts] == [("neural-network", ("layer",)), ("layer", ())]
    assert [remark.message for remark in imported.remarks if remark.kind == "lost"] == ["a reference leads to no entry of the file"]


def test_the_region_and_doubled_terms_are_told() -> None:
    imported = tbx2("<termEntry><langSet xml:lang='en-GB'><tig><term>colour</term></tig><tig><term>Colour</term></tig></langSet>"
                    "<langSet xml:lang='in'><tig><term>warna</term></tig></langSet></termEntry>")
    assert [term.text for term in imported.concepts[0].english] == ["colour"] and imported.concepts[0].indonesian[0].text == "warna"
    assert [remark.kind for remark in imported.remarks] == ["adapted", "adapted", "adapted", "unstated"]
