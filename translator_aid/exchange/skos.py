"""SKOS, the W3C's vocabulary for thesauri (www.w3.org/TR/skos-reference), as Turtle.

Written from templates, a concept a paragraph, streaming; read by rdflib where it is there (any Turtle, N-Triples, RDF/XML or JSON-LD), and otherwise,
or where the file is ours, by a reader of just the Turtle that is written here, which streams.
"""

from __future__ import annotations

import re
from typing import Iterable, Iterator

from translator_aid import tabular
from translator_aid.errors import UnreadableError
from translator_aid.exchange import Options, Remark, Source
from translator_aid.i18n import _
from translator_aid.linked import labels
from translator_aid.model import SIDES, Bilingual, Concept, Language, Origin, Term
from translator_aid.repeating import Repeated
from translator_aid.thesaurus import PREFIXES, concepts_of, graph_of

SUFFIXES = (".ttl", ".skos", ".rdf", ".nt")
HOLDS = "Preferred, alternative and hidden labels, definitions, examples, references, notes; no kinds, no guards."
_OWN = "# translator-aid"
_CONCEPT = "urn:translator-aid:concept:"
_LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"(?:@([A-Za-z-]+))?')
_ESCAPES = {"\\n": "\n", "\\t": "\t", "\\r": "\r", '\\"': '"', "\\\\": "\\"}


def sniff(head: bytes) -> int:
    """How sure it is: it names SKOS."""
    text = tabular.head_text(head)
    if '"@context"' in text and '"ta:' in text:
        return 0
    return 3 if "www.w3.org/2004/02/skos/core" in text else 0


def read(source: Source, options: Options) -> Iterator[Concept | Remark]:
    """The concepts of a thesaurus."""
    if tabular.head_text(source.head()).startswith(_OWN):
        with source.open() as stream:
            yield from _own(tabular.lines(stream, source.path, "utf-8"), source.path)
        return
    yield from concepts_of(graph_of(source), source.path)


def _own(lines: Iterable[str], path: str) -> Iterator[Concept | Remark]:
    """The concepts of a file that `write` made: a subject a paragraph, a statement a line."""
    subject, start = "", 0
    statements: list[tuple[str, str, str]] = []
    number = 0
    for number, line in enumerate(lines, 1):
        text = line.strip()
        if line.startswith("<"):
            subject, start, statements = text[1:].partition(">")[0], number, []
        elif subject and text:
            name, _space, value = text.rstrip(" ;.").partition(" ")
            literal = _LITERAL.fullmatch(value)
            statements.append((name, _unescaped(literal.group(1)) if literal else value.strip("<>"), literal.group(2) or "" if literal else ""))
        if subject and text.endswith(" ."):
            if subject.startswith(_CONCEPT):
                yield _concept(subject.removeprefix(_CONCEPT), statements, Origin(path, start, 1))
            subject = ""
    if subject:
        raise UnreadableError(_("the file ends too early: a paragraph is not closed"), Origin(path, number, 1))


def _concept(key: str, statements: list[tuple[str, str, str]], origin: Origin) -> Concept:
    def values(name: str, tag: str = "") -> list[str]:
        return [value for predicate, value, language in statements if predicate == name and language == tag]

    part = "".join(value.removeprefix("lexinfo:") for value in values("lexinfo:partOfSpeech")[:1])
    sides: dict[Language, tuple[Term, ...]] = {}
    for code in SIDES:
        sides[code] = tuple(
            Term(text, code, status, part_of_speech=part, origin=origin)  # type: ignore[arg-type]
            for name, status in (("skos:prefLabel", "preferred"), ("skos:altLabel", "admitted"), ("skos:hiddenLabel", "deprecated"))
            for text in values(name, code))
    definition = Bilingual("".join(values("skos:definition", "id")[:1]), "".join(values("skos:definition", "en")[:1]), origin)
    return Concept(
        key, "".join(values("dct:subject")[:1]), sides["id"], sides["en"], part,
        definition if definition.indonesian or definition.english else None,
        tuple(_examples(values("skos:example", "id"), values("skos:example", "en"), origin)),
        tuple(value.removeprefix(_CONCEPT) for value in values("skos:related")), "; ".join(values("dct:source")),
        "; ".join(values("skos:editorialNote")), "; ".join(values("skos:note")), origin)


def _examples(first: list[str], second: list[str], origin: Origin) -> Iterator[Bilingual]:
    """Examples of both languages, which SKOS does not join, are one where there is one of each."""
    if len(first) == len(second) == 1:
        yield Bilingual(first[0], second[0], origin)
    else:
        yield from (Bilingual(text, "", origin) for text in first)
        yield from (Bilingual("", text, origin) for text in second)


def write(concepts: Iterable[Concept], options: Options) -> Iterator[bytes | Remark]:
    """A thesaurus.

    >>> concept = Concept("ml", "", (Term("pembelajaran mesin", "id"),), (Term("machine learning", "en"),))
    >>> 'skos:prefLabel "pembelajaran mesin"@id' in b"".join(write([concept], Options())).decode()
    True
    """
    with Repeated(concepts) as listed:
        yield from _document(listed, listed.keys(), options)


def _document(listed: Iterable[Concept], keys: set[str], options: Options) -> Iterator[bytes]:
    """The file; `keys` are those that may be referred to."""
    head = "".join(f"@prefix {name}: <{space}> .\n" for name, space in PREFIXES.items())
    licence = f" ;\n    dct:license {_literal(options.licence)}" if options.licence else ""
    yield f"{_OWN}\n{head}\n<urn:translator-aid:scheme> a skos:ConceptScheme ;\n    dct:title {_literal(options.title)}{licence} .\n".encode()
    for concept in listed:
        statements = ["a skos:Concept", "skos:inScheme <urn:translator-aid:scheme>", *_statements(concept, keys)]
        yield (f"\n<{_CONCEPT}{concept.key}>\n    " + " ;\n    ".join(statements) + " .\n").encode("utf-8", "replace")


def _statements(concept: Concept, keys: set[str]) -> Iterator[str]:
    for name, sides in labels(concept).items():
        for code, texts in sides.items():
            for text in [texts] if isinstance(texts, str) else texts:
                yield f"skos:{name} {_literal(text)}@{code}"
    for example in concept.examples:
        for code in SIDES:
            if example.side(code):
                yield f"skos:example {_literal(example.side(code))}@{code}"
    yield from (f"skos:related <{_CONCEPT}{see}>" for see in concept.see if see in keys and see != concept.key)
    if concept.part_of_speech:
        yield f"lexinfo:partOfSpeech lexinfo:{concept.part_of_speech}"
    rest = {"dct:subject": concept.domain, "dct:source": concept.source, "skos:editorialNote": concept.review, "skos:note": concept.note}
    for name, value in rest.items():
        if value:
            yield f"{name} {_literal(value)}"


def _literal(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")
    return '"' + "".join(mark if mark.isprintable() or ord(mark) > 126 else f"\\u{ord(mark):04X}" for mark in escaped) + '"'


def _unescaped(text: str) -> str:
    def mark(found: re.Match[str]) -> str:
        return chr(int(found.group(1), 16)) if found.group(1) else _ESCAPES.get(found.group(), found.group())

    return re.sub(r"\\u([0-9A-F]{4})|\\.", mark, text)
