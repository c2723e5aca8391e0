"""How a value becomes points, or is met at a level: one class per kind, with its YAML fields and its rule as a term.

A scoring knows neither its weight nor its measure: the weight comes with the value, and words such as `muc-2` are
placed on the measure's scale once, by `placed`. Every scoring is monotone in the value, which makes ranges exact.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import Annotated, Any, Literal, NamedTuple, Protocol, Self

from pydantic import BeforeValidator, Field, PrivateAttr, model_validator

from xhht_score.definitions import Amount, Definition, Goal, Id, Mark, Threshold, Units, flaw, once_each
from xhht_score.errors import Flaw, Flaws, nearest
from xhht_score.numbers import measured
from xhht_score.terms import (
    WAYS,
    Bounded,
    Const,
    Entered,
    Number,
    Read,
    Statement,
    Way,
    either,
    exactly,
    minus,
    passes,
    stands,
    times,
    upward,
)

_ZERO, _ONE = Fraction(0), Fraction(1)


class Scale(Protocol):
    """What a scoring has to know of the measure below it."""

    @property
    def percent(self) -> bool: ...
    @property
    def words(self) -> Mapping[str, Fraction]: ...
    @property
    def bottom(self) -> Fraction: ...
    @property
    def top(self) -> Fraction: ...
    @property
    def goal(self) -> Goal | None: ...


class Outcome(NamedTuple):
    """Points before rounding, from 0 to the weight, and the step of the rule that was reached, where it has steps."""

    points: Fraction
    reached: Mark | None = None


def _place(mark: Mark, scale: Scale, *path: str) -> Mark:
    """Give a mark its place on a scale; raises `Flaws` where it has none there."""
    if scale.words:
        if mark.text not in scale.words:
            words = tuple(scale.words)
            raise flaw("step-unknown", *path, given=mark.text, expected=words, nearest=nearest(mark.text, words))
        return Mark(mark.text, scale.words[mark.text])
    if mark.value is None:
        raise flaw("bad-number", *path, given=mark.text)
    if mark.percent != scale.percent:
        raise flaw("percent-expected" if scale.percent else "percent-unexpected", *path, given=mark.text)
    if not scale.bottom <= mark.value <= scale.top:
        bottom, top = (measured(end, percent=scale.percent) for end in (scale.bottom, scale.top))
        raise flaw("threshold-unreachable", *path, given=mark.text, bottom=bottom, top=top)
    return mark


def _place_all(marks: Iterable[tuple[Mark, tuple[str, ...]]], scale: Scale) -> list[Mark]:
    """Place marks that stand at the given paths; raises one `Flaws` with those of all of them."""
    placed: list[Mark] = []
    found: list[Flaw] = []
    for mark, path in marks:
        try:
            placed.append(_place(mark, scale, *path))
        except Flaws as flaws:
            found += flaws.flaws
    if found:
        raise Flaws(found)
    return placed


class _Scoring(Definition):
    """What every scoring offers.

    `when` holds other values of the same fields for units with certain facts; the indicator that the scoring belongs to
    turns them into scorings of their own.
    """

    when: tuple[dict[str, Any], ...] = ()

    def placed(self, scale: Scale) -> Self:
        """Give the same scoring with every mark placed on the measure's scale; raises `Flaws`."""
        named = {name: mark for name in self.model_fields_set if isinstance(mark := getattr(self, name), Mark)}
        placed = _place_all(((mark, (name,)) for name, mark in named.items()), scale)
        return self.model_copy(update=dict(zip(named, placed, strict=True)))

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The marks that the rule names."""
        named = (getattr(self, name) for name in type(self).model_fields)
        return tuple(mark for mark in named if isinstance(mark, Mark))

    def places(self, part: str) -> tuple[Fraction, ...]:
        """Give the places on the scale of a part ("" where there is one measure) at which a placed rule turns."""
        return tuple(mark.placed for mark in self.marks)

    @property
    def upward(self) -> bool:
        """Whether more of the value is never worse."""
        return True

    def points(self, value: Number, weight: Fraction) -> Number:
        """Give the points for a value on the measure's scale, unrounded; each kind that gives points has its own."""
        raise NotImplementedError

    def amounts(self, smallest: Fraction) -> tuple[Fraction, ...]:
        """Give what all points of the rule are made of, beside the weight; nothing typed is finer than `smallest`."""
        return ()

    @property
    def bars(self) -> tuple[Bar, ...]:
        """The bars of a placed rule beyond which there are more points, the lowest first; none where it names none."""
        return ()

    def reached(self, value: Fraction) -> Mark | None:
        """Give the step of the rule that a value reaches, where it has steps."""
        return None

    def outcome(self, value: Fraction, weight: Fraction) -> Outcome:
        """Give the points for a value on the measure's scale, unrounded, and the step reached."""
        read = self._read.get(weight)
        if read is None:
            read = self._read[weight] = exactly(self.points(_VALUE, weight))
        return Outcome(read({"": value}), self.reached(value))

    @cached_property
    def _read(self) -> dict[Fraction, Read]:
        return {}

    @cached_property
    def placements(self) -> dict[tuple[object, ...], Any]:
        """What indicators keep here of how it is placed on their measures: many have the same rule and measures."""
        return {}


#: The value on the measure's scale, where a rule is read on its own.
_VALUE = Entered("")


class Bar(NamedTuple):
    """A mark with the side of it that counts: `at_least` and `at_most` take in the mark itself."""

    way: Way
    mark: Mark

    def passed(self, value: Fraction) -> bool:
        """Tell whether a value on the measure's scale is on the side that counts."""
        return passes(value, self.way, self.mark.placed)

    def stands(self, value: Number) -> Statement:
        """Give the same as a condition."""
        return stands(value, self.way, self.mark.placed)

    @property
    def upward(self) -> bool:
        """Whether more is better."""
        return upward(self.way)


def _goal_bar(goal: Goal) -> Bar:
    return Bar("above" if goal.strict else "at_least", Mark("", goal.value))


class FullIfMet(_Scoring):
    """All points or none: at or beyond one mark, or at the measure's own goal where no mark is named."""

    kind: Literal["full_if_met"] = "full_if_met"
    at_least: Threshold | None = None
    at_most: Threshold | None = None
    above: Threshold | None = None
    below: Threshold | None = None

    @model_validator(mode="after")
    def _has_one_mark(self) -> Self:
        named = [name for name in WAYS if getattr(self, name) is not None]
        if len(named) > 1:
            raise flaw("one-of-fields", fields=tuple(named))
        return self

    def placed(self, scale: Scale) -> Self:
        if self.model_fields_set & set(WAYS):
            return super().placed(scale)
        if scale.goal is None:
            raise flaw("threshold-lacking", expected=("at_least", "at_most"))
        bar = _goal_bar(scale.goal)
        return self.model_copy(update={bar.way: bar.mark})

    @cached_property
    def bar(self) -> Bar:
        """The one bar of a scoring that has been placed."""
        return next(Bar(way, mark) for way in WAYS if (mark := getattr(self, way)) is not None)

    @property
    def upward(self) -> bool:
        return self.bar.upward

    def points(self, value: Number, weight: Fraction) -> Number:
        return either(self.bar.stands(value), Const(weight), Const(_ZERO))

    def reached(self, value: Fraction) -> Mark | None:
        return self.bar.mark if self.bar.passed(value) else None

    @property
    def bars(self) -> tuple[Bar, ...]:
        return (self.bar,)


class Proportional(_Scoring):
    """Points in proportion, from none at `zero_at` (0 by default) to all at `target`; nothing short of `floor`.

    With `zero_at` above `target` it works downward: less is better.
    """

    kind: Literal["proportional"] = "proportional"
    target: Threshold
    zero_at: Threshold | None = None
    floor: Threshold | None = None

    @property
    def start(self) -> Mark:
        """Where points begin."""
        return self.zero_at or Mark("0", _ZERO)

    def placed(self, scale: Scale) -> Self:
        placed = super().placed(scale)
        if placed.target.placed == placed.start.placed:
            raise flaw("steps-out-of-order", "target", given=self.target.text)
        if placed.floor is not None and not 0 <= placed._share(placed.floor.placed) <= 1:
            raise flaw("steps-out-of-order", "floor", given=placed.floor.text)
        return placed

    def places(self, part: str) -> tuple[Fraction, ...]:
        return (*super().places(part), self.start.placed)

    def _share(self, value: Fraction) -> Fraction:
        return (value - self.start.placed) / (self.target.placed - self.start.placed)

    @property
    def upward(self) -> bool:
        return self.target.placed > self.start.placed

    def points(self, value: Number, weight: Fraction) -> Number:
        way = self.target.placed - self.start.placed
        earned = times(Bounded(times(minus(value, self.start.placed), 1 / way), _ZERO, _ONE), weight)
        return earned if self.floor is None else either(self._bar(self.floor).stands(value), earned, Const(_ZERO))

    def reached(self, value: Fraction) -> Mark | None:
        bars = [self._bar(mark) for mark in (self.target, self.floor) if mark is not None]
        return self.target if all(bar.passed(value) for bar in bars) else None

    def _bar(self, mark: Mark) -> Bar:
        return Bar("at_least" if self.upward else "at_most", mark)

    @property
    def bars(self) -> tuple[Bar, ...]:
        way: Way = "at_least" if self.target.placed > self.start.placed else "at_most"
        return tuple(Bar(way, mark) for mark in (self.floor, self.target) if mark is not None)


class Tiers(_Scoring):
    """The points of the best step reached, best step first; below the last step nothing."""

    kind: Literal["tiers"] = "tiers"
    at_least: dict[Threshold, Amount] | None = None
    at_most: dict[Threshold, Amount] | None = None

    @model_validator(mode="after")
    def _has_steps(self) -> Self:
        if (self.at_least is None) == (self.at_most is None):
            raise flaw("one-of-fields", fields=("at_least", "at_most"))
        if not self.steps:
            raise flaw("empty-value", self.direction)
        return self

    @property
    def direction(self) -> Literal["at_least", "at_most"]:
        return "at_most" if self.at_least is None else "at_least"

    @property
    def steps(self) -> dict[Mark, Fraction]:
        return (self.at_most if self.at_least is None else self.at_least) or {}

    @property
    def marks(self) -> tuple[Mark, ...]:
        return tuple(self.steps)

    def placed(self, scale: Scale) -> Self:
        path = self.direction
        placed = _place_all(((mark, (path, mark.text)) for mark in self.steps), scale)
        steps = dict(zip(placed, self.steps.values(), strict=True))
        sign = 1 if path == "at_least" else -1
        listed = list(steps.items())
        for (better, more), (worse, less) in pairwise(listed):
            if sign * (better.placed - worse.placed) <= 0 or more <= less:
                raise flaw("steps-out-of-order", path, worse.text, given=worse.text)
        return self.model_copy(update={path: steps})

    @property
    def upward(self) -> bool:
        return self.at_least is not None

    def points(self, value: Number, weight: Fraction) -> Number:
        found: Number = Const(_ZERO)
        for mark, points in reversed(self.steps.items()):
            found = either(Bar(self.direction, mark).stands(value), Const(points), found)
        return found

    def amounts(self, smallest: Fraction) -> tuple[Fraction, ...]:
        return tuple(self.steps.values())

    def reached(self, value: Fraction) -> Mark | None:
        return next((mark for mark in self.steps if Bar(self.direction, mark).passed(value)), None)

    @property
    def bars(self) -> tuple[Bar, ...]:
        return tuple(Bar(self.direction, mark) for mark in reversed(self.steps))


class PerItem(_Scoring):
    """`each` points for every one, capped at the indicator's points."""

    kind: Literal["per_item"] = "per_item"
    each: Amount

    def points(self, value: Number, weight: Fraction) -> Number:
        return times(Bounded(value, _ZERO, weight / self.each), self.each) if self.each else Const(_ZERO)

    def amounts(self, smallest: Fraction) -> tuple[Fraction, ...]:
        return (self.each,)


class AsGiven(_Scoring):
    """The given points themselves; nothing is added or capped, so the measure must end at the indicator's points."""

    kind: Literal["as_given"] = "as_given"

    def points(self, value: Number, weight: Fraction) -> Number:
        return Bounded(value, _ZERO)

    def amounts(self, smallest: Fraction) -> tuple[Fraction, ...]:
        return (smallest,)


def _by_part(raw: object) -> object:
    """Read `60%` as the bar of an indicator's one measure, and a mapping as the bars of its parts."""
    return raw if isinstance(raw, dict) else {"": raw}


_PartMarks = Annotated[
    dict[str, Threshold], BeforeValidator(_by_part, json_schema_input_type=Threshold | dict[Id, Threshold])
]
#: A mark for each level of recognition; a mapping of marks by part where the indicator has parts.
LevelMarks = dict[Id, _PartMarks]


class Bars(_Scoring):
    """No points: met or not met at each level of recognition, at or beyond the mark that stands for the level.

    A part, or the one measure, whose mark is not named is met at its own goal. `applies_when` names levels that are
    asked of certain units only; a unit outside is not asked there, and no level is implied by a higher one.
    """

    kind: Literal["bars"] = "bars"
    at_least: LevelMarks = {}
    at_most: LevelMarks = {}
    above: LevelMarks = {}
    below: LevelMarks = {}
    applies_when: dict[Id, Units] = {}
    _goals: dict[str, Bar] = PrivateAttr(default_factory=dict)

    @model_validator(mode="after")
    def _has_one_mark_each(self) -> Self:
        found = [
            flaw("one-of-fields", way, level, fields=WAYS)
            for way, level, part, _ in self._named
            if any((other, level, part) in self._keys for other in WAYS if other != way)
        ]
        if found:
            raise Flaws(one for flaws in found for one in flaws.flaws)
        return self

    @property
    def _named(self) -> list[tuple[Way, str, str, Mark]]:
        return [
            (way, level, part, mark)
            for way in WAYS
            for level, parts in getattr(self, way).items()
            for part, mark in parts.items()
        ]

    @property
    def _keys(self) -> set[tuple[Way, str, str]]:
        return {(way, level, part) for way, level, part, _ in self._named}

    @property
    def levels(self) -> dict[str, tuple[str, ...]]:
        """The levels that the rule names, each with the fields that name it."""
        named: dict[str, tuple[str, ...]] = {}
        for field in (*WAYS, "applies_when"):
            for level in getattr(self, field):
                named[level] = (*named.get(level, ()), field)
        return named

    @property
    def marks(self) -> tuple[Mark, ...]:
        return tuple(mark for *_, mark in self._named)

    def placed_on(self, scales: Mapping[str, Scale]) -> Self:
        """Give the same bars with every mark placed on the scale of its part; raises `Flaws`."""
        found: list[Flaw] = []
        placed: dict[str, dict[str, dict[str, Mark]]] = {}
        for way, level, part, mark in self._named:
            path = (way, level, part) if part else (way, level)
            try:
                if part not in scales and not part:
                    raise flaw("parts-expected", *path, expected=tuple(scales))
                if part not in scales and "" in scales:
                    raise flaw("parts-unexpected", *path, given=part)
                if part not in scales:
                    known = tuple(scales)
                    raise flaw("part-unknown", *path, given=part, expected=known, nearest=nearest(part, known))
                placed.setdefault(way, {}).setdefault(level, {})[part] = _place(mark, scales[part], *path)
            except Flaws as flaws:
                found += flaws.flaws
        if found:
            raise Flaws(found)
        copy = self.model_copy(update=placed)
        copy._goals = {part: _goal_bar(scale.goal) for part, scale in scales.items() if scale.goal is not None}
        return copy

    def places(self, part: str) -> tuple[Fraction, ...]:
        named = (mark.placed for *_, name, mark in self._named if name == part)
        return (*named, *((self._goals[part].mark.placed,) if part in self._goals else ()))

    def bar(self, level: str, part: str) -> Bar | None:
        """Give the bar of a part at a level: the one that is named, else the measure's own goal, else None."""
        for way in WAYS:
            mark = getattr(self, way).get(level, {}).get(part)
            if mark is not None:
                return Bar(way, mark)
        return self._goals.get(part)

    def points(self, value: Number, weight: Fraction) -> Number:
        """Give no points, whatever the value."""
        return Const(_ZERO)


SCORINGS = (FullIfMet, Proportional, Tiers, PerItem, AsGiven, Bars)

_ByKind = Annotated[FullIfMet | Proportional | Tiers | PerItem | AsGiven | Bars, Field(discriminator="kind")]
Scoring = Annotated[_ByKind, once_each(_ByKind | Literal["full_if_met", "as_given", "bars"])]
