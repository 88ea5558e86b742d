"""click's own words in the user's language.

click takes them from the process's gettext domain, which is not ours to set, so its modules are given a translation of ours in place
of gettext's. What the catalogue (click.po) does not know stays English.
"""

from __future__ import annotations

import gettext
import sys
from pathlib import Path

from govdisc.i18n import Catalogue, Speech, language

_CATALOGUE: Catalogue = ("click", Path(__file__).parents[1] / "locale")


def translate(message: str) -> str:
    """Return one of click's messages in the language in use."""
    return Speech(language(), (_CATALOGUE,)).translate(message)


def _plural(singular: str, plural: str, number: int) -> str:
    return translate(singular if number == 1 else plural)


def install() -> None:
    """Let the click modules that are loaded speak the user's language; only the process that is the command line does so."""
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] == "click":
            for word, theirs, ours in (("_", gettext.gettext, translate), ("ngettext", gettext.ngettext, _plural)):
                if getattr(module, word, None) is theirs:
                    setattr(module, word, ours)
