"""HTML for govdisc: the pages that offices publish, and one official page of its own."""

from __future__ import annotations

from collections.abc import Iterable

from govdisc.plugin import N_, Format, Parameter, hookimpl

SUFFIXES = (".html", ".htm", ".shtml", ".xhtml")
#: Report pages have 20 to 500 kB; saved ones with pictures inside them a few MB.
MAX_BYTES = 20_000_000
#: A page saved as one file holds its pictures as well.
MAX_SAVED = 100_000_000

PARAMETERS = (
    Parameter("index_number", None, N_("索引号, the document's number in the portal's index, printed above the report")),
    Parameter("published", N_("the report's day of publication"), N_("the day of publication, as 2022-01-20")),
    Parameter("fragment", "no", N_("yes or no: only what stands in the body, to be pasted into the editor of a website")),
)


@hookimpl
def govdisc_formats() -> Iterable[Format]:
    """Return the formats ``html`` and ``mhtml`` (pages saved as one file)."""
    module = "govdisc_html"
    return [
        Format(
            "html",
            "HTML",
            SUFFIXES,
            read=f"{module}.reader:read",
            write=f"{module}.writer:write",
            detect=f"{module}.detect:detect",
            parameters=PARAMETERS,
            needs="lxml",
            largest=MAX_BYTES,
        ),
        Format(
            "mhtml",
            N_("Page saved as one file (MHTML)"),
            (".mhtml", ".mht"),
            read=f"{module}.mhtml:read_mhtml",
            detect=f"{module}.detect:detect_mhtml",
            needs="lxml",
            largest=MAX_SAVED,
        ),
    ]
