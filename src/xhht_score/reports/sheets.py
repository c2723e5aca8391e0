"""Tables of values as a workbook: numbers that are numbers, texts that are never formulas, a filter on every sheet.

Rows are written as they come; none is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from dataclasses import field
from fractions import Fraction
from io import BytesIO
from itertools import chain, islice
from typing import Any

from xhht_score.foreign import shown_text
from xhht_score.numbers import exact_text, shown
from xhht_score.records import record
from xhht_score.reports.document import PercentValue, Value
from xhht_score.version import __version__

#: More letters than this a spreadsheet keeps in no cell, and in no name of a sheet.
_LONGEST_TEXT, _LONGEST_NAME = 32_767, 31
#: A spreadsheet reads `_x0041_` in a file as the letter A.
_LIKE_AN_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
#: What a text must not begin with, if somebody who edits its cell is not to make a formula of it.
_LIKE_A_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]")
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]|^'|'$")
_FONT, _SIZE, _HEAD_COLOUR = "Arial", 10, "E3ECF6"
_SURE, _MAYBE = "2C6CB0", "B5CFEA"
#: Of levels from low to high; more than these begin anew.
_LEVELS = ("9DBFE3", "2C6CB0", "0C3A72")
#: So many rows are looked at for the widths of columns, and so many are drawn in a chart at most.
_LOOKED_AT, MOST_DRAWN = 50, 40
_NARROWEST, _WIDEST = 9, 44
#: A sheet of more columns is printed on several pages side by side.
_MOST_ON_PAPER = 12
#: Decimals of a number that never ends, as in CSV.
_DECIMALS = 9
_MOST_EXACT = 12


@record
class Series:
    """What a chart draws of a sheet: the heading of a column of percentages, and what it is called."""

    column: str
    title: str


@record
class Chart:
    """A chart of the first rows of a sheet: what names a row, and what is drawn of it.

    Where it is a `range`, the first series is the upper end and is seen behind the second, the lower one.
    """

    title: str
    name: str
    series: tuple[Series, ...]
    range: bool


@record
class DataSheet:
    """A sheet: its name, its headings, its rows, and a chart of them."""

    name: str
    header: Sequence[str]
    rows: Iterable[Sequence[Value]]
    chart: Chart | None = None


@record
class DataBook:
    """A workbook of sheets; what it says of itself goes onto the sheet `about`, charts onto the sheet `charts`.

    `properties` are for programs, by name.
    """

    title: str
    sheets: Sequence[DataSheet]
    about: tuple[str, Sequence[Sequence[Value]]]
    charts: str
    properties: Sequence[tuple[str, str]] = field(default=())


def book_bytes(book: DataBook) -> bytes:
    """Give the workbook as the bytes of an .xlsx file."""
    from openpyxl import Workbook

    made: Any = Workbook(write_only=True)
    made.properties.creator, made.properties.title = f"xhht {__version__}", shown_text(book.title)
    _set_fonts(made)
    named = _SheetNames()
    charts = []
    for one in book.sheets:
        page = made.create_sheet(named.unique(one.name))
        count = _write(page, one)
        if one.chart is not None and count:
            charts.append((page, one, min(count, MOST_DRAWN)))
    if charts:
        drawn, row = made.create_sheet(named.unique(book.charts)), 1
        _set_paper(drawn, fitted=True)
        for page, one, count in charts:
            row = _draw(drawn, row, page, one, count)
    _write_about(made.create_sheet(named.unique(book.about[0])), book)
    for name, said in book.properties:
        _set_property(made, name, said)
    whole = BytesIO()
    made.save(whole)
    return whole.getvalue()


def _set_fonts(made: Any) -> None:
    """Make the font of headings that of the whole book: in its digits programs measure how wide columns are."""
    from openpyxl.styles import Font
    from openpyxl.utils.indexed_list import IndexedList

    font = Font(name=_FONT, size=_SIZE)
    made._fonts = IndexedList([font])
    made._named_styles["Normal"].font = font


class _SheetNames:
    """Gives names of sheets that are legal, and no two alike."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def unique(self, wanted: str) -> str:
        """Give the name that is nearest to a wanted one."""
        legal = _NOT_IN_NAMES.sub("-", shown_text(wanted))[:_LONGEST_NAME] or "-"
        found, number = legal, 1
        while found.casefold() in self._taken:
            number += 1
            found = f"{legal[: _LONGEST_NAME - len(str(number)) - 3]} ({number})"
        self._taken.add(found.casefold())
        return found


def _set_property(made: Any, name: str, said: str) -> None:
    from openpyxl.packaging.custom import StringProperty

    made.custom_doc_props.append(StringProperty(name=name, value=shown_text(said)))


# ---------------------------------------------------------------- sheets


def _write(page: Any, sheet: DataSheet) -> int:
    """Write the headings and rows of a sheet; gives how many rows there are."""
    from openpyxl.utils import get_column_letter

    rows = iter(sheet.rows)
    first = list(islice(rows, _LOOKED_AT))
    for at, width in enumerate(_widths(sheet.header, first), 1):
        page.column_dimensions[get_column_letter(at)].width = width
    page.freeze_panes = "C2" if len(sheet.header) > 2 else "A2"
    _set_paper(page, fitted=len(sheet.header) <= _MOST_ON_PAPER)
    page.print_title_rows, page.print_title_cols = "1:1", "A:B"
    cells = _Cells(page)
    page.row_dimensions[1].height = 48
    page.append([cells.head(one) for one in sheet.header])
    count = 0
    for row in chain(first, rows):
        page.append([cells.cell(value) for value in row])
        count += 1
    page.auto_filter.ref = f"A1:{get_column_letter(len(sheet.header))}{count + 1}"
    return count


def _set_paper(page: Any, *, fitted: bool) -> None:
    """Have a sheet printed on A4 across, as wide as the paper is where that can be read."""
    from openpyxl.worksheet.properties import PageSetupProperties

    page.page_setup.orientation, page.page_setup.paperSize = "landscape", 9
    if fitted:
        page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        page.page_setup.fitToHeight = 0


def _widths(header: Sequence[str], rows: Sequence[Sequence[Value]]) -> Iterator[int]:
    for at, head in enumerate(header):
        longest = max((len(one) if isinstance(one, str) else 9 for one in (row[at] for row in rows)), default=0)
        yield min(max(longest + 2, max(map(len, head.split()), default=0) + 4, len(head) // 3, _NARROWEST), _WIDEST)


class _Cells:
    """Makes the cells of one sheet; each look is made once and shared."""

    def __init__(self, page: Any) -> None:
        from openpyxl.cell import WriteOnlyCell

        self._make: Any = WriteOnlyCell
        self._page = page
        self._looks: dict[str, Any] = {}

    def head(self, text: str) -> Any:
        """Give a heading."""
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

        cell = self._text(text)
        cell.font, cell.fill = Font(name=_FONT, size=_SIZE, bold=True), PatternFill("solid", fgColor=_HEAD_COLOUR)
        cell.alignment = Alignment(wrap_text=True, vertical="center", indent=1)
        cell.border = Border(bottom=Side("thin", color="808080"))
        return cell

    def cell(self, value: Value) -> Any:
        """Give the cell of a value: a text as text, a number with the decimals that it is shown with."""
        if value is None:
            return None
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, int):
            return self._number(value, "0")
        exact, decimals = _terminating(value)
        if isinstance(value, PercentValue):
            stored = exact / 100
            return self._number(_stored(stored), f"0.{'0' * max(decimals, 2)}%")
        return self._number(_stored(exact), f"#,##0.{'0' * decimals}" if decimals else "#,##0")

    def _number(self, value: int | float, look: str) -> Any:
        cell = self._make(self._page)
        cell._value, cell.data_type = value, "n"
        if look not in self._looks:
            cell.number_format = look
            self._looks[look] = copy(cell._style)
        cell._style = self._looks[look]
        return cell

    def _text(self, text: str) -> Any:
        cell = self._make(self._page)
        kept = _LIKE_AN_ESCAPE.sub("_x005F_", shown_text(text))
        cell._value, cell.data_type = kept[:_LONGEST_TEXT], "s"  # what a text begins with is not looked at
        look = "formula" if _LIKE_A_FORMULA.match(kept) else "text"
        if look not in self._looks:
            from openpyxl.styles import Alignment

            cell.alignment, cell.quotePrefix = Alignment(indent=1), look == "formula"
            self._looks[look] = copy(cell._style)
        cell._style = self._looks[look]
        return cell


def _terminating(value: Fraction) -> tuple[Fraction, int]:
    """Give the number that is shown, and how many decimals it has."""
    text = exact_text(Fraction(value))
    if "/" in text:
        value = shown(Fraction(value), _DECIMALS, [Fraction(0)])
        text = exact_text(value)
    return Fraction(value), len(text.partition(".")[2])


def _stored(value: Fraction) -> int | float:
    """Give a number as a spreadsheet stores it."""
    return int(value) if value.denominator == 1 else float(value)


def _write_about(page: Any, book: DataBook) -> None:
    _set_paper(page, fitted=True)
    cells = _Cells(page)
    for letter, width in zip("ABCDE", (34, 44, 24, 24, 24), strict=True):
        page.column_dimensions[letter].width = width
    page.append([cells.head(book.title)])
    for row in book.about[1]:
        page.append([cells.cell(value) for value in row])


# ---------------------------------------------------------------- charts


def _draw(page: Any, row: int, source: Any, sheet: DataSheet, count: int) -> int:
    """Put a chart of a sheet below a row; gives the row below the chart."""
    from openpyxl.chart import BarChart, Reference
    from openpyxl.chart.series import SeriesLabel
    from openpyxl.chart.series_factory import SeriesFactory
    from openpyxl.drawing.text import CharacterProperties, ParagraphProperties

    assert sheet.chart is not None
    chart: Any = BarChart()
    chart.type, chart.style, chart.title = "bar", 10, shown_text(sheet.chart.title)
    chart.title.tx.rich.p[0].pPr = ParagraphProperties(defRPr=CharacterProperties(sz=1200, b=True))
    header = list(sheet.header)
    names = header.index(sheet.chart.name) + 1
    colours = (_MAYBE, _SURE) if sheet.chart.range else _LEVELS
    for at, one in enumerate(sheet.chart.series):
        column = header.index(one.column) + 1
        drawn: Any = SeriesFactory(Reference(source, min_col=column, min_row=2, max_row=count + 1))
        drawn.tx = SeriesLabel(v=shown_text(one.title))
        drawn.graphicalProperties.solidFill = colours[at % len(colours)]
        chart.series.append(drawn)
    chart.set_categories(Reference(source, min_col=names, min_row=2, max_row=count + 1))
    chart.overlap = 100 if sheet.chart.range else None
    chart.gapWidth = 60
    chart.x_axis.scaling.orientation = "maxMin"
    chart.y_axis.scaling.min, chart.y_axis.scaling.max = 0, 1
    chart.y_axis.number_format, chart.y_axis.majorUnit = "0%", 0.25
    chart.y_axis.crosses = "max"
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.legend.position = "b"
    chart.width, chart.height = 26, 5 + 0.7 * count * (1 if sheet.chart.range else 0.75 * len(sheet.chart.series))
    page.add_chart(chart, f"A{row}")
    return row + int(chart.height / 0.5) + 3
