"""A formula for every scoring: points as whole numbers, and the bar from which a value earns so many points."""

from __future__ import annotations

from fractions import Fraction
from math import ceil
from typing import assert_never

from xhht_score.definitions import Mark
from xhht_score.scoring import AsGiven, Bar, Bars, FullIfMet, PerItem, Proportional, Scoring, Tiers, Way
from xhht_score.workbook.formulas.measures import Span
from xhht_score.workbook.formulas.whole import (
    BeyondSpreadsheet,
    Quotient,
    Whole,
    compared,
    const,
    either,
    larger,
    rounded,
    smaller,
)

_SIGNS = {"at_least": ">=", "at_most": "<=", "above": ">", "below": "<"}


def upward(scoring: Scoring) -> bool:
    """Tell whether more of the value is never worse."""
    match scoring:
        case FullIfMet():
            return scoring.bar.upward
        case Proportional():
            return scoring.target.placed > scoring.start.placed
        case Tiers():
            return scoring.at_least is not None
        case PerItem() | AsGiven() | Bars():
            return True
        case _:
            assert_never(scoring)


def ends(span: Span, rising: bool) -> tuple[Quotient, Quotient]:
    """Give the worst and the best end of a span."""
    return (span.low, span.high) if rising else (span.high, span.low)


def passed(bar: Bar, value: Quotient) -> str:
    """Give the condition that a value is on the side of a bar that counts."""
    return compared(value, _SIGNS[bar.way], bar.mark.placed)


def points(scoring: Scoring, value: Quotient, weight: Fraction, unit: Fraction, *, exact: bool) -> Whole:
    """Give the points for a value as a whole number of `unit`.

    `exact` says that nothing may be rounded, because the set does not round; raises `BeyondSpreadsheet` where it must.
    """
    full = _units(weight / unit, exact)
    match scoring:
        case FullIfMet():
            return either(passed(scoring.bar, value), const(full), const(0))
        case Tiers():
            way: Way = "at_least" if scoring.at_least is not None else "at_most"
            found = const(0)
            for mark, step in reversed(scoring.steps.items()):
                found = either(passed(Bar(way, mark), value), const(_units(step / unit, exact)), found)
            return found
        case PerItem():
            value = _at_most(value, weight / scoring.each) if scoring.each else value
            earned = Quotient(larger(value.top, const(0)), value.bottom).scaled(scoring.each / unit)
            return _rounded(Quotient(smaller(earned.top, const(full) * earned.bottom), earned.bottom), full, exact)
        case AsGiven():
            return _rounded(Quotient(larger(value.top, const(0)), value.bottom).scaled(1 / unit), full, exact)
        case Proportional():
            return _proportional(scoring, value, full, exact)
        case Bars():
            return const(0)
        case _:
            assert_never(scoring)


def _at_most(value: Quotient, most: Fraction) -> Quotient:
    """Give a value that goes no further than is needed to earn all points, so that numbers stay small."""
    if value.bottom.least != value.bottom.most:
        return value
    return Quotient(smaller(value.top, const(ceil(most * value.bottom.least))), value.bottom)


def _proportional(scoring: Proportional, value: Quotient, full: int, exact: bool) -> Whole:
    start, target = scoring.start.placed, scoring.target.placed
    share = _share(value, start, target)
    found = _rounded(Quotient(share.top, share.bottom).scaled(Fraction(full)), full, exact)
    if scoring.floor is None:
        return found
    floor = Bar("at_least" if target > start else "at_most", scoring.floor)
    return either(passed(floor, value), found, const(0))


def _share(value: Quotient, start: Fraction, target: Fraction) -> Quotient:
    """Give how far a value has come from start to target, from 0 to 1."""
    bottom, way = value.bottom, abs(target - start)
    ends = [bottom.least * end for end in (start, target)]
    if bottom.least == bottom.most and all(end.denominator == 1 for end in ends):
        first, last = (int(end) for end in ends)
        within = Whole(
            smaller(larger(value.top, const(min(ends))), const(max(ends))).text, min(first, last), max(first, last)
        )
        come = within - const(first) if last > first else const(first) - within
        return Quotient(Whole(come.text, 0, abs(last - first)), const(abs(last - first)))
    come = value.top * const(start.denominator) - const(start.numerator) * bottom
    if target < start:
        come = const(0) - come
    factor = 1 / (way * start.denominator)
    top, whole = come * const(factor.numerator), bottom * const(factor.denominator)
    return Quotient(Whole(smaller(larger(top, const(0)), whole).text, 0, whole.most), whole)


def _rounded(earned: Quotient, full: int, exact: bool) -> Whole:
    if exact and earned.bottom.text != "1":
        raise BeyondSpreadsheet  # points that may never end, and the set does not round
    return rounded(earned, full)


def _units(number: Fraction, exact: bool) -> int:
    """Give a number of points in units, rounded as the set rounds."""
    if exact and number.denominator != 1:
        raise BeyondSpreadsheet
    return (2 * number.numerator + number.denominator) // (2 * number.denominator)


def reach(scoring: Scoring, weight: Fraction, wanted: Fraction) -> Bar | bool:
    """Give the bar from which a value earns so many points, before rounding; True for every value, False for none."""
    if wanted <= 0:
        return True
    if wanted > weight and not isinstance(scoring, AsGiven):
        return False
    match scoring:
        case FullIfMet():
            return scoring.bar
        case Tiers():
            way: Way = "at_least" if scoring.at_least is not None else "at_most"
            enough = [mark for mark, step in scoring.steps.items() if step >= wanted]
            return Bar(way, enough[-1]) if enough else False
        case PerItem():
            return Bar("at_least", Mark("", wanted / scoring.each)) if scoring.each else False
        case AsGiven():
            return Bar("at_least", Mark("", wanted))
        case Proportional():
            start, target = scoring.start.placed, scoring.target.placed
            mark = start + wanted / weight * (target - start)
            rising = target > start
            if scoring.floor is not None:
                mark = (max if rising else min)(mark, scoring.floor.placed)
            return Bar("at_least" if rising else "at_most", Mark("", mark))
        case Bars():
            return False
        case _:
            assert_never(scoring)


def reached(scoring: Scoring, weight: Fraction, wanted: Fraction, value: Quotient) -> str:
    """Give 1 where a value earns so many points, before rounding, else 0."""
    bar = reach(scoring, weight, wanted)
    return str(int(bar)) if isinstance(bar, bool) else f"IF({passed(bar, value)},1,0)"
