"""One input cell of a form to its value, with what is wrong with it."""

from __future__ import annotations

from fractions import Fraction

from xhht_score.criteria import Indicator
from xhht_score.errors import Problem
from xhht_score.measures import Input
from xhht_score.workbook import checks
from xhht_score.workbook.cells import Cell, Form, clean
from xhht_score.workbook.cleaning import Cleaned, clean_value, is_blank


def value_in(form: Form, indicator: Indicator, one: Input, cell: Cell) -> tuple[Fraction | None, list[Problem]]:
    """Give the number that a cell holds for an input, None where there is none, and what is wrong with the cell."""
    if is_blank(cell.value):
        return None, list(checks.hidden_in_blank(form, cell))
    percent_format = None
    if one.kind in ("percent", "decimal") and not isinstance(cell.value, str):
        percent_format = form.package.is_percentage(cell.sheet, cell.cell)
    cleaned: Cleaned = clean_value(one, cell.value, percent_format)
    if cleaned.code is None:
        return cleaned.value, []
    return cleaned.value, [Problem(cleaned.code, form.place(cell), {"indicator": indicator.id, **cleaned.arguments})]


def text_in(cell: Cell | None) -> str | None:
    """Give the cleaned text of a cell, None where it is blank or lacking."""
    return clean(cell.value) or None if cell else None
