"""A CTranslate2 model that the user has, such as an OPUS-MT one converted: `--model FOLDER` with model.bin and its SentencePiece models."""

from __future__ import annotations

from typing import Iterable, Iterator

from translator_aid import carrying
from translator_aid.engines import Settings
from translator_aid.errors import UsageError
from translator_aid.i18n import _
from translator_aid.model import Draft, Form, Request
from translator_aid.neural import Model

NAME = "ctranslate2"


class CTranslate2:
    """The engine; the folder must hold a model for the direction asked for."""

    NAME = NAME
    FORMS: tuple[Form, ...] = ("inline", "placeholder")
    journaled = True

    def __init__(self, settings: Settings) -> None:
        folder = settings.model_for(NAME)
        if not folder:
            raise UsageError(_("The engine '{engine}' needs a model: --model FOLDER").format(engine=NAME))
        self.model = Model(folder)

    def signature(self) -> str:
        """Name and version of the engine, and the model's."""
        return f"ctranslate2/1 {self.model.signature()}"

    def translate(self, requests: Iterable[Request]) -> Iterator[Draft]:
        """The drafts in order.

        :raises EngineError: where the libraries are missing or the model cannot be loaded.
        """
        for request in requests:
            carried = carrying.placeholder(request) if request.form == "placeholder" else carrying.inline(request)
            yield carried.read(carried.text if carried.wordless else self.model.translate(carried.text, request.target))


def opened(settings: Settings) -> CTranslate2:
    """The engine as the settings say.

    >>> opened(Settings())
    Traceback (most recent call last):
    translator_aid.errors.UsageError: The engine 'ctranslate2' needs a model: --model FOLDER
    """
    return CTranslate2(settings)
