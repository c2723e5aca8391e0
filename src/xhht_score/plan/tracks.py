"""How far each indicator of a unit can be moved, what full is for it, and what a part of the way takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple, assert_never

from xhht_score.criteria import CriteriaSet, Indicator, question_name
from xhht_score.definitions import Facts
from xhht_score.plan.paths import Course, path_of
from xhht_score.plan.records import FigureChange, Unmoved
from xhht_score.records import record
from xhht_score.scoring import AsGiven, Bars, FullIfMet, PerItem, Proportional, Scoring, Tiers
from xhht_score.submission import Answer, Submission, part_of, usable
from xhht_score.terms import Way

#: The effort of an indicator whose set names none, and of handing in evidence for what is done already.
USUAL_EFFORT = Fraction(3)
EVIDENCE_EFFORT = Fraction(1)
_ZERO, _ONE = Fraction(0), Fraction(1)


class Leg(NamedTuple):
    """One figure on the way of an indicator: its part and path, and after how many steps it is full."""

    part: str
    path: Course
    full: int

    @property
    def free(self) -> int:
        """How many of the steps to full are no work: what a blank may be."""
        return min(self.path.free, self.full)

    def work(self, steps: int) -> Fraction:
        """Give the part of the work to full that so many steps are."""
        return Fraction(max(steps - self.free, 0), self.full - self.free)


@record(slots=False)
class Track:
    """The way of one indicator: its figures, and whether evidence is still to be handed in for it to count.

    `evidence` is "step" where somebody has to hand it in, "free" where it is only not said whether it is there.
    """

    indicator: Indicator
    answer: Answer
    legs: tuple[Leg, ...]
    evidence: str

    @property
    def effort(self) -> Fraction:
        """The effort of the whole way."""
        return Fraction(self.indicator.effort) if self.indicator.effort is not None else USUAL_EFFORT

    @property
    def has_blanks(self) -> bool:
        """Whether a figure is blank, or nobody has said whether the evidence that is asked for is there."""
        return None in self.answer.values.values() or bool(self.evidence and self.answer.evidence is None)

    @cached_property
    def _owned(self) -> tuple[tuple[int, Leg], ...]:
        """The legs that take effort, by position."""
        return tuple((at, leg) for at, leg in enumerate(self.legs) if leg.full > leg.free)

    def share(self, at: Sequence[int], evidence: bool) -> Fraction:
        """Give the part of the way from now to full; evidence that is lacking is part of it where it is handed in."""
        figures = self.figures_share(at)
        if not evidence or self.evidence != "step":
            return figures
        whole = max(self.effort, EVIDENCE_EFFORT)
        return (EVIDENCE_EFFORT + (whole - EVIDENCE_EFFORT) * figures) / whole if self._owned else _ONE

    def figures_share(self, at: Sequence[int]) -> Fraction:
        """Give the part of the way that the figures take, without evidence: the mean of those that have a way to go."""
        if not self._owned:
            return _ZERO
        return sum((leg.work(at[place]) for place, leg in self._owned), _ZERO) / len(self._owned)

    def cost(self, at: Sequence[int], evidence: bool) -> Fraction:
        """Give the effort of so many steps of each figure, and of evidence."""
        proof = EVIDENCE_EFFORT if evidence and self.evidence == "step" else _ZERO
        if self.indicator.effort_by_step:
            return proof + self._by_step(at)
        if proof:
            return proof + (max(self.effort, EVIDENCE_EFFORT) - EVIDENCE_EFFORT) * self.figures_share(at)
        return self.effort * self.figures_share(at)

    def _by_step(self, at: Sequence[int]) -> Fraction:
        found = _ZERO
        for place, leg in self._owned:
            before, after = (leg.path.write(steps) for steps in (min(at[place], leg.free), at[place]))
            names = list(before)
            by = self.indicator.effort_by_step
            if len(names) == 1 and names[0] == "step":
                steps = [*self.indicator.measures[leg.part].words]
                first, last = sorted((int(before["step"]), int(after["step"])))
                found += sum((by.get(one, _ZERO) for one in steps[first + 1 : last + 1]), _ZERO)
            else:
                found += sum((by.get(name, _ZERO) for name in names if before[name] != after[name]), _ZERO)
        return found

    def free_share(self, at: Sequence[int], evidence: bool) -> Fraction:
        """Give how far blanks have to go from their worst, figures and evidence that nobody has said anything of."""
        free = [Fraction(min(steps, leg.free), leg.free) for leg, steps in zip(self.legs, at, strict=True) if leg.free]
        return sum(free, Fraction(evidence and self.evidence == "free"))

    def changes(self, at: Sequence[int]) -> tuple[FigureChange, ...]:
        """Give the figures that so many steps change."""
        found = []
        for leg, steps in zip(self.legs, at, strict=True):
            if not steps:
                continue
            for name, after in leg.path.write(steps).items():
                question = question_name(leg.part, name)
                before = self.answer.values.get(question)
                if before != after:
                    found.append(FigureChange(question, before, after))
        return tuple(found)

    def changed(self, at: Sequence[int], evidence: bool) -> Answer:
        """Give the answer after so many steps of each figure, and with evidence."""
        values = {**self.answer.values, **{one.question: one.after for one in self.changes(at)}}
        update: dict[str, object] = {"values": values}
        if evidence:
            update |= {"evidence": True, "refused": None}
        return self.answer.model_copy(update=update)


class PointLine(NamedTuple):
    """Points in proportion: none up to the place `start`, so many for each whole place beyond it."""

    start: Fraction
    slope: Fraction


def line_of(scoring: Scoring, weight: Fraction) -> PointLine | None:
    """Give the line that the points of a rule follow up to the weight; None where they go by steps."""
    match scoring:
        case Proportional(start=start, target=target):
            return PointLine(start.placed, weight / (target.placed - start.placed))
        case PerItem(each=each):
            return PointLine(_ZERO, each) if each else None
        case AsGiven():
            return PointLine(_ZERO, _ONE)
        case FullIfMet() | Tiers() | Bars():
            return None
        case _:
            assert_never(scoring)


def scorings_of(indicator: Indicator, worlds: Sequence[Facts]) -> list[Scoring]:
    """Give the scorings that may hold for a unit, each once."""
    return [indicator.rules[at].scoring for at in dict.fromkeys(indicator.rule_for(facts) for facts in worlds)]


def track_of(
    criteria_set: CriteriaSet,
    indicator: Indicator,
    answer: Answer,
    submission: Submission,
    worlds: Sequence[Facts],
    level: str,
    *,
    free: bool,
) -> Track | Unmoved | None:
    """Give the way of an indicator toward a level, why there is none, or None where it is not asked of the unit.

    `free` says that what is blank may be anything; else it begins at its worst, and moving it is work.
    """
    asked = [one for one in worlds if indicator.asked_parts(one)]
    omission = indicator.not_applicable
    if not asked:
        return None
    if answer.not_applicable is not None and omission is not None and any(map(omission.allowed, asked)):
        return "lacking" if omission.means == "not_met" else None
    if indicator.stays_open(submission.year):
        return "undecided"
    found = answer.model_copy(update={"values": usable(indicator, answer.values)})
    legs, reasons = [], list[Unmoved]()
    for part in indicator.measures:
        if not any(part in indicator.asked_parts(one) for one in asked):
            continue
        leg = _leg(indicator, part, found, asked, criteria_set, level, free=free)
        if isinstance(leg, str):
            reasons.append(leg)
        else:
            legs.append(leg)
    evidence = _lacking(criteria_set, indicator, answer, free)
    if reasons and (len(indicator.measures) > 1 or not evidence):
        return reasons[0]
    return Track(indicator, found, tuple(legs), evidence)


def _lacking(criteria_set: CriteriaSet, indicator: Indicator, answer: Answer, free: bool) -> str:
    """Give whether evidence is lacking: "" where the answer counts as it is."""
    policy = criteria_set.evidence_policies[indicator.id]
    refused = policy.policy != "none" and answer.refused == "uncounted"
    counts = policy.policy == "required" and policy.without != "warn" and answer.evidence is not True
    if refused:
        return "step"
    if not counts or answer.refused is not None:
        return ""
    return "free" if free and answer.evidence is None else "step"


def _leg(
    indicator: Indicator,
    part: str,
    answer: Answer,
    worlds: Sequence[Facts],
    criteria_set: CriteriaSet,
    level: str,
    *,
    free: bool,
) -> Leg | Unmoved:
    measure = indicator.measures[part]
    values = part_of(indicator, answer.values, part)
    is_blank = any(values[one.name] is None for one in measure.inputs)
    scorings = scorings_of(indicator, worlds)
    marks = [place for one in scorings for place in one.places(part)]
    up = _upward(scorings[0], level, part)
    order = list(values)
    if indicator.effort_by_step:
        order.sort(key=lambda name: indicator.effort_by_step.get(name, _ZERO), reverse=not up)  # taken from the end
    is_free = free and is_blank
    path = path_of(measure, values, up=up, level=level, marks=marks, free=is_free, order=order)
    if path is None:
        return "given" if measure.is_given else "blank"
    full = 0
    for scoring in scorings:
        if isinstance(scoring, Bars):
            full = max(
                full, _full_by_bars(criteria_set, scoring, part, path, indicator, values, up, marks, order, free)
            )
        else:
            full = max(full, full_by_points(scoring, indicator.weight, path))
    return Leg(part, path, full)


def _upward(scoring: Scoring, level: str, part: str) -> bool:
    if isinstance(scoring, Bars):
        bar = scoring.bar(level, part)
        return bar is None or bar.upward
    return scoring.upward


def _full_by_bars(
    criteria_set: CriteriaSet,
    scoring: Bars,
    part: str,
    path: Course,
    indicator: Indicator,
    values: Mapping[str, Fraction | None],
    up: bool,
    marks: Sequence[Fraction],
    order: Sequence[str],
    free: bool,
) -> int:
    """Give the steps to the highest bar of any level, or as far as the path leads."""
    full = 0
    measure = indicator.measures[part]
    for level in criteria_set.level_ids:
        bar = scoring.bar(level, part)
        if bar is None or (part and not indicator.parts[part].asked_at(level)) or bar.upward != up:
            continue
        there: Course | None = path
        if measure.levels_apart:
            there = path_of(measure, values, up=up, level=level, marks=marks, free=free, order=order)
        assert there is not None
        steps = there.least(bar.way, bar.mark.placed)
        full = max(full, there.length if steps is None else steps)
    return full


def full_by_points(scoring: Scoring, weight: Fraction, path: Course) -> int:
    """Give the fewest steps that give as many points as the path can lead to."""
    best = scoring.outcome(path.place(path.length), weight).points
    line = line_of(scoring, weight)
    if line is not None:
        way: Way = "at_least" if line.slope > 0 else "at_most"
        steps = path.least(way, line.start + best / line.slope) if best else 0
        floor = next((bar for bar in scoring.bars), None)
        for bar in (floor,) if floor is not None and best else ():
            steps = max(steps or 0, path.least(bar.way, bar.mark.placed) or 0)
        return path.length if steps is None else steps
    reached = [path.least(bar.way, bar.mark.placed) for bar in scoring.bars]
    held = [steps for steps in reached if steps is not None]
    return next(
        (steps for steps in sorted(held) if scoring.outcome(path.place(steps), weight).points == best), path.length
    )


def limited(track: Track, most: Mapping[str, Fraction]) -> Track:
    """Give the same way as far as figures stay at most what is named, by question."""
    legs = []
    for leg in track.legs:
        named = {name: most[question_name(leg.part, name)] for name in leg.path.write(0)
                 if question_name(leg.part, name) in most}  # fmt: skip
        legs.append(leg._replace(path=leg.path.limited(named)) if named else leg)
    return replace(track, legs=tuple(legs))
