"""Decision, wait, request, dossier and validity on one line, by the shipped sets and by lines of dates."""

import datetime

import pytest

from xhht_score.api.single import load_once
from xhht_score.criteria import months_after
from xhht_score.procedure import irregularities, opens_after, procedure, window
from xhht_score.submission import Dates, Decision

COMMUNE, UNIT, DISTRICT = (
    load_once(name).criteria_set for name in ("tt25-2023-xa", "tt24-2023-huyen", "tt25-2023-huyen")
)
OFFICE, DEPARTMENT = "Trưởng phòng Giáo dục và Đào tạo", "Giám đốc Sở Giáo dục và Đào tạo"


def day(text):
    return datetime.date.fromisoformat(text)


def dates(decided="", level="muc-do-1", asked=""):
    held = Decision(level=level or None, date=day(decided)) if decided else None
    return Dates(decision=held, requested=day(asked) if asked else None)


def codes(criteria_set, year, *given, **named):
    return [one.code for one in irregularities(criteria_set, year, dates(*given, **named))]


# ---------------------------------------------------------------- who decides


@pytest.mark.parametrize(
    ("year", "given", "who", "certainty"),
    [
        (2024, dates(), OFFICE, None),
        (2024, dates("2025-03-20", asked="2025-02-20"), OFFICE, None),
        (2024, dates("2025-06-30"), OFFICE, None),
        (2024, dates("2025-07-01"), DEPARTMENT, "practice"),
        (2024, dates(asked="2025-07-01"), DEPARTMENT, "practice"),
        (2025, dates(), DEPARTMENT, "practice"),
        (2025, dates("2025-03-20"), DEPARTMENT, "practice"),  # held before, not the decision on this request
    ],
)
def test_the_day_of_the_decision_says_who_decides_not_the_assessment_year(year, given, who, certainty):
    (found,) = procedure(COMMUNE, year, given).deciders
    assert (found.title.vi, found.certainty) == (who, certainty)
    assert (found.note is None) == (certainty is None)


@pytest.mark.parametrize(("asked", "where"), [("", "Phòng"), ("2025-02-20", "Phòng"), ("2025-07-15", "Sở")])
def test_each_step_holds_on_its_own_day(asked, where):
    found = procedure(COMMUNE, 2024, dates(asked=asked))
    (at,) = [at for at, one in enumerate(found.steps) if one.role == "request"]
    assert f"đến {where} Giáo dục" in found.steps[at].step.vi
    assert found.days[at] == (day(asked) if asked else day("2025-02-27"))


def test_without_a_year_everything_that_could_hold_is_there():
    found = procedure(COMMUNE, None, dates())
    assert len(found.deciders) == len(COMMUNE.recognition.decided_by) == 2
    assert found.steps == COMMUNE.recognition.deadlines
    assert found.decided is None


# ---------------------------------------------------------------- what cannot be


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"asked": "2025-12-31"}, ["request-outside-window"]),
        ({"asked": "2026-01-01"}, []),
        ({"asked": "2026-02-27"}, []),
        ({"asked": "2026-02-28"}, ["request-outside-window"]),
        ({"decided": "2025-03-20", "asked": "2026-02-20"}, ["wait-outside-window"]),
        ({"decided": "2025-03-20", "level": "", "asked": "2026-02-20"}, ["wait-outside-window"]),
        ({"decided": "2025-02-20", "asked": "2026-02-20"}, []),
        ({"decided": "2025-02-27", "asked": "2026-02-26"}, []),  # too early by a day, and the window still open
        ({"decided": "2025-03-20"}, []),
        ({"decided": "2025-03-30"}, []),
        ({"decided": "2025-03-31"}, ["decision-after-last-day"]),
        ({"decided": "2025-01-01"}, []),
        ({"decided": "2024-12-31"}, ["decision-before-rules"]),
        ({"decided": "2025-03-20", "asked": "2025-02-20"},
         ["request-before-decision", "request-outside-window", "wait-outside-window"]),
        ({"decided": "2025-03-20", "level": "muc-do-2", "asked": "2026-02-20"}, ["renewal-early"]),
        ({"decided": "2025-03-20", "level": "muc-do-2"}, []),
        ({"decided": "2026-03-20", "asked": "2026-02-20"}, []),  # the decision on this very request
        ({"decided": "2026-03-20", "level": "muc-do-2", "asked": "2026-02-20"}, []),
    ],
)  # fmt: skip
def test_dates_of_2025_that_do_not_lead_to_a_decision_are_named(given, found):
    assert codes(COMMUNE, 2025, **given) == found


def test_a_request_after_a_decision_is_not_the_one_that_it_answers():
    found = codes(COMMUNE, 2024, "2025-03-20", asked="2026-02-20")
    assert found == ["request-outside-window", "wait-outside-window"]
    assert codes(COMMUNE, 2024, "2025-03-20", asked="2025-02-20") == []


def test_an_upgrade_is_told_the_first_day_on_which_it_can_be_asked_for():
    (found,) = irregularities(COMMUNE, 2025, dates("2025-03-20", asked="2026-02-20"))
    expected = {"decided": "2025-03-20", "first": "2026-03-20", "open": "2027-01-01", "last": "2027-02-27"}
    assert found.arguments == {name: day(text) for name, text in expected.items()}


@pytest.mark.parametrize(
    ("asked", "found"), [("2029-01-15", []), ("2028-02-20", ["renewal-early"]), ("2028-12-31", ["renewal-early"])]
)
def test_a_title_is_asked_for_again_once_it_has_ended(asked, found):
    """A decision of 2025 holds to the end of 2028."""
    told = codes(COMMUNE, day(asked).year - 1, "2025-03-20", "muc-do-2", asked)
    assert [one for one in told if one != "request-outside-window"] == found


def test_a_wait_that_ends_after_the_title_leads_to_no_upgrade():
    endless = COMMUNE.recognition.upgrade.model_copy(update={"after_months": 60})
    recognition = COMMUNE.recognition.model_copy(update={"upgrade": endless})
    assert codes(COMMUNE.model_copy(update={"recognition": recognition}), 2025, "2025-03-20", asked="2026-02-20") == []


@pytest.mark.parametrize(
    ("criteria_set", "on", "first"),
    [
        (COMMUNE, "2026-02-27", None),
        (COMMUNE, "2026-02-28", "2027-01-01"),
        (COMMUNE, "2026-12-31", "2027-01-01"),
        (UNIT, "2026-01-14", None),
        (UNIT, "2026-01-15", "2027-01-01"),
        (DISTRICT, "2025-04-29", None),
        (DISTRICT, "2025-04-30", "2026-01-01"),
    ],
)
def test_the_next_day_for_a_dossier(criteria_set, on, first):
    found = opens_after(criteria_set.recognition, day(on))
    assert (found and found.start) == (day(first) if first else None)


def test_a_set_without_a_last_day_for_dossiers_has_no_window():
    pilot = load_once("thanh-hoa-2020").criteria_set
    assert window(pilot.recognition, 2021) is None
    assert opens_after(pilot.recognition, day("2021-06-01")) is None
    assert codes(pilot, 2020, asked="2030-06-01") == []
    assert opens_after(COMMUNE.recognition, datetime.date.max) is None
    assert months_after(datetime.date.max, 12) == datetime.date.max


def test_who_asks_and_decides_at_once_is_named_by_the_reading_that_lets_it_be():
    word_for_word = load_once("tt25-2023-xa", (("tham-quyen-tu-01-7-2025", "uy-ban-xa"),)).criteria_set
    (found,) = irregularities(word_for_word, 2025, dates())
    assert found.code == "decider-is-applicant"
    assert "Chủ tịch Ủy ban nhân dân cấp xã" in found.arguments["who"].vi
    assert codes(word_for_word, 2024) == []
    assert codes(COMMUNE, 2025) == []
