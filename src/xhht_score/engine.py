"""Scores a submission against a criteria set, exactly: `score(criteria_set, submission) -> Scorecard`.

Whatever is blank spans everything it could still be. Measures and scorings are monotone and indicators independent of
one another, so the two ends of each span give exactly the range that trying every completion would give.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Literal

from xhht_score.criteria import CriteriaSet, Criterion, Indicator
from xhht_score.definitions import Facts, Mark
from xhht_score.errors import Place, Problem, XhhtError
from xhht_score.measures import Reported
from xhht_score.numbers import Range, round_half_away, total
from xhht_score.recent import Recent
from xhht_score.results import (
    AnswerState,
    AtLevel,
    BarResult,
    CriterionResult,
    IndicatorResult,
    ReportedValue,
    Scorecard,
    Sheet,
    Tally,
)
from xhht_score.scoring import Bar, Bars
from xhht_score.standing import all_hold, each_joined, joined, standing_of
from xhht_score.submission import Answer, Submission, part_of, usable

_ZERO = Fraction(0)
_NOTHING = Range.of(0)
_LEFT_OUT = AtLevel("left_out")
_BLANK = Answer()


def score(criteria_set: CriteriaSet, submission: Submission) -> Scorecard:
    """Give the scores of one unit, as ranges where something is missing.

    Points are rounded per indicator as the set says; sums and percentages are exact after that. A fact that is missing
    means one sheet for each of its choices. Values outside their bounds count as missing. Raises `XhhtError` for a set
    that is a draft, because something of it is lacking.
    """
    if criteria_set.status == "draft":
        raise XhhtError([draft_problem(criteria_set)])
    sheets = tuple(_sheet(criteria_set, submission, facts) for facts in criteria_set.worlds(submission.facts))
    criteria = each_joined([sheet.criteria for sheet in sheets])
    problems = (*_evidence_problems(criteria_set, submission, criteria), *_open_readings(criteria_set, submission))
    return Scorecard(criteria, joined([sheet.total for sheet in sheets]), sheets, problems)


def draft_problem(criteria_set: CriteriaSet) -> Problem:
    """Give the problem that a draft cannot be used, with what it lacks."""
    return Problem("set-is-draft", arguments={"given": criteria_set.id, "lacking": criteria_set.lacking})


def _sheet(criteria_set: CriteriaSet, submission: Submission, facts: Facts) -> Sheet:
    criteria = tuple(_criterion(criteria_set, criterion, submission, facts) for criterion in criteria_set.criteria)
    tallies = [criterion.tally for criterion in criteria]
    points = Range.sum([one.points for one in tallies])
    return Sheet(facts, criteria, _tally(points, total(one.maximum.low for one in tallies)))


def _criterion(
    criteria_set: CriteriaSet, criterion: Criterion, submission: Submission, facts: Facts
) -> CriterionResult:
    indicators = tuple(
        indicator_result(criteria_set, indicator, submission.answers.get(indicator.id, _BLANK), submission.year, facts)
        for indicator in criterion.indicators
    )
    points = Range.sum([one.points for one in indicators])
    return CriterionResult(criterion.id, _tally(points, total(one.maximum.low for one in indicators)), indicators)


def indicator_result(
    criteria_set: CriteriaSet, indicator: Indicator, answer: Answer, year: int | None, facts: Facts
) -> IndicatorResult:
    """Give the result of one indicator for a unit whose facts are all known; of the same answer the very same one."""
    at = (id(answer), id(criteria_set), indicator.id, year, *facts.items())
    same = _answered.get(at)
    if same is not None and same[0] is answer and same[1] is criteria_set:
        return same[2]
    found = result_alone(criteria_set, indicator, answer, year, facts)
    result = found.reported(indicator.id, _reported(indicator, answer))
    _answered.put(at, (answer, criteria_set, result))
    return result


def result_alone(
    criteria_set: CriteriaSet, indicator: Indicator, answer: Answer, year: int | None, facts: Facts
) -> IndicatorResult:
    """Give the result of `indicator_result` without what was reported, and with the id of any indicator alike.

    It is worked out once for what is the same, wherever it stands: most units have answers in common, and plans try
    them again and again.
    """
    said = (answer.evidence, answer.not_applicable, answer.refused)
    key = (id(criteria_set), criteria_set.alike[indicator.id], year, *facts.items(), *said, *answer.values.items())
    known = _known.get(key)
    if known is None or known[0] is not criteria_set:
        if len(_known) >= _MOST_KNOWN:
            _known.clear()
        known = _known[key] = criteria_set, _result_of(criteria_set, indicator, answer, year, facts)
    return known[1]


#: Results of indicators without what was reported, by all that they rest on; so many are kept.
_known: dict[tuple[object, ...], tuple[CriteriaSet, IndicatorResult]] = {}
_MOST_KNOWN = 4096
#: Results with what was reported, by the answers themselves.
_answered = Recent[tuple[object, ...], tuple[Answer, CriteriaSet, IndicatorResult]](4_096)


def _result_of(
    criteria_set: CriteriaSet, indicator: Indicator, answer: Answer, year: int | None, facts: Facts
) -> IndicatorResult:
    parts, omission = indicator.asked_parts(facts), indicator.not_applicable
    declared = answer.not_applicable is not None and omission is not None and omission.allowed(facts)
    lacks = declared and omission is not None and omission.means == "not_met"
    if not parts or (declared and not lacks):
        return _left_out(criteria_set, indicator, answer, facts, declared and not lacks)
    stays_open = indicator.stays_open(year)
    values = usable(indicator, {} if stays_open else answer.values)
    policy = criteria_set.evidence_policies[indicator.id]
    refused = policy.policy != "none" and answer.refused == "uncounted"
    lacking = policy.policy == "required" and policy.without != "warn" and answer.evidence is not True
    rule = indicator.rule_for(facts)
    scoring = indicator.rules[rule].scoring
    value, earned, reached = None, _NOTHING, None
    if isinstance(scoring, Bars):
        levels = tuple(_at_level(indicator, scoring, values, level, facts) for level in criteria_set.level_ids)
        if indicator.measure is not None and len({one.bars[0].found for one in levels if one.bars}) == 1:
            value = next(one.bars[0].found for one in levels if one.bars)
    else:
        value, earned, reached = _earned(indicator, values, rule)
        levels = (AtLevel(standing_of(earned, indicator.met_points)),) * len(criteria_set.level_ids)
    if lacks:
        levels, earned = tuple(AtLevel("short") if one.asked else _LEFT_OUT for one in levels), _NOTHING
        value = reached = None
    elif refused or (lacking and answer.refused is None):
        levels = tuple(_unproved(one, answer.evidence) for one in levels)
        if refused or policy.without != "not_met":
            earned = Range(_ZERO, earned.high if answer.evidence is None else _ZERO)
    blank = any(values[question.name] is None for question in indicator.questions if question.part in parts)
    return IndicatorResult(
        indicator.id,
        _state(lacks, refused, stays_open, blank),
        _rounded(criteria_set, earned),
        earned,
        Range.of(indicator.weight),
        levels,
        value,
        (),
        rule,
        reached,
        answer.evidence,
        answer.not_applicable if lacks else None,
    )


def _state(lacks: bool, refused: bool, stays_open: bool, blank: bool) -> AnswerState:
    """Give what an answer is that is asked of the unit."""
    if lacks:
        return "lacking"
    if refused:
        return "refused"
    return "undecided" if stays_open else "missing" if blank else "answered"


def _left_out(
    criteria_set: CriteriaSet, indicator: Indicator, answer: Answer, facts: Facts, declared: bool
) -> IndicatorResult:
    """Give the result of an indicator that is declared not applicable, or is not asked of the unit."""
    state: AnswerState = "not_applicable" if declared else "not_asked"
    nowhere = (_LEFT_OUT,) * len(criteria_set.level_ids)
    return IndicatorResult(
        indicator.id, state, _NOTHING, _NOTHING, _NOTHING, nowhere, None, (),
        indicator.rule_for(facts), None, answer.evidence, answer.not_applicable if declared else None,
    )  # fmt: skip


def _earned(indicator: Indicator, values: Reported, rule: int) -> tuple[Range, Range, Mark | None]:
    """Give the place on the scale, the points before rounding, and the step reached."""
    assert indicator.measure is not None
    place = indicator.measure.span(values)
    scoring = indicator.rules[rule].scoring
    worst = best = scoring.outcome(place.low, indicator.weight)
    if place.low is not place.high:
        worst, best = sorted((worst, scoring.outcome(place.high, indicator.weight)), key=lambda end: end.points)
    reached = best.reached if worst.reached == best.reached else None
    return place, Range(worst.points, best.points), reached


def _at_level(indicator: Indicator, scoring: Bars, values: Reported, level: str, facts: Facts) -> AtLevel:
    """Give how an indicator stands at one level: met when every part that is asked of the unit passes its bar."""
    parts = indicator.asked_at(level, facts)
    if not parts:
        return _LEFT_OUT
    bars = []
    for part in parts:
        bar = scoring.bar(level, part)
        if bar is None:
            raise AssertionError(f"indicator {indicator.id} has no bar at {level}")
        bars.append(_bar(part, bar, indicator.measures[part].span(part_of(indicator, values, part), level)))
    return AtLevel(all_hold(one.state for one in bars), tuple(bars))


def _bar(part: str, bar: Bar, place: Range) -> BarResult:
    worst, best = (place.low, place.high) if bar.upward else (place.high, place.low)
    state: Literal["met", "open", "short"]
    state = "met" if bar.passed(worst) else "open" if bar.passed(best) else "short"
    return BarResult(part, bar, place, state, abs(best - bar.mark.placed) if state == "short" else None)


def _unproved(found: AtLevel, evidence: bool | None) -> AtLevel:
    stays = evidence is None and found.met_high
    return AtLevel("open" if stays else "short", found.bars) if found.asked else found


def _reported(indicator: Indicator, answer: Answer) -> tuple[ReportedValue, ...]:
    return tuple(
        ReportedValue(one.name, answer.values.get(one.name), answer.places.get(one.name), answer.sources.get(one.name))
        for one in indicator.questions
    )


def _rounded(criteria_set: CriteriaSet, earned: Range) -> Range:
    if criteria_set.rounding is None:
        return earned
    decimals = criteria_set.rounding.decimals
    if earned.low is earned.high:
        return Range.of(round_half_away(earned.low, decimals))
    return Range(round_half_away(earned.low, decimals), round_half_away(earned.high, decimals))


def _tally(points: Range, maximum: Fraction) -> Tally:
    return Tally(points, Range.of(maximum), points.times(1 / maximum) if maximum else None)


def _open_readings(criteria_set: CriteriaSet, submission: Submission) -> Iterator[Problem]:
    """Name indicators that stay open because nobody knows how they are to be read in the year."""
    for indicator in criteria_set.indicators.values():
        if indicator.open_from is not None and indicator.stays_open(submission.year):
            year = None if submission.year is None else str(submission.year)
            arguments = {"indicator": indicator.id, "year": year, "note": indicator.open_from.note}
            yield Problem("reading-open", arguments=arguments)


def _evidence_problems(
    criteria_set: CriteriaSet, submission: Submission, criteria: Sequence[CriterionResult]
) -> Iterator[Problem]:
    """Name indicators that ask for evidence, would give points, and have none or do not say."""
    for criterion in criteria:
        for result in criterion.indicators:
            if result.evidence is True or result.state != "answered":
                continue
            policy = criteria_set.evidence_policies[result.id]
            useless = result.earned.high == 0 and not any(one.met_high for one in result.levels)
            if policy.policy == "none" or (useless and policy.without == "warn"):
                continue
            answer = submission.answers.get(result.id, _BLANK)
            without = policy.without if policy.policy == "required" else "warn"
            code = "evidence-blank" if result.evidence is None else "evidence-lacking"
            place = answer.evidence_place or Place()
            yield Problem(code, place, {"indicator": result.id, "without": f"without-{without}"})
