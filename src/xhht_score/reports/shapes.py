"""The JSON objects that other programs get, key by key; `interface` and `objects` fill them, `schema` publishes them.

What the keys mean stands in docs/json.md.
"""

from __future__ import annotations

from typing import Annotated, Literal, TypedDict

from xhht_score.assessment import Whose
from xhht_score.compare import Subject
from xhht_score.criteria import UnitKind
from xhht_score.problems import Severity
from xhht_score.results import AnswerState, ConditionState, LevelState, MeasuredIn, Source
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
    source: Source | None


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
    """What the council changed of an indicator, and why."""

    id: str
    self: OutcomeObject
    appraised: OutcomeObject
    evidence_accepted: bool | None
    omission_accepted: bool | None
    reason: str | None


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


class Answer(TypedDict):
    """What every answer has."""

    schema_version: str
    problems: list[ProblemObject]


class UnitObject(Answer):
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


class UnitsObject(Answer):
    """Several units: `xhht score FILE…`."""

    units: list[UnitObject]


class RankObject(TypedDict):
    """The rank of a unit among those of its set and year."""

    criteria_set: str
    version: str
    year: int | None
    rank: int | None
    file: str


class ReportObject(UnitsObject):
    """Many units with their ranks: `xhht report`."""

    ranking: list[RankObject]


class NextObject(TypedDict):
    """What gives more: the next step, or the lowest level that asks for more."""

    level: str | None
    points: Exact | None
    asked: str


class LinesObject(TypedDict):
    """The lines of an explanation."""

    read: list[str]
    outcome: list[str]
    grounds: list[str]
    calculation: str | None
    next: NextObject | None


class ExplanationObject(TypedDict):
    """How an indicator came out, and why."""

    file: str
    unit: UnitNameObject
    criteria_set: SetNameObject
    criterion: str
    indicator: IndicatorObject
    explanation: LinesObject


class OfficeObject(TypedDict):
    """Who fills in a part; `_` for rows that nobody is assigned to, null for a form that was not split."""

    assignee: str | None
    title: str


class PartObject(OfficeObject):
    """What an office was given to fill in."""

    indicators: list[str]
    file: str


class OnlyNameObject(TypedDict):
    """A unit by its name."""

    name: str


class SplitObject(TypedDict):
    """The parts of a form."""

    unit: OnlyNameObject
    criteria_set: SetNameObject
    parts: list[PartObject]


class SourceObject(TypedDict):
    """Who said something, and in which cell."""

    who: str
    file: str
    sheet: str
    cell: str


class FieldObject(TypedDict):
    """A field of an indicator, or of the unit itself."""

    indicator: str | None
    field: str


class CandidateObject(TypedDict):
    """One of the things that were said about a field."""

    value: Figure | int
    text: str
    dropped: bool
    sources: list[SourceObject]


class ConflictObject(FieldObject):
    """A field about which more than one thing was said."""

    title: str
    open: bool
    candidates: list[CandidateObject]


class LeftoverObject(FieldObject):
    """A cell that could not be joined."""

    code: str
    text: str
    source: SourceObject


class ProgressObject(TypedDict):
    """How far rows are filled in."""

    answered: int
    asked: int
    open: list[str]


class MergeObject(ProgressObject):
    """A form that was made of its parts."""

    output: str
    files: list[str]
    left_out: list[str]
    unit: UnitNameObject
    criteria_set: SetNameObject
    conflicts: list[ConflictObject]
    leftovers: list[LeftoverObject]


class DeliveryObject(OfficeObject, ProgressObject):
    """How far an office's rows are filled in by one file."""

    state: str
    file: str | None
    blanks: int
    unread: int
    errors: int
    warnings: int


class DeliveringUnitObject(TypedDict):
    """Whose form the offices fill in."""

    name: str
    code: str | None
    year: int | None
    kind: UnitKind


class UnitDeliveriesObject(TypedDict):
    """Who has delivered what of one unit's form."""

    unit: DeliveringUnitObject
    criteria_set: SetNameObject
    deliveries: list[DeliveryObject]


class StatusObject(TypedDict):
    """Who has delivered what in a folder."""

    directory: str
    units: list[UnitDeliveriesObject]


class YearsObject(_Years):
    """The years that a set is for."""


class PeriodObject(_Days):
    """The days on which a set is in force."""


class EndedObject(TypedDict):
    """When a kind of unit ended."""

    date: Day
    note: str


class TitledObject(TypedDict):
    """A level by its name."""

    id: str
    title: str


class SetObject(SetNameObject):
    """What a set is for."""

    unit: UnitKind
    years: YearsObject | None
    effective: PeriodObject | None
    tier_ended: EndedObject | None
    levels: list[TitledObject]
    decided_by: list[DatedObject]
    criteria: int
    indicators: int


class SetsObject(TypedDict):
    """The sets that fit, and those whose kind of unit had ended before."""

    sets: list[SetObject]
    ended: list[SetObject]


class ShiftObject(TypedDict):
    """A level whose state is not the same under two sets; null where a set does not have it."""

    level: str
    old: LevelState | None
    new: LevelState | None
    indicators: list[str]
    conditions: list[str]


class GainObject(TypedDict):
    """A unit whose levels are not the same under two sets."""

    file: str
    unit: str
    levels: list[ShiftObject]


class ComparedObject(TypedDict):
    """What differs between two sets, and for whom."""

    old: SetNameObject
    new: SetNameObject
    differences: list[DifferenceObject]
    looked_at: int
    units: list[GainObject] | None


class OfObject(TypedDict, total=False):
    """The set of a file that was checked, and the unit of a form."""

    criteria_set: str
    unit: str


class CheckedObject(OfObject):
    """A file that was checked."""

    file: str
    cases: int


class CheckedFilesObject(TypedDict):
    """The files that were checked."""

    files: list[CheckedObject]


class ExplainAnswer(Answer, ExplanationObject):
    """`xhht explain`."""


class SplitAnswer(Answer, SplitObject):
    """`xhht split`."""


class MergeAnswer(Answer, MergeObject):
    """`xhht merge`."""


class StatusAnswer(Answer, StatusObject):
    """`xhht status`."""


class SetsAnswer(Answer, SetsObject):
    """`xhht criteria list`."""


class DiffAnswer(Answer, ComparedObject):
    """`xhht criteria diff`."""


class ValidateAnswer(Answer, CheckedFilesObject):
    """`xhht validate`."""


#: What a command gives.
ANSWERS = (
    UnitObject, UnitsObject, ReportObject, ExplainAnswer, SplitAnswer, MergeAnswer, StatusAnswer, SetsAnswer,
    DiffAnswer, ValidateAnswer,
)  # fmt: skip
