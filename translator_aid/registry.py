"""Mozilla's list of its translation models, and which files of it make a model for a direction.

https://mozilla.github.io/translations/firefox-models/ shows the same list. Only released models are taken; of several the one of the larger kind.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any, Mapping

from translator_aid import fetching
from translator_aid.errors import EngineError, UnreadableError
from translator_aid.i18n import _
from translator_aid.models import File

KINDS = ("base", "base-memory", "tiny")
"""Kinds of model, the best first."""
PARTS = ("model", "lexicalShortlist", "vocab", "srcVocab", "trgVocab")
"""Files of a model that are needed to translate, by the names that the list has for them."""


def files(url: str, direction: str, patience: fetching.Patience = fetching.Patience()) -> tuple[File, ...]:
    """The files of the newest model for a direction.

    :raises EngineError: where the list cannot be had, or has no model for the direction.
    :raises UnreadableError: where it is not what it should be.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "models.json"
        fetching.fetch(url, path, patience=patience)
        try:
            return chosen(json.loads(path.read_bytes()), direction, url)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise UnreadableError(_("{url}: is no list of models").format(url=url)) from error


def chosen(data: Mapping[str, Any], direction: str, url: str = "") -> tuple[File, ...]:
    """The files of the best released model that a list has for a direction.

    >>> part = {"path": "models/id-en/x/model.iden.bin.gz", "uncompressedHash": "ab12"}
    >>> model = {"architecture": "tiny", "releaseStatus": "Release", "files": {"model": part}}
    >>> chosen({"baseUrl": "https://contoh.example/b/", "models": {"id-en": [model]}}, "id-en")
    (File(url='https://contoh.example/b/models/id-en/x/model.iden.bin.gz', sha256='', unpacked='ab12', size=0),)

    :raises EngineError: where it has none.
    """
    released = [model for model in data["models"].get(direction, ()) if str(model.get("releaseStatus", "")).startswith("Release")]
    ranked = sorted(released, key=lambda model: KINDS.index(model["architecture"]) if model.get("architecture") in KINDS else len(KINDS))
    if not ranked:
        raise EngineError(_("{url} lists no released model for {direction}").format(url=url, direction=direction))
    parts = ranked[0]["files"]
    return tuple(File(f"{data['baseUrl'].rstrip('/')}/{parts[name]['path'].lstrip('/')}", unpacked=str(parts[name].get("uncompressedHash") or ""))
                 for name in PARTS if name in parts)
