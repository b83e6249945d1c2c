"""How a text travels to an engine and back: whatever stands in it, its constraints come home."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from translator_aid import carrying, engines
from translator_aid.leverage import beside
from translator_aid.model import Constraint, Draft, Request, Span

KINDS = ("term", "number", "name", "code", "link")
TARGETS = ("language model", "$2.5 million", "GPT-4o", "`pip`", "https://contoh.example/?a=1&b=<2>", "T01X", "")


@st.composite
def requests(draw: st.DrawFn) -> Request:
    """Texts of words, line ends, markup and constraints in any order."""
    pieces = draw(st.lists(st.tuples(st.sampled_from(["word", "mark", "hold", "hold", "line"]), st.sampled_from(
        ["model bahasa", "Rosa", "T1X", "q02x", "**", "`kode`", "<b>", "&amp;", "12,5", "—", "\u201cya\u201d", "\U0001f600"]), st.sampled_from(KINDS),
        st.sampled_from(TARGETS[:-1])), min_size=1, max_size=9))
    text, constraints, markup = draw(st.sampled_from(["", " ", "\n"])), [], []
    for what, written, kind, target in pieces:
        start = len(text)
        text += {"line": "  \n", "mark": "**"}.get(what, written)
        if what == "hold":
            constraints.append(Constraint(Span(start, len(text)), kind, written, target))  # type: ignore[arg-type]
        elif what == "mark":
            markup.append(Span(start, len(text)))
        text += draw(st.sampled_from([" ", " ", "", ", "])) if what != "line" else ""
    return Request(text, tuple(constraints), "id", "en", tuple(markup))


WAYS = {
    "inline": carrying.inline, "placeholder": carrying.placeholder,
    "tagged": lambda request: carrying.tagged(request, True), "tagged but terms": lambda request: carrying.tagged(request, False),
}


@pytest.mark.parametrize("way", WAYS)
@settings(max_examples=150, deadline=None)
@given(request=requests())
def test_what_is_answered_unchanged_comes_home_with_every_constraint(way: str, request: Request) -> None:
    carried = WAYS[way](request)
    assert "\n" not in carried.text
    draft = carried.read(carried.text)
    assert not draft.repaired and draft.placed is not None and len(draft.placed) == len(request.constraints)
    for constraint, span in zip(request.constraints, draft.placed):
        masked = way == "placeholder" or way.startswith("tagged") and (constraint.kind != "term" or way == "tagged") or constraint.kind in carrying.MASKED
        assert (span is not None) == masked
        assert span is None or draft.text[span.start:span.end] == constraint.target
        assert constraint.target in draft.text or way == "tagged but terms"
    lead, trail = request.text[:len(request.text) - len(request.text.lstrip())], request.text[len(request.text.rstrip()):]
    assert draft.text.startswith(lead) and (draft.text.endswith(trail) or not draft.text.strip())


DAMAGE = (str.lower, lambda word: word.replace("X", " X"), lambda word: word.replace("0", ""), lambda word: word[0] + " " + word[1:], str.title)


@settings(max_examples=150, deadline=None)
@given(request=requests(), damage=st.sampled_from(DAMAGE))
def test_a_damaged_word_is_made_good(request: Request, damage: object) -> None:
    carried = carrying.placeholder(request)
    words = re.compile(rf"{carried.letter}\d\dX")
    answer = words.sub(lambda found: f" {damage(found.group())} ", carried.text)  # type: ignore[operator]
    draft = carried.read(answer)
    assert draft.placed is not None and all(span is not None for span in draft.placed)
    assert [draft.text[span.start:span.end] for span in draft.placed if span] == [constraint.target for constraint in request.constraints]


@settings(max_examples=60, deadline=None)
@given(request=requests())
def test_a_word_that_is_dropped_or_doubled_is_known_as_such(request: Request) -> None:
    carried = carrying.placeholder(request)
    words = re.compile(rf"{carried.letter}\d\dX")
    dropped = carried.read(words.sub("", carried.text))
    assert dropped.placed == (None,) * len(request.constraints)
    doubled = carried.read(words.sub(lambda found: f"{found.group()} {found.group()}", carried.text))
    assert doubled.placed is not None and all(span is not None for span in doubled.placed)


def test_what_is_in_the_text_already_is_no_placeholder() -> None:
    request = Request("T01X dan Q02X: model bahasa", (Constraint(Span(15, 27), "term", "model bahasa", "language model"),), "id", "en")
    carried = carrying.placeholder(request)
    assert carried.letter == "Z" and carried.text == "T01X dan Q02X: Z01X"
    assert carried.read("T01X and Q02X: z1x").text == "T01X and Q02X: language model"


@pytest.mark.parametrize("answer, wanted", [
    ("It isn't 2x faster.", "It isn't 2x faster."), ("At 2x speed, T01X.", "At 2x speed, satu."), ("t02x and T 1 X", "dua and satu"), ("_T01X_T02X", "_satu_dua"),
    ("T03X and T12X are none of mine", "T03X and T12X are none of mine"), ("T011X", "T011X"), ("T0001X", "satu"),
])
def test_what_is_a_damaged_word_and_what_is_not(answer: str, wanted: str) -> None:
    request = Request("satu dua", (Constraint(Span(0, 4), "name", "satu", "satu"), Constraint(Span(5, 8), "name", "dua", "dua")), "id", "en")
    assert carrying.placeholder(request).read(answer).text == wanted


@given(st.lists(st.tuples(st.text(max_size=5), st.booleans()), max_size=12), st.integers(1, 5))
def test_what_is_known_and_what_is_asked_for_stay_in_order(texts: list[tuple[str, bool]], ahead: int) -> None:
    """An engine may read ahead as far as it likes."""
    class Eager:
        NAME = "eager"

        def signature(self) -> str:
            return ""

        def translate(self, requests):  # type: ignore[no-untyped-def]
            waiting = []
            for request in requests:
                waiting.append(request)
                if len(waiting) == ahead:
                    yield Draft("made " + waiting.pop(0).text)
            yield from (Draft("made " + request.text) for request in waiting)

    kept: list[str] = []
    asked = [Request(text, (), "id" if known else "en", "en") for text, known in texts]
    drafts = beside(Eager(), asked, lambda request: Draft("known " + request.text) if request.source == "id" else None,
                    lambda request, draft: kept.append(draft.text))
    assert [draft.text for draft in drafts] == [("known " if known else "made ") + text for text, known in texts]
    assert kept == ["made " + text for text, known in texts if not known]


def test_the_glossary_engine_needs_no_carrying() -> None:
    assert getattr(engines.get("glossary"), "FORMS", ("inline",)) == ("inline",)
