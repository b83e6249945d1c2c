"""Files fetched from the network, big ones too: what has arrived is kept, and the next try goes on from there.

A file is asked for from where the last try ended (RFC 9110, 14.2), on condition that it is still the same one (`If-Range`, 13.1.5); a server that
does not know ranges sends it from the start. Nothing goes out but the request; redirects are followed, but never from https to http.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import shutil
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from typing import Any, Callable, Iterator
from urllib.parse import urlsplit

from translator_aid.errors import EngineError, UsageError, WriteError
from translator_aid.i18n import _, ngettext
from translator_aid.rawfiles import unwritable
from translator_aid.remote import is_local

PIECE = 1 << 18
SPARE = 64 << 20
"""Bytes that must remain free on the disk."""
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait for a server, and how often to go on after it broke off."""

    timeout: float = 60.0
    """Seconds without a byte."""
    attempts: int = 6
    """Tries in a row that bring nothing new."""
    pause: float = 1.0
    """Seconds before the second try; each further pause doubles."""


class _SameKind(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, request: urllib.request.Request, fp: Any, code: int, message: str, headers: Any, url: str) -> Any:
        if urlsplit(url).scheme != "https" and urlsplit(request.full_url).scheme == "https" or urlsplit(url).scheme not in ("http", "https"):
            raise EngineError(_("{url} leads to an address that is not encrypted; that was refused").format(url=request.full_url))
        return super().redirect_request(request, fp, code, message, headers, url)


def size(url: str, patience: Patience = Patience()) -> int | None:
    """The size of a file in bytes; None where the server does not say.

    :raises UsageError: for what is no http address.
    :raises EngineError: where the server cannot be reached or does not have the file.
    """
    with _opened(url, {}, patience, "HEAD") as answer:
        told = answer.headers.get("Content-Length", "")
        return int(told) if told.isdigit() else None


def fetch(url: str, path: Path, expected: int | None = None, progress: Progress | None = None, patience: Patience = Patience()) -> None:
    """Brings a file to `path`; what an earlier try left in `path` with `.part` behind is gone on from.

    `progress` hears how many bytes are there, and how many there will be (0: unknown).

    :raises UsageError: for what is no http address.
    :raises EngineError: where the file cannot be had; what has arrived is kept.
    :raises WriteError: where the disk does not take it.
    """
    part, notes = path.with_name(path.name + ".part"), path.with_name(path.name + ".json")
    idle = 0
    while True:
        before = part.stat().st_size if part.exists() else 0
        try:
            if _step(url, part, notes, expected, progress, patience):
                break
            trouble = _("the connection broke off")
        except (OSError, HTTPException) as error:
            if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EROFS, errno.EPERM):
                raise unwritable(part, error) from error
            trouble = str(getattr(error, "reason", "") or error) or type(error).__name__
        idle = 0 if part.exists() and part.stat().st_size > before else idle + 1
        if idle >= patience.attempts:
            there = part.stat().st_size if part.exists() else 0
            message = ngettext("{url} cannot be fetched: {reason}; {n} byte is here, and the same command goes on from there",
                               "{url} cannot be fetched: {reason}; {n} bytes are here, and the same command goes on from there", there)
            raise EngineError(message.format(url=url, reason=trouble, n=there))
        time.sleep(patience.pause * 2 ** max(0, idle - 1))
    os.replace(part, path)
    notes.unlink(missing_ok=True)


def checksum(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    total = hashlib.sha256()
    with path.open("rb") as stream:
        while piece := stream.read(1 << 20):
            total.update(piece)
    return total.hexdigest()


def room(folder: Path, wanted: int) -> None:
    """Nothing, where so many bytes find room in a folder.

    :raises WriteError: otherwise.
    """
    free = shutil.disk_usage(folder).free
    if free < wanted + SPARE:
        raise WriteError(_("{path}: there is not enough room: {n} MB are needed, {free} MB are free").format(
            path=folder, n=-(-(wanted + SPARE) // 1_000_000), free=free // 1_000_000))


def _step(url: str, part: Path, notes: Path, expected: int | None, progress: Progress | None, patience: Patience) -> bool:
    """One try; whether all is there now."""
    there = part.stat().st_size if part.exists() else 0
    known = _noted(notes, url) if there else {}
    if there and not known.get("mark"):
        there = 0
    headers = {"Range": f"bytes={there}-", "If-Range": known["mark"]} if there else {}
    with _opened(url, headers, patience) as answer:
        if answer.status == 416 or there and answer.status != 206:
            there = 0
        if answer.status == 416:
            part.unlink(missing_ok=True)
            return False
        length = answer.headers.get("Content-Length", "")
        total = there + int(length) if length.isdigit() else expected or 0
        mark = answer.headers.get("ETag", "")
        mark = answer.headers.get("Last-Modified", "") if not mark or mark.startswith("W/") else mark
        room(part.parent, max(0, total - there))
        notes.write_text(json.dumps({"url": url, "mark": mark, "total": total}), encoding="utf-8")
        with part.open("ab" if there else "wb") as stream:
            while piece := answer.read1(PIECE):
                stream.write(piece)
                there += len(piece)
                if progress:
                    progress(there, total)
    return not total or there >= total


def _noted(notes: Path, url: str) -> dict[str, Any]:
    try:
        data = json.loads(notes.read_text(encoding="utf-8"))
        return data if data["url"] == url else {}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


@contextlib.contextmanager
def _opened(url: str, headers: dict[str, str], patience: Patience, method: str = "GET") -> Iterator[Any]:
    if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
        raise UsageError(_("'{url}' is no address of a file; expected http://… or https://…").format(url=url))
    request = urllib.request.Request(url, headers={"User-Agent": "translator-aid", "Accept-Encoding": "identity", **headers}, method=method)
    try:
        proxies = urllib.request.ProxyHandler({} if is_local(urlsplit(url).hostname or "") else None)
        with urllib.request.build_opener(_SameKind, proxies).open(request, timeout=patience.timeout) as answer:
            yield answer
    except urllib.error.HTTPError as error:
        if error.code == 416 and headers:
            yield error
        elif error.code in (408, 429, 500, 502, 503, 504) and method == "GET":
            raise OSError(_("the server answered {status}").format(status=error.code)) from None
        else:
            raise EngineError(_("{url}: there is no such file to be had (the server answered {status})").format(url=url, status=error.code)) from None
    except (urllib.error.URLError, HTTPException) as error:
        if method == "GET":
            raise
        raise EngineError(_("{url} cannot be reached: {reason}").format(url=url, reason=getattr(error, "reason", error))) from None
