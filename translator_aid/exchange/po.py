"""PO for Weblate's glossaries and other translation platforms: one message a pair of terms, the concept's key as context.

What a message has no field for stands in comments from the program (`#. domain: dasar`), and so do examples: a glossary has terms only.
"""

from __future__ import annotations

import re
from datetime import datetime, timezone
from typing import Iterable, Iterator

from translator_aid import catalogues
from translator_aid.catalogues import Message
from translator_aid.exchange import Options, Remark, Source, unstated
from translator_aid.gathering import assembled
from translator_aid.i18n import _
from translator_aid.model import Concept, Language, Status, Term
from translator_aid.pairs import Direction
from translator_aid.termunits import Field, TermUnit, units
from translator_aid.vocabulary import language

SUFFIXES = (".po", ".pot")
HOLDS = "Each pair of terms as a message, the key as context, notes as comments, all else but guards as extracted comments; a source term is needed."
_FIELD = re.compile(r"([a-z_]+(?:\.[a-z_]+)?)(?: \(\d+\))?: ?(.*)", re.DOTALL)


def sniff(head: bytes) -> int:
    """How sure it is PO: by its first words."""
    text = head.decode("utf-8", "ignore").removeprefix("\ufeff")
    return 3 if re.match(r'(?:\s*(?:#.*)?\n)*\s*(?:msgctxt|msgid)\s+"', text) else 0


def read(source: Source, options: Options) -> Iterator[Concept | Remark]:
    """The messages of a file; those of one concept of ours together.

    >>> data = 'msgid ""\\nmsgstr "Language: en\\\\n"\\n\\nmsgctxt "agent"\\nmsgid "agen"\\nmsgstr "agent"\\n'
    >>> [item.english[0].text for item in read(Source("a.po", data.encode()), Options()) if isinstance(item, Concept)]
    ['agent']
    """
    yield from assembled(_items(source, options), source.path)


def _items(source: Source, options: Options) -> Iterator[TermUnit | Remark | Iterator[Concept | Remark]]:
    direction: Direction = options.direction
    with source.open() as stream:
        for item in catalogues.read(stream, source.path, options.encoding):
            if isinstance(item, dict):
                direction = _direction(item, options.direction)
                if item.get("language") and language(item["language"]) is None:
                    message = _("terms in '{language}' are neither Indonesian nor English and were left out")
                    yield Remark(message.format(language=item["language"]), unstated(source.path).origin)
                    direction = (direction[0], "")  # type: ignore[assignment]
            elif isinstance(item, Remark):
                yield item
            else:
                yield _own(item, direction) or _foreign(item, direction)


def write(concepts: Iterable[Concept], options: Options) -> Iterator[bytes | Remark]:
    """A catalogue from the source to the target language of the options.

    >>> concept = Concept("ml", "dasar", (Term("pembelajaran mesin", "id"),), (Term("machine learning", "en"),))
    >>> print(b"".join(write([concept], Options())).decode().split("\\n\\n")[1])
    #. concept: ml
    #. domain: dasar
    #. id.status: preferred
    #. en.status: preferred
    msgctxt "ml"
    msgid "pembelajaran mesin"
    msgstr "machine learning"
    """
    source, target = options.direction
    names = {"id": "Indonesian", "en": "English"}
    now = datetime.now(timezone.utc).strftime("%Y-%m-%d %H:%M+0000")
    header = (f"Project-Id-Version: {options.title}\nPO-Revision-Date: {now}\nLast-Translator: translator-aid\n"
              f"Language-Team: {names[target]}\nLanguage: {target}\nX-Source-Language: {source}\n"
              "MIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: 8bit\n")
    yield b'msgid ""\nmsgstr ""\n' + b"".join(f'"{line}\\n"\n'.encode() for line in header.splitlines()) + b"\n"
    for concept in concepts:
        listed = [unit for unit in units(concept, options.direction, examples=False) if unit.side(source)]
        if not listed:
            yield Remark(_("a concept without a term in the source language cannot stand in {format}").format(format="PO"), key=concept.key)
        for unit in listed:
            said = [("concept", unit.key), *((name, value) for name, value in unit.fields if name != "note")]
            notes = tuple(value for name, value in unit.fields if name == "note" and _plain(value))
            said += [(name, value) for name, value in unit.fields if name == "note" and not _plain(value)]
            yield catalogues.written(Message(unit.side(source), unit.side(target), unit.name, tuple(_comments(said)), notes))


def _comments(fields: Iterable[Field]) -> Iterator[str]:
    """A comment for each value. Programs drop a comment that stands there already; such a one gets a number."""
    seen: dict[Field, int] = {}
    for name, value in fields:
        number = seen[name, value] = seen.get((name, value), 0) + 1
        yield f"{name}{f' ({number})' if number > 1 else ''}: {_in_line(value)}"


def _plain(note: str) -> bool:
    """Whether a note can stand as a translator's comment, where some beginnings mean something."""
    return "\n" not in note and note == note.strip() and note[:1] not in (",", ".", ":", "~", "|", "=")


def _in_line(value: str) -> str:
    return value.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")


def _out_of_line(value: str) -> str:
    return re.sub(r"\\(.)", lambda found: {"n": "\n", "r": "\r"}.get(found[1], found[1]), value)


def _direction(header: dict[str, str], wanted: Direction) -> Direction:
    target = language(header.get("language", ""))
    source = language(header.get("x-source-language", "")) or ("en" if target == "id" else "id" if target else None)
    return source or wanted[0], target or wanted[1]


def _sides(message: Message, direction: Direction) -> dict[str, str]:
    return {direction[1]: message.target, direction[0]: message.source}


def _own(message: Message, direction: Direction) -> TermUnit | None:
    """A message that we wrote; None for another program's."""
    fields = [(found[1], _out_of_line(found[2])) for said in message.said if (found := _FIELD.fullmatch(said))]
    key = dict(fields).get("concept")
    if not key:
        return None
    fields = [field for field in fields if field[0] != "concept"] + [("note", note) for note in message.notes[:1]]
    # Whoever marked a translation as doubtful has doubted its status too.
    if "fuzzy" in message.flags:
        fields = [(name, "admitted" if name == f"{direction[1]}.status" else value) for name, value in fields]
    sides = _sides(message, direction)
    return TermUnit(key, message.context, sides.get("id", ""), sides.get("en", ""), False, tuple(fields), message.origin)


def _foreign(message: Message, direction: Direction) -> Iterator[Concept | Remark]:
    if message.plural:
        yield Remark(_("the forms of a message for several were left out"), message.origin)
    known: Status = "deprecated" if "forbidden" in message.flags else "admitted" if "fuzzy" in message.flags else "preferred"
    sides: dict[Language, tuple[Term, ...]] = {"id": (), "en": ()}
    for number, (side, text) in enumerate(reversed(_sides(message, direction).items())):
        if side in sides and text.strip():
            status: Status = known if number else "preferred"
            sides[side] = (Term(text.strip(), side, status, origin=message.origin),)
    if not sides["id"] and not sides["en"]:
        yield Remark(_("an entry has neither Indonesian nor English terms and was left out"), message.origin)
        return
    yield Concept(f"#{message.context}" if message.context else "", "", sides["id"], sides["en"], note="; ".join((*message.notes, *message.said)),
                  origin=message.origin)
