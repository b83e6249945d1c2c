"""Translation models that the user has: CTranslate2 folders and their word pieces, as OPUS-MT conversions and Argos packages hold them.

Nothing in such a folder is executed. The libraries come with the extra `ctranslate2` and are imported when a model is first used.
"""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any, Callable, Iterable, Iterator, Mapping, Protocol, Sequence

from translator_aid import carrying, subwords
from translator_aid.errors import EngineError, UnreadableError, UsageError
from translator_aid.i18n import _
from translator_aid.model import Draft, Form, Language, Request
from translator_aid.text import sentences
from translator_aid.workers import failed

_THREE = {"id": "ind", "en": "eng"}
_SAMPLE = 1 << 20
LONGEST = 250
"""Pieces of a sentence that a model is given at once: few have seen longer ones."""
Direction = tuple[Language, Language]


class Loadable(Protocol):
    """A model that can be loaded and asked."""

    def signature(self) -> str:
        """A short text that differs for different models."""

    def load(self) -> None:
        """Makes it ready."""

    def translate(self, text: str, target: Language) -> str:
        """A paragraph of one line in the other language."""


def parts(text: str, length: Callable[[str], int]) -> list[str]:
    """The sentence, or its halves where its length in pieces is too much for a model, cut at a comma near the middle, else between words.

    >>> parts("satu dua, tiga empat", lambda text: 200 * len(text.split()) // 2)
    ['satu dua,', 'tiga empat']
    """
    words = text.split(" ")
    if len(words) < 2 or length(text) <= LONGEST:
        return [text]
    middle = len(words) // 2
    commas = [number for number, word in enumerate(words[:-1], 1) if word.endswith((",", ";", ":"))]
    at = min((number for number in commas if abs(number - middle) <= middle // 2), key=lambda number: abs(number - middle), default=middle)
    return [*parts(" ".join(words[:at]), length), *parts(" ".join(words[at:]), length)]


class Shelf:
    """The models that an engine may choose from, by direction; under None one that the user named and that is taken for any."""

    FORMS: tuple[Form, ...] = ("inline", "placeholder")
    journaled = True

    def __init__(self, name: str, folders: Mapping[Direction | None, Path], opened: Callable[[Path, Direction], Loadable]) -> None:
        self.NAME = name
        self._folders = folders
        self._opened = opened
        self._models: dict[Path, Loadable] = {}
        if not folders:
            raise UsageError(_(
                "The engine '{engine}' needs a model: --model NAME|FOLDER, or install one; translator-aid model list shows them").format(engine=name))
        for direction, folder in folders.items():
            self._models[folder] = opened(folder, direction or ("id", "en"))

    def signature(self) -> str:
        """Name and version of the engine, and its models."""
        return f"{self.NAME}/1 {' '.join(model.signature() for model in self._models.values())}"

    def translate(self, requests: Iterable[Request]) -> Iterator[Draft]:
        """The drafts in order; a paragraph on which a model fails is one that says so.

        :raises UsageError: where no model is for the direction asked for.
        :raises EngineError: where the libraries are missing.
        :raises UnreadableError: where the model cannot be loaded.
        """
        for request in requests:
            model = self._model((request.source, request.target))
            model.load()
            carried = carrying.placeholder(request) if request.form == "placeholder" else carrying.inline(request)
            if carried.wordless:
                yield carried.read(carried.text)
                continue
            try:
                yield carried.read(model.translate(carried.text, request.target))
            except EngineError as error:
                yield failed(request, str(error))

    def _model(self, direction: Direction) -> Loadable:
        folder = self._folders.get(direction) or self._folders.get(None)
        if folder is None:
            raise UsageError(_("No model here translates from {source} to {target}; there is {names}").format(
                source=direction[0], target=direction[1], names=", ".join(path.name for path in self._models)))
        if None in self._folders and folder == self._folders[None]:
            self._models[folder] = self._models[folder] if direction == ("id", "en") else self._opened(folder, direction)
        return self._models[folder]


class Model:
    """One CTranslate2 model, loaded when it is first asked; not for several threads at once.

    :raises UsageError: for a folder that is not there.
    :raises UnreadableError: for one that lacks a part of a model.
    """

    def __init__(
        self, folder: str | Path, pieces: str | Path | None = None, prefix: str = "", direction: Direction = ("id", "en"),
    ) -> None:
        self.folder = Path(folder)
        if not self.folder.is_dir():
            raise UsageError(_("{path}: is no folder with a model").format(path=folder))
        if not (self.folder / "model.bin").is_file():
            raise UnreadableError(_("{path}: holds no model.bin; a model must be in CTranslate2's format").format(path=folder))
        self._name = Path(pieces or folder).name
        self._pieces = subwords.found(Path(pieces or folder), *direction)
        self._prefix = prefix
        self._end = self._pieces.marian and not self._configured("add_source_eos")
        self._translator: Any = None
        self._marks: frozenset[str] | None = None

    def signature(self) -> str:
        """The folder's name and a short hash of the model."""
        path = self.folder / "model.bin"
        size = path.stat().st_size
        with path.open("rb") as stream:
            sample = stream.read(_SAMPLE)
            stream.seek(max(0, size - _SAMPLE))
            sample += stream.read(_SAMPLE)
        return f"{self._name} {hashlib.sha256(str(size).encode() + sample).hexdigest()[:12]}"

    def translate(self, text: str, target: Language) -> str:
        """A paragraph of one line, translated sentence by sentence.

        :raises EngineError: where the libraries are missing or the model fails on this text.
        """
        found = [part for span in sentences(text) for part in parts(text[span.start:span.end], lambda one: len(self._pieces.cut(one)))]
        return " ".join(filter(None, self._sentences(found, target))) if found else text

    def _sentences(self, texts: Sequence[str], target: Language) -> list[str]:
        self.load()
        marks = [mark for mark in (f">>{_THREE[target]}<<", f">>{target}<<") if mark in self._words()][:1]
        # A model converted by way of Transformers leaves it to its user to mark the end of a sentence.
        pieces = [self._pieces.cut(text) for text in texts]
        tokens = [marks + one + ["</s>"] * self._end for one in pieces]
        prefixes = [[self._prefix]] * len(tokens) if self._prefix else None
        longest = max(map(len, pieces)) * 3 + 16
        try:
            results = self._translator.translate_batch(
                tokens, target_prefix=prefixes, beam_size=4, max_input_length=0, max_decoding_length=longest, replace_unknowns=True)
        except (RuntimeError, ValueError) as error:
            raise EngineError(_("the model failed on this text: {reason}").format(reason=_first(error))) from error
        return [self._pieces.joined(result.hypotheses[0][1 if prefixes else 0:]).strip() for result in results]

    def load(self) -> None:
        """Loads the model, once.

        :raises EngineError: where the libraries are missing.
        :raises UnreadableError: where the model cannot be loaded.
        """
        if self._translator is None:
            try:
                import ctranslate2
            except ImportError as error:
                raise subwords.missing("ctranslate2") from error
            try:
                self._translator = ctranslate2.Translator(str(self.folder), device="auto")
            except (RuntimeError, ValueError, OSError) as error:
                raise UnreadableError(_("{path}: the model cannot be loaded: {reason}").format(path=self.folder, reason=_first(error))) from error

    def _configured(self, name: str) -> object:
        try:
            return json.loads((self.folder / "config.json").read_text(encoding="utf-8")).get(name)
        except (OSError, ValueError, AttributeError):
            return None

    def _words(self) -> frozenset[str]:
        """The marks of languages in the model's vocabulary: models for several languages want to be told which."""
        if self._marks is None:
            self._marks = self._read_marks()
        return self._marks

    def _read_marks(self) -> frozenset[str]:
        for name in ("shared_vocabulary", "source_vocabulary"):
            for suffix in (".json", ".txt"):
                path = self.folder / (name + suffix)
                if path.is_file():
                    text = path.read_text(encoding="utf-8", errors="replace")
                    try:
                        words = json.loads(text) if suffix == ".json" else text.splitlines()
                    except ValueError as error:
                        raise UnreadableError(_("{path}: is no vocabulary").format(path=path)) from error
                    return frozenset(word for word in words if isinstance(word, str) and re.fullmatch(r">>\w+<<", word))
        return frozenset()


def _first(error: Exception) -> str:
    return (str(error) or repr(error)).splitlines()[0]
