"""Laws of scoring and judging that hold for any criteria set: random small sets, random submissions, brute force."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import builders
from builders import Raw, assessments, completions, fillings, made, number, one_indicator, raw_criterion, raw_indicator
from xhht_score.criteria import CriteriaSet
from xhht_score.engine import score
from xhht_score.recognition import judge
from xhht_score.results import IndicatorResult, LevelResult, Range, Scorecard, Verdict
from xhht_score.submission import Answer, Submission, Unit

# Drawing a whole criteria set with its submission takes many choices, and a few hundredths of a second.
ROUGH = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])

Key = tuple[str, ...]


# ---------------------------------------------------------------- the range is what brute force gives


@dataclass
class Picture:
    """Everything numerous about an assessment, by what it is about: ranges of numbers, met or not, states."""

    numbers: dict[Key, Range | None]
    met: dict[str, tuple[bool, bool]]
    states: dict[Key, str]
    shortfalls: dict[Key, Fraction | None]
    certain: str | None
    possible: str | None


def pictured(scorecard: Scorecard, verdict: Verdict) -> Picture:
    numbers: dict[Key, Range | None] = {}
    met: dict[str, tuple[bool, bool]] = {}
    states: dict[Key, str] = {}
    shortfalls: dict[Key, Fraction | None] = {}
    tallies = [("total", scorecard.total), *((f"criterion {one.id}", one.tally) for one in scorecard.criteria)]
    for name, tally in tallies:
        numbers |= {(name, "points"): tally.points, (name, "maximum"): tally.maximum, (name, "percent"): tally.percent}
    for result in results_of(scorecard):
        numbers |= {
            (result.id, "points"): result.points,
            (result.id, "earned"): result.earned,
            (result.id, "maximum"): result.maximum,
            (result.id, "value"): result.value,
        }
        met[result.id] = (result.met_low, result.met_high)
    for level in verdict.levels:
        attained = level.attainment
        states[level.id,] = level.state
        numbers[level.id, "attained"] = attained.percent
        numbers[level.id, "met"] = Range(Fraction(attained.met_low), Fraction(attained.met_high))
        numbers[level.id, "applicable"] = Range(Fraction(attained.applicable_low), Fraction(attained.applicable_high))
        for position, condition in enumerate(level.conditions):
            key = (level.id, str(position))
            states[key], shortfalls[key] = condition.state, condition.short_by
            for finding in condition.findings:
                inner = (*key, finding.subject or "total")
                states[inner], shortfalls[inner] = finding.state, finding.short_by
                assert (finding.low is None) == (finding.high is None)
                ends = finding.low, finding.high
                numbers[inner] = Range(ends[0], ends[1]) if ends[0] is not None and ends[1] is not None else None
    return Picture(numbers, met, states, shortfalls, verdict.certain, verdict.possible)


def results_of(scorecard: Scorecard) -> Iterator[IndicatorResult]:
    return (result for criterion in scorecard.criteria for result in criterion.indicators)


def picture(criteria_set: CriteriaSet, submission: Submission) -> Picture:
    scorecard = score(criteria_set, submission)
    return pictured(scorecard, judge(criteria_set, scorecard))


def covered(pictures: Sequence[Picture]) -> Picture:
    """Give what a range over these complete assessments has to be, straight from the definitions."""
    first = pictures[0]
    states = {key: state_over([one.states[key] for one in pictures], level=len(key) == 1) for key in first.states}
    levels = [key[0] for key in first.states if len(key) == 1]
    certain = [level for level in levels if states[level,] == "eligible"]
    possible = [level for level in levels if states[level,] != "not_eligible"]
    return Picture(
        {key: range_over([one.numbers[key] for one in pictures]) for key in first.numbers},
        {
            key: (all(one.met[key][0] for one in pictures), any(one.met[key][1] for one in pictures))
            for key in first.met
        },
        states,
        {key: shortfall_over([one.shortfalls[key] for one in pictures], states[key]) for key in first.shortfalls},
        certain[-1] if certain else None,
        possible[-1] if possible else None,
    )


def range_over(ranges: Sequence[Range | None]) -> Range | None:
    known = [one for one in ranges if one is not None]
    return Range(min(one.low for one in known), max(one.high for one in known)) if known else None


def state_over(states: Sequence[str], *, level: bool) -> str:
    found = set(states)
    if len(found) == 1:
        return states[0]
    if level:
        return "possible"
    return "met" if found == {"met", "left_out"} else "open"


def shortfall_over(shortfalls: Sequence[Fraction | None], state: str) -> Fraction | None:
    return min(one for one in shortfalls if one is not None) if state == "short" else None


def settled(one: Picture) -> bool:
    """Tell whether nothing is open any more."""
    narrow = all(found is None or found.low == found.high for found in one.numbers.values())
    decided = all(low == high for low, high in one.met.values())
    return narrow and decided and not {"open", "possible"} & set(one.states.values())


@settings(ROUGH, max_examples=150)
@given(assessments(most=250))
def test_the_range_is_exactly_what_every_completion_gives(drawn):
    criteria_set, submission = drawn
    complete = [picture(criteria_set, one) for one in completions(criteria_set, submission)]
    assert all(settled(one) for one in complete)
    assert picture(criteria_set, submission) == covered(complete)


def one_step_further(draw: Any, criteria_set: CriteriaSet, submission: Submission) -> Submission:
    """Fill in some of the blanks: each answer stays as it is, or becomes one of its completions."""
    facts = draw(st.sampled_from(builders.worlds(criteria_set, submission.facts)))
    answers = dict(submission.answers)
    for identifier in draw(st.sets(st.sampled_from(list(answers)))):
        indicator = criteria_set.indicators[identifier]
        answers[identifier] = draw(st.sampled_from(builders.answers_for(indicator, answers[identifier], facts)))
    return Submission(unit=submission.unit, facts=facts, answers=answers)


MAY_BECOME = {
    "eligible": {"eligible"},
    "possible": {"eligible", "possible", "not_eligible"},
    "not_eligible": {"not_eligible"},
    "met": {"met", "left_out"},
    "open": {"met", "open", "short", "left_out"},
    "short": {"short"},
    "left_out": {"left_out"},
}


@settings(ROUGH, max_examples=150)
@given(st.data())
def test_completing_never_leaves_the_range(data):
    criteria_set, before = data.draw(assessments(most=100_000))
    after = one_step_further(data.draw, criteria_set, before)
    wide, narrow = picture(criteria_set, before), picture(criteria_set, after)
    for key, found in narrow.numbers.items():
        around = wide.numbers[key]
        if found is not None:
            assert around is not None
            assert around.low <= found.low <= found.high <= around.high, key
    for name, (low, high) in narrow.met.items():
        assert wide.met[name][0] <= low <= high <= wide.met[name][1], name
    for key, state in narrow.states.items():
        assert state in MAY_BECOME[wide.states[key]], key


# ---------------------------------------------------------------- bounds


@settings(ROUGH, max_examples=150)
@given(assessments(most=100_000))
def test_points_stay_between_nothing_and_the_maximum(drawn):
    criteria_set, submission = drawn
    scorecard = score(criteria_set, submission)
    for sheet in scorecard.sheets:
        tallies = [sheet.total, *(criterion.tally for criterion in sheet.criteria)]
        for tally in tallies:
            assert 0 <= tally.points.low <= tally.points.high <= tally.maximum.low == tally.maximum.high
            assert tally.percent is None or 0 <= tally.percent.low <= tally.percent.high <= 1
            assert (tally.percent is None) == (tally.maximum.low == 0)
        assert sheet.total.maximum.low <= criteria_set.total_points
    for result in results_of(scorecard):
        assert 0 <= result.earned.low <= result.earned.high <= criteria_set.indicators[result.id].points


def at_its_best(criteria_set: CriteriaSet, facts: dict[str, str]) -> Submission:
    """Give the submission with the best answer to every indicator, each found by trying them all."""
    answers: dict[str, Answer] = {}
    for identifier, indicator in criteria_set.indicators.items():
        rule = indicator.rules[indicator.rule_for(facts)].scoring
        tried = fillings(indicator.measure, {})
        points = [rule.outcome(builders.place(indicator.measure, values), indicator.points).points for values in tried]
        answers[identifier] = Answer(values=tried[points.index(max(points))], evidence=True)
    return Submission(unit=Unit(), facts=facts, answers=answers)


@settings(ROUGH, max_examples=100)
@given(st.data())
def test_everything_at_its_best_gives_exactly_all_points(data):
    criteria_set = made(data.draw(builders.raw_sets()))
    for facts in builders.worlds(criteria_set, {}):
        scorecard = score(criteria_set, at_its_best(criteria_set, facts))
        assert scorecard.total.percent == Range(Fraction(1), Fraction(1))
        assert scorecard.total.points == scorecard.total.maximum == Range(*[criteria_set.total_points] * 2)
        assert all(result.met_low for result in results_of(scorecard))
        assert all(level.state == "eligible" for level in judge(criteria_set, scorecard).levels)


# ---------------------------------------------------------------- what must make no difference


def shuffled(draw: Any, raw: Raw) -> Raw:
    """Give the same set with criteria, indicators and facts in another order."""
    other = copy.deepcopy(raw)
    for criterion in other["criteria"]:
        criterion["indicators"] = draw(st.permutations(criterion["indicators"]))
    other["criteria"] = draw(st.permutations(other["criteria"]))
    other["facts"] = dict(draw(st.permutations(list(other["facts"].items()))))
    return other


@settings(ROUGH, max_examples=100)
@given(st.data())
def test_order_makes_no_difference(data):
    raw = data.draw(builders.raw_sets())
    one, other = made(raw), made(shuffled(data.draw, raw))
    submission = data.draw(builders.submissions(one, 100_000))
    turned = dict(data.draw(st.permutations(list(submission.answers.items()))))
    again = Submission(unit=submission.unit, facts=submission.facts, answers=turned)
    assert picture(one, submission) == picture(other, again)


@settings(ROUGH, max_examples=100)
@given(st.data())
def test_not_applicable_changes_no_other_indicator_and_no_other_unit(data):
    criteria_set, submission = data.draw(assessments(most=100_000))
    identifier = data.draw(st.sampled_from(list(criteria_set.indicators)))
    answers = {**submission.answers, identifier: Answer(not_applicable="lý do")}
    declared = Submission(unit=submission.unit, facts=submission.facts, answers=answers)
    before, after = score(criteria_set, submission), score(criteria_set, declared)
    for one, other in zip(before.criteria, after.criteria, strict=True):
        for was, now in zip(one.indicators, other.indicators, strict=True):
            assert was.id == identifier or was == now
        if identifier not in {result.id for result in one.indicators}:
            assert one == other
    assert score(criteria_set, submission) == before


@settings(ROUGH, max_examples=60)
@given(st.data())
def test_taking_out_what_is_not_applicable_is_like_a_set_without_it(data):
    raw = data.draw(builders.raw_sets())
    criterion = data.draw(st.sampled_from([one for one in raw["criteria"] if len(one["indicators"]) > 1] or [None]))
    if criterion is None:
        return
    out = data.draw(st.sampled_from(criterion["indicators"]))
    out["not_applicable"] = {"for": "all"}
    whole = made(raw)
    left = [inner for inner in criterion["indicators"] if inner is not out]
    criteria = [one if one is not criterion else raw_criterion(one["id"], *left) for one in raw["criteria"]]
    fields = {name: raw[name] for name in ("facts", "evidence", "rounding") if name in raw}
    rest = made(builders.raw_set(*criteria, **fields))
    submission = data.draw(builders.submissions(rest, 100_000))
    declared = {**submission.answers, out["id"]: Answer(not_applicable="lý do")}
    full = score(whole, Submission(unit=submission.unit, facts=submission.facts, answers=declared))
    assert full.total == score(rest, submission).total


# ---------------------------------------------------------------- evidence


@settings(ROUGH, max_examples=150)
@given(st.data())
def test_more_evidence_never_lowers_a_score(data):
    criteria_set, submission = data.draw(assessments(most=100_000))
    identifier = data.draw(st.sampled_from(list(criteria_set.indicators)))
    scorecards = []
    for evidence in (False, None, True):
        answers = {**submission.answers}
        answers[identifier] = answers[identifier].model_copy(update={"evidence": evidence})
        given_so = Submission(unit=submission.unit, facts=submission.facts, answers=answers)
        scorecards.append(score(criteria_set, given_so))
    verdicts = [judge(criteria_set, scorecard) for scorecard in scorecards]
    for less, more in ((0, 1), (1, 2)):
        one, other = scorecards[less], scorecards[more]
        assert one.total.points.low <= other.total.points.low
        assert one.total.points.high <= other.total.points.high
        for was, now in zip(results_of(one), results_of(other), strict=True):
            assert was.earned.low <= now.earned.low
            assert was.earned.high <= now.earned.high
            assert was.met_low <= now.met_low
            assert was.met_high <= now.met_high
        for was, now in zip(verdicts[less].levels, verdicts[more].levels, strict=True):
            assert standing(was) <= standing(now)


def standing(level: LevelResult) -> int:
    return ("not_eligible", "possible", "eligible").index(level.state)


# ---------------------------------------------------------------- unusable answers


@settings(ROUGH, max_examples=100)
@given(st.data())
def test_an_unusable_answer_counts_as_a_blank_one(data):
    criteria_set, submission = data.draw(assessments(most=100_000))
    identifier = data.draw(st.sampled_from(list(criteria_set.indicators)))
    measure = criteria_set.indicators[identifier].measure
    spoilt = {one.name: one.most + 1 for one in measure.inputs}
    blank = picture(criteria_set, with_values(submission, identifier, {}))
    assert picture(criteria_set, with_values(submission, identifier, spoilt)) == blank


def with_values(submission: Submission, identifier: str, values: dict[str, Fraction]) -> Submission:
    answers = {**submission.answers, identifier: Answer(values=values, evidence=True)}
    return Submission(unit=submission.unit, facts=submission.facts, answers=answers)


# ---------------------------------------------------------------- sets that let a law break must not load


def assert_refused(raw: Raw) -> None:
    _, problems = builders.read(raw)
    assert any(problem.severity == "error" for problem in problems), "the set loads"


COUNT, RATIO = builders.SMALL["count"], builders.SMALL["ratio"]


def test_a_mark_that_no_value_can_pass_is_refused():
    """All points would be out of reach: `everything at its best gives exactly 100%` breaks."""
    assert_refused(one_indicator(RATIO, {"kind": "full_if_met", "above": "100%"}))


def test_a_mark_below_every_value_is_refused():
    assert_refused(one_indicator(COUNT, {"kind": "full_if_met", "below": "0"}))
    assert_refused(one_indicator(COUNT, {"kind": "full_if_met", "at_most": "-1"}))


def test_a_best_step_that_no_value_can_reach_is_refused():
    assert_refused(one_indicator(COUNT, {"kind": "tiers", "at_most": {"-1": "4", "2": "1"}}))


def test_a_target_that_no_value_can_reach_is_refused():
    assert_refused(one_indicator(COUNT, {"kind": "proportional", "target": "-1", "zero_at": "5"}))


def test_a_mark_below_the_least_given_points_is_refused():
    bounded = {"kind": "given_points", "from": "2", "to": "5"}
    assert_refused(one_indicator(bounded, {"kind": "full_if_met", "at_most": "1"}))


def test_points_with_more_decimals_than_the_rounding_keeps_are_refused():
    """2.5 points rounded to 3 are more than the maximum, 120%."""
    indicators = [raw_indicator("1.1", COUNT, {"kind": "proportional", "target": "5"}, "2.5")]
    assert_refused(builders.raw_set(raw_criterion("1", *indicators), rounding={"decimals": number(0)}))


def test_a_ratio_that_may_have_no_whole_is_refused():
    """With a maximum of 0 no completion exists, and a known numerator divides by zero."""
    assert_refused(one_indicator({**RATIO, "maximum": "0"}, {"kind": "proportional", "target": "100%"}))


def test_a_share_of_no_units_is_refused():
    share = {**builders.SMALL["share_of_units"], "maximum": "0"}
    assert_refused(one_indicator(share, {"kind": "proportional", "target": "100%"}))


def test_a_level_that_is_counted_twice_is_refused():
    """3 of 6 units would be 100%."""
    share = {**builders.SMALL["share_of_units"], "counted": ["tot", "tot"]}
    assert_refused(one_indicator(share, {"kind": "proportional", "target": "100%"}))


def test_a_condition_that_no_criterion_can_pass_is_refused():
    """More than 4 points are asked of a criterion of 4; `total` and `each_indicator` refuse the like."""
    levels = {"dat": [{"each_criterion": {"above": "4"}}]}
    assert_refused(one_indicator(COUNT, {"kind": "proportional", "target": "5"}, levels=levels))
