"""The statutory forms as data: tables, rows, columns, labels, units and the identities that must hold.

``2019.toml`` is 国办公开办函〔2019〕60号, ``2021.toml`` 国办公开办函〔2021〕30号. A regional variant is the same kind of file with
``extends``; plugins bring more through the hook ``govdisc_forms``. No other module knows a label.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from govdisc.errors import ConfigurationError
from govdisc.model.build import build_form
from govdisc.model.form import Block, Column, Form, Identity, Row, SectionSpec, Table, Topic

if sys.version_info >= (3, 11):
    import tomllib
else:  # the same parser under its older name
    import tomli as tomllib

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
]

BUILTIN = ("2019", "2021")


def parse_toml(text: str, where: str) -> dict[str, Any]:
    """Parse TOML; ``where`` names it in the error.

    Raises:
        ConfigurationError: when it is not TOML.

    """
    try:
        data: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(f"{where}: not valid TOML ({error}).") from error
    return data


def parse_form(text: str, where: str) -> dict[str, Any]:
    """Parse the TOML of a form or variant; ``where`` names it in the error.

    Raises:
        ConfigurationError: when it is not TOML or has no id.

    """
    data = parse_toml(text, where)
    if not isinstance(data.get("id"), str):
        raise ConfigurationError(f'{where}: a form needs an id, such as id = "2021".')
    return data


class FormBook:
    """All forms and variants that are installed, built on first use and looked up by id.

    A form's id is ``2021``; a variant's is looked up as ``(form, variant)``.
    """

    def __init__(self, sources: Iterable[Mapping[str, Any]] = ()) -> None:
        """Take the parsed TOML of forms and variants beyond the built-in ones."""
        self._raw: dict[str, Mapping[str, Any]] = {}
        self._built: dict[str, Form] = {}
        for data in sources:
            self.add(data)

    def add(self, data: Mapping[str, Any]) -> None:
        """Add one form or variant.

        Raises:
            ConfigurationError: when its id is taken.

        """
        if data["id"] in self._raw or data["id"] in BUILTIN:
            raise ConfigurationError(
                f"two forms or variants are called {data['id']!r}; rename or remove one of the plugins that bring them."
            )
        self._raw[data["id"]] = data

    def build(self, name: str) -> Form:
        """Build a form or variant by its id.

        Raises:
            ConfigurationError: when it, or what it extends, is wrong or not there.

        """
        return self._get(name, "variant" if "extends" in self._raw.get(name, {}) else "form")

    def remove(self, name: str) -> None:
        """Take a form or variant out again."""
        self._raw.pop(name, None)
        self._built.pop(name, None)

    def ids(self) -> list[str]:
        """Return the ids of all forms and variants, the national forms first."""
        return [*BUILTIN, *self._raw]

    def form(self, form_id: str, variant: str | None = None) -> Form:
        """Return a form, overlaid by a variant when one is named.

        Raises:
            ConfigurationError: when there is no such form or variant, or the variant overlays another form.

        """
        if variant is None:
            return self._get(form_id, "form")
        found = self._get(variant, "variant")
        if found.id != form_id:
            raise ConfigurationError(f"variant {variant!r} is an overlay of form {found.id}, and cannot be used on form {form_id}.")
        return found

    def variants(self) -> list[Form]:
        """Return every installed variant, in the order they were added."""
        return [self._get(name, "variant") for name, data in self._raw.items() if "extends" in data]

    def forms(self) -> list[Form]:
        """Return every form that is not a variant."""
        return [self._get(name, "form") for name in self.ids() if "extends" not in self._raw.get(name, {})]

    def for_year(self, year: int) -> Form | None:
        """Return the form that reports of that year must use, None before the first one."""
        found = [one for one in self.forms() if one.since <= year and (one.until is None or year <= one.until)]
        return found[-1] if found else None

    def _get(self, name: str, kind: str) -> Form:
        if name not in self._built:
            self._built[name] = self._build(name, kind)
        return self._built[name]

    def _build(self, name: str, kind: str) -> Form:
        if name in BUILTIN:
            return _builtin(name)
        if name not in self._raw:
            known = ", ".join(self.ids())
            raise ConfigurationError(f"there is no {kind} {name!r}; installed are: {known}.")
        data = self._raw[name]
        base = self._get(data["extends"], "form") if "extends" in data else None
        return build_form(data, base)


@cache
def _builtin(name: str) -> Form:
    text = files("govdisc.model").joinpath("forms").joinpath(f"{name}.toml").read_text("utf-8")
    return build_form(parse_form(text, f"{name}.toml"), None)


def builtin_forms() -> FormBook:
    """Return the two national forms alone."""
    return FormBook()
