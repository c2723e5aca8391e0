"""Cells whose unit is %: the stored number counts, its format says the unit; what tells two ways is settled or refused.

A number with a percent sign is a share times 100. Without one it is the percentage itself above 1, and up to 1 nobody
can tell. Of the two figures of a change each may tell which reading of the other is meant.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import product
from typing import Any, NamedTuple

from xhht_score.measures import FAR_APART, Input
from xhht_score.numbers import Percentage
from xhht_score.spreadsheet.number_formats import Look
from xhht_score.workbook.reading.cells import clean, understood
from xhht_score.workbook.reading.numerals import Cleaned, number_in


class Told(NamedTuple):
    """The percentages that a cell can be read as (97.5 is 97.5%), what stands in it, and whether it has its sign.

    `doubtful` is another percentage that somebody may have meant though the sign says otherwise.
    """

    readings: tuple[Fraction, ...]
    given: Fraction | str
    signed: bool
    doubtful: Fraction | None = None


def told_by_text(text: str) -> Told | Cleaned:
    """Give what a text says: `97,5%` is plain, `0,97` can be read in two ways; or why it is no number."""
    said = understood(text).removeprefix("'")
    signed = said.endswith("%")
    number = number_in(said.removesuffix("%"), whole=False)
    if number.value is None or number.code is not None:
        code = number.code if number.value is None else "cell-ambiguous-number"
        return Cleaned(code=code, arguments={"given": clean(text)})
    return Told((number.value,) if signed else _readings(number.value), clean(text), signed)


def told_by_number(number: Fraction, look: Look | None, one: Input) -> Told:
    """Give what a stored number says by the look of its cell; None is a look that nobody knows, not one without a sign.

    Above 1 a number and a hundred times the number are told apart by the sign alone, as far as both are within bounds.
    """
    sign = None if look is None else look.sign(number)
    both_possible = abs(number) > 1 and abs(as_input(one, number * 100)) <= one.most
    if sign == "share":
        return Told((number * 100,), number, True, number if both_possible else None)
    if sign is None and both_possible:
        return Told((number, number * 100), number, False)
    return Told((number,) if sign == "text" else _readings(number), number, sign == "text")


def _readings(number: Fraction) -> tuple[Fraction, ...]:
    return (number, number * 100) if 0 < abs(number) <= 1 else (number,)


def settled(one: Told | None, other: Told | None) -> tuple[Fraction | None, ...]:
    """Give the reading of both figures of a change, None where it stays open which one is meant.

    Where one pair of readings alone lies within 20 times of each other, it is that one.
    """
    if one is None or other is None:
        return each_alone(one, other)
    pairs = [pair for pair in product(one.readings, other.readings) if not _far_apart(*pair)]
    return pairs[0] if len(pairs) == 1 else each_alone(one, other)


def each_alone(*cells: Told | None) -> tuple[Fraction | None, ...]:
    """Give the one reading of each cell by itself, None where there are two."""
    return tuple(one.readings[0] if one is not None and len(one.readings) == 1 else None for one in cells)


def _far_apart(one: Fraction, other: Fraction) -> bool:
    """Tell whether one number is more than 20 times the other; every number is far from 0 and from another sign."""
    least, most = sorted((abs(one), abs(other)))
    return one * other <= 0 or most > FAR_APART * least


def are_unlike(one: Fraction | None, other: Fraction | None) -> bool:
    """Tell whether two figures that were taken, neither of them 0, are more than 20 times apart."""
    return one is not None and other is not None and one * other != 0 and _far_apart(one, other)


def remark(
    told: Told, taken: Fraction | None, *, unknown: bool, percent_cells: bool
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Say what is not plain about the percentage that was taken of a cell, or why none was, with both readings.

    `unknown` says that nobody knows the format of the cell, `percent_cells` that the form was handed out with percent
    formats.
    """
    readings = [Percentage(each / 100) for each in (*told.readings, *((told.doubtful,) if told.doubtful else ()))]
    if taken is not None and readings[0] != Percentage(taken / 100):
        readings.reverse()
    how = "unknown" if unknown else "new" if percent_cells else "old"
    said = dict(zip(("value", "other"), readings, strict=False))
    arguments = {"given": told.given, **said, "reason": f"percent-mend-{how}"}
    if taken is None:
        yield "cell-percent-ambiguous", arguments
    elif told.doubtful is not None:
        yield "cell-percent-above", arguments
    elif len(readings) > 1:
        yield "cell-percent-read", arguments
    elif taken and not told.signed and percent_cells:
        yield "cell-percent-lost", arguments


def as_input(one: Input, percentage: Fraction) -> Fraction:
    """Give a percentage on the scale of its input: a share of 1, or the percentage itself."""
    return percentage / 100 if one.kind == "percent" else percentage
