"""Points and attainment as they are shown: alike wherever a page, a table or a list of lacks has the same number."""

from __future__ import annotations

from fractions import Fraction

from xhht_score.criteria import CriteriaSet
from xhht_score.numbers import Range, shown, shown_percent
from xhht_score.reports.document import Cell
from xhht_score.reports.drawings import portion, share
from xhht_score.results import Attainment, IndicatorResult, Tally
from xhht_score.words import Words

_DECIMALS = 2


def point_marks(criteria_set: CriteriaSet, maximum: Range, indicator: str | None = None) -> tuple[Fraction, ...]:
    """Give the points that are marks beside 0: the maximum, what is asked for, and from where an indicator is met."""
    asked = criteria_set.marks.of_points(maximum.low, maximum.high)
    return asked if indicator is None else (*asked, criteria_set.indicators[indicator].met_points)


def points_shown(criteria_set: CriteriaSet, points: Range, maximum: Range, indicator: str | None = None) -> Range:
    """Give the numbers that are shown for points."""
    marks = (Fraction(0), *point_marks(criteria_set, maximum, indicator))
    return Range(shown(points.low, _DECIMALS, marks), shown(points.high, _DECIMALS, marks))


def open_points(criteria_set: CriteriaSet, points: Range, maximum: Range, indicator: str | None = None) -> Fraction:
    """Give how many points are still open: what is shown at best less what is shown at worst."""
    ends = points_shown(criteria_set, points, maximum, indicator)
    return ends.high - ends.low


def share_marks(criteria_set: CriteriaSet, maximum: Range) -> tuple[Fraction, ...]:
    """Give the shares that are marks beside none and all."""
    return criteria_set.marks.of_shares(maximum.low, maximum.high)


def percents_shown(criteria_set: CriteriaSet, share: Range, maximum: Range) -> Range:
    """Give the percentages that are shown for an attainment."""
    marks = share_marks(criteria_set, maximum)
    return Range(shown_percent(share.low, marks), shown_percent(share.high, marks))


def points_cell(words: Words, criteria_set: CriteriaSet, points: Range, maximum: Range, indicator: str | None) -> Cell:
    """Give points of an indicator, or with None of a criterion or the total, with the numbers that are shown."""
    said = words.points(points, against=point_marks(criteria_set, maximum, indicator))
    shown_ends = points_shown(criteria_set, points, maximum, indicator)
    return Cell(said, value=shown_ends, portions=portion(said, points, maximum))


def indicator_points(words: Words, criteria_set: CriteriaSet, result: IndicatorResult) -> Cell:
    """Give the points of an indicator."""
    return points_cell(words, criteria_set, result.points, result.maximum, result.id)


def maximum_cell(words: Words, maximum: Range) -> Cell:
    """Give a maximum with all its digits, for it is a mark itself; its number is the greatest that it may be."""
    return Cell(words.points(maximum, against=(maximum.low, maximum.high)), value=maximum.high)


def attainment_cell(words: Words, criteria_set: CriteriaSet, found: Tally) -> Cell:
    """Give the attainment of a tally with the percentages that are shown, a dash where nothing is applicable."""
    said = words.attainment(found.percent, against=share_marks(criteria_set, found.maximum))
    value = None if found.percent is None else percents_shown(criteria_set, found.percent, found.maximum)
    return Cell(said, value=value, portions=share(said, found.percent))


def tally_cells(words: Words, criteria_set: CriteriaSet, found: Tally) -> tuple[Cell, Cell, Cell]:
    """Give points, maximum and attainment of a tally."""
    return (
        points_cell(words, criteria_set, found.points, found.maximum, None),
        maximum_cell(words, found.maximum),
        attainment_cell(words, criteria_set, found),
    )


def met_share(words: Words, criteria_set: CriteriaSet, found: Attainment) -> Cell:
    """Give the attainment at a level, with the percentages that are shown."""
    value = None if found.percent is None else percents_shown(criteria_set, found.percent, Range.of(1))
    said = words.attainment(found.percent)
    return Cell(said, "strong", value, share(said, found.percent))
