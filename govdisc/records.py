"""Dataclasses that cost nothing until they are used.

The standard library writes and compiles up to six methods of a dataclass when its module is imported, half a millisecond a class: for the
hundred classes of a cold start that was a quarter of it, though half of them make no object then. A record is a dataclass to type
checkers, :mod:`dataclasses`, :mod:`inspect` and :mod:`pickle`. Its ``__init__`` is compiled when the first object is made, and is as fast;
the other methods need no compiling. Records extend no records, and have neither an order nor fields for keywords or ``__init__`` alone.
"""

from __future__ import annotations

import marshal
from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError, field, make_dataclass
from functools import partial
from operator import attrgetter
from reprlib import recursive_repr
from types import MemberDescriptorType
from typing import TYPE_CHECKING, Any, NoReturn

from govdisc import compiled

__all__ = ["record", "replace"]

#: Stands for an argument that was left out, where the field has a factory.
_LEFT_OUT = object()


class _Declared:
    """What a class says of its fields."""

    def __init__(self, cls: Any, frozen: bool, eq: bool) -> None:
        self.cls, self.frozen, self.eq = cls, frozen, eq
        self.fields: dict[str, Field[Any]] = {}
        for name, kind in cls.__annotations__.items():
            if not kind.startswith("ClassVar"):
                given = cls.__dict__.get(name, MISSING)
                told = self.fields[name] = given if isinstance(given, Field) else field(default=given)
                told.type = kind

    def having(self, part: str) -> tuple[str, ...]:
        """Return the names of the fields that take part in ``init``, ``repr`` or ``compare``."""
        return tuple(name for name, told in self.fields.items() if getattr(told, part))

    def twin(self) -> Any:
        """Return a dataclass with these fields."""
        fields = [(name, told.type, told) for name, told in self.fields.items()]
        return make_dataclass(self.cls.__name__, fields, frozen=self.frozen, eq=self.eq)

    def init(self) -> Any:
        """Compile and return ``__init__``."""
        known: dict[str, Any] = {"_LEFT_OUT": _LEFT_OUT, "_set": object.__setattr__}
        parameters, lines = ["self"], []
        for name, told in self.fields.items():
            default, value = "", name
            if told.default is not MISSING:
                default, known[f"_default_{name}"] = f"=_default_{name}", told.default
            elif told.default_factory is not MISSING:
                default, known[f"_make_{name}"] = "=_LEFT_OUT", told.default_factory
                value = f"_make_{name}() if {name} is _LEFT_OUT else {name}" if told.init else f"_make_{name}()"
            if told.init:
                parameters.append(name + default)
            slot = self.cls.__dict__.get(name)
            if self.frozen and isinstance(slot, MemberDescriptorType):  # a third faster than by its name
                known[f"_set_{name}"] = slot.__set__
                lines.append(f"_set_{name}(self, {value})")
            else:
                lines.append(f"_set(self, {name!r}, {value})" if self.frozen else f"self.{name} = {value}")
        if hasattr(self.cls, "__post_init__"):
            lines.append("self.__post_init__()")
        text = "\n ".join((f"def __init__({', '.join(parameters)}):", *lines))
        code = compiled.kept("code", text)
        if code is None:
            code = compile(text, "<record>", "exec")
            compiled.keep("code", text, lambda: marshal.dumps(code))
        exec(code, known)  # noqa: S102 - the names are the code's own
        known["__init__"].__qualname__ = f"{self.cls.__qualname__}.__init__"
        return known["__init__"]

    def methods(self) -> dict[str, Any]:
        """Return what the class gets."""
        names = self.having("compare")
        values: Callable[[Any], Any] = attrgetter(*names) if len(names) > 1 else lambda thing: tuple(getattr(thing, name) for name in names)

        def init(thing: Any, *arguments: Any, **named: Any) -> None:
            self.cls.__init__ = self.init()
            self.cls.__init__(thing, *arguments, **named)

        def equal(thing: Any, other: Any) -> bool:
            return values(thing) == values(other) if other.__class__ is thing.__class__ else NotImplemented

        found: dict[str, Any] = {"__init__": init, "__repr__": _repr, "__record__": self, **_ASKED}
        if self.eq:
            found |= {"__eq__": equal, "__hash__": (lambda thing: hash(values(thing))) if self.frozen else None}
        if self.frozen:
            found |= {"__setattr__": _set, "__delattr__": _delete}
        return found


class _Asked:
    """What :mod:`dataclasses` and :mod:`inspect` look for in a dataclass, made when they do."""

    def __init__(self, name: str, make: Callable[[_Declared], Any]) -> None:
        self.name, self.make = name, make

    def __get__(self, _thing: Any, cls: Any) -> Any:
        declared: _Declared = cls.__record__
        found = self.make(declared)
        setattr(declared.cls, self.name, found)
        return found


def _signature(declared: _Declared) -> Any:
    from inspect import signature

    return signature(declared.twin())


_ASKED = {
    name: _Asked(name, make)
    for name, make in (
        ("__dataclass_fields__", lambda declared: declared.twin().__dataclass_fields__),
        ("__dataclass_params__", lambda declared: declared.twin().__dataclass_params__),
        ("__match_args__", lambda declared: declared.having("init")),
        ("__signature__", _signature),
    )
}


@recursive_repr()
def _repr(thing: Any) -> str:
    return f"{type(thing).__qualname__}({', '.join(f'{name}={getattr(thing, name)!r}' for name in thing.__record__.having('repr'))})"


def _set(_thing: Any, name: str, _value: Any) -> NoReturn:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _delete(_thing: Any, name: str) -> NoReturn:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _state(thing: Any) -> list[Any]:
    return [getattr(thing, name) for name in thing.__record__.fields]


def _restore(thing: Any, state: list[Any]) -> None:
    for name, value in zip(thing.__record__.fields, state, strict=True):
        object.__setattr__(thing, name, value)


def _slotted(declared: _Declared) -> Any:
    """Return the class again, with a slot for each field; no copy or pickle of a frozen one sets its fields one by one."""
    cls = declared.cls
    own = {name: value for name, value in cls.__dict__.items() if name not in declared.fields and name not in ("__dict__", "__weakref__")}
    made = type(cls)(cls.__name__, cls.__bases__, {**own, "__slots__": tuple(declared.fields), "__getstate__": _state, "__setstate__": _restore})
    made.__qualname__ = cls.__qualname__
    return made


if TYPE_CHECKING:
    from dataclasses import dataclass as record
    from dataclasses import replace
else:

    def replace(thing: Any, /, **changes: Any) -> Any:
        """Return a record with some fields changed, as :func:`dataclasses.replace` does, for which more must be made first."""
        return type(thing)(**{name: getattr(thing, name) for name in thing.__match_args__ if name not in changes}, **changes)

    def record(cls: type | None = None, /, *, frozen: bool = False, eq: bool = True, slots: bool = False) -> Any:
        """Make a class a dataclass that costs nothing until it is used; the options are those of :func:`dataclasses.dataclass`."""
        if cls is None:
            return partial(record, frozen=frozen, eq=eq, slots=slots)
        declared = _Declared(cls, frozen, eq)
        if slots:
            declared.cls = _slotted(declared)
        else:
            for name, told in declared.fields.items():
                if told.default is not MISSING:
                    setattr(cls, name, told.default)
                elif name in cls.__dict__:
                    delattr(cls, name)
        for name, thing in declared.methods().items():
            if name not in declared.cls.__dict__:
                setattr(declared.cls, name, thing)
        return declared.cls
