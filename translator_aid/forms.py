"""The forms under which a term may stand in a text, as data shared by the two languages' inflection and the matcher.

The rules themselves are `data/indonesian.yaml` and `data/english.yaml`; no module knows an affix of its own.
"""

from __future__ import annotations

import os.path
from typing import Any, Callable

from translator_aid.model import Language, Step
from translator_aid.records import Row
from translator_aid.text import fold, tokens

DATA = os.path.join(os.path.dirname(__file__), "data")
PRONOUN = "agent pronoun"
"""What a base may require of the token before it: the agent of a passive type two."""


class Base(Row):
    """One form of a term, ready for the matcher's tree."""

    edges: tuple[str, ...]
    """Folded tokens; `-x` where a hyphen must stand before x, `/x` and the like where that punctuation must."""
    lemma: str
    """What the steps were applied to."""
    steps: tuple[Step, ...] = ()
    """How the form was made; empty for the term itself."""
    how: str = "exact"
    """exact, inflected or variant."""
    requires: str = ""
    """Evidence that the form needs in the text: `PRONOUN` or nothing."""
    head_last: bool = False
    """True where only the last word may carry a clitic."""
    part: str = "noun"
    """Part of speech, `passive` for a passive verb: it decides how a clitic reads."""


class Peeled(Row):
    """A token without its clitics."""

    form: str
    """What is left."""
    steps: tuple[tuple[str, str], ...]
    """The clitics taken off as (affix, rule), innermost first."""


_loaded: dict[str, Any] = {}


_sources: list[Callable[[str], Any]] = []


def draw_from(source: Callable[[str], Any]) -> None:
    """Takes the content of data files from a compiled glossary from now on, which spares reading the files."""
    _sources[:] = [source]


def data(name: str) -> Any:
    """What the file `data/<name>.yaml` holds; read once.

    >>> data("evidence")["ai"][0]
    'AI'
    """
    if name not in _loaded and _sources:
        content = _sources[0](name)
        if content is not None:
            _loaded[name] = content
    if name not in _loaded:
        import yaml

        with open(os.path.join(DATA, f"{name}.yaml"), encoding="utf-8") as stream:
            _loaded[name] = yaml.load(stream, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return _loaded[name]


def rules(language: Language) -> dict[str, Any]:
    """The rule data of a language, as its file holds it."""
    found: dict[str, Any] = data("indonesian" if language == "id" else "english")
    return found


def edges(text: str) -> tuple[str, ...]:
    """A term's tokens as the matcher compares them: space and hyphen are one, other punctuation is kept.

    >>> edges("Model Bahasa-Besar"), edges("A/B testing"), edges("rata-rata"), edges("C++")
    (('model', 'bahasa', 'besar'), ('a', '/b', 'testing'), ('rata', '-rata'), ('c++',))
    """
    found: list[str] = []
    for token in tokens(text):
        form = fold(token.surface)
        if not found or token.before == " ":
            found.append(form)
        elif token.before in "-\u2013":
            found.append("-" + form if form == found[-1] else form)
        else:
            found.append(token.before + form)
    return tuple(found)
