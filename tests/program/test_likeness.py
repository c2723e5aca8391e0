"""Indicators that are computed alike share steps and formulas; those that differ in more than words do not."""

from __future__ import annotations

import pytest
from hypothesis import given

import witness
from builders import assessments, made, raw_criterion, raw_indicator, raw_set, text
from xhht_score.criteria import CriteriaSet
from xhht_score.program import indicators
from xhht_score.program.compiled import compiled
from xhht_score.program.whole import Beyond
from xhht_score.words import Words
from xhht_score.workbook.formulas.indicators import Context, indicator_formulas
from xhht_score.workbook.symbols import at

RATIO = {"kind": "ratio", "of": text("part"), "over": text("whole")}
STATUS = {"kind": "status", "of": text("step"), "steps": {"a": text("none"), "b": text("some"), "c": text("all")}}
ONE, SOME = ({"kind": "full_if_met", "at_least": mark} for mark in ("1", "b"))
COUNT = {"kind": "count", "of": text("of")}
AMOUNT = {"kind": "amount", "of": text("of")}
MET = {"kind": "full_if_met", "at_least": "50%"}


def alike(one: dict, other: dict, **fields: object) -> bool:
    criteria_set = made(raw_set(raw_criterion("1", one | {"id": "1.1"}, other | {"id": "1.2"}), **fields))
    found = compiled(criteria_set).alike
    return found["1.1"] == found["1.2"]


def test_words_do_not_count():
    other = raw_indicator("", RATIO | {"of": text("learners"), "over": text("people")}, MET) | {
        "title": text("another"), "remedy": text("do it"), "effort": "2", "note": text("a note"),
        "evidence": [text("a paper")],
    }  # fmt: skip
    assert alike(raw_indicator("", RATIO, MET), other)


#: Two indicators each that differ in one thing.
DIFFERENT = [
    (raw_indicator("", RATIO, MET, 4), raw_indicator("", RATIO, MET, 5)),
    (raw_indicator("", RATIO, MET), raw_indicator("", RATIO, MET | {"at_least": "60%"})),
    (raw_indicator("", RATIO, MET), raw_indicator("", RATIO, MET, met_from="2")),
    (raw_indicator("", RATIO, MET), raw_indicator("", RATIO, MET, not_applicable={"for": "all"})),
    (
        raw_indicator("", RATIO, MET, not_applicable={"for": "all"}),
        raw_indicator("", RATIO, MET, not_applicable={"for": "all", "means": "not_met"}),
    ),
    (
        raw_indicator("", RATIO, MET, evidence={"policy": "required", "without": "zero"}),
        raw_indicator("", RATIO, MET, evidence={"policy": "required", "without": "not_met"}),
    ),
    (
        raw_indicator("", RATIO, MET, open_from={"year": "2026", "note": text("nobody knows")}),
        raw_indicator("", RATIO, MET, open_from={"year": "2027", "note": text("nobody knows")}),
    ),
    (raw_indicator("", "yes_no", "full_if_met"), raw_indicator("", RATIO, MET)),
    (
        raw_indicator("", STATUS, SOME),
        raw_indicator("", STATUS | {"steps": STATUS["steps"] | {"c": text("most")}}, SOME),
    ),
    (
        raw_indicator("", COUNT | {"maximum": "9"}, ONE),
        raw_indicator("", COUNT | {"maximum": "8"}, ONE),
    ),
    (
        raw_indicator("", AMOUNT | {"unit": text("m")}, ONE),
        raw_indicator("", AMOUNT | {"unit": {"vi": "%", "en": "%"}}, ONE),
    ),
]


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_what_differs_in_one_thing_is_not_alike(one, other):
    assert alike(one, one)
    assert alike(other, other)
    assert not alike(one, other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_what_differs_in_one_thing_is_another_one_to_the_engine(one, other):
    criteria = raw_criterion("1", *(each | {"id": f"1.{at}"} for at, each in enumerate((one, one, other, other), 1)))
    criteria_set = made(raw_set(criteria))
    assert criteria_set.alike == {"1.1": "1.1", "1.2": "1.1", "1.3": "1.3", "1.4": "1.3"}
    measures = [criteria_set.indicators[f"1.{at}"].measure for at in (1, 2)]
    assert measures[0] is measures[1]


def test_an_indicator_that_a_level_asks_to_be_met_is_like_no_other():
    one = raw_indicator("", RATIO, MET)
    assert alike(one, one)
    assert not alike(one, one, levels={"dat": [{"indicators": {"met": ["1.1"]}}]})


def formulas(criteria_set: CriteriaSet) -> dict[str, dict[str, str]] | None:
    """Give the formulas of all rows, a choice in a cell that its words name."""
    context = Context(Words("vi"), criteria_set, lambda options: [at("lists", one, "0") for one in options])
    try:
        return {name: indicator_formulas(context, one) for name, one in criteria_set.indicators.items()}
    except Beyond:
        return None


def by_itself(monkeypatch: pytest.MonkeyPatch, criteria_set: CriteriaSet) -> dict[str, dict[str, str]] | None:
    """Give the same with every indicator computed by itself."""
    with monkeypatch.context() as patched:
        patched.setattr(indicators, "computed_alike", lambda one: {name: name for name in one.indicators})
        return formulas(criteria_set.model_copy())


@pytest.mark.parametrize("name", witness.names())
def test_a_set_has_the_formulas_that_each_indicator_has_by_itself(monkeypatch, name):
    criteria_set = witness.set_named(name)
    shared = formulas(criteria_set)
    assert shared is not None
    assert shared == by_itself(monkeypatch, criteria_set)


@given(assessments())
def test_a_small_set_has_the_formulas_that_each_indicator_has_by_itself(assessment):
    criteria_set, _ = assessment
    with pytest.MonkeyPatch.context() as patched:
        assert formulas(criteria_set) == by_itself(patched, criteria_set)
