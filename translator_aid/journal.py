"""What an interrupted run had already got: one file a document and engine in the user's state folder, a line a draft.

A line is written the moment a draft arrives, so that a program that is killed loses only what was still on its way. The file is for its owner alone,
is removed when all went well, and after 30 days in any case. A line that was cut short when the program died is passed over.
"""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import json
import os
import threading
import time
from pathlib import Path

from translator_aid import folders
from translator_aid.model import Draft, Request, Span

VERSION = 1
KEPT = 30 * 24 * 3600
"""Seconds after which a journal that nobody came back for is removed."""


def state_folder() -> Path | None:
    """The folder for journals, made for its owner alone if need be; None where TRANSLATOR_AID_STATE is `off` or nothing can be written."""
    chosen = os.environ.get("TRANSLATOR_AID_STATE")
    if chosen == "off":
        return None
    folder = Path(chosen or folders.folder("state"))
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError:
        return None
    return folder if os.access(folder, os.W_OK) else None


def digest(request: Request) -> str:
    """A short hash of all that a draft depends on beside the engine: the text, what it must carry, and in which form.

    >>> one = Request("Halo.", (), "id", "en")
    >>> digest(one) == digest(Request("Halo.", (), "id", "en")), digest(one) == digest(Request("Halo.", (), "id", "en", form="placeholder"))
    (True, False)
    """
    constraints = [[getattr(one, name) for name in ("kind", "surface", "target", "forms", "around")] + [one.span.start, one.span.end]
                   for one in request.constraints]
    markup = [[span.start, span.end] for span in request.markup]
    data = json.dumps([VERSION, request.text, constraints, request.source, request.target, markup, request.form], ensure_ascii=True)
    return hashlib.sha256(data.encode()).hexdigest()[:32]


class Journal:
    """The drafts of one document by one engine. `known` holds those of an earlier run."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.known: dict[str, Draft] = {}
        self.resumed = 0
        self._lock = threading.Lock()
        self._stream: int | None = None
        with contextlib.suppress(OSError):
            for line in path.read_bytes().split(b"\n"):
                self._take(line)
        self.resumed = len(self.known)

    def keep(self, request: Request, draft: Draft) -> None:
        """Writes a draft down, once; from any thread. A disk that is full costs the resumption, not the run."""
        name = digest(request)
        with self._lock:
            if name in self.known or draft.failure:
                return
            self.known[name] = draft
            with contextlib.suppress(OSError):
                if self._stream is None:
                    self._stream = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
                    # Whatever stands there unfinished must not swallow the first new line.
                    os.write(self._stream, b"\n")
                os.write(self._stream, json.dumps([name, _plain(draft)], ensure_ascii=True).encode() + b"\n")

    def close(self, finished: bool) -> None:
        """Ends the writing; where all is done, the file goes."""
        with self._lock:
            if self._stream is not None:
                os.close(self._stream)
                self._stream = None
            if finished:
                with contextlib.suppress(OSError):
                    self.path.unlink(missing_ok=True)

    def _take(self, line: bytes) -> None:
        with contextlib.suppress(ValueError, TypeError, KeyError, IndexError):
            name, data = json.loads(line)
            self.known[name] = _draft(data)


def opened(text: str, signature: str, direction: str) -> Journal | None:
    """The journal for a document's text, an engine's signature and a direction such as `id-en`; None where there is no folder for it."""
    folder = state_folder()
    if folder is None:
        return None
    folder = folder / "journal"
    try:
        folder.mkdir(exist_ok=True, mode=0o700)
        for old in folder.glob("*.jsonl"):
            if time.time() - old.stat().st_mtime > KEPT:
                old.unlink()
    except OSError:
        return None
    name = hashlib.sha256("\0".join([text, signature, direction]).encode("utf-8", "surrogatepass")).hexdigest()[:32]
    return Journal(folder / f"{name}.jsonl")


def _plain(draft: Draft) -> dict[str, object]:
    return {name: value for name, value in dataclasses.asdict(draft).items() if value not in ("", (), None)}


def _draft(data: dict[str, object]) -> Draft:
    fields = dict(data)
    for name in ("placed", "untranslated"):
        spans = fields.get(name)
        if isinstance(spans, list):
            fields[name] = tuple(Span(span["start"], span["end"]) if span else None for span in spans)
    fields["repaired"] = tuple(fields.get("repaired", ()))  # type: ignore[arg-type]
    return Draft(**fields)  # type: ignore[arg-type]
