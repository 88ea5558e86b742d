"""The manners of the command line: near names, examples that run, lists of files, languages, encodings, completion."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
import pytest

from govdisc.cli import COMMANDS
from govdisc.cli import govdisc as group
from govdisc.cli.completing import SHELLS
from govdisc.cli.session import Session
from govdisc.cli.streams import Streams
from govdisc.formats.base import WriteOptions
from govdisc.formats.json import write
from govdisc.model.book import builtin_forms
from govdisc.testing import random_report

Run = Callable[..., Any]
OPTIONS = WriteOptions(builtin_forms())
ROOT = Path(__file__).resolve().parent.parent
ENGLISH = re.compile(r"[A-Za-z]{4,}")


def every_command() -> Iterator[tuple[str, click.Command]]:
    """All commands and commands of commands, by the words that call them."""
    context = click.Context(group, obj=Session(Streams()))
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield name, command
        if isinstance(command, click.Group):
            for inner in command.list_commands(context):
                found = command.get_command(context, inner)
                assert found is not None
                yield f"{name} {inner}", found


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the files that examples speak of."""
    monkeypatch.chdir(tmp_path)
    examples = ROOT / "examples"
    for folder, names in (("reports", ("correct-2023.json", "mistakes-2023.txt")), ("last-year", ("correct-2022.json",))):
        (tmp_path / folder).mkdir()
        for name in names:
            shutil.copy(examples / name, tmp_path / folder / name)
    for suffix in ("docx", "xlsx", "html", "pdf"):
        if (examples / f"mistakes-2023.{suffix}").exists():
            shutil.copy(examples / f"mistakes-2023.{suffix}", tmp_path / f"report.{suffix}")
    return tmp_path


@pytest.mark.plugins("docx", "county", "fees", "html", "locate", "xlsx", "csv", "review", "regions")
@pytest.mark.parametrize("name", [name for name, _command in every_command()])
def test_every_help_has_examples(govdisc: Run, name: str) -> None:
    """Under each command's help, and each line begins with govdisc or hands it to the shell."""
    command = dict(every_command())[name]
    examples = getattr(command, "examples", ())
    assert examples
    told = govdisc(*name.split(), "--help").out
    for example in examples:
        assert f"  {example}\n" in told
        assert "govdisc" in example


EXAMPLES = [
    (name, example)
    for name, command in every_command()
    for example in getattr(command, "examples", ())
    if not example.startswith("eval") and "profile" not in example and "Invoke" not in example and ".config" not in example
]


@pytest.mark.plugins("docx", "county", "fees", "html", "locate", "xlsx", "csv", "review", "regions")
@pytest.mark.parametrize(("name", "example"), EXAMPLES, ids=[example for _name, example in EXAMPLES])
def test_the_examples_run(govdisc: Run, place: Path, monkeypatch: pytest.MonkeyPatch, name: str, example: str) -> None:
    """Each is a command line that works: what it finds may be wrong, how it is typed may not."""
    monkeypatch.setenv("PATH", os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]))
    (place / "units.csv").write_text("name\n青岚县水务局\n", "utf-8")
    if "known.json" in example and "create" not in example:
        assert govdisc("baseline", "create", "reports/", "-o", "known.json", "-q").code == 0
    if "govdisc-qinglan/" in example:
        assert govdisc("plugin", "new", "govdisc-qinglan", "--kind", "rules").code == 0
    stdin = b""
    for part in example.split(" | "):
        words = shlex.split(part)
        assert words[0] == "govdisc"
        done = govdisc(*words[1:], stdin=stdin)
        assert done.code in (0, 1) or (name, done.code) == ("sum", 2), done.err  # bodies with errors are not added up
        stdin = done.raw


def ran(*words: str, **settings: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command line in a process of its own, with nothing of this one's language."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GOVDISC", "PYTHON", "LC_", "LANG"))}
    return subprocess.run([sys.executable, "-m", "govdisc", *words], env={**kept, "PYTHONPATH": str(ROOT), **settings}, capture_output=True, timeout=60)


def piped(*words: str, **settings: str) -> bytes:
    """What a process of its own prints."""
    return ran(*words, **settings).stdout


# --- near names -----------------------------------------------------------------------------------------------------------------


@pytest.mark.plugins("docx", "county", "fees", "html", "locate", "xlsx", "csv", "review", "regions")
@pytest.mark.parametrize(
    ("words", "near"),
    [
        ("vaildate x", "validate"),
        ("validate x --fial-on error", "--fail-on"),
        ("validate x --fail-on eror", "error"),
        ("validate x --ignore SUN101", "SUM101"),
        ("validate x --format jsno", "json"),
        ("validate x --from jsno", "json"),
        ("validate x --variant huaihua", "huaihua"),
        ("export x --format jsno", "json"),
        ("formats jsno", "json"),
        ("rules SUN101", "SUM101"),
        ("schema finding2", "finding"),
        ("baseline crate x", "create"),
        ("validate x --param concis=yes", "concise"),
    ],
)
def test_the_nearest_name_is_asked_for(govdisc: Run, words: str, near: str) -> None:
    """For commands, options, values, codes, formats, variants, schemas and parameters; exit 2, in both languages."""
    for lang, question in (("en", "id you mean"), ("zh", "是否")):
        done = govdisc(*words.split(), lang=lang)
        assert (done.code, done.out) == (2, "")
        assert re.search(rf"{question}.*{re.escape(near)}", done.err), done.err


@pytest.mark.parametrize(
    "words",
    ["validate", "validate x -j y", "validate x -j 999", "validate x --fail-on y", "validate x --config", "new --agency x", "forms a b", "validate x -q=y",
     "rules --format xml", "new --year x --agency y"],
)  # fmt: skip
def test_every_error_has_one_style_and_one_language(words: str) -> None:
    """govdisc: and a sentence; nothing of click's English in Chinese."""
    done = ran(*words.split(), GOVDISC_LANG="zh")
    told = done.stderr.decode("utf-8")
    assert (done.returncode, done.stdout) == (2, b"")
    assert told.splitlines()[-1].startswith("govdisc: ")
    ours = r"(?<![\w-])-{1,2}[\w-]+|PATH|CODE|FILE|NAME|reports/|known\.json|" + "|".join(
        (*(name for name, _command in every_command()), "govdisc", "create", "update", "prune", "error", "warning", "info", "never", "text", "json", "markdown")
    )
    assert not ENGLISH.search(re.sub(ours, "", told)), told


# --- which files ----------------------------------------------------------------------------------------------------------------


def test_files_come_from_a_list(govdisc: Run, place: Path) -> None:
    """Lines or NUL, from a file or stdin, beside those that are named; no line is an option."""
    names = ["reports/correct-2023.json", "reports/mistakes-2023.txt"]
    plain = govdisc("validate", *names, "--format", "json").out
    (place / "list").write_text("\n".join(names) + "\n\n", "utf-8")
    assert govdisc("validate", "--files-from", "list", "--format", "json").out == plain
    assert govdisc("validate", names[0], "--files-from", "-", "--format", "json", stdin=names[1].encode() + b"\r\n").out == plain
    odd = place / "two\nlines.json"
    shutil.copy(names[0], odd)
    assert govdisc("validate", "--files-from", "-", stdin=b"\0".join([os.fsencode(odd), b""])).code == 0
    assert govdisc("export", "--files-from", "list", "--format", "jsonl").code == 0
    for words, code in ((("--files-from", "nowhere"), 2), (("-", "--files-from", "-"), 2), (("--files-from", os.devnull), 5)):
        assert govdisc("validate", *words).code == code


def test_stdin_has_the_name_that_it_is_given(govdisc: Run, place: Path) -> None:
    """In findings, and as a hint to the format."""
    data = (place / "reports/mistakes-2023.txt").read_bytes()
    done = govdisc("validate", "-", "--stdin-filename", "from/portal.txt", "--concise", stdin=data)
    assert done.code == 1
    assert all(line.startswith("from/portal.txt:") for line in done.out.splitlines())


# --- languages and encodings ----------------------------------------------------------------------------------------------------


def test_a_language_that_is_not_spoken_is_refused(govdisc: Run) -> None:
    """By the option and by the variable; names of locales do."""
    for done in (govdisc("--lang", "fr", "forms"), govdisc("forms", "--lang=klingon"), govdisc("forms", lang="fr")):
        assert (done.code, done.out) == (2, "")
        assert "en and zh" in done.err
    for name in ("zh-Hans", "zh_CN.UTF-8", "Chinese (Simplified)_China", "EN", "C"):
        assert govdisc("--lang", name, "forms").code == 0


def test_a_console_gets_its_encoding_for_text_and_machines_get_utf8(tmp_path: Path) -> None:
    """PYTHONIOENCODING counts for what people read; JSON is UTF-8, and all is where the variable is not set."""
    report = random_report(2)
    report.tables["disputes"]["reconsideration"] = {"upheld": 10, "corrected": 1, "other": 0, "pending": 0, "total": 0}
    path = tmp_path / "wrong.json"
    path.write_bytes(write([report], OPTIONS))
    assert "错误 SUM101" in piped("validate", str(path), GOVDISC_LANG="zh", PYTHONIOENCODING="gbk").decode("gbk")
    assert "错误 SUM101" in piped("validate", str(path), GOVDISC_LANG="zh", LC_ALL="C").decode("utf-8")
    assert "行政复议" in piped("validate", str(path), "--format", "json", PYTHONIOENCODING="gbk").decode("utf-8")


# --- completion -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("shell", SHELLS)
def test_each_shell_gets_its_script(govdisc: Run, shell: str) -> None:
    """It calls govdisc by the variable that click knows."""
    done = govdisc("completion", shell)
    assert done.code == 0
    assert "_GOVDISC_COMPLETE" in done.out
    assert shell in done.out


@pytest.mark.parametrize(
    ("line", "begun", "wanted"),
    [
        ("govdisc val", "val", "validate"),
        ("govdisc validate --ig", "--ig", "--ignore"),
        ("govdisc validate --ignore SUM1", "SUM1", "SUM101"),
        ("govdisc validate --format js", "js", "jsonl"),
        ("govdisc export x --format js", "js", "json"),
        ("govdisc rules nu", "nu", "NUM101"),
    ],
)
def test_words_are_completed(place: Path, line: str, begun: str, wanted: str) -> None:
    """In bash and in PowerShell, which asks with the whole line."""
    told = piped(_GOVDISC_COMPLETE="bash_complete", COMP_WORDS=line, COMP_CWORD=str(len(line.split()) - 1)).decode()
    assert wanted in told
    told = piped(_GOVDISC_COMPLETE="powershell_complete", COMP_WORDS=line, COMP_WORD=begun).decode()
    assert wanted in told.splitlines()


def test_files_are_completed(place: Path) -> None:
    """The shell is told to, or in PowerShell given their names."""
    assert b"file" in piped(_GOVDISC_COMPLETE="bash_complete", COMP_WORDS="govdisc validate rep", COMP_CWORD="2")
    assert "report.docx" in piped(_GOVDISC_COMPLETE="powershell_complete", COMP_WORDS="govdisc validate rep", COMP_WORD="rep").decode()


def test_bash_takes_the_script(tmp_path: Path) -> None:
    """A real bash reads it and knows the function."""
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("there is no bash")
    script = piped("completion", "bash")
    done = subprocess.run([bash, "-c", script.decode() + "\ncomplete -p govdisc"], capture_output=True, timeout=60)
    assert done.returncode == 0
    assert b"govdisc" in done.stdout


def test_help_fits_a_narrow_terminal_and_speaks_chinese() -> None:
    """60 columns for what is wrapped; every sentence of the help is translated."""
    for name in COMMANDS:
        told = piped(name, "--help", GOVDISC_LANG="zh", COLUMNS="60").decode("utf-8")
        body = re.split(r"示例:?", told)[0]
        sentences = [line for line in body.splitlines() if re.search(r"[a-z]{3,} [a-z]{2,} [a-z]{2,}", line) and "govdisc" not in line]
        assert sentences == [], name
