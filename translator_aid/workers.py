"""Several texts on their way at once, answered in order; the failure of one is a draft that says so, and never loses the others."""

from __future__ import annotations

import threading
from collections import deque
from queue import SimpleQueue
from typing import Callable, Iterable, Iterator

from translator_aid.i18n import _
from translator_aid.model import Draft, Request, Span
from translator_aid.remote import Client, Failed, Refused

AHEAD = 4
"""Texts read ahead for each worker, so that a slow one does not leave the others idle."""
STREAK = 12
"""Failures in a row after which the service counts as out of order."""
Ask = Callable[[Request], Draft]
Keep = Callable[[Request, Draft], None]


def failed(request: Request, why: str) -> Draft:
    """The draft of a text that could not be translated: the text itself, marked as such.

    >>> draft = failed(Request("Halo.", (), "id", "en"), "no answer")
    >>> draft.text, draft.untranslated, draft.failure
    ('Halo.', (Span(start=0, end=5),), 'no answer')
    """
    spans = (Span(0, len(request.text)),) if request.text else ()
    return Draft(request.text, tuple(None for _one in request.constraints), spans, failure=why)


class _Slot:
    """A request on its way."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.done = threading.Event()
        self.draft: Draft | None = None
        self.error: BaseException | None = None

    def result(self) -> Draft:
        self.done.wait()
        if self.error is not None:
            raise self.error
        assert self.draft is not None
        return self.draft


class Crew:
    """Workers who ask a service, and what they know of its state."""

    def __init__(self, ask: Ask, client: Client, workers: int, keep: Keep | None = None) -> None:
        self.ask = ask
        self.client = client
        self.workers = max(1, workers)
        self.keep = keep
        self.broken = ""
        self.streak = 0
        self._lock = threading.Lock()

    def drafts(self, requests: Iterable[Request]) -> Iterator[Draft]:
        """One draft a request, in order, as soon as it is there; each is given to `keep` the moment it arrives, in order or not.

        :raises Refused: where the service refuses before it has answered anything.
        """
        todo: SimpleQueue[_Slot | None] = SimpleQueue()
        slots: deque[_Slot] = deque()
        threads: list[threading.Thread] = []
        try:
            for request in requests:
                slots.append(_Slot(request))
                todo.put(slots[-1])
                if len(threads) < min(self.workers, len(slots)):
                    # Daemons: an interrupted program must not wait for answers that nobody wants any more.
                    threads.append(threading.Thread(target=self._work, args=(todo,), daemon=True))
                    threads[-1].start()
                while slots and (slots[0].done.is_set() or len(slots) >= self.workers * AHEAD):
                    yield slots.popleft().result()
            while slots:
                yield slots.popleft().result()
        finally:
            if slots:
                self.broken = self.broken or _("stopped")
            for _thread in threads:
                todo.put(None)

    def _work(self, todo: SimpleQueue[_Slot | None]) -> None:
        while (slot := todo.get()) is not None:
            try:
                slot.draft = self._one(slot.request)
            except BaseException as error:
                slot.error = error
            slot.done.set()

    def _one(self, request: Request) -> Draft:
        if self.broken:
            return failed(request, self.broken)
        try:
            draft = self.ask(request)
        except Refused as error:
            with self._lock:
                self.broken = str(error)
                if not self.client.answered:
                    raise
            return failed(request, str(error))
        except Failed as error:
            with self._lock:
                self.streak += 1
                if self.streak >= STREAK:
                    self.broken = _("{reason} (and so for {n} texts in a row)").format(reason=error, n=self.streak)
            return failed(request, str(error))
        if self.keep:
            self.keep(request, draft)
        with self._lock:
            self.streak = 0
        return draft
