"""The pages tell the truth: commands print what is shown, code runs, links lead somewhere, and nothing is left out."""

from __future__ import annotations

import doctest
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from govdisc import hookspecs
from govdisc.cli import COMMANDS
from govdisc.findings import FAMILIES
from govdisc.plugins import Plugins

ROOT = Path(__file__).resolve().parent.parent
README, CHINESE = ROOT / "README.md", ROOT / "README.zh-CN.md"
GENERATED = {"rules.md", "rules.zh-CN.md", "formats.md", "commands.md", "portal-xml.md"}
PAGES = [README, CHINESE, ROOT / "CONTRIBUTING.md", *(page for page in sorted((ROOT / "docs").glob("*.md")) if page.name not in GENERATED)]
EVERY_PAGE = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "plugins").glob("*/README.md")])
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
    return [block for page in PAGES for block in blocks(page) if block.language == language]


@dataclass(frozen=True)
class Command:
    """A command of a console block, and the lines that are shown below it."""

    line: str
    shown: tuple[str, ...]


def commands(block: Block) -> list[Command]:
    out: list[Command] = []
    for line in block.text.split("\n"):
        if line.startswith("$ "):
            out.append(Command(line[2:], ()))
        else:
            out[-1] = Command(out[-1].line, (*out[-1].shown, line))
    return out


@pytest.fixture
def workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the examples, in which commands may leave files."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def environment(page: Path) -> dict[str, str]:
    scripts = os.pathsep.join([str(Path(sys.executable).parent), sysconfig.get_path("scripts"), os.environ.get("PATH", "")])
    chinese = page.name.endswith(".zh-CN.md")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GOVDISC_")}
    return {**kept, "PATH": scripts, "GOVDISC_LANG": "zh" if chinese else "en", "LC_ALL": "C.UTF-8"}


def shell(script: str, page: Path, folder: Path) -> str:
    """What a script prints, stdout and stderr as they come."""
    sh = shutil.which("sh")
    if sh is None:
        pytest.skip("the commands of the pages are written for a POSIX shell")
    done = subprocess.run([sh, "-c", script], cwd=folder, env=environment(page), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=300)
    return done.stdout.decode("utf-8").replace("\r\n", "\n")


def matches(shown: tuple[str, ...], printed: list[str]) -> bool:
    """Whether the lines shown are those printed; a line … stands for any lines, and … at the end of a line for its rest."""
    if not shown:
        return not printed
    if shown[0] == "…":
        return any(matches(shown[1:], printed[at:]) for at in range(len(printed) + 1))
    if not printed:
        return False
    head, rest = shown[0], shown[1:]
    same = printed[0].startswith(head[:-1]) if head.endswith("…") and not printed[0] == head else printed[0] == head
    return same and matches(rest, printed[1:])


@pytest.mark.parametrize("block", of("console"), ids=str)
def test_commands_print_what_is_shown(block: Block, workplace: Path) -> None:
    """Each command of a block, one after another in one shell, prints the lines below it."""
    told = commands(block)
    # each command sees the exit code of the one before, for echo $?
    script = "".join(f"{one.line}\ncode=$?; printf '{BOUNDARY}'; (exit $code)\n" for one in told)
    printed = shell(script, block.page, workplace).split(BOUNDARY)
    assert len(printed) == len(told) + 1
    for one, text in zip(told, printed[:-1], strict=True):
        assert matches(one.shown, text.splitlines()), f"$ {one.line}\n{text[:4000]}"


@pytest.mark.parametrize("block", of("pycon"), ids=str)
def test_python_sessions_print_what_is_shown(block: Block, workplace: Path) -> None:
    """An interactive session gives the values below its lines."""
    test = doctest.DocTestParser().get_doctest(block.text + "\n", {}, str(block), str(block.page), block.line)
    report: list[str] = []
    doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test, out=report.append)
    assert "".join(report) == ""


def test_a_lie_on_a_page_is_noticed() -> None:
    """The comparison knows a wrong line, a missing one and one too many."""
    printed = ["one", "two", "three"]
    assert matches(("one", "two", "three"), printed)
    assert matches(("one", "…"), printed)
    assert matches(("…", "thr…"), printed)
    for shown in (("one",), ("one", "two", "four"), ("…", "two"), (), ("one", "two", "three", "four")):
        assert not matches(shown, printed)


# --- the two READMEs ------------------------------------------------------------------------------------------------------------


def test_the_set_up_commands_come_first_and_are_two() -> None:
    """Both pages begin with the same two commands, each on one line."""
    both = [[block.text for block in blocks(page) if block.language == "sh"] for page in (README, CHINESE)]
    assert both[0] == both[1]
    assert [one.split(" && ")[0] for one in both[0]] == [
        "python -m pip install -r requirements.txt",
        "python -m pip install -r requirements-dev.txt",
    ]
    assert all("\n" not in one for one in both[0])
    for page in (README, CHINESE):
        assert [block.language for block in blocks(page)][:2] == ["sh", "sh"]


def test_what_the_first_command_shows(workplace: Path) -> None:
    """It ends well and shows what is wrong."""
    command = next(blocks(README)).text.split(" && ")[1]
    printed = shell(f"{command}; echo $?", README, workplace)
    assert printed.endswith("\n0\n")
    assert "SUM101" in printed
    assert "YOY103" in printed


def test_the_readmes_are_level() -> None:
    """Section by section: the same headings, tables, commands and Python."""
    shapes = []
    for page in (README, CHINESE):
        text = prose(page)
        headings = [len(one) for one in re.findall(r"^(#+) ", text, re.MULTILINE)]
        rows = [len(re.findall(r"^\|", part, re.MULTILINE)) for part in re.split(r"^#+ ", text, flags=re.MULTILINE)]
        told = [one.line for block in blocks(page) if block.language == "console" for one in commands(block)]
        code = [block.text for block in blocks(page) if block.language in ("pycon", "toml")]
        names = [re.findall(r"^\| (`.*?`|[A-Z]{3}|\d+) \|", text, re.MULTILINE)]
        shapes.append((headings, rows, told, code, names))
    assert shapes[0] == shapes[1]


# --- links and completeness -------------------------------------------------------------------------------------------------------


def anchors(page: Path) -> set[str]:
    """The anchors that GitHub makes of a page's headings."""
    found = re.findall(r"^#+ (.+)$", prose(page), re.MULTILINE)
    return {"".join(one for one in text.lower() if one.isalnum() or one in " -_").strip().replace(" ", "-") for text in found}


@pytest.mark.parametrize("page", EVERY_PAGE, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    """Every relative link is a file of the repository, and its anchor a heading."""
    lost = []
    for target in re.findall(r"\]\(([^)\s]+)\)", prose(page)):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        if not file.exists() or (anchor and anchor not in anchors(file)):
            lost.append(target)
    assert lost == []


def test_every_page_can_be_reached() -> None:
    """From the README, over links, to every page of docs/."""
    seen: set[Path] = set()
    waiting = [README]
    while waiting:
        page = waiting.pop()
        if page in seen or page.suffix != ".md":
            continue
        seen.add(page)
        targets = re.findall(r"\]\(([^)\s#]+)", prose(page))
        waiting += [(page.parent / one).resolve() for one in targets if not re.match(r"[a-z]+:", one)]
    assert {page for page in (ROOT / "docs").glob("*.md")} <= seen


@pytest.mark.parametrize("page", [README, CHINESE], ids=lambda page: page.name)
def test_everything_is_mentioned(page: Path) -> None:
    """Every command, format and rule family stands in the README."""
    text, plugins = page.read_text("utf-8"), Plugins()
    assert [one for one in (*COMMANDS, *plugins.commands) if f"`govdisc {one}`" not in text] == []
    assert [one for one in plugins.formats if f"`{one}`" not in text] == []
    assert [one for one in FAMILIES if one not in text] == []
    assert [info.distribution for info in plugins.infos if info.brings and f"plugins/{info.distribution}/README.md" not in text] == []


def test_every_hook_is_documented() -> None:
    """Each stands in the page for authors of plugins."""
    text = (ROOT / "docs" / "writing-plugins.md").read_text("utf-8")
    hooks = [name for name in vars(hookspecs) if name.startswith("govdisc_")]
    assert len(hooks) == 7
    assert [name for name in hooks if f"`{name}`" not in text] == []
