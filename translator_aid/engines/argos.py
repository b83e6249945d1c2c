"""An Argos Translate package that the user has: the folder given with `--model`, or the one installed for the direction.

https://github.com/argosopentech/argos-translate. A package is a CTranslate2 model, a SentencePiece model and metadata.json; nothing of Argos itself
is needed.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, Iterable, Iterator

from translator_aid import carrying
from translator_aid.engines import Settings
from translator_aid.errors import UnreadableError, UsageError
from translator_aid.i18n import _
from translator_aid.model import Draft, Form, Language, Request
from translator_aid.neural import Model

NAME = "argos"


class Argos:
    """The engine; packages that are installed are looked for when the direction is known."""

    NAME = NAME
    FORMS: tuple[Form, ...] = ("inline", "placeholder")
    journaled = True

    def __init__(self, settings: Settings) -> None:
        chosen = settings.model_for(NAME)
        self._folders = [Path(chosen)] if chosen else installed()
        if not self._folders:
            raise UsageError(_("No Argos package is installed here; name the folder of one: --model FOLDER"))
        self._metadata = {folder: metadata(folder) for folder in self._folders}
        self._models: dict[Path, Model] = {}

    def signature(self) -> str:
        """Name and version of the engine, and those of the packages."""
        packages = (f"{data['from_code']}_{data['to_code']}-{data.get('package_version', '?')}" for data in self._metadata.values())
        return f"argos/1 {' '.join(packages)}"

    def translate(self, requests: Iterable[Request]) -> Iterator[Draft]:
        """The drafts in order.

        :raises UsageError: where no package translates in the direction asked for.
        :raises EngineError: where the libraries are missing or the model cannot be loaded.
        """
        for request in requests:
            model = self._model(request.source, request.target)
            carried = carrying.placeholder(request) if request.form == "placeholder" else carrying.inline(request)
            yield carried.read(carried.text if carried.wordless else model.translate(carried.text, request.target))

    def _model(self, source: Language, target: Language) -> Model:
        for folder, data in self._metadata.items():
            if (data["from_code"], data["to_code"]) == (source, target):
                if folder not in self._models:
                    self._models[folder] = Model(folder / "model", folder, data.get("target_prefix") or "")
                return self._models[folder]
        raise UsageError(_("No Argos package here translates from {source} to {target}; there is {names}").format(
            source=source, target=target, names=", ".join(folder.name for folder in self._folders)))


def opened(settings: Settings) -> Argos:
    """The engine as the settings say.

    >>> opened(Settings(model="/tidak/ada"))
    Traceback (most recent call last):
    translator_aid.errors.UsageError: /tidak/ada: is no folder with an Argos package
    """
    return Argos(settings)


def installed() -> list[Path]:
    """The packages that Argos Translate has installed for this user."""
    data = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    folder = Path(os.environ.get("ARGOS_PACKAGES_DIR") or data / "argos-translate" / "packages")
    return sorted(path.parent for path in folder.glob("*/metadata.json") if (path.parent / "model").is_dir())


def metadata(folder: Path) -> dict[str, Any]:
    """What a package says of itself: from_code, to_code, package_version, and more.

    :raises UsageError: for what is no folder; a package still packed must be unpacked first.
    :raises UnreadableError: for a folder that is no translation package.
    """
    if folder.is_file():
        raise UsageError(_("{path}: is a packed package; unpack it (it is a ZIP file) and name the folder").format(path=folder))
    if not folder.is_dir():
        raise UsageError(_("{path}: is no folder with an Argos package").format(path=folder))
    path = folder / "metadata.json"
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if data.get("type", "translate") != "translate" or not data["from_code"] or not data["to_code"]:
            raise ValueError
    except (OSError, ValueError, KeyError, AttributeError) as error:
        raise UnreadableError(_("{path}: is no description of an Argos translation package").format(path=path)) from error
    return dict(data)
