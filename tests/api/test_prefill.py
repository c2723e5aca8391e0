"""Forms that are filled in beforehand, with the command as a process: from last year's form, from a table of units."""

from __future__ import annotations

import datetime
from pathlib import Path

import openpyxl
import pytest

from filled import FilledForm
from xhht_score.api.form_names import file_names
from xhht_score.api.repair import repair
from xhht_score.api.single import load_once
from xhht_score.api.unit_table import read_units
from xhht_score.errors import XhhtError
from xhht_score.submission import Submission
from xhht_score.workbook import layout
from xhht_score.workbook.reading.cells import open_form
from xhht_score.workbook.reading.form import read_form

PILOT = "thanh-hoa-2020"


def read(path: Path, criteria: str = PILOT) -> Submission:
    return read_form(open_form(path), load_once(criteria).criteria_set).submission


def filled(submission: Submission) -> dict[str, dict]:
    """Give every answer that says anything, by indicator."""
    return {
        name: given
        for name, one in submission.answers.items()
        if (given := {key: value for key, value in one.values.items() if value is not None})
    }


def decided(form: FilledForm) -> None:
    form.about(layout.DECISION_NUMBER).value = "123/QĐ-UBND"
    form.about(layout.DECISION_DATE).value = datetime.date(2020, 12, 20)
    form.about(layout.DECISION_LEVEL).value = "dat"
    form.about(layout.REQUEST_DATE).value = datetime.date(2020, 11, 1)
    form.about(layout.FILLED_BY).value = "Nguyễn Thị Hoa"


# ---------------------------------------------------------------- from last year's form


def test_unit_facts_decision_and_last_years_figures_are_carried_and_marked(run, form_file, tmp_path):
    old = form_file(decided)
    before, content = read(old), old.read_bytes()
    done = run("template", PILOT, "--from", old, "-o", "new.xlsx")
    assert done.returncode == 0, done.stderr
    new = read(tmp_path / "new.xlsx")
    assert (new.unit, new.year, new.facts) == (before.unit, 2021, before.facts)
    assert new.dates.decision == before.dates.decision
    assert new.dates.requested is None
    assert open_form(tmp_path / "new.xlsx").text(layout.FILLED_BY) == "Nguyễn Thị Hoa"
    figures = {name: {"last_year": before.answers[name].values["this_year"]} for name in ("1.9", "4.3")}
    assert filled(new) == figures
    assert {one.note for one in new.answers.values()} == {None, "Năm trước lấy từ biểu năm 2020"}
    assert new.answers["1.9"].note == "Năm trước lấy từ biểu năm 2020"
    assert {one.evidence for one in new.answers.values()} == {None}
    assert "chỉ tiêu 1.9" in done.stderr
    assert "Tên đơn vị, " in done.stderr
    assert old.read_bytes() == content


def test_the_note_is_in_the_language_of_the_new_form_and_options_win(run, form_file, tmp_path):
    form_file(lambda form: setattr(form.about(layout.UNIT_CODE), "value", None))
    arguments = ("--lang", "en", "--unit", "BÁ THƯỚC", "--code", "7")
    done = run("template", PILOT, "--from", "form.xlsx", "-o", "new.xlsx", *arguments)
    assert done.returncode == 0
    new = read(tmp_path / "new.xlsx")
    assert (new.unit.name, new.unit.code) == ("BÁ THƯỚC", "007")
    assert new.answers["4.3"].note == "Last year's figure is from the form of 2020"


def test_a_unit_without_a_code_gets_its_figures_too(run, form_file, tmp_path):
    form_file(lambda form: setattr(form.about(layout.UNIT_CODE), "value", None))
    run("template", PILOT, "--from", "form.xlsx", "-o", "new.xlsx")
    new = read(tmp_path / "new.xlsx")
    assert new.unit.code is None
    assert set(filled(new)) == {"1.9", "4.3"}


def test_a_figure_of_another_year_is_not_last_years(run, form_file, tmp_path):
    done = run("template", PILOT, "--from", form_file(), "-o", "new.xlsx", "--year", "2024")
    new = read(tmp_path / "new.xlsx")
    assert (new.year, filled(new)) == (2024, {})
    assert "2023" in done.stderr
    assert "cảnh báo" in done.stderr


def test_what_last_years_form_does_not_say_is_told(run, form_file, tmp_path):
    def spoil(form: FilledForm) -> None:
        form.cell("1.9", "value_2").value = None
        form.cell("4.3", "value_2").value = "chừng mười"
        form.about(layout.DECISION_DATE).value = "hôm qua"
        form.about(layout.REQUEST_DATE).value = "hôm kia"

    done = run("template", PILOT, "--from", form_file(spoil), "-o", "new.xlsx", "--lang", "en")
    assert done.returncode == 2
    assert "indicator 1.9: the form of 2020 has no" in done.stderr
    assert "“chừng mười” is not carried over" in done.stderr
    assert "“hôm qua” is not carried over" in done.stderr
    assert "“hôm kia” is not carried over" not in done.stderr  # nobody asks for it again
    assert "“hôm kia” is not a date" in done.stderr
    assert filled(read(tmp_path / "new.xlsx")) == {}


def test_a_form_without_a_year_gives_one_without(run, form_file, tmp_path):
    form_file(lambda form: setattr(form.about(layout.YEAR), "value", None))
    run("template", PILOT, "--from", "form.xlsx", "-o", "new.xlsx")
    assert read(tmp_path / "new.xlsx").year is None


def test_a_form_of_another_set_gives_the_unit_and_says_what_is_lacking(run, examples, tmp_path):
    done = run("template", PILOT, "--from", examples / "tt25/huyen-mau.xlsx", "-o", "new.xlsx")
    new, old = read(tmp_path / "new.xlsx"), read(examples / "tt25/huyen-mau.xlsx", "tt25-2023-huyen")
    assert new.unit == old.unit
    assert filled(new) == {}
    assert "chỉ tiêu 1.9" in done.stderr


def test_the_form_of_a_part_stays_a_part(run, split_form, tmp_path):
    part = sorted(split_form.glob("*.xlsx"))[0]
    assert run("template", PILOT, "--from", part, "-o", "new.xlsx").returncode == 0
    assert open_form(tmp_path / "new.xlsx").text(layout.PART_ASSIGNEE) == open_form(part).text(layout.PART_ASSIGNEE)


def test_a_set_that_compares_nothing_needs_no_figures(run, examples, tmp_path):
    old = sorted((examples / "tt25/xa").glob("*.xlsx"))[0]
    done = run("template", "tt25-2023-xa", "--from", old, "-o", "new.xlsx")
    assert (done.returncode, "--last-year" in done.stderr) == (0, False)


def test_a_directory_of_forms_gives_a_directory_of_forms(run, form_file, tmp_path):
    form_file(name="cu/a.xlsx")
    form_file(unit="samson", name="cu/b.xlsx")
    openpyxl.Workbook().save(tmp_path / "cu" / "khac.xlsx")
    done = run("template", PILOT, "--from", "cu", "-o", "moi")
    assert done.returncode == 2
    assert "khac.xlsx" in done.stderr
    units = [read(tmp_path / "cu" / f"{name}.xlsx").unit for name in "ab"]
    assert {path.stem for path in (tmp_path / "moi").iterdir()} == {f"{one.code} {one.name}" for one in units}
    assert "Đã ghi 2 biểu" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--from", "form.xlsx", "-o", "form.xlsx", "--force"), "trùng với tệp đầu vào"),
        (("--from", "form.xlsx", "-o", "there.xlsx"), "tệp đã có sẵn"),
        (("--from", "nowhere.xlsx"), "nowhere.xlsx"),
        (("--from", "nowhere.csv", "-o", "out"), "nowhere.csv"),
        (("--from", "foreign.xlsx"), "không phải"),
        (("--from", "units.csv"), "-o"),
        (("--from", "units.csv", "-o", "out", "--code", "7"), "--code"),
        (("--from", "units.csv", "-o", "there.xlsx"), "there.xlsx"),
        (("--from", "units.csv", "-o", "no/out"), "out"),
    ],
)
def test_wrong_inputs_write_nothing(run, form_file, tmp_path, arguments, said):
    form_file()
    form_file(name="there.xlsx")
    openpyxl.Workbook().save(tmp_path / "foreign.xlsx")
    (tmp_path / "units.csv").write_text("name\nA\n", encoding="utf-8")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    done = run("template", PILOT, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


# ---------------------------------------------------------------- from a table


def table(tmp_path: Path, text: str, encoding: str = "utf-8", name: str = "units.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize(
    "heads",
    [
        ("name", "code", "parent", "year", "filled_by", "type", "area"),
        ("Tên đơn vị", "MÃ ĐƠN VỊ", "Mã đơn vị cấp trên", "Năm đánh giá", "Người điền", "Loại đơn vị", "vùng"),
        ("Name of the unit", "Code of the unit", "Code of the unit above", "year", "filled_by", "fact.type", "Area"),
    ],
)
def test_a_row_is_a_unit_by_whatever_headings_and_marks(pilot, tmp_path, encoding, mark, heads):
    rows = [
        heads,
        ("Xã A", "01", "1", "2024", "Hoa", "district", "Difficult area"),
        ("Xã B", "", "", "", "", "Huyện", ""),
    ]
    path = table(tmp_path, "\r\n".join(mark.join(row) for row in rows), encoding)
    first, second = read_units(path, pilot, 2024).rows
    assert (first.submission.unit.name, first.submission.unit.code, first.submission.unit.parent) == (
        "Xã A",
        "001",
        "01",
    )
    assert (first.submission.year, first.filled_by) == (2024, "Hoa")
    assert first.submission.facts == {"type": "district", "area": "difficult"}
    assert (second.submission.unit.code, second.submission.year) == (None, 2024)
    assert second.submission.facts == {"type": "district", "area": None}


def test_one_form_for_each_row_in_one_run(run, tmp_path):
    table(tmp_path, 'name;code;type\n"Xã ""A""; x";14869;Huyện\n\nXã B/C;;town\nxã b_c;;\n')
    done = run("template", PILOT, "--from", "units.csv", "-o", "phiếu mới", "--year", "2024")
    assert done.returncode == 0, done.stderr
    told = done.stderr.splitlines()
    assert [line.partition(": ")[0] for line in told[:-1]] == [
        "units.csv:2:1", "units.csv:4:1", "units.csv:4:1", "units.csv:5:1", "units.csv:5:1",
    ]  # fmt: skip
    assert told[-1] == "Đã ghi 3 biểu vào phiếu mới."
    folder = tmp_path / "phiếu mới"
    first = "14869 Xã _A_; x.xlsx"
    assert {path.name for path in folder.iterdir()} == {first, "Xã B_C.xlsx", "xã b_c-2.xlsx"}
    one = read(folder / first)
    assert (one.unit.name, one.unit.code, one.year, one.facts["type"]) == ('Xã "A"; x', "14869", 2024, "district")
    assert repair(folder / "Xã B_C.xlsx").submission.unit.name == "Xã B/C"
    again = run("template", PILOT, "--from", "units.csv", "-o", "phiếu mới")
    assert (again.returncode, again.stderr.count("tệp đã có sẵn")) == (2, 3)
    assert run("template", PILOT, "--from", "units.csv", "-o", "phiếu mới", "--force").returncode == 0


def test_every_bad_row_is_named_with_line_and_column_and_nothing_is_written(run, tmp_path):
    table(tmp_path, 'name,code,year,type,\nXã A,1,20,Huyện\n,2,,Làng\n"Xã\nC",1,2024,,\nXã D,,,,bên\nXã E,,,,,thừa\n')
    done = run("template", PILOT, "--from", "units.csv", "-o", "out", "--lang", "en")
    assert done.returncode == 2
    assert [line.split(": ")[0] for line in done.stderr.splitlines()] == [
        "units.csv:2:8", "units.csv:3:1", "units.csv:3:5", "units.csv:5:4", "units.csv:6:1", "units.csv:6:9",
        "units.csv:7:1", "units.csv:7:10",
    ]  # fmt: skip
    assert "the code 1 stands at units.csv:2:6 already" in done.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("content", "code", "line", "column"),
    [
        ("nama,code\nA,1\n", "table-column-unknown", 1, 1),
        ("code\n1\n", "table-column-lacking", 1, 1),
        ("name,Name of the unit\nA,B\n", "table-column-repeated", 1, 6),
        ("name\n", "table-empty", None, None),
        ("", "table-empty", None, None),
        ('name\n"A\nB\n', "table-quote-open", 2, 1),
    ],
)
def test_a_table_that_cannot_be_used_says_where(pilot, tmp_path, content, code, line, column):
    with pytest.raises(XhhtError) as error:
        read_units(table(tmp_path, content), pilot)
    found = [(one.code, one.place.line, one.place.column) for one in error.value.problems]
    assert (code, line, column) in found


def test_text_that_is_no_utf_8_is_named_where_it_begins(pilot, tmp_path):
    path = tmp_path / "units.csv"
    path.write_bytes("name\nThành\n".encode("cp1258", "replace").replace(b"Th", b"Th\xe0"))
    with pytest.raises(XhhtError) as error:
        read_units(path, pilot)
    assert [(one.code, one.place.line, one.place.column) for one in error.value.problems] == [("not-utf8", 2, 3)]


def test_a_table_over_the_limit_is_refused(pilot, tmp_path, monkeypatch):
    monkeypatch.setenv("XHHT_MAX_MB", "1")
    with pytest.raises(XhhtError) as error:
        read_units(table(tmp_path, "name\n" + "A\n" * 600_000), pilot)
    assert [one.code for one in error.value.problems] == ["table-too-large"]


def test_names_of_files_are_safe_and_different():
    names = file_names(["CON", "aux.1", "a" * 200, "", "  ", 'x<>:"/\\|?*y', "A", "a"])
    assert names == [
        "_CON.xlsx", "_aux.1.xlsx", f"{'a' * 80}.xlsx", "_.xlsx", "_-2.xlsx", "x_y.xlsx", "A.xlsx", "a-2.xlsx",
    ]  # fmt: skip
