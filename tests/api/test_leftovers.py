"""No command swallows what reading found; what is not carried into a cell stands on a sheet and is still said."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

import effort
import rearranged
from filled import QUIET, FilledForm, few_offices, form_of, put
from make import CRITERIA
from ways import WAYS, Held
from xhht_score import assess
from xhht_score.api.parts import join
from xhht_score.api.repair import repair
from xhht_score.api.single import load_once
from xhht_score.words import Words
from xhht_score.workbook import layout

FAULTS = Path(__file__).parents[1] / "faults"
PILOT = load_once(CRITERIA).criteria_set
#: What a form says of its own texts, formulas and results; a new form has its own.
OF_THE_FORM = ("label-changed", "formula-changed", "choices-changed", "changes-more", "form-changed", "result-differs",
               "row-takes-otherwise", "row-left-out", "looks-unknown", "bounds-take-fractions")  # fmt: skip


def repaired(path: Path, target: Path) -> Path:
    repair(path).book().save(target)
    return target


def merged(path: Path, target: Path) -> Path:
    words = Words("vi")
    join([path], words).book(words).save(target)
    return target


MADE_ANEW: dict[str, Callable[[Path, Path], Path]] = {"repair": repaired, "merge": merged}


def said(path: Path) -> set[tuple[str, Any]]:
    """Give the errors and warnings of a form by code and indicator, but for those about the form itself."""
    return {
        (one.code, one.arguments.get("indicator"))
        for one in assess(path).problems
        if one.severity != "notice" and one.code not in OF_THE_FORM
    }


def lost(before: set[tuple[str, Any]], after: set[tuple[str, Any]]) -> set[tuple[str, Any]]:
    """Give what was said before and is not said after; what was said of a cell is said of its indicator after."""
    codes = {code for code, _ in after}
    return {one for one in before if one not in after and not (one[1] is None and one[0] in codes)}


def sheet_of(book: Any) -> Any:
    return next((one for one in book.worksheets if one["A1"].value == layout.LEFTOVERS_MARKER), None)


def fields_of(sheet: Any) -> list[str]:
    """Give the names of the columns; the marker stands in the place of the first one."""
    return [layout.ID, *(cell.value for cell in sheet[1][1:])]


def rows_of(sheet: Any) -> list[dict[str, Any]]:
    fields = fields_of(sheet)
    rows = ([cell.value for cell in row] for row in sheet.iter_rows(min_row=layout.FIRST_ROW))
    return [dict(zip(fields, row, strict=True)) for row in rows]


def saved(form: FilledForm, path: Path) -> Path:
    form.save(path)
    return path


PLACES = [
    (indicator.id, layout.value_field(at), question)
    for indicator in PILOT.indicators.values()
    for at, question in enumerate(indicator.questions)
    if question.input.kind in ("whole", "decimal", "percent")
]


@settings(effort.one_in(5), phases=(Phase.explicit, Phase.generate))
@given(place=st.sampled_from(PLACES), way=st.sampled_from(sorted(WAYS)), how=st.sampled_from(sorted(MADE_ANEW)))
def test_what_made_score_warn_before_makes_it_warn_after(tmp_path_factory, place, way, how):
    folder = tmp_path_factory.mktemp("way")
    identifier, field, question = place
    form = form_of("samson", answers=QUIET)
    cell = form.cell(identifier, field)
    if not isinstance(cell.value, int | float):
        return
    number = float(cell.value)
    percentage = number * 100 if question.input.in_percent else None
    if (changed := WAYS[way](Held(question, number, percentage, cell.number_format))) is None:
        return
    cell.value, cell.number_format = changed
    path = saved(form, folder / "cũ.xlsx")
    before, after = said(path), said(MADE_ANEW[how](path, folder / "mới.xlsx"))
    assert lost(before, after) == set(), (way, identifier)
    again = said(MADE_ANEW[how](folder / "mới.xlsx", folder / "mới hơn.xlsx"))
    assert lost(before, again) == set(), (way, identifier)


@pytest.mark.parametrize("how", MADE_ANEW)
def test_rows_sorted_without_ids_are_carried_into_no_cell_and_said_by_everything_made_of_them(tmp_path, how):
    path = FAULTS / "rows-sorted-without-ids.xlsx"
    new = MADE_ANEW[how](path, tmp_path / "mới.xlsx")
    assert {("row-mixed-up", "3.2"), ("row-mixed-up", "3.3")} <= said(path)
    assert {("row-mixed-up", "3.2"), ("row-mixed-up", "3.3")} <= said(new)
    found = assess(new)
    for identifier in ("3.2", "3.3"):
        assert set(found.submission.answers[identifier].values.values()) == {None}
    assert found.scorecard.total == assess(path).scorecard.total
    rows = rows_of(sheet_of(openpyxl.load_workbook(new)))
    assert {"3.2", "3.3"} <= {row[layout.ID] for row in rows}
    assert all(row[layout.SHOWN] and row[layout.WHY] and row[layout.WHO] and row[layout.CELL] for row in rows)


@pytest.mark.parametrize("how", MADE_ANEW)
def test_a_figure_in_the_row_of_a_criterion_is_left_over_and_has_no_cell_to_go_to(tmp_path, how):
    """The row asks nothing; somebody who repeats an id of a criterion further down gives it figures all the same."""
    form = form_of("samson", answers=QUIET)
    row = form.answers.max_row + 1
    for cell in form.answers[1]:
        form.answers.cell(row, cell.column).value = 1
    new = MADE_ANEW[how](saved(form, tmp_path / "cũ.xlsx"), tmp_path / "mới.xlsx")
    (line,) = (
        one for one in rows_of(sheet_of(openpyxl.load_workbook(new)))
        if one[layout.ID] == "1" and one[layout.FIELD] == "value_1"
    )  # fmt: skip
    assert line[layout.SHOWN]
    assert not line[layout.INTO]
    assert said(new)


def test_a_leftover_is_said_until_its_cell_is_filled_or_its_line_is_cleared(tmp_path):
    form = form_of("samson", answers=QUIET)
    put("1.5", "mười hai")(form)
    put("4.4", 31.264, number_format="0.000")(form)
    new = repaired(saved(form, tmp_path / "cũ.xlsx"), tmp_path / "mới.xlsx")
    assert ("cell-not-a-number", "1.5") in said(new)
    problem = next(one for one in assess(new).problems if one.code == "cell-not-a-number")
    assert "mười hai" in Words("vi").message(problem)
    assert "answer-blank" not in {one.code for one in assess(new).problems if one.arguments.get("indicator") == "1.5"}
    book = openpyxl.load_workbook(new)
    sheet, row = sheet_of(book), next(row for row in rows_of(sheet_of(book)) if row[layout.ID] == "1.5")
    assert row[layout.SHOWN] == "mười hai"
    title, _, name = row[layout.INTO].partition("!")
    book[title][name] = 12
    book.save(tmp_path / "điền.xlsx")
    assert ("cell-not-a-number", "1.5") not in said(tmp_path / "điền.xlsx")
    book = openpyxl.load_workbook(new)
    sheet = sheet_of(book)
    line = next(cell.row for cell in sheet["A"] if cell.value == "1.5")
    sheet.cell(line, fields_of(sheet).index(layout.SHOWN) + 1).value = None
    book.save(tmp_path / "xóa.xlsx")
    assert ("cell-not-a-number", "1.5") not in said(tmp_path / "xóa.xlsx")


def test_every_command_that_reads_a_form_says_what_score_says_of_it(run, tmp_path):
    form = form_of("samson", answers=QUIET)
    put("1.5", "mười hai")(form)
    rearranged.copied_over("1.6", "1.4")(form)
    (tmp_path / "biểu").mkdir()
    saved(form, tmp_path / "cũ.xlsx")
    saved(form, tmp_path / "biểu" / "cũ.xlsx")
    few_offices(tmp_path / "hai.csv", "khuyen-hoc", "doan")
    commands = [
        ("split", "cũ.xlsx", "--by", "hai.csv", "-o", "phần"),
        ("merge", "cũ.xlsx", "-o", "ghép.xlsx"), ("status", "biểu"),
        ("repair", "cũ.xlsx", "-o", "mới.xlsx"), ("template", CRITERIA, "--from", "cũ.xlsx", "-o", "sau.xlsx"),
    ]  # fmt: skip
    for command in commands:
        done = run(*command)
        assert done.returncode == 2, command
        assert "“mười hai” không phải là số" in done.stderr, command
        assert "1.6" in done.stderr, command


def test_what_cannot_be_read_is_not_told_as_not_delivered(run, tmp_path):
    form = form_of("samson", answers=QUIET)
    put("1.5", "mười hai")(form)
    saved(form, tmp_path / "cũ.xlsx")
    repaired(tmp_path / "cũ.xlsx", tmp_path / "mới.xlsx")
    for name in ("cũ.xlsx", "mới.xlsx"):
        folder = tmp_path / name.removesuffix(".xlsx")
        folder.mkdir()
        (tmp_path / name).rename(folder / name)
        done = run("status", folder, "-f", "md")
        row = next(line for line in done.stdout.splitlines() if name in line)
        assert "1 ô không đọc được" in row, row
