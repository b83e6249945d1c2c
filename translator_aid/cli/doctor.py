"""`translator-aid doctor`: what is installed, what is missing and how to get it."""

from __future__ import annotations

import json
from typing import Any, Iterator

import click

from translator_aid.i18n import _


@click.command("doctor", help=_("Report what is installed and works, what is missing, and how to get it. Exits with 1 where something is broken."))
@click.option("--format", "format", type=click.Choice(["text", "json"]), default="text", show_default=True, help=_("How to show the report."))
@click.pass_context
def command(ctx: click.Context, format: str) -> int:
    from translator_aid import diagnosis

    items = [*diagnosis.examined(), *_settings(ctx)]
    broken = [item for item in items if item.state == "broken"]
    if format == "json":
        click.echo(json.dumps({"ok": not broken, "items": [item._asdict() for item in items]}, ensure_ascii=False, indent=1))
        return 1 if broken else 0
    _show(items)
    click.echo(_("Nothing is broken.") if not broken else _("Broken: {names}.").format(names=", ".join(item.name for item in broken)), err=True)
    return 1 if broken else 0


def _show(items: list[Any]) -> None:
    titles = {
        "program": _("Program"), "libraries": _("Libraries"), "extras": _("Extras"), "glossary": _("Glossary"), "folders": _("Folders"),
        "memory": _("Translation memory"), "model": _("Translation model"), "engines": _("Engines"), "settings": _("Settings"),
    }
    words = {"ok": _("ok"), "absent": _("missing"), "broken": _("BROKEN")}
    width = max(len(word) for word in words.values())
    for area, title in titles.items():
        click.echo(f"{title}:")
        for item in items:
            if item.area == area:
                name = "" if item.name == area else f"{item.name}: "
                click.echo(f"  {words[item.state]:{width}}  {name}{item.detail}")
                if item.remedy:
                    click.echo(f"  {'':{width}}  → {item.remedy}")


def _settings(ctx: click.Context) -> Iterator[Any]:
    """The settings files, and the glossaries of a person's own that they name."""
    from translator_aid import glossary, provenance
    from translator_aid.diagnosis import Item
    from translator_aid.errors import Error

    root = ctx.find_root()
    assert isinstance(root.command, click.Group)
    if root.obj is None:
        yield Item("settings", _("settings file"), "absent", _("none holds here"), "translator-aid config init")
        return
    try:
        for one in root.obj.files():
            yield Item("settings", _("settings file"), "ok", one.place.path)
        root.obj.checked(root.command, root)
        own = [text for standing in provenance.standings(root.obj, root.command, root, ["annotate"])
               if standing.setting.key == "glossary" and not standing.setting.section for text in standing.value or ()]
        if own:
            size = glossary.load(own, shipped=False).size
            yield Item("glossary", ", ".join(own), "ok", _("concepts: {n}").format(n=size))
    except Error as error:
        for line in str(error).splitlines():
            yield Item("settings", _("settings file"), "broken", line, _("mend the file, or run with --config off"))
