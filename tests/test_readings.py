"""Small documents and all that is read of each: ``readings/*.yaml`` says what stands in them, what must come of it, and why."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from readings_kit import FORMS, TITLE, read_case

from govdisc.formats.text import read
from govdisc.recognise import holds_report, recognise

CASES: list[tuple[str, dict[str, Any]]] = [
    (f"{path.stem}: {case['why']}", case)
    for path in sorted(Path(__file__).with_name("readings").glob("*.yaml"))
    for case in yaml.safe_load(path.read_text("utf-8"))
]


@pytest.mark.parametrize("case", [case for _name, case in CASES], ids=[name for name, _case in CASES])
def test_what_is_read_of_a_small_document(case: dict[str, Any]) -> None:
    """Nothing more and nothing less than is written beside it: cells, marks, what stays unread, the parts and the facts."""
    assert read_case(case) == case["read"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a table, or what is left of one, is enough
        ("信息内容 | 本年处理决定数量 |\n行政处罚 | 7 |\n", True),
        (f"{TITLE}\n行政复议 | 行政诉讼 |\n未经复议直接起诉 | 复议后起诉 |\n1 | 2 | 3 | 4 |\n", True),
        # a title with several parts, or with one that is numbered
        (f"{TITLE}\n总体情况\n工作平稳。\n其他需要报告的事项\n无。\n", True),
        (f"{TITLE}\n一、总体情况\n工作平稳。\n", True),
        (f"{TITLE}\n总体情况\n工作平稳。\n", False),
        (f"{TITLE}\n一、总体情况\n", False),
        ("政府信息公开工作年度报告\n一、总体情况\n工作平稳。\n", False),
        # a title alone, parts alone
        (f"{TITLE}\n请见附件。\n", False),
        ("一、总体情况\n工作平稳。\n六、其他需要报告的事项\n无。\n", False),
    ],
)
def test_what_is_a_report_at_all(text: str, expected: bool) -> None:
    """What says of itself that it is one, or has its tables."""
    assert holds_report(recognise(read(text.encode()), FORMS)) is expected
