"""Terms as whole numbers: numbers as whole numbers over whole numbers, conditions as claims on them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field, replace
from fractions import Fraction
from math import ceil, floor, lcm
from typing import assert_never

from xhht_score import terms
from xhht_score.program import whole
from xhht_score.program.whole import (
    YES,
    At,
    Beyond,
    Claim,
    Comparison,
    Integer,
    Name,
    Quotient,
    added,
    against,
    any_of,
    bounded,
    compared,
    every,
    fixed,
    larger,
    multiply,
    pick,
    rounded,
    smaller,
    subtract,
    where,
)
from xhht_score.records import record
from xhht_score.terms import Const, Number, Statement, Way, minus, times

_SIGNS: Mapping[Way, Comparison] = {"at_least": ">=", "at_most": "<=", "above": ">", "below": "<"}


@record
class Inputs:
    """What the names in a term stand for in a program.

    `numbers` are the inputs as numbers, for where they are there; `known` the claims that say that one is, each of them
    a reason; `sure` those that hold wherever what is made will stand.
    """

    numbers: Mapping[str, Quotient]
    known: Mapping[str, tuple[Claim, ...]] = field(default_factory=dict)
    sure: frozenset[Claim] = frozenset()

    def knowing(self, condition: Statement) -> Inputs:
        """Give the same where a condition holds."""
        match condition:
            case terms.Known(name):
                return replace(self, sure=self.sure | set(self.known[name]))
            case terms.All(parts):
                found = self
                for part in parts:
                    found = found.knowing(part)
                return found
            case terms.Always() | terms.Stands() | terms.Exceeds() | terms.Some():
                return self
            case _:
                assert_never(condition)


def number(one: Number, inputs: Inputs) -> Quotient:
    """Give a number as a whole number over a positive one."""
    match one:
        case Const(value):
            return Quotient(fixed(value.numerator), fixed(value.denominator))
        case terms.Entered(name, None):
            return inputs.numbers[name]
        case terms.Entered(name, blank):
            there = number(Const(blank or Fraction(0)), inputs)
            return _either(_known(name, inputs), inputs.numbers[name], there)
        case terms.SumOf(names, blank):
            return _total(names, blank, inputs)
        case terms.Plus(_, Const()) | terms.Times():
            return _affine(one, inputs)
        case terms.Plus(first, second, by):
            other = number(second, inputs)
            here, there = _alike(number(first, inputs), other if abs(by) == 1 else other.scaled(abs(by)))
            return Quotient((whole.add if by > 0 else subtract)(here.top, there.top), here.bottom)
        case terms.Over(top, bottom):
            above, under = number(top, inputs), number(bottom, inputs)
            return Quotient(multiply(above.top, under.bottom), multiply(above.bottom, under.top))
        case terms.Either(when, then, other):
            return _either(claim(when, inputs), number(then, inputs.knowing(when)), number(other, inputs))
        case terms.Bounded(inner, least, most):
            return _bounded(inner, least, most, inputs)
        case terms.Within(inner, least, most):
            found = number(inner, inputs)
            if not _is_fixed(found.bottom):
                return found
            ends = [int(end * found.bottom.least) for end in (least, most)]
            return Quotient(bounded(found.top, *ends), found.bottom)
        case _:
            assert_never(one)


def claim(condition: Statement, inputs: Inputs) -> Claim:
    """Give a condition as a claim; what asks for a number that may be blank asks first whether it is there."""
    match condition:
        case terms.Always(holds):
            return whole.Sure(holds)
        case terms.Known(name):
            return _known(name, inputs)
        case terms.Stands(one, way, mark):
            return compared(number(one, inputs), _SIGNS[way], mark)
        case terms.Exceeds(one, other):
            above, under = _alike(number(one, inputs), number(other, inputs))
            return against(above.top, ">", under.top)
        case terms.All(parts):
            known = every(_reasons([part for part in parts if isinstance(part, terms.Known)], inputs))
            others = every(claim(part, inputs) for part in parts if not isinstance(part, terms.Known))
            return where(known, others)
        case terms.Some(parts):
            return any_of(claim(part, inputs) for part in parts)
        case _:
            assert_never(condition)


def units(one: Number, inputs: Inputs, unit: Fraction, most: Fraction, *, exact: bool) -> Integer:
    """Give a number of points from 0 to `most` as a whole number of units, halves rounded upwards.

    `exact` says that nothing may be rounded, because the set does not round; raises `Beyond` where it must.
    """
    match one:
        case Const(value):
            return fixed(whole_units(value / unit, exact))
        case terms.Either(when, then, other):
            inner = inputs.knowing(when)
            held, failed = units(then, inner, unit, most, exact=exact), units(other, inputs, unit, most, exact=exact)
            return pick(claim(when, inputs), held, failed)
        case _:
            found = number(one, inputs).scaled(1 / unit)
            if exact and found.bottom != fixed(1):
                raise Beyond  # points that may never end, and the set does not round
            return rounded(found, whole_units(most / unit, exact))


def whole_units(found: Fraction, exact: bool) -> int:
    """Give a number of units, rounded as the set rounds; raises `Beyond` where it does not and would have to."""
    if exact and found.denominator != 1:
        raise Beyond
    return (2 * found.numerator + found.denominator) // (2 * found.denominator)


def _known(name: str, inputs: Inputs) -> Claim:
    return every(_reasons([terms.Known(name)], inputs))


def _reasons(parts: Iterable[terms.Known], inputs: Inputs) -> list[Claim]:
    """Give the reasons for which inputs are there, without those that are sure."""
    return [reason for part in parts for reason in inputs.known[part.name] if reason not in inputs.sure]


def _total(names: tuple[str, ...], blank: Fraction, inputs: Inputs) -> Quotient:
    """Give a sum, which passes over blanks where they stand for nothing."""
    found = [inputs.numbers[name] for name in names]
    bottom = found[0].bottom
    assert all(one.bottom == bottom for one in found)
    if blank:
        return Quotient(added(_or_else(name, blank, inputs) for name in names), bottom)
    gates = every(reason for name in names for reason in inputs.known[name][1:] if reason not in inputs.sure)
    ends = (sum(min(0, one.top.least) for one in found), sum(one.top.most for one in found))
    return Quotient(pick(gates, whole.Sum(*ends, tuple(_name(one) for one in found)), fixed(0)), bottom)


def _name(one: Quotient) -> Name:
    assert isinstance(one.top, At)
    return one.top.name


def _or_else(name: str, blank: Fraction, inputs: Inputs) -> Integer:
    one = inputs.numbers[name]
    if (one.top.least, one.top.most) == (0, 1) and blank == one.bottom.least == 1 and len(inputs.known[name]) == 1:
        return pick(whole.Is(_name(one), 0), fixed(0), fixed(1))
    return pick(_known(name, inputs), one.top, fixed(blank * one.bottom.least))


def _is_fixed(one: Integer) -> bool:
    return one.least == one.most


def _alike(one: Quotient, other: Quotient) -> tuple[Quotient, Quotient]:
    """Give two numbers over the same bottom."""
    if one.bottom == other.bottom:
        return one, other
    if _is_fixed(one.bottom) and _is_fixed(other.bottom):
        both = lcm(one.bottom.least, other.bottom.least)
        return _widened(one, both), _widened(other, both)
    both_bottoms = multiply(one.bottom, other.bottom)
    return (
        Quotient(multiply(one.top, other.bottom), both_bottoms),
        Quotient(multiply(other.top, one.bottom), both_bottoms),
    )


def _widened(one: Quotient, bottom: int) -> Quotient:
    return Quotient(multiply(one.top, fixed(bottom // one.bottom.least)), fixed(bottom))


def _either(when: Claim, one: Quotient, other: Quotient) -> Quotient:
    if when == YES:
        return one
    if _is_fixed(one.bottom) and _is_fixed(other.bottom):
        one, other = _alike(one, other)
    return Quotient(pick(when, one.top, other.top), pick(when, one.bottom, other.bottom))


def _affine(one: Number, inputs: Inputs) -> Quotient:
    """Give so many times a number and so much more, in the smallest whole numbers."""
    inner, by, more = _taken_apart(one)
    found = number(inner, inputs)
    if _is_fixed(found.bottom):
        by /= found.bottom.least
    bottom = lcm(by.denominator, more.denominator)
    top, beside = multiply(fixed(by * bottom), found.top), added((fixed(abs(more) * bottom),))
    if not _is_fixed(found.bottom):
        beside = multiply(beside, found.bottom) if more else fixed(0)
    moved = (whole.add if more > 0 else subtract)(top, beside)
    return Quotient(moved, fixed(bottom) if _is_fixed(found.bottom) else multiply(fixed(bottom), found.bottom))


def _taken_apart(one: Number) -> tuple[Number, Fraction, Fraction]:
    """Give what a number is so many times and so much more of."""
    match one:
        case terms.Times(inner, factor):
            found, by, more = _taken_apart(inner)
            return found, by * factor, more * factor
        case terms.Plus(inner, Const(value), many):
            found, by, more = _taken_apart(inner)
            return found, by, more + value * many
        case _:
            return one, Fraction(1), Fraction(0)


def _bounded(inner: Number, least: Fraction | None, most: Fraction | None, inputs: Inputs) -> Quotient:
    """Give a number between two ends; what is multiplied is bounded before it is, so that numbers stay small."""
    base, by, more = _taken_apart(inner)
    if base is not inner and _is_fixed(number(base, inputs).bottom):
        ends = [None if end is None else (end - more) / by for end in (least, most)]
        bottom = number(base, inputs).bottom.least
        if all(end is None or (end * bottom).denominator == 1 for end in ends):
            low, high = ends if by > 0 else reversed(ends)
            found = _affine(minus(times(terms.Bounded(base, low, high), by), -more), inputs)
            tops = [None if end is None else int(end * found.bottom.least) for end in (least, most)]
            top = bounded(
                found.top,
                found.top.least if tops[0] is None else tops[0],
                found.top.most if tops[1] is None else tops[1],
            )
            return Quotient(top, found.bottom)
    bound = number(inner, inputs)
    for end, nearer in ((least, larger), (most, smaller)):
        if end is not None:
            bound, limit = _beside(bound, end, nearer)
            bound = Quotient(nearer(bound.top, limit), bound.bottom)
    return bound


def _beside(found: Quotient, end: Fraction, nearer: Callable[[Integer, Integer], Integer]) -> tuple[Quotient, Integer]:
    """Give a number and a mark over the same bottom; the number no further beyond the mark than the next whole one."""
    if _is_fixed(found.bottom):
        mark = end * found.bottom.least
        if mark.denominator > 1:
            found = Quotient(nearer(found.top, fixed(ceil(mark) if nearer is smaller else floor(mark))), found.bottom)
        found, limit = _alike(found, Quotient(fixed(end.numerator), fixed(end.denominator)))
        return found, limit.top
    by = fixed(end.denominator)
    wide = Quotient(multiply(found.top, by), multiply(found.bottom, by))
    return wide, multiply(fixed(end.numerator), found.bottom)
