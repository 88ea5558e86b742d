"""The narrative of invented reports, written from their tables in many phrasings (``phrasings.toml``), with every number that it states."""

from __future__ import annotations

import random
import re
from dataclasses import field
from decimal import ROUND_HALF_UP, Decimal
from fnmatch import fnmatchcase
from functools import cache
from importlib.resources import files
from typing import Any

from govdisc.model.book import parse_toml
from govdisc.model.form import Form
from govdisc.model.report import Report
from govdisc.records import record
from govdisc.text.values import printed_value

_BRACE = re.compile(r"\{([a-z_]+)\}")
#: The kind of sentence that stands for another where the numbers are 0.
_NIL = {"requests": ("received", "carried_in", "processed", "carried_out"), "disputes": ("appeals", "suits")}
#: The topics of part 1 with the kinds of sentences that belong there.
_TOPICS = (
    ("（一）主动公开。", ("published", "documents", "decisions")),
    ("（二）依申请公开。", ("requests", "outcomes", "disputes")),
    ("（三）政府信息管理。", ("management",)),
    ("（四）平台建设。", ("platform",)),
    ("（五）监督保障。", ("guarantee",)),
)


@record(frozen=True)
class Stated:
    """A number of the narrative: its part, where it is printed, and the cells whose sum it is; none where no table has it."""

    section: str
    start: int
    end: int
    value: int | Decimal
    cells: tuple[str, ...] = ()


@cache
def _phrasings() -> dict[str, Any]:
    return parse_toml(files("govdisc.testing").joinpath("phrasings.toml").read_text("utf-8"), "phrasings.toml")


@record
class _Writer:
    """Writes the sentences of one report."""

    rng: random.Random
    report: Report
    form: Form
    text: str = ""
    section: str = ""
    stated: list[Stated] = field(default_factory=list)

    def cells(self, name: str) -> tuple[str, ...] | None:
        """The cells that a number is the sum of, None where the form has them not."""
        found: list[str] = []
        for path in _phrasings()["numbers"][name].split(" + "):
            table, row, column = path.split(".")
            rows = [known for known in self.report.tables.get(table, {}) if fnmatchcase(known, row)]
            paths = [f"{table}.{known}.{column}" for known in rows if column in self.report.tables[table][known]]
            if not paths:
                return None
            found += paths
        return tuple(found)

    def value(self, name: str) -> int | Decimal:
        return sum((self.report.cell(path) or 0 for path in self.cells(name) or ()), start=0)

    def fits(self, template: str) -> bool:
        """Whether the form has all cells that a sentence states."""
        return all(name not in _phrasings()["numbers"] or self.cells(name) is not None for name in _BRACE.findall(template))

    def words(self) -> dict[str, str]:
        year = self.report.year or 0
        return {"year": str(year), "last_year": str(year - 1), "next_year": str(year + 1), "we": _we(self.report)}

    def figures(self) -> dict[str, int | Decimal]:
        """Numbers of a sentence that no table has: parts and their sum, a share, two years, what a fee came to."""
        parts = [self.rng.randint(3, 400) for _name in "abc"]
        last = self.rng.randint(100, 900)
        now = last + self.rng.randint(10, 300)
        notices = self.value("notices") if self.cells("notices") else 0
        share, growth = Decimal(parts[0] * 100) / sum(parts), Decimal((now - last) * 100) / last
        return {
            **dict(zip("abc", parts, strict=True)),
            "sum": sum(parts),
            "last": last,
            "now": now,
            "share": share.quantize(Decimal("0.01"), ROUND_HALF_UP),
            "growth": growth.quantize(Decimal("0.1"), ROUND_HALF_UP),
            "billed": int(notices) * 100,
            "collected": int(notices) // 2 * 100,
        }

    def say(self, template: str) -> None:
        """Write a sentence."""
        words, figures, told = self.words(), self.figures(), _phrasings()
        while any(name in told["words"] for name in _BRACE.findall(template)):
            template = _BRACE.sub(lambda match: self.rng.choice(told["words"][match[1]]) if match[1] in told["words"] else match[0], template)
        at = 0
        for match in _BRACE.finditer(template):
            self.text += template[at : match.start()]
            at, name = match.end(), match[1]
            if name in words:
                self.text += words[name]
                continue
            cells = self.cells(name) if name in told["numbers"] else ()
            value = self.value(name) if cells else figures[name]
            printed = self._printed(value)
            self.stated.append(Stated(self.section, len(self.text), len(self.text) + len(printed), value, cells or ()))
            self.text += printed
        self.text += template[at:]

    def _printed(self, value: int | Decimal) -> str:
        if isinstance(value, int) and value >= 1000 and self.rng.random() < 0.2:
            return f"{value:,}"
        return printed_value(value)

    def chosen(self, templates: list[str]) -> None:
        """Write one of some sentences that the form has the cells for."""
        fitting = [template for template in templates if self.fits(template)]
        if fitting:
            self.say(self.rng.choice(fitting))

    def overview(self) -> None:
        told = _phrasings()["overview"]
        for heading, kinds in _TOPICS:
            self.text += heading
            for kind in kinds:
                nil = kind in _NIL and not any(self.value(name) for name in _NIL[kind])
                if kind == "outcomes" and not self.value("processed"):
                    continue
                self.chosen(told[f"nil_{kind}"] if nil else told[kind])
            self.text += "\n"

    def problems(self) -> None:
        for kind in ("named", "measures"):
            self.chosen(_phrasings()["problems"][kind])
            self.text += "\n"

    def other(self) -> None:
        told = _phrasings()["other"]
        if (self.report.year or 0) < 2021:
            self.chosen(told["before"])
        else:
            self.chosen(told["stated"] if self.cells("notices") and self.value("notices") else told["nil"])


def _we(report: Report) -> str:
    name = report.agency.name or ""
    if report.agency.level == "township":
        return "我街道" if "街道" in name else "我乡" if "乡" in name[-6:] else "我镇"
    if report.agency.kind == "government":
        return next((f"我{unit}" for unit in "县区市" if f"{unit}人民政府" in name), "本机关")
    return "我局" if name.endswith("局") else "本机关"


def write_prose(rng: random.Random, report: Report, form: Form) -> list[Stated]:
    """Write parts 1, 5 and 6 of a report anew, in one of many phrasings; return the numbers that they state, those of the tables right."""
    stated: list[Stated] = []
    for section in report.sections:
        writer = _Writer(rng, report, form, section=section.id)
        write = {"overview": writer.overview, "problems": writer.problems, "other": writer.other}.get(section.id)
        if write is not None:
            write()
            section.text = writer.text.strip("\n")
            stated += writer.stated
    return stated
