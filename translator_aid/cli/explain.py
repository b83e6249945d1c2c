"""`translator-aid explain`: how a word is read against the glossary, and why not otherwise."""

from __future__ import annotations

import click

from translator_aid.cli import options
from translator_aid.i18n import _
from translator_aid.model import Language
from translator_aid.parameters import Term


@click.command("explain", help=_("Explain how each WORD is read against the glossary, and why a reading is refused."))
@click.argument("words", nargs=-1, required=True, type=Term(keys=False), metavar=_("WORD..."))
@options.from_option(_("Language of the words (default: id)."))
@options.glossary_options
def command(words: tuple[str, ...], source: Language | None, own: tuple[str, ...], no_shipped: bool, domains: tuple[str, ...]) -> int:
    from translator_aid import compiled, entry
    from translator_aid.explaining import readings

    matcher = compiled.opened(own, domains, not no_shipped)[1][source or "id"]
    found_all = True
    for word in words:
        found = False
        for reading in readings(word, matcher):
            found = found or reading.accepted
            mark = "+" if reading.accepted else "-"
            what = entry.explained(reading.analysis)
            reason = f": {reading.reason}" if reading.reason else ""
            target = f" → {entry.title(reading.concept)}" if reading.concept else ""
            click.echo(f"{mark} {what}{target}{reason}")
        if not found:
            click.echo(_("{word}: no form of a term in the glossary").format(word=word))
        found_all = found_all and found
    return 0 if found_all else 1
