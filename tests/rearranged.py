"""What people do to the rows, columns and sheets of a form: sort some columns, copy over, put in front, double."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from copy import copy

from openpyxl.worksheet.worksheet import Worksheet

from filled import FilledForm
from xhht_score.workbook import layout

Change = Callable[[FilledForm], object]
_OF_ITS_ROW = re.compile(r"(?<![\w!$'])(\$[A-Z]{1,3})\d+\b")


def _taken(sheet: Worksheet, row: int, columns: Sequence[int]) -> list[tuple[object, str, object]]:
    cells = [sheet.cell(row, column) for column in columns]
    return [(cell.value, cell.number_format, copy(cell._style)) for cell in cells]


def _put(sheet: Worksheet, row: int, columns: Sequence[int], taken: Sequence[tuple[object, str, object]]) -> None:
    for column, (value, number_format, style) in zip(columns, taken, strict=True):
        cell = sheet.cell(row, column)
        cell.value, cell._style = _own_row(value, row), style
        cell.number_format = number_format


def _own_row(value: object, row: int) -> object:
    """Give a formula of the form as it reads in another row, where it names cells of its own row."""
    if not isinstance(value, str) or not value.startswith("="):
        return value
    return _OF_ITS_ROW.sub(rf"\g<1>{row}", value)


def columns_from(form: FilledForm, first: str, last: str | None = None) -> list[int]:
    """Give the columns from one field to another, or to the last one."""
    fields = [cell.value for cell in form.answers[1]]
    end = fields.index(last) if last else len(fields) - 1
    return [at + 1 for at in range(fields.index(first), end + 1)]


def sorted_rows(
    rows: Sequence[str], order: Sequence[int], first: str = layout.TITLE, last: str | None = None
) -> Change:
    """Give a change that puts the rows of some indicators into another order, but for the columns left out."""

    def change(form: FilledForm) -> None:
        columns = columns_from(form, first, last)
        taken = [_taken(form.answers, form.row(one), columns) for one in rows]
        for at, one in zip(order, rows, strict=True):
            _put(form.answers, form.row(one), columns, taken[at])

    return change


def copied_over(source: str, target: str, first: str = layout.TITLE, last: str | None = None) -> Change:
    """Give a change that copies the row of one indicator over that of another."""

    def change(form: FilledForm) -> None:
        columns = columns_from(form, first, last)
        _put(form.answers, form.row(target), columns, _taken(form.answers, form.row(source), columns))

    return change


def doubled_row(identifier: str) -> Change:
    """Give a change that copies a row, id and all, below the last one."""

    def change(form: FilledForm) -> None:
        columns = range(1, form.answers.max_column + 1)
        taken = _taken(form.answers, form.row(identifier), columns)
        _put(form.answers, form.answers.max_row + 1, columns, taken)

    return change


def doubled_sheet(name: str = "answers") -> Change:
    """Give a change that copies a sheet and puts the copy in front of everything."""

    def change(form: FilledForm) -> Worksheet:
        sheet = form.answers if name == "answers" else form.info
        double = form.book.copy_worksheet(sheet)
        double["A1"].data_type = "s"
        form.book.move_sheet(double, -len(form.book.sheetnames))
        return double

    return change


def put_in_front(rows: int = 0, columns: int = 0, *sheets: str) -> Change:
    """Give a change that puts blank rows and columns in front of sheets; formulas stay as they were."""

    def change(form: FilledForm) -> None:
        for name in sheets or ("answers",):
            sheet = form.answers if name == "answers" else form.info
            if rows:
                sheet.insert_rows(1, rows)
            if columns:
                sheet.insert_cols(1, columns)

    return change
