"""Days and months around a title: the wait before an upgrade, how long a decision holds, and the last day of a step."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import Raw, made, one_bar, raw_bar_indicator, raw_criterion, raw_set, submitted, text
from xhht_score.criteria import CriteriaSet, Deadline, months_after
from xhht_score.engine import score
from xhht_score.numbers import Range
from xhht_score.recognition import judge
from xhht_score.results import ConditionResult, LevelResult, Verdict
from xhht_score.submission import Dates, Decision

TWO = {"muc-1": ["all_met"], "muc-2": ["all_met"]}
UPGRADE = {"from": "muc-1", "to": "muc-2", "after_months": "12"}
WAITING: Raw = one_bar("yes_no", levels=TWO, upgrade=UPGRADE, valid_months="36")


def day(text: str | None) -> datetime.date | None:
    return None if text is None else datetime.date.fromisoformat(text)


def dates(level: str | None = "muc-1", decided: str | None = "2024-03-15", requested: str | None = None) -> Dates:
    """Give what a unit holds (a decision at a level, of a day) and when it asks."""
    return Dates(decision=Decision(number="1/QĐ", level=level, date=day(decided)), requested=day(requested))


def verdict(held: Dates, answer: Any = "yes", raw: Raw = WAITING, year: int | None = None) -> Verdict:
    criteria_set = made(raw)
    submission = submitted(criteria_set, {"1.1": answer}).model_copy(update={"dates": held, "year": year})
    return judge(criteria_set, score(criteria_set, submission), submission)


def judged(held: Dates, raw: Raw = WAITING, answer: Any = "yes") -> tuple[LevelResult, ...]:
    return verdict(held, answer, raw).levels


def wait(held: Dates, raw: Raw = WAITING) -> ConditionResult:
    """Give how a unit stands against the wait before the higher level."""
    lower, higher = judged(held, raw)
    assert [condition.kind for condition in lower.conditions] == ["all_met"]
    required, found = higher.conditions
    assert (required.kind, found.kind, found.measured_in) == ("all_met", "upgrade", "date")
    return found


# ---------------------------------------------------------------- the wait before an upgrade


def test_a_unit_without_a_decision_may_ask_for_any_level_directly():
    assert wait(Dates()).state == "left_out"
    assert wait(Dates(requested=day("2024-03-16"))).state == "left_out"
    assert [level.state for level in judged(Dates())] == ["eligible", "eligible"]


def test_a_unit_that_holds_another_level_does_not_wait():
    assert wait(dates("muc-2", requested="2024-03-16")).state == "left_out"


@pytest.mark.parametrize(
    ("requested", "state", "short_by"),
    [
        ("2024-03-15", "short", 365),
        ("2025-03-13", "short", 2),
        ("2025-03-14", "short", 1),
        ("2025-03-15", "met", None),
        ("2025-03-16", "met", None),
        ("2027-12-31", "met", None),  # the decision holds to the end of the third year after its own
    ],
)
def test_a_unit_waits_to_the_very_day(requested, state, short_by):
    found = wait(dates(requested=requested))
    assert (found.state, found.short_by) == (state, short_by)
    (finding,) = found.findings
    assert finding.required == datetime.date(2025, 3, 15).toordinal()
    assert finding.found == Range.of(datetime.date.fromisoformat(requested).toordinal())


@pytest.mark.parametrize(
    ("decided", "first"),
    [
        ("2024-02-29", "2025-02-28"),
        ("2023-02-28", "2024-02-28"),
        ("2024-12-31", "2025-12-31"),
        ("2024-01-01", "2025-01-01"),
    ],
)
def test_the_first_day_of_an_upgrade(decided, first):
    before = (datetime.date.fromisoformat(first) - datetime.timedelta(days=1)).isoformat()
    assert wait(dates(decided=decided, requested=first)).state == "met"
    assert (wait(dates(decided=decided, requested=before)).state, wait(dates(decided=decided)).state) == (
        "short", "open",
    )  # fmt: skip


def test_after_the_decision_has_expired_there_is_nothing_to_upgrade():
    assert wait(dates(requested="2028-01-01")).state == "left_out"
    late = {**UPGRADE, "after_months": "60"}
    raw = one_bar("yes_no", levels=TWO, upgrade=late, valid_months="36")
    assert wait(dates(requested="2027-12-31"), raw).state == "short"
    assert wait(dates(requested="2028-01-01"), raw).state == "left_out"


@pytest.mark.parametrize(("year", "state"), [(2026, "open"), (2027, "left_out"), (2030, "left_out"), (None, "open")])
def test_a_decision_that_ended_before_anybody_could_ask_binds_nobody(year, state):
    """Decided in 2024 it holds to 31/12/2027; for the year 2027 a unit asks after that, whenever it asks."""
    found = verdict(dates(), year=year)
    assert found.levels[1].conditions[1].state == state
    assert found.certain == ("muc-2" if state == "left_out" else "muc-1")


def test_a_request_before_the_decision_grants_nothing():
    """One of the two dates is wrong, and nobody knows which."""
    assert wait(dates(requested="2024-03-14")).state == "open"
    assert [level.state for level in judged(dates(requested="2024-03-14"))] == ["eligible", "possible"]


def test_a_decision_that_never_expires_binds_for_ever():
    raw = one_bar("yes_no", levels=TWO, upgrade={**UPGRADE, "after_months": "60"})
    assert wait(dates(requested="2028-01-01"), raw).state == "short"


@pytest.mark.parametrize(
    "held",
    [
        dates(),  # nobody knows when it asks
        dates(decided=None, requested="2025-03-15"),  # nor when it was decided
        dates(level=None, requested="2024-05-01"),  # nor at which level, and it would be too early for the lower one
    ],
)
def test_what_is_not_known_leaves_the_wait_open_and_the_level_possible(held):
    found = wait(held)
    assert (found.state, found.short_by) == ("open", None)
    assert [level.state for level in judged(held)] == ["eligible", "possible"]


def test_a_wait_that_is_over_is_met_whatever_the_level_was():
    assert wait(dates(level=None, requested="2025-03-15")).state == "met"


def test_too_early_is_not_eligible_for_the_higher_level_and_changes_nothing_of_the_lower():
    assert [level.state for level in judged(dates(requested="2024-04-01"))] == ["eligible", "not_eligible"]
    found = verdict(dates(requested="2024-04-01"))
    assert (found.certain, found.possible) == ("muc-1", "muc-1")


def test_a_wait_that_is_over_does_not_make_up_for_what_is_short_or_open():
    over = dates(requested="2025-03-15")
    assert [level.state for level in judged(over, answer="no")] == ["not_eligible", "not_eligible"]
    assert [level.state for level in judged(over, answer="?")] == ["possible", "possible"]


def test_a_level_that_asks_nothing_is_not_eligible_even_where_the_wait_is_over():
    facts = {"type": {"title": text("type"), "choices": {"school": text("school"), "office": text("office")}}}
    own = {"applies_when": {"type": "school"}}
    raw = one_bar("yes_no", levels=TWO, upgrade=UPGRADE, valid_months="36", own=own, facts=facts)
    criteria_set = made(raw)
    held = {"dates": dates(requested="2025-03-15")}
    submission = submitted(criteria_set, {}, {"type": "office"}).model_copy(update=held)
    higher = judge(criteria_set, score(criteria_set, submission), submission).levels[1]
    assert [condition.state for condition in higher.conditions] == ["left_out", "met"]
    assert higher.state == "not_eligible"


def test_only_the_level_that_is_upgraded_to_has_the_wait():
    three = {level: ["all_met"] for level in ("muc-1", "muc-2", "muc-3")}
    raw = raw_set(raw_criterion("1", raw_bar_indicator("1.1", "yes_no")), levels=three, upgrade=UPGRADE)
    found = judged(dates(requested="2024-04-01"), raw)
    assert [[condition.kind for condition in level.conditions] for level in found] == [
        ["all_met"], ["all_met", "upgrade"], ["all_met"],
    ]  # fmt: skip
    assert [level.state for level in found] == ["eligible", "not_eligible", "eligible"]


# ---------------------------------------------------------------- how long a decision holds


@pytest.mark.parametrize(
    ("decided", "months", "until"),
    [
        ("2024-01-01", "36", "2027-12-31"),
        ("2024-12-31", "36", "2027-12-31"),  # any day of the year gives the same end
        ("2024-02-29", "36", "2027-12-31"),
        ("2024-06-15", "12", "2025-12-31"),
        ("2024-06-15", "18", "2026-06-30"),
        ("2024-06-15", "14", "2026-02-28"),
        ("2026-06-15", "14", "2028-02-29"),
    ],
)
def test_a_decision_holds_for_months_after_the_year_it_was_made_in(decided, months, until):
    criteria_set: CriteriaSet = made(one_bar("yes_no", valid_months=months))
    assert criteria_set.recognition.valid_until(datetime.date.fromisoformat(decided)) == day(until)


def test_where_the_set_does_not_say_a_decision_has_no_last_day():
    assert made(one_bar("yes_no")).recognition.valid_until(datetime.date(2024, 3, 1)) is None


# ---------------------------------------------------------------- months


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2024-01-31", 1, "2024-02-29"),
        ("2023-01-31", 1, "2023-02-28"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2024-08-31", 6, "2025-02-28"),
        ("2024-12-15", 1, "2025-01-15"),
        ("2024-12-31", 12, "2025-12-31"),
        ("2024-11-30", 13, "2025-12-30"),
        ("2024-05-05", 0, "2024-05-05"),
    ],
)
def test_months_after_a_day(start, months, end):
    assert months_after(datetime.date.fromisoformat(start), months) == day(end)


@given(st.dates(datetime.date(1990, 1, 1), datetime.date(2090, 12, 31)), st.integers(0, 120))
def test_so_many_months_later_is_in_the_month_so_many_months_later_and_never_on_a_later_day(start, months):
    end = months_after(start, months)
    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == months
    assert end.day <= start.day
    next_day = end + datetime.timedelta(days=1)
    assert end.day == start.day or next_day.month != end.month


# ---------------------------------------------------------------- the last day of a step


@pytest.mark.parametrize(
    ("end", "year", "last"),
    [
        ({"before": "28/02"}, 2024, "2025-02-27"),
        ({"before": "28/02"}, 2023, "2024-02-27"),
        ({"before": "01/03"}, 2024, "2025-02-28"),
        ({"before": "01/03"}, 2023, "2024-02-29"),  # a leap year
        ({"before": "31/03"}, 2024, "2025-03-30"),
        ({"before": "01/01"}, 2024, "2024-12-31"),
        ({"by": "31/03"}, 2024, "2025-03-31"),
        ({"by": "29/02"}, 2023, "2024-02-29"),
        ({"by": "29/02"}, 2024, "2025-02-28"),
        ({"before": "31/07", "years_after": "1"}, 2024, "2025-07-30"),
        ({"by": "15/12", "years_after": "0"}, 2024, "2024-12-15"),
        ({"by": "15/12", "years_after": "2"}, 2024, "2026-12-15"),
        ({"within": text("ten working days")}, 2024, None),
    ],
)
def test_the_last_day_of_a_step(end, year, last):
    step = Deadline.model_validate({"step": text("the dossier is sent"), **end})
    assert step.last_day(year) == day(last)
