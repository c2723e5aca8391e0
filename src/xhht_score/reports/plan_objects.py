"""Plans as JSON objects; `interface` writes them. See docs/json.md."""

from __future__ import annotations

from collections.abc import Sequence

from xhht_score.assessment import Assessment
from xhht_score.criteria import Level
from xhht_score.numbers import exact_text
from xhht_score.plan.records import Outlook, StepPlan
from xhht_score.reports.ahead_objects import blocked_object, firm_object, step_object
from xhht_score.reports.firm import level_of
from xhht_score.reports.interface import set_named, unit_named
from xhht_score.reports.plan_shapes import (
    OutlookObject,
    PlanObject,
    PlansObject,
    UnitPlanObject,
)
from xhht_score.reports.planned import UnitWay, unread
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
        "waits": [blocked_object(words, assessment, level, one) for one in planned.waits],
        "unmoved": [{"indicator": name, "reason": reason} for name, reason in planned.unmoved.items()],
        "unread": unread(assessment),
        "firm": [firm_object(words, assessment, one) for one in way.firm],
    }


def _outlook(words: Words, assessment: Assessment, level: Level, one: Outlook) -> OutlookObject:
    return {
        "case": one.case,
        "plans": [_plan(words, assessment, each) for each in one.plans],
        "blocked": [blocked_object(words, assessment, level, each) for each in one.blocked],
        "needs": None if one.beyond is None else exact_text(one.beyond),
    }


def _plan(words: Words, assessment: Assessment, one: StepPlan) -> PlanObject:
    return {
        "effort": exact_text(one.effort),
        "at_least": None if one.at_least is None else exact_text(one.at_least),
        "share": exact_text(one.share),
        "facts": dict(one.facts),
        "steps": [step_object(words, assessment, each) for each in one.steps],
        "blanks": [step_object(words, assessment, each) for each in one.blanks],
    }
