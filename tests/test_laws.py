"""Laws of scoring and judging that hold for any criteria set: random small sets, random submissions, brute force."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import builders
from builders import (
    Raw,
    all_fillings,
    any_raw_set,
    assessments,
    completions,
    made,
    number,
    one_bar,
    one_indicator,
    raw_criterion,
    raw_indicator,
    truly_met,
)
from effort import one_in
from xhht_score.criteria import CriteriaSet
from xhht_score.engine import score
from xhht_score.numbers import Range
from xhht_score.recognition import judge
from xhht_score.results import (
    Attainment,
    BarResult,
    IndicatorResult,
    LevelResult,
    Scorecard,
    Sheet,
    Verdict,
)
from xhht_score.scoring import Bars
from xhht_score.submission import Answer, Dates, Submission, Unit

# Drawing a whole criteria set with its submission takes many choices, and a few hundredths of a second.

Key = tuple[str, ...]


# ---------------------------------------------------------------- the range is what brute force gives


@dataclass
class Picture:
    """Everything numerous about an assessment, by what it is about: ranges of numbers, met or not, states."""

    numbers: dict[Key, Range | None]
    met: dict[Key, tuple[bool, bool, bool]]
    states: dict[Key, str]
    shortfalls: dict[Key, Fraction | None]
    certain: str | None
    possible: str | None


def pictured(criteria_set: CriteriaSet, scorecard: Scorecard, verdict: Verdict) -> Picture:
    numbers: dict[Key, Range | None] = {}
    met: dict[Key, tuple[bool, bool, bool]] = {}
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
        }
        if not isinstance(criteria_set.indicators[result.id].scoring, Bars):  # bars have a place at each level, below
            numbers[result.id, "value"] = result.value
        for level, at in zip(criteria_set.level_ids, result.levels, strict=True):
            met[result.id, level] = (at.asked, at.met_low, at.met_high)
    for sheet in scorecard.sheets:
        for key, bar in bars_of(criteria_set, sheet).items():
            numbers[key], states[key], shortfalls[key] = bar.found, bar.state, bar.short_by
    for level in verdict.levels:
        states[level.id,] = level.state
        numbers |= attained(level.id, level.attainment)
        for criterion, one in zip(criteria_set.criteria, level.criteria, strict=True):
            numbers |= attained(f"{level.id} in {criterion.id}", one)
        for position, condition in enumerate(level.conditions):
            key = (level.id, str(position))
            states[key], shortfalls[key] = condition.state, condition.short_by
            for finding in condition.findings:
                inner = (*key, finding.subject or "total")
                states[inner], shortfalls[inner] = finding.state, finding.short_by
                numbers[inner] = finding.found
    return Picture(numbers, met, states, shortfalls, verdict.certain, verdict.possible)


def attained(name: str, found: Attainment) -> dict[Key, Range | None]:
    return {
        (name, "attained"): found.percent,
        (name, "met"): found.met,
        (name, "applicable"): found.applicable,
    }


def bars_of(criteria_set: CriteriaSet, sheet: Sheet) -> dict[Key, BarResult]:
    """Give how every part stands against its bar at every level, for one choice of the facts."""
    facts = " ".join(f"{name}={choice}" for name, choice in sorted(sheet.facts.items()))
    return {
        (facts, result.id, level, bar.part): bar
        for result in results_of(sheet)
        for level, at in zip(criteria_set.level_ids, result.levels, strict=True)
        for bar in at.bars
    }


def results_of(scorecard: Scorecard | Sheet) -> Iterator[IndicatorResult]:
    return (result for criterion in scorecard.criteria for result in criterion.indicators)


def picture(criteria_set: CriteriaSet, submission: Submission) -> Picture:
    scorecard = score(criteria_set, submission)
    return pictured(criteria_set, scorecard, judge(criteria_set, scorecard, submission))


def covered(pictures: Sequence[Picture]) -> Picture:
    """Give what a range over these complete assessments has to be, straight from the definitions.

    A bar is there only under the facts that ask it; everything else is in every picture.
    """
    states = {key: state_over(found, level=len(key) == 1) for key, found in together("states", pictures).items()}
    levels = [key[0] for key in states if len(key) == 1]
    certain = [level for level in levels if states[level,] == "eligible"]
    possible = [level for level in levels if states[level,] != "not_eligible"]
    return Picture(
        {key: range_over(found) for key, found in together("numbers", pictures).items()},
        {key: standing_over(found) for key, found in together("met", pictures).items()},
        states,
        {key: shortfall_over(found, states[key]) for key, found in together("shortfalls", pictures).items()},
        certain[-1] if certain else None,
        possible[-1] if possible else None,
    )


def together(field: str, pictures: Sequence[Picture]) -> dict[Key, list[Any]]:
    """Give for every key of a field what the pictures that have it say."""
    found: dict[Key, list[Any]] = {}
    for one in pictures:
        for key, value in getattr(one, field).items():
            found.setdefault(key, []).append(value)
    return found


def range_over(ranges: Sequence[Range | None]) -> Range | None:
    known = [one for one in ranges if one is not None]
    return Range(min(one.low for one in known), max(one.high for one in known)) if known else None


def standing_over(found: Sequence[tuple[bool, bool, bool]]) -> tuple[bool, bool, bool]:
    """Give how an indicator stands at a level: met if it is wherever it is asked; left out is never short."""
    if not any(asked for asked, _, _ in found):
        return False, False, False
    low = all(met or not asked for asked, met, _ in found)
    return True, low, any(met or not asked for asked, _, met in found)


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
    decided = all(low == high for _, low, high in one.met.values())
    return narrow and decided and not {"open", "possible"} & set(one.states.values())


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
    return submission.model_copy(update={"facts": facts, "answers": answers})


MAY_BECOME = {
    "eligible": {"eligible"},
    "possible": {"eligible", "possible", "not_eligible"},
    "not_eligible": {"not_eligible"},
    "met": {"met", "left_out"},
    "open": {"met", "open", "short", "left_out"},
    "short": {"short"},
    "left_out": {"left_out"},
}


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
    for name, (asked, low, high) in narrow.met.items():
        assert asked <= wide.met[name][0], name
        assert not asked or wide.met[name][1] <= low <= high <= wide.met[name][2], name
    for key, state in narrow.states.items():
        assert state in MAY_BECOME[wide.states[key]], key


# ---------------------------------------------------------------- bounds


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
        assert sheet.total.maximum.low <= (criteria_set.total_points or 0)
    for result in results_of(scorecard):
        assert 0 <= result.earned.low <= result.earned.high <= criteria_set.indicators[result.id].weight


def at_its_best(criteria_set: CriteriaSet, facts: dict[str, str]) -> Submission:
    """Give the submission with the best answer to every indicator, each found by trying them all."""
    answers: dict[str, Answer] = {}
    for identifier, indicator in criteria_set.indicators.items():
        rule = indicator.rules[indicator.rule_for(facts)].scoring
        tried = all_fillings(indicator, {})
        points = [rule.outcome(builders.place(indicator.measure, values), indicator.weight).points for values in tried]
        answers[identifier] = Answer(values=tried[points.index(max(points))], evidence=True)
    return Submission(unit=Unit(), facts=facts, answers=answers)


@given(st.data())
def test_everything_at_its_best_gives_exactly_all_points(data):
    criteria_set = made(data.draw(builders.raw_sets()))
    for facts in builders.worlds(criteria_set, {}):
        submission = at_its_best(criteria_set, facts)
        scorecard = score(criteria_set, submission)
        assert scorecard.total.percent == Range(Fraction(1), Fraction(1))
        assert scorecard.total.points == scorecard.total.maximum == Range(*[criteria_set.total_points] * 2)
        assert all(at.met_low for result in results_of(scorecard) for at in result.levels)
        assert all(level.state == "eligible" for level in judge(criteria_set, scorecard, submission).levels)


def all_met_at_once(raw: Raw, criteria_set: CriteriaSet, facts: dict[str, str]) -> Submission:
    """Give a submission in which every indicator is met at every level that asks it, found by trying all answers."""
    best = Submission(unit=Unit(), facts=facts)
    for one in builders.written_indicators(raw):
        for values in all_fillings(criteria_set.indicators[one["id"]], {}):
            answers = {**best.answers, one["id"]: Answer(values=values, evidence=True)}
            best = best.model_copy(update={"answers": answers})
            if False not in [truly_met(raw, one, level, best) for level in criteria_set.level_ids]:
                break
    return best


@one_in(3)
@given(builders.raw_bar_sets())
def test_everything_at_its_best_gives_every_level_that_asks_something(raw):
    criteria_set = made(raw)
    for facts in builders.worlds(criteria_set, {}):
        submission = all_met_at_once(raw, criteria_set, facts)
        scorecard = score(criteria_set, submission)
        assert all(at.met_low == at.asked for result in results_of(scorecard) for at in result.levels)
        for level in judge(criteria_set, scorecard, submission).levels:
            assert {condition.state for condition in level.conditions} <= {"met", "left_out"}
            asks = any(condition.state == "met" for condition in level.conditions)
            assert level.state == ("eligible" if asks else "not_eligible")
            attained = level.attainment
            assert attained.met == attained.applicable
            assert attained.met.known


# ---------------------------------------------------------------- met or not met is what the file says


def completed(criteria_set: CriteriaSet, submission: Submission) -> Submission:
    """Give a submission that can be filled in one way only, filled in: 2 of at most 2 leaves no choice."""
    answers = {
        identifier: answer.model_copy(update={"values": only})
        for identifier, answer in submission.answers.items()
        for only in builders.all_fillings(criteria_set.indicators[identifier], answer.values)
        if answer.not_applicable is None
    }
    return submission.model_copy(update={"answers": {**submission.answers, **answers}})


@given(st.data())
def test_an_indicator_is_met_at_a_level_exactly_when_the_file_says_so(data):
    raw = data.draw(builders.raw_bar_sets())
    criteria_set = made(raw)
    submission = data.draw(builders.submissions(criteria_set, 1))
    facts = data.draw(st.sampled_from(builders.worlds(criteria_set, submission.facts)))
    submission = submission.model_copy(update={"facts": facts, "dates": Dates()})  # no upgrade that has to wait
    scorecard = score(criteria_set, submission)
    found = {result.id: result for result in results_of(scorecard)}
    whole = completed(criteria_set, submission)
    for at, level in enumerate(judge(criteria_set, scorecard, submission).levels):
        truth = {one["id"]: truly_met(raw, one, level.id, whole) for one in builders.written_indicators(raw)}
        for identifier, met in truth.items():
            standing = found[identifier].levels[at]
            assert (standing.asked, standing.met_low, standing.met_high) == (met is not None, met is True, met is True)
        requires = raw["recognition"]["levels"][at]["requires"]
        named = [truth if one == "all_met" else one["indicators"]["met"] for one in requires]
        asked = [truth[identifier] for ids in named for identifier in ids if truth[identifier] is not None]
        assert level.state == ("eligible" if asked and all(asked) else "not_eligible")
        of_all = [met for met in truth.values() if met is not None]
        assert (level.attainment.met.low, level.attainment.applicable.low) == (sum(of_all), len(of_all))


# ---------------------------------------------------------------- what must make no difference


def shuffled(draw: Any, raw: Raw) -> Raw:
    """Give the same set with criteria, indicators and facts in another order."""
    other = copy.deepcopy(raw)
    for criterion in other["criteria"]:
        criterion["indicators"] = draw(st.permutations(criterion["indicators"]))
    other["criteria"] = draw(st.permutations(other["criteria"]))
    other["facts"] = dict(draw(st.permutations(list(other["facts"].items()))))
    return other


@given(st.data())
def test_order_makes_no_difference(data):
    raw = data.draw(any_raw_set())
    one, other = made(raw), made(shuffled(data.draw, raw))
    submission = data.draw(builders.submissions(one, 100_000))
    turned = dict(data.draw(st.permutations(list(submission.answers.items()))))
    again = submission.model_copy(update={"answers": turned})
    assert picture(one, submission) == picture(other, again)


@given(st.data())
def test_not_applicable_changes_no_other_indicator_and_no_other_unit(data):
    criteria_set, submission = data.draw(assessments(most=100_000))
    identifier = data.draw(st.sampled_from(list(criteria_set.indicators)))
    answers = {**submission.answers, identifier: Answer(not_applicable="lý do")}
    declared = submission.model_copy(update={"answers": answers})
    before, after = score(criteria_set, submission), score(criteria_set, declared)
    for one, other in zip(before.criteria, after.criteria, strict=True):
        for was, now in zip(one.indicators, other.indicators, strict=True):
            assert was.id == identifier or was == now
        if identifier not in {result.id for result in one.indicators}:
            assert one == other
    assert score(criteria_set, submission) == before


@given(st.data())
def test_taking_out_what_is_not_applicable_is_like_a_set_without_it(data):
    raw = data.draw(any_raw_set())
    criterion = data.draw(st.sampled_from([one for one in raw["criteria"] if len(one["indicators"]) > 1] or [None]))
    if criterion is None:
        return
    out = data.draw(st.sampled_from(criterion["indicators"]))
    out["not_applicable"] = {"for": "all"}
    whole = made(raw)
    left = [inner for inner in criterion["indicators"] if inner is not out]
    criteria = [one if one is not criterion else raw_criterion(one["id"], *left) for one in raw["criteria"]]
    fields = {name: raw[name] for name in ("facts", "evidence", "rounding") if name in raw}
    levels = None if "total_points" in raw else {level: ["all_met"] for level in whole.level_ids}
    rest = made(builders.raw_set(*criteria, levels=levels, **fields))
    submission = data.draw(builders.submissions(rest, 100_000))
    declared = {**submission.answers, out["id"]: Answer(not_applicable="lý do")}
    full, without = score(whole, submission.model_copy(update={"answers": declared})), score(rest, submission)
    assert full.total == without.total
    if levels:
        pairs = zip(judge(whole, full, submission).levels, judge(rest, without, submission).levels, strict=True)
        assert all((one.attainment, one.criteria) == (other.attainment, other.criteria) for one, other in pairs)


# ---------------------------------------------------------------- evidence


@given(st.data())
def test_more_evidence_never_lowers_a_score(data):
    criteria_set, submission = data.draw(assessments(most=100_000))
    identifier = data.draw(st.sampled_from(list(criteria_set.indicators)))
    scorecards = []
    for evidence in (False, None, True):
        answers = {**submission.answers}
        answers[identifier] = answers[identifier].model_copy(update={"evidence": evidence})
        scorecards.append(score(criteria_set, submission.model_copy(update={"answers": answers})))
    verdicts = [judge(criteria_set, scorecard, submission) for scorecard in scorecards]
    for less, more in ((0, 1), (1, 2)):
        one, other = scorecards[less], scorecards[more]
        assert one.total.points.low <= other.total.points.low
        assert one.total.points.high <= other.total.points.high
        for was, now in zip(results_of(one), results_of(other), strict=True):
            assert was.earned.low <= now.earned.low
            assert was.earned.high <= now.earned.high
            for before, after in zip(was.levels, now.levels, strict=True):
                assert before.met_low <= after.met_low
                assert before.met_high <= after.met_high
        for was, now in zip(verdicts[less].levels, verdicts[more].levels, strict=True):
            assert standing(was) <= standing(now)


def standing(level: LevelResult) -> int:
    return ("not_eligible", "possible", "eligible").index(level.state)


# ---------------------------------------------------------------- unusable answers


@given(st.data())
def test_an_unusable_answer_counts_as_a_blank_one(data):
    criteria_set, submission = data.draw(assessments(most=100_000))
    identifier = data.draw(st.sampled_from(list(criteria_set.indicators)))
    questions = criteria_set.indicators[identifier].questions
    spoilt = {question.name: question.input.most + 1 for question in questions}
    blank = picture(criteria_set, with_values(submission, identifier, {}))
    assert picture(criteria_set, with_values(submission, identifier, spoilt)) == blank


def with_values(submission: Submission, identifier: str, values: dict[str, Fraction]) -> Submission:
    answers = {**submission.answers, identifier: Answer(values=values, evidence=True)}
    return submission.model_copy(update={"answers": answers})


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


@pytest.mark.parametrize(
    ("measure", "bars"),
    [
        (RATIO, {"above": {"dat": "100%"}}),
        (RATIO, {"below": {"dat": "0%"}}),
        (COUNT, {"above": {"dat": "5"}}),
        (COUNT, {"at_least": {"dat": "6"}}),
        ({"kind": "yes_no"}, {"above": {"dat": "yes"}}),
    ],
)
def test_a_bar_that_no_value_can_pass_is_refused(measure, bars):
    """Nobody could ever reach the level: `everything at its best gives every level` breaks."""
    assert_refused(one_bar(measure, {"kind": "bars", **bars}))
