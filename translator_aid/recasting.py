"""What a folder of model files is a model of, and what must be done before an engine can load it: an OPUS-MT one becomes a CTranslate2 folder.

Marian's weights are plain arrays (NumPy's own format, without pickles) and its vocabularies YAML; CTranslate2's converter reads both. Numbers are
rounded to 8 bits, which makes a quarter of the size and costs translations next to nothing (Kim et al. 2019).
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from translator_aid.errors import UnreadableError
from translator_aid.i18n import _
from translator_aid.models import Kind
from translator_aid.neural import Model
from translator_aid.subwords import missing


def kind(folder: Path) -> Kind | None:
    """Which engine the files in a folder are for; None where they are no model."""
    if (folder / "metadata.json").is_file() and (folder / "model" / "model.bin").is_file():
        return "argos"
    if (folder / "model.bin").is_file():
        return "ctranslate2"
    if (folder / "decoder.yml").is_file() and any(folder.glob("*.npz")):
        return "opus-mt"
    if any(folder.glob("model*.bin")) and any(folder.glob("*vocab*.spm")):
        return "firefox"
    return None


def ready(wanted: Kind) -> None:
    """Nothing, where the libraries are here that installing such a model takes.

    :raises EngineError: otherwise, before anything is fetched.
    """
    if wanted == "opus-mt":
        try:
            import ctranslate2.converters  # noqa: F401
        except ImportError as error:
            raise missing("ctranslate2") from error


def recognised(folder: Path, name: str) -> Kind:
    """Which engine the files in a folder are for; `name` is what to call it in messages.

    :raises UnreadableError: for what is no model.
    """
    found = kind(folder)
    if found is None:
        raise UnreadableError(_(
            "{path}: there is no translation model in it that an engine here can load (CTranslate2, OPUS-MT, Argos or Firefox)").format(path=name))
    return found


def finish(folder: Path, name: str) -> Kind:
    """Makes what is in a folder ready to be loaded; which engine is to load it.

    :raises UnreadableError: for what is no model, or lacks a part of one.
    """
    found = recognised(folder, name)
    if found == "opus-mt":
        _convert(folder)
        found = "ctranslate2"
    if found == "ctranslate2":
        Model(folder)
    elif found == "argos":
        data = json.loads((folder / "metadata.json").read_text(encoding="utf-8"))
        Model(folder / "model", folder, direction=(data["from_code"], data["to_code"]))
    return found


def _convert(folder: Path) -> None:
    """Makes Marian's weights a CTranslate2 model in the same folder, and removes them."""
    ready("opus-mt")
    from ctranslate2.converters import MarianConverter

    settings = _settings(folder)
    target = folder / "converted"
    try:
        MarianConverter(str(folder / settings[0]), [str(folder / name) for name in settings[1:]]).convert(str(target), quantization="int8")
    except (ValueError, KeyError, OSError, RuntimeError, TypeError) as error:
        reason = (str(error) or repr(error)).splitlines()[0]
        raise UnreadableError(_("{path}: the weights cannot be converted: {reason}").format(path=settings[0], reason=reason)) from error
    for path in target.iterdir():
        shutil.move(str(path), str(folder / path.name))
    target.rmdir()
    for name in settings:
        (folder / name).unlink(missing_ok=True)


def _settings(folder: Path) -> tuple[str, ...]:
    """The names of weights and vocabularies; all must be files of this very folder."""
    import yaml

    try:
        data: Any = yaml.safe_load((folder / "decoder.yml").read_text(encoding="utf-8"))
        names = (str(data["models"][0]), *map(str, data["vocabs"]))
    except (OSError, UnicodeError, yaml.YAMLError, KeyError, IndexError, TypeError) as error:
        raise UnreadableError(_("{path}: is no description of an OPUS-MT model").format(path="decoder.yml")) from error
    for name in names:
        if Path(name).name != name or not (folder / name).is_file():
            raise UnreadableError(_("{path}: names {name}, which is not there").format(path="decoder.yml", name=repr(name)))
    return names
