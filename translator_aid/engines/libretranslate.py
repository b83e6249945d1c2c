"""LibreTranslate, on this machine or elsewhere: https://docs.libretranslate.com/api/operations/translate/.

It knows no glossary, so targets are written into the text; what the model mangles is asked for once more with words that stand for the terms.
"""

from __future__ import annotations

from typing import Any, Iterable, Iterator

from translator_aid import carrying, keys
from translator_aid.engines import Settings
from translator_aid.model import Draft, Form, Request
from translator_aid.remote import Client
from translator_aid.workers import Crew

NAME = "libretranslate"
VARIABLES = ("LIBRETRANSLATE_API_KEY", "TRANSLATOR_AID_LIBRETRANSLATE_KEY")
DEFAULT_URL = "http://127.0.0.1:5000"


class LibreTranslate:
    """The engine; `url` is the server's, by default one on this machine."""

    NAME = NAME
    FORMS: tuple[Form, ...] = ("inline", "placeholder")
    journaled = True

    def __init__(self, settings: Settings) -> None:
        self._key = keys.find(NAME, VARIABLES)
        self.client = Client(settings.url_for(NAME, DEFAULT_URL), settings.limits(60.0), secret=self._key)
        self.address = "" if self.client.is_local else self.client.address
        self._crew = Crew(self._ask, self.client, settings.workers, settings.keep)

    def signature(self) -> str:
        """Name and version of the engine, and its server."""
        return f"libretranslate/1 {self.client.address}"

    def translate(self, requests: Iterable[Request]) -> Iterator[Draft]:
        """The drafts in order; several texts are on their way at once.

        :raises EngineError: where the server refuses before it has answered anything.
        """
        return self._crew.drafts(requests)

    def _ask(self, request: Request) -> Draft:
        carried = carrying.placeholder(request) if request.form == "placeholder" else carrying.inline(request)
        if carried.wordless:
            return carried.read(carried.text)
        body = {"q": [carried.text], "source": request.source, "target": request.target, "format": "text"}
        return carried.read(self.client.call("POST", "/translate", {**body, "api_key": self._key} if self._key else body, _answer))


def opened(settings: Settings) -> LibreTranslate:
    """The engine as the settings say.

    >>> opened(Settings(url="https://libretranslate.example")).address
    'https://libretranslate.example'
    """
    return LibreTranslate(settings)


def _answer(data: Any) -> str:
    """The one text of an answer."""
    (text,) = data["translatedText"]
    if not isinstance(text, str) or not text.strip():
        raise ValueError
    return text
