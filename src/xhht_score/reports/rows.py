"""Results as rows of plain values for a table of data: English names whatever the language, exact numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction

from xhht_score.assessment import Assessment
from xhht_score.errors import Problem
from xhht_score.numbers import Range
from xhht_score.results import (
    Attainment,
    CriterionResult,
    IndicatorResult,
    Tally,
)
from xhht_score.words import Words, clauses

#: What stands in a cell of a row; numbers that are measured or scored are exact fractions.
Plain = str | int | bool | Fraction | None
Row = dict[str, Plain]

_SEVERITIES = ("error", "warning", "notice")


def unit_rows(words: Words, one: Assessment) -> Iterator[Row]:
    """Give one row: the total, the verdict, the state of each level, and how many problems there are."""
    severities: list[str] = [problem.severity for problem in one.problems]
    yield {
        **_who(one),
        "version": one.criteria_set.version,
        "status": one.criteria_set.status,
        "certain": one.verdict.certain,
        "possible": one.verdict.possible,
        **_points(one, one.scorecard.total),
        **{f"{severity}s": severities.count(severity) for severity in _SEVERITIES},
        **{f"level_{level.id}": level.state for level in one.verdict.levels},
    }


def criterion_rows(words: Words, one: Assessment) -> Iterator[Row]:
    """Give a row for each criterion: its points, and how many of its indicators are met at each level."""
    for at, (criterion, result) in enumerate(zip(one.criteria_set.criteria, one.scorecard.criteria, strict=True)):
        yield {
            **_who(one),
            "criterion": criterion.id,
            "title": words.text(criterion.title),
            **_points(one, result.tally),
            **{
                f"{name}_{level.id}": value
                for level in one.verdict.levels
                for name, value in _attained(level.criteria[at]).items()
            },
        }


def indicator_rows(words: Words, one: Assessment) -> Iterator[Row]:
    """Give a row for each indicator: its state, points and value, and whether it is met at each level."""
    for criterion in one.scorecard.criteria:
        yield from (_indicator(words, one, criterion, result) for result in criterion.indicators)


def _indicator(words: Words, one: Assessment, criterion: CriterionResult, result: IndicatorResult) -> Row:
    indicator = one.criteria_set.indicators[result.id]
    first = next((found.place for found in result.values if found.place and found.source is None), None)
    with_points = indicator.points is not None
    met = zip(one.criteria_set.level_ids, result.levels, strict=True)
    silent = result.state in ("not_applicable", "not_asked")
    return {
        **_who(one),
        "criterion": criterion.id,
        "indicator": result.id,
        "title": words.text(indicator.title),
        "state": result.state,
        **_ends("", result.points if with_points else None),
        **_ends("max_", result.maximum if with_points else None),
        **_ends("value_", result.value),
        **{f"met_{level}": None if silent or not at.asked else _certain(at.met_low, at.met_high) for level, at in met},
        "evidence": result.evidence,
        "reason": result.reason,
        "assignee": indicator.assignee,
        "sheet": first.sheet if first else None,
        "cell": first.cell if first else None,
        "reference": "; ".join(clauses.references(words, one.criteria_set, indicator)) or None,
    }


def level_rows(words: Words, one: Assessment) -> Iterator[Row]:
    """Give a row for each level: its state, and how many indicators are met at it."""
    for level, result in zip(one.criteria_set.recognition.levels, one.verdict.levels, strict=True):
        named = {"level": level.id, "title": words.text(level.title), "state": result.state}
        yield {**_who(one), **named, **_attained(result.attainment)}


def condition_rows(words: Words, one: Assessment) -> Iterator[Row]:
    """Give a row for each condition of each level: its state, and how much even the best completion lacks."""
    recognition = one.criteria_set.recognition
    for level, result in zip(recognition.levels, one.verdict.levels, strict=True):
        for asked, found in zip(recognition.conditions(level), result.conditions, strict=True):
            scale = 100 if found.measured_in == "percent" else 1
            yield {
                **_who(one),
                "level": level.id,
                "condition": found.kind,
                "title": clauses.condition(words, asked),
                "state": found.state,
                "measured_in": found.measured_in,
                "short_by": None if found.short_by is None else found.short_by * scale,
            }


def problem_rows(words: Words, problems: Iterable[Problem]) -> Iterator[Row]:
    """Give a row for each problem: its code, severity and place, what is wrong, and what to do."""
    for one in problems:
        yield {
            "file": one.place.file or None,
            "sheet": one.place.sheet,
            "cell": one.place.cell,
            "line": one.place.line,
            "column": one.place.column,
            "severity": one.severity,
            "code": one.code,
            "message": words.message(one),
            "remedy": words.remedy(one) or None,
        }


#: The tables by the word that names them: what stands in a row of each.
TABLES: Mapping[str, Callable[[Words, Assessment], Iterator[Row]]] = {
    "units": unit_rows,
    "criteria": criterion_rows,
    "indicators": indicator_rows,
    "levels": level_rows,
    "conditions": condition_rows,
    "problems": lambda words, one: problem_rows(words, one.problems),
}


def _who(one: Assessment) -> Row:
    unit = one.submission.unit
    return {
        "file": one.file,
        "unit": unit.name,
        "code": unit.code,
        "parent": unit.parent,
        "year": one.submission.year,
        "set": one.criteria_set.id,
        "which": one.which,
    }


def _points(one: Assessment, tally: Tally) -> Row:
    """Give points, maximum and percentage; nothing in them where the set has no points."""
    points, maximum, percent = (
        (tally.points, tally.maximum, tally.percent)
        if one.criteria_set.total_points is not None
        else (None, None, None)
    )
    return {**_ends("", points), **_ends("max_", maximum), **_ends("percent_", percent, 100)}


def _attained(found: Attainment) -> Row:
    return {
        "met_low": int(found.met.low),
        "met_high": int(found.met.high),
        "applicable_low": int(found.applicable.low),
        "applicable_high": int(found.applicable.high),
        **_ends("percent_", found.percent, 100),
    }


def _ends(prefix: str, found: Range | None, scale: int = 1) -> Row:
    low, high = (None, None) if found is None else (found.low * scale, found.high * scale)
    return {f"{prefix}low": low, f"{prefix}high": high}


def _certain(low: bool, high: bool) -> bool | None:
    return low if low == high else None
