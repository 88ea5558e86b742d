"""Messages in English and Chinese; plugins bring catalogues of their own.

Source messages are English. Official labels are never translated: they are printed as the form prints them.
A catalogue is a .po file, read as it stands: there is nothing to compile, and what a translator edits is what the user sees.
The language, and the catalogues beside it, belong to the running context (:mod:`contextvars`): two threads may speak two languages.
"""

from __future__ import annotations

import contextlib
import gettext as _gettext
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextvars import ContextVar
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TypeVar

from govdisc.patterns import Pattern
from govdisc.records import record

T = TypeVar("T")

LANGUAGES = ("en", "zh_CN")

#: A catalogue: its domain (the file's name) and the ``locale`` folder it lies in.
Catalogue = tuple[str, Path]

_CORE: Catalogue = ("govdisc", Path(__file__).parent / "locale")
_ESCAPE = Pattern(r"\\(.)")
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r"}


def parse_catalogue(text: str) -> dict[str, str]:
    """Return the translations of a .po file by message; what is not translated is left out.

    Two branches that touch one place leave doublets when they are merged line by line. They are read as meant: the last translation
    of a message counts, and messages that stand together above one translation share it. Plural forms are not used.
    """
    found: dict[str, str] = {}
    messages: list[str] = []
    translation: str | None = None

    def close() -> None:
        if translation:
            found.update((message, translation) for message in messages if message)

    for line in text.split("\n"):
        key, quote, rest = line.partition('"')
        if not quote or line.startswith("#"):
            continue
        value = rest.rstrip()[:-1]
        if "\\" in value:
            value = _ESCAPE.sub(lambda match: _ESCAPED.get(match[1], match[1]), value)
        if key == "msgid ":
            if translation is not None:
                close()
                messages, translation = [], None
            messages.append(value)
        elif key == "msgstr ":
            translation = value
        elif not key.strip():
            if translation is not None:
                translation += value
            elif messages:
                messages[-1] += value
    close()
    return found


@lru_cache(maxsize=64)
def _read_catalogue(domain: str, folder: Path, language: str) -> Mapping[str, str]:
    path = folder / language / "LC_MESSAGES" / f"{domain}.po"
    try:
        return parse_catalogue(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}


@record(frozen=True)
class Speech:
    """A language, and the catalogues that are spoken from; the core's comes first."""

    language: str = "en"
    catalogues: tuple[Catalogue, ...] = ()

    @cached_property
    def _words(self) -> Mapping[str, str]:
        words: dict[str, str] = {}
        for domain, folder in reversed((_CORE, *self.catalogues)):
            words.update(_read_catalogue(domain, folder, self.language))
        return words

    @cached_property
    def _compiled(self) -> list[_gettext.NullTranslations]:
        """Catalogues of plugins for version 0.1 that bring a .mo file alone."""
        found = ((domain, folder, _gettext.find(domain, folder, [self.language])) for domain, folder in self.catalogues)
        return [_gettext.translation(domain, folder, [self.language]) for domain, folder, path in found if path]

    def translate(self, message: str) -> str:
        """Return the message in this language, itself where it is not translated."""
        if self.language == "en" or not message:  # a catalogue keeps its header under ""
            return message
        known = self._words.get(message)
        if known is None:
            known = next((text for old in self._compiled if (text := old.gettext(message)) != message), message)
        return known


_speech: ContextVar[Speech] = ContextVar("govdisc_speech", default=Speech())  # noqa: B039 - frozen


@lru_cache(maxsize=16)
def _spoken(language: str, catalogues: tuple[Catalogue, ...]) -> Speech:
    """One object for one language and its catalogues, so that they are put together once."""
    return Speech(language, catalogues)


@contextlib.contextmanager
def speaking(language: str, catalogues: Iterable[Catalogue] = ()) -> Iterator[None]:
    """Speak a language within a ``with`` block, with the catalogues of the plugins in use beside the core's.

    A generator must not yield within such a block, or its caller speaks the language as well.
    """
    token = _speech.set(_spoken(language, tuple(catalogues)))
    try:
        yield
    finally:
        _speech.reset(token)


def each_spoken(language: str, catalogues: Iterable[Catalogue], things: Iterator[T]) -> Iterator[T]:
    """Yield things, each made while a language is spoken, with the catalogues of the plugins in use beside the core's."""
    speech = _spoken(language, tuple(catalogues))
    while True:
        token = _speech.set(speech)
        try:
            thing = next(things, None)
        finally:
            _speech.reset(token)
        if thing is None:
            return
        yield thing


def set_language(language: str) -> None:
    """Choose the language of messages from here on, ``en`` or ``zh_CN``; a thread that is started later chooses its own."""
    _speech.set(Speech(language, _speech.get().catalogues))


def add_catalogue(domain: str, folder: Path) -> None:
    """Add a plugin's catalogue, ``folder/zh_CN/LC_MESSAGES/domain.po``, from here on."""
    speech = _speech.get()
    if (domain, folder) not in speech.catalogues:
        _speech.set(Speech(speech.language, (*speech.catalogues, (domain, folder))))


def language() -> str:
    """Return the language in use."""
    return _speech.get().language


def gettext(message: str) -> str:
    """Return the message in the language in use."""
    return _speech.get().translate(message)


def N_(message: str) -> str:
    """Mark a message for the catalogue; it is translated when it is shown."""
    return message


def normalise_language(name: str | None) -> str | None:
    """Return ``en`` or ``zh_CN`` for any name of a language or locale (``zh-Hans``, ``en_US.UTF-8``, ``Chinese (Simplified)_China``), else None."""
    head = re.match(r"[a-z]+", (name or "").strip().lower())
    names = {"zh": "zh_CN", "chinese": "zh_CN", "en": "en", "english": "en", "c": "en", "posix": "en"}
    return names.get(head[0]) if head else None


def _of_the_system() -> str | None:
    import locale

    return locale.getlocale()[0]


def unspoken_language(option: str | None = None) -> tuple[str, str] | None:
    """Return a language that was asked for and is not spoken, with what asked for it; None where there is none."""
    for where, name in (("--lang", option), ("GOVDISC_LANG", os.environ.get("GOVDISC_LANG"))):
        if name and normalise_language(name) is None:
            return where, name
    return None


def detect_language(option: str | None = None) -> str:
    """Return the language to use: the option, GOVDISC_LANG, then the locale; English when none of them is known."""
    candidates: list[Callable[[], str | None]] = [
        lambda: option,
        lambda: os.environ.get("GOVDISC_LANG"),
        lambda: os.environ.get("LC_ALL"),
        lambda: os.environ.get("LC_MESSAGES"),
        lambda: os.environ.get("LANG"),
        _of_the_system,
    ]
    for candidate in candidates:
        found = normalise_language(candidate())
        if found:
            return found
    return "en"
