"""Puts a program down as Python functions over whole numbers: a unit at a time, without fractions or objects.

Each number and each condition is a function of what is known so far, made of the functions of its parts. The text of
one Python function would run faster, but takes longer to compile than a form to be written, and nests only so deep.
"""

from __future__ import annotations

import datetime
import operator
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import reduce
from itertools import chain
from typing import Any, NamedTuple, assert_never

from xhht_score.criteria import months_after
from xhht_score.program.indicators import Program
from xhht_score.program.whole import (
    INDICATORS,
    OWN,
    Against,
    AnyOf,
    At,
    ByNumber,
    Claim,
    ColumnSum,
    Combined,
    Comparison,
    DayWay,
    Every,
    Fixed,
    Guarded,
    Integer,
    Is,
    Name,
    Not,
    NotBlank,
    OfDay,
    Operation,
    Pick,
    Sum,
    Sure,
    Taken,
)
from xhht_score.records import record

#: What stands at a name: a whole number, None where it is blank. Days are counted as `datetime.date.toordinal` does.
StepValue = int | None
#: Inputs and steps by their position, and what is made of them.
_Known = list[Any]
_Read = Callable[[_Known], Any]
#: So many results are remembered of steps that are computed again and again.
_MOST_FOUND = 64
#: So many conditions at the most are looked at one inside the other.
_FEW = 4


class _Steps:
    """What is computed one after the other, each of what is known before it."""

    def __init__(self, steps: Sequence[Integer], places: Mapping[Name, int]) -> None:
        make, first = _Maker(places), len(places) - len(steps)
        self._fixed = [one.least if isinstance(one, Fixed) else None for one in steps]
        self._reads = [(at, make.number(one)) for at, one in enumerate(steps, first) if not isinstance(one, Fixed)]
        self._found: dict[tuple[StepValue, ...], _Known] = {}

    def __call__(self, given: Iterable[StepValue]) -> _Known:
        """Give what the steps come to where this is known."""
        known: _Known = [*given, *self._fixed]
        for at, read in self._reads:
            known[at] = read(known)
        return known[len(known) - len(self._fixed) :]

    def once(self, given: tuple[StepValue, ...]) -> _Known:
        """Give the same, which is remembered."""
        found = self._found.get(given)
        if found is None:
            if len(self._found) >= _MOST_FOUND:
                self._found.clear()
            found = self._found[given] = self(given)
        return found


class _IndicatorRun(NamedTuple):
    """The steps of an indicator, which all that are alike share, and the names of its own inputs."""

    inputs: tuple[Name, ...]
    steps: _Steps


@record(slots=False)
class Run:
    """A program that can be run: give it the values of inputs, and get those of `outputs`.

    First come the `indicators`, each of the unit's inputs and its own, then what follows from them. `computed` are the
    names of all steps in this order.
    """

    outputs: tuple[Name, ...]
    computed: tuple[Name, ...]
    of_unit: tuple[Name, ...]
    indicators: tuple[_IndicatorRun, ...]
    following: _Steps

    def __call__(self, given: Mapping[Name, StepValue]) -> dict[Name, StepValue]:
        """Give what each output comes to; an input that is not given is blank."""
        unit = tuple(map(given.get, self.of_unit))
        own = self.of_each(unit, [tuple(map(given.get, one.inputs)) for one in self.indicators])
        found = dict(zip(self.computed, chain(chain.from_iterable(own), self.after(unit, own)), strict=True))
        return found if self.outputs == self.computed else {one: found[one] for one in self.outputs}

    def of_each(self, unit: tuple[StepValue, ...], given: Sequence[tuple[StepValue, ...]]) -> list[list[StepValue]]:
        """Give what the steps of each indicator come to, from the unit's inputs and its own in their order."""
        return [one.steps.once((*unit, *values)) for one, values in zip(self.indicators, given, strict=True)]

    def after(self, unit: tuple[StepValue, ...], found: Iterable[list[StepValue]]) -> list[StepValue]:
        """Give what the steps come to that follow from the unit's inputs and from those of each indicator."""
        return self.following(chain(unit, chain.from_iterable(found)))


def runnable(program: Program, outputs: Sequence[Name] | None = None) -> Run:
    """Give a program as a function that computes so many of its steps (None: all), and those that they rest on."""
    of_unit = tuple(name for name in program.inputs if name.part != INDICATORS)
    inputs, steps, following = dict[str, list[Name]](), dict[str, list[Name]](), list[Name]()
    for name in program.inputs:
        if name.part == INDICATORS:
            inputs.setdefault(name.row, []).append(name)
    for name in program.steps if outputs is None else _used(program, outputs):
        (steps.setdefault(name.row, []) if name.part == INDICATORS else following).append(name)
    alike: dict[tuple[object, ...], _Steps] = {}
    indicators = []
    for row, names in steps.items():
        own, made = tuple(inputs.get(row, ())), [program.steps[name] for name in names]
        known = [*of_unit, *(Name(INDICATORS, OWN, name.field) for name in (*own, *names))]
        like = (*known, *map(id, made))
        if like not in alike:
            alike[like] = _Steps(made, {name: position for position, name in enumerate(known)})
        indicators.append(_IndicatorRun(own, alike[like]))
    before = list(chain.from_iterable(steps.values()))
    places = {name: position for position, name in enumerate((*of_unit, *before, *following))}
    last = _Steps([program.steps[name] for name in following], places)
    computed = (*before, *following)
    return Run(computed if outputs is None else tuple(outputs), computed, of_unit, tuple(indicators), last)


def _used(program: Program, wanted: Sequence[Name]) -> list[Name]:
    """Give the steps that others rest on, in the order of the program."""
    found, left = set[Name](), [one for one in wanted if one in program.steps]
    while left:
        name = left.pop()
        if name not in found:
            found.add(name)
            named = (one if one.row else name._replace(field=one.field) for one in _names_in(program.steps[name]))
            left += [one for one in named if one in program.steps]
    return [one for one in program.steps if one in found]


def _names_in(one: Integer | Claim) -> Iterator[Name]:
    """Give every name that a number or a condition looks at."""
    match one:
        case Fixed() | Sure():
            return
        case At(name=name) | NotBlank(name) | Is(name):
            yield name
        case Taken(name=name, unless=unless):
            yield name
            yield from _names_in(unless)
        case Sum(names=names):
            yield from names
        case ColumnSum(parts=parts) | Every(parts) | AnyOf(parts):
            yield from chain.from_iterable(map(_names_in, parts))
        case ByNumber(position=position, options=options):
            yield from chain.from_iterable(map(_names_in, (position, *options)))
        case Combined(one=first, other=second) | Against(one=first, other=second):
            yield from chain(_names_in(first), _names_in(second))
        case Pick(when=when, then=then, other=other) | Guarded(when=when, then=then, other=other):
            yield from chain.from_iterable(map(_names_in, (when, then, other)))
        case OfDay(day=inner) | Not(one=inner):
            yield from _names_in(inner)
        case _:
            assert_never(one)


_PAIRS: Mapping[Operation, Callable[[int, int], int]] = {
    "add": operator.add, "subtract": operator.sub, "multiply": operator.mul, "divide": operator.floordiv,
    "smaller": min, "larger": max,
}  # fmt: skip
_SIGNS: Mapping[Comparison, Callable[[int, int], bool]] = {
    ">=": operator.ge, "<=": operator.le, ">": operator.gt, "<": operator.lt, "=": operator.eq,
}  # fmt: skip


class _Maker:
    """Makes the function of a number or a condition; `places` says where what it looks at stands."""

    def __init__(self, places: Mapping[Name, int]) -> None:
        self._places = places

    def number(self, one: Integer) -> _Read:
        match one:
            case Fixed(least=value):
                return lambda _: value
            case At(name=name):
                return operator.itemgetter(self._places[name])
            case Taken(name=name, unless=unless):
                there = operator.itemgetter(self._places[name])
                return there if unless == Sure(False) else _picked(self.claim(unless), lambda _: None, there)
            case Sum(names=names):
                places = [self._places[name] for name in names]
                return lambda known: sum(known[place] or 0 for place in places)
            case ColumnSum(parts=parts):
                return self._sum(parts)
            case Combined(way=way, one=first, other=second):
                fetched = self._fetched(one)
                if fetched is None:
                    return self._paired(_PAIRS[way], first, second)
                place, times = fetched
                return lambda known: known[place] * times
            case Pick(when=when, then=then, other=other):
                return self._picked(self.claim(when), then, other)
            case ByNumber(position=position, options=options):
                at, made = self.number(position), [self.number(option) for option in options]
                return lambda known: made[at(known) - 1](known)
            case OfDay(way=way, day=day, months=months):
                return _of_day(way, self.number(day), months)
            case _:
                assert_never(one)

    def _sum(self, parts: Iterable[Integer]) -> _Read:
        """Give the sum of many numbers; those that only have to be fetched are fetched together."""
        places, reads = list[int](), list[_Read]()
        for part in parts:
            if isinstance(part, At):
                places.append(self._places[part.name])
            else:
                reads.append(self.number(part))
        if not reads:
            return lambda known: sum(map(known.__getitem__, places))
        return lambda known: sum(map(known.__getitem__, places)) + sum([read(known) for read in reads])

    def claim(self, one: Claim) -> _Read:
        match one:
            case Sure(holds):
                return lambda _: holds
            case NotBlank(name):
                place = self._places[name]
                return lambda known: known[place] is not None
            case Is(name, value):
                place = self._places[name]
                return lambda known: known[place] == value
            case Against(first, sign, second):
                return self._paired(_SIGNS[sign], first, second)
            case Every(parts):
                reads = [self.claim(part) for part in parts]
                if len(reads) <= _FEW:
                    return reduce(_both, reads)
                return lambda known: all(read(known) for read in reads)
            case AnyOf(parts):
                reads = [self.claim(part) for part in parts]
                if len(reads) <= _FEW:
                    return reduce(_either, reads)
                return lambda known: any(read(known) for read in reads)
            case Not(inner):
                read = self.claim(inner)
                return lambda known: not read(known)
            case Guarded(when, then, other):
                return _picked(self.claim(when), self.claim(then), self.claim(other))
            case _:
                assert_never(one)

    def _paired(self, made: Callable[[int, int], int], one: Integer, other: Integer) -> _Read:
        """Give what makes one number of two; those that only have to be fetched are fetched on the spot."""
        if isinstance(one, At) and isinstance(other, Fixed):
            place, value = self._places[one.name], other.least
            return lambda known: made(known[place], value)
        if isinstance(one, At) and isinstance(other, At):
            here, there = self._places[one.name], self._places[other.name]
            return lambda known: made(known[here], known[there])
        fetched, also = self._fetched(one), self._fetched(other)
        if fetched is not None and also is not None:
            (here, times), (there, by) = fetched, also
            return lambda known: made(known[here] * times, known[there] * by)
        first, second = self.number(one), self.number(other)
        if isinstance(other, Fixed):
            fixed = other.least
            return lambda known: made(first(known), fixed)
        if isinstance(one, Fixed):
            least = one.least
            return lambda known: made(least, second(known))
        return lambda known: made(first(known), second(known))

    def _fetched(self, one: Integer) -> tuple[int, int] | None:
        """Give where a number stands and how many times it is taken, None for one for which more is to be done."""
        match one:
            case At(name=name):
                return self._places[name], 1
            case (
                Combined(way="multiply", one=At(name=name), other=Fixed(least=times))
                | Combined(way="multiply", one=Fixed(least=times), other=At(name=name))
            ):
                return self._places[name], times
            case _:
                return None

    def _picked(self, when: _Read, then: Integer, other: Integer) -> _Read:
        """Give what picks one of two numbers, which may be fixed."""
        if isinstance(then, Fixed) and isinstance(other, Fixed):
            one, two = then.least, other.least
            return lambda known: one if when(known) else two
        return _picked(when, self.number(then), self.number(other))


def _both(one: _Read, other: _Read) -> _Read:
    return lambda known: one(known) and other(known)


def _either(one: _Read, other: _Read) -> _Read:
    return lambda known: one(known) or other(known)


def _picked(when: _Read, then: _Read, other: _Read) -> _Read:
    return lambda known: then(known) if when(known) else other(known)


def _of_day(way: DayWay, day: _Read, months: int) -> _Read:
    def found(known: _Known) -> int:
        date = datetime.date.fromordinal(day(known))
        match way:
            case "months_later":
                return months_after(date, months).toordinal()
            case "year":
                return date.year
            case "year_end":
                return datetime.date(date.year, 12, 31).toordinal()
            case _:
                assert_never(way)

    return found
