"""Wrong forms and variants: each is refused with the key that is wrong and the nearest one that is known, and takes nothing with it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from govdisc.errors import ConfigurationError
from govdisc.hookspecs import hookimpl
from govdisc.model.book import BUILTIN, FormBook, builtin_forms, parse_form, parse_toml
from govdisc.model.keys import FormError, form_faults
from govdisc.model.sound import faults_of
from govdisc.plugins import Plugins

HEAD = 'id = "qinglan"\nextends = "2021"\nsource = "青政办发〔2024〕2号"\n'
BLOCK = f'{HEAD}[[tables]]\nid = "disclosure"\n[[tables.blocks]]\nheading = "第二十条第（一）项"\n'
DISPUTES = f'{HEAD}[[tables]]\nid = "disputes"\n[[tables.identities]]\nid = "known"\n'

#: What is wrong with a variant, and words of the sentence that says so.
VARIANTS = {
    "a key that is not known": (f'{HEAD}agencys = ["青岚"]\n', ("agencys", "did you mean agencies")),
    "a key of a row that is not known": (f'{BLOCK}rows = [{{ id = "plans", label = "规划", alias = ["划"] }}]', ("rows[plans].alias", "did you mean aliases")),
    "a key of a table that is not known": (f'{HEAD}[[tables]]\nid = "disclosure"\n[[tables.identity]]\nid = "x"\n', ("identity", "identities")),
    "a year in quotation marks": (f'{HEAD}since = "2023"\n', ("since", "a whole number")),
    "a flag as a year": (f"{HEAD}since = true\n", ("since", "a whole number")),
    "an id with a dot": (HEAD.replace('"qinglan"', '"a.b"'), ("id", "no dots")),
    "a row's id with a dot": (f'{BLOCK}rows = [{{ id = "a.b", label = "规划" }}]', ("rows[a.b].id", "no dots")),
    "a column's id that is no name": (f'{BLOCK}columns = [{{ id = "规划", label = "规划" }}]', ("columns[规划].id",)),
    "a list that is a text": (f'{HEAD}agencies = "青岚"\n', ("agencies", "list of texts")),
    "an empty word that fits every agency": (f'{HEAD}agencies = [""]\n', ("agencies", "none of them empty")),
    "no source": ('id = "qinglan"\nextends = "2021"\n', ("source", "missing")),
    "a form that is not there": (HEAD.replace('"2021"', '"2012"'), ("extends", "did you mean 2021")),
    "a table that is not there": (f'{HEAD}[[tables]]\nid = "disclosures"\n', ("tables[disclosures]", "did you mean disclosure")),
    "a heading that is not there": (
        f'{HEAD}[[tables]]\nid = "disclosure"\n[[tables.blocks]]\nheading = "第二十条第（二）项"\nrows = [{{ id = "a", label = "甲类" }}]',
        ("columns", "did you mean 第二十条第"),
    ),
    "a new row without a label": (f'{BLOCK}rows = [{{ id = "regulation" }}]', ("rows[regulation].label", "did you mean regulations")),
    "a row that another block has": (f'{BLOCK}rows = [{{ id = "licensing", label = "许可" }}]', ("licensing", "twice")),
    "a label that another row has": (f'{BLOCK}rows = [{{ id = "permits", label = "行政许可" }}]', ("行政许可", "licensing")),
    "a label of signs alone": (f'{BLOCK}rows = [{{ id = "plans", label = "——、——" }}]', ("rows[plans]", "nothing to know it by")),
    "a column that is there already": (f'{BLOCK}columns = [{{ id = "made", label = "现行有效件数" }}]', ("现行有效件数", "effective")),
    "a kind of cell that is not known": (f'{BLOCK}columns = [{{ id = "share", label = "比例", kind = "percents" }}]', ("kind", "did you mean percent")),
    "a row of the nation's made optional": (f'{BLOCK}rows = [{{ id = "regulations", optional = true }}]', ("rows[regulations].optional", "itself adds")),
    "behind what is not there": (f'{BLOCK}rows = [{{ id = "plans", label = "规划", after = "regulation" }}]', ("after", "did you mean regulations")),
    "nothing to remove": (f'{BLOCK}rows = [{{ id = "regulation", remove = true }}]', ("remove", "did you mean regulations")),
    "remove is no flag": (f'{BLOCK}rows = [{{ id = "regulations", remove = "yes" }}]', ("remove", "true or false")),
    "a sum over no column": (
        f'{DISPUTES}axis = "row"\nsum = ["uphold"]\nequals = ["total"]',
        ("identities[known].sum", "did you mean upheld"),
    ),
    "a sum with rows along a row": (f'{DISPUTES}axis = "rows"\nsum = ["upheld"]\nequals = ["total"]', ("axis", "did you mean row")),
    "a sum with one side": (f'{DISPUTES}axis = "row"\nsum = ["upheld"]\n', ("identities[known].equals", "missing")),
    "a name on both sides": (f'{DISPUTES}axis = "row"\nsum = ["total"]\nequals = ["total"]', ("total", "both sides")),
    "a part that is not there": (
        f'{HEAD}[[tables]]\nid = "extra"\nsection = "others"\nlayout = "matrix"\nlabel_columns = 1\n'
        '[[tables.blocks]]\ncolumns = [{ id = "a", label = "甲数" }]\nrows = [{ id = "b", label = "乙项" }]',
        ("tables[extra].section", "did you mean other"),
    ),
    "until before since": (f"{HEAD}since = 2024\nuntil = 2023\n", ("until", "2024")),
    "a rule's code that is none": (f'{HEAD}[rules]\n"DUE" = "off"\n', ("rules.DUE", "three digits")),
    "a severity that is none": (f'{HEAD}[rules]\n"DUE101" = "errors"\n', ("rules.DUE101", "did you mean error")),
    "a rule that is not there": (f'{HEAD}[rules]\n"DUE109" = "off"\n', ("DUE109", "did you mean DUE10")),
    "a threshold of no rule": (f'{HEAD}[parameters]\n"YOY999.share" = 1\n', ("YOY999",)),
    "a threshold that the rule has not": (f'{HEAD}[rules]\n"DUE101" = {{ untill = "01-20" }}\n', ("untill", "did you mean until")),
    "a threshold of another type": (f'{HEAD}[parameters]\n"YOY105.share" = "half"\n', ("YOY105.share", "half")),
    "a basis that is no text": (f'{HEAD}[rules]\n"DUE101" = {{ basis = 5 }}\n', ("rules.DUE101.basis",)),
    "no TOML": ("id = [", ("not valid TOML",)),
    "ten megabytes": (f'{HEAD}title = "{"长" * 10_000_000}"\n', ("10 MB",)),
    "lists in lists": ("a = " + "[" * 50_000, ("nested too deeply", "not valid TOML")),
}  # fmt: skip

WHOLE = """
id = "small"
title = "A small form"
basis = "an invented act"
since = 2020

[[sections]]
id = "figures"
ordinal = "一"
title = "统计数据"

[[tables]]
id = "counts"
section = "figures"
layout = "matrix"
label_columns = 1

[[tables.blocks]]
columns = [{ id = "first", label = "上半年" }, { id = "second", label = "下半年" }, { id = "whole", label = "全年" }]
rows = [{ id = "letters", label = "来信" }, { id = "visits", label = "来访" }, { id = "both", label = "两项合计" }]

[[tables.identities]]
id = "year"
axis = "row"
sum = ["first", "second"]
equals = ["whole"]

[[tables.identities]]
id = "kinds"
axis = "column"
sum = ["letters", "visits"]
equals = ["both"]
"""

#: What is changed in a whole form, and words of the sentence that refuses it.
FORMS = {
    "a layout that is not known": ('"matrix"', '"matrices"', ("layout", "did you mean matrix")),
    "an axis that is not known": ('axis = "row"', 'axis = "rows"', ("axis", "did you mean row")),
    "a column that is not there": ('"first", "second"]', '"fist", "second"]', ("sum", "did you mean first")),
    "a row that is not there": ('"letters", "visits"]', '"letter", "visits"]', ("sum", "did you mean letters")),
    "a table of no part": ('section = "figures"', 'section = "figure"', ("section", "did you mean figures")),
    "a row twice": ('id = "visits"', 'id = "letters"', ("letters", "twice")),
    "a column twice": ('id = "second"', 'id = "first"', ("first", "twice")),
    "a label twice": ('label = "来访"', 'label = "来信"', ("来信", "letters")),
    "a column's label twice": ('label = "下半年"', 'label = "上半年"', ("上半年", "first")),
    "a number that is a text": ("label_columns = 1", 'label_columns = "x"', ("label_columns", "whole number")),
    "too few columns for labels": ('label = "来信" }', 'label = "来信", groups = ["甲", "乙"] }', ("label_columns", "2 groups")),
    "no title": ('title = "A small form"', "", ("title", "missing")),
    "no basis": ('basis = "an invented act"', "", ("basis", "missing")),
    "no tables": ("[[tables]]", "[[table]]", ("table", "did you mean tables")),
    "a row without a label": (', label = "来访"', "", ("rows[visits].label", "missing")),
    "two identities of one name": ('id = "kinds"', 'id = "year"', ("year", "twice")),
    "a kind that is not known": ('label = "上半年" }', 'label = "上半年", kind = "number" }', ("kind", "count")),
    "a sum over words": ('label = "上半年" }', 'label = "上半年", kind = "text" }', ("sum", "first")),
    "two open rows": (
        'rows = [{ id = "letters", label = "来信" }',
        'rows = [{ id = "office", open = true }, { id = "unit", open = true }, { id = "letters", label = "来信" }',
        ("more than one row is open",),
    ),
    "all of what is not open": ('"letters", "visits"]', '"letters.*", "visits"]', ("letters.*",)),
    "an id that is taken": ('id = "small"', 'id = "2021"', ("2021",)),
}


def refusal(text: str) -> str:
    """Return the sentences that refuse a form or variant, as ``govdisc forms --check`` and a plugin's author see them."""
    try:
        data = parse_form(text, "x.toml")
        FormBook([data]).build(data["id"])
    except FormError as error:
        return "\n".join(error.faults)
    except ConfigurationError as error:
        return str(error)
    plugins = Plugins(points=(), modules=[("x", plugin_of(text))])
    assert plugins.rules  # the settings of rules are looked at when the rules are known
    assert plugins.infos[0].error
    return plugins.infos[0].error


def plugin_of(text: str) -> Any:
    """Return a plugin that brings a form or variant."""

    @hookimpl
    def govdisc_forms() -> list[tuple[str, str]]:
        return [("x.toml", text)]

    return SimpleNamespace(govdisc_forms=govdisc_forms)


@pytest.mark.parametrize("what", VARIANTS)
def test_wrong_variants(what: str) -> None:
    """Each wrong variant is refused with the key and, where there is one, the nearest that is known."""
    text, words = VARIANTS[what]
    found = refusal(text)
    assert any(word in found for word in words) if what == "lists in lists" else all(word in found for word in words), found


@pytest.mark.parametrize("what", FORMS)
def test_wrong_forms(what: str) -> None:
    """Each wrong form of one's own is refused with the key that is wrong."""
    old, new, words = FORMS[what]
    assert old in WHOLE
    found = refusal(WHOLE.replace(old, new, 1))
    assert all(word in found for word in words), found


def test_the_small_form_is_right_as_it_stands() -> None:
    """What the wrong ones are made of has no fault."""
    book = FormBook([parse_form(WHOLE, "small.toml")])
    assert book.form("small").table_index["counts"].row_index.keys() == {"letters", "visits", "both"}


def test_a_circle_of_variants() -> None:
    """Variants that lie over each other are refused, with the circle."""
    ring = [HEAD.replace('"qinglan"', f'"{name}"').replace('"2021"', f'"{below}"') for name, below in (("a", "b"), ("b", "c"), ("c", "a"))]
    book = FormBook(parse_form(text, "x.toml") for text in ring)
    with pytest.raises(ConfigurationError, match="a → b → c → a"):
        book.build("a")


def test_every_fault_is_told_at_once() -> None:
    """A file with three slips is refused with three sentences, so that nobody mends them one by one."""
    found = refusal(f'{HEAD}agencys = ["青岚"]\nsince = "2023"\nparameter = 1\n')
    assert len(found.split("\n")) == 3


@pytest.mark.parametrize("name", BUILTIN)
def test_the_national_forms_have_no_fault(name: str) -> None:
    """The national forms are held to what strangers' are."""
    folder = Path(__file__).parent.parent / "govdisc" / "model" / "forms"
    own, base = (parse_toml((folder / f"{file}.toml").read_text("utf-8"), file) for file in (name, "base"))
    assert form_faults({**own, "source": own["basis"]}) == []
    assert form_faults({**base, **{key: own[key] for key in ("id", "title", "basis", "since")}}) == []
    assert faults_of(builtin_forms().form(name)) == []


@pytest.mark.parametrize("text", [VARIANTS["a key that is not known"][0], VARIANTS["a threshold that the rule has not"][0]])
def test_a_wrong_variant_breaks_its_plugin_alone(text: str) -> None:
    """The plugin is named with the reason; forms and rules of the others are as if it were not there."""
    plugins = Plugins(points=(), modules=[("x", plugin_of(text)), ("y", plugin_of(HEAD.replace("qinglan", "baita")))])
    assert list(plugins.rules) == list(Plugins(points=()).rules)
    assert [info.name for info in plugins.broken()] == ["x"]
    assert [form.name for form in plugins.forms.variants()] == ["baita"]


def test_check(govdisc: Callable[..., Any], tmp_path: Path) -> None:
    """``govdisc forms --check FILE`` says what a variant changes, or what is wrong with it and returns 2."""
    file = tmp_path / "x.toml"
    file.write_text(f'{HEAD}agencies = ["青岚"]\n[rules]\n"DUE101" = {{ until = "01-20" }}\n', "utf-8")
    done = govdisc("forms", "--check", file)
    assert (done.code, "DUE101.until = 01-20" in done.out, "qinglan → 2021" in done.out) == (0, True, True)
    file.write_text(f'{HEAD}agencys = ["青岚"]\nsince = "2024"\n', "utf-8")
    done = govdisc("forms", "--check", file)
    assert (done.code, len(done.out.splitlines())) == (2, 2)
    assert f"{file}: agencys: there is no such key; did you mean agencies?" in done.out
    assert govdisc("forms", "--check", tmp_path / "none.toml").code == 2


def test_a_wrong_file_in_the_configuration(govdisc: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A variant that govdisc.toml names and that is wrong ends the run with 2: it is the user's own."""
    monkeypatch.chdir(tmp_path)
    Path("x.toml").write_text(f'{HEAD}agencys = ["青岚"]\n', "utf-8")
    Path("govdisc.toml").write_text('variants = ["x.toml"]\n', "utf-8")
    Path("report.json").write_text(json.dumps({}), "utf-8")
    done = govdisc("validate", "report.json")
    assert (done.code, done.out) == (2, "")
    assert "did you mean agencies" in done.err
