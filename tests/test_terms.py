"""Constraints and their receipts: a table of drafts as engines write them, and what must hold of any draft whatever."""

from __future__ import annotations

import re
from typing import Any

import pytest
from conftest import HERE, cases
from hypothesis import given, settings
from hypothesis import strategies as st

from translator_aid import checks, glossary, settling, terms
from translator_aid.matching import Matcher
from translator_aid.model import Constraint, Draft, Language, Segment, Span, Translation, Unit
from translator_aid.readers import read
from translator_aid.reviewing import Reviewer

ROWS = cases("settling")
GLOSSARY = glossary.load([HERE / "cases" / "settling.glossary.yaml"], shipped=False)
MATCHERS: dict[Language, Matcher] = {language: Matcher(GLOSSARY, language) for language in ("id", "en")}
OTHER: dict[Language, Language] = {"id": "en", "en": "id"}


def prepared(row: dict[str, Any]) -> tuple[Segment, tuple[Constraint, ...]]:
    """The segment of a row and its constraints."""
    language: Language = row.get("from", "id")
    segment = Segment(row.get("kind", "paragraph"), row["source"], 0)
    if row.get("kind") == "markdown":
        segment, = read(row["source"].encode(), "a.md").segments
    wishes = terms.Wishes(row.get("style", "news"), tuple(row.get("keep", ())), row.get("hour12", False), row.get("american_dates", False))
    return segment, terms.prepare(segment, MATCHERS[language].find(segment.text, segment.protected), language, OTHER[language], wishes)


def drafted(row: dict[str, Any]) -> Draft:
    """The draft of a row, with the places that it names."""
    draft: str = row["draft"]
    places = [Span(draft.index(text), draft.index(text) + len(text)) if text else None for text in row.get("placed", ())]
    return Draft(draft, tuple(places) or None)


def sound(translation: Translation, constraints: tuple[Constraint, ...]) -> None:
    """Every constraint has its receipt, in order; what a receipt points at says what it says; no two share a place."""
    assert tuple(receipt.constraint for receipt in translation.receipts) == constraints
    places = sorted(receipt.at for receipt in translation.receipts if receipt.at is not None)
    assert all(0 <= at.start < at.end <= len(translation.text) for at in places)
    assert all(a.end <= b.start for a, b in zip(places, places[1:]))
    for receipt in translation.receipts:
        assert (receipt.at is None) == (receipt.outcome == "failed")
        assert receipt.at is None or translation.text[receipt.at.start:receipt.at.end] == receipt.target


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["name"])
def test_table(row: dict[str, Any]) -> None:
    _segment, constraints = prepared(row)
    target = OTHER[row.get("from", "id")]
    translation, findings = terms.settle(drafted(row), constraints, "x", "x/1", target)
    assert translation.text == row.get("text", row["draft"])
    assert [[receipt.constraint.surface, receipt.target, receipt.outcome] for receipt in translation.receipts] == row["receipts"]
    sound(translation, constraints)
    codes = [finding.code for finding in findings]
    assert codes.count("T101") == sum(outcome == "failed" for _surface, _target, outcome in row["receipts"])
    assert codes.count("T201") == row.get("doubts", 0)
    again, _findings = terms.settle(Draft(translation.text), constraints, "x", "x/1", target)
    assert again.text == translation.text, "settling what was settled changes nothing"


def test_the_table_is_large_and_knows_every_outcome() -> None:
    assert len({(row["source"], row["draft"], row.get("style")) for row in ROWS}) >= 100
    for language in ("id", "en"):
        outcomes = {outcome for row in ROWS if row.get("from", "id") == language for _surface, _target, outcome in row["receipts"]}
        assert outcomes == {"kept", "inflected", "admitted", "repaired", "failed"}


def test_a_lost_term_is_a_finding_at_its_place() -> None:
    row = next(row for row in ROWS if row["name"] == "a term lost")
    segment, constraints = prepared(row)
    _translation, (finding,) = terms.settle(drafted(row), constraints, "x", "x/1", "en")
    assert (finding.code, finding.severity, finding.side, finding.fix) == ("T101", "error", "source", "reinforcement learning")
    assert finding.span and segment.text[finding.span.start:finding.span.end] == "pembelajaran penguatan"


def test_what_an_engine_could_not_translate_has_no_receipt_but_failed_ones() -> None:
    _segment, constraints = prepared({"source": "OpenAI melatih model bahasa."})
    translation, (finding,) = terms.settle(Draft("OpenAI melatih model bahasa.", failure="no answer"), constraints, "x", "x/1", "en")
    assert {receipt.outcome for receipt in translation.receipts} == {"failed"} and finding.code == "T301"


def test_markup_between_a_term_and_its_gloss_is_kept() -> None:
    segment, constraints = prepared({"source": "Ini **pembelajaran penguatan** (*reinforcement learning*) baru.", "kind": "markdown"})
    assert [(one.surface, one.target, one.around) for one in constraints] == [("pembelajaran penguatan", "reinforcement learning", ("", "**"))]


# --- whatever the draft -------------------------------------------------------------------------------------------------

SOURCES = [row for row in ROWS if row["receipts"]]
WORDS = sorted({word for row in ROWS for text in (row["source"], row["draft"]) for word in re.findall(r"\S+|\(", text)})
PHRASES = sorted({term.text for concept in GLOSSARY.concepts for term in (*concept.indonesian, *concept.english)})
PIECES = st.sampled_from([*WORDS, *PHRASES, "a", "an", "An", "(", ")", ".", "-", "nya", "'s", "{", "5", "million", "2,5", "\n", ""])
DRAFTS = st.one_of(st.lists(PIECES, max_size=14).map(" ".join), st.lists(PIECES, max_size=10).map("".join), st.text(max_size=40))


@settings(max_examples=300, deadline=None)
@given(row=st.sampled_from(SOURCES), text=DRAFTS, data=st.data())
def test_any_draft_is_settled(row: dict[str, Any], text: str, data: st.DataObject) -> None:
    language: Language = row.get("from", "id")
    _segment, constraints = prepared(row)
    ends = st.integers(-2, len(text) + 2)
    place = st.one_of(st.none(), st.tuples(ends, ends).map(lambda pair: Span(*pair)))
    placed = data.draw(st.one_of(st.none(), st.lists(place, min_size=len(constraints), max_size=len(constraints)).map(tuple)))
    left = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=6)))
    untranslated = tuple(Span(*pair) for pair in zip(left[::2], left[1::2]))
    draft = Draft(text, placed, untranslated)
    translation, findings = terms.settle(draft, constraints, "x", "x/1", OTHER[language])
    sound(translation, constraints)
    assert sum(finding.code == "T101" for finding in findings) == sum(receipt.outcome == "failed" for receipt in translation.receipts)
    assert all(0 <= span.start < span.end <= len(translation.text) for span in translation.untranslated)
    changes = settling.edits(draft, constraints, settling.chosen(constraints, draft, language), OTHER[language])
    assert changes.apply(text) == translation.text
    assert outside(text, [span for span, _new in changes.changes]) == outside(translation.text, [changes.moved(span) for span, _new in changes.changes])


def outside(text: str, spans: list[Span]) -> str:
    """What of a text lies in none of the spans."""
    for span in reversed(spans):
        text = text[:span.start] + "\0" + text[span.end:]
    return text


@settings(max_examples=100, deadline=None)
@given(row=st.sampled_from(SOURCES))
def test_the_targets_in_place_all_count_as_kept_or_inflected(row: dict[str, Any]) -> None:
    segment, constraints = prepared(row)
    text, placed = "", []
    for constraint in constraints:
        placed.append(Span(len(text), len(text) + len(constraint.target)))
        text += constraint.target + " … "
    for draft in (Draft(text, tuple(placed)), Draft(text)):
        translation, _findings = terms.settle(draft, constraints, "x", "x/1", OTHER[row.get("from", "id")])
        assert {receipt.outcome for receipt in translation.receipts} <= {"kept", "inflected"}, (segment.text, text)


# --- the checks on the program's own output -----------------------------------------------------------------------------


def reviewed(pairs: list[tuple[str, str]], codes: frozenset[str], source: Language = "id") -> list[list[str]]:
    """The codes that are left for each paragraph and its draft, one after the other."""
    reviewer = Reviewer(GLOSSARY, MATCHERS, source, codes)
    found = []
    for number, (text, draft) in enumerate(pairs):
        segment, constraints = prepared({"source": text, "from": source})
        translation, findings = terms.settle(Draft(draft), constraints, "x", "x/1", OTHER[source])
        found.append([finding.code for finding in reviewer(Unit(number, segment, translation=translation, findings=findings)).findings])
    return found


def test_a_check_that_says_more_takes_the_place_of_a_lost_number() -> None:
    pairs = [("Ada 250 orang.", "There were 205 people.")]
    assert reviewed(pairs, frozenset({"C201", "C203"})) == [["C201"]] and reviewed(pairs, frozenset()) == [["T101"]]


def test_what_a_receipt_says_is_not_said_twice() -> None:
    assert reviewed([("Mereka memakai pembelajaran penguatan.", "They use lessons.")], checks.chosen()) == [["T101"]]
    assert reviewed([("Rapat 22 Juli 2025.", "Meeting July 22, 2025.")], checks.chosen()) == [[]]


def test_a_second_wording_of_a_term_is_noticed() -> None:
    pairs = [("Model fondasi itu baru.", "The foundation model is new."), ("Model fondasi itu besar.", "The base model is big."),
             ("Model bahasa besar itu baru.", "The large language model is new."), ("Model bahasa besar itu besar.", "The LLM is big.")]
    assert reviewed(pairs, frozenset({"C121"})) == [[], ["C121"], [], []]
