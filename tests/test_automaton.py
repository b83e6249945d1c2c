"""The matcher finds what the brute-force oracle finds, on real and on hostile text, with the shipped glossary and with large ones."""

from __future__ import annotations

import random

import pytest
from conftest import ROOT, cases
from hypothesis import given, settings
from hypothesis import strategies as st
from oracle import Found, Oracle

from translator_aid import forms, plans, readers, reading
from translator_aid.matching import Matcher
from translator_aid.model import Concept, Glossary, Guard, Term
from translator_aid.scanning import Scan
from translator_aid.text import tokens

GAPS = [" ", " ", " ", " ", " ", "  ", "\n", "\u00a0", "\u2003", "-", "-", "\u2011", "\u2013", ", ", ". ", " — ", " (", ") ", "/", "\u00ad", "\u200b ", "\r\n", "\n\n", " \u2060", "”, “"]
ODD = ["İ", "İstanbul", "e\u0301", "mo\u00addel", "🤖", "👩\u200d💻", "AI-nya", "GPU-nya", "di-fine-tune", "mem-prompt", "model2", "https://agen.id/model", "@agen", "3.5", "C++",
       "ﬁne", "ＡＩ", "\ufeffmodel", "l\u0301atih", "nya", "-", "Straße", "agen's", "x.ai"]


def compared(matcher: Matcher, text: str) -> list[Found]:
    return [Found(match.span.start, match.span.end, match.concept.key, "", len(match.analysis.steps), tuple(concept.key for concept in match.also)) for match in matcher.find(text)]


def agree(matcher: Matcher, oracle: Oracle, text: str) -> int:
    have, want = compared(matcher, text), [one._replace(how="") for one in oracle.find(text)]
    # an active verb that carries more is explained down to its stem, which shows one step more
    plain = [[(one.start, one.end, one.key, one.also) for one in found] for found in (have, want)]
    assert plain[0] == plain[1], text
    return len(have)


@pytest.fixture(scope="module")
def oracles(shipped: Glossary) -> dict[str, Oracle]:
    return {language: Oracle(shipped, language) for language in ("id", "en")}


def test_on_the_table_of_sentences(matchers: dict[str, Matcher], oracles: dict[str, Oracle]) -> None:
    found = 0
    for case in cases("matching"):
        language = case.get("language", "id")
        found += agree(matchers[language], oracles[language], case["text"])
    assert found > 15


def test_on_the_examples(matchers: dict[str, Matcher], oracles: dict[str, Oracle]) -> None:
    text = (ROOT / "examples" / "berita.id.txt").read_text(encoding="utf-8")
    paragraphs = [segment.text for segment in readers.read(text.encode(), "a.txt").segments]
    assert sum(agree(matchers["id"], oracles["id"], paragraph) for paragraph in (*paragraphs, text)) > 50


def vocabulary(glossary: Glossary) -> list[str]:
    return sorted({word for concept in glossary.concepts for term in (*concept.indonesian, *concept.english) for word in term.text.split()})


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_on_hostile_text(data: st.DataObject, matchers: dict[str, Matcher], oracles: dict[str, Oracle], shipped: Glossary) -> None:
    terms = [term.text for concept in shipped.concepts for term in (*concept.indonesian, *concept.english)]
    pieces = data.draw(st.lists(st.tuples(st.one_of(st.sampled_from(terms), st.sampled_from(vocabulary(shipped)), st.sampled_from(ODD)), st.sampled_from(["", "", "nya", "lah", "-nya", "2"]), st.sampled_from(GAPS)), max_size=9))
    text = "".join(word + clitic + gap for word, clitic, gap in pieces)
    for language in ("id", "en"):
        agree(matchers[language], oracles[language], text)


def large(size: int) -> Glossary:
    """A glossary of common words joined at random, some guarded: many begin alike, contain each other, and are words of ordinary text."""
    chance = random.Random(size)
    words = forms.data("common")["words"]
    texts = {" ".join(chance.choices(words, k=chance.choice((1, 2, 2, 3)))) for _number in range(size * 2)}
    chosen = sorted(texts)[::2][:size]
    # every tenth has a longer one that begins inside it and runs past its end
    chosen[::10] = [f"{text.split()[-1]} bahasa daerah" for text in chosen[1::10]][:len(chosen[::10])] + chosen[::10][len(chosen[1::10]):]
    concepts = []
    for number, text in enumerate(dict.fromkeys(chosen)):
        guard = Guard(near=tuple(chance.choices(words, k=3)), not_after=tuple(chance.choices(words, k=2))) if number % 9 == 0 else None
        part = "verb" if text.startswith("me") else "noun"
        concepts.append(Concept(f"k{number}", "uji", (Term(text, "id", part_of_speech=part, guard=guard),), (Term(f"word {number}", "en"),), part))
    return Glossary(tuple(concepts))


@pytest.mark.parametrize("size", [3_000, 30_000])
def test_with_a_large_glossary(size: int) -> None:
    glossary = large(size)
    matcher, oracle = Matcher(glossary, "id"), Oracle(glossary, "id")
    chance = random.Random(1)
    words = forms.data("common")["words"]
    found = 0
    for _number in range(150):
        words = [*words[:2000], *(f"{concept.indonesian[0].text} bahasa daerah" for concept in chance.sample(glossary.concepts, 200))]
        found += agree(matcher, oracle, "".join(chance.choice(words if chance.random() < 0.9 else ODD) + chance.choice(("", "", "", "nya", "lah")) + chance.choice(GAPS) for _word in range(40)))
    assert found > 500


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.sampled_from([*ODD, "model", "Bahasa", "www.", "www.agen.id", "a@b.id", "1.234,5", "don't", "'kata'", "[x]", "C#", "a.b.", "\u0301", "{}"]), st.sampled_from([*GAPS, ""])), max_size=9))
def test_lazy_tokens_are_the_tokens(pieces: list[tuple[str, str]]) -> None:
    text = "".join(word + gap for word, gap in pieces)
    scan = Scan(text, 0, Matcher(Glossary(()), "id")._words)
    assert list(scan) == list(tokens(text))


def guarded(glossary: Glossary) -> list[str]:
    """Guarded terms with their own evidence and vetoes before, behind and apart from them."""
    found = []
    for concept in glossary.concepts:
        for term in (*concept.indonesian, *concept.english):
            guard = term.guard
            for item in (*guard.near, *guard.before, *guard.after, *guard.not_near, *guard.not_before, *guard.not_after) if guard else ():
                if item[0] != "@":
                    found += [f"{item} {term.text}", f"{term.text} {item}", f"{term.text}, {item}", f"{item} (itu) {term.text}"]
    return found


def test_evidence_in_pieces(monkeypatch: pytest.MonkeyPatch, shipped: Glossary, oracles: dict[str, Oracle]) -> None:
    monkeypatch.setattr(reading, "PATIENCE", 0)
    chance = random.Random(5)
    phrases, words = guarded(shipped), vocabulary(shipped)
    found = 0
    for language in ("id", "en"):
        matcher = Matcher(shipped, language)  # type: ignore[arg-type]
        for _number in range(120):
            pieces = [chance.choice(phrases if chance.random() < 0.5 else words if chance.random() < 0.8 else ODD) for _word in range(12)]
            pieces = [piece.title() if chance.random() < 0.1 else piece for piece in pieces]
            found += agree(matcher, oracles[language], "".join(piece + chance.choice(("", "", "nya", ".")) + chance.choice([" ", " ", " ", *GAPS]) for piece in pieces))
        assert matcher._memory.sightings is not None
    assert found > 1000


def test_the_evidence_in_pieces_spares_tokens(monkeypatch: pytest.MonkeyPatch, shipped: Glossary) -> None:
    """Most questions of guards are answered without tokens: else the search would be as slow as token by token."""
    monkeypatch.setattr(reading, "PATIENCE", 0)
    matcher = Matcher(shipped, "id")
    text = (ROOT / "examples" / "berita.id.txt").read_text(encoding="utf-8")
    paragraphs = [segment.text for segment in readers.read(text.encode(), "a.txt").segments]
    for paragraph in paragraphs:
        matcher.find(paragraph)
    asked: list[str] = []
    ask = reading.Reading.ask
    monkeypatch.setattr(reading.Reading, "ask", lambda self, path, *place: asked.append(path.entry.term.text) or ask(self, path, *place))
    guarded = [match for paragraph in paragraphs for match in matcher.find(paragraph) if match.term.guard]
    assert len(guarded) > 15 and len(asked) <= 3, asked


def test_what_is_remembered_is_forgotten_in_time(monkeypatch: pytest.MonkeyPatch, matchers: dict[str, Matcher], shipped: Glossary) -> None:
    text = (ROOT / "examples" / "berita.id.txt").read_text(encoding="utf-8")
    small = Matcher(shipped, "id")
    monkeypatch.setattr(small._words, "limit", 50)
    monkeypatch.setattr(small._automaton, "limit", 50)
    monkeypatch.setattr(small._memory.codes, "limit", 50)
    monkeypatch.setattr(plans, "LIMIT", 50)
    monkeypatch.setattr(reading, "LIMIT", 50)
    monkeypatch.setattr(reading, "PATIENCE", 0)
    for segment in readers.read(text.encode(), "a.txt").segments:
        assert compared(small, segment.text) == compared(matchers["id"], segment.text)
        assert len(small._words) <= 50 and small._automaton.size <= 50 and len(small._memory.codes) <= 50 and len(small._memory.plans) <= 50
