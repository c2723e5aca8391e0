"""Writes a planned form into an Excel workbook; nothing is decided here but looks."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from xhht_score.criteria import CriteriaSet
from xhht_score.foreign import cell_text
from xhht_score.merging import Conflict, FormPart, Leftover
from xhht_score.spreadsheet.cell_names import cell_name, column_letters
from xhht_score.submission import Submission
from xhht_score.words import Words
from xhht_score.workbook import layout
from xhht_score.workbook.reading.cells import LONGEST_TEXT
from xhht_score.workbook.symbols import text
from xhht_score.workbook.writing.forms import shape_of
from xhht_score.workbook.writing.lines import SIZE
from xhht_score.workbook.writing.plan import (
    CachedValue,
    CellTone,
    Plan,
    Planned,
    PlannedRow,
    PlannedSheet,
    PlannedValue,
    Style,
    named_cell,
)
from xhht_score.workbook.writing.rows import DAY, FORMULA, NUMBER, TEXT, WrittenCell, WrittenRow

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from xhht_score.workbook.writing.book import FormBook

_FONT = "Times New Roman"
#: How each style looks: bold, colour of the ground ("": none), whether it has a frame.
_LOOKS: dict[Style, tuple[bool, str, bool]] = {
    "text": (False, "", False),
    "strong": (True, "", False),
    "heading": (True, "D9E2EC", True),
    "criterion": (True, "EEF2F6", True),
    "shaded": (False, "FFFFFF", True),
    "input": (False, "FFF8DC", True),
    "appraisal": (False, "E3F1E3", True),
    "live": (True, "F3F0FA", True),
    "hidden": (False, "", False),
}
_TONES: dict[CellTone, str] = {"good": "D5EFD8", "open": "FCEBC5", "bad": "F7D4D0"}
#: What Excel would read as one letter, written by its number.
_LIKE_AN_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
#: The most that Excel shows of the sentences beside a cell.
_PROMPT, _ERROR = 250, 220


def make_form(
    words: Words,
    criteria_set: CriteriaSet,
    sha256: str,
    *,
    submission: Submission | None = None,
    filled_by: str = "",
    part: FormPart | None = None,
    conflicts: Sequence[Conflict] = (),
    leftovers: Sequence[Leftover] = (),
) -> FormBook:
    """Give a form for a set as `plan_form` plans it."""
    shape = shape_of(
        words, criteria_set, sha256, part=part, conflicts=conflicts, leftovers=leftovers, submission=submission
    )
    return write_form(words, shape.plan.filled(shape.filled(submission, filled_by)))


def write_form(words: Words, plan: Plan) -> FormBook:
    """Give a planned form as a workbook."""
    from xhht_score.workbook.writing.book import FormBook

    book = FormBook()
    _set_font(book)
    writer = _SheetWriter(words, plan)
    for sheet in plan.sheets.values():
        writer.frame(sheet, book.add(sheet.title, partial(writer.rows, sheet, book)))
    lists = book.add(layout.LISTS_SHEET, partial(_list_rows, plan.lists.columns))
    lists.sheet_state = "hidden"
    book.active = 0
    book.calculation.fullCalcOnLoad = True
    book.properties.creator, book.properties.title = plan.issuer, plan.title
    book.properties.lastModifiedBy = plan.saved_by or None
    return book


def _set_font(book: Any) -> None:
    """Make the form's font that of the whole book: in its digits programs measure how wide columns are."""
    from openpyxl.styles import Font
    from openpyxl.utils.indexed_list import IndexedList

    font = Font(name=_FONT, size=SIZE)
    book._fonts = IndexedList([font])
    book._named_styles["Normal"].font = font


def _list_rows(lists: Sequence[Sequence[str]]) -> Iterator[WrittenRow]:
    """Give the rows of the sheet with the words of all drop-downs, one column for each list."""
    for number in range(1, max(map(len, lists), default=0) + 1):
        cells = {
            column: written_cell(words[number - 1]) for column, words in enumerate(lists, 1) if number <= len(words)
        }
        yield WrittenRow(number, cells)


def as_result(known: CachedValue) -> CachedValue:
    """Give what a formula comes to as a cell can hold it."""
    return _written(known) if isinstance(known, str) else known


def written_cell(value: PlannedValue, look: Any = None) -> WrittenCell:
    """Give a cell with a value; a text is written as text, whatever it begins with, without control characters."""
    if isinstance(value, str):
        value = _written(value)
    if value is None or value == "":
        return WrittenCell(FORMULA, None, look)  # of no type: a number without value is read as 0 elsewhere
    if isinstance(value, str):
        return WrittenCell(TEXT, value, look)
    return WrittenCell(DAY if isinstance(value, datetime.date) else NUMBER, value, look)


@lru_cache(maxsize=4096)
def _written(text: str) -> str:
    """Give a text as a cell can hold it; the same texts stand on several sheets and in every form of a set."""
    return _LIKE_AN_ESCAPE.sub("_x005F_", cell_text(text))[:LONGEST_TEXT]


def _horizontal(planned: Planned) -> str | None:
    """Give where a cell's content stands: results in the middle, years and dates like the words above them."""
    if planned.centred:
        return "center"
    is_maximum = isinstance(planned.value, int | float) and planned.style in ("shaded", "criterion")
    if is_maximum or (planned.style in ("live", "heading") and planned.span == 1):
        return "center"
    return "left" if planned.is_day or (planned.style == "input" and planned.number_format == "0") else None


def _numbered(sheet: PlannedSheet) -> Iterator[tuple[int, PlannedRow]]:
    """Give the planned rows of a sheet with their numbers, below the names of its fields where it has some."""
    return enumerate(sheet.rows, 2 if sheet.marker else 1)


def _last(sheet: PlannedSheet, name: str, planned: Planned) -> int:
    """Give the last column that a cell reaches to, counted from 1."""
    return min(sheet.columns[name] + planned.span, len(sheet.fields))


def to_fill_in(sheet: PlannedSheet) -> Iterator[tuple[str, PlannedRow, str]]:
    """Give each cell that people see and fill in: how it is called, its row and its field."""
    for number, row in sheet.numbered():
        for name, cell in row.cells.items() if not row.hidden else ():
            if cell.open:
                yield cell_name(number - 1, sheet.columns[name]), row, name


def first_to_fill_in(sheet: PlannedSheet, is_blank: Callable[[PlannedRow, str], bool]) -> str:
    """Give the first blank cell that people fill in, else the first of all that they do; "" where there is none."""
    first = ""
    for cell, row, name in to_fill_in(sheet):
        if is_blank(row, name):
            return cell
        first = first or cell
    return first


class _SheetWriter:
    """Writes sheets; looks and drop-downs that are alike are made once for all."""

    def __init__(self, words: Words, plan: Plan) -> None:
        self._words, self._plan = words, plan
        self._looks: dict[tuple[object, ...], Any] = {}
        self._cells: dict[str, dict[int, tuple[WrittenCell, tuple[str, str, str] | None]]] = {}

    def frame(self, sheet: PlannedSheet, page: Worksheet) -> None:
        """Write everything about a sheet but its rows."""
        from xhht_score.workbook.writing.book import RuledCells

        rules: dict[Any, tuple[Any, list[tuple[int, int]]]] = {}
        known: dict[int, list[tuple[int, int]] | None] = {}
        for number, row in _numbered(sheet):
            for name, cell in row.cells.items():
                if id(cell) not in known:
                    known[id(cell)] = self._rule(rules, cell)
                if (ruled := known[id(cell)]) is not None:
                    ruled.append((sheet.columns[name], number))
                if cell.span > 1:
                    ends = sheet.columns[name], _last(sheet, name, cell) - 1
                    page.merged_cells.add(":".join(cell_name(number - 1, end) for end in ends))
        for rule, cells in rules.values():
            rule.sqref = RuledCells.of(cells)
            page.add_data_validation(rule)
        self._shape(sheet, page)
        self._tone(sheet, page)

    def rows(self, sheet: PlannedSheet, book: FormBook) -> Iterator[WrittenRow]:
        """Give the rows of a sheet of a book."""
        columns, known, values = sheet.columns, self._cells.setdefault(sheet.name, {}), self._plan.values
        if sheet.marker:
            marked = enumerate((sheet.marker, *sheet.fields[1:]), 1)
            yield WrittenRow(1, {column: written_cell(name) for column, name in marked}, hidden=True)
        for number, row in _numbered(sheet):
            cells = {1: written_cell(row.key)} if row.key and sheet.fields[0] not in row.cells else {}
            results, is_merged = dict[int, CachedValue](), False
            for name, planned in row.cells.items():
                made = known.get(id(planned))
                if made is None:
                    made = known[id(planned)] = self._written(sheet, planned, book), named_cell(planned.formula)
                (cell, named), column = made, columns[name] + 1
                cells[column] = cell
                if values and planned.formula:
                    result = values.get((sheet.name, row.key, name)) if row.key else None
                    if result is None and named is not None:
                        result = self._plan.value_of(sheet, row, name)
                    if result is not None:
                        results[column] = as_result(result)
                if planned.span > 1:  # what is covered has the look too, for its frame
                    is_merged = True
                    covered = range(column + 1, _last(sheet, name, planned) + 1)
                    cells |= dict.fromkeys(covered, WrittenCell(FORMULA, None, cell.look))
            if cells or row.height is not None or row.hidden:
                # no program fits a row to merged cells
                yield WrittenRow(number, cells, row.height, is_merged, row.hidden, results)

    def _tone(self, sheet: PlannedSheet, page: Worksheet) -> None:
        """Colour the cells that say a certain word."""
        from openpyxl.formatting.rule import CellIsRule
        from openpyxl.styles import PatternFill

        rule: Any = CellIsRule  # the library does not type it
        columns = (column_letters(sheet.columns[name]) for name in sheet.toned_fields)
        area = " ".join(f"{letters}2:{letters}{len(sheet.rows) + 1}" for letters in columns)
        for word, tone in sheet.tones.items():
            fill = PatternFill("solid", bgColor=_TONES[tone])
            page.conditional_formatting.add(area, rule(operator="equal", formula=[text(word)], fill=fill))

    def _written(self, sheet: PlannedSheet, planned: Planned, book: FormBook) -> WrittenCell:
        """Give a cell for any row, without what its formula comes to there."""
        look = None if planned.style == "hidden" else self._look(planned, book)
        if planned.formula:
            return WrittenCell(FORMULA, "=" + self._plan.resolved(planned.formula, sheet), look)
        return written_cell(planned.value, look)

    def _look(self, planned: Planned, book: FormBook) -> Any:
        key = (planned.style, planned.number_format, planned.locked, planned.centred, _horizontal(planned))
        if key not in self._looks:
            from openpyxl.cell import Cell

            cell: Any = Cell(book.worksheets[0], 1, 1)
            self._dress(cell, planned)
            self._looks[key] = cell._style
        return self._looks[key]

    def _dress(self, cell: Any, planned: Planned) -> None:
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side

        bold, ground, framed = _LOOKS[planned.style]
        if planned.style == "input" and planned.locked:
            ground = "F5F5F5"
        cell.font = Font(name=_FONT, size=SIZE, bold=bold)
        cell.alignment = Alignment(
            wrap_text=not planned.centred,
            vertical="center" if planned.style in ("heading", "live") else "top",
            horizontal=_horizontal(planned),
        )
        if ground:
            cell.fill = PatternFill("solid", fgColor=ground)
        if framed:
            # what is to be filled in is told by its frame too, not by colour alone
            side = Side(style="dashed", color="6B5310") if planned.open else Side(style="thin", color="B0B7C0")
            cell.border = Border(left=side, right=side, top=side, bottom=side)
        if planned.open:
            cell.protection = Protection(locked=False)
        if planned.number_format:
            cell.number_format = planned.number_format

    def _rule(
        self, rules: dict[Any, tuple[Any, list[tuple[int, int]]]], planned: Planned
    ) -> list[tuple[int, int]] | None:
        """Give the cells with the same sentence about what may be put there, which share one rule; None without one."""
        key = (planned.options, planned.bounds, planned.prompt)
        if planned.style not in ("input", "appraisal") or not any(key):
            return None
        if key not in rules:
            rules[key] = (self._made_rule(planned), [])
        return rules[key][1]

    def _made_rule(self, planned: Planned) -> Any:
        from openpyxl.worksheet.datavalidation import DataValidation

        if planned.options:
            area = self._plan.lists.area(planned.options)
            rule = DataValidation(type="list", formula1=area, allow_blank=True, showErrorMessage=True)
        elif planned.bounds is not None:
            bounds = planned.bounds
            rule = DataValidation(
                type="date" if planned.is_day else "whole" if bounds.whole else "decimal",
                operator="between", formula1=str(bounds.least),
                formula2=str(bounds.most), allow_blank=True, showErrorMessage=True, errorStyle="stop",
            )  # fmt: skip
        else:
            rule = DataValidation(allow_blank=True)
        rule.prompt, rule.showInputMessage = planned.prompt[:_PROMPT], True
        rule.error = planned.error[:_ERROR] or None
        return rule

    def _shape(self, sheet: PlannedSheet, page: Worksheet) -> None:
        for name, position in sheet.columns.items():
            dimension = page.column_dimensions[column_letters(position)]
            if name in sheet.wide:
                dimension.width = sheet.wide[name]
            if name in sheet.hidden_fields:
                dimension.hidden = True
        if sheet.frozen:
            row, name = sheet.frozen
            page.freeze_panes = f"{column_letters(sheet.columns[name])}{row}"
        self._print(sheet, page)
        page.sheet_view.showGridLines = False
        if sheet.is_hidden:
            page.sheet_state = "hidden"
        if first := first_to_fill_in(sheet, lambda row, name: row.cells[name].value is None):
            for selection in page.sheet_view.selection:
                selection.activeCell = selection.sqref = first
        page.protection.sheet = True
        page.protection.formatColumns = page.protection.formatRows = False

    def _print(self, sheet: PlannedSheet, page: Worksheet) -> None:
        """Say how a sheet is put on paper."""
        from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
        from openpyxl.worksheet.properties import PageSetupProperties

        if sheet.is_hidden:  # LibreOffice prints hidden sheets too, but no blank cells
            page.print_area = f"{column_letters(len(sheet.fields) + 1)}1"
            return
        if sheet.repeated_fields and sheet.pages_wide > 1:
            first, last = (column_letters(sheet.columns[name]) for name in sheet.repeated_fields)
            page.print_title_cols = f"{first}:{last}"
        if sheet.repeated_rows:
            page.print_title_rows = "{}:{}".format(*sheet.repeated_rows)
        if sheet.printed:
            first, last = (column_letters(sheet.columns[name]) for name in sheet.printed)
            page.print_area = f"{first}2:{last}{len(sheet.rows) - sheet.on_screen + 1}"
        page.page_setup.orientation = "landscape" if sheet.landscape else "portrait"
        page.page_setup.paperSize = 9  # A4
        page.page_setup.pageOrder = "overThenDown"
        page.page_setup.fitToWidth, page.page_setup.fitToHeight = sheet.pages_wide, 0
        page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        footer = _HeaderFooterPart(text=f"{self._words.say('form-page')} &P/&N")
        page.oddFooter = HeaderFooterItem(center=footer)
        page.page_margins.left = page.page_margins.right = 0.25
        page.page_margins.top, page.page_margins.bottom = 0.3, 0.42
        page.page_margins.header = page.page_margins.footer = 0.2
