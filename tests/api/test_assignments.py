"""Who collects what: the column of the form, lists of indicator, office, person and deadline, and their parts."""

from __future__ import annotations

import csv
import datetime
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from conftest import HERE
from filled import as_form, few_offices
from make import CRITERIA
from xhht_score.api.assignments import read_assignment
from xhht_score.api.single import assess, load_once
from xhht_score.errors import XhhtError
from xhht_score.merging import NOBODY
from xhht_score.workbook import layout
from xhht_score.workbook.reading.cells import open_form

SET = load_once(CRITERIA).criteria_set
HEADS = ["Chỉ tiêu", "Cơ quan", "Người", "Hạn nộp"]
Rows = list[list[Any]]


def rows() -> Rows:
    """Give a sound list: 1.x for the Hội Khuyến học, all others for an office that the set does not know."""
    found: Rows = [[*HEADS]]
    for one in SET.indicators:
        mine = ["Hội Khuyến học", "Bà Hoa", "15/12/2025"] if one.startswith("1.") else ["Trung tâm GDTX", "", ""]
        found.append([one, *mine])
    return found


def as_csv(path: Path, table: Rows) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(table)
    return path


def as_xlsx(path: Path, table: Rows) -> Path:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in table:
        book.active.append(row)
    book.save(path)
    return path


@pytest.mark.parametrize(("write", "name"), [(as_csv, "phan-cong.csv"), (as_xlsx, "phan-cong.xlsx")])
def test_a_list_gives_the_parts_with_person_and_deadline(tmp_path, write: Callable[[Path, Rows], Path], name):
    parts = read_assignment(write(tmp_path / name, rows()), SET).parts
    assert list(parts) == ["khuyen-hoc", "Trung tâm GDTX"]
    first, other = parts.values()
    assert (first.person, first.deadline) == ("Bà Hoa", datetime.date(2025, 12, 15))
    assert (other.person, other.deadline) == ("", None)
    assert (*first.rows, *other.rows) == tuple(SET.indicators)


def test_a_blank_office_is_nobody_and_a_date_cell_a_deadline(tmp_path):
    table = rows()
    table[1][1:] = ["", "", ""]
    table[2][3] = datetime.date(2025, 12, 15)
    parts = read_assignment(as_xlsx(tmp_path / "a.xlsx", table), SET).parts
    assert parts[NOBODY].rows == ("1.1",)
    assert parts["khuyen-hoc"].deadline == datetime.date(2025, 12, 15)


def changed(number: int, column: int, value: Any) -> Callable[[Rows], None]:
    def change(table: Rows) -> None:
        table[number][column] = value

    return change


BAD = {
    "unknown": (changed(3, 0, "9.9"), {"assignment-indicator-unknown": "A4"}),
    "doubled": (changed(3, 0, "1.1"), {"assignment-indicator-repeated": "A4"}),
    "missing": (lambda table: table.pop(), {"assignment-indicators-lacking": "A1"}),
    "spelt in two ways": (changed(3, 1, "Trung tâm G.D.T.X"), {"assignment-office-spelt": "B11"}),
    "a person without an office": (changed(3, 1, ""), {"assignment-without-office": "D4"}),
    "two deadlines": (changed(3, 3, "16/12/2025"), {"assignment-deadline-differs": "D4"}),
    "no deadline": (changed(3, 3, "sớm"), {"assignment-deadline-unusable": "D4"}),
    "a number that may be two": (changed(10, 0, 2.1), {"assignment-indicator-number": "A11"}),
    "a day": (changed(3, 0, datetime.date(2025, 3, 1)), {"table-cell-day": "A4"}),
    "no indicator": (changed(3, 0, None), {"assignment-indicator-blank": "A4"}),
    "two headings for one thing": (changed(0, 2, "Phụ trách"), {"table-column-repeated": "C1"}),
    "an unknown heading": (changed(0, 2, "Ai đó"), {"table-column-unknown": "C1"}),
}


@pytest.mark.parametrize("case", BAD)
def test_what_is_wrong_with_a_list_is_named_with_its_cell_and_nothing_is_written(tmp_path, run, case):
    change, expected = BAD[case]
    table = rows()
    change(table)
    path = as_xlsx(tmp_path / "a.xlsx", table)
    with pytest.raises(XhhtError) as raised:
        read_assignment(path, SET)
    found = {one.code: one.place.cell for one in raised.value.problems}
    assert expected.items() <= found.items()
    shutil.copy(HERE / "yendinh.xlsx", tmp_path / "f.xlsx")
    assert run("split", "f.xlsx", "--by", "a.xlsx", "-o", "p").returncode == 2
    assert not (tmp_path / "p").exists()


def test_an_office_in_merged_cells_is_refused(tmp_path):
    """Only the first of merged cells holds the office; the rows below it would be nobody's without a word."""
    path = as_xlsx(tmp_path / "a.xlsx", rows())
    book = openpyxl.load_workbook(path)
    assert book.active is not None
    book.active.merge_cells("B11:B14")
    book.save(path)
    with pytest.raises(XhhtError) as raised:
        read_assignment(path, SET)
    assert [(one.code, one.place.cell) for one in raised.value.problems] == [("table-cell-merged", "B11")]


def test_split_and_merge_follow_the_list(tmp_path, run):
    shutil.copy(HERE / "yendinh.xlsx", tmp_path / "f.xlsx")
    as_csv(tmp_path / "a.csv", rows())
    done = run("split", "f.xlsx", "--by", "a.csv", "-o", "p")
    assert done.returncode == 0
    assert "Bà Hoa" in done.stdout
    assert sorted(one.name for one in (tmp_path / "p").iterdir()) == ["f-Trung tâm GDTX.xlsx", "f-khuyen-hoc.xlsx"]
    said = run("status", "p", "--format", "md").stdout
    assert "Trung tâm GDTX" in said
    assert "Bà Hoa" in said
    assert "15/12/2025" in said
    assert run("merge", "p", "-o", "m.xlsx").returncode == 0
    before, after = assess(HERE / "yendinh.xlsx"), assess(tmp_path / "m.xlsx")
    assert (after.scorecard.total, after.verdict) == (before.scorecard.total, before.verdict)
    assert after.submission.answers["2.1"].assignee == "Trung tâm GDTX"
    assert after.submission.answers["1.4"].assignee == "khuyen-hoc"


def test_a_part_shows_its_own_rows_and_hides_what_nobody_fills_in_for_it(tmp_path, run):
    shutil.copy(HERE / "yendinh.xlsx", tmp_path / "f.xlsx")
    as_csv(tmp_path / "a.csv", rows())
    run("split", "f.xlsx", "--by", "a.csv", "-o", "p")
    path = tmp_path / "p" / "f-khuyen-hoc.xlsx"
    book = openpyxl.load_workbook(path)
    form = as_form(book)
    seen = {cell.value for cell in form.answers["A"] if not form.answers.row_dimensions[cell.row].hidden}
    assert {one for one in SET.indicators if one in seen} == {one for one in SET.indicators if one.startswith("1.")}
    assert form.council.sheet_state == book["Kết quả"].sheet_state == "hidden"
    assert form.cell("1.5").protection.locked is False
    assert form.cell("2.2").protection.locked is True
    assert not {one.code for one in assess(path).problems} & {"row-hidden", "sheet-hidden"}
    info = open_form(path)
    assert (info.text(layout.PART_OFFICE), info.text(layout.FILLED_BY)) == ("Hội Khuyến học", "Bà Hoa")


def test_the_column_of_the_form_says_whose_a_row_is(tmp_path, run):
    book = openpyxl.load_workbook(HERE / "yendinh.xlsx")
    form = as_form(book)
    for one in SET.indicators:
        form.cell(one, layout.ASSIGNEE).value = "Trung tâm GDTX"
    form.cell("1.1", layout.ASSIGNEE).value = "Tổ chuyên gia"
    form.cell("1.2", layout.ASSIGNEE).value = None
    book.save(tmp_path / "f.xlsx")
    assert run("split", "f.xlsx", "-o", "p").returncode == 0
    names = {one.name for one in (tmp_path / "p").iterdir()}
    assert names == {"f-Tổ chuyên gia.xlsx", "f_chua-phan-cong.xlsx", "f-Trung tâm GDTX.xlsx"}
    assert run("repair", "f.xlsx", "-o", "r.xlsx").returncode == 0
    repaired = assess(tmp_path / "r.xlsx").submission.answers
    assert (repaired["1.1"].assignee, repaired["1.2"].assignee) == ("Tổ chuyên gia", NOBODY)


def test_two_parts_that_were_made_for_one_row_count_both(tmp_path, run):
    """An older part and one of a newer assignment: what they say differently is a conflict, who collects it too."""
    shutil.copy(HERE / "yendinh.xlsx", tmp_path / "f.xlsx")
    as_csv(tmp_path / "a.csv", rows())
    run("split", "f.xlsx", "--by", few_offices(tmp_path / "old.csv", "khuyen-hoc", "tuyen-giao"), "-o", "old")
    run("split", "f.xlsx", "--by", "a.csv", "-o", "new")
    for name, value in (("old/f-tuyen-giao.xlsx", 3), ("new/f-khuyen-hoc.xlsx", 4)):
        book = openpyxl.load_workbook(tmp_path / name)
        as_form(book).cell("1.5").value = value
        book.save(tmp_path / name)
    done = run("merge", "old/f-tuyen-giao.xlsx", "new/f-khuyen-hoc.xlsx", "-o", "m.xlsx")
    assert done.returncode == 0
    assert "Mâu thuẫn chưa chọn" in done.stdout
    found = assess(tmp_path / "m.xlsx")
    assert {"answer-conflict", "assignee-conflict"} <= {one.code for one in found.problems}
    assert found.submission.answers["1.5"].values["number"] is None


def test_a_set_without_assignees_can_be_split(tmp_path, run):
    criteria_set = load_once("tt25-2023-xa").criteria_set
    assert criteria_set.offices == {}
    table: Rows = [
        ["Indicator", "Office"],
        *([one, "Hội A" if at % 2 else "Hội B"] for at, one in enumerate(criteria_set.indicators)),
    ]
    as_csv(tmp_path / "a.csv", table)
    shutil.copy(HERE / "tt25/xa/xa-01.xlsx", tmp_path / "x.xlsx")
    assert run("split", "x.xlsx", "--by", "a.csv", "-o", "p").returncode == 0
    assert run("merge", "p", "-o", "m.xlsx").returncode == 0
    assert assess(tmp_path / "m.xlsx").verdict == assess(HERE / "tt25/xa/xa-01.xlsx").verdict


def test_a_row_that_goes_back_to_the_office_of_the_set_is_said_too(tmp_path, run):
    shutil.copy(HERE / "yendinh.xlsx", tmp_path / "f.xlsx")
    table = rows()
    as_csv(tmp_path / "old.csv", table)
    table[1][1] = "Văn phòng cấp ủy"
    table[1][2] = table[1][3] = ""
    as_csv(tmp_path / "new.csv", table)
    run("split", "f.xlsx", "--by", "old.csv", "-o", "p")
    run("split", "f.xlsx", "--by", "new.csv", "-o", "q")
    shutil.copy(tmp_path / "q" / "f-cap-uy.xlsx", tmp_path / "p")
    said = run("status", "p", "--format", "md").stdout
    assert "f-cap-uy.xlsx" in said
    assert "chưa nộp" not in said
    assert "Mâu thuẫn chưa chọn (1)" in run("merge", "p", "-o", "m.xlsx").stdout


def test_a_list_without_offices_is_refused(tmp_path):
    table = [[row[0], row[2]] for row in rows()]
    with pytest.raises(XhhtError) as raised:
        read_assignment(as_csv(tmp_path / "a.csv", table), SET)
    assert "table-column-lacking" in {one.code for one in raised.value.problems}


def test_capitals_make_no_other_office(tmp_path, run):
    book = openpyxl.load_workbook(HERE / "yendinh.xlsx")
    form = as_form(book)
    for one in SET.indicators:
        form.cell(one, layout.ASSIGNEE).value = "Trung tâm GDTX"
    for identifier, name in (("1.1", "Sở Y tế"), ("1.2", "sở y tế"), ("1.3", "Sở\u200b Y tế")):
        form.cell(identifier, layout.ASSIGNEE).value = name
    book.save(tmp_path / "f.xlsx")
    run("split", "f.xlsx", "-o", "p")
    assert {one.name for one in (tmp_path / "p").iterdir()} == {"f-Sở Y tế.xlsx", "f-Trung tâm GDTX.xlsx"}


def test_an_office_that_cannot_be_read_is_an_error_and_not_nobody(tmp_path):
    book = openpyxl.load_workbook(HERE / "yendinh.xlsx")
    form = as_form(book)
    form.cell("1.1", layout.ASSIGNEE).value = "=A1"
    book.save(tmp_path / "f.xlsx")
    found = assess(tmp_path / "f.xlsx")
    assert found.submission.answers["1.1"].assignee is None
    assert "cell-formula-uncalculated" in {one.code for one in found.problems}
