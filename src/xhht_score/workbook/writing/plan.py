"""A form before it is written: its sheets, rows and cells by name, and what people may do with each of them.

Everything that is written into a form stands here once; the writer puts it into a file, the fingerprint compares it
with what came back.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, NamedTuple

from xhht_score.spreadsheet.cell_names import column_letters
from xhht_score.workbook import layout
from xhht_score.workbook.kept import Bounds
from xhht_score.workbook.symbols import LISTS, at, quoted, replaced

Style = Literal["text", "strong", "heading", "criterion", "shaded", "input", "appraisal", "live", "hidden"]
CellTone = Literal["good", "open", "bad"]
PlannedValue = str | int | float | datetime.date | None

TEXT_FORMAT, DATE_FORMAT = "@", "dd/mm/yyyy"
#: Shows every digit of a percentage that a form computes with, and at least two.
PERCENT_FORMAT = "0.00######%"


class Planned(NamedTuple):
    """One cell: what stands there (a formula with symbols, or a value), how it looks, what may be put there.

    `options` are the words of its drop-down; `prompt` is shown while the cell is chosen, `error` when something else is
    typed. `span` says over how many columns it reaches.
    """

    value: PlannedValue = None
    formula: str = ""
    style: Style = "text"
    number_format: str = ""
    options: tuple[str, ...] = ()
    bounds: Bounds | None = None
    prompt: str = ""
    error: str = ""
    span: int = 1
    locked: bool = False

    @property
    def open(self) -> bool:
        """Whether people fill it in."""
        return self.style in ("input", "appraisal") and not self.locked


@dataclass
class PlannedRow:
    """One row: its key in the first column ("" for none), its cells by field, and its height in points."""

    key: str
    cells: dict[str, Planned]
    height: float | None = None
    hidden: bool = False


@dataclass
class PlannedSheet:
    """One sheet: `name` is what formulas call it, `fields` its columns from left to right, `wide` their widths.

    `repeated_row` and `repeated_fields` (first, last) are printed on every page; `pages_wide` pages lie side by side.
    `tones` colours words in the columns `toned_fields`; the colour only repeats what the word says.
    """

    name: str
    title: str
    marker: str
    fields: tuple[str, ...]
    rows: list[PlannedRow] = field(default_factory=list)
    wide: dict[str, float] = field(default_factory=dict)
    hidden_fields: frozenset[str] = frozenset()
    frozen: tuple[int, str] | None = None
    printed: tuple[str, str] | None = None
    repeated_row: int | None = None
    landscape: bool = False
    pages_wide: int = 1
    repeated_fields: tuple[str, str] | None = None
    toned_fields: tuple[str, ...] = ()
    tones: dict[str, CellTone] = field(default_factory=dict)

    @cached_property
    def columns(self) -> dict[str, int]:
        """The position of each column, counted from 0."""
        return {name: position for position, name in enumerate(self.fields)}

    @cached_property
    def row_numbers(self) -> dict[str, int]:
        """The number of each row with a key, counted from 1."""
        return {row.key: number for number, row in self.numbered() if row.key and row.key != layout.HEADING_KEY}

    @cached_property
    def extent(self) -> tuple[int, int]:
        """The numbers of the first and the last row with a key, counted from 1."""
        return min(self.row_numbers.values()), max(self.row_numbers.values())

    def numbered(self) -> Iterator[tuple[int, PlannedRow]]:
        """Give every row with its number; the first one holds the names of the fields."""
        return enumerate(self.rows, 2)


#: Letters of the form's font that stand in one unit of width, and points that a line is high; Excel allows 409 a row.
_LETTERS, _LINE, _TALLEST_ROW = 1.2, 15, 400


def fitting_height(cells: Mapping[str, Planned], wide: Mapping[str, float]) -> float:
    """Give a height in points at which every text of a row is seen whole in columns of these widths.

    Texts that reach over several columns are left aside.
    """
    lines = [
        sum(-(-len(part) // int(wide[name] * _LETTERS)) or 1 for part in cell.value.split("\n"))
        for name, cell in cells.items()
        if isinstance(cell.value, str) and cell.style != "hidden" and cell.span == 1
    ]
    return min(_LINE * max(lines, default=1) + 6, _TALLEST_ROW)


class Lists:
    """The words of all drop-downs, one column for each list."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, ...], int] = {}

    def cells(self, options: Sequence[str]) -> list[str]:
        """Give the cells that hold the words, as formulas name them."""
        column = self._known.setdefault(tuple(options), len(self._known))
        return [at(LISTS, str(row), str(column)) for row in range(1, len(options) + 1)]

    def area(self, options: Sequence[str]) -> str:
        """Give the cells of a drop-down as a range on the hidden sheet."""
        letters = column_letters(self._known.setdefault(tuple(options), len(self._known)))
        return f"{layout.LISTS_SHEET}!${letters}$1:${letters}${len(options)}"

    @property
    def columns(self) -> list[tuple[str, ...]]:
        """The lists from left to right."""
        return list(self._known)


@dataclass
class Plan:
    """A whole form; `formulas` and `labels` are what it was handed out with, as one short text each.

    `beyond` is set where the form has no live results, because no spreadsheet can hold the numbers: the indicator, or
    "" for a condition of recognition.
    """

    sheets: dict[str, PlannedSheet]
    lists: Lists
    formulas: str = ""
    labels: str = ""
    beyond: str | None = None

    def resolved(self, formula: str, sheet: PlannedSheet, row: int) -> str:
        """Give a formula with every symbol turned into the cell that it names."""
        return replaced(formula, lambda where, key, name: self._cell(sheet, row, where, key, name))

    def _cell(self, sheet: PlannedSheet, row: int, where: str, key: str, name: str) -> str:
        if where == LISTS:
            return f"{layout.LISTS_SHEET}!${column_letters(int(name))}${key}"
        other = self.sheets[where] if where else sheet
        letters = column_letters(other.columns[name])
        if not key:
            return f"${letters}{row}"
        prefix = "" if other is sheet else f"{quoted(other.title)}!"
        if key == "*":
            first, last = other.extent
            return f"{prefix}${letters}${first}:${letters}${last}"
        return f"{prefix}${letters}${other.row_numbers[key]}"
