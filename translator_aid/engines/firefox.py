"""The models of Firefox's own translation, without Firefox: `translator-aid model install firefox-id-en`, or `--model FOLDER`.

https://mozilla.github.io/translations/firefox-models/. They are loaded by fxtranslate (MPL-2.0), which those who make the models maintain; only what
it makes of bytes is used here: it never looks for a model by itself. https://pypi.org/project/fxtranslate/
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any, Final

from translator_aid import models, neural, subwords
from translator_aid.engines import Settings
from translator_aid.errors import EngineError, UnreadableError, UsageError
from translator_aid.i18n import _
from translator_aid.model import Language
from translator_aid.text import sentences

NAME: Final = "firefox"
_LETTERS = 3
"""Characters a piece, cautiously: the runtime cuts off what a model cannot hold, and does not say so."""


def opened(settings: Settings) -> neural.Shelf:
    """The engine as the settings say.

    >>> opened(Settings(model="/tidak/ada"))
    Traceback (most recent call last):
    translator_aid.errors.UsageError: /tidak/ada: is no folder with a model

    :raises UsageError: where there is no such model, or none at all.
    :raises UnreadableError: for a folder that lacks a part of one.
    """
    return neural.Shelf(NAME, models.candidates(NAME, settings.model_for(NAME)), lambda folder, direction: _Model(folder))


class _Model:
    """One model: weights, one vocabulary or two, and perhaps a list of likely words for each word."""

    def __init__(self, folder: Path) -> None:
        if not folder.is_dir():
            raise UsageError(_("{path}: is no folder with a model").format(path=folder))
        self._folder = folder
        self._weights = self._one("model*.bin")
        self._source = self._one("srcvocab*.spm", "vocab*.spm")
        self._target = self._one("trgvocab*.spm", "vocab*.spm")
        self._shortlist = next(iter(sorted(folder.glob("lex*.bin"))), None)
        self._translator: Any = None

    def signature(self) -> str:
        return f"{self._folder.name} {hashlib.sha256(self._weights.read_bytes()).hexdigest()[:12]}"

    def load(self) -> None:
        if self._translator is None:
            try:
                from fxtranslate import Translator
            except ImportError as error:
                raise subwords.missing("firefox") from error
            files = [self._weights, self._source, self._target, *filter(None, [self._shortlist])]
            try:
                self._translator = Translator(*(path.read_bytes() for path in files))
            except BaseException as error:
                raise UnreadableError(_("{path}: the model cannot be loaded: {reason}").format(path=self._folder, reason=_reason(error))) from error

    def translate(self, text: str, target: Language) -> str:
        """A paragraph of one line, translated sentence by sentence."""
        self.load()
        found = [part for span in sentences(text) for part in neural.parts(text[span.start:span.end], lambda one: len(one) // _LETTERS)]
        try:
            return " ".join(filter(None, (self._translator.translate(one).strip() for one in found))) if found else text
        except BaseException as error:
            raise EngineError(_("the model failed on this text: {reason}").format(reason=_reason(error))) from error

    def _one(self, *patterns: str) -> Path:
        found = [path for pattern in patterns for path in sorted(self._folder.glob(pattern))]
        if not found:
            raise UnreadableError(_("{path}: holds no {names}").format(path=self._folder, names=", ".join(patterns)))
        return found[0]


def _reason(error: BaseException) -> str:
    """The first line of what went wrong in the runtime; whatever is no error of its own is raised again.

    Its panics are no `Exception`s, so that all has to be caught.
    """
    if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
        raise error
    return (str(error) or repr(error)).splitlines()[0]
