"""Sentence pairs as a neural engine meets them: the target of each constraint written into the source, in the form that `carrying.inline` gives it.

A model that is trained so learns to copy what stands in the other language, and to inflect it (Dinu et al. 2019; Bergmanis and Pinnis 2021): what is
written is the wording that the program would choose from the source alone, while the reference may have another form of it. Since a user's own terms
are in no corpus, some other words are written in likewise. What travels as a word such as `T01X` does so on both sides.
"""

from __future__ import annotations

import dataclasses
import functools
import random
import re
from pathlib import Path
from typing import Callable, Iterable, Iterator, NamedTuple, Sequence

from translator_aid import carrying, settling, terms, tokens
from translator_aid.annotating import annotate
from translator_aid.matching import Matcher
from translator_aid.model import Constraint, Document, Draft, Language, Request, Segment, Span

PLAIN, MASKED = 0.2, 0.1
"""The shares of pairs without any mark, so that the model translates terms by itself too, and with words such as `T01X` for all constraints."""
LOOSE = 0.4
"""The share of the others that have words of no glossary written in."""
MOST_LOOSE = 2
BACK = "<bt>"
"""Stands before a source that was translated back (Caswell et al. 2019): it is not what people write."""
Lexicon = Callable[[tuple[str, ...]], Iterable[str] | None]
"""The renderings of a run of source words, the likeliest first."""


class Pair(NamedTuple):
    """A training pair."""

    source: str
    target: str


def constraints(text: str, matcher: Matcher) -> tuple[Constraint, ...]:
    """What the program would ask of a translation of this text, which stands alone."""
    document = Document("pair", "plain", text, (Segment("paragraph", text, 0),))
    return tuple(one for unit in annotate(document, matcher) for one in terms.prepare(unit.segment, unit.matches, matcher.source, matcher.target))


def kept(found: Sequence[Constraint], text: str, source: Language) -> Iterator[tuple[Constraint, Span]]:
    """The constraints that the reference meets, each with its place there; one met by an admitted wording asks for that wording.

    >>> forms = ("language model", "language models")
    >>> asked = Constraint(Span(0, 12), "term", "model bahasa", "language model", ("LM",), forms=forms, lemma="language model")
    >>> [(one.target, at) for one, at in kept([asked], "Our language models", "id")]
    [('language model', Span(start=4, end=19))]
    >>> [(one.target, at) for one, at in kept([asked], "Our LM", "id")], list(kept([asked], "Our software", "id"))
    ([('LM', Span(start=4, end=6))], [])
    """
    for one, place in zip(found, settling.chosen(found, Draft(text), source)):
        if place is None or place.fix:
            continue
        written = text[place.span.start:place.span.end]
        same = one.kind != "term" or written.lower() in {form.lower() for form in (one.target, *one.forms)}
        yield (one if same else dataclasses.replace(one, target=written)), place.span


def loose(source: str, target: str, language: Language, lexicon: Lexicon, held: Sequence[Span], chance: random.Random) -> Iterator[Constraint]:
    """Words of the source outside `held` whose rendering stands once in the target: what a user's own glossary might have asked for.

    >>> lexicon = {("bendungan",): ["weir", "dams"]}
    >>> one, = loose("Pemerintah membangun bendungan.", "The government builds dams.", "id", lexicon.get, [], random.Random(1))
    >>> one.surface, one.target
    ('bendungan', 'dams')
    """
    found = tokens.tokens(source, language)
    runs = [Span(start, start + size) for size in (1, 2, 3) for start in range(len(found) - size + 1)]
    chance.shuffle(runs)
    taken = list(held)
    for run in runs:
        part = found[run.start:run.end]
        span = Span(part[0].start, part[-1].end)
        if len(taken) >= len(held) + MOST_LOOSE:
            break
        if not all(word.text.isalpha() for word in part) or max(len(word.text) for word in part) < 5 or any(span.overlaps(one) for one in taken):
            continue
        wording = next((text for text in lexicon(tuple(word.text for word in part)) or () if _weighty(text) and _once(text, target)), "")
        if wording:
            taken.append(span)
            yield Constraint(span, "term", source[span.start:span.end], wording, forms=(wording,), lemma=wording)


def _weighty(wording: str) -> bool:
    """Whether a wording may be a term: no short word is in it, as grammar's own words are."""
    return min(map(len, wording.split()), default=0) > 3


def _once(wording: str, text: str) -> bool:
    return len(re.findall(rf"(?<![\w-]){re.escape(wording)}(?![\w-])", text)) == 1


def written(source: str, target: str, found: Sequence[Constraint], language: Language) -> Pair:
    """The pair with these constraints written into its source; `code` and `link` are words such as `T01X` on both sides.

    >>> name, term = Constraint(Span(0, 3), "code", "pip", "pip"), Constraint(Span(11, 16), "term", "paket", "package", forms=("package", "packages"))
    >>> written("pip memuat paket itu.", "That package is loaded by pip.", [name, term], "id")
    Pair(source='T01X memuat package itu.', target='That package is loaded by T01X.')
    """
    placed = sorted(kept(found, target, language), key=lambda pair: pair[0].span)
    other: Language = "en" if language == "id" else "id"
    carried = carrying.inline(Request(source, tuple(one for one, _ in placed), language, other))
    words = [(placed[mark.constraint][1], f"{carried.letter}{at:02d}X") for at, mark in enumerate(carried.marks, 1) if mark.constraint is not None]
    for span, word in sorted(words, reverse=True):
        target = target[:span.start] + word + target[span.end:]
    return Pair(carried.text, target)


def annotated(source: str, target: str, matcher: Matcher, lexicon: Lexicon, chance: random.Random) -> Pair:
    """The pair as chance has it: without any mark, with words such as `T01X` for all that is asked for, or with the targets inline."""
    way = chance.random()
    if way < PLAIN:
        return Pair(source, target)
    found = constraints(source, matcher)
    if way < PLAIN + MASKED:
        met = kept(found, target, matcher.source)
        found = tuple(dataclasses.replace(one, kind="code", target=target[at.start:at.end]) for one, at in met)
    elif chance.random() < LOOSE:
        found += tuple(loose(source, target, matcher.source, lexicon, [one.span for one in found], chance))
    return written(source, target, found, matcher.source)


def phrase_lexicon(folder: Path, source: Language, target: Language) -> Lexicon:
    """The phrase table of the built-in model as a lexicon; empty where there is no model."""
    from translator_aid.phrasemodel import PhraseModel

    path = folder / f"{source}-{target}.model"
    if not path.is_file():
        return lambda words: ()
    model = PhraseModel(path)
    known = model.source

    @functools.lru_cache(maxsize=100_000)
    def renderings(words: tuple[str, ...]) -> tuple[str, ...]:
        numbers = [known.get(word, known.get(word.lower(), -1)) for word in words]
        best = sorted(model.options(numbers), key=lambda one: -one.score)[:4] if -1 not in numbers else []
        texts = (" ".join(model.words[word] for word in one.words) for one in best)
        return tuple(text for text in texts if all(word.isalpha() for word in text.split()))

    return renderings
