"""Every answer that the program can give, as frozen records; nothing is computed in them.

Numbers are exact. A `Range` spans all completions of what is still blank; its ends are equal when nothing is. Ids
stand for words; the words are put on at the edge.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from fractions import Fraction
from typing import Literal

from xhht_score.definitions import Mark
from xhht_score.errors import Place, Problem
from xhht_score.numbers import Range
from xhht_score.records import record
from xhht_score.scoring import Bar

#: `refused` counts for nothing, because the council refused the evidence and entered no figure of its own.
#: `undecided` is one whose reading nobody knows in the year, filled in or not. `lacking` was declared not applicable
#: where the rule is read so that it is not met then.
AnswerState = Literal["answered", "missing", "undecided", "not_applicable", "lacking", "not_asked", "refused"]
#: Workbooks other than the unit's own: those of lower units, and last year's.
FigureSource = Literal["lower", "last-year"]
MeasuredIn = Literal["percent", "points", "met", "date"]
ConditionState = Literal["met", "short", "open", "left_out"]
LevelState = Literal["eligible", "possible", "not_eligible"]


@record
class Tally:
    """Points over applicable points; the maximum is a range only while a fact of the unit is unknown.

    `percent` is a share of one, None where nothing is applicable in any completion.
    """

    points: Range
    maximum: Range
    percent: Range | None


@record
class ReportedValue:
    """One value as it was read: the question's name, the number (None: blank), and where it stands.

    `source` says from which other workbooks it was taken, None where it stands in the unit's own.
    """

    name: str
    value: Fraction | None
    place: Place | None
    source: FigureSource | None = None


@record
class BarResult:
    """How one part of an indicator ("" where it has one measure) stands against its bar at one level.

    `found` is the part's place on its measure's scale; `short_by` is how much even the best completion lacks, None
    unless short (0 where a bar asks for more than its mark and just the mark is reached).
    """

    part: str
    bar: Bar
    found: Range
    state: Literal["met", "open", "short"]
    short_by: Fraction | None


@record
class AtLevel:
    """How an indicator stands at one level: `left_out` where the level does not ask it of the unit, `open` where the
    blanks decide whether it is met. `bars` is empty where points decide."""

    state: ConditionState
    bars: tuple[BarResult, ...] = ()

    @property
    def asked(self) -> bool:
        """Whether the level asks it of the unit."""
        return self.state != "left_out"

    @property
    def met_low(self) -> bool:
        """Whether it is met however the blanks are filled."""
        return self.state == "met"

    @property
    def met_high(self) -> bool:
        """Whether it is met by some way to fill the blanks."""
        return self.state in ("met", "open")


@record
class IndicatorResult:
    """How one indicator came out, and how its points arose.

    `points` are rounded as the set says, `earned` are not; `levels` says whether it is met, for each level of the set;
    `value` is the place on the measure's scale, None where it has several; `rule` is the position in the indicator's
    rules, `reached` the step of that rule (None while open, or below all steps).
    """

    id: str
    state: AnswerState
    points: Range
    earned: Range
    maximum: Range
    levels: tuple[AtLevel, ...]
    value: Range | None
    values: tuple[ReportedValue, ...]
    rule: int
    reached: Mark | None
    evidence: bool | None
    reason: str | None

    def reported(self, name: str, values: tuple[ReportedValue, ...]) -> IndicatorResult:
        """Give the same of an indicator of this id, with what was reported for it."""
        return IndicatorResult(
            name, self.state, self.points, self.earned, self.maximum, self.levels, self.value, values, self.rule,
            self.reached, self.evidence, self.reason,
        )  # fmt: skip

    def __repr__(self) -> str:
        return f"IndicatorResult({self.id!r}, {self.state}{_points_of(self.points, self.maximum)})"


@record
class CriterionResult:
    """One criterion: its tally and its indicators, in the order of the set."""

    id: str
    tally: Tally
    indicators: tuple[IndicatorResult, ...]

    def __repr__(self) -> str:
        points = _points_of(self.tally.points, self.tally.maximum)
        return f"CriterionResult({self.id!r}{points}, indicators={len(self.indicators)})"


@record
class Sheet:
    """The scores of a unit under one choice of its facts."""

    facts: Mapping[str, str]
    criteria: tuple[CriterionResult, ...]
    total: Tally


@record
class Scorecard:
    """The scores of a unit: joined over every choice of facts that are unknown, and the sheet of each choice.

    `indicators` are the results of the criteria's indicators by id.
    """

    criteria: tuple[CriterionResult, ...]
    total: Tally
    sheets: tuple[Sheet, ...]
    problems: tuple[Problem, ...]
    indicators: Mapping[str, IndicatorResult] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_id = {one.id: one for criterion in self.criteria for one in criterion.indicators}
        object.__setattr__(self, "indicators", by_id)

    def __repr__(self) -> str:
        points = _points_of(self.total.points, self.total.maximum)
        count = f"criteria={len(self.criteria)}, indicators={len(self.indicators)}"
        return f"Scorecard({count}{points}, problems={len(self.problems)})"


def _points_of(points: Range, maximum: Range) -> str:
    """Give points and their maximum for a short line; nothing where the set has no points."""
    return f", points={points} of {maximum}" if maximum.high else ""


@record
class Finding:
    """How one subject of a condition (the total, a criterion, an indicator) stands against what is required.

    `required`, `found` and `short_by` are shares for a percentage, points, or 1 and 0 for met and not met; for dates
    they are days counted as `datetime.date.toordinal` does, None while not known. `short_by` is how much even the best
    completion lacks, None unless short.
    """

    subject: str | None
    state: ConditionState
    required: Fraction | None
    found: Range | None
    short_by: Fraction | None


@record
class ConditionResult:
    """One condition of a level: its state, what it is measured in, and a finding for each subject.

    `short_by` is the largest shortfall among the findings, for `met` the number of indicators that are short.
    """

    kind: str
    state: ConditionState
    measured_in: MeasuredIn
    strict: bool
    short_by: Fraction | None
    findings: tuple[Finding, ...]


@record
class Attainment:
    """Indicators met at a level over applicable indicators; `percent` is a share, None where nothing is applicable."""

    met: Range
    applicable: Range
    percent: Range | None


@record
class LevelResult:
    """Whether a level can be granted, and why; `criteria` holds the attainment of each criterion at the level."""

    id: str
    state: LevelState
    attainment: Attainment
    criteria: tuple[Attainment, ...]
    conditions: tuple[ConditionResult, ...]

    def __repr__(self) -> str:
        found = ", ".join(f"{one.kind} {one.state}" for one in self.conditions)
        return f"LevelResult({self.id!r}, {self.state}: {found})"


@record
class Otherwise:
    """What the verdict would be by another option of a reading of the set, where that is another one."""

    reading: str
    option: str
    certain: str | None
    possible: str | None


@record
class Verdict:
    """Every level from low to high, the highest one reached for certain, and the highest one still possible."""

    levels: tuple[LevelResult, ...]
    certain: str | None
    possible: str | None

    def __repr__(self) -> str:
        levels = ", ".join(f"{one.id} {one.state}" for one in self.levels)
        return f"Verdict(certain={self.certain!r}, possible={self.possible!r}: {levels})"
