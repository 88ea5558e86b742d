"""Pages printed by browsers: Chromium with every kind of rules, as a content management system frames them; WeasyPrint."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from press.jobs import Chain, Job
from press.page import RULES, page
from press.programs import browsed, two_up

_CMS_CSS = (
    ".wrap{width:1000px;margin:0 auto} .nav{background:#1a5ba8;color:#fff;padding:8px} .crumb,.foot{font-size:12px;color:#666}"
    ".meta td{border:1px solid #ddd;font-size:12px} td{border:1px solid #000}"
)
_CMS_BEFORE = (
    '<div class="wrap"><div class="nav">首页　政务公开　互动交流　办事服务</div><div class="crumb">当前位置：首页 &gt; 政府信息公开 &gt; 年度报告</div>'
    '<table class="meta"><tr><td>索引号</td><td>QL0102/2024-00017</td><td>主题分类</td><td>政务公开</td></tr></table>'
)
_CMS_AFTER = '<div class="foot">主办单位：青岚县人民政府办公室　网站标识码：0000000000</div></div>'


def _chromium(css: str, header: bool = False, before: str = "", after: str = "") -> Chain:
    def make(jobs: Sequence[Job]) -> Iterable[bytes]:
        return browsed([page(job, css, before, after) for job in jobs], lambda browser: browser.print(header))

    return Chain("", ".pdf", make)


def _weasyprint(css: str) -> Chain:
    def make(jobs: Sequence[Job]) -> Iterator[bytes]:
        from weasyprint import HTML

        for job in jobs:
            yield HTML(string=page(job, css)).write_pdf()

    return Chain("", ".pdf", make)


def _two_up(pages: Chain) -> Chain:
    """Two pages side by side on a sheet."""

    def make(jobs: Sequence[Job]) -> Iterator[bytes]:
        return map(two_up, pages.make(jobs))

    return Chain("", ".pdf", make)


def _named(name: str, chain: Chain, needs: str, target: float = 100.0) -> Chain:
    return Chain(name, chain.suffix, chain.make, tuple(needs.split()), target)


#: Text in two columns, titles and tables over both; on large paper tables in the columns.
_COLUMNS = "body{column-count:2;column-gap:24px} h1{column-span:all}"


_TARGETS = {"horizontal": 95.0, "rounded": 95.0, "dotted": 95.0, "zebra": 90.0, "none": 90.0}
CHAINS = (
    *(_named(f"chromium-{name}", _chromium(css), "chromium", _TARGETS.get(name, 100.0)) for name, css in RULES.items()),
    _named("chromium-header", _chromium(RULES["borders"], header=True), "chromium"),
    _named("chromium-cms", _chromium(_CMS_CSS, before=_CMS_BEFORE, after=_CMS_AFTER), "chromium"),
    _named("chromium-columns", _chromium(f"{RULES['borders']} {_COLUMNS} table{{column-span:all}}"), "chromium"),
    _named("chromium-columns-a3", _chromium(f"{RULES['borders']} {_COLUMNS} table{{font-size:8px}} @page{{size:A3 landscape}}"), "chromium"),
    _named("chromium-two-up", _two_up(_chromium(RULES["borders"])), "chromium pypdf"),
    _named("chromium-landscape", _chromium(RULES["borders"] + "@page{size:A4 landscape}"), "chromium"),
    *(
        _named(f"weasyprint-{name}", _weasyprint(RULES[name]), "weasyprint", _TARGETS.get(name, 100.0))
        for name in ("borders", "shaded-borders", "horizontal", "none")
    ),
)
