"""What is reported for an indicator: one class per kind, with its YAML fields and the ends of what it can still be.

Every measure puts what was reported on one scale of exact numbers, so that any scoring can be laid over any measure.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cached_property
from typing import Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from xhht_score.definitions import Amount, Bound, Definition, Flag, Goal, Id, Points, Text, flaw, once_each
from xhht_score.errors import nearest
from xhht_score.numbers import LARGEST, Range
from xhht_score.records import record
from xhht_score.terms import (
    Bounded,
    Const,
    Decided,
    Ends,
    Entered,
    Exceeds,
    Known,
    Number,
    Over,
    Plus,
    Read,
    Stands,
    Statement,
    SumOf,
    Within,
    all_of,
    decided,
    either,
    exactly,
)

#: What was reported, by input name: numbers as they are, yes/no as 1/0, a choice as its position; None is blank.
Reported = Mapping[str, Fraction | None]

InputKind = Literal["whole", "decimal", "percent", "choice", "yes_no"]

#: How many times the smaller the larger of two figures of a change in % may be before its unit is in doubt.
FAR_APART = 20
_ZERO, _ONE = Fraction(0), Fraction(1)
MOST_CHECKLIST_ITEMS = 12

CountedLevels = Annotated[tuple[Id, ...], Field(min_length=1)]


@record
class Input:
    """One cell to fill in: its name within the indicator, its label, and the bounds of what may stand there."""

    name: str
    kind: InputKind
    label: Text | None = None
    unit: Text | None = None
    choices: tuple[tuple[str, Text], ...] = ()
    least: Fraction = _ZERO
    most: Fraction = LARGEST
    step: Fraction | None = None

    @property
    def in_percent(self) -> bool:
        """Whether its unit is %: a share that is typed as a percentage, or an amount or change counted in %."""
        return self.kind == "percent" or (self.kind == "decimal" and self.unit is not None and self.unit.vi == "%")

    @property
    def cell_factor(self) -> Fraction:
        """How many times the number in a percent cell, which is a share of one, the value is."""
        return Fraction(100) if self.in_percent and self.kind == "decimal" else _ONE


def _yes_no(name: str, label: Text | None = None) -> Input:
    return Input(name, "yes_no", label, most=_ONE)


def _ends(name: str, least: Fraction, most: Fraction) -> Ends:
    """Give the ends of an input that is the place on the scale itself."""
    return Ends(Entered(name, least), Entered(name, most))


class _Scale(Definition):
    """What every measure offers; a kind overrides what is its own.

    `inputs` are the cells to fill in, `words` the names of places on the scale, `bottom` and `top` its ends, `percent`
    whether places are written as percentages, `goal` the mark that counts as met where a rule names none.
    """

    percent: ClassVar[bool] = False
    #: Whether people decide the figure, so that a unit cannot move it.
    is_given: ClassVar[bool] = False

    @property
    def stages(self) -> tuple[str, ...]:
        """What work on it goes through one by one, each of which may have an effort of its own; none for most."""
        return ()

    @property
    def inputs(self) -> tuple[Input, ...]:
        """What is asked for it, in the order of the form; each kind has its own."""
        raise NotImplementedError

    @property
    def words(self) -> dict[str, Fraction]:
        return {}

    @property
    def top(self) -> Fraction:
        return LARGEST

    @property
    def bottom(self) -> Fraction:
        return _ZERO

    @property
    def goal(self) -> Goal | None:
        return None

    @property
    def faults(self) -> dict[str, Statement]:
        """The conditions under which inputs contradict one another, each by its problem code; the first counts."""
        return {}

    @property
    def levels_apart(self) -> bool:
        """Whether the place on the scale may differ between levels of recognition."""
        return False

    def ends(self, level: str = "") -> Ends:
        """Give the least and greatest place on the scale over all ways to fill the blanks, where inputs are sound.

        `level` is the level of recognition that it is looked at for; only a share of units may differ between levels.
        Each kind has its own.
        """
        raise NotImplementedError

    @cached_property
    def _faults_read(self) -> tuple[tuple[str, Decided], ...]:
        return tuple((code, decided(condition)) for code, condition in self.faults.items())

    @cached_property
    def _ends_read(self) -> dict[str, tuple[Read, Read]]:
        return {}

    def fault(self, reported: Reported) -> str | None:
        """Give the problem code of inputs that contradict one another, or None; called with sound single inputs."""
        return next((code for code, holds in self._faults_read if holds(reported)), None)

    def span(self, reported: Reported, level: str = "") -> Range:
        """Give the least and the greatest place that completing the blanks can give, exactly."""
        key = level if self.levels_apart else ""
        if key not in self._ends_read:
            ends = self.ends(level)
            self._ends_read[key] = exactly(ends.low), exactly(ends.high)
        low, high = self._ends_read[key]
        least = low(reported)
        if any(reported[one.name] is None for one in self.inputs):
            most = high(reported)
            return Range(least, least if most == least else most)
        return Range(least, least)


class YesNo(_Scale):
    """Met or not met; on the scale 0 (no) and 1 (yes)."""

    kind: Literal["yes_no"] = "yes_no"

    @cached_property
    def inputs(self) -> tuple[Input, ...]:
        return (_yes_no("answer"),)

    @property
    def words(self) -> dict[str, Fraction]:
        return {"no": _ZERO, "yes": _ONE}

    @property
    def top(self) -> Fraction:
        return _ONE

    @property
    def goal(self) -> Goal:
        return Goal(_ONE)

    def ends(self, level: str = "") -> Ends:
        return _ends("answer", _ZERO, _ONE)


class Status(_Scale):
    """One step of an ordered list, worst first; on the scale its position, counted from 0."""

    kind: Literal["status"] = "status"
    of: Text | None = None
    steps: dict[Id, Text] = Field(min_length=2)

    @cached_property
    def inputs(self) -> tuple[Input, ...]:
        return (Input("step", "choice", self.of, choices=tuple(self.steps.items()), most=self.top),)

    @property
    def words(self) -> dict[str, Fraction]:
        return {step: Fraction(position) for position, step in enumerate(self.steps)}

    @property
    def top(self) -> Fraction:
        return Fraction(len(self.steps) - 1)

    @property
    def stages(self) -> tuple[str, ...]:
        return tuple(self.steps)[1:]

    def ends(self, level: str = "") -> Ends:
        return _ends("step", _ZERO, self.top)


class Ratio(_Scale):
    """A part of a whole, both whole numbers up to `maximum`, or a typed percentage; on the scale a share."""

    kind: Literal["ratio"] = "ratio"
    of: Text
    over: Text | None = None
    percentage_only: Flag = False
    maximum: Bound = int(LARGEST)
    percent: ClassVar[bool] = True

    @model_validator(mode="after")
    def _has_denominator(self) -> Ratio:
        if self.percentage_only and self.over is not None:
            raise flaw("one-of-fields", fields=("over", "percentage_only"))
        if not self.percentage_only and self.over is None:
            raise flaw("field-lacking", field="over")
        return self

    @cached_property
    def inputs(self) -> tuple[Input, ...]:
        if self.percentage_only:
            return (Input("percentage", "percent", self.of, most=_ONE),)
        most = Fraction(self.maximum)
        return (Input("of", "whole", self.of, most=most), Input("over", "whole", self.over, most=most))

    @property
    def top(self) -> Fraction:
        return _ONE

    @property
    def faults(self) -> dict[str, Statement]:
        if self.percentage_only:
            return {}
        of, over = Entered("of"), Entered("over")
        return {
            "denominator-zero": all_of((Known("over"), Stands(over, "at_most", _ZERO))),
            "numerator-above-denominator": all_of((Known("of"), Known("over"), Exceeds(of, over))),
        }

    def ends(self, level: str = "") -> Ends:
        if self.percentage_only:
            return _ends("percentage", _ZERO, _ONE)
        of, most = Entered("of"), Fraction(self.maximum)
        whole = Within(Entered("over", most), _ONE, most)
        least = either(Known("over"), Within(Entered("over"), _ONE, most), Bounded(of, least=_ONE))
        return Ends(
            either(Known("of"), Over(of, whole), Const(_ZERO)), either(Known("of"), Over(of, least), Const(_ONE))
        )


class Count(_Scale):
    """A whole number of things, at most `maximum`; on the scale itself."""

    kind: Literal["count"] = "count"
    of: Text
    unit: Text | None = None
    maximum: Bound = int(LARGEST)

    @cached_property
    def inputs(self) -> tuple[Input, ...]:
        return (Input("number", "whole", self.of, self.unit, most=self.top),)

    @property
    def top(self) -> Fraction:
        return Fraction(self.maximum)

    def ends(self, level: str = "") -> Ends:
        return _ends("number", _ZERO, self.top)


class Quantity(_Scale):
    """A number with its unit (`kind: amount`), not negative, at most `maximum`; on the scale itself."""

    kind: Literal["amount"] = "amount"
    of: Text
    unit: Text
    maximum: Points = LARGEST

    @cached_property
    def inputs(self) -> tuple[Input, ...]:
        return (Input("number", "decimal", self.of, self.unit, most=self.top),)

    @property
    def top(self) -> Fraction:
        return self.maximum

    def ends(self, level: str = "") -> Ends:
        return _ends("number", _ZERO, self.top)


class Change(_Scale):
    """Last year's and this year's number; on the scale how far it moved in the wanted direction (negative: away)."""

    kind: Literal["change"] = "change"
    direction: Literal["rises", "falls"]
    of: Text
    unit: Text
    maximum: Points = LARGEST

    @cached_property
    def inputs(self) -> tuple[Input, ...]:
        return tuple(
            Input(name, "decimal", self.of, self.unit, most=self.maximum) for name in ("last_year", "this_year")
        )

    @property
    def top(self) -> Fraction:
        return self.maximum

    @property
    def bottom(self) -> Fraction:
        return -self.maximum

    @property
    def goal(self) -> Goal:
        return Goal(_ZERO, strict=True)

    def ends(self, level: str = "") -> Ends:
        newer, older = ("this_year", "last_year") if self.direction == "rises" else ("last_year", "this_year")
        return Ends(
            Plus(Entered(newer, _ZERO), Entered(older, self.maximum), -_ONE),
            Plus(Entered(newer, self.maximum), Entered(older, _ZERO), -_ONE),
        )


class Checklist(_Scale):
    """A yes or no for each item; on the scale how many are there."""

    kind: Literal["checklist"] = "checklist"
    items: dict[Id, Text] = Field(min_length=1, max_length=MOST_CHECKLIST_ITEMS)

    @cached_property
    def inputs(self) -> tuple[Input, ...]:
        return tuple(_yes_no(item, label) for item, label in self.items.items())

    @property
    def top(self) -> Fraction:
        return Fraction(len(self.items))

    @property
    def goal(self) -> Goal:
        return Goal(self.top)

    @property
    def stages(self) -> tuple[str, ...]:
        return tuple(self.items)

    def ends(self, level: str = "") -> Ends:
        return Ends(SumOf(tuple(self.items)), SumOf(tuple(self.items), _ONE))


class ShareOfUnits(_Scale):
    """How many lower units hold each level, and how many there are; on the scale the share at a counted level.

    Each unit is counted once, at the level it holds; the counts together are at most the number of units. `counted`
    names the levels that count; where that differs between the levels of recognition, `counted_at` names them for each.
    `lower_set` is the criteria set that the lower units are recognised by, for rolling them up.
    """

    kind: Literal["share_of_units"] = "share_of_units"
    of: Text
    levels: dict[Id, Text] = Field(min_length=1)
    counted: CountedLevels | None = None
    counted_at: dict[Id, CountedLevels] = {}
    lower_set: Id | None = None
    maximum: Bound = int(LARGEST)
    percent: ClassVar[bool] = True

    @model_validator(mode="after")
    def _counts_known_levels(self) -> ShareOfUnits:
        known = tuple(self.levels)
        if "all" in known:
            raise flaw("id-repeated", "levels", "all", given="all")
        if bool(self.counted) == bool(self.counted_at):
            raise flaw("one-of-fields", fields=("counted", "counted_at"))
        named: dict[tuple[str, ...], tuple[str, ...]] = {("counted",): self.counted or ()}
        named |= {("counted_at", level): counted for level, counted in self.counted_at.items()}
        for path, counted in named.items():
            for position, level in enumerate(counted):
                if level not in known:
                    near = nearest(level, known)
                    raise flaw("word-unknown", *path, position, given=level, expected=known, nearest=near)
                if level in counted[:position]:
                    raise flaw("id-repeated", *path, position, given=level)
        return self

    @cached_property
    def inputs(self) -> tuple[Input, ...]:
        most = Fraction(self.maximum)
        counts = tuple(Input(level, "whole", label, most=most) for level, label in self.levels.items())
        return (*counts, Input("all", "whole", self.of, most=most))

    @property
    def top(self) -> Fraction:
        return _ONE

    @property
    def faults(self) -> dict[str, Statement]:
        whole = Entered("all", Fraction(self.maximum))
        return {
            "denominator-zero": Stands(whole, "at_most", _ZERO),
            "parts-above-whole": Exceeds(SumOf(tuple(self.levels)), whole),
        }

    @property
    def levels_apart(self) -> bool:
        return bool(self.counted_at)

    def counted_for(self, level: str) -> tuple[str, ...]:
        """Give the levels of the lower units that count for a level of recognition."""
        return self.counted or self.counted_at.get(level, ())

    def ends(self, level: str = "") -> Ends:
        names, most = self.counted_for(level), Fraction(self.maximum)
        counted, others = self._total(names), self._total(tuple(name for name in self.levels if name not in names))
        closed, known = all_of(Known(name) for name in names), Known("all")
        whole = Within(Entered("all", most), _ONE, most)
        left = Within(Plus(whole, others, -_ONE), _ZERO, most)
        fewest = Bounded(Within(Plus(counted, others), _ZERO, most), least=_ONE)
        return Ends(
            Over(counted, whole),
            Over(
                either(closed, counted, left),
                either(known, Within(Entered("all"), _ONE, most), either(closed, fewest, Const(most))),
            ),
        )

    def _total(self, names: tuple[str, ...]) -> Number:
        return Within(SumOf(names), _ZERO, Fraction(self.maximum)) if names else Const(_ZERO)


class GivenPoints(_Scale):
    """Points decided by people, from `from` to `to` in steps of `step`; on the scale themselves."""

    kind: Literal["given_points"] = "given_points"
    least: Amount = Field(default=_ZERO, alias="from")
    most: Amount = Field(alias="to")
    step: Amount | None = None
    is_given: ClassVar[bool] = True

    @model_validator(mode="after")
    def _steps_lead_to_the_top(self) -> GivenPoints:
        if self.least >= self.most:
            raise flaw("period-reversed", "to", first=self.least, last=self.most)
        if self.step is not None and (not self.step or (self.most - self.least) % self.step):
            best = self.most - ((self.most - self.least) % self.step if self.step else 0)
            raise flaw("maximum-unreachable", "step", best=best, points=self.most)
        return self

    @cached_property
    def inputs(self) -> tuple[Input, ...]:
        return (Input("points", "decimal", least=self.least, most=self.most, step=self.step),)

    @property
    def top(self) -> Fraction:
        return self.most

    @property
    def bottom(self) -> Fraction:
        return self.least

    def ends(self, level: str = "") -> Ends:
        return _ends("points", self.least, self.most)


MEASURES = (YesNo, Status, Ratio, Count, Quantity, Change, Checklist, ShareOfUnits, GivenPoints)

_ByKind = Annotated[
    YesNo | Status | Ratio | Count | Quantity | Change | Checklist | ShareOfUnits | GivenPoints,
    Field(discriminator="kind"),
]
Measure = Annotated[_ByKind, once_each(_ByKind | Literal["yes_no"])]
