"""How far the cells of a sheet reach, looked up before calamine reads it: for a cell far off it asks for all memory."""

from __future__ import annotations

import re

from xhht_score.workbook.archive import Attributes, Clock, Refused, too_large, walk
from xhht_score.workbook.limits import Limits

#: A cell or row whose reference is not plainly near (columns A to CZ, rows of three digits): the sheet is read through.
_NOT_PLAINLY_NEAR = re.compile(rb'<(?:c|row)(?![A-Za-z])(?! r="(?:[A-C]?[A-Z])?\d{1,3}")')
_PREFIXED = re.compile(rb":(?:c|row)[\s/>]")
_NEAR_ROWS, _NEAR_COLUMNS = 999, 104
_SHORTEST_CELL = len("<c/>")
_ODS_CELLS = ("table:table-cell", "table:covered-table-cell")
_REFERENCE = re.compile(r"([A-Za-z]{1,3})(\d{1,7})")


class _Extent:
    """How far cells reach, counted from A1; refused as soon as that is too far."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._bottom = self._right = self._stored = self._earlier = 0

    def cell(self, row: int, column: int) -> None:
        """Take a cell that holds something; row and column are counted from 1."""
        limits = self._limits
        self._bottom, self._right = max(self._bottom, row), max(self._right, column)
        if self._bottom > limits.rows:
            raise too_large(limits, "rows")
        if self._right > limits.columns:
            raise too_large(limits, "columns")
        if self._earlier + self._bottom * self._right > limits.cells:
            raise too_large(limits, "cells")

    def next_sheet(self) -> None:
        """Begin another sheet; cells of all sheets are counted together."""
        self._earlier += self._bottom * self._right
        self._bottom = self._right = 0

    def store(self, cells: int = 1) -> None:
        """Take cells that are kept one by one, whatever they hold."""
        self._stored += cells
        if self._stored > self._limits.cells:
            raise too_large(self._limits, "cells")


def check_sheet(xml: bytes, limits: Limits, clock: Clock) -> None:
    """Refuse the XML of a worksheet whose cells are too many or too far off; raises `Refused`."""
    near = limits.rows >= _NEAR_ROWS and limits.columns >= _NEAR_COLUMNS
    few = max(_NEAR_ROWS * _NEAR_COLUMNS, len(xml) // _SHORTEST_CELL) <= limits.cells
    if not (near and few) or _NOT_PLAINLY_NEAR.search(xml) or _PREFIXED.search(xml):
        _read_through(xml, limits, clock)


def _read_through(xml: bytes, limits: Limits, clock: Clock) -> None:
    extent, row, column = _Extent(limits), 0, 0

    def start(tag: str, attributes: Attributes) -> None:
        nonlocal row, column
        name = tag.rpartition(":")[2]
        if name == "row":
            row, column = int(attributes.get("r", row + 1)), 0
        elif name == "c":
            at = row
            if (reference := attributes.get("r")) is None:
                column += 1
            elif found := _REFERENCE.fullmatch(reference):
                column, at = column_number(found[1]), int(found[2])
            else:
                raise Refused("workbook-damaged")
            extent.store()
            extent.cell(at, column)

    walk(xml, clock, start)


def column_number(letters: str) -> int:
    """Give the number of a column, counted from 1.

    >>> column_number("A"), column_number("AB"), column_number("xfd")
    (1, 28, 16384)
    """
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def check_tables(xml: bytes, limits: Limits, clock: Clock) -> None:
    """Refuse the content of an .ods whose repeated cells or rows make too much; raises `Refused`.

    Blank cells at the end of a row and blank rows at the end of a table cost nothing and do not count.
    """
    tables = _Tables(limits)
    walk(xml, clock, tables.start, tables.end)


class _Tables:
    """Follows the rows and cells of an .ods, with their repetitions."""

    def __init__(self, limits: Limits) -> None:
        self._extent = _Extent(limits)
        self._row = self._column = self._stored = self._rows = self._repeated = 0
        self._in_cell = self._holds = False

    def start(self, tag: str, attributes: Attributes) -> None:
        if tag == "table:table":
            self._extent.next_sheet()
            self._row = 0
        elif tag == "table:table-row":
            self._rows = int(attributes.get("table:number-rows-repeated", "1"))
            self._row += self._rows
            self._column = self._stored = 0
        elif tag in _ODS_CELLS:
            self._store()
            self._repeated = int(attributes.get("table:number-columns-repeated", "1"))
            self._in_cell = True
            self._holds = any(name.startswith("office:") or name == "table:formula" for name in attributes)
        elif self._in_cell:
            self._holds = True

    def end(self, tag: str) -> None:
        if tag in _ODS_CELLS:
            self._in_cell = False
            self._column += self._repeated
            if self._holds:
                self._store()
                self._extent.cell(self._row, self._column)

    def _store(self) -> None:
        """Count the cells of the row so far; blanks count once another cell comes after them."""
        self._extent.store(self._column - self._stored)
        self._stored = self._column
