"""Recognition: each kind of condition met, short (by exactly how much), open and left out; levels; unknown facts."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pytest

from builders import Raw, made, raw_criterion, raw_indicator, raw_set, read, submitted, text
from xhht_score.criteria import CONDITIONS
from xhht_score.engine import score
from xhht_score.errors import has_errors
from xhht_score.numbers import Range
from xhht_score.recognition import judge
from xhht_score.results import ConditionResult, Verdict

NA = {"not_applicable": "lý do"}
EVERYONE = {"for": "all"}


def given_points(most: int) -> Raw:
    return {"kind": "given_points", "from": "0", "to": str(most)}


def small_set(levels: Mapping[str, list[Any]], not_applicable: Raw = EVERYONE, **fields: Any) -> Raw:
    """Give a set of 6 + 4 and 10 points, each point given by hand, every indicator possibly not applicable."""
    first = [
        raw_indicator("1.1", given_points(6), "as_given", 6, not_applicable=not_applicable),
        raw_indicator("1.2", given_points(4), "as_given", 4, not_applicable=not_applicable),
    ]
    second = [raw_indicator("2.1", given_points(10), "as_given", 10, not_applicable=not_applicable, met_from="8")]
    return raw_set(raw_criterion("1", *first), raw_criterion("2", *second), levels=levels, **fields)


def verdict(raw: Raw, given: Mapping[str, Any], facts: Mapping[str, str | None] | None = None, **rest: Any) -> Verdict:
    criteria_set = made(raw)
    submission = submitted(criteria_set, given, facts, **rest)
    return judge(criteria_set, score(criteria_set, submission), submission)


def condition(required: Raw | str, first: Any, second: Any, third: Any, **fields: Any) -> ConditionResult:
    """Give how one condition comes out for the answers to 1.1, 1.2 and 2.1."""
    given = {"1.1": first, "1.2": second, "2.1": third}
    (level,) = verdict(small_set({"dat": [required]}, **fields), given).levels
    (found,) = level.conditions
    return found


def states(found: ConditionResult) -> dict[str | None, str]:
    return {finding.subject: finding.state for finding in found.findings}


def exact(number: str | None) -> Fraction | None:
    return None if number is None else Fraction(number)


# ---------------------------------------------------------------- each kind of condition


PERCENT, POINTS = {"total": {"at_least": "75%"}}, {"total": {"at_least": "15"}}


@pytest.mark.parametrize(
    ("first", "second", "third", "state", "short_by"),
    [
        ("6", "4", "10", "met", None),
        ("6", "4", "5", "met", None),  # exactly 15 of 20
        ("6", "4", "4.99", "short", "0.0005"),
        ("0", "0", "0", "short", "0.75"),
        ("?", "4", "5", "open", None),  # 9 to 15
        ("?", "4", "4.99", "short", "0.0005"),  # the best filling still lacks that
        ("?", "4", "10", "open", None),  # 14 to 20
        ("?", "4", "?", "open", None),
        ("6", NA, "6", "met", None),  # exactly 12 of 16
        ("6", NA, "5.99", "short", "1/1600"),
        (NA, NA, NA, "left_out", None),
    ],
)
def test_total_in_percent(first, second, third, state, short_by):
    found = condition(PERCENT, first, second, third)
    assert (found.kind, found.measured_in, found.strict) == ("total", "percent", False)
    assert (found.state, found.short_by) == (state, exact(short_by))


@pytest.mark.parametrize(
    ("first", "second", "third", "state", "short_by"),
    [
        ("6", "4", "5", "met", None),
        ("6", "4", "4.99", "short", "0.01"),
        ("?", "4", "5", "open", None),
        ("?", "4", "4.99", "short", "0.01"),
        ("6", NA, "10", "met", None),
        (NA, NA, NA, "left_out", None),
    ],
)
def test_total_in_points(first, second, third, state, short_by):
    found = condition(POINTS, first, second, third)
    assert (found.kind, found.measured_in, found.strict) == ("total", "points", False)
    assert (found.state, found.short_by) == (state, exact(short_by))


@pytest.mark.parametrize(
    ("first", "second", "third", "state", "of_each", "short_by"),
    [
        ("3", "4", "7", "met", {"1": "met", "2": "met"}, None),  # exactly 70% and 70%
        ("2.99", "4", "7", "short", {"1": "short", "2": "met"}, "0.001"),
        ("2.99", "4", "6", "short", {"1": "short", "2": "short"}, "0.1"),  # the larger lack
        ("?", "4", "7", "open", {"1": "open", "2": "met"}, None),  # 4 to 10 of 10
        ("?", "4", "6", "short", {"1": "open", "2": "short"}, "0.1"),  # what is open cannot help
        ("?", "?", "?", "open", {"1": "open", "2": "open"}, None),
        (NA, NA, "7", "met", {"1": "left_out", "2": "met"}, None),
        (NA, "2.8", "7", "met", {"1": "met", "2": "met"}, None),  # 2.8 of 4
        (NA, "2.79", "7", "short", {"1": "short", "2": "met"}, "0.0025"),
        (NA, NA, NA, "left_out", {"1": "left_out", "2": "left_out"}, None),
    ],
)
def test_each_criterion_in_percent(first, second, third, state, of_each, short_by):
    found = condition({"each_criterion": {"at_least": "70%"}}, first, second, third)
    assert (found.kind, found.measured_in, found.strict) == ("each_criterion", "percent", False)
    assert (found.state, states(found), found.short_by) == (state, of_each, exact(short_by))


@pytest.mark.parametrize(
    ("above", "first", "second", "third", "state", "of_each", "short_by"),
    [
        ("0", "0.01", "0", "0.01", "met", {"1": "met", "2": "met"}, None),
        ("0", "0", "0", "10", "short", {"1": "short", "2": "met"}, "0"),
        ("0", "?", "0", "10", "open", {"1": "open", "2": "met"}, None),
        ("0", NA, "0", "10", "short", {"1": "short", "2": "met"}, "0"),
        ("0", NA, NA, "10", "met", {"1": "left_out", "2": "met"}, None),
        ("0", NA, NA, NA, "left_out", {"1": "left_out", "2": "left_out"}, None),
        ("5", "1", "4", "10", "short", {"1": "short", "2": "met"}, "0"),  # 5 are not more than 5
        ("5", "1.01", "4", "10", "met", {"1": "met", "2": "met"}, None),
        ("5", "1", "3", "10", "short", {"1": "short", "2": "met"}, "1"),
    ],
)
def test_each_criterion_above_points(above, first, second, third, state, of_each, short_by):
    found = condition({"each_criterion": {"above": above}}, first, second, third)
    assert (found.kind, found.measured_in, found.strict) == ("each_criterion", "points", True)
    assert (found.state, states(found), found.short_by) == (state, of_each, exact(short_by))


@pytest.mark.parametrize(
    ("first", "second", "third", "state", "short_by"),
    [
        ("4", "4", "0", "met", None),  # the other criterion does not matter
        ("3.99", "4", "10", "short", "0.001"),
        ("?", "2", "10", "open", None),  # 2 to 8
        ("?", "1.99", "10", "short", "0.001"),
        ("4.8", NA, "0", "met", None),
        (NA, NA, "10", "left_out", None),
    ],
)
def test_one_criterion(first, second, third, state, short_by):
    found = condition({"criterion": {"id": "1", "at_least": "80%"}}, first, second, third)
    assert (found.kind, found.measured_in, states(found)) == ("criterion", "percent", {"1": state})
    assert (found.state, found.short_by) == (state, exact(short_by))


@pytest.mark.parametrize(
    ("first", "second", "third", "state", "of_each", "short_by"),
    [
        ("2", "2", "2", "met", ["met", "met", "met"], None),
        ("1.99", "2", "2", "short", ["short", "met", "met"], "0.01"),
        ("1.99", "0.5", "2", "short", ["short", "short", "met"], "1.5"),
        ("?", "2", "2", "open", ["open", "met", "met"], None),
        ("?", "2", "1.5", "short", ["open", "met", "short"], "0.5"),
        (NA, "2", "2", "met", ["left_out", "met", "met"], None),
        (NA, NA, NA, "left_out", ["left_out", "left_out", "left_out"], None),
    ],
)
def test_each_indicator(first, second, third, state, of_each, short_by):
    found = condition({"each_indicator": {"at_least": "2"}}, first, second, third)
    assert (found.kind, found.measured_in) == ("each_indicator", "points")
    assert states(found) == dict(zip(("1.1", "1.2", "2.1"), of_each, strict=True))
    assert (found.state, found.short_by) == (state, exact(short_by))


@pytest.mark.parametrize(
    ("first", "second", "third", "state", "of_each", "short_by"),
    [
        ("6", "0", "8", "met", ["met", "met"], None),  # 1.2 is not named; 2.1 is met from 8
        ("5.99", "4", "8", "short", ["short", "met"], "1"),
        ("5.99", "4", "7.99", "short", ["short", "short"], "2"),  # two indicators
        ("6", "4", "?", "open", ["met", "open"], None),
        ("0", "4", "?", "short", ["short", "open"], "1"),
        (NA, "4", "8", "met", ["left_out", "met"], None),
        (NA, "4", NA, "left_out", ["left_out", "left_out"], None),
    ],
)
def test_named_indicators(first, second, third, state, of_each, short_by):
    found = condition({"indicators": {"met": ["1.1", "2.1"]}}, first, second, third)
    assert (found.kind, found.measured_in) == ("indicators", "met")
    assert states(found) == dict(zip(("1.1", "2.1"), of_each, strict=True))
    assert (found.state, found.short_by) == (state, exact(short_by))


@pytest.mark.parametrize(
    ("first", "second", "third", "state", "of_each", "short_by"),
    [
        ("6", "4", "8", "met", ["met", "met", "met"], None),  # 2.1 is met from 8
        ("6", "3.99", "8", "short", ["met", "short", "met"], "1"),
        ("5", "3", "8", "short", ["short", "short", "met"], "2"),  # two indicators
        ("6", "4", "?", "open", ["met", "met", "open"], None),
        ("5", "4", "?", "short", ["short", "met", "open"], "1"),
        ("6", NA, "8", "met", ["met", "left_out", "met"], None),
        (NA, NA, NA, "left_out", ["left_out", "left_out", "left_out"], None),
    ],
)
def test_all_met(first, second, third, state, of_each, short_by):
    found = condition("all_met", first, second, third)
    assert (found.kind, found.measured_in) == ("all_met", "met")
    assert states(found) == dict(zip(("1.1", "1.2", "2.1"), of_each, strict=True))
    assert (found.state, found.short_by) == (state, exact(short_by))


def test_no_kind_of_condition_is_left_out_of_these_tables():
    kinds = {one.model_fields["kind"].default for one in CONDITIONS}
    assert kinds == {"total", "each_criterion", "criterion", "each_indicator", "indicators", "all_met"}


def test_naming_an_indicator_twice_does_not_make_its_lack_double():
    """The shortfall says how many indicators are short."""
    criteria_set, problems = read(small_set({"dat": [{"indicators": {"met": ["1.1", "1.1"]}}]}))
    if criteria_set is not None and not has_errors(problems):
        submission = submitted(criteria_set, {"1.1": "0"})
        assert judge(criteria_set, score(criteria_set, submission), submission).levels[0].conditions[0].short_by == 1


def test_a_finding_says_what_was_found_and_what_was_asked():
    found = condition({"each_criterion": {"at_least": "70%"}}, "?", "4", "6.5")
    one, other = found.findings
    assert (one.required, one.found.low, one.found.high, one.short_by) == (
        Fraction(7, 10),
        Fraction(2, 5),
        Fraction(1),
        None,
    )
    assert (other.found, other.short_by) == (Range.of(Fraction(13, 20)), Fraction(1, 20))


# ---------------------------------------------------------------- rounding, evidence


def test_each_indicator_and_met_look_at_points_before_rounding_and_totals_after():
    rounding = {"rounding": {"decimals": "0"}}
    found = condition({"each_indicator": {"at_least": "2"}}, "1.6", "4", "10", **rounding)
    assert (found.state, found.short_by) == ("short", Fraction(2, 5))
    found = condition({"indicators": {"met": ["2.1"]}}, "6", "4", "7.9", **rounding)
    assert found.state == "short"
    found = condition(POINTS, "1.5", "4", "8.5", **rounding)  # 2 + 4 + 9
    assert found.state == "met"


@pytest.mark.parametrize(
    ("without", "evidence", "points", "met"),
    [
        ("warn", False, "met", "met"),
        ("warn", None, "met", "met"),
        ("zero", True, "met", "met"),
        ("zero", None, "open", "open"),
        ("zero", False, "short", "short"),
        ("not_scored", None, "open", "open"),
        ("not_scored", False, "short", "short"),
        ("not_met", True, "met", "met"),
        ("not_met", None, "met", "open"),
        ("not_met", False, "met", "short"),
    ],
)
def test_what_the_lack_of_evidence_means_for_points_and_for_met(without, evidence, points, met):
    policy = {"policy": "required", "without": without}
    requires = [{"each_indicator": {"at_least": "2"}}, {"indicators": {"met": ["1.1"]}}]
    raw = small_set({"dat": requires}, evidence=policy)
    given = {"1.1": "6", "1.2": "4", "2.1": "10"}
    (level,) = verdict(raw, given, evidence={"1.1": evidence}).levels
    assert [one.state for one in level.conditions] == [points, met]


@pytest.mark.parametrize("policy", ["advised", "none"])
def test_evidence_that_is_not_required_changes_nothing(policy):
    raw = small_set({"dat": [PERCENT]}, evidence={"policy": policy, "without": "zero"})
    given = {"1.1": "6", "1.2": "4", "2.1": "10"}
    (level,) = verdict(raw, given, evidence=dict.fromkeys(given, False)).levels
    assert level.state == "eligible"


# ---------------------------------------------------------------- levels


TWO = {"dat": [{"total": {"at_least": "50%"}}], "tot": [{"total": {"at_least": "80%"}}]}


@pytest.mark.parametrize(
    ("first", "second", "third", "of_each", "certain", "possible"),
    [
        ("6", "4", "6", ["eligible", "eligible"], "tot", "tot"),  # exactly 80%
        ("6", "4", "5.99", ["eligible", "not_eligible"], "dat", "dat"),
        ("6", "3.99", "0", ["not_eligible", "not_eligible"], None, None),
        ("6", "4", "?", ["eligible", "possible"], "dat", "tot"),
        ("6", "?", "5.99", ["eligible", "not_eligible"], "dat", "dat"),
        ("0", "?", "6", ["possible", "not_eligible"], None, "dat"),
        ("?", "?", "?", ["possible", "possible"], None, "tot"),
        (NA, NA, NA, ["not_eligible", "not_eligible"], None, None),
    ],
)
def test_two_levels_certain_and_possible(first, second, third, of_each, certain, possible):
    found = verdict(small_set(TWO), {"1.1": first, "1.2": second, "2.1": third})
    assert [level.state for level in found.levels] == of_each
    assert (found.certain, found.possible) == (certain, possible)


def test_no_level_is_implied_by_a_higher_one():
    levels = {
        "dat": [{"criterion": {"id": "1", "at_least": "50%"}}],
        "tot": [{"criterion": {"id": "2", "at_least": "50%"}}],
    }
    found = verdict(small_set(levels), {"1.1": "0", "1.2": "0", "2.1": "10"})
    assert [level.state for level in found.levels] == ["not_eligible", "eligible"]
    assert (found.certain, found.possible) == ("tot", "tot")


def test_one_short_condition_is_enough_to_miss_a_level_and_open_ones_do_not_save_it():
    levels = {"dat": [PERCENT, {"criterion": {"id": "2", "at_least": "50%"}}]}
    (level,) = verdict(small_set(levels), {"1.1": "?", "1.2": "4", "2.1": "4.9"}).levels
    assert [one.state for one in level.conditions] == ["short", "short"]
    (level,) = verdict(small_set(levels), {"1.1": "?", "1.2": "4", "2.1": "5"}).levels
    assert [one.state for one in level.conditions] == ["open", "met"]
    assert level.state == "possible"


def test_a_level_whose_every_condition_is_left_out_is_not_eligible():
    levels = {"dat": [{"criterion": {"id": "2", "at_least": "50%"}}, {"indicators": {"met": ["2.1"]}}]}
    found = verdict(small_set(levels), {"1.1": "6", "1.2": "4", "2.1": NA})
    (level,) = found.levels
    assert [one.state for one in level.conditions] == ["left_out", "left_out"]
    assert (level.state, found.certain, found.possible) == ("not_eligible", None, None)


def test_one_condition_that_is_not_left_out_decides():
    levels = {"dat": [{"criterion": {"id": "2", "at_least": "50%"}}, PERCENT]}
    (level,) = verdict(small_set(levels), {"1.1": "6", "1.2": "4", "2.1": NA}).levels
    assert ([one.state for one in level.conditions], level.state) == (["left_out", "met"], "eligible")


def test_where_nothing_applies_there_is_no_percentage():
    criteria_set = made(small_set(TWO))
    nothing = submitted(criteria_set, {"1.1": NA, "1.2": NA, "2.1": NA})
    scorecard = score(criteria_set, nothing)
    assert scorecard.total.percent is None
    assert all(criterion.tally.percent is None for criterion in scorecard.criteria)
    assert all(level.attainment.percent is None for level in judge(criteria_set, scorecard, nothing).levels)


def test_the_attainment_counts_what_is_met_of_what_applies():
    (level,) = verdict(small_set({"dat": [PERCENT]}), {"1.1": "6", "1.2": "?", "2.1": NA}).levels
    found = level.attainment
    assert (found.met.low, found.met.high, found.applicable.low, found.applicable.high) == (1, 2, 2, 2)
    assert found.percent is not None
    assert (found.percent.low, found.percent.high) == (Fraction(1, 2), Fraction(1))


# ---------------------------------------------------------------- unknown facts


BLOC = {"for": {"type": "bloc"}}
FACTS = {"type": {"title": text("type"), "choices": {"district": text("district"), "bloc": text("bloc")}}}


@pytest.mark.parametrize(
    ("required", "third", "district", "bloc", "unknown"),
    [
        # 2.1 is taken out for a bloc; for a district the declaration does not count, and 2.1 is missing
        ({"criterion": {"id": "1", "at_least": "50%"}}, NA, "met", "met", "met"),
        ({"criterion": {"id": "2", "at_least": "50%"}}, NA, "open", "left_out", "open"),
        ({"criterion": {"id": "2", "at_least": "0%"}}, NA, "met", "left_out", "met"),
        ({"total": {"at_least": "75%"}}, NA, "open", "met", "open"),
        ({"total": {"at_least": "15"}}, NA, "open", "short", "open"),
        ({"each_indicator": {"at_least": "4"}}, NA, "open", "met", "open"),
        ({"indicators": {"met": ["2.1"]}}, NA, "open", "left_out", "open"),
        ({"each_criterion": {"above": "0"}}, NA, "open", "met", "open"),
        ({"total": {"at_least": "75%"}}, "10", "met", "met", "met"),
        ({"total": {"at_least": "75%"}}, "0", "short", "short", "short"),
    ],
)
def test_an_unknown_fact_joins_what_every_choice_of_it_gives(required, third, district, bloc, unknown):
    raw = small_set({"dat": [required]}, not_applicable=BLOC, facts=FACTS)
    given = {"1.1": "6", "1.2": "4", "2.1": third}
    found = [verdict(raw, given, {"type": fact}).levels[0].conditions[0].state for fact in ("district", "bloc", None)]
    assert found == [district, bloc, unknown]


def test_an_unknown_fact_makes_the_maximum_a_range_and_the_level_possible():
    raw = small_set({"dat": [{"total": {"at_least": "100%"}}]}, not_applicable=BLOC, facts=FACTS)
    criteria_set = made(raw)
    submission = submitted(criteria_set, {"1.1": "6", "1.2": "4", "2.1": NA})
    scorecard = score(criteria_set, submission)
    total = scorecard.total
    assert total.percent is not None
    assert (total.maximum.low, total.maximum.high) == (10, 20)
    assert (total.points.low, total.points.high) == (10, 20)
    assert (total.percent.low, total.percent.high) == (Fraction(1, 2), Fraction(1))
    (level,) = judge(criteria_set, scorecard, submission).levels
    assert (level.state, level.attainment.applicable.low, level.attainment.applicable.high) == ("possible", 2, 3)


def test_a_level_that_is_eligible_for_one_choice_only_is_possible():
    when = [{"type": "bloc", "at_least": "50%"}]
    ratio = {"kind": "ratio", "of": text("part"), "over": text("whole")}
    indicator = raw_indicator("1.1", ratio, {"kind": "full_if_met", "at_least": "80%", "when": when})
    raw = raw_set(raw_criterion("1", indicator), facts=FACTS)
    found = [verdict(raw, {"1.1": "6/10"}, {"type": fact}).levels[0] for fact in ("district", "bloc", None)]
    assert [level.state for level in found] == ["not_eligible", "eligible", "possible"]
    assert [level.conditions[0].state for level in found] == ["short", "met", "open"]
    assert [level.conditions[0].short_by for level in found] == [Fraction(1, 2), None, None]


def test_a_lack_that_every_choice_has_is_at_least_the_smaller_one():
    raw = small_set({"dat": [{"total": {"at_least": "90%"}}]}, not_applicable=BLOC, facts=FACTS)
    given = {"1.1": "6", "1.2": "0", "2.1": NA}
    lacks = [
        verdict(raw, given, {"type": fact}).levels[0].conditions[0].short_by for fact in ("district", "bloc", None)
    ]
    assert lacks == [Fraction(1, 10), Fraction(3, 10), Fraction(1, 10)]
