"""Records: what they share with dataclasses, and what they do later."""

from __future__ import annotations

import copy
import inspect
import pickle
from dataclasses import FrozenInstanceError, asdict, dataclass, field, fields, is_dataclass
from dataclasses import replace as replaced
from typing import Any, ClassVar

import pytest

from govdisc.records import record, replace


@record
class Plain:
    """An ordinary one."""

    known: ClassVar[int] = 3
    name: str
    size: int = 1
    parts: list[str] = field(default_factory=list)
    note: str = field(default="", compare=False, repr=False)
    made: dict[str, int] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def double(self) -> int:
        return 2 * self.size


@record(frozen=True)
class Frozen:
    """One that cannot be changed."""

    name: str
    size: int = 1


@record(slots=True)
class Slotted:
    """One without a dict."""

    name: str
    size: int = 1


@record(frozen=True, slots=True)
class Both:
    """One that cannot be changed, without a dict."""

    name: str
    size: int = 1


@record(frozen=True, eq=False)
class Itself:
    """One that equals itself alone."""

    name: str
    size: int = 1


@record
class Ready:
    """One that does something when it is made."""

    name: str

    def __post_init__(self) -> None:
        self.length = len(self.name)


KINDS = (Plain, Frozen, Slotted, Both, Itself)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_given_is_there(kind: Any) -> None:
    """By place and by name, with what was declared for the rest."""
    assert (kind("a").name, kind("a").size, kind("a", 2).size, kind(size=3, name="b").size) == ("a", 1, 2, 3)
    assert repr(kind("a")).startswith(f"{kind.__qualname__}(name='a', size=1")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("arguments", [((), {}), (("a", 1, [], "", 5, 6), {}), (("a",), {"name": "b"}), (("a",), {"colour": "red"})])
def test_what_does_not_fit_is_refused(kind: Any, arguments: tuple[tuple[Any, ...], dict[str, Any]]) -> None:
    """The first object as the later ones, in the words of Python."""
    for _time in range(2):
        with pytest.raises(TypeError, match=rf"{kind.__name__}\.__init__\(\)"):
            kind(*arguments[0], **arguments[1])


def test_factories_and_what_is_left_out() -> None:
    """A factory makes a new thing for each, a field that is left out of the arguments as well."""
    first, second = Plain("a"), Plain("a")
    first.parts.append("x")
    first.made["y"] = 1
    assert (second.parts, second.made) == ([], {})
    assert (Plain.size, Plain.known, first.double) == (1, 3, 2)
    assert not hasattr(Plain, "parts")


def test_equality_and_hash() -> None:
    """As dataclasses have them: by the fields that are compared, among objects of one class."""
    assert Plain("a", note="x") == Plain("a", note="y") != Plain("b")
    assert Frozen("a") != Both("a")
    assert Frozen("a") != ("a", 1)
    assert len({Frozen("a"), Frozen("a"), Frozen("b"), Both("a")}) == 3
    assert Itself("a") != Itself("a")
    assert len({Itself("a"), Itself("a")}) == 2
    for kind in (Plain, Slotted):
        with pytest.raises(TypeError, match="unhashable"):
            hash(kind("a"))


@pytest.mark.parametrize("kind", [Frozen, Both, Itself])
def test_frozen_ones_stay(kind: Any) -> None:
    """Neither a field nor anything else can be set or taken away."""
    thing = kind("a")
    for name in ("size", "colour"):
        with pytest.raises(FrozenInstanceError):
            setattr(thing, name, 2)
    with pytest.raises(FrozenInstanceError):
        del thing.size
    assert thing.size == 1


@pytest.mark.parametrize("kind", [Slotted, Both])
def test_slots_hold_the_fields_alone(kind: Any) -> None:
    """There is no dict."""
    assert not hasattr(kind("a"), "__dict__")
    assert kind.__slots__ == ("name", "size")


@pytest.mark.parametrize("kind", KINDS)
def test_copies(kind: Any) -> None:
    """Copied, pickled and replaced, they are the same."""
    thing = kind("a", 2)
    for twin in (copy.copy(thing), copy.deepcopy(thing), pickle.loads(pickle.dumps(thing)), replace(thing), replaced(thing)):
        assert type(twin) is kind
        assert asdict(twin) == asdict(thing)
    assert asdict(replace(thing, size=3)) == asdict(thing) | {"size": 3}
    assert asdict(replaced(thing, size=3)) == asdict(thing) | {"size": 3}


def test_what_is_not_given_to_an_object_is_not_copied_by_a_change() -> None:
    """It is made anew."""
    thing = Plain("a")
    thing.made["x"] = 1
    assert replace(thing).made == {}


@pytest.mark.parametrize("kind", KINDS)
def test_who_asks_sees_a_dataclass(kind: Any) -> None:
    """``dataclasses`` and ``inspect``, before an object was made and after."""
    assert is_dataclass(kind)
    assert [told.name for told in fields(kind)][:2] == ["name", "size"]
    assert [told.type for told in fields(kind)][:2] == ["str", "int"]
    assert list(inspect.signature(kind).parameters)[:2] == ["name", "size"]
    assert inspect.signature(kind).parameters["size"].default == 1
    match kind("a", 2):
        case Plain(name, size) | Frozen(name, size) | Slotted(name, size) | Both(name, size) | Itself(name, size):
            assert (name, size) == ("a", 2)
        case other:
            pytest.fail(repr(other))


def test_a_dataclass_may_extend_one() -> None:
    """A stranger's may."""

    @dataclass(frozen=True)
    class Longer(Frozen):
        colour: str = "red"

    assert Longer("a", 2) == Longer("a", 2, "red") != Frozen("a", 2)
    assert [told.name for told in fields(Frozen)] == ["name", "size"]


def test_what_is_done_when_one_is_made() -> None:
    """A method of the class is called behind the fields."""
    assert Ready("abc").length == 3


def test_one_that_holds_itself_can_be_shown() -> None:
    """Without an end it is not."""
    thing = Plain("a")
    thing.parts.append(thing)  # type: ignore[arg-type]
    assert repr(thing) == "Plain(name='a', size=1, parts=[...])"
