"""Records: frozen classes of fields, as `dataclass(frozen=True)` makes them, that cost next to nothing to define.

The library writes six methods as text and compiles them for every class, half a millisecond that each start pays for a
hundred classes. Here they share theirs, and `__init__` is written where the first one of a class is made.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, FrozenInstanceError, dataclass, field, fields
from operator import attrgetter
from typing import Any, TypeVar, dataclass_transform, overload

T = TypeVar("T")


@overload
def record(cls: type[T]) -> type[T]: ...
@overload
def record(*, slots: bool = True) -> Callable[[type[T]], type[T]]: ...
@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(cls: Any = None, *, slots: bool = True) -> Any:
    """Make a class a record; with `slots=False` it may have properties that are computed once.

    >>> @record
    ... class Point:
    ...     x: int
    ...     y: int = 0
    >>> Point(1), Point(1) == Point(1, 0), {Point(1): "a"}[Point(1)]
    (Point(x=1, y=0), True, 'a')
    """
    return _made(cls, slots) if cls is not None else lambda one: _made(one, slots)


def _made(cls: Any, slots: bool) -> Any:
    own = set(vars(cls))
    cls.__doc__ = cls.__doc__ or cls.__name__  # else the library writes down its signature, which takes a millisecond
    made: Any = dataclass(init=False, repr=False, eq=False, slots=slots)(cls)
    told = [one.name for one in fields(made) if one.compare]
    made._compared_fields = attrgetter(*told) if told else lambda _: ()
    shared = (__init__, __eq__, __hash__, __repr__, __setattr__, __delattr__, __reduce__)
    for method in shared:
        if method.__name__ not in own:
            setattr(made, method.__name__, method)
    return made


def __init__(self: Any, *arguments: Any, **named: Any) -> None:
    made = type(self)
    if "_by_fields" not in vars(made):
        made._by_fields = _written(made)
    if made.__init__ is __init__:  # else somebody looks at what is made
        made.__init__ = made._by_fields
    made._by_fields(self, *arguments, **named)


def _written(made: Any) -> Any:
    """Give `__init__` for the fields of a class, as the library would write it."""
    given: dict[str, Any] = {"_set": object.__setattr__, "_lacking": MISSING}
    parameters, lines = ["self"], ["pass"]
    for one in fields(made):
        given[f"_of_{one.name}"] = one.default if one.default_factory is MISSING else one.default_factory
        value = one.name
        if one.default_factory is not MISSING:
            value = f"_of_{one.name}() if {one.name} is _lacking else {one.name}" if one.init else f"_of_{one.name}()"
            parameters += [f"{one.name}=_lacking"] if one.init else []
        elif one.init:
            parameters.append(one.name if one.default is MISSING else f"{one.name}=_of_{one.name}")
        if one.init or one.default_factory is not MISSING:
            lines.append(f"_set(self, {one.name!r}, {value})")
    lines += ["self.__post_init__()"] if hasattr(made, "__post_init__") else []
    exec(f"def __init__({', '.join(parameters)}):\n " + "\n ".join(lines), given)
    written = given["__init__"]
    written.__qualname__, written.__module__ = f"{made.__qualname__}.__init__", made.__module__
    return written


def __eq__(self: Any, other: Any) -> Any:
    if type(other) is not type(self):
        return NotImplemented
    return self._compared_fields(self) == self._compared_fields(other)


def __hash__(self: Any) -> int:
    return hash(self._compared_fields(self))


def __repr__(self: Any) -> str:
    shown = (f"{one.name}={getattr(self, one.name)!r}" for one in fields(self) if one.repr)
    return f"{type(self).__qualname__}({', '.join(shown)})"


def __setattr__(self: Any, name: str, value: object) -> None:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def __delattr__(self: Any, name: str) -> None:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def __reduce__(self: Any) -> tuple[Any, ...]:
    return _again, (type(self), {one.name: getattr(self, one.name) for one in fields(self)})


def _again(made: Any, values: dict[str, Any]) -> Any:
    """Give a record as it was kept."""
    one = object.__new__(made)
    for name, value in values.items():
        object.__setattr__(one, name, value)
    return one
