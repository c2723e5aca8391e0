"""A form before it is written: its sheets, rows and cells by name, and what people may do with each of them.

Everything that is written into a form stands here once; the writer puts it into a file, the fingerprint compares it
with what came back.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache, partial
from math import ceil
from typing import Literal, NamedTuple

from xhht_score.numbers import Language
from xhht_score.records import record
from xhht_score.spreadsheet.cell_names import column_letters
from xhht_score.workbook import layout
from xhht_score.workbook.kept import Bounds
from xhht_score.workbook.symbols import INFO, LISTS, OWN_ROW, SYMBOL, Placed, at, quoted
from xhht_score.workbook.writing.lines import LINE, lines_of

Style = Literal["text", "strong", "heading", "criterion", "shaded", "input", "appraisal", "live", "hidden"]
CellTone = Literal["good", "open", "bad"]
PlannedValue = str | int | float | datetime.date | None
#: What a formula comes to.
CachedValue = str | int | float

TEXT_FORMAT = "@"
#: A day with its month in words, so that nobody takes 03/04 for another day than was typed.
DATE_FORMATS: Mapping[Language, str] = {"vi": "[$-42A]d mmmm yyyy", "en": "[$-409]d mmmm yyyy"}
_DAYS = frozenset(DATE_FORMATS.values())
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
    centred: bool = False

    @property
    def is_day(self) -> bool:
        """Whether it takes a day."""
        return self.number_format in _DAYS

    @property
    def open(self) -> bool:
        """Whether people fill it in."""
        return self.style in ("input", "appraisal") and not self.locked


@dataclass
class PlannedRow:
    """One row: its key in the first column ("" for none), its cells by field, and how tall it is, in points.

    A height that fits texts is only worked out where somebody asks for it.
    """

    key: str
    cells: dict[str, Planned]
    tall: float | Callable[[], float] | None = None
    hidden: bool = False

    @cached_property
    def height(self) -> float | None:
        """Its height in points, None where programs choose it."""
        return self.tall() if callable(self.tall) else self.tall


#: The widths of columns together that A4 has room for in letters of 8 points: across, and upright.
_WIDE_ACROSS, _WIDE_UPRIGHT = 199, 138


@dataclass
class PlannedSheet:
    """One sheet: `name` is what formulas call it, `fields` its columns from left to right, `wide` their widths.

    `repeated_rows` and `repeated_fields` (first, last) are printed on every page, the last `on_screen` rows on none.
    `tones` colours words in the columns `toned_fields`; the colour only repeats what the word says. One that
    `is_hidden` is there for the program and for what others compute.
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
    on_screen: int = 0
    repeated_rows: tuple[int, int] | None = None
    landscape: bool = False
    is_hidden: bool = False
    repeated_fields: tuple[str, str] | None = None
    toned_fields: tuple[str, ...] = ()
    tones: dict[str, CellTone] = field(default_factory=dict)

    @cached_property
    def columns(self) -> dict[str, int]:
        """The position of each column, counted from 0."""
        return {name: position for position, name in enumerate(self.fields)}

    @property
    def pages_wide(self) -> int:
        """How many pages lie side by side, so that letters of 11 points on the sheet have 8 on paper."""
        return ceil(self._wide_on_paper / self._paper)

    def spread(self, names: Sequence[str]) -> None:
        """Give columns of texts what is left of the width of the paper, so that fewer lines are needed."""
        left = max(self._paper - self._wide_on_paper, 0)
        self.wide |= {name: self.wide[name] + int(left / len(names)) for name in names}

    @property
    def _paper(self) -> int:
        return _WIDE_ACROSS if self.landscape else _WIDE_UPRIGHT

    @property
    def _wide_on_paper(self) -> float:
        first, last = self.printed or (self.fields[0], self.fields[-1])
        across = self.fields[self.columns[first] : self.columns[last] + 1]
        return sum(self.wide.get(name, 0) for name in across if name not in self.hidden_fields)

    @cached_property
    def row_numbers(self) -> dict[str, int]:
        """The number of each row with a key, counted from 1."""
        return {row.key: number for number, row in self.numbered() if row.key and row.key != layout.HEADING_KEY}

    def position(self, key: str) -> int:
        """The position of a row with a key, counted from 0."""
        return self.row_numbers[key] - 2

    @cached_property
    def extent(self) -> tuple[int, int]:
        """The numbers of the first and the last row with a key, counted from 1."""
        return min(self.row_numbers.values()), max(self.row_numbers.values())

    def numbered(self) -> Iterator[tuple[int, PlannedRow]]:
        """Give every row with its number; the first one holds the names of the fields."""
        return enumerate(self.rows, 2)


#: What a row has beside its lines, in points; Excel allows 409 a row.
_BESIDE, _TALLEST_ROW = 3, 400
_BOLD: frozenset[Style] = frozenset(("strong", "heading", "criterion", "live"))


def fitted(key: str, cells: dict[str, Planned], wide: Mapping[str, float], *, hidden: bool = False) -> PlannedRow:
    """Give a row in which every text is seen whole in columns of these widths."""
    return PlannedRow(key, cells, lambda: fitting_height(cells, wide), hidden)


def fitting_height(cells: Mapping[str, Planned], wide: Mapping[str, float]) -> float:
    """Give a height in points at which every text of a row is seen whole in columns of these widths, left to right."""
    most: float = LINE + _BESIDE
    for name, cell in cells.items():
        if isinstance(cell.value, str) and (room := room_of(name, cell, wide)).across:
            most = max(most, height_of(cell.value, room.across, bold=room.bold))
    return most


class Room(NamedTuple):
    """How wide the columns are that a text has, 0 where it is not seen, and whether it is bold."""

    across: float
    bold: bool


def room_of(name: str, cell: Planned, wide: Mapping[str, float]) -> Room:
    """Give the room for a text in a cell of a field, in columns of these widths, left to right."""
    if cell.style == "hidden" or name not in wide:
        return Room(0, False)
    across = wide[name]
    if cell.span > 1:
        names = list(wide)
        first = names.index(name)
        across = sum(wide[one] for one in names[first : first + cell.span])
    return Room(across, cell.style in _BOLD)


def height_of(text: str, across: float, *, bold: bool) -> float:
    """Give the height in points at which a text is seen whole in columns of this width together."""
    return min(LINE * lines_of(text, across, bold=bold) + _BESIDE, _TALLEST_ROW)


def head_row(field: str, said: str, wide: Mapping[str, float], span: int) -> PlannedRow:
    """Give a row with a line above a sheet, over so many columns of these widths."""
    cells = {field: Planned(said, style="strong", span=span)}
    return PlannedRow("", cells, fitting_height(cells, wide))


def about_row(field: str, span: int) -> PlannedRow:
    """Give the row that says on every page whose form it is."""
    about = Planned(formula=at(INFO, layout.FORM_ABOUT, layout.VALUE), style="strong", span=span)
    return PlannedRow("", {field: about}, 20)


#: Letters of the sentence beside a cell that Excel shows when something else is typed.
_MOST_LETTERS = 220


def listed(options: Sequence[str]) -> str:
    """Give what may be chosen as one sentence that Excel shows whole: it ends at a whole choice."""
    said = ""
    for option in options:
        more = f"{said}; {option}" if said else option
        if len(more) > _MOST_LETTERS - 3:
            return f"{said}; …" if said else f"{option[: _MOST_LETTERS - 1]}…"
        said = more
    return said


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


@record
class UnitContent:
    """What a unit's form has that the form of the set has not: typed values and what formulas come to, by spot.

    `heights` has how high rows are for it, by sheet and position. Forms that say they are `alike`, in the same words,
    differ at the most in what is of the unit itself.
    """

    values: Mapping[tuple[str, str, str], PlannedValue]
    results: Mapping[tuple[str, str, str], CachedValue]
    heights: Mapping[tuple[str, int], float]
    alike: str = ""


@lru_cache(maxsize=4096)
def named_cell(formula: str) -> tuple[str, str, str] | None:
    """Give the sheet, the row and the field of the one cell that a formula names and nothing else, "" for its own.

    None where it does more.
    """
    found = SYMBOL.fullmatch(formula)
    return (found[1], found[2], found[3]) if found else None


def _cell(sheets: Mapping[str, PlannedSheet], sheet: PlannedSheet, where: str, key: str, name: str) -> str:
    """Give the cell that a symbol on a sheet names."""
    if where == LISTS:
        return f"{layout.LISTS_SHEET}!${column_letters(int(name))}${key}"
    other = sheets[where] if where else sheet
    letters = column_letters(other.columns[name])
    if not key:
        return f"${letters}{OWN_ROW}"
    prefix = "" if other is sheet else f"{quoted(other.title)}!"
    if key == "*":
        first, last = other.extent
        return f"{prefix}${letters}${first}:${letters}${last}"
    return f"{prefix}${letters}${other.row_numbers[key]}"


@dataclass
class Plan:
    """A whole form; `formulas` and `labels` are what it was handed out with, as one short text each.

    `values` has what formulas come to by sheet, row and field, where that is known without a spreadsheet. `title` is
    the set's and `issuer` who it is from. `beyond` is set where the form has no live results, because no spreadsheet
    can hold the numbers: the indicator, or "" for a condition of recognition; or because a formula is `too_long` for
    one. `saved_by` is who it says saved it.
    """

    sheets: dict[str, PlannedSheet]
    lists: Lists
    formulas: str = ""
    labels: str = ""
    title: str = ""
    issuer: str = ""
    beyond: str | None = None
    too_long: bool = False
    values: dict[tuple[str, str, str], CachedValue] = field(default_factory=dict)
    saved_by: str = ""
    _placed: dict[str, Placed] = field(default_factory=dict, repr=False)

    def filled(self, given: UnitContent) -> Plan:
        """Give the plan of a form in which this stands."""
        rows = {name: list(sheet.rows) for name, sheet in self.sheets.items()}
        for (name, key, field_), value in given.values.items():
            at = self.sheets[name].position(key)
            row = rows[name][at]
            cells = {**row.cells, field_: row.cells[field_]._replace(value=value)}
            rows[name][at] = replace(row, cells=cells, tall=row.height)
        for (name, at), height in given.heights.items():
            rows[name][at] = replace(rows[name][at], tall=height)
        sheets = {name: replace(sheet, rows=rows[name]) for name, sheet in self.sheets.items()}
        return replace(self, sheets=sheets, values=dict(given.results), _placed={})

    def value_of(self, sheet: PlannedSheet, row: PlannedRow, name: str) -> CachedValue | None:
        """Give what a formula comes to, None where that is not known: in its own cell, or in the one that it names."""
        own = self.values.get((sheet.name, row.key, name)) if row.key else None
        named = named_cell(row.cells[name].formula) if own is None else None
        return own if named is None else self.values.get((named[0] or sheet.name, named[1] or row.key, named[2]))

    def resolved(self, formula: str, sheet: PlannedSheet) -> str:
        """Give a formula with every symbol turned into the cell that it names, its own row as `OWN_ROW`."""
        if sheet.name not in self._placed:
            self._placed[sheet.name] = Placed(partial(_cell, self.sheets, sheet))
        return self._placed[sheet.name](formula, OWN_ROW)
