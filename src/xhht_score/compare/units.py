"""What changed between two forms of a unit, and how much of it the rule changed and how much the figures.

Between the two stands a third result: the earlier figures under the later rule. From the earlier result to it only the
rule changed, from it to the later result only the figures; so both parts add up to the whole exactly. What the later
rule asks otherwise than the earlier one, or anew, no earlier figure answers: there the later figure stands between, and
the change is the rule's.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal, NamedTuple

from xhht_score.compare.sets import Difference
from xhht_score.compare.shifts import Shift
from xhht_score.criteria import CriteriaSet
from xhht_score.numbers import Range
from xhht_score.records import record
from xhht_score.results import ConditionState, IndicatorResult, LevelResult, LevelState, Scorecard, Verdict
from xhht_score.submission import Submission

#: What became of an indicator at a level: `open` where it is not known whether it was met before, or is now; `asked`
#: where it was not asked before, `dropped` where it is not asked any more.
MetChange = Literal["gained", "lost", "open", "asked", "dropped", "same"]
#: What was reported otherwise: a figure, whether there is evidence, that something is not applicable and why, or what
#: the council refused.
ReportedKind = Literal["value", "evidence", "omission", "refused"]


@record
class ScoredUnit:
    """What one form says, and what comes of it under its set."""

    criteria_set: CriteriaSet
    submission: Submission
    scorecard: Scorecard
    verdict: Verdict


class Moved(NamedTuple):
    """How much the worst and the best end of a range went up."""

    low: Fraction
    high: Fraction


@record
class Stages:
    """A number before, then as the later rule gives it for the earlier figures, and after."""

    old: Range
    between: Range
    new: Range

    @property
    def change(self) -> Moved:
        """The whole change: what the rule and what the figures changed."""
        return _moved(self.old, self.new)

    @property
    def through_rule(self) -> Moved:
        """What the rule changed for the earlier figures."""
        return _moved(self.old, self.between)

    @property
    def through_figures(self) -> Moved:
        """What the figures changed under the later rule."""
        return _moved(self.between, self.new)

    @property
    def known(self) -> bool:
        """Whether both what was before and what is now are one number."""
        return self.old.known and self.new.known


def _moved(one: Range, other: Range) -> Moved:
    return Moved(other.low - one.low, other.high - one.high)


@record
class ReportedChange:
    """One thing that the two forms report otherwise; `question` is None but for a figure.

    `old` and `new` are numbers, yes or no, or texts; None where nothing stands, or nothing is asked.
    """

    kind: ReportedKind
    question: str | None
    old: Fraction | bool | str | None
    new: Fraction | bool | str | None


@record
class IndicatorChange:
    """One indicator before, under the later rule with the earlier figures, and after; None where a set has it not.

    `standing` has for each level of both sets whether it is met, in the same three; `reported` is what the forms report
    otherwise; `asked_anew` are the questions that no figure of the earlier form answers.
    """

    id: str
    old: IndicatorResult | None
    between: IndicatorResult | None
    new: IndicatorResult | None
    standing: Mapping[str, tuple[ConditionState | None, ConditionState | None, ConditionState | None]]
    reported: tuple[ReportedChange, ...]
    asked_anew: tuple[str, ...] = ()

    @property
    def points(self) -> Stages:
        """Its points; none where a set does not have it."""
        return Stages(*(Range.of(0) if one is None else one.points for one in (self.old, self.between, self.new)))

    def met(self, level: str) -> MetChange:
        """Give what became of it at a level."""
        old, _, new = self.standing[level]
        return became(old, new)

    @property
    def changed(self) -> bool:
        """Whether anything about it is not as it was."""
        return bool(self.reported) or self._outcome(0) != self._outcome(2)

    @property
    def through_rule(self) -> bool:
        """Whether the rule alone made it come out otherwise."""
        return self._outcome(0) != self._outcome(1)

    @property
    def through_figures(self) -> bool:
        """Whether the figures made it come out otherwise."""
        return self._outcome(1) != self._outcome(2)

    def _outcome(self, at: int) -> tuple[object, ...]:
        """Give what came out: its points, its standing at each level, and whether it counts at all."""
        result = (self.old, self.between, self.new)[at]
        standing = tuple(one[at] for one in self.standing.values())
        return () if result is None else (result.points, standing, _counts(result))


def _counts(result: IndicatorResult) -> bool:
    return result.state not in ("not_applicable", "not_asked")


@record
class LevelChange:
    """One level before, under the later rule with the earlier figures, and after; None where a set has it not.

    `moved` is there where its state is not what it was; `by_rule` and `by_figures` where that part alone moved it.
    """

    id: str
    old: LevelResult | None
    between: LevelResult | None
    new: LevelResult | None
    moved: Shift | None
    by_rule: Shift | None
    by_figures: Shift | None

    @property
    def states(self) -> tuple[LevelState | None, LevelState | None, LevelState | None]:
        """Its state in the three results."""
        old, between, new = (None if one is None else one.state for one in (self.old, self.between, self.new))
        return old, between, new

    @property
    def outcome(self) -> MetChange:
        """What became of it: gained or lost for certain only where neither side is open."""
        old, _, new = self.states
        return became(old and _STATES[old], new and _STATES[new])

    @property
    def met(self) -> Stages | None:
        """How many indicators are met at it, None where only one of the sets has it."""
        found = [one.attainment.met for one in (self.old, self.between, self.new) if one is not None]
        return Stages(*found) if len(found) == 3 else None


_STATES: Mapping[LevelState, ConditionState] = {"eligible": "met", "possible": "open", "not_eligible": "short"}


def became(old: ConditionState | None, new: ConditionState | None) -> MetChange:
    """Give what became of something that stood in one way and stands in another now; None where it is in no set."""
    if old == new:
        return "open" if old == "open" else "same"
    if "open" in (old, new):
        return "open"
    asked = [one not in (None, "left_out") for one in (old, new)]
    if not all(asked):
        return "asked" if asked[1] else "dropped" if asked[0] else "same"
    return "gained" if new == "met" else "lost"


@record
class UnitChange:
    """Everything that changed between two forms of a unit.

    `rules` are the differences of the two sets; `related` says whether they are of one family, so that an id means the
    same in both; `facts` the facts of the unit that are not as they were.
    """

    old: ScoredUnit
    between: ScoredUnit
    new: ScoredUnit
    rules: tuple[Difference, ...]
    related: bool
    facts: tuple[str, ...]
    indicators: tuple[IndicatorChange, ...]
    levels: tuple[LevelChange, ...]

    @property
    def rule_changed(self) -> bool:
        """Whether the later rule gives anything else for the earlier figures, or is worded otherwise."""
        return bool(self.rules) or self.between is not self.old

    @property
    def points(self) -> Stages | None:
        """The total, None unless both sets have points."""
        sides = (self.old, self.between, self.new)
        if any(one.criteria_set.total_points is None for one in sides):
            return None
        return Stages(*(one.scorecard.total.points for one in sides))

    @property
    def percent(self) -> Stages | None:
        """The attainment in percent, None unless both sets have points and something is applicable in all three."""
        found = [one.scorecard.total.percent for one in (self.old, self.between, self.new)]
        known = [one.times(100) for one in found if one is not None]
        return Stages(*known) if self.points is not None and len(known) == 3 else None

    @property
    def changed(self) -> tuple[IndicatorChange, ...]:
        """The indicators about which anything changed."""
        return tuple(one for one in self.indicators if one.changed)
