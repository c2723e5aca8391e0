"""Writes as many sheets and cells with as many styles as a form has, and nothing else, with openpyxl.

python write_bare.py cells FORM CELLS | write CELLS DIR COUNT
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.styles import Font, PatternFill


def cells(form: Path, target: Path) -> None:
    """Put down what cells a form has: row, column, value and number of the style, sheet by sheet."""
    sheets = {
        sheet.title: [
            (cell.row, cell.column, cell.value, cell.style_id)
            for row in sheet
            for cell in row
            if cell.value is not None or cell.has_style
        ]
        for sheet in openpyxl.load_workbook(form).worksheets
    }
    target.write_text(json.dumps(sheets, default=str), encoding="utf-8")


def write(source: Path, target: Path, count: int) -> None:
    """Write so many workbooks with these cells."""
    sheets: dict[str, list[tuple[int, int, Any, int]]] = json.loads(source.read_text(encoding="utf-8"))
    styles = sorted({style for listed in sheets.values() for *_, style in listed})
    target.mkdir(exist_ok=True)
    for number in range(count):
        book = openpyxl.Workbook()
        assert book.active is not None
        book.remove(book.active)
        looks: dict[int, Any] = {}
        for title, listed in sheets.items():
            page = book.create_sheet(title)
            for row, column, value, style in listed:
                cell: Any = page.cell(row, column, value)
                if style not in looks:
                    cell.font = Font(name="Times New Roman", size=8 + styles.index(style))
                    cell.fill = PatternFill("solid", fgColor="EEEEEE")
                    looks[style] = cell._style
                cell._style = looks[style]
        book.save(target / f"{number}.xlsx")


if __name__ == "__main__":
    if sys.argv[1] == "cells":
        cells(Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        write(Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]))
