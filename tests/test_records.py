"""Records are what frozen dataclasses are: made, compared, hashed, shown, kept, copied and refused alike."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Mapping
from dataclasses import FrozenInstanceError, dataclass, field, fields, is_dataclass, replace
from functools import cached_property
from typing import Any

import pytest

from xhht_score.records import record


@record
class Told:
    """One with every kind of field."""

    name: str
    of: tuple[int, ...] = ()
    more: Mapping[str, int] = field(default_factory=dict, compare=False)
    unseen: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Library:
    """The same as the library makes it."""

    name: str
    of: tuple[int, ...] = ()
    more: Mapping[str, int] = field(default_factory=dict, compare=False)
    unseen: str = field(default="", repr=False)


@record(slots=False)
class Open:
    """One with something that is computed once, and something made of its fields."""

    number: int
    twice: int = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "twice", 2 * self.number)

    @cached_property
    def thrice(self) -> int:
        return 3 * self.number


@record
class Other:
    """Another one with the same fields as `One`."""

    name: str


@record
class One:
    """One with a text of its own."""

    name: str

    def __repr__(self) -> str:
        return f"<{self.name}>"


CALLS: list[tuple[tuple[Any, ...], dict[str, Any]]] = [
    (("a",), {}),
    (("a", (1, 2)), {"unseen": "x"}),
    ((), {"name": "a", "more": {"b": 1}}),
    (("b",), {"of": (3,)}),
]


@pytest.mark.parametrize(("arguments", "named"), CALLS)
def test_a_record_is_what_the_library_would_make(arguments, named):
    mine, theirs = Told(*arguments, **named), Library(*arguments, **named)
    assert repr(mine).replace("Told", "Library") == repr(theirs)
    assert [getattr(mine, one.name) for one in fields(mine)] == [getattr(theirs, one.name) for one in fields(theirs)]
    assert is_dataclass(mine)
    assert hash(mine) == hash(Told(*arguments, **named))
    for other_arguments, other_named in CALLS:
        same = Library(*other_arguments, **other_named) == theirs
        assert (Told(*other_arguments, **other_named) == mine) == same
    for again in (copy.copy(mine), copy.deepcopy(mine), pickle.loads(pickle.dumps(mine)), replace(mine)):
        assert (again, again.more, type(again)) == (mine, mine.more, Told)
    assert replace(mine, name="c").name == "c"


@pytest.mark.parametrize(
    ("arguments", "named"), [((), {}), (("a", (), {}, "", 5), {}), (("a",), {"name": "a"}), (("a",), {"nobody": 1})]
)
def test_what_the_library_refuses_a_record_refuses(arguments, named):
    with pytest.raises(TypeError) as theirs:
        Library(*arguments, **named)
    with pytest.raises(TypeError) as mine:
        Told(*arguments, **named)
    assert str(mine.value).replace("Told", "Library") == str(theirs.value)


def test_a_record_is_frozen_and_has_no_further_fields():
    one = Told("a")
    with pytest.raises(FrozenInstanceError):
        one.name = "b"
    with pytest.raises(FrozenInstanceError):
        del one.name
    assert not hasattr(one, "__dict__")


def test_an_open_record_computes_once_and_makes_fields_of_fields():
    one = Open(4)
    assert (one.twice, one.thrice, vars(one)) == (8, 12, {"number": 4, "twice": 8, "thrice": 12})
    with pytest.raises(FrozenInstanceError):
        one.number = 5
    assert pickle.loads(pickle.dumps(one)) == one


def test_records_of_two_kinds_are_never_equal():
    assert One("a") != Other("a")
    assert One("a") == One("a")
    assert repr(One("a")) == "<a>"


def test_records_are_told_apart_by_pattern():
    match Told("a", (1,)):
        case Told(name, of):
            assert (name, of) == ("a", (1,))


def test_whoever_looks_at_what_is_made_sees_all_of_it(monkeypatch):
    seen = []
    make = Other.__init__

    def made(one, *arguments, **named):
        make(one, *arguments, **named)
        seen.append(one.name)

    monkeypatch.setattr(Other, "__init__", made)
    assert [Other("a"), Other(name="b")] == [Other("a"), Other("b")]
    assert seen == ["a", "b", "a", "b"]
