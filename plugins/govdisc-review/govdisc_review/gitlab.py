"""Code quality of GitLab: a JSON array, an issue a finding; each has a path, a line and a fingerprint that is its own.

https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format. The format knows no waivers: what is waived or known is an
``info`` whose description begins with the reason. Where a file has no lines an issue stands at its line 1.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator

from govdisc.plugin import Outcome, ReportContext
from govdisc_review.flat import Flat, Walk
from govdisc_review.safe import dumps

_SEVERITIES = {"error": "major", "warning": "minor", "info": "info"}


def write(outcome: Outcome, context: ReportContext) -> Iterator[str]:
    """Yield the array issue by issue."""
    seen: Counter[str] = Counter()
    joint = "["
    for _result, findings in Walk(outcome, context).results():
        for flat in findings:
            yield joint + "\n" + dumps(_issue(flat, seen))
            joint = ","
    yield "[]\n" if joint == "[" else "\n]\n"


def _issue(flat: Flat, seen: Counter[str]) -> dict[str, object]:
    finding, aside = flat.finding, flat.aside
    print_ = hashlib.sha256(f"{flat.data['fingerprint']}\x1f{flat.entry.uri}".encode("utf-8", "surrogatepass")).hexdigest()[:32]
    seen[print_] += 1
    place = f"[{flat.place}] " if flat.place and not flat.line else ""
    return {
        "description": (f"({aside}) " if aside else "") + place + finding.message,
        "check_name": finding.code,
        "fingerprint": print_ if seen[print_] == 1 else f"{print_}-{seen[print_]}",
        "severity": "info" if aside else _SEVERITIES[finding.severity],
        "location": {"path": flat.entry.uri or "govdisc", "lines": {"begin": flat.line or 1}},
    }
