"""``govdisc fee``: the fee for so many items or pages, with its steps, under 国办函〔2020〕109号."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import click

from govdisc.plugin import N_, Command, option
from govdisc.plugin import gettext as _
from govdisc_fees.tariff import SCALES, Step, steps, tariff

#: The scale by item has a band for every ten items, and each is printed.
MOST_ITEMS = 10_000
MOST_PAGES = 10_000_000

_UNITS = {"items": N_("items"), "pages": N_("pages")}
_RULES = {
    "items": (
        N_("By item (Art. 4): per applicant and calendar month; whatever the outcome, every request counts."),
        N_("One request with several matters may be split, one matter a request (一事一申请)."),
    ),
    "pages": (
        N_("By volume (Art. 5): per request, for what is provided on paper, by e-mail or as copied data."),
    ),
}
_COMMON = (
    N_("Only the part within a band bears that band's price."),
    N_("For one request a fee is charged by item or by volume, never both."),
    N_("The applicant pays within 20 working days from the day after receipt of the notice; else the request counts as abandoned."),
)


@click.command(
    "fee",
    cls=Command,
    help=N_("Compute the information-processing fee (信息处理费), with its steps: govdisc fee --items 35."),
    examples=("govdisc fee --items 35", "govdisc fee --explain"),
)
@option("--items", type=click.IntRange(0, MOST_ITEMS), help=N_("Requests of one applicant in one calendar month (Art. 4)."))
@option("--pages", type=click.IntRange(0, MOST_PAGES), help=N_("Pages provided for one request (Art. 5)."))
@option("--explain", is_flag=True, help=N_("Print the rules of the tariff, alone or with a computation."))
@option("--format", "style", type=click.Choice(["text", "json"]), default="text", show_default=True, help=N_("How to print it."))
def fee(items: int | None, pages: int | None, explain: bool, style: str) -> None:
    """Print the fee for so many items or pages."""
    if items is not None and pages is not None:
        raise click.UsageError(_("--items and --pages exclude each other: a fee is charged by item or by volume, never both."))
    if items is None and pages is None and not explain:
        raise click.UsageError(_("say how much: --items N or --pages N (or --explain for the tariff)."))
    scale = "items" if items is not None else "pages" if pages is not None else None
    quantity = items if items is not None else pages
    data = _result(scale, quantity or 0, explain)
    click.echo(json.dumps(data, ensure_ascii=False, indent=2) if style == "json" else _text(data))


def _result(scale: str | None, quantity: int, explain: bool) -> dict[str, Any]:
    data: dict[str, Any] = {"basis": tariff()["id"]}
    if scale:
        found = steps(scale, quantity)
        data |= {
            "article": tariff()[scale]["article"],
            "by": scale,
            "quantity": quantity,
            "fee": sum(step.amount for step in found),
            "currency": "CNY",
            "steps": [_step(step) for step in found],
        }
    if explain:
        scales = [scale] if scale else SCALES
        data["explanation"] = [line for name in scales for line in _explained(name)] + [_(line) for line in _COMMON]
    return data


def _explained(scale: str) -> Iterator[str]:
    """Say how one scale works: its rules, then its bands as the tariff has them."""
    yield from (_(line) for line in _RULES[scale])
    bands = tariff()[scale]["bands"]
    for band, after in zip(bands, [*bands[1:], None], strict=True):
        if "width" in band:
            yield _("{first}-{last}: ¥{price} each; each further {width}: ¥{increase} more").format(
                first=band["from"], last=band["from"] + band["width"] - 1, **band
            )
        elif after:
            yield _("{first}-{last}: ¥{price} each").format(first=band["from"], last=after["from"] - 1, **band)
        else:
            yield _("from {first}: ¥{price} each").format(first=band["from"], **band)


def _step(step: Step) -> dict[str, int]:
    return {"from": step.first, "to": step.last, "count": step.count, "price": step.price, "amount": step.amount}


def _text(data: dict[str, Any]) -> str:
    lines: list[str] = []
    if "by" in data:
        scale = data["by"]
        unit = _(_UNITS[scale])
        for step in data["steps"]:
            span = str(step["from"]) if step["count"] == 1 else f"{step['from']}-{step['to']}"
            lines.append(f"{span}: {step['count']} {unit} × ¥{step['price']} = ¥{step['amount']}")
        lines.append(_("{quantity} {unit}: ¥{fee} ({article})").format(unit=unit, **data))
    if "explanation" in data:
        lines += [*([""] if lines else []), data["basis"], *data["explanation"]]
    return "\n".join(lines)
