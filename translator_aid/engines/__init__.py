"""Who turns segments into segments: one module an engine.

An engine is a module, or an object that a module's `opened(settings)` gives, with `NAME`, `signature()` and
`translate(requests) -> Iterator[Draft]`; it sees texts and the constraints that they must carry, and never settles what became of them: `terms` does.
It may have `FORMS`, in which it can be told the constraints, best first; `address`, where texts are sent; `journaled`, true where a draft costs
enough to be kept when a run is interrupted.
"""

from __future__ import annotations

import importlib
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Callable, Iterable, Iterator, Protocol, cast

from translator_aid.errors import UsageError
from translator_aid.i18n import _
from translator_aid.model import Draft, Request

if TYPE_CHECKING:
    from translator_aid.remote import Limits

ENGINES = {
    "builtin": "translator_aid.engines.builtin",
    "glossary": "translator_aid.engines.glossary",
    "memory": "translator_aid.engines.glossary",
    "libretranslate": "translator_aid.engines.libretranslate",
    "deepl": "translator_aid.engines.deepl",
    "openai": "translator_aid.engines.openai",
    "ctranslate2": "translator_aid.engines.ctranslate2",
    "argos": "translator_aid.engines.argos",
    "firefox": "translator_aid.engines.firefox",
}
"""`memory` is the translation memory alone: what it does not know is left to `glossary`."""
DEFAULT = "builtin"


class Engine(Protocol):
    """What an engine module offers."""

    NAME: str

    def signature(self) -> str:
        """Name and version: equal signatures, equal output for equal requests."""

    def translate(self, requests: Iterable[Request]) -> Iterator[Draft]:
        """One draft a request, in order, as soon as it is there."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a user may choose about an engine; an engine takes what concerns it."""

    url: str = ""
    """Where the service is; empty: where the environment or the service's own documentation says."""
    model: str = ""
    """The model's name, or the folder of a model on this machine."""
    timeout: float = 0.0
    """Seconds for one answer; 0: as long as suits the engine."""
    rate: float = 0.0
    """Requests a second at most; 0: no bound."""
    workers: int = 4
    """Texts on their way at once."""
    attempts: int = 5
    """Tries for one text."""
    pause: float = 0.5
    """Seconds before the second try; each further pause doubles."""
    keep: Callable[[Request, Draft], None] | None = None
    """Told of each draft the moment it arrives, from any thread."""

    def limits(self, timeout: float) -> Limits:
        """These choices for a service whose answers take up to `timeout` seconds where nothing else was chosen.

        >>> Settings(timeout=5).limits(30).timeout, Settings().limits(30).timeout
        (5, 30)
        """
        from translator_aid.remote import Limits

        return Limits(self.timeout or timeout, max(1, self.attempts), self.pause, rate=self.rate, workers=self.workers)

    def url_for(self, engine: str, default: str) -> str:
        """The service's address: as chosen, else as `TRANSLATOR_AID_<ENGINE>_URL` says, else the default."""
        return self.url or os.environ.get(f"TRANSLATOR_AID_{engine.upper()}_URL", "") or default

    def model_for(self, engine: str) -> str:
        """The model: as chosen, else as `TRANSLATOR_AID_<ENGINE>_MODEL` says, else empty."""
        return self.model or os.environ.get(f"TRANSLATOR_AID_{engine.upper()}_MODEL", "")


def get(name: str, settings: Settings = Settings()) -> Engine:
    """The engine of that name, set up as the settings say.

    >>> get("glossary").NAME
    'glossary'

    :raises EngineError: for one that is not installed, saying how to get it.
    :raises UsageError: for a name that no engine has, or where an engine lacks what it needs, such as a key or a model.
    """
    if name in ENGINES:
        module = importlib.import_module(ENGINES[name])
        return cast(Engine, module.opened(settings) if hasattr(module, "opened") else module)
    raise UsageError(_("There is no engine '{name}'; the engines are {names}.").format(name=name, names=", ".join(ENGINES)))
