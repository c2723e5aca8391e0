"""Steps, how firm levels are, and what lies ahead of a unit, as JSON objects; see docs/json.md."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xhht_score.assessment import Assessment
from xhht_score.criteria import Level
from xhht_score.numbers import exact_text
from xhht_score.plan.first import first_step
from xhht_score.plan.records import Blocked, FigureChange, Firmness, Step
from xhht_score.reports.ahead import Begin, beginning
from xhht_score.reports.firm import blocked_text, level_of, step_text
from xhht_score.words import Words

if TYPE_CHECKING:
    from xhht_score.reports.shapes import (
        AheadObject,
        BeginObject,
        BlockedObject,
        FigureChangeObject,
        FirmObject,
        PlanStepObject,
    )


def ahead_object(words: Words, assessment: Assessment) -> AheadObject | None:
    """Give what lies ahead of a unit; None where nobody looked."""
    found = assessment.ahead
    if found is None:
        return None
    planned, begin = found.planned, beginning(found.planned)
    level = level_of(assessment, found.level) if found.level is not None else None
    blocked = planned.outlooks[0].blocked if planned is not None and planned.outlooks else ()
    waits = planned.waits if planned is not None else ()
    return {
        "level": found.level,
        "firm": [firm_object(words, assessment, one) for one in found.firm],
        "planned": planned is not None,
        "plan": None if begin is None else _begin(words, assessment, begin),
        "blocked": [blocked_object(words, assessment, level, one) for one in blocked if level is not None],
        "waits": [blocked_object(words, assessment, level, one) for one in waits if level is not None],
    }


def _begin(words: Words, assessment: Assessment, begin: Begin) -> BeginObject:
    plan, first = begin.plan, first_step(begin.plan)
    return {
        "case": begin.outlook.case,
        "effort": exact_text(plan.effort),
        "at_least": None if plan.at_least is None else exact_text(plan.at_least),
        "steps": len(plan.steps),
        "blanks": len(plan.blanks),
        "first": None if first is None else step_object(words, assessment, first),
    }


def blocked_object(words: Words, assessment: Assessment, level: Level, one: Blocked) -> BlockedObject:
    """Give a condition that steps do not reach."""
    return {
        "condition": one.position + 1,
        "kind": one.result.kind,
        "state": one.result.state,
        "said": blocked_text(words, assessment, level, one),
    }


def step_object(words: Words, assessment: Assessment, one: Step) -> PlanStepObject:
    """Give a step of a plan, or what a blank has to be."""
    indicator = assessment.criteria_set.indicators[one.indicator]
    office = assessment.criteria_set.offices.get(indicator.assignee or "")
    return {
        "indicator": one.indicator,
        "said": step_text(words, assessment, one),
        "changes": [figure_change(one.indicator, each) for each in one.changes],
        "evidence": one.evidence,
        "points_before": exact_text(one.before.low),
        "points_after": exact_text(one.after.low),
        "met_before": one.was_met,
        "met_after": one.is_met,
        "effort": exact_text(one.effort),
        "effort_is_usual": one.is_usual,
        "share": exact_text(one.share),
        "office": None if office is None else words.text(office),
        "remedy": None if indicator.remedy is None else words.text(indicator.remedy),
    }


def figure_change(indicator: str, one: FigureChange) -> FigureChangeObject:
    """Give a figure that changes, by its path."""
    before = None if one.before is None else exact_text(one.before)
    return {"input": f"{indicator}.{one.question}", "before": before, "after": exact_text(one.after)}


def firm_object(words: Words, assessment: Assessment, one: Firmness) -> FirmObject:
    """Give how firm a level is."""
    return {
        "level": one.level,
        "certain": one.is_certain,
        "flips": [
            {
                "indicator": each.indicator,
                "said": step_text(words, assessment, each),
                "changes": [figure_change(each.indicator, change) for change in each.changes],
                "evidence": each.evidence,
            }
            for each in one.flips
        ],
        "refusals": list(one.refusals),
    }
