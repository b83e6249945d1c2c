"""The recipe of the neural model: what is written into its training text, batches, verdict; with PyTorch at hand, a whole training in small."""

from __future__ import annotations

import csv
import doctest
import gzip
import json
import random
import re
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from translator_aid import carrying, engines
from translator_aid.engines import Settings
from translator_aid.matching import Matcher
from translator_aid.model import Constraint, Request, Span

sys.path += [str(ROOT / "training" / "neural"), str(ROOT / "training")]
ABSENT = "training/neural is not here"
annotation = pytest.importorskip("annotation", reason=ABSENT)
batches = pytest.importorskip("batches", reason=ABSENT)
judging = pytest.importorskip("judging", reason=ABSENT)
learning = pytest.importorskip("learning", reason=ABSENT)
material = pytest.importorskip("material", reason=ABSENT)
corpus = pytest.importorskip("corpus", reason=ABSENT)
SOURCE = "OpenAI melatih model bahasa besar itu dengan dana $300 juta."
TARGET = "OpenAI trained its large language models with $300 million."


def never(words: tuple[str, ...]) -> tuple[str, ...]:
    """A lexicon that knows nothing."""
    return ()


def way(share: float) -> random.Random:
    """Chance that first gives this number."""
    for seed in range(100_000):
        if abs(random.Random(seed).random() - share) < 0.01:
            return random.Random(seed)
    raise AssertionError(share)


@pytest.mark.parametrize("name", ["annotation", "batches", "judging", "learning", "material"])
def test_examples(name: str) -> None:
    found = doctest.testmod(sys.modules[name])
    assert found.failed == 0
    assert found.attempted > 0


def test_a_term_is_written_as_at_run_time_though_the_reference_inflects_it(matchers: dict[str, Matcher]) -> None:
    pair = annotation.written(SOURCE, TARGET, annotation.constraints(SOURCE, matchers["id"]), "id")
    asked = annotation.constraints(SOURCE, matchers["id"])
    assert [one.target for one in asked if one.kind != "term"] == ["OpenAI", "$300 million"]
    term = next(one for one in asked if one.key == "large-language-model")
    assert term.target in pair.source and "$300 million" in pair.source and "bahasa besar" not in pair.source
    assert pair.target == TARGET


def test_what_is_written_is_what_the_engine_sees(matchers: dict[str, Matcher]) -> None:
    found = annotation.constraints(SOURCE, matchers["id"])
    met = [one for one, _ in annotation.kept(found, TARGET, "id")]
    assert met == [one for one in found if one in met]
    assert annotation.written(SOURCE, TARGET, found, "id").source == carrying.inline(Request(SOURCE, tuple(met), "id", "en")).text


def test_a_term_that_the_reference_lacks_stays(matchers: dict[str, Matcher]) -> None:
    found = annotation.constraints(SOURCE, matchers["id"])
    pair = annotation.written(SOURCE, "OpenAI trained something.", found, "id")
    assert "model bahasa besar" in pair.source and "$300 juta" in pair.source


def test_a_pair_may_go_without_marks_with_words_or_inline(matchers: dict[str, Matcher]) -> None:
    plain = annotation.annotated(SOURCE, TARGET, matchers["id"], never, way(annotation.PLAIN / 2))
    masked = annotation.annotated(SOURCE, TARGET, matchers["id"], never, way(annotation.PLAIN + annotation.MASKED / 2))
    inline = annotation.annotated(SOURCE, TARGET, matchers["id"], never, way(0.9))
    assert plain == (SOURCE, TARGET)
    words = re.findall(r"T\d\dX", masked.source)
    assert len(words) >= 3 and sorted(words) == sorted(re.findall(r"T\d\dX", masked.target)) and "OpenAI" not in masked.target
    assert "large language model" in inline.source and inline.target == TARGET


def test_words_of_no_glossary_are_written_in_too() -> None:
    source, target = "Pemerintah membangun bendungan baru.", "The government builds a new weir."
    lexicon = {("bendungan",): ("dam", "weir"), ("pemerintah",): ("government",), ("membangun",): ("builds a",)}
    found = [one for seed in range(9) for one in annotation.loose(source, target, "id", lexicon.get, [], random.Random(seed))]
    assert {(one.surface, one.target) for one in found} == {("bendungan", "weir")}
    assert not list(annotation.loose(source, target, "id", lexicon.get, [Span(20, 31)], random.Random(1)))
    assert not list(annotation.loose(source, target + " A weir!", "id", lexicon.get, [], random.Random(1)))


WORD = st.text("abcdefgh", min_size=1, max_size=6)


@settings(max_examples=60, deadline=None)
@given(st.lists(WORD, min_size=1, max_size=8), st.data())
def test_words_that_stand_for_something_give_both_texts_back(words: list[str], data: st.DataObject) -> None:
    names = [f"Nama{number}" for number in range(len(words))]
    source = " ".join(f"{name} {word}" for name, word in zip(names, words))
    order = data.draw(st.permutations(names))
    target = " ".join(f"{word} {name}" for name, word in zip(order, words))
    spans = [(found.start(), found.end()) for found in re.finditer(r"Nama\d", source)]
    found = [Constraint(Span(*span), "code", name, name) for span, name in zip(spans, names)]
    pair = annotation.written(source, target, found, "id")
    assert "Nama" not in pair.source + pair.target
    assert carrying.inline(Request(source, tuple(found), "id", "en")).read(pair.target).text == target


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=1, max_size=200), st.integers(30, 300), st.integers(0, 3))
def test_an_epoch_has_each_pair_once_and_no_batch_too_large(sizes: list[tuple[int, int]], tokens: int, number: int) -> None:
    sources, targets = [[1] * left for left, _ in sizes], [[1] * right for _, right in sizes]
    found = batches.epoch(sources, targets, tokens, 1, number)
    assert sorted(at for batch in found for at in batch) == [at for at, size in enumerate(sizes) if all(size)]
    assert all(max(max(sizes[at]) for at in batch) * len(batch) <= tokens for batch in found)
    assert found == batches.epoch(sources, targets, tokens, 1, number)


VERDICTS = [
    ("better on both", 62.0, 56.0, 0, ()),
    ("not enough on one", 61.9, 56.0, 0, ("dev.ai: chrF 61.9 is 1.9 above 60.0, not 2.0 above",)),
    ("worse", 62.0, 50.0, 0, ("dev.news: chrF 50.0 is 4.0 below 54.0, not 2.0 above",)),
    ("a term lost", 70.0, 70.0, 1, ("dev.ai: 90.0% of the terms are placed, not 100.0%", "dev.news: 90.0% of the terms are placed, not 100.0%")),
]


@pytest.mark.parametrize("ai, news, lost, reasons", [row[1:] for row in VERDICTS], ids=[row[0] for row in VERDICTS])
def test_verdict(ai: float, news: float, lost: int, reasons: tuple[str, ...]) -> None:
    neural = {name: {"chrF2": score, "term placed": 10 - lost, "term failed": lost} for name, score in (("ai", ai), ("news", news))}
    phrase = {name: {"chrF2": score, "term placed": 10} for name, score in (("ai", 60.0), ("news", 54.0))}
    assert judging.verdict(neural, phrase) == reasons


@pytest.fixture
def little(tmp_path: Path) -> Path:
    """A parallel corpus of one small source."""
    folder = tmp_path / "shared" / "parallel"
    folder.mkdir(parents=True)
    columns = ["tag", "part", "licence_class", "origin"]
    with (folder / "sources.tsv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter="\t").writerows([columns, ["kecil", "general", "permissive", "human"], ["mesin", "tech", "permissive", "mt"]])
    with gzip.open(folder / "train.general.tsv.gz", "wt", encoding="utf-8") as stream:
        for number, letter in enumerate("ABCDEFGHIJKLMNOPQRST"):
            tag = "kecil" if number % 2 else "mesin"
            stream.write(f"Rumah {letter} milik keluarga petani tua itu.\tHouse {letter} belongs to that old farming family.\t{tag}\n")
    return tmp_path / "shared"


def test_material(little: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(corpus.own, "pairs", lambda: iter(()))
    monkeypatch.setattr(corpus, "_examples", lambda: iter(()))
    monkeypatch.setattr(material, "_translated", lambda wanted, item: f"balik {item[1]}")
    wanted = material.Wanted(little, "id", back=3, models=str(tmp_path), workers=1)
    made = material.prepared(wanted, tmp_path)
    sources, targets = (list(material.read(tmp_path / f"train.{side}")) for side in ("source", "target"))
    assert made["counts"]["pairs"] == 20 and len(sources) == len(targets) == 23
    assert all(text.startswith(f"{annotation.BACK} balik ") for text in sources[20:])
    monkeypatch.setattr(material, "_translated", lambda wanted, item: 1 / 0)
    assert material.prepared(wanted, tmp_path) == made
    # what was translated back once is not again
    assert material.prepared(wanted._replace(permissive=True), tmp_path)["counts"] == made["counts"]
    assert material.prepared(wanted._replace(back=0), tmp_path)["counts"]["lines"] == 20


def test_another_plan_forgets_what_was_learnt(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    recipe = pytest.importorskip("recipe", reason=ABSENT)
    for plan, left in (({"size": "small"}, True), ({"size": "small"}, True), ({"size": "base"}, False)):
        (tmp_path / "pieces").mkdir(exist_ok=True)
        (tmp_path / "checkpoint.pt").write_bytes(b"x")
        recipe.kept(tmp_path, plan)
        assert (tmp_path / "checkpoint.pt").exists() == (tmp_path / "pieces").exists() == left
    assert "anew" in capsys.readouterr().out


def test_what_a_machine_wrote_is_never_learnt_from() -> None:
    lines = [corpus.Line(f"kalimat nomor {number} dari {tag} ini panjang", f"sentence number {number} of {tag} is long", tag) for number in range(4) for tag in ("mt", "human")]
    origins = {"mt": "mt", "human": "human"}
    to_id = material.one_sided(lines, material.Wanted(Path(), "en", back=9), origins)
    assert len(to_id) == 4 and all("human" in text for text in to_id)
    assert len(material.one_sided(lines, material.Wanted(Path(), "id", back=9), origins)) == 8


# --- with PyTorch ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def tools() -> tuple[Any, Any]:
    """The modules that need more libraries."""
    for name in ("torch", "transformers", "sentencepiece", "ctranslate2"):
        pytest.importorskip(name, reason=f"the package '{name}' of training/neural/requirements.txt is not installed")
    return pytest.importorskip("network"), pytest.importorskip("pieces")


WORDS = {"kucing": "cat", "rumah": "house", "buku": "book", "meja": "table", "jalan": "road", "kota": "town", "kapal": "ship", "pohon": "tree"}
PAIRS = [(f"Kami melihat {word} itu.", f"We see that {WORDS[word]}.") for word in WORDS] + [(f"Saya memakai {word} itu.", f"I use that {word}.") for word in WORDS.values()]


def begun(tools: tuple[Any, Any], folder: Path) -> tuple[Any, Any]:
    """A small model and its data."""
    import torch

    network, pieces = tools
    found = pieces.learnt([text for pair in PAIRS * 20 for text in pair], folder / "pieces", 400)
    data = learning.Data(*(list(pieces.encoded(found, [pair[side] for pair in PAIRS], 100)) for side in (0, 1)))
    torch.manual_seed(1)
    return network.made(network.Size(32, 64, 2, 1, 1, 400), found.get_piece_size() + 1, 0.1), data


def course(steps: int) -> Any:
    return learning.Course(steps, 100, 2, 0.01, 20, 5 if steps < 20 else 60, 99, 1)


def test_a_run_that_was_stopped_goes_on_as_if_it_had_not_been(tools: tuple[Any, Any], tmp_path: Path) -> None:
    import torch

    ends = []
    for name, stops in (("whole", [10]), ("stopped", [5, 10])):
        (tmp_path / name).mkdir()
        for steps in stops:
            model, data = begun(tools, tmp_path / name)
            state = learning.trained(model, data, course(steps), tmp_path / name, "cpu", lambda model: 1.0)
        ends.append((model.state_dict(), state))
    (first, whole), (second, stopped) = ends
    assert [{**row, "seconds": 0} for row in whole.history] == [{**row, "seconds": 0} for row in stopped.history]
    assert all(torch.equal(first[name], second[name]) for name in first)


def test_a_model_learns_is_converted_and_translates(tools: tuple[Any, Any], tmp_path: Path) -> None:
    network, _ = tools
    model, data = begun(tools, tmp_path)
    state = learning.trained(model, data, course(240), tmp_path, "cpu", lambda model: 1.0)
    losses = [row["loss"] for row in state.history]
    assert losses == sorted(losses, reverse=True) and losses[-1] < losses[0] / 2
    assert not model.model.shared.weight[-1].any(), "<pad> begins a translation and must stay zero, as it is for CTranslate2"
    folder = network.converted(model.eval(), tmp_path / "pieces", tmp_path / "model")
    assert not [path for path in tmp_path.iterdir() if path.name.endswith((".new", ".part"))]
    engine = engines.get("ctranslate2", Settings(model=str(folder)))
    drafts = engine.translate([Request(source, (), "id", "en") for source, _ in PAIRS])
    right = sum(draft.text == target for draft, (_, target) in zip(drafts, PAIRS))
    assert right >= 14, f"{right} of 16 learnt by heart"
    term = Constraint(Span(13, 17), "term", "buku", "book", forms=("book", "books"), lemma="book")
    draft, = engine.translate([Request("Saya memakai buku itu.", (term,), "id", "en")])
    assert draft.text == "I use that book."
    assert json.loads((folder / "shared_vocabulary.json").read_text(encoding="utf-8"))[:2] == ["</s>", "<unk>"]
