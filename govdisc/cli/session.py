"""One run of the command line: its streams and its plugins, which are loaded when something asks for them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import field
from functools import cached_property
from typing import TYPE_CHECKING

import click

from govdisc.cli.streams import Streams
from govdisc.i18n import add_catalogue
from govdisc.records import record

if TYPE_CHECKING:
    from govdisc.plugins import Plugins

OK, FINDINGS, USAGE, FAILED, UNREADABLE, NO_INPUT = 0, 1, 2, 3, 4, 5
INTERRUPTED, PIPE_CLOSED = 130, 141
#: When several exit codes apply, the first of these is returned.
PRECEDENCE = (FAILED, USAGE, UNREADABLE, NO_INPUT, FINDINGS, OK)


@record
class Session:
    """What the commands of one run share."""

    streams: Streams
    plugin_files: Sequence[str] = ()
    without: Sequence[str] = ()
    #: Files that are read beside the inputs (a list of them, a configuration, a baseline): they are written to as little.
    beside: list[str] = field(default_factory=list)
    _told: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Count the plugins' files among them."""
        self.beside += self.plugin_files

    @cached_property
    def plugins(self) -> Plugins:
        """The installed plugins that were not left out, with their messages in use."""
        from govdisc.plugins import Plugins

        only = os.environ.get("GOVDISC_PLUGINS")
        names = None if only is None or only == "all" else [] if only == "none" else [name for name in only.split(",") if name]
        found = Plugins(files=self.plugin_files, without=self.without, only=names)
        for domain, folder in found.translations:
            add_catalogue(domain, folder)
        return found

    @property
    def has_plugins(self) -> bool:
        """Whether plugins were loaded already."""
        return "plugins" in self.__dict__

    def tell_once(self, sentence: str) -> None:
        """Say something on stderr, once however often it comes."""
        if sentence not in self._told:
            self._told.add(sentence)
            self.streams.say(f"govdisc: {sentence}")

    def tell_broken(self) -> int:
        """Say which plugins failed; return the exit code for that, 0 when none did."""
        broken = self.plugins.broken() if self.has_plugins else []
        for info in broken:
            self.tell_once(info.told)
        return FAILED if broken else OK


def session() -> Session:
    """Return the session of the command that runs."""
    found = click.get_current_context().find_object(Session)
    assert found is not None
    return found
