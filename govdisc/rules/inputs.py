"""INP1xx: what is found while an input is read, before there is a report for the rules to look at."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from govdisc.checked import SchemaError
from govdisc.i18n import N_
from govdisc.i18n import gettext as _
from govdisc.known import bringing
from govdisc.model.findings import Finding
from govdisc.model.report import CORE_KEYS, Report
from govdisc.rules.idle import found_elsewhere
from govdisc.rules.registry import Context, Example, rule
from govdisc.text.jsontext import dumps

#: So much of a key, or of a variant's name, is shown.
LONGEST_KEY = 80


@rule(
    code="INP101",
    title=N_("An input cannot be read"),
    severity="error",
    basis="govdisc",
    since="0.1.0",
    passing=Example(),
    failing=None,
    idle=found_elsewhere,
)
def unreadable(report: Report, context: Context) -> Iterator[Finding]:
    """The file is missing, damaged, encrypted, a picture, or holds no annual report; the message says which and what to do.

    The other inputs go on; the exit code is 4.
    """
    yield from ()


@rule(
    code="INP102",
    title=N_("A JSON report does not fit the schema of its form"),
    severity="error",
    basis="govdisc",
    since="0.1.0",
    passing=Example(),
    failing=None,
    idle=found_elsewhere,
)
def schema_violation(report: Report, context: Context) -> Iterator[Finding]:
    """A JSON input is checked against the JSON Schema of its form (``govdisc schema 2021``); the quote is the JSON path."""
    yield from ()


@rule(
    code="INP103",
    title=N_("govdisc failed on a file"),
    severity="error",
    basis="govdisc",
    since="0.2.0",
    passing=Example(),
    failing=None,
    idle=found_elsewhere,
)
def reader_failed(report: Report, context: Context) -> Iterator[Finding]:
    """Reading the file ended in an exception that nobody foresaw: a defect of govdisc or of the plugin that is named.

    The other inputs go on; the exit code is 3. Please report it with the file, if you may pass it on.
    """
    yield from ()


@rule(
    code="INP104",
    title=N_("A report has a key that nobody here brings"),
    severity="info",
    basis="govdisc",
    since="0.2.0",
    passing=Example(),
    failing=None,
    idle=found_elsewhere,
)
def unknown_key(report: Report, context: Context) -> Iterator[Finding]:
    """A report that came as data has a key at its top that is neither the core's nor an installed plugin's.

    It is kept as it is, and written again; it may be another machine's, or a misspelt one.
    """
    yield from ()


@rule(
    code="INP110",
    title=N_("Several regional variants fit the agency equally well"),
    severity="warning",
    basis="govdisc",
    since="0.2.0",
    passing=Example(),
    failing=None,
)
def several_variants(report: Report, context: Context) -> Iterator[Finding]:
    """Of the variants made for an agency the one with the longest word of its name is used, then the one that lies over the others.

    Where two are left, neither is used: the report was read and checked by the national form. Name one with ``--variant``.
    """
    fitting = context.forms.fitting(context.form, report.agency.name, report.year) if report.variant is None else []
    if len(fitting) > 1:
        names = ", ".join(form.name for form in fitting)
        yield several_variants.finding(
            _("The variants {names} fit {agency} equally well, so none of them was used.").format(names=names, agency=report.agency.name),
            key=names,
            basis=None,
            suggestion=_("Name one with --variant, or in govdisc.toml."),
        )


@rule(
    code="INP111",
    title=N_("The regional variant of a report is not installed"),
    severity="info",
    basis="govdisc",
    since="0.2.0",
    passing=Example(),
    failing=None,
)
def unknown_variant(report: Report, context: Context) -> Iterator[Finding]:
    """A report that came as data names a variant that no installed plugin brings, so it was checked by its form alone.

    What the variant adds or sets (rows, limits, deadlines) was not looked at.
    """
    if report.variant is not None and report.variant != context.form.variant:
        shown = report.variant[:LONGEST_KEY]
        yield unknown_variant.finding(
            _("The regional variant {variant} is not installed: the report was checked by the form {form} alone.").format(
                variant=dumps(shown), form=context.form.id
            ),
            key=shown,
            basis=None,
            suggestion=_("Install the plugin that brings it, or give its file with --variant."),
        )


def unknown_keys(keys: Iterable[str]) -> Iterator[Finding]:
    """Yield the findings for keys that are not known to the core, to our own distributions and to the installed plugins."""
    for key in keys:
        if bringing("keys", key) is None:
            from difflib import get_close_matches

            shown = key[:LONGEST_KEY]
            near = get_close_matches(shown, CORE_KEYS, cutoff=0.8)
            message = _("The key {key} is no key of a report and no installed plugin's; it is kept as it is.").format(key=dumps(shown))
            suggestion = _("Did you mean {name}?").format(name=next(iter(near))) if near else None
            yield unknown_key.finding(message, quote=shown, suggestion=suggestion, basis=None)


def _digits(message: str) -> str:
    """What tells two sentences about one file apart in every language: the numbers in them."""
    return " ".join(re.findall(r"[0-9]+", message))


def failed_on(message: str) -> Iterator[Finding]:
    """Yield the finding for a file on which govdisc or a plugin failed."""
    yield reader_failed.finding(message, key=_digits(message), basis=None)


def findings_of(error: Exception, at: int) -> Iterator[Finding]:
    """Yield the findings for an input that could not be read; ``at`` is its index among the inputs."""
    place = getattr(error, "place", None)
    if isinstance(error, SchemaError):
        for path, message in error.violations:
            yield schema_violation.finding(
                _("{path}: {message}").format(path=path, message=message), input=at, quote=path, cell=_cell_of(path), place=place, basis=None
            )
    else:
        yield unreadable.finding(str(error), input=at, key=_digits(f"{place or ''} {error}"), place=place, basis=None)


def _cell_of(path: str) -> str | None:
    """``$.tables.requests.received.total`` is the cell ``requests.received.total``."""
    parts = path.split(".")
    return ".".join(parts[2:]) if len(parts) == 5 and parts[1] == "tables" else None


def entry_of(error: Exception) -> dict[str, Any]:
    """What a broken JSON object still says of itself: form, variant, year and agency, None where it does not."""
    data = error.data if isinstance(error, SchemaError) else {}
    agency = data.get("agency")
    facts = {
        "form": data.get("form"),
        "variant": data.get("variant"),
        "year": data.get("year"),
        "agency": agency.get("name") if isinstance(agency, dict) else None,
    }
    kinds = {"form": str, "variant": str, "year": int, "agency": str}
    return {name: value if isinstance(value, kinds[name]) else None for name, value in facts.items()}


RULES = [unreadable, schema_violation, reader_failed, unknown_key, several_variants, unknown_variant]
