"""The errors that govdisc raises on purpose, each with the exit code that the command line gives it."""

from __future__ import annotations


class GovdiscError(Exception):
    """A failure that one sentence explains: what, where, and what to do. ``exit_code`` is what the command line returns."""

    exit_code = 3


class PluginError(GovdiscError):
    """A plugin failed or is broken."""

    exit_code = 3


class ConfigurationError(GovdiscError):
    """The command line, the configuration or a form's data is wrong."""

    exit_code = 2


class InputError(GovdiscError):
    """An input is missing or cannot be read; ``place`` is where in its file, if that alone was not read (``line 5``)."""

    exit_code = 4
    place: str | None = None


class NoReportError(InputError):
    """An input can be read, but there is no report in it; in a folder such a file is passed over."""


class MissingLibraryError(InputError):
    """An optional library is not installed; the message names the command that installs it."""
