"""Prose that was written from the tables is left alone, in any of its phrasings, and a number of it that is changed is found."""

from __future__ import annotations

import random
from copy import deepcopy

import pytest
from govdisc_prose.kinds import kinds

from govdisc.engine import Engine
from govdisc.model.report import Report
from govdisc.plugins import Plugins
from govdisc.testing import Options, random_report
from govdisc.testing.bodies import invented_body
from govdisc.testing.prose import Stated, write_prose

PLUGINS = Plugins()
ENGINE = Engine(PLUGINS)


def told(seed: int) -> tuple[Report, list[Stated]]:
    """A report of a body of its own, and the numbers of its part 1 that its tables have."""
    rng = random.Random(seed)
    form = rng.choice(["2021", "2019"])
    report = random_report(rng, Options(form=form, agency=invented_body(seed).name, zero=0.5), PLUGINS.forms)
    stated = write_prose(rng, report, PLUGINS.forms.form(form))
    return report, [number for number in stated if number.cells and number.section == "overview"]


def warnings(report: Report) -> list[str]:
    """What is found above an info."""
    return [f"{finding.code} {finding.quote}" for finding in ENGINE.judged(report).findings if finding.severity != "info"]


@pytest.mark.parametrize("seed", range(60))
def test_prose_that_agrees_is_left_alone_and_any_other_number_is_found(seed: int) -> None:
    """Each number that the text states, put far from what any reading gives."""
    report, stated = told(seed)
    assert not warnings(report)
    assert len(stated) > 3
    for number in random.Random(seed).sample(stated, 3):
        damaged = deepcopy(report)
        text = damaged.sections[0].text
        damaged.sections[0].text = f"{text[: number.start]}{int(number.value) + 98_765}{text[number.end :]}"
        assert warnings(damaged), text[max(0, number.start - 40) : number.end + 20]


def test_no_pattern_captures() -> None:
    """Which kind matched is told by the group at the end of its pattern, so none may have groups of its own."""
    groups = kinds().groups.values()
    assert groups
    assert all(group.pattern.groups == len(group.kinds) for group in groups)
