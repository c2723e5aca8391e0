"""Which cells of an .ods or an .xls are shown as percentages; calamine gives their numbers without a format."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from xhht_score.workbook import layout
from xhht_score.workbook.archive import Attributes, Clock, walk

#: A repeated cell beyond this is no cell that a form has.
_FAR = 10_000
#: The largest .xls that is looked at; a form has 100 KB.
_MOST_XLS_BYTES = 4_000_000

#: Names of cells by the title of their sheet.
Cells = dict[str, set[str]]


def percentages_of_ods(content: bytes, clock: Clock) -> Cells:
    """Give the cells of an OpenDocument table that hold percentages; raises `Refused` for damaged XML."""
    found: Cells = defaultdict(set)
    sheet, row, column = "", 0, 0
    row_repeats = 1

    def start(tag: str, attributes: Attributes) -> None:
        nonlocal sheet, row, column, row_repeats
        match tag.rpartition(":")[2]:
            case "table":
                sheet, row, column, row_repeats = attributes.get("table:name", ""), 0, 0, 0
            case "table-row":
                row, column = row + row_repeats, 0
                row_repeats = int(attributes.get("table:number-rows-repeated", "1"))
            case "table-cell" | "covered-table-cell":
                repeats = int(attributes.get("table:number-columns-repeated", "1"))
                if attributes.get("office:value-type") == "percentage" and row < _FAR:
                    found[sheet] |= {layout.cell_name(row, column + at) for at in range(min(repeats, _FAR))}
                column += repeats
            case _:
                pass

    walk(content, clock, start)
    return found


def percentages_of_xls(content: bytes) -> Cells | None:
    """Give the cells of an .xls whose format has a percent sign; None where it cannot be told."""
    import xlrd

    found: Cells = defaultdict(set)
    if len(content) > _MOST_XLS_BYTES:
        return None
    try:
        book = xlrd.open_workbook(file_contents=content, formatting_info=True, ragged_rows=True, logfile=_Nowhere())
        for sheet in book.sheets():
            for row in range(min(sheet.nrows, _FAR)):
                for column, kind in enumerate(sheet.row_types(row)):
                    if kind == xlrd.XL_CELL_NUMBER and _is_percent(book, sheet.cell_xf_index(row, column)):
                        found[sheet.name].add(layout.cell_name(row, column))
    except Exception:  # whatever a damaged file does to the library, the format is not known then
        return None
    return found


def _is_percent(book: Any, style: int) -> bool:
    return "%" in book.format_map[book.xf_list[style].format_key].format_str


class _Nowhere:
    """Takes what the library would print."""

    def write(self, text: str) -> int:
        return len(text)
