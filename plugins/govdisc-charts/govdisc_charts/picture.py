"""From what is to be drawn to a file: SVG whose words are text, or a page that has it and the numbers as a table."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from govdisc.plugin import MissingLibraryError, language
from govdisc.plugin import gettext as _
from govdisc_charts.specs import FONTS, Rows, Spec

_PAGE = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>
body {{ font-family: {fonts}; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; color: #222; }}
svg {{ max-width: 100%; height: auto; }}
table {{ border-collapse: collapse; margin-top: 1.5rem; }}
th, td {{ border-bottom: 1px solid #ccc; padding: .25rem .75rem; text-align: left; }}
td:last-child {{ text-align: right; font-variant-numeric: tabular-nums; }}
</style>
</head>
<body>
<main>
<figure role="img" aria-label="{title}">
{svg}
</figure>
{notes}
<table>
<thead><tr>{heads}</tr></thead>
<tbody>
{rows}
</tbody>
</table>
</main>
</body>
</html>
"""


def svg(spec: Spec) -> str:
    """Return the picture.

    Raises:
        MissingLibraryError: when vl-convert is not installed.

    """
    try:
        import vl_convert
    except ModuleNotFoundError as error:
        if error.name != "vl_convert":
            raise
        raise MissingLibraryError(_("pictures need vl-convert; install it with: pip install vl-convert-python")) from error
    drawn: str = vl_convert.vegalite_to_svg(spec)
    return drawn


def page(spec: Spec, rows: Rows, columns: Sequence[tuple[str, str]], notes: Sequence[str]) -> str:
    """Return a page with the picture and its numbers; ``columns`` are (key, heading)."""
    return _PAGE.format(
        language="zh-CN" if language().startswith("zh") else "en",
        title=escape(spec["title"]["text"]),
        fonts=FONTS,
        svg=svg(spec),
        notes="\n".join(f"<p>{escape(note)}</p>" for note in notes),
        heads="".join(f'<th scope="col">{escape(heading)}</th>' for _key, heading in columns),
        rows="\n".join("<tr>" + "".join(f"<td>{_shown(row[key])}</td>" for key, _heading in columns) + "</tr>" for row in rows),
    )


def _shown(value: Any) -> str:
    return f"{value:,}" if isinstance(value, int) else escape(str(value))
