"""The weights of one direction, from n-best lists of the development sets.

    python training/tune.py --out training/build --source id

Each round translates the even lines of dev.ai and dev.news with the glossary's constraints in place, adds the n best to all seen before, and takes the
weights under which the expected score over the lists is highest (minimum risk training: Smith and Eisner 2006; Och's sets of features 2003). The score is the mean
of chrF and smoothed BLEU, by sentence, each counting as much as its reference is long. The odd lines are for reporting only. Writes `ID.weights.json`.
"""

from __future__ import annotations

import argparse
import csv
import json
import time
from pathlib import Path
from typing import Any, Iterator, NamedTuple, Sequence

import direction as built
import lm
import numpy as np
from sacrebleu.metrics import BLEU, CHRF
from scipy.optimize import minimize
from translator_aid import compiled, decoding, phrasing, realisation, terms
from translator_aid.decoding import Hypothesis, Option
from translator_aid.model import Language, Segment
from translator_aid.ngrams import BEGIN, END, Both, NGrams
from translator_aid.text import sentences
from translator_aid.tokens import CLASSES

Array = Any
NAMES = (*built.FEATURES, *built.TURNS, "fixed_swap", "classes", "language", "jump")
START: dict[str, dict[str, float]] = {
    "id": dict(given_source=0.431, given_target=0.475, lexical_target=-0.022, lexical_source=0.153, phrase=0.567, word=0.452, once=0.622, rare=0.121, general=-0.104, lowered=0.73, raised=-0.073, unknown=-6.0,
               name=-7.431, before_same=0.515, before_swap=0.219, before_jump=0.553, after_same=0.599, after_swap=0.39, after_jump=0.536, fixed_swap=1.082, classes=0.2, language=0.39, jump=-0.229),
    "en": dict(given_source=0.513, given_target=0.39, lexical_target=0.009, lexical_source=0.05, phrase=0.195, word=1.175, once=-2.094, rare=-0.611, general=0.383, lowered=-0.653, raised=0.051, unknown=-6.0,
               name=-6.745, before_same=0.894, before_swap=0.353, before_jump=0.525, after_same=0.711, after_swap=0.205, after_jump=0.64, fixed_swap=1.181, classes=0.2, language=0.39, jump=-0.292),
}
"""The weights to begin with, by source language: where an earlier build ended."""
FIXED = ("unknown",)
"""Weights that stay as they are: too rare to be learned, and copying must stay the last resort."""
BEST = 100
ROUNDS = 3
LONGER = (0.0, 0.1, 0.2)
"""What is added to the weight of a word at the end, to see whether longer translations score better than the expected score says."""
PULL = 2e-3
"""How strongly a round keeps to the weights of the one before."""


class Line(NamedTuple):
    """A sentence of a development set, ready for the search."""

    sentence: phrasing.Sentence
    reference: str


class Candidate(NamedTuple):
    """A translation that was seen."""

    features: Array
    score: float


class Trial:
    """A direction at some weights, as the search needs it."""

    def __init__(self, direction: built.Direction, weights: dict[str, float]) -> None:
        self.direction = direction
        self.weights = weights
        count = direction.features.shape[1]
        self.scores = direction.features @ np.array([weights[name] for name in built.FEATURES[:count]], np.float32)
        self.turns = direction.turns * np.array([weights[name] for name in built.TURNS], np.float32)
        self.number = {word: at for at, word in enumerate(direction.source)}
        self.vocabulary = phrasing.Vocabulary(self.number, {word: at for at, word in enumerate(direction.target)}, direction.target)
        self.costs = phrasing.Costs(weights["unknown"], weights["name"], weights["word"], weights["phrase"], weights["fixed_swap"])
        self.search = decoding.Weights(weights["language"], weights["jump"])
        self.grams = NGrams(memoryview(direction.grams), memoryview(direction.unigrams.tobytes()), lm.ORDER)
        self.classes = NGrams(memoryview(direction.class_grams), memoryview(direction.class_unigrams.tobytes()), built.CLASS_ORDER)
        self.language = Both(self.grams, self.classes, direction.classes.tolist(), weights["classes"] / weights["language"]).language()
        self.kept: dict[tuple[str, ...], list[Option]] = {}

    def lookup(self, words: Sequence[str]) -> list[Option]:
        """The options of a phrase; a row of the table is -2 minus its number, so that it is no constraint's."""
        key = tuple(words)
        found = self.kept.get(key)
        if found is None:
            numbers = tuple(self.number.get(word, -1) for word in key)
            found = self.kept[key] = [
                Option(target, float(self.scores[row]), tuple(self.turns[row, :3].tolist()), tuple(self.turns[row, 3:].tolist()), -2 - row)
                for target, row in self.direction.rows.get(numbers, ())]
        return found

    def finished(self, sentence: phrasing.Sentence) -> list[Hypothesis]:
        """What the search finds for a sentence."""
        options = phrasing.options(sentence, self.lookup, self.vocabulary, self.costs)
        return decoding.search(len(sentence.words), options, self.language, self.search, sentence.walls)

    def features(self, sentence: phrasing.Sentence, steps: Sequence[Hypothesis]) -> Array:
        """The values of NAMES of a path, summed."""
        out = np.zeros(len(NAMES))
        table, turns = self.direction.features, self.direction.turns
        count, order = table.shape[1], len(built.FEATURES)
        end, before = 0, None
        text = [BEGIN]
        for step in steps:
            option = step.option
            assert option is not None
            text += option.words
            row = -2 - option.row
            if row >= 0:
                out[:count] += table[row]
            elif option.words:
                out[built.FEATURES.index("phrase")] += 1
                out[built.FEATURES.index("word")] += len(option.words)
                if option.row == -1 and option.texts[0][0].isalpha() and sentence.words[step.span.start] not in CLASSES:
                    name = phrasing.is_name(sentence, step.span.start)
                    out[built.FEATURES.index("name" if name else "unknown")] += 1
            turn = 0 if step.span.start == end else 1 if before and step.span.end == before.span.start else 2
            if row >= 0:
                out[order + turn] += turns[row, turn]
            if before and before.option and before.option.row <= -2:
                out[order + 3 + turn] += turns[-2 - before.option.row, 3 + turn]
            out[-4] += turn == 1 and ((option.row >= 0) + bool(before and before.option and before.option.row >= 0))
            out[-1] += abs(step.span.start - end)
            end, before = step.span.end, step
        if before and before.option and before.option.row <= -2:
            out[order + 3] += turns[-2 - before.option.row, 3]
        text.append(END)
        kinds = self.direction.classes[text].tolist()
        for feature, grams, run in ((-2, self.grams, text), (-3, self.classes, kinds)):
            state: tuple[int, ...] = (BEGIN,)
            for word in run[1:]:
                log, state = grams.after(state, word)
                out[feature] += log
        return out


def lines(path: Path, source: Language, vocabulary: phrasing.Vocabulary, rest: int) -> Iterator[Line]:
    """The lines of a development set of one sentence each whose number leaves that rest when halved."""
    _loaded, matchers = compiled.opened((), (), True)
    matcher = matchers[source]
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)):
            text, reference = row[:2] if source == "id" else row[1::-1]
            if number % 2 != rest or len(list(sentences(text))) > 1 or len(text) > 320:
                continue
            segment = Segment("paragraph", text, 0)
            constraints = terms.prepare(segment, matcher.find(text), source, matcher.target)
            yield Line(phrasing.sentence(text, source, list(enumerate(constraints)), (), vocabulary), reference)


class Score:
    """The score of a translation, from 0 to 1, once for each."""

    def __init__(self) -> None:
        self.chrf, self.bleu = CHRF(), BLEU(effective_order=True)
        self.known: dict[tuple[str, str], float] = {}

    def __call__(self, text: str, reference: str) -> float:
        found = self.known.get((text, reference))
        if found is None:
            found = self.known[text, reference] = (
                self.chrf.sentence_score(text, [reference]).score + self.bleu.sentence_score(text, [reference]).score) / 200
        return found


def best_weights(lists: Sequence[Sequence[Candidate]], sizes: Array, weights: Array, free: Array) -> Array:
    """The weights with the highest expected score; each list's softmax is taken at a scale that the optimiser finds with the weights."""
    features = [np.array([one.features for one in found]) for found in lists]
    scores = [np.array([one.score for one in found]) for found in lists]
    flat = np.concatenate(features)
    spread = np.maximum(np.concatenate([one - one.mean(axis=0) for one in features]).std(axis=0), 1e-6)
    starts = np.concatenate(([0], np.cumsum([len(one) for one in features])))[:-1]
    lengths = np.diff(np.append(starts, len(flat)))
    gains, share = np.concatenate(scores), np.repeat(sizes / sizes.sum(), lengths)

    origin = (weights * spread)[free]

    def loss(x: Array) -> tuple[float, Array]:
        w = weights.copy()
        w[free] = x / spread[free]
        values = flat @ w
        values -= np.repeat(np.maximum.reduceat(values, starts), lengths)
        p = np.exp(values)
        p /= np.repeat(np.add.reduceat(p, starts), lengths)
        expected = np.add.reduceat(p * gains, starts)
        slope = share * p * (gains - np.repeat(expected, lengths))
        return (-float((p * gains * share).sum()) + PULL * float((x - origin) @ (x - origin)),
                -(flat.T @ slope)[free] / spread[free] + 2 * PULL * (x - origin))

    found = weights.copy()
    result = minimize(loss, origin, jac=True, method="L-BFGS-B", options={"maxiter": 200})
    found[free] = result.x / spread[free]
    return found


def translate(trial: Trial, found: Sequence[Line], score: Score, lists: list[list[Candidate]] | None) -> tuple[float, float]:
    """chrF and BLEU of the lines at the trial's weights; adds the n best of each line to its list."""
    texts: list[str] = []
    for number, line in enumerate(found):
        done = trial.finished(line.sentence)
        seen: set[str] = set()
        for _value, steps in decoding.best(done, BEST if lists is not None else 1):
            text = realisation.written(line.sentence, steps, trial.vocabulary).text
            if not seen:
                texts.append(text)
            if lists is not None and text not in seen:
                lists[number].append(Candidate(trial.features(line.sentence, steps), score(text, line.reference)))
            seen.add(text)
    references = [[line.reference for line in found]]
    return CHRF().corpus_score(texts, references).score, BLEU().corpus_score(texts, references).score


def main() -> None:
    """Tunes one direction."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("training/build"))
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--source", choices=["id", "en"], required=True)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--start", type=Path, help="weights to begin with")
    parser.add_argument("--lines", type=int, default=300, help="lines of each set")
    options = parser.parse_args()
    direction = built.load(options.out / f"{options.source}.direction")
    start = json.loads(options.start.read_text(encoding="utf-8")) if options.start else START[options.source]
    weights = np.array([start[name] for name in NAMES])
    free = np.array([name not in FIXED for name in NAMES])
    trial = Trial(direction, start)
    sets = {(name, rest): list(lines(options.shared / "parallel" / f"dev.{name}.tsv", options.source, trial.vocabulary, rest))[:options.lines]
            for name in ("ai", "news") for rest in (0, 1)}
    tuned = [*sets["ai", 0], *sets["news", 0]]
    sizes = np.array([len(line.reference) for line in tuned], float)
    lists: list[list[Candidate]] = [[] for _ in tuned]
    score = Score()
    best = (0.0, weights)
    for number in range(options.rounds + 1 if options.rounds else 0):
        began = time.process_time()
        trial = Trial(direction, dict(zip(NAMES, weights.tolist())))
        chrf, bleu = translate(trial, tuned, score, lists)
        print(f"{options.source} round {number}: chrF {chrf:.2f} BLEU {bleu:.2f}, {time.process_time() - began:.0f} s, {sum(map(len, lists))} candidates", flush=True)
        best = max(best, (chrf + bleu, weights), key=lambda pair: pair[0])
        if number < options.rounds:
            fresh = best_weights(lists, sizes, weights, free)
            # the scale is the language model's: the softmax's own is of no meaning to the search
            fresh[free] *= start["language"] / max(fresh[NAMES.index("language")], 0.05)
            weights = fresh if number < 2 else (fresh + weights) / 2
            print("  " + " ".join(f"{name}={value:.3f}" for name, value in zip(NAMES, weights)), flush=True)
    tried = []
    for more in LONGER:
        longer = dict(zip(NAMES, best[1].tolist()))
        longer["word"] += more
        chrf, bleu = translate(Trial(direction, longer), tuned, score, None)
        print(f"{options.source} word+{more}: chrF {chrf:.2f} BLEU {bleu:.2f}", flush=True)
        tried.append((chrf + bleu, -more, longer))
    trial = Trial(direction, max(tried, key=lambda one: one[:2])[2])
    for name in ("ai", "news"):
        chrf, bleu = translate(trial, sets[name, 1], score, None)
        print(f"{options.source} dev.{name}, odd lines: chrF {chrf:.2f} BLEU {bleu:.2f}", flush=True)
    (options.out / f"{options.source}.weights.json").write_text(json.dumps(trial.weights, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
