"""The JSON objects of `xhht compare` and of the years in a report, key by key; `change_objects` fills the former."""

from __future__ import annotations

from typing import TypedDict

from xhht_score.assessment import Whose
from xhht_score.compare.units import MetChange, ReportedKind
from xhht_score.criteria import UnitKind
from xhht_score.reports.shapes import (
    AnswerObject,
    DifferenceObject,
    EndsObject,
    Figure,
    ProblemObject,
    RankObject,
    SetNameObject,
    UnitNameObject,
    UnitsObject,
)
from xhht_score.results import ConditionState, LevelState


class StagesObject(TypedDict):
    """A number before, as the later rule gives it for the earlier figures, and after; what each part changed.

    Of a change, `low` is how much the worst end went up, `high` how much the best; both parts add up to the whole.
    """

    old: EndsObject
    between: EndsObject
    new: EndsObject
    change: EndsObject
    through_rule: EndsObject
    through_figures: EndsObject


class ComparedFormObject(TypedDict):
    """One of the two forms."""

    file: str
    unit: UnitNameObject
    criteria_set: SetNameObject
    which: Whose


class MovedByObject(TypedDict):
    """What moved a level: indicators by id, and the kinds of conditions whose state changed."""

    indicators: list[str]
    conditions: list[str]


class LevelChangeObject(TypedDict):
    """A level before, under the later rule, and after; null where a set does not have it, or nothing moved it."""

    level: str
    old: LevelState | None
    between: LevelState | None
    new: LevelState | None
    outcome: MetChange
    met: StagesObject | None
    moved_by: MovedByObject | None
    by_rule: MovedByObject | None
    by_figures: MovedByObject | None


class MetChangeObject(TypedDict):
    """How an indicator stands at a level before, under the later rule, and after."""

    old: ConditionState | None
    between: ConditionState | None
    new: ConditionState | None
    outcome: MetChange


class ReportedChangeObject(TypedDict):
    """What was reported otherwise; `name` is the path of the question, null but for a figure."""

    kind: ReportedKind
    name: str | None
    old: Figure
    new: Figure


class IndicatorChangeObject(TypedDict):
    """An indicator about which anything changed; `points` is null where a set has none."""

    id: str
    title: str
    in_old: bool
    in_new: bool
    points: StagesObject | None
    levels: dict[str, MetChangeObject]
    reported: list[ReportedChangeObject]
    asked_anew: list[str]
    through_rule: bool
    through_figures: bool


class FactChangeObject(TypedDict):
    """A fact of the unit that is not as it was."""

    name: str
    old: str | None
    new: str | None


class UnitChangeObject(TypedDict):
    """What changed for one unit."""

    unit: UnitNameObject
    old: ComparedFormObject
    new: ComparedFormObject
    rule_changed: bool
    related: bool
    other_land: bool
    points: StagesObject | None
    percent: StagesObject | None
    facts: list[FactChangeObject]
    levels: list[LevelChangeObject]
    indicators: list[IndicatorChangeObject]
    unchanged: int
    problems: list[ProblemObject]


class SetPairObject(TypedDict):
    """The sets of an earlier and a later form, and what differs between them."""

    old: SetNameObject
    new: SetNameObject
    differences: list[DifferenceObject]


class LoneObject(TypedDict):
    """A unit that stands at one of the two times only."""

    file: str
    unit: str
    code: str | None
    kind: UnitKind
    year: int | None


class CompareAnswer(AnswerObject):
    """`xhht compare`."""

    units: list[UnitChangeObject]
    sets: list[SetPairObject]
    only_old: list[LoneObject]
    only_new: list[LoneObject]


class TrendYearObject(TypedDict):
    """How a unit stands by its form of a year: in percent, of points or else of indicators met at each level."""

    year: int
    file: str
    criteria_set: str
    version: str
    percent: EndsObject | None
    levels: dict[str, EndsObject | None]
    certain: str | None
    possible: str | None


#: Functional, because `from` is no name in Python.
_Between = TypedDict("_Between", {"from": int, "to": int})


class TrendChangeObject(_Between):
    """How much the worst and the best end went up from the first year to the last."""

    percent: EndsObject | None
    levels: dict[str, EndsObject | None]


class TrendObject(TypedDict):
    """A unit over the years."""

    unit: str
    code: str | None
    kind: UnitKind
    other_land: bool
    years: list[TrendYearObject]
    change: TrendChangeObject


class ReportObject(UnitsObject):
    """Many units with their ranks, and those over several years: `xhht report`."""

    ranking: list[RankObject]
    trends: list[TrendObject]
