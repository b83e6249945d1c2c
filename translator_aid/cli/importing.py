"""`translator-aid glossary import`: files of other programs into glossary files, with an account of what was not understood."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Iterable, Sequence

import click

from translator_aid.cli import options, streams
from translator_aid.i18n import _, ngettext
from translator_aid.parameters import File, Momentary, Named

if TYPE_CHECKING:
    from translator_aid.exchange import Imported
    from translator_aid.merging import Merged
    from translator_aid.model import Finding, Language


@click.command("import", help=_(
    "Read terminology files of other programs into glossary files; say what was not understood and where two entries differ."))
@click.argument("files", nargs=-1, type=File(), required=True, metavar=_("FILE..."))
@click.option("--format", "format", type=Named(options.exchange_formats), metavar=_("FORMAT"),
              help=_("The files' format (default: found from the file)."))
@click.option("-o", "--output", cls=Momentary, type=File(), metavar=_("DIR"),
              help=_("Folder of glossary files to merge into, one a domain (default: show the result)."))
@click.option("--domain", metavar=_("DOMAIN"), help=_("Put all concepts into this domain."))
@click.option("--columns", multiple=True, metavar=_("HEADER=FIELD"), help=_("Which column of a table is which field; may be repeated."))
@click.option("--encoding", default="", metavar=_("NAME"), help=_("The files' encoding (default: found from the file, else UTF-8)."))
@click.option("--replace", is_flag=True, help=_("Where an entry differs from one that is there, take the imported one."))
@click.option("--lenient", is_flag=True, help=_("Read what can be read of a file that breaks its format's rules."))
@options.direction_option
@options.account_options
@options.dry_run_option
def command(
    files: tuple[str, ...], format: str | None, output: str | None, domain: str | None, columns: tuple[str, ...], encoding: str,
    replace: bool, lenient: bool, direction: str, strict: bool, report: str,
) -> int:
    from translator_aid import exchange, importing

    sides: tuple[Language, Language] = ("id", "en") if direction == "id-en" else ("en", "id")
    wanted = exchange.Options(format or "", sides, _columns(columns), encoding, lenient)
    imports = []
    for name in files:
        data, path = streams.source(name) if name == "-" else (None, streams.existing(name))
        imports.append(exchange.read(exchange.Source(path, data), wanted))
    folder = Path(output) if output is not None else None
    texts, merged = importing.merged(imports, files, folder, domain, replace)
    if folder is None:
        streams.write(texts.values(), "-")
    else:
        if not streams.is_dry():
            folder.mkdir(exist_ok=True)
        for path, text in texts.items():
            with streams.replacing(Path(path)) as stream:
                stream.write(text.encode("utf-8"))
    keys = {*merged.added, *merged.changed}
    findings = importing.rehearsed(texts, folder, keys) if folder and streams.is_dry() else importing.validated(texts, folder, keys)
    _tell(imports, merged, findings, report, list(texts) if folder else [])
    told = any(remark.kind in ("lost", "fault") for imported in imports for remark in imported.remarks)
    lost = bool(told or merged.incomplete or merged.conflicts and not replace)
    return 1 if strict and lost or any(finding.severity == "error" for finding in findings) else 0


def _columns(columns: Iterable[str]) -> tuple[tuple[str, str], ...]:
    from translator_aid.errors import UsageError

    pairs = []
    for item in columns:
        header, equals, field = item.rpartition("=")
        if not equals:
            raise UsageError(_("--columns takes HEADER=FIELD, not '{item}'").format(item=item))
        pairs.append((header.strip(), field.strip()))
    return tuple(pairs)


def _tell(imports: Sequence[Imported], merged: Merged, findings: Sequence[Finding], report: str, written: Sequence[str]) -> None:
    from translator_aid import remarks

    errors = [finding for finding in findings if finding.severity == "error"]
    if report == "json":
        click.echo(json.dumps({
            "files": [{
                "format": imported.format, "concepts": len(imported.concepts), "remarks": [remarks.as_object(remark) for remark in imported.remarks],
            } for imported in imports],
            "added": list(merged.added), "changed": list(merged.changed), "written": list(written),
            "incomplete": [{"key": concept.key, **remarks.place(concept.origin)} for concept in merged.incomplete],
            "conflicts": [{
                "key": one.key, "field": one.field, "term": one.term or None, "present": one.present, "offered": one.offered,
                **remarks.place(one.origin),
            } for one in merged.conflicts],
            "findings": [{"code": one.code, "severity": one.severity, "message": one.message, **remarks.place(one.origin)} for one in findings],
        }, ensure_ascii=False, indent=1), err=True)
        return
    for imported in imports:
        streams.shortened(remarks.lines(imported.remarks, report), report)
    streams.shortened([f"{one.origin}: {_conflict(one)}" for one in merged.conflicts], report)
    streams.shortened([_("{origin}: '{key}' has terms in one language only and was left out").format(origin=concept.origin, key=concept.key)
                       for concept in merged.incomplete], report)
    streams.shortened([f"{finding.origin}: {finding.code} {finding.message}" for finding in errors], report)
    total = sum(len(imported.concepts) for imported in imports)
    click.echo(_("{concepts} read; {added} added, {changed} changed, {conflicts} in conflict, {incomplete} left out; {errors}").format(
        concepts=ngettext("{n} concept", "{n} concepts", total).format(n=total), added=len(merged.added), changed=len(merged.changed),
        conflicts=len({one.key for one in merged.conflicts}), incomplete=len(merged.incomplete),
        errors=ngettext("{n} error", "{n} errors", len(errors)).format(n=len(errors))), err=True)


def _conflict(one: Any) -> str:
    about = f"{one.field} ({one.term})" if one.term else one.field
    return _("'{key}' differs in {field}: present '{present}', offered '{offered}'").format(
        key=one.key, field=about, present=one.present, offered=one.offered)
