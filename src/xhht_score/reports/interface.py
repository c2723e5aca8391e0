"""Results as JSON for other programs: English keys whatever the language, exact numbers as text. See docs/json.md.

Numbers are decimal text where the decimal form terminates, else `n/d` in lowest terms; percentages are in percent.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from xhht_score.criteria import CriteriaSet, Indicator, Level
from xhht_score.errors import Place, Problem
from xhht_score.measures import Input
from xhht_score.numbers import exact_text
from xhht_score.reports.assessment import Assessment
from xhht_score.results import ConditionResult, Finding, IndicatorResult, LevelResult, Range, Tally
from xhht_score.words import Words, rules

SCHEMA_VERSION = "1.0"


def unit_object(words: Words, assessment: Assessment) -> dict[str, Any]:
    """Give one unit as a JSON object; only texts depend on the language."""
    criteria_set, submission, scorecard = assessment.criteria_set, assessment.submission, assessment.scorecard
    titles = {criterion.id: words.text(criterion.title) for criterion in criteria_set.criteria}
    levels = zip(criteria_set.recognition.levels, assessment.verdict.levels, strict=True)
    return {
        "schema_version": SCHEMA_VERSION,
        "file": assessment.file,
        "unit": {
            "name": submission.unit.name,
            "code": submission.unit.code,
            "parent": submission.unit.parent,
            "kind": criteria_set.unit,
            "year": submission.year,
            "facts": {name: submission.facts.get(name) for name in criteria_set.facts},
        },
        "criteria_set": {
            "id": criteria_set.id,
            "version": criteria_set.version,
            "status": criteria_set.status,
            "title": words.text(criteria_set.title),
            "sha256": assessment.sha256,
        },
        "total": _tally(scorecard.total),
        "criteria": [
            {
                "id": criterion.id,
                "title": titles[criterion.id],
                **_tally(criterion.tally),
                "indicators": [_indicator(words, criteria_set, result) for result in criterion.indicators],
            }
            for criterion in scorecard.criteria
        ],
        "levels": [_level(words, level, result) for level, result in levels],
        "verdict": {"certain": assessment.verdict.certain, "possible": assessment.verdict.possible},
        "problems": [problem_object(words, problem) for problem in assessment.problems],
    }


def unit_json(words: Words, assessment: Assessment) -> str:
    """Give one unit as JSON text on one line."""
    return json.dumps(unit_object(words, assessment), ensure_ascii=False)


def problem_object(words: Words, problem: Problem) -> dict[str, Any]:
    """Give one problem as a JSON object."""
    return {
        "code": problem.code,
        "severity": problem.severity,
        "place": _place(problem.place),
        "message": words.message(problem),
        "remedy": words.remedy(problem),
    }


def write_json(objects: Sequence[dict[str, Any]], problems: Sequence[dict[str, Any]]) -> Iterator[str]:
    """Give one object indented; several, or any with problems of files that gave none, in an envelope."""
    if len(objects) == 1 and not problems:
        return iter((json.dumps(objects[0], ensure_ascii=False, indent=2), "\n"))
    return envelope((json.dumps(one, ensure_ascii=False) for one in objects), problems=problems)


def envelope(units: Iterable[str], **around: Any) -> Iterator[str]:
    """Give `{"schema_version": …, "units": […], …}` in pieces from units that are JSON text already, one a line."""
    yield f'{{"schema_version": "{SCHEMA_VERSION}",\n"units": ['
    for number, unit in enumerate(units):
        yield ",\n" if number else "\n"
        yield unit
    yield "\n]"
    for name, value in around.items():
        yield f",\n{json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}"
    yield "}\n"


def _indicator(words: Words, criteria_set: CriteriaSet, result: IndicatorResult) -> dict[str, Any]:
    indicator = criteria_set.indicators[result.id]
    first = next((found.place for found in result.values if found.place), None)
    return {
        "id": result.id,
        "title": words.text(indicator.title),
        "state": result.state,
        "low": exact_text(result.points.low),
        "high": exact_text(result.points.high),
        "max": _one(result.maximum),
        "met": _met(result),
        "value": None if result.value is None else _ends(result.value),
        "values": [
            {
                "name": one.name,
                "value": _reported(one, found.value),
                "cell": found.place.cell if found.place else None,
            }
            for one, found in zip(indicator.measure.inputs, result.values, strict=True)
        ],
        "cell": f"{first.sheet}!{first.cell}" if first else None,
        "measure": indicator.measure.kind,
        "scoring": indicator.scoring.kind,
        "rule": rules.rule(words, indicator, result.rule),
        "step": result.reached.text or None if result.reached else None,
        "evidence": result.evidence,
        "reason": result.reason,
        "reference": _reference(words, indicator),
        "assignee": indicator.assignee,
    }


def _met(result: IndicatorResult) -> bool | None:
    if result.state in ("not_applicable", "not_asked"):
        return None
    return True if result.met_low else None if result.met_high else False


def _reference(words: Words, indicator: Indicator) -> str | None:
    return rules.reference(words, indicator.reference) if indicator.reference else None


def _reported(one: Input, value: Fraction | None) -> str | bool | None:
    if value is None:
        return None
    if one.kind == "yes_no":
        return bool(value)
    return one.choices[int(value)][0] if one.kind == "choice" else exact_text(value)


def _tally(tally: Tally) -> dict[str, Any]:
    return {
        "low": exact_text(tally.points.low),
        "high": exact_text(tally.points.high),
        "max": _one(tally.maximum),
        "max_low": exact_text(tally.maximum.low),
        "max_high": exact_text(tally.maximum.high),
        **_percents(tally.percent),
    }


def _one(found: Range) -> str | None:
    """Give a number that is known, None for one that is a range."""
    return exact_text(found.low) if found.low == found.high else None


def _ends(found: Range) -> dict[str, str]:
    return {"low": exact_text(found.low), "high": exact_text(found.high)}


def _percents(found: Range | None) -> dict[str, str | None]:
    if found is None:
        return {"percent_low": None, "percent_high": None}
    return {"percent_low": exact_text(found.low * 100), "percent_high": exact_text(found.high * 100)}


def _level(words: Words, level: Level, result: LevelResult) -> dict[str, Any]:
    attainment = result.attainment
    return {
        "id": level.id,
        "title": words.text(level.title),
        "state": result.state,
        "attainment": {
            "met_low": attainment.met_low,
            "met_high": attainment.met_high,
            "applicable_low": attainment.applicable_low,
            "applicable_high": attainment.applicable_high,
            **_percents(attainment.percent),
        },
        "conditions": [
            _condition(rules.condition(words, required), found)
            for required, found in zip(level.requires, result.conditions, strict=True)
        ],
    }


def _condition(title: str, result: ConditionResult) -> dict[str, Any]:
    scale = 100 if result.measured_in == "percent" else 1
    return {
        "kind": result.kind,
        "title": title,
        "state": result.state,
        "measured_in": result.measured_in,
        "short_by": None if result.short_by is None else exact_text(result.short_by * scale),
        "findings": [_finding(found, scale) for found in result.findings],
    }


def _finding(found: Finding, scale: int) -> dict[str, Any]:
    def text(value: Fraction | None) -> str | None:
        return None if value is None else exact_text(value * scale)

    return {
        "subject": found.subject,
        "state": found.state,
        "required": text(found.required),
        "low": text(found.low),
        "high": text(found.high),
        "short_by": text(found.short_by),
    }


def _place(place: Place) -> Mapping[str, Any]:
    parts: Iterable[tuple[str, Any]] = (
        ("file", place.file or None),
        ("line", place.line),
        ("column", place.column),
        ("sheet", place.sheet),
        ("cell", place.cell),
    )
    return {name: part for name, part in parts if part is not None}
