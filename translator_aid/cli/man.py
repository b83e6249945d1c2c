"""`translator-aid man`: the manual page, made from the commands themselves."""

from __future__ import annotations

import click

from translator_aid.i18n import _


@click.command("man", help=_("Print the manual page, made from the commands; to read it: translator-aid man | man -l -"))
@click.pass_context
def command(ctx: click.Context) -> None:
    from translator_aid.manual import page

    root = ctx.find_root()
    assert isinstance(root.command, click.Group)
    for line in page(root.command, root):
        click.echo(line)
