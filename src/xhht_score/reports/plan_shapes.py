"""The JSON objects of plans, of suppositions and of what to check, key by key; `plan_objects` fills them."""

from __future__ import annotations

from typing import Literal, TypedDict

from xhht_score.plan.records import BlankCase, Unmoved
from xhht_score.reports.shapes import AnswerObject, Exact, SetNameObject, UnitNameObject, UnitObject
from xhht_score.results import ConditionState, LevelState


class FigureChangeObject(TypedDict):
    """A figure: what was reported (null: blank), and what it is to be."""

    input: str
    before: Exact | None
    after: Exact


class PlanStepObject(TypedDict):
    """What is to be done about an indicator; among `blanks`: what it has to be at least."""

    indicator: str
    said: str
    changes: list[FigureChangeObject]
    evidence: bool
    points_before: Exact
    points_after: Exact
    met_before: bool
    met_after: bool
    effort: Exact
    effort_is_usual: bool
    share: Exact
    office: str | None
    remedy: str | None


class PlanObject(TypedDict):
    """Steps that make a level certain; no others take less effort, or where `at_least` is there, less than that."""

    effort: Exact
    at_least: Exact | None
    share: Exact
    facts: dict[str, str]
    steps: list[PlanStepObject]
    blanks: list[PlanStepObject]


class BlockedObject(TypedDict):
    """A condition of a level that steps do not reach, by its position counted from 1."""

    condition: int
    kind: str
    state: ConditionState
    said: str


class OutlookObject(TypedDict):
    """The plans for one case of what is blank; `needs` is the least effort where that is beyond the budget."""

    case: BlankCase
    plans: list[PlanObject]
    blocked: list[BlockedObject]
    needs: Exact | None


class FlipObject(TypedDict):
    """The least change of one indicator that alone changes a level."""

    indicator: str
    said: str
    changes: list[FigureChangeObject]
    evidence: bool


class FirmObject(TypedDict):
    """How firm a level is."""

    level: str
    certain: bool
    flips: list[FlipObject]
    refusals: list[str]


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
