"""The translator that comes with the program: a phrase-based model for each direction, offline, which cannot lose a constraint.

What it writes is a draft for a person to edit. Words that the model does not know stay as they are and are marked as untranslated.
"""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Iterable, Iterator, NamedTuple, Sequence

from translator_aid import decoding, phrasing, realisation
from translator_aid.engines import Settings
from translator_aid.errors import EngineError
from translator_aid.i18n import _
from translator_aid.model import Constraint, Draft, Language, Request, Span
from translator_aid.phrasemodel import PhraseModel
from translator_aid.text import sentences

NAME = "builtin"
FOLDER = Path(__file__).parent.parent / "data" / "models"
LONGEST = 60
"""Words of a sentence that are translated in one go; a longer one is cut, after a semicolon, colon or comma where it has one."""


class Engine(NamedTuple):
    """The built-in translator with the models of a folder."""

    folder: Path = FOLDER
    NAME: str = NAME

    def signature(self) -> str:
        """Name and version of each model that is there."""
        models = sorted(self.folder.glob("*.model"))
        return " ".join([f"{NAME}/1", *(f"{path.stem}:{_opened(path).signature}" for path in models)])

    def translate(self, requests: Iterable[Request]) -> Iterator[Draft]:
        """The drafts, each with every constraint placed.

        >>> text = "Kami melatih model bahasa besar."
        >>> term = Constraint(Span(13, 31), "term", text[13:31], "large language model", forms=("large language model", "large language models"))
        >>> draft = next(Engine().translate([Request(text, (term,), "id", "en")]))
        >>> draft.text[draft.placed[0].start:draft.placed[0].end] in term.forms
        True

        :raises EngineError: where there is no model for a request's direction.
        """
        for request in requests:
            yield _draft(request, self.model(request.source, request.target))

    def model(self, source: Language, target: Language) -> PhraseModel:
        """The model of a direction.

        :raises EngineError: where there is none.
        """
        path = self.folder / f"{source}-{target}.model"
        if not path.is_file():
            raise EngineError(
                _("{path}: there is no built-in model for {source} to {target}; install translator-aid again, or choose another --engine").format(
                    path=path, source=source, target=target))
        return _opened(path)


def opened(settings: Settings) -> Engine:
    """The engine; `settings.model` may name another folder of models, `id-en.model` and `en-id.model`."""
    return Engine(Path(settings.model)) if settings.model else Engine()


@functools.lru_cache(maxsize=4)
def _opened(path: Path) -> PhraseModel:
    return PhraseModel(path)


class _Part(NamedTuple):
    """A translated sentence of a request."""

    text: str
    placed: dict[int, Span]
    copied: Sequence[Span]


def _draft(request: Request, model: PhraseModel) -> Draft:
    pieces: list[str] = []
    placed: list[Span | None] = [None] * len(request.constraints)
    untranslated: list[Span] = []
    at = length = 0
    for span in _sentences(request):
        part = _sentence(request, span, model)
        gap = request.text[at:span.start]
        length += len(gap)
        for number, place in part.placed.items():
            placed[number] = Span(place.start + length, place.end + length)
        untranslated += (Span(one.start + length, one.end + length) for one in part.copied)
        pieces += gap, part.text
        length += len(part.text)
        at = span.end
    return Draft("".join(pieces) + request.text[at:], tuple(placed), tuple(untranslated))


def _sentences(request: Request) -> Iterator[Span]:
    """The stretches that are translated one by one; none cuts a constraint."""
    held = [constraint.span for constraint in request.constraints]
    start: int | None = None
    for span in sentences(request.text):
        start = span.start if start is None else start
        if any(one.start < span.end < one.end for one in held):
            continue
        yield from _cut(request.text, Span(start, span.end), held)
        start = None
    if start is not None:
        yield Span(start, len(request.text.rstrip()))


def _cut(text: str, span: Span, held: Sequence[Span]) -> Iterator[Span]:
    """The span, or pieces of it that are not too long."""
    while len(text[span.start:span.end].split()) > LONGEST:
        words = text[span.start:span.end].split()
        middle = span.start + len(" ".join(words[:LONGEST]))
        places = [at + 1 for at in range(span.start + 1, min(middle, span.end - 1)) if text[at] in ";:," and text[at + 1].isspace()]
        places = places[len(places) // 2:] or [at for at in range(span.start + 1, min(middle, span.end - 1)) if text[at].isspace()]
        free = [at for at in places if not any(one.start < at < one.end for one in held)]
        if not free:
            break
        best = max(free, key=lambda at: (text[at - 1] == ";", text[at - 1] == ":", at))
        yield Span(span.start, best)
        start = best + len(text[best:]) - len(text[best:].lstrip())
        span = Span(start, span.end)
    yield span


def _sentence(request: Request, span: Span, model: PhraseModel) -> _Part:
    text = request.text[span.start:span.end]
    inside = [(number, _moved(one, span.start)) for number, one in enumerate(
        request.constraints) if span.start <= one.span.start and one.span.end <= span.end]
    marks = [Span(max(mark.start - span.start, 0), min(mark.end, span.end) - span.start)
             for mark in request.markup if mark.start < span.end and mark.end > span.start]
    vocabulary = phrasing.Vocabulary(model.source, model.number, model.words)
    source = phrasing.sentence(text, request.source, inside, marks, vocabulary, request.names)
    if not source.tokens:
        return _Part(text, {}, ())
    weights = model.weights
    costs = phrasing.Costs(weights["unknown"], weights["name"], weights["word"], weights["phrase"], weights["fixed_swap"])
    options = phrasing.options(source, functools.partial(_lookup, model), vocabulary, costs)
    done = decoding.search(len(source.words), options, model.language(), model.search_weights(), source.walls)
    written = realisation.written(source, decoding.path(done[0]), vocabulary)
    return _Part(written.text, written.placed, written.copied)


def _lookup(model: PhraseModel, words: Sequence[str]) -> Iterator[decoding.Option]:
    numbers = [model.source.get(word, -1) for word in words]
    return iter(()) if -1 in numbers else model.options(numbers)


def _moved(constraint: Constraint, by: int) -> Constraint:
    import dataclasses

    return dataclasses.replace(constraint, span=Span(constraint.span.start - by, constraint.span.end - by))
