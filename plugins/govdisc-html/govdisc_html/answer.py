"""The page within a portal's JSON answer: ``{"data": {"title": "…", "content": "<table …"}}``, as its address gives it to scripts."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from govdisc.plugin import InputError, NoReportError, decode
from govdisc.plugin import gettext as _

#: More values than this are no answer about a page.
MOST_VALUES = 200_000
#: JSON within JSON is looked into so deep.
MOST_NESTED = 3

_TAG = re.compile(r"<(?:table|tr|td|p|div|span|h[1-6]|br|html|body)[\s/>]", re.IGNORECASE)
_ESCAPED = re.compile(r"&lt;(?:table|p|div|html)\b", re.IGNORECASE)
#: A call of a function of the page that asks, around the answer.
_CALL = re.compile(r"\A[\w$.]{1,60}\(\s*([{\[].*[}\]])\s*\)\s*;?\s*\Z", re.DOTALL)
_TITLES = ("title", "articletitle", "name", "infotitle", "doctitle")
_DATES = ("pubdate", "publishdate", "publishtime", "pubtime", "releasetime", "releasedate", "publishedat", "docreltime", "showtime")
_SOURCES = ("contentsource", "publisher", "source", "orgname", "deptname")


def page_of_answer(data: bytes) -> bytes | None:
    """Return the page that a JSON answer holds, with the title and the day that stand beside it; None when it is no JSON.

    Raises:
        NoReportError: when it is JSON and holds no page.
        InputError: when it holds several pages.

    """
    text = _CALL.sub(r"\1", decode(data).lstrip("\ufeff \t\r\n"))
    try:
        answer = json.loads(text)
    except (ValueError, RecursionError):
        return None
    found = list(_pages(answer))
    tables = [(page, beside) for page, beside in found if "<table" in page.lower()]
    found = tables or found
    if not found:
        raise NoReportError(_("it is JSON, and neither a report nor an answer that holds a page."))
    if len({page for page, _beside in found}) > 1:
        raise InputError(_("it is JSON that holds {count} pages; save each of them as a file of its own.").format(count=len(found)))
    page, beside = found[0]
    return f"<meta charset=utf-8>{_head(page, beside)}{page}".encode("utf-8", "replace")


def _pages(value: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield each text that is HTML, with the object that it stands in."""
    todo: list[tuple[Any, Mapping[str, Any], int]] = [(value, {}, 0)]
    for _number in range(MOST_VALUES):
        if not todo:
            return
        value, beside, nested = todo.pop()
        if isinstance(value, dict):
            todo += [(inner, value, nested) for inner in reversed(value.values())]
        elif isinstance(value, list):
            todo += [(inner, beside, nested) for inner in reversed(value)]
        elif isinstance(value, str) and len(value) > 40:
            if value.lstrip()[:1] in ("{", "[") and nested < MOST_NESTED:
                try:
                    todo.append((json.loads(value), beside, nested + 1))
                    continue
                except (ValueError, RecursionError):
                    pass
            if not _TAG.search(value) and _ESCAPED.search(value):
                value = html.unescape(value)
            if len(_TAG.findall(value)) >= 3:
                yield value, beside


def _head(page: str, beside: Mapping[str, Any]) -> str:
    """What the object says of the page that stands in it, as the page itself would say it."""
    texts = {str(key).lower(): str(value).strip() for key, value in beside.items() if isinstance(value, str) and 0 < len(value) < 200}

    def first(keys: tuple[str, ...]) -> str:
        return html.escape(next((texts[key] for key in keys if texts.get(key)), ""))

    title, day, source = first(_TITLES), first(_DATES), first(_SOURCES)
    metas = (("ArticleTitle", title), ("PubDate", day), ("ContentSource", source))
    head = "".join(f'<meta name="{name}" content="{content}">' for name, content in metas if content)
    # the title belongs to the text unless it stands there
    return f"{head}<h1>{title}</h1>" if title and title not in page else head
