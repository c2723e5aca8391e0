"""Forms for the units of a list, with the command as it is typed: last year's folder, names of files, what is said."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest

from answers import faults
from filled import FilledForm
from xhht_score.api.single import load_once
from xhht_score.submission import Submission
from xhht_score.workbook import layout
from xhht_score.workbook.reading.cells import open_form
from xhht_score.workbook.reading.form import read_form

PILOT = "thanh-hoa-2020"
LIST = """\
Tên đơn vị;Mã đơn vị;Mã đơn vị cấp trên;Vùng;Người điền
Huyện Bá Thước;386;38;Bình thường;Lê Văn An
Thành phố Sầm Sơn;382;;;
Huyện Mường Lát;385;;;
"""
COMMAND = ("template", PILOT, "--from", "ds.csv", "--last-year", "cu", "-o", "moi")


def read(path: Path) -> Submission:
    return read_form(open_form(path), load_once(PILOT).criteria_set).submission


def about(**cells: object) -> Callable[[FilledForm], None]:
    """Give what writes these cells of a form's info sheet: `name`, `code`, `year`, `parent`."""
    keys = {
        "name": layout.UNIT_NAME,
        "code": layout.UNIT_CODE,
        "parent": layout.UNIT_PARENT,
        "year": layout.YEAR,
        "filled_by": layout.FILLED_BY,
    }

    def change(form: FilledForm) -> None:
        for key, value in cells.items():
            form.about(keys[key]).value = value

    return change


@pytest.fixture
def folder(form_file, tmp_path) -> Path:
    """Give a folder with a list and the forms of last year of two of its units and of one that it does not have."""
    form_file(about(filled_by="Nguyễn Thị Hoa"), name="cu/a.xlsx")
    form_file(about(filled_by="Trần Hà"), unit="samson", name="cu/b.xlsx")
    form_file(unit="yendinh", name="cu/c.xlsx")
    (tmp_path / "ds.csv").write_text(LIST, encoding="utf-8")
    return tmp_path


def test_last_years_folder_fills_what_the_list_does_not_say(run, folder):
    done = run(*COMMAND)
    assert done.returncode == 0, done.stderr
    assert {one.name for one in (folder / "moi").iterdir()} == {
        "386 Huyện Bá Thước.xlsx", "382 Thành phố Sầm Sơn.xlsx", "385 Huyện Mường Lát.xlsx",
    }  # fmt: skip
    old, new = read(folder / "cu/a.xlsx"), read(folder / "moi/386 Huyện Bá Thước.xlsx")
    assert (old.facts["area"], new.facts["area"], new.facts["type"]) == ("difficult", "ordinary", old.facts["type"])
    assert (new.year, new.unit.parent) == (2021, "38")
    assert new.answers["4.3"].values["last_year"] == old.answers["4.3"].values["this_year"]
    assert open_form(folder / "moi/386 Huyện Bá Thước.xlsx").text(layout.FILLED_BY) == "Lê Văn An"
    assert open_form(folder / "moi/382 Thành phố Sầm Sơn.xlsx").text(layout.FILLED_BY) == "Trần Hà"
    blank = read(folder / "moi/385 Huyện Mường Lát.xlsx")
    assert (blank.unit.name, blank.year, blank.facts) == ("Huyện Mường Lát", 2021, {"type": None, "area": None})
    assert "Đã ghi 3 biểu vào moi." in done.stderr


def test_who_is_without_an_old_form_and_which_form_is_nobodys_is_counted_and_named(run, folder):
    page = run(*COMMAND, "--format", "md").stdout
    assert "Có biểu năm trước: 2; không có: 1; biểu cũ không thuộc đơn vị nào: 1." in page
    assert "- Huyện Mường Lát" in page
    assert "c.xlsx" in page.rpartition("không thuộc đơn vị nào:")[2]
    english = run(*COMMAND, "--format", "md", "--lang", "en", "--force").stdout
    assert "With last year's form: 2; without: 1; old forms of no unit: 1." in english


def test_the_same_stands_in_json_and_in_csv(run, folder):
    done = run(*COMMAND, "--format", "json")
    found = json.loads(done.stdout)
    assert faults("TemplateAnswer", found) == []
    assert found["directory"] == "moi"
    first, _, last = found["forms"]
    assert first == {
        "unit": {"name": "Huyện Bá Thước", "code": "386", "year": 2021},
        "file": "386 Huyện Bá Thước.xlsx",
        "facts_known": 2,
        "facts_asked": 2,
        "earlier": "a.xlsx",
    }
    assert (last["facts_known"], last["earlier"]) == (0, None)
    assert (found["without_earlier"], [Path(one).name for one in found["left_over"]]) == (
        ["Huyện Mường Lát"],
        ["c.xlsx"],
    )
    assert {one["code"] for one in found["problems"]} == {"last-year-carried"}
    for language, mark in (("vi", ";"), ("en", ",")):
        text = run(*COMMAND, "--format", "csv", "--force", "--lang", language).stdout.removeprefix("\ufeff")
        rows = [*csv.reader(StringIO(text), delimiter=mark)]
        assert rows[1] == ["Huyện Bá Thước", "386", "2021", "386 Huyện Bá Thước.xlsx", "2", "2", "a.xlsx"]
        assert [len(row) for row in rows] == [7] * 5


def test_without_last_year_nothing_is_said_of_old_forms(run, folder):
    command = ("template", PILOT, "--from", "ds.csv", "-o", "moi")
    done = run(*command)
    assert "biểu năm trước" not in done.stdout
    found = json.loads(run(*command, "--force", "--format", "json").stdout)
    assert (found["without_earlier"], found["left_over"]) == (None, None)


def test_one_form_of_last_year_will_do(run, folder):
    done = run(*COMMAND[:5], "cu/b.xlsx", "-o", "moi")
    assert done.returncode == 0, done.stderr
    assert read(folder / "moi/382 Thành phố Sầm Sơn.xlsx").facts["type"] == "city"


# ---------------------------------------------------------------- whose an old form is


def test_a_name_joins_where_neither_has_a_code(run, folder, form_file):
    form_file(about(code=None), name="cu/a.xlsx")
    (folder / "ds.csv").write_text("name\nhuyện BÁ THƯỚC\n", encoding="utf-8")
    done = run(*COMMAND)
    assert "a.xlsx" in done.stdout
    assert read(folder / "moi/huyện BÁ THƯỚC.xlsx").answers["4.3"].values["last_year"] is not None


@pytest.mark.parametrize(
    ("listed", "form", "said"),
    [
        ("name\nHuyện Bá Thước\n", {}, "mã không cho biết"),
        ("name,code\nHuyện Bá Thước,399\n", {}, "mã không cho biết"),
        ("name,code\nHuyện Bá Thước,399\n", {"code": None}, "mã không cho biết"),
        ("name\nHuyện Bá Thước\n", {"code": "1E+05"}, "đổi thành số"),
        ("name\nThị xã Bá Thước\n", {"code": None}, "tên hoặc đơn vị cấp trên"),
        ("name,parent\nHuyện Bá Thước,40\n", {"code": None, "parent": "38"}, "tên hoặc đơn vị cấp trên"),
        ("name,parent\nHuyện Bá Thước,40\nhuyện Bá Thước,41\n", {"code": None, "parent": None}, "tên hoặc đơn vị"),
    ],
)
def test_a_doubtful_name_joins_nothing_and_is_told(run, folder, form_file, listed, form, said):
    for name in "bc":
        (folder / f"cu/{name}.xlsx").unlink()
    form_file(about(**form), name="cu/a.xlsx")
    (folder / "ds.csv").write_text(listed, encoding="utf-8")
    done = run(*COMMAND)
    assert done.returncode == 0, done.stderr
    (line,) = (one for one in done.stderr.splitlines() if "không lấy gì từ biểu" in one)
    assert line.startswith("cu/a.xlsx: cảnh báo")
    assert said in line
    assert "Có biểu năm trước: 0;" in " ".join(done.stdout.split())
    made = next((folder / "moi").iterdir())
    assert all(one is None for one in read(made).answers["4.3"].values.values())


def test_one_code_with_another_name_is_another_unit(run, folder):
    text = LIST.replace("Huyện Bá Thước", "Huyện Quan Hóa")
    (folder / "ds.csv").write_text(text, encoding="utf-8")
    done = run(*COMMAND)
    assert "là của “Huyện Bá Thước”" in done.stderr
    new = read(folder / "moi/386 Huyện Quan Hóa.xlsx")
    assert (new.unit.name, new.facts) == ("Huyện Quan Hóa", {"type": None, "area": "ordinary"})
    assert "không có: 2" in done.stdout


def nothing_written(folder: Path, done, *said: str) -> None:
    assert (done.returncode, done.stdout) == (2, "")
    assert not (folder / "moi").exists()
    for one in said:
        assert one in done.stderr


def test_two_old_forms_of_one_unit_are_refused_before_anything_is_written(run, folder, form_file):
    form_file(name="cu/a bản 2.xlsx")
    nothing_written(folder, run(*COMMAND), "ds.csv:2:1", "a.xlsx", "a bản 2.xlsx")


def test_an_old_form_that_cannot_be_read_is_refused_before_anything_is_written(run, folder):
    (folder / "cu/hỏng.xlsx").write_bytes(b"PK")
    nothing_written(folder, run(*COMMAND), "hỏng.xlsx")


def test_a_workbook_that_is_no_form_is_passed_over_and_named(run, folder):
    from openpyxl import Workbook

    Workbook().save(folder / "cu/khác.xlsx")
    done = run(*COMMAND)
    assert done.returncode == 0
    assert "khác.xlsx: lưu ý" in done.stderr


def test_old_forms_of_different_years_need_a_year(run, folder, form_file):
    form_file(about(year=2019), unit="samson", name="cu/b.xlsx")
    nothing_written(folder, run(*COMMAND), "2020", "2021", "--year")
    done = run(*COMMAND, "--year", "2021")
    assert done.returncode == 0
    assert {read(one).year for one in (folder / "moi").iterdir()} == {2021}


def test_an_old_form_of_another_year_than_the_one_before_is_told(run, examples, tmp_path):
    command = ("template", "tt25-2023-xa", "--from", "ds.csv", "--last-year", examples / "tt25/xa/xa-01.xlsx")
    unit = read_form(open_form(command[-1]), load_once("tt25-2023-xa").criteria_set).submission.unit
    (tmp_path / "ds.csv").write_text(f"name,code\n{unit.name},{unit.code}\n", encoding="utf-8")
    for year, told in ((2024, True), (2025, False), (2026, True)):
        done = run(*command, "-o", str(year), "--year", str(year))
        assert (done.returncode, "không phải năm liền trước" in done.stderr) == (0, told)


# ---------------------------------------------------------------- files


def test_nothing_is_written_where_one_file_is_there_already(run, folder):
    (folder / "moi").mkdir()
    (folder / "moi/385 huyện mường lát.xlsx").touch()
    (folder / "moi/385 Huyện Mường Lát.xlsx").touch()
    done = run(*COMMAND)
    assert (done.returncode, done.stdout) == (2, "")
    assert "385 Huyện Mường Lát.xlsx" in done.stderr
    assert len([*(folder / "moi").iterdir()]) == 2


def test_last_years_forms_are_never_written_over(run, folder, form_file):
    form_file(name="cu/386 Huyện Bá Thước.xlsx")
    (folder / "cu/a.xlsx").unlink()
    before = (folder / "cu/386 Huyện Bá Thước.xlsx").read_bytes()
    done = run(*COMMAND[:-1], "cu", "--force")
    assert (done.returncode, done.stdout) == (2, "")
    assert "trùng với tệp đầu vào" in done.stderr
    assert (folder / "cu/386 Huyện Bá Thước.xlsx").read_bytes() == before


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        ("name\nXã A\nxã a\n", {"Xã A", "xã a-2"}),
        ("name\nHo\u0301a\nH\u00f3a\n", {"H\u00f3a", "H\u00f3a-2"}),
        ("name\nA/B: *\n", {"A_B_ _"}),
        ("name\nCON\nXã. . \n", {"_CON", "Xã"}),
        ("name,code\n" + "Xã " + "a" * 100 + ",1\n", {f"001 Xã {'a' * 73}"}),
    ],
)
def test_unsafe_and_equal_names_are_made_safe_and_told(run, tmp_path, listed, expected):
    (tmp_path / "ds.csv").write_text(listed, encoding="utf-8")
    done = run("template", PILOT, "--from", "ds.csv", "-o", "moi", "--lang", "en")
    assert done.returncode == 0, done.stderr
    made = {one.stem for one in (tmp_path / "moi").iterdir()}
    assert made == expected
    assert "is called" in done.stderr


@pytest.mark.parametrize("option", [("--last-year", "cu"), ("--format", "md")])
@pytest.mark.parametrize("source", [(), ("--from", "cu/a.xlsx")])
def test_what_is_for_a_list_is_refused_for_one_form(run, folder, option, source):
    done = run("template", PILOT, *source, *option, "-o", "moi.xlsx")
    assert (done.returncode, done.stdout) == (2, "")
    assert option[0] in done.stderr
    assert not (folder / "moi.xlsx").exists()


def test_last_year_is_refused_for_a_folder_of_forms(run, folder):
    nothing_written(folder, run("template", PILOT, "--from", "cu", "--last-year", "cu", "-o", "moi"), "--last-year")


def test_a_folder_of_forms_gives_the_same_table(run, folder):
    found = json.loads(run("template", PILOT, "--from", "cu", "-o", "moi", "--format", "json").stdout)
    assert [one["earlier"] for one in found["forms"]] == ["a.xlsx", "b.xlsx", "c.xlsx"]
    assert (found["without_earlier"], found["left_over"]) == ([], [])
