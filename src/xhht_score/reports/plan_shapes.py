"""The JSON objects of plans, of suppositions and of what to check, key by key; `plan_objects` fills them."""

from __future__ import annotations

from typing import Literal, TypedDict

from xhht_score.plan.records import BlankCase, Unmoved
from xhht_score.reports.shapes import (
    AnswerObject,
    BlockedObject,
    Exact,
    FigureChangeObject,
    FirmObject,
    PlanStepObject,
    SetNameObject,
    UnitNameObject,
    UnitObject,
)
from xhht_score.results import LevelState


class PlanObject(TypedDict):
    """Steps that make a level certain; no others take less effort, or where `at_least` is there, less than that."""

    effort: Exact
    at_least: Exact | None
    share: Exact
    facts: dict[str, str]
    steps: list[PlanStepObject]
    blanks: list[PlanStepObject]


class OutlookObject(TypedDict):
    """The plans for one case of what is blank; `needs` is the least effort where that is beyond the budget."""

    case: BlankCase
    plans: list[PlanObject]
    blocked: list[BlockedObject]
    needs: Exact | None


class UnmovedObject(TypedDict):
    """An indicator that no step was looked for, and why."""

    indicator: str
    reason: Unmoved


class UnitPlanObject(TypedDict):
    """How one unit gets to a level, and how firm its levels are."""

    file: str
    unit: UnitNameObject
    criteria_set: SetNameObject
    which: Literal["self", "appraised"]
    level: str
    state: LevelState
    outlooks: list[OutlookObject]
    waits: list[BlockedObject]
    unmoved: list[UnmovedObject]
    unread: int
    firm: list[FirmObject]


class PlansObject(TypedDict):
    """The plans of one unit or several."""

    plans: list[UnitPlanObject]


class PlanAnswer(AnswerObject, PlansObject):
    """`xhht plan`."""


class SupposedUnitObject(TypedDict):
    """A unit's result, and as if some of its figures were others."""

    supposed: list[FigureChangeObject]
    now: UnitObject
    then: UnitObject


class SupposedObject(TypedDict):
    """Results as if."""

    units: list[SupposedUnitObject]


class SupposedAnswer(AnswerObject, SupposedObject):
    """`xhht score --set`."""


class ReasonObject(TypedDict):
    """Why an indicator should be checked."""

    indicator: str
    kind: str
    said: str


class CheckedUnitObject(TypedDict):
    """What should be checked of a unit."""

    file: str
    unit: UnitNameObject
    reasons: list[ReasonObject]


class ToCheckObject(TypedDict):
    """What a council should check, unit by unit."""

    units: list[CheckedUnitObject]


class ToCheckAnswer(AnswerObject, ToCheckObject):
    """`xhht plan --check`."""


#: What the commands give.
PLAN_ANSWERS = (PlanAnswer, SupposedAnswer, ToCheckAnswer)
