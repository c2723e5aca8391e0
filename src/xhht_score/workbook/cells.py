"""Any workbook file to a flat list of cells: (sheet, cell, id, field, value as found)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from xhht_score.errors import Place, Problem, XhhtError, os_problem
from xhht_score.merging import Key, Source
from xhht_score.numbers import exact_text, from_float
from xhht_score.workbook import layout
from xhht_score.workbook.package import MOST_ROWS, Package, Refused

_NEEDED = (layout.INFO_MARKER, layout.ANSWERS_MARKER)
_MARKERS = (*_NEEDED, layout.CONFLICTS_MARKER)


class Cell(NamedTuple):
    """One cell: where it stands, which row and field of the form it is, and its value as found ("" is blank)."""

    sheet: str
    cell: str
    id: str
    field: str
    value: Any


class Option(NamedTuple):
    """A candidate as it stands on the conflicts sheet: its cell, and whether it was chosen (None: nothing is said)."""

    cell: Cell
    chosen: bool | None
    sources: tuple[Source, ...]

    @property
    def stands_for_figures(self) -> bool:
        """Whether it is the candidate against "not applicable"."""
        return self.cell.field == layout.FIGURES


Options = tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """A workbook that is one of ours, flattened.

    `info` holds the cells of the info sheet by key, `answers` those of the answers sheet, row by row; `fields` are the
    columns that were found. `contested` holds the rows of the conflicts sheet by field, one for each candidate;
    `undecided` the candidates of every field for which nobody has chosen.
    """

    file: str
    info: dict[str, Cell]
    answers: tuple[tuple[Cell, ...], ...]
    answers_sheet: str
    fields: frozenset[str]
    package: Package
    contested: tuple[dict[str, Cell], ...] = ()
    undecided: Mapping[Key, Options] = field(default_factory=dict)

    def place(self, cell: Cell) -> Place:
        """Give the place of a cell, with its file."""
        return Place(self.file, None, None, cell.sheet, cell.cell)

    def text(self, key: str) -> str:
        """Give the cleaned text of a row of the info sheet, "" where it is blank or lacking."""
        return clean(self.info[key].value) if key in self.info else ""


def clean(value: object) -> str:
    """Give a cell's value as text: trimmed, composed (NFC), inner white space single; whole numbers without a point."""
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, float | int) and not isinstance(value, bool):
        return exact_text(from_float(float(value)))
    return str(value).upper() if isinstance(value, bool) else str(value)  # TRUE, as a spreadsheet shows it


@lru_cache(maxsize=8192)
def clean_text(value: str) -> str:
    """Clean a text as `clean` does; the same few texts come again in every form."""
    return " ".join(unicodedata.normalize("NFC", value).split())


@lru_cache(maxsize=8192)
def folded(value: str) -> str:
    """Give a cleaned text without regard to capitals, for comparing words."""
    return clean_text(value).casefold()


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
        raise XhhtError([os_problem("file-unreadable", file, error)]) from None
    try:
        package = Package(content)
        sheets = _our_sheets(content, package)
    except Refused as refused:
        raise XhhtError([Problem(refused.code, Place(file), refused.arguments)]) from None
    if not all(marker in sheets for marker in _NEEDED):
        raise XhhtError([Problem("workbook-foreign", Place(file))])
    answers = sheets[layout.ANSWERS_MARKER]
    return Form(
        file,
        _info_cells(*sheets[layout.INFO_MARKER]),
        _answer_rows(*answers),
        answers[0],
        frozenset(clean(value) for value in answers[1][0]),
        package,
        tuple(_contested_rows(*sheets.get(layout.CONFLICTS_MARKER, ("", [[]])))),
    )


def _our_sheets(content: bytes, package: Package) -> dict[str, tuple[str, list[list[Any]]]]:
    """Give name and rows of our sheets by their markers, reading no further than needed.

    A form has a conflicts sheet only where its info sheet says so.
    """
    import python_calamine

    found: dict[str, tuple[str, list[list[Any]]]] = {}
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(BytesIO(content))
        for name in book.sheet_names:
            package.check_extent(name)
            sheet = book.get_sheet_by_name(name)
            if sheet.total_height > MOST_ROWS:
                raise Refused("workbook-too-large", limit=str(MOST_ROWS))
            rows = sheet.to_python(skip_empty_area=False)
            found.setdefault(_marker(rows), (name, rows))
            found = {marker: one for marker, one in found.items() if marker in _MARKERS}
            if all(marker in found for marker in _wanted(found)):
                break
        return found
    except (KeyboardInterrupt, SystemExit, Refused):
        raise
    except python_calamine.PasswordError:
        raise Refused("workbook-password") from None
    except BaseException as error:  # a panic inside calamine is no Exception
        raise Refused("workbook-damaged") from error


def _wanted(found: dict[str, tuple[str, list[list[Any]]]]) -> tuple[str, ...]:
    info = _info_cells(*found.get(layout.INFO_MARKER, ("", [])))
    return _MARKERS if layout.CONFLICTS in info else _NEEDED


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
    """Give the cells that a unit fills in, row by row, for every row with an id; blank ones where a blank matters."""
    columns = [
        (column, layout.column_letters(column), field, field not in (layout.DOCUMENTS, layout.NOTE))
        for column, value in enumerate(rows[0])
        if (field := clean(value)) and layout.is_filled_in(field)
    ]
    found = []
    for number, row in enumerate(rows[1:], 2):
        identifier = clean(row[0])
        if identifier and identifier not in layout.ID_HEADINGS:
            cells = [Cell(sheet, f"A{number}", identifier, layout.ID, row[0])]
            for at, letters, field, wanted in columns:
                if wanted or row[at] != "":
                    cells.append(Cell(sheet, f"{letters}{number}", identifier, field, row[at]))
            found.append(tuple(cells))
    return tuple(found)


def _contested_rows(sheet: str, rows: list[list[Any]]) -> Iterator[dict[str, Cell]]:
    """Give the rows of the conflicts sheet that name a field."""
    columns = {clean(value): at for at, value in enumerate(rows[0]) if at} | {layout.ID: 0}
    for number, row in enumerate(rows[1:], 1):
        identifier, field = (clean(row[columns[one]]) if one in columns else "" for one in (layout.ID, layout.FIELD))
        if field:
            yield {
                name: Cell(sheet, layout.cell_name(number, at), identifier, field, row[at])
                for name, at in columns.items()
                if name
            }
