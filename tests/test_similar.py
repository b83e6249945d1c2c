"""Near terms: what the rows of bits find is what comparing with every term would find."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given, strategies as st
from rapidfuzz.distance import OSA

from translator_aid import similar
from translator_aid.model import Concept, Glossary, Term
from translator_aid.querying import CLOSE, Lookup

WORDS = "agen akal algoritma bahasa bobot data halusinasi inferensi jaringan latih lapisan mesin model nalar pelatihan pembelajaran saraf token uji verba".split()
TEXTS = [*WORDS, *(f"{one} {other}" for one in WORDS for other in WORDS[::3] if one != other), "aka", "ai", "a", "data data data", "jum'at", "qwxyzzy zz"]


def concepts(texts: list[str]) -> list[Concept]:
    return [Concept(f"k{number}", "uji", (Term(text, "id"),), ()) for number, text in enumerate(texts)]


def index(texts: list[str]) -> similar.Index:
    return similar.Index(dict(similar.pieces(concepts(texts), "id")).get, "id")


ALL = index(TEXTS)


def wanted(query: str, texts: list[str], least: float, sure: float) -> set[int]:
    """By comparison with every term: those of at least that similarity which also have the sure one, or no more than two errors."""
    found = set()
    for number, text in enumerate(texts):
        errors, similarity = OSA.distance(query, text), OSA.normalized_similarity(query, text)
        if similarity >= least - 1e-9 and (errors <= similar.ERRORS or similarity >= sure - 1e-9):
            found.add(number)
    return found


def mistyped(text: str, errors: int, chance: random.Random) -> str:
    for _number in range(errors):
        at, letter = chance.randrange(len(text) + 1), chance.choice("abdeiknrtz ")
        text = chance.choice((text[:at] + text[at + 1:], text[:at] + letter + text[at:], text[:at] + letter + text[at + 1:],
                              text[:at] + text[at + 1:at + 2] + text[at:at + 1] + text[at + 2:])) or "a"
    return text


@given(number=st.integers(0, len(TEXTS) - 1), errors=st.integers(0, 6), seed=st.integers(0, 10 ** 6), least=st.sampled_from((0.4, 0.5, 0.65, 0.8, 1.0)))
def test_no_near_term_is_missed(number: int, errors: int, seed: int, least: float) -> None:
    query = mistyped(TEXTS[number], errors, random.Random(seed))
    found = {near.concept: near.similarity for near in ALL.near(query, least, CLOSE, 0)}
    must = wanted(query, TEXTS, least, CLOSE)
    assert must <= set(found)
    assert all(similarity >= least - 1e-9 and similarity == pytest.approx(OSA.normalized_similarity(query, TEXTS[place])) for place, similarity in found.items())


@given(texts=st.lists(st.text("aäbç -'", min_size=1, max_size=7), min_size=0, max_size=80), query=st.text("aäbç -'z", min_size=1, max_size=9))
def test_any_letters(texts: list[str], query: str) -> None:
    folded = [similar.folded(text) for text in texts]
    made = index(texts)
    assert made.size == sum(map(bool, folded))
    found = {near.concept for near in made.near(query, 0.6, 0.8, 0)}
    assert {place for place in wanted(query, folded, 0.6, 0.8) if folded[place]} <= found


def test_the_most_similar_come_first_and_far_ones_only_when_asked() -> None:
    near = ALL.near("pelatihn modl", 0.4, CLOSE, 5)
    assert TEXTS[near[0].concept] == "pelatihan model" and [one.similarity for one in near] == sorted((one.similarity for one in near), reverse=True)
    assert min(one.similarity for one in near) < CLOSE <= min(one.similarity for one in ALL.near("pelatihn modl", CLOSE, CLOSE, 5))
    assert len({one[2:] for one in near}) == len(near)


@pytest.mark.parametrize("query, first", [
    ("dtaa", "data"), ("ajringan saraf", "jaringan saraf"), ("tokn", "token"), ("nlaar", "nalar"), ("pelathian", "pelatihan"), ("modell", "model"),
])
def test_swapped_letters_and_first_letters_decide_between_equals(query: str, first: str) -> None:
    texts = ["dota", "ajaran saraf", "jaringan saraf", "data", "bokn", "token", "nlbar", "nalar", "pelatihan", "pelathiun", "modelx", "model"]
    assert texts[index(texts).near(query, 0.5, CLOSE, 5)[0].concept] == first


def test_deprecated_terms_are_no_suggestions_and_one_concept_is_one_answer() -> None:
    concept = Concept("ml", "ai", (Term("mesin belajar", "id", "deprecated"), Term("pembelajaran mesin", "id"), Term("pemelajaran mesin", "id", "admitted")), ())
    lookup = Lookup(Glossary((concept,)))
    assert [hit.term.text for hit in lookup.find("pembelajaran mesn")] == ["pembelajaran mesin"]
    assert lookup.near("mesin belajr", least=0.8) == ()


def lookup() -> Lookup:
    texts = ["startup", "tutup", "vendor", "vektor", "pembelajaran mesin", "pembelajaran mendalam", "agen"]
    return Lookup(Glossary(tuple(concepts(texts))))


@pytest.mark.parametrize("query, answers, beside", [
    ("agen", ["agen"], []),
    ("stutup", ["tutup"], ["startup"]),
    ("vepdor", ["vendor"], ["vektor"]),
    ("pembelajran mesni", ["pembelajaran mesin"], []),
    ("qwxyzzy", [], []),
    ("sratp", [], ["startup"]),
])
def test_what_is_named_beside_the_answers(query: str, answers: list[str], beside: list[str]) -> None:
    found = lookup()
    hits = found.find(query)
    assert [hit.term.text for hit in hits] == answers
    assert [hit.term.text for hit in found.beside(query, hits)][:1] == beside


def test_nothing_is_near_in_an_empty_glossary() -> None:
    assert Lookup(Glossary(())).near("agen") == () and Lookup(Glossary(tuple(concepts(["agen"])))).near("…") == ()


def test_the_index_is_made_of_plain_values() -> None:
    import marshal

    made: dict[str, Any] = dict(similar.pieces(concepts(TEXTS), "id"))
    again = {name: marshal.loads(marshal.dumps(value)) for name, value in made.items()}
    assert again == made and similar.Index(again.get, "id").near("agn", 0.5, CLOSE, 5) == ALL.near("agn", 0.5, CLOSE, 5)
