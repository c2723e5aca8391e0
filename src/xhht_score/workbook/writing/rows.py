"""The rows of a sheet as they are written: cells with their looks and what their formulas come to, as XML."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from xhht_score.spreadsheet.cell_names import column_letters
from xhht_score.workbook.symbols import OWN_ROW
from xhht_score.workbook.writing.plan import CachedValue

if TYPE_CHECKING:
    from openpyxl.styles.cell_style import StyleArray

TEXT, FORMULA, NUMBER, DAY = "s", "f", "n", "d"


class WrittenCell(NamedTuple):
    """One cell: what it holds (None: nothing), of which kind as the library for workbooks calls it, and its look.

    A formula begins with its sign and has `OWN_ROW` for the number of its row. A cell without look has that of the
    whole book.
    """

    kind: str
    value: Any
    look: StyleArray | None = None


_NO_RESULTS: Mapping[int, CachedValue] = MappingProxyType({})


class WrittenRow(NamedTuple):
    """One row: its cells by column, counted from 1 as the row is; its height in points, which programs fit to texts.

    One that is `fixed` has its height whatever is typed. `results` is what the formulas of columns come to.
    """

    number: int
    cells: Mapping[int, WrittenCell]
    height: float | None = None
    fixed: bool = True
    hidden: bool = False
    results: Mapping[int, CachedValue] = _NO_RESULTS


class RowsXml:
    """Puts the rows of a book into XML; a cell that stands in many rows is put into it once."""

    def __init__(self) -> None:
        """Begin with no cell."""
        self._known: dict[tuple[int, int], tuple[WrittenCell, str, FormulaXml | None]] = {}

    def __call__(self, row: WrittenRow, style_of: Callable[[StyleArray], int]) -> str:
        """Give the XML of a row; `style_of` gives the number of a look in the book."""
        pieces, known, cells, results = [row_head(row)], self._known, row.cells, row.results
        for column in sorted(cells):
            cell = cells[column]
            made = known.get((column, id(cell)))
            if made is None:
                made = known[column, id(cell)] = self._made(column, cell, style_of)
            _, same, computed = made
            pieces.append(same if computed is None or column not in results else computed(results[column]))
        pieces.append(END_OF_ROW)
        return "".join(pieces).replace(OWN_ROW, str(row.number))

    @staticmethod
    def _made(
        column: int, cell: WrittenCell, style_of: Callable[[StyleArray], int]
    ) -> tuple[WrittenCell, str, FormulaXml | None]:
        """Give a cell, which is kept as it is known by its id, its XML, and that of a formula before its result."""
        where, style = cell_in(column), None if cell.look is None else style_of(cell.look)
        is_formula = cell.kind == FORMULA and cell.value is not None
        return cell, cell_xml(where, cell, style), formula_xml(cell_head(where, style), cell) if is_formula else None


def cell_in(column: int) -> str:
    """Give what a cell in a column is called in any row."""
    return column_letters(column - 1) + OWN_ROW


def row_head(row: WrittenRow) -> str:
    """Give how the XML of a row begins."""
    hidden = ' hidden="1"' if row.hidden else ""
    return f'<row r="{row.number}"{hidden}{height_xml(row.height, fixed=row.fixed)}>'


def height_xml(height: float | None, *, fixed: bool) -> str:
    """Give how the XML of a row says how high it is, "" where programs choose that."""
    return "" if height is None else f' ht="{_number(height)}"{_CHOSEN if fixed else ""}'


_CHOSEN, END_OF_ROW = ' customHeight="1"', "</row>"


def cell_xml(name: str, cell: WrittenCell, style: int | None) -> str:
    """Give the XML of a cell; `style` is the number of its look, None where it has none."""
    if cell.value is None or cell.value == "":
        return "" if style is None else blank_xml(cell_head(name, style))
    return filled_xml(cell_head(name, style), cell)


def blank_xml(head: str) -> str:
    """Give the XML of a cell that holds nothing, after how it begins."""
    return f"{head}/>"


def filled_xml(head: str, cell: WrittenCell) -> str:
    """Give the XML of a cell that holds something, after how it begins."""
    kind, value, _ = cell
    if kind == TEXT:
        return f'{head} t="inlineStr">{_text(value)}</c>'
    if kind == FORMULA:
        return formula_xml(head, cell)(None)
    if isinstance(value, datetime.date):
        return f'{head} t="n"><v>{(value - _BEFORE_THE_FIRST).days}</v></c>'
    return f'{head} t="{kind}"><v>{escaped(value) if isinstance(value, str) else _number(value)}</v></c>'


def cell_head(name: str, style: int | None) -> str:
    """Give how the XML of a cell begins."""
    return f'<c r="{name}"' if style is None else f'<c r="{name}" s="{style}"'


class FormulaXml(NamedTuple):
    """Gives the XML of a cell with a formula; it has how that begins before a text, and before anything else."""

    text: str
    number: str

    def __call__(self, result: CachedValue | None) -> str:
        """Give it with what the formula comes to, None where that is not known."""
        if isinstance(result, str):
            return f"{self.text}{escaped(result)}{END_OF_FORMULA}"
        return f"{self.number}{'' if result is None else repr(result)}{END_OF_FORMULA}"


#: What tells a cell whose formula comes to a text, and what ends any.
OF_TEXT, END_OF_FORMULA = ' t="str"', "</v></c>"


def formula_xml(head: str, cell: WrittenCell) -> FormulaXml:
    """Give the XML of a cell with a formula, after how the cell begins."""
    rest = f"><f>{escaped(cell.value[1:])}</f><v>"
    return FormulaXml(f"{head}{OF_TEXT}{rest}", f"{head}{rest}")


#: Days are counted from this one; those of early 1900, which spreadsheets count otherwise, are written nowhere.
_BEFORE_THE_FIRST = datetime.date(1899, 12, 30)


def _number(value: float) -> str:
    """Give a number as the library for workbooks writes it: with every digit that a double is sure of."""
    return f"{value:.16g}"


@lru_cache(maxsize=4096)
def _text(text: str) -> str:
    """Give a text as a cell has it; the same texts stand on several sheets and in every form of a set."""
    kept = ' xml:space="preserve"' if text != text.strip() else ""
    return f"<is><t{kept}>{escaped(text)}</t></is>"


def escaped(text: str) -> str:
    """Give a text as it stands between the marks of XML."""
    plain = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return plain.replace("\r", "&#13;") if "\r" in plain else plain  # programs read a bare one as the end of a line
