"""Translation models of the user's own: which there are to be had (`data/models.yaml`), and which are installed.

Each installed model is a folder of its name beneath the user's data folder, with a description of where it came from and the checksums of what was
fetched. A folder without a description is none of ours.
"""

from __future__ import annotations

import functools
import json
import os
import re
import shutil
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal, Mapping

from translator_aid import folders
from translator_aid.errors import UsageError, WriteError
from translator_aid.i18n import _
from translator_aid.model import Language

Kind = Literal["ctranslate2", "opus-mt", "argos", "firefox"]
DESCRIPTION = "translator-aid.json"
NAME = re.compile(r"[A-Za-z0-9][\w.+-]{0,80}")
_DIRECTION = re.compile(r"(?i)(?<![a-z])(id|ind)[-_]?(en|eng)(?![a-z])|(?<![a-z])(en|eng)[-_]?(id|ind)(?![a-z])")


@dataclass(frozen=True, slots=True)
class File:
    """A file to be fetched."""

    url: str
    """Where it is."""
    sha256: str = ""
    """Its checksum, where it is known."""
    unpacked: str = ""
    """The checksum of what it holds once it is unzipped, where that is known."""
    size: int = 0
    """Its bytes, where they are known."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A model that can be had."""

    name: str
    """By which it is asked for."""
    kind: Kind
    """Who can load it; an `opus-mt` is made into a `ctranslate2` when it is installed."""
    direction: str
    """`id-en` or `en-id`."""
    licence: str = ""
    """An SPDX name."""
    page: str = ""
    """Where its makers describe it."""
    about: Mapping[str, str] = field(default_factory=dict)
    """A sentence by language of the messages."""
    files: tuple[File, ...] = ()
    """What to fetch; empty where the registry says."""
    registry: str = ""
    """The address of a list in which the files are looked up."""
    size: int = 0
    """Bytes to be fetched, roughly."""


@dataclass(frozen=True, slots=True)
class Installed:
    """A model that is there."""

    name: str
    """By which it is chosen."""
    kind: Kind
    """Which engine loads it: its name."""
    direction: str
    """`id-en` or `en-id`."""
    licence: str
    """As the catalogue had it; empty for one from elsewhere."""
    files: tuple[Mapping[str, Any], ...]
    """What was fetched: `url`, `sha256`, `size`."""
    when: str
    """When, as ISO 8601 in UTC."""
    folder: Path = Path()
    """Where."""

    @property
    def size(self) -> int:
        """Its bytes on the disk."""
        return sum(path.stat().st_size for path in self.folder.rglob("*") if path.is_file())


@functools.lru_cache(maxsize=1)
def catalogue() -> Mapping[str, Entry]:
    """The models that can be had, by name.

    >>> catalogue()["opus-mt-id-en"].files[0].url
    'https://object.pouta.csc.fi/OPUS-MT-models/id-en/opus-2019-12-18.zip'
    """
    import yaml

    text = (Path(__file__).parent / "data" / "models.yaml").read_text(encoding="utf-8")
    rows = yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    entries = (Entry(**{**row, "files": tuple(File(**one) for one in row.get("files", ()))}) for row in rows)
    return {entry.name: entry for entry in entries}


def home() -> Path:
    """The folder of the models: TRANSLATOR_AID_MODELS, or one in the user's data folder; it need not exist."""
    chosen = os.environ.get("TRANSLATOR_AID_MODELS")
    return Path(chosen) if chosen else Path(folders.folder("data"), "models")


def installed() -> tuple[Installed, ...]:
    """The models that are there, by name."""
    found = (read(path.parent) for path in sorted(home().glob(f"*/{DESCRIPTION}")))
    return tuple(one for one in found if one is not None)


def read(folder: Path) -> Installed | None:
    """The model in a folder; None where none of ours stands there."""
    try:
        data = json.loads((folder / DESCRIPTION).read_text(encoding="utf-8"))
        return Installed(**{**data, "name": folder.name, "files": tuple(data["files"]), "folder": folder})
    except (OSError, ValueError, TypeError, KeyError):
        return None


def describe(model: Installed) -> None:
    """Writes a model's description into its folder."""
    data = {name: value for name, value in asdict(model).items() if name not in ("folder", "name")}
    (model.folder / DESCRIPTION).write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def find(name: str) -> Installed:
    """The installed model of that name.

    :raises UsageError: where there is none.
    """
    found = read(home() / name) if NAME.fullmatch(name) else None
    if found is None:
        there = ", ".join(model.name for model in installed()) or _("none")
        raise UsageError(_("No model '{name}' is installed (installed: {there}); translator-aid model list shows what can be had").format(
            name=name, there=there))
    return found


def remove(name: str) -> Installed:
    """Removes a model; what it was.

    :raises UsageError: where there is none.
    :raises WriteError: where it cannot be removed.
    """
    model = find(name)
    try:
        # Without its description a folder that could be removed only in part is no model any more.
        (model.folder / DESCRIPTION).unlink()
        shutil.rmtree(model.folder)
    except OSError as error:
        raise WriteError(_("{path}: cannot be removed: {reason}").format(path=model.folder, reason=error.strerror or error)) from error
    return model


def candidates(kind: Kind, chosen: str) -> dict[tuple[Language, Language] | None, Path]:
    """The folders that an engine may load, by direction: the one chosen by name, or all of that kind where none is; a folder as such under None.

    :raises UsageError: where what was chosen is neither a folder nor the name of an installed model of that kind.
    """
    if chosen and (os.sep in chosen or "/" in chosen or Path(chosen).exists()):
        return {None: Path(chosen)}
    models = [find(chosen)] if chosen else [model for model in installed() if model.kind == kind]
    if chosen and models[0].kind != kind:
        raise UsageError(_("The model '{name}' is for --engine {engine}").format(name=chosen, engine=models[0].kind))
    return {_pair(model.direction): model.folder for model in reversed(models)}


def direction(text: str) -> str:
    """The direction that a file's name tells; empty where it tells none.

    >>> direction("translate-id_en-1_9.argosmodel"), direction("opus-mt-eng-ind.zip"), direction("model.zip"), direction("model.enid.bin")
    ('id-en', 'en-id', '', 'en-id')
    """
    found = _DIRECTION.search(text)
    return "" if found is None else "id-en" if found.group(1) else "en-id"


def _pair(text: str) -> tuple[Language, Language]:
    return ("en", "id") if text == "en-id" else ("id", "en")
