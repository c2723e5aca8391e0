"""What looks odd beside the form of the year before."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from xhht_score import assess
from xhht_score.api.planned import checked
from xhht_score.assessment import Assessment
from xhht_score.plan.records import Reason

FORM = Path(__file__).parents[2] / "examples" / "nongcong.xlsx"


def earlier(one: Assessment, years: int = 1, **values: int) -> Assessment:
    """Give the form of some years before, with other numbers of 2.10."""
    year = one.submission.year
    assert year is not None
    answer = one.submission.answers["2.10"]
    changed = answer.model_copy(update={"values": {**answer.values, **{k: Fraction(v) for k, v in values.items()}}})
    answers = {**one.submission.answers, "2.10": changed}
    return replace(one, submission=one.submission.model_copy(update={"year": year - years, "answers": answers}))


def told(now: Assessment, before: Assessment) -> list[Reason]:
    """Give what is said of a form only because another one is there."""
    (alone,), (beside, _) = checked([now]), checked([now, before])
    return [one for one in beside if one not in alone]


def of(found: list[Reason], indicator: str) -> list[str]:
    return [one.kind for one in found if one.indicator == indicator]


def two_ten(one: Assessment, **values: int) -> Assessment:
    return replace(one, submission=earlier(one, 0, **values).submission)


def test_a_figure_as_in_the_form_of_the_year_before_is_told_to_the_digit() -> None:
    now = two_ten(assess(FORM), of=305, over=500)
    assert of(told(now, earlier(now)), "2.10") == ["same"]
    assert of(told(now, earlier(now, of=304)), "2.10") == []
    assert of(told(now, earlier(now, of=100)), "2.10") == ["jump"]


def test_all_of_a_whole_small_counts_and_other_years_are_no_wonder() -> None:
    one = assess(FORM)
    full, small, usual = two_ten(one, of=500, over=500), two_ten(one, of=30, over=97), two_ten(one, of=305, over=500)
    assert of(told(full, earlier(full)), "2.10") == []
    assert of(told(small, earlier(small)), "2.10") == []
    assert of(told(usual, earlier(usual, years=2)), "2.10") == []


def test_another_unit_is_not_the_same_unit_a_year_before() -> None:
    now = two_ten(assess(FORM), of=305, over=500)
    unit = now.submission.unit.model_copy(update={"name": "Huyện khác", "code": None})
    before = earlier(now)
    other = replace(before, submission=before.submission.model_copy(update={"unit": unit}))
    assert of(told(now, other), "2.10") == []
