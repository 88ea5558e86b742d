"""Bring what the pages show of commands up to date: run every console block, and write what was printed below each command.

    python tools/pages.py            rewrite the blocks that show something else
    python tools/pages.py --check    fail when one does

A block that shows only a part (with lines …) goes on showing that part: each of its lines gives way to the printed line most like it. Python sessions are not rewritten:
the test of the documentation tells where they differ.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from pages_kit import ROOT, Block, commands, matches, of, printed_of

#: A printed line that is less like the shown one is another line.
LIKE = 0.55


def shown_again(shown: tuple[str, ...], printed: list[str]) -> list[str]:
    """Return the lines to show of what was printed, in the shape of what was shown."""
    if "…" not in shown:
        return printed
    from difflib import SequenceMatcher

    lines: list[str] = []
    at = 0
    for line in shown:
        if line == "…":
            continue
        likeness = [(SequenceMatcher(None, line, now).ratio(), -number) for number, now in enumerate(printed[at:])]
        best, place = max(likeness, default=(0.0, 0))
        if best < LIKE:
            continue
        if place:
            lines.append("…")
        now = printed[at - place]
        cut = len(line) - 1 if line.endswith("…") else len(now)
        lines.append(now if cut >= len(now) else f"{now[:cut]}…")
        at += 1 - place
    return lines + ["…"] * (at < len(printed)) if lines else [*printed[:12], *["…"][: len(printed) > 12]]


def refreshed(block: Block) -> str | None:
    """Return the text of a block as it should be, None where it is right."""
    told = commands(block)
    printed = printed_of(block)
    lines: list[str] = []
    changed = False
    for command, text in zip(told, printed, strict=True):
        same = matches(command.shown, text.splitlines())
        changed = changed or not same
        lines += [f"$ {command.line}", *(command.shown if same else shown_again(command.shown, text.splitlines()))]
    return "\n".join(lines) if changed else None


def main() -> int:
    """Check or rewrite the pages."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    stale = 0
    for block in reversed(of("console")):  # from the end, so that the lines of earlier blocks stay
        text = refreshed(block)
        if text is None:
            continue
        stale += 1
        print(f"{block.page.relative_to(ROOT)}:{block.line}")
        if not options.check:
            lines = block.page.read_text("utf-8").split("\n")
            end = block.line + len(block.text.split("\n"))
            lines[block.line : end] = text.split("\n")
            block.page.write_text("\n".join(lines), "utf-8")
    print("every page shows what is printed" if not stale else f"{stale} blocks {'are stale' if options.check else 'rewritten'}")
    return 1 if stale and options.check else 0


if __name__ == "__main__":
    sys.exit(main())
