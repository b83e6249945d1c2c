"""`translator-aid check`: somebody's translation against its source."""

from __future__ import annotations

import click

from translator_aid.bitext import Bitext, Report
from translator_aid.cli import streams
from translator_aid.i18n import _, ngettext
from translator_aid.model import STYLES, Language
from translator_aid.reports import FORMATS


@click.command("check", help=_("Check the translation TARGET of SOURCE: terms, numbers, names, markup, paragraphs. Exits with 1 on findings."))
@click.argument("source_file", metavar=_("SOURCE|-"))
@click.argument("target_file", metavar=_("[TARGET]"), required=False)
@streams.from_option(_("Language of the source (default: id)."))
@click.option("--to", "target", type=click.Choice(["id", "en"]), help=_("Language of the translation (default: the other one)."))
@click.option("--bilingual", is_flag=True,
              help=_("SOURCE holds both sides: TSV or CSV with two columns, or the output of translate --format bilingual or json."))
@click.option("--format", "format", type=click.Choice(list(FORMATS)), default="text", show_default=True, help=_("How to show the findings."))
@streams.input_options
@click.option("--select", multiple=True, metavar=_("CODE"),
              help=_("Only these codes, whole (C101) or a topic (C1); may be repeated or listed with commas."))
@click.option("--ignore", multiple=True, metavar=_("CODE"), help=_("All but these codes."))
@click.option("--baseline", metavar=_("FILE"), help=_("YAML file of known findings, each with the reason why it is accepted."))
@click.option("--style", type=click.Choice(STYLES), default="news", show_default=True, help=_("Whose preferred terms to propose."))
@click.option("--american-dates", is_flag=True, help=_("Read 7/8/2025 in English as July 8."))
@click.option("--list", "listing", is_flag=True, is_eager=True, expose_value=False, callback=lambda ctx, _param, wanted: _list(ctx, wanted),
              help=_("List the codes and exit."))
@click.option("-o", "--output", default="-", metavar=_("OUT"), help=_("Write to this file instead of standard output."))
@streams.glossary_options
def command(
    source_file: str, target_file: str | None, source: Language | None, target: Language | None, bilingual: bool, format: str,
    input_format: str | None, fields: tuple[str, ...], select: tuple[str, ...], ignore: tuple[str, ...], baseline: str | None, style: str,
    american_dates: bool, output: str, own: tuple[str, ...], no_shipped: bool, domains: tuple[str, ...],
) -> int:
    from translator_aid import alignment, baseline as baselines, bilingual as tables, checks, compiled, pipeline, readers, reports

    source = source or ("en" if target == "id" else "id")
    languages: tuple[Language, Language] = (source, "en" if source == "id" else "id")
    if target == source:
        raise click.UsageError(_("--from and --to name the same language"))
    if bilingual and target_file:
        raise click.UsageError(_("--bilingual takes one file"))
    if not bilingual and not target_file:
        raise click.UsageError(_("name the translation as well, or say --bilingual if the file holds both"))
    if source_file == target_file == "-":
        raise click.UsageError(_("only one of the two can be standard input"))
    codes = checks.chosen(streams.codes(select), streams.codes(ignore))
    suppressions = baselines.read(readers.decode(*streams.source(baseline)), baseline) if baseline else ()
    options = [readers.Options(fields, language) for language in languages]
    data, name = streams.source(source_file)
    translated = readers.read(*streams.source(target_file), input_format, options[1]) if target_file else None
    loaded, matchers = compiled.opened(own, domains, not no_shipped)
    bitext = (alignment.align(readers.read(data, name, input_format, options[0]), translated, matchers, languages) if translated
              else tables.read(readers.decode(data, name), name, languages))
    _warn_if_swapped(bitext)
    context = checks.Context(bitext, loaded, style, matchers, american_dates)
    findings, suppressed, unused = baselines.sift(pipeline.check(context, codes), suppressions, codes)
    report = Report(bitext, findings, checks.rules(), suppressed, unused)
    streams.write(reports.get(format).render(report), output)
    _summarise(report)
    return 1 if report.findings or report.unused else 0


def _list(ctx: click.Context, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        from translator_aid.checks import rules

        for code, rule in rules().items():
            optional = _(" (only when selected)") if rule.optional else ""
            click.echo(f"{code} {_(rule.severity)}: {_(rule.title)}{optional}")
        ctx.exit()


def _warn_if_swapped(bitext: Bitext) -> None:
    """Says on standard error that source and target look exchanged: all the findings would be about that."""
    from translator_aid.checks.untranslated import tally

    first, second = bitext.languages
    texts = [" ".join(segment.text for segment in document.segments[:40]) for document in bitext.documents]
    if tally(texts[0], second) > 2 * tally(texts[0], first) + 3 and tally(texts[1], first) > 2 * tally(texts[1], second) + 3:
        message = _("The source looks like '{second}' and the translation like '{first}'; did you mean --from {second}?")
        click.echo(message.format(first=first, second=second), err=True)


def _summarise(report: Report) -> None:
    errors = sum(checked.finding.severity == "error" for checked in report.findings)
    warnings = len(report.findings) + len(report.unused) - errors
    click.echo(_("{paragraphs}, {errors}, {warnings}").format(
        paragraphs=ngettext("{n} paragraph", "{n} paragraphs", len(report.bitext.pairs)).format(n=len(report.bitext.pairs)),
        errors=ngettext("{n} error", "{n} errors", errors).format(n=errors),
        warnings=ngettext("{n} warning", "{n} warnings", warnings).format(n=warnings)), err=True)
