"""Results as plain tables of values, for CSV: one row per indicator, or one row per unit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xhht_score.criteria import CriteriaSet
from xhht_score.reports.assessment import Assessment
from xhht_score.reports.attainment import met_cell, open_indicators
from xhht_score.reports.conditions import condition_found, lacking
from xhht_score.reports.delimited import Value
from xhht_score.reports.figures import open_points, percents_shown, points_shown
from xhht_score.reports.reported import values_text
from xhht_score.reports.unit import level_title
from xhht_score.results import Attainment, IndicatorResult, Range, Tally
from xhht_score.words import Words, clauses, rules

Row = list[Value]

_WHO = ("unit", "code", "year", "set", "status")
_POINTS = ("low", "high", "max")
_INDICATOR_COLUMNS = (
    *_WHO, "criterion", "indicator", "title", "state", "reported", *_POINTS, "met", "cell", "rule", "reference",
)  # fmt: skip


def indicator_rows(words: Words, assessments: Sequence[Assessment]) -> tuple[list[str], Iterator[Row]]:
    """Give the header and one row per indicator of every unit; percentages are in percent.

    There are columns for points only where some set has points.
    """
    with_points = any(one.criteria_set.total_points is not None for one in assessments)
    columns = [name for name in _INDICATOR_COLUMNS if with_points or name not in _POINTS]
    return [words.say(f"csv-{name}") for name in columns], _indicator_rows(words, assessments, with_points)


def _indicator_rows(words: Words, assessments: Sequence[Assessment], with_points: bool) -> Iterator[Row]:
    for one in assessments:
        criteria_set = one.criteria_set
        for criterion in one.scorecard.criteria:
            for result in criterion.indicators:
                indicator = criteria_set.indicators[result.id]
                first = next((found.place for found in result.values if found.place), None)
                yield [
                    *_who(words, one),
                    criterion.id,
                    result.id,
                    words.text(indicator.title),
                    words.say(result.state),
                    values_text(words, criteria_set, result),
                    *(_points(criteria_set, result) if with_points else ()),
                    _met(words, criteria_set, result),
                    first.cell if first else None,
                    rules.rule(words, criteria_set, indicator, result.rule),
                    "; ".join(clauses.references(words, criteria_set, indicator)) or None,
                ]


def _points(criteria_set: CriteriaSet, result: IndicatorResult) -> Row:
    """Give the points of an indicator at worst, at best and at the most; nothing of one without points."""
    if criteria_set.indicators[result.id].points is None:
        return [None] * len(_POINTS)
    points = points_shown(criteria_set, result.points, result.maximum, result.id)
    return [points.low, points.high, result.maximum.high]


def _met(words: Words, criteria_set: CriteriaSet, result: IndicatorResult) -> str:
    """Give whether an indicator is met: in one word, or level by level where there are no points."""
    if criteria_set.total_points is not None:
        return met_cell(words, criteria_set, result).text
    levels = enumerate(criteria_set.recognition.levels)
    pairs = ((words.text(level.title), met_cell(words, criteria_set, result, at).text) for at, level in levels)
    return "; ".join(words.say("bar-level", level=level, rule=met) for level, met in pairs)


def unit_row(words: Words, one: Assessment) -> tuple[tuple[str, Value], ...]:
    """Give one unit as named values, in the order of the columns; numbers as pages show them, attainment in percent."""
    total, severities = one.scorecard.total, [problem.severity for problem in one.problems]
    named = [(words.say(f"csv-{name}"), value) for name, value in zip(_WHO, _who(words, one), strict=True)]
    with_points = one.criteria_set.total_points is not None
    if with_points:
        named += _ends(words, ("low", "high"), points_shown(one.criteria_set, total.points, total.maximum))
        named.append((words.say("csv-max"), total.maximum.high))
        named += _percents(words, ("percent_low", "percent_high"), one, total)
        for criterion in one.scorecard.criteria:
            ends = ("criterion-low", "criterion-high")
            named += _percents(words, ends, one, criterion.tally, id=criterion.id)
    else:
        for level in one.verdict.levels:
            found, ends = level.attainment, ("level-met_low", "level-met_high")
            named += _ends(words, ends, found.met, id=level.id)
            named.append((words.say("csv-level-applicable", id=level.id), found.applicable.high))
            ends = ("level-percent_low", "level-percent_high")
            named += _percents(words, ends, one, found, id=level.id)
    named += _conditions(words, one)
    waiting = ("open_points", open_points(one.criteria_set, total.points, total.maximum))
    last: dict[str, Value] = {
        "verdict": level_title(words, one.criteria_set, one.verdict.certain),
        "possible": level_title(words, one.criteria_set, one.verdict.possible),
        "why": lacking(words, one) or None,
        **dict([waiting if with_points else ("open_indicators", open_indicators(one))]),
        "errors": severities.count("error"),
        "warnings": severities.count("warning"),
        "file": one.file,
    }
    return (*named, *((words.say(f"csv-{name}"), value) for name, value in last.items()))


def _conditions(words: Words, one: Assessment) -> Iterator[tuple[str, Value]]:
    """Give for each condition of each level its state, and where it is not met what was found and is lacking."""
    recognition = one.criteria_set.recognition
    for level, result in zip(recognition.levels, one.verdict.levels, strict=True):
        for asked, found in zip(recognition.conditions(level), result.conditions, strict=True):
            named = {"level": level.id, "condition": clauses.condition(words, asked)}
            lacks = condition_found(words, one, asked, found) if found.state in ("short", "open") else None
            yield words.say("csv-condition", **named), words.say(f"condition-{found.state}")
            yield words.say("csv-condition-lacks", **named), lacks


def _ends(words: Words, names: tuple[str, str], found: Range, **arguments: str) -> list[tuple[str, Value]]:
    low, high = (words.say(f"csv-{name}", **arguments) for name in names)
    return [(low, found.low), (high, found.high)]


def _percents(
    words: Words, names: tuple[str, str], one: Assessment, found: Tally | Attainment, **arguments: str
) -> list[tuple[str, Value]]:
    if found.percent is None:
        return [(words.say(f"csv-{name}", **arguments), None) for name in names]
    maximum = found.maximum if isinstance(found, Tally) else Range.of(1)
    return _ends(words, names, percents_shown(one.criteria_set, found.percent, maximum), **arguments)


def _who(words: Words, one: Assessment) -> Row:
    unit, criteria_set = one.submission.unit, one.criteria_set
    return [unit.name, unit.code, one.submission.year, criteria_set.id, words.say(f"status-{criteria_set.status}")]
