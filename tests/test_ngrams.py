"""The language models of the built-in translator: a shortened state loses nothing, and both models come out as one."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from translator_aid import ngrams
from translator_aid.engines import builtin
from translator_aid.model import Language
from translator_aid.phrasemodel import PhraseModel

DIRECTIONS: list[tuple[Language, Language]] = [("id", "en"), ("en", "id")]
SENTENCES = {
    "en": "The researchers said that the model has not been trained on the data of the two companies .".split(),
    "id": "Para peneliti mengatakan bahwa model itu belum dilatih dengan data dari kedua perusahaan tersebut .".split(),
}


def _plain(grams: ngrams.NGrams, run: tuple[int, ...], order: int) -> float:
    """Log p of the last of these words after the others by the definition of back-off, over all the words that the order allows."""
    context, word = run[:-1][-(order - 1):], run[-1]
    total, length, value = -grams._unigrams[2 * word] * ngrams.LOG_STEP, 0, ngrams.step(0, word)
    for one in reversed(context):
        value = ngrams.step(value, one)
        entry = grams._find(value)
        if not entry:
            break
        total, length = -(entry >> 8 & 255) * ngrams.LOG_STEP, length + 1
    for size in range(length + 1, len(context) + 1):
        value = 0
        for one in reversed(context[-size:]):
            value = ngrams.step(value, one)
        total -= (grams._unigrams[2 * context[-1] + 1] if size == 1 else grams._find(value) & 255) * ngrams.BACK_STEP
    return total


def _numbers(model: PhraseModel, language: Language) -> list[int]:
    numbers = [model.number[word] for word in SENTENCES[language] if word in model.number]
    assert len(numbers) > 12
    return numbers


@pytest.mark.parametrize(("source", "target"), DIRECTIONS)
@settings(max_examples=80, deadline=None, derandomize=True)  # by chance one look-up in 20,000 finds what is not there
@given(data=st.data())
def test_a_shortened_state_loses_nothing(source: Language, target: Language, data: st.DataObject) -> None:
    model = builtin.Engine().model(source, target)
    known = _numbers(model, target)
    run = data.draw(st.one_of(st.lists(st.sampled_from(known), min_size=1, max_size=12), st.integers(0, len(known) - 3).map(lambda at: known[at:at + 9]),
                              st.lists(st.integers(3, len(model.words) - 1), min_size=1, max_size=8)))
    for grams, order, numbers in ((model.word_grams, model.header["order"], run), (model.class_grams, model.header["class_order"], [model.classes[one] for one in run])):
        state: tuple[int, ...] = (ngrams.BEGIN,)
        seen = [ngrams.BEGIN]
        for word in numbers:
            log, state = grams.after(state, word)
            seen.append(word)
            assert log == pytest.approx(_plain(grams, tuple(seen), order), abs=1e-6)
            assert len(state) < order


@pytest.mark.parametrize(("source", "target"), DIRECTIONS)
def test_both_models_count(source: Language, target: Language) -> None:
    model = builtin.Engine().model(source, target)
    language = model.language()
    numbers = _numbers(model, target)
    whole, state = language.extend(language.start, tuple(numbers))
    steps, at = 0.0, language.start
    for word in numbers:
        log, at = language.extend(at, (word,))
        steps += log
    assert (whole, state) == (pytest.approx(steps), at)
    words_only, _ = ngrams.Both(model.word_grams, model.class_grams, model.classes, 0.0).language().extend(language.start, tuple(numbers))
    assert whole < words_only < 0


@pytest.mark.parametrize(("source", "target"), DIRECTIONS)
def test_a_sentence_reads_better_than_its_words_in_another_order(source: Language, target: Language) -> None:
    model = builtin.Engine().model(source, target)
    language = model.language()
    numbers = _numbers(model, target)

    def score(order: list[int]) -> float:
        log, state = language.extend(language.start, tuple(order))
        return log + language.finish(state)

    shuffled = [numbers[at] for at in itertools.chain(range(1, len(numbers), 2), range(0, len(numbers), 2))]
    assert score(numbers) > max(score(shuffled), score(numbers[::-1]))
