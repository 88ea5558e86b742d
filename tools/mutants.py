"""Change the code in small ways and see whether the tests notice: which changes survive tells which tests are missing.

    python tools/mutants.py --package govdisc/rules [--only FILE ...] [--sample 60] [--seed 1] [--tests tests/rules ...] [--jobs 2] [--survivors] [--kept] [--write]

First the tests run once, and each line is told which tests reach it (kept in ``.mutants``, and measured again only for what changed). Then
for each change of the sample only the tests that reach its line run, until one fails: that which noticed the change last time, those that
noticed most others of its file, then the quickest. What survives is printed with its line, and with the reason why it is left where
``tools/mutants.toml`` gives one; the exit code is 1 when less than ``--least`` of the sample was noticed. ``--survivors`` runs those alone
that survived last time, ``--only tables.py`` changes some files of the package alone, ``--write`` puts the result into docs/evidence.md.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import evidence_page
from mutant_changes import ROOT, Mutant, mutants_of
from mutant_tests import KEPT, Reached, look, measure

#: The tests that matter, by what is changed; a plugin's are its own.
TESTS = {
    "govdisc/rules": [
        "tests/rules", "tests/test_comparisons.py", "tests/test_equations.py", "tests/test_json.py", "tests/test_json_refused.py", "tests/test_plugins.py",
        "tests/test_regimes.py", "tests/test_settings.py", "tests/test_strict_forms.py", "tests/test_variants.py",
        "plugins/govdisc-foia-us/tests", "plugins/govdisc-prose/tests/test_agreement.py",
    ],
    "govdisc/explain": ["tests/test_explain.py", "plugins/govdisc-locate/tests"],
    "govdisc/model": ["tests/test_equations.py", "tests/test_strict_forms.py", "tests/test_variants.py", "tests/rules", "tests/test_json.py", "tests/test_json_refused.py"],
    "govdisc/recognise": [
        "tests/test_readings.py", "tests/test_columns_of_pages.py", "tests/test_collect.py",
        "tests/test_sections.py", "tests/test_rows_in_grids.py", "tests/test_rows_in_text.py", "tests/test_rows_of_converters.py", "tests/test_damaged_labels.py",
        "tests/test_damaged_prints.py", "tests/test_laid_out.py", "tests/test_regimes.py", "tests/test_variants.py", "tests/test_facts.py", "tests/test_declared.py",
        "tests/test_text_layouts.py", "tests/test_grids.py", "tests/test_how_far.py", "tests/test_extents.py", "tests/test_pieces.py", "tests/test_fitting.py",
        "tests/test_lines.py", "tests/test_lost_order.py", "tests/test_numbered_rows.py", "tests/test_changed_tables.py",
        "plugins/govdisc-foia-us/tests/test_foia_us.py",
        "plugins/govdisc-docx/tests/test_matrix.py", "plugins/govdisc-docx/tests/test_tables.py",
        "plugins/govdisc-html/tests/test_metadata.py", "plugins/govdisc-html/tests/test_pages.py", "plugins/govdisc-html/tests/test_reading.py",
        "plugins/govdisc-html/tests/test_tables.py", "plugins/govdisc-html/tests/test_wrapped.py", "plugins/govdisc-html/tests/test_writer.py",
        "plugins/govdisc-markdown/tests/test_reader.py",
    ],
    "govdisc/text": [
        "tests/test_bodies.py", "tests/test_charset.py", "tests/test_dates.py", "tests/test_values.py", "tests/test_facts.py", "tests/test_json.py",
        "tests/test_json_refused.py", "tests/test_rows_in_grids.py", "tests/test_rows_in_text.py", "tests/test_rows_of_converters.py",
        "tests/test_damaged_labels.py", "tests/test_dashed_tables.py", "tests/test_labels.py", "tests/test_notes.py", "tests/test_text_layouts.py", "tests/test_strict_forms.py",
        "tests/test_compiled.py", "tests/test_wording.py", "tests/rules",
    ],
}  # fmt: skip
#: So many tests that noticed other changes of the file run before the quickest.
KEEN = 12
REASONS = Path(__file__).with_name("mutants.toml")


def reasons() -> list[dict[str, str]]:
    """Why changes that no test notices are left: each with the ``file``, how the ``line`` begins, words of the ``change`` and ``why``."""
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    told: list[dict[str, str]] = tomllib.loads(REASONS.read_text("utf-8"))["left"]
    return told


def why_left(mutant: Mutant, told: list[dict[str, str]]) -> str:
    """Why a change is left, "" where nobody told."""
    found = (left for left in told if mutant.path.endswith(left["file"]) and mutant.source.startswith(left["line"]) and left.get("change", "") in mutant.what)
    return next((left["why"] for left in found), "")


class Known:
    """What noticed each change when it was last made: the test that is tried first, and the changes that survived."""

    def __init__(self, package: Path) -> None:
        self.kept = KEPT / f"{package.name}.json"
        self.noticed: dict[str, str | None] = json.loads(self.kept.read_text("utf-8")) if self.kept.exists() else {}

    def of(self, mutant: Mutant) -> str | None:
        """The test that noticed a change, None where none did, or it was never made."""
        return self.noticed.get("\n".join(map(str, mutant.key)))

    def first(self, mutant: Mutant, tests: list[str]) -> list[str]:
        """The tests for a change: that which noticed it last time first, then those that noticed most others of its file."""
        noticed = Counter(test for key, test in self.noticed.items() if test and key.partition("\n")[0] == mutant.path)
        keen = [name for name, _times in noticed.most_common(KEEN)]
        ahead = [name for name in dict.fromkeys([self.of(mutant), *keen]) if name in set(tests)]
        return [*ahead, *(name for name in tests if name not in ahead)]

    def put(self, mutant: Mutant, noticed: str | None) -> None:
        """Keep what noticed a change; an interrupted run is not lost."""
        self.noticed["\n".join(map(str, mutant.key))] = noticed
        self.kept.write_text(json.dumps(self.noticed, ensure_ascii=False, indent=0), "utf-8")


def page(name: str, sample: list[Mutant], known: int, noticed: dict[Mutant, str | None], command: str) -> Iterator[str]:
    """Yield the lines that docs/evidence.md shows."""
    survivors = [mutant for mutant in sample if not noticed[mutant]]
    share = 1 - len(survivors) / len(sample)
    yield f"Made by `{command}`. Of {known} small changes to the code of `{name}` (a comparison turned, `and` for `or`, a number one more,"
    yield f"a branch always or never taken, nothing returned), a random sample of {len(sample)} was made: **{share:.1%}** were noticed by a test."
    yield f"These {len(survivors)} were not:"
    yield ""
    yield "| line | change | why it is left |"
    yield "|---|---|---|"
    why = reasons()
    for mutant in sorted(survivors, key=lambda mutant: (mutant.path, mutant.line, mutant.what)):
        cells = (f"{Path(mutant.path).name}: `{mutant.source}`", f"`{mutant.what}`", why_left(mutant, why) or "no test tells it yet")
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def main() -> int:
    """Draw the sample, run it, print what survives."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--package", required=True, help="the folder whose files are changed")
    parser.add_argument("--only", nargs="+", default=[], help="the names of the files that are changed; left out: all of the package")
    parser.add_argument("--sample", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tests", nargs="+", default=[], help="where the tests lie; left out: those that matter for the package")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--least", type=float, default=0.9, help="the share that must be noticed")
    parser.add_argument("--survivors", action="store_true", help="only those of the sample that survived last time")
    parser.add_argument("--kept", action="store_true", help="tell what noticed them last time, and make no change again: where reasons alone are new")
    parser.add_argument("--write", action="store_true", help="write the result into docs/evidence.md")
    parser.add_argument("--measure", nargs="+", help=argparse.SUPPRESS)
    options = parser.parse_args()
    package = (ROOT / options.package).resolve()
    if options.measure:
        return measure(package, options.measure)
    name = str(package.relative_to(ROOT))
    own = [str(parent / "tests") for parent in [Path(name), *Path(name).parents] if name.startswith("plugins/") and (ROOT / parent / "tests").is_dir()]
    files = [path for path in sorted(package.rglob("*.py")) if "tests" not in path.relative_to(package).parts and path.name in (options.only or [path.name])]
    possible = [mutant for path in files for mutant in mutants_of(path)]
    sample = sorted(possible, key=lambda mutant: mutant.drawn(options.seed))[: options.sample]
    known = Known(package)
    made = [mutant for mutant in sample if known.of(mutant) is None] if options.survivors else sample
    noticed = {mutant: known.of(mutant) for mutant in made} if options.kept else dict.fromkeys(made)
    counts: dict[Mutant, int] = {}
    if not options.kept:
        reached = Reached(package, options.tests or TESTS.get(name) or own[:1] or ["tests"])
        tasks = [(mutant, tests) for mutant in made if (tests := known.first(mutant, reached.tests_for(mutant)))]
        counts.update((mutant, len(tests)) for mutant, tests in tasks)
        for mutant, test in look(tasks, reached, options.jobs):
            noticed[mutant] = test
            known.put(mutant, test)
    why = reasons()
    for mutant in sorted(made, key=lambda mutant: (mutant.path, mutant.line)):
        if not noticed[mutant]:
            print(f"{mutant.path}:{mutant.line}: {mutant.what}\n    {mutant.source}  ({counts.get(mutant, 0)} tests)", why_left(mutant, why), sep="  ")
    share = sum(map(bool, noticed.values())) / len(made)
    print(f"{len(made)} of {len(possible)} changes of {name}: {sum(map(bool, noticed.values()))} noticed, {share:.1%} (seed {options.seed})")
    if options.write and not options.survivors:
        command = f"python tools/mutants.py --package {name} --sample {options.sample} --seed {options.seed} --write"
        evidence_page.put(f"Small changes to {name}", page(name, sample, len(possible), noticed, command))
    return 0 if share >= options.least else 1


if __name__ == "__main__":
    sys.exit(main())
