"""What the shell completes: codes, formats and variants, from what is installed; files are completed by the shell itself."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from govdisc.cli.session import Session
from govdisc.i18n import gettext as _
from govdisc.plugins import Plugins

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

SHELLS = ("bash", "zsh", "fish", "powershell")


def _plugins(ctx: click.Context) -> Plugins:
    """The plugins of the run, or, while the shell completes, those that are installed."""
    found = ctx.find_object(Session)
    return found.plugins if found is not None else Plugins()


def _matching(names: Iterable[tuple[str, str]], begun: str) -> list[CompletionItem]:
    """The names that go on as was begun; of a list with commas, its last word."""
    from click.shell_completion import CompletionItem

    done, comma, last = begun.rpartition(",")
    return [
        CompletionItem(f"{done}{comma}{name}", help=title) for name, title in names if name.casefold().startswith(last.casefold())
    ]


def complete_codes(ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete codes and families of rules."""
    found = _plugins(ctx)
    families = [(letters, title) for letters, title in found.families.items() if any(code.startswith(letters) for code in found.all_rules)]
    return _matching([*families, *((code, _(rule.title)) for code, rule in found.all_rules.items())], incomplete)


def complete_readable(ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete formats that can be read."""
    return _matching([(known.name, _(known.title)) for known in _plugins(ctx).formats.values() if known.read], incomplete)


def complete_writable(ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete formats that can be written."""
    return _matching([(known.name, _(known.title)) for known in _plugins(ctx).formats.values() if known.write], incomplete)


def complete_reporters(ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete formats for findings."""
    return _matching([(known.name, _(known.title)) for known in _plugins(ctx).reporters.values()], incomplete)


def complete_variants(ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete variants of forms."""
    return _matching([(form.variant, form.title) for form in _plugins(ctx).forms.variants() if form.variant], incomplete)
