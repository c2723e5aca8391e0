"""The readings of the shipped sets: each names its others and its clause, and those that can be turned are turned."""

from __future__ import annotations

import datetime

import pytest

from xhht_score.api.single import load_once
from xhht_score.loading.shipped import shipped_sets

READINGS = [(name, one) for name in shipped_sets() for one in load_once(name).criteria_set.readings]
TURNED = [
    (name, reading, option)
    for name, reading in READINGS
    for option, one in load_once(name).criteria_set.readings[reading].others.items()
    if one.changes
]


@pytest.mark.parametrize(("name", "reading"), READINGS)
def test_a_reading_has_others_and_says_where_the_text_leaves_it_open(name, reading):
    one = load_once(name).criteria_set.readings[reading]
    assert one.others
    assert one.reference is not None
    assert one.question.vi.endswith("?")
    assert not one.options[one.taken].changes
    assert len({option.says.vi for option in one.options.values()}) == len(one.options)


@pytest.mark.parametrize("name", shipped_sets())
def test_no_reading_hides_in_a_note(name):
    criteria_set = load_once(name).criteria_set
    notes = [*criteria_set.notes, *(one.note for one in criteria_set.indicators.values() if one.note)]
    assert [note.vi for note in notes if "cách hiểu được chọn" in note.vi.casefold()] == []


@pytest.mark.parametrize(("name", "reading", "option"), TURNED)
def test_a_reading_that_is_turned_gives_a_sound_set_that_differs(name, reading, option):
    loaded = load_once(name, ((reading, option),))
    assert loaded.problems == ()
    before, after = (
        one.model_dump(exclude={"readings"}) for one in (load_once(name).criteria_set, loaded.criteria_set)
    )
    assert before != after


def turned(name, **readings):
    choices = tuple((reading.replace("_", "-"), option) for reading, option in readings.items())
    return load_once(name, choices).criteria_set


@pytest.mark.parametrize(
    ("name", "identifier"),
    [
        ("tt25-2023-xa", "3.1"), ("tt25-2023-xa", "3.2"), ("tt25-2023-xa", "3.3"),
        ("tt25-2023-huyen", "3.2"), ("tt25-2023-huyen", "3.3"),
        ("tt25-2023-tinh", "3.1"), ("tt25-2023-tinh", "3.3"), ("tt25-2023-tinh", "3.4"), ("tt25-2023-tinh", "3.5"),
    ],
)  # fmt: skip
def test_a_lacking_institution_is_declared_by_either_reading_and_left_out_by_one(name, identifier):
    taken, other = load_once(name).criteria_set, turned(name, thieu_thiet_che="khong-ap-dung")
    lacking = [one.indicators[identifier].not_applicable for one in (taken, other)]
    assert [(one.allowed({}), one.means) for one in lacking] == [(True, "not_met"), (True, "left_out")]
    declared = {i for i, one in taken.indicators.items() if one.not_applicable}
    assert declared == {i for i, one in other.indicators.items() if one.not_applicable}


def test_other_indicators_cannot_be_declared():
    declared = {
        name: [i for i, one in load_once(name).criteria_set.indicators.items() if one.not_applicable]
        for name in shipped_sets()
        if name.startswith("tt2")
    }
    assert declared == {
        "tt22-2020-don-vi": [], "tt24-2023-huyen": [], "tt24-2023-tinh": [],
        "tt25-2023-xa": ["3.1", "3.2", "3.3"],
        "tt25-2023-huyen": ["3.2", "3.3"],
        "tt25-2023-tinh": ["3.1", "3.3", "3.4", "3.5"],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("option", "until"),
    [("nam-quyet-dinh", datetime.date(2028, 12, 31)), ("nam-danh-gia", datetime.date(2027, 12, 31))],
)
@pytest.mark.parametrize("name", ["tt25-2023-xa", "tt24-2023-tinh"])
def test_a_title_holds_from_the_year_of_its_decision_or_from_the_assessment_year(name, option, until):
    recognition = turned(name, nam_duoc_cong_nhan=option).recognition
    assert recognition.valid_until(datetime.date(2025, 3, 20)) == until


def test_by_word_for_word_a_commune_recognises_itself():
    decided = turned("tt25-2023-xa", tham_quyen_tu_01_7_2025="uy-ban-xa").recognition.decided_by
    assert [one.is_applicant for one in decided] == [False, True]
    assert not any(one.is_applicant for one in load_once("tt25-2023-xa").criteria_set.recognition.decided_by)


@pytest.mark.parametrize(
    ("reading", "option", "kind", "indicator"),
    [
        ("ban-quan-ly", "nhu-to-chuc-kinh-te", "ban-quan-ly", "1.3"),
        ("ban-quan-ly", "nhu-to-chuc-kinh-te", "ban-quan-ly", "2.4"),
        ("trung-tam-ghep", "nhu-giao-duc-thuong-xuyen", "gdnn-gdtx", "3.6"),
        ("trung-tam-ghep", "nhu-giao-duc-nghe-nghiep", "gdnn-gdtx", "3.4"),
    ],
)
def test_a_unit_of_a_province_is_asked_by_one_reading_and_not_by_the_other(reading, option, kind, indicator):
    facts = {"type": kind, "ownership": "cong-lap"}
    taken = load_once("tt24-2023-tinh").criteria_set
    other = load_once("tt24-2023-tinh", ((reading, option),)).criteria_set
    assert taken.indicators[indicator].asked_parts(facts)
    assert not other.indicators[indicator].asked_parts(facts)


@pytest.mark.parametrize("name", ["tt24-2023-huyen", "tt24-2023-tinh"])
def test_associations_are_asked_for_state_budget_by_the_other_reading_only(name):
    facts = {"type": "hoi", "ownership": "ngoai-cong-lap"}
    other = turned(name, hoi_va_ngan_sach="co-hoi")
    assert not load_once(name).criteria_set.indicators["1.3"].asked_parts(facts)
    assert other.indicators["1.3"].asked_parts(facts)
    for kind in ("co-quan", "su-nghiep"):
        assert other.indicators["1.3"].asked_parts({"type": kind, "ownership": "cong-lap"})
    assert not other.indicators["1.3"].asked_parts({"type": "su-nghiep", "ownership": "ngoai-cong-lap"})


@pytest.mark.parametrize("name", ["tt24-2023-huyen", "tt24-2023-tinh"])
def test_a_school_with_learners_reports_both_shares_or_learners_alone(name):
    other = turned(name, thanh_vien_va_nguoi_hoc="chi-nguoi-hoc").indicators["3.1"]
    for kind in ("gdnn", "gdnn-gdtx", "giao-duc-khac"):
        facts = {"type": kind, "ownership": "cong-lap"}
        assert load_once(name).criteria_set.indicators["3.1"].asked_parts(facts) == ("thanh-vien", "nguoi-hoc")
        assert other.asked_parts(facts) == ("nguoi-hoc",)
    assert other.asked_parts({"type": "co-quan"}) == ("thanh-vien",)


@pytest.mark.parametrize(("name", "lower"), [("tt25-2023-huyen", "xã"), ("tt25-2023-tinh", "huyện")])
def test_lower_units_at_level_2_count_towards_level_1_or_do_not(name, lower):
    counted = {
        option: turned(name, muc_do_2_tinh_cho_muc_do_1=option).indicators["4.1"].measure.counted_at
        for option in ("co-tinh", "khong-tinh")
    }
    assert lower in load_once(name).criteria_set.indicators["4.1"].measure.of.vi
    assert counted["co-tinh"]["muc-do-1"] == ("muc-do-1", "muc-do-2")
    assert counted["khong-tinh"]["muc-do-1"] == ("muc-do-1",)


def test_lower_decisions_count_on_the_day_of_the_dossier_or_at_the_end_of_the_year():
    for name in ("tt25-2023-huyen", "tt25-2023-tinh"):
        assert load_once(name).criteria_set.recognition.lower_decisions == "dossier"
        assert turned(name, quyet_dinh_cap_duoi="cuoi-nam").recognition.lower_decisions == "year_end"
