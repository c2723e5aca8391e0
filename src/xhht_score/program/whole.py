"""Whole numbers with their bounds, and conditions on them: what a program is made of, before a writer puts it down.

A blank is only ever asked for by `NotBlank` and `Is`, and passed over by `Sum`; every other number is there where it is
looked at. What bounds decide is decided as it is made.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from fractions import Fraction
from math import ceil, floor
from typing import Literal, NamedTuple

from xhht_score.records import record


class Beyond(Exception):
    """A rule needs numbers that whole numbers, or those of a writer, cannot hold; `indicator` is set where it is known.

    It is caught by whoever asked for the program or for its text.
    """

    indicator: str = ""


@contextmanager
def of_indicator(identifier: str) -> Iterator[None]:
    """Say of what is raised inside that it is about an indicator."""
    try:
        yield
    except Beyond as beyond:
        beyond.indicator = beyond.indicator or identifier
        raise


class Name(NamedTuple):
    """What an input or a step is called: `part` says of what (`UNIT`, `INDICATORS`, `RESULTS`), `row` of which one.

    Steps of an indicator name their own row as `OWN`.
    """

    part: str
    row: str
    field: str


UNIT, INDICATORS, RESULTS = "unit", "indicators", "results"
OWN = ""

# ---------------------------------------------------------------- numbers


@record
class Fixed:
    """A fixed number."""

    least: int
    most: int


@record
class At:
    """An input that is there, or a step."""

    least: int
    most: int
    name: Name


@record
class Taken:
    """An input, blank where it is blank or where a condition holds; only ever a step by itself."""

    least: int
    most: int
    name: Name
    unless: Claim


@record
class Sum:
    """The sum of those that are there."""

    least: int
    most: int
    names: tuple[Name, ...]


@record
class ColumnSum:
    """The sum of one field over all indicators, or over those of the criterion at a position counted from 1.

    `parts` are the steps or fixed numbers of the indicators that have the field.
    """

    least: int
    most: int
    field: str
    criterion: int | None
    parts: tuple[Integer, ...]


#: `divide` gives the whole part of a number not below nothing over one above nothing.
Operation = Literal["add", "subtract", "multiply", "divide", "smaller", "larger"]


@record
class Combined:
    """What two numbers come to."""

    least: int
    most: int
    way: Operation
    one: Integer
    other: Integer


@record
class Pick:
    """One number where a condition holds, else another one."""

    least: int
    most: int
    when: Claim
    then: Integer
    other: Integer


@record
class ByNumber:
    """One of several numbers, by its position counted from 1."""

    least: int
    most: int
    position: Integer
    options: tuple[Integer, ...]


#: Days are counted by writers as they are used to; only whole months and years are computed with here.
DayWay = Literal["months_later", "year", "year_end"]


@record
class OfDay:
    """What comes of a day: the day so many `months` later, its year, or the last day of its year."""

    least: int
    most: int
    way: DayWay
    day: Integer
    months: int = 0


Integer = Fixed | At | Taken | Sum | ColumnSum | Combined | Pick | ByNumber | OfDay

# ---------------------------------------------------------------- conditions


@record
class Sure:
    """What always holds, or never."""

    holds: bool


@record
class NotBlank:
    """That an input or step is not blank."""

    name: Name


@record
class Is:
    """That an input or step is there and is a certain number."""

    name: Name
    value: int


Comparison = Literal[">=", "<=", ">", "<", "="]


@record
class Against:
    """How one number stands against another one."""

    one: Integer
    sign: Comparison
    other: Integer


@record
class Every:
    """That all of several conditions hold; all of them can be looked at, whatever the others say."""

    parts: tuple[Claim, ...]


@record
class AnyOf:
    """That one of several conditions holds; all of them can be looked at, whatever the others say."""

    parts: tuple[Claim, ...]


@record
class Not:
    """That a condition does not hold."""

    one: Claim


@record
class Guarded:
    """One condition where another one holds, else a third; only the one that counts is looked at."""

    when: Claim
    then: Claim
    other: Claim


Claim = Sure | NotBlank | Is | Against | Every | AnyOf | Not | Guarded
YES, NO = Sure(True), Sure(False)

# ---------------------------------------------------------------- made


def fixed(value: int | Fraction) -> Fixed:
    """Give a fixed whole number; raises `Beyond` for any other."""
    if value.denominator != 1:
        raise Beyond
    return Fixed(value.numerator, value.numerator)


def add(one: Integer, other: Integer) -> Integer:
    """Give the sum of two numbers."""
    if isinstance(one, Fixed) and not one.least:
        return other
    if isinstance(other, Fixed) and not other.least:
        return one
    return _folded(Combined(one.least + other.least, one.most + other.most, "add", one, other))


def subtract(one: Integer, other: Integer) -> Integer:
    """Give one number less another one."""
    if isinstance(other, Fixed) and not other.least:
        return one
    return _folded(Combined(one.least - other.most, one.most - other.least, "subtract", one, other))


def multiply(one: Integer, other: Integer) -> Integer:
    """Give the product of two numbers."""
    for factor, number in ((one, other), (other, one)):
        if isinstance(factor, Fixed) and factor.least in (0, 1):
            return number if factor.least else factor
    ends = [here * there for here in (one.least, one.most) for there in (other.least, other.most)]
    return _folded(Combined(min(ends), max(ends), "multiply", one, other))


def divide(one: Integer, other: Integer) -> Integer:
    """Give the whole part of a number not below nothing over one above nothing."""
    if isinstance(other, Fixed) and other.least == 1:
        return one
    return _folded(Combined(one.least // other.most, one.most // other.least, "divide", one, other))


def smaller(one: Integer, other: Integer) -> Integer:
    """Give the smaller of two numbers."""
    if one.most <= other.least or other.most <= one.least:
        return one if one.most <= other.least else other
    return Combined(min(one.least, other.least), min(one.most, other.most), "smaller", one, other)


def larger(one: Integer, other: Integer) -> Integer:
    """Give the larger of two numbers."""
    if one.least >= other.most or other.least >= one.most:
        return one if one.least >= other.most else other
    return Combined(max(one.least, other.least), max(one.most, other.most), "larger", one, other)


def _folded(pair: Combined) -> Integer:
    both_fixed = isinstance(pair.one, Fixed) and isinstance(pair.other, Fixed)
    return Fixed(pair.least, pair.most) if both_fixed else pair


def added(numbers: Iterable[Integer]) -> Integer:
    """Give the sum of numbers, which nests no deeper than it has to; fixed ones at the beginning are one."""
    first, others = 0, list[Integer]()
    for one in numbers:
        if isinstance(one, Fixed) and not others:
            first += one.least
        elif not isinstance(one, Fixed) or one.least:
            others.append(one)
    return _halved([*([fixed(first)] if first or not others else []), *others])


def _halved(numbers: Sequence[Integer]) -> Integer:
    if len(numbers) == 1:
        return numbers[0]
    one, other = _halved(numbers[: len(numbers) // 2]), _halved(numbers[len(numbers) // 2 :])
    return Combined(one.least + other.least, one.most + other.most, "add", one, other)


def bounded(one: Integer, least: int, most: int) -> Integer:
    """Give a number of which more is known: that it lies from `least` to `most`."""
    return one if isinstance(one, Fixed) else replace(one, least=max(least, one.least), most=min(most, one.most))


def pick(when: Claim, then: Integer, other: Integer) -> Integer:
    """Give one number where a condition holds, else another one."""
    if isinstance(when, Sure):
        return then if when.holds else other
    if then == other:
        return then
    return Pick(min(then.least, other.least), max(then.most, other.most), when, then, other)


def numbered(position: Integer, options: Iterable[Integer]) -> Integer:
    """Give one of several numbers by its position, counted from 1."""
    found = tuple(options)
    if isinstance(position, Fixed):
        return found[position.least - 1]
    if len(set(found)) == 1:
        return found[0]
    return ByNumber(min(one.least for one in found), max(one.most for one in found), position, found)


def flag(when: Claim) -> Integer:
    """Give 1 where a condition holds, else 0."""
    if isinstance(when, Against) and (when.one.least, when.one.most) == (0, 1) and when == raised(when.one):
        return when.one
    return pick(when, fixed(1), fixed(0))


def raised(one: Integer) -> Claim:
    """Give that a flag is 1."""
    return against(one, "=", fixed(1))


def against(one: Integer, sign: Comparison, other: Integer) -> Claim:
    """Give how one number stands against another one."""
    low, high = one.least - other.most, one.most - other.least
    surely = {">=": low >= 0, ">": low > 0, "<=": high <= 0, "<": high < 0, "=": low == high == 0}[sign]
    never = {">=": high < 0, ">": high <= 0, "<=": low > 0, "<": low >= 0, "=": low > 0 or high < 0}[sign]
    return YES if surely else NO if never else Against(one, sign, other)


def every(conditions: Iterable[Claim]) -> Claim:
    """Give that all of some conditions hold."""
    left = [one for one in dict.fromkeys(conditions) if one != YES]
    if NO in left:
        return NO
    return Every(tuple(left)) if len(left) > 1 else left[0] if left else YES


def any_of(conditions: Iterable[Claim]) -> Claim:
    """Give that one of some conditions holds."""
    left = [one for one in dict.fromkeys(conditions) if one != NO]
    if YES in left:
        return YES
    return AnyOf(tuple(left)) if len(left) > 1 else left[0] if left else NO


def negated(one: Claim) -> Claim:
    """Give that a condition does not hold."""
    return Sure(not one.holds) if isinstance(one, Sure) else one.one if isinstance(one, Not) else Not(one)


def where(when: Claim, then: Claim, other: Claim = NO) -> Claim:
    """Give one condition where another one holds, else a third."""
    if isinstance(when, Sure):
        return then if when.holds else other
    if then == other:
        return then
    return when if (then, other) == (YES, NO) else Guarded(when, then, other)


# ---------------------------------------------------------------- exact numbers


@record
class Quotient:
    """An exact number as a whole number over a positive one."""

    top: Integer
    bottom: Integer

    def scaled(self, factor: Fraction) -> Quotient:
        """Give so many times the number."""
        if self.bottom.least == self.bottom.most:
            factor /= self.bottom.least
            return Quotient(multiply(fixed(factor.numerator), self.top), fixed(factor.denominator))
        top, bottom = fixed(factor.numerator), fixed(factor.denominator)
        return Quotient(multiply(top, self.top), multiply(bottom, self.bottom))


def compared(one: Quotient, sign: Comparison, mark: Fraction) -> Claim:
    """Give that a number stands so against a fixed one, in whole numbers.

    Over a fixed bottom the nearest whole number stands for the mark; else it is cross-multiplied.
    """
    if one.bottom.least == one.bottom.most:
        nearest = mark * one.bottom.least
        if sign == "=" and nearest.denominator != 1:
            return NO
        return against(one.top, sign, fixed(ceil(nearest) if sign in (">=", "<") else floor(nearest)))
    right = multiply(fixed(mark.numerator), one.bottom)
    return against(multiply(one.top, fixed(mark.denominator)), sign, right)


def rounded(one: Quotient, most: int) -> Integer:
    """Give a number from 0 to `most`, rounded to a whole one, halves upwards."""
    if one.bottom == fixed(1):
        return bounded(one.top, 0, most)
    top = add(multiply(fixed(2), one.top), one.bottom)
    return bounded(divide(top, multiply(fixed(2), one.bottom)), 0, most)
