"""`translator-aid completion`: the script with which a shell completes commands, options, concepts and terms."""

from __future__ import annotations

import click

from translator_aid.i18n import _

HOMES = {
    "bash": "~/.local/share/bash-completion/completions/translator-aid",
    "zsh": "~/.zfunc/_translator-aid",
    "fish": "~/.config/fish/completions/translator-aid.fish",
}
"""Where each shell looks for the script of a program by itself; zsh once ~/.zfunc is in its fpath."""


@click.command("completion", help=_(
    "Print the script with which your shell completes commands, options, concepts and terms; it says how to install it."))
@click.argument("shell", type=click.Choice(list(HOMES)), metavar="|".join(HOMES))
@click.pass_context
def command(ctx: click.Context, shell: str) -> None:
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    assert kind is not None
    script = kind(ctx.find_root().command, {}, "translator-aid", "_TRANSLATOR_AID_COMPLETE").source_template % {
        "complete_func": "_translator_aid_completion", "complete_var": "_TRANSLATOR_AID_COMPLETE", "prog_name": "translator-aid"}
    lines = script.lstrip("\n").splitlines()
    # zsh wants its #compdef in the first line
    first = [lines.pop(0)] if lines[0].startswith("#compdef") else []
    click.echo("\n".join([*first, *(f"# {line}" for line in _how(shell)), *lines]))


def _how(shell: str) -> list[str]:
    """How to install the script, a line each."""
    home = HOMES[shell]
    steps = [
        _("Completion of translator-aid in {shell}. To install it:").format(shell=shell),
        f"  mkdir -p {home.rpartition('/')[0]}",
        f"  translator-aid completion {shell} > {home}",
    ]
    if shell == "zsh":
        steps += [_("and, where it does not stand there yet, this line in ~/.zshrc before compinit:"), "  fpath+=~/.zfunc"]
    return [*steps, _("Then open a new shell.")]
