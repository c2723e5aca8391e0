"""What changed between two forms: laws that hold for any sets and answers."""

from __future__ import annotations

import copy
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import any_raw_set, made, submissions
from effort import times
from xhht_score.compare.splitting import compare_units, scored
from xhht_score.compare.units import IndicatorChange, MetChange, ReportedChange, Stages, UnitChange
from xhht_score.criteria import CriteriaSet
from xhht_score.submission import Answer, Submission

#: Two sets or two units are as dear as several examples.
SOME = settings(max_examples=times(25, 120))
MIRRORED: dict[MetChange, MetChange] = {"gained": "lost", "lost": "gained", "asked": "dropped", "dropped": "asked"}


@st.composite
def one_rule(draw: st.DrawFn) -> tuple[CriteriaSet, Submission, Submission]:
    """Give a set and two submissions under it; some answers stand in both."""
    criteria_set = made(draw(any_raw_set()))
    old, new = draw(submissions(criteria_set)), draw(submissions(criteria_set))
    kept = {name: one for name, one in old.answers.items() if draw(st.booleans())}
    facts = old.facts if draw(st.booleans()) else new.facts
    return criteria_set, old, new.model_copy(update={"answers": {**new.answers, **kept}, "facts": facts})


@st.composite
def two_rules(draw: st.DrawFn) -> tuple[CriteriaSet, Submission, CriteriaSet, Submission]:
    """Give two sets in which the same ids may ask different things, each with a submission."""
    old, new = made(draw(any_raw_set())), made(draw(any_raw_set()))
    return old, draw(submissions(old)), new, draw(submissions(new))


def compared(old: CriteriaSet, before: Submission, new: CriteriaSet, after: Submission) -> UnitChange:
    return compare_units(scored(old, before), scored(new, after))


def total_of(changes: tuple[IndicatorChange, ...], part: str) -> tuple[Fraction, Fraction]:
    moved = [getattr(one.points, part) for one in changes]
    return sum((one.low for one in moved), Fraction(0)), sum((one.high for one in moved), Fraction(0))


def check_sums(found: UnitChange) -> None:
    """The parts of indicators are those of the total, and both parts are the whole."""
    sides = (found.old, found.between, found.new)
    if found.points is None or any(len(one.scorecard.sheets) > 1 for one in sides):
        return  # what is joined over facts that are not known is no sum
    for part in ("change", "through_rule", "through_figures"):
        assert total_of(found.indicators, part) == tuple(getattr(found.points, part)), part


def check_parts(stages: Stages | None) -> None:
    if stages is not None:
        rule, figures = stages.through_rule, stages.through_figures
        assert (rule.low + figures.low, rule.high + figures.high) == tuple(stages.change)


@SOME
@given(one_rule())
def test_under_one_rule_everything_is_through_the_figures(case):
    criteria_set, old, new = case
    found = compared(criteria_set, old, criteria_set, new)
    assert found.between is found.old
    assert not found.rule_changed
    assert not any(one.through_rule or one.asked_anew for one in found.indicators)
    assert not any(one.by_rule for one in found.levels)
    check_sums(found)


@SOME
@given(one_rule())
def test_nothing_comes_out_otherwise_without_something_that_was_reported_otherwise(case):
    criteria_set, old, new = case
    found = compared(criteria_set, old, criteria_set, new)
    if not found.facts:
        silent = [one.id for one in found.changed if not one.reported]
        assert silent == []
        if not found.changed:
            assert all(one.moved is None or "upgrade" in one.moved.conditions for one in found.levels)


@SOME
@given(one_rule())
def test_the_other_way_round_what_was_gained_is_lost(case):
    criteria_set, old, new = case
    there, back = compared(criteria_set, old, criteria_set, new), compared(criteria_set, new, criteria_set, old)
    assert [one.id for one in there.changed] == [one.id for one in back.changed]
    for one, other in zip(there.indicators, back.indicators, strict=True):
        assert (one.old, one.new) == (other.new, other.old)
        assert [one.points.change.low, one.points.change.high] == [-end for end in other.points.change]
        for level in one.standing:
            assert other.met(level) == MIRRORED.get(one.met(level), one.met(level))
        assert [ReportedChange(each.kind, each.question, each.new, each.old) for each in other.reported] == [
            *one.reported
        ]
    for one, other in zip(there.levels, back.levels, strict=True):
        assert other.outcome == MIRRORED.get(one.outcome, one.outcome)


@SOME
@given(one_rule())
def test_a_form_against_itself_has_no_change(case):
    criteria_set, old, _ = case
    found = compared(criteria_set, old, criteria_set, old)
    assert not found.changed
    assert not found.facts
    assert all(one.outcome in ("same", "open") and one.moved is None for one in found.levels)


@SOME
@given(one_rule())
def test_gained_and_lost_are_said_only_of_what_is_known_on_both_sides(case):
    criteria_set, old, new = case
    found = compared(criteria_set, old, criteria_set, new)
    for one in found.indicators:
        for at, level in enumerate(criteria_set.level_ids):
            before, after = one.old.levels[at], one.new.levels[at]
            known = before.met_low == before.met_high and after.met_low == after.met_high
            asked = before.asked and after.asked
            assert (one.met(level) == "gained") == (known and asked and not before.met_low and after.met_low)
            assert (one.met(level) == "lost") == (known and asked and before.met_low and not after.met_low)


@SOME
@given(two_rules())
def test_the_rule_part_and_the_figure_part_are_the_whole(case):
    found = compared(*case)
    check_sums(found)
    for stages in (found.points, found.percent, *(one.met for one in found.levels)):
        check_parts(stages)
    for one in found.indicators:
        check_parts(one.points)
        if one.new is not None and one.old is None and not found.facts:
            assert not one.through_figures  # no earlier figure answers it


@SOME
@given(two_rules())
def test_every_indicator_of_either_set_is_told_once(case):
    old, _, new, _ = case
    found = compared(*case)
    assert {one.id for one in found.indicators if one.new} == new.indicators.keys()
    assert {one.id for one in found.indicators if one.old} == old.indicators.keys()
    assert len(found.indicators) == len(new.indicators.keys() | old.indicators.keys())


@given(one_rule(), st.data())
def test_a_harder_rule_alone_is_the_rule_s_part(case, data):
    """Where the later form reports what the earlier one did, whatever came out otherwise is the rule's."""
    criteria_set, old, _ = case
    other = made(data.draw(any_raw_set()))
    same = {
        name: one
        for name, one in old.answers.items()
        if name in other.indicators and other.indicators[name].measures == criteria_set.indicators[name].measures
    }
    alike = old.model_copy(update={"answers": same, "facts": {}})
    found = compare_units(scored(criteria_set, alike), scored(other, alike))
    assert not any(one.reported or one.through_figures for one in found.indicators)
    if found.points is not None:
        assert tuple(found.points.through_figures) == (0, 0)


RAW = {
    "id": "mot", "version": "1", "status": "illustrative", "title": {"vi": "Một", "en": "One"}, "unit": "commune",
    "criteria": [{"id": "1", "title": {"vi": "T", "en": "C"}, "indicators": [
        {"id": "1.1", "title": {"vi": "Tiêu đề", "en": "Title"}, "measure": {"kind": "yes_no"}, "scoring": "bars"},
    ]}],
    "recognition": {
        "title": {"vi": "D", "en": "T"},
        "levels": [{"id": "dat", "title": {"vi": "Đạt", "en": "Met"}, "requires": ["all_met"]}]},
}  # fmt: skip


def altered(**fields: Any) -> CriteriaSet:
    """Give the set with fields of its only indicator replaced, and its id where one is given."""
    raw = copy.deepcopy(RAW) | {"id": fields.pop("set_id", "mot")}
    raw["criteria"][0]["indicators"][0] |= fields
    return made(raw)


def answering(**values: int) -> Submission:
    answer = Answer(values={name: Fraction(value) for name, value in values.items()})
    return Submission.model_validate({"unit": {"name": "X"}, "answers": {"1.1": answer}})


def test_what_the_later_rule_asks_otherwise_is_the_rule_s_part():
    """No earlier figure answers it: the later one stands in between, so nothing is open and nothing is the figures'."""
    count = {"kind": "count", "of": {"vi": "buổi", "en": "sessions"}}
    later = altered(measure=count, scoring={"kind": "bars", "at_least": {"dat": 12}})
    found = compared(altered(), answering(answer=1), later, answering(number=5))
    (one,) = found.indicators
    assert (one.asked_anew, one.reported) == (tuple(each.name for each in later.indicators["1.1"].questions), ())
    assert one.standing["dat"] == ("met", "short", "short")
    assert (one.through_rule, one.through_figures) == (True, False)
    assert found.levels[0].outcome == "lost"
    assert found.levels[0].by_figures is None


@pytest.mark.parametrize(("shared", "told"), [("Tiêu đề", 1), ("Khác", 2)])
def test_among_strangers_an_id_alone_does_not_make_two_indicators_one(shared, told):
    old, new = altered(), altered(set_id="hai", title={"vi": shared, "en": "Title"})
    found = compared(old, answering(answer=1), new, answering(answer=1))
    assert not found.related
    assert len(found.indicators) == told
