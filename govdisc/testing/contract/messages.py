"""What a plugin with a catalogue says is translated, all of it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from govdisc.i18n import parse_catalogue
from govdisc.testing.contract.subject import Check, Subject, bind, breach


def checks(subject: Subject) -> Iterator[Check]:
    """Yield the promises of catalogues; a plugin without one speaks one language."""
    folder = subject.info.folder
    for path in sorted(folder.glob("locale/*/LC_MESSAGES/*.po")) if folder is not None else ():
        yield Check(f"{path.parts[-3]} has every message", bind(_complete, subject, path))
    if folder is not None and (folder / "locale").is_dir():
        yield Check("messages can be translated", bind(_translatable, folder))


def _complete(subject: Subject, path: Path) -> None:
    known = parse_catalogue(path.read_text("utf-8"))
    told = {rule.title for rule in subject.brought("rules")} | {rule.explanation for rule in subject.brought("rules")}
    told |= {parameter.meaning for rule in subject.brought("rules") for parameter in rule.parameters}
    told |= {command.help for command in subject.brought("commands") if command.help}
    told |= {str(option.help) for command in subject.brought("commands") for option in command.params if getattr(option, "help", None)}
    core = files("govdisc").joinpath(f"locale/{path.parts[-3]}/LC_MESSAGES/govdisc.po")  # shared options are the core's
    shared = parse_catalogue(core.read_text("utf-8")) if core.is_file() else {}
    lacking = sorted(message for message in told if not known.get(message) and not shared.get(message))
    if lacking:
        breach(f"{path.name} lacks {len(lacking)} of its messages, such as {lacking[0][:80]!r}; see govdisc plugin messages.")
    empty = [message for message, text in known.items() if message and not text]
    if empty:
        breach(f"{path.name} leaves {len(empty)} messages without a translation, such as {empty[0][:80]!r}.")


def _translatable(folder: Path) -> None:
    """``finding(f"…")`` and ``_(f"…")`` are put together before anybody can look them up."""
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or not node.args or not isinstance(node.args[0], ast.JoinedStr):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in ("_", "gettext", "finding", "unchecked", "InputError"):
                breach(f'{path.name} line {node.lineno}: {name}(f"…") cannot be translated; write _("… {{name}} …").format(name=…).')
