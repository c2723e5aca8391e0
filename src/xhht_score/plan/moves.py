"""The choices of one indicator: each way to move it that some rule tells apart, its points, what it takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import lcm
from typing import NamedTuple

from xhht_score.criteria import CriteriaSet
from xhht_score.definitions import Mark
from xhht_score.engine import indicator_result
from xhht_score.numbers import round_half_away
from xhht_score.plan.asked import Own, World
from xhht_score.plan.tracks import Leg, PointLine, Track, line_of, scorings_of
from xhht_score.records import record
from xhht_score.scoring import Bar, Bars, Scoring
from xhht_score.submission import Submission
from xhht_score.terms import Way

_ZERO = Fraction(0)


class Move(NamedTuple):
    """Where the figures of an indicator are moved to, whether evidence is handed in, and its points in each world."""

    at: tuple[int, ...]
    evidence: bool
    points: tuple[Fraction, ...]


class Slope(NamedTuple):
    """MoveList `first` to `last` of one figure, whose points are `base` and so many for each step."""

    first: int
    last: int
    base: Fraction
    each: Fraction
    evidence: bool


@record(slots=False)
class MoveList:
    """Every way to choose an indicator that comes to what the level asks of it by itself, none of them the first."""

    track: Track
    moves: tuple[Move, ...]
    slope: Slope | None = None


def moves_of(criteria_set: CriteriaSet, submission: Submission, track: Track, worlds: Sequence[World]) -> MoveList:
    """Give the moves of an indicator; without any where no move comes to what the level asks of it by itself."""
    return _Finder(criteria_set, submission, track, worlds).find()


class _Finder:
    def __init__(
        self, criteria_set: CriteriaSet, submission: Submission, track: Track, worlds: Sequence[World]
    ) -> None:
        self._set, self._submission, self._track, self._worlds = criteria_set, submission, track, worlds
        self._indicator = track.indicator
        self._level = criteria_set.level_ids[worlds[0].at]

    def find(self) -> MoveList:
        scorings = scorings_of(self._indicator, [one.facts for one in self._worlds])
        line = self._line(scorings)
        if line is not None:
            return self._along(scorings[0], line)
        still = (0,) * len(self._track.legs)
        seen = dict.fromkeys([still, *self._places(scorings)])
        proofs = (False, True) if self._track.evidence else (False,)
        found = [self._move(at, evidence) for at in seen for evidence in proofs]
        return MoveList(self._track, tuple(one for one in found if one is not None))

    # ------------------------------------------------------------ steps

    def _places(self, scorings: Sequence[Scoring]) -> Iterator[tuple[int, ...]]:
        legs = self._track.legs
        if any(isinstance(one, Bars) for one in scorings):
            for world in self._worlds:
                yield from self._to_bars(world)
            return
        if len(legs) == 1:
            for scoring in scorings:
                yield from ((steps,) for steps in self._turns(scoring, legs[0]))

    def _to_bars(self, world: World) -> Iterator[tuple[int, ...]]:
        """Give the least of each figure with which every bar of the level is passed."""
        indicator = self._indicator
        scoring = indicator.rules[indicator.rule_for(world.facts)].scoring
        assert isinstance(scoring, Bars)
        asked = indicator.asked_at(self._level, world.facts)
        at = []
        for leg in self._track.legs:
            bar = scoring.bar(self._level, leg.part) if leg.part in asked else None
            steps = 0 if bar is None else leg.path.least(bar.way, bar.mark.placed)
            if steps is None:
                return
            at.append(steps)
        joined = [tuple(at)]
        if len(self._worlds) > 1:  # one figure may have to reach the bar of another world too
            joined.append(tuple(max(each) for each in zip(at, *self._others(), strict=True)))
        yield from joined

    def _others(self) -> Iterator[tuple[int, ...]]:
        indicator = self._indicator
        for world in self._worlds:
            scoring = indicator.rules[indicator.rule_for(world.facts)].scoring
            asked = indicator.asked_at(self._level, world.facts)
            at = []
            for leg in self._track.legs:
                bar = scoring.bar(self._level, leg.part) if isinstance(scoring, Bars) and leg.part in asked else None
                at.append((bar and leg.path.least(bar.way, bar.mark.placed)) or 0)
            yield tuple(at)

    def _turns(self, scoring: Scoring, leg: Leg) -> Iterator[int]:
        """Give every number of steps at which points or what is met turn."""
        line = line_of(scoring, self._indicator.weight)
        bars = list(scoring.bars)
        if line is not None:
            way: Way = "at_least" if line.slope > 0 else "at_most"
            wanted = [one for world in self._worlds for one in self._earned_marks(world)]
            bars += [Bar(way, Mark("", line.start + one / line.slope)) for one in wanted]
            yield from self._units(line, leg)
        for bar in bars:
            steps = leg.path.least(bar.way, bar.mark.placed)
            if steps is not None:
                yield steps

    def _earned_marks(self, world: World) -> Iterator[Fraction]:
        """Give the points before rounding that the level asks of the indicator by itself."""
        own = world.own.get(self._indicator.id)
        if own is not None and own.met:
            yield self._indicator.met_points
        if own is not None and own.earned is not None:
            yield own.earned

    def _units(self, line: PointLine, leg: Leg) -> Iterator[int]:
        """Give the fewest steps to each number of points that is told apart, up to full."""
        if self._set.rounding is None:
            yield from range(1, leg.full + 1)
            return
        for steps, _ in _rounded_steps(line, leg, self._set.rounding.decimals):
            yield steps

    # ------------------------------------------------------------ one line of points

    def _line(self, scorings: Sequence[Scoring]) -> PointLine | None:
        """Give the line of an indicator that is quickly gone along: one rule, one figure with even steps."""
        legs = self._track.legs
        if len(scorings) != 1 or len(legs) != 1 or legs[0].path.pace is None:
            return None
        if len(self._worlds) > 1 or 0 < legs[0].free < legs[0].full:
            return None
        return line_of(scorings[0], self._indicator.weight)

    def _along(self, scoring: Scoring, line: PointLine) -> MoveList:
        (leg,), world = self._track.legs, self._worlds[0]
        own = world.own.get(self._indicator.id, Own())
        listed = [0]
        floors = [leg.path.least(bar.way, bar.mark.placed) for bar in scoring.bars[:-1]]
        listed += [steps for steps in floors if steps is not None]
        floor = max((leg.path.length if steps is None else steps for steps in floors), default=0)
        way: Way = "at_least" if line.slope > 0 else "at_most"
        for wanted in self._earned_marks(world):
            if (steps := leg.path.least(way, line.start + wanted / line.slope)) is not None:
                listed.append(max(steps, *listed) if wanted else steps)
        full = min(leg.full, leg.path.length)
        listed.append(full)
        needs_proof = bool(self._track.evidence) and not self._counts_unproved(own)
        proofs = (False, True) if needs_proof else (False,)
        found = [self._move((steps,), evidence) for steps in dict.fromkeys(listed) for evidence in proofs]
        least = next((steps for steps in sorted(set(listed)) if self._is_own(own, steps)), None)
        if least is None:
            return MoveList(self._track, tuple(one for one in found if one is not None))
        slope, floor = None, max(1, floor, least)
        if self._set.rounding is not None:
            decimals = self._set.rounding.decimals
            found += [
                Move((steps,), needs_proof, (points,))
                for steps, points in _rounded_steps(line, leg, decimals)
                if floor <= steps < full
            ]
        else:
            first = max(floor, leg.path.least(way, line.start) or 0)
            base, each = (leg.path.start - line.start) * line.slope, (leg.path.pace or _ZERO) * line.slope
            if first < full:
                slope = Slope(first, full - 1, base, each, needs_proof)
        return MoveList(self._track, tuple(one for one in found if one is not None), slope)

    def _counts_unproved(self, own: Own) -> bool:
        """Tell whether points count without evidence, and the level asks for no more than points."""
        policy = self._set.evidence_policies[self._indicator.id]
        return policy.without == "not_met" and self._track.answer.refused is None and not own.met

    def _is_own(self, own: Own, steps: int) -> bool:
        world = self._worlds[0]
        answer = self._track.changed((steps,), bool(self._track.evidence))
        found = indicator_result(self._set, self._indicator, answer, self._submission.year, world.facts)
        return own.holds(found, world.at)

    # ------------------------------------------------------------ one move

    def _move(self, at: tuple[int, ...], evidence: bool) -> Move | None:
        """Give a move with its points, None where it does not come to what the level asks of it by itself."""
        if any(steps > leg.path.length for steps, leg in zip(at, self._track.legs, strict=True)):
            return None
        answer, points = self._track.changed(at, evidence), []
        for world in self._worlds:
            found = indicator_result(self._set, self._indicator, answer, self._submission.year, world.facts)
            own = world.own.get(self._indicator.id)
            if own is not None and not own.holds(found, world.at):
                return None
            points.append(found.points.low)
        return Move(at, evidence, tuple(points))


def _rounded_steps(line: PointLine, leg: Leg, decimals: int) -> Iterator[tuple[int, Fraction]]:
    """Give the fewest steps to each number of points after rounding, with the points, in rising order."""
    path, unit = leg.path, Fraction(1, 10**decimals)
    if path.pace is None:
        yield from _sought_steps(line, leg, unit)
        return
    # points are k units from the place at which they are k - 1/2 units before rounding
    first = (line.start - unit / 2 / line.slope - path.start) / path.pace
    each = unit / line.slope / path.pace
    bottom = lcm(first.denominator, each.denominator)
    a, b = int(first * bottom), int(each * bottom)
    earned = (path.start - line.start) * line.slope
    here = int(round_half_away(max(earned, _ZERO), decimals) / unit)
    full = min(leg.full, path.length)
    steps, count = 0, here
    while True:
        count += 1
        after = -(-(a + count * b) // bottom)
        if after > full:
            return
        # several units may lie within one step: the last of them counts
        if -(-(a + (count + 1) * b) // bottom) > after:
            steps = after
            yield steps, count * unit


def _sought_steps(line: PointLine, leg: Leg, unit: Fraction) -> Iterator[tuple[int, Fraction]]:
    """Give the same of a path whose steps are not alike, looking for each."""
    way: Way = "at_least" if line.slope > 0 else "at_most"
    most = (leg.path.place(leg.full) - line.start) * line.slope
    for count in range(1, int(round_half_away(most / unit, 0)) + 1):
        steps = leg.path.least(way, line.start + (count - Fraction(1, 2)) * unit / line.slope)
        if steps is not None and 0 < steps <= leg.full:
            yield steps, count * unit
