"""The program of a set decides what engine and judge decide, step by step."""

from __future__ import annotations

import datetime
import random
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import assume, given

import agreement
import effort
import programs
import witness
from builders import assessments, made, one_bar, one_indicator, raw_criterion, raw_indicator, raw_set, text
from xhht_score.criteria import CriteriaSet
from xhht_score.program.compiled import compiled
from xhht_score.program.given import given as inputs_of
from xhht_score.program.indicators import SCALED_LOW, clean_field, given_field
from xhht_score.program.python import runnable
from xhht_score.program.recognition import CERTAIN
from xhht_score.program.whole import INDICATORS, RESULTS, At, Beyond, Name
from xhht_score.submission import Answer, Dates, Decision, Submission, Unit

SHARE = {"kind": "ratio", "of": text("part"), "over": text("whole")}


@pytest.mark.parametrize("name", witness.names())
def test_rows_of_a_set_are_decided_as_by_the_engine(name):
    assert witness.programs_differ(name, effort.times(200, witness.ROWS)) == []


def has_program(criteria_set: CriteriaSet) -> bool:
    try:
        return bool(compiled(criteria_set).steps)
    except Beyond:  # points that may never end, and the set does not round
        return False


def is_fine_enough(criteria_set: CriteriaSet, submission: Submission) -> bool:
    try:
        return all(inputs_of(criteria_set, submission, facts) for facts in criteria_set.worlds(submission.facts))
    except Beyond:  # a third of something, which no cell holds
        return False


@given(assessments())
def test_small_sets_with_every_feature_are_decided_as_by_the_engine(assessment):
    criteria_set, submission = assessment
    assume(has_program(criteria_set) and is_fine_enough(criteria_set, submission))
    assert list(programs.differences(criteria_set, submission)) == []
    refused = programs.refused(random.Random(len(repr(submission))), submission)
    assert list(programs.differences(criteria_set, refused)) == []


def test_a_step_that_is_otherwise_is_seen(monkeypatch):
    criteria_set = made(one_indicator(SHARE, {"kind": "full_if_met", "at_least": "50%"}))
    submission = agreement.random_submission(random.Random(1), criteria_set, 0)
    assert list(programs.differences(criteria_set, submission)) == []
    name = Name(RESULTS, "total", SCALED_LOW)
    sound = compiled(criteria_set)
    program = replace(sound, steps={**sound.steps, name: At(0, 1, Name(INDICATORS, "1.1", clean_field(0)))})
    monkeypatch.setattr(programs, "ready", lambda _: programs.Ready(criteria_set, program, runnable(program)))
    assert str(name) in "".join(programs.differences(criteria_set, submission))


@pytest.mark.parametrize(
    ("decided", "requested"),
    [
        ("2024-02-29", "2025-02-28"),
        ("2024-01-31", "2024-02-29"),
        ("2023-12-31", "2024-12-30"),
        ("2020-02-29", None),
        ("2022-05-10", "2024-12-31"),
        ("2022-05-10", "2025-01-01"),
    ],
)
def test_a_wait_that_ends_with_a_month_is_decided_as_by_the_engine(decided, requested):
    levels = {"muc-1": ["all_met"], "muc-2": ["all_met"]}
    upgrade = {"from": "muc-1", "to": "muc-2", "after_months": "12"}
    criteria_set = made(one_bar("yes_no", levels=levels, upgrade=upgrade, valid_months="24"))
    for level, year in ((None, 2023), ("muc-1", 2024), ("muc-2", 2025), ("muc-1", None)):
        day = datetime.date.fromisoformat(decided)
        asked = datetime.date.fromisoformat(requested) if requested else None
        dates = Dates(decision=Decision(date=day, level=level), requested=asked)
        answers = {"1.1": Answer(values={"answer": Fraction(1)}, evidence=True)}
        submission = Submission(unit=Unit(name="Đơn vị"), year=year, dates=dates, answers=answers)
        assert list(programs.differences(criteria_set, submission)) == []


def test_a_condition_on_each_of_as_many_criteria_as_there_can_be_nests_no_deeper_than_it_has_to():
    numbers = range(1, 501)
    criteria = (raw_criterion(str(one), raw_indicator(f"{one}.1", "yes_no", "full_if_met")) for one in numbers)
    criteria_set = made(raw_set(*criteria, levels={"dat": [{"each_criterion": {"at_least": "70%"}}]}))
    for yes in (len(numbers), len(numbers) - 1):
        answers = {f"{one}.1": Answer(values={"answer": Fraction(one <= yes)}, evidence=True) for one in numbers}
        submission = Submission(unit=Unit(name="Đơn vị"), answers=answers)
        assert list(programs.differences(criteria_set, submission)) == []


def test_only_what_is_asked_for_is_computed():
    criteria_set = made(one_indicator(SHARE, {"kind": "full_if_met", "at_least": "50%"}))
    program = compiled(criteria_set)
    certain = Name(RESULTS, CERTAIN, "value")
    run = runnable(program, [certain])
    assert run.outputs == (certain,)
    full = {Name(INDICATORS, "1.1", given_field(at)): number for at, number in enumerate((3, 4))}
    assert run(full) == {certain: 1}
    assert run({}) == {certain: 0}


def test_a_value_finer_than_a_program_computes_with_is_named():
    measure = {"kind": "amount", "of": text("income"), "unit": text("million")}
    criteria_set = made(one_indicator(measure, {"kind": "full_if_met", "at_least": "1"}))
    answers = {"1.1": Answer(values={"number": Fraction(1, 3)})}
    submission = Submission(unit=Unit(name="Đơn vị"), answers=answers)
    with pytest.raises(Beyond) as caught:
        inputs_of(criteria_set, submission, {})
    assert caught.value.indicator == "1.1"


def test_a_set_whose_points_may_never_end_has_no_program():
    raw = one_indicator(SHARE, {"kind": "proportional", "target": "100%"})
    with pytest.raises(Beyond) as caught:
        compiled(made(raw))
    assert caught.value.indicator == "1.1"


def test_a_form_knows_no_council_and_puts_a_change_far_apart_in_doubt():
    measure = {
        "kind": "change",
        "direction": "rises",
        "of": text("fund"),
        "unit": {"vi": "%", "en": "%"},
        "maximum": "100",
    }
    policy = {"policy": "advised"}
    criteria_set = made(one_indicator(measure, {"kind": "full_if_met", "above": "0"}, evidence=policy))
    form, program = compiled(criteria_set, is_form=True), compiled(criteria_set)
    refused, fault = Name(INDICATORS, "1.1", "refused"), Name(INDICATORS, "1.1", "fault_1")
    assert (refused in form.inputs, refused in program.inputs) == (False, True)
    assert (fault in form.steps, fault in program.steps) == (True, False)
    run = runnable(form, [fault])
    for last, this, doubted in ((1, 20, 0), (1, 21, 1), (21, 1, 1), (0, 50, 0)):
        given_ = {Name(INDICATORS, "1.1", given_field(at)): one * 10**5 for at, one in enumerate((last, this))}
        assert run(given_) == {fault: doubted}
