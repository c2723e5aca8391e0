"""Formulas of a scoring: points as whole numbers, and whether a value earns so many points."""

from __future__ import annotations

from fractions import Fraction

from xhht_score.scoring import Bar, Scoring
from xhht_score.terms import Always, Cell, stands
from xhht_score.workbook.formulas.measures import Span
from xhht_score.workbook.formulas.whole import Quotient, Whole
from xhht_score.workbook.formulas.written import Names, said, units

_VALUE = Cell("")


def ends(span: Span, rising: bool) -> tuple[Quotient, Quotient]:
    """Give the worst and the best end of a span."""
    return (span.low, span.high) if rising else (span.high, span.low)


def passed(bar: Bar, value: Quotient) -> str:
    """Give the condition that a value is on the side of a bar that counts."""
    return said(bar.stands(_VALUE), Names({"": value}))


def points(scoring: Scoring, value: Quotient, weight: Fraction, unit: Fraction, *, exact: bool) -> Whole:
    """Give the points for a value as a whole number of `unit`.

    `exact` says that nothing may be rounded, because the set does not round; raises `BeyondSpreadsheet` where it must.
    """
    return units(scoring.points(_VALUE, weight), Names({"": value}), unit, weight, exact=exact)


def reached(scoring: Scoring, weight: Fraction, wanted: Fraction, value: Quotient) -> str:
    """Give 1 where a value earns so many points, before rounding, else 0."""
    condition = stands(scoring.points(_VALUE, weight), "at_least", wanted)
    if isinstance(condition, Always):
        return str(int(condition.holds))
    return f"IF({said(condition, Names({'': value}))},1,0)"
