"""Cells whose unit is %: one rule for ratios, amounts and changes, for the unit, the council and every candidate."""

from __future__ import annotations

import shutil
import zipfile
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from broken_files import patched
from containers import ods, xls, xlsb, zipped
from corpus import sheets
from filled import FilledForm, form_of, old_form_of, put
from make import CRITERIA, HERE
from sentences import assert_said
from xhht_score import assess
from xhht_score.api.parts import join
from xhht_score.api.repair import repair
from xhht_score.api.single import load_once
from xhht_score.errors import Problem, XhhtError
from xhht_score.numbers import Percentage
from xhht_score.words import Words
from xhht_score.workbook import layout
from xhht_score.workbook.reading.cells import open_form
from xhht_score.workbook.reading.form import FormReading, read_form

AMOUNT = """\
          kind: amount
          of: {vi: Tỷ lệ, en: Rate}
          unit: {vi: "%", en: "%"}
          maximum: 1000
"""
OURS = ("cell-percent-ambiguous", "cell-percent-read", "cell-percent-above", "cell-percent-lost", "change-far-apart")
UNIT_OF = {"2.12": "percentage", "4.3": "last_year", "4.4": "number"}


@pytest.fixture(scope="module")
def with_amount(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a variant of the pilot set whose indicator 4.4 is an amount in %, and whose changes may be large."""
    text = load_once(CRITERIA).path.read_text(encoding="utf-8")
    before, after = text.split('id: "4.4"')
    start, end = after.index("          kind: amount"), after.index("        scoring:")
    text = f'{before}id: "4.4"{after[:start]}{AMOUNT}{after[end:]}'.replace("maximum: 100\n", "maximum: 1000\n", 1)
    path = tmp_path_factory.mktemp("bộ") / "tỷ lệ.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def reading(with_amount: Path, tmp_path: Path) -> Any:
    """Give a function that reads the form of a unit after changes to it; `new` forms have percent cells."""

    def read(*changes: Any, new: bool = False) -> FormReading:
        form = (form_of if new else old_form_of)("bathuoc", criteria_set=str(with_amount), answers={"4.4": "31.5"})
        for change in changes:
            change(form)
        path = tmp_path / "form.xlsx"
        form.leave(path)
        found = read_form(open_form(path), load_once(str(with_amount)).criteria_set)
        for one in found.problems:
            assert_said(one, path)
        return found

    return read


def said(found: FormReading, *codes: str) -> list[Problem]:
    return [one for one in found.problems if one.code in (codes or OURS)]


def percentage(found: FormReading, identifier: str, name: str = "") -> Fraction | None:
    """Give what was read as a percentage: 97.5 is 97.5%."""
    name = name or UNIT_OF[identifier]
    value = found.submission.answers[identifier].values[name]
    return value * 100 if value is not None and identifier == "2.12" else value


# ---------------------------------------------------------------- the stored number counts, its format says its unit


@pytest.mark.parametrize(
    ("typed", "number_format", "meant"),
    [
        (0.755, "0.00%", "75.5"),
        (0.0094, "0.0%", "0.94"),
        (0.5, "[<=1]0%;0", "50"),
        (1, "0%", "100"),
        (75.5, "General", "75.5"),
        (75.5, "#,##0.##########", "75.5"),
        (0, "General", "0"),
        (0, "0.00%", "0"),
        (0.94, '0.00"%"', "0.94"),
        ("97,5%", "@", "97.5"),
        ("0,94%", "@", "0.94"),
        ("'0,94%", "@", "0.94"),
        ("０．９４％", "@", "0.94"),
        (" 97.5 % ", "@", "97.5"),
        ("97,5", "@", "97.5"),
        ("0", "@", "0"),
    ],
)
def test_a_percentage_is_read_by_its_sign_and_above_1_by_its_size(reading, typed, number_format, meant):
    blank = put("4.3", None, "value_2")  # the figure of the other year says nothing
    found = reading(*(put(one, typed, number_format=number_format) for one in UNIT_OF), blank)
    assert [percentage(found, one) for one in UNIT_OF] == [Fraction(meant)] * 3
    assert said(found) == []


@pytest.mark.parametrize(
    ("typed", "number_format"),
    [(0.94, "General"), (0.94, "0.00"), (1, "0"), (0.001, "General"), (-0.5, "0.0"), ("0,94", "@"), ("1", "@"),
     (0.94, "[>1]0%;0.00")],
)  # fmt: skip
def test_up_to_1_without_its_sign_it_can_mean_two_things_and_is_missing(reading, typed, number_format):
    blank = put("4.3", None, "value_2")
    found = reading(*(put(one, typed, number_format=number_format) for one in UNIT_OF), blank)
    assert [percentage(found, one) for one in UNIT_OF] == [None] * 3
    assert [one.arguments["indicator"] for one in said(found)] == [*UNIT_OF]
    for problem in said(found):
        assert (problem.code, problem.severity) == ("cell-percent-ambiguous", "error")
        number = Fraction(str(typed).replace(",", "."))
        meanings = problem.arguments["value"], problem.arguments["other"]
        assert meanings == (Percentage(number / 100), Percentage(number))
        assert "Ctrl+Shift+%" in Words("en").remedy(problem)


@pytest.mark.parametrize("identifier", ["4.3", "4.4"])
def test_a_number_above_1_with_a_percent_format_is_a_hundred_times_as_much_and_that_is_said(reading, identifier):
    blank = put("4.3", None, "value_2")
    found = reading(put(identifier, 1.5, number_format="0.00%"), blank)
    assert percentage(found, identifier) == 150
    (problem,) = said(found)
    assert (problem.code, problem.severity) == ("cell-percent-above", "warning")
    assert "150%" in Words("vi").message(problem)
    assert "1,5%" in Words("vi").message(problem)


def test_75_with_a_percent_format_is_told_as_it_stands_and_as_it_is_shown(reading):
    (problem,) = said(reading(put("2.12", 75, number_format="0%")), "cell-above-maximum")
    assert "7500% (ô đang lưu số 75)" in Words("vi").message(problem)
    (problem,) = said(reading(put("2.12", "7500%", number_format="@")), "cell-above-maximum")
    assert "7500%" in Words("vi").message(problem)
    assert "7.500" not in Words("vi").message(problem)


# ---------------------------------------------------------------- the two figures of a change


@pytest.mark.parametrize(
    ("last", "this", "meant"),
    [
        ((0.975, "0.0"), (96.4, "0.0"), ("97.5", "96.4")),
        ((1.31, "0.00"), (0.94, "0.00"), ("1.31", "0.94")),
        ((0.94, "0.00"), (1.31, "0.00"), ("0.94", "1.31")),
        (("0,975", "@"), (96.4, "0.0"), ("97.5", "96.4")),
        ((0.1328, "General"), (0.0985, "0.00%"), ("13.28", "9.85")),
        ((1, "0"), ("97%", "@"), ("100", "97")),
    ],
)
def test_one_figure_of_a_change_tells_which_reading_of_the_other_is_meant(reading, last, this, meant):
    found = reading(put("4.3", last[0], number_format=last[1]), put("4.3", this[0], "value_2", this[1]))
    values = tuple(percentage(found, "4.3", name) for name in ("last_year", "this_year"))
    assert values == tuple(Fraction(one) for one in meant)
    (problem,) = said(found)
    assert (problem.code, problem.severity) == ("cell-percent-read", "warning")
    assert problem.arguments["value"] != problem.arguments["other"]


@pytest.mark.parametrize(
    ("last", "this", "missing"),
    [
        (0.6, 8, 1),  # 13 times apart by one reading, 8 times by the other
        (0.94, 0.87, 2),
        (0.5, 0, 1),
        (0.001, 96.4, 1),  # 960 times apart at the least
        (0.5, None, 1),
    ],
)
def test_what_the_figures_of_a_change_do_not_tell_is_missing(reading, last, this, missing):
    found = reading(put("4.3", last, number_format="0.0"), put("4.3", this, "value_2", "0.0"))
    problems = said(found)
    assert [one.code for one in problems] == ["cell-percent-ambiguous"] * missing
    assert percentage(found, "4.3", "last_year") is None


@pytest.mark.parametrize(("last", "this", "apart"), [(4.8, 96.4, True), (4.82, 96.4, False), (0, 96.4, False)])
def test_figures_of_a_change_more_than_20_times_apart_are_said_once(reading, last, this, apart):
    found = reading(put("4.3", last), put("4.3", this, "value_2"))
    assert [(one.code, one.severity) for one in said(found)] == [("change-far-apart", "warning")] * apart
    assert percentage(found, "4.3", "last_year") == Fraction(str(last))


# ---------------------------------------------------------------- the remedies


@pytest.mark.parametrize(
    ("typed", "number_format"),
    [(0.0094, "0%"), ("0,94%", "General"), ("0,94%", "@")],
    ids=["format", "text", "as text"],
)
def test_what_the_remedy_says_works_in_the_cell_where_it_is_said(reading, typed, number_format):
    """Ctrl+Shift+% is the format `0%`; a percentage that is typed then is stored as a share."""
    assert len(said(reading(put("4.4", 0.94)))) == 1
    found = reading(put("4.4", typed, number_format=number_format))
    assert percentage(found, "4.4") == Fraction("0.94")
    assert said(found) == []


def test_repair_carries_what_was_told_apart_and_names_what_was_not(form_file):
    path = form_file(put("4.3", 0.94, "value_2", "0.00"), "samson")
    assert repair(path).submission.answers["4.3"].values["this_year"] == Fraction("0.94")
    path = form_file(
        lambda form: (put("4.3", 0.94, number_format="0.00")(form), put("4.3", 0.87, "value_2", "0.00")(form)), "samson"
    )
    found = repair(path)
    assert set(found.submission.answers["4.3"].values.values()) == {None}
    lost = {one.place.cell: one.arguments["given"] for one in found.problems if one.code == "not-carried"}
    assert lost == {"E41": "0.94", "F41": "0.87"}


# ---------------------------------------------------------------- what is not known is not "no"


def test_a_form_whose_styles_cannot_be_read_leaves_its_percentages_open(form_file):
    path = form_file(put("4.4", 45.5), "samson")
    patched(path, lambda xml: xml.replace(b'<numFmt numFmtId="', b'<numFmt numFmtId="?', 1), r"xl/styles\.xml")
    found = {one.code: one for one in assess(path).problems}
    assert {"looks-unknown", "cell-percent-ambiguous"} <= found.keys()
    assert ".xlsx" in Words("vi").remedy(found["cell-percent-ambiguous"])
    assert found["looks-unknown"].severity == "warning"


def test_a_cell_that_the_form_does_not_name_keeps_its_format(form_file):
    """Programs may leave out the names of cells, which are counted then, by calamine and for the formats alike."""
    path = form_file(unit="samson")
    whole = assess(path)
    patched(path, lambda xml: xml.replace(b'<c r="F27"', b"<c"), r"xl/worksheets/sheet2\.xml")
    assert b'r="F27"' not in zipfile.ZipFile(path).read("xl/worksheets/sheet2.xml")
    assert assess(path).problems == whole.problems


@pytest.mark.parametrize("suffix", [".xls", ".ods"])
def test_other_containers_without_formats_leave_percentages_open(tmp_path, suffix):
    path = tmp_path / f"form{suffix}"
    path.write_bytes(xls(sheets()) if suffix == ".xls" else zipped(ods(sheets())))
    codes = [one.code for one in assess(path).problems]
    assert codes.count("cell-percent-ambiguous") == 3  # 2.12 and both figures of 4.3
    assert ("looks-unknown" in codes) == (suffix == ".xls")


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", ["xls", "xlsx", "ods"])
def test_the_sentence_about_another_kind_of_file_says_what_the_file_is_and_not_what_it_is_called(
    run, tmp_path, name, language
):
    old, new = tmp_path / f"old.{name}", tmp_path / f"new.{name}"
    old.write_bytes(xls(sheets()))
    shutil.copyfile(HERE / "samson.xlsx", new)
    told = "tệp này là .xls" if language == "vi" else "this file is an .xls"
    said = run("validate", old, "--lang", language).stdout
    assert (told in said) == (name != "xls")
    assert ".xlsx" in said
    assert ".xls" not in run("validate", new, "--lang", language).stdout.replace(str(new), "")


def test_an_xlsx_whose_styles_are_broken_is_not_called_anything_else(form_file):
    path = form_file(unit="samson")
    patched(path, lambda xml: xml.replace(b'<numFmt numFmtId="', b'<numFmt numFmtId="?', 1), r"xl/styles\.xml")
    (found,) = (one for one in assess(path).problems if one.code == "looks-unknown")
    assert [Words(one).remedy(found) for one in ("vi", "en")] == [
        "mở bằng Excel rồi lưu lại", "open the file in Excel and save it again",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["xlsb", "xlsx", "xls"])
def test_an_xlsb_under_another_name_is_renamed_before_it_is_opened(tmp_path, name):
    path = tmp_path / f"form.{name}"
    path.write_bytes(zipped(xlsb(sheets())))
    with pytest.raises(XhhtError) as error:
        assess(path)
    (problem,) = error.value.problems
    assert problem.code == "workbook-binary"
    assert ("let its name end in .xlsb" in Words("en").remedy(problem)) == (name != "xlsb")


# ---------------------------------------------------------------- the council, and candidates


def council(position: int, value: Any, number_format: str = "0.0") -> Any:
    return put("4.3", value, layout.appraised_field(position), number_format)


def test_the_council_is_read_by_the_same_rule_beside_the_units_own_figures(reading):
    found = reading(council(1, 0.001), put("4.3", "đã kiểm tra", layout.APPRAISED_REASON))
    (problem,) = said(found)
    assert problem.code == "cell-percent-ambiguous"  # neither 0.001% nor 0.1% lies within 20 times of 13.28%
    found = reading(council(1, 0.125))
    assert [(one.code, one.severity) for one in said(found)] == [("cell-percent-read", "warning")]
    assert found.submission.appraisals["4.3"].values == {"this_year": Fraction("12.5")}
    assert percentage(found, "4.3", "this_year") == Fraction("9.85")
    found = reading(council(1, 0.125, "0.0%"))
    assert found.submission.appraisals["4.3"].values == {"this_year": Fraction("12.5")}
    assert said(found) == []


@pytest.fixture
def merged(tmp_path: Path) -> Any:
    """Give a function that merges two forms which differ in a figure of 4.3, and gives the merged form."""

    def merge(*figures: Any) -> tuple[FilledForm, Path]:
        paths = []
        for number, (value, number_format) in enumerate(figures):
            form = form_of("samson")
            put("4.3", value, "value_2", number_format)(form)
            form.save(tmp_path / f"{number}.xlsx")
            paths.append(tmp_path / f"{number}.xlsx")
        path = tmp_path / "ghép.xlsx"
        join(paths, Words("vi")).book(Words("vi")).save(path)
        from openpyxl import load_workbook

        from filled import as_form

        return as_form(load_workbook(path)), path

    return merge


def test_a_candidate_is_written_as_no_reader_can_mistake_it_and_read_by_the_same_rule(merged):
    form, path = merged((0.94, "0.00"), (0.0087, "0.00%"))
    sheet = next(one for one in form.book.worksheets if one["A1"].value == layout.CONFLICTS_MARKER)
    columns = {cell.value: cell.column for cell in sheet[1]}
    rows = [row for row in range(2, sheet.max_row + 1) if sheet.cell(row, columns[layout.FIELD]).value == "value_2"]
    candidates = [sheet.cell(row, columns[layout.CANDIDATE]) for row in rows]
    assert {(one.value, one.number_format) for one in candidates} == {
        (0.0094, "0.00######%"), (0.0087, "0.00######%"),
    }  # fmt: skip
    chosen = next(one for one in candidates if one.value == 0.0087)
    sheet.cell(chosen.row, columns[layout.CHOICE]).value = "x"
    form.save(path)
    assert assess(path).submission.answers["4.3"].values["this_year"] == Fraction("0.87")
    chosen.value, chosen.number_format = 0.87, "0.00"  # as somebody may type it over
    form.save(path)
    found = assess(path)
    assert found.submission.answers["4.3"].values["this_year"] == Fraction("0.87")
    assert "cell-percent-read" in {one.code for one in found.problems}
    form.cell("4.3").value = None
    form.save(path)
    found = assess(path)
    assert found.submission.answers["4.3"].values["this_year"] is None
    assert "cell-percent-ambiguous" in {one.code for one in found.problems}


# ---------------------------------------------------------------- forms that are handed out with percent cells


def test_a_percent_cell_that_lost_its_format_is_read_with_a_warning_and_up_to_1_refused(reading):
    found = reading(put("4.3", 13.28, number_format="0.0"), put("4.3", 0.0985, "value_2", "0.00%"), new=True)
    assert percentage(found, "4.3") == Fraction("13.28")
    (problem,) = said(found, "cell-percent-lost")
    assert problem.severity == "warning"
    (problem,) = said(reading(put("4.4", 0.94, number_format="0.0"), new=True), "cell-percent-ambiguous")
    assert "97.5%" in Words("en").remedy(problem)


def test_a_form_of_the_first_generation_was_not_handed_out_with_percent_cells(form_file):
    path = form_file()
    assert open_form(path).percent_cells
    path = form_file(lambda form: setattr(form.about(layout.FORM_GENERATION), "value", None))
    assert not open_form(path).percent_cells
    assert {one.code for one in assess(path).problems}.isdisjoint(OURS)
