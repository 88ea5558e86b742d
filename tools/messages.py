"""Keep the message catalogues current: extract the English messages, keep their translations, drop what is no longer said.

    python tools/messages.py           update every .po file
    python tools/messages.py --check   fail when one is out of date or a message lacks its translation

Messages are what stands in ``_()`` and ``N_()``, and the docstrings of rules, which are shown to the user as explanations. The core
and every plugin with a ``locale`` folder have a catalogue of their own, named as their package. Entries are sorted by their message and
say nothing of files and lines, so that work done side by side merges; what a merge by lines leaves twice is mended here.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from govdisc.authoring.catalogues import catalogue_of

ROOT = Path(__file__).resolve().parent.parent


def packages() -> Iterator[Path]:
    """Yield the packages that have a catalogue."""
    yield ROOT / "govdisc"
    for folder in sorted((ROOT / "plugins").glob("*/govdisc_*/locale")):
        yield folder.parent


def main() -> int:
    """Update or check every catalogue."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="fail instead of writing")
    check = parser.parse_args().check
    problems: list[str] = []
    for package in packages():
        catalogue = catalogue_of(package)
        problems += [f"{package.name}: not translated: {message[:100]}" for message in catalogue.missing]
        if catalogue.current == catalogue.rendered:
            continue
        if check:
            problems.append(f"{catalogue.path.relative_to(ROOT)}: out of date; run python tools/messages.py")
        else:
            catalogue.path.parent.mkdir(parents=True, exist_ok=True)
            catalogue.path.write_text(catalogue.rendered, "utf-8", newline="\n")
    print("\n".join(problems) or "every message is translated")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
