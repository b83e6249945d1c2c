"""`translator-aid check`: somebody's translation against its source."""

from __future__ import annotations

import dataclasses
from typing import Any, Iterator, Mapping, NamedTuple, Optional, Sequence, Tuple

import click

from translator_aid.baseline import Suppression
from translator_aid.bitext import Bitext, Report
from translator_aid.cli import options, streams
from translator_aid.errors import Error
from translator_aid.i18n import _, ngettext
from translator_aid.matching import Matcher
from translator_aid.model import Glossary, Language
from translator_aid.parameters import File
from translator_aid.reports import FORMATS


@click.command("check", help=_("Check the translation TARGET of SOURCE: terms, numbers, names, markup, paragraphs. Exits with 1 on findings."))
@click.argument("paths", nargs=-1, required=True, type=File(), metavar=_("SOURCE|- [TARGET]"))
@options.from_option(_("Language of the source (default: id)."))
@click.option("--to", "target", type=click.Choice(["id", "en"]), help=_("Language of the translation (default: the other one)."))
@click.option("--bilingual", is_flag=True,
              help=_("SOURCE holds both sides: TSV or CSV with two columns, or the output of translate --format bilingual or json."))
@click.option("--pairs", "together", is_flag=True,
              help=_("Any number of files, folders or patterns, each file with the one beside it in the other language: a.id.md with a.en.md, "
                     "id/a.md with en/a.md."))
@click.option("--format", "format", type=click.Choice(list(FORMATS)), default="text", show_default=True, help=_("How to show the findings."))
@options.input_options
@options.code_options(_("Only these codes, whole (C101) or a topic (C1); may be repeated or listed with commas."), _("All but these codes."))
@click.option("--baseline", type=File(), metavar=_("FILE"), help=_("YAML file of known findings, each with the reason why it is accepted."))
@options.style_option(_("Whose preferred terms to propose."))
@options.american_option(_("Read 7/8/2025 in English as July 8."))
@click.option("--list", "listing", is_flag=True, is_eager=True, expose_value=False, callback=lambda ctx, _param, wanted: _list(ctx, wanted),
              help=_("List the codes and exit."))
@options.output_option(_("Write to this file instead of standard output."))
@options.dry_run_option
@options.corpus_options(target=True)
@options.glossary_options
def command(
    paths: tuple[str, ...], source: Language | None, target: Language | None, bilingual: bool, together: bool, format: str,
    input_format: str | None, fields: tuple[str, ...], select: tuple[str, ...], ignore: tuple[str, ...], baseline: str | None, style: str,
    american_dates: bool, output: str, text_field: str | None, target_field: str | None, jobs: int, resume: bool,
    own: tuple[str, ...], no_shipped: bool, domains: tuple[str, ...],
) -> int:
    from translator_aid import baseline as baselines, checks, compiled, readers

    source = source or ("en" if target == "id" else "id")
    if target == source:
        raise click.UsageError(_("--from and --to name the same language"))
    codes = checks.chosen(streams.codes(select), streams.codes(ignore))
    if text_field or target_field:
        if not (text_field and target_field) or together or bilingual or baseline or format not in ("text", "json"):
            raise click.UsageError(_("records need --text-field and --target-field, and exclude --pairs, --bilingual, --baseline and --format"))
        return _records(paths, output, jobs, resume, {
            "languages": (source, "en" if source == "id" else "id"), "fields": (text_field, target_field), "own": own, "domains": domains,
            "shipped": not no_shipped, "codes": codes, "style": style, "american_dates": american_dates}, input_format)
    if resume:
        raise click.UsageError(_("--resume is for records: with --text-field and --target-field"))
    pairs = _jobs(paths, source, bilingual, together, output)
    suppressions = baselines.read(readers.decode(*streams.source(baseline)), baseline) if baseline else ()
    loaded, matchers = compiled.opened(own, domains, not no_shipped)
    wishes = _Wishes((source, "en" if source == "id" else "id"), input_format, fields, codes, suppressions, style, american_dates, loaded, matchers)
    there = None if jobs == 1 or len(pairs) == 1 else (jobs, (own, domains, not no_shipped))
    code, found = _each(pairs, wishes, together, there)
    streams.write(_shown(found, format), output)
    _summarise(found)
    return max(code, int(any(report.findings or report.unused for report in found)))


Paths = Tuple[str, Optional[str]]
"""Source and translation of one check; a file that holds both has no second."""


class _Wishes(NamedTuple):
    """What holds for all the pairs."""

    languages: tuple[Language, Language]
    input_format: str | None
    fields: tuple[str, ...]
    codes: frozenset[str]
    suppressions: Sequence[Suppression]
    style: str
    american_dates: bool
    glossary: Glossary
    matchers: Mapping[Language, Matcher]


def _records(paths: tuple[str, ...], output: str, jobs: int, resume: bool, values: dict[str, Any], input_format: str | None) -> int:
    """Records in, records with their findings out."""
    from translator_aid import chunks, compiled, corpora, i18n
    from translator_aid.cli import corpus
    from translator_aid.corpusrecords import Task

    sources = corpora.expanded(paths, tuple(corpora.RECORDS), output)
    for path in sources:
        if chunks.kind(path, input_format) == "document":
            raise click.UsageError(_("{path}: only JSONL and Parquet hold records with both sides").format(path=path))
    loaded, _matchers = compiled.opened(values["own"], values["domains"], values["shipped"])
    task = Task(**values, lang=i18n.language())
    return corpus.run(sources, output, task, corpus.Manner(jobs, resume, input_format), loaded.signature)


def _jobs(paths: Sequence[str], source: Language, bilingual: bool, together: bool, output: str) -> list[Paths]:
    """Source and translation of each check; a file that holds both has no second."""
    if together:
        from translator_aid.corpora import TEXTS, expanded
        from translator_aid.siblings import paired

        if bilingual:
            raise click.UsageError(_("--pairs and --bilingual exclude each other"))
        found = paired(map(streams.existing, expanded(paths, TEXTS, output)), source)
        for path in found.alone:
            click.echo(_("{path}: no translation lies beside it; left out").format(path=path), err=True)
        return list(found.pairs)
    if len(paths) > 2:
        raise click.UsageError(_("name one source and one translation, or say --pairs"))
    if bilingual and len(paths) == 2:
        raise click.UsageError(_("--bilingual takes one file"))
    if not bilingual and len(paths) == 1:
        raise click.UsageError(_("name the translation as well, or say --bilingual if the file holds both"))
    if paths.count("-") == 2:
        raise click.UsageError(_("only one of the two can be standard input"))
    return [(paths[0], paths[1] if len(paths) == 2 else None)]


def _each(jobs: Sequence[Paths], wishes: _Wishes, together: bool, there: tuple[int, tuple[Any, ...]] | None) -> tuple[int, list[Report]]:
    """The report of each pair, and the exit code of what could not be read, which does not keep other pairs from being checked."""
    code, found = 0, []
    for result in (_tried(job, wishes) for job in jobs) if there is None else _spread(jobs, wishes, *there):
        if isinstance(result, Report):
            found.append(result)
        elif not together:
            raise result
        else:
            click.echo(f"translator-aid: {result}", err=True)
            code = max(code, result.exit_code)
    # a suppression is idle only where none of the pairs needs it
    idle = set.intersection(*(set(report.unused) for report in found)) if found else set()
    return code, [dataclasses.replace(report, unused=tuple(one for one in report.unused if one in idle and not number))
                  for number, report in enumerate(found)]


def _spread(jobs: Sequence[Paths], wishes: _Wishes, number: int, glossary: tuple[Any, ...]) -> Iterator[Report | Error]:
    """The reports in order, made in several processes."""
    from translator_aid import i18n
    from translator_aid.processes import Processes, counted

    about = (wishes._replace(glossary=None, matchers=None), glossary, i18n.language())  # type: ignore[arg-type]  # each process opens its own
    with Processes(counted(number), _there, _ready, about) as processes:
        yield from processes.map(jobs)


_wishes: list[_Wishes] = []


def _ready(about: tuple[_Wishes, tuple[Any, ...], str]) -> None:
    """In a process of its own: opens the glossary."""
    from translator_aid import compiled, i18n

    i18n.use(about[2])
    loaded, matchers = compiled.opened(*about[1])
    _wishes[:] = [about[0]._replace(glossary=loaded, matchers=matchers)]


def _there(job: Paths) -> Report | Error:
    """In a process of its own: one pair."""
    return _tried(job, _wishes[0])


def _tried(job: Paths, wishes: _Wishes) -> Report | Error:
    """The report of a pair, or the error that there is in its place."""
    try:
        return _checked(*job, wishes)
    except Error as error:
        return error


def _checked(source_file: str, target_file: str | None, wishes: _Wishes) -> Report:
    from translator_aid import alignment, baseline as baselines, bilingual as tables, checks, pipeline, readers

    wanted = [readers.Options(wishes.fields, language) for language in wishes.languages]
    data, name = streams.source(source_file)
    translated = readers.read(*streams.source(target_file), wishes.input_format, wanted[1]) if target_file else None
    bitext = (alignment.align(readers.read(data, name, wishes.input_format, wanted[0]), translated, wishes.matchers, wishes.languages) if translated
              else tables.read(readers.decode(data, name), name, wishes.languages))
    _warn_if_swapped(bitext)
    context = checks.Context(bitext, wishes.glossary, wishes.style, wishes.matchers, wishes.american_dates)
    findings, suppressed, unused = baselines.sift(pipeline.check(context, wishes.codes), wishes.suppressions, wishes.codes)
    return Report(bitext, findings, checks.rules(), suppressed, unused)


def _shown(found: Sequence[Report], format: str) -> Iterator[str]:
    """The reports one after the other; in JSON several are a list, in SARIF several runs of one log."""
    from translator_aid import reports

    shown = ["".join(reports.get(format).render(report)) for report in found]
    if len(shown) == 1 or format not in ("json", "sarif"):
        yield from shown
        return
    import json

    logs = [json.loads(text) for text in shown]
    whole = logs if format == "json" else {**(logs[0] if logs else {"version": "2.1.0"}), "runs": [run for log in logs for run in log["runs"]]}
    yield json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


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


def _summarise(found: Sequence[Report]) -> None:
    errors = sum(checked.finding.severity == "error" for report in found for checked in report.findings)
    warnings = sum(len(report.findings) + len(report.unused) for report in found) - errors
    paragraphs = sum(len(report.bitext.pairs) for report in found)
    click.echo(_("{paragraphs}, {errors}, {warnings}").format(
        paragraphs=ngettext("{n} paragraph", "{n} paragraphs", paragraphs).format(n=paragraphs),
        errors=ngettext("{n} error", "{n} errors", errors).format(n=errors),
        warnings=ngettext("{n} warning", "{n} warnings", warnings).format(n=warnings)), err=True)
