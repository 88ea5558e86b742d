"""Keep the message catalogues current: extract the English messages, keep their translations, compile.

    python tools/messages.py           update every .po and .mo file
    python tools/messages.py --check   fail when one is out of date or a message lacks its translation

Messages are what stands in ``_()`` and ``N_()``, and the docstrings of rules, which are shown to the user as explanations. The core
and every plugin with a ``locale`` folder have a catalogue of their own, named as their package.
"""

from __future__ import annotations

import argparse
import ast
import datetime
import inspect
import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LANGUAGE = "zh_CN"
#: Catalogues carry a date; a moving one would make every run a change.
EPOCH = datetime.datetime(2026, 1, 1, tzinfo=datetime.timezone.utc)

#: Messages of click that users of govdisc see; click looks them up in the core's catalogue.
CLICK = (
    "Usage:",
    "Options",
    "Commands",
    "Error: {message}",
    "Show this message and exit.",
    "Missing argument",
    "Missing option",
    "Missing parameter",
    "No such command {name!r}.",
    "No such option {name!r}.",
    "Try '{command} {option}' for help.",
    "Invalid value: {message}",
    "Invalid value for {param_hint}: {message}",
    "{value!r} is not a valid {number_type}.",
    "{value} is not in the range {range}.",
    "required",
    "default: {default}",
    "Option {name!r} requires an argument.",
)


def packages() -> Iterator[Path]:
    """Yield the packages that have a catalogue."""
    yield ROOT / "govdisc"
    for folder in sorted((ROOT / "plugins").glob("*/govdisc_*/locale")):
        yield folder.parent


def messages_of(package: Path) -> dict[str, list[str]]:
    """Return the messages of a package and the files they stand in."""
    found: dict[str, list[str]] = {}
    keywords = {"_": None, "N_": None, "gettext": None}
    for name, _line, message, _comments, _context in extract_from_dir(str(package), [("**.py", "python")], keywords=keywords):
        if isinstance(message, str) and message:
            found.setdefault(message, []).append(name.replace("\\", "/"))
    for path in sorted(package.rglob("*.py")):
        for docstring in rule_docstrings(path):
            found.setdefault(docstring, []).append(path.relative_to(package).as_posix())
    if package.name == "govdisc":
        for message in CLICK:
            found.setdefault(message, []).append("click")
    return found


def rule_docstrings(path: Path) -> Iterator[str]:
    """Yield the docstrings of the functions that a module declares as rules."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef) and any(
            isinstance(one, ast.Call) and isinstance(one.func, ast.Name) and one.func.id == "rule" for one in node.decorator_list
        ):
            docstring = ast.get_docstring(node, clean=False)
            if docstring:
                yield inspect.cleandoc(docstring)


def updated(package: Path) -> Catalog:
    """Return the package's catalogue with exactly its messages, and the translations it had."""
    path = catalogue_path(package)
    known: Catalog = Catalog(LANGUAGE)
    if path.exists():
        with path.open("rb") as file:
            known = read_po(file, LANGUAGE)
    fresh: Catalog = Catalog(LANGUAGE, project=package.name, header_comment="# Messages of govdisc in Chinese.", fuzzy=False)
    fresh.creation_date = fresh.revision_date = EPOCH
    for message, places in sorted(messages_of(package).items()):
        old = known.get(message)
        fresh.add(message, old.string if old else "", locations=[(place, None) for place in sorted(set(places))])
    return fresh


def catalogue_path(package: Path) -> Path:
    """Return where a package keeps its translations."""
    return package / "locale" / LANGUAGE / "LC_MESSAGES" / f"{package.name}.po"


def rendered(catalogue: Catalog) -> tuple[bytes, bytes]:
    """Return the .po and the .mo file of a catalogue; the same messages give the same bytes."""
    text, binary = io.BytesIO(), io.BytesIO()
    write_po(text, catalogue, width=120, omit_header=True)
    header = b'msgid ""\nmsgstr ""\n"Language: zh_CN\\n"\n"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n\n'
    po = header + text.getvalue()
    again = read_po(io.BytesIO(po), LANGUAGE)
    again.creation_date = again.revision_date = EPOCH
    write_mo(binary, again)
    return po, binary.getvalue()


def untranslated(catalogue: Catalog) -> list[str]:
    """Return the messages without a translation."""
    return [str(one.id) for one in catalogue if one.id and not one.string]


def main() -> int:
    """Update or check every catalogue."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="fail instead of writing")
    check = parser.parse_args().check
    problems: list[str] = []
    for package in packages():
        catalogue = updated(package)
        path = catalogue_path(package)
        problems += [f"{package.name}: not translated: {message[:100]}" for message in untranslated(catalogue)]
        for file, data in zip((path, path.with_suffix(".mo")), rendered(catalogue), strict=True):
            if file.exists() and file.read_bytes() == data:
                continue
            if check:
                problems.append(f"{file.relative_to(ROOT)}: out of date; run python tools/messages.py")
            else:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(data)
    print("\n".join(problems) or "every message is translated and compiled")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
