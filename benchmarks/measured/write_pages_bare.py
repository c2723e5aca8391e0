"""Writes a page of HTML, or a workbook, that was made before: the same texts, numbers and looks, and nothing else.

python write_pages_bare.py take FILE JSON | write JSON FILE
"""

from __future__ import annotations

import json
import re
import sys
from html import escape, unescape
from pathlib import Path
from typing import Any


def take(source: Path, target: Path) -> None:
    """Take of a page its markup and its texts, by turns, of a workbook its cells with their number formats."""
    found: Any
    if source.suffix == ".html":
        pieces = re.split(r"((?:<[^>]*>\s*)+)", source.read_text(encoding="utf-8"))
        found = [unescape(piece) if not at % 2 else piece for at, piece in enumerate(pieces)]
    else:
        import openpyxl

        book = openpyxl.load_workbook(source)
        found = {
            page.title: [[(cell.value, cell.number_format) for cell in row] for row in page.iter_rows()]
            for page in book.worksheets
        }
    target.write_text(json.dumps(found), encoding="utf-8")


def write_page(found: list[str], target: Path) -> None:
    """Write a page: every text escaped, every piece of markup as it is."""
    with target.open("w", encoding="utf-8") as file:
        file.writelines(piece if at % 2 else escape(piece) for at, piece in enumerate(found))


def write_book(found: dict[str, list[list[tuple[Any, str]]]], target: Path) -> None:
    """Write a workbook as fast as openpyxl does: row by row, a format only where a number has one."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    for title, rows in found.items():
        page = book.create_sheet(title)
        for row in rows:
            cells: list[Any] = []
            for value, look in row:
                if isinstance(value, str) or value is None:
                    cells.append(value)
                    continue
                cell = WriteOnlyCell(page, value)
                cell.number_format = look
                cells.append(cell)
            page.append(cells)
    book.save(target)


if __name__ == "__main__":
    if sys.argv[1] == "take":
        take(Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        given = json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))
        (write_page if isinstance(given, list) else write_book)(given, Path(sys.argv[3]))
