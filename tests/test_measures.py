"""Measures: the span of what blanks can still become is exactly what trying every value gives; what is unusable."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import SMALL, Raw, fillings, grid, made, made_indicator, one_bar, place, raw_measures
from effort import one_in
from xhht_score.criteria import Indicator
from xhht_score.measures import MEASURES, Measure, Reported
from xhht_score.numbers import Range
from xhht_score.submission import complete, faults, usable

KINDS = [measure.model_fields["kind"].default for measure in MEASURES]
#: A scoring that every measure takes, for marks play no part here.
ANY = {"kind": "per_item", "each": "1"}
RATIO = SMALL["ratio"]


def indicator_of(raw: Raw | str) -> Indicator:
    return made_indicator(raw, ANY, 1)


def measure_of(raw: Raw | str) -> Measure:
    return indicator_of(raw).measure


def reported(**values: str | None) -> Reported:
    return {name: None if value is None else Fraction(value) for name, value in values.items()}


def test_every_kind_has_a_small_measure_to_try():
    assert sorted(SMALL) == sorted(KINDS)


# ---------------------------------------------------------------- spans


@pytest.mark.parametrize("kind", KINDS)
@one_in(4)
@given(data=st.data())
def test_the_span_is_what_trying_every_value_gives(kind, data):
    measure = measure_of(data.draw(raw_measures(kind)))
    values: dict[str, Fraction | None] = dict(data.draw(st.sampled_from(fillings(measure, {}))))
    for name in data.draw(st.sets(st.sampled_from(list(values)))):
        values[name] = None
    places = [place(measure, filled) for filled in fillings(measure, values)]
    assert measure.span(values) == Range(min(places), max(places))


@pytest.mark.parametrize("kind", KINDS)
@one_in(4)
@given(data=st.data())
def test_what_is_complete_stands_at_one_place_within_the_scale(kind, data):
    measure = measure_of(data.draw(raw_measures(kind)))
    for values in fillings(measure, {}):
        assert measure.span(values) == Range.of(place(measure, values))
        assert place(measure, values) <= measure.top
    assert max(place(measure, values) for values in fillings(measure, {})) == measure.top


@pytest.mark.parametrize("kind", KINDS)
def test_the_inputs_are_those_that_can_be_filled(kind):
    measure = measure_of(SMALL[kind])
    assert [one.name for one in measure.inputs] == list(grid(measure))
    for one in measure.inputs:
        assert (one.least, one.most) == (min(grid(measure)[one.name]), max(grid(measure)[one.name]))


@pytest.mark.parametrize(
    ("of", "over", "least", "most"),
    [
        ("3", "4", "3/4", "3/4"),
        ("0", "7", "0", "0"),
        (None, "4", "0", "1"),
        (None, None, "0", "1"),
        ("3", None, "3/100", "1"),  # of at most 100, and at least of themselves
        ("1", None, "1/100", "1"),
        ("0", None, "0", "0"),  # none of them are none, however many there are
        ("100", None, "1", "1"),  # there are as many as there can be
    ],
)
def test_the_span_of_a_half_filled_ratio(of, over, least, most):
    measure = measure_of({**RATIO, "maximum": "100"})
    assert measure.span(reported(of=of, over=over)) == Range(Fraction(least), Fraction(most))


@pytest.mark.parametrize(
    ("kha", "tot", "all_of_them", "least", "most"),
    [
        ("2", "3", "10", "3/10", "3/10"),
        ("2", None, "10", "0", "8/10"),  # eight may still be good
        (None, "3", "10", "3/10", "3/10"),
        ("2", "3", None, "3/50", "3/5"),  # there are at least the five that are known
        (None, "3", None, "3/50", "1"),
        ("2", None, None, "0", "48/50"),
        ("0", "0", None, "0", "0"),
        (None, None, None, "0", "1"),
    ],
)
def test_the_span_of_half_filled_shares_of_units(kha, tot, all_of_them, least, most):
    measure = measure_of({**SMALL["share_of_units"], "maximum": "50"})
    assert measure.span(reported(kha=kha, tot=tot, all=all_of_them)) == Range(Fraction(least), Fraction(most))


@pytest.mark.parametrize(
    ("direction", "last_year", "this_year", "least", "most"),
    [
        ("rises", "40", "45.5", "5.5", "5.5"),
        ("falls", "40", "45.5", "-5.5", "-5.5"),
        ("falls", "3.5", "3.4", "0.1", "0.1"),
        ("rises", "40", None, "-40", "60"),
        ("falls", "40", None, "-60", "40"),
        ("rises", None, "40", "-60", "40"),
        ("rises", None, None, "-100", "100"),
    ],
)
def test_the_span_of_a_change_follows_its_direction(direction, last_year, this_year, least, most):
    measure = measure_of({**SMALL["change"], "direction": direction, "maximum": "100"})
    span = measure.span(reported(last_year=last_year, this_year=this_year))
    assert span == Range(Fraction(least), Fraction(most))


# ---------------------------------------------------------------- what is unusable


@pytest.mark.parametrize(
    ("kind", "changes", "values", "codes"),
    [
        ("ratio", {}, {"of": "1", "over": "0"}, ["denominator-zero"]),
        ("ratio", {}, {"of": None, "over": "0"}, ["denominator-zero"]),
        ("ratio", {}, {"of": "4", "over": "3"}, ["numerator-above-denominator"]),
        ("ratio", {}, {"of": "3", "over": "3"}, []),
        ("ratio", {}, {"of": "3", "over": None}, []),
        ("ratio", {}, {"of": "5", "over": "4"}, ["cell-above-maximum"]),
        ("ratio", {}, {"of": "1.5", "over": "4"}, ["cell-not-whole"]),
        ("ratio", {}, {"of": "-1", "over": "4"}, ["cell-negative"]),
        ("ratio", {}, {"of": "-1", "over": "5"}, ["cell-negative", "cell-above-maximum"]),
        ("share_of_units", {}, {"kha": "1", "tot": "2", "all": "3"}, []),
        ("share_of_units", {}, {"kha": "2", "tot": "2", "all": "3"}, ["parts-above-whole"]),
        ("share_of_units", {}, {"kha": "2", "tot": "2", "all": None}, ["parts-above-whole"]),
        ("share_of_units", {}, {"kha": "3", "tot": None, "all": "2"}, ["parts-above-whole"]),
        ("share_of_units", {}, {"kha": None, "tot": None, "all": "0"}, ["denominator-zero"]),
        ("count", {}, {"number": "5"}, []),
        ("count", {}, {"number": "6"}, ["cell-above-maximum"]),
        ("count", {}, {"number": "2.5"}, ["cell-not-whole"]),
        ("amount", {}, {"number": "2.5"}, []),
        ("amount", {}, {"number": "3.0001"}, ["cell-above-maximum"]),
        ("change", {}, {"last_year": "3", "this_year": "0"}, []),
        ("change", {}, {"last_year": "4", "this_year": "-1"}, ["cell-above-maximum", "cell-negative"]),
        ("status", {}, {"step": "3"}, []),
        ("status", {}, {"step": "4"}, ["cell-above-maximum"]),
        ("given_points", {"from": "1"}, {"points": "0.5"}, ["cell-below-minimum"]),
        ("given_points", {"from": "1"}, {"points": "1"}, []),
        ("given_points", {}, {"points": "4.01"}, ["cell-above-maximum"]),
        ("given_points", {"step": "0.5"}, {"points": "3.5"}, []),
        ("given_points", {"step": "0.5"}, {"points": "3.25"}, ["cell-off-step"]),
        ("given_points", {"from": "1", "step": "0.75"}, {"points": "1.75"}, []),  # steps are counted from the least
        ("given_points", {"from": "1", "step": "0.75"}, {"points": "1.5"}, ["cell-off-step"]),
    ],
)
def test_what_makes_values_unusable(kind, changes, values, codes):
    indicator = indicator_of({**SMALL[kind], **changes})
    assert [fault.code for fault in faults(indicator, reported(**values))] == codes


@pytest.mark.parametrize(("share", "codes"), [("1", []), ("0", []), ("1.01", ["cell-above-maximum"])])
def test_a_typed_percentage_is_at_most_100(share, codes):
    indicator = indicator_of({"kind": "ratio", "of": SMALL["ratio"]["of"], "percentage_only": "yes"})
    assert [fault.code for fault in faults(indicator, reported(percentage=share))] == codes


def test_what_contradicts_itself_becomes_blank_together_and_a_bad_number_alone():
    indicator = indicator_of(RATIO)
    assert usable(indicator, reported(of="4", over="3")) == reported(of=None, over=None)
    assert usable(indicator, reported(of="1.5", over="3")) == reported(of=None, over="3")
    assert usable(indicator, reported(of="1", over="3")) == reported(of="1", over="3")


def test_an_input_that_was_left_out_is_blank():
    indicator = indicator_of(RATIO)
    assert complete(indicator, reported(over="3")) == reported(of=None, over="3")
    assert usable(indicator, {}) == reported(of=None, over=None)


@pytest.mark.parametrize("kind", KINDS)
@one_in(4)
@given(data=st.data())
def test_exactly_the_values_that_are_allowed_have_no_fault(kind, data):
    """Each input is tried at every allowed value and just outside its bounds."""
    indicator = indicator_of(data.draw(raw_measures(kind)))
    measure = indicator.measure
    allowed = fillings(measure, {})
    values = {
        name: data.draw(st.sampled_from([*tries, tries[0] - 1, tries[-1] + 1])) for name, tries in grid(measure).items()
    }
    assert (faults(indicator, values) == []) == (values in allowed)


@pytest.mark.parametrize("kind", KINDS)
@one_in(4)
@given(data=st.data())
def test_whatever_was_typed_its_usable_rest_can_be_completed(kind, data):
    """A bad number must not hide that the other inputs contradict one another: -1 and 3 of 2 units are 150%."""
    indicator = indicator_of(data.draw(raw_measures(kind)))
    measure = indicator.measure
    typed = {
        name: [*tries, tries[0] - 1, tries[-1] + 1, tries[0] + Fraction(1, 4), None]
        for name, tries in grid(measure).items()
    }
    values = usable(indicator, {name: data.draw(st.sampled_from(tries)) for name, tries in typed.items()})
    rest = {name: value for name, value in values.items() if value is None or value in grid(measure)[name]}
    if rest == values:  # a decimal may stand between the values that are tried
        places = [place(measure, filled) for filled in fillings(measure, values)]
        assert places
        assert measure.span(values) == Range(min(places), max(places))


def test_a_bad_number_does_not_hide_that_the_rest_is_above_the_whole():
    indicator = indicator_of(SMALL["share_of_units"])
    assert usable(indicator, reported(kha="-1", tot="3", all="2")) == reported(kha=None, tot=None, all=None)


def test_a_bad_number_does_not_hide_that_there_are_no_units():
    indicator = indicator_of(SMALL["share_of_units"])
    values = usable(indicator, reported(kha="-1", tot="0", all="0"))
    assert indicator.measure.span(values) == Range(Fraction(0), Fraction(1))


# ---------------------------------------------------------------- parts, and shares that count otherwise at each level


PARTS = {"a": SMALL["share_of_units"], "b": RATIO, "c": {"kind": "yes_no"}}
TYPED = reported(**{"a.kha": "2", "a.tot": "2", "a.all": "3", "b.of": "5", "b.over": "4", "c.answer": "1"})


def test_what_is_wrong_in_one_part_leaves_the_others_as_they_are():
    indicator = made(one_bar(PARTS, {"kind": "bars", "at_least": {"dat": {"a": "50%", "b": "50%"}}})).indicators["1.1"]
    found = {fault.code: fault.questions for fault in faults(indicator, TYPED)}
    assert found == {"cell-above-maximum": ("b.of",), "parts-above-whole": ("a.kha", "a.tot", "a.all")}
    left = {name: value for name, value in usable(indicator, TYPED).items() if value is not None}
    assert left == reported(**{"b.over": "4", "c.answer": "1"})


def test_the_questions_of_parts_are_named_by_part_and_input_in_the_order_of_the_file():
    indicator = made(one_bar(PARTS, {"kind": "bars", "at_least": {"dat": {"a": "50%", "b": "50%"}}})).indicators["1.1"]
    assert [question.name for question in indicator.questions] == list(TYPED)


@given(data=st.data())
def test_the_span_of_a_share_that_counts_otherwise_at_each_level_is_what_trying_every_value_gives(data):
    counted = st.sampled_from([["tot"], ["kha"], ["kha", "tot"]])
    share = {name: value for name, value in SMALL["share_of_units"].items() if name != "counted"}
    share["counted_at"] = {level: data.draw(counted) for level in ("muc-1", "muc-2")}
    scoring = {"kind": "bars", "at_least": {"muc-1": "50%", "muc-2": "75%"}}
    levels = {"muc-1": ["all_met"], "muc-2": ["all_met"]}
    measure = made(one_bar(share, scoring, levels=levels)).indicators["1.1"].measure
    values: dict[str, Fraction | None] = dict(data.draw(st.sampled_from(fillings(measure, {}))))
    for name in data.draw(st.sets(st.sampled_from(list(values)))):
        values[name] = None
    for level in levels:
        places = [place(measure, filled, level) for filled in fillings(measure, values)]
        assert measure.span(values, level) == Range(min(places), max(places))
