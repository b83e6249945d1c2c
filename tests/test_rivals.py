"""The gold of the comparison with other ways to find terms, that it stays consistent, and how it is counted; and the tables on the pages about speed."""

from __future__ import annotations

import doctest
import importlib
import re
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from conftest import ROOT

from translator_aid.matching import Matcher
from translator_aid.model import Glossary

BENCH = ROOT / "tests" / "bench"


def bench(name: str) -> ModuleType:
    """A module of tests/bench, which is no package."""
    sys.path.insert(0, str(BENCH))
    try:
        return importlib.import_module(name)
    finally:
        sys.path.remove(str(BENCH))


@pytest.fixture(scope="module")
def marking() -> Any:
    return bench("marking")


@pytest.fixture(scope="module")
def rivals() -> Any:
    return bench("rivals")


def test_the_gold_is_consistent(marking: Any, shipped: Glossary) -> None:
    sentences, known = marking.gold(), marking.concepts(shipped)
    mentions = [(sentence, place, form) for sentence in sentences for place, form in sentence.mentions.items()]
    assert len(mentions) >= 200 and len({sentence.text for sentence in sentences}) == len(sentences)
    assert not [sentence.text for sentence in sentences if re.search(r"[\[\]{}|]", sentence.text)]
    assert not [form for _sentence, _place, form in mentions if form.lower() not in known], "a dictionary form that is no term of the glossary"
    assert not [sentence.text for sentence, place, _form in mentions if marking.widened(sentence.text, *place) != place], "a mention that ends inside a word"
    inflected = [form for sentence, place, form in mentions if sentence.text[slice(*place)].lower() != form.lower()]
    assert len(inflected) >= 60
    empty = [sentence for sentence in sentences if sentence.kind in ("alike", "none")]
    assert len(empty) >= 50 and not any(sentence.mentions for sentence in empty)
    assert all(sentence.mentions or sentence.doubtful for sentence in sentences if sentence not in empty)


def test_the_program_does_well_on_the_gold(marking: Any, shipped: Glossary, matchers: dict[str, Matcher]) -> None:
    def find(text: str) -> list[Any]:
        return [(match.span.start, match.span.end, frozenset((match.concept.key,))) for match in matchers["id"].find(text)]

    score = marking.scored(marking.gold(), find, marking.concepts(shipped))
    assert score.precision >= 0.96 and score.recall >= 0.82 and score.inflected >= 0.75, score


@pytest.mark.parametrize("text, plain, mentions, doubtful", [
    ("Sang [robotlah|robot] itu.", "Sang robotlah itu.", {(5, 13): "robot"}, ()),
    ("[AI] di {internet}", "AI di internet", {(0, 2): "AI"}, ((6, 14),)),
    ("tanpa apa-apa", "tanpa apa-apa", {}, ()),
])
def test_notation(marking: Any, text: str, plain: str, mentions: dict[Any, str], doubtful: tuple[Any, ...]) -> None:
    found = marking.marked("x", text)
    assert (found.text, found.mentions, found.doubtful) == (plain, mentions, doubtful)


GOLD = ["Sang [robotnya|robot] di {internet}.", "Tak ada apa-apa di sini."]
ROBOT, OTHER = frozenset({"robot"}), frozenset({"other"})


@pytest.mark.parametrize("name, finds, counts", [
    ("nothing", [[], []], (0, 0, 1, 0)),
    ("whole mention", [[(5, 13, ROBOT)], []], (1, 0, 0, 0)),
    ("inside the word, widened", [[(5, 10, ROBOT)], []], (1, 0, 0, 0)),
    ("another concept", [[(5, 13, OTHER)], []], (0, 1, 1, 0)),
    ("what counts for nobody", [[(17, 25, OTHER)], []], (0, 0, 1, 0)),
    ("too long", [[(0, 13, ROBOT)], []], (0, 1, 1, 0)),
    ("twice in one word", [[(5, 10, ROBOT), (10, 13, ROBOT)], []], (1, 0, 0, 0)),
    ("where there is nothing", [[], [(0, 3, OTHER)]], (0, 1, 1, 1)),
])
def test_counting(marking: Any, name: str, finds: list[list[Any]], counts: tuple[int, ...]) -> None:
    sentences = [marking.marked(kind, text) for kind, text in zip(("plain", "none"), GOLD)]
    answers = dict(zip((sentence.text for sentence in sentences), finds))
    score = marking.scored(sentences, answers.__getitem__, {"robot": ROBOT, "other": OTHER})
    assert (score.right, score.wrong, score.missed, score.alike) == counts
    assert score.inflected == score.right


@pytest.mark.parametrize("name", ["translator-aid", "ahocorasick_rs", "ahocorasick_rs, whole words", "flashtext2", "spaCy PhraseMatcher", "PySastrawi's stems"])
def test_every_contestant_finds_what_is_easy(rivals: Any, shipped: Glossary, name: str) -> None:
    library, make = rivals.CONTESTANTS[name]
    if not rivals.installed(library):
        pytest.skip(f"{library} is not installed: pip install 'translator-aid[bench]'")
    some = Glossary(tuple(concept for concept in shipped.concepts if concept.key in ("superintelligence", "machine-learning", "chatbot")))
    find = make(some, rivals.terms_of(some))
    text = "Chatbot dan Pembelajaran Mesin, juga superintelijen."
    places = {(start, end): keys for start, end, keys in find(text)}
    assert {text[slice(*place)].lower() for place in places} == {"chatbot", "pembelajaran mesin", "superintelijen"}
    assert {key for keys in places.values() for key in keys} == {concept.key for concept in some.concepts}


def test_small_letters_stay_where_they_were(marking: Any) -> None:
    assert marking.lowered("İzmir AI") == "izmir ai" and marking.lowered("Ⱥ ẞ") == "ⱥ ß"


# --- The pages ----------------------------------------------------------------------------------------------------------


def test_both_pages_hold_the_same_figures() -> None:
    table = bench("table")
    pages = {language: page.read_text(encoding="utf-8") for language, page in table.PAGES.items()}
    for section in table.SECTIONS:
        found = {language: re.search(rf"<!-- figures: {section} -->\n\n(.*?)\n\n<!-- end of figures -->", page, re.DOTALL) for language, page in pages.items()}
        assert found["en"] and found["id"], f"{section} was not measured; run: python tests/bench/table.py {section}"
        measured, _, _when = found["en"][1].rpartition("\n\n")
        assert "|" in measured and found["id"][1].rpartition("\n\n")[0] == "\n".join(map(table.indonesian, measured.split("\n"))), section
        assert not list(table.untranslated(measured)), section


def test_what_a_bench_prints_becomes_a_section() -> None:
    table = bench("table")
    printed = "56460 terms in two languages\n| terms | memory |\n| --- | --- |\n| 30,000 Indonesian terms | 4.5 MB |\n"
    assert table.block(printed, "id").split("\n\n")[:2] == ["56460 istilah dalam dua bahasa", "| istilah | memori |\n| --- | --- |\n| 30.000 istilah Indonesia | 4,5 MB |"]
    page = "a\n<!-- figures: x -->\nold\n<!-- end of figures -->\nb\n"
    assert table.replaced(table.replaced(page, "x", "one"), "x", "two") == "a\n<!-- figures: x -->\n\ntwo\n\n<!-- end of figures -->\nb\n"
    assert list(table.untranslated("| terms | what nobody knows |")) == ["what nobody knows"]


def test_a_section_that_would_lose_rows_is_not_written(monkeypatch: pytest.MonkeyPatch) -> None:
    table = bench("table")
    monkeypatch.setitem(table.NEEDED, "rivals", ("no-such-library",))
    with pytest.raises(LookupError, match="no-such-library is not installed"):
        table.complete("rivals")


def test_every_bench_of_the_table_exists() -> None:
    table = bench("table")
    assert all((BENCH / Path(run[0])).is_file() for runs in table.SECTIONS.values() for run in runs)


@pytest.mark.parametrize("name", ["marking", "rivals", "table"])
def test_examples_in_the_benches(name: str) -> None:
    assert doctest.testmod(bench(name)).failed == 0
