"""Scores a submission against a criteria set, exactly: `score(criteria_set, submission) -> Scorecard`.

Whatever is blank spans everything it could still be. Measures and scorings are monotone and indicators independent of
one another, so the two ends of each span give exactly the range that trying every completion would give.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from xhht_score.criteria import CriteriaSet, Criterion, Facts, Indicator
from xhht_score.errors import Place, Problem
from xhht_score.numbers import below, round_half_away, total
from xhht_score.results import (
    AnswerState,
    CriterionResult,
    IndicatorResult,
    Range,
    ReportedValue,
    Scorecard,
    Sheet,
    Tally,
)
from xhht_score.submission import Answer, Submission, usable

_ZERO = Fraction(0)
_NOTHING = Range(_ZERO, _ZERO)
_BLANK = Answer()


def score(criteria_set: CriteriaSet, submission: Submission) -> Scorecard:
    """Give the scores of one unit, as ranges where something is missing.

    Points are rounded per indicator as the set says; sums and percentages are exact after that. A fact that is missing
    means one sheet for each of its choices. Values outside their bounds count as missing.
    """
    sheets = tuple(_sheet(criteria_set, submission, facts) for facts in criteria_set.worlds(submission.facts))
    joined = sheets[0].criteria if len(sheets) == 1 else _joined(sheets)
    overall = sheets[0].total if len(sheets) == 1 else _join_tallies([sheet.total for sheet in sheets])
    return Scorecard(joined, overall, sheets, tuple(_evidence_problems(criteria_set, submission, joined)))


def _sheet(criteria_set: CriteriaSet, submission: Submission, facts: Facts) -> Sheet:
    criteria = tuple(_criterion(criteria_set, criterion, submission, facts) for criterion in criteria_set.criteria)
    tallies = [criterion.tally for criterion in criteria]
    points = Range(total(one.points.low for one in tallies), total(one.points.high for one in tallies))
    return Sheet(facts, criteria, _tally(points, total(one.maximum.low for one in tallies)))


def _criterion(
    criteria_set: CriteriaSet, criterion: Criterion, submission: Submission, facts: Facts
) -> CriterionResult:
    indicators = tuple(
        _indicator(criteria_set, indicator, submission.answers.get(indicator.id, _BLANK), facts)
        for indicator in criterion.indicators
    )
    points = Range(total(one.points.low for one in indicators), total(one.points.high for one in indicators))
    return CriterionResult(criterion.id, _tally(points, total(one.maximum.low for one in indicators)), indicators)


def _indicator(criteria_set: CriteriaSet, indicator: Indicator, answer: Answer, facts: Facts) -> IndicatorResult:
    """Give the result of one indicator for a unit whose facts are all known."""
    rule = indicator.rule_for(facts)
    omission = indicator.not_applicable
    if answer.not_applicable is not None and omission is not None and omission.allowed(facts):
        return IndicatorResult(
            indicator.id, "not_applicable", _NOTHING, _NOTHING, _NOTHING, False, False, None,
            _reported(indicator, answer), rule, None, answer.evidence, answer.not_applicable,
        )  # fmt: skip
    values = usable(indicator.measure, answer.values)
    least, most = indicator.measure.span(values)
    scoring = indicator.rules[rule].scoring
    worst = best = scoring.outcome(least, indicator.points)
    if least is not most:
        worst, best = sorted((worst, scoring.outcome(most, indicator.points)), key=lambda end: end.points)
    earned = Range(worst.points, best.points)
    met_low, met_high = not below(worst.points, indicator.met_points), not below(best.points, indicator.met_points)
    policy = criteria_set.evidence_policies[indicator.id]
    if policy.policy == "required" and policy.without != "warn" and answer.evidence is not True:
        met_low, met_high = False, met_high and answer.evidence is None
        if policy.without != "not_met":
            earned = Range(_ZERO, earned.high if answer.evidence is None else _ZERO)
    state: AnswerState = "missing" if any(value is None for value in values.values()) else "answered"
    return IndicatorResult(
        indicator.id,
        state,
        _rounded(criteria_set, earned),
        earned,
        Range(indicator.points, indicator.points),
        met_low,
        met_high,
        Range(least, most),
        _reported(indicator, answer),
        rule,
        best.reached if worst.reached == best.reached else None,
        answer.evidence,
        None,
    )


def _reported(indicator: Indicator, answer: Answer) -> tuple[ReportedValue, ...]:
    return tuple(
        ReportedValue(one.name, answer.values.get(one.name), answer.places.get(one.name))
        for one in indicator.measure.inputs
    )


def _rounded(criteria_set: CriteriaSet, earned: Range) -> Range:
    if criteria_set.rounding is None:
        return earned
    decimals = criteria_set.rounding.decimals
    if earned.low is earned.high:
        points = round_half_away(earned.low, decimals)
        return Range(points, points)
    return Range(round_half_away(earned.low, decimals), round_half_away(earned.high, decimals))


def _tally(points: Range, maximum: Fraction) -> Tally:
    percent = Range(points.low / maximum, points.high / maximum) if maximum else None
    return Tally(points, Range(maximum, maximum), percent)


def join(ranges: Sequence[Range]) -> Range:
    """Give the range that covers all of the ranges."""
    return Range(min(one.low for one in ranges), max(one.high for one in ranges))


def _join_tallies(tallies: Sequence[Tally]) -> Tally:
    percents = [tally.percent for tally in tallies if tally.percent is not None]
    return Tally(
        join([tally.points for tally in tallies]),
        join([tally.maximum for tally in tallies]),
        join(percents) if percents else None,
    )


def _joined(sheets: Sequence[Sheet]) -> tuple[CriterionResult, ...]:
    return tuple(
        CriterionResult(
            same[0].id,
            _join_tallies([criterion.tally for criterion in same]),
            tuple(_join_indicators(each) for each in zip(*(criterion.indicators for criterion in same), strict=True)),
        )
        for same in zip(*(sheet.criteria for sheet in sheets), strict=True)
    )


def _join_indicators(same: Sequence[IndicatorResult]) -> IndicatorResult:
    """Join what an indicator gives under different facts; a state that differs is `missing`."""
    first = same[0]
    if all(other == first for other in same):
        return first
    values = [one.value for one in same if one.value is not None]
    alike = all(one.state == first.state for one in same)
    return IndicatorResult(
        first.id,
        first.state if alike else "missing",
        join([one.points for one in same]),
        join([one.earned for one in same]),
        join([one.maximum for one in same]),
        all(one.met_low for one in same),
        any(one.met_high for one in same),
        join(values) if values else None,
        first.values,
        first.rule,
        first.reached if all(one.reached == first.reached and one.rule == first.rule for one in same) else None,
        first.evidence,
        first.reason if alike else None,
    )


def _evidence_problems(
    criteria_set: CriteriaSet, submission: Submission, criteria: Sequence[CriterionResult]
) -> Iterator[Problem]:
    """Name indicators that ask for evidence, would give points, and have none or do not say."""
    for criterion in criteria:
        for result in criterion.indicators:
            if result.evidence is True or result.state != "answered":
                continue
            policy = criteria_set.evidence_policies[result.id]
            if policy.policy == "none" or (result.earned.high == 0 and policy.without == "warn"):
                continue
            answer = submission.answers.get(result.id, _BLANK)
            without = policy.without if policy.policy == "required" else "warn"
            code = "evidence-blank" if result.evidence is None else "evidence-lacking"
            place = answer.evidence_place or Place()
            yield Problem(code, place, {"indicator": result.id, "without": without})
