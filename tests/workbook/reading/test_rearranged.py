"""Rows that were sorted or copied by halves, sheets and rows that stand there twice, marks that moved."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from filled import about, put
from rearranged import copied_over, doubled_row, doubled_sheet, put_in_front, sorted_rows
from xhht_score.api.repair import repair
from xhht_score.api.single import assess
from xhht_score.errors import Place, XhhtError
from xhht_score.spreadsheet.cell_names import cell_name
from xhht_score.words import LANGUAGES, Words
from xhht_score.workbook import layout

FAULTS = Path(__file__).parents[2] / "faults"
#: What is said when the form's own formulas, texts and results are no longer those that it was handed out with.
TORN = {"formula-changed", "label-changed", "choices-changed", "changes-more", "result-differs"}


def news(path, unit="bathuoc", examples=Path(__file__).parents[3] / "examples"):
    """Give what is said of a form and not of the form of the unit as it stands in the examples."""
    known = {(one.code, one.arguments.get("indicator")) for one in assess(examples / f"{unit}.xlsx").problems}
    found = assess(path)
    return found, [one for one in found.problems if (one.code, one.arguments.get("indicator")) not in known]


def values(assessment, identifier):
    return set(assessment.submission.answers[identifier].values.values())


# ---------------------------------------------------------------- kind 5: rows with the texts of another indicator


def test_rows_sorted_without_ids():
    found = assess(FAULTS / "rows-sorted-without-ids.xlsx")
    mixed = {one.arguments["indicator"]: one for one in found.problems if one.code == "row-mixed-up"}
    assert {name: one.arguments["other"] for name, one in mixed.items()} == {"3.2": "3.3", "3.3": "3.2"}
    assert [one.place.cell for one in mixed.values()] == ["B30", "B31"]
    assert all(one.severity == "error" for one in mixed.values())
    assert values(found, "3.2") == values(found, "3.3") == {None}
    assert found.scorecard.total.points.low < found.scorecard.total.points.high
    assert "answer-blank" not in {one.code for one in found.problems}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("change", "mixed"),
    [
        (sorted_rows(("1.4", "1.5", "1.6"), (1, 2, 0)), {"1.4", "1.5", "1.6"}),
        (sorted_rows(("1.4", "1.5"), (1, 0), layout.TITLE, layout.TITLE), {"1.4", "1.5"}),
        (copied_over("1.5", "1.6"), {"1.6"}),
        (copied_over("1.5", "1.6", layout.ASKED), {"1.6"}),
        (put("1.5", "  cấp ủy BAN hành nghị quyết ", layout.TITLE), set()),
        (put("1.5", "Tin, bài tuyên truyền", layout.TITLE), set()),
        (put("1.5", None, layout.TITLE), set()),
        (put("1.5", 12), set()),
    ],
)
def test_a_row_with_the_texts_of_exactly_one_other_indicator_is_mixed_up(form_file, change, mixed, language):
    found = assess(form_file(change, language=language))
    assert {one.arguments["indicator"] for one in found.problems if one.code == "row-mixed-up"} == mixed
    for identifier in ("1.4", "1.5", "1.6"):
        answer = found.submission.answers[identifier]
        assert (set(answer.values.values()) == {None}) == (identifier in mixed)
        assert (answer.evidence is None) == (identifier in mixed)
    assert not [one for one in found.problems if one.code in ("answer-blank", "evidence-blank")]


def test_the_figures_of_the_council_in_a_mixed_up_row_do_not_count(form_file):
    def change(form):
        put("1.6", 9, layout.appraised_field(0))(form)
        put("1.6", "đếm lại", layout.APPRAISED_REASON)(form)
        sorted_rows(("1.5", "1.6"), (1, 0))(form)

    assert not assess(form_file(change)).submission.appraisals


def test_a_text_that_several_indicators_share_tells_nothing(form_file):
    shared = "(1) Đạt hay không"
    found = assess(form_file(put("1.1", shared, layout.ASKED)))
    assert "row-mixed-up" not in {one.code for one in found.problems}


# ---------------------------------------------------------------- kind 6: what stands there twice


def test_copy_of_answers_sheet():
    found = assess(FAULTS / "copy-of-answers-sheet.xlsx")
    (said,) = [one for one in found.problems if one.severity == "error"]
    assert said.code == "sheet-repeated"
    assert (said.arguments["first"], said.arguments["second"]) == ("Tự đánh giá", "Tự đánh giá (2)")
    assert said.arguments["cells"] == ("F10 (20 ≠ 12)",)
    assert values(found, "1.5") == {None}
    assert not {one.code for one in found.problems} & {"answer-blank", "sheet-ignored", *TORN}


@pytest.mark.parametrize("sheet", ["answers", "info"])
def test_a_copy_that_holds_the_same_is_a_notice(form_file, sheet):
    found, said = news(form_file(doubled_sheet(sheet)))
    assert [(one.code, one.severity) for one in said] == [("copy-alike", "notice")]
    assert found.scorecard == assess(form_file()).scorecard


def test_the_sheet_with_the_title_it_was_handed_out_with_is_compared_and_named(form_file):
    def change(form):
        doubled_sheet()(form)
        put("1.5", 20)(form)
        put("1.6", None)(form)

    found, said = news(form_file(change))
    (one,) = said
    assert one.place == Place(found.file, sheet="Tự đánh giá")
    assert one.arguments["n"] == "2"
    assert "(20 ≠ 12)" in one.arguments["cells"][0]
    assert "(– ≠ 3)" in one.arguments["cells"][1]


def test_a_dozen_cells_are_named_and_all_are_counted(form_file):
    def change(form):
        doubled_sheet()(form)
        for row in range(layout.FIRST_ROW + 1, layout.FIRST_ROW + 15):
            form.answers.cell(row, 6).value = "?"

    _, said = news(form_file(change))
    (one,) = [one for one in said if one.code == "sheet-repeated"]
    assert len(one.arguments["cells"]) == 12
    assert int(one.arguments["n"]) > 12


def test_a_figure_that_is_a_percentage_in_one_copy_only_differs(form_file):
    def change(form):
        cell = put("2.12", 0.84)(form)
        doubled_sheet()(form)
        cell.number_format = "0.00"

    found, said = news(form_file(change))
    assert [one.code for one in said] == ["sheet-repeated"]
    assert values(found, "2.12") == {None}


def test_two_info_sheets_that_differ_leave_out_what_differs(form_file):
    def change(form):
        doubled_sheet("info")(form)
        about(layout.UNIT_NAME, "Huyện khác")(form)

    found = assess(form_file(change))
    assert [one.code for one in found.problems if one.severity == "error"] == ["sheet-repeated"]
    assert found.submission.unit.name == "form"  # of the file: no name can be trusted


def test_a_row_twice_counts_where_both_say_the_same(form_file):
    found, said = news(form_file(doubled_row("1.4")))
    assert [one.code for one in said] == ["copy-alike"]
    assert found.scorecard == assess(form_file()).scorecard

    def change(form):
        doubled_row("1.4")(form)
        put("1.4", 7)(form)

    found, said = news(form_file(change))
    assert [one.code for one in said] == ["row-id-repeated"]
    assert said[0].arguments["cells"] == ("E9/E51 (7 ≠ 13)",)
    first, second = found.submission.answers["1.4"].values.values()
    assert (first, second) == (None, 16)


def test_a_key_twice_counts_where_both_say_the_same(form_file):
    def twice(value):
        def change(form):
            row = form.info.max_row + 1
            form.info.cell(row, 1).value = layout.YEAR
            form.info.cell(row, 3).value = value

        return change

    _, said = news(form_file(twice(2020)))
    assert [one.code for one in said] == ["copy-alike"]
    found, said = news(form_file(twice(2021)))
    assert [one.code for one in said] == ["key-repeated"]
    assert found.submission.year is None


def test_the_column_of_the_values_twice_is_no_silent_choice(form_file):
    def change(form):
        form.info.insert_cols(3)
        for row in range(1, form.info.max_row + 1):
            form.info.cell(row, 3).value = form.info.cell(row, 4).value
        form.info.cell(next(cell.row for cell in form.info["A"] if cell.value == layout.YEAR), 3).value = 2019

    found = assess(form_file(change))
    assert "key-repeated" in {one.code for one in found.problems}
    assert found.submission.year is None


# ---------------------------------------------------------------- kind 6: marks that moved


def test_column_inserted_first():
    found = assess(FAULTS / "column-inserted-first.xlsx")
    assert not [one for one in found.problems if one.severity == "error"]
    assert found.scorecard.total.points.low == found.scorecard.total.points.high
    (lacking,) = [one for one in found.problems if one.code == "evidence-lacking"]
    assert lacking.place.cell == "S36"  # a column further than where it was handed out


@pytest.mark.parametrize(("rows", "columns"), [(1, 0), (0, 1), (2, 3)])
def test_rows_and_columns_in_front_change_nothing_but_the_cells(form_file, rows, columns):
    found, said = news(form_file(put_in_front(rows, columns, "answers", "info")))
    assert {one.code for one in said} <= TORN | {"column-hidden"}
    assert found.scorecard.total == assess(form_file()).scorecard.total
    place = found.submission.answers["1.5"].places["number"]
    assert place.cell == cell_name(9 + rows, 4 + columns)


def test_percent_formats_are_looked_up_in_the_cell_that_moved(form_file):
    def change(form):
        put("2.12", 0.84, number_format="0.00%")(form)
        put_in_front(1, 1)(form)

    found, said = news(form_file(change))
    assert {one.code for one in said} <= TORN | {"column-hidden"}
    assert values(found, "2.12") == {Fraction(84, 100)}


def test_a_hidden_row_sorted_to_the_end_is_found(form_file):
    def change(form):
        sheet, last = form.answers, form.answers.max_row
        for column in range(1, sheet.max_column + 1):
            sheet.cell(last + 1, column).value = sheet.cell(1, column).value
        sheet.delete_rows(1)

    assert assess(form_file(change)).scorecard.total == assess(form_file()).scorecard.total


def test_what_stands_in_front_of_the_ids_is_named(form_file):
    def change(form):
        put_in_front(0, 1)(form)
        form.answers.cell(9, 1).value = "xem lại"

    _, said = news(form_file(change))
    (one,) = [one for one in said if one.code == "column-ignored"]
    assert one.arguments["given"] == ("A",)


@pytest.mark.parametrize("name", ["column-inserted-first.xlsx"])
def test_repair_puts_the_marks_back(tmp_path, name):
    path = tmp_path / "new.xlsx"
    repair(FAULTS / name).book().save(path)
    new, old = assess(path), assess(FAULTS / name)
    assert new.scorecard.total == old.scorecard.total
    assert {one.code for one in new.problems} == {"evidence-lacking"}


def test_a_mark_that_is_gone_is_named_with_a_remedy(form_file):
    with pytest.raises(XhhtError) as caught:
        assess(form_file(lambda form: form.answers.delete_cols(1)))
    (one,) = caught.value.problems
    assert one.code == "marker-lacking"
    assert Words("vi").say("sheet-answers") in Words("vi").message(one)
