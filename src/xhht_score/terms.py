"""Numbers and conditions as values: what a rule says, once, before anybody reads it.

A kind of measure or scoring gives its rule as a term; `exactly` reads it with fractions, and a writer may put it down
as the text of a formula. Terms are simplified as they are made, so that what can be decided at once is decided.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Literal, assert_never, get_args

from xhht_score.numbers import below
from xhht_score.records import record

#: What the inputs of a term are, by name; None is blank.
Given = Mapping[str, Fraction | None]
Way = Literal["at_least", "at_most", "above", "below"]
WAYS: tuple[Way, ...] = get_args(Way)
_ZERO = Fraction(0)


# ---------------------------------------------------------------- numbers


@record
class Const:
    """A fixed number."""

    value: Fraction


@record
class Entered:
    """An input that is there; `blank`, where there is one, is what stands for it where it is not."""

    name: str
    blank: Fraction | None = None


@record
class SumOf:
    """The sum of inputs, with `blank` for each that is not there."""

    names: tuple[str, ...]
    blank: Fraction = _ZERO


@record
class Plus:
    """One number and so many times another one."""

    one: Number
    other: Number
    times: Fraction = Fraction(1)


@record
class Times:
    """So many times a number; never by nothing."""

    one: Number
    factor: Fraction


@record
class Over:
    """A number divided by one above nothing."""

    top: Number
    bottom: Number


@record
class Either:
    """One number where a condition holds, else another one."""

    when: Statement
    then: Number
    other: Number


@record
class Bounded:
    """A number, but no less than `least` and no more than `most`."""

    one: Number
    least: Fraction | None = None
    most: Fraction | None = None


@record
class Within:
    """A number of which more is known than its parts say: that it lies from `least` to `most`."""

    one: Number
    least: Fraction
    most: Fraction


Number = Const | Entered | SumOf | Plus | Times | Over | Either | Bounded | Within


# ---------------------------------------------------------------- conditions


@record
class Always:
    """What always holds, or never."""

    holds: bool


@record
class Known:
    """That an input is there."""

    name: str


@record
class Stands:
    """That a number stands on the side of a mark that counts."""

    one: Number
    way: Way
    mark: Fraction


@record
class Exceeds:
    """That one number is above another one."""

    one: Number
    other: Number


@record
class All:
    """That all of several conditions hold, looked at in their order."""

    parts: tuple[Statement, ...]


@record
class Some:
    """That one of several conditions holds, looked at in their order."""

    parts: tuple[Statement, ...]


Statement = Always | Known | Stands | Exceeds | All | Some


@record(slots=False)
class Ends:
    """The least and the greatest place on a scale over all ways to fill the blanks."""

    low: Number
    high: Number


# ---------------------------------------------------------------- made


def either(when: Statement, then: Number, other: Number) -> Number:
    """Give one number where a condition holds, else another one."""
    if isinstance(when, Always):
        return then if when.holds else other
    return then if then == other else Either(when, then, other)


def times(one: Number, factor: Fraction) -> Number:
    """Give so many times a number."""
    if isinstance(one, Const) or not factor:
        return Const(one.value * factor if isinstance(one, Const) else _ZERO)
    return one if factor == 1 else Times(one, factor)


def minus(one: Number, fixed: Fraction) -> Number:
    """Give a number less a fixed one."""
    return Plus(one, Const(-fixed)) if fixed else one


def all_of(parts: Iterable[Statement]) -> Statement:
    """Give that all of several conditions hold; of two bars for one number the higher one."""
    left = _united(parts, strongest=True)
    if Always(False) in left:
        return Always(False)
    left = [one for one in left if not isinstance(one, Always)]
    return All(tuple(left)) if len(left) > 1 else left[0] if left else Always(True)


def some_of(parts: Iterable[Statement]) -> Statement:
    """Give that one of several conditions holds; of two bars for one number the lower one."""
    left = _united(parts, strongest=False)
    if Always(True) in left:
        return Always(True)
    left = [one for one in left if not isinstance(one, Always)]
    return Some(tuple(left)) if len(left) > 1 else left[0] if left else Always(False)


def _united(parts: Iterable[Statement], *, strongest: bool) -> list[Statement]:
    found: dict[object, Statement] = {}
    for one in parts:
        if not isinstance(one, Stands):
            found.setdefault(one, one)
            continue
        there = found.setdefault((one.one, one.way), one)
        assert isinstance(there, Stands)
        is_stronger = (one.mark > there.mark) == upward(one.way)
        if one.mark != there.mark and is_stronger == strongest:
            found[one.one, one.way] = one
    return list(found.values())


def upward(way: Way) -> bool:
    """Tell whether more is better on the side of a mark that counts."""
    return way in ("at_least", "above")


def stands(one: Number, way: Way, mark: Fraction) -> Statement:
    """Give that a number stands on the side of a mark that counts, as a condition on what the number is made of.

    So `stands(times(x, 2), "at_least", 10)` is that x is at least 5, and what bounds decide is decided.
    """
    match one:
        case Const(value):
            return Always(passes(value, way, mark))
        case Times(inner, factor):
            return stands(inner, way if factor > 0 else _TURNED[way], mark / factor)
        case Plus(inner, Const(value), factor):
            return stands(inner, way, mark - value * factor)
        case Either(when, then, other):
            held, failed = stands(then, way, mark), stands(other, way, mark)
            if failed == Always(False):
                return all_of((when, held))
            if held == Always(True):
                return some_of((when, failed))
            return Stands(one, way, mark)
        case Bounded(inner, least, most):
            easy, hard = (least, most) if upward(way) else (most, least)
            if easy is not None and passes(easy, way, mark):
                return Always(True)
            if hard is not None and not passes(hard, way, mark):
                return Always(False)
            return stands(inner, way, mark)
        case Within(inner, least, most):
            if passes(least, way, mark) and passes(most, way, mark):
                return Always(True)
            if not passes(least, way, mark) and not passes(most, way, mark):
                return Always(False)
            return Stands(one, way, mark)
        case Entered() | SumOf() | Plus() | Over():
            return Stands(one, way, mark)
        case _:
            assert_never(one)


_TURNED: Mapping[Way, Way] = {"at_least": "at_most", "at_most": "at_least", "above": "below", "below": "above"}


def passes(value: Fraction, way: Way, mark: Fraction) -> bool:
    """Tell whether a value is on the side of a mark that counts; `at_least` and `at_most` take in the mark itself."""
    match way:
        case "at_least":
            return not below(value, mark)
        case "at_most":
            return not below(mark, value)
        case "above":
            return below(mark, value)
        case "below":
            return below(value, mark)
        case _:
            assert_never(way)


# ---------------------------------------------------------------- read exactly

Read = Callable[[Given], Fraction]
Decided = Callable[[Given], bool]


def exactly(one: Number) -> Read:
    """Give a function that computes a number from its inputs; a blank one that has nothing standing for it raises."""
    match one:
        case Const(value):
            return lambda _: value
        case Entered(name, blank):
            return lambda given: _there(given[name], blank)
        case SumOf(names, blank):
            return lambda given: sum((blank if (one := given[name]) is None else one for name in names), _ZERO)
        case Plus(first, second, by):
            here, there = exactly(first), exactly(second)
            return lambda given: here(given) + by * there(given)
        case Times(inner, factor):
            read = exactly(inner)
            return lambda given: read(given) * factor
        case Over(top, bottom):
            above, under = exactly(top), exactly(bottom)
            return lambda given: above(given) / under(given)
        case Either(when, then, other):
            holds, held, failed = decided(when), exactly(then), exactly(other)
            return lambda given: (held if holds(given) else failed)(given)
        case Bounded(inner, least, most):
            return _bounded(exactly(inner), least, most)
        case Within(inner):
            return exactly(inner)
        case _:
            assert_never(one)


def _there(found: Fraction | None, blank: Fraction | None) -> Fraction:
    if found is None:
        found = blank
    if found is None:
        raise ValueError("a blank input is looked at before it was asked whether it is there")
    return found


def _bounded(read: Read, least: Fraction | None, most: Fraction | None) -> Read:
    def bounded(given: Given) -> Fraction:
        found = read(given)
        if least is not None and below(found, least):
            return least
        return most if most is not None and below(most, found) else found

    return bounded


def decided(one: Statement) -> Decided:
    """Give a function that tells whether a condition holds."""
    match one:
        case Always(holds):
            return lambda _: holds
        case Known(name):
            return lambda given: given[name] is not None
        case Stands(number, way, mark):
            read = exactly(number)
            return lambda given: passes(read(given), way, mark)
        case Exceeds(number, other):
            first, second = exactly(number), exactly(other)
            return lambda given: below(second(given), first(given))
        case All(parts):
            each = [decided(part) for part in parts]
            return lambda given: all(holds(given) for holds in each)
        case Some(parts):
            each = [decided(part) for part in parts]
            return lambda given: any(holds(given) for holds in each)
        case _:
            assert_never(one)
