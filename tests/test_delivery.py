"""How govdisc reaches its users: extras from wheels without a network, and the files for pre-commit, GitHub and GitLab."""

from __future__ import annotations

import base64
import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement

from govdisc.plugins import Plugins

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

yaml = pytest.importorskip("yaml")

ROOT = Path(__file__).resolve().parent.parent
PROJECTS = [ROOT, *sorted(path.parent for path in (ROOT / "plugins").glob("*/pyproject.toml"))]


def project(folder: Path) -> dict[str, Any]:
    """The [project] table of a distribution."""
    return tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))["project"]  # type: ignore[no-any-return]


def extras(name: str) -> set[str]:
    """The distributions of this project that an extra asks for."""
    asked = {Requirement(text).name for text in project(ROOT)["optional-dependencies"][name]}
    return asked - {"govdisc"}


def test_all_is_every_plugin_of_requirements_txt() -> None:
    """A plugin that is added there is added to the extra `all` of pyproject.toml as well."""
    listed = re.findall(r"^\./plugins/(\S+)$", (ROOT / "requirements.txt").read_text("utf-8"), re.MULTILINE)
    assert extras("all") == set(listed)
    assert extras("office") < extras("all")


def stand_in(folder: Path, requirement: Requirement) -> None:
    """Make a wheel without content for a distribution that is not ours, at the lowest version that is asked for."""
    lowest = next((each.version for each in requirement.specifier if each.operator in (">=", "==", "~=")), "1.0")
    name = re.sub(r"[-_.]+", "_", requirement.name)
    info = f"{name}-{lowest}.dist-info"
    extra = "".join(f"Provides-Extra: {each}\n" for each in requirement.extras)
    files = {
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {requirement.name}\nVersion: {lowest}\n{extra}",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    digests = {path: base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode() for path, text in files.items()}
    record = "".join(f"{path},sha256={digests[path]},{len(text)}\n" for path, text in files.items()) + f"{info}/RECORD,,\n"
    with zipfile.ZipFile(folder / f"{name}-{lowest}-py3-none-any.whl", "w") as wheel:
        for path, text in {**files, f"{info}/RECORD": record}.items():
            wheel.writestr(path, text)


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of wheels: ours, built here, and stand-ins for what they depend on."""
    if importlib.util.find_spec("flit_core") is None or importlib.util.find_spec("pip") is None:
        pytest.skip("flit_core and pip are needed to build wheels without a network")
    folder = tmp_path_factory.mktemp("wheels")
    copies = tmp_path_factory.mktemp("sources")
    for number, source in enumerate(PROJECTS):
        copy = copies / str(number)
        ignored = shutil.ignore_patterns(".git", ".venv", "plugins", "tests", "docs", "examples", "benchmarks", "__pycache__", ".*cache")
        shutil.copytree(source, copy, ignore=ignored)
        subprocess.run([sys.executable, "-m", "flit_core.wheel", "--outdir", str(folder), str(copy)], check=True, capture_output=True, timeout=120)
    for source in PROJECTS:
        facts = project(source)
        for text in (*facts["dependencies"], *(each for extra in facts.get("optional-dependencies", {}).values() for each in extra)):
            requirement = Requirement(text)
            if not requirement.name.startswith("govdisc"):
                stand_in(folder, requirement)
    return folder


@pytest.mark.parametrize("extra", ["all", "office"])
def test_extras_are_installed_from_wheels_without_a_network(wheels: Path, tmp_path: Path, extra: str) -> None:
    """`pip install --no-index --find-links` takes govdisc and the plugins of the extra, and nothing is missing."""
    pip = [sys.executable, "-m", "pip", "install", "--no-index", "--find-links", str(wheels), "--target", str(tmp_path), "--quiet"]
    done = subprocess.run([*pip, "--disable-pip-version-check", f"govdisc[{extra}]"], capture_output=True, timeout=300)
    assert done.returncode == 0, done.stderr.decode()
    installed = {re.sub(r"[-_.]+", "-", path.name.split("-")[0]) for path in tmp_path.glob("govdisc*.dist-info")}
    assert installed == {"govdisc", *extras(extra)}
    assert (tmp_path / "govdisc/model/forms/2021.toml").is_file()
    assert (tmp_path / "govdisc/locale/zh_CN/LC_MESSAGES/govdisc.po").is_file()


# --- pre-commit, GitHub, GitLab -------------------------------------------------------------------------------------------------


def settings(**more: str) -> dict[str, str]:
    """An environment in which govdisc is found."""
    scripts = os.pathsep.join([str(Path(sys.executable).parent), sysconfig.get_path("scripts"), os.environ.get("PATH", "")])
    return {**{name: value for name, value in os.environ.items() if not name.startswith("GOVDISC_")}, "PATH": scripts, "GOVDISC_LANG": "en", **more}


def bash(script: str, folder: Path, **more: str) -> subprocess.CompletedProcess[bytes]:
    """Run a script as the runners do."""
    program = shutil.which("bash")
    if program is None:
        pytest.skip("the scripts are written for bash")
    return subprocess.run([program, "--noprofile", "--norc", "-eo", "pipefail", "-c", script], cwd=folder, env=settings(**more), capture_output=True, timeout=120)


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    """A repository with two reports, one of them wrong."""
    (tmp_path / "reports").mkdir()
    for name in ("correct-2023.json", "mistakes-2023.docx"):
        shutil.copy(ROOT / "examples" / name, tmp_path / "reports" / name)
    return tmp_path


def test_the_hook_of_pre_commit(reports: Path) -> None:
    """The manifest has what pre-commit asks for, its plugins are there, and its entry checks the files that are handed to it."""
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert {"id", "name", "entry", "language", "files"} <= set(hook)
    assert [path for path in hook["additional_dependencies"] if not (ROOT / path / "pyproject.toml").is_file()] == []
    chosen = [str(path.relative_to(reports)) for path in sorted(reports.rglob("*")) if re.search(hook["files"], str(path))]
    assert chosen == ["reports/mistakes-2023.docx"]
    done = bash(" ".join([hook["entry"], *hook["args"], *chosen]), reports)
    assert done.returncode == 1
    assert b"reports/mistakes-2023.docx: error SUM101" in done.stdout
    pre_commit = shutil.which("pre-commit")
    if pre_commit is not None:
        subprocess.run([pre_commit, "validate-manifest", str(ROOT / ".pre-commit-hooks.yaml")], check=True, capture_output=True, timeout=60)


def test_the_action_of_github(reports: Path) -> None:
    """Its step writes annotations to stdout, SARIF to the file, and ends as govdisc does."""
    action = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
    assert action["runs"]["using"] == "composite"
    if not {"github", "sarif"} <= set(Plugins().reporters):
        pytest.skip("govdisc-review is not installed")
    (step,) = [step for step in action["runs"]["steps"] if step.get("id") == "check"]
    given = {name: action["inputs"][name]["default"] for name in ("paths", "arguments", "sarif")}
    values = {name: re.sub(r"\$\{\{ inputs\.(\w+) \}\}", lambda found: str(given[found[1]]), text) for name, text in step["env"].items()}
    assert "${{" not in step["run"]
    done = bash(step["run"], reports, **values, GITHUB_OUTPUT=str(reports / "output"))
    assert done.returncode == 1, done.stderr.decode()
    assert b"::error file=reports/mistakes-2023.docx" in done.stdout
    assert (reports / "output").read_text("utf-8") == "sarif=govdisc.sarif\n"
    assert json.loads((reports / "govdisc.sarif").read_text("utf-8"))["version"] == "2.1.0"
    quiet = bash(step["run"], reports, **{**values, "ARGUMENTS": "--fail-on never", "SARIF": ""}, GITHUB_OUTPUT=str(reports / "output"))
    assert quiet.returncode == 0


def test_the_template_of_gitlab(reports: Path) -> None:
    """Its script writes what the job declares as reports."""
    job = yaml.safe_load((ROOT / "templates/govdisc.gitlab-ci.yml").read_text("utf-8"))["govdisc"]
    if not {"gitlab", "junit"} <= set(Plugins().reporters):
        pytest.skip("govdisc-review is not installed")
    done = bash("\n".join(job["script"]), reports, **job["variables"])
    assert done.returncode == 1, done.stderr.decode()
    for name in job["artifacts"]["reports"].values():
        assert (reports / name).stat().st_size
    assert json.loads((reports / "gl-code-quality-report.json").read_text("utf-8"))


# --- the core alone -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "plugin"),
    [
        ("a.docx", "word/", "docx"), ("a.xlsx", "xl/", "xlsx"), ("a.ods", "ods", "xlsx"), ("a.odt", "odt", "docx"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "docx"), ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "xlsx"),
        ("a.wps", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "docx"), ("a.et", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "xlsx"),
        ("a.rtf", b"{\\rtf1 }", "docx"), ("a.pdf", b"%PDF-1.4\n", "pdf"), ("a.html", b"<!DOCTYPE html><p>", "html"), ("a.mht", b"MIME-Version: 1.0\n", "html"),
        ("a.md", b"# a\n", "markdown"), ("a.csv", b"agency,year\n", "csv"), ("a.xml", b"<?xml version='1.0'?><a/>", "portal-xml"), ("a.ofd", "OFD.xml", "ofd"),
    ],
)  # fmt: skip
def test_the_core_alone_names_the_plugin_of_every_kind_of_file(
    govdisc: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, content: bytes | str, plugin: str
) -> None:
    """And the command that installs it."""
    monkeypatch.setenv("GOVDISC_PLUGINS", "none")
    path = tmp_path / name
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        with zipfile.ZipFile(path, "w") as package:
            if content in ("odt", "ods"):
                kind = "text" if content == "odt" else "spreadsheet"
                package.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
                package.writestr("content.xml", "<a/>")
            else:
                package.writestr(f"{content}document.xml" if content.endswith("/") else content, "<a/>")
    done = govdisc("validate", path)
    assert done.code == 4
    assert f"pip install govdisc-{plugin}\n" in done.err


def test_the_core_alone_names_the_plugin_of_commands_rules_and_outputs(govdisc: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """fee, FEE, sarif and docx are ours, and not there."""
    monkeypatch.setenv("GOVDISC_PLUGINS", "none")
    report = ROOT / "examples" / "correct-2023.json"
    for words, plugin in (
        (("fee", "--items", "3"), "fees"),
        (("collect", report), "county"),
        (("validate", report, "--ignore", "FEE101"), "fees"),
        (("rules", "nar"), "prose"),
        (("validate", report, "-o", "x.sarif"), "review"),
        (("validate", report, "--format", "junit"), "review"),
        (("export", report, "-o", "x.docx"), "docx"),
    ):
        done = govdisc(*words)
        assert done.code == 2
        assert f"pip install govdisc-{plugin}" in done.err
