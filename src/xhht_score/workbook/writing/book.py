"""A workbook that is written with what its formulas come to, which the library for workbooks cannot write."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Iterator
from copy import copy
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.cell_range import MultiCellRange
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from xhht_score.spreadsheet.cell_names import cell_name, column_letters
from xhht_score.workbook.symbols import OWN_ROW
from xhht_score.workbook.writing.plan import CachedValue
from xhht_score.workbook.writing.rows import DAY, FORMULA, NUMBER, RowsXml, WrittenCell, WrittenRow

_to_excel: Any = to_excel
#: Gives the rows of a sheet from top to bottom.
Rows = Callable[[], Iterator[WrittenRow]]
#: Writes a row of the sheet with a title; the last gives the number of a look.
RowWriter = Callable[[str, WrittenRow, Callable[[StyleArray], int]], str]


class FormSheet(Worksheet):
    """A sheet of rows that are known; the library's own cells are made of them when somebody looks at these.

    A form that is only saved needs none of them.
    """

    def __init__(self, book: FormBook, title: str, rows: Rows) -> None:
        """Make a sheet of a book."""
        self._planned: Rows | None = None
        super().__init__(book, title)
        self._book, self._planned, self._extent = book, rows, ""
        self._current_row = 1  # the library asks it whether there are any rows

    @property
    def _cells(self) -> Any:
        self._make()
        return self._made

    @_cells.setter
    def _cells(self, made: Any) -> None:
        self._made = made

    @property
    def row_dimensions(self) -> Any:
        """The library's own rows."""
        self._make()
        return self._dimensions

    @row_dimensions.setter
    def row_dimensions(self, made: Any) -> None:
        self._dimensions = made

    def _make(self) -> None:
        """Make the library's own rows and cells of the rows that are known."""
        rows, self._planned = self._planned, None
        own: Any = self
        for row in rows() if rows else ():
            if row.height is not None or row.hidden:
                self._dimensions[row.number] = _dimension(self, row)
            for column, one in row.cells.items():
                cell: Any = Cell(self, row.number, column)
                cell._value, cell.data_type = one.value, one.kind
                if isinstance(one.value, str) and one.kind == FORMULA:
                    cell._value = one.value.replace(OWN_ROW, str(row.number))
                cell._style = copy(one.look)
                own._add_cell(cell)
                if column in row.results:
                    self._book.cached.setdefault(self.title, {})[cell.coordinate] = row.results[column]

    def __getstate__(self) -> dict[str, Any]:
        """Give what stands for a sheet that is copied or kept: its cells, and no longer how they are planned."""
        self._make()
        return vars(self)

    def calculate_dimension(self) -> str:
        """Give from which cell to which there are any."""
        if self._planned and not self._extent:  # the library writes this sheet itself, which asks before its rows
            self._make()
        return self._extent if self._planned else str(super().calculate_dimension())

    def written(self, row_of: RowWriter) -> bytes:
        """Give the rows as XML, from the cells where somebody has looked at them."""
        styles: dict[int, int] = {}

        def style_of(look: StyleArray) -> int:
            if id(look) not in styles:
                styles[id(look)] = self._book.number_of(look)
            return styles[id(look)]

        pieces, numbers, columns = [], set[int](), set[int]()
        for row in self._planned() if self._planned else self._changed():
            pieces.append(row_of(self.title, row, style_of))
            if row.cells:
                numbers.add(row.number)
                columns.update(row.cells)
        if numbers:
            ends = cell_name(min(numbers) - 1, min(columns) - 1), cell_name(max(numbers) - 1, max(columns) - 1)
            self._extent = ":".join(ends)
        return "".join(pieces).encode()

    def _changed(self) -> Iterator[WrittenRow]:
        """Give the rows as they are after somebody has looked at them."""
        rows: dict[int, dict[int, WrittenCell]] = {number: {} for number in self.row_dimensions}
        cached, results = self._book.cached.get(self.title, {}), dict[int, dict[int, CachedValue]]()
        cell: Any
        for (number, column), cell in self._cells.items():
            kind, value = cell.data_type, cell.value
            if kind == DAY:
                kind, value = NUMBER, _to_excel(value)
            look = cell._style if cell.has_style else None
            rows.setdefault(number, {})[column] = WrittenCell(kind, value, look)
            if kind == FORMULA and cell.coordinate in cached:
                results.setdefault(number, {})[column] = cached[cell.coordinate]
        for number in sorted(rows):
            about = dict(self.row_dimensions[number]) if number in self.row_dimensions else {}
            height = float(about["ht"]) if "ht" in about else None
            fixed, hidden = "customHeight" in about, "hidden" in about
            yield WrittenRow(number, rows[number], height, fixed, hidden, results.get(number, {}))


def _dimension(sheet: FormSheet, row: WrittenRow) -> Any:
    """Give a row of a height, which programs may fit to what people type unless it is fixed."""
    made: Any = RowDimension(sheet, index=row.number, ht=row.height, hidden=row.hidden)
    if not row.fixed:  # the library says of every height that somebody chose it
        made.__fields__ = tuple(name for name in made.__fields__ if name != "customHeight")
    return made


class RuledCells(MultiCellRange):
    """Cells that a rule is for; the library's own are made where somebody looks at them."""

    _told, _made = "", None

    @classmethod
    def of(cls, cells: Iterable[tuple[int, int]]) -> RuledCells:
        """Give cells by columns counted from 0 and rows counted from 1."""
        made = cls.__new__(cls)
        made._told = " ".join(f"{column_letters(column)}{row}" for column, row in sorted(cells))
        return made

    @property
    def ranges(self) -> Any:
        """The library's own cells."""
        if self._made is None:
            self._made = MultiCellRange(self._told).ranges
        return self._made

    @ranges.setter
    def ranges(self, made: Any) -> None:
        self._made = MultiCellRange(made).ranges

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self._told if self._made is None else self._made)

    def __str__(self) -> str:
        """Give them as a file has them."""
        return self._told if self._made is None else str(super().__str__())


class FormBook(Workbook):
    """A workbook; `cached` has what formulas come to, by the title of the sheet and by cell, for cells looked at."""

    def __init__(self) -> None:
        """Make one with no sheet and no values."""
        super().__init__()
        self.remove(self.worksheets[0])
        self.cached: dict[str, dict[str, CachedValue]] = {}

    def add(self, title: str, rows: Rows) -> FormSheet:
        """Add a sheet of these rows and give it."""
        book: Any = self
        sheet = FormSheet(book, title, rows)
        book._add_sheet(sheet)
        return sheet

    def number_of(self, look: StyleArray) -> int:
        """Give the number of a look among those of the book."""
        own: Any = self
        return int(own._cell_styles.add(look))

    def save_with_results(self, filename: Any) -> None:
        """Write the workbook with what its formulas come to; `save` writes it without."""
        with ZipFile(filename, "w", ZIP_DEFLATED) as packed:
            for name, content in self.parts().items():
                packed.writestr(name, content)

    def let_go(self) -> None:
        """Let go of all sheets: they know the book and themselves, and would lie about until garbage is looked for."""
        own: Any = self
        for sheet in own._sheets:
            vars(sheet).clear()
        own._sheets.clear()

    def parts(self, row_of: RowWriter | None = None) -> dict[str, bytes]:
        """Give the parts of the workbook with what its formulas come to, by name."""
        self.properties.modified = datetime.datetime.now(tz=datetime.UTC).replace(tzinfo=None)
        parts, plainly = _Parts(), RowsXml()
        _FormWriter(self, parts, row_of or (lambda _, row, style_of: plainly(row, style_of))).save()
        return parts.found


class _Frame(WorksheetWriter):
    """Writes what stands around the rows of a sheet."""

    def rows(self) -> list[Any]:
        return []


#: An element of rows that has none, as the library writes it.
_NO_ROWS = re.compile(rb"<sheetData ?(?:/>|></sheetData>)")


class _FormWriter(ExcelWriter):
    """Puts the rows of each sheet between what stands around them."""

    def __init__(self, book: FormBook, parts: _Parts, row_of: RowWriter) -> None:
        """Write a book into parts."""
        own: Any = super()  # the library types its archive, and asks it for no more than these parts have
        own.__init__(book, parts)
        self._parts, self._row_of = parts, row_of

    def write_worksheet(self, ws: Any) -> None:
        """Pack a sheet of a form."""
        rows, out = ws.written(self._row_of), BytesIO()  # the rows first: what stands around them says where they end
        _Frame(ws, out).write()
        before, after = _NO_ROWS.split(out.getvalue(), maxsplit=1)
        self._parts.writestr(ws.path[1:], b"".join((before, b"<sheetData>", rows, b"</sheetData>", after)))
        self.manifest.append(ws)


#: Where a workbook says which program wrote it, and how. LibreOffice computes what another one than Excel wrote, while
#: it takes texts that Excel computed as they are and loses them in .xls.
_WRITER, _SAYS_WRITER = "docProps/app.xml", re.compile(rb"(?<=<Application>)[^<]*")


class _Parts:
    """Takes the place of the archive that the library writes into, and says in the book who wrote it."""

    def __init__(self) -> None:
        self.found: dict[str, bytes] = {}

    def writestr(self, name: str, data: str | bytes) -> None:
        """Take a part; the one that says who wrote the book says that this program did."""
        content = data.encode() if isinstance(data, str) else data
        self.found[name] = _SAYS_WRITER.sub(b"xhht", content) if name == _WRITER else content

    def namelist(self) -> list[str]:
        """Give the names of the parts so far."""
        return list(self.found)

    def close(self) -> None:
        """Do nothing more: the parts are packed elsewhere."""
