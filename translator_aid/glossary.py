"""From glossary files to a `Glossary`: YAML with every value's line and column, layered, all problems of a file reported.

Scalars stay strings (`on`, `no`, `12:30` are words here), duplicate and unknown keys are errors, tags are refused, and aliases are
bounded. The format is described by `data/schema/glossary.json`; a test holds that schema and this loader together.
"""

from __future__ import annotations

import contextlib
import difflib
import gc
import hashlib
import io
import re
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, Iterable, Iterator, Sequence

from translator_aid import folders
from translator_aid.errors import GlossaryError, UsageError
from translator_aid.i18n import _
from translator_aid.model import (
    KINDS, LABELS, PARTS_OF_SPEECH, STATUSES, STYLES, Bilingual, Concept, Finding, Glossary, Guard, Language, Origin, Term,
)
from translator_aid.rawfiles import read_bytes as read_bytes
from translator_aid.yamlnodes import Node, Stop, items

CONCEPT_FIELDS = ("key", "indonesian", "english", "part_of_speech", "definition", "examples", "see", "source", "review", "note")
TERM_FIELDS = ("term", "status", "kind", "labels", "style", "case", "part_of_speech", "note", "source", "guard")
GUARD_FIELDS = ("near", "before", "after", "not_near", "not_before", "not_after", "accepts", "rejects")
PAIR_FIELDS = ("indonesian", "english")
_ALLOWED: dict[tuple[str, ...], frozenset[str]] = {names: frozenset(names) for names in (CONCEPT_FIELDS, TERM_FIELDS, GUARD_FIELDS, PAIR_FIELDS)}
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
    with _uncollected():
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
    findings: list[Finding] = []
    with _uncollected():
        for item in stream(io.BytesIO(data), path):
            if isinstance(item, Finding):
                findings.append(item)
            else:
                found[item.key] = item
    return tuple(found.values()), tuple(findings)


@contextlib.contextmanager
def _uncollected() -> Iterator[None]:
    """Leaves millions of small objects alone, none of which is garbage: the collector would double the time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def stream(source: BinaryIO, path: str) -> Iterator[Concept | Finding]:
    """The concepts of a file one by one, and what is wrong with it where it is met; only one concept is in memory at a time.

    A map of terms is read whole, because two of its lines may make one concept.

    >>> [concept] = stream(io.BytesIO(b"- {key: model, indonesian: [model], english: [model]}"), "saya.yaml")
    >>> str(concept.origin)
    'saya.yaml:1:3'
    """
    findings: list[Finding] = []
    reader = _Reader(path, findings)
    origins: dict[str, Origin] = {}
    try:
        for node, is_item in items(source, path, findings):
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
        # once a file: what a message may need is asked for at every value
        self.says = {
            "a concept": _("a concept"), "part of speech": _("part of speech"), "a term": _("a term"), "status": _("status"),
            "kind": _("kind"), "label": _("label"), "style": _("style"), "case": _("case"),
            "a guard": _("a guard"), "a definition or an example": _("a definition or an example"),
        }

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
        fields = self.fields(node, CONCEPT_FIELDS, self.says["a concept"])
        if fields is None:
            return None
        before = len(self.findings)
        key = self.word(fields.get("key"))
        if not key:
            self.error("E106", node, _("the concept has no key"))
        elif not _is_key(key):
            message = _("the key '{key}' must be lower-case words joined by hyphens, such as '{slug}'")
            self.error("E106", fields["key"], message.format(key=key, slug=slug(key)))
        part = self.choice(fields.get("part_of_speech"), PARTS_OF_SPEECH, self.says["part of speech"])
        indonesian = self.terms(fields.get("indonesian"), "id", part)
        english = self.terms(fields.get("english"), "en", part)
        for name, terms in (("indonesian", indonesian), ("english", english)):
            if not terms and name not in fields:
                self.error("E107", node, _("'{key}' has no {side} terms").format(key=key, side=name))
        definition = self.bilingual(fields.get("definition"))
        examples = tuple(filter(None, map(self.bilingual, self.sequence(fields.get("examples")))))
        see = self.words(fields.get("see"))
        source, review, note = (self.word(fields.get(name)) for name in ("source", "review", "note"))
        if len(self.findings) > before:
            return None
        return Concept(key, self.domain, indonesian, english, part, definition, examples, see, source, review, note, self.at(node))

    def terms(self, node: Node | None, language: Language, part: str) -> tuple[Term, ...]:
        found = [self.term(item, language, part, number) for number, item in enumerate(self.sequence(node))]
        return tuple([term for term in found if term])

    def term(self, node: Node, language: Language, part: str, number: int) -> Term | None:
        default = "admitted" if number else "preferred"
        if isinstance(node.value, str):
            text = node.value.strip()
            if not text:
                self.error("E108", node, _("empty term"))
                return None
            return Term(text, language, default, "", (), "", "", part, "", "", None, self.at(node))  # type: ignore[arg-type]
        fields = self.fields(node, TERM_FIELDS, self.says["a term"])
        if fields is None:
            return None
        text = self.word(fields.get("term"))
        if not text:
            self.error("E108", node, _("the term has no text"))
            return None
        return Term(
            text, language,
            self.choice(fields.get("status"), STATUSES, self.says["status"]) or default,  # type: ignore[arg-type]
            self.choice(fields.get("kind"), KINDS, self.says["kind"]),
            tuple([self.choice(item, LABELS, self.says["label"]) for item in self.sequence(fields.get("labels"))]),
            self.choice(fields.get("style"), STYLES, self.says["style"]),
            self.choice(fields.get("case"), ("exact",), self.says["case"]),
            self.choice(fields.get("part_of_speech"), PARTS_OF_SPEECH, self.says["part of speech"]) or part,
            self.word(fields.get("note")), self.word(fields.get("source")),
            self.guard(fields.get("guard")), self.at(node),
        )

    def guard(self, node: Node | None) -> Guard | None:
        if node is None:
            return None
        fields = self.fields(node, GUARD_FIELDS, self.says["a guard"])
        if fields is None:
            return None
        if not any(name in fields for name in GUARD_FIELDS[:6]):
            self.error("E109", node, _("the guard has no condition; give one of {names}").format(names=", ".join(GUARD_FIELDS[:6])))
        return Guard(**{name: self.words(fields.get(name)) for name in GUARD_FIELDS}, origin=self.at(node))

    def bilingual(self, node: Node | None) -> Bilingual | None:
        if node is None:
            return None
        fields = self.fields(node, PAIR_FIELDS, self.says["a definition or an example"])
        if fields is None:
            return None
        return Bilingual(self.word(fields.get("indonesian")), self.word(fields.get("english")), self.at(node))

    def fields(self, node: Node, names: tuple[str, ...], what: str) -> dict[str, Node] | None:
        if not isinstance(node.value, dict):
            self.error("E105", node, _("{what} must be a map with the fields {names}").format(what=what, names=", ".join(names)))
            return None
        found = {name: value for name, (_key, value) in node.value.items()}
        if found.keys() <= _ALLOWED[names]:
            return found
        for name, (key, _value) in node.value.items():
            if name not in names:
                near = difflib.get_close_matches(name, names, 1)
                hint = _("did you mean '{near}'?").format(near=near[0]) if near else _("expected {names}").format(names=listed(names))
                self.error("E110", key, _("unknown field '{name}' in {what}; {hint}").format(name=name, what=what, hint=hint))
        return found

    def sequence(self, node: Node | None) -> list[Node]:
        if node is None:
            return []
        if not isinstance(node.value, list):
            self.error("E105", node, _("expected a list here"))
            return []
        return node.value

    def word(self, node: Node | None) -> str:
        if node is None:
            return ""
        if not isinstance(node.value, str):
            self.error("E105", node, _("expected a text here"))
            return ""
        return node.value.strip()

    def words(self, node: Node | None) -> tuple[str, ...]:
        return tuple([self.word(item) for item in self.sequence(node)]) if node else ()

    def choice(self, node: Node | None, choices: Sequence[str], what: str) -> str:
        if node is None:
            return ""
        value = self.word(node)
        if value not in choices:
            self.error("E111", node, _("unknown {what} '{value}'; expected {choices}").format(what=what, value=value, choices=listed(choices)))
        return value


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
