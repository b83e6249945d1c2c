"""From the findings of a check to what a person or a program reads: one module an output format.

A format is a module with `render(report) -> Iterator[str]`, which yields its output piece by piece.
"""

from __future__ import annotations

import importlib
from typing import Iterator, Protocol, cast

from translator_aid.bitext import Report

FORMATS = {
    "text": "translator_aid.reports.text",
    "json": "translator_aid.reports.json",
    "sarif": "translator_aid.reports.sarif",
    "github": "translator_aid.reports.github",
}


class Format(Protocol):
    """What a format's module offers."""

    def render(self, report: Report) -> Iterator[str]:
        """The output in pieces."""


def get(name: str) -> Format:
    """The module of that format.

    >>> get("github").__name__
    'translator_aid.reports.github'
    """
    return cast(Format, importlib.import_module(FORMATS[name]))
