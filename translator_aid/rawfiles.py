"""The bytes of a file, or an error that names it."""

from __future__ import annotations

import os

from translator_aid.errors import UnreadableError
from translator_aid.i18n import _


def read_bytes(path: str | os.PathLike[str]) -> bytes:
    """A file's content.

    >>> read_bytes("tidak-ada.yaml")
    Traceback (most recent call last):
    ...
    translator_aid.errors.UnreadableError: tidak-ada.yaml: cannot be read: No such file or directory

    :raises UnreadableError: naming the file and what is wrong with it.
    """
    try:
        with open(path, "rb") as stream:
            return stream.read()
    except OSError as error:
        raise UnreadableError(_("{path}: cannot be read: {reason}").format(path=path, reason=error.strerror or error)) from error
