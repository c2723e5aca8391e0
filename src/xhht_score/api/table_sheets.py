"""The sheets of a workbook as tables: every cell as what it is, with what nobody sees of it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from xhht_score.api.table_fields import MOST_COLUMNS, Field, FieldRow, RawTable
from xhht_score.errors import Place
from xhht_score.spreadsheet.cell_names import cell_name, column_number
from xhht_score.spreadsheet.package import Package
from xhht_score.workbook.reading.cells import clean, sheets_in, stored_number

_DAYS = (datetime.date, datetime.time, datetime.timedelta)  # a datetime is a date


def sheet_tables(path: Path) -> list[RawTable]:
    """Give every sheet of a workbook that holds anything.

    Raises `XhhtError` where the file cannot be read, is no workbook or over a limit.
    """
    package, found = sheets_in(path)
    tables = (_table(str(path), package, title, rows) for sheets in found.values() for title, rows, *_ in sheets)
    return [one for one in tables if one.rows]


def _table(file: str, package: Package, title: str, rows: list[list[Any]]) -> RawTable:
    frame = package.frame(title)
    corners = (cell_name(one.top - 1, one.left - 1) for one in frame.merged)
    return RawTable(
        [*_filled(file, package, title, rows)],
        title,
        merged=frozenset(Place(file, sheet=title, cell=corner) for corner in corners),
        hidden=package.hidden_rows(title),
        hidden_columns=frozenset(one for span in frame.columns for one in span[:MOST_COLUMNS]),
        is_hidden=package.is_hidden(title),
    )


def _filled(file: str, package: Package, title: str, rows: list[list[Any]]) -> Iterator[FieldRow]:
    """Give the rows that hold anything, or in which a blank is none."""
    hides = package.may_hide_any(title)
    for number, values in enumerate(_whole(package, title, rows) if hides else rows):
        row: FieldRow = []
        for at, value in enumerate(values):
            place = Place(file, sheet=title, cell=cell_name(number, at))
            row.append(_field(place, value, package if hides else None))
        if any(field.text for field in row):
            yield row


def _whole(package: Package, title: str, rows: list[list[Any]]) -> list[list[Any]]:
    """Give the rows up to the last formula; calamine leaves out what lies beyond the last value."""
    found = [(column_number(one[0].decode()), int(one[1])) for row in package.formulas(title) for one in row]
    right = max((column + 1 for column, _ in found), default=0)
    bottom = max((row for _, row in found), default=0)
    wide = [values + [""] * (right - len(values)) for values in rows]
    return wide + [[""] * right] * (bottom - len(rows))


def _field(place: Place, value: Any, package: Package | None) -> Field:
    """Give what a cell holds; a `package` is asked about what calamine gives as a blank."""
    if value == "" and package is not None:
        raw = package.cell(place.sheet or "", place.cell or "")
        if raw is not None and (raw.error or raw.formula_without_value):
            return Field(raw.error or "=", place, "error")
    if isinstance(value, _DAYS):
        return Field(str(value), place, "day")
    return Field(clean(value), place, "text" if stored_number(value) is None else "number")
