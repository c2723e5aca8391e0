"""Says which levels of the title a scorecard reaches, and why: `judge(criteria_set, scorecard, submission) -> Verdict`.

A level is eligible when all its conditions hold however the blanks are filled, possible when some filling makes them
all hold, else not eligible. A condition about nothing applicable is left out; a level of which every condition is left
out is not eligible, because a rule that could not run has not been passed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from xhht_score.criteria import (
    AllMet,
    Condition,
    CriteriaSet,
    EachCriterion,
    EachIndicator,
    Indicators,
    OneCriterion,
    Recognition,
    Total,
    Upgrade,
    months_after,
)
from xhht_score.numbers import Range
from xhht_score.results import (
    Attainment,
    ConditionResult,
    ConditionState,
    Finding,
    IndicatorResult,
    LevelResult,
    LevelState,
    MeasuredIn,
    Scorecard,
    Sheet,
    Tally,
    Verdict,
)
from xhht_score.standing import all_hold, joined, standing_of
from xhht_score.submission import Submission


def judge(criteria_set: CriteriaSet, scorecard: Scorecard, submission: Submission) -> Verdict:
    """Give for every level each condition as met, short by how much, or open, and the state of the level.

    Nothing is rounded: percentages are compared as exact shares of the applicable points. `submission` is what was
    scored: a wait before an upgrade looks at the decision that the unit holds, at its request, and at the year.
    """
    levels = tuple(
        joined([_level(criteria_set, at, sheet, submission) for sheet in scorecard.sheets])
        for at in range(len(criteria_set.recognition.levels))
    )
    certain = [level.id for level in levels if level.state == "eligible"]
    possible = [level.id for level in levels if level.state != "not_eligible"]
    return Verdict(levels, certain[-1] if certain else None, possible[-1] if possible else None)


def _level(criteria_set: CriteriaSet, at: int, sheet: Sheet, submission: Submission) -> LevelResult:
    recognition = criteria_set.recognition
    level = recognition.levels[at]
    conditions = tuple(
        _upgrade(recognition, required, submission)
        if isinstance(required, Upgrade)
        else _condition(required, at, sheet)
        for required in recognition.conditions(level)
    )
    states = {condition.state for condition in conditions}
    ran = {condition.state for condition in conditions if condition.kind != "upgrade"}
    state: LevelState
    if "short" in states or ran == {"left_out"}:
        state = "not_eligible"
    else:
        state = "possible" if "open" in states else "eligible"
    each = tuple(_attainment(criterion.indicators, at) for criterion in sheet.criteria)
    return LevelResult(level.id, state, _attainment(_indicators(sheet), at), each, conditions)


def _attainment(indicators: Iterable[IndicatorResult], at: int) -> Attainment:
    states = [one.levels[at].state for one in indicators if not _left_out(one, at)]
    surely, still, count = states.count("met"), states.count("open"), len(states)
    met = Range(Fraction(surely), Fraction(surely + still)) if still else Range.of(surely)
    return Attainment(met, Range.of(count), met.times(Fraction(1, count)) if count else None)


def _upgrade(recognition: Recognition, upgrade: Upgrade, submission: Submission) -> ConditionResult:
    """Give how a unit stands against the wait before an upgrade.

    Left out where it does not hold the lower level on the day of its request, or without a date of request where its
    decision ended with the assessment year or before. A request before a decision that is not the one on it leaves it
    open: one date is wrong.
    """
    held, asked, year = submission.dates.decision, submission.dates.requested, submission.year
    first = months_after(held.date, upgrade.after_months) if held and held.date else None
    until = recognition.valid_until(held.date) if held and held.date else None
    state: ConditionState
    holds = held is not None and held.level in (None, upgrade.origin)
    lapsed = until is not None and (until < asked if asked else year is not None and until.year <= year)
    answered = asked is not None and submission.dates.outcome(year) not in (None, asked)
    if held is None or not holds or lapsed or answered:
        state = "left_out"
    elif asked is None or first is None or (held.date is not None and asked < held.date):
        state = "open"
    elif asked >= first:
        state = "met"
    else:
        state = "short" if held.level else "open"
    wanted, found = (None if day is None else Fraction(day.toordinal()) for day in (first, asked))
    short_by = wanted - found if state == "short" and wanted is not None and found is not None else None
    finding = Finding(None, state, wanted, None if found is None else Range.of(found), short_by)
    return ConditionResult(upgrade.kind, state, "date", False, short_by, (finding,))


def _condition(condition: Condition, at: int, sheet: Sheet) -> ConditionResult:
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
            earned = [
                _finding(one.id, one.earned, condition.at_least, _left_out(one, at) or not one.maximum.high)
                for one in _indicators(sheet)
            ]
            return _result(condition.kind, "points", earned)
        case Indicators():
            by_id = {one.id: one for one in _indicators(sheet)}
            return _result(
                condition.kind, "met", [_met(by_id[identifier], at) for identifier in dict.fromkeys(condition.met)]
            )
        case AllMet():
            return _result(condition.kind, "met", [_met(one, at) for one in _indicators(sheet)])
        case _:
            raise AssertionError(f"{condition.kind} is judged elsewhere")


def _indicators(sheet: Sheet) -> Iterable[IndicatorResult]:
    return (result for criterion in sheet.criteria for result in criterion.indicators)


def _left_out(result: IndicatorResult, at: int) -> bool:
    return result.state in ("not_applicable", "not_asked") or not result.levels[at].asked


def _met(result: IndicatorResult, at: int) -> Finding:
    met = Range(Fraction(result.levels[at].met_low), Fraction(result.levels[at].met_high))
    return _finding(result.id, met, Fraction(1), _left_out(result, at))


def _share(subject: str | None, tally: Tally, required: Fraction) -> Finding:
    return _finding(subject, tally.percent, required, tally.percent is None)


def _finding(
    subject: str | None, found: Range | None, required: Fraction, left_out: bool, strict: bool = False
) -> Finding:
    if found is None or left_out:
        return Finding(subject, "left_out", required, None, None)
    state = standing_of(found, required, strict=strict)
    return Finding(subject, state, required, found, required - found.high if state == "short" else None)


def _result(kind: str, measured_in: MeasuredIn, findings: Sequence[Finding], strict: bool = False) -> ConditionResult:
    lacks = [finding.short_by for finding in findings if finding.short_by is not None]
    short_by = None if not lacks else Fraction(len(lacks)) if measured_in == "met" else max(lacks)
    state = all_hold(one.state for one in findings)
    return ConditionResult(kind, state, measured_in, strict, short_by, tuple(findings))
