"""Indonesian and English terms of AI: look them up, annotate a text with them, translate with them.

The public names are those of `__all__`; everything else may change. They use the shipped glossary unless told otherwise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Mapping, Sequence

if TYPE_CHECKING:
    from translator_aid.matching import Matcher
    from translator_aid.model import Analysis, Glossary, Hit, Language, Unit

__all__ = ["analyse", "annotate", "lookup", "translate"]


def _opened(glossaries: Sequence[str], shipped: bool) -> tuple[Glossary, Mapping[Language, Matcher]]:
    from translator_aid.compiled import opened

    return opened(glossaries, shipped=shipped)


def lookup(query: str, language: Language | None = None, *, glossaries: Sequence[str] = (), shipped: bool = True, limit: int = 5) -> tuple[Hit, ...]:
    """What the query names, best first: exactly, inflected, in another spelling, or else terms near it; empty if nothing is near.

    >>> hit = lookup("superintelijennya")[0]
    >>> hit.concept.key, hit.how, str(hit.analysis)
    ('superintelligence', 'inflected', 'superintelijennya = superintelijen + -nya')

    `glossaries` are paths of the user's own files, `shipped=False` leaves out the program's.

    :raises translator_aid.errors.GlossaryError: where one of the files has errors.
    """
    from translator_aid.lookup import Lookup

    return Lookup(*_opened(glossaries, shipped)).find(query, language, limit)


def analyse(word: str, language: Language = "id", *, glossaries: Sequence[str] = (), shipped: bool = True) -> list[Analysis]:
    """Every way in which a word or phrase is a form of a term, the likeliest first; empty if it is none.

    >>> [str(analysis) for analysis in analyse("model-model bahasa besarnya")]
    ['model-model bahasa besarnya = model bahasa besar + (reduplication) + -nya']
    """
    matcher = _opened(glossaries, shipped)[1][language]
    return [analysis for _concept, _term, analysis, _how in matcher.analyse(word)]


def annotate(text: str, language: Language = "id", *, format: str = "plain", glossaries: Sequence[str] = (), shipped: bool = True) -> list[Unit]:
    """The paragraphs of a text (`format` plain or markdown) with the terms found in them, as Units; offsets are code points of the paragraph.

    >>> [match.concept.key for unit in annotate("Mereka melatih model bahasa besar.") for match in unit.matches]
    ['train', 'large-language-model']
    """
    from translator_aid import pipeline, readers

    return list(pipeline.annotate(readers.read(text.encode(), "", format), _opened(glossaries, shipped)[1][language]))


def translate(
    text: str, language: Language = "id", *, engine: str = "glossary", format: str = "plain", style: str = "news",
    glossaries: Sequence[str] = (), shipped: bool = True,
) -> list[Unit]:
    """The paragraphs of a text with their translation into the other language, and a receipt for each term and number.

    >>> unit = translate("Rantai pemikiran itu seharga Rp 2,5 miliar.")[0]
    >>> [(receipt.target, receipt.outcome) for receipt in unit.translation.receipts]
    [('Chain of thought', 'kept'), ('Rp 2.5 billion', 'kept')]

    :raises translator_aid.errors.EngineError: for an engine that is not installed.
    """
    from translator_aid import engines, pipeline, readers, terms

    document = readers.read(text.encode(), "", format)
    return list(pipeline.translate(document, _opened(glossaries, shipped)[1][language], engines.get(engine), terms.Wishes(style)))
