"""The nearest known name for one that is not known."""

from __future__ import annotations

from collections.abc import Iterable

from govdisc.i18n import gettext as _
from govdisc.i18n import language


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that is most like another, whatever its case; None where none is like it."""
    from difflib import get_close_matches

    by_fold = {other.casefold(): other for other in known}
    wanted = name[:80].casefold()
    if wanted in by_fold:
        return by_fold[wanted]
    near = get_close_matches(wanted, by_fold, 1)
    return by_fold[near[0]] if near else None


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return the question whether the nearest known name was meant, with a blank in front; "" where there is none."""
    near = nearest(name, known)
    joint = "" if language() == "zh_CN" else " "
    return "" if near is None else joint + _("Did you mean {name}?").format(name=near)
