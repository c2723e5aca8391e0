"""The council's columns: read, scored beside the unit's own answers, shown with every change and its reason."""

from __future__ import annotations

import json
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given

from builders import assessments
from make import HERE
from xhht_score.api.single import assess
from xhht_score.engine import score
from xhht_score.reports.interface import unit_object
from xhht_score.reports.markdown import write_markdown
from xhht_score.reports.unit import compose_unit
from xhht_score.submission import Appraisal, appraised
from xhht_score.words import LANGUAGES, Words
from xhht_score.workbook.layout import APPRAISAL_MARKER, UNIT_ANSWER


def council(*cells: tuple[str, str, Any]) -> Callable[[Any], None]:
    """Give a change that fills in cells by id and field."""

    def change(form: Any) -> None:
        for identifier, field, value in cells:
            form.cell(identifier, field).value = value

    return change


def points(assessment: Any, identifier: str) -> tuple[Fraction, Fraction]:
    """Give the points of an indicator."""
    found = [one for each in assessment.scorecard.criteria for one in each.indicators if one.id == identifier]
    return found[0].points.low, found[0].points.high


def codes(assessment: Any) -> list[tuple[str, str | None]]:
    """Give code and cell of what there is to say about the council's columns."""
    return [(one.code, one.place.cell) for one in assessment.problems if one.place.sheet == "Thẩm định"]


CHANGED = council(
    ("2.2", "appraised_1", 40), ("2.2", "appraised_reason", "Bốn trường hết hạn công nhận"),
    ("1.1", "appraised_evidence", "không chấp nhận"), ("1.1", "appraised_reason", "Chỉ thị của năm trước"),
)  # fmt: skip


def test_a_figure_of_the_council_counts_on_its_side_only(form_file):
    own, other = assess(form_file(CHANGED)).both
    plain = assess(form_file(name="plain.xlsx"))
    assert own.scorecard == assess(form_file(CHANGED), which="self").scorecard
    assert own.scorecard.total == plain.scorecard.total
    assert (points(own, "2.2"), points(other, "2.2")) == ((3, 3), (2, 2))
    assert (points(own, "1.1"), points(other, "1.1")) == ((3, 3), (0, 0))
    assert other.scorecard.total.points.low == own.scorecard.total.points.low - 1 - 3
    assert codes(own) == []


def test_refused_evidence_is_a_state_of_its_own(form_file):
    own, other = assess(form_file(CHANGED)).both
    states = [one.scorecard.criteria[0].indicators[0].state for one in (own, other)]
    assert states == ["answered", "refused"]


def test_a_declaration_that_is_refused_leaves_the_indicator_missing_until_there_are_figures(form_file):
    refused = council(("2.1", "appraised_not_applicable", "không chấp nhận"), ("2.1", "appraised_reason", "có trường"))
    own, other = assess(form_file(refused, "dangbokhoi")).both
    assert points(own, "2.1") == (0, 0)
    assert points(other, "2.1")[0] < points(other, "2.1")[1]
    assert other.scorecard.total.maximum.low > own.scorecard.total.maximum.low


def test_which_gives_the_one_or_the_other_or_both(form_file):
    path = form_file(CHANGED)
    whole = assess(path)
    assert assess(path, which="self").beside is None
    alone = assess(path, which="appraised")
    assert alone.which == "appraised"
    assert alone.scorecard == whole.both[1].scorecard
    assert assess(path, which="both").both == whole.both


@pytest.mark.parametrize(
    ("cells", "unit", "code", "field"),
    [
        ([("2.2", "appraised_1", 40)], "bathuoc", "appraisal-without-reason", "J"),
        ([("1.1", "appraised_evidence", "không chấp nhận")], "bathuoc", "appraisal-without-reason", "P"),
        ([("1.1", "appraised_evidence", "có lẽ")], "bathuoc", "appraisal-unclear", "P"),
        ([("2.2", "appraised_1", "bốn mươi")], "bathuoc", "cell-not-a-number", "J"),
        ([("2.2", "appraised_1", 400)], "bathuoc", "numerator-above-denominator", "J"),
        ([("2.1", "appraised_1", "x")], "dangbokhoi", "cell-word-unknown", "J"),
    ],
)
def test_what_is_wrong_with_the_council_s_columns_is_named_with_its_cell(form_file, cells, unit, code, field):
    found = codes(assess(form_file(council(*cells), unit)))
    assert code in [one for one, _ in found]
    assert all((cell or "").rstrip("0123456789") == field for _, cell in found)


def test_figures_beside_a_declaration_that_stands_do_not_count(form_file):
    cells = council(("2.2", "appraised_1", 3), ("2.2", "appraised_2", 4), ("2.2", "appraised_reason", "đã kiểm tra"))
    own, other = assess(form_file(cells, "dangbokhoi")).both
    assert codes(own) == [("appraisal-beside-not-applicable", codes(own)[0][1])]
    assert own.scorecard == other.scorecard


def test_the_same_figure_is_no_change_and_needs_no_reason(form_file):
    own = assess(form_file(council(("2.2", "appraised_1", 44), ("1.1", "appraised_evidence", "chấp nhận")))).both[0]
    assert codes(own) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_results_stand_side_by_side_with_every_change_and_its_reason(form_file, language):
    words = Words(language)
    page = write_markdown(compose_unit(words, assess(form_file(CHANGED))))
    section = page[page.index(words.say("appraisal-heading")) :]
    for said in (
        "| 2.2 |",
        "44 / 73",
        "40 / 73",
        "Bốn trường hết hạn công nhận",
        words.say("appraisal-evidence-refused"),
    ):
        assert said in section, said
    assert "| 1.2 |" not in section[: section.index("\n- ")]


def test_json_holds_both_totals_and_the_changes(form_file):
    found = json.loads(json.dumps(unit_object(Words("vi"), assess(form_file(CHANGED)))))
    appraisal = found["appraisal"]
    assert found["which"] == "self"
    assert appraisal.keys() == {"self", "appraised", "changes"}
    assert appraisal["self"].keys() == appraisal["appraised"].keys() == {"total", "verdict"}
    assert [one["id"] for one in appraisal["changes"]] == ["1.1", "2.2"]
    keys = {"id", "self", "appraised", "evidence_accepted", "omission_accepted", "reason", "answer"}
    assert all(one.keys() == keys for one in appraisal["changes"])
    assert appraisal["changes"][1]["appraised"] == {"state": "answered", "low": "2", "high": "2", "met": {"dat": False}}


def test_the_command_takes_which(run, form_file):
    path = form_file(CHANGED)
    both, mine, council_s = (run("score", path, "--which", which).stdout for which in ("both", "self", "appraised"))
    assert "Tự đánh giá và thẩm định" in both
    assert "Thẩm định" not in mine
    assert "Kết quả theo ý kiến thẩm định của hội đồng" in council_s
    done = run("score", path, "--which", "hội đồng")
    assert (done.returncode, done.stdout) == (2, "")
    assert "appraised" in done.stderr
    assert "chưa có ý kiến thẩm định" in run("score", form_file(name="b.xlsx"), "--which", "appraised").stdout


def test_the_report_ranks_by_the_council_s_result_where_it_is_asked_to(run, form_file, tmp_path):
    form_file(CHANGED, name="forms/a.xlsx")
    totals = {}
    for which in ("self", "appraised"):
        done = run("report", "--all", "--dir", tmp_path / "forms", "--which", which, "--format", "json")
        totals[which] = Fraction(json.loads(done.stdout)["units"][0]["total"]["low"])
    assert totals["self"] == totals["appraised"] + 1 + 3


def test_the_report_gives_both_results_of_every_unit_that_has_both(run, form_file, tmp_path):
    form_file(CHANGED, name="forms/a.xlsx")
    form_file(name="forms/b.xlsx", unit="samson")
    done = run("report", "--all", "--dir", tmp_path / "forms", "--which", "both", "-f", "md")
    first, second = (
        next(line for line in done.stdout.splitlines() if name in line) for name in ("Bá Thước", "Sầm Sơn")
    )
    assert "; Thẩm định: " in first
    assert "Thẩm định" not in second
    assert done.stdout.count("Tự đánh giá: ") == 1
    found = json.loads(run("report", "--all", "--dir", tmp_path / "forms", "--which", "both", "-f", "json").stdout)
    assert {one["unit"]["name"]: one["appraisal"] is not None for one in found["units"]} == {
        "Huyện Bá Thước": True,
        "Thành phố Sầm Sơn": False,
    }


def test_a_merged_form_says_that_it_leaves_the_appraisal_out(run, form_file):
    done = run("merge", form_file(CHANGED), "-o", "whole.xlsx")
    assert "thẩm định ở các chỉ tiêu 1.1, 2.2" in done.stderr


@given(pair=assessments())
def test_a_council_that_says_nothing_changes_nothing(pair):
    criteria_set, submission = pair
    silent = submission.model_copy(update={"appraisals": {name: Appraisal() for name in criteria_set.indicators}})
    assert score(criteria_set, appraised(silent)) == score(criteria_set, submission)


def test_an_appraisal_survives_the_form(form_file, tmp_path: Path):
    from xhht_score.api.single import load_once
    from xhht_score.workbook.writing.template import make_form

    before = assess(form_file(CHANGED)).submission
    loaded = load_once("thanh-hoa-2020")
    path = tmp_path / "again.xlsx"
    make_form(Words("en"), loaded.criteria_set, loaded.sha256, submission=before).save(path)
    after = assess(path).submission.appraisals
    assert {name: (one.values, one.evidence, one.reason) for name, one in after.items()} == {
        name: (one.values, one.evidence, one.reason) for name, one in before.appraisals.items()
    }


# ---------------------------------------------------------------- what the unit answers

ANSWER = "Bốn trường đã nộp hồ sơ công nhận lại"


def answering(form: Any) -> None:
    CHANGED(form)
    form.cell("2.2", UNIT_ANSWER).value = ANSWER


def test_what_the_unit_answers_stands_beside_the_change_and_changes_no_result(run, form_file):
    path = form_file(answering)
    (own, other), (plain_own, plain_other) = assess(path).both, assess(form_file(CHANGED, name="plain.xlsx")).both
    assert {name: one.answer for name, one in own.submission.appraisals.items()} == {"1.1": None, "2.2": ANSWER}
    for one, plain in ((own, plain_own), (other, plain_other)):
        assert (one.scorecard.total, one.verdict) == (plain.scorecard.total, plain.verdict)
    changes = json.loads(run("score", path, "--format", "json").stdout)["appraisal"]["changes"]
    assert {one["id"]: one["answer"] for one in changes} == {"1.1": None, "2.2": ANSWER}
    page = run("score", path, "--format", "md").stdout
    (row,) = [line for line in page.splitlines() if line.startswith("| 2.2 |") and ANSWER in line]
    assert [cell.strip() for cell in row.strip("|").split("|")][-2:] == ["Bốn trường hết hạn công nhận", ANSWER]


def test_without_an_answer_the_page_has_no_column_for_it(run, form_file):
    page = run("score", form_file(CHANGED), "--format", "md").stdout
    assert "Lý do thẩm định" in page
    assert "Giải trình của đơn vị" not in page


def test_an_answer_where_the_council_changed_nothing_is_a_notice_at_its_cell(run, form_file):
    def change(form: Any) -> None:
        answering(form)
        form.cell("1.5", UNIT_ANSWER).value = "đã đếm lại"

    path = form_file(change)
    said = [one for one in assess(path).problems if one.code == "appraisal-answer-to-nothing"]
    assert [(one.severity, one.arguments["indicator"]) for one in said] == [("notice", "1.5")]
    assert said[0].place.sheet == "Thẩm định"
    assert run("score", path).returncode == 0


def test_a_change_without_an_answer_is_no_problem(form_file):
    assert codes(assess(form_file(CHANGED))) == []


def test_an_answer_alone_is_no_appraisal(run, form_file):
    path = form_file(council(("1.5", UNIT_ANSWER, "đã đếm lại")))
    found = assess(path)
    assert found.both is None
    assert found.submission.appraisals["1.5"].answer == "đã đếm lại"
    assert "nothing-appraised" in {one.code for one in assess(path, which="appraised").problems}


@pytest.mark.parametrize("way", ["repair", "template"])
def test_an_answer_is_carried_into_a_form_that_is_made_anew(run, form_file, tmp_path, way):
    if way == "repair":
        assert run("repair", form_file(answering), "-o", "moi.xlsx").returncode == 0
    else:
        from xhht_score.api.single import load_once
        from xhht_score.workbook.writing.template import make_form

        loaded, before = load_once("thanh-hoa-2020"), assess(form_file(answering)).submission
        form = make_form(Words("en"), loaded.criteria_set, loaded.sha256, submission=before)
        form.save(tmp_path / "moi.xlsx")
    after = assess(tmp_path / "moi.xlsx").submission.appraisals
    assert (after["2.2"].answer, after["2.2"].reason) == (ANSWER, "Bốn trường hết hạn công nhận")


def test_the_unit_may_write_into_its_own_column_of_the_protected_sheet_only(form_file):
    book = openpyxl.load_workbook(form_file())
    sheet = book["Thẩm định"]
    columns = {cell.value: cell.column for cell in sheet[1]}
    row = next(cell.row for cell in sheet["A"] if cell.value == "2.2")
    open_fields = {name for name, at in columns.items() if not sheet.cell(row, at).protection.locked}
    assert sheet.protection.sheet
    assert UNIT_ANSWER in open_fields
    colour = {name: sheet.cell(row, columns[name]).fill.fgColor.rgb for name in (UNIT_ANSWER, "appraised_reason")}
    assert len(set(colour.values())) == 2  # whose cell it is can be seen


def test_a_form_without_the_column_is_read_as_ever(form_file):
    def gone(form: Any) -> None:
        CHANGED(form)
        sheet = form.council
        at = next(cell.column for cell in sheet[1] if cell.value == UNIT_ANSWER)
        sheet.delete_cols(at)

    found, whole = assess(form_file(gone)), assess(form_file(CHANGED, name="b.xlsx"))
    assert {one.answer for one in found.submission.appraisals.values()} == {None}
    assert found.both[1].scorecard.total == whole.both[1].scorecard.total


@pytest.mark.parametrize("language", LANGUAGES)
def test_refused_declarations_and_silence_are_said(form_file, language):
    words = Words(language)
    refused = council(("2.1", "appraised_not_applicable", "không chấp nhận"), ("2.1", "appraised_reason", "có trường"))
    page = write_markdown(compose_unit(words, assess(form_file(refused, "dangbokhoi"))))
    assert words.say("appraisal-omission-refused") in page
    agreed = council(("1.1", "appraised_evidence", "chấp nhận"))
    page = write_markdown(compose_unit(words, assess(form_file(agreed, name="b.xlsx"))))
    assert words.say("appraisal-nothing-changed") in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_set_without_points_says_what_is_met_on_each_side(tmp_path: Path, language):
    words, path = Words(language), tmp_path / "xa.xlsx"
    book = openpyxl.load_workbook(HERE / "tt25/xa/xa-01.xlsx")
    sheet = next(one for one in book.worksheets if one["A1"].value == APPRAISAL_MARKER)
    columns = {cell.value: cell.column for cell in sheet[1]}
    row = next(cell.row for cell in sheet["A"] if cell.value == "1.1")
    sheet.cell(row, columns["appraised_1"]).value = "Không"
    sheet.cell(row, columns["appraised_reason"]).value = "Không có kế hoạch năm"
    book.save(path)
    own, other = assess(path).both
    met = [one.scorecard.criteria[0].indicators[0].levels[0].met_low for one in (own, other)]
    assert met == [True, False]
    assert other.verdict.possible is None
    page = write_markdown(compose_unit(words, assess(path)))
    section = page[page.index(words.say("appraisal-heading")) :]
    assert "Không có kế hoạch năm" in section
    assert words.say("not-met") in section


def _id_gone(form):
    form.council.cell(form.row("2.2", form.council), 1).value = None


def _id_unknown(form):
    form.council.cell(form.row("2.2", form.council), 1).value = "9.9"


def _field_gone(form):
    next(cell for cell in form.council[1] if cell.value == "appraised_1").value = None


def _beside(form):
    form.council.cell(8, form.council.max_column + 4).value = "ghi bên lề"


@pytest.mark.parametrize("change", [_id_gone, _id_unknown, _field_gone, _beside])
def test_what_the_council_wrote_and_no_indicator_takes_is_an_error(form_file, change):
    def both(form):
        council(("2.2", "appraised_1", 40), ("2.2", "appraised_reason", "đã xem"))(form)
        change(form)

    assert "appraisal-nowhere" in {one.code for one in assess(form_file(both)).problems}


def test_a_second_row_of_an_indicator_counts_where_the_first_is_blank(form_file):
    def below(form):
        row = form.council.max_row + 1
        for field, value in (("id", "2.2"), ("appraised_1", 40), ("appraised_reason", "đã xem")):
            column = 1 if field == "id" else next(cell.column for cell in form.council[1] if cell.value == field)
            form.council.cell(row, column).value = value

    plain = council(("2.2", "appraised_1", 40), ("2.2", "appraised_reason", "đã xem"))
    assert (
        assess(form_file(below)).both[1].scorecard.total
        == assess(form_file(plain, name="b.xlsx")).both[1].scorecard.total
    )


def test_a_formula_of_the_council_that_was_never_computed_is_an_error(form_file):
    found = assess(form_file(council(("2.2", "appraised_1", "=E20"))))
    assert "cell-formula-uncalculated" in {one.code for one in found.problems}
