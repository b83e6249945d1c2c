"""Indonesian and English terms of AI: look them up, annotate a text with them, translate with them, check a translation.

    import translator_aid

    translator_aid.lookup("superintelijennya")[0].concept.english[0].text
    translator_aid.render("Mereka melatih model bahasa besar.", "html")

The public names are those of `__all__`; everything else may change. The functions use the shipped glossary unless given one of `load`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Iterable, Mapping, Sequence

if TYPE_CHECKING:
    from pathlib import Path

    from translator_aid.errors import EngineError as EngineError, Error as Error, GlossaryError as GlossaryError
    from translator_aid.errors import UnreadableError as UnreadableError, UsageError as UsageError, WriteError as WriteError
    from translator_aid.matching import Matcher
    from translator_aid.model import Analysis as Analysis, Concept as Concept, Finding as Finding, Glossary as Glossary, Hit as Hit
    from translator_aid.model import Language as Language, Match as Match, Receipt as Receipt, Span as Span, Term as Term
    from translator_aid.model import Translation as Translation, Unit as Unit

__all__ = [
    "analyse", "annotate", "check", "load", "lookup", "render", "translate",
    "Analysis", "Concept", "Finding", "Glossary", "Hit", "Language", "Match", "Receipt", "Span", "Term", "Translation", "Unit",
    "EngineError", "Error", "GlossaryError", "UnreadableError", "UsageError", "WriteError",
    "__version__",
]
_opened: list[tuple[Glossary, Mapping[Language, Matcher]]] = []
_KEPT = 8


def __getattr__(name: str) -> object:
    """A type, an error or the version, fetched when somebody names it."""
    if name == "__version__":
        from importlib.metadata import version

        return version("translator-aid")
    if name in __all__:
        from translator_aid import errors, model

        return getattr(errors if name.endswith("Error") else model, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def load(*paths: str | Path, domains: Sequence[str] = (), shipped: bool = True) -> Glossary:
    """A glossary for the other functions: the shipped one, or some of its domains, overlaid by files of one's own, of which a later one wins by key.

    >>> glossary = load(domains=["foundations"])
    >>> glossary.by_key["superintelligence"].indonesian[0].text
    'superintelijen'

    What has been loaded once is kept compiled in the user's cache folder, where reading it takes milliseconds.

    :raises GlossaryError: with every error of the files.
    :raises UnreadableError: where a file cannot be read.
    :raises UsageError: for a domain that does not exist.
    """
    from translator_aid.compiled import opened

    found = opened([str(path) for path in paths], domains, shipped)
    del _opened[:-_KEPT]
    _opened.append(found)
    return found[0]


def _matchers(glossary: Glossary | None) -> tuple[Glossary, Mapping[Language, Matcher]]:
    """The glossary, the shipped one for None, and its matchers."""
    if glossary is None:
        glossary = _SHIPPED[0] if _SHIPPED else load()
        _SHIPPED[:] = [glossary]
    for known in _opened:
        if known[0] is glossary:
            return known
    from translator_aid.matching import Matcher

    made: tuple[Glossary, Mapping[Language, Matcher]] = glossary, {"id": Matcher(glossary, "id"), "en": Matcher(glossary, "en")}
    _opened.append(made)
    return made


_SHIPPED: list[Glossary] = []


def lookup(query: str, language: Language | None = None, *, limit: int = 5, glossary: Glossary | None = None) -> tuple[Hit, ...]:
    """What the query names, best first: exactly, inflected, in another spelling, or else terms near it; empty if nothing is near.

    >>> hit = lookup("superintelijennya")[0]
    >>> hit.concept.key, hit.how, str(hit.analysis)
    ('superintelligence', 'inflected', 'superintelijennya = superintelijen + -nya')

    Without a language both are tried.
    """
    from translator_aid.querying import Lookup

    return Lookup(*_matchers(glossary)).find(query, language, limit)


def analyse(word: str, language: Language = "id", *, glossary: Glossary | None = None) -> list[Analysis]:
    """Every way in which a word or phrase is a form of a term, the likeliest first; empty if it is none.

    >>> [str(analysis) for analysis in analyse("model-model bahasa besarnya")]
    ['model-model bahasa besarnya = model bahasa besar + (reduplication) + -nya']
    """
    return [analysis for _concept, _term, analysis, _how in _matchers(glossary)[1][language].analyse(word)]


def annotate(text: str, language: Language = "id", *, format: str = "plain", glossary: Glossary | None = None) -> list[Unit]:
    """The paragraphs of a text (`format` plain, markdown, html, srt, po, ...) with the terms found in them; offsets are code points of the paragraph.

    >>> [match.concept.key for unit in annotate("Mereka melatih model bahasa besar.") for match in unit.matches]
    ['train', 'large-language-model']

    :raises UnreadableError: for a text that is not what the format says.
    :raises UsageError: for a format that does not exist.
    """
    from translator_aid import pipeline, readers

    return list(pipeline.annotate(readers.read(text.encode(), "", format), _matchers(glossary)[1][language]))


def translate(
    text: str, language: Language = "id", *, engine: str = "builtin", format: str = "plain", style: str = "news", keep: Iterable[str] = (),
    glossary: Glossary | None = None,
) -> list[Unit]:
    """The paragraphs of a text with their translation into the other language, and a receipt for each term, number and name.

    >>> unit = translate("Rantai pemikiran itu seharga Rp 2,5 miliar.")[0]
    >>> [(receipt.target, receipt.outcome) for receipt in unit.translation.receipts]
    [('Chain of thought', 'kept'), ('Rp 2.5 billion', 'kept')]

    `style` says whose preferred terms to write, news or formal; the names of `keep` stay as they are. An engine that is a service is sent the text.

    :raises EngineError: for an engine that is not installed, or a service that refuses.
    :raises UsageError: for an engine that does not exist or lacks a key or a model.
    """
    from translator_aid import engines, pipeline, readers, terms

    document = readers.read(text.encode(), "", format)
    matcher = _matchers(glossary)[1][language]
    return list(pipeline.translate(document, matcher, engines.get(engine), terms.Wishes(style, tuple(keep))))


def check(
    source: str, target: str, language: Language = "id", *, format: str = "plain", style: str = "news", select: Iterable[str] = (),
    ignore: Iterable[str] = (), glossary: Glossary | None = None,
) -> list[Finding]:
    """What is wrong with a translation: terms, numbers, names, markup, paragraphs; each with a code, a place and, where certain, the right text.

    >>> finding = check("Model itu seharga Rp 2,5 miliar.", "The model cost Rp 2.5 million.")[0]
    >>> finding.code, str(finding.origin), finding.fix
    ('C202', 'target:1:16', 'Rp 2.5 billion')

    `language` is the source's; `select` and `ignore` take codes such as C202, or a topic such as C2.

    :raises UsageError: for a code that does not exist.
    """
    from translator_aid import alignment, checks, pipeline, readers

    languages: tuple[Language, Language] = ("id", "en") if language == "id" else ("en", "id")
    loaded, matchers = _matchers(glossary)
    documents = [readers.read(text.encode(), name, format) for text, name in ((source, "source"), (target, "target"))]
    context = checks.Context(alignment.align(documents[0], documents[1], matchers, languages), loaded, style, matchers)
    return [checked.finding for checked in pipeline.check(context, checks.chosen(tuple(select), tuple(ignore)))]


def render(
    text: str, output: str = "html", language: Language = "id", *, every: bool | None = None, format: str = "plain", glossary: Glossary | None = None,
) -> str:
    """A text with the other language's term beside each term, in an output format: html, markdown, text, json, jsonl or terminal.

    >>> render("Meta membangun superintelijen.", "text")
    'Meta membangun superintelijen (superintelligence).'

    `every` glosses each mention, not only a concept's first; None: as suits the output format.

    :raises UsageError: for an output that does not exist or is no text.
    """
    from translator_aid import pipeline, readers, renderers
    from translator_aid.errors import UsageError
    from translator_aid.i18n import _
    from translator_aid.model import Run

    texts = [name for name in renderers.ANNOTATE if name not in ("docx", "same")]
    if output not in texts:
        raise UsageError(_("There is no output format '{name}'; the formats are {names}.").format(name=output, names=", ".join(texts)))
    document = readers.read(text.encode(), "", format)
    loaded, matchers = _matchers(glossary)
    matcher = matchers[language]
    run = Run("annotate", document, matcher.source, matcher.target, loaded, every=output in renderers.EVERY_BY_DEFAULT if every is None else every)
    return "".join(str(piece) for piece in renderers.get(output).render(run, pipeline.annotate(document, matcher)))
