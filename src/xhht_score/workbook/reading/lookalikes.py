"""What a number that is read may be taken for, or shows, that it is not: a day, thousands, another number, nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from xhht_score.criteria import Indicator, Question
from xhht_score.measures import Change, Quantity
from xhht_score.numbers import Percentage, measured, round_half_away
from xhht_score.spreadsheet.moments import day_of
from xhht_score.spreadsheet.number_formats import Look
from xhht_score.submission import complete, part_of
from xhht_score.workbook.reading.cells import FormCell
from xhht_score.workbook.reading.percentages import Told

#: No day of a year that a form can be about is a smaller number, by either way of counting.
FIRST_DAY = 30_000
_MOST_DECIMALS = 15


@dataclass(slots=True, eq=False)
class Filled:
    """A cell that is filled in: the question that it answers, the number that it stores, and how it shows it.

    `told` is what it says where its unit is %; `value` what it means in the end, None where it cannot be used.
    """

    question: Question
    cell: FormCell
    number: Fraction | None = None
    look: Look | None = None
    told: Told | None = None
    value: Fraction | None = None

    def as_stored(self, number: Fraction) -> Fraction | Percentage:
        """Give a number as the cell stores or shows it, a share as its percentage."""
        share = self.number is not None and self.look is not None and self.look.sign(self.number) == "share"
        return measured(number, percent=share)


#: Something to say about a cell: its code and arguments.
Remark = tuple[Filled, str, Mapping[str, Any]]


def looks_like_days(cells: Sequence[Filled], years: range, *, since_1904: bool) -> Iterator[Remark]:
    """Say which whole numbers are days of these years, as a program stores a date that was typed into a number cell."""
    for one in cells:
        if one.number is not None and one.value is not None and one.number > FIRST_DAY:
            day = day_of(one.number, since_1904=since_1904)
            if day is not None and day.year in years:
                yield one, "cell-looks-like-date", {"given": one.number, "day": day}


def may_have_thousands(indicator: Indicator, cells: Sequence[Filled]) -> Iterator[Remark]:
    """Say which numbers of exactly three decimals may be a thousand times as large, their point being a thousands mark.

    That has to be within bounds, and of a change nearer to the figure of the other year.
    """
    for one in cells:
        measure, expected = one.question.measure, one.question.input
        if not isinstance(measure, Quantity | Change) or one.number is None or one.value is None or expected.in_percent:
            continue
        meant = one.number * 1000
        is_exact = meant.denominator == 1 and meant % 10 != 0
        if not is_exact or not 1 <= one.number < 1000 or meant > expected.most:
            continue
        if isinstance(measure, Change):
            pair = (each.value for each in cells if each.question.part == one.question.part and each is not one)
            beside = next(pair, None)
            if beside is None or abs(meant - beside) >= abs(one.number - beside):
                continue
        yield one, "cell-three-decimals", {"given": one.number, "other": meant}


def shows_otherwise(indicator: Indicator, cells: Sequence[Filled]) -> Iterator[Remark]:
    """Say which cells show nothing of their number, a scaled one, or one that stands on another side of a mark."""
    rounded: dict[str, Fraction] = {}
    for one in cells:
        if one.number is None or one.look is None or one.value is None:
            continue
        shown = one.look.shown(one.number)
        if one.number in shown:
            continue
        if not shown:
            yield one, "cell-number-hidden", {"given": one.as_stored(one.number)}
        elif one.question.input.step is not None or not _is_rounded(shown[0], one.number):
            yield _shown(one, shown[0])
        else:
            rounded[one.question.name] = shown[0]
    if not rounded:
        return
    values = {one.question.name: one.value for one in cells}
    seen = {
        one.question.name: one.value * rounded[one.question.name] / one.number
        for one in cells
        if one.question.name in rounded and one.value is not None and one.number
    }
    for one in cells:
        part = one.question.part
        if one.question.name in rounded and _sides(indicator, part, values) != _sides(indicator, part, values | seen):
            yield _shown(one, rounded[one.question.name])


def _shown(one: Filled, shown: Fraction) -> Remark:
    assert one.number is not None
    return one, "cell-shown-otherwise", {"given": one.as_stored(one.number), "shown": one.as_stored(shown)}


def _is_rounded(shown: Fraction, number: Fraction) -> bool:
    """Tell whether a number is shown as itself with fewer decimals."""
    return any(shown == round_half_away(number, decimals) for decimals in range(_MOST_DECIMALS))


def _sides(indicator: Indicator, part: str, reported: Mapping[str, Fraction | None]) -> tuple[tuple[bool, bool], ...]:
    """Give on which side of each mark of a part's rules its figures stand, whether above it and whether below it.

    The ends of the scale count as marks. Figures that contradict one another stand nowhere.
    """
    measure = indicator.measures[part]
    values = part_of(indicator, complete(indicator, reported), part)
    if measure.fault(values) is not None:
        return ()
    span = measure.span(values)
    places = {place for rule in indicator.rules for place in rule.scoring.places(part)}
    marks = sorted({*places, measure.bottom, measure.top})
    return tuple((end > mark, end < mark) for mark in marks for end in (span.low, span.high))
