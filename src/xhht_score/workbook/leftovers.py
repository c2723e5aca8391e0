"""What stands in a form and is not in what was read of it: every such cell, so that nothing is lost in silence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from xhht_score.criteria import CriteriaSet, Indicator
from xhht_score.errors import Place, Problem
from xhht_score.submission import Answer, Appraisal, Submission
from xhht_score.words import LANGUAGES, Words
from xhht_score.workbook import checks, layout
from xhht_score.workbook.cells import Cell, Form, Page, clean
from xhht_score.workbook.cleaning import is_blank, yes_or_no
from xhht_score.workbook.conflicts import options_of
from xhht_score.workbook.formulas.symbols import ANSWERS, INFO

#: Rows of the info sheet that the program writes for itself.
_OWN_ROWS = ("set.", "form.", layout.PART_ASSIGNEE, layout.CONFLICTS)


@dataclass(frozen=True, slots=True)
class Carried:
    """A form as it stood, as it was fitted to the set, and what is carried over from it."""

    original: Form
    fitted: Form
    criteria_set: CriteriaSet
    submission: Submission


def leftovers(carried: Carried) -> tuple[int, list[Problem]]:
    """Give how many filled-in cells are carried over, and a problem for each that is not."""
    form, taken = carried.original, _taken(carried)
    problems: list[Problem] = []
    count = 0
    for name, cells in ((INFO, _about(form)), (ANSWERS, _answered(form))):
        title = form.pages[name].title
        for cell in cells:
            if (title, cell.cell) in taken and not is_blank(cell.value):
                count += 1
            elif (said := _lost(carried, cell)) is not None:
                problems.append(said)
    return count, [*problems, *_candidates(carried), *_sheets(form)]


def _lost(carried: Carried, cell: Cell) -> Problem | None:
    form = carried.original
    if is_blank(cell.value):
        hidden = next(checks.hidden_in_blank(form, cell), None)
        if hidden is None:
            return None
        return _not_carried(form, cell, "lost-empty", hidden.arguments.get("given", "="))
    return _not_carried(form, cell, _reason(carried, cell), clean(cell.value))


def _not_carried(form: Form, cell: Cell, reason: str, given: str) -> Problem:
    return Problem("not-carried", form.place(cell), {"given": given, "reason": reason})


def _reason(carried: Carried, cell: Cell) -> str:
    """Give the key of the phrase that says why a cell is not carried."""
    if not cell.field:
        return "lost-place"
    if cell.sheet == carried.original.pages[INFO].title:
        known = cell.id in (*layout.CONTESTED, layout.UNIT_CODE, layout.YEAR, layout.FILLED_BY)
        fact = cell.id.removeprefix(layout.FACT_PREFIX)
        return "lost-unusable" if known or fact in carried.criteria_set.facts else "lost-row"
    if cell.id not in carried.criteria_set.indicators:
        return "lost-row"
    if Counter(row[0].id for row in carried.original.answers)[cell.id] > 1:
        return "lost-twice"
    if any((one.sheet, one.cell) == (cell.sheet, cell.cell) for one in carried.fitted.homeless or ()):
        return "lost-question"
    return "lost-alone" if cell.field in (layout.NOT_APPLICABLE, layout.REASON) else "lost-unusable"


# ---------------------------------------------------------------- what people filled in


def _about(form: Form) -> Iterator[Cell]:
    """Give the cells of the info sheet that people fill in, and all that stands beside them."""
    page = form.pages[INFO]
    first = min(page.keys.values(), default=0)
    for row, column, value in _cells(page):
        key, field = clean(page.rows[row][0]), _fields(page).get(column, "")
        name = layout.cell_name(row, column)
        if not key or page.keys[key] != row:
            if (key or row > first or field != layout.LABEL) and not is_blank(value):
                yield Cell(page.title, name, key, "", value)
        elif column == layout.INFO_VALUE_COLUMN:
            if not key.startswith(_OWN_ROWS):
                yield Cell(page.title, name, key, "value", value)
        elif not field and not is_blank(value):
            yield Cell(page.title, name, key, "", value)


def _answered(form: Form) -> Iterator[Cell]:
    """Give the cells of the answers sheet that people fill in, and all that stands beside them."""
    page = form.pages[ANSWERS]
    heading = page.keys.get(layout.HEADING_KEY, 0)
    for row, column, value in _cells(page):
        key, field = clean(page.rows[row][0]), _fields(page).get(column, "")
        name = layout.cell_name(row, column)
        if not key or row <= heading:  # above the headings stand only texts and formulas of the form itself
            if (row > heading or not field) and not is_blank(value):
                yield Cell(page.title, name, key, "", value)
        elif not field or layout.is_filled_in(field):
            yield Cell(page.title, name, key, field, value)


def _cells(page: Page) -> Iterator[tuple[int, int, Any]]:
    """Give row, column and value of every cell but the names of fields and the keys of rows."""
    for row, values in enumerate(page.rows[1:], 1):
        for column, value in enumerate(values[1:], 1):
            yield row, column, value


def _fields(page: Page) -> Mapping[int, str]:
    return {column: field for field, column in page.columns.items()}


def _candidates(carried: Carried) -> Iterator[Problem]:
    """Name candidates of the conflicts sheet that are for no field, or cannot be read."""
    form, known = carried.fitted, checks.contested_fields(carried.criteria_set)
    for key, options in options_of(form).items():
        for one in options:
            if (key.indicator, key.field) not in known:
                yield _not_carried(form, one.cell, "lost-question", clean(one.cell.value))


def _sheets(form: Form) -> Iterator[Problem]:
    """Name sheets that are none of the form's."""
    ours = {page.title for page in form.pages.values()} | {layout.LISTS_SHEET}
    ours |= {Words(language).say(f"sheet-{name}") for language in LANGUAGES for name in ("guide", "conflicts")}
    ours |= {cell.sheet for row in form.contested for cell in row.values()}
    for title in form.package.filled_sheets():
        if title not in ours:
            yield Problem("not-carried", Place(form.file, sheet=title), {"given": title, "reason": "lost-sheet"})


# ---------------------------------------------------------------- what was taken of it


def _taken(carried: Carried) -> set[tuple[str, str]]:
    """Give sheet and cell of everything that what is carried over came from."""
    form, submission = carried.original, carried.submission
    taken = {(cell.sheet, cell.cell) for key, cell in form.info.items() if _is_known(submission, key)}
    counts = Counter(row[0].id for row in form.answers)
    for row in carried.fitted.answers:
        indicator = carried.criteria_set.indicators.get(row[0].id)
        if indicator is not None and counts[indicator.id] == 1:
            answer = submission.answers.get(indicator.id, Answer())
            appraisal = submission.appraisals.get(indicator.id, Appraisal())
            taken |= {(cell.sheet, cell.cell) for cell in row if _is_taken(indicator, answer, appraisal, cell)}
    return taken


def _is_known(submission: Submission, key: str) -> bool:
    held, unit = submission.dates.decision, submission.unit
    known: dict[str, object] = {
        layout.UNIT_NAME: unit.name or None,
        layout.UNIT_CODE: unit.code,
        layout.UNIT_PARENT: unit.parent,
        layout.YEAR: submission.year,
        layout.FILLED_BY: True,
        layout.DECISION_NUMBER: held and held.number,
        layout.DECISION_DATE: held and held.date,
        layout.DECISION_LEVEL: held and held.level,
        layout.REQUEST_DATE: submission.dates.requested,
    }
    known |= {layout.FACT_PREFIX + name: choice for name, choice in submission.facts.items()}
    return known.get(key) is not None


def _is_taken(indicator: Indicator, answer: Answer, appraisal: Appraisal, cell: Cell) -> bool:
    known: dict[str, object] = {
        layout.NOT_APPLICABLE: answer.not_applicable,
        layout.REASON: answer.not_applicable,
        layout.EVIDENCE: answer.evidence,
        layout.DOCUMENTS: answer.documents,
        layout.NOTE: answer.note,
        layout.APPRAISED_OMISSION: appraisal.omission,
        layout.APPRAISED_EVIDENCE: appraisal.evidence,
        layout.APPRAISED_REASON: appraisal.reason,
    }
    for position, question in enumerate(indicator.questions):
        known[layout.value_field(position)] = answer.values.get(question.name)
        known[layout.appraised_field(position)] = appraisal.values.get(question.name)
    no_omission = cell.field == layout.NOT_APPLICABLE and yes_or_no(cell.value) is False  # says what a blank says
    return known.get(cell.field) is not None or no_omission
