"""The sentences of a generated report. They state numbers, and the numbers are those of its tables."""

from __future__ import annotations

import random

from govdisc.model.report import Report


def narrative(rng: random.Random, report: Report, section: str) -> str:
    """Return the text of one section of a generated report; sections that are tables have none."""
    write = {"overview": _overview, "problems": _problems, "other": _other}.get(section)
    return write(rng, report) if write else ""


def _number(report: Report, path: str) -> int:
    return int(report.cell(path) or 0)


def _requests(report: Report) -> str:
    received = _number(report, "requests.received.total")
    carried_in, carried_out = _number(report, "requests.carried_in.total"), _number(report, "requests.carried_out.total")
    processed = _number(report, "requests.processed_total.total")
    if not (received or carried_in or processed or carried_out):
        return f"{report.year}年，本机关未收到政府信息公开申请。"
    return (
        f"{report.year}年，本机关新收政府信息公开申请{received}件，上年结转{carried_in}件，"
        f"办结{processed}件，结转下年度继续办理{carried_out}件。"
    )


def _disputes(report: Report) -> str:
    appeals = _number(report, "disputes.reconsideration.total")
    suits = _number(report, "disputes.litigation_direct.total") + _number(report, "disputes.litigation_after_reconsideration.total")
    if not appeals and not suits:
        return "本年度未发生因政府信息公开引起的行政复议和行政诉讼。"
    return f"因政府信息公开被申请行政复议{appeals}件，被提起行政诉讼{suits}件。"


def _overview(rng: random.Random, report: Report) -> str:
    year = report.year
    portal, service = rng.randint(20, 400), rng.randint(5, 200)
    return "\n".join(
        [
            f"本报告所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。",
            f"（一）主动公开。全年通过网站公开信息{portal + service}条，其中政务动态{portal}条、办事服务{service}条，内容准确，更新及时。",
            f"（二）依申请公开。{_requests(report)}{_disputes(report)}",
            "（三）政府信息管理。对拟发布的信息逐条审核，按季清理失效内容，目录分类做到清楚易查。",
            "（四）平台建设。维护门户网站公开专栏和政务新媒体账号，检索、下载等功能运行平稳。",
            "（五）监督保障。把信息公开列入年度工作考核，组织业务培训，听取社会评议意见，全年未发生责任追究情形。",
        ]
    )


def _problems(rng: random.Random, report: Report) -> str:
    year = report.year or 0
    return (
        "一年来，政策解读的形式还不够多样，个别栏目的更新不够主动。"
        f"\n{year + 1}年，将增加图表和问答形式的解读，按月检查栏目更新，并为经办人员安排培训。"
    )


def _other(rng: random.Random, report: Report) -> str:
    unpaid = _number(report, "requests.closed_fee_unpaid.total")  # each was noticed, so the statement must tell of it
    return f"{report.year}年度发出信息处理费收费通知{unpaid}件，总金额{unpaid * 100}元，实际收取0元。"
