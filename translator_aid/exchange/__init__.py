"""Terminology files of other programs: one module a format, found through `FORMATS` and imported only when it is asked for.

A member is a module with

- `SUFFIXES`: the endings of its files, lower case, with the dot;
- `HOLDS`: one sentence for people: which fields the format holds and into which of its own they go;
- `sniff(head) -> int`: how sure it is from a file's first bytes that it is one of its own: 0 impossible, 1 possible, 2 likely, 3 certain;
- `read(source, options) -> Iterator[Concept | Remark]`: what stands in a file, one concept at a time, in the file's order, with a `Remark` for each
  thing that it does not understand or that breaks the format's rules. A concept's `origin` is its place; `key` is empty where the file states none,
  `domain` where it states none; an id that is no key of ours stands as `#id`, in `key` and in `see`, and `read` makes keys of it. A file that states
  no status gives an `unstated` remark. Languages other than Indonesian and English are remarked upon and left out;
- `write(concepts, options) -> Iterator[bytes | Remark]`: the file in pieces, streaming, with a `Remark` for what the format forbids (a limit, a
  character). What the format merely has no field for need not be remarked upon: `accounting` finds that by reading back what was written.

Members never import each other. What they share stands below them: `xmlstream` (XML safely read and written), `tabular` (rows and encodings),
`vocabulary` (languages, statuses, kinds and parts of speech as other programs call them), `pairs` (concepts as pairs of terms), `articles` (concepts
as articles of dictionaries), `archives` (files of many files), `repeating` and `sorting` (what must be gone through twice or in order, from disk).
"""

from __future__ import annotations

import dataclasses
import importlib
import re
from pathlib import PurePath
from typing import Iterable, Iterator, Protocol, Sequence, cast

from translator_aid.closed import refuse
from translator_aid.errors import GlossaryError, UsageError
from translator_aid.glossary import slug
from translator_aid.i18n import _, ngettext
from translator_aid.interchange import Imported, Options, Remark, Source, unstated
from translator_aid.model import Concept, Finding

__all__ = ("FORMATS", "Imported", "Member", "Options", "Remark", "Source", "get", "keyed", "read", "recognised", "stream", "unstated")

FORMATS = {
    "yaml": "translator_aid.exchange.yaml",
    "tbx": "translator_aid.exchange.tbx",
    "csv": "translator_aid.exchange.csv",
    "tsv": "translator_aid.exchange.csv",
    "omegat": "translator_aid.exchange.omegat",
    "deepl": "translator_aid.exchange.deepl",
    "google": "translator_aid.exchange.google",
    "weblate": "translator_aid.exchange.weblate",
    "utx": "translator_aid.exchange.utx",
    "forbidden": "translator_aid.exchange.forbidden",
    "skos": "translator_aid.exchange.skos",
    "jsonld": "translator_aid.exchange.jsonld",
    "yomitan": "translator_aid.exchange.yomitan",
    "stardict": "translator_aid.exchange.stardict",
    "anki": "translator_aid.exchange.anki",
    "vale": "translator_aid.exchange.vale",
    "tmx": "translator_aid.exchange.tmx",
    "xliff12": "translator_aid.exchange.xliff12",
    "xliff21": "translator_aid.exchange.xliff21",
    "po": "translator_aid.exchange.po",
}
SHOWN_FAULTS = 50
_KEY = re.compile("[a-z0-9]+(-[a-z0-9]+)*")


class Member(Protocol):
    """What a format's module offers; the module's docstring above says what each part does."""

    SUFFIXES: tuple[str, ...]
    HOLDS: str

    def sniff(self, head: bytes) -> int:
        """How sure it is of a file with these first bytes, 0 to 3."""

    def read(self, source: Source, options: Options) -> Iterator[Concept | Remark]:
        """What stands in a file."""

    def write(self, concepts: Iterable[Concept], options: Options) -> Iterator[bytes | Remark]:
        """The file in pieces."""


def get(name: str) -> Member:
    """The module of that format.

    >>> get("tbx").SUFFIXES[0]
    '.tbx'

    :raises UsageError: for a format that does not exist.
    """
    if name not in FORMATS:
        raise UsageError(_("There is no exchange format '{name}'; the formats are {names}.").format(name=name, names=", ".join(FORMATS)))
    return cast(Member, importlib.import_module(FORMATS[name]))


def recognised(source: Source) -> str:
    """The format of a file, by its content and its ending.

    >>> recognised(Source("saya.xml", b'<martif type="TBX"><text><body/></text></martif>'))
    'tbx'

    :raises UsageError: where it is none that is known.
    """
    head, suffix = source.head(), PurePath(source.path).suffix.lower()
    best, name = 0, ""
    for candidate in FORMATS:
        member = get(candidate)
        sure = member.sniff(head) if head.strip() else int(suffix in member.SUFFIXES)
        own = suffix in member.SUFFIXES and (candidate not in ("csv", "tsv") or suffix == f".{candidate}")
        score = 2 * sure + own if sure else 0
        if score > best and (own or sure > 1):
            best, name = score, candidate
    if not name:
        raise UsageError(_("{path}: the format cannot be told from the file; name it with --format ({names})").format(
            path=source.path, names=", ".join(FORMATS)))
    return name


def read(source: Source, options: Options = Options()) -> Imported:
    """All concepts of a file, with keys of their own, and all remarks.

    >>> imported = read(Source("saya.tab", "pembelajaran mesin\\tmachine learning".encode()))
    >>> imported.format, imported.concepts[0].key
    ('omegat', 'machine-learning')

    :raises GlossaryError: with every fault, where the file breaks the rules of its format and `options` are not lenient.
    :raises UnreadableError: where it cannot be read at all.
    :raises UsageError: where its format is not known.
    """
    remarks: list[Remark] = []
    refuse(source)
    name = options.format or recognised(source)
    raw = tuple(stream(source, dataclasses.replace(options, format=name), remarks))
    concepts = tuple(_referred(raw, tuple(keyed(raw)), remarks))
    faults = [remark for remark in remarks if remark.kind == "fault"]
    if faults and not options.lenient:
        findings = [Finding("X101", "error", fault.message, fault.origin) for fault in faults[:SHOWN_FAULTS]]
        if len(faults) > SHOWN_FAULTS:
            more = len(faults) - SHOWN_FAULTS
            message = ngettext("and {n} more fault", "and {n} more faults", more).format(n=more)
            findings.append(Finding("X101", "error", message, faults[SHOWN_FAULTS].origin))
        findings.append(Finding("X102", "error", _("the file is refused; with --lenient what can be read of it is read"), faults[0].origin))
        raise GlossaryError(tuple(findings))
    return Imported(name, concepts, tuple(remarks))


def stream(source: Source, options: Options, remarks: list[Remark]) -> Iterator[Concept]:
    """The concepts of a file one by one, as its member reads them; remarks go to the list."""
    for item in get(options.format).read(source, options):
        if isinstance(item, Remark):
            remarks.append(item)
        else:
            yield item


def keyed(concepts: Iterable[Concept]) -> Iterator[Concept]:
    """The concepts with keys that are well formed and different from each other.

    A key that begins with `#` is an id that the file gives: it becomes the key only where it shares a word with one of the terms, because ids such
    as `c12` stand for different things in different files.

    >>> from translator_aid.model import Term
    >>> terms = ((), (Term("machine learning", "en"),))
    >>> [concept.key for concept in keyed([Concept("#c12", "", *terms), Concept("#machine-1", "", *terms)])]
    ['machine-learning', 'machine-1']
    """
    used: set[str] = set()
    for concept in concepts:
        base = key = _wanted(concept)
        number = 1
        while key in used:
            number += 1
            key = f"{base}-{number}"
        used.add(key)
        yield concept if key == concept.key else dataclasses.replace(concept, key=key)


def _wanted(concept: Concept) -> str:
    if _KEY.fullmatch(concept.key):
        return concept.key
    terms = (*concept.english, *concept.indonesian)
    own = slug(concept.key) if concept.key.strip("#") else ""
    words = {word for term in terms for word in slug(term.text).split("-")}
    if own and (concept.key[0] != "#" or words & set(own.split("-"))):
        return own
    return slug(terms[0].text) if terms else own or "concept"


def _referred(raw: Sequence[Concept], concepts: Sequence[Concept], remarks: list[Remark]) -> Iterator[Concept]:
    """The concepts with the ids that they refer to turned into keys; what leads nowhere is remarked upon."""
    keys = {before.key: after.key for before, after in zip(raw, concepts)}
    for concept in concepts:
        if not any(see.startswith("#") for see in concept.see):
            yield concept
            continue
        found = [keys.get(see, "") if see.startswith("#") else see for see in concept.see]
        if not all(found):
            remarks.append(Remark(_("a reference leads to no entry of the file"), concept.origin))
        yield dataclasses.replace(concept, see=tuple(dict.fromkeys(key for key in found if key and key != concept.key)))
