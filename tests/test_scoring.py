"""Scorings: points just below, at and above every kind of threshold; monotone; never below 0 or above the weight."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import (
    SCORING_KINDS,
    SMALL,
    Raw,
    fillings,
    made,
    made_indicator,
    marks_of,
    one_indicator,
    place,
    raw_measures,
    raw_scorings,
    text,
)
from effort import one_in
from xhht_score.criteria import Indicator

RATIO, COUNT, STATUS, CHANGE = SMALL["ratio"], SMALL["count"], SMALL["status"], SMALL["change"]
AMOUNT = {**SMALL["amount"], "maximum": "100"}
TINY = Fraction(1, 10**12)


def points(indicator: Indicator, value: Fraction | str, rule: int = -1) -> Fraction:
    """Give the points that an indicator's rule (the one for every other unit) gives for a place on the scale."""
    return indicator.rules[rule].scoring.outcome(Fraction(value), indicator.points).points


def reached(indicator: Indicator, value: Fraction | str) -> str | None:
    step = indicator.rules[-1].scoring.outcome(Fraction(value), indicator.points).reached
    return step and step.text


# ---------------------------------------------------------------- full_if_met


@pytest.mark.parametrize(
    ("field", "below", "at", "above"),
    [("at_least", 0, 4, 4), ("above", 0, 0, 4), ("at_most", 4, 4, 0), ("below", 4, 0, 0)],
)
def test_full_if_met_around_its_mark(field, below, at, above):
    for measure, mark, place_of_mark in ((RATIO, "60%", Fraction(3, 5)), (AMOUNT, "45", Fraction(45))):
        indicator = made_indicator(measure, {"kind": "full_if_met", field: mark})
        assert points(indicator, place_of_mark - TINY) == below
        assert points(indicator, place_of_mark) == at
        assert points(indicator, place_of_mark + TINY) == above


def test_full_if_met_without_a_mark_is_met_at_the_goal_of_the_measure():
    yes_no = made_indicator("yes_no", "full_if_met")
    assert (points(yes_no, "0"), points(yes_no, "1")) == (0, 4)
    items = made_indicator(SMALL["checklist"], "full_if_met")
    assert [points(items, value) for value in "0123"] == [0, 0, 0, 4]
    grown = made_indicator(CHANGE, "full_if_met")
    assert [points(grown, value) for value in (Fraction(-1), Fraction(0), TINY)] == [0, 0, 4]


def test_full_if_met_at_a_word():
    indicator = made_indicator(STATUS, {"kind": "full_if_met", "at_least": "muc-2"})
    assert [points(indicator, value) for value in "0123"] == [0, 0, 4, 4]


# ---------------------------------------------------------------- proportional


@pytest.mark.parametrize(
    ("value", "expected"),
    [("0", "0"), ("0.1", "0.5"), ("0.4", "2"), ("0.7999", "3.9995"), ("0.8", "4"), ("0.8001", "4"), ("1", "4")],
)
def test_proportional_is_capped_at_its_target(value, expected):
    indicator = made_indicator(RATIO, {"kind": "proportional", "target": "80%"})
    assert points(indicator, value) == Fraction(expected)


def test_proportional_is_exact():
    indicator = made_indicator(RATIO, {"kind": "proportional", "target": "90%"}, 5)
    assert points(indicator, Fraction(17, 18)) == 5
    assert points(indicator, Fraction(2, 3)) == Fraction(100, 27)


@pytest.mark.parametrize(
    ("value", "expected"),
    [("0.3", "0"), ("0.49999", "0"), ("0.5", "2.5"), ("0.50001", "2.50005"), ("1", "5")],
)
def test_proportional_gives_nothing_short_of_its_floor(value, expected):
    indicator = made_indicator(RATIO, {"kind": "proportional", "target": "100%", "floor": "50%"}, 5)
    assert points(indicator, value) == Fraction(expected)


@pytest.mark.parametrize(
    ("value", "expected"),
    [("0", "4"), ("0.02", "4"), ("0.02001", "3.9995"), ("0.06", "2"), ("0.1", "0"), ("0.1001", "0"), ("1", "0")],
)
def test_proportional_downward_gives_more_for_less(value, expected):
    indicator = made_indicator(RATIO, {"kind": "proportional", "target": "2%", "zero_at": "10%"})
    assert points(indicator, value) == Fraction(expected)


@pytest.mark.parametrize(("value", "expected"), [("0.02", "4"), ("0.06", "2"), ("0.0600001", "0"), ("0.09", "0")])
def test_proportional_downward_gives_nothing_beyond_its_floor(value, expected):
    scoring = {"kind": "proportional", "target": "2%", "zero_at": "10%", "floor": "6%"}
    assert points(made_indicator(RATIO, scoring), value) == Fraction(expected)


@pytest.mark.parametrize(("value", "expected"), [("10", "0"), ("20", "0"), ("20.5", "0.05"), ("40", "2"), ("60", "4")])
def test_proportional_starts_where_its_points_start(value, expected):
    indicator = made_indicator(AMOUNT, {"kind": "proportional", "zero_at": "20", "target": "60"})
    assert points(indicator, value) == Fraction(expected)


@pytest.mark.parametrize(("value", "expected"), [("-3", "0"), ("-0.5", "0"), ("0", "0"), ("1", "2"), ("3", "4")])
def test_proportional_over_a_change_gives_nothing_for_going_back(value, expected):
    indicator = made_indicator(CHANGE, {"kind": "proportional", "target": "2"})
    assert points(indicator, value) == Fraction(expected)


# ---------------------------------------------------------------- tiers


UP = {"kind": "tiers", "at_least": {"80%": "6", "70%": "5", "60%": "4", "50%": "2"}}
DOWN = {"kind": "tiers", "at_most": {"2%": "6", "5%": "4", "10%": "1"}}


@pytest.mark.parametrize(
    ("share", "expected", "step"),
    [("80%", 6, "80%"), ("70%", 5, "70%"), ("60%", 4, "60%"), ("50%", 2, "50%")],
)
def test_a_tier_is_reached_exactly_at_its_mark(share, expected, step):
    indicator = made_indicator(RATIO, UP, 6)
    value = Fraction(share[:-1]) / 100
    lower = {"80%": 5, "70%": 4, "60%": 2, "50%": 0}[share]
    assert (points(indicator, value), reached(indicator, value)) == (expected, step)
    assert points(indicator, value + TINY) == expected
    assert points(indicator, value - TINY) == lower


def test_tiers_end_with_nothing_below_and_the_best_step_above():
    indicator = made_indicator(RATIO, UP, 6)
    assert (points(indicator, "0"), reached(indicator, "0")) == (0, None)
    assert (points(indicator, "1"), reached(indicator, "1")) == (6, "80%")


@pytest.mark.parametrize(("share", "at", "above"), [("2%", 6, 4), ("5%", 4, 1), ("10%", 1, 0)])
def test_a_downward_tier_is_reached_exactly_at_its_mark(share, at, above):
    indicator = made_indicator(RATIO, DOWN, 6)
    value = Fraction(share[:-1]) / 100
    assert points(indicator, value - TINY) == points(indicator, value) == at
    assert points(indicator, value + TINY) == above


def test_tiers_of_words_follow_the_order_of_the_measure():
    steps = {"muc-3": "4", "muc-2": "2.5", "muc-1": "1"}
    indicator = made_indicator(STATUS, {"kind": "tiers", "at_least": steps})
    assert [points(indicator, value) for value in "0123"] == [0, 1, Fraction("2.5"), 4]


def test_a_step_may_have_an_id_that_begins_with_a_digit():
    """`1-sao` is an id like any other, and no bad number."""
    stars = {"kind": "status", "steps": {name: text(name) for name in ("0-sao", "1-sao", "2-sao")}}
    indicator = made_indicator(stars, {"kind": "tiers", "at_least": {"2-sao": "4", "1-sao": "1"}})
    assert [points(indicator, value) for value in "012"] == [0, 1, 4]


# ---------------------------------------------------------------- per_item and as_given


@pytest.mark.parametrize(("value", "expected"), [("0", "0"), ("1", "0.5"), ("3", "1.5"), ("4", "2"), ("5", "2")])
def test_per_item_is_capped_at_the_weight(value, expected):
    indicator = made_indicator(COUNT, {"kind": "per_item", "each": "0.5"}, 2)
    assert points(indicator, value) == Fraction(expected)


def test_per_item_takes_nothing_away_for_going_back():
    indicator = made_indicator(CHANGE, {"kind": "per_item", "each": "2"})
    assert [points(indicator, str(value)) for value in (-2, 0, 1, 2, 3)] == [0, 0, 2, 4, 4]


def test_as_given_gives_the_points_themselves():
    indicator = made_indicator(SMALL["given_points"], "as_given")
    assert [points(indicator, value) for value in ("0", "0.25", "3.75", "4")] == [0, Fraction(1, 4), Fraction(15, 4), 4]


# ---------------------------------------------------------------- other thresholds for other units


FACTS: Raw = {
    "area": {
        "title": {"vi": "Vùng", "en": "Area"},
        "choices": {name: {"vi": name, "en": name} for name in ("ordinary", "difficult", "island")},
    }
}


def with_other_thresholds() -> Indicator:
    when = [{"area": "difficult", "target": "40%"}, {"area": ["difficult", "island"], "target": "20%", "floor": "10%"}]
    scoring = {"kind": "proportional", "target": "80%", "floor": "40%", "when": when}
    return made(one_indicator(RATIO, scoring, facts=FACTS)).indicators["1.1"]


@pytest.mark.parametrize(
    ("area", "rule", "below_floor", "at_target"),
    [("ordinary", 2, "0.39", "0.8"), ("difficult", 0, "0.39", "0.4"), ("island", 1, "0.09", "0.2")],
)
def test_the_first_thresholds_that_fit_a_unit_hold_and_keep_what_they_do_not_change(area, rule, below_floor, at_target):
    indicator = with_other_thresholds()
    assert indicator.rule_for({"area": area}) == rule
    assert points(indicator, below_floor, rule) == 0
    assert points(indicator, at_target, rule) == 4
    assert points(indicator, Fraction(at_target) - TINY, rule) < 4


# ---------------------------------------------------------------- laws


@pytest.mark.parametrize("scoring_kind", SCORING_KINDS)
@pytest.mark.parametrize("measure_kind", SMALL)
@one_in(4)
@given(data=st.data())
def test_points_are_monotone_and_from_nothing_to_the_weight(measure_kind, scoring_kind, data):
    measure = data.draw(raw_measures(measure_kind))
    marks = marks_of(measure)
    weight = marks[-1][1] if scoring_kind == "as_given" else Fraction(data.draw(st.sampled_from(["1", "2.5", "7"])))
    indicator = made_indicator(measure, data.draw(raw_scorings(scoring_kind, marks, weight)), weight)
    places = {place(indicator.measure, values) for values in fillings(indicator.measure, {})}
    near = {value + step for _, value in marks for step in (-TINY, Fraction(0), TINY)}
    least, most = min(places), max(places)
    earned = [points(indicator, value) for value in sorted(places | {one for one in near if least <= one <= most})]
    assert all(0 <= one <= weight for one in earned)
    assert max(earned) == weight
    assert all(one <= other for one, other in pairwise(earned)) or all(one >= other for one, other in pairwise(earned))
