"""SKOS thesauri of other programs: any serialisation that rdflib reads, as concepts."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any, Iterator

from translator_aid.errors import UnreadableError, UsageError
from translator_aid.i18n import _
from translator_aid.interchange import Remark, Source
from translator_aid.model import Bilingual, Concept, Language, Origin, Term
from translator_aid.vocabulary import language, plain_tag

PREFIXES = {"skos": "http://www.w3.org/2004/02/skos/core#", "dct": "http://purl.org/dc/terms/",
            "lexinfo": "http://www.lexinfo.net/ontology/3.0/lexinfo#"}
SKOS = PREFIXES["skos"]
_LABELS = (("prefLabel", "preferred"), ("altLabel", "admitted"), ("hiddenLabel", "deprecated"))
_NAMES = ("prefLabel", "altLabel", "hiddenLabel", "definition", "example", "related", "broader", "narrower", "note", "scopeNote", "editorialNote",
          "notation", "inScheme", "topConceptOf")
_KNOWN = {*(SKOS + name for name in _NAMES), *(PREFIXES["dct"] + name for name in ("subject", "source")),
          "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"}


def graph_of(source: Source) -> Any:
    """The statements of a file, as rdflib's graph; nothing is fetched.

    :raises UsageError: where rdflib is not installed.
    :raises UnreadableError: for what is not valid in any serialisation.
    """
    try:
        import rdflib
    except ImportError as error:
        from translator_aid import extras

        message = _("{path}: reading SKOS of other programs needs rdflib; install it with: {command}")
        raise UsageError(message.format(path=source.path, command=extras.command("skos"))) from error
    head = source.head().decode("utf-8", "ignore").lstrip("\ufeff \n\r\t")
    if head.startswith("<?xml") or re.match(r"<\w+:RDF", head) or "<!DOCTYPE" in head:
        _checked(source)
        format = "xml"
    else:
        format = "json-ld" if head.startswith(("{", "[")) else "turtle"
    if format == "json-ld" and re.search(rb'"@context"\s*:\s*(\[\s*)?"', source.content()):
        message = _("the JSON-LD refers to a context elsewhere, which is not fetched; put the context into the file")
        raise UnreadableError(message, Origin(source.path, 1, 1))
    graph = rdflib.Graph()
    try:
        graph.parse(data=source.content(), format=format)
    except Exception as error:  # rdflib's parsers raise whatever their libraries do
        line = re.search(r"line (\d+)", str(error))
        problem = " ".join(str(error).split())[:200]
        at = Origin(source.path, int(line.group(1)) if line else 1, 1)
        raise UnreadableError(_("not valid RDF: {problem}").format(problem=problem), at) from error
    return graph


def _checked(source: Source) -> None:
    """Reads RDF/XML once with the safe reader, which refuses entities and what nests too deep."""
    from translator_aid.xmlstream import records

    with source.open() as stream:
        for _parents, _element, _whole in records(stream, source.path, ()):
            pass


def concepts_of(graph: Any, path: str) -> Iterator[Concept | Remark]:
    """The concepts of a graph, in the order of their addresses."""
    from rdflib import RDF, URIRef

    subjects = sorted({*graph.subjects(RDF.type, URIRef(SKOS + "Concept")), *graph.subjects(URIRef(SKOS + "prefLabel"))}, key=str)
    unknown: dict[str, None] = {}
    for subject in subjects:
        literals: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for predicate, value in sorted(graph.predicate_objects(subject), key=str):
            literals[str(predicate)].append((str(value), getattr(value, "language", None) or ""))
            if str(predicate) not in _KNOWN:
                unknown[str(predicate)] = None
        yield from _concept(str(subject), literals, Origin(path, 1, 1))
    for name in unknown:
        yield Remark(_("the statement <{name}> has no place in a glossary").format(name=name), Origin(path, 1, 1))


def _concept(subject: str, literals: dict[str, list[tuple[str, str]]], origin: Origin) -> Iterator[Concept | Remark]:
    sides: dict[Language, list[Term]] = {"id": [], "en": []}
    for name, status in _LABELS:
        for text, tag in literals[SKOS + name]:
            code = language(tag)
            if code is None:
                yield Remark(_("terms in '{language}' are neither Indonesian nor English and were left out").format(language=tag), origin)
                continue
            if not plain_tag(tag):
                yield Remark(_("'{tag}' is read as '{language}'").format(tag=tag, language=code), origin, "adapted")
            if text.casefold() not in {term.text.casefold() for term in sides[code]}:
                sides[code].append(Term(text, code, status, origin=origin))  # type: ignore[arg-type]
    if not sides["id"] and not sides["en"]:
        yield Remark(_("an entry has neither Indonesian nor English terms and was left out"), origin)
        return
    texts = {(name, code): [text for text, tag in literals[SKOS + name] if language(tag) == code]
             for name in ("definition", "example") for code in sides}
    definition = Bilingual(" ".join(texts["definition", "id"]), " ".join(texts["definition", "en"]), origin)
    examples = (*(Bilingual(text, "", origin) for text in texts["example", "id"]), *(Bilingual("", text, origin) for text in texts["example", "en"]))
    if len(texts["example", "id"]) == len(texts["example", "en"]) == 1:
        examples = (Bilingual(texts["example", "id"][0], texts["example", "en"][0], origin),)
    see = [f"#{value}" for name in ("related", "broader", "narrower") for value, _tag in literals[SKOS + name]]
    notes = [text for name in ("note", "scopeNote", "editorialNote") for text, _tag in literals[SKOS + name]]
    domains = [text for text, _tag in literals[PREFIXES["dct"] + "subject"]]
    yield Concept(f"#{subject}", domains[0] if domains else "", tuple(sides["id"]), tuple(sides["en"]), "",
                  definition if definition.indonesian or definition.english else None, examples, tuple(see),
                  "; ".join(text for text, _tag in literals[PREFIXES["dct"] + "source"]), "", "; ".join(notes), origin)
