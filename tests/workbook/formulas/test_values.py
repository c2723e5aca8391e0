"""What a form carries as its results is what its own formulas come to, and what readers without formulas see."""

from __future__ import annotations

import os
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest

from agreement import carried_otherwise, in_doubles, planned
from conftest import HERE
from effort import times
from filled import few_offices, form_of, put
from office import bathuoc, can_edit, edited
from xhht_score.api.repair import repair
from xhht_score.api.single import assess, load_once
from xhht_score.submission import Unit
from xhht_score.words import Words
from xhht_score.workbook import layout
from xhht_score.workbook.writing.forms import plan_form
from xhht_score.workbook.writing.template import make_form, write_form

BLANK = "thanh-hoa-2020"


@pytest.mark.apart
@pytest.mark.more
def test_what_a_form_carries_is_what_its_formulas_come_to():
    """Of each set a form with all, with most and with few answers; `python tests/agreement.py` tries a thousand."""
    for one in planned(times(1, 2_000), 5):
        book = write_form(one.words, one.plan)
        assert len(one.plan.values) > 20
        assert carried_otherwise(one.plan, in_doubles(one.plan, book)) == []


def test_every_formula_that_is_seen_has_a_value():
    loaded = load_once(BLANK)
    plan = plan_form(Words("vi"), loaded.criteria_set, "", submission=assess(HERE / "bathuoc.xlsx").submission)
    without = [
        (sheet.name, row.key, name)
        for sheet in plan.sheets.values()
        for row in sheet.rows
        for name, cell in row.cells.items()
        if cell.formula and cell.style != "hidden" and plan.value_of(sheet, row, name) is None
    ]
    assert without == []


@pytest.mark.parametrize("name", ["bathuoc.xlsx", "tt25/xa/xa-01.xlsx"])
def test_a_reader_that_computes_nothing_sees_the_results(name):
    book = openpyxl.load_workbook(HERE / name, data_only=True)
    results = book["Kết quả"]
    said = {row[0].value: row[2].value for row in results.iter_rows()}
    assert said["ready"] == 1
    assert str(said["verdict"]).startswith("Kết luận: ")
    words = Words("vi")
    level = assess(HERE / name).verdict.levels[0]
    assert said[f"level.{level.id}"] == words.say(f"level-{level.state}")
    assert str(said["progress"]).startswith("đã nhập ")


def test_a_blank_form_says_that_nothing_is_filled_in(tmp_path, run):
    assert run("template", BLANK, "-o", "f.xlsx").returncode == 0
    book = openpyxl.load_workbook(tmp_path / "f.xlsx", data_only=True)
    answers = book["Tự đánh giá"]
    assert "đã nhập 0/38 chỉ tiêu" in [cell.value for cell in answers[3]]
    assert openpyxl.load_workbook(tmp_path / "f.xlsx").calculation.fullCalcOnLoad


def test_what_is_repaired_and_merged_carries_its_results_too(tmp_path, run):
    run("repair", HERE / "bathuoc.xlsx", "-o", tmp_path / "r.xlsx")
    run("split", HERE / "bathuoc.xlsx", "--by", few_offices(tmp_path / "a.csv", "khuyen-hoc", "doan"), "-o", "p")
    run("merge", tmp_path / "p", "-o", tmp_path / "m.xlsx")
    verdicts = {
        row[2].value
        for name in ("r.xlsx", "m.xlsx")
        for row in openpyxl.load_workbook(tmp_path / name, data_only=True)["Kết quả"].iter_rows()
        if row[0].value == "verdict"
    }
    assert verdicts == {"Kết luận: đủ điều kiện công nhận “Đạt danh hiệu”"}


def test_answers_that_were_changed_beside_results_that_were_not_are_a_notice(tmp_path):
    form = form_of("bathuoc")
    put("2.2", 3)(form)
    form.book.save_with_results(tmp_path / "f.xlsx")
    found = [one for one in assess(tmp_path / "f.xlsx").problems if one.code.startswith("result")]
    assert [(one.code, one.severity) for one in found] == [("results-not-computed", "notice")]


def test_results_that_were_changed_beside_the_same_answers_differ(tmp_path):
    form = form_of("bathuoc")
    sheet = next(title for title in form.book.cached if title == "Kết quả")
    cell = next(key for key, value in form.book.cached[sheet].items() if value == 81.07)
    form.book.cached[sheet][cell] = 99.0
    form.book.save_with_results(tmp_path / "f.xlsx")
    found = [one for one in assess(tmp_path / "f.xlsx").problems if one.code.startswith("result")]
    assert [one.code for one in found] == ["result-differs"]


@pytest.fixture
def editing() -> None:
    """Skip where LibreOffice cannot be asked to change a cell, but fail in CI."""
    if not can_edit():
        if os.environ.get("CI"):
            pytest.fail("LibreOffice with its Python is needed in CI")
        pytest.skip("LibreOffice cannot be asked to change cells")


@pytest.mark.usefixtures("editing")
def test_libreoffice_computes_everything_anew_after_a_change_and_rows_grow(tmp_path):
    form, long = form_of("bathuoc"), "Quyết định công nhận trường đạt chuẩn quốc gia " * 12
    cells = {name: form.cell("2.2", name).coordinate for name in ("value_1", layout.DOCUMENTS)}
    answers = form.answers.title
    changes = [(answers, cells["value_1"], 3.0), (answers, cells[layout.DOCUMENTS], long)]
    _, (before, after) = edited(HERE / "bathuoc.xlsx", tmp_path / "f.xlsx", changes)
    assert after > before
    assert [one.code for one in assess(tmp_path / "f.xlsx").problems if one.code.startswith("result")] == []
    made = BytesIO()
    repair(tmp_path / "f.xlsx").book(Words("vi")).save_with_results(made)
    mine, theirs = (
        openpyxl.load_workbook(one, data_only=True)["Kết quả"]
        for one in (BytesIO(made.getvalue()), tmp_path / "f.xlsx")
    )
    assert "78.07" in {str(cell.value) for row in mine.iter_rows() for cell in row}
    for row in mine.iter_rows(min_row=2):
        for cell in row[1:8]:
            other = theirs[cell.coordinate].value
            if isinstance(cell.value, float | int) and isinstance(other, float | int):
                assert cell.value == pytest.approx(other, abs=1e-12), cell.coordinate
            else:
                assert (cell.value or "") == (other or ""), cell.coordinate


@pytest.mark.office(bathuoc, "xls")
def test_texts_of_results_are_not_lost_in_xls(saved):
    (path,) = saved
    assert [one.code for one in assess(path).problems if one.code.startswith("result")] == []


def test_a_text_in_a_result_is_written_as_a_text(tmp_path):
    loaded = load_once(BLANK)
    submission = assess(HERE / "bathuoc.xlsx").submission
    unit = submission.unit.model_copy(update={"name": 'A & B <"x">'})
    book = make_form(
        Words("vi"), loaded.criteria_set, loaded.sha256, submission=submission.model_copy(update={"unit": unit})
    )
    book.save_with_results(tmp_path / "f.xlsx")
    cells = openpyxl.load_workbook(tmp_path / "f.xlsx", data_only=True)["Tự đánh giá"]
    assert 'Đơn vị: A & B <"x">; mã: 386; năm: 2020' in [cell.value for cell in cells[3]]
    with ZipFile(tmp_path / "f.xlsx") as package:
        assert b"<Application>xhht</Application>" in package.read("docProps/app.xml")
    assert layout.FORM_RESULTS in {cell.value for cell in openpyxl.load_workbook(tmp_path / "f.xlsx")["Thông tin"]["A"]}


@pytest.mark.parametrize("name", ["A\x01B", "nửa \udcff chữ", "_x0041_", "x" * 32_760])
def test_a_name_that_no_cell_holds_as_it_is_is_written_in_results_as_in_its_cell(tmp_path, name):
    loaded = load_once(BLANK)
    unit = assess(HERE / "bathuoc.xlsx").submission.model_copy(update={"unit": Unit(name=name)})
    book = make_form(Words("vi"), loaded.criteria_set, loaded.sha256, submission=unit)
    book.save_with_results(tmp_path / "f.xlsx")
    found = openpyxl.load_workbook(tmp_path / "f.xlsx", data_only=True)
    shown = next(str(cell.value) for cell in found["Tự đánh giá"][3] if str(cell.value).startswith("Đơn vị: "))
    held = next(str(row[2].value) for row in found["Thông tin"].iter_rows() if row[0].value == layout.UNIT_NAME)
    assert shown.startswith(f"Đơn vị: {held[:100]}")
    assert len(shown) <= 32_767
    assert [one.code for one in assess(tmp_path / "f.xlsx").problems if one.code.startswith("result")] == []
