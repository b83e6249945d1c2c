"""Anki's flash cards: a text file that Anki imports as notes, one a concept, the term in front, the whole entry on the back.

Text rather than a package (`.apkg`): it needs no library, streams, can be read and compared, and a later import renews the cards by their
identifiers.
"""

from __future__ import annotations

import itertools
import re
from typing import Iterable, Iterator, Mapping

from translator_aid import articles, cards, tabular
from translator_aid.exchange import Options, Remark, Source, unstated
from translator_aid.i18n import _
from translator_aid.model import Concept
from translator_aid.pieces import Content, Piece, html, lines, parsed
from translator_aid.repeating import Repeated

SUFFIXES = (".txt", ".tsv", ".csv")
HOLDS = "Every field but guards, as a card for each concept: the source terms in front, all else on the back."
_SEPARATORS = {"tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|", "colon": ":", "space": " "}
_SETTING = re.compile(r"#\s*(separator|html|tags|columns|notetype|deck|if matches|(?:guid|notetype|deck|tags) column)\s*:(.*)",
                      re.IGNORECASE | re.DOTALL)


def sniff(head: bytes) -> int:
    """How sure it is: by the settings that Anki writes at the top."""
    return 3 if _SETTING.match(tabular.head_text(head)) else 0


def read(source: Source, options: Options) -> Iterator[Concept | Remark]:
    """The notes of a file; of one that another program made, the first line of the front is the term and that of the back its translation.

    >>> *_remarks, concept = read(Source("a.txt", b"#separator:tab\\n#html:true\\nbobot\\t<b>weight</b><br>angka dalam model"), Options())
    >>> concept.english[0].text, concept.note
    ('weight', 'angka dalam model')
    """
    told = False
    with source.open() as stream:
        found = tabular.lines(stream, source.path, options.encoding)
        settings: dict[str, str] = {}
        skipped = 0
        for line in found:
            setting = _SETTING.match(line)
            if not setting:
                found = itertools.chain([line], found)
                break
            skipped += 1
            settings[setting.group(1).lower()] = setting.group(2).strip("\r\n")
        separator = settings.get("separator", "tab").strip() or "\t"
        separator = _SEPARATORS.get(separator.lower(), separator[:1])
        shown = settings.get("html", "").strip().lower() == "true"
        front, back = _columns(settings, separator)
        for row in tabular.rows(found, source.path, separator, first=skipped + 1):
            if row.fields[0].startswith("#"):
                continue
            sides: list[tuple[Content, ...]] = [parsed(text) if shown else (text,) for text in (row.get(front), row.get(back))]
            if articles.is_own(sides[1]):
                yield articles.concept_of(itertools.chain(*sides), row.origin)
                continue
            if not told:
                told = True
                yield unstated(source.path)
            terms, texts = lines(sides[0]), lines(sides[1])
            if not terms or not texts:
                yield Remark(_("a line without a source or without a target term was left out"), row.origin)
                continue
            yield articles.foreign(terms[:1], texts[:1], options.direction, row.origin, note="; ".join(terms[1:] + texts[1:]))


def _columns(settings: dict[str, str], separator: str) -> tuple[int, int]:
    """The numbers of the columns with front and back: named so, or the first two that hold nothing else."""
    names = [name.strip().lower() for name in settings.get("columns", "").split(separator)]
    if "front" in names and "back" in names:
        return names.index("front"), names.index("back")
    taken = {int(value) - 1 for name, value in settings.items() if name.endswith(" column") and value.strip().isdigit()}
    free = [number for number in range(len(taken) + 2) if number not in taken]
    return free[0], free[1]


def write(concepts: Iterable[Concept], options: Options) -> Iterator[bytes | Remark]:
    """The header, then a note for each concept that has terms in both languages.

    >>> from translator_aid.model import Term
    >>> concept = Concept("ml", "dasar", (Term("pembelajaran mesin", "id"),), (Term("machine learning", "en"),))
    >>> b"".join(write([concept], Options())).decode().splitlines()[-1].split("\\t")[:2]
    ['ml/id-en', "<div lang='id' data-ta='terms'><div data-ta='term'>pembelajaran mesin</div></div>"]
    """
    source, target = options.direction
    yield cards.header(f"{source}-{target}").encode()
    with Repeated(concepts) as listed:
        titles = listed.titles(source)
        for concept in listed:
            yield from _note(concept, options, titles)


def _note(concept: Concept, options: Options, titles: Mapping[str, str]) -> Iterator[bytes | Remark]:
    source, target = options.direction
    shown = [term for term in concept.terms(source) if term.status != "deprecated"] or list(concept.terms(source))
    if not shown or not concept.terms(target):
        yield Remark(_("a concept with terms in one language only makes no card and was left out"), key=concept.key)
        return
    avoided = [term for term in concept.terms(source) if term not in shown]
    content: list[Content] = [articles.terms(concept, target)]
    if avoided:
        content.append(articles.terms(concept, source, avoided))
    back = articles.head(concept, (*content, *articles.details(concept, options.direction, titles)))
    front = _plain(articles.terms(concept, source, shown))
    cells = (f"{concept.key}/{source}-{target}", _quoted(front), _quoted(back), re.sub(r"\s+", "-", concept.domain))
    yield cards.line(cells).encode("utf-8", "replace")


def _quoted(piece: Piece) -> str:
    """HTML whose attributes stand in single quotation marks, because a double one begins a field; those within texts are escaped already."""
    return html(piece).replace('"', "'")


def _plain(piece: Piece) -> Piece:
    """A list as lines, without bullets."""
    return piece._replace(tag="div", content=tuple(part._replace(tag="div") if isinstance(part, Piece) else part for part in piece.content))
