"""The statutory forms as data: tables, rows, columns, labels, units and the identities that must hold.

``2019.toml`` is 国办公开办函〔2019〕60号, ``2021.toml`` 国办公开办函〔2021〕30号, each laid over ``base.toml``, what they have in common. A
regional variant is the same kind of file with ``extends``; plugins bring more through the hook ``govdisc_forms``. No other module knows a label.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from govdisc.errors import ConfigurationError
from govdisc.i18n import gettext as _
from govdisc.model.build import build_form, build_regime
from govdisc.model.form import Block, Column, Form, Identity, Row, SectionSpec, Table, Topic
from govdisc.model.keys import MOST_BYTES, FormError, form_faults, near
from govdisc.model.overlay import overlay
from govdisc.model.regime import CN, Regime
from govdisc.model.sound import faults_of
from govdisc.records import replace
from govdisc.text.tomltext import parse_toml, read_toml

if TYPE_CHECKING:
    from govdisc.model.report import Report

__all__ = [
    "Block",
    "Column",
    "Form",
    "FormBook",
    "Identity",
    "Row",
    "SectionSpec",
    "Table",
    "Topic",
    "builtin_forms",
    "parse_form",
    "parse_toml",
    "read_variant",
]

BUILTIN = ("2019", "2021")


def parse_form(text: str, where: str, *, packaged: bool = False) -> dict[str, Any]:
    """Parse the TOML of a form or variant, and hold it to the keys that there are; ``where`` names it in the error.

    Raises:
        ConfigurationError: when it is not TOML, or a key is unknown, missing or of the wrong type.

    """
    if len(text) > MOST_BYTES:
        raise FormError(where, [_("it has {size} MB; a form has a few kilobytes.").format(size=len(text) // 1_000_000)])
    data = parse_toml(text, where, packaged=packaged)
    faults = form_faults(data)
    if faults:
        raise FormError(where, faults)
    return data


def read_variant(path: str) -> dict[str, Any]:
    """Read a form or variant from a file of its own.

    Raises:
        ConfigurationError: when it cannot be read, or is none.

    """
    try:
        with open(path, "rb") as file:
            data = file.read(MOST_BYTES * 4 + 1)
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ConfigurationError(_("{path} is not UTF-8; save it as UTF-8.").format(path=path)) from None
    except OSError as error:
        raise ConfigurationError(_("{path} cannot be read: {error}.").format(path=path, error=error.strerror or error)) from error
    return parse_form(text, path)


class FormBook:
    """All forms and variants that are installed, built on first use and looked up by id.

    A form's id is ``2021``; a variant's is looked up as ``(form, variant)``.
    """

    def __init__(self, sources: Iterable[Mapping[str, Any]] = ()) -> None:
        """Take the parsed TOML of forms and variants beyond the built-in ones."""
        self._raw: dict[str, Mapping[str, Any]] = {}
        self._built: dict[str, Form] = {}
        #: The words that tell whom variants of a form are made for, by the form and the year.
        self._words: dict[tuple[str, int], list[tuple[str, Form]]] = {}
        for data in sources:
            self.add(data)

    def add(self, data: Mapping[str, Any]) -> None:
        """Add one form or variant.

        Raises:
            ConfigurationError: when its id is taken.

        """
        if data["id"] in self._raw or data["id"] in BUILTIN:
            raise ConfigurationError(
                _("two forms or variants are called {name!r}; rename or remove one of them.").format(name=data["id"])
            )
        self._raw[data["id"]] = data
        self._words.clear()

    def remove(self, name: str) -> None:
        """Take a form or variant out again, and what was built on it."""
        self._raw.pop(name, None)
        self._words.clear()
        self._built = {key: form for key, form in self._built.items() if key != name and name not in form.lineage}

    def ids(self) -> list[str]:
        """Return the ids of all forms and variants, the national forms first."""
        return [*BUILTIN, *self._raw]

    def build(self, name: str) -> Form:
        """Build a form or variant by its id.

        Raises:
            ConfigurationError: when it, or what it extends, is wrong or not there.

        """
        return self._get(name)

    def form(self, form_id: str, variant: str | None = None) -> Form:
        """Return a form, overlaid by a variant when one is named.

        Raises:
            ConfigurationError: when there is no such form or variant, or the variant overlays another form.

        """
        found = self._get(variant if variant is not None else form_id, "form" if variant is None else "variant")
        if variant is None and found.variant:
            raise ConfigurationError(_("{name} is a variant of form {form}, and no form of its own.").format(name=form_id, form=found.id))
        if found.id != form_id:
            raise ConfigurationError(
                _("variant {variant!r} is an overlay of form {form}, and cannot be used on form {other}.").format(
                    variant=variant, form=found.id, other=form_id
                )
            )
        return found

    def of(self, report: Report) -> Form:
        """Return the form of a report, with the report's own rows in the place of open ones.

        A variant that is not installed, or is none of this form, is left out: the ``variant`` of what is returned is another than the report's.

        Raises:
            ConfigurationError: when its form is not installed.

        """
        try:
            return self.form(report.form, report.variant).opened(report.tables)
        except ConfigurationError:
            return self.form(report.form).opened(report.tables)

    def variants(self) -> list[Form]:
        """Return every installed variant, in the order they were added."""
        return [self._get(name) for name, data in self._raw.items() if "extends" in data]

    def forms(self) -> list[Form]:
        """Return every form that is not a variant."""
        return [self._get(name) for name in self.ids() if "extends" not in self._raw.get(name, {})]

    def for_year(self, year: int, regime: str = CN) -> Form | None:
        """Return the form that reports of that year must use in a regime, None where there is none."""
        found = [form for form in self.forms() if form.regime.id == regime and form.fits(year)]
        return found[-1] if found else None

    def fitting(self, form: Form, agency: str | None, year: int | None) -> list[Form]:
        """Return the variants of a form that are made for an agency and a year; several where none of them is more specific.

        The longest word of the agency's name decides, then which of them lies over the other.
        """
        if not agency or year is None:
            return []
        if (form.id, year) not in self._words:
            made_for = [variant for variant in self.variants() if variant.id == form.id and variant.fits(year)]
            self._words[form.id, year] = [(word, variant) for variant in made_for for word in variant.agencies]
        fitting = [(len(word), variant) for word, variant in self._words[form.id, year] if word in agency]
        if not fitting:
            return []
        longest = max(length for length, _variant in fitting)
        best = list(dict.fromkeys(variant for length, variant in fitting if length == longest))
        below = {name for variant in best for name in variant.lineage[1:]}
        return [variant for variant in best if variant.variant not in below]

    def _get(self, name: str, kind: str = "form", above: tuple[str, ...] = ()) -> Form:
        if name not in self._built:
            self._built[name] = self._build(name, kind, above)
        return self._built[name]

    def _build(self, name: str, kind: str, above: tuple[str, ...]) -> Form:
        if name in BUILTIN:
            return _builtin(name)
        if name not in self._raw:
            sentence = _("there is no form {name!r}; {near}") if kind == "form" else _("there is no variant {name!r}; {near}")
            raise ConfigurationError(sentence.format(name=name, near=near(name, self.ids())))
        if name in above:
            circle = " → ".join((*above[above.index(name) :], name))
            raise FormError(name, [_("extends: the variants lie over each other in a circle: {circle}.").format(circle=circle)])
        data = self._raw[name]
        base = None
        if "extends" in data:
            try:
                base = self._get(data["extends"], "form", (*above, name))
            except FormError:
                raise
            except ConfigurationError as error:
                raise FormError(name, [f"extends: {error}"]) from None
        form = overlay(data, base) if base else build_form(data, self._regime_of(data))
        faults = faults_of(form, base)
        if faults:
            raise FormError(name, faults)
        return form

    def regimes(self) -> dict[str, Regime]:
        """Return every regime that a form belongs to, by id."""
        return {form.regime.id: form.regime for form in self.forms()}

    def _regime_of(self, data: Mapping[str, Any]) -> Regime:
        """The regime that a form brings, or names as another's; without a word the national one."""
        told = data.get("regime", CN)
        if isinstance(told, str):
            if told == CN:
                return _regime()
            brought = {raw["regime"]["id"]: name for name, raw in self._raw.items() if isinstance(raw.get("regime"), dict)}
            if told not in brought:
                raise FormError(data["id"], [_("regime: there is no regime {name}; {near}").format(name=told, near=near(told, [CN, *brought]))])
            return self._get(brought[told]).regime
        taken = [name for name, raw in self._raw.items() if isinstance(raw.get("regime"), dict) and raw["regime"]["id"] == told["id"]]
        if told["id"] == CN or taken[:1] != [data["id"]]:
            raise FormError(data["id"], [_("regime.id: the name {name} is taken.").format(name=told["id"])])
        return build_regime(told)


@cache
def _builtin(name: str) -> Form:
    data = _read(name)
    base = build_form({**_base(), **{key: data[key] for key in ("id", "title", "basis", "since")}}, _regime())
    return replace(overlay(data, base), variant=None, lineage=())


@cache
def _base() -> Mapping[str, Any]:
    return _read("base")


@cache
def _regime() -> Regime:
    return build_regime(_read(CN))


def _read(name: str) -> dict[str, Any]:
    return read_toml(Path(__file__).with_name("forms").joinpath(f"{name}.toml"))


def builtin_forms() -> FormBook:
    """Return the two national forms alone."""
    return FormBook()
