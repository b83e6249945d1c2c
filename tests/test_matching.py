"""Matching, as tables: what is found in a sentence, and what must not be."""

from __future__ import annotations

import pytest
from conftest import cases, shared
from hypothesis import given, settings
from hypothesis import strategies as st

from translator_aid.matching import Matcher
from translator_aid.model import Concept, Glossary, Guard, Protected, Span, Term
from translator_aid.readers import read

SENTENCES = cases("matching")


@pytest.mark.parametrize("case", SENTENCES, ids=lambda case: case["name"])
def test_sentence(case: dict, matchers: dict[str, Matcher]) -> None:
    text = case["text"]
    found = [[match.analysis.surface, match.concept.key] for match in matchers[case.get("language", "id")].find(text)]
    for expected in case.get("finds", []):
        assert expected in found, f"{expected} not in {found}"
    if "finds" in case and not case.get("among"):
        assert found == case["finds"]
    for surface in case.get("never", []):
        assert all(surface != other for other, _key in found), found


@pytest.mark.parametrize("case", SENTENCES, ids=lambda case: case["name"])
def test_spans_are_the_surface(case: dict, matchers: dict[str, Matcher]) -> None:
    for match in matchers[case.get("language", "id")].find(case["text"]):
        assert case["text"][match.span.start:match.span.end] == match.analysis.surface


ARTICLE = {
    "superintelijen": 1, "superintelijennya": 2, "rantai pemikiran": 1, "pembelajaran penguatan": 2, "model AI": 2, "penalaran": 1, "agen": 1,
    "riset mendalam": 2, "kueri": 1, "umpan balik": 1, "melatih": 1, "pelatihan": 1, "pengembangan AI": 1, "model": 2,
}


def test_the_article_is_covered(matchers: dict[str, Matcher]) -> None:
    text = shared("article.id.txt").read_text(encoding="utf-8")
    document = read(text.encode(), "article.id.txt")
    surfaces = [match.analysis.surface for segment in document.segments for match in matchers["id"].find(segment.text)]
    for surface, number in ARTICLE.items():
        found = sum(surface == other or other.startswith(surface + " ") for other in surfaces)
        assert found >= number, f"{surface}: {found} of {number} in {surfaces}"
    assert sum("pembelajaran penguatan" in surface for surface in surfaces) == text.count("pembelajaran penguatan")


def glossary_of(*terms: Term) -> Glossary:
    return Glossary(tuple(Concept(f"k{number}", "uji", (term,), (Term(f"word {number}", "en"),)) for number, term in enumerate(terms)))


def surfaces(matcher: Matcher, text: str) -> list[str]:
    return [match.analysis.surface for match in matcher.find(text)]


def test_longest_wins_and_the_search_goes_on_behind_it() -> None:
    matcher = Matcher(glossary_of(Term("model", "id"), Term("model bahasa", "id"), Term("model bahasa besar", "id"), Term("besar", "id")), "id")
    assert surfaces(matcher, "model bahasa besar dan model bahasa, besar") == ["model bahasa besar", "model bahasa", "besar"]


def test_a_longer_term_that_begins_inside_wins() -> None:
    matcher = Matcher(glossary_of(Term("ukuran model", "id"), Term("model bahasa besar", "id"), Term("ukuran", "id")), "id")
    assert surfaces(matcher, "ukuran model bahasa besar") == ["ukuran", "model bahasa besar"]
    assert surfaces(matcher, "ukuran model kecil") == ["ukuran model"]


def test_a_term_is_no_evidence_for_itself() -> None:
    matcher = Matcher(glossary_of(Term("prompt", "id", guard=Guard(near=("@ai",)))), "id")
    assert surfaces(matcher, "prompt dan prompt") == []
    assert surfaces(matcher, "prompt dan chatbot") == ["prompt"]


def test_a_failed_guard_gives_way_to_the_shorter_term() -> None:
    guarded = Term("model bahasa", "id", guard=Guard(near=("GPU",)))
    matcher = Matcher(glossary_of(Term("model", "id"), guarded), "id")
    assert surfaces(matcher, "model bahasa daerah") == ["model"]
    assert surfaces(matcher, "model bahasa dan GPU") == ["model bahasa"]


def test_nothing_inside_a_word() -> None:
    matcher = Matcher(glossary_of(Term("AI", "id", kind="abbreviation"), Term("agen", "id"), Term("model", "id")), "id")
    assert surfaces(matcher, "AIDS, agenda, remodel, model_ai, modeling, ai, Ai, AIX") == []
    assert surfaces(matcher, "multi-agen dan agen-rahasia") == []


@pytest.mark.parametrize("text, expected", [
    ("model  bahasa", ["model  bahasa"]), ("model\u00a0bahasa", ["model\u00a0bahasa"]), ("model\nbahasa", ["model\nbahasa"]), ("model-bahasa", ["model-bahasa"]),
    ("model. Bahasa", []), ("model, bahasa", []), ("model/bahasa", []), ("model—bahasa", []), ("“model” bahasa", []), ("model\n\nbahasa", []),
    ("mo\u00addel bahasa", ["mo\u00addel bahasa"]), ("İ model bahasa", ["model bahasa"]), ("🤖model bahasa", ["model bahasa"]), ("MODEL BAHASA", ["MODEL BAHASA"]),
    ("model\u2011bahasa", ["model\u2011bahasa"]), ("model-model bahasa", ["model-model bahasa"]), ("model\u2013model bahasa", ["model\u2013model bahasa"]),
])
def test_separators(text: str, expected: list[str]) -> None:
    matcher = Matcher(glossary_of(Term("model bahasa", "id")), "id")
    found = matcher.find(text)
    assert [text[match.span.start:match.span.end] for match in found] == expected


def test_markup_is_transparent_and_code_is_a_barrier() -> None:
    matcher = Matcher(glossary_of(Term("pembelajaran penguatan", "id")), "id")
    text = "pembelajaran **penguatan** `pembelajaran` penguatan"
    protected = (Protected(Span(13, 15), "markup"), Protected(Span(24, 26), "markup"), Protected(Span(27, 41), "code"))
    assert [(match.span, match.analysis.surface) for match in matcher.find(text, protected)] == [(Span(0, 24), "pembelajaran penguatan")]


def test_no_term_inside_a_name() -> None:
    matcher = Matcher(glossary_of(Term("AI", "id", kind="abbreviation")), "id", names=["Nusa AI"])
    assert surfaces(matcher, "Scale AI dan Nusa AI memakai AI") == ["AI"]


def test_the_users_term_wins_a_tie() -> None:
    mine = Concept("mine", "saya", (Term("penalaran", "id"),), (Term("inference", "en"),))
    theirs = Concept("theirs", "a", (Term("penalaran", "id"),), (Term("reasoning", "en"),))
    match = Matcher(Glossary((mine, theirs)), "id").find("penalaran")[0]
    assert match.concept.key == "mine" and [concept.key for concept in match.also] == ["theirs"]


WORDS = st.sampled_from(["model", "bahasa", "besar", "model-model", "modelnya", "bahasanya", "AI", "AI-nya", "yang", "di", "İ", "e\u0301", "🤖"])
GAPS = st.sampled_from([" ", "  ", "\n", "\u00a0", "-", "\u2013", ", ", ". ", "—", " (", ") ", "\u00ad", "\u200b "])


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(WORDS, GAPS), max_size=12))
def test_spans_are_ordered_and_exact_on_any_text(pieces: list[tuple[str, str]]) -> None:
    text = "".join(word + gap for word, gap in pieces)
    matcher = PROPERTY_MATCHER
    last = 0
    for match in matcher.find(text):
        assert last <= match.span.start < match.span.end <= len(text)
        last = match.span.end
        assert not match.span.start or not (text[match.span.start - 1].isalnum() and text[match.span.start].isalnum())
        assert match.span.end == len(text) or not (text[match.span.end].isalnum() and text[match.span.end - 1].isalnum())


PROPERTY_MATCHER = Matcher(glossary_of(Term("model bahasa besar", "id"), Term("model", "id"), Term("AI", "id", kind="abbreviation")), "id")


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(WORDS, GAPS), max_size=10))
def test_the_tree_agrees_with_brute_force(pieces: list[tuple[str, str]]) -> None:
    """Every place is tried with every term, longest first: the oracle knows no tree."""
    from translator_aid.forms import edges
    from translator_aid.morphology import peel
    from translator_aid.text import fold, tokens

    text = "".join(word + gap for word, gap in pieces)
    stream = list(tokens(text))
    wanted = [edges("model bahasa besar"), edges("model")]

    def length(at: int, words: tuple[str, ...]) -> int:
        here = at
        for number, word in enumerate(words):
            if here >= len(stream) or number and stream[here].before not in (" ", "-"):
                return 0
            forms = {fold(stream[here].surface)}
            if number in (0, len(words) - 1):
                forms |= {item.form for item in peel(fold(stream[here].surface))}
            doubled = number == 0 and here + 1 < len(stream) and stream[here + 1].before in ("-", "\u2013") and fold(stream[here].surface) == word
            if doubled and word in {fold(stream[here + 1].surface), *(item.form for item in peel(fold(stream[here + 1].surface)))}:
                here += 2
                continue
            if word not in forms:
                return 0
            here += 1
        return here - at

    for match in PROPERTY_MATCHER.find(text):
        if match.concept.key == "k2":
            continue
        at = next(number for number, token in enumerate(stream) if token.start == match.span.start)
        words = wanted[int(match.concept.key[1:])]
        assert length(at, words), (text, match.analysis.surface)


def test_a_paragraph_of_any_size_is_matched_in_flat_pieces(matchers: dict[str, Matcher]) -> None:
    sentence = "Mereka melatih model bahasa besar. "
    text = sentence * 8000
    found = matchers["id"].find(text)
    assert sum(match.concept.key == "large-language-model" for match in found) == 8000
