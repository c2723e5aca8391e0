"""Figures from other workbooks: which lower units count and why, blanks filled, figures kept, last year's numbers."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from builders import SMALL, Raw, made, one_bar, raw_bar_indicator, raw_criterion, raw_set, submitted
from xhht_score.engine import score
from xhht_score.errors import Place, Problem
from xhht_score.recognition import judge
from xhht_score.rollup import Lower, LowerState, RollUp, carry_last_year, roll_up
from xhht_score.submission import Dates, Decision, Submission, Unit
from xhht_score.words import LANGUAGES, Words

TWO = {"kha": ["all_met"], "tot": ["all_met"]}
#: The set of the lower units: one question, two levels, decisions that hold three more years.
LOWER = made(one_bar("yes_no", levels=TWO, id="xa", valid_months="36"))
VARIANT = LOWER.model_copy(update={"id": "xa-tinh", "extends": "xa"})
SHARE: Raw = {**SMALL["share_of_units"], "counted": ["kha", "tot"], "lower_set": "xa", "maximum": "99"}
UPPER = made(one_bar(SHARE, {"kind": "bars", "at_least": {"dat": "90%"}}))


def day(text: str | None) -> datetime.date | None:
    return None if text is None else datetime.date.fromisoformat(text)


def lower(
    code: str | None = "1",
    level: str | None = "kha",
    decided: str | None = "2023-05-01",
    *,
    parent: str | None = "38",
    year: int | None = 2024,
    answer: str = "yes",
    criteria_set: Any = LOWER,
) -> Lower:
    """Give a lower unit that holds a decision (`decided` None: none at all)."""
    held = Decision(level=level, date=day(decided)) if decided or level else None
    submission = submitted(criteria_set, {"1.1": answer}).model_copy(
        update={
            "unit": Unit(name=f"Xã {code}", code=code, parent=parent),
            "year": year,
            "dates": Dates(decision=held),
        }
    )
    verdict = judge(criteria_set, score(criteria_set, submission))
    return Lower(f"xã {code}.xlsx", criteria_set, submission, verdict)


def upper(given: Any = "?", code: str | None = "38", year: int | None = 2024, criteria_set: Any = UPPER) -> Submission:
    one = submitted(criteria_set, {"1.1": given})
    places = {question.name: Place("huyện.xlsx", sheet="Tự đánh giá", cell=f"E{at}")
              for at, question in enumerate(criteria_set.indicators["1.1"].questions, 5)}  # fmt: skip
    answer = one.answers["1.1"].model_copy(update={"places": places})
    changes = {"unit": Unit(name="Huyện", code=code), "year": year, "answers": {**one.answers, "1.1": answer}}
    return one.model_copy(update=changes)


def rolled(units: Sequence[Lower], submission: Submission | None = None) -> RollUp:
    (found,) = roll_up(UPPER, submission or upper(), units)[1]
    return found


def state_of(one: Lower, submission: Submission | None = None) -> LowerState:
    (unit,) = rolled([one], submission).units
    return unit.state


def values(submission: Submission, identifier: str = "1.1") -> dict[str, str]:
    return {name: "?" if value is None else str(value) for name, value in submission.answers[identifier].values.items()}


def assert_said(problems: Sequence[Problem]) -> None:
    for problem in problems:
        for words in map(Words, LANGUAGES):
            assert "{" not in words.line(problem)
            assert "None" not in words.line(problem)


# ---------------------------------------------------------------- who counts


def test_a_unit_counts_at_the_level_of_its_decision():
    found = rolled([lower("1", "kha"), lower("2", "tot"), lower("3", "tot")])
    assert (found.counts, found.total) == ({"kha": 1, "tot": 2}, 3)
    assert [(one.code, one.state, one.level, one.until) for one in found.units] == [
        ("1", "recognised", "kha", day("2026-12-31")),
        ("2", "recognised", "tot", day("2026-12-31")),
        ("3", "recognised", "tot", day("2026-12-31")),
    ]
    assert (found.indicator, found.part) == ("1.1", "")


@pytest.mark.parametrize(
    ("decided", "state"),
    [
        ("2021-01-01", "recognised"),  # holds to 31/12/2024
        ("2021-12-31", "recognised"),
        ("2020-12-31", "undecided"),  # held to 31/12/2023
        ("2024-12-31", "recognised"),
        ("2025-01-01", "undecided"),  # decided after the year
        (None, "undecided"),
    ],
)
def test_a_decision_counts_when_it_is_valid_on_the_last_day_of_the_year(decided, state):
    assert state_of(lower(decided=decided)) == state


def test_a_unit_that_is_only_eligible_is_listed_and_does_not_count():
    submission, (found,), problems = roll_up(UPPER, upper(), [lower("1"), lower("2", None, None)])
    assert (found.counts, found.total) == ({"kha": 1}, 2)
    assert [(one.state, one.level) for one in found.units] == [("recognised", "kha"), ("undecided", "tot")]
    (waiting,) = [one for one in problems if one.code == "lower-undecided"]
    assert waiting.arguments["units"] == ("Xã 2",)
    assert values(submission) == {"kha": "1", "tot": "0", "all": "2"}
    assert_said(problems)


@pytest.mark.parametrize("answer", ["no", "?"])
def test_a_unit_that_reaches_no_level_for_certain_is_not_recognised(answer):
    found = rolled([lower("1", None, None, answer=answer)])
    assert [(one.state, one.level) for one in found.units] == [("not_recognised", None)]
    assert (found.counts, found.total) == ({}, 1)


def test_a_decision_holds_whatever_the_workbook_says_of_the_year():
    assert state_of(lower(answer="no")) == "recognised"


def test_a_decision_at_a_level_that_the_share_does_not_have_is_none():
    assert state_of(lower(level="xuat-sac")) == "undecided"
    assert state_of(lower(level=None, decided="2023-05-01")) == "undecided"


@pytest.mark.parametrize("year", [2023, 2025, None])
def test_a_workbook_of_another_year_is_listed_and_counted_nowhere(year):
    found = rolled([lower("1"), lower("2", year=year)])
    assert [one.state for one in found.units] == ["recognised", "other_year"]
    assert (found.counts, found.total) == ({"kha": 1}, 1)


def test_a_workbook_of_another_set_is_listed_and_counted_nowhere():
    other = replace(lower("2"), criteria_set=LOWER.model_copy(update={"id": "thon"}))
    found = rolled([lower("1"), other])
    assert [one.state for one in found.units] == ["recognised", "other_set"]
    assert found.total == 1


def test_a_workbook_of_a_variant_of_the_set_counts_like_one_of_the_set():
    assert state_of(replace(lower(), criteria_set=VARIANT)) == "recognised"


def test_a_unit_that_is_there_twice_does_not_count_and_both_files_are_listed():
    twice = [lower("1"), replace(lower("1", "tot"), file="xã 1 (2).xlsx"), lower("2")]
    found = rolled(twice)
    assert [(one.file, one.state) for one in found.units] == [
        ("xã 1 (2).xlsx", "twice"), ("xã 1.xlsx", "twice"), ("xã 2.xlsx", "recognised"),
    ]  # fmt: skip
    assert found.counts == {"kha": 1}


def test_a_unit_that_is_there_twice_is_one_unit():
    """The denominator is how many units there are, not how many files."""
    assert rolled([lower("1"), replace(lower("1"), file="b.xlsx"), lower("2")]).total == 2


def test_last_years_workbook_of_a_unit_does_not_make_it_twice():
    found = rolled([lower("1"), replace(lower("1", year=2023), file="năm trước.xlsx")])
    assert {one.file: one.state for one in found.units} == {"xã 1.xlsx": "recognised", "năm trước.xlsx": "other_year"}
    assert (found.counts, found.total) == ({"kha": 1}, 1)


def test_a_unit_without_a_code_cannot_be_told_from_others():
    assert [one.state for one in rolled([lower(None)]).units] == ["twice"]


@pytest.mark.parametrize(("parent", "code"), [("40", "38"), (None, "38"), ("38", None), (None, None)])
def test_only_units_below_this_one_by_code_are_its_lower_units(parent, code):
    submission, (found,), problems = roll_up(UPPER, upper(code=code), [lower(parent=parent)])
    assert (found.units, found.total, found.counts) == ((), 0, {})
    assert values(submission) == {"kha": "?", "tot": "?", "all": "?"}
    (problem,) = problems
    assert (problem.code, problem.severity) == ("lower-none", "warning")
    assert_said(problems)


def test_workbooks_of_another_year_only_fill_nothing_in():
    """0 of 0 units is no share; it would stand in the form as if somebody had counted."""
    submission, (found,), problems = roll_up(UPPER, upper(), [lower("1", year=2023), lower("2", year=2023)])
    assert [one.state for one in found.units] == ["other_year", "other_year"]
    assert values(submission) == {"kha": "?", "tot": "?", "all": "?"}
    assert [problem.code for problem in problems] == ["lower-none"]


def test_the_order_of_the_files_makes_no_difference():
    units = [lower("3", "tot"), lower("1"), lower("2", None, None)]
    assert rolled(units) == rolled(units[::-1])


# ---------------------------------------------------------------- what is filled in, and what is kept


def test_blanks_are_filled_and_each_is_said_with_its_cell():
    submission, _, problems = roll_up(UPPER, upper(), [lower("1"), lower("2", "tot")])
    assert values(submission) == {"kha": "1", "tot": "1", "all": "2"}
    assert [(one.code, one.place.cell, one.arguments["found"]) for one in problems] == [
        ("lower-filled", "E5", 1), ("lower-filled", "E6", 1), ("lower-filled", "E7", 2),
    ]  # fmt: skip
    assert_said(problems)


def test_figures_that_are_there_are_kept_and_said_where_they_differ():
    submission, _, problems = roll_up(
        UPPER, upper({"kha": "1", "tot": "5", "all": "?"}), [lower("1"), lower("2", "tot")]
    )
    assert values(submission) == {"kha": "1", "tot": "5", "all": "2"}
    said = [(one.code, one.severity, one.arguments["given"], one.arguments["found"]) for one in problems]
    assert said == [("lower-differs", "warning", 5, 1), ("lower-filled", "notice", None, 2)]
    assert_said(problems)


def test_figures_that_agree_are_not_worth_a_word():
    units = [lower("1"), lower("2", "tot")]
    given = upper({"kha": "1", "tot": "1", "all": "2"})
    submission, _, problems = roll_up(UPPER, given, units)
    assert (submission.answers, problems) == (given.answers, ())


def test_what_was_filled_in_decides():
    submission = roll_up(UPPER, upper(), [lower(str(code)) for code in range(10)])[0]
    assert judge(UPPER, score(UPPER, submission)).certain == "dat"
    submission = roll_up(
        UPPER, upper(), [*(lower(str(code)) for code in range(8)), lower("8", None, None, answer="no")]
    )[0]
    assert judge(UPPER, score(UPPER, submission)).possible is None


def test_everything_else_of_the_answer_and_the_submission_stays():
    given = upper()
    answer = given.answers["1.1"].model_copy(update={"note": "đã đối chiếu", "evidence": False, "documents": "QĐ 5"})
    given = given.model_copy(update={"answers": {"1.1": answer}})
    after = roll_up(UPPER, given, [lower("1")])[0]
    assert after.answers["1.1"].model_copy(update={"values": answer.values}) == answer
    assert after.model_copy(update={"answers": given.answers}) == given
    assert values(given) == {"kha": "?", "tot": "?", "all": "?"}


def test_a_unit_that_left_the_indicator_out_of_its_form_gets_it_filled_in():
    bare = Submission(unit=Unit(name="Huyện", code="38"), year=2024)
    assert values(roll_up(UPPER, bare, [lower("1")])[0]) == {"kha": "1", "tot": "0", "all": "1"}


def test_a_set_without_a_lower_set_is_left_alone():
    alone = made(one_bar({**SHARE, "lower_set": "x"} | {"lower_set": "y"}, {"kind": "bars", "at_least": {"dat": "1%"}}))
    plain = made(one_bar(SMALL["share_of_units"], {"kind": "bars", "at_least": {"dat": "90%"}}))
    given = upper(criteria_set=plain)
    assert roll_up(plain, given, [lower("1")]) == (given, (), ())
    assert [one.state for one in roll_up(alone, upper(criteria_set=alone), [lower("1")])[1][0].units] == ["other_set"]


# ---------------------------------------------------------------- parts


PARTS = {"communes": SHARE, "hamlets": {**SHARE, "lower_set": "thon"}, "plan": SMALL["yes_no"]}
BOTH = made(
    one_bar(PARTS, {"kind": "bars", "at_least": {"dat": {"communes": "90%", "hamlets": "60%"}}}),
)


def test_each_part_is_rolled_up_from_its_own_lower_set():
    hamlet = LOWER.model_copy(update={"id": "thon"})
    units = [lower("1"), lower("2", "tot"), replace(lower("3", "tot"), criteria_set=hamlet)]
    submission, found, problems = roll_up(BOTH, upper({}, criteria_set=BOTH), units)
    assert [(one.part, one.counts, one.total) for one in found] == [
        ("communes", {"kha": 1, "tot": 1}, 2), ("hamlets", {"tot": 1}, 1),
    ]  # fmt: skip
    assert values(submission) == {
        "communes/kha": "1", "communes/tot": "1", "communes/all": "2",
        "hamlets/kha": "0", "hamlets/tot": "1", "hamlets/all": "1", "plan/answer": "?",
    }  # fmt: skip
    assert {one.code for one in problems} == {"lower-filled"}
    assert len(problems) == 6


def test_the_same_unit_in_two_lower_sets_is_not_there_twice():
    hamlet = replace(lower("1", "tot"), criteria_set=LOWER.model_copy(update={"id": "thon"}), file="thôn.xlsx")
    found = roll_up(BOTH, upper({}, criteria_set=BOTH), [lower("1"), hamlet])[1]
    assert [one.counts for one in found] == [{"kha": 1}, {"tot": 1}]


# ---------------------------------------------------------------- last year


RATE: Raw = {**SMALL["change"], "direction": "falls", "maximum": "100"}
YEARLY = made(
    raw_set(
        raw_criterion(
            "1",
            raw_bar_indicator("1.1", RATE),
            raw_bar_indicator("1.2", {"rate": RATE, "plan": SMALL["yes_no"]}),
            raw_bar_indicator("1.3", SMALL["count"], {"kind": "bars", "at_least": {"dat": "2"}}),
        )
    )
)


def yearly(year: int | None, code: str | None = "38", **given: Any) -> Submission:
    answers = {name.replace("_", "."): answer for name, answer in given.items()}
    one = submitted(YEARLY, {key.removeprefix("a"): answer for key, answer in answers.items()})
    return one.model_copy(update={"unit": Unit(name="Tỉnh", code=code), "year": year})


LAST = yearly(2023, a1_1="9 -> 7.5", a1_2={"rate": "8 -> 6", "plan": "yes"}, a1_3="3")


def test_what_was_this_years_number_is_last_years_number_now():
    this = yearly(2024, a1_1="? -> 7", a1_2={"rate": "?", "plan": "?"}, a1_3="?")
    submission, problems = carry_last_year(YEARLY, this, [LAST])
    assert submission.answers["1.1"].values == {"last_year": Fraction("7.5"), "this_year": Fraction(7)}
    assert submission.answers["1.2"].values == {"rate/last_year": 6, "rate/this_year": None, "plan/answer": None}
    assert submission.answers["1.3"].values == {"number": None}
    assert [(one.code, one.arguments["indicator"], one.arguments["found"]) for one in problems] == [
        ("last-year-filled", "1.1", Fraction("7.5")), ("last-year-filled", "1.2", 6),
    ]  # fmt: skip
    assert_said(problems)
    assert judge(YEARLY, score(YEARLY, submission)).levels[0].conditions[0].findings[0].state == "met"


def test_last_years_number_that_is_there_is_kept_and_said_where_it_differs():
    this = yearly(2024, a1_1="8 -> 7", a1_2={"rate": "6 -> 5"})
    submission, problems = carry_last_year(YEARLY, this, [LAST])
    assert submission.answers == this.answers
    (problem,) = problems
    assert (problem.code, problem.severity) == ("last-year-differs", "warning")
    assert (problem.arguments["given"], problem.arguments["found"]) == (8, Fraction("7.5"))
    assert_said(problems)


def test_what_last_years_workbook_does_not_say_is_not_filled_in():
    this = yearly(2024, a1_1="?", a1_2={})
    submission, problems = carry_last_year(YEARLY, this, [yearly(2023, a1_1="9 -> ?")])
    assert (submission.answers["1.1"].values["last_year"], problems) == (None, ())


def test_an_indicator_that_the_form_left_out_is_filled_in_all_the_same():
    submission, _ = carry_last_year(YEARLY, yearly(2024), [LAST])
    assert submission.answers["1.1"].values["last_year"] == Fraction("7.5")


@pytest.mark.parametrize(
    ("this", "earlier", "count"),
    [
        (yearly(2024), [], 0),
        (yearly(2024), [yearly(2022)], 0),
        (yearly(2024), [yearly(2024)], 0),
        (yearly(2024), [yearly(2023, code="40")], 0),
        (yearly(2024), [LAST, LAST], 2),
        (yearly(None), [LAST], 0),
        (yearly(2024, code=None), [yearly(2023, code=None)], 1),
    ],
)
def test_exactly_one_workbook_of_the_same_unit_and_the_year_before_is_needed(this, earlier, count):
    submission, (problem,) = carry_last_year(YEARLY, this, earlier)
    assert submission == this
    assert (problem.code, problem.severity, problem.arguments["n"]) == ("last-year-lacking", "warning", count)
    assert_said([problem])


def test_a_unit_is_known_by_its_code_and_not_by_its_name():
    renamed = LAST.model_copy(update={"unit": Unit(name="Tỉnh mới", code="38")})
    assert carry_last_year(YEARLY, yearly(2024), [renamed])[0].answers["1.1"].values["last_year"] == Fraction("7.5")
