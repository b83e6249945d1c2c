"""The compiled search finds what the search in Python finds, letter for letter, whatever stands in the text and whatever was read before."""

from __future__ import annotations

import random
import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st
from oracle import Oracle
from test_automaton import GAPS, ODD, agree, guarded, large, vocabulary

from translator_aid import codes, forms, readers, reading
from translator_aid.matching import Matcher
from translator_aid.model import Concept, Glossary, Guard, Match, Term
from translator_aid.text import WINDOW

_search = pytest.importorskip("translator_aid._search", reason="the compiled search was not built: it takes a C compiler", exc_type=ImportError)

SPACES = [" ", " ", " ", "  ", "\t", "\x1c", "\x85", "\u00a0", "\u2003", "\u3000", " \u200b", "\u2028"]
LONG = ["pertanggungjawabannya", "mempertanggungjawabkan", "ketidakbertanggungjawaban,", "superintelijensinyalah", "model-model-model-model-model", "nama_berkas_yang_panjang_sekali"]


def both(glossary: Glossary, language: str) -> tuple[Matcher, Matcher]:
    """A matcher that searches with the compiled search from its first text on, and one that never does."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "PATIENCE", 0)
        patch.delenv("TRANSLATOR_AID_COMPILED", raising=False)
        compiled = Matcher(glossary, language)  # type: ignore[arg-type]
        compiled.find("AI")
        patch.setenv("TRANSLATOR_AID_COMPILED", "off")
        plain = Matcher(glossary, language)  # type: ignore[arg-type]
        plain.find("AI")
    assert compiled._memory.compiled is not None and plain._memory.compiled is None
    return compiled, plain


@pytest.fixture(scope="module")
def pairs(shipped: Glossary) -> dict[str, tuple[Matcher, Matcher]]:
    return {language: both(shipped, language) for language in ("id", "en")}


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The evidence in pieces is watched for from the first question on."""
    monkeypatch.setattr(reading, "PATIENCE", 0)


def same(pair: tuple[Matcher, Matcher], text: str, known: tuple[str, ...] = ()) -> tuple[Match, ...]:
    compiled, plain = (matcher.find(text, (), known) for matcher in pair)
    assert compiled == plain, text
    return compiled


def words_of(shipped: Glossary) -> list[str]:
    return [*guarded(shipped), *vocabulary(shipped), *(term.text for concept in shipped.concepts for term in (*concept.indonesian, *concept.english)), *LONG]


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_on_hostile_text(data: st.DataObject, pairs: dict[str, tuple[Matcher, Matcher]], shipped: Glossary) -> None:
    word = st.one_of(st.sampled_from(words_of(shipped)), st.sampled_from(ODD))
    around = st.sampled_from(["", "", "", "nya", "-nya", ",", ".", ")", "”", "2", " (AI)"])
    pieces = data.draw(st.lists(st.tuples(st.sampled_from(["", "", "(", "“", "di-"]), word, around, st.sampled_from([*GAPS, *SPACES])), max_size=14))
    text = "".join(before + (word.title() if len(word) % 7 == 0 else word) + behind + gap for before, word, behind, gap in pieces)
    for language in ("id", "en"):
        same(pairs[language], text)


def test_on_many_paragraphs(pairs: dict[str, tuple[Matcher, Matcher]], shipped: Glossary) -> None:
    chance = random.Random(23)
    words = [*words_of(shipped), *forms.data("common")["words"]]
    keys = [concept.key for concept in shipped.concepts]
    found = 0
    for number in range(600):
        pieces = [chance.choice(words if chance.random() < 0.95 else ODD) + chance.choice(("", "", "", "nya", ",", ".")) for _word in range(60)]
        text = "".join(piece + chance.choice([" "] * 30 + SPACES) for piece in pieces)
        for language in ("id", "en"):
            found += len(same(pairs[language], text, tuple(chance.sample(keys, 40)) if number % 3 else ()))
    assert found > 10_000


def test_on_the_example(pairs: dict[str, tuple[Matcher, Matcher]]) -> None:
    text = (ROOT / "examples" / "berita.id.txt").read_text(encoding="utf-8")
    assert sum(len(same(pairs["id"], segment.text)) for segment in readers.read(text.encode(), "a.txt").segments) > 40


def test_what_the_oracle_finds(pairs: dict[str, tuple[Matcher, Matcher]], shipped: Glossary) -> None:
    chance, words = random.Random(4), words_of(shipped)
    for language in ("id", "en"):
        oracle = Oracle(shipped, language)
        assert sum(agree(pairs[language][0], oracle, " ".join(chance.choices(words, k=12))) for _number in range(60)) > 300


def test_with_a_large_glossary() -> None:
    glossary = large(3_000)
    pair, chance, words = both(glossary, "id"), random.Random(2), forms.data("common")["words"]
    mixed = [*words[:1500], *(concept.indonesian[0].text for concept in glossary.concepts[:500])]
    assert sum(len(same(pair, " ".join(chance.choices(mixed, k=60)))) for _number in range(200)) > 2_000


def test_what_is_remembered_is_forgotten_in_time(shipped: Glossary, monkeypatch: pytest.MonkeyPatch) -> None:
    pair = both(shipped, "id")
    monkeypatch.setattr(pair[0]._memory.codes, "limit", 60)
    monkeypatch.setattr(pair[0]._automaton, "limit", 60)
    monkeypatch.setattr(reading, "LIMIT", 60)
    chance, words = random.Random(8), words_of(shipped)
    for _number in range(80):
        same(pair, " ".join(chance.choices(words, k=12)))
        assert len(pair[0]._memory.compiled) <= 60 and len(pair[0]._memory.codes) <= 60 and len(pair[0]._memory.plans) <= 60


def test_more_lists_of_evidence_than_it_has_bits() -> None:
    """Then the pieces are asked in Python."""
    words = [word for word in forms.data("common")["words"] if len(word) > 3]
    concepts = tuple(
        Concept(f"k{number}", "uji", (Term(f"kata{number}", "id", guard=Guard(near=(words[number % 900], f"bukti{number}"))),), (Term(f"word {number}", "en"),))
        for number in range(4_300))
    pair, found = both(Glossary(concepts), "id"), 0
    for number in range(4_300):
        found += len(same(pair, f"kata{number} dan bukti{number if number % 2 else 0}"))
    assert pair[0]._memory.sightings is not None and pair[0]._memory.sightings.size > 4_200 and found > 2_000


def test_a_search_of_another_version_is_not_used(shipped: Glossary, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "VERSION", _search.VERSION + 1)
    matcher = Matcher(shipped, "id")
    matcher.find("model AI")
    assert matcher._memory.compiled is None and [match.concept.key for match in matcher.find("superintelijennya")] == ["superintelligence"]


def test_numbers_of_pieces_fit() -> None:
    """The numbers of three pieces make one of 64 bits, as many as are remembered and as one more text can bring."""
    assert codes.LIMIT + WINDOW < 2 ** 21 - 1
