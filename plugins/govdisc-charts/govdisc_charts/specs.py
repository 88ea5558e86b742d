"""What is drawn, as Vega-Lite: data with its marks, in plain dictionaries. Nothing of it is fetched from anywhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from govdisc.plugin import SEVERITIES
from govdisc.plugin import gettext as _
from govdisc_charts.numbers import FOLLOWED, NAMELESS, OUTCOMES, Errors, Sums

#: What systems with Chinese have; a viewer takes the first that it knows.
FONTS = "Noto Sans CJK SC, Source Han Sans SC, PingFang SC, Microsoft YaHei, SimHei, Noto Serif CJK SC, sans-serif"
#: Okabe and Ito's colours, which the colour-blind can tell apart.
COLOURS = ("#0072B2", "#56B4E9", "#D55E00", "#E69F00", "#CC79A7", "#999999")
SEVERE = ("#D55E00", "#E69F00", "#56B4E9")

Spec = dict[str, Any]
Rows = list[dict[str, Any]]


def outcomes(sums: Sums) -> tuple[Spec, Rows]:
    """Draw what became of requests: a bar a year, parted by outcome; the numbers stand beside it in the table of a page."""
    order = [group for group, _beginning in OUTCOMES if group in sums.labels]
    labels = [sums.labels[group] for group in order]
    rows = [
        {"year": str(year), "label": sums.labels[group], "number": counts[group], "order": place}
        for year, counts in sorted(sums.rows.items())
        for place, group in enumerate(order)
    ]
    bars: Spec = {
        "mark": {"type": "bar"},
        "encoding": {
            "y": _axis("label", "nominal", sort=labels, title=None),
            "x": _axis("number", "quantitative", title=_("requests")),
            "color": {**_axis("label", "nominal", sort=labels, title=None), "legend": None, "scale": {"domain": labels, "range": list(COLOURS)}},
        },
    }
    numbers: Spec = {
        "mark": {"type": "text", "align": "left", "dx": 4},
        "encoding": {"y": _axis("label", "nominal", sort=labels, title=None), "x": _axis("number", "quantitative"), "text": {"field": "number", "format": ",d"}},
    }
    layers: Spec = {"layer": [bars, numbers], "width": 460, "height": {"step": 26}}
    return _chart(_("What became of requests"), rows, {"facet": {"row": {"field": "year", "title": None, "header": {"labelAngle": 0}}}, "spec": layers}), rows


def trend(sums: Sums) -> tuple[Spec, Rows]:
    """Draw requests through the years, a line each for what came in, was dealt with and was carried over."""
    labels = [sums.labels[row] for row in FOLLOWED if row in sums.labels]
    rows = [
        {"year": str(year), "label": sums.labels[row], "number": counts[row], "below": _is_below(row, counts)}
        for year, counts in sorted(sums.rows.items())
        for row in FOLLOWED
        if row in sums.labels
    ]
    year: Spec = {"labelAngle": 0, "title": _("year")}
    place: Spec = {"x": _axis("year", "ordinal") | {"axis": year}, "y": _axis("number", "quantitative", title=_("requests"))}
    colour: Spec = {**_axis("label", "nominal", sort=labels, title=None), "scale": {"domain": labels, "range": list(COLOURS)}}
    colour["legend"] = {"orient": "bottom", "columns": 1, "labelLimit": 460, "title": None}
    text: Spec = {"field": "number", "format": ",d"}
    numbers = [
        {
            "transform": [{"filter": {"field": "below", "equal": below}}],
            "mark": {"type": "text", "dy": 14 if below else -10},
            "encoding": place | {"text": text, "color": colour | {"legend": None}},
        }
        for below in (False, True)
    ]
    layer = [{"mark": {"type": "line", "point": True}, "encoding": place | {"color": colour}}, *numbers]
    return _chart(_("Requests through the years"), rows, {"layer": layer, "width": max(320, 80 * len(sums.rows)), "height": 280}), rows


def _is_below(row: str, counts: Mapping[str, int]) -> bool:
    """Whether a number stands below its point: what came in and what was dealt with run close to each other, the larger stands above."""
    received, processed = FOLLOWED[:2]
    smaller = received if counts[received] < counts[processed] else processed
    return row == smaller


def errors(found: Errors, families: Mapping[str, str]) -> tuple[Spec, Rows]:
    """Draw how many findings there are of each family, parted by severity."""
    names = dict(zip(SEVERITIES, (_("error"), _("warning"), _("note")), strict=True))
    shown = {family: _family(family, families) for family in found.families}
    rows = [
        {"label": shown[family], "severity": names[severity], "number": found.severities[family, severity], "order": place}
        for family in shown
        for place, severity in enumerate(SEVERITIES)
        if found.severities[family, severity]
    ]
    y = _axis("label", "nominal", sort=list(shown.values()), title=None)
    colour = {**_axis("severity", "nominal", title=None), "scale": {"domain": list(names.values()), "range": list(SEVERE)}}
    bars = {"x": {**_axis("number", "quantitative", title=_("findings")), "stack": "zero"}, "y": y, "color": colour, "order": {"field": "order"}}
    sums = {"x": {"aggregate": "sum", "field": "number", "type": "quantitative"}, "y": y, "text": {"aggregate": "sum", "field": "number", "format": ",d"}}
    layer = [{"mark": "bar", "encoding": bars}, {"mark": {"type": "text", "align": "left", "dx": 4}, "encoding": sums}]
    title = _("Findings in {count} reports").format(count=found.reports)
    return _chart(title, rows, {"layer": layer, "width": 460, "height": {"step": 26}}), rows


def map_of_errors(found: Errors, families: Mapping[str, str]) -> tuple[Spec, Rows]:
    """Draw which body has findings of which family: the darker, the more; errors and warnings count."""
    bodies, _more = found.worst()
    names = {body: body or _(NAMELESS) for body in bodies}
    shown = {family: _family(family, families) for family in found.families if any(found.bodies[body, family] for body in bodies)}
    rows = [
        {"body": names[body], "label": shown[family], "number": found.bodies[body, family]}
        for body in bodies
        for family in shown
        if found.bodies[body, family]
    ]
    place = {
        "x": {**_axis("label", "nominal", sort=list(shown.values()), title=None), "axis": {"orient": "top", "labelAngle": -40, "title": None}},
        "y": {**_axis("body", "nominal", sort=list(names.values()), title=None)},
    }
    most = max((found.bodies[body, family] for body in bodies for family in shown), default=0)
    heat = {**_axis("number", "quantitative"), "legend": None, "scale": {"scheme": "oranges", "domain": [0, most]}}
    colour = {"condition": {"test": f"datum.number > {0.6 * most}", "value": "white"}, "value": "black"}
    layer = [
        {"mark": {"type": "rect", "stroke": "white"}, "encoding": {**place, "color": heat}},
        {"mark": {"type": "text"}, "encoding": {**place, "text": {"field": "number", "format": ",d"}, "color": colour}},
    ]
    return _chart(_("Errors and warnings by body"), rows, {"layer": layer, "width": {"step": 52}, "height": {"step": 22}}), rows


def _family(letters: str, families: Mapping[str, str]) -> str:
    return f"{_(families[letters])} {letters}" if letters in families else letters


def _axis(name: str, kind: str, sort: Sequence[str] | None = None, title: str | None = "") -> dict[str, Any]:
    axis: dict[str, Any] = {"field": name, "type": kind}
    if sort is not None:
        axis["sort"] = list(sort)
    if title != "":
        axis["title"] = title
    return axis


def _chart(title: str, rows: Rows, drawn: Spec) -> Spec:
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "title": {"text": title, "anchor": "start", "offset": 18},
        "data": {"values": rows},
        "config": {
            "font": FONTS,
            "axis": {"labelLimit": 420, "labelFontSize": 12, "titleFontSize": 12, "tickMinStep": 1, "labelFlush": False},
            "header": {"labelFontSize": 13},
            "legend": {"labelFontSize": 12},
            "title": {"fontSize": 16},
            "view": {"stroke": None},
        },
        **drawn,
    }
