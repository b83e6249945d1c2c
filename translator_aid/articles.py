"""A concept as an article of a dictionary or the back of a card: pieces that a program shows and that this one reads back, without loss but guards.

What a person reads stands in the texts of the pieces; what only a program needs stands in their data, so that nothing is told twice.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Any, Iterable, Iterator, Mapping, Sequence

from translator_aid.entry import remarks
from translator_aid.i18n import _
from translator_aid.model import KINDS, LABELS, PARTS_OF_SPEECH, STATUSES, STYLES, Bilingual, Concept, Language, Origin, Status, Term
from translator_aid.pieces import Content, Piece, within

SHORT = 80
"""Characters of a foreign dictionary's text that may be a translation; what is longer explains."""
_TERM = {"status": STATUSES, "kind": KINDS, "style": STYLES, "case": ("exact",), "pos": PARTS_OF_SPEECH}


def article(concept: Concept, direction: tuple[Language, Language], titles: Mapping[str, str] = MappingProxyType({})) -> Piece:
    """All of a concept: the terms of the target language first, then those of the source language, definitions, examples and the rest.

    `titles` are the terms by which related concepts are called, by their keys.

    >>> concept = Concept("ml", "dasar", (Term("pembelajaran mesin", "id"),), (Term("machine learning", "en"), Term("ML", "en", "admitted")), "noun")
    >>> from translator_aid.pieces import html
    >>> html(article(concept, ("id", "en"))).split("<ul")[1]
    ' lang="en" data-ta="terms"><li data-ta="term">machine learning</li><li data-ta="term">ML<span data-ta="remark"> (admitted)</span></li></ul>'
    """
    source, target = direction
    return Piece("div", _own(concept), (terms(concept, target), terms(concept, source), *details(concept, direction, titles)))


def terms(concept: Concept, language: Language, chosen: Sequence[Term] | None = None) -> Piece:
    """The terms of one language as a list, all or some of them."""
    listed = enumerate(concept.terms(language) if chosen is None else chosen)
    return Piece("ul", {"ta": "terms"}, tuple(_term(term, number, concept) for number, term in listed), language)


def details(concept: Concept, direction: tuple[Language, Language], titles: Mapping[str, str]) -> Iterator[Piece]:
    """What an article says beside the terms."""
    for side in (direction[1], direction[0]):
        if concept.definition and concept.definition.side(side):
            yield Piece("div", {"ta": "definition"}, (concept.definition.side(side),), side)
    for example in concept.examples:
        sides = [Piece("div", {"ta": side}, (example.side(side),), side) for side in direction if example.side(side)]
        yield Piece("div", {"ta": "example"}, tuple(sides))
    if concept.see:
        links = [part for number, see in enumerate(concept.see) for part in (", " if number else " ", _reference(see, titles))]
        yield Piece("div", {"ta": "see"}, (_label(_("See also")), *links))
    if concept.note:
        yield Piece("div", {"ta": "note"}, (_label(_("Note")), " ", concept.note))
    if concept.source:
        yield Piece("div", {"ta": "source"}, (_label(_("Source")), " ", concept.source))


def _own(concept: Concept) -> dict[str, str]:
    """What a concept's piece knows of it."""
    fields = {"ta": "concept", "key": concept.key, "domain": concept.domain, "pos": concept.part_of_speech, "review": concept.review}
    return {name: value for name, value in fields.items() if value}


def head(concept: Concept, content: Iterable[Content]) -> Piece:
    """A piece that stands for the concept, around what is given."""
    return Piece("div", _own(concept), tuple(content))


def _reference(key: str, titles: Mapping[str, str]) -> Piece:
    return Piece("span", {"ta": "see", "key": key}, (Piece("a", {}, (titles[key],)),) if key in titles else (key,))


def _label(text: str) -> Piece:
    return Piece("span", {"ta": "label"}, (f"{text}:",))


def _term(term: Term, number: int, concept: Concept) -> Piece:
    data = {"ta": "term", "status": "" if term.status == _default(number) else term.status, "kind": term.kind, "labels": " ".join(term.labels),
            "style": term.style, "case": term.case, "pos": "" if term.part_of_speech == concept.part_of_speech else term.part_of_speech}
    content: list[Content] = [term.text]
    said = remarks(term)
    if said:
        content.append(Piece("span", {"ta": "remark"}, (f" ({', '.join(said)})",)))
    for name, text in (("note", term.note), ("source", term.source)):
        if text:
            content += [" ", Piece("span", {"ta": name}, (text,))]
    return Piece("li", {name: value for name, value in data.items() if value}, tuple(content))


def _default(number: int) -> Status:
    return "admitted" if number else "preferred"


def is_own(content: Iterable[Content]) -> bool:
    """Whether this program wrote an article.

    >>> is_own([Piece("b", {}, ("model",))])
    False
    """
    return any(piece.data.get("ta") == "concept" for piece in within(content))


def concept_of(content: Iterable[Content], origin: Origin) -> Concept:
    """The concept of an article that this program wrote.

    >>> concept = Concept("ml", "dasar", (Term("pembelajaran mesin", "id"),), (Term("machine learning", "en", note="baku"),), "noun")
    >>> again = concept_of([article(concept, ("id", "en"))], Origin("a.zip", 1, 1))
    >>> again.key, again.english[0].note, again.part_of_speech
    ('ml', 'baku', 'noun')
    """
    pieces = list(within(content))
    own = next((piece.data for piece in pieces if piece.data.get("ta") == "concept"), {})
    sides: dict[str, list[Term]] = {"id": [], "en": []}
    texts: dict[tuple[str, str], str] = {}
    examples: list[Bilingual] = []
    see: list[str] = []
    for piece in pieces:
        what = piece.data.get("ta")
        if what == "terms" and piece.lang in sides:
            items = [item for item in piece.content if isinstance(item, Piece) and item.data.get("ta") == "term"]
            sides[piece.lang] += [_read_term(item, number, own, piece.lang, origin) for number, item in enumerate(items)]  # type: ignore[arg-type]
        elif what == "definition":
            texts["definition", piece.lang] = _said(piece)
        elif what == "example":
            both = {part.data.get("ta", ""): _said(part) for part in piece.content if isinstance(part, Piece)}
            examples.append(Bilingual(both.get("id", ""), both.get("en", ""), origin))
        elif what == "see":
            see += [piece.data["key"]] if "key" in piece.data else []
        elif what in ("note", "source") and piece.tag == "div":
            texts[what, ""] = _said(piece)
    definition = Bilingual(texts.get(("definition", "id"), ""), texts.get(("definition", "en"), ""), origin)
    return Concept(
        own.get("key", ""), own.get("domain", ""), tuple(term for term in sides["id"] if term.text), tuple(term for term in sides["en"] if term.text),
        _chosen(own, "pos"), definition if definition.indonesian or definition.english else None, tuple(examples), tuple(see),
        texts.get(("source", ""), ""), own.get("review", ""), texts.get(("note", ""), ""), origin)


def _read_term(item: Piece, number: int, own: dict[str, str], language: Language, origin: Origin) -> Term:
    text = next((part for part in item.content if isinstance(part, str)), "")
    inner = {part.data.get("ta"): _said(part) for part in item.content if isinstance(part, Piece)}
    part = _chosen(item.data, "pos") or _chosen(own, "pos")
    status: Status = _chosen(item.data, "status") or _default(number)  # type: ignore[assignment]
    labels = tuple(label for label in item.data.get("labels", "").split() if label in LABELS)
    return Term(text.strip(), language, status, _chosen(item.data, "kind"), labels, _chosen(item.data, "style"), _chosen(item.data, "case"), part,
                inner.get("note", ""), inner.get("source", ""), origin=origin)


def _chosen(data: dict[str, str], name: str) -> str:
    value = data.get(name, "")
    return value if value in _TERM[name] else ""


def _said(piece: Piece) -> str:
    """A piece's text without its label."""
    texts = [item if isinstance(item, str) else "" if item.data.get("ta") == "label" else _said(item) for item in piece.content]
    return "".join(texts).strip()


def foreign(heads: Sequence[str], texts: Sequence[str], direction: tuple[Language, Language], origin: Origin, **fields: Any) -> Concept:
    """The concept of a foreign article: short texts are translations, the longer ones its definition in the target language.

    >>> texts = ["weight", "A number that a model learns and by which it multiplies what comes in. It is kept in a file."]
    >>> concept = foreign(["bobot"], texts, ("id", "en"), Origin("a", 1, 1))
    >>> [term.text for term in concept.english], concept.definition.english[:8]
    (['weight'], 'A number')
    """
    source, target = direction
    short = dict.fromkeys(part.strip() for text in texts if len(text) <= SHORT for part in text.split(";") if part.strip())
    long = " ".join(text for text in texts if len(text) > SHORT)
    sides = {source: _listed(heads, source, origin), target: _listed(tuple(short), target, origin)}
    definition = Bilingual(long if target == "id" else "", long if target == "en" else "", origin) if long else None
    return Concept("", "", sides["id"], sides["en"], definition=definition, origin=origin, **fields)


def explained(heads: Sequence[str], texts: Sequence[str], language: Language, origin: Origin) -> Concept:
    """The concept of an article in a dictionary of one language: all its text is the definition.

    >>> explained(["bobot"], ["angka yang dipelajari"], "id", Origin("a", 1, 1)).definition.indonesian
    'angka yang dipelajari'
    """
    text, found = " ".join(texts), _listed(heads, language, origin)
    definition = Bilingual(text if language == "id" else "", text if language == "en" else "", origin)
    return Concept("", "", found if language == "id" else (), found if language == "en" else (), definition=definition, origin=origin)


def _listed(texts: Iterable[str], language: Language, origin: Origin) -> tuple[Term, ...]:
    kept: dict[str, str] = {}
    for text in texts:
        kept.setdefault(text.casefold(), text)
    return tuple(Term(text, language, _default(number), origin=origin) for number, text in enumerate(kept.values()))
