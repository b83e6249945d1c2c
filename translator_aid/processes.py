"""Work spread over processes: results in the order of the work, with a bounded number of pieces on the way, so that memory stays flat.

The processes are spawned, not forked, on every system alike. A process that dies (killed, or out of memory) is replaced and the pieces that were
on their way are done again; one piece at which processes die three times ends the run. Processes end with the one that began them, however it
ends.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, Callable, Generic, Iterable, Iterator, TypeVar

from translator_aid.errors import Error
from translator_aid.i18n import _

Item = TypeVar("Item")
Result = TypeVar("Result")
AHEAD = 3
"""Pieces for each process that are on their way at once."""
TRIES = 3
"""How often the pieces on their way are begun again before the run ends."""


def counted(jobs: int) -> int:
    """How many processes a number asks for: itself, or for 0 one for each core that this program may use.

    >>> counted(3)
    3
    """
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return jobs or cores


class Processes(Generic[Item, Result]):
    """Processes that do one kind of work. `work` and `prepare` must be functions of a module, `about` and the items must be picklable.

    With one process all is done in this one, without any other.

    >>> with Processes(1, len, print, "siap") as processes:
    ...     list(processes.map(["satu", "dua"]))
    siap
    [4, 3]
    """

    def __init__(self, jobs: int, work: Callable[[Item], Result], prepare: Callable[[Any], object], about: Any) -> None:
        self.jobs = jobs
        self._work, self._prepare, self._about = work, prepare, about
        self._pool: ProcessPoolExecutor | None = None
        self._ready = False

    def __enter__(self) -> Processes[Item, Result]:
        return self

    def __exit__(self, *_error: object) -> None:
        if self._pool:
            # nobody waits for what they might still do, and one that ends by itself first gives back, bit by bit, all that it has learned
            for child in multiprocessing.active_children():
                child.terminate()
            self._pool.shutdown(wait=True, cancel_futures=True)

    def map(self, items: Iterable[Item]) -> Iterator[Result]:
        """The results, in the order of the items, each as soon as it and all before it are there.

        :raises Error: where processes die again and again.
        """
        if self.jobs == 1:
            if not self._ready:
                self._prepare(self._about)
                self._ready = True
            yield from map(self._work, items)
            return
        waiting: deque[tuple[Item, Future[Result]]] = deque()
        for item in items:
            waiting.append((item, self._submitted(item, waiting)))
            if len(waiting) >= self.jobs * AHEAD:
                yield self._first(waiting)
        while waiting:
            yield self._first(waiting)

    def _submitted(self, item: Item, waiting: deque[tuple[Item, Future[Result]]]) -> Future[Result]:
        for _try in range(TRIES):
            try:
                return self._started().submit(self._work, item)
            except BrokenProcessPool:
                self._again(waiting)
        raise _dying()

    def _first(self, waiting: deque[tuple[Item, Future[Result]]]) -> Result:
        """The result that is due next."""
        for _try in range(TRIES):
            try:
                result = waiting[0][1].result()
                waiting.popleft()
                return result
            except BrokenProcessPool:
                self._again(waiting)
        raise _dying()

    def _again(self, waiting: deque[tuple[Item, Future[Result]]]) -> None:
        """Begins anew what was on its way when a process died; what is done stays."""
        if self._pool:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None
        pool = self._started()
        for at, (item, future) in enumerate(waiting):
            if not future.done() or future.cancelled() or future.exception():
                waiting[at] = (item, pool.submit(self._work, item))

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(
                self.jobs, multiprocessing.get_context("spawn"), _began, (self._prepare, self._about, gc.get_threshold()))
        return self._pool


def _dying() -> Error:
    return Error(_("a working process ended {n} times in a row at the same piece (was it killed, or is there too little memory?)").format(n=TRIES))


def _began(prepare: Callable[[Any], object], about: Any, thresholds: tuple[int, int, int]) -> None:
    """In a new process: an interrupt is the first process's to handle, and its end is the end of this one; garbage is collected as there."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(*thresholds)
    parent = multiprocessing.parent_process()
    if parent:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    prepare(about)


def _end_with(parent: Any) -> None:
    parent.join()
    os._exit(1)
