"""Packed files of models, unpacked with distrust: only the kinds of file that a model needs, only beneath the folder given, and no more than told.

What a pickle or a script could do when it is loaded cannot happen, since neither is taken out: an Argos package, say, may hold pickled PyTorch
models of a splitter of sentences. Links, absolute paths and `..` make the whole package suspect.
"""

from __future__ import annotations

import gzip
import re
import stat
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import IO

from translator_aid.errors import UnreadableError, WriteError
from translator_aid.i18n import _

LARGEST = 8 << 30
"""Bytes that a package may hold unpacked."""
MOST = 10_000
"""Files that it may hold."""
WANTED = re.compile(r"(?i)[^/]+\.(bin|spm|model|json|txt|ya?ml|md|npz)|licen[cs]e|readme|copying")
"""Names of files that a model may need; nothing among them is executed by who reads it."""
_GZIP = b"\x1f\x8b"


def unpack(archive: Path, folder: Path, name: str = "") -> None:
    """Unpacks a ZIP file, or copies a single file (unzipped if it is gzip) as `name`, into a folder that is there.

    :raises UnreadableError: for a file that is damaged, cut short, or tries to write elsewhere.
    :raises WriteError: where the disk does not take it.
    """
    try:
        with archive.open("rb") as stream:
            start = stream.read(4)
        if start.startswith(b"PK"):
            with zipfile.ZipFile(archive) as packed:
                _members(packed, folder, archive)
        else:
            target = folder / PurePosixPath(name or archive.name).name.removesuffix(".gz")
            if not WANTED.fullmatch(target.name):
                raise UnreadableError(_("{path}: is neither a ZIP file nor a part of a model").format(path=name or archive))
            with gzip.GzipFile(archive) if start.startswith(_GZIP) else archive.open("rb") as content:
                _copy(content, target, LARGEST, archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, gzip.BadGzipFile, NotImplementedError, RuntimeError, UnicodeError) as error:
        raise UnreadableError(_("{path}: is damaged or cut short: {reason}").format(path=archive, reason=error)) from error
    except OSError as error:
        raise WriteError(_("{path}: cannot be unpacked: {reason}").format(path=archive, reason=error.strerror or error)) from error


def size(archive: Path) -> int:
    """The bytes that a file will take unpacked, by its own account; its own size where it is not packed."""
    try:
        with zipfile.ZipFile(archive) as packed:
            return sum(item.file_size for item in packed.infolist())
    except (zipfile.BadZipFile, OSError):
        return 3 * archive.stat().st_size


def _members(packed: zipfile.ZipFile, folder: Path, archive: Path) -> None:
    items = packed.infolist()
    left = LARGEST
    if len(items) > MOST or sum(item.file_size for item in items) > left:
        raise UnreadableError(_("{path}: would become too big").format(path=archive))
    for item in items:
        _trusted(item, archive)
    # A package that is one folder is taken out of it.
    tops = {item.filename.split("/")[0] for item in items}
    single = len(tops) == 1 and all("/" in item.filename for item in items)
    for item in items:
        inner = item.filename.partition("/")[2] if single else item.filename
        path = PurePosixPath(inner)
        if item.is_dir() or not inner or not WANTED.fullmatch(path.name):
            continue
        target = folder.joinpath(*path.parts)
        target.parent.mkdir(parents=True, exist_ok=True)
        with packed.open(item) as stream:
            left -= _copy(stream, target, left, archive)


def _trusted(item: zipfile.ZipInfo, archive: Path) -> None:
    parts = item.filename.replace("\\", "/").split("/")
    mode = item.external_attr >> 16
    odd = not stat.S_ISREG(mode) and not stat.S_ISDIR(mode) if stat.S_IFMT(mode) else False
    if odd or item.filename.startswith(("/", "\\")) or ".." in parts or ":" in item.filename or "\0" in item.filename:
        raise UnreadableError(_("{path}: holds {name}, which would lead out of its folder; nothing was unpacked").format(
            path=archive, name=repr(item.filename)))


def _copy(stream: IO[bytes] | gzip.GzipFile, target: Path, most: int, archive: Path) -> int:
    """Writes what the stream gives, and counts it; what a package says of its sizes is not believed."""
    written = 0
    with target.open("xb") as out:
        while piece := stream.read(1 << 20):
            written += len(piece)
            if written > most:
                raise UnreadableError(_("{path}: would become too big").format(path=archive))
            out.write(piece)
    return written
