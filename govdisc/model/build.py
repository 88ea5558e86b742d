"""From the parsed TOML of a form, or of a part of one, to the frozen objects of :mod:`govdisc.model.form`.

The keys and their types were looked at before (:mod:`govdisc.model.keys`); what the whole comes to is looked at behind
(:mod:`govdisc.model.sound`). What a variant changes is :mod:`govdisc.model.overlay`'s.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from govdisc.model.form import Block, Column, Form, Identity, Row, SectionSpec, Table, Topic
from govdisc.model.regime import Regime
from govdisc.records import record

Data = Mapping[str, Any]


def build_form(data: Data, regime: Regime) -> Form:
    """Build a whole form."""
    told = settings_of(data, data.get("source") or data["basis"])
    return Form(
        id=data["id"],
        title=data["title"],
        basis=data["basis"],
        since=data["since"],
        until=data.get("until"),
        sections=tuple(map(build_section, data["sections"])),
        tables=tuple(map(build_table, data["tables"])),
        regime=regime,
        source=data.get("source"),
        parameters=told.parameters,
        severities=told.severities,
        notices=told.notices,
    )


def build_regime(data: Data) -> Regime:
    """Build a regime."""
    return Regime(
        id=data["id"],
        language=data["language"],
        ordinals=data["ordinals"],
        heading=data["heading"],
        titles=tuple(data["titles"]),
        dates=tuple(data.get("dates", ())),
        levels=tuple(data.get("levels", ())),
        kinds=tuple(data.get("kinds", ())),
        joint=data.get("joint", "; "),
        prompt=data.get("prompt", ""),
        labels={fact: tuple(words) for fact, words in data.get("labels", {}).items()},
    )


@record(frozen=True)
class RuleSettings:
    """What a form or variant says of rules: thresholds by ``CODE.name``, severities by code, and on what each rests."""

    parameters: Mapping[str, Any]
    severities: Mapping[str, str]
    notices: Mapping[str, str]


def settings_of(data: Data, source: str) -> RuleSettings:
    """Return what a form or variant says of rules; ``source`` is what rests on no article of its own."""
    parameters: dict[str, Any] = dict(data.get("parameters", {}))
    severities: dict[str, str] = {}
    notices = dict.fromkeys(parameters, source)
    for code, setting in data.get("rules", {}).items():
        told = {"severity": setting} if isinstance(setting, str) else dict(setting)
        basis = told.pop("basis", None)
        severity = told.pop("severity", None)
        parameters |= {f"{code}.{name}": value for name, value in told.items()}
        notices |= dict.fromkeys((f"{code}.{name}" for name in told), basis or source)
        if severity is not None:
            severities[code] = severity
        if basis is not None:
            notices[code] = basis
    return RuleSettings(parameters, severities, notices)


def build_section(data: Data, source: str | None = None) -> SectionSpec:
    """Build a part of a report."""
    return SectionSpec(
        id=data["id"],
        ordinal=data["ordinal"],
        title=data["title"],
        aliases=tuple(data.get("aliases", ())),
        words=tuple(tuple(group) for group in data.get("words", ())),
        split=tuple(data.get("split", ())),
        topics=tuple(Topic(topic["title"], tuple(topic["words"])) for topic in data.get("topics", ())),
        prompt=data.get("prompt", ""),
        source=data.get("basis", source),
    )


def build_table(data: Data, source: str | None = None) -> Table:
    """Build a table; ``source`` is the notice that its rows rest on where they name none."""
    return Table(
        id=data["id"],
        section=data["section"],
        layout=data["layout"],
        label_columns=data["label_columns"],
        blocks=tuple(build_block(block, source) for block in data["blocks"]),
        identities=tuple(build_identity(identity, source) for identity in data.get("identities", ())),
    )


def build_block(data: Data, source: str | None = None) -> Block:
    """Build a block of rows and columns."""
    return Block(
        heading=data.get("heading", ""),
        corner=data.get("corner", ""),
        columns=tuple(build_column(column, source) for column in data["columns"]),
        rows=tuple(build_row(row, source) for row in data["rows"]),
        admits=tuple(build_row(row) for row in data.get("admits", ())),
    )


def build_identity(data: Data, source: str | None = None) -> Identity:
    """Build a sum that must hold."""
    return Identity(data["id"], data["axis"], tuple(data["sum"]), tuple(data["equals"]), data.get("basis", source))


def build_column(data: Data, source: str | None = None) -> Column:
    """Build a column."""
    return Column(
        id=data["id"],
        label=data["label"],
        aliases=tuple(data.get("aliases", ())),
        truncated=tuple(data.get("truncated", ())),
        group=data.get("group"),
        kind=data.get("kind", "count"),
        unit=data.get("unit"),
        source=data.get("basis", source),
    )


def build_row(data: Data, source: str | None = None) -> Row:
    """Build a row; an open one has no label."""
    return Row(
        id=data["id"],
        label=data.get("label", ""),
        aliases=tuple(data.get("aliases", ())),
        groups=tuple(data.get("groups", ())),
        form=data.get("form"),
        replaces=tuple(data.get("replaces", ())),
        source=data.get("basis", source),
        open=data.get("open", False),
        optional=data.get("optional", False),
    )
