"""Numbers that may be something else, or are shown as something else: days, thousands, hidden and rounded numbers."""

from __future__ import annotations

import datetime
from fractions import Fraction
from typing import Any

import pytest

from broken_files import patched
from filled import about, put
from sentences import assert_said
from xhht_score import assess
from xhht_score.errors import Problem
from xhht_score.spreadsheet.moments import day_of, moment_of
from xhht_score.words import Words
from xhht_score.workbook import layout

TODAY = datetime.date(2022, 5, 1)


@pytest.fixture
def told(form_file: Any) -> Any:
    """Give a function that gives the problems of one code in a form of the pilot set for 2020, read in 2022."""

    def tell(code: str, *changes: Any, after: Any = lambda _: None) -> list[Problem]:
        path = form_file(lambda form: [change(form) for change in changes])
        after(path)
        found = [one for one in assess(path, today=TODAY).problems if one.code == code]
        for one in found:
            assert_said(one, path)
        return found

    return tell


# ---------------------------------------------------------------- days


def serial(day: str, *, since_1904: bool = False) -> int:
    return (datetime.date.fromisoformat(day) - datetime.date(*((1904, 1, 1) if since_1904 else (1899, 12, 30)))).days


@pytest.mark.parametrize(
    ("day", "told_as_one"),
    [("2019-12-31", False), ("2020-01-01", True), ("2021-04-03", True), ("2022-12-31", True), ("2023-01-01", False)],
)
def test_a_day_of_the_assessed_year_up_to_the_year_of_reading_is_named(told, day, told_as_one):
    problems = told("cell-looks-like-date", put("3.2", 10), put("3.2", serial(day), "value_2"))
    assert [(one.severity, one.arguments["day"].isoformat()) for one in problems] == [("warning", day)] * told_as_one


def test_days_are_counted_as_the_workbook_counts_them(told):
    def since_1904(path: Any) -> None:
        patched(path, lambda xml: xml.replace(b"<workbookPr ", b'<workbookPr date1904="1" '), r"xl/workbook\.xml")

    change = put("3.2", serial("2021-04-03", since_1904=True), "value_2")
    (problem,) = told("cell-looks-like-date", put("3.2", 10), change, after=since_1904)
    assert problem.arguments["day"] == datetime.date(2021, 4, 3)
    assert told("cell-looks-like-date", put("3.2", 10), change) == []


@pytest.mark.parametrize("year", [None, "hai nghìn hai mươi"])
def test_without_an_assessed_year_no_number_is_taken_for_a_day(told, year):
    change = put("3.2", serial("2020-04-03"), "value_2")
    assert told("cell-looks-like-date", put("3.2", 10), change, about(layout.YEAR, year)) == []


def test_a_number_with_decimals_and_a_number_typed_as_text_are_no_days(told):
    assert told("cell-looks-like-date", put("1.9", serial("2020-04-03") + 0.5)) == []
    assert told("cell-looks-like-date", put("3.2", 10), put("3.2", str(serial("2020-04-03")), "value_2")) == []


@pytest.mark.parametrize(
    ("held", "shown"),
    [
        (datetime.date(2020, 4, 3), "03/04/2020"),
        (datetime.datetime(2020, 4, 3, 7, 5), "03/04/2020 07:05"),
        (datetime.time(12, 30), "12:30"),
        (datetime.timedelta(days=1, hours=12), "36:00"),
        (datetime.timedelta(minutes=90, seconds=5), "1:30:05"),
    ],
)
def test_a_day_or_a_time_in_place_of_a_number_is_named_with_how_to_undo_it(told, held, shown):
    (problem,) = told("cell-holds-date", put("1.5", held))
    assert problem.severity == "error"
    assert shown in Words("vi").message(problem)
    assert "Ctrl+Shift+~" in Words("vi").remedy(problem)
    assert not any(word in Words("en").message(problem) for word in ("day,", "days", "datetime", "1900"))


@pytest.mark.parametrize(
    ("value", "shown"),
    [("PT36H00M00S", "36:00"), ("P1DT2H3M4S", "26:03:04"), (datetime.timedelta(hours=-1), "-1:00"), ("12", None),
     (12, None), (None, None)],
)  # fmt: skip
def test_a_moment_is_told_as_a_clock_shows_it(value, shown):
    assert moment_of(value) == shown


def test_numbers_beyond_every_day_are_no_days():
    for number in ("0", "-5", "43924.5", "2958466", "1e300"):
        assert day_of(Fraction(number), since_1904=False) is None
    assert day_of(Fraction(2_958_465), since_1904=False) == datetime.date(9999, 12, 31)
    assert day_of(Fraction(2_957_003), since_1904=True) == datetime.date(9999, 12, 31)


# ---------------------------------------------------------------- thousands


@pytest.mark.parametrize(
    ("identifier", "last", "this", "meant"),
    [
        ("1.9", 1.264, 1387.5, 1264),
        ("1.9", 1264, 1.387, 1387),
        ("1.9", 1.264, 1.387, None),  # both of one kind
        ("1.9", 1.264, 2.5, None),  # nearer as it stands
        ("1.9", 1.264, None, None),
        ("1.9", 1.26, 1387.5, None),
        ("1.9", 1.2645, 1387.5, None),
        ("1.9", 0.264, 300, None),  # nobody groups thousands behind a 0
        ("4.4", 31.125, ..., None),  # 31,125 is above the maximum of 500
        ("4.3", 13.285, 9.85, None),  # a percentage
    ],
)
def test_a_thousands_mark_is_looked_for_where_it_may_be_meant(told, identifier, last, this, meant):
    changes = [put(identifier, last), *(() if this is ... else (put(identifier, this, "value_2"),))]
    found = told("cell-three-decimals", *changes)
    assert [(one.severity, one.arguments["other"]) for one in found] == [("warning", meant)] * (meant is not None)


# ---------------------------------------------------------------- formats that show another number


@pytest.mark.parametrize("number_format", [";;;", "0;0;;@", '"đủ"'])
def test_a_format_that_hides_a_number_is_named(told, number_format):
    value = 0 if number_format.startswith("0") else 12
    (problem,) = told("cell-number-hidden", put("1.5", value, number_format=number_format))
    assert problem.severity == "warning"
    assert f" {value} " in Words("vi").message(problem)


@pytest.mark.parametrize(
    ("identifier", "value", "number_format", "shown"),
    [
        ("3.2", 3412, "#,##0,", "3"),  # whatever the rule
        ("4.4", 41.5, "0,", "0"),
        ("2.12", 0.4996, "0%", "50%"),  # nothing is given below 50%
        ("2.12", 0.99996, "0.00%", "100%"),  # the end of the scale is a mark
        ("4.8", 2.5, "0", "3"),  # points are marks themselves
    ],
)
def test_a_number_that_is_shown_on_another_side_of_a_mark_is_named_with_both(
    told, identifier, value, number_format, shown
):
    (problem,) = told("cell-shown-otherwise", put(identifier, value, number_format=number_format))
    assert problem.severity == "warning"
    assert f" {shown} " in f"{Words('vi').message(problem)} "


@pytest.mark.parametrize(
    ("identifier", "value", "number_format"),
    [("2.12", 0.8123, "0%"), ("4.4", 41.52, "0.0"), ("3.2", 3412, "#,##0"), ("1.5", 12, "General"), ("1.5", 0, "0")],
)
def test_a_number_that_is_rounded_on_its_own_side_is_no_news(told, identifier, value, number_format):
    change = put(identifier, value, number_format=number_format)
    assert told("cell-shown-otherwise", change) == told("cell-number-hidden", change) == []


def test_two_figures_that_show_no_change_where_there_is_one_are_named(told):
    changes = (put("1.9", 1387.1, number_format="0"), put("1.9", 1387.4, "value_2", "0"))
    assert [one.place.cell for one in told("cell-shown-otherwise", *changes)] == ["E14", "F14"]
    assert told("cell-shown-otherwise", put("1.9", 1387.1, number_format="0")) == []
