"""CTranslate2 models that the user has, such as OPUS-MT: `--model FOLDER`, the NAME of an installed one, or else the one for the direction."""

from __future__ import annotations

from translator_aid import models, neural
from translator_aid.engines import Settings

NAME = "ctranslate2"


def opened(settings: Settings) -> neural.Shelf:
    """The engine as the settings say.

    >>> opened(Settings(model="/tidak/ada"))
    Traceback (most recent call last):
    translator_aid.errors.UsageError: /tidak/ada: is no folder with a model

    :raises UsageError: where there is no such model, or none at all.
    :raises UnreadableError: for a folder that lacks a part of one.
    """
    folders = models.candidates("ctranslate2", settings.model_for(NAME))
    return neural.Shelf(NAME, folders, lambda folder, direction: neural.Model(folder, direction=direction))
