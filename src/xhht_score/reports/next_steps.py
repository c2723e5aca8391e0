"""What gives an indicator more: the next step of its rule, with what it lacks."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from xhht_score.criteria import CriteriaSet
from xhht_score.numbers import round_half_away
from xhht_score.reports.attainment import bar_text
from xhht_score.reports.reported import thresholds
from xhht_score.results import IndicatorResult
from xhht_score.words import Words, rules


class NextStep(NamedTuple):
    """What gives an indicator more: points, or a level where there are none; and what it asks, in words."""

    level: str | None
    points: Fraction | None
    asked: str


def next_points(words: Words, criteria_set: CriteriaSet, result: IndicatorResult) -> NextStep | None:
    """Give the lowest bar of the rule that the value does not pass; None where it passes all, or is not known yet."""
    indicator, value = criteria_set.indicators[result.id], result.value
    scoring = indicator.rules[result.rule].scoring
    if value is None or not value.known or indicator.measure is None or result.state != "answered":
        return None
    bar = next((one for one in scoring.bars if not one.passed(value.low)), None)
    if bar is None:
        return None
    asked = rules.bar(words, indicator.measure, bar)
    if lack := rules.lack(words, indicator.measure, bar, value, against=thresholds(criteria_set, result)):
        asked = words.say("explain-lack", asked=asked, lack=lack)
    points = scoring.outcome(bar.mark.placed, indicator.weight).points
    rounding = criteria_set.rounding
    return NextStep(None, points if rounding is None else round_half_away(points, rounding.decimals), asked)


def next_level_step(words: Words, criteria_set: CriteriaSet, result: IndicatorResult) -> NextStep | None:
    """Give the lowest level that asks for more than is surely there."""
    if result.state in ("not_applicable", "not_asked"):
        return None
    for level, at in zip(criteria_set.level_ids, result.levels, strict=True):
        if at.asked and not at.met_low:
            said = (bar_text(words, criteria_set, result, one) for one in at.bars if one.state != "met")
            return NextStep(level, None, "; ".join(said))
    return None
