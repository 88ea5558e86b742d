"""The message catalogues of a package: what it says, extracted by Babel, beside the translations that are there.

Messages are what stands in ``_()``, ``N_()`` and ``gettext()``, and the docstrings of rules, which are shown to the user as explanations. Entries are sorted by their
message and say nothing of files and lines, so that work done side by side merges. The .po file is what govdisc reads; nothing is compiled.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator, Mapping
from pathlib import Path

from govdisc.errors import MissingLibraryError
from govdisc.i18n import gettext as _
from govdisc.i18n import parse_catalogue
from govdisc.records import record

LANGUAGE = "zh_CN"
DECORATORS = ("rule", "batch_rule")


def messages_of(package: Path) -> set[str]:
    """Return the messages of a package.

    Raises:
        MissingLibraryError: when Babel is not installed.

    """
    try:
        from babel.messages.extract import extract_from_dir
    except ModuleNotFoundError as error:
        if (error.name or "").split(".")[0] != "babel":
            raise
        raise MissingLibraryError(_("messages are extracted by Babel; install it with: pip install babel")) from error
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


@record(frozen=True)
class Catalogue:
    """A package's catalogue: where it lies, what stands in it, and what should."""

    path: Path
    current: str
    entries: Mapping[str, str]

    @property
    def missing(self) -> list[str]:
        """The messages without a translation."""
        return [message for message, text in self.entries.items() if not text]

    @property
    def rendered(self) -> str:
        """The .po file as it should be; the same messages give the same bytes."""
        header = f"Language: {self.path.parts[-3]}\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n"
        return "\n".join(f"msgid {_quoted(message)}\nmsgstr {_quoted(text)}\n" for message, text in {"": header, **self.entries}.items())


def catalogue_of(package: Path, language: str = LANGUAGE) -> Catalogue:
    """Return a package's catalogue with exactly its messages, each with the translation it had, else with an empty one.

    Raises:
        MissingLibraryError: when Babel is not installed.

    """
    path = package / "locale" / language / "LC_MESSAGES" / f"{package.name}.po"
    current = path.read_text("utf-8") if path.exists() else ""
    known = parse_catalogue(current)
    return Catalogue(path, current, {message: known.get(message, "") for message in sorted(messages_of(package))})


def _quoted(text: str) -> str:
    """The text as a .po file holds it, a line of its own for each of several lines."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t").replace("\r", "\\r")
    lines = [line + "\\n" for line in escaped.split("\n")]
    last = lines.pop().removesuffix("\\n")
    lines += [last] if last else []
    return f'"{"".join(lines)}"' if len(lines) < 2 else "\n".join(f'"{line}"' for line in ("", *lines))
