"""Keys of services: from the environment or the system's keyring, never from a file, an option or an answer.

Nothing here shows a key, and what holds one has no representation that would.
"""

from __future__ import annotations

import os
from typing import Sequence

from translator_aid.errors import UsageError
from translator_aid.i18n import _

SERVICE = "translator-aid"
"""The name under which the keyring holds the keys; the user name is the engine's."""


def find(engine: str, variables: Sequence[str]) -> str:
    """The key for an engine, empty where there is none: the first of these variables that is set, else what the keyring has.

    >>> import os
    >>> os.environ["CONTOH_KEY"] = "rahasia"
    >>> find("contoh", ["CONTOH_KEY"])
    'rahasia'

    :raises UsageError: for one that cannot be sent: with white space or other than ASCII characters.
    """
    for name in variables:
        key = os.environ.get(name, "").strip()
        if key:
            if not key.isascii() or not key.isprintable() or " " in key:
                raise UsageError(_("the key in {variable} holds characters that no key has").format(variable=name))
            return key
    return _from_keyring(engine)


def needed(engine: str, variables: Sequence[str]) -> str:
    """The key for an engine that has none to offer without.

    :raises UsageError: where there is none, saying how to give one.
    """
    key = find(engine, variables)
    if not key:
        raise UsageError(
            _("The engine '{engine}' needs a key: set {variable} in the environment, or store it with: keyring set {service} {engine}").format(
                engine=engine, variable=variables[0], service=SERVICE))
    return key


def _from_keyring(engine: str) -> str:
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        return ""
    try:
        return (keyring.get_password(SERVICE, engine) or "").strip()
    except (KeyringError, RuntimeError, OSError):
        # No keyring runs here, or the person did not open it: as good as none.
        return ""
