"""A district and its communes' forms, end to end: who counts and why, what is filled in, what is named."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from openpyxl import Workbook

from communes import (
    COMMUNES,
    ENTRIES,
    EXAMPLE_VARIANT,
    HEAD,
    all_problems,
    answered,
    assert_not_filled,
    codes,
    flat,
    indicator_of,
    levels_of,
    lower_states,
    share_of,
    the,
    typed,
    unit_of,
    write,
)
from filled import FilledForm
from make import HERE
from xhht_score.api.single import load_once
from xhht_score.words import Words
from xhht_score.workbook import layout
from xhht_score.workbook.writing.template import make_form

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
    assert {one["valid_until"] for one in rolled["units"]} == {"2028-12-31", None}
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


def test_a_decision_after_the_last_day_of_the_districts_own_dossier_does_not_count(xa, district):
    write(xa / "xa-01.xlsx", "xa-01", decision={"number": "1", "date": "2025-04-29", "level": "muc-do-1"})
    assert lower_states(district())["xa-01.xlsx"] == "recognised"
    write(xa / "xa-01.xlsx", "xa-01", decision={"number": "1", "date": "2025-04-30", "level": "muc-do-1"})
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
    assert "indicator 4.1: 1 form is of other units above" in the(done, "lower-elsewhere")["message"]
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
        ("4.1.muc-do-1", "7", "lower", True), ("4.1.muc-do-2", "2", "lower", True), ("4.1.all", "10", None, False),
    ]  # fmt: skip
    assert one["cell"].split("!")[1] == one["values"][2]["cell"]


def test_explain_says_where_the_figure_came_from(xa, run):
    done = run("explain", "huyen.xlsx", "4.1", "--lower", "xa", "--lang", "en")
    assert done.returncode == 0
    said = flat(done)
    assert "at level 1 at most: 7 (from the lower units' forms)" in said
    assert "at level 2: 2 (from the lower units' forms)" in said
    assert re.search(r"10 \(cell \S+!F\d+\)", " ".join(said.split()).replace("Tự đánh giá", "sheet"))
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
    shutil.copyfile(HERE.parent / "criteria" / "tt25-2023-xa.yaml", tmp_path / "gốc.yaml")
    path.write_text(HEAD.replace("tt25-2023-xa", "gốc.yaml"), encoding="utf-8")
    write(xa / "xa-01.xlsx", "xa-01", criteria_set=str(path))
    done = district("--lower-criteria", path)
    assert done.returncode == 0
    assert "lower-passed-over" not in codes(done)
    assert (share_of(done), levels_of(done)["muc-do-1"]) == (Fraction("0.9"), "eligible")


def test_lower_criteria_that_cannot_be_used_are_said(xa, district):
    done = district("--lower-criteria", "tt44-2014-xa")
    assert done.returncode == 2
    assert "draft" in done.stderr
