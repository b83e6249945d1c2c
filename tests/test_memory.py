"""The translation memory: what it finds and how like it is, what comes in and out of it, and that it goes before any engine."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import loopback
import pytest
from conftest import ROOT, run, shared
from hypothesis import given, settings
from hypothesis import strategies as st

from translator_aid import engines
from translator_aid.errors import UnreadableError, WriteError
from translator_aid.leverage import Remembering
from translator_aid.memory import Memory, is_there, key
from translator_aid.model import Request

PAIRS = [
    ("Perusahaan itu membuka kantor baru di Bandung.", "The company opened a new office in Bandung."),
    ("Perusahaan itu menutup kantor lama di Bandung.", "The company closed its old office in Bandung."),
    ("Model itu dilatih ulang.", "The model was retrained."),
    ("Model-model itu dilatih ulang dengan data baru.", "The models were retrained on new data."),
    ("AI", "AI"),
]


@pytest.fixture
def memory() -> Memory:
    made = Memory(":memory:")
    made.add((indonesian, english, "", "uji.tmx") for indonesian, english in PAIRS)
    return made


@pytest.mark.parametrize("text, score, found", [
    ("Perusahaan itu membuka kantor baru di Bandung.", 1.0, "The company opened a new office in Bandung."),
    ("Perusahaan  itu\nmembuka kantor baru di Bandung. ", 1.0, "The company opened a new office in Bandung."),
    ("perusahaan itu membuka kantor baru di bandung.", 0.99, "The company opened a new office in Bandung."),
    ("Perusahaan itu membuka kantor baru di Medan.", 0.89, "The company opened a new office in Bandung."),
    ("Perusahaan itu menutup kantor baru di Bandung.", 0.93, "The company closed its old office in Bandung."),
    ("Modelnya dilatih ulang.", 0.83, "The model was retrained."),
    ("Cuaca hari ini cerah.", None, None),
    ("", None, None), ("?!", None, None), ('" OR *:(', None, None),
])
def test_how_like_it_is(memory: Memory, text: str, score: float | None, found: str | None) -> None:
    best = memory.search(text, "id", 0.75, 1)
    if score is None:
        assert not best
    else:
        assert (round(best[0].score, 2), best[0].english) == (score, found) and best[0].origin == "uji.tmx"
        assert (memory.exact(text, "id") is not None) == (score == 1.0)


def test_the_other_direction(memory: Memory) -> None:
    found = memory.search("The model was retrained again.", "en", 0.7)
    assert [(pair.indonesian, round(pair.score, 2)) for pair in found] == [("Model itu dilatih ulang.", 0.8)]
    assert memory.exact("AI", "en") == memory.exact("AI", "id")


def test_of_two_translations_the_one_confirmed_last(memory: Memory) -> None:
    memory.add([("Model itu dilatih ulang.", "They retrained the model.", "2020-01-01T00:00:00Z", "")])
    assert memory.exact("Model itu dilatih ulang.", "id").english == "The model was retrained."  # type: ignore[union-attr]
    memory.add([("Model itu  dilatih ulang.", "They retrained the model.", "2099-01-01T00:00:00Z", "")])
    assert memory.exact("Model itu dilatih ulang.", "id").english == "They retrained the model."  # type: ignore[union-attr]
    assert [pair.english for pair in memory.search("Model itu dilatih ulang.", "id", 0.9)] == ["They retrained the model.", "The model was retrained."]


def test_a_pair_is_kept_once_and_can_be_removed(memory: Memory) -> None:
    before, state = len(memory), memory.state()
    assert memory.add([(PAIRS[0][0], PAIRS[0][1], "", ""), ("", "nothing", "", ""), ("sesuatu", "  ", "", "")]) == 0 and len(memory) == before
    number = memory.exact("AI", "id").number  # type: ignore[union-attr]
    assert memory.remove([number, 999]) == 1 and memory.exact("AI", "id") is None and not memory.search("AI", "id") and memory.state() != state
    assert memory.add([("AI", "AI", "", "")]) == 1


def test_all_or_nothing(memory: Memory) -> None:
    def broken() -> object:
        yield ("satu", "one", "", "")
        raise RuntimeError

    before = len(memory)
    with pytest.raises(RuntimeError):
        memory.add(broken())  # type: ignore[arg-type]
    assert len(memory) == before and memory.exact("satu", "id") is None


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=8))
def test_whatever_is_added_is_found_again(pairs: list[tuple[str, str]]) -> None:
    memory = Memory(":memory:")
    memory.add((one, two, "", "") for one, two in pairs)
    kept = [(one, two) for one, two in pairs if key(one) and key(two)]
    for one, _two in kept:
        found = memory.exact(one, "id")
        assert found is not None and key(found.english) in {key(two) for other, two in kept if key(other) == key(one)}
        if any(char.isalnum() for char in one):
            assert all(0.75 <= pair.score <= 1 for pair in memory.search(one, "id"))
    assert len(memory) == len({(key(one), key(two)) for one, two in kept}) == len(list(memory.all()))


def test_fuzzy_search_misses_nothing_that_a_full_comparison_finds() -> None:
    """The index by rare words and by length only saves time; the words of each text are cut at random."""
    import random

    from rapidfuzz.distance import Levenshtein

    lines = [line.split("\t") for path in sorted((ROOT / "training" / "data").glob("ai-*.tsv"))[:4] for line in path.read_text(encoding="utf-8").splitlines()]
    memory = Memory(":memory:")
    memory.add((line[0], line[1], "", "") for line in lines if len(line) > 1)
    chance = random.Random(5)
    missed = total = 0
    for line in chance.sample(lines, 60):
        words = line[0].split()
        del words[chance.randrange(len(words))]
        text = " ".join(words)
        wanted = {pair.indonesian for pair in memory.all() if Levenshtein.normalized_similarity(key(text).casefold(), key(pair.indonesian).casefold()) >= 0.8}
        found = {pair.indonesian for pair in memory.search(text, "id", 0.8, 100)}
        total += len(wanted)
        missed += len(wanted - found)
    assert total > 40 and missed == 0


def test_files_that_are_no_memory(tmp_path: Path) -> None:
    (tmp_path / "teks").write_text("bukan basis data" * 100)
    with pytest.raises(UnreadableError, match="teks: the translation memory cannot be used"):
        Memory(tmp_path / "teks")
    with sqlite3.connect(tmp_path / "lain.sqlite") as other:
        other.execute("CREATE TABLE x(y)")
    with pytest.raises(UnreadableError, match="is no translation memory of this program"):
        Memory(tmp_path / "lain.sqlite")
    with pytest.raises(WriteError):
        Memory(tmp_path / "teks" / "di dalam berkas.sqlite")
    assert not is_there(tmp_path / "teks")
    Memory(tmp_path / "sub" / "baru.sqlite")
    assert (tmp_path / "sub" / "baru.sqlite").stat().st_mode & 0o077 == 0 and not is_there(tmp_path / "sub" / "baru.sqlite")


def test_two_programs_at_once(tmp_path: Path) -> None:
    path = tmp_path / "m.sqlite"
    Memory(path)
    code = ("import sys; from translator_aid.memory import Memory\nwith Memory(sys.argv[1]) as m:\n"
            "    for n in range(40): m.add([(f'{sys.argv[2]} {n}', f'{n}', '', '')])")
    running = [subprocess.Popen([sys.executable, "-c", code, str(path), name]) for name in ("satu", "dua", "tiga")]
    assert [one.wait(60) for one in running] == [0, 0, 0] and len(Memory(path)) == 120


def test_the_memory_goes_before_the_engine_and_is_named(memory: Memory) -> None:
    engine = Remembering(engines.get("glossary"), memory, 0.75)
    drafts = list(engine.translate(Request(text, (), "id", "en") for text in (
        " Model itu dilatih ulang.\n", "Cuaca hari ini cerah.", "Perusahaan itu membuka kantor baru di Medan.")))
    assert [(draft.text, draft.engine, round(draft.score, 2), draft.original) for draft in drafts] == [
        (" The model was retrained.\n", "memory", 1.0, ""), ("Cuaca hari ini cerah.", "", 1.0, ""),
        ("The company opened a new office in Bandung.", "memory", 0.89, "Perusahaan itu membuka kantor baru di Bandung.")]
    assert list(Remembering(engines.get("glossary"), memory).translate([Request("Perusahaan itu membuka kantor baru di Medan.", (), "id", "en")]))[0].engine == ""


def test_a_service_is_asked_only_for_what_the_memory_does_not_know(tmp_path: Path) -> None:
    environment = {"TRANSLATOR_AID_MEMORY": str(tmp_path / "m.sqlite"), "TRANSLATOR_AID_STATE": str(tmp_path / "state")}
    assert run("memory", "add", "--text", "Perusahaan itu membuka kantor.", "The firm has opened an office.", env=environment).returncode == 0
    text = "Perusahaan itu membuka kantor.\n\nPerusahaan itu membuka kantor?\n\nPerusahaan itu melatih.\n"
    with loopback.LibreTranslate() as server:
        words = ("translate", "-", "--engine", "libretranslate", "--url", server.url, "--ignore", "C")
        plain = run(*words, "--format", "json", stdin=text.encode(), env=environment)
        units = json.loads(plain.stdout)["paragraphs"]
        assert [unit["translation"]["engine"] for unit in units] == ["memory", "libretranslate", "libretranslate"] and len(server.texts()) == 2
        assert units[0]["translation"]["text"] == "The firm has opened an office."
        fuzzy = run(*words, "--fuzzy", "0.9", stdin=text.encode(), env=environment)
        assert b"From the translation memory: 2 paragraphs, 1 of them only like these and to be edited." in fuzzy.stderr
        assert b"T302" in fuzzy.stderr and b"to 96%: 'Perusahaan itu membuka kantor.'" in fuzzy.stderr, fuzzy.stderr
        shown = run(*words, "--format", "bilingual", stdin=text.encode(), env=environment).stdout.decode()
        assert shown.count("   * from the translation memory\n") == 1 and shown.index("* from the") < shown.index("[2] id:")
        without = run(*words, "--no-memory", stdin=text.encode(), env=environment)
        assert b"From the translation memory" not in without.stderr and without.stdout.startswith(b"The company opened an office.")


def test_what_a_translation_leaves_untranslated_does_not_come_in(tmp_path: Path) -> None:
    environment = {"TRANSLATOR_AID_MEMORY": str(tmp_path / "m.sqlite")}
    (tmp_path / "a.txt").write_text("Model bahasa besar.\n\nCuaca cerah sekali.\n", encoding="utf-8")
    made = run("translate", "a.txt", "--engine", "glossary", "--format", "bilingual", "-o", "dua.txt", cwd=tmp_path, env=environment)
    assert made.returncode == 0, made.stderr
    added = run("memory", "add", "dua.txt", "--bilingual", cwd=tmp_path, env=environment)
    assert added.returncode == 0 and b"1 new, 0 known already, 1 left out" in added.stderr, added.stderr


def test_tmx_of_other_programs_goes_in_and_comes_out(tmp_path: Path) -> None:
    folder = shared("interchange")
    files = sorted(folder.rglob("*.tmx"))
    if not files:
        pytest.skip("no TMX file in the shared data")
    environment = {"TRANSLATOR_AID_MEMORY": str(tmp_path / "m.sqlite")}
    for path in files:
        result = run("memory", "import", str(path), env=environment)
        assert result.returncode in (0, 3) and b"Traceback" not in result.stderr, result.stderr


def test_what_is_exported_is_imported_again(memory: Memory, tmp_path: Path) -> None:
    one, two = {"TRANSLATOR_AID_MEMORY": str(tmp_path / "1.sqlite")}, {"TRANSLATOR_AID_MEMORY": str(tmp_path / "2.sqlite")}
    with Memory(tmp_path / "1.sqlite") as first:
        first.add((*pair, "", "") for pair in [*PAIRS, ("R&D <b>", 'x "y"'), ("Baris\tdua", "Line\u00a0two")])
    assert run("memory", "export", "-o", str(tmp_path / "a.tmx"), env=one).returncode == 0
    assert run("memory", "import", str(tmp_path / "a.tmx"), env=two).returncode == 0
    with Memory(tmp_path / "1.sqlite") as first, Memory(tmp_path / "2.sqlite") as second:
        rows = [[(key(pair.indonesian), key(pair.english), pair.changed) for pair in one.all()] for one in (first, second)]
        assert rows[0] == rows[1] and len(rows[0]) == 7
