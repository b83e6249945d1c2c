"""`translator-aid lookup`: what a term means and what it is in the other language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Sequence

import click

from translator_aid.cli import options, streams
from translator_aid.i18n import _
from translator_aid.parameters import Term

if TYPE_CHECKING:
    from translator_aid.model import Hit, Language
    from translator_aid.querying import Lookup


@click.command("lookup", help=_("Look up terms in either language: as typed, inflected, abbreviated or misspelled."))
@click.argument("terms", nargs=-1, required=True, type=Term(), metavar=_("TERM..."))
@options.from_option(_("Language of the term (default: both are tried)."))
@click.option("--format", "format", type=click.Choice(["text", "json"]), default="text", show_default=True, help=_("How to show the answers."))
@click.option("--limit", metavar="N", type=click.IntRange(1), default=5, show_default=True, help=_("Answers at the most."))
@options.color_option
@options.pager_option
@options.glossary_options
def command(
    terms: tuple[str, ...], source: Language | None, format: str, limit: int, color: str,
    own: tuple[str, ...], no_shipped: bool, domains: tuple[str, ...],
) -> int:
    from translator_aid import compiled, entry
    from translator_aid.querying import Lookup

    loaded, matchers = compiled.opened(own, domains, not no_shipped)
    lookup = Lookup(loaded, matchers)
    answers = _answers(lookup, terms, source, limit)
    if format == "json":
        import json

        from translator_aid.contract import answer

        data = [answer(query, hits) for query, hits in answers]
        click.echo(json.dumps(data[0] if len(data) == 1 else data, ensure_ascii=False, indent=2))
    else:
        width = streams.width()
        style = click.style if streams.wants_color(color) else entry.plain
        blocks = ["\n".join(entry.render(hit, width, style, compiled.relatives(hit.concept, loaded))) for _query, hits in answers for hit in hits]
        if blocks:
            streams.show(f"{block}\n" if block is blocks[-1] else f"{block}\n\n" for block in blocks)
    for query, hits in answers:
        _tell_near(lookup, query, source, hits)
    return 0 if all(hits for _query, hits in answers) else 1


def _answers(lookup: Lookup, terms: tuple[str, ...], source: Language | None, limit: int) -> list[tuple[str, tuple[Hit, ...]]]:
    """One answer for all the words taken together where they name something, else one for each."""
    whole = " ".join(terms)
    certain = lookup.certain(whole, source)
    if certain or len(terms) == 1:
        return [(whole, certain[:limit] or lookup.find(whole, source, limit))]
    apart = [(term, lookup.find(term, source, limit)) for term in terms]
    if not all(hits and hits[0].how != "fuzzy" for _term, hits in apart):
        together = lookup.find(whole, source, limit)
        if together:
            return [(whole, together)]
    return apart


def _tell_near(lookup: Lookup, query: str, source: Language | None, hits: Sequence[Hit]) -> None:
    """Says on standard error which terms are near a query that names none, beside those that are shown."""
    names = ", ".join(hit.term.text for hit in lookup.beside(query, hits, source))
    if hits and names:
        click.echo(_("Also near '{query}': {names}.").format(query=query, names=names), err=True)
    elif names:
        click.echo(_("'{query}' is not in the glossary. Near terms: {names}.").format(query=query, names=names), err=True)
    elif not hits:
        click.echo(_("'{query}' is not in the glossary, and nothing is near it.").format(query=query), err=True)
