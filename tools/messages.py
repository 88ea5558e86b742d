"""Keep the message catalogues current: extract the English messages, keep their translations, drop what is no longer said.

    python tools/messages.py           update every .po file
    python tools/messages.py --check   fail when one is out of date or a message lacks its translation

Messages are what stands in ``_()`` and ``N_()``, and the docstrings of rules, which are shown to the user as explanations. The core
and every plugin with a ``locale`` folder have a catalogue of their own, named as their package. Entries are sorted by their message and
say nothing of files and lines, so that work done side by side merges; what a merge by lines leaves twice is mended here.
"""

from __future__ import annotations

import argparse
import ast
import inspect
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from babel.messages.extract import extract_from_dir

from govdisc.i18n import parse_catalogue

ROOT = Path(__file__).resolve().parent.parent
LANGUAGE = "zh_CN"
DECORATORS = ("rule", "batch_rule")
HEADER = {"": f"Language: {LANGUAGE}\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n"}


def packages() -> Iterator[Path]:
    """Yield the packages that have a catalogue."""
    yield ROOT / "govdisc"
    for folder in sorted((ROOT / "plugins").glob("*/govdisc_*/locale")):
        yield folder.parent


def messages_of(package: Path) -> set[str]:
    """Return the messages of a package."""
    keywords = {"_": None, "N_": None, "gettext": None}
    extracted = extract_from_dir(str(package), [("**.py", "python")], keywords=keywords)
    found = {message for _name, _line, message, _comments, _context in extracted if isinstance(message, str) and message}
    for path in package.rglob("*.py"):
        found.update(rule_docstrings(path))
    return found


def rule_docstrings(path: Path) -> Iterator[str]:
    """Yield the docstrings of the functions that a module declares as rules."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef) and any(
            isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in DECORATORS for call in node.decorator_list
        ):
            docstring = ast.get_docstring(node, clean=False)
            if docstring:
                yield inspect.cleandoc(docstring)


def catalogue_path(package: Path) -> Path:
    """Return where a package keeps its translations."""
    return package / "locale" / LANGUAGE / "LC_MESSAGES" / f"{package.name}.po"


def updated(package: Path) -> dict[str, str]:
    """Return exactly the package's messages, each with the translation it had, else with an empty one."""
    path = catalogue_path(package)
    known = parse_catalogue(path.read_text("utf-8")) if path.exists() else {}
    return {message: known.get(message, "") for message in sorted(messages_of(package))}


def rendered(catalogue: Mapping[str, str]) -> str:
    """Return the .po file of a catalogue; the same messages give the same bytes."""
    entries = (f"msgid {_quoted(message)}\nmsgstr {_quoted(text)}\n" for message, text in {**HEADER, **catalogue}.items())
    return "\n".join(entries)


def _quoted(text: str) -> str:
    """The text as a .po file holds it, a line of its own for each of several lines."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t").replace("\r", "\\r")
    lines = [line + "\\n" for line in escaped.split("\n")]
    last = lines.pop().removesuffix("\\n")
    lines += [last] if last else []
    return f'"{"".join(lines)}"' if len(lines) < 2 else "\n".join(f'"{line}"' for line in ("", *lines))


def main() -> int:
    """Update or check every catalogue."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="fail instead of writing")
    check = parser.parse_args().check
    problems: list[str] = []
    for package in packages():
        catalogue, path = updated(package), catalogue_path(package)
        problems += [f"{package.name}: not translated: {message[:100]}" for message, text in catalogue.items() if not text]
        current = path.read_text("utf-8") if path.exists() else ""
        if current == rendered(catalogue):
            continue
        if check:
            problems.append(f"{path.relative_to(ROOT)}: out of date; run python tools/messages.py")
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(rendered(catalogue), "utf-8", newline="\n")
    print("\n".join(problems) or "every message is translated")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
