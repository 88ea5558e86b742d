"""What a page says of itself beside its text: the facts that govdisc's own writer declares, title, publishing body, day of publication.

The names are those of 《政府网站发展指引》 (国办发〔2017〕47号): SiteName, ArticleTitle, PubDate, ContentSource. The catalogue above the
article (索引号, 发布机构, 公开日期) is text like any other, in which the recogniser looks for labels.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from govdisc.plugin import record
from govdisc.reading import DECLARED_KEYS

#: Meta elements, and what they are among the hints of a document.
_META = {"articletitle": "title", "pubdate": "published", "contentsource": "agency", "sitename": "site"}
_TITLE_TAIL = re.compile(r"\s*(?:[_|｜]|(?<!\d)\s*[-–—]+(?!\d)).*", re.DOTALL)
_NO_NAME = re.compile(r"://|www\.|[。，；！？]|^[^\u4e00-\u9fff]*$")
#: A hint that is longer says something else.
LONGEST_NAME, LONGEST_TITLE = 40, 120


@record(frozen=True, slots=True)
class PageHead:
    """What stands in the head of a page and in its frames: (name, content) of the meta elements, ``<title>``, and scripts or frames."""

    metas: tuple[tuple[str, str], ...]
    title: str
    is_filled: bool

    @property
    def declared(self) -> dict[str, str]:
        """What govdisc's own writer put there."""
        return {name[8:]: content for name, content in self.metas if name.startswith("govdisc:") and name[8:] in DECLARED_KEYS}

    @property
    def metadata(self) -> Mapping[str, str]:
        """The hints of the page (:data:`govdisc.model.document.METADATA_KEYS`)."""
        found: dict[str, str] = {}
        for name, content in self.metas:
            key, value = _META.get(name.lower(), ""), " ".join(content.split())
            if key and value and len(value) <= LONGEST_TITLE and (key != "agency" or _is_name(value)):
                found.setdefault(key, value)
        title = " ".join((_TITLE_TAIL.sub("", self.title, count=1) or self.title).split())
        if 0 < len(title) <= LONGEST_TITLE:
            found.setdefault("title", title)
        return found


def page_head(root: Any) -> PageHead:
    """Return the head of a page that nothing was taken from yet."""
    metas, title, is_filled = [], "", False
    for node in root.iter("meta", "title", "script", "iframe", "frame"):  # in one walk: the page has a thousand elements
        if node.tag == "meta":
            metas.append((node.get("name") or node.get("property") or "", node.get("content") or ""))
        elif node.tag == "title":
            title = title or (text if (text := node.text or "").strip() else "")
        else:
            is_filled = True
    return PageHead(tuple(metas), title, is_filled)


def _is_name(value: str) -> bool:
    """Whether a source is the name of a body, and no address or sentence."""
    return 2 <= len(value) <= LONGEST_NAME and _NO_NAME.search(value) is None
