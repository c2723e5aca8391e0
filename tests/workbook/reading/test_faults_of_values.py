"""The files by which kinds of faults in values were found: each is read rightly, or named with what to do."""

from __future__ import annotations

import datetime
import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from make import HERE
from sentences import assert_said
from xhht_score import XhhtError, assess
from xhht_score.api.repair import repair
from xhht_score.assessment import Assessment
from xhht_score.errors import Problem
from xhht_score.loading.loader import load
from xhht_score.numbers import Percentage
from xhht_score.words import Words

FAULTS = Path(__file__).parents[2] / "faults"
#: When the files were read for the first time; what looks like a day is looked for up to the end of that year.
TODAY = datetime.date(2026, 5, 1)


def read(name: str) -> Assessment:
    return assess(FAULTS / name, today=TODAY)


def about(found: Assessment, *codes: str) -> list[Problem]:
    """Give the problems with these codes, each checked to be said well."""
    problems = [one for one in found.problems if one.code in codes]
    for one in problems:
        assert_said(one, Path(found.file))
    return problems


def the(found: Assessment, code: str) -> Problem:
    (problem,) = about(found, code)
    return problem


def value(found: Assessment, identifier: str, name: str) -> Fraction | None:
    return found.submission.answers[identifier].values[name]


def states(found: Assessment) -> set[str]:
    return {level.state for level in found.verdict.levels}


def sound(unit: str) -> Assessment:
    return assess(HERE / f"{unit}.xlsx", today=TODAY)


# ---------------------------------------------------------------- percentages


def test_a_percentage_typed_with_its_sign_into_a_number_cell_is_read_by_the_other_year_and_said(run):
    found = read("percent-typed-with-sign.xlsx")
    problem = the(found, "cell-percent-read")
    assert (problem.severity, problem.place.cell) == ("warning", "E21")
    assert (problem.arguments["value"], problem.arguments["other"]) == (
        Percentage(Fraction("0.975")), Percentage(Fraction("0.00975")),
    )  # fmt: skip
    assert (value(found, "4.3", "last_year"), value(found, "4.3", "this_year")) == (Fraction("97.5"), Fraction("96.4"))
    done = run("score", FAULTS / "percent-typed-with-sign.xlsx", "--lower", HERE / "tt25/xa", "--format", "json")
    levels = {level["id"]: level["state"] for level in json.loads(done.stdout)["levels"]}
    assert levels == {"muc-do-1": "not_eligible", "muc-do-2": "not_eligible"}


def test_what_the_forms_own_formula_took_for_another_percentage_is_said_once_and_not_to_be_calculated_again():
    found = read("percent-typed-with-sign.xlsx")
    assert the(found, "row-takes-otherwise").arguments["indicator"] == "4.3"
    assert about(found, "result-differs") == []


def test_a_share_pasted_into_a_number_cell_costs_no_title_in_silence():
    found = read("percent-pasted-as-share.xlsx")
    assert the(found, "cell-percent-read").place.cell == "F41"
    assert value(found, "4.3", "last_year") == Fraction("13.28")
    assert states(found) == {"eligible"}
    assert found.scorecard.total == sound("bathuoc").scorecard.total


def test_a_form_in_xlsb_is_refused_by_name_and_never_carried_over(run, tmp_path):
    for action in (assess, repair):
        with pytest.raises(XhhtError) as error:
            action(FAULTS / "percent-cell.xlsb")
        (problem,) = error.value.problems
        assert (problem.code, problem.severity) == ("workbook-binary", "error")
        assert ".xlsx" in Words("en").remedy(problem)
        assert ".xlsx" in Words("vi").remedy(problem)
    folder = tmp_path / "các biểu"
    folder.mkdir()
    for file in (FAULTS / "percent-cell.xlsb", HERE / "bathuoc.xlsx"):
        (folder / file.name).write_bytes(file.read_bytes())
    done = run("report", "--all", "--dir", folder, "--format", "csv")
    assert done.returncode == 2
    assert "percent-cell.xlsb" in done.stderr
    assert "bathuoc.xlsx" in done.stdout


# ---------------------------------------------------------------- filled cells


@pytest.mark.parametrize("name", ["digits-fullwidth.xlsx", "invisible-letter.xlsx"])
def test_full_width_digits_and_invisible_letters_are_read_as_what_they_say(name):
    found = read(name)
    assert {one.code for one in found.problems} == {one.code for one in sound("bathuoc").problems}
    assert found.scorecard.total == sound("bathuoc").scorecard.total


@pytest.mark.parametrize("name", ["error-cell.ods", "error-cell.xls"])
def test_an_error_value_is_an_error_in_every_kind_of_file(name):
    found = read(name)
    problem = the(found, "cell-error-value")
    assert (problem.severity, problem.place.cell, problem.arguments["given"]) == ("error", "F42", "#DIV/0!")
    assert value(found, "4.4", "number") is None
    assert about(found, "answer-blank") == []


def test_a_table_with_white_space_between_its_cells_is_read():
    found, ours = read("tinh-saved-by-gnumeric.ods"), sound("tt25/tinh-mau")
    assert [one for one in found.problems if one.severity == "error"] == []
    assert found.submission.unit == ours.submission.unit
    figures: Any = [
        {name: (dict(one.values), one.evidence) for name, one in each.submission.answers.items()}
        for each in (found, ours)
    ]
    assert figures[0]["3.5"][0].pop("hoc-lieu.answer") is None  # its form is one of before, which did not ask for it
    del figures[1]["3.5"][0]["hoc-lieu.answer"]
    assert figures[0] == figures[1]
    assert [one.state for one in found.verdict.levels] == [one.state for one in ours.verdict.levels]


# ---------------------------------------------------------------- look-alikes


def test_a_number_of_three_decimals_may_be_meant_with_a_thousands_mark():
    problem = the(read("amount-three-decimals.xlsx"), "cell-three-decimals")
    assert (problem.severity, problem.place.cell) == ("warning", "F14")
    assert "1,264" in Words("vi").message(problem)
    assert "1264" in Words("vi").message(problem)


def test_a_maximum_of_three_decimals_may_be_meant_with_a_thousands_mark():
    (problem,) = (one for one in load(FAULTS / "maximum-three-decimals.yaml").problems if one.code == "three-decimals")
    assert (problem.severity, problem.place.line) == ("warning", 353)
    assert "10.0000" in Words("en").remedy(problem)


def test_a_stored_day_in_a_number_cell_is_named():
    problems = about(read("date-serial-in-number-cell.xlsx"), "cell-looks-like-date")
    assert {one.severity for one in problems} == {"warning"}
    days = {one.place.cell: one.arguments["day"] for one in problems}
    assert days == {
        "G9": datetime.date(2026, 12, 16), "F14": datetime.date(2026, 4, 3), "G14": datetime.date(2026, 2, 1),
    }  # fmt: skip
    assert any("03/04/2026" in Words("vi").message(one) for one in problems)


def test_a_number_that_misses_being_whole_by_a_hair_is_told_with_the_digits_that_show_it():
    problem = the(read("not-whole-by-a-hair.xlsx"), "cell-not-whole")
    assert "12,0000000001" in Words("vi").message(problem)
    assert "12.0000000001" in Words("en").message(problem)
