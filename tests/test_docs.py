"""The pages tell the truth: commands print what is shown, code runs, links lead somewhere, and nothing is left out."""

from __future__ import annotations

import doctest
import re
import shutil
from pathlib import Path

import pytest
from pages_kit import CHINESE, README, ROOT, Block, blocks, chain_of, commands, environment, matches, of, printed_of, prose, shell

from govdisc import hookspecs
from govdisc.cli import COMMANDS
from govdisc.model.findings import FAMILIES
from govdisc.plugins import Plugins

EVERY_PAGE = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "plugins").glob("*/README.md")])


@pytest.fixture
def workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the examples, in which commands may leave files."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("block", of("console"), ids=str)
def test_commands_print_what_is_shown(block: Block) -> None:
    """Each command of a block, one after another in one shell, prints the lines below it."""
    told = commands(block)
    lines = [re.sub(r"'[^']*'", "", command.line) for part in chain_of(block) for command in commands(part)]
    called = {program for line in lines for program in re.findall(r"(?:^|\| *|&& *)([a-z]+)", line)} - {"govdisc", "echo", "cd", "python"}
    missing = sorted(program for program in called if shutil.which(program, path=environment(block.page)["PATH"]) is None)
    if missing:
        pytest.skip(f"the block calls {', '.join(missing)}, which this machine does not have")
    for command, text in zip(told, printed_of(block), strict=True):
        assert matches(command.shown, text.splitlines()), f"$ {command.line}\n{text[:4000]}"


@pytest.mark.plugins("docx", "fees", "html", "xlsx")
@pytest.mark.parametrize("page", sorted({block.page for block in of("pycon")}), ids=lambda page: page.name)
def test_python_sessions_print_what_is_shown(page: Path, workplace: Path) -> None:
    """The interactive sessions of a page, one going on where the last ended, give the values below their lines."""
    text = "\n".join(block.text for block in blocks(page) if block.language == "pycon")
    test = doctest.DocTestParser().get_doctest(text + "\n", {}, page.name, str(page), 0)
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
    assert [command.split(" && ")[0] for command in both[0]] == [
        "python -m pip install -r requirements.txt",
        "python -m pip install -r requirements-dev.txt",
    ]
    assert all("\n" not in command for command in both[0])
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
        headings = [len(signs) for signs in re.findall(r"^(#+) ", text, re.MULTILINE)]
        rows = [len(re.findall(r"^\|", part, re.MULTILINE)) for part in re.split(r"^#+ ", text, flags=re.MULTILINE)]
        told = [command.line for block in blocks(page) if block.language == "console" for command in commands(block)]
        code = [block.text for block in blocks(page) if block.language in ("pycon", "toml")]
        names = [re.findall(r"^\| (`.*?`|[A-Z]{3}|\d+) \|", text, re.MULTILINE)]
        shapes.append((headings, rows, told, code, names))
    assert shapes[0] == shapes[1]


# --- links and completeness -----------------------------------------------------------------------------------------------------


def anchors(page: Path) -> set[str]:
    """The anchors that GitHub makes of a page's headings."""
    found = re.findall(r"^#+ (.+)$", prose(page), re.MULTILINE)
    return {"".join(character for character in text.lower() if character.isalnum() or character in " -_").strip().replace(" ", "-") for text in found}


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
        waiting += [(page.parent / target).resolve() for target in targets if not re.match(r"[a-z]+:", target)]
    assert set((ROOT / "docs").glob("*.md")) <= seen


@pytest.mark.parametrize("page", [README, CHINESE], ids=lambda page: page.name)
def test_everything_is_mentioned(page: Path) -> None:
    """Every command, format and rule family stands in the README."""
    text, plugins = page.read_text("utf-8"), Plugins()
    assert [name for name in (*COMMANDS, *plugins.commands) if f"`govdisc {name}`" not in text] == []
    assert [name for name in plugins.formats if f"`{name}`" not in text] == []
    assert [family for family in FAMILIES if family not in text] == []
    assert [info.distribution for info in plugins.infos if info.brings and f"plugins/{info.distribution}/README.md" not in text] == []


def test_every_hook_is_documented() -> None:
    """Each stands in the page of the plugin API."""
    text = (ROOT / "docs" / "plugin-api.md").read_text("utf-8")
    hooks = [name for name in vars(hookspecs) if name.startswith("govdisc_")]
    assert hooks
    assert [name for name in hooks if f"`{name}(" not in text] == []


def test_the_scripts_that_pages_name_are_there() -> None:
    """python benchmarks/… and python tools/… can be typed as they stand, and every benchmark is told."""
    told = {name for page in EVERY_PAGE for name in re.findall(r"python ((?:benchmarks|tools)/\w+\.py)", page.read_text("utf-8"))}
    assert [name for name in told if not (ROOT / name).exists()] == []
    scripts = [path for folder in ("benchmarks", "tools") for path in (ROOT / folder).glob("*.py") if "__main__" in path.read_text("utf-8")]
    assert scripts
    assert {path.relative_to(ROOT).as_posix() for path in scripts} <= told
