"""Terms: what is simplified as it is made means the same, and what is read exactly is what was said."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xhht_score.terms import (
    WAYS,
    All,
    Always,
    Bounded,
    Const,
    Either,
    Entered,
    Exceeds,
    Known,
    Over,
    Plus,
    Some,
    Stands,
    SumOf,
    Times,
    Within,
    all_of,
    decided,
    either,
    exactly,
    minus,
    passes,
    some_of,
    stands,
    times,
)

ZERO, ONE = Fraction(0), Fraction(1)
NUMBERS = st.fractions(-5, 5, max_denominator=4)
POSITIVE = st.fractions(Fraction(1, 4), 5, max_denominator=4)
NAMES = st.sampled_from(["a", "b"])
BLANKS = st.fixed_dictionaries({name: st.none() | NUMBERS for name in ("a", "b")})


def conditions(numbers):
    plain = st.builds(Known, NAMES) | st.builds(Stands, numbers, st.sampled_from(WAYS), NUMBERS)
    plain |= st.builds(Exceeds, numbers, numbers) | st.builds(Always, st.booleans())
    several = st.lists(plain, min_size=1, max_size=3).map(tuple)
    return plain | st.builds(All, several) | st.builds(Some, several)


def bounded(numbers):
    return st.tuples(numbers, st.none() | NUMBERS, st.none() | POSITIVE).map(
        lambda one: Bounded(one[0], one[1], None if one[2] is None else (one[1] or ZERO) + one[2])
    )


def larger(numbers):
    factor = NUMBERS.filter(bool)
    return (
        st.builds(Plus, numbers, numbers, factor)
        | st.builds(times, numbers, factor)
        | st.builds(minus, numbers, NUMBERS)
        | st.builds(Either, conditions(numbers), numbers, numbers)
        | bounded(numbers)
        | st.builds(lambda top, bottom: Over(top, Bounded(bottom, least=ONE)), numbers, numbers)
    )


TERMS = st.recursive(
    st.builds(Const, NUMBERS)
    | st.builds(Entered, NAMES, NUMBERS)
    | st.builds(SumOf, st.lists(NAMES, min_size=1, max_size=2, unique=True).map(tuple), NUMBERS),
    larger,
    max_leaves=6,
)


@given(TERMS, st.sampled_from(WAYS), NUMBERS, BLANKS)
def test_a_condition_on_a_number_means_the_same_when_it_is_put_on_what_the_number_is_made_of(one, way, mark, filled):
    assert decided(stands(one, way, mark))(filled) == passes(exactly(one)(filled), way, mark)


@given(st.lists(conditions(TERMS), max_size=4), BLANKS)
def test_all_and_some_of_simplified_conditions_mean_all_and_some(parts, filled):
    held = [decided(part)(filled) for part in parts]
    assert decided(all_of(parts))(filled) == all(held)
    assert decided(some_of(parts))(filled) == any(held)


@given(conditions(TERMS), TERMS, TERMS, BLANKS)
def test_either_is_one_number_or_the_other(when, one, other, filled):
    expected = exactly(one if decided(when)(filled) else other)(filled)
    assert exactly(either(when, one, other))(filled) == expected


def test_numbers_are_read_as_they_are_said():
    filled = {"a": Fraction(6), "b": None}
    read = {
        Entered("a"): 6,
        Entered("b", Fraction(2)): 2,
        SumOf(("a", "b"), Fraction(1, 2)): Fraction(13, 2),
        Plus(Entered("a"), Entered("a"), Fraction(-1, 2)): 3,
        Times(Entered("a"), Fraction(1, 3)): 2,
        Over(Entered("a"), Const(Fraction(4))): Fraction(3, 2),
        Bounded(Entered("a"), Fraction(7), Fraction(9)): 7,
        Bounded(Entered("a"), ZERO, Fraction(5)): 5,
        Within(Entered("a"), ZERO, Fraction(9)): 6,
    }
    assert {one: exactly(one)(filled) for one in read} == read


def test_a_blank_that_nobody_asked_about_is_no_number():
    with pytest.raises(ValueError, match="blank"):
        exactly(Entered("b"))({"b": None})


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (
            stands(times(Entered("a"), Fraction(2)), "at_least", Fraction(10)),
            Stands(Entered("a"), "at_least", Fraction(5)),
        ),
        (
            stands(times(Entered("a"), Fraction(-2)), "at_least", Fraction(10)),
            Stands(Entered("a"), "at_most", Fraction(-5)),
        ),
        (stands(minus(Entered("a"), ONE), "below", ZERO), Stands(Entered("a"), "below", ONE)),
        (stands(Bounded(Entered("a"), ZERO, ONE), "at_least", ZERO), Always(True)),
        (stands(Bounded(Entered("a"), ZERO, ONE), "above", ONE), Always(False)),
        (stands(Bounded(Entered("a"), ZERO, ONE), "at_most", Fraction(-1)), Always(False)),
        (stands(either(Known("a"), Const(ONE), Const(ZERO)), "at_least", ONE), Known("a")),
        (stands(Within(Entered("a"), ONE, Fraction(3)), "above", ZERO), Always(True)),
        (
            all_of([Stands(Entered("a"), "at_least", ONE), Stands(Entered("a"), "at_least", Fraction(2))]),
            Stands(Entered("a"), "at_least", Fraction(2)),
        ),
        (
            some_of([Stands(Entered("a"), "at_most", ONE), Stands(Entered("a"), "at_most", Fraction(2))]),
            Stands(Entered("a"), "at_most", Fraction(2)),
        ),
        (all_of([Always(True), Known("a")]), Known("a")),
        (some_of([]), Always(False)),
    ],
)
def test_what_can_be_decided_at_once_is_decided(made, expected):
    assert made == expected
