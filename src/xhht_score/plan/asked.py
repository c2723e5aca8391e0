"""What a level asks: of sums of points, and of each indicator by itself; once for each choice of unknown facts."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import assert_never

from xhht_score.criteria import (
    AllMet,
    CriteriaSet,
    EachCriterion,
    EachIndicator,
    Indicators,
    OneCriterion,
    Total,
    Upgrade,
)
from xhht_score.definitions import Facts
from xhht_score.engine import indicator_result
from xhht_score.numbers import total
from xhht_score.records import record
from xhht_score.results import IndicatorResult, Sheet
from xhht_score.submission import Answer, Submission

_BLANK = Answer()


@record
class WantedSum:
    """What one sum of points has to reach, or with `strict` to pass."""

    points: Fraction
    strict: bool = False


@record
class Own:
    """What an indicator has to come to by itself: met, and so many points before rounding."""

    met: bool = False
    earned: Fraction | None = None

    def holds(self, result: IndicatorResult, at: int) -> bool:
        """Tell whether a result surely comes to it at the level at a position."""
        return (not self.met or result.levels[at].met_low) and (self.earned is None or result.earned.low >= self.earned)


@record(slots=False)
class World:
    """A unit under one choice of its facts: its results as they are, and what the level asks."""

    facts: Facts
    at: int
    results: Mapping[str, IndicatorResult]
    total: tuple[WantedSum, ...]
    criteria: Mapping[str, tuple[WantedSum, ...]]
    own: Mapping[str, Own]


def world_of(
    criteria_set: CriteriaSet, submission: Submission, facts: Facts, level: str, sheet: Sheet | None = None
) -> World:
    """Give what a level asks of a unit with these facts, all of which are known; waits before an upgrade aside.

    `sheet` are its scores with these facts, where they are there already.
    """
    at = criteria_set.level_ids.index(level)
    if sheet is not None:
        results = {one.id: one for criterion in sheet.criteria for one in criterion.indicators}
    else:
        results = {
            indicator.id: indicator_result(
                criteria_set, indicator, submission.answers.get(indicator.id, _BLANK), submission.year, facts
            )
            for indicator in criteria_set.indicators.values()
        }
    maxima = {one.id: total(results[each.id].maximum.low for each in one.indicators) for one in criteria_set.criteria}
    of_all: list[WantedSum] = []
    criteria: dict[str, list[WantedSum]] = {}
    own: dict[str, Own] = {}

    def ask(name: str, *, met: bool = False, earned: Fraction | None = None) -> None:
        there = own.get(name, Own())
        points = [one for one in (there.earned, earned) if one is not None]
        own[name] = Own(there.met or met, max(points, default=None))

    asked = dict.fromkeys(name for name, one in results.items() if not _left_out(one, at))
    whole = total(maxima.values())
    for condition in criteria_set.recognition.levels[at].requires:
        match condition:
            case Total(at_least=mark):
                if whole:
                    of_all.append(WantedSum(mark.placed * whole if mark.percent else mark.placed))
            case EachCriterion(at_least=Fraction() as share):
                for name, most in maxima.items():
                    if most:
                        criteria.setdefault(name, []).append(WantedSum(share * most))
            case EachCriterion(above=above):
                for name, most in maxima.items():
                    if most:
                        criteria.setdefault(name, []).append(WantedSum(above or Fraction(0), strict=True))
            case OneCriterion(id=name, at_least=share) if not maxima[name]:
                continue
            case OneCriterion(id=name, at_least=share):
                criteria.setdefault(name, []).append(WantedSum(share * maxima[name]))
            case EachIndicator(at_least=points):
                for name in asked:
                    if results[name].maximum.high:
                        ask(name, earned=points)
            case Indicators(met=names):
                for name in names:
                    if name in asked:
                        ask(name, met=True)
            case AllMet():
                for name in asked:
                    ask(name, met=True)
            case _:
                assert_never(condition)
    return World(facts, at, results, tuple(of_all), {name: tuple(each) for name, each in criteria.items()}, own)


def _left_out(result: IndicatorResult, at: int) -> bool:
    return result.state in ("not_applicable", "not_asked") or not result.levels[at].asked


def waits_of(criteria_set: CriteriaSet, level: str) -> tuple[int, ...]:
    """Give the positions of conditions of a level that no step moves: the waits before an upgrade."""
    conditions = criteria_set.recognition.conditions(
        next(one for one in criteria_set.recognition.levels if one.id == level)
    )
    return tuple(at for at, one in enumerate(conditions) if isinstance(one, Upgrade))
