"""Numbers: read exactly, rounded and cut rightly, and never shown in a form that compares otherwise than they do."""

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
    cut,
    exact_text,
    from_float,
    parse_number,
    parse_percent,
    round_half_away,
    show,
    show_attainment,
    show_percent,
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


def test_cutting_agrees_with_decimal_down_on_20_000_values():
    for value, decimals in some_values(20_000):
        assert cut(value, decimals) == oracle(value, decimals, ROUND_DOWN), (value, decimals)


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
    assert abs(cut(value, decimals)) <= abs(value)


@given(fractions, fractions, st.integers(0, 6))
def test_rounding_and_cutting_keep_the_order(one, other, decimals):
    low, high = sorted((one, other))
    assert round_half_away(low, decimals) <= round_half_away(high, decimals)
    assert cut(low, decimals) <= cut(high, decimals)


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
        ("0.004", "0", "0"),
        ("-0.004", "0", "0"),
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
    ("value", "threshold", "vi", "en"),
    [
        ("74.99", "75", "74,99", "74.99"),
        ("74.996", "75", "74,996", "74.996"),
        ("74.999", "75", "74,999", "74.999"),
        ("74.99999996", "75", "74,99999996", "74.99999996"),
        ("75", "75", "75", "75"),
        ("75.001", "75", "75,001", "75.001"),
        ("75.00000004", "75", "75,00000004", "75.00000004"),
        ("79.9999", "80", "79,9999", "79.9999"),
        ("59.95", "60", "59,95", "59.95"),
        ("89.988", "90", "89,99", "89.99"),
        ("0.001", "0", "0,001", "0.001"),
        ("-0.001", "0", "-0,001", "-0.001"),
        ("200/3", "66.67", "66,667", "66.667"),
    ],
)
def test_more_digits_are_shown_near_a_threshold(value, threshold, vi, en):
    number, against = Fraction(value), [Fraction(threshold)]
    assert (show(number, "vi", against=against), show(number, "en", against=against)) == (vi, en)


def sign(value: Fraction) -> int:
    return (value > 0) - (value < 0)


near = st.builds(
    lambda mark, step, places: (Fraction(mark) / 100, Fraction(mark) / 100 + Fraction(step, 3 * 10**places)),
    st.integers(-100_000, 100_000),
    st.integers(-20, 20),
    st.integers(0, 20),
)


@given(near, st.sampled_from(BOTH), st.integers(0, 4))
def test_what_is_shown_compares_as_the_number_does(pair, language, decimals):
    mark, value = pair
    if mark == value:
        decimals = max(decimals, 2)  # the marks here have two; those that have more are tested below
    shown = read(show(value, language, decimals=decimals, against=[mark]), language)
    assert sign(shown - mark) == sign(value - mark)


@given(near, st.sampled_from(BOTH))
def test_a_percentage_that_is_shown_compares_as_the_share_does(pair, language):
    mark, value = pair
    shown = read(show_percent(value / 100, language, against=[mark / 100]), language)
    assert sign(shown - mark) == sign(value - mark)


@given(fractions, st.lists(fractions, max_size=3), st.sampled_from(BOTH))
def test_what_is_shown_is_the_number_rounded_at_some_place(value, marks, language):
    shown = read(show(value, language, against=marks), language)
    assert shown in {round_half_away(value, decimals) for decimals in range(2, 31)}


@pytest.mark.parametrize("mark", ["0.125", "66.667", "74.999", "0.00001"])
def test_a_number_equal_to_its_threshold_is_not_shown_as_another_number(mark):
    """0.125 against a threshold of 0.125 shown as 0.13 would look as if it were above it."""
    value = Fraction(mark)
    assert read(show(value, "en", against=[value]), "en") == value


# ---------------------------------------------------------------- attainment


@pytest.mark.parametrize(
    ("percent", "vi", "en"),
    [
        ("0", "0,00%", "0.00%"),
        ("74.9", "74,90%", "74.90%"),
        ("74.96", "74,96%", "74.96%"),
        ("74.99", "74,99%", "74.99%"),
        ("74.995", "74,99%", "74.99%"),
        ("74.999", "74,99%", "74.99%"),
        ("74.99999999999999999", "74,99%", "74.99%"),
        ("75", "75,00%", "75.00%"),
        ("75.001", "75,00%", "75.00%"),
        ("200/3", "66,66%", "66.66%"),
        ("99.999", "99,99%", "99.99%"),
        ("100", "100,00%", "100.00%"),
    ],
)
def test_an_attainment_is_cut_to_two_decimals(percent, vi, en):
    share = Fraction(percent) / 100
    assert (show_attainment(share, "vi"), show_attainment(share, "en")) == (vi, en)


def test_just_below_75_is_below_75_and_never_shown_as_75():
    for places in range(1, 25):
        value = 75 - Fraction(1, 10**places)
        assert value < 75
        for language in BOTH:
            assert read(show_attainment(value / 100, language), language) < 75
            assert read(show(value, language, against=[Fraction(75)]), language) < 75
            assert read(show_percent(value / 100, language, against=[Fraction(3, 4)]), language) < 75


@given(shares, st.integers(0, 10_000), st.sampled_from(BOTH))
def test_a_shown_attainment_reaches_a_threshold_exactly_when_the_attainment_does(share, hundredths, language):
    threshold = Fraction(hundredths, 100)
    assert (read(show_attainment(share, language), language) >= threshold) == (share * 100 >= threshold)


def test_only_everything_is_shown_as_100_percent():
    assert show_attainment(Fraction(10**12 - 1, 10**12), "vi") == "99,99%"
    assert show_attainment(Fraction(1), "vi") == "100,00%"
