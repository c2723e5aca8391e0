"""The one table of a file, whatever its format: where its headings are, what else is there, what no field may hold."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from xhht_score.api.table_fields import LONGEST_FIELD, Field, FieldRow, RawTable, over
from xhht_score.api.table_headings import Headings
from xhht_score.api.table_sheets import sheet_tables
from xhht_score.api.table_text import text_table
from xhht_score.errors import Place, Problem, XhhtError, has_errors
from xhht_score.files import content_of
from xhht_score.letters import MOST_MARKS, crowded
from xhht_score.spreadsheet.extraction import OLE
from xhht_score.spreadsheet.limits import MEGABYTE, current_limits
from xhht_score.workbook.reading.legacy import looks_legacy

TABLE_SUFFIXES = (".csv", ".tsv", ".txt")
#: What a program leaves of letters that its encoding does not have.
_LOST_LETTERS = re.compile(r"[^\W\d_]\?|\?[^\W\d_]|\ufffd")
_ROW_NUMBER = re.compile(r"\d+$")


class ListTable(NamedTuple):
    """The rows of a list below its headings, and what there is to say of how it was read; no error is among it."""

    head: FieldRow
    body: list[FieldRow]
    problems: tuple[Problem, ...]
    merged: frozenset[Place]


def listed_in(path: Path, headings: Headings) -> ListTable:
    """Give the list of a file (text, .xlsx, .xls or .ods); raises `XhhtError` with every problem of it."""
    table, top, said = _table_of(path, headings)
    head = table.rows[top]
    problems = [*table.problems, *said, *headings.wrong(head)]
    if not has_errors(problems):
        problems += _said_of(table, top, headings)
    body = table.rows[top + 1 :]
    if not body:
        problems.append(Problem("table-empty", Place(str(path), sheet=table.sheet or None)))
    if has_errors(problems):
        raise XhhtError(problems)
    return ListTable(head, body, tuple(problems), table.merged)


def _table_of(path: Path, headings: Headings) -> tuple[RawTable, int, list[Problem]]:
    """Give the table of a file, the position of its headings among its rows, and what else is in the file."""
    limits = current_limits()
    content = content_of(path, limits.megabytes * MEGABYTE + 1)
    is_text = path.suffix.lower() in TABLE_SUFFIXES and not content.startswith((b"PK\x03\x04", OLE))
    if not is_text:
        return _sheet_of(path, headings)
    if len(content) > limits.megabytes * MEGABYTE:
        raise XhhtError([Problem("table-too-large", Place(str(path)), {"most": str(limits.megabytes)})])
    table = text_table(path, content, headings.is_main)
    if not table.rows:
        raise XhhtError([Problem("table-empty", Place(str(path)))])
    top = headings.find(table.rows)
    return table, headings.nearest_to_one(table.rows) if top is None else top, []


def _sheet_of(path: Path, headings: Headings) -> tuple[RawTable, int, list[Problem]]:
    """Give the one sheet that has such headings; where none has, the one that is nearest to having them."""
    tables = sheet_tables(path)
    found = [(one, top) for one in tables if (top := headings.find(one.rows)) is not None]
    if len(found) > 1:
        (first, _), (other, top) = found[:2]
        arguments = {"first": first.sheet, "other": other.sheet}
        raise XhhtError([headings.main_in(other.rows[top]).says("table-sheets-several", **arguments)])
    if not found:
        near = [(one, headings.nearest_to_one(one.rows)) for one in tables]
        table, top = max(near, key=lambda one: headings.known_in(one[0].rows[one[1]]), default=(RawTable([]), 0))
        if not table.rows or not headings.known_in(table.rows[top]):
            raise XhhtError([Problem("table-not-found", Place(str(path)))])
        return table, top, []
    table, top = found[0]
    beside = tuple(one.sheet for one in tables if one is not table)
    said = [Problem("table-sheets-beside", Place(str(path)), {"given": table.sheet, "sheets": beside})]
    return table, top, said if beside else []


def _said_of(table: RawTable, top: int, headings: Headings) -> Iterator[Problem]:
    """Say which lines stand above the headings, which headings come again, and which rows nobody sees."""
    head = headings.main_in(table.rows[top])
    at = table.rows[top].index(head)
    above = [field for row in table.rows[:top] for field in row if field.text]
    if above:
        yield above[0].says("table-lines-above", n=top, given=above[0].text)
    body = [row for row in table.rows[top + 1 :] if len(row) > at]
    for row in body:
        if headings.is_main(row[at].text):
            yield row[at].says("table-headings-again", given=row[at].text, first=str(head.place))
    yield from _unseen(table, head, [row[at] for row in body])


def _unseen(table: RawTable, head: Field, names: Sequence[Field]) -> Iterator[Problem]:
    """Say what is read though nobody sees it: the sheet, columns, rows."""
    if table.is_hidden:
        yield head.says("table-hidden", reason="hidden-sheet", names=(table.sheet,))
    row = next(row for row in table.rows if head in row)
    columns = tuple(one.text for at, one in enumerate(row, 1) if one.text and at in table.hidden_columns)
    if columns:
        yield head.says("table-hidden", reason="hidden-columns", names=columns)
    if rows := [one for one in names if _number_of(one) in table.hidden]:
        yield rows[0].says("table-hidden", reason="hidden-rows", names=tuple(one.text for one in rows))


def _number_of(field: Field) -> int:
    found = _ROW_NUMBER.search(field.place.cell or "")
    return int(found[0]) if found else 0


def unfit(field: Field, columns: int) -> Iterator[Problem]:
    """Say what makes a field no text of a list: what Excel made of it, letters that are lost, too much."""
    if columns:
        yield over(field.place, "columns", columns)
    if field.kind == "day":
        yield field.says("table-cell-day", given=field.text)
    elif field.kind == "error":
        yield field.says("table-cell-error", given=field.text)
    elif len(field.text) > LONGEST_FIELD:
        yield over(field.place, "letters", LONGEST_FIELD)
    elif crowded(field.text):
        yield field.says("marks-too-many", most=MOST_MARKS)
    elif _LOST_LETTERS.search(field.text):
        yield field.says("table-letters-lost", given=field.text)
    elif looks_legacy(field.text):
        yield field.says("cell-legacy-encoding", given=field.text)
