"""How a model is installed: fetched or copied, compared with its checksum, unpacked aside, looked over, and moved into place when all is right.

Until that last step nothing is seen of it, whatever happens in between; what has been fetched is kept for the next try.
"""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import json
import os
import shutil
import tempfile
import time
from pathlib import Path, PurePosixPath
from typing import Iterator, NamedTuple
from urllib.parse import unquote, urlsplit

from translator_aid import fetching, models, recasting, registry, unpacking
from translator_aid.errors import UnreadableError, UsageError
from translator_aid.i18n import _
from translator_aid.models import Entry, File, Installed
from translator_aid.rawfiles import writing

SUMS = "checksums.json"
"""Where the checksums of files are kept for which nobody publishes one."""
_DAY = 24 * 3600


class Plan(NamedTuple):
    """What an installation will do."""

    entry: Entry
    """The model, its files known."""
    local: Path | None
    """The file or folder on this machine that it comes from; None where it is fetched."""
    size: int
    """Bytes to be fetched or copied; 0 where that is unknown."""

    @property
    def hosts(self) -> tuple[str, ...]:
        """Whom the files are asked from; empty for what is here."""
        return () if self.local else tuple(dict.fromkeys(urlsplit(file.url).netloc for file in self.entry.files))


def plan(wanted: str, name: str = "", direction: str = "", sha256: str = "", patience: fetching.Patience = fetching.Patience()) -> Plan:
    """What is to be done for a name of the catalogue, an address, or a file or folder.

    A server is asked only how big its file is, and a registry which files there are.

    :raises UsageError: for what is none of these, or where the direction must be told.
    :raises EngineError: where a server cannot be reached or does not have the file.
    """
    entry = models.catalogue().get(wanted)
    local = None if entry or "://" in wanted else Path(wanted)
    if entry is None:
        entry = _elsewhere(wanted, local, direction, sha256)
    elif sha256:
        entry = dataclasses.replace(entry, files=tuple(dataclasses.replace(file, sha256=sha256) for file in entry.files[:1]))
    if entry.registry:
        entry = dataclasses.replace(entry, files=registry.files(entry.registry, entry.direction, patience))
    entry = dataclasses.replace(entry, name=name or entry.name)
    if not models.NAME.fullmatch(entry.name):
        raise UsageError(_("'{name}' is no name for a model; use letters, digits, dots and hyphens").format(name=entry.name))
    if local:
        return Plan(entry, local, sum(path.stat().st_size for path in [local, *local.rglob("*")] if path.is_file()))
    sizes = [file.size or fetching.size(file.url, patience) for file in entry.files]
    return Plan(entry, None, sum(size or 0 for size in sizes) if all(sizes) else entry.size)


def install(job: Plan, progress: fetching.Progress | None = None, patience: fetching.Patience = fetching.Patience()) -> Installed:
    """Does what is planned; the model, in its place. One of the same name is replaced at the end.

    :raises EngineError: where a file cannot be had.
    :raises UnreadableError: for a wrong checksum, a damaged package or what is no model.
    :raises WriteError: where the disk does not take it.
    """
    home = models.home()
    with writing(home):
        (home / ".partial").mkdir(parents=True, exist_ok=True)
    recasting.ready(job.entry.kind)
    with _aside(home) as folder:
        if job.local and job.local.is_dir():
            fetched = [_local(job.local, folder)]
        else:
            fetched = [_brought(job, file, folder, progress, patience) for file in job.entry.files]
        kind = recasting.finish(folder, job.entry.name)
        if job.entry.files and job.entry.kind not in (kind, "opus-mt") and job.entry.name in models.catalogue():
            raise UnreadableError(_("{name}: what came is a model for {kind}, not for {other}").format(
                name=job.entry.name, kind=kind, other=job.entry.kind))
        when = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        model = Installed(job.entry.name, kind, job.entry.direction, job.entry.licence, tuple(fetched), when, folder)
        models.describe(model)
        place = home / job.entry.name
        with writing(place):
            _swap(folder, place)
    for file in job.entry.files:
        _kept(file.url).unlink(missing_ok=True)
    return dataclasses.replace(model, folder=place)


def recorded(url: str) -> str:
    """The checksum of an earlier file from that address for which nobody publishes one; empty where there was none."""
    return str(_sums().get(url, ""))


def _elsewhere(wanted: str, local: Path | None, direction: str, sha256: str) -> Entry:
    name = PurePosixPath(unquote(urlsplit(wanted).path)).name if local is None else local.resolve().name
    if local is not None and not local.exists():
        names = ", ".join(models.catalogue())
        raise UsageError(_("'{name}' is neither a model of the catalogue ({names}) nor a file, a folder or an address").format(
            name=wanted, names=names))
    if local is not None and local.is_dir():
        recasting.recognised(local, wanted)
    told = direction or models.direction(name)
    if not told:
        raise UsageError(_("{path}: the direction cannot be told from the name; say --direction id-en or en-id").format(path=wanted))
    stem = name
    while PurePosixPath(stem).suffix.lower() in (".zip", ".argosmodel", ".gz"):
        stem = PurePosixPath(stem).stem
    files = (File(wanted if local is None else "", sha256),) if local is None or local.is_file() else ()
    return Entry(stem, "ctranslate2", told, files=files)


def _local(source: Path, folder: Path) -> dict[str, object]:
    """Copies the files of a folder that a model needs; links are left out."""
    fetching.room(folder, sum(path.stat().st_size for path in source.rglob("*") if path.is_file()))
    with writing(folder):
        for path in sorted(source.rglob("*")):
            if path.is_file() and not path.is_symlink() and path.name != models.DESCRIPTION and unpacking.WANTED.fullmatch(path.name):
                target = folder / path.relative_to(source)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, target)
    return {"url": str(source.resolve()), "sha256": "", "size": 0}


def _brought(job: Plan, file: File, folder: Path, progress: fetching.Progress | None, patience: fetching.Patience) -> dict[str, object]:
    """One file, fetched or found here, compared and unpacked; what to note of it."""
    path = job.local or _kept(file.url)
    if job.local is None and not path.exists():
        fetching.fetch(file.url, path, file.size or None, progress, patience)
    found = fetching.checksum(path)
    wanted = file.sha256.lower() or ("" if job.local else recorded(file.url))
    if wanted and found != wanted:
        if job.local is None:
            path.unlink()
        what = _("{url}: the checksum is {found}, but should be {wanted}; the file is damaged or another one, and was not used")
        raise UnreadableError(what.format(url=file.url or path, found=found, wanted=wanted))
    name = path.name if job.local else PurePosixPath(unquote(urlsplit(file.url).path)).name
    fetching.room(folder, unpacking.size(path))
    before = set(folder.iterdir())
    unpacking.unpack(path, folder, name)
    new = set(folder.iterdir()) - before
    if file.unpacked and [fetching.checksum(one) for one in new] != [file.unpacked.lower()]:
        path.unlink()
        raise UnreadableError(_("{url}: what it holds is not what its list promises; it was not used").format(url=file.url))
    if not file.sha256 and job.local is None:
        _record(file.url, found)
    return {"url": file.url or str(path.resolve()), "sha256": found, "size": path.stat().st_size}


def _kept(url: str) -> Path:
    """Where a file is kept while it is fetched."""
    return models.home() / ".partial" / f"{hashlib.sha256(url.encode()).hexdigest()[:16]}.bin"


def _sums() -> dict[str, object]:
    try:
        data = json.loads((models.home() / SUMS).read_text(encoding="utf-8"))
        return data if isinstance(data, dict) else {}
    except (OSError, ValueError):
        return {}


def _record(url: str, checksum: str) -> None:
    path = models.home() / SUMS
    with writing(path):
        new = path.with_suffix(".new")
        new.write_text(json.dumps({**_sums(), url: checksum}, indent=1) + "\n", encoding="utf-8")
        os.replace(new, path)


@contextlib.contextmanager
def _aside(home: Path) -> Iterator[Path]:
    """A folder that vanishes unless it has been moved away."""
    with writing(home):
        for old in home.glob(".new-*"):
            # left by a program that was killed
            if time.time() - old.stat().st_mtime > _DAY:
                shutil.rmtree(old, ignore_errors=True)
        folder = Path(tempfile.mkdtemp(prefix=".new-", dir=home))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _swap(folder: Path, place: Path) -> None:
    old = place.with_name(f".old-{place.name}-{os.getpid()}")
    if place.exists():
        os.rename(place, old)
    try:
        os.chmod(folder, 0o755)
        os.rename(folder, place)
    except OSError:
        if old.exists():
            os.rename(old, place)
        raise
    shutil.rmtree(old, ignore_errors=True)
