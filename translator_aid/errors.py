"""What can go wrong, as messages a person can act on. Each error knows the exit code it ends the program with."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from translator_aid.model import Finding, Origin


class Error(Exception):
    """Base of all errors that the program raises on purpose; its text is the message shown."""

    exit_code = 3


class UsageError(Error):
    """The command was asked for something that does not exist or cannot be combined."""

    exit_code = 2


class UnreadableError(Error):
    """A file cannot be read as what it should be."""

    def __init__(self, message: str, origin: Origin | None = None) -> None:
        super().__init__(f"{origin}: {message}" if origin else message)
        self.origin = origin


class GlossaryError(Error):
    """A glossary has errors; all of them are listed, each with its place."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__("\n".join(f"{finding.origin}: {finding.message}" for finding in findings))
        self.findings = findings


class WriteError(Error):
    """An output cannot be written."""

    exit_code = 2


class EngineError(Error):
    """An engine is missing or did not do its work."""
