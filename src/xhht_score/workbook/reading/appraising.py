"""What the council wrote into its columns, with every problem of it."""

from __future__ import annotations

from collections.abc import Iterator

from xhht_score.criteria import Indicator
from xhht_score.definitions import Text
from xhht_score.errors import Problem
from xhht_score.submission import Answer, Appraisal, complete, faults
from xhht_score.words import Words
from xhht_score.workbook import layout
from xhht_score.workbook.reading import checks
from xhht_score.workbook.reading.cells import Form, FormCell, clean, folded
from xhht_score.workbook.reading.checks import CellRow
from xhht_score.workbook.reading.cleaning import is_blank, yes_or_no
from xhht_score.workbook.reading.values import cells_of, figures_in, text_in

#: What the council chooses for evidence and for not applicable: whether it accepts it, and the words of the form.
_JUDGED = {
    accepted: Text(vi=Words("vi").say(key), en=Words("en").say(key))
    for accepted, key in ((True, "form-accepted"), (False, "form-refused"))
}


def appraisal_of(
    form: Form, indicator: Indicator, row: CellRow, answer: Answer
) -> tuple[Appraisal | None, list[Problem]]:
    """Give what the council decided on an indicator, None where neither it nor the unit wrote anything about it."""
    council = [cell for field, cell in row.items() if layout.is_appraised(field)]
    problems = [one for cell in council for one in checks.hidden_in_blank(form, cell)]
    if all(is_blank(cell.value) for cell in council):
        return None, problems
    appraisal, said = _appraisal(form, indicator, row)
    return appraisal, [*problems, *said, *_doubts(form, indicator, row, answer, appraisal)]


def _is_written(cell: FormCell) -> bool:
    """Tell whether the council wrote something, or the unit answered."""
    return layout.is_appraised(cell.field) and not is_blank(cell.value)


def _appraisal(form: Form, indicator: Indicator, row: CellRow) -> tuple[Appraisal, list[Problem]]:
    fields = ((question.name, layout.appraised_field(at)) for at, question in enumerate(indicator.questions))
    cells = {name: row[field] for name, field in fields if field in row and not is_blank(row[field].value)}
    figures = figures_in(form, indicator, {**cells_of(indicator, row), **cells}, cells)
    values = {name: figures.values[name] for name in cells}
    places = {name: form.place(cell) for name, cell in cells.items()}
    evidence, said = _accepted(form, indicator, row.get(layout.APPRAISED_EVIDENCE))
    omission, more = _accepted(form, indicator, row.get(layout.APPRAISED_OMISSION))
    appraisal = Appraisal(
        values=values,
        evidence=evidence,
        omission=omission,
        reason=text_in(row.get(layout.APPRAISED_REASON)),
        answer=text_in(row.get(layout.UNIT_ANSWER)),
        places=places,
    )
    return appraisal, [*figures.problems, *said, *more]


def _accepted(form: Form, indicator: Indicator, cell: FormCell | None) -> tuple[bool | None, list[Problem]]:
    """Give whether the council accepts something, None where it says nothing that can be understood."""
    if cell is None or is_blank(cell.value):
        return None, []
    for accepted, word in _JUDGED.items():
        if folded(clean(cell.value)) in {folded(word.vi), folded(word.en)}:
            return accepted, []
    if (said := yes_or_no(cell.value)) is not None:
        return said, []
    arguments = {"indicator": indicator.id, "given": clean(cell.value), "expected": tuple(_JUDGED.values())}
    return None, [Problem("appraisal-unclear", form.place(cell), arguments)]


def _doubts(form: Form, indicator: Indicator, row: CellRow, answer: Answer, appraisal: Appraisal) -> Iterator[Problem]:
    """Check that a change has its reason, that figures do not contradict, and that they bear on the result at all."""
    first = next(cell for cell in row.values() if _is_written(cell))
    arguments = {"indicator": indicator.id}
    if appraisal.answer is not None and not appraisal.changes(answer):
        yield Problem("appraisal-answer-to-nothing", form.place(row[layout.UNIT_ANSWER]), arguments)
    if answer.not_applicable is not None and appraisal.omission is not False and appraisal.values:
        yield Problem("appraisal-beside-not-applicable", form.place(first), arguments)
        return
    figures = complete(indicator, {**answer.values, **appraisal.values})
    for fault in faults(indicator, figures):
        if place := next((appraisal.places[name] for name in fault.questions if name in appraisal.places), None):
            yield Problem(fault.code, place, {**arguments, **fault.arguments})
    if appraisal.changes(answer) and not appraisal.reason:
        yield Problem("appraisal-without-reason", form.place(first), arguments)
