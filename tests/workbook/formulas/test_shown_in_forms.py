"""What a form shows of an exact number is what the rule for shown numbers says, to the last digit."""

from __future__ import annotations

from fractions import Fraction
from itertools import count

import openpyxl
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from calculation import Sheets
from xhht_score import numbers
from xhht_score.numbers import round_half_away
from xhht_score.program.whole import INDICATORS, At, Name, Quotient, fixed
from xhht_score.workbook.formulas.shown import Moving, ShownNumber
from xhht_score.workbook.formulas.written import FormulaWriter

MARKS = st.sampled_from(["0", "50", "74.99", "75", "66.667", "2", "1.999", "100", "33.3"]).map(Fraction)


def by_the_rule(value: Fraction, marks: set[Fraction], decimals: int) -> Fraction:
    """Give the shown number as product.md says it, by trying the two neighbours with more and more decimals."""

    def side(number: Fraction) -> list[int]:
        return [(number > mark) - (number < mark) for mark in sorted(marks)]

    for places in count(decimals):
        near = round_half_away(value, places)
        step = Fraction(1, 10**places) * (1 if near < value else -1)
        for candidate in (near, near + step) if near != value else (near,):
            if side(candidate) == side(value):
                return candidate
    raise AssertionError


def cell(name: str, least: int, most: int) -> At:
    return At(least, most, Name(INDICATORS, "1.1", name))


#: The two cells that hold the number.
SHOWN = ShownNumber(FormulaWriter(typed={cell(name, 0, 1).name: name for name in ("A1", "B1")}))


def computed(top: int, bottom: int, marks: set[Fraction], decimals: int, least: int) -> float:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"], sheet["B1"] = top, bottom
    quotient = Quotient(cell("A1", least, 10**7), cell("B1", 1, 10**7) if bottom > 1 else fixed(1))
    sheet["C1"] = "=" + SHOWN.number(quotient, marks, decimals)
    return Sheets(book).value(sheet.title, "C1")


@given(st.integers(0, 10**7), st.integers(1, 10**7), st.sets(MARKS, max_size=5), st.sampled_from([0, 1, 2]))
def test_a_form_shows_what_the_rule_says(top, bottom, marks, decimals):
    wanted = by_the_rule(Fraction(top, bottom), marks, decimals)
    assert computed(top, bottom, marks, decimals, 0) == float(wanted)


@given(MARKS, st.integers(-3, 3), st.sampled_from([1, 3, 7, 1000, 30_000]), st.sets(MARKS, max_size=5))
def test_a_form_shows_what_the_rule_says_a_hair_beside_a_mark(mark, beside, times, others):
    bottom = mark.denominator * times
    top = max(0, int(mark * bottom) + beside)
    wanted = by_the_rule(Fraction(top, bottom), {mark, *others}, 2)
    assert computed(top, bottom, {mark, *others}, 2, 0) == float(wanted)


@given(st.integers(-(10**6), 10**6), st.integers(2, 10**6), st.booleans())
def test_what_is_below_zero_is_rounded_away_from_it(top, bottom, with_zero):
    marks = {Fraction(0)} if with_zero else set[Fraction]()
    assert computed(top, bottom, marks, 2, -(10**7)) == float(by_the_rule(Fraction(top, bottom), marks, 2))


@pytest.mark.parametrize(
    ("top", "bottom", "marks", "wanted"),
    [
        (74_996, 1000, ("75",), 74.99),
        (1005, 1000, (), 1.01),
        (95_598, 1000, ("75", "100"), 95.6),
        (2004, 1000, ("2",), 2.01),
        (99_996, 1000, ("0", "100"), 99.99),
        (1, 1000, ("0", "100"), 0.01),
        (74_996, 1000, ("74.99", "75"), 74.996),
        (66_667, 1000, ("66.667",), 66.667),
    ],
)
def test_examples_of_the_rule(top, bottom, marks, wanted):
    assert computed(top, bottom, set(map(Fraction, marks)), 2, 0) == wanted


@given(
    st.integers(1, 20_000).flatmap(lambda bottom: st.tuples(st.integers(0, bottom), st.just(bottom))),
    st.lists(st.tuples(st.integers(0, 20_000), st.integers(1, 7)), min_size=1, max_size=3),
    st.sets(st.sampled_from(["0.5", "0.75", "1"]).map(Fraction), max_size=2),
    st.booleans(),
)
def test_marks_that_move_with_the_maximum_are_marks_too(share, moving, places, at_one):
    """50 points of a maximum of 97 are asked for, say: the share that is shown of 49.99 points is below that."""
    top, bottom = share
    if at_one:
        moving = [(top, 1), *moving]
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"], sheet["B1"] = top, bottom
    quotient = Quotient(cell("A1", 0, 20_000), cell("B1", 1, 20_000))
    movements = [Moving(fixed(one), times) for one, times in moving]
    sheet["C1"] = "=" + SHOWN.number(quotient, {Fraction(0), *places}, 4, movements)
    marks = {Fraction(0), *places, *(Fraction(one, times * bottom) for one, times in moving)}
    wanted = numbers.shown(Fraction(top, bottom), 4, marks)
    assume((wanted * 10**8).denominator == 1)
    assume(
        (wanted * 10**4).denominator == 1 or Fraction(top, bottom) in marks
    )  # else two marks stand beside one number
    assert Sheets(book).value(sheet.title, "C1") == float(wanted)
