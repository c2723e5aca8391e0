"""What the results sheet says an indicator lacks takes it just beyond the bar that is named, and one less does not."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest

from make import HERE
from xhht_score.api.single import assess
from xhht_score.criteria import question_name
from xhht_score.engine import indicator_result
from xhht_score.measures import Count, Ratio
from xhht_score.words import Words
from xhht_score.workbook import layout
from xhht_score.workbook.symbols import RESULTS
from xhht_score.workbook.writing.forms import plan_form

UNITS = ("nongcong", "yendinh", "bathuoc", "samson", "tt25/xa/xa-01", "tt25/xa/xa-03", "tt24/van-phong-huyen-mau")
_COUNTED = re.compile(r"(thêm|bớt) (\d+): ")


@pytest.mark.parametrize("unit", UNITS)
def test_so_many_more_are_enough_for_the_next_step_and_one_less_is_not(unit):
    one = assess(HERE / f"{unit}.xlsx")
    plan = plan_form(Words("vi"), one.criteria_set, "", submission=one.submission)
    rows = {key: value for (sheet, key, field), value in plan.values.items()
            if sheet == RESULTS and key.startswith("ahead.") and field == layout.VALUE}  # fmt: skip
    tried = 0
    for indicator in one.criteria_set.indicators.values():
        for part, measure in indicator.measures.items():
            said = str(rows.get(f"ahead.{indicator.id}" + (f".{part}" if part else ""), ""))
            found = _COUNTED.match(said)
            if not found or not isinstance(measure, Ratio | Count):
                continue
            name = question_name(part, measure.inputs[0].name)
            before = one.submission.answers[indicator.id].values[name]
            assert before is not None
            sign = 1 if found[1] == "thêm" else -1
            after = [_standing(one, indicator.id, {name: before + sign * (int(found[2]) - less)}) for less in (1, 0)]
            assert after[0] == _standing(one, indicator.id, {}), (indicator.id, said)
            assert after[1] != after[0], (indicator.id, said)
            tried += 1
    assert tried


def _standing(one, name: str, values: dict[str, Fraction]):
    """Give which bars an indicator passes with other figures."""
    indicator, answer = one.criteria_set.indicators[name], one.submission.answers[name]
    made = answer.model_copy(update={"values": {**answer.values, **values}, "evidence": True})
    found = indicator_result(one.criteria_set, indicator, made, one.submission.year, one.submission.facts)
    if found.value is not None:
        return [bar.passed(found.value.low) for bar in indicator.rules[found.rule].scoring.bars] or [
            each.met_low for each in found.levels
        ]
    return [bar.state for each in found.levels for bar in each.bars]


def test_what_a_row_lacks_is_said_and_nothing_of_what_it_has_in_full():
    one = assess(HERE / "nongcong.xlsx")
    values = plan_form(Words("en"), one.criteria_set, "", submission=one.submission).values
    said = {key: values[RESULTS, f"ahead.{key}", layout.VALUE] for key in ("1.1", "2.1", "2.10", "2.12", "4.7")}
    assert said == {
        "1.1": "–",
        "2.1": "“Approved” or more",
        "2.10": "17 more: 80% or more",
        "2.12": "100% or more",
        "4.7": "5 fewer: 0.5% or less",
    }
    assert (RESULTS, "ahead.4.8", layout.VALUE) not in values  # points that a council gives
