"""Our own glossary files: every field of a concept, in canonical layout.

Only the domain is not in the file: it is the file's name, so a file of several domains does not hold it.
"""

from __future__ import annotations

from typing import Any, Iterable, Iterator, Sequence

from translator_aid import glossary
from translator_aid.exchange import Options, Remark, Source
from translator_aid.glossary import GUARD_FIELDS
from translator_aid.layout import block
from translator_aid.model import Bilingual, Concept, Guard, Term
from translator_aid.tabular import head_text
from translator_aid.yamlnodes import Node

SUFFIXES = (".yaml", ".yml")
HOLDS = "Every field but the domain, which is the file's name."


def sniff(head: bytes) -> int:
    """How sure it is a glossary of ours: a list whose first concept has a key, or a map of terms."""
    lines = [line for line in head_text(head).splitlines() if line.strip() and not line.startswith("#")]
    if not lines or lines[0].startswith(("<", "{", "[", "@", "%", "!")):
        return 0
    if lines[0].startswith("- "):
        return 3 if any(line.startswith(("- key:", "  key:", "- {key:")) for line in lines[:40]) else 1
    return 1 if ": " in lines[0] or lines[0].endswith(":") else 0


def read(source: Source, options: Options) -> Iterator[Concept | Remark]:
    """The concepts of a glossary file; one at a time; each of the loader's errors is a fault."""
    with source.open() as stream:
        for item in glossary.stream(stream, source.path):
            yield item if isinstance(item, Concept) else Remark(item.message, item.origin, "fault" if item.severity == "error" else "lost")


def write(concepts: Iterable[Concept], options: Options) -> Iterator[bytes | Remark]:
    """A glossary file.

    >>> concept = Concept("ml", "", (Term("pembelajaran mesin", "id"), Term("machine learning", "id", "admitted", "loan")), (Term("ML", "en"),))
    >>> print(b"".join(write([concept], Options())).decode(), end="")
    - key: ml
      indonesian:
        - pembelajaran mesin
        - {term: machine learning, kind: loan}
      english:
        - ML
    """
    for concept in concepts:
        yield block(_node(_fields(concept))).encode("utf-8", "replace")


def _fields(concept: Concept) -> dict[str, Any]:
    fields = {
        "key": concept.key, "indonesian": _terms(concept.indonesian, concept), "english": _terms(concept.english, concept),
        "part_of_speech": concept.part_of_speech, "definition": _pair(concept.definition) if concept.definition else None,
        "examples": [_pair(example) for example in concept.examples], "see": list(concept.see),
        "source": concept.source, "review": concept.review, "note": concept.note,
    }
    return {name: value for name, value in fields.items() if value or name in ("key", "indonesian", "english")}


def _pair(pair: Bilingual) -> dict[str, str]:
    return {name: text for name, text in (("indonesian", pair.indonesian), ("english", pair.english)) if text}


def _terms(terms: Sequence[Term], concept: Concept) -> list[Any]:
    found: list[Any] = []
    for number, term in enumerate(terms):
        fields: dict[str, Any] = {
            "term": term.text, "status": "" if term.status == ("admitted" if number else "preferred") else term.status, "kind": term.kind,
            "labels": list(term.labels), "style": term.style, "case": term.case,
            "part_of_speech": "" if term.part_of_speech == concept.part_of_speech else term.part_of_speech,
            "note": term.note, "source": term.source, "guard": _guard(term.guard) if term.guard else None,
        }
        fields = {name: value for name, value in fields.items() if value}
        found.append(fields if len(fields) > 1 else term.text)
    return found


def _guard(guard: Guard) -> dict[str, list[str]]:
    return {name: list(getattr(guard, name)) for name in GUARD_FIELDS if getattr(guard, name)}


def _node(value: Any) -> Node:
    if isinstance(value, dict):
        return Node({name: (Node(name, 0, 0), _node(item)) for name, item in value.items()}, 0, 0)
    return Node([_node(item) for item in value] if isinstance(value, list) else value, 0, 0)
