"""``govdisc completion``: the script that lets a shell complete commands, options, codes, formats and files."""

from __future__ import annotations

import click

from govdisc.cli import options
from govdisc.cli.completing import SHELLS
from govdisc.cli.session import session
from govdisc.i18n import N_


@click.command(
    "completion",
    cls=options.Command,
    help=N_("Print the script that lets a shell complete commands, options, codes, formats and files; put it into the shell's profile."),
    examples=(
        'eval "$(govdisc completion bash)"',
        'eval "$(govdisc completion zsh)"',
        "govdisc completion fish > ~/.config/fish/completions/govdisc.fish",
        "govdisc completion powershell | Out-String | Invoke-Expression",
    ),
)
@click.argument("shell", type=click.Choice(SHELLS))
def command(shell: str) -> int:
    """Print a script."""
    from click.shell_completion import get_completion_class

    from govdisc.cli import govdisc, powershell

    assert powershell.PowerShell.name in SHELLS
    kind = get_completion_class(shell)
    assert kind is not None
    values = kind(govdisc, {}, "govdisc", "_GOVDISC_COMPLETE").source_vars()
    session().streams.data(kind.source_template % values + "\n")
    return 0
