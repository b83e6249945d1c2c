"""Lists of words to avoid, as Okapi's CheckMate and other checkers read them: the word, what to write instead, a comment; tabs between them.

Both words are of one language, the target language: the word is a deprecated term, what to write instead the preferred one.
"""

from __future__ import annotations

from typing import Iterable, Iterator

from translator_aid import tabular
from translator_aid.exchange import Options, Remark, Source
from translator_aid.i18n import _
from translator_aid.model import Concept, Term

SUFFIXES = (".txt", ".tsv")
HOLDS = "Deprecated terms of the target language, each with the preferred one and its note."


def sniff(head: bytes) -> int:
    """It cannot be told from a glossary; name it."""
    return 0


def read(source: Source, options: Options) -> Iterator[Concept | Remark]:
    """A concept for each word to avoid; a word that differs from its replacement in case alone must be matched exactly.

    >>> [concept] = read(Source("a.txt", b"deep-learning\\tdeep learning\\tno hyphen"), Options())
    >>> [(term.text, term.status) for term in concept.english]
    [('deep learning', 'preferred'), ('deep-learning', 'deprecated')]
    """
    language = options.direction[1]
    with source.open() as stream:
        for row in tabular.rows(tabular.lines(stream, source.path, options.encoding), source.path, "\t", quotes=False):
            if not row.get(0):
                yield Remark(_("a line without a word was left out"), row.origin)
                continue
            if any(row.fields[3:]):
                yield Remark(_("more than three columns: the rest was left out"), row.origin)
            case = "exact" if row.get(0) != row.get(1) and row.get(0).casefold() == row.get(1).casefold() else ""
            word = Term(row.get(0), language, "deprecated", case=case, note=row.get(2), origin=row.origin)
            terms = (Term(row.get(1), language, case=case, origin=row.origin), word) if row.get(1) else (word,)
            yield Concept("", "", terms if language == "id" else (), terms if language == "en" else (), origin=row.origin)


def write(concepts: Iterable[Concept], options: Options) -> Iterator[bytes | Remark]:
    """A list of the deprecated terms of the target language.

    >>> concept = Concept("dl", "", (), (Term("deep learning", "en"), Term("deeplearning", "en", "deprecated")))
    >>> b"".join(write([concept], Options()))
    b'deeplearning\\tdeep learning\\n'
    """
    for concept in concepts:
        terms = concept.terms(options.direction[1])
        allowed = sorted((term for term in terms if term.status != "deprecated"), key=lambda term: term.status != "preferred")
        instead = allowed[0].text if allowed else ""
        for term in terms:
            if term.status == "deprecated":
                yield ("\t".join(" ".join(cell.split()) for cell in (term.text, instead, term.note)).rstrip("\t") + "\n").encode("utf-8", "replace")
