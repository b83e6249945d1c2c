"""Where the results of several files go: into one folder, by the paths that the files had, never onto a file that is read."""

from __future__ import annotations

import os
from typing import Iterable, Sequence

from translator_aid.errors import UsageError
from translator_aid.i18n import _
from translator_aid.records import Row

SUFFIXES = {"html": (".html", ".htm"), "json": (".json",), "jsonl": (".jsonl",), "docx": (".docx",), "anki": (".txt",), "bilingual": (".txt",),
            "terminal": (".txt",), "text": (".txt", ".text"), "markdown": (".md", ".markdown", ".mdown")}
"""What a format's files end in, the usual first; the format that a file has itself keeps its suffix."""


class Job(Row):
    """One file and where its result goes."""

    source: str
    """The file as it was named."""
    output: str
    """The result's path; `-` for standard output."""
    below: bool = False
    """Whether it lies in a folder that is made where it is not there."""


def planned(files: Sequence[str], output: str, format: str | None = None) -> tuple[Job, ...]:
    """What becomes of each file: with one file and no folder, the output itself; otherwise a file in the folder, under the path that the file had.

    >>> planned(["berita.md"], "hasil.html", "html")
    (Job(source='berita.md', output='hasil.html', below=False),)
    >>> [job.output for job in planned(["bab/1.md", "bab/2.md", "kata.txt"], "hasil/", "html")]
    ['hasil/bab/1.html', 'hasil/bab/2.html', 'hasil/kata.html']

    :raises UsageError: where there is no folder to write several into, standard input is one of several, two results would have one name, or one
        would replace a file that is read.
    """
    files = tuple(dict.fromkeys(files))
    whole = output.endswith(("/", os.sep)) or output != "-" and os.path.isdir(output)
    if len(files) == 1 and (not whole or files[0] == "-"):
        return (Job(files[0], output),)
    if "-" in files:
        raise UsageError(_("standard input cannot be one of several files"))
    if output == "-":
        raise UsageError(_("several files need a folder for their results: -o FOLDER"))
    if os.path.exists(output) and not os.path.isdir(output):
        raise UsageError(_("{path}: is no folder").format(path=output))
    return _checked(Job(source, _joined(output, path), True) for source, path in zip(files, _named(_below(files), format)))


def _below(files: Sequence[str]) -> list[str]:
    """The files' paths as they were named or, where one of them leads out of this folder, below the nearest folder of all."""
    paths = [os.path.normpath(name) for name in files]
    if not any(os.path.isabs(path) or path.split(os.sep)[0] == os.pardir for path in paths):
        return paths
    whole = [os.path.abspath(path) for path in paths]
    try:
        common = os.path.commonpath([os.path.dirname(path) for path in whole])
    except ValueError:
        # two drives of Windows have nothing in common
        return [os.path.basename(path) for path in whole]
    return [os.path.relpath(path, common) for path in whole]


def _named(paths: Sequence[str], format: str | None) -> list[str]:
    """The paths with the format's suffix in place of their own, or behind it where two would become one."""
    suffixes = SUFFIXES.get(format or "", ())
    if not suffixes:
        return list(paths)
    changed = [path if os.path.splitext(path)[1].lower() in suffixes else os.path.splitext(path)[0] + suffixes[0] for path in paths]
    return [new if changed.count(new) == 1 else f"{old}{suffixes[0]}" for old, new in zip(paths, changed)]


def _joined(folder: str, path: str) -> str:
    return os.path.join(folder, path)


def _checked(jobs: Iterable[Job]) -> tuple[Job, ...]:
    found = tuple(jobs)
    read = {os.path.realpath(job.source): job.source for job in found}
    written: dict[str, str] = {}
    for job in found:
        target = os.path.realpath(job.output)
        if target in read:
            raise UsageError(_("{path}: is read here and would be overwritten; choose another folder").format(path=read[target]))
        if target in written:
            raise UsageError(_("{first} and {second} would both become {path}").format(first=written[target], second=job.source, path=job.output))
        written[target] = job.source
    return found
