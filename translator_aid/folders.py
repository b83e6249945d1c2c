"""Where this machine keeps what belongs to one user: settings, data, what can be made again, and what is under way.

On Linux and the BSDs the XDG Base Directory Specification 0.8, on macOS the folders of Apple's File System Programming Guide, on Windows the
Known Folders. Four lines a platform, so that the first look for a settings file costs no import: `configuration` is imported where there is one.
"""

from __future__ import annotations

import os
import sys
from typing import Iterable, Literal

NAME = "translator-aid.yaml"
"""What a settings file is called."""
OFF = "off"
"""In place of a file's name: no settings file at all."""
Kind = Literal["config", "data", "state", "cache"]
_XDG = {"config": (".config",), "data": (".local", "share"), "state": (".local", "state"), "cache": (".cache",)}


def folder(kind: Kind) -> str:
    """The program's folder of that kind for the user; it need not exist.

    >>> before = os.environ.pop("XDG_CONFIG_HOME", None)
    >>> os.path.basename(folder("config"))
    'translator-aid'
    >>> os.environ.update({"XDG_CONFIG_HOME": before} if before else {})
    """
    home = os.path.expanduser("~")
    if sys.platform == "win32":
        base = os.path.join(os.environ.get("APPDATA" if kind in ("config", "data") else "LOCALAPPDATA") or home, "translator-aid")
        return os.path.join(base, kind) if kind in ("cache", "state") else base
    if sys.platform == "darwin":
        return os.path.join(home, "Library", "Caches" if kind == "cache" else "Application Support", "translator-aid")
    chosen = os.environ.get(f"XDG_{kind.upper()}_HOME", "")
    # the specification: a relative path there is to be ignored
    return os.path.join(chosen if os.path.isabs(chosen) else os.path.join(home, *_XDG[kind]), "translator-aid")


def user_path() -> str:
    """Where the user's own settings file is, or would be."""
    return os.path.join(folder("config"), NAME)


def project_path(start: str | None = None) -> str | None:
    """The project's settings file for a folder, the current one unless told; None where there is none.

    >>> import pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as root:
    ...     here = pathlib.Path(root, "artikel", "bab-1"); here.mkdir(parents=True)
    ...     _ = pathlib.Path(root, NAME).write_text("style: formal")
    ...     project_path(str(here)) == os.path.join(root, NAME)
    True
    """
    here = os.path.abspath(start or os.curdir)
    home = os.path.expanduser("~")
    while True:
        path = os.path.join(here, NAME)
        if os.path.isfile(path):
            return path
        above = os.path.dirname(here)
        if here == home or above == here or os.path.exists(os.path.join(here, ".git")):
            return None
        here = above


def glossaries(paths: Iterable[str | os.PathLike[str]]) -> list[str]:
    """The paths of glossary files, with each folder in place of which stand its YAML files in order of name; a settings file is none.

    >>> import pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as root:
    ...     for name in ("produk.yaml", "merek.yml", NAME, "baca.txt"):
    ...         _ = pathlib.Path(root, name).write_text("agen: agent")
    ...     [os.path.basename(path) for path in glossaries(["umum.yaml", root])]
    ['umum.yaml', 'merek.yml', 'produk.yaml']

    :raises UsageError: for a folder without such a file.
    """
    found: list[str] = []
    for path in [os.fspath(one) for one in paths]:
        if not os.path.isdir(path):
            found.append(path)
            continue
        inside = [os.path.join(path, name) for name in sorted(os.listdir(path)) if name.endswith((".yaml", ".yml")) and name != NAME]
        files = [name for name in inside if not os.path.isdir(name)]
        if not files:
            from translator_aid.errors import UsageError
            from translator_aid.i18n import _

            raise UsageError(_("{path}: there is no glossary in this folder, no file that ends in .yaml").format(path=path))
        found += files
    return found
