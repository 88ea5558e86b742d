"""Reading the pages: their blocks, the commands in them, and what these print where they are run in a folder with the examples."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from govdisc.model.book import parse_toml

ROOT = Path(__file__).resolve().parent.parent
README, CHINESE = ROOT / "README.md", ROOT / "README.zh-CN.md"
GENERATED = {"plugin-api.md", "rules.md", "rules.zh-CN.md", "formats.md", "commands.md", "portal-xml.md"}
PAGES = [README, CHINESE, ROOT / "CONTRIBUTING.md", *(page for page in sorted((ROOT / "docs").glob("*.md")) if page.name not in GENERATED)]
BOUNDARY = "\x1e"


@dataclass(frozen=True)
class Block:
    """A fenced block of a page: the words behind its fence, its text, and its line."""

    page: Path
    line: int
    info: str
    text: str

    @property
    def language(self) -> str:
        return self.info.split(" ")[0]

    @property
    def file(self) -> str | None:
        """The file that the block is, where its fence says so: ```python file=NAME."""
        found = re.search(r"file=(\S+)", self.info)
        return found[1] if found else None

    def __str__(self) -> str:
        return f"{self.page.name}:{self.line}"


def blocks(page: Path) -> Iterator[Block]:
    """The fenced blocks of a page, from its top."""
    start, info, inside = 0, "", []
    for number, line in enumerate(page.read_text("utf-8").split("\n"), 1):
        if not line.startswith("```"):
            inside.append(line)
        elif start:
            yield Block(page, start, info, "\n".join(inside))
            start = 0
        else:
            start, info, inside = number, line[3:].strip(), []


def prose(page: Path) -> str:
    """A page without its fenced blocks."""
    return re.sub(r"^```.*?^```$", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)


def of(language: str) -> list[Block]:
    """The blocks of a language; those of a kind of plugin are steps of the tutorial, and tested by themselves."""
    return [block for page in PAGES for block in blocks(page) if block.language == language and "kind=" not in block.info]


@dataclass(frozen=True)
class Command:
    """A command of a console block, and the lines that are shown below it."""

    line: str
    shown: tuple[str, ...]


def commands(block: Block) -> list[Command]:
    """The commands of a console block, each with what is shown below it."""
    out: list[Command] = []
    for line in block.text.split("\n"):
        if line.startswith("$ "):
            out.append(Command(line[2:], ()))
        else:
            out[-1] = Command(out[-1].line, (*out[-1].shown, line))
    return out


def chain_of(block: Block) -> tuple[Block, ...]:
    """The blocks that are run in one shell: a block whose fence says ``console goes-on`` goes on where the one above it ended."""
    chain: list[Block] = []
    for other in blocks(block.page):
        if other.language == "console":
            if "goes-on" not in other.info.split():
                if block in chain:
                    break
                chain = []
            chain.append(other)
    return tuple(chain)


@cache
def printed_by(chain: tuple[Block, ...]) -> list[str]:
    """What each command of a chain prints, one after another in one shell, in a folder with the examples."""
    # each command sees the exit code of the one before, for echo $?
    script = "".join(f"{command.line}\ncode=$?; printf '{BOUNDARY}'; (exit $code)\n" for block in chain for command in commands(block))
    with tempfile.TemporaryDirectory() as place:
        shutil.copytree(ROOT / "examples", Path(place) / "examples")
        printed = shell(script, chain[0].page, Path(place)).split(BOUNDARY)
    assert len(printed) == 1 + sum(len(commands(block)) for block in chain)
    return printed[:-1]


def printed_of(block: Block) -> list[str]:
    """What each command of a block prints."""
    chain = chain_of(block)
    before = sum(len(commands(other)) for other in chain[: chain.index(block)])
    return printed_by(chain)[before : before + len(commands(block))]


def environment(page: Path) -> dict[str, str]:
    """The environment of a page's commands: this Python's programs first, and the page's language."""
    scripts = os.pathsep.join([str(Path(sys.executable).parent), sysconfig.get_path("scripts"), os.environ.get("PATH", "")])
    chinese = page.name.endswith(".zh-CN.md")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GOVDISC_", "PYTEST_"))}
    return {**kept, "PATH": scripts, "GOVDISC_LANG": "zh" if chinese else "en", "LC_ALL": "C.UTF-8"}


def shell(script: str, page: Path, folder: Path) -> str:
    """What a script prints, stdout and stderr as they come."""
    sh = shutil.which("sh")
    if sh is None:
        pytest.skip("the commands of the pages are written for a POSIX shell")
    extract(page, folder / "plugin")
    settings = {**environment(page), "PYTHONPATH": str(folder / "plugin")}
    done = subprocess.run([sh, "-c", script], cwd=folder, env=settings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=300)
    return done.stdout.decode("utf-8").replace("\r\n", "\n")


def extract(page: Path, folder: Path) -> Path:
    """Write the files that a page holds, and what pip would put beside them, so that their entry points are found."""
    held = [(block.file, block.text) for block in blocks(page) if block.file]
    for name, text in held:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text + "\n", "utf-8")
    if any(name == "pyproject.toml" for name, _ in held):
        project = parse_toml((folder / "pyproject.toml").read_text("utf-8"), "pyproject.toml")["project"]
        info = folder / f"{project['name'].replace('-', '_')}-{project['version']}.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n", "utf-8")
        points = "".join(f"{name} = {value}\n" for name, value in project["entry-points"]["govdisc"].items())
        (info / "entry_points.txt").write_text(f"[govdisc]\n{points}", "utf-8")
    return folder


def matches(shown: tuple[str, ...], printed: list[str]) -> bool:
    """Whether the lines shown are those printed; a line … stands for any lines, and … at the end of a line for its rest."""
    if not shown:
        return not printed
    if shown[0] == "…":
        return any(matches(shown[1:], printed[at:]) for at in range(len(printed) + 1))
    if not printed:
        return False
    head, rest = shown[0], shown[1:]
    same = printed[0].startswith(head[:-1]) if head.endswith("…") and printed[0] != head else printed[0] == head
    return same and matches(rest, printed[1:])
