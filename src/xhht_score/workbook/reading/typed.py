"""The answers of a form as they were typed: contradictory figures too, and no name that was taken from the file."""

from __future__ import annotations

from fractions import Fraction

from xhht_score.criteria import CriteriaSet, Indicator
from xhht_score.letters import composed
from xhht_score.numbers import from_float
from xhht_score.submission import Answer, Submission
from xhht_score.workbook import layout
from xhht_score.workbook.reading.cells import Form, FormCell, clean
from xhht_score.workbook.reading.form import FormReading
from xhht_score.workbook.reading.values import cells_of, figures_in


def as_filled_in(reading: FormReading) -> Submission:
    """Give what was read of a form without the name of its file, by which a form without a unit's name goes."""
    submission = reading.submission
    if submission.unit.named:
        return submission
    return submission.model_copy(update={"unit": submission.unit.model_copy(update={"name": ""})})


def as_typed(reading: FormReading, criteria_set: CriteriaSet) -> Submission:
    """Give what was read of a form with figures that contradict one another, or their bounds, as they were typed.

    A number with more digits than a spreadsheet keeps is left out, so that none is changed.
    """
    submission = as_filled_in(reading)
    answers = dict(submission.answers)
    for indicator, row in _rows(reading, criteria_set):
        answers[indicator.id] = _typed(reading.form, indicator, row, answers[indicator.id])
    return submission.model_copy(update={"answers": answers})


def with_lines(reading: FormReading, criteria_set: CriteriaSet, submission: Submission) -> Submission:
    """Give a submission with the line breaks of its documents and notes, as they stand in the form."""
    answers = dict(submission.answers)
    for indicator, row in _rows(reading, criteria_set):
        texts = {field: _lines(row.get(field)) for field in (layout.DOCUMENTS, layout.NOTE)}
        answers[indicator.id] = answers[indicator.id].model_copy(update=texts)
    return submission.model_copy(update={"answers": answers})


def _rows(reading: FormReading, criteria_set: CriteriaSet) -> list[tuple[Indicator, dict[str, FormCell]]]:
    """Give every indicator that was answered with its cells, of the first of its rows."""
    found: dict[str, tuple[Indicator, dict[str, FormCell]]] = {}
    for row in reading.form.answers:
        indicator = criteria_set.indicators.get(row[0].id)
        if indicator is not None and indicator.id in reading.submission.answers:
            found.setdefault(indicator.id, (indicator, {cell.field: cell for cell in row}))
    return [*found.values()]


def _typed(form: Form, indicator: Indicator, row: dict[str, FormCell], answer: Answer) -> Answer:
    values = dict(answer.values)
    for name, typed in figures_in(form, indicator, cells_of(indicator, row)).values.items():
        value = typed if values.get(name) is None else values[name]
        values[name] = value if value is not None and _is_kept(value) else None
    return answer.model_copy(update={"values": values})


def _is_kept(value: Fraction) -> bool:
    """Tell whether a spreadsheet gives a number back as it was typed."""
    try:
        return from_float(float(value)) == value
    except OverflowError:
        return False


def _lines(cell: FormCell | None) -> str | None:
    """Give a text with its line breaks."""
    if cell is None or not isinstance(cell.value, str):
        return (clean(cell.value) or None) if cell else None
    return composed(cell.value).strip() or None
