"""What changed for one unit as rows of values for CSV: one for the unit as a whole, one for each changed indicator."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xhht_score.compare.units import IndicatorChange, Stages, UnitChange
from xhht_score.numbers import Range
from xhht_score.reports.change_cells import (
    became_cell,
    ends_of,
    in_order_of_weight,
    indicator_shown,
    passage_cell,
    through_text,
)
from xhht_score.reports.document import Value
from xhht_score.reports.figures import points_cell
from xhht_score.reports.unit import level_reached
from xhht_score.reports.unit_changes import ComparedPair
from xhht_score.words import Words

#: What stands in a row. Points are the numbers that pages show; the changes are of those, both of their ends.
COLUMNS = (
    "unit", "code", "old_year", "new_year", "old_set", "new_set", "indicator", "title", "passage", "change", "through",
    "old_low", "old_high", "new_low", "new_high", "rule_low", "rule_high", "figures_low", "figures_high",
    "old_file", "new_file",
)  # fmt: skip


def change_rows(words: Words, pair: ComparedPair) -> Iterator[list[Value]]:
    """Give the row of the unit, without an indicator, then those of the indicators about which anything changed."""
    found = pair.change
    old, new = (level_reached(words, one.criteria_set, one.verdict) for one in (found.old, found.new))
    passage = old if old == new else words.say("compare-passage", old=old, new=new)
    yield _row(pair, [None, None, passage, None, None], _total(words, found))
    titles = {name: one.title for side in (found.old, found.new) for name, one in side.criteria_set.indicators.items()}
    for one in in_order_of_weight(found, found.changed):
        said = [passage_cell(words, found, one).text, became_cell(words, found, one).text]
        texts = [one.id, words.text(titles[one.id]), *said, through_text(words, found, one)]
        yield _row(pair, texts, _of_indicator(found, one))


def _row(pair: ComparedPair, texts: Sequence[str | None], points: Stages | None) -> list[Value]:
    found = pair.change
    old, new = found.old, found.new
    sets = [f"{one.criteria_set.id} {one.criteria_set.version}" for one in (old, new)]
    unit, years = new.submission.unit, [one.submission.year for one in (old, new)]
    return [unit.name, unit.code, *years, *sets, *texts, *_numbers(points), pair.old.file, pair.new.file]


def _numbers(points: Stages | None) -> list[Value]:
    if points is None:
        return [None] * 8
    return [
        points.old.low, points.old.high, points.new.low, points.new.high,
        *points.through_rule, *points.through_figures,
    ]  # fmt: skip


def _total(words: Words, found: UnitChange) -> Stages | None:
    if found.points is None:
        return None
    cells = (
        points_cell(words, one.criteria_set, one.scorecard.total.points, one.scorecard.total.maximum, None)
        for one in (found.old, found.between, found.new)
    )
    return Stages(*(ends_of(cell) or Range.of(0) for cell in cells))


def _of_indicator(found: UnitChange, one: IndicatorChange) -> Stages | None:
    if found.points is None:
        return None
    sides = ((found.old, one.old), (found.between, one.between), (found.new, one.new))
    return Stages(*(indicator_shown(side, result) for side, result in sides))
