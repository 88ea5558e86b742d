"""A small part of the press: reports that programs have made are read back; the whole matrix is made by tools/press.py."""

from __future__ import annotations

import os

import pytest
from press.browser import started
from press.chains import chains
from press.jobs import Chain, jobs
from press.judge import judge, lost
from press.programs import missing, program

from govdisc.api import installed_plugins
from govdisc.model.report import Report, Unread

#: One of each kind of producer that is quick; PDF and OFD are tried by the tests of their plugins.
CHAINS = (
    "html-wordpress",
    "html-word-filtered",
    "html-old",
    "mhtml-word-pasted",
    "copy-inner-plain",
    "copy-selection-nested",
    "pandoc-docx-gfm",
    "xlsx-printed",
    "word-form",
    "writer-typed-odt",
    "barred-cells-wordpress",
    "python-docx-bars-docx",
)
#: Whoever made such text lost the order of its cells, or where one ends.
DISORDERED = ("pdfminer-office-plain", "pdfplumber-text-office-plain", "writer-typed-txt")


@pytest.mark.parametrize("chain", [chain for chain in chains() if chain.name in CHAINS], ids=lambda chain: chain.name)
def test_files_of_programs_are_read(chain: Chain) -> None:
    """A report of each form: nothing is wrong, lost or falsely blamed, and what must be read is."""
    if lacks := missing(chain.needs):
        pytest.skip(lacks)
    if not any(chain.suffix in format_.suffixes for format_ in installed_plugins().formats.values()):
        pytest.skip(f"nothing reads {chain.suffix}")
    printed = list(jobs(4, seed=77))[2:]
    score = judge(chain, printed, chain.make(printed))
    assert score.files == len(printed)
    assert (score.wrong, score.lost, score.false_errors) == (0, 0, 0), score.amiss
    assert score.share >= chain.target, score.amiss


@pytest.mark.parametrize("chain", [chain for chain in chains() if chain.name in DISORDERED], ids=lambda chain: chain.name)
def test_what_lost_its_order_is_never_read_as_something_else(chain: Chain) -> None:
    """Little of it is read, and none of that is another cell's."""
    if lacks := missing(chain.needs):
        pytest.skip(lacks)
    printed = list(jobs(8, seed=77))
    score = judge(chain, printed, chain.make(printed))
    assert (score.files, score.wrong) == (len(printed), 0), score.amiss


def test_every_chain_has_a_name_of_its_own() -> None:
    """A name chooses one chain; the ones that are tried here are there."""
    names = [chain.name for chain in chains()]
    assert len(names) == len(set(names))
    assert {*CHAINS, *DISORDERED} <= set(names)


@pytest.mark.skipif(os.name != "posix", reason="numbers of pipes are given out on POSIX systems alone")
def test_a_browser_starts_whatever_numbers_its_pipes_have() -> None:
    """A long run has many files open; the pipes come behind them, and the browser hears on 3 and 4 all the same."""
    if lacks := missing(("chromium",)):
        pytest.skip(lacks)
    opened = [os.open(os.devnull, os.O_RDONLY)]
    try:
        for number in (3, 4, 26, 27, 28, 29):
            while opened[-1] < number:
                opened.append(os.open(os.devnull, os.O_RDONLY))
            with started(str(program("chromium"))) as browser:
                assert browser.run("1 + 1") == 2
    finally:
        for number in opened:
            os.close(number)


def test_a_number_that_went_away_is_lost() -> None:
    """A cell that is not read must be told with its number; pieces of a wrapped one are enough."""
    (job,) = jobs(1, seed=5)
    path, number = next((path, value) for path, value in job.report.cells() if path.startswith("requests.") and value and value > 9)
    found = Report(form=job.report.form)
    assert lost(job, found, [path]) == [str(number)]
    text = str(number)
    found.unread.append(Unread("too_many", "requests", "line 1", f"0 {text[:1]} {text[1:]}"))
    assert lost(job, found, [path]) == []


def test_pieces_of_wrapped_numbers_that_may_be_given_to_several() -> None:
    """121 and 2 make 1212 as 12 and 12 do, and then 1213 goes without; where all figures are told, no number is lost."""
    (job,) = jobs(1, seed=5)
    paths = [path for path, _value in job.report.cells() if path.startswith("requests.")][:3]
    for path, value in zip(paths, (1212, 1213, 52), strict=True):
        table, row, column = path.split(".")
        job.report.tables[table][row][column] = value
    for text, count in (("5.要求 12 12 121 3 5 2", 0), ("5.要求 12 12 121 3 2", 2)):
        assert len(lost(job, Report(form=job.report.form, unread=[Unread("too_many", "requests", "line 1", text)]), paths)) == count
