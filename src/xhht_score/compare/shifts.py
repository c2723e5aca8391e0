"""Which levels a unit gains or loses between two results, and what moved them."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from xhht_score.records import record
from xhht_score.results import AtLevel, IndicatorResult, LevelState, Scorecard, Verdict


@record
class Shift:
    """A level whose state is not the same for a unit under two sets, and what moved it.

    `indicators` are those that became harder or easier in the same direction, `conditions` the kinds of conditions
    whose state changed.
    """

    level: str
    old: LevelState | None
    new: LevelState | None
    indicators: tuple[str, ...]
    conditions: tuple[str, ...]


@record
class Gain:
    """A unit whose levels are not the same under two sets."""

    file: str
    unit: str
    shifts: tuple[Shift, ...]


Judged = tuple[Scorecard, Verdict]
_STANDING = ("not_eligible", "possible", "eligible")


def shifts(old: Judged, new: Judged) -> tuple[Shift, ...]:
    """Give the levels of a unit that changed between two assessments of the same answers, and through what."""
    return tuple(_shifts(old, new))


def _shifts(old: Judged, new: Judged) -> Iterator[Shift]:
    states = [{level.id: level.state for level in verdict.levels} for _, verdict in (old, new)]
    for level in dict.fromkeys([*states[1], *states[0]]):
        before, after = (each.get(level) for each in states)
        if before != after:
            better = before is None or (after is not None and _STANDING.index(after) > _STANDING.index(before))
            moved = tuple(_moved(old, new, level, better))
            yield Shift(level, before, after, moved, tuple(_conditions_moved(old, new, level)))


def _moved(old: Judged, new: Judged, level: str, better: bool) -> Iterator[str]:
    """Give the indicators that moved in a direction, as far as the level is concerned."""
    before, after = ({one.id: _standing(one, verdict, level) for one in _results(card)} for card, verdict in (old, new))
    nothing = (True, True, Fraction(0), Fraction(0))  # where an indicator is not in the set, nothing is asked
    for identifier in dict.fromkeys([*after, *before]):
        was, now = before.get(identifier, nothing), after.get(identifier, nothing)
        if was != now and (now > was) == better:
            yield identifier


def _conditions_moved(old: Judged, new: Judged, level: str) -> Iterator[str]:
    before, after = (
        {one.kind: one.state for found in verdict.levels if found.id == level for one in found.conditions}
        for _, verdict in (old, new)
    )
    return (kind for kind in dict.fromkeys([*after, *before]) if before.get(kind) != after.get(kind))


def _results(scorecard: Scorecard) -> Iterator[IndicatorResult]:
    return (result for criterion in scorecard.criteria for result in criterion.indicators)


def _standing(result: IndicatorResult, verdict: Verdict, level: str) -> tuple[bool, bool, Fraction, Fraction]:
    """Give how well an indicator stands at a level; one that is not asked is in nobody's way."""
    at = next((at for at, one in enumerate(verdict.levels) if one.id == level), None)
    found = result.levels[at] if at is not None else AtLevel("left_out")
    points = result.points
    return found.met_low or not found.asked, found.met_high or not found.asked, points.low, points.high
