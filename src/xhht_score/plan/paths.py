"""What a unit can move of a figure: a path of whole steps, each of which puts it further along on the measure's scale.

Only what is done in the year moves: a part of a whole, a level, ticks, counts, this year's figure. A whole, last year's
figure and points that people give do not. What is blank begins at its worst; where it is `free`, it may be anything.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from math import lcm
from typing import assert_never

from xhht_score.measures import (
    Change,
    Checklist,
    Count,
    GivenPoints,
    Measure,
    Quantity,
    Ratio,
    Reported,
    ShareOfUnits,
    Status,
    YesNo,
)
from xhht_score.records import record
from xhht_score.terms import Way, passes

_ONE = Fraction(1)
#: Figures with decimals move in hundredths, percentages in hundredths of a percent, or finer where a mark is finer.
_HUNDREDTHS, _PERCENT_PARTS, _FINEST = 100, 10_000, 10**9
#: Where even the whole is blank, a share is looked at among so many.
_WHOLE = 10_000

Write = Callable[[int], dict[str, Fraction]]


@record
class Course:
    """How a figure moves: so many steps (`length`), the place on the scale after none and how far each step takes it.

    `write` gives the inputs after so many steps; `pace` is None where the steps are not alike, `place` says it then.
    The first `free` steps are what blanks may be, those after them are work.
    """

    length: int
    start: Fraction
    pace: Fraction | None
    write: Write
    place_at: Callable[[int], Fraction] | None = None
    free: int = 0

    def place(self, steps: int) -> Fraction:
        """Give the place on the scale after so many steps."""
        if self.pace is not None:
            return self.start + steps * self.pace
        assert self.place_at is not None
        return self.place_at(steps)

    def least(self, way: Way, mark: Fraction) -> int | None:
        """Give the fewest steps after which the place stands on the side of a mark that counts; None: never."""
        if passes(self.start, way, mark):
            return 0
        if not passes(self.place(self.length), way, mark):
            return None
        if self.pace is None:
            return self._sought(way, mark)
        exact = (mark - self.start) / self.pace
        strict = way in ("above", "below")
        return exact.numerator // exact.denominator + 1 if strict else -(-exact.numerator // exact.denominator)

    def _sought(self, way: Way, mark: Fraction) -> int:
        low, high = 0, self.length
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if passes(self.place(middle), way, mark) else (middle, high)
        return high

    def limited(self, most: Mapping[str, Fraction]) -> Course:
        """Give the same path as far as inputs stay at most what is named; one beyond it already stays as it is."""
        first = self.write(0)
        bounds = {name: max(bound, first[name]) for name, bound in most.items() if name in first}
        if not bounds:
            return self

        def fits(steps: int) -> bool:
            found = self.write(steps)
            return all(found[name] <= bound for name, bound in bounds.items())

        if fits(self.length):
            return self
        low, high = 0, self.length
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if fits(middle) else (low, middle)
        return replace(self, length=low, free=min(self.free, low))


def path_of(
    measure: Measure,
    values: Reported,
    *,
    up: bool,
    level: str,
    marks: Sequence[Fraction],
    free: bool,
    order: Sequence[str],
) -> Course | None:
    """Give the path of a figure toward more (`up`) or less on its scale; None where the unit cannot move it.

    `values` are the usable ones by input; with `free` those that are blank may be anything. `level` is the level of
    recognition that it is looked at for, `marks` the places that the rule names, `order` the items of a checklist in
    which they are ticked.
    """
    found = _path(measure, values, up=up, level=level, marks=marks, free=free, order=order)
    is_one = len(measure.inputs) == 1 or (isinstance(measure, Ratio) and values["of"] is None)
    return replace(found, free=found.length) if found is not None and free and is_one else found


def _path(
    measure: Measure,
    values: Reported,
    *,
    up: bool,
    level: str,
    marks: Sequence[Fraction],
    free: bool,
    order: Sequence[str],
) -> Course | None:
    match measure:
        case YesNo() | Status() | Count():
            return _counted(measure.inputs[0].name, values, measure.bottom, measure.top, up, 1)
        case Quantity():
            return _counted("number", values, measure.bottom, measure.top, up, _parts(values, marks, _HUNDREDTHS))
        case GivenPoints():
            if not free:
                return None
            size = int(1 / measure.step) if measure.step and measure.step < 1 else 1
            parts = size if measure.step else _HUNDREDTHS
            return _counted("points", values, measure.bottom, measure.top, up, parts)
        case Ratio(percentage_only=True):
            return _counted("percentage", values, Fraction(0), _ONE, up, _parts(values, marks, _PERCENT_PARTS))
        case Ratio():
            return _ratio(values, Fraction(measure.maximum), up=up, free=free)
        case Change():
            return _change(measure, values, marks, up=up, free=free)
        case Checklist():
            return _ticked(values, [*reversed(order)] if not up else order, up, free=free)
        case ShareOfUnits():
            return _units(measure, values, level, up=up, free=free)
        case _:
            assert_never(measure)


def _parts(values: Reported, marks: Sequence[Fraction], usual: int) -> int:
    """Give how many steps one is: fine enough for every mark and every figure that is there."""
    found = usual
    for one in (*marks, *(one for one in values.values() if one is not None)):
        finer = lcm(found, one.denominator)
        found = finer if finer <= _FINEST else found
    return found


def _counted(name: str, values: Reported, least: Fraction, most: Fraction, up: bool, parts: int) -> Course:
    given = values[name]
    first = given if given is not None else least if up else most
    room = (most - first) if up else (first - least)
    pace = Fraction(1 if up else -1, parts)
    return Course(room.numerator * parts // room.denominator, first, pace, lambda steps: {name: first + steps * pace})


def _ratio(values: Reported, maximum: Fraction, *, up: bool, free: bool) -> Course | None:
    of, over = values["of"], values["over"]
    if over is None and of:
        found = _whole(of, "over", maximum, {"of": of}, up)
        if not free:
            return replace(found, length=0, free=0)  # nobody moves a whole: it stays at its worst
        further = _ratio(found.write(found.length), maximum, up=up, free=free)
        return found if further is None else _then(found, further)
    if over is None and not free:
        return None
    whole = over or (_ONE if of is not None else min(maximum, Fraction(_WHOLE)))
    counted = _counted("of", values, Fraction(0), whole, up, 1)
    assert counted.pace is not None
    return Course(
        counted.length,
        counted.start / whole,
        counted.pace / whole,
        lambda steps: {**counted.write(steps), "over": whole},
    )


def _whole(part: Fraction, name: str, maximum: Fraction, others: dict[str, Fraction], up: bool) -> Course:
    """Give the path of a whole that is blank: the smaller, the larger the share of it."""
    least = max(part, _ONE, sum(others.values(), Fraction(0)))

    def size(steps: int) -> Fraction:
        return maximum - steps if up else least + steps

    length = max(int(maximum - least), 0)
    return Course(
        length, part / size(0), None, lambda at: {**others, name: size(at)}, lambda at: part / size(at), free=length
    )


def _change(measure: Change, values: Reported, marks: Sequence[Fraction], *, up: bool, free: bool) -> Course | None:
    last, this = values["last_year"], values["this_year"]
    if last is None and not free:
        return None
    rises = measure.direction == "rises"
    parts = _parts(values, marks, _HUNDREDTHS)
    zero, most = Fraction(0), measure.maximum
    if last is None:  # first what last year may have been, with this year at its worst, then this year
        worst = this if this is not None else zero if rises == up else most
        moved, given = _counted("last_year", values, zero, most, up != rises, parts), {"this_year": worst}
    else:
        moved, given = _counted("this_year", values, zero, most, up == rises, parts), {"last_year": last}
    assert moved.pace is not None
    first, sign = {**given, **moved.write(0)}, 1 if rises else -1
    place = sign * (first["this_year"] - first["last_year"])
    pace = sign * moved.pace * (1 if "last_year" in given else -1)
    found = Course(moved.length, place, pace, lambda steps: {**given, **moved.write(steps)})
    if last is not None:
        return replace(found, free=found.length if free and this is None else 0)
    further = _counted("this_year", values, zero, most, up == rises, parts)
    ends, length = found.write(found.length), found.length + further.length
    return replace(
        found,
        length=length,
        write=lambda steps: (
            found.write(steps) if steps <= found.length else {**ends, **further.write(steps - found.length)}
        ),
        free=length if this is None else found.length,
    )


def _ticked(values: Reported, order: Sequence[str], up: bool, *, free: bool) -> Course:
    off, on = (Fraction(0), _ONE) if up else (_ONE, Fraction(0))
    first = {name: off if (one := values[name]) is None else one for name in values}
    blank = [name for name in order if values[name] is None]
    left = [name for name in order if first[name] == off]
    if free:
        left.sort(key=lambda name: name not in blank)
    return Course(
        len(left),
        sum(first.values(), Fraction(0)),
        Fraction(1 if up else -1),
        lambda steps: {**first, **dict.fromkeys(left[:steps], on)},
        free=len(blank) if free else 0,
    )


def _units(measure: ShareOfUnits, values: Reported, level: str, *, up: bool, free: bool) -> Course | None:
    """Give the path of units that come to a level that counts: first those without any, then those at other levels."""
    whole, counted = values["all"], measure.counted_for(level)
    counts = {name: values[name] or Fraction(0) for name in measure.levels}
    there = sum(counts.values(), Fraction(0))
    if whole is None and not free:
        return None
    held = sum((counts[name] for name in counted), Fraction(0))
    blank = [name for name in measure.levels if name in counted and values[name] is None]
    target = (blank or [name for name in measure.levels if name in counted])[0]
    if whole is None and not blank:
        opened = _whole(held, "all", Fraction(measure.maximum), counts, up)
        further = _units(measure, opened.write(opened.length), level, up=up, free=free)
        return opened if further is None else _then(opened, further)
    size = max(min(Fraction(measure.maximum), Fraction(_WHOLE)), there) if whole is None else whole
    if blank and not up:  # at worst all that are left hold a level that counts
        counts[target] += size - there
        held += size - there
    length = int(size - held) if up else int(held)
    pace = Fraction(1 if up else -1) / size
    return Course(
        length,
        held / size,
        pace,
        lambda steps: {**_counts_after(counts, counted, target, size, steps, up), "all": size},
        free=int(size - there) if free and blank else 0,
    )


def _counts_after(
    counts: Mapping[str, Fraction], counted: Sequence[str], target: str, size: Fraction, steps: int, up: bool
) -> dict[str, Fraction]:
    """Give the counts after so many units came to a level that counts, or left it."""
    found, left = dict(counts), Fraction(steps)
    others = [name for name in counts if name not in counted] if up else counted
    if up:
        found[target] += left
        left -= min(left, size - sum(counts.values()))
    for name in others:
        taken = min(found[name], left)
        found[name], left = found[name] - taken, left - taken
    return found


def _then(first: Course, further: Course) -> Course:
    """Give what a blank may be, and after its best the work that goes on from there."""
    free = first.length

    def write(steps: int) -> dict[str, Fraction]:
        return first.write(steps) if steps <= free else further.write(steps - free)

    def place(steps: int) -> Fraction:
        return first.place(steps) if steps <= free else further.place(steps - free)

    return Course(free + further.length, first.start, None, write, place, free)
