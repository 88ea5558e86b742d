"""A small kit for tests, for the authors of plugins as well: random correct reports, examples, and printed text layouts.

Everything here is invented: agencies that do not exist, our own sentences, numbers from a seeded generator.
"""

from __future__ import annotations

from govdisc.testing.awkward import awkward_forms, awkward_report
from govdisc.testing.documents import as_document
from govdisc.testing.examples import example_report
from govdisc.testing.generate import Options, random_report, random_reports
from govdisc.testing.growth import in_proportion
from govdisc.testing.layouts import TEXT_LAYOUTS, print_text
from govdisc.testing.running import read_reports, run_rules

__all__ = [
    "TEXT_LAYOUTS",
    "Options",
    "as_document",
    "awkward_forms",
    "awkward_report",
    "example_report",
    "in_proportion",
    "print_text",
    "random_report",
    "random_reports",
    "read_reports",
    "run_rules",
]
