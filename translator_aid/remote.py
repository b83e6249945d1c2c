"""A service on the network, asked in JSON over HTTP: patient with what passes, plain about what does not.

What is worth another try (no answer, 429, 5xx, a body cut short or not as agreed) is tried again after a pause that doubles and varies, or after what
`Retry-After` says. A redirect is refused: texts and keys go to the address that was named and nowhere else. No header is ever shown, and a key that a
server repeats is blacked out.
"""

from __future__ import annotations

import json
import random
import re
import threading
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from ipaddress import ip_address
from typing import Any, Callable, Mapping, TypeVar
from urllib.parse import urlsplit

from translator_aid.errors import EngineError, UsageError
from translator_aid.i18n import _, ngettext

T = TypeVar("T")
AGAIN = (408, 409, 425, 429, 500, 502, 503, 504, 529)
"""Answers that another try may better."""
LARGEST = 16 * 1024 * 1024
"""Bytes of an answer that are read at most."""
SHOWN = 200
"""Characters of a server's own explanation that are shown."""


class Failed(EngineError):
    """This text got no usable answer; the next one may."""


class Final(Failed):
    """This text would get no other answer if it were sent again."""


class Refused(EngineError):
    """The service will answer nothing as things are: a key, a quota, an address."""


class Unknown(Refused):
    """The service does not know that address or model."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How patient and how gentle to be."""

    timeout: float = 30.0
    """Seconds for one answer, from the first byte sent to the last one read."""
    attempts: int = 5
    """Tries in all for one text."""
    pause: float = 0.5
    """Seconds before the second try; each further pause doubles."""
    longest: float = 60.0
    """Seconds to wait at most when a server says how long; beyond that it is left alone."""
    rate: float = 0.0
    """Requests a second at most; 0 for no bound but the service's own."""
    workers: int = 4
    """Texts on their way at once."""


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: Any, **_named: Any) -> None:
        return None


class Client:
    """Asks one service; may be used by several threads at once. `answered` is true once it has given a usable answer.

    >>> Client("http://127.0.0.1:5000/", Limits()).is_local, Client("https://api.deepl.com", Limits()).address
    (True, 'https://api.deepl.com')

    :raises UsageError: for an address that is none, or one to which a key would go unencrypted.
    """

    def __init__(self, base: str, limits: Limits, headers: Mapping[str, str] | None = None, secret: str = "") -> None:
        parts = urlsplit(base)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise UsageError(_("'{url}' is no address of a service; expected http://… or https://…").format(url=base))
        if parts.username or parts.password or parts.query:
            raise UsageError(_(
                "the address of a service must hold no password and no question mark; a key belongs in the environment or the keyring"))
        self.base = base.rstrip("/")
        self.address = f"{parts.scheme}://{parts.netloc}"
        self.is_local = is_local(parts.hostname)
        self.limits = limits
        self.stopped = threading.Event()
        self.answered = False
        if secret and parts.scheme == "http" and not self.is_local:
            raise UsageError(_("{address} would receive the key unencrypted; use https").format(address=self.address))
        self._secret = secret
        self._headers = {"Content-Type": "application/json", "Accept": "application/json", "User-Agent": "translator-aid", **(headers or {})}
        proxies = urllib.request.ProxyHandler({} if self.is_local else None)
        self._opener = urllib.request.build_opener(_NoRedirect, proxies)
        self._gate = threading.Lock()
        self._next = 0.0

    def call(self, method: str, path: str, body: Any = None, reading: Callable[[Any], T] = lambda data: data) -> T:
        """What `reading` makes of the answer; an answer that it cannot read (it raises) is tried again.

        :raises Failed: where no usable answer came.
        :raises Refused: where none is to be expected for any other text either.
        """
        trouble: Failed | Refused = Failed("")
        for attempt in range(self.limits.attempts):
            self._await_turn()
            wait = self.limits.pause * 2 ** attempt * random.uniform(0.75, 1.25)
            try:
                return self._read(self._send(method, path, body), reading)
            except urllib.error.HTTPError as error:
                trouble, told = self._judged(error)
                if error.code not in AGAIN or isinstance(trouble, Refused):
                    raise trouble from None
                if told > self.limits.longest:
                    raise Refused(_("{address} asks to wait {seconds}; run the same command again after that").format(
                        address=self.address, seconds=_told(round(told)))) from None
                wait = max(wait, told)
                if error.code == 429:
                    self._hold(wait)
            except Final:
                raise
            except Failed as error:
                trouble = error
            except (OSError, HTTPException) as error:
                trouble = self._unreached(error)
                # Who has never answered and cannot be found twice is not there, or the address is wrong.
                if _is_certificate(error) or isinstance(trouble, Refused) and attempt and not self.answered:
                    raise trouble from None
            if attempt + 1 < self.limits.attempts and self.stopped.wait(wait):
                break
        raise trouble

    def close(self) -> None:
        """Ends the waiting of all who wait."""
        self.stopped.set()

    def _send(self, method: str, path: str, body: Any) -> bytes:
        data = None if body is None else json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")
        request = urllib.request.Request(self.base + path, data, dict(self._headers), method=method)
        until = time.monotonic() + self.limits.timeout
        with self._opener.open(request, timeout=self.limits.timeout) as answer:
            pieces, size = [], 0
            expected = answer.headers.get("Content-Length")
            # In small pieces, since a server that drips its answer would otherwise keep within every single time-out.
            while piece := answer.read1(65536):
                pieces.append(piece)
                size += len(piece)
                if size > LARGEST:
                    raise Failed(_("{address} sent more than {n} MB").format(address=self.address, n=LARGEST // 1024 ** 2))
                if time.monotonic() > until:
                    raise TimeoutError
            if expected and expected.isdigit() and size < int(expected):
                raise Failed(_("{address} broke off in the middle of its answer").format(address=self.address))
        return b"".join(pieces)

    def _read(self, data: bytes, reading: Callable[[Any], T]) -> T:
        try:
            result = reading(json.loads(data) if data.strip() else None)
            self.answered = True
            return result
        except EngineError:
            raise
        except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError):
            raise Failed(_("{address} sent an answer that is not what its interface promises").format(address=self.address)) from None

    def _judged(self, error: urllib.error.HTTPError) -> tuple[Failed | Refused, float]:
        """What an error status means, and how many seconds the server asks to wait."""
        said = self._said(error)
        told = _seconds(error.headers.get("Retry-After", ""))
        fields = {"address": self.address, "status": error.code, "said": said}
        if 300 <= error.code < 400:
            host = urlsplit(error.headers.get("Location", "")).netloc or "?"
            return Refused(_("{address} wants to send the texts on to {host}; that was refused. Name the right address with --url").format(
                address=self.address, host=host)), told
        # LibreTranslate says 400 where it wants a key and gets none
        if error.code in (401, 403) or error.code == 400 and "api key" in said.lower():
            return Refused(_("{address} did not accept the key ({status}){said}").format(**fields)), told
        if error.code in (404, 405):
            return Unknown(_("{address} does not know that address or model ({status}){said}").format(**fields)), told
        if error.code in (402, 456) or "insufficient_quota" in said:
            return Refused(_("the quota at {address} is used up ({status}){said}").format(**fields)), told
        return Failed(_("{address} answered {status}{said}").format(**fields)), told

    def _said(self, error: urllib.error.HTTPError) -> str:
        """The server's own explanation, short, on one line and without the key."""
        try:
            text = error.read(8192).decode("utf-8", "replace")
        except (OSError, HTTPException):
            return ""
        try:
            data = json.loads(text)
            inner = data.get("error", data.get("message", ""))
            text = (f"{inner.get('message', '')} {inner.get('code') or ''}" if isinstance(inner, dict) else str(inner)).strip()
        except (ValueError, AttributeError):
            text = "" if "<" in text else text
        text = re.sub(r"[\s\x00-\x1f\x7f-\x9f]+", " ", self.without_secret(text)).strip()
        return f": {text[:SHOWN]}" if text else ""

    def without_secret(self, text: str) -> str:
        """The text with the key blacked out, whole or in part."""
        if not self._secret:
            return text
        return re.sub(re.escape(self._secret[:6]) + r"\S*", "***", text.replace(self._secret, "***"))

    def _unreached(self, error: OSError | HTTPException) -> Failed | Refused:
        reason = getattr(error, "reason", error)
        if isinstance(reason, TimeoutError) or isinstance(error, TimeoutError):
            return Failed(_("{address} did not answer within {seconds}").format(address=self.address, seconds=_told(self.limits.timeout)))
        if isinstance(error, (HTTPException, ConnectionResetError, BrokenPipeError)) or isinstance(reason, ConnectionResetError):
            return Failed(_("{address} broke off in the middle of its answer").format(address=self.address))
        shown = getattr(reason, "strerror", None) or str(reason) or type(reason).__name__
        return Refused(_("{address} cannot be reached: {reason}").format(address=self.address, reason=shown))

    def _await_turn(self) -> None:
        """Waits until the rate and a server's `Retry-After` allow the next request."""
        while True:
            with self._gate:
                now = time.monotonic()
                if now >= self._next:
                    self._next = now + (1 / self.limits.rate if self.limits.rate else 0.0)
                    return
                wait = self._next - now
            if self.stopped.wait(wait):
                raise Failed(_("stopped"))

    def _hold(self, seconds: float) -> None:
        with self._gate:
            self._next = max(self._next, time.monotonic() + seconds)


def is_local(host: str) -> bool:
    """Whether a host is this machine, by its name or number alone.

    >>> is_local("127.0.0.1"), is_local("localhost"), is_local("localhost.contoh.example"), is_local("192.168.1.1")
    (True, True, False, False)
    """
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _is_certificate(error: Exception) -> bool:
    return "CERTIFICATE" in str(getattr(error, "reason", ""))


def _told(seconds: float) -> str:
    return ngettext("{n} second", "{n} seconds", 1 if seconds == 1 else 2).format(n=f"{seconds:g}")


def _seconds(value: str) -> float:
    """What `Retry-After` says: seconds, or a date (RFC 9110, 10.2.3); 0 where it says nothing understandable."""
    if re.fullmatch(r"\s*\d+(\.\d+)?\s*", value):
        return float(value)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except (TypeError, ValueError, IndexError):
        return 0.0
