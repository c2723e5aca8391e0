"""Figures from other workbooks: which lower units count and why, blanks filled, figures kept, last year's numbers."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from builders import SMALL, Raw, made, number, one_bar, raw_bar_indicator, raw_criterion, raw_set, submitted, text
from xhht_score.criteria import CriteriaSet
from xhht_score.engine import score
from xhht_score.errors import Place, Problem
from xhht_score.recognition import judge
from xhht_score.rollup import LowerState, Other, RollUp, carry_last_year, roll_up
from xhht_score.submission import Dates, Decision, Submission, Unit
from xhht_score.words import LANGUAGES, Words

TWO = {"kha": ["all_met"], "tot": ["all_met"]}
#: The set of the lower units: one question, two levels, decisions that hold three more years.
LOWER = made(one_bar("yes_no", levels=TWO, id="xa", valid_months="36"))
VARIANT = LOWER.model_copy(update={"id": "xa-tinh", "extends": "xa"})
FOREIGN = LOWER.model_copy(update={"id": "thon"})
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
    criteria_set: CriteriaSet = LOWER,
    file: str | None = None,
) -> Other:
    """Give a lower unit that holds a decision (`level` and `decided` None: none at all)."""
    held = Decision(level=level, date=day(decided)) if decided or level else None
    submission = submitted(criteria_set, {"1.1": answer}).model_copy(
        update={
            "unit": Unit(name=f"Xã {code}", code=code, parent=parent),
            "year": year,
            "dates": Dates(decision=held),
        }
    )
    verdict = judge(criteria_set, score(criteria_set, submission), submission)
    return Other(file or f"xã {code}.xlsx", criteria_set, submission, verdict)


def upper(
    given: Any = "?", code: str | None = "38", year: int | None = 2024, criteria_set: CriteriaSet = UPPER
) -> Submission:
    """Give the unit above, whose figures stand in the cells E5, E6 and so on."""
    one = submitted(criteria_set, {"1.1": given})
    places = {
        question.name: Place("huyện.xlsx", sheet="Tự đánh giá", cell=f"E{at}")
        for at, question in enumerate(criteria_set.indicators["1.1"].questions, 5)
    }
    answer = one.answers["1.1"].model_copy(update={"places": places})
    changes = {"unit": Unit(name="Huyện", code=code), "year": year, "answers": {**one.answers, "1.1": answer}}
    return one.model_copy(update=changes)


def rolled(units: Sequence[Other], submission: Submission | None = None) -> RollUp:
    (found,) = roll_up(UPPER, submission or upper(), units)[1]
    return found


def states(*units: Other, submission: Submission | None = None) -> dict[str, LowerState]:
    return {one.file: one.state for one in rolled(units, submission).units}


def state_of(one: Other, submission: Submission | None = None) -> LowerState:
    return states(one, submission=submission)[one.file]


def values(submission: Submission, identifier: str = "1.1") -> dict[str, str]:
    return {name: "?" if value is None else str(value) for name, value in submission.answers[identifier].values.items()}


def codes(problems: Sequence[Problem]) -> list[str]:
    return [problem.code for problem in problems]


def assert_said(problems: Sequence[Problem]) -> None:
    """Check that every problem has its sentence in both languages, with everything filled in."""
    for problem in problems:
        for words in map(Words, LANGUAGES):
            assert "{" not in words.line(problem)
            assert "None" not in words.line(problem)
            assert "Fraction" not in words.line(problem)


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
        ("2020-12-31", "expired"),  # held to 31/12/2023
        ("2024-12-31", "recognised"),
        ("2025-01-01", "later"),
    ],
)
def test_a_decision_counts_when_it_is_valid_on_the_last_day_of_the_year(decided, state):
    found = rolled([lower(decided=decided)])
    assert [(one.state, one.level) for one in found.units] == [(state, "kha" if state == "recognised" else None)]
    assert (found.counts, found.total) == ({"kha": 1} if state == "recognised" else {}, 1)


def test_the_last_day_is_that_of_the_year_of_the_unit_above():
    one = lower(decided="2021-06-01", year=2021)
    assert state_of(one, upper(year=2024)) == "recognised"
    assert state_of(one, upper(year=2025)) == "expired"


def test_a_decision_of_a_set_without_an_end_never_expires():
    endless = made(one_bar("yes_no", levels=TWO, id="xa"))
    (unit,) = rolled([lower(decided="1999-01-01", criteria_set=endless)]).units
    assert (unit.state, unit.until) == ("recognised", None)


def test_how_long_a_decision_holds_is_said_by_the_lower_units_own_set():
    longer = made(one_bar("yes_no", levels=TWO, id="xa-tinh", valid_months="60")).model_copy(update={"extends": "xa"})
    one, other = lower("1", decided="2019-05-01"), lower("2", decided="2019-05-01", criteria_set=longer)
    assert states(one, other) == {"xã 1.xlsx": "expired", "xã 2.xlsx": "recognised"}


def test_a_unit_that_is_only_eligible_is_listed_and_does_not_count():
    submission, (found,), problems = roll_up(UPPER, upper({"all": "2"}), [lower("1"), lower("2", None, None)])
    assert (found.counts, found.total) == ({"kha": 1}, 2)
    assert [(one.state, one.level, one.until) for one in found.units] == [
        ("recognised", "kha", day("2026-12-31")),
        ("undecided", None, None),
    ]
    (waiting,) = [one for one in problems if one.code == "lower-undecided"]
    assert (waiting.severity, waiting.arguments["units"]) == ("notice", ("Xã 2 (xã 2.xlsx)",))
    assert values(submission) == {"kha": "1", "tot": "0", "all": "2"}
    assert_said(problems)


@pytest.mark.parametrize("answer", ["no", "?"])
def test_a_unit_that_reaches_no_level_for_certain_is_not_recognised(answer):
    submission, (found,), problems = roll_up(UPPER, upper({"all": "1"}), [lower("1", None, None, answer=answer)])
    assert [(one.state, one.level) for one in found.units] == [("not_recognised", None)]
    assert (found.counts, found.total) == ({}, 1)
    assert values(submission) == {"kha": "0", "tot": "0", "all": "1"}
    assert codes(problems) == ["lower-filled", "lower-filled"]


def test_a_unit_that_was_not_judged_is_not_recognised():
    assert state_of(replace(lower(level=None, decided=None), verdict=None)) == "not_recognised"


@pytest.mark.parametrize("answer", ["no", "?"])
def test_a_decision_holds_whatever_the_workbook_says_of_the_year(answer):
    assert state_of(lower(answer=answer)) == "recognised"


@pytest.mark.parametrize(
    ("level", "decided"),
    [("xuat-sac", "2023-05-01"), (None, "2023-05-01"), ("kha", None), (None, None)],
    ids=["a level that the share does not have", "no level", "no date", "a number only"],
)
def test_a_decision_without_a_date_or_a_level_that_can_be_used_is_named(level, decided):
    one = lower("1", level, decided)
    if level is None and decided is None:
        held = Decision(number="12/QĐ")
        one = replace(one, submission=one.submission.model_copy(update={"dates": Dates(decision=held)}))
    submission, (found,), problems = roll_up(UPPER, upper({"all": "2"}), [one, lower("2")])
    assert [unit.state for unit in found.units] == ["unclear", "recognised"]
    assert (found.counts, found.total) == ({"kha": 1}, 2)
    (unclear,) = [problem for problem in problems if problem.code == "lower-unclear"]
    assert (unclear.severity, unclear.arguments["units"]) == ("warning", ("Xã 1 (xã 1.xlsx)",))
    assert codes(problems) == ["lower-unclear", "lower-incomplete"]
    assert values(submission) == {"kha": "?", "tot": "?", "all": "2"}
    assert_said(problems)


def test_an_expired_and_a_later_decision_are_told_from_none():
    units = [lower("1", decided="2019-01-01"), lower("2", decided="2025-03-01"), lower("3", None, None, answer="no")]
    _, (found,), problems = roll_up(UPPER, upper({"all": "3"}), units)
    assert [one.state for one in found.units] == ["expired", "later", "not_recognised"]
    assert [one.until for one in found.units] == [day("2022-12-31"), day("2028-12-31"), None]
    assert codes(problems) == ["lower-filled", "lower-filled"]


def test_the_order_of_the_files_makes_no_difference():
    units = [lower("3", "tot"), lower("1"), lower("2", None, None), lower("1", year=2023, file="cũ.xlsx")]
    assert rolled(units) == rolled(units[::-1])


# ---------------------------------------------------------------- which forms are left out, and why


def left_out(*units: Other, submission: Submission | None = None) -> list[tuple[str, Any, Any]]:
    """Give code, reason and files of what is said of forms that were left out."""
    _, (found,), problems = roll_up(UPPER, submission or upper(), units)
    assert_said(problems)
    assert {one.code for one in found.units} == {"1"}
    return [
        (one.code, one.arguments.get("reason"), one.arguments.get("files", one.arguments.get("n")))
        for one in problems
        if one.code in ("lower-passed-over", "lower-elsewhere")
    ]


def test_forms_of_another_set_are_left_out_with_their_names():
    others = [lower("2", criteria_set=FOREIGN), lower("3", criteria_set=FOREIGN)]
    assert left_out(lower("1"), *others) == [
        ("lower-passed-over", "lower-other-set", ("xã 2.xlsx", "xã 3.xlsx")),
    ]
    assert rolled([lower("1"), *others]).total == 1


def test_forms_of_a_variant_of_the_set_count_like_those_of_the_set():
    assert state_of(lower(criteria_set=VARIANT)) == "recognised"
    assert left_out(lower("1", criteria_set=VARIANT)) == []


@pytest.mark.parametrize(("code", "parent"), [(None, "38"), ("2", None), (None, None)])
def test_forms_without_a_code_cannot_be_joined_and_are_left_out_with_their_names(code, parent):
    assert left_out(lower("1"), lower(code, parent=parent, file="không mã.xlsx")) == [
        ("lower-passed-over", "lower-no-code", ("không mã.xlsx",)),
    ]


def test_forms_of_other_units_above_are_only_counted():
    """The folder of a province holds the communes of every district."""
    assert left_out(lower("1"), lower("2", parent="40"), lower("3", parent="41")) == [("lower-elsewhere", None, 2)]


@pytest.mark.parametrize("year", [2025, 2099, None])
def test_forms_of_a_later_or_an_unknown_year_are_left_out_with_their_names(year):
    assert left_out(lower("1"), lower("2", year=year)) == [
        ("lower-passed-over", "lower-later-year", ("xã 2.xlsx",)),
    ]


def test_every_reason_is_said_once_and_each_form_for_one_reason_only():
    units = [
        lower("1"),
        lower("2", criteria_set=FOREIGN, parent=None, year=2025),
        lower(None, parent="40", year=2025, file="không mã.xlsx"),
        lower("4", parent="40", year=2025),
        lower("5", year=2025),
        lower("6", year=None),
    ]
    assert left_out(*units) == [
        ("lower-passed-over", "lower-other-set", ("xã 2.xlsx",)),
        ("lower-passed-over", "lower-no-code", ("không mã.xlsx",)),
        ("lower-elsewhere", None, 1),
        ("lower-passed-over", "lower-later-year", ("xã 5.xlsx", "xã 6.xlsx")),
    ]


def test_nothing_is_joined_where_the_unit_above_has_no_year():
    submission, (found,), problems = roll_up(UPPER, upper(year=None), [lower("1")])
    assert (found.units, found.total) == ((), 0)
    assert codes(problems) == ["lower-passed-over", "lower-none"]
    assert values(submission) == {"kha": "?", "tot": "?", "all": "?"}
    assert_said(problems)


@pytest.mark.parametrize(("parent", "code"), [("40", "38"), (None, "38"), ("38", None), (None, None)])
def test_only_units_below_this_one_by_code_are_its_lower_units(parent, code):
    submission, (found,), problems = roll_up(UPPER, upper(code=code), [lower(parent=parent)])
    assert (found.units, found.total, found.counts) == ((), 0, {})
    assert values(submission) == {"kha": "?", "tot": "?", "all": "?"}
    assert codes(problems)[-1] == "lower-none"
    assert problems[-1].severity == "warning"
    assert_said(problems)


def test_no_form_at_all_is_said_and_fills_nothing_in():
    """0 of 0 units is no share; it would stand in the form as if somebody had counted."""
    submission, (found,), problems = roll_up(UPPER, upper(), [])
    assert (found.units, found.total) == ((), 0)
    assert values(submission) == {"kha": "?", "tot": "?", "all": "?"}
    assert codes(problems) == ["lower-set-absent"]
    assert_said(problems)


def test_a_set_that_asks_nothing_of_lower_units_says_so():
    plain = made(one_bar(SMALL["count"], {"kind": "bars", "at_least": {"dat": "2"}}))
    given = upper(criteria_set=plain)
    submission, found, problems = roll_up(plain, given, [lower("1")])
    assert (submission, found, codes(problems)) == (given, (), ["lower-useless"])
    assert problems[0].severity == "notice"
    assert_said(problems)


def test_a_share_without_the_set_of_its_units_says_so():
    unnamed = made(one_bar(SMALL["share_of_units"], {"kind": "bars", "at_least": {"dat": "90%"}}))
    given = upper(criteria_set=unnamed)
    submission, found, problems = roll_up(unnamed, given, [lower("1")])
    assert (submission, found, codes(problems)) == (given, (), ["lower-set-unnamed"])
    assert_said(problems)


# ---------------------------------------------------------------- several forms with one code


def test_of_several_years_the_latest_up_to_the_assessment_year_counts():
    units = [
        lower("1", "kha", "2022-05-01", year=2022, file="a.xlsx"),
        lower("1", "tot", "2023-05-01", year=2023, file="b.xlsx"),
        lower("1", "kha", "2025-05-01", year=2025, file="c.xlsx"),
    ]
    _, (found,), problems = roll_up(UPPER, upper(), units)
    assert [(one.file, one.state, one.level) for one in found.units] == [("b.xlsx", "recognised", "tot")]
    assert (found.counts, found.total) == ({"tot": 1}, 1)
    assert "lower-twice" not in codes(problems)


def test_a_form_of_an_earlier_year_counts_while_its_decision_is_valid():
    assert state_of(lower(decided="2022-05-01", year=2022)) == "recognised"
    assert state_of(lower(decided="2020-05-01", year=2020)) == "expired"


def test_the_latest_form_counts_even_where_only_an_earlier_one_holds_a_decision():
    units = [lower("1", year=2023, file="a.xlsx"), lower("1", None, None, answer="no", file="b.xlsx")]
    assert states(*units) == {"b.xlsx": "not_recognised"}


def test_a_repeated_code_is_one_unit_and_none_of_its_forms_is_recognised():
    units = [lower("1"), lower("1", "tot", file="xã 1 (2).xlsx"), lower("2")]
    submission, (found,), problems = roll_up(UPPER, upper({"all": "2"}), units)
    assert {one.file: (one.state, one.level) for one in found.units} == {
        "xã 1.xlsx": ("twice", None),
        "xã 1 (2).xlsx": ("twice", None),
        "xã 2.xlsx": ("recognised", "kha"),
    }
    assert (found.counts, found.total) == ({"kha": 1}, 2)
    (twice,) = [problem for problem in problems if problem.code == "lower-twice"]
    assert twice.severity == "error"
    assert set(twice.arguments["units"]) == {"Xã 1 (xã 1.xlsx)", "Xã 1 (xã 1 (2).xlsx)"}
    assert codes(problems) == ["lower-twice", "lower-incomplete"]
    assert values(submission) == {"kha": "?", "tot": "?", "all": "2"}
    assert_said(problems)


def test_a_code_that_was_repeated_in_an_earlier_year_only_does_no_harm():
    units = [lower("1"), *(lower("1", year=2023, file=f"{name}.xlsx") for name in "ab")]
    assert states(*units) == {"xã 1.xlsx": "recognised"}


def test_forms_that_are_left_out_do_not_make_a_code_repeated():
    units = [
        lower("1"),
        lower("1", parent="40", file="a.xlsx"),
        lower("1", criteria_set=FOREIGN, file="b.xlsx"),
        lower("1", year=2025, file="c.xlsx"),
    ]
    assert states(*units) == {"xã 1.xlsx": "recognised"}


def test_the_same_form_given_twice_is_repeated_too():
    """Nobody can tell a copy from a second unit that took the first one's code."""
    assert [one.state for one in rolled([lower("1"), lower("1")]).units] == ["twice", "twice"]


# ---------------------------------------------------------------- what is filled in, and what is kept


def laid(given: Any, units: Sequence[Other], unusable: Collection[Place] = ()) -> tuple[Submission, list[Any]]:
    """Give the submission after filling, and code, cell, given and found of what is said of single figures."""
    submission, _, problems = roll_up(UPPER, upper(given), units, unusable)
    assert_said(problems)
    said = [
        (one.code, one.place.cell, one.arguments["given"], one.arguments["found"])
        for one in problems
        if one.code in ("lower-filled", "lower-differs")
    ]
    return submission, said


def test_blanks_are_filled_and_each_is_said_with_its_cell():
    submission, said = laid({"all": "2"}, [lower("1"), lower("2", "tot")])
    assert values(submission) == {"kha": "1", "tot": "1", "all": "2"}
    assert said == [("lower-filled", "E5", None, 1), ("lower-filled", "E6", None, 1)]


def test_how_many_lower_units_there_are_is_never_filled_in():
    """A folder is no census."""
    submission, said = laid({"kha": "1", "tot": "1"}, [lower("1"), lower("2", "tot")])
    assert (values(submission)["all"], said) == ("?", [])
    assert judge(UPPER, score(UPPER, submission), submission).certain is None


@pytest.mark.parametrize("given", ["5", "1", "?"])
def test_nothing_is_filled_in_where_there_is_not_one_form_for_each_lower_unit(given):
    """Units without a form may be recognised too: what the folder gives is no count of the district's."""
    submission, _, problems = roll_up(UPPER, upper({"all": given}), [lower("1"), lower("2")])
    assert values(submission) == {"kha": "?", "tot": "?", "all": given}
    assert submission.answers["1.1"].sources == {}
    (said,) = problems
    assert (said.code, said.severity, said.place.cell) == ("lower-incomplete", "warning", "E7")
    assert said.arguments["found"] == 2
    assert said.arguments["given"] == (None if given == "?" else int(given))
    for words in map(Words, LANGUAGES):
        assert "{" not in words.line(said)


def test_figures_that_are_there_are_kept_and_said_where_they_differ():
    submission, said = laid({"kha": "1", "tot": "5", "all": "9"}, [lower("1"), lower("2", "tot")])
    assert values(submission) == {"kha": "1", "tot": "5", "all": "9"}
    assert said == [("lower-differs", "E6", 5, 1)]
    assert submission.answers["1.1"].sources == {}


def test_figures_that_agree_are_not_worth_a_word():
    given = upper({"kha": "1", "tot": "1", "all": "2"})
    submission, _, problems = roll_up(UPPER, given, [lower("1"), lower("2", "tot")])
    assert (submission.answers, problems) == (given.answers, ())


def test_a_zero_that_is_there_is_a_figure_and_no_blank():
    submission, said = laid({"kha": "0", "tot": "0", "all": "2"}, [lower("1"), lower("2")])
    assert values(submission) == {"kha": "0", "tot": "0", "all": "2"}
    assert said == [("lower-differs", "E5", 0, 2)]


def test_cells_that_had_an_error_are_not_filled():
    """They read as blank, and somebody wrote something into them."""
    unusable = {Place("huyện.xlsx", sheet="Tự đánh giá", cell="E5")}
    submission, said = laid({"all": "2"}, [lower("1"), lower("2", "tot")], unusable)
    assert values(submission) == {"kha": "?", "tot": "1", "all": "2"}
    assert said == [("lower-filled", "E6", None, 1)]
    assert submission.answers["1.1"].sources == {"tot": "lower"}


def test_filled_values_carry_where_they_came_from_and_so_do_results():
    submission, _ = laid({"kha": "1", "all": "2"}, [lower("1"), lower("2", "tot")])
    assert submission.answers["1.1"].sources == {"tot": "lower"}
    (result,) = score(UPPER, submission).criteria[0].indicators
    assert [(one.name, one.value, one.source) for one in result.values] == [
        ("kha", 1, None), ("tot", 1, "lower"), ("all", 2, None),
    ]  # fmt: skip


def test_what_does_not_hold_after_filling_is_said_at_the_cell():
    units = [lower(str(code)) for code in range(3)]
    submission, (found,), problems = roll_up(UPPER, upper({"tot": "1", "all": "3"}), units)
    assert (found.counts, found.total) == ({"kha": 3}, 3)
    (fault,) = [one for one in problems if one.code == "parts-above-whole"]
    assert (fault.severity, fault.place.cell, fault.arguments["indicator"]) == ("error", "E5", "1.1")
    assert "lower-differs" in codes(problems)
    assert judge(UPPER, score(UPPER, submission), submission).certain is None
    assert_said(problems)


def test_what_was_filled_in_decides():
    nine = [*(lower(str(code)) for code in range(9)), lower("9", None, None)]
    submission = roll_up(UPPER, upper({"all": "10"}), nine)[0]
    assert judge(UPPER, score(UPPER, submission), submission).certain == "dat"
    eight = [*nine[:8], lower("8", None, None), nine[9]]
    submission = roll_up(UPPER, upper({"all": "10"}), eight)[0]
    assert judge(UPPER, score(UPPER, submission), submission).possible is None


def test_everything_else_of_the_answer_and_the_submission_stays():
    given = upper()
    answer = given.answers["1.1"].model_copy(update={"note": "đã đối chiếu", "evidence": False, "documents": "QĐ 5"})
    given = given.model_copy(update={"answers": {"1.1": answer}})
    after = roll_up(UPPER, given, [lower("1")])[0]
    assert after.answers["1.1"].model_copy(update={"values": answer.values, "sources": {}}) == answer
    assert after.model_copy(update={"answers": given.answers}) == given
    assert values(given) == {"kha": "?", "tot": "?", "all": "?"}


def test_a_unit_that_left_the_indicator_out_of_its_form_says_no_total_and_gets_nothing_filled_in():
    bare = Submission(unit=Unit(name="Huyện", code="38"), year=2024)
    submission, _, problems = roll_up(UPPER, bare, [lower("1")])
    assert values(submission) == {"kha": "?", "tot": "?", "all": "?"}
    assert codes(problems) == ["lower-incomplete"]


def test_nothing_is_laid_into_an_indicator_that_was_declared_not_applicable():
    """Following the advice to write the figure into the form would contradict the declaration."""
    free = made(
        one_bar(SHARE, {"kind": "bars", "at_least": {"dat": "90%"}}, {"not_applicable": {"for": "all"}}),
    )
    given = upper({"not_applicable": "không có xã"}, criteria_set=free)
    submission, _, problems = roll_up(free, given, [lower("1")])
    assert submission.answers["1.1"] == given.answers["1.1"]
    assert "lower-filled" not in codes(problems)


# ---------------------------------------------------------------- parts


PARTS = {"communes": SHARE, "hamlets": {**SHARE, "lower_set": "thon"}, "plan": SMALL["yes_no"]}
BOTH = made(
    one_bar(PARTS, {"kind": "bars", "at_least": {"dat": {"communes": "90%", "hamlets": "60%"}}}),
)


def test_each_part_is_rolled_up_from_its_own_lower_set():
    units = [lower("1"), lower("2", "tot"), lower("3", "tot", criteria_set=FOREIGN)]
    given = upper({"communes": {"all": "2"}, "hamlets": {"all": "1"}}, criteria_set=BOTH)
    submission, found, problems = roll_up(BOTH, given, units)
    assert [(one.part, one.counts, one.total) for one in found] == [
        ("communes", {"kha": 1, "tot": 1}, 2), ("hamlets", {"tot": 1}, 1),
    ]  # fmt: skip
    assert values(submission) == {
        "communes.kha": "1", "communes.tot": "1", "communes.all": "2",
        "hamlets.kha": "0", "hamlets.tot": "1", "hamlets.all": "1", "plan.answer": "?",
    }  # fmt: skip
    assert submission.answers["1.1"].sources == dict.fromkeys(
        ["communes.kha", "communes.tot", "hamlets.kha", "hamlets.tot"], "lower"
    )
    assert codes(problems).count("lower-filled") == 4
    assert_said(problems)


def test_forms_that_count_for_one_share_are_not_called_foreign_by_another():
    """A form that counts for one part of an indicator is not left out of the indicator."""
    units = [lower("1"), lower("3", criteria_set=FOREIGN)]
    problems = roll_up(BOTH, upper({}, criteria_set=BOTH), units)[2]
    assert "lower-passed-over" not in codes(problems)


def test_the_same_unit_in_two_lower_sets_is_not_there_twice():
    hamlet = lower("1", "tot", criteria_set=FOREIGN, file="thôn.xlsx")
    found = roll_up(BOTH, upper({}, criteria_set=BOTH), [lower("1"), hamlet])[1]
    assert [one.counts for one in found] == [{"kha": 1}, {"tot": 1}]


def test_the_figures_of_a_part_are_compared_and_kept_by_themselves():
    given = upper({"communes": {"kha": "3", "all": "9"}, "hamlets": {"all": "1"}}, criteria_set=BOTH)
    units = [lower("1"), lower("3", "tot", criteria_set=FOREIGN)]
    submission, _, problems = roll_up(BOTH, given, units)
    assert values(submission) == {
        "communes.kha": "3", "communes.tot": "?", "communes.all": "9",
        "hamlets.kha": "0", "hamlets.tot": "1", "hamlets.all": "1", "plan.answer": "?",
    }  # fmt: skip
    differing = [(one.arguments["given"], one.arguments["found"]) for one in problems if one.code == "lower-differs"]
    assert differing == [(3, 1)]
    assert codes(problems).count("lower-incomplete") == 1


# ---------------------------------------------------------------- last year


RATE: Raw = {**SMALL["change"], "direction": "falls", "maximum": "100"}


def yearly_set(rate: Raw = RATE, **fields: Any) -> CriteriaSet:
    return made(
        raw_set(
            raw_criterion(
                "1",
                raw_bar_indicator("1.1", rate, "bars"),
                raw_bar_indicator("1.2", {"rate": RATE, "plan": SMALL["yes_no"]}),
                raw_bar_indicator("1.3", SMALL["count"], {"kind": "bars", "at_least": {"dat": "2"}}),
            ),
            **fields,
        )
    )


YEARLY = yearly_set()


def yearly(year: int | None, code: str | None = "38", criteria_set: CriteriaSet = YEARLY, **given: Any) -> Submission:
    """Give a submission whose answers are named a1_1, a1_2 and so on; the cells are F1, F2 and so on."""
    answers = {name.removeprefix("a").replace("_", "."): answer for name, answer in given.items()}
    one = submitted(criteria_set, answers)
    placed = {
        identifier: answer.model_copy(
            update={
                "places": {
                    question.name: Place("tỉnh.xlsx", sheet="Tự đánh giá", cell=f"F{identifier[-1]}{at}")
                    for at, question in enumerate(criteria_set.indicators[identifier].questions)
                }
            }
        )
        for identifier, answer in one.answers.items()
    }
    return one.model_copy(update={"unit": Unit(name="Tỉnh", code=code), "year": year, "answers": placed})


def other(submission: Submission, criteria_set: CriteriaSet = YEARLY, file: str = "năm trước.xlsx") -> Other:
    return Other(file, criteria_set, submission)


LAST = yearly(2023, a1_1="9 -> 7.5", a1_2={"rate": "8 -> 6", "plan": "yes"}, a1_3="3")


def test_what_was_this_years_number_is_last_years_number_now():
    this = yearly(2024, a1_1="? -> 7", a1_2={"rate": "?", "plan": "?"}, a1_3="?")
    submission, problems = carry_last_year(YEARLY, this, [other(LAST)])
    assert submission.answers["1.1"].values == {"last_year": Fraction("7.5"), "this_year": Fraction(7)}
    assert submission.answers["1.2"].values == {"rate.last_year": 6, "rate.this_year": None, "plan.answer": None}
    assert submission.answers["1.3"].values == {"number": None}
    assert [(one.code, one.place.cell, one.arguments["indicator"], one.arguments["found"]) for one in problems] == [
        ("last-year-filled", "F10", "1.1", Fraction("7.5")), ("last-year-filled", "F20", "1.2", 6),
    ]  # fmt: skip
    assert_said(problems)
    assert judge(YEARLY, score(YEARLY, submission), submission).levels[0].conditions[0].findings[0].state == "met"


def test_what_was_taken_from_last_year_carries_its_source_and_so_do_results():
    this = yearly(2024, a1_1="? -> 7", a1_2={"rate": "6 -> 5"})
    submission = carry_last_year(YEARLY, this, [other(LAST)])[0]
    assert submission.answers["1.1"].sources == {"last_year": "last-year"}
    assert submission.answers["1.2"].sources == {}
    result = score(YEARLY, submission).criteria[0].indicators[0]
    assert [(one.name, one.source) for one in result.values] == [("last_year", "last-year"), ("this_year", None)]


def test_last_years_number_that_is_there_is_kept_and_said_where_it_differs():
    this = yearly(2024, a1_1="8 -> 7", a1_2={"rate": "6 -> 5"})
    submission, problems = carry_last_year(YEARLY, this, [other(LAST)])
    assert {name: answer.values for name, answer in submission.answers.items()} == {
        "1.1": {"last_year": 8, "this_year": 7},
        "1.2": {"rate.last_year": 6, "rate.this_year": 5, "plan.answer": None},
    }
    (problem,) = problems
    assert (problem.code, problem.severity, problem.place.cell) == ("last-year-differs", "warning", "F10")
    assert (problem.arguments["given"], problem.arguments["found"]) == (8, Fraction("7.5"))
    assert_said(problems)


def test_last_years_number_is_not_laid_into_a_cell_that_had_an_error():
    this = yearly(2024, a1_1="? -> 7", a1_2={"rate": "? -> 5"})
    unusable = {this.answers["1.1"].places["last_year"]}
    submission, problems = carry_last_year(YEARLY, this, [other(LAST)], unusable)
    assert submission.answers["1.1"].values["last_year"] is None
    assert submission.answers["1.2"].values["rate.last_year"] == 6
    assert [one.arguments["indicator"] for one in problems] == ["1.2"]


def test_what_last_years_workbook_does_not_say_is_not_filled_in():
    this = yearly(2024, a1_1="?", a1_2={})
    submission, problems = carry_last_year(YEARLY, this, [other(yearly(2023, a1_1="9 -> ?"))])
    assert (submission.answers["1.1"].values["last_year"], problems) == (None, ())


def test_an_indicator_that_the_form_left_out_is_filled_in_all_the_same():
    submission, _ = carry_last_year(YEARLY, yearly(2024), [other(LAST)])
    assert submission.answers["1.1"].values["last_year"] == Fraction("7.5")


def test_a_number_of_last_year_that_this_years_set_does_not_allow_is_said():
    small = yearly_set({**RATE, "maximum": "5"})
    submission, problems = carry_last_year(small, yearly(2024, criteria_set=small, a1_1="? -> 3"), [other(LAST)])
    assert "cell-above-maximum" in codes(problems)
    assert score(small, submission).criteria[0].indicators[0].state == "missing"
    assert_said(problems)


@pytest.mark.parametrize(
    ("this", "earlier", "count"),
    [
        (yearly(2024), [], 0),
        (yearly(2024), [yearly(2022)], 0),
        (yearly(2024), [yearly(2024)], 0),
        (yearly(2024), [yearly(None)], 0),
        (yearly(2024), [yearly(2023, code="40")], 0),
        (yearly(2024), [LAST, LAST], 2),
        (yearly(None), [LAST], 0),
        (yearly(2024, code=None), [yearly(2023, code=None)], 1),
    ],
)
def test_exactly_one_workbook_of_the_same_unit_and_the_year_before_is_needed(this, earlier, count):
    submission, (problem,) = carry_last_year(YEARLY, this, [other(one) for one in earlier])
    assert submission == this
    assert (problem.code, problem.severity, problem.arguments["n"]) == ("last-year-lacking", "warning", count)
    assert_said([problem])


def test_the_right_workbook_is_found_among_those_of_other_units_and_years():
    others = [other(LAST), other(yearly(2022)), other(yearly(2023, code="40")), other(LAST, FOREIGN)]
    assert carry_last_year(YEARLY, yearly(2024), others)[0].answers["1.1"].values["last_year"] == Fraction("7.5")


def test_a_unit_with_another_name_is_another_one_even_with_the_same_code():
    renamed = LAST.model_copy(update={"unit": Unit(name="Tỉnh mới", code="38")})
    this = yearly(2024)
    submission, problems = carry_last_year(YEARLY, this, [other(renamed)])
    assert submission == this
    assert [(one.code, one.arguments["unit"], one.arguments["other"]) for one in problems] == [
        ("last-year-other-unit", "Tỉnh", "Tỉnh mới")
    ]
    assert_said(problems)


SET_OF = {
    "the set itself": ("small", None, True),
    "a variant of the set": ("bien-the", "small", True),
    "another set": ("khac", None, False),
    "a variant of another set": ("bien-the", "khac", False),
}


@pytest.mark.parametrize(("name", "base", "taken"), SET_OF.values(), ids=SET_OF)
def test_last_years_form_is_of_the_same_set_or_of_a_variant(name, base, taken):
    theirs = YEARLY.model_copy(update={"id": name, "extends": base})
    submission, problems = carry_last_year(YEARLY, yearly(2024, a1_1="? -> 7"), [other(LAST, theirs)])
    assert submission.answers["1.1"].values["last_year"] == (Fraction("7.5") if taken else None)
    assert ("last-year-lacking" in codes(problems)) is not taken
    assert_said(problems)


@pytest.mark.parametrize(("name", "base"), [("small", None), ("bien-the-1", "small"), ("bien-the-2", "small")])
def test_a_variant_takes_from_its_base_from_itself_and_from_another_variant_of_it(name, base):
    mine = YEARLY.model_copy(update={"id": "bien-the-1", "extends": "small"})
    theirs = YEARLY.model_copy(update={"id": name, "extends": base})
    submission = carry_last_year(mine, yearly(2024), [other(LAST, theirs)])[0]
    assert submission.answers["1.1"].values["last_year"] == Fraction("7.5")


UNLIKE: dict[str, Raw] = {
    "another thing": {**RATE, "of": text("another rate")},
    "another unit": {**RATE, "unit": text("billion")},
}


@pytest.mark.parametrize("measure", UNLIKE.values(), ids=UNLIKE)
def test_nothing_is_taken_where_last_years_form_asks_for_something_else(measure):
    theirs = yearly_set(measure)
    last = yearly(2023, criteria_set=theirs, a1_1="9 -> 7.5", a1_2={"rate": "8 -> 6"})
    submission, problems = carry_last_year(YEARLY, yearly(2024, a1_1="? -> 7"), [other(last, theirs)])
    assert submission.answers["1.1"].values["last_year"] is None
    assert submission.answers["1.2"].values["rate.last_year"] == 6
    assert [(one.code, one.arguments["indicator"]) for one in problems] == [
        ("last-year-unlike", "1.1"), ("last-year-filled", "1.2"),
    ]  # fmt: skip
    assert_said(problems)


def test_nothing_is_taken_and_it_is_said_where_last_years_form_compares_nothing():
    """Last year a ratio, this year a change: there is no number to take, and the unit should know."""
    theirs = made(
        raw_set(
            raw_criterion(
                "1",
                raw_bar_indicator("1.1", SMALL["amount"], {"kind": "bars", "at_least": {"dat": "1"}}),
                raw_bar_indicator("1.2", {"rate": RATE, "plan": SMALL["yes_no"]}),
            )
        )
    )
    last = yearly(2023, criteria_set=theirs, a1_1=number(2), a1_2={"rate": "8 -> 6"})
    submission, problems = carry_last_year(YEARLY, yearly(2024, a1_1="? -> 7"), [other(last, theirs)])
    assert submission.answers["1.1"].values["last_year"] is None
    assert ("last-year-unlike", "1.1") in [(one.code, one.arguments["indicator"]) for one in problems]


def test_another_direction_or_another_bar_is_still_the_same_thing():
    theirs = yearly_set({**RATE, "direction": "rises", "maximum": "50"})
    last = yearly(2023, criteria_set=theirs, a1_1="9 -> 7.5")
    submission = carry_last_year(YEARLY, yearly(2024), [other(last, theirs)])[0]
    assert submission.answers["1.1"].values["last_year"] == Fraction("7.5")


def test_a_set_that_compares_nothing_with_last_year_says_so():
    submission, problems = carry_last_year(UPPER, upper(), [other(LAST)])
    assert submission == upper()
    assert [(one.code, one.severity) for one in problems] == [("last-year-useless", "notice")]
    assert_said(problems)
