"""A plugin of each kind is made, passes its own tests as made, and becomes what the tutorial says, step by step as a reader types it."""

from __future__ import annotations

import difflib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from govdisc.authoring import scaffold
from govdisc.authoring.catalogues import catalogue_of
from govdisc.errors import ConfigurationError
from govdisc.testing.commandline import Done

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "writing-plugins.md"
KINDS = ("rules", "format", "variant", "command", "reporter", "extractor", "regime")
BLOCK = re.compile(r"^```\w+ (?P<info>[^\n]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
needs_flit = pytest.mark.skipif(subprocess.run([sys.executable, "-c", "import flit_core"], capture_output=True).returncode != 0, reason="no flit_core")


def python(*arguments: object, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run this Python in a folder."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GOVDISC_", "PYTEST_", "PYTHON", "COV_"))}
    command = [sys.executable, *map(str, arguments)]
    return subprocess.run(command, cwd=folder, env={**kept, **environment}, capture_output=True, text=True, encoding="utf-8", timeout=600)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plugin of each kind, made by the command, each under a name of its own."""
    folder = tmp_path_factory.mktemp("shelf")
    for kind in KINDS:
        done = python("-m", "govdisc", "plugin", "new", f"govdisc-lake-{kind}", "--kind", kind, folder=folder)
        assert done.returncode == 0, done.stderr
        assert "pip install" in done.stderr
    return folder


def installed(shelf: Path) -> str:
    """What pip would put beside the packages, so that their entry points are found; returns the path to look in."""
    for kind in KINDS:
        project = shelf / f"govdisc-lake-{kind}"
        info = project / f"govdisc_lake_{kind}-0.1.0.dist-info"
        info.mkdir(exist_ok=True)
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {project.name}\nVersion: 0.1.0\n", "utf-8")
        (info / "entry_points.txt").write_text(f"[govdisc]\nlake-{kind} = govdisc_lake_{kind}\n", "utf-8")
    return os.pathsep.join(str(shelf / f"govdisc-lake-{kind}") for kind in KINDS)


def test_each_kind_passes_its_tests_as_made(shelf: Path) -> None:
    """Beside each other: no name of one is another's, and the format holds reports of the other regime, too."""
    arguments = ("-q", "-p", "no:cacheprovider", "-p", "govdisc.testing.fixtures", "--import-mode=importlib", "-W", "error")
    done = python("-m", "pytest", *arguments, *(f"govdisc-lake-{kind}/tests" for kind in KINDS), folder=shelf, PYTHONPATH=installed(shelf))
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr
    assert int(re.search(r"(\d+) passed", done.stdout)[1]) >= 7 * len(KINDS)  # type: ignore[index]
    assert "skipped" not in done.stdout


def test_each_kind_is_typed(shelf: Path, tmp_path: Path) -> None:
    """``mypy --strict``, as its pyproject.toml asks."""
    pytest.importorskip("mypy")
    packages = [f"govdisc-lake-{kind}/govdisc_lake_{kind}" for kind in KINDS]
    done = python("-m", "mypy", "--strict", "--cache-dir", ROOT / ".mypy_cache", "--config-file", ROOT / "pyproject.toml", *packages, folder=shelf)
    assert done.returncode == 0, done.stdout


@needs_flit
def test_pip_installs_it_without_the_network(tmp_path: Path) -> None:
    """``pip install --no-build-isolation`` where flit_core is at hand; all its files are there, the catalogue among them."""
    assert python("-m", "govdisc", "plugin", "new", "govdisc-pond", "--kind", "rules", folder=tmp_path).returncode == 0
    options = ("--quiet", "--no-build-isolation", "--no-deps", "--no-index", "--disable-pip-version-check", "--target", "site")
    done = python("-m", "pip", "install", *options, "./govdisc-pond", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    done = python("-m", "govdisc", "plugins", "pond", folder=tmp_path, PYTHONPATH=str(tmp_path / "site"))
    assert "rules: PON001" in done.stdout
    assert list((tmp_path / "site").rglob("govdisc_pond.po"))


# --- the tutorial -----------------------------------------------------------------------------------------------------------------


def blocks(kind: str) -> Iterator[tuple[dict[str, str], str]]:
    """The blocks of the page for one kind, in order, as (what their fences say, text)."""
    for block in BLOCK.finditer(PAGE.read_text("utf-8")):
        info = dict(word.split("=", 1) for word in block["info"].split() if "=" in word)
        if info.get("kind") == kind:
            yield {**info, "language": block[0][3:].split()[0].split("\n")[0]}, block["text"]


def changed(text: str, block: str) -> str:
    """A file with a block of it changed: the line that is most like one of the block's gives way to the block."""
    lines, new = text.splitlines(), block.rstrip("\n").splitlines()
    place = max(range(len(lines)), key=lambda at: max(difflib.SequenceMatcher(None, lines[at], line).ratio() for line in new))
    return "\n".join([*lines[:place], *new, *lines[place + 1 :]]) + "\n"


def matches(shown: list[str], printed: list[str]) -> bool:
    """Whether the lines shown are those printed; … stands for any lines, or for the rest of one."""
    if not shown or not printed:
        return all(line == "…" for line in shown) and not printed
    if shown[0] == "…":
        return any(matches(shown[1:], printed[at:]) for at in range(len(printed) + 1))
    head = shown[0]
    return (printed[0].startswith(head[:-1]) if head.endswith("…") else printed[0] == head) and matches(shown[1:], printed[1:])


def typed(script: str, folder: Path) -> str:
    """What a line of the page prints when it is typed in the folder; pip installs into a folder of its own."""
    shell = shutil.which("sh")
    if shell is None:
        pytest.skip("the commands of the pages are written for a POSIX shell")
    site = folder / ".site"
    scripts = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    pip = {"PIP_TARGET": str(site), "PIP_UPGRADE": "1", "PIP_NO_DEPS": "1", "PIP_NO_INDEX": "1", "PIP_QUIET": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GOVDISC_", "PYTEST_", "PYTHON", "PIP_"))}
    settings = {**kept, **pip, "PATH": scripts, "PYTHONPATH": str(site), "GOVDISC_LANG": "en", "LC_ALL": "C.UTF-8"}
    done = subprocess.run([shell, "-c", script], cwd=folder, env=settings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=300)
    return done.stdout.decode("utf-8")


@needs_flit
@pytest.mark.parametrize("kind", KINDS)
def test_the_tutorial_can_be_typed(kind: str, tmp_path: Path) -> None:
    """What is made is what the page shows; each change goes into the file; each command prints the lines below it."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    project, steps = tmp_path / "govdisc-qinglan", 0
    for info, text in blocks(kind):
        if "file" in info:
            assert (project / info["file"]).read_text("utf-8") == text
        elif "change" in info:
            path = project / info["change"]
            path.write_text(changed(path.read_text("utf-8"), text), "utf-8")
        else:
            for command in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
                line, *expected = command.rstrip("\n").split("\n")
                printed = typed(f"{line}\n", tmp_path).splitlines()
                assert matches(expected, printed), "\n".join([line, *printed])
                steps += 1
    assert steps >= 3


def test_the_templates_are_those_of_the_page() -> None:
    """Every block with a file, and nothing else; each kind has files of its own."""
    assert scaffold.kinds() == KINDS
    for kind in (scaffold.ANY, *KINDS):
        assert dict(scaffold.templates()[kind]) == {info["file"]: text for info, text in blocks(kind) if "file" in info}


# --- names and folders ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["", "Qinglan", "1lake", "lake--rules", "../lake", "a/b", "class", "json", "govdisc", "青岚", "-x", "lake\x1b", "a" * 100])
def test_a_name_that_cannot_be_is_refused(name: str, govdisc_run: Callable[..., Done], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One sentence, exit code 2, and nothing is written."""
    monkeypatch.chdir(tmp_path)
    done = govdisc_run("plugin", "new", "--kind", "rules", "--", name)
    assert done.rc == 2
    assert len(done.err.strip().splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_what_is_there_stays(govdisc_run: Callable[..., Done], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder, a file, a link that leads nowhere; a kind that there is not."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "lake").mkdir()
    (tmp_path / "pond").write_text("a pond", "utf-8")
    (tmp_path / "sea").symlink_to("nowhere")
    before = sorted(path.name for path in tmp_path.iterdir())
    for name in before:
        assert govdisc_run("plugin", "new", name, "--kind", "rules").rc == 2
    assert govdisc_run("plugin", "new", "river", "--kind", "rivers").rc == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == before
    assert list((tmp_path / "lake").iterdir()) == []


def test_letters_that_are_taken_are_not_given() -> None:
    """Three letters of the name, in their order, that nobody has."""
    assert scaffold.names_of("govdisc-qinglan").family == "QIN"
    assert scaffold.names_of("govdisc-qinglan", {"QIN", "QIG"}).family == "QIL"
    assert scaffold.names_of("ab").family == "ABX"
    with pytest.raises(ConfigurationError):
        scaffold.names_of("import")


# --- check, messages, docs ---------------------------------------------------------------------------------------------------------


def test_check_says_which_promise_is_broken(shelf: Path, tmp_path: Path) -> None:
    """With exit code 1, and with 0 before; an installed plugin by its name; what is no plugin is a wrong call."""
    project = shutil.copytree(shelf / "govdisc-lake-rules", tmp_path / "govdisc-lake-rules")
    done = python("-m", "govdisc", "plugin", "check", folder=project)
    assert (done.returncode, done.stdout) == (0, ""), done.stdout
    rules = project / "govdisc_lake_rules" / "rules.py"
    rules.write_text(rules.read_text("utf-8").replace("（待核实）", ""), "utf-8")
    done = python("-m", "govdisc", "plugin", "check", "govdisc-lake-rules", folder=tmp_path)
    assert done.returncode == 1
    assert "finds nothing in its failing example" in done.stdout
    assert python("-m", "govdisc", "plugin", "check", ".", folder=tmp_path).returncode == 2
    assert python("-m", "govdisc", "plugin", "check", "govdisc-nosuch", folder=tmp_path).returncode == 1


def test_messages_keeps_the_catalogue(shelf: Path, tmp_path: Path, govdisc_run: Callable[..., Done]) -> None:
    """A new message is told and put in; what is no longer said goes; another language begins empty."""
    pytest.importorskip("babel")
    project = shutil.copytree(shelf / "govdisc-lake-rules", tmp_path / "govdisc-lake-rules")
    assert govdisc_run("plugin", "messages", project).rc == 0
    rules = project / "govdisc_lake_rules" / "rules.py"
    rules.write_text(rules.read_text("utf-8").replace("put in what it stands for", "take it out"), "utf-8")
    assert govdisc_run("plugin", "messages", project, "--check").rc == 1
    done = govdisc_run("plugin", "messages", project)
    assert done.rc == 1
    assert done.out == "not translated: The narrative still says {word}; take it out.\n"
    catalogue = catalogue_of(project / "govdisc_lake_rules")
    assert catalogue.missing == ["The narrative still says {word}; take it out."]
    assert catalogue.current == catalogue.rendered
    assert govdisc_run("plugin", "messages", project, "--language", "de").rc == 1
    assert govdisc_run("plugin", "messages", tmp_path).rc == 2
    assert govdisc_run("plugin", "messages", project, "--language", "../x").rc == 2


def test_messages_without_babel_names_the_command(shelf: Path, govdisc_run: Callable[..., Done], monkeypatch: pytest.MonkeyPatch) -> None:
    """The exact command that installs it."""
    monkeypatch.setitem(sys.modules, "babel.messages.extract", None)
    monkeypatch.setitem(sys.modules, "babel.messages", None)
    monkeypatch.setitem(sys.modules, "babel", None)
    done = govdisc_run("plugin", "messages", shelf / "govdisc-lake-rules")
    assert done.rc == 4
    assert "pip install babel" in done.err


@pytest.mark.parametrize(("kind", "says"), [("rules", "## LAK001 "), ("format", "| lake-format | .lake-format | read, write |"), ("regime", "| lake-regime |")])
def test_docs_tells_what_a_plugin_brings(kind: str, says: str, shelf: Path) -> None:
    """As Markdown, in the language asked for."""
    done = python("-m", "govdisc", "plugin", "docs", f"./govdisc-lake-{kind}", folder=shelf)
    assert done.returncode == 0, done.stderr
    assert says in done.stdout
    if kind == "rules":
        done = python("-m", "govdisc", "--lang", "zh", "plugin", "docs", f"./govdisc-lake-{kind}", "-o", "page.md", folder=shelf)
        assert "草稿中常以标记" in (shelf / "page.md").read_text("utf-8")
