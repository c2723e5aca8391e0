"""Workbooks that bear on another one, end to end: lower units, last year's form, variants, and two sets compared."""

from __future__ import annotations

import datetime
import json
import re
import shutil
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from conftest import Outcome
from filled import FilledForm, entries, form_of
from make import CRITERIA, HERE, VARIANT, submission_from
from xhht_score.api.single import assess, load_once
from xhht_score.words import Words
from xhht_score.workbook import layout
from xhht_score.workbook.template import make_form

Run = Callable[..., Outcome]
ENTRIES = entries()
COMMUNES = [f"xa-{number:02}" for number in range(1, 11)]
EXAMPLE_VARIANT = HERE / VARIANT
#: What a variant of the set of communes begins with.
HEAD = """\
id: xa-khac
extends: tt25-2023-xa
version: "1"
status: illustrative
title: {vi: Biến thể, en: Variant}
"""


def write(path: Path, name: str, change: Callable[[FilledForm], object] = lambda _: None, /, **fields: Any) -> Path:
    """Write the form of an example unit with some fields of its entry replaced, after `change` has been at it."""
    form = form_of(name, **fields)
    change(form)
    path.parent.mkdir(parents=True, exist_ok=True)
    form.book.save(path)
    return path


def typed(key: str, value: object) -> Callable[[FilledForm], object]:
    """Give a change that types a value into a row of the info sheet."""
    return lambda form: setattr(form.about(key), "value", value)


def answered(**cells: Any) -> Callable[[FilledForm], object]:
    """Give a change that types values into the cells of an indicator: `id`, then `value_1` and so on."""
    identifier = cells.pop("id")

    def change(form: FilledForm) -> None:
        for field, value in cells.items():
            form.cell(identifier, field).value = value

    return change


@pytest.fixture(scope="module")
def originals(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with the forms of the example district and, in `xa`, of its ten communes."""
    folder = tmp_path_factory.mktemp("biểu gốc")
    write(folder / "huyen.xlsx", "huyen-mau")
    for name in COMMUNES:
        write(folder / "xa" / f"{name}.xlsx", name)
    return folder


@pytest.fixture
def xa(originals: Path, tmp_path: Path) -> Path:
    """Give the folder of the ten communes' forms in the test's own directory, `huyen.xlsx` beside it."""
    shutil.copy(originals / "huyen.xlsx", tmp_path)
    return Path(shutil.copytree(originals / "xa", tmp_path / "xa"))


def unit_of(done: Outcome) -> dict[str, Any]:
    """Give the one unit of JSON output."""
    found = json.loads(done.stdout)
    (unit,) = found.get("units", [found])
    return unit


def all_problems(done: Outcome) -> list[dict[str, Any]]:
    """Give the problems of JSON output, those of the unit and those of files that gave none."""
    found = json.loads(done.stdout)
    return [*unit_of(done)["problems"], *(found["problems"] if "units" in found else [])]


def codes(done: Outcome) -> set[str]:
    return {problem["code"] for problem in all_problems(done)}


def the(done: Outcome, code: str) -> dict[str, Any]:
    """Give the one problem with a code."""
    (found,) = [problem for problem in all_problems(done) if problem["code"] == code]
    return found


def indicator_of(done: Outcome, identifier: str) -> dict[str, Any]:
    for criterion in unit_of(done)["criteria"]:
        for one in criterion["indicators"]:
            if one["id"] == identifier:
                return one
    raise AssertionError(identifier)


def levels_of(done: Outcome) -> dict[str, str]:
    return {level["id"]: level["state"] for level in unit_of(done)["levels"]}


def share_of(done: Outcome, level: str = "muc-do-1") -> Fraction:
    """Give the share of units at a level as 4.1 has it; it is certain."""
    (bar,) = indicator_of(done, "4.1")["levels"][level]["bars"]
    assert bar["low"] == bar["high"]
    return Fraction(bar["low"])


def lower_states(done: Outcome) -> dict[str, str]:
    """Give the state of each lower unit by its file's name."""
    (rolled,) = unit_of(done)["lower_units"]
    return {Path(one["file"]).name: one["state"] for one in rolled["units"]}


def assert_not_filled(done: Outcome, clear: int, given: int = 10) -> None:
    """Check that the counts stay blank and level 1 open where not every lower unit has one clear form."""
    said = the(done, "lower-incomplete")
    assert said["severity"] == "warning"
    assert f"{clear} lower units have a clear form, the total is given as {given}" in said["message"]
    assert [one["value"] for one in indicator_of(done, "4.1")["values"]] == [None, None, str(given)]
    assert levels_of(done)["muc-do-1"] == "possible"


def flat(done: Outcome) -> str:
    """Give everything that a run said, without line breaks."""
    return " ".join((done.stdout + done.stderr).split())


@pytest.fixture
def district(run: Run) -> Callable[..., Outcome]:
    """Give a function that scores the example district with the forms in `xa`, as JSON."""

    def start(*more: object) -> Outcome:
        return run("score", "huyen.xlsx", "--lower", "xa", "--lang", "en", "--format", "json", *more)

    return start


# ---------------------------------------------------------------- the district and its ten communes


def test_nine_of_ten_communes_give_the_share_that_a_hand_count_gives(xa, district):
    by_hand = sum(ENTRIES[name]["decision"] != "none" for name in COMMUNES)
    assert (by_hand, len(COMMUNES)) == (9, 10)
    done = district()
    assert done.returncode == 0
    assert share_of(done) == Fraction(by_hand, 10) == Fraction("0.9")
    assert share_of(done, "muc-do-2") == Fraction(2, 10)
    assert levels_of(done) == {"muc-do-1": "eligible", "muc-do-2": "not_eligible"}
    (rolled,) = unit_of(done)["lower_units"]
    assert (rolled["indicator"], rolled["part"], rolled["total"]) == ("4.1", None, 10)
    assert rolled["counts"] == {"muc-do-1": 7, "muc-do-2": 2}
    assert {one["code"]: one["level"] for one in rolled["units"]} == {
        f"X{number:02}": "muc-do-2" if number in (5, 6) else None if number == 10 else "muc-do-1"
        for number in range(1, 11)
    }
    assert {one["valid_until"] for one in rolled["units"]} == {"2027-12-31", None}
    assert lower_states(done)["xa-10.xlsx"] == "undecided"


def test_without_the_lower_units_the_level_stays_open(xa, run):
    done = run("score", "huyen.xlsx", "--format", "json")
    assert levels_of(done)["muc-do-1"] == "possible"
    assert unit_of(done)["lower_units"] == []


def test_the_page_shows_each_lower_unit_and_the_count(xa, run):
    done = run("score", "huyen.xlsx", "--lower", "xa", "--lang", "en")
    assert (done.returncode, done.stderr) == (0, "")
    said = flat(done)
    assert "Lower units (indicator 4.1)" in said
    assert "By the lower units' own forms: 9 of 10 recognised and valid" in said
    assert all(f"X{number:02}" in said for number in range(1, 11))
    assert "eligible without a valid decision, not counted: Xã Mẫu Mười (xa/xa-10.xlsx)" in said


@pytest.mark.parametrize("name", ["xa-01", "xa-05", "xa-09"])
def test_level_1_flips_when_one_decision_is_removed(xa, district, name):
    assert district("--require", "muc-do-1").returncode == 0
    write(xa / f"{name}.xlsx", name, decision="none")
    done = district("--require", "muc-do-1")
    assert done.returncode == 1
    assert share_of(done) == Fraction("0.8")
    assert levels_of(done)["muc-do-1"] == "not_eligible"


def test_level_1_flips_when_the_decision_is_deleted_cell_by_cell(xa, district):
    def delete(form: FilledForm) -> None:
        for key in (layout.DECISION_NUMBER, layout.DECISION_DATE, layout.DECISION_LEVEL):
            form.about(key).value = None

    write(xa / "xa-01.xlsx", "xa-01", delete)
    done = district()
    assert (share_of(done), levels_of(done)["muc-do-1"]) == (Fraction("0.8"), "not_eligible")


def test_a_decision_of_the_next_year_does_not_count(xa, district):
    write(xa / "xa-01.xlsx", "xa-01", decision={"number": "1", "date": "2025-01-01", "level": "muc-do-1"})
    done = district()
    assert lower_states(done)["xa-01.xlsx"] == "later"
    assert levels_of(done)["muc-do-1"] == "not_eligible"


def test_last_years_forms_of_the_communes_count_while_their_decisions_hold(xa, district):
    for name in COMMUNES:
        write(xa / f"{name}.xlsx", name, year=2023, answers={})
    assert share_of(district()) == Fraction("0.9")
    write(xa / "mới" / "xa-01.xlsx", "xa-01", decision="none")  # the latest form counts, and it holds none
    done = district()
    assert (share_of(done), lower_states(done)["xa-01.xlsx"]) == (Fraction("0.8"), "undecided")


def test_the_folder_may_hold_the_district_itself_and_forms_of_other_districts(xa, tmp_path, run):
    write(xa / "khác.xlsx", "xa-01", code="Y01", parent="H02")
    done = run("score", "huyen.xlsx", "--lower", tmp_path, "--lang", "en", "--format", "json")
    assert done.returncode == 0
    assert share_of(done) == Fraction("0.9")
    assert "indicator 4.1: 1 forms are of other units above" in the(done, "lower-elsewhere")["message"]
    assert "lower-passed-over" not in codes(done)


@pytest.mark.parametrize("key", [layout.UNIT_PARENT, layout.UNIT_CODE])
def test_a_commune_without_its_codes_is_named_and_gains_nothing(xa, district, key):
    write(xa / "xa-01.xlsx", "xa-01", typed(key, None))
    done = district()
    said = the(done, "lower-passed-over")
    assert said["severity"] == "warning"
    assert "xa-01.xlsx" in said["message"]
    assert "lack the unit's code or the code of the unit above" in said["message"]
    assert_not_filled(done, 9)


def test_a_commune_without_a_form_leaves_the_count_open(xa, district):
    """It may be recognised or not: nobody can tell from the folder."""
    (xa / "xa-10.xlsx").unlink()
    assert_not_filled(district(), 9)


def test_how_many_communes_there_are_is_not_taken_from_the_folder(xa, district, tmp_path):
    write(tmp_path / "huyen.xlsx", "huyen-mau", answered(id="4.1", value_3=None))
    done = district()
    assert levels_of(done)["muc-do-1"] == "possible"
    assert [one["value"] for one in indicator_of(done, "4.1")["values"]] == [None, None, None]
    assert {"answer-blank", "lower-incomplete"} <= codes(done)


def test_a_copied_form_is_an_error_and_neither_copy_counts(xa, district):
    shutil.copy(xa / "xa-01.xlsx", xa / "xa-01 - Copy.xlsx")
    done = district()
    assert done.returncode == 2
    said = the(done, "lower-twice")
    assert said["severity"] == "error"
    assert "xa-01.xlsx" in said["message"]
    assert "xa-01 - Copy.xlsx" in said["message"]
    assert {name for name, state in lower_states(done).items() if state == "twice"} == {
        "xa-01.xlsx", "xa-01 - Copy.xlsx",
    }  # fmt: skip
    assert unit_of(done)["lower_units"][0]["total"] == 10
    assert_not_filled(done, 9)


@pytest.mark.parametrize("given", ["20/13/2024", "31/02/2024", "tháng 3/2024", "20/03/2204"])
def test_a_decision_with_an_impossible_date_is_an_error_that_reaches_the_user(xa, district, run, given):
    write(xa / "xa-01.xlsx", "xa-01", typed(layout.DECISION_DATE, given))
    done = district()
    assert done.returncode == 2
    said = the(done, "date-unusable")
    assert given in said["message"]
    assert said["place"]["file"].endswith("xa-01.xlsx")
    assert re.fullmatch(r"C\d+", said["place"]["cell"])
    assert lower_states(done)["xa-01.xlsx"] == "unclear"
    assert "Xã Mẫu Một (xa/xa-01.xlsx)" in the(done, "lower-unclear")["message"]
    assert_not_filled(done, 9)
    page = run("score", "huyen.xlsx", "--lower", "xa", "--lang", "en", "--quiet")
    assert page.returncode == 2
    assert f"“{given}” is not a date" in page.stderr


def test_a_level_that_nobody_knows_is_an_error_that_reaches_the_user(xa, district):
    write(xa / "xa-01.xlsx", "xa-01", typed(layout.DECISION_LEVEL, "Xuất sắc"))
    done = district()
    assert done.returncode == 2
    assert the(done, "decision-level-unknown")["place"]["file"].endswith("xa-01.xlsx")
    assert lower_states(done)["xa-01.xlsx"] == "unclear"


def test_what_else_is_wrong_in_a_communes_form_does_not_concern_the_district(xa, district):
    write(xa / "xa-01.xlsx", "xa-01", answered(id="5.1", value_1="nhiều"))
    done = district()
    assert done.returncode == 0
    assert share_of(done) == Fraction("0.9")


def blank(path: Path) -> None:
    loaded = load_once("tt25-2023-xa")
    make_form(Words("vi"), loaded.criteria_set, loaded.sha256).save(path)


def foreign(path: Path) -> None:
    book = Workbook()
    book.active["A1"] = "Danh sách"
    book.save(path)


HOSTILE: dict[str, tuple[str, Callable[[Path], object], str]] = {
    "no workbook": ("ghi chú.xlsx", lambda path: path.write_text("không phải bảng tính", encoding="utf-8"),
                    "not-a-workbook"),
    "an empty file": ("rỗng.xlsx", Path.touch, "workbook-empty"),
    "a damaged one": ("hỏng.xlsx", lambda path: path.write_bytes(b"PK\x03\x04" + bytes(range(256))),
                      "workbook-damaged"),
    "a form of no known set": ("lạ.xlsx", lambda path: write(path, "xa-02", typed(layout.SET_ID, "../../x")),
                               "unknown-set"),
}  # fmt: skip
PASSED_OVER: dict[str, tuple[str, Callable[[Path], object]]] = {
    "another program's sheet": ("danh sách.xlsx", foreign),
    "a blank form": ("trống.xlsx", blank),
}


@pytest.mark.parametrize(("name", "make_file", "code"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_or_foreign_file_in_the_folder_does_not_stop_the_rest(xa, district, name, make_file, code):
    make_file(xa / name)
    done = district()
    assert done.returncode == 2
    assert the(done, code)["place"]["file"].endswith(name)
    assert (share_of(done), levels_of(done)["muc-do-1"]) == (Fraction("0.9"), "eligible")


@pytest.mark.parametrize(("name", "make_file"), PASSED_OVER.values(), ids=PASSED_OVER)
def test_a_sheet_that_is_no_filled_form_is_passed_over_with_a_notice(xa, district, name, make_file):
    make_file(xa / name)
    done = district()
    assert done.returncode == 0
    assert the(done, "file-passed-over")["place"]["file"].endswith(name)
    assert (share_of(done), levels_of(done)["muc-do-1"]) == (Fraction("0.9"), "eligible")


def test_lock_files_and_other_files_in_the_folder_are_no_business_of_the_district(xa, district):
    (xa / "~$xa-01.xlsx").write_bytes(b"lock")
    (xa / "ghi chú.txt").write_text("ghi chú", encoding="utf-8")
    shutil.copytree(xa, xa / ".cũ")
    done = district()
    assert (done.returncode, share_of(done)) == (0, Fraction("0.9"))


def test_a_folder_that_is_not_there_or_empty_is_said(xa, tmp_path, run):
    (tmp_path / "trống").mkdir()
    for folder in ("không có", "trống"):
        done = run("score", "huyen.xlsx", "--lower", folder, "--lang", "en")
        assert (done.returncode, done.stdout) == (2, "")
        assert folder in done.stderr
        assert "Traceback" not in done.stderr


def test_a_set_that_asks_nothing_of_lower_units_says_so(xa, run):
    done = run("score", "xa/xa-01.xlsx", "--lower", "xa", "--lang", "en", "--format", "json")
    assert done.returncode == 0
    assert the(done, "lower-useless")["severity"] == "notice"
    assert unit_of(done)["lower_units"] == []


def test_figures_of_the_district_are_kept_and_compared(xa, district, tmp_path):
    write(tmp_path / "huyen.xlsx", "huyen-mau", answers={"4.1": {"muc-do-1": "8", "muc-do-2": "2", "all": "10"}})
    done = district()
    assert done.returncode == 0
    assert share_of(done) == 1
    said = the(done, "lower-differs")
    assert "is given as 8, the lower units' forms give 7; what was given is kept" in said["message"]
    assert said["place"]["cell"] == indicator_of(done, "4.1")["values"][0]["cell"]
    assert [one["source"] for one in indicator_of(done, "4.1")["values"]] == [None, None, None]


def test_a_figure_that_could_not_be_read_is_not_filled_in(xa, district, tmp_path):
    write(tmp_path / "huyen.xlsx", "huyen-mau", answered(id="4.1", value_1="bảy"))
    done = district()
    assert done.returncode == 2
    values = indicator_of(done, "4.1")["values"]
    assert [(one["value"], one["source"]) for one in values] == [(None, None), ("2", "lower"), ("10", None)]
    assert "cell-not-a-number" in codes(done)
    assert levels_of(done)["muc-do-1"] == "possible"


def test_more_communes_than_the_district_says_it_has_leave_the_count_open(xa, district, tmp_path):
    write(tmp_path / "huyen.xlsx", "huyen-mau", answers={"4.1": {"all": "8"}})
    done = district()
    assert the(done, "lower-incomplete")["place"]["file"] == "huyen.xlsx"
    assert_not_filled(done, 10, given=8)


def test_json_says_where_each_figure_came_from(xa, district):
    one = indicator_of(district(), "4.1")
    assert [(each["name"], each["value"], each["source"], each["cell"] is None) for each in one["values"]] == [
        ("muc-do-1", "7", "lower", True), ("muc-do-2", "2", "lower", True), ("all", "10", None, False),
    ]  # fmt: skip
    assert one["cell"].split("!")[1] == one["values"][2]["cell"]


def test_explain_says_where_the_figure_came_from(xa, run):
    done = run("explain", "huyen.xlsx", "4.1", "--lower", "xa", "--lang", "en")
    assert done.returncode == 0
    said = flat(done)
    assert "at level 1 at most: 7 (from the lower units' forms)" in said
    assert "at level 2: 2 (from the lower units' forms)" in said
    assert re.search(r"10 \(cell \S+!G\d+\)", " ".join(said.split()).replace("Tự đánh giá", "sheet"))
    assert "90% or more (found 90%)" in said
    other = run("explain", "huyen.xlsx", "4.2", "--lower", "xa", "--lang", "en")
    assert (other.returncode, "lower units' forms" in flat(other)) == (0, False)


def test_explain_returns_2_when_a_file_beside_it_is_wrong(xa, run):
    (xa / "ghi chú.xlsx").write_text("x", encoding="utf-8")
    done = run("explain", "huyen.xlsx", "4.1", "--lower", "xa", "--lang", "en")
    assert done.returncode == 2
    assert "7 (from the lower units' forms)" in flat(done)
    assert "ghi chú.xlsx" in done.stderr


def test_several_districts_take_each_their_own_communes(xa, tmp_path, run):
    write(tmp_path / "huyen-2.xlsx", "huyen-mau", code="H02", name="Huyện Hai", answers={"4.1": {"all": "1"}})
    write(xa / "y.xlsx", "xa-05", code="Y01", parent="H02")
    done = run("score", "huyen.xlsx", "huyen-2.xlsx", "--lower", "xa", "--lang", "en", "--format", "json")
    assert done.returncode == 0
    found = json.loads(done.stdout)["units"]
    assert [[level["state"] for level in unit["levels"]] for unit in found] == [
        ["eligible", "not_eligible"], ["eligible", "eligible"],
    ]  # fmt: skip


def test_a_lower_unit_that_is_scored_in_the_same_run_still_counts(xa, run):
    done = run("score", "huyen.xlsx", "xa/xa-01.xlsx", "--lower", "xa", "--format", "json")
    (first, _) = json.loads(done.stdout)["units"]
    assert first["lower_units"][0]["total"] == 10
    assert [level["state"] for level in first["levels"]] == ["eligible", "not_eligible"]


# ---------------------------------------------------------------- lower units under a variant


def test_forms_of_a_variant_are_counted_with_its_criteria_file(xa, district):
    for name in COMMUNES[:5]:
        write(xa / f"{name}.xlsx", name, criteria_set=str(EXAMPLE_VARIANT))
    unread = district()
    assert unread.returncode == 2
    assert sum(problem["code"] == "unknown-set" for problem in all_problems(unread)) == 5
    assert_not_filled(unread, 5)
    done = district("--lower-criteria", EXAMPLE_VARIANT)
    assert done.returncode == 0
    assert (share_of(done), levels_of(done)["muc-do-1"]) == (Fraction("0.9"), "eligible")


def test_lower_criteria_are_not_laid_over_forms_of_another_set(xa, district):
    """The forms of the base in the same folder are read by the base."""
    done = district("--lower-criteria", EXAMPLE_VARIANT)
    assert (done.returncode, share_of(done)) == (0, Fraction("0.9"))
    assert "set-differs" not in codes(done)


def test_a_variant_that_names_its_base_by_path_is_a_variant_all_the_same(xa, district, tmp_path):
    """`extends` takes the id of a shipped set or a path; both mean the same base."""
    path = tmp_path / "variant.yaml"
    path.write_text(HEAD.replace("tt25-2023-xa", str(HERE.parent / "criteria" / "tt25-2023-xa.yaml")), encoding="utf-8")
    write(xa / "xa-01.xlsx", "xa-01", criteria_set=str(path))
    done = district("--lower-criteria", path)
    assert done.returncode == 0
    assert "lower-passed-over" not in codes(done)
    assert (share_of(done), levels_of(done)["muc-do-1"]) == (Fraction("0.9"), "eligible")


def test_lower_criteria_that_cannot_be_used_are_said(xa, district):
    done = district("--lower-criteria", "tt44-2014-xa")
    assert done.returncode == 2
    assert "draft" in done.stderr


# ---------------------------------------------------------------- last year


@pytest.fixture
def last(tmp_path: Path) -> Callable[..., Path]:
    """Give a function that writes the district's form of 2023 as `2023.xlsx`."""

    def make(name: str = "huyen-mau", **fields: Any) -> Path:
        return write(tmp_path / "2023.xlsx", name, **{"year": 2023, **fields})

    return make


def test_last_years_form_fills_blanks_and_is_compared(tmp_path, run, last):
    last(answers={"4.2": "40 -> 46.8", "4.3": "95 -> 96"})
    write(tmp_path / "2024.xlsx", "huyen-mau", answers={"4.2": "? -> 51.25", "4.3": "96.1 -> 96.4"})
    done = run("score", "2024.xlsx", "--last-year", "2023.xlsx", "--lang", "en", "--format", "json")
    assert done.returncode == 0
    values = [
        (one["name"], one["value"], one["source"], one["cell"] is None)
        for one in (*indicator_of(done, "4.2")["values"], *indicator_of(done, "4.3")["values"])
    ]
    assert values == [
        ("last_year", "46.8", "last-year", True), ("this_year", "51.25", None, False),
        ("last_year", "96.1", None, False), ("this_year", "96.4", None, False),
    ]  # fmt: skip
    assert indicator_of(done, "4.2")["levels"]["muc-do-1"]["met"] is True
    filled, differs = the(done, "last-year-filled"), the(done, "last-year-differs")
    assert (filled["severity"], differs["severity"]) == ("notice", "warning")
    assert "is given as 96.1, last year's form has 96; what was given is kept" in differs["message"]
    assert differs["place"]["cell"] == values_cell(done, "4.3")
    assert "answer-blank" not in {one["code"] for one in all_problems(done) if "4.2" in one["message"]}
    explained = run("explain", "2024.xlsx", "4.2", "--last-year", "2023.xlsx", "--lang", "en")
    assert "46.8 (from last year's form)" in flat(explained)


def values_cell(done: Outcome, identifier: str) -> str:
    return indicator_of(done, identifier)["values"][0]["cell"]


def test_last_year_and_lower_units_go_together(xa, tmp_path, district, last):
    last(answers={"4.2": "40 -> 46.8"})
    write(tmp_path / "huyen.xlsx", "huyen-mau", answers={"4.2": "? -> 51.25"})
    done = district("--last-year", "2023.xlsx")
    assert done.returncode == 0
    assert levels_of(done)["muc-do-1"] == "eligible"
    assert {"last-year-filled", "lower-filled"} <= codes(done)


def test_the_form_of_last_year_is_found_in_a_folder(xa, tmp_path, run, last):
    last(answers={"4.2": "40 -> 46.8"})
    write(tmp_path / "2024.xlsx", "huyen-mau", answers={"4.2": "? -> 51.25"})
    done = run("score", "2024.xlsx", "--last-year", tmp_path, "--format", "json")
    assert done.returncode == 0
    assert indicator_of(done, "4.2")["values"][0] == {
        "name": "last_year", "value": "46.8", "cell": None, "source": "last-year",
    }  # fmt: skip


def test_last_years_form_may_be_scored_in_the_same_run(tmp_path, run, last):
    last(answers={"4.2": "40 -> 46.8"})
    write(tmp_path / "2024.xlsx", "huyen-mau", answers={"4.2": "? -> 51.25"})
    done = run("score", "2024.xlsx", "2023.xlsx", "--last-year", "2023.xlsx", "--format", "json")
    (this, _) = json.loads(done.stdout)["units"]
    assert "last-year-filled" in {problem["code"] for problem in this["problems"]}


FACTS_OF_PARTS = """\
id: co-phan
version: "1"
status: illustrative
title: {vi: Có phần, en: With parts}
unit: organisation
facts: {type: {title: {vi: Loại, en: Type}, choices: {a: {vi: A, en: A}, b: {vi: B, en: B}}}}
criteria:
  - id: "1"
    title: {vi: Một, en: One}
    indicators:
      - id: "1.1"
        title: {vi: Chỉ tiêu, en: Indicator}
        scoring: bars
        parts:
          thu: {title: {vi: Thu nhập, en: Income}, measure: {kind: change, direction: rises,
            of: {vi: Thu nhập, en: Income}, unit: {vi: triệu, en: million}, maximum: 99}}
          khac: {title: {vi: Khác, en: Other}, applies_when: {type: b}, measure: yes_no}
recognition:
  title: {vi: Danh hiệu, en: Title}
  levels: [{id: dat, title: {vi: Đạt, en: Met}, requires: [all_met]}]
"""


def test_what_was_filled_in_is_not_called_blank_because_of_a_part_that_is_not_asked(tmp_path, run):
    path = tmp_path / "phần.yaml"
    path.write_text(FACTS_OF_PARTS, encoding="utf-8")
    for year, income in (("2023", "1 -> 2"), ("2024", "? -> 3")):
        submission = submission_from(
            {"criteria_set": str(path), "name": "Đơn vị", "code": "D1", "parent": "T1", "year": year,
             "facts": {"type": "a"}, "answers": {"1.1": {"thu": income}}}
        )  # fmt: skip
        loaded = load_once(str(path))
        make_form(Words("vi"), loaded.criteria_set, loaded.sha256, submission=submission).save(
            tmp_path / f"{year}.xlsx"
        )
    done = run("score", "2024.xlsx", "-c", path, "--last-year", "2023.xlsx", "--format", "json")
    assert (done.returncode, levels_of(done)) == (0, {"dat": "eligible"})
    assert "last-year-filled" in codes(done)
    assert "answer-blank" not in codes(done)


def test_a_form_of_another_set_gives_nothing(tmp_path, run, last):
    """The province asks of 4.2 its poverty rate, which is no income of a district."""
    last("tinh-mau", code="H01")
    write(tmp_path / "2024.xlsx", "huyen-mau", answers={"4.2": "? -> 51.25"})
    done = run("score", "2024.xlsx", "--last-year", "2023.xlsx", "--lang", "en", "--format", "json")
    assert done.returncode == 0
    said = the(done, "last-year-lacking")["message"]
    assert "there are 0 forms of Huyện Mẫu for 2023 by code and set tt25-2023-huyen" in said
    assert indicator_of(done, "4.2")["values"][0]["value"] is None
    assert {one["source"] for one in indicator_of(done, "4.2")["values"]} == {None}


def test_a_variant_that_asks_for_another_figure_takes_none(tmp_path, run, last):
    last(answers={"4.2": "40 -> 46.8", "4.3": "95 -> 96"})
    variant = (
        HEAD.replace("tt25-2023-xa", "tt25-2023-huyen").replace("xa-khac", "huyen-khac")
        + 'criteria:\n  - id: "4"\n    indicators:\n      - id: "4.2"\n        measure:\n          kind: change\n'
        "          direction: rises\n          of: {vi: Tổng thu, en: Revenue}\n"
        "          unit: {vi: tỷ đồng, en: billion đồng}\n          maximum: 9999\n"
    )
    (tmp_path / "variant.yaml").write_text(variant, encoding="utf-8")
    path = str(tmp_path / "variant.yaml")
    write(tmp_path / "2024.xlsx", "huyen-mau", criteria_set=path, answers={"4.2": "? -> 51.25", "4.3": "? -> 96.4"})
    for last_set in ((), ("-c", path)):
        done = run("score", "2024.xlsx", "--criteria", path, "--last-year", "2023.xlsx", "--lang", "en", "-f", "json")
        assert done.returncode == 0, last_set
        assert indicator_of(done, "4.2")["values"][0]["value"] is None
        assert indicator_of(done, "4.3")["values"][0]["value"] == "96"
        assert "indicator 4.2: last year's form asks for something else" in the(done, "last-year-unlike")["message"]


def test_a_set_that_compares_nothing_with_last_year_says_so(xa, run):
    done = run("score", "xa/xa-01.xlsx", "--last-year", "xa/xa-02.xlsx", "--lang", "en", "--format", "json")
    assert (done.returncode, the(done, "last-year-useless")["severity"]) == (0, "notice")


# ---------------------------------------------------------------- a form scored by a variant of its set


@pytest.fixture
def variant(tmp_path: Path) -> Callable[..., Path]:
    """Give a function that writes a variant of the set of communes."""

    def make(changed: str, name: str = "xa-khac") -> Path:
        path = tmp_path / f"{name}.yaml"
        path.write_text(HEAD.replace("xa-khac", name) + changed, encoding="utf-8")
        return path

    return make


def of_indicator(identifier: str, fields: str) -> str:
    """Give the lines of a variant that change one indicator; `fields` is YAML in flow style."""
    return f'criteria:\n  - id: "{identifier[0]}"\n    indicators:\n      - {{id: "{identifier}", {fields}}}\n'


NO_FORM = of_indicator(
    "4.2",
    "measure: {kind: status, of: {vi: Mức độ, en: Level}, steps: {chua-dat: {vi: Chưa, en: Not yet}, "
    "dang: {vi: Đang, en: Under way}, muc-do-1: {vi: Một, en: One}, muc-do-2: {vi: Hai, en: Two}, "
    "muc-do-3: {vi: Ba, en: Three}}}, scoring: {kind: bars, at_least: {muc-do-1: muc-do-2, muc-do-2: muc-do-3}}",
)
LEAST_STEP = of_indicator("4.2", "scoring: {kind: bars, at_least: {muc-do-1: muc-do-1, muc-do-2: muc-do-2}}")
A_CHANGE = of_indicator(
    "5.1",
    "measure: {kind: change, direction: rises, of: {vi: Số công dân, en: Citizens}, unit: {vi: người, en: people}, "
    "maximum: 99999}, scoring: bars",
)
ONE_MORE = of_indicator("1.4", "title: {vi: Thêm, en: One more}, measure: yes_no, scoring: bars")
ONE_LESS = 'remove:\n  indicators: ["3.2"]\n'


def test_answers_are_carried_by_the_id_of_a_choice_not_by_its_place(tmp_path, run, variant):
    """The variant inserts a step below: what was the second step is the third now, and still the same level."""
    write(tmp_path / "xa.xlsx", "xa-03")
    done = run("score", "xa.xlsx", "--criteria", variant(NO_FORM), "--lang", "en", "--format", "json")
    assert done.returncode == 0
    one = indicator_of(done, "4.2")
    assert [(each["name"], each["value"]) for each in one["values"]] == [("step", "muc-do-2")]
    assert (one["levels"]["muc-do-1"]["met"], one["levels"]["muc-do-2"]["met"]) == (True, False)
    assert "set-differs" in codes(done)
    assert not codes(done) & {"answer-not-carried", "answer-blank"}


def test_a_ratio_is_not_read_as_a_change(tmp_path, run, variant):
    write(tmp_path / "xa.xlsx", "xa-02")
    done = run("score", "xa.xlsx", "--criteria", variant(A_CHANGE), "--lang", "en", "--format", "json")
    assert done.returncode == 2
    said = the(done, "answer-not-carried")
    assert (said["severity"], said["place"]["file"]) == ("error", "xa.xlsx")
    assert "indicator 5.1" in said["message"]
    one = indicator_of(done, "5.1")
    assert (one["state"], [each["value"] for each in one["values"]]) == ("missing", [None, None])
    assert levels_of(done)["muc-do-1"] == "possible"


def test_an_indicator_that_a_variant_adds_is_blank_in_a_form_of_its_base(tmp_path, run, variant):
    write(tmp_path / "xa.xlsx", "xa-02")
    done = run("score", "xa.xlsx", "--criteria", variant(ONE_MORE), "--lang", "en", "--format", "json")
    assert done.returncode == 0
    assert "indicator 1.4" in the(done, "answer-blank")["message"]
    assert indicator_of(done, "1.4")["state"] == "missing"
    assert levels_of(done)["muc-do-1"] == "possible"
    assert not codes(done) & {"row-lacking", "row-id-unknown", "column-lacking"}


def test_an_indicator_that_a_variant_drops_is_no_error_in_a_form_of_its_base(tmp_path, run, variant):
    write(tmp_path / "xa.xlsx", "xa-02", answers={"3.2": "no"})
    assert levels_of(run("score", "xa.xlsx", "--format", "json"))["muc-do-1"] == "not_eligible"
    done = run("score", "xa.xlsx", "--criteria", variant(ONE_LESS), "--lang", "en", "--format", "json")
    assert done.returncode == 0
    assert levels_of(done)["muc-do-1"] == "eligible"
    assert not codes(done) & {"row-lacking", "row-id-unknown", "answer-not-carried"}


def test_a_form_of_a_variant_is_read_by_its_own_rows(tmp_path, run, variant):
    path = variant(ONE_MORE)
    write(tmp_path / "xa.xlsx", "xa-02", criteria_set=str(path), answers={"1.4": "yes"})
    done = run("score", "xa.xlsx", "--criteria", path, "--lang", "en", "--format", "json")
    assert (done.returncode, levels_of(done)["muc-do-1"]) == (0, "eligible")
    assert "set-differs" not in codes(done)


# ---------------------------------------------------------------- two sets and a folder of forms


HARDER = of_indicator("5.1", "scoring: {kind: bars, at_least: {muc-do-1: 65%, muc-do-2: 80%}}")
EASIER = of_indicator("5.1", "scoring: {kind: bars, at_least: {muc-do-1: 55%, muc-do-2: 80%}}")
MUCH_HARDER_AND_ONE_LESS = 'remove:\n  indicators: ["4.2"]\n' + of_indicator(
    "5.1", "scoring: {kind: bars, at_least: {muc-do-1: 90%, muc-do-2: 95%}}"
)
LONGER_WAIT = "recognition:\n  upgrade: {from: muc-do-1, to: muc-do-2, after_months: 24}\n"


def gains_of(done: Outcome) -> dict[tuple[str, str], tuple[str, str, str]]:
    """Give before, after and through by unit and level, from the last table of the Markdown page."""
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table_of(done)]
    return {(unit.strip("*"), level): (before, after, through) for unit, level, before, after, through in rows[2:]}


def table_of(done: Outcome) -> Iterator[str]:
    page = done.stdout.split("Units whose result changes")[1]
    return (line for line in page.splitlines() if line.startswith("|"))


@pytest.fixture
def compared(run: Run) -> Callable[..., Outcome]:
    """Give a function that compares the set of communes with a variant over the forms in `xa`."""

    def start(new: Path, old: object = "tt25-2023-xa") -> Outcome:
        return run("criteria", "diff", old, new, "--dir", "xa", "--lang", "en", "--format", "md")

    return start


def test_who_loses_a_level_by_a_harder_rule_and_through_what(xa, compared, variant):
    done = compared(variant(HARDER))
    assert (done.returncode, done.stderr) == (0, "")
    assert "(10 forms looked at)" in done.stdout
    lost = {"Xã Mẫu Một", "Xã Mẫu Ba", "Xã Mẫu Bảy", "Xã Mẫu Mười"}  # with 60% to below 65%
    assert gains_of(done) == {(name, "Level 1"): ("eligible", "not eligible", "5.1") for name in lost}


def test_who_gains_a_level_by_an_easier_rule_and_through_what(xa, compared, variant):
    done = compared(variant(EASIER))
    assert gains_of(done) == {("Xã Mẫu Bốn", "Level 1"): ("not eligible", "eligible", "5.1")}


def test_the_other_way_round_who_gained_loses(xa, compared, variant, run):
    path = variant(HARDER)
    done = run("criteria", "diff", path, "tt25-2023-xa", "--dir", "xa", "--lang", "en", "--format", "md")
    assert {shift[:2] for shift in gains_of(done).values()} == {("not eligible", "eligible")}
    assert {name for name, _ in gains_of(done)} == {"Xã Mẫu Một", "Xã Mẫu Ba", "Xã Mẫu Bảy", "Xã Mẫu Mười"}


def test_only_indicators_that_moved_the_same_way_are_named(xa, compared, variant):
    """The unit loses the level by 5.1, although the open 4.2 is asked no longer."""
    write(xa / "xa-01.xlsx", "xa-01", answers={"4.2": "?"})
    moved = gains_of(compared(variant(MUCH_HARDER_AND_ONE_LESS)))
    assert moved["Xã Mẫu Một", "Level 1"] == ("possible", "not eligible", "5.1")
    write(xa / "xa-01.xlsx", "xa-01", answers={"4.2": "?", "5.1": "99/100"})
    moved = gains_of(compared(variant(MUCH_HARDER_AND_ONE_LESS)))
    assert moved["Xã Mẫu Một", "Level 1"] == ("possible", "eligible", "4.2")


def test_a_condition_that_moved_a_level_is_named(xa, compared, variant):
    write(xa / "xa-02.xlsx", "xa-02", requested="2025-03-25")  # 12 months after its decision, not 24
    moved = gains_of(compared(variant(LONGER_WAIT)))
    (before, after, through) = moved["Xã Mẫu Hai", "Level 2"]
    assert (before, after) == ("eligible", "not eligible")
    assert not re.search(r"\d\.\d", through)
    assert through not in ("", "–")


def test_an_indicator_that_is_new_leaves_the_level_open(xa, compared, variant):
    moved = gains_of(compared(variant(ONE_MORE)))
    assert set(moved.values()) == {("eligible", "possible", "1.4")}
    assert ("Xã Mẫu Hai", "Level 1") in moved


def test_forms_of_other_sets_and_blank_ones_are_passed_over_and_not_counted(xa, compared, variant, run):
    write(xa / "tinh.xlsx", "tinh-mau")
    write(xa / "truong.xlsx", "truong-trung-cap-mau")
    run("template", "tt25-2023-xa", "-o", xa / "trống.xlsx")
    run("template", "tt25-2023-tinh", "-o", xa / "trống của tỉnh.xlsx")
    done = compared(variant(HARDER))
    assert done.returncode == 0
    assert "(10 forms looked at)" in done.stdout
    said = {re.split(r": ", line, maxsplit=2)[0]: line for line in done.stderr.splitlines()}
    assert {Path(name).name: line.split("passed over: ")[1] for name, line in said.items()} == {
        "tinh.xlsx": "a form of another criteria set",
        "truong.xlsx": "a form of another criteria set",
        "trống.xlsx": "a form that nobody has filled in",
        "trống của tỉnh.xlsx": "a form of another criteria set",
    }


def test_a_broken_file_in_the_folder_is_an_error_and_the_rest_is_compared(xa, compared, variant):
    (xa / "hỏng.xlsx").write_bytes(b"x")
    done = compared(variant(HARDER))
    assert done.returncode == 2
    assert len(gains_of(done)) == 4
    assert "hỏng.xlsx" in done.stderr


def test_forms_of_the_variant_are_carried_back_to_its_base(xa, compared, variant):
    path = variant(ONE_MORE)
    write(xa / "xa-02.xlsx", "xa-02", criteria_set=str(path), answers={"1.4": "no"})
    done = compared(path)
    assert "(10 forms looked at)" in done.stdout
    assert gains_of(done)["Xã Mẫu Hai", "Level 1"] == ("eligible", "not eligible", "1.4")


def test_two_variants_of_one_base_are_compared_over_forms_of_the_base(xa, compared, variant):
    done = compared(variant(HARDER, "kho"), variant(EASIER, "de"))
    assert "(10 forms looked at)" in done.stdout
    lost = {"Xã Mẫu Một", "Xã Mẫu Ba", "Xã Mẫu Bốn", "Xã Mẫu Bảy", "Xã Mẫu Mười"}
    assert gains_of(done) == {(name, "Level 1"): ("eligible", "not eligible", "5.1") for name in lost}


def test_two_variants_that_name_their_base_by_path_are_compared_over_forms_of_it(xa, compared, tmp_path):
    shipped = str(HERE.parent / "criteria" / "tt25-2023-xa.yaml")
    paths = []
    for name, changed in (("kho", HARDER), ("de", EASIER)):
        path = tmp_path / f"{name}.yaml"
        path.write_text(HEAD.replace("xa-khac", name).replace("tt25-2023-xa", shipped) + changed, encoding="utf-8")
        paths.append(path)
    done = compared(*paths)
    assert "(10 forms looked at)" in done.stdout


@pytest.mark.parametrize("turned", [False, True])
def test_a_figure_that_one_of_two_variants_cannot_use_is_said_in_either_order(xa, compared, variant, turned):
    pair = (variant(A_CHANGE, "mot"), variant(HARDER, "hai"))
    done = compared(*(pair[::-1] if turned else pair))
    assert done.returncode == 2
    assert "indicator 5.1" in done.stderr


def test_a_figure_that_the_new_set_cannot_use_is_said(xa, compared, variant):
    done = compared(variant(A_CHANGE))
    assert done.returncode == 2
    assert "indicator 5.1" in done.stderr


def test_conditions_of_a_set_with_points_are_named(tmp_path, run):
    """The total is asked for more; no indicator moved, and the other conditions hold as before."""
    (tmp_path / "xa").mkdir()
    for name in ("bathuoc", "yendinh"):
        shutil.copy(HERE / f"{name}.xlsx", tmp_path / "xa")
    asked = "[{total: {at_least: 99%}}, {each_criterion: {at_least: 70%}}, {indicators: {met: ['1.1', '1.3']}}]"
    path = tmp_path / "kho.yaml"
    path.write_text(
        HEAD.replace("tt25-2023-xa", CRITERIA) + f"recognition:\n  levels:\n    - {{id: dat, requires: {asked}}}\n",
        encoding="utf-8",
    )
    done = run("criteria", "diff", CRITERIA, path, "--dir", "xa", "--lang", "en", "--format", "md")
    assert gains_of(done) == {
        ("Huyện Bá Thước", "Recognised"): ("eligible", "not eligible", "the total"),
        ("Huyện Yên Định", "Recognised"): ("possible", "not eligible", "the total"),
    }


def test_two_sets_that_decide_alike_change_nobodys_result(xa, compared, variant):
    done = compared(variant("issuer: {vi: Khác, en: Another}\n"))
    assert done.returncode == 0
    assert "No unit gains or loses a level." in done.stdout


# ---------------------------------------------------------------- far years, and years of which nobody knows the rule


FAR: dict[str, tuple[str, object]] = {
    "a decision in the year 9999": (layout.DECISION_DATE, datetime.date(9999, 12, 31)),
    "a decision in 9999 as text": (layout.DECISION_DATE, "31/12/9999"),
    "a decision after 2100": (layout.DECISION_DATE, datetime.date(2101, 1, 1)),
    "a decision at the end of 2100": (layout.DECISION_DATE, datetime.date(2100, 12, 31)),
    "a request in the year 9999": (layout.REQUEST_DATE, datetime.date(9999, 12, 31)),
    "the assessment year 9999": (layout.YEAR, 9999),
    "the assessment year 2100": (layout.YEAR, 2100),
    "a decision before our time": (layout.DECISION_DATE, "01/01/0001"),
}


@pytest.mark.parametrize(("key", "value"), FAR.values(), ids=FAR)
def test_a_far_year_in_one_form_of_a_batch_does_not_end_the_run(xa, run, district, key, value):
    write(xa / "xa-01.xlsx", "xa-01", typed(key, value))
    done = run("report", "--dir", "xa", "--format", "json")
    assert done.returncode in (0, 2)
    assert "Traceback" not in done.stderr
    assert len(json.loads(done.stdout)["units"]) == 10
    far = value not in (datetime.date(2100, 12, 31), 2100)
    assert (done.returncode == 2) is far
    rolled = district()
    assert "Traceback" not in rolled.stderr
    assert len(lower_states(rolled)) + ("lower-passed-over" in codes(rolled)) == 10
    page = run("score", "xa/xa-01.xlsx")
    assert page.returncode == done.returncode
    assert "Traceback" not in page.stderr


def province(path: Path, change: Callable[[FilledForm], object] = lambda _: None, **fields: Any) -> Path:
    """Write the form of a province that meets everything but, perhaps, 4.1."""
    return write(path, "tinh-mau", change, **{**fields, "answers": {"2.4": "yes", **fields.get("answers", {})}})


COUNTS = {
    "all districts gone": (0, 0, 0),
    "every district": (0, 27, 27),
    "no district": (0, 0, 27),
    "blank": (None,) * 3,
}


@pytest.mark.parametrize("year", [2025, 2026])
@pytest.mark.parametrize("counts", COUNTS.values(), ids=COUNTS)
def test_the_share_of_districts_stays_open_from_2025_whatever_is_filled_in(tmp_path, run, year, counts):
    fields = dict(zip(("value_1", "value_2", "value_3"), counts, strict=True))
    province(tmp_path / "tinh.xlsx", answered(id="4.1", **fields), year=year)
    done = run("score", "tinh.xlsx", "--lang", "en", "--format", "json")
    assert done.returncode == 0
    assert indicator_of(done, "4.1")["state"] == "undecided"
    assert levels_of(done) == {"muc-do-1": "possible", "muc-do-2": "possible"}
    assert unit_of(done)["verdict"] == {"certain": None, "possible": "muc-do-2"}
    assert the(done, "reading-open")["severity"] == "notice"
    assert {problem["severity"] for problem in all_problems(done)} == {"notice"}
    page = flat(run("score", "tinh.xlsx", "--lang", "en"))
    assert "denominator" not in page
    assert "0 errors" in page


JUDGED = {
    "every district": ((0, 27, 27), 0, "eligible", "eligible"),
    "just nine of ten": ((7, 2, 10), 0, "eligible", "not_eligible"),
    "no district": ((0, 0, 27), 0, "not_eligible", "not_eligible"),
    "blank": ((None, None, None), 0, "possible", "possible"),
    "all districts gone": ((0, 0, 0), 2, "possible", "possible"),
}


@pytest.mark.parametrize(("counts", "code", "first", "second"), JUDGED.values(), ids=JUDGED)
def test_the_share_of_districts_of_2024_is_judged(tmp_path, run, counts, code, first, second):
    fields = dict(zip(("value_1", "value_2", "value_3"), counts, strict=True))
    province(tmp_path / "tinh.xlsx", answered(id="4.1", **fields))
    done = run("score", "tinh.xlsx", "--format", "json")
    assert done.returncode == code
    assert levels_of(done) == {"muc-do-1": first, "muc-do-2": second}
    assert ("denominator-zero" in codes(done)) is (code == 2)
    assert "reading-open" not in codes(done)


@pytest.mark.parametrize("year", [None, "hai nghìn"])
def test_where_the_year_is_missing_the_share_of_districts_stays_open(tmp_path, run, year):
    def change(form: FilledForm) -> None:
        typed(layout.YEAR, year)(form)
        answered(id="4.1", value_1=0, value_2=0, value_3=0)(form)

    province(tmp_path / "tinh.xlsx", change)
    done = run("score", "tinh.xlsx", "--lang", "en", "--format", "json")
    assert done.returncode == 2  # the year has to be filled in
    assert indicator_of(done, "4.1")["state"] == "undecided"
    assert levels_of(done)["muc-do-1"] == "possible"
    assert {problem["code"] for problem in all_problems(done) if problem["severity"] == "error"} == {"year-unusable"}
    assert "None" not in the(done, "reading-open")["message"]


def test_forms_of_districts_do_not_decide_what_stays_open(tmp_path, run):
    for year in (2024, 2025):
        province(tmp_path / "tinh.xlsx", year=year, answers={"4.1": {"all": "1"}})
        held = {"number": "9", "date": "2024-05-01", "level": "muc-do-2"}
        write(tmp_path / "huyen" / "huyen.xlsx", "huyen-mau", decision=held)
        done = run("score", "tinh.xlsx", "--lower", "huyen", "--lang", "en", "--format", "json")
        assert done.returncode == 0
        assert lower_states(done) == {"huyen.xlsx": "recognised"}
        assert levels_of(done)["muc-do-2"] == ("eligible" if year == 2024 else "possible")


def test_what_stays_open_is_not_found_wrong_because_of_forms_of_former_districts(tmp_path, run):
    """There are no districts left, and a decision of 2024 still holds; nothing is judged, so nothing is an error."""
    province(tmp_path / "tinh.xlsx", answered(id="4.1", value_1=None, value_2=None, value_3=0), year=2025)
    write(
        tmp_path / "huyen" / "a.xlsx", "huyen-mau", decision={"number": "9", "date": "2024-05-01", "level": "muc-do-2"}
    )
    done = run("score", "tinh.xlsx", "--lower", "huyen", "--lang", "en", "--format", "json")
    assert indicator_of(done, "4.1")["state"] == "undecided"
    assert not codes(done) & {"denominator-zero", "parts-above-whole"}
    assert done.returncode == 0


# ---------------------------------------------------------------- facts that are not known


@pytest.mark.parametrize(("answer", "state"), [("?", "possible"), ("no", "possible"), ("yes", "eligible")])
def test_what_only_public_units_are_asked_is_open_while_ownership_is_unknown(tmp_path, run, answer, state):
    """A private office is not asked for its budget, so "no" does not keep it from the level."""
    write(
        tmp_path / "co-quan.xlsx", "van-phong-huyen-mau", facts={"type": "co-quan"}, without_evidence=[],
        answers={"1.3": answer, "2.1": "20/20", "3.1": {"thanh-vien": "19/20"}},
    )  # fmt: skip
    done = run("score", "co-quan.xlsx", "--lang", "en", "--format", "json")
    assert done.returncode == 0
    assert "fact-blank" in codes(done)
    assert levels_of(done)["muc-do-1"] == state
    met = {"?": None, "no": None, "yes": True}[answer]
    assert indicator_of(done, "1.3")["levels"]["muc-do-1"]["met"] is met
    (condition, *_) = unit_of(done)["levels"][0]["conditions"]
    assert {one["subject"]: one["state"] for one in condition["findings"]}["1.3"] == ("met" if met else "open")
    page = flat(run("score", "co-quan.xlsx", "--lang", "en"))
    assert ("indicator 1.3: not met" in page) is False


@pytest.mark.parametrize(("ownership", "state"), [("cong-lap", "not_eligible"), ("ngoai-cong-lap", "eligible")])
def test_once_ownership_is_known_it_is_decided(tmp_path, ownership, state):
    path = write(
        tmp_path / "co-quan.xlsx", "van-phong-huyen-mau", facts={"type": "co-quan", "ownership": ownership},
        without_evidence=[], answers={"1.3": "no", "2.1": "20/20", "3.1": {"thanh-vien": "19/20"}},
    )  # fmt: skip
    assert assess(path).verdict.levels[0].state == state
