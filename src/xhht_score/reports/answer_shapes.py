"""The JSON objects that the commands beside `score` and `report` give, key by key; `objects` fills them."""

from __future__ import annotations

from typing import Literal, TypedDict

from xhht_score.criteria import UnitKind
from xhht_score.reports.change_shapes import CompareAnswer, ReportObject
from xhht_score.reports.shapes import (
    AnswerObject,
    DatedObject,
    Day,
    DifferenceObject,
    Exact,
    Figure,
    FirmObject,
    IndicatorObject,
    SetNameObject,
    UnitNameObject,
    UnitObject,
    UnitsObject,
    _Days,
    _Years,
)
from xhht_score.results import LevelState


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
    firm: list[FirmObject]


class OfficeObject(TypedDict):
    """Who fills in a part; `_` for rows that nobody is assigned to, null for a form that was not split."""

    assignee: str | None
    title: str


class PartObject(OfficeObject):
    """What an office was given to fill in."""

    person: str | None
    deadline: Day | None
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


class MadeUnitObject(OnlyNameObject):
    """Whose form was made."""

    code: str | None
    year: int | None


class MadeFormObject(TypedDict):
    """A form that was made, with how much of the unit's facts stands in it, and the earlier form it takes over."""

    unit: MadeUnitObject
    file: str
    facts_known: int
    facts_asked: int
    earlier: str | None


class MadeFormsObject(TypedDict):
    """Forms that were made in one run; null where no earlier forms were looked at."""

    directory: str
    criteria_set: SetNameObject
    forms: list[MadeFormObject]
    without_earlier: list[str] | None
    left_over: list[str] | None


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

    person: str | None
    deadline: Day | None
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


class DeviationObject(TypedDict):
    """One thing on a paper that is not as it should be."""

    kind: Literal["figure", "verdict", "lacking", "added", "wording", "moved"]
    counts: bool
    where: str
    expected: str
    found: str
    line: str


class ProofObject(TypedDict):
    """A paper held against the forms that it was made from."""

    file: str
    format: Literal["docx", "html", "xlsx", "md"]
    made: dict[str, str]
    forms: list[str]
    agrees: bool
    deviations: list[DeviationObject]


class ProofsObject(TypedDict):
    """Papers held against their forms."""

    papers: list[ProofObject]


class ExplainAnswer(AnswerObject, ExplanationObject):
    """`xhht explain`."""


class SplitAnswer(AnswerObject, SplitObject):
    """`xhht split`."""


class TemplateAnswer(AnswerObject, MadeFormsObject):
    """`xhht template`, where it makes many forms."""


class MergeAnswer(AnswerObject, MergeObject):
    """`xhht merge`."""


class StatusAnswer(AnswerObject, StatusObject):
    """`xhht status`."""


class SetsAnswer(AnswerObject, SetsObject):
    """`xhht criteria list`."""


class DiffAnswer(AnswerObject, ComparedObject):
    """`xhht criteria diff`."""


class ValidateAnswer(AnswerObject, CheckedFilesObject):
    """`xhht validate`."""


class VerifyAnswer(AnswerObject, ProofsObject):
    """`xhht verify`."""


#: What a command gives.
ANSWERS = (
    UnitObject, UnitsObject, ReportObject, ExplainAnswer, TemplateAnswer, SplitAnswer, MergeAnswer, StatusAnswer,
    SetsAnswer, DiffAnswer, ValidateAnswer, CompareAnswer, VerifyAnswer,
)  # fmt: skip
