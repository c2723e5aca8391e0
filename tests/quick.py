"""Rows of openpyxl written as it writes them, several times as fast: tests save thousands of forms.

Its own writer makes a tree of every cell and walks through it, which took a tenth of the time of all tests. Whatever is
no plain text, number, truth, error or formula is left to it. Cells that are merged take over the borders and the
protection of the first by their numbers; openpyxl makes and looks up both for each. `tests/test_quick.py` holds the
two side by side.
"""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from functools import partial
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZipFile

import openpyxl
from openpyxl.cell import MergedCell
from openpyxl.cell import _writer as of_cells
from openpyxl.comments.comment_sheet import CommentRecord
from openpyxl.compat import safe_string
from openpyxl.styles import Border
from openpyxl.styles.cell_style import StyleArray
from openpyxl.worksheet import _writer as of_sheets
from openpyxl.worksheet.merge import MergedCellRange
from openpyxl.writer import excel as of_books

own_row, own_cell = of_sheets.WorksheetWriter.write_row, of_cells.etree_write_cell
own_format = MergedCellRange.format
_PLAIN = {
    "s": (str, type(None)),
    "f": (str, type(None)),
    "n": (int, float, type(None)),
    "b": (bool, type(None)),
    "e": (str, type(None)),
}


def write_row(writer: Any, xf: Any, row: Iterable[Any], number: int) -> None:
    """Write a row as `own_row` does."""
    styles = vars(writer).setdefault("styles of tests", {})
    looks = writer.ws.row_dimensions.get(number, {})
    written = [f'<row r="{number}"', *(f' {name}="{value}"' for name, value in dict(looks).items()), ">"]
    for cell in row:
        if cell._comment is not None:
            writer.ws._comments.append(CommentRecord.from_cell(cell))
        key = None if cell._style is None else cell._style.tobytes()
        if key not in styles:
            styles[key] = cell.style_id if cell.has_style else None
        style = styles[key]
        if cell._value is None and style is None and not cell._comment:
            continue
        if type(cell._value) in _PLAIN.get(cell.data_type, ()) and cell.hyperlink is None:
            written.append(plain(cell, style))
        else:
            xf._file("".join(written))
            written.clear()
            own_cell(xf, writer.ws, cell, style is not None)
    written.append("</row>")
    xf._file("".join(written))


def plain(cell: Any, style: int | None) -> str:
    """Give a cell of a plain value in a style, as a row holds it."""
    value, kind = cell._value, cell.data_type
    head = f'<c r="{cell.coordinate}"' if style is None else f'<c r="{cell.coordinate}" s="{style}"'
    if kind != "f":
        head += ' t="inlineStr"' if kind == "s" else f' t="{kind}"'
    if value is None or value == "":
        return f"{head} />"
    if kind == "f":
        inside = escape(value[1:])
        return f"{head}><f>{inside}</f><v /></c>" if inside else f"{head}><f /><v /></c>"
    if kind == "s":
        kept = ' xml:space="preserve"' if value != (bare := value.strip()) and bare else ""
        return f"{head}><is><t{kept}>{escape(value)}</t></is></c>"
    inside = escape(safe_string(value))
    return f"{head}><v>{inside}</v></c>" if inside else f"{head}><v /></c>"


def format_merged(merged: Any) -> None:
    """Give merged cells the borders and the protection of the first, as `own_format` does."""
    first, sheet = merged.start_cell, merged.ws
    book = sheet.parent
    known = vars(book).setdefault("looks of merged cells", {})
    for name in ("top", "left", "right", "bottom"):
        side = getattr(first.border, name)
        if not side or side.style is not None:
            drawn = hash(side) if side else None
            for at in getattr(merged, name):
                cell = _merged_cell(sheet, at)
                cell._style = cell._style or StyleArray()
                key = cell._style.borderId, name, drawn
                if key not in known:
                    known[key] = book._borders.add(book._borders[key[0]] + Border(**{name: side}))
                cell._style.borderId = known[key]
    number = first._style.protectionId if first._style else 0
    if ("protection", number) not in known:
        known["protection", number] = book._protections.add(copy(first.protection))
    for at in merged.cells:
        cell = _merged_cell(sheet, at)
        cell._style = cell._style or StyleArray()
        cell._style.protectionId = known["protection", number]


def _merged_cell(sheet: Any, at: tuple[int, int]) -> Any:
    found = sheet._cells.get(at)
    if found is None:
        found = sheet._cells[at] = MergedCell(sheet, *at)
    return found


def install() -> None:
    """Have openpyxl write rows this way, but where it has lxml, pack them less closely and read faster in any case."""
    MergedCellRange.format = format_merged  # type: ignore[method-assign]
    of_books.ZipFile = partial(ZipFile, compresslevel=1)  # type: ignore[misc, assignment]
    if not openpyxl.LXML:
        of_sheets.WorksheetWriter.write_row = write_row  # type: ignore[method-assign]
