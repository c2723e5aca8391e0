"""How a value becomes points: one class per kind, with its YAML fields and one pure method.

A scoring knows neither its weight nor its measure: the weight comes with the value, and words such as `muc-2` are
placed on the measure's scale once, by `placed`. Every scoring is monotone in the value, which makes ranges exact.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from itertools import pairwise
from typing import Annotated, Any, Literal, NamedTuple, Protocol, Self

from pydantic import BeforeValidator, Field, model_validator

from xhht_score.definitions import Amount, Definition, Goal, Mark, Threshold, flaw, kind_from_word
from xhht_score.errors import Flaw, Flaws, nearest
from xhht_score.numbers import below

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
        ends = {"bottom": scale.bottom, "top": scale.top, "percent": scale.percent}
        raise flaw("threshold-unreachable", *path, given=mark.text, **ends)
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

    def outcome(self, value: Fraction, weight: Fraction) -> Outcome:
        """Give the points for a value on the measure's scale, unrounded, and the step reached."""
        raise NotImplementedError


class FullIfMet(_Scoring):
    """All points or none: at or beyond one mark, or at the measure's own goal where no mark is named."""

    kind: Literal["full_if_met"] = "full_if_met"
    at_least: Threshold | None = None
    at_most: Threshold | None = None
    above: Threshold | None = None
    below: Threshold | None = None

    @model_validator(mode="after")
    def _has_one_mark(self) -> Self:
        named = [name for name in ("at_least", "at_most", "above", "below") if getattr(self, name) is not None]
        if len(named) > 1:
            raise flaw("one-of-fields", fields=tuple(named))
        return self

    def placed(self, scale: Scale) -> Self:
        if self.model_fields_set & {"at_least", "at_most", "above", "below"}:
            return super().placed(scale)
        if scale.goal is None:
            raise flaw("threshold-lacking", expected=("at_least", "at_most"))
        return self.model_copy(update={"above" if scale.goal.strict else "at_least": Mark("", scale.goal.value)})

    def outcome(self, value: Fraction, weight: Fraction) -> Outcome:
        if self.at_least is not None:
            met, mark = not below(value, self.at_least.placed), self.at_least
        elif self.at_most is not None:
            met, mark = not below(self.at_most.placed, value), self.at_most
        elif self.above is not None:
            met, mark = below(self.above.placed, value), self.above
        elif self.below is not None:
            met, mark = below(value, self.below.placed), self.below
        else:
            raise AssertionError("a full_if_met without a mark was not placed on a scale")
        return Outcome(weight, mark) if met else Outcome(_ZERO)


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

    def _share(self, value: Fraction) -> Fraction:
        return (value - self.start.placed) / (self.target.placed - self.start.placed)

    def outcome(self, value: Fraction, weight: Fraction) -> Outcome:
        share = self._share(value)
        if self.floor is not None and share < self._share(self.floor.placed):
            return Outcome(_ZERO)
        return Outcome(weight, self.target) if share >= 1 else Outcome(weight * max(share, _ZERO))


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

    def outcome(self, value: Fraction, weight: Fraction) -> Outcome:
        upward = self.at_least is not None
        for mark, points in self.steps.items():
            if not (below(value, mark.placed) if upward else below(mark.placed, value)):
                return Outcome(points, mark)
        return Outcome(_ZERO)


class PerItem(_Scoring):
    """`each` points for every one, capped at the indicator's points."""

    kind: Literal["per_item"] = "per_item"
    each: Amount

    def outcome(self, value: Fraction, weight: Fraction) -> Outcome:
        return Outcome(min(weight, max(_ZERO, self.each * value)))


class AsGiven(_Scoring):
    """The given points themselves; nothing is added or capped, so the measure must end at the indicator's points."""

    kind: Literal["as_given"] = "as_given"

    def outcome(self, value: Fraction, weight: Fraction) -> Outcome:
        return Outcome(max(_ZERO, value))


SCORINGS = (FullIfMet, Proportional, Tiers, PerItem, AsGiven)

_ByKind = Annotated[FullIfMet | Proportional | Tiers | PerItem | AsGiven, Field(discriminator="kind")]
Scoring = Annotated[
    _ByKind, BeforeValidator(kind_from_word, json_schema_input_type=_ByKind | Literal["full_if_met", "as_given"])
]
