"""How far the cells of a sheet reach, looked up before calamine reads it: for a cell far off it asks for all memory."""

from __future__ import annotations

from xhht_score.spreadsheet.archive import PREFIXES, Attributes, Clock, Refused, too_large, walk
from xhht_score.spreadsheet.limits import Limits

_ODS_CELLS = ("table:table-cell", "table:covered-table-cell")


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


def check_tables(xml: bytes, limits: Limits, clock: Clock) -> None:
    """Refuse the content of an .ods whose repeated cells or rows make too much; raises `Refused`.

    Blank cells at the end of a row and blank rows at the end of a table cost nothing and do not count. Calamine knows
    namespaces by their prefixes and texts in one piece, so nothing else may stand in a table either.
    """
    if b"<!" in xml or xml.find(b"<?", len("<?xml ")) >= 0:
        raise Refused("cells-unclear", given="<!")
    tables = _Tables(limits)
    walk(xml, clock, tables.start, tables.end, space=_usual)


def _usual(prefix: str, address: str) -> None:
    """Refuse a prefix that stands for another namespace than ever, and a namespace that has another prefix."""
    if f"{prefix}:" != PREFIXES.get(address, f"{prefix}:") or (
        f"{prefix}:" in PREFIXES.values() and address not in PREFIXES
    ):
        raise Refused("cells-unclear", given=f"xmlns:{prefix}")


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
