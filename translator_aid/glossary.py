"""From glossary files to a `Glossary`: YAML with every value's line and column, layered, all problems of a file reported.

Scalars stay strings (`on`, `no`, `12:30` are words here), duplicate and unknown keys are errors, tags are refused, and aliases are
bounded. The format is described by `data/schema/glossary.json`; a test holds that schema and this loader together.
"""

from __future__ import annotations

import contextlib
import difflib
import gc
import hashlib
import re
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, Dict, Iterable, Iterator, Sequence, Tuple

from translator_aid import folders
from translator_aid.errors import GlossaryError, UsageError
from translator_aid.i18n import _
from translator_aid.model import (
    KINDS, LABELS, PARTS_OF_SPEECH, STATUSES, STYLES, Bilingual, Concept, Finding, Glossary, Guard, Language, Origin, Status, Term,
)
from translator_aid.rawfiles import read_bytes as read_bytes
from translator_aid.yamlnodes import Node, Stop, items, items_of

CONCEPT_FIELDS = ("key", "indonesian", "english", "part_of_speech", "definition", "examples", "see", "source", "review", "note")
TERM_FIELDS = ("term", "status", "kind", "labels", "style", "case", "part_of_speech", "note", "source", "guard")
GUARD_FIELDS = ("near", "before", "after", "not_near", "not_before", "not_after", "accepts", "rejects")
PAIR_FIELDS = ("indonesian", "english")
_FIELDS = {what: dict.fromkeys(names) for what, names in (
    ("a concept", CONCEPT_FIELDS), ("a term", TERM_FIELDS), ("a guard", GUARD_FIELDS), ("a definition or an example", PAIR_FIELDS))}
Fields = Dict[str, Tuple[Node, Node]]
"""The keys and values of a map by name."""
_is_key = re.compile("[a-z0-9]+(-[a-z0-9]+)*").fullmatch


def shipped_folder() -> Path:
    """The folder of the glossary that comes with the program: installed, or at the top of a checkout."""
    here = Path(__file__).parent
    installed = here / "data" / "glossary"
    return installed if installed.is_dir() else here.parent / "glossary"


def shipped_paths(domains: Sequence[str] = ()) -> tuple[Path, ...]:
    """The shipped files, all or those of some domains.

    :raises UsageError: for a domain that does not exist.
    """
    paths = {path.stem: path for path in sorted(shipped_folder().glob("*.yaml"))}
    for domain in domains:
        if domain not in paths:
            near = difflib.get_close_matches(domain, paths, 1)
            hint = _(" Did you mean '{near}'?").format(near=near[0]) if near else ""
            raise UsageError(_("There is no domain '{domain}'.{hint} The domains are: {domains}.").format(
                domain=domain, hint=hint, domains=", ".join(paths)))
    return tuple(paths[domain] for domain in dict.fromkeys(domains)) if domains else tuple(paths.values())


def load(own: Iterable[str | Path] = (), domains: Sequence[str] = (), shipped: bool = True) -> Glossary:
    """The shipped glossary overlaid by the user's own files; of two concepts with one key the later file's stays.

    The user's concepts come first, so that they win where terms tie.

    :raises GlossaryError: with every error of every file.
    :raises UnreadableError: where a file cannot be read at all.
    """
    layers = [[path] for path in folders.glossaries(own)]
    paths = ([list(shipped_paths(domains))] if shipped else []) + layers
    digest = hashlib.sha256()
    findings: list[Finding] = []
    merged: dict[str, Concept] = {}
    order: list[list[str]] = []
    used: list[str] = []
    with uncollected(lasting=True):
        for layer in paths:
            mine: dict[str, Concept] = {}
            for path in layer:
                data = read_bytes(path)
                digest.update(data)
                used.append(str(path))
                concepts, found = parse(data, str(path))
                findings += found
                findings += _repeated(concepts, mine)
                mine.update((concept.key, concept) for concept in concepts)
            order.append(list(mine))
            merged.update(mine)
    errors = tuple(finding for finding in findings if finding.severity == "error")
    if errors:
        raise GlossaryError(errors)
    keys = dict.fromkeys(key for layer_keys in reversed(order) for key in layer_keys)
    return Glossary(tuple(merged[key] for key in keys), tuple(used), digest.hexdigest()[:16])


def _repeated(concepts: Iterable[Concept], earlier: dict[str, Concept]) -> Iterator[Finding]:
    for concept in concepts:
        if concept.key in earlier:
            yield _again(concept, earlier[concept.key].origin)


def _again(concept: Concept, first: Origin) -> Finding:
    return _error("E104", concept.origin, _("the key '{key}' stands already at {origin}").format(key=concept.key, origin=first))


def parse(data: bytes, path: str) -> tuple[tuple[Concept, ...], tuple[Finding, ...]]:
    """The concepts of one file's content and everything wrong with it; a wrong concept is left out.

    >>> concepts, findings = parse(b"pembelajaran penguatan: reinforcement learning", "saya.yaml")
    >>> concepts[0].key, concepts[0].indonesian[0].text, findings
    ('reinforcement-learning', 'pembelajaran penguatan', ())
    >>> parse(b"- {key: a, indonesian: [x], english: [{term: y, status: prefered}]}", "g.yaml")[1][0].message
    "unknown status 'prefered'; expected preferred, admitted, rare or deprecated"
    """
    found: dict[str, Concept] = {}
    wrong: list[Finding] = []
    findings: list[Finding] = []
    with uncollected():
        for item in _concepts(items_of(data, path, findings), path, findings):
            if isinstance(item, Finding):
                wrong.append(item)
            else:
                found[item.key] = item
    return tuple(found.values()), tuple(wrong)


@contextlib.contextmanager
def uncollected(lasting: bool = False) -> Iterator[None]:
    """Leaves the collector out of what makes millions of small objects none of which is garbage: it would take as long as the rest.

    What is `lasting` counts as old at once, so that it is not looked through afterwards either: for what no cycles hold.

    >>> with uncollected():
    ...     gc.isenabled()
    False
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting and lasting and not gc.get_freeze_count():
            gc.freeze()
            gc.unfreeze()
        if collecting:
            gc.enable()


def stream(source: BinaryIO, path: str) -> Iterator[Concept | Finding]:
    """The concepts of a file one by one, and what is wrong with it where it is met; only one concept is in memory at a time.

    A map of terms is read whole, because two of its lines may make one concept.

    >>> import io
    >>> [concept] = stream(io.BytesIO(b"- {key: model, indonesian: [model], english: [model]}"), "saya.yaml")
    >>> str(concept.origin)
    'saya.yaml:1:3'
    """
    findings: list[Finding] = []
    yield from _concepts(items(source, path, findings), path, findings)


def _concepts(nodes: Iterable[tuple[Node, bool]], path: str, findings: list[Finding]) -> Iterator[Concept | Finding]:
    """The concepts of nodes, each with whether it is an item of a list, and what is wrong with them; `findings` are the parser's own."""
    reader = _Reader(path, findings)
    origins: dict[str, Origin] = {}
    try:
        for node, is_item in nodes:
            for concept in [reader.concept(node)] if is_item else reader.concepts(node):
                if concept is not None and concept.key in origins:
                    findings.append(_again(concept, origins[concept.key]))
                if concept is not None:
                    origins[concept.key] = concept.origin
                    yield concept
            yield from findings
            findings.clear()
    except Stop:
        pass
    yield from findings


def _error(code: str, origin: Origin, message: str) -> Finding:
    return Finding(code, "error", message, origin)


# --- Nodes to concepts ------------------------------------------------------------------------------------------------


class _Reader:
    """Concepts from nodes; a problem is a finding, and reading goes on behind it."""

    def __init__(self, path: str, findings: list[Finding]) -> None:
        self.path = path
        self.domain = Path(path).stem
        self.findings = findings

    def at(self, node: Node) -> Origin:
        return Origin(self.path, node.line, node.column)

    def error(self, code: str, node: Node, message: str) -> None:
        self.findings.append(_error(code, self.at(node), message))

    def concepts(self, root: Node) -> list[Concept]:
        """The concepts of a file that is no list."""
        found: dict[str, Concept] = {}
        if isinstance(root.value, dict):
            for key, value in root.value.values():
                concept = self.pair(key, value)
                if concept is not None:
                    found[concept.key] = _merge(found[concept.key], concept) if concept.key in found else concept
        elif root.value != "":
            self.error("E105", root, _("expected a list of concepts or a map 'Indonesian term: English term'"))
        return list(found.values())

    def pair(self, key: Node, value: Node) -> Concept | None:
        """A concept from one line of a plain map; several English terms may stand in a list."""
        english = value.value if isinstance(value.value, list) else [value]
        if not key.value.strip() or not english or not all(isinstance(node.value, str) and node.value.strip() for node in english):
            self.error("E105", value, _("expected an English term, or a list of them, for '{term}'").format(term=key.value))
            return None
        terms = tuple(
            Term(node.value.strip(), "en", "admitted" if number else "preferred", origin=self.at(node)) for number, node in enumerate(english))
        return Concept(slug(terms[0].text), self.domain, (Term(key.value.strip(), "id", origin=self.at(key)),), terms, origin=self.at(key))

    def concept(self, node: Node) -> Concept | None:
        fields = self.fields(node, "a concept")
        if fields is None:
            return None
        before = len(self.findings)
        key = self.word(fields, "key")
        if not key:
            self.error("E106", node, _("the concept has no key"))
        elif not _is_key(key):
            message = _("the key '{key}' must be lower-case words joined by hyphens, such as '{slug}'")
            self.error("E106", fields["key"][1], message.format(key=key, slug=slug(key)))
        part = self.choice(fields, "part_of_speech", PARTS_OF_SPEECH)
        indonesian = self.terms(fields, "indonesian", "id", part)
        english = self.terms(fields, "english", "en", part)
        for name, terms in (("indonesian", indonesian), ("english", english)):
            if not terms and name not in fields:
                self.error("E107", node, _("'{key}' has no {side} terms").format(key=key, side=name))
        definition = self.bilingual(fields["definition"][1]) if "definition" in fields else None
        examples = tuple(filter(None, map(self.bilingual, self.sequence(fields, "examples"))))
        see = self.words(fields, "see")
        source, review, note = self.word(fields, "source"), self.word(fields, "review"), self.word(fields, "note")
        if len(self.findings) > before:
            return None
        return Concept(key, self.domain, indonesian, english, part, definition, examples, see, source, review, note, self.at(node))

    def terms(self, fields: Fields, name: str, language: Language, part: str) -> tuple[Term, ...]:
        found: list[Term] = []
        default: Status = "preferred"
        for node in self.sequence(fields, name):
            text = node.value.strip() if isinstance(node.value, str) else None
            if text:
                found.append(Term(text, language, default, "", (), "", "", part, "", "", None, Origin(self.path, node.line, node.column)))
            elif text is None:
                found += self.term(node, language, default, part)
            else:
                self.error("E108", node, _("empty term"))
            default = "admitted"
        return tuple(found)

    def term(self, node: Node, language: Language, default: Status, part: str) -> tuple[Term, ...]:
        """A term with attributes, or none."""
        fields = self.fields(node, "a term")
        if fields is None:
            return ()
        text = self.word(fields, "term")
        if not text:
            self.error("E108", node, _("the term has no text"))
            return ()
        return Term(
            text, language,
            self.choice(fields, "status", STATUSES) or default,  # type: ignore[arg-type]
            self.choice(fields, "kind", KINDS),
            tuple([self.chosen(item, LABELS, "labels") for item in self.sequence(fields, "labels")]),
            self.choice(fields, "style", STYLES),
            self.choice(fields, "case", ("exact",)),
            self.choice(fields, "part_of_speech", PARTS_OF_SPEECH) or part,
            self.word(fields, "note"), self.word(fields, "source"),
            self.guard(fields["guard"][1]) if "guard" in fields else None, self.at(node),
        ),

    def guard(self, node: Node) -> Guard | None:
        fields = self.fields(node, "a guard")
        if fields is None:
            return None
        if not any(name in fields for name in GUARD_FIELDS[:6]):
            self.error("E109", node, _("the guard has no condition; give one of {names}").format(names=", ".join(GUARD_FIELDS[:6])))
        return Guard(**{name: self.words(fields, name) for name in GUARD_FIELDS}, origin=self.at(node))

    def bilingual(self, node: Node) -> Bilingual | None:
        fields = self.fields(node, "a definition or an example")
        if fields is None:
            return None
        return Bilingual(self.word(fields, "indonesian"), self.word(fields, "english"), self.at(node))

    def fields(self, node: Node, what: str) -> Fields | None:
        found: Fields = node.value
        names = _FIELDS[what]
        if not isinstance(found, dict):
            message = _("{what} must be a map with the fields {names}")
            self.error("E105", node, message.format(what=_named(what), names=", ".join(names)))
            return None
        if found.keys() <= names.keys():
            return found
        for name, (key, _value) in found.items():
            if name not in names:
                near = difflib.get_close_matches(name, names, 1)
                hint = _("did you mean '{near}'?").format(near=near[0]) if near else _("expected {names}").format(names=listed(tuple(names)))
                self.error("E110", key, _("unknown field '{name}' in {what}; {hint}").format(name=name, what=_named(what), hint=hint))
        return found

    def sequence(self, fields: Fields, name: str) -> list[Node]:
        if name not in fields:
            return []
        node = fields[name][1]
        if not isinstance(node.value, list):
            self.error("E105", node, _("expected a list here"))
            return []
        return node.value

    def words(self, fields: Fields, name: str) -> tuple[str, ...]:
        return tuple([self.text(item) for item in self.sequence(fields, name)]) if name in fields else ()

    def word(self, fields: Fields, name: str) -> str:
        return self.text(fields[name][1]) if name in fields else ""

    def text(self, node: Node) -> str:
        if isinstance(node.value, str):
            return node.value.strip()
        self.error("E105", node, _("expected a text here"))
        return ""

    def choice(self, fields: Fields, name: str, choices: Sequence[str]) -> str:
        return self.chosen(fields[name][1], choices, name) if name in fields else ""

    def chosen(self, node: Node, choices: Sequence[str], name: str) -> str:
        value = self.text(node)
        if value not in choices:
            message = _("unknown {what} '{value}'; expected {choices}")
            self.error("E111", node, message.format(what=_named(name), value=value, choices=listed(choices)))
        return value


def _named(what: str) -> str:
    """What messages call a thing that is read."""
    return {
        "a concept": _("a concept"), "part_of_speech": _("part of speech"), "a term": _("a term"), "status": _("status"),
        "kind": _("kind"), "labels": _("label"), "style": _("style"), "case": _("case"),
        "a guard": _("a guard"), "a definition or an example": _("a definition or an example"),
    }[what]


def listed(choices: Sequence[str]) -> str:
    """Choices as a sentence names them.

    >>> listed(("news", "formal"))
    'news or formal'
    """
    return choices[0] if len(choices) == 1 else (_("{first} or {last}") if len(choices) == 2 else _("{list} or {last}")).format(
        first=choices[0], list=", ".join(choices[:-1]), last=choices[-1])


def _merge(concept: Concept, other: Concept) -> Concept:
    """Two lines of a plain map with the same English: one concept with two Indonesian terms."""
    terms = tuple(replace(term, status="admitted") for term in other.indonesian)
    known = {term.text for term in concept.english}
    return replace(concept, indonesian=concept.indonesian + terms, english=concept.english + tuple(
        replace(term, status="admitted") for term in other.english if term.text not in known))


def slug(text: str) -> str:
    """A key made from a term.

    >>> slug("Chain of Thought (CoT)")
    'chain-of-thought-cot'
    """
    return re.sub("[^a-z0-9]+", "-", text.lower()).strip("-") or "term-" + hashlib.sha256(text.encode()).hexdigest()[:8]
