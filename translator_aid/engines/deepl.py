"""DeepL, with its glossaries: https://developers.deepl.com/docs/api-reference.

Terms go into a glossary made for this text alone and deleted afterwards, so that DeepL inflects them itself; numbers, names, code and addresses
travel in a tag that it must not touch, and markup as empty tags. Where no glossary can be had, terms travel in such a tag as well.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
from typing import Any, Iterable, Iterator, Sequence

from translator_aid import carrying, keys
from translator_aid.engines import Settings
from translator_aid.errors import EngineError
from translator_aid.model import Draft, Form, Request
from translator_aid.remote import Client, Failed, Unknown
from translator_aid.workers import Crew

NAME = "deepl"
VARIABLES = ("DEEPL_AUTH_KEY", "DEEPL_API_KEY", "TRANSLATOR_AID_DEEPL_KEY")
_CODES = {"id": "ID", "en": "EN-US"}
_LONGEST = 1024
"""UTF-8 bytes of an entry's side at most."""


class DeepL:
    """The engine; the kind of key tells which of DeepL's two addresses it is for."""

    NAME = NAME
    FORMS: tuple[Form, ...] = ("glossary", "placeholder")
    journaled = True

    def __init__(self, settings: Settings) -> None:
        key = keys.needed(NAME, VARIABLES)
        default = "https://api-free.deepl.com" if key.endswith(":fx") else "https://api.deepl.com"
        self.client = Client(settings.url_for(NAME, default), settings.limits(30.0), {"Authorization": f"DeepL-Auth-Key {key}"}, key)
        self.address = "" if self.client.is_local else self.client.address
        self._crew = Crew(self._ask, self.client, settings.workers, settings.keep)
        self._glossary = ""

    def signature(self) -> str:
        """Name and version of the engine."""
        return "deepl/1"

    def translate(self, requests: Iterable[Request]) -> Iterator[Draft]:
        """The drafts in order. All requests are read before the first is sent, because the glossary must hold the terms of all.

        :raises EngineError: where the service refuses before it has answered anything.
        """
        wanted = list(requests)
        terms = entries(request for request in wanted if request.form != "placeholder")
        with self._a_glossary(terms, wanted[0]) if terms else contextlib.nullcontext():
            yield from self._crew.drafts(wanted)

    @contextlib.contextmanager
    def _a_glossary(self, terms: Sequence[tuple[str, str]], request: Request) -> Iterator[None]:
        """For as long as it lasts, there is a glossary of these terms; none where the service would not have one."""
        table = "\n".join(f"{source}\t{target}" for source, target in terms)
        name = f"translator-aid {request.source}-{request.target} {hashlib.sha256(table.encode()).hexdigest()[:12]}"
        try:
            self._glossary = self._found(name) or self._made(name, table, request)
        except (Failed, Unknown):
            self._glossary = ""
        try:
            yield
        finally:
            gone, self._glossary = self._glossary, ""
            if gone:
                with contextlib.suppress(EngineError):
                    self.client.call("DELETE", f"/v3/glossaries/{gone}")

    def _found(self, name: str) -> str:
        """The glossary of that name, left by a run that was interrupted."""
        listed = self.client.call("GET", "/v3/glossaries", reading=lambda data: [
            (one["name"], str(one["glossary_id"])) for one in data["glossaries"]])
        return next((number for label, number in listed if label == name and re.fullmatch(r"[\w-]+", number)), "")

    def _made(self, name: str, table: str, request: Request) -> str:
        entries = {"source_lang": request.source, "target_lang": request.target, "entries": table, "entries_format": "tsv"}
        return self.client.call("POST", "/v3/glossaries", {"name": name, "dictionaries": [entries]}, _number)

    def _ask(self, request: Request) -> Draft:
        glossary = "" if request.form == "placeholder" else self._glossary
        carried = carrying.tagged(request, terms=not glossary)
        if carried.wordless:
            carried = carrying.inline(request)
            return carried.read(carried.text)
        body = {
            "text": [carried.text], "source_lang": _CODES[request.source][:2], "target_lang": _CODES[request.target],
            "tag_handling": "xml", "ignore_tags": ["x"], "split_sentences": "nonewlines",
        }
        return carried.read(self.client.call("POST", "/v2/translate", {**body, "glossary_id": glossary} if glossary else body, _answer))


def opened(settings: Settings) -> DeepL:
    """The engine as the settings say.

    >>> import os
    >>> os.environ["DEEPL_AUTH_KEY"] = "rahasia:fx"
    >>> opened(Settings()).address
    'https://api-free.deepl.com'
    >>> del os.environ["DEEPL_AUTH_KEY"]
    """
    return DeepL(settings)


def entries(requests: Iterable[Request]) -> tuple[tuple[str, str], ...]:
    """The terms of all requests as DeepL takes them: each source once, no control characters, no side longer than 1024 bytes."""
    found: dict[str, str] = {}
    for request in requests:
        terms = {" ".join(one.surface.split()) for one in request.constraints if one.kind == "term"}
        for source, target in carrying.pairs(request):
            sides = (source, target)
            if source in terms and all(side and side.isprintable() and len(side.encode()) <= _LONGEST for side in sides):
                found.setdefault(source, target)
    return tuple(found.items())


def _number(data: Any) -> str:
    number = str(data["glossary_id"])
    if not re.fullmatch(r"[\w-]+", number):
        raise ValueError
    return number


def _answer(data: Any) -> str:
    """The one text of an answer."""
    (translation,) = data["translations"]
    text = translation["text"]
    if not isinstance(text, str) or not text.strip():
        raise ValueError
    return text
