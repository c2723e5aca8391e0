"""Whole numbers as formula text with their bounds: nothing is computed that a spreadsheet cannot hold exactly."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor
from typing import NamedTuple

from xhht_score.workbook.symbols import any_of

#: LibreOffice takes numbers for equal that differ by less than 2**-48 of themselves, and rounds to 15 digits before it
#: cuts to a whole number; below this bound neither can move a comparison of whole numbers, nor can plain doubles.
MOST = 10**14
#: No more decimals are shown, however near to one another two marks are.
_MOST_DECIMALS = 8


class BeyondSpreadsheet(Exception):
    """A rule needs numbers that a spreadsheet cannot hold exactly; `indicator` is set where it is known."""

    indicator: str = ""


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number that a formula gives: its text, safe beside any operator, and its bounds.

    Raises `BeyondSpreadsheet` where it may be too large.
    """

    text: str
    least: int
    most: int

    def __post_init__(self) -> None:
        if max(abs(self.least), abs(self.most)) > MOST:
            raise BeyondSpreadsheet

    def __add__(self, other: Whole) -> Whole:
        if "0" in (self.text, other.text):
            return self if other.text == "0" else other
        return Whole(f"({self.text}+{other.text})", self.least + other.least, self.most + other.most)

    def __sub__(self, other: Whole) -> Whole:
        if other.text == "0":
            return self
        return Whole(f"({self.text}-{other.text})", self.least - other.most, self.most - other.least)

    def __mul__(self, other: Whole) -> Whole:
        ends = [one * two for one in (self.least, self.most) for two in (other.least, other.most)]
        if self.text == "1" or other.text == "1":
            return self if other.text == "1" else other
        return Whole(f"{self.text}*{other.text}", min(ends), max(ends))


def const(value: int | Fraction) -> Whole:
    """Give a fixed whole number; raises `BeyondSpreadsheet` for any other."""
    if Fraction(value).denominator != 1:
        raise BeyondSpreadsheet
    number = int(value)
    return Whole(str(number) if number >= 0 else f"({number})", number, number)


def either(condition: str, one: Whole, other: Whole) -> Whole:
    """Give `one` where the condition holds, else `other`."""
    if one == other:
        return one
    return Whole(f"IF({condition},{one.text},{other.text})", min(one.least, other.least), max(one.most, other.most))


def smaller(one: Whole, other: Whole) -> Whole:
    """Give the smaller of two numbers."""
    return Whole(f"MIN({one.text},{other.text})", min(one.least, other.least), min(one.most, other.most))


def larger(one: Whole, other: Whole) -> Whole:
    """Give the larger of two numbers."""
    return Whole(f"MAX({one.text},{other.text})", max(one.least, other.least), max(one.most, other.most))


def added(numbers: Iterable[Whole]) -> Whole:
    """Give the sum of numbers."""
    return sum(numbers, const(0))


@dataclass(frozen=True, slots=True)
class Quotient:
    """An exact number as a whole number over a positive one."""

    top: Whole
    bottom: Whole

    def scaled(self, factor: Fraction) -> Quotient:
        """Give so many times the number."""
        if self.bottom.least == self.bottom.most:
            factor /= self.bottom.least
            return Quotient(const(factor.numerator) * self.top, const(factor.denominator))
        return Quotient(const(factor.numerator) * self.top, const(factor.denominator) * self.bottom)


def compared(one: Quotient, sign: str, mark: Fraction) -> str:
    """Give the condition that a number stands so (`>=`, `<=`, `>`, `<`) against a fixed one, in whole numbers.

    Over a fixed bottom the nearest whole number stands for the mark; else it is cross-multiplied.
    """
    if one.bottom.least == one.bottom.most:
        nearest = mark * one.bottom.least
        whole = ceil(nearest) if sign in (">=", "<") else floor(nearest)
        return f"{one.top.text}{sign}{const(whole).text}"
    left, right = one.top * const(mark.denominator), const(mark.numerator) * one.bottom
    return f"{left.text}{sign}{right.text}"


def _equal(one: Quotient, mark: Fraction) -> str:
    """Give the condition that a number is a fixed one; "" where it cannot be."""
    if one.bottom.least == one.bottom.most and (mark * one.bottom.least).denominator != 1:
        return ""
    left, right = one.top * const(mark.denominator), const(mark.numerator) * one.bottom
    return f"{left.text}={right.text}"


def rounded(one: Quotient, most: int) -> Whole:
    """Give a number from 0 to `most`, rounded to a whole one, halves upwards."""
    if one.bottom.text == "1":
        return Whole(one.top.text, 0, most)
    top, bottom = const(2) * one.top + one.bottom, const(2) * one.bottom
    return Whole(f"INT({top.text}/({bottom.text}))", 0, most)


class Moving(NamedTuple):
    """A mark that moves with the maximum: `top` over `times` the bottom of the number that is shown."""

    top: Whole
    times: int = 1


def shown(one: Quotient, marks: Iterable[Fraction], decimals: int, moving: Sequence[Moving] = ()) -> str:
    """Give the number that is shown for another one, as `numbers.shown` gives it: it is half away from zero to so many
    decimals, the next one towards the exact number where the rounded one stands otherwise against a mark, and has more
    decimals where neither stands as the number does.

    A number that is a moving mark itself is shown whole where it ends within what a spreadsheet computes with; for
    moving marks no further decimals are looked for, as no two of them lie so near to one number.
    """
    placed = sorted(set(marks))
    places = _decimals_at_most(one)
    near = _shown(one, placed, decimals, max(decimals, min(places, _decimals_enough(placed))), moving)
    if not moving or places <= decimals:
        return near
    top = one.top * const(10**places)
    at_one = any_of(f"{one.top.text}*{mark.times}={mark.top.text}" for mark in moving)
    ends = f"MOD({top.text},{one.bottom.text})=0"
    return f"IF(IF({at_one},{ends},1=0),ROUND({one.top.text}/({one.bottom.text}),{places}),{near})"


def _decimals_at_most(one: Quotient) -> int:
    """Give how many decimals of a number can be looked at."""
    wide = max(abs(one.top.least), abs(one.top.most))
    return max(places for places in range(_MOST_DECIMALS + 1) if wide * 10**places <= MOST or not places)


def _decimals_enough(marks: Sequence[Fraction]) -> int:
    """Give with how many decimals every mark is a number, and some number stands between any two."""
    gaps = [later - earlier for earlier, later in pairwise(marks)]

    def enough(places: int) -> bool:
        whole = all((mark * 10**places).denominator == 1 for mark in marks)
        return whole and all(gap * 10**places > 1 for gap in gaps)

    return next((places for places in range(_MOST_DECIMALS) if enough(places)), _MOST_DECIMALS)


def _shown(one: Quotient, marks: Sequence[Fraction], decimals: int, most: int, moving: Sequence[Moving]) -> str:
    unit = 10**decimals
    top, bottom = one.top * const(unit), one.bottom
    under = f"INT({top.text}/({bottom.text}))"
    rest = f"{top.text}-{under}*({bottom.text})"
    halves = f"2*({rest})>{'=' if top.least >= 0 else ''}({bottom.text})"
    if top.least < 0 < top.most:
        halves = f"IF({one.top.text}<0,{halves},2*({rest})>=({bottom.text}))"
    near, far = f"({under}+IF({halves},1,0))", f"({under}+IF({halves},0,1))"
    if not marks and not moving:
        return f"{near}/{unit}"
    other = f"{far}/{unit}"
    if decimals < most:
        more = _shown(one, marks, decimals + 1, most, moving)
        other = f"IF({_astray(one, far, marks, unit, moving)},{more},{far}/{unit})"
    exact = f"{rest}=0"
    return f"IF({exact},{under}/{unit},IF({_astray(one, near, marks, unit, moving)},{other},{near}/{unit}))"


def _astray(one: Quotient, near: str, marks: Sequence[Fraction], unit: int, moving: Sequence[Moving]) -> str:
    """Give the condition that a whole number of units beside a number stands otherwise against a mark than it does."""
    found = []
    for mark in marks:
        least = floor(mark * unit)
        if mark * unit == least:
            found.append(f"{near}={least}")
        else:
            found.append(_equal(one, mark))
            found.append(f"({compared(one, '>', mark)})<>({near}>{least})")
    for each in moving:
        beside = f"{one.top.text}*{each.times}-{each.top.text}"
        there = f"{near}*({one.bottom.text})*{each.times}-({each.top.text})*{unit}"
        found.append(f"IF({beside}=0,1=0,({beside})*({there})<=0)")
    return any_of(found)
