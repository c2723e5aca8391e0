"""Numbers: read exactly, rounded rightly, and never shown in a form that compares otherwise than they do."""

from __future__ import annotations

import math
import random
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xhht_score.numbers import (
    Language,
    below,
    exact_text,
    from_float,
    parse_number,
    parse_percent,
    round_half_away,
    show,
    show_percent,
    shown,
    shown_percent,
    total,
)

BOTH: tuple[Language, ...] = ("vi", "en")

fractions = st.fractions(min_value=-(10**9), max_value=10**9, max_denominator=10**9)
shares = st.fractions(min_value=0, max_value=1, max_denominator=10**6)


def read(shown: str, language: Language) -> Fraction:
    """Read a shown number again, as a reader of that language does."""
    marks = {"vi": (".", ","), "en": (",", ".")}[language]
    return Fraction(shown.rstrip("%").replace(marks[0], "").replace(marks[1], "."))


# ---------------------------------------------------------------- reading


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("33.30", Fraction(333, 10)),
        ("0.1", Fraction(1, 10)),
        ("007", Fraction(7)),
        ("-0.5", Fraction(-1, 2)),
        ("+4", Fraction(4)),
        ("0", Fraction(0)),
        ("999999999.999999999", Fraction(999999999999999999, 10**9)),
    ],
)
def test_a_number_is_read_exactly(typed, value):
    assert parse_number(typed) == value


@pytest.mark.parametrize(
    "typed",
    ["", " ", "1e3", "1/2", ".5", "5.", "1,5", "1.000.000", "12:30", "yes", "0x10", "1_000", "NaN", "inf", "4 ", "4\n"],
)
def test_what_is_no_plain_number_is_not_read(typed):
    assert parse_number(typed) is None


@pytest.mark.parametrize(
    ("typed", "share"),
    [
        ("60%", Fraction(3, 5)),
        ("33.3 %", Fraction(333, 1000)),
        ("0%", Fraction(0)),
        ("100%", Fraction(1)),
        ("0.6%", Fraction(6, 1000)),
        ("60", None),
        ("%", None),
        ("60%%", None),
        ("33,3%", None),
        ("60 percent", None),
    ],
)
def test_a_percentage_is_read_exactly(typed, share):
    assert parse_percent(typed) == share


@pytest.mark.parametrize(
    ("stored", "value"),
    [(0.1 + 0.2, "0.3"), (0.7 + 0.1, "0.8"), (74.96, "74.96"), (1e15, "1000000000000000"), (3.0, "3"), (-2.5, "-2.5")],
)
def test_a_stored_double_is_the_decimal_that_a_spreadsheet_shows(stored, value):
    assert from_float(stored) == Fraction(value)


@given(st.decimals(min_value=0, max_value=10**9, places=4))
def test_a_decimal_survives_being_stored_as_a_double(typed):
    assert from_float(float(typed)) == Fraction(typed)


# ---------------------------------------------------------------- rounding and cutting


def oracle(value: Fraction, decimals: int, rounding: str) -> Fraction:
    """Round with `decimal`, from a quotient that is long enough for its last digit not to matter."""
    with localcontext() as context:
        context.prec = 60
        context.rounding = ROUND_DOWN
        quotient = Decimal(value.numerator) / Decimal(value.denominator)
        return Fraction(quotient.quantize(Decimal(1).scaleb(-decimals), rounding=rounding))


def some_values(count: int) -> list[tuple[Fraction, int]]:
    """Give random points as scoring makes them, every third exactly halfway between two roundings."""
    chance = random.Random(20_2011)
    values = []
    for position in range(count):
        decimals = chance.choice([0, 1, 2, 2, 3, 6])
        value = Fraction(chance.randint(-(10**7), 10**7), chance.randint(1, 10**5))
        if position % 3 == 0:
            value = Fraction(2 * chance.randint(-(10**6), 10**6) + 1, 2 * 10**decimals)
        values.append((value, decimals))
    return values


def test_rounding_agrees_with_decimal_half_up_on_20_000_values():
    for value, decimals in some_values(20_000):
        assert round_half_away(value, decimals) == oracle(value, decimals, ROUND_HALF_UP), (value, decimals)


@pytest.mark.parametrize(
    ("value", "decimals", "rounded"),
    [
        ("0.125", 2, "0.13"),
        ("-0.125", 2, "-0.13"),
        ("0.5", 0, "1"),
        ("1.5", 0, "2"),
        ("2.5", 0, "3"),
        ("-2.5", 0, "-3"),
        ("1.005", 2, "1.01"),
        ("2.675", 2, "2.68"),
        ("59.95", 1, "60"),
        ("0.004999999", 2, "0"),
        ("-0.004", 2, "0"),
    ],
)
def test_halves_go_away_from_zero(value, decimals, rounded):
    assert round_half_away(Fraction(value), decimals) == Fraction(rounded)


@given(fractions, st.integers(0, 6))
def test_rounding_moves_by_at_most_half_a_step_and_only_once(value, decimals):
    rounded = round_half_away(value, decimals)
    assert abs(rounded - value) <= Fraction(1, 2 * 10**decimals)
    assert round_half_away(rounded, decimals) == rounded


@given(fractions, fractions, st.integers(0, 6))
def test_rounding_keeps_the_order(one, other, decimals):
    low, high = sorted((one, other))
    assert round_half_away(low, decimals) <= round_half_away(high, decimals)


@given(fractions, fractions)
def test_below_is_less_than(one, other):
    assert below(one, other) == (one < other)
    assert not below(one, one)


@given(st.lists(fractions, max_size=8))
def test_a_total_is_the_sum(values):
    assert total(values) == sum(values, Fraction(0))


# ---------------------------------------------------------------- the exact form


@pytest.mark.parametrize(
    ("value", "form"),
    [
        ("0", "0"),
        ("5", "5"),
        ("-5", "-5"),
        ("3/8", "0.375"),
        ("1/3", "1/3"),
        ("-1/3", "-1/3"),
        ("-1/8", "-0.125"),
        ("10/4", "2.5"),
        ("1/20", "0.05"),
        ("2/6", "1/3"),
        ("1000000", "1000000"),
        ("1/1024", "0.0009765625"),
        ("7499/100", "74.99"),
    ],
)
def test_the_exact_form_is_a_decimal_where_there_is_one(value, form):
    assert exact_text(Fraction(value)) == form


@given(fractions)
def test_the_exact_form_reads_back_as_the_same_number(value):
    assert Fraction(exact_text(value)) == value


@given(fractions)
def test_the_exact_form_is_in_lowest_terms_and_a_quotient_only_where_no_decimal_ends(value):
    form = exact_text(value)
    if "/" not in form:
        assert not ("." in form and form.endswith(("0", ".")))
        return
    top, bottom = (int(part) for part in form.split("/"))
    assert math.gcd(top, bottom) == 1
    assert 10**40 % bottom != 0


# ---------------------------------------------------------------- the shown form


@pytest.mark.parametrize(
    ("value", "vi", "en"),
    [
        ("0", "0", "0"),
        ("1234.5", "1.234,5", "1,234.5"),
        ("-1234.5", "-1.234,5", "-1,234.5"),
        ("1234567.891", "1.234.567,89", "1,234,567.89"),
        ("999.995", "1.000", "1,000"),
        ("100", "100", "100"),
        ("0.1", "0,1", "0.1"),
        ("2.50", "2,5", "2.5"),
        ("0.004", "0,01", "0.01"),
        ("-0.004", "-0,01", "-0.01"),
        ("1/3", "0,33", "0.33"),
        ("2/3", "0,67", "0.67"),
    ],
)
def test_each_language_has_its_own_marks(value, vi, en):
    assert (show(Fraction(value), "vi"), show(Fraction(value), "en")) == (vi, en)


def test_trailing_zeros_stay_where_they_are_asked_for():
    assert show(Fraction("2.5"), "vi", fixed=True) == "2,50"
    assert show(Fraction(2), "en", fixed=True) == "2.00"
    assert show_percent(Fraction(1, 2), "vi", fixed=True) == "50,00%"


@pytest.mark.parametrize(
    ("value", "marks", "vi", "en"),
    [
        ("74.996", "75", "74,99", "74.99"),
        ("95.598", "75 100", "95,6", "95.6"),
        ("2.004", "2", "2,01", "2.01"),
        ("99.996", "100", "99,99", "99.99"),
        ("74.99", "75", "74,99", "74.99"),
        ("74.99999996", "75", "74,99", "74.99"),
        ("75", "75", "75", "75"),
        ("75.00000004", "75", "75,01", "75.01"),
        ("75.001", "60", "75", "75"),
        ("59.95", "60", "59,95", "59.95"),
        ("89.988", "90", "89,99", "89.99"),
        ("0.001", "", "0,01", "0.01"),
        ("-0.001", "", "-0,01", "-0.01"),
        ("200/3", "66.67", "66,66", "66.66"),
        ("200/3", "66.67 66.66", "66,667", "66.667"),
        ("74.9949", "75 74.99", "74,995", "74.995"),
        ("74.9999", "75 74.99", "74,999", "74.999"),
        ("66.667", "66.667", "66,667", "66.667"),
        ("1/3", "1/3", "0,33", "0.33"),
    ],
)
def test_a_number_is_rounded_unless_it_would_cross_a_mark(value, marks, vi, en):
    number, against = Fraction(value), [Fraction(mark) for mark in marks.split()]
    assert (show(number, "vi", against=against), show(number, "en", against=against)) == (vi, en)


def sign(value: Fraction) -> int:
    return (value > 0) - (value < 0)


def sides(number: Fraction, marks: list[Fraction]) -> list[int]:
    return [sign(number - mark) for mark in marks]


near = st.builds(
    lambda mark, step, places: (Fraction(mark) / 100, Fraction(mark) / 100 + Fraction(step, 3 * 10**places)),
    st.integers(-100_000, 100_000),
    st.integers(-20, 20),
    st.integers(0, 20),
)
crowded = st.lists(st.integers(-100, 100), max_size=4)


@given(near, crowded, st.integers(0, 4))
def test_the_rule_of_shown_numbers(pair, beside, decimals):
    """Rounded where that crosses no mark, else the next number toward the exact one, with the fewest decimals."""
    mark, value = pair
    marks = [Fraction(0), mark, *(mark + Fraction(step, 1000) for step in beside)]
    found = shown(value, decimals, marks)
    assert sides(found, marks) == sides(value, marks)
    places = next(one for one in range(decimals, 31) if (found * 10**one).denominator == 1)
    unit = Fraction(1, 10**places)
    assert abs(found - value) < unit
    rounded = round_half_away(value, places)
    if sides(rounded, marks) == sides(value, marks):
        assert found == rounded
    for fewer in range(decimals, places):
        step = Fraction(1, 10**fewer)
        around = (value // step * step, -(-value // step) * step)
        assert all(sides(one, marks) != sides(value, marks) for one in around)


@given(near, st.sampled_from(BOTH), st.integers(0, 4))
def test_what_is_said_is_what_is_shown(pair, language, decimals):
    mark, value = pair
    number = shown(value, decimals, [Fraction(0), mark])
    assert read(show(value, language, decimals=decimals, against=[mark]), language) == number
    percent = shown_percent(value / 100, [mark / 100], decimals=decimals)
    for fixed in (False, True):
        said = show_percent(value / 100, language, decimals=decimals, against=[mark / 100], fixed=fixed)
        assert read(said, language) == percent
        assert sign(percent - mark) == sign(value - mark)


@given(near)
def test_a_mark_less_the_shown_number_is_a_shortfall_exactly_where_there_is_one(pair):
    mark, value = pair
    assert sign(mark - shown(value, 2, [mark])) == sign(mark - value)


@pytest.mark.parametrize("mark", ["0.125", "66.667", "74.999", "0.00001"])
def test_a_number_equal_to_its_threshold_is_not_shown_as_another_number(mark):
    """0.125 against a threshold of 0.125 shown as 0.13 would look as if it were above it."""
    value = Fraction(mark)
    assert read(show(value, "en", against=[value]), "en") == value


def test_a_number_so_close_to_a_mark_that_no_page_holds_its_digits_is_rounded():
    assert shown(Fraction(1, 3) + Fraction(1, 10**40), 2, [Fraction(1, 3), Fraction(1, 3) + Fraction(1, 10**39)]) > 0


# ---------------------------------------------------------------- attainment


@pytest.mark.parametrize(
    ("percent", "vi", "en"),
    [
        ("0", "0,00%", "0.00%"),
        ("0.0001", "0,01%", "0.01%"),
        ("74.9", "74,90%", "74.90%"),
        ("74.995", "74,99%", "74.99%"),
        ("74.99999999999999999", "74,99%", "74.99%"),
        ("75", "75,00%", "75.00%"),
        ("75.001", "75,01%", "75.01%"),
        ("95.598", "95,60%", "95.60%"),
        ("200/3", "66,67%", "66.67%"),
        ("99.996", "99,99%", "99.99%"),
        ("100", "100,00%", "100.00%"),
    ],
)
def test_an_attainment_has_two_decimals_and_crosses_neither_its_mark_nor_the_whole(percent, vi, en):
    share, against = Fraction(percent) / 100, [Fraction(3, 4)]
    said = [show_percent(share, language, against=against, fixed=True) for language in BOTH]
    assert said == [vi, en]


def test_just_below_75_is_below_75_and_never_shown_as_75():
    for places in range(1, 25):
        value = 75 - Fraction(1, 10**places)
        assert value < 75
        for language in BOTH:
            assert read(show(value, language, against=[Fraction(75)]), language) < 75
            assert read(show_percent(value / 100, language, against=[Fraction(3, 4)]), language) < 75


@given(shares, st.integers(0, 10_000), st.sampled_from(BOTH))
def test_a_shown_attainment_reaches_a_threshold_exactly_when_the_attainment_does(share, hundredths, language):
    threshold = Fraction(hundredths, 100)
    said = show_percent(share, language, against=[threshold / 100], fixed=True)
    assert (read(said, language) >= threshold) == (share * 100 >= threshold)


def test_only_everything_is_shown_as_100_percent_and_only_nothing_as_0():
    nearly = Fraction(10**12 - 1, 10**12)
    assert (show_percent(nearly, "vi"), show_percent(1 - nearly, "vi")) == ("99,99%", "0,01%")
    assert (show_percent(Fraction(1), "vi"), show_percent(Fraction(0), "vi")) == ("100%", "0%")
