"""Write the invented reports of examples/: an agency's of two years, one with mistakes, a small batch, and what a county office gathers.

    python tools/examples.py           write every file
    python tools/examples.py --check   fail when one is out of date

The agencies do not exist. The files are made by the installed formats, so every plugin of this repository must be installed.
"""

from __future__ import annotations

import argparse
import io
import random
import sys
import zipfile
from collections.abc import Iterator, Mapping
from copy import deepcopy
from decimal import Decimal
from pathlib import Path

from govdisc.formats.base import WriteOptions
from govdisc.i18n import set_language
from govdisc.model.book import builtin_forms
from govdisc.model.report import Agency, Report, Section
from govdisc.plugins import Plugins
from govdisc.testing import Options, print_text, random_report

FOLDER = Path(__file__).resolve().parent.parent / "examples"
AGENCY = Agency("青岚县水务局", None, "county", "department")
FORMATS = ("html", "docx", "xlsx", "json")

#: What is not 0 in the tables of each year; the totals follow. ``requests`` holds outcomes and what was carried over, by applicant.
FIGURES: Mapping[int, Mapping[str, Mapping[str, int | Decimal]]] = {
    2022: {
        "disclosure.normative_documents": {"issued": 2, "repealed": 1, "effective": 9},
        "disclosure.licensing": {"decisions": 86},
        "disclosure.penalties": {"decisions": 5},
        "disclosure.charges": {"amount": Decimal("51.30")},
        "requests.granted": {"natural_person": 14, "enterprise": 3},
        "requests.partly_granted": {"natural_person": 2},
        "requests.denied_internal_affairs": {"natural_person": 1},
        "requests.denied_administrative_query": {"natural_person": 2},
        "requests.unavailable_not_held": {"natural_person": 6, "enterprise": 1},
        "requests.refused_petition": {"natural_person": 1},
        "requests.closed_not_corrected": {"natural_person": 1},
        "requests.carried_out": {"natural_person": 3},
        "disputes.reconsideration": {"upheld": 4, "other": 1},
    },
    2023: {
        "disclosure.normative_documents": {"issued": 1, "effective": 10},
        "disclosure.licensing": {"decisions": 94},
        "disclosure.penalties": {"decisions": 7},
        "disclosure.coercive_measures": {"decisions": 1},
        "disclosure.charges": {"amount": Decimal("48.62")},
        "requests.carried_in": {"natural_person": 3},
        "requests.granted": {"natural_person": 27, "enterprise": 5, "public_interest": 1},
        "requests.partly_granted": {"natural_person": 3, "enterprise": 1},
        "requests.denied_third_party": {"enterprise": 2},
        "requests.denied_internal_affairs": {"natural_person": 2},
        "requests.denied_enforcement_file": {"natural_person": 1},
        "requests.denied_administrative_query": {"natural_person": 3},
        "requests.unavailable_not_held": {"natural_person": 9, "enterprise": 2},
        "requests.unavailable_needs_creation": {"natural_person": 1},
        "requests.refused_petition": {"natural_person": 2},
        "requests.refused_repeat": {"natural_person": 1},
        "requests.closed_other": {"natural_person": 1},
        "requests.carried_out": {"enterprise": 1},
        "disputes.reconsideration": {"upheld": 10, "other": 1},
        "disputes.litigation_direct": {"upheld": 1},
    },
}

LEAD = (
    "本报告根据《中华人民共和国政府信息公开条例》和《中华人民共和国政府信息公开工作年度报告格式》（国办公开办函〔2021〕30号）的要求编制，"
    "所列数据的统计期限为{year}年1月1日至12月31日。"
)

TEXTS: Mapping[int, Mapping[str, str]] = {
    2022: {
        "overview": """（一）主动公开。2022年，县水务局通过县政府门户网站公开信息168条，其中政务动态112条、水利工程建设信息56条；制发行政规范性文件2件，废止1件。
（二）依申请公开。全年新收政府信息公开申请34件，上年结转0件，办结31件，结转下年度继续办理3件。因政府信息公开被申请行政复议5件，未发生行政诉讼。
（三）政府信息管理。落实公文公开属性源头认定，发布前由业务股室、办公室和分管领导逐级审核，全年未发生失泄密问题。
（四）政府信息公开平台建设。调整门户网站水务栏目设置，新增河长制、农村供水两个专栏，政务新媒体安排专人值守。
（五）监督保障。把政府信息公开纳入股室年度考核，举办业务培训2期，主动接受社会评议，未发生责任追究情形。""",
        "problems": """存在的主要问题：一是水价、供水水质等群众关心的信息发布不够及时；二是部分答复文书的说理不够充分。
改进情况：建立供水水质信息按月发布制度，印发申请答复文书示范文本，由法制股对拟作出的不予公开答复逐件把关。""",
        "other": "本年度未发出信息处理费收费通知，收费总金额和实际收取金额均为0元。",
    },
    2023: {
        "overview": """（一）主动公开。围绕农村供水保障和水旱灾害防御，全年公开信息203条，其中政务动态121条、水利工程建设信息82条；制发行政规范性文件1件，同步发布解读2篇。
（二）依申请公开。2023年新收政府信息公开申请59件，上年结转3件，办结61件，结转下年度继续办理1件。被申请行政复议11件，其中维持10件；被提起行政诉讼1件，结果维持。
（三）政府信息管理。对现行有效的10件行政规范性文件重新编目，统一公布正式版本，并注明文号和有效性。
（四）政府信息公开平台建设。完成水务专栏适老化改造，开通水费、停水通知自助查询，检索服务运行稳定。
（五）监督保障。明确一名副局长分管，年内组织培训3期，社会评议结果为满意，年度考核结果在全县通报，未出现需要追究责任的情形。""",
        "problems": """存在的主要问题：一是政策解读形式仍以文字为主；二是个别股室对依申请公开的办理时限把握不严。
改进情况：今年起重要文件均配发图解或短视频，办公室建立申请办理台账，在期限届满前五个工作日发出提醒。""",
        "other": "2023年度，本机关未收取信息处理费，发出收费通知0件，总金额0元，实际收取0元。办理县人大代表建议3件、政协委员提案2件，答复文本已在专栏公布。",
    },
}

#: The mistakes of the wrong report, in the order of its parts.
MISTAKEN_TEXTS = (
    ("lead", "国办公开办函〔2021〕30号", "国办公开办函〔2019〕60号"),
    ("overview", "新收政府信息公开申请59件", "新收政府信息公开申请57件"),
    ("other", "2023年度，本机关未收取信息处理费，发出收费通知0件，总金额0元，实际收取0元。", ""),
)
MISTAKEN_CELLS = (
    ("requests", "granted", "natural_person", 72),  # 27 with its digits exchanged
    ("disputes", "reconsideration", "total", 0),  # 10 + 1
    ("disclosure", "charges", "amount", Decimal(486200)),  # 元 taken for 万元, which only last year's report tells
)

#: The bodies of the batch: name, level, kind.
BODIES = (
    ("青岚县发展和改革局", "county", "department"),
    ("青岚县教育局", "county", "department"),
    ("青岚县民政局", "county", "department"),
    ("青岚县财政局", "county", "department"),
    ("青岚县自然资源局", "county", "department"),
    ("青岚县农业农村局", "county", "department"),
    ("青岚县文化和旅游局", "county", "department"),
    ("青岚县卫生健康局", "county", "department"),
    ("青岚县城关镇人民政府", "township", "government"),
    ("青岚县松涛镇人民政府", "township", "government"),
    ("青岚县云溪乡人民政府", "township", "government"),
    ("青岚县石桥街道办事处", "township", "office"),
)


def correct(year: int) -> Report:
    """The correct report for a year."""
    form = builtin_forms().form("2021")
    report = Report("2021", year, title=f"{AGENCY.name}{year}年政府信息公开工作年度报告", agency=deepcopy(AGENCY))
    report.published, report.lead = f"{year + 1}-01-17", LEAD.format(year=year)
    for table in form.tables:
        report.tables[table.id] = {row.id: {column.id: 0 for column in block.columns} for block, row in table.rows()}
    for path, cells in FIGURES[year].items():
        table_id, row_id = path.split(".")
        report.tables[table_id][row_id].update(cells)
    _total(report)
    report.sections = [Section(section.id, f"{section.ordinal}、{section.title}", TEXTS[year].get(section.id, "")) for section in form.sections]
    return report


def _total(report: Report) -> None:
    """Fill in what follows: 新收, （七）总计, and the last column of parts 3 and 4."""
    requests = report.tables["requests"]
    outcomes = [cells for row, cells in requests.items() if row not in ("received", "carried_in", "processed_total", "carried_out")]
    for column in requests["received"]:
        processed = sum(int(cells[column] or 0) for cells in outcomes)
        requests["processed_total"][column] = processed
        requests["received"][column] = processed + int(requests["carried_out"][column] or 0) - int(requests["carried_in"][column] or 0)
    for cells in (*requests.values(), *report.tables["disputes"].values()):
        cells["total"] = sum(int(value or 0) for column, value in cells.items() if column != "total")


def mistaken(year: int) -> Report:
    """The report for a year with the mistakes above."""
    report = correct(year)
    for where, right, wrong in MISTAKEN_TEXTS:
        section = report.section(where)
        text = section.text if section else report.lead
        assert right in text, right
        if section:
            section.text = text.replace(right, wrong)
        else:
            report.lead = text.replace(right, wrong)
    for table, row, column, value in MISTAKEN_CELLS:
        report.tables[table][row][column] = value
    return report


def batch() -> Iterator[Report]:
    """Small reports of many bodies; two of them have a wrong total."""
    rng = random.Random(2023)
    for at, (name, level, kind) in enumerate(BODIES):
        report = random_report(rng, Options(year=2023, agency="青岚县水务局", zero=0.97, largest=6))
        report.agency, report.title = Agency(name, None, level, kind), f"{name}2023年政府信息公开工作年度报告"
        if at in (3, 9):
            total = report.tables["requests"]["processed_total"]
            total["total"] = int(total["total"] or 0) + 1
        yield report


#: What a county office gathers: where each file lies, whose report it is. Four are not in order, and are sent again.
COUNTY = {
    "sent/education.docx": "青岚县教育局",
    "sent/finance.docx": "青岚县财政局",  # with a wrong total
    "sent/reform.xlsx": "青岚县发展和改革局",  # too late
    "sent/water.docx": "青岚县水务局",
    "sent/water.html": "青岚县水务局",  # the same twice
    "sent/culture.html": "青岚县文旅局",  # not the name on the roster
    "sent/songtao.txt": "青岚县松涛镇人民政府",
    "sent/office.docx": "青岚县人民政府办公室",
    "corrected/finance.docx": "青岚县财政局",
    "corrected/culture.html": "青岚县文化和旅游局",
    "corrected/shiqiao.docx": "青岚县石桥街道办事处",  # missing at first
}
ROSTER = """名称,上级单位,其他名称,公开日期
青岚县人民政府办公室,青岚县人民政府,县府办,2024-01-29
青岚县发展和改革局,青岚县人民政府,发改局,2024-02-05
青岚县教育局,青岚县人民政府,,2024-01-22
青岚县财政局,青岚县人民政府,,2024-01-25
青岚县水务局,青岚县人民政府,,2024-01-17
青岚县文化和旅游局,青岚县人民政府,,2024-01-26
青岚县松涛镇人民政府,青岚县人民政府,,2024-01-30
青岚县石桥街道办事处,青岚县人民政府,,2024-01-31
"""


def county() -> Iterator[tuple[str, Report]]:
    """Small reports of a county's bodies, as they were sent and as they were sent again."""
    made: dict[str, Report] = {}
    for path, name in COUNTY.items():
        key = name.replace("文旅局", "文化和旅游局")
        if key not in made:
            made[key] = random_report(len(made) + 31, Options(year=2023, agency=key, zero=0.95, largest=9))
            made[key].published = None  # the dates stand in the roster
        report = deepcopy(made[key])
        report.agency.name, report.title = name, f"{name}2023年政府信息公开工作年度报告"
        if path == "sent/finance.docx":
            total = report.tables["requests"]["processed_total"]
            total["total"] = int(total["total"] or 0) + 1
        yield path, report


def text_page(report: Report) -> str:
    """The report as the text of a web page, a cell a line."""
    title, _, rest = print_text(report, "cell_a_line").partition("\n")
    dated = f"发布日期：{report.published}  " if report.published else ""
    return f"{title}\n{dated}来源：{report.agency.name}\n{report.lead}\n{rest}"


def files() -> Iterator[tuple[str, bytes]]:
    """Yield every example as (name, bytes)."""
    set_language("en")
    found = Plugins()
    options = WriteOptions(found.forms)
    for name, report in (("correct-2022", correct(2022)), ("correct-2023", correct(2023)), ("mistakes-2023", mistaken(2023))):
        yield f"{name}.txt", text_page(report).encode()
        for format_name in FORMATS:
            yield f"{name}.{format_name}", found.formats[format_name].writer()([report], options)
    yield "batch-2023.jsonl", found.formats["jsonl"].writer()(list(batch()), options)
    yield "county/units.csv", b"\xef\xbb\xbf" + ROSTER.encode()
    for path, report in county():
        name = path.rpartition(".")[2]
        yield f"county/{path}", text_page(report).encode() if name == "txt" else found.formats[name].writer()([report], options)


def contents(data: bytes) -> object:
    """What two files must share to be the same: their bytes, and of .docx and .xlsx the parts, since versions of zlib pack them differently."""
    if not data.startswith(b"PK"):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return [(part.filename, part.date_time, package.read(part)) for part in package.infolist()]


def main() -> int:
    """Write or check every example."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="fail instead of writing")
    check = parser.parse_args().check
    stale = []
    for name, data in files():
        path = FOLDER / name
        if path.exists() and contents(path.read_bytes()) == contents(data):
            continue
        stale.append(name)
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    print("\n".join(f"{'out of date' if check else 'written'}: examples/{name}" for name in stale) or "everything is current")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
