"""How one number arose: every indicator of the examples, in both languages, down to cell and clause."""

from __future__ import annotations

from pathlib import Path

import pytest

from xhht_score import assess
from xhht_score.numbers import Language
from xhht_score.reports.explanation import compose_explanation, explain
from xhht_score.reports.markdown import write_markdown
from xhht_score.words import LANGUAGES, Words

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


def explained(unit: str, identifier: str, language: Language = "en") -> str:
    return write_markdown(compose_explanation(Words(language), assess(EXAMPLES / f"{unit}.xlsx"), identifier))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("unit", ["bathuoc", "yendinh", "dangbokhoi"])
def test_every_indicator_can_be_explained(unit, language):
    assessment = assess(EXAMPLES / f"{unit}.xlsx")
    words = Words(language)
    for identifier, indicator in assessment.criteria_set.indicators.items():
        page = write_markdown(compose_explanation(words, assessment, identifier))
        assert words.text(indicator.title).split("(")[0].strip()[:20] in page.replace("\\", "")
        assert words.say("illustrative-line") in page.replace("\\", "")
        assert words.say("explain-reference", reference="").strip() in page
        assert "{" not in page


def test_cell_value_step_points_and_remedy_are_named():
    page = explained("yendinh", "2.2")
    for said in (
        "F17",
        "59",
        "86",
        "68.6%",
        "Step reached: 60%",
        "Points: 2 of 4",
        "in part",
        "Remedy:",
        "difficulty 5/5",
    ):
        assert said in page, said


def test_a_rule_for_certain_units_says_for_which():
    assert "Holds for Area: Difficult" in explained("bathuoc", "2.2")
    assert "Holds for" not in explained("yendinh", "2.2")


def test_what_is_missing_leaves_the_step_and_the_points_open():
    page = explained("yendinh", "3.8")
    assert "blank" in page
    assert "0 – 2 of 2" in page
    assert "missing" in page


def test_what_is_not_applicable_gives_its_reason_and_no_points():
    page = explained("dangbokhoi", "2.2")
    assert "Not applicable, reason:" in page
    assert "Points:" not in page


def test_a_rounded_number_tells_what_it_was_before():
    assert "before rounding: 1.625" in explained("bathuoc", "1.4")


def test_a_lack_of_evidence_is_among_the_problems():
    page = explained("bathuoc", "3.8")
    assert "Evidence: No" in page
    assert "there is no evidence" in page


@pytest.mark.parametrize(
    ("unit", "identifier", "said"),
    [
        ("yendinh", "2.2", "Next step: 70% or more (short by 1.4 percentage points) gives 3 points"),
        ("bathuoc", "1.4", "Next step: 100% or more (short by 18.75 percentage points) gives 2 points"),
        ("samson", "1.4", "Points: 2 of 2"),
    ],
)
def test_the_next_step_is_named_with_what_it_lacks_and_what_it_gives(unit, identifier, said):
    page = explained(unit, identifier)
    assert said in page
    assert ("Next step" in page) == ("Next step" in said)


@pytest.mark.parametrize("unit", ["bathuoc", "yendinh", "dangbokhoi", "tt25/tinh-mau", "tt25/huyen-mau"])
def test_an_indicator_has_a_next_step_only_where_something_is_to_be_gained(unit):
    assessment = assess(EXAMPLES / f"{unit}.xlsx")
    with_points = assessment.criteria_set.total_points is not None
    for name, result in assessment.scorecard.indicators.items():
        step = explain(Words("vi"), assessment, name).next_step
        if with_points:
            assert step is None or result.points.low < result.maximum.high, name
        elif result.state not in ("not_applicable", "not_asked"):
            short = [level for level, at in zip(assessment.criteria_set.level_ids, result.levels, strict=True)
                     if at.asked and not at.met_low]  # fmt: skip
            assert ([] if step is None else [step.level]) == short[:1], name
