"""A filled form to a `Submission`, with every problem of it: cells, then cleaning, then checks, then the model."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from xhht_score.criteria import CriteriaSet, Indicator
from xhht_score.errors import Place, Problem, has_errors, in_order
from xhht_score.measures import Input
from xhht_score.submission import Answer, Submission, Unit, faults
from xhht_score.workbook import checks, layout
from xhht_score.workbook.cells import Cell, Form, clean, folded
from xhht_score.workbook.checks import Row
from xhht_score.workbook.cleaning import Cleaned, clean_value, is_blank, yes_or_no


@dataclass(frozen=True, slots=True)
class Reading:
    """What a form says, and everything there is to say about it; whatever was unusable counts as missing."""

    submission: Submission
    problems: tuple[Problem, ...]


def read_form(form: Form, criteria_set: CriteriaSet) -> Reading:
    """Give the submission that a form holds for a criteria set; never raises for what people wrote into it."""
    facts = {name: _fact(form, criteria_set, name) for name in criteria_set.facts}
    year = _year(form)
    problems: list[Problem] = [
        *checks.same_set(form, criteria_set),
        *checks.hidden_in_info(form),
        *checks.unit_named(form),
        *checks.year_fits(form, criteria_set, year),
        *checks.facts_known(form, criteria_set, facts),
        *checks.columns_present(form, criteria_set),
        *checks.rows_match(form, criteria_set),
    ]
    answers = {}
    for identifier, row in _rows(form).items():
        if indicator := criteria_set.indicators.get(identifier):
            answers[identifier], found = _answer(form, criteria_set, indicator, row, facts)
            problems += found
    name = form.text(layout.UNIT_NAME) or Path(form.file).stem
    unit = Unit(name=name, code=form.text(layout.UNIT_CODE) or None, parent=form.text(layout.UNIT_PARENT) or None)
    submission = Submission(unit=unit, year=year, facts=facts, answers=answers)
    return Reading(submission, in_order(problems))


def _rows(form: Form) -> dict[str, Row]:
    """Give the cells of each row by field; an id that stands in several rows has none: no row can be trusted."""
    rows: dict[str, Row] = {}
    repeated: set[str] = set()
    for row in form.answers:
        identifier = row[0].id
        if identifier in rows:
            repeated.add(identifier)
        rows[identifier] = {cell.field: cell for cell in row}
    return {identifier: row for identifier, row in rows.items() if identifier not in repeated}


def _fact(form: Form, criteria_set: CriteriaSet, name: str) -> str | None:
    word = folded(form.text(layout.FACT_PREFIX + name))
    for choice, title in criteria_set.facts[name].choices.items():
        if word in (choice, folded(title.vi), folded(title.en)):
            return choice
    return None


def _year(form: Form) -> int | None:
    text = form.text(layout.YEAR)
    return int(text) if text.isascii() and text.isdigit() and len(text) == 4 else None


def _answer(
    form: Form, criteria_set: CriteriaSet, indicator: Indicator, row: Row, facts: Mapping[str, str | None]
) -> tuple[Answer, list[Problem]]:
    reason, problems = _omission(form, criteria_set, indicator, row, facts)
    values, places, found = _values(form, indicator, row)
    problems += found
    if reason is None:
        unsound = faults(indicator.measure, values)
        problems += checks.values_hold(form, indicator, row, unsound)
        values |= dict.fromkeys(name for fault in unsound for name in fault.inputs)
        if not has_errors(problems):
            problems += _blanks(indicator, values, places)
    elif filled := [place for name, place in places.items() if values[name] is not None]:
        problems.append(Problem("answer-beside-not-applicable", filled[0], {"indicator": indicator.id}))
    evidence, evidence_place = None, None
    if cell := row.get(layout.EVIDENCE):
        evidence_place = form.place(cell)
        evidence = None if is_blank(cell.value) else yes_or_no(cell.value)
        problems += checks.hidden_in_blank(form, cell)
        if evidence is None and not is_blank(cell.value):
            arguments = {"indicator": indicator.id, "given": clean(cell.value), "expected": "yes_no"}
            problems.append(Problem("cell-word-unknown", evidence_place, arguments))
    answer = Answer(
        values=values,
        evidence=evidence,
        not_applicable=reason,
        documents=_text(row.get(layout.DOCUMENTS)),
        note=_text(row.get(layout.NOTE)),
        places=places,
        evidence_place=evidence_place,
    )
    return answer, problems


def _omission(
    form: Form, criteria_set: CriteriaSet, indicator: Indicator, row: Row, facts: Mapping[str, str | None]
) -> tuple[str | None, list[Problem]]:
    """Give the reason where the indicator is soundly declared not applicable, else None and the problems."""
    mark = row.get(layout.NOT_APPLICABLE)
    if mark is None or is_blank(mark.value):
        hidden = list(checks.hidden_in_blank(form, mark))
        return None, hidden or list(checks.reason_without_mark(form, indicator, row))
    problems = list(checks.not_applicable_allowed(form, criteria_set, indicator, row, facts))
    declared = not problems and yes_or_no(mark.value)
    return (_text(row.get(layout.REASON)) if declared else None), problems


def _values(
    form: Form, indicator: Indicator, row: Row
) -> tuple[dict[str, Fraction | None], dict[str, Place], list[Problem]]:
    values: dict[str, Fraction | None] = {}
    places: dict[str, Place] = {}
    problems: list[Problem] = []
    for position, one in enumerate(indicator.measure.inputs):
        values[one.name] = None
        if cell := row.get(layout.value_field(position)):
            places[one.name] = form.place(cell)
            values[one.name], found = _value(form, indicator, one, cell)
            problems += found
    return values, places, problems


def _text(cell: Cell | None) -> str | None:
    return clean(cell.value) or None if cell else None


def _value(form: Form, indicator: Indicator, one: Input, cell: Cell) -> tuple[Fraction | None, list[Problem]]:
    if is_blank(cell.value):
        return None, list(checks.hidden_in_blank(form, cell))
    percent_format = None
    if one.kind in ("percent", "decimal") and not isinstance(cell.value, str) and form.package.knows_formats:
        raw = form.package.cell(cell.sheet, cell.cell)
        percent_format = raw is not None and form.package.is_percent(raw.style)
    cleaned: Cleaned = clean_value(one, cell.value, percent_format)
    if cleaned.code is None:
        return cleaned.value, []
    return cleaned.value, [Problem(cleaned.code, form.place(cell), {"indicator": indicator.id, **cleaned.arguments})]


def _blanks(
    indicator: Indicator, values: Mapping[str, Fraction | None], places: Mapping[str, Place]
) -> Iterator[Problem]:
    """Give one notice for an indicator of which some input is blank."""
    for name, place in places.items():
        if values[name] is None:
            yield Problem("answer-blank", place, {"indicator": indicator.id, "title": indicator.title})
            return
