"""JSON-LD: every field of a concept as linked data, one self-contained document a line; a file of one concept is plain JSON-LD.

Labels and definitions are SKOS (www.w3.org/TR/skos-reference), which every reader of linked data knows; what SKOS has no word for stands under a
vocabulary of our own, so that nothing is lost.
"""

from __future__ import annotations

import json
from typing import Any, Iterable, Iterator

from translator_aid import tabular
from translator_aid.errors import UnreadableError
from translator_aid.exchange import Options, Remark, Source
from translator_aid.i18n import _
from translator_aid.model import Concept, Origin
from translator_aid.linked import concept_of, labels, own_fields

SUFFIXES = (".jsonld", ".jsonl", ".json")
HOLDS = "Every field: labels and definitions as SKOS, the rest in a vocabulary of its own."
CONTEXT = {
    "skos": "http://www.w3.org/2004/02/skos/core#", "dct": "http://purl.org/dc/terms/", "ta": "urn:translator-aid:vocabulary:",
    "prefLabel": {"@id": "skos:prefLabel", "@container": "@language"},
    "altLabel": {"@id": "skos:altLabel", "@container": ["@language", "@set"]},
    "hiddenLabel": {"@id": "skos:hiddenLabel", "@container": ["@language", "@set"]},
    "definition": {"@id": "skos:definition", "@container": "@language"},
    "notation": "skos:notation", "entry": {"@id": "ta:entry", "@type": "@json"},
}


def sniff(head: bytes) -> int:
    """How sure it is: an object with a context and our own entry in its first line."""
    text = tabular.head_text(head).lstrip()
    return 3 if text.startswith("{") and '"@context"' in text and '"ta:' in text else 0


def read(source: Source, options: Options) -> Iterator[Concept | Remark]:
    """The concepts of a file, a line each."""
    with source.open() as stream:
        for number, line in enumerate(tabular.lines(stream, source.path, "utf-8-sig"), 1):
            if not line.strip():
                continue
            origin = Origin(source.path, number, 1)
            try:
                data = json.loads(line)
            except (ValueError, RecursionError) as error:
                raise UnreadableError(_("not valid JSON: {problem}").format(problem=error), origin) from error
            if not isinstance(data, dict) or not isinstance(data.get("entry"), dict):
                yield Remark(_("a line that is no concept was left out"), origin, "fault")
                continue
            yield from concept_of(data["entry"], origin)


def write(concepts: Iterable[Concept], options: Options) -> Iterator[bytes | Remark]:
    """A document a line.

    >>> from translator_aid.model import Term
    >>> concept = Concept("ml", "dasar", (Term("pembelajaran mesin", "id"),), (Term("machine learning", "en"),))
    >>> json.loads(b"".join(write([concept], Options())))["prefLabel"]
    {'id': 'pembelajaran mesin', 'en': 'machine learning'}
    """
    for concept in concepts:
        data: dict[str, Any] = {
            "@context": CONTEXT, "@id": f"urn:translator-aid:concept:{concept.key}", "@type": "skos:Concept", "notation": concept.key,
            **labels(concept), "entry": own_fields(concept),
        }
        yield (json.dumps(data, ensure_ascii=False) + "\n").encode("utf-8", "replace")
