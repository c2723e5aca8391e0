"""Says which levels of the title a scorecard reaches, and why: `judge(criteria_set, scorecard) -> Verdict`.

A level is eligible when all its conditions hold however the blanks are filled, possible when some filling makes them
all hold, else not eligible. A condition about nothing applicable is left out; a level of which every condition is left
out is not eligible, because a rule that could not run has not been passed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from xhht_score.criteria import (
    Condition,
    CriteriaSet,
    EachCriterion,
    EachIndicator,
    Indicators,
    Level,
    OneCriterion,
    Total,
)
from xhht_score.results import (
    Attainment,
    ConditionResult,
    ConditionState,
    Finding,
    IndicatorResult,
    LevelResult,
    LevelState,
    MeasuredIn,
    Range,
    Scorecard,
    Sheet,
    Tally,
    Verdict,
)


def judge(criteria_set: CriteriaSet, scorecard: Scorecard) -> Verdict:
    """Give for every level each condition as met, short by how much, or open, and the state of the level.

    Nothing is rounded: percentages are compared as exact shares of the applicable points.
    """
    levels = tuple(
        _join_levels([_level(level, sheet) for sheet in scorecard.sheets]) for level in criteria_set.recognition.levels
    )
    certain = [level.id for level in levels if level.state == "eligible"]
    possible = [level.id for level in levels if level.state != "not_eligible"]
    return Verdict(levels, certain[-1] if certain else None, possible[-1] if possible else None)


def _level(level: Level, sheet: Sheet) -> LevelResult:
    conditions = tuple(_condition(condition, sheet) for condition in level.requires)
    states = {condition.state for condition in conditions}
    state: LevelState
    if "short" in states or states == {"left_out"}:
        state = "not_eligible"
    else:
        state = "possible" if "open" in states else "eligible"
    return LevelResult(level.id, state, _attainment(sheet), conditions)


def _attainment(sheet: Sheet) -> Attainment:
    results = [result for result in _indicators(sheet) if not _left_out(result)]
    low, high, count = sum(one.met_low for one in results), sum(one.met_high for one in results), len(results)
    percent = Range(Fraction(low, count), Fraction(high, count)) if count else None
    return Attainment(low, high, count, count, percent)


def _condition(condition: Condition, sheet: Sheet) -> ConditionResult:
    match condition:
        case Total(at_least=mark) if mark.percent:
            return _result(condition.kind, "percent", [_share(None, sheet.total, mark.placed)])
        case Total(at_least=mark):
            left_out = sheet.total.percent is None
            return _result(condition.kind, "points", [_finding(None, sheet.total.points, mark.placed, left_out)])
        case EachCriterion(at_least=Fraction() as share):
            shares = [_share(criterion.id, criterion.tally, share) for criterion in sheet.criteria]
            return _result(condition.kind, "percent", shares)
        case EachCriterion():
            above = condition.above or Fraction(0)
            points = [
                _finding(one.id, one.tally.points, above, one.tally.percent is None, strict=True)
                for one in sheet.criteria
            ]
            return _result(condition.kind, "points", points, strict=True)
        case OneCriterion():
            named = [_share(one.id, one.tally, condition.at_least) for one in sheet.criteria if one.id == condition.id]
            return _result(condition.kind, "percent", named)
        case EachIndicator():
            earned = [_finding(one.id, one.earned, condition.at_least, _left_out(one)) for one in _indicators(sheet)]
            return _result(condition.kind, "points", earned)
        case Indicators():
            by_id = {one.id: one for one in _indicators(sheet)}
            return _result(
                condition.kind, "met", [_met(by_id[identifier]) for identifier in dict.fromkeys(condition.met)]
            )


def _indicators(sheet: Sheet) -> Iterable[IndicatorResult]:
    return (result for criterion in sheet.criteria for result in criterion.indicators)


def _left_out(result: IndicatorResult) -> bool:
    return result.state in ("not_applicable", "not_asked")


def _met(result: IndicatorResult) -> Finding:
    met = Range(Fraction(result.met_low), Fraction(result.met_high))
    return _finding(result.id, met, Fraction(1), _left_out(result))


def _share(subject: str | None, tally: Tally, required: Fraction) -> Finding:
    return _finding(subject, tally.percent, required, tally.percent is None)


def _finding(
    subject: str | None, found: Range | None, required: Fraction, left_out: bool, strict: bool = False
) -> Finding:
    if found is None or left_out:
        return Finding(subject, "left_out", required, None, None, None)
    surely = found.low > required if strict else found.low >= required
    perhaps = found.high > required if strict else found.high >= required
    state: ConditionState = "met" if surely else "open" if perhaps else "short"
    return Finding(subject, state, required, found.low, found.high, None if perhaps else required - found.high)


def _result(kind: str, measured_in: MeasuredIn, findings: Sequence[Finding], strict: bool = False) -> ConditionResult:
    states = [finding.state for finding in findings]
    state: ConditionState
    if "short" in states:
        state = "short"
    elif "open" in states:
        state = "open"
    else:
        state = "met" if "met" in states else "left_out"
    lacks = [finding.short_by for finding in findings if finding.short_by is not None]
    short_by = None if not lacks else Fraction(len(lacks)) if measured_in == "met" else max(lacks)
    return ConditionResult(kind, state, measured_in, strict, short_by, tuple(findings))


def _join_states(states: Sequence[ConditionState]) -> ConditionState:
    if all(state == states[0] for state in states):
        return states[0]
    return "met" if all(state in ("met", "left_out") for state in states) else "open"


def _join_findings(same: Sequence[Finding]) -> Finding:
    lows = [one.low for one in same if one.low is not None]
    highs = [one.high for one in same if one.high is not None]
    state = _join_states([one.state for one in same])
    return Finding(
        same[0].subject,
        state,
        same[0].required,
        min(lows) if lows else None,
        max(highs) if highs else None,
        min((one.short_by for one in same if one.short_by is not None), default=None) if state == "short" else None,
    )


def _join_conditions(same: Sequence[ConditionResult]) -> ConditionResult:
    first = same[0]
    state = _join_states([one.state for one in same])
    lacks = [one.short_by for one in same if one.short_by is not None]
    findings = tuple(_join_findings(each) for each in zip(*(one.findings for one in same), strict=True))
    short_by = min(lacks) if state == "short" and lacks else None
    return ConditionResult(first.kind, state, first.measured_in, first.strict, short_by, findings)


def _join_levels(same: Sequence[LevelResult]) -> LevelResult:
    """Join what a level gives under each choice of unknown facts: one `LevelResult` when all facts are known."""
    first = same[0]
    if len(same) == 1:
        return first
    states = {one.state for one in same}
    attainments = [one.attainment for one in same]
    percents = [one.percent for one in attainments if one.percent is not None]
    return LevelResult(
        first.id,
        first.state if len(states) == 1 else "possible",
        Attainment(
            min(one.met_low for one in attainments),
            max(one.met_high for one in attainments),
            min(one.applicable_low for one in attainments),
            max(one.applicable_high for one in attainments),
            Range(min(one.low for one in percents), max(one.high for one in percents)) if percents else None,
        ),
        tuple(_join_conditions(each) for each in zip(*(one.conditions for one in same), strict=True)),
    )
