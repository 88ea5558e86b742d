"""How printed labels are matched: exactly where that can be, by likeness where only one is like them, else not at all."""

from __future__ import annotations

import pytest

from govdisc.text.labels import Labels, bare, core, is_subsequence, simplified, squeeze
from govdisc.text.radicals import is_unified, unified

ROWS = Labels.make(
    [
        ("（一）予以公开", "granted"),
        ("1.属于国家秘密", "secret"),
        ("2.其他法律行政法规禁止公开", "forbidden"),
        ("9.不予公开", "refused"),
        ("总计（上年）", "last"),
        ("总计（本年）", "this"),
        ("规章（县级无此项）", "rules"),
    ],
    prefixes=["（三）不予公开", "（三）不予公开的"],
)


@pytest.mark.parametrize(
    ("printed", "found"),
    [
        ("（一）予以公开", "granted"),
        ("予 以 公 开", "granted"),
        ("二、予以公開：", "granted"),
        ("第二章 （3）予以公开", "granted"),
        ("⑤予以公开", "granted"),
        ("规章", "rules"),
        ("规章【本级】", "rules"),
        ("总计(本年)", "this"),
        ("总计(上年)", "last"),
        ("（三）不予公开 1.属于国家秘密", "secret"),
        ("（三）不予公开·属于国家秘密（注1）", "secret"),
        ("（三）不予公开的：属于国家秘密", "secret"),
        ("不予公开不予公开不予公开属于国家秘密", "secret"),
        ("不予公开" * 1000, None),
        ("（三）不予公开", "refused"),
        ("（三）不予公开 其他", None),
        ("予以公开的", None),
        ("属于国家", None),
        ("", None),
        ("——", None),
    ],
)
def test_a_label_is_found_but_for_what_prints_vary(printed: str, found: str | None) -> None:
    """Ordinals, blanks, brackets and the group in front vary; another word is another label."""
    assert ROWS.find(printed) == found


def test_the_same_words_with_and_without_their_notes() -> None:
    """What two prints of a label share, at three levels."""
    printed = "（三）規章\u200b（县级无此项）："
    assert squeeze(printed) == "(三)规章(县级无此项):"
    assert core(printed) == "规章(县级无此项)"
    assert bare(printed) == "规章"
    assert core("1.2倍") == "1.2倍"  # no ordinal
    assert simplified("規章") == "规章"


@pytest.mark.parametrize(("part", "whole", "is_part"), [("住建", "住房和城乡建设", True), ("建住", "住房和城乡建设", False), ("", "住", True), ("住住", "住", False)])
def test_characters_in_their_order(part: str, whole: str, is_part: bool) -> None:
    """Each stands behind the one before it."""
    assert is_subsequence(part, whole) is is_part


OUTCOMES = Labels.make(
    [
        ("属于国家秘密", "secret"),
        ("其他法律行政法规禁止", "forbidden"),
        ("危及三安全一稳定", "safety"),
        ("保护第三方合法权益", "third"),
        ("属于三类内部事务信息", "internal"),
        ("属于四类过程性信息", "process"),
        ("尚未审结的", "pending"),
        ("其他结果", "other"),
        ("第一类人员名单", "first"),
        ("第二类人员名单", "second"),
        ("其他法律禁止类", "laws"),
        ("Requests received in class A", "a"),
        ("Requests received in class B", "b"),
        ("Denied in part", "part"),
        ("Denied in full", "full"),
    ]
)


@pytest.mark.parametrize(
    ("damaged", "found"),
    [
        ("其他法律行政法视禁止", "forbidden"),  # a character wrong
        ("其他法律行法规禁止", "forbidden"),  # one lost
        ("其他法政止", None),  # half of it lost
        ("属于国家机密", "secret"),
        ("属于国家", None),  # too short
        ("属国秘密", None),
        ("属于类信息", None),  # two are as like it
        ("属于国家秘密的信息内容", None),  # another label, with more words
        ("属于国家秘密的", "secret"),
        ("尚末审结的", "pending"),
        ("其它结果", None),
        ("第三类人员名单", None),
        ("其他法规禁止", "forbidden"),  # all that is left stands in order
        ("Requests recieved in class A", "a"),  # words in letters share much, and a slip of the pen is enough to tell them apart
        ("Denied in ful", "full"),
        ("Denied in fart", None),  # words in letters share much
        ("保护第三方合法权益保护第三方合法权益", None),  # two labels
    ],
)
def test_a_damaged_label_is_what_it_alone_is_like(damaged: str, found: str | None) -> None:
    """Characters lost or wrong are made up for while one label, and no other, is near."""
    assert OUTCOMES.find_alike(damaged) == found


def test_nothing_is_no_label() -> None:
    """Not even of what bears none."""
    assert Labels.make([("——", "dash"), ("规章", "rules")]).find("") is None


def test_two_labels_of_one_thing_are_no_rivals() -> None:
    """A row may have several names that resemble each other."""
    names = Labels.make([("法律行政法规禁止公开的", "forbidden"), ("法律行政法规禁止公开", "forbidden")])
    assert names.find_alike("法律行政法规禁止公布的") == "forbidden"


@pytest.mark.parametrize(
    ("printed", "ordinary"),
    [("⾏政许可", "行政许可"), ("⼀、⺠⽣", "一、民生"), ("⻅⻓", "见长"), ("金額", "金額"), ("ﬁle", "file"), ("规章（1）①", "规章（1）①"), ("", "")],
)
def test_radicals_and_compatibility_forms_are_the_characters_that_they_show(printed: str, ordinary: str) -> None:
    """Kangxi radicals, those of the supplement and ligatures; everything else stays, full-width brackets and signs of notes as well."""
    assert unified(printed) == ordinary
    assert is_unified(printed) is (printed == ordinary)
