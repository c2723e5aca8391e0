"""What of a planned form is kept, so that the form can be compared when it comes back."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter
from typing import TypeVar

from xhht_score.criteria import CriteriaSet
from xhht_score.words import Words
from xhht_score.workbook.kept import Allowed, KeptForm, Spot, asks_of
from xhht_score.workbook.writing.forms import formulas_of, labels_of
from xhht_score.workbook.writing.plan import Plan, Planned

T = TypeVar("T")


def kept_of(plan: Plan, words: Words, criteria_set: CriteriaSet) -> KeptForm:
    """Give what is kept of the plan of a form that nobody has filled in."""
    allowed = [
        (sheet.name, row.key, field, _allowed(cell))
        for sheet in plan.sheets.values()
        for row in sheet.rows
        for field, cell in row.cells.items()
        if row.key and (cell.options or cell.bounds)
    ]
    return KeptForm(
        criteria_set.id,
        words.language,
        (plan.formulas, plan.labels),
        {sheet.name: tuple(sheet.row_numbers) for sheet in plan.sheets.values()},
        _by_sheet(labels_of(plan)),
        _by_sheet(formulas_of(plan)),
        _by_sheet(allowed),
        asks_of(words, criteria_set),
    )


def _allowed(cell: Planned) -> Allowed:
    return cell.options if cell.bounds is None else cell.bounds


def _by_sheet(found: Iterable[tuple[str, str, str, T]]) -> dict[str, dict[Spot, T]]:
    return {
        sheet: {(key, field): value for _, key, field, value in cells}
        for sheet, cells in groupby(found, key=itemgetter(0))
    }
