"""What is known already goes before an engine: paragraphs of the translation memory, then drafts that an interrupted run had got."""

from __future__ import annotations

import dataclasses
from collections import deque
from typing import Callable, Iterable, Iterator, NamedTuple

from translator_aid.engines import Engine, Settings, get
from translator_aid.journal import Journal, digest, opened
from translator_aid.memory import Memory, Remembered
from translator_aid.model import Draft, Form, Request

FUZZY = 0.75
"""The likeness from which on a translation of another text saves its editor work."""
EXACT = 1.0


class _Before:
    """An engine behind something that knows drafts."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.NAME = engine.NAME
        self.FORMS: tuple[Form, ...] = getattr(engine, "FORMS", ("inline",))
        self.address: str = getattr(engine, "address", "")

    def signature(self) -> str:
        """The engine's own."""
        return self.engine.signature()


class Journaled(_Before):
    """An engine that is not asked again for what its journal has."""

    def __init__(self, engine: Engine, journal: Journal) -> None:
        super().__init__(engine)
        self.journal = journal

    def translate(self, requests: Iterable[Request]) -> Iterator[Draft]:
        """The drafts in order, old and new; new ones are written down."""
        return beside(self.engine, requests, lambda request: self.journal.known.get(digest(request)), self.journal.keep)


class Remembering(_Before):
    """An engine that is asked only for what a memory does not have, or nothing like enough.

    >>> from translator_aid.engines import get
    >>> memory = Memory(":memory:")
    >>> memory.add([("Model itu baik.", "The model is good.", "", "")])
    1
    >>> draft, = Remembering(get("glossary"), memory).translate([Request("Model itu baik.", (), "id", "en")])
    >>> draft.text, draft.engine, draft.score
    ('The model is good.', 'memory', 1.0)
    """

    def __init__(self, engine: Engine, memory: Memory, minimum: float = EXACT) -> None:
        super().__init__(engine)
        self.memory = memory
        self.minimum = minimum

    def translate(self, requests: Iterable[Request]) -> Iterator[Draft]:
        """The drafts in order; those of the memory name it as their engine, with the likeness and the text they were made for."""
        return beside(self.engine, requests, self._remembered)

    def _remembered(self, request: Request) -> Draft | None:
        # A request in a form of its own is a second try at what the engine made: the memory had nothing.
        if request.form:
            return None
        found = self.memory.exact(request.text, request.source)
        if found is None and self.minimum < EXACT:
            found = next(iter(self.memory.search(request.text, request.source, self.minimum, 1)), None)
        return None if found is None else _draft(request, found)


def beside(
    engine: Engine, requests: Iterable[Request], known: Callable[[Request], Draft | None], keep: Callable[[Request, Draft], None] | None = None,
) -> Iterator[Draft]:
    """The drafts in order: what is known as it is, the rest by the engine, which is given one stream of what remains and may read ahead in it."""
    waiting: deque[tuple[Request, Draft | None]] = deque()

    def unknown() -> Iterator[Request]:
        for request in requests:
            draft = known(request)
            waiting.append((request, draft))
            if draft is None:
                yield request

    for made in engine.translate(unknown()):
        while (ready := waiting[0][1]) is not None:
            waiting.popleft()
            yield ready
        request, _none = waiting.popleft()
        if keep:
            keep(request, made)
        yield made
    for _request, ready in waiting:
        assert ready is not None, "the engine gave fewer drafts than it got requests"
        yield ready


def _draft(request: Request, found: Remembered) -> Draft:
    text = request.text
    lead, trail = text[:len(text) - len(text.lstrip())], text[len(text.rstrip()):]
    return Draft(f"{lead}{found.side(request.target).strip()}{trail}", engine="memory", score=found.score,
                 original="" if found.score == EXACT else found.side(request.source))


class Prepared(NamedTuple):
    """An engine with all that goes before it."""

    engine: Engine
    """What to ask."""
    journal: Journal | None
    """Where its drafts are kept until the run is over."""


def prepared(name: str, settings: Settings, text: str, direction: str, memory: Memory | None, minimum: float | None, resume: bool) -> Prepared:
    """The engine of that name behind a memory and, where its drafts are worth keeping, a journal for this text.

    `minimum` is the likeness from which on the memory's answers are taken; None: exact ones only, and fuzzy ones too where the engine is the memory.

    :raises UsageError: and EngineError, as `engines.get`.
    """
    engine = get(name, settings)
    journal = None
    if getattr(engine, "journaled", False) and resume:
        journal = opened(text, engine.signature(), direction)
    if journal is not None:
        # The engine tells the journal of each draft itself, from the thread in which it arrived: drafts are handed on in order, and later.
        engine = Journaled(get(name, dataclasses.replace(settings, keep=journal.keep)), journal)
    if memory is not None:
        least = minimum if minimum is not None else FUZZY if name == "memory" else EXACT
        engine = Remembering(engine, memory, least)
    return Prepared(engine, journal)
