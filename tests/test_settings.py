"""Which findings count: selection, severities and the configuration, alike for the command line and Python."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from settings_kit import AGENCY, WAIVER, Run, wrong

import govdisc as package
from govdisc import configuration
from govdisc.errors import ConfigurationError


def findings(govdisc: Run, *words: object) -> dict[str, str]:
    """The severities of what validate finds, by code; suppressed ones are marked."""
    done = govdisc("validate", "reports/wrong.json", "--format", "json", *words)
    told = json.loads(done.out)["findings"]
    return {each["code"]: each["severity"] + (" suppressed" if each.get("suppressed") else "") for each in told}


# --- selection ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        (("--select", "sum"), {"SUM101"}),
        (("--select", "NUM,Sum1"), {"SUM101", "NUM101"}),
        (("--select", "SUM", "--select", "NUM101"), {"SUM101", "NUM101"}),
        (("--select", "SUM,NUM", "--ignore", "num1"), {"SUM101"}),
        (("--select", "SUM101,NUM101", "--ignore", "SUM"), {"SUM101", "NUM101"}),
        (("--select", "SUM", "--ignore", "SUM"), set()),
    ],
)
def test_rules_are_selected_by_codes_beginnings_and_families(govdisc: Run, project: Path, words: tuple[str, ...], codes: set[str]) -> None:
    """In any case, in lists; the longer of two words counts."""
    assert set(findings(govdisc, *words)) == codes


@pytest.mark.parametrize("option", ["--select", "--ignore", "--severity"])
def test_a_word_that_means_no_rule_is_an_error_with_the_nearest(govdisc: Run, project: Path, option: str) -> None:
    """Exit 2, one sentence, nothing on stdout."""
    for word, says in (("SUN101", "Did you mean SUM101?"), ("XYZ", "no rule XYZ"), ("SUM101,NOM101", "Did you mean NUM101?")):
        done = govdisc("validate", "reports/", option, word + ("=info" if option == "--severity" else ""))
        assert (done.code, done.out) == (2, "")
        assert says in done.err
        assert len(done.err.splitlines()) == 1


def test_severities_are_set_and_fail_on_follows(govdisc: Run, project: Path) -> None:
    """A longer word goes before a shorter one; what is no severity is refused."""
    assert findings(govdisc, "--severity", "SUM101=warning", "--severity", "S=info")["SUM101"] == "warning"
    assert govdisc("validate", "reports/", "--select", "SUM", "--severity", "sum=warning").code == 0
    assert govdisc("validate", "reports/", "--select", "SUM", "--severity", "sum=warning", "--fail-on", "warning").code == 1
    assert govdisc("validate", "reports/", "--severity", "SUM=off").code == 2
    assert govdisc("validate", "reports/", "--severity", "SUM").code == 2


def test_an_ignore_that_hid_nothing_is_said(govdisc: Run, project: Path) -> None:
    """And one that hid something is not."""
    done = govdisc("validate", "reports/", "--ignore", "YOY,SUM101")
    assert done.code == 0
    assert "ignore YOY hid nothing" in done.err
    assert "SUM101" not in done.out + done.err


def test_an_ignored_sum_is_not_explained(govdisc: Run, project: Path) -> None:
    """Where the wrong sum is not to be told, its explanation is not either."""
    assert json.loads(govdisc("validate", "reports/", "--format", "json").out)["explanations"]
    assert json.loads(govdisc("validate", "reports/", "--format", "json", "--ignore", "SUM").out)["explanations"] == []


@pytest.mark.plugins("prose")
def test_rules_are_filtered(govdisc: Run) -> None:
    """By family, severity, text and form."""
    assert {line[:3] for line in govdisc("rules", "sum").out.splitlines()[2:]} == {"SUM"}
    catalogue = json.loads(govdisc("rules", "--severity", "error", "--format", "json").out)
    assert {rule["severity"] for rule in catalogue} == {"error"}
    assert "SUM101" in govdisc("rules", "--text", "differs from the sum of its row").out
    assert len(json.loads(govdisc("rules", "--form", "2021", "--format", "json").out)) > 50
    assert govdisc("rules", "--form", "1999").code == 2
    assert "Did you mean SUM101?" in govdisc("rules", "SUN101").err
    assert govdisc("rules", "--text", "no rule says this").code == 2


# --- the configuration ----------------------------------------------------------------------------------------------------------


def test_the_configuration_is_found_upward_and_never_beside_an_input(
    govdisc: Run, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the working folder to the root of the repository; what hides findings is named on stderr."""
    (project / "reports/govdisc.toml").write_text('ignore = ["SUM"]\n', "utf-8")
    assert "SUM101" in findings(govdisc)
    (project / "govdisc.toml").write_text('ignore = ["NUM"]\n', "utf-8")
    inner = project / "a/b"
    inner.mkdir(parents=True)
    monkeypatch.chdir(inner)
    done = govdisc("validate", "../../reports/wrong.json")
    assert "NUM101" not in done.out
    assert "govdisc.toml leaves out findings" in done.err
    assert "NUM101" in govdisc("validate", "../../reports/wrong.json", "--no-config").out
    (project / "a/.git").mkdir()
    assert "NUM101" in govdisc("validate", "../../reports/wrong.json").out


def test_pyproject_may_hold_it(govdisc: Run, project: Path) -> None:
    """[tool.govdisc] does; govdisc.toml in the same folder goes before it; a pyproject.toml without it is none."""
    (project / "pyproject.toml").write_text('[tool.govdisc]\nselect = ["SUM"]\n', "utf-8")
    assert set(findings(govdisc)) == {"SUM101"}
    (project / "govdisc.toml").write_text('select = ["NUM"]\n', "utf-8")
    assert set(findings(govdisc)) == {"NUM101"}
    (project / "govdisc.toml").unlink()
    (project / "pyproject.toml").write_text("[tool.govdisc]\nselect = = 1\n", "utf-8")
    assert "not valid TOML" in govdisc("validate", "reports/").err
    (project / "pyproject.toml").write_text("[tool.other]\n", "utf-8")
    assert set(findings(govdisc)) >= {"SUM101", "NUM101"}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("ignor = []", "Did you mean ignore?"),
        ('ignore = "SUM"', "ignore is a list"),
        ("ignore = [1]", "ignore[0] is a text"),
        ('fail-on = "eror"', "Did you mean error?"),
        ('severity = {SUM = "bad"}', "severity.SUM is one of"),
        ('[per-file."*.html"]\nignored = []', "Did you mean ignore?"),
        ('[[waivers]]\ncode = "SUM101"', "lacks body, year, reason"),
        ('[[waivers]]\ncode = "SUM101"\nbody = "a"\nyear = 2023\nreason = " "', "reason is empty"),
        ('[[waivers]]\ncode = "SUM101"\nbody = "a"\nyear = "2023"\nreason = "r"', "is a whole number"),
        ('[[waivers]]\ncode = "SUM101"\nbody = "a"\nyear = 2023\nreason = "r"\nuntil = "soon"', "is a day"),
        ('[[waivers]]\ncode = "SUN101"\nbody = "a"\nyear = 2023\nreason = "r"', "Did you mean SUM101?"),
        ('[[waivers]]\ncode = "SUM101"\nbody = "a"\nyear = 2023\nreason = "r"\n' * 2, "two waivers"),
        ("[thresholds]\nYOY105.share = 0.6", "no threshold YOY105"),
        ('[thresholds]\n"YOY105.sher" = 0.6', "Did you mean YOY105.share?"),
        ('baseline = "nowhere.json"', "cannot be read"),
        ('variant = "atlantis"', "no variant atlantis"),
        ("a = = 1", "not valid TOML"),
    ],
)
def test_what_is_wrong_in_it_is_one_sentence(govdisc: Run, project: Path, text: str, says: str) -> None:
    """Exit 2, with the key and the nearest known one; nothing is written."""
    (project / "govdisc.toml").write_text(text, "utf-8")
    done = govdisc("validate", "reports/", "-o", "out.json")
    assert (done.code, done.out) == (2, "")
    assert says in done.err
    assert len([line for line in done.err.splitlines() if line.startswith("govdisc: ")]) == 1
    assert not (project / "out.json").exists()


def test_bytes_of_any_editor_are_read_or_refused(govdisc: Run, project: Path) -> None:
    """A byte order mark is no part of it; GBK is refused with one sentence."""
    (project / "govdisc.toml").write_bytes(b"\xef\xbb\xbf" + b'select = ["SUM"]\n')
    assert set(findings(govdisc)) == {"SUM101"}
    (project / "govdisc.toml").write_bytes("# 配置\n".encode("gbk"))
    done = govdisc("validate", "reports/")
    assert done.code == 2
    assert "save it as UTF-8" in done.err


def test_rules_for_files_and_bodies(govdisc: Run, project: Path) -> None:
    """Patterns of files start from the configuration's folder; bodies go by name."""
    (project / "govdisc.toml").write_text(
        '[per-file."reports/*.json"]\nignore = ["SUM"]\n[per-file."other/*"]\nignore = ["NUM"]\n'
        '[per-body."青岚县*"]\nseverity = {NUM101 = "warning"}\n[per-body."别处*"]\nignore = ["NUM"]\n',
        "utf-8",
    )
    found = findings(govdisc)
    assert "SUM101" not in found
    assert found["NUM101"] == "warning"


def test_config_says_what_is_in_force_and_where_from(govdisc: Run, project: Path) -> None:
    """As text and as JSON; options go before the file, lists are joined."""
    (project / "govdisc.toml").write_text('ignore = ["NUM"]\nfail-on = "warning"\n[thresholds]\n"YOY105.share" = 0.6\n', "utf-8")
    told = json.loads(govdisc("config", "--format", "json", "--ignore", "SUM", "--fail-on", "info").out)
    assert told["settings"]["fail-on"] == {"value": "info", "from": "--fail-on"}
    assert told["settings"]["ignore"] == {"value": ["NUM", "SUM"], "from": "govdisc.toml, --ignore"}
    assert told["settings"]["thresholds.YOY105.share"] == {"value": 0.6, "from": "govdisc.toml"}
    assert told["settings"]["variant"] == {"value": None, "from": "default"}
    assert told["file"] == str(project / "govdisc.toml")
    assert "govdisc.toml" in govdisc("config").out
    assert "no configuration file" in govdisc("config", "--no-config").out


def test_schemas_for_editors_and_lines(govdisc: Run, project: Path) -> None:
    """config and finding are schemas that hold what they are about."""
    jsonschema = pytest.importorskip("jsonschema")
    config = json.loads(govdisc("schema", "config").out)
    jsonschema.Draft202012Validator.check_schema(config)
    good = {"ignore": ["SUM"], "waivers": [{"code": "SUM101", "body": "a", "year": 2023, "reason": "r"}]}
    jsonschema.validate(good, config)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"ignor": []}, config)
    finding = json.loads(govdisc("schema", "finding").out)
    lines = govdisc("validate", "reports/", "--format", "jsonl").out.splitlines()
    assert lines
    for line in lines:
        jsonschema.validate(json.loads(line), finding)
    assert govdisc("schema", "finding").out != govdisc("schema", "findings").out


def test_python_goes_by_the_same_settings(govdisc: Run, project: Path) -> None:
    """check takes what the command line takes, and finds the same."""
    (project / "c.toml").write_text(WAIVER, "utf-8")
    govdisc("baseline", "create", "reports/", "-o", "known.json", "--select", "NUM")
    words = ("--config", "c.toml", "--today", "2026-01-01", "--baseline", "known.json", "--severity", "NUM=warning", "--ignore", "STR")
    told = json.loads(govdisc("validate", "reports/", "--format", "json", *words).out)
    found = package.check(
        "reports/", config="c.toml", today="2026-01-01", baseline="known.json", severity={"NUM": "warning"}, ignore=["STR"]
    )
    assert found.to_dict() == told
    with pytest.raises(ConfigurationError, match="Did you mean SUM"):
        package.check("reports/", ignore=["SUN"])
    assert {each.code for each in package.validate(wrong(), select=["SUM"])} == {"SUM101"}


def test_every_key_has_a_meaning_and_is_written_down() -> None:
    """The page on the configuration names each key."""
    page = (Path(__file__).resolve().parent.parent / "docs/configuration.md").read_text("utf-8")

    def names() -> Iterator[str]:
        yield from (key.name for key in configuration.KEYS)

    assert [name for name in names() if f"`{name}`" not in page] == []
    assert all(key.meaning for key in configuration.KEYS)


def test_the_roster_may_stand_in_the_configuration(govdisc: Run, project: Path) -> None:
    """From the file's folder, for validate and collect; without govdisc-county it is said what is missing."""
    if not package.api.installed_plugins().rosters:
        pytest.skip("govdisc-county is not installed")
    (project / "units.csv").write_text(f"name,published\n{AGENCY},2024-01-20\n青岚县财政局,\n", "utf-8")
    (project / "govdisc.toml").write_text('[roster]\npath = "units.csv"\n', "utf-8")
    plain = govdisc("validate", "reports/", "--roster", "units.csv", "--no-config", "--format", "json").out
    assert govdisc("validate", "reports/", "--format", "json").out == plain
    assert "青岚县财政局" in govdisc("collect", "reports/").out
    assert govdisc("collect", "reports/", "--no-config").code == 2
    (project / "govdisc.toml").write_text('roster = "units.csv"\n', "utf-8")
    assert govdisc("validate", "reports/").code == 2
