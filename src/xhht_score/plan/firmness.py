"""How firm a level is: what each indicator alone can do about it, and how few refusals take it away."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from operator import itemgetter

from xhht_score.criteria import CriteriaSet, Indicator, question_name
from xhht_score.engine import result_alone
from xhht_score.numbers import below, total
from xhht_score.plan.asked import WantedSum, World, world_of
from xhht_score.plan.paths import Course, path_of
from xhht_score.plan.records import FigureChange, Firmness, Flip
from xhht_score.plan.tracks import scorings_of
from xhht_score.records import record
from xhht_score.results import Sheet
from xhht_score.scoring import Bars
from xhht_score.submission import Answer, Submission, part_of, usable

_BLANK = Answer()


def firmness(criteria_set: CriteriaSet, submission: Submission, level: str, sheets: Sequence[Sheet] = ()) -> Firmness:
    """Give how firm a level is, whether it is certain or not; waits before an upgrade aside.

    A flip is the least change of one indicator's figures, blanks at their worst, after which the level is certain no
    more, or certain now, evidence that is lacking handed in; one step less of it leaves everything as it is. Refusals
    are as few as can be. `sheets` are those of the submission's scorecard, where that is there already.
    """
    return _Unit(criteria_set, submission, level, sheets).firmness()


@record
class _Sums:
    """What a world comes to: the points of each criterion and in all, and what is less than the level asks for.

    `short` are indicators that fall short by themselves, `low` criteria of which some sum is not reached.
    """

    points: Mapping[str, Fraction]
    whole: Fraction
    short: frozenset[str]
    low: frozenset[str]


@record(slots=False)
class _Unit:
    criteria_set: CriteriaSet
    submission: Submission
    level: str
    sheets: Sequence[Sheet]

    @cached_property
    def _worlds(self) -> list[World]:
        facts = [*self.criteria_set.worlds(self.submission.facts)]
        sheets = self.sheets or (None,) * len(facts)
        found = zip(facts, sheets, strict=True)
        return [world_of(self.criteria_set, self.submission, one, self.level, sheet) for one, sheet in found]

    def firmness(self) -> Firmness:
        is_certain = all(self._holds(at) for at in range(len(self._worlds)))
        found = [
            one
            for indicator in self.criteria_set.indicators.values()
            if self._may_flip(indicator.id, is_certain)
            for one in self._flips(indicator, is_certain)
        ]
        flips = {one.indicator: one for one in sorted(found, key=lambda one: -one.share)}
        listed = tuple(sorted(flips.values(), key=lambda one: (one.share, one.indicator)))
        return Firmness(self.level, is_certain, listed, self._refusals() if is_certain else ())

    # ------------------------------------------------------------ whether the level holds

    @cached_property
    def _groups(self) -> dict[str, str]:
        """The criterion of each indicator."""
        return {one.id: criterion.id for criterion in self.criteria_set.criteria for one in criterion.indicators}

    @cached_property
    def _sums(self) -> list[_Sums]:
        """The sums of each world."""
        return [self._sums_of(world) for world in self._worlds]

    def _sums_of(self, world: World) -> _Sums:
        points = {
            one.id: total(world.results[each.id].points.low for each in one.indicators)
            for one in self.criteria_set.criteria
        }
        short = frozenset(name for name, own in world.own.items() if not own.holds(world.results[name], world.at))
        low = frozenset(
            one for one, asked in world.criteria.items() if not all(_reaches(points[one], wanted) for wanted in asked)
        )
        return _Sums(points, total(points.values()), short, low)

    def _holds(self, at: int, name: str | None = None, answer: Answer = _BLANK) -> bool:
        """Tell whether the level holds in a world where one answer is another."""
        world, short = self._worlds[at], self._sums[at].short
        if not (world.total or world.criteria or world.own):
            return False
        more = Fraction(0)
        if name is not None:
            indicator = self.criteria_set.indicators[name]
            found = result_alone(self.criteria_set, indicator, answer, self.submission.year, world.facts)
            if name in world.own:
                short = short - {name} if world.own[name].holds(found, world.at) else short | {name}
            more = found.points.low - world.results[name].points.low
        return not short and self._reach(at, None if name is None else self._groups[name], more)

    def _reach(self, at: int, group: str | None, more: Fraction) -> bool:
        """Tell whether all sums that are asked for are reached where one criterion has so many points more."""
        return self._sums[at].low <= {group} and all(
            _reaches(points + more, wanted) for points, wanted in self._moved_with(at, group)
        )

    def _moved_with(self, at: int, group: str | None) -> Iterator[tuple[Fraction, WantedSum]]:
        """Give the sums that an indicator of a criterion moves, its own and all points, with what each has to reach."""
        world, sums = self._worlds[at], self._sums[at]
        if group is not None:
            yield from ((sums.points[group], wanted) for wanted in world.criteria.get(group, ()))
        yield from ((sums.whole, wanted) for wanted in world.total)

    def _is_certain(self, name: str, answer: Answer) -> bool:
        return all(self._holds(at, name, answer) for at in range(len(self._worlds)))

    # ------------------------------------------------------------ one indicator alone

    def _may_flip(self, name: str, is_certain: bool) -> bool:
        """Tell whether all points of an indicator, gained or lost, could matter; where not, nothing need be tried."""
        may = self._may_lose if is_certain else self._may_mend
        return (any if is_certain else all)(may(at, name) for at in range(len(self._worlds)))

    def _may_lose(self, at: int, name: str) -> bool:
        least = self._worlds[at].results[name].points.low
        return name in self._worlds[at].own or any(
            not _reaches(points - least, wanted) for points, wanted in self._moved_with(at, self._groups[name])
        )

    def _may_mend(self, at: int, name: str) -> bool:
        found = self._worlds[at].results[name]
        return not self._sums[at].short - {name} and self._reach(
            at, self._groups[name], found.maximum.high - found.points.low
        )

    def _flips(self, indicator: Indicator, is_certain: bool) -> Iterator[Flip]:
        answer = self.submission.answers.get(indicator.id, _BLANK)
        if answer.not_applicable is not None or indicator.stays_open(self.submission.year):
            return
        paths = self._paths(indicator, answer, is_certain)
        proved = not is_certain and self._needs_proof(indicator, answer)

        def moved(at: Sequence[int]) -> Answer:
            values = dict(answer.values)
            for (part, path), steps in zip(paths, at, strict=True):
                if steps:
                    values |= {question_name(part, name): one for name, one in path.write(steps).items()}
            update: dict[str, object] = {"values": values}
            return answer.model_copy(update=update | ({"evidence": True, "refused": None} if proved else {}))

        def flips(at: Sequence[int]) -> bool:
            return self._is_certain(indicator.id, moved(at)) != is_certain

        still = (0,) * len(paths)
        if proved and flips(still):
            yield Flip(indicator.id, (), proved, Fraction(0))
            return
        if is_certain:
            ends = [tuple(path.length if at == place else 0 for place in range(len(paths)))
                    for at, (_, path) in enumerate(paths)]  # fmt: skip
        else:
            ends = [tuple(path.length for _, path in paths)] if paths else []
        for end in ends:
            if any(end) and flips(end):
                at = _least(end, flips)
                changes = _changes(answer, moved(at))
                if changes:
                    yield Flip(indicator.id, changes, proved, _size(paths, at))

    def _needs_proof(self, indicator: Indicator, answer: Answer) -> bool:
        policy = self.criteria_set.evidence_policies[indicator.id]
        counts = policy.policy == "required" and policy.without != "warn"
        refused = policy.policy != "none" and answer.refused == "uncounted"
        return refused or (counts and answer.evidence is not True and answer.refused is None)

    def _paths(self, indicator: Indicator, answer: Answer, down: bool) -> list[tuple[str, Course]]:
        """Give the paths of an indicator's figures toward worse (`down`) or better; none of a blank that is worst."""
        facts = [world.facts for world in self._worlds]
        asked = [part for part in indicator.measures if any(part in indicator.asked_parts(one) for one in facts)]
        scorings = scorings_of(indicator, facts)
        values = usable(indicator, answer.values)
        found = []
        for part in asked:
            measure, own = indicator.measures[part], part_of(indicator, values, part)
            is_blank = any(own[one.name] is None for one in measure.inputs)
            bar = scorings[0].bar(self.level, part) if isinstance(scorings[0], Bars) else None
            up = (scorings[0].upward if bar is None else bar.upward) != down
            given = measure.is_given and not is_blank
            marks = [place for one in scorings for place in one.places(part)]
            if is_blank and down:
                continue
            path = path_of(measure, own, up=up, level=self.level, marks=marks, free=given, order=list(own))
            if path is not None:
                found.append((part, path))
        return found

    # ------------------------------------------------------------ refusals

    def _refusals(self) -> tuple[str, ...]:
        """Give the fewest indicators whose refusal takes the level away; none where no refusal does."""
        refused = {
            name: self.submission.answers[name].model_copy(update={"evidence": False, "refused": "uncounted"})
            for name in self.criteria_set.indicators
            if name in self.submission.answers and self.criteria_set.evidence_policies[name].policy != "none"
            if self.submission.answers[name].refused is None and self.submission.answers[name].not_applicable is None
        }
        found = [one for world in self._worlds for one in self._ways_to_fail(world, refused)]
        return min(found, key=len, default=())

    def _ways_to_fail(self, world: World, refused: dict[str, Answer]) -> Iterator[tuple[str, ...]]:
        losses: dict[str, Fraction] = {}
        for name, answer in refused.items():
            after = result_alone(
                self.criteria_set, self.criteria_set.indicators[name], answer, self.submission.year, world.facts
            )
            own = world.own.get(name)
            if own is not None and own.holds(world.results[name], world.at) and not own.holds(after, world.at):
                yield (name,)
            losses[name] = world.results[name].points.low - after.points.low
        groups = [(world.criteria.get(one.id, ()), [each.id for each in one.indicators])
                  for one in self.criteria_set.criteria]  # fmt: skip
        for asked, names in (*groups, (world.total, list(self.criteria_set.indicators))):
            points = total(world.results[name].points.low for name in names)
            for wanted in asked:
                yield from _largest_first([(losses[name], name) for name in names if losses.get(name)], points, wanted)


def _reaches(points: Fraction, wanted: WantedSum) -> bool:
    return below(wanted.points, points) if wanted.strict else not below(points, wanted.points)


def _largest_first(
    losses: list[tuple[Fraction, str]], points: Fraction, wanted: WantedSum
) -> Iterator[tuple[str, ...]]:
    """Give the fewest losses after which a sum falls short, where all together do."""
    taken: list[str] = []
    for loss, name in sorted(losses, key=itemgetter(0), reverse=True):
        taken.append(name)
        points -= loss
        if not _reaches(points, wanted):
            yield tuple(sorted(taken))
            return


def _least(end: Sequence[int], flips: Callable[[Sequence[int]], bool]) -> tuple[int, ...]:
    """Give the least steps of each figure that flip, one figure after another, where those at the end do."""
    found = list(end)
    for place, length in enumerate(end):
        low, high = -1, length
        while high - low > 1:
            middle = (low + high) // 2
            found[place] = middle
            low, high = (low, middle) if flips(found) else (middle, high)
        found[place] = high
    return tuple(found)


def _changes(before: Answer, after: Answer) -> tuple[FigureChange, ...]:
    return tuple(
        FigureChange(name, before.values.get(name), value)
        for name, value in after.values.items()
        if value is not None and before.values.get(name) != value
    )


def _size(paths: Sequence[tuple[str, Course]], at: Sequence[int]) -> Fraction:
    """Give how large a change is beside the figure: the mean of the figures that move."""
    sizes = []
    for (_, path), steps in zip(paths, at, strict=True):
        first, last = path.place(0), path.place(steps)
        if steps:
            sizes.append(abs(last - first) / max(abs(first), abs(last)))
    return sum(sizes, Fraction(0)) / len(sizes) if sizes else Fraction(0)
