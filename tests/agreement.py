"""Compares what the form computes with what the engine computes, cell by cell, over random answers.

    python tests/agreement.py [ROWS] [--seed N] [--only PROGRAM]

Forms of every shipped set and of wide sets with every measure and scoring are filled with random answers: blanks, not
applicable, values just below, at and just above every threshold. LibreOffice, Gnumeric and HyperFormula (where its
packages are installed) recalculate them; the same formulas are evaluated in plain doubles too, against what the form
would carry as its results. It prints how many scored rows were compared, how many of them stand exactly at a mark, and
the first differences.
"""

from __future__ import annotations

import argparse
import datetime
import itertools
import os
import random
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import python_calamine

import javascript
from builders import made, number, raw_bar_indicator, raw_criterion, raw_indicator, raw_set, text
from calculation import Fault, Sheets
from office import FILES_A_CALL, converted, is_gnumeric_installed, is_installed, recalculated_by_gnumeric
from xhht_score.criteria import CriteriaSet, Indicator, question_name
from xhht_score.engine import score
from xhht_score.loading.loader import load
from xhht_score.measures import FAR_APART, Input, Measure
from xhht_score.numbers import LARGEST, Range, shown_percent
from xhht_score.program.indicators import SCALED_HIGH, SCALED_LOW, SCALED_MAX, is_doubtful, point_unit
from xhht_score.program.recognition import CONDITION_CODES, LEVEL_CODES
from xhht_score.recognition import judge
from xhht_score.reports.figures import percents_shown, points_shown
from xhht_score.reports.reported import thresholds
from xhht_score.results import (
    ConditionResult,
    IndicatorResult,
    Scorecard,
    Verdict,
)
from xhht_score.scoring import Bars
from xhht_score.spreadsheet.cell_names import cell_name
from xhht_score.submission import Answer, Dates, Decision, Submission, Unit, usable
from xhht_score.words import Words
from xhht_score.workbook import layout
from xhht_score.workbook.reading.form import asked_questions
from xhht_score.workbook.writing.forms import plan_form
from xhht_score.workbook.writing.plan import Plan
from xhht_score.workbook.writing.template import write_form

SHIPPED = (
    "thanh-hoa-2020", "tt25-2023-xa", "tt25-2023-huyen", "tt25-2023-tinh", "tt24-2023-huyen", "tt24-2023-tinh",
    "tt22-2020-don-vi",
)  # fmt: skip
#: Gives the value of a cell by sheet, row and field.
Found = Callable[[str, str, str], Any]
_SMALL = Fraction(1, 10**5)
_ALL = Range(Fraction(1), Fraction(1))


# ---------------------------------------------------------------- random sets and answers


def wide_set(chance: random.Random, rows: int) -> CriteriaSet:
    """Give a set with points in which every measure meets every scoring."""
    makers = [(measure, scoring) for measure in _MEASURES for scoring in _SCORINGS if _meets(measure, scoring)]
    chosen = [makers[position % len(makers)] for position in range(rows)]
    chance.shuffle(chosen)
    criteria = []
    for start in range(0, rows, 25):
        criterion = str(start // 25 + 1)
        indicators = [
            _wide_indicator(chance, f"{criterion}.{place}", measure, scoring)
            for place, (measure, scoring) in enumerate(chosen[start : start + 25], 1)
        ]
        criteria.append(raw_criterion(criterion, *indicators))
    least = chance.choice(["50%", "33.3%", "66.67%"])
    some = number(chance.randint(40, min(200, int(sum(Fraction(one["points"]) for one in criteria)))))
    levels = {
        "dat": [{"total": {"at_least": least}}, {"each_criterion": {"above": "2.5"}}],
        "kha": [{"total": {"at_least": some}}, {"each_criterion": {"at_least": "45%"}}],
        "tot": [{"criterion": {"id": "1", "at_least": "70%"}}, {"each_indicator": {"at_least": "0.5"}},
                {"indicators": {"met": ["1.1", "1.3"]}}],
    }  # fmt: skip
    facts = {"area": {"title": text("area"), "choices": {name: text(name) for name in ("plain", "hill")}}}
    policy = {"policy": "required", "without": chance.choice(["warn", "zero", "not_met", "not_scored"])}
    rounding = {"decimals": str(chance.choice([0, 1, 2, 3]))}
    return made(raw_set(*criteria, levels=levels, facts=facts, evidence=policy, rounding=rounding))


_MEANS = ("left_out", "not_met")


def wide_bars(chance: random.Random, rows: int) -> CriteriaSet:
    """Give a set without points in which every measure has bars of every direction, parts among them."""
    indicators = []
    for position in range(rows):
        identifier = f"1.{position + 1}"
        kinds = [chance.choice(_MEASURES) for _ in range(chance.choice([1, 1, 1, 2, 3]))]
        measures = {f"phan-{place}": _raw_measure(chance, kind) for place, kind in enumerate(kinds, 1)}
        ways: dict[str, dict[str, Any]] = {}
        for level in ("muc-1", "muc-2"):
            for part, measure in measures.items():
                mark = _mark(chance, measure)
                ends = mark in ("yes", "100%", "5", "muc-3") or measure["kind"] in ("yes_no", "given_points")
                way = chance.choice(["at_least", "at_most"] if ends else ["at_least", "at_most", "above", "below"])
                ways.setdefault(way, {}).setdefault(level, {})[part] = mark
        one: Any = {"kind": "bars", **ways}
        if chance.random() < 0.3:
            one["applies_when"] = {"muc-2": {"area": "hill"}}
        if len(measures) == 1:
            for way in ways.values():
                for level, marks in way.items():
                    way[level] = marks["phan-1"]
        reported = (
            measures["phan-1"] if len(measures) == 1 else {name: {"measure": one_} for name, one_ in measures.items()}
        )
        if len(measures) > 1 and chance.random() < 0.4:
            reported["phan-1"]["applies_when"] = chance.choice(
                [{"area": "plain"}, [{"area": "plain"}, {"area": "hill"}]]
            )
        if len(measures) > 1 and chance.random() < 0.4:
            reported[chance.choice(list(measures))]["levels"] = [chance.choice(["muc-1", "muc-2"])]
        fields: Any = (
            {"not_applicable": {"for": chance.choice(["all", {"area": "hill"}]), "means": chance.choice(_MEANS)}}
            if chance.random() < 0.3
            else {}
        )
        if chance.random() < 0.1:
            fields["open_from"] = {"year": "2022", "note": text("open")}
        indicators.append(raw_bar_indicator(identifier, reported, one, **fields))
    facts = {"area": {"title": text("area"), "choices": {name: text(name) for name in ("plain", "hill")}}}
    policy = {"policy": "required", "without": chance.choice(["warn", "not_met"])}
    levels = {"muc-1": ["all_met"], "muc-2": [{"indicators": {"met": ["1.1", "1.2"]}}]}
    upgrade = {"from": "muc-1", "to": "muc-2", "after_months": "12"}
    return made(
        raw_set(
            raw_criterion("1", *indicators),
            levels=levels,
            facts=facts,
            evidence=policy,
            upgrade=upgrade,
            valid_months="36",
        )
    )


_MEASURES = ("yes_no", "status", "ratio", "percentage", "count", "amount", "change", "checklist", "share_of_units",
             "given_points")  # fmt: skip
_SCORINGS = ("full_if_met", "proportional", "tiers", "per_item", "as_given")


def _meets(measure: str, scoring: str) -> bool:
    if scoring == "as_given":
        return measure == "given_points"
    if scoring == "per_item":
        return measure in ("count", "amount", "checklist", "given_points")
    if scoring == "proportional":
        return measure not in ("yes_no", "status")
    return not (scoring == "tiers" and measure == "yes_no")


def _raw_measure(chance: random.Random, kind: str) -> dict[str, Any]:
    most = chance.choice(["100", "20000", "1000000", str(LARGEST)])
    match kind:
        case "yes_no":
            return {"kind": "yes_no"}
        case "status":
            return {"kind": "status", "steps": {name: text(name) for name in ("chua", "muc-1", "muc-2", "muc-3")}}
        case "ratio":
            return {"kind": "ratio", "of": text("part"), "over": text("whole"), "maximum": most}
        case "percentage":
            return {"kind": "ratio", "of": text("part"), "percentage_only": "yes"}
        case "count":
            return {"kind": "count", "of": text("things"), "maximum": most}
        case "amount":
            return {"kind": "amount", "of": text("income"), "unit": _unit(chance), "maximum": most}
        case "change":
            direction = chance.choice(["rises", "falls"])
            return {
                "kind": "change",
                "direction": direction,
                "of": text("fund"),
                "unit": _unit(chance),
                "maximum": most,
            }
        case "checklist":
            return {"kind": "checklist", "items": {name: text(name) for name in "abcde"}}
        case "share_of_units":
            levels = {name: text(name) for name in ("kha", "gioi", "tot")}
            counted = chance.choice([["tot"], ["gioi", "tot"], ["kha", "gioi", "tot"]])
            return {"kind": kind, "of": text("communes"), "levels": levels, "counted": counted, "maximum": "10000"}
        case _:
            step = chance.choice([{}, {"step": "0.5"}])
            return {"kind": "given_points", "from": "0", "to": "4", **step}


def _unit(chance: random.Random) -> Any:
    """Give a unit: an amount of money, or a percentage, whose cells are shares."""
    return chance.choice([text("million"), {"vi": "%", "en": "%"}])


def _mark(chance: random.Random, measure: Mapping[str, Any]) -> str:
    match measure["kind"]:
        case "yes_no":
            return "yes"
        case "status":
            return chance.choice(["muc-1", "muc-2", "muc-3"])
        case "ratio" | "share_of_units":
            return chance.choice(["12%", "33.3%", "50%", "60%", "80%", "90%", "100%"])
        case "checklist":
            return chance.choice(["1", "3", "5"])
        case "count":
            return chance.choice(["1", "4", "57"])
        case _:
            return chance.choice(["0.5", "2", "3.75"])


def _wide_indicator(chance: random.Random, identifier: str, kind: str, scoring: str) -> dict[str, Any]:
    measure, points = _raw_measure(chance, kind), Fraction(chance.choice([1, 2, 4]))
    marks = {
        "yes_no": ["no", "yes"], "status": ["chua", "muc-1", "muc-2", "muc-3"], "checklist": ["1", "2", "3", "5"],
        "count": ["1", "4", "57", "99"], "ratio": ["12%", "33.3%", "60%", "80%"],
        "percentage": ["7.5%", "50%", "99.9%"],
        "share_of_units": ["20%", "50%", "90%"], "given_points": ["0.5", "2", "3.5"],
    }.get(kind, ["0.5", "2", "3.75", "60"])  # fmt: skip
    low, high = sorted(chance.sample(range(len(marks)), 2))
    falling = kind != "yes_no" and chance.random() < 0.3
    rule: Any
    match scoring:
        case "full_if_met":
            strict = low > 0 and chance.random() < 0.5
            way = ("below" if strict else "at_most") if falling else ("above" if strict else "at_least")
            rule = {"kind": scoring, way: marks[low] if falling or strict else marks[high]}
        case "proportional":
            rule = {"kind": scoring, "target": marks[high]}
            if falling:
                rule = {"kind": scoring, "target": marks[low], "zero_at": marks[high]}
            elif chance.random() < 0.4:
                rule["zero_at"] = marks[low]
            if chance.random() < 0.3:
                rule["floor"] = marks[high]
        case "tiers":
            steps = {marks[high]: number(points), marks[low]: number(points / 3 if points == 3 else points / 4)}
            if falling:
                steps = {marks[low]: number(points), marks[high]: number(points / 4)}
            rule = {"kind": scoring, "at_most" if falling else "at_least": steps}
        case "per_item":
            points, rule = Fraction(2), {"kind": scoring, "each": chance.choice(["0.5", "0.75", "1"])}
        case _:
            points, rule = Fraction(4), "as_given"
    if scoring in ("full_if_met",) and chance.random() < 0.3 and isinstance(rule, dict):
        way = next(name for name in rule if name != "kind")
        rule["when"] = [{"area": "hill", way: marks[low] if way != "below" else rule[way]}]
    fields: Any = {}
    if chance.random() < 0.3:
        fields["not_applicable"] = {"for": chance.choice(["all", {"area": "hill"}]), "means": chance.choice(_MEANS)}
    if chance.random() < 0.2:
        fields["met_from"] = number(points / 2)
    if chance.random() < 0.2:
        fields["applies_when"] = {"area": "plain"}
    return raw_indicator(identifier, measure, rule, points, **fields)


def random_submission(chance: random.Random, criteria_set: CriteriaSet, blanks: float) -> Submission:
    """Give answers at, just below and just above what the rules name, some of them blank or not applicable."""
    facts: dict[str, str | None] = {
        name: chance.choice(list(fact.choices)) for name, fact in criteria_set.facts.items()
    }
    if facts and chance.random() < 0.04:
        facts[chance.choice(list(facts))] = None
    answers = {name: _answer(chance, one, facts, blanks) for name, one in criteria_set.indicators.items()}
    levels = (None, *criteria_set.level_ids)
    days = [None, datetime.date(2023, 3, 15), datetime.date(2024, 2, 29), datetime.date(2020, 12, 31)]
    asked = [
        None,
        datetime.date(2024, 3, 14),
        datetime.date(2024, 3, 15),
        datetime.date(2025, 2, 28),
        datetime.date(2023, 1, 1),
    ]
    held = Decision(number=chance.choice([None, "5/QĐ"]), date=chance.choice(days), level=chance.choice(levels))
    dates = Dates(decision=None if held == Decision() else held, requested=chance.choice(asked))
    year = chance.choice([2020, 2021, 2022, 2024, 2025])
    return Submission(unit=Unit(name="Đơn vị thử"), year=year, dates=dates, facts=facts, answers=answers)


def _answer(chance: random.Random, indicator: Indicator, facts: Mapping[str, str | None], blanks: float) -> Answer:
    evidence = None if chance.random() < blanks else chance.random() < 0.85
    omission = indicator.not_applicable
    known = {name: choice or "" for name, choice in facts.items()}
    if omission is not None and chance.random() < 0.3 and (None in facts.values() or omission.allowed(known)):
        return Answer(not_applicable="lý do", evidence=evidence)
    values: dict[str, Fraction | None] = {}
    for part, measure in indicator.measures.items():
        marks = _marks(indicator, part)
        drawn = _values(chance, measure, marks)
        values |= {
            question_name(part, name): None if chance.random() < blanks else value for name, value in drawn.items()
        }
    return Answer(values=values, evidence=evidence)


def _marks(indicator: Indicator, part: str) -> list[Fraction]:
    found = []
    for rule in indicator.rules:
        if isinstance(rule.scoring, Bars):
            bars = [rule.scoring.bar(level, part) for level in rule.scoring.levels]
            found += [bar.mark.placed for bar in bars if bar is not None]
        else:
            found += [mark.placed for mark in rule.scoring.marks]
    return found or [Fraction(0)]


def _values(chance: random.Random, measure: Measure, marks: Sequence[Fraction]) -> dict[str, Fraction]:
    """Give values of a measure that stand at a mark, a hair beside it, or anywhere."""
    if chance.random() < 0.03:  # unusable together or alone
        return {one.name: Fraction(0 if one.kind in ("choice", "yes_no") else -1) for one in measure.inputs}
    if chance.random() < 0.2:
        return {one.name: _anywhere(chance, one) for one in measure.inputs}
    mark, beside = chance.choice(marks), chance.choice([-1, 0, 0, 1])
    names = [one.name for one in measure.inputs]
    match measure.kind:
        case "ratio" if len(names) == 2:
            return dict(zip(names, _near(chance, mark, beside, measure.maximum), strict=True))
        case "ratio":
            return {names[0]: _bounded(measure.inputs[0], mark + beside * Fraction(1, 10**8))}
        case "share_of_units":
            part, whole = _near(chance, mark, beside, measure.maximum)
            split = chance.randint(0, int(part))
            counted = [*measure.counted_for(chance.choice(list(measure.counted_at) or [""]))]
            values = dict.fromkeys(names, Fraction(0))
            values["all"], values[counted[0]] = whole, part - (split if len(counted) > 1 else 0)
            if len(counted) > 1:
                values[counted[1]] = Fraction(split)
            others = [name for name in names if name not in (*counted, "all")]
            if others and part < whole:
                values[others[0]] = Fraction(chance.randint(0, int(whole - part)))
            return values
        case "change":
            moved = mark + beside * _SMALL
            low = Fraction(chance.randint(0, 10**6), 10**5)
            ends = (low, low + moved) if measure.direction == "rises" else (low + moved, low)
            return {one.name: _bounded(one, end) for one, end in zip(measure.inputs, ends, strict=True)}
        case "checklist":
            count = min(max(int(mark) + beside, 0), len(names))
            chosen = set(chance.sample(names, count))
            return {name: Fraction(name in chosen) for name in names}
        case "count" | "status" | "yes_no":
            return {names[0]: _bounded(measure.inputs[0], mark + beside)}
        case _:
            return {names[0]: _bounded(measure.inputs[0], mark + beside * _SMALL)}


def _near(chance: random.Random, mark: Fraction, beside: int, most: int) -> tuple[Fraction, Fraction]:
    """Give part and whole whose share is the mark, or as near to it as whole numbers come."""
    times = chance.choice([1, 1, 3, max(1, most // max(mark.denominator, 1))])
    whole = min(mark.denominator * times, most)
    part = min(max(int(mark * whole) + beside, 0), whole)
    return Fraction(part), Fraction(whole)


def _bounded(one: Input, value: Fraction) -> Fraction:
    return min(max(value, one.least), one.most)


def _anywhere(chance: random.Random, one: Input) -> Fraction:
    span = one.most - one.least
    match one.kind:
        case "decimal" if one.step:
            return one.least + chance.randint(0, int(span / one.step)) * one.step
        case "decimal":
            return one.least + Fraction(chance.randint(0, int(min(span, 2000) * 10**5)), 10**5)
        case "percent":
            return Fraction(chance.randint(0, 10**8), 10**8)
        case _:
            return one.least + chance.randint(0, int(min(span, 2000)))


# ---------------------------------------------------------------- what the engine says should stand there


def expected(
    words: Words, criteria_set: CriteriaSet, submission: Submission
) -> Iterator[tuple[tuple[str, str, str], Any]]:
    """Give every cell that the form computes with what the engine says: an exact number or a text."""
    card = score(criteria_set, submission)
    verdict = judge(criteria_set, card, submission)
    if len(card.sheets) > 1:
        for key in ("total", *(f"level.{level}" for level in criteria_set.level_ids)):
            field = layout.VALUE if key != "total" else "percent_low" if criteria_set.total_points else "share_low_1"
            yield ("results", key, field), "?"
        for identifier in criteria_set.indicators:
            yield ("answers", identifier, layout.STATE), "?"
            yield ("answers", identifier, "result_1"), "?"
        return
    results = [one for criterion in card.criteria for one in criterion.indicators]
    doubtful = {one.id for one in results if _is_doubtful(criteria_set, submission, one)}
    for (sheet, key, name), wanted in _rows(words, criteria_set, submission, card):
        if key not in doubtful:
            yield (sheet, key, name), wanted
    for identifier in doubtful:
        yield ("answers", identifier, layout.STATE), words.say("form-state-doubtful")
    if doubtful:  # the form leaves these rows out of its sums, the engine counts them with a warning
        return
    yield from _tallies(criteria_set, card, verdict)
    yield from _levels(words, criteria_set, card, verdict)


def _is_doubtful(criteria_set: CriteriaSet, submission: Submission, result: IndicatorResult) -> bool:
    """Tell whether two figures of a change in % lie so far apart that the form asks to look at them again."""
    indicator, answer = criteria_set.indicators[result.id], submission.answers.get(result.id, Answer())
    if result.state not in ("answered", "missing") or answer.not_applicable is not None:
        return False
    asked, values = asked_questions(criteria_set, indicator, submission.facts), usable(indicator, answer.values)
    for part, measure in indicator.measures.items():
        mine = [question.name for question in indicator.questions if question.part == part]
        given = sorted(value for name in mine if (value := values[name]) is not None)
        both = is_doubtful(measure) and set(mine) <= set(asked) and len(given) == 2
        if both and 0 < given[0] < given[1] / FAR_APART:
            return True
    return False


def _rows(words: Words, criteria_set: CriteriaSet, submission: Submission, card: Scorecard) -> Iterator[Any]:
    unit, levels = point_unit(criteria_set), criteria_set.told_apart
    for criterion in card.criteria:
        for result in criterion.indicators:

            def cell(field: str, identifier: str = result.id) -> tuple[str, str, str]:
                return ("answers", identifier, field)

            if result.state != "missing":
                yield cell(layout.STATE), words.say(f"form-state-{result.state}")
            if criteria_set.total_points is not None:
                yield cell(SCALED_LOW), result.points.low / unit
                yield cell(SCALED_HIGH), result.points.high / unit
                yield cell(SCALED_MAX), result.maximum.low / unit
                if criteria_set.indicators[result.id].points is not None:
                    points = points_shown(criteria_set, result.points, result.maximum, result.id)
                    yield cell(layout.POINTS_LOW), points.low
                    yield cell(layout.POINTS_HIGH), points.high
            if (value := _computed_value(criteria_set, result)) is not None:
                yield cell(layout.COMPUTED), value
            out = result.state in ("not_applicable", "not_asked")
            for position in range(1, len(levels) + 1):
                at = result.levels[position - 1]
                yield cell(f"counts_{position}"), Fraction(at.asked and not out)
                yield cell(f"met_low_{position}"), Fraction(at.met_low)
                yield cell(f"met_high_{position}"), Fraction(at.met_high)
                key = "met" if at.met_low else "condition-open" if at.met_high else "not-met"
                weight = criteria_set.indicators[result.id].points
                if key == "not-met" and weight and not _asked_to_be_met(criteria_set, result.id):
                    key = "partly" if result.points.high else "no-points"
                yield cell(f"result_{position}"), words.say(key) if at.asked and not out else "–"


def _asked_to_be_met(criteria_set: CriteriaSet, identifier: str) -> bool:
    required = [one for level in criteria_set.recognition.levels for one in level.requires]
    return any(one.kind == "all_met" or identifier in getattr(one, "met", ()) for one in required)


def _computed_value(criteria_set: CriteriaSet, result: IndicatorResult) -> Fraction | None:
    """Give what an answered indicator comes to, as pages show it, where its form shows that."""
    measure = criteria_set.indicators[result.id].measure
    if result.state != "answered" or measure is None or getattr(measure, "counted_at", None) or result.value is None:
        return None
    if measure.percent:
        return shown_percent(result.value.low, thresholds(criteria_set, result)) / 100
    return result.value.low if measure.kind in ("change", "checklist") else None


def _tallies(criteria_set: CriteriaSet, card: Scorecard, verdict: Verdict) -> Iterator[Any]:
    unit = point_unit(criteria_set)
    keys = [*(f"criterion.{one.id}" for one in card.criteria), "total"]
    if criteria_set.total_points is not None:
        for key, tally in zip(keys, [*(one.tally for one in card.criteria), card.total], strict=True):
            yield ("results", key, "scaled_low"), tally.points.low / unit
            yield ("results", key, "scaled_high"), tally.points.high / unit
            yield ("results", key, "scaled_max"), tally.maximum.low / unit
            points = points_shown(criteria_set, tally.points, tally.maximum)
            yield ("results", key, "low"), points.low
            yield ("results", key, "high"), points.high
            yield ("results", key, "maximum"), tally.maximum.low
            percent = tally.percent and percents_shown(criteria_set, tally.percent, tally.maximum)
            yield from _shares(key, ("percent_low", "percent_high"), percent)
        return
    for position, level in enumerate(verdict.levels[: len(criteria_set.told_apart)], 1):
        for key, found in zip(keys, [*level.criteria, level.attainment], strict=True):
            yield ("results", key, f"met_low_{position}"), found.met.low
            yield ("results", key, f"met_high_{position}"), found.met.high
            yield ("results", key, f"counts_{position}"), found.applicable.low
            share = found.percent and percents_shown(criteria_set, found.percent, _ALL)
            yield from _shares(key, (f"share_low_{position}", f"share_high_{position}"), share)


def _shares(key: str, fields: tuple[str, str], percent: Range | None) -> Iterator[Any]:
    for name, end in zip(fields, (None, None) if percent is None else (percent.low, percent.high), strict=True):
        yield ("results", key, name), "–" if end is None else end / 100


def _levels(words: Words, criteria_set: CriteriaSet, card: Scorecard, verdict: Verdict) -> Iterator[Any]:
    recognition = criteria_set.recognition
    for level, result in zip(recognition.levels, verdict.levels, strict=True):
        yield ("results", f"level.{level.id}", "code"), Fraction(LEVEL_CODES.index(result.state))
        yield ("results", f"level.{level.id}", layout.VALUE), words.say(f"level-{result.state}")
        for number_, found in enumerate(result.conditions, 1):
            key = f"condition.{level.id}.{number_}"
            yield ("results", key, "code"), Fraction(CONDITION_CODES.index(found.state))
            yield ("results", key, layout.VALUE), words.say(f"condition-{found.state}")
            yield ("results", key, "lack"), _lack(criteria_set, card, found)
    ids = ("", *criteria_set.level_ids)
    yield ("results", "certain", layout.VALUE), Fraction(ids.index(verdict.certain or ""))
    yield ("results", "possible", layout.VALUE), Fraction(ids.index(verdict.possible or ""))


def _lack(criteria_set: CriteriaSet, card: Scorecard, found: ConditionResult) -> Fraction | str:
    """Give the greatest lack: the mark less the number that is shown."""
    if found.state != "short" or found.short_by is None:
        return ""
    if found.kind == "each_indicator":
        return Fraction(sum(one.state == "short" for one in found.findings))
    if found.kind not in ("total", "each_criterion", "criterion"):
        return found.short_by
    tallies = {None: card.total, **{one.id: one.tally for one in card.criteria}}
    lacks = []
    for one in found.findings:
        if one.state == "short" and one.required is not None and one.found is not None:
            ends, maximum = Range.of(one.found.high), tallies[one.subject].maximum
            if found.measured_in == "percent":
                lacks.append(one.required - percents_shown(criteria_set, ends, maximum).high / 100)
            else:
                lacks.append(one.required - points_shown(criteria_set, ends, maximum).high)
    return max(lacks)


# ---------------------------------------------------------------- comparing


@dataclass
class Tally:
    """How much was compared in one way, how many rows stand exactly at a mark, and what differed."""

    name: str
    rows: int = 0
    cells: int = 0
    ties: int = 0
    differences: list[str] = field(default_factory=list)

    def add(self, one: Planned, found: Found) -> None:
        """Compare the cells of one form."""
        count, different = compare(one.words, one.criteria_set, one.submission, found, one.plan)
        self.rows, self.cells = self.rows + len(one.criteria_set.indicators), self.cells + count
        self.ties += ties(one.criteria_set, one.submission)
        self.differences += [f"{self.name}: {one}" for one in different]

    def __str__(self) -> str:
        return (
            f"{self.name}: {self.rows:,} scored rows, {self.ties:,} of them exactly at a mark, {self.cells:,} cells, "
            f"{len(self.differences)} differences"
        )


def ties(criteria_set: CriteriaSet, submission: Submission) -> int:
    """Give how many indicators stand exactly at a mark of the rule that holds for them."""
    count = 0
    for criterion in score(criteria_set, submission).criteria:
        for result in criterion.indicators:
            scoring = criteria_set.indicators[result.id].rules[result.rule].scoring
            marks = () if isinstance(scoring, Bars) else [mark.placed for mark in scoring.marks]
            bars = [bar for level in result.levels for bar in level.bars]
            at = any(bar.found.low == bar.found.high == bar.bar.mark.placed for bar in bars)
            value = result.value
            count += at or (value is not None and value.low == value.high and value.low in marks)
    return count


def differs(wanted: Fraction | str, found: Any) -> bool:
    """Tell whether a cell is not what it should be; numbers are compared as the double nearest to the exact one."""
    if isinstance(wanted, str):
        return (found or "") != wanted
    return not isinstance(found, float | int) or isinstance(found, bool) or float(wanted) != float(found)


#: Formats of numbers that people look at, with the decimals that they always and at most have.
_DECIMALS = re.compile(r"0\.0*#*%?")
#: A cell without a format shows a number with at most so many digits, beside its point.
_GENERAL_DIGITS = 10


def displayed(value: float, number_format: str) -> str:
    """Give the text that a spreadsheet shows of a number in a format like `0.00####` or `0.00######%`.

    >>> displayed(0.975, "0.00######%"), displayed(3.125, "0.00####"), displayed(4.0, "0.######")
    ('97.50%', '3.125', '4')
    """
    digits, sign = number_format.removesuffix("%"), "%" * number_format.endswith("%")
    least, most = digits.partition(".")[2].count("0"), len(digits.partition(".")[2])
    number = Decimal(repr(float(value))) * (100 if sign else 1)
    whole, _, decimals = f"{number.quantize(Decimal(1).scaleb(-most), ROUND_HALF_UP):f}".partition(".")
    kept = decimals.rstrip("0").ljust(least, "0")
    return (f"{whole}.{kept}" if kept else whole) + sign


def exactly(value: Fraction, number_format: str) -> str:
    """Give the text of all digits of a number, as a page writes it, with the decimals that a format always has."""
    sign = "%" * number_format.endswith("%")
    least = number_format.removesuffix("%").partition(".")[2].count("0")
    number = value * (100 if sign else 1)
    whole, _, decimals = f"{Decimal(number.numerator) / Decimal(number.denominator):f}".partition(".")
    kept = decimals.rstrip("0").ljust(least, "0")
    return (f"{whole}.{kept}" if kept else whole) + sign


def _shown_otherwise(plan: Plan, where: tuple[str, str, str], wanted: Fraction | str, value: Any) -> bool:
    """Tell whether the format of a cell lets another number be seen than the one that pages show."""
    sheet, key, name = where
    rows = plan.sheets[sheet]
    planned = rows.rows[rows.row_numbers[key] - 2].cells.get(name)
    if planned is None or planned.style == "hidden" or isinstance(wanted, str):
        return False
    form = planned.number_format
    if form in ("", "General"):
        return f"{Decimal(f'{float(value):.{_GENERAL_DIGITS}g}'):f}" != exactly(wanted, "")
    return bool(_DECIMALS.fullmatch(form)) and displayed(value, form) != exactly(wanted, form)


def compare(
    words: Words, criteria_set: CriteriaSet, submission: Submission, found: Found, plan: Plan | None = None
) -> tuple[int, list[str]]:
    """Give how many cells were compared and each that differs, also as a text where the form's plan is given."""
    count, different = 0, []
    for (sheet, key, name), wanted in expected(words, criteria_set, submission):
        count += 1
        value = found(sheet, key, name)
        if differs(wanted, value):
            different.append(f"{criteria_set.id} {sheet} {key} {name}: engine {wanted}, form {value!r}")
        elif plan is not None and _shown_otherwise(plan, (sheet, key, name), wanted, value):
            different.append(f"{criteria_set.id} {sheet} {key} {name}: {wanted} is seen as another number")
    return count, different


def in_doubles(plan: Plan, book: Any) -> Found:
    """Give the cells of a form as plain doubles compute them."""
    sheets = Sheets(book)

    def found(sheet: str, key: str, field: str) -> Any:
        return _plain(sheets.value(plan.sheets[sheet].title, _cell(plan, sheet, key, field)))

    return found


def carried_otherwise(plan: Plan, found: Found) -> list[str]:
    """Give every result that a form would carry and that its own formula does not come to."""
    different = []
    for (sheet, key, name), value in plan.values.items():
        given = found(sheet, key, name)
        wanted = value if isinstance(value, str) else Fraction(value)
        if differs(wanted, given):
            different.append(f"{sheet} {key} {name}: carried {value!r}, computed {given!r}")
    return different


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Fault) else value


def in_file(plan: Plan, path: Path) -> Found:
    """Give the cells of a form as a spreadsheet program stored them."""
    book = python_calamine.CalamineWorkbook.from_path(str(path))
    rows = {name: book.get_sheet_by_name(plan.sheets[name].title).to_python(skip_empty_area=False)
            for name in ("answers", "results")}  # fmt: skip

    def found(sheet: str, key: str, field: str) -> Any:
        planned = plan.sheets[sheet]
        row, column = planned.row_numbers[key] - 1, planned.columns[field]
        return rows[sheet][row][column] if row < len(rows[sheet]) and column < len(rows[sheet][row]) else ""

    return found


def _cell(plan: Plan, sheet: str, key: str, field: str) -> str:
    planned = plan.sheets[sheet]
    return cell_name(planned.row_numbers[key] - 1, planned.columns[field])


def cases(rows: int, seed: int) -> Iterator[tuple[CriteriaSet, Submission]]:
    """Give sets with submissions until so many indicators are there: shipped sets, then wide ones."""
    chance = random.Random(seed)
    shipped = [load(name).criteria_set for name in SHIPPED]
    wide = max(40, min(300, rows // 20))
    count = 0
    while count < rows:
        several = [*shipped, _computed(wide_set, chance, wide), _computed(wide_bars, chance, wide // 2)]
        for criteria_set in several:
            for blanks in (0.0, 0.02, 0.25):
                count += len(criteria_set.indicators)
                yield criteria_set, random_submission(chance, criteria_set, blanks)


def _computed(make: Callable[[random.Random, int], CriteriaSet], chance: random.Random, rows: int) -> CriteriaSet:
    """Give a random set whose form can compute its results; some draws need larger numbers than that."""
    while plan_form(Words("vi"), criteria_set := make(chance, rows), "").beyond is not None:
        pass
    return criteria_set


def _print(line: str) -> None:
    print(line, flush=True)


class Planned(NamedTuple):
    """A form that is compared, before it is written."""

    words: Words
    plan: Plan
    criteria_set: CriteriaSet
    submission: Submission


def planned(rows: int, seed: int) -> Iterator[Planned]:
    """Give the forms of so many rows as `cases` gives them, in both languages by turns."""
    for position, (criteria_set, submission) in enumerate(cases(rows, seed)):
        words = Words("vi" if position % 2 else "en")
        plan = plan_form(words, criteria_set, "", submission=submission)
        if "results" not in plan.sheets:
            raise RuntimeError(f"no live formulas for {criteria_set.id}")
        yield Planned(words, plan, criteria_set, submission)


#: Programs that recalculate files: given paths and a folder, they give what became of each.
Recalculates = Callable[[Sequence[Path], Path], list[Path]]
OFFICES: Mapping[str, Recalculates] = {
    "LibreOffice": converted,
    "Gnumeric": recalculated_by_gnumeric,
    "HyperFormula": javascript.recalculated_by_hyperformula,
}


def run(
    rows: int, seed: int, *, offices: Mapping[str, Recalculates] = OFFICES, say: Callable[[str], object] = _print
) -> list[str]:
    """Compare at least so many scored rows in every way, say the counts, and give every difference.

    Office programs recalculate some forms while the next ones are made and evaluated in doubles.
    """
    doubles, saved = Tally("plain doubles"), {name: Tally(name) for name in offices}
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as scratch, ThreadPoolExecutor(1) as one_at_a_time:
        under_way: list[tuple[Tally, list[Planned], Future[list[Path]]]] = []
        numbers = itertools.count()
        for chunk in _chunks(planned(rows, seed)):
            paths = [Path(scratch, f"form-{next(numbers)}.xlsx") for _ in chunk]
            for one, path in zip(chunk, paths, strict=True):
                book = write_form(one.words, one.plan)
                if offices:
                    book.save(path)
                found = in_doubles(one.plan, book)
                doubles.add(one, found)
                doubles.differences += carried_otherwise(one.plan, found)
            for name, recalculates in offices.items():
                waiting = one_at_a_time.submit(recalculates, paths, Path(scratch, name))
                under_way.append((saved[name], chunk, waiting))
            while under_way and under_way[0][2].done():
                _compare_saved(*under_way.pop(0))
        say(f"{doubles} ({time.perf_counter() - started:.0f} s)")
        for each in under_way:
            _compare_saved(*each)
        for tally in saved.values():
            say(f"{tally} ({time.perf_counter() - started:.0f} s altogether)")
    return [one for tally in (doubles, *saved.values()) for one in tally.differences]


def _chunks(every: Iterable[Planned]) -> Iterator[list[Planned]]:
    forms = iter(every)
    while chunk := list(itertools.islice(forms, FILES_A_CALL)):
        yield chunk


def _compare_saved(tally: Tally, forms: Sequence[Planned], saved: Future[list[Path]]) -> None:
    for one, path in zip(forms, saved.result(), strict=True):
        tally.add(one, in_file(one.plan, path))
        path.unlink()


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", nargs="?", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--doubles", action="store_true", help="use no office program")
    parser.add_argument("--only", action="append", choices=OFFICES, help="use this program, and no other")
    given = parser.parse_args()
    chosen = {} if given.doubles else {name: OFFICES[name] for name in given.only or OFFICES}
    for name, there in (("LibreOffice", is_installed()), ("Gnumeric", is_gnumeric_installed())):
        if name in chosen and not there:
            sys.exit(f"{name} is not installed")
    if "HyperFormula" in chosen and (lacking := javascript.lacking()):
        if given.only or os.environ.get("CI") == "true":
            sys.exit(lacking)
        print(f"without HyperFormula: {lacking}")
        del chosen["HyperFormula"]
    different = run(given.rows, given.seed, offices=chosen)
    for one in different[:40]:
        print(one)
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
