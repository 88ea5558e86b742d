"""Marked copies: what is sent back has a comment for everything that counts, and the files themselves stay as they were."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import docx
import openpyxl
import pytest
from govdisc_review.board import board
from govdisc_review.marked import folder, marks_of

from govdisc.account import READ
from govdisc.engine import Engine
from govdisc.plugin import Outcome, Report, ReportContext, WriteContext
from govdisc.plugins import Plugins
from govdisc.settings import Settings
from govdisc.sources import Paths
from govdisc.testing import random_report


@pytest.fixture
def saved(plugins: Plugins, tmp_path: Path, wrong: Report) -> Callable[..., Path]:
    """Return a maker of files of a format from the report with mistakes, or from another one."""

    def save(format_name: str, name: str, report: Report | None = None) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(plugins.formats[format_name].writer()([report or wrong], WriteContext(plugins.forms)))
        return path

    return save


@pytest.fixture
def checked(plugins: Plugins) -> Callable[..., Outcome]:
    """Return a maker of outcomes of files."""

    def run(*paths: Path) -> Outcome:
        outcome = Outcome(Engine(plugins, Settings()).check(Paths([str(path) for path in paths])))
        outcome.gathered()
        return outcome

    return run


def copies(outcome: Outcome, context: ReportContext) -> tuple[dict[str, bytes], list[str]]:
    """The files that are written, and what is said."""
    said: list[str] = []
    return dict(folder(outcome, replace(context, say=said.append))), said


def test_a_word_file_comes_back_with_a_comment_for_each_finding(saved: Callable[..., Path], checked: Callable[..., Outcome], context: ReportContext) -> None:
    """Under its own name, with what is wrong, what was expected and the article; the file is untouched."""
    path = saved("docx", "年报.docx")
    before = path.read_bytes()
    outcome = checked(path)
    files, said = copies(outcome, context)
    assert (list(files), said) == ([path.name], [])
    comments = [comment.text for comment in docx.Document(io.BytesIO(files[path.name])).comments]
    for finding in outcome.findings:
        assert any(f"{finding.code}】{finding.message}" in text for text in comments)
    assert any("Expected" in text for text in comments)
    assert path.read_bytes() == before


def test_a_workbook_comes_back_with_its_cells_commented(saved: Callable[..., Path], checked: Callable[..., Outcome], context: ReportContext) -> None:
    """Each at the cell that the finding names."""
    path = saved("xlsx", "report.xlsx")
    outcome = checked(path)
    files, _said = copies(outcome, context)
    book = openpyxl.load_workbook(io.BytesIO(files["report.xlsx"]))
    for finding in outcome.findings:
        sheet, _mark, cell = (finding.place or "").rpartition("!")
        if sheet:
            assert finding.message in book[sheet][cell].comment.text
    assert any(finding.place for finding in outcome.findings)


def test_a_copy_is_read_as_the_file_was(saved: Callable[..., Path], checked: Callable[..., Outcome], context: ReportContext, tmp_path: Path) -> None:
    """The comments are no part of the report: the copy has the same findings."""
    for name in ("docx", "xlsx"):
        path = saved(name, f"in/report.{name}")
        outcome = checked(path)
        ((_name, data),) = copies(outcome, context)[0].items()
        copy = tmp_path / f"copy.{name}"
        copy.write_bytes(data)
        assert [(f.code, f.cell, f.place) for f in checked(copy).findings] == [(f.code, f.cell, f.place) for f in outcome.findings]


def test_of_other_kinds_it_is_said_that_there_is_none(saved: Callable[..., Path], checked: Callable[..., Outcome], context: ReportContext) -> None:
    """With the kinds of which there is one."""
    files, said = copies(checked(saved("html", "a.html")), context)
    assert files == {}
    assert said == ["no marked copy is made of html files, only of: docx, xlsx."]


def test_what_does_not_count_is_not_marked(saved: Callable[..., Path], checked: Callable[..., Outcome], context: ReportContext) -> None:
    """A waived and a known finding get no comment, and a file without any finding no copy."""
    outcome = checked(saved("docx", "a.docx"))
    first, second, *others = outcome.findings
    first.suppressed, second.baseline = {"reason": "agreed upon"}, "known"
    (leaf,) = board(outcome, context).reports
    texts = [mark.text for mark in marks_of(leaf)]
    assert not any(first.message in text or second.message in text for text in texts)
    assert all(any(finding.message in text for text in texts) for finding in others)
    correct = checked(saved("docx", "b.docx", random_report(3)))
    assert not [finding for finding in correct.findings if finding.severity == "error"]
    if not correct.findings:
        assert copies(correct, context) == ({}, [])


def test_files_of_one_name_are_kept_apart(saved: Callable[..., Path], checked: Callable[..., Outcome], context: ReportContext) -> None:
    """Two folders with a file of the same name give two copies."""
    files, _said = copies(checked(saved("docx", "x/年报.docx"), saved("docx", "y/年报.docx")), context)
    assert list(files) == ["年报.docx", "年报-2.docx"]


def test_a_file_that_changed_is_not_copied(saved: Callable[..., Path], checked: Callable[..., Outcome], context: ReportContext) -> None:
    """Comments would stand in the wrong places; neither is one that is gone, or that came through a pipe."""
    changed, gone = saved("docx", "changed.docx"), saved("docx", "gone.docx")
    outcome = checked(changed, gone)
    assert {entry.status for entry in outcome.inputs} == {READ}
    changed.write_bytes(changed.read_bytes() + b"\0")
    gone.unlink()
    files, said = copies(outcome, context)
    assert files == {}
    assert len(said) == 2
    assert "changed since it was checked" in said[0]
    assert "no file of its own" in said[1]
