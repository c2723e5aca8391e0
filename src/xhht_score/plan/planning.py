"""The cheapest way to a level: `plan(criteria_set, submission, level) -> PlannedLevel`.

Exact, and the least there is: first the effort in all, then the number of indicators, then the change (the sum of the
shares of the way to full). Whatever is given back was scored and judged before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from fractions import Fraction
from functools import cached_property
from math import lcm

from xhht_score.criteria import CriteriaSet
from xhht_score.definitions import Facts
from xhht_score.engine import score
from xhht_score.plan.asked import WantedSum, World, waits_of, world_of
from xhht_score.plan.cover import Item, Needs, least_cover
from xhht_score.plan.moves import Move, MoveList, moves_of
from xhht_score.plan.records import BlankCase, Blocked, Outlook, PlannedLevel, Step, StepPlan, Unmoved
from xhht_score.plan.sums import Choice, Stretch
from xhht_score.plan.tracks import Track, limited, track_of
from xhht_score.recognition import judge
from xhht_score.records import record
from xhht_score.results import IndicatorResult, LevelResult, Scorecard
from xhht_score.submission import Answer, Submission

_ZERO = Fraction(0)
#: Keys of choices from here on stand for steps of a stretch, those below for moves that are listed.
_FIRST_STEP = 1 << 60


@record
class PlanLimits:
    """What a plan may not do: indicators that are kept as they are, the most of some figures by path, an effort."""

    keep: frozenset[str] = frozenset()
    at_most: Mapping[str, Fraction] = field(default_factory=dict)
    budget: Fraction | None = None
    plans: int = 1


_FREE = PlanLimits()


def plan(criteria_set: CriteriaSet, submission: Submission, level: str, limits: PlanLimits = _FREE) -> PlannedLevel:
    """Give the cheapest ways of a unit to a level, by the case of what is blank; none where it is certain already.

    Waits before an upgrade are told beside, as no step moves them. Raises `XhhtError` for a draft.
    """
    card = score(criteria_set, submission)
    now = _level(criteria_set, card, submission, level)
    waits = tuple(
        Blocked(at, now.conditions[at]) for at in waits_of(criteria_set, level) if now.conditions[at].state in _UNMET
    )
    if _holds(criteria_set, now, level):
        return PlannedLevel(level, now.state, (), waits, {})
    worst = _Case(criteria_set, submission, level, limits, card, "worst", tuple(criteria_set.worlds(submission.facts)))
    found = worst.outlook()
    outlooks = [replace(found, case="known")]
    if worst.has_blanks:
        best = _best(criteria_set, submission, level, limits, card)
        if _takes_less(best, found) or (worst.is_open and not best.plans and not found.plans):
            outlooks = [best, found]
    return PlannedLevel(level, now.state, tuple(outlooks), waits, worst.unmoved)


_UNMET = ("short", "open")


def _best(
    criteria_set: CriteriaSet, submission: Submission, level: str, limits: PlanLimits, card: Scorecard
) -> Outlook:
    """Give the plans for the best choice of unknown facts, the first where none leads there."""
    worlds = [(one,) for one in criteria_set.worlds(submission.facts)]
    found = [_Case(criteria_set, submission, level, limits, card, "best", one).outlook() for one in worlds]
    ways = [one for one in found if one.plans]
    return min(ways, key=lambda one: _rank(one.plans[0])) if ways else found[0]


def _rank(one: StepPlan) -> tuple[Fraction, int, Fraction]:
    return one.effort, len(one.steps), one.share


def _takes_less(best: Outlook, worst: Outlook) -> bool:
    """Tell whether the best case is worth telling: whatever is certain holds in it as well."""
    if best.plans:
        return not worst.plans or _rank(best.plans[0]) < _rank(worst.plans[0])
    if best.beyond is None or worst.plans:
        return False
    return worst.beyond is None or best.beyond < worst.beyond


def _level(criteria_set: CriteriaSet, card: Scorecard, submission: Submission, level: str) -> LevelResult:
    return next(one for one in judge(criteria_set, card, submission).levels if one.id == level)


def _holds(criteria_set: CriteriaSet, found: LevelResult, level: str) -> bool:
    """Tell whether everything but the waits holds for certain."""
    waits = waits_of(criteria_set, level)
    if found.state == "eligible" or not any(found.conditions[at].state in _UNMET for at in waits):
        return found.state == "eligible"
    states = [one.state for at, one in enumerate(found.conditions) if at not in waits]
    return "met" in states and not any(one in _UNMET for one in states)


@record(slots=False)
class _Case:
    """One unit with one reading of its blanks, on the way to one level."""

    criteria_set: CriteriaSet
    submission: Submission
    level: str
    limits: PlanLimits
    card: Scorecard
    case: BlankCase
    facts: tuple[Facts, ...]

    def outlook(self) -> Outlook:
        """Give the plans, cheapest first, or what blocks the way."""
        cheapest = self._cheapest(frozenset())
        if cheapest is None:
            return Outlook(self.case, (), self._blocked())
        budget = self.limits.budget
        if budget is not None and cheapest.effort > budget:
            return Outlook(self.case, (), (), cheapest.effort)
        plans = [cheapest]
        while len(plans) < self.limits.plans:
            others = [one for left_out in _hitting(plans) if (one := self._cheapest(left_out)) is not None]
            others = [one for one in others if budget is None or one.effort <= budget]
            if not others:
                break
            plans.append(min(others, key=_rank))
        return Outlook(self.case, tuple(plans), ())

    @cached_property
    def _tracks(self) -> dict[str, Track | Unmoved | None]:
        found: dict[str, Track | Unmoved | None] = {}
        for indicator in self.criteria_set.indicators.values():
            if indicator.id in self.limits.keep:
                found[indicator.id] = "kept"
                continue
            answer = self.submission.answers.get(indicator.id, Answer())
            track = track_of(
                self.criteria_set, indicator, answer, self.submission, self.facts, self.level, free=self.case == "best"
            )
            most = {
                one.name: self.limits.at_most[one.path]
                for one in indicator.questions
                if one.path in self.limits.at_most
            }
            found[indicator.id] = limited(track, most) if isinstance(track, Track) and most else track
        return found

    @cached_property
    def is_open(self) -> bool:
        """Whether anything is blank or not known that may bear on the level by itself."""
        return len(self.facts) > 1 or any(
            not one.points.known or any(at.state == "open" for at in one.levels)
            for one in self.card.indicators.values()
        )

    @cached_property
    def has_blanks(self) -> bool:
        """Whether anything is blank or not known at all: also what bears on the level only once more is done."""
        return self.is_open or any(
            one == "blank" if not isinstance(one, Track) else one.has_blanks for one in self._tracks.values()
        )

    @property
    def unmoved(self) -> dict[str, Unmoved]:
        """The indicators that no step was looked for, with the reason; those that lack nothing left out."""
        at = self.criteria_set.level_ids.index(self.level)
        found = self.card.indicators
        return {
            name: one
            for name, one in self._tracks.items()
            if one is not None and not isinstance(one, Track)
            if one == "kept" or not _is_full(found[name], at)
        }

    @cached_property
    def _worlds(self) -> tuple[World, ...]:
        return tuple(world_of(self.criteria_set, self.submission, one, self.level) for one in self.facts)

    @cached_property
    def _moves(self) -> list[MoveList]:
        tracks = [one for one in self._tracks.values() if isinstance(one, Track)]
        return [moves_of(self.criteria_set, self.submission, one, self._worlds) for one in tracks]

    @cached_property
    def _fixed(self) -> list[str]:
        return [name for name, one in self._tracks.items() if not isinstance(one, Track)]

    @cached_property
    def _is_hopeless(self) -> bool:
        """Whether something that is not moved does not come to what the level asks of it by itself, or nothing ran."""
        for world in self._worlds:
            if any(name in world.own and not world.own[name].holds(world.results[name], world.at)
                   for name in self._fixed):  # fmt: skip
                return True
            if not (world.total or world.criteria or world.own):
                return True
        return any(not one.moves and one.slope is None for one in self._moves)

    # ------------------------------------------------------------ the least

    def _cheapest(self, left_out: frozenset[str]) -> StepPlan | None:
        """Give the cheapest plan that leaves some indicators as they are."""
        if self._is_hopeless:
            return None
        model = self._model
        items = [
            replace(item, choices=tuple(one for one in item.choices if not one.key), stretch=None)
            if moves.track.indicator.id in left_out
            else item
            for item, moves in zip(model.items, self._moves, strict=True)
        ]
        if any(not item.choices and item.stretch is None for item in items):
            return None
        found = least_cover(items, model.needs)
        if found is None:
            return None
        told = self._told([model.move(at, one) for at, one in enumerate(found.choices)])
        return told if found.floor is None else replace(told, at_least=model.effort_of(found.floor))

    @cached_property
    def _model(self) -> _Model:
        return _Model(self.criteria_set, self._moves, self._worlds, self._fixed)

    def _told(self, moved: Sequence[Move]) -> StepPlan:
        """Give a plan in full, after the engine has confirmed that it leads to the level."""
        steps: dict[str, tuple[Track, Move]] = {
            one.track.indicator.id: (one.track, move)
            for one, move in zip(self._moves, moved, strict=True)
            if any(move.at) or move.evidence
        }
        answers = {**self.submission.answers, **{name: one.changed(*move[:2]) for name, (one, move) in steps.items()}}
        facts: dict[str, str | None] = dict(self.submission.facts)
        if self.case == "best":
            facts |= self.facts[0]
        done = self.submission.model_copy(update={"answers": answers, "facts": facts})
        card = score(self.criteria_set, done)
        if not _holds(self.criteria_set, _level(self.criteria_set, card, done, self.level), self.level):
            raise AssertionError(f"a plan for {self.level} does not reach it")
        told = [self._step(one, move, card) for one, move in steps.values()]
        own = [one for one in told if one.effort or one.share or self._is_own(*steps[one.indicator])]
        blanks = [one for one in told if one not in own]
        known = {name: one for name, one in self.facts[0].items() if self.submission.facts.get(name) != one}
        return StepPlan(
            tuple(own),
            tuple(blanks),
            known if self.case == "best" else {},
            sum((one.effort for one in own), _ZERO),
            sum((one.share for one in own), _ZERO),
        )

    @staticmethod
    def _is_own(track: Track, move: Move) -> bool:
        """Tell whether a move is work, and not only what a blank has to be."""
        return _counts(track, move)

    def _step(self, track: Track, move: Move, card: Scorecard) -> Step:
        name, at = track.indicator.id, self.criteria_set.level_ids.index(self.level)
        before, after = self.card.indicators[name], card.indicators[name]
        return Step(
            name,
            track.changes(move.at),
            move.evidence,
            before.points,
            after.points,
            before.levels[at].met_low,
            after.levels[at].met_low,
            track.cost(move.at, move.evidence),
            track.indicator.effort is None and not track.indicator.effort_by_step,
            track.share(move.at, move.evidence),
        )

    # ------------------------------------------------------------ what blocks

    def _blocked(self) -> tuple[Blocked, ...]:
        """Give the conditions that do not hold even where everything that can be moved is moved as far as it goes."""
        answers = dict(self.submission.answers)
        for name, one in self._tracks.items():
            if isinstance(one, Track):
                far = tuple(min(leg.full, leg.path.length) for leg in one.legs)
                answers[name] = one.changed(far, bool(one.evidence))
        facts = {**self.submission.facts, **(self.facts[0] if self.case == "best" else {})}
        done = self.submission.model_copy(update={"answers": answers, "facts": facts})
        found = _level(self.criteria_set, score(self.criteria_set, done), done, self.level)
        waits = waits_of(self.criteria_set, self.level)
        listed = [Blocked(at, one) for at, one in enumerate(found.conditions) if at not in waits]
        return tuple(one for one in listed if one.result.state in _UNMET) or tuple(listed)


def _is_full(found: IndicatorResult, at: int) -> bool:
    return found.points.low >= found.maximum.high if found.maximum.high else found.levels[at].met_low


def _counts(track: Track, move: Move) -> bool:
    """Tell whether a move is work on the indicator: a figure that is not only blank, or evidence to be handed in."""
    figures = any(steps > leg.free for steps, leg in zip(move.at, track.legs, strict=True))
    return figures or (move.evidence and track.evidence == "step")


def _hitting(plans: Sequence[StepPlan]) -> set[frozenset[str]]:
    """Give every way to leave out an indicator of each of some plans."""
    found = {frozenset[str]()}
    for one in plans:
        found = {chosen | {step.indicator} for chosen in found for step in one.steps}
    return found


class _Model:
    """The moves as items of a cover, in whole numbers: effort, then indicators, then change, then what blanks are."""

    def __init__(
        self, criteria_set: CriteriaSet, moves: Sequence[MoveList], worlds: Sequence[World], fixed: Iterable[str]
    ) -> None:
        self._moves, self._worlds = moves, worlds
        groups = {
            indicator.id: at for at, criterion in enumerate(criteria_set.criteria) for indicator in criterion.indicators
        }
        self._unit = self._point_unit()
        self._parts = self._cost_parts()
        self.items = [self._item(one, groups[one.track.indicator.id]) for one in moves]
        self.needs = self._needs(criteria_set, {name: groups[name] for name in fixed})

    def move(self, at: int, chosen: Choice) -> Move:
        """Give the move that a choice stands for."""
        found = self._moves[at]
        if chosen.key < _FIRST_STEP:
            return found.moves[chosen.key - 1] if chosen.key else next(one for one in found.moves if not any(one.at))
        slope = found.slope
        assert slope is not None
        return Move((chosen.key - _FIRST_STEP,), slope.evidence, ())

    def effort_of(self, cost: int) -> Fraction:
        """Give the effort that a cost in whole numbers stands for, what it has beside it left out."""
        legs = sum(len(one.track.legs) + 1 for one in self._moves)
        count = len(self._moves)
        efforts = cost // (legs * self._parts + 1) // (count * self._parts + 1) // (count + 1)
        return Fraction(efforts, self._parts)

    def _point_unit(self) -> int:
        found = 1
        for one in self._moves:
            for move in one.moves:
                found = lcm(found, *(points.denominator for points in move.points))
            if one.slope is not None:
                found = lcm(found, one.slope.base.denominator, one.slope.each.denominator)
        return found

    def _cost_parts(self) -> int:
        found = 1
        for one in self._moves:
            legs, owned = one.track.legs, max(len(one.track.legs), 1)
            denominators = [lcm(max(leg.full - leg.free, 1), max(leg.free, 1)) for leg in legs]
            effort = one.track.effort
            by_step = [each.denominator for each in one.track.indicator.effort_by_step.values()]
            found = lcm(found, *(each * count * int(max(effort, Fraction(1))) for each in denominators
                                 for count in range(1, owned + 1)), *by_step)  # fmt: skip
        return found

    def _cost(self, track: Track, move: Move) -> int:
        parts, count = self._parts, len(self._moves)
        effort = track.cost(move.at, move.evidence) * parts
        share = track.share(move.at, move.evidence) * parts
        free = track.free_share(move.at, move.evidence) * parts
        legs = sum(len(one.track.legs) + 1 for one in self._moves)
        packed = (int(effort) * (count + 1) + _counts(track, move)) * (count * parts + 1) + int(share)
        return packed * (legs * parts + 1) + int(free)

    def _item(self, found: MoveList, group: int) -> Item:
        choices = []
        for at, move in enumerate(found.moves):
            key = 0 if not any(move.at) and not move.evidence else at + 1
            gains = tuple(int(points * self._unit) for points in move.points)
            choices.append(Choice(self._cost(found.track, move), gains, key))
        slope, stretch = found.slope, None
        if slope is not None:
            first, second = (
                self._cost(found.track, Move((steps,), slope.evidence, ())) for steps in (slope.first, slope.first + 1)
            )
            cost, each, base = second - first, int(slope.each * self._unit), int(slope.base * self._unit)
            stretch = Stretch(
                _FIRST_STEP + slope.first,
                _FIRST_STEP + slope.last,
                (cost, first - cost * (_FIRST_STEP + slope.first)),
                (each, base - each * _FIRST_STEP),
            )
        return Item(group, tuple(_useful(choices)), stretch)

    def _needs(self, criteria_set: CriteriaSet, fixed: Mapping[str, int]) -> Needs:
        there = [{name: world.results[name].points.low for name in fixed} for world in self._worlds]
        total = tuple(
            self._most(world.total, sum(points.values(), _ZERO))
            for world, points in zip(self._worlds, there, strict=True)
        )
        groups = {}
        for at, criterion in enumerate(criteria_set.criteria):
            wanted = tuple(
                self._most(
                    world.criteria.get(criterion.id, ()),
                    sum((one for name, one in points.items() if fixed[name] == at), _ZERO),
                )
                for world, points in zip(self._worlds, there, strict=True)
            )
            if any(one is not None for one in wanted):
                groups[at] = wanted
        return Needs(total, groups)

    def _most(self, wanted: Iterable[WantedSum], there: Fraction) -> int | None:
        found = []
        for one in wanted:
            exact = (one.points - there) * self._unit
            found.append(
                exact.numerator // exact.denominator + 1 if one.strict else -(-exact.numerator // exact.denominator)
            )
        return max(found, default=None)


def _useful(choices: Sequence[Choice]) -> Iterator[Choice]:
    """Give the choices that no other one beats: in one world, those that give more than all cheaper ones."""
    if not choices or len(choices[0].gains) > 1:
        yield from choices
        return
    best: int | None = None
    for one in sorted(choices, key=lambda one: (one.cost, -one.gains[0], one.key)):
        if best is None or one.gains[0] > best or one.key == 0:
            yield one
        best = one.gains[0] if best is None else max(best, one.gains[0])
