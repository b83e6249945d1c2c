"""`translator-aid accept`: a finished translation from a translator's program back into its document."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

import click

from translator_aid.cli import streams
from translator_aid.i18n import _, ngettext

if TYPE_CHECKING:
    from translator_aid.accepting import Parcel, Returned
    from translator_aid.model import Document


@click.command("accept", help=_(
    "Put the translations of an XLIFF file, made with translate --format xliff and finished in a translator's program, back into the document FILE."))
@click.argument("xliff", metavar="XLIFF|-")
@click.option("--source", "file", required=True, metavar=_("FILE"), help=_("The document that the XLIFF file was made from, unchanged."))
@click.option("-o", "--output", default="-", metavar=_("OUT"), help=_("Write to this file instead of standard output."))
@click.option("--drafts", is_flag=True, help=_("Take targets whose state is still that of a draft too."))
@click.option("--partial", is_flag=True, help=_("Write the document even if paragraphs cannot be put back; these stay in the source language."))
@click.option("--remember", is_flag=True, help=_("Add the accepted pairs to the translation memory."))
@click.option("--memory", "path", metavar=_("PATH"), help=_("The memory's file (default: your own)."))
def command(xliff: str, file: str, output: str, drafts: bool, partial: bool, remember: bool, path: str | None) -> int:
    from translator_aid import accepting, readers

    data, name = streams.source(xliff)
    parcel = accepting.opened(io.BytesIO(data), name)
    content, source = streams.source(file)
    format = next((one for one in parcel.said("format") if one in readers.FORMATS), None)
    document = readers.read(content, source, format, readers.Options(parcel.said("field")))
    back = accepting.returned(parcel, document, drafts)
    for problem in back.problems:
        click.echo(f"{problem.origin}: {problem.message}", err=True)
    there = sum(text is not None for text in back.texts)
    if back.problems and not partial:
        click.echo(_("Nothing was written. With --partial these paragraphs stay in the source language."), err=True)
        return 1
    streams.not_for_terminals("same", document, output)
    streams.write([accepting.written(document, back.texts)], output)
    click.echo(ngettext("{n} paragraph accepted", "{n} paragraphs accepted", there).format(n=there), err=True)
    if remember:
        _remember(parcel, document, back, path)
    return 1 if back.problems else 0


def _remember(parcel: Parcel, document: Document, back: Returned, path: str | None) -> None:
    from translator_aid.errors import UsageError
    from translator_aid.memory import Memory, default_path
    from translator_aid.vocabulary import language

    sides = [language(tag) for tag in parcel.beginning.languages]
    if sorted(filter(None, sides)) != ["en", "id"]:
        raise UsageError(_("the memory holds Indonesian and English only"))
    pairs = [(segment.text, text) for segment, text in zip(document.segments, back.texts) if text is not None]
    with Memory(Path(path) if path else default_path()) as memory:
        added = memory.add((*(pair if sides[0] == "id" else pair[::-1]), "", Path(document.path).name) for pair in pairs)
    click.echo(_("{n} new, {known} known already, {left} left out because a side is missing or marked as untranslated").format(
        n=added, known=len(pairs) - added, left=len(document.segments) - len(pairs)), err=True)
