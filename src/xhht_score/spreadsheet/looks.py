"""How the cells of an .ods or an .xls look, and which of them are errors: what calamine leaves out of them."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import NamedTuple

from xhht_score.records import record
from xhht_score.spreadsheet.archive import Attributes, Clock, too_large, walk
from xhht_score.spreadsheet.cell_names import cell_name
from xhht_score.spreadsheet.extraction import Formats
from xhht_score.spreadsheet.limits import Limits
from xhht_score.spreadsheet.number_formats import AsShown, Look, format_of

#: Letters of a shown text that are kept.
_LONGEST_SHOWN = 100
_ERROR = re.compile(r"#[A-Z/0]+[!?]?|Err:\d+")
_NUMBERS = frozenset(("float", "percentage", "currency", "date", "time"))


class RawCell(NamedTuple):
    """One cell beside its value: how it shows a number, its error value, whether a formula has no value."""

    look: Look | None
    error: str | None = None
    formula_without_value: bool = False


@record
class Looks:
    """The cells that hold a number, an error or a formula without a value: by the title of their sheet, by name.

    `since_1904` says whether days are counted from 1904 on.
    """

    cells: dict[str, dict[str, RawCell]]
    since_1904: bool


def looks_of_ods(content: bytes, limits: Limits, clock: Clock) -> Looks:
    """Give how the cells of an OpenDocument table look; raises `Refused` for damaged XML and for too many cells."""
    found = _OdsLooks(limits)
    walk(content, clock, found.start, found.end, found.text)
    return Looks(found.cells, found.since_1904)


class _OdsLooks:
    """Follows the cells of an .ods, with what they hold and show."""

    def __init__(self, limits: Limits) -> None:
        self._limits, self._left = limits, limits.cells
        self.cells: dict[str, dict[str, RawCell]] = defaultdict(dict)
        self.since_1904 = False
        self._sheet, self._row, self._column, self._rows, self._columns = "", 0, 0, 0, 1
        self._kind, self._is_formula, self._is_error = "", False, False
        self._shown: list[str] | None = None
        self._paragraph = self._aside = False

    def start(self, tag: str, attributes: Attributes) -> None:
        match tag:
            case "table:table":
                self._sheet = attributes.get("table:name", "")
                self._row = self._column = self._rows = 0
            case "table:table-row":
                self._row, self._column = self._row + self._rows, 0
                self._rows = int(attributes.get("table:number-rows-repeated", "1"))
            case "table:table-cell" | "table:covered-table-cell":
                self._columns = int(attributes.get("table:number-columns-repeated", "1"))
                self._kind = attributes.get("office:value-type", "")
                self._is_formula = "table:formula" in attributes
                self._is_error = attributes.get("calcext:value-type") == "error"
                self._shown = None
            case "office:annotation":
                self._aside = True
            case "text:p" if not self._aside:
                self._paragraph, self._shown = True, self._shown or []
            case "table:null-date":
                self.since_1904 = attributes.get("table:date-value", "").startswith("1904")
            case _:
                pass

    def text(self, piece: str) -> None:
        if self._paragraph and self._shown is not None and len(self._shown) < _LONGEST_SHOWN:
            self._shown.append(piece[:_LONGEST_SHOWN])

    def end(self, tag: str) -> None:
        match tag:
            case "text:p":
                self._paragraph = False
            case "office:annotation":
                self._aside = False
            case "table:table-cell" | "table:covered-table-cell":
                cell = self._cell()
                if cell is not None and self._row < self._limits.rows:
                    columns = range(self._column, min(self._column + self._columns, self._limits.columns))
                    self._left -= len(columns)
                    if self._left < 0:
                        raise too_large(self._limits, "cells")
                    for column in columns:
                        self.cells[self._sheet][cell_name(self._row, column)] = cell
                self._column += self._columns
            case _:
                pass

    def _cell(self) -> RawCell | None:
        shown = None if self._shown is None else "".join(self._shown)
        if self._kind in _NUMBERS:
            return RawCell(AsShown(shown, self._kind))
        if self._is_error or (self._is_formula and _ERROR.fullmatch(shown or "")):
            return RawCell(None, shown or "#")
        return RawCell(None, None, True) if self._is_formula and not self._kind and not shown else None


def looks_of_xls(formats: Formats) -> Looks:
    """Give how the cells of an .xls look, by what was read of them."""
    since_1904, found = formats
    cells: dict[str, dict[str, RawCell]] = defaultdict(dict)
    for sheet, row, column, code, error in found:
        raw = RawCell(None, error) if error else RawCell(format_of(code))
        cells[sheet][cell_name(row, column)] = raw
    return Looks(cells, since_1904)
