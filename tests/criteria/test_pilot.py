"""The shipped pilot set, Thanh Hóa 2020, and its five example workbooks: what was said about them holds."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest

from make import HERE
from xhht_score import assess, load_criteria
from xhht_score.assessment import Assessment
from xhht_score.criteria import CriteriaSet, Indicator, Total
from xhht_score.measures import MEASURES
from xhht_score.results import ConditionResult, CriterionResult, IndicatorResult, LevelResult
from xhht_score.scoring import SCORINGS

UNITS = ("bathuoc", "yendinh", "nongcong", "samson", "dangbokhoi")
GOOD = Fraction(75, 100)


@pytest.fixture(scope="module")
def pilot_set() -> CriteriaSet:
    return load_criteria("thanh-hoa-2020")


@pytest.fixture(scope="module")
def assessed() -> dict[str, Assessment]:
    return {name: assess(HERE / f"{name}.xlsx") for name in UNITS}


def level(one: Assessment) -> LevelResult:
    (found,) = one.verdict.levels
    return found


def indicators(one: Assessment, *states: str) -> list[IndicatorResult]:
    """Give the results of an assessment that are in one of the states; all of them where none is named."""
    results = [result for criterion in one.scorecard.criteria for result in criterion.indicators]
    return [result for result in results if not states or result.state in states]


def low_and_high(one: Assessment | CriterionResult) -> tuple[Fraction, Fraction]:
    percent = (one.scorecard.total if isinstance(one, Assessment) else one.tally).percent
    assert percent is not None
    return percent.low, percent.high


def conditions(one: Assessment, state: str) -> list[ConditionResult]:
    return [condition for condition in level(one).conditions if condition.state == state]


# ---------------------------------------------------------------- the set


def test_four_criteria_of_100_points_with_30_to_40_indicators(pilot_set):
    assert pilot_set.total_points == 100
    assert sum(criterion.points for criterion in pilot_set.criteria) == 100
    assert [criterion.id for criterion in pilot_set.criteria] == ["1", "2", "3", "4"]
    assert 30 <= len(pilot_set.indicators) <= 40
    for criterion in pilot_set.criteria:
        assert sum(indicator.points for indicator in criterion.indicators) == criterion.points


def test_it_says_that_it_is_an_illustration_of_the_pilot_year(pilot_set):
    assert pilot_set.status == "illustrative"
    assert 2020 in pilot_set.assessment_years
    assert 2019 not in pilot_set.assessment_years
    assert 2021 not in pilot_set.assessment_years
    assert len(pilot_set.sources) >= 1
    assert len(pilot_set.notes) >= 1


def test_it_uses_every_kind_of_measure_and_every_scoring_that_gives_points(pilot_set):
    used = list(pilot_set.indicators.values())
    assert {indicator.measure.kind for indicator in used} == {one.model_fields["kind"].default for one in MEASURES}
    of_points = {one.model_fields["kind"].default for one in SCORINGS} - {"bars"}
    assert {indicator.scoring.kind for indicator in used} == of_points


def test_sixteen_offices_each_have_their_part(pilot_set):
    assigned = Counter(indicator.assignee for indicator in pilot_set.indicators.values())
    assert len(pilot_set.offices) == 16
    assert set(assigned) == set(pilot_set.offices)


def test_every_indicator_says_how_it_is_proved_by_whom_and_what_to_do(pilot_set):
    for indicator in pilot_set.indicators.values():
        assert indicator.evidence.documents, indicator.id
        assert indicator.assignee, indicator.id
        assert indicator.remedy, indicator.id
        assert indicator.effort, indicator.id
        assert indicator.reference, indicator.id


def test_every_text_is_there_in_both_languages_and_is_not_a_copy(pilot_set):
    for indicator in pilot_set.indicators.values():
        for found in texts(indicator):
            assert found.vi != found.en, indicator.id
    titles = [pilot_set.title, *pilot_set.offices.values(), *(criterion.title for criterion in pilot_set.criteria)]
    assert all(title.vi != title.en for title in titles)


def texts(indicator: Indicator) -> list:
    labels = [one.label for one in indicator.measure.inputs if one.label is not None]
    return [indicator.title, indicator.remedy, *indicator.evidence.documents, *labels]


def test_the_level_asks_for_75_percent_in_all(pilot_set):
    (only,) = pilot_set.recognition.levels
    assert only.id == "dat"
    assert [one.at_least.placed for one in only.requires if isinstance(one, Total)] == [GOOD]


# ---------------------------------------------------------------- the five units


@pytest.mark.parametrize("name", UNITS)
def test_an_example_is_read_without_errors(assessed, name):
    assert [problem for problem in assessed[name].problems if problem.severity == "error"] == []


def test_there_are_exactly_the_five_examples():
    assert sorted(path.stem for path in Path(HERE).glob("*.xlsx")) == sorted(UNITS)


def test_ba_thuoc_has_75_percent_or_more_in_each_of_the_four(assessed):
    criteria = assessed["bathuoc"].scorecard.criteria
    assert len(criteria) == 4
    assert [one.id for one in criteria if low_and_high(one)[0] < GOOD] == []


def test_yen_dinh_is_between_75_and_80_percent_and_open(assessed):
    yen_dinh = assessed["yendinh"]
    low, high = low_and_high(yen_dinh)
    assert GOOD <= low < high <= Fraction(80, 100)
    assert (yen_dinh.verdict.certain, yen_dinh.verdict.possible) == (None, "dat")
    assert level(yen_dinh).state == "possible"


def test_yen_dinh_hangs_on_one_criterion_that_may_miss_70_percent(assessed):
    (hanging,) = conditions(assessed["yendinh"], "open")
    assert conditions(assessed["yendinh"], "short") == []
    assert hanging.kind == "each_criterion"
    (finding,) = [finding for finding in hanging.findings if finding.state == "open"]
    assert finding.found.low < Fraction(70, 100) <= finding.found.high
    straddling = [
        one.id
        for one in assessed["yendinh"].scorecard.criteria
        if low_and_high(one)[0] < Fraction(70, 100) <= low_and_high(one)[1]
    ]
    assert straddling == [finding.subject]


def test_what_yen_dinh_has_not_reported_is_at_most_5_percent(assessed):
    missing = indicators(assessed["yendinh"], "missing")
    assert missing
    at_stake = sum(result.maximum.high for result in missing)
    assert at_stake / assessed["yendinh"].scorecard.total.maximum.low <= Fraction(5, 100)


def test_sam_son_is_eligible_with_nothing_missing(assessed):
    assert indicators(assessed["samson"], "missing") == []
    assert level(assessed["samson"]).state == "eligible"
    assert assessed["samson"].verdict.certain == assessed["samson"].verdict.possible == "dat"
    low, high = low_and_high(assessed["samson"])
    assert low == high


def test_nong_cong_has_a_good_total_and_misses_by_one_condition(assessed):
    assert indicators(assessed["nongcong"], "missing") == []
    low, high = low_and_high(assessed["nongcong"])
    assert GOOD <= low == high
    assert level(assessed["nongcong"]).state == "not_eligible"
    assert (assessed["nongcong"].verdict.certain, assessed["nongcong"].verdict.possible) == (None, None)
    (short,) = conditions(assessed["nongcong"], "short")
    assert short.kind == "each_criterion"
    assert conditions(assessed["nongcong"], "open") == []


def test_the_party_bloc_is_scored_on_less_than_100_points_with_a_reason_for_each_omission(assessed):
    bloc = assessed["dangbokhoi"]
    omitted = indicators(bloc, "not_applicable")
    assert len(omitted) >= 1
    assert all(result.reason for result in omitted)
    maximum = bloc.scorecard.total.maximum
    assert maximum.low == maximum.high < 100
    taken_out = sum(bloc.criteria_set.indicators[result.id].points for result in omitted)
    assert maximum.low == 100 - taken_out


def test_only_those_who_may_take_anything_out(assessed):
    omissions = {name: len(indicators(one, "not_applicable")) for name, one in assessed.items()}
    assert {name for name, count in omissions.items() if count} == {"dangbokhoi", "samson"}


@pytest.mark.parametrize("name", UNITS)
def test_every_point_leads_back_to_its_cell(assessed, name):
    for result in indicators(assessed[name], "answered", "missing"):
        for one in result.values:
            assert one.place is not None, result.id
            assert (one.place.file, bool(one.place.sheet), bool(one.place.cell)) == (assessed[name].file, True, True)
