"""Dictionaries, cards and style rules: held to their schemas, read by other readers, and asked as their programs would ask them."""

from __future__ import annotations

import gzip
import io
import json
import re
import shutil
import struct
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import shared
from hypothesis import given
from hypothesis import strategies as st

from translator_aid import exchange, glossary
from translator_aid.errors import UnreadableError
from translator_aid.exchange import Options, Remark, Source
from translator_aid.inflecting import written
from translator_aid.model import Concept, Glossary, Term
from translator_aid.patterns import pattern, words
from translator_aid.repeating import Repeated
from translator_aid.sorting import Sorted

DIRECTIONS = [("id", "en"), ("en", "id")]


def archive(concepts: Any, format: str, direction: tuple = ("id", "en")) -> zipfile.ZipFile:
    pieces = exchange.get(format).write(concepts, Options(format, direction))
    return zipfile.ZipFile(io.BytesIO(b"".join(piece for piece in pieces if isinstance(piece, bytes))))


def rows(packed: zipfile.ZipFile) -> list[Any]:
    return [row for name in packed.namelist() if name.startswith("term_bank_") for row in json.loads(packed.read(name))]


# --- forms ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_form_is_one_that_the_matcher_recognises(shipped: Glossary, matchers: dict, language: Any) -> None:
    forms = [(concept, form.surface) for concept in shipped.concepts for term in concept.terms(language) for form in written(term, language)]
    assert len(forms) > 2 * shipped.size
    for concept, surface in forms:
        assert any(found.key == concept.key for found, *_rest in matchers[language].analyse(surface)), surface


@pytest.mark.parametrize("text, part, wanted, unwanted", [
    ("model", "noun", ["modelnya", "model-model", "model-modelnya", "modelku", "modellah"], ["dimodel", "modelmodel", "modelan"]),
    ("melatih", "verb", ["dilatih", "dilatihnya", "melatihnya", "latih", "melatih-latih", "kulatih"], ["pelatih", "latihan", "melatih-melatih"]),
    ("model bahasa", "noun", ["model-model bahasa", "model bahasanya"], ["model bahasa-bahasa", "modelnya bahasa"]),
    ("AI", "noun", ["AI-nya"], ["AInya", "AI-AI"]),
    ("analisis", "noun", ["analisa", "analisisnya"], []),
])
def test_forms_of_a_term(text: str, part: str, wanted: list, unwanted: list) -> None:
    found = [form.surface for form in written(Term(text, "id", part_of_speech=part), "id")]
    assert set(wanted) <= set(found) and not set(unwanted) & set(found)
    assert len(set(found)) == len(found) and text not in found


# --- Yomitan ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("direction", DIRECTIONS, ids="-".join)
def test_yomitan_keeps_its_schemas(shipped: Glossary, direction: tuple) -> None:
    from jsonschema import Draft7Validator

    packed = archive(shipped.concepts[::64], "yomitan", direction)
    for pattern_, name in (("index.json", "index"), ("tag_bank_.*", "tag-bank-v3"), ("term_bank_.*", "term-bank-v3")):
        schema = json.loads(shared(f"interchange/yomitan-dictionary/dictionary-{name}-schema.json").read_text())
        files = [file for file in packed.namelist() if re.fullmatch(pattern_, file)]
        assert files
        for file in files:
            Draft7Validator(schema).validate(json.loads(packed.read(file)))


@pytest.mark.parametrize("direction", DIRECTIONS, ids="-".join)
def test_yomitan_finds_terms_and_forms(shipped: Glossary, direction: tuple) -> None:
    packed = archive(shipped.concepts, "yomitan", direction)
    assert packed.testzip() is None
    index = json.loads(packed.read("index.json"))
    assert (index["sourceLanguage"], index["targetLanguage"], index["format"], index["sequenced"]) == (*direction, 3, True)
    tags = {row[0] for row in json.loads(packed.read("tag_bank_1.json"))}
    found: dict[str, list[Any]] = {}
    for row in rows(packed):
        assert [type(cell) for cell in row] == [str, str, str, str, int, list, int, str]
        assert {*row[2].split(), *row[7].split()} <= tags
        found.setdefault(row[0], []).append(row)
    terms = {term.text for concept in shipped.concepts for term in concept.terms(direction[0])}
    assert terms <= set(found)
    for surface, listed in found.items():
        for row in listed:
            if isinstance(row[5][0], list):
                lemma, chain = row[5][0]
                assert lemma in terms and chain, surface
                assert any(other[6] == row[6] and isinstance(other[5][0], dict) for other in found[lemma]), surface
    pointed = {"modelnya": "model", "model-model": "model", "dilatih": "melatih", "dilatihnya": "melatih"} if direction[0] == "id" else {"models": "model"}
    for surface, lemma in pointed.items():
        assert any(isinstance(row[5][0], list) and row[5][0][0] == lemma for row in found[surface])


def test_yomitan_links_lead_to_terms(shipped: Glossary) -> None:
    packed = archive(shipped.concepts[:300], "yomitan")
    terms = {row[0] for row in rows(packed)}
    linked = [text for name in packed.namelist() if name.startswith("term_bank_") for text in re.findall(r'"content":"([^"]*)","href":"\?query=', packed.read(name).decode())]
    linked += [text for name in packed.namelist() if name.startswith("term_bank_")
               for text in re.findall(r'\{"tag":"a","content":\["?([^"\]]*)"?\],"href"', packed.read(name).decode())]
    assert len(linked) > 50 and set(linked) <= terms


# --- StarDict ---------------------------------------------------------------------------------------------------------


def unpacked(concepts: Any, direction: tuple) -> tuple[dict[str, str], list[tuple[bytes, int, int]], bytes, list[tuple[bytes, int]], bytes]:
    """A reader of its own: the description, the index, the text, the synonyms, the packed text."""
    packed = archive(concepts, "stardict", direction)
    part = {name.rsplit("-", 1)[-1].split(".", 1)[1]: packed.read(name) for name in packed.namelist()}
    first, *lines = part["ifo"].decode().splitlines()
    assert first == "StarDict's dict ifo file"
    index = [(word, *struct.unpack(">II", rest)) for word, rest in re.findall(rb"(?s)([^\0]+)\0(.{8})", part["idx"])]
    synonyms = [(word, struct.unpack(">I", rest)[0]) for word, rest in re.findall(rb"(?s)([^\0]+)\0(.{4})", part["syn"])]
    assert sum(len(word) + 9 for word, _offset, _size in index) == len(part["idx"]) and sum(len(word) + 5 for word, _number in synonyms) == len(part["syn"])
    return dict(line.split("=", 1) for line in lines), index, gzip.decompress(part["dict.dz"]), synonyms, part["dict.dz"]


def order(word: bytes) -> tuple[bytes, bytes]:
    """How StarDict compares words: without the case of ASCII letters, then byte by byte."""
    return re.sub(rb"[A-Z]", lambda found: found.group().lower(), word), word


@pytest.mark.parametrize("direction", DIRECTIONS, ids="-".join)
def test_stardict_keeps_its_format(shipped: Glossary, direction: tuple) -> None:
    about, index, text, synonyms, _packed = unpacked(shipped.concepts, direction)
    assert int(about["wordcount"]) == len(index) and int(about["synwordcount"]) == len(synonyms)
    assert int(about["idxfilesize"]) == sum(len(word) + 9 for word, *_rest in index)
    assert [word for word, *_rest in index] == sorted((word for word, *_rest in index), key=order)
    assert [word for word, _number in synonyms] == sorted((word for word, _number in synonyms), key=order)
    terms = [term.text.encode() for concept in shipped.concepts for term in concept.terms(direction[0])]
    assert sorted(word for word, *_rest in index) == sorted(terms)
    assert max(offset + size for _word, offset, size in index) == len(text)
    for word, offset, size in index[::50]:
        article = text[offset:offset + size].decode()
        assert article.startswith('<div data-ta="concept"') and article.endswith("</div>") and f">{word.decode()}<" in article.replace("&#x27;", "'").replace("&amp;", "&")
    if direction[0] == "id":
        leads = {word: index[number][0] for word, number in synonyms}
        assert (leads[b"modelnya"], leads[b"model-model"], leads[b"dilatih"]) == (b"model", b"model", b"melatih")


def test_stardict_text_can_be_read_in_parts(shipped: Glossary) -> None:
    import zlib

    _about, _index, text, _synonyms, packed = unpacked(shipped.concepts, ("id", "en"))
    assert packed[:4] == b"\x1f\x8b\x08\x04" and packed[12:14] == b"RA"
    version, chunk, count = struct.unpack("<HHH", packed[16:22])
    sizes = struct.unpack(f"<{count}H", packed[22:22 + 2 * count])
    assert version == 1 and count == -(-len(text) // chunk)
    start = 12 + struct.unpack("<H", packed[10:12])[0]
    for number in (0, count // 2, count - 1):
        at = start + sum(sizes[:number])
        part = zlib.decompressobj(-15).decompress(packed[at:at + sizes[number]])
        assert part == text[number * chunk:(number + 1) * chunk]


def test_stardict_is_read_by_sdcv(shipped: Glossary, tmp_path: Path) -> None:
    if not shutil.which("sdcv"):
        pytest.skip("sdcv is not installed")
    archive(shipped.concepts, "stardict").extractall(tmp_path)
    for asked, headword, target in (("modelnya", "model", "model"), ("dilatih", "melatih", "train"), ("pembelajaran mesin", "pembelajaran mesin", "machine learning")):
        answer = subprocess.run(["sdcv", "-n", "-j", "-2", str(tmp_path), asked], capture_output=True, text=True, timeout=60, env={"HOME": str(tmp_path)}).stdout
        found = json.loads(answer[answer.index("["):])
        assert any(item["word"] == headword and target in item["definition"] for item in found), asked


def test_stardict_of_several_fields_and_words() -> None:
    def packed(types: str, text: bytes, extra: dict[str, bytes]) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as files:
            files.writestr("x.ifo", f"StarDict's dict ifo file\nversion=2.4.2\nwordcount=2\nbookname=x\n{types}")
            entry = struct.pack(">II", 0, len(text))
            files.writestr("x.idx", b"berat\0" + entry + b"bobot\0" + entry)
            files.writestr("x.dict.dz", gzip.compress(text))
            for name, data in extra.items():
                files.writestr(name, data)
        return out.getvalue()

    data = packed("", b"tb\xc9\x99bot\0mweight\0h<i>beban</i>\0", {"x.syn": b"pemberat\0\0\0\0\1"})
    imported = exchange.read(Source("x.zip", data))
    [concept] = imported.concepts
    assert [term.text for term in concept.indonesian][:2] == ["berat", "bobot"] and [term.text for term in concept.english] == ["weight", "beban"]
    data = packed("sametypesequence=tm\n", b"b\xc9\x99bot\0weight; burden", {})
    assert [term.text for term in exchange.read(Source("x.zip", data)).concepts[0].english] == ["weight", "burden"]


# --- Anki -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("direction", DIRECTIONS, ids="-".join)
def test_anki_has_a_note_a_concept(shipped: Glossary, direction: tuple) -> None:
    text = b"".join(piece for piece in exchange.get("anki").write(shipped.concepts, Options("anki", direction)) if isinstance(piece, bytes)).decode()
    lines = text.split("\n")
    head = [line for line in lines if line.startswith("#")]
    assert lines[:len(head)] == head and head[0] == "#separator:tab" and "#guid column:1" in head and head[-1].count("\t") == 3
    notes = [line.split("\t") for line in lines[len(head):-1]]
    assert len(notes) == shipped.size and all(len(cells) == 4 and all(cells) for cells in notes)
    assert len({cells[0] for cells in notes}) == len(notes) and '"' not in text
    avoided = [term.text for concept in shipped.concepts for term in concept.terms(direction[0]) if term.status == "deprecated"]
    assert not any(f">{term}<" in cells[1] for cells in notes for term in avoided)


# --- Vale -------------------------------------------------------------------------------------------------------------


def rules(packed: zipfile.ZipFile, language: str) -> dict[str, dict[str, Any]]:
    folder = f"styles/translator-aid-{language}/"
    return {name.removeprefix(folder).removesuffix(".yml"): yaml.safe_load(packed.read(name)) for name in packed.namelist() if name.startswith(folder)}


def warned(rule: dict[str, Any], text: str) -> list[tuple[str, str]]:
    """What a substitution rule says of a text, as Vale's documentation has it: whole words unless `nonword`, without case if `ignorecase`."""
    found = []
    for observed, expected in rule["swap"].items():
        edges = ("(?:{})" if rule.get("nonword") else r"\b(?:{})\b").format(observed)
        for match in re.finditer(edges, text, re.IGNORECASE if rule["ignorecase"] else 0):
            if match.group() != expected:
                found.append((match.group(), expected))
    return found


def test_vale_rules_have_the_keys_of_a_substitution(shipped: Glossary) -> None:
    packed = archive(shipped.concepts, "vale")
    assert packed.namelist()[0] == ".vale.ini" and "StylesPath = styles" in packed.read(".vale.ini").decode()
    for language in ("id", "en"):
        for name, rule in rules(packed, language).items():
            assert set(rule) <= {"extends", "message", "level", "ignorecase", "capitalize", "vocab", "nonword", "action", "swap"}
            assert rule["extends"] == "substitution" and rule["level"] in ("error", "warning", "suggestion") and rule["message"].count("%s") == 2
            assert rule["action"] == {"name": "replace"} and rule["swap"]
            for observed, expected in rule["swap"].items():
                assert re.compile(observed).groups == 0 and isinstance(expected, str) and not re.search(r"[|$]", expected), name


def test_vale_warns_of_what_is_deprecated_and_of_nothing_else(shipped: Glossary) -> None:
    found = rules(archive(shipped.concepts, "vale"), "id")
    assert warned(found["Avoid"], "Pengakuan wajah dan pertambangan data.") == [("Pengakuan wajah", "pengenalan wajah"), ("pertambangan data", "penambangan data")]
    assert warned(found["Forms"], "Lihat pengakuan wajahnya.") == [("pengakuan wajahnya", "pengenalan wajahnya")]
    assert not warned(found["Avoid"], "Ia diminta pengakuan.") and "teknisi" in found["Context"]["swap"]
    allowed = [term.text for concept in shipped.concepts for term in concept.indonesian if term.status in ("preferred", "admitted")]
    strict = [rule for name, rule in found.items() if rule["level"] == "error"]
    observed = {text.casefold() for rule in strict for text in rule["swap"]}
    assert not observed & {pattern(text).casefold() for text in allowed}
    for rule in strict:
        for expected in rule["swap"].values():
            assert not any(warned(other, expected) for other in strict), expected


def test_vale_makes_no_rule_against_what_is_right_elsewhere() -> None:
    concepts = [Concept("agent", "", (Term("agen", "id"), Term("perantara", "id", "deprecated"))), Concept("broker", "", (Term("perantara", "id"),)),
                Concept("c", "", (Term("C++", "id"), Term("C+", "id", "deprecated"), Term("c++", "id", "deprecated")))]
    pieces = list(exchange.get("vale").write(concepts, Options("vale")))
    assert [piece.key for piece in pieces if isinstance(piece, Remark)] == ["agent"]
    found = rules(archive(concepts, "vale"), "id")
    assert warned(found["AvoidSigns"], "C+ atau AC+B?") == [("C+", "C++")] and warned(found["CaseSigns"], "c++ dan C++") == [("c++", "C++")]
    assert set(found) == {"AvoidSigns", "CaseSigns"}


@given(st.text("abc.+*?[](){}|\\^$-/ ", min_size=1, max_size=12))
def test_a_pattern_stands_for_its_word(word: str) -> None:
    assert re.fullmatch(pattern(word), word)
    assert words(pattern(word)) == ((word,) if word.strip() else ())


@given(st.text("ab?|()[]\\+", max_size=10))
def test_words_of_a_pattern_are_what_it_matches(text: str) -> None:
    try:
        compiled = re.compile(text)
    except re.error:
        return
    for word in words(text):
        assert compiled.fullmatch(word), (text, word)


# --- below them -------------------------------------------------------------------------------------------------------


@given(st.lists(st.binary(max_size=6)), st.integers(1, 5))
def test_sorted_records_come_in_order(records: list, run: int) -> None:
    with Sorted(run) as kept:
        for record in records:
            kept.add(record)
        assert list(kept) == sorted(records)


def test_what_is_repeated_from_disk_is_the_same(shipped: Glossary) -> None:
    with Repeated(concept for concept in shipped.concepts[:50]) as kept, Repeated(shipped.concepts[:50]) as held:
        assert tuple(kept) == tuple(kept) == tuple(held) == shipped.concepts[:50]
        assert kept.keys() == {concept.key for concept in shipped.concepts[:50]} and kept.titles("id") == held.titles("id")


def test_a_glossary_is_read_one_concept_at_a_time() -> None:
    class Stream(io.BytesIO):
        taken = 0

        def read(self, size: int | None = -1) -> bytes:
            data = super().read(size)
            self.taken += len(data)
            return data

    text = "".join(f"- {{key: k{number}, indonesian: [istilah {number}], english: [term {number}]}}\n" for number in range(5000)).encode()
    stream = Stream(text)
    first = next(iter(glossary.stream(stream, "a.yaml")))
    assert isinstance(first, Concept) and first.key == "k0" and stream.taken < len(text) / 2


def bomb(size: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as files:
        files.writestr("index.json", '{"title": "x", "format": 3, "revision": "1"}')
        files.writestr("term_bank_1.json", b'[["x","","","",0,["' + b"A" * size + b'"],1,""]]')
    return out.getvalue()


@pytest.mark.parametrize("name, data, message", [
    ("swollen.zip", bomb(30_000_000), r"swollen.zip/term_bank_1.json:1:1: the file is refused: unpacked it is 28 MiB"),
    ("short.zip", bomb(10)[:-30], r"short.zip:1:1: not a whole ZIP archive"),
    ("damaged.zip", bomb(10).replace(b"term_bank_1.json", b"term_bank_2.json", 1), r"damaged.zip/term_bank_1.json:1:1: the file cannot be unpacked"),
])
def test_bad_archives_are_refused(name: str, data: bytes, message: str) -> None:
    with pytest.raises(UnreadableError, match=message):
        exchange.read(Source(name, data), Options("yomitan"))


def test_an_unknown_archive_is_no_dictionary() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as files:
        files.writestr("foto.jpg", b"x")
    with pytest.raises(Exception, match="the format cannot be told from the file"):
        exchange.read(Source("foto.zip", out.getvalue()))
