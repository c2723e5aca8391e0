"""Terms written as formulas: numbers as whole numbers over whole numbers, conditions as their text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import ceil, floor, lcm
from typing import assert_never

from xhht_score.terms import (
    All,
    Always,
    Bounded,
    Cell,
    Condition,
    Const,
    Either,
    Exceeds,
    Known,
    Number,
    Over,
    Plus,
    Some,
    Stands,
    Times,
    Total,
    Way,
    Within,
    minus,
    times,
)
from xhht_score.workbook.formulas.whole import (
    BeyondSpreadsheet,
    Quotient,
    Whole,
    added,
    compared,
    const,
    either,
    larger,
    rounded,
    smaller,
)
from xhht_score.workbook.symbols import all_of, any_of

_SIGNS: Mapping[Way, str] = {"at_least": ">=", "at_most": "<=", "above": ">", "below": "<"}


@dataclass(frozen=True, slots=True)
class Names:
    """What the names in a term stand for in a form.

    `numbers` are the cells as numbers, for where they hold one; `known` the conditions that say that one does, each of
    them a reason; `sure` those that hold wherever the text will stand.
    """

    numbers: Mapping[str, Quotient]
    known: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sure: frozenset[str] = frozenset()

    def knowing(self, condition: Condition) -> Names:
        """Give the same names where a condition holds."""
        match condition:
            case Known(name):
                return replace(self, sure=self.sure | set(self.known[name]))
            case All(parts):
                found = self
                for part in parts:
                    found = found.knowing(part)
                return found
            case Always() | Stands() | Exceeds() | Some():
                return self
            case _:
                assert_never(condition)


def number(one: Number, names: Names) -> Quotient:
    """Give a number as a whole number over a positive one; raises `BeyondSpreadsheet` where that is too large."""
    match one:
        case Const(value):
            return Quotient(const(value.numerator), const(value.denominator))
        case Cell(name, None):
            return names.numbers[name]
        case Cell(name, blank):
            return _either(_known(name, names), names.numbers[name], number(Const(blank or Fraction(0)), names))
        case Total(cells, blank):
            return _total(cells, blank, names)
        case Plus(_, Const()) | Times():
            return _affine(one, names)
        case Plus(first, second, by):
            here, there = _alike(number(first, names), _times(number(second, names), abs(by)))
            return Quotient(here.top + there.top if by > 0 else here.top - there.top, here.bottom)
        case Over(top, bottom):
            above, under = number(top, names), number(bottom, names)
            return Quotient(above.top * under.bottom, above.bottom * under.top)
        case Either(when, then, other):
            return _either(said(when, names), number(then, names.knowing(when)), number(other, names))
        case Bounded(inner, least, most):
            return _bounded(inner, least, most, names)
        case Within(inner, least, most):
            found = number(inner, names)
            if not _is_fixed(found.bottom):
                return found
            ends = [int(end * found.bottom.least) for end in (least, most)]
            return Quotient(Whole(found.top.text, *ends), found.bottom)
        case _:
            assert_never(one)


def said(condition: Condition, names: Names) -> str:
    """Give a condition as the text of a formula; "" for one that holds for sure."""
    match condition:
        case Always(holds):
            return "" if holds else "1=0"
        case Known(name):
            return _known(name, names)
        case Stands(one, way, mark):
            return compared(number(one, names), _SIGNS[way], mark)
        case Exceeds(one, other):
            above, under = _alike(number(one, names), number(other, names))
            return f"{above.top.text}>{under.top.text}"
        case All(parts):
            known = all_of(_reasons([part for part in parts if isinstance(part, Known)], names))
            others = all_of(said(part, names) for part in parts if not isinstance(part, Known))
            # AND looks at all of its parts, and a blank cannot be computed with
            return f"IF({known},{others},1=0)" if known and others else known or others
        case Some(parts):
            return any_of(said(part, names) for part in parts)
        case _:
            assert_never(condition)


def units(one: Number, names: Names, unit: Fraction, most: Fraction, *, exact: bool) -> Whole:
    """Give a number of points from 0 to `most` as a whole number of units, halves rounded upwards.

    `exact` says that nothing may be rounded, because the set does not round; raises `BeyondSpreadsheet` where it must.
    """
    match one:
        case Const(value):
            return const(whole_units(value / unit, exact))
        case Either(when, then, other):
            inner = names.knowing(when)
            held, failed = units(then, inner, unit, most, exact=exact), units(other, names, unit, most, exact=exact)
            return either(said(when, names), held, failed)
        case _:
            found = number(one, names).scaled(1 / unit)
            if exact and found.bottom.text != "1":
                raise BeyondSpreadsheet  # points that may never end, and the set does not round
            return rounded(found, whole_units(most / unit, exact))


def whole_units(found: Fraction, exact: bool) -> int:
    """Give a number of units, rounded as the set rounds."""
    if exact and found.denominator != 1:
        raise BeyondSpreadsheet
    return (2 * found.numerator + found.denominator) // (2 * found.denominator)


def _known(name: str, names: Names) -> str:
    return all_of(_reasons([Known(name)], names))


def _reasons(parts: Iterable[Known], names: Names) -> list[str]:
    """Give the reasons for which inputs hold numbers, without those that are sure, each once."""
    found = dict.fromkeys(reason for part in parts for reason in names.known[part.name])
    return [reason for reason in found if reason not in names.sure]


def _total(cells: tuple[str, ...], blank: Fraction, names: Names) -> Quotient:
    """Give a sum; SUM passes over cells without a number."""
    found = [names.numbers[name] for name in cells]
    bottom = found[0].bottom
    assert all(one.bottom == bottom for one in found)
    if not blank:
        gates = dict.fromkeys(reason for name in cells for reason in names.known[name][1:] if reason not in names.sure)
        inner = Whole(f"SUM({','.join(one.top.text for one in found)})", *_sum_of_ends(found))
        return Quotient(either(all_of(gates), inner, const(0)) if gates else inner, bottom)
    return Quotient(added(_filled(name, blank, names) for name in cells), bottom)


def _sum_of_ends(found: list[Quotient]) -> tuple[int, int]:
    return sum(one.top.least for one in found), sum(one.top.most for one in found)


def _filled(name: str, blank: Fraction, names: Names) -> Whole:
    one = names.numbers[name]
    if (one.top.least, one.top.most) == (0, 1) and blank == one.bottom.least == 1 and len(names.known[name]) == 1:
        return Whole(f"IF({one.top.text}=0,0,1)", 0, 1)
    return either(_known(name, names), one.top, const(blank * one.bottom.least))


def _is_fixed(one: Whole) -> bool:
    return one.least == one.most


def _times(one: Quotient, factor: Fraction) -> Quotient:
    return one if factor == 1 else one.scaled(factor)


def _alike(one: Quotient, other: Quotient) -> tuple[Quotient, Quotient]:
    """Give two numbers over the same bottom."""
    if one.bottom == other.bottom:
        return one, other
    if _is_fixed(one.bottom) and _is_fixed(other.bottom):
        both = lcm(one.bottom.least, other.bottom.least)
        return _widened(one, both), _widened(other, both)
    return Quotient(one.top * other.bottom, one.bottom * other.bottom), Quotient(
        other.top * one.bottom, one.bottom * other.bottom
    )


def _widened(one: Quotient, bottom: int) -> Quotient:
    by = bottom // one.bottom.least
    top = const(one.top.least * by) if _is_fixed(one.top) else one.top * const(by)
    return Quotient(top, const(bottom))


def _either(when: str, one: Quotient, other: Quotient) -> Quotient:
    if not when:
        return one
    if _is_fixed(one.bottom) and _is_fixed(other.bottom):
        one, other = _alike(one, other)
    return Quotient(either(when, one.top, other.top), either(when, one.bottom, other.bottom))


def _affine(one: Number, names: Names) -> Quotient:
    """Give so many times a number and so much more, in the smallest whole numbers."""
    inner, by, more = _taken_apart(one)
    found, bottom = number(inner, names), lcm(by.denominator, more.denominator)
    if _is_fixed(found.bottom):
        by, more, bottom = by / found.bottom.least, more, lcm((by / found.bottom.least).denominator, more.denominator)
        top = const(by * bottom) * found.top
        return Quotient(_moved(top, const(abs(more) * bottom), more), const(bottom))
    top = const(by * bottom) * found.top
    beside = const(abs(more) * bottom) * found.bottom if more else const(0)
    return Quotient(_moved(top, beside, more), const(bottom) * found.bottom)


def _taken_apart(one: Number) -> tuple[Number, Fraction, Fraction]:
    """Give what a number is so many times and so much more of."""
    match one:
        case Times(inner, factor):
            found, by, more = _taken_apart(inner)
            return found, by * factor, more * factor
        case Plus(inner, Const(value), times):
            found, by, more = _taken_apart(inner)
            return found, by, more + value * times
        case _:
            return one, Fraction(1), Fraction(0)


def _moved(one: Whole, by: Whole, sign: Fraction) -> Whole:
    return one + by if sign > 0 else one - by


def _bounded(inner: Number, least: Fraction | None, most: Fraction | None, names: Names) -> Quotient:
    """Give a number between two ends; what is multiplied is bounded before it is, so that numbers stay small."""
    base, by, more = _taken_apart(inner)
    if base is not inner and _has_fixed_bottom(base, names):
        ends = [None if end is None else (end - more) / by for end in (least, most)]
        bottom = number(base, names).bottom.least
        if all(end is None or (end * bottom).denominator == 1 for end in ends):
            low, high = ends if by > 0 else reversed(ends)
            found = _affine(_again(Bounded(base, low, high), by, more), names)
            tops = [None if end is None else int(end * found.bottom.least) for end in (least, most)]
            top = Whole(
                found.top.text,
                found.top.least if tops[0] is None else max(tops[0], found.top.least),
                found.top.most if tops[1] is None else min(tops[1], found.top.most),
            )
            return Quotient(top, found.bottom)
    bound = number(inner, names)
    for end, pick in ((least, larger), (most, smaller)):
        if end is not None:
            bound, limit = _beside(bound, end, pick)
            bound = Quotient(pick(bound.top, limit), bound.bottom)
    return bound


def _again(base: Number, by: Fraction, more: Fraction) -> Number:
    return minus(times(base, by), -more)


def _has_fixed_bottom(one: Number, names: Names) -> bool:
    match one:
        case Const() | Cell() | Total():
            cells = (one.name,) if isinstance(one, Cell) else one.names if isinstance(one, Total) else ()
            return all(_is_fixed(names.numbers[name].bottom) for name in cells)
        case Plus(first, second):
            return _has_fixed_bottom(first, names) and _has_fixed_bottom(second, names)
        case Times(inner) | Bounded(inner) | Within(inner):
            return _has_fixed_bottom(inner, names)
        case Either(_, then, other):
            return _has_fixed_bottom(then, names) and _has_fixed_bottom(other, names)
        case Over():
            return False
        case _:
            assert_never(one)


def _beside(found: Quotient, end: Fraction, pick: Callable[[Whole, Whole], Whole]) -> tuple[Quotient, Whole]:
    """Give a number and a mark over the same bottom; the number no further beyond the mark than the next whole one."""
    if _is_fixed(found.bottom):
        mark = end * found.bottom.least
        if mark.denominator > 1:
            found = Quotient(pick(found.top, const(ceil(mark) if pick is smaller else floor(mark))), found.bottom)
        found, limit = _alike(found, Quotient(const(end.numerator), const(end.denominator)))
        return found, limit.top
    wide = Quotient(found.top * const(end.denominator), found.bottom * const(end.denominator))
    return wide, const(0) if not end else const(end.numerator) * found.bottom
