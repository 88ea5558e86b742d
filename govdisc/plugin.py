"""The one door for plugins: every public name, and the number of the API.

A plugin imports from here (and from :mod:`govdisc.testing`) alone. Names stay for at least one minor version after a
DeprecationWarning says that they go; a plugin that needs a later API says ``govdisc_api = 2`` and is told to be so.
"""

from __future__ import annotations

from govdisc.account import Input, Outcome, Result
from govdisc.checked import checked_report
from govdisc.errors import ConfigurationError, GovdiscError, InputError, MissingLibraryError, NoReportError
from govdisc.formats.base import Format, ReadContext, WriteContext
from govdisc.formats.base import Parameter as FormatParameter
from govdisc.hookspecs import hookimpl
from govdisc.i18n import N_, gettext
from govdisc.kinds import ExtractContext, Extractor, Family, Override, Reporter, Solver
from govdisc.loading import API
from govdisc.model.book import FormBook, parse_toml
from govdisc.model.document import Cell, Document, Grid, Notice, Paragraph
from govdisc.model.findings import Finding, Unchecked
from govdisc.model.form import Form
from govdisc.model.report import Agency, Report, Section, Unread
from govdisc.reporters import ReportContext
from govdisc.rules.registry import THE_FORM, BatchContext, BatchRule, Context, Example, Parameter, Rule, batch_rule, rule
from govdisc.text.bodies import Body
from govdisc.text.dates import Period, periods
from govdisc.text.labels import simplified
from govdisc.text.numerals import chinese_number
from govdisc.text.values import Value, printed_value

__all__ = [
    "API",
    "N_",
    "THE_FORM",
    "Agency",
    "BatchContext",
    "BatchRule",
    "Body",
    "Cell",
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
    "Rule",
    "Section",
    "Solver",
    "Unchecked",
    "Unread",
    "Value",
    "WriteContext",
    "batch_rule",
    "checked_report",
    "chinese_number",
    "gettext",
    "hookimpl",
    "parse_toml",
    "periods",
    "printed_value",
    "rule",
    "simplified",
]
