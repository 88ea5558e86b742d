"""The one door for plugins: every public name, and the number of the API.

A plugin imports from here, from :mod:`govdisc.reading` where it reads or writes files, and in its tests from :mod:`govdisc.testing`. Names
stay for at least one minor version after a DeprecationWarning says that they go; a plugin that needs a later API says
``govdisc_api = 2`` and is told to be so. What few plugins use (commands, which come with click, the search for wrong cells, layouts) is imported
when one asks for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from govdisc.account import Input, Outcome, Result
from govdisc.checked import checked_report
from govdisc.errors import ConfigurationError, GovdiscError, InputError, MissingLibraryError, NoReportError
from govdisc.filenames import safe_stem, untaken
from govdisc.formats.base import Format, Mark, ReadContext, WriteContext
from govdisc.formats.json import dumps, loads
from govdisc.hookspecs import hookimpl
from govdisc.i18n import N_, gettext, language, speaking
from govdisc.kinds import (
    Crew,
    CrewLostError,
    Executor,
    ExtractContext,
    Extractor,
    Family,
    Override,
    Reporter,
    RosterGiven,
    RosterReader,
    RosterRequest,
    Solver,
    WorkerLostError,
)
from govdisc.loading import API
from govdisc.model.book import FormBook, parse_toml
from govdisc.model.document import Block, Cell, Document, Grid, Notice, Paragraph
from govdisc.model.equations import Balance
from govdisc.model.findings import SEVERITIES, Finding, Unchecked
from govdisc.model.form import Block as FormBlock
from govdisc.model.form import Form, Row, Table
from govdisc.model.parameters import Parameter
from govdisc.model.places import shown_place
from govdisc.model.report import SCHEMA_VERSION, Agency, Report, Section, Source, Unread, printed_cell
from govdisc.patterns import Pattern, kept
from govdisc.records import record
from govdisc.reporters import ReportContext
from govdisc.rules.registry import THE_FORM, BatchContext, BatchRule, Context, Example, OneLook, Rule, batch_rule, rule
from govdisc.text.bodies import Body
from govdisc.text.bodies import related as related_bodies
from govdisc.text.charset import decode
from govdisc.text.dates import Period, is_iso_day, iso_day, lone_day, periods
from govdisc.text.labels import simplified
from govdisc.text.numerals import chinese_number
from govdisc.text.values import Value, is_placeholder, parse_cell, printed_value
from govdisc.text.wording import Wording, spelt_out

if TYPE_CHECKING:
    from govdisc.cli.commands import Command, CommandRun, option, report_command
    from govdisc.explain import located as located_cells
    from govdisc.explain import sentences as explained
    from govdisc.explain.patterns import Change, Evidence, Explanation
    from govdisc.explain.patterns import pattern as mistake
    from govdisc.explain.system import Number, Solution, System
    from govdisc.explain.system import search as search_cells
    from govdisc.model.blank import blank_report
    from govdisc.model.layout import LayoutCell, TableLayout, report_layout

#: What is imported when a plugin asks for it: its module, and its name there.
_LATER = {
    **{name: ("govdisc.cli.commands", name) for name in ("Command", "CommandRun", "option", "report_command")},
    **{name: ("govdisc.explain.patterns", name) for name in ("Change", "Evidence", "Explanation")},
    **{name: ("govdisc.explain.system", name) for name in ("Number", "Solution", "System")},
    **{name: ("govdisc.model.layout", name) for name in ("LayoutCell", "TableLayout", "report_layout")},
    "blank_report": ("govdisc.model.blank", "blank_report"),
    "explained": ("govdisc.explain", "sentences"),
    "located_cells": ("govdisc.explain", "located"),
    "mistake": ("govdisc.explain.patterns", "pattern"),
    "search_cells": ("govdisc.explain.system", "search"),
}


def __getattr__(name: str) -> Any:
    if name in _LATER:
        from importlib import import_module

        module, name_there = _LATER[name]
        return getattr(import_module(module), name_there)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


__all__ = [
    "API",
    "N_",
    "SCHEMA_VERSION",
    "SEVERITIES",
    "THE_FORM",
    "Agency",
    "Balance",
    "BatchContext",
    "BatchRule",
    "Block",
    "Body",
    "Cell",
    "Change",
    "Command",
    "CommandRun",
    "ConfigurationError",
    "Context",
    "Crew",
    "CrewLostError",
    "Document",
    "Evidence",
    "Example",
    "Executor",
    "Explanation",
    "ExtractContext",
    "Extractor",
    "Family",
    "Finding",
    "Form",
    "FormBlock",
    "FormBook",
    "Format",
    "GovdiscError",
    "Grid",
    "Input",
    "InputError",
    "LayoutCell",
    "Mark",
    "MissingLibraryError",
    "NoReportError",
    "Notice",
    "Number",
    "OneLook",
    "Outcome",
    "Override",
    "Paragraph",
    "Parameter",
    "Pattern",
    "Period",
    "ReadContext",
    "Report",
    "ReportContext",
    "Reporter",
    "Result",
    "RosterGiven",
    "RosterReader",
    "RosterRequest",
    "Row",
    "Rule",
    "Section",
    "Solution",
    "Solver",
    "Source",
    "System",
    "Table",
    "TableLayout",
    "Unchecked",
    "Unread",
    "Value",
    "Wording",
    "WorkerLostError",
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
    "is_iso_day",
    "is_placeholder",
    "iso_day",
    "kept",
    "language",
    "loads",
    "located_cells",
    "lone_day",
    "mistake",
    "option",
    "parse_cell",
    "parse_toml",
    "periods",
    "printed_cell",
    "printed_value",
    "record",
    "related_bodies",
    "report_command",
    "report_layout",
    "rule",
    "safe_stem",
    "search_cells",
    "shown_place",
    "simplified",
    "speaking",
    "spelt_out",
    "untaken",
]
