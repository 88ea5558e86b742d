"""Which rules look, whose findings are left out, and how severe they are: words (codes, their beginnings, families) and whom they hold for."""

from __future__ import annotations

import fnmatch
import os
from collections.abc import Iterable, Mapping

from govdisc.errors import ConfigurationError
from govdisc.i18n import gettext as _
from govdisc.known import bringing
from govdisc.model.findings import SEVERITIES
from govdisc.nearest import did_you_mean
from govdisc.plugins import Plugins
from govdisc.records import record
from govdisc.text.labels import squeeze


@record(frozen=True)
class Scope:
    """For which files and bodies something holds: patterns with ``*`` and ``?``; None: for all. ``root`` is what file patterns start from."""

    files: str | None = None
    bodies: str | None = None
    root: str | None = None

    def holds(self, uri: str, agency: str | None) -> bool:
        """Tell whether it holds for a report or a file."""
        if self.bodies is not None and not fnmatch.fnmatchcase(squeeze(agency or ""), squeeze(self.bodies)):
            return False
        return self.files is None or any(fnmatch.fnmatchcase(name, self.files) for name in self._names(uri))

    def _names(self, uri: str) -> Iterable[str]:
        """What a file may be called: as it was named, by its name alone, and from the root."""
        shown = uri.replace(os.sep, "/")
        yield from (shown, shown.rpartition("/")[2])
        if self.root is not None:
            yield os.path.relpath(os.path.abspath(uri), self.root).replace(os.sep, "/")


EVERYWHERE = Scope()


@record(frozen=True)
class Hide:
    """Rules whose findings are left out; ``word`` and ``where`` name the entry that says so."""

    word: str
    codes: frozenset[str]
    scope: Scope = EVERYWHERE
    where: str = ""


@record(frozen=True)
class Level:
    """Rules whose findings have another severity."""

    codes: frozenset[str]
    severity: str
    scope: Scope = EVERYWHERE


def words_in(given: Iterable[str]) -> list[str]:
    """Return the words of lists that commas part."""
    return [word for text in given for part in text.split(",") if (word := part.strip())]


def codes_of(word: str, plugins: Plugins) -> frozenset[str]:
    """Return the codes that a word means: a code or the beginning of codes, in any case.

    Raises:
        ConfigurationError: when it means none, with the plugin that brings them or the nearest name.

    """
    wanted = word.strip().upper()
    found = frozenset(code for code in plugins.all_rules if code.startswith(wanted)) if wanted else frozenset()
    if found:
        return found
    plugin = bringing("families", wanted[:3])
    if plugin is not None and not any(code.startswith(wanted[:3]) for code in plugins.all_rules):
        raise ConfigurationError(_("the rules {word} need a plugin; install it with: {command}").format(word=word, command=plugin.install))
    known = [*plugins.all_rules, *{code[:3] for code in plugins.all_rules}]
    raise ConfigurationError(_("there is no rule {codes}; see govdisc rules.").format(codes=word) + did_you_mean(wanted, known))


def selected(select: Iterable[str] | None, ignore: Iterable[str], plugins: Plugins, where: str = "") -> tuple[frozenset[str] | None, tuple[Hide, ...]]:
    """Return the codes of the rules that look (None: all), and whose findings are left out.

    Of a word in ``select`` and one in ``ignore`` that mean the same rule, the longer one counts; of two equal ones, ``ignore``.

    Raises:
        ConfigurationError: when a word means no rule.

    """
    taken: dict[str, int] = {}
    for word in words_in(select or ()):
        for code in codes_of(word, plugins):
            taken[code] = max(taken.get(code, 0), len(word))
    hides = []
    for word in dict.fromkeys(words_in(ignore)):
        codes = frozenset(code for code in codes_of(word, plugins) if len(word) >= taken.get(code, 0))
        hides.append(Hide(word, codes, where=where))
    return (None if select is None else frozenset(taken)), tuple(hides)


def levels(given: Mapping[str, str], plugins: Plugins, scope: Scope = EVERYWHERE) -> tuple[Level, ...]:
    """Return the severities that words set, the longer words behind the shorter, so that the last one that speaks of a code counts.

    Raises:
        ConfigurationError: when a word means no rule, or a severity is none.

    """
    found = []
    for word, severity in sorted(given.items(), key=lambda item: len(item[0])):
        if severity not in SEVERITIES:
            raise ConfigurationError(
                _("the severity of {word} is one of {known}, not {severity}; to leave findings out, use ignore.").format(
                    word=word, known=", ".join(SEVERITIES), severity=severity
                )
            )
        found += [Level(codes_of(each, plugins), severity, scope) for each in words_in([word])]
    return tuple(found)
