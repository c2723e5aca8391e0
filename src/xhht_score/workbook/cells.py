"""Any workbook file to a flat list of cells: (sheet, cell, id, field, value as found)."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from xhht_score.errors import Place, Problem, XhhtError
from xhht_score.numbers import exact_text, from_float
from xhht_score.workbook import layout
from xhht_score.workbook.package import MOST_ROWS, Package, Refused


class Cell(NamedTuple):
    """One cell: where it stands, which row and field of the form it is, and its value as found ("" is blank)."""

    sheet: str
    cell: str
    id: str
    field: str
    value: Any


@dataclass(frozen=True, slots=True)
class Form:
    """A workbook that is one of ours, flattened.

    `info` holds the cells of the info sheet by key, `answers` those of the answers sheet, row by row; `fields` are the
    columns that were found.
    """

    file: str
    info: dict[str, Cell]
    answers: tuple[tuple[Cell, ...], ...]
    answers_sheet: str
    fields: frozenset[str]
    package: Package

    def place(self, cell: Cell) -> Place:
        """Give the place of a cell, with its file."""
        return Place(self.file, sheet=cell.sheet, cell=cell.cell)

    def text(self, key: str) -> str:
        """Give the cleaned text of a row of the info sheet, "" where it is blank or lacking."""
        return clean(self.info[key].value) if key in self.info else ""


def clean(value: object) -> str:
    """Give a cell's value as text: trimmed, composed (NFC), inner white space single; whole numbers without a point."""
    if isinstance(value, float | int) and not isinstance(value, bool):
        return exact_text(from_float(float(value)))
    return " ".join(unicodedata.normalize("NFC", str(value)).split())


def open_form(path: Path) -> Form:
    """Read a workbook file (.xlsx, .xls, .ods, .xlsb) and find its info and answers sheets.

    Raises `XhhtError` where the file cannot be read, is no workbook, or is none of our forms.
    """
    file = str(path)
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise XhhtError([Problem("file-missing", Place(file))]) from None
    except IsADirectoryError:
        raise XhhtError([Problem("file-is-directory", Place(file))]) from None
    except OSError as error:
        raise XhhtError([Problem("file-unreadable", Place(file), {"detail": error.strerror or ""})]) from None
    try:
        package = Package(content)
        sheets = _sheets(content)
    except Refused as refused:
        raise XhhtError([Problem(refused.code, Place(file), refused.arguments)]) from None
    info = next((found for found in sheets if _marker(found[1]) == layout.INFO_MARKER), None)
    answers = next((found for found in sheets if _marker(found[1]) == layout.ANSWERS_MARKER), None)
    if info is None or answers is None:
        raise XhhtError([Problem("workbook-foreign", Place(file))])
    return Form(
        file,
        _info_cells(*info),
        _answer_rows(*answers),
        answers[0],
        frozenset(clean(value) for value in answers[1][0]),
        package,
    )


def _sheets(content: bytes) -> list[tuple[str, list[list[Any]]]]:
    """Give the rows of every sheet that bears one of our markers."""
    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_filelike(BytesIO(content))
        found = []
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            if sheet.total_height > MOST_ROWS:
                raise Refused("workbook-too-large", limit=str(MOST_ROWS))
            rows = sheet.to_python(skip_empty_area=False)
            if _marker(rows).startswith(layout.MARKER_PREFIX):
                found.append((name, rows))
        return found
    except (KeyboardInterrupt, SystemExit, Refused):
        raise
    except python_calamine.PasswordError:
        raise Refused("workbook-password") from None
    except BaseException as error:  # a panic inside calamine is no Exception
        raise Refused("workbook-damaged", detail=str(error)) from None


def _marker(rows: list[list[Any]]) -> str:
    return str(rows[0][0]).strip() if rows and rows[0] else ""


def _info_cells(sheet: str, rows: list[list[Any]]) -> dict[str, Cell]:
    cells: dict[str, Cell] = {}
    for number, row in enumerate(rows):
        key = clean(row[0])
        if number and key and len(row) > layout.INFO_VALUE_COLUMN:
            name = layout.cell_name(number, layout.INFO_VALUE_COLUMN)
            cells.setdefault(key, Cell(sheet, name, key, "value", row[layout.INFO_VALUE_COLUMN]))
    return cells


def _answer_rows(sheet: str, rows: list[list[Any]]) -> tuple[tuple[Cell, ...], ...]:
    """Give the cells that a unit fills in, row by row, for every row that has an id."""
    columns = [
        (column, layout.column_letters(column), field)
        for column, value in enumerate(rows[0])
        if (field := clean(value)) and layout.is_filled_in(field)
    ]
    found = []
    for number, row in enumerate(rows[1:], 2):
        identifier = clean(row[0])
        if identifier and identifier not in layout.ID_HEADINGS:
            found.append(
                (
                    Cell(sheet, f"A{number}", identifier, layout.ID, row[0]),
                    *(Cell(sheet, f"{letters}{number}", identifier, field, row[at]) for at, letters, field in columns),
                )
            )
    return tuple(found)
