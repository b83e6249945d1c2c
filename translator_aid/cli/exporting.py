"""`translator-aid glossary export`: the glossary for another program, with an account of what its format could not hold."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Iterable, Iterator, Sequence

import click

from translator_aid.cli import options, streams
from translator_aid.i18n import _, ngettext
from translator_aid.parameters import File, Momentary, Named

if TYPE_CHECKING:
    from translator_aid.accounting import Account, Loss
    from translator_aid.model import Concept


@click.command("export", help=_("Write the glossary for another program, read it back, and report what the format could not hold."))
@click.option("--format", "format", required=True, type=Named(options.exchange_formats), metavar=_("FORMAT"),
              help=_("The format; 'list' shows all and what each holds."))
@click.option("-o", "--output", cls=Momentary, type=File(), default="-", metavar=_("FILE"), help=_("Where to write (default: standard output)."))
@click.option("--status", "statuses", multiple=True, type=click.Choice(["preferred", "admitted", "rare", "deprecated"]),
              help=_("Only terms of this status; may be repeated."))
@click.option("--key", "keys", cls=Momentary, multiple=True, metavar=_("KEY"), help=_("Only the concept with this key; may be repeated."))
@options.direction_option
@options.account_options
@options.dry_run_option
@options.glossary_options
def command(
    format: str, output: str, statuses: tuple[str, ...], keys: tuple[str, ...], direction: str, strict: bool, report: str,
    own: tuple[str, ...], no_shipped: bool, domains: tuple[str, ...],
) -> int:
    from translator_aid import accounting, exchange, glossary

    if format == "list":
        for name in exchange.FORMATS:
            click.echo(f"{name:10} {_(exchange.get(name).HOLDS)}")
        return 0
    exchange.get(format)
    concepts = _selected(glossary.load(own, domains, shipped=not no_shipped).concepts, statuses, domains, keys)
    wanted = exchange.Options(format, ("id", "en") if direction == "id-en" else ("en", "id"))
    if output == "-":
        with tempfile.TemporaryFile() as stream:
            account = accounting.export(concepts, wanted, stream)
            stream.seek(0)
            shutil.copyfileobj(stream, sys.stdout.buffer)
            sys.stdout.buffer.flush()
    else:
        with streams.replacing(Path(output)) as stream:
            account = accounting.export(concepts, wanted, stream, output)
    _tell(account, report)
    faults = any(remark.kind == "fault" for remark in account.remarks)
    return 1 if faults or strict and (account.losses or any(remark.kind == "lost" for remark in account.remarks)) else 0


def _selected(concepts: Sequence[Concept], statuses: Sequence[str], domains: Sequence[str], keys: Sequence[str]) -> tuple[Concept, ...]:
    """The concepts of these domains and keys with their terms of these statuses; those that keep no term are left out."""
    import dataclasses

    from translator_aid.errors import UsageError

    known = {concept.key for concept in concepts}
    for key in keys:
        if key not in known:
            raise UsageError(_("There is no concept with the key '{key}'.").format(key=key))
    found = [concept for concept in concepts if (not domains or concept.domain in domains) and (not keys or concept.key in keys)]
    if statuses:
        found = [dataclasses.replace(
            concept, indonesian=tuple(term for term in concept.indonesian if term.status in statuses),
            english=tuple(term for term in concept.english if term.status in statuses)) for concept in found]
    return tuple(concept for concept in found if concept.indonesian or concept.english)


def _tell(account: Account, report: str) -> None:
    from translator_aid import remarks

    if report == "json":
        click.echo(json.dumps({
            "format": account.format, "concepts": account.concepts, "fields": account.by_field(),
            "losses": [{"key": loss.key, "field": loss.field, "term": loss.term or None, "value": loss.value, "became": loss.became or None}
                       for loss in account.losses],
            "remarks": [remarks.as_object(remark) for remark in account.remarks],
        }, ensure_ascii=False, indent=1), err=True)
        return
    concepts = ngettext("{n} concept", "{n} concepts", account.concepts).format(n=account.concepts)
    if not account.losses:
        click.echo(_("{format}: {concepts}, nothing lost").format(format=account.format, concepts=concepts), err=True)
    else:
        click.echo(_("{format}: {concepts}; read back, it holds all but this:").format(format=account.format, concepts=concepts), err=True)
        for field, count in account.by_field().items():
            click.echo(f"  {field}: {count}", err=True)
        streams.shortened(list(_by_concept(account.losses)), report)
    streams.shortened(remarks.lines(account.remarks, report), report)


def _by_concept(losses: Iterable[Loss]) -> Iterator[str]:
    """One line a concept: what of it was lost."""
    concepts: dict[str, dict[str, int]] = {}
    for loss in losses:
        about = f" ({loss.term})" if loss.term else ""
        change = f" {loss.value} → {loss.became}" if loss.became and len(loss.value) < 40 and len(loss.became) < 40 else ""
        told = f"{loss.field}{about}{change}"
        often = concepts.setdefault(loss.key, {})
        often[told] = often.get(told, 0) + 1
    for key, fields in concepts.items():
        yield f"  {key}: {', '.join(f'{field} ×{count}' if count > 1 else field for field, count in fields.items())}"
