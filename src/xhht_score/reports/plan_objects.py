"""Plans as JSON objects; `interface` writes them. See docs/json.md."""

from __future__ import annotations

from collections.abc import Sequence

from xhht_score.assessment import Assessment
from xhht_score.criteria import Level
from xhht_score.numbers import exact_text
from xhht_score.plan.records import Blocked, FigureChange, Firmness, Outlook, Step, StepPlan
from xhht_score.reports.interface import set_named, unit_named
from xhht_score.reports.plan_shapes import (
    BlockedObject,
    FigureChangeObject,
    FirmObject,
    OutlookObject,
    PlanObject,
    PlansObject,
    PlanStepObject,
    UnitPlanObject,
)
from xhht_score.reports.planned import UnitWay, blocked_text, level_of, step_text, unread
from xhht_score.words import Words


def plans_object(words: Words, ways: Sequence[UnitWay]) -> PlansObject:
    """Give the plans of one unit or several."""
    return {"plans": [_unit(words, one) for one in ways]}


def _unit(words: Words, way: UnitWay) -> UnitPlanObject:
    assessment, planned = way.assessment, way.planned
    level = level_of(assessment, planned.level)
    return {
        "file": assessment.file,
        "unit": unit_named(assessment.criteria_set, assessment.submission),
        "criteria_set": set_named(words, assessment.criteria_set),
        "which": assessment.which,
        "level": planned.level,
        "state": planned.state,
        "outlooks": [_outlook(words, assessment, level, one) for one in planned.outlooks],
        "waits": [_blocked(words, assessment, level, one) for one in planned.waits],
        "unmoved": [{"indicator": name, "reason": reason} for name, reason in planned.unmoved.items()],
        "unread": unread(assessment),
        "firm": [firm_object(words, assessment, one) for one in way.firm],
    }


def _outlook(words: Words, assessment: Assessment, level: Level, one: Outlook) -> OutlookObject:
    return {
        "case": one.case,
        "plans": [_plan(words, assessment, each) for each in one.plans],
        "blocked": [_blocked(words, assessment, level, each) for each in one.blocked],
        "needs": None if one.beyond is None else exact_text(one.beyond),
    }


def _blocked(words: Words, assessment: Assessment, level: Level, one: Blocked) -> BlockedObject:
    return {
        "condition": one.position + 1,
        "kind": one.result.kind,
        "state": one.result.state,
        "said": blocked_text(words, assessment, level, one),
    }


def _plan(words: Words, assessment: Assessment, one: StepPlan) -> PlanObject:
    return {
        "effort": exact_text(one.effort),
        "at_least": None if one.at_least is None else exact_text(one.at_least),
        "share": exact_text(one.share),
        "facts": dict(one.facts),
        "steps": [_step(words, assessment, each) for each in one.steps],
        "blanks": [_step(words, assessment, each) for each in one.blanks],
    }


def _step(words: Words, assessment: Assessment, one: Step) -> PlanStepObject:
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
