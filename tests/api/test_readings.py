"""Readings on real forms: which decide, what turning one does, by an option, by a variant, and in every output."""

import json
from fractions import Fraction

import pytest

from filled import about, declare, form_of, put
from make import HERE
from xhht_score import XhhtError, assess
from xhht_score.api.single import _bears_on_verdict
from xhht_score.reports.interface import unit_object
from xhht_score.words import Words
from xhht_score.workbook import layout

LIBRARY = ("thieu-thiet-che", "khong-ap-dung")
VARIANT = """
id: xa-tinh-mau
extends: tt25-2023-xa
version: "1"
status: illustrative
title: {vi: Bộ của tỉnh mẫu, en: Set of a sample province}
readings: {thieu-thiet-che: khong-ap-dung}
"""


@pytest.fixture
def without_library(tmp_path):
    """Give the form of a commune that meets level 1 but for its public library, which it does not have."""
    form = form_of("xa-01")
    put("3.2", None)(form)
    declare("3.2", "x", "Xã chưa có thư viện công cộng")(form)
    path = tmp_path / "xa.xlsx"
    form.save(path)
    return path


def test_a_declared_lack_is_not_met_and_the_other_reading_is_named(without_library):
    found = assess(without_library)
    result = found.scorecard.indicators["3.2"]
    assert (result.state, result.reason) == ("lacking", "Xã chưa có thư viện công cộng")
    assert [(at.asked, at.met_low, at.met_high) for at in result.levels] == [(True, False, False)] * 2
    assert found.verdict.possible is None
    (decides,) = [one for one in found.otherwise if one.reading == LIBRARY[0]]
    assert (decides.option, decides.certain) == (LIBRARY[1], "muc-do-1")
    assert not any(one.severity == "error" or one.arguments.get("indicator") == "3.2" for one in found.problems)


def test_a_reading_that_decides_only_what_is_possible_is_named(without_library):
    """With a figure still to come nothing is certain by either reading; by one of them the level is still possible."""
    form = form_of("xa-01")
    for identifier in ("3.2", "1.1"):
        put(identifier, None)(form)
    declare("3.2", "x", "Xã chưa có thư viện công cộng")(form)
    form.save(without_library)
    found = assess(without_library)
    assert (found.verdict.certain, found.verdict.possible) == (None, None)
    (decides,) = [one for one in found.otherwise if one.reading == LIBRARY[0]]
    assert decides.certain is None
    assert decides.possible is not None


@pytest.mark.parametrize("how", ["option", "variant"])
def test_a_reading_is_turned_by_an_option_or_by_a_variant(without_library, tmp_path, how):
    (tmp_path / "bo.yaml").write_text(VARIANT, encoding="utf-8")
    by = {"readings": (LIBRARY,)} if how == "option" else {"criteria": str(tmp_path / "bo.yaml")}
    found = assess(without_library, **by)
    assert found.scorecard.indicators["3.2"].state == "not_applicable"
    assert found.verdict.certain == "muc-do-1"
    assert found.criteria_set.readings[LIBRARY[0]].taken == LIBRARY[1]
    assert found.criteria_set.turned == ((LIBRARY[0],) if how == "option" else ())
    assert found.sha256 != assess(without_library).sha256
    assert not any(one.severity == "error" for one in found.problems)


def test_a_reading_that_changes_nothing_for_the_unit_is_not_named():
    assert assess(HERE / "tt25" / "xa" / "xa-01.xlsx").otherwise == ()


def test_the_page_says_which_reading_decides_and_which_was_turned(run, without_library):
    page = run("score", str(without_library), "-f", "md").stdout
    assert "Theo cách hiểu khác thì kết luận khác" in page
    assert "--reading thieu-thiet-che=khong-ap-dung" in page
    assert "3.2 Thư viện công cộng" in page
    turned = run("score", str(without_library), "-f", "md", "--reading", "=".join(LIBRARY)).stdout
    assert "Theo cách hiểu khác thì kết luận khác" not in turned
    assert "theo cách hiểu do người dùng chọn" in turned
    report = run("report", str(without_library), "-f", "json", "--reading", "=".join(LIBRARY)).stdout
    (unit,) = json.loads(report)["units"]
    assert unit["criteria_set"]["turned"] == [LIBRARY[0]]
    assert unit["verdict"]["certain"] == "muc-do-1"


def test_json_names_what_is_otherwise(without_library):
    one = unit_object(Words("en"), assess(without_library))
    assert {"reading": "thieu-thiet-che", "option": "khong-ap-dung", "certain": "muc-do-1", "possible": "muc-do-1"} in (
        one["otherwise"]
    )


@pytest.mark.parametrize(
    ("given", "code", "near"),
    [
        ("thieu-thiet-chet=a", "reading-unknown", "thieu-thiet-che"),
        ("thieu-thiet-che=b", "reading-option-unknown", None),
    ],
)
def test_a_reading_that_the_set_does_not_have_is_named_with_those_that_it_has(without_library, given, code, near):
    with pytest.raises(XhhtError) as caught:
        assess(without_library, readings=(tuple(given.split("=")),))
    (problem,) = caught.value.problems
    assert (problem.code, problem.arguments["nearest"]) == (code, near)
    assert problem.place.file.endswith("tt25-2023-xa.yaml")


def test_nine_decisions_of_ten_recognise_the_district_and_eight_do_not(run, tmp_path):
    communes = sorted((HERE / "tt25" / "xa").glob("*.xlsx"))
    for path in communes:
        (tmp_path / path.name).write_bytes(path.read_bytes())
    district = str(HERE / "tt25" / "huyen-mau.xlsx")

    def reached(*more):
        done = run("score", district, "--lower", str(tmp_path), "-f", "json", *more)
        return json.loads(done.stdout)

    nine = reached()
    assert nine["verdict"]["certain"] == "muc-do-1"
    assert {one["reading"] for one in nine["otherwise"]} >= {"quyet-dinh-cap-duoi"}
    assert nine["lower_units"][0]["on"] == "2025-04-29"
    year_end = reached("--reading", "quyet-dinh-cap-duoi=cuoi-nam")
    assert year_end["lower_units"][0]["counts"] == {}
    form = form_of("xa-01")
    for key in (layout.DECISION_NUMBER, layout.DECISION_DATE, layout.DECISION_LEVEL):
        about(key, None)(form)
    form.save(tmp_path / "xa-01.xlsx")
    assert reached()["verdict"] == {"certain": None, "possible": None}


def test_a_party_office_is_asked_for_its_budget():
    found = assess(HERE / "tt24" / "ban-tuyen-giao-mau.xlsx")
    assert found.scorecard.indicators["1.3"].state != "not_asked"
    assert all(at.asked for at in found.scorecard.indicators["3.3"].levels)
    assert not any(one.code.startswith("fact-") for one in found.problems)


# ---------------------------------------------------------------- forms of before

FIRST = HERE.parent / "tests" / "generations" / "0.1.0"


def test_a_split_figure_answers_the_question_whose_words_it_had_and_the_other_is_open():
    answer = assess(FIRST / "truong-trung-cap-mau.xlsx").submission.answers["2.4"].values
    assert answer["chung-chi.of"] is answer["chung-chi.over"] is None
    assert None not in (answer["trinh-do.of"], answer["trinh-do.over"])


def test_an_indicator_that_gained_a_part_keeps_its_answers_and_has_the_new_part_open():
    answer = assess(FIRST / "tinh-mau.xlsx").submission.answers["3.5"].values
    blank = [name for name, value in answer.items() if value is None]
    assert len(blank) == 1
    assert len(answer) == 3


@pytest.mark.parametrize("name", ["xa-01", "xa-03", "huyen-mau", "tinh-mau", "van-phong-huyen-mau"])
def test_forms_of_the_first_version_give_the_same_figures_question_by_question(name):
    """By what stands in the cells of the form itself, read without the program."""
    found = assess(FIRST / f"{name}.xlsx")
    reading = {
        place.cell: found.submission.answers[identifier].values[question]
        for identifier, answer in found.submission.answers.items()
        for question, place in answer.places.items()
    }
    from openpyxl import load_workbook

    sheet = load_workbook(FIRST / f"{name}.xlsx", data_only=True)["Tự đánh giá"]
    numbers = {cell: value for cell, value in reading.items() if isinstance(sheet[cell].value, int | float)}
    assert numbers
    assert all(value == Fraction(str(sheet[cell].value)) for cell, value in numbers.items())


@pytest.mark.parametrize(
    ("changes", "lower", "bears"),
    [
        ({"recognition": {"decided_by": [], "deadlines": []}}, False, False),
        ({"assessment_years": {"from": "2023"}}, False, False),
        ({"recognition": {"lower_decisions": "year_end"}}, False, False),
        ({"recognition": {"lower_decisions": "year_end"}}, True, True),
        ({"recognition": {"valid_months": "24"}}, False, True),
        ({"recognition": {"decided_by": []}, "criteria": []}, False, True),
        ({}, True, False),
    ],
)
def test_only_readings_that_can_lead_to_another_verdict_are_turned(changes, lower, bears):
    assert _bears_on_verdict(changes, lower=lower) is bears


def test_a_reading_that_changes_nothing_cannot_be_turned_and_no_result_claims_it(without_library):
    with pytest.raises(XhhtError) as caught:
        assess(without_library, readings=(("qua-han", "khong-xet"),))
    assert [one.code for one in caught.value.problems] == ["reading-fixed"]
    taken = assess(without_library).criteria_set.readings["qua-han"].taken
    assert assess(without_library, readings=(("qua-han", taken),)).verdict == assess(without_library).verdict
