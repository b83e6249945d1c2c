"""The program's own messages in Indonesian or English, through gettext.

The catalogue is opened at the first message that needs it, so English costs nothing.
"""

from __future__ import annotations

import contextlib
import functools
import os
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
def _catalogue(name: str) -> gettext.NullTranslations:
    import gettext

    return gettext.translation("translator_aid", LOCALES, [name], fallback=True)


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
