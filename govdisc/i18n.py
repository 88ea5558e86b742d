"""Messages in English and Chinese, from standard gettext catalogues; plugins bring their own.

Source messages are English. Official labels are never translated: they are printed as the form prints them.
"""

from __future__ import annotations

import gettext as _gettext
import locale
import os
from collections.abc import Callable
from pathlib import Path

LANGUAGES = ("en", "zh_CN")
_HERE = Path(__file__).parent / "locale"


class _Messages:
    """The catalogues of the chosen language, the core's first."""

    def __init__(self) -> None:
        self.language = "en"
        self.folders: list[tuple[str, Path]] = [("govdisc", _HERE)]
        self._loaded: list[_gettext.NullTranslations] | None = None

    def choose(self, language: str) -> None:
        self.language, self._loaded = language, None

    def add(self, domain: str, folder: Path) -> None:
        if (domain, folder) not in self.folders:
            self.folders.append((domain, folder))
            self._loaded = None

    def translate(self, message: str) -> str:
        if self.language == "en" or not message:  # the catalogue keeps its header under ""
            return message
        if self._loaded is None:
            self._loaded = [_gettext.translation(domain, folder, [self.language], fallback=True) for domain, folder in self.folders]
        for catalogue in self._loaded:
            found = catalogue.gettext(message)
            if found != message:
                return found
        return message


_messages = _Messages()


def set_language(language: str) -> None:
    """Choose the language of messages, ``en`` or ``zh_CN``."""
    _messages.choose(language)
    # click translates its own words through the process-wide domain
    os.environ["LANGUAGE"] = language
    _gettext.bindtextdomain("govdisc", str(_HERE))
    _gettext.textdomain("govdisc")


def language() -> str:
    """Return the language in use."""
    return _messages.language


def normalise_language(name: str | None) -> str | None:
    """Return ``en`` or ``zh_CN`` for any name of a language or locale (``zh``, ``zh-Hans``, ``en_US.UTF-8``), else None."""
    if not name:
        return None
    head = name.replace("-", "_").split("_")[0].split(".")[0].lower()
    return {"zh": "zh_CN", "chinese": "zh_CN", "en": "en", "english": "en", "c": "en", "posix": "en"}.get(head)


def detect_language(option: str | None = None) -> str:
    """Return the language to use: the option, GOVDISC_LANG, then the locale; English when none of them is known."""
    candidates: list[Callable[[], str | None]] = [
        lambda: option,
        lambda: os.environ.get("GOVDISC_LANG"),
        lambda: os.environ.get("LC_ALL"),
        lambda: os.environ.get("LC_MESSAGES"),
        lambda: os.environ.get("LANG"),
        lambda: locale.getlocale()[0],
    ]
    for candidate in candidates:
        found = normalise_language(candidate())
        if found:
            return found
    return "en"


def add_catalogue(domain: str, folder: Path) -> None:
    """Add a plugin's catalogue: ``folder/zh_CN/LC_MESSAGES/domain.mo``."""
    _messages.add(domain, folder)


def gettext(message: str) -> str:
    """Return the message in the chosen language."""
    return _messages.translate(message)


def N_(message: str) -> str:
    """Mark a message for the catalogue; it is translated when it is shown."""
    return message
