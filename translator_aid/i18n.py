"""The program's own messages in Indonesian or English, through gettext.

The catalogue is opened at the first message that needs it, so English costs nothing, and only the messages that are shown are read from it.
"""

from __future__ import annotations

import contextlib
import functools
import os
import sys
from typing import TYPE_CHECKING, Iterator

if TYPE_CHECKING:
    import gettext

LOCALES = os.path.join(os.path.dirname(__file__), "locale")
LANGUAGES = ("en", "id")
_chosen: list[str] = []


def use(language: str | None) -> None:
    """Speak this language from now on; None goes back to what the environment says."""
    _chosen[:] = [language] if language else []


def language() -> str:
    """`id` or `en`: what was chosen, else TRANSLATOR_AID_LANG, else the locale, else English."""
    if _chosen:
        return _chosen[0]
    for name in ("TRANSLATOR_AID_LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "")
        if value:
            return "id" if value.lower().startswith(("id", "in_")) else "en"
    return "en"


@functools.lru_cache(maxsize=2)
def _catalogue(name: str) -> gettext.NullTranslations | _Catalogue:
    with contextlib.suppress(OSError, ValueError):
        with open(os.path.join(LOCALES, name, "LC_MESSAGES", "translator_aid.mo"), "rb") as stream:
            return _Catalogue(stream.read())
    import gettext

    return gettext.translation("translator_aid", LOCALES, [name], fallback=True)


class _Catalogue:
    """A catalogue as msgfmt writes it (GNU gettext manual, The Format of GNU MO Files), in a language without plural forms: originals in the order of
    their bytes, so that those asked for are found without reading the others, which takes gettext longer than a look-up.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._numbers = memoryview(data)[:len(data) & ~3].cast("I")
        if sys.byteorder != "little" or len(data) < 28 or self._numbers[0] != 0x950412DE:
            raise ValueError
        self._size, self._originals, self._translations = self._numbers[2], self._numbers[3] // 4, self._numbers[4] // 4
        self._known: dict[str, str] = {}

    def gettext(self, message: str) -> str:
        """The translation of a message, or the message."""
        return self.ngettext(message, message, 1)

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        """The translation of a message that counts, or the message."""
        if singular not in self._known:
            found = self._found(singular.encode())
            if found is None:
                return singular if number == 1 else plural
            self._known[singular] = found.decode()
        return self._known[singular]

    def _found(self, wanted: bytes) -> bytes | None:
        low, high = 0, self._size
        while low < high:
            middle = (low + high) // 2
            if self._text(self._originals, middle) < wanted:
                low = middle + 1
            else:
                high = middle
        # behind the original of a message that counts stand a zero and its plural
        if low < self._size and self._text(self._originals, low).split(b"\0", 1)[0] == wanted:
            return self._text(self._translations, low).split(b"\0", 1)[0]
        return None

    def _text(self, table: int, number: int) -> bytes:
        length, start = self._numbers[table + 2 * number], self._numbers[table + 2 * number + 1]
        return self._data[start:start + length]


def _(message: str) -> str:
    """A message in the language in use.

    >>> use("en"); _("Nothing found.")
    'Nothing found.'
    """
    name = language()
    return message if name == "en" else _catalogue(name).gettext(message)


def ngettext(singular: str, plural: str, number: int) -> str:
    """A message that counts; Indonesian has one form for all numbers.

    >>> use("en"); ngettext("{n} term", "{n} terms", 2).format(n=2)
    '2 terms'
    """
    name = language()
    if name == "en":
        return singular if number == 1 else plural
    return _catalogue(name).ngettext(singular, plural, number)


@contextlib.contextmanager
def lent(domain: str) -> Iterator[None]:
    """Lends a catalogue of ours to the standard library's gettext, through which click speaks; in English nothing is done.

    gettext knows no other way to be told the language than LANGUAGE, which is put back behind it.
    """
    if language() == "en":
        yield
        return
    import gettext

    before, names = gettext.textdomain(), os.environ.get("LANGUAGE")
    os.environ["LANGUAGE"] = language()
    gettext.bindtextdomain(domain, LOCALES)
    gettext.textdomain(domain)
    try:
        yield
    finally:
        gettext.textdomain(before)
        os.environ.pop("LANGUAGE")
        os.environ.update({} if names is None else {"LANGUAGE": names})
