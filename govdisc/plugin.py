"""The one door for plugins: every public name, and the number of the API.

A plugin imports from here (and from :mod:`govdisc.testing`) alone. Names stay for at least one minor version after a
DeprecationWarning says that they go; a plugin that needs a later API says ``govdisc_api = 2`` and is told to be so. What commands use
(``report_command``, ``option``, ``CommandRun``) comes with click, and is imported when a plugin asks for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from govdisc.account import Input, Outcome, Result
from govdisc.checked import checked_report
from govdisc.errors import ConfigurationError, GovdiscError, InputError, MissingLibraryError, NoReportError
from govdisc.explain import sentences as explained
from govdisc.formats.base import Format, Mark, ReadContext, WriteContext
from govdisc.formats.base import Parameter as FormatParameter
from govdisc.formats.json import dumps
from govdisc.hookspecs import hookimpl
from govdisc.i18n import N_, gettext, language, speaking
from govdisc.kinds import ExtractContext, Extractor, Family, Override, Reporter, RosterGiven, RosterReader, RosterRequest, Solver
from govdisc.loading import API
from govdisc.model.blank import blank_report
from govdisc.model.book import FormBook, parse_toml
from govdisc.model.document import Block, Cell, Document, Grid, Notice, Paragraph
from govdisc.model.findings import SEVERITIES, Finding, Unchecked
from govdisc.model.form import Form
from govdisc.model.layout import LayoutCell, TableLayout, report_layout
from govdisc.model.places import shown_place
from govdisc.model.report import Agency, Report, Section, Source, Unread, printed_cell
from govdisc.reporters import ReportContext
from govdisc.rules.registry import THE_FORM, BatchContext, BatchRule, Context, Example, Parameter, Rule, batch_rule, rule
from govdisc.text.bodies import Body
from govdisc.text.bodies import related as related_bodies
from govdisc.text.charset import decode
from govdisc.text.dates import Period, lone_day, periods
from govdisc.text.labels import simplified
from govdisc.text.numerals import chinese_number
from govdisc.text.values import Value, is_placeholder, printed_value

if TYPE_CHECKING:
    from govdisc.cli.commands import Command, CommandRun, option, report_command

_FOR_COMMANDS = frozenset({"Command", "CommandRun", "option", "report_command"})


def __getattr__(name: str) -> Any:
    if name in _FOR_COMMANDS:
        from govdisc.cli import commands

        return getattr(commands, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


__all__ = [
    "API",
    "N_",
    "SEVERITIES",
    "THE_FORM",
    "Agency",
    "BatchContext",
    "BatchRule",
    "Block",
    "Body",
    "Cell",
    "Command",
    "CommandRun",
    "ConfigurationError",
    "Context",
    "Document",
    "Example",
    "ExtractContext",
    "Extractor",
    "Family",
    "Finding",
    "Form",
    "FormBook",
    "Format",
    "FormatParameter",
    "GovdiscError",
    "Grid",
    "Input",
    "InputError",
    "LayoutCell",
    "Mark",
    "MissingLibraryError",
    "NoReportError",
    "Notice",
    "Outcome",
    "Override",
    "Paragraph",
    "Parameter",
    "Period",
    "ReadContext",
    "Report",
    "ReportContext",
    "Reporter",
    "Result",
    "RosterGiven",
    "RosterReader",
    "RosterRequest",
    "Rule",
    "Section",
    "Solver",
    "Source",
    "TableLayout",
    "Unchecked",
    "Unread",
    "Value",
    "WriteContext",
    "batch_rule",
    "blank_report",
    "checked_report",
    "chinese_number",
    "decode",
    "dumps",
    "explained",
    "gettext",
    "hookimpl",
    "is_placeholder",
    "language",
    "lone_day",
    "option",
    "parse_toml",
    "periods",
    "printed_cell",
    "printed_value",
    "related_bodies",
    "report_command",
    "report_layout",
    "rule",
    "shown_place",
    "simplified",
    "speaking",
]
