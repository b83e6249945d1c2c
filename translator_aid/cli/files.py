"""Several files in one run: a bar for all of them, each on its own feet, and at the end what became of them."""

from __future__ import annotations

import os
import sys
from typing import Callable, Sequence

import click

from translator_aid.cli import streams
from translator_aid.errors import Error, UsageError
from translator_aid.i18n import _, ngettext
from translator_aid.outputs import Job
from translator_aid.rawfiles import writing
from translator_aid.records import Row


class Refusal(UsageError):
    """A person did not allow what would have to be done for every file: none is tried any more."""


class Done(Row):
    """What became of one file."""

    code: int = 0
    """Its exit code."""
    said: str = ""
    """What is to be said about it on standard error, whole lines."""


def each(jobs: Sequence[Job], work: Callable[[Job], Done]) -> int:
    """Does the work for each file, says what each has to say, and returns the worst exit code.

    One file that cannot be read or written does not keep the others from being done; what is done stays when the run is interrupted.
    """
    if len(jobs) == 1:
        only = done(jobs[0], work)
        click.echo(only.said, err=True, nl=False)
        return only.code
    results: list[Done] = []
    try:
        hidden = not sys.stderr.isatty()
        with click.progressbar(length=len(jobs), label=_("Files"), file=sys.stderr, item_show_func=lambda name: name, hidden=hidden) as bar:
            for job in jobs:
                bar.update(0, job.source)
                try:
                    result = done(job, work)
                    results.append(result._replace(said=_headed(job, result.said)))
                except Refusal:
                    raise
                except Error as error:
                    results.append(Done(error.exit_code, f"translator-aid: {error}\n"))
                bar.update(1)
    finally:
        _tell(results, len(jobs))
    return max(result.code for result in results)


def done(job: Job, work: Callable[[Job], Done]) -> Done:
    """What comes of the work for one file, the folder of its result made before."""
    folder = os.path.dirname(job.output)
    if job.below and folder and not streams.is_dry():
        with writing(folder):
            os.makedirs(folder, exist_ok=True)
    return work(job)


def _headed(job: Job, said: str) -> str:
    return f"{job.source} → {job.output}\n{said}" if said else ""


def _tell(results: Sequence[Done], total: int) -> None:
    for result in results:
        click.echo(result.said, err=True, nl=False)
    if streams.is_dry():
        return
    failed = sum(result.code > 1 for result in results)
    files = ngettext("{n} file", "{n} files", total).format(n=total)
    click.echo(_("{files}: {written} written, {failed} failed, {left} left").format(
        files=files, written=len(results) - failed, failed=failed, left=total - len(results)), err=True)


def shown(job: Job, paragraphs: int, remark: str = "") -> Done:
    """What a dry run says of a file, on standard output."""
    about = ngettext("{n} paragraph", "{n} paragraphs", paragraphs).format(n=paragraphs)
    click.echo(f"{job.source} → {job.output}: {about}{remark}")
    return Done()
