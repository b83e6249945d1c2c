"""Argos Translate packages that the user has: `--model FOLDER`, or the NAME of an installed one, or else what is installed here or by Argos itself.

https://github.com/argosopentech/argos-translate. A package is a CTranslate2 model, its word pieces (SentencePiece, or byte pairs) and metadata.json;
nothing of Argos itself is needed.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, Final

from translator_aid import models, neural
from translator_aid.engines import Settings
from translator_aid.errors import UnreadableError, UsageError
from translator_aid.i18n import _

NAME: Final = "argos"


def opened(settings: Settings) -> neural.Shelf:
    """The engine as the settings say.

    >>> opened(Settings(model="/tidak/ada"))
    Traceback (most recent call last):
    translator_aid.errors.UsageError: /tidak/ada: is no folder with an Argos package

    :raises UsageError: where there is no such package, or none at all.
    :raises UnreadableError: for a folder that is none.
    """
    chosen = settings.model_for(NAME)
    folders = list(models.candidates(NAME, chosen).values())
    known = {folder: metadata(folder) for folder in [*folders, *(() if chosen else installed())]}
    pairs: dict[neural.Direction | None, Path] = {}
    for folder, data in known.items():
        pairs.setdefault((data["from_code"], data["to_code"]), folder)

    def model(folder: Path, direction: neural.Direction) -> neural.Model:
        return neural.Model(folder / "model", folder, str(known[folder].get("target_prefix") or ""), direction)

    return neural.Shelf(NAME, pairs, model)


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
        raise UsageError(_("{path}: is a packed package; install it with: translator-aid model install {path}").format(path=folder))
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
