"""``govdisc compare`` finds every change that was made to a report, and nothing else, in every format."""

from __future__ import annotations

import io
import json
import random
import zipfile
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from govdisc_county.sentences import compared, sentences
from lxml import etree

from govdisc.engine import Engine
from govdisc.model.report import Report
from govdisc.plugins import Plugins
from govdisc.sources import Source
from govdisc.testing import Options, print_text, random_report

from .conftest import BODIES, County, Done, put

Run = Callable[..., Done]
Make = Callable[..., County]
ADDED = ("本年度另外组织了三次政务开放日活动。", "对申请人反映的送达问题已逐一答复！")


def original(seed: int) -> Report:
    report = random_report(seed, Options(year=2023, agency=BODIES[4], zero=0.5, largest=90))
    report.remarks.clear()
    return report


def compare(govdisc: Run, folder: Path, before: Report, after: Report, *more: object) -> Done:
    return govdisc("compare", put(folder / "a.json", before), put(folder / "b.json", after), *more)


def only(done: Done) -> dict[str, Any]:
    (pair,) = json.loads(done.out)["pairs"]
    found: dict[str, Any] = pair
    return found


@pytest.mark.parametrize("seed", range(3))
def test_the_same_report_has_no_difference(govdisc: Run, tmp_path: Path, seed: int) -> None:
    """Exit 0, whatever lines and blanks its text has."""
    before, after = original(seed), original(seed)
    after.section("overview").text = after.text("overview").replace("。", "。\n ").replace("（", "\n（")  # type: ignore[union-attr]
    done = compare(govdisc, tmp_path, before, after, "--format", "json")
    assert done.code == 0
    pair = only(done)
    assert (pair["facts"], pair["cells"], pair["sentences"]) == ([], [], [])
    assert pair["repeated"] == {"sentences": 1.0, "but_for_numbers": 1.0}
    assert "no difference" in compare(govdisc, tmp_path, before, after).out


def edited(seed: int) -> tuple[Report, Report, dict[str, Any]]:
    """A report, the report after edits of every kind, and what they were."""
    rng = random.Random(seed)
    before = original(seed)
    after = deepcopy(before)
    cells = {}
    for path, value in rng.sample([pair for pair in before.cells() if isinstance(pair[1], int)], 6):
        table, row, column = path.split(".")
        kind = rng.choice(["value", "blank", "mark"])
        after.tables[table][row][column] = value + 1 if kind == "value" else None
        if kind == "mark":
            after.marks[path] = "/"
        cells[path] = kind
    overview, problems = after.section("overview"), after.section("problems")
    assert overview is not None
    assert problems is not None
    told = [sentence.text for sentence in sentences("overview", overview.text)]
    chosen = rng.sample(range(1, len(told)), 3)
    removed, moved, rewritten = (told[at] for at in chosen)
    changed = rewritten[:-1] + "，并按月通报" + rewritten[-1]
    kept = [changed if at == chosen[2] else text for at, text in enumerate(told) if at not in chosen[:2]]
    place = rng.randint(0, len(kept))
    kept.insert(place, ADDED[0])
    overview.text = "".join(kept)
    problems.text = problems.text + moved.strip()
    plan = {
        "removed": removed.strip(), "moved": moved.strip(), "added": ADDED[0], "changed": (rewritten.strip(), changed.strip()), "cells": cells,
    }  # fmt: skip
    return before, after, plan


@pytest.mark.parametrize("seed", range(12))
def test_every_edit_is_found_and_nothing_else(govdisc: Run, tmp_path: Path, seed: int) -> None:
    """Cells by kind; a sentence taken out, one added, one rewritten, one moved to another part."""
    before, after, plan = edited(seed)
    done = compare(govdisc, tmp_path, before, after, "--format", "json")
    assert done.code == 1
    pair = only(done)
    assert pair["facts"] == []
    assert {change["cell"]: change["kind"] for change in pair["cells"]} == plan["cells"]
    assert all(change["before"]["value"] == before.cell(change["cell"]) for change in pair["cells"])
    assert all(change["after"]["value"] == after.cell(change["cell"]) for change in pair["cells"])
    found = {change["kind"]: change for change in pair["sentences"]}
    assert sorted(change["kind"] for change in pair["sentences"]) == ["added", "changed", "moved", "removed"]
    assert found["removed"]["before"] == {"section": "overview", "text": plan["removed"]}
    assert found["added"]["after"] == {"section": "overview", "text": plan["added"]}
    assert (found["changed"]["before"]["text"], found["changed"]["after"]["text"]) == plan["changed"]
    assert [piece["text"] for piece in found["changed"]["pieces"] if piece["kind"] != "equal"] == ["，并按月通报"]
    assert found["moved"]["before"] == {"section": "overview", "text": plan["moved"]}
    assert found["moved"]["after"] == {"section": "problems", "text": plan["moved"]}


def test_facts_and_headings_are_compared(govdisc: Run, tmp_path: Path) -> None:
    """Title, day, body, year, headings, and a part that is not there."""
    before = original(20)
    after = deepcopy(before)
    after.title, after.published = "另一个标题", "2024-03-01"
    after.sections[0].title = "一、概述"
    after.sections = [section for section in after.sections if section.id != "other"]
    pair = only(compare(govdisc, tmp_path, before, after, "--format", "json"))
    assert [(fact["name"], fact["section"], fact["after"]) for fact in pair["facts"]] == [
        ("title", None, "另一个标题"), ("published", None, "2024-03-01"), ("heading", "overview", "一、概述"), ("heading", "other", None),
    ]  # fmt: skip
    assert {change["kind"] for change in pair["sentences"]} == {"removed"}


def test_rows_remarks_and_what_is_unread(govdisc: Run, tmp_path: Path) -> None:
    """A row that is not there, a remark, and a cell whose number is not known on one side, each as what it is."""
    before = original(21)
    after = deepcopy(before)
    del after.tables["requests"]["carried_out"]
    after.remarks["requests.received.total"] = "其中网络申请3件"
    after.tables["requests"]["granted"]["total"] = None
    after.marks["requests.granted.total"] = "约30"
    done = compare(govdisc, tmp_path, before, after, "--format", "json")
    kinds = {change["cell"]: change["kind"] for change in only(done)["cells"]}
    assert kinds == {
        "requests.received.total": "remark", "requests.granted.total": "unread", **{f"requests.carried_out.{column}": "row" for column in before.tables["requests"]["carried_out"]},
    }  # fmt: skip
    text = compare(govdisc, tmp_path, before, after).out
    assert "→ not read" in text
    assert "→ no such row" in text


def test_versions_in_other_formats_are_compared(govdisc: Run, tmp_path: Path) -> None:
    """A text whose lines are wrapped anywhere and a Word file of the same report do not differ."""
    before = original(22)
    lines = [line[at : at + 40] for line in print_text(before, "cell_a_line").split("\n") for at in range(0, max(len(line), 1), 40)]
    (tmp_path / "a.txt").write_text("\n".join(lines), "utf-8")
    put(tmp_path / "b.json", before)
    assert govdisc("export", tmp_path / "b.json", "--format", "docx", "-o", tmp_path / "b.docx").code == 0
    pair = only(govdisc("compare", tmp_path / "a.txt", tmp_path / "b.docx", "--format", "json"))
    assert pair["cells"] == []
    assert pair["sentences"] == []


def test_two_years_share_what_they_repeat(govdisc: Run, tmp_path: Path) -> None:
    """How much of the new text stands in the old one, with and without numbers."""
    before = original(23)
    after = deepcopy(before)
    after.year = 2024
    for section in after.sections:
        section.text = section.text.replace("2024", "2025").replace("2023", "2024")
    pair = only(compare(govdisc, tmp_path, before, after, "--format", "json"))
    assert 0 < pair["repeated"]["sentences"] < 1
    assert pair["repeated"]["but_for_numbers"] == 1.0
    assert {change["kind"] for change in pair["sentences"]} == {"changed"}


def test_folders_are_paired_by_body(govdisc: Run, county: Make) -> None:
    """Each body with itself, whatever the file is called; who is on one side only is named; the same in two formats is one."""
    old, new = county(30, folder="old"), county(30, folder="new")
    del old.reports[BODIES[0]]
    del new.reports[BODIES[1]]
    new.reports[BODIES[2]].tables["requests"]["received"]["total"] = 77
    old.written()
    new.written()
    (new.folder / f"{BODIES[3]}.json").rename(new.folder / "renamed.json")
    assert govdisc("export", new.folder / "renamed.json", "--format", "jsonl", "-o", new.folder / "again.jsonl").code == 0
    done = govdisc("compare", old.folder, new.folder, "--format", "json")
    assert done.code == 1
    data = json.loads(done.out)
    assert [report["agency"] for report in data["only_before"]] == [BODIES[1]]
    assert [report["agency"] for report in data["only_after"]] == [BODIES[0]]
    assert data["not_compared"] == []
    assert sorted(pair["before"]["agency"] for pair in data["pairs"]) == sorted(BODIES[2:])
    assert {pair["after"]["agency"] for pair in data["pairs"] if pair["cells"]} == {BODIES[2]}


def test_years_and_doubles_within_folders(govdisc: Run, county: Make) -> None:
    """The same year goes with the same year; two reports of one body and year that differ are not compared, which is said."""
    old, new = county(31, bodies=BODIES[:2], folder="old"), county(31, bodies=BODIES[:2], folder="new")
    earlier = county(32, bodies=BODIES[:2], year=2022, folder="old/2022")
    for made in (old, new, earlier):
        made.written()
    data = json.loads(govdisc("compare", old.folder, new.folder, "--format", "json").out)
    assert [(pair["before"]["year"], pair["after"]["year"]) for pair in data["pairs"]] == [(2023, 2023)] * 2
    assert len(data["only_before"]) == 2
    data = json.loads(govdisc("compare", earlier.folder, new.folder, "--format", "json").out)
    assert [(pair["before"]["year"], pair["after"]["year"]) for pair in data["pairs"]] == [(2022, 2023)] * 2
    put(new.folder / "other.json", county(33, bodies=BODIES[:1]).reports[BODIES[0]])
    done = govdisc("compare", old.folder, new.folder, "--format", "json")
    data = json.loads(done.out)
    assert done.code == 1
    assert [(entry["agency"], "2 reports of it for 2023 that differ" in entry["reason"]) for entry in data["not_compared"]] == [(BODIES[0], True)] * 2


# --- the page -------------------------------------------------------------------------------------------------------------------


def test_the_page_is_self_contained_and_escaped(govdisc: Run, tmp_path: Path) -> None:
    """Nothing of a report becomes markup, nothing is fetched, and every change stands in it."""
    before, after, plan = edited(3)
    for report in (before, after):
        report.title = "<script>alert(1)</script>\u0007&报告"
        report.agency.name = '"><img src=x>'
    after.section("other").text += "<b onclick=x>粗体</b>。"  # type: ignore[union-attr]
    after.title += "2"
    done = compare(govdisc, tmp_path, before, after, "-o", tmp_path / "out.html")
    assert done.code == 1
    text = (tmp_path / "out.html").read_text("utf-8")
    tree = etree.fromstring(text, etree.HTMLParser())
    assert tree.xpath("//script | //img | //b | //link | //iframe | //@src | //@href | //@onclick") == []
    assert "\u0007" not in text
    assert "default-src 'none'" in text
    shown = "".join(tree.itertext())
    assert "<b onclick=x>粗体</b>" in shown
    assert plan["removed"] in ["".join(cell.itertext()) for cell in tree.xpath("//td[del]")]
    assert plan["added"] in ["".join(cell.itertext()) for cell in tree.xpath("//td[ins]")]
    assert len(tree.xpath("//table[1]//tr")) == 1 + len(plan["cells"]) + 1
    assert [cell.text for cell in tree.xpath("//*[@class='move']")].count(plan["moved"]) == 2


# --- the Word file --------------------------------------------------------------------------------------------------------------

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def settled(data: bytes, accept: bool) -> bytes:
    """The file after all its marks for revision were accepted, or rejected, as Word does it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(out, "w") as other:
        for name in package.namelist():
            part = package.read(name)
            if name == "word/document.xml":
                root = etree.fromstring(part)
                gone, kept = (("del", "moveFrom"), ("ins", "moveTo")) if accept else (("ins", "moveTo"), ("del", "moveFrom"))
                for mark in list(root.iter(*(f"{W}{name}" for name in gone))):
                    mark.getparent().remove(mark)
                for mark in list(root.iter(*(f"{W}{name}" for name in kept))):
                    parent = mark.getparent()
                    for run in list(mark):
                        parent.insert(parent.index(mark), run)
                    parent.remove(mark)
                for text in root.iter(f"{W}delText"):
                    text.tag = f"{W}t"
                part = etree.tostring(root)
            other.writestr(name, part)
    return out.getvalue()


def read(data: bytes) -> Report:
    (result,) = Engine(Plugins()).read([Source("out.docx", data=data)])
    assert result.report is not None, result.input.reason
    return result.report


def prose(report: Report) -> dict[str, str]:
    return {section.id: "".join(section.text.split()) for section in report.sections if section.text.strip()}


@pytest.mark.parametrize("seed", range(4))
def test_the_redline_is_the_new_report_accepted_and_the_old_one_rejected(govdisc: Run, tmp_path: Path, seed: int) -> None:
    """Tables, marks and prose, read by the reader of Word files; as it stands, it is read as the new report."""
    before, after, _plan = edited(seed)
    after.title = f"{after.title}（修订）"
    done = compare(govdisc, tmp_path, before, after, "-o", tmp_path / "out.docx")
    assert done.code == 1
    data = (tmp_path / "out.docx").read_bytes()
    for report, found in ((after, read(settled(data, True))), (before, read(settled(data, False))), (after, read(data))):
        assert found.tables == report.tables
        assert found.marks == report.marks
        assert prose(found) == prose(report)
    accepted = read(settled(data, True))
    assert [section.text.split("\n") for section in accepted.sections if section.id == "overview"] == [
        [line.strip() for line in after.text("overview").split("\n") if line.strip()]
    ]


def test_the_redline_marks_what_changed_alone(govdisc: Run, tmp_path: Path) -> None:
    """As many marks as changes, moves under one name, ids that stand once, no dates, the same bytes again."""
    before, after, plan = edited(5)
    compare(govdisc, tmp_path, before, after, "-o", tmp_path / "out.docx")
    data = (tmp_path / "out.docx").read_bytes()
    root = etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml"))
    removed, added = ["".join(mark.itertext()) for mark in root.iter(f"{W}del")], ["".join(mark.itertext()) for mark in root.iter(f"{W}ins")]
    assert plan["removed"] in removed
    assert plan["added"] in added
    assert "，并按月通报" in added
    cells = [path for path, kind in plan["cells"].items() if before.cell(path) is not None]
    assert len(removed) == 1 + len(cells)
    names = [mark.get(f"{W}name") for tag in ("moveFromRangeStart", "moveToRangeStart") for mark in root.iter(f"{W}{tag}")]
    assert names == ["move1", "move1"]
    ids = [mark.get(f"{W}id") for tag in ("ins", "del", "moveFrom", "moveTo", "moveFromRangeStart", "moveToRangeStart") for mark in root.iter(f"{W}{tag}")]
    assert len(ids) == len(set(ids))
    assert root.xpath("//@*[local-name()='date']") == []
    compare(govdisc, tmp_path, before, after, "-o", tmp_path / "again.docx")
    assert (tmp_path / "again.docx").read_bytes() == data


def test_the_redline_of_two_forms_and_of_folders(govdisc: Run, tmp_path: Path, county: Make) -> None:
    """Rows of the other form stand below the table; several pairs are one file that other programs open."""
    docx = pytest.importorskip("docx")
    before = random_report(1, Options(form="2019", year=2020, agency=BODIES[0]))
    after = random_report(2, Options(year=2021, agency=BODIES[0]))
    done = compare(govdisc, tmp_path, before, after, "-o", tmp_path / "out.docx")
    assert done.code == 1, done.err
    found = docx.Document(str(tmp_path / "out.docx"))
    assert len(found.tables) == 3
    old, new = county(40, bodies=BODIES[:2], folder="old"), county(41, bodies=BODIES[:2], folder="new")
    done = govdisc("compare", old.written(), new.written(), "-o", tmp_path / "all.docx")
    assert done.code == 1
    assert len(docx.Document(str(tmp_path / "all.docx")).tables) == 6


# --- bad input ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("nowhere.json", "b.json"), 4),
        (("b.json",), 2),
        (("b.json", "b.json", "-o", "out.pdf"), 2),
        (("b.json", "b.json", "--format", "pdf"), 2),
        (("b.json", "b.json", "-o", "b.json"), 2),
    ],
)
def test_wrong_command_lines(govdisc: Run, tmp_path: Path, arguments: tuple[str, ...], code: int) -> None:
    """One sentence each; an input is never written to."""
    data = put(tmp_path / "b.json", original(1)).read_bytes()
    done = govdisc("compare", *(tmp_path / name if name.endswith(".json") else name for name in arguments))
    assert done.code == code
    assert "Traceback" not in done.err
    assert (tmp_path / "b.json").read_bytes() == data


def test_text_made_to_take_time_is_bounded() -> None:
    """The same sentence thousands of times, and thousands of sentences in another order, are compared all the same."""
    same = [*sentences("overview", "一样的一句话。" * 3_000)]
    assert len([change for change in compared(same, same[:-1]) if change.kind == "removed"]) == 1
    many = [f"第{number}件事项已经办结。" for number in range(600)]
    old, new = sentences("overview", "".join(many)), sentences("overview", "".join(reversed(many)))
    found = compared(old, new)
    assert {change.kind for change in found} == {"equal", "moved", "moved_from"}
    assert sum(change.kind == "moved" for change in found) == len(many) - 1


@pytest.mark.parametrize("style", ["text", "json", "html", "docx"])
def test_a_side_without_a_report_is_said(govdisc: Run, tmp_path: Path, style: str) -> None:
    """An empty folder is no proof that nothing was changed: what the other side has is listed, and the exit code is 1."""
    (tmp_path / "empty").mkdir()
    report = put(tmp_path / "a.json", original(1))
    done = govdisc("compare", report, tmp_path / "empty", "--format", style, "-o", tmp_path / "out")
    assert done.code == 1
    assert f"{tmp_path / 'empty'}: no report was found in it." in done.err
    assert "Only in A: 1." in done.err
    assert (tmp_path / "out").stat().st_size > 0
    assert govdisc("compare", tmp_path / "empty", tmp_path / "empty").code == 5
