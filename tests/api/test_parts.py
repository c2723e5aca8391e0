"""One form among sixteen people, through real files: split, filled in, merged, and who delivered what."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import effort
from filled import as_form, few_offices
from make import CRITERIA, HERE, submission_from
from xhht_score import assess
from xhht_score.api.parts import join
from xhht_score.api.remade import Remade
from xhht_score.api.single import load_once
from xhht_score.errors import XhhtError
from xhht_score.merging import (
    FormPart,
    Key,
    flat,
    shares,
)
from xhht_score.submission import Submission
from xhht_score.words import Words
from xhht_score.workbook import layout
from xhht_score.workbook.reading.cells import open_form
from xhht_score.workbook.writing.template import make_form

WORDS = Words("vi")

# ---------------------------------------------------------------- split and merged


@cache
def yendinh() -> Submission:
    from xhht_score.loading.tree import plain, read_tree

    root = read_tree(HERE / "units.yaml", "units.yaml").root
    assert root is not None
    return submission_from(next(one for one in plain(root)["units"] if one["file"] == "yendinh"))


#: The offices whose parts tests look into; the first collects what is left.
FEW = ("khuyen-hoc", "giao-duc", "doan", "cap-uy", "thong-ke", "noi-vu")


def write_parts(folder: Path, rows: Mapping[str, tuple[str, ...]]) -> Path:
    """Write the parts of Yên Định into a folder, each filled in by the office that collects these rows."""
    loaded = load_once(CRITERIA)
    empty = yendinh().model_copy(update={"answers": {}})
    for assignee, indicators in rows.items():
        mine = {name: yendinh().answers[name] for name in indicators if name in yendinh().answers}
        office = WORDS.text(loaded.criteria_set.offices[assignee])
        made = Remade(loaded, empty.model_copy(update={"answers": mine}), office, FormPart(assignee, indicators))
        (folder / f"yendinh-{assignee}.xlsx").write_bytes(made.file(WORDS))
    return folder


def few_shares() -> Mapping[str, tuple[str, ...]]:
    """Give what each of six offices collects, where the first has all that is left."""
    own = shares(load_once(CRITERIA).criteria_set)
    rest = tuple(row for office, rows in own.items() if office not in FEW for row in rows)
    return {office: (*own[office], *(rest if office == FEW[0] else ())) for office in FEW}


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with the parts of six offices, as sixteen take three times as long to write and to merge."""
    return write_parts(tmp_path_factory.mktemp("phần"), few_shares())


@pytest.fixture
def folder(parts: Path, tmp_path: Path) -> Path:
    """Give a copy of the parts."""
    return Path(shutil.copytree(parts, tmp_path / "phần"))


def change(path: Path, *changes: tuple[str, str, Any]) -> Path:
    """Fill cells of a form: (id, field, value), or ("", key of the info sheet, value)."""
    form = as_form(openpyxl.load_workbook(path))
    for identifier, field, value in changes:
        (form.cell(identifier, field) if identifier else form.about(field)).value = value
    form.leave(path)
    return path


def tick(path: Path, identifier: str, candidate: Any, mark: str | None = "x") -> None:
    """Put a mark beside a candidate on the conflicts sheet."""
    book = openpyxl.load_workbook(path)
    sheet = next(one for one in book.worksheets if one["A1"].value == layout.CONFLICTS_MARKER)
    columns = {cell.value: cell.column for cell in sheet[1]}
    rows = [
        row
        for row in range(layout.FIRST_ROW, sheet.max_row + 1)
        if (sheet.cell(row, 1).value or "") == identifier
        and sheet.cell(row, columns[layout.CANDIDATE]).value == candidate
    ]
    (row,) = rows
    sheet.cell(row, columns[layout.CHOICE]).value = mark
    as_form(book).leave(path)


def values_of(path: Path) -> Mapping[Key, Any]:
    return flat(load_once(CRITERIA).criteria_set, assess(path).submission)


def codes(path: Path) -> dict[str, list[str | None]]:
    """Give the cells of every error and warning of a form, by code."""
    found: dict[str, list[str | None]] = {}
    for one in assess(path).problems:
        if one.severity != "notice":
            found.setdefault(one.code, []).append(one.place.cell)
    return found


@pytest.mark.more
def test_split_filled_in_and_merged_gives_exactly_what_was_filled_in(run, tmp_path, pilot):
    """Among six offices, by a list; with `--thorough` among the sixteen of the set."""
    among = effort.either(few_shares(), shares(pilot))
    by = effort.either(("--by", few_offices(tmp_path / "ai.csv", *FEW)), ())
    empty = yendinh().model_copy(update={"answers": {}})
    loaded = load_once(CRITERIA)
    make_form(WORDS, pilot, loaded.sha256, submission=empty).save(tmp_path / "Yên Định.xlsx")
    split = run("split", "Yên Định.xlsx", *by, "-o", "các phần")
    assert (split.returncode, split.stderr) == (0, "")
    folder = tmp_path / "các phần"
    assert len(list(folder.iterdir())) == len(among)
    source = {cell.coordinate: cell for row in filled(yendinh(), tmp_path)[layout.ANSWERS_MARKER] for cell in row}
    for assignee, indicators in among.items():
        path = folder / f"Yên Định-{assignee}.xlsx"
        book = openpyxl.load_workbook(path)
        by_marker = {sheet["A1"].value: sheet for sheet in book.worksheets}
        assert by_marker[layout.INFO_MARKER].row_dimensions  # the part says whose it is, out of sight
        answers = by_marker[layout.ANSWERS_MARKER]
        for row in answers.iter_rows(min_row=layout.FIRST_ROW):
            is_open = [cell for cell in row if not cell.protection.locked]
            assert bool(is_open) == (row[0].value in indicators)
            for cell in is_open:
                cell.value = source[cell.coordinate].value
        book.save(path)
    merged = run("merge", "các phần", "-o", "ghép.xlsx")
    assert merged.returncode == 0
    assert merged.stderr == "Đã ghi ghép.xlsx.\n"
    assert "Không có mâu thuẫn" in merged.stdout
    found = {key: value for key, value in values_of(tmp_path / "ghép.xlsx").items() if key.field != layout.ASSIGNEE}
    assert found == flat(pilot, yendinh())
    assert assess(tmp_path / "ghép.xlsx").scorecard.total == assess(HERE / "yendinh.xlsx").scorecard.total


def filled(submission: Submission, folder: Path) -> dict[str, Any]:
    """Give the sheets of a filled form by marker."""
    loaded = load_once(CRITERIA)
    book = make_form(WORDS, loaded.criteria_set, loaded.sha256, submission=submission)
    return {str(sheet["A1"].value): sheet for sheet in book.worksheets}


def test_a_part_is_a_whole_form_that_can_be_scored_alone(split_form):
    part = split_form / "yendinh-giao-duc.xlsx"
    found, whole = (
        {key: value for key, value in values_of(one).items() if key.field != layout.ASSIGNEE}
        for one in (part, HERE / "yendinh.xlsx")
    )
    assert found == whole
    form = open_form(part)
    assert form.text(layout.FILLED_BY) == "Phòng Giáo dục và Đào tạo"
    assert form.text(layout.PART_OFFICE) == "Phòng Giáo dục và Đào tạo"
    assert form.text(layout.PART_ROWS).split(",") == list(shares(load_once(CRITERIA).criteria_set)["giao-duc"])


def test_a_conflict_is_shown_counts_as_missing_and_is_settled_by_an_x(run, folder, tmp_path):
    shutil.copy(folder / "yendinh-giao-duc.xlsx", folder / "giao-duc-2.xlsx")
    change(folder / "giao-duc-2.xlsx", ("2.2", "value_1", 60), ("", layout.FILLED_BY, "Bà Hoa"))
    done = run("merge", folder, "-o", "ghép.xlsx")
    assert done.returncode == 0
    for said in (
        "2.2",
        "59",
        "60",
        "Bà Hoa",
        "Phòng Giáo",
        "giao-duc-2.xlsx",
        "E17",
        "1 mâu thuẫn",
        "còn 3 chỉ tiêu",
    ):
        assert said in " ".join(done.stdout.split()), said
    path = tmp_path / "ghép.xlsx"
    assert codes(path) == {"answer-conflict": ["E17"]}
    (problem,) = [one for one in assess(path).problems if one.code == "answer-conflict"]
    line = WORDS.line(problem)
    assert "60 (Bà Hoa, giao-duc-2.xlsx › Tự đánh giá!E17)" in line
    assert "59 (Phòng Giáo dục và Đào tạo, yendinh-giao-duc.xlsx › Tự đánh giá!E17)" in line
    scorecard = assess(path).scorecard
    assert next(one for c in scorecard.criteria for one in c.indicators if one.id == "2.2").state == "missing"
    scored = run("score", path, "--lang", "en")
    assert scored.returncode == 2
    assert "the answers differ" in " ".join(scored.stdout.split())

    tick(path, "2.2", 60)
    assert codes(path) == {}
    answer = assess(path).submission.answers["2.2"]
    assert answer.values == {"of": 60, "over": 86}
    assert answer.places["of"].sheet == "Mâu thuẫn"  # the number leads back to the cell that it was chosen in
    tick(path, "2.2", 59)  # two are no choice
    assert codes(path) == {"answer-conflict": ["E17"]}


def test_a_value_typed_into_the_blank_cell_is_a_decision_and_stays_one(run, folder, tmp_path):
    shutil.copy(folder / "yendinh-giao-duc.xlsx", folder / "giao-duc-2.xlsx")
    change(folder / "giao-duc-2.xlsx", ("2.2", "value_1", 60))
    run("merge", folder, "-o", "ghép.xlsx")
    path = change(tmp_path / "ghép.xlsx", ("2.2", "value_1", 61))
    assert codes(path) == {}
    assert assess(path).submission.answers["2.2"].values["of"] == 61
    again = run("merge", path, folder, "-o", "lại.xlsx")  # what was decided against does not come back
    assert "0 mâu thuẫn, 1 mâu thuẫn đã chọn" in " ".join(again.stdout.split())
    assert assess(tmp_path / "lại.xlsx").submission.answers["2.2"].values["of"] == 61
    change(folder / "giao-duc-2.xlsx", ("2.2", "value_1", 62))
    run("merge", tmp_path / "lại.xlsx", folder, "-o", "lại nữa.xlsx")  # a value nobody has seen yet does
    (problem,) = [one for one in assess(tmp_path / "lại nữa.xlsx").problems if one.code == "answer-conflict"]
    assert {one[0] for one in problem.arguments["candidates"]} == {61, 62}


def test_not_applicable_against_figures_is_chosen_in_one_row(run, tmp_path, pilot, loaded):
    unit = submission_from(entry("dangbokhoi"))
    omitted = next(name for name, one in unit.answers.items() if one.not_applicable)
    assert pilot.indicators[omitted].questions
    paths = []
    figures = {
        "not_applicable": None,
        "values": dict.fromkeys((one.name for one in pilot.indicators[omitted].questions), Fraction(1)),
    }
    for name, answer in (("a", unit.answers[omitted]), ("b", unit.answers[omitted].model_copy(update=figures))):
        one = unit.model_copy(update={"answers": {**unit.answers, omitted: answer}})
        make_form(WORDS, pilot, loaded.sha256, submission=one, filled_by=name).save(tmp_path / f"{name}.xlsx")
        paths.append(tmp_path / f"{name}.xlsx")
    done = run("merge", *paths, "-o", "m.xlsx")
    assert "có số liệu" in done.stdout
    assert "không áp dụng" in done.stdout
    path = tmp_path / "m.xlsx"
    assert list(codes(path)) == ["answer-conflict"]
    assert assess(path).submission.answers[omitted].values == dict.fromkeys(figures["values"])
    tick(path, omitted, "có số liệu")
    assert "answer-conflict" not in codes(path)
    assert assess(path).submission.answers[omitted].values == figures["values"]
    tick(path, omitted, "có số liệu", None)
    tick(path, omitted, unit.answers[omitted].not_applicable)
    assert assess(path).submission.answers[omitted].not_applicable == unit.answers[omitted].not_applicable
    assert assess(path).scorecard.total == assess(paths[0]).scorecard.total


def entry(name: str) -> dict[str, Any]:
    from make import units

    return next(one for one in units("units.yaml") if one["file"] == name)


def test_what_is_said_about_the_unit_conflicts_too(run, folder, tmp_path):
    change(folder / "yendinh-cap-uy.xlsx", ("", "unit.name", "Yên Định"), ("", "fact.area", "Vùng khó khăn"))
    change(folder / "yendinh-doan.xlsx", ("", layout.REQUEST_DATE, datetime.datetime(2021, 1, 5)))
    done = run("merge", folder, "-o", "m.xlsx")
    assert "2 mâu thuẫn" in " ".join(done.stdout.split())
    path = tmp_path / "m.xlsx"
    assert sorted(codes(path)["info-conflict"]) == ["C10", "C5"]
    assert "unit-name-lacking" not in codes(path)
    tick(path, "", "Vùng khó khăn")
    tick(path, "", "Huyện Yên Định")
    submission = assess(path).submission
    assert codes(path) == {}
    assert (submission.unit.name, submission.facts["area"]) == ("Huyện Yên Định", "difficult")
    assert submission.dates.requested == datetime.date(2021, 1, 5)


def test_what_stands_in_a_row_of_somebody_else_is_left_out_and_told(run, folder):
    change(folder / "yendinh-doan.xlsx", ("1.1", "value_1", "Không"))
    done = run("merge", folder, "-o", "m.xlsx")
    assert done.returncode == 0
    assert "Không có mâu thuẫn" in done.stdout
    assert "yendinh-doan.xlsx › Tự đánh giá!E6: lưu ý: chỉ tiêu 1.1: không dùng Không" in done.stderr
    (folder / "yendinh-cap-uy.xlsx").unlink()
    done = run("merge", folder, "-o", "m2.xlsx")
    assert "lưu ý" not in done.stderr
    assert values_of(folder.parent / "m2.xlsx")[Key("1.1", "value_1")] == 0


def test_what_cannot_be_read_is_said_and_the_rest_is_merged(run, folder, tmp_path):
    change(folder / "yendinh-thong-ke.xlsx", ("4.4", "value_1", "nhiều"))
    (folder / "hỏng.xlsx").write_bytes(b"x")
    done = run("merge", folder, "-o", "m.xlsx")
    assert done.returncode == 2
    assert "yendinh-thong-ke.xlsx › Tự đánh giá!E42: lỗi" in done.stderr
    assert "Không đọc được 1 tệp" in done.stderr
    assert Key("4.4", "value_1") not in values_of(tmp_path / "m.xlsx")
    assert len(values_of(tmp_path / "m.xlsx")) > 60


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ((("", "unit.code", "999"),), "mã đơn vị là “999”, cần là “394”"),
        ((("", "year", 2021),), "năm đánh giá là “2021”, cần là “2020”"),
        ((("", "set.id", "tt25-2023-xa"),), "bộ tiêu chí là “tt25-2023-xa”"),
        ((("", "set.version", "1"),), "phiên bản của bộ tiêu chí là “1”"),
    ],
)
def test_parts_of_something_else_are_refused_by_name(run, folder, tmp_path, changes, said):
    change(folder / "yendinh-doan.xlsx", *changes)
    done = run("merge", folder, "-o", "m.xlsx")
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert "yendinh-doan.xlsx › Thông tin!C" in line
    assert said in line
    assert not (tmp_path / "m.xlsx").exists()


def test_a_part_of_nobody_known_owns_no_row(run, folder):
    change(folder / "yendinh-doan.xlsx", ("", layout.PART_ROWS, "đoàn"))
    done = run("merge", folder, "-o", "m.xlsx")
    assert done.returncode == 2
    assert "“đoàn”" in done.stderr


def test_outputs_are_tried_before_the_work_and_nothing_is_overwritten(run, folder, tmp_path):
    form = shutil.copy(HERE / "yendinh.xlsx", tmp_path / "form.xlsx")
    (tmp_path / "p").mkdir()
    (tmp_path / "p" / "form-doan.xlsx").write_bytes(b"x")
    split = ("split", form, "--by", few_offices(tmp_path / "a.csv", "khuyen-hoc", "cap-uy", "doan"))
    refused = run(*split, "-o", "p")
    assert refused.returncode == 2
    assert "form-doan.xlsx" in refused.stderr
    assert [one.name for one in (tmp_path / "p").iterdir()] == ["form-doan.xlsx"]
    assert run(*split, "-o", "p", "--force", "-q").returncode == 0
    assert len(list((tmp_path / "p").iterdir())) == 3
    assert run(*split, "-o", "no/such").returncode == 2
    assert run("merge", folder, "-o", "m.csv").returncode == 2
    part = folder / "yendinh-doan.xlsx"
    assert "trùng với tệp đầu vào" in run("merge", folder, "-o", part, "--force").stderr
    assert "--force" in run("merge", folder, "-o", form).stderr
    lacking = run("merge", folder)
    assert lacking.returncode == 2
    assert "--output" in lacking.stderr


def test_the_sheet_of_conflicts_is_missed_where_it_was_deleted(run, folder, tmp_path):
    shutil.copy(folder / "yendinh-giao-duc.xlsx", folder / "giao-duc-2.xlsx")
    change(folder / "giao-duc-2.xlsx", ("2.2", "value_1", 60))
    run("merge", folder, "-o", "m.xlsx")
    book = openpyxl.load_workbook(tmp_path / "m.xlsx")
    del book["Mâu thuẫn"]
    book.save(tmp_path / "m.xlsx")
    assert list(codes(tmp_path / "m.xlsx")) == ["conflicts-sheet-lacking"]


def test_a_row_of_the_conflicts_sheet_about_nothing_is_said(run, folder, tmp_path):
    shutil.copy(folder / "yendinh-giao-duc.xlsx", folder / "giao-duc-2.xlsx")
    change(folder / "giao-duc-2.xlsx", ("2.2", "value_1", 60))
    run("merge", folder, "-o", "m.xlsx")
    book = openpyxl.load_workbook(tmp_path / "m.xlsx")
    for cell, value in (("A5", "9.9"), ("H5", "total"), ("C6", "nhiều")):
        before = book["Mâu thuẫn"][cell].value
        book["Mâu thuẫn"][cell].value = value
        book.save(tmp_path / f"{cell}.xlsx")
        book["Mâu thuẫn"][cell].value = before
        done = run("merge", f"{cell}.xlsx", "-o", f"m-{cell}.xlsx")
        assert done.returncode == 2
        assert "Mâu thuẫn!" in done.stderr
        assert (value != "nhiều") == ("conflict-unknown" in codes(tmp_path / f"{cell}.xlsx"))


# ---------------------------------------------------------------- status


def test_status_shows_who_has_delivered_what(run, tmp_path):
    folder = tmp_path / "mười sáu"
    folder.mkdir()
    write_parts(folder, shares(load_once(CRITERIA).criteria_set))
    (folder / "yendinh-cap-uy.xlsx").unlink()
    change(folder / "yendinh-noi-vu.xlsx", ("3.1", "value_1", "nhiều"))
    shutil.copy(HERE / "samson.xlsx", folder)
    done = run("status", folder, "-f", "md")
    assert done.returncode == 2
    assert "“nhiều” không phải là số" in done.stderr
    lines = [line for line in done.stdout.splitlines() if line.startswith("| ")]
    rows = {line.split(" | ")[0].strip("| "): line for line in lines if line.count(" | ") > 3}
    assert (
        "| Phòng Nội vụ | Tự đánh giá!E29 | chỉ tiêu 3.1: “nhiều” không phải là số; coi như chưa có số liệu |" in lines
    )
    assert "| chưa nộp | 0/2 | – | – |" in rows["Văn phòng cấp ủy"]
    council = rows["Văn phòng Hội đồng nhân dân và Ủy ban nhân dân"]
    assert "| đủ | 2/2 | – | yendinh-van-phong.xlsx |" in council
    assert "| còn thiếu | 1/2 | 1 ô không đọc được, 1 lỗi |" in rows["Phòng Nội vụ"]  # what cannot be read is not blank
    assert "| chưa điền | 0/1 | 1 ô trống |" in rows["Đoàn Thanh niên Cộng sản Hồ Chí Minh"]
    assert "samson.xlsx" in rows["Cả biểu"]
    assert done.stdout.count("\n## ") == 2
    assert "15 trên 16 nơi đã nộp" in done.stdout


def test_status_says_what_it_cannot_read(run, folder, tmp_path):
    (folder / "hỏng.xlsx").write_bytes(b"x")
    done = run("status", folder, "--lang", "en")
    assert done.returncode == 2
    assert "hỏng.xlsx: error" in done.stderr
    assert "not delivered" not in done.stdout
    (tmp_path / "trống").mkdir()
    assert run("status", tmp_path / "trống").returncode == 2
    assert run("status", tmp_path / "không có").returncode == 2


def test_indicators_of_nobody_make_a_part_of_their_own(run, tmp_path):
    assert run("template", "tt25-2023-xa", "-o", "xa.xlsx", "--unit", "Xã Mẫu", "--year", "2024").returncode == 0
    assert run("split", "xa.xlsx", "-o", "p").returncode == 0
    assert [one.name for one in (tmp_path / "p").iterdir()] == ["xa_chua-phan-cong.xlsx"]
    assert run("merge", "p", "-o", "m.xlsx").returncode == 0
    status = run("status", "p", "-f", "md")
    assert "| Chưa phân công | chưa điền |" in status.stdout


def test_a_form_without_a_name_gives_parts_without_one(run, tmp_path):
    shutil.copy(HERE / "yendinh.xlsx", tmp_path / "biểu.xlsx")
    change(tmp_path / "biểu.xlsx", ("", layout.UNIT_NAME, None))
    offices = few_offices(tmp_path / "a.csv", "khuyen-hoc", "doan")
    assert run("split", "biểu.xlsx", "--by", offices, "-o", "p").returncode == 0
    assert all(open_form(path).text(layout.UNIT_NAME) == "" for path in (tmp_path / "p").iterdir())
    assert run("merge", "p", "-o", "m.xlsx").returncode == 0
    assert open_form(tmp_path / "m.xlsx").text(layout.UNIT_NAME) == ""


def test_joining_nothing_that_can_be_read_is_an_error(tmp_path):
    (tmp_path / "a.xlsx").write_bytes(b"x")
    with pytest.raises(XhhtError, check=lambda error: error.problems[0].code == "not-a-workbook"):
        join([tmp_path / "a.xlsx"], WORDS)
