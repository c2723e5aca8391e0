"""Goes through every kind of measure, scoring and condition, and fails where one lacks its words, docs row or case."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import xhht_score
from builders import (
    SCORING_KINDS,
    SMALL,
    Raw,
    kinds,
    made,
    made_indicator,
    marks_of,
    number,
    one_bar,
    one_indicator,
    plain_scoring,
    raw_bar_sets,
    raw_criterion,
    raw_indicator,
    raw_measures,
    raw_scorings,
    raw_set,
    text,
)
from effort import one_in
from xhht_score.criteria import CONDITIONS, CriteriaSet
from xhht_score.loading.cases import read_cases
from xhht_score.loading.loader import load
from xhht_score.measures import MEASURES
from xhht_score.scoring import SCORINGS
from xhht_score.words import LANGUAGES, Words, clauses
from xhht_score.words import rules as put_in_words

ROOT = Path(__file__).resolve().parents[2]
FORMAT_PAGE = ROOT / "docs" / "format.md"


ALL_KINDS = [*kinds(MEASURES), *kinds(SCORINGS), *kinds(CONDITIONS)]


def assert_said(sentence: str) -> None:
    """Fail where a sentence is empty, has a gap that was not filled in, or a word of Python."""
    assert sentence.strip() == sentence != ""
    assert not re.search(r"[{}]|None|Fraction|Mark\(", sentence), sentence


# ---------------------------------------------------------------- words


def test_the_tests_know_every_kind():
    assert sorted(SMALL) == sorted(kinds(MEASURES))
    assert sorted([*SCORING_KINDS, "bars"]) == sorted(kinds(SCORINGS))


@pytest.mark.parametrize("scoring_kind", SCORING_KINDS)
@pytest.mark.parametrize("measure_kind", kinds(MEASURES))
def test_every_measure_loads_with_every_scoring_and_has_a_sentence_in_both_languages(measure_kind, scoring_kind):
    scoring, points = plain_scoring(scoring_kind, SMALL[measure_kind])
    criteria_set = made(one_indicator(SMALL[measure_kind], scoring, points))
    vi, en = (said(criteria_set, language) for language in LANGUAGES)
    assert_said(vi)
    assert_said(en)
    assert vi != en
    assert number(points) in vi
    assert number(points) in en


@pytest.mark.parametrize("kind", kinds(MEASURES))
def test_every_measure_loads_with_bars_and_has_a_sentence_in_both_languages(kind):
    best = marks_of(SMALL[kind])[-2][0] if kind != "yes_no" else "yes"
    criteria_set = made(one_bar(SMALL[kind], {"kind": "bars", "at_least": {"dat": best}}))
    vi, en = (said(criteria_set, language) for language in LANGUAGES)
    assert_said(vi)
    assert_said(en)
    assert vi != en
    assert not re.search(r"điểm|point", vi + en) or kind == "given_points", (vi, en)


@given(raw_bar_sets())
def test_any_rule_without_points_can_be_said(raw):
    criteria_set = made(raw)
    for indicator in criteria_set.indicators.values():
        for language in LANGUAGES:
            assert_said(put_in_words.every_rule(Words(language), criteria_set, indicator))
            for question in indicator.questions:
                assert_said(put_in_words.question(Words(language), indicator, question))


@pytest.mark.parametrize("scoring_kind", SCORING_KINDS)
@pytest.mark.parametrize("measure_kind", kinds(MEASURES))
@one_in(4)
@given(data=st.data())
def test_any_rule_can_be_said(measure_kind, scoring_kind, data):
    measure = data.draw(raw_measures(measure_kind))
    marks = marks_of(measure)
    weight = marks[-1][1] if scoring_kind == "as_given" else Fraction(3)
    scoring = data.draw(raw_scorings(scoring_kind, marks, weight))
    criteria_set = made(raw_set(raw_criterion("1", raw_indicator("1.1", measure, scoring, weight, met_from="0.5"))))
    indicator = criteria_set.indicators["1.1"]
    for language in LANGUAGES:
        assert_said(put_in_words.every_rule(Words(language), criteria_set, indicator))


@pytest.mark.parametrize("kind", kinds(MEASURES))
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_input_of_a_measure_has_its_label_and_its_values_their_words(kind, language):
    scoring, points = plain_scoring("full_if_met", SMALL[kind])
    words, measure = Words(language), made_indicator(SMALL[kind], scoring, points).measure
    labels = [put_in_words.input_label(words, measure, one) for one in measure.inputs]
    assert len(set(labels)) == len(labels)
    for one, label in zip(measure.inputs, labels, strict=True):
        assert_said(label)
        for value in (None, one.least, one.most):
            assert_said(put_in_words.reported(words, one, value))
    for place in (Fraction(0), measure.top):
        assert_said(put_in_words.value(words, measure, place))


AREA: Raw = {"area": {"title": text("Area"), "choices": {"difficult": text("Difficult"), "easy": text("Easy")}}}
CONDITIONS_WRITTEN: dict[str, list[Any]] = {
    "total": [{"at_least": "75%"}, {"at_least": "3"}],
    "each_criterion": [{"at_least": "70%"}, {"above": "2"}],
    "criterion": [{"id": "1", "at_least": "70%"}],
    "each_indicator": [{"at_least": "3"}],
    "indicators": [{"met": ["1.1"]}],
    "all_met": ["all_met"],
}


@pytest.mark.parametrize("kind", kinds(CONDITIONS))
def test_every_condition_has_a_sentence_in_both_languages(kind):
    levels = {"dat": [fields if kind == fields else {kind: fields} for fields in CONDITIONS_WRITTEN[kind]]}
    criteria_set = made(one_indicator("yes_no", "full_if_met", levels=levels))
    sentences = []
    for required in criteria_set.recognition.levels[0].requires:
        vi, en = (clauses.condition(Words(language), required) for language in LANGUAGES)
        assert_said(vi)
        assert_said(en)
        assert vi != en
        sentences.append(vi)
    assert len(set(sentences)) == len(sentences)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_wait_before_an_upgrade_is_said_with_its_months(language):
    levels = {"muc-1": ["all_met"], "muc-2": ["all_met"]}
    upgrade = {"from": "muc-1", "to": "muc-2", "after_months": "12"}
    criteria_set = made(one_bar("yes_no", levels=levels, upgrade=upgrade))
    sentence = clauses.condition(Words(language), criteria_set.recognition.upgrade)
    assert_said(sentence)
    assert "12" in sentence


# ---------------------------------------------------------------- words that agree with the rule


def said(criteria_set: CriteriaSet, language: str = "en") -> str:
    return put_in_words.rule(Words(language), criteria_set, criteria_set.indicators["1.1"], 0)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", [kind for kind in kinds(MEASURES) if kind != "yes_no"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_four_ways_around_a_mark_are_said_in_four_ways(kind, language):
    mark, _ = marks_of(SMALL[kind])[1]
    fields = ("at_least", "at_most", "above", "below")
    rules = [made(one_indicator(SMALL[kind], {"kind": "full_if_met", field: mark})) for field in fields]
    assert len({said(each, language) for each in rules}) == len(fields)
    bars = [made(one_bar(SMALL[kind], {"kind": "bars", field: {"dat": mark}})) for field in fields]
    assert len({said(each, language) for each in bars}) == len(fields)


@pytest.mark.parametrize("language", LANGUAGES)
def test_points_for_a_no_are_not_said_to_be_for_a_yes(language):
    for_yes = made(one_indicator("yes_no", "full_if_met"))
    for_no = made(one_indicator("yes_no", {"kind": "full_if_met", "at_most": "no"}))
    assert said(for_yes, language) != said(for_no, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_bar_for_a_no_is_not_said_to_be_for_a_yes(language):
    for_yes = made(one_bar("yes_no"))
    for_no = made(one_bar("yes_no", {"kind": "bars", "at_most": {"dat": "no"}}))
    assert said(for_yes, language) != said(for_no, language)


@pytest.mark.parametrize(
    ("measure", "scoring", "marks"),
    [
        ("ratio", {"kind": "tiers", "at_least": {"80%": "4", "62.5%": "2.5"}}, ["80%", "62.5%", "4", "2.5"]),
        ("ratio", {"kind": "proportional", "target": "90%", "floor": "45%"}, ["90%", "45%", "4"]),
        ("ratio", {"kind": "full_if_met", "at_least": "66.667%"}, ["66.667%"]),
        ("ratio", {"kind": "tiers", "at_least": {"74.999%": "4"}}, ["74.999%"]),
        ("amount", {"kind": "full_if_met", "at_least": "2.125"}, ["2.125"]),
        ("count", {"kind": "per_item", "each": "1.125"}, ["1.125", "4"]),
    ],
)
def test_a_rule_names_its_marks_exactly(measure, scoring, marks):
    """A threshold of 74.999% that is printed as 75% is another rule."""
    sentence = said(made(one_indicator(SMALL[measure], scoring)))
    assert [mark for mark in marks if mark not in sentence] == []


def test_a_rule_names_the_bounds_of_given_points_exactly():
    bounded = {"kind": "given_points", "from": "0.125", "to": "4"}
    assert "0.125" in said(made(one_indicator(bounded, "as_given")))


def test_bars_name_level_part_mark_and_whom_they_are_for():
    parts = {"trained": {"measure": SMALL["ratio"], "applies_when": {"area": "easy"}}, "graduates": SMALL["ratio"]}
    bars = {"muc-1": {"trained": "66.667%", "graduates": "12%"}, "muc-2": {"trained": "74.999%", "graduates": "15%"}}
    scoring = {"kind": "bars", "at_least": bars, "applies_when": {"muc-2": {"area": "difficult"}}}
    levels = {"muc-1": ["all_met"], "muc-2": ["all_met"]}
    sentence = said(made(one_bar(parts, scoring, levels=levels, facts=AREA)))
    lower, higher = sentence[: sentence.index("muc-2")], sentence[sentence.index("muc-2") :]
    for part in ("muc-1 English", "trained English", "66.667%", "Easy English", "graduates English", "12%"):
        assert part in lower
    for part in ("muc-2 English", "trained English", "74.999%", "graduates English", "15%", "Difficult English"):
        assert part in higher


def test_a_share_says_which_levels_of_the_lower_units_count_at_each_level():
    share = {name: value for name, value in SMALL["share_of_units"].items() if name != "counted"}
    share["counted_at"] = {"muc-1": ["kha", "tot"], "muc-2": ["tot"]}
    scoring = {"kind": "bars", "at_least": {"muc-1": "90%", "muc-2": "90%"}}
    sentence = said(made(one_bar(share, scoring, levels={"muc-1": ["all_met"], "muc-2": ["all_met"]})))
    lower, higher = sentence[: sentence.index("muc-2")], sentence[sentence.index("muc-2") :]
    assert "kha English" in lower
    assert "tot English" in lower
    assert "kha English" not in higher
    assert "tot English" in higher


@pytest.mark.parametrize(
    ("required", "mark"),
    [
        ({"total": {"at_least": "74.999%"}}, "74.999%"),
        ({"total": {"at_least": "3.125"}}, "3.125"),
        ({"each_criterion": {"at_least": "66.667%"}}, "66.667%"),
        ({"each_criterion": {"above": "0.001"}}, "0.001"),
        ({"criterion": {"id": "1", "at_least": "66.667%"}}, "66.667%"),
        ({"each_indicator": {"at_least": "3.999"}}, "3.999"),
    ],
)
def test_a_condition_names_its_mark_exactly(required, mark):
    criteria_set = made(one_indicator("yes_no", "full_if_met", levels={"dat": [required]}))
    assert mark in clauses.condition(Words("en"), criteria_set.recognition.levels[0].requires[0])


@pytest.mark.parametrize(
    ("make", "kind", "field", "mark", "other"),
    [
        (one_indicator, "proportional", "target", "90%", "70%"),
        (one_bar, "bars", "at_least", {"dat": "90%"}, {"dat": "70%"}),
    ],
)
def test_a_rule_for_other_units_names_them(make, kind, field, mark, other):
    scoring = {"kind": kind, field: mark, "when": [{"area": "difficult", field: other}]}
    criteria_set = made(make(SMALL["ratio"], scoring, facts=AREA))
    sentence = put_in_words.every_rule(Words("en"), criteria_set, criteria_set.indicators["1.1"])
    assert sentence.index("90%") < sentence.index("Difficult English") < sentence.index("70%")


def test_a_rule_says_of_whom_the_indicator_is_asked():
    criteria_set = made(one_bar("yes_no", own={"applies_when": {"area": "difficult"}}, facts=AREA))
    sentence = put_in_words.every_rule(Words("en"), criteria_set, criteria_set.indicators["1.1"])
    assert "Difficult English" in sentence


# ---------------------------------------------------------------- docs


@cache
def documented() -> set[str]:
    """Give what the first columns of the page's tables name: `ratio`, or `total: {at_least: 75%}` with fields."""
    rows = [line for line in FORMAT_PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    return {word for row in rows for word in re.findall(r"`([a-z_]+)(?:: [^`]*)?`", row.split("|")[1])}


@pytest.mark.parametrize("kind", ALL_KINDS)
def test_every_kind_has_a_row_in_the_page_of_the_format(kind):
    assert kind in documented()


# ---------------------------------------------------------------- cases


@cache
def kinds_with_cases() -> frozenset[str]:
    """Give the kinds of the indicators for which a case of some shipped set gives an answer and expects something."""
    return frozenset(_kinds_with_cases())


def _kinds_with_cases() -> Iterator[str]:
    for path in sorted((ROOT / "criteria").glob("*.cases.yaml")):
        criteria_set = load(path.with_name(path.name.replace(".cases.yaml", ".yaml"))).criteria_set
        for written in read_cases(path):
            expect = written.case.expect
            for identifier in written.own & ({*expect.points} | {*expect.met}):
                indicator = criteria_set.indicators[identifier]
                yield indicator.scoring.kind
                yield from (measure.kind for measure in indicator.measures.values())


@pytest.mark.parametrize("kind", [*kinds(MEASURES), *kinds(SCORINGS)])
def test_every_kind_has_a_case(kind):
    assert kind in kinds_with_cases()


def test_the_places_that_know_kinds_by_their_names_are_few():
    """A new kind is its class, its phrases and its notation; every other place asks what all kinds answer."""
    names = {one.__name__ for one in (*MEASURES, *SCORINGS)}
    rooms = Path(xhht_score.__file__).parent
    found = set()
    for path in rooms.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        if any(isinstance(node, ast.MatchClass) and getattr(node.cls, "id", "") in names for node in ast.walk(tree)):
            found.add(path.relative_to(rooms).as_posix())
    knowing = {"loading/notation.py", "words/rules.py", "reports/explanation.py"}
    assert found == knowing | {"plan/paths.py", "plan/tracks.py", "words/steps.py"}
