"""OmegaT's glossaries: source, target and comment, with tabs between them (`.tab`, `.txt`, `.utf8`).

Read in the encoding of the byte order mark or of a comment such as `# -*- coding: utf-8 -*-`; written with that comment, which OmegaT heeds. Other
programs put several words for one thing into the first column, with `|` between them.
"""

from __future__ import annotations

from typing import Iterable, Iterator

from translator_aid import pairs, tabular
from translator_aid.exchange import Options, Remark, Source, unstated
from translator_aid.i18n import _
from translator_aid.model import Concept

SUFFIXES = (".tab", ".txt", ".utf8")
_OWN = "# translator-aid"
HOLDS = "Terms in pairs, with the note as comment; deprecated terms are left out."


def sniff(head: bytes) -> int:
    """How sure it is: lines with one or two tabs."""
    text = tabular.head_text(head)
    lines = [line for line in text.splitlines()[:50] if line.strip() and not line.startswith("#")]
    if not lines:
        return 1 if not head or "-*-" in text else 0
    if text.lstrip().startswith(("<", "{")) or text.startswith("#UTX") or sum("\t" in line for line in lines) * 2 < len(lines):
        return 0
    return 2 if "-*-" in text.splitlines()[0] else 1


def read(source: Source, options: Options) -> Iterator[Concept | Remark]:
    """The lines of a glossary, neighbouring ones with a term in common as one concept.

    >>> _remark, concept = read(Source("saya.tab", "# inti\\npembelajaran mesin\\tmachine learning\\tbidang AI\\n".encode()), Options())
    >>> concept.english[0].text, concept.note
    ('machine learning', 'bidang AI')
    """
    remarks = [unstated(source.path)]
    with source.open() as stream:
        for concept in pairs.concepts(_pairs(tabular.lines(stream, source.path, options.encoding), source.path, remarks), options.direction):
            yield from remarks
            remarks.clear()
            yield concept
    yield from remarks


def _pairs(lines: Iterable[str], path: str, remarks: list[Remark]) -> Iterator[pairs.Pair]:
    own = False
    for row in tabular.rows(lines, path, "\t", quotes=False):
        if row.fields[0].startswith("#"):
            own = own or row.fields[0].startswith(_OWN)
            continue
        if not row.get(0) or not row.get(1):
            remarks.append(Remark(_("a line without a source or without a target term was left out"), row.origin))
            continue
        if any(row.fields[3:]):
            remarks.append(Remark(_("more than three columns: the rest was left out"), row.origin))
        words = [word.strip() for word in row.get(0).split("|") if word.strip()] if not own else []
        if len(words) > 1:
            remarks.append(Remark(_("words with '|' between them are read as several terms"), row.origin, "adapted"))
        for word in words if len(words) > 1 else [row.get(0)]:
            yield pairs.Pair(word, row.get(1), row.get(2), origin=row.origin)


def write(concepts: Iterable[Concept], options: Options) -> Iterator[bytes | Remark]:
    """A glossary in UTF-8.

    >>> from translator_aid.model import Term
    >>> concept = Concept("ml", "", (Term("pembelajaran mesin", "id"),), (Term("machine learning", "en"),), note="bidang AI")
    >>> b"".join(write([concept], Options())).splitlines()
    [b'# translator-aid -*- coding: utf-8 -*-', b'pembelajaran mesin\\tmachine learning\\tbidang AI']
    """
    yield f"# {_plain(options.title)} -*- coding: utf-8 -*-\n".encode()
    for concept in concepts:
        for source, target in pairs.pairs(concept, options.direction):
            cells = [_plain(text) for text in (source.text, target.text, concept.note)]
            if cells[0].startswith("#"):
                yield Remark(_("a term that begins with '#' would be a comment and was left out"), key=concept.key)
                continue
            yield ("\t".join(cells).rstrip("\t") + "\n").encode("utf-8", "replace")


def _plain(text: str) -> str:
    return " ".join(text.split())
