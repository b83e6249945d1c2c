"""The files of a StarDict dictionary as they lie in an archive or a folder: what the `.ifo` says, the words of the index, the fields of an article.

The format is that of StarDict's own description, version 3.0.0.
"""

from __future__ import annotations

import io
import tempfile
import zlib
from typing import IO, Iterator

from translator_aid.archives import MAX_FILE, Files
from translator_aid.errors import UnreadableError
from translator_aid.i18n import _

MAGIC = "StarDict's dict ifo file"
"""The first line of an `.ifo` file."""
_SPOOLED = 1 << 22


def part(files: Files, base: str, *endings: str) -> str:
    """The name of the file with one of these endings; the first one where no base is given."""
    names = files.names()
    if not base:
        wanted = files.path.replace("\\", "/").rpartition("/")[2]
        return wanted if wanted in names else next((name for name in names if name.endswith(endings)), "")
    for ending in endings:
        if base + ending in names:
            return base + ending
    raise UnreadableError(_("no whole dictionary of StarDict: there is no {name} file").format(name=endings[0]), files.at(""))


def about(files: Files, name: str) -> dict[str, str]:
    """What an `.ifo` file says, by name."""
    text = files.data(name).decode("utf-8-sig", "replace").splitlines()
    if not text or text[0].strip() != MAGIC:
        raise UnreadableError(_("the first line must be: {line}").format(line=MAGIC), files.at(name))
    return dict(line.strip().split("=", 1) for line in text[1:] if "=" in line)


def index(files: Files, base: str, own: bool) -> Iterator[tuple[int, int, bytes]]:
    """Offset, size and word of each article, then the synonyms, which begin with the byte 255; those of our own files, which hold the words in the
    articles, are left empty and without synonyms."""
    name = part(files, base, ".idx", ".idx.gz")
    with unpacked(files.data(name), files, name) as stream:
        data = stream.read()
    places: list[tuple[int, int]] = []
    for word, rest in _words(data, 8, files, name):
        places.append((int.from_bytes(rest[:4], "big"), int.from_bytes(rest[4:], "big")))
        yield (*places[-1], b"" if own else word)
    if own or base + ".syn" not in files.names():
        return
    for word, rest in _words(files.data(base + ".syn"), 4, files, base + ".syn"):
        number = int.from_bytes(rest, "big")
        if number < len(places):
            yield (*places[number], b"\xff" + word)


def _words(data: bytes, size: int, files: Files, name: str) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at < len(data):
        end = data.find(b"\0", at)
        if end < 0 or end + 1 + size > len(data):
            raise UnreadableError(_("the file ends too early"), files.at(name))
        yield data[at:end], data[end + 1:end + 1 + size]
        at = end + 1 + size


def unpacked(data: bytes, files: Files, name: str) -> IO[bytes]:
    """A file, unpacked where it is gzip; a large one lies on disk meanwhile.

    :raises UnreadableError: where it is damaged, or larger than any dictionary.
    """
    if data[:2] != b"\x1f\x8b":
        return io.BytesIO(data)
    stream = tempfile.SpooledTemporaryFile(_SPOOLED)  # pylint: disable=consider-using-with
    unpacker = zlib.decompressobj(31)
    try:
        while data and not unpacker.eof and stream.tell() < MAX_FILE:
            stream.write(unpacker.decompress(data, _SPOOLED))
            data = unpacker.unconsumed_tail
    except zlib.error as error:
        stream.close()
        raise UnreadableError(_("the file cannot be unpacked: {problem}").format(problem=error), files.at(name)) from error
    if not unpacker.eof:
        stream.close()
        raise UnreadableError(_("the file cannot be unpacked: {problem}").format(problem=_("it ends too early, or is too large")), files.at(name))
    return stream


def fields(data: bytes, types: str) -> Iterator[tuple[str, str]]:
    """The texts of an article, each with its type (m plain, h HTML, ...); sounds and pictures are passed over.

    >>> list(fields(b"bobot\\0<b>weight</b>", "mh"))
    [('m', 'bobot'), ('h', '<b>weight</b>')]
    """
    at, given = 0, list(types)
    while at < len(data):
        if types and not given:
            return
        kind = given.pop(0) if types else chr(data[at])
        at += not types
        last = bool(types) and not given
        if kind.isupper():
            size = len(data) - at if last else int.from_bytes(data[at:at + 4], "big") + 4
        else:
            end = data.find(b"\0", at)
            size = len(data) - at if last or end < 0 else end - at
            if kind in "mlghxw":
                yield kind, data[at:at + size].decode("utf-8", "replace")
            size += not last
        at += size
