"""Our dataclasses are the standard library's: what is made in a third of the time behaves alike."""

from __future__ import annotations

import dataclasses
import pickle
from collections.abc import Callable
from dataclasses import FrozenInstanceError, asdict, field, fields, replace
from typing import Any

import pytest

from govdisc.records import dataclass as ours


def made(dataclass: Callable[..., Any], **options: bool) -> Any:
    """A class with every kind of field that the project uses."""

    class Lake:
        """A lake."""

        name: str
        depth: int = 3
        fish: list[str] = field(default_factory=list)
        secret: str = field(default="", repr=False, compare=False)

    Lake.__annotations__ = {"name": str, "depth": int, "fish": list, "secret": str}
    return dataclass(**options)(Lake)


def hashed(lake: Any) -> str:
    """Whether a value can be hashed; a list in it cannot."""
    try:
        hash(lake)
    except TypeError as error:
        return str(error)
    return "a hash"


@pytest.mark.parametrize("options", [{}, {"frozen": True}, {"eq": False}, {"frozen": True, "eq": False}, {"slots": True}, {"frozen": True, "slots": True}])
def test_a_class_behaves_as_the_librarys(options: dict[str, bool]) -> None:
    """Constructor, defaults, equality, order of fields, representation, hash, replace and asdict are the same."""
    mine, theirs = made(ours, **options), made(dataclasses.dataclass, **options)
    for kind in (mine, theirs):
        one, same, other = kind("a", fish=["x"]), kind("a", 3, ["x"], "hidden"), kind("b")
        assert [item.name for item in fields(kind)] == ["name", "depth", "fish", "secret"]
        assert (one == same, one == other, one == "a") == ((True, False, False) if options.get("eq", True) else (False, False, False))
        assert asdict(replace(one, depth=5)) == {"name": "a", "depth": 5, "fish": ["x"], "secret": ""}
        assert kind("b").fish is not other.fish
        with pytest.raises(TypeError):
            kind()
    assert repr(mine("a", secret="s")) == repr(theirs("a", secret="s")) == "made.<locals>.Lake(name='a', depth=3, fish=[])"
    assert hashed(mine("a")) == hashed(theirs("a"))
    assert hasattr(mine("a"), "__dict__") is hasattr(theirs("a"), "__dict__")


@ours(frozen=True)
class Pond:
    """A pond."""

    name: str
    depth: int = 1


@ours
class River:
    """A class with an equality and a representation of its own."""

    name: str

    def __eq__(self, other: object) -> bool:
        """All rivers are one."""
        return isinstance(other, River)

    def __repr__(self) -> str:
        """Its name alone."""
        return self.name


def test_a_frozen_one_cannot_be_changed() -> None:
    """Fields are neither set again nor deleted, and no other attribute is put beside them; it can be hashed and pickled."""
    pond = Pond("a")
    with pytest.raises(FrozenInstanceError):
        pond.name = "b"  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del pond.name
    with pytest.raises(FrozenInstanceError):
        pond.shore = "sand"  # type: ignore[attr-defined]
    assert {pond, Pond("a", 1)} == {pond}
    assert pickle.loads(pickle.dumps(pond)) == pond == Pond("a")
    assert Pond("a") != Pond("b")


def test_what_a_class_defines_itself_stays() -> None:
    """Its own equality and representation are not replaced."""
    assert River("a") == River("b")
    assert repr(River("a")) == "a"
    with pytest.raises(TypeError):
        hash(River("a"))
