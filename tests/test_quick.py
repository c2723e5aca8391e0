"""What tests write and read quickly is what openpyxl writes and the program reads, byte by byte."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import asdict
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText
from openpyxl.comments import Comment
from openpyxl.styles import Border, Font, Protection, Side
from openpyxl.worksheet import _writer as of_sheets
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.merge import MergedCellRange

import kept_sheets
import quick
from containers import parts_of
from filled import about, as_form, form_of, put
from xhht_score.spreadsheet.archive import Clock, Refused
from xhht_score.spreadsheet.extraction import outcome
from xhht_score.spreadsheet.limits import Limits
from xhht_score.spreadsheet.worksheet import read_worksheet
from xhht_score.workbook import layout

VALUES = (
    None, "", " ", "\n", "\t", "a", " a", "a ", "a\nb", "<&>\"'", "ệ\u0301", "_x000D_", "=1+1", "=", '=A1&"<"', "#N/A",
    True, False, 0, -1, 10**20, 0.1, 1e-9, 1 / 3, float("inf"), datetime.date(2020, 2, 29), datetime.time(1, 2),
    datetime.timedelta(hours=30), ArrayFormula("A1:A2", "=B1:B2*2"), CellRichText("a ", "b"),
)  # fmt: skip


def of_values() -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    page: Any = book.active
    for row, value in enumerate(VALUES, 1):
        page.cell(row, 1).value = value
        page.cell(row, 2, value).font = Font(bold=True)
        page.cell(row, 3).value = value
        if isinstance(value, str):
            page.cell(row, 3).data_type = "s"
    page["D1"].hyperlink = "https://example.org/?a=1&b=2"
    page["D2"].number_format = "0.00%"
    page["D3"].comment = Comment("a note", "somebody")
    page.row_dimensions[3].height = 30
    page.row_dimensions[4].hidden = True
    page.row_dimensions[5].font = Font(bold=True)
    return book


def written(form: Any) -> dict[str, bytes]:
    """Give the parts of a form's file; what is merged stands in order, which openpyxl keeps as a set."""
    out = BytesIO()
    form.save(out)
    return {name: _in_order(part) for name, part in parts_of(out.getvalue()).items() if name.startswith("xl/")}


def _in_order(part: bytes) -> bytes:
    return re.sub(rb"(?:<mergeCell [^>]*>)+", lambda found: b"".join(sorted(found[0].split(b"<"))), part)


@pytest.mark.skipif(openpyxl.LXML, reason="openpyxl writes by lxml")
@pytest.mark.parametrize("make", [of_values, lambda: form_of("bathuoc").book], ids=["values", "a form"])
def test_a_workbook_is_written_as_openpyxl_writes_it(make: Callable[[], openpyxl.Workbook], monkeypatch):
    monkeypatch.setattr(of_sheets.WorksheetWriter, "write_row", quick.write_row)
    found = written(make())
    monkeypatch.setattr(of_sheets.WorksheetWriter, "write_row", quick.own_row)
    assert found == written(make())


def test_what_is_merged_is_read_as_openpyxl_reads_it(monkeypatch):
    book = form_of("bathuoc").book
    page = book.create_sheet("gộp")
    for at, side in enumerate((None, Side(), Side("thin"), Side("thick", "FF0000")), 1):
        page.cell(3 * at, 2, at).border = Border(left=side, bottom=side)
        page.cell(3 * at + 1, 4).border = Border(top=side, right=side)
        page.cell(3 * at, 2).protection = Protection(locked=at % 2 == 0)
        page.merge_cells(start_row=3 * at, start_column=2, end_row=3 * at + 1, end_column=4)
    page.merge_cells("H1:I2")
    form = as_form(book)
    monkeypatch.setattr(MergedCellRange, "format", quick.format_merged)
    found = looks(form)
    monkeypatch.setattr(MergedCellRange, "format", quick.own_format)
    assert found == looks(form)


def test_a_form_of_which_cells_change_is_written_as_the_whole_of_it():
    values = [one for one in VALUES if isinstance(one, str | int | float | None)]
    rows = ("1.1", "1.5", "2.2", "4.3")
    for at in range(0, len(values), len(rows)):
        cells, whole = form_of("bathuoc"), form_of("bathuoc")
        assert whole.answers
        for form in (cells, whole):
            for row, value in zip(rows, values[at:], strict=False):
                put(row, value)(form)
                put(row, value, "note")(form)
                about("unit.name", value)(form)
                form.cell(row, layout.appraised_field(0)).value = value
        assert (cells.is_opened, whole.is_opened) == (False, True)
        assert written(cells) == written(whole)


@pytest.mark.parametrize("number_format", ["0%", "General", '#,##0.00 "xã & <phường>"'])
def test_a_cell_of_which_the_format_changes_too_looks_as_in_the_whole(number_format):
    changes = [put("1.5", 3, number_format=number_format), put("2.2", "0,5", number_format=number_format),
               put("2.12", 1, number_format="0.000"), put("2.3", None, number_format=number_format)]  # fmt: skip
    cells, whole = form_of("bathuoc"), form_of("bathuoc")
    assert whole.answers
    for form in (cells, whole):
        for change in changes:
            change(form)
        form.cell("1.1").data_type = "s"
        form.cell("1.6", "note").value, form.cell("1.6", "note").data_type = "#DIV/0!", "s"
        form.cell("2.5").number_format = number_format
    assert (cells.is_opened, whole.is_opened) == (False, True)
    assert looks(cells) == looks(whole)


def looks(form: Any) -> dict[tuple[str, str], Any]:
    """Give every cell of a form as it is read again: what stands in it, of what kind, its format, how else it looks."""
    out = BytesIO()
    form.save(out)
    cells: Any = (
        (page.title, cell)
        for page in openpyxl.load_workbook(out).worksheets
        for row in page.iter_rows()
        for cell in row
    )
    names = ("fontId", "fillId", "borderId", "alignmentId", "protectionId", "xfId")
    return {
        (title, one.coordinate): (
            one.value, one.data_type, one.number_format, [getattr(one._style, name) for name in names],
        )
        for title, one in cells
    }  # fmt: skip


def test_a_form_of_which_more_is_asked_than_its_cells_is_opened_with_what_was_changed():
    form = form_of("bathuoc")
    cell = put("1.5", 12, number_format="0.0")(form)
    cell.data_type = "s"
    assert (cell.value, cell.number_format, form.is_opened) == (12, "0.0", False)
    cell.comment = Comment("a note", "somebody")
    assert form.is_opened
    own = form.cell("1.5")
    assert (own.value, own.number_format, own.coordinate) == (12, "0.0", cell.coordinate)
    assert (own.data_type, own.comment.text) == ("s", "a note")
    cell.value = datetime.date(2020, 1, 2)
    assert own.value == datetime.date(2020, 1, 2)


def test_a_cell_that_was_not_changed_is_what_the_form_has():
    form, other = form_of("bathuoc"), form_of("bathuoc")
    assert other.answers
    for cell, own in zip(
        *([one.cell("1.5"), one.cell("2.12"), one.about("unit.name")] for one in (form, other)), strict=True
    ):
        assert (cell.value, cell.number_format) == (own.value, own.number_format)
    assert not form.is_opened


def test_a_sheet_that_is_kept_is_the_one_that_is_read():
    limits, sheets = Limits(), {name: part for name, part in parts_of(saved()).items() if "/sheet" in name}
    for _ in range(2):
        for name, part in sheets.items():
            found, own = (
                read(part, name, limits, Clock(limits)) for read in (kept_sheets.worksheet_once, read_worksheet)
            )
            assert (found, found.may_hide, found.hidden_rows) == (own, own.may_hide, own.hidden_rows)
            assert found.frame.rules == own.frame.rules
    assert len(sheets) > 3
    few = Limits(rows=5)
    with pytest.raises(Refused):
        kept_sheets.worksheet_once(sheets["xl/worksheets/sheet1.xml"], "xl/worksheets/sheet1.xml", few, Clock(few))


def test_what_is_found_in_a_workbook_is_kept_and_belongs_to_whom_it_was_given():
    content, markers = saved(), (layout.INFO_MARKER, layout.ANSWERS_MARKER)
    most = asdict(Limits())
    own = outcome(content, markers, most)
    for _ in range(3):
        word, found = kept_sheets.outcome_once(content, markers, most)
        assert (word, found) == own
        for _, rows, _, _ in found[0][layout.ANSWERS_MARKER]:
            rows[0][0] = rows[-1] = "somebody else's"
        found[1].clear()
    assert kept_sheets.outcome_once(content, markers, most | {"rows": 5}) == ("large", "rows")


def saved() -> bytes:
    out = BytesIO()
    form_of("bathuoc").save(out)
    return out.getvalue()
