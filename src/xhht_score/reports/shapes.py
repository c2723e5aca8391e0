"""The JSON objects of units, key by key, as `score` and `report` give them; `interface` fills them.

`answer_shapes` has those of the other commands; `schema` publishes both. What the keys mean stands in docs/json.md.
"""

from __future__ import annotations

from typing import Annotated, Literal, TypedDict

from xhht_score.assessment import Whose
from xhht_score.compare import Subject
from xhht_score.criteria import UnitKind
from xhht_score.plan.records import BlankCase
from xhht_score.problems import Severity
from xhht_score.results import AnswerState, ConditionState, FigureSource, LevelState, MeasuredIn
from xhht_score.rollup import LowerState
from xhht_score.terms import Way

#: An exact number as text, in lowest terms where its decimal form does not end.
Exact = Annotated[str, r"^-?\d+(\.\d+|/[1-9]\d*)?$"]
Day = Annotated[str, r"^\d{4}-\d{2}-\d{2}$"]
Certainty = Literal["partial", "practice", "not_seen"]
#: A reported figure: an exact number, the id of a step, yes or no; null while it is blank.
Figure = str | bool | None


class PlaceObject(TypedDict, total=False):
    """Where something stands; only the keys that are known."""

    file: str
    line: int
    column: int
    sheet: str
    cell: str


class ProblemObject(TypedDict):
    """Something wrong, to look at, or good to know."""

    code: str
    severity: Severity
    place: PlaceObject
    message: str
    remedy: str


class EndsObject(TypedDict):
    """The least and the greatest over all completions."""

    low: Exact
    high: Exact


class PercentsObject(TypedDict):
    """An attainment in percent, null where nothing is applicable."""

    percent_low: Exact | None
    percent_high: Exact | None


class TallyObject(EndsObject, PercentsObject):
    """Points over applicable points; `max` is null while an unknown fact leaves it open."""

    max: Exact | None
    max_low: Exact
    max_high: Exact


class AttainmentObject(PercentsObject):
    """Indicators met at a level over applicable ones."""

    met_low: int
    met_high: int
    applicable_low: int
    applicable_high: int


class BarObject(EndsObject):
    """How a part of an indicator stands against its bar."""

    part: str | None
    way: Way
    required: Exact
    state: ConditionState
    short_by: Exact | None


class StandingObject(TypedDict):
    """How an indicator stands at a level."""

    asked: bool
    met: bool | None
    bars: list[BarObject]


class ValueObject(TypedDict):
    """A figure as it was read."""

    name: str
    value: Figure
    cell: str | None
    source: FigureSource | None


class IndicatorObject(TypedDict):
    """How an indicator came out."""

    id: str
    title: str
    state: AnswerState
    low: Exact | None
    high: Exact | None
    max: Exact | None
    met: bool | None
    levels: dict[str, StandingObject]
    value: EndsObject | None
    values: list[ValueObject]
    cell: str | None
    measure: str
    scoring: str
    rule: str
    step: str | None
    evidence: bool | None
    reason: str | None
    reference: str | None
    assignee: str | None


class CriterionObject(TypedDict):
    """A criterion of a set without points."""

    id: str
    title: str
    levels: dict[str, AttainmentObject]
    indicators: list[IndicatorObject]


class ScoredCriterionObject(CriterionObject, TallyObject):
    """A criterion of a set with points."""


class FindingObject(TypedDict):
    """How one subject of a condition stands against what is required; days where a condition is measured in dates."""

    subject: str | None
    state: ConditionState
    required: Exact | Day | None
    low: Exact | Day | None
    high: Exact | Day | None
    short_by: Exact | None


class ConditionObject(TypedDict):
    """A condition of a level."""

    kind: str
    title: str
    state: ConditionState
    measured_in: MeasuredIn
    short_by: Exact | None
    findings: list[FindingObject]


class LevelObject(TypedDict):
    """Whether a level can be granted, and why."""

    id: str
    title: str
    state: LevelState
    attainment: AttainmentObject
    conditions: list[ConditionObject]


class VerdictObject(TypedDict):
    """The highest level that is reached for certain, and the highest one still possible."""

    certain: str | None
    possible: str | None


class OtherwiseObject(VerdictObject):
    """What the verdict would be by another option of a reading."""

    reading: str
    option: str


class DecisionObject(TypedDict):
    """The decision that a unit holds."""

    number: str | None
    date: Day | None
    level: str | None
    valid_until: Day | None


class UnitNameObject(TypedDict):
    """What a unit says of itself."""

    name: str
    code: str | None
    parent: str | None
    kind: UnitKind
    year: int | None
    facts: dict[str, str | None]
    decision: DecisionObject | None
    requested: Day | None


class SetNameObject(TypedDict):
    """What a set is called."""

    id: str
    version: str
    status: Literal["official", "illustrative", "draft"]
    title: str


class DifferenceObject(TypedDict):
    """One thing that is not the same in two sets."""

    subject: Subject
    id: str
    field: str | None
    text: str


class UsedSetObject(SetNameObject):
    """The set that a unit was scored by."""

    sha256: str
    extends: str | None
    differences: list[DifferenceObject]
    readings: dict[str, str]
    turned: list[str]


# `from` is a word of Python, so that these keys cannot be written as fields.
_Days = TypedDict("_Days", {"from": Day | None, "to": Day | None})
_Years = TypedDict("_Years", {"from": int | None, "to": int | None})


class DatedObject(_Days):
    """Something of the procedure, with the days on which it holds."""

    title: str
    certainty: Certainty | None
    note: str | None


class StepObject(DatedObject):
    """A step of the procedure."""

    last_day: Day | None


class ProcedureObject(TypedDict):
    """Who decides, and the steps."""

    decided_by: list[DatedObject]
    steps: list[StepObject]


class SideObject(TypedDict):
    """What a unit comes to by its own figures, or by the council's."""

    total: TallyObject | None
    verdict: VerdictObject


class OutcomeObject(TypedDict):
    """What an indicator comes to on one side."""

    state: AnswerState
    low: Exact | None
    high: Exact | None
    met: dict[str, bool | None]


class ChangeObject(TypedDict):
    """What the council changed of an indicator, and why, and what the unit answers."""

    id: str
    self: OutcomeObject
    appraised: OutcomeObject
    evidence_accepted: bool | None
    omission_accepted: bool | None
    reason: str | None
    answer: str | None


class AppraisalObject(TypedDict):
    """The unit's own result and the council's."""

    self: SideObject
    appraised: SideObject
    changes: list[ChangeObject]


class LowerUnitObject(TypedDict):
    """What a lower unit counts for."""

    file: str
    unit: str
    code: str
    state: LowerState
    level: str | None
    valid_until: Day | None


class RollUpObject(TypedDict):
    """The lower units for one share of units."""

    indicator: str
    part: str | None
    counts: dict[str, int]
    total: int
    on: Day | None
    units: list[LowerUnitObject]


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


class BlockedObject(TypedDict):
    """A condition of a level that steps do not reach, by its position counted from 1."""

    condition: int
    kind: str
    state: ConditionState
    said: str


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


class BeginObject(TypedDict):
    """The cheapest plan in short: how many steps and blanks it has, and with which step to begin (null: none)."""

    case: BlankCase
    effort: Exact
    at_least: Exact | None
    steps: int
    blanks: int
    first: PlanStepObject | None


class AheadObject(TypedDict):
    """What lies ahead of a unit: the lowest level that is not certain, how firm levels are, and the plan in short."""

    level: str | None
    firm: list[FirmObject]
    planned: bool
    plan: BeginObject | None
    blocked: list[BlockedObject]
    waits: list[BlockedObject]


class AnswerObject(TypedDict):
    """What every answer has."""

    schema_version: str
    problems: list[ProblemObject]


class UnitObject(AnswerObject):
    """One unit: `xhht score FILE`."""

    file: str
    unit: UnitNameObject
    criteria_set: UsedSetObject
    total: TallyObject | None
    criteria: list[CriterionObject | ScoredCriterionObject]
    levels: list[LevelObject]
    verdict: VerdictObject
    otherwise: list[OtherwiseObject]
    procedure: ProcedureObject
    which: Whose
    appraisal: AppraisalObject | None
    lower_units: list[RollUpObject]
    ahead: AheadObject | None


class UnitsObject(AnswerObject):
    """Several units: `xhht score FILE…`."""

    units: list[UnitObject]


class RankObject(TypedDict):
    """The rank of a unit among those of its set and year."""

    criteria_set: str
    version: str
    year: int | None
    rank: int | None
    file: str
