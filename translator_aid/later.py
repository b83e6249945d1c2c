"""Modules of the standard library that click imports at its beginning and a short run never needs, imported only once something of them is needed.

`inspect` is there to tidy help texts; it brings Python's tokeniser, syntax trees and disassembler. `platform` is imported by `uuid`, for a type of
option that we do not have, and compiles nine regular expressions. Both together take an eighth of a short run. Mercurial's `demandimport` postpones
all imports so; from Python 3.15 on `lazy import` (PEP 810) is part of the language.
"""

from __future__ import annotations

import importlib
import os
import sys
from types import ModuleType
from typing import Any


def postpone() -> None:
    """Lets whoever imports these modules from now on have stand-ins, which fetch the true ones when asked for more than they know themselves."""
    for name, kind in (("inspect", _Inspect), ("platform", _Platform)):
        sys.modules.setdefault(name, kind(name))


class _Later(ModuleType):
    """Stands in for a module."""

    def __getattr__(self, name: str) -> Any:
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(importlib.import_module(self.__name__), name)


class _Inspect(_Later):
    def cleandoc(self, doc: str) -> str:
        """As the true one: a text without its indentation.

        >>> _Inspect("inspect").cleandoc("  Terms.")
        'Terms.'
        """
        if "\n" in doc or "\t" in doc:
            found: str = self.__getattr__("cleandoc")(doc)
            return found
        return doc.lstrip()


class _Platform(_Later):
    def system(self) -> str:
        """As the true one: what the system is called."""
        if sys.platform in ("linux", "darwin") and not hasattr(sys, "getandroidapilevel"):
            return os.uname().sysname
        found: str = self.__getattr__("system")()
        return found
