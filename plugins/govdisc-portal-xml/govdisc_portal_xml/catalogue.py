"""The catalogue entry that a portal keeps about a document: 索引号, 名称, 发布机构, 公开日期, 文号, 主题分类, 关键词.

Name, publisher and day follow from the report. The others, and departures from these three, come from ``--param`` or from the
key ``catalogue`` of the report's JSON, where reading puts them, so that they survive the way through JSON.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from govdisc.plugin import N_, ConfigurationError, Parameter, Pattern, Report, is_iso_day
from govdisc.plugin import gettext as _

#: The key of a report's JSON under which catalogue metadata stand that do not follow from the report.
KEY = "catalogue"

#: Elements of one text each, in the order of the schema: (name as parameter and in JSON, element).
FIELDS = (
    ("index_number", "indexNumber"),
    ("title", "title"),
    ("publisher", "publisher"),
    ("published", "published"),
    ("document_number", "documentNumber"),
    ("subject", "subject"),
)
KEYWORDS = "keywords"
_KEYWORD_ENDS = Pattern(r"[;；、,，]")
#: What is one document's own and cannot be given for several reports in one file.
_ONE_EACH = ("index_number", "document_number", "title")

PARAMETERS = (
    Parameter("index_number", None, N_("索引号, the document's number in the portal's index")),
    Parameter("title", N_("the report's title"), N_("名称, the name in the catalogue")),
    Parameter("publisher", N_("the agency's name"), N_("发布机构, the publishing body")),
    Parameter("published", N_("the report's day of publication"), N_("公开日期, the day of publication, as 2022-01-20")),
    Parameter("document_number", None, N_("文号, the number of the official document")),
    Parameter("subject", None, N_("主题分类, the subject in the portal's classification")),
    Parameter("keywords", None, N_("关键词, the keywords, parted by ; or 、")),
)


def derived(report: Report) -> dict[str, str]:
    """Return the metadata that follow from the report itself."""
    found = {
        "title": report.title,
        "publisher": report.agency.name,
        "published": report.published if is_iso_day(report.published or "") else None,
    }
    return {name: text for name, text in found.items() if text is not None}


def is_kept(value: Any, report: Report) -> bool:
    """Tell whether the report's own ``catalogue`` can be written as elements and read back the same."""
    if not isinstance(value, dict) or not value or not set(value) <= {name for name, _element in FIELDS} | {KEYWORDS}:
        return False
    keywords = value.get(KEYWORDS, ["-"])
    if not isinstance(keywords, list) or not keywords or not all(isinstance(keyword, str) for keyword in keywords):
        return False
    texts = {name: text for name, text in value.items() if name != KEYWORDS}
    own = derived(report)
    return all(isinstance(text, str) and own.get(name) != text for name, text in texts.items()) and (
        "published" not in texts or is_iso_day(texts["published"])
    )


def from_params(params: Mapping[str, str], reports: int) -> dict[str, Any]:
    """Return the metadata set by ``--param`` for a file of so many reports.

    Raises:
        ConfigurationError: when the day is not a date, or what is one document's own is given for several reports.

    """
    given: dict[str, Any] = {name: params[name] for name, _element in FIELDS if params.get(name)}
    if "published" in given and not is_iso_day(given["published"]):
        raise ConfigurationError(_("--param published={value} is not a date; write it as 2022-01-20.").format(value=given["published"]))
    for name in _ONE_EACH:
        if reports > 1 and name in given:
            raise ConfigurationError(
                _("--param {name} belongs to one document, and this file gets {count} reports; write one file a report.").format(
                    name=name, count=reports
                )
            )
    keywords = [word.strip() for word in _KEYWORD_ENDS.split(params.get(KEYWORDS) or "") if word.strip()]
    return {**given, KEYWORDS: keywords} if keywords else given
