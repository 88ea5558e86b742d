"""The pages tell the truth: commands print what is shown, code runs, links lead somewhere, and nothing is left out."""

from __future__ import annotations

import doctest
import importlib
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

from govdisc import hookspecs
from govdisc.cli import COMMANDS
from govdisc.formats import text as text_format
from govdisc.model.book import BUILTIN, FormBook, builtin_forms, parse_form, parse_toml
from govdisc.model.findings import FAMILIES
from govdisc.model.report import CORE_KEYS
from govdisc.model.sound import setting_faults
from govdisc.plugins import Plugins
from govdisc.recognise import UNREAD_KINDS, recognise
from govdisc.schema import findings_schema, report_schema
from govdisc.testing import Options, print_text, random_report
from govdisc.text.values import parse_cell

ROOT = Path(__file__).resolve().parent.parent
README, CHINESE = ROOT / "README.md", ROOT / "README.zh-CN.md"
GENERATED = {"plugin-api.md", "rules.md", "rules.zh-CN.md", "formats.md", "commands.md", "portal-xml.md"}
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
    """The blocks of a language; those of a kind of plugin are steps of the tutorial, and tested by themselves."""
    return [block for page in PAGES for block in blocks(page) if block.language == language and "kind=" not in block.info]


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


@pytest.fixture
def workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the examples, in which commands may leave files."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def environment(page: Path) -> dict[str, str]:
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


@pytest.mark.parametrize("page", sorted((ROOT / "docs").glob("*.zh-CN.md")), ids=lambda page: page.name)
def test_a_page_and_its_translation_are_level(page: Path) -> None:
    """The same headings, tables and commands; a command may look for a word of its language."""
    shapes = []
    for each in (page.with_name(page.name.replace(".zh-CN", "")), page):
        headings = [len(signs) for signs in re.findall(r"^(#+) ", prose(each), re.MULTILINE)]
        told = [command.line.split(" ")[0] for block in blocks(each) if block.language == "console" for command in commands(block)]
        shapes.append((headings, len(re.findall(r"^\|", prose(each), re.MULTILINE)), told))
    assert shapes[0] == shapes[1]


# --- links and completeness -------------------------------------------------------------------------------------------------------


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


# --- files that pages hold ------------------------------------------------------------------------------------------------------


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


def test_the_variant_of_the_page_can_be_used() -> None:
    """It parses, adds its row, columns, sum and aliases, takes a row out, and sets rules and thresholds that exist."""
    (block,) = [fenced for fenced in blocks(ROOT / "docs" / "variants.md") if fenced.file]
    plugins = Plugins()
    book = FormBook([parse_form(block.text, str(block))])
    form = book.form("2021", "yunxiu-2024")
    report = random_report(3, Options(form="2021", variant="yunxiu-2024", year=2024, agency="云岫市民政局"), book)
    assert [*report.tables["disclosure"]["plans"]] == ["issued", "revised", "repealed", "effective"]
    assert [*report.tables["disputes"]["reconsideration"]][2:4] == ["other", "withdrawn"]
    assert "refused_publication" not in report.tables["requests"]
    assert {balance.state for balance in form.balances(report)} == {"holds"}
    text = print_text(report, "cell_a_line", book).replace("行政规范性文件 |", "规范性文件（含规划） |")
    again = recognise(text_format.read(text.encode()), book)
    assert again.variant == "yunxiu-2024"
    assert again.tables == report.tables
    assert report_schema(form)["properties"]["tables"]["properties"]["disclosure"]["properties"]["plans"]
    assert list(setting_faults(form, plugins.rules)) == []
    assert (form.severities, form.source_of("DUE101.until")) == ({"DUE101": "error", "NUM102": "off"}, "云政办发〔2024〕31号 第八条")


def test_the_keys_of_forms_are_told() -> None:
    """Every key that the built-in forms use stands in variants.md."""
    text = (ROOT / "docs" / "variants.md").read_text("utf-8")
    for name in BUILTIN:
        data = parse_toml((ROOT / "govdisc" / "model" / "forms" / f"{name}.toml").read_text("utf-8"), name)
        assert [
            key for key in sorted(keys(data)) if key not in ("issued", "words") and f"`{key}`" not in text and f"{key}]]`" not in text
        ] == []


def keys(data: object) -> set[str]:
    if isinstance(data, dict):
        return set(data) | {key for value in data.values() for key in keys(value)}
    return {key for value in data for key in keys(value)} if isinstance(data, list) else set()


def test_the_cells_of_the_page_are_read_as_it_says() -> None:
    """The table What stands in a cell of recognition.md, row by row."""
    part = (ROOT / "docs" / "recognition.md").read_text("utf-8").split("## What stands in a cell")[1].split("\n## ")[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in part.split("\n") if line.startswith("| `")]
    assert len(rows) >= 6
    for printed, kind, values, mark, remark in rows:
        texts = re.findall(r"`(.*?)`", printed)
        wanted = values.split(", ") if "," in values else [values] * len(texts)
        for text, value in zip(texts, wanted, strict=True):
            cell = parse_cell(text, kind)
            assert str(cell.value) == ("None" if value == "blank" else value), text
            assert (cell.mark or "") == (text if mark == "as printed" else mark), text
            assert (cell.remark or "") == (text if remark == "as printed" else remark), text


def test_every_kind_of_unread_is_told() -> None:
    """recognition.md has them all, with the rule that reports each."""
    text = (ROOT / "docs" / "recognition.md").read_text("utf-8")
    assert [kind for kind in UNREAD_KINDS if f"`{kind}`" not in text] == []


def test_every_key_of_the_json_is_told() -> None:
    """json.md names every key of both schemas."""
    text = (ROOT / "docs" / "json.md").read_text("utf-8")
    names = {name for schema in (report_schema(builtin_forms().form("2021")), findings_schema()) for name in properties(schema)}
    assert sorted(name for name in names if "." not in name and f"`{name}`" not in text) == []  # those with dots are cells
    assert [name for name in CORE_KEYS if f"| `{name}` |" not in text and f"`{name}`" not in text] == []


def properties(schema: object) -> Iterator[str]:
    if isinstance(schema, dict):
        for key, value in schema.items():
            if key == "properties":
                yield from value
            yield from properties(value)
    elif isinstance(schema, list):
        for part in schema:
            yield from properties(part)


# --- limits ---------------------------------------------------------------------------------------------------------------------

SIZES = {"GB": 10**9, "MB": 10**6, "MiB": 2**20, "kB": 10**3}
LIMITS = re.findall(
    r"^\| `(govdisc[\w.]*)\.([A-Z_]+)` \| ([\d,]+)(?: (GB|MB|MiB|kB))?", (ROOT / "docs" / "limits.md").read_text("utf-8"), re.MULTILINE
)


@pytest.mark.parametrize(("module", "name", "number", "size"), LIMITS, ids=[f"{module}.{name}" for module, name, *_ in LIMITS])
def test_the_limits_are_those_of_the_code(module: str, name: str, number: str, size: str) -> None:
    """The number on the page is the constant, and the plugin's README tells the same where it names it."""
    value = getattr(importlib.import_module(module), name)
    assert int(number.replace(",", "")) * SIZES.get(size, 1) == value
    readme = ROOT / "plugins" / module.split(".")[0].replace("_", "-") / "README.md"
    if readme.exists():
        for told, unit in re.findall(
            rf"^\|[^|`]*`(?:\w+\.)?{name}`[^|`]*\| ([\d,]+)(?: (GB|MB|MiB|kB))?", readme.read_text("utf-8"), re.MULTILINE
        ):
            assert int(told.replace(",", "")) * SIZES.get(unit, 1) == value, readme


def test_every_limit_is_on_the_page() -> None:
    """Each constant called MAX_… or LARGEST_… in the code, and each that a README names under Limits."""
    told = {(module.split(".")[0], name) for module, name, *_ in LIMITS}
    sources = [path for folder in (ROOT / "govdisc", *(ROOT / "plugins").glob("*/govdisc_*")) for path in folder.rglob("*.py")]
    missing = set()
    for path in sources:
        package = next(part for part in reversed(path.parts) if part.startswith("govdisc_") or part == "govdisc")
        for name in re.findall(r"^((?:MAX|LARGEST)_\w+) *=", path.read_text("utf-8"), re.MULTILINE):
            if (package, name) not in told:
                missing.add((package, name))
    for readme in (ROOT / "plugins").glob("*/README.md"):
        limits = readme.read_text("utf-8").partition("\n## Limits\n")[2]
        assert limits, f"{readme}: no section Limits"
        package = readme.parent.name.replace("-", "_")
        for cell in re.findall(r"^\|([^|]*)\|", limits, re.MULTILINE):
            names = re.findall(r"`(?:\w+\.)?((?:MAX|MOST|LONGEST|LARGEST)_[A-Z_]+)`", cell)
            missing |= {(package, name) for name in names if (package, name) not in told}
    assert missing == set()
