"""Who turns segments into segments: one module an engine.

An engine is a module with `NAME`, `signature()` and `translate(requests) -> Iterator[Draft]`; it sees texts and the constraints that they must carry,
and never settles what became of them: `terms` does.
"""

from __future__ import annotations

import importlib
from typing import Iterable, Iterator, Protocol, cast

from translator_aid.errors import EngineError, UsageError
from translator_aid.i18n import _
from translator_aid.model import Draft, Request

ENGINES = {"glossary": "translator_aid.engines.glossary"}
MISSING = {
    "builtin": "The built-in translation model is not part of this version of translator-aid. "
               "Use --engine glossary, which renders terms, numbers, dates and amounts and leaves the rest as it is.",
}
DEFAULT = "glossary"


class Engine(Protocol):
    """What an engine module offers."""

    NAME: str

    def signature(self) -> str:
        """Name and version: equal signatures, equal output for equal requests."""

    def translate(self, requests: Iterable[Request]) -> Iterator[Draft]:
        """One draft a request, in order, as soon as it is there."""


def get(name: str) -> Engine:
    """The engine of that name.

    >>> get("glossary").NAME
    'glossary'

    :raises EngineError: for one that is not installed, saying how to get it.
    :raises UsageError: for a name that no engine has.
    """
    if name in ENGINES:
        return cast(Engine, importlib.import_module(ENGINES[name]))
    if name in MISSING:
        raise EngineError(_(MISSING[name]))
    raise UsageError(_("There is no engine '{name}'; the engines are {names}.").format(name=name, names=", ".join(ENGINES)))
