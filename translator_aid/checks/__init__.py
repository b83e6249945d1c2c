"""What can be wrong with a translation: one module a check.

A check is a module with `RULES` (its codes, each with severity and title) and `check(pair, context) -> Iterator[Finding]`, and its docstring is its
page: what it looks at, a good example, a bad one. The hundreds of a code are its topic: 1 terms, 2 numbers, 3 names, 4 language, 5 paragraphs,
6 markup, 7 words, 8 punctuation.
"""

from __future__ import annotations

import functools
import importlib
import re
from typing import Iterable, Iterator, Mapping, Protocol, cast

from translator_aid import locales
from translator_aid.bitext import Bitext, Pair, Rule, Side
from translator_aid.errors import UsageError
from translator_aid.i18n import _
from translator_aid.matching import Matcher
from translator_aid.model import Expression, Finding, Glossary, Language, Match, Segment, Span
from translator_aid.slots import Slots

CHECKS = {
    "terms": "translator_aid.checks.terms",
    "deprecated": "translator_aid.checks.deprecated",
    "consistency": "translator_aid.checks.consistency",
    "numbers": "translator_aid.checks.numbers",
    "labels": "translator_aid.checks.labels",
    "names": "translator_aid.checks.names",
    "untranslated": "translator_aid.checks.untranslated",
    "paragraphs": "translator_aid.checks.paragraphs",
    "markup": "translator_aid.checks.markup",
    "doubled": "translator_aid.checks.doubled",
    "punctuation": "translator_aid.checks.punctuation",
}


class Check(Protocol):
    """What a check's module offers."""

    RULES: dict[str, Rule]

    def check(self, pair: Pair, context: Context) -> Iterator[Finding]:
        """What is wrong with a pair."""


class Context:
    """What a check may know beside the pair: the whole bitext, the glossary in both languages, and what stands in each text."""

    def __init__(self, bitext: Bitext, glossary: Glossary, style: str = "news", matchers: Mapping[Language, Matcher] | None = None,
                 american_dates: bool = False) -> None:
        self.bitext = bitext
        self.glossary = glossary
        self.style = style
        self.american_dates = american_dates
        self._matchers = matchers
        self._matches: dict[tuple[int, Side], tuple[Match, ...]] = {}
        self._guesses: dict[tuple[int, Side], tuple[Match, ...]] = {}
        self._slots: dict[int, Slots] = {}
        self._expressions: dict[tuple[int, Side], tuple[Expression, ...]] = {}

    def matcher(self, side: Side) -> Matcher:
        """The matcher for texts of that side."""
        if self._matchers is None:
            self._matchers = {language: Matcher(self.glossary, language) for language in self.bitext.languages}
        return self._matchers[self.bitext.language(side)]

    def matches(self, pair: Pair, side: Side) -> tuple[Match, ...]:
        """The terms in one side of a pair."""
        key = (pair.index, side)
        if key not in self._matches:
            segment = pair.source if side == "source" else pair.target
            self._matches[key] = self.matcher(side).find(segment.text, segment.protected) if segment else ()
        return self._matches[key]

    def guesses(self, pair: Pair, side: Side) -> tuple[Match, ...]:
        """The terms in one side of a pair as if every guard had its evidence: what might be a term."""
        key = (pair.index, side)
        if key not in self._guesses:
            segment = pair.source if side == "source" else pair.target
            self._guesses[key] = self.matcher(side).find(segment.text, segment.protected, _Everything()) if segment else ()
        return self._guesses[key]

    def slots(self, pair: Pair) -> Slots:
        """Which words of the two sides stand for each other."""
        if pair.index not in self._slots:
            texts = (pair.text("source"), pair.text("target"))
            self._slots[pair.index] = Slots(texts, self.bitext.languages, (self.matches(pair, "source"), self.matches(pair, "target")))
        return self._slots[pair.index]

    def expressions(self, pair: Pair, side: Side) -> tuple[Expression, ...]:
        """The numbers, dates and amounts in one side of a pair, code and addresses aside."""
        key = (pair.index, side)
        if key not in self._expressions:
            segment = pair.source if side == "source" else pair.target
            language = self.bitext.language(side)
            found = locales.find(segment.text, language, "en" if language == "id" else "id", american_dates=self.american_dates) if segment else ()
            self._expressions[key] = tuple(item for item in found if segment and not is_code(segment, item.span))
        return self._expressions[key]

    def finding(self, code: str, pair: Pair, span: Span, message: str, side: Side = "target", fix: str = "") -> Finding:
        """A finding at a place of one side, with its file, line and column."""
        segment = pair.source if side == "source" else pair.target
        origin = self.bitext.origin(side, (segment.start if segment else 0) + span.start)
        return Finding(code, rules()[code].severity, message, origin, span, fix, side)


class _Everything(frozenset[str]):
    """The keys that a document knows which has mentioned every concept."""

    def __contains__(self, key: object) -> bool:
        return True


def is_code(segment: Segment, span: Span) -> bool:
    """Whether a place of a segment is code or an address."""
    return any(item.kind != "markup" and item.span.overlaps(span) for item in segment.protected)


def prose(segment: Segment) -> str:
    """A segment's text, as long as before, with code, addresses and markup blanked.

    >>> from translator_aid.model import Protected
    >>> prose(Segment("paragraph", "Pakai `pip` saja", 0, (Protected(Span(6, 11), "code"),)))
    'Pakai       saja'
    """
    text = list(segment.text)
    for item in segment.protected:
        text[item.span.start:item.span.end] = " " * (item.span.end - item.span.start)
    return ADDRESS.sub(lambda match: " " * len(match[0]), "".join(text))


ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"“”]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def get(name: str) -> Check:
    """The module of a check.

    >>> sorted(get("doubled").RULES)
    ['C701']
    """
    return cast(Check, importlib.import_module(CHECKS[name]))


@functools.lru_cache(maxsize=1)
def rules() -> dict[str, Rule]:
    """Every code with its rule and the page of its check.

    >>> rules()["C202"].title
    'number a thousand times too large or too small'
    """
    pages = {name: importlib.import_module(module).__doc__ or "" for name, module in CHECKS.items()}
    return dict(sorted((code, rule._replace(help=page)) for name, page in pages.items() for code, rule in get(name).RULES.items()))


def chosen(select: Iterable[str] = (), ignore: Iterable[str] = ()) -> frozenset[str]:
    """The codes that select and ignore leave; a code may be cut short to its topic, and an optional one needs its full code.

    >>> sorted(chosen(["C2"], ["C203"]))
    ['C201', 'C202', 'C204']

    :raises UsageError: for a code that no check has.
    """
    known = rules()
    for item in (*select, *ignore):
        if not any(code.startswith(item) for code in known):
            raise UsageError(_("There is no check '{code}'; the codes are {codes}.").format(code=item, codes=", ".join(known)))
    wanted = {code for code in known if code in select or not known[code].optional and (not select or code.startswith(tuple(select)))}
    return frozenset(code for code in wanted if not code.startswith(tuple(ignore)))


def run(pair: Pair, context: Context, codes: frozenset[str]) -> Iterator[Finding]:
    """The findings of the chosen codes about a pair, by their place."""
    found: list[Finding] = []
    for name in CHECKS:
        check = get(name)
        if not codes.isdisjoint(check.RULES):
            found += [finding for finding in check.check(pair, context) if finding.code in codes]
    yield from sorted(found, key=_place)


def _place(finding: Finding) -> tuple[bool, int, str]:
    return finding.side == "target", finding.span.start if finding.span else 0, finding.code
