"""Results as JSON for other programs: English keys whatever the language, exact numbers as text. See docs/json.md.

Numbers are decimal text where the decimal form terminates, else `n/d` in lowest terms; percentages are in percent.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from xhht_score.assessment import Assessment
from xhht_score.compare import Difference
from xhht_score.criteria import CriteriaSet, Dated, Level
from xhht_score.definitions import Text
from xhht_score.errors import MOST_LISTED, Place, Problem
from xhht_score.measures import Input
from xhht_score.numbers import Range, exact_text
from xhht_score.procedure import procedure
from xhht_score.reports.ahead_objects import ahead_object
from xhht_score.reports.sides import changed, results_by_id
from xhht_score.results import (
    AtLevel,
    Attainment,
    BarResult,
    ConditionResult,
    CriterionResult,
    Finding,
    IndicatorResult,
    LevelResult,
    Tally,
)
from xhht_score.rollup import RollUp
from xhht_score.submission import Dates, Submission
from xhht_score.words import Words, changes, clauses, rules
from xhht_score.words.bounded import bounded

if TYPE_CHECKING:
    from xhht_score.reports.shapes import (
        AppraisalObject,
        AttainmentObject,
        BarObject,
        ConditionObject,
        CriterionObject,
        DatedObject,
        DecisionObject,
        DifferenceObject,
        EndsObject,
        FindingObject,
        IndicatorObject,
        LevelObject,
        LowerUnitObject,
        OutcomeObject,
        PercentsObject,
        PlaceObject,
        ProblemObject,
        ProcedureObject,
        RollUpObject,
        ScoredCriterionObject,
        SetNameObject,
        SideObject,
        TallyObject,
        UnitNameObject,
        UnitObject,
    )

SCHEMA_VERSION = "1.7"


def unit_object(words: Words, assessment: Assessment, *, indicators: bool = True) -> UnitObject:
    """Give one unit as a JSON object, with its `indicators` or with none; only texts depend on the language."""
    criteria_set, scorecard = assessment.criteria_set, assessment.scorecard
    levels = zip(criteria_set.recognition.levels, assessment.verdict.levels, strict=True)
    with_points = criteria_set.total_points is not None
    return {
        "schema_version": SCHEMA_VERSION,
        "file": assessment.file,
        "unit": unit_named(criteria_set, assessment.submission),
        "criteria_set": {
            **set_named(words, criteria_set),
            "sha256": assessment.sha256,
            "extends": criteria_set.base,
            "differences": _of_base(words, assessment),
            "readings": {name: one.taken for name, one in criteria_set.readings.items()},
            "turned": list(criteria_set.turned),
        },
        "total": _tally(scorecard.total) if with_points else None,
        "criteria": [
            _criterion(
                words,
                assessment,
                criterion,
                {level.id: level.criteria[at] for level in assessment.verdict.levels},
                [indicator_object(words, criteria_set, one) for one in criterion.indicators] if indicators else [],
            )
            for at, criterion in enumerate(scorecard.criteria)
        ],
        "levels": [_level(words, criteria_set, level, result) for level, result in levels],
        "verdict": {"certain": assessment.verdict.certain, "possible": assessment.verdict.possible},
        "otherwise": [
            {"reading": one.reading, "option": one.option, "certain": one.certain, "possible": one.possible}
            for one in assessment.otherwise
        ],
        "procedure": _procedure(words, assessment),
        "which": assessment.which,
        "appraisal": _appraisal(assessment),
        "lower_units": [_rolled(one) for one in assessment.rolled_up],
        "ahead": ahead_object(words, assessment),
        "problems": problem_objects(words, assessment.problems),
    }


def _criterion(
    words: Words,
    assessment: Assessment,
    found: CriterionResult,
    attained: Mapping[str, Attainment],
    indicators: list[IndicatorObject],
) -> CriterionObject | ScoredCriterionObject:
    criteria_set = assessment.criteria_set
    plain: CriterionObject = {
        "id": found.id,
        "title": next(words.text(one.title) for one in criteria_set.criteria if one.id == found.id),
        "levels": {level: _attainment(one) for level, one in attained.items()},
        "indicators": indicators,
    }
    if criteria_set.total_points is None:
        return plain
    return {"id": plain["id"], "title": plain["title"], **_tally(found.tally), **plain}  # its numbers before its parts


def unit_named(criteria_set: CriteriaSet, submission: Submission) -> UnitNameObject:
    """Give what a unit says of itself as a JSON object."""
    return {
        "name": submission.unit.name,
        "code": submission.unit.code,
        "parent": submission.unit.parent,
        "kind": criteria_set.unit,
        "year": submission.year,
        "facts": {name: submission.facts.get(name) for name in criteria_set.facts},
        "decision": _decision(criteria_set, submission.dates),
        "requested": day_text(submission.dates.requested),
    }


def set_named(words: Words, criteria_set: CriteriaSet) -> SetNameObject:
    """Give what a set is called as a JSON object."""
    return {
        "id": criteria_set.id,
        "version": criteria_set.version,
        "status": criteria_set.status,
        "title": words.text(criteria_set.title),
    }


def problem_object(words: Words, problem: Problem) -> ProblemObject:
    """Give one problem as a JSON object."""
    return {
        "code": problem.code,
        "severity": problem.severity,
        "place": _place(problem.place),
        "message": words.message(problem),
        "remedy": words.remedy(problem),
    }


def problem_objects(words: Words, problems: Iterable[Problem]) -> list[ProblemObject]:
    """Give problems in order as JSON objects, of each file so many and how many more there are."""
    return [problem_object(words, one) for one in bounded(problems, MOST_LISTED)]


def indicator_object(words: Words, criteria_set: CriteriaSet, result: IndicatorResult) -> IndicatorObject:
    """Give how an indicator came out as a JSON object."""
    indicator = criteria_set.indicators[result.id]
    first = next((found.place for found in result.values if found.place and found.source is None), None)
    points = ends_object(result.points) if indicator.points is not None else None
    return {
        "id": result.id,
        "title": words.text(indicator.title),
        "state": result.state,
        "low": None if points is None else points["low"],
        "high": None if points is None else points["high"],
        "max": _one(result.maximum) if indicator.points is not None else None,
        "met": _met(result, result.levels[0]) if indicator.points is not None else None,
        "levels": {
            level: {"asked": at.asked, "met": _met(result, at), "bars": [_bar(one) for one in at.bars]}
            for level, at in zip(criteria_set.level_ids, result.levels, strict=True)
        },
        "value": None if result.value is None else ends_object(result.value),
        "values": [
            {
                "name": one.path,
                "value": reported_value(one.input, found.value),
                "cell": found.place.cell if found.place and found.source is None else None,
                "source": found.source,
            }
            for one, found in zip(indicator.questions, result.values, strict=True)
        ],
        "cell": f"{first.sheet}!{first.cell}" if first else None,
        "measure": indicator.measure.kind if indicator.measure is not None else "parts",
        "scoring": indicator.scoring.kind,
        "rule": rules.rule(words, criteria_set, indicator, result.rule),
        "step": result.reached.text or None if result.reached else None,
        "evidence": result.evidence,
        "reason": result.reason,
        "reference": "; ".join(clauses.references(words, criteria_set, indicator)) or None,
        "assignee": indicator.assignee,
    }


def _met(result: IndicatorResult, at: AtLevel) -> bool | None:
    if result.state in ("not_applicable", "not_asked") or not at.asked:
        return None
    return True if at.met_low else None if at.met_high else False


def _bar(one: BarResult) -> BarObject:
    return {
        "part": one.part or None,
        "way": one.bar.way,
        "required": exact_text(one.bar.mark.placed),
        **ends_object(one.found),
        "state": one.state,
        "short_by": None if one.short_by is None else exact_text(one.short_by),
    }


def day_text(day: datetime.date | None) -> str | None:
    """Give a day as year-month-day."""
    return None if day is None else day.isoformat()


def _decision(criteria_set: CriteriaSet, dates: Dates) -> DecisionObject | None:
    held = dates.decision
    if held is None:
        return None
    until = criteria_set.recognition.valid_until(held.date) if held.date else None
    return {"number": held.number, "date": day_text(held.date), "level": held.level, "valid_until": day_text(until)}


def _procedure(words: Words, assessment: Assessment) -> ProcedureObject:
    """Give who decides and the steps, each on its own day."""
    year = assessment.submission.year
    found = procedure(assessment.criteria_set, year, assessment.submission.dates)
    return {
        "decided_by": [dated_object(words, one, one.title) for one in found.deciders],
        "steps": [
            {**dated_object(words, one, one.step), "last_day": day_text(None if year is None else one.last_day(year))}
            for one in found.steps
        ],
    }


def dated_object(words: Words, one: Dated, title: Text) -> DatedObject:
    """Give something of the procedure, with the days on which it holds."""
    return {
        "title": words.text(title),
        "from": day_text(one.start),
        "to": day_text(one.end),
        "certainty": one.certainty,
        "note": words.text(one.note) if one.note else None,
    }


def _of_base(words: Words, assessment: Assessment) -> list[DifferenceObject]:
    base = assessment.base
    return [] if base is None else difference_objects(words, base, assessment.criteria_set, assessment.differences)


def difference_objects(
    words: Words, old: CriteriaSet, new: CriteriaSet, found: Iterable[Difference]
) -> list[DifferenceObject]:
    """Give what differs between two sets as JSON objects."""
    return [
        {
            "subject": one.subject,
            "id": one.id,
            "field": one.field,
            "text": changes.difference(words, old, new, one),
        }
        for one in found
    ]


def _appraisal(assessment: Assessment) -> AppraisalObject | None:
    """Give both results of a unit and every change, None where only one result is there."""
    if assessment.both is None:
        return None
    own, council = assessment.both
    found = [results_by_id(one) for one in (own, council)]
    return {
        "self": _side(own),
        "appraised": _side(council),
        "changes": [
            {
                "id": name,
                "self": _outcome(own.criteria_set, found[0][name]),
                "appraised": _outcome(own.criteria_set, found[1][name]),
                "evidence_accepted": own.submission.appraisals[name].evidence,
                "omission_accepted": own.submission.appraisals[name].omission,
                "reason": own.submission.appraisals[name].reason,
                "answer": own.submission.appraisals[name].answer,
            }
            for name in changed(own)
        ],
    }


def _side(one: Assessment) -> SideObject:
    return {
        "total": _tally(one.scorecard.total) if one.criteria_set.total_points is not None else None,
        "verdict": {"certain": one.verdict.certain, "possible": one.verdict.possible},
    }


def _outcome(criteria_set: CriteriaSet, result: IndicatorResult) -> OutcomeObject:
    points = criteria_set.indicators[result.id].points is not None
    return {
        "state": result.state,
        "low": exact_text(result.points.low) if points else None,
        "high": exact_text(result.points.high) if points else None,
        "met": {level: _met(result, at) for level, at in zip(criteria_set.level_ids, result.levels, strict=True)},
    }


def _rolled(one: RollUp) -> RollUpObject:
    units: list[LowerUnitObject] = [
        {
            "file": unit.file,
            "unit": unit.unit,
            "code": unit.code,
            "state": unit.state,
            "level": unit.level,
            "valid_until": day_text(unit.until),
        }
        for unit in one.units
    ]
    return {
        "indicator": one.indicator,
        "part": one.part or None,
        "counts": dict(one.counts),
        "total": one.total,
        "on": day_text(one.on),
        "units": units,
    }


def reported_value(one: Input, value: Fraction | None) -> str | bool | None:
    """Give one figure: yes or no, the id of a step, or an exact number as text."""
    if value is None:
        return None
    if one.kind == "yes_no":
        return bool(value)
    return one.choices[int(value)][0] if one.kind == "choice" else exact_text(value)


def _tally(tally: Tally) -> TallyObject:
    return {
        **ends_object(tally.points),
        "max": _one(tally.maximum),
        "max_low": exact_text(tally.maximum.low),
        "max_high": exact_text(tally.maximum.high),
        **_percents(tally.percent),
    }


def _one(found: Range) -> str | None:
    """Give a number that is known, None for one that is a range."""
    return exact_text(found.low) if found.known else None


def ends_object(found: Range) -> EndsObject:
    """Give the least and the greatest as a JSON object."""
    low = exact_text(found.low)
    return {"low": low, "high": low if found.high is found.low else exact_text(found.high)}


def _percents(found: Range | None) -> PercentsObject:
    if found is None:
        return {"percent_low": None, "percent_high": None}
    ends = ends_object(found.times(100))
    return {"percent_low": ends["low"], "percent_high": ends["high"]}


def _level(words: Words, criteria_set: CriteriaSet, level: Level, result: LevelResult) -> LevelObject:
    return {
        "id": level.id,
        "title": words.text(level.title),
        "state": result.state,
        "attainment": _attainment(result.attainment),
        "conditions": [
            _condition(clauses.condition(words, required), found)
            for required, found in zip(criteria_set.recognition.conditions(level), result.conditions, strict=True)
        ],
    }


def _attainment(found: Attainment) -> AttainmentObject:
    return {
        "met_low": int(found.met.low),
        "met_high": int(found.met.high),
        "applicable_low": int(found.applicable.low),
        "applicable_high": int(found.applicable.high),
        **_percents(found.percent),
    }


def _condition(title: str, result: ConditionResult) -> ConditionObject:
    scale = 100 if result.measured_in == "percent" else 1
    return {
        "kind": result.kind,
        "title": title,
        "state": result.state,
        "measured_in": result.measured_in,
        "short_by": None if result.short_by is None else exact_text(result.short_by * scale),
        "findings": [_finding(result, found, scale) for found in result.findings],
    }


def _finding(result: ConditionResult, found: Finding, scale: int) -> FindingObject:
    def text(value: Fraction | None) -> str | None:
        if value is not None and result.measured_in == "date":
            return datetime.date.fromordinal(int(value)).isoformat()
        return None if value is None else exact_text(value if scale == 1 else value * scale)

    low = text(found.found.low if found.found else None)
    return {
        "subject": found.subject,
        "state": found.state,
        "required": text(found.required),
        "low": low,
        "high": low if found.found is None or found.found.high is found.found.low else text(found.found.high),
        "short_by": None if found.short_by is None else exact_text(found.short_by * scale),
    }


def _place(place: Place) -> PlaceObject:
    found: PlaceObject = {}
    if place.file:
        found["file"] = place.file
    if place.line is not None:
        found["line"] = place.line
    if place.column is not None:
        found["column"] = place.column
    if place.sheet is not None:
        found["sheet"] = place.sheet
    if place.cell is not None:
        found["cell"] = place.cell
    return found
