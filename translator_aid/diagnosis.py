"""What of the program is there and works, what is missing and how to get it. Nothing is sent anywhere, and no key is shown."""

from __future__ import annotations

import hashlib
import importlib
import os
import re
import sys
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Callable, Iterator, Literal, NamedTuple, Sequence

from translator_aid import extras
from translator_aid.errors import Error
from translator_aid.i18n import _, ngettext

NAME = "translator-aid"
DEVELOPERS = ("test", "lint", "browser")
"""Extras that only people who change the program need."""
MODELS = Path(__file__).parent / "data" / "models"
State = Literal["ok", "absent", "broken"]


class Item(NamedTuple):
    """One thing that was looked at."""

    area: str
    """`program`, `libraries`, `extras`, `glossary`, `settings`, `folders`, `memory`, `model` or `engines`."""
    name: str
    """What was looked at."""
    state: State
    """`absent` is no fault: the program does without."""
    detail: str
    """What was found."""
    remedy: str = ""
    """What to do, where something is absent or broken."""


def versions() -> Iterator[str]:
    """The program's version, and those of the glossary, the model and the language data, a line each.

    >>> next(versions()).startswith("translator-aid ")
    True
    """
    from translator_aid import compiled

    yield f"{NAME} {metadata.version(NAME)}"
    try:
        shipped = compiled.opened()[0]
        yield _("glossary: {concepts}, {signature}").format(
            concepts=ngettext("{n} concept", "{n} concepts", shipped.size).format(n=shipped.size), signature=shipped.signature)
    except Error as error:
        yield _("glossary: {problem}").format(problem=str(error).splitlines()[0])
    yield _("model: {models}").format(models=", ".join(models()) or _("none"))
    yield _("language data: {data}").format(data=language_data())


def language_data() -> str:
    """The version of the language data, Unicode's CLDR, and of the library that brings it."""
    try:
        from babel import core
    except ImportError:
        return _("none")
    told = getattr(core, "get_cldr_version", None)  # Babel 2.17 and later
    return f"CLDR {told()} (Babel {metadata.version('babel')})" if told else f"Babel {metadata.version('babel')}"


def models() -> Iterator[str]:
    """The translation models that came with the program, each with a short hash of its content."""
    for path in sorted(MODELS.glob("*")) if MODELS.is_dir() else ():
        files = [path] if path.is_file() else sorted(one for one in path.rglob("*") if one.is_file())
        digest = hashlib.sha256()
        for file in files:
            with file.open("rb") as stream:
                size = os.fstat(stream.fileno()).st_size
                digest.update(f"{file.name} {size} ".encode() + stream.read(1 << 16))
                stream.seek(max(0, size - (1 << 16)))
                digest.update(stream.read())
        if files:
            yield f"{path.name} ({digest.hexdigest()[:12]})"


def examined() -> Iterator[Item]:
    """Everything that can be looked at without knowing the commands.

    >>> [item.state for item in examined() if item.area == "glossary"]
    ['ok']
    """
    for look in (_program, _libraries, _glossary, _folders, _memory, _model, _engines):
        yield from look()


def _program() -> Iterator[Item]:
    yield Item("program", NAME, "ok", f"{metadata.version(NAME)}, {Path(__file__).parent}")
    found = sys.version.split()[0]
    yield Item("program", "Python", "ok" if sys.version_info >= (3, 10) else "broken", f"{found}, {sys.executable}", "")
    encoding = (sys.stdout.encoding or "").lower().replace("-", "")
    fine = encoding == "utf8"
    built = find_spec("translator_aid._search") is not None
    detail = _("built") if built else _("not built: a corpus is read at half the speed")
    yield Item("program", _("compiled search"), "ok" if built else "absent", detail, "" if built else _(
        "install a C compiler with Python's header files, then install the program again"))
    yield Item("program", _("standard output"), "ok" if fine else "broken", sys.stdout.encoding or "?", "" if fine else _(
        "set PYTHONUTF8=1, or a locale with UTF-8, so that every letter can be shown"))


def _libraries() -> Iterator[Item]:
    """What setup asks for: the libraries that are needed, and those of each extra."""
    wanted: dict[str, list[tuple[str, str]]] = {}
    modules = _modules()
    for requirement in metadata.requires(NAME) or ():
        what, _semicolon, marker = requirement.partition(";")
        extra = re.search(r"""extra\s*==\s*['"]([\w-]+)['"]""", marker)
        library, least = _asked(what)
        if extra:
            wanted.setdefault(extra[1], []).append((library, least))
        else:
            problem = _problem(library, least, modules)
            yield Item("libraries", library, "broken" if problem else "ok", problem or metadata.version(library),
                       f"python -m pip install '{what.strip()}'" if problem else "")
    for name, needed in sorted(wanted.items()):
        if name in DEVELOPERS:
            continue
        missing = [library for library, least in needed if _problem(library, least, modules)]
        yield Item("extras", name, "absent" if missing else "ok", _("missing: {names}").format(names=", ".join(missing)) if missing else ", ".join(
            f"{library} {metadata.version(library)}" for library, _least in needed), extras.command(name) if missing else "")


def _asked(requirement: str) -> tuple[str, str]:
    """The library and the least version that a requirement names.

    >>> _asked("python-docx>=1.1 ")
    ('python-docx', '1.1')
    """
    name = re.match(r"[\w.-]+", requirement.strip())
    least = re.search(r">=\s*([\d.]+)", requirement)
    return name[0] if name else "", least[1] if least else ""


def _problem(library: str, least: str, modules: dict[str, list[str]]) -> str:
    """Why a library cannot be used; empty where it can."""
    try:
        found = metadata.version(library)
    except metadata.PackageNotFoundError:
        return _("is not installed")
    if _numbers(found) < _numbers(least):
        return _("{found} is too old; at least {least} is needed").format(found=found, least=least)
    for module in modules.get(re.sub(r"[-_.]+", "-", library).lower(), [])[:1]:
        try:
            importlib.import_module(module)
        except Exception as error:  # noqa: B902 - a broken library may raise anything
            return _("cannot be loaded: {reason}").format(reason=error)
    return ""


def _modules() -> dict[str, list[str]]:
    """By library, what can be imported from it."""
    found: dict[str, list[str]] = {}
    for module, names in metadata.packages_distributions().items():
        for name in names if not module.startswith("_") and "." not in module else ():
            found.setdefault(re.sub(r"[-_.]+", "-", name).lower(), []).append(module)
    return found


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", version)[:3])


def _glossary() -> Iterator[Item]:
    from translator_aid import compiled

    try:
        shipped = compiled.opened()[0]
    except Error as error:
        yield Item("glossary", _("shipped"), "broken", str(error).splitlines()[0], f"python -m pip install --force-reinstall {NAME}")
        return
    concepts = ngettext("{n} concept", "{n} concepts", shipped.size).format(n=shipped.size)
    domains = ngettext("{n} domain", "{n} domains", len(shipped.domains)).format(n=len(shipped.domains))
    yield Item("glossary", _("shipped"), "ok", f"{concepts}, {domains}, {shipped.signature}")


def _folders() -> Iterator[Item]:
    from translator_aid.compiled import cache_folder
    from translator_aid.folders import folder
    from translator_aid.journal import state_folder

    cache = Path(found) if (found := cache_folder()) else None
    if os.environ.get("TRANSLATOR_AID_CACHE") == "off":
        yield Item("folders", "cache", "absent", _("switched off by {variable}").format(variable="TRANSLATOR_AID_CACHE"))
    elif cache is None:
        yield Item("folders", "cache", "broken", str(os.environ.get("TRANSLATOR_AID_CACHE") or folder("cache")),
                   _("it cannot be written to; each start takes longer. Mend its rights, or set {variable} to another folder").format(
                       variable="TRANSLATOR_AID_CACHE"))
    else:
        sizes = [path.stat().st_size for path in cache.rglob("*") if path.is_file()]
        files = ngettext("{n} file", "{n} files", len(sizes)).format(n=len(sizes))
        yield Item("folders", "cache", "ok", _("{path}: {files}, {size} MB").format(path=cache, files=files, size=f"{sum(sizes) / 1e6:.1f}"))
    state = state_folder()
    waiting = len(list((state / "journal").glob("*.jsonl"))) if state else 0
    message = ngettext("{path}: {n} interrupted translation", "{path}: {n} interrupted translations", waiting)
    told = message.format(path=state, n=waiting) if state else "off"
    yield Item("folders", "state", "ok" if state else "absent", told)


def _memory() -> Iterator[Item]:
    from translator_aid.memory import Memory, default_path

    path = default_path()
    if not path.is_file():
        yield Item("memory", "memory", "absent", str(path), "translator-aid memory add")
        return
    try:
        with Memory(path) as memory:
            told = ngettext("{path}: {n} pair", "{path}: {n} pairs", len(memory)).format(path=path, n=len(memory))
            yield Item("memory", "memory", "ok", told)
    except Error as error:
        yield Item("memory", "memory", "broken", str(error), _("move the file away, and import what you have as TMX"))


def _model() -> Iterator[Item]:
    from translator_aid import models as fetched

    found = list(models())
    yield Item("model", _("built in"), "ok" if found else "absent", ", ".join(found) or _("none"),
               "" if found else _("this version comes without one; use another engine"))
    for model in fetched.installed():
        yield Item("model", model.name, "ok", f"{model.direction}, --engine {model.kind} --model {model.name}")
    if not fetched.installed():
        yield Item("model", _("fetched"), "absent", str(fetched.home()), "translator-aid model list")


def _engines() -> Iterator[Item]:
    from translator_aid import engines

    for name in engines.ENGINES:
        try:
            engine: Any = engines.get(name)
            if name == "builtin":
                engine.model("id", "en"), engine.model("en", "id")
            about = (engine.signature() or name, _key(name), _leaving(getattr(engine, "address", "")))
            yield Item("engines", name, "ok", "; ".join(filter(None, about)))
        except Error as error:
            yield Item("engines", name, "absent", _key(name) or "–", str(error))


def _key(name: str) -> str:
    """Where an engine's key comes from; never the key."""
    from translator_aid import engines, keys

    variables: Sequence[str] = getattr(importlib.import_module(engines.ENGINES[name]), "VARIABLES", ())
    there: Callable[[str], bool] = lambda variable: bool(os.environ.get(variable, "").strip())  # noqa: E731
    if not variables:
        return ""
    chosen = next(filter(there, variables), "")
    if chosen:
        return _("key from {place}").format(place=chosen)
    try:
        return _("key from {place}").format(place="keyring") if keys.find(name, ()) else _("no key")
    except Error:
        return _("no key")


def _leaving(address: str) -> str:
    return _("texts go to {address}").format(address=address) if address else ""
