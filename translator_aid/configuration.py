"""Settings files: where they are looked for, and what they say, each value with its place.

`translator-aid.yaml` holds a project's settings, found from the current folder upwards: the search ends at the first folder with the file, and
after a folder with `.git`, the home folder or the file system's root. A second file of that name in the user's own settings folder holds for all
projects, behind the project's. What was read and found right is kept in the cache folder, so that YAML is parsed again only when a file has changed.
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING, Iterable, Mapping, NamedTuple

from translator_aid.folders import OFF, folder, project_path, user_path

if TYPE_CHECKING:
    from translator_aid.yamlnodes import Node
    from translator_aid.model import Origin

VERSION = 1
"""Raised whenever the kept form changes."""
KEPT = 16
"""Kept files that are left when a new one is made."""


class Place(NamedTuple):
    """A settings file that exists."""

    path: str
    """Its path."""
    kind: str
    """`project`, `user`, or `chosen` where a person named it."""


class Value(NamedTuple):
    """What a file says for one key."""

    said: str | tuple[str, ...]
    """A text, or a list of texts."""
    line: int
    """Counted from 1."""
    column: int
    """Counted from 1, in characters."""


class Fault(NamedTuple):
    """A place that holds something else than it should."""

    line: int
    """Counted from 1."""
    column: int
    """Counted from 1, in characters."""
    section: str
    """In which section."""
    message: str
    """What was expected."""


class Settings(NamedTuple):
    """What one file says."""

    place: Place
    """Which file."""
    values: Mapping[tuple[str, str], Value]
    """By section, a command such as `glossary export` or empty for all commands, and key."""
    keys: Mapping[tuple[str, str], tuple[int, int]]
    """Where each key itself stands."""
    faults: tuple[Fault, ...] = ()
    """What is no key with a text or a list."""
    known: bool = False
    """Whether all of it was found right before."""

    def origin(self, value: Value) -> Origin:
        """The place of a value in its file."""
        from translator_aid.model import Origin

        return Origin(self.place.path, value.line, value.column)


def places(chosen: str | None = None, start: str | None = None) -> tuple[Place, ...]:
    """The settings files that hold, the most particular first; a file that a person chose stands alone, and `off` is none.

    :raises UsageError: for a chosen file that is not there.
    """
    if chosen == OFF:
        return ()
    if chosen:
        if not os.path.isfile(chosen):
            from translator_aid.errors import UsageError
            from translator_aid.i18n import _

            raise UsageError(_("{path}: there is no such file").format(path=chosen))
        return (Place(chosen, "chosen"),)
    project, user = project_path(start), user_path()
    found = [Place(os.path.relpath(project) if start is None else project, "project")] if project else []
    if os.path.isfile(user) and not (project and os.path.samefile(project, user)):
        found.append(Place(user, "user"))
    return tuple(found)


def read(place: Place) -> Settings:
    """What a settings file says, from the cache where it has not changed since.

    :raises UnreadableError: for one that cannot be read or is no YAML.
    """
    kept = _kept(place)
    if kept is not None:
        return kept
    from translator_aid.errors import GlossaryError, UnreadableError
    from translator_aid.glossary import read_bytes
    from translator_aid.yamlnodes import read_nodes
    from translator_aid.i18n import _

    data = read_bytes(place.path)
    try:
        root = read_nodes(data.decode("utf-8-sig"), place.path)
    except UnicodeDecodeError as error:
        line, column = data.count(b"\n", 0, error.start) + 1, error.start - data.rfind(b"\n", 0, error.start)
        message = _("byte 0x{byte:02x} is not UTF-8; save the file as UTF-8").format(byte=data[error.start])
        raise UnreadableError(f"{place.path}:{line}:{column}: {message}") from error
    except GlossaryError as error:
        raise UnreadableError(str(error)) from error
    reading = _Reading(place)
    if root is not None and root.value != "":
        reading.section("", root)
    return Settings(place, reading.values, reading.keys, tuple(reading.faults))


class _Reading:
    """Nodes to values; a problem is noted and reading goes on."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.values: dict[tuple[str, str], Value] = {}
        self.keys: dict[tuple[str, str], tuple[int, int]] = {}
        self.faults: list[Fault] = []

    def section(self, name: str, node: Node) -> None:
        """Takes the values of one section; the file itself is the section without a name."""
        from translator_aid.i18n import _

        fields = node.value
        if not isinstance(fields, dict):
            self.faults.append(Fault(node.line, node.column, name, _("expected a map of settings, one a line: key: value")))
            return
        for key, (at, value) in fields.items():
            if isinstance(value.value, dict) and not name:
                self.keys[key, ""] = (at.line, at.column)
                self.section(key, value)
                continue
            items = value.value if isinstance(value.value, list) else [value]
            if isinstance(value.value, dict) or not all(isinstance(item.value, str) for item in items):
                self.faults.append(Fault(value.line, value.column, name, _("expected a text, or a list of texts")))
                continue
            said = tuple(item.value.strip() for item in items)
            self.values[name, key] = Value(said if isinstance(value.value, list) else said[0], value.line, value.column)
            self.keys[name, key] = (at.line, at.column)


# --- What was read before ---------------------------------------------------------------------------------------------


def keep(settings: Settings) -> None:
    """Notes that all of a file was found right, so that it need not be parsed again while it stays as it is."""
    path = _kept_path(settings.place)
    if path is None or settings.known:
        return
    data = {"values": [[*key, *value] for key, value in settings.values.items()], "keys": [[*key, *at] for key, at in settings.keys.items()]}
    import json

    temporary = f"{path}.{os.getpid()}.tmp"
    with suppress(OSError):
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(temporary, "w", encoding="utf-8") as stream:
            json.dump(data, stream, ensure_ascii=True)
        os.replace(temporary, path)
        _prune(os.path.dirname(path))


def _kept(place: Place) -> Settings | None:
    path = _kept_path(place)
    if path is None:
        return None
    try:
        with open(path, encoding="utf-8") as stream:
            import json

            data = json.load(stream)
        values = {(section, key): Value(tuple(said) if isinstance(said, list) else said, line, column)
                  for section, key, said, line, column in data["values"]}
        return Settings(place, values, {(section, key): (line, column) for section, key, line, column in data["keys"]}, known=True)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _kept_path(place: Place) -> str | None:
    """The file's place in the cache, named by all that its being right depends on: itself, and the program's commands."""
    chosen = os.environ.get("TRANSLATOR_AID_CACHE")
    if chosen == OFF:
        return None
    try:
        states = [(path, os.stat(path)) for path in (os.path.abspath(place.path), *_sources())]
    except OSError:
        return None
    import hashlib

    said = "\n".join([str(VERSION), place.kind, *(f"{path} {state.st_size} {state.st_mtime_ns}" for path, state in states)])
    name = hashlib.sha256(said.encode("utf-8", "surrogateescape")).hexdigest()[:32]
    if chosen:
        return os.path.join(chosen, "settings", f"{name}.json")
    return os.path.join(folder("cache"), "settings", f"{name}.json")


def _sources() -> Iterable[str]:
    here = os.path.dirname(__file__)
    return os.path.join(here, "cli"), os.path.join(here, "settings.py")


def _prune(folder: str) -> None:
    with os.scandir(folder) as entries:
        files = sorted((entry.stat().st_mtime, entry.path) for entry in entries)
    for _time, path in files[:-KEPT]:
        with suppress(OSError):
            os.unlink(path)
